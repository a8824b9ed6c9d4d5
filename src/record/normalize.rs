//! Draft → Record: the last look before a line is written.
//!
//! Texts are composed and collapsed once more, empty ones become null, lists lose their
//! doubles, and provenance is put in the order of the record's keys. What is missing decides
//! whether there is a record at all.

use super::draft::{Draft, Evidence, Found};
use super::identity::text_hash;
use super::schema::{
    Attachment, Change, Contact, DateEntry, DateRole, Image, Issue, Link, Provenance, Record,
    ReleaseType, SCHEMA, Severity, State, Translation,
};
use super::text::line;
use crate::problem::Class;

/// What makes records: the name and version in their `tool`.
const TOOL: &str = concat!("dateline ", env!("CARGO_PKG_VERSION"));

/// Why a draft gives no record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// The class: `missing_fields`, or `bad_date` when a date text was there but unusable.
    pub class: Class,
    /// A sentence for a person: which fields, by record key.
    pub message: String,
}

/// Makes the record, or says what is missing.
///
/// A reading knows nothing of the lines before it: `revision` is 1, `change` `new`, `state`
/// `live`, `first_seen_at` and `changed_at` are the time of fetching and `capture` is null,
/// until whoever writes the record says otherwise.
///
/// # Errors
/// A [`Rejection`] when a required field is missing.
pub fn normalize(draft: Draft) -> Result<Record, Rejection> {
    let Draft {
        org,
        profile_hash,
        id,
        url,
        listed_on,
        fetched_at,
        kind,
        language,
        title,
        subtitle,
        summary,
        body,
        boilerplate,
        published,
        modified,
        embargo,
        dateline,
        places,
        places_raw,
        wire,
        sources,
        authors,
        topics,
        release_number,
        contacts,
        attachments,
        images,
        links,
        translations,
        dates,
        issues,
        required,
    } = draft;
    let mut sources_of = Sources::default();
    let (kind, type_raw) = match sources_of.take("type", kind) {
        Some((kind, word)) => (kind, some_line(&word)),
        None => (ReleaseType::Other, None),
    };
    let language = sources_of.line("language", language);
    let title = sources_of.line("title", title);
    let subtitle = sources_of.line("subtitle", subtitle);
    let summary = sources_of.line("summary", summary);
    let body = sources_of.blocks("body", body);
    let boilerplate = sources_of.blocks("boilerplate", boilerplate);
    let published_from = published
        .as_ref()
        .map(|found| found.evidence.origin.as_str().to_owned());
    let published = sources_of.take("published_on", published);
    let modified = sources_of.take("modified_at", modified);
    let embargo = sources_of.take("embargo_until", embargo);
    let dateline = sources_of.line("dateline", dateline);
    let places = sources_of.lines("places", places);
    let wire = sources_of.line("wire", wire);
    let sources = sources_of.lines("sources", sources);
    let authors = sources_of.lines("authors", authors);
    let topics = sources_of.lines("topics", topics);
    let release_number = sources_of.line("release_number", release_number);
    let contacts = sources_of.list("contacts", contacts, contact);
    let attachments = sources_of.list("attachments", attachments, attachment);
    let images = sources_of.list("images", images, image);
    let links = sources_of.list("links", links, link);
    let translations = sources_of.list("translations", translations, translation);
    let title_text = title.clone().unwrap_or_default();
    let mut record = Record {
        schema: SCHEMA.to_owned(),
        id,
        org: org.to_string(),
        revision: 1,
        change: Change::New,
        state: State::Live,
        url,
        listed_on,
        kind,
        type_raw,
        language,
        text_hash: text_hash(&title_text, body.as_deref()),
        title: title_text,
        subtitle,
        summary,
        body,
        boilerplate,
        published_on: published.as_ref().and_then(|date| date.day),
        published_at: published.as_ref().and_then(|date| date.at),
        published_precision: published.as_ref().map(|date| date.precision),
        published_offset: published.as_ref().and_then(|date| date.offset.clone()),
        published_raw: published.as_ref().and_then(|date| some_line(&date.raw)),
        published_from,
        modified_at: modified.and_then(|date| date.at),
        embargo_until: embargo.and_then(|date| date.at),
        dateline,
        places,
        places_raw: places_raw.as_deref().and_then(some_line),
        wire,
        sources,
        authors,
        topics,
        release_number,
        contacts,
        attachments,
        images,
        links,
        translations,
        dates: dates.into_iter().filter_map(date_entry).collect(),
        provenance: sources_of.0,
        issues: issues.into_iter().map(issue).collect(),
        ok: true,
        capture: None,
        fetched_at,
        first_seen_at: fetched_at,
        changed_at: fetched_at,
        profile_hash,
        tool: TOOL.to_owned(),
    };
    reject_if_missing(&record, &required)?;
    record.ok = !record
        .issues
        .iter()
        .any(|issue| issue.severity == Severity::Error);
    Ok(record)
}

/// The title is never null, whatever a profile requires.
fn reject_if_missing(record: &Record, required: &[String]) -> Result<(), Rejection> {
    let mut missing: Vec<&str> = required
        .iter()
        .map(String::as_str)
        .filter(|key| is_missing(record, key))
        .collect();
    if record.title.is_empty() && !missing.contains(&"title") {
        missing.push("title");
    }
    if missing.is_empty() {
        return Ok(());
    }
    let only_dates = missing.iter().all(|key| key.starts_with("published_"));
    let unusable = record
        .dates
        .iter()
        .find(|date| date.role == DateRole::Published && date.value.is_none());
    Err(match unusable {
        Some(date) if only_dates => Rejection {
            class: Class::BadDate,
            message: format!("no day can be read from the date `{}`", date.raw),
        },
        _ => Rejection {
            class: Class::MissingFields,
            message: format!("nothing was found for {}", missing.join(", ")),
        },
    })
}

fn is_missing(record: &Record, key: &str) -> bool {
    let Record {
        schema: _,
        id: _,
        org: _,
        revision: _,
        change: _,
        state: _,
        url,
        listed_on,
        kind: _,
        type_raw,
        language,
        title,
        subtitle,
        summary,
        body,
        boilerplate,
        published_on,
        published_at,
        published_precision,
        published_offset,
        published_raw,
        published_from,
        modified_at,
        embargo_until,
        dateline,
        places,
        places_raw,
        wire,
        sources,
        authors,
        topics,
        release_number,
        contacts,
        attachments,
        images,
        links,
        translations,
        dates,
        provenance: _,
        issues: _,
        ok: _,
        text_hash: _,
        capture: _,
        fetched_at: _,
        first_seen_at: _,
        changed_at: _,
        profile_hash: _,
        tool: _,
    } = record;
    match key {
        "url" => url.is_none(),
        "listed_on" => listed_on.is_none(),
        // What the page does not say has no word.
        "type" | "type_raw" => type_raw.is_none(),
        "language" => language.is_none(),
        "title" => title.is_empty(),
        "subtitle" => subtitle.is_none(),
        "summary" => summary.is_none(),
        "body" => body.is_none(),
        "boilerplate" => boilerplate.is_none(),
        "published_on" => published_on.is_none(),
        "published_at" => published_at.is_none(),
        "published_precision" => published_precision.is_none(),
        "published_offset" => published_offset.is_none(),
        "published_raw" => published_raw.is_none(),
        "published_from" => published_from.is_none(),
        "modified_at" => modified_at.is_none(),
        "embargo_until" => embargo_until.is_none(),
        "dateline" => dateline.is_none(),
        "places" => places.is_empty(),
        "places_raw" => places_raw.is_none(),
        "wire" => wire.is_none(),
        "sources" => sources.is_empty(),
        "authors" => authors.is_empty(),
        "topics" => topics.is_empty(),
        "release_number" => release_number.is_none(),
        "contacts" => contacts.is_empty(),
        "attachments" => attachments.is_empty(),
        "images" => images.is_empty(),
        "links" => links.is_empty(),
        "translations" => translations.is_empty(),
        "dates" => dates.is_empty(),
        // The rest is always there.
        _ => false,
    }
}

/// Provenance, gathered in the order of the record's keys.
#[derive(Default)]
struct Sources(Vec<Provenance>);

impl Sources {
    fn note(&mut self, field: &str, evidence: Evidence) {
        let Evidence {
            origin: _,
            rule,
            detail,
        } = evidence;
        self.0.push(Provenance {
            field: field.to_owned(),
            rule,
            detail,
        });
    }

    fn take<T>(&mut self, field: &str, found: Option<Found<T>>) -> Option<T> {
        let Found { value, evidence } = found?;
        self.note(field, evidence);
        Some(value)
    }

    fn line(&mut self, field: &str, found: Option<Found<String>>) -> Option<String> {
        let Found { value, evidence } = found?;
        let value = some_line(&value)?;
        self.note(field, evidence);
        Some(value)
    }

    fn lines(&mut self, field: &str, found: Option<Found<Vec<String>>>) -> Vec<String> {
        self.list(field, found, |value| some_line(&value))
    }

    fn blocks(&mut self, field: &str, found: Option<Found<Vec<String>>>) -> Option<String> {
        let Found { value, evidence } = found?;
        let blocks: Vec<String> = value.iter().filter_map(|text| some_block(text)).collect();
        if blocks.is_empty() {
            return None;
        }
        self.note(field, evidence);
        Some(blocks.join("\n\n"))
    }

    fn list<T: PartialEq>(
        &mut self,
        field: &str,
        found: Option<Found<Vec<T>>>,
        tidy: impl Fn(T) -> Option<T>,
    ) -> Vec<T> {
        let Some(Found { value, evidence }) = found else {
            return Vec::new();
        };
        let mut kept: Vec<T> = Vec::new();
        for item in value.into_iter().filter_map(tidy) {
            if !kept.contains(&item) {
                kept.push(item);
            }
        }
        if !kept.is_empty() {
            self.note(field, evidence);
        }
        kept
    }
}

fn contact(contact: Contact) -> Option<Contact> {
    let Contact {
        name,
        role,
        email,
        phone,
        raw,
    } = contact;
    let tidy = Contact {
        name: name.as_deref().and_then(some_line),
        role: role.as_deref().and_then(some_line),
        email: email.as_deref().and_then(some_line),
        phone: phone.as_deref().and_then(some_line),
        raw: raw.as_deref().and_then(some_block),
    };
    (tidy != Contact::default()).then_some(tidy)
}

fn attachment(file: Attachment) -> Option<Attachment> {
    let Attachment {
        url,
        title,
        media_type,
    } = file;
    Some(Attachment {
        url,
        title: title.as_deref().and_then(some_line),
        media_type: media_type.as_deref().and_then(some_line),
    })
}

fn image(image: Image) -> Option<Image> {
    let Image { url, alt, caption } = image;
    Some(Image {
        url,
        alt: alt.as_deref().and_then(some_line),
        caption: caption.as_deref().and_then(some_line),
    })
}

fn link(link: Link) -> Option<Link> {
    let Link { url, text } = link;
    Some(Link {
        url,
        text: text.as_deref().and_then(some_line),
    })
}

fn translation(translation: Translation) -> Option<Translation> {
    let Translation { language, url } = translation;
    let language = some_line(&language)?;
    Some(Translation { language, url })
}

fn date_entry(entry: DateEntry) -> Option<DateEntry> {
    let raw = some_line(&entry.raw)?;
    Some(DateEntry { raw, ..entry })
}

fn issue(issue: Issue) -> Issue {
    let message = some_line(&issue.message).unwrap_or_else(|| issue.code.clone());
    Issue { message, ..issue }
}

/// One line; `None` when nothing is left.
fn some_line(text: &str) -> Option<String> {
    Some(line(text)).filter(|line| !line.is_empty())
}

/// Lines, each as [`some_line`]; empty ones are left out, so that a blank line always parts
/// two blocks.
fn some_block(text: &str) -> Option<String> {
    let lines: Vec<String> = text.lines().filter_map(some_line).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

#[cfg(test)]
mod tests {
    use jiff::{Timestamp, civil};

    use super::*;
    use crate::record::{Origin, Precision, ReadDate};
    use crate::target::ProfileId;

    fn found<T>(value: T) -> Option<Found<T>> {
        Some(Found {
            value,
            evidence: Evidence {
                origin: Origin::Dateline,
                rule: "rule".to_owned(),
                detail: None,
            },
        })
    }

    fn draft() -> Draft {
        Draft {
            org: ProfileId::try_from("marlow".to_owned()).unwrap(),
            profile_hash: "blake3:0".to_owned(),
            id: "marlow:1".to_owned(),
            url: None,
            listed_on: None,
            fetched_at: Timestamp::UNIX_EPOCH,
            kind: None,
            language: None,
            title: found(" A  title\u{a0}".to_owned()),
            subtitle: found(" ".to_owned()),
            summary: None,
            body: found(vec![
                "one \n\n two".to_owned(),
                " ".to_owned(),
                "cafe\u{301}".to_owned(),
            ]),
            boilerplate: found(vec![" ".to_owned()]),
            published: None,
            modified: None,
            embargo: None,
            dateline: None,
            places: found(vec!["Oslo".to_owned(), "Oslo ".to_owned()]),
            places_raw: Some(String::new()),
            wire: None,
            sources: None,
            authors: None,
            topics: None,
            release_number: None,
            contacts: found(vec![Contact::default()]),
            attachments: None,
            images: None,
            links: None,
            translations: None,
            dates: Vec::new(),
            issues: Vec::new(),
            required: vec!["title".to_owned(), "body".to_owned()],
        }
    }

    fn published(day: Option<civil::Date>) -> Option<Found<ReadDate>> {
        found(ReadDate {
            day,
            at: None,
            precision: if day.is_some() {
                Precision::Day
            } else {
                Precision::Month
            },
            offset: None,
            raw: "March 2007".to_owned(),
        })
    }

    #[test]
    fn tidies_texts_and_lists() {
        let record = normalize(draft()).unwrap();
        assert_eq!(record.title, "A title");
        assert_eq!(record.body.as_deref(), Some("one\ntwo\n\ncafé"));
        assert_eq!(record.subtitle, None);
        assert_eq!(record.boilerplate, None);
        assert_eq!(record.places, ["Oslo"]);
        assert_eq!(record.places_raw, None);
        assert!(record.contacts.is_empty());
        assert_eq!((record.kind, record.type_raw), (ReleaseType::Other, None));
        let fields: Vec<&str> = record.provenance.iter().map(|p| p.field.as_str()).collect();
        assert_eq!(fields, ["title", "body", "places"]);
        assert!(record.ok);
    }

    #[test]
    fn the_day_is_known_or_null() {
        let day = civil::date(2007, 3, 23);
        let record = normalize(Draft {
            published: published(Some(day)),
            ..draft()
        })
        .unwrap();
        assert_eq!(record.published_on, Some(day));
        assert_eq!(record.published_from.as_deref(), Some("dateline"));
        let record = normalize(Draft {
            published: published(None),
            ..draft()
        })
        .unwrap();
        assert_eq!(record.published_on, None);
        assert_eq!(record.published_precision, Some(Precision::Month));
        assert_eq!(record.published_raw.as_deref(), Some("March 2007"));
    }

    #[test]
    fn says_what_is_missing() {
        let unusable = DateEntry {
            value: None,
            raw: "31 February".to_owned(),
            role: DateRole::Published,
            origin: "field".to_owned(),
            precision: None,
            chosen: false,
        };
        let required = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect();
        let cases = [
            (
                Draft {
                    title: None,
                    ..draft()
                },
                Class::MissingFields,
                "title",
            ),
            (
                Draft {
                    title: None,
                    required: required(&[]),
                    ..draft()
                },
                Class::MissingFields,
                "title",
            ),
            (
                Draft {
                    body: None,
                    ..draft()
                },
                Class::MissingFields,
                "body",
            ),
            (
                Draft {
                    required: required(&["published_on", "topics"]),
                    ..draft()
                },
                Class::MissingFields,
                "published_on, topics",
            ),
            (
                Draft {
                    required: required(&["published_on"]),
                    dates: vec![unusable],
                    ..draft()
                },
                Class::BadDate,
                "31 February",
            ),
        ];
        for (draft, class, named) in cases {
            let rejection = normalize(draft).unwrap_err();
            assert_eq!(rejection.class, class);
            assert!(rejection.message.contains(named), "{}", rejection.message);
        }
    }

    #[test]
    fn an_error_makes_a_record_not_ok() {
        let issue = |severity| Issue {
            code: "a.b".to_owned(),
            field: None,
            severity,
            message: String::new(),
        };
        let warned = Draft {
            issues: vec![issue(Severity::Warning)],
            ..draft()
        };
        let wrong = Draft {
            issues: vec![issue(Severity::Error)],
            ..draft()
        };
        assert!(normalize(warned).unwrap().ok);
        assert!(!normalize(wrong).unwrap().ok);
    }
}
