//! The page around the headline: from a few blocks above it down to the body, whatever region
//! or furniture they stand in, and the lines that follow the body, as at the end of a letter.

use ego_tree::NodeId;
use scraper::ElementRef;

use super::super::NAMED_LINE;
use super::{
    LONGEST_LINE, MOST_LINES, Marks, dates_of_line, is_named, label_in, labelled_lines,
    role_of_time, states_change, time,
};
use crate::extract::attribute;
use crate::extract::body::Body;
use crate::extract::field::ledger::Seen;
use crate::extract::reading::Reading;
use crate::extract::text::{self, OfNodes, Omit};
use crate::record::DateRole;

/// Blocks above the headline that still belong to it.
const ABOVE: usize = 6;
/// Blocks below it, where no body follows.
const BELOW: usize = 12;
/// Blocks after the body, where a letter bears its date.
const AFTER: usize = 3;
/// As [`AFTER`], for an element that is called a date: tags and galleries stand between.
const AFTER_NAMED: usize = 8;

/// A line behind the text that says when it was published, and more.
const LONGEST_COLOPHON: usize = 400;

/// The dates that stand there by themselves.
pub(super) fn headline(
    reading: &Reading<'_>,
    body: Option<&Body<'_>>,
    marks: &Marks<'_>,
) -> Vec<Seen> {
    let root = reading.document.root_element();
    // The text of a date of a change is no line without a label.
    let dates = || marks.all.iter().map(|mark| mark.element);
    let changes: Omit = dates()
        .filter(|element| element.value().name() == "time" || states_change(*element))
        .take(MOST_TIMES)
        .filter(|element| role_of_time(reading, *element) == DateRole::Modified)
        .map(|element| element.id())
        .collect();
    let blocks = text::blocks(root, &changes);
    let places: OfNodes<usize> = (root.descendants().enumerate())
        .map(|(place, node)| (node.id(), place))
        .collect();
    let place = |id: NodeId| places.get(&id).copied().unwrap_or(0);
    let firsts: Vec<usize> = blocks.iter().map(|block| place(block.first)).collect();
    // The block that a node stands in, or the last that begins before it.
    let block_of = |id: NodeId| {
        let place = place(id);
        firsts
            .partition_point(|first| *first <= place)
            .checked_sub(1)
    };
    let blocks_of_body = body
        .map(|body| body.split.body.as_slice())
        .unwrap_or_default();
    let starts = blocks_of_body.first().map(|block| block.first);
    let ends = blocks_of_body
        .last()
        .and_then(|block| block_of(block.first));
    let body = starts.and_then(|first| firsts.iter().position(|at| *at >= place(first)));
    let above = reading
        .headline()
        .and_then(|headline| block_of(headline.id()));
    let (from, to) = match (above, body) {
        (Some(headline), Some(body)) if headline <= body => (headline, body),
        (Some(headline), _) => (headline, headline + BELOW),
        (None, Some(body)) => (body, body),
        (None, None) => return Vec::new(),
    };
    let from = from.saturating_sub(ABOVE);
    let to = to.min(blocks.len());
    let mut found = Vec::new();
    let near = |id: NodeId| (from..to).contains(&block_of(id).unwrap_or(0));
    let times = dates().filter(|element| near(element.id()));
    for element in times.take(MOST_TIMES) {
        if !is_elsewhere(element) && !is_of_another_page(element) {
            found.extend(time(reading, element, true, &marks.cards));
        }
    }
    let headings = root.descendent_elements();
    let headings = headings.filter(|element| element.value().name() == "h1");
    let parts = headings
        .take(MOST_HEADINGS)
        .flat_map(|heading| heading.descendants());
    let texts = parts.filter_map(|node| Some((node.id(), node.value().as_text()?)));
    for part in texts
        .filter(|(_, text)| text.len() <= LONGEST_LINE)
        .take(MOST_TIMES)
    {
        reading.stands_at(Some(part.0));
        found.extend(dates_of_line(reading, part.1.trim(), true));
    }
    let mut before = None;
    for block in blocks.get(from..to).unwrap_or_default() {
        let above = before.replace(block);
        let holder = root.tree().get(block.first).and_then(ElementRef::wrap);
        if holder.is_none_or(is_elsewhere) {
            continue;
        }
        reading.stands_at(Some(block.first));
        for line in labelled_lines(reading, label_in(reading, above), block) {
            let dates = dates_of_line(reading, &line, true);
            // What leads elsewhere is dated as what it leads to; a date alone leads to a calendar.
            let is_alone = dates.iter().any(|seen| seen.raw.len() + 2 >= line.len());
            found.extend(dates.into_iter().filter(|_| block.linked == 0 || is_alone));
        }
    }
    if found.is_empty()
        && let Some(end) = ends
    {
        let after = blocks.get(end + 1..).unwrap_or_default();
        for (place, block) in after.iter().take(AFTER_NAMED).enumerate() {
            let holder = root.tree().get(block.first).and_then(ElementRef::wrap);
            let mut around = holder.into_iter().flat_map(|holder| {
                let outer = holder.ancestors().filter_map(ElementRef::wrap);
                std::iter::once(holder).chain(outer.take(2))
            });
            found.extend(
                around
                    .find(|element| is_named(*element))
                    .into_iter()
                    .flat_map(|element| time(reading, element, true, &marks.cards)),
            );
            reading.stands_at(Some(block.first));
            let dates = dates_of_line(reading, &block.text, true);
            // `This entry was posted on 8 May 2024 at 10:00 and is filed under boats.`
            let names_it = |seen: &Seen| {
                block.text.len() <= LONGEST_COLOPHON
                    && seen.evidence.detail.as_deref() == Some(NAMED_LINE)
            };
            let is_alone = |seen: &Seen| place < AFTER && seen.raw.len() * 2 >= block.text.len();
            let dates = dates.into_iter();
            found.extend(dates.filter(|seen| names_it(seen) || is_alone(seen)));
        }
    }
    // What was changed out here may be anything: a notice, a menu.
    found.retain(|seen| seen.role == DateRole::Published);
    found.truncate(MOST_LINES);
    found
}

/// The most headings whose parts are looked at.
const MOST_HEADINGS: usize = 4;

/// The most dates for machines that are looked at.
const MOST_TIMES: usize = 40;

/// Whether an element is of the site, and not of what the page is about.
fn is_elsewhere(element: ElementRef<'_>) -> bool {
    let around = element.ancestors().filter_map(ElementRef::wrap);
    std::iter::once(element).chain(around).any(|around| {
        let value = around.value();
        if matches!(value.name(), "body" | "main" | "html") {
            return false;
        }
        let by_element = matches!(value.name(), "nav" | "form" | "button" | "figure");
        let by_role = attribute::of(value, "role").is_some_and(|role| ROLES.contains(&role));
        let named = value.classes().chain(value.id());
        let mut words = named.flat_map(|name| name.split(['-', '_']));
        // A line may be called after the link to the comments that it ends with.
        let is_line = matches!(value.name(), "span" | "p");
        by_element
            || by_role
            || (!is_line && words.any(|word| WORDS.contains(&word.to_ascii_lowercase().as_str())))
    })
}

const ROLES: &[&str] = &[
    "navigation",
    "search",
    "dialog",
    "alert",
    "alertdialog",
    "banner",
];

/// Words of class names and ids.
const WORDS: &[&str] = &[
    "breadcrumb",
    "calendar",
    "comment",
    "comments",
    "consent",
    "cookie",
    "cookies",
    "events",
    "menu",
    "related",
    "ticker",
    "weather",
];

/// A link with more in it than its date leads to what has that date.
fn is_of_another_page(element: ElementRef<'_>) -> bool {
    let around = element.ancestors().filter_map(ElementRef::wrap);
    let link = around.take(6).find(|around| around.value().name() == "a");
    link.is_some_and(|link| {
        let words = text::first_words(link, LONGEST_LINE);
        words.len() > text::first_words(element, LONGEST_LINE).len() + 8
    })
}
