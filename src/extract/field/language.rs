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
//! What is no language tag, such as a template's `{{locale}}`, is passed over.
//!
//! Where two of them differ, that is an issue (`language.conflict`), and where the text is in
//! letters that the language is not written in, that is one too (`language.script`): a language is
//! never guessed; a language that is none of
//! the profile's is an error (`language.other`): the page is a translation.

use crate::extract::clean;
use crate::extract::reading::{Reading, generic};
use crate::record::{Found, Origin, Severity};

/// Reads the language, and remarks on one that the profile does not expect.
pub(crate) fn language(reading: &Reading<'_>) -> Option<Found<String>> {
    let head = &reading.gathered.head;
    let as_tag = |found: Found<String>| {
        let tag = tag(&found.value);
        if tag.is_none() {
            reading.considered("language", &found, Some("is no language tag"));
        }
        tag.map(|tag| found.map(|_| tag))
    };
    let stated = reading.first(
        "language",
        &[
            &|| reading.text("language").and_then(as_tag),
            &|| {
                let stated = head.language.as_deref()?;
                let found = reading.generic(Origin::Meta, "html lang", stated);
                found.and_then(as_tag)
            },
            &|| reading.meta("content-language").and_then(as_tag),
            &|| reading.meta("og:locale").and_then(as_tag),
            &|| reading.json_ld(&["inLanguage"]).and_then(as_tag),
        ],
    );
    if let Some(found) = &stated {
        remark_on_conflict(reading, found);
        remark_on_script(reading, found);
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

/// A page that calls itself English, with a text in Cyrillic letters, is not.
fn remark_on_script(reading: &Reading<'_>, stated: &Found<String>) {
    if !reading.is_generic() {
        return;
    }
    let blocks = reading.blocks().iter().take(SAMPLE);
    let sample: Vec<&str> = blocks
        .map(|block| clean::cut(&block.text, LONGEST_SAMPLE))
        .collect();
    let Some(script) = script_of(&sample) else {
        return;
    };
    if !is_written_in(&stated.value, script) {
        reading.issue(
            "language.script",
            Some("language"),
            Severity::Warning,
            format!(
                "the page says `{}`, and its text is in {script} letters",
                stated.value
            ),
        );
    }
}

/// Blocks and bytes of each that are looked at.
const SAMPLE: usize = 20;
const LONGEST_SAMPLE: usize = 400;
/// Fewer letters are a name or a quotation.
const FEWEST_LETTERS: usize = 120;

/// The script that nearly all letters of a text are of.
fn script_of(sample: &[&str]) -> Option<&'static str> {
    let mut counts: Vec<(&'static str, usize)> = Vec::new();
    let mut all = 0;
    for c in sample.iter().flat_map(|text| text.chars()) {
        let Some(script) = script(c) else { continue };
        all += 1;
        match counts.iter_mut().find(|(known, _)| *known == script) {
            Some((_, count)) => *count += 1,
            None => counts.push((script, 1)),
        }
    }
    let (most, count) = counts.into_iter().max_by_key(|(_, count)| *count)?;
    // Kana and characters stand together.
    (all >= FEWEST_LETTERS && count * 10 >= all * 8).then_some(most)
}

fn script(c: char) -> Option<&'static str> {
    Some(match c {
        'a'..='z' | 'A'..='Z' | '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => "Latin",
        '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}' => "Greek",
        '\u{400}'..='\u{52f}' => "Cyrillic",
        '\u{530}'..='\u{58f}' => "Armenian",
        '\u{590}'..='\u{5ff}' => "Hebrew",
        '\u{600}'..='\u{6ff}' | '\u{750}'..='\u{77f}' => "Arabic",
        '\u{900}'..='\u{97f}' => "Devanagari",
        '\u{980}'..='\u{9ff}' => "Bengali",
        '\u{e00}'..='\u{e7f}' => "Thai",
        '\u{10a0}'..='\u{10ff}' | '\u{1c90}'..='\u{1cbf}' => "Georgian",
        '\u{1100}'..='\u{11ff}' | '\u{ac00}'..='\u{d7af}' => "Korean",
        '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' => "East Asian",
        _ => return None,
    })
}

/// Whether a language can be written in a script. Of languages that are not known here any is
/// believed.
fn is_written_in(tag: &str, script: &str) -> bool {
    let latin = &["Latin"];
    let scripts: &[&str] = match spoken(tag) {
        "ru" | "uk" | "be" | "bg" | "mk" | "ky" | "tg" => &["Cyrillic"],
        "sr" | "bs" | "kk" | "uz" | "az" | "tt" | "mn" | "ro" => &["Cyrillic", "Latin"],
        "el" => &["Greek"],
        "hy" => &["Armenian"],
        "he" | "yi" => &["Hebrew"],
        "ar" | "fa" | "ur" | "ps" => &["Arabic"],
        "hi" | "mr" | "ne" => &["Devanagari"],
        "bn" => &["Bengali"],
        "th" => &["Thai"],
        "ka" => &["Georgian"],
        "ko" => &["Korean", "East Asian"],
        "ja" | "zh" => &["East Asian"],
        "en" | "de" | "fr" | "es" | "pt" | "it" | "nl" | "sv" | "da" | "no" | "fi" | "is"
        | "et" | "lv" | "lt" | "pl" | "cs" | "sk" | "sl" | "hr" | "sq" | "hu" | "tr" | "ca"
        | "gl" | "eu" | "ga" | "mt" | "vi" | "id" | "ms" | "sw" | "zu" | "tl" => latin,
        _ => return true,
    };
    scripts.contains(&script)
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
    fn letters_that_a_language_is_not_written_in_are_noticed() {
        let texts = [
            (
                "The first boats leave at eleven and carry no cars. ",
                "Latin",
            ),
            (
                "Первые лодки выходят в одиннадцать часов вечера. ",
                "Cyrillic",
            ),
            ("Τα πρώτα πλοία αναχωρούν στις έντεκα το βράδυ. ", "Greek"),
            ("تغادر القوارب الأولى في الساعة الحادية عشرة ليلا. ", "Arabic"),
            (
                "最初の船は十一時に出発し、車は一台も載せない。",
                "East Asian",
            ),
            (
                "첫 배는 열한 시에 떠나며 차는 싣지 않는다. 배는 열한 시에 떠난다. ",
                "Korean",
            ),
        ];
        for (text, expected) in texts {
            let long = text.repeat(8);
            assert_eq!(script_of(&[&long]), Some(expected), "{text}");
            assert_eq!(script_of(&[text]), None, "{text}");
        }
        for (tag, script, fits) in [
            ("en-GB", "Latin", true),
            ("en", "Cyrillic", false),
            ("ru", "Cyrillic", true),
            ("ru", "Latin", false),
            ("sr", "Latin", true),
            ("ja", "East Asian", true),
            ("ja", "Latin", false),
            ("ab", "Georgian", true),
        ] {
            assert_eq!(is_written_in(tag, script), fits, "{tag} {script}");
        }
    }

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
