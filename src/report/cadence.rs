//! How often a newsroom publishes, and so when it is silent.
//!
//! Learned from the days on which it published. The longest pause of the last year, and half
//! as much again, is what a newsroom may take: a weekly one is not silent after nine days, a
//! daily one is after eight. Its two longest pauses (August, the turn of the year) are set
//! aside, but allowed at their time of the year.

use jiff::civil::Date;

/// Days of publication without which nothing is learned.
const FEWEST: usize = 20;
/// From so many pauses on, the two longest are exceptions and not the habit.
const MANY: usize = 50;
/// Set aside then.
const EXCEPTIONS: usize = 2;
/// Quiet for longer, a newsroom has closed: what is there is an archive, and no alarm brings
/// it back. In days.
const CLOSED: i32 = 365;
/// How far back pauses count, in days: the same weeks of last year are within.
const LOOKED_AT: i32 = 400;
/// How far from its place in the year a pause may come.
const SEASON: i32 = 21;
/// Shorter than this, the history has no year, and holidays may be missing in it.
const A_YEAR: i32 = 330;

/// A pause between two days of publication.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Pause {
    /// How many days before today it ended.
    ago: i32,
    days: i32,
}

/// The days that a newsroom may be quiet now, by its own habit; `None` when too little is
/// known. `days` are those on which it published, in any order.
pub(super) fn allowed(days: &[Date], today: Date) -> Option<u32> {
    let mut days: Vec<Date> = days.iter().copied().filter(|day| *day <= today).collect();
    days.sort_unstable();
    days.dedup();
    let ago = |day: Date| today.since(day).map_or(i32::MAX, |span| span.get_days());
    let newest = ago(*days.last()?);
    if days.len() < FEWEST || newest > CLOSED {
        return None;
    }
    // Of one that publishes monthly, more than a year.
    let last_year = days.partition_point(|day| ago(*day) > LOOKED_AT);
    days.drain(..last_year.min(days.len() - FEWEST));
    let mut pauses: Vec<Pause> = days
        .windows(2)
        .map(|pair| Pause {
            ago: ago(pair[1]),
            days: ago(pair[0]) - ago(pair[1]),
        })
        .collect();
    pauses.sort_unstable_by_key(|pause| std::cmp::Reverse(pause.days));
    let exceptions = if pauses.len() >= MANY { EXCEPTIONS } else { 0 };
    let usual = pauses.get(exceptions)?.days;
    let of_the_season = pauses[..exceptions]
        .iter()
        .filter(|pause| is_in_season(**pause))
        .map(|pause| pause.days)
        .max();
    let longest = of_the_season.map_or(usual, |season| season.max(usual));
    let allowed = if ago(days[0]) < A_YEAR {
        longest * 2 + 7
    } else {
        longest * 3 / 2 + 2
    };
    u32::try_from(allowed).ok()
}

/// Whether a pause of last year was at this time of the year.
fn is_in_season(pause: Pause) -> bool {
    let (ended, began) = (pause.ago - 365, pause.ago + pause.days - 365);
    ended <= SEASON && began >= -SEASON
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan as _;
    use jiff::civil::{Weekday, date};

    use super::*;

    /// The days from `from` to `to` that are so.
    fn days(from: Date, to: Date, is_so: impl Fn(Date) -> bool) -> Vec<Date> {
        from.series(1.day())
            .take_while(|day| *day <= to)
            .filter(|day| is_so(*day))
            .collect()
    }

    fn is_workday(day: Date) -> bool {
        !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
    }

    fn is_holiday(day: Date) -> bool {
        let turn = (day.month() == 12 && day.day() >= 22) || (day.month() == 1 && day.day() <= 4);
        let august = day.month() == 8 && day.day() <= 21;
        turn || august
    }

    #[test]
    fn a_newsroom_may_be_quiet_as_long_as_it_is_its_habit() {
        let (from, spring) = (date(2024, 1, 1), date(2026, 3, 11));
        let daily = |day: Date| is_workday(day) && !is_holiday(day);
        let weekly = |day: Date| day.weekday() == Weekday::Wednesday;
        let rare = |day: Date| day.day() == 1 && day.month() % 6 == 1;
        let monthly = |day: Date| day.day() == 1;
        #[rustfmt::skip]
        let cases: Vec<(&str, Vec<Date>, Date, Option<u32>)> = vec![
            ("every workday", days(from, spring, daily), spring, Some(6)),
            ("and on Sundays", days(from, spring, |_| true), spring, Some(3)),
            ("every Wednesday", days(from, spring, weekly), spring, Some(12)),
            ("every workday, in August", days(from, date(2026, 7, 31), daily), date(2026, 8, 6), Some(35)),
            ("at the turn of the year", days(from, date(2025, 12, 19), daily), date(2025, 12, 28), Some(27)),
            ("monthly, of more than a year", days(from, spring, monthly), spring, Some(48)),
            ("monthly, of one year", days(date(2025, 3, 1), spring, monthly), spring, None),
            ("a year after the last", days(from, date(2025, 3, 19), weekly), spring, Some(12)),
            ("more than a year after", days(from, date(2025, 3, 4), weekly), spring, None),
            ("twice a year", days(from, spring, rare), spring, None),
            ("no release", vec![], spring, None),
            ("nineteen days", days(date(2026, 2, 21), spring, |_| true), spring, None),
            ("twenty days, and no year", days(date(2026, 2, 20), spring, |_| true), spring, Some(9)),
            ("days to come do not count", days(date(2026, 3, 1), date(2026, 4, 30), |_| true), spring, None),
            ("one release years ago among them", [vec![date(1970, 1, 1)], days(from, spring, weekly)].concat(), spring, Some(12)),
        ];
        for (fact, days, today, expected) in cases {
            assert_eq!(allowed(&days, today), expected, "{fact}");
        }
    }

    #[test]
    fn what_was_set_aside_is_allowed_only_in_its_season() {
        let quiet = |day: Date| day.month() != 8 && is_workday(day);
        let published = days(date(2025, 1, 1), date(2026, 8, 1), quiet);
        let in_march: Vec<Date> = published
            .iter()
            .copied()
            .filter(|day| *day < date(2026, 3, 7))
            .collect();
        assert_eq!(allowed(&in_march, date(2026, 3, 20)), Some(6));
        assert!(allowed(&published, date(2026, 8, 20)).is_some_and(|days| days > 31));
    }
}
