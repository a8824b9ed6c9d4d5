//! All words of all languages, looked up by hash.

use std::collections::HashMap;
use std::sync::LazyLock;

use jiff::civil::Weekday;
use unicode_normalization::UnicodeNormalization;

use super::calendars::Foreign;
use super::languages::LANGUAGES;
use super::token::is_invisible;
use super::tongue::Tongue;
use super::words::{Language, Meaning, Part, Parts};
use crate::record::DateRole;

/// A word as it is looked up: in lower case, without accents where a script can do without
/// them, and with one spelling of each letter.
pub(super) fn fold(word: &str, folded: &mut String) {
    folded.clear();
    if word.is_ascii() {
        folded.extend(word.chars().map(|c| c.to_ascii_lowercase()));
        return;
    }
    let letters = word
        .chars()
        .filter(|&c| !is_invisible(c))
        .flat_map(char::to_lowercase)
        .nfd();
    folded.extend(letters.filter(|&c| !is_accent(c)).map(plain));
}

/// Accents of Latin, Greek and Cyrillic letters, points of Hebrew and Arabic ones and of
/// those of India.
fn is_accent(c: char) -> bool {
    matches!(
        c,
        '\u{300}'..='\u{36F}' | '\u{93C}' | '\u{9BC}' | '\u{591}'..='\u{5C7}' | '\u{64B}'..='\u{65F}' | '\u{670}' | '\u{640}'
    )
}

fn plain(c: char) -> char {
    match c {
        'ı' => 'i',
        'ς' => 'σ',
        // Persian and Arabic keyboards have letters of their own for these.
        'ی' | 'ى' => 'ي',
        'ک' => 'ك',
        // Azerbaijani `ə` where the keyboard had none.
        'ǝ' => 'ə',
        other => other,
    }
}

/// Which languages, by their place in [`LANGUAGES`].
type Langs = u128;

const ENGLISH: Langs = 1;

/// What a word means in which languages.
#[derive(Default)]
struct Entry {
    months: Vec<(Langs, i8)>,
    weekdays: Vec<(Langs, i8)>,
    labels: Vec<(Langs, DateRole)>,
    ordinal: Option<i8>,
    foreign: Option<(Foreign, i8)>,
    parts: Parts,
    full: bool,
    begins_phrase: bool,
}

/// The meaning of a folded word, or of a phrase whose words a space parts.
pub(super) fn look_up(folded: &str, tongue: Tongue) -> Meaning {
    let Some(entry) = LEXICON.words.get(folded) else {
        return Meaning::default();
    };
    let here: Langs = tongue.language().map_or(0, |at| 1 << at);
    let (month, other_month) = decided(&entry.months, here);
    let knows = |langs: Langs| entry.months.iter().any(|(known, _)| known & langs != 0);
    let weekday = match decided(&entry.weekdays, here) {
        (weekday, None) => weekday,
        (_, Some(_)) => None,
    };
    let (label, _) = decided(&entry.labels, here);
    Meaning {
        month,
        other_month,
        full: entry.full,
        own: here != ENGLISH && knows(here),
        english: knows(ENGLISH),
        weekday: weekday.and_then(|day| Weekday::from_monday_one_offset(day).ok()),
        ordinal: entry.ordinal,
        foreign: entry.foreign,
        label,
        parts: entry.parts,
        begins_phrase: entry.begins_phrase,
    }
}

/// What a word means here: what the page's language says, else English, else all that know
/// it; two values where those disagree.
fn decided<T: Copy + PartialEq>(known: &[(Langs, T)], here: Langs) -> (Option<T>, Option<T>) {
    let by = |langs: Langs| {
        known
            .iter()
            .find(|(which, _)| which & langs != 0)
            .map(|(_, value)| *value)
    };
    if let Some(value) = by(here).or_else(|| by(ENGLISH)) {
        return (Some(value), None);
    }
    let mut everywhere = known
        .iter()
        .filter(|(langs, _)| langs & OWN_ONLY == 0)
        .map(|(_, value)| *value);
    (everywhere.next(), everywhere.next())
}

/// Marks a meaning that counts on pages of its language only.
const OWN_ONLY: Langs = 1 << 127;

/// The words of a phrase that may follow its first one, the longest phrase first.
pub(super) fn phrases(first: &str) -> &'static [Vec<String>] {
    LEXICON.phrases.get(first).map_or(&[], Vec::as_slice)
}

struct Lexicon {
    words: HashMap<String, Entry>,
    phrases: HashMap<String, Vec<Vec<String>>>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let mut lexicon = Lexicon {
        words: HashMap::with_capacity(8192),
        phrases: HashMap::new(),
    };
    for (at, language) in LANGUAGES.iter().enumerate() {
        lexicon.add(1 << at, language);
    }
    for phrases in lexicon.phrases.values_mut() {
        phrases.sort_by_key(|words| std::cmp::Reverse(words.len()));
        phrases.dedup();
    }
    lexicon
});

impl Lexicon {
    fn add(&mut self, langs: Langs, language: &Language) {
        for locale in language.locales {
            let full = [Some(locale.months), locale.months_alone];
            for names in full.into_iter().flatten() {
                for (month, name) in (1..).zip(names) {
                    self.month(langs, month, name, true, language);
                }
            }
            let short = [Some(locale.short_months), locale.short_months_alone];
            for names in short.into_iter().flatten() {
                for (month, name) in (1..).zip(names) {
                    self.month(langs, month, name, false, language);
                }
            }
            // The C library's weeks begin on Sunday.
            let week = [7, 1, 2, 3, 4, 5, 6];
            for (day, name) in week.into_iter().zip(locale.days) {
                self.weekday(langs, day, name);
            }
            for (day, name) in week.into_iter().zip(locale.short_days) {
                self.weekday(langs | OWN_ONLY, day, name);
            }
        }
        for (month, names) in (1..).zip(language.months) {
            for name in names.split(' ') {
                let short = name.ends_with('.') || name.chars().count() <= LONGEST_SHORT;
                let full = !short || langs == ENGLISH;
                self.month(langs, month, name, full, language);
            }
        }
        for (day, names) in (1..).zip(language.weekdays) {
            for name in names.split(' ') {
                self.weekday(langs, day, name);
            }
        }
        for (name, day) in language.ordinals {
            self.with(name, |entry| entry.ordinal = Some(*day));
        }
        for (calendar, months) in language.foreign {
            for (month, names) in (1..).zip(months) {
                for name in names.split(' ') {
                    self.with(name, |entry| entry.foreign = Some((*calendar, month)));
                }
            }
        }
        for (part, names) in language.parts {
            for name in names.split(' ') {
                self.part(langs, *part, name);
            }
        }
    }

    fn month(&mut self, langs: Langs, month: i8, name: &str, full: bool, language: &Language) {
        // `3月` is a number and a unit.
        if name.contains(char::is_numeric) {
            return;
        }
        self.one_month(langs, month, name, full);
        if full {
            for ending in language
                .endings
                .split(' ')
                .filter(|ending| !ending.is_empty())
            {
                self.one_month(langs, month, &format!("{name}{ending}"), true);
            }
            if !language.prefix.is_empty() {
                self.one_month(langs, month, &format!("{}{name}", language.prefix), true);
            }
        }
    }

    fn one_month(&mut self, langs: Langs, month: i8, name: &str, full: bool) {
        let own_only = langs != ENGLISH
            && ORDINARY.contains(&name.trim_end_matches('.').to_lowercase().as_str());
        let langs = if own_only { langs | OWN_ONLY } else { langs };
        self.with(name, |entry| {
            entry.full |= full;
            join(&mut entry.months, langs, month);
        });
    }

    fn weekday(&mut self, langs: Langs, day: i8, name: &str) {
        // `V`, `h.` and the like say nothing outside of calendars.
        let letters = name.trim_end_matches(['.', '\'', '\u{A0}']).chars().count();
        // Luxembourgish `Dë` is an article as well.
        if letters > 1 && name != "Dë" {
            // `Sul` is Sunday in Wales and the south in Portugal.
            let latin = name.starts_with(|c: char| c < '\u{370}');
            let hebrew = name.starts_with(|c| matches!(c, '\u{5D0}'..='\u{5EA}'));
            let own_only = langs != ENGLISH
                && (latin && letters < SHORTEST_DAY || hebrew && !name.contains('_'));
            let langs = if own_only { langs | OWN_ONLY } else { langs };
            self.with(name, |entry| join(&mut entry.weekdays, langs, day));
        }
    }

    fn part(&mut self, langs: Langs, part: Part, name: &str) {
        let ordinary = langs != ENGLISH && ORDINARY.contains(&name);
        self.with(name, |entry| match part {
            Part::Label(role) => {
                let langs = if ordinary { langs | OWN_ONLY } else { langs };
                join(&mut entry.labels, langs, role);
            }
            part => entry.parts.add(part),
        });
    }

    /// Changes the entry of a form, which may consist of several words.
    fn with(&mut self, name: &str, change: impl FnOnce(&mut Entry)) {
        let mut words: Vec<String> = name
            .split([' ', '_', '.', '\'', '’', '-', '/', '॰', '\u{A0}'])
            .filter(|word| !word.is_empty())
            .map(|word| {
                let mut folded = String::new();
                fold(word, &mut folded);
                folded
            })
            .collect();
        if words.is_empty() {
            return;
        }
        change(self.words.entry(words.join(" ")).or_default());
        if words.len() > 1 {
            let first = words.remove(0);
            self.words.entry(first.clone()).or_default().begins_phrase = true;
            self.phrases.entry(first).or_default().push(words);
        }
    }
}

/// Adds what a word means in some languages to what is known.
fn join<T: PartialEq>(known: &mut Vec<(Langs, T)>, langs: Langs, value: T) {
    let own_only = langs & OWN_ONLY;
    let same = known
        .iter_mut()
        .find(|(which, other)| *other == value && which & OWN_ONLY == own_only);
    match same {
        Some((which, _)) => *which |= langs,
        None => known.push((langs, value)),
    }
}

/// In letters: shorter forms in the tables of months are abbreviations.
const LONGEST_SHORT: usize = 4;

/// In letters: shorter names of days are abbreviations, or other words elsewhere.
const SHORTEST_DAY: usize = 5;

/// Words of some language that are months or labels in another; they count only on pages
/// in the latter.
const ORDINARY: &[&str] = &[
    "abe", "api", "ara", "aza", "cze", "data", "eka", "ene", "gen", "ira", "kas", "kor", "led",
    "lip", "lis", "lut", "mac", "mag", "med", "min", "out", "pri", "pro", "sal", "sen", "set",
    "sie", "stand", "stu", "sty", "tam", "tet", "tra", "tri", "maw", "meh", "gor", "eki", "tem",
    "sto", "ian", "ion", "may", "mee", "kol", "dato", "stato", "red", "datum",
];
