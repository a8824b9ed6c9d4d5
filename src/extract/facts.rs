//! Facts printed before the text as label and value, where no profile names the labels:
//! `Date:` `3 May 2024` `Reference: RB 24/7`. They are no text of the release.

use std::sync::LazyLock;

use regex::Regex;

use super::date::DateReading;
use super::dateline;
use super::text::{Block, Kind};

/// How many leading blocks are facts: at least two labels, and nothing but labels and values.
pub(super) fn leading(blocks: &[Block], dates: &DateReading<'_>) -> usize {
    let (mut labels, mut count) = (0, 0);
    let mut value_may_follow = false;
    for (index, block) in blocks.iter().enumerate().take(MOST) {
        let found = labels_in(block);
        if found > 0 {
            labels += found;
            count = index + 1;
            value_may_follow = true;
            continue;
        }
        let is_value = value_may_follow
            && block.kind != Kind::Heading
            && block.text.len() <= LONGEST_VALUE
            && !block.text.ends_with(['.', '!', '?', '”', '"'])
            && dateline::split(&block.text, dates, None).is_none();
        if !is_value {
            break;
        }
        count = index + 1;
    }
    if labels > 1 { count } else { 0 }
}

/// The most blocks of facts.
const MOST: usize = 40;
const LONGEST_LABEL: usize = 30;
const LONGEST_VALUE: usize = 200;
const LONGEST_FACTS: usize = 800;

/// How many labels a block of nothing but labels and values has.
fn labels_in(block: &Block) -> usize {
    if block.text.len() > LONGEST_FACTS {
        return 0;
    }
    let mut labels = 0;
    let mut after_label = false;
    for line in block.text.lines() {
        let in_line = LABEL.find_iter(line).count();
        let begins = LABEL.find(line).is_some_and(|label| label.start() == 0);
        let sentence = line.ends_with(['.', '!', '?', '”', '"']) || line.len() > LONGEST_VALUE;
        if !begins || sentence {
            if after_label && !sentence {
                after_label = false;
                continue;
            }
            return 0;
        }
        labels += in_line;
        after_label = line.ends_with([':', '：']);
    }
    labels
}

static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    let label = format!(r"(?:^|\s)\p{{Lu}}[\p{{L}} .-]{{1,{LONGEST_LABEL}}}[:：](?:\s|$)");
    Regex::new(&label).expect("a fixed pattern is well formed")
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_facts_from_text() {
        let document = scraper::Html::parse_document("<p>");
        let first = document.root_element().id();
        let cases: &[(&[&str], usize)] = &[
            (
                &[
                    "Date:",
                    "Place:",
                    "OSLO",
                    "Topics:",
                    "a, b",
                    "c",
                    "OSLO, 3 May 2024 - The bridge",
                ],
                6,
            ),
            (
                &[
                    "Date: 3 May 2024\nReference: RB 24/7",
                    "The bridge is open.",
                ],
                1,
            ),
            (&["Date:\nPlace:\nOSLO", "The bridge is open."], 1),
            (
                &["Date: Place: OSLO Source: Board", "The bridge is open."],
                1,
            ),
            (&["Date: 3 May 2024", "The bridge is open."], 0),
            (&["She said: go. He said: no.", "The bridge is open."], 0),
            (&["The bridge:", "It is open."], 0),
            (
                &[
                    "Topics:",
                    "Place:",
                    "OSLO, 3 May 2024 - The bridge is open.",
                ],
                2,
            ),
        ];
        for (texts, count) in cases {
            let blocks: Vec<Block> = texts
                .iter()
                .map(|text| Block {
                    text: (*text).to_owned(),
                    kind: Kind::Paragraph,
                    linked: 0,
                    first,
                })
                .collect();
            assert_eq!(
                leading(&blocks, &DateReading::default()),
                *count,
                "{texts:?}"
            );
        }
    }
}
