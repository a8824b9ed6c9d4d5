//! The kind of release from the publisher's word: `News release` is a press release.

use crate::record::ReleaseType;

/// Words as publishers print them, lower case, by kind.
const WORDS: &[(&str, ReleaseType)] = &[
    ("press release", ReleaseType::PressRelease),
    ("press releases", ReleaseType::PressRelease),
    ("news release", ReleaseType::PressRelease),
    ("news releases", ReleaseType::PressRelease),
    ("media release", ReleaseType::PressRelease),
    ("media releases", ReleaseType::PressRelease),
    ("pressrelease", ReleaseType::PressRelease),
    ("for immediate release", ReleaseType::PressRelease),
    ("press communique", ReleaseType::PressRelease),
    ("press communiqué", ReleaseType::PressRelease),
    ("communique", ReleaseType::PressRelease),
    ("communiqué", ReleaseType::PressRelease),
    ("statement", ReleaseType::Statement),
    ("statements", ReleaseType::Statement),
    ("press statement", ReleaseType::Statement),
    ("media statement", ReleaseType::Statement),
    ("joint statement", ReleaseType::Statement),
    ("public statement", ReleaseType::Statement),
    ("declaration", ReleaseType::Statement),
    ("news", ReleaseType::News),
    ("news item", ReleaseType::News),
    ("news story", ReleaseType::News),
    ("news article", ReleaseType::News),
    ("article", ReleaseType::News),
    ("feature", ReleaseType::News),
    ("feature story", ReleaseType::News),
    ("story", ReleaseType::News),
    ("update", ReleaseType::News),
    ("media advisory", ReleaseType::Advisory),
    ("press advisory", ReleaseType::Advisory),
    ("news advisory", ReleaseType::Advisory),
    ("advisory", ReleaseType::Advisory),
    ("media alert", ReleaseType::Advisory),
    ("media notice", ReleaseType::Advisory),
    ("notice to the press", ReleaseType::Advisory),
    ("speech", ReleaseType::Speech),
    ("speeches", ReleaseType::Speech),
    ("remarks", ReleaseType::Speech),
    ("address", ReleaseType::Speech),
    ("keynote", ReleaseType::Speech),
    ("opening remarks", ReleaseType::Speech),
    ("report", ReleaseType::Report),
    ("reports", ReleaseType::Report),
    ("spot report", ReleaseType::Report),
    ("daily report", ReleaseType::Report),
    ("publication", ReleaseType::Report),
];

/// The kind that a publisher's word stands for; `None` for a word that is not known.
pub(crate) fn of_word(word: &str) -> Option<ReleaseType> {
    let word = word.trim().trim_end_matches([':', '.']).to_lowercase();
    WORDS
        .iter()
        .find(|(known, _)| *known == word)
        .map(|(_, kind)| *kind)
        .or_else(|| {
            // A profile's `map` may name the record's own words.
            ReleaseType::ALL
                .iter()
                .find(|(_, own)| *own == word)
                .map(|(kind, _)| *kind)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_words_name_a_kind() {
        let words = [
            ("Press release", Some(ReleaseType::PressRelease)),
            ("NEWS RELEASE", Some(ReleaseType::PressRelease)),
            (" Statement: ", Some(ReleaseType::Statement)),
            ("press_release", Some(ReleaseType::PressRelease)),
            ("Media Advisory", Some(ReleaseType::Advisory)),
            ("Spot report", Some(ReleaseType::Report)),
            ("Recipe", None),
            ("", None),
        ];
        for (word, kind) in words {
            assert_eq!(of_word(word), kind, "{word}");
        }
    }
}
