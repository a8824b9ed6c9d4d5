//! A day, or how long ago it was: `--since 2026-03-31`, `--since 30d`.

use std::time::Duration;

use jiff::{Timestamp, civil::Date, tz::TimeZone};

use crate::settings::parse_duration;

/// What `--since` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Since {
    Day(Date),
    Ago(Duration),
}

impl Since {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if let Ok(day) = text.parse() {
            return Ok(Self::Day(day));
        }
        parse_duration(text)
            .map(Self::Ago)
            .map_err(|_| format!("`{text}` is no day and no time: write 2026-03-31 or 30d"))
    }

    /// The day itself; one before all time is the first of all.
    pub(super) fn day(self, now: Timestamp) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Ago(time) => now
                .checked_sub(time)
                .unwrap_or(Timestamp::MIN)
                .to_zoned_datetime(TimeZone::UTC)
                .date(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_days_and_times() {
        let now: Timestamp = "2026-03-31T12:00:00Z".parse().unwrap();
        for (text, day) in [
            ("2026-03-01", Some("2026-03-01")),
            ("30d", Some("2026-03-01")),
            ("13h", Some("2026-03-30")),
            ("99999999d", Some("-009999-01-02")),
            ("yesterday", None),
            ("2026-02-30", None),
            ("30", None),
            ("", None),
        ] {
            let since = Since::parse(text).ok().map(|since| since.day(now));
            let day = day.map(|day| day.parse().unwrap());
            assert_eq!(since, day, "{text}");
        }
    }
}
