//! What kind of release it is, and the publisher's word for it: `Press statement`.
//!
//! Only a printed word counts; where a page names no kind it is `other` without a word. After the
//! profile's rules come, in this order:
//!
//! 1. the listing row, which states the kind where there are several in one list;
//! 2. a line of its own around the headline that is nothing but a word that is known. Linked data
//!    is not asked: its types (`NewsArticle`) are the template's.

use super::release_number::names_a_release;
use crate::extract::reading::{Reading, generic};
use crate::extract::rule::Expect;
use crate::extract::text::{self, Block};
use crate::extract::{clean, furniture};
use crate::record::{Found, Origin, ReleaseType};

/// Reads the kind with the printed word.
pub(crate) fn kind(
    reading: &Reading<'_>,
    title: Option<&str>,
) -> Option<Found<(ReleaseType, String)>> {
    reading.first(
        "type",
        &[
            &|| by_rule(reading),
            &|| Some(reading.in_bounds("type", reading.row("type")?)?.map(named)),
            &|| kicker(reading, title),
        ],
    )
}

fn by_rule(reading: &Reading<'_>) -> Option<Found<(ReleaseType, String)>> {
    let found = reading.rule("type", Expect::Text)?;
    let value = found.value.values.into_iter().next()?;
    let printed = Found {
        value: found.value.printed.into_iter().next()?,
        evidence: found.evidence,
    };
    let printed = reading.in_bounds("type", printed)?;
    // A `map` may give the record's own word.
    let kind = ReleaseType::ALL
        .iter()
        .find(|(_, word)| *word == value)
        .map_or_else(|| kind_of(&value), |(kind, _)| *kind);
    Some(printed.map(|printed| (kind, printed)))
}

/// A line of its own around the headline that is nothing but a known word.
fn kicker(reading: &Reading<'_>, title: Option<&str>) -> Option<Found<(ReleaseType, String)>> {
    if !reading.is_generic() {
        return None;
    }
    let title = title?;
    let around = reading.kicker_region();
    let mut outer = around.ancestors().chain([*around]);
    let around = match outer.any(|node| node.id() == reading.content.id()) {
        true => Vec::new(),
        false => text::blocks(around, &furniture::inside(around)),
    };
    let word = [around.as_slice(), reading.blocks()]
        .into_iter()
        .find_map(|blocks| {
            // Where the headline stands elsewhere, the region begins below it.
            let headline = blocks
                .iter()
                .position(|block| clean::alike(title, &block.text))
                .unwrap_or(0);
            let near = headline.saturating_sub(NEAR)..(headline + NEAR).min(blocks.len());
            blocks[near].iter().find_map(|block: &Block| {
                let (kind, word) = named(block.text.clone());
                reading.stands_at(Some(block.first));
                (kind != ReleaseType::Other && is_only_kind(&word)).then_some((kind, word))
            })
        })?;
    Some(Found {
        value: word,
        evidence: generic(Origin::Field, "page shape: kicker"),
    })
}

/// Blocks before and behind the headline.
const NEAR: usize = 3;

fn named(printed: String) -> (ReleaseType, String) {
    (kind_of(&printed), printed)
}

/// Words that name a kind, alone.
const EXACT: &[(&str, ReleaseType)] = &[
    ("press release", ReleaseType::PressRelease),
    ("press releases", ReleaseType::PressRelease),
    ("news release", ReleaseType::PressRelease),
    ("news releases", ReleaseType::PressRelease),
    ("media release", ReleaseType::PressRelease),
    ("media releases", ReleaseType::PressRelease),
    ("press communiqué", ReleaseType::PressRelease),
    ("press communique", ReleaseType::PressRelease),
    ("press statement", ReleaseType::Statement),
    ("statement", ReleaseType::Statement),
    ("statements", ReleaseType::Statement),
    ("joint statement", ReleaseType::Statement),
    ("media statement", ReleaseType::Statement),
    ("statements and remarks", ReleaseType::Statement),
    ("media advisory", ReleaseType::Advisory),
    ("media advisories", ReleaseType::Advisory),
    ("press advisory", ReleaseType::Advisory),
    ("news advisory", ReleaseType::Advisory),
    ("media alert", ReleaseType::Advisory),
    ("advisory", ReleaseType::Advisory),
    ("speech", ReleaseType::Speech),
    ("speeches", ReleaseType::Speech),
    ("remarks", ReleaseType::Speech),
    ("speeches and remarks", ReleaseType::Speech),
    ("address", ReleaseType::Speech),
    ("report", ReleaseType::Report),
    ("reports", ReleaseType::Report),
    ("spot report", ReleaseType::Report),
    ("daily report", ReleaseType::Report),
    ("news", ReleaseType::News),
    ("news item", ReleaseType::News),
    ("news story", ReleaseType::News),
    ("news article", ReleaseType::News),
];

/// Parts of longer names (`Joint press statement`), the more telling first.
const PARTS: &[(&str, ReleaseType)] = &[
    ("advisory", ReleaseType::Advisory),
    ("press release", ReleaseType::PressRelease),
    ("news release", ReleaseType::PressRelease),
    ("media release", ReleaseType::PressRelease),
    ("statement", ReleaseType::Statement),
    ("speech", ReleaseType::Speech),
    ("remarks", ReleaseType::Speech),
    ("report", ReleaseType::Report),
    ("news", ReleaseType::News),
];

fn is_only_kind(word: &str) -> bool {
    let folded = clean::folded(word);
    EXACT.iter().any(|(known, _)| *known == folded) || names_a_release(word)
}

/// The kind that a printed word names.
fn kind_of(printed: &str) -> ReleaseType {
    let folded = clean::folded(printed.trim_end_matches([':', '.']));
    let exact = EXACT.iter().find(|(word, _)| *word == folded);
    let part = || {
        let has = |part: &str| {
            folded.match_indices(part).any(|(at, _)| {
                let before = folded[..at].chars().next_back();
                let after = folded[at + part.len()..].chars().next();
                before.is_none_or(|c| !c.is_alphanumeric())
                    && after.is_none_or(|c| !c.is_alphanumeric() || c == 's')
            })
        };
        PARTS.iter().find(|(part, _)| has(part))
    };
    match exact.or_else(part) {
        Some((_, kind)) => *kind,
        None if names_a_release(printed) => ReleaseType::PressRelease,
        None => ReleaseType::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_words_newsrooms_print() {
        let cases = [
            ("PRESS RELEASE", ReleaseType::PressRelease),
            ("Press statement", ReleaseType::Statement),
            ("Joint press statement", ReleaseType::Statement),
            (
                "For immediate release: news release",
                ReleaseType::PressRelease,
            ),
            ("Media Advisory", ReleaseType::Advisory),
            ("Remarks by the Chair", ReleaseType::Speech),
            ("Spot report", ReleaseType::Report),
            ("News", ReleaseType::News),
            ("Newsletter", ReleaseType::Other),
            ("Event", ReleaseType::Other),
            ("Pressemitteilung", ReleaseType::PressRelease),
            ("Medienmitteilung", ReleaseType::PressRelease),
            ("Communiqué de presse", ReleaseType::PressRelease),
            ("COMUNICATO STAMPA", ReleaseType::PressRelease),
            ("Пресс-релиз", ReleaseType::PressRelease),
            ("보도자료", ReleaseType::PressRelease),
            ("Pressefreiheit", ReleaseType::Other),
            ("Comunicado sobre la pesca", ReleaseType::Other),
        ];
        for (word, kind) in cases {
            assert_eq!(kind_of(word), kind, "{word}");
        }
    }
}
