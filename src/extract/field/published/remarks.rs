//! What a careful reader would remark on a date of publication.

use crate::extract::clean;
use crate::extract::date::NoDate;
use crate::extract::field::ledger::Seen;
use crate::extract::reading::Reading;
use crate::extract::rule::{Expect, Tried};
use crate::profile::Locator;
use crate::record::{DateRole, Origin, Precision, ReadDate, Severity};

pub(super) fn empty_label(reading: &Reading<'_>) {
    for rule in reading.rules.field("date") {
        if let (Locator::Label(label), Tried::EmptyLabel) =
            (&rule.locator, reading.try_rule(rule, Expect::Date))
        {
            label_is_empty(reading, label);
        }
    }
}

pub(super) fn label_is_empty(reading: &Reading<'_>, label: &str) {
    reading.issue(
        "date.label_empty",
        Some("published_on"),
        Severity::Info,
        format!(
            "the label `{}` is there without a value",
            clean::line(label)
        ),
    );
}

pub(super) fn unreadable(reading: &Reading<'_>, seen: &[Seen], chosen: Option<&Seen>) {
    for seen in seen {
        // A day and month that the chosen date repeats need no remark.
        let Err(reason) = &seen.said else { continue };
        let (code, what) = match reason {
            NoDate::Ambiguous { .. } => ("date.ambiguous", "cannot be decided"),
            NoDate::MissingYear { .. } if chosen.is_some() => continue,
            NoDate::None | NoDate::Invalid | NoDate::Several | NoDate::MissingYear { .. } => {
                ("date.unreadable", "cannot be read")
            }
        };
        if seen.role == DateRole::Published {
            reading.issue(
                code,
                Some("published_on"),
                Severity::Warning,
                format!(
                    "the date `{}` ({}) {what}: {reason}",
                    seen.raw, seen.evidence.rule
                ),
            );
        }
    }
}

pub(super) fn conflicts(reading: &Reading<'_>, seen: &[Seen], chosen: &Seen) {
    let Some(day) = chosen.day() else { return };
    let others: Vec<String> = seen
        .iter()
        .filter(|other| other.role == DateRole::Published && other.evidence.origin != Origin::Url)
        .filter(|other| other.day().is_some_and(|other_day| other_day != day))
        .filter(|other| !is_same_moment_elsewhere(reading, other, chosen))
        .map(|other| format!("{} ({})", other.raw, other.evidence.rule))
        .collect();
    if !others.is_empty() {
        reading.issue(
            "date.conflict",
            Some("published_on"),
            Severity::Warning,
            format!(
                "`{}` ({}) was taken, but there is also {}",
                chosen.raw,
                chosen.evidence.rule,
                others.join(", ")
            ),
        );
    }
}

/// A moment in UTC is the day before or after somewhere: without the newsroom's time zone
/// that is no contradiction.
pub(super) fn is_same_moment_elsewhere(reading: &Reading<'_>, other: &Seen, chosen: &Seen) -> bool {
    let (Ok(date), Ok(chosen)) = (&other.said, &chosen.said) else {
        return false;
    };
    let next_day = date
        .day
        .zip(chosen.day)
        .and_then(|(other, day)| other.until(day).ok())
        .is_some_and(|apart| apart.get_days().abs() <= 1);
    let moment = date.at.is_some() || chosen.at.is_some();
    reading.profile.timezone.is_none() && moment && next_day
}

pub(super) fn chosen(reading: &Reading<'_>, chosen: &Seen, date: &ReadDate) {
    let field = Some("published_on");
    if chosen.year_inferred {
        reading.issue(
            "date.year_inferred",
            field,
            Severity::Warning,
            format!(
                "`{}` has no year; it was taken from another date of the release",
                chosen.raw
            ),
        );
    }
    if chosen.weekday_conflict {
        reading.issue(
            "date.weekday",
            field,
            Severity::Warning,
            format!(
                "the day of the week in `{}` is not that of the date",
                chosen.raw
            ),
        );
    }
    if let Some(calendar) = chosen.calendar_converted {
        reading.issue(
            "date.calendar_converted",
            field,
            Severity::Info,
            format!("`{}` is of the {calendar} calendar", chosen.raw),
        );
    }
    if matches!(date.precision, Precision::Month | Precision::Year) {
        reading.issue(
            "date.month_only",
            field,
            Severity::Warning,
            format!("`{}` does not state the day", chosen.raw),
        );
    }
    let zone = reading
        .profile
        .timezone
        .clone()
        .unwrap_or(jiff::tz::TimeZone::UTC);
    let fetched = reading.page.fetched_at.to_zoned_datetime(zone).date();
    let ahead = date.day.and_then(|day| fetched.until(day).ok());
    if ahead.is_some_and(|ahead| ahead.get_days() > DAYS_AHEAD) {
        reading.issue(
            "date.future",
            field,
            Severity::Warning,
            format!("`{}` is after the day of fetching, {fetched}", chosen.raw),
        );
    }
}

/// A release can be dated a day or two ahead, not more.
const DAYS_AHEAD: i32 = 2;
