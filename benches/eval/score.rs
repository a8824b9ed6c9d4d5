//! Records against truths, as a table with a row for each dataset.
//!
//! - title: the same after folding of quotes, dashes and white space.
//! - date: the same day; one with an offset is also its day in UTC.
//! - body: F1 over words, each as often as it occurs, averaged over pages. For scripts without
//!   spaces a character is a word.
//! - shingles: F1 of precision and recall over runs of four words, each averaged over pages.
//! - segments: F1 over the parts that must, and must not, be in the body.
//! - authors, topics: F1 over the set. Place: the same.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt::Write as _;
use std::hash::Hash;
use std::sync::LazyLock;

use dateline::record::Record;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use regex::Regex;
use unicode_normalization::UnicodeNormalization as _;

use super::truth::Truth;

/// Scores by dataset, with the pages that were asked for.
#[derive(Default)]
pub(super) struct Table {
    rows: BTreeMap<String, Row>,
    all: Row,
    shown: String,
}

/// What was measured in the pages of one dataset.
#[derive(Default)]
struct Row {
    pages: u32,
    title: Mean,
    date: Mean,
    date_missing: Mean,
    date_wrong: Mean,
    body: Mean,
    precision: Mean,
    recall: Mean,
    /// Segments that are there and must be, are there and must not be, are not there.
    segments: (u32, u32, u32),
    authors: Mean,
    topics: Mean,
    place: Mean,
}

#[derive(Default)]
struct Mean {
    sum: f64,
    count: u32,
}

impl Mean {
    fn add(&mut self, value: f64) {
        self.sum += value;
        self.count += 1;
    }

    fn percent(&self) -> Option<f64> {
        (self.count > 0).then(|| 100.0 * self.sum / f64::from(self.count))
    }
}

impl Table {
    /// Takes a page; names what is wrong in its record.
    pub(super) fn take(&mut self, truth: &Truth, record: Option<&Record>) -> Vec<&'static str> {
        let row = self.rows.entry(truth.dataset.clone()).or_default();
        row.take(truth, record);
        self.all.take(truth, record)
    }

    /// Notes a page for a person.
    pub(super) fn show(&mut self, truth: &Truth, record: Option<&Record>, field: &str) {
        let is = record.map(|record| match field {
            "title" => record.title.clone(),
            "date" => record
                .published_on
                .map_or_else(String::new, |day| day.to_string()),
            "authors" => record.authors.join(", "),
            "topics" => record.topics.join(", "),
            _ => record.body.clone().unwrap_or_default(),
        });
        let list = |names: &Option<Vec<String>>| names.as_ref().map(|names| names.join(", "));
        let must = match field {
            "title" => truth.title.clone(),
            "date" => truth.date.clone(),
            "authors" => list(&truth.authors),
            "topics" => list(&truth.topics),
            _ => truth.body.clone(),
        };
        let start = |text: &str| text.chars().take(100).collect::<String>();
        let is = is.as_deref().map_or_else(|| "no record".to_owned(), start);
        let must = start(&must.unwrap_or_default());
        let Truth { id, dataset, .. } = truth;
        let _ = writeln!(self.shown, "{id} {dataset}: {must:?}, not {is:?}");
    }

    pub(super) fn render(&self) -> String {
        let mut text = self.shown.clone();
        let _ = writeln!(
            text,
            "{:<12} {:>5} {:>6} {:>6} {:>6} {:>6} {:>6} {:>8} {:>8} {:>7} {:>6} {:>6}",
            "dataset",
            "pages",
            "title",
            "date",
            "none",
            "wrong",
            "body",
            "shingles",
            "segments",
            "authors",
            "topics",
            "place"
        );
        let rows = self.rows.iter().map(|(name, row)| (name.as_str(), row));
        for (name, row) in rows.chain([("all", &self.all)]) {
            row.render(name, &mut text);
        }
        text
    }
}

impl Row {
    fn take(&mut self, truth: &Truth, record: Option<&Record>) -> Vec<&'static str> {
        self.pages += 1;
        let mut wrong = Vec::new();
        if let Some(title) = &truth.title {
            let is = folded(record.map_or("", |record| &record.title));
            let mut accepted = std::iter::once(title).chain(&truth.title_alt);
            let is_right = accepted.any(|title| folded(title) == is);
            self.title.add(f64::from(is_right));
            wrong.extend((!is_right).then_some("title"));
        }
        if let Some(date) = &truth.date {
            let is = record.map(days_of).filter(|days| !days.is_empty());
            let must: HashSet<Date> = std::iter::once(date)
                .chain(&truth.date_alt)
                .flat_map(|date| days(date))
                .collect();
            let is_right = is.as_ref().is_some_and(|is| !is.is_disjoint(&must));
            self.date.add(f64::from(is_right));
            self.date_missing.add(f64::from(is.is_none()));
            self.date_wrong.add(f64::from(is.is_some() && !is_right));
            wrong.extend((!is_right).then_some("date"));
        }
        let body = record.and_then(|record| record.body.as_deref());
        let body = body.unwrap_or_default();
        if let Some(must) = &truth.body {
            let score = f1_of(&counted(words(must)), &counted(words(body)));
            self.body.add(score);
            self.shingles(must, body);
            wrong.extend((score < 0.8).then_some("body"));
        }
        if let Some(with) = &truth.with {
            let body = folded(body);
            let is_in = |part: &&String| body.contains(&folded(part));
            let there = count(with.iter().filter(is_in));
            let too_much = count(truth.without.iter().filter(is_in));
            let lacking = count(with.iter()) - there;
            let (right, wrongly, missing) = &mut self.segments;
            *right += there;
            *wrongly += too_much;
            *missing += lacking;
            wrong.extend((lacking + too_much > 0).then_some("segments"));
        }
        let names = |names: Option<&Vec<String>>| -> HashSet<String> {
            let names = names.into_iter().flatten();
            names.map(|name| folded(name).to_lowercase()).collect()
        };
        if let Some(authors) = &truth.authors {
            let is = names(record.map(|record| &record.authors));
            let score = f1_of_sets(&names(Some(authors)), &is);
            self.authors.add(score);
            wrong.extend((score < 1.0).then_some("authors"));
        }
        if let Some(topics) = &truth.topics {
            let is = names(record.map(|record| &record.topics));
            let score = f1_of_sets(&names(Some(topics)), &is);
            self.topics.add(score);
            wrong.extend((score < 1.0).then_some("topics"));
        }
        if let Some(place) = &truth.place {
            let is = record.and_then(|record| record.places.first());
            let is = is.map(|place| folded(place).to_lowercase());
            let is_right = is.as_deref() == Some(&folded(place).to_lowercase());
            self.place.add(f64::from(is_right));
        }
        wrong
    }

    fn shingles(&mut self, must: &str, is: &str) {
        let (must, is) = (counted(shingles(must)), counted(shingles(is)));
        let shared = shared(&must, &is);
        let total = |counts: &HashMap<Vec<&str>, u32>| counts.values().sum::<u32>();
        for (mean, of) in [
            (&mut self.precision, total(&is)),
            (&mut self.recall, total(&must)),
        ] {
            if of > 0 {
                mean.add(f64::from(shared) / f64::from(of));
            }
        }
    }

    fn render(&self, name: &str, text: &mut String) {
        let shingles = self.precision.percent().zip(self.recall.percent());
        let shingles = shingles.map(|(precision, recall)| f1(precision, recall));
        let (right, wrongly, missing) = self.segments;
        let segments = (right + wrongly + missing > 0).then(|| {
            let part = |of: u32| f64::from(right) / f64::from(of.max(1));
            100.0 * f1(part(right + wrongly), part(right + missing))
        });
        let number = |value: Option<f64>| {
            value.map_or_else(|| "-".to_owned(), |value| format!("{value:.1}"))
        };
        let _ = writeln!(
            text,
            "{name:<12} {:>5} {:>6} {:>6} {:>6} {:>6} {:>6} {:>8} {:>8} {:>7} {:>6} {:>6}",
            self.pages,
            number(self.title.percent()),
            number(self.date.percent()),
            number(self.date_missing.percent()),
            number(self.date_wrong.percent()),
            number(self.body.percent()),
            number(shingles),
            number(segments),
            number(self.authors.percent()),
            number(self.topics.percent()),
            number(self.place.percent()),
        );
    }
}

fn count<T>(of: impl Iterator<Item = T>) -> u32 {
    u32::try_from(of.count()).unwrap_or(u32::MAX)
}

/// The printed day, and that in UTC.
fn days_of(record: &Record) -> HashSet<Date> {
    let moment = record.published_at.map(day_in_utc);
    record.published_on.into_iter().chain(moment).collect()
}

fn day_in_utc(at: Timestamp) -> Date {
    at.to_zoned_datetime(TimeZone::UTC).date()
}

/// The days that a date may stand for.
fn days(date: &str) -> HashSet<Date> {
    let stated = date.get(..10).and_then(|day| day.parse().ok());
    let mut days: HashSet<Date> = stated.into_iter().collect();
    let moment: Option<Timestamp> = date.trim().replacen(' ', "T", 1).parse().ok();
    days.extend(moment.map(day_in_utc));
    days
}

/// Quotes, dashes and white space are as good as each other.
fn folded(text: &str) -> String {
    let mut folded = String::new();
    for c in text.nfkc() {
        match c {
            '“' | '”' | '„' | '‟' | '«' | '»' | '″' => folded.push('"'),
            '‘' | '’' | '‚' | '‛' | '′' | '`' | '´' => folded.push('\''),
            '‐' | '‑' | '‒' | '–' | '—' | '−' => folded.push('-'),
            '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}' => {}
            '…' => folded.push_str("..."),
            other => folded.push(other),
        }
    }
    folded.split_whitespace().collect::<Vec<_>>().join(" ")
}

static WORDS: LazyLock<Regex> = LazyLock::new(|| {
    let alone =
        r"\u{3040}-\u{30ff}\u{3400}-\u{9fff}\u{f900}-\u{faff}\u{ac00}-\u{d7af}\u{e00}-\u{e7f}";
    Regex::new(&format!(r"[{alone}]|[\p{{L}}\p{{N}}_--[{alone}]]+")).expect("a fixed pattern")
});

static TOKENS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[\p{L}\p{N}_]+").expect("a fixed pattern"));

fn words(text: &str) -> Vec<String> {
    let text = folded(text).to_lowercase();
    let found = WORDS.find_iter(&text);
    found.map(|word| word.as_str().to_owned()).collect()
}

/// Runs of four words; of a shorter text, the whole.
fn shingles(text: &str) -> Vec<Vec<&str>> {
    let tokens: Vec<&str> = TOKENS.find_iter(text).map(|word| word.as_str()).collect();
    if tokens.is_empty() {
        return Vec::new();
    }
    let size = tokens.len().min(4);
    tokens.windows(size).map(<[&str]>::to_vec).collect()
}

fn counted<T: Eq + Hash>(items: Vec<T>) -> HashMap<T, u32> {
    let mut counts = HashMap::new();
    for item in items {
        *counts.entry(item).or_default() += 1;
    }
    counts
}

fn shared<T: Eq + Hash>(one: &HashMap<T, u32>, other: &HashMap<T, u32>) -> u32 {
    let both = one.iter().filter_map(|(item, count)| {
        let other = other.get(item)?;
        Some(*count.min(other))
    });
    both.sum()
}

fn f1_of<T: Eq + Hash>(must: &HashMap<T, u32>, is: &HashMap<T, u32>) -> f64 {
    if must.is_empty() || is.is_empty() {
        return f64::from(must.is_empty() && is.is_empty());
    }
    let shared = f64::from(shared(must, is));
    let part = |of: &HashMap<T, u32>| shared / f64::from(of.values().sum::<u32>());
    f1(part(is), part(must))
}

fn f1_of_sets(must: &HashSet<String>, is: &HashSet<String>) -> f64 {
    let shared = f64::from(count(must.intersection(is)));
    if shared == 0.0 {
        return 0.0;
    }
    f1(shared / is.len() as f64, shared / must.len() as f64)
}

fn f1(precision: f64, recall: f64) -> f64 {
    if precision + recall > 0.0 {
        2.0 * precision * recall / (precision + recall)
    } else {
        0.0
    }
}
