//! The wire of an opening: in brackets, in slashes, or with nothing around it.

use super::figures::day_in_figures;
use super::opening::{LONGEST_WIRE, Opening};
use super::wire::{self, Form};
use crate::extract::date::{DateReading, Kind, Tokens, day_at};

impl Opening {
    /// `/PRNewswire/`, `(GLOBE NEWSWIRE)`, `(Newsfile Corp. - March 12, 2024)`, and plain
    /// names between dashes or slashes.
    pub(super) fn take_wire(
        &mut self,
        tokens: &Tokens<'_>,
        at: usize,
        how: &DateReading<'_>,
    ) -> Option<usize> {
        if self.wire.is_some() {
            return None;
        }
        match tokens.mark(at) {
            Some('(') => self.wire_in(tokens, (at, ')'), how),
            Some('/') => self.wire_in(tokens, (at, '/'), how),
            Some(_) => None,
            None => self.plain_wire(tokens, at),
        }
    }

    fn wire_in(
        &mut self,
        tokens: &Tokens<'_>,
        (open, close): (usize, char),
        how: &DateReading<'_>,
    ) -> Option<usize> {
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
        if let Some(next) = self.dated_wire(tokens, (open, end), how) {
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

    /// `(Newsfile Corp. - March 12, 2024)`, `(TTXVN 3/3)`, `(VNA, March 3)`
    fn dated_wire(
        &mut self,
        tokens: &Tokens<'_>,
        (open, end): (usize, usize),
        how: &DateReading<'_>,
    ) -> Option<usize> {
        if self.date.is_some() {
            return None;
        }
        let (name_end, start, day) = (open + 2..end).find_map(|at| {
            let dash = tokens.is_mark(at, '-') && !tokens.is_glued(at) && !tokens.is_glued(at + 1);
            let start = at + usize::from(dash || tokens.is_mark(at, ','));
            let day = day_at(tokens, start, how.order)
                .or_else(|| day_in_figures(tokens, start, how))
                .filter(|day| day.next == end)?;
            Some((at, start, day))
        })?;
        let name = &tokens.text[tokens.range(open + 1, name_end)];
        if !wire::is_known(name) {
            return None;
        }
        self.wire = Some(name.to_owned());
        self.sure_wire = true;
        self.set_date(tokens, (start, end), day, None, &DateReading::default());
        Some(end + 1)
    }

    /// `HONG KONG - Media OutReach Newswire - 3 March`, `TORONTO / ACCESSWIRE / March 3`,
    /// `YEREVAN, MARCH 3, ARMENPRESS.`
    fn plain_wire(&mut self, tokens: &Tokens<'_>, at: usize) -> Option<usize> {
        // `Foto: EFE – `: a colon goes before a source, not before a wire.
        if at > 0 && tokens.is_mark(at - 1, ':') {
            return None;
        }
        // `The Associated Press - ` opens a sentence.
        if tokens
            .word(at)
            .is_some_and(|word| word.eq_ignore_ascii_case("the"))
        {
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
                        let ends = is_end_of_name(tokens, end, at == 0)
                            || after_reporter(tokens, end).is_some();
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

/// Whether a name without brackets ends before this token. A comma follows only those that
/// open the text: `TEMPO.CO, Jakarta`.
fn is_end_of_name(tokens: &Tokens<'_>, at: usize, opens: bool) -> bool {
    let Some(token) = tokens.get(at) else {
        return true;
    };
    token.new_line
        || match token.kind {
            Kind::Mark('-' | '/' | ':') => true,
            Kind::Mark('.') => !tokens.is_glued(at + 1),
            Kind::Mark(',') => opens,
            Kind::Mark(_) | Kind::Word(..) | Kind::Number { .. } => false,
        }
}

/// In tokens: the longest name of a wire without brackets.
const LONGEST_PLAIN: usize = 5;
