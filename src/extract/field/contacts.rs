//! Whom to ask: `Press Office, Marlow Foundation · press@marlow.example · +44 20 7946 0112`.
//!
//! After the profile's rules comes what stands behind a label (`Pressekontakt`) and in boxes whose
//! class says that they are for contacts, in the order of the page. A label for journalists counts
//! wherever it stands but in menus and footers: nobody else is meant. A plain `Contact` may be
//! that of the site, and counts only in the release's own region. Last comes the linked data: the
//! `ContactPoint`s of the release itself. Those of its publisher are switchboards, and no contacts.

mod card;
mod lines;
mod linked;
mod mail;
mod words;

use std::sync::LazyLock;

use ego_tree::{NodeId, NodeRef};
use html5ever::local_name;
use regex::Regex;
use scraper::{ElementRef, Node};

use crate::extract::body::Body;
use crate::extract::class::PerClass;
use crate::extract::reading::{Reading, generic};
use crate::extract::rule::{Expect, Tried};
use crate::extract::text::Omit;
use crate::extract::{attribute, clean, text};
use crate::record::{Contact, Found, Origin};
use lines::Line;
use words::Label;
pub(crate) use words::{Announced, announced_by, is_person};

/// The most contacts of one release.
const MOST: usize = 20;

/// Reads the contacts.
pub(crate) fn contacts(
    reading: &Reading<'_>,
    body: Option<&Body<'_>>,
) -> Option<Found<Vec<Contact>>> {
    reading.first(
        "contacts",
        &[&|| by_rules(reading), &|| by_shape(reading, body), &|| {
            linked::by_linked_data(reading)
        }],
    )
}

fn by_rules(reading: &Reading<'_>) -> Option<Found<Vec<Contact>>> {
    reading.by_rules("contacts", |rule| {
        let Tried::Found(read) = reading.try_rule(rule, Expect::Text) else {
            return None;
        };
        let plain = rule.refine.regex.is_none();
        let mut contacts = Vec::new();
        if plain {
            for element in &read.elements {
                contacts.extend(card::all(&lines::inside(*element)));
            }
        }
        if contacts.is_empty() {
            let values = read.values.iter();
            contacts = values
                .flat_map(|value| card::all(&[Line::of(value)]))
                .collect();
        }
        contacts.truncate(MOST);
        (!contacts.is_empty()).then(|| Found {
            value: contacts,
            evidence: reading.evidence_of(rule),
        })
    })
}

/// What stands behind labels and in boxes, in the order of the page.
fn by_shape(reading: &Reading<'_>, body: Option<&Body<'_>>) -> Option<Found<Vec<Contact>>> {
    if !reading.is_generic() {
        return None;
    }
    let place = Place::of(reading, body);
    let mut contacts: Vec<Contact> = Vec::new();
    let mut read = Omit::new();
    let mut looked_at = 0;
    let mut stands = None;
    let mut rule = "page shape: contact";
    let mut classes = PerClass::new();
    for node in reading.document.tree.root().descendants() {
        if looked_at >= MOST_LOOKED_AT || contacts.len() >= MOST {
            break;
        }
        let found = match node.value() {
            Node::Text(words) if words.len() <= LONGEST_TEXT => {
                let Some(label) = words::label(words.trim()) else {
                    continue;
                };
                if read.contains(&node.id()) || !place.may_hold(node, label) {
                    continue;
                }
                let lines = lines::from(node);
                let (mut found, used) = card::behind_label(&lines);
                // A number that nobody is named for is the site's.
                found.retain(|contact| {
                    label == Label::Press || contact.name.is_some() || contact.email.is_some()
                });
                if !found.is_empty() {
                    rule = match in_boilerplate(body, words) {
                        true => "boilerplate",
                        false => "page shape: contact label",
                    };
                    read.extend(lines[..used].iter().flat_map(|line| line.nodes.clone()));
                }
                found
            }
            Node::Element(element) => {
                let Some(label) = box_of(element, &mut classes) else {
                    continue;
                };
                let Some(element) = ElementRef::wrap(node) else {
                    continue;
                };
                if !place.may_hold(node, label)
                    || text::line_up_to(element, LONGEST_BOX).len() > LONGEST_BOX
                {
                    continue;
                }
                let lines = lines::inside(element);
                let mut found = card::all(&lines);
                found.retain(|contact| label == Label::Press || contact.name.is_some());
                if !found.is_empty() {
                    read.extend(lines.into_iter().flat_map(|line| line.nodes));
                }
                found
            }
            _ => continue,
        };
        looked_at += 1;
        if contacts.is_empty() && !found.is_empty() {
            stands = Some(node.id());
        }
        for contact in found {
            add(&mut contacts, contact);
        }
    }
    contacts.truncate(MOST);
    reading.stands_at(stands);
    (!contacts.is_empty()).then(|| Found {
        value: contacts,
        evidence: generic(Origin::Field, rule),
    })
}

/// Whether a text has an address or a number that somebody can be asked at.
pub(crate) fn holds_address(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| line.len() <= LONGEST_TEXT);
    lines.any(|line| card::has_address(&Line::of(line)))
}

fn in_boilerplate(body: Option<&Body<'_>>, label: &str) -> bool {
    let label = clean::line(label);
    body.is_some_and(|body| {
        let mut blocks = body.split.boilerplate.iter();
        blocks.any(|block| block.text.contains(&label))
    })
}

/// Labels and boxes that are looked at.
const MOST_LOOKED_AT: usize = 24;
/// A longer text begins with no label.
const LONGEST_TEXT: usize = 2_000;
/// A box with more text holds something else too.
const LONGEST_BOX: usize = 900;

/// The same people may stand in the text and beside it.
fn add(contacts: &mut Vec<Contact>, contact: Contact) {
    let is_same = |known: &Contact| {
        let email = contact.email.is_some() && known.email == contact.email;
        let phone = contact.phone.is_some() && known.phone == contact.phone;
        let name = contact.name.is_none() || known.name == contact.name;
        (email || (phone && contact.email.is_none())) && name
    };
    if !contacts.iter().any(is_same) {
        contacts.push(contact);
    }
}

/// Where contacts of the release stand.
struct Place<'r, 'a> {
    furniture: &'r Omit,
    content: ElementRef<'a>,
    body: Option<NodeId>,
}

impl<'r, 'a> Place<'r, 'a> {
    fn of(reading: &'r Reading<'a>, body: Option<&Body<'_>>) -> Self {
        Self {
            furniture: reading.furniture(),
            content: reading.content,
            body: body.map(|body| body.container.id()),
        }
    }

    fn may_hold(&self, node: NodeRef<'_, Node>, label: Label) -> bool {
        let mut in_content = false;
        let mut in_body = false;
        let mut in_furniture = false;
        let mut in_footer = false;
        for around in std::iter::once(node).chain(node.ancestors()) {
            in_body |= self.body == Some(around.id());
            if around.id() == self.content.id() {
                in_content = true;
            }
            let Some(element) = ElementRef::wrap(around) else {
                continue;
            };
            let is_footer = element.value().name() == "footer";
            in_furniture |= !in_content && !is_footer && self.furniture.contains(&around.id());
            in_footer |= !in_content && is_footer;
            if !in_content && is_never(element) {
                return false;
            }
        }
        let whole_page = matches!(self.content.value().name(), "body" | "html");
        match label {
            Label::Press => !in_footer || (in_content && !whole_page),
            Label::Plain if whole_page => in_body && !in_furniture && !in_footer,
            Label::Plain => in_content && !in_furniture,
        }
    }
}

/// What holds no contact of a release: menus, forms, links to other pages.
fn is_never(element: ElementRef<'_>) -> bool {
    let value = element.value();
    match value.name() {
        "nav" | "form" | "button" | "select" | "option" | "label" => true,
        "a" => attribute::of(value, "href").is_some_and(|address| {
            let address = address.trim().to_ascii_lowercase();
            !address.starts_with("mailto:") && !address.starts_with("tel:")
        }),
        _ => text::is_hidden(element),
    }
}

/// Whether the class or the type of an element says that it is for contacts.
fn box_of<'a>(
    element: &'a scraper::node::Element,
    classes: &mut PerClass<'a, Option<Label>>,
) -> Option<Label> {
    let mut label = None;
    for (name, value) in &element.attrs {
        match name.local {
            local_name!("itemtype") if value.ends_with("/ContactPoint") => {
                return Some(Label::Plain);
            }
            local_name!("class") => label = classes.of(value, called),
            _ => {}
        }
    }
    label
}

/// Whether class names are those of boxes for contacts.
fn called(names: &str) -> Option<Label> {
    if !names.is_ascii() || names.len() > LONGEST_NAMES {
        return None;
    }
    // Most names have neither, and are not asked further.
    if !HINT.is_match(names) {
        return None;
    }
    let mut label = None;
    for name in names.split_ascii_whitespace() {
        if PRESS_BOX.is_match(name) {
            return Some(Label::Press);
        }
        if PLAIN_BOX.is_match(name) {
            label = Some(Label::Plain);
        }
    }
    label
}

const LONGEST_NAMES: usize = 300;

static HINT: LazyLock<Regex> = LazyLock::new(|| pattern("(?i)onta[ck]t|ansprechpartner|card"));
static PRESS_BOX: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?i)^(?:[a-z]+[-_]{1,2})?(?:press|media|presse|medien|prensa|stampa|imprensa|pr)[-_]?(?:[ck]onta[ck]ts?|[ck]ontatti|contactos?)(?:[-_]{1,2}(?:box|info|block|list|item|card))?$|^ansprechpartner(?:in)?$",
    )
});
static PLAIN_BOX: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "(?i)^(?:contacts?|contact-(?:info|person|details|box|card)|contactperson|kontakt|kontakt-?(?:person|box)|vcard|h-card)$",
    )
});

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a fixed pattern is well formed")
}

#[cfg(test)]
mod tests;
