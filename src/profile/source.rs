//! `[[source]]`: a place where releases are announced.
//!
//! ```toml
//! [[source]]
//! kind  = "listing"
//! url   = "https://www.osce.org/press-releases?page={page}&rows=50"
//! order = "newest"
//! pages = { first = 0, step = 1 }
//! rows  = "div.search-result-news"
//!   [source.row]
//!   date = ".publishing-date"
//!   [source.keep]
//!   type = { any_of = ["Press release"], when_missing = "keep" }
//! ```

use super::css::css;
use super::json_source::{self, json_source};
use super::names::ROW_FIELDS;
use super::pages::{pages, periods, template};
use super::pattern::url_pattern;
use super::reader::Reader;
use super::rule::Rules;
use super::rules::{Scope, rules};
use super::section::Section;
use super::suggest;
use super::tree::{Node, Value};
use super::{Keep, Order, Pages, Role, Source, SourceKind, Stop, WhenMissing};
use crate::target::SourceId;

const KEYS: &[&str] = &[
    "kind",
    "role",
    "url",
    "order",
    "pages",
    "next",
    "next_within",
    "years",
    "stop",
    "rows",
    "min_rows",
    "row",
    "keep",
    "total",
    "link",
    "release",
    "parts",
    "item",
];

/// All sources of a profile; there must be one.
pub(super) fn sources(reader: &mut Reader, top: &Section<'_>) -> Vec<Source> {
    let Some(node) = top.get("source") else {
        let message = "the profile has no [[source]]";
        let help = "name where releases are announced: [[source]] with `url` and `rows`";
        reader.error(&top.at, message, Some(help));
        return Vec::new();
    };
    let Some(items) = reader.list(node, "source", "a list of tables: write [[source]]") else {
        return Vec::new();
    };
    let mut sources: Vec<Source> = Vec::new();
    for item in items {
        let Some(source) = source(reader, item) else {
            continue;
        };
        if let Some(same) = sources.iter().find(|other| other.id == source.id) {
            let message = format!("the source of line {} has the same url", same.line);
            reader.error(&item.at, message, None);
        }
        sources.push(source);
    }
    sources
}

fn source(reader: &mut Reader, node: &Node) -> Option<Source> {
    if !is_supported(reader, node) {
        return None;
    }
    let section = Section::open(reader, node, "[[source]]", KEYS)?;
    let is_json = section
        .get("kind")
        .is_some_and(|kind| matches!(&kind.value, Value::Text(kind) if kind == "json"));
    let scope = if is_json { Scope::Json } else { Scope::Listing };
    let pages = pages(reader, &section, scope);
    let url = template(reader, &section, pages.as_ref());
    let periods = periods(reader, &section, url.as_deref().unwrap_or_default());
    let order = section
        .get("order")
        .and_then(|node| {
            let known = [("newest", Order::Newest), ("unknown", Order::Unknown)];
            reader.word(node, "order", &known)
        })
        .unwrap_or_default();
    let stop = stop(reader, &section, order);
    let kind = if is_json {
        json_source(reader, &section).map(|json| SourceKind::Json(Box::new(json)))
    } else {
        listing(reader, &section)
    };
    let min_rows = section
        .get("min_rows")
        .and_then(|node| reader.count(node, "min_rows", 0..=100_000))
        .unwrap_or(1);
    let next_within = section.get("next_within").and_then(|node| {
        if pages.is_some() && !matches!(pages, Some(Pages::Next(_))) {
            let message = "next_within says where `next` may lead, and there is no `next`";
            reader.error(&node.at, message, Some("write next = \"a.next\""));
        }
        url_pattern(reader, node, "next_within")
    });
    let row = row(reader, &section, scope);
    let keep = keep(reader, &section);
    let url = url?;
    Some(Source {
        id: SourceId::new(&url),
        url,
        order,
        pages: pages?,
        next_within,
        stop,
        periods,
        kind: kind?,
        role: Role::default(),
        min_rows,
        row,
        keep,
        line: reader.line(&node.at),
    })
}

fn listing(reader: &mut Reader, source: &Section<'_>) -> Option<SourceKind> {
    for key in json_source::KEYS {
        if let Some(entry) = source.entry(key) {
            let message = format!("`{key}` has no meaning for a source of kind \"listing\"");
            reader.error(&entry.at, message, Some("kind = \"json\" has it"));
        }
    }
    let rows = source.need(reader, "rows", "rows = \"…\", the selector of one row")?;
    let rows = css(reader, rows, "rows")?;
    Some(SourceKind::Listing { rows })
}

/// The grammar knows more kinds and roles than this version can walk. Nothing else is said
/// of such a source: its other keys have a meaning that is not known here.
fn is_supported(reader: &mut Reader, source: &Node) -> bool {
    for (key, supported, later) in [
        (
            "kind",
            ["listing", "json"].as_slice(),
            ["sitemap", "feed"].as_slice(),
        ),
        ("role", &["discover"], &["audit"]),
    ] {
        let Some(node) = source.get(key) else {
            continue;
        };
        match &node.value {
            Value::Text(text) if supported.contains(&text.as_str()) => {}
            Value::Text(text) if later.contains(&text.as_str()) => {
                let message = format!(
                    "{key} \"{text}\" is not supported yet in this version; {} is",
                    supported.join(", ")
                );
                reader.error(&node.at, message, None);
                return false;
            }
            Value::Text(text) => {
                let known: Vec<&str> = supported.iter().chain(later).copied().collect();
                let help = suggest::help(text, &known);
                reader.error(&node.at, format!("unknown {key} `{text}`"), Some(&help));
            }
            _ => {
                reader.words(node, key);
            }
        }
    }
    true
}

fn stop(reader: &mut Reader, source: &Section<'_>, order: Order) -> Stop {
    let mut stop = Stop::default();
    let keys = &["seen_pages", "overlap_days", "max_pages"];
    let Some(section) = source
        .get("stop")
        .and_then(|node| Section::open(reader, node, "stop", keys))
    else {
        return stop;
    };
    for (key, least, value) in [
        ("seen_pages", 1, &mut stop.seen_pages),
        ("overlap_days", 0, &mut stop.overlap_days),
        ("max_pages", 1, &mut stop.max_pages),
    ] {
        let Some(entry) = section.entry(key) else {
            continue;
        };
        if let Some(count) = reader.count(&entry.node, key, least..=u32::MAX) {
            *value = count;
        }
        if key != "max_pages" && order == Order::Unknown {
            let message = format!("`{key}` has no effect: the order of the rows is not known");
            reader.warning(
                &entry.at,
                message,
                Some("write order = \"newest\" if it is so"),
            );
        }
    }
    stop
}

fn row(reader: &mut Reader, source: &Section<'_>, scope: Scope) -> Vec<(String, Rules)> {
    let mut known = ROW_FIELDS.to_vec();
    if scope == Scope::Json {
        known.push(json_source::BODY);
    }
    let Some(section) = source
        .get("row")
        .and_then(|node| Section::open(reader, node, "[source.row]", &known))
    else {
        return Vec::new();
    };
    let entries = section.entries.iter();
    entries
        .filter(|entry| entry.key != json_source::BODY)
        .map(|entry| {
            let what = section.what(&entry.key);
            let rules = rules(reader, &entry.node, &what, scope);
            (entry.key.clone(), rules)
        })
        .collect()
}

fn keep(reader: &mut Reader, source: &Section<'_>) -> Vec<Keep> {
    let Some(section) = source
        .get("keep")
        .and_then(|node| Section::open_any(reader, node, "[source.keep]"))
    else {
        return Vec::new();
    };
    let read: Vec<&str> = match source.get("row").map(|node| &node.value) {
        Some(Value::Table(entries)) => (entries.iter().map(|entry| entry.key.as_str()))
            .filter(|key| ROW_FIELDS.contains(key))
            .collect(),
        _ => Vec::new(),
    };
    let mut keep = Vec::new();
    for entry in &section.entries {
        if !read.contains(&entry.key.as_str()) {
            let message = format!("[source.keep] `{}` is not read by [source.row]", entry.key);
            let help = suggest::help(&entry.key, &read);
            reader.error(&entry.at, message, Some(&help));
        }
        let name = format!("[source.keep] {}", entry.key);
        let keys = &["any_of", "when_missing"];
        let Some(condition) = Section::open(reader, &entry.node, name, keys) else {
            continue;
        };
        let any_of = condition
            .need(reader, "any_of", "any_of = [\"…\"], the values to keep")
            .map(|node| reader.texts(node, "any_of"))
            .unwrap_or_default();
        let known = [("keep", WhenMissing::Keep), ("drop", WhenMissing::Drop)];
        let when_missing = condition
            .get("when_missing")
            .and_then(|node| reader.word(node, "when_missing", &known))
            .unwrap_or_default();
        keep.push(Keep {
            field: entry.key.clone(),
            any_of,
            when_missing,
        });
    }
    keep
}
