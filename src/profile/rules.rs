//! Rules, from TOML to compiled.
//!
//! ```toml
//! date = [{ label = "Date:" }, "span.date", { css = "time", attr = "datetime" }]
//! ```
//!
//! A text is a selector, a table has exactly one locator, a list is an order of preference.

use super::css::css;
use super::json_path::{JsonPath, NoPath};
use super::names::ROW_FIELDS;
use super::pattern::pattern;
use super::reader::Reader;
use super::refine::{TEXT_MODES, refine};
use super::rule::{From, Locator, Refine, Rule, Rules};
use super::section::Section;
use super::suggest;
use super::tree::{Entry, Node, Value};

/// What a rule reads: decides what it may refer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    /// A listing page or one of its rows.
    Listing,
    /// A document of a JSON source, or a row of one.
    Json,
    /// A release page.
    Release,
}

const LOCATORS: &[&str] = &[
    "css", "label", "meta", "jsonld", "json", "text", "from", "const",
];
const KEYS: &[&str] = &[
    "css",
    "label",
    "meta",
    "jsonld",
    "json",
    "text",
    "from",
    "const",
    "attr",
    "regex",
    "split",
    "transform",
    "all",
    "nth",
    "within",
    "stop_at",
    "any_of",
    "map",
];
/// One rule or a list of them.
pub(super) fn rules(reader: &mut Reader, node: &Node, what: &str, scope: Scope) -> Rules {
    Rules(
        reader
            .items(node, what)
            .iter()
            .filter_map(|item| rule(reader, item, what, scope))
            .collect(),
    )
}

fn rule(reader: &mut Reader, node: &Node, what: &str, scope: Scope) -> Option<Rule> {
    let line = reader.line(&node.at);
    let (locator, refine) = match &node.value {
        Value::Text(text) if scope == Scope::Json => {
            let path = json_path(reader, node, text)?;
            (Locator::Json(path), Refine::default())
        }
        Value::Text(_) => (Locator::Css(css(reader, node, what)?), Refine::default()),
        Value::Table(_) => {
            let section = Section::open(reader, node, format!("rule {what}"), KEYS)?;
            let named = sole_locator(reader, &section);
            // The refiners are looked at in any case: all mistakes at once.
            let refine = refine(reader, &section, named.map(|entry| entry.key.as_str()));
            if scope == Scope::Json {
                refuse_elements(reader, &section);
            }
            (locator(reader, named?, what, scope)?, refine)
        }
        _ => {
            let message = format!("{what} is {}; it should be a rule", node.is_a());
            let help = "write a selector, a table such as { label = \"Date:\" }, or a list of them";
            reader.error(&node.at, message, Some(help));
            return None;
        }
    };
    Some(Rule {
        printed: printed(&locator),
        locator,
        refine,
        line,
    })
}

fn sole_locator<'n>(reader: &mut Reader, section: &Section<'n>) -> Option<&'n Entry> {
    let named: Vec<&Entry> = section
        .entries
        .iter()
        .filter(|entry| LOCATORS.contains(&entry.key.as_str()))
        .copied()
        .collect();
    // `text` is a locator when it stands alone and else says which text is taken.
    let others: Vec<&Entry> = named.iter().filter(|e| e.key != "text").copied().collect();
    let named = if others.is_empty() { named } else { others };
    match named.as_slice() {
        [one] => Some(one),
        // A misspelt locator has its finding already.
        [] if section.has_strangers => None,
        [] => {
            let help = format!("name one of {}", LOCATORS.join(", "));
            let message = format!("{} has no locator", section.name);
            reader.error(&section.at, message, Some(&help));
            None
        }
        [first, second, ..] => {
            let message = format!(
                "{} has two locators, `{}` and `{}`",
                section.name, first.key, second.key
            );
            let help = "one rule, one locator: for an order of preference write a list of rules";
            reader.error(&second.at, message, Some(help));
            None
        }
    }
}

fn locator(reader: &mut Reader, entry: &Entry, what: &str, scope: Scope) -> Option<Locator> {
    let node = &entry.node;
    let what = format!("{what} {}", entry.key);
    let is_json = scope == Scope::Json;
    match entry.key.as_str() {
        "json" if is_json => {
            let path = reader.words(node, &what)?;
            json_path(reader, node, path).map(Locator::Json)
        }
        "json" => {
            let message = "`json` reads the rows of a source of kind \"json\"";
            let help = "for linked data in the page write `jsonld`";
            reader.error(&entry.at, message, Some(help));
            None
        }
        locator if is_json && locator != "const" => {
            let message = format!("`{locator}` reads pages; this source is JSON");
            reader.error(&entry.at, message, Some("write json = \"title.rendered\""));
            None
        }
        "css" => css(reader, node, &what).map(Locator::Css),
        "label" => label(reader, node, &what).map(Locator::Label),
        "meta" => Some(Locator::Meta(reader.words(node, &what)?.trim().to_owned())),
        "jsonld" => {
            let path = reader.words(node, &what)?;
            let steps: Vec<String> = path.split('.').map(|step| step.trim().to_owned()).collect();
            if steps.iter().any(String::is_empty) {
                let message = format!("`{path}` is not a path");
                reader.error(&node.at, message, Some("write \"author.name\""));
                return None;
            }
            Some(Locator::JsonLd(steps))
        }
        "text" => {
            if let Value::Text(text) = &node.value
                && TEXT_MODES.iter().any(|(mode, _)| mode == text)
            {
                let message =
                    format!("text = \"{text}\" says which text, but the rule names no element");
                reader.error(&node.at, message, Some("add css = \"…\""));
                return None;
            }
            pattern(reader, node, &what).map(Locator::Text)
        }
        "from" => from(reader, node, &what, scope).map(Locator::From),
        _ => Some(Locator::Const(reader.words(node, &what)?.to_owned())),
    }
}

/// A path into a JSON document.
pub(super) fn json_path(reader: &mut Reader, node: &Node, text: &str) -> Option<JsonPath> {
    match JsonPath::parse(text.trim()) {
        Ok(path) => Some(path),
        Err(NoPath { at, why }) => {
            let at = reader.within(node, at..text.len());
            let message = format!("`{text}` is not a path: {why}");
            let help = "write \"data.items\", \"tags[].name\" or 'title[\"cdata!\"]'";
            reader.error(&at, message, Some(help));
            None
        }
    }
}

/// What is said of elements means nothing for a JSON document.
fn refuse_elements(reader: &mut Reader, rule: &Section<'_>) {
    for key in ["attr", "within", "stop_at", "text"] {
        if let Some(entry) = rule.entry(key).filter(|_| rule.entry("json").is_some()) {
            let message = format!("`{key}` is about elements; JSON has none");
            reader.error(&entry.at, message, None);
        }
    }
}

pub(super) fn label(reader: &mut Reader, node: &Node, what: &str) -> Option<String> {
    let text = reader.words(node, what)?;
    if !text.contains(char::is_alphanumeric) {
        reader.error(&node.at, format!("`{text}` is not a label"), None);
        return None;
    }
    Some(text.to_owned())
}

fn from(reader: &mut Reader, node: &Node, what: &str, scope: Scope) -> Option<From> {
    let text = reader.words(node, what)?;
    let from = match text.split_once('.') {
        None if text == "dateline" => Some(From::Dateline),
        None if text == "url" => Some(From::Url),
        Some((of, field)) if matches!(of, "row" | "feed" | "sitemap") => {
            if !ROW_FIELDS.contains(&field) {
                let at = reader.within(node, of.len() + 1..text.len());
                let help = suggest::help(field, ROW_FIELDS);
                reader.error(&at, format!("unknown field `{field}` of {of}"), Some(&help));
                return None;
            }
            Some(match of {
                "row" => From::Row(field.to_owned()),
                "feed" => From::Feed(field.to_owned()),
                _ => From::Sitemap(field.to_owned()),
            })
        }
        _ => None,
    };
    let Some(from) = from else {
        let help = "write \"dateline\", \"row.date\", \"feed.date\" (or another field) or \"url\"";
        reader.error(&node.at, format!("unknown {what} `{text}`"), Some(help));
        return None;
    };
    if scope != Scope::Release && from != From::Url {
        let message = format!("`{text}` is not known yet where a listing is read");
        reader.error(&node.at, message, None);
        return None;
    }
    Some(from)
}

/// A rule in short, as provenance names it.
fn printed(locator: &Locator) -> String {
    match locator {
        Locator::Css(css) => format!("css {}", css.printed),
        Locator::Label(label) => format!("label \"{label}\""),
        Locator::Meta(name) => format!("meta {name}"),
        Locator::JsonLd(path) => format!("jsonld {}", path.join(".")),
        Locator::Json(path) => format!("json {}", path.printed),
        Locator::Text(pattern) => format!("text /{}/", pattern.as_str()),
        Locator::From(From::Dateline) => "from dateline".to_owned(),
        Locator::From(From::Row(field)) => format!("from row.{field}"),
        Locator::From(From::Feed(field)) => format!("from feed.{field}"),
        Locator::From(From::Sitemap(field)) => format!("from sitemap.{field}"),
        Locator::From(From::Url) => "from url".to_owned(),
        Locator::Const(text) => format!("const \"{text}\""),
    }
}
