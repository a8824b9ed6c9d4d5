//! What lists of names have in common.

use serde_json::Value;

use crate::extract::clean;
use crate::extract::reading::{Reading, announced_in, generic};
use crate::extract::rule::Expect;
use crate::record::{Found, Origin};

/// The most names of one kind.
const MOST: usize = 100;
/// The longest name of a unit, a person or a subject, in bytes: a ministry with all its branches
/// has half of it.
const LONGEST: usize = 500;

/// What the rules of a field yield.
pub(super) fn list(reading: &Reading<'_>, field: &str) -> Option<Found<Vec<String>>> {
    let read = reading.rule(field, Expect::Text)?;
    let names = read.map(|read| distinct(read.values));
    (!names.value.is_empty()).then_some(names)
}

pub(super) fn by_row(reading: &Reading<'_>, field: &str) -> Option<Found<Vec<String>>> {
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

pub(super) fn found(
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

pub(super) fn by_json_ld(
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

pub(super) fn is_organization(node: &Value) -> bool {
    kinds(node).any(|kind| kind.ends_with("Organization"))
}

pub(super) fn kinds(node: &Value) -> impl Iterator<Item = &str> {
    let (one, many) = match &node["@type"] {
        Value::String(kind) => (Some(kind.as_str()), None),
        Value::Array(kinds) => (None, Some(kinds.iter().filter_map(Value::as_str))),
        _ => (None, None),
    };
    one.into_iter().chain(many.into_iter().flatten())
}

/// Cleaned, without doubles, in order; what is longer than any name is none.
pub(crate) fn distinct(names: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for name in names.iter().filter_map(|name| clean::some(name)) {
        if kept.len() < MOST && name.len() <= LONGEST && !kept.contains(&name) {
            kept.push(name);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_order_without_doubles() {
        let names = ["b", " a ", "b", ""].map(str::to_owned).to_vec();
        assert_eq!(distinct(names), ["b", "a"]);
        assert_eq!(
            distinct(vec!["é".repeat(LONGEST), "é".repeat(LONGEST / 2)]).len(),
            1
        );
    }
}
