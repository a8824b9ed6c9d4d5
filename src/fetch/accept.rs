//! What is taken for a page of the kind that is expected at an address.
//!
//! A release and a listing are HTML. A feed is XML or JSON, but servers call it
//! `application/octet-stream`, `text/plain` and even `text/html`: unless it is plainly
//! something else, its first bytes decide.

use crate::problem::Class;
use crate::target::PageKind;

use super::content::{looks_like_html, media_type};

/// What a `Content-Type` field says of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stated {
    /// What was expected.
    Expected,
    /// Nothing certain: the body must tell.
    Unclear,
    /// Something else.
    Other,
}

/// Which types are preferred, for the `Accept` field.
pub(super) fn preferred(kind: PageKind) -> &'static str {
    match kind {
        PageKind::Release | PageKind::Listing => {
            "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"
        }
        PageKind::Sitemap => "application/xml, text/xml;q=0.9, text/plain;q=0.5, */*;q=0.1",
        PageKind::Feed => {
            "application/atom+xml, application/rss+xml, application/rdf+xml;q=0.9, application/feed+json;q=0.9, application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1"
        }
        PageKind::Json => "application/json, */*;q=0.1",
    }
}

/// What the stated type means where this kind of page is expected. Here, and nowhere else, is
/// decided what a crawl reads.
pub(super) fn stated(kind: PageKind, content_type: Option<&str>) -> Stated {
    let Some(stated) = media_type(content_type) else {
        return Stated::Unclear;
    };
    let is_html = matches!(stated.as_str(), "text/html" | "application/xhtml+xml");
    let is_xml = stated.ends_with("/xml") || stated.ends_with("+xml");
    let is_json = stated.ends_with("/json") || stated.ends_with("+json");
    match kind {
        PageKind::Release | PageKind::Listing if is_html => Stated::Expected,
        PageKind::Release | PageKind::Listing => Stated::Other,
        PageKind::Sitemap | PageKind::Feed if is_xml && !is_html => Stated::Expected,
        PageKind::Feed | PageKind::Json if is_json => Stated::Expected,
        PageKind::Sitemap | PageKind::Feed | PageKind::Json if is_media(&stated) => Stated::Other,
        PageKind::Sitemap | PageKind::Feed | PageKind::Json => Stated::Unclear,
    }
}

fn is_media(stated: &str) -> bool {
    let main = stated.split('/').next().unwrap_or_default();
    matches!(main, "image" | "audio" | "video" | "font")
        || matches!(stated, "application/pdf" | "application/zip")
}

/// Whether a body of an unclear type begins like what is expected.
pub(super) fn looks_like(kind: PageKind, body: &[u8]) -> bool {
    match kind {
        PageKind::Release | PageKind::Listing => looks_like_html(body),
        PageKind::Sitemap => {
            is_gzip(body) || begins_xml(body) || begins(body, &[b"http://", b"https://"])
        }
        PageKind::Feed => is_gzip(body) || begins_xml(body) || begins(body, &[b"{"]),
        PageKind::Json => begins(body, &[b"{", b"["]),
    }
}

/// What it is when it is not what was expected.
pub(super) fn class(kind: PageKind) -> Class {
    match kind {
        PageKind::Release | PageKind::Listing => Class::NotHtml,
        PageKind::Sitemap | PageKind::Feed => Class::NotXml,
        PageKind::Json => Class::Parse,
    }
}

/// What was expected, for a person.
pub(super) fn name(kind: PageKind) -> &'static str {
    match kind {
        PageKind::Release | PageKind::Listing => "HTML",
        PageKind::Sitemap => "a sitemap",
        PageKind::Feed => "a feed",
        PageKind::Json => "JSON",
    }
}

/// The first two bytes of every gzip member (RFC 1952).
pub(super) fn is_gzip(body: &[u8]) -> bool {
    body.starts_with(&[0x1f, 0x8b])
}

/// The root elements of feeds and sitemaps, wherever among the first bytes: words may stand
/// before them that belong to some error.
fn begins_xml(body: &[u8]) -> bool {
    const ROOTS: &[&[u8]] = &[b"<rss", b"<feed", b"<rdf:rdf", b"<urlset", b"<sitemapindex"];
    let start = plain(body);
    let has = |root: &[u8]| start.windows(root.len()).any(|window| window == root);
    let is_html = looks_like_html(body);
    ROOTS.iter().any(|root| has(root)) || (start.starts_with(b"<?xml") && !is_html)
}

fn begins(body: &[u8], starts: &[&[u8]]) -> bool {
    let start = plain(body);
    starts.iter().any(|expected| start.starts_with(expected))
}

/// The first bytes in lower case, without what UTF-16 and marks add.
fn plain(body: &[u8]) -> Vec<u8> {
    let start = &body[..body.len().min(2048)];
    let plain: Vec<u8> = start
        .iter()
        .filter(|byte| byte.is_ascii() && **byte != 0)
        .map(u8::to_ascii_lowercase)
        .collect();
    plain.trim_ascii_start().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stated_is_expected_or_not() {
        use PageKind::{Feed, Json, Listing, Release, Sitemap};
        use Stated::{Expected, Other, Unclear};
        for (kind, content_type, expected) in [
            (Release, Some("text/html"), Expected),
            (Listing, Some("TEXT/HTML ; charset=utf-8"), Expected),
            (Release, Some("application/xhtml+xml"), Expected),
            (Release, Some("text/html, text/html"), Expected),
            (Release, Some("application/pdf"), Other),
            (Release, Some("text/plain"), Other),
            (Release, Some("application/rss+xml"), Other),
            (Release, Some(""), Unclear),
            (Release, Some("; charset=utf-8"), Unclear),
            (Release, Some("html"), Unclear),
            (Release, None, Unclear),
            (Feed, Some("application/rss+xml; charset=utf-8"), Expected),
            (Feed, Some("text/xml"), Expected),
            (Feed, Some("application/feed+json"), Expected),
            (Feed, Some("application/json"), Expected),
            (Feed, Some("text/html"), Unclear),
            (Feed, Some("application/xhtml+xml"), Unclear),
            (Feed, Some("application/octet-stream"), Unclear),
            (Feed, Some("image/png"), Other),
            (Sitemap, Some("application/xml"), Expected),
            (Sitemap, Some("application/json"), Unclear),
            (Sitemap, Some("application/x-gzip"), Unclear),
            (Sitemap, Some("text/plain"), Unclear),
            (Sitemap, Some("application/pdf"), Other),
            (Json, Some("application/hal+json"), Expected),
            (Json, Some("text/plain"), Unclear),
            (Json, None, Unclear),
        ] {
            assert_eq!(
                stated(kind, content_type),
                expected,
                "{kind:?} {content_type:?}"
            );
        }
    }

    #[test]
    fn the_first_bytes_decide_what_nobody_said() {
        for (kind, body, expected) in [
            (
                PageKind::Feed,
                &b"\xef\xbb\xbf\n<?xml version=\"1.0\"?><rss>"[..],
                true,
            ),
            (
                PageKind::Feed,
                b"Warning: x in y\n<rss version=\"2.0\">",
                true,
            ),
            (PageKind::Feed, b"<\0f\0e\0e\0d\0", true),
            (PageKind::Feed, b" {\"version\": 1}", true),
            (PageKind::Feed, b"<!DOCTYPE html><html>", false),
            (
                PageKind::Feed,
                b"<?xml version=\"1.0\"?><html xmlns=\"\">",
                false,
            ),
            (PageKind::Feed, b"https://press.example/1", false),
            (PageKind::Sitemap, b"https://press.example/1", true),
            (PageKind::Sitemap, b"\x1f\x8b\x08\0", true),
            (PageKind::Sitemap, b"<URLSET>", true),
            (PageKind::Sitemap, b"Not found", false),
            (PageKind::Json, b"\xef\xbb\xbf[1]", true),
            (PageKind::Json, b"<html>", false),
        ] {
            let text = String::from_utf8_lossy(body);
            assert_eq!(looks_like(kind, body), expected, "{kind:?} {text:?}");
        }
    }
}
