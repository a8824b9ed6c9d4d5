//! The text of scripts and style sheets, which is a third of most pages: taken in one piece.
//!
//! The tokenizer looks for the end tag of such a text character by character, and hands it over
//! line by line. Where nothing in it means anything but itself, the end tag can be searched for.

use html5ever::tokenizer::Token;
use html5ever::tokenizer::states::RawKind;
use memchr::memmem;

use super::plain;

/// The text up to the end tag of the element that was opened last before it, which has this
/// name, and its length in bytes: what the tokenizer's states for raw text and scripts (HTML
/// §13.2.5.3, §13.2.5.4) give for it. `None` where they have to be asked, for the text has no
/// end, or has characters that they replace, or may hide an end tag in a comment.
pub(super) fn token(rest: &str, kind: RawKind, element: &str) -> Option<(Token, usize)> {
    let script = match kind {
        RawKind::Rawtext => false,
        RawKind::ScriptData => true,
        _ => return None,
    };
    let text = &rest[..end(rest.as_bytes(), element.as_bytes())?];
    if text.is_empty() || (script && memmem::find(text.as_bytes(), b"<!--").is_some()) {
        return None;
    }
    let characters = plain::characters(text)?;
    Some((Token::CharacterTokens(characters), text.len()))
}

/// Where the element's end tag begins.
fn end(bytes: &[u8], element: &[u8]) -> Option<usize> {
    memmem::find_iter(bytes, b"</").find(|at| {
        let after = &bytes[at + 2..];
        let named = after
            .get(..element.len())
            .is_some_and(|name| name.eq_ignore_ascii_case(element));
        named
            && after.get(element.len()).is_some_and(|byte| {
                matches!(byte, b'\t' | b'\n' | b'\r' | b'\x0c' | b' ' | b'/' | b'>')
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_to_the_end_tag() {
        use RawKind::{Rawtext, Rcdata, ScriptData};
        let cases: &[(&str, RawKind, &str, Option<&str>)] = &[
            ("a<b </p>\n</style>x", Rawtext, "style", Some("a<b </p>\n")),
            ("</STYLE\n>", Rawtext, "style", None),
            ("a</STYLE\r>", Rawtext, "style", Some("a")),
            ("a</STYLE\n>", Rawtext, "style", Some("a")),
            ("a</styles></style >b", Rawtext, "style", Some("a</styles>")),
            ("a</style", Rawtext, "style", None),
            ("a</", Rawtext, "style", None),
            ("a\r\nb\r</style>", Rawtext, "style", Some("a\nb\n")),
            ("a\0b</style>", Rawtext, "style", None),
            ("é</script/>", ScriptData, "script", Some("é")),
            ("<!--</style>", Rawtext, "style", Some("<!--")),
            (
                "<!-- <script></script> --></script>",
                ScriptData,
                "script",
                None,
            ),
            ("a</title>", Rcdata, "title", None),
        ];
        for (rest, kind, element, expected) in cases {
            let taken = token(rest, *kind, element).map(|(token, _)| token);
            let expected = expected.map(|text| Token::CharacterTokens(text.into()));
            assert_eq!(taken, expected, "{rest}");
        }
    }
}
