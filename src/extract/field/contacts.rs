//! Whom to ask: `Press Office, Marlow Foundation · press@marlow.example · +44 20 7946 0112`.
//!
//! After the profile's rules come, in this order:
//!
//! 1. the part of the boilerplate that says that it is for contacts: of this release;
//! 2. boxes in the content region whose class says so: at times those of the whole site.

use std::sync::LazyLock;

use regex::Regex;
use scraper::{ElementRef, Selector};

use crate::extract::body::Body;
use crate::extract::clean;
use crate::extract::reading::{Reading, generic};
use crate::extract::rule::{Expect, Tried};
use crate::extract::text::{self, Kind, Omit};
use crate::record::{Contact, Found, Origin};

/// The most contacts of one release.
const MOST: usize = 20;

/// Reads the contacts.
pub(crate) fn contacts(
    reading: &Reading<'_>,
    body: Option<&Body<'_>>,
) -> Option<Found<Vec<Contact>>> {
    reading.first(
        "contacts",
        &[
            &|| by_rules(reading),
            &|| by_boilerplate(reading, body),
            &|| by_name(reading),
        ],
    )
}

/// Boxes in the content region whose class says that they are for contacts.
fn by_name(reading: &Reading<'_>) -> Option<Found<Vec<Contact>>> {
    if !reading.is_generic() {
        return None;
    }
    let omit = reading.furniture();
    let mut contacts: Vec<Contact> = Vec::new();
    for element in reading.content.select(&BOXES) {
        // The footer of an article is a usual place for them.
        let elsewhere = element
            .ancestors()
            .filter_map(ElementRef::wrap)
            .any(|around| omit.contains(&around.id()) && around.value().name() != "footer");
        let lines = lines_of(element);
        if elsewhere || lines.iter().map(String::len).sum::<usize>() > LONGEST_BOX {
            continue;
        }
        for contact in from_lines(&lines) {
            if contacts.is_empty() {
                reading.stands_at(Some(element.id()));
            }
            if !contacts.contains(&contact) {
                contacts.push(contact);
            }
        }
    }
    contacts.truncate(MOST);
    (!contacts.is_empty()).then(|| Found {
        value: contacts,
        evidence: generic(Origin::Field, "page shape: contact"),
    })
}

const LONGEST_BOX: usize = 600;

static BOXES: LazyLock<Selector> = LazyLock::new(|| {
    Selector::parse(
        ".press-contact, .press-contacts, .media-contact, .media-contacts, .presscontact, \
         .mediacontact, .contact, .contacts, .contact-info",
    )
    .expect("a fixed selector is well formed")
});

fn lines_of(element: ElementRef<'_>) -> Vec<String> {
    text::blocks(element, &Omit::new())
        .iter()
        .flat_map(|block| block.text.lines().map(str::to_owned))
        .collect()
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
                contacts.extend(from_lines(&lines_of(*element)));
            }
        }
        if contacts.is_empty() {
            contacts = read
                .values
                .iter()
                .flat_map(|value| from_lines(std::slice::from_ref(value)))
                .collect();
        }
        contacts.truncate(MOST);
        (!contacts.is_empty()).then(|| Found {
            value: contacts,
            evidence: reading.evidence_of(rule),
        })
    })
}

/// The blocks of the boilerplate from one that announces contacts to the next heading.
fn by_boilerplate(reading: &Reading<'_>, body: Option<&Body<'_>>) -> Option<Found<Vec<Contact>>> {
    if !reading.is_generic() {
        return None;
    }
    let mut blocks = body?.split.boilerplate.iter().peekable();
    let mut contacts = Vec::new();
    while let Some(block) = blocks.next() {
        let announces = block
            .text
            .lines()
            .next()
            .is_some_and(|line| ANNOUNCED.is_match(line));
        if !announces {
            continue;
        }
        if contacts.is_empty() {
            reading.stands_at(Some(block.first));
        }
        let mut lines: Vec<String> = block.text.lines().map(str::to_owned).collect();
        while let Some(next) = blocks.peek() {
            let goes_on = next.kind != Kind::Heading
                && next.text.len() <= LONGEST_BLOCK
                && (has_address(&next.text) || !lines.iter().any(|line| has_address(line)))
                && !next.text.starts_with("About ");
            if !goes_on {
                break;
            }
            lines.extend(next.text.lines().map(str::to_owned));
            blocks.next();
        }
        contacts.extend(from_lines(&lines));
    }
    contacts.truncate(MOST);
    (!contacts.is_empty()).then(|| Found {
        value: contacts,
        evidence: generic(Origin::Field, "boilerplate"),
    })
}

const LONGEST_BLOCK: usize = 300;

/// Contacts out of lines. A line with an address or number belongs to the name before it; a
/// second name after an address begins another contact.
fn from_lines(lines: &[String]) -> Vec<Contact> {
    let mut contacts: Vec<Contact> = Vec::new();
    let mut raw: Vec<&str> = Vec::new();
    let mut open = Contact::default();
    for line in lines {
        let stated = parse(line);
        if stated == Contact::default() {
            // An address written out for people is kept as printed.
            if is_written_out(line) {
                raw.push(line);
            }
            continue;
        }
        let complete = open.email.is_some() || open.phone.is_some();
        let another = complete
            && (stated.name.is_some()
                || (stated.email.is_some() && open.email.is_some())
                || (stated.phone.is_some() && open.phone.is_some() && stated.email.is_some()));
        if another {
            finish(&mut contacts, std::mem::take(&mut open), &raw);
            raw.clear();
        }
        raw.push(line);
        match (&open.name, stated.name) {
            (None, name) => open.name = name,
            (Some(_), Some(second)) if open.role.is_none() && ROLE.is_match(&second) => {
                open.role = Some(second);
            }
            (Some(first), Some(second)) => open.name = Some(format!("{first}, {second}")),
            (Some(_), None) => {}
        }
        open.role = open.role.or(stated.role);
        open.email = open.email.or(stated.email);
        open.phone = open.phone.or(stated.phone);
    }
    finish(&mut contacts, open, &raw);
    contacts
}

fn finish(contacts: &mut Vec<Contact>, mut contact: Contact, raw: &[&str]) {
    if contact.email.is_none() && contact.phone.is_none() {
        // A name alone may be any line, unless an obscured address stands with it.
        if !raw.iter().any(|line| is_written_out(line)) {
            return;
        }
    }
    contact.raw = Some(raw.join("\n"));
    contacts.push(contact);
}

fn is_written_out(line: &str) -> bool {
    line.contains("[at]") || line.contains("(at)")
}

/// What one line says.
fn parse(line: &str) -> Contact {
    let mut rest = ANNOUNCED.replace(line, "").into_owned();
    let mut contact = Contact::default();
    if let Some(found) = EMAIL.find(&rest) {
        contact.email = Some(found.as_str().to_lowercase());
        rest.replace_range(found.range(), ",");
    }
    if let Some(found) = PHONE.find(&rest)
        && found.as_str().bytes().filter(u8::is_ascii_digit).count() >= FEWEST_DIGITS
    {
        contact.phone = Some(clean::line(
            found.as_str().trim_end_matches(['.', '-', ' ', '(']),
        ));
        rest.replace_range(found.range(), ",");
    }
    let mut parts = rest
        .split([',', ';', '|', '·', '•'])
        .map(|part| MARK.replace_all(part.trim(), "").trim().to_owned())
        .map(|part| {
            part.trim_matches(|c: char| ":.-–—()[] ".contains(c))
                .to_owned()
        })
        .filter(|part| part.chars().filter(|c| c.is_alphabetic()).count() > 1)
        .filter(|part| !is_written_out(part) && !part.contains("://"))
        .peekable();
    let Some(first) = parts.next() else {
        return contact;
    };
    let others: Vec<String> = parts.collect();
    if first.len() > LONGEST_NAME {
        return contact;
    }
    match others.as_slice() {
        [role] if ROLE.is_match(role) && !ROLE.is_match(&first) => {
            contact.name = Some(first);
            contact.role = Some(role.clone());
        }
        _ => {
            let others = others
                .iter()
                .filter(|part| part.len() <= LONGEST_NAME)
                .take(2);
            let name = others.fold(first, |name, part| format!("{name}, {part}"));
            contact.name = Some(name);
        }
    }
    contact
}

const LONGEST_NAME: usize = 80;
const FEWEST_DIGITS: usize = 6;

fn has_address(text: &str) -> bool {
    EMAIL.is_match(text) || PHONE.is_match(text)
}

static ANNOUNCED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^\W*(?:for (?:more|further|additional|media) (?:information|enquiries|inquiries|details)|(?:media|press|news) (?:contacts?|enquiries|inquiries)|contacts?(?: information| details)?)\b[,:]?\s*(?:please\s+)?(?:contact|call|write to|see)?:?\s*(?:the\s+)?",
    )
});
static EMAIL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b[a-z0-9][a-z0-9._%+'-]*@[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+",
    )
});
static PHONE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?:\+|\(\+?|\b0|\b)\d[\d\s().\-/\u{2010}-\u{2015}]{5,24}\d"));
/// What stands before a number or an address.
static MARK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:tel(?:ephone)?|phone|ph|mob(?:ile)?|cell|fax|e-?mail|t|m|e|p)\s*[.:]+\s*|^(?:tel(?:ephone)?|phone|mobile|e-?mail|on|at|or|and)$|\s+(?:at|on|tel\.?|phone|e-?mail)$",
    )
});
static ROLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:officer|spokes(?:person|man|woman)|director|head of|manager|secretary|advis[eo]r|assistant|coordinator|co-ordinator|editor|attaché|chief|specialist|consultant)\b",
    )
});

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a fixed pattern is well formed")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// name, role, e-mail, phone
    type Facts<'a> = (
        Option<&'a str>,
        Option<&'a str>,
        Option<&'a str>,
        Option<&'a str>,
    );

    #[test]
    fn reads_contacts_as_newsrooms_print_them() {
        let cases: &[(&[&str], &[Facts<'_>])] = &[
            (
                &[
                    "Media contact",
                    "Press Office, Marlow Foundation",
                    "Email: Press@marlow.example",
                    "Phone: +44 20 7946 0112",
                ],
                &[(
                    Some("Press Office, Marlow Foundation"),
                    None,
                    Some("press@marlow.example"),
                    Some("+44 20 7946 0112"),
                )],
            ),
            (
                &[
                    "For more information please contact the Office in Oslo, oslo@press.example, +47 22 55 01 99",
                ],
                &[(
                    Some("Office in Oslo"),
                    None,
                    Some("oslo@press.example"),
                    Some("+47 22 55 01 99"),
                )],
            ),
            (
                &[
                    "For further information, please contact the Press Section, tel. +43 1 000 01 80.",
                ],
                &[(Some("Press Section"), None, None, Some("+43 1 000 01 80"))],
            ),
            (
                &[
                    "Ann Lee, Press Officer",
                    "Tel.: 020 7946 0112",
                    "ann@press.example",
                    "Bo Ray",
                    "Spokesperson",
                    "bo@press.example",
                ],
                &[
                    (
                        Some("Ann Lee"),
                        Some("Press Officer"),
                        Some("ann@press.example"),
                        Some("020 7946 0112"),
                    ),
                    (
                        Some("Bo Ray"),
                        Some("Spokesperson"),
                        Some("bo@press.example"),
                        None,
                    ),
                ],
            ),
            (
                &["Fisheries Office", "fish [at] press.example"],
                &[(Some("Fisheries Office"), None, None, None)],
            ),
            (&["All about rivers"], &[]),
        ];
        for (lines, expected) in cases {
            let lines: Vec<String> = lines.iter().map(|line| (*line).to_owned()).collect();
            let found = from_lines(&lines);
            let facts: Vec<Facts<'_>> = found
                .iter()
                .map(|c| {
                    (
                        c.name.as_deref(),
                        c.role.as_deref(),
                        c.email.as_deref(),
                        c.phone.as_deref(),
                    )
                })
                .collect();
            assert_eq!(facts, *expected, "{lines:?}");
        }
    }
}
