//! Where an element stands, for a person: `html > body > main > article > h1.title`.
//!
//! Each step is a tag with its first class; siblings that would be called the same are counted.
//! The last element around that has an id of its own is where the path begins. What is written
//! is a CSS selector that finds the element again. Names with digits are of one page only
//! (`post-3170`) and left out.

use std::collections::HashMap;

use ego_tree::{NodeId, NodeRef, Tree};
use scraper::{Node, node::Element};

/// Deeper elements are written without their beginning.
const MOST_STEPS: usize = 24;

/// Where the elements of one document stand.
pub(crate) struct Paths<'a> {
    tree: &'a Tree<Node>,
    /// How many elements have an id: counted once, for paths are asked for in great numbers.
    ids: HashMap<&'a str, usize>,
}

impl<'a> Paths<'a> {
    /// The paths of a document.
    pub(crate) fn of(tree: &'a Tree<Node>) -> Self {
        let mut ids = HashMap::new();
        for id in elements(tree.nodes()).filter_map(Element::id) {
            *ids.entry(id).or_default() += 1;
        }
        Self { tree, ids }
    }

    /// The path of a node; of a text that of the element it stands in.
    pub(crate) fn to(&self, node: NodeId) -> Option<String> {
        let node = self.tree.get(node)?;
        let mut steps = Vec::new();
        for node in std::iter::once(node).chain(node.ancestors()) {
            let Some(element) = node.value().as_element() else {
                continue;
            };
            if let Some(id) = self.own_id(element) {
                steps.push(format!("{}#{id}", element.name()));
                break;
            }
            if steps.len() == MOST_STEPS {
                break;
            }
            steps.push(step(node, element));
        }
        steps.reverse();
        (!steps.is_empty()).then(|| steps.join(" > "))
    }

    /// An id that no other element has.
    fn own_id<'e>(&self, element: &'e Element) -> Option<&'e str> {
        let id = element.id().filter(is_plain)?;
        let is_own = is_tag(element.name()) && self.ids.get(id) == Some(&1);
        is_own.then_some(id)
    }
}

fn is_tag(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
}

fn step(node: NodeRef<'_, Node>, element: &Element) -> String {
    let tag = element.name();
    if !is_tag(tag) {
        return "*".to_owned();
    }
    // Classes of the whole page say nothing of a place in it.
    if matches!(tag, "html" | "body") {
        return tag.to_owned();
    }
    // As written: the first is what it is, the others are how it looks.
    let mut classes = (element.attr("class").unwrap_or_default()).split_ascii_whitespace();
    let class = classes.find(is_plain);
    let called = match class {
        Some(class) => format!("{tag}.{class}"),
        None => tag.to_owned(),
    };
    let before = || elements(node.prev_siblings()).filter(|other| other.name() == tag);
    let after = elements(node.next_siblings()).filter(|other| other.name() == tag);
    let mut others = before().chain(after);
    let is_alone =
        !others.any(|other| class.is_none_or(|class| other.classes().any(|own| own == class)));
    if is_alone {
        called
    } else {
        format!("{called}:nth-of-type({})", before().count() + 1)
    }
}

fn elements<'a>(
    nodes: impl Iterator<Item = NodeRef<'a, Node>>,
) -> impl Iterator<Item = &'a Element> {
    nodes.filter_map(|node| node.value().as_element())
}

/// Whether a name can be written in a selector as it is.
fn is_plain(name: &&str) -> bool {
    let starts = name.starts_with(|c: char| c.is_ascii_alphabetic());
    let rest = |c: char| c.is_ascii_alphabetic() || c == '-' || c == '_';
    starts && name.len() <= LONGEST_NAME && name.chars().all(rest)
}

/// Longer names are made by machines, for one page.
const LONGEST_NAME: usize = 40;

#[cfg(test)]
mod tests {
    use scraper::{Html, Selector};

    use super::*;

    #[test]
    fn a_path_is_short_and_finds_its_element_again() {
        let markup = "<html class=js><body class='node-7'><main><article id=post-3170><p>x</p>\
            <h1 class='h1-9 title big'>T</h1></article><div id=b><i>1</i></div>\
            <div id=b><i class=a>2</i></div><div id=side><s>3</s></div><ul><li>a<li class=k>b<li class=k>c</ul>\
            <p class='über'>u<p>v<b>w</b></main></body></html>";
        let document = Html::parse_document(markup);
        let paths = Paths::of(&document.tree);
        for (selector, path) in [
            ("h1", "html > body > main > article > h1.title"),
            ("i.a", "html > body > main > div:nth-of-type(2) > i.a"),
            ("s", "div#side > s"),
            ("li", "html > body > main > ul > li:nth-of-type(1)"),
            (
                "li:last-child",
                "html > body > main > ul > li.k:nth-of-type(3)",
            ),
            ("main > p", "html > body > main > p:nth-of-type(1)"),
            ("b", "html > body > main > p:nth-of-type(2) > b"),
            ("html", "html"),
        ] {
            let selector = Selector::parse(selector).unwrap();
            let element = document.select(&selector).next().unwrap();
            let found = paths.to(element.id()).unwrap();
            assert_eq!(found, path);
            let again: Vec<_> = document.select(&Selector::parse(&found).unwrap()).collect();
            assert_eq!(again, [element], "{path}");
        }
        let deep = format!("{}x", "<div>".repeat(100));
        let document = Html::parse_document(&deep);
        let text = document.tree.nodes().find(|node| node.value().is_text());
        let path = Paths::of(&document.tree).to(text.unwrap().id()).unwrap();
        assert_eq!(path.matches("div").count(), MOST_STEPS);
    }
}
