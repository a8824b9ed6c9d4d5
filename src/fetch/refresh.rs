//! A page that is nothing but a redirect: `<meta http-equiv=refresh content="0; url=/new">`.
//!
//! A reader never sees such a page, so it is followed as a redirect is: under the same
//! rules, and counted with the others. A page with text of its own is read as it is, however
//! soon it leads elsewhere. What stands inside `<noscript>` does not count: there it tells
//! browsers without scripts that they see less.

use super::prescan::Scan;

/// The longest delay that is no time to read anything.
const SOON: u32 = 5;

/// Bytes of text that no page has which only leads on.
const SOME_TEXT: usize = 1000;

/// How much of a page is looked at: one that only leads on is short.
const LOOKED_AT: usize = 64 * 1024;

/// Elements whose content is neither text nor markup of the page.
const APART: &[&[u8]] = &[
    b"noscript",
    b"script",
    b"style",
    b"template",
    b"textarea",
    b"title",
    b"xmp",
    b"iframe",
    b"noembed",
];

/// Where a page leads that does nothing else, by its `Refresh` field or its markup; as
/// written.
pub(super) fn target(page: &str, field: Option<&str>) -> Option<String> {
    if page.len() > LOOKED_AT {
        return None;
    }
    let Sight { refresh, has_text } = look(page);
    field.and_then(soon).or(refresh).filter(|_| !has_text)
}

/// The address in a `Refresh` field or a `<meta>`'s `content`, where it is soon: `0; url='/x'`
/// (WHATWG HTML, "shared declarative refresh steps").
fn soon(content: &str) -> Option<String> {
    let content = content.trim_start();
    let digits = content
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(content.len());
    let (seconds, rest) = content.split_at(digits);
    let after = rest.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
    if seconds.is_empty() && after.len() == rest.len() {
        return None;
    }
    let is_soon = seconds.is_empty() || seconds.parse().is_ok_and(|seconds: u32| seconds <= SOON);
    let parted = after.trim_start();
    let address = parted
        .strip_prefix([';', ','])
        .unwrap_or(parted)
        .trim_start();
    if !is_soon || (parted.len() == after.len() && address.len() == after.len()) {
        return None;
    }
    let address = without_key(address);
    let address = match address.chars().next() {
        Some(quote @ ('"' | '\'')) => address[1..].split(quote).next().unwrap_or_default(),
        _ => address,
    };
    let address = address.trim();
    (!address.is_empty()).then(|| address.to_owned())
}

/// `url = x` as `x`.
fn without_key(text: &str) -> &str {
    let Some(start) = text.get(..3) else {
        return text;
    };
    if !start.eq_ignore_ascii_case("url") {
        return text;
    }
    match text[3..].trim_start().strip_prefix('=') {
        Some(value) => value.trim_start(),
        None => text,
    }
}

/// What a page is seen to be.
struct Sight {
    refresh: Option<String>,
    /// So much that it is read.
    has_text: bool,
}

fn look(page: &str) -> Sight {
    let mut scan = Scan::new(page.as_bytes());
    let mut refresh = None;
    let mut seen = 0;
    loop {
        let rest = scan.rest();
        let markup = rest.iter().position(|byte| *byte == b'<');
        let text = &rest[..markup.unwrap_or(rest.len())];
        seen += text
            .iter()
            .filter(|byte| !byte.is_ascii_whitespace())
            .count();
        let has_text = seen > SOME_TEXT;
        let Some(offset) = markup.filter(|_| !has_text) else {
            return Sight { refresh, has_text };
        };
        scan.at += offset;
        let Some(name) = scan.tag() else {
            continue;
        };
        let found = refreshes(&mut scan);
        if name == b"meta" && refresh.is_none() {
            refresh = found.and_then(|content| soon(&unescaped(&content)));
        }
        if APART.contains(&name.as_slice()) {
            scan.skip_to_end_of(&name);
        }
    }
}

/// The content of a tag that says `http-equiv=refresh`, after its name.
fn refreshes(scan: &mut Scan<'_>) -> Option<String> {
    let mut is_refresh = false;
    let mut content = None;
    while let Some((key, value)) = scan.attribute() {
        match key.as_slice() {
            b"http-equiv" => is_refresh |= value.trim_ascii().eq_ignore_ascii_case(b"refresh"),
            b"content" if content.is_none() => content = Some(value),
            _ => {}
        }
    }
    let content = content.filter(|_| is_refresh)?;
    Some(String::from_utf8_lossy(&content).into_owned())
}

/// The references that addresses in attributes have.
fn unescaped(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut text = text.to_owned();
    for (reference, plain) in [
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&apos;", "'"),
        ("&#39;", "'"),
        ("&#x27;", "'"),
        ("&#038;", "&"),
        ("&#38;", "&"),
        ("&#x26;", "&"),
        ("&amp;", "&"),
    ] {
        text = text.replace(reference, plain);
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn reads_where_and_when() {
        for (content, address) in [
            ("0; url=/new", Some("/new")),
            ("0;URL='/new'", Some("/new")),
            (" 0 , url = \"/a b\" rest", Some("/a b")),
            ("0;/new", Some("/new")),
            ("0 /new", Some("/new")),
            ("5.9; url=/new", Some("/new")),
            (".5; url=/new", Some("/new")),
            (
                "0; url=http://a.test/?a=1&b=2",
                Some("http://a.test/?a=1&b=2"),
            ),
            ("6; url=/new", None),
            ("99999999999; url=/new", None),
            ("0", None),
            ("0;", None),
            ("0; url=", None),
            ("0; url=''", None),
            ("0url=/new", None),
            ("url=/new", None),
            ("-1; url=/new", None),
            ("", None),
        ] {
            assert_eq!(soon(content).as_deref(), address, "{content}");
        }
    }

    #[test]
    fn knows_a_page_that_only_leads_on() {
        let text = "word ".repeat(400);
        for (page, address) in [
            (
                "<meta http-equiv=refresh content='0; url=/new'>",
                Some("/new"),
            ),
            (
                "<!doctype html><html><head><title>Moved</title><META CONTENT=\"1;url=/new?a&amp;b\" HTTP-EQUIV=\"Refresh\"></head><body><p>Moved <a href=/new>here</a>.</body></html>",
                Some("/new?a&b"),
            ),
            (
                "<body><meta http-equiv=refresh content=0;url=//b.test/>",
                Some("//b.test/"),
            ),
            // Later, elsewhere or nowhere.
            ("<meta http-equiv=refresh content='0; url='>", None),
            ("<meta http-equiv=refresh content=0>", None),
            ("<meta http-equiv=refresh content='300; url=/new'>", None),
            (
                "<noscript><meta http-equiv=refresh content='0; url=/new'></noscript>",
                None,
            ),
            (
                "<!-- <meta http-equiv=refresh content='0; url=/new'> -->",
                None,
            ),
            (
                "<script>'<meta http-equiv=refresh content=\"0;url=/new\">'</script>",
                None,
            ),
            (
                "<title><meta http-equiv=refresh content='0; url=/new'></title>",
                None,
            ),
            ("<meta name=refresh content='0; url=/new'>", None),
            ("<p>0; url=/new", None),
            ("", None),
        ] {
            assert_eq!(target(page, None).as_deref(), address, "{page}");
            let field = target(page, Some("0; url=/field"));
            assert_eq!(field.as_deref(), Some("/field"), "{page}");
            let with_text = format!("{page}<p>{text}");
            assert_eq!(target(&with_text, Some("0; url=/x")), None, "{page}");
            let before = format!("<p>{text}</p>{page}");
            assert_eq!(target(&before, None), None, "{page}");
        }
    }

    proptest! {
        #[test]
        fn takes_any_page(page in "(<meta|http-equiv=|refresh|content=|0;|url=|['\"<>/ ]|<!--|-->|<script>|é|\\PC){0,40}") {
            let _ = target(&page, None);
        }

        #[test]
        fn takes_any_content(content: String) {
            let _ = soon(&content);
        }
    }
}
