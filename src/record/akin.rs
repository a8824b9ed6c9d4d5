//! Whether two titles are of one release: those of its row, its page and its head are seldom the
//! same to the letter.

use std::collections::HashSet;

/// Whether most words of the shorter title are in the other.
pub(crate) fn are_akin(one: &str, other: &str) -> bool {
    let words = |title: &str| words(title).into_iter().collect::<HashSet<String>>();
    let (one, other) = (words(one), words(other));
    let common = one.intersection(&other).count();
    common > 0 && common * 2 >= one.len().min(other.len())
}

/// The words of a title, in lower case; of scripts without spaces every two signs that
/// follow one another.
pub(crate) fn words(title: &str) -> Vec<String> {
    let start: String = title.chars().take(MOST_SIGNS).collect();
    let folded = start.to_lowercase();
    let mut words: Vec<String> = Vec::new();
    for part in folded.split(|c: char| !c.is_alphanumeric()) {
        if part.chars().any(|c| ('\u{2e80}'..='\u{9fff}').contains(&c)) {
            let signs: Vec<char> = part.chars().collect();
            let size = signs.len().min(2);
            words.extend(
                signs
                    .windows(size)
                    .map(|pair| pair.iter().collect::<String>()),
            );
        } else if !part.is_empty() {
            words.push(part.to_owned());
        }
    }
    words.truncate(MOST_WORDS);
    words
}

/// No title has more.
const MOST_WORDS: usize = 100;

/// Nor is one longer: a title of a megabyte is compared with every heading of its page.
const MOST_SIGNS: usize = 2_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_title_without_end_only_the_beginning_is_read() {
        for title in [
            "bridge".repeat(100_000),
            "bridge, ".repeat(100_000),
            "橋".repeat(100_000),
        ] {
            let read: usize = words(&title).iter().map(String::len).sum();
            assert!(read <= MOST_SIGNS * 2, "{read}");
        }
    }

    #[test]
    fn titles_are_akin_when_most_words_are() {
        for (one, other, expected) in [
            ("Bridge opens", "Bridge opens", true),
            ("Bridge opens", "BRIDGE OPENS - River Board", true),
            (
                "Bridge opens to the public …",
                "Bridge opens to the public after four years",
                true,
            ),
            ("Bridge opens", "Technical difficulties", false),
            ("Item 7", "Bridge opens", false),
            ("", "Bridge opens", false),
            ("東京で会議", "東京で会議", true),
            ("東京で会議", "東京で会議を開催", true),
            ("東京で会議", "大阪の新しい橋", false),
        ] {
            assert_eq!(are_akin(one, other), expected, "{one} / {other}");
        }
    }
}
