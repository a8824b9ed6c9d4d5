//! Whether a page was edited, beyond how it is printed.
//!
//! A new template wraps its lines elsewhere, prints other quotation marks and dashes, lets a
//! caption stand in the text, moves the line before "About us" and hands its files out at
//! another host. None of that is a correction; another number in the second paragraph is.

use std::collections::{BTreeSet, HashSet};

use unicode_normalization::UnicodeNormalization;
use url::Url;

use super::identity::hash_of;
use super::schema::Record;

/// A hash over what makes a revision: title, dates, body and attachments. The same hash means
/// the same content; another one may still be only printed otherwise, see [`is_edited`].
///
/// Computed from the record alone, so that it can be had again from a line of the output.
#[must_use]
pub fn content_hash(record: &Record) -> String {
    let content = Content::of(record);
    let parts = serde_json::json!([
        content.title,
        record.published_on.map(|day| day.to_string()),
        record.published_at.map(|at| at.as_second()),
        record.embargo_until.map(|at| at.as_second()),
        content.lines.concat(),
        content.files,
    ]);
    hash_of(parts.to_string().as_bytes())
}

/// Whether title, dates, body or attachments of a release differ between two readings of its
/// page by the same rules.
///
/// A time of day that only one of them states is no other date.
#[must_use]
pub fn is_edited(before: &Record, after: &Record) -> bool {
    let (old, new) = (Content::of(before), Content::of(after));
    let other_time = match (before.published_at, after.published_at) {
        (Some(old), Some(new)) => old.as_second() / 60 != new.as_second() / 60,
        (Some(_), None) | (None, Some(_) | None) => false,
    };
    old.title != new.title
        || before.published_on != after.published_on
        || other_time
        || before.embargo_until != after.embargo_until
        || old.files != new.files
        || is_another_text(old, new)
}

/// What is left of a text without the lines that stand elsewhere on the page of either
/// reading. Blocks may have changed places: boilerplate is kept apart.
fn is_another_text(old: Content, new: Content) -> bool {
    let beside: HashSet<&String> = old.beside.iter().chain(&new.beside).collect();
    let text = |lines: &[String]| -> Vec<String> {
        let own = lines.iter().filter(|line| !beside.contains(line));
        own.cloned().collect()
    };
    let (mut old, mut new) = (text(&old.lines), text(&new.lines));
    if old.concat() == new.concat() {
        return false;
    }
    old.sort_unstable();
    new.sort_unstable();
    old != new
}

/// What a release says, without how it is printed.
struct Content {
    title: String,
    /// Body and boilerplate, line by line.
    lines: Vec<String>,
    /// What the page says beside the text; in another template it may stand in the text.
    beside: Vec<String>,
    files: BTreeSet<String>,
}

impl Content {
    fn of(record: &Record) -> Self {
        let texts = [&record.body, &record.boilerplate];
        let lines = texts.into_iter().flatten().flat_map(|text| text.lines());
        let captions = record
            .images
            .iter()
            .flat_map(|image| [&image.caption, &image.alt]);
        let files = record.attachments.iter().map(|file| &file.title);
        let contacts = record.contacts.iter().map(|contact| &contact.raw);
        let beside = [
            &record.subtitle,
            &record.type_raw,
            &record.published_raw,
            &record.release_number,
        ]
        .into_iter()
        .chain(captions)
        .chain(files)
        .chain(contacts)
        .flatten();
        let named = (record.topics.iter())
            .chain(&record.sources)
            .chain(&record.authors);
        Self {
            title: plain(&record.title).to_lowercase(),
            lines: lines.map(plain).filter(|line| !line.is_empty()).collect(),
            beside: (beside.chain(named).chain([&record.title]))
                .flat_map(|text| text.lines())
                .map(plain)
                .collect(),
            files: (record.attachments.iter())
                .map(|file| file_name(&file.url))
                .collect(),
        }
    }
}

/// A line without white space, marks of lists and what else a template decides.
fn plain(line: &str) -> String {
    let unmarked =
        line.trim_start_matches(|c: char| c.is_whitespace() || "•◦▪▫‣·∙●○■□*-–—›»→".contains(c));
    // A line of nothing but such marks says nothing.
    unmarked
        .nfkc()
        .filter(|c| !c.is_whitespace() && !c.is_control() && !is_invisible(*c))
        .map(|c| match c {
            '‘' | '’' | '‚' | '‛' | '“' | '”' | '„' | '‟' | '«' | '»' | '‹' | '›' | '′' | '″'
            | '`' | '´' | '\'' => '"',
            '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
            other => other,
        })
        .collect()
}

/// Soft hyphens, joiners, marks of direction and of byte order.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2064}' | '\u{feff}')
}

/// What tells a file from others of the release: its path, whatever host hands it out and
/// whatever is asked along. A path that names no file is told by its query.
fn file_name(url: &Url) -> String {
    let path = url.path();
    let last = path.rsplit('/').next().unwrap_or_default();
    match url.query() {
        Some(query) if !last.contains('.') => format!("{path}?{query}"),
        Some(_) | None => path.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::schema::{Attachment, Image};
    use super::*;

    /// A line with nothing in it but what it must have.
    const LINE: &str = r#"{"schema":"dateline.release/1","id":"press:1","org":"press","revision":1,
        "change":"new","state":"live","url":null,"listed_on":null,"type":"other","type_raw":null,
        "language":null,"title":"","subtitle":null,"summary":null,"body":null,"boilerplate":null,
        "published_on":"2026-01-14","published_at":null,"published_precision":null,
        "published_offset":null,"published_raw":null,"published_from":null,"modified_at":null,
        "embargo_until":null,"dateline":null,"places":[],"places_raw":null,"wire":null,
        "sources":[],"authors":[],"topics":[],"release_number":null,"contacts":[],
        "attachments":[],"images":[],"links":[],"translations":[],"dates":[],"provenance":[],
        "issues":[],"ok":true,"text_hash":"","capture":null,"fetched_at":"2026-01-15T08:00:00Z",
        "first_seen_at":"2026-01-15T08:00:00Z","changed_at":"2026-01-15T08:00:00Z",
        "profile_hash":"","tool":""}"#;

    fn record(change: impl FnOnce(&mut Record)) -> Record {
        let mut record: Record = serde_json::from_str(LINE).expect("a record");
        record.title = "A \"bridge\" opens".to_owned();
        record.body = Some(
            "VIENNA, 14 January 2026 – It's open.\n\nThere are:\n- two arches\n- one toll of 5 euros\n\nCome and see."
                .to_owned(),
        );
        record.boilerplate = Some("About us: we build bridges.".to_owned());
        record.attachments = vec![file("https://press.example/files/plan.pdf?itok=1")];
        record.images = vec![Image {
            url: "https://press.example/arch.jpg".parse().unwrap(),
            alt: Some("An arch".to_owned()),
            caption: Some("The second arch at dawn".to_owned()),
        }];
        change(&mut record);
        record
    }

    fn file(url: &str) -> Attachment {
        Attachment {
            url: url.parse().unwrap(),
            title: Some("The plan".to_owned()),
            media_type: None,
        }
    }

    fn body(text: &str) -> impl FnOnce(&mut Record) {
        let text = text.to_owned();
        move |record| record.body = Some(text)
    }

    #[test]
    fn a_new_template_is_no_edit() {
        type Change = Box<dyn FnOnce(&mut Record)>;
        let cases: Vec<(&str, Change)> = vec![
            ("nothing", Box::new(|_| {})),
            (
                "other marks, wrapping and spaces",
                Box::new(body(
                    "VIENNA, 14\u{a0}January 2026 \u{2014} It\u{2019}s open.\n\nThere are:\n\n\u{2022} two arches\n\n\u{2022} one toll of 5 euros\n\nCome and\nsee.",
                )),
            ),
            (
                "a soft hyphen and a ligature",
                Box::new(|record| {
                    let text = record.body.take().unwrap();
                    record.body = Some(text.replace("arches", "ar\u{ad}ches"));
                }),
            ),
            (
                "the title in other quotation marks and capitals",
                Box::new(|record| record.title = "A “BRIDGE” OPENS".to_owned()),
            ),
            (
                "boilerplate in the body",
                Box::new(|record| {
                    let about = record.boilerplate.take().unwrap();
                    record.body = record.body.take().map(|body| format!("{body}\n\n{about}"));
                }),
            ),
            (
                "body in the boilerplate",
                Box::new(|record| {
                    let body = record.body.take().unwrap();
                    let (body, last) = body.rsplit_once("\n\n").unwrap();
                    let about = record.boilerplate.take().unwrap();
                    record.body = Some(body.to_owned());
                    record.boilerplate = Some(format!("{about}\n\n{last}"));
                }),
            ),
            (
                "caption, title and the name of a file in the text",
                Box::new(|record| {
                    let body = record.body.take().unwrap();
                    record.body = Some(format!(
                        "A “bridge” opens\n\nThe second arch at dawn\n\n{body}\n\nThe plan"
                    ));
                }),
            ),
            (
                "files from another host",
                Box::new(|record| {
                    record.attachments = vec![file("https://cdn.example/files/plan.pdf?v=2")];
                }),
            ),
            (
                "a time of day",
                Box::new(|record| {
                    record.published_at = Some("2026-01-14T09:00:00Z".parse().unwrap());
                }),
            ),
            (
                "what no revision is made of",
                Box::new(|record| {
                    record.topics = vec!["Bridges".to_owned()];
                    record.summary = Some("In short.".to_owned());
                    record.images.clear();
                }),
            ),
        ];
        let before = record(|_| {});
        for (fact, change) in cases {
            let after = record(change);
            assert!(!is_edited(&before, &after), "{fact}");
            assert!(!is_edited(&after, &before), "{fact}, and back");
        }
    }

    #[test]
    fn a_correction_is_an_edit() {
        type Change = Box<dyn FnOnce(&mut Record)>;
        let replaced = |from: &'static str, to: &'static str| -> Change {
            Box::new(move |record| {
                let body = record.body.take().unwrap();
                assert!(body.contains(from), "{from}");
                record.body = Some(body.replace(from, to));
            })
        };
        let cases: Vec<(&str, Change)> = vec![
            ("another number", replaced("5 euros", "6 euros")),
            ("a word more", replaced("open.", "open again.")),
            (
                "a line more",
                replaced("There are:", "There are:\n- a gate"),
            ),
            ("a line less", replaced("\n\nCome and see.", "")),
            ("no text", Box::new(|record| record.body = None)),
            (
                "other boilerplate",
                Box::new(|record| record.boilerplate = Some("About us: we are bankrupt.".into())),
            ),
            (
                "another title",
                Box::new(|record| record.title = "A bridge closes".into()),
            ),
            (
                "another day",
                Box::new(|record| record.published_on = Some(jiff::civil::date(2026, 1, 15))),
            ),
            ("no day", Box::new(|record| record.published_on = None)),
            (
                "an embargo",
                Box::new(|record| {
                    record.embargo_until = Some("2026-01-15T09:00:00Z".parse().unwrap());
                }),
            ),
            (
                "another file",
                Box::new(|record| {
                    record.attachments = vec![file("https://press.example/files/plan-2.pdf")];
                }),
            ),
            (
                "a file more",
                Box::new(|record| {
                    record
                        .attachments
                        .push(file("https://press.example/download?id=2"));
                }),
            ),
        ];
        let before = record(|_| {});
        for (fact, change) in cases {
            let after = record(change);
            assert!(is_edited(&before, &after), "{fact}");
            assert!(is_edited(&after, &before), "{fact}, and back");
            assert_ne!(content_hash(&before), content_hash(&after), "{fact}");
        }
    }

    #[test]
    fn files_without_a_name_are_told_by_what_is_asked() {
        for (url, name) in [
            ("https://a.example/f/plan.pdf?itok=x", "/f/plan.pdf"),
            ("https://a.example/download?id=7", "/download?id=7"),
            ("https://a.example/f/plan", "/f/plan"),
        ] {
            assert_eq!(file_name(&url.parse().unwrap()), name);
        }
    }

    #[test]
    fn the_time_of_day_counts_where_both_state_it() {
        let at = |text: &str| {
            let at = text.parse().unwrap();
            record(|record| record.published_at = Some(at))
        };
        let nine = at("2026-01-14T09:00:00Z");
        assert!(!is_edited(&nine, &at("2026-01-14T09:00:23Z")));
        assert!(is_edited(&nine, &at("2026-01-14T10:00:00Z")));
    }
}
