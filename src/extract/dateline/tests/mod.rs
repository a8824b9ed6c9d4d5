//! Datelines as houses print them, and what only looks like one.

use jiff::civil::date;
use proptest::prelude::*;

use super::*;

mod asian;
mod eastern;
mod english;
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
fn real_datelines_of_an_organization() {
    let b = "The mission met.";
    check(&[
        (
            "VIENNA, 23 March 2007",
            " - ",
            b,
            "Vienna (VIENNA) 2007-03-23",
        ),
        (
            "BELGRADE, 25 April 2015",
            "- ",
            b,
            "Belgrade (BELGRADE) 2015-04-25",
        ),
        (
            "VIENNA/TIRANA, 9 October 2020",
            " – ",
            b,
            "Vienna+Tirana (VIENNA/TIRANA) 2020-10-09",
        ),
        (
            "TIRANA / BRUSSELS / GENEVA – 6 October 2020",
            ". ",
            b,
            "Tirana+Brussels+Geneva (TIRANA / BRUSSELS / GENEVA) 2020-10-06",
        ),
        (
            "WARSAW/VIENNA, 30 June",
            " – ",
            b,
            "Warsaw+Vienna (WARSAW/VIENNA) --06-30",
        ),
        ("SARAJEVO, 25 May", " – ", b, "Sarajevo (SARAJEVO) --05-25"),
        (
            "OSH, Kyrgyzstan, 14 March 2006",
            "- ",
            b,
            "Osh (OSH, Kyrgyzstan) 2006-03-14",
        ),
        (
            "QABALA, Azerbaijan, 24 September 2012",
            " – ",
            b,
            "Qabala (QABALA, Azerbaijan) 2012-09-24",
        ),
        (
            "VIENNA, BRUSSELS, GENEVA, 26 February 2018",
            "- ",
            b,
            "Vienna+Brussels+Geneva (VIENNA, BRUSSELS, GENEVA) 2018-02-26",
        ),
        (
            "ERGNETI, 1 March 2018",
            "-",
            b,
            "Ergneti (ERGNETI) 2018-03-01",
        ),
        (
            "DUSHANBE, 16 January 2013",
            " –",
            "A meeting.",
            "Dushanbe (DUSHANBE) 2013-01-16",
        ),
        (
            "ERGNETI, 3 July 2023",
            " — ",
            b,
            "Ergneti (ERGNETI) 2023-07-03",
        ),
        (
            "ASHGABAD/THE HAGUE, 16 December 2004",
            "- ",
            b,
            "Ashgabad+The Hague (ASHGABAD/THE HAGUE) 2004-12-16",
        ),
        (
            "WASHINGTON DC, 22 June 2018",
            "- ",
            b,
            "Washington DC (WASHINGTON DC) 2018-06-22",
        ),
        (
            "VIENNA / SARAJEVO, 25 October 2019",
            " – ",
            b,
            "Vienna+Sarajevo (VIENNA / SARAJEVO) 2019-10-25",
        ),
        (
            "HELSINKI/VALLETTA/BERN, 24 February 2025",
            " – ",
            b,
            "Helsinki+Valletta+Bern (HELSINKI/VALLETTA/BERN) 2025-02-24",
        ),
        (
            "SKOPJE/WARSAW/COPENHAGEN, 7 September 2023",
            "- ",
            b,
            "Skopje+Warsaw+Copenhagen (SKOPJE/WARSAW/COPENHAGEN) 2023-09-07",
        ),
        (
            "Bishkek, 1 September 2025",
            " — ",
            b,
            "Bishkek (Bishkek) 2025-09-01",
        ),
        (
            "YERAVAN, 13 March 2006",
            "- ",
            b,
            "Yeravan (YERAVAN) 2006-03-13",
        ),
        (
            "VIENNA, 6 September 2002",
            " - ",
            b,
            "Vienna (VIENNA) 2002-09-06",
        ),
        (
            "VIENNA, 5 October 2020",
            "- ",
            b,
            "Vienna (VIENNA) 2020-10-05",
        ),
        (
            "VIENNA/WARSAW, 18 July 2022",
            " – ",
            b,
            "Vienna+Warsaw (VIENNA/WARSAW) 2022-07-18",
        ),
    ]);
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
fn datelines_of_agencies_wires_and_other_houses() {
    let b = "The company said.";
    check(&[
        (
            "NEW YORK, Jan. 5, 2024 /PRNewswire/",
            " -- ",
            b,
            "New York (NEW YORK) 2024-01-05 [PRNewswire]",
        ),
        (
            "WASHINGTON, Jan. 5, 2024 /PRNewswire-USNewswire/",
            " -- ",
            b,
            "Washington (WASHINGTON) 2024-01-05 [PRNewswire-USNewswire]",
        ),
        (
            "PALO ALTO, Calif., Jan. 5, 2024 /PRNewswire/",
            " -- ",
            b,
            "Palo Alto (PALO ALTO, Calif.) 2024-01-05 [PRNewswire]",
        ),
        (
            "HONG KONG, Sept. 3, 2024 /PR Newswire/",
            " - ",
            b,
            "Hong Kong (HONG KONG) 2024-09-03 [PR Newswire]",
        ),
        (
            "SEOUL, South Korea, Jan. 5, 2024 /PRNewswire/",
            " -- ",
            b,
            "Seoul (SEOUL, South Korea) 2024-01-05 [PRNewswire]",
        ),
        (
            "OSLO, March 3, 2025 /Wire/",
            " -- ",
            b,
            "Oslo (OSLO) 2025-03-03 [Wire]",
        ),
        (
            "LONDON--(BUSINESS WIRE)",
            "--",
            b,
            "London (LONDON) [BUSINESS WIRE]",
        ),
        (
            "LONDON & NEW YORK--(BUSINESS WIRE)",
            "--",
            b,
            "London+New York (LONDON & NEW YORK) [BUSINESS WIRE]",
        ),
        (
            "SAN FRANCISCO--(BUSINESS WIRE)",
            "--",
            b,
            "San Francisco (SAN FRANCISCO) [BUSINESS WIRE]",
        ),
        (
            "SANTA CLARA, Calif.--(BUSINESS WIRE)",
            "--",
            b,
            "Santa Clara (SANTA CLARA, Calif.) [BUSINESS WIRE]",
        ),
        (
            "NEW YORK, Jan. 05, 2024 (GLOBE NEWSWIRE)",
            " -- ",
            b,
            "New York (NEW YORK) 2024-01-05 [GLOBE NEWSWIRE]",
        ),
        (
            "TORONTO, ON, Jan. 05, 2024 (GLOBE NEWSWIRE)",
            " -- ",
            b,
            "Toronto (TORONTO, ON) 2024-01-05 [GLOBE NEWSWIRE]",
        ),
        ("(GLOBE NEWSWIRE)", " -- ", b, "[GLOBE NEWSWIRE]"),
        ("(Reuters)", " - ", b, "[Reuters]"),
        ("/PRNewswire/", " -- ", b, "[PRNewswire]"),
        ("LONDON (Reuters)", " - ", b, "London (LONDON) [Reuters]"),
        (
            "BRUSSELS/PARIS, March 3 (Reuters)",
            " - ",
            b,
            "Brussels+Paris (BRUSSELS/PARIS) --03-03 [Reuters]",
        ),
        ("NEW YORK (AP)", " — ", b, "New York (NEW YORK) [AP]"),
        ("Paris (AFP)", " – ", b, "Paris (Paris) [AFP]"),
        (
            "Paris, March 3 (AFP)",
            " - ",
            b,
            "Paris (Paris) --03-03 [AFP]",
        ),
        (
            "BEIJING, March 3 (Xinhua)",
            " -- ",
            b,
            "Beijing (BEIJING) --03-03 [Xinhua]",
        ),
        (
            "New Delhi, March 3 (IANS)",
            " ",
            b,
            "New Delhi (New Delhi) --03-03 [IANS]",
        ),
        (
            "MOSCOW, March 3. /TASS/",
            ". ",
            b,
            "Moscow (MOSCOW) --03-03 [TASS]",
        ),
        (
            "TORONTO, March 3, 2025 /CNW/",
            " - ",
            b,
            "Toronto (TORONTO) 2025-03-03 [CNW]",
        ),
        (
            "MONTREAL, March 3, 2025 /CNW Telbec/",
            " - ",
            b,
            "Montreal (MONTREAL) 2025-03-03 [CNW Telbec]",
        ),
        ("London (ots)", " - ", b, "London (London) [ots]"),
        (
            "London (ots/PRNewswire)",
            " - ",
            b,
            "London (London) [ots/PRNewswire]",
        ),
        (
            "Toronto, Ontario--(Newsfile Corp. - March 12, 2024)",
            " - ",
            b,
            "Toronto (Toronto, Ontario) 2024-03-12 [Newsfile Corp.]",
        ),
        (
            "VANCOUVER, BRITISH COLUMBIA--(Marketwired - March 12, 2014)",
            " - ",
            b,
            "Vancouver (VANCOUVER, BRITISH COLUMBIA) 2014-03-12 [Marketwired]",
        ),
        (
            "LAS VEGAS, NV / ACCESSWIRE / March 12, 2024",
            " / ",
            b,
            "Las Vegas (LAS VEGAS, NV) 2024-03-12 [ACCESSWIRE]",
        ),
        (
            "NEW YORK, NY, UNITED STATES, March 12, 2024 /EINPresswire.com/",
            " -- ",
            b,
            "New York (NEW YORK, NY, UNITED STATES) 2024-03-12 [EINPresswire.com]",
        ),
        (
            "HONG KONG SAR - Media OutReach Newswire - 3 March 2025",
            " - ",
            b,
            "Hong Kong Sar (HONG KONG SAR) 2025-03-03 [Media OutReach Newswire]",
        ),
        (
            "Scottsdale, AZ (Newsworthy.ai) Tuesday Nov 28, 2023 @ 8:24 AM America/Dawson_Creek",
            " — ",
            b,
            "Scottsdale (Scottsdale, AZ) 2023-11-28T15:24:00Z [Newsworthy.ai]",
        ),
        ("GENEVA (ILO News)", " – ", b, "Geneva (GENEVA) [ILO News]"),
        (
            "GENEVA (12 March 2024)",
            " – ",
            b,
            "Geneva (GENEVA) 2024-03-12",
        ),
        (
            "WASHINGTON (March 12, 2024)",
            " — ",
            b,
            "Washington (WASHINGTON) 2024-03-12",
        ),
        (
            "VIENNA, 3 March 2025 (OSCE)",
            " – ",
            b,
            "Vienna (VIENNA) 2025-03-03",
        ),
        (
            "BEIRUT, Lebanon, June 2",
            ".",
            "",
            "Beirut (BEIRUT, Lebanon) --06-02",
        ),
        (
            "BEIRUT, Lebanon, June 2",
            ". — ",
            b,
            "Beirut (BEIRUT, Lebanon) --06-02",
        ),
        (
            "KYIV (Ukraine), 3 March 2025",
            " – ",
            b,
            "Kyiv (KYIV (Ukraine)) 2025-03-03",
        ),
        (
            "Washington, DC, March 12, 2024",
            " – ",
            b,
            "Washington (Washington, DC) 2024-03-12",
        ),
        (
            "Washington, D.C., March 12, 2024",
            " – ",
            b,
            "Washington (Washington, D.C.) 2024-03-12",
        ),
        (
            "Washington, D.C. – March 12, 2024",
            " – ",
            b,
            "Washington (Washington, D.C.) 2024-03-12",
        ),
        (
            "WASHINGTON, D.C., March 12, 2024",
            "—",
            b,
            "Washington (WASHINGTON, D.C.) 2024-03-12",
        ),
        (
            "NEW YORK, N.Y., March 12, 2024",
            " – ",
            b,
            "New York (NEW YORK, N.Y.) 2024-03-12",
        ),
        (
            "(Washington, DC – March 12, 2024)",
            " – ",
            b,
            "Washington (Washington, DC) 2024-03-12",
        ),
        (
            "(VIENNA, 23 March 2007)",
            " ",
            b,
            "Vienna (VIENNA) 2007-03-23",
        ),
        (
            "Ottawa, Ontario – March 12, 2024",
            " – ",
            b,
            "Ottawa (Ottawa, Ontario) 2024-03-12",
        ),
        (
            "March 12, 2024 – Ottawa, Ontario",
            " – ",
            b,
            "Ottawa (Ottawa, Ontario) 2024-03-12",
        ),
        (
            "12 March 2024, Geneva",
            " – ",
            b,
            "Geneva (Geneva) 2024-03-12",
        ),
        (
            "Geneva | 12 March 2024",
            " | ",
            b,
            "Geneva (Geneva) 2024-03-12",
        ),
        (
            "Geneva/New York, 12 March 2024",
            " – ",
            b,
            "Geneva+New York (Geneva/New York) 2024-03-12",
        ),
        (
            "Brussels, 6 October 2020",
            ". ",
            b,
            "Brussels (Brussels) 2020-10-06",
        ),
        (
            "Brussels, 6 October 2020",
            ": ",
            b,
            "Brussels (Brussels) 2020-10-06",
        ),
        (
            "The Hague, 6 October 2020",
            " – ",
            b,
            "The Hague (The Hague) 2020-10-06",
        ),
        (
            "Frankfurt am Main, 6 October 2020",
            " – ",
            b,
            "Frankfurt am Main (Frankfurt am Main) 2020-10-06",
        ),
        (
            "Rostov-on-Don, 6 October 2020",
            " – ",
            b,
            "Rostov-on-Don (Rostov-on-Don) 2020-10-06",
        ),
        (
            "PORT-AU-PRINCE, 6 October 2020",
            " – ",
            b,
            "Port-au-Prince (PORT-AU-PRINCE) 2020-10-06",
        ),
        (
            "PORT-AU-PRINCE, Haiti, 6 October 2020",
            "-",
            b,
            "Port-au-Prince (PORT-AU-PRINCE, Haiti) 2020-10-06",
        ),
        (
            "ST. LOUIS, Oct. 6, 2020",
            " – ",
            b,
            "St. Louis (ST. LOUIS) 2020-10-06",
        ),
        (
            "SUN VALLEY, Idaho, Oct. 6, 2020",
            " – ",
            b,
            "Sun Valley (SUN VALLEY, Idaho) 2020-10-06",
        ),
        (
            "O'FALLON, Mo., Oct. 6, 2020",
            " – ",
            b,
            "O'Fallon (O'FALLON, Mo.) 2020-10-06",
        ),
        (
            "N'DJAMENA, 6 October 2020",
            " – ",
            b,
            "N'Djamena (N'DJAMENA) 2020-10-06",
        ),
        (
            "ADDIS ABABA, 6 October",
            " – ",
            b,
            "Addis Ababa (ADDIS ABABA) --10-06",
        ),
        (
            "LAGOS, NIGERIA, 6 October 2020",
            " – ",
            b,
            "Lagos (LAGOS, NIGERIA) 2020-10-06",
        ),
        (
            "PARIS and LONDON, 6 October 2020",
            " – ",
            b,
            "Paris+London (PARIS and LONDON) 2020-10-06",
        ),
        (
            "SARAJEVO, BOSNIA AND HERZEGOVINA, 6 October 2020",
            " – ",
            b,
            "Sarajevo (SARAJEVO, BOSNIA AND HERZEGOVINA) 2020-10-06",
        ),
        (
            "SARAJEVO, Bosnia and Herzegovina, 6 October 2020",
            " – ",
            b,
            "Sarajevo (SARAJEVO, Bosnia and Herzegovina) 2020-10-06",
        ),
        (
            "LUXEMBOURG, BRUSSELS, 6 October 2020",
            " – ",
            b,
            "Luxembourg+Brussels (LUXEMBOURG, BRUSSELS) 2020-10-06",
        ),
        (
            "Vienna, Brussels, 6 October 2020",
            " – ",
            b,
            "Vienna (Vienna, Brussels) 2020-10-06",
        ),
        ("VIENNA, March 2007", " – ", b, "Vienna (VIENNA) March 2007"),
        (
            "VIENNA, 31 February 2007",
            " – ",
            b,
            "Vienna (VIENNA) invalid",
        ),
        ("VIENNA, 4-6 June 2024", " – ", b, "Vienna (VIENNA) several"),
        (
            "LONDON, 3 March 2025, 10:00 GMT",
            " – ",
            b,
            "London (LONDON) 2025-03-03T10:00:00Z",
        ),
        (
            "LONDON, March 3",
            " – ",
            "14 countries agreed.",
            "London (LONDON) --03-03",
        ),
        (
            "LONDON, 3 March 2025",
            " – ",
            "14 countries agreed.",
            "London (LONDON) 2025-03-03",
        ),
        (
            "LONDON, 3 March 2025",
            " – ",
            "10:05 was when it began.",
            "London (LONDON) 2025-03-03",
        ),
        (
            "VIENNA, 3 March 2025",
            " – ",
            "26 April is the day.",
            "Vienna (VIENNA) 2025-03-03",
        ),
        (
            "VIENNA, 3 March 2025",
            " –",
            "",
            "Vienna (VIENNA) 2025-03-03",
        ),
        // What follows the separator changes nothing.
        (
            "LONDON (Reuters)",
            " - ",
            "May 2024 U.S. prices rose.",
            "London (LONDON) [Reuters]",
        ),
        (
            "NEW YORK (AP)",
            " — ",
            "March 12 NATO talks were held.",
            "New York (NEW YORK) [AP]",
        ),
        ("(Reuters)", " - ", "March 3, 2025. The day.", "[Reuters]"),
        (
            "NEW YORK--(BUSINESS WIRE)--Jan. 5, 2010",
            "--",
            b,
            "New York (NEW YORK) 2010-01-05 [BUSINESS WIRE]",
        ),
        // A place alone.
        ("WASHINGTON", " – ", b, "Washington (WASHINGTON)"),
        (
            "WASHINGTON",
            " — ",
            "Today, the Department said.",
            "Washington (WASHINGTON)",
        ),
        (
            "WASHINGTON",
            " – ",
            "March 12, 2024 was the day.",
            "Washington (WASHINGTON)",
        ),
        (
            "WASHINGTON",
            " – ",
            "“We agree,” she said.",
            "Washington (WASHINGTON)",
        ),
        (
            "WASHINGTON, D.C.",
            " – ",
            b,
            "Washington (WASHINGTON, D.C.)",
        ),
        ("COLUMBUS, Ohio", " – ", b, "Columbus (COLUMBUS, Ohio)"),
        (
            "BATON ROUGE, La.",
            " – ",
            b,
            "Baton Rouge (BATON ROUGE, La.)",
        ),
        ("KYIV, Ukraine", " – ", b, "Kyiv (KYIV, Ukraine)"),
        ("Springfield, IL", " – ", b, "Springfield (Springfield, IL)"),
        (
            "BRUSSELS",
            " - ",
            "NATO ministers met.",
            "Brussels (BRUSSELS)",
        ),
        // A day alone.
        (
            "5 March 2025",
            " – ",
            "Today the Council met.",
            "2025-03-05",
        ),
        (
            "March 5, 2025",
            " - ",
            "Vienna hosted the talks.",
            "2025-03-05",
        ),
        ("Wednesday, 5 March 2025", " — ", b, "2025-03-05"),
    ]);
}

#[test]
fn look_alikes_are_left_alone() {
    for block in [
        "",
        " ",
        "-",
        "– ",
        "On 26 April, the SMM observed",
        "On 22 July 2022, an OSCE Asian Partners",
        "On 22 July 2022 – a Friday – the Council met.",
        "At an event in Podgorica held on 24 February 2014, the",
        "From 12 to 14 July, staff",
        "Regarding the 28 August 2025 Decision",
        "The 63rd round of the Geneva International Discussions (GID) took place on 4 and 5 March 2025",
        "VIENNA 6 September 2002",
        "VIENNA, 6 September 2002",
        "VIENNA 6 September 2002 The Council met.",
        "Vienna 6 September 2002",
        "UPDATE: The mission met on 3 March 2025.",
        "UPDATE – 3 March 2025: The mission met.",
        "UPDATE – The mission met.",
        "For immediate release",
        "For immediate release: 3 March 2025",
        "FOR IMMEDIATE RELEASE – 3 March 2025",
        "FOR IMMEDIATE RELEASE, 3 March 2025 – The company said.",
        "EMBARGOED UNTIL 3 March 2025 – The company said.",
        "NATO – the alliance",
        "NATO – The alliance agreed.",
        "NATO, 3 March 2025 – The alliance agreed.",
        "OSCE – The Organization agreed.",
        "NATO (North Atlantic Treaty Organization) – The alliance",
        "COVID-19 – what to know",
        "COVID-19 – The virus",
        "Note – The figures are provisional.",
        "NOTE – The figures are provisional.",
        "Note: 3 March 2025 is a holiday.",
        "Q&A – The new rules",
        "Q&A – 3 March 2025",
        "EU-Japan summit – joint statement",
        "EU-Japan Summit – Joint Statement",
        "MINISTERS AGREE NEW RULES – JOINT STATEMENT",
        "BRUSSELS – MINISTERS AGREE NEW RULES",
        "LONDON – PARIS – NEW YORK",
        "LONDON CALLING – The story of a song",
        "PARIS AGREEMENT – The facts",
        "GENEVA CONVENTIONS – A guide",
        "Paris – Nice",
        "Paris – the city of light",
        "Washington – The city",
        "WASHINGTON – the city",
        "WASHINGTON- The city",
        "WASHINGTON-based experts said.",
        "VIENNA-The city",
        "Federal Trade Commission. (April 24, 2025).",
        "Federal Trade Commission (April 24, 2025) – Data",
        "(AB) -",
        "(AB) - The company said.",
        "(Reuters)",
        "(March 3, 2025)",
        "(3 March 2025) The Council met.",
        "“VIENNA, 23 March 2007 – ” was printed.",
        "\"WASHINGTON – The city\"",
        "– VIENNA, 23 March 2007 – The Council met.",
        "- 23 March 2007 – The Council met.",
        "• 23 March 2007 – The Council met.",
        "1. VIENNA, 23 March 2007 – The Council met.",
        "5 March – Today the Council met.",
        "March 2025 – Today the Council met.",
        "4-6 June 2024 – The conference",
        "5 March 2025 marked the day.",
        "5 March 2025, the Council met.",
        "VIENNA, 4 June 2024 – 6 June 2024",
        "VIENNA, 4 June – 6 June 2024 – The conference",
        "VIENNA, 23 March 2007, the Council met.",
        "VIENNA, 23 March 2007 was the day.",
        "Vienna, 23 March 2007 The Council met.",
        "Vienna, 23 March. The Council met.",
        "Published, 3 March 2025 – The ministry",
        "Published on 3 March 2025 – The ministry",
        "Press release, 3 March 2025 – The ministry",
        "Press Release, 3 March 2025 – The ministry",
        "PRESS RELEASE – 3 March 2025 – The ministry",
        "Statement by the Chair, Vienna, 3 March 2025 – The ministry",
        "Remarks by Ambassador Smith, 3 March 2025 – Good morning",
        "In Geneva, 23 March 2007 – The Council met.",
        "In March 2025 – The Council met.",
        "Photo 23 March 2007 – The Council met.",
        "Last week, 23 March 2007 – The Council met.",
        "Today, 23 March 2007 – The Council met.",
        "Ukraine\u{2019}s Parliament – The vote",
        "The Chairperson-in-Office, Minister Smith, said in Vienna on 23 March 2007 – a Friday",
        "Vienna is a city. 23 March 2007 – The Council met.",
        "https://press.example/2007/03/23 – The page",
        "23 – The number of countries",
        "2007 – The year",
        "A/RES/60/1 – The resolution",
        "Co-operation – The way forward",
        "Dear Sir, 3 March 2025",
        "Madam Chair – The delegation",
        "Resolution 1325, 31 October 2000 – The Council",
        "Second Reading – The bill",
        "Human rights – 3 March 2025",
        "Contact: Press Office, Vienna, 3 March 2025",
        "Tel.: +43 1 514 36 6000 – The press office",
        "12 to 14 July 2025 – VIENNA",
    ] {
        let found = split(block, &DateReading::default(), None);
        assert_eq!(found.map(|dateline| dateline.text), None, "{block}");
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
