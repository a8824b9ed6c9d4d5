//! Markup inside of values: `"Rivers &amp; seas"` in JSON, `"<p>Open</p>"` in a summary.

use std::sync::LazyLock;

use regex::{Captures, Regex};

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

/// One line of text without the markup that it surely has: `<b>Fish</b> &amp; chips` is
/// `Fish & chips`, and `5 < 6` stays what it is.
pub(crate) fn without_markup(value: &str) -> Option<String> {
    unescaped(&INLINE.replace_all(
        value,
        |tag: &Captures<'_>| {
            if tag.name("gap").is_some() { " " } else { "" }
        },
    ))
}

static INLINE: LazyLock<Regex> = LazyLock::new(|| {
    let gap = "br|p|div|span|li|h[1-6]";
    let inside =
        "a|abbr|b|big|cite|code|em|font|i|mark|nobr|q|s|small|strike|strong|sub|sup|tt|u|wbr";
    Regex::new(&format!(
        r"(?i)</?(?:(?P<gap>{gap})|{inside})(?:\s[^<>]*)?/?>"
    ))
    .expect("a fixed pattern is well formed")
});

/// One line of text that is markup by custom, such as the description of a feed's entry.
pub(crate) fn to_line(value: &str) -> Option<String> {
    if value.contains('<') {
        clean::some(&to_text(value))
    } else {
        unescaped(value)
    }
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

    #[test]
    fn only_what_is_surely_markup_is_taken_for_it() {
        for (value, expected) in [
            ("<b>Fish</b> &amp; chips", "Fish & chips"),
            ("One<br/>two<BR>three", "One two three"),
            ("H<sub>2</sub>O is <em class='x'>wet</em>", "H2O is wet"),
            ("5 < 6 and 7 > 3", "5 < 6 and 7 > 3"),
            ("The <blink> tag", "The <blink> tag"),
            ("A&nbsp;B&eacute;", "A Bé"),
        ] {
            assert_eq!(without_markup(value).as_deref(), Some(expected), "{value}");
        }
        assert_eq!(to_line("<p>a</p><p>b &amp; c").as_deref(), Some("a b & c"));
        assert_eq!(to_line("AT&amp;T opens").as_deref(), Some("AT&T opens"));
    }
}
