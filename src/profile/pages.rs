//! The pages of a listing: numbered in the address, or linked from one to the next.
//!
//! `pages = { first = 0, step = 1 }` counts `{page}` in the `url` up; `next = "a.next"`
//! follows a link, as far as it stays among the addresses of the listing: `/press/page/2/`
//! is one of `/press`, `/calendar/2031/05` is none. `next_within = '^/search\?type=press'` in
//! the source says that a listing goes on elsewhere.

use super::Pages;
use super::reader::Reader;
use super::rule::Rules;
use super::rules::{Scope, rules};
use super::schema::address;
use super::section::Section;
use super::tree::Node;

/// Where the number of a page stands in an address.
const PAGE: &str = "{page}";

/// `pages = { first = 1, step = 100_000 }` is a slip.
const LARGEST_NUMBER: i64 = 1_000_000_000;

/// How the listing goes on; `None` when that is not clear.
pub(super) fn pages(reader: &mut Reader, source: &Section<'_>) -> Option<Pages> {
    let mut next = source.get("next");
    let mut numbers = None;
    if let Some(node) = source.get("pages") {
        let section = Section::open(reader, node, "pages", &["first", "step", "next"])?;
        if let Some(inner) = section.entry("next") {
            if next.is_some() {
                reader.error(&inner.at, "`next` is given twice", None);
            }
            next = Some(&inner.node);
        }
        let step = section
            .get("step")
            .map_or(Some(1), |node| page_number(reader, node, "step"));
        if step == Some(0) {
            let message = "step is 0: every page would be the first";
            reader.error(&section.at, message, Some("write step = 1"));
        }
        if section.entry("first").is_some() || section.entry("step").is_some() {
            let first = section
                .need(
                    reader,
                    "first",
                    "first = 0 or first = 1, the number of the first page",
                )
                .and_then(|node| page_number(reader, node, "first"));
            numbers = Some((section.at.clone(), first, step));
        } else if next.is_none() && !section.has_strangers {
            let message = "pages says neither `first` nor `next`";
            let help = "write { first = 1 } for numbered pages or { next = \"a.next\" } for a link";
            reader.error(&section.at, message, Some(help));
            return None;
        }
        if section.has_strangers && numbers.is_none() && next.is_none() {
            return None;
        }
    }
    match (numbers, next) {
        (None, None) => Some(Pages::Single),
        (None, Some(node)) => next_page(reader, node),
        (Some((_, first, step)), None) => Some(Pages::Numbered {
            first: first?,
            step: step?,
        }),
        (Some((at, ..)), Some(_)) => {
            let message = "pages are numbered or linked by `next`, not both";
            reader.error(&at, message, None);
            None
        }
    }
}

fn next_page(reader: &mut Reader, node: &Node) -> Option<Pages> {
    let rules: Rules = rules(reader, node, "next", Scope::Listing);
    (!rules.is_empty()).then_some(Pages::Next(rules))
}

fn page_number(reader: &mut Reader, node: &Node, what: &str) -> Option<i64> {
    let number = reader.whole(node, what)?;
    if !(-LARGEST_NUMBER..=LARGEST_NUMBER).contains(&number) {
        reader.error(&node.at, format!("{what} is out of all bounds"), None);
        return None;
    }
    Some(number)
}

/// The address of a source; `numbered` is `None` when that could not be read.
pub(super) fn template(reader: &mut Reader, node: &Node, numbered: Option<bool>) -> Option<String> {
    let text = reader.words(node, "[[source]] url")?.trim();
    let has_page = text.contains(PAGE);
    match numbered {
        Some(true) if !has_page => {
            let message = "pages are numbered, but the url has no `{page}`";
            reader.error(
                &node.at,
                message,
                Some("write {page} where the number stands"),
            );
        }
        Some(false) if has_page => {
            let message = "the url has `{page}`, but pages are not numbered";
            reader.error(
                &node.at,
                message,
                Some("write pages = { first = 1, step = 1 }"),
            );
        }
        _ => {}
    }
    if let Some(open) = text.replace(PAGE, "").find(['{', '}']) {
        let placeholder = text.replace(PAGE, "");
        let placeholder = placeholder[open..].split_inclusive('}').next();
        let message = format!(
            "`{}` has no meaning in a url",
            placeholder.unwrap_or_default()
        );
        reader.error(&node.at, message, Some("{page} has; write %7B for a brace"));
        return None;
    }
    let url = address(reader, node, &text.replace(PAGE, "1"))?;
    let other = address(reader, node, &text.replace(PAGE, "2"))?;
    if url.host_str() != other.host_str() || url.port() != other.port() {
        let message = "`{page}` must stand in the path or query of the url";
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
