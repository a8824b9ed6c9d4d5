//! Documents and media that belong to a release: links to files.
//!
//! After the profile's rules come, in the page's order, the links in the content region that lead
//! to files (by address, `type`, `download`, or `PDF, 1.2 MB` in their words), and what is played
//! there; those in navigation and footers are the site's. Behind them come the film and the sound
//! that the head names (`og:video`), where they are files and no players.
//!
//! A file that a service makes of the page is but a link. So is a card of somebody's address
//! (`ann.vcf`): it tells whom to ask, what contacts say, and is no document of the release.

use std::sync::LazyLock;

use regex::Regex;
use scraper::{ElementRef, Selector};
use url::Url;

use crate::extract::reading::{LONGEST_LINE, Reading, generic};
use crate::extract::rule::{Expect, Tried};
use crate::extract::text::{self, Omit};
use crate::extract::{attribute, clean};
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

/// Links and players in the content region.
fn by_links(reading: &Reading<'_>) -> Option<Found<Vec<Attachment>>> {
    if !reading.is_generic() {
        return None;
    }
    let omit = reading.furniture();
    let mut files = Vec::new();
    for link in reading.content.select(&FILES).take(MOST_LINKS) {
        if is_omitted(link, omit) && !is_in_box(link, omit) {
            continue;
        }
        let before = files.len();
        match link.value().name() {
            "a" => take(&mut files, reading, link, |url, link| {
                leads_to_file(url, link) && !is_made_of_page(url)
            }),
            _ => take_played(&mut files, reading, link),
        }
        if before == 0 && !files.is_empty() {
            reading.stands_at(Some(link.id()));
        }
    }
    let linked = !files.is_empty();
    for (written, kind) in in_head(reading) {
        add(&mut files, reading, written, None, kind);
    }
    let evidence = match linked {
        true => generic(Origin::Field, "page shape: links to files"),
        false => generic(Origin::Meta, "meta og:video, og:audio"),
    };
    (!files.is_empty()).then_some(Found {
        value: files,
        evidence,
    })
}

/// Film and sound that the head names, and their types as stated. What is stated as a page, or
/// has neither a type nor an ending, is a player.
fn in_head<'r>(reading: &'r Reading<'_>) -> Vec<(&'r str, Option<&'r str>)> {
    let head = &reading.gathered.head;
    let mut played: Vec<(Url, &str, Option<&str>)> = Vec::new();
    for (names, kinds) in PLAYED {
        let kinds = head.all(kinds);
        // The same file over an open connection comes behind.
        for name in *names {
            let files = head.all(name);
            for (index, written) in files.iter().enumerate() {
                let stated = match kinds.len() == files.len() {
                    true => kinds.get(index),
                    false => None,
                };
                let stated = stated.map(String::as_str);
                let Some(url) = reading.link(written) else {
                    continue;
                };
                let is_known = |known: &Url| {
                    (known.host(), known.path(), known.query())
                        == (url.host(), url.path(), url.query())
                };
                let kind = stated.map(without_parameters);
                let kind = kind.as_deref().or_else(|| media_type(&url));
                let is_file = kind.is_some_and(is_played) && !is_player(&url);
                if is_file && !played.iter().any(|(known, ..)| is_known(known)) {
                    played.push((url, written, stated));
                }
            }
        }
    }
    played
        .into_iter()
        .map(|(_, written, kind)| (written, kind))
        .collect()
}

/// Names of `<meta>` elements for film and sound, and those for their types.
const PLAYED: &[(&[&str], &str)] = &[
    (
        &["og:video:secure_url", "og:video:url", "og:video"],
        "og:video:type",
    ),
    (
        &["og:audio:secure_url", "og:audio:url", "og:audio"],
        "og:audio:type",
    ),
];

/// Whether an address is that of a page which plays a film, whatever type is stated.
fn is_player(url: &Url) -> bool {
    media_type(url).is_some_and(|kind| !is_played(kind))
        || attribute::holds(url.path(), &["player", "embed"])
}

/// Whether a type is one of the files of sound and film that are known.
fn is_played(kind: &str) -> bool {
    let is_media = kind.starts_with("audio/") || kind.starts_with("video/");
    is_media && TYPES.iter().any(|(_, known)| *known == kind)
}

/// Whether a link says that it leads to a file.
fn leads_to_file(url: &Url, link: ElementRef<'_>) -> bool {
    let value = link.value();
    let stated = attribute::of(value, "type");
    if is_card(url, stated) {
        return false;
    }
    let stated = stated.is_some_and(is_stated_document);
    stated
        || attribute::of(value, "download").is_some()
        || media_type(url).is_some_and(is_document)
        || kind_in_words(link).is_some()
}

/// Whether it is the card of somebody's address.
fn is_card(url: &Url, stated: Option<&str>) -> bool {
    let is_named_so = url.path().rsplit('.').next().is_some_and(|ending| {
        ["vcf", "vcard"]
            .iter()
            .any(|card| ending.eq_ignore_ascii_case(card))
    });
    is_named_so
        || stated.is_some_and(|kind| {
            matches!(
                &*without_parameters(kind),
                "text/vcard" | "text/x-vcard" | "text/directory"
            )
        })
}

fn is_stated_document(kind: &str) -> bool {
    let kind = without_parameters(kind);
    TYPES.iter().any(|(_, known)| *known == kind) && is_document(&kind)
}

/// The media type that stands in the words of a link, with brackets or a size: `(PDF, 1.2 MB)`.
fn kind_in_words(link: ElementRef<'_>) -> Option<&'static str> {
    let words = text::line_up_to(link, LONGEST_WORDS);
    let found = KIND.captures(&words)?;
    let extension = found.iter().skip(1).flatten().next()?;
    type_of(extension.as_str())
}

const LONGEST_WORDS: usize = 400;

static KIND: LazyLock<Regex> = LazyLock::new(|| {
    let kinds = "pdf|docx?|xlsx?|pptx?|odt|rtf|csv|zip|mp3|mp4";
    let size = r"\d+(?:[.,]\d+)?\s?(?:k|m|g)i?[bо]?\b";
    Regex::new(&format!(
        r"(?i)[(\[]\s?({kinds})\b[^)\]]{{0,30}}[)\]]|\b({kinds})\b[\s,:|/·–-]{{1,4}}{size}|{size}[\s,:|/·–-]{{1,4}}({kinds})\b"
    ))
    .expect("a fixed pattern is well formed")
});

/// A service that prints any page as a file names the page in its address.
fn is_made_of_page(url: &Url) -> bool {
    let mut pairs = url.query_pairs();
    pairs.any(|(_, value)| value.starts_with("http://") || value.starts_with("https://"))
}

/// Whether what stands around a link in the furniture is a box for files.
fn is_in_box(link: ElementRef<'_>, omit: &Omit) -> bool {
    let mut named = false;
    for around in link.ancestors().filter_map(ElementRef::wrap) {
        let value = around.value();
        if matches!(value.name(), "nav" | "footer" | "form") {
            return false;
        }
        named |= value.classes().any(|class| {
            let mut words = class.split(['-', '_']);
            words.any(|word| BOXES.contains(&word.to_ascii_lowercase().as_str()))
        });
        if omit.contains(&around.id()) {
            break;
        }
    }
    named
}

/// Words of class names for boxes of files.
const BOXES: &[&str] = &[
    "attachment",
    "attachments",
    "anhang",
    "anhänge",
    "download",
    "downloads",
    "documents",
];

/// Sound and film that is played on the page.
fn take_played(files: &mut Vec<Attachment>, reading: &Reading<'_>, element: ElementRef<'_>) {
    let value = element.value();
    let written = attribute::of(value, "src")
        .or_else(|| attribute::of(value, "data-src"))
        .or_else(|| attribute::of(value, "data"));
    let Some(mut url) = written.and_then(|written| reading.link(written)) else {
        return;
    };
    // Players number themselves in the address.
    if url.query().is_some_and(|query| query.starts_with("_=")) {
        url.set_query(None);
    }
    let stated = attribute::of(value, "type");
    let kind = stated
        .map(without_parameters)
        .filter(|kind| TYPES.iter().any(|(_, known)| known == kind))
        .or_else(|| media_type(&url).map(str::to_owned));
    let is_file = kind.as_deref().is_some_and(|kind| {
        kind.starts_with("audio/") || kind.starts_with("video/") || kind == "application/pdf"
    });
    if is_file {
        let title = attribute::of(value, "title").or_else(|| attribute::of(value, "aria-label"));
        add(
            files,
            reading,
            url.as_str(),
            title.and_then(clean::some),
            kind.as_deref(),
        );
    }
}

static FILES: LazyLock<Selector> = LazyLock::new(|| {
    Selector::parse("a[href], audio[src], video[src], source[src], embed[src], object[data]")
        .expect("a fixed selector is well formed")
});

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
            let kind = link.value().attr("type").or_else(|| kind_in_words(link));
            add(files, reading, written, title(link, written), kind);
        }
    }
}

/// The words of a link, or those that it has for readers' tools where the printed ones only say
/// that it can be loaded.
fn title(link: ElementRef<'_>, written: &str) -> Option<String> {
    let printed = clean::some(&text::line(link));
    let says_nothing = |words: &String| {
        words.contains("://") && clean::line(written).starts_with(words.trim_end_matches('…'))
            || GENERIC.contains(&clean::folded(words).trim_matches(|c: char| !c.is_alphabetic()))
    };
    if printed.as_ref().is_some_and(|words| !says_nothing(words)) {
        return printed;
    }
    let hidden = ["title", "aria-label", "download"]
        .into_iter()
        .filter_map(|name| clean::some(attribute::of(link.value(), name)?))
        .find(|words| !says_nothing(words) && words.len() > 1);
    hidden.or(printed.filter(|words| !words.contains("://")))
}

/// What links to files say that say nothing.
const GENERIC: &[&str] = &[
    "baixar",
    "descargar",
    "download",
    "download pdf",
    "herunterladen",
    "hier",
    "here",
    "ladda ner",
    "lataa",
    "pdf",
    "pobierz",
    "scarica",
    "stáhnout",
    "télécharger",
    "скачать",
    "下载",
    "下載",
    "ダウンロード",
];

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
    let title = title.filter(|title| title.len() <= LONGEST_LINE);
    if let Some(known) = files.iter_mut().find(|file| file.url == url) {
        known.title = known.title.take().or(title);
        return;
    }
    if files.len() < MOST {
        let media_type = stated
            .map(without_parameters)
            .filter(|kind| kind.contains('/'))
            .or_else(|| media_type(&url).map(str::to_owned));
        files.push(Attachment {
            url,
            title,
            media_type,
        });
    }
}

/// The media type that a file name tells: that of the path, else one that a query asks for
/// (`download?file=report.pdf`).
pub(super) fn media_type(url: &Url) -> Option<&'static str> {
    let of_name = |name: &str| type_of(name.rsplit_once('.')?.1);
    of_name(url.path().rsplit('/').next()?).or_else(|| {
        let mut pairs = url.query_pairs();
        pairs.find_map(|(_, value)| of_name(&value).filter(|kind| is_document(kind)))
    })
}

fn type_of(extension: &str) -> Option<&'static str> {
    let known = TYPES
        .iter()
        .find(|(known, _)| known.eq_ignore_ascii_case(extension));
    known.map(|(_, kind)| *kind)
}

/// `application/pdf; length=215303` without what stands behind the type.
fn without_parameters(kind: &str) -> String {
    let kind = kind.split(';').next().unwrap_or(kind);
    kind.trim().to_ascii_lowercase()
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
    ("m4v", "video/mp4"),
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
    ("oga", "audio/ogg"),
    ("ogg", "audio/ogg"),
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

#[cfg(test)]
mod tests {
    use crate::extract::extract;
    use crate::fetch::saved_page;
    use crate::profile::Profile;

    /// Names and contents.
    type Metas<'a> = &'a [(&'a str, &'a str)];

    /// Path, title and media type.
    type Facts<'a> = (&'a str, Option<&'a str>, Option<&'a str>);

    /// Path, title and media type of the attachments of a page with this markup in its text.
    fn attachments_of(markup: &str) -> Vec<(String, Option<String>, Option<String>)> {
        attachments_with("", markup)
    }

    /// The same, with more in its head.
    fn attachments_with(head: &str, markup: &str) -> Vec<(String, Option<String>, Option<String>)> {
        let text = format!(
            "<html lang=en><head><link rel=canonical href=https://www.board.example/news/1>{head}</head>\
            <body><nav><a href=/menu.pdf>Menu</a></nav><main><h1>Night boats sail again</h1><p>The \
            first boats leave at eleven and carry no cars at all, said the Board.</p>{markup}<p>The \
            second boats leave at twelve, when the moon is up.</p></main><footer><a \
            href=/terms.pdf>Terms</a></footer>"
        );
        let page = saved_page(
            text.as_bytes(),
            "https://www.board.example/news/1".parse().ok(),
            jiff::Timestamp::UNIX_EPOCH,
            Some("text/html; charset=utf-8"),
        );
        let draft = extract(&page, &Profile::none(), None, &|| false).expect("a draft");
        let files = draft
            .attachments
            .map(|found| found.value)
            .unwrap_or_default();
        let facts = files.into_iter().map(|file| {
            let url = file.url.as_str().replace("https://www.board.example", "");
            (url, file.title, file.media_type)
        });
        facts.collect()
    }

    #[test]
    fn files_are_told_from_pages() {
        const PDF: Option<&str> = Some("application/pdf");
        #[rustfmt::skip]
        let cases: &[(&str, Option<Facts<'_>>)] = &[
            ("<p><a href=/a.pdf>Timetable</a>", Some(("/a.pdf", Some("Timetable"), PDF))),
            ("<p><a href=/a.PDF title='Timetable of May'>Download</a>", Some(("/a.PDF", Some("Timetable of May"), PDF))),
            ("<p><a href='/load?file=a.docx'>Letter</a>", Some(("/load?file=a.docx", Some("Letter"), Some("application/vnd.openxmlformats-officedocument.wordprocessingml.document")))),
            ("<p><a href=/load/17 type='application/pdf; length=99'>Table</a>", Some(("/load/17", Some("Table"), PDF))),
            ("<p><a href=/load/17>Table (PDF, 1.2 MB)</a>", Some(("/load/17", Some("Table (PDF, 1.2 MB)"), PDF))),
            ("<p><a href=/load/17>Tabelle [PDF]</a>", Some(("/load/17", Some("Tabelle [PDF]"), PDF))),
            ("<p><a href=/load/17>Fahrplan | PDF | 213 kB</a>", Some(("/load/17", Some("Fahrplan | PDF | 213 kB"), PDF))),
            ("<p><a href=/load/17 download>Table</a>", Some(("/load/17", Some("Table"), None))),
            ("<audio controls><source src=/a.mp3 type=audio/mpeg></audio>", Some(("/a.mp3", None, Some("audio/mpeg")))),
            ("<video src=/film title='The boats'></video>", None),
            ("<video src=/film.mp4 title='The boats'></video>", Some(("/film.mp4", Some("The boats"), Some("video/mp4")))),
            ("<p><a href=https://other.example/a.pdf>Report of the lake (PDF)</a>", Some(("https://other.example/a.pdf", Some("Report of the lake (PDF)"), PDF))),
            ("<p><a href=https://files.board.example/a.pdf>as the Board said</a> in the long spring of the year before, when all of the boats lay in the harbour", Some(("https://files.board.example/a.pdf", Some("as the Board said"), PDF))),
            ("<aside class=downloads><a href=/a.pdf>Timetable</a></aside>", Some(("/a.pdf", Some("Timetable"), PDF))),
            ("<p>The lake rose in spring, as <a href=https://other.example/a.pdf>a study</a> of the year before had said it would, and fell in autumn.", Some(("https://other.example/a.pdf", Some("a study"), PDF))),
            // A service, a picture, a page about files.
            ("<p><a href='https://print.example/?url=https%3A%2F%2Fwww.board.example%2F1' download>Print</a>", None),
            ("<p><a href=/a.jpg>Picture</a>", None),
            ("<p><a href=/about/pdf>How to read a PDF</a>", None),
            ("<aside><a href=/a.pdf>Other</a></aside>", None),
            // Somebody's address.
            ("<p><a href=/ann.vcf download>Ann Lee</a>", None),
            ("<p><a href=/ann.VCF>Ann Lee</a>", None),
            ("<p><a href=/card/17 type=text/vcard download>Ann Lee (PDF)</a>", None),
        ];
        for (markup, expected) in cases {
            let found = attachments_of(markup);
            let found: Vec<_> = found
                .iter()
                .map(|(url, title, kind)| (url.as_str(), title.as_deref(), kind.as_deref()))
                .collect();
            assert_eq!(
                found,
                expected.iter().copied().collect::<Vec<_>>(),
                "{markup}"
            );
        }
    }

    #[test]
    fn film_and_sound_of_the_head_count_where_they_are_files() {
        const FILM: Option<&str> = Some("video/mp4");
        const SOUND: Option<&str> = Some("audio/mpeg");
        let meta = |pairs: &[(&str, &str)]| -> String {
            let metas = pairs.iter();
            metas
                .map(|(name, content)| format!("<meta property={name} content='{content}'>"))
                .collect()
        };
        #[rustfmt::skip]
        let cases: &[(Metas<'_>, &[Facts<'_>])] = &[
            (&[("og:video", "/film.mp4")], &[("/film.mp4", None, FILM)]),
            (&[("og:video:url", "/film.mp4"), ("og:video:type", "video/mp4")], &[("/film.mp4", None, FILM)]),
            // The same file twice.
            (
                &[("og:video", "http://www.board.example/film.mp4"), ("og:video:secure_url", "https://www.board.example/film.mp4")],
                &[("/film.mp4", None, FILM)],
            ),
            (&[("og:video", "/play/17"), ("og:video:type", "video/mp4")], &[("/play/17", None, FILM)]),
            (
                &[("og:video", "/film.mp4"), ("og:audio", "/speech.mp3"), ("og:audio:type", "audio/mpeg")],
                &[("/film.mp4", None, FILM), ("/speech.mp3", None, SOUND)],
            ),
            // Players.
            (&[("og:video", "https://tube.example/embed/17")], &[]),
            (&[("og:video", "https://tube.example/embed/17"), ("og:video:type", "text/html")], &[]),
            (&[("og:video", "/player.swf"), ("og:video:type", "application/x-shockwave-flash")], &[]),
            (&[("og:video", "/film.mp4"), ("og:video:type", "text/html")], &[]),
            (&[("og:video", "/showPlayer.do?id=17"), ("og:video:type", "video/mp4")], &[]),
            (&[("og:audio", "/cover.jpg")], &[]),
        ];
        for (metas, expected) in cases {
            let found = attachments_with(&meta(metas), "");
            let found: Vec<_> = found
                .iter()
                .map(|(url, title, kind)| (url.as_str(), title.as_deref(), kind.as_deref()))
                .collect();
            assert_eq!(found, *expected, "{metas:?}");
        }
    }
}
