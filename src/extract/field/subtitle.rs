//! The line under the headline: `Gravity pipes replace diesel pumps along the eastern shore`.

use std::sync::LazyLock;

use scraper::Selector;

use crate::extract::reading::{Reading, generic};
use crate::extract::{clean, text};
use crate::record::{Found, Origin};

/// Reads the subtitle.
pub(crate) fn subtitle(reading: &Reading<'_>, title: Option<&str>) -> Option<Found<String>> {
    reading
        .text("subtitle")
        .or_else(|| printed(reading))
        .or_else(|| reading.json_ld(&["alternativeHeadline"]))
        .filter(|found| title.is_none_or(|title| !clean::alike(title, &found.value)))
}

fn printed(reading: &Reading<'_>) -> Option<Found<String>> {
    if !reading.is_generic() {
        return None;
    }
    let element = reading.content.select(&NAMED).next()?;
    let value = clean::some(&text::line(element)).filter(|words| words.len() <= LONGEST)?;
    Some(Found {
        value,
        evidence: generic(Origin::Field, "page shape: subtitle"),
    })
}

/// A longer one is the first paragraph.
const LONGEST: usize = 300;

static NAMED: LazyLock<Selector> = LazyLock::new(|| {
    Selector::parse(
        "[itemprop=alternativeHeadline], .subtitle, .entry-subtitle, h1 + .sub, .sub-title, .subheadline, .sub-headline, \
         .standfirst, hgroup h1 + h2, hgroup h1 + p, h1 + .subhead",
    )
    .expect("a fixed selector is well formed")
});
