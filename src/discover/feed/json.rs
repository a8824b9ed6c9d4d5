//! JSON Feed 1.0 and 1.1.
//!
//! ```json
//! {"version": "https://jsonfeed.org/version/1.1",
//!  "items": [{"url": "https://www.press.example/1", "title": "Water talks end"}]}
//! ```

use serde::Deserialize;
use serde_json::Value;

use super::entry::{Entry, given, prose, title};
use crate::extract::Unreadable;
use crate::problem::Class;

/// What a JSON Feed says.
pub(super) struct Feed {
    pub(super) entries: Vec<Entry>,
    /// The link to older entries.
    pub(super) next: Option<String>,
    /// What was wrong with it.
    pub(super) damage: Option<String>,
}

#[derive(Deserialize)]
struct Written {
    items: Vec<Value>,
    #[serde(default)]
    next_url: Value,
}

pub(super) fn is_json(text: &str) -> bool {
    trimmed(text).starts_with('{')
}

/// Reads a JSON Feed; of a broken one the items that are whole.
pub(super) fn read(text: &str) -> Result<Feed, Unreadable> {
    let text = trimmed(text);
    let error = match serde_json::from_str::<Written>(text) {
        Ok(Written { items, next_url }) => {
            return Ok(Feed {
                entries: items.iter().map(entry).collect(),
                next: next_url.as_str().and_then(given),
                damage: None,
            });
        }
        Err(error) => error,
    };
    let entries = whole_items(text);
    if entries.is_empty() {
        return Err(Unreadable {
            class: Class::Parse,
            message: format!("the answer is no JSON Feed: {error}"),
        });
    }
    Ok(Feed {
        entries,
        next: None,
        damage: Some(format!(
            "it is no well-formed JSON ({error}): read as far as it can be"
        )),
    })
}

/// The items from the first to the first that is broken.
fn whole_items(text: &str) -> Vec<Entry> {
    let mut entries = Vec::new();
    let Some((_, list)) = text
        .split_once("\"items\"")
        .and_then(|(_, rest)| rest.split_once('['))
    else {
        return entries;
    };
    let mut rest = list;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        if !rest.starts_with('{') {
            return entries;
        }
        let mut items = serde_json::Deserializer::from_str(rest).into_iter::<Value>();
        match items.next() {
            Some(Ok(item)) => entries.push(entry(&item)),
            Some(Err(_)) | None => return entries,
        }
        rest = &rest[items.byte_offset()..];
    }
}

fn entry(item: &Value) -> Entry {
    let text = |key: &str| item[key].as_str().and_then(given);
    let link = text("url").or_else(|| text("external_url"));
    let mut entry = match (&link, &item["id"]) {
        (Some(link), _) => Entry::at(link),
        (None, Value::String(id)) => {
            super::entry::web(id).map_or_else(Entry::default, |id| Entry::at(&id))
        }
        (None, _) => Entry::default(),
    };
    entry.put_first("title", text("title").and_then(|text| title(&text)));
    entry.put_first("summary", text("summary").and_then(|text| prose(&text)));
    entry.put_first("language", text("language"));
    if let Some(at) = text("date_published") {
        entry.date(&at, 1);
    }
    if let Some(at) = text("date_modified") {
        entry.changed(&at);
    }
    for tag in list(&item["tags"]) {
        entry.put("topics", tag.as_str().and_then(title));
    }
    let one = std::slice::from_ref(&item["author"]);
    for author in list(&item["authors"]).iter().chain(one) {
        entry.put("authors", author["name"].as_str().and_then(title));
    }
    for attachment in list(&item["attachments"]) {
        entry.put("attachments", attachment["url"].as_str().and_then(given));
    }
    entry
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn trimmed(text: &str) -> &str {
    text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}' || c.is_control())
}
