//! What a rule makes of what it found: `split = ","`, `nth = 0`, `transform = "trim"` …

use super::css::css;
use super::pattern::pattern;
use super::reader::Reader;
use super::rule::{Refine, TextMode, Transform};
use super::rules::label;
use super::section::Section;
use super::suggest;
use super::tree::{Node, Value};

/// Which text of an element is taken.
pub(super) const TEXT_MODES: &[(&str, TextMode)] = &[
    ("all", TextMode::All),
    ("own", TextMode::Own),
    ("block", TextMode::Block),
];

/// The refiners of a rule. `locator` is the key of its locator, where that is clear.
pub(super) fn refine(reader: &mut Reader, section: &Section<'_>, locator: Option<&str>) -> Refine {
    let mut refine = Refine::default();
    for entry in &section.entries {
        let node = &entry.node;
        let what = &entry.key;
        match entry.key.as_str() {
            "within" => refine.within = css(reader, node, what),
            "stop_at" => {
                if locator.is_some_and(|locator| locator != "label") {
                    let message = "`stop_at` ends the value of a `label`; this rule has none";
                    reader.error(&entry.at, message, None);
                }
                refine.stop_at = (reader.items(node, what).iter())
                    .filter_map(|item| label(reader, item, what))
                    .collect();
            }
            "nth" => refine.nth = nth(reader, node),
            "all" => refine.all = reader.flag(node, what).unwrap_or_default(),
            "attr" => refine.attr = reader.words(node, what).map(|name| name.trim().to_owned()),
            "text" if locator.is_some_and(|locator| locator != "text") => {
                refine.text = reader.word(node, what, TEXT_MODES).unwrap_or_default();
            }
            "regex" => refine.regex = pattern(reader, node, what),
            "split" => refine.split = separator(reader, node),
            "transform" => {
                refine.transform = (reader.items(node, what).iter())
                    .filter_map(|item| transform(reader, item))
                    .collect();
            }
            "any_of" => refine.any_of = reader.texts(node, what),
            "map" => refine.map = map(reader, node),
            // Locators, and keys that are not known.
            _ => {}
        }
    }
    if refine.all && refine.nth.is_some() {
        let message = "`all` and `nth` contradict each other";
        reader.error(&section.at, message, None);
    }
    refine
}

fn nth(reader: &mut Reader, node: &Node) -> Option<i64> {
    let nth = reader.whole(node, "nth")?;
    if !(-1000..=1000).contains(&nth) {
        let help = "0 is the first match, -1 the last";
        reader.error(&node.at, "nth must be from -1000 to 1000", Some(help));
        return None;
    }
    Some(nth)
}

/// Unlike other texts, a separator may be blank.
fn separator(reader: &mut Reader, node: &Node) -> Option<String> {
    match &node.value {
        Value::Text(text) if !text.is_empty() => Some(text.clone()),
        _ => {
            let message = "split should be the text between two values";
            reader.error(&node.at, message, Some("write split = \",\""));
            None
        }
    }
}

const TRANSFORMS: &[&str] = &[
    "trim",
    "lower",
    "upper",
    "title",
    "digits",
    "collapse",
    "strip_prefix:TEXT",
    "strip_suffix:TEXT",
    "replace:OLD:NEW",
    "append:TEXT",
    "unescape",
    "html_to_text",
    "url_decode",
];

fn transform(reader: &mut Reader, node: &Node) -> Option<Transform> {
    let text = reader.words(node, "transform")?;
    let known = match text {
        "trim" => Transform::Trim,
        "lower" => Transform::Lower,
        "upper" => Transform::Upper,
        "title" => Transform::Title,
        "digits" => Transform::Digits,
        "collapse" => Transform::Collapse,
        "unescape" => Transform::Unescape,
        "html_to_text" => Transform::HtmlToText,
        "url_decode" => Transform::UrlDecode,
        _ => match text.split_once(':') {
            Some(("strip_prefix", cut)) if !cut.is_empty() => {
                Transform::StripPrefix(cut.to_owned())
            }
            Some(("strip_suffix", cut)) if !cut.is_empty() => {
                Transform::StripSuffix(cut.to_owned())
            }
            Some(("append", more)) if !more.is_empty() => Transform::Append(more.to_owned()),
            Some(("replace", change)) if change.find(':').is_some_and(|colon| colon > 0) => {
                let (old, new) = change.split_once(':')?;
                Transform::Replace(old.to_owned(), new.to_owned())
            }
            _ => {
                let help = suggest::help(text, TRANSFORMS);
                reader.error(&node.at, format!("unknown transform `{text}`"), Some(&help));
                return None;
            }
        },
    };
    Some(known)
}

fn map(reader: &mut Reader, node: &Node) -> Vec<(String, String)> {
    let Some(section) = Section::open_any(reader, node, "map") else {
        return Vec::new();
    };
    section
        .entries
        .iter()
        .filter_map(|entry| {
            let value = reader.words(&entry.node, "a value of map")?;
            Some((entry.key.clone(), value.to_owned()))
        })
        .collect()
}
