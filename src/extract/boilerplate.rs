//! Where the news ends: `About the Foundation`, `Notes to editors`, `- ENDS -`.
//!
//! What stands behind is split off, not thrown away: contacts are read from it. In other
//! languages (`Pressekontakt`, `О компании`) the words are less sure, and where they stand must
//! speak for them: late in the text, or above an address.

mod portrait;
mod words;

use std::sync::LazyLock;

use regex::Regex;

use super::field::contacts::{self, Announced};
use super::text::{Block, Kind};

/// A body with its tail split off.
#[derive(Debug, Default)]
pub(crate) struct Split {
    /// The blocks of the release.
    pub body: Vec<Block>,
    /// The blocks behind it.
    pub boilerplate: Vec<Block>,
    /// The pattern that the first block of the boilerplate matched.
    pub by: Option<String>,
}

/// Splits blocks where one matches a profile's pattern or, if `generic`, one that every
/// newsroom uses. The whole body is never boilerplate.
pub(crate) fn split(blocks: Vec<Block>, patterns: &[Regex], generic: bool) -> Split {
    let all: usize = blocks.iter().map(|block| block.text.len()).sum();
    let mut before = blocks.first().map_or(0, |block| block.text.len());
    let at = (1..blocks.len()).find_map(|index| {
        let place = Place {
            blocks: &blocks,
            index,
            // What comes so early heads a part of the release.
            is_early: before * LEAST_BEFORE < all && all - before > MOST_BEHIND,
            is_late: before * 2 >= all,
        };
        before += blocks[index].text.len();
        begins(&place, patterns, generic).map(|by| (index, by))
    });
    let (mut body, mut boilerplate) = (blocks, Vec::new());
    let mut by = None;
    if let Some((index, pattern)) = at {
        boilerplate = body.split_off(index);
        by = Some(pattern);
    }
    body.retain(says_something);
    boilerplate.retain(says_something);
    if body.is_empty() {
        return Split {
            body: boilerplate,
            ..Split::default()
        };
    }
    Split {
        body,
        boilerplate,
        by,
    }
}

/// The share of the text that is the release's at least, as a divisor.
const LEAST_BEFORE: usize = 6;
/// So much text behind a release is nothing odd, however short it is.
const MOST_BEHIND: usize = 1_000;

/// Whether a line heads what follows contacts: a portrait, of which the next text is given, or
/// notes.
pub(crate) fn is_headed_by(line: &str, behind: &str) -> bool {
    portrait::is_headed_by(line, behind) || words::is_note(line)
}

/// Where a block stands among the others.
struct Place<'b> {
    blocks: &'b [Block],
    index: usize,
    is_early: bool,
    /// Most of the text stands before it.
    is_late: bool,
}

/// Why a block begins the boilerplate.
fn begins(place: &Place<'_>, patterns: &[Regex], generic: bool) -> Option<String> {
    let block = &place.blocks[place.index];
    let text = block.text.as_str();
    if let Some(pattern) = patterns.iter().find(|pattern| pattern.is_match(text)) {
        return Some(format!("boilerplate {}", pattern.as_str()));
    }
    if words::is_end(text) {
        return Some("end mark".to_owned());
    }
    if !generic || place.is_early {
        return None;
    }
    let first_line = text.lines().next().unwrap_or(text);
    let short = first_line.chars().count() <= 80;
    if short && SOURCE.is_match(text) {
        return Some(first_line.to_owned());
    }
    let heading = block.kind == Kind::Heading || (short && !first_line.ends_with(['.', '!', '?']));
    if heading && (HEADING.is_match(first_line) || (short && ABOUT.is_match(first_line))) {
        return Some(first_line.to_owned());
    }
    // A sentence may also stand in the middle of a release.
    let in_second_half = place.index * 2 >= place.blocks.len();
    if in_second_half && SENTENCE.is_match(text) {
        return Some(first_line.chars().take(40).collect());
    }
    in_other_languages(place, first_line, heading)
        .then(|| first_line.chars().take(LONGEST_BY).collect())
}

/// In characters.
const LONGEST_BY: usize = 80;

/// Whether a line heads contacts, a portrait or notes in other languages.
fn in_other_languages(place: &Place<'_>, line: &str, heading: bool) -> bool {
    if !heading && !place.is_late {
        return false;
    }
    if heading && words::is_note(line) {
        return true;
    }
    if let Some(announced) = contacts::announced_by(line) {
        let may_be = match announced {
            Announced::ForPress | Announced::ForAnybody => heading,
            Announced::InSentence => place.is_late,
        };
        let is_list = place.blocks[place.index].kind == Kind::List;
        let is_sure = place.is_late && !is_list && announced != Announced::InSentence;
        return may_be && (is_sure || place.is_above_address());
    }
    let is_portrait = |index: usize, line: &str| {
        let behind = line_behind(place.blocks, index);
        portrait::is_headed_by(line, behind)
    };
    heading && place.is_late_or_before_tail() && is_portrait(place.index, line)
}

impl Place<'_> {
    /// The block itself and the next ones.
    fn following(&self) -> impl Iterator<Item = &str> {
        let end = self.blocks.len().min(self.index + NEXT);
        let near = self.blocks[self.index..end].iter();
        near.map(|block| block.text.as_str())
    }

    /// Whether an address stands in the block or behind it, before the next long text.
    fn is_above_address(&self) -> bool {
        let mut near = self.following();
        near.find_map(|text| match contacts::holds_address(text) {
            true => Some(true),
            false => (text.len() > LONGEST_LINE).then_some(false),
        })
        .unwrap_or(false)
    }

    /// Whether most of the text stands before, or contacts or the end close behind.
    fn is_late_or_before_tail(&self) -> bool {
        self.is_late
            || self.following().skip(1).any(|text| {
                let line = text.lines().next().unwrap_or(text);
                let for_press = Some(Announced::ForPress);
                words::is_end(text) || contacts::announced_by(line) == for_press
            })
    }
}

/// A longer text is no line of a contact, in bytes.
const LONGEST_LINE: usize = 240;
/// So many blocks belong to a heading.
const NEXT: usize = 7;

/// What stands behind the first line of a block.
fn line_behind(blocks: &[Block], index: usize) -> &str {
    let own = blocks[index].text.split_once('\n').map(|(_, rest)| rest);
    let next = || blocks.get(index + 1).map(|block| block.text.as_str());
    own.or_else(next).unwrap_or_default()
}

/// Whether a block has words: `* * *` and an end mark have none to keep.
fn says_something(block: &Block) -> bool {
    block.text.chars().any(char::is_alphanumeric) && !words::is_end(&block.text)
}

static HEADING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:notes? (?:to|for) (?:the )?editors?|editors?['’]? notes?|background notes?|(?:media|press|news) (?:contacts?|enquiries|inquiries|office)|contacts?(?: information| details)?|(?:for )?(?:more|further|additional) information|forward[- ]looking statements?|boilerplate)\s*[:.]?\s*(?:$|[:\n])",
    )
});
static ABOUT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(?:About|ABOUT) (?:[A-Z]|the [A-Z]|THE |us\b)"));
/// Wires end a release with the name of who sent it.
static SOURCE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^SOURCE:? \p{Lu}[^.\n]*$"));
static SENTENCE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:for (?:more|further|additional|media) (?:information|enquiries|inquiries|details)|(?:media|press) (?:contacts?|enquiries|inquiries)\s*:|contacts?\s*:|notes? to editors?\b)",
    )
});

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a fixed pattern is well formed")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(texts: &[&str]) -> Vec<Block> {
        let document = scraper::Html::parse_document("<p>");
        texts
            .iter()
            .map(|text| Block {
                text: (*text).to_owned(),
                kind: Kind::Paragraph,
                linked: 0,
                first: document.root_element().id(),
            })
            .collect()
    }

    fn first_behind(texts: &[&str], patterns: &[&str]) -> (usize, Option<String>) {
        let patterns: Vec<Regex> = patterns.iter().map(|text| pattern(text)).collect();
        let split = split(blocks(texts), &patterns, true);
        let first = split.boilerplate.first().map(|block| block.text.clone());
        (split.body.len(), first)
    }

    #[test]
    fn splits_the_tail_off() {
        let cases: &[(&[&str], usize, Option<&str>)] = &[
            (
                &["News.", "More.", "About the Foundation", "We are."],
                2,
                Some("About the Foundation"),
            ),
            (
                &["News.", "About Acme\nAcme makes things."],
                1,
                Some("About Acme\nAcme makes things."),
            ),
            (
                &["News.", "About 400 people came, and About Acme was sung."],
                2,
                None,
            ),
            (
                &["News.", "About the weather they said nothing at all."],
                2,
                None,
            ),
            (
                &["News.", "Notes to editors", "1. x"],
                1,
                Some("Notes to editors"),
            ),
            (
                &["News.", "– ENDS –", "Contact: Ann"],
                1,
                Some("Contact: Ann"),
            ),
            (&["News.", "###"], 1, None),
            (
                &["News.", "SOURCE River Board"],
                1,
                Some("SOURCE River Board"),
            ),
            (&["News.", "The story ends"], 2, None),
            (&["News.", "* * *", "More."], 2, None),
            (
                &["News.", "For more information on x, see y.", "a", "b", "c"],
                5,
                None,
            ),
            (
                &["News.", "b", "For further information, please contact Ann"],
                2,
                Some("For further information, please contact Ann"),
            ),
            (&["Media contact: Ann", "News."], 2, None),
        ];
        for (texts, body, first) in cases {
            let found = first_behind(texts, &[]);
            assert_eq!((found.0, found.1.as_deref()), (*body, *first), "{texts:?}");
        }
    }

    #[test]
    fn splits_the_tail_off_in_many_languages() {
        const NEWS: &str = "Die Brücke am Hafen ist seit heute früh wieder für alle offen.";
        for heading in [
            "Pressekontakt",
            "Pressekontakt:",
            "Medienkontakt",
            "Rückfragehinweis:",
            "Ansprechpartnerin",
            "Contact presse",
            "Contacts presse :",
            "Contacto de prensa",
            "Contatto stampa",
            "Ufficio stampa",
            "Contatos para a imprensa",
            "Perscontact",
            "Presskontakt",
            "Pressekontakt Stiftung Marlow: Ann Lee, ann@marlow.example",
            "Lisätietoja",
            "Kontakt dla mediów",
            "Kontakt pro média",
            "Sajtókapcsolat",
            "Контакты для прессы",
            "Контакти для преси",
            "媒体联系",
            "媒体联系人",
            "お問い合わせ先",
            "■本件に関するお問い合わせ先",
            "언론 문의",
            "للاستفسارات الإعلامية",
            "Kontakt",
            "Renseignements",
            "Über uns",
            "À propos de la Fondation Marlow",
            "Sobre Marlow",
            "Over de Stichting Marlow",
            "O spółce",
            "О компании",
            "关于马洛基金会",
            "Hinweise für Redaktionen",
            "Nota para editores",
            "Примечание для редакторов",
        ] {
            let behind = "Marlow ist seit 1911 für den Hafen da, Tel. +44 20 7946 0112";
            let found = first_behind(&[NEWS, NEWS, heading, behind], &[]);
            assert_eq!(found, (2, Some(heading.to_owned())), "{heading}");
        }
        // In one block.
        let card = "Kontakt für Medien\nAnn Lee\nann@marlow.example";
        assert_eq!(first_behind(&[NEWS, card], &[]), (1, Some(card.to_owned())));
        let sentence = "Weitere Informationen erteilt Ann Lee unter Tel. 020 7946 0112.";
        assert_eq!(
            first_behind(&[NEWS, sentence], &[]),
            (1, Some(sentence.to_owned()))
        );
    }

    #[test]
    fn a_heading_within_the_news_splits_nothing() {
        const NEWS: &str = "Die Brücke am Hafen ist seit heute früh wieder für alle offen.";
        const END: &str = "Marlow ist ein Hafen, und die Brücke bleibt bis Mai nachts offen, sagte \
            der Rat am Abend.";
        for heading in [
            "Über die Studie",
            "Über Nacht",
            "Über Brücken",
            "À propos de l’étude",
            "Sobre el puente",
            "O badaniu",
            "О проекте",
            "調査について",
            "Kontakte zu Schulen",
            "Pressefreiheit",
            "Weitere Informationen über Brücken",
        ] {
            let texts = [NEWS, NEWS, heading, NEWS, END];
            assert_eq!(first_behind(&texts, &[]), (5, None), "{heading}");
        }
        // So early a heading speaks of what the news is about, without an address behind it.
        for heading in ["Über Marlow", "Kontakt", "Pressestelle", "Renseignements"] {
            let texts = [NEWS, heading, END, NEWS, NEWS, NEWS];
            assert_eq!(first_behind(&texts, &[]), (6, None), "{heading}");
        }
    }

    #[test]
    fn marks_of_the_end_are_no_words_of_the_text() {
        for mark in [
            "– ENDS –",
            "### Ende ###",
            "ENDE",
            "FIN",
            "- fine -",
            "***Fim***",
            "(完)",
            "以上",
            "[끝]",
            "— Конец —",
            "// Slut //",
        ] {
            assert_eq!(first_behind(&["News.", mark, "x"], &[]).0, 1, "{mark}");
        }
        for text in [
            "Fine",
            "Final",
            "Son",
            "Slut",
            "Kraj",
            "以上のとおり",
            "Ende der Fahrt",
        ] {
            assert_eq!(first_behind(&["News.", text, "x"], &[]).0, 3, "{text}");
        }
    }

    #[test]
    fn a_profile_has_its_own_words() {
        assert_eq!(
            first_behind(&["a", "SOURCE Acme", "b"], &["^SOURCE "])
                .1
                .as_deref(),
            Some("SOURCE Acme")
        );
        assert_eq!(first_behind(&["SOURCE Acme", "b"], &["^SOURCE "]).0, 2);
    }
}
