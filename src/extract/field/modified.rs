//! When the page says it was changed. Never stands in for the date of publication.
//!
//! After the profile's rules come, in this order:
//!
//! 1. the linked data's `dateModified` and 2. `<meta>` elements: to the minute, and nobody else
//!    but the system knows;
//! 3. what the page prints (`Updated on 9 May 2024`, `<time itemprop=dateModified>`), with the
//!    evidence of publication: a day only, and often older than the last change.
//!
//! Days that differ are no issue: each may be that of a change of its own. All of them are in
//! the ledger.

use super::ledger::Seen;
use crate::extract::reading::Reading;
use crate::extract::rule::{Expect, Tried};
use crate::record::{DateRole, Found, ReadDate};

/// Names under which `<meta>` elements state a change.
const METAS: &[&str] = &[
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "dcterms.modified",
    "dc.date.modified",
    "last-modified",
    "revised",
];

/// Everything that says when the page was changed, in the order of preference.
pub(crate) fn evidence(reading: &Reading<'_>) -> Vec<Seen> {
    let mut seen = dates_of_rules(reading, &["modified_at", "modified"], DateRole::Modified);
    let stated = [reading.json_ld(&["dateModified"])]
        .into_iter()
        .chain(METAS.iter().map(|name| reading.meta(name)));
    seen.extend(
        stated
            .flatten()
            .map(|found| Seen::stamp(reading, &found.value, DateRole::Modified, found.evidence))
            .filter(|seen| seen.said.is_ok()),
    );
    seen
}

/// What the rules of fields say that are dates.
pub(super) fn dates_of_rules(reading: &Reading<'_>, fields: &[&str], role: DateRole) -> Vec<Seen> {
    let mut seen = Vec::new();
    for rule in fields.iter().flat_map(|field| reading.rules.field(field)) {
        if let Tried::Found(read) = reading.try_rule(rule, Expect::Date) {
            seen.extend(
                read.values
                    .iter()
                    .map(|value| Seen::read(reading, value, role, reading.evidence_of(rule))),
            );
        }
    }
    seen
}

/// The first that can be read.
pub(crate) fn first(seen: &[Seen], role: DateRole) -> Option<Found<ReadDate>> {
    seen.iter()
        .filter(|seen| seen.role == role)
        .find_map(|seen| {
            Some(Found {
                value: seen.said.as_ref().ok()?.clone(),
                evidence: seen.evidence.clone(),
            })
        })
}
