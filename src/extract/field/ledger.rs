//! The ledger: every date that was seen for a release, with what it means and where it stood.
//!
//! `Posted on 8 May 2024, updated 9 May` gives two entries. A text that looks like a date and
//! cannot be read is an entry too, without a value.

use ego_tree::NodeId;

use crate::extract::date::{Calendar, NoDate, Understood, read_stamp, scan, understand};
use crate::extract::reading::Reading;
use crate::extract::{clean, dateline::DatelineDate};
use crate::record::{DateEntry, DateRole, Evidence, Precision, ReadDate};

/// A date that was seen.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    /// The text.
    pub raw: String,
    /// What the place it stood in says that it means.
    pub role: DateRole,
    /// Where it stood.
    pub evidence: Evidence,
    /// The node it stands in.
    pub at: Option<NodeId>,
    /// What it says.
    pub said: Result<ReadDate, NoDate>,
    /// Its year is that of another date of the release.
    pub year_inferred: bool,
    /// The printed day of the week is not the date's.
    pub weekday_conflict: bool,
    /// The calendar in which it is printed, where that is another one.
    pub calendar_converted: Option<&'static str>,
}

/// The longest text that is kept of something that is no date.
const LONGEST_RAW: usize = 160;

impl Seen {
    /// Reads a text that is to be a date; `datetime=…` and `content=…` are a machine's.
    pub(crate) fn read(
        reading: &Reading<'_>,
        text: &str,
        role: DateRole,
        evidence: Evidence,
    ) -> Self {
        let machine = ["datetime=", "content="]
            .into_iter()
            .find(|prefix| text.starts_with(prefix));
        let mut weekday_conflict = false;
        let mut calendar_converted = None;
        let said = match machine {
            Some(prefix) => read_stamp(&text[prefix.len()..], &reading.dates).map(|mut date| {
                date.raw = format!("{prefix}{}", date.raw);
                date
            }),
            None => understand(text, &reading.dates).map(|understood| {
                weekday_conflict = understood.weekday_conflict;
                calendar_converted = understood.calendar_converted;
                understood.date
            }),
        };
        let raw = match &said {
            Ok(date) => date.raw.clone(),
            Err(_) => clean::line(clean::cut(text, LONGEST_RAW)),
        };
        Self {
            raw,
            role,
            at: reading.standing_of(evidence.origin),
            evidence,
            said,
            year_inferred: false,
            weekday_conflict,
            calendar_converted,
        }
    }

    /// A machine's date without an attribute to name: from linked data or a `<meta>`.
    pub(crate) fn stamp(
        reading: &Reading<'_>,
        text: &str,
        role: DateRole,
        evidence: Evidence,
    ) -> Self {
        Self::read(reading, &format!("content={text}"), role, evidence)
    }

    /// The date of a dateline.
    pub(crate) fn dateline(
        reading: &Reading<'_>,
        date: &DatelineDate,
        text: &str,
        evidence: Evidence,
    ) -> Self {
        let understood = date.understood();
        Self {
            raw: understood
                .map_or_else(|| text.to_owned(), |understood| understood.date.raw.clone()),
            role: DateRole::Published,
            evidence,
            at: reading.dateline_at.get(),
            said: match date {
                DatelineDate::Stated(understood) | DatelineDate::YearInferred(understood) => {
                    Ok(understood.date.clone())
                }
                DatelineDate::YearMissing { month, day } => Err(NoDate::MissingYear {
                    month: *month,
                    day: *day,
                }),
                DatelineDate::Unusable(reason) => Err(*reason),
            },
            year_inferred: matches!(date, DatelineDate::YearInferred(_)),
            weekday_conflict: understood.is_some_and(|understood| understood.weekday_conflict),
            calendar_converted: understood.and_then(|understood| understood.calendar_converted),
        }
    }

    /// The day, if it is known.
    pub(crate) fn day(&self) -> Option<jiff::civil::Date> {
        self.said.as_ref().ok()?.day
    }

    /// The entry of the ledger.
    fn entry(&self, chosen: bool) -> DateEntry {
        DateEntry {
            value: self.day(),
            raw: self.raw.clone(),
            role: self.role,
            origin: self.evidence.origin.as_str().to_owned(),
            precision: self.said.as_ref().ok().map(|date| date.precision),
            chosen,
        }
    }
}

/// What a text of a field says besides its own date: `updated 9 May 2024`.
pub(crate) fn also_said(
    reading: &Reading<'_>,
    text: &str,
    roles: &[DateRole],
    evidence: &Evidence,
) -> Vec<Seen> {
    scan(text, &reading.dates)
        .into_iter()
        .filter(|scanned| roles.contains(&scanned.role))
        .map(|scanned| Seen {
            raw: text[scanned.range].to_owned(),
            role: scanned.role,
            evidence: evidence.clone(),
            at: reading.standing_of(evidence.origin),
            weekday_conflict: scanned
                .date
                .as_ref()
                .is_ok_and(|said| said.weekday_conflict),
            calendar_converted: (scanned.date.as_ref().ok())
                .and_then(|said| said.calendar_converted),
            said: scanned.date.map(|said: Understood| said.date),
            year_inferred: false,
        })
        .collect()
}

/// A date that an address states: `/2024/05/08/`, `/2024/05/`.
pub(crate) fn of_address(path: &str) -> Option<(Calendar, String)> {
    let parts: Vec<&str> = path.split('/').collect();
    let number = |at: usize, digits: usize| -> Option<i16> {
        let part = parts.get(at)?;
        let plain = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| part.parse().ok())?
    };
    (0..parts.len()).find_map(|at| {
        let year = number(at, 4).filter(|year| (1990..=2100).contains(year))?;
        let month = number(at + 1, 2).and_then(|month| i8::try_from(month).ok())?;
        if !(1..=12).contains(&month) {
            return None;
        }
        let day = number(at + 2, 2)
            .and_then(|day| jiff::civil::Date::new(year, month, i8::try_from(day).ok()?).ok());
        Some(match day {
            Some(day) => (Calendar::Day(day), parts[at..at + 3].join("/")),
            None => (Calendar::Month { year, month }, parts[at..at + 2].join("/")),
        })
    })
}

/// What an address states, as a date.
pub(crate) fn date_of(calendar: Calendar, raw: &str) -> ReadDate {
    let (day, precision) = match calendar {
        Calendar::Day(day) => (Some(day), Precision::Day),
        Calendar::Month { .. } => (None, Precision::Month),
        Calendar::Year(_) => (None, Precision::Year),
    };
    ReadDate {
        day,
        at: None,
        precision,
        offset: None,
        raw: raw.to_owned(),
    }
}

/// The most entries of one ledger.
const MOST: usize = 60;

/// The ledger of all that was seen, doubles left out.
pub(crate) fn entries(seen: &[Seen], chosen: Option<&Seen>) -> Vec<DateEntry> {
    let mut entries: Vec<DateEntry> = Vec::new();
    for one in seen {
        let is_chosen = chosen.is_some_and(|chosen| std::ptr::eq(chosen, one));
        let entry = one.entry(is_chosen);
        let same = entries.iter_mut().find(|known| {
            known.value == entry.value
                && known.raw == entry.raw
                && known.role == entry.role
                && known.origin == entry.origin
        });
        if let Some(known) = same {
            known.chosen |= is_chosen;
        } else if entries.len() < MOST || is_chosen {
            entries.push(entry);
        }
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_dates_in_addresses() {
        let day = jiff::civil::date(2024, 5, 8);
        let cases = [
            (
                "/2024/05/08/harbour/",
                Some((Calendar::Day(day), "2024/05/08")),
            ),
            (
                "/news/2024/05/harbour",
                Some((
                    Calendar::Month {
                        year: 2024,
                        month: 5,
                    },
                    "2024/05",
                )),
            ),
            (
                "/2024/05/48/x",
                Some((
                    Calendar::Month {
                        year: 2024,
                        month: 5,
                    },
                    "2024/05",
                )),
            ),
            ("/releases/2024/trc-24-001.html", None),
            ("/atu/48333", None),
            ("/2024/13/01", None),
        ];
        for (path, expected) in cases {
            let found = of_address(path);
            assert_eq!(
                found
                    .as_ref()
                    .map(|(calendar, raw)| (*calendar, raw.as_str())),
                expected,
                "{path}"
            );
        }
    }
}
