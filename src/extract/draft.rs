//! All fields of one release, in the order in which one needs the other.
//!
//! The body leaves out what other fields stand in, the dateline is the body's opening, the
//! date of publication weighs the dateline, and a dateline without a year needs a date.

use super::body::{self, Body};
use super::dateline::{self, Dateline};
use super::field::{
    attachments, authors, contacts, embargo, identity, images, kind, language, ledger, links,
    modified, placeholder, places, published, release_number, remark, sources, subtitle, summary,
    title, topics, translations,
};
use super::reading::{Reading, generic};
use super::text::Kind;
use super::trace::Trace;
use super::{Cancel, Unreadable, document, used};
use crate::record::{DateRole, Draft, Evidence, Found, Origin, Severity};

/// Reads every field.
///
/// # Errors
/// `timeout` when `cancel` says so.
pub(crate) fn read(reading: Reading<'_>, cancel: Cancel<'_>) -> Result<Draft, Unreadable> {
    Ok(read_traced(reading, cancel)?.0)
}

/// Reads every field; a traced reading gives its trace as well.
///
/// # Errors
/// `timeout` when `cancel` says so.
pub(crate) fn read_traced(
    reading: Reading<'_>,
    cancel: Cancel<'_>,
) -> Result<(Draft, Option<Trace>), Unreadable> {
    let title = title::title(&reading);
    let headline = title.as_ref().map(|title| title.value.clone());
    let kind = kind::kind(&reading, headline.as_deref());
    let subtitle = subtitle::subtitle(&reading, headline.as_deref());
    let language = language::language(&reading);

    let used = used::nodes(&reading);
    let known: Vec<String> = headline
        .iter()
        .chain(subtitle.as_ref().map(|found| &found.value))
        .chain(kind.as_ref().map(|found| &found.value.1))
        .cloned()
        .chain(remark::immediate(&reading))
        .collect();
    let body = body::read(&reading, &used, &known);
    if let Some(trace) = reading.trace() {
        trace.body(body.as_ref(), &used);
    }
    if cancel() {
        return Err(document::gave_up());
    }

    let mut seen = published::evidence(&reading, body.as_ref());
    let changes = modified::evidence(&reading);
    // What is stated of a change has a time of day more often than what is printed.
    let changed = modified::first(&changes, DateRole::Modified);
    seen.extend(changes);
    seen.extend(embargo::evidence(&reading, body.as_ref()));
    published::without_changes(&mut seen);
    placeholder::without_dates(&reading, &mut seen);
    published::with_years(&mut seen);
    seen.extend(remark::corrections(&reading, body.as_ref()));
    let opening = opening(&reading, body.as_ref(), published::year_hint(&seen));
    // Set once, here: rules that ask for the dateline are tried from now on.
    let dateline = reading.gathered.dateline.get_or_init(|| opening).as_ref();
    let seen = published::with_dateline(seen, &reading, dateline);
    let chosen = published::choose(&reading, &seen);
    let published = published::published(&reading, &seen, chosen);
    if let Some(trace) = reading.trace() {
        trace.dates(&seen, chosen);
    }
    if cancel() {
        return Err(document::gave_up());
    }

    let url = identity::url(&reading);
    let tag = language.as_ref().map(|found| found.value.as_str());
    let id = identity::id(&reading, url.as_ref(), tag);
    let body_texts = texts(body.as_ref(), |body| &body.split.body);
    let summary = summary::summary(&reading, headline.as_deref(), body_texts.as_deref());
    let translations = translations::translations(&reading, tag, url.as_ref());
    let places = places::places(&reading);
    let (places, places_raw) = match places {
        Some(places) => (Some(places.towns), Some(places.raw)),
        None => (None, None),
    };
    for note in &reading.page.notes {
        reading.issue(note.code, None, Severity::Warning, note.message.clone());
    }
    let mut draft = Draft {
        org: reading.profile.id.clone(),
        profile_hash: reading.profile.hash.clone(),
        id,
        url,
        listed_on: reading
            .gathered
            .teaser
            .and_then(|teaser| teaser.listed_on.clone()),
        fetched_at: reading.page.fetched_at,
        kind,
        language,
        title,
        subtitle,
        summary,
        body: body_texts.map(|value| Found {
            value,
            evidence: evidence_of(body.as_ref()),
        }),
        boilerplate: texts(body.as_ref(), |body| &body.split.boilerplate).map(|value| Found {
            value,
            evidence: generic(Origin::Field, boilerplate_rule(body.as_ref())),
        }),
        published,
        modified: changed.or_else(|| modified::first(&seen, DateRole::Modified)),
        embargo: modified::first(&seen, DateRole::Embargo),
        dateline: dateline_text(&reading),
        places,
        places_raw,
        wire: wire(&reading),
        sources: sources::sources(&reading, body.as_ref()),
        authors: authors::authors(&reading, body.as_ref()),
        topics: topics::topics(&reading),
        release_number: release_number::release_number(&reading),
        contacts: contacts::contacts(&reading, body.as_ref()),
        attachments: attachments::attachments(&reading),
        images: images::images(&reading, body.as_ref()),
        links: links::links(&reading, body.as_ref()),
        translations,
        dates: ledger::entries(&seen, chosen),
        required: reading.profile.quality.required.clone(),
        issues: Vec::new(),
    };
    let (issues, trace) = reading.into_parts();
    draft.issues = issues;
    Ok((draft, trace))
}

/// The dateline: it opens the first paragraph, or one of the next after an embargo line.
fn opening(
    reading: &Reading<'_>,
    body: Option<&Body<'_>>,
    year_hint: Option<jiff::civil::Date>,
) -> Option<Dateline> {
    let paragraphs = body?.split.body.iter().filter(|block| match block.kind {
        Kind::Paragraph => true,
        Kind::Heading => dateline::is_alone(&block.text),
        Kind::List | Kind::Table => false,
    });
    // Older pages indent all of their text as a quotation.
    let indented = paragraphs.clone().all(|block| reading.is_quotation(block));
    let mut introduced = false;
    for block in paragraphs.take(OPENING) {
        // `Our earlier release said:` and a quotation have the dateline of something else.
        let quoted = introduced || (!indented && reading.is_quotation(block));
        if !quoted && let Some(found) = dateline::split(&block.text, &reading.dates, year_hint) {
            reading.dateline_at.set(Some(block.first));
            return Some(found);
        }
        introduced = is_introduction(&block.text);
    }
    None
}

/// A sentence that ends in a colon, unlike `FOR IMMEDIATE RELEASE:` and `Not before 5 a.m.:`.
fn is_introduction(text: &str) -> bool {
    let lower = text
        .split_whitespace()
        .filter(|word| word.starts_with(char::is_lowercase));
    let digits = text.contains(|c: char| c.is_ascii_digit());
    text.trim_end().ends_with(':') && !digits && lower.count() >= 3
}

/// Paragraphs that may begin with the dateline.
const OPENING: usize = 3;

fn dateline_text(reading: &Reading<'_>) -> Option<Found<String>> {
    let printed = || {
        Some(Found {
            value: reading.gathered.dateline()?.text.clone(),
            evidence: generic(Origin::Dateline, "dateline"),
        })
    };
    reading.first("dateline", &[&|| reading.line("dateline"), &printed])
}

fn wire(reading: &Reading<'_>) -> Option<Found<String>> {
    let named = || {
        Some(Found {
            value: reading.gathered.dateline()?.wire.clone()?,
            evidence: generic(Origin::Dateline, "dateline"),
        })
    };
    reading.first("wire", &[&|| reading.line("wire"), &named])
}

fn texts<'b, 'a: 'b>(
    body: Option<&'b Body<'a>>,
    part: impl FnOnce(&'b Body<'a>) -> &'b Vec<super::text::Block>,
) -> Option<Vec<String>> {
    let blocks = part(body?);
    (!blocks.is_empty()).then(|| blocks.iter().map(|block| block.text.clone()).collect())
}

fn evidence_of(body: Option<&Body<'_>>) -> Evidence {
    body.map_or_else(
        || generic(Origin::Field, "page shape"),
        |body| body.evidence.clone(),
    )
}

fn boilerplate_rule<'b>(body: Option<&'b Body<'_>>) -> &'b str {
    body.and_then(|body| body.split.by.as_deref())
        .unwrap_or("boilerplate")
}
