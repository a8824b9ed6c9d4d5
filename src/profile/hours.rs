//! Hours of the day in which a site may be asked.
//!
//! ```toml
//! timezone = "Europe/Vienna"
//! [politeness]
//! hours = ["22:00-06:00", "12:00-13:00"]
//! ```
//!
//! The end of a span is no longer part of it, and a span may go over midnight. The lines
//! `Visit-time: 0600-0845` of robots.txt are such hours too, in UTC.

use std::fmt;
use std::time::Duration;

use jiff::civil::Time;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, ZonedDateTime};

use super::reader::Reader;
use super::tree::Node;

/// The most spans of one list that are looked at.
const MOST: usize = 24;

const DAY: u16 = 24 * 60;

/// Spans of the day, by the clock of one zone. Without a span there is no restriction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hours {
    spans: Vec<Span>,
    zone: TimeZone,
}

/// From one minute of the day to another, which is no longer part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    from: u16,
    to: u16,
}

impl Hours {
    /// These spans by the clock of a zone; what goes beyond a day's worth of them is left out.
    #[must_use]
    pub fn new(mut spans: Vec<Span>, zone: TimeZone) -> Self {
        spans.truncate(MOST);
        Self { spans, zone }
    }

    /// When the next span begins; `None` within one.
    #[must_use]
    pub fn closed_until(&self, now: Timestamp) -> Option<Timestamp> {
        let here = now.to_zoned_datetime(self.zone.clone());
        if self.spans.is_empty() || self.spans.iter().any(|span| span.holds(here.time())) {
            return None;
        }
        let opens = self.spans.iter().filter_map(|span| span.next(&here)).min();
        // A zone has no day without an hour: this is for the end of time only.
        Some(opens.unwrap_or_else(|| now.saturating_add(24.hours()).unwrap_or(now)))
    }
}

impl fmt::Display for Hours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (nth, span) in self.spans.iter().enumerate() {
            let comma = if nth == 0 { "" } else { ", " };
            write!(f, "{comma}{span}")?;
        }
        write!(f, " {}", self.zone.iana_name().unwrap_or("UTC"))
    }
}

impl Span {
    /// Reads `22:00-06:00` or `2200-0600`; `None` for what is no span, or an empty one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (from, to) = text.split_once('-')?;
        let (from, to) = (minute(from)?, minute(to)?);
        (from < DAY && from != to).then_some(Self { from, to })
    }

    /// Whether a time of day is in it.
    #[must_use]
    pub fn holds(self, time: Time) -> bool {
        let minute =
            u16::from(time.hour().unsigned_abs()) * 60 + u16::from(time.minute().unsigned_abs());
        if self.from < self.to {
            (self.from..self.to).contains(&minute)
        } else {
            minute >= self.from || minute < self.to
        }
    }

    /// The first beginning after a moment, today or tomorrow. One that a change of the clock
    /// leaves out comes as much later.
    fn next(self, after: &ZonedDateTime) -> Option<Timestamp> {
        let time = Time::midnight()
            .checked_add(Duration::from_secs(u64::from(self.from) * 60))
            .ok()?;
        let days = [after.date(), after.date().tomorrow().ok()?];
        days.into_iter()
            .filter_map(|day| {
                let zone = after.time_zone();
                zone.to_timestamp(day.to_datetime(time)).ok()
            })
            .find(|opens| *opens > after.timestamp())
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { from, to } = *self;
        write!(
            f,
            "{:02}:{:02}-{:02}:{:02}",
            from / 60,
            from % 60,
            to / 60,
            to % 60
        )
    }
}

/// A minute of the day: `0845`, `08:45`, and `24:00` for its end.
fn minute(text: &str) -> Option<u16> {
    let text = text.trim();
    let (hour, minute) = match text.split_once(':') {
        Some(parts) => parts,
        None => text.split_at_checked(2)?,
    };
    let number = |digits: &str| {
        let plain = digits.len() == 2 && digits.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| digits.parse::<u16>().ok()).flatten()
    };
    let (hour, minute) = (number(hour)?, number(minute)?);
    let at = hour * 60 + minute;
    (minute < 60 && at <= DAY).then_some(at)
}

/// `[politeness] hours`, by the clock of the newsroom's `timezone`, else of UTC.
pub(super) fn hours(reader: &mut Reader, node: &Node, zone: Option<&TimeZone>) -> Option<Hours> {
    let what = "[politeness] hours";
    let help = "write \"22:00-06:00\", or a list of such spans";
    let items = reader.items(node, what);
    if items.is_empty() || items.len() > MOST {
        let message = format!("{what} has {} spans", items.len());
        reader.error(&node.at, message, Some(help));
        return None;
    }
    let mut spans = Vec::new();
    for item in items {
        let Some(text) = reader.words(item, what) else {
            continue;
        };
        match Span::parse(text).filter(|_| text.contains(':')) {
            Some(span) => spans.push(span),
            None => {
                let message = format!("`{text}` is no span of hours");
                reader.error(&item.at, message, Some(help));
            }
        }
    }
    Some(Hours::new(spans, zone.cloned().unwrap_or(TimeZone::UTC)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(spans: &[&str], zone: &str) -> Hours {
        let spans = spans.iter().map(|text| Span::parse(text).unwrap());
        Hours::new(spans.collect(), TimeZone::get(zone).unwrap())
    }

    #[test]
    fn reads_spans_of_the_day() {
        for (text, shown) in [
            ("22:00-06:00", Some("22:00-06:00")),
            ("0600-0845", Some("06:00-08:45")),
            (" 0600 - 0845 ", Some("06:00-08:45")),
            ("00:00-24:00", Some("00:00-24:00")),
            ("06:00-06:00", None),
            ("24:00-06:00", None),
            ("06:00-24:01", None),
            ("06:60-07:00", None),
            ("25:00-07:00", None),
            ("6-8", None),
            ("600-845", None),
            ("+6:00-08:00", None),
            ("ö6:00-08:00", None),
            ("06:00", None),
            ("", None),
        ] {
            let span = Span::parse(text).map(|span| span.to_string());
            assert_eq!(span.as_deref(), shown, "{text:?}");
        }
    }

    #[test]
    fn says_when_a_site_opens_again() {
        let night: &[&str] = &["22:00-06:00"];
        for (spans, zone, now, opens) in [
            (night, "UTC", "2026-03-01T23:00:00Z", None),
            (night, "UTC", "2026-03-01T00:00:00Z", None),
            (night, "UTC", "2026-03-01T05:59:59Z", None),
            (
                night,
                "UTC",
                "2026-03-01T06:00:00Z",
                Some("2026-03-01T22:00:00Z"),
            ),
            (
                night,
                "UTC",
                "2026-03-01T21:59:59.5Z",
                Some("2026-03-01T22:00:00Z"),
            ),
            (
                night,
                "Europe/Vienna",
                "2026-03-01T12:00:00Z",
                Some("2026-03-01T21:00:00Z"),
            ),
            (
                &["06:00-08:45", "12:00-13:00"],
                "UTC",
                "2026-03-01T08:45:00Z",
                Some("2026-03-01T12:00:00Z"),
            ),
            (
                &["06:00-08:45", "12:00-13:00"],
                "UTC",
                "2026-03-01T14:00:00Z",
                Some("2026-03-02T06:00:00Z"),
            ),
            // The hour from two to three is left out that night.
            (
                &["02:00-04:00"],
                "Europe/Vienna",
                "2026-03-29T00:00:00Z",
                Some("2026-03-29T01:00:00Z"),
            ),
            (&["00:00-24:00"], "UTC", "2026-03-01T12:00:00Z", None),
            (&[], "UTC", "2026-03-01T12:00:00Z", None),
        ] {
            let now: Timestamp = now.parse().unwrap();
            let found = hours(spans, zone).closed_until(now);
            let found = found.map(|opens| opens.to_string());
            assert_eq!(found.as_deref(), opens, "{spans:?} {now}");
        }
    }

    #[test]
    fn shows_itself_as_it_is_written() {
        let shown = hours(&["2200-0600", "12:00-13:00"], "Europe/Vienna").to_string();
        assert_eq!(shown, "22:00-06:00, 12:00-13:00 Europe/Vienna");
    }
}
