//! The language of a release, as the page states it: `en`, `pt-BR`.
//!
//! After the profile's rules come, in this order:
//!
//! 1. `<html lang>`: of this page, and what browsers and readers' tools go by;
//! 2. `content-language`, which may be that of the site;
//! 3. `og:locale`, often left as a plugin had it;
//! 4. the linked data's `inLanguage`;
//! 5. the profile's only language, where it has but one.
//!
//! Where two of them differ, that is an issue (`language.conflict`); a language that is none of
//! the profile's is an error (`language.other`): the page is a translation.

use crate::extract::reading::{Reading, generic};
use crate::record::{Found, Origin, Severity};

/// Reads the language, and remarks on one that the profile does not expect.
pub(crate) fn language(reading: &Reading<'_>) -> Option<Found<String>> {
    let head = &reading.gathered.head;
    let stated = reading.first(
        "language",
        &[
            &|| reading.text("language"),
            &|| reading.generic(Origin::Meta, "html lang", head.language.as_deref()?),
            &|| reading.meta("content-language"),
            &|| reading.meta("og:locale"),
            &|| reading.json_ld(&["inLanguage"]),
        ],
    );
    let stated = stated.and_then(|found| {
        let tag = tag(&found.value);
        if tag.is_none() {
            reading.considered("language", &found, Some("is no language tag"));
        }
        tag.map(|tag| found.map(|_| tag))
    });
    if let Some(found) = &stated {
        remark_on_conflict(reading, found);
    }
    if let Some(found) = &stated
        && !expected(&reading.profile.languages, &found.value)
    {
        let known = reading.profile.languages.join(", ");
        reading.issue(
            "language.other",
            Some("language"),
            Severity::Error,
            format!(
                "the page is in `{}`, the newsroom's releases are in {known}",
                found.value
            ),
        );
    }
    stated.or_else(|| match reading.profile.languages.as_slice() {
        [only] => Some(Found {
            value: only.clone(),
            evidence: generic(Origin::Field, "the profile's only language"),
        }),
        _ => None,
    })
}

/// Templates often state the language of their makers, in one place or another.
fn remark_on_conflict(reading: &Reading<'_>, stated: &Found<String>) {
    let others = [
        reading.meta("content-language"),
        reading.meta("og:locale"),
        reading.json_ld(&["inLanguage"]),
    ];
    let other = others.into_iter().flatten().find(|other| {
        let other = tag(&other.value);
        other.is_some_and(|other| spoken(&other) != spoken(&stated.value))
    });
    if let Some(other) = other {
        reading.issue(
            "language.conflict",
            Some("language"),
            Severity::Info,
            format!(
                "`{}` ({}) was taken, but there is also `{}` ({})",
                stated.value, stated.evidence.rule, other.value, other.evidence.rule
            ),
        );
    }
}

/// The language itself, whichever of its tags is used.
fn spoken(tag: &str) -> &str {
    match primary(tag) {
        "nb" | "nn" => "no",
        "iw" => "he",
        "in" => "id",
        "fil" => "tl",
        other => other,
    }
}

/// Whether a language is one of those a profile names (or it names none).
pub(crate) fn expected(languages: &[String], tag: &str) -> bool {
    languages.is_empty()
        || languages
            .iter()
            .any(|known| primary(known).eq_ignore_ascii_case(primary(tag)))
}

fn primary(tag: &str) -> &str {
    tag.split('-').next().unwrap_or(tag)
}

/// A BCP 47 tag in its usual case, from what pages write: `EN_gb` is `en-GB`.
pub(crate) fn tag(written: &str) -> Option<String> {
    let first = written.split([',', ';']).next()?.trim();
    let mut parts = Vec::new();
    for (index, part) in first.split(['-', '_']).enumerate() {
        let plain =
            (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
        if !plain {
            return None;
        }
        let lower = part.to_ascii_lowercase();
        parts.push(match (index, part.len()) {
            (0, 2 | 3) if part.bytes().all(|b| b.is_ascii_alphabetic()) => lower,
            (0, _) => return None,
            (_, 2) => part.to_ascii_uppercase(),
            (_, 4) => format!("{}{}", lower[..1].to_ascii_uppercase(), &lower[1..]),
            _ => lower,
        });
    }
    Some(parts.join("-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writes_tags_in_their_usual_case() {
        let cases = [
            ("en", Some("en")),
            ("EN_gb", Some("en-GB")),
            ("zh-hans-cn", Some("zh-Hans-CN")),
            ("en, fr", Some("en")),
            ("english", None),
            ("", None),
            ("x", None),
        ];
        for (written, expected) in cases {
            assert_eq!(tag(written).as_deref(), expected, "{written}");
        }
        assert!(expected(&["en".to_owned()], "en-GB"));
        assert!(!expected(&["en".to_owned()], "sq"));
    }
}
