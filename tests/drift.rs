//! A site that changed, a newsroom that fell silent and releases that nobody fetched, told
//! apart from a day without news: by the exit code, in `report.json`, and in words.

mod support;

use std::fmt::Write as _;
use std::fs;
use std::ops::RangeInclusive;

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use serde_json::{Value, json};
use support::Reply;
use support::binary::{Desk, Ended};
use support::site::{self, Site};

/// A newsroom whose listing has these releases, read by the profile of [`Site`] with this
/// `[quality]` and further sources.
fn newsroom(numbers: RangeInclusive<u32>, quality: &str, sources: &str) -> (Site, Desk) {
    let (site, desk) = (Site::start(), Desk::new());
    site.releases(numbers);
    profile(&site, &desk, quality, sources);
    (site, desk)
}

/// `{site}` in the sources stands for the server.
fn profile(site: &Site, desk: &Desk, quality: &str, sources: &str) {
    site.write_profile(
        &desk.selectors(),
        "office",
        &format!("quality = {{ {quality} }}"),
    );
    let path = desk.selectors().join("office.toml");
    let mut text = fs::read_to_string(&path).expect("the profile");
    text = text.replace(
        "date = [{ label = \"Date:\" }",
        "topics = { label = \"Waters:\", split = \";\" }, date = [{ label = \"Date:\" }",
    );
    text.push_str(&sources.replace("{site}", &site.server.url("")));
    fs::write(path, text).expect("written");
}

/// A run, however it ends.
fn crawl(desk: &Desk) -> Ended {
    desk.run_crawl(&["office"])
}

/// What the last run wrote of the newsroom.
fn told(desk: &Desk) -> Value {
    desk.last_run().0["newsrooms"]["office"].clone()
}

/// The alerts of the last run: `audit raised`, `fill.topics muted`.
fn alerts(desk: &Desk) -> Vec<String> {
    let newsroom = told(desk);
    let alerts = newsroom["alerts"].as_array().expect("alerts").iter();
    alerts
        .map(|alert| {
            let word = |key: &str| alert[key].as_str().expect("a word");
            let field = alert["field"].as_str().map(|field| format!(".{field}"));
            let kind = word("kind");
            format!("{kind}{} {}", field.unwrap_or_default(), word("state"))
        })
        .collect()
}

/// What the last run wrote of its audit.
fn audit(desk: &Desk) -> Value {
    let newsroom = told(desk);
    let sources = newsroom["sources"].as_object().expect("sources");
    let mut audits = sources.values().filter(|source| !source["audit"].is_null());
    audits.next().expect("an audit")["audit"].clone()
}

/// What `dateline report` shows.
fn shown(desk: &Desk) -> String {
    desk.run(&["report"]).with_code(0).stdout
}

fn state(desk: &Desk, sql: &str) {
    let state = rusqlite::Connection::open(desk.data().join("state.db")).expect("the state");
    state.execute_batch(sql).expect("changed");
}

#[track_caller]
fn says(text: &str, marks: &[&str]) {
    for mark in marks {
        assert!(text.contains(mark), "{mark:?} in:\n{text}");
    }
}

/// The requests for releases, by number.
fn visited(site: &Site) -> Vec<u32> {
    let paths = site.server.paths().into_iter();
    let mut numbers: Vec<u32> = paths
        .filter_map(|path| path.strip_prefix("/releases/")?.parse().ok())
        .collect();
    numbers.sort_unstable();
    numbers
}

fn sitemap(numbers: RangeInclusive<u32>, site: &Site) -> String {
    let mut text =
        "<?xml version=\"1.0\"?><urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">"
            .to_owned();
    for number in numbers {
        let url = site.server.url(&site::path(number));
        let _ = write!(text, "<url><loc>{url}</loc></url>");
    }
    text + "</urlset>"
}

fn xml(text: String) -> Reply {
    Reply::status(200)
        .header("Content-Type", "application/xml")
        .body(text)
}

const SITEMAP: &str =
    "[[source]]\nkind = \"sitemap\"\nurl = \"{site}/sitemap.xml\"\nrole = \"audit\"\n";

/// A newsroom with a sitemap beside its listing that names other releases than the listing.
fn audited(
    held: RangeInclusive<u32>,
    named: RangeInclusive<u32>,
    quality: &str,
    more: &str,
) -> (Site, Desk) {
    let (site, desk) = newsroom(held, quality, &format!("{SITEMAP}{more}"));
    let text = sitemap(named, &site);
    site.page("/sitemap.xml", move |_| xml(text.clone()));
    (site, desk)
}

/// Serves what each kind of source announces: releases 1 to 30, of which 1 to 20 are listed.
fn announce(site: &Site) {
    let text = sitemap(1..=30, site);
    site.page("/sitemap.xml", move |_| xml(text.clone()));
    let mut feed = "<rss version=\"2.0\"><channel><title>News</title>".to_owned();
    let mut rows = String::new();
    let mut results = Vec::new();
    for number in 1..=30 {
        let url = site.server.url(&site::path(number));
        let _ = write!(
            feed,
            "<item><title>Bridge {number}</title><link>{url}</link></item>"
        );
        let _ = write!(
            rows,
            "<li class=row><a href=\"{url}\">Bridge {number}</a></li>"
        );
        results.push(json!({ "title": format!("Bridge {number}"), "link": url }));
    }
    feed.push_str("</channel></rss>");
    site.page("/feed.xml", move |_| xml(feed.clone()));
    site.page("/archive", move |_| {
        Reply::html(format!("<title>All</title><ul>{rows}</ul>"))
    });
    // A number, and a page of the newest five only.
    let few = json!({ "total": 30, "results": results[..5] }).to_string();
    site.page("/api", move |_| {
        Reply::status(200)
            .header("Content-Type", "application/json")
            .body(few.clone())
    });
    for number in 1..=30 {
        site.release(number);
    }
}

/// A kind of source, its keys, what it announces, and which releases it names.
const KINDS: [(&str, &str, u64, u64); 4] = [
    ("sitemap", "url = \"{site}/sitemap.xml\"", 30, 20),
    ("feed", "url = \"{site}/feed.xml\"", 30, 20),
    (
        "listing",
        "url = \"{site}/archive\"\nrows = \"li.row\"",
        30,
        20,
    ),
    (
        "json",
        "url = \"{site}/api\"\nrows = \"results\"\ntotal = \"total\"\nrow = { title = \"title\", url = \"link\" }",
        5,
        5,
    ),
];

#[test]
fn what_a_source_says_exists_is_compared_and_not_fetched() {
    for (kind, keys, announced, held) in KINDS {
        let source = format!("[[source]]\nkind = \"{kind}\"\n{keys}\nrole = \"audit\"\n");
        let (site, desk) = newsroom(1..=20, "canaries = 0", &source);
        announce(&site);
        let ended = crawl(&desk).with_code(4);
        assert_eq!(visited(&site), (1..=20).collect::<Vec<_>>(), "{kind}");
        assert_eq!(desk.records("office").len(), 20, "{kind}");
        assert_eq!(alerts(&desk), ["audit raised"], "{kind}");
        assert_eq!(told(&desk)["listed"], 20, "{kind}: rows of the listing");
        let audit = audit(&desk);
        for (key, expected) in [
            ("complete", json!(true)),
            ("announced", json!(announced)),
            ("held", json!(held)),
            ("gone", json!(0)),
            ("waiting", json!(0)),
            ("unknown", json!(announced - held)),
            ("left_out", json!({})),
            (
                "total",
                if kind == "json" {
                    json!(30)
                } else {
                    Value::Null
                },
            ),
            (
                "not_announced",
                if kind == "sitemap" {
                    json!(0)
                } else {
                    Value::Null
                },
            ),
        ] {
            assert_eq!(audit[key], expected, "{kind}: {key} of {audit}");
        }
        let summary = "10 of 30 releases that http://";
        says(&ended.stderr, &["  drift: ", summary, "are not held"]);
        let shown = shown(&desk);
        says(
            &shown,
            &[summary, "  audit of http://", "  audited http://"],
        );
        if kind != "json" {
            assert_eq!(audit["samples"][9], site.server.url("/releases/30"));
            says(
                &shown,
                &[
                    "30 announced, 20 held, 10 not known",
                    &format!("    not held: {}", site.server.url("/releases/21")),
                ],
            );
        } else {
            says(&shown, &["30 said to exist, 5 announced, 5 held"]);
        }
    }
}

#[test]
fn a_difference_counts_from_the_tolerance_on() {
    #[rustfmt::skip]
    let cases = [
        // releases held and named, keys of the audit, [quality], exit code, alerts
        (1..=20, 1..=20, "", "", 0, vec![]),
        (1..=20, 1..=25, "", "", 0, vec![]),
        (1..=20, 1..=26, "", "", 4, vec!["audit raised"]),
        (1..=20, 1..=26, "tolerance = 0.25\n", "", 0, vec![]),
        (1..=20, 1..=21, "tolerance = 0.0\n", "", 4, vec!["audit raised"]),
        // What is held and not announced is told, and no alarm.
        (1..=20, 1..=10, "tolerance = 0.0\n", "", 0, vec![]),
        (1..=20, 1..=30, "", ", mute = [\"audit\"]", 0, vec!["audit muted"]),
        (1..=20, 1..=30, "", ", mute = [\"silence\"]", 4, vec!["audit raised"]),
        (1..=20, 1..=30, "", ", alert_after = 2", 0, vec!["audit waiting"]),
    ];
    for (held, named, keys, quality, code, expected) in cases {
        let fact = format!("{held:?} of {named:?}, {keys:?} {quality:?}");
        let quality = format!("canaries = 0{quality}");
        let (_site, desk) = audited(held, named, &quality, keys);
        let ended = crawl(&desk);
        assert_eq!(ended.code, Some(code), "{fact}: {}", ended.stderr);
        assert_eq!(alerts(&desk), expected, "{fact}");
    }
}

#[test]
fn an_audit_tells_why_a_release_is_not_held() {
    let (site, desk) = audited(1..=20, 1..=30, "canaries = 0", "tolerance = 1.0\n");
    // Of those listed, one is another page, one is not there, one is in another language.
    site.page("/releases/3", |_| {
        Reply::html("<title>Calendar</title><p>A fair is held on the square.")
    });
    site.page("/releases/4", |_| Reply::status(404));
    site.page("/releases/5", |_| {
        Reply::html(site::release(5).replace("lang=en", "lang=de"))
    });
    crawl(&desk).with_code(0);
    let audit = audit(&desk);
    assert_eq!(audit["held"], 17, "{audit}");
    assert_eq!(audit["unknown"], 10, "{audit}");
    assert_eq!(
        audit["left_out"],
        json!({ "missing_fields": 1, "none": 1, "not_found": 1 })
    );
    let samples: Vec<&str> = (audit["samples"].as_array().expect("samples").iter())
        .filter_map(Value::as_str)
        .collect();
    assert_eq!(samples[0], site.server.url("/releases/3"));
    assert!(!samples.contains(&site.server.url("/releases/5").as_str()));
    says(
        &shown(&desk),
        &[
            "30 announced, 17 held, 1 without a record (missing_fields), 1 without a record (none), 1 without a record (not_found), 10 not known",
        ],
    );
}

#[test]
fn a_page_that_never_comes_keeps_no_audit_quiet() {
    let (site, desk) = audited(1..=20, 1..=30, "canaries = 0", "");
    site.page("/releases/4", |_| Reply::status(404));
    let ended = crawl(&desk).with_code(4);
    assert_eq!(alerts(&desk), ["audit raised"]);
    says(&ended.stderr, &["11 of 30 releases that"]);
}

#[test]
fn a_number_that_counts_more_than_the_profile_wants_raises_nothing() {
    let source = "[[source]]\nkind = \"json\"\nurl = \"{site}/api\"\nrows = \"results\"\ntotal = \"total\"\nrole = \"audit\"\nrow = { title = \"title\", url = \"link\", type = \"type\" }\n";
    let keep = "[source.keep]\ntype = { any_of = [\"Release\"] }\n";
    for (keep, code) in [("", 4), (keep, 0)] {
        let (site, desk) = newsroom(1..=20, "canaries = 0", &format!("{source}{keep}"));
        let row = |number: u32, kind: &str| {
            let url = site.server.url(&site::path(number));
            json!({ "title": "Bridge", "link": url, "type": kind })
        };
        let rows = [row(1, "Release"), row(900, "Video"), row(2, "Release")];
        let text = json!({ "total": 40, "results": rows }).to_string();
        site.page("/api", move |_| {
            Reply::status(200)
                .header("Content-Type", "application/json")
                .body(text.clone())
        });
        crawl(&desk).with_code(code);
        let told = if keep.is_empty() {
            "40 said to exist, 3 announced, 2 held, 1 not known\n"
        } else {
            "40 said to exist, 2 announced, 2 held, 1 not wanted by the profile\n"
        };
        says(&shown(&desk), &[told]);
    }
}

#[test]
fn an_audit_that_gets_no_answer_is_a_source_that_failed() {
    for (reply, class) in [
        (Reply::status(404), "not_found"),
        (Reply::status(500), "http_5xx"),
        (Reply::html("<h1>Welcome"), "not_xml"),
    ] {
        let (site, desk) = audited(1..=20, 1..=30, "canaries = 0", "");
        site.page("/sitemap.xml", move |_| reply.clone());
        for run in 1..=2 {
            let mut command = desk.crawl(&["office", "--retries", "0"]);
            let ended = Ended::of(command.output().expect("the binary runs")).with_code(5);
            assert_eq!(alerts(&desk), [""; 0]);
            let heard = if run == 1 { "news" } else { "no_news" };
            assert_eq!(told(&desk)["heard"], heard);
            says(&ended.stderr, &["/sitemap.xml: ", class]);
            // It is asked again in every run.
            assert_eq!(site.server.times("/sitemap.xml"), run);
        }
        assert_eq!(desk.records("office").len(), 20);
    }
}

#[test]
fn an_audit_is_made_when_it_is_due() {
    let (site, desk) = audited(1..=20, 1..=30, "canaries = 0", "every = \"7d\"\n");
    crawl(&desk).with_code(4);
    assert_eq!(site.server.times("/sitemap.xml"), 1);
    crawl(&desk).with_code(4);
    assert_eq!(site.server.times("/sitemap.xml"), 1, "not due");
    assert_eq!(audit(&desk)["announced"], 0);
    let shown = shown(&desk);
    assert!(!shown.contains("audit of"), "{shown}");
    says(
        &shown,
        &["sitemap.xml: 0 pages with 0 requests; not due yet"],
    );
    // Six days are not enough, seven are.
    for (ago, times) in [(6, 1), (7, 2)] {
        age_audit(&desk, ago);
        crawl(&desk);
        assert_eq!(site.server.times("/sitemap.xml"), times, "{ago} days later");
    }
    // Who was raised by the last audit is not forgotten by the runs between.
    let newsroom = told(&desk);
    assert_eq!(newsroom["alerts"][0]["runs"], 2, "{newsroom}");
}

/// As if the last walks had ended so many days ago.
fn age_audit(desk: &Desk, days: i64) {
    let ended = Timestamp::now() - (days * 24).hours();
    state(
        desk,
        &format!("UPDATE sources SET ended_at = '{ended}' WHERE ended_at IS NOT NULL"),
    );
}

#[test]
fn what_an_audit_found_stands_until_one_passes() {
    let keys = "every = \"7d\"\n";
    let (site, desk) = audited(1..=20, 1..=30, "canaries = 0, alert_after = 2", keys);
    let quality = |more: &str, keys: &str| {
        let quality = format!("canaries = 0{more}");
        profile(&site, &desk, &quality, &format!("{SITEMAP}{keys}"));
    };
    let first = {
        crawl(&desk).with_code(0);
        desk.last_run().0["run"].clone()
    };
    let stands = |code: i32, state: &str, runs: u32| {
        let ended = crawl(&desk).with_code(code);
        let newsroom = told(&desk);
        assert_eq!(alerts(&desk), [format!("audit {state}")], "{newsroom}");
        assert_eq!(newsroom["alerts"][0]["runs"], runs, "{newsroom}");
        assert_eq!(
            audit(&desk)["failed"],
            json!({ "run": first, "missing": 10, "of": 30 })
        );
        let by = format!("found by the run {}", first.as_str().expect("a name"));
        says(&ended.stderr, &["10 of 30 releases that http://", &by]);
        says(&shown(&desk), &[&by]);
    };
    // A run between is no second audit: patience goes on.
    stands(0, "waiting", 1);
    quality("", keys);
    stands(4, "raised", 1);
    stands(4, "raised", 1);
    quality(", mute = [\"audit\"]", keys);
    stands(0, "muted", 1);
    quality("", keys);
    stands(4, "raised", 1);
    // An audit that gets no answer, or is not read to its end, has not passed.
    age_audit(&desk, 8);
    site.page("/sitemap.xml", |_| Reply::status(404));
    crawl(&desk).with_code(5);
    assert_eq!(alerts(&desk), ["audit raised"]);
    index(&site);
    desk.run_crawl(&["office", "--max-requests", "3"])
        .with_code(4);
    assert_eq!(alerts(&desk), ["audit raised"]);
    assert_eq!(audit(&desk)["complete"], false);
    for part in 0..5 {
        let held = sitemap(1..=20, &site);
        site.page(&format!("/sitemap-{part}.xml"), move |_| xml(held.clone()));
    }
    for _ in 0..2 {
        crawl(&desk).with_code(0);
        assert_eq!(alerts(&desk), [""; 0]);
        assert_eq!(audit(&desk)["failed"], Value::Null);
    }
}

#[test]
fn what_an_audit_found_stands_only_above_the_tolerance_of_today() {
    let (site, desk) = audited(1..=20, 1..=30, "canaries = 0", "");
    crawl(&desk).with_code(4);
    for (tolerance, code) in [("0.3", 4), ("0.4", 0)] {
        let source = format!("{SITEMAP}tolerance = {tolerance}\n");
        profile(&site, &desk, "canaries = 0", &source);
        crawl(&desk).with_code(code);
    }
}

/// A sitemap of five sitemaps, of ten releases each.
fn index(site: &Site) {
    let mut text = "<sitemapindex>".to_owned();
    for part in 0..5 {
        let path = format!("/sitemap-{part}.xml");
        let _ = write!(
            text,
            "<sitemap><loc>{}</loc></sitemap>",
            site.server.url(&path)
        );
        let releases = sitemap(part * 10 + 1..=part * 10 + 10, site);
        site.page(&path, move |_| xml(releases.clone()));
    }
    text.push_str("</sitemapindex>");
    site.page("/sitemap.xml", move |_| xml(text.clone()));
}

#[test]
fn an_audit_that_was_not_read_to_its_end_says_so_and_raises_nothing() {
    let (site, desk) = newsroom(1..=3, "canaries = 0", SITEMAP);
    index(&site);
    // Five requests for robots.txt, the listing and its releases, and five for the sitemaps.
    let ended = desk
        .run_crawl(&["office", "--max-requests", "5"])
        .with_code(0);
    assert_eq!(alerts(&desk), [""; 0]);
    let cut = audit(&desk);
    for (key, expected) in [
        ("complete", json!(false)),
        ("announced", json!(40)),
        ("unknown", json!(37)),
        ("not_announced", Value::Null),
    ] {
        assert_eq!(cut[key], expected, "{cut}");
    }
    says(
        &ended.stderr,
        &["not read to its end in this run", "budget"],
    );
    crawl(&desk).with_code(4);
    assert_eq!(alerts(&desk), ["audit raised"]);
    says(&shown(&desk), &["50 announced, 3 held, 47 not known\n"]);
}

#[test]
fn an_audited_list_goes_on_where_the_last_run_left_it() {
    let source = "[[source]]\nurl = \"{site}/archive?page={page}\"\npages = { first = 0 }\nrows = \"li.row\"\nrole = \"audit\"\n";
    let (site, desk) = newsroom(1..=10, "canaries = 0", "");
    crawl(&desk).with_code(0);
    profile(&site, &desk, "canaries = 0", source);
    for page in 0..8 {
        let rows: String = (page * 10 + 1..=page * 10 + 10)
            .map(|number| format!("<li class=row><a href=/releases/{number}>Bridge</a>"))
            .collect();
        let rows = if page < 5 { rows } else { String::new() };
        site.page(&format!("/archive?page={page}"), move |_| {
            Reply::html(format!("<title>All</title><ul>{rows}</ul>"))
        });
    }
    desk.run_crawl(&["office", "--max-requests", "4"])
        .with_code(0);
    assert_eq!(alerts(&desk), [""; 0]);
    says(
        &shown(&desk),
        &[
            "40 announced, 10 held, 30 not known, not read to its end in this run",
            "goes on at page 5 next run",
        ],
    );
    desk.run_crawl(&["office", "--max-requests", "4"])
        .with_code(4);
    assert_eq!(alerts(&desk), ["audit raised"]);
    says(
        &shown(&desk),
        &["10 announced, 0 held, 10 not known, its first pages were read by an earlier run\n"],
    );
    let times = |page: u32| site.server.times(&format!("/archive?page={page}"));
    assert_eq!(
        (0..8).map(times).collect::<Vec<_>>(),
        [1, 1, 1, 1, 1, 1, 1, 0]
    );
}

#[test]
fn before_the_first_walk_is_over_nothing_is_missing() {
    let pages = "[[source]]\nurl = \"{site}/pages?page={page}\"\npages = { first = 0 }\nrows = \"li.row\"\n";
    let (site, desk) = audited(1..=5, 1..=70, "canaries = 0", pages);
    for page in 0..10 {
        let rows: String = (page * 5 + 6..=page * 5 + 10)
            .map(|number| format!("<li class=row><a href=/releases/{number}>Bridge</a>"))
            .collect();
        site.page(&format!("/pages?page={page}"), move |_| {
            Reply::html(format!("<title>All</title><ul>{rows}</ul>"))
        });
        for number in page * 5 + 6..=page * 5 + 10 {
            site.release(number);
        }
    }
    let mut codes = Vec::new();
    for _ in 0..12 {
        let ended = desk.run_crawl(&["office", "--max-requests", "20"]);
        codes.push(ended.code.expect("a code"));
        if codes.last() == Some(&4) {
            break;
        }
        assert_eq!(alerts(&desk), [""; 0], "{}", ended.stderr);
        assert_eq!(
            site.server.times("/sitemap.xml"),
            0,
            "it would tell nothing"
        );
        says(
            &shown(&desk),
            &["sitemap.xml: 0 pages with 0 requests; put off"],
        );
    }
    assert_eq!(codes, [0, 0, 0, 4]);
    says(&shown(&desk), &["70 announced, 55 held, 15 not known"]);
}

/// How the day `ago` days ago is printed.
fn day(ago: u32) -> String {
    let today = Timestamp::now().to_zoned_datetime(TimeZone::UTC).date();
    let day = today - i64::from(ago).days();
    day.strftime("%-d %B %Y").to_string()
}

/// A release of `ago` days ago, with these topics.
fn dated(number: u32, ago: u32, topics: &str) -> String {
    let topics = match topics {
        "" => String::new(),
        topics => format!("<p><b>Waters:</b> {topics}</p>"),
    };
    let (old, new) = (format!("{} March 2024", number % 28 + 1), day(ago));
    site::release(number)
        .replace(&old, &new)
        .replace("<div class=text>", &format!("{topics}<div class=text>"))
}

/// Publishes these releases, of one day each, the newest of `newest` days ago.
fn publish(site: &Site, numbers: RangeInclusive<u32>, newest: u32, topics: &str) {
    let last = *numbers.end();
    for number in numbers.clone() {
        let page = dated(number, newest + (last - number), topics);
        site.page(&site::path(number), move |_| Reply::html(page.clone()));
    }
    site.listing(&numbers.map(site::path).collect::<Vec<_>>());
}

#[test]
fn no_news_silence_drift_and_failure_are_told_apart() {
    let daily = |newest: u32| {
        let (site, desk) = newsroom(1..=1, "canaries = 0", "");
        publish(&site, 1..=30, newest, "");
        (site, desk)
    };
    // The age of the newest release, what the site does on the second day, the exit code, what
    // was heard, the alerts, and the words for it.
    type Case = (
        &'static str,
        u32,
        fn(&Site),
        i32,
        &'static str,
        Vec<&'static str>,
        &'static str,
    );
    #[rustfmt::skip]
    let cases: Vec<Case> = vec![
        ("nothing", 1, |_| {}, 0, "no_news", vec![],
            "no news: its sources answered and had nothing new"),
        ("a release", 1, |site| publish(site, 2..=31, 0, ""), 0, "news", vec![], "1 new"),
        ("nothing for weeks", 40, |_| {}, 4, "silence", vec!["silence raised"],
            "silence: the newest release is of "),
        ("nothing for years", 400, |_| {}, 0, "no_news", vec![], "nothing new"),
        ("no rows", 1, |site| site.page("/news", |_| Reply::html("<title>Our news</title><p>See the new site")), 4, "drift", vec!["rows raised"],
            "changed: whether there is news cannot be told"),
        ("no rows for weeks", 40, |site| site.listing(&[]), 4, "drift", vec!["rows raised", "silence raised"],
            "changed: whether there is news cannot be told"),
        ("no answer", 1, |site| site.page("/news", |_| Reply::status(500)), 5, "failing", vec![],
            "failing: no source answered, so there may be news"),
        ("no answer for weeks", 40, |site| site.page("/news", |_| Reply::status(500)), 5, "failing", vec![],
            "failing: no source answered, so there may be news"),
    ];
    for (fact, newest, change, code, heard, expected, words) in cases {
        let (site, desk) = daily(newest);
        crawl(&desk);
        let before = fs::read(desk.releases("office")).expect("the output");
        change(&site);
        let mut command = desk.crawl(&["office", "--retries", "0"]);
        let ended = Ended::of(command.output().expect("the binary runs"));
        assert_eq!(ended.code, Some(code), "{fact}: {}", ended.stderr);
        assert_eq!(alerts(&desk), expected, "{fact}");
        assert_eq!(told(&desk)["heard"], heard, "{fact}");
        says(&ended.stderr, &[words]);
        if heard != "news" {
            assert_eq!(fs::read(desk.releases("office")).expect("output"), before);
        }
        if heard == "silence" {
            let silence = told(&desk)["silence"].clone();
            assert_eq!(silence["learned"], true, "{silence}");
            assert_eq!(silence["days"], newest, "{silence}");
            says(
                &ended.stderr,
                &["as often as it publishes, one was due within 9 days"],
            );
        }
    }
}

#[test]
fn a_profile_may_say_how_long_a_newsroom_may_be_silent() {
    for (newest, allowed, code) in [(8, 7, 4), (7, 7, 0), (40, 50, 0)] {
        let quality = format!("canaries = 0, new_within_days = {allowed}");
        let (site, desk) = newsroom(1..=1, &quality, "");
        publish(&site, 1..=30, newest, "");
        let ended = crawl(&desk);
        assert_eq!(
            ended.code,
            Some(code),
            "{newest} of {allowed}: {}",
            ended.stderr
        );
        if code == 4 {
            let words = format!("{newest} days ago; expected one within {allowed} days");
            says(&ended.stderr, &[&words]);
        }
    }
}

#[test]
fn a_first_walk_that_begins_with_the_oldest_is_no_silence() {
    let quality = "canaries = 0, new_within_days = 7";
    for (newest, last) in [(1, 0), (40, 4)] {
        let (site, desk) = newsroom(1..=1, quality, "");
        publish(&site, 1..=12, newest, "");
        let codes: Vec<i32> = (0..4)
            .map(|_| {
                desk.run_crawl(&["office", "--max-requests", "5"])
                    .code
                    .expect("a code")
            })
            .collect();
        assert_eq!(codes, [0, 0, last, last], "{}", shown(&desk));
        assert_eq!(desk.records("office").len(), 12);
    }
}

#[test]
fn a_dry_run_names_what_is_only_compared() {
    let (_site, desk) = audited(1..=1, 1..=1, "canaries = 0", "");
    let ended = desk.run_crawl(&["office", "--dry-run"]).with_code(0);
    let lines: Vec<&str> = ended.stdout.lines().skip(1).collect();
    assert!(lines[0].starts_with("  listing http://"), "{lines:?}");
    assert!(lines[1].starts_with("  sitemap http://"), "{lines:?}");
    assert!(
        lines[1].ends_with("/sitemap.xml, only to compare"),
        "{lines:?}"
    );
}

#[test]
fn too_few_rows_are_shown_with_the_page() {
    let (site, desk) = newsroom(1..=8, "canaries = 0", "min_rows = 5\n");
    crawl(&desk).with_code(0);
    site.page("/news", |_| {
        Reply::html(
            "<title>Newsroom, new</title><nav><a href=/>Home</a></nav><h1>Stories</h1><li class=row><a href=/releases/8>8</a></li><p>All stories are on our new site",
        )
    });
    let ended = crawl(&desk).with_code(4);
    assert_eq!(alerts(&desk), ["rows raised"]);
    let words = [
        "drift: the first page of http://",
        "has 1 rows by `li.row`, expected at least 5",
        "without rows by `li.row`",
        "shows \"Newsroom, new\": Stories / 8 / All stories are on our new site",
    ];
    says(&ended.stderr, &words);
    says(&shown(&desk), &words);
    let newsroom = told(&desk);
    let evidence = &newsroom["alerts"][0]["evidence"][0];
    assert_eq!(evidence["url"], site.server.url("/news"));
    assert_eq!(evidence["title"], "Newsroom, new");
    assert_eq!(evidence["missing"], json!(["rows by `li.row`"]));
}

#[test]
fn new_pages_without_what_every_release_has_are_drift() {
    let (site, desk) = newsroom(1..=4, "canaries = 0", "");
    crawl(&desk).with_code(0);
    for number in 5..=7 {
        site.page(&site::path(number), |_| {
            Reply::html(
                "<title>Office</title><main><div id=app>Loading the application</div></main>",
            )
        });
    }
    site.listing(&(1..=7).map(site::path).collect::<Vec<_>>());
    let ended = crawl(&desk).with_code(4);
    assert_eq!(alerts(&desk), ["required raised"]);
    let url = site.server.url("/releases/5");
    let words = [
        "3 of 3 new pages gave no record",
        &url,
        "shows \"Office\": Loading the application",
    ];
    says(&ended.stderr, &words);
    says(&shown(&desk), &words);
    let newsroom = told(&desk);
    let evidence = newsroom["alerts"][0]["evidence"].as_array().expect("pages");
    assert_eq!(evidence.len(), 3);
    assert_eq!(newsroom["heard"], "drift");
    // The same pages again are no new ones.
    state(&desk, "UPDATE targets SET due = '2020-01-01T00:00:00.000Z'");
    crawl(&desk).with_code(0);
    assert_eq!(alerts(&desk), [""; 0]);
}

#[test]
fn new_pages_without_a_required_field_are_drift() {
    let required = "canaries = 0, required = [\"title\", \"body\", \"topics\"]";
    let (site, desk) = newsroom(1..=1, required, "");
    publish(&site, 1..=6, 1, "Bridges");
    crawl(&desk).with_code(0);
    publish(&site, 1..=12, 1, "Bridges");
    for number in 7..=12 {
        let page = dated(number, 12 - number, "");
        site.page(&site::path(number), move |_| Reply::html(page.clone()));
    }
    let ended = crawl(&desk).with_code(4);
    assert_eq!(alerts(&desk), ["required raised"]);
    let words = [
        "6 of 6 new pages gave no record",
        "shows \"Bridge 7 opens\": ",
    ];
    says(&ended.stderr, &words);
    says(&shown(&desk), &words);
    let (_, problems) = desk.last_run();
    assert_eq!(problems.len(), 6);
    assert!(
        problems
            .iter()
            .all(|problem| problem["class"] == "missing_fields")
    );
    // Three of seven are entries of another kind.
    let (site, desk) = newsroom(1..=1, required, "");
    publish(&site, 1..=7, 1, "Bridges");
    for number in 5..=7 {
        let page = dated(number, 1, "");
        site.page(&site::path(number), move |_| Reply::html(page.clone()));
    }
    crawl(&desk).with_code(0);
    assert_eq!(alerts(&desk), [""; 0]);
}

#[test]
fn a_field_is_compared_with_the_floor_of_the_profile() {
    for (with, of, code) in [(3, 5, 0), (2, 5, 4), (0, 2, 4), (0, 1, 0), (1, 2, 0)] {
        let (site, desk) = newsroom(1..=1, "canaries = 0, fill = { topics = 0.6 }", "");
        publish(&site, 1..=of, 1, "Bridges; Rivers");
        for number in with + 1..=of {
            let page = dated(number, 1, "");
            site.page(&site::path(number), move |_| Reply::html(page.clone()));
        }
        let ended = crawl(&desk);
        assert_eq!(ended.code, Some(code), "{with} of {of}: {}", ended.stderr);
        if code == 4 {
            assert_eq!(alerts(&desk), ["fill.topics raised"]);
            let words = format!(
                "topics is filled in {} % of {of} records; [quality] fill asks for 60 %",
                with * 100 / of
            );
            says(&ended.stderr, &[&words]);
        } else {
            assert_eq!(alerts(&desk), [""; 0]);
        }
    }
}

#[test]
fn a_field_is_compared_with_the_last_runs() {
    for (quality, code, expected) in [
        ("", 4, "fill.topics raised"),
        (", mute = [\"fill.topics\"]", 0, "fill.topics muted"),
        (", mute = [\"fill\"]", 0, "fill.topics muted"),
        (", mute = [\"fill.places\"]", 4, "fill.topics raised"),
        (
            ", mute = [\"fill.topics\"], mute_until = 2020-01-01",
            4,
            "fill.topics raised",
        ),
    ] {
        let (site, desk) = newsroom(1..=1, &format!("canaries = 0{quality}"), "");
        // Four runs with five releases each, in which all have topics; one without news.
        for run in 0..4 {
            publish(&site, run * 5 + 1..=run * 5 + 5, 1, "Bridges");
            crawl(&desk).with_code(0);
            assert_eq!(alerts(&desk), [""; 0]);
        }
        crawl(&desk).with_code(0);
        // Then five of which none has.
        publish(&site, 21..=25, 1, "");
        let ended = crawl(&desk).with_code(code);
        assert_eq!(alerts(&desk), [expected], "{quality}");
        let words = "topics is filled in 0 of the last 5 records; before, it was in 100 % of 20";
        says(&ended.stderr, &[words]);
        says(&shown(&desk), &[words, "    topics                0 %"]);
        // A run without news says nothing of it, and forgets nothing.
        crawl(&desk).with_code(0);
        publish(&site, 26..=30, 1, "");
        crawl(&desk).with_code(code);
        assert_eq!(told(&desk)["alerts"][0]["runs"], 2);
    }
}

/// Answers "not modified" to whoever has the page.
fn tagged(page: String, tag: &'static str) -> impl Fn(&support::Asked) -> Reply {
    move |asked| {
        if asked.header("if-none-match") == Some(tag) {
            Reply::status(304).header("ETag", tag)
        } else {
            Reply::html(page.clone()).header("ETag", tag)
        }
    }
}

#[test]
fn a_canary_that_lost_a_field_tells_of_a_new_site() {
    let (site, desk) = newsroom(1..=1, "canaries = 1", "");
    publish(&site, 1..=1, 400, "Bridges");
    site.page("/releases/1", tagged(dated(1, 400, "Bridges"), "\"old\""));
    crawl(&desk).with_code(0);
    let asked = site.server.asked().len();
    crawl(&desk).with_code(0);
    let canary = site.server.asked()[asked..]
        .iter()
        .find(|asked| asked.path == "/releases/1")
        .cloned()
        .expect("the canary is looked at in every run");
    assert_eq!(canary.header("if-none-match"), Some("\"old\""));
    assert_eq!(told(&desk)["canaries"]["whole"], 1);
    says(
        &shown(&desk),
        &["releases of old looked at: 1 as they were"],
    );
    let before = fs::read(desk.releases("office")).expect("the output");
    // The site is built anew: the title stays, the topics are elsewhere.
    let rebuilt = dated(1, 400, "").replace("<title>", "<title>New: ");
    site.page("/releases/1", tagged(rebuilt, "\"new\""));
    for run in 1..=2 {
        let ended = crawl(&desk).with_code(4);
        assert_eq!(alerts(&desk), ["canary raised"], "run {run}");
        let url = site.server.url("/releases/1");
        let words = [
            "1 of 1 releases of old read without topics, which they had",
            &format!("{url}, without topics, shows \"New: Bridge 1 opens\": Bridge 1 opens / "),
        ];
        says(&ended.stderr, &words);
        says(&shown(&desk), &words);
        let newsroom = told(&desk);
        let alert = &newsroom["alerts"][0];
        assert_eq!(alert["runs"], run, "read again in full");
        assert_eq!(alert["evidence"][0]["missing"], json!(["topics"]));
        assert_eq!(
            fs::read(desk.releases("office")).expect("output"),
            before,
            "a changed site is no edited release"
        );
    }
}

#[test]
fn a_field_that_canaries_lose_can_be_kept_quiet() {
    for (lost, code, expected, words) in [
        (
            "topics",
            0,
            "canary.topics muted",
            "read without topics, which",
        ),
        (
            "date",
            4,
            "canary raised",
            "read without dateline, places, places_raw, published_on, which",
        ),
        (
            "all",
            4,
            "canary raised",
            "read without dateline, places, places_raw, published_on, which",
        ),
    ] {
        let quality = "canaries = 1, mute = [\"canary.topics\"]";
        let (site, desk) = newsroom(1..=1, quality, "");
        publish(&site, 1..=1, 400, "Bridges");
        crawl(&desk).with_code(0);
        crawl(&desk).with_code(0);
        let mut page = dated(1, 400, if lost == "date" { "Bridges" } else { "" });
        if lost != "topics" {
            page = page.replace(&day(400), "a day in spring");
        }
        site.page("/releases/1", move |_| Reply::html(page.clone()));
        let ended = crawl(&desk).with_code(code);
        assert_eq!(alerts(&desk), [expected], "{lost}");
        says(&ended.stderr, &[words]);
    }
}

/// A profile that changed since may mean to leave a field out: only what was kept of the page
/// tells.
#[test]
fn a_canary_outlives_a_change_of_the_profile_where_its_page_was_captured() {
    #[rustfmt::skip]
    let cases = [
        // captured, does the profile still want topics, what the page lost, exit code, alerts
        (true, true, "topics", 4, vec!["canary raised"]),
        (true, false, "topics", 0, vec![]),
        (true, true, "nothing", 0, vec![]),
        (false, true, "topics", 0, vec![]),
        (false, true, "date", 4, vec!["canary raised"]),
    ];
    for (captured, wanted, lost, code, expected) in cases {
        let fact = format!("captured: {captured}, wanted: {wanted}, lost: {lost}");
        let (site, desk) = newsroom(1..=1, "canaries = 1", "");
        publish(&site, 1..=1, 400, "Bridges");
        let mut args = vec!["office"];
        args.extend(captured.then_some("--capture"));
        desk.run_crawl(&args).with_code(0);
        desk.run_crawl(&args).with_code(0);
        let path = desk.selectors().join("office.toml");
        let mut text = fs::read_to_string(&path)
            .expect("the profile")
            .replace("Test Office", "Test Bureau");
        if !wanted {
            text = text.replace("topics = { label = \"Waters:\", split = \";\" }, ", "");
        }
        fs::write(&path, text).expect("written");
        let mut page = dated(1, 400, if lost == "topics" { "" } else { "Bridges" });
        if lost == "date" {
            page = page.replace(&day(400), "a day in spring");
        }
        page = page.replace("<title>", "<title>New: ");
        site.page("/releases/1", move |_| Reply::html(page.clone()));
        for _ in 0..2 {
            let ended = desk.run_crawl(&args);
            assert_eq!(ended.code, Some(code), "{fact}: {}", ended.stderr);
            assert_eq!(alerts(&desk), expected, "{fact}");
            assert_eq!(desk.records("office").len(), 1, "{fact}");
        }
        if captured && code == 4 {
            says(
                &shown(&desk),
                &["without topics, shows \"New: Bridge 1 opens\""],
            );
        }
    }
}

#[test]
fn an_alert_counts_after_as_many_runs_as_the_profile_waits() {
    let (site, desk) = newsroom(1..=3, "canaries = 0, alert_after = 3", "");
    crawl(&desk).with_code(0);
    let good = (1..=3).map(site::path).collect::<Vec<_>>();
    let runs = |expected: &[(i32, u32)]| {
        for (code, runs) in expected {
            let ended = crawl(&desk).with_code(*code);
            let newsroom = told(&desk);
            let alert = &newsroom["alerts"][0];
            assert_eq!(alert["kind"], "rows");
            assert_eq!(alert["runs"], *runs);
            let words = match code {
                0 => format!("(run {runs}; does not count yet: alert_after)"),
                _ => format!("({runs} runs in a row)"),
            };
            says(&ended.stderr, &[&words]);
        }
    };
    site.listing(&[]);
    runs(&[(0, 1), (0, 2), (4, 3), (4, 4)]);
    // A run in which the source does not answer says nothing of its rows.
    site.page("/news", |_| Reply::status(500));
    desk.run_crawl(&["office", "--retries", "0"]).with_code(5);
    site.listing(&[]);
    runs(&[(4, 5)]);
    // One in which all is well begins anew.
    site.listing(&good);
    crawl(&desk).with_code(0);
    assert_eq!(alerts(&desk), [""; 0]);
    site.listing(&[]);
    runs(&[(0, 1)]);
}

#[test]
fn a_profile_keeps_an_alert_quiet() {
    for (quality, code, expected) in [
        ("", 4, "mass_change raised"),
        (", mute = [\"mass_change\"]", 0, "mass_change muted"),
        (", mute = [\"mass_gone\"]", 4, "mass_change raised"),
    ] {
        let (site, desk) = newsroom(1..=8, &format!("canaries = 0{quality}"), "");
        crawl(&desk).with_code(0);
        for number in 1..=6 {
            site.page(&site::path(number), move |_| {
                Reply::html(
                    site::release(number).replace("<p>It", "<p>Share this page now</p><p>It"),
                )
            });
        }
        state(
            &desk,
            "UPDATE targets SET due = '2020-01-01T00:00:00.000Z' WHERE kind = 'release'",
        );
        let ended = crawl(&desk).with_code(code);
        assert_eq!(alerts(&desk), [expected]);
        says(
            &ended.stderr,
            &["6 of 8 releases that were looked at again read differently (body in 6): the pages"],
        );
        let newsroom = told(&desk);
        let evidence = newsroom["alerts"][0]["evidence"].as_array();
        let evidence = evidence.expect("evidence");
        assert_eq!(evidence.len(), 3, "{evidence:?}");
        for page in evidence {
            let url = page["url"].as_str().expect("an address");
            assert!(url.contains("/releases/"), "{page}");
            let line = page["lines"][0].as_str().expect("what differs");
            assert!(line.starts_with("body: …"), "{line}");
            let (before, now) = line.split_once(" -> ").expect("two values");
            assert!(
                !before.contains("Share") && now.contains("Share this page now"),
                "{line}"
            );
            assert!(line.chars().count() < 200, "{line}");
        }
        says(&shown(&desk), &["Share this page now"]);
        assert_eq!(desk.records("office").len(), 8, "muted or not: no line");
    }
}

/// Whether something in a text would act on a terminal.
fn steers(text: &str) -> bool {
    text.chars().any(|c| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    })
}

#[test]
fn nothing_that_a_page_shows_acts_on_a_terminal() {
    let evil = "\u{1b}[2J\u{9b}31m\u{202e}gpj\u{7}";
    let (site, desk) = newsroom(1..=2, "canaries = 2", "");
    publish(&site, 1..=2, 400, "Bridges");
    crawl(&desk).with_code(0);
    // A listing without rows, a canary without topics and two pages that are no releases.
    let page = dated(1, 400, "").replace("<title>", &format!("<title>{evil} A"));
    let page = page.replace("It carries", &format!("{evil} It carries"));
    site.page("/releases/1", move |_| Reply::html(page.clone()));
    for number in 3..=4 {
        site.page(&site::path(number), move |_| {
            Reply::html(format!("<title>{evil} B</title><p>{evil} forged: {evil}"))
        });
    }
    site.listing(&[3, 4].map(|number| format!("{}?{evil}", site::path(number))));
    for format in ["text", "json"] {
        let mut command = desk.crawl(&["office", "-vv", "--log-format", format]);
        let ended = Ended::of(command.output().expect("the binary runs"));
        assert!(!steers(&ended.stderr), "{:?}", ended.stderr);
        assert_eq!(ended.code, Some(4), "{}", ended.stderr);
        says(&ended.stderr, &["shows \"[2J31mgpj"]);
        for args in [&["report"][..], &["report", "--json"]] {
            let shown = desk.run(args).with_code(0).stdout;
            assert!(!steers(&shown), "{shown:?}");
        }
        let page = format!("<title>{evil} C</title><p>{evil} no rows");
        site.page("/news", move |_| Reply::html(page.clone()));
    }
}

#[test]
fn a_report_is_shown_again() {
    let (site, desk) = newsroom(1..=3, "canaries = 0", "");
    // No folder, then one without runs.
    for _ in 0..2 {
        let ended = desk.run(&["report"]).with_code(2);
        says(
            &ended.stderr,
            &[
                "there is no report in ",
                "runs yet: a crawl leaves one",
                "--data",
            ],
        );
        fs::create_dir_all(desk.data().join("runs")).expect("a folder");
    }
    crawl(&desk).with_code(0);
    let first = desk.last_run().0["run"]
        .as_str()
        .expect("a name")
        .to_owned();
    site.release(4);
    site.listing(&[site::path(4)]);
    crawl(&desk).with_code(0);
    let last = desk.last_run().0["run"]
        .as_str()
        .expect("a name")
        .to_owned();
    assert_ne!(first, last);

    let shown = desk.run(&["report"]).with_code(0);
    assert_eq!(shown.stderr, "");
    says(
        &shown.stdout,
        &[
            &format!("Run {last} of dateline "),
            "office: 1 new (1 listed, 1 fetched, 0 unchanged)",
            "office: news\n",
            "holds 4 releases, the newest of 2024-03-05",
            "1 page with 2 requests; ",
            "filled in 1 record:",
            "    title               100 %",
            "    wire                  0 %",
            "Asked as \"dateline/",
        ],
    );
    let named = desk.run(&["report", &first]).with_code(0).stdout;
    says(&named, &[&format!("Run {first} of"), "office: 3 new"]);
    assert_eq!(
        desk.run(&["report", &last]).with_code(0).stdout,
        shown.stdout
    );
    let json = desk.run(&["report", "--json"]).with_code(0).stdout;
    assert_eq!(
        json,
        fs::read_to_string(desk.data().join("runs").join(&last).join("report.json")).expect("it")
    );
    let json: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(json["newsrooms"]["office"]["new"], 1);

    // Names that are none.
    fs::create_dir_all(desk.path().join("x")).expect("a folder");
    fs::write(desk.path().join("x/report.json"), "{}").expect("written");
    let absolute = desk.path().join("x").display().to_string();
    for name in [
        "../x",
        "../../x",
        "..",
        ".",
        "",
        "/",
        absolute.as_str(),
        "20200101T000000Z",
        "\u{1b}[2J",
        "a\u{202e}b",
    ] {
        for more in [None, Some("--json")] {
            let mut args = vec!["report", name];
            args.extend(more);
            let ended = desk.run(&args).with_code(2);
            assert_eq!(ended.stdout, "", "{name:?}");
            assert!(!steers(&ended.stderr), "{name:?}: {:?}", ended.stderr);
            says(&ended.stderr, &["there is no run "]);
        }
    }
    // The last run left no report: the one before it did.
    let path = desk.data().join("runs").join(&last).join("report.json");
    let good = fs::read_to_string(&path).expect("it");
    fs::remove_file(&path).expect("removed");
    let ended = desk.run(&["report", &last]).with_code(2);
    says(
        &ended.stderr,
        &[
            "left no report: it was killed, or goes on still",
            "problems.jsonl",
        ],
    );
    assert_eq!(desk.run(&["report"]).with_code(0).stdout, named);

    // Damaged ones.
    for damaged in [
        b"".as_slice(),
        b"{",
        b"null",
        b"[]",
        b"{}",
        b"\xff\xfe\0",
        &good.as_bytes()[..good.len() / 2],
        good.replace("\"new\": 1", "\"new\": -1").as_bytes(),
        good.replace("\"newsrooms\": {", "\"newsrooms\": [")
            .as_bytes(),
        format!("{{\"run\": {}", "[".repeat(100_000)).as_bytes(),
    ] {
        fs::write(&path, damaged).expect("written");
        for args in [&["report"][..], &["report", "--json"]] {
            let ended = desk.run(args).with_code(2);
            assert_eq!(ended.stdout, "");
            says(&ended.stderr, &["error: cannot read ", "report.json"]);
            assert!(!ended.stderr.contains("panicked"), "{}", ended.stderr);
        }
    }
    // What an older version did not write, and what a newer one adds.
    fs::write(
        &path,
        good.replacen("\"heard\": \"news\",", "\"another\": 7,", 1),
    )
    .expect("written");
    says(
        &desk.run(&["report"]).with_code(0).stdout,
        &["office: 1 new"],
    );
    // What somebody wrote into it acts on no terminal.
    let evil = good
        .replace("\"Test", "")
        .replace("\"run\": \"", "\"run\": \"\u{9b}2J\u{202e}");
    fs::write(&path, evil).expect("written");
    for args in [&["report"][..], &["report", "--json"]] {
        let shown = desk.run(args).with_code(0).stdout;
        assert!(!steers(&shown), "{shown:?}");
    }
}

#[test]
fn a_quiet_run_says_only_what_is_wrong() {
    let (site, desk) = newsroom(1..=8, "canaries = 0", "");
    let quiet = |flag: &str, code: i32| desk.run_crawl(&["office", flag]).with_code(code).stderr;
    assert_eq!(quiet("--quiet", 0), "");
    assert_eq!(quiet("-q", 0), "");
    let report = desk.run(&["report"]).with_code(0).stdout;
    says(&report, &["office: nothing new (8 listed"]);
    // Drift is told, with its evidence, and where the report is.
    for number in 1..=6 {
        site.page(&site::path(number), |_| Reply::status(404));
    }
    state(
        &desk,
        "UPDATE targets SET due = '2020-01-01T00:00:00.000Z' WHERE kind = 'release'",
    );
    let told = quiet("-q", 4);
    let first = "office:\n  drift: 6 of 8 releases that were looked at again are not there";
    assert!(told.starts_with(first), "{told}");
    says(&told, &["\nReport: "]);
    assert!(!told.contains("listed"), "{told}");
    // So is a source that does not answer, and an output that cannot be gone on with.
    site.page("/news", |_| Reply::status(404));
    says(&quiet("-q", 5), &["office:\n  http://", "not_found"]);
    fs::write(desk.releases("office"), "").expect("emptied");
    let told = quiet("-q", 7);
    assert!(told.starts_with("office: not crawled: "), "{told}");
}
