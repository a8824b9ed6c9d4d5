//! Datelines of China, Japan and Korea, which part no words.
//!
//! `新华社北京6月14日电（记者王甲）`, `（中央社台北14日電）`: the agency, the place, the day
//! and the word for a dispatch. `【ロンドン共同】`, `(서울=연합뉴스) 홍길동 기자 =`: place and
//! agency in brackets, which may name a reporter in the agency's place. The reporter whom an
//! agency names before the text is part of the dateline as printed.

use std::ops::Range;

use super::gazetteer::is_town;
use super::opening::Opening;
use super::place::Places;
use super::wire;
use crate::extract::date::{DateReading, Day, Tokens, day_at};

/// The dateline that opens a text of East Asia.
pub(super) fn opening(tokens: &Tokens<'_>, how: &DateReading<'_>) -> Option<Opening> {
    let text = tokens.text;
    let start = tokens.get(0)?.start;
    let block = Block { tokens, how };
    let Some((inner, after)) = in_brackets(text, start) else {
        let (read, end) = block.dispatch(start..text.len())?;
        return block.whole(read, start..end);
    };
    if let Some((read, end)) = block.dispatch(inner.clone()) {
        return (end == inner.end).then(|| block.whole(read, start..after))?;
    }
    let read = block.named_in_brackets(inner)?;
    block.whole(read, start..after_reporter(text, after))
}

/// The text in the brackets that begin a block, and where they end.
fn in_brackets(text: &str, start: usize) -> Option<(Range<usize>, usize)> {
    const PAIRS: &[(char, char)] = &[
        ('(', ')'),
        ('（', '）'),
        ('[', ']'),
        ('［', '］'),
        ('【', '】'),
        ('〔', '〕'),
    ];
    let open = text[start..].chars().next()?;
    let (_, close) = PAIRS.iter().find(|(left, _)| *left == open)?;
    let inner = start + open.len_utf8();
    let length = text[inner..].find(*close)?;
    let end = inner + length;
    (length <= LONGEST).then_some((inner..end, end + close.len_utf8()))
}

/// In bytes: a longer text in brackets is an aside.
const LONGEST: usize = 120;

/// What a dateline says.
#[derive(Default)]
struct Read {
    places: Vec<String>,
    places_range: Range<usize>,
    date: Option<(Day, Range<usize>)>,
    wire: Option<String>,
}

struct Block<'t, 'a> {
    tokens: &'t Tokens<'a>,
    how: &'t DateReading<'t>,
}

impl Block<'_, '_> {
    /// `新华社北京6月14日电（记者王甲）`: what it says, and where it ends.
    fn dispatch(&self, range: Range<usize>) -> Option<(Read, usize)> {
        let text = self.tokens.text;
        let from = after_any(text, range.start, &["据", "據"]);
        let wire = wire::glued_before(&text[from..range.end])?;
        let place_at = from + wire.len();
        let number = (0..self.tokens.len()).find(|&at| {
            let token = self.tokens.get(at);
            self.tokens.number(at).is_some() && token.is_some_and(|token| token.start >= place_at)
        })?;
        let date_at = self.tokens.get(number)?.start;
        let (place, place_range) = dispatched_from(text, place_at..date_at)?;
        let (date, date_end) = self.day_of_dispatch(number)?;
        let sent = after_any(text, date_end, DISPATCH);
        let ends = sent > date_end && !text[sent..].starts_with(char::is_alphanumeric);
        if !ends || sent > range.end {
            return None;
        }
        let read = Read {
            places: place,
            places_range: place_range,
            date,
            wire: Some(wire.to_owned()),
        };
        Some((read, after_signature(text, sent)))
    }

    /// `6月14日`, or `14日`, which states no date.
    #[expect(
        clippy::type_complexity,
        reason = "a day that may be none, and its end"
    )]
    fn day_of_dispatch(&self, at: usize) -> Option<(Option<(Day, Range<usize>)>, usize)> {
        let tokens = self.tokens;
        if let Some(day) = day_at(tokens, at, self.how.order) {
            let range = tokens.range(at, day.next);
            let end = range.end;
            return Some((Some((day, range)), end));
        }
        tokens.small_number(at)?;
        let unit = tokens.word(at + 1)?;
        let after = tokens.get(at + 1)?.start + "日".len();
        unit.starts_with('日').then_some((None, after))
    }

    /// `ロンドン共同`, `서울=연합뉴스`, `東京　14日　ロイター`, `3月3日 AFP`.
    fn named_in_brackets(&self, inner: Range<usize>) -> Option<Read> {
        let text = &self.tokens.text[inner.clone()];
        if text.is_ascii() {
            return None;
        }
        if let Some((place, name)) = text.split_once(['=', '＝']) {
            return self.place_and_name(inner.start, place, name);
        }
        let mut read = Read::default();
        let last = text.split_whitespace().next_back()?;
        let name = match wire::is_known(last) {
            true => last,
            false => wire::glued_after(last)?,
        };
        read.wire = Some(name.to_owned());
        let before = text.trim_end().strip_suffix(name)?;
        let mut at = inner.start;
        for piece in before.split_whitespace() {
            at += self.tokens.text[at..].find(piece)?;
            let range = at..at + piece.len();
            at = range.end;
            if let Some(day) = self.day_in(&range) {
                read.date = Some((day, range));
            } else if read.places.is_empty() && !is_day_alone(piece) {
                read.places = towns(piece)?;
                read.places_range = range;
            }
        }
        let known = read.places.iter().any(|place| is_town(place));
        (known || read.date.is_some()).then_some(read)
    }

    /// `東京=共同`, `パリAFP=時事`, `ワシントン=山田太郎`.
    fn place_and_name(&self, start: usize, place: &str, name: &str) -> Option<Read> {
        let latin = place.trim_end_matches(|c: char| c.is_ascii_uppercase());
        let partner = match wire::glued_after(place) {
            Some(glued) => glued,
            None => &place[latin.len()..],
        };
        let town = place[..place.len() - partner.len()].trim_end();
        let towns = towns(town)?;
        let wire = match (wire::is_known(name), partner) {
            (true, "") => Some(name.trim().to_owned()),
            (true, _) => {
                let both = start + place.len() - partner.len()..;
                Some(self.tokens.text[both][..partner.len() + 1 + name.len()].to_owned())
            }
            (false, "") => None,
            (false, _) => Some(partner.to_owned()),
        };
        let person = name.chars().count() <= LONGEST_NAME
            && name.chars().all(|c| c.is_alphabetic() || c == ' ');
        let known = towns.iter().all(|town| is_town(town));
        (wire.is_some() || (known && person)).then(|| Read {
            places: towns,
            places_range: start..start + town.len(),
            date: None,
            wire,
        })
    }

    /// The day that a range is, and nothing else.
    fn day_in(&self, range: &Range<usize>) -> Option<Day> {
        let tokens = self.tokens;
        let starts = |at: usize| {
            tokens
                .get(at)
                .is_some_and(|token| token.start == range.start)
        };
        let at = (0..tokens.len()).find(|&at| starts(at))?;
        let day = day_at(tokens, at, self.how.order)?;
        (tokens.range(at, day.next).end == range.end).then_some(day)
    }

    /// The opening, if any text follows it.
    fn whole(&self, read: Read, range: Range<usize>) -> Option<Opening> {
        let text = self.tokens.text;
        let rest = text[range.end..].trim_start_matches(is_separator);
        if rest.is_empty() {
            return None;
        }
        let mut opening = Opening {
            body_at: text.len() - rest.len(),
            range,
            wire: read.wire,
            sure_wire: true,
            ..Opening::default()
        };
        if !read.places.is_empty() {
            let names: Vec<&str> = read.places.iter().map(String::as_str).collect();
            opening.places = Some(Places::named(&names, read.places_range, 0));
        }
        if let Some((day, range)) = read.date {
            opening.date_as_printed(&text[range], day, self.how);
        }
        Some(opening)
    }
}

/// In characters: the longest name of a reporter with his title.
const LONGEST_NAME: usize = 14;

/// The words for a dispatch after its day, the longer ones first.
const DISPATCH: &[&str] = &[
    "綜合外電報導",
    "综合外电报道",
    "綜合報導",
    "综合报道",
    "综合电",
    "綜合電",
    "专电",
    "專電",
    "电讯",
    "電訊",
    "电",
    "電",
    "讯",
    "訊",
];

/// The place between agency and day: none, towns, or a town after the reporter's name.
fn dispatched_from(text: &str, range: Range<usize>) -> Option<(Vec<String>, Range<usize>)> {
    let place = &text[range.clone()];
    if place.is_empty() {
        return Some((Vec::new(), range));
    }
    if place.starts_with("记者") || place.starts_with("記者") {
        // Where the name ends and the town begins, only the town can tell.
        let mut starts = place.char_indices().map(|(at, _)| at);
        let known = starts.find(|&at| is_town(&place[at..]));
        let towns = known.map(|at| place[at..].to_owned()).into_iter().collect();
        let at = range.start + known.unwrap_or(place.len());
        return Some((towns, at..range.end));
    }
    Some((towns(place)?, range))
}

/// `서울·부산`: names of towns; `None` for what is none, such as the label of a picture.
fn towns(text: &str) -> Option<Vec<String>> {
    let names: Vec<String> = text
        .split(['·', '・', '/', '／', '、', ','])
        .map(|name| name.trim().to_owned())
        .collect();
    let is_name = |name: &String| {
        let count = name.chars().count();
        let is_label = NO_PLACES.iter().any(|label| name.contains(label));
        (1..=MOST_LETTERS).contains(&count)
            && !is_label
            && name.chars().all(|c| c.is_alphabetic() && !c.is_ascii())
    };
    names.iter().all(is_name).then_some(names)
}

/// In characters.
const MOST_LETTERS: usize = 9;

/// Labels of pictures and sources, which stand where places do: `(사진=연합뉴스)`.
const NO_PLACES: &[&str] = &[
    "사진",
    "자료",
    "출처",
    "제공",
    "그래픽",
    "영상",
    "이미지",
    "기자",
    "표",
    "写真",
    "提供",
    "出典",
    "資料",
    "図",
    "動画",
    "图",
    "圖",
    "来源",
    "來源",
    "照片",
    "视频",
    "記者",
    "编辑",
    "編集",
];

/// `14日`: a day without its month.
fn is_day_alone(text: &str) -> bool {
    text.strip_suffix(['日', '일'])
        .is_some_and(|day| !day.is_empty() && day.chars().all(char::is_numeric))
}

/// The index after the first of the prefixes that a text has at a place.
fn after_any(text: &str, at: usize, prefixes: &[&str]) -> usize {
    let prefix = prefixes
        .iter()
        .find(|prefix| text[at..].starts_with(**prefix));
    at + prefix.map_or(0, |prefix| prefix.len())
}

/// `电（记者王甲、李乙）`: past the brackets in which the reporters are named.
fn after_signature(text: &str, at: usize) -> usize {
    let start = at + (text[at..].len() - text[at..].trim_start().len());
    match in_brackets(text, start) {
        Some((inner, after))
            if ["记者", "記者", "通讯员", "实习"]
                .iter()
                .any(|title| text[inner.clone()].trim_start().starts_with(title)) =>
        {
            after
        }
        _ => at,
    }
}

/// `(서울=연합뉴스) 홍길동 기자 =`: past the reporter, if an equals sign follows.
fn after_reporter(text: &str, at: usize) -> usize {
    let titles = ["기자", "특파원", "통신원", "위원", "記者", "特派員"];
    let named = text[at..]
        .split_once('=')
        .map(|(name, _)| name)
        .filter(|name| name.chars().count() <= LONGEST_SIGNATURE)
        .filter(|name| titles.iter().any(|title| name.contains(title)));
    at + named.map_or(0, |name| name.trim_end().len())
}

/// In characters.
const LONGEST_SIGNATURE: usize = 40;

/// What parts such a dateline from its text.
fn is_separator(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '=' | '＝' | '-' | '–' | '—' | ':' | '：' | '─' | ',' | '，'
        )
}
