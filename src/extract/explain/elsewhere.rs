//! The dates of a page that nobody weighed: those in its text, in its footer, on the cards of
//! other releases.
//!
//! They are looked for only when somebody asks why a page reads as it does.

use std::cell::RefCell;
use std::collections::HashSet;

use ego_tree::{NodeId, NodeRef};
use jiff::civil;
use scraper::{ElementRef, Html, Node};

use crate::extract::date::{DateReading, NoDate, read_stamp, scan};
use crate::extract::text::{self, OfNodes, Omit};
use crate::extract::trace::{BodyTrace, SeenDate};
use crate::extract::{attribute, clean, furniture};
use crate::record::{DateRole, Precision};

/// A date that was not weighed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherDate {
    /// Where it stands, which is why it was not weighed.
    pub place: Place,
    /// It names the day of a date that was weighed.
    pub repeats: bool,
    /// The day, where it is known.
    pub value: Option<civil::Date>,
    /// How exactly it is stated.
    pub precision: Option<Precision>,
    /// Why it could not be read.
    pub unread: Option<String>,
    /// What the words before it say that it means.
    pub role: DateRole,
    /// The text.
    pub raw: String,
    /// Where it stands.
    pub path: Option<String>,
}

impl OtherDate {
    /// Why it was not weighed, in one line.
    #[must_use]
    pub fn why(&self) -> String {
        let place = self.place.why();
        match (&self.unread, self.repeats) {
            (Some(unread), _) => format!("{place}; could not be read: {unread}"),
            (None, true) => format!("{place}; repeats a date weighed above"),
            (None, false) => place.to_owned(),
        }
    }
}

/// What a date stands in that is not asked for the day of publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Sentences of the release speak of many days.
    Text,
    /// What is said beside a picture.
    Caption,
    /// Another field: a headline, a label's value.
    Field,
    /// What leads to another page.
    Card,
    /// What stands around every release: menus, footers, comments.
    Furniture,
    /// Anywhere else.
    Page,
}

impl Place {
    /// The stable word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Caption => "caption",
            Self::Field => "field",
            Self::Card => "card",
            Self::Furniture => "furniture",
            Self::Page => "page",
        }
    }

    fn why(self) -> &'static str {
        match self {
            Self::Text => "in the text of the release",
            Self::Caption => "in a caption",
            Self::Field => "in another field of the release",
            Self::Card => "in a card of another release",
            Self::Furniture => "in the page's furniture",
            Self::Page => "elsewhere on the page, and nothing says that it is the release's",
        }
    }
}

/// The most that are told of one by one.
const MOST: usize = 200;
/// The most that are compared with those that were weighed.
const MOST_COMPARED: usize = 1_000;

/// Every date that readers see on a page and that was not weighed, and how many more there are.
pub(super) fn not_weighed(
    document: &Html,
    how: &DateReading<'_>,
    weighed: &[SeenDate],
    body: Option<&BodyTrace>,
    path: impl Fn(NodeId) -> Option<String>,
) -> (Vec<OtherDate>, usize) {
    let root = document.root_element();
    let (mut strewn, beyond) = strewn(root, how);
    let taken = taken(&strewn, weighed, document);
    let days: HashSet<civil::Date> = (weighed.iter())
        .filter_map(|weighed| weighed.seen.day())
        .collect();
    let mut nth = 0;
    strewn.retain(|_| {
        nth += 1;
        !taken.contains(&(nth - 1))
    });
    let around = furniture::inside(root);
    let more = beyond + strewn.len().saturating_sub(MOST);
    strewn.truncate(MOST);
    // Many dates stand in one element: what it is, is asked once.
    let mut cards = OfNodes::default();
    let told = strewn.into_iter().map(|one| {
        let place = (document.tree.get(one.at))
            .map_or(Place::Page, |node| place(node, body, &around, &mut cards));
        OtherDate {
            place,
            repeats: one.value.is_some_and(|day| days.contains(&day)),
            value: one.value,
            precision: one.precision,
            unread: one.unread.map(|reason| reason.to_string()),
            role: one.role,
            raw: one.raw,
            path: path(one.at),
        }
    });
    (told.collect(), more)
}

/// A date as it was found.
struct Strewn {
    value: Option<civil::Date>,
    precision: Option<Precision>,
    unread: Option<NoDate>,
    role: DateRole,
    raw: String,
    /// The element that it stands in.
    at: NodeId,
}

/// The dates that are printed on a page or stated by its `<time>` elements, in reading order, and
/// how many there are beyond those.
fn strewn(root: ElementRef<'_>, how: &DateReading<'_>) -> (Vec<Strewn>, usize) {
    let found = RefCell::new((Vec::new(), 0));
    let put = |one: Strewn| {
        let (found, beyond) = &mut *found.borrow_mut();
        match found.len() < MOST_COMPARED {
            true => found.push(one),
            false => *beyond += 1,
        }
    };
    text::passages(
        root,
        |passage| {
            for scanned in scan(&passage.text, how) {
                let Some(at) = passage.element_at(scanned.range.start) else {
                    continue;
                };
                let said = scanned.date.as_ref().map(|understood| &understood.date);
                put(Strewn {
                    value: said.ok().and_then(|date| date.day),
                    precision: said.ok().map(|date| date.precision),
                    unread: said.err().copied(),
                    role: scanned.role,
                    raw: passage.text[scanned.range.clone()].to_owned(),
                    at,
                });
            }
        },
        |element| {
            let value = element.value();
            let Some(stamp) = attribute::of(value, "datetime").filter(|_| value.name() == "time")
            else {
                return;
            };
            let Ok(date) = read_stamp(clean::cut(stamp, LONGEST_STAMP), how) else {
                return;
            };
            put(Strewn {
                value: date.day,
                precision: Some(date.precision),
                unread: None,
                role: DateRole::Unknown,
                raw: format!("{STATED}{}", date.raw),
                at: element.id(),
            });
        },
    );
    found.into_inner()
}

/// Before what the attribute of a `<time>` says.
const STATED: &str = "datetime=";
/// In bytes: no stamp is longer.
const LONGEST_STAMP: usize = 80;

/// Which of the dates are those that were weighed. One that was read from an element is the first
/// in it that says the same, else the first beside it: the label stands before its value.
fn taken(strewn: &[Strewn], weighed: &[SeenDate], document: &Html) -> HashSet<usize> {
    let mut taken = HashSet::new();
    for SeenDate { seen, .. } in weighed {
        let raw = clean::line(&seen.raw);
        let is_same = |one: &Strewn| match (one.value, seen.day()) {
            (Some(day), Some(known)) if day != known => false,
            _ => one.raw == raw || one.raw.contains(&raw) || raw.contains(&one.raw),
        };
        let Some(at) = seen.at.and_then(|at| document.tree.get(at)) else {
            continue;
        };
        let regions = std::iter::once(at).chain(at.ancestors()).take(REGIONS);
        let first_in = |region: NodeRef<'_, Node>| {
            (strewn.iter()).position(|one| is_same(one) && stands_in(document, one.at, region.id()))
        };
        taken.extend(regions.into_iter().find_map(first_in));
    }
    // What is printed in a `<time>` is what it states.
    let twins = strewn.windows(2).enumerate().filter(|(_, pair)| {
        let is_stated = pair[0].raw.starts_with(STATED);
        is_stated && pair[0].at == pair[1].at && pair[0].value == pair[1].value
    });
    for (nth, _) in twins {
        if taken.contains(&nth) || taken.contains(&(nth + 1)) {
            taken.extend([nth, nth + 1]);
        }
    }
    taken
}

/// The element that a date was read from, and so many around it.
const REGIONS: usize = 3;

fn stands_in(document: &Html, node: NodeId, region: NodeId) -> bool {
    let node = document.tree.get(node);
    node.is_some_and(|node| {
        node.id() == region || node.ancestors().any(|around| around.id() == region)
    })
}

/// What a date stands in.
fn place(
    node: NodeRef<'_, Node>,
    body: Option<&BodyTrace>,
    around: &Omit,
    cards: &mut OfNodes<bool>,
) -> Place {
    let outwards = || std::iter::once(node).chain(node.ancestors());
    let called = |names: &[&str]| {
        outwards()
            .filter_map(|node| node.value().as_element())
            .any(|element| names.contains(&element.name()))
    };
    let is_in = |nodes: &Omit| outwards().any(|node| nodes.contains(&node.id()));
    let in_body = body.filter(|body| outwards().any(|node| node.id() == body.container));
    let is_caption = called(&["figcaption", "caption", "figure"]);
    match in_body {
        Some(body) if is_in(&body.used) => return Place::Field,
        Some(body) if !is_in(&body.omit) => return Place::Text,
        Some(_) if is_caption => return Place::Caption,
        Some(_) | None => {}
    }
    if called(&["footer"]) && !called(&["article"]) {
        return Place::Furniture;
    }
    let mut is_card = |element: ElementRef<'_>| {
        let known = cards.entry(element.id());
        *known.or_insert_with(|| leads_away(element))
    };
    if (outwards().filter_map(ElementRef::wrap).take(CARD)).any(&mut is_card) {
        Place::Card
    } else if is_in(around) || in_body.is_some() {
        Place::Furniture
    } else if is_caption {
        Place::Caption
    } else {
        Place::Page
    }
}

/// Elements around a date that may be a card.
const CARD: usize = 5;
/// More text than this is no card, in bytes.
const LONGEST_CARD: usize = 500;
/// The name of another release is not shorter, in bytes.
const SHORTEST_HEADLINE: usize = 12;
/// Elements of a card that are looked at.
const MOST_LOOKED_AT: usize = 60;

/// Whether an element is a link to another release, or a short one around such a link.
fn leads_away(element: ElementRef<'_>) -> bool {
    let is_headline = |inner: ElementRef<'_>| {
        inner.value().name() == "a"
            && inner.value().attr("href").is_some()
            && text::line_up_to(inner, SHORTEST_HEADLINE).len() >= SHORTEST_HEADLINE
    };
    // The whole page leads to others.
    !matches!(element.value().name(), "html" | "body" | "main")
        && text::line_up_to(element, LONGEST_CARD).len() <= LONGEST_CARD
        && (is_headline(element)
            || (element.descendent_elements().take(MOST_LOOKED_AT)).any(is_headline))
}
