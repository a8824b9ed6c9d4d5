//! The paragraph between headline and text that stands in a box of its own.
//!
//! ```html
//! <header><h1>Bridge opens</h1><p>Two children were the first to cross.</p></header>
//! <div class="text">…</div>
//! ```
//! What is neither a link, nor a scrap, nor already known, opens the text.

use scraper::ElementRef;

use super::super::date::scan;
use super::super::reading::Reading;
use super::super::text::{self, Block, Kind, Omit};
use super::{clean, is_noise};
use crate::record::DateRole;

/// Puts the paragraphs between the headline and the container of the text before the text.
pub(super) fn put_before(
    blocks: &mut Vec<Block>,
    reading: &Reading<'_>,
    container: ElementRef<'_>,
    used: &Omit,
    known: &[String],
) {
    let mut lede = above(reading, container, used, known);
    lede.retain(|block| !blocks.iter().any(|known| known.text == block.text));
    // Dates may stand between the two: the text begins behind.
    if let Some(text) = blocks.first() {
        for block in &mut lede {
            block.first = text.first;
        }
    }
    blocks.splice(..0, lede);
}

/// Paragraphs between the headline and the container.
fn above(
    reading: &Reading<'_>,
    container: ElementRef<'_>,
    used: &Omit,
    known: &[String],
) -> Vec<Block> {
    let Some(headline) = reading.headline() else {
        return Vec::new();
    };
    let apart = headline.id() != reading.content.id()
        && headline
            .ancestors()
            .any(|node| node.id() == reading.content.id())
        && headline.ancestors().all(|node| node.id() != container.id());
    if !apart {
        return Vec::new();
    }
    let mut omit = reading.furniture().clone();
    if let Some(shape) = reading.shape_of_content() {
        omit.extend(&shape.furniture.apart);
    }
    omit.extend(used);
    // Nothing from the container on, and nothing up to the headline.
    let mut passed = false;
    for node in reading.content.descendants().skip(1) {
        if node.id() == headline.id() {
            passed = true;
            omit.insert(node.id());
        } else if node.id() == container.id() {
            if !passed {
                return Vec::new();
            }
            omit.insert(node.id());
            break;
        } else if !passed && node.value().is_text() {
            omit.insert(node.id());
        }
    }
    for node in std::iter::once(*container).chain(container.ancestors()) {
        if node.id() == reading.content.id() {
            break;
        }
        omit.extend(node.next_siblings().map(|after| after.id()));
    }
    let opens = |block: &Block| {
        let length = block.text.len();
        block.kind != Kind::Table
            && (LEAST..=LONGEST).contains(&length)
            && block.linked * 4 < length
            && !is_noise(block)
            && !is_of_dates(reading, block)
            && !known.iter().any(|text| clean::alike(text, &block.text))
    };
    let mut lede = text::blocks(reading.content, &omit);
    lede.retain(opens);
    lede.truncate(MOST);
    lede
}

/// A line that says when the page was published and changed, and nothing else.
fn is_of_dates(reading: &Reading<'_>, block: &Block) -> bool {
    let dates = scan(&block.text, &reading.dates);
    let dated: usize = dates.iter().map(|scanned| scanned.range.len()).sum();
    let of_page = |role| matches!(role, DateRole::Published | DateRole::Modified);
    !dates.is_empty()
        && block.text.len() - dated <= LONGEST_LABEL * dates.len()
        && dates.iter().all(|scanned| of_page(scanned.role))
}

/// `Date de publication :`, in bytes.
const LONGEST_LABEL: usize = 30;
const LEAST: usize = 60;
const LONGEST: usize = 1_000;
const MOST: usize = 2;
