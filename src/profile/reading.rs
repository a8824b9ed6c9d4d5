//! How release pages are read: `[page]`, `[fields]`, `[body]` and `[dates]`.
//!
//! A layout has the same four tables; what it names takes the place of the profile's.

use jiff::ZonedDateTime;
use jiff::fmt::strtime::{self, BrokenDownTime};

use super::css::{css, css_list};
use super::names::{FIELDS, counterpart};
use super::pattern::pattern;
use super::reader::Reader;
use super::rule::Rules;
use super::rules::{Scope, rules};
use super::section::Section;
use super::suggest;
use super::tree::{Entry, Node};
use super::{Blocked, DateOrder, ReadingRules};
use crate::record::ReleaseType;

/// The profile's own rules.
pub(super) fn reading(reader: &mut Reader, top: &Section<'_>) -> ReadingRules {
    let mut reading = ReadingRules::default();
    if let Some(node) = top.get("strict") {
        reading.strict = reader.flag(node, "strict").unwrap_or_default();
    }
    override_with(reader, top, &mut reading, "");
    reading
}

/// Puts what `[page]`, `[fields]`, `[body]` and `[dates]` of a section name in the place of
/// what is there. `prefix` is `layout.` in a layout.
pub(super) fn override_with(
    reader: &mut Reader,
    section: &Section<'_>,
    reading: &mut ReadingRules,
    prefix: &str,
) {
    if let Some(node) = section.get("page") {
        page(reader, node, &format!("[{prefix}page]"), reading);
    }
    if let Some(node) = section.get("fields") {
        fields(reader, node, &format!("[{prefix}fields]"), reading);
    }
    if let Some(node) = section.get("body") {
        body(reader, node, &format!("[{prefix}body]"), reading);
    }
    if let Some(node) = section.get("dates") {
        dates(reader, node, &format!("[{prefix}dates]"), reading);
    }
}

fn page(reader: &mut Reader, node: &Node, name: &str, reading: &mut ReadingRules) {
    let keys = &["release", "blocked", "content"];
    let Some(section) = Section::open(reader, node, name, keys) else {
        return;
    };
    if let Some(node) = section.get("release") {
        reading.release = css_list(reader, node, &section.what("release"));
    }
    if let Some(node) = section.get("content") {
        reading.content = css_list(reader, node, &section.what("content"));
    }
    if let Some(node) = section.get("blocked") {
        reading.blocked = blocked(reader, node, section.what("blocked"));
    }
}

fn blocked(reader: &mut Reader, node: &Node, name: String) -> Blocked {
    let Some(section) = Section::open(reader, node, name, &["title", "text", "css"]) else {
        return Blocked::default();
    };
    let title = section.get("title");
    let text = section.get("text");
    let element = section.get("css");
    Blocked {
        title: title.and_then(|node| pattern(reader, node, "blocked title")),
        text: text.and_then(|node| pattern(reader, node, "blocked text")),
        css: element.and_then(|node| css(reader, node, "blocked css")),
    }
}

fn fields(reader: &mut Reader, node: &Node, name: &str, reading: &mut ReadingRules) {
    let Some(section) = Section::open_any(reader, node, name) else {
        return;
    };
    for entry in &section.entries {
        if !FIELDS.contains(&entry.key.as_str()) {
            unknown_field(reader, &section, entry);
            continue;
        }
        let rules = rules(
            reader,
            &entry.node,
            &section.what(&entry.key),
            Scope::Release,
        );
        if entry.key == "type" {
            types_are_known(reader, &entry.node, &rules);
        }
        match reading
            .fields
            .iter_mut()
            .find(|(name, _)| *name == entry.key)
        {
            Some((_, old)) => *old = rules,
            None => reading.fields.push((entry.key.clone(), rules)),
        }
    }
}

fn unknown_field(reader: &mut Reader, section: &Section<'_>, entry: &Entry) {
    let key = &entry.key;
    let help = match (key.as_str(), counterpart(key)) {
        ("body" | "boilerplate", _) => format!("`{key}` is read by [body]"),
        (_, Some(rule)) => format!("the rule that feeds `{key}` is called `{rule}`"),
        (_, None) => suggest::help(key, FIELDS),
    };
    let message = format!("unknown key `{key}` in {}", section.name);
    reader.error(&entry.at, message, Some(&help));
}

/// `map = { "Nota" = "press_relase" }` would make every note `other`.
fn types_are_known(reader: &mut Reader, node: &Node, rules: &Rules) {
    let words: Vec<&str> = ReleaseType::ALL.iter().map(|(_, word)| *word).collect();
    let values = rules.0.iter().flat_map(|rule| &rule.refine.map);
    for (_, value) in values.filter(|(_, value)| value.contains('_')) {
        if !words.contains(&value.as_str()) {
            let message = format!("`{value}` is not a type");
            reader.error(&node.at, message, Some(&suggest::help(value, &words)));
        }
    }
}

fn body(reader: &mut Reader, node: &Node, name: &str, reading: &mut ReadingRules) {
    let keys = &["css", "remove", "boilerplate"];
    let Some(section) = Section::open(reader, node, name, keys) else {
        return;
    };
    if let Some(node) = section.get("css") {
        reading.body.css = css_list(reader, node, &section.what("css"));
    }
    if let Some(node) = section.get("remove") {
        reading.body.remove = css_list(reader, node, &section.what("remove"));
    }
    if let Some(node) = section.get("boilerplate") {
        let what = section.what("boilerplate");
        reading.body.boilerplate = reader
            .items(node, &what)
            .iter()
            .filter_map(|item| pattern(reader, item, &what))
            .collect();
    }
}

fn dates(reader: &mut Reader, node: &Node, name: &str, reading: &mut ReadingRules) {
    let Some(section) = Section::open(reader, node, name, &["formats", "order"]) else {
        return;
    };
    if let Some(node) = section.get("formats") {
        reading.dates.formats = reader
            .items(node, &section.what("formats"))
            .iter()
            .filter_map(|item| date_format(reader, item))
            .collect();
    }
    if let Some(node) = section.get("order") {
        let known = [
            ("DMY", DateOrder::Dmy),
            ("MDY", DateOrder::Mdy),
            ("YMD", DateOrder::Ymd),
        ];
        reading.dates.order = reader.word(node, "order", &known);
    }
}

/// A format that can be read with and gives a date: tried on a date of its own printing.
fn date_format(reader: &mut Reader, node: &Node) -> Option<String> {
    let format = reader.words(node, "[dates] formats")?;
    let example = "23 March 2007 is \"%d %B %Y\"";
    let printed = BrokenDownTime::from(&sample()?).to_string(format);
    let read = printed.and_then(|printed| strtime::parse(format, &printed));
    let read = match read {
        Ok(read) => read,
        Err(error) => {
            let reason = error.to_string();
            let reason = reason.rsplit("failed: ").next().unwrap_or_default();
            let message = format!("date format `{format}`: {reason}");
            reader.error(&node.at, message, Some(example));
            return None;
        }
    };
    let has_month = read.year().is_some() && read.month().is_some();
    if !has_month && read.to_date().is_err() && read.to_timestamp().is_err() {
        let message = format!("date format `{format}` names no year and month");
        reader.error(&node.at, message, Some(example));
        return None;
    }
    Some(format.to_owned())
}

/// A moment whose day, month, year, hour, minute and second all differ.
fn sample() -> Option<ZonedDateTime> {
    "2007-03-23T14:05:06+01:00[Europe/Vienna]".parse().ok()
}
