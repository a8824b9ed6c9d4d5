//! What a run heard of a newsroom: news, no news, silence, or nothing because it could not ask.

use jiff::{Timestamp, tz::TimeZone};
use serde::{Deserialize, Serialize};

use super::cadence;
use super::summary::{Newsroom, Silence, SourceReport};
use crate::alert::AlertKind;
use crate::profile::{Order, Profile, Role};

/// What a run heard of a newsroom.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Heard {
    /// New or changed releases.
    News,
    /// Its sources answered and had nothing new, no longer than usual.
    NoNews,
    /// Its sources answered and have had nothing new for longer than usual.
    Silence,
    /// Its sources answered with something else than before: whether there is news cannot be
    /// told.
    Drift,
    /// No source answered.
    Failing,
    /// Nothing was asked.
    #[default]
    Nothing,
}

impl Heard {
    /// What a newsroom's counts and alerts amount to.
    pub(super) fn of(newsroom: &Newsroom) -> Self {
        let drifted = newsroom.alerts.iter().any(|raised| {
            matches!(
                raised.alert.kind,
                AlertKind::Rows | AlertKind::Links | AlertKind::Required | AlertKind::Language
            )
        });
        if newsroom.new + newsroom.changed > 0 {
            Self::News
        } else if newsroom.is_failing() {
            Self::Failing
        } else if newsroom.sources.values().all(SourceReport::is_unasked) {
            Self::Nothing
        } else if drifted {
            Self::Drift
        } else if newsroom.silence.is_some() {
            Self::Silence
        } else {
            Self::NoNews
        }
    }

    /// For a person.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::News => "news",
            Self::NoNews => "no news: its sources answered and had nothing new",
            Self::Silence => "silent: its sources answered and have had nothing new for long",
            Self::Drift => "changed: whether there is news cannot be told",
            Self::Failing => "failing: no source answered, so there may be news",
            Self::Nothing => "not asked",
        }
    }
}

/// Whether the newest release held is older than `[quality] new_within_days` allows or, where
/// the profile does not say, than this newsroom ever takes. A source that does not answer is
/// not silent, and one that is not known to its end may have what is newer.
pub(super) fn silence(profile: &Profile, newsroom: &Newsroom, now: Timestamp) -> Option<Silence> {
    if may_have_newer(profile, newsroom) {
        return None;
    }
    let newest = newsroom.newest?;
    let zone = profile.timezone.clone().unwrap_or(TimeZone::UTC);
    let today = now.to_zoned_datetime(zone).date();
    let (allowed, learned) = match profile.quality.new_within_days {
        Some(days) => (days, false),
        None => (cadence::allowed(&newsroom.days, today)?, true),
    };
    let days = newest.until(today).ok()?.get_days();
    let is_silent = i64::from(days) > i64::from(allowed) && !newsroom.is_failing();
    is_silent.then_some(Silence {
        newest,
        days,
        allowed,
        learned,
    })
}

/// Whether a source in no known order has more than was visited: a first walk may begin with
/// the releases of twenty years ago.
fn may_have_newer(profile: &Profile, newsroom: &Newsroom) -> bool {
    profile.sources.iter().any(|source| {
        let is_walked = source.role == Role::Discover && source.order == Order::Unknown;
        let report = newsroom.sources.get(source.id.as_str());
        let goes_on = |report: &SourceReport| report.goes_on.is_some() && !report.complete;
        is_walked && (newsroom.untried > 0 || report.is_some_and(goes_on))
    })
}
