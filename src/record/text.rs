//! Text as it is written: composed, collapsed, without what nobody sees.
//!
//! `"VIENNA,\u{a0}23\u{ad} March  2007"` becomes `VIENNA, 23 March 2007`. Here, and nowhere
//! else, is decided which characters of a page may stand in a record or in what is told of
//! a page: no zeros, controls or escapes that steer a terminal, no marks that turn the
//! direction of writing or hide text. A title `=cmd|' /C calc'!A0` stays as printed: JSON
//! has no formulas, and whoever writes cells from it must quote them.

use std::borrow::Cow;

use unicode_normalization::{UnicodeNormalization, is_nfc};

/// One line: white space of every kind collapsed, invisible characters gone, NFC.
pub(crate) fn line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut space = false;
    let mut rest = text;
    // Words of plain ASCII, nearly all of most pages, are taken as they are.
    while let Some(first) = rest.as_bytes().first() {
        let plain = rest.bytes().take_while(u8::is_ascii_graphic).count();
        if plain > 0 {
            if std::mem::take(&mut space) {
                out.push(' ');
            }
            // A joiner may follow, and asks what stands before it: not a plain character.
            out.push_str(&rest[..plain]);
            rest = &rest[plain..];
        } else if first.is_ascii_whitespace() {
            space = !out.is_empty();
            rest = rest.trim_ascii_start();
        } else {
            let odd = rest
                .find(|c: char| c.is_ascii_graphic() || c.is_ascii_whitespace())
                .unwrap_or(rest.len());
            for c in seen(&rest[..odd]) {
                if c.is_whitespace() {
                    space = !out.is_empty();
                } else {
                    if std::mem::take(&mut space) {
                        out.push(' ');
                    }
                    out.push(c);
                }
            }
            rest = &rest[odd..];
        }
    }
    composed(out)
}

/// A sentence of ours that may hold a page's words and addresses: one line, no passwords.
pub(crate) fn told(text: &str) -> String {
    line(&without_passwords(text))
}

/// A text, markup too, without the passwords of the addresses in it.
pub(crate) fn without_passwords(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("//") {
        let (before, address) = rest.split_at(at);
        let end = address.find(|c: char| c.is_whitespace() || "\"'`<>“”".contains(c));
        let (address, after) = address.split_at(end.unwrap_or(address.len()));
        out.push_str(before);
        out.push_str(&without_credentials(address));
        rest = after;
    }
    out.push_str(rest);
    out
}

/// An address as written, without the password that it may hold.
///
/// Works on what is no address too: a link that cannot be read is told of as well.
pub(crate) fn without_credentials(written: &str) -> Cow<'_, str> {
    let slash = |c: char| matches!(c, '/' | '\\');
    let start = written
        .char_indices()
        .zip(written.chars().skip(1))
        .find(|((_, c), next)| slash(*c) && slash(*next))
        .map(|((at, _), _)| at + 2);
    let Some(start) = start else {
        return Cow::Borrowed(written);
    };
    let rest = &written[start..];
    let end = rest.find(['/', '?', '#', '\\']).unwrap_or(rest.len());
    match rest[..end].rfind('@') {
        Some(at) => Cow::Owned(format!("{}{}", &written[..start], &rest[at + 1..])),
        None => Cow::Borrowed(written),
    }
}

/// The characters that a reader sees (white space included).
pub(crate) fn seen(text: &str) -> impl Iterator<Item = char> + '_ {
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

/// Whether a reader sees nothing of a text.
pub(crate) fn is_blank(text: &str) -> bool {
    let text = text.trim_ascii_start();
    match text.as_bytes().first() {
        None => true,
        Some(first) if first.is_ascii_graphic() => false,
        Some(_) => seen(text).all(char::is_whitespace),
    }
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
pub(crate) fn composed(text: String) -> String {
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
    use proptest::prelude::*;

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
    fn passwords_are_left_out_of_addresses() {
        for (written, told) in [
            ("http://user:pw@a.test/x@y", "http://a.test/x@y"),
            ("//user@a.test", "//a.test"),
            ("http://a:b@c@bad host/", "http://bad host/"),
            ("https://u:p@[::", "https://[::"),
            ("http:\\\\u:p@a.test", "http:\\\\a.test"),
            ("http://a.test/mail/u@b.test", "http://a.test/mail/u@b.test"),
            ("mailto:u@a.test", "mailto:u@a.test"),
            ("", ""),
        ] {
            assert_eq!(without_credentials(written), told, "{written}");
        }
        for (text, expected) in [
            (
                "http://u:p@a.test/1 leads to “https://u:p@b.test”, which\nis //u@c.test/@d",
                "http://a.test/1 leads to “https://b.test”, which is //c.test/@d",
            ),
            ("no // address, u@a.test", "no // address, u@a.test"),
        ] {
            assert_eq!(told(text), expected);
        }
    }

    proptest! {
        #[test]
        fn a_line_is_one_line_that_steers_nothing(text: String) {
            let line = line(&text);
            prop_assert!(!line.contains(char::is_control));
            prop_assert!(!line.contains(is_junk));
            prop_assert_eq!(super::line(&line), line.clone());
        }
    }
}
