//! `[[layout]]`: another markup of the same site, as a site has before or after a redesign.
//!
//! ```toml
//! [[layout]]
//! when = "h1#page-title"
//! until = 2012-05-31
//! [layout.fields]
//! title = "h1#page-title"
//! ```

use jiff::civil::Date;

use super::css::css;
use super::reader::Reader;
use super::reading::override_with;
use super::section::Section;
use super::tree::{Node, Value};
use super::{Layout, ReadingRules};

const KEYS: &[&str] = &["when", "since", "until", "page", "fields", "body", "dates"];

/// All layouts: the profile's reading, each with its own rules in place.
pub(super) fn layouts(reader: &mut Reader, top: &Section<'_>, base: &ReadingRules) -> Vec<Layout> {
    let Some(node) = top.get("layout") else {
        return Vec::new();
    };
    let Some(items) = reader.list(node, "layout", "a list of tables: write [[layout]]") else {
        return Vec::new();
    };
    items
        .iter()
        .enumerate()
        .filter_map(|(index, item)| layout(reader, item, index + 1, base))
        .collect()
}

fn layout(reader: &mut Reader, node: &Node, number: usize, base: &ReadingRules) -> Option<Layout> {
    let section = Section::open(reader, node, "[[layout]]", KEYS)?;
    if !["when", "since", "until"]
        .iter()
        .any(|key| section.get(key).is_some())
    {
        let message = "[[layout]] does not say where it applies";
        let help = "write when = \"…\", a selector that is present on its pages";
        reader.error(&section.at, message, Some(help));
    }
    let when = section
        .get("when")
        .and_then(|node| css(reader, node, "[[layout]] when"));
    let since = section
        .get("since")
        .and_then(|node| day(reader, node, "since"));
    let until = section
        .get("until")
        .and_then(|node| day(reader, node, "until"));
    if let (Some(since), Some(until)) = (since, until)
        && until < since
    {
        let message = format!("[[layout]] ends ({until}) before it begins ({since})");
        reader.error(&section.at, message, None);
    }
    let mut reading = base.clone();
    override_with(reader, &section, &mut reading, "layout.");
    let mut printed = format!("layout {number}:");
    for (word, value) in [
        ("when", when.as_ref().map(|css| css.printed.clone())),
        ("since", since.map(|day| day.to_string())),
        ("until", until.map(|day| day.to_string())),
    ] {
        if let Some(value) = value {
            printed.extend([" ", word, " ", &value]);
        }
    }
    reading.layout = Some(printed);
    Some(Layout {
        when,
        since,
        until,
        reading,
    })
}

/// A day, as TOML writes one or as text.
pub(super) fn day(reader: &mut Reader, node: &Node, what: &str) -> Option<Date> {
    let (Value::Moment(text) | Value::Text(text)) = &node.value else {
        let message = format!("{what} is {}; it should be a day", node.is_a());
        reader.error(&node.at, message, Some("write 2012-05-31"));
        return None;
    };
    // A time of day would be read past silently.
    let day = (text.len() == "2012-05-31".len()).then(|| text.parse().ok());
    if day.flatten().is_none() {
        let message = format!("{what}: `{text}` is not a day");
        reader.error(&node.at, message, Some("write 2012-05-31"));
    }
    day.flatten()
}
