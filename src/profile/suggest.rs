//! What was probably meant: `timezon` is `timezone`, `min-rows` is `min_rows`.

/// Longer words are not compared, in bytes.
const LONGEST_WORD: usize = 80;

/// The candidate nearest to a word, where one is near enough to be meant.
pub(super) fn nearest<'c>(
    word: &str,
    candidates: impl IntoIterator<Item = &'c str>,
) -> Option<&'c str> {
    if word.len() > LONGEST_WORD {
        return None;
    }
    let word = plain(word);
    let allowed = (word.chars().count() / 3).clamp(1, 4);
    candidates
        .into_iter()
        .map(|candidate| {
            let other = plain(candidate);
            // An ending that was left out or put on (`lang`, `exclude_urls`) is near, too.
            let extends = word.len() >= 4
                && other.len() >= 4
                && (word.starts_with(&other) || other.starts_with(&word));
            let distance = strsim::damerau_levenshtein(&word, &other);
            (if extends { distance.min(1) } else { distance }, candidate)
        })
        .filter(|(distance, _)| *distance <= allowed)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// `did you mean …`, or else what there is to choose from.
pub(super) fn help(word: &str, candidates: &[&str]) -> String {
    match nearest(word, candidates.iter().copied()) {
        Some(candidate) => format!("did you mean `{candidate}`?"),
        None => format!("known: {}", candidates.join(", ")),
    }
}

fn plain(word: &str) -> String {
    word.to_lowercase().replace(['-', ' '], "_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finds_what_was_meant_and_nothing_else() {
        let keys = [
            "title",
            "type",
            "timezone",
            "min_rows",
            "url",
            "include",
            "languages",
        ];
        for (word, meant) in [
            ("titel", Some("title")),
            ("tytle", Some("title")),
            ("time-zone", Some("timezone")),
            ("Timezone", Some("timezone")),
            ("min-rows", Some("min_rows")),
            ("minrows", Some("min_rows")),
            ("lang", Some("languages")),
            ("includes", Some("include")),
            ("urls", Some("url")),
            ("x", None),
            ("colour", None),
            ("", None),
        ] {
            assert_eq!(nearest(word, keys), meant, "{word}");
        }
        assert_eq!(nearest(&"title".repeat(100), keys), None);
    }
}
