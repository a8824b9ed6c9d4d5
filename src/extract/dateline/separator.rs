//! What ends a dateline: a dash of any kind, ` | `, ` = `, ` _ `, `. `, `: `, a line break, or nothing.

use super::uncased::is_uncased;
use crate::extract::date::{Kind, Tokens};

/// What ends a dateline.
pub(super) struct Separator {
    pub(super) kind: End,
    /// The index of the first token of the text.
    pub(super) next: usize,
    spaced_before: bool,
    pub(super) spaced_after: bool,
    /// A dash between two figures: `2007-24`.
    pub(super) is_in_a_word: bool,
}

#[derive(Clone, Copy, PartialEq)]
pub(super) enum End {
    Dash,
    Pipe,
    FullStop,
    Colon,
    Slash,
    NewLine,
    Nothing,
}

impl Separator {
    pub(super) fn at(tokens: &Tokens<'_>, at: usize) -> Self {
        let spaced = |at: usize| tokens.get(at).is_none_or(|token| token.spaced);
        let mut start = at;
        if matches!(tokens.mark(at), Some('.' | ',')) && tokens.is_mark(at + 1, '-') {
            start += 1;
        }
        let new_line = tokens.get(at).is_some_and(|token| token.new_line);
        let (kind, next) = match (dash(tokens, start), tokens.mark(at)) {
            (Some(next), _) => (End::Dash, next),
            (None, Some('|')) => (End::Pipe, at + 1),
            (None, Some('=' | '_')) if spaced(at) && spaced(at + 1) => (End::Pipe, at + 1),
            (None, Some('.' | '।')) if spaced(at + 1) => (End::FullStop, at + 1),
            (None, Some(':')) if spaced(at + 1) => (End::Colon, at + 1),
            (None, Some('/')) => (End::Slash, at + 1),
            _ if new_line => (End::NewLine, at),
            _ => (End::Nothing, at),
        };
        let figures =
            tokens.is_glued(start) && tokens.is_glued(next) && tokens.number(next).is_some();
        Self {
            kind,
            next,
            spaced_before: spaced(start),
            spaced_after: spaced(next),
            is_in_a_word: figures && next == start + 1,
        }
    }

    pub(super) fn is_dash(&self) -> bool {
        matches!(self.kind, End::Dash | End::Pipe)
    }

    /// A full stop, a colon or a line break.
    pub(super) fn parts_sentences(&self) -> bool {
        matches!(self.kind, End::FullStop | End::Colon | End::NewLine)
    }

    pub(super) fn is_spaced_dash(&self) -> bool {
        self.is_dash() && self.spaced_before && self.spaced_after
    }
}

/// Whether a sentence can begin at a token: with a capital, a figure, a quotation mark, or
/// a letter of a script without capitals.
pub(super) fn begins_sentence(tokens: &Tokens<'_>, at: usize) -> bool {
    match tokens.get(at).map(|token| token.kind) {
        Some(Kind::Word(word, _)) => is_uncased(word) || !word.starts_with(char::is_lowercase),
        Some(Kind::Number { .. }) | None => true,
        Some(Kind::Mark(mark)) => !matches!(mark, '-' | ',' | '.' | ';' | ':' | '/' | ')' | ']'),
    }
}

/// Whether what begins here goes on like a sentence and not like a headline: a word in small
/// letters, or of a script without capitals, is near, and no list is begun:
/// `SEVILLA: Bono; Navas`.
pub(super) fn runs_on(tokens: &Tokens<'_>, at: usize) -> bool {
    (at..at + NEAR)
        .take_while(|&at| !tokens.is_mark(at, ';'))
        .filter_map(|at| tokens.word(at))
        .any(|word| is_uncased(word) || word.starts_with(char::is_lowercase))
}

/// In tokens.
const NEAR: usize = 8;

/// `BRUSSELS – MINISTERS AGREE NEW RULES`: several words, all in capitals.
pub(super) fn is_headline(tokens: &Tokens<'_>, at: usize) -> bool {
    let words: Vec<&str> = (at..at + 6).filter_map(|at| tokens.word(at)).collect();
    words.len() >= 3
        && words
            .iter()
            .take(3)
            .all(|word| !word.chars().any(char::is_lowercase))
}

/// The index after a dash: `-`, `–`, `--`, `- -` as one.
pub(super) fn dash(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let mut next = at;
    while next < at + 4 && tokens.is_mark(next, '-') {
        next += 1;
    }
    (next > at).then_some(next)
}
