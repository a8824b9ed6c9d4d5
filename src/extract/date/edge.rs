//! Where a date can begin and a number can end: not in the middle of an amount, a code or an
//! address such as `$12.03.2007`, `A23` or `10.11.12.13`.

use super::day::after_suffix;
use super::token::Tokens;
use super::words::Part;

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
        // `Published23 March`: markup that glued a label to its value, unlike `A23`. Where
        // words are not parted by spaces, `于2024年` is how it is written.
        (_, Some(word)) => {
            word.len() > 3
                || tokens.meaning(before).weekday.is_some()
                || word.starts_with(|c: char| c >= '\u{E00}')
        }
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
            let meaning = tokens.meaning(at);
            let of_year = meaning.is(Part::Year) || meaning.is(Part::OrdinalSuffix);
            matches!(word, "T" | "t")
                || of_year && !word.is_ascii()
                || (word.len() > 2 && word.starts_with(char::is_uppercase))
        }
        (None, None) => false,
    }
}

/// Whether a small number is part of something else: `5,000`, `5.5`, `5G`, `14:05`.
pub(super) fn is_part(tokens: &Tokens<'_>, at: usize) -> bool {
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
