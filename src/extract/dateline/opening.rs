//! The grammar of datelines: places, date and wire in the orders that houses print them,
//! up to the separator.

use std::ops::Range;

use super::eastern;
use super::figures::day_in_figures;
use super::gazetteer::is_town;
use super::place::{Places, is_before_date};
use super::separator::{Separator, dash};
use crate::extract::date::{
    Calendar, Clock, DateReading, Day, Kind, NoDate, Tokens, Understood, clock_after, day_at,
    settle,
};

/// What opens a block, before it is judged and after.
#[derive(Debug, Clone, Default)]
pub(super) struct Opening {
    /// The bytes of the dateline, without the separator.
    pub(super) range: Range<usize>,
    /// Where the text after the separator begins.
    pub(super) body_at: usize,
    /// Where.
    pub(super) places: Option<Places>,
    /// When.
    pub(super) date: Option<Dated>,
    /// Who carried it.
    pub(super) wire: Option<String>,
    /// The wire is known, or printed as only wires are.
    pub(super) sure_wire: bool,
    /// That wire stands without brackets and slashes.
    pub(super) bare_wire: bool,
    /// A dateline could end before the last element: what came since may be body text.
    pub(super) ended: bool,
    /// The whole stands in brackets that are still open.
    pub(super) bracket: Option<char>,
    /// Where they closed.
    pub(super) closed_at: Option<usize>,
}

/// The date of an opening.
#[derive(Debug, Clone)]
pub(super) struct Dated {
    /// What it says.
    pub(super) said: Result<Understood, NoDate>,
    day: Day,
    pub(super) raw: String,
}

impl Dated {
    /// The same day in a year that is not printed.
    pub(super) fn in_year(&self, year: i16) -> Option<Understood> {
        let Err(NoDate::MissingYear { month, day }) = self.day.said else {
            return None;
        };
        let date = jiff::civil::Date::new(year, month, day).ok()?;
        let whole = Day {
            said: Ok(Calendar::Day(date)),
            ..self.day.clone()
        };
        settle(&whole, None, &self.raw, &DateReading::default()).ok()
    }
}

/// The longest opening of a block that is a dateline.
///
/// Elements are taken one by one; after each, the dateline may end. A later end wins, so
/// that `BRUSSELS – 6 October 2020. The` keeps its date, and an element after which no end
/// comes is left to the text: `WASHINGTON – March 12 was …`.
pub(super) fn longest_opening(tokens: &Tokens<'_>, how: &DateReading<'_>) -> Option<Opening> {
    if let Some(opening) = eastern::opening(tokens, how) {
        return Some(opening);
    }
    let mut opening = Opening::default();
    let mut at = 0;
    if let Some(Kind::Mark(mark @ ('(' | '['))) = tokens.get(0).map(|token| token.kind)
        && opening.clone().take_wire(tokens, 0, how).is_none()
    {
        opening.bracket = Some(if mark == '(' { ')' } else { ']' });
        at = 1;
    }
    let mut accepted = None;
    for _ in 0..MOST_ELEMENTS {
        let Some(next) = opening.take(tokens, at, how) else {
            break;
        };
        at = next;
        if let Some(close) = opening.bracket
            && tokens.is_mark(at, close)
        {
            opening.bracket = None;
            at += 1;
            opening.closed_at = Some(at);
        }
        opening.range = tokens.range(0, at);
        let comma = opening
            .places
            .as_ref()
            .is_some_and(|places| places.next == at && places.comma);
        if comma {
            opening.range = tokens.range(0, at - 1);
        }
        if let Some(body_at) = opening.end(tokens, at, how) {
            opening.body_at = body_at;
            accepted = Some(opening.clone());
            opening.ended = true;
        }
        at = between(tokens, at);
    }
    accepted
}

/// Places, date, wire, and one aside in brackets.
const MOST_ELEMENTS: usize = 5;

/// Past what may stand between two elements: one mark, or one dash of any length.
fn between(tokens: &Tokens<'_>, at: usize) -> usize {
    match tokens.mark(at) {
        Some('-') => dash(tokens, at).unwrap_or(at),
        Some(',' | '|' | '.' | '•' | '·' | ':') => dash(tokens, at + 1).unwrap_or(at + 1),
        Some('/') if !tokens.is_glued(at + 1) => at + 1,
        _ => at,
    }
}

impl Opening {
    /// Takes the element that begins at a token; gives the index after it.
    fn take(&mut self, tokens: &Tokens<'_>, at: usize, how: &DateReading<'_>) -> Option<usize> {
        // `ДУШАНБЕ` is a town, and Monday in its language.
        if at == 0 && tokens.meaning(at).weekday.is_some() && tokens.word(at).is_some_and(is_town) {
            return self.take_places(tokens, at);
        }
        self.take_wire(tokens, at, how)
            .or_else(|| self.take_date(tokens, at, how))
            .or_else(|| self.take_places(tokens, at))
            .or_else(|| self.take_aside(tokens, at))
    }

    fn take_places(&mut self, tokens: &Tokens<'_>, at: usize) -> Option<usize> {
        if self.places.is_some() {
            return None;
        }
        let places = Places::at(tokens, at)?;
        // After a date, `Climate Action – …` is rather a headline: the town must be known.
        if self.date.is_some() && !places.has_known_town() && !places.has_region() {
            return None;
        }
        let next = places.next;
        self.places = Some(places);
        Some(next)
    }

    /// `3 March 2025`, `(3 March 2025)`, `Tuesday Nov 28, 2023 @ 8:24 AM CET`.
    fn take_date(
        &mut self,
        tokens: &Tokens<'_>,
        at: usize,
        how: &DateReading<'_>,
    ) -> Option<usize> {
        if self.date.is_some() {
            return None;
        }
        let bracket = tokens.is_mark(at, '(');
        let mut start = at + usize::from(bracket);
        let mut short = None;
        if self.places.is_some() {
            start += usize::from(is_before_date(tokens, start));
            // After a dash it may be text: `WASHINGTON – 3 set …`.
            short = short_day_at(tokens, start)
                .or_else(|| self.figures_before_wire(tokens, start, how))
                .filter(|_| !self.ended);
        }
        let mut day = day_at(tokens, start, how.order).or(short)?;
        if let Some((second, at)) = same_day_in_our_calendar(tokens, &day, how) {
            (day, start) = (second, at);
        }
        let clock = clock_after(tokens, day.next, false);
        let next = clock.as_ref().map_or(day.next, |clock| clock.next);
        if bracket && !tokens.is_mark(next, ')') {
            return None;
        }
        self.set_date(tokens, (start, next), day, clock.as_ref(), how);
        Some(next + usize::from(bracket))
    }

    /// `3/3 (TTXVN)`: day and month in figures are a date where a wire follows.
    fn figures_before_wire(
        &self,
        tokens: &Tokens<'_>,
        at: usize,
        how: &DateReading<'_>,
    ) -> Option<Day> {
        let day = day_in_figures(tokens, at, how)?;
        let mut with_wire = self.clone();
        with_wire.take_wire(tokens, day.next, how)?;
        (tokens.is_mark(day.next, '(') && with_wire.sure_wire).then_some(day)
    }

    pub(super) fn set_date(
        &mut self,
        tokens: &Tokens<'_>,
        (start, next): (usize, usize),
        day: Day,
        clock: Option<&Clock>,
        how: &DateReading<'_>,
    ) {
        let raw = tokens.text[tokens.range(start, next)].to_owned();
        self.date = Some(Dated {
            said: settle(&day, clock, &raw, how),
            day,
            raw,
        });
    }

    /// A day whose text is known.
    pub(super) fn date_as_printed(&mut self, raw: &str, day: Day, how: &DateReading<'_>) {
        self.date = Some(Dated {
            said: settle(&day, None, raw, how),
            day,
            raw: raw.to_owned(),
        });
    }

    /// `VIENNA, 3 March 2025 (OSCE) –`: an aside after the date, no wire.
    fn take_aside(&mut self, tokens: &Tokens<'_>, at: usize) -> Option<usize> {
        let after_dash = at > 0 && tokens.is_mark(at - 1, '-');
        if self.date.is_none() || after_dash || !tokens.is_mark(at, '(') {
            return None;
        }
        let close = (at + 1..at + LONGEST_WIRE).find(|&at| tokens.is_mark(at, ')'))?;
        dash(tokens, close + 1).map(|_| close + 1)
    }

    pub(super) fn has_known_town(&self) -> bool {
        self.places.as_ref().is_some_and(Places::has_known_town)
    }

    /// Where the body begins, if the dateline can end before this token.
    fn end(&self, tokens: &Tokens<'_>, at: usize, how: &DateReading<'_>) -> Option<usize> {
        if self.bracket.is_some() {
            return None;
        }
        let separator = Separator::at(tokens, at);
        let body = separator.next;
        if !self.suffices(tokens, at, &separator, how) {
            return None;
        }
        Some(
            tokens
                .get(body)
                .map_or(tokens.text.len(), |token| token.start),
        )
    }
}

/// `3 мар`, `kovo 3 d.`: after a place, a small abbreviation of a month and a number are a
/// day, which in running text they need not be.
fn short_day_at(tokens: &Tokens<'_>, at: usize) -> Option<Day> {
    let (month, day, next) = match tokens.small_number(at) {
        Some(day) => (tokens.meaning(at + 1).month?, day, at + 2),
        None => {
            let day = tokens.small_number(at + 1)?;
            let unit = tokens.word(at + 2) == Some("d");
            (
                tokens.meaning(at).month.filter(|_| unit)?,
                day,
                tokens.skip_mark(at + 3, '.'),
            )
        }
    };
    let day = i8::try_from(day)
        .ok()
        .filter(|day| (1..=31).contains(day))?;
    Some(Day {
        said: Err(NoDate::MissingYear { month, day }),
        weekday: None,
        converted: None,
        clock: None,
        next,
    })
}

/// `19 رجب 1442 هـ الموافق 03 مارس 2021`: the day in our calendar, and where it begins.
fn same_day_in_our_calendar(
    tokens: &Tokens<'_>,
    day: &Day,
    how: &DateReading<'_>,
) -> Option<(Day, usize)> {
    day.converted?;
    let mut at = day.next;
    while at < day.next + 3 && matches!(tokens.word(at), Some("هـ" | "ه" | "الموافق" | "ل" | "لـ"))
    {
        at += 1;
    }
    let second = day_at(tokens, at, how.order).filter(|day| day.converted.is_none())?;
    Some((second, at))
}

/// More tokens than this between brackets or slashes are an aside.
pub(super) const LONGEST_WIRE: usize = 14;
