//! Whether a label's value is no value but a sentence of the release: `Date:` stands empty and
//! `On 4 April 2004 the Council met.` follows.

use crate::extract::date::scan;
use crate::extract::reading::Reading;
use crate::record::DateRole;

/// Whether a text is a sentence that a date occurs in, not a date with a few words around it.
pub(super) fn is_sentence(reading: &Reading<'_>, text: &str) -> bool {
    let text = text.trim_end();
    if !text.ends_with(['.', '!', '?', '”', '"', '’']) {
        return false;
    }
    let dates = scan(text, &reading.dates);
    // `Posted on 4 April 2004 by the press office.` says what its date is.
    let (Some(first), Some(last)) = (dates.first(), dates.last()) else {
        return false;
    };
    if first.role == DateRole::Published {
        return false;
    }
    let around = [&text[..first.range.start], &text[last.range.end..]];
    let words = around.iter().flat_map(|part| part.split_whitespace());
    let plain = |word: &&str| {
        word.starts_with(char::is_lowercase)
            && !word.trim_end_matches('.').contains('.')
            && !OF_TIMES.contains(&word.trim_matches(|c: char| !c.is_alphanumeric()))
    };
    words.filter(plain).count() >= FEWEST_WORDS
}

/// Words that stand beside dates and times.
const OF_TIMES: &[&str] = &["at", "on", "of", "local", "time", "hours", "hrs", "updated"];

/// Fewer words in lower case make no sentence.
const FEWEST_WORDS: usize = 2;
