//! What is printed as a dateline is read back, and nothing after its end changes it.

use jiff::civil;
use proptest::prelude::*;

use super::super::super::date::steps;
use super::*;

/// Places as printed, and the towns among them.
const PLACES: &[(&str, &[&str])] = &[
    ("VIENNA", &["Vienna"]),
    ("THE HAGUE", &["The Hague"]),
    ("PORT-AU-PRINCE", &["Port-au-Prince"]),
    ("OSH, Kyrgyzstan", &["Osh"]),
    ("NEW YORK, N.Y.", &["New York"]),
    ("ST. LOUIS", &["St. Louis"]),
    ("HELSINKI/VALLETTA/BERN", &["Helsinki", "Valletta", "Bern"]),
    ("PARIS and LONDON", &["Paris", "London"]),
    ("KYIV (Ukraine)", &["Kyiv"]),
    ("New Delhi [India]", &["New Delhi"]),
    ("Frankfurt am Main", &["Frankfurt am Main"]),
    ("Frankfurt/Main", &["Frankfurt/Main"]),
    ("MÜNCHEN", &["München"]),
    ("İSTANBUL", &["İstanbul"]),
    ("СОФИЯ", &["София"]),
    ("Αθήνα", &["Αθήνα"]),
    ("القاهرة", &["القاهرة"]),
    ("ירושלים", &["ירושלים"]),
    ("서울", &["서울"]),
];

/// How days are printed in datelines.
const DAYS: &[&str] = &[
    "%-d %B %Y",
    "%B %-d, %Y",
    "%b. %-d, %Y",
    "%A, %-d %B %Y",
    "%Y-%m-%d",
    "%-d.%-m.%Y",
];

/// Wires in brackets and slashes, with their names.
const WIRES: &[(&str, &str)] = &[
    ("/PRNewswire/", "PRNewswire"),
    ("/PRNewswire-USNewswire/", "PRNewswire-USNewswire"),
    ("(GLOBE NEWSWIRE)", "GLOBE NEWSWIRE"),
    ("(BUSINESS WIRE)", "BUSINESS WIRE"),
    ("(ots)", "ots"),
    ("(AFP)", "AFP"),
    ("/TASS/", "TASS"),
    ("/ТАСС/", "ТАСС"),
    ("(أ ف ب)", "أ ف ب"),
    ("(Xinhua)", "Xinhua"),
];

/// Dashes after a dateline.
const DASHES: &[&str] = &[" - ", "- ", " – ", " –", "—", " -- ", "--", " — "];

/// Texts after a dateline that could seem to belong to it.
const RESTS: &[&str] = &[
    "The Council met.",
    "On 5 May 2008, the Council met.",
    "“We met,” she said on May 5.",
    "Reuters reported it.",
    "Das Amt teilte mit.",
    "Музей открылся 5 мая 2008 года.",
    "افتتح المتحف.",
];

fn days() -> impl Strategy<Value = civil::Date> {
    (1990i16..=2060, 1i8..=12, 13i8..=31).prop_filter_map("a day", |(year, month, day)| {
        civil::Date::new(year, month, day).ok()
    })
}

/// Words and marks of datelines in all scripts.
const PIECES: &[&str] = &[
    "VIENNA",
    "Osh",
    "THE",
    "HAGUE",
    "of",
    "and",
    "The",
    "23",
    "3",
    "March",
    "2007",
    "Friday",
    "le",
    "N.Y.",
    "St.",
    "AZ",
    "(",
    ")",
    "/",
    "[",
    "]",
    ",",
    ".",
    ":",
    "-",
    "–",
    "--",
    "|",
    "'",
    "=",
    "PRNewswire",
    "(Reuters)",
    "BUSINESS WIRE",
    "ARMENPRESS",
    "INTERFAX.RU",
    "@",
    "8:24 AM",
    "\n",
    "\u{A0}",
    "é",
    "新",
    "&",
    "新华社",
    "北京",
    "6月14日",
    "14日",
    "电",
    "（记者王甲）",
    "【",
    "】",
    "東京",
    "共同",
    "ロイター",
    "서울",
    "연합뉴스",
    "기자",
    "القاهرة",
    "في",
    "3 مارس",
    "واس",
    "(أ ف ب)",
    "МОСКВА",
    "3 мар",
    "/ТАСС/",
    "РИА Новости",
    "თბილისი",
    "Dushanbe",
    "İ",
    "٣",
];

proptest! {
    #[test]
    fn places_day_and_wire_in_every_form(
        (place, towns) in prop::sample::select(PLACES),
        day in days(),
        form in prop::sample::select(DAYS),
        (wire, name) in prop::sample::select(WIRES),
        dash in prop::sample::select(DASHES),
        rest in prop::sample::select(RESTS),
        order in 0usize..4,
    ) {
        let printed = day.strftime(form).to_string();
        let text = match order {
            0 => format!("{place}, {printed} {wire}"),
            1 => format!("{place} {wire} {printed}"),
            2 => format!("{place}, {printed}"),
            _ => format!("{place} {wire}"),
        };
        let block = format!("{text}{dash}{rest}");
        let how = DateReading::default();
        let read = split(&block, &how, None).ok_or_else(|| TestCaseError::fail(block.clone()))?;
        prop_assert_eq!(&read.text, &text);
        prop_assert_eq!(&block[read.end..], rest);
        prop_assert_eq!(&read.places, towns);
        prop_assert_eq!(read.places_raw.as_deref(), Some(place));
        let expected = (order != 2).then_some(name);
        prop_assert_eq!(read.wire.as_deref(), expected);
        let said = read.date.as_ref().and_then(DatelineDate::understood);
        prop_assert_eq!(said.and_then(|said| said.date.day), (order != 3).then_some(day));
    }

    #[test]
    fn what_follows_the_dash_changes_nothing(
        (place, _) in prop::sample::select(PLACES),
        day in days(),
        dash in prop::sample::select(&[" – ", " - ", " — "][..]),
        rest in prop::collection::vec(prop::sample::select(PIECES), 0..20),
    ) {
        let how = DateReading::default();
        let day = day.strftime("%-d %B %Y");
        // Where the dateline has all it can have, anything may follow; else a sentence.
        for (head, start) in [
            (format!("{place}, {day} (AFP){dash}"), ""),
            (format!("{place} (AFP) {day}{dash}"), ""),
            (format!("{place}, {day}{dash}"), "The "),
            (format!("{place} (AFP){dash}"), "The "),
        ] {
            let alone = split(&format!("{head}The Council met."), &how, None)
                .map(|read| Dateline { end: 0, ..read });
            prop_assert!(alone.is_some(), "{}", head);
            let block = format!("{head}{start}{}", rest.join(" "));
            let read = split(&block, &how, None).map(|read| Dateline { end: 0, ..read });
            prop_assert_eq!(read, alone, "{}", block);
        }
    }

    #[test]
    fn a_long_text_takes_no_more_looks(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 1..12),
        glue in any::<bool>(),
    ) {
        let between = if glue { "" } else { " " };
        let text = pieces.join(between) + between;
        let how = DateReading::default();
        let looks = |times: usize| {
            let text = text.repeat(times);
            steps::of(|| drop(split(&text, &how, None)))
        };
        // Beyond so many bytes a dateline is not looked for.
        let longer = |bytes: usize| bytes / text.len() + 1;
        prop_assert_eq!(looks(longer(WINDOW)), looks(longer(4 * WINDOW)), "{:?}", &text);
        // Within them, the looks of one step do not grow with those of the others.
        let tokens = Tokens::read(window(&text.repeat(longer(WINDOW))), &how).len();
        let most = LOOKS_A_TOKEN * (tokens + 1);
        prop_assert!(looks(longer(WINDOW)) <= most, "{} > {} {:?}", looks(longer(WINDOW)), most, text);
    }

    #[test]
    fn no_block_of_the_worlds_pieces_panics(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..30),
        glue in any::<bool>(),
        tag in prop::sample::select(&["", "en", "de", "ru", "ar", "zh-CN", "ja", "ko"][..]),
    ) {
        let block = pieces.join(if glue { "" } else { " " });
        let how = DateReading::default().in_language(Some(tag));
        if let Some(dateline) = split(&block, &how, Some(date(2024, 2, 29))) {
            prop_assert!(block.contains(&dateline.text));
            prop_assert!(block.get(dateline.end..).is_some());
            if let Some(raw) = &dateline.places_raw {
                prop_assert!(dateline.text.contains(raw), "{} {}", dateline.text, raw);
            }
        }
        let _ = header_line(&block, &how);
    }
}

/// Each element is tried at each token of an opening of bounded length.
const LOOKS_A_TOKEN: usize = 200;
