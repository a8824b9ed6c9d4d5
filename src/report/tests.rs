//! What runs are said to have done, as a list of facts.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use jiff::civil::date;
use serde_json::Value;
use url::Url;

use super::*;
use crate::alert::{Alert, AlertKind, Glimpse};
use crate::crawl::{Visited, Written};
use crate::fetch::Exchange;
use crate::problem::Class;
use crate::record::{Record, filled};
use crate::sink::sample_record;
use crate::target::{ProfileId, SourceId};

const LISTING: &str = "https://press.example/news?page={page}";

fn profile(quality: &str) -> Arc<Profile> {
    let text = format!(
        "id = \"press\"\nname = \"Press\"\n[[source]]\nurl = \"{LISTING}\"\npages = {{ first = 0 }}\nrows = \"li\"\n[quality]\n{quality}\n"
    );
    let loaded = crate::profile::parse(Path::new("press.toml"), &text, &|_| None);
    let drawn = loaded.render();
    Arc::new(loaded.profile.expect(&drawn))
}

fn now() -> Timestamp {
    "2026-01-31T12:00:00Z".parse().unwrap()
}

fn org() -> ProfileId {
    ProfileId::try_from("press".to_owned()).unwrap()
}

fn source() -> SourceId {
    SourceId::new(LISTING)
}

fn visited(result: Visited) -> Event {
    Event::Visited {
        org: org(),
        url: Url::parse("https://press.example/1").unwrap(),
        result,
    }
}

fn new(record: Record) -> Event {
    visited(Visited::New(Box::new(Written::from(&record))))
}

fn good() -> Event {
    new(sample_record("press", 1))
}

fn with_error() -> Record {
    Record {
        ok: false,
        ..sample_record("press", 2)
    }
}

fn unread(class: Class, again: bool) -> Event {
    let seen = Box::new(Glimpse::default());
    visited(Visited::Unread { class, again, seen })
}

fn failed(class: Class, message: &str) -> Event {
    Event::Failed(Problem {
        url: "https://press.example/1".to_owned(),
        org: "press".to_owned(),
        source: Some(LISTING.to_owned()),
        class,
        message: message.to_owned(),
        attempts: 1,
        at: now(),
    })
}

fn closed(class: Class) -> Event {
    Event::Closed {
        org: org(),
        source: source(),
        class,
        message: format!("the server\u{1b}[31m says\nno: {class}"),
    }
}

fn ended(newest: Option<jiff::civil::Date>) -> Event {
    Event::Ended {
        org: org(),
        waiting: 0,
        untried: 0,
        newest,
        held: 0,
        days: Vec::new(),
        at: now(),
    }
}

fn report(quality: &str, events: &[Event]) -> RunReport {
    let profiles = [profile(quality)];
    let mut report = RunReport::begin("run", &profiles, now());
    for event in events {
        report.fold(event);
    }
    report.end(&profiles, &BTreeMap::new(), false, now());
    report
}

#[test]
fn the_verdict_tells_a_broken_source_from_one_without_news() {
    let times = |count: usize, event: Event| vec![event; count];
    let unlike = || unread(Class::MissingFields, false);
    let changed = || visited(Visited::Changed(Box::new(Written::from(&with_error()))));
    let unchanged = || visited(Visited::Unchanged);
    let untyped = || {
        new(Record {
            sources: Vec::new(),
            ..sample_record("press", 1)
        })
    };
    let sourced = || {
        new(Record {
            sources: vec!["Office".to_owned()],
            ..sample_record("press", 1)
        })
    };
    let floor = "fill = { sources = 0.6 }";
    let weekly = "new_within_days = 7";
    #[rustfmt::skip]
    let cases: Vec<(&str, &str, Vec<Event>, &str)> = vec![
        ("nothing happened", "", vec![], ""),
        ("nothing is new", "", vec![unchanged(), ended(Some(date(2026, 1, 2)))], ""),
        ("some page failed", "", vec![good(), failed(Class::Http5xx, "500")], ""),
        // Sources.
        ("a source is unreachable", "", vec![closed(Class::RobotsUnreachable)], "unreachable"),
        ("a source blocks", "", vec![closed(Class::Blocked)], "unreachable"),
        ("a budget is no failure", "", vec![closed(Class::Budget)], ""),
        // Silence.
        ("a day of silence", weekly, vec![ended(Some(date(2026, 1, 30)))], ""),
        ("seven days are allowed", weekly, vec![ended(Some(date(2026, 1, 24)))], ""),
        ("eight are not", weekly, vec![ended(Some(date(2026, 1, 23)))], "quality"),
        ("nothing was ever held", weekly, vec![ended(None)], ""),
        // Errors: more than 5 % of the new records.
        ("one of one", "", vec![new(with_error())], "quality"),
        ("one of twenty", "", [times(19, good()), vec![new(with_error())]].concat(), ""),
        ("two of thirty-nine", "", [times(37, good()), times(2, new(with_error()))].concat(), "quality"),
        ("an edited one is not new", "", vec![good(), changed()], ""),
        // Fields.
        ("a field as often as expected", floor, [times(6, sourced()), times(4, untyped())].concat(), ""),
        ("less often", floor, [times(5, sourced()), times(5, untyped())].concat(), "quality"),
        ("a handful proves nothing", floor, vec![sourced(), untyped(), untyped()], ""),
        ("unless none has it", floor, times(2, untyped()), "quality"),
        ("one record proves nothing", floor, times(1, untyped()), ""),
        // Pages that are no releases to the rules.
        ("one among the news", "", [times(3, good()), vec![unlike()]].concat(), ""),
        ("a single one", "", vec![unlike()], ""),
        ("all of a few", "", times(2, unlike()), "quality"),
        ("half of many", "", [times(4, good()), times(4, unlike())].concat(), ""),
        ("most of many", "", [times(4, good()), times(5, unlike())].concat(), "quality"),
        ("known ones again", "", times(9, unread(Class::MissingFields, true)), ""),
        ("what the server did is no drift", "", times(9, unread(Class::Soft404, false)), ""),
        ("drift that the walk met", "", vec![Event::Drifted { org: org(), alert: Box::new(Alert::new(AlertKind::Rows, "no rows".to_owned())) }], "quality"),
        // Dateline itself.
        ("a defect", "", vec![Event::Defect { org: org(), url: Url::parse("https://press.example/1").unwrap() }], "defect"),
    ];
    for (fact, quality, events, expected) in cases {
        let report = report(quality, &events);
        let Verdict {
            quality,
            unreachable,
            defect,
        } = report.verdict();
        let said: Vec<&str> = [
            (quality, "quality"),
            (unreachable, "unreachable"),
            (defect, "defect"),
        ]
        .into_iter()
        .filter_map(|(is_so, word)| is_so.then_some(word))
        .collect();
        assert_eq!(said.join(" "), expected, "{fact}: {report:#?}");
    }
}

#[test]
fn the_summary_says_what_a_person_asks() {
    let exchange = Event::Exchanged {
        org: org(),
        source: source(),
        exchange: Exchange {
            url: Url::parse("https://press.example/1").unwrap(),
            status: Some(200),
            waited: Duration::from_secs(90),
            received: 0,
            bytes: 3 << 10,
            ended: now(),
            paced: None,
            raw: None,
        },
    };
    let events = [
        Event::Listed {
            org: org(),
            source: source(),
            page: 0,
            rows: 20,
            new: 2,
            skipped: 1,
        },
        exchange.clone(),
        exchange,
        good(),
        visited(Visited::Changed(Box::new(Written::from(&sample_record(
            "press", 3,
        ))))),
        visited(Visited::Unchanged),
        visited(Visited::Translation),
        visited(Visited::Reread { written: false }),
        unread(Class::MissingFields, false),
        failed(Class::MissingFields, "no title"),
        failed(Class::Budget, "500 requests"),
        closed(Class::Budget),
        Event::Walked {
            org: org(),
            source: source(),
            complete: false,
            deepest: 11,
            goes_on: Some(12),
        },
        Event::Ended {
            org: org(),
            waiting: 7,
            untried: 7,
            newest: None,
            held: 0,
            days: Vec::new(),
            at: now(),
        },
    ];
    let report = report("", &events);
    let text = render(&report);
    for mark in [
        "press: 1 new, 1 changed (20 listed, 5 fetched, 1 unchanged)",
        "2 requests, 6 KiB, 3.0 minutes waited for politeness",
        "1 page reads differently",
        "1 page in other languages left out",
        "1 missing_fields",
        "1 budget",
        "the first walk has read 11 pages and goes on at page 12 next run",
        "7 pages wait for a later run",
        "the server\u{fffd}[31m says no: budget",
    ] {
        assert!(text.contains(mark), "{mark} in:\n{text}");
    }
    assert!(!text.contains("Interrupted"));
    assert!(!text.contains('\u{1b}'));
}

#[test]
fn nothing_new_is_said_so() {
    let text = render(&report("", &[visited(Visited::Unchanged)]));
    assert!(
        text.starts_with("press: nothing new (0 listed, 1 fetched, 1 unchanged)\n"),
        "{text}"
    );
}

#[test]
fn a_run_leaves_its_problems_at_once_and_its_report_at_the_end() {
    let folder = tempfile::tempdir().unwrap();
    let profiles = [profile("")];
    let recorder = Recorder::begin(folder.path(), "20260131", &profiles, now()).unwrap();
    let listen = recorder.listener();
    listen(&failed(Class::Http5xx, "500\u{9b}2J\nforged line"));
    let problems = folder.path().join("problems.jsonl");
    let text = std::fs::read_to_string(&problems).unwrap();
    let line: Value = serde_json::from_str(text.trim_end()).unwrap();
    let keys: Vec<&String> = line.as_object().unwrap().keys().collect();
    assert_eq!(
        keys,
        ["url", "org", "source", "class", "message", "attempts", "at"]
    );
    assert_eq!(line["message"], "500\u{fffd}2J forged line");
    assert_eq!(line["class"], "http_5xx");
    assert_eq!(line["at"], "2026-01-31T12:00:00Z");
    recorder.refused(Problem {
        url: "data/releases/press.jsonl".to_owned(),
        org: "press".to_owned(),
        source: None,
        class: Class::Truncated,
        message: "it is missing".to_owned(),
        attempts: 0,
        at: now(),
    });
    assert!(!folder.path().join("report.json").exists());
    let report = recorder.end(&profiles, true, now()).unwrap();
    let text = render(&report);
    assert!(text.contains("press: not crawled: it is missing"), "{text}");
    assert!(text.contains("Interrupted"), "{text}");
    let written = std::fs::read_to_string(folder.path().join("report.json")).unwrap();
    let written: Value = serde_json::from_str(&written).unwrap();
    assert_eq!(written["run"], "20260131");
    assert_eq!(written["began"], "2026-01-31T12:00:00Z");
    assert_eq!(written["interrupted"], true);
    let newsroom = &written["newsrooms"]["press"];
    assert_eq!(newsroom["problems"]["http_5xx"], 1);
    assert_eq!(newsroom["refused"], "it is missing");
    assert_eq!(newsroom["sources"][LISTING]["stopped"], Value::Null);
    assert_eq!(
        std::fs::read_to_string(&problems).unwrap().lines().count(),
        2
    );
}

#[test]
fn coverage_counts_what_pages_filled() {
    let mut coverage = Coverage::default();
    assert_eq!(coverage.share("title"), None);
    coverage.add(&filled(&sample_record("press", 1)));
    coverage.add(&filled(&Record {
        body: None,
        places: Vec::new(),
        ..sample_record("press", 2)
    }));
    for (field, share) in [
        ("title", Some(1.0)),
        ("body", Some(0.5)),
        ("places", Some(0.5)),
        ("wire", Some(0.0)),
        ("fetched_at", None),
    ] {
        assert_eq!(coverage.share(field), share, "{field}");
    }
}
