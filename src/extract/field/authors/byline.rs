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
    called.take(MOST).find_map(|element| {
        let line = text::line_up_to(element, LONGEST);
        let names = (line.len() <= LONGEST).then(|| people(&line))?;
        (!names.is_empty()).then_some((names, element.id()))
    })
}

/// The most elements that are looked at.
const MOST: usize = 20;

/// The people that a line names; what else it says is passed over.
fn people(line: &str) -> Vec<String> {
    let mut names = super::people(line);
    names.retain(|name| contacts::is_person(name) && !super::names_an_office(name));
    names
}

/// Whether an element says that it is for whoever wrote what it stands in: by its class, or as an
/// `<address>` (WHATWG HTML 4.3.10).
fn is_byline(element: ElementRef<'_>) -> bool {
    let value = element.value();
    value.name.local == local_name!("address")
        || attribute::named(value, &local_name!("class")).is_some_and(|names| {
            let mut names = names.split_ascii_whitespace();
            names.any(|name| {
                let mut words = name.split(['-', '_']);
                words.any(|word| WORDS.iter().any(|known| word.eq_ignore_ascii_case(known)))
            })
        })
}

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
