//! Where the news ends: `About the Foundation`, `Notes to editors`, `- ENDS -`.
//!
//! What stands behind is split off, not thrown away: contacts are read from it.

use std::sync::LazyLock;

use regex::Regex;

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
    let at = blocks
        .iter()
        .enumerate()
        .skip(1)
        .find_map(|(index, block)| {
            // What comes so early heads a part of the release.
            let early = before * LEAST_BEFORE < all && all - before > MOST_BEHIND;
            let generic = generic && !early;
            before += block.text.len();
            begins(block, index, blocks.len(), patterns, generic).map(|by| (index, by))
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

/// Why a block begins the boilerplate.
fn begins(
    block: &Block,
    index: usize,
    count: usize,
    patterns: &[Regex],
    generic: bool,
) -> Option<String> {
    let text = block.text.as_str();
    if let Some(pattern) = patterns.iter().find(|pattern| pattern.is_match(text)) {
        return Some(format!("boilerplate {}", pattern.as_str()));
    }
    if END.is_match(text) {
        return Some("end mark".to_owned());
    }
    if !generic {
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
    (index * 2 >= count && SENTENCE.is_match(text)).then(|| first_line.chars().take(40).collect())
}

/// Whether a block has words: `* * *` and an end mark have none to keep.
fn says_something(block: &Block) -> bool {
    block.text.chars().any(char::is_alphanumeric) && !END.is_match(&block.text)
}

static END: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^[\s\-–—*_=.•#(\[]*(?:ends?|end of (?:press |news |media )?release|fin|ende|-30-|###)[\s\-–—*_=.•#)\]]*$",
    )
});
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
