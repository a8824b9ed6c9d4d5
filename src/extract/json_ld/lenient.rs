//! JSON as sites write it into pages: in comments, with a semicolon behind it, with commas
//! before brackets, with line breaks in strings, or escaped like markup.

use std::borrow::Cow;

use serde_json::Value;

/// Parses it, mended as little as it takes.
pub(super) fn parse(text: &str) -> Option<Value> {
    let text = unwrapped(text);
    if let Ok(value) = serde_json::from_str(text) {
        return Some(value);
    }
    if let Ok(value) = serde_json::from_str(&mended(text)) {
        return Some(value);
    }
    // A template escaped it once too often.
    let is_escaped = text.contains("&quot;") || text.contains("&#34;");
    is_escaped.then(|| serde_json::from_str(&mended(&unescaped(text))).ok())?
}

fn unwrapped(text: &str) -> &str {
    let mut text = text.trim_matches(is_edge);
    for start in ["<!--", "//<![CDATA[", "/*<![CDATA[*/", "<![CDATA["] {
        text = text
            .strip_prefix(start)
            .unwrap_or(text)
            .trim_start_matches(is_edge);
    }
    for end in ["-->", "//]]>", "/*]]>*/", "]]>", ";"] {
        text = text
            .strip_suffix(end)
            .unwrap_or(text)
            .trim_end_matches(is_edge);
    }
    text
}

fn is_edge(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

fn unescaped(text: &str) -> String {
    let text = text.replace("&quot;", "\"").replace("&#34;", "\"");
    text.replace("&#39;", "'").replace("&amp;", "&")
}

/// Without comments and commas that nothing follows, control characters in strings as spaces,
/// and halves of surrogate pairs as the sign for what is no character.
fn mended(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut in_text = false;
    while let Some(c) = rest.chars().next() {
        let width = c.len_utf8();
        match c {
            '\\' if in_text => {
                let (escape, length) = escape(rest);
                out.push_str(&escape);
                rest = &rest[length..];
                continue;
            }
            '"' => {
                in_text = !in_text;
                out.push(c);
            }
            _ if in_text => out.push(if c.is_control() { ' ' } else { c }),
            '/' if rest.starts_with("//") => {
                rest = rest.find('\n').map_or("", |end| &rest[end..]);
                continue;
            }
            '/' if rest.starts_with("/*") => {
                rest = rest.find("*/").map_or("", |end| &rest[end + 2..]);
                continue;
            }
            ']' | '}' => {
                let kept = out.trim_end();
                let kept = kept.strip_suffix(',').unwrap_or(kept).len();
                out.truncate(kept);
                out.push(c);
            }
            _ => out.push(c),
        }
        rest = &rest[width..];
    }
    out
}

/// An escape at the beginning of a text, as it may stand in JSON, and its length.
fn escape(text: &str) -> (Cow<'_, str>, usize) {
    const HALF: &str = "\\ufffd";
    let unit = |at: usize| -> Option<u32> {
        let digits = text.get(at..at + 6)?.strip_prefix("\\u")?;
        u32::from_str_radix(digits, 16).ok()
    };
    match unit(0) {
        Some(0xd800..=0xdbff) => match unit(6) {
            Some(0xdc00..=0xdfff) => (Cow::Borrowed(&text[..12]), 12),
            _ => (Cow::Borrowed(HALF), 6),
        },
        Some(0xdc00..=0xdfff) => (Cow::Borrowed(HALF), 6),
        Some(_) => (Cow::Borrowed(&text[..6]), 6),
        None => {
            let next = text.chars().nth(1);
            let length = 1 + next.map_or(0, char::len_utf8);
            match next {
                Some('"' | '\\' | '/' | 'b' | 'f' | 'n' | 'r' | 't') => {
                    (Cow::Borrowed(&text[..length]), length)
                }
                // `\'` and the like: the sign itself was meant.
                Some(c) if !c.is_control() => (Cow::Borrowed(&text[1..length]), length),
                Some(_) | None => (Cow::Borrowed(""), length),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn what_sites_write_is_read() {
        let whole = json!({"a": [1, 2], "b": "x"});
        for text in [
            r#"{"a": [1, 2], "b": "x"}"#,
            r#"<!-- {"a": [1, 2], "b": "x"} -->"#,
            "//<![CDATA[\n{\"a\": [1, 2], \"b\": \"x\"}\n//]]>",
            r#"{"a": [1, 2], "b": "x"};"#,
            r#"{"a": [1, 2, ], "b": "x",}"#,
            "{\"a\": [1, 2], // why\n \"b\": /* so */ \"x\"}",
            "{&quot;a&quot;: [1, 2], &quot;b&quot;: &quot;x&quot;}",
            "\u{feff}{\"a\": [1, 2], \"b\": \"x\"}",
        ] {
            assert_eq!(parse(text), Some(whole.clone()), "{text}");
        }
        for (text, value) in [
            ("\"a\nb\"", json!("a b")),
            (r#""a \ud83d b""#, json!("a \u{fffd} b")),
            (r#""\ud83d\ude00""#, json!("😀")),
            (r#""it\'s""#, json!("it's")),
            (r#""a // b, ]""#, json!("a // b, ]")),
        ] {
            assert_eq!(parse(text), Some(value), "{text}");
        }
        for text in ["", "{", "\"\\", "\"\\u", "]", "not json", "//", "/*"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
