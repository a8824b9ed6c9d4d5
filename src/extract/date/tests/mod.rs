//! The dates that newsrooms print, one a line.

use jiff::civil;
use jiff::tz::TimeZone;
use proptest::prelude::*;

use super::*;

mod asian;
mod eastern;
mod look_alikes;
mod northern;
mod printed_back;
mod right_to_left;
mod western;

/// What was read, in short: `2007-03-23`, `2007-03`, `2007-03-23 14:05:00+01:00 minute`
/// (the moment at its own offset), `2007-03-23 minute` (no moment known), or the reason.
fn short(read: &Result<Understood, NoDate>) -> String {
    let understood = match read {
        Ok(understood) => understood,
        Err(NoDate::None) => return "none".to_owned(),
        Err(NoDate::Ambiguous { a, b }) => return format!("{a} or {b}"),
        Err(NoDate::Invalid) => return "invalid".to_owned(),
        Err(NoDate::Several) => return "several".to_owned(),
        Err(NoDate::MissingYear { month, day }) => return format!("--{month:02}-{day:02}"),
    };
    let date = &understood.date;
    let odd = if understood.weekday_conflict {
        " (weekday)"
    } else {
        ""
    };
    let precision = match date.precision {
        Precision::Second => "second",
        Precision::Minute => "minute",
        Precision::Hour => "hour",
        Precision::Day | Precision::Month | Precision::Year => {
            assert_eq!((date.at, date.offset.as_deref()), (None, None));
            return match understood.calendar {
                Calendar::Day(day) => format!("{day}{odd}"),
                Calendar::Month { year, month } => format!("{year}-{month:02}{odd}"),
                Calendar::Year(year) => format!("{year}{odd}"),
            };
        }
    };
    let day = date.day.expect("a time of day has a day");
    match (date.at, &date.offset) {
        (Some(at), Some(offset)) => {
            let printed = format!("1970-01-01T00:00:00{offset}");
            let pieces = jiff::fmt::temporal::Pieces::parse(&printed).expect("an offset");
            let local = pieces
                .to_numeric_offset()
                .expect("an offset")
                .to_datetime(at);
            assert_eq!(local.date(), day, "the day is the day of the offset");
            format!("{day} {}{offset} {precision}{odd}", local.time())
        }
        (None, None) => format!("{day} {precision}{odd}"),
        other => panic!("a moment and its offset go together: {other:?}"),
    }
}

fn check(facts: &[(&str, &str)], how: &DateReading<'_>) {
    let wrong: Vec<String> = facts
        .iter()
        .filter_map(|(text, expected)| {
            let got = short(&understand(text, how));
            (got != *expected).then(|| format!("{text:?}: {got}, not {expected}"))
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Facts of pages in a language: its tag, the text, what is read.
fn check_pages(facts: &[(&str, &str, &str)]) {
    let wrong: Vec<String> = facts
        .iter()
        .filter_map(|(tag, text, expected)| {
            let how = DateReading::default().in_language(Some(tag));
            let read = understand(text, &how);
            let mut got = short(&read);
            if let Some(calendar) = read.ok().and_then(|read| read.calendar_converted) {
                got = format!("{got} {calendar}");
            }
            (got != *expected).then(|| format!("{tag} {text:?}: {got}, not {expected}"))
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).expect("a known zone")
}

#[test]
fn days_with_the_month_in_words() {
    let printed = [
        "23 March 2007",
        "23 MARCH 2007",
        "23 march 2007",
        "23 March, 2007",
        "23 Mar 2007",
        "23 Mar. 2007",
        "23. March 2007",
        "23rd March 2007",
        "23rd of March 2007",
        "23rd of March, 2007",
        "the 23rd day of March 2007",
        "23 of March 2007",
        "23-Mar-2007",
        "23-MAR-2007",
        "23/Mar/2007",
        "23.Mar.2007",
        "23-March-2007",
        "23-Mar-07",
        "23 March '07",
        "23 March \u{2019}07",
        "Fri 23 Mar 07",
        "March 23, 2007",
        "March 23,2007",
        "March 23 2007",
        "MARCH 23, 2007",
        "Mar. 23, 2007",
        "Mar 23, 2007",
        "Mar. 23rd, 2007",
        "March 23rd 2007",
        "March the 23rd, 2007",
        "March-23-2007",
        "Mar/23/2007",
        "2007 March 23",
        "2007-Mar-23",
        "2007 Mar. 23",
        "Friday, 23 March 2007",
        "Friday 23 March 2007",
        "FRIDAY, MARCH 23, 2007",
        "Friday, March 23rd 2007",
        "Fri, 23 Mar 2007",
        "Fri. 23 Mar. 2007",
        "Friday the 23rd of March 2007",
        "Friday 23rd, March 2007",
        "Friday - 23 March 2007",
        "23 March 2007, Friday",
        "23 March 2007 (Friday)",
        "twenty-third of March 2007",
        "Twenty-third day of March, 2007",
        "23\u{A0}March\u{A0}2007",
        "23\u{202F}March\u{2009}2007",
        "23\n   March\n\t2007",
        "\u{200B}23 March 2007\u{FEFF}",
        "23 Mar\u{AD}ch 2007",
        "Published on 23 March 2007",
        "Published: 23 March 2007",
        "Posted: March 23, 2007",
        "Posted on March 23, 2007 by Press Office",
        "Date issued - 23 March 2007",
        "Date of issue: 23 March 2007.",
        "Release date: 23 March 2007",
        "Publishing date: 23 March 2007",
        "Date:23 March 2007",
        "Date23 March 2007",
        "(23 March 2007)",
        "[23 March 2007]",
        "| 23 March 2007 |",
        "Press release | 23 March 2007 | Vienna",
        "News — 23 March 2007",
        "No. 45 – 23 March 2007",
        "IP/07/123 Brussels, 23 March 2007",
        "VIENNA, 23 March 2007 -",
        "23 March 2007 - Press release",
        "23 March 2007 00:00",
        "23 March 2007 (23/03/2007)",
        "2007-03-23 | March 23, 2007",
        "23 March 2007 · 3 min read",
        "3/23/2007 | March 2007",
        "Suite 12, March 23, 2007",
        "Published 23 March 2007 | Updated 24 March 2007",
        "Updated: 24 March 2007 First published: 23 March 2007",
        "23 March 2007, last updated 25 March 2007 at 10:05",
        "23 March 2007 (embargoed until 24 March 2007)",
        "Deadline: 30 April 2007. Published 23 March 2007",
        "Update published 23 March 2007",
        "Embargoed until 23 March 2007",
    ];
    let facts: Vec<_> = printed.iter().map(|text| (*text, "2007-03-23")).collect();
    check(&facts, &DateReading::default());
}

#[test]
fn every_month_and_weekday_in_every_form() {
    check(
        &[
            ("Jan. 5, 2024", "2024-01-05"),
            ("5 Feb 2024", "2024-02-05"),
            ("February 29, 2024", "2024-02-29"),
            ("Apr 1 2024", "2024-04-01"),
            ("1st May 2024", "2024-05-01"),
            ("may 1, 2024", "2024-05-01"),
            ("June 2nd, 2024", "2024-06-02"),
            ("Jul 3, 2024", "2024-07-03"),
            ("Aug. 31, 2024", "2024-08-31"),
            ("Sept. 5, 2024", "2024-09-05"),
            ("5 Sept 2024", "2024-09-05"),
            ("5 Sep 2024", "2024-09-05"),
            ("SEPT 5, 2024", "2024-09-05"),
            ("Oct 10, 2024", "2024-10-10"),
            ("11 Nov. 2024", "2024-11-11"),
            ("Dec 25, 2024", "2024-12-25"),
            ("Mon 1 January 2024", "2024-01-01"),
            ("Tues. 2 January 2024", "2024-01-02"),
            ("Weds 3 January 2024", "2024-01-03"),
            ("Thurs, 4 January 2024", "2024-01-04"),
            ("Fri 5 January 2024", "2024-01-05"),
            ("Sat, January 6th, 2024", "2024-01-06"),
            ("SUNDAY 7 JANUARY 2024", "2024-01-07"),
            ("Monday, 23 March 2007", "2007-03-23 (weekday)"),
            ("first of May 1999", "1999-05-01"),
            ("thirty-first of May 1999", "1999-05-31"),
        ],
        &DateReading::default(),
    );
}

#[test]
fn days_in_figures() {
    check(
        &[
            ("2007-03-23", "2007-03-23"),
            ("2007/03/23", "2007-03-23"),
            ("2007.03.23", "2007-03-23"),
            ("2007. 3. 23.", "2007-03-23"),
            ("2007-3-9", "2007-03-09"),
            ("23.03.2007", "2007-03-23"),
            ("23.3.2007", "2007-03-23"),
            ("23. 3. 2007", "2007-03-23"),
            ("23/03/2007", "2007-03-23"),
            ("23 / 03 / 2007", "2007-03-23"),
            ("23-03-2007", "2007-03-23"),
            ("23\u{2010}03\u{2010}2007", "2007-03-23"),
            ("03/23/2007", "2007-03-23"),
            ("3/23/2007", "2007-03-23"),
            ("03.23.2007", "2007-03-23"),
            ("(03/23/2007)", "2007-03-23"),
            ("Date: 03-23-2007", "2007-03-23"),
            ("04/04/2025", "2025-04-04"),
            ("03/04/2025", "2025-04-03 or 2025-03-04"),
            ("3.4.2025", "2025-04-03 or 2025-03-04"),
            ("Friday 04/03/2025", "2025-03-04 or 2025-04-03"),
            ("Friday 04/04/2025", "2025-04-04"),
            ("Thursday, 03/04/2025", "2025-04-03"),
            ("Tuesday, 03/04/2025", "2025-03-04"),
            ("3 April 2025 (03/04/2025)", "2025-04-03"),
            ("03/04/25", "2025-04-03 or 2025-03-04"),
            ("31/12/99", "1999-12-31"),
            ("03.04.25", "2025-04-03 or 2025-03-04"),
            ("Version 4.9.12", "none"),
            ("Tue, 23/09/2025 - 20:28", "2025-09-23 minute"),
            ("10.11.12.13", "none"),
            ("2024-03-14-15", "none"),
            ("2024-03-14/2024-03-16", "none"),
            ("IP/2024/03/456", "none"),
            ("/press/2024/03/14/title-of-it", "2024-03-14"),
            ("ISBN 978-3-16-148410-0", "none"),
            ("+43 1 514 36 6000", "none"),
            ("v2.3.20071", "none"),
            ("$12.03.2007", "none"),
        ],
        &DateReading::default(),
    );
}

#[test]
fn the_profile_orders_figures() {
    let british = DateReading {
        order: Some(DateOrder::Dmy),
        ..DateReading::default()
    };
    let american = DateReading {
        order: Some(DateOrder::Mdy),
        ..DateReading::default()
    };
    let iso = DateReading {
        order: Some(DateOrder::Ymd),
        ..DateReading::default()
    };
    check(
        &[
            ("03/04/2025", "2025-04-03"),
            ("03/04/25", "2025-04-03"),
            ("3.4.25", "2025-04-03"),
            ("2025-04-03", "2025-04-03"),
        ],
        &british,
    );
    check(
        &[
            ("03/04/2025", "2025-03-04"),
            ("3/4/25", "2025-03-04"),
            ("3/14/25, 9:30 AM", "2025-03-14 minute"),
            // Only one reading is a day, whatever the profile says.
            ("23/03/2007", "2007-03-23"),
        ],
        &american,
    );
    check(
        &[
            ("25-04-03", "2025-04-03"),
            ("03/04/2025", "2025-04-03 or 2025-03-04"),
        ],
        &iso,
    );
}

#[test]
fn months_and_years() {
    check(
        &[
            ("March 2007", "2007-03"),
            ("March, 2007", "2007-03"),
            ("MARCH 2007", "2007-03"),
            ("Mar. 2007", "2007-03"),
            ("March of 2007", "2007-03"),
            ("Mar-2007", "2007-03"),
            ("March '07", "2007-03"),
            ("Published: March 2007", "2007-03"),
            ("2007-03", "2007-03"),
            ("03/2007", "2007-03"),
            ("2007", "2007"),
            ("Date: 2007", "2007"),
            ("Published in 2007", "none"),
            ("© 2007", "none"),
            ("2007-2009", "none"),
            ("2007-13", "none"),
            ("Room 2007", "none"),
            ("1850", "none"),
            ("Spring 2007", "none"),
            ("Q1 2007", "none"),
        ],
        &DateReading::default(),
    );
}

#[test]
fn no_date_for_half_of_one() {
    check(
        &[
            ("", "none"),
            ("   ", "none"),
            ("Published", "none"),
            ("Date:", "none"),
            ("today", "none"),
            ("Yesterday at 14:05", "none"),
            ("3 days ago", "none"),
            ("Monday", "none"),
            ("14:05", "none"),
            ("March", "none"),
            ("the march of time", "none"),
            ("we may 5 times", "none"),
            ("may 5,000 people", "none"),
            ("May 5,000 people", "none"),
            ("March 14:05", "none"),
            ("{{ date }}", "none"),
            ("23 March", "--03-23"),
            ("March 23", "--03-23"),
            ("Friday, March 23rd", "--03-23"),
            ("WARSAW/VIENNA, 30 June –", "--06-30"),
            ("29 February", "--02-29"),
            ("23 Mar 07", "--03-23"),
            ("23 March, 07", "--03-23"),
            ("30 February", "invalid"),
            ("30 February 2024", "invalid"),
            ("29 February 2023", "invalid"),
            ("February 29, 1900", "invalid"),
            ("31 April 2024", "invalid"),
            ("45 March 2024", "invalid"),
            ("0 March 2024", "invalid"),
            ("23 March 1850", "invalid"),
            ("23 March 2207", "invalid"),
            ("23 March 0007", "invalid"),
            ("32/13/2024", "invalid"),
            ("2024-13-01", "invalid"),
            ("2024-02-30", "invalid"),
            ("0000-00-00", "invalid"),
            ("0001-01-01T00:00:00", "invalid"),
            ("3 March 2025, 25:61", "invalid"),
            ("3 March 2025, 14:75", "invalid"),
            ("2024-03-14T10:61:00Z", "invalid"),
            ("3 March 20255", "--03-03"),
            ("2024-W11-4", "none"),
            ("2024-074", "none"),
        ],
        &DateReading::default(),
    );
}

#[test]
fn from_one_day_to_another_is_no_date_of_publication() {
    let printed = [
        "4-6 June 2024",
        "4–6 June 2024",
        "4 – 6 June 2024",
        "4 to 6 June 2024",
        "4th to 6th of June 2024",
        "4 and 5 March 2025",
        "4 & 5 March 2025",
        "4/5 March 2025",
        "4, 5 and 6 March 2025",
        "12 to 14 July",
        "From 12 to 14 July, staff",
        "Monday 3 to Wednesday 5 March 2025",
        "June 4-6, 2024",
        "June 4 – 6, 2024",
        "June 4th–6th, 2024",
        "June 4 to 6",
        "June 4 and 5, 2024",
        "4 June to 6 July 2024",
        "4 June – 6 July 2024",
        "4 June 2024 – 6 June 2025",
        "June 30 – July 2, 2024",
        "28 February-3 March 2025",
        "01/04/2025 - 30/04/2025",
        "2025-03-04 – 2025-03-06",
        "March–April 2024",
        "March and April 2024",
        "March to May 2024",
        "March 2024 to May 2024",
        "3 March 2025, 4 March 2025",
        "3 March 2025 and 5 April 2025",
        "Monday 3 March 2025, Tuesday 4 March 2025",
        "No. 12 – 23 March 2007",
    ];
    let facts: Vec<_> = printed.iter().map(|text| (*text, "several")).collect();
    check(&facts, &DateReading::default());
}

#[test]
fn times_of_day() {
    let vienna = zone("Europe/Vienna");
    let how = DateReading {
        timezone: Some(&vienna),
        ..DateReading::default()
    };
    let spring = "2025-03-03 14:05:00+01:00 minute";
    check(
        &[
            ("3 March 2025 14:05", spring),
            ("3 March 2025, 14:05", spring),
            ("3 March 2025 at 14:05", spring),
            ("3 March 2025, at 14:05", spring),
            ("3 March 2025 @ 14:05", spring),
            ("3 March 2025 - 14:05", spring),
            ("3 March 2025 – 14:05", spring),
            ("3 March 2025 | 14:05", spring),
            ("3 March 2025 · 14:05", spring),
            ("3 March 2025 (14:05)", spring),
            ("3 March 2025 / 14:05", spring),
            ("3 March 2025, Time: 14:05", spring),
            ("3 March 2025 14:05 hrs", spring),
            ("3 March 2025 14.05 hrs", spring),
            ("3 March 2025, 14.05", spring),
            ("3 March 2025 at 14.05", spring),
            ("3 March 2025, 14h05", spring),
            ("3 March 2025 1405 hrs", spring),
            ("3 March 2025 2:05 pm", spring),
            ("3 March 2025 2:05pm", spring),
            ("3 March 2025 2:05 PM", spring),
            ("3 March 2025 2:05 p.m.", spring),
            ("3 March 2025 2.05 p.m.", spring),
            ("3 March 2025 02:05 P.M", spring),
            ("March 3, 2025 at 2:05 p.m. local time", spring),
            ("14:05, 3 March 2025", spring),
            ("14:05 3 March 2025", spring),
            ("2:05 pm on 3 March 2025", spring),
            ("2:05 pm, Monday, March 3, 2025", spring),
            ("14:05 | 03 March 2025", spring),
            ("03/03/2025 14:05", spring),
            ("Published: Monday, 3 March 2025, 14:05 CET", spring),
            ("Monday, 3 March 2025, 14:05 (CET)", spring),
            ("3 March 2025, 14:05 GMT+1", spring),
            ("3 March 2025, 14:05 UTC+01:00", spring),
            ("3 March 2025, 14:05 +0100", spring),
            ("3 March 2025, 14:05 CET (UTC+1)", spring),
            ("3 March 2025, 14:05 Europe/Vienna", spring),
            ("3 March 2025, 14:05 Central European Time", spring),
            ("3 March 2025 13:05 GMT", spring),
            ("3 March 2025 13:05 UTC", spring),
            ("3 March 2025 1305 GMT", spring),
            ("3 March 2025 08:05 EST", "2025-03-03 08:05:00-05:00 minute"),
            ("3 March 2025 08:05 ET", "2025-03-03 08:05:00-05:00 minute"),
            (
                "3 July 2025 08:05 a.m. ET",
                "2025-07-03 08:05:00-04:00 minute",
            ),
            (
                "3 July 2025 08:05 a.m. EST",
                "2025-07-03 08:05:00-05:00 minute",
            ),
            (
                "3 July 2025 08:05 A.M. E.D.T.",
                "2025-07-03 08:05:00-04:00 minute",
            ),
            (
                "3 July 2025 8:05 a.m. Eastern Time",
                "2025-07-03 08:05:00-04:00 minute",
            ),
            (
                "3 July 2025 8:05 am Pacific Daylight Time",
                "2025-07-03 08:05:00-07:00 minute",
            ),
            ("3 July 2025 8:05 CT", "2025-07-03 08:05:00-05:00 minute"),
            ("3 July 2025 8:05 MDT", "2025-07-03 08:05:00-06:00 minute"),
            ("3 July 2025 8:05 PST", "2025-07-03 08:05:00-08:00 minute"),
            ("3 July 2025 8:05 BST", "2025-07-03 08:05:00+01:00 minute"),
            ("3 July 2025 8:05 CEST", "2025-07-03 08:05:00+02:00 minute"),
            (
                "3 July 2025 8:05 CET/CEST",
                "2025-07-03 08:05:00+02:00 minute",
            ),
            ("3 July 2025 8:05", "2025-07-03 08:05:00+02:00 minute"),
            ("3 July 2025 8:05 CST", "2025-07-03 08:05:00-06:00 minute"),
            ("3 July 2025 8:05 IST", "2025-07-03 minute"),
            ("3 July 2025 8:05 XYZT", "2025-07-03 minute"),
            ("3 March 2025 2 p.m.", "2025-03-03 14:00:00+01:00 hour"),
            ("3 March 2025, 2pm", "2025-03-03 14:00:00+01:00 hour"),
            ("3 March 2025, 12 pm", "2025-03-03 12:00:00+01:00 hour"),
            ("3 March 2025, 12:30 am", "2025-03-03 00:30:00+01:00 minute"),
            ("3 March 2025, noon", "2025-03-03 12:00:00+01:00 hour"),
            (
                "3 March 2025, 12 noon CET",
                "2025-03-03 12:00:00+01:00 hour",
            ),
            ("noon on March 3, 2025", "2025-03-03 12:00:00+01:00 hour"),
            ("3 March 2025 14:05:09", "2025-03-03 14:05:09+01:00 second"),
            ("3/3/2025 2:05:09 PM", "2025-03-03 14:05:09+01:00 second"),
            ("3 March 2025 23:30 GMT", "2025-03-04 00:30:00+01:00 minute"),
            (
                "Embargoed until 00:01 GMT 5 March 2025",
                "2025-03-05 01:01:00+01:00 minute",
            ),
            // No time of publication is stated.
            ("3 March 2025, midnight", "2025-03-03"),
            ("3 March 2025 12 midnight", "2025-03-03"),
            ("3 March 2025 12:00 am", "2025-03-03"),
            ("3 March 2025 - 00:00", "2025-03-03"),
            ("3 March 2025, 10:00-12:00", "2025-03-03"),
            ("3 March 2025, 10:00 – 12:00 CET", "2025-03-03"),
            ("10:00 - 12:00, 3 March 2025", "2025-03-03"),
            ("3 March 2025, 10 am to 2 pm", "2025-03-03"),
            ("3 March 2025 10.05 million", "2025-03-03"),
            ("3 March 2025, 14 countries", "2025-03-03"),
            ("3 March 2025, 5 min read", "2025-03-03"),
            ("3 March 2025, 13:00 am", "invalid"),
        ],
        &how,
    );
}

#[test]
fn the_profile_decides_between_meanings_of_a_zone() {
    let text = "3 July 2025 8:05 IST";
    for (name, expected) in [
        ("Asia/Kolkata", "2025-07-03 08:05:00+05:30 minute"),
        ("Europe/Dublin", "2025-07-03 08:05:00+01:00 minute"),
        // Summer has another name there.
        ("Asia/Jerusalem", "2025-07-03 minute"),
        ("America/New_York", "2025-07-03 minute"),
    ] {
        let zone = zone(name);
        let how = DateReading {
            timezone: Some(&zone),
            ..DateReading::default()
        };
        assert_eq!(short(&understand(text, &how)), expected, "{name}");
    }
    let shanghai = zone("Asia/Shanghai");
    let how = DateReading {
        timezone: Some(&shanghai),
        ..DateReading::default()
    };
    assert_eq!(
        short(&understand("3 July 2025 8:05 CST", &how)),
        "2025-07-03 08:05:00+08:00 minute"
    );
}

fn check_stamps(facts: &[(&str, &str)], how: &DateReading<'_>) {
    for (text, expected) in facts {
        let got = read_stamp(text, how).map(|date| {
            assert_eq!(date.raw, *text);
            let day = date.day.map(|day| day.to_string()).unwrap_or_default();
            let at = date.at.map(|at| at.to_string()).unwrap_or_default();
            let offset = date.offset.unwrap_or_default();
            format!("{day} {at} {offset} {:?}", date.precision)
        });
        let got = match got {
            Ok(got) => got.split_whitespace().collect::<Vec<_>>().join(" "),
            Err(reason) => short(&Err(reason)),
        };
        assert_eq!(got, *expected, "{text}");
    }
}

#[test]
fn stamps_without_a_zone_of_the_profile() {
    let ten = "2024-03-14 2024-03-14T09:00:00Z +01:00 Second";
    check_stamps(
        &[
            ("2024-03-14T10:00:00+01:00", ten),
            ("2024-03-14T10:00:00+0100", ten),
            ("2024-03-14T10:00:00+01", ten),
            ("2024-03-14T10:00:00.123+01:00", ten),
            ("2024-03-14T10:00:00,123456+01:00", ten),
            ("2024-03-14t10:00:00+01:00", ten),
            ("2024-03-14 10:00:00 +0100", ten),
            ("2024-03-14T10:00:00+01:00[Europe/Vienna]", ten),
            ("20240314T100000+0100", ten),
            ("Thu, 14 Mar 2024 10:00:00 +0100", ten),
            ("14 Mar 2024 10:00:00 +0100", ten),
            ("Thu Mar 14 10:00:00 CET 2024", ten),
            (
                "2024-03-14T10:00+01:00",
                "2024-03-14 2024-03-14T09:00:00Z +01:00 Minute",
            ),
            (
                "2024-03-14T10:00-05:00",
                "2024-03-14 2024-03-14T15:00:00Z -05:00 Minute",
            ),
            (
                "2024-03-14T10:00:00-05:00",
                "2024-03-14 2024-03-14T15:00:00Z -05:00 Second",
            ),
            (
                "2024-03-14T10:00:00Z",
                "2024-03-14 2024-03-14T10:00:00Z +00:00 Second",
            ),
            (
                "2024-03-14T10:00:00z",
                "2024-03-14 2024-03-14T10:00:00Z +00:00 Second",
            ),
            (
                "2024-03-14T10:00Z",
                "2024-03-14 2024-03-14T10:00:00Z +00:00 Minute",
            ),
            (
                "20240314T100000Z",
                "2024-03-14 2024-03-14T10:00:00Z +00:00 Second",
            ),
            (
                "2024-03-14 10:00:00 UTC",
                "2024-03-14 2024-03-14T10:00:00Z +00:00 Second",
            ),
            (
                "Thu, 14 Mar 2024 10:00:00 GMT",
                "2024-03-14 2024-03-14T10:00:00Z +00:00 Second",
            ),
            ("2024-03-14T10:00:00", "2024-03-14 Second"),
            ("2024-03-14 10:00:00", "2024-03-14 Second"),
            ("2024/03/14 10:00:00", "2024-03-14 Second"),
            ("20240314100000", "2024-03-14 Second"),
            ("2024-03-14T10:00", "2024-03-14 Minute"),
            ("2024-03-14", "2024-03-14 Day"),
            ("20240314", "2024-03-14 Day"),
            ("2024-03-14+01:00", "2024-03-14 Day"),
            ("2024-03-14T00:00:00", "2024-03-14 Day"),
            ("2024-03-14T00:00:00Z", "2024-03-14 Day"),
            ("2024-03-14T00:00:00.000Z", "2024-03-14 Day"),
            ("2024-03-14T00:00:00+01:00", "2024-03-14 Day"),
            ("2024-03-14 00:00:00", "2024-03-14 Day"),
            ("Thu, 14 Mar 2024 00:00:00 +0000", "2024-03-14 Day"),
            ("2024-03", "Month"),
            ("2024", "Year"),
            ("March 14, 2024", "2024-03-14 Day"),
            ("03/04/2024", "2024-04-03 or 2024-03-04"),
            ("1710410400", "none"),
            ("1970-01-01", "invalid"),
            ("1970-01-01T00:00:00Z", "invalid"),
            ("1970-01-01T01:00:00+01:00", "invalid"),
            ("0001-01-01T00:00:00Z", "invalid"),
            ("2024-02-30T10:00:00Z", "invalid"),
            ("2024-03-14T25:00:00Z", "invalid"),
            ("2024-03-14Tgarbage", "none"),
            ("20241399", "invalid"),
            ("93451580", "none"),
            ("17104104", "none"),
            ("", "none"),
        ],
        &DateReading::default(),
    );
}

#[test]
fn stamps_in_utc_are_of_the_profiles_day() {
    let vienna = zone("Europe/Vienna");
    let formats = ["%s".to_owned()];
    check_stamps(
        &[
            (
                "2024-03-14T10:00:00Z",
                "2024-03-14 2024-03-14T10:00:00Z +01:00 Second",
            ),
            (
                "2024-07-14T23:30:00Z",
                "2024-07-15 2024-07-14T23:30:00Z +02:00 Second",
            ),
            ("2024-03-14T23:00:00Z", "2024-03-15 Day"),
            ("2024-03-14T23:00:00+00:00", "2024-03-15 Day"),
            ("2024-03-14T00:00:00Z", "2024-03-14 Day"),
            (
                "2024-03-14T23:30:00-05:00",
                "2024-03-14 2024-03-15T04:30:00Z -05:00 Second",
            ),
            (
                "2024-03-14T10:00:00",
                "2024-03-14 2024-03-14T09:00:00Z +01:00 Second",
            ),
            (
                "1710410400",
                "2024-03-14 2024-03-14T10:00:00Z +01:00 Second",
            ),
        ],
        &DateReading {
            timezone: Some(&vienna),
            formats: &formats,
            ..DateReading::default()
        },
    );
}

#[test]
fn formats_come_first() {
    let formats = [
        "%d/%m/%y",
        "%d %B %Y",
        "%Y年%m月%d日",
        "%d.%m.%Y %H.%M",
        "%d. %B",
    ]
    .map(str::to_owned);
    let vienna = zone("Europe/Vienna");
    let how = DateReading {
        formats: &formats,
        order: Some(DateOrder::Mdy),
        timezone: Some(&vienna),
        language: None,
    };
    check(
        &[
            ("03/04/25", "2025-04-03"),
            (
                "Published: 03/04/25, 14:05 GMT",
                "2025-04-03 16:05:00+02:00 minute",
            ),
            ("03/04/2025", "2025-03-04"),
            ("3 April 2025", "2025-04-03"),
            ("2025年04月03日", "2025-04-03"),
            ("03.04.2025 14.05", "2025-04-03 14:05:00+02:00 minute"),
            ("03.04.2025 00.00", "2025-04-03"),
            ("3. April", "--04-03"),
            ("31/02/25", "invalid"),
            ("April 3, 2025", "2025-04-03"),
        ],
        &how,
    );
}

#[test]
fn scanning_finds_every_date_with_its_place_and_meaning() {
    let text = "Published 3 March 2025. On 24–26 February the mission met; it reports by \
                March 2026, 5 May and 03/04/2025. Updated: 4 March 2025, 14:05 CET";
    let found: Vec<(String, String, DateRole)> = scan(text, &DateReading::default())
        .into_iter()
        .map(|found| {
            let printed = text[found.range].to_owned();
            (printed, short(&found.date), found.role)
        })
        .collect();
    let fact = |text: &str, said: &str, role| (text.to_owned(), said.to_owned(), role);
    assert_eq!(
        found,
        [
            fact("3 March 2025", "2025-03-03", DateRole::Published),
            fact("24–26 February", "several", DateRole::Unknown),
            fact("March 2026", "2026-03", DateRole::Unknown),
            fact("5 May", "--05-05", DateRole::Unknown),
            fact("03/04/2025", "2025-04-03 or 2025-03-04", DateRole::Unknown),
            fact(
                "4 March 2025, 14:05 CET",
                "2025-03-04 14:05:00+01:00 minute",
                DateRole::Modified
            ),
        ]
    );
}

#[test]
fn words_after_a_date_label_it_where_verbs_stand_last() {
    for (text, roles) in [
        ("2024/3/14 10:05配信", &[DateRole::Published][..]),
        ("2024年3月14日 公開", &[DateRole::Published]),
        ("2024年3月14日 12時30分更新", &[DateRole::Unknown]),
        (
            "2024年3月14日更新 2024年3月15日",
            &[DateRole::Unknown, DateRole::Unknown],
        ),
        (
            "2024年3月14日 更新日：2024年3月15日",
            &[DateRole::Unknown, DateRole::Modified],
        ),
        ("14 March 2024 published", &[DateRole::Unknown]),
    ] {
        let found = scan(text, &DateReading::default().in_language(Some("ja")));
        let said: Vec<DateRole> = found.into_iter().map(|found| found.role).collect();
        assert_eq!(said, roles, "{text}");
    }
}

#[test]
fn a_date_ends_where_its_language_ends_it() {
    for (tag, text, printed) in [
        ("pl", "14 marca 2024 r. w Warszawie", "14 marca 2024 r."),
        ("ru", "14 марта 2024 года состоялась", "14 марта 2024 года"),
        (
            "hr",
            "14. ožujka 2024. godine održana je",
            "14. ožujka 2024. godine",
        ),
        ("lt", "2024 m. kovo 14 d. Vilniuje", "2024 m. kovo 14 d."),
        ("en", "3 March 2025 M. Smith said", "3 March 2025"),
        ("en", "3 March 2025 a meeting", "3 March 2025"),
        ("de", "14. März 2024. Der Verein", "14. März 2024"),
        ("zh", "2024年3月14日电", "2024年3月14日"),
        ("ja", "令和6年3月14日発表", "令和6年3月14日"),
        ("ko", "2024년 3월 14일에 열린", "2024년 3월 14일"),
    ] {
        let found = scan(text, &DateReading::default().in_language(Some(tag)));
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!(&text[found[0].range.clone()], printed);
    }
}

#[test]
fn raw_is_the_value_and_of_a_long_text_the_date() {
    let how = DateReading::default();
    let raw = |text: &str| read(text, &how).map(|date| date.raw);
    assert_eq!(
        raw("  Published:\u{A0}3 March\n2025 "),
        Ok("Published: 3 March 2025".to_owned())
    );
    let long = format!("3 March 2025 {}", "word ".repeat(100));
    assert_eq!(raw(&long), Ok("3 March 2025".to_owned()));
}

/// The English forms, as `strftime` prints them.
const FORMS: &[&str] = &[
    "%-d %B %Y",
    "%d %B %Y",
    "%-d %b %Y",
    "%-d %b. %Y",
    "%B %-d, %Y",
    "%b %-d, %Y",
    "%b. %d, %Y",
    "%A, %-d %B %Y",
    "%A, %B %-d, %Y",
    "%a %-d %b %Y",
    "%a %-d %b %y",
    "%d-%b-%Y",
    "%d-%b-%y",
    "%-d %B '%y",
    "%-d of %B, %Y",
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y %B %-d",
    "%Y-%b-%d",
    "Published: %-d %B %Y, 14:05 CET",
    "2:05 p.m. EST, %B %-d, %Y",
    "%a, %d %b %Y 10:00:00 +0100",
    "%Y-%m-%dT10:00:00Z",
];

proptest! {
    #[test]
    fn what_is_printed_is_read_back(
        year in 1970i16..=2068,
        month in 1i8..=12,
        day in 1i8..=31,
        form in prop::sample::select(FORMS),
        upper in any::<bool>(),
    ) {
        let Ok(date) = civil::Date::new(year, month, day) else {
            return Ok(());
        };
        let printed = date.strftime(form).to_string();
        let printed = if upper && !form.contains("CET") { printed.to_uppercase() } else { printed };
        let read = understand(&printed, &DateReading::default());
        let read = read.map(|read| (read.date.day, read.weekday_conflict));
        prop_assert_eq!(read, Ok((Some(date), false)), "{}", printed);
    }

    #[test]
    fn no_text_panics(text in "\\PC{0,200}") {
        let how = DateReading::default();
        let _ = understand(&text, &how);
        let _ = read_stamp(&text, &how);
    }

    #[test]
    fn no_text_of_dates_and_marks_panics(
        pieces in prop::collection::vec(
            prop::sample::select(&[
                "3", "03", "31", "2025", "25", "0", "99999999999", "March", "may", "Fri", "th",
                "of", "the", "first", "twenty", "day", "at", "noon", "T", "Z", "am", "p.m.",
                "14:05", ":", ".", ",", "-", "–", "/", "'", "(", ")", "[", "+", " ", " ", "\u{A0}",
                "GMT", "CET", "Europe/Vienna", "Published", "to", "and", "&", "é", "年", "h",
            ][..]),
            0..40,
        ),
        glue in any::<bool>(),
    ) {
        let text = pieces.join(if glue { "" } else { " " });
        let formats = ["%d %B %Y".to_owned(), "%d.%m.%y".to_owned()];
        let vienna = TimeZone::get("Europe/Vienna").expect("a known zone");
        let how = DateReading { formats: &formats, timezone: Some(&vienna), ..DateReading::default() };
        for found in scan(&text, &how) {
            prop_assert!(text.get(found.range).is_some());
        }
        let _ = understand(&text, &how);
        let _ = read_stamp(&text, &how);
    }
}

#[test]
fn long_hostile_texts_are_read_in_one_pass() {
    for piece in [
        "1",
        "1-",
        "1/",
        "1, ",
        "1 and ",
        "March ",
        "3 March ",
        "14:05 ",
        "first-",
        "a.",
        "(",
        "2024-03-14T",
        "Monday ",
        "+1",
        "Published ",
    ] {
        let text = piece.repeat(300_000 / piece.len());
        let found = scan(&text, &DateReading::default());
        assert!(found.iter().all(|found| found.date.is_err()), "{piece}");
    }
}
