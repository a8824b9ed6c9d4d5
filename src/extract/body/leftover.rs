//! What stands between and behind the paragraphs of a text and is none of it: links to other
//! news with their headings, tags, `Advertisement`.
//!
//! `Read also: Mill burns down`, where all but the first words is a link, is not what the
//! release says. A box of such links takes the heading above it along.

use std::collections::{HashMap, HashSet};

use ego_tree::NodeId;
use scraper::ElementRef;

use super::super::field::topics;
use super::super::text::{self, Block, Kind, Shown};
use super::{clean, dateline, shape};

/// Drops them, unless nothing else is left. Gives the elements that are dropped.
pub(super) fn drop_from(container: ElementRef<'_>, blocks: &mut Vec<Block>) -> Vec<NodeId> {
    let mut fates = fates(container, blocks);
    drop_titles(blocks, &mut fates);
    drop_scraps_behind(blocks, &mut fates);
    let start = drop_scraps_before(blocks, &mut fates);
    let of_fate = |fate: bool| {
        let both = blocks.iter().zip(&fates);
        both.filter(move |(_, stays)| **stays == fate)
            .map(|(block, _)| block)
    };
    if of_fate(true).map(|block| block.text.len()).sum::<usize>() < LEAST {
        return Vec::new();
    }
    let dropped = of_fate(false)
        .map(|block| element_of(container, block))
        .collect();
    // Dates may stand between the first paragraph and the next: the text begins behind.
    let behind = start.and_then(|start| blocks.get(start).map(|block| block.first));
    let mut fates = fates.into_iter();
    blocks.retain(|_| fates.next().unwrap_or(true));
    if let (Some(first), Some(behind)) = (blocks.first_mut(), behind) {
        first.first = behind;
    }
    dropped
}

/// The element of a block: of a list all of it.
fn element_of(container: ElementRef<'_>, block: &Block) -> NodeId {
    if block.kind != Kind::List {
        return block.first;
    }
    let first = container.tree().get(block.first);
    first
        .into_iter()
        .flat_map(|first| first.ancestors())
        .take_while(|node| node.id() != container.id())
        .filter(|node| {
            let name = node.value().as_element().map(|element| element.name());
            name.is_some_and(|name| text::shown(name) == Shown::List)
        })
        .last()
        .map_or(block.first, |list| list.id())
}

/// Less than this is no text.
const LEAST: usize = 100;

/// Whether each block stays.
fn fates(container: ElementRef<'_>, blocks: &[Block]) -> Vec<bool> {
    let homes: Vec<Option<Home<'_>>> = blocks
        .iter()
        .map(|block| home_of(container, block))
        .collect();
    // The boxes that the text stands in: the one with most of it, and those with prose before.
    let mut known: HashSet<Home<'_>> = main_home(blocks, &homes).into_iter().collect();
    let mut said: HashSet<&str> = HashSet::new();
    let mut in_related = false;
    let mut fates = Vec::with_capacity(blocks.len());
    for (block, home) in blocks.iter().zip(&homes) {
        let stays = if opens_related(block) {
            in_related = true;
            false
        } else if is_links(block) || is_scrap(block) || points_elsewhere(block) || is_notice(block)
        {
            false
        } else {
            // News of other things stand in boxes of their own.
            let at_home = home.is_some_and(|home| known.contains(&home));
            let heading = block.kind == Kind::Heading;
            in_related &= !(at_home && (heading || is_prose(block)));
            if !in_related && is_prose(block) {
                known.extend(home);
            }
            // The same paragraph for small screens and for large ones.
            let again = block.kind == Kind::Paragraph
                && block.text.len() >= LONG
                && !said.insert(&block.text);
            !in_related && !again
        };
        fates.push(stays);
    }
    fates
}

/// What the box of a block is called: texts are often spread over several alike.
type Home<'a> = (&'a str, Option<&'a str>);

fn home_of<'a>(container: ElementRef<'a>, block: &Block) -> Option<Home<'a>> {
    let home = shape::holder(container, block.first)?;
    let home = container.tree().get(home)?.value().as_element()?;
    Some((home.name(), home.attr("class")))
}

/// The box with the most prose.
fn main_home<'a>(blocks: &[Block], homes: &[Option<Home<'a>>]) -> Option<Home<'a>> {
    let mut held: HashMap<Home<'a>, usize> = HashMap::new();
    let mut main: Option<(usize, Home<'a>)> = None;
    for (block, home) in blocks.iter().zip(homes) {
        let Some(home) = home.filter(|_| is_prose(block)) else {
            continue;
        };
        let held = held.entry(home).or_default();
        *held += block.text.len() - block.linked.min(block.text.len());
        if main.is_none_or(|(most, _)| *held > most) {
            main = Some((*held, home));
        }
    }
    main.map(|(_, home)| home)
}

/// A paragraph so long is not said twice.
const LONG: usize = 80;

/// Headings with nothing behind them, and words that are no sentence: names of authors, tags,
/// titles of other news.
fn drop_scraps_behind(blocks: &[Block], fates: &mut [bool]) {
    for (block, stays) in blocks.iter().zip(fates).rev() {
        if !*stays {
            continue;
        }
        let scrap = block.kind == Kind::Heading
            || block.kind == Kind::Paragraph && !is_prose(block) && !is_contact(&block.text)
            || topics::is_labelled(&block.text);
        if !scrap {
            return;
        }
        *stays = false;
    }
}

fn is_contact(text: &str) -> bool {
    let folded = clean::folded(text);
    let mut words = folded.split(|c: char| !c.is_alphanumeric());
    text.contains(['@', '+', '☎']) || words.any(|word| TELEPHONES.contains(&word))
}

/// What stands before a number that can be called.
const TELEPHONES: &[&str] = &[
    "tel",
    "telefon",
    "telefono",
    "teléfono",
    "telephone",
    "téléphone",
    "tfn",
    "tlf",
    "puh",
    "τηλ",
    "тел",
    "телефон",
    "هاتف",
    "电话",
    "電話",
    "전화",
];

/// Headings that are links, and head no text: the titles of other news.
fn drop_titles(blocks: &[Block], fates: &mut [bool]) {
    let mut heads_text = false;
    for (block, stays) in blocks.iter().zip(fates).rev() {
        if block.kind == Kind::Heading {
            *stays &= heads_text || block.linked * 10 < block.text.len() * 7;
            heads_text &= !*stays;
        } else {
            heads_text = *stays;
        }
    }
}

/// Names, dates and reading times before the first paragraphs. Gives where the text begins
/// behind them.
fn drop_scraps_before(blocks: &[Block], fates: &mut [bool]) -> Option<usize> {
    let first = blocks.iter().position(is_prose)?;
    let mut start = None;
    for (at, (block, stays)) in blocks.iter().zip(fates).enumerate().take(MOST_BEFORE) {
        let words = block.text.split_whitespace().count();
        let scrap = block.kind == Kind::Paragraph
            && !ends_as_sentence(&block.text)
            && !dateline::is_alone(&block.text)
            && (at < first && words <= 12 || at < first + 4 && is_time(&block.text));
        if scrap && *stays {
            *stays = false;
            if at > first {
                start = Some(at + 1);
            }
        }
    }
    start
}

/// A short line with a day or a time of day.
fn is_time(text: &str) -> bool {
    text.len() <= 140 && text.bytes().filter(u8::is_ascii_digit).count() >= 4
}

const MOST_BEFORE: usize = 15;

fn ends_as_sentence(text: &str) -> bool {
    text.ends_with([
        '.', '!', '?', ':', '”', '"', '»', '…', '“', '。', '！', '？', '」', '۔', '؟', '।', '։',
    ])
}

fn is_prose(block: &Block) -> bool {
    let length = block.text.len();
    block.linked * 2 < length
        && (length >= 80 || (block.kind == Kind::Paragraph && ends_as_sentence(&block.text)))
}

/// A block of little but links.
fn is_links(block: &Block) -> bool {
    let length = block.text.chars().filter(|c| !c.is_whitespace()).count();
    let linked = block.linked;
    match block.kind {
        Kind::Heading => false,
        Kind::Paragraph => {
            linked * 10 >= block.text.len() * 7
                && linked >= length / 2
                && !block.text.ends_with('.')
        }
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
    "advert",
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
/// `Read more: Mill burns down`, which may be a link in part only.
fn points_elsewhere(block: &Block) -> bool {
    if block.text.len() > 200 || block.kind == Kind::List {
        return false;
    }
    let text = clean::folded(&block.text);
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    POINTERS.iter().any(|start| {
        text.strip_prefix(start).is_some_and(|rest| {
            let parted = rest.starts_with([':', '|', '-', '–', '>', '\n']);
            parted || (block.linked * 2 > block.text.len() && rest.starts_with(' '))
        })
    })
}

const POINTERS: &[&str] = &[
    "also check",
    "also read",
    "also see",
    "aussi",
    "auch interessant",
    "czytaj też",
    "czytaj także",
    "don't miss",
    "don’t miss",
    "lees ook",
    "leia também",
    "leia mais",
    "les også",
    "lesen sie auch",
    "lesen sie mehr",
    "lesetipp",
    "lire aussi",
    "à lire aussi",
    "lue myös",
    "læs også",
    "läs också",
    "läs mer",
    "leggi anche",
    "lee también",
    "lea también",
    "mehr zum thema",
    "more",
    "must read",
    "read also",
    "read more",
    "read next",
    "read",
    "related",
    "related story",
    "related article",
    "related post",
    "related reading",
    "related news",
    "see also",
    "see more",
    "watch",
    "zobacz też",
    "zobacz także",
    "читайте также",
    "читайте також",
];

/// A line of the publisher's own affairs.
fn is_notice(block: &Block) -> bool {
    if block.text.len() > 400 || block.kind == Kind::Heading {
        return false;
    }
    let text = clean::folded(&block.text);
    let text = text.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '©');
    NOTICES.iter().any(|start| text.starts_with(start))
        || (text.len() < 200 && OFFERS.iter().any(|words| text.contains(words)))
}

const NOTICES: &[&str] = &[
    "©",
    "all rights reserved",
    "alle rechte vorbehalten",
    "citation: ",
    "click here to read more",
    "copyright ©",
    "copyright 2",
    "all material copyright",
    "article continues below",
    "continue reading below",
    "story continues below",
    "sign up for ",
    "sign up to ",
    "subscribe to our ",
    "subscribe now",
    "this document is subject to copyright",
    "this slideshow requires javascript",
    "this website uses cookies",
    "we use cookies",
];
const OFFERS: &[&str] = &[
    "on facebook, ",
    "on twitter, ",
    "on twitter @",
    "twitter and facebook",
    "facebook and twitter",
    "instagram, facebook",
    "facebook, twitter",
    "newsletter to get",
    "newsletters.",
    "sign up for our",
    "sign up to our",
    "sign up here",
    "subscribe to our newsletter",
    "our free newsletter",
    "all rights reserved",
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
    // `Related: Mill burns down` points to one thing, and is no heading of more.
    if block.text.len() > 60 || block.text.contains(": ") {
        return false;
    }
    let text = clean::folded(&block.text);
    let text = text.trim_matches(|c: char| !c.is_alphanumeric());
    let mut words = text.split_whitespace();
    let of_others = words.clone().count() <= 6
        && words.next_back().is_some_and(|last| OTHERS.contains(&last))
        && text.split_whitespace().any(|word| OTHER.contains(&word));
    of_others
        || RELATED.contains(&text)
        || (text.split_whitespace().count() <= 7
            && RELATED_STARTS.iter().any(|start| text.starts_with(start)))
}

/// `Our latest stories`, `More great reviews`.
const OTHER: &[&str] = &[
    "featured",
    "latest",
    "more",
    "other",
    "popular",
    "recent",
    "recommended",
    "related",
    "similar",
    "top",
    "trending",
];
const OTHERS: &[&str] = &[
    "articles",
    "content",
    "coverage",
    "headlines",
    "links",
    "news",
    "posts",
    "reads",
    "reviews",
    "stories",
    "topics",
    "videos",
];
const RELATED_STARTS: &[&str] = &[
    "best of ",
    "latest from ",
    "latest in ",
    "more about ",
    "more from ",
    "more in ",
    "more news",
    "more on ",
    "more stories",
    "most popular ",
    "most read ",
    "popular in ",
    "read more on ",
    "recent posts",
    "recommended ",
    "related ",
    "trending ",
    "we recommend",
    "you may also ",
    "you might also ",
];

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
    "czytaj więcej",
    "mehr lesen",
    "читайте также",
    "читайте також",
    "관련기사",
    "관련 기사",
    "関連記事",
    "相关新闻",
];
