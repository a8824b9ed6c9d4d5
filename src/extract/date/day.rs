//! The day: `Friday, 23rd of March 2007`, `Mar. 23, 2007`, `2007-Mar-23`, `4–6 June 2024`.
//!
//! Every form is tried at one token and looks only a few tokens ahead, so that reading a
//! whole text stays linear. A form that is recognized but does not give one day (a range, a
//! missing year, 31 February) is an answer too: it says why there is no date.

use jiff::civil::Weekday;

use super::calendars::{BUDDHIST, buddhist, short_buddhist};
use super::clock::{self, Clock};
use super::edge::{begins_here, is_part};
use super::numeric;
use super::token::Tokens;
use super::units::weekday_in_brackets;
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
    /// The calendar that it is printed in, where that is not the Gregorian one.
    pub(in crate::extract) converted: Option<&'static str>,
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
    form.take_year_word(&mut day);
    if day.weekday.is_none() {
        form.take_trailing_weekday(&mut day);
    }
    form.weigh_months(start, &mut day);
    form.mark_buddhist(start, &mut day);
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
        let tokens = self.tokens;
        if tokens.number(at).is_none() && !tokens.meaning(at).can_begin() {
            return self.by_units(at);
        }
        numeric::numeric(tokens, at, self.order, self.weekday)
            .map(|figures| Day {
                converted: figures.converted,
                ..self.day(figures.said, figures.next)
            })
            .or_else(|| self.by_units(at))
            .or_else(|| self.by_month_word(at))
            .or_else(|| self.year_called_so(at))
            .or_else(|| self.year_first(at))
            .or_else(|| self.in_foreign_month(at))
            .or_else(|| self.days_in_figures(at))
            .or_else(|| self.several_days(at))
            .or_else(|| self.day_first(at))
            .or_else(|| self.month_first(at))
            .or_else(|| self.spelled_out(at))
    }

    pub(super) fn day(&self, said: Result<Calendar, NoDate>, next: usize) -> Day {
        Day {
            said,
            weekday: self.weekday,
            converted: None,
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
        let dotted = is_short(tokens, month_at) || separator == Some('.');
        // `14 آذار/مارس 2024` names the month twice.
        let after_month = match tokens.is_mark(month_at + 1, '/') {
            true if tokens.meaning(month_at + 2).month == Some(month) => month_at + 3,
            _ => month_at + 1,
        };
        match self.year_after(after_month, separator, dotted, (month, day)) {
            Some((year, next)) => Some(self.day(whole(year, month, day), next)),
            None if !(1..=31).contains(&day) => None,
            None if !is_name(tokens, month_at) && self.until_day(after_month).is_none() => None,
            None if self
                .month_first(month_at)
                .is_some_and(|other| other.said.is_ok()) =>
            {
                None
            }
            None => Some(self.day(Err(without_year(month, day)), after_month)),
        }
    }

    /// `14 رمضان 1445`, `۲۴ اسفند ۱۴۰۲`.
    fn in_foreign_month(&self, at: usize) -> Option<Day> {
        let tokens = self.tokens;
        let day = tokens.small_number(at)?;
        let mut next = after_suffix(tokens, at + 1);
        next += usize::from(tokens.meaning(next).is(Part::Of));
        let (calendar, month) = tokens.meaning(next).foreign?;
        next += 1;
        for _ in 0..2 {
            let skip = tokens.is_mark(next, ',')
                || tokens.meaning(next).is(Part::Of)
                || tokens.meaning(next).is(Part::Year);
            next += usize::from(skip);
        }
        let (year, 4) = tokens.number(next)? else {
            return None;
        };
        let said = calendar.converted((year, month, day), self.weekday);
        Some(Day {
            converted: said.is_ok().then(|| calendar.name()),
            ..self.day(said, next + 1)
        })
    }

    /// Whether another day follows, so that the first needs no year: `14 mars – 16 avril 2024`.
    fn until_day(&self, at: usize) -> Option<usize> {
        let tokens = self.tokens;
        let joined = tokens.is_mark(at, '-') || tokens.meaning(at).is(Part::To);
        let day = joined.then(|| tokens.small_number(at + 1)).flatten()?;
        let after = after_suffix(tokens, at + 2);
        let month = self.between_day_and_month(after, false).0;
        tokens
            .meaning(month)
            .month
            .filter(|_| (1..=31).contains(&day))?;
        Some(month)
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
            None if !is_capital(tokens, at) || !(1..=31).contains(&day) => None,
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
        let dotted = tokens.is_mark(at + 1, '.');
        let month_at = after_any(tokens, at + 1, &['-', '/', '.']);
        let month = tokens.meaning(month_at).month?;
        let day_at = after_any(tokens, month_at + 1, &['-', '/', '.']);
        let Some(day) = tokens.small_number(day_at) else {
            // `2024. március` is a month; `2007 March` may be anything.
            return dotted.then(|| self.day(Ok(Calendar::Month { year, month }), month_at + 1));
        };
        let mut next = after_suffix(tokens, day_at + 1);
        if let Some(until) = self.another_day(next) {
            return Some(self.day(Err(NoDate::Several), until));
        }
        if dotted && tokens.is_mark(next, '.') {
            next += 1;
        }
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
            converted: None,
        })
    }

    /// From after the day to the month: `of`, `day of`, one mark, or nothing.
    fn between_day_and_month(&self, at: usize, has_suffix: bool) -> (usize, Option<char>) {
        let tokens = self.tokens;
        if tokens.meaning(at).is(Part::Day) && tokens.meaning(at + 1).is(Part::Of) {
            return (at + 2, None);
        }
        if tokens.meaning(at).is(Part::Of) && tokens.meaning(at).month.is_none() {
            return (tokens.skip_mark(at + 1, '\''), None);
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

    /// `14 марта 2024 г.`, `14. ožujka 2024. godine`, `14 mars 2024 fm`.
    fn take_year_word(&self, day: &mut Day) {
        let tokens = self.tokens;
        let after_year = matches!(tokens.number(day.next - 1), Some((_, 4)));
        let at = tokens.skip_mark(day.next, '.');
        let Some(word) = tokens.word(at).filter(|_| after_year) else {
            return;
        };
        let meaning = tokens.meaning(at);
        // `2024 a meeting` and `2024 M. Smith` are no years of some language; `2024 r.` is.
        let lower = word.starts_with(char::is_lowercase);
        let dotted = tokens.is_mark(at + 1, '.') && tokens.is_glued(at + 1);
        let latin = word.starts_with(|c: char| c < '\u{370}');
        let short = dotted && lower && tokens.tongue.is_foreign();
        let sure = !latin || word.len() > 2 || short;
        if meaning.is(Part::Year) && sure && !tokens.get(at).is_some_and(|token| token.new_line) {
            day.next = at + 1 + usize::from(dotted && word.chars().count() <= 3);
        }
    }

    fn mark_buddhist(&self, start: usize, day: &mut Day) {
        let tokens = self.tokens;
        let is_buddhist = |at| {
            tokens
                .number(at)
                .is_some_and(|(year, _)| buddhist(year).or(short_buddhist(year)).is_some())
        };
        if tokens.is_thai() && day.said.is_ok() && (start..day.next).any(is_buddhist) {
            day.converted = Some(BUDDHIST);
        }
    }

    /// A month's name that another language knows as another month leaves two days.
    fn weigh_months(&self, start: usize, day: &mut Day) {
        let tokens = self.tokens;
        let other = (start..day.next).find_map(|at| tokens.meaning(at).other_month);
        let Some(other) = other else { return };
        day.said = match day.said {
            Ok(Calendar::Day(a)) => {
                match whole(Ok(a.year()), other, u32::from(a.day().unsigned_abs())) {
                    Ok(Calendar::Day(b)) => match day.weekday {
                        Some(weekday) if weekday == a.weekday() && weekday != b.weekday() => {
                            day.said
                        }
                        Some(weekday) if weekday == b.weekday() && weekday != a.weekday() => {
                            Ok(Calendar::Day(b))
                        }
                        _ => Err(NoDate::Ambiguous { a, b }),
                    },
                    _ => day.said,
                }
            }
            Ok(_) | Err(NoDate::MissingYear { .. }) => Err(NoDate::None),
            Err(_) => day.said,
        };
    }

    /// `23 March 2007, Friday` and `23 March 2007 (Friday)`, unless a further day follows.
    fn take_trailing_weekday(&self, day: &mut Day) {
        let tokens = self.tokens;
        if let Some((weekday, next)) = weekday_in_brackets(tokens, day.next) {
            day.weekday = Some(weekday);
            day.next = next;
            return;
        }
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

/// Whether a full stop after a month's name abbreviates it.
fn is_short(tokens: &Tokens<'_>, at: usize) -> bool {
    let letters = tokens.word(at).map_or(0, |word| word.chars().count());
    letters <= LONGEST_SHORT_MONTH || !tokens.meaning(at).full
}

/// `June`, `July` and `Sept` at most: words after which a full stop abbreviates.
const LONGEST_SHORT_MONTH: usize = 4;

/// Whether a month is written like a name. Without a year, `may 5` is rather a verb, and
/// `5 Mars` a planet where the page is not known to be in a language of that month.
fn is_name(tokens: &Tokens<'_>, at: usize) -> bool {
    let meaning = tokens.meaning(at);
    let ascii = tokens.word(at).is_some_and(str::is_ascii);
    match (meaning.own, meaning.english) {
        (true, _) => meaning.full || is_capital(tokens, at),
        (false, true) => is_capital(tokens, at),
        (false, false) => {
            let letters = tokens.word(at).map_or(0, |word| word.chars().count());
            meaning.full && (!ascii || letters > LONGEST_SHORT_MONTH)
        }
    }
}

fn is_capital(tokens: &Tokens<'_>, at: usize) -> bool {
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
    let suffix = |at: usize| {
        let meaning = tokens.meaning(at);
        // Hungarian `5-ján` and Basque `5ean` end in what is January elsewhere.
        let month = meaning.month.is_some() && (meaning.own || meaning.english);
        tokens.is_glued(at) && meaning.is(Part::OrdinalSuffix) && !month
    };
    // `14-го`, `2-ра`; but `3-e mail` is no third.
    if tokens.is_mark(at, '-') && tokens.is_glued(at) && suffix(at + 1) {
        return at + 2;
    }
    if tokens.is_mark(at, '°') && tokens.is_glued(at) {
        return at + 1;
    }
    at + usize::from(suffix(at))
}

fn after_any(tokens: &Tokens<'_>, at: usize, marks: &[char]) -> usize {
    let skip = tokens.mark(at).is_some_and(|mark| marks.contains(&mark));
    at + usize::from(skip)
}
