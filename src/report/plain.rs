//! Text from pages and servers, made harmless for terminals and logs.
//!
//! A title can hold `\u{1b}[2J`, which clears a terminal, or a mark that turns the direction
//! of writing; neither must act where a person reads what a run says.

use std::fmt::Display;

/// Replaces what steers a terminal; line breaks and tabs stay.
#[must_use]
pub fn visible(text: &str) -> String {
    text.chars()
        .map(|c| if steers(c) { '\u{fffd}' } else { c })
        .collect()
}

/// The same in one line, so that no page can add lines to what is said of it.
#[must_use]
pub fn one_line(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    visible(&words.join(" "))
}

/// A number with its noun: `1 page`, `2 pages`.
pub(crate) fn counted<N>(number: N, one: &str, more: &str) -> String
where
    N: Display + PartialEq + From<u8>,
{
    let noun = if number == N::from(1) { one } else { more };
    format!("{number} {noun}")
}

fn steers(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(
            c,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_that_steers_a_terminal_gets_through() {
        for (text, shown) in [
            ("a\u{1b}[31mred\u{7}\r", "a\u{fffd}[31mred\u{fffd}\u{fffd}"),
            ("\u{202e}gpj.exe", "\u{fffd}gpj.exe"),
            ("\u{9b}2J", "\u{fffd}2J"),
            ("a\u{2028}b\u{61c}", "a\u{fffd}b\u{fffd}"),
            ("žluť\n\tok", "žluť\n\tok"),
        ] {
            assert_eq!(visible(text), shown, "{text:?}");
        }
    }

    #[test]
    fn one_thing_is_not_many() {
        for (number, told) in [
            (0, "0 pages wait"),
            (1, "1 page waits"),
            (21, "21 pages wait"),
        ] {
            assert_eq!(counted(number, "page waits", "pages wait"), told);
        }
    }

    #[test]
    fn a_line_stays_one_line() {
        assert_eq!(one_line("a\r\n  b\u{2029}c\n"), "a b c");
        assert_eq!(one_line("\n\u{1b}x"), "\u{fffd}x");
    }
}
