//! Until when a release must not be used: `EMBARGOED UNTIL 00:01 BST, WEDNESDAY 10 JULY 2024`.
//!
//! After the profile's rules, and only where they say nothing, comes a short line before the
//! text or at its beginning that opens with the words for it: no system states embargoes for
//! machines, and farther down the words speak of something else.

use std::sync::LazyLock;

use regex::Regex;

use super::ledger::Seen;
use super::modified::dates_of_rules;
use crate::extract::body::Body;

use crate::extract::reading::{Reading, generic};

use crate::extract::text::Block;
use crate::record::{DateRole, Origin};

/// Everything that says so.
pub(crate) fn evidence(reading: &Reading<'_>, body: Option<&Body<'_>>) -> Vec<Seen> {
    let mut seen = dates_of_rules(reading, &["embargo_until", "embargo"], DateRole::Embargo);
    if reading.is_generic() && seen.is_empty() {
        seen.extend(printed(reading, body));
    }
    seen
}

/// A short line before or at the beginning of the text.
fn printed(reading: &Reading<'_>, body: Option<&Body<'_>>) -> Option<Seen> {
    let opening: Vec<Block> = match body {
        Some(body) => body.split.body.iter().take(OPENING).cloned().collect(),
        None => Vec::new(),
    };
    reading
        .blocks()
        .iter()
        .take(AROUND)
        .chain(&opening)
        .find(|block| block.text.len() <= LONGEST && EMBARGO.is_match(&block.text))
        .map(|block| {
            reading.stands_at(Some(block.first));
            Seen::read(
                reading,
                &block.text,
                DateRole::Embargo,
                generic(Origin::Field, "embargo line"),
            )
        })
        .filter(|seen| seen.said.is_ok())
}

const OPENING: usize = 2;
const AROUND: usize = 12;
const LONGEST: usize = 200;

static EMBARGO: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^\W*(?:strictly )?(?:embargo(?:ed)?\b|not (?:for|to be) (?:release|released|publication|published|use|used) (?:before|until)\b)")
        .expect("a fixed pattern is well formed")
});
