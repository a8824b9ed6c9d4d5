//! The grammar of datelines: places, date and wire in the orders that houses print them,
//! up to the separator.

use std::ops::Range;

use super::eastern;
use super::gazetteer::is_town;
use super::place::{Places, is_before_date};
use super::separator::{Separator, dash};
use super::wire::{self, Form};
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
        && opening.clone().take_wire(tokens, 0).is_none()
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
        self.take_wire(tokens, at)
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
            short = short_day_at(tokens, start);
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

    fn set_date(
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

    /// `/PRNewswire/`, `(GLOBE NEWSWIRE)`, `(Newsfile Corp. - March 12, 2024)`, and plain
    /// names between dashes or slashes.
    fn take_wire(&mut self, tokens: &Tokens<'_>, at: usize) -> Option<usize> {
        if self.wire.is_some() {
            return None;
        }
        match tokens.mark(at) {
            Some('(') => self.wire_in(tokens, at, ')'),
            Some('/') => self.wire_in(tokens, at, '/'),
            Some(_) => None,
            None => self.plain_wire(tokens, at),
        }
    }

    fn wire_in(&mut self, tokens: &Tokens<'_>, open: usize, close: char) -> Option<usize> {
        let mut end = open + 1;
        loop {
            let closes = tokens.is_mark(end, close)
                && (close != '/' || !tokens.is_glued(end + 1) || tokens.word(end + 1).is_none());
            if closes {
                break;
            }
            end += 1;
            if end > open + LONGEST_WIRE || end >= tokens.len() {
                return None;
            }
        }
        if let Some(next) = self.dated_wire(tokens, open, end) {
            return Some(next);
        }
        let name = &tokens.text[tokens.range(open + 1, end)];
        // Only wires stand between slashes after a date.
        let printed_so = close == '/'
            && self.date.is_some()
            && tokens.is_glued(open + 1)
            && tokens.word(open + 1).is_some();
        self.sure_wire = wire::is_known(name) || printed_so;
        let news_service =
            wire::is_like_one(name) && (self.date.is_some() || self.has_known_town());
        if !self.sure_wire && !news_service {
            return None;
        }
        self.wire = Some(name.to_owned());
        Some(end + 1)
    }

    /// `(Newsfile Corp. - March 12, 2024)`
    fn dated_wire(&mut self, tokens: &Tokens<'_>, open: usize, end: usize) -> Option<usize> {
        let dash = (open + 2..end).find(|&at| {
            tokens.is_mark(at, '-') && !tokens.is_glued(at) && !tokens.is_glued(at + 1)
        })?;
        let name = &tokens.text[tokens.range(open + 1, dash)];
        let day = day_at(tokens, dash + 1, None).filter(|day| day.next == end)?;
        if self.date.is_some() || !wire::is_known(name) {
            return None;
        }
        self.wire = Some(name.to_owned());
        self.sure_wire = true;
        self.set_date(tokens, (dash + 1, end), day, None, &DateReading::default());
        Some(end + 1)
    }

    /// `HONG KONG - Media OutReach Newswire - 3 March`, `TORONTO / ACCESSWIRE / March 3`,
    /// `YEREVAN, MARCH 3, ARMENPRESS.`
    fn plain_wire(&mut self, tokens: &Tokens<'_>, at: usize) -> Option<usize> {
        // `Foto: EFE – `: a colon goes before a source, not before a wire.
        if at > 0 && tokens.is_mark(at - 1, ':') {
            return None;
        }
        let name_ends = |end: usize| tokens.word(end).is_none() && !is_dot_in_name(tokens, end);
        let longest = (at..at + LONGEST_PLAIN).find(|&end| name_ends(end));
        let longest = longest.unwrap_or(at + LONGEST_PLAIN);
        let end = (at + 1..=longest).rev().find(|&end| {
            let name = &tokens.text[tokens.range(at, end)];
            tokens.word(end - 1).is_some()
                && match wire::form(name) {
                    Some(Form::SetOff) => {
                        at > 0
                            && matches!(tokens.mark(end), Some('-' | '/'))
                            && !tokens.is_glued(end)
                    }
                    Some(Form::Bare | Form::Glued) => {
                        let ends =
                            is_end_of_name(tokens, end) || after_reporter(tokens, end).is_some();
                        ends && (at > 0 || name.contains('.'))
                    }
                    None => false,
                }
                || at == 0 && is_before_day(tokens, end) && wire::is_listed_in_capitals(name)
        })?;
        self.wire = Some(tokens.text[tokens.range(at, end)].to_owned());
        self.sure_wire = true;
        self.bare_wire = true;
        Some(after_reporter(tokens, end).unwrap_or(end))
    }

    /// `VIENNA, 3 March 2025 (OSCE) –`: an aside after the date, no wire.
    fn take_aside(&mut self, tokens: &Tokens<'_>, at: usize) -> Option<usize> {
        if self.date.is_none() || !tokens.is_mark(at, '(') {
            return None;
        }
        let close = (at + 1..at + LONGEST_WIRE).find(|&at| tokens.is_mark(at, ')'))?;
        dash(tokens, close + 1).map(|_| close + 1)
    }

    fn has_known_town(&self) -> bool {
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

/// `INTERFAX.RU`
fn is_dot_in_name(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is_mark(at, '.')
        && tokens.is_glued(at)
        && tokens.is_glued(at + 1)
        && tokens.word(at + 1).is_some()
}

/// `ТАСС, 3 марта`
fn is_before_day(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is_mark(at, ',') && day_at(tokens, at + 1, None).is_some()
}

/// `РИА Новости, Иван Иванов.`: the index after the reporter, before the full stop.
fn after_reporter(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let is_name = |at: usize| {
        tokens
            .word(at)
            .is_some_and(|word| word.starts_with(char::is_uppercase))
    };
    let end = at + 3;
    let ends = tokens.is_mark(end, '.') && !tokens.is_glued(end + 1);
    (tokens.is_mark(at, ',') && is_name(at + 1) && is_name(at + 2) && ends).then_some(end)
}

/// Whether a name without brackets ends before this token.
fn is_end_of_name(tokens: &Tokens<'_>, at: usize) -> bool {
    let Some(token) = tokens.get(at) else {
        return true;
    };
    token.new_line
        || match token.kind {
            Kind::Mark('-' | '/' | ':') => true,
            Kind::Mark('.') => !tokens.is_glued(at + 1),
            Kind::Mark(',') => at <= LONGEST_PLAIN,
            Kind::Mark(_) | Kind::Word(..) | Kind::Number { .. } => false,
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

/// In tokens: the longest name of a wire without brackets.
const LONGEST_PLAIN: usize = 5;

/// More tokens than this between brackets or slashes are an aside.
const LONGEST_WIRE: usize = 14;
