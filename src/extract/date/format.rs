//! Dates by a profile's own formats: `formats = ["%d %B %Y", "%d.%m.%y"]`.
//!
//! A format is tried at every place where a date may begin, so labels around the date do
//! not matter. It may state the day alone: a time of day beside it is then read as usual.

use jiff::civil::Date;
use jiff::fmt::strtime::BrokenDownTime;

use super::clock::{Clock, Stated};
use super::day::Day;
use super::edge::{begins_here, ends_here};
use super::token::Tokens;
use super::year::plausible;
use super::zone::{Zone, known_zone, zone_at};
use super::{Calendar, NoDate, Precision};

/// The day that the first fitting format reads at a token; its time of day is in `clock`.
pub(super) fn formatted(tokens: &Tokens<'_>, at: usize, formats: &[String]) -> Option<Day> {
    if at >= MOST_PLACES || !begins_here(tokens, at) {
        return None;
    }
    formats
        .iter()
        .find_map(|format| by_format(tokens, at, format))
}

/// Formats are tried only at so many of a text's first tokens: they are for values, and
/// each trial may look far ahead.
const MOST_PLACES: usize = 128;

/// In bytes: no date by a format is longer.
const LONGEST: usize = 200;

fn by_format(tokens: &Tokens<'_>, at: usize, format: &str) -> Option<Day> {
    let start = tokens.get(at)?.start;
    let mut end = tokens.text.len().min(start + LONGEST);
    while !tokens.text.is_char_boundary(end) {
        end -= 1;
    }
    let (parsed, read) = BrokenDownTime::parse_prefix(format, &tokens.text[start..end]).ok()?;
    let next = after(tokens, at, start + read)?;
    let (said, clock) = match parsed.timestamp() {
        Some(moment) => {
            let local = jiff::tz::Offset::UTC.to_datetime(moment);
            let clock = Clock {
                time: Some(Stated {
                    time: local.time(),
                    precision: Precision::Second,
                }),
                zone: Zone::Offset(jiff::tz::Offset::UTC),
                valid: true,
                next,
            };
            (within_reason(local.date()), Some(clock))
        }
        None => (calendar(&parsed)?, time_of_day(tokens, &parsed, next)),
    };
    Some(Day {
        said,
        weekday: parsed.weekday(),
        converted: None,
        next: clock.as_ref().map_or(next, |clock| clock.next),
        clock,
    })
}

/// The token after the bytes that a format read, if it read whole tokens.
fn after(tokens: &Tokens<'_>, at: usize, end: usize) -> Option<usize> {
    let mut next = at;
    while tokens.get(next).is_some_and(|token| token.start < end) {
        next += 1;
    }
    let whole = next > at && tokens.get(next - 1)?.end <= end;
    let goes_on = matches!(tokens.mark(next), Some('-' | '/' | '.' | ':'))
        && tokens.is_glued(next)
        && tokens.is_glued(next + 1)
        && tokens.number(next + 1).is_some();
    (whole && !goes_on && ends_here(tokens, next)).then_some(next)
}

fn calendar(parsed: &BrokenDownTime) -> Option<Result<Calendar, NoDate>> {
    if let Ok(day) = parsed.to_date() {
        return Some(within_reason(day));
    }
    let year = parsed
        .year()
        .map(|year| plausible(u32::try_from(year).unwrap_or_default()));
    Some(match (year, parsed.month(), parsed.day()) {
        (Some(Err(reason)), _, _) => Err(reason),
        (Some(Ok(year)), Some(month), None) => Ok(Calendar::Month { year, month }),
        (Some(Ok(year)), None, None) => Ok(Calendar::Year(year)),
        (Some(Ok(_)), Some(_), Some(_)) => Err(NoDate::Invalid),
        (None, Some(month), Some(day)) => Err(NoDate::MissingYear { month, day }),
        _ => return None,
    })
}

fn within_reason(day: Date) -> Result<Calendar, NoDate> {
    let year = u32::try_from(day.year()).unwrap_or_default();
    plausible(year).map(|_| Calendar::Day(day))
}

fn time_of_day(tokens: &Tokens<'_>, parsed: &BrokenDownTime, next: usize) -> Option<Clock> {
    parsed.hour()?;
    let time = parsed.to_time().ok()?;
    let precision = match (parsed.second(), parsed.minute()) {
        (Some(_), _) => Precision::Second,
        (None, Some(_)) => Precision::Minute,
        (None, None) => Precision::Hour,
    };
    let (zone, next) = match (parsed.offset(), parsed.iana_time_zone()) {
        (Some(offset), _) => (Zone::Offset(offset), next),
        (None, Some(name)) => match known_zone(name) {
            Some(zone) => (Zone::Named(Box::new(zone)), next),
            None => (Zone::Unknown, next),
        },
        (None, None) => zone_at(tokens, next, true).unwrap_or((Zone::NotStated, next)),
    };
    let midnight = time == jiff::civil::Time::midnight();
    Some(Clock {
        time: (!midnight).then_some(Stated { time, precision }),
        zone,
        valid: true,
        next,
    })
}
