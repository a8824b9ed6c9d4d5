//! The pages of a listing: numbered in the address, or named by the page before; and the
//! years or months of an archive, each with pages of its own.
//!
//! `pages = { first = 0, step = 1 }` counts `{page}` or `{offset}` in the `url` up, `next =
//! "a.next"` follows a link, `pages = { cursor = "meta.next" }` puts what a page names in the
//! place of `{cursor}`: the first page is asked for without that parameter, or with the one
//! that `first = "*"` says. `years = { first = 2004 }` counts `{year}` (and `{month}`) up to
//! today.
//!
//! A link stays among the addresses of the listing: `/press/page/2/` is one of `/press`,
//! `/calendar/2031/05` is none. `next_within = '^/search\?type=press'` in the source says that a
//! listing goes on elsewhere.

use super::reader::Reader;
use super::rule::Rules;
use super::rules::{Scope, rules};
use super::schema::address;
use super::section::Section;
use super::template::{CURSOR, MONTHS, NUMBERS, YEAR};
use super::tree::Node;
use super::{Pages, Periods};

/// `pages = { first = 1, step = 100_000 }` is a slip.
const LARGEST_NUMBER: i64 = 1_000_000_000;

/// How the listing goes on; `None` when that is not clear. `scope` says what names a next
/// page.
pub(super) fn pages(reader: &mut Reader, source: &Section<'_>, scope: Scope) -> Option<Pages> {
    let mut next = source.entry("next");
    let Some(node) = source.get("pages") else {
        return match next {
            Some(entry) => chained(reader, &entry.node, scope).map(Pages::Next),
            None => Some(Pages::Single),
        };
    };
    let section = Section::open(reader, node, "pages", &["first", "step", "next", "cursor"])?;
    if let Some(inner) = section.entry("next") {
        if next.is_some() {
            reader.error(&inner.at, "`next` is given twice", None);
        }
        next = Some(inner);
    }
    let cursor = section.entry("cursor");
    if let (Some(_), Some(cursor)) = (next, cursor) {
        let message = "the next page is linked by `next` or named by `cursor`, not both";
        reader.error(&cursor.at, message, None);
        return None;
    }
    if let Some(cursor) = cursor {
        if let Some(step) = section.entry("step") {
            reader.error(&step.at, "`step` counts numbers; a cursor is none", None);
        }
        let first = match section.get("first") {
            Some(node) => Some(reader.words(node, "first")?.trim().to_owned()),
            None => None,
        };
        let rules = chained(reader, &cursor.node, scope)?;
        return Some(Pages::Cursor { rules, first });
    }
    let numbers = numbers(reader, &section);
    match (numbers, next) {
        (Some((first, step)), None) => Some(Pages::Numbered {
            first: first?,
            step: step?,
        }),
        (None, Some(entry)) => chained(reader, &entry.node, scope).map(Pages::Next),
        (Some(_), Some(_)) => {
            let message = "pages are numbered or linked by `next`, not both";
            reader.error(&section.at, message, None);
            None
        }
        (None, None) => {
            if !section.has_strangers {
                let message = "pages says neither `first` nor `next`";
                let help =
                    "write { first = 1 } for numbered pages or { next = \"a.next\" } for a link";
                reader.error(&section.at, message, Some(help));
            }
            None
        }
    }
}

/// The number of the first page, and from one to the next.
fn numbers(reader: &mut Reader, pages: &Section<'_>) -> Option<(Option<i64>, Option<i64>)> {
    let step = pages
        .get("step")
        .map_or(Some(1), |node| page_number(reader, node, "step"));
    if step == Some(0) {
        let message = "step is 0: every page would be the first";
        reader.error(&pages.at, message, Some("write step = 1"));
    }
    if pages.entry("first").is_none() && pages.entry("step").is_none() {
        return None;
    }
    let example = "first = 0 or first = 1, the number of the first page";
    let first = pages
        .need(reader, "first", example)
        .and_then(|node| page_number(reader, node, "first"));
    Some((first, step))
}

fn chained(reader: &mut Reader, node: &Node, scope: Scope) -> Option<Rules> {
    let rules: Rules = rules(reader, node, "next", scope);
    (!rules.is_empty()).then_some(rules)
}

fn page_number(reader: &mut Reader, node: &Node, what: &str) -> Option<i64> {
    let number = reader.whole(node, what)?;
    if !(-LARGEST_NUMBER..=LARGEST_NUMBER).contains(&number) {
        reader.error(&node.at, format!("{what} is out of all bounds"), None);
        return None;
    }
    Some(number)
}

/// `years = { first = 2004 }`; `url` says whether the archive goes by months.
pub(super) fn periods(reader: &mut Reader, source: &Section<'_>, url: &str) -> Option<Periods> {
    let section = Section::open(reader, source.get("years")?, "years", &["first"])?;
    let example = "first = 2004, the year of the oldest release";
    let first = section
        .need(reader, "first", example)
        .and_then(|node| reader.count(node, "first", 1950..=2100))?;
    Some(Periods {
        first: i16::try_from(first).ok()?,
        monthly: MONTHS.iter().any(|place| url.contains(place)),
    })
}

/// The address of a source; `pages` is `None` when it could not be read.
pub(super) fn template(
    reader: &mut Reader,
    source: &Section<'_>,
    pages: Option<&Pages>,
) -> Option<String> {
    let node = source.need(reader, "url", "url = \"https://…\"")?;
    let text = reader.words(node, "[[source]] url")?.trim();
    for (place, help) in misplaced(text, pages, source.get("years").is_some()) {
        reader.error(&node.at, place, Some(help));
    }
    let plain = sample(text, 1);
    if let Some(open) = plain.find(['{', '}']) {
        let placeholder = plain[open..].split_inclusive('}').next();
        let message = format!(
            "`{}` has no meaning in a url",
            placeholder.unwrap_or_default()
        );
        let help = "{page}, {offset}, {cursor}, {year} and {month} have; write %7B for a brace";
        reader.error(&node.at, message, Some(help));
        return None;
    }
    let url = address(reader, node, &plain)?;
    let other = address(reader, node, &sample(text, 2))?;
    if url.host_str() != other.host_str() || url.port() != other.port() {
        let place = PLACES.iter().find(|place| text.contains(**place));
        let place = place.unwrap_or(&"{page}");
        let message = format!("`{place}` must stand in the path or query of the url");
        reader.error(&node.at, message, None);
        return None;
    }
    if !url.username().is_empty() || url.password().is_some() {
        reader.error(
            &node.at,
            "an address with a password is not kept in a profile",
            None,
        );
        return None;
    }
    Some(text.to_owned())
}

const PLACES: [&str; 7] = [
    NUMBERS[0], NUMBERS[1], CURSOR, YEAR, MONTHS[0], MONTHS[1], MONTHS[2],
];

/// With a number in each place.
pub(super) fn sample(url: &str, number: i64) -> String {
    let number = number.to_string();
    PLACES
        .iter()
        .fold(url.to_owned(), |url, place| url.replace(place, &number))
}

/// What the places of an address have that its source lacks, or the other way round.
fn misplaced(url: &str, pages: Option<&Pages>, has_years: bool) -> Vec<(String, &'static str)> {
    let numbers: Vec<_> = NUMBERS
        .iter()
        .filter(|place| url.contains(**place))
        .collect();
    let number = numbers.first();
    let has_cursor = url.contains(CURSOR);
    let has_month = MONTHS.iter().any(|place| url.contains(place));
    let mut wrong = Vec::new();
    let mut say = |message: &str, help| wrong.push((message.to_owned(), help));
    if numbers.len() > 1 {
        say(
            "`{page}` and `{offset}` are the same number",
            "write one of them",
        );
    }
    if let Some(pages) = pages {
        let is_numbered = matches!(pages, Pages::Numbered { .. });
        if is_numbered && number.is_none() {
            let message = "pages are numbered, but the url has no `{page}`";
            say(message, "write {page} where the number stands");
        }
        if let Some(place) = number
            && !is_numbered
        {
            let message = format!("the url has `{place}`, but pages are not numbered");
            say(&message, "write pages = { first = 1, step = 1 }");
        }
        match pages {
            Pages::Cursor { .. } if !has_cursor => {
                let message = "pages are named by a cursor, but the url has no `{cursor}`";
                say(message, "write {cursor} where it stands");
            }
            Pages::Cursor { .. } if !is_whole_parameter(url) => {
                let message = "`{cursor}` must be the whole value of a parameter";
                say(message, "write ?after={cursor}");
            }
            Pages::Cursor { .. } => {}
            Pages::Single | Pages::Numbered { .. } | Pages::Next(_) | Pages::Named
                if has_cursor =>
            {
                let message = "the url has `{cursor}`, but no page names one";
                say(message, "write pages = { cursor = \"…\" }");
            }
            Pages::Single | Pages::Numbered { .. } | Pages::Next(_) | Pages::Named => {}
        }
    }
    match (has_years, url.contains(YEAR)) {
        (true, false) => say(
            "the source has years, but the url has no `{year}`",
            "write {year} where it stands",
        ),
        (false, true) => say(
            "the url has `{year}`, but the source has no years",
            "write years = { first = 2004 }",
        ),
        (true, true) => {}
        (false, false) if has_month => say(
            "the url has a month, but no `{year}`",
            "write {year} where it stands, and years = { first = 2004 }",
        ),
        (false, false) => {}
    }
    wrong
}

fn is_whole_parameter(url: &str) -> bool {
    let query = url.split_once('?').map_or("", |(_, query)| query);
    let query = query.split('#').next().unwrap_or_default();
    let with_cursor = query.split('&').filter(|pair| pair.contains(CURSOR));
    let values: Vec<_> = with_cursor
        .map(|pair| pair.split_once('=').map(|(_, value)| value))
        .collect();
    url.matches(CURSOR).count() == 1 && values == [Some(CURSOR)]
}
