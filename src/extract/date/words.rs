//! What words mean in a date, language by language.
//!
//! A language is a table, [`Language`]; adding one means writing its table and naming it in
//! [`LANGUAGES`]. The grammars ask only for the [`Meaning`] of a word and never spell one.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::Weekday;

use super::english::ENGLISH;
use super::token::is_invisible;
use crate::record::DateRole;

/// The languages whose dates are read.
const LANGUAGES: &[&Language] = &[&ENGLISH];

/// How one language writes dates: every word in lower case, without a full stop.
pub(super) struct Language {
    /// January to December, each in all its forms.
    pub(super) months: [&'static [&'static str]; 12],
    /// Monday to Sunday, each in all its forms.
    pub(super) weekdays: [&'static [&'static str]; 7],
    /// The days of the month in words, each with its number (`third`, 3).
    pub(super) ordinals: &'static [(&'static str, i8)],
    /// The other words.
    pub(super) parts: &'static [(Part, &'static [&'static str])],
}

/// What a word can do in a date, besides naming a month or a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::extract) enum Part {
    /// Glued to a day: 23*rd*.
    OrdinalSuffix,
    /// Between day and month, or month and year: 23rd *of* March.
    Of,
    /// 23rd *day* of March.
    Day,
    /// Before the day: March *the* 23rd.
    The,
    /// Before a time of day: *at* 14:05.
    At,
    /// Between a time of day and its day: 14:05 *on* 3 March.
    On,
    /// A label of a time of day: *Time:* 14:05.
    Time,
    /// Two o'clock in the night.
    Am,
    /// Two o'clock in the afternoon.
    Pm,
    /// Twelve in the day.
    Noon,
    /// Twelve in the night.
    Midnight,
    /// After a time of day: 14:05 *hrs*.
    Hours,
    /// From one day to another: 4 *to* 6 June.
    To,
    /// One day and another: 4 *and* 5 June.
    And,
    /// The time of the place: 14:05 *local* time.
    Local,
    /// *Date:* 3 March, and whatever is said of it: *hearing* date, date *of birth*.
    Date,
    /// What a date can be of, besides publication: *hearing* date, date of *birth*.
    Occasion,
    /// What the date means, stated before it: *Published* 3 March.
    Label(DateRole),
}

/// What one word can mean.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(in crate::extract) struct Meaning {
    /// 1 to 12.
    pub(in crate::extract) month: Option<i8>,
    /// A day of the week.
    pub(in crate::extract) weekday: Option<Weekday>,
    /// A day of the month in words.
    pub(in crate::extract) ordinal: Option<i8>,
    /// Anything else.
    pub(in crate::extract) part: Option<Part>,
}

impl Meaning {
    /// Whether the word plays this part.
    pub(in crate::extract) fn is(self, part: Part) -> bool {
        self.part == Some(part)
    }
}

/// What a word can mean; nothing for a word that has no place in a date.
pub(super) fn meaning(word: &str) -> Meaning {
    if word.len() > LONGEST {
        return Meaning::default();
    }
    let folded: String = word
        .chars()
        .filter(|&c| !is_invisible(c))
        .flat_map(char::to_lowercase)
        .collect();
    LEXICON.get(folded.as_str()).copied().unwrap_or_default()
}

/// In bytes; longer words are not looked up.
const LONGEST: usize = 32;

static LEXICON: LazyLock<HashMap<&'static str, Meaning>> = LazyLock::new(|| {
    let mut lexicon: HashMap<&'static str, Meaning> = HashMap::new();
    for language in LANGUAGES {
        for (month, forms) in (1..).zip(language.months) {
            for form in forms {
                lexicon.entry(form).or_default().month = Some(month);
            }
        }
        for (day, forms) in (1..).zip(language.weekdays) {
            for form in forms {
                lexicon.entry(form).or_default().weekday =
                    Weekday::from_monday_one_offset(day).ok();
            }
        }
        for (form, day) in language.ordinals {
            lexicon.entry(form).or_default().ordinal = Some(*day);
        }
        for (part, forms) in language.parts {
            for form in *forms {
                lexicon.entry(form).or_default().part = Some(*part);
            }
        }
    }
    lexicon
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_does_not_matter() {
        for word in ["September", "SEPTEMBER", "sept", "Sep"] {
            assert_eq!(meaning(word).month, Some(9), "{word}");
        }
        assert_eq!(meaning("Thurs").weekday, Some(Weekday::Thursday));
        assert_eq!(meaning("Septuagint"), Meaning::default());
        assert!(meaning("Published").is(Part::Label(DateRole::Published)));
    }

    #[test]
    fn no_word_plays_two_parts_in_a_language() {
        for language in LANGUAGES {
            let mut seen = std::collections::HashSet::new();
            for form in language.parts.iter().flat_map(|(_, forms)| *forms) {
                assert!(seen.insert(*form), "{form}");
                assert_eq!(*form, form.to_lowercase());
            }
        }
    }
}
