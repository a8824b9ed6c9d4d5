//! Years and days of other calendars: Buddhist, Minguo, Japanese eras, Hijri, Jalali.
//!
//! What was converted is marked with the calendar's name, because a conversion promises
//! less than print. Buddhist, Minguo and Jalali years and the Japanese eras since 1873 fit
//! the Gregorian calendar day by day. Months of the Hijri calendar begin when the moon is
//! seen: countries differ by a day, and from the arithmetic here by one more. So a Hijri
//! day gives no more than the month in which all days it may be lie, or the year; only a
//! printed day of the week that one of those days has, and no other, makes it a day.

use jiff::civil::{Date, Weekday};

use super::{Calendar, NoDate};

/// A calendar with months of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::extract) enum Foreign {
    /// The lunar calendar of Islam.
    Hijri,
    /// The solar calendar of Iran and Afghanistan.
    Jalali,
}

impl Foreign {
    /// As it is marked.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Hijri => HIJRI,
            Self::Jalali => JALALI,
        }
    }

    /// What a day of this calendar is in the Gregorian one.
    pub(super) fn converted(
        self,
        (year, month, day): (u32, i8, u32),
        weekday: Option<Weekday>,
    ) -> Result<Calendar, NoDate> {
        if !(1318..=1500).contains(&year) {
            return Err(NoDate::Invalid);
        }
        let year = i32::try_from(year).map_err(|_| NoDate::Invalid)?;
        let day = i32::try_from(day).map_err(|_| NoDate::Invalid)?;
        match self {
            Self::Hijri => hijri_about(year, i32::from(month), day, weekday),
            Self::Jalali => jalali(year, i32::from(month), day)
                .map(Calendar::Day)
                .ok_or(NoDate::Invalid),
        }
    }
}

pub(super) const BUDDHIST: &str = "buddhist";
pub(super) const MINGUO: &str = "minguo";
pub(super) const JAPANESE: &str = "japanese era";
const HIJRI: &str = "hijri";
const JALALI: &str = "jalali";

/// The Gregorian year of a Buddhist one: 2567 is 2024.
pub(super) fn buddhist(year: u32) -> Option<u32> {
    (2443..=2643).contains(&year).then(|| year - 543)
}

/// The Gregorian year of the last two digits of a Buddhist one: 67 is 2024. `None` where they
/// may as well be those of a Gregorian year.
pub(super) fn short_buddhist(short: u32) -> Option<u32> {
    (50..=85).contains(&short).then(|| short + 1957)
}

/// The Gregorian year of a Minguo one: 113 is 2024.
pub(super) fn minguo(year: u32) -> Option<u32> {
    (1..=189).contains(&year).then(|| year + 1911)
}

/// An era: its name, the year before its first, and its first and last day.
pub(super) struct Era {
    pub(super) name: &'static str,
    before: u32,
    first: Date,
    last: Date,
}

impl Era {
    /// The Gregorian year of one of the era.
    pub(super) fn year(&self, year: u32) -> u32 {
        self.before + year
    }

    /// Whether a day is of this era.
    pub(super) fn contains(&self, day: Date) -> bool {
        (self.first..=self.last).contains(&day)
    }
}

/// The Japanese eras since 1873, when Japan took the Gregorian calendar.
pub(super) const ERAS: &[Era] = &[
    Era {
        name: "令和",
        before: 2018,
        first: jiff::civil::date(2019, 5, 1),
        last: jiff::civil::date(2100, 12, 31),
    },
    Era {
        name: "平成",
        before: 1988,
        first: jiff::civil::date(1989, 1, 8),
        last: jiff::civil::date(2019, 4, 30),
    },
    Era {
        name: "昭和",
        before: 1925,
        first: jiff::civil::date(1926, 12, 25),
        last: jiff::civil::date(1989, 1, 7),
    },
    Era {
        name: "大正",
        before: 1911,
        first: jiff::civil::date(1912, 7, 30),
        last: jiff::civil::date(1926, 12, 24),
    },
    Era {
        name: "明治",
        before: 1867,
        first: jiff::civil::date(1873, 1, 1),
        last: jiff::civil::date(1912, 7, 29),
    },
];

/// A day of the Julian day count.
fn of_julian_day(count: i32) -> Option<Date> {
    let since_1970 = jiff::Span::new()
        .try_days(i64::from(count) - 2_440_588)
        .ok()?;
    jiff::civil::date(1970, 1, 1).checked_add(since_1970).ok()
}

/// A day of the tabular Hijri calendar with eleven leap years in thirty (the civil epoch,
/// 16 July 622 Julian).
fn hijri(year: i32, month: i32, day: i32) -> Option<Date> {
    let leap = (11 * year + 14) % 30 < 11;
    let length = match month {
        12 if leap => 30,
        month if month % 2 == 1 => 30,
        _ => 29,
    };
    // A month that was seen to begin early has a thirtieth day in every table.
    if !(1..=length.max(30)).contains(&day) {
        return None;
    }
    let before = (59 * (month - 1) + 1) / 2 + (year - 1) * 354 + (3 + 11 * year) / 30;
    of_julian_day(day + before + 1_948_439)
}

fn hijri_about(
    year: i32,
    month: i32,
    day: i32,
    weekday: Option<Weekday>,
) -> Result<Calendar, NoDate> {
    let about = hijri(year, month, day).ok_or(NoDate::Invalid)?;
    let days: Vec<Date> = (-HIJRI_UNSURE..=HIJRI_UNSURE)
        .filter_map(|apart| about.checked_add(jiff::Span::new().days(apart)).ok())
        .collect();
    if let Some(day) = days.iter().find(|day| Some(day.weekday()) == weekday) {
        return Ok(Calendar::Day(*day));
    }
    let all_in = |same: fn(Date, Date) -> bool| days.iter().all(|day| same(*day, about));
    if all_in(|a, b| (a.year(), a.month()) == (b.year(), b.month())) {
        return Ok(Calendar::Month {
            year: about.year(),
            month: about.month(),
        });
    }
    if all_in(|a, b| a.year() == b.year()) {
        return Ok(Calendar::Year(about.year()));
    }
    Err(NoDate::None)
}

/// In days: how far the printed day may be from the arithmetic.
const HIJRI_UNSURE: i64 = 2;

/// A day of the Iranian calendar, by Borkowski's table of its leap years.
fn jalali(year: i32, month: i32, day: i32) -> Option<Date> {
    let (leap, march) = nowruz(year)?;
    let length = match month {
        1..=6 => 31,
        7..=11 => 30,
        12 if leap => 30,
        12 => 29,
        _ => return None,
    };
    if !(1..=length).contains(&day) {
        return None;
    }
    let new_year = Date::new(i16::try_from(year + 621).ok()?, 3, march).ok()?;
    let days = 31 * (month - 1) - (month / 7) * (month - 7) + day - 1;
    new_year
        .checked_add(jiff::Span::new().days(i64::from(days)))
        .ok()
}

/// Whether a Jalali year is a leap year, and the day of March on which it begins.
fn nowruz(year: i32) -> Option<(bool, i8)> {
    // The years between which the cycle of leap years holds (K. M. Borkowski 1996).
    const BREAKS: &[i32] = &[1210, 1635, 2060];
    // Leap years before 1210, counted from the first year.
    const LEAP_BEFORE: i32 = 294;
    let (start, end) = (BREAKS[0], BREAKS[1]);
    if !(start..end).contains(&year) {
        return None;
    }
    let jump = end - start;
    let mut since = year - start;
    let mut leap_jalali = LEAP_BEFORE + since / 33 * 8 + (since % 33 + 3) / 4;
    if jump % 33 == 4 && jump - since == 4 {
        leap_jalali += 1;
    }
    let gregorian = year + 621;
    let leap_gregorian = gregorian / 4 - (gregorian / 100 + 1) * 3 / 4 - 150;
    let march = i8::try_from(20 + leap_jalali - leap_gregorian).ok()?;
    if jump - since < 6 {
        since = since - jump + (jump + 4) / 33 * 33;
    }
    let leap = ((since + 1) % 33 - 1) % 4 == 0;
    Some((leap, march))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn jalali_days() {
        for ((year, month, day), expected) in [
            ((1320, 1, 1), date(1941, 3, 21)),
            ((1357, 11, 22), date(1979, 2, 11)),
            ((1399, 12, 30), date(2021, 3, 20)),
            ((1400, 1, 1), date(2021, 3, 21)),
            ((1402, 12, 24), date(2024, 3, 14)),
            ((1403, 1, 1), date(2024, 3, 20)),
            ((1403, 7, 1), date(2024, 9, 22)),
            ((1403, 12, 30), date(2025, 3, 20)),
            ((1404, 1, 1), date(2025, 3, 21)),
        ] {
            assert_eq!(
                jalali(year, month, day),
                Some(expected),
                "{year}-{month}-{day}"
            );
        }
        for (year, month, day) in [(1402, 12, 30), (1402, 7, 31), (1402, 13, 1), (1402, 1, 32)] {
            assert_eq!(jalali(year, month, day), None, "{year}-{month}-{day}");
        }
    }

    #[test]
    fn jalali_years_follow_each_other() {
        for year in 1318..1500 {
            let (leap, _) = nowruz(year).expect("a year of the table");
            let last = jalali(year, 12, if leap { 30 } else { 29 }).expect("its last day");
            let first = jalali(year + 1, 1, 1).expect("a first day");
            assert_eq!(last.tomorrow().expect("a day"), first, "{year}");
        }
    }

    #[test]
    fn hijri_days_are_those_of_mecca_or_their_neighbours() {
        // First days by the calendar of Umm al-Qura.
        for ((year, month), seen) in [
            ((1440, 1), date(2018, 9, 11)),
            ((1441, 1), date(2019, 8, 31)),
            ((1441, 9), date(2020, 4, 24)),
            ((1442, 1), date(2020, 8, 20)),
            ((1442, 9), date(2021, 4, 13)),
            ((1443, 9), date(2022, 4, 2)),
            ((1444, 9), date(2023, 3, 23)),
            ((1445, 1), date(2023, 7, 19)),
            ((1445, 9), date(2024, 3, 11)),
            ((1446, 1), date(2024, 7, 7)),
            ((1446, 9), date(2025, 3, 1)),
        ] {
            let about = hijri(year, month, 1).expect("a day");
            let apart = about.until(seen).expect("a span").get_days();
            assert!(apart.abs() <= 1, "{year}-{month}: {about}");
        }
    }

    #[test]
    fn a_hijri_day_is_a_month_unless_its_weekday_is_printed() {
        let said = |day, weekday| Foreign::Hijri.converted((1445, 9, day), weekday);
        let march = Calendar::Month {
            year: 2024,
            month: 3,
        };
        assert_eq!(said(14, None), Ok(march));
        assert_eq!(
            said(14, Some(Weekday::Sunday)),
            Ok(Calendar::Day(date(2024, 3, 24)))
        );
        // A day of the week that none of the days has is no evidence.
        assert_eq!(said(14, Some(Weekday::Thursday)), Ok(march));
        assert_eq!(said(20, None), Ok(Calendar::Year(2024)));
        assert_eq!(said(31, None), Err(NoDate::Invalid));
    }

    #[test]
    fn years_of_other_counts() {
        assert_eq!(buddhist(2567), Some(2024));
        assert_eq!(buddhist(2024), None);
        assert_eq!(short_buddhist(67), Some(2024));
        assert_eq!(short_buddhist(24), None);
        assert_eq!(minguo(113), Some(2024));
        assert_eq!(minguo(0), None);
        let reiwa = &ERAS[0];
        assert_eq!((reiwa.name, reiwa.year(6)), ("令和", 2024));
        assert!(reiwa.contains(date(2019, 5, 1)) && !reiwa.contains(date(2019, 4, 30)));
    }
}
