//! What words mean in a date, language by language.
//!
//! A language is a table, [`Language`]; adding one means writing its table and naming it in
//! [`LANGUAGES`](super::languages::LANGUAGES). The grammars ask only for the [`Meaning`] of a
//! word and never spell one.
//!
//! All languages are known at once, because the language that a page states is often that of
//! its template. So a month's full name counts on every page: `14. März 2024` under
//! `lang="en"`. Where two languages disagree, the page's language decides; without it the
//! word has both meanings (`listopada`, November in Poland and October in Croatia), and the
//! date is ambiguous and said to be. Abbreviations that are words elsewhere (`set`, `out`,
//! `pro`) and abbreviated days of the week (`so`, `do`) count in their own language only.
//! English words count everywhere.

use jiff::civil::Weekday;

use super::calendars::Foreign;
use super::lexicon;
use super::tongue::Tongue;
use crate::record::DateRole;

/// How one language writes dates, besides what its locales say.
///
/// Forms are separated by spaces; `_` stands for what parts the words of one form. Case,
/// accents and full stops do not matter, except that a month's form of more than four letters
/// with a full stop is an abbreviation.
pub(super) struct Language {
    /// Its ISO 639 code.
    pub(super) code: &'static str,
    /// The names that the C library prints.
    pub(super) locales: &'static [Locale],
    /// January to December in further forms.
    pub(super) months: [&'static str; 12],
    /// Endings that full names of months take: Finnish `maaliskuu`*ta*.
    pub(super) endings: &'static str,
    /// Letters before names of months: Hebrew *ב*`מרץ`.
    pub(super) prefix: &'static str,
    /// Monday to Sunday in further forms.
    pub(super) weekdays: [&'static str; 7],
    /// The days of the month in words, each with its number (`third`, 3).
    pub(super) ordinals: &'static [(&'static str, i8)],
    /// The months of another calendar.
    pub(super) foreign: &'static [(Foreign, [&'static str; 12])],
    /// The other words.
    pub(super) parts: &'static [(Part, &'static str)],
}

impl Language {
    /// A table without words.
    pub(super) const BLANK: Self = Self {
        code: "",
        locales: &[],
        months: [""; 12],
        endings: "",
        prefix: "",
        weekdays: [""; 7],
        ordinals: &[],
        foreign: &[],
        parts: &[],
    };
}

/// The names of months and days of one locale of the C library. Weeks begin on Sunday.
pub(super) struct Locale {
    pub(super) months: &'static [&'static str],
    pub(super) months_alone: Option<&'static [&'static str]>,
    pub(super) short_months: &'static [&'static str],
    pub(super) short_months_alone: Option<&'static [&'static str]>,
    pub(super) days: &'static [&'static str],
    pub(super) short_days: &'static [&'static str],
}

/// The [`Locale`] of a module of `pure_rust_locales`. Only what is named here is compiled
/// into the program.
macro_rules! locale {
    ($name:ident) => {
        $crate::extract::date::words::Locale {
            months: pure_rust_locales::$name::LC_TIME::MON,
            months_alone: pure_rust_locales::$name::LC_TIME::ALT_MON,
            short_months: pure_rust_locales::$name::LC_TIME::ABMON,
            short_months_alone: pure_rust_locales::$name::LC_TIME::AB_ALT_MON,
            days: pure_rust_locales::$name::LC_TIME::DAY,
            short_days: pure_rust_locales::$name::LC_TIME::ABDAY,
        }
    };
}
pub(super) use locale;

/// What a word can do in a date, besides naming a month or a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::extract) enum Part {
    /// Glued to a day: 23*rd*, 14-*го*.
    OrdinalSuffix,
    /// Between day and month, or month and year: 23rd *of* March, 14 *de* marzo.
    Of,
    /// 23rd *day* of March.
    Day,
    /// Before the day: March *the* 23rd, Donnerstag, *den* 14. März.
    The,
    /// Before a time of day: *at* 14:05.
    At,
    /// Between a time of day and its day: 14:05 *on* 3 March.
    On,
    /// A label of a time of day: *Time:* 14:05.
    Time,
    /// Two o'clock in the night, after the figures.
    Am,
    /// Two o'clock in the afternoon, after the figures.
    Pm,
    /// As [`Am`](Self::Am), before the figures or after them: *上午* 10:05.
    Morning,
    /// As [`Pm`](Self::Pm), before the figures or after them: *下午* 2:05.
    Afternoon,
    /// Twelve in the day.
    Noon,
    /// Twelve in the night.
    Midnight,
    /// After a time of day: 14:05 *hrs*.
    Hours,
    /// After the hour alone as well, and between hour and minute: 14 *Uhr*, 14*時*05.
    OClock,
    /// After minutes: 14時05*分*.
    Minutes,
    /// After seconds.
    Seconds,
    /// Beside the year: 2024 *года*, 2024*年*.
    Year,
    /// After the number of a month: 3*月*.
    MonthUnit,
    /// Before the number of a month: *tháng* 3.
    MonthBefore,
    /// After the number of a day: 14*日*, 14 *d.*
    DayUnit,
    /// From one day to another: 4 *to* 6 June.
    To,
    /// One day and another: 4 *and* 5 June.
    And,
    /// The time of the place: 14:05 *local* time.
    Local,
    /// *Date:* 3 March, and whatever is said of it: *hearing* date, date *of birth*.
    Date,
    /// What a date can be of, besides publication: *hearing* date, date *of birth*.
    Occasion,
    /// What the date means, stated before it: *Published* 3 March.
    Label(DateRole),
}

impl Part {
    /// Its place in a set; labels are no members.
    fn bit(self) -> Option<u32> {
        let parts = [
            Self::OrdinalSuffix,
            Self::Of,
            Self::Day,
            Self::The,
            Self::At,
            Self::On,
            Self::Time,
            Self::Am,
            Self::Pm,
            Self::Morning,
            Self::Afternoon,
            Self::Noon,
            Self::Midnight,
            Self::Hours,
            Self::OClock,
            Self::Minutes,
            Self::Seconds,
            Self::Year,
            Self::MonthUnit,
            Self::MonthBefore,
            Self::DayUnit,
            Self::To,
            Self::And,
            Self::Local,
            Self::Date,
            Self::Occasion,
        ];
        (0..)
            .zip(parts)
            .find_map(|(at, part)| (part == self).then_some(1 << at))
    }
}

/// A set of parts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::extract) struct Parts(u32);

impl Parts {
    pub(super) fn add(&mut self, part: Part) {
        self.0 |= part.bit().unwrap_or_default();
    }
}

/// What one word can mean on a page in some language.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(in crate::extract) struct Meaning {
    /// 1 to 12.
    pub(in crate::extract) month: Option<i8>,
    /// Another month that it is as well, in a language that may be the page's.
    pub(super) other_month: Option<i8>,
    /// A month's name in full, not an abbreviation of it.
    pub(super) full: bool,
    /// The month is one in the page's own language, and not only in English.
    pub(super) own: bool,
    /// The month is one in English.
    pub(super) english: bool,
    /// A day of the week.
    pub(in crate::extract) weekday: Option<Weekday>,
    /// A day of the month in words.
    pub(in crate::extract) ordinal: Option<i8>,
    /// A month of another calendar.
    pub(super) foreign: Option<(Foreign, i8)>,
    /// What a date means that this word labels.
    pub(super) label: Option<DateRole>,
    /// Anything else.
    pub(super) parts: Parts,
    /// Words can begin with it that have a meaning together.
    pub(super) begins_phrase: bool,
}

impl Meaning {
    /// Whether a day can begin with the word.
    pub(super) fn can_begin(self) -> bool {
        self.month.is_some() || self.ordinal.is_some() || self.is(Part::MonthBefore)
    }

    /// Whether the word plays this part.
    pub(in crate::extract) fn is(self, part: Part) -> bool {
        match part {
            Part::Label(role) => self.label == Some(role),
            part => part.bit().is_some_and(|bit| self.parts.0 & bit != 0),
        }
    }
}

/// What a word can mean; nothing for a word that has no place in a date. `folded` is room
/// to work in.
pub(super) fn meaning(word: &str, tongue: Tongue, folded: &mut String) -> Meaning {
    if word.len() > LONGEST {
        return Meaning::default();
    }
    lexicon::fold(word, folded);
    lexicon::look_up(folded, tongue)
}

/// In bytes; longer words are not looked up.
const LONGEST: usize = 64;

#[cfg(test)]
mod tests {
    use super::super::languages::LANGUAGES;
    use super::*;

    fn in_language(word: &str, tag: &str) -> Meaning {
        meaning(word, Tongue::of(Some(tag)), &mut String::new())
    }

    #[test]
    fn case_and_accents_do_not_matter() {
        for word in ["September", "SEPTEMBER", "sept", "Sep"] {
            assert_eq!(in_language(word, "en").month, Some(9), "{word}");
        }
        for word in ["août", "AOÛT", "Aout", "AOUT", "aou\u{302}t"] {
            assert_eq!(in_language(word, "fr").month, Some(8), "{word}");
        }
        for word in ["Ağustos", "AĞUSTOS", "AGUSTOS"] {
            assert_eq!(in_language(word, "tr").month, Some(8), "{word}");
        }
        for word in ["Μαρτίου", "ΜΑΡΤΙΟΥ", "Μάρτιος", "ΜΑΡΤΙΟΣ"] {
            assert_eq!(in_language(word, "el").month, Some(3), "{word}");
        }
        for word in ["أبريل", "ابريل", "إبريل"] {
            assert_eq!(in_language(word, "ar").month, Some(4), "{word}");
        }
        assert_eq!(in_language("Thurs", "en").weekday, Some(Weekday::Thursday));
        assert_eq!(in_language("Septuagint", "en"), Meaning::default());
        assert!(in_language("Published", "en").is(Part::Label(DateRole::Published)));
    }

    #[test]
    fn the_language_of_the_page_decides_between_months() {
        let both = |word, tag| {
            let meaning = in_language(word, tag);
            (meaning.month, meaning.other_month)
        };
        assert_eq!(both("listopada", "pl"), (Some(11), None));
        assert_eq!(both("listopada", "hr-HR"), (Some(10), None));
        assert_eq!(both("listopada", "en"), (Some(10), Some(11)));
        assert_eq!(both("März", "en"), (Some(3), None));
        assert_eq!(both("set", "en"), (None, None));
        assert_eq!(both("set", "it"), (Some(9), None));
        assert_eq!(in_language("so", "en").weekday, None);
        assert_eq!(in_language("so", "de").weekday, Some(Weekday::Sunday));
    }

    #[test]
    fn no_english_month_means_another_elsewhere() {
        let english = &LANGUAGES[0];
        assert_eq!(english.code, "en");
        for form in english.months.iter().flat_map(|forms| forms.split(' ')) {
            for language in LANGUAGES {
                let meaning = in_language(form, language.code);
                let here = in_language(form, "en");
                assert_eq!(
                    (meaning.month, meaning.other_month),
                    (here.month, None),
                    "{form}"
                );
            }
        }
    }

    #[test]
    fn every_language_has_its_months_and_days() {
        for language in LANGUAGES {
            for locale in language.locales {
                for (month, name) in (1..).zip(locale.months) {
                    let last = name.split([' ', '\'', '’']).next_back().unwrap_or(name);
                    if !name.contains(' ') && !name.contains('’') {
                        let known = in_language(last, language.code).month;
                        assert_eq!(known, Some(month), "{} {name}", language.code);
                    }
                }
            }
        }
    }
}
