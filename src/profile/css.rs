//! Selectors: from text to compiled, with the place where one stops making sense.
//!
//! `div..title` parses as far as `div`; `div > div:nth-child(3)` parses, but holds on to
//! nothing that a redesign would keep.

use std::ops::Range;

use scraper::Selector;

use super::reader::Reader;
use super::rule::Css;
use super::tree::Node;

/// In bytes. Looking for the mistake in a selector costs its length squared.
const LONGEST: usize = 500;

/// Compiles a selector.
pub(super) fn css(reader: &mut Reader, node: &Node, what: &str) -> Option<Css> {
    let text = reader.words(node, what)?;
    if !reader.may_compile(&node.at) {
        return None;
    }
    if text.len() > LONGEST {
        let message = format!("selector of more than {LONGEST} bytes");
        reader.error(&node.at, message, None);
        return None;
    }
    if let Some((bracket, place)) = unclosed(text) {
        let at = reader.within(node, place);
        reader.error(&at, format!("selector: `{bracket}` is never closed"), None);
        return None;
    }
    let Ok(selector) = Selector::parse(text) else {
        let valid = if reader.is_full() {
            0
        } else {
            valid_length(text)
        };
        let rest = &text[valid..];
        let blank = rest.len() - rest.trim_start().len();
        let at = reader.within(node, valid + blank..text.len());
        let message = match (text[..valid].trim(), rest.trim()) {
            (_, "") => format!("selector `{text}` is incomplete"),
            ("", _) => format!("selector does not parse from its start: `{rest}`"),
            (valid, rest) => format!("selector stops parsing after `{valid}`, at `{rest}`"),
        };
        reader.error(&at, message, dialect(text));
        return None;
    };
    if is_positional_only(text) {
        let message = format!("selector `{text}` counts positions only");
        let help = "it breaks with the next change of the page: name a class, id, attribute \
                    or telling element, or use a `label`";
        reader.warning(&node.at, message, Some(help));
    }
    Some(Css {
        printed: text.to_owned(),
        selector,
    })
}

/// A selector or a list of them.
pub(super) fn css_list(reader: &mut Reader, node: &Node, what: &str) -> Vec<Css> {
    reader
        .items(node, what)
        .iter()
        .filter_map(|item| css(reader, item, what))
        .collect()
}

/// The length of the longest beginning that is a selector.
fn valid_length(text: &str) -> usize {
    text.char_indices()
        .map(|(at, _)| at)
        .rev()
        .find(|&at| unclosed(&text[..at]).is_none() && Selector::parse(&text[..at]).is_ok())
        .map_or(0, |at| text[..at].trim_end().len())
}

/// What a selector of another language should be here.
fn dialect(text: &str) -> Option<&'static str> {
    let has = |part: &str| text.contains(part);
    if text.starts_with('/') || text.starts_with("./") {
        Some("this looks like XPath; rules are CSS selectors")
    } else if has("::attr(") {
        Some("write { css = \"…\", attr = \"…\" }")
    } else if has("::text") {
        Some("the text is taken by default; write { css = \"…\", text = \"own\" } for own text")
    } else if has(":contains(") || has(":has-text(") || has(":icontains(") {
        Some("CSS cannot look for text; write { label = \"…\" } or { text = '…' }")
    } else if has(":eq(") || has(":first ") || text.ends_with(":first") {
        Some("write { css = \"…\", nth = 0 }")
    } else {
        None
    }
}

/// The first bracket or quote without its end. The selector grammar closes them silently at
/// the end of the text, which hides a slip.
fn unclosed(text: &str) -> Option<(char, Range<usize>)> {
    let mut open: Vec<(char, usize)> = Vec::new();
    let mut characters = text.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '\\' => {
                characters.next();
            }
            '"' | '\'' => loop {
                match characters.next() {
                    Some((_, '\\')) => {
                        characters.next();
                    }
                    Some((_, end)) if end == character => break,
                    Some(_) => {}
                    None => return Some((character, at..at + 1)),
                }
            },
            '[' | '(' => open.push((character, at)),
            ']' | ')' => {
                open.pop();
            }
            _ => {}
        }
    }
    open.first().map(|&(bracket, at)| (bracket, at..at + 1))
}

/// Elements that say nothing of what is in them.
const GENERIC: &[&str] = &[
    "a", "b", "body", "br", "center", "dd", "div", "dl", "dt", "em", "font", "html", "i", "li",
    "ol", "p", "small", "span", "strong", "table", "tbody", "td", "tfoot", "th", "thead", "tr",
    "u", "ul",
];

/// Whether a selector (that parses) counts children and names no class, id, attribute or
/// telling element.
fn is_positional_only(text: &str) -> bool {
    if text.contains(['.', '#', '[', '\\']) {
        return false;
    }
    let counts = [":nth-", ":first-", ":last-", ":only-"]
        .iter()
        .any(|counting| text.contains(counting));
    counts
        && words(text).all(|(before, word)| {
            before == Some(':') || GENERIC.contains(&word.to_ascii_lowercase().as_str())
        })
}

/// The words of a selector outside `nth-…( )`, each with the character before it.
fn words(text: &str) -> impl Iterator<Item = (Option<char>, &str)> {
    let mut rest = text;
    let mut before = None;
    let in_word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
    std::iter::from_fn(move || {
        loop {
            let first = rest.chars().next()?;
            if !in_word(first) {
                before = Some(first);
                rest = &rest[first.len_utf8()..];
                continue;
            }
            let end = rest.find(|c| !in_word(c)).unwrap_or(rest.len());
            let (word, after) = rest.split_at(end);
            rest = after;
            if word.starts_with("nth-") && before == Some(':') {
                // `2n+1`, `odd`: no words.
                rest = rest.find(')').map_or("", |close| &rest[close..]);
            }
            return Some((before.replace(' '), word));
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_where_a_selector_stops_parsing() {
        for (selector, valid) in [
            ("div..title", "div"),
            ("div.content >", "div.content"),
            ("h1.title, ", "h1.title"),
            ("p:frist-child", "p"),
            ("ul li:contains('x')", "ul li"),
            ("a[href^]", "a"),
            ("//h1", ""),
            ("> a", ""),
            ("é..b", "é"),
        ] {
            assert!(Selector::parse(selector).is_err(), "{selector}");
            assert_eq!(&selector[..valid_length(selector)], valid, "{selector}");
        }
    }

    #[test]
    fn finds_brackets_that_are_never_closed() {
        for (selector, open) in [
            ("a[href", Some('[')),
            ("p:not(.a", Some('(')),
            ("a[href='x]", Some('\'')),
            ("a[href='(']", None),
            (r"a\[b", None),
            ("a[title='\\'']:not(.b)", None),
        ] {
            let found = unclosed(selector).map(|(bracket, _)| bracket);
            assert_eq!(found, open, "{selector}");
        }
    }

    #[test]
    fn knows_selectors_that_only_count() {
        for (selector, counts) in [
            ("div > div:nth-child(3)", true),
            ("td:nth-of-type(2)", true),
            ("table tr:first-child td:nth-child(odd)", true),
            ("li:not(:last-child)", true),
            ("*:nth-child(2n+1)", true),
            ("article > p:first-of-type", false),
            ("time:first-of-type", false),
            ("div.date:nth-child(3)", false),
            ("#main > div:nth-child(3)", false),
            ("a[rel=next]:first-child", false),
            ("div > p", false),
            ("h1", false),
        ] {
            assert!(Selector::parse(selector).is_ok(), "{selector}");
            assert_eq!(is_positional_only(selector), counts, "{selector}");
        }
    }
}
