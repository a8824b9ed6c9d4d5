//! From node to node in reading order, without what no reader sees.

use ego_tree::NodeRef;
use html5ever::{LocalName, local_name};
use scraper::{ElementRef, Node};

use super::Omit;
use crate::extract::clean;

/// Whether a node shows no text to a reader.
pub(crate) fn is_blank(node: NodeRef<'_, Node>) -> bool {
    match node.value() {
        Node::Text(words) => clean::is_blank(words),
        Node::Element(_) => {
            if ElementRef::wrap(node).is_some_and(is_hidden) {
                return true;
            }
            !events(node, &Omit::new()).any(|event| match event {
                Event::Text(words, _) => !clean::is_blank(words),
                _ => false,
            })
        }
        _ => true,
    }
}

/// Whether an element and all in it is never read.
pub(crate) fn is_hidden(element: ElementRef<'_>) -> bool {
    let value = element.value();
    if is_never_text(&value.name.local) {
        return true;
    }
    value.attrs.iter().any(|(name, text)| match name.local {
        local_name!("hidden") => !text.eq_ignore_ascii_case("until-found") && !is_streamed(value),
        local_name!("aria-hidden") => text.trim().eq_ignore_ascii_case("true"),
        local_name!("style") => hides(text),
        _ => false,
    })
}

/// Pages that are sent in parts carry each as `<div hidden id="S:1">`, and a script puts it
/// into its place: readers see it.
fn is_streamed(element: &scraper::node::Element) -> bool {
    element.attr("id").is_some_and(|id| {
        id.strip_prefix("S:")
            .is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_hexdigit()))
    })
}

/// How an element stands in the flow of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    Inline,
    Link,
    Block,
    Heading,
    List,
    Item,
    Table,
    Row,
    Cell,
    Preformatted,
}

/// How an element of this name is shown.
pub(crate) fn shown(name: &str) -> Shown {
    match name {
        "a" => Shown::Link,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Shown::Heading,
        "ul" | "ol" | "menu" | "dir" | "dl" => Shown::List,
        "li" | "dt" | "dd" => Shown::Item,
        "table" => Shown::Table,
        "tr" => Shown::Row,
        "td" | "th" => Shown::Cell,
        "pre" | "listing" | "xmp" | "plaintext" => Shown::Preformatted,
        "address" | "article" | "aside" | "blockquote" | "body" | "caption" | "center"
        | "details" | "dialog" | "div" | "fieldset" | "figcaption" | "figure" | "footer"
        | "form" | "header" | "hgroup" | "hr" | "html" | "legend" | "main" | "nav" | "optgroup"
        | "p" | "search" | "section" | "summary" | "tbody" | "tfoot" | "thead" => Shown::Block,
        _ => Shown::Inline,
    }
}

/// Elements whose content is not text of the page. `<noscript>` is what few readers see, and
/// often says the same again.
fn is_never_text(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("audio")
            | local_name!("button")
            | local_name!("canvas")
            | local_name!("datalist")
            | local_name!("dialog")
            | local_name!("embed")
            | local_name!("head")
            | local_name!("iframe")
            | local_name!("input")
            | local_name!("math")
            | local_name!("meter")
            | local_name!("noembed")
            | local_name!("noframes")
            | local_name!("noscript")
            | local_name!("object")
            | local_name!("progress")
            | local_name!("script")
            | local_name!("select")
            | local_name!("style")
            | local_name!("svg")
            | local_name!("template")
            | local_name!("textarea")
            | local_name!("title")
            | local_name!("video")
    )
}

fn hides(style: &str) -> bool {
    style.split(';').any(|declaration| {
        let Some((name, value)) = declaration.split_once(':') else {
            return false;
        };
        let (name, value) = (name.trim(), value.trim());
        let value = value.split('!').next().unwrap_or(value).trim();
        (name.eq_ignore_ascii_case("display") && value.eq_ignore_ascii_case("none"))
            || (name.eq_ignore_ascii_case("visibility") && value.eq_ignore_ascii_case("hidden"))
    })
}

/// A step of the walk.
pub(super) enum Event<'a> {
    Text(&'a str, NodeRef<'a, Node>),
    Break,
    Open(ElementRef<'a>, Shown),
    Close(ElementRef<'a>, Shown),
}

/// Everything below a node, in reading order, without what is hidden or omitted.
pub(super) fn events<'a>(root: NodeRef<'a, Node>, omit: &Omit) -> impl Iterator<Item = Event<'a>> {
    first_events(root, omit, usize::MAX)
}

/// The first of the [`events`] of a node: it takes no more than so many steps to get there.
pub(super) fn first_events<'a, 'o>(
    root: NodeRef<'a, Node>,
    omit: &'o Omit,
    steps: usize,
) -> impl Iterator<Item = Event<'a>> {
    // The next node to enter, or the element to leave.
    enum At<'a> {
        Enter(NodeRef<'a, Node>),
        Leave(NodeRef<'a, Node>),
    }
    let end = root.id();
    let after = move |node: NodeRef<'a, Node>| -> Option<At<'a>> {
        match node.next_sibling() {
            Some(next) => Some(At::Enter(next)),
            None => node
                .parent()
                .filter(|parent| parent.id() != end)
                .map(At::Leave),
        }
    };
    let mut at = root.first_child().map(At::Enter);
    let mut steps = steps;
    std::iter::from_fn(move || {
        loop {
            steps = steps.checked_sub(1)?;
            match at.take()? {
                At::Leave(node) => {
                    at = after(node);
                    if let Some(element) = ElementRef::wrap(node) {
                        return Some(Event::Close(element, shown(element.value().name())));
                    }
                }
                At::Enter(node) => {
                    if omit.contains(&node.id()) {
                        at = after(node);
                        continue;
                    }
                    if let Node::Text(words) = node.value() {
                        at = after(node);
                        return Some(Event::Text(words, node));
                    }
                    let Some(element) = ElementRef::wrap(node) else {
                        at = after(node);
                        continue;
                    };
                    if element.value().name() == "br" {
                        at = after(node);
                        return Some(Event::Break);
                    }
                    if is_hidden(element) {
                        at = after(node);
                        continue;
                    }
                    at = match node.first_child() {
                        Some(child) => Some(At::Enter(child)),
                        None => Some(At::Leave(node)),
                    };
                    return Some(Event::Open(element, shown(element.value().name())));
                }
            }
        }
    })
}
