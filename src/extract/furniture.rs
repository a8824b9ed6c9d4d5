//! What stands around a release on every page: menus, sharing boxes, cookie bars, related news.
//!
//! `<div class="sharedaddy sd-sharing">`, `<ul class="pager">`, `<nav>`: told by element, role
//! and the words of class names. A class name can mislead (`social-policy` is a subject), so
//! an element is never furniture when it holds most of the text or the headline.

use std::collections::HashMap;

use ego_tree::NodeId;
use scraper::{ElementRef, Node};

use super::text::{self, Omit};

/// The furniture inside an element, outermost elements only.
pub(crate) fn inside(element: ElementRef<'_>) -> Omit {
    let lengths = text_lengths(element);
    let most = lengths.get(&element.id()).copied().unwrap_or(0) / 2;
    let mut omit = Omit::new();
    let mut node = element.first_child();
    // Goes on behind what is omitted, and never back into it.
    while let Some(here) = node {
        let is_furniture = ElementRef::wrap(here).is_some_and(|inner| {
            let length = lengths.get(&here.id()).copied().unwrap_or(0);
            by_element(inner) || (by_class(inner) && length <= most && !holds_headline(inner))
        });
        let below = if is_furniture {
            omit.insert(here.id());
            None
        } else {
            here.first_child()
        };
        node = below.or_else(|| {
            let mut at = here;
            loop {
                if at.id() == element.id() {
                    return None;
                }
                if let Some(next) = at.next_sibling() {
                    return Some(next);
                }
                at = at.parent()?;
            }
        });
    }
    omit
}

/// Told by what the element is: sure wherever it stands.
fn by_element(element: ElementRef<'_>) -> bool {
    let value = element.value();
    match value.name() {
        "nav" | "aside" | "form" | "figcaption" | "caption" => return true,
        "footer" => return !holds_headline(element),
        _ => {}
    }
    value.attr("role").is_some_and(|role| {
        matches!(
            role,
            "navigation" | "complementary" | "search" | "dialog" | "contentinfo" | "alert"
        )
    })
}

/// Words of class names and ids that only furniture has.
const WORDS: &[&str] = &[
    "addthis",
    "addtoany",
    "breadcrumb",
    "breadcrumbs",
    "comment",
    "comments",
    "consent",
    "cookie",
    "cookies",
    "invisible",
    "jp-relatedposts",
    "newsletter",
    "pager",
    "pagination",
    "popup",
    "prevnext",
    "promo",
    "related",
    "relatedposts",
    "share",
    "sharebar",
    "sharedaddy",
    "sharing",
    "sidebar",
    "skip",
    "sociable",
    "social",
    "subscribe",
    "toolbar",
];
/// Class names that hide text from sight but leave it to screen readers.
const UNSEEN: &[&str] = &[
    "element-invisible",
    "screen-reader-text",
    "sr-only",
    "visually-hidden",
    "visuallyhidden",
];

fn by_class(element: ElementRef<'_>) -> bool {
    let value = element.value();
    if matches!(value.name(), "html" | "body" | "main" | "article" | "h1") {
        return false;
    }
    let names = [value.attr("class"), value.attr("id")];
    names.into_iter().flatten().any(|names| {
        names.split_ascii_whitespace().any(|name| {
            UNSEEN.contains(&name)
                || name
                    .split(['-', '_'])
                    .any(|word| WORDS.contains(&word.to_ascii_lowercase().as_str()))
        })
    })
}

fn holds_headline(element: ElementRef<'_>) -> bool {
    element
        .descendent_elements()
        .any(|inner| inner.value().name() == "h1")
}

/// How many bytes of text each element holds.
fn text_lengths(element: ElementRef<'_>) -> HashMap<NodeId, usize> {
    let mut lengths: HashMap<NodeId, usize> = HashMap::new();
    let mut open: Vec<usize> = Vec::new();
    for edge in element.traverse() {
        match edge {
            ego_tree::iter::Edge::Open(node) => match node.value() {
                Node::Text(words) => {
                    if let Some(length) = open.last_mut() {
                        *length += words.trim().len();
                    }
                }
                _ => open.push(0),
            },
            ego_tree::iter::Edge::Close(node) => {
                if node.value().is_text() {
                    continue;
                }
                let mut length = open.pop().unwrap_or(0);
                if ElementRef::wrap(node).is_some_and(text::is_hidden) {
                    length = 0;
                }
                lengths.insert(node.id(), length);
                if let Some(outer) = open.last_mut() {
                    *outer += length;
                }
            }
        }
    }
    lengths
}

#[cfg(test)]
mod tests {
    use scraper::Html;

    use super::*;

    #[test]
    fn tells_furniture_from_text() {
        let long = "The text of the release goes on for a while and says what happened. ".repeat(5);
        let cases = [
            ("<nav>x</nav>", false),
            ("<aside>x</aside>", false),
            ("<div class='sharedaddy sd-sharing'>x</div>", false),
            ("<div class=osce-share>x</div>", false),
            ("<ul class=pager><li>x</ul>", false),
            ("<span class=element-invisible>x</span>", false),
            ("<div role=dialog>x</div>", false),
            ("<figure><figcaption>x</figcaption></figure>", false),
            ("<div class=shareholders>x</div>", true),
            ("<p class=lead>x</p>", true),
        ];
        for (markup, kept) in cases {
            let document = Html::parse_document(&format!("<main><p>{long}</p>{markup}</main>"));
            let root = document.root_element();
            let blocks = text::blocks(root, &inside(root));
            let seen = blocks.iter().any(|block| block.text == "x");
            assert_eq!(seen, kept, "{markup}");
        }
    }

    #[test]
    fn most_of_the_text_is_never_furniture() {
        let document =
            Html::parse_document("<div class=social-policy><p>The whole text.</p></div><p>x</p>");
        assert!(inside(document.root_element()).is_empty());
    }
}
