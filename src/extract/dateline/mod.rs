//! The opening words of a release: where and when it was issued, and who carried it.
//!
//! `VIENNA, 23 March 2007 - The Chairperson …` names a place and a day;
//! `NEW YORK, Jan. 5, 2024 /PRNewswire/ -- …` a wire as well. What follows the separator is
//! body text, and nothing in it can change the date.
//!
//! Much looks like a dateline and is none: `On 26 April, the mission observed`,
//! `NATO – the alliance`, `UPDATE: …`. So evidence is asked for: two of date, wire and
//! place, or one of them in its strongest form:
//!
//! - a place alone, if it is known and in capitals (or stands before its state or country),
//!   a spaced dash follows, and after that a sentence begins: `WASHINGTON – The`,
//!   `COLUMBUS, Ohio – The`;
//! - known towns alone with a slash between them, before a spaced dash: `London/Tehran – The`.
//!   Nothing else that opens a sentence joins towns so;
//! - a known town alone, in capitals, before a colon: `NEW DELHI: The`. Papers of South Asia
//!   print no other mark; towns that are first names too (`AUSTIN: `) are speakers, and what goes
//!   on like a title is one: `JERUSALEM: A history of`;
//! - a known town alone, before a full stop, on a page in German: `Riad. Die`. Its regional
//!   papers print no other mark; elsewhere a sentence of one word is prose, and so is what is
//!   said of the town: `Wien. Die Stadt an der Donau`;
//! - a day with its year alone, before a spaced dash: `5 March 2025 – Today the`. Its
//!   dateline has no places;
//! - a known wire alone, before a dash: `(Reuters) - The`.
//!
//! Evidence is weaker where print shows less. In scripts without capitals a name that is not
//! known may be the first words of a sentence: it needs date and wire, or a comma and a whole
//! date before a dash. A wire without brackets counts if nothing else bears its name
//! (`ARMENPRESS`), and a small abbreviated month without a year (`3 мар`) counts after a place.
//! China, Japan and Korea have forms of their own, see `eastern.rs`.
//!
//! From one day to another is when something happens: `Vienna, 3–5 March 2021 – ` opens nothing,
//! unless a wire is named too.
//!
//! `VIENNA 6 September 2002` on a line of its own opens nothing: that is a
//! [`header_line`].

mod abroad;
mod carrier;
mod eastern;
mod evidence;
mod figures;
mod gazetteer;
mod opening;
mod place;
mod prose;
mod river;
mod separator;
mod spelling;
mod title_like;
mod uncased;
mod wire;

#[cfg(test)]
mod tests;

use jiff::civil;

use super::date::{DateReading, NoDate, Tokens, Understood, day_at, near, settle};
use crate::record::ReadDate;
use opening::{Opening, longest_opening};
use place::Places;

/// A dateline, taken apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dateline {
    /// The dateline as printed, without the separator: `OSH, Kyrgyzstan, 14 March 2006`.
    pub text: String,
    /// Where in the block the text after the separator begins, in bytes.
    pub end: usize,
    /// Towns, as records spell them: `Osh`.
    pub places: Vec<String>,
    /// The places as printed, with region or country: `OSH, Kyrgyzstan`.
    pub places_raw: Option<String>,
    /// The date.
    pub date: Option<DatelineDate>,
    /// The wire as printed: `PRNewswire`.
    pub wire: Option<String>,
}

/// The date of a dateline. `raw` is its text there: `14 March 2006`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DatelineDate {
    /// As printed.
    Stated(Understood),
    /// The year is not printed: it is that of a date of the same release within half a
    /// year of which this day falls.
    YearInferred(Understood),
    /// The year is neither printed nor to be inferred.
    YearMissing {
        /// 1 to 12.
        month: i8,
        /// 1 to 31.
        day: i8,
    },
    /// A date is printed that cannot be used, such as 31 February, or 4–6 June before a wire.
    Unusable(NoDate),
}

impl DatelineDate {
    /// The date, stated or inferred.
    #[must_use]
    pub fn understood(&self) -> Option<&Understood> {
        match self {
            Self::Stated(understood) | Self::YearInferred(understood) => Some(understood),
            Self::YearMissing { .. } | Self::Unusable(_) => None,
        }
    }
}

/// Splits a block of text into its dateline and what follows.
///
/// `year_hint` is a date known of the same release (from its row, feed or metadata), for
/// datelines without a year. `None` means that the block opens with ordinary prose. Only
/// the first blocks of a body should be asked.
///
/// ```
/// use dateline::extract::date::DateReading;
/// use dateline::extract::dateline::split;
///
/// let block = "OSH, Kyrgyzstan, 14 March 2006- The centre opened.";
/// let dateline = split(block, &DateReading::default(), None).unwrap();
/// assert_eq!(dateline.text, "OSH, Kyrgyzstan, 14 March 2006");
/// assert_eq!(dateline.places, ["Osh"]);
/// assert_eq!(&block[dateline.end..], "The centre opened.");
/// assert_eq!(split("On 26 April, the mission met.", &DateReading::default(), None), None);
/// ```
#[must_use]
pub fn split(
    block: &str,
    how: &DateReading<'_>,
    year_hint: Option<civil::Date>,
) -> Option<Dateline> {
    let window = window(block);
    let tokens = Tokens::read(window, how);
    let opening = longest_opening(&tokens, how)?;
    let mut end = opening.body_at;
    // The window may end in the white space before the text.
    end += block[end..].len() - block[end..].trim_start().len();
    let Opening {
        range,
        places,
        date,
        wire,
        ..
    } = opening;
    Some(Dateline {
        text: window[range].to_owned(),
        end,
        places: places.as_ref().map(Places::towns).unwrap_or_default(),
        places_raw: places.map(|places| window[places.range].to_owned()),
        date: date.map(|date| dated(date, year_hint)),
        wire,
    })
}

/// Whether a text is a dateline and nothing more, in a block of its own before the text:
/// `NEW YORK, Jan. 5, 2024 /PRNewswire/ --`, `Berlin (ots)`.
pub(in crate::extract) fn is_alone(text: &str) -> bool {
    text.len() <= WINDOW
        && split(text, &DateReading::default(), None).is_some_and(|found| {
            let two = !found.places.is_empty() && (found.date.is_some() || found.wire.is_some());
            two && found.end == text.len()
        })
}

/// A line that is nothing but place and date, as older pages print it under the title:
/// `VIENNA 6 September 2002`.
#[must_use]
pub fn header_line(text: &str, how: &DateReading<'_>) -> Option<(Vec<String>, ReadDate)> {
    let tokens = Tokens::read(window(text), how);
    let places = Places::at(&tokens, 0)?;
    let dash = tokens.is_mark(places.next, '-');
    let start = places.next + usize::from(dash && !places.comma);
    let sure = places.all_capitals() || places.comma || dash || places.has_known_town();
    let day = day_at(&tokens, start, how.order)?;
    let next = tokens.skip_mark(day.next, '.');
    let all = next >= tokens.len() && text.len() <= WINDOW;
    let raw = &tokens.text[tokens.range(start, day.next)];
    let date = settle(&day, None, raw, how).ok()?.date;
    (sure && all && date.day.is_some()).then(|| (places.towns(), date))
}

/// The towns of a [`header_line`], and the places as printed, where they are surely places: known
/// ones, or a name in capitals before its country.
pub(in crate::extract) fn places_of_header_line(
    text: &str,
    how: &DateReading<'_>,
) -> Option<(Vec<String>, String)> {
    let (towns, _) = header_line(text, how)?;
    let places = Places::at(&Tokens::read(window(text), how), 0)?;
    let sure = places.has_known_town() || (places.leads_in_capitals() && places.has_region());
    sure.then(|| (towns, window(text)[places.range].to_owned()))
}

/// The towns of a text that is nothing but places, such as the value of a label:
/// `VIENNA/TIRANA`.
pub(in crate::extract) fn towns(text: &str) -> Vec<String> {
    let tokens = Tokens::of(window(text));
    match Places::at(&tokens, 0) {
        Some(places) if places.next >= tokens.len() => places.towns(),
        _ => text
            .split('/')
            .map(|town| spelling::spelled(town.trim()))
            .filter(|town| !town.is_empty())
            .collect(),
    }
}

/// In bytes: a dateline is looked for only in so much of a block.
const WINDOW: usize = 240;

fn window(block: &str) -> &str {
    let mut end = block.len().min(WINDOW);
    while !block.is_char_boundary(end) {
        end -= 1;
    }
    &block[..end]
}

/// A date that falls within half a year of the hint gets the year that makes it so.
fn dated(date: opening::Dated, hint: Option<civil::Date>) -> DatelineDate {
    let (month, day) = match date.said {
        Ok(understood) => return DatelineDate::Stated(understood),
        Err(NoDate::MissingYear { month, day }) => (month, day),
        Err(reason) => return DatelineDate::Unusable(reason),
    };
    let near = hint.and_then(|hint| near(month, day, hint));
    match near.and_then(|near| date.in_year(near.year())) {
        Some(understood) => DatelineDate::YearInferred(understood),
        None => DatelineDate::YearMissing { month, day },
    }
}
