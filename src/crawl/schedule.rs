//! When to look again: recent releases often, old ones rarely, failures with patience.

use std::time::Duration;

use jiff::{Timestamp, civil::Date, tz::TimeZone};

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);
/// Less than from one run of a daily schedule to the next: what was visited at five past
/// nine yesterday is due at nine today.
const DAILY: Duration = Duration::from_secs(20 * 3600);

/// When a release is looked at again: publishers correct in the first days, rarely later.
///
/// A release without a date counts as one from today.
pub(crate) fn revisit(published_on: Option<Date>, now: Timestamp) -> Duration {
    let today = now.to_zoned_datetime(TimeZone::UTC).date();
    let age = published_on
        .and_then(|day| day.until(today).ok())
        .map_or(0, |span| span.get_days());
    match age {
        ..=7 => DAILY,
        8..=30 => 7 * DAY,
        31..=365 => 30 * DAY,
        _ => 180 * DAY,
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
