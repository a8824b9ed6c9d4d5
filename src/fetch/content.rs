//! From a body to a page: what counts as a page, and how it becomes text.

use jiff::Timestamp;
use url::Url;

use super::charset::decode;
use crate::page::{Page, Validators};
use crate::record::hash_of;

/// The media type without parameters, in lower case; `None` when the field states none.
pub(super) fn media_type(content_type: Option<&str>) -> Option<String> {
    let essence = content_type?.split([';', ',']).next()?.trim();
    let (main, sub) = essence.split_once('/')?;
    let is_token = |text: &str| {
        !text.is_empty()
            && text
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"!#$&-^_.+".contains(&byte))
    };
    (is_token(main) && is_token(sub)).then(|| essence.to_ascii_lowercase())
}

/// Whether a body without a stated type begins like HTML.
pub(super) fn looks_like_html(body: &[u8]) -> bool {
    let start = &body[..body.len().min(1024)];
    // Also in UTF-16, where every other byte of a tag is 0.
    let plain: Vec<u8> = start
        .iter()
        .filter(|byte| byte.is_ascii() && **byte != 0)
        .map(u8::to_ascii_lowercase)
        .collect();
    let text = plain.trim_ascii_start();
    HTML_OPENINGS.iter().any(|tag| {
        text.strip_prefix(tag.as_bytes()).is_some_and(|rest| {
            matches!(
                rest.first(),
                Some(b' ' | b'>' | b'\t' | b'\r' | b'\n' | b'/')
            )
        })
    }) || text.starts_with(b"<!--")
        || (text.starts_with(b"<?xml") && contains(text, b"<html"))
}

const HTML_OPENINGS: &[&str] = &[
    "<!doctype html",
    "<html",
    "<head",
    "<body",
    "<meta",
    "<title",
    "<link",
    "<script",
    "<style",
    "<h1",
    "<h2",
    "<div",
    "<p",
    "<table",
    "<article",
    "<section",
    "<main",
    "<a",
    "<br",
    "<b",
    "<font",
    "<iframe",
];

fn contains(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}

/// The page that a body is, once it is known to be one.
pub(super) fn page(
    body: &[u8],
    url: Option<Url>,
    fetched_at: Timestamp,
    content_type: Option<&str>,
    validators: Validators,
) -> Page {
    let decoded = decode(body, content_type);
    Page {
        url,
        fetched_at,
        validators,
        media_type: decoded.media_type,
        text: decoded.text,
        spool: None,
        notes: decoded.notes,
        bytes_hash: hash_of(body),
        capture: None,
    }
}

/// A page that was saved to a file: read exactly as if it had just been fetched.
///
/// `content_type` is what the server stated when it was saved, where that is known.
///
/// ```
/// let at = "2026-01-05T09:00:00Z".parse()?;
/// let page = dateline::fetch::saved_page(b"<h1>Caf\xe9</h1>", None, at, None);
/// assert_eq!(page.text, "<h1>Café</h1>");
/// # Ok::<(), jiff::Error>(())
/// ```
#[must_use]
pub fn saved_page(
    bytes: &[u8],
    url: Option<Url>,
    fetched_at: Timestamp,
    content_type: Option<&str>,
) -> Page {
    page(bytes, url, fetched_at, content_type, Validators::default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_html_by_its_beginning() {
        for (body, html) in [
            (&b"<!DOCTYPE html><p>"[..], true),
            (b"\xef\xbb\xbf\r\n <HTML lang=en>", true),
            (b"<\0h\0t\0m\0l\0>\0", true),
            (b"<!-- saved --><html>", true),
            (b"<?xml version=\"1.0\"?><html xmlns=\"\">", true),
            (b"<?xml version=\"1.0\"?><rss>", false),
            (b"<p>Hello", true),
            (b"<price>", false),
            (b"%PDF-1.7 <html>", false),
            (b"{\"a\": \"<html>\"}", false),
            (b"plain words", false),
            (b"", false),
        ] {
            assert_eq!(
                looks_like_html(body),
                html,
                "{:?}",
                String::from_utf8_lossy(body)
            );
        }
    }
}
