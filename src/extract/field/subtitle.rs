//! The line under the headline: `Gravity pipes replace diesel pumps along the eastern shore`.
//!
//! After the profile's rules come, in this order:
//!
//! 1. what the page prints under its headline and marks as such: what readers see;
//! 2. the linked data's `alternativeHeadline`: often another wording of the title.
//!
//! One that repeats the title is none.

use std::sync::LazyLock;

use scraper::{ElementRef, Selector};

use crate::extract::reading::{Reading, generic};
use crate::extract::{attribute, clean, text};
use crate::record::{Found, Origin};

/// Reads the subtitle.
pub(crate) fn subtitle(reading: &Reading<'_>, title: Option<&str>) -> Option<Found<String>> {
    let found = reading.first(
        "subtitle",
        &[&|| reading.line("subtitle"), &|| printed(reading), &|| {
            reading.in_bounds("subtitle", reading.json_ld(&["alternativeHeadline"])?)
        }],
    )?;
    let repeats_title = title.is_some_and(|title| clean::alike(title, &found.value));
    if repeats_title {
        reading.considered("subtitle", &found, Some("repeats the title"));
        return None;
    }
    Some(found)
}

fn printed(reading: &Reading<'_>) -> Option<Found<String>> {
    if !reading.is_generic() {
        return None;
    }
    let mut elements = reading.content.descendent_elements();
    let element = elements.find(|element| may_be(*element) && NAMED.matches(element))?;
    reading.stands_at(Some(element.id()));
    let value = clean::some(&text::line(element)).filter(|words| words.len() <= LONGEST)?;
    Some(Found {
        value,
        evidence: generic(Origin::Field, "page shape: subtitle"),
    })
}

/// Whether an element can be one of [`NAMED`]: asked of each, so cheap.
fn may_be(element: ElementRef<'_>) -> bool {
    let value = element.value();
    let class = attribute::of(value, "class").unwrap_or_default();
    let in_group = || {
        let parent = element
            .parent()
            .and_then(|parent| parent.value().as_element());
        parent.is_some_and(|parent| parent.name() == "hgroup")
    };
    attribute::holds(class, &["sub", "standfirst"])
        || attribute::of(value, "itemprop").is_some()
        || in_group()
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
