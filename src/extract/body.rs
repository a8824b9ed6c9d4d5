//! The text of a release, block by block, and nothing else of the page.
//!
//! The container is the profile's, else the element with the most prose. What is not text of
//! the release is left out: furniture, captions, the profile's `remove`, and what other
//! fields stand in (headline, subtitle, labels and their values). The dateline stays.

use scraper::ElementRef;

use super::boilerplate::{self, Split};
use super::reading::{Reading, generic};
use super::text::{self, Block, Kind, Omit};
use super::{clean, dateline, furniture, shape};
use crate::record::{Evidence, Origin};

/// What was read.
pub(crate) struct Body<'a> {
    /// The element it stands in.
    pub container: ElementRef<'a>,
    /// Nodes inside that are no text of the release.
    pub omit: Omit,
    /// Body and boilerplate.
    pub split: Split,
    /// How the container was found.
    pub evidence: Evidence,
}

/// Reads the body. `used` are nodes of other fields, `known` their texts: a block that only
/// says one of them again is not part of the body.
pub(crate) fn read<'a>(reading: &Reading<'a>, used: &Omit, known: &[String]) -> Option<Body<'a>> {
    let (container, evidence) = container(reading, used)?;
    let omit = omitted(reading, container, used);
    let mut blocks = text::blocks(container, &omit);
    drop_opening(&mut blocks, reading, known);
    blocks.retain(|block| !is_noise(block));
    let split = boilerplate::split(
        blocks,
        &reading.rules.body.boilerplate,
        reading.is_generic(),
    );
    Some(Body {
        container,
        omit,
        split,
        evidence,
    })
}

fn container<'a>(reading: &Reading<'a>, used: &Omit) -> Option<(ElementRef<'a>, Evidence)> {
    for css in &reading.rules.body.css {
        let best = reading
            .document
            .select(&css.selector)
            .take(MOST_CONTAINERS)
            .map(|element| (text_length(element, used), element))
            .filter(|(length, _)| *length > 0)
            // The first of equals.
            .reduce(|best, next| if next.0 > best.0 { next } else { best });
        if let Some((_, element)) = best {
            return Some((
                element,
                Evidence {
                    origin: Origin::Field,
                    rule: format!("css {}", css.printed),
                    detail: reading.layout(),
                },
            ));
        }
    }
    if !reading.is_generic() {
        return None;
    }
    let mut omit = furniture::inside(reading.content);
    omit.extend(used);
    let element = shape::most_prose(reading.content, &omit)
        .or_else(|| (text_length(reading.content, &omit) > 0).then_some(reading.content))?;
    Some((element, generic(Origin::Field, "page shape")))
}

/// Elements that one selector for the body may match.
const MOST_CONTAINERS: usize = 50;

fn text_length(element: ElementRef<'_>, omit: &Omit) -> usize {
    text::blocks(element, omit)
        .iter()
        .map(|block| block.text.len().saturating_sub(block.linked))
        .sum()
}

fn omitted(reading: &Reading<'_>, container: ElementRef<'_>, used: &Omit) -> Omit {
    let mut omit = used.clone();
    if reading.is_generic() {
        omit.extend(furniture::inside(container));
    }
    for css in &reading.rules.body.remove {
        omit.extend(container.select(&css.selector).map(|element| element.id()));
    }
    for element in container.descendent_elements() {
        if matches!(element.value().name(), "figcaption" | "caption" | "nav") {
            omit.insert(element.id());
        }
    }
    omit.remove(&container.id());
    omit
}

/// Drops the blocks before the text: the headline with all above it, and what repeats a known
/// fact or is nothing but place and date.
fn drop_opening(blocks: &mut Vec<Block>, reading: &Reading<'_>, known: &[String]) {
    let is_known = |block: &Block| known.iter().any(|text| clean::alike(text, &block.text));
    let headline = blocks
        .iter()
        .take(OPENING)
        .rposition(|block| block.kind == Kind::Heading && is_known(block));
    if let Some(at) = headline {
        blocks.drain(..=at);
    }
    let opening = blocks
        .iter()
        .take(OPENING)
        .take_while(|block| {
            let is_header = reading.is_generic()
                && (is_facts(block)
                    || dateline::header_line(&block.text, &reading.dates).is_some());
            is_known(block) || is_header
        })
        .count();
    if opening < blocks.len() {
        blocks.drain(..opening);
    }
}

/// Whether a block is a list of facts: at least two labels, and no line without one or that
/// is not the value after one.
fn is_facts(block: &Block) -> bool {
    let mut labels = 0;
    let mut after_label = false;
    for line in block.text.lines() {
        let label = line
            .split_once([':', '：'])
            .is_some_and(|(label, _)| (2..=LONGEST_LABEL).contains(&label.len()));
        if !label && !after_label {
            return false;
        }
        labels += usize::from(label);
        after_label = label && line.ends_with([':', '：']);
    }
    labels > 1 && block.text.len() <= LONGEST_FACTS
}

const LONGEST_LABEL: usize = 30;
const LONGEST_FACTS: usize = 600;

/// Blocks that can stand before the text.
const OPENING: usize = 8;

/// Words of buttons that stand as text.
const NOISE: &[&str] = &[
    "back",
    "back to top",
    "download",
    "email",
    "e-mail",
    "facebook",
    "print",
    "print this page",
    "read more",
    "share",
    "share this",
    "share this page",
    "top",
    "tweet",
];

fn is_noise(block: &Block) -> bool {
    block.text.len() <= 40
        && NOISE.contains(
            &clean::folded(&block.text)
                .trim_end_matches([':', '.', '»', '>', ' '])
                .trim_start_matches(['«', '<', ' ']),
        )
}
