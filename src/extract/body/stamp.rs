//! On pages without a rule for the text, lines before it that say when a release was published or changed, and lists of
//! such facts: `Megjelent: 2024. május 6.`, `<dl><dt>Type<dd>Press release</dl>`. They are no text
//! of the release, though many end in a full stop.

use scraper::ElementRef;

use crate::extract::date::{label_alone, scan};
use crate::extract::reading::Reading;
use crate::extract::text::{Block, Kind};
use crate::record::DateRole;

/// Whether a block is nothing but dates with their labels, or one of the two alone.
pub(super) fn is_stamp(reading: &Reading<'_>, block: &Block) -> bool {
    if block.kind == Kind::Heading || block.text.len() > LONGEST {
        return false;
    }
    let mut labels = 0;
    let mut dates = 0;
    let mut others = 0;
    let all = block.text.lines().all(|line| {
        if label_alone(line.trim_end_matches([':', '：']), &reading.dates) != DateRole::Unknown {
            labels += 1;
            return true;
        }
        let found = scan(line, &reading.dates);
        let (Some(first), Some(last)) = (found.first(), found.last()) else {
            return false;
        };
        let says = |role: DateRole| matches!(role, DateRole::Published | DateRole::Modified);
        labels += found.iter().filter(|scanned| says(scanned.role)).count();
        dates += found.len();
        let around = [&line[..first.range.start], &line[last.range.end..]];
        let words = around.iter().flat_map(|part| part.split_whitespace());
        let words = words.filter(|word| word.contains(char::is_alphabetic));
        let words = words.count();
        others += words;
        words <= MOST_WORDS
    });
    all && (labels >= dates || others == 0)
}

/// In bytes.
const LONGEST: usize = 160;
/// Words of a label: `Dernière mise à jour le`.
const MOST_WORDS: usize = 5;

/// Whether a block is a list of names with values, none of them a sentence.
pub(super) fn is_list_of_facts(reading: &Reading<'_>, block: &Block) -> bool {
    let first = reading.document.tree.get(block.first);
    let first = first.and_then(ElementRef::wrap);
    let is_list = first.is_some_and(|first| matches!(first.value().name(), "dl" | "dt" | "dd"));
    is_list
        && block.text.len() <= LONGEST_FACTS
        && block.text.lines().all(|line| {
            let sentence = line.ends_with(['.', '!', '?', '”', '"']);
            line.len() <= LONGEST && !sentence
        })
}

/// In bytes.
const LONGEST_FACTS: usize = 600;
