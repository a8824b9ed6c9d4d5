//! What a page prints about its own date near the headline: `<time>`, `Posted on 8 May 2024`.
//!
//! The content region is asked first. Where it says nothing, the first and last lines of the
//! body are, if they are nothing but a date, and then the page around the headline, up to the
//! body: many templates put the date into a box beside it, or above all else.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use ego_tree::{NodeId, NodeRef};
use html5ever::local_name;
use scraper::node::Element;
use scraper::{ElementRef, Node};

mod around;

use super::{NAMED_LINE, NO_DATE, PAGE_HEADER, prose};
use crate::extract::attribute;
use crate::extract::body::Body;
use crate::extract::class::PerClass;
use crate::extract::clean;
use crate::extract::date::{label_alone, scan};
use crate::extract::dateline;
use crate::extract::field::embargo;
use crate::extract::field::ledger::Seen;
use crate::extract::field::release_number::names_a_release;
use crate::extract::reading::{Reading, generic};
use crate::extract::text::{self, Block, Kind, Shown};
use crate::record::{DateRole, Evidence, Origin};

/// What the page prints about itself: `<time>` elements and short lines outside of the body.
pub(super) fn printed(reading: &Reading<'_>, body: Option<&Body<'_>>) -> Vec<Seen> {
    let body_starts = body.and_then(|body| body.split.body.first().map(|block| block.first));
    let marks = Marks::of(reading, body_starts);
    let mut found = times(reading, &marks);
    // The text of a date of a change is no line without a label.
    let changes = found.iter().filter(|seen| seen.role == DateRole::Modified);
    let changes: Vec<NodeId> = changes.filter_map(|seen| seen.at).collect();
    found.extend(lines(reading, &changes, body));
    let says_when = |found: &[Seen]| {
        let mut found = found.iter();
        found.any(|seen| seen.role == DateRole::Published && seen.day().is_some())
    };
    if !says_when(&found) {
        found.extend(edges(reading, body));
    }
    if !says_when(&found) {
        found.extend(around::headline(reading, body, &marks));
    }
    found.retain(|seen| seen.day() != Some(NO_DATE));
    found
}

/// Blocks at the beginning and at the end of a body that may be a line of its own.
const OPENING: usize = 8;
const CLOSING: usize = 2;

/// What the first and last lines of a body say that are nothing but a date, and perhaps a place.
fn edges(reading: &Reading<'_>, body: Option<&Body<'_>>) -> Vec<Seen> {
    let blocks = body
        .map(|body| body.split.body.as_slice())
        .unwrap_or_default();
    let opening = blocks.iter().take(OPENING);
    let closing = blocks.iter().rev().take(CLOSING);
    let short = opening
        .chain(closing)
        .filter(|block| block.text.len() <= LONGEST_LINE && !reading.is_quotation(block));
    let lines = short.flat_map(|block| {
        let lines = labelled_lines(reading, "", block).into_iter();
        lines.map(|line| (block.first, line))
    });
    let dates = lines.flat_map(|(first, line)| {
        reading.stands_at(Some(first));
        let mut dates = dates_of_line(reading, &line, true);
        // Beside more words it may be the date of what they speak of.
        dates.retain(|seen| seen.raw.len() * 3 >= line.len());
        dates
    });
    dates
        .filter(|seen| seen.role == DateRole::Published)
        .collect()
}

/// The elements of a page that are dates, in reading order.
struct Marks<'a> {
    all: Vec<Mark<'a>>,
    /// Those of cards for other pages.
    cards: Cards<'a>,
}

struct Mark<'a> {
    element: ElementRef<'a>,
    /// It stands before the text, or the text begins with it.
    before_body: bool,
}

impl<'a> Marks<'a> {
    fn of(reading: &Reading<'a>, body_starts: Option<NodeId>) -> Self {
        let mut all = Vec::new();
        let mut cards = Cards::new();
        let mut first: HashMap<&str, String> = HashMap::new();
        let mut classes = PerClass::new();
        let mut before_body = true;
        for element in reading.document.root_element().descendent_elements() {
            let opens = before_body;
            before_body &= body_starts != Some(element.id());
            if all.len() >= MOST_MARKS || !is_time(element, &mut classes) {
                continue;
            }
            let is_named = is_named(element);
            if is_named && let Some(class) = attribute::of(element.value(), "class") {
                let line = text::first_words(element, LONGEST_LINE);
                if *first.entry(class).or_insert_with(|| line.clone()) != line {
                    cards.insert(class);
                }
            }
            all.push(Mark {
                element,
                before_body: before_body || (opens && is_named),
            });
        }
        Self { all, cards }
    }
}

/// The most elements that are looked at.
const MOST_MARKS: usize = 500;

/// What the marks of the content region say.
fn times(reading: &Reading<'_>, marks: &Marks<'_>) -> Vec<Seen> {
    let region = reading.content.id();
    let furniture = reading.furniture();
    let mut found = Vec::new();
    for mark in &marks.all {
        let mut around = mark.element.ancestors();
        let is_omitted = |node: &NodeRef<'_, Node>| {
            furniture.contains(&node.id()) || node.value().as_element().is_some_and(is_figure)
        };
        let inside = around
            .by_ref()
            .take_while(|node| !is_omitted(node))
            .any(|node| node.id() == region);
        if inside && found.len() < MOST_LINES {
            found.extend(time(reading, mark.element, mark.before_body, &marks.cards));
        }
    }
    found
}

/// Captions and cards have dates of their own.
fn is_figure(element: &Element) -> bool {
    element.name() == "figure"
}

/// Names of properties (microdata, RDFa) that are dates of publication, in lower case.
const PROPERTIES: &[&str] = &[
    "datepublished",
    "schema:datepublished",
    "dc:date",
    "dc:created",
    "dc:issued",
    "dcterms:date",
    "dcterms:created",
    "dcterms:issued",
];

/// Whether an element is a date for machines: a `<time>`, or marked as the date of
/// publication by microdata, RDFa or microformats; or called a date by its class.
fn is_time<'a>(element: ElementRef<'a>, classes: &mut PerClass<'a, bool>) -> bool {
    let value = element.value();
    match value.name() {
        "time" => true,
        "meta" | "link" | "html" | "body" => false,
        _ => value.attrs.iter().any(|(name, words)| match name.local {
            local_name!("class") => {
                classes.of(words, |names| {
                    calls_date(names) || is_publication(names.split_ascii_whitespace())
                }) || (value.name() == "abbr" && is_marked(element))
            }
            local_name!("itemprop") | local_name!("property") => words
                .split_ascii_whitespace()
                .any(|name| is_one_of(name, PROPERTIES) || is_one_of(name, CHANGES)),
            _ => false,
        }),
    }
}

/// Whether an element's class calls it the date of what it stands in.
fn is_named(element: ElementRef<'_>) -> bool {
    let value = element.value();
    value.name() != "time" && attribute::of(value, "class").is_some_and(calls_date)
}

/// Whether a list of class names calls something the date of what it stands in.
fn calls_date(names: &str) -> bool {
    let words = || names.as_bytes().split(|byte| !byte.is_ascii_alphanumeric());
    let known = |words: &[&str], word: &[u8]| {
        let mut words = words.iter();
        words.any(|it| it.as_bytes().eq_ignore_ascii_case(word))
    };
    words().any(|word| known(DATES, word)) && !words().any(|word| known(OTHER_DATES, word))
}

/// Whether one of an element's class names is that of microformats for the date of publication.
fn is_publication<'a>(mut names: impl Iterator<Item = &'a str>) -> bool {
    names.any(|name| name == "dt-published")
}

/// Words of class names for the date of a page.
const DATES: &[&str] = &[
    "date",
    "datum",
    "datetime",
    "fecha",
    "postdate",
    "posted",
    "pubdate",
    "published",
    "submitted",
    "tarih",
    "time",
    "timestamp",
];

/// Words of class names for dates of something else: today's, that of an event or a file.
const OTHER_DATES: &[&str] = &[
    "archive", "archives", "calendar", "clock", "current", "deadline", "duration", "end", "event",
    "events", "expiry", "now", "reading", "site", "start", "today",
];

fn is_marked(element: ElementRef<'_>) -> bool {
    let value = element.value();
    has_property(element, PROPERTIES)
        || attribute::of(value, "class").is_some_and(|class| {
            let names = || class.split_ascii_whitespace();
            is_publication(names())
                || (value.name() == "abbr" && names().any(|name| name == "published"))
        })
}

/// Whether an element is marked as the date of a change by microdata or RDFa.
fn states_change(element: ElementRef<'_>) -> bool {
    has_property(element, CHANGES)
}

/// Names of properties that are dates of a change, in lower case.
const CHANGES: &[&str] = &[
    "datemodified",
    "schema:datemodified",
    "dc:modified",
    "dcterms:modified",
];

fn has_property(element: ElementRef<'_>, properties: &[&str]) -> bool {
    let value = element.value();
    let mut names = ["itemprop", "property"]
        .into_iter()
        .filter_map(|name| attribute::of(value, name))
        .flat_map(str::split_ascii_whitespace);
    names.any(|name| is_one_of(name, properties))
}

fn is_one_of(name: &str, known: &[&str]) -> bool {
    known.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// What a date for machines says, as a stamp and as printed.
fn time(
    reading: &Reading<'_>,
    element: ElementRef<'_>,
    before_body: bool,
    cards: &Cards<'_>,
) -> Vec<Seen> {
    reading.stands_at(Some(element.id()));
    let value = element.value();
    if value.name() != "time" && !is_marked(element) && !states_change(element) {
        let class = attribute::of(value, "class").unwrap_or_default();
        let is_card = cards.contains(class) && !is_beside_headline(reading, element);
        return match is_card {
            true => Vec::new(),
            false => named(reading, element, before_body),
        };
    }
    let title = attribute::of(value, "title").filter(|_| value.name() == "abbr");
    let stamp = ["datetime", "content"]
        .into_iter()
        .find_map(|name| attribute::of(value, name))
        .or(title)
        .filter(|stamp| !stamp.trim().is_empty());
    let text = match stamp {
        Some(stamp) => format!("datetime={stamp}"),
        None => text::first_words(element, LONGEST_TIME),
    };
    let role = if is_marked(element) {
        DateRole::Published
    } else {
        role_of_time(reading, element)
    };
    let role = match role {
        DateRole::Unknown if before_body => DateRole::Published,
        DateRole::Published | DateRole::Modified => role,
        DateRole::Unknown | DateRole::Embargo | DateRole::Event => return Vec::new(),
    };
    let mut both = vec![Seen::read(reading, &text, role, header_evidence("time"))];
    if stamp.is_some() {
        both.push(Seen::read(
            reading,
            &text::first_words(element, LONGEST_TIME),
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
    both
}

/// Of an element that is a date no more is read, in bytes.
const LONGEST_TIME: usize = 500;

/// Classes of dates that differ from one another.
type Cards<'a> = HashSet<&'a str>;

/// Whether an element shares a box with the headline.
fn is_beside_headline(reading: &Reading<'_>, element: ElementRef<'_>) -> bool {
    let Some(headline) = reading.headline() else {
        return false;
    };
    let is_box = |node: &NodeRef<'_, Node>| {
        let name = node.value().as_element().map(|element| element.name());
        !matches!(name, None | Some("html" | "body" | "main"))
    };
    let boxes: Vec<NodeId> = (headline.ancestors().take(BOXES))
        .take_while(is_box)
        .map(|node| node.id())
        .collect();
    element
        .ancestors()
        .take(BOXES + 1)
        .any(|node| boxes.contains(&node.id()))
}

/// The boxes around the headline that are its own.
const BOXES: usize = 2;

/// What an element says that its class calls a date: one day, and what belongs to it.
fn named(reading: &Reading<'_>, element: ElementRef<'_>, before_body: bool) -> Vec<Seen> {
    let line = text::first_words(element, LONGEST_LINE);
    if line.len() > LONGEST_LINE {
        return Vec::new();
    }
    let dates = scan(&line, &reading.dates);
    let [scanned] = dates.as_slice() else {
        return Vec::new();
    };
    let said = match scanned.role {
        DateRole::Unknown => role_of_time(reading, element),
        said => said,
    };
    let role = match said {
        DateRole::Unknown if before_body => DateRole::Published,
        DateRole::Published | DateRole::Modified => said,
        DateRole::Unknown | DateRole::Embargo | DateRole::Event => return Vec::new(),
    };
    let raw = &line[scanned.range.clone()];
    reading.stands_at(Some(element.id()));
    let seen = Seen::read(reading, raw, role, header_evidence("called a date"));
    seen.day().is_some().then_some(seen).into_iter().collect()
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
        .filter_map(|name| attribute::of(value, name))
        .collect::<Vec<_>>()
        .join(" ")
        .to_ascii_lowercase();
    if states_change(element) {
        return DateRole::Modified;
    }
    if attribute::of(value, "pubdate").is_some()
        || words.contains("publish")
        || words.contains("posted")
    {
        return DateRole::Published;
    }
    // Microformats want `updated` of a date that is published and was never updated.
    let mut parts = words.split(|c: char| !c.is_ascii_alphanumeric());
    let is_change = words.contains("modified") || words.contains("updated");
    if is_change && !parts.any(|word| word == "date") {
        return DateRole::Modified;
    }
    let own = text::first_words(element, LONGEST_TIME);
    let said = element
        .parent()
        .and_then(ElementRef::wrap)
        .map(|parent| text::first_words(parent, LONGEST_LINE))
        .and_then(|line| {
            scan(&line, &reading.dates)
                .into_iter()
                .find(|scanned| own.contains(&line[scanned.range.clone()]))
                .map(|scanned| scanned.role)
        });
    match said {
        None | Some(DateRole::Unknown) => label_beside(reading, element),
        Some(said) => said,
    }
}

/// What the element before a date says of it, if it is a label and nothing more:
/// `<dt>Last updated</dt><dd><time>`.
fn label_beside(reading: &Reading<'_>, element: ElementRef<'_>) -> DateRole {
    let boxes = element.ancestors().filter_map(ElementRef::wrap);
    let mut boxes = std::iter::once(element).chain(boxes).take(BOXES_OF_DATE);
    let before = boxes.find_map(|own| {
        let mut before = own.prev_siblings().take(MOST_BETWEEN);
        before.find(|node| match node.value() {
            Node::Text(words) => !clean::is_blank(words),
            Node::Element(_) => true,
            _ => false,
        })
    });
    let before = before.and_then(ElementRef::wrap);
    let label = before.filter(|label| text::shown(label.value().name()) != Shown::Heading);
    let line = label.map(|label| text::first_words(label, LONGEST_LINE));
    line.map_or(DateRole::Unknown, |line| {
        label_alone(line.trim_end_matches([':', '：']), &reading.dates)
    })
}

/// A date and the boxes that hold nothing else.
const BOXES_OF_DATE: usize = 3;
/// White space and remarks stand between the two, not many.
const MOST_BETWEEN: usize = 8;

/// Short lines that are nothing but a date, or say that it is that of publication.
fn lines(reading: &Reading<'_>, changes: &[NodeId], body: Option<&Body<'_>>) -> Vec<Seen> {
    let body_texts: HashSet<&str> = body
        .iter()
        .flat_map(|body| body.split.body.iter().chain(&body.split.boilerplate))
        .map(|block| block.text.as_str())
        .collect();
    let body_starts = body.and_then(|body| body.split.body.first().map(|block| block.first));
    let mut found = Vec::new();
    let mut before_body = true;
    let without_changes;
    let blocks = if changes.is_empty() {
        reading.blocks()
    } else {
        let mut omit = reading.furniture().clone();
        omit.extend(changes.iter().copied());
        without_changes = text::blocks(reading.content, &omit);
        &without_changes
    };
    let is_caption = |block: &Block| {
        let first = reading.document.tree.get(block.first);
        let mut around = first
            .into_iter()
            .flat_map(|first| first.ancestors().chain([first]));
        around.any(|node| node.value().as_element().is_some_and(is_figure))
    };
    let mut before = None;
    for block in blocks {
        let above = before.replace(block);
        before_body &= body_starts != Some(block.first);
        if found.len() >= MOST_LINES
            || block.text.is_empty()
            || body_texts.contains(block.text.as_str())
            || !block
                .text
                .bytes()
                .any(|byte| byte.is_ascii_digit() || byte > 0x7f)
            || is_caption(block)
        {
            continue;
        }
        reading.stands_at(Some(block.first));
        for line in labelled_lines(reading, label_in(reading, above), block) {
            found.extend(dates_of_line(reading, &line, before_body));
        }
    }
    found
}

/// What a short line says of dates.
fn dates_of_line(reading: &Reading<'_>, line: &str, before_body: bool) -> Vec<Seen> {
    if let Some((_, date)) = dateline::header_line(line, &reading.dates)
        && before_body
    {
        let evidence = header_evidence("header line");
        return vec![Seen::read(
            reading,
            &date.raw,
            DateRole::Published,
            evidence,
        )];
    }
    let mut found = Vec::new();
    let mut dates = scan(line, &reading.dates);
    // `Not for publication before 8 May 2024` speaks of publication, and of no day of it.
    let holds_back = !dates.is_empty() && embargo::is_stated_in(reading, line);
    dates.retain(|scanned| !holds_back || scanned.role != DateRole::Published);
    let dated: usize = dates.iter().map(|scanned| scanned.range.len()).sum();
    for scanned in dates {
        let only_a_date = dated * 3 >= line.len()
            || stands_alone(line, &scanned.range)
            || is_of_release(line, &scanned.range);
        let role = match scanned.role {
            DateRole::Unknown
                if before_body
                    && only_a_date
                    && !holds_back
                    && !prose::is_sentence(reading, line) =>
            {
                DateRole::Published
            }
            DateRole::Unknown | DateRole::Event => continue,
            DateRole::Embargo if !holds_back => continue,
            role => role,
        };
        let raw = &line[scanned.range.clone()];
        let detail = match scanned.role {
            DateRole::Published => NAMED_LINE,
            _ => "line",
        };
        found.push(Seen::read(reading, raw, role, header_evidence(detail)));
    }
    found
}

/// Whether a date is a part of its line: `Ann Marlow • 8 May 2024`.
fn stands_alone(line: &str, date: &Range<usize>) -> bool {
    const MARKS: &[char] = &['•', '·', '|', ',', '/', '-', '–', '—', '(', ')', '[', ']'];
    let before = line[..date.start].trim_end();
    let after = line[date.end..].trim_start();
    line.len() <= LONGEST_PARTS
        && (before.is_empty() || before.ends_with(MARKS))
        && (after.is_empty() || after.starts_with(MARKS))
}

const LONGEST_PARTS: usize = 100;

/// Whether a line is nothing but what it stands above and its date:
/// `Pressemitteilung Nr. 45 vom 8. Mai 2024`.
fn is_of_release(line: &str, date: &Range<usize>) -> bool {
    let ends = line[date.end..].trim().trim_end_matches('.').is_empty();
    let before = line[..date.start].trim_end();
    let (named, joint) = before.rsplit_once(' ').unwrap_or((before, ""));
    let joins = joint.len() <= LONGEST_JOINT && joint.chars().all(char::is_lowercase);
    ends && (names_a_release(before) || (joins && names_a_release(named)))
}

/// `vom`, `du`, `from`, `від`, in bytes.
const LONGEST_JOINT: usize = 8;

/// The short lines of a block; one that ends in a colon, or is a label and nothing more,
/// belongs to the next. `above` is such a line of the block before.
fn labelled_lines(reading: &Reading<'_>, above: &str, block: &Block) -> Vec<String> {
    let mut lines = Vec::new();
    let mut label = above;
    for line in block.text.lines() {
        if line.ends_with([':', '：']) || is_label(reading, line) {
            label = line;
        } else {
            // Below an empty `Date:` the text itself may begin.
            let joined = match prose::is_sentence(reading, line) {
                true => line.to_owned(),
                false => format!("{label} {line}"),
            };
            lines.push(joined.trim_start().to_owned());
            label = "";
        }
    }
    lines.retain(|line| line.len() <= LONGEST_LINE);
    lines
}

/// What a block is, if it is the label of the one below and nothing more: in `Last updated` and
/// `9 May 2024`, two paragraphs, the first says what the second means.
fn label_in<'b>(reading: &Reading<'_>, block: Option<&'b Block>) -> &'b str {
    let block = block.filter(|block| block.kind != Kind::Heading);
    let label = block.map_or("", |block| block.text.as_str());
    match is_label(reading, label) {
        true => label,
        false => "",
    }
}

fn is_label(reading: &Reading<'_>, line: &str) -> bool {
    label_alone(line, &reading.dates) != DateRole::Unknown
}

const LONGEST_LINE: usize = 160;

const MOST_LINES: usize = 20;
