//! The grammar of datelines: places, date and wire in the orders that houses print them,
//! up to the separator.

use std::ops::Range;

use super::place::Places;
use super::separator::{Separator, dash};
use super::wire;
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
    /// The whole stands in brackets that are still open.
    bracket: Option<char>,
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
pub(super) fn openings(tokens: &Tokens<'_>, how: &DateReading<'_>) -> Option<Opening> {
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
        let start = at + usize::from(bracket);
        let day = day_at(tokens, start, how.order)?;
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
            None if at == 0 => None,
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

    /// `HONG KONG - Media OutReach Newswire - 3 March`, `TORONTO / ACCESSWIRE / March 3`.
    fn plain_wire(&mut self, tokens: &Tokens<'_>, at: usize) -> Option<usize> {
        let end = (at..at + LONGEST_WIRE).find(|&end| tokens.word(end).is_none())?;
        let ends = matches!(tokens.mark(end), Some('-' | '/')) && !tokens.is_glued(end);
        let name = &tokens.text[tokens.range(at, end)];
        if end == at || !ends || !wire::is_known(name) {
            return None;
        }
        self.wire = Some(name.to_owned());
        self.sure_wire = true;
        Some(end)
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

/// More tokens than this between brackets or slashes are an aside.
const LONGEST_WIRE: usize = 14;
