//! Days in figures: `2007-03-23`, `23.03.2007`, `03/23/2007`, `23/03/07`.
//!
//! Only a four-digit year in front settles the order by itself. Otherwise the profile's
//! order does, or that only one order gives a day (a part above twelve, a month equal to
//! the day), or a printed day of the week, or what is usual in the page's language and
//! country. Without any of them the date is ambiguous, and is said to be.

use jiff::civil::{Date, Weekday};

use super::calendars::{BUDDHIST, Foreign, MINGUO, buddhist, minguo, short_buddhist};
use super::clock::clock_at;
use super::token::Tokens;
use super::year::{century, plausible, whole};
use super::{Calendar, NoDate};
use crate::profile::DateOrder;

/// A day in figures.
pub(super) struct Figures {
    pub(super) said: Result<Calendar, NoDate>,
    /// The calendar that it is printed in, where that is not the Gregorian one.
    pub(super) converted: Option<&'static str>,
    /// The index after it.
    pub(super) next: usize,
}

/// The day in figures that begins at a token.
pub(super) fn numeric(
    tokens: &Tokens<'_>,
    at: usize,
    order: Option<DateOrder>,
    weekday: Option<Weekday>,
) -> Option<Figures> {
    let separator = tokens.mark(at + 1)?;
    let three_parts = matches!(separator, '-' | '/' | '.') && tokens.is_mark(at + 3, separator);
    if !three_parts {
        return None;
    }
    let figures = [
        tokens.number(at)?,
        tokens.number(at + 2)?,
        tokens.number(at + 4)?,
    ];
    let orders: &[DateOrder] = match figures.map(|(_, digits)| digits) {
        [4, 1..=2, 1..=2] => &[DateOrder::Ymd],
        [1..=2, 1..=2, 4] => &[DateOrder::Dmy, DateOrder::Mdy],
        [2, 2, 2] => &[DateOrder::Dmy, DateOrder::Mdy, DateOrder::Ymd],
        [1..=2, 1..=2, 2] => &[DateOrder::Dmy, DateOrder::Mdy],
        // Years since the founding of the republic: `113/03/14`.
        [3, 1..=2, 1..=2] if tokens.tongue.minguo => &[DateOrder::Ymd],
        _ => return None,
    };
    let full_year = figures.iter().any(|&(_, digits)| digits == 4);
    if !is_one_piece(tokens, at, separator, full_year) || !ends_here(tokens, at + 5, separator) {
        return None;
    }
    // `4.9.12` is rather a version, unless the profile says how dates are ordered.
    let version = separator == '.' && !full_year && figures.iter().any(|&(_, digits)| digits == 1);
    if version && order.is_none() {
        return None;
    }
    let mut parts = figures.map(|(value, _)| value);
    let year = if figures[0].1 > 2 { 0 } else { 2 };
    let mut converted = None;
    if figures[0].1 == 4 && tokens.is_persian(at) && (1318..=1500).contains(&parts[0]) {
        let month = i8::try_from(parts[1]).ok()?;
        let said = Foreign::Jalali.converted((parts[0], month, parts[2]), weekday);
        return Some(Figures {
            converted: said.is_ok().then(|| Foreign::Jalali.name()),
            said,
            next: at + 5,
        });
    }
    // Two digits of a year that may be of another count than ours.
    if !full_year && figures[0].1 != 3 {
        let foreign = tokens.tongue.minguo || tokens.is_persian(at) || tokens.is_thai();
        let common = short_buddhist(parts[2]).filter(|_| tokens.is_thai());
        if let Some(year) = common {
            parts[2] = year;
            converted = Some(BUDDHIST);
        } else if foreign {
            return Some(Figures {
                said: Err(NoDate::None),
                converted: None,
                next: at + 5,
            });
        }
    }
    if figures[0].1 == 3 {
        parts[0] = minguo(parts[0])?;
        converted = Some(MINGUO);
    } else if let Some(common) = buddhist(parts[year]).filter(|_| tokens.is_thai()) {
        parts[year] = common;
        converted = Some(BUDDHIST);
    }
    let full_year = full_year || converted.is_some();
    let stated = order.filter(|order| orders.contains(order));
    if let Some(day) = stated.and_then(|order| in_order(parts, full_year, order)) {
        return Some(Figures {
            said: Ok(Calendar::Day(day)),
            converted,
            next: at + 5,
        });
    }
    let mut days: Vec<Date> = orders
        .iter()
        .filter_map(|&order| in_order(parts, full_year, order))
        .collect();
    days.dedup();
    let said = match (days.as_slice(), weekday) {
        ([], _) if !full_year => return None,
        ([], _) => Err(NoDate::Invalid),
        ([day], _) => Ok(Calendar::Day(*day)),
        ([a, b, ..], weekday) => {
            let mut agreeing = days.iter().filter(|day| Some(day.weekday()) == weekday);
            match (agreeing.next(), agreeing.next()) {
                (Some(day), None) => Ok(Calendar::Day(*day)),
                _ => tokens
                    .tongue
                    .order_among(orders)
                    .and_then(|order| in_order(parts, full_year, order))
                    .map(Calendar::Day)
                    .ok_or(NoDate::Ambiguous { a: *a, b: *b }),
            }
        }
    };
    Some(Figures {
        converted: converted.filter(|_| said.is_ok()),
        said,
        next: at + 5,
    })
}

fn in_order([a, b, c]: [u32; 3], full_year: bool, order: DateOrder) -> Option<Date> {
    let (year, month, day) = match order {
        DateOrder::Dmy => (c, b, a),
        DateOrder::Mdy => (c, a, b),
        DateOrder::Ymd => (a, b, c),
    };
    let year = if full_year {
        plausible(year)
    } else {
        Ok(century(year))
    };
    match whole(year, i8::try_from(month).ok()?, day) {
        Ok(Calendar::Day(day)) => Some(day),
        _ => None,
    }
}

/// Glued throughout, or spaced as some print it: `23. 3. 2007`, `23 / 03 / 2007`.
fn is_one_piece(tokens: &Tokens<'_>, at: usize, separator: char, full_year: bool) -> bool {
    let glued = [1, 2, 3, 4].map(|step| tokens.is_glued(at + step));
    match glued {
        [true, true, true, true] => true,
        [true, _, true, _] => separator == '.',
        [false, false, false, false] => separator == '/' && full_year,
        _ => false,
    }
}

/// Not the beginning of something longer: an address `10.11.12.13`, a part number
/// `2024-03-14-15`. A path `/2024/03/14/15` and a stamp `2024-03-14T10` go on rightly.
fn ends_here(tokens: &Tokens<'_>, at: usize, separator: char) -> bool {
    if !tokens.is_glued(at) {
        return true;
    }
    let digit_follows = tokens.is_glued(at + 1) && tokens.number(at + 1).is_some();
    match (tokens.mark(at), tokens.word(at)) {
        (Some('/'), _) => separator == '/' || !digit_follows,
        (Some('-' | '.'), _) => !digit_follows,
        (Some('%' | '_'), _) => false,
        (Some(_), _) => true,
        (_, Some(word)) if word.is_ascii() => {
            matches!(word, "T" | "t") && clock_at(tokens, at + 1, false).is_some()
        }
        // `14.03.2024г.`, `٢٠٢٤/٣/١٤م`, `2024/3/14公開`
        (_, Some(_)) => true,
        (None, None) => false,
    }
}
