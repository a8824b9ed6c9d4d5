//! The text as the page's linked data has it, for pages that show next to none before their
//! scripts run: `{"@type": "NewsArticle", "articleBody": "The bridge is open.\n\nIt …"}`.

use ego_tree::NodeId;

use super::super::reading::{Reading, generic};
use super::super::text::{Block, Kind};
use super::super::{clean, markup};
use crate::record::{Evidence, Origin};

/// Its paragraphs, if they are much more than what was read otherwise.
pub(super) fn instead_of(
    reading: &Reading<'_>,
    read: &[Block],
    first: NodeId,
) -> Option<(Vec<Block>, Evidence)> {
    let stated = reading.gathered.json_ld.members("articleBody");
    let stated = stated.first()?.as_str()?;
    let known: usize = read.iter().map(|block| block.text.len()).sum();
    if stated.len() < LEAST || stated.len() < known * MUCH_MORE {
        return None;
    }
    let text = if stated.contains("</") || stated.contains("<br") {
        markup::to_text(stated)
    } else {
        stated.to_owned()
    };
    let block = |text: &str| Block {
        text: text.to_owned(),
        kind: Kind::Paragraph,
        linked: 0,
        first,
    };
    let lines = text.lines().filter_map(clean::some);
    let blocks: Vec<Block> = lines
        .map(|line| markup::unescaped(&line).unwrap_or(line))
        .map(|line| block(&line))
        .collect();
    let evidence = generic(Origin::JsonLd, "jsonld articleBody");
    (!blocks.is_empty()).then_some((blocks, evidence))
}

/// A shorter text is a summary.
const LEAST: usize = 500;
const MUCH_MORE: usize = 4;
