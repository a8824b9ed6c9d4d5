//! The text of a release, block by block, and nothing else of the page.
//!
//! The container is the profile's, else the element with the most prose. What is not text of
//! the release is left out: furniture, captions, the profile's `remove`, and what other
//! fields stand in (headline, subtitle, labels and their values). The dateline stays.

mod lede;
mod leftover;
mod stamp;
mod stated;

use scraper::ElementRef;

use super::boilerplate::{self, Split};
use super::reading::{Reading, generic};
use super::text::{self, Block, Omit};
use super::{clean, dateline, facts, furniture, shape};
use crate::record::{Evidence, Origin};

/// What was read.
pub(crate) struct Body<'a> {
    /// The element it stands in.
    pub container: ElementRef<'a>,
    /// Nodes inside that are no text of the release.
    pub omit: Omit,
    /// Nodes inside that are the release's own, and no text of it: its tags, its files.
    pub apart: Omit,
    /// Body and boilerplate.
    pub split: Split,
    /// How the container was found.
    pub evidence: Evidence,
}

/// Reads the body. `used` are nodes of other fields, `known` their texts: a block that only
/// says one of them again is not part of the body.
pub(crate) fn read<'a>(reading: &Reading<'a>, used: &Omit, known: &[String]) -> Option<Body<'a>> {
    let (container, mut evidence) = container(reading, used)?;
    let by_shape = evidence.rule == BY_SHAPE;
    let mut omit = omitted(reading, container, used);
    let apart = match by_shape {
        true => apart(reading, container),
        false => Omit::new(),
    };
    let mut blocks = if by_shape {
        let mut unread = omit.clone();
        unread.extend(&apart);
        text::blocks(container, &unread)
    } else {
        text::blocks(container, &omit)
    };
    drop_opening(&mut blocks, reading, container, known, by_shape);
    blocks.retain(|block| !is_noise(block));
    if by_shape {
        omit.extend(leftover::drop_from(container, &mut blocks));
        lede::put_before(&mut blocks, reading, container, used, known);
        if let Some(stated) = stated::instead_of(reading, &blocks, container.id()) {
            (blocks, evidence) = stated;
        }
    }
    let split = boilerplate::split(
        blocks,
        &reading.rules.body.boilerplate,
        reading.is_generic(),
    );
    Some(Body {
        container,
        omit,
        apart,
        split,
        evidence,
    })
}

/// What is the release's own, and stands in the container and yet apart from the text.
fn apart(reading: &Reading<'_>, container: ElementRef<'_>) -> Omit {
    let mut apart = match reading.shape_of_content() {
        Some(shape) => shape.furniture.apart.clone(),
        None => furniture::with_apart(container).apart,
    };
    apart.remove(&container.id());
    apart
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
        reading.holds_nothing("body", &format!("css {}", css.printed));
    }
    if !reading.is_generic() {
        return None;
    }
    let known = reading
        .shape_of_content()
        .and_then(|shape| shape.body)
        .filter(|_| used.is_empty());
    let element = known.or_else(|| {
        let mut omit = reading.furniture().clone();
        omit.extend(used);
        shape::most_prose(reading.content, &omit, reading.headline())
            .or_else(|| (text_length(reading.content, &omit) > 0).then_some(reading.content))
    })?;
    Some((element, generic(Origin::Field, BY_SHAPE)))
}

/// The rule of a container that no profile names.
const BY_SHAPE: &str = "page shape";

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
        let shape = reading.shape_of_content();
        if container.id() == reading.content.id()
            || shape.and_then(|shape| shape.body).map(|body| body.id()) == Some(container.id())
        {
            omit.extend(reading.furniture());
        } else {
            omit.extend(&furniture::inside(container));
        }
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

/// Drops the blocks before the text: what stands above the headline, what repeats a known
/// fact, and lists of facts.
fn drop_opening(
    blocks: &mut Vec<Block>,
    reading: &Reading<'_>,
    container: ElementRef<'_>,
    known: &[String],
    by_shape: bool,
) {
    if let Some(headline) = reading.headline() {
        let above = above(container, headline);
        let below = |block: &&Block| !above.contains(&block.first);
        // A headline far below is that of something else.
        let length = |blocks: &mut dyn Iterator<Item = &Block>| -> usize {
            blocks
                .map(|block| block.text.len() - block.linked.min(block.text.len()))
                .sum()
        };
        let all = length(&mut blocks.iter());
        if length(&mut blocks.iter().filter(below)) * 2 > all {
            blocks.retain(|block| below(&block));
        }
    }
    let is_known = |block: &Block| known.iter().any(|text| clean::alike(text, &block.text));
    loop {
        let opening = blocks
            .iter()
            .take(OPENING)
            .take_while(|block| {
                is_known(block)
                    || is_header_line(reading, block)
                    || (by_shape && stamp::is_stamp(reading, block))
                    || (by_shape && stamp::is_list_of_facts(reading, block))
            })
            .count();
        let facts = match reading.is_generic() {
            true => facts::leading(&blocks[opening..], &reading.dates),
            false => 0,
        };
        if opening + facts == 0 || opening + facts >= blocks.len() {
            return;
        }
        blocks.drain(..opening + facts);
    }
}

fn is_header_line(reading: &Reading<'_>, block: &Block) -> bool {
    reading.is_generic() && dateline::header_line(&block.text, &reading.dates).is_some()
}

/// The nodes of a container up to and including the headline; none if it stands elsewhere.
fn above(container: ElementRef<'_>, headline: ElementRef<'_>) -> Omit {
    let mut above = Omit::new();
    for node in container.descendants().skip(1) {
        above.insert(node.id());
        if node.id() == headline.id() {
            above.extend(headline.descendants().map(|node| node.id()));
            return above;
        }
    }
    Omit::new()
}

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

#[cfg(test)]
mod tests;
