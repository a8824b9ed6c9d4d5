//! The publisher's own summary. Where a site has none it often fills in the first words of the
//! body: that is no summary, nor is the title once more.
//!
//! After the profile's rules come, in this order: the linked data's `description` and `abstract`,
//! which are of the article; `<meta>` `description`, which may be for search engines, and
//! `og:description`, for social networks. The first that says something of its own is taken.

use crate::extract::clean;
use crate::extract::reading::Reading;
use crate::record::Found;

/// Reads the summary, given what it must not repeat.
pub(crate) fn summary(
    reading: &Reading<'_>,
    title: Option<&str>,
    body: Option<&[String]>,
) -> Option<Found<String>> {
    let that_says_more = |found: Option<Found<String>>| {
        let found = reading.up_to(LONGEST, "summary", found?)?;
        let repeats_title = title.is_some_and(|title| clean::alike(title, &found.value));
        let repeats_body = || body.is_some_and(|body| is_beginning(&found.value, body));
        let repeats = match repeats_title {
            true => "repeats the title",
            false if repeats_body() => "is how the body begins",
            false => return Some(found),
        };
        reading.considered("summary", &found, Some(repeats));
        None
    };
    reading.first(
        "summary",
        &[
            &|| reading.up_to(LONGEST, "summary", reading.text("summary")?),
            &|| that_says_more(reading.json_ld(&["description"])),
            &|| that_says_more(reading.json_ld(&["abstract"])),
            &|| that_says_more(reading.meta("description")),
            &|| that_says_more(reading.meta("og:description")),
        ],
    )
}

/// In bytes: some put all of a release there, and what is longer is none of them.
const LONGEST: usize = 20_000;

/// Whether a text is how a body begins, perhaps cut off.
fn is_beginning(text: &str, body: &[String]) -> bool {
    let words = letters(text.trim_end_matches(['…', '.', ' ', ']', '[']));
    let start: String = body.iter().take(3).map(|block| letters(block)).collect();
    // The dateline may be left out.
    !words.is_empty()
        && start
            .char_indices()
            .take(LONGEST_DATELINE)
            .any(|(at, _)| start[at..].starts_with(&words))
}

const LONGEST_DATELINE: usize = 120;

fn letters(text: &str) -> String {
    clean::folded(text)
        .chars()
        .filter(|c| c.is_alphanumeric())
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_a_summary_from_the_first_words() {
        let body = ["OSLO, 3 May 2024 – The bridge “at the mill” was opened.".to_owned()];
        assert!(is_beginning("The bridge \"at the mill\" was…", &body));
        assert!(is_beginning("OSLO, 3 May 2024 - The bridge [...]", &body));
        assert!(!is_beginning("Two children opened it.", &body));
        assert!(!is_beginning("…", &body));
    }
}
