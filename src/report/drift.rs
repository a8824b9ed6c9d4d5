//! A site that changed, told apart from a site without news.

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use super::coverage::Coverage;
use super::summary::{Newsroom, Silence};
use crate::profile::Profile;

/// Fields that were filled less often than `[quality] fill` asks, as sentences.
///
/// A handful of records proves nothing: under five, only a field that none has is drift.
pub(super) fn fill(profile: &Profile, coverage: &Coverage) -> Vec<String> {
    let few = coverage.records < 5;
    profile
        .quality
        .fill
        .iter()
        .filter_map(|(field, floor)| {
            let share = coverage.share(field)?;
            let below = if few {
                share == 0.0 && *floor > 0.0 && coverage.records > 1
            } else {
                share < *floor
            };
            below.then(|| {
                format!(
                    "{field} is filled in {:.0} % of {} records; [quality] fill asks for {:.0} %",
                    share * 100.0,
                    coverage.records,
                    floor * 100.0
                )
            })
        })
        .collect()
}

/// Whether most pages that a run saw for the first time were no releases to the rules. One or
/// two are a calendar entry among the news; most are a selector that no longer matches.
pub(super) fn unlike_releases(newsroom: &Newsroom) -> Option<String> {
    let unlike = newsroom.unlike_releases;
    let seen = newsroom.new + newsroom.changed + unlike;
    let drifted = if seen < 5 {
        unlike > 1 && unlike == seen
    } else {
        unlike * 2 > seen
    };
    drifted.then(|| {
        format!("{unlike} of {seen} new pages gave no record: the rules no longer fit; see problems.jsonl and `dateline extract` one of them")
    })
}

/// Whether every page that a run saw for the first time was in a language that the profile
/// does not name: then the profile is wrong, not the newsroom.
pub(super) fn all_translations(newsroom: &Newsroom) -> Option<String> {
    let others = newsroom.translations;
    let nothing_else = newsroom.new + newsroom.changed + newsroom.unchanged == 0;
    (others > 1 && nothing_else).then(|| {
        format!("all {others} pages visited are in languages that the profile does not name: check `languages`")
    })
}

/// Whether the newest release held is older than `[quality] new_within_days` allows.
pub(super) fn silence(profile: &Profile, newest: Option<Date>, now: Timestamp) -> Option<Silence> {
    let (allowed, newest) = (profile.quality.new_within_days?, newest?);
    let zone = profile.timezone.clone().unwrap_or(TimeZone::UTC);
    let days = newest
        .until(now.to_zoned_datetime(zone).date())
        .ok()?
        .get_days();
    (i64::from(days) > i64::from(allowed)).then_some(Silence {
        newest,
        days,
        allowed,
    })
}
