//! A text as numbers, words and marks: what the grammars of dates and datelines read.
//!
//! `Published: 23rd March 2007 – 14:05` is *word* `Published`, *mark* `:`, *number* `23`,
//! *word* `rd` (glued to what stands before it), *word* `March`, and so on. Typography ends
//! here: every dash is `-`, every apostrophe `'`, and every white space, the no-break, thin
//! and zero-width ones included, only says that the next token is not glued. Digits of every
//! script are numbers, and so are Chinese numerals before a unit: `三月十四日` is *number* 3,
//! *word* `月`, *number* 14, *word* `日`. Words that mean something only together (`Dé Luain`,
//! `تشرين الأول`, `มี.ค.`) are one word.

use unicode_normalization::char::is_combining_mark;

use super::DateReading;
use super::digits::{digit, in_chinese, is_unit};
use super::lexicon;
use super::tongue::Tongue;
use super::words::{Meaning, meaning};

/// A text, cut up once; grammars look at it by index and never beyond its end.
#[derive(Debug)]
pub(in crate::extract) struct Tokens<'a> {
    /// The text that the ranges of the tokens refer to.
    pub(in crate::extract) text: &'a str,
    /// The language that the page states.
    pub(super) tongue: Tongue,
    /// A letter or digit of Thai is in it.
    thai: bool,
    list: Vec<Token<'a>>,
}

/// One number, word or mark.
#[derive(Debug, Clone, Copy)]
pub(in crate::extract) struct Token<'a> {
    /// What it is.
    pub(in crate::extract) kind: Kind<'a>,
    /// Where it begins, in bytes.
    pub(in crate::extract) start: usize,
    /// Where it ends, in bytes.
    pub(in crate::extract) end: usize,
    /// White space (or nothing at all) stands before it.
    pub(in crate::extract) spaced: bool,
    /// A line break is part of that white space.
    pub(in crate::extract) new_line: bool,
}

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(in crate::extract) enum Kind<'a> {
    /// A run of digits; the value of a run longer than nine digits is meaningless.
    Number { value: u32, digits: usize },
    /// A run of letters, with what it can mean in a date.
    Word(&'a str, Meaning),
    /// Any other character, normalized.
    Mark(char),
}

impl<'a> Tokens<'a> {
    /// Cuts a text up that may be in any language.
    pub(in crate::extract) fn of(text: &'a str) -> Self {
        Self::in_tongue(text, Tongue::default())
    }

    /// Cuts a text up as it is to be understood.
    pub(in crate::extract) fn read(text: &'a str, how: &DateReading<'_>) -> Self {
        Self::in_tongue(text, Tongue::of(how.language))
    }

    fn in_tongue(text: &'a str, tongue: Tongue) -> Self {
        let mut tokens = Self {
            text,
            tongue,
            thai: false,
            list: Vec::with_capacity(text.len() / 5 + 4),
        };
        let mut folded = String::new();
        let mut phrases = false;
        let (mut at, mut spaced, mut new_line) = (0, true, false);
        while let Some(first) = text[at..].chars().next() {
            let start = at;
            at += first.len_utf8();
            if is_space(first) {
                spaced = true;
                new_line |= first == '\n';
                continue;
            }
            if is_invisible(first) {
                continue;
            }
            tokens.thai |= matches!(first, '\u{E01}'..='\u{E5B}');
            let after_number = !spaced
                && matches!(tokens.list.last(), Some(last) if matches!(last.kind, Kind::Number { .. }));
            let (kind, end) = piece(text, start, first, after_number);
            let kind = match kind {
                Piece::Number { value, digits } => Kind::Number { value, digits },
                Piece::Word => {
                    let word = &text[start..end];
                    let meaning = meaning(word, tongue, &mut folded);
                    phrases |= meaning.begins_phrase;
                    Kind::Word(word, meaning)
                }
                Piece::Mark => Kind::Mark(normalized(first)),
            };
            tokens.list.push(Token {
                kind,
                start,
                end,
                spaced,
                new_line,
            });
            at = end;
            spaced = false;
            new_line = false;
        }
        if phrases {
            tokens.join_phrases(&mut folded);
        }
        tokens
    }

    /// Makes one word of those that have a meaning together.
    fn join_phrases(&mut self, folded: &mut String) {
        let (mut from, mut to) = (0, 0);
        while from < self.list.len() {
            let mut token = self.list[from];
            let mut next = from + 1;
            if self.meaning(from).begins_phrase
                && let Some((meaning, end)) = self.phrase_at(from, folded)
            {
                let last = self.list[end - 1].end;
                token.kind = Kind::Word(&self.text[token.start..last], meaning);
                token.end = last;
                next = end;
            }
            self.list[to] = token;
            to += 1;
            from = next;
        }
        self.list.truncate(to);
    }

    /// The longest phrase that begins at a word, and the index after it.
    fn phrase_at(&self, at: usize, folded: &mut String) -> Option<(Meaning, usize)> {
        lexicon::fold(self.word(at)?, folded);
        let first = folded.clone();
        lexicon::phrases(&first).iter().find_map(|words| {
            let mut phrase = first.clone();
            let mut next = at + 1;
            for word in words {
                if matches!(self.mark(next), Some('-' | '.' | '\'' | '/')) && self.is_glued(next) {
                    next += 1;
                }
                let token = self.get(next).filter(|token| !token.new_line)?;
                let Kind::Word(printed, _) = token.kind else {
                    return None;
                };
                lexicon::fold(printed, folded);
                if folded != word {
                    return None;
                }
                phrase.push(' ');
                phrase.push_str(word);
                next += 1;
            }
            Some((lexicon::look_up(&phrase, self.tongue), next))
        })
    }

    /// Whether years may be Buddhist ones: the page is Thai, or the text is.
    pub(super) fn is_thai(&self) -> bool {
        self.tongue.is("th") || self.thai
    }

    /// Whether a number may be of the Iranian calendar: the page is Persian, or its digits
    /// are.
    pub(super) fn is_persian(&self, at: usize) -> bool {
        let persian = |token: &Token<'_>| {
            self.text[token.start..].starts_with(|c| matches!(c, '\u{6F0}'..='\u{6F9}'))
        };
        self.tongue.is("fa") || self.get(at).is_some_and(persian)
    }

    /// How many tokens there are.
    pub(in crate::extract) fn len(&self) -> usize {
        self.list.len()
    }

    /// The token at an index; `None` past the end.
    pub(in crate::extract) fn get(&self, at: usize) -> Option<&Token<'a>> {
        #[cfg(test)]
        steps::count();
        self.list.get(at)
    }

    /// The number and its count of digits.
    pub(in crate::extract) fn number(&self, at: usize) -> Option<(u32, usize)> {
        match self.get(at)?.kind {
            Kind::Number { value, digits } => Some((value, digits)),
            Kind::Word(..) | Kind::Mark(_) => None,
        }
    }

    /// The number, when it has one or two digits.
    pub(in crate::extract) fn small_number(&self, at: usize) -> Option<u32> {
        self.number(at)
            .filter(|&(_, digits)| digits <= 2)
            .map(|(value, _)| value)
    }

    /// The word.
    pub(in crate::extract) fn word(&self, at: usize) -> Option<&'a str> {
        match self.get(at)?.kind {
            Kind::Word(word, _) => Some(word),
            Kind::Number { .. } | Kind::Mark(_) => None,
        }
    }

    /// What the word can mean in a date; nothing when it is not a word.
    pub(in crate::extract) fn meaning(&self, at: usize) -> Meaning {
        match self.get(at).map(|token| token.kind) {
            Some(Kind::Word(_, meaning)) => meaning,
            _ => Meaning::default(),
        }
    }

    /// Whether a mark stands here.
    pub(in crate::extract) fn is_mark(&self, at: usize, mark: char) -> bool {
        self.mark(at) == Some(mark)
    }

    /// The mark.
    pub(in crate::extract) fn mark(&self, at: usize) -> Option<char> {
        match self.get(at)?.kind {
            Kind::Mark(mark) => Some(mark),
            Kind::Number { .. } | Kind::Word(..) => None,
        }
    }

    /// Whether there is a token here that no white space parts from the one before it.
    pub(in crate::extract) fn is_glued(&self, at: usize) -> bool {
        at > 0 && self.get(at).is_some_and(|token| !token.spaced)
    }

    /// The index after this token if it is the mark, else the same index.
    pub(in crate::extract) fn skip_mark(&self, at: usize, mark: char) -> usize {
        if self.is_mark(at, mark) { at + 1 } else { at }
    }

    /// The bytes from one token up to, not including, another.
    pub(in crate::extract) fn range(&self, from: usize, to: usize) -> std::ops::Range<usize> {
        let start = self.get(from).map_or(self.text.len(), |token| token.start);
        let end = match to.checked_sub(1).and_then(|last| self.get(last)) {
            Some(token) => token.end,
            None => start,
        };
        start..end.max(start)
    }

    /// Single letters parted by full stops, joined and in lower case: `a.m.` gives `am`.
    /// A plain word gives itself. The second value is the index after them.
    pub(in crate::extract) fn letters(&self, at: usize) -> Option<(String, usize)> {
        let word = self.word(at)?;
        let mut joined = word.to_lowercase();
        let mut next = at + 1;
        if is_single_letter(word) {
            while joined.len() < 8
                && self.is_mark(next, '.')
                && self.is_glued(next + 1)
                && self.word(next + 1).is_some_and(is_single_letter)
            {
                joined.push_str(&self.word(next + 1).unwrap_or_default().to_lowercase());
                next += 2;
            }
            if next > at + 1 && self.is_mark(next, '.') && self.is_glued(next) {
                next += 1;
            }
        }
        Some((joined, next))
    }
}

fn is_single_letter(word: &str) -> bool {
    word.chars().count() == 1
}

/// Counts how often tokens are looked at, so that tests can tell linear work from more.
#[cfg(test)]
pub(in crate::extract) mod steps {
    use std::cell::Cell;

    thread_local! {
        static STEPS: Cell<usize> = const { Cell::new(0) };
    }

    pub(super) fn count() {
        STEPS.with(|steps| steps.set(steps.get() + 1));
    }

    /// How many looks some work takes on this thread.
    pub(in crate::extract) fn of(work: impl FnOnce()) -> usize {
        let before = STEPS.with(Cell::get);
        work();
        STEPS.with(Cell::get) - before
    }
}

/// What a token is, before words are looked up.
enum Piece {
    Number { value: u32, digits: usize },
    Word,
    Mark,
}

/// The piece that begins with a character, and where it ends.
fn piece(text: &str, start: usize, first: char, after_number: bool) -> (Piece, usize) {
    let after_first = start + first.len_utf8();
    if let Some(value) = digit(first) {
        return number(text, after_first, value);
    }
    if !first.is_alphabetic() {
        return (Piece::Mark, after_first);
    }
    if after_number && is_unit(first) {
        return (Piece::Word, after_first);
    }
    if let Some((value, digits, length)) = chinese(first, &text[start..]) {
        return (Piece::Number { value, digits }, start + length);
    }
    let mut end = after_first;
    for (at, c) in text[after_first..].char_indices() {
        let at = after_first + at;
        if c.is_ascii() {
            if !c.is_ascii_alphabetic() {
                break;
            }
        } else if digit(c).is_some()
            || !(c.is_alphabetic() || is_combining_mark(c) || is_invisible(c))
            || chinese(c, &text[at..]).is_some()
        {
            break;
        }
        end = at + c.len_utf8();
    }
    (Piece::Word, end)
}

fn number(text: &str, from: usize, first: u32) -> (Piece, usize) {
    let (mut value, mut digits, mut end) = (Some(first), 1, from);
    for (at, c) in text[from..].char_indices() {
        let Some(next) = digit(c) else { break };
        value = value.and_then(|value: u32| value.checked_mul(10)?.checked_add(next));
        digits += 1;
        end = from + at + c.len_utf8();
    }
    let value = value.unwrap_or(u32::MAX);
    (Piece::Number { value, digits }, end)
}

/// As [`in_chinese`], at little cost where no numeral stands.
fn chinese(first: char, text: &str) -> Option<(u32, usize, usize)> {
    let can_be = matches!(first, '\u{3007}' | '\u{4E00}'..='\u{9FFF}');
    can_be.then(|| in_chinese(text)).flatten()
}

/// White space in the wide sense: what parts words on a printed line.
fn is_space(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{200B}' | '\u{FEFF}' | '\u{2060}' | '\u{180E}')
}

/// Characters that are not seen and part nothing: soft hyphens and direction marks.
pub(super) fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{AD}' | '\u{200C}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}'
    )
}

fn normalized(c: char) -> char {
    match c {
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FE58}' | '\u{FE63}' | '\u{FF0D}' => '-',
        '\u{2018}' | '\u{2019}' | '\u{201B}' | '\u{2BC}' | '`' | '\u{B4}' => '\'',
        '\u{2044}' | '\u{2215}' | '\u{FF0F}' => '/',
        '\u{FF0C}' | '،' | '、' => ',',
        '~' | '〜' | '～' => '-',
        '（' => '(',
        '）' => ')',
        '。' | '॰' | '۔' => '.',
        '\u{FF1A}' | '\u{2236}' => ':',
        '\u{FF0E}' => '.',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn printed(text: &str) -> Vec<String> {
        let tokens = Tokens::of(text);
        (0..tokens.len())
            .filter_map(|at| tokens.get(at))
            .map(|token| {
                let glue = if token.spaced { "" } else { "+" };
                match token.kind {
                    Kind::Number { value, digits } => format!("{glue}{value}/{digits}"),
                    Kind::Word(word, _) => format!("{glue}{word}"),
                    Kind::Mark(mark) => format!("{glue}{mark}"),
                }
            })
            .collect()
    }

    #[test]
    fn typography_ends_here() {
        assert_eq!(
            printed("23rd\u{A0}March\u{202F}2007 \u{2013}\u{2014} \u{2019}07"),
            ["23/2", "+rd", "March", "2007/4", "-", "+-", "'", "+7/2"]
        );
        let soft = Tokens::of("Mar\u{AD}ch\u{200B}5");
        assert_eq!((soft.len(), soft.meaning(0).month), (2, Some(3)));
        assert_eq!(printed("12345678901"), ["4294967295/11"]);
    }

    #[test]
    fn dotted_letters_are_one_word() {
        let tokens = Tokens::of("a.m. P.M EST");
        assert_eq!(tokens.letters(0), Some(("am".to_owned(), 4)));
        assert_eq!(tokens.letters(4), Some(("pm".to_owned(), 7)));
        assert_eq!(tokens.letters(7), Some(("est".to_owned(), 8)));
    }
}
