//! Documents and media that belong to a release: links to files.
//!
//! After the profile's rules come the links in the content region whose address ends as files do,
//! or that say `download`, in the page's order; those in navigation and footers are the site's.

use std::sync::LazyLock;

use scraper::{ElementRef, Selector};
use url::Url;

use crate::extract::clean;
use crate::extract::reading::{Reading, generic};
use crate::extract::rule::{Expect, Tried};
use crate::extract::text::{self, Omit};
use crate::record::{Attachment, Found, Origin};

/// The most attachments of one release.
const MOST: usize = 100;

/// Reads the attachments.
pub(crate) fn attachments(reading: &Reading<'_>) -> Option<Found<Vec<Attachment>>> {
    reading.first(
        "attachments",
        &[&|| by_rules(reading), &|| by_links(reading)],
    )
}

fn by_rules(reading: &Reading<'_>) -> Option<Found<Vec<Attachment>>> {
    reading.by_rules("attachments", |rule| {
        let Tried::Found(read) = reading.try_rule(rule, Expect::Url) else {
            return None;
        };
        let mut files = Vec::new();
        if read.elements.is_empty() {
            for written in &read.values {
                add(&mut files, reading, written, None, None);
            }
        }
        for element in &read.elements {
            take(&mut files, reading, *element, |_, _| true);
        }
        (!files.is_empty()).then(|| Found {
            value: files,
            evidence: reading.evidence_of(rule),
        })
    })
}

/// Links in the content region whose name ends as files do.
fn by_links(reading: &Reading<'_>) -> Option<Found<Vec<Attachment>>> {
    if !reading.is_generic() {
        return None;
    }
    let omit = reading.furniture();
    let mut files = Vec::new();
    for link in reading.content.select(&LINKS).take(MOST_LINKS) {
        if !is_omitted(link, omit) {
            if files.is_empty() {
                reading.stands_at(Some(link.id()));
            }
            take(&mut files, reading, link, |url, link| {
                media_type(url).is_some_and(is_document) || link.value().attr("download").is_some()
            });
        }
    }
    (!files.is_empty()).then(|| Found {
        value: files,
        evidence: generic(Origin::Field, "page shape: links to files"),
    })
}

const MOST_LINKS: usize = 2_000;

pub(super) fn is_omitted(element: ElementRef<'_>, omit: &Omit) -> bool {
    omit.contains(&element.id()) || element.ancestors().any(|node| omit.contains(&node.id()))
}

static LINKS: LazyLock<Selector> =
    LazyLock::new(|| Selector::parse("a[href]").expect("a fixed selector is well formed"));

/// Takes the link that an element is, or the links in it.
fn take(
    files: &mut Vec<Attachment>,
    reading: &Reading<'_>,
    element: ElementRef<'_>,
    wanted: impl Fn(&Url, ElementRef<'_>) -> bool,
) {
    let itself = element.value().attr("href").is_some();
    let inner = element.select(&LINKS).filter(|_| !itself);
    for link in itself.then_some(element).into_iter().chain(inner) {
        let Some(written) = link.value().attr("href") else {
            continue;
        };
        let Some(url) = reading.link(written) else {
            continue;
        };
        if wanted(&url, link) {
            let title = clean::some(&text::line(link));
            add(files, reading, written, title, link.value().attr("type"));
        }
    }
}

fn add(
    files: &mut Vec<Attachment>,
    reading: &Reading<'_>,
    written: &str,
    title: Option<String>,
    stated: Option<&str>,
) {
    let Some(url) = reading.link(written) else {
        return;
    };
    if let Some(known) = files.iter_mut().find(|file| file.url == url) {
        known.title = known.title.take().or(title);
        return;
    }
    if files.len() < MOST {
        let media_type = stated
            .and_then(clean::some)
            .filter(|kind| kind.contains('/'))
            .or_else(|| media_type(&url).map(str::to_owned));
        files.push(Attachment {
            url,
            title,
            media_type,
        });
    }
}

/// The media type that a file name tells.
pub(super) fn media_type(url: &Url) -> Option<&'static str> {
    let name = url.path().rsplit('/').next()?;
    let (_, extension) = name.rsplit_once('.')?;
    let extension = extension.to_ascii_lowercase();
    TYPES
        .iter()
        .find(|(known, _)| *known == extension)
        .map(|(_, kind)| *kind)
}

fn is_document(kind: &str) -> bool {
    !kind.starts_with("image/")
}

const TYPES: &[(&str, &str)] = &[
    ("csv", "text/csv"),
    ("doc", "application/msword"),
    (
        "docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    ("epub", "application/epub+zip"),
    ("gif", "image/gif"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("json", "application/json"),
    ("m4a", "audio/mp4"),
    ("mov", "video/quicktime"),
    ("mp3", "audio/mpeg"),
    ("mp4", "video/mp4"),
    ("odp", "application/vnd.oasis.opendocument.presentation"),
    ("ods", "application/vnd.oasis.opendocument.spreadsheet"),
    ("odt", "application/vnd.oasis.opendocument.text"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("ppt", "application/vnd.ms-powerpoint"),
    (
        "pptx",
        "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ),
    ("rtf", "application/rtf"),
    ("svg", "image/svg+xml"),
    ("wav", "audio/wav"),
    ("webm", "video/webm"),
    ("webp", "image/webp"),
    ("xls", "application/vnd.ms-excel"),
    (
        "xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
    ("zip", "application/zip"),
];
