//! Day and month in figures, without a year: `3/3` of `(TTXVN 3/3)`.

use crate::extract::date::{Calendar, DateReading, Day, NoDate, Tokens, understand};

/// The day that begins at a token. Which of the figures is the month is told as for a whole date
/// on the same page; where that is not known, there is no day.
pub(super) fn day_in_figures(tokens: &Tokens<'_>, at: usize, how: &DateReading<'_>) -> Option<Day> {
    let separator = tokens.mark(at + 1).filter(|mark| "/.".contains(*mark))?;
    let glued = tokens.is_glued(at + 1) && tokens.is_glued(at + 2);
    // `3/3/3`, `3.3.3`
    let longer = tokens.is_mark(at + 3, separator)
        && tokens.is_glued(at + 4)
        && tokens.number(at + 4).is_some();
    if !glued || longer {
        return None;
    }
    let (first, second) = (tokens.small_number(at)?, tokens.small_number(at + 2)?);
    let whole = format!("{first}{separator}{second}{separator}{LEAP_YEAR}");
    let Calendar::Day(date) = understand(&whole, how).ok()?.calendar else {
        return None;
    };
    Some(Day {
        said: Err(NoDate::MissingYear {
            month: date.month(),
            day: date.day(),
        }),
        weekday: None,
        converted: None,
        clock: None,
        next: tokens.skip_mark(at + 3, '.'),
    })
}

/// A year that has every day.
const LEAP_YEAR: i16 = 2000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_months_in_figures() {
        for (tag, printed, expected) in [
            ("vi", "3/3", Some((3, 3))),
            ("vi", "4/3", Some((3, 4))),
            ("vi", "29/2", Some((2, 29))),
            ("de", "4.3.", Some((3, 4))),
            ("en-US", "3/4", Some((3, 4))),
            ("en", "3/4", None),
            ("en", "3/30", Some((3, 30))),
            ("vi", "31/2", None),
            ("vi", "3/3/3", None),
            ("vi", "3 / 3", None),
            ("vi", "3-3", None),
            ("vi", "3", None),
        ] {
            let how = DateReading::default().in_language(Some(tag));
            let day = day_in_figures(&Tokens::read(printed, &how), 0, &how);
            let read = day.map(|day| day.said);
            let expected = expected.map(|(month, day)| Err(NoDate::MissingYear { month, day }));
            assert_eq!(read, expected, "{tag} {printed}");
        }
    }
}
