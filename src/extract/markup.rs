//! Markup inside of values: `"Rivers &amp; seas"` in JSON, `"<p>Open</p>"` in a summary.

use super::{clean, document, text};

/// One line of text whose character references are characters, if anything is left.
///
/// Many sites escape the titles in their head twice.
pub(crate) fn unescaped(value: &str) -> Option<String> {
    let looks_escaped =
        value.split('&').skip(1).any(|rest| {
            rest.starts_with('#') || rest.starts_with(|c: char| c.is_ascii_alphabetic())
        }) && value.contains(';');
    if looks_escaped {
        clean::some(&to_text(&value.replace('<', "&lt;")))
    } else {
        clean::some(value)
    }
}

/// The text of a piece of markup, one line a block. Markup beyond the bounds of parsing has none.
pub(crate) fn to_text(markup: &str) -> String {
    document::parse(markup, &|| false)
        .map(|document| text::lines(document.root_element()))
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn undoes_what_was_escaped() {
        let cases = [
            ("a &amp; b", Some("a & b")),
            ("&lsquo;Don&#8217;t&rsquo;", Some("‘Don’t’")),
            ("a &lt;b> c", Some("a <b> c")),
            ("AT&T", Some("AT&T")),
            ("  ", None),
        ];
        for (value, expected) in cases {
            assert_eq!(unescaped(value).as_deref(), expected, "{value}");
        }
        assert_eq!(to_text("<p>a<p>b &amp; c"), "a\nb & c");
    }
}
