//! A site that changed, told apart from a site without news.

use std::collections::BTreeSet;

use super::counted;
use super::summary::{Newsroom, Silence};
use super::unusual;
use crate::alert::{Alert, AlertKind};
use crate::frontier::RunSummary;
use crate::profile::Profile;

/// What the counts of a whole run show.
pub(super) fn alerts(profile: &Profile, newsroom: &Newsroom, history: &[RunSummary]) -> Vec<Alert> {
    let mut alerts = unusual_fill(newsroom, history);
    // What the profile asks for says more than what was usual, and takes its place.
    alerts.extend(fill(profile, newsroom));
    alerts.extend(unlike_releases(newsroom));
    alerts.extend(all_translations(newsroom));
    alerts.extend(canaries(profile, newsroom));
    alerts.extend(newsroom.silence.map(silent));
    alerts
}

/// Fields that were filled less often than `[quality] fill` asks.
///
/// A handful of records proves nothing: under five, only a field that none has is drift.
fn fill(profile: &Profile, newsroom: &Newsroom) -> Vec<Alert> {
    let coverage = &newsroom.coverage;
    let few = coverage.records < 5;
    let below = profile.quality.fill.iter().filter_map(|(field, floor)| {
        let share = coverage.share(field)?;
        let below = if few {
            share == 0.0 && *floor > 0.0 && coverage.records > 1
        } else {
            share < *floor
        };
        below.then(|| {
            let message = format!(
                "{field} is filled in {:.0} % of {}; [quality] fill asks for {:.0} %",
                share * 100.0,
                counted(coverage.records, "record", "records"),
                floor * 100.0
            );
            of_field(field, message)
        })
    });
    below.collect()
}

/// Fields that were filled less often than in the runs before. Only releases of the last
/// months count: a first walk goes back through the years, to what another time had.
fn unusual_fill(newsroom: &Newsroom, history: &[RunSummary]) -> Vec<Alert> {
    let filled = newsroom.recent.filled();
    let less = unusual::less_than_before(newsroom.recent.records, &filled, history);
    less.into_iter()
        .map(|(field, now, before)| {
            let message = format!(
                "{field} is filled in {} of the last {} records; before, it was in {:.0} % of {}",
                now.filled,
                now.records,
                before.share() * 100.0,
                before.records
            );
            of_field(&field, message)
        })
        .collect()
}

fn of_field(field: &str, message: String) -> Alert {
    Alert {
        field: Some(field.to_owned()),
        ..Alert::new(AlertKind::Fill, message)
    }
}

/// Whether most pages that a run saw for the first time were no releases to the rules. One or
/// two are a calendar entry among the news; most are a selector that no longer matches.
fn unlike_releases(newsroom: &Newsroom) -> Option<Alert> {
    let unlike = newsroom.unlike_releases;
    let seen = newsroom.new + newsroom.changed + unlike;
    let drifted = if seen < 5 {
        unlike > 1 && unlike == seen
    } else {
        unlike * 2 > seen
    };
    drifted.then(|| {
        let message = format!("{unlike} of {seen} new pages gave no record: the rules no longer fit; see problems.jsonl and `dateline extract` one of them");
        Alert {
            evidence: newsroom.unlike.clone(),
            ..Alert::new(AlertKind::Required, message)
        }
    })
}

/// Whether releases of old read with less than they did. Fields that the profile mutes
/// (`canary.topics`) do not count; where nothing else is lost, the alert is about one of them.
fn canaries(profile: &Profile, newsroom: &Newsroom) -> Option<Alert> {
    let canaries = &newsroom.canaries;
    let muted = |field: &String| {
        let mute = profile.quality.mute.iter();
        mute.filter(|muted| muted.kind == AlertKind::Canary)
            .any(|muted| muted.field.as_ref() == Some(field))
    };
    let lost: BTreeSet<&String> = (canaries.lost.iter())
        .flat_map(|page| &page.missing)
        .collect();
    let first = *lost.first()?;
    let (quiet, counted): (Vec<&String>, Vec<&String>) =
        lost.into_iter().partition(|field| muted(field));
    let (field, told) = if counted.is_empty() {
        (Some(first.clone()), quiet)
    } else {
        (None, counted)
    };
    let told: Vec<&str> = told.into_iter().map(String::as_str).collect();
    let message = format!(
        "{} of {} releases of old read without {}, which they had: their pages were built anew; `dateline extract` one of them",
        canaries.less,
        canaries.whole + canaries.less,
        told.join(", ")
    );
    Some(Alert {
        field,
        evidence: canaries.lost.clone(),
        ..Alert::new(AlertKind::Canary, message)
    })
}

/// Whether every page that a run saw for the first time was in a language that the profile
/// does not name: then the profile is wrong, not the newsroom.
fn all_translations(newsroom: &Newsroom) -> Option<Alert> {
    let others = newsroom.translations;
    let nothing_else = newsroom.new + newsroom.changed + newsroom.unchanged == 0;
    (others > 1 && nothing_else).then(|| {
        let message = format!("all {others} pages visited are in languages that the profile does not name: check `languages`");
        Alert::new(AlertKind::Language, message)
    })
}

fn silent(silence: Silence) -> Alert {
    let Silence {
        newest,
        days,
        allowed,
        learned,
    } = silence;
    let by = if learned {
        "as often as it publishes, one was due"
    } else {
        "expected one"
    };
    let message = format!(
        "the newest release is of {newest}, {} ago; {by} within {}",
        counted(days, "day", "days"),
        counted(allowed, "day", "days")
    );
    Alert::new(AlertKind::Silence, message)
}
