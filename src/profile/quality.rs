//! `[quality]`: what a release must have, and when a run says that something changed.
//!
//! ```toml
//! [quality]
//! required = ["title", "published_on", "body"]
//! fill     = { sources = 0.6 }          # share of a run's releases that must have it
//! new_within_days = 7                   # else learned from the days of publication
//! canaries = 3                          # releases of old that every run reads again; 0 = none
//! alert_after = 2                       # runs in a row before an alert counts
//! mute = ["fill.topics", "silence"]     # told of, but not in the exit code
//! mute_until = 2026-09-01
//! ```

use super::Quality;
use super::layout::day;
use super::names::{RECORD_KEYS, counterpart};
use super::reader::Reader;
use super::section::Section;
use super::suggest;
use super::tree::{Node, Value};
use crate::alert::{AlertKind, Muted};

const KEYS: &[&str] = &[
    "required",
    "fill",
    "new_within_days",
    "canaries",
    "alert_after",
    "mute",
    "mute_until",
];

/// More canaries would be a crawl of their own.
const MOST_CANARIES: u32 = 20;
/// More patience than a month of daily runs is a `mute`.
const MOST_PATIENCE: u32 = 30;

/// `[quality]`.
pub(super) fn quality(reader: &mut Reader, top: &Section<'_>) -> Quality {
    let mut quality = Quality::default();
    let Some(section) = top
        .get("quality")
        .and_then(|node| Section::open(reader, node, "[quality]", KEYS))
    else {
        return quality;
    };
    if let Some(node) = section.get("required") {
        let mut required = Vec::new();
        for item in reader.items(node, "[quality] required") {
            let Some(key) = reader.words(item, "[quality] required") else {
                continue;
            };
            if is_record_key(reader, item, key) {
                required.push(key.to_owned());
            }
        }
        quality.required = required;
    }
    if let Some(node) = section.get("fill")
        && let Some(fill) = Section::open_any(reader, node, "[quality] fill")
    {
        for entry in &fill.entries {
            let at = Node {
                at: entry.at.clone(),
                value: Value::Text(entry.key.clone()),
            };
            let known = is_record_key(reader, &at, &entry.key);
            if let Some(share) = share(reader, &entry.node)
                && known
            {
                quality.fill.push((entry.key.clone(), share));
            }
        }
    }
    quality.new_within_days = section
        .get("new_within_days")
        .and_then(|node| reader.count(node, "new_within_days", 1..=36_500));
    for (key, allowed, value) in [
        ("canaries", 0..=MOST_CANARIES, &mut quality.canaries),
        ("alert_after", 1..=MOST_PATIENCE, &mut quality.alert_after),
    ] {
        if let Some(count) = section
            .get(key)
            .and_then(|node| reader.count(node, key, allowed))
        {
            *value = count;
        }
    }
    if let Some(node) = section.get("mute") {
        let items = reader.items(node, "[quality] mute");
        quality.mute = items
            .iter()
            .filter_map(|item| muted(reader, item))
            .collect();
    }
    if let Some(entry) = section.entry("mute_until") {
        quality.mute_until = day(reader, &entry.node, "mute_until");
        if section.get("mute").is_none() {
            let message = "`mute_until` has no effect without `mute`";
            reader.warning(&entry.at, message, None);
        }
    }
    quality
}

/// `silence`, `fill.topics`.
fn muted(reader: &mut Reader, node: &Node) -> Option<Muted> {
    let text = reader.words(node, "[quality] mute")?;
    let (word, field) = match text.split_once('.') {
        Some((word, field)) => (word, Some(field)),
        None => (text, None),
    };
    let Some(&kind) = AlertKind::ALL.iter().find(|kind| kind.as_str() == word) else {
        let words: Vec<&str> = AlertKind::ALL.iter().map(|kind| kind.as_str()).collect();
        let help = suggest::help(word, &words);
        reader.error(&node.at, format!("unknown alert `{word}`"), Some(&help));
        return None;
    };
    let field = match field {
        None => None,
        Some(_) if !kind.is_by_field() => {
            let message = format!("alerts `{kind}` are not about one field");
            reader.error(&node.at, message, Some(&format!("write \"{kind}\"")));
            return None;
        }
        Some(field) if is_record_key(reader, node, field) => Some(field.to_owned()),
        Some(_) => return None,
    };
    Some(Muted { kind, field })
}

fn is_record_key(reader: &mut Reader, node: &Node, key: &str) -> bool {
    let known = RECORD_KEYS.contains(&key);
    if !known {
        let help = match counterpart(key) {
            Some(other) => format!("the rule `{key}` feeds `{other}`"),
            None => suggest::help(key, RECORD_KEYS),
        };
        let message = format!("`{key}` is not a key of the record");
        reader.error(&node.at, message, Some(&help));
    }
    known
}

pub(super) fn share(reader: &mut Reader, node: &Node) -> Option<f64> {
    let share = match node.value {
        Value::Float(share) => share,
        Value::Integer(0) => 0.0,
        Value::Integer(1) => 1.0,
        _ => f64::NAN,
    };
    if !(0.0..=1.0).contains(&share) {
        let message = "a share is a number from 0 to 1";
        reader.error(&node.at, message, Some("write 0.6 for 60 %"));
        return None;
    }
    Some(share)
}
