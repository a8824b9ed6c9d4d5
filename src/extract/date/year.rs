//! Years: which numbers are one, and whole days made with them.

use jiff::civil::Date;

use super::calendars::{buddhist, short_buddhist};
use super::clock;
use super::day::Form;
use super::edge::ends_here;
use super::words::Part;
use super::{Calendar, NoDate};

/// The day of a month that falls within half a year of another day.
pub(in crate::extract) fn near(month: i8, day: i8, hint: Date) -> Option<Date> {
    (hint.year() - 1..=hint.year() + 1)
        .filter_map(|year| Date::new(year, month, day).ok())
        .find(|day| (*day - hint).get_days().abs() <= HALF_A_YEAR)
}

/// In days.
const HALF_A_YEAR: i32 = 182;

impl Form<'_, '_> {
    /// The year after a month or day; `Err` when four digits stand there that are no
    /// plausible year.
    ///
    /// Two digits are a year only after an apostrophe (`'07`), glued to a month by the
    /// date's own separator (`23-Mar-07`), or when a printed day of the week bears them out
    /// (`Fri 23 Mar 07`).
    pub(super) fn year_after(
        &self,
        at: usize,
        separator: Option<char>,
        dotted: bool,
        (month, day): (i8, u32),
    ) -> Option<(Result<i16, NoDate>, usize)> {
        let tokens = self.tokens;
        let mut next = at;
        let mut by_separator = false;
        if dotted && tokens.is_mark(next, '.') {
            next += 1;
            by_separator = separator == Some('.') && tokens.is_glued(next);
        }
        if tokens.is_mark(next, ',') || tokens.meaning(next).is(Part::Of) {
            next += 1;
            // `del año 2024`, `, พ.ศ. 2567`, `de l’any 2024`
            for _ in 0..2 {
                let meaning = tokens.meaning(next);
                next += usize::from(meaning.is(Part::Of) || meaning.is(Part::Year));
            }
            if tokens.word(next - 1).is_some_and(|word| word.contains('.')) {
                next = tokens.skip_mark(next, '.');
            }
        } else if tokens.meaning(next).is(Part::Year) {
            next += 1;
        } else if separator.is_some() && tokens.mark(next) == separator {
            by_separator = tokens.is_glued(next) && tokens.is_glued(next + 1);
            next += 1;
        }
        if tokens.is_mark(next, '\'') && tokens.is_glued(next + 1) {
            let (short, 2) = tokens.number(next + 1)? else {
                return None;
            };
            return ends_here(tokens, next + 2).then(|| (self.century(short), next + 2));
        }
        let (value, digits) = tokens.number(next)?;
        if !ends_here(tokens, next + 1) || clock::is_hours(tokens, next + 1) {
            return None;
        }
        match digits {
            4 => Some((plausible(self.common(value)), next + 1)),
            2 if self.is_short_thai(value, next + 1) => Some((self.century(value), next + 1)),
            2 if by_separator || self.weekday_agrees(self.century(value), month, day) => {
                Some((self.century(value), next + 1))
            }
            _ => None,
        }
    }

    /// The year that a printed one is, where Buddhist years are printed.
    pub(super) fn common(&self, year: u32) -> u32 {
        let thai = self.tokens.is_thai();
        buddhist(year).filter(|_| thai).unwrap_or(year)
    }

    /// `14 มี.ค. 67`, but not before a word that the number may count.
    fn is_short_thai(&self, value: u32, next: usize) -> bool {
        let tokens = self.tokens;
        let alone = tokens.word(next).is_none() || tokens.meaning(next).is(Part::At);
        tokens.is_thai() && short_buddhist(value).is_some() && alone
    }

    /// The year of its last two digits.
    fn century(&self, short: u32) -> Result<i16, NoDate> {
        if self.tokens.is_thai() {
            return short_buddhist(short)
                .ok_or(NoDate::None)
                .and_then(plausible);
        }
        Ok(century(short))
    }

    fn weekday_agrees(&self, year: Result<i16, NoDate>, month: i8, day: u32) -> bool {
        match (whole(year, month, day), self.weekday) {
            (Ok(Calendar::Day(day)), Some(weekday)) => day.weekday() == weekday,
            _ => false,
        }
    }
}

/// The years that a newsroom's dates can have.
pub(super) fn plausible(year: u32) -> Result<i16, NoDate> {
    match i16::try_from(year) {
        Ok(year @ 1900..=2100) => Ok(year),
        _ => Err(NoDate::Invalid),
    }
}

/// Two digits of a year, as POSIX reads them: 69 to 99 are of the last century.
pub(super) fn century(short: u32) -> i16 {
    let short = i16::try_from(short % 100).unwrap_or_default();
    short + if short >= 69 { 1900 } else { 2000 }
}

/// A year, month and day, if the calendar has them.
pub(super) fn whole(year: Result<i16, NoDate>, month: i8, day: u32) -> Result<Calendar, NoDate> {
    let day = i8::try_from(day).map_err(|_| NoDate::Invalid)?;
    Date::new(year?, month, day)
        .map(Calendar::Day)
        .map_err(|_| NoDate::Invalid)
}

/// A day without a year; 2024 has every day that any year has.
pub(super) fn without_year(month: i8, day: u32) -> NoDate {
    match whole(Ok(2024), month, day) {
        Ok(Calendar::Day(day)) => NoDate::MissingYear {
            month,
            day: day.day(),
        },
        _ => NoDate::Invalid,
    }
}
