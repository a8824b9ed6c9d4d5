//! Dates for machines: `2024-03-14T10:00:00+01:00`, `Thu, 14 Mar 2024 10:00:00 GMT`,
//! `20240314T100000Z`.
//!
//! Attributes also hold what people print (`content="March 14, 2024"`), so whatever is no
//! stamp is read as [`understand`] reads a text.

use std::borrow::Cow;

use super::year::plausible;
use super::{Calendar, DateReading, NoDate, ReadDate, understand};

/// Reads a machine-readable date: RFC 3339 and ISO 8601 calendar dates in their extended
/// and basic forms, RFC 2822, the forms of databases and of `date(1)`, and printed dates.
///
/// A count of seconds is one only where a format (`%s`) asks for it. The first day of 1970
/// is what systems write that have no date.
///
/// # Errors
/// [`NoDate`] says why there is none.
pub fn read_stamp(text: &str, how: &DateReading<'_>) -> Result<ReadDate, NoDate> {
    let text = text.trim();
    let expanded = if how.formats.is_empty() {
        expanded(text)
    } else {
        Cow::Borrowed(text)
    };
    let mut understood = match understand(&expanded, how) {
        Err(NoDate::None) => understand(&self::expanded(text), how)?,
        other => other?,
    };
    let zero_day = jiff::civil::date(1970, 1, 1);
    let zero = understood.calendar == Calendar::Day(zero_day)
        || understood.date.at.is_some_and(|at| at.as_second() == 0);
    if zero {
        return Err(NoDate::Invalid);
    }
    if matches!(expanded, Cow::Owned(_)) {
        text.clone_into(&mut understood.date.raw);
    }
    Ok(understood.date)
}

/// The basic form as the extended one: `20240314T100000Z` is `2024-03-14T10:00:00Z`. Eight
/// digits whose first four are no year are some other number.
fn expanded(text: &str) -> Cow<'_, str> {
    let year = text.get(..4).and_then(|year| year.parse().ok());
    if year.is_none_or(|year| plausible(year).is_err()) {
        return Cow::Borrowed(text);
    }
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let (day, rest) = match digits(text) {
        8 => text.split_at(8),
        14 => return with_time(&text[..8], &text[8..]),
        _ => return Cow::Borrowed(text),
    };
    match rest.strip_prefix(['T', 't', ' ']) {
        Some(time) => with_time(day, time),
        None if rest.is_empty() => Cow::Owned(with_dashes(day)),
        None => Cow::Borrowed(text),
    }
}

fn with_time<'a>(day: &str, time: &str) -> Cow<'a, str> {
    let digits = time.bytes().take_while(u8::is_ascii_digit).count();
    let day = with_dashes(day);
    Cow::Owned(match digits {
        6 => format!(
            "{day}T{}:{}:{}{}",
            &time[..2],
            &time[2..4],
            &time[4..6],
            &time[6..]
        ),
        4 => format!("{day}T{}:{}{}", &time[..2], &time[2..4], &time[4..]),
        _ => format!("{day}T{time}"),
    })
}

fn with_dashes(day: &str) -> String {
    format!("{}-{}-{}", &day[..4], &day[4..6], &day[6..])
}
