//! Where a release was issued: `["Vienna", "Tirana"]`, printed as `VIENNA/TIRANA`.

use crate::extract::clean;
use crate::extract::dateline;
use crate::extract::reading::{Reading, generic};
use crate::extract::rule::{Expect, Tried};
use crate::profile::{From, Locator};
use crate::record::{Evidence, Found, Origin, Severity};

/// Towns, and the places as printed.
pub(crate) struct Places {
    /// Towns.
    pub towns: Found<Vec<String>>,
    /// As printed.
    pub raw: String,
}

/// Reads the places: the profile's rules in order, else the dateline, else a line that is
/// nothing but place and date.
pub(crate) fn places(reading: &Reading<'_>) -> Option<Places> {
    let places = by_rules(reading).or_else(|| {
        reading
            .is_generic()
            .then(|| by_dateline(reading, generic(Origin::Dateline, "dateline")))?
    });
    if let Some(places) = &places {
        remark_on_conflict(reading, places);
    }
    places
}

fn by_rules(reading: &Reading<'_>) -> Option<Places> {
    reading.rules.field("places").iter().find_map(|rule| {
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
        (!towns.is_empty()).then_some(Places {
            towns: Found {
                value: towns,
                evidence,
            },
            raw: match rule.refine.regex {
                // The whole text is more than the place.
                Some(_) => read.printed.join(", "),
                None => read.whole,
            },
        })
    })
}

fn by_dateline(reading: &Reading<'_>, evidence: Evidence) -> Option<Places> {
    let dateline = reading.gathered.dateline()?;
    let raw = dateline.places_raw.clone()?;
    (!dateline.places.is_empty()).then(|| Places {
        towns: Found {
            value: dateline.places.clone(),
            evidence,
        },
        raw,
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
