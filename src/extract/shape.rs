//! Where the release stands on a page, told by the page's shape alone.
//!
//! The body is the element with the most prose: paragraphs that are long and not links. The
//! headline is the heading before it that the page's `<title>` repeats. The content region
//! is the smallest element around both.

use std::collections::HashMap;

use ego_tree::NodeId;
use scraper::{ElementRef, Html};

use super::text::{self, Kind, Omit, Shown};
use super::{clean, furniture};

/// The parts of a page.
pub(crate) struct Shape<'a> {
    /// The printed headline.
    pub heading: Option<ElementRef<'a>>,
    /// Around headline and body.
    pub content: ElementRef<'a>,
}

/// A paragraph shorter than this is no prose.
const PROSE: usize = 40;
/// Ancestors of a paragraph that it speaks for, each half as much as the one before.
const REACH: usize = 4;

/// Tells the parts of a page, given the text of its `<title>`.
pub(crate) fn of<'a>(document: &'a Html, title: Option<&str>) -> Shape<'a> {
    let root = document.root_element();
    let omit = furniture::inside(root);
    let body = most_prose(root, &omit);
    let heading = heading(root, &omit, body, title);
    let content = match (body, heading) {
        (Some(body), Some(heading)) => around(body, heading),
        (Some(body), None) => body,
        (None, _) => root,
    };
    Shape { heading, content }
}

/// The element with the most prose inside another.
pub(crate) fn most_prose<'a>(element: ElementRef<'a>, omit: &Omit) -> Option<ElementRef<'a>> {
    let mut scores: HashMap<NodeId, usize> = HashMap::new();
    let mut order: Vec<NodeId> = Vec::new();
    for block in text::blocks(element, omit) {
        let is_prose = block.kind == Kind::Paragraph
            && block.text.len() >= PROSE
            && block.linked * 3 < block.text.len();
        if !is_prose {
            continue;
        }
        let Some(holder) = holder(element, block.first) else {
            continue;
        };
        let mut share = block.text.len();
        for id in around_up_to(element, holder).take(REACH) {
            let score = scores.entry(id).or_insert_with(|| {
                order.push(id);
                0
            });
            *score += share;
            share /= 2;
        }
    }
    // The first of equals, so that every reading finds the same.
    let best = order.iter().rev().max_by_key(|id| scores.get(id))?;
    ElementRef::wrap(element.tree().get(*best)?)
}

/// The element that holds a paragraph beside others: the parent of a `<p>`, or the `<div>`
/// whose text is parted by line breaks.
fn holder(region: ElementRef<'_>, text_parent: NodeId) -> Option<NodeId> {
    let mut at = region.tree().get(text_parent)?;
    while let Some(element) = at.value().as_element() {
        let shown = text::shown(element.name());
        let inline = matches!(shown, Shown::Inline | Shown::Link);
        let paragraph = matches!(
            element.name(),
            "p" | "blockquote" | "li" | "dd" | "dt" | "pre"
        );
        if at.id() == region.id() || !(inline || paragraph) {
            return Some(at.id());
        }
        at = at.parent()?;
    }
    None
}

fn around_up_to(region: ElementRef<'_>, from: NodeId) -> impl Iterator<Item = NodeId> + '_ {
    let mut at = region.tree().get(from);
    std::iter::from_fn(move || {
        let here = at?;
        here.value().as_element()?;
        at = here.parent().filter(|_| here.id() != region.id());
        Some(here.id())
    })
}

/// The headline: of the first-rank headings the one that the title repeats, else the last
/// before the body.
fn heading<'a>(
    root: ElementRef<'a>,
    omit: &Omit,
    body: Option<ElementRef<'a>>,
    title: Option<&str>,
) -> Option<ElementRef<'a>> {
    let title = clean::folded(title.unwrap_or_default());
    // The last of the best before the body: a logo can be a heading too, and stands above.
    let mut best: Option<(bool, ElementRef<'a>)> = None;
    let mut in_body = false;
    let mut skip: Option<NodeId> = None;
    for edge in root.traverse() {
        match edge {
            ego_tree::iter::Edge::Open(node) => {
                if skip.is_some() {
                    continue;
                }
                if omit.contains(&node.id()) {
                    skip = Some(node.id());
                    continue;
                }
                in_body |= body.is_some_and(|body| body.id() == node.id());
                let Some(element) = ElementRef::wrap(node) else {
                    continue;
                };
                let named = element.value().attr("itemprop") == Some("headline");
                if element.value().name() != "h1" && !named {
                    continue;
                }
                let words = clean::folded(&text::line(element));
                if words.is_empty() {
                    continue;
                }
                let repeated = title.contains(&words);
                let better = match best {
                    None => true,
                    Some((known, _)) if in_body => repeated && !known,
                    Some((known, _)) => repeated >= known,
                };
                if better {
                    best = Some((repeated, element));
                }
            }
            ego_tree::iter::Edge::Close(node) => {
                if skip == Some(node.id()) {
                    skip = None;
                }
            }
        }
    }
    best.map(|(_, heading)| heading)
}

/// The smallest element around two; but if that is the whole page, what is around the body
/// alone.
fn around<'a>(body: ElementRef<'a>, heading: ElementRef<'a>) -> ElementRef<'a> {
    let above: Vec<NodeId> = std::iter::once(heading.id())
        .chain(heading.ancestors().map(|node| node.id()))
        .collect();
    let mut main = None;
    for node in std::iter::once(*body).chain(body.ancestors()) {
        let Some(element) = ElementRef::wrap(node) else {
            continue;
        };
        let name = element.value().name();
        if matches!(name, "body" | "html") {
            break;
        }
        if matches!(name, "main" | "article") {
            main = Some(element);
        }
        if above.contains(&node.id()) {
            return element;
        }
    }
    main.unwrap_or(body)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r##"<title>Bridge opens | River Board</title><body>
        <div id=top><h1>River Board</h1></div>
        <ul class=menu><li><a href=a>All about the rivers and lakes of the north</a></li></ul>
        <div id=wrap><div id=head><h1>Bridge opens</h1><p>3 May 2024</p></div>
        <div id=text><p>The bridge at the mill was opened this morning by two children.</p>
        <p>It took four years to build and is wide enough for two carts and a dog.</p></div></div>
        <div id=foot><p>The River Board looks after the rivers of the north. All rights are reserved.</p></div>"##;

    fn id_of(element: ElementRef<'_>) -> &str {
        element.value().attr("id").unwrap_or(element.value().name())
    }

    #[test]
    fn finds_headline_and_region() {
        let document = Html::parse_document(PAGE);
        let shape = of(&document, Some("Bridge opens | River Board"));
        assert_eq!(
            shape.heading.map(text::line).as_deref(),
            Some("Bridge opens")
        );
        assert_eq!(id_of(shape.content), "wrap");
        let body = most_prose(shape.content, &Omit::new());
        assert_eq!(body.map(id_of), Some("text"));
    }

    #[test]
    fn finds_text_parted_by_line_breaks() {
        let text = "A sentence that is long enough to count as prose.<br><br>".repeat(3);
        let document = Html::parse_document(&format!("<div id=a><div id=b>{text}</div></div>"));
        let body = most_prose(document.root_element(), &Omit::new());
        assert_eq!(body.map(id_of), Some("b"));
        assert!(most_prose(Html::parse_document("<p>x").root_element(), &Omit::new()).is_none());
    }
}
