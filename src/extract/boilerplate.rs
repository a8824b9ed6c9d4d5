//! What stands after the news: "About …", notes to editors, whom to ask.
//!
//! ```text
//! … comes before 6.          ─ body
//! ENDS                       ─ an end mark: neither
//! Notes to editors           ─ boilerplate, from here to the end
//! ```

use std::sync::LazyLock;

use regex::Regex;

/// The blocks of a release, divided.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Split {
    /// The news.
    pub(crate) body: Vec<String>,
    /// What every release of the house says at its end.
    pub(crate) boilerplate: Vec<String>,
}

/// A block that opens the boilerplate wherever it stands after the first.
static OPENINGS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?xi) ^ (?:
            notes? \s+ (?:to|for) \s+ (?:the \s+)? editors? \b
          | editor(?:s|'s|’s|s'|s’)? \s+ notes? \b
          | for \s+ (?:more|further|additional) \s+ information \b
          | (?:for \s+)? (?:all \s+)? (?:media|press) \s+ (?:contacts?|enquir(?:y|ies)|inquir(?:y|ies)|queries) \b
          | contacts? (?:\s+ (?:for|information|details)\b [^.]{0,60})? \s* :? $
          | background (?:\s+ (?:information|notes?))? \s* :? $
          | source \s* : \s
          | safe [\s-]+ harbou?r \b
          | forward-looking \s+ statements? \b
        )",
    )
});

/// "About the Foundation": only as a heading, or where the rest is about the house too.
static ABOUT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^about\s+(?:the\s+|us\b)?[\p{Lu}\d“”'‘’&]?[^.!?]{0,80}$"));

/// Marks that printers once needed.
static END_MARKS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)^[\s\-–—*#/.(\[]*(?:ends?|-?30-?|#{2,}|\*\s*\*\s*\*|fin)[\s\-–—*#/.)\]]*$")
});

/// Rules and stars alone.
static RULES: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[\s*#_=~–—-]{3,}$"));

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a fixed pattern")
}

/// Divides the blocks of a release. The profile's patterns come first; a block that matches
/// any of them, or one of the generic openings, begins the boilerplate. The first block
/// never does: a release is never all boilerplate.
pub(crate) fn split(blocks: Vec<String>, patterns: &[Regex]) -> Split {
    let mut split = Split::default();
    let mut opened = false;
    let mut ended = false;
    let last = blocks.len().saturating_sub(1);
    for (at, block) in blocks.into_iter().enumerate() {
        let first_line = block.lines().next().unwrap_or_default().trim();
        if is_end_mark(&block) {
            // Stars between sections are no end; a mark with little behind it is.
            ended = true;
            continue;
        }
        let opens = patterns.iter().any(|pattern| pattern.is_match(&block))
            || OPENINGS.is_match(first_line)
            || (ABOUT.is_match(first_line)
                && (first_line.len() == block.trim().len() || ended)
                && at <= last);
        opened |= opens && !split.body.is_empty();
        if opened {
            split.boilerplate.push(block);
        } else {
            split.body.push(block);
        }
    }
    split
}

fn is_end_mark(block: &str) -> bool {
    let block = block.trim();
    block.chars().count() <= 24 && (END_MARKS.is_match(block) || RULES.is_match(block))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn divided(blocks: &[&str], patterns: &[&str]) -> (Vec<String>, Vec<String>) {
        let patterns: Vec<Regex> = patterns
            .iter()
            .map(|text| Regex::new(text).expect("a pattern"))
            .collect();
        let Split { body, boilerplate } = split(
            blocks.iter().map(|block| (*block).to_owned()).collect(),
            &patterns,
        );
        (body, boilerplate)
    }

    #[test]
    fn the_tail_is_split_off() {
        let openings = [
            "Notes to editors",
            "Note to editors: pictures are available.",
            "Editor’s note",
            "For more information, please contact the press office.",
            "For further information:",
            "Media contact",
            "Press enquiries: +44 20 7946 0000",
            "Contact:",
            "About the River Commission",
            "About Us",
        ];
        for opening in openings {
            let (body, boilerplate) = divided(
                &[
                    "The bridge opened today.",
                    opening,
                    "It was founded in 1903.",
                ],
                &[],
            );
            assert_eq!(body, ["The bridge opened today."], "{opening}");
            assert_eq!(boilerplate, [opening, "It was founded in 1903."]);
        }
    }

    #[test]
    fn prose_is_not_boilerplate() {
        let prose = [
            "About 400 people came to the opening, more than the organizers had expected.",
            "Contact with the ground was lost at noon.",
            "Background noise was measured in four streets.",
            "For more than a year the bridge was closed.",
            "The ends of the bridge are in two countries.",
            "Contacts between the two towns go back to 1400.",
        ];
        for block in prose {
            let (body, boilerplate) = divided(&["The bridge opened today.", block], &[]);
            assert_eq!(body.len(), 2, "{block}");
            assert_eq!(boilerplate, [] as [&str; 0]);
        }
    }

    #[test]
    fn end_marks_are_in_neither() {
        for mark in [
            "ENDS",
            "-ENDS-",
            "– Ends –",
            "###",
            "# # #",
            "-30-",
            "* * *",
            "***",
            "(END)",
            "_____",
        ] {
            let (body, boilerplate) = divided(&["One.", mark, "About the House", "Two."], &[]);
            assert_eq!(body, ["One."], "{mark}");
            assert_eq!(boilerplate, ["About the House", "Two."]);
        }
    }

    #[test]
    fn a_release_is_never_all_boilerplate() {
        let (body, boilerplate) = divided(
            &[
                "For further information about the flood, call the town hall.",
                "It is open all night.",
            ],
            &[],
        );
        assert_eq!(body.len(), 2);
        assert!(boilerplate.is_empty());
    }

    #[test]
    fn the_profile_s_patterns_count_too() {
        let (body, boilerplate) = divided(&["One.", "SOURCE Marlow", "Two."], &["^SOURCE "]);
        assert_eq!(body, ["One."]);
        assert_eq!(boilerplate, ["SOURCE Marlow", "Two."]);
    }
}
