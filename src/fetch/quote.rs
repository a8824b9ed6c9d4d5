//! Text from outside, made fit for messages.
//!
//! A `Location` field can hold line feeds in disguise, terminal escapes or a megabyte of
//! anything; what stands in a log line is short and printable.

use url::Url;

use crate::record::text::without_credentials;

/// The longest text or address in a message, in characters.
const LONGEST: usize = 300;

/// A server's text, in quotes, printable, without a password in an address, and cut to a
/// sane length.
pub(super) fn quoted(text: &str) -> String {
    let text = without_credentials(text);
    let mut out = String::from("\u{201c}");
    for (count, c) in text.chars().enumerate() {
        if count == LONGEST {
            out.push('…');
            break;
        }
        if is_printable(c) {
            out.push(c);
        } else {
            out.extend(c.escape_unicode());
        }
    }
    out.push('\u{201d}');
    out
}

/// An address without credentials, cut to a sane length.
pub(super) fn quoted_url(url: &Url) -> String {
    let mut url = url.clone();
    // Only addresses without a host refuse this, and those have no credentials.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    let text = url.as_str();
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// Neither a control character nor one that reorders or hides text.
fn is_printable(c: char) -> bool {
    !c.is_control()
        && !matches!(c, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}' | '\u{fffd}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_message_shows_is_short_and_printable() {
        for (text, shown) in [
            ("/a b", "“/a b”"),
            ("a\r\nb\u{1b}[31m", "“a\\u{d}\\u{a}b\\u{1b}[31m”"),
            ("http://u:pw@[", "“http://[”"),
            ("\u{202e}gnp", "“\\u{202e}gnp”"),
        ] {
            assert_eq!(quoted(text), shown);
        }
        assert!(quoted(&"x".repeat(100_000)).chars().count() < 310);
    }

    #[test]
    fn credentials_are_not_shown() {
        let url = Url::parse("http://user:secret@a.test/x").unwrap();
        assert_eq!(quoted_url(&url), "http://a.test/x");
    }
}
