//! Topics that a page prints and does not mark: `Topics: Rivers, Bridges`, `<ul class="tags">`.

use std::sync::LazyLock;

use ego_tree::NodeId;
use html5ever::local_name;
use regex::Regex;
use scraper::ElementRef;

use super::terms;
use crate::extract::class::PerClass;
use crate::extract::field::attachments::is_omitted;
use crate::extract::reading::Reading;
use crate::extract::text::{self, Block};
use crate::extract::{attribute, clean};

/// The terms behind a word for them, in their line or as the links below it, and where they stand.
pub(super) fn labelled(reading: &Reading<'_>) -> Option<(Vec<String>, NodeId)> {
    let blocks = reading.blocks();
    blocks.iter().enumerate().find_map(|(index, block)| {
        let rest = behind_label(&block.text)?;
        let terms: Vec<String> = match rest.trim() {
            "" => below(reading, blocks.get(index + 1)?),
            rest => rest.lines().flat_map(terms).collect(),
        };
        (!terms.is_empty() && terms.len() <= MOST).then_some((terms, block.first))
    })
}

/// Whether a text is a word for topics with those that follow it, and nothing more.
pub(crate) fn is_labelled(text: &str) -> bool {
    behind_label(text).is_some_and(|rest| !rest.trim().is_empty())
}

/// What stands behind the word for topics that a short text begins with: behind a colon, or in the
/// next lines.
fn behind_label(text: &str) -> Option<&str> {
    if text.len() > LONGEST || text.ends_with(['.', '!', '?']) {
        return None;
    }
    LABEL.find(text).map(|found| &text[found.end()..])
}

/// In bytes.
const LONGEST: usize = 400;
/// More terms are an index.
const MOST: usize = 30;

/// The terms of a block of links: one a link, whether they stand in a list or in a line.
fn below(reading: &Reading<'_>, block: &Block) -> Vec<String> {
    if block.linked * 2 <= block.text.len() || block.text.len() > LONGEST {
        return Vec::new();
    }
    let lines: Vec<String> = block.text.lines().flat_map(terms).collect();
    if lines.len() > 1 {
        return lines;
    }
    let first = reading.document.tree.get(block.first);
    let line = first
        .and_then(|first| first.parent())
        .and_then(ElementRef::wrap);
    let linked = line.map(links).unwrap_or_default();
    if linked.is_empty() { lines } else { linked }
}

/// The links in the boxes of the content region whose class calls them topics.
pub(super) fn boxes(reading: &Reading<'_>) -> Option<(Vec<String>, NodeId)> {
    let omit = reading.furniture();
    let mut classes = PerClass::new();
    let elements = reading.content.descendent_elements();
    let mut boxes = elements.filter(|element| {
        attribute::named(element.value(), &local_name!("class"))
            .is_some_and(|names| classes.of(names, calls_topics))
    });
    boxes.find_map(|element| {
        let terms = links(element);
        let is_own = !terms.is_empty() && !is_omitted(element, omit);
        is_own.then_some((terms, element.id()))
    })
}

/// The terms that the links in an element are, if there is nothing else in it.
fn links(element: ElementRef<'_>) -> Vec<String> {
    let all = text::line_up_to(element, LONGEST);
    if all.is_empty() || all.len() > LONGEST {
        return Vec::new();
    }
    let links = element.descendent_elements();
    let links = links.filter(|inner| inner.value().name.local == local_name!("a"));
    let lines: Vec<String> = links.take(MOST + 1).map(text::line).collect();
    let linked: usize = lines.iter().map(String::len).sum();
    if lines.len() > MOST || linked * 3 < all.len() * 2 {
        return Vec::new();
    }
    lines.iter().flat_map(|line| terms(line)).collect()
}

/// Whether class names are those of a box for topics.
fn calls_topics(names: &str) -> bool {
    names.split_ascii_whitespace().any(|name| {
        let mut words = name.split(['-', '_']);
        words.any(|word| WORDS.contains(&clean::folded(word).as_str()))
    })
}

const WORDS: &[&str] = &["keywords", "taglist", "tags", "themen", "topics"];

static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    let words = [
        "(?:related )?(?:topics?|tags?|keywords?|subjects?)|tagged(?: (?:as|with))?|filed under",
        "themen(?:gebiete?)?|schlag(?:worte|wörter)|stich(?:worte|wörter)|trefwoorden|onderwerpen|emneord|emner|ämnen|ämnesord|nyckelord|avainsanat|aiheet",
        "mots[- ]clés|thèmes?|thématiques?|sujets?|temas?|etiquetas|palabras clave|palavras-chave|parole chiave|argomenti|etichette|cuvinte cheie",
        "słowa kluczowe|tematy|tagi|klíčová slova|témata|štítky|kľúčové slová|ključne (?:riječi|reči|besede)|oznake|címkék|kulcsszavak|märksõnad|raktažodžiai|atslēgvārdi|etiketler|anahtar kelimeler|konular",
        "теги|темы|метки|ключевые слова|ключові слова|теми|етикети|ετικέτες|θέματα",
        "关键[词字]|關鍵字|标签|標籤|キーワード|タグ|태그|키워드|الكلمات المفتاحية|الوسوم|תגיות|từ khóa|kata kunci",
    ]
    .join("|");
    Regex::new(&format!(r"(?i)^(?:{words})\s*(?:[:：]\s*|\n|$)"))
        .expect("a fixed pattern is well formed")
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_say_what_topics_are() {
        for (text, rest) in [
            ("Topics: Rivers, Bridges", Some("Rivers, Bridges")),
            ("Tags", Some("")),
            ("Themen: Häfen", Some("Häfen")),
            ("Schlagwörter\nHäfen\nBrücken", Some("Häfen\nBrücken")),
            ("Mots-clés : ports, ponts", Some("ports, ponts")),
            ("Ключевые слова: порт", Some("порт")),
            ("キーワード：港", Some("港")),
            ("Topics of the day: rivers", None),
            ("Tags: they are read by all.", None),
            ("Subject to change", None),
        ] {
            assert_eq!(behind_label(text), rest, "{text}");
        }
    }
}
