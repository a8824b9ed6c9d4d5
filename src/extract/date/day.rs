//! The day: `Friday, 23rd of March 2007`, `Mar. 23, 2007`, `2007-Mar-23`, `4–6 June 2024`.
//!
//! Every form is tried at one token and looks only a few tokens ahead, so that reading a
//! whole text stays linear. A form that is recognized but does not give one day (a range, a
//! missing year, 31 February) is an answer too: it says why there is no date.

use jiff::civil::Weekday;

use super::clock::{self, Clock};
use super::edge::{begins_here, is_part};
use super::numeric;
use super::token::Tokens;
use super::words::Part;
use super::year::{plausible, whole, without_year};
use super::{Calendar, NoDate};
use crate::profile::DateOrder;

/// A day as printed.
#[derive(Debug, Clone)]
pub(in crate::extract) struct Day {
    /// Which day or month, or why none.
    pub(in crate::extract) said: Result<Calendar, NoDate>,
    /// The day of the week, where printed.
    pub(in crate::extract) weekday: Option<Weekday>,
    /// A time of day that stands before the year: `Mar 12 14:05:00 CET 2007`.
    pub(in crate::extract) clock: Option<Clock>,
    /// The index after it.
    pub(in crate::extract) next: usize,
}

impl Day {
    /// Whether the printed day of the week is another one than the date's.
    pub(in crate::extract) fn weekday_conflict(&self) -> bool {
        match (&self.said, self.weekday) {
            (Ok(Calendar::Day(day)), Some(weekday)) => day.weekday() != weekday,
            _ => false,
        }
    }
}

/// The day that begins at a token.
pub(in crate::extract) fn day_at(
    tokens: &Tokens<'_>,
    at: usize,
    order: Option<DateOrder>,
) -> Option<Day> {
    let weekday = tokens.meaning(at).weekday;
    let start = match weekday {
        Some(_) => after_weekday(tokens, at + 1),
        None => at,
    };
    if !begins_here(tokens, at) {
        return None;
    }
    let form = Form {
        tokens,
        order,
        weekday,
    };
    let mut day = form.any(start)?;
    if weekday.is_none() {
        form.take_trailing_weekday(&mut day);
    }
    Some(day)
}

/// What is known while the forms are tried.
pub(super) struct Form<'t, 'a> {
    pub(super) tokens: &'t Tokens<'a>,
    order: Option<DateOrder>,
    pub(super) weekday: Option<Weekday>,
}

impl Form<'_, '_> {
    fn any(&self, at: usize) -> Option<Day> {
        numeric::numeric(self.tokens, at, self.order, self.weekday)
            .map(|(said, next)| self.day(said, next))
            .or_else(|| self.year_first(at))
            .or_else(|| self.several_days(at))
            .or_else(|| self.day_first(at))
            .or_else(|| self.month_first(at))
            .or_else(|| self.spelled_out(at))
    }

    pub(super) fn day(&self, said: Result<Calendar, NoDate>, next: usize) -> Day {
        Day {
            said,
            weekday: self.weekday,
            clock: None,
            next,
        }
    }

    /// `23 March 2007`, `23rd day of March, 2007`, `23-Mar-07`, `23.Mar.2007`, `23 March`.
    fn day_first(&self, at: usize) -> Option<Day> {
        let tokens = self.tokens;
        let day = tokens.small_number(at)?;
        let after_day = after_suffix(tokens, at + 1);
        let has_suffix = after_day > at + 1;
        let (month_at, separator) = self.between_day_and_month(after_day, has_suffix);
        let month = tokens.meaning(month_at).month?;
        let dotted = tokens.word(month_at)?.len() <= LONGEST_SHORT_MONTH || separator == Some('.');
        match self.year_after(month_at + 1, separator, dotted, (month, day)) {
            Some((year, next)) => Some(self.day(whole(year, month, day), next)),
            None if !is_name(tokens, month_at) || !(1..=31).contains(&day) => None,
            None if self
                .month_first(month_at)
                .is_some_and(|other| other.said.is_ok()) =>
            {
                None
            }
            None => Some(self.day(Err(without_year(month, day)), month_at + 1)),
        }
    }

    /// `March 23, 2007`, `Mar. 23rd 2007`, `March the 23rd`, `March 2007`, `March '07`.
    fn month_first(&self, at: usize) -> Option<Day> {
        let tokens = self.tokens;
        let month = tokens.meaning(at).month?;
        if let Some(range) = self.several_months(at) {
            return Some(range);
        }
        let mut next = tokens.skip_mark(at + 1, '.');
        let separator = tokens
            .mark(next)
            .filter(|&mark| matches!(mark, '-' | '/') && tokens.is_glued(next));
        if separator.is_some() {
            next += 1;
        }
        if tokens.meaning(next).is(Part::The) {
            next += 1;
        }
        let Some(day) = tokens.small_number(next).filter(|_| !is_part(tokens, next)) else {
            let (year, next) = self.year_after(at + 1, separator, true, (month, 1))?;
            let said = year.map(|year| Calendar::Month { year, month });
            return Some(self.day(said, next));
        };
        let after_day = after_suffix(tokens, next + 1);
        if let Some(range) = self.days_after_month(next, after_day) {
            return Some(range);
        }
        match self.year_after(after_day, separator, false, (month, day)) {
            Some((year, next)) => Some(self.day(whole(year, month, day), next)),
            None if !is_name(tokens, at) || !(1..=31).contains(&day) => None,
            None => Some(
                self.year_after_clock(after_day, month, day)
                    .unwrap_or_else(|| self.day(Err(without_year(month, day)), after_day)),
            ),
        }
    }

    /// `2007 March 23`, `2007-Mar-23`.
    fn year_first(&self, at: usize) -> Option<Day> {
        let tokens = self.tokens;
        let (year, 4) = tokens.number(at)? else {
            return None;
        };
        let year = plausible(year).ok()?;
        let month_at = after_any(tokens, at + 1, &['-', '/', '.']);
        let month = tokens.meaning(month_at).month?;
        let day_at = after_any(tokens, month_at + 1, &['-', '/', '.']);
        let day = tokens.small_number(day_at)?;
        let next = after_suffix(tokens, day_at + 1);
        let follows = self.year_after(next, None, false, (month, day));
        (follows.is_none() && !is_part(tokens, day_at))
            .then(|| self.day(whole(Ok(year), month, day), next))
    }

    /// `third of March 2007`, `twenty-third day of March`.
    fn spelled_out(&self, at: usize) -> Option<Day> {
        let tokens = self.tokens;
        let mut day = tokens.meaning(at).ordinal?;
        let mut next = at + 1;
        if day % 10 == 0 && tokens.is_mark(next, '-') {
            day += tokens.meaning(next + 1).ordinal.filter(|&unit| unit < 10)?;
            next += 2;
        }
        next += usize::from(tokens.meaning(next).is(Part::Day));
        if !tokens.meaning(next).is(Part::Of) {
            return None;
        }
        let month = tokens.meaning(next + 1).month?;
        let day = u32::try_from(day).ok()?;
        match self.year_after(next + 2, None, false, (month, day)) {
            Some((year, next)) => Some(self.day(whole(year, month, day), next)),
            None => Some(self.day(Err(without_year(month, day)), next + 2)),
        }
    }

    /// The rest of `Mar 12 14:05:00 CET 2007` after the day.
    fn year_after_clock(&self, after_day: usize, month: i8, day: u32) -> Option<Day> {
        let clock = clock::clock_at(self.tokens, after_day, false)?;
        let (year, 4) = self.tokens.number(clock.next)? else {
            return None;
        };
        Some(Day {
            next: clock.next + 1,
            said: whole(plausible(year), month, day),
            clock: Some(clock),
            weekday: self.weekday,
        })
    }

    /// From after the day to the month: `of`, `day of`, one mark, or nothing.
    fn between_day_and_month(&self, at: usize, has_suffix: bool) -> (usize, Option<char>) {
        let tokens = self.tokens;
        if tokens.meaning(at).is(Part::Day) && tokens.meaning(at + 1).is(Part::Of) {
            return (at + 2, None);
        }
        if tokens.meaning(at).is(Part::Of) {
            return (at + 1, None);
        }
        match tokens.mark(at) {
            Some(mark @ ('-' | '/')) if tokens.is_glued(at) && tokens.is_glued(at + 1) => {
                (at + 1, Some(mark))
            }
            Some('.') => (at + 1, Some('.')),
            // `Suite 12, March 3` is no day; `Friday 23rd, March` is.
            Some(',') if has_suffix || self.weekday.is_some() => (at + 1, None),
            _ => (at, None),
        }
    }

    /// `23 March 2007, Friday` and `23 March 2007 (Friday)`, unless a further day follows.
    fn take_trailing_weekday(&self, day: &mut Day) {
        let tokens = self.tokens;
        let bracket = tokens.is_mark(day.next, '(');
        let at = after_any(tokens, day.next, &[',', '(']);
        let Some(weekday) = tokens.meaning(at).weekday else {
            return;
        };
        let closed = !bracket || tokens.is_mark(at + 1, ')');
        if closed && self.any(after_weekday(tokens, at + 1)).is_none() {
            day.weekday = Some(weekday);
            day.next = at + 1 + usize::from(bracket);
        }
    }
}

/// `June`, `July` and `Sept` at most: words after which a full stop abbreviates.
const LONGEST_SHORT_MONTH: usize = 4;

/// Whether a month is written like a name. Without a year, `may 5` is rather a verb.
fn is_name(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens
        .word(at)
        .is_some_and(|word| word.starts_with(char::is_uppercase))
}

pub(super) fn after_weekday(tokens: &Tokens<'_>, at: usize) -> usize {
    let mut next = after_any(tokens, tokens.skip_mark(at, '.'), &[',', '-']);
    next += usize::from(tokens.meaning(next).is(Part::The));
    next
}

pub(super) fn after_suffix(tokens: &Tokens<'_>, at: usize) -> usize {
    let suffix = tokens.is_glued(at) && tokens.meaning(at).is(Part::OrdinalSuffix);
    at + usize::from(suffix)
}

fn after_any(tokens: &Tokens<'_>, at: usize, marks: &[char]) -> usize {
    let skip = tokens.mark(at).is_some_and(|mark| marks.contains(&mark));
    at + usize::from(skip)
}
