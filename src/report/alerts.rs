//! The alerts of a run: what it met, how often in a row, and whether that counts.
//!
//! An alert counts (exit code 4) when it was met in `alert_after` runs in a row and is not
//! muted. A run that could not have met it, because it saw no new release or its source did
//! not answer, neither adds to the row nor ends it.

use std::collections::BTreeMap;

use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};

use super::drift;
use super::one_line;
use super::summary::Newsroom;
use crate::alert::{Alert, AlertKind, Evidence, Glimpse, MOST_EVIDENCE};
use crate::frontier::RunSummary;
use crate::profile::{Profile, Quality};

/// An alert, as a run tells of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Raised {
    /// What changed.
    #[serde(flatten)]
    pub alert: Alert,
    /// In how many runs in a row it was met, this one included.
    pub runs: u32,
    /// Whether it counts.
    pub state: AlertState,
}

/// Whether an alert counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlertState {
    /// It does.
    Raised,
    /// Not before it was met in more runs in a row (`alert_after`).
    Waiting,
    /// The profile keeps it quiet (`mute`).
    Muted,
}

/// All alerts of a run of one newsroom, in the order of their kinds.
pub(super) fn raised(
    profile: &Profile,
    newsroom: &Newsroom,
    history: &[RunSummary],
    now: Timestamp,
) -> Vec<Raised> {
    let mut met = newsroom.met.clone();
    for alert in drift::alerts(profile, newsroom, history) {
        met.insert(alert.key(), alert);
    }
    let before = history.first().map(|run| &run.alerts);
    let runs = |key: &str| before.and_then(|alerts| alerts.get(key)).copied();
    let mut raised: Vec<Raised> = met
        .into_values()
        .map(|alert| {
            let key = alert.key();
            // What an audit of an earlier run found stands, and is no second finding.
            let is_found_now = alert.kind != AlertKind::Audit || could_meet(newsroom, &key);
            let before = runs(&key).unwrap_or(0);
            let runs = before.saturating_add(u32::from(is_found_now));
            Raised {
                state: state(profile, &alert, runs, now),
                alert: harmless(alert),
                runs,
            }
        })
        .collect();
    raised.sort_by_key(Raised::order);
    raised
}

impl Raised {
    fn order(&self) -> (AlertKind, String) {
        (self.alert.kind, self.alert.key())
    }
}

fn state(profile: &Profile, alert: &Alert, runs: u32, now: Timestamp) -> AlertState {
    let Quality {
        alert_after,
        mute,
        mute_until,
        required: _,
        fill: _,
        new_within_days: _,
        canaries: _,
    } = &profile.quality;
    let zone = profile.timezone.clone().unwrap_or(TimeZone::UTC);
    let today = now.to_zoned_datetime(zone).date();
    let is_quiet = mute_until.is_none_or(|last| today <= last);
    if is_quiet && mute.iter().any(|muted| muted.is(alert)) {
        AlertState::Muted
    } else if runs < *alert_after {
        AlertState::Waiting
    } else {
        AlertState::Raised
    }
}

/// What the next run has to know of the alerts of this one and of those before it.
pub(super) fn rows(newsroom: &Newsroom, history: &[RunSummary]) -> BTreeMap<String, u32> {
    let mut rows: BTreeMap<String, u32> = newsroom
        .alerts
        .iter()
        .map(|raised| (raised.alert.key(), raised.runs))
        .collect();
    let before = history.first().into_iter().flat_map(|run| &run.alerts);
    for (key, runs) in before {
        if !rows.contains_key(key) && !could_meet(newsroom, key) {
            rows.insert(key.clone(), *runs);
        }
    }
    rows
}

/// Whether this run would have met the alert of this key, had there been cause.
fn could_meet(newsroom: &Newsroom, key: &str) -> bool {
    let word = key.split(['.', ' ']).next().unwrap_or_default();
    let source = key.split_once(' ').map(|(_, source)| source);
    let of_source = source.and_then(|source| newsroom.sources.get(source));
    let new_pages = newsroom.new + newsroom.changed + newsroom.unlike_releases;
    let Some(kind) = AlertKind::ALL.iter().find(|kind| kind.as_str() == word) else {
        // Of a version that knew other words.
        return true;
    };
    match kind {
        AlertKind::Rows | AlertKind::Links | AlertKind::Pages | AlertKind::Window => {
            of_source.is_none_or(|source| source.pages > 0)
        }
        AlertKind::Audit => {
            let audit = of_source.and_then(|source| source.audit.as_ref());
            audit.is_none_or(|audit| audit.complete)
        }
        AlertKind::Required | AlertKind::Errors => new_pages > 0,
        AlertKind::Fill => newsroom.coverage.records > 0,
        AlertKind::Language => newsroom.fetched > 0,
        AlertKind::Canary => newsroom.canaries.whole + newsroom.canaries.less > 0,
        AlertKind::MassChange | AlertKind::MassGone => newsroom.fetched > 0,
        AlertKind::Silence => newsroom.new > 0 || !newsroom.is_failing(),
    }
}

/// Nothing that a page says steers a terminal, and a page cannot add lines.
fn harmless(alert: Alert) -> Alert {
    let Alert {
        kind,
        field,
        source,
        message,
        evidence,
    } = alert;
    let page = |evidence: Evidence| {
        let Evidence {
            url,
            class,
            missing,
            glimpse: Glimpse { title, lines },
        } = evidence;
        Evidence {
            url: url.as_deref().map(one_line),
            class,
            missing,
            glimpse: Glimpse {
                title: title.as_deref().map(one_line),
                lines: lines.iter().map(|line| one_line(line)).collect(),
            },
        }
    };
    Alert {
        kind,
        field,
        source,
        message: one_line(&message),
        evidence: evidence.into_iter().take(MOST_EVIDENCE).map(page).collect(),
    }
}
