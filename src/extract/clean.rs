//! Text as it is written to records: composed, collapsed, without what nobody sees.
//!
//! `"VIENNA,\u{a0}23\u{ad} March  2007"` becomes `VIENNA, 23 March 2007`.

pub(crate) use crate::record::text::line;
pub(super) use crate::record::text::{is_blank, seen};

/// As [`line`], but line breaks stay, and blocks stay apart by one empty line.
pub(crate) fn block(text: &str) -> String {
    let mut blocks: Vec<String> = Vec::new();
    let mut gap = true;
    for text in text.lines().map(line) {
        if text.is_empty() {
            gap = true;
            continue;
        }
        match blocks.last_mut() {
            Some(last) if !gap => {
                last.push('\n');
                last.push_str(&text);
            }
            _ => blocks.push(text),
        }
        gap = false;
    }
    blocks.join("\n\n")
}

/// `text` without surrounding white space, if anything is left.
pub(crate) fn some(text: &str) -> Option<String> {
    Some(line(text)).filter(|text| !text.is_empty())
}

/// The first so many bytes of a text, or a few less to end with a whole character.
pub(crate) fn cut(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Case folded for comparisons.
pub(crate) fn folded(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}

/// Whether two texts are the same but for case and white space.
pub(crate) fn alike(one: &str, other: &str) -> bool {
    alike_in_ascii(one, other).unwrap_or_else(|| folded(&line(one)) == folded(&line(other)))
}

/// The same, as far as ASCII tells: every block of a page is compared with its title, and most
/// differ in their first letter. `None` where another letter stands.
fn alike_in_ascii(one: &str, other: &str) -> Option<bool> {
    let (mut one, mut other) = (in_one_line(one), in_one_line(other));
    loop {
        match (one.next(), other.next()) {
            (None, None) => return Some(true),
            (Some(a), _) | (_, Some(a)) if !a.is_ascii() => return None,
            (_, Some(b)) if !b.is_ascii() => return None,
            (Some(a), Some(b)) if a.eq_ignore_ascii_case(&b) => {}
            (Some(_) | None, _) => return Some(false),
        }
    }
}

/// The characters of a text as [`line`] has them, but for their composition.
fn in_one_line(text: &str) -> impl Iterator<Item = char> + '_ {
    let mut words = seen(text).skip_while(|c| c.is_whitespace()).peekable();
    std::iter::from_fn(move || {
        let c = words.next()?;
        if !c.is_whitespace() {
            return Some(c);
        }
        while words.next_if(|c| c.is_whitespace()).is_some() {}
        words.peek().map(|_| ' ')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_lines_and_blocks_apart() {
        assert_eq!(block("a \n b\n\n\u{a0}\n c\n"), "a\nb\n\nc");
        assert_eq!(block("\n\n"), "");
    }

    #[test]
    fn texts_are_alike_but_for_case_and_white_space() {
        let cases = [
            ("", " \n", true),
            ("The Bridge", " the\n\u{a0} BRIDGE ", true),
            ("The Bridge", "The Bridges", false),
            ("The Bridge", "The Bridge s", false),
            ("The Bridge", "TheBridge", false),
            ("br\u{ad}idge", "bridge", true),
            ("Cafe\u{301}", "CAFÉ", true),
            ("Cafe\u{301}", "cafe", false),
            ("a\u{301}", "", false),
            ("\u{212a}elvin", "kelvin", true),
            ("Мост", "мост ", true),
            ("Мост", "мосты", false),
        ];
        for (one, other, expected) in cases {
            assert_eq!(alike(one, other), expected, "{one} {other}");
            assert_eq!(alike(other, one), expected, "{other} {one}");
            let slowly = folded(&line(one)) == folded(&line(other));
            assert_eq!(slowly, expected, "{one} {other}");
        }
    }
}
