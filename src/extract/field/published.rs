//! When a release was published, out of everything on the page that says so.
//!
//! The profile's rules come first, in their order: who wrote them knows the site. After them,
//! and alone where there is no profile, comes what every site can have, in this order:
//!
//! 1. what the page prints about itself near the headline: readers go by it, editors see it;
//! 2. the dateline: printed too, but sometimes pasted from an earlier release;
//! 3. the linked data and 4. `<meta>` elements: exact, but often the time a record was made
//!    or moved between systems;
//! 5. the listing row; 6. the address: often only a month, and often that of a draft.
//!
//! A day beats a month wherever it stands. An update, an embargo or an event never stands in
//! for publication. Days that differ are an issue, not an error: the first in order is taken.

use ego_tree::NodeId;
use jiff::civil;
use scraper::ElementRef;

use super::ledger::{Seen, also_said, date_of, of_address};
use crate::extract::body::Body;
use crate::extract::clean;
use crate::extract::date::{NoDate, scan};
use crate::extract::dateline::{self, Dateline};
use crate::extract::reading::{Reading, generic};
use crate::extract::rule::{Expect, Tried};
use crate::extract::text::{self, Omit};
use crate::profile::{From, Locator};
use crate::record::{DateRole, Evidence, Found, Origin, Precision, ReadDate, Severity};

/// Reads what profile, head, linked data, row and address say: all but the dateline.
pub(crate) fn evidence(reading: &Reading<'_>, body: Option<&Body<'_>>) -> Vec<Seen> {
    let mut seen = by_rules(reading);
    if reading.is_generic() {
        if !seen.iter().any(|seen| seen.day().is_some()) {
            let mut found = printed(reading, body);
            // What a rule could not read is the same text once more.
            found.retain(|found| {
                found.said.is_ok() || !seen.iter().any(|known| known.raw.contains(&found.raw))
            });
            seen.extend(found);
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
    seen.insert(place, Seen::dateline(date, &dateline.text, evidence));
    seen
}

/// The first date of publication in the order of preference, a day before a month.
pub(crate) fn choose(seen: &[Seen]) -> Option<&Seen> {
    let published = || {
        seen.iter()
            .filter(|seen| seen.role == DateRole::Published && seen.said.is_ok())
    };
    published()
        .find(|seen| seen.day().is_some())
        .or_else(|| published().next())
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
    remark_on_empty_label(reading);
    remark_on_unreadable(reading, seen, chosen);
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
    remark_on_conflicts(reading, seen, chosen);
    remark_on_chosen(reading, chosen, date);
    Some(Found {
        value: date.clone(),
        evidence: chosen.evidence.clone(),
    })
}

const PAGE_HEADER: &str = "page header";

fn by_rules(reading: &Reading<'_>) -> Vec<Seen> {
    let mut found = Vec::new();
    for rule in reading.rules.field("date") {
        if matches!(rule.locator, Locator::From(From::Dateline)) {
            continue;
        }
        let Tried::Found(read) = reading.try_rule(rule, Expect::Date) else {
            continue;
        };
        let evidence = reading.evidence_of(rule);
        for (index, value) in read.values.iter().enumerate() {
            let mut seen = Seen::read(reading, value, DateRole::Published, evidence.clone());
            if seen.said.is_err()
                && let Some(element) = read.elements.get(index)
            {
                seen = other_text(reading, *element, value, &evidence).unwrap_or(seen);
            }
            found.push(seen);
            found.extend(also_said(
                reading,
                value,
                &[DateRole::Modified, DateRole::Embargo, DateRole::Event],
                &evidence,
            ));
        }
    }
    found
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
}

/// What the page prints about itself: `<time>` elements and short lines outside of the body.
fn printed(reading: &Reading<'_>, body: Option<&Body<'_>>) -> Vec<Seen> {
    let region = reading.content;
    let mut omit = reading.furniture().clone();
    // Captions and cards have dates of their own.
    omit.extend(
        region
            .descendent_elements()
            .filter(|element| element.value().name() == "figure")
            .map(|element| element.id()),
    );
    let body_starts = body.and_then(|body| body.split.body.first().map(|block| block.first));
    let mut found = times(reading, region, &omit, body_starts);
    found.extend(lines(reading, region, &omit, body));
    found
}

fn times(
    reading: &Reading<'_>,
    region: ElementRef<'_>,
    omit: &Omit,
    body_starts: Option<NodeId>,
) -> Vec<Seen> {
    let mut found = Vec::new();
    let mut before_body = true;
    for element in region.descendent_elements() {
        before_body &= body_starts != Some(element.id());
        if element.value().name() != "time" || found.len() >= MOST_LINES {
            continue;
        }
        if element.ancestors().any(|node| omit.contains(&node.id())) {
            continue;
        }
        let stamp = element
            .value()
            .attr("datetime")
            .filter(|stamp| !stamp.trim().is_empty());
        let text = match stamp {
            Some(stamp) => format!("datetime={stamp}"),
            None => text::line(element),
        };
        let role = role_of_time(reading, element);
        if role == DateRole::Published || role == DateRole::Modified || before_body {
            let role = match role {
                DateRole::Unknown => DateRole::Published,
                role => role,
            };
            let printed = text::line(element);
            let mut both = vec![Seen::read(reading, &text, role, header_evidence("time"))];
            if stamp.is_some() {
                both.push(Seen::read(
                    reading,
                    &printed,
                    role,
                    header_evidence("time, as printed"),
                ));
            }
            both.retain(|seen| seen.said.is_ok());
            // The newsroom's day is the printed one, unless its time zone is known.
            if let [stamp, printed] = both.as_slice()
                && reading.profile.timezone.is_none()
                && printed.day().is_some()
                && printed.day() != stamp.day()
            {
                both.reverse();
            }
            found.extend(both);
        }
    }
    found
}

fn header_evidence(detail: &str) -> Evidence {
    Evidence {
        detail: Some(detail.to_owned()),
        ..generic(Origin::Field, PAGE_HEADER)
    }
}

fn role_of_time(reading: &Reading<'_>, element: ElementRef<'_>) -> DateRole {
    let value = element.value();
    let words = ["itemprop", "class"]
        .into_iter()
        .filter_map(|name| value.attr(name))
        .collect::<Vec<_>>()
        .join(" ")
        .to_ascii_lowercase();
    if words.contains("modified") || words.contains("updated") {
        return DateRole::Modified;
    }
    if value.attr("pubdate").is_some() || words.contains("publish") || words.contains("posted") {
        return DateRole::Published;
    }
    let own = text::line(element);
    element
        .parent()
        .and_then(ElementRef::wrap)
        .map(|parent| text::line_up_to(parent, LONGEST_LINE))
        .and_then(|line| {
            scan(&line, &reading.dates)
                .into_iter()
                .find(|scanned| own.contains(&line[scanned.range.clone()]))
                .map(|scanned| scanned.role)
        })
        .unwrap_or(DateRole::Unknown)
}

/// Short lines that are nothing but a date, or say that it is that of publication.
fn lines(
    reading: &Reading<'_>,
    region: ElementRef<'_>,
    omit: &Omit,
    body: Option<&Body<'_>>,
) -> Vec<Seen> {
    let body_texts: Vec<&str> = body
        .iter()
        .flat_map(|body| body.split.body.iter().chain(&body.split.boilerplate))
        .map(|block| block.text.as_str())
        .collect();
    let body_starts = body.and_then(|body| body.split.body.first().map(|block| block.first));
    let mut found = Vec::new();
    let mut before_body = true;
    for block in text::blocks(region, omit) {
        before_body &= body_starts != Some(block.first);
        if found.len() >= MOST_LINES || body_texts.contains(&block.text.as_str()) {
            continue;
        }
        for line in labelled_lines(&block.text) {
            let line = line.as_str();
            if let Some((_, date)) = dateline::header_line(line, &reading.dates)
                && before_body
            {
                let raw = date.raw.clone();
                found.push(Seen::read(
                    reading,
                    &raw,
                    DateRole::Published,
                    header_evidence("header line"),
                ));
                continue;
            }
            for scanned in scan(line, &reading.dates) {
                let only_a_date = scanned.range.len() * 3 >= line.len();
                let role = match scanned.role {
                    DateRole::Unknown if before_body && only_a_date => DateRole::Published,
                    DateRole::Unknown | DateRole::Event => continue,
                    role => role,
                };
                let raw = &line[scanned.range.clone()];
                found.push(Seen::read(reading, raw, role, header_evidence("line")));
            }
        }
    }
    found
}

/// The short lines of a block; one that ends in a colon belongs to the next.
fn labelled_lines(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut label = "";
    for line in text.lines() {
        if line.ends_with([':', '：']) {
            label = line;
        } else {
            let joined = format!("{label} {line}");
            lines.push(joined.trim_start().to_owned());
            label = "";
        }
    }
    lines.retain(|line| line.len() <= LONGEST_LINE);
    lines
}

const LONGEST_LINE: usize = 160;
const MOST_LINES: usize = 20;

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

fn by_meta(reading: &Reading<'_>) -> Vec<Seen> {
    METAS
        .iter()
        .filter_map(|name| {
            let found = reading.meta(name)?;
            let seen = Seen::stamp(reading, &found.value, DateRole::Published, found.evidence);
            // Some systems put other things there.
            (!matches!(seen.said, Err(NoDate::None))).then_some(seen)
        })
        .collect()
}

fn by_row(reading: &Reading<'_>) -> Vec<Seen> {
    let asked =
        reading.rules.field("date").iter().any(
            |rule| matches!(&rule.locator, Locator::From(From::Row(field)) if field == "date"),
        );
    if asked {
        return Vec::new();
    }
    reading
        .row("date")
        .map(|found| Seen::read(reading, &found.value, DateRole::Published, found.evidence))
        .into_iter()
        .collect()
}

fn by_address(reading: &Reading<'_>) -> Option<Seen> {
    let (calendar, raw) = of_address(reading.page.url.as_ref()?.path())?;
    Some(Seen {
        said: Ok(date_of(calendar, &raw)),
        raw,
        role: DateRole::Published,
        evidence: generic(Origin::Url, "address"),
        year_inferred: false,
        weekday_conflict: false,
    })
}

fn remark_on_empty_label(reading: &Reading<'_>) {
    for rule in reading.rules.field("date") {
        if let (Locator::Label(label), Tried::EmptyLabel) =
            (&rule.locator, reading.try_rule(rule, Expect::Date))
        {
            reading.issue(
                "date.label_empty",
                Some("published_on"),
                Severity::Info,
                format!(
                    "the label `{}` is there without a value",
                    clean::line(label)
                ),
            );
        }
    }
}

fn remark_on_unreadable(reading: &Reading<'_>, seen: &[Seen], chosen: Option<&Seen>) {
    for seen in seen {
        // A day and month that the chosen date repeats need no remark.
        let Err(reason) = &seen.said else { continue };
        let (code, what) = match reason {
            NoDate::Ambiguous { .. } => ("date.ambiguous", "cannot be decided"),
            NoDate::MissingYear { .. } if chosen.is_some() => continue,
            NoDate::None | NoDate::Invalid | NoDate::Several | NoDate::MissingYear { .. } => {
                ("date.unreadable", "cannot be read")
            }
        };
        if seen.role == DateRole::Published {
            reading.issue(
                code,
                Some("published_on"),
                Severity::Warning,
                format!(
                    "the date `{}` ({}) {what}: {reason}",
                    seen.raw, seen.evidence.rule
                ),
            );
        }
    }
}

fn remark_on_conflicts(reading: &Reading<'_>, seen: &[Seen], chosen: &Seen) {
    let Some(day) = chosen.day() else { return };
    let others: Vec<String> = seen
        .iter()
        .filter(|other| other.role == DateRole::Published && other.evidence.origin != Origin::Url)
        .filter(|other| other.day().is_some_and(|other_day| other_day != day))
        .filter(|other| !is_same_moment_elsewhere(reading, other, chosen))
        .map(|other| format!("{} ({})", other.raw, other.evidence.rule))
        .collect();
    if !others.is_empty() {
        reading.issue(
            "date.conflict",
            Some("published_on"),
            Severity::Warning,
            format!(
                "`{}` ({}) was taken, but there is also {}",
                chosen.raw,
                chosen.evidence.rule,
                others.join(", ")
            ),
        );
    }
}

/// A moment in UTC is the day before or after somewhere: without the newsroom's time zone
/// that is no contradiction.
fn is_same_moment_elsewhere(reading: &Reading<'_>, other: &Seen, chosen: &Seen) -> bool {
    let (Ok(date), Ok(chosen)) = (&other.said, &chosen.said) else {
        return false;
    };
    let next_day = date
        .day
        .zip(chosen.day)
        .and_then(|(other, day)| other.until(day).ok())
        .is_some_and(|apart| apart.get_days().abs() <= 1);
    let moment = date.at.is_some() || chosen.at.is_some();
    reading.profile.timezone.is_none() && moment && next_day
}

fn remark_on_chosen(reading: &Reading<'_>, chosen: &Seen, date: &ReadDate) {
    let field = Some("published_on");
    if chosen.year_inferred {
        reading.issue(
            "date.year_inferred",
            field,
            Severity::Warning,
            format!(
                "`{}` has no year; it was taken from another date of the release",
                chosen.raw
            ),
        );
    }
    if chosen.weekday_conflict {
        reading.issue(
            "date.weekday",
            field,
            Severity::Warning,
            format!(
                "the day of the week in `{}` is not that of the date",
                chosen.raw
            ),
        );
    }
    if matches!(date.precision, Precision::Month | Precision::Year) {
        reading.issue(
            "date.month_only",
            field,
            Severity::Warning,
            format!("`{}` does not state the day", chosen.raw),
        );
    }
    let zone = reading
        .profile
        .timezone
        .clone()
        .unwrap_or(jiff::tz::TimeZone::UTC);
    let fetched = reading.page.fetched_at.to_zoned_datetime(zone).date();
    let ahead = date.day.and_then(|day| fetched.until(day).ok());
    if ahead.is_some_and(|ahead| ahead.get_days() > DAYS_AHEAD) {
        reading.issue(
            "date.future",
            field,
            Severity::Warning,
            format!("`{}` is after the day of fetching, {fetched}", chosen.raw),
        );
    }
}

/// A release can be dated a day or two ahead, not more.
const DAYS_AHEAD: i32 = 2;
