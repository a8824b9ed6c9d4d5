//! What a rule makes of what it found: pattern, split, changes, valid values, other words.

use super::{Expect, Raw};
use crate::extract::{clean, markup};
use crate::profile::{Refine, TextMode, Transform};

pub(super) fn refined(raw: &Raw<'_>, refine: &Refine, expect: Expect) -> Vec<(String, String)> {
    let Refine {
        within: _,
        stop_at: _,
        nth: _,
        all,
        attr: _,
        text,
        regex,
        split,
        transform,
        any_of,
        map,
    } = refine;
    let several = *all || split.is_some();
    let texts = if several || raw.texts.len() < 2 {
        raw.texts.clone()
    } else {
        vec![raw.texts.join(" ")]
    };
    let tidy = |value: &str| match text {
        TextMode::Block => clean::block(value),
        TextMode::All | TextMode::Own => clean::line(value),
    };
    texts
        .iter()
        .filter_map(|text| match regex {
            Some(pattern) => group(&pattern.captures(text)?),
            None => Some(text.clone()),
        })
        .flat_map(|text| match split {
            Some(at) if !at.is_empty() => text.split(at.as_str()).map(str::to_owned).collect(),
            _ => vec![text],
        })
        .map(|text| tidy(&transform.iter().fold(text, transformed)))
        .filter(|value| !value.is_empty())
        .filter(|value| any_of.is_empty() || any_of.iter().any(|valid| clean::alike(valid, value)))
        .map(|printed| {
            let value = map
                .iter()
                .find(|(word, _)| clean::alike(word, &printed))
                .map_or_else(|| printed.clone(), |(_, meaning)| meaning.clone());
            match (raw.attribute, expect) {
                (Some(attribute), Expect::Date) => (format!("{attribute}={value}"), printed),
                _ => (value, printed),
            }
        })
        .collect()
}

/// As [`refined`] for a text whose lines and markup stay.
pub(super) fn reworked(text: &str, refine: &Refine) -> Option<String> {
    let text = match &refine.regex {
        Some(pattern) => group(&pattern.captures(text)?)?,
        None => text.to_owned(),
    };
    let text = refine.transform.iter().fold(text, transformed);
    (!text.trim().is_empty()).then_some(text)
}

/// Group `v`, else group 1, else the whole match.
pub(super) fn group(groups: &regex::Captures<'_>) -> Option<String> {
    groups
        .name("v")
        .or_else(|| groups.get(1))
        .or_else(|| groups.get(0))
        .map(|found| found.as_str().to_owned())
}

pub(super) fn transformed(text: String, transform: &Transform) -> String {
    match transform {
        Transform::Trim => text.trim().to_owned(),
        Transform::Lower => text.to_lowercase(),
        Transform::Upper => text.to_uppercase(),
        Transform::Title => title_case(&text),
        Transform::Digits => text.chars().filter(char::is_ascii_digit).collect(),
        Transform::Collapse => clean::line(&text),
        Transform::StripPrefix(prefix) => text
            .trim_start()
            .strip_prefix(prefix.as_str())
            .map_or_else(|| text.clone(), str::to_owned),
        Transform::StripSuffix(suffix) => text
            .trim_end()
            .strip_suffix(suffix.as_str())
            .map_or_else(|| text.clone(), str::to_owned),
        Transform::Replace(from, to) => text.replace(from.as_str(), to),
        Transform::Append(more) => format!("{}{more}", text.trim_end()),
        Transform::Unescape => markup::unescaped(&text).unwrap_or_default(),
        Transform::HtmlToText => markup::to_text(&text),
        Transform::UrlDecode => url_decoded(&text),
    }
}

fn title_case(text: &str) -> String {
    let mut in_word = false;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if in_word {
            out.extend(c.to_lowercase());
        } else {
            out.extend(c.to_uppercase());
        }
        in_word = c.is_alphanumeric() || (in_word && matches!(c, '\'' | '’'));
    }
    out
}

fn url_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let coded = match after {
            [high, low, ..] if *first == b'%' => std::str::from_utf8(&[*high, *low])
                .ok()
                .and_then(|hex| u8::from_str_radix(hex, 16).ok()),
            _ => None,
        };
        bytes.push(coded.unwrap_or(*first));
        rest = if coded.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn transforms() {
        let cases = [
            (Transform::Lower, " ÄB", "äb"),
            (
                Transform::Title,
                "THE nato's HEAD-quarters",
                "The Nato's Head-Quarters",
            ),
            (Transform::Digits, "No. 7/2002", "72002"),
            (Transform::StripPrefix("By ".into()), "By Ann", "Ann"),
            (Transform::StripSuffix(" | X".into()), "a | X", "a"),
            (Transform::Replace("/".into(), "_".into()), "a/b/c", "a_b_c"),
            (
                Transform::Append("Z".into()),
                "2026-03-31T12:00:00 ",
                "2026-03-31T12:00:00Z",
            ),
            (Transform::Unescape, "a &amp; b", "a & b"),
            (Transform::HtmlToText, "<p>a<br>b", "a b"),
            (Transform::UrlDecode, "a%20b%C3%BC%zz%", "a bü%zz%"),
        ];
        for (transform, from, to) in cases {
            assert_eq!(clean::line(&transformed(from.to_owned(), &transform)), to);
        }
    }
}
