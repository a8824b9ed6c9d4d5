//! Years and months of an archive: which are looked at in a run.

use jiff::{SignedDuration, Timestamp, tz::TimeZone};

use crate::frontier::Walk;
use crate::profile::Source;
use crate::target::Period;

/// Whether the pages of a year or month are to be looked at in a run of this day.
///
/// The present one is, and those that may still get releases: dated back, or written when
/// their walk was not to be had. What was walked to its end after that is looked at again
/// twice a year.
#[must_use]
pub fn is_due(source: &Source, period: Period, walk: &Walk, now: Timestamp) -> bool {
    let Some(ended) = walk.ended_at.filter(|_| walk.complete) else {
        return true;
    };
    let last_day = period.last_day().and_then(|day| {
        let days = jiff::Span::new().try_days(source.stop.overlap_days).ok()?;
        day.checked_add(days).ok()
    });
    let ended_on = ended.to_zoned_datetime(TimeZone::UTC).date();
    let age = now.duration_since(ended);
    last_day.is_none_or(|day| ended_on <= day) || age > PAST_PERIODS
}

/// How long a past year or month is left alone.
const PAST_PERIODS: SignedDuration = SignedDuration::from_hours(180 * 24);

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn a_past_period_is_due_until_it_was_walked_after_its_end_and_then_twice_a_year() {
        let text = "id = \"press\"\nname = \"Press\"\n[[source]]\nurl = \"https://a.example/{year}\"\nyears.first = 2020\norder = \"newest\"\nstop.overlap_days = 30\nrows = \"li\"\n";
        let loaded = crate::profile::parse(Path::new("press.toml"), text, &|_| None);
        let drawn = loaded.render();
        let profile = loaded.profile.expect(&drawn);
        let at = |day: &str| -> Timestamp { format!("{day}T12:00:00Z").parse().unwrap() };
        let now = at("2026-04-01");
        let year = |year| Period { year, month: None };
        let month = |month| Period {
            year: 2026,
            month: Some(month),
        };
        #[rustfmt::skip]
        let cases = [
            // (period, walked to its end on this day, due)
            (year(2026), Some("2026-03-31"), true),
            (year(2025), None, true),
            (year(2025), Some("2025-12-20"), true),
            (year(2025), Some("2026-01-30"), true),
            (year(2025), Some("2026-01-31"), false),
            (year(2024), Some("2025-12-20"), false),
            (year(2024), Some("2025-10-01"), true),
            (month(4), Some("2026-03-31"), true),
            (month(3), Some("2026-03-31"), true),
            (month(2), Some("2026-03-30"), true),
            (month(1), Some("2026-03-31"), false),
        ];
        for (period, ended, due) in cases {
            let walk = Walk {
                complete: ended.is_some(),
                ended_at: ended.map(at),
                ..Walk::default()
            };
            let source = &profile.sources[0];
            assert_eq!(
                is_due(source, period, &walk, now),
                due,
                "{period} {ended:?}"
            );
        }
        let given_up = Walk {
            complete: false,
            ended_at: Some(at("2026-03-01")),
            ..Walk::default()
        };
        assert!(is_due(&profile.sources[0], year(2024), &given_up, now));
    }
}
