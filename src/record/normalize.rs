//! From a draft to a record: clean text, complete keys, or what is missing.

use std::collections::HashSet;
use std::hash::Hash;

use unicode_normalization::UnicodeNormalization;

use super::draft::{Draft, Evidence, Found, ReadDate};
use super::identity::text_hash;
use super::schema::{
    Attachment, Change, Contact, DateEntry, Image, Issue, Link, Precision, Provenance, Record,
    ReleaseType, SCHEMA, Severity, State, Translation,
};
use crate::problem::Class;

/// Why a draft gives no record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejection {
    /// `missing_fields`, or `bad_date` when a date text was there but unusable.
    pub class: Class,
    /// A sentence for a person: which fields, by record key.
    pub message: String,
}

/// Makes the record, or says what is missing.
///
/// The record says `revision` 1, `change` `new` and `state` `live`, and takes `fetched_at` for
/// its other times: whoever knows the release's history completes it.
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

    let mut provenance = Sources::default();
    let kind = provenance.note("type", kind);
    let language = provenance.text("language", language);
    let title = provenance.text("title", title);
    let subtitle = provenance.text("subtitle", subtitle);
    let summary = provenance.text("summary", summary);
    let body = provenance.blocks("body", body);
    let boilerplate = provenance.blocks("boilerplate", boilerplate);
    let published_from = published
        .as_ref()
        .map(|found| found.evidence.origin.as_str().to_owned());
    let published = provenance.note("published_on", published);
    let modified = provenance.note("modified_at", modified);
    let embargo = provenance.note("embargo_until", embargo);
    let dateline = provenance.text("dateline", dateline);
    let places = provenance.list("places", places);
    let wire = provenance.text("wire", wire);
    let sources = provenance.list("sources", sources);
    let authors = provenance.list("authors", authors);
    let topics = provenance.list("topics", topics);
    let release_number = provenance.text("release_number", release_number);
    let contacts: Vec<Contact> =
        provenance.objects("contacts", contacts, |contact| contact.clone());
    let attachments: Vec<Attachment> =
        provenance.objects("attachments", attachments, |file| file.url.clone());
    let images: Vec<Image> = provenance.objects("images", images, |image| image.url.clone());
    let links: Vec<Link> =
        provenance.objects("links", links, |link| (link.url.clone(), link.text.clone()));
    let translations: Vec<Translation> =
        provenance.objects("translations", translations, |other| other.url.clone());

    let published_day = published.as_ref().and_then(|date| date.day);
    let has = |key: &str| match key {
        "title" => title.is_some(),
        "body" => body.is_some(),
        "published_on" => published_day.is_some(),
        "published_at" => published.as_ref().is_some_and(|date| date.at.is_some()),
        "published_precision" | "published_raw" | "published_from" => published.is_some(),
        "type" | "type_raw" => kind.is_some(),
        "language" => language.is_some(),
        "subtitle" => subtitle.is_some(),
        "summary" => summary.is_some(),
        "boilerplate" => boilerplate.is_some(),
        "modified_at" => modified.as_ref().is_some_and(|date| date.at.is_some()),
        "embargo_until" => embargo.as_ref().is_some_and(|date| date.at.is_some()),
        "dateline" => dateline.is_some(),
        "places" => !places.is_empty(),
        "places_raw" => places_raw.is_some(),
        "wire" => wire.is_some(),
        "sources" => !sources.is_empty(),
        "authors" => !authors.is_empty(),
        "topics" => !topics.is_empty(),
        "release_number" => release_number.is_some(),
        "contacts" => !contacts.is_empty(),
        "attachments" => !attachments.is_empty(),
        "images" => !images.is_empty(),
        "links" => !links.is_empty(),
        "translations" => !translations.is_empty(),
        "url" => url.is_some(),
        "listed_on" => listed_on.is_some(),
        // Every other key is always there.
        _ => true,
    };
    let missing: Vec<&str> = required
        .iter()
        .map(String::as_str)
        .filter(|key| !has(key))
        .collect();
    let Some(title) = title.filter(|_| missing.is_empty()) else {
        return Err(rejection(&missing, &dates));
    };

    let issues: Vec<Issue> = issues.into_iter().map(clean_issue).collect();
    let published = Published::of(published);
    Ok(Record {
        schema: SCHEMA.to_owned(),
        id,
        org: org.to_string(),
        revision: 1,
        change: Change::New,
        state: State::Live,
        url,
        listed_on,
        kind: kind.as_ref().map_or(ReleaseType::Other, |(kind, _)| *kind),
        type_raw: kind.and_then(|(_, word)| clean_line(&word)),
        language,
        text_hash: text_hash(&title, body.as_deref()),
        title,
        subtitle,
        summary,
        body,
        boilerplate,
        published_on: published.day,
        published_at: published.at,
        published_precision: published.precision,
        published_offset: published.offset,
        published_raw: published.raw,
        published_from,
        modified_at: modified.and_then(|date| date.at),
        embargo_until: embargo.and_then(|date| date.at),
        dateline,
        places,
        places_raw: places_raw.and_then(|text| clean_line(&text)),
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
        dates: dates.into_iter().filter_map(clean_date).collect(),
        provenance: provenance.0,
        ok: issues.iter().all(|issue| issue.severity != Severity::Error),
        issues,
        capture: None,
        fetched_at,
        first_seen_at: fetched_at,
        changed_at: fetched_at,
        profile_hash,
        tool: concat!("dateline ", env!("CARGO_PKG_VERSION")).to_owned(),
    })
}

/// A date text that could not be used is another problem than no date at all.
fn rejection(missing: &[&str], dates: &[DateEntry]) -> Rejection {
    let mut missing = missing.to_vec();
    if missing.is_empty() {
        missing.push("title");
    }
    let unusable = dates.iter().find(|date| date.value.is_none());
    match unusable {
        Some(date) if missing.iter().all(|key| key.starts_with("published")) => Rejection {
            class: Class::BadDate,
            message: format!(
                "no {} can be read from the date text {:?}",
                missing.join(", "),
                date.raw
            ),
        },
        _ => Rejection {
            class: Class::MissingFields,
            message: format!("required but not found: {}", missing.join(", ")),
        },
    }
}

#[derive(Default)]
struct Published {
    day: Option<jiff::civil::Date>,
    at: Option<jiff::Timestamp>,
    precision: Option<Precision>,
    offset: Option<String>,
    raw: Option<String>,
}

impl Published {
    fn of(date: Option<ReadDate>) -> Self {
        let Some(ReadDate {
            day,
            at,
            precision,
            offset,
            raw,
        }) = date
        else {
            return Self::default();
        };
        Self {
            day,
            at,
            precision: Some(precision),
            offset: offset.filter(|_| at.is_some()),
            raw: clean_line(&raw),
        }
    }
}

/// Collects provenance in the order of the record's keys.
#[derive(Default)]
struct Sources(Vec<Provenance>);

impl Sources {
    fn note<T>(&mut self, field: &str, found: Option<Found<T>>) -> Option<T> {
        let Found { value, evidence } = found?;
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
        Some(value)
    }

    /// Notes where a value came from only if anything is left of it.
    fn kept<T, U>(
        &mut self,
        field: &str,
        found: Option<Found<T>>,
        clean: impl FnOnce(T) -> Option<U>,
    ) -> Option<U> {
        let Found { value, evidence } = found?;
        let value = clean(value)?;
        self.note(field, Some(Found { value, evidence }))
    }

    fn text(&mut self, field: &str, found: Option<Found<String>>) -> Option<String> {
        self.kept(field, found, |text| clean_line(&text))
    }

    fn blocks(&mut self, field: &str, found: Option<Found<Vec<String>>>) -> Option<String> {
        self.kept(field, found, |blocks| {
            let blocks: Vec<String> = blocks
                .iter()
                .map(|block| clean_block(block))
                .filter(|block| !block.is_empty())
                .collect();
            (!blocks.is_empty()).then(|| blocks.join("\n\n"))
        })
    }

    fn list(&mut self, field: &str, found: Option<Found<Vec<String>>>) -> Vec<String> {
        self.kept(field, found, |values| {
            let cleaned: Vec<String> = values
                .iter()
                .filter_map(|value| clean_line(value))
                .collect();
            let values = each_once(cleaned, Clone::clone);
            (!values.is_empty()).then_some(values)
        })
        .unwrap_or_default()
    }

    fn objects<T: Clean, K: Eq + Hash>(
        &mut self,
        field: &str,
        found: Option<Found<Vec<T>>>,
        key: impl Fn(&T) -> K,
    ) -> Vec<T> {
        self.kept(field, found, |values| {
            let values = each_once(values.into_iter().filter_map(Clean::clean).collect(), key);
            (!values.is_empty()).then_some(values)
        })
        .unwrap_or_default()
    }
}

fn each_once<T, K: Eq + Hash>(values: Vec<T>, key: impl Fn(&T) -> K) -> Vec<T> {
    let mut seen = HashSet::new();
    values
        .into_iter()
        .filter(|value| seen.insert(key(value)))
        .collect()
}

/// An object of a list, cleaned; `None` when nothing is left of it.
trait Clean: Sized {
    fn clean(self) -> Option<Self>;
}

impl Clean for Contact {
    fn clean(self) -> Option<Self> {
        let Self {
            name,
            role,
            email,
            phone,
            raw,
        } = self;
        let line = |text: Option<String>| text.and_then(|text| clean_line(&text));
        let contact = Self {
            name: line(name),
            role: line(role),
            email: line(email),
            phone: line(phone),
            raw: line(raw),
        };
        (contact != Self::default()).then_some(contact)
    }
}

impl Clean for Attachment {
    fn clean(self) -> Option<Self> {
        let Self {
            url,
            title,
            media_type,
        } = self;
        Some(Self {
            url,
            title: title.and_then(|title| clean_line(&title)),
            media_type,
        })
    }
}

impl Clean for Image {
    fn clean(self) -> Option<Self> {
        let Self { url, alt, caption } = self;
        let line = |text: Option<String>| text.and_then(|text| clean_line(&text));
        Some(Self {
            url,
            alt: line(alt),
            caption: line(caption),
        })
    }
}

impl Clean for Link {
    fn clean(self) -> Option<Self> {
        let Self { url, text } = self;
        Some(Self {
            url,
            text: text.and_then(|text| clean_line(&text)),
        })
    }
}

impl Clean for Translation {
    fn clean(self) -> Option<Self> {
        let Self { language, url } = self;
        clean_line(&language).map(|language| Self { language, url })
    }
}

fn clean_issue(issue: Issue) -> Issue {
    let Issue {
        code,
        field,
        severity,
        message,
    } = issue;
    Issue {
        code,
        field,
        severity,
        message: clean_line(&message).unwrap_or_default(),
    }
}

fn clean_date(date: DateEntry) -> Option<DateEntry> {
    let DateEntry {
        value,
        raw,
        role,
        origin,
        precision,
        chosen,
    } = date;
    clean_line(&raw).map(|raw| DateEntry {
        value,
        raw,
        role,
        origin,
        precision,
        chosen,
    })
}

/// One line: NFC, white space collapsed, no control characters; `None` when nothing is left.
fn clean_line(text: &str) -> Option<String> {
    let cleaned: String = text.nfc().filter(|c| !is_invisible(*c)).collect();
    let line = cleaned.split_whitespace().collect::<Vec<_>>().join(" ");
    (!line.is_empty()).then_some(line)
}

/// A block keeps its lines: the items of a list, the rows of a table.
fn clean_block(text: &str) -> String {
    text.lines()
        .filter_map(clean_line)
        .collect::<Vec<_>>()
        .join("\n")
}

/// Characters that are not text: controls, and what only steers how text is shown.
fn is_invisible(c: char) -> bool {
    (c.is_control() && !c.is_whitespace())
        || matches!(c, '\u{ad}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::super::draft::Origin;
    use super::*;
    use crate::target::ProfileId;

    fn found<T>(value: T) -> Option<Found<T>> {
        Some(Found {
            value,
            evidence: Evidence {
                origin: Origin::Field,
                rule: "css h1".to_owned(),
                detail: None,
            },
        })
    }

    fn draft() -> Draft {
        Draft {
            org: ProfileId::none(),
            profile_hash: "blake3:00".to_owned(),
            id: "-:1".to_owned(),
            url: None,
            listed_on: None,
            fetched_at: "2026-01-15T08:00:00.5Z".parse().expect("a time"),
            kind: None,
            language: None,
            title: found(" A\u{a0} bridge\n opens ".to_owned()),
            subtitle: found("  \u{200b} ".to_owned()),
            summary: None,
            body: found(vec![
                "One.".to_owned(),
                "  ".to_owned(),
                "- a\n -  b ".to_owned(),
            ]),
            boilerplate: None,
            published: None,
            modified: None,
            embargo: None,
            dateline: None,
            places: found(vec!["Wien".to_owned(), " Wien".to_owned(), String::new()]),
            places_raw: None,
            wire: None,
            sources: None,
            authors: None,
            topics: None,
            release_number: None,
            contacts: None,
            attachments: None,
            images: None,
            links: None,
            translations: None,
            dates: Vec::new(),
            issues: Vec::new(),
            required: vec!["title".to_owned(), "body".to_owned()],
        }
    }

    #[test]
    fn a_record_is_clean_and_has_every_key() {
        let record = normalize(draft()).expect("a record");
        assert_eq!(record.title, "A bridge opens");
        assert_eq!(record.subtitle, None, "no empty strings");
        assert_eq!(record.body.as_deref(), Some("One.\n\n- a\n- b"));
        assert_eq!(record.places, ["Wien"]);
        let fields: Vec<&str> = record
            .provenance
            .iter()
            .map(|entry| entry.field.as_str())
            .collect();
        assert_eq!(
            fields,
            ["title", "body", "places"],
            "only of what is there, in the record's order"
        );
        assert!(record.ok);
        let line = serde_json::to_string(&record).expect("JSON");
        assert!(
            line.contains("\"fetched_at\":\"2026-01-15T08:00:00Z\""),
            "{line}"
        );
        assert_eq!(
            serde_json::from_str::<Record>(&line)
                .expect("a record")
                .title,
            record.title
        );
        let keys: serde_json::Value = serde_json::from_str(&line).expect("JSON");
        assert_eq!(keys.as_object().expect("an object").len(), 48);
    }

    #[test]
    fn nfd_becomes_nfc_and_what_steers_a_terminal_goes() {
        let mut draft = draft();
        draft.title = found("Zu\u{308}rich\u{1b}[31m \u{202e}x\0".to_owned());
        assert_eq!(normalize(draft).expect("a record").title, "Zürich[31m x");
    }

    #[test]
    fn what_is_missing_is_named() {
        let mut without_body = draft();
        without_body.body = found(vec![" ".to_owned()]);
        let rejection = normalize(without_body).expect_err("no body");
        assert_eq!(rejection.class, Class::MissingFields);
        assert!(rejection.message.contains("body"), "{}", rejection.message);

        let mut unusable = draft();
        unusable.required.push("published_on".to_owned());
        unusable.dates.push(DateEntry {
            value: None,
            raw: "soon".to_owned(),
            role: super::super::schema::DateRole::Published,
            origin: "field".to_owned(),
            precision: None,
            chosen: false,
        });
        let rejection = normalize(unusable).expect_err("no date");
        assert_eq!(rejection.class, Class::BadDate);
        assert!(rejection.message.contains("soon"), "{}", rejection.message);
    }

    #[test]
    fn an_error_makes_a_record_not_ok() {
        let mut draft = draft();
        draft.issues.push(Issue {
            code: "x".to_owned(),
            field: None,
            severity: Severity::Error,
            message: "m".to_owned(),
        });
        assert!(!normalize(draft).expect("a record").ok);
    }
}
