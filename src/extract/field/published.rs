//! When a release was published, out of everything on the page that says so.
//!
//! The profile's rules come first, in their order: who wrote them knows the site. After them,
//! and alone where there is no profile, comes what every site can have, in this order:
//!
//! 1. what the page prints about itself near the headline: readers go by it, editors see it. Of
//!    several days there the one that something else repeats comes first, for today's date and
//!    those of other pages stand there too;
//! 2. the dateline: printed too, but sometimes pasted from an earlier release;
//! 3. the linked data and 4. `<meta>` elements: exact, but often the time a record was made
//!    or moved between systems;
//! 5. the listing row, feed or sitemap; 6. the address: often only a month, and often that of a draft.
//!
//! A day beats a month wherever it stands. An update, an embargo or an event never stands in
//! for publication, nor does a stamp that is to the second the last change that the head states.
//! A day without its year takes that of row, feed or head within half a year, and says so. Days
//! that differ are an issue, not an error: the first in order is taken.

mod printed;
mod prose;
mod remarks;

use jiff::civil;
use scraper::ElementRef;

use super::ledger::{Seen, also_said, date_of, of_address};
use crate::extract::body::Body;
use crate::extract::date::{Calendar, NoDate, near, scan};
use crate::extract::dateline::Dateline;
use crate::extract::reading::{Reading, announced_in, generic};
use crate::extract::rule::{Expect, Tried};
use crate::extract::text;
use crate::profile::{From, Locator};
use crate::record::{DateRole, Evidence, Found, Origin, ReadDate, Severity};
use crate::target::Teaser;

/// Reads what profile, head, linked data, row and address say: all but the dateline.
pub(crate) fn evidence(reading: &Reading<'_>, body: Option<&Body<'_>>) -> Vec<Seen> {
    let mut seen = by_rules(reading);
    if reading.is_generic() {
        if !seen.iter().any(|seen| seen.day().is_some()) {
            let mut found = printed::printed(reading, body);
            // What a rule could not read, or does not count as publication, is the same text
            // once more: a part of `12 June to 14 June` is no better.
            found.retain(|found| {
                !seen.iter().any(|known| {
                    let settled = known.said.is_err() || known.role != DateRole::Published;
                    (settled || found.said.is_err()) && known.raw.contains(&found.raw)
                })
            });
            seen.extend(found);
        } else if let Some(trace) = reading.trace() {
            for found in printed::printed(reading, body) {
                trace.passed_over(found, "not asked for: a rule of the profile gave a day");
            }
        }
        seen.extend(by_json_ld(reading));
        seen.extend(by_meta(reading));
        seen.extend(by_row(reading));
        seen.extend(by_address(reading));
    }
    seen
}

/// Puts the dateline's date where it belongs in the order of preference.
pub(crate) fn with_dateline(
    mut seen: Vec<Seen>,
    reading: &Reading<'_>,
    dateline: Option<&Dateline>,
) -> Vec<Seen> {
    let Some((dateline, date)) = dateline.and_then(|found| Some((found, found.date.as_ref()?)))
    else {
        return seen;
    };
    let rules = reading.rules.field("date");
    let by_rule = rules
        .iter()
        .position(|rule| matches!(rule.locator, Locator::From(From::Dateline)));
    let evidence = match by_rule {
        Some(at) => reading.evidence_of(&rules[at]),
        None => generic(Origin::Dateline, "dateline"),
    };
    let behind: Vec<&str> = match by_rule {
        Some(at) => rules[..at]
            .iter()
            .map(|rule| rule.printed.as_str())
            .collect(),
        None => rules
            .iter()
            .map(|rule| rule.printed.as_str())
            .chain([PAGE_HEADER])
            .collect(),
    };
    let place = seen
        .iter()
        .rposition(|seen| behind.contains(&seen.evidence.rule.as_str()))
        .map_or(0, |at| at + 1);
    seen.insert(
        place,
        Seen::dateline(reading, date, &dateline.text, evidence),
    );
    seen
}

/// Takes for a change what stands on the page as if it were the date of publication, and is to
/// the second the moment of the last change that the head states, beside another of publication.
pub(crate) fn without_changes(seen: &mut [Seen]) {
    let moments = |role: DateRole, seen: &[Seen]| -> Vec<jiff::Timestamp> {
        let stated = seen
            .iter()
            .filter(|seen| seen.role == role && is_in_head(seen));
        stated
            .filter_map(|seen| seen.said.as_ref().ok()?.at)
            .collect()
    };
    let changed = moments(DateRole::Modified, seen);
    let published = moments(DateRole::Published, seen);
    let mut days = Vec::new();
    let printed = seen.iter_mut();
    for seen in printed.filter(|seen| seen.evidence.rule == PAGE_HEADER) {
        let at = seen.said.as_ref().ok().and_then(|date| date.at);
        let is_change = at.is_some_and(|at| {
            changed.contains(&at) && !published.is_empty() && !published.contains(&at)
        });
        // What is printed in a stamp's element follows it, and is a line of the page too.
        let is_its_text = seen.evidence.detail.as_deref() != Some(NAMED_LINE);
        if is_change {
            days.extend(seen.day());
        }
        if is_change || (is_its_text && seen.day().is_some_and(|day| days.contains(&day))) {
            seen.role = DateRole::Modified;
        }
    }
}

/// Gives a printed day without a year the one that brings it within half a year of what row,
/// feed or head state, unless one of them states that very day.
pub(crate) fn with_years(seen: &mut [Seen]) {
    let Some(hint) = year_hint(seen) else { return };
    let days: Vec<civil::Date> = seen.iter().filter_map(Seen::day).collect();
    for seen in seen.iter_mut() {
        let Err(NoDate::MissingYear { month, day }) = seen.said else {
            continue;
        };
        let is_stated = |known: &civil::Date| (known.month(), known.day()) == (month, day);
        if let Some(near) = near(month, day, hint).filter(|_| !days.iter().any(is_stated)) {
            seen.said = Ok(date_of(Calendar::Day(near), &seen.raw));
            seen.year_inferred = true;
        }
    }
}

fn is_in_head(seen: &Seen) -> bool {
    matches!(seen.evidence.origin, Origin::JsonLd | Origin::Meta)
}

/// The first date of publication in the order of preference, a day before a month.
///
/// Where several days are printed near the headline, today's perhaps, or those of other pages,
/// the one that something else repeats comes first: the head, the row, the dateline, or a second
/// line of the page that names what it is.
pub(crate) fn choose<'s>(reading: &Reading<'_>, seen: &'s [Seen]) -> Option<&'s Seen> {
    let published = || {
        seen.iter()
            .filter(|seen| seen.role == DateRole::Published && seen.said.is_ok())
    };
    let first = published().find(|seen| seen.day().is_some());
    let Some(first) = first.filter(|first| first.evidence.rule == PAGE_HEADER) else {
        return first.or_else(|| published().next());
    };
    let repeated = |day: civil::Date| {
        let others = || published().filter(move |seen| seen.day() == Some(day));
        let is_other = |seen: &Seen| seen.evidence.rule != PAGE_HEADER;
        let elsewhere = others().any(|seen| is_other(seen) && seen.evidence.origin != Origin::Url);
        let named = others().filter(|seen| seen.evidence.detail.as_deref() == Some(NAMED_LINE));
        (elsewhere, named.count() > 1)
    };
    // The stamp behind a printed day may be of the next day in UTC.
    let printed = published().filter(|seen| {
        seen.evidence.rule == PAGE_HEADER
            && (std::ptr::eq(*seen, first)
                || !remarks::is_same_moment_elsewhere(reading, seen, first))
    });
    let days = printed.filter_map(|seen| Some((repeated(seen.day()?), seen)));
    // The first of equals.
    days.reduce(|best, next| if next.0 > best.0 { next } else { best })
        .map_or(Some(first), |(_, best)| Some(best))
}

/// The day that a date without its year is likely to be near.
pub(crate) fn year_hint(seen: &[Seen]) -> Option<civil::Date> {
    let stated = |role: DateRole| {
        seen.iter()
            .filter(move |seen| seen.role == role)
            .find_map(|seen| seen.day())
    };
    stated(DateRole::Published).or_else(|| stated(DateRole::Modified))
}

/// What the chosen date gives to the record, with what is to be remarked on.
pub(crate) fn published(
    reading: &Reading<'_>,
    seen: &[Seen],
    chosen: Option<&Seen>,
) -> Option<Found<ReadDate>> {
    remarks::empty_label(reading);
    remarks::unreadable(reading, seen, chosen);
    let Some(chosen) = chosen else {
        reading.issue(
            "date.missing",
            Some("published_on"),
            Severity::Warning,
            "no date of publication was found".to_owned(),
        );
        return None;
    };
    let date = chosen.said.as_ref().ok()?;
    remarks::conflicts(reading, seen, chosen);
    remarks::chosen(reading, chosen, date);
    Some(Found {
        value: date.clone(),
        evidence: chosen.evidence.clone(),
    })
}

const PAGE_HEADER: &str = "page header";

/// The detail of a printed line that says that its date is that of publication.
const NAMED_LINE: &str = "line that names it";

/// What systems print when they have no date.
const NO_DATE: civil::Date = civil::date(1970, 1, 1);

fn by_rules(reading: &Reading<'_>) -> Vec<Seen> {
    let mut found = Vec::new();
    for rule in reading.rules.field("date") {
        if matches!(rule.locator, Locator::From(From::Dateline)) {
            continue;
        }
        let Tried::Found(read) = reading.try_rule(rule, Expect::Date) else {
            reading.yields_nothing("published_on", rule);
            continue;
        };
        let evidence = reading.evidence_of(rule);
        if let Locator::Label(label) = &rule.locator
            && read
                .values
                .iter()
                .any(|value| prose::is_sentence(reading, value))
        {
            // The text of the release begins where the value would be.
            remarks::label_is_empty(reading, label);
            continue;
        }
        for (index, value) in read.values.iter().enumerate() {
            if let Some(element) = read.elements.get(index) {
                reading.stands_at(Some(element.id()));
            }
            let others = also_said(
                reading,
                value,
                &[DateRole::Modified, DateRole::Embargo, DateRole::Event],
                &evidence,
            );
            let mut seen = Seen::read(reading, value, DateRole::Published, evidence.clone());
            let element = read.elements.get(index);
            if let Some(element) = element {
                let other = other_text(reading, *element, value, &evidence);
                if seen.said.is_err() {
                    seen = other.unwrap_or(seen);
                } else if let Some(other) = other.filter(|other| other.day() != seen.day()) {
                    // A stamp and the text that readers see contradict each other.
                    found.push(seen);
                    seen = other;
                }
            }
            // `Updated 9 May 2024` says nothing of publication.
            let is_other = seen.said.is_ok()
                && others.iter().any(|other| other.said.is_ok())
                && !says_publication(reading, value);
            if !is_other {
                found.push(seen);
            }
            found.extend(others);
        }
    }
    found
}

/// Whether a date of the text is not that of an update, an embargo or an event.
fn says_publication(reading: &Reading<'_>, text: &str) -> bool {
    scan(text, &reading.dates)
        .iter()
        .any(|scanned| matches!(scanned.role, DateRole::Published | DateRole::Unknown))
}

/// The printed text of a `<time>` whose stamp cannot be read, and the other way round.
fn other_text(
    reading: &Reading<'_>,
    element: ElementRef<'_>,
    tried: &str,
    evidence: &Evidence,
) -> Option<Seen> {
    let value = element.value();
    ["datetime", "content"]
        .into_iter()
        .filter_map(|name| Some(format!("{name}={}", value.attr(name)?)))
        .chain([text::line(element)])
        .filter(|other| other != tried)
        .map(|other| Seen::read(reading, &other, DateRole::Published, evidence.clone()))
        .find(|seen| seen.said.is_ok())
        // What systems print that have no date.
        .filter(|seen| seen.day() != Some(NO_DATE))
}

fn by_json_ld(reading: &Reading<'_>) -> Vec<Seen> {
    ["datePublished", "dateCreated"]
        .into_iter()
        .find_map(|key| {
            let found = reading.json_ld(&[key])?;
            Some(vec![Seen::stamp(
                reading,
                &found.value,
                DateRole::Published,
                found.evidence,
            )])
        })
        .unwrap_or_default()
}

/// Names under which `<meta>` elements state the date of publication.
const METAS: &[&str] = &[
    "article:published_time",
    "datepublished",
    "article:published",
    "og:article:published_time",
    "og:published_time",
    "citation_publication_date",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.date",
    "dcterms.created",
    "dc.date",
    "dc.date.created",
    "parsely-pub-date",
    "sailthru.date",
    "publishdate",
    "publish-date",
    "publish_date",
    "publication_date",
    "pubdate",
    "date",
];

/// Whether a name nobody agreed on speaks of publication all the same:
/// `cXenseParse:recs:publishtime`, `article_date_original`.
fn is_like_publication(name: &str) -> bool {
    let letters: String = name.chars().filter(char::is_ascii_alphabetic).collect();
    !letters.contains("last") && ENDINGS.iter().any(|ending| letters.ends_with(ending))
}

/// How names end that speak of publication, letters only.
const ENDINGS: &[&str] = &[
    "dateoriginal",
    "datepublished",
    "daterelease",
    "firstpublished",
    "publicationdate",
    "published",
    "publishedat",
    "publisheddate",
    "publishedtime",
    "publishdate",
    "publishtime",
    "releasedate",
    "uploaded",
    "uploaddate",
];

fn by_meta(reading: &Reading<'_>) -> Vec<Seen> {
    let known = METAS.iter().copied();
    let others = reading.gathered.head.names();
    let others = others.filter(|name| !METAS.contains(name) && is_like_publication(name));
    known
        .chain(others)
        .filter_map(|name| {
            let found = reading.meta(name)?;
            let seen = Seen::stamp(reading, &found.value, DateRole::Published, found.evidence);
            // Some systems put other things there.
            (!matches!(seen.said, Err(NoDate::None))).then_some(seen)
        })
        .collect()
}

/// What rows, feeds and sitemaps say, unless a rule has asked for it.
fn by_row(reading: &Reading<'_>) -> Vec<Seen> {
    let is_asked = |origin: Origin| {
        let mut rules = reading.rules.field("date").iter();
        rules.any(|rule| {
            let field = match (&rule.locator, origin) {
                (Locator::From(From::Row(field)), Origin::Row) => field,
                (Locator::From(From::Feed(field)), Origin::Feed) => field,
                (Locator::From(From::Sitemap(field)), Origin::Sitemap) => field,
                _ => return false,
            };
            field == "date"
        })
    };
    reading
        .gathered
        .teaser
        .into_iter()
        .flat_map(Teaser::all)
        .filter(|teaser| !is_asked(announced_in(teaser.kind)))
        .filter_map(|teaser| reading.announced(teaser, "date"))
        .map(|found| Seen::read(reading, &found.value, DateRole::Published, found.evidence))
        .collect()
}

fn by_address(reading: &Reading<'_>) -> Option<Seen> {
    let (calendar, raw) = of_address(reading.page.url.as_ref()?.path())?;
    Some(Seen {
        said: Ok(date_of(calendar, &raw)),
        raw,
        role: DateRole::Published,
        evidence: generic(Origin::Url, "address"),
        at: None,
        year_inferred: false,
        weekday_conflict: false,
        calendar_converted: None,
    })
}
