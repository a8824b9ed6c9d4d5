//! In which keys two readings of one release differ.

use serde_json::{Map, Value};

use super::schema::Record;

/// What differs from reading to reading, or says how it was read.
const ASIDE: [&str; 10] = [
    "schema",
    "revision",
    "change",
    "text_hash",
    "capture",
    "fetched_at",
    "first_seen_at",
    "changed_at",
    "profile_hash",
    "tool",
];

/// Evidence of the values, not values: when it goes, nothing is lost.
const EVIDENCE: [&str; 4] = ["dates", "provenance", "issues", "ok"];

/// A key with another value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Difference {
    /// Its place among the record's keys.
    pub(crate) nth: usize,
    /// Its name.
    pub(crate) key: String,
    /// What it had.
    pub(crate) before: Value,
    /// What it has.
    pub(crate) now: Value,
}

/// The keys in which two records differ, in the order of the record's keys.
pub(crate) fn differences(before: &Record, now: &Record) -> Vec<Difference> {
    let mut now = keys(now);
    let before = keys(before).into_iter().enumerate();
    before
        .filter(|(_, (key, _))| !ASIDE.contains(&key.as_str()))
        .filter_map(|(nth, (key, before))| {
            let now = now.get_mut(&key).map_or(Value::Null, Value::take);
            (before != now).then_some(Difference {
                nth,
                key,
                before,
                now,
            })
        })
        .collect()
}

fn keys(record: &Record) -> Map<String, Value> {
    match serde_json::to_value(record) {
        Ok(Value::Object(keys)) => keys,
        Ok(_) | Err(_) => Map::new(),
    }
}

/// Whether a key only tells where the other values come from.
pub(crate) fn is_evidence(key: &str) -> bool {
    EVIDENCE.contains(&key)
}

impl Difference {
    /// Both values from where they differ, so that two long texts are told apart; at most so
    /// many characters of each.
    pub(crate) fn shown(&self, longest: usize) -> (String, String) {
        let (before, now) = (self.before.to_string(), self.now.to_string());
        let common = before
            .char_indices()
            .zip(now.chars())
            .take_while(|((_, one), other)| one == other)
            .last()
            .map_or(0, |((at, _), _)| at);
        let start = match before[..common].char_indices().nth_back(20) {
            Some((at, _)) if before.len().max(now.len()) > longest => at,
            Some(_) | None => 0,
        };
        let from = |text: &str| {
            let ellipsis = if start > 0 { "…" } else { "" };
            clipped(&format!("{ellipsis}{}", &text[start..]), longest)
        };
        (from(&before), from(&now))
    }
}

/// A text of at most so many characters.
pub(crate) fn clipped(text: &str, longest: usize) -> String {
    match text.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_shown_from_where_they_differ() {
        let long = |end: &str| format!("{}{end}", "x".repeat(100));
        for (before, now, shown) in [
            ("a", "b", ("\"a\"", "\"b\"")),
            ("äöü", "äöa", ("\"äöü\"", "\"äöa\"")),
            (
                &long("one"),
                &long("two, and more of it"),
                ("…xxxxxxxxxxxxxxxxxxxxxxo…", "…xxxxxxxxxxxxxxxxxxxxxxt…"),
            ),
        ] {
            let difference = Difference {
                nth: 0,
                key: "title".to_owned(),
                before: before.into(),
                now: now.into(),
            };
            let (one, other) = difference.shown(24);
            assert_eq!((one.as_str(), other.as_str()), shown);
        }
    }
}
