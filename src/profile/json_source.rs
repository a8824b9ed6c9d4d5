//! `kind = "json"`: a list of releases as a site's own interface gives it.
//!
//! ```toml
//! [[source]]
//! kind  = "json"
//! url   = "https://api.example.org/news?format=json&rows=100&os={offset}"
//! pages = { first = 0, step = 100 }
//! rows  = "documents"                  # a list, or an object whose values are the rows
//! total = "total"                      # how many rows there are: ends the walk
//! link  = "https://www.example.org/news/{slug}"   # where a row has no address of its own
//!   [source.row]                       # a text is a path into the row
//!   title = "title.rendered"
//!   date  = { json = "date_gmt", transform = "append:Z" }
//!   [source.parts]                     # what stands for {slug}
//!   slug  = { json = "code", transform = ["lower", "replace:/:_"] }
//! ```
//! The release is the page at the row's address, unless the interface has it: `release =
//! "row"` reads it from the row (`body` then says where its text is), and `[source.item]`
//! from a document of its own:
//!
//! ```toml
//!   [source.item]
//!   url   = "https://api.example.org/content{path}"
//!   title = "title"
//!   body  = "details.body"
//! ```

use super::address_template::AddressTemplate;
use super::json_path::JsonPath;
use super::names::ROW_FIELDS;
use super::reader::Reader;
use super::rule::Rules;
use super::rules::{Scope, json_path, rules};
use super::section::Section;
use super::tree::{Node, Place, Value};

/// What is particular to a JSON source.
#[derive(Debug, Clone)]
pub struct JsonSource {
    /// Where the rows are.
    pub rows: JsonPath,
    /// Where the document says how many rows there are on all pages.
    pub total: Option<JsonPath>,
    /// The address of a release, for rows that have none.
    pub link: Option<AddressTemplate>,
    /// Where the release itself is.
    pub release: ReleaseIn,
}

impl JsonSource {
    /// The hosts of the addresses that are put together.
    pub(super) fn hosts(&self) -> Vec<String> {
        let item = match &self.release {
            ReleaseIn::Item(item) => Some(&item.url),
            ReleaseIn::Page | ReleaseIn::Row(_) => None,
        };
        let addresses = self.link.iter().chain(item);
        addresses.filter_map(AddressTemplate::host).collect()
    }
}

/// Where the release of a row is.
#[derive(Debug, Clone)]
pub enum ReleaseIn {
    /// On the page at its address.
    Page,
    /// In the row: its text is where these rules say.
    Row(Rules),
    /// In a document of its own.
    Item(Box<Item>),
}

/// The document of one release.
#[derive(Debug, Clone)]
pub struct Item {
    /// Its address.
    pub url: AddressTemplate,
    /// What it says, by field, before what the row said.
    pub fields: Vec<(String, Rules)>,
    /// Where its text is.
    pub body: Rules,
}

/// The keys of a JSON source beside those of every source.
pub(super) const KEYS: &[&str] = &["total", "link", "release", "parts", "item"];

/// The text of a release, in [source.row] and [source.item].
pub(super) const BODY: &str = "body";

/// What is particular to a JSON source.
pub(super) fn json_source(reader: &mut Reader, source: &Section<'_>) -> Option<JsonSource> {
    let example = "rows = \"results\", the path of the list, or \".\" for the whole document";
    let rows = source
        .need(reader, "rows", example)
        .and_then(|node| path(reader, node, "rows"));
    let total = source
        .get("total")
        .and_then(|node| path(reader, node, "total"));
    let parts = parts(reader, source);
    let link = source
        .get("link")
        .and_then(|node| AddressTemplate::read(reader, node, "link", &parts));
    let release = release(reader, source, &parts);
    for (name, at, _) in &parts {
        let place = format!("{{{name}}}");
        let item = source.get("item").and_then(|item| item.get("url"));
        let addresses = [source.get("link"), item].into_iter().flatten();
        let is_used =
            |node: &Node| matches!(&node.value, Value::Text(text) if text.contains(&place));
        if !addresses.into_iter().any(is_used) {
            let message = format!("no address has a place `{{{name}}}`");
            reader.warning(at, message, Some("write it in `link` or [source.item] url"));
        }
    }
    Some(JsonSource {
        rows: rows?,
        total,
        link,
        release: release?,
    })
}

fn path(reader: &mut Reader, node: &Node, what: &str) -> Option<JsonPath> {
    match &node.value {
        Value::Text(text) if text.trim().is_empty() => json_path(reader, node, "."),
        _ => {
            let text = reader.words(node, what)?;
            json_path(reader, node, text)
        }
    }
}

type Parts = Vec<(String, Place, Rules)>;

fn parts(reader: &mut Reader, source: &Section<'_>) -> Parts {
    let Some(section) = source
        .get("parts")
        .and_then(|node| Section::open_any(reader, node, "[source.parts]"))
    else {
        return Vec::new();
    };
    let entries = section.entries.iter();
    entries
        .filter_map(|entry| {
            let name = &entry.key;
            if !name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_') {
                let message = format!("`{name}` is no name for a part of an address");
                reader.error(&entry.at, message, Some("use letters, digits and _"));
                return None;
            }
            let what = section.what(name);
            let rules = rules(reader, &entry.node, &what, Scope::Json);
            Some((name.clone(), entry.at.clone(), rules))
        })
        .collect()
}

fn release(reader: &mut Reader, source: &Section<'_>, parts: &Parts) -> Option<ReleaseIn> {
    let item = match source.get("item") {
        Some(node) => Some(item(reader, node, parts)?),
        None => None,
    };
    let in_row = match source.entry("release") {
        Some(entry) => {
            let known = [("page", false), ("row", true)];
            let in_row = reader.word(&entry.node, "release", &known)?;
            if item.is_some() {
                let message = "[source.item] says already where the release is";
                reader.error(&entry.at, message, None);
            }
            in_row
        }
        None => false,
    };
    let body = source.get("row").and_then(|row| row.get(BODY));
    match (item, in_row, body) {
        (Some(item), _, _) => Some(ReleaseIn::Item(Box::new(item))),
        (None, true, Some(node)) => {
            let body = rules(reader, node, "[source.row] body", Scope::Json);
            Some(ReleaseIn::Row(body))
        }
        (None, true, None) => {
            let message = "release = \"row\", but [source.row] does not say where its `body` is";
            reader.error(
                &source.at,
                message,
                Some("write body = \"content.rendered\""),
            );
            None
        }
        (None, false, Some(node)) => {
            let message = "[source.row] has a `body`, but the release is read from its page";
            reader.error(&node.at, message, Some("write release = \"row\""));
            None
        }
        (None, false, None) => Some(ReleaseIn::Page),
    }
}

fn item(reader: &mut Reader, node: &Node, parts: &Parts) -> Option<Item> {
    let known: Vec<&str> = ROW_FIELDS.iter().copied().chain([BODY]).collect();
    let section = Section::open(reader, node, "[source.item]", &known)?;
    let url = section
        .need(reader, "url", "url = \"https://…/{path}\"")
        .and_then(|node| AddressTemplate::read(reader, node, "[source.item] url", parts));
    let body = section
        .need(reader, BODY, "body = \"details.body\"")
        .map(|node| rules(reader, node, "[source.item] body", Scope::Json));
    let fields = section
        .entries
        .iter()
        .filter(|entry| entry.key != "url" && entry.key != BODY)
        .map(|entry| {
            let what = section.what(&entry.key);
            let rules = rules(reader, &entry.node, &what, Scope::Json);
            (entry.key.clone(), rules)
        })
        .collect();
    Some(Item {
        url: url?,
        fields,
        body: body?,
    })
}
