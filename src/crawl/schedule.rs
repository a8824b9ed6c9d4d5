//! When to look again: recent releases often, old ones rarely, failures with patience.

use std::time::Duration;

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use crate::profile::Revisit;
use crate::record::State;

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);
/// Less than from one run of a daily schedule to the next: what was visited at five past
/// nine yesterday is due at nine today.
const DAILY: Duration = Duration::from_secs(20 * 3600);

/// When a release is looked at again, by its age; `None`: not by itself.
///
/// A release without a date counts as one from today.
pub(crate) fn revisit(
    revisit: &Revisit,
    published_on: Option<Date>,
    now: Timestamp,
) -> Option<Duration> {
    let today = now.to_zoned_datetime(TimeZone::UTC).date();
    let age = published_on
        .and_then(|day| day.until(today).ok())
        .map_or(0, |span| span.get_days());
    let step = revisit
        .steps
        .iter()
        .find(|step| i64::from(age) <= i64::from(step.days));
    match step {
        Some(step) => Some(step.every),
        None => revisit.older,
    }
}

/// How long a release that is gone is left alone.
pub(super) const GONE: Duration = Duration::from_secs(90 * 24 * 3600);

/// When a release that the output holds is looked at again.
pub(super) fn of_held(
    by_age: &Revisit,
    published_on: Option<Date>,
    state: State,
    now: Timestamp,
) -> Option<Duration> {
    match state {
        State::Live => revisit(by_age, published_on, now),
        State::Gone => Some(GONE),
    }
}

/// When a failed visit is tried again. The next run of a daily schedule always does, for the
/// first failures.
pub(super) fn retry(failures: u32) -> Duration {
    match failures {
        0 => HOUR,
        1 => 6 * HOUR,
        2 => DAILY,
        3 => 3 * DAY,
        _ => 7 * DAY,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn young_releases_are_looked_at_daily_and_old_ones_rarely() {
        let now: Timestamp = "2026-03-31T12:00:00Z".parse().unwrap();
        for (day, pause) in [
            (None, DAILY),
            (Some("2026-03-31"), DAILY),
            (Some("2026-04-30"), DAILY),
            (Some("2026-03-24"), DAILY),
            (Some("2026-03-23"), 7 * DAY),
            (Some("2026-03-01"), 7 * DAY),
            (Some("2026-02-28"), 30 * DAY),
            (Some("2025-03-31"), 30 * DAY),
            (Some("2025-03-30"), 180 * DAY),
            (Some("-009999-01-01"), 180 * DAY),
        ] {
            let day = day.map(|day| day.parse().unwrap());
            assert_eq!(
                revisit(&Revisit::default(), day, now),
                Some(pause),
                "{day:?}"
            );
        }
        let never = Revisit {
            older: None,
            ..Revisit::default()
        };
        for (day, pause) in [
            (Some("2025-03-31"), Some(30 * DAY)),
            (Some("2025-03-30"), None),
        ] {
            let day = day.map(|day| day.parse().unwrap());
            assert_eq!(revisit(&never, day, now), pause, "{day:?}");
        }
    }

    #[test]
    fn the_next_run_of_a_daily_schedule_tries_a_failure_again_for_the_first_three_times() {
        for failures in 0..3 {
            assert!(retry(failures) < DAY, "{failures}");
        }
        for failures in 3..10 {
            assert!(
                retry(failures) > DAY && retry(failures) <= 7 * DAY,
                "{failures}"
            );
        }
        assert_eq!(retry(u32::MAX), 7 * DAY);
    }
}
