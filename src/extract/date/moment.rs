//! From what is printed to what is known: a day, perhaps a moment, and how exactly.

use jiff::civil::DateTime;
use jiff::tz::Offset;

use super::clock::{Clock, Stated};
use super::day::Day;
use super::zone::Zone;
use super::{Calendar, DateReading, NoDate, Precision, ReadDate, Understood};

/// A printed day with its time of day, if any, as a date. `raw` is the text of both.
pub(in crate::extract) fn settle(
    day: &Day,
    clock: Option<&Clock>,
    raw: &str,
    how: &DateReading<'_>,
) -> Result<Understood, NoDate> {
    let calendar = day.said?;
    if clock.is_some_and(|clock| !clock.valid) {
        return Err(NoDate::Invalid);
    }
    let mut understood = without_time(calendar, raw);
    understood.weekday_conflict = day.weekday_conflict();
    understood.calendar_converted = day.converted;
    let stated = clock.and_then(|clock| Some((clock.time?, &clock.zone)));
    if let (Calendar::Day(day), Some((stated, zone))) = (calendar, stated) {
        at(
            &mut understood,
            day.to_datetime(stated.time),
            stated,
            zone,
            how,
        );
    }
    Ok(understood)
}

/// A day, month or year without a time of day.
pub(super) fn without_time(calendar: Calendar, raw: &str) -> Understood {
    let (day, precision) = match calendar {
        Calendar::Day(day) => (Some(day), Precision::Day),
        Calendar::Month { .. } => (None, Precision::Month),
        Calendar::Year(_) => (None, Precision::Year),
    };
    Understood {
        date: ReadDate {
            day,
            at: None,
            precision,
            offset: None,
            raw: raw.to_owned(),
        },
        calendar,
        weekday_conflict: false,
        calendar_converted: None,
    }
}

/// Adds the time of day.
fn at(
    understood: &mut Understood,
    local: DateTime,
    stated: Stated,
    zone: &Zone,
    how: &DateReading<'_>,
) {
    let date = &mut understood.date;
    date.precision = stated.precision;
    let Some(offset) = zone.offset(local, how.timezone) else {
        return;
    };
    let Ok(moment) = offset.to_timestamp(local) else {
        return;
    };
    date.at = Some(moment);
    date.offset = Some(printed(offset));
    let in_utc = matches!(zone, Zone::Offset(Offset::UTC) | Zone::Region("UTC"));
    if let (true, Some(here)) = (in_utc, how.timezone) {
        let local = here.to_datetime(moment);
        date.day = Some(local.date());
        understood.calendar = Calendar::Day(local.date());
        let midnight = local.time() == jiff::civil::Time::midnight();
        if midnight && stated.precision == Precision::Second {
            date.at = None;
            date.offset = None;
            date.precision = Precision::Day;
        } else {
            date.offset = Some(printed(here.to_offset(moment)));
        }
    }
}

/// `+01:00`
fn printed(offset: Offset) -> String {
    let minutes = offset.seconds() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    let minutes = minutes.abs();
    format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}
