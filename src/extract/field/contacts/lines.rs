//! The lines that a contact is printed in, with the addresses that only their links have.
//!
//! `<a href="mailto:ann@press.example">Write to Ann</a>` prints no address, and
//! `<a data-cfemail="…">[email protected]</a>` one that a script puts there.

use ego_tree::{NodeId, NodeRef};
use scraper::{ElementRef, Node};

use super::mail;
use crate::extract::text::{self, Shown};
use crate::extract::{attribute, clean};

/// One printed line.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// As printed.
    pub text: String,
    /// Addresses of its links that are not printed.
    pub emails: Vec<String>,
    /// Numbers of its links that are not printed.
    pub phones: Vec<String>,
    /// The rank of the heading that it is.
    pub heading: Option<u8>,
    /// The nodes that it was read from.
    pub nodes: Vec<NodeId>,
}

impl Line {
    /// A line of plain text.
    pub(super) fn of(text: &str) -> Self {
        Self {
            text: text.to_owned(),
            ..Self::default()
        }
    }
}

/// The lines inside an element.
pub(super) fn inside(element: ElementRef<'_>) -> Vec<Line> {
    let mut writer = Writer::default();
    if let Some(first) = element.first_child() {
        writer.walk(first, Some(element.id()));
    }
    writer.finish()
}

/// The line that begins with a text, and those behind it up to the end of its section.
pub(super) fn from(text: NodeRef<'_, Node>) -> Vec<Line> {
    let mut writer = Writer {
        heading: text
            .ancestors()
            .take(4)
            .filter_map(ElementRef::wrap)
            .find_map(rank),
        most: MOST_LINES,
        ..Writer::default()
    };
    writer.walk(text, None);
    writer.finish()
}

/// The most lines behind a label.
const MOST_LINES: usize = 40;
/// The most bytes behind a label.
const MOST_BYTES: usize = 4_000;

fn rank(element: ElementRef<'_>) -> Option<u8> {
    match element.value().name() {
        "h1" => Some(1),
        "h2" => Some(2),
        "h3" => Some(3),
        "h4" => Some(4),
        "h5" => Some(5),
        "h6" => Some(6),
        _ => None,
    }
}

/// Sections that a contact does not reach out of.
fn is_section(name: &str) -> bool {
    matches!(
        name,
        "article" | "aside" | "body" | "html" | "main" | "footer"
    )
}

/// What no contact stands in.
fn is_other(element: ElementRef<'_>) -> bool {
    matches!(
        element.value().name(),
        "nav" | "footer" | "form" | "article" | "figure"
    ) || text::is_hidden(element)
}

#[derive(Default)]
struct Writer {
    lines: Vec<Line>,
    open: Line,
    heading: Option<u8>,
    bytes: usize,
    /// No limit where it is 0.
    most: usize,
}

impl Writer {
    fn walk(&mut self, first: NodeRef<'_, Node>, end: Option<NodeId>) {
        let mut at = first;
        loop {
            let below = self.enter(at);
            if (self.most > 0 && self.lines.len() >= self.most) || self.bytes > MOST_BYTES {
                return;
            }
            if let Some(child) = below.then(|| at.first_child()).flatten() {
                at = child;
                continue;
            }
            // Up to where something follows.
            loop {
                if let Some(next) = at.next_sibling() {
                    self.leave(at, Some(next));
                    at = next;
                    break;
                }
                self.leave(at, None);
                let Some(parent) = at.parent() else { return };
                let ends = match end {
                    Some(end) => parent.id() == end,
                    None => ElementRef::wrap(parent)
                        .is_none_or(|parent| is_section(parent.value().name())),
                };
                if ends {
                    return;
                }
                at = parent;
            }
        }
    }

    /// Takes what stands at a node; whether to go on below it.
    fn enter(&mut self, node: NodeRef<'_, Node>) -> bool {
        if let Node::Text(words) = node.value() {
            self.open.nodes.push(node.id());
            self.bytes += words.len();
            let parent = node.parent().and_then(ElementRef::wrap);
            match parent.filter(|parent| mail::is_reversed(*parent)) {
                Some(_) => self.open.text.extend(words.trim().chars().rev()),
                None => self.open.text.push_str(clean::cut(words, MOST_BYTES)),
            }
            return false;
        }
        let Some(element) = ElementRef::wrap(node) else {
            return false;
        };
        let name = element.value().name();
        if name == "br" {
            self.break_line();
            return false;
        }
        if is_other(element) {
            return false;
        }
        if text::shown(name) != Shown::Inline && text::shown(name) != Shown::Link {
            self.break_line();
            self.heading = rank(element);
        }
        if let Some(hidden) = attribute::of(element.value(), "data-cfemail") {
            self.open.emails.extend(mail::of_cloudflare(hidden));
            return false;
        }
        if let Some(address) = attribute::of(element.value(), "href") {
            let (emails, phones) = mail::of_link(address);
            self.open.emails.extend(emails);
            self.open.phones.extend(phones);
        }
        true
    }

    fn leave(&mut self, node: NodeRef<'_, Node>, next: Option<NodeRef<'_, Node>>) {
        let Some(element) = ElementRef::wrap(node) else {
            return;
        };
        let name = element.value().name();
        let shown = text::shown(name);
        let next_name = next
            .and_then(ElementRef::wrap)
            .map(|next| next.value().name());
        // Two spans that touch each other are parted by the site's styles.
        let parted = name == "span" && next_name == Some("span");
        if parted || !matches!(shown, Shown::Inline | Shown::Link) {
            self.break_line();
        }
    }

    fn break_line(&mut self) {
        let open = std::mem::take(&mut self.open);
        let text = clean::line(&open.text);
        let says = !text.is_empty() || !open.emails.is_empty() || !open.phones.is_empty();
        if says {
            self.lines.push(Line {
                text,
                heading: self.heading.take(),
                ..open
            });
        }
    }

    fn finish(mut self) -> Vec<Line> {
        self.break_line();
        self.lines
    }
}
