//! The short lines around a headline: `Press release No. 24/07`, `FOR IMMEDIATE RELEASE`.

use ego_tree::NodeId;

use crate::extract::furniture;
use crate::extract::reading::Reading;
use crate::extract::text;

/// A short line, and the element that it stands in.
pub(crate) struct Line {
    pub text: String,
    pub stands_in: NodeId,
}

/// The short lines of the first blocks around the headline, in reading order. Asked for once the
/// title is read.
pub(super) fn lines<'r>(reading: &'r Reading<'_>) -> &'r [Line] {
    reading.opening.get_or_init(|| read(reading))
}

fn read(reading: &Reading<'_>) -> Vec<Line> {
    let around = reading.kicker_region();
    let mut outer = around.ancestors().chain([*around]);
    let beside = match outer.any(|node| node.id() == reading.content.id()) {
        true => Vec::new(),
        false => text::first_blocks(around, &furniture::inside(around), MOST, LONGEST),
    };
    let blocks = reading.blocks().iter().take(MOST);
    let short = beside.iter().chain(blocks).flat_map(|block| {
        let lines = block.text.lines().filter(|line| line.len() <= LONGEST);
        lines.map(|line| Line {
            text: line.to_owned(),
            stands_in: block.first,
        })
    });
    short.collect()
}

/// The most blocks.
const MOST: usize = 12;
/// A longer line is text, in bytes.
pub(super) const LONGEST: usize = 240;
