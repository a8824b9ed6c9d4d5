//! The places of a dateline: `VIENNA/TIRANA`, `OSH, Kyrgyzstan`, `NEW YORK, N.Y.`
//!
//! A comma stands either between two towns or between a town and its country. `/` always
//! splits; `,` only where every part is in capitals and the later ones are no regions that
//! we know. Whatever is not a town stays in the printed form.
//!
//! In scripts without capitals nothing shows where a name ends: there, a known town is a
//! place, and so are a few words before a mark or a date, which are then weaker evidence.

use std::ops::Range;

use super::gazetteer::{is_region, is_short_region, is_town};
use super::prose::{is_never_a_place, is_opener};
use super::spelling::{SMALL, spelled};
use super::uncased::{self, is_uncased};
use super::{river, wire};
use crate::extract::date::{Kind, Tokens, day_at};

/// Places as printed.
#[derive(Debug, Clone)]
pub(super) struct Places {
    /// Each place with what stands before it.
    parts: Vec<Part>,
    /// Their bytes, regions in brackets included.
    pub(super) range: Range<usize>,
    /// The index after them.
    pub(super) next: usize,
    /// A comma parts them from what follows (and is in `next`).
    pub(super) comma: bool,
}

#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) name: String,
    pub(super) capitals: bool,
    /// A new town, whatever it is called: `/`, `&` or `and` stands before it.
    pub(super) split: bool,
    /// In a script without capitals.
    pub(super) uncased: bool,
}

impl Places {
    /// Places whose extent is already known, in a script without capitals.
    pub(super) fn named(names: &[&str], range: Range<usize>, next: usize) -> Self {
        let part = |name: &&str| Part {
            name: (*name).to_owned(),
            capitals: false,
            split: true,
            uncased: true,
        };
        Self {
            parts: names.iter().map(part).collect(),
            range,
            next,
            comma: false,
        }
    }

    /// The places that begin at a token; `None` where there is ordinary prose.
    pub(super) fn at(tokens: &Tokens<'_>, at: usize) -> Option<Self> {
        let (first, mut next) = part(tokens, at, true, true)?;
        let mut parts = vec![first];
        let mut comma = false;
        while parts.len() < MOST_PLACES {
            let Some((split, after)) = joiner(tokens, next, &parts) else {
                break;
            };
            match part(tokens, after, split, false) {
                Some((part, end)) => {
                    parts.push(part);
                    next = end;
                }
                None => {
                    comma = !split && tokens.is_mark(next, ',');
                    break;
                }
            }
        }
        let mut end = next;
        while let Some(after) = region_in_brackets(tokens, next) {
            (next, end) = (after, after);
            comma = tokens.is_mark(next, ',');
        }
        Some(Self {
            parts,
            range: tokens.range(at, end),
            next: next + usize::from(comma),
            comma,
        })
    }

    /// The towns, in the record's spelling.
    pub(super) fn towns(&self) -> Vec<String> {
        let capitals = self.all_capitals();
        let mut towns = Vec::new();
        for (index, part) in self.parts.iter().enumerate() {
            let town = index == 0 || part.split || (capitals && !is_region(&part.name));
            let name = spelled(&part.name);
            if town && !towns.contains(&name) {
                towns.push(name);
            }
        }
        towns
    }

    /// Whether every part is in capitals, the strong form.
    pub(super) fn all_capitals(&self) -> bool {
        self.parts.iter().all(|part| part.capitals)
    }

    /// Whether the first is in capitals: `OSH, Kyrgyzstan`.
    pub(super) fn leads_in_capitals(&self) -> bool {
        self.parts.first().is_some_and(|part| part.capitals)
    }

    /// Whether a town among them is known.
    pub(super) fn has_known_town(&self) -> bool {
        self.parts.iter().any(|part| is_town(&part.name))
    }

    /// Whether all of them are known, the first one as a town.
    pub(super) fn are_known(&self) -> bool {
        let mut parts = self.parts.iter();
        parts.next().is_some_and(|part| is_town(&part.name))
            && parts.all(|part| is_town(&part.name) || is_region(&part.name))
    }

    /// Whether the first is known, or stands before its state and with a known one.
    pub(super) fn leads_with_known(&self) -> bool {
        let first = self.parts.first();
        first.is_some_and(|part| is_town(&part.name))
            || (self.has_region() && self.has_known_town())
    }

    /// Whether a slash joins several known towns: `London/Teheran`.
    pub(super) fn are_joined_towns(&self, tokens: &Tokens<'_>) -> bool {
        let slashes = tokens.text[self.range.clone()].matches('/').count();
        let towns = self.parts.iter().all(|part| is_town(&part.name));
        slashes > 0 && slashes + 1 == self.parts.len() && towns
    }

    /// Whether they could as well be the first words of a sentence: no capitals show where
    /// the name ends, and it is none that we know.
    pub(super) fn may_be_prose(&self) -> bool {
        let first = self.parts.first();
        first.is_some_and(|part| part.uncased && !is_town(&part.name))
    }

    /// Whether the only one is also a first name or a common word: `AUSTIN: I think so.`
    pub(super) fn is_also_a_word(&self) -> bool {
        let first = self.parts.first();
        first.is_some_and(|part| ALSO_WORDS.contains(&part.name.to_lowercase().as_str()))
    }

    /// Whether a region follows the first.
    pub(super) fn has_region(&self) -> bool {
        self.parts.iter().skip(1).any(|part| is_region(&part.name))
    }

    /// Whether the abbreviation of a state follows the first: `Scottsdale, AZ`.
    pub(super) fn has_short_region(&self) -> bool {
        self.parts
            .iter()
            .skip(1)
            .any(|part| is_short_region(&part.name))
    }
}

/// More places than this are a list of something else.
const MOST_PLACES: usize = 8;

/// More words than this are a sentence.
pub(super) const MOST_WORDS: usize = 6;

/// Towns that are also first names or common words.
const ALSO_WORDS: &[&str] = &[
    "austin",
    "charlotte",
    "dallas",
    "florence",
    "georgetown",
    "houston",
    "kingston",
    "lima",
    "male",
    "nice",
    "phoenix",
    "rom",
    "salvador",
    "split",
    "sydney",
    "ulm",
    "victoria",
];

/// One place: words that begin in capitals, with the small words between them.
fn part(tokens: &Tokens<'_>, at: usize, split: bool, first: bool) -> Option<(Part, usize)> {
    if tokens.word(at).is_some_and(is_uncased) {
        return uncased::part(tokens, at, split);
    }
    let mut next = at;
    let mut words = 0;
    while words < MOST_WORDS && !is_end_of_place(tokens, next, words) {
        if words > 0 && is_between_towns(tokens, next, &tokens.text[tokens.range(at, next)]) {
            break;
        }
        let Some(after) = word_of_place(tokens, next, first && words == 0) else {
            break;
        };
        next = after;
        words += 1;
    }
    if words == 0 {
        return None;
    }
    next = river::after_slash(tokens, next);
    let name = &tokens.text[tokens.range(at, next)];
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = !name.chars().any(char::is_lowercase);
    if letters < 2
        || (wire::is_known(name) && !is_town(name))
        || is_end_of_sentence(tokens, next, capitals || is_town(name))
    {
        return None;
    }
    let part = Part {
        name: name.to_owned(),
        capitals,
        split,
        uncased: false,
    };
    Some((part, next))
}

/// Words between place and date: `Paris, le 3 mars 2021`, `أبوظبي في 3 مارس`.
pub(super) fn is_before_date(tokens: &Tokens<'_>, at: usize) -> bool {
    const BEFORE: &[&str] = &[
        "le", "den", "am", "im", "a", "el", "em", "la", "dnia", "dne", "dňa", "في", "ngày",
    ];
    tokens.word(at).is_some_and(|word| BEFORE.contains(&word))
}

/// Whether the place ends before this token: something else begins here.
fn is_end_of_place(tokens: &Tokens<'_>, at: usize, words: usize) -> bool {
    // `MARCH` may be a town, `MARCH 3` is not; `SUN VALLEY` is one.
    let weekday = tokens.meaning(at).weekday.is_some()
        && !(words == 0 && tokens.word(at).is_some_and(is_town));
    let dated = tokens.meaning(at).month.is_some() || weekday;
    dated && day_at(tokens, at, None).is_some()
        || words > 0 && tokens.get(at).is_some_and(|token| token.new_line)
}

/// One word of a place with what is glued to it, and the index after it.
fn word_of_place(tokens: &Tokens<'_>, at: usize, first: bool) -> Option<usize> {
    let word = tokens.word(at)?;
    if is_never_a_place(word) || (first && is_opener(tokens, at, word)) {
        return None;
    }
    if !word.starts_with(char::is_uppercase) {
        if let Some(after) = river::shortened(tokens, at).filter(|_| !first) {
            return Some(after);
        }
        let small = !first && SMALL.contains(&word);
        let followed = tokens
            .word(at + 1)
            .is_some_and(|next| next.starts_with(char::is_uppercase) && !is_never_a_place(next));
        return (small && followed && !is_end_of_place(tokens, at + 1, 1)).then_some(at + 1);
    }
    let (letters, after_letters) = tokens.letters(at)?;
    if after_letters > at + 1 {
        return (letters.len() > 1).then_some(after_letters);
    }
    let mut next = at + 1;
    while matches!(tokens.mark(next), Some('-' | '\''))
        && tokens.is_glued(next)
        && tokens.is_glued(next + 1)
        && tokens
            .word(next + 1)
            .is_some_and(|word| word.len() > 1 || tokens.is_mark(next, '-') || is_saint(tokens, at))
        && !(tokens.is_mark(next, '-') && is_capital_to_sentence(tokens, at, next + 1))
    {
        next += 2;
    }
    let printed = &tokens.text[tokens.range(at, next)];
    let shortened = tokens.is_mark(next, '.')
        && tokens.is_glued(next)
        && (is_short_region(&format!("{printed}."))
            || SHORTENED
                .iter()
                .any(|short| printed.eq_ignore_ascii_case(short)));
    Some(next + usize::from(shortened))
}

/// `ST. JOHN'S`: after a saint, the town is called by what is his.
fn is_saint(tokens: &Tokens<'_>, at: usize) -> bool {
    let Some(before) = at.checked_sub(1) else {
        return false;
    };
    let dot = tokens.is_mark(before, '.') && tokens.is_glued(before);
    let word = before.checked_sub(usize::from(dot));
    word.and_then(|at| tokens.word(at))
        .is_some_and(|word| word.eq_ignore_ascii_case("st") || word.eq_ignore_ascii_case("saint"))
}

/// Whether a dash parts a place in capitals from a sentence: `WASHINGTON-The`.
fn is_capital_to_sentence(tokens: &Tokens<'_>, before: usize, after: usize) -> bool {
    let is_capitals = |at: usize| {
        tokens
            .word(at)
            .is_some_and(|word| word.len() > 1 && !word.chars().any(char::is_lowercase))
    };
    let small = tokens.word(after).is_some_and(|word| SMALL.contains(&word));
    is_capitals(before) && !is_capitals(after) && !small
}

/// `Federal Trade Commission. (April 24, 2025)`: a full stop ends a sentence, not a place,
/// unless that is in capitals or known: `MOSCOW. March 3 (Interfax)`.
fn is_end_of_sentence(tokens: &Tokens<'_>, at: usize, sure: bool) -> bool {
    tokens.is_mark(at, '.') && (!sure || tokens.is_glued(at + 1))
}

/// What stands between two places; the first value: the next is a town of its own.
fn joiner(tokens: &Tokens<'_>, at: usize, parts: &[Part]) -> Option<(bool, usize)> {
    match tokens.get(at)?.kind {
        Kind::Mark('/' | '&') => Some((true, at + 1)),
        Kind::Mark(',') => Some((false, at + 1)),
        Kind::Word(word, _) if ANDS.contains(&word) => {
            let before = &parts.last()?.name;
            is_between_towns(tokens, at, before).then_some((true, at + 1))
        }
        Kind::Mark(_) | Kind::Word(..) | Kind::Number { .. } => None,
    }
}

/// Whether a small `and` joins two towns and is not in one name: what stands around it is in
/// capitals (`SAN FRANCISCO, Calif. and LONDON`) or known.
fn is_between_towns(tokens: &Tokens<'_>, at: usize, before: &str) -> bool {
    let Some(and) = tokens.word(at).filter(|word| ANDS.contains(word)) else {
        return false;
    };
    let Some(after) = tokens.word(at + 1) else {
        return false;
    };
    let capitals = is_region(before) || !before.chars().any(char::is_lowercase);
    let known = is_town(before) && begins_known_town(tokens, at + 1);
    (known || capitals && is_in_capitals(tokens, at + 1))
        && !is_region(&format!("{before} {and} {after}"))
}

fn is_in_capitals(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens
        .word(at)
        .is_some_and(|word| !is_uncased(word) && !word.chars().any(char::is_lowercase))
}

fn begins_known_town(tokens: &Tokens<'_>, at: usize) -> bool {
    (at + 1..=at + 3).any(|end| is_town(&tokens.text[tokens.range(at, end)]))
}

/// The small words between two towns: `PARIS and LONDON`, `Zürich und Genf`.
const ANDS: &[&str] = &[
    "and", "und", "et", "e", "y", "en", "og", "och", "i", "и", "та", "ve",
];

/// `KYIV (Ukraine)`, `New Delhi [India]`, `Halle (Saale)`: the index after the bracket. One
/// before another bracket, which is the wire's, may hold anything: `Lindau (B) (ots)`.
fn region_in_brackets(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let end = match tokens.mark(at)? {
        '(' => ')',
        '[' => ']',
        _ => return None,
    };
    let close = (at + 1..at + 6).find(|&at| tokens.is_mark(at, end))?;
    let name = &tokens.text[tokens.range(at + 1, close)];
    let before_wire = tokens.is_mark(close + 1, '(') && !wire::is_known(name);
    (is_region(name) || river::is_one(name) || before_wire).then_some(close + 1)
}

/// Words of places that are shortened with a full stop.
const SHORTENED: &[&str] = &["St", "Ste", "Mt", "Ft", "Pt"];
