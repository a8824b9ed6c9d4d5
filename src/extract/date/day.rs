//! The day: `Friday, 23rd of March 2007`, `Mar. 23, 2007`, `2007-Mar-23`, `4–6 June 2024`.
//!
//! Every form is tried at one token and looks only a few tokens ahead, so that reading a
//! whole text stays linear. A form that is recognized but does not give one day (a range, a
//! missing year, 31 February) is an answer too: it says why there is no date.

use jiff::civil::{Date, Weekday};

use super::clock::{self, Clock};
use super::numeric;
use super::token::Tokens;
use super::words::Part;
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
struct Form<'t, 'a> {
    tokens: &'t Tokens<'a>,
    order: Option<DateOrder>,
    weekday: Option<Weekday>,
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

    fn day(&self, said: Result<Calendar, NoDate>, next: usize) -> Day {
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

    /// `4-6 June 2024`, `4, 5 and 6 June`, `Monday 3 to Wednesday 5 June`.
    fn several_days(&self, at: usize) -> Option<Day> {
        let tokens = self.tokens;
        let mut last = tokens.small_number(at)?;
        let mut next = after_suffix(tokens, at + 1);
        let (mut count, mut commas) = (1, false);
        while count < MOST_DAYS {
            let Some((joined, comma)) = after_joiner(tokens, next) else {
                break;
            };
            let number_at = match tokens.meaning(joined).weekday {
                Some(_) => after_weekday(tokens, joined + 1),
                None => joined,
            };
            let Some(number) = tokens.small_number(number_at) else {
                break;
            };
            if number <= last || number > 31 {
                return None;
            }
            commas = comma;
            last = number;
            count += 1;
            next = after_suffix(tokens, number_at + 1);
        }
        next += usize::from(tokens.meaning(next).is(Part::Of));
        let month = tokens.meaning(next).month?;
        if count == 1 || commas {
            return None;
        }
        let next = self
            .year_after(next + 1, None, true, (month, last))
            .map_or(next + 1, |(_, next)| next);
        Some(self.day(Err(NoDate::Several), next))
    }

    /// The rest of `June 4-6, 2024` from its first day on.
    fn days_after_month(&self, first_at: usize, after_first: usize) -> Option<Day> {
        let tokens = self.tokens;
        let (joined, comma) = after_joiner(tokens, after_first)?;
        let first = tokens.small_number(first_at)?;
        let last = tokens.small_number(joined).filter(|&last| {
            !comma && (first + 1..=31).contains(&last) && !is_part(tokens, joined)
        })?;
        let next = after_suffix(tokens, joined + 1);
        if tokens.is_mark(next, ':') || tokens.meaning(next).month.is_some() {
            return None;
        }
        match self.year_after(next, None, false, (1, last)) {
            Some((_, next)) => Some(self.day(Err(NoDate::Several), next)),
            // Without a year, `March 3 – 14 countries` may be the dash of a dateline.
            None if tokens.is_mark(joined - 1, '-') && !tokens.is_glued(joined) => None,
            None => Some(self.day(Err(NoDate::Several), next)),
        }
    }

    /// `March–April 2024`, `March and April 2024`.
    fn several_months(&self, at: usize) -> Option<Day> {
        let tokens = self.tokens;
        let (second, false) = after_joiner(tokens, tokens.skip_mark(at + 1, '.'))? else {
            return None;
        };
        let month = tokens.meaning(second).month?;
        let (_, next) = self.year_after(second + 1, None, true, (month, 1))?;
        Some(self.day(Err(NoDate::Several), next))
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

    /// The year after a month or day; `Err` when four digits stand there that are no
    /// plausible year.
    ///
    /// Two digits are a year only after an apostrophe (`'07`), glued to a month by the
    /// date's own separator (`23-Mar-07`), or when a printed day of the week bears them out
    /// (`Fri 23 Mar 07`).
    fn year_after(
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
        } else if separator.is_some() && tokens.mark(next) == separator {
            by_separator = tokens.is_glued(next) && tokens.is_glued(next + 1);
            next += 1;
        }
        if tokens.is_mark(next, '\'') && tokens.is_glued(next + 1) {
            let (short, 2) = tokens.number(next + 1)? else {
                return None;
            };
            return ends_here(tokens, next + 2).then(|| (Ok(century(short)), next + 2));
        }
        let (value, digits) = tokens.number(next)?;
        if !ends_here(tokens, next + 1) || clock::is_hours(tokens, next + 1) {
            return None;
        }
        match digits {
            4 => Some((plausible(value), next + 1)),
            2 if by_separator || self.weekday_agrees(century(value), month, day) => {
                Some((Ok(century(value)), next + 1))
            }
            _ => None,
        }
    }

    fn weekday_agrees(&self, year: i16, month: i8, day: u32) -> bool {
        match (whole(Ok(year), month, day), self.weekday) {
            (Ok(Calendar::Day(day)), Some(weekday)) => day.weekday() == weekday,
            _ => false,
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

/// More days than this in one list are not looked at.
const MOST_DAYS: usize = 6;

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
fn without_year(month: i8, day: u32) -> NoDate {
    match whole(Ok(2024), month, day) {
        Ok(Calendar::Day(day)) => NoDate::MissingYear {
            month,
            day: day.day(),
        },
        _ => NoDate::Invalid,
    }
}

/// Whether a date can begin here: not in the middle of a number, an amount or a code.
pub(super) fn begins_here(tokens: &Tokens<'_>, at: usize) -> bool {
    if !tokens.is_glued(at) || tokens.number(at).is_none() {
        return true;
    }
    let before = at - 1;
    match (tokens.mark(before), tokens.word(before)) {
        (Some('$' | '€' | '£' | '¥' | '#' | '+' | '%' | '=' | '&' | '_'), _) => false,
        (Some('.' | ',' | ':' | '-' | '/'), _) => {
            !(before > 0 && tokens.is_glued(before) && tokens.number(before - 1).is_some())
        }
        (Some(_), _) => true,
        // `Published23 March`: markup that glued a label to its value, unlike `A23`.
        (_, Some(word)) => word.len() > 3 || tokens.meaning(before).weekday.is_some(),
        (None, None) => false,
    }
}

/// Whether a number can end before this token: no further digits or letters belong to it.
pub(super) fn ends_here(tokens: &Tokens<'_>, at: usize) -> bool {
    if !tokens.is_glued(at) {
        return true;
    }
    match (tokens.mark(at), tokens.word(at)) {
        (Some('.' | ','), _) => !(tokens.is_glued(at + 1) && tokens.number(at + 1).is_some()),
        (Some('%' | '_'), _) => false,
        (Some(_), _) => true,
        // `2007The`: markup that glued the text to the date, unlike `2007s`.
        (_, Some(word)) => {
            matches!(word, "T" | "t") || (word.len() > 2 && word.starts_with(char::is_uppercase))
        }
        (None, None) => false,
    }
}

/// Whether a small number is part of something else: `5,000`, `5.5`, `5G`, `14:05`.
fn is_part(tokens: &Tokens<'_>, at: usize) -> bool {
    let next = at + 1;
    if !tokens.is_glued(next) || after_suffix(tokens, next) > next {
        return false;
    }
    match tokens.mark(next) {
        Some(':') => tokens.is_glued(next + 1) && tokens.number(next + 1).is_some(),
        Some('.' | ',') => {
            tokens.is_glued(next + 1)
                && tokens
                    .number(next + 1)
                    .is_some_and(|(_, digits)| digits != 4)
        }
        Some('%' | '\'') => true,
        Some(_) => false,
        None => true,
    }
}

/// Whether a month is written like a name. Without a year, `may 5` is rather a verb.
fn is_name(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens
        .word(at)
        .is_some_and(|word| word.starts_with(char::is_uppercase))
}

fn after_weekday(tokens: &Tokens<'_>, at: usize) -> usize {
    let mut next = after_any(tokens, tokens.skip_mark(at, '.'), &[',', '-']);
    next += usize::from(tokens.meaning(next).is(Part::The));
    next
}

fn after_suffix(tokens: &Tokens<'_>, at: usize) -> usize {
    let suffix = tokens.is_glued(at) && tokens.meaning(at).is(Part::OrdinalSuffix);
    at + usize::from(suffix)
}

fn after_any(tokens: &Tokens<'_>, at: usize, marks: &[char]) -> usize {
    let skip = tokens.mark(at).is_some_and(|mark| marks.contains(&mark));
    at + usize::from(skip)
}

/// After what joins two days or months; the second value: it was only a comma.
fn after_joiner(tokens: &Tokens<'_>, at: usize) -> Option<(usize, bool)> {
    let word = |at: usize| {
        let meaning = tokens.meaning(at);
        meaning.is(Part::And) || meaning.is(Part::To)
    };
    match tokens.mark(at) {
        Some('-' | '/' | '&') => Some((at + 1, false)),
        Some(',') if word(at + 1) => Some((at + 2, false)),
        Some(',') => Some((at + 1, true)),
        _ if word(at) => Some((at + 1, false)),
        _ => None,
    }
}
