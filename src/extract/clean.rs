//! Text as it is written to records: composed, collapsed, without what nobody sees.
//!
//! `"VIENNA,\u{a0}23\u{ad} March  2007"` becomes `VIENNA, 23 March 2007`.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// One line: white space of every kind collapsed, invisible characters gone, NFC.
pub(crate) fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut space = false;
    for c in seen(text) {
        if c.is_whitespace() {
            space = !out.is_empty();
        } else {
            if space {
                out.push(' ');
                space = false;
            }
            out.push(c);
        }
    }
    composed(out)
}

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
    folded(&line(one)) == folded(&line(other))
}

/// The characters that a reader sees (white space included).
pub(super) fn seen(text: &str) -> impl Iterator<Item = char> + '_ {
    let mut before = None;
    let mut rest = text.chars().peekable();
    std::iter::from_fn(move || {
        loop {
            let c = rest.next()?;
            let joiner = matches!(c, '\u{200c}' | '\u{200d}');
            // Joiners matter inside words of scripts that join, and in emoji.
            let joins = joiner
                && before.is_some_and(|b: char| !b.is_ascii() && !b.is_whitespace())
                && rest
                    .peek()
                    .is_some_and(|next| !next.is_ascii() && !next.is_whitespace());
            if (joiner && !joins) || is_junk(c) {
                continue;
            }
            before = Some(c);
            return Some(c);
        }
    })
}

/// Characters that show nothing: controls, direction marks, soft hyphens, zero-width
/// characters, and the private ones that icon fonts use.
fn is_junk(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' => false,
        '\u{ad}'
        | '\u{61c}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{17b4}'
        | '\u{17b5}'
        | '\u{180e}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{3164}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e000}'..='\u{f8ff}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e007f}'
        | '\u{f0000}'..='\u{10ffff}' => true,
        c => c.is_control(),
    }
}

/// NFC. A text without end of combining characters would be composed in more than linear
/// time, so it is left as it is.
pub(super) fn composed(text: String) -> String {
    match composed_if_needed(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(composed) => composed,
    }
}

fn composed_if_needed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc(text) {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(text.stream_safe().nfc().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leaves_what_a_reader_sees() {
        let cases = [
            ("  a \u{a0}\u{202f}\n b\u{3000}", "a b"),
            ("co\u{ad}operation", "cooperation"),
            ("a \u{ad} b", "a b"),
            ("\u{feff}\u{200b}a\u{200d}b\u{2060}", "ab"),
            ("\u{202e}txt\u{202c}\u{0}\u{7}", "txt"),
            ("cafe\u{301}", "café"),
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("👩\u{200d}🚒", "👩\u{200d}🚒"),
            ("\u{e06c} Download", "Download"),
            ("co\u{2011}chairs", "co\u{2011}chairs"),
            ("", ""),
            ("\u{a0}", ""),
        ];
        for (text, seen) in cases {
            assert_eq!(line(text), seen, "{text:?}");
        }
    }

    #[test]
    fn keeps_lines_and_blocks_apart() {
        assert_eq!(block("a \n b\n\n\u{a0}\n c\n"), "a\nb\n\nc");
        assert_eq!(block("\n\n"), "");
    }
}
