//! Rules of JSON sources at work: `{ json = "title.rendered", transform = "unescape" }` to
//! values.
//!
//! Numbers and truth values are texts too; a list of them is several values. The refiners
//! mean what they mean elsewhere.

use serde_json::Value;

use super::refine::{refined, reworked};
use super::{Expect, Raw};
use crate::profile::{JsonPath, Locator, Refine, Rule};

/// Reads one row of a JSON source (or the whole document).
///
/// All values of the first rule that has any: a path leads to one value, unless it or a list
/// at its end says otherwise.
pub(crate) fn in_json(rules: &[Rule], value: &Value, expect: Expect) -> Vec<String> {
    rules
        .iter()
        .map(|rule| values(rule, value, expect))
        .find(|values| !values.is_empty())
        .unwrap_or_default()
}

/// As [`in_json`], the first value as it stands: markup keeps its lines and tags.
pub(crate) fn markup_in_json(rules: &[Rule], value: &Value) -> Option<String> {
    rules.iter().find_map(|rule| {
        let texts = texts(rule, value, markup).into_iter();
        texts.flat_map(|text| reworked(&text, &rule.refine)).next()
    })
}

fn values(rule: &Rule, value: &Value, expect: Expect) -> Vec<String> {
    let mut values = Vec::new();
    for text in texts(rule, value, text) {
        let raw = Raw {
            attribute: (expect == Expect::Date && is_stamp(&text)).then_some("content"),
            texts: vec![text],
            element: None,
            nodes: Vec::new(),
        };
        for (value, _printed) in refined(&raw, &rule.refine, expect) {
            if !values.contains(&value) {
                values.push(value);
            }
        }
        if values.len() >= MOST_VALUES {
            break;
        }
    }
    values
}

/// Values of one field.
const MOST_VALUES: usize = 100;

/// What a value says; `None` for nothing.
type Says = fn(&Value) -> Option<String>;

fn texts(rule: &Rule, value: &Value, says: Says) -> Vec<String> {
    match &rule.locator {
        Locator::Json(path) => chosen(at(path, value, says), &rule.refine),
        Locator::Const(text) => vec![text.clone()],
        // The grammar lets none of them into a JSON source.
        Locator::Css(_)
        | Locator::Label(_)
        | Locator::Meta(_)
        | Locator::JsonLd(_)
        | Locator::Text(_)
        | Locator::From(_) => Vec::new(),
    }
}

/// The texts at a path; what is empty is none.
fn at(path: &JsonPath, value: &Value, says: Says) -> Vec<String> {
    let mut texts = Vec::new();
    for found in path.values(value) {
        match found {
            Value::Array(elements) => texts.extend(elements.iter().filter_map(says)),
            other => texts.extend(says(other)),
        }
    }
    texts
}

fn chosen(mut texts: Vec<String>, refine: &Refine) -> Vec<String> {
    let Some(nth) = refine.nth else {
        return texts;
    };
    let at = usize::try_from(nth.unsigned_abs()).ok();
    let at = at.and_then(|at| match nth < 0 {
        true => texts.len().checked_sub(at),
        false => Some(at),
    });
    match at.filter(|at| *at < texts.len()) {
        Some(at) => vec![texts.swap_remove(at)],
        None => Vec::new(),
    }
}

/// The text that a value is.
pub(crate) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if text.trim().is_empty() => None,
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// The markup that a value is: a number or a truth is no text of a release.
fn markup(value: &Value) -> Option<String> {
    text(value).filter(|_| value.is_string())
}

/// `2026-03-31T12:00:00Z`, `20260331`: written for machines, unlike `31 March 2026`.
fn is_stamp(text: &str) -> bool {
    let text = text.trim().as_bytes();
    let digits = |part: &[u8]| part.iter().all(u8::is_ascii_digit);
    text.len() >= 8 && digits(&text[..4]) && (text[4] == b'-' || digits(&text[..8]))
}

#[cfg(test)]
mod tests {
    use regex::Regex;
    use serde_json::json;

    use super::*;
    use crate::profile::Transform;

    fn rule(path: &str, refine: Refine) -> Rule {
        Rule {
            locator: Locator::Json(JsonPath::parse(path).unwrap()),
            refine,
            printed: format!("json {path}"),
            line: 1,
        }
    }

    #[test]
    fn reads_rows_by_paths_and_refiners() {
        let row = json!({
            "title": {"rendered": "Rivers &amp;  seas "},
            "html": "<p>Open <b>day</b></p>",
            "id": 4711, "public": true, "none": null, "blank": " ",
            "tags": ["Water", "Borders", "Water"],
            "units": [{"name": "North"}, {"name": "South"}],
            "day": "2026-03-31T12:00:00", "printed": "31 March 2026",
            "number": "IP/26/1799",
        });
        let plain = Refine::default;
        #[rustfmt::skip]
        let cases: Vec<(&str, Refine, Expect, &[&str])> = vec![
            ("title.rendered", plain(), Expect::Text, &["Rivers &amp; seas"]),
            ("title.rendered", Refine { transform: vec![Transform::Unescape], ..plain() }, Expect::Text, &["Rivers & seas"]),
            ("html", Refine { transform: vec![Transform::HtmlToText], ..plain() }, Expect::Text, &["Open day"]),
            ("id", plain(), Expect::Text, &["4711"]),
            ("public", plain(), Expect::Text, &["true"]),
            ("none", plain(), Expect::Text, &[]),
            ("blank", plain(), Expect::Text, &[]),
            ("title", plain(), Expect::Text, &[]),
            ("tags", plain(), Expect::Text, &["Water", "Borders"]),
            ("tags", Refine { nth: Some(-2), ..plain() }, Expect::Text, &["Borders"]),
            ("tags", Refine { nth: Some(3), ..plain() }, Expect::Text, &[]),
            ("tags[1]", plain(), Expect::Text, &["Borders"]),
            ("tags", Refine { any_of: vec!["borders".into()], ..plain() }, Expect::Text, &["Borders"]),
            ("units[].name", plain(), Expect::Text, &["North", "South"]),
            ("day", plain(), Expect::Date, &["content=2026-03-31T12:00:00"]),
            ("day", Refine { transform: vec![Transform::Append("Z".into())], ..plain() }, Expect::Date, &["content=2026-03-31T12:00:00Z"]),
            ("printed", plain(), Expect::Date, &["31 March 2026"]),
            ("number", Refine { transform: vec![Transform::Lower, Transform::Replace("/".into(), "_".into())], ..plain() }, Expect::Text, &["ip_26_1799"]),
            ("number", Refine { regex: Regex::new(r"(\d+)$").ok(), ..plain() }, Expect::Text, &["1799"]),
            ("number", Refine { split: Some("/".into()), ..plain() }, Expect::Text, &["IP", "26", "1799"]),
            ("printed", Refine { map: vec![("31 march 2026".into(), "today".into())], ..plain() }, Expect::Text, &["today"]),
        ];
        for (path, refine, expect, expected) in cases {
            let rules = [rule("nowhere", plain()), rule(path, refine)];
            assert_eq!(in_json(&rules, &row, expect), expected, "{path}");
        }
    }

    #[test]
    fn markup_stays_as_it_is() {
        let row = json!({"body": "<p>a\n b</p>\n<p>c</p>"});
        let found = markup_in_json(&[rule("body", Refine::default())], &row);
        assert_eq!(found.as_deref(), Some("<p>a\n b</p>\n<p>c</p>"));
    }
}
