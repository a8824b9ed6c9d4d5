//! Dates as newsrooms print them all over the world, and as machines stamp them.
//!
//! `Published: Monday, 3 March 2025, 14:05 CET` states one day and a time of day;
//! `March 2007` states a month; `03/04/2025` states nothing that can be known without the
//! order of its parts. [`read`] takes a field's value, [`read_stamp`] an attribute's,
//! [`scan`] finds every date of a running text.
//!
//! Half understood means no date: no part is ever filled in from elsewhere. What was
//! decided where usage differs:
//!
//! - A time of day counts only where it is really stated. Exactly midnight (`T00:00:00`,
//!   with or without an offset, also after conversion of a stamp) is what content systems
//!   write where no time was given: the day is known, the time is not.
//! - UTC and GMT are converted to the profile's zone, and the local day is the day. Any
//!   other stated offset is kept, and the printed day is the day.
//! - A time without any zone, where the profile has none: the day is known and so is the
//!   precision, but there is no moment.
//! - `EST` is five hours behind UTC in July too: letters hold as printed. `ET` and
//!   `Eastern Time` leave summer time to the date. `IST` and the like have several
//!   meanings; the profile's zone decides between them, or nothing does.
//! - Two digits are a year only after an apostrophe, glued to a month's name
//!   (`23-Mar-07`), beside a day of the week that bears them out, in a numeric date whose
//!   order is stated, or by an explicit format.
//! - Years run from 1900 to 2100; anything else in the place of a year is invalid.
//! - From one day to another is when something happens: never a date of publication.
//! - Days of other calendars are converted and marked
//!   ([`Understood::calendar_converted`]); what a conversion can promise is said in
//!   `calendars.rs`.
//! - A word that is one month in every language that knows it counts on every page;
//!   `listopada` is what the page's language makes it, and ambiguous without one.

mod calendars;
mod clock;
mod day;
mod digits;
mod edge;
mod format;
mod languages;
mod lexicon;
mod moment;
mod numeric;
mod order;
mod scan;
mod several;
mod stamp;
mod token;
mod tongue;
mod units;
mod words;
mod year;
mod zone;

#[cfg(test)]
mod tests;

use jiff::civil;
use jiff::tz::TimeZone;

use crate::profile::{DateOrder, DateRules};
use crate::record::{DateRole, Precision, ReadDate};

pub(in crate::extract) use clock::{Clock, clock_after};
pub(in crate::extract) use day::{Day, day_at};
pub(in crate::extract) use moment::settle;
pub use order::order_of;
pub(in crate::extract) use scan::label_alone;
pub use scan::{Scanned, scan};
pub use stamp::read_stamp;
#[cfg(test)]
pub(in crate::extract) use token::steps;
pub(in crate::extract) use token::{Kind, Tokens};
pub(in crate::extract) use year::near;

/// How a text's dates are to be understood.
#[derive(Debug, Clone, Copy, Default)]
pub struct DateReading<'a> {
    /// `strptime` formats, tried before anything else.
    pub formats: &'a [String],
    /// The order of numeric dates: the profile's, else the one that the page's own show.
    pub order: Option<DateOrder>,
    /// For times without an offset, and for those in UTC.
    pub timezone: Option<&'a TimeZone>,
    /// The language that the page states, as a tag (`de-AT`). It decides between meanings of
    /// a word and between orders of figures; dates in other languages are read nevertheless.
    pub language: Option<&'a str>,
}

impl<'a> DateReading<'a> {
    /// The reading that a profile asks for.
    #[must_use]
    pub fn new(rules: &'a DateRules, timezone: Option<&'a TimeZone>) -> Self {
        Self {
            formats: &rules.formats,
            order: rules.order,
            timezone,
            language: None,
        }
    }

    /// The same on a page whose own numeric dates show an order, unless the profile has one.
    #[must_use]
    pub fn on_page(self, order: impl FnOnce() -> Option<DateOrder>) -> Self {
        Self {
            order: self.order.or_else(order),
            ..self
        }
    }

    /// The same on a page in a language.
    #[must_use]
    pub fn in_language(self, language: Option<&'a str>) -> Self {
        Self { language, ..self }
    }
}

/// Why a text gives no date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoDate {
    /// No date is in it.
    #[error("no date in the text")]
    None,
    /// A numeric date whose order is not known.
    #[error("may be {a} or {b}: the order of day and month is not known")]
    Ambiguous {
        /// With the day first.
        a: civil::Date,
        /// Another reading.
        b: civil::Date,
    },
    /// A day or time that no calendar or clock has, or a year out of the question.
    #[error("no such day or time")]
    Invalid,
    /// More than one day, or from one day to another.
    #[error("more than one date in the text")]
    Several,
    /// A day without its year.
    #[error("no year is stated")]
    MissingYear {
        /// 1 to 12.
        month: i8,
        /// 1 to 31.
        day: i8,
    },
}

/// What part of the calendar a text names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Calendar {
    /// A day.
    Day(civil::Date),
    /// A month.
    Month {
        /// 1900 to 2100.
        year: i16,
        /// 1 to 12.
        month: i8,
    },
    /// A year.
    Year(i16),
}

impl Calendar {
    /// Whether both can be said of one day: `March 2007` and 23 March 2007.
    fn agrees_with(self, other: Self) -> bool {
        let (year, month, day) = self.parts();
        let (other_year, other_month, other_day) = other.parts();
        let same = |a: Option<i8>, b: Option<i8>| a.is_none() || b.is_none() || a == b;
        year == other_year && same(month, other_month) && same(day, other_day)
    }

    fn parts(self) -> (i16, Option<i8>, Option<i8>) {
        match self {
            Self::Day(day) => (day.year(), Some(day.month()), Some(day.day())),
            Self::Month { year, month } => (year, Some(month), None),
            Self::Year(year) => (year, None, None),
        }
    }
}

/// A date text that was understood, with what was odd about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Understood {
    /// What it says.
    pub date: ReadDate,
    /// The part of the calendar that it names; tells a month from another, which
    /// [`ReadDate`] does not.
    pub calendar: Calendar,
    /// The printed day of the week is not the date's: `Monday, 4 March 2025` was a Tuesday.
    pub weekday_conflict: bool,
    /// The calendar that it is printed in, where that is not the Gregorian one: `buddhist`,
    /// `minguo`, `japanese era`, `hijri`, `jalali`. A Hijri day gives a month only, unless a
    /// printed day of the week bears it out.
    pub calendar_converted: Option<&'static str>,
}

/// Reads the one date that a text states, such as a field's value.
///
/// Words and labels around it do not matter, except where there are several dates: one
/// labelled as the date of publication is preferred, one labelled as that of an update, an
/// embargo or an event stands aside. Dates that agree count as one.
///
/// ```
/// use dateline::extract::date::{DateReading, NoDate, read};
///
/// let how = DateReading::default();
/// let date = read("Published: Friday, 23rd March 2007", &how).unwrap();
/// assert_eq!(date.day, Some(jiff::civil::date(2007, 3, 23)));
/// assert_eq!(read("30 February 2007", &how), Err(NoDate::Invalid));
/// ```
///
/// # Errors
/// [`NoDate`] says why there is none.
pub fn read(text: &str, how: &DateReading<'_>) -> Result<ReadDate, NoDate> {
    understand(text, how).map(|understood| understood.date)
}

/// As [`read`], with what was odd about the date.
///
/// # Errors
/// [`NoDate`] says why there is none.
pub fn understand(text: &str, how: &DateReading<'_>) -> Result<Understood, NoDate> {
    let text = collapsed(text);
    let found = scan(&text, how);
    let mut understood = if found.is_empty() {
        scan::whole_value(&text, how).ok_or(NoDate::None)?
    } else {
        the_one(&found)?
    };
    if text.len() <= LONGEST_RAW {
        understood.date.raw = text;
    }
    Ok(understood)
}

/// In bytes: a longer text is cut down to its date for `raw`.
const LONGEST_RAW: usize = 160;

/// In bytes: no field's value that states a date is longer.
const LONGEST_VALUE: usize = 4096;

/// White space of every kind as one space; not more than a field's value can be.
fn collapsed(text: &str) -> String {
    let mut end = text.len().min(LONGEST_VALUE);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text[..end].split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The date that a text states, out of those in it.
fn the_one(found: &[Scanned]) -> Result<Understood, NoDate> {
    let by_meaning = [
        DateRole::Published,
        DateRole::Unknown,
        DateRole::Modified,
        DateRole::Embargo,
        DateRole::Event,
    ];
    by_meaning
        .into_iter()
        .map(|role| {
            let said = found.iter().filter(|scanned| scanned.role == role);
            said.map(|scanned| &scanned.date).collect::<Vec<_>>()
        })
        .find(|same_meaning| !same_meaning.is_empty())
        .map_or(Err(NoDate::None), |same_meaning| agreed(&same_meaning))
}

/// What several dates say together: the most exact of them, if no other contradicts it.
fn agreed(said: &[&Result<Understood, NoDate>]) -> Result<Understood, NoDate> {
    let mut best: Option<&Understood> = None;
    for understood in said.iter().filter_map(|said| said.as_ref().ok()) {
        if best.is_none_or(|best| best.date.precision < understood.date.precision) {
            best = Some(understood);
        }
    }
    let Some(best) = best else {
        let mut reasons = said.iter().filter_map(|said| said.as_ref().err());
        let first = reasons.next().ok_or(NoDate::None)?;
        let same = reasons.all(|reason| reason == first);
        return Err(if same { *first } else { NoDate::Several });
    };
    let agree = said.iter().all(|said| match said {
        Ok(other) => other.calendar.agrees_with(best.calendar),
        Err(NoDate::MissingYear { month, day }) => {
            matches!(best.calendar, Calendar::Day(best) if (best.month(), best.day()) == (*month, *day))
        }
        Err(NoDate::Ambiguous { a, b }) => {
            matches!(best.calendar, Calendar::Day(best) if best == *a || best == *b)
        }
        Err(NoDate::None | NoDate::Invalid | NoDate::Several) => false,
    });
    if agree {
        Ok(best.clone())
    } else {
        Err(NoDate::Several)
    }
}
