//! What a release is about, in the publisher's terms.
//!
//! After the profile's rules and the row come, in this order: what the page prints as tags
//! (`rel=tag`); `article:tag` and the linked data's keywords, which are terms one by one; the
//! terms of other `<meta>` elements; what is printed behind a word for topics, or in a box that is
//! called so, which is marked less surely ([`printed`]); the section. Plain `keywords` are left
//! alone: most templates put the same ones on every page.

mod printed;

use std::sync::LazyLock;

use scraper::Selector;

pub(crate) use printed::is_labelled;

use super::names::{by_row, found, list};
use super::placeholder;
use crate::extract::reading::Reading;
use crate::extract::{clean, text};
use crate::record::{Found, Origin};

/// Reads the topics.
pub(crate) fn topics(reading: &Reading<'_>) -> Option<Found<Vec<String>>> {
    reading.first(
        "topics",
        &[
            &|| list(reading, "topics"),
            &|| by_row(reading, "topics"),
            &|| tags(reading),
            &|| by_meta(reading, &["article:tag"]),
            &|| by_linked_data(reading, "keywords"),
            &|| by_meta(reading, METAS),
            &|| printed_terms(reading),
            &|| by_linked_data(reading, "articleSection"),
        ],
    )
}

/// Names under which `<meta>` elements state keywords.
const METAS: &[&str] = &[
    "news_keywords",
    "parsely-tags",
    "sailthru.tags",
    "dc.subject",
    "dcterms.subject",
];

/// Links that are tags: a box around several of them is none.
fn tags(reading: &Reading<'_>) -> Option<Found<Vec<String>>> {
    let links = reading.content.select(&TAGS).take(MOST);
    let links = links.filter(|link| link.select(&TAGS).next().is_none());
    let links: Vec<_> = links.collect();
    reading.stands_at(links.first().map(|link| link.id()));
    let terms = links.into_iter().flat_map(|link| terms(&text::line(link)));
    found(
        reading,
        Origin::Field,
        "page shape: rel=tag",
        terms.collect(),
    )
}

fn printed_terms(reading: &Reading<'_>) -> Option<Found<Vec<String>>> {
    if !reading.is_generic() {
        return None;
    }
    let read = printed::labelled(reading).or_else(|| printed::boxes(reading));
    let (terms, at) = read?;
    reading.stands_at(Some(at));
    found(reading, Origin::Field, "page shape: topics", terms)
}

static TAGS: LazyLock<Selector> =
    LazyLock::new(|| Selector::parse("a[rel~=tag]").expect("a fixed selector is well formed"));

fn by_meta(reading: &Reading<'_>, names: &[&str]) -> Option<Found<Vec<String>>> {
    names.iter().find_map(|name| {
        let stated = reading.gathered.head.all(name).iter();
        let terms = stated.flat_map(|stated| terms(stated)).collect();
        found(reading, Origin::Meta, &format!("meta {name}"), terms)
    })
}

fn by_linked_data(reading: &Reading<'_>, key: &str) -> Option<Found<Vec<String>>> {
    let stated = reading.gathered.json_ld.texts(&[key]);
    let terms = stated.iter().flat_map(|stated| terms(stated)).collect();
    found(reading, Origin::JsonLd, &format!("jsonld {key}"), terms)
}

/// The terms of a text: `rivers, bridges`. What systems keep beside them (`nid: 77`, identifiers)
/// is none, and a kind that is written before a term (`topic/rivers`) goes.
fn terms(stated: &str) -> Vec<String> {
    let parts = stated.split([',', ';', '|', '，', '、']);
    let parts = parts.filter_map(|term| clean::some(term.trim_matches(['#', '"', ' '])));
    parts
        .filter_map(|term| {
            let term = match term.split_once([':', '/']) {
                Some((kind, term)) if KINDS.contains(&clean::folded(kind.trim()).as_str()) => {
                    clean::some(term)?
                }
                Some((kind, value))
                    if term.contains(": ") && !kind.contains(' ') && !value.is_empty() =>
                {
                    return None;
                }
                _ => term,
            };
            is_term(&term).then_some(term)
        })
        .collect()
}

/// What is written before a term to say what it is.
const KINDS: &[&str] = &[
    "category",
    "keyword",
    "keywords",
    "organization",
    "people",
    "person",
    "place",
    "places",
    "section",
    "sections",
    "subject",
    "tag",
    "tags",
    "topic",
    "topics",
];

/// A term has letters, and is neither a sentence nor an identifier.
fn is_term(term: &str) -> bool {
    let letters = term.chars().filter(|c| c.is_alphabetic()).count();
    let marks = term.matches('-').count() + term.bytes().filter(u8::is_ascii_digit).count();
    letters >= 2 && term.len() <= LONGEST && letters >= marks && !placeholder::is_text(term)
}

const LONGEST: usize = 100;

/// The most links that are looked at.
const MOST: usize = 100;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terms_are_told_from_what_stands_beside_them() {
        for (stated, expected) in [
            ("rivers, bridges", &["rivers", "bridges"][..]),
            ("Rivers and seas", &["Rivers and seas"]),
            ("topic/rivers", &["rivers"]),
            ("Category: Rivers", &["Rivers"]),
            ("nid: 77", &[]),
            ("cce15240-c52a-4887-a61a-cd64701d6591", &[]),
            ("2024", &[]),
            ("Covid-19", &["Covid-19"]),
            ("#rivers", &["rivers"]),
        ] {
            assert_eq!(terms(stated), expected, "{stated}");
        }
    }
}
