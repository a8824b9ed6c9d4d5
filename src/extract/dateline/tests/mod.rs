//! Datelines as houses print them, and what only looks like one.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

mod asian;
mod eastern;
mod english;
mod houses;
mod look_alikes;
mod northern;
mod printed_back;
mod right_to_left;
mod western;

/// Facts of pages in a language: its tag, the dateline, its separator and the text after it
/// with `¦` between, and what is read.
fn check_pages(facts: &[(&str, &str, &str)]) {
    let mut wrong = Vec::new();
    for (tag, printed, expected) in facts {
        let parts: Vec<&str> = printed.split('¦').collect();
        let [text, _, rest] = parts[..] else {
            panic!("three parts: {printed}");
        };
        let block = parts.concat();
        let how = DateReading::default().in_language(Some(tag));
        let Some(dateline) = split(&block, &how, None) else {
            wrong.push(format!("{tag} {printed}: no dateline"));
            continue;
        };
        let got = (
            dateline.text.as_str(),
            &block[dateline.end..],
            short(&dateline),
        );
        if got != (text, rest, (*expected).to_owned()) {
            wrong.push(format!("{tag} {printed}: {got:?}, not {expected}"));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// Openings of pages in a language that are no datelines.
fn check_prose(facts: &[(&str, &str)]) {
    let mut wrong = Vec::new();
    for (tag, block) in facts {
        let how = DateReading::default().in_language(Some(tag));
        if let Some(dateline) = split(block, &how, None) {
            wrong.push(format!("{tag} {block}: {:?}", short(&dateline)));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// A dateline in short: `Osh (OSH, Kyrgyzstan) 2006-03-14 [Reuters]`.
fn short(dateline: &Dateline) -> String {
    let mut parts = Vec::new();
    if let Some(raw) = &dateline.places_raw {
        parts.push(format!("{} ({raw})", dateline.places.join("+")));
    } else {
        assert!(dateline.places.is_empty());
    }
    parts.extend(dateline.date.as_ref().map(|date| match date {
        DatelineDate::Stated(said) => day(said),
        DatelineDate::YearInferred(said) => format!("{}?", day(said)),
        DatelineDate::YearMissing { month, day } => format!("--{month:02}-{day:02}"),
        DatelineDate::Unusable(reason) => format!("{reason:?}").to_lowercase(),
    }));
    parts.extend(dateline.wire.as_ref().map(|wire| format!("[{wire}]")));
    parts.join(" ")
}

fn day(said: &Understood) -> String {
    match (said.date.day, said.date.at) {
        (Some(_), Some(at)) => at.to_string(),
        (Some(day), None) => day.to_string(),
        (None, _) => said.date.raw.clone(),
    }
}

/// Facts of the form (dateline, separator, text, what is read).
fn check(facts: &[(&str, &str, &str, &str)]) {
    let mut wrong = Vec::new();
    for (text, separator, rest, expected) in facts {
        let block = format!("{text}{separator}{rest}");
        match split(&block, &DateReading::default(), None) {
            None => wrong.push(format!("{block:?}: no dateline, not {expected}")),
            Some(dateline) => {
                let got = (
                    dateline.text.as_str(),
                    &block[dateline.end..],
                    short(&dateline),
                );
                if got != (*text, *rest, (*expected).to_owned()) {
                    wrong.push(format!("{block:?}: {got:?}, not {expected}"));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn separators_of_every_kind() {
    let separators = [
        " - ",
        "- ",
        " -",
        "-",
        " – ",
        "– ",
        " –",
        "–",
        " — ",
        "—",
        " ― ",
        " − ",
        " ‒ ",
        " -- ",
        "--",
        " --- ",
        "\u{A0}-\u{A0}",
        "\u{A0}–\u{2009}",
        ". ",
        ": ",
        ". – ",
        ", – ",
        " | ",
        "\n",
        " ",
    ];
    for separator in separators {
        check(&[(
            "VIENNA, 23 March 2007",
            separator,
            "The Council met on 5 May 2008 – again.",
            "Vienna (VIENNA) 2007-03-23",
        )]);
    }
    for text in [
        "VIENNA,\u{A0}23\u{A0}March\u{A0}2007",
        "VIENNA 23 March 2007",
        "VIENNA , 23 March 2007",
        "VIENNA, Friday, 23 March 2007",
        "VIENNA, March 23, 2007",
        "VIENNA, Mar. 23, 2007",
        "VIENNA, 23rd March 2007",
        "VIENNA, 23.03.2007",
        "VIENNA, 2007-03-23",
        "VIENNA – 23 March 2007",
        "VIENNA (23 March 2007)",
        "VIENNA | 23 March 2007",
    ] {
        check(&[(
            text,
            " – ",
            "The Council met.",
            "Vienna (VIENNA) 2007-03-23",
        )]);
    }
}

#[test]
fn a_missing_year_comes_only_from_nearby() {
    let how = DateReading::default();
    let block = "WARSAW/VIENNA, 30 June – The Office met.";
    for (hint, expected) in [
        (None, "--06-30"),
        (Some(date(2020, 7, 1)), "2020-06-30?"),
        (Some(date(2020, 1, 15)), "2020-06-30?"),
        (Some(date(2020, 12, 20)), "2020-06-30?"),
    ] {
        let dateline = split(block, &how, hint).expect("a dateline");
        let expected = format!("Warsaw+Vienna (WARSAW/VIENNA) {expected}");
        assert_eq!(short(&dateline), expected, "{hint:?}");
        assert_eq!(
            dateline
                .date
                .and_then(|date| date.understood().map(|said| said.date.raw.clone())),
            hint.map(|_| "30 June".to_owned())
        );
    }
    let new_year = "SARAJEVO, 29 December – The Office met.";
    let dateline = split(new_year, &how, Some(date(2021, 1, 3))).expect("a dateline");
    assert_eq!(short(&dateline), "Sarajevo (SARAJEVO) 2020-12-29?");
    let leap = "SARAJEVO, 29 February – The Office met.";
    let dateline = split(leap, &how, Some(date(2021, 3, 3))).expect("a dateline");
    assert_eq!(short(&dateline), "Sarajevo (SARAJEVO) --02-29");
    let stated = "SARAJEVO, 29 May 2019 – The Office met.";
    let dateline = split(stated, &how, Some(date(2021, 3, 3))).expect("a dateline");
    assert_eq!(short(&dateline), "Sarajevo (SARAJEVO) 2019-05-29");
}

#[test]
fn header_lines() {
    let how = DateReading::default();
    let read =
        |text: &str| header_line(text, &how).map(|(places, date)| (places.join("+"), date.day));
    let fact = |places: &str, day| Some((places.to_owned(), Some(day)));
    let day = date(2002, 9, 6);
    for text in [
        "VIENNA 6 September 2002",
        " VIENNA\u{A0}6 September 2002 ",
        "VIENNA, 6 September 2002.",
        "VIENNA - 6 September 2002",
        "Vienna, 6 September 2002",
        "Vienna, Friday 6 September 2002",
        "Vienna 6 September 2002",
    ] {
        assert_eq!(read(text), fact("Vienna", day), "{text}");
    }
    assert_eq!(
        read("VIENNA/WARSAW 6 September 2002"),
        fact("Vienna+Warsaw", day)
    );
    for text in [
        "",
        "VIENNA",
        "6 September 2002",
        "VIENNA 6 September",
        "VIENNA September 2002",
        "VIENNA, 4-6 September 2002",
        "VIENNA, 6 September 2002 - The Council met.",
        "Press Release 6 September 2002",
        "Photo 6 September 2002",
        "Friday 6 September 2002",
        "On 6 September 2002",
    ] {
        assert_eq!(read(text), None, "{text}");
    }
}

#[test]
fn the_dateline_is_looked_for_at_the_start_only() {
    let how = DateReading::default();
    let far = format!("{}, 23 March 2007 – The Council met.", "VIENNA/".repeat(60));
    assert_eq!(split(&far, &how, None), None);
    let long = format!("VIENNA, 23 March 2007 – {}", "ß".repeat(100_000));
    let dateline = split(&long, &how, None).expect("a dateline");
    assert_eq!(&long[dateline.end..dateline.end + 2], "ß");
    let spaces = format!("VIENNA, 23 March 2007 –{}The", " ".repeat(1000));
    let dateline = split(&spaces, &how, None).expect("a dateline");
    assert_eq!(&spaces[dateline.end..], "The");
}

proptest! {
    #[test]
    fn printed_datelines_are_read_back(
        (town, expected) in prop::sample::select(&[
            ("VIENNA", "Vienna"), ("THE HAGUE", "The Hague"), ("PORT-AU-PRINCE", "Port-au-Prince"),
            ("OSH, Kyrgyzstan", "Osh"), ("NEW YORK, N.Y.", "New York"), ("Bishkek", "Bishkek"),
            ("Frankfurt am Main", "Frankfurt am Main"), ("KÖLN", "Köln"),
        ][..]),
        days in 0i32..36_000,
        form in prop::sample::select(&["%-d %B %Y", "%B %-d, %Y", "%b. %-d, %Y", "%A, %-d %B %Y"][..]),
        separator in prop::sample::select(&[" - ", "- ", " – ", " –", "—", " -- "][..]),
    ) {
        let day = date(2000, 1, 1).checked_add(jiff::Span::new().days(days)).expect("in range");
        let text = format!("{town}, {}", day.strftime(form));
        let block = format!("{text}{separator}The Council met.");
        let dateline = split(&block, &DateReading::default(), None);
        let dateline = dateline.ok_or_else(|| TestCaseError::fail(block.clone()))?;
        prop_assert_eq!(&dateline.text, &text);
        prop_assert_eq!(&dateline.places, &[expected.to_owned()]);
        prop_assert_eq!(&block[dateline.end..], "The Council met.");
        let read = dateline.date.as_ref().and_then(DatelineDate::understood);
        prop_assert_eq!(read.and_then(|said| said.date.day), Some(day));
    }

    #[test]
    fn no_block_panics(block in "\\PC{0,300}") {
        let _ = split(&block, &DateReading::default(), Some(date(2024, 2, 29)));
        let _ = header_line(&block, &DateReading::default());
    }

    #[test]
    fn no_block_of_likely_pieces_panics(
        pieces in prop::collection::vec(
            prop::sample::select(&[
                "VIENNA", "Osh", "THE", "HAGUE", "of", "and", "The", "23", "3", "March", "2007",
                "Friday", "N.Y.", "St.", "AZ", "(", ")", "/", "[", "]", ",", ".", ":", "-", "–",
                "--", "|", "'", "PRNewswire", "(Reuters)", "BUSINESS WIRE", "@", "8:24 AM", "\n",
                "\u{A0}", "é", "新", "&",
            ][..]),
            0..30,
        ),
        glue in any::<bool>(),
    ) {
        let block = pieces.join(if glue { "" } else { " " });
        let how = DateReading::default();
        if let Some(dateline) = split(&block, &how, Some(date(2024, 2, 29))) {
            prop_assert!(block.contains(&dateline.text));
            prop_assert!(block.get(dateline.end..).is_some());
        }
        let _ = header_line(&block, &how);
    }
}
