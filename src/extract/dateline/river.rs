//! The river after the name of a German town, which tells it from others of that name:
//! `Frankfurt/Main`, `Frankfurt a.M.`, `Halle (Saale)`.

use crate::extract::date::Tokens;

/// Whether this is such a river, as it stands in brackets.
pub(super) fn is_one(name: &str) -> bool {
    RIVERS.contains(&name)
}

/// `Frankfurt/Main`: the river belongs to the town.
pub(super) fn after_slash(tokens: &Tokens<'_>, at: usize) -> usize {
    let river = tokens
        .word(at + 1)
        .is_some_and(|word| RIVERS.contains(&word));
    if tokens.is_mark(at, '/') && river {
        return tokens.skip_mark(at + 2, '.');
    }
    at
}

/// `a.M.`, `a. d. Weinstraße`: the index after it.
pub(super) fn shortened(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let small = |at: usize| {
        let letter = tokens
            .word(at)
            .is_some_and(|word| matches!(word, "a" | "d" | "b" | "i"));
        letter && tokens.is_mark(at + 1, '.')
    };
    if !small(at) {
        return None;
    }
    let next = if small(at + 2) { at + 4 } else { at + 2 };
    let capital = tokens.word(next)?.starts_with(char::is_uppercase);
    let end = next + 1;
    let dot = tokens.is_mark(end, '.') && tokens.word(next).is_some_and(|word| word.len() == 1);
    capital.then_some(end + usize::from(dot))
}

/// Rivers that tell German towns of one name apart.
const RIVERS: &[&str] = &["Main", "M", "Oder", "Saale"];
