//! Every date of a text: `Published 3 March 2025 | Updated 4 March 2025, 14:05`.

use std::ops::Range;

use super::clock::{clock_after, clock_at, until_another};
use super::day::{Day, day_at};
use super::digits::has_figures;
use super::edge::begins_here;
use super::format::formatted;
use super::moment::{settle, without_time};
use super::token::Tokens;
use super::words::Part;
use super::year::plausible;
use super::{Calendar, DateReading, NoDate, Understood};
use crate::record::DateRole;

/// A date in a text, or what looks like one and is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scanned {
    /// Its bytes in the text, the time of day included, labels not.
    pub range: Range<usize>,
    /// What it says. From one day to another is [`NoDate::Several`].
    pub date: Result<Understood, NoDate>,
    /// What the words before it say that it means.
    pub role: DateRole,
}

/// Every date printed in a text, in order, with byte ranges.
///
/// A year alone is not a date here. Only the first 256 KiB are read.
#[must_use]
pub fn scan(text: &str, how: &DateReading<'_>) -> Vec<Scanned> {
    let mut end = text.len().min(LONGEST_TEXT);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let text = &text[..end];
    if !has_figures(text) {
        return Vec::new();
    }
    let tokens = Tokens::read(text, how);
    let mut found = Vec::new();
    let (mut at, mut after_last) = (0, 0);
    while at < tokens.len() {
        let Some(element) = element_at(&tokens, at, how) else {
            at += 1;
            continue;
        };
        let mut next = element.next;
        let mut role = role_before(&tokens, after_last, at);
        if let Some(label) = label_after(&tokens, next) {
            // `12時00分更新` is how a first version is stamped as well: it says nothing.
            if (role, label) == (DateRole::Unknown, DateRole::Published) {
                role = label;
            }
            next += 1;
        }
        found.push(Scanned {
            range: tokens.range(at, element.next),
            date: element.said,
            role,
        });
        at = next;
        after_last = at;
    }
    found
}

/// In bytes: a text beyond this is not looked at.
const LONGEST_TEXT: usize = 256 * 1024;

struct Element {
    said: Result<Understood, NoDate>,
    next: usize,
}

/// The date that begins at a token, with a time of day before or after it.
fn element_at(tokens: &Tokens<'_>, at: usize, how: &DateReading<'_>) -> Option<Element> {
    if let Some(day) = formatted(tokens, at, how.formats) {
        return Some(with_time_after(tokens, at, day, how));
    }
    if let Some(day) = day_at(tokens, at, how.order) {
        return Some(match range_tail(tokens, &day, how) {
            Some(next) => Element {
                said: Err(NoDate::Several),
                next,
            },
            None => with_time_after(tokens, at, day, how),
        });
    }
    time_before(tokens, at, how)
}

fn with_time_after(tokens: &Tokens<'_>, at: usize, mut day: Day, how: &DateReading<'_>) -> Element {
    let clock = day
        .clock
        .take()
        .or_else(|| clock_after(tokens, day.next, true));
    let next = clock
        .as_ref()
        .map_or(day.next, |clock| clock.next.max(day.next));
    let raw = &tokens.text[tokens.range(at, next)];
    Element {
        said: settle(&day, clock.as_ref(), raw, how),
        next,
    }
}

/// `4 June – 6 July 2024`: the index after the second day.
fn range_tail(tokens: &Tokens<'_>, day: &Day, how: &DateReading<'_>) -> Option<usize> {
    let joined = tokens.is_mark(day.next, '-') || tokens.meaning(day.next).is(Part::To);
    let until = joined.then(|| day_at(tokens, day.next + 1, how.order))??;
    // `14 رمضان 1445 - 24 مارس 2024` is one day in two calendars.
    (until.converted == day.converted).then_some(until.next)
}

/// `14:05 CET, 3 March 2025`, `10 a.m. on March 3, 2025`.
fn time_before(tokens: &Tokens<'_>, at: usize, how: &DateReading<'_>) -> Option<Element> {
    if !begins_here(tokens, at) {
        return None;
    }
    let announced = at > 0 && tokens.meaning(at - 1).is(Part::At);
    let clock = until_another(tokens, clock_at(tokens, at, announced)?);
    let mut next = clock.next;
    while next < clock.next + 2 {
        let joins = matches!(
            tokens.mark(next),
            Some(',' | '-' | '|' | '/' | '·' | '•' | ')')
        ) || tokens.meaning(next).is(Part::On)
            || tokens.meaning(next).is(Part::Of)
            || tokens.meaning(next).is(Part::The);
        if !joins {
            break;
        }
        next += 1;
    }
    let day = day_at(tokens, next, how.order)?;
    if let Some(next) = range_tail(tokens, &day, how) {
        return Some(Element {
            said: Err(NoDate::Several),
            next,
        });
    }
    let raw = &tokens.text[tokens.range(at, day.next)];
    Some(Element {
        said: settle(&day, Some(&clock), raw, how),
        next: day.next,
    })
}

/// What the words before a date say that it means. An embargo or an update outweighs the
/// general words (`Update published on …`), else the nearest word counts.
fn role_before(tokens: &Tokens<'_>, after_last: usize, at: usize) -> DateRole {
    let from = after_last.max(at.saturating_sub(LABEL_REACH));
    let labels = (from..at).filter_map(|at| {
        let meaning = tokens.meaning(at);
        meaning.label.or_else(|| {
            meaning
                .is(Part::Date)
                .then(|| role_of_date(tokens, from, at))
        })
    });
    let mut role = DateRole::Unknown;
    for label in labels {
        role = match (role, label) {
            (DateRole::Embargo, _) | (DateRole::Modified, DateRole::Published) => role,
            _ => label,
        };
    }
    role
}

/// What a line says that the date below it means, where it is a label and nothing more:
/// `Last updated`, `Дата публикации`. Of anything longer nothing.
pub(in crate::extract) fn label_alone(line: &str, how: &DateReading<'_>) -> DateRole {
    let sentence = line.ends_with(['.', '!', '?', ',', ';', '。']);
    if line.len() > LONGEST_LABEL || sentence || has_figures(line) {
        return DateRole::Unknown;
    }
    let tokens = Tokens::read(line, how);
    let words = (0..tokens.len()).filter(|&at| tokens.word(at).is_some());
    match words.count() {
        1..=MOST_WORDS => role_before(&tokens, 0, tokens.len()),
        _ => DateRole::Unknown,
    }
}

/// In bytes.
const LONGEST_LABEL: usize = 60;
/// `Dernière mise à jour`.
const MOST_WORDS: usize = 4;

/// What the word after a date says that it means, where that is the order of words:
/// `2024/3/14 10:05配信`. A label of the next date it is not.
fn label_after(tokens: &Tokens<'_>, at: usize) -> Option<DateRole> {
    let label = tokens.meaning(at).label?;
    let verb_last = |c: char| matches!(c, '\u{3040}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}');
    let last = tokens.word(at)?.starts_with(verb_last);
    let of_next =
        tokens.is_mark(at + 1, ':') || !tokens.is_glued(at) && tokens.number(at + 1).is_some();
    (last && !of_next).then_some(label)
}

/// What the word *date* says: that of publication, unless something else has it (`Hearing
/// date`, `Deadline date`, `Date of birth`).
fn role_of_date(tokens: &Tokens<'_>, from: usize, at: usize) -> DateRole {
    let of_something = |at: usize| {
        let meaning = tokens.meaning(at);
        meaning
            .label
            .or_else(|| meaning.is(Part::Occasion).then_some(DateRole::Event))
    };
    let before = (at > from).then(|| of_something(at - 1)).flatten();
    let after = || {
        let mut next = at + 1;
        if !tokens.meaning(next).is(Part::Of) {
            return None;
        }
        next += 1;
        if tokens.meaning(next).is(Part::The) {
            next += 1;
        }
        of_something(next)
    };
    before.or_else(after).unwrap_or(DateRole::Published)
}

/// In tokens: words farther before a date do not label it.
const LABEL_REACH: usize = 6;

/// A value that is nothing but a month or a year in figures, and labels.
pub(super) fn whole_value(text: &str, how: &DateReading<'_>) -> Option<Understood> {
    if !has_figures(text) {
        return None;
    }
    let tokens = Tokens::read(text, how);
    let numbers: Vec<usize> = (0..tokens.len())
        .filter(|&at| tokens.number(at).is_some())
        .take(3)
        .collect();
    let is_filler = |at: usize| {
        matches!(tokens.mark(at), Some(':' | '.' | ',' | '-' | '(' | ')'))
            || tokens.meaning(at).label.is_some()
            || [Part::Date, Part::On, Part::Of, Part::Year]
                .iter()
                .any(|part| tokens.meaning(at).is(*part))
    };
    let (first, last) = (*numbers.first()?, *numbers.last()?);
    let outside = (0..first).chain(last + 1..tokens.len());
    if !outside.clone().all(is_filler) {
        return None;
    }
    let calendar = match numbers.as_slice() {
        [at] => Calendar::Year(year(&tokens, *at)?),
        [a, b] if *b == a + 2 && matches!(tokens.mark(a + 1), Some('-' | '/' | '.')) => {
            let (year, month) = match (year(&tokens, *a), year(&tokens, *b)) {
                (Some(year), None) => (year, tokens.number(*b)?),
                (None, Some(year)) => (year, tokens.number(*a)?),
                _ => return None,
            };
            let (month @ 1..=12, 2) = month else {
                return None;
            };
            let month = i8::try_from(month).ok()?;
            Calendar::Month { year, month }
        }
        _ => return None,
    };
    Some(without_time(calendar, text))
}

fn year(tokens: &Tokens<'_>, at: usize) -> Option<i16> {
    match tokens.number(at)? {
        (value, 4) => plausible(value).ok(),
        _ => None,
    }
}
