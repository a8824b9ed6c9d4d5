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
//!
//! [[source]]
//! kind  = "feed"                       # RSS, Atom or JSON Feed; newest first
//! url   = "https://www.osce.org/rss"
//!
//! [[source]]
//! kind  = "sitemap"
//! url   = "https://www.osce.org/sitemap.xml"
//! match = '^/sitemap-press'            # of the sitemaps in an index only these
//!
//! [[source]]
//! kind  = "sitemap"
//! url   = "https://www.osce.org/sitemap-archive.xml"
//! role  = "audit"                      # compared with what is held, not fetched
//! every = "7d"                         # from one comparison to the next; default "20h"
//! tolerance = 0.02                     # the share that may be missing; default 5 %, or 5
//! ```
//! What an entry of a feed or sitemap says needs no rules: it has names of its own.

use std::time::Duration;

use super::css::css;
use super::json_source::{self, json_source};
use super::names::ROW_FIELDS;
use super::pages::{pages, periods, template};
use super::pattern::url_pattern;
use super::quality::share;
use super::reader::Reader;
use super::revisit::pause;
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
    "every",
    "tolerance",
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
    "match",
];

/// The kinds as a profile names them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Listing,
    Sitemap,
    Feed,
    Json,
}

impl Kind {
    const ALL: &[(&str, Self)] = &[
        ("listing", Self::Listing),
        ("sitemap", Self::Sitemap),
        ("feed", Self::Feed),
        ("json", Self::Json),
    ];

    /// What a source says it is; what it cannot be was told of already.
    fn of(section: &Section<'_>) -> Self {
        let said = match section.get("kind").map(|node| &node.value) {
            Some(Value::Text(text)) => text.as_str(),
            _ => "listing",
        };
        let known = Self::ALL.iter().find(|(word, _)| *word == said);
        known.map_or(Self::Listing, |(_, kind)| *kind)
    }

    fn word(self) -> &'static str {
        match self {
            Self::Listing => "listing",
            Self::Sitemap => "sitemap",
            Self::Feed => "feed",
            Self::Json => "json",
        }
    }

    /// The keys that mean nothing for a source of this kind.
    fn strangers(self) -> &'static [&'static str] {
        match self {
            Self::Listing | Self::Json => &["match"],
            Self::Sitemap => &[
                "order",
                "pages",
                "next",
                "next_within",
                "years",
                "rows",
                "row",
            ],
            Self::Feed => &["next", "next_within", "years", "rows", "row", "match"],
        }
    }

    /// What its entries say without any rule, by the names of `[source.row]`.
    fn says(self) -> &'static [&'static str] {
        match self {
            Self::Listing | Self::Json => &[],
            Self::Sitemap => &["title", "date", "language", "topics"],
            Self::Feed => &[
                "title",
                "date",
                "modified_at",
                "summary",
                "topics",
                "authors",
                "type",
                "language",
                "attachments",
            ],
        }
    }

    /// Feeds are newest first by custom; a sitemap is in no order.
    fn order(self) -> Order {
        match self {
            Self::Listing | Self::Sitemap | Self::Json => Order::Unknown,
            Self::Feed => Order::Newest,
        }
    }
}

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
    let is_audit = |source: &Source| matches!(source.role, Role::Audit { .. });
    // One that has mistakes of its own may be meant to be walked.
    let are_all_known = sources.len() == items.len();
    if !sources.is_empty() && are_all_known && sources.iter().all(is_audit) {
        let message = "every [[source]] has role \"audit\": nothing would be fetched";
        let help = "name where releases are announced: a [[source]] without `role`";
        reader.error(&node.at, message, Some(help));
    }
    sources
}

fn source(reader: &mut Reader, node: &Node) -> Option<Source> {
    look_at_words(reader, node);
    let section = Section::open(reader, node, "[[source]]", KEYS)?;
    let kind = Kind::of(&section);
    refuse_strangers(reader, &section, kind);
    let scope = match kind {
        Kind::Json => Scope::Json,
        Kind::Listing | Kind::Sitemap | Kind::Feed => Scope::Listing,
    };
    let pages = match kind {
        Kind::Listing | Kind::Json => pages(reader, &section, scope),
        Kind::Sitemap => Some(Pages::Single),
        Kind::Feed if section.get("pages").is_some() => pages(reader, &section, scope),
        Kind::Feed => Some(Pages::Named),
    };
    let url = template(reader, &section, pages.as_ref());
    let periods = match kind {
        Kind::Listing | Kind::Json => periods(reader, &section, url.as_deref().unwrap_or_default()),
        Kind::Sitemap | Kind::Feed => None,
    };
    let order = section
        .get("order")
        .filter(|_| kind != Kind::Sitemap)
        .and_then(|node| {
            let known = [("newest", Order::Newest), ("unknown", Order::Unknown)];
            reader.word(node, "order", &known)
        })
        .unwrap_or(kind.order());
    let role = role(reader, &section);
    // An audit counts all that there is.
    let order = match role {
        Role::Discover => order,
        Role::Audit { .. } => Order::Unknown,
    };
    let stop = stop(reader, &section, kind, order);
    let source_kind = source_kind(reader, &section, kind);
    let min_rows = section
        .get("min_rows")
        .and_then(|node| reader.count(node, "min_rows", 0..=100_000))
        .unwrap_or(1);
    let next_within = section
        .get("next_within")
        .filter(|_| matches!(kind, Kind::Listing | Kind::Json))
        .and_then(|node| {
            if pages.is_some() && !matches!(pages, Some(Pages::Next(_))) {
                let message = "next_within says where `next` may lead, and there is no `next`";
                reader.error(&node.at, message, Some("write next = \"a.next\""));
            }
            url_pattern(reader, node, "next_within")
        });
    let row = match kind {
        Kind::Listing | Kind::Json => row(reader, &section, scope),
        Kind::Sitemap | Kind::Feed => Vec::new(),
    };
    let keep = keep(reader, &section, kind);
    let url = url?;
    Some(Source {
        id: SourceId::new(&url),
        url,
        order,
        pages: pages?,
        next_within,
        stop,
        periods,
        kind: source_kind?,
        role,
        min_rows,
        row,
        keep,
        line: reader.line(&node.at),
    })
}

/// What a source is for, and how an audit compares.
fn role(reader: &mut Reader, section: &Section<'_>) -> Role {
    let is_audit = match section.get("role").map(|node| &node.value) {
        Some(Value::Text(text)) => text == "audit",
        _ => false,
    };
    if !is_audit {
        for key in ["every", "tolerance"] {
            if let Some(entry) = section.entry(key) {
                let message = format!("`{key}` is of an audit, and this source is none");
                reader.error(&entry.at, message, Some("write role = \"audit\""));
            }
        }
        return Role::Discover;
    }
    Role::Audit {
        every: section
            .get("every")
            .and_then(|node| pause(reader, node, "every"))
            .unwrap_or(DAILY),
        tolerance: section
            .get("tolerance")
            .and_then(|node| share(reader, node)),
    }
}

/// Less than from one run of a daily schedule to the next.
const DAILY: Duration = Duration::from_secs(20 * 3600);

fn source_kind(reader: &mut Reader, section: &Section<'_>, kind: Kind) -> Option<SourceKind> {
    match kind {
        Kind::Listing => {
            let rows = section.need(reader, "rows", "rows = \"…\", the selector of one row")?;
            let rows = css(reader, rows, "rows")?;
            Some(SourceKind::Listing { rows })
        }
        Kind::Sitemap => {
            let matching = match section.get("match") {
                Some(node) => Some(url_pattern(reader, node, "match")?),
                None => None,
            };
            Some(SourceKind::Sitemap { matching })
        }
        Kind::Feed => Some(SourceKind::Feed),
        Kind::Json => json_source(reader, section).map(|json| SourceKind::Json(Box::new(json))),
    }
}

/// A key without a meaning is a misunderstanding: what it asks for would not happen.
fn refuse_strangers(reader: &mut Reader, section: &Section<'_>, kind: Kind) {
    let of_json = match kind {
        Kind::Json => [].as_slice(),
        Kind::Listing | Kind::Sitemap | Kind::Feed => json_source::KEYS,
    };
    for key in of_json {
        if let Some(entry) = section.entry(key) {
            let message = format!(
                "`{key}` has no meaning for a source of kind \"{}\"",
                kind.word()
            );
            reader.error(&entry.at, message, Some("kind = \"json\" has it"));
        }
    }
    for key in kind.strangers() {
        if let Some(entry) = section.entry(key) {
            let message = format!(
                "`{key}` has no meaning for a source of kind \"{}\"",
                kind.word()
            );
            let help = match (kind, *key) {
                (Kind::Feed, "next") => Some("the next page that a feed names is followed"),
                (Kind::Sitemap | Kind::Feed, "rows" | "row") => {
                    Some("its entries are read as they are; see [source.keep]")
                }
                (Kind::Sitemap, "order" | "pages" | "next" | "next_within" | "years") => {
                    Some("a sitemap is always read whole, and the sitemaps of an index with it")
                }
                _ => None,
            };
            reader.error(&entry.at, message, help);
        }
    }
}

/// The words that decide what the other keys mean.
fn look_at_words(reader: &mut Reader, source: &Node) {
    let kinds: Vec<&str> = Kind::ALL.iter().map(|(word, _)| *word).collect();
    for (key, known) in [("kind", kinds.as_slice()), ("role", &["discover", "audit"])] {
        let Some(node) = source.get(key) else {
            continue;
        };
        match &node.value {
            Value::Text(text) if known.contains(&text.as_str()) => {}
            Value::Text(text) => {
                let help = suggest::help(text, known);
                reader.error(&node.at, format!("unknown {key} `{text}`"), Some(&help));
            }
            _ => {
                reader.words(node, key);
            }
        }
    }
}

fn stop(reader: &mut Reader, source: &Section<'_>, kind: Kind, order: Order) -> Stop {
    let mut stop = Stop::default();
    let keys: &[&str] = match kind {
        Kind::Listing | Kind::Feed | Kind::Json => &["seen_pages", "overlap_days", "max_pages"],
        // The most sitemaps of one index.
        Kind::Sitemap => &["max_pages"],
    };
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

fn keep(reader: &mut Reader, source: &Section<'_>, kind: Kind) -> Vec<Keep> {
    let Some(section) = source
        .get("keep")
        .and_then(|node| Section::open_any(reader, node, "[source.keep]"))
    else {
        return Vec::new();
    };
    let read: Vec<&str> = match (kind, source.get("row").map(|node| &node.value)) {
        (Kind::Sitemap | Kind::Feed, _) => kind.says().to_vec(),
        (Kind::Listing | Kind::Json, Some(Value::Table(entries))) => {
            (entries.iter().map(|entry| entry.key.as_str()))
                .filter(|key| ROW_FIELDS.contains(key))
                .collect()
        }
        (Kind::Listing | Kind::Json, _) => Vec::new(),
    };
    let mut keep = Vec::new();
    for entry in &section.entries {
        if !read.contains(&entry.key.as_str()) {
            let reader_is = match kind {
                Kind::Listing | Kind::Json => "read by [source.row]".to_owned(),
                Kind::Sitemap | Kind::Feed => format!("said by a {}", kind.word()),
            };
            let message = format!("[source.keep] `{}` is not {reader_is}", entry.key);
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
