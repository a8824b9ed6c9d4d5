//! What stands between and behind the paragraphs of a text and is none of it: links to other
//! news with their headings, tags, `Advertisement`.
//!
//! `Read also: Mill burns down`, where all but the first words is a link, is not what the
//! release says. A box of such links takes the heading above it along.

use super::super::text::{Block, Kind};
use super::clean;

/// Drops them, unless that would be most of the text.
pub(super) fn drop_from(blocks: &mut Vec<Block>) {
    let fates = fates(blocks);
    let length = |kept: bool| -> usize {
        blocks
            .iter()
            .zip(&fates)
            .filter(|(_, fate)| !kept || **fate)
            .map(|(block, _)| block.text.len())
            .sum()
    };
    if length(true) * 3 < length(false) {
        return;
    }
    let mut fates = fates.into_iter();
    blocks.retain(|_| fates.next().unwrap_or(true));
}

/// Whether each block stays.
fn fates(blocks: &[Block]) -> Vec<bool> {
    let mut fates: Vec<bool> = Vec::with_capacity(blocks.len());
    let mut in_related = false;
    for block in blocks {
        let stays = if opens_related(block) {
            in_related = true;
            false
        } else if is_links(block) || is_scrap(block) {
            false
        } else if in_related && !is_prose(block) && block.kind != Kind::Heading {
            false
        } else {
            in_related = false;
            true
        };
        fates.push(stays);
    }
    drop_lonely_headings(blocks, &mut fates);
    fates
}

/// Headings whose section is gone, and what is no sentence at the end.
fn drop_lonely_headings(blocks: &[Block], fates: &mut [bool]) {
    // What follows a block: nothing, something that stays, or something that was dropped.
    let mut at_end = true;
    let mut dropped_behind = false;
    for (block, fate) in blocks.iter().zip(fates.iter_mut()).rev() {
        if !*fate {
            dropped_behind = true;
            continue;
        }
        let heading = block.kind == Kind::Heading;
        if heading && at_end {
            *fate = false;
            continue;
        }
        if !heading {
            at_end = false;
        }
        dropped_behind = false;
    }
    let _ = dropped_behind;
}

fn is_prose(block: &Block) -> bool {
    block.text.len() >= 80 && block.linked * 2 < block.text.len()
        || block.kind == Kind::Paragraph
            && block.linked == 0
            && block.text.ends_with(['.', '!', '?', '”', '"', '»', '。'])
}

/// A block of little but links.
fn is_links(block: &Block) -> bool {
    let length = block.text.chars().filter(|c| !c.is_whitespace()).count();
    let linked = block.linked;
    match block.kind {
        Kind::Heading => false,
        Kind::Paragraph => linked * 10 >= block.text.len() * 7 && linked >= length / 2,
        Kind::List | Kind::Table => linked * 10 >= block.text.len() * 7,
    }
}

/// A word or two that no text needs.
fn is_scrap(block: &Block) -> bool {
    if block.text.len() > 80 {
        return false;
    }
    let text = clean::folded(&block.text);
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    SCRAPS.contains(&text) || CREDITS.iter().any(|start| text.starts_with(start))
}

const SCRAPS: &[&str] = &[
    "ad",
    "advertisement",
    "advertising",
    "advertisement - story continues below",
    "article continues below",
    "article continues below advertisement",
    "anuncio",
    "anzeige",
    "close",
    "image",
    "photo",
    "play",
    "publicidad",
    "publicidade",
    "publicité",
    "pubblicità",
    "reklama",
    "reklam",
    "skip past newsletter promotion",
    "after newsletter promotion",
    "story continues below advertisement",
    "sponsored",
    "video",
    "werbung",
];
const CREDITS: &[&str] = &[
    "image copyright",
    "image caption",
    "image source",
    "image credit",
    "getty images",
    "media caption",
    "photo credit",
    "photo by ",
    "photograph by ",
    "photograph: ",
];

/// Words above a box of links to other news.
fn opens_related(block: &Block) -> bool {
    if block.text.len() > 60 {
        return false;
    }
    let text = clean::folded(&block.text);
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    RELATED.contains(&text)
}

const RELATED: &[&str] = &[
    "also read",
    "auch interessant",
    "das könnte sie auch interessieren",
    "das könnte dich auch interessieren",
    "artikel zum thema",
    "editor's picks",
    "editor’s picks",
    "editors' picks",
    "editors’ picks",
    "editors' recommendations",
    "explore further",
    "explore more",
    "further reading",
    "keep reading",
    "latest news",
    "latest stories",
    "lees ook",
    "leia também",
    "leia mais",
    "lesen sie auch",
    "les også",
    "läs också",
    "læs også",
    "lire aussi",
    "lue myös",
    "à lire aussi",
    "sur le même sujet",
    "lea también",
    "lee también",
    "te puede interesar",
    "leggi anche",
    "mehr zum thema",
    "mehr themen",
    "mehr dazu",
    "mehr artikel",
    "meistgelesen",
    "more from",
    "more like this",
    "more news",
    "more on this",
    "more on this story",
    "more on this topic",
    "more stories",
    "more to read",
    "more videos",
    "most popular",
    "most read",
    "noticias relacionadas",
    "popular",
    "popular posts",
    "read also",
    "read more",
    "read next",
    "recommended",
    "recommended for you",
    "recommended reading",
    "recommended stories",
    "related",
    "related articles",
    "related content",
    "related links",
    "related news",
    "related posts",
    "related reading",
    "related stories",
    "related topics",
    "schlagworte",
    "schlagwörter",
    "see also",
    "tags",
    "taip pat skaitykite",
    "temas",
    "themen",
    "topics",
    "trending",
    "verwandte artikel",
    "weitere artikel",
    "weitere meldungen",
    "weitere themen",
    "weitere newsletter",
    "you may also like",
    "you may also be interested in",
    "you might also like",
    "zobacz także",
    "zobacz też",
    "czytaj także",
    "czytaj też",
    "читайте также",
    "читайте також",
    "관련기사",
    "관련 기사",
    "関連記事",
    "相关新闻",
];
