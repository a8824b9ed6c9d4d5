//! Where a release was issued: `["Vienna", "Tirana"]`, printed as `VIENNA/TIRANA`.
//!
//! After the profile's rules comes the dateline, and then a line beside the headline that is
//! nothing but place and date (`Brussels, 3 May 2024`): a place anywhere else on a page is where
//! something happened, or where the organization is. A rule's place that the dateline does not
//! name is an issue (`place.conflict`).

use super::opening;
use crate::extract::clean;
use crate::extract::dateline;
use crate::extract::reading::{Reading, generic};
use crate::extract::rule::{Expect, Tried};
use crate::extract::trace::Shown;
use crate::profile::{From, Locator};
use crate::record::{Evidence, Found, Origin, Severity};

/// Towns, and the places as printed.
pub(crate) struct Places {
    /// Towns.
    pub towns: Found<Vec<String>>,
    /// As printed.
    pub raw: String,
}

/// What one source says.
struct Named {
    towns: Vec<String>,
    raw: String,
}

impl Shown for Named {
    fn shown(&self) -> String {
        self.towns.shown()
    }
}

/// Reads the places: the profile's rules in order, else the dateline, else a line that is
/// nothing but place and date.
pub(crate) fn places(reading: &Reading<'_>) -> Option<Places> {
    let by_opening = || by_dateline(reading, generic(Origin::Dateline, "dateline"));
    let places = reading.first(
        "places",
        &[
            &|| by_rules(reading),
            &|| reading.is_generic().then(by_opening)?,
            &|| reading.is_generic().then(|| by_header_line(reading))?,
        ],
    );
    let Found {
        value: Named { towns, raw },
        evidence,
    } = places?;
    let towns = Found {
        value: towns,
        evidence,
    };
    let places = Places { towns, raw };
    remark_on_conflict(reading, &places);
    Some(places)
}

fn by_rules(reading: &Reading<'_>) -> Option<Found<Named>> {
    reading.by_rules("places", |rule| {
        let evidence = reading.evidence_of(rule);
        if matches!(rule.locator, Locator::From(From::Dateline)) {
            return by_dateline(reading, evidence);
        }
        let Tried::Found(read) = reading.try_rule(rule, Expect::Text) else {
            return None;
        };
        let mut towns: Vec<String> = Vec::new();
        for town in read.values.iter().flat_map(|value| dateline::towns(value)) {
            if !towns.contains(&town) {
                towns.push(town);
            }
        }
        let raw = match rule.refine.regex {
            // The whole text is more than the place.
            Some(_) => read.printed.join(", "),
            None => read.whole,
        };
        let raw = reading.in_bounds(
            "places",
            Found {
                value: raw,
                evidence,
            },
        )?;
        (!towns.is_empty()).then_some(Found {
            value: Named {
                towns,
                raw: raw.value,
            },
            evidence: raw.evidence,
        })
    })
}

fn by_dateline(reading: &Reading<'_>, evidence: Evidence) -> Option<Found<Named>> {
    let dateline = reading.gathered.dateline()?;
    let raw = dateline.places_raw.clone()?;
    let towns = dateline.places.clone();
    (!towns.is_empty()).then_some(Found {
        value: Named { towns, raw },
        evidence,
    })
}

/// A line that is nothing but place and date. A name may stand there as well
/// (`Ann Marlow, 3 May 2024`): the town must be known, or stand in capitals.
fn by_header_line(reading: &Reading<'_>) -> Option<Found<Named>> {
    let lines = opening::lines(reading).iter();
    let (named, stands_in) = lines
        .filter(|line| line.text.bytes().any(|byte| byte.is_ascii_digit()))
        .find_map(|line| {
            let (towns, raw) = dateline::places_of_header_line(&line.text, &reading.dates)?;
            Some((Named { towns, raw }, line.stands_in))
        })?;
    reading.stands_at(Some(stands_in));
    Some(Found {
        value: named,
        evidence: generic(Origin::Field, "line of place and date"),
    })
}

fn remark_on_conflict(reading: &Reading<'_>, places: &Places) {
    let Some(dateline) = reading.gathered.dateline() else {
        return;
    };
    let same = |town: &String| {
        places
            .towns
            .value
            .iter()
            .any(|other| clean::alike(other, town))
    };
    if !dateline.places.is_empty() && !dateline.places.iter().any(same) {
        reading.issue(
            "place.conflict",
            Some("places"),
            Severity::Warning,
            format!(
                "`{}` ({}) was taken, but the dateline says {}",
                places.raw,
                places.towns.evidence.rule,
                dateline.places.join(", ")
            ),
        );
    }
}
