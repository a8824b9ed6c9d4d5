//! Places in scripts without capitals, where only the name itself or what follows it shows
//! where it ends: `القاهرة - 3 مارس`, `서울, 3월`.

use super::gazetteer::{is_region, is_town};
use super::place::{MOST_WORDS, Part, is_before_date};
use super::wire;
use crate::extract::date::{Tokens, day_at};

/// One place in a script without capitals: the longest known name, else all the words up to
/// a mark or a date, if they are few.
pub(super) fn part(tokens: &Tokens<'_>, at: usize, split: bool) -> Option<(Part, usize)> {
    let known = (at + 1..=at + MOST_WORDS).rev().find(|&next| {
        let name = &tokens.text[tokens.range(at, next)];
        tokens.word(next - 1).is_some() && (is_town(name) || is_region(name))
    });
    let few = || {
        let next = (at + 1..=at + MOST_UNCASED).find(|&next| {
            matches!(tokens.mark(next), Some(',' | '(' | '/' | '-'))
                || day_at(tokens, next, None).is_some()
                || (is_before_date(tokens, next) && day_at(tokens, next + 1, None).is_some())
        })?;
        let words = (at..next).all(|at| tokens.word(at).is_some());
        (words && !wire::is_known(&tokens.text[tokens.range(at, next)])).then_some(next)
    };
    let next = known.or_else(few)?;
    let part = Part {
        name: tokens.text[tokens.range(at, next)].to_owned(),
        capitals: false,
        split,
        uncased: true,
    };
    Some((part, next))
}

/// More words than this, in a script without capitals, are a sentence.
const MOST_UNCASED: usize = 3;

/// Whether a word is of a script that is printed without capitals.
pub(super) fn is_uncased(word: &str) -> bool {
    let georgian = |c: char| matches!(c, '\u{10D0}'..='\u{10FF}');
    word.starts_with(|c: char| georgian(c) || !(c.is_uppercase() || c.is_lowercase()))
}
