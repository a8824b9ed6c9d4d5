//! From one day to another: `4–6 June 2024`, `June 4 and 5`, `March–April 2024`.
//!
//! Forms of their own, so that no part of them is taken for the one day of a text.

use super::NoDate;
use super::day::{Day, Form, after_suffix, after_weekday};
use super::edge::is_part;
use super::token::Tokens;
use super::words::Part;

impl Form<'_, '_> {
    /// `4-6 June 2024`, `4, 5 and 6 June`, `Monday 3 to Wednesday 5 June`.
    pub(super) fn several_days(&self, at: usize) -> Option<Day> {
        let tokens = self.tokens;
        let mut last = tokens.small_number(at)?;
        let mut next = after_day(tokens, at + 1);
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
            next = after_day(tokens, number_at + 1);
        }
        if count == 1 || commas {
            return None;
        }
        // `14.-16.3.2024`
        if let Some(next) = after_figures(tokens, next) {
            return Some(self.day(Err(NoDate::Several), next));
        }
        next = tokens.skip_mark(next, '.');
        let of = tokens.meaning(next);
        next += usize::from(of.is(Part::Of) && of.month.is_none());
        if tokens.meaning(next).is(Part::MonthBefore) {
            let next = self
                .by_month_word(next)
                .map_or(next + 1, |month| month.next);
            return Some(self.day(Err(NoDate::Several), next));
        }
        next = tokens.skip_mark(next, '\'');
        let month = tokens.meaning(next).month?;
        let next = self
            .year_after(next + 1, None, true, (month, last))
            .map_or(next + 1, |(_, next)| next);
        Some(self.day(Err(NoDate::Several), next))
    }

    /// `14.03. – 16.03.2024`, `14/03 - 16/03/2024`.
    pub(super) fn days_in_figures(&self, at: usize) -> Option<Day> {
        let tokens = self.tokens;
        tokens.small_number(at)?;
        let separator = tokens
            .mark(at + 1)
            .filter(|mark| matches!(mark, '.' | '/'))?;
        tokens.small_number(at + 2)?;
        let next = tokens.skip_mark(at + 3, separator);
        let joined = tokens.is_mark(next, '-') || tokens.meaning(next).is(Part::To);
        joined.then(|| tokens.small_number(next + 1))??;
        let end = after_figures(tokens, next + 2)?;
        Some(self.day(Err(NoDate::Several), end))
    }

    /// The rest of `June 4-6, 2024` from its first day on.
    pub(super) fn days_after_month(&self, first_at: usize, after_first: usize) -> Option<Day> {
        let tokens = self.tokens;
        let (joined, comma) =
            after_joiner(tokens, after_first).filter(|_| !is_odd_joiner(tokens, after_first))?;
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
    pub(super) fn several_months(&self, at: usize) -> Option<Day> {
        let tokens = self.tokens;
        let joiner = tokens.skip_mark(at + 1, '.');
        if is_odd_joiner(tokens, joiner) {
            return None;
        }
        let (second, false) = after_joiner(tokens, joiner)? else {
            return None;
        };
        let month = tokens.meaning(second).month?;
        let (_, next) = self.year_after(second + 1, None, true, (month, 1))?;
        Some(self.day(Err(NoDate::Several), next))
    }
}

/// More days than this in one list are not looked at.
const MOST_DAYS: usize = 6;

/// Whether a short word joins only in some language that the page may not be in: `a`, `o`.
fn is_odd_joiner(tokens: &Tokens<'_>, at: usize) -> bool {
    let unknown = !tokens.tongue.is_foreign();
    let short = |word: &str| word.is_ascii() && word.len() <= 2 && !word.eq_ignore_ascii_case("to");
    unknown && tokens.word(at).is_some_and(short)
}

/// After a day of a list, its suffix or full stop included where the list goes on.
fn after_day(tokens: &Tokens<'_>, at: usize) -> usize {
    let next = after_suffix(tokens, at);
    let dot = tokens.is_mark(next, '.')
        && after_joiner(tokens, next + 1).is_some_and(|(_, comma)| !comma);
    next + usize::from(dot)
}

/// After `.3.2024`, the rest of a day in figures.
fn after_figures(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let separator = tokens.mark(at).filter(|mark| matches!(mark, '.' | '/'))?;
    tokens.small_number(at + 1)?;
    let year = tokens
        .number(at + 3)
        .filter(|_| tokens.is_mark(at + 2, separator));
    year.filter(|(_, digits)| matches!(digits, 2 | 4))?;
    Some(at + 4)
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
