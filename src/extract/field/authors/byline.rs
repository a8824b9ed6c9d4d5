//! Bylines that are printed and not marked: `<p class="story-meta__authors">Ann Marlow</p>`,
//! `Von Jörg Meer und Ida See`.
//!
//! They stand between the headline and the text, or are a line of their own where the text begins or
//! ends. Nothing but names of people counts, for classes and small words mislead.

use std::sync::LazyLock;

use ego_tree::NodeId;
use html5ever::local_name;
use regex::Regex;
use scraper::ElementRef;

use crate::extract::body::Body;
use crate::extract::field::attachments::is_omitted;
use crate::extract::field::contacts;
use crate::extract::field::opening;
use crate::extract::reading::Reading;
use crate::extract::{attribute, text};

/// The people of a line that says who wrote the release, and where it stands.
pub(super) fn printed(
    reading: &Reading<'_>,
    body: Option<&Body<'_>>,
) -> Option<(Vec<String>, NodeId)> {
    let blocks = body.map_or(&[][..], |body| &body.split.body);
    let edges = blocks
        .iter()
        .take(OPENING)
        .chain(blocks.iter().rev().take(CLOSING));
    let edges = edges.map(|block| (block.text.as_str(), block.first));
    let lines = opening::lines(reading).iter();
    let lines = lines.map(|line| (line.text.as_str(), line.stands_in));
    lines.chain(edges).find_map(|(line, at)| {
        let said = (line.len() <= LONGEST).then(|| SAYS.find(line)).flatten()?;
        let names = people(&line[said.end()..]);
        (!names.is_empty()).then_some((names, at))
    })
}

/// Blocks of the text that may be a line about it.
const OPENING: usize = 2;
const CLOSING: usize = 1;
/// In bytes.
const LONGEST: usize = 120;

/// What the elements between headline and text say whose class calls them so.
pub(super) fn called(
    reading: &Reading<'_>,
    body: Option<&Body<'_>>,
) -> Option<(Vec<String>, NodeId)> {
    let starts = body.and_then(|body| body.split.body.first())?.first;
    let around = reading.kicker_region().id();
    let omit = reading.furniture();
    // Ids grow as the page is read.
    let between = (reading.document.root_element().descendent_elements())
        .skip_while(|element| element.id() < around)
        .take_while(|element| element.id() < starts);
    let called = between.filter(|element| is_byline(*element) && !is_omitted(*element, omit));
    let called: Vec<ElementRef<'_>> = called.take(MOST).collect();
    let mut found: Option<(Vec<String>, NodeId)> = None;
    for (index, element) in called.iter().enumerate() {
        // A box around several names has no commas.
        let behind = called.get(index + 1);
        if behind.is_some_and(|inner| inner.ancestors().any(|node| node.id() == element.id())) {
            continue;
        }
        let names = names_in(*element);
        if !names.is_empty() {
            found
                .get_or_insert_with(|| (Vec::new(), element.id()))
                .0
                .extend(names);
        }
    }
    found
}

/// The most elements that are looked at.
const MOST: usize = 20;

/// The people that an element names: all of it, or a link in it, as in `Written by Ann in Boats`.
fn names_in(element: ElementRef<'_>) -> Vec<String> {
    let line = text::line_up_to(element, LONGEST);
    if line.len() > LONGEST {
        return Vec::new();
    }
    let names = people(&line);
    if !names.is_empty() {
        return names;
    }
    let links = element.descendent_elements().take(MOST);
    let links = links.filter(|inner| inner.value().name.local == local_name!("a"));
    let mut names = links.map(|link| people(&text::line_up_to(link, LONGEST)));
    names.find(|names| !names.is_empty()).unwrap_or_default()
}

/// The people that a line names; what else it says is passed over.
fn people(line: &str) -> Vec<String> {
    let mut names = super::people(line);
    names.retain(|name| contacts::is_person(name) && !super::names_an_office(name));
    names
}

/// Whether an element says that it is for whoever wrote what it stands in: by its class, by the
/// address that it leads to (`/author/ann-marlow`), or as an `<address>` (WHATWG HTML 4.3.10).
fn is_byline(element: ElementRef<'_>) -> bool {
    let value = element.value();
    let is_one = |word: &str| WORDS.iter().any(|known| word.eq_ignore_ascii_case(known));
    match value.name.local {
        local_name!("address") => return true,
        local_name!("a") => {
            let address = attribute::named(value, &local_name!("href")).unwrap_or_default();
            if address.len() <= LONGEST_ADDRESS && address.split('/').any(is_one) {
                return true;
            }
        }
        _ => {}
    }
    attribute::named(value, &local_name!("class")).is_some_and(|names| {
        let mut names = names.split_ascii_whitespace();
        names.any(|name| name.split(['-', '_']).any(is_one))
    })
}

const LONGEST_ADDRESS: usize = 300;
/// Words of class names for bylines.
const WORDS: &[&str] = &[
    "auteur",
    "auteurs",
    "author",
    "authorname",
    "authors",
    "autor",
    "autoren",
    "byline",
    "contributor",
    "contributors",
    "reporter",
    "verfasser",
    "writer",
    "writers",
];

/// Words before the names of those who wrote something, alone or with a colon.
static SAYS: LazyLock<Regex> = LazyLock::new(|| {
    let verbs = r"(?:written|posted|published|story|words) by|by|von|par|por|di|door|av|af|(?:verfasst|geschrieben) von|écrit par|escrito por|scritto da|geschreven door|skrevet af|skrevet av|napisał[ao]?";
    let nouns = r"text|texto|testo|tekst|autor(?:in|en|es|zy|ka)?|auteurs?|autrice|authors?|redaktion|reporter|автор|текст|автори|kirjoittaja|yazan|作者|文|記者|记者|撰文|撰稿|글|기자";
    Regex::new(&format!(
        r"(?i)^(?:(?:{verbs})\s+|(?:{nouns}|by|von)\s*[:：]\s*)"
    ))
    .expect("a fixed pattern is well formed")
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_say_who_wrote() {
        for (line, names) in [
            ("By Ann Marlow", &["Ann Marlow"][..]),
            ("BY ANN MARLOW", &["ANN MARLOW"]),
            ("Von Jörg Meer und Ida See", &["Jörg Meer", "Ida See"]),
            ("Text: Ida See | Fotos: Jörg Meer", &["Ida See"]),
            ("Par Anne Rivière, directrice", &["Anne Rivière"]),
            ("Автор: Анна Морева", &["Анна Морева"]),
            ("Written by Ann Marlow on 8 May 2024", &[]),
            ("Written by Ann Marlow, 8 May 2024", &["Ann Marlow"]),
            ("By the River Board", &[]),
            ("By Ferry", &[]),
            ("By ten the bridge was open", &[]),
            ("Von der Brücke bis zum Hafen", &[]),
            ("Von Marlow nach Tessaly", &[]),
            ("Text: 40 pages", &[]),
            ("Ann Marlow", &[]),
        ] {
            let said = SAYS.find(line);
            let found = said.map(|said| people(&line[said.end()..]));
            assert_eq!(found.unwrap_or_default(), names, "{line}");
        }
    }
}
