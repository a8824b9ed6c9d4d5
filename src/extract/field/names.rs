//! Who issued a release, who wrote it, what it is about: lists of names.

use std::sync::LazyLock;

use scraper::Selector;
use serde_json::Value;

use crate::extract::reading::{Reading, announced_in, generic};
use crate::extract::rule::Expect;
use crate::extract::{clean, text};
use crate::record::{Found, Origin};

/// The most names of one kind.
const MOST: usize = 100;

/// Issuing units: `OSCE Secretariat`.
pub(crate) fn sources(reading: &Reading<'_>) -> Option<Found<Vec<String>>> {
    list(reading, "sources")
        .or_else(|| by_row(reading, "sources"))
        .or_else(|| by_json_ld(reading, "author", is_organization))
}

/// People. An office that signs is none.
pub(crate) fn authors(reading: &Reading<'_>) -> Option<Found<Vec<String>>> {
    list(reading, "authors")
        .or_else(|| by_row(reading, "authors"))
        .or_else(|| {
            by_json_ld(reading, "author", |node| {
                kinds(node).any(|kind| kind == "Person")
                    && node["name"].as_str().is_some_and(names_a_person)
            })
        })
}

/// The publisher's terms.
pub(crate) fn topics(reading: &Reading<'_>) -> Option<Found<Vec<String>>> {
    list(reading, "topics")
        .or_else(|| by_row(reading, "topics"))
        .or_else(|| tags(reading))
        .or_else(|| {
            let terms = reading.gathered.head.all("article:tag").to_vec();
            found(reading, Origin::Meta, "meta article:tag", terms)
        })
        .or_else(|| {
            let words = reading.gathered.json_ld.texts(&["keywords"]);
            let terms = match words.as_slice() {
                [one] => one.split(',').map(str::to_owned).collect(),
                _ => words,
            };
            found(reading, Origin::JsonLd, "jsonld keywords", terms)
        })
        .or_else(|| {
            let terms = reading.gathered.json_ld.texts(&["articleSection"]);
            found(reading, Origin::JsonLd, "jsonld articleSection", terms)
        })
}

/// What the rules of a field yield.
fn list(reading: &Reading<'_>, field: &str) -> Option<Found<Vec<String>>> {
    let read = reading.rule(field, Expect::Text)?;
    Some(read.map(|read| distinct(read.values)))
}

fn by_row(reading: &Reading<'_>, field: &str) -> Option<Found<Vec<String>>> {
    let teaser = reading.gathered.teaser?.saying(field)?;
    let names = teaser.fields.get(field)?.clone();
    let origin = announced_in(teaser.kind);
    found(
        reading,
        origin,
        &format!("{}.{field}", origin.as_str()),
        names,
    )
}

fn tags(reading: &Reading<'_>) -> Option<Found<Vec<String>>> {
    let terms = reading
        .content
        .select(&TAGS)
        .map(|element| text::line(element))
        .collect();
    found(reading, Origin::Field, "page shape: rel=tag", terms)
}

static TAGS: LazyLock<Selector> =
    LazyLock::new(|| Selector::parse("a[rel~=tag]").expect("a fixed selector is well formed"));

fn found(
    reading: &Reading<'_>,
    origin: Origin,
    rule: &str,
    names: Vec<String>,
) -> Option<Found<Vec<String>>> {
    let names = distinct(names);
    (reading.is_generic() && !names.is_empty()).then(|| Found {
        value: names,
        evidence: generic(origin, rule),
    })
}

fn by_json_ld(
    reading: &Reading<'_>,
    key: &str,
    wanted: impl Fn(&Value) -> bool,
) -> Option<Found<Vec<String>>> {
    let names = reading
        .gathered
        .json_ld
        .members(key)
        .into_iter()
        .filter(|node| wanted(node))
        .filter_map(|node| node["name"].as_str().map(str::to_owned))
        .collect();
    found(reading, Origin::JsonLd, &format!("jsonld {key}"), names)
}

fn is_organization(node: &Value) -> bool {
    kinds(node).any(|kind| kind.ends_with("Organization"))
}

fn kinds(node: &Value) -> impl Iterator<Item = &str> {
    let (one, many) = match &node["@type"] {
        Value::String(kind) => (Some(kind.as_str()), None),
        Value::Array(kinds) => (None, Some(kinds.iter().filter_map(Value::as_str))),
        _ => (None, None),
    };
    one.into_iter().chain(many.into_iter().flatten())
}

/// Words in the names of accounts that are not people.
const NOT_PEOPLE: &[&str] = &[
    "admin",
    "administrator",
    "agency",
    "board",
    "commission",
    "communications",
    "council",
    "department",
    "desk",
    "editor",
    "editorial",
    "editors",
    "foundation",
    "media",
    "ministry",
    "news",
    "newsroom",
    "office",
    "press",
    "secretariat",
    "service",
    "staff",
    "team",
    "web",
    "webmaster",
];

fn names_a_person(name: &str) -> bool {
    let words: Vec<String> = name
        .split_whitespace()
        .map(|word| clean::folded(word.trim_matches(|c: char| !c.is_alphanumeric())))
        .collect();
    (2..=6).contains(&words.len())
        && !words.iter().any(|word| NOT_PEOPLE.contains(&word.as_str()))
        && !name.contains('@')
        && !name.bytes().any(|byte| byte.is_ascii_digit())
}

/// Cleaned, without doubles, in order.
pub(crate) fn distinct(names: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for name in names.iter().filter_map(|name| clean::some(name)) {
        if kept.len() < MOST && !kept.contains(&name) {
            kept.push(name);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_people_from_offices() {
        for (name, person) in [
            ("Ann Marlow", true),
            ("María José de la Cruz", true),
            ("Press Office", false),
            ("admin", false),
            ("Marlow Foundation", false),
            ("ann@marlow.example", false),
        ] {
            assert_eq!(names_a_person(name), person, "{name}");
        }
    }

    #[test]
    fn keeps_order_without_doubles() {
        let names = ["b", " a ", "b", ""].map(str::to_owned).to_vec();
        assert_eq!(distinct(names), ["b", "a"]);
    }
}
