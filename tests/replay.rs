//! Captures: what a crawl keeps, and what is read from it again.

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use support::binary::{Desk, lines};
use support::site::{self, Site};
use support::{Asked, Reply};

/// A newsroom with three good releases, one that has moved and one that is missing.
fn newsroom() -> (Site, Desk) {
    let (site, desk) = (Site::start(), Desk::new());
    for number in 1..=3 {
        site.release(number);
    }
    let moved = site::path(40);
    site.page(&site::path(4), move |_| Reply::redirect(301, moved.clone()));
    site.page(&site::path(40), |_| Reply::html(site::release(4)));
    site.listing(&(1..=5).map(site::path).collect::<Vec<_>>());
    site.write_profile(&desk.selectors(), "office", "");
    (site, desk)
}

fn captures(desk: &Desk) -> Vec<PathBuf> {
    let entries = fs::read_dir(desk.data().join("captures"));
    let mut paths: Vec<PathBuf> = entries
        .into_iter()
        .flatten()
        .map(|entry| entry.expect("a capture").path())
        .collect();
    paths.sort();
    paths
}

#[test]
fn records_point_at_what_they_were_read_from() {
    let (_site, desk) = newsroom();
    desk.run_crawl(&["office", "--capture"]).with_code(0);
    let files = captures(&desk);
    assert_eq!(files.len(), 1, "{files:?}");
    let records = desk.records("office");
    assert_eq!(records.len(), 4);
    let bytes = fs::read(&files[0]).expect("a capture");
    for record in records {
        let capture = record["capture"].as_str().expect("a capture");
        let (file, at) = capture.split_once('#').expect("a place");
        assert_eq!(desk.data().join(file), files[0]);
        let member = &bytes[at.parse().expect("a number")..];
        let mut decoder = flate2::read::GzDecoder::new(member);
        let mut text = String::new();
        std::io::Read::read_to_string(&mut decoder, &mut text).expect("one member");
        let title = record["title"].as_str().expect("a title");
        assert!(
            text.starts_with("WARC/1.1\r\nWARC-Type: response\r\n"),
            "{text}"
        );
        assert!(text.contains(title), "{text}");
    }
}

fn output(desk: &Desk) -> String {
    fs::read_to_string(desk.releases("office")).expect("an output")
}

fn edit_profile(desk: &Desk, from: &str, to: &str) {
    let path = desk.selectors().join("office.toml");
    let profile = fs::read_to_string(&path).expect("a profile");
    assert!(profile.contains(from), "{profile}");
    fs::write(&path, profile.replace(from, to)).expect("the profile is written");
}

#[test]
fn a_replay_gives_the_crawl_s_lines_byte_for_byte() {
    let (site, desk) = newsroom();
    desk.run_crawl(&["office", "--capture"]).with_code(0);
    // One is edited, one is new, and all are looked at again.
    site.page(&site::path(2), |_| {
        Reply::html(site::release(2).replace("four years", "five years"))
    });
    site.release(6);
    site.listing(&[6, 5, 4, 3, 2, 1].map(site::path));
    desk.run_crawl(&["office", "--capture", "--full"])
        .with_code(0);
    let lines = output(&desk);
    let changes: Vec<_> = desk
        .records("office")
        .iter()
        .map(|record| record["change"].clone())
        .collect();
    assert_eq!(changes.len(), 6, "{changes:?}");
    assert!(changes.contains(&"content".into()), "{changes:?}");
    assert_eq!(captures(&desk).len(), 2);
    let replayed = desk.run(&["replay", "data/captures"]).with_code(0);
    assert_eq!(replayed.stdout, lines);
    let against = ["replay", "data/captures", "--against", "data/releases"];
    let same = desk.run(&against).with_code(0);
    let expected =
        "office: 5 releases read again: 5 as before, 0 otherwise, 0 lost, 0 new, 0 not captured\n";
    assert_eq!(same.stdout, expected);
}

/// Two more newsrooms of the same site: releases that stand in the rows of an interface, and a
/// feed with the text in it.
fn further_sources(site: &Site, desk: &Desk) {
    let json = |edition: &str| {
        let rows: Vec<_> = (101..=104)
            .map(|number| {
                let text = format!("<p>VIENNA, 3 March 2024 - Item {number} was said in full here, {edition}.</p>");
                json!({"link": site::path(number), "title": format!("Item {number}"), "date": "2024-03-03T08:00:00Z", "text": text})
            })
            .collect();
        Value::from(rows).to_string()
    };
    let (first, second) = (
        json("once"),
        json("twice").replace("Item 104 was", "Item 104, it is said, was"),
    );
    site.page("/api", move |asked| {
        let body = if asked.nth == 0 { &first } else { &second };
        Reply::status(200)
            .header("Content-Type", "application/json")
            .body(body.clone())
    });
    let items: String = (1..=3)
        .map(|number| format!("<item><title>Bridge {number} opens</title><link>{}</link><pubDate>Fri, 01 Mar 2024 10:0{number}:00 GMT</pubDate></item>", site.server.url(&site::path(number))))
        .collect();
    let feed = format!("<rss version='2.0'><channel><title>News</title>{items}</channel></rss>");
    site.page("/feed", move |_| {
        Reply::status(200)
            .header("Content-Type", "application/rss+xml")
            .body(feed.clone())
    });
    let address = site.server.address();
    let common = "languages = [\"en\"]\ntimezone = \"UTC\"\nquality = { canaries = 0 }\nurls = { include = ['^/releases/'], item_id = '^/releases/(\\d+)' }";
    for (id, source) in [
        (
            "rows",
            format!(
                "kind = \"json\"\nurl = \"http://{address}/api\"\nrows = \".\"\nrelease = \"row\"\nrow = {{ url = \"link\", title = \"title\", date = \"date\", body = \"text\" }}"
            ),
        ),
        (
            "feed",
            format!("kind = \"feed\"\nurl = \"http://{address}/feed\""),
        ),
    ] {
        let profile = format!("id = \"{id}\"\nname = \"{id}\"\n{common}\n[[source]]\n{source}\n");
        fs::write(desk.selectors().join(format!("{id}.toml")), profile).expect("a profile");
    }
}

#[test]
fn whatever_the_web_did_is_gone_through_again() {
    let (site, desk) = (Site::start(), Desk::new());
    site.releases(1..=30);
    site.write_profile(&desk.selectors(), "office", "");
    further_sources(&site, &desk);
    let on = |number: u32, script: fn(&Asked) -> Reply| site.page(&site::path(number), script);
    on(2, |asked| match asked.header("if-none-match") {
        Some(_) => Reply::status(304).header("ETag", "\"two\""),
        None => Reply::html(site::release(2)).header("ETag", "\"two\""),
    });
    on(3, |_| Reply::redirect(302, "/releases/3/moved"));
    site.page("/releases/3/moved", |_| Reply::html(site::release(3)));
    on(4, |_| {
        Reply::html("<!doctype html><meta http-equiv=refresh content='0; url=/releases/4/moved'>")
    });
    site.page("/releases/4/moved", |_| Reply::html(site::release(4)));
    on(5, |asked| match asked.header("cookie") {
        Some(_) => Reply::html(site::release(5)),
        None => Reply::redirect(302, "/releases/5").header("Set-Cookie", "seen=1; Path=/"),
    });
    on(6, |_| {
        Reply::html("<title>Page not found</title><h1>Page not found</h1>")
    });
    on(7, |asked| match asked.nth {
        0 => Reply::status(403),
        _ => Reply::html(site::release(7)),
    });
    on(8, |asked| match asked.nth {
        0 => Reply::truncated(&site::release(8), 9_999),
        _ => Reply::html(site::release(8)),
    });
    for number in [9, 10, 11] {
        on(number, |_| Reply::html(site::release(99)));
    }
    site.page("/releases/12/print", |_| {
        let head = "<link rel=canonical href=\"/releases/1\"></head>";
        Reply::html(site::release(1).replace("</head>", head))
    });
    on(13, |_| {
        Reply::html("")
            .header("Content-Encoding", "gzip")
            .body(gzip(site::release(13).as_bytes()))
    });
    on(14, |_| {
        let text = site::release(14)
            .replace("bridges", "")
            .replace("old", "ancienne \u{2013} \u{e9}");
        let (bytes, ..) = encoding_rs::WINDOWS_1252.encode(&text);
        Reply::html("")
            .header_replaced("Content-Type", "text/html; charset=windows-1252")
            .body(bytes.into_owned())
    });
    on(15, |_| Reply::status(404));
    on(16, |asked| {
        let years = if asked.nth == 0 {
            "four years"
        } else {
            "five years"
        };
        Reply::html(site::release(16).replace("four years", years))
    });
    on(17, |_| {
        Reply::html("<p>Sign in to go on</p>").status_code(401)
    });
    let mut rows: Vec<String> = (1..=30).map(site::path).collect();
    rows.push("/releases/12/print".to_owned());
    site.listing(&rows);

    let run = |args: &[&str]| desk.run_crawl(&[&["--capture", "--retries", "0"], args].concat());
    run(&[]);
    assert_eq!(desk.records("rows").len(), 4);
    assert_eq!(desk.records("feed").len(), 3);
    run(&["--full"]);
    let changed = |org: &str| {
        let records = desk.records(org);
        let changed = records
            .iter()
            .filter(|record| record["change"] == "content");
        changed.count()
    };
    assert_eq!((changed("office"), changed("rows")), (1, 4), "edited");
    // A template that changes many pages is held back, and then vouched for.
    let before = output(&desk);
    for number in 18..=30 {
        site.page(&site::path(number), move |_| {
            Reply::html(site::release(number).replace("which was old", "which was older"))
        });
    }
    run(&["office", "--full"]).with_code(4);
    run(&["office", "--full"]).with_code(4);
    let held_back = changed("office");
    assert_eq!(output(&desk), before);
    run(&["office", "--full", "--accept-changes"]);
    assert!(changed("office") > held_back + 10);

    for org in ["office", "rows", "feed"] {
        let replayed = desk
            .run(&["replay", "data/captures", "--profile", org])
            .with_code(0);
        let lines = fs::read_to_string(desk.releases(org)).expect("an output");
        let same = replayed.stdout.lines().eq(lines.lines());
        assert!(same, "{org}: {}", difference(&replayed.stdout, &lines));
        assert_eq!(replayed.stdout, lines, "{org}");
    }
}

/// The first line that is not the same.
fn difference(one: &str, other: &str) -> String {
    let mut pairs = one.lines().zip(other.lines());
    let found = pairs.find(|(one, other)| one != other);
    format!(
        "{} and {} lines; {found:#?}",
        one.lines().count(),
        other.lines().count()
    )
}

#[test]
fn a_profile_that_loses_something_is_told_from_one_that_finds_more() {
    let (_site, desk) = newsroom();
    edit_profile(&desk, "title = \"article h1\",", "");
    edit_profile(
        &desk,
        "fields = {",
        "fields = { title = \"article h1\", subtitle = \"article p b\",",
    );
    desk.run_crawl(&["office", "--capture"]).with_code(0);
    let against = ["replay", "data/captures", "--against", "data/releases"];
    let before = output(&desk);

    edit_profile(
        &desk,
        "subtitle = \"article p b\"",
        "subtitle = \"article p b\", topics = \"footer\"",
    );
    let gain = desk.run(&against).with_code(0);
    assert!(
        gain.stdout.contains("topics appears in 4\n"),
        "{}",
        gain.stdout
    );
    assert!(!gain.stdout.contains("vanishes"), "{}", gain.stdout);

    edit_profile(&desk, "subtitle = \"article p b\", ", "subtitle = \"h7\", ");
    let loss = desk.run(&against).with_code(4);
    assert!(
        loss.stdout.contains("subtitle vanishes in 4\n    office:"),
        "{}",
        loss.stdout
    );

    edit_profile(
        &desk,
        "release = [\"article h1\"]",
        "release = [\"article h6\"]",
    );
    let lost = desk.run(&against).with_code(4);
    assert!(lost.stdout.contains("4 lost"), "{}", lost.stdout);
    assert_eq!(output(&desk), before, "nothing is written by comparing");
}

#[test]
fn what_reads_otherwise_is_written_on_request_and_once() {
    let (_site, desk) = newsroom();
    desk.run_crawl(&["office", "--capture"]).with_code(0);
    let before = output(&desk);
    let write = ["replay", "data/captures", "--write"];
    desk.run(&write).with_code(0);
    assert_eq!(output(&desk), before, "the same profile reads the same");

    edit_profile(&desk, "fields = {", "fields = { topics = \"footer\",");
    let told = desk.run(&write).with_code(0);
    assert!(told.stderr.contains("4 lines written"), "{}", told.stderr);
    let lines = output(&desk);
    assert!(lines.starts_with(&before), "nothing is taken away");
    let records = desk.records("office");
    assert_eq!(records.len(), 8);
    for (old, new) in records.iter().zip(&records[4..]) {
        assert_eq!(new["change"], "reread");
        for key in [
            "id",
            "revision",
            "fetched_at",
            "capture",
            "first_seen_at",
            "changed_at",
        ] {
            assert_eq!(old[key], new[key], "{key}");
        }
        assert_ne!(old["topics"], new["topics"]);
    }
    desk.run(&write).with_code(0);
    assert_eq!(output(&desk), lines, "once");
    // The crawl goes on from there.
    desk.run_crawl(&["office", "--full"]).with_code(0);
    assert_eq!(output(&desk), lines);
}

#[test]
fn releases_that_stand_in_rows_are_read_again_too() {
    let (site, desk) = (Site::start(), Desk::new());
    site.write_profile(&desk.selectors(), "office", "");
    further_sources(&site, &desk);
    for _ in 0..2 {
        desk.run_crawl(&["rows", "--capture", "--full"])
            .with_code(0);
    }
    let before = desk.records("rows");
    assert_eq!(before.len(), 8, "four, and all of them edited");
    let write = ["replay", "data/captures", "--write", "--profile", "rows"];
    desk.run(&write).with_code(0);
    assert_eq!(desk.records("rows"), before, "the same profile");

    let path = desk.selectors().join("rows.toml");
    let profile = fs::read_to_string(&path).expect("a profile");
    let fields = "fields = { topics = { const = \"Bridges\" } }\n[[source]]";
    let profile = profile.replace("[[source]]", fields);
    fs::write(&path, profile).expect("the profile is written");
    let told = desk.run(&write).with_code(0);
    assert!(
        told.stderr.contains("rows: 4 lines written"),
        "{}",
        told.stderr
    );
    let records = desk.records("rows");
    assert_eq!(records.len(), 12);
    assert_eq!(records[..8], before, "nothing is taken away");
    for new in &records[8..] {
        let old = before.iter().rfind(|old| old["id"] == new["id"]);
        let old = old.expect("a line before it");
        assert_eq!(new["change"], "reread");
        assert_eq!(new["topics"], json!(["Bridges"]));
        for key in ["revision", "fetched_at", "capture", "body", "changed_at"] {
            assert_eq!(old[key], new[key], "{key}");
        }
    }
    desk.run(&write).with_code(0);
    desk.run_crawl(&["rows", "--full"]).with_code(0);
    assert_eq!(desk.records("rows"), records, "once");

    let profile = fs::read_to_string(&path).expect("a profile");
    let profile = profile.replace("body = \"text\"", "body = \"title\"");
    fs::write(&path, profile).expect("the profile is written");
    let told = desk.run(&write).with_code(0);
    assert!(
        told.stderr.contains("rows: 4 lines written"),
        "{}",
        told.stderr
    );
    let records = desk.records("rows");
    assert_eq!(records.len(), 16);
    for new in &records[12..] {
        assert_eq!(new["body"], new["title"], "another part of its row");
    }
}

/// A newsroom whose pages leave the kind of a release to its row.
fn newsroom_with_rows() -> (Site, Desk) {
    let (site, desk) = (Site::start(), Desk::new());
    let rows: String = (1..=4)
        .map(|number| {
            site.release(number);
            let path = site::path(number);
            format!("<li class=row><a href=\"{path}\">Bridge {number}</a> <em>Note</em> <b>Statement {number}</b></li>")
        })
        .collect();
    let page = format!("<!doctype html><title>News</title><ul>{rows}</ul>");
    site.page("/news", move |_| Reply::html(page.clone()));
    site.write_profile(&desk.selectors(), "office", "");
    edit_profile(
        &desk,
        "fields = {",
        "fields = { type = { from = \"row.type\" },",
    );
    edit_profile(&desk, "row = { title", "row = { type = \"em\", title");
    (site, desk)
}

#[test]
fn what_rows_said_is_read_again_by_today_s_profile() {
    let (site, desk) = newsroom_with_rows();
    desk.run_crawl(&["office", "--capture"]).with_code(0);
    // The list has moved on: what it said of them then is in the first captures.
    site.listing(&[5, 6].map(site::path));
    site.release(5);
    site.release(6);
    edit_profile(
        &desk,
        "fields = {",
        "fields = { topics = { const = \"Bridges\" },",
    );
    desk.run_crawl(&["office", "--capture", "--full"])
        .with_code(0);
    let replayed = desk.run(&["replay", "data/captures"]).with_code(0);
    let types = |lines: &[Value]| {
        let numbered = lines.iter().map(|line| {
            let is_old = line["title"]
                .as_str()
                .is_some_and(|title| !title.contains(['5', '6']));
            (is_old, line["type_raw"].clone())
        });
        numbered
            .filter(|(is_old, _)| *is_old)
            .map(|(_, kind)| kind)
            .collect::<Vec<_>>()
    };
    assert_eq!(types(&lines(&replayed.stdout)), vec![json!("Note"); 4]);

    edit_profile(&desk, "type = \"em\"", "type = \"li > b\"");
    let statements: Vec<Value> = (1..=4)
        .map(|number| json!(format!("Statement {number}")))
        .collect();
    let replayed = desk.run(&["replay", "data/captures"]).with_code(0);
    assert_eq!(types(&lines(&replayed.stdout)), statements);
    let mut of_files = Vec::new();
    for file in captures(&desk) {
        let path = file.to_str().expect("a path");
        let extracted = desk.run(&["extract", path]).with_code(0);
        of_files.extend(types(&lines(&extracted.stdout)));
    }
    assert_eq!(
        of_files,
        [&statements[..], &statements].concat(),
        "each visit"
    );

    let against = ["replay", "data/captures", "--against", "data/releases"];
    let told = desk.run(&against).with_code(0);
    assert!(
        told.stdout.contains("type_raw changes in 4\n"),
        "{}",
        told.stdout
    );
    let as_fixture = ["replay", "data/captures", "--as-fixture", "office:3"];
    desk.run(&as_fixture).with_code(0);
    let saved = desk.path().join("fixtures/office/pages.toml");
    let saved = fs::read_to_string(saved).expect("a fixture");
    assert!(saved.contains("\"type\" = \"Statement 3\""), "{saved}");

    let write = ["replay", "data/captures", "--write"];
    let told = desk.run(&write).with_code(0);
    assert!(
        told.stderr.contains("office: 4 lines written"),
        "{}",
        told.stderr
    );
    let written = desk.records("office");
    assert_eq!(types(&written[written.len() - 4..]), statements);
    let told = desk.run(&write).with_code(0);
    assert!(
        told.stderr.contains("office: 0 lines written"),
        "{}",
        told.stderr
    );
}

#[test]
fn a_profile_that_finds_no_row_any_more_does_not_pass_the_gate() {
    let (_site, desk) = newsroom_with_rows();
    desk.run_crawl(&["office", "--capture"]).with_code(0);
    let against = ["replay", "data/captures", "--against", "data/releases"];
    desk.run(&against).with_code(0);
    for (rows, also) in [
        ("li.line", "type_raw vanishes in 4\n"),
        ("li:nth-child(2)", "type_raw vanishes in 3\n"),
    ] {
        edit_profile(&desk, "rows = \"li.row\"", &format!("rows = \"{rows}\""));
        let told = desk.run(&against).with_code(4);
        assert!(told.stdout.contains(also), "{}", told.stdout);
        assert!(
            told.stderr.contains("in no row any more"),
            "{}",
            told.stderr
        );
        edit_profile(&desk, &format!("rows = \"{rows}\""), "rows = \"li.row\"");
    }
    // Where the page of the rows is not there, what they said is as it was.
    let moved = desk.data().join("captures/other.warc.gz");
    fs::rename(&captures(&desk)[0], moved).expect("a capture with another name");
    edit_profile(&desk, "type = \"em\"", "type = \"li > b\"");
    let told = desk.run(&["replay", "data/captures"]).with_code(0);
    assert!(
        lines(&told.stdout)
            .iter()
            .all(|line| line["type_raw"] == "Note"),
        "{}",
        told.stdout
    );
}

#[test]
fn a_gate_that_compares_nothing_does_not_pass() {
    let (_site, desk) = newsroom();
    desk.run_crawl(&["office", "--capture"]).with_code(0);
    for folder in ["empty", "others", "silent"] {
        fs::create_dir(desk.path().join(folder)).expect("a folder");
    }
    let other = output(&desk).replace("office:", "office:9");
    let other = other.replace("captures/", "captures/9");
    fs::write(desk.path().join("others/office.jsonl"), other).expect("an output");
    let info = warc("warcinfo", "", "application/warc-fields", b"");
    fs::write(desk.path().join("silent/1.warc"), info).expect("a capture");
    let cases: [(&[&str], &str); 8] = [
        (&["empty"], "no capture (.warc, .warc.gz) in empty"),
        (&["data"], "no capture (.warc, .warc.gz) in data"),
        (&["empty", "--write"], "no capture"),
        (&["data", "--against", "data/releases"], "in data"),
        (&["silent"], "no visit of a crawl is told of"),
        (
            &["silent", "--against", "data/releases"],
            "no visit of a crawl is told of",
        ),
        (
            &["data/captures", "--against", "nowhere"],
            "--against nowhere: there is no such folder",
        ),
        (
            &["data/captures", "--against", "empty"],
            "office: there is no empty/office.jsonl",
        ),
    ];
    for (args, told) in cases {
        let ended = desk.run(&[&["replay"], args].concat()).with_code(2);
        assert!(ended.stderr.contains(told), "{args:?}: {}", ended.stderr);
    }
    let against = ["replay", "data/captures", "--against", "others"];
    let ended = desk.run(&against).with_code(2);
    assert!(
        ended.stderr.contains("nothing was compared"),
        "{}",
        ended.stderr
    );
    let against = ["replay", "data/captures", "--against", "data/releases"];
    desk.run(&against).with_code(0);
    // A line that is no record is named.
    let good = output(&desk);
    let first = good.split_inclusive('\n').next();
    let first = first.expect("a line");
    for (bad, why) in [
        ("{\"id\": \"office:77\"}\n", "missing field"),
        ("{oops\n", "key must be"),
    ] {
        let text = [first, first, bad, first].concat();
        fs::write(desk.releases("office"), text).expect("written");
        let ended = desk.run(&against).with_code(2);
        let told = "cannot read data/releases/office.jsonl: line 3 is no record: ";
        assert!(ended.stderr.contains(told), "{}", ended.stderr);
        assert!(ended.stderr.contains(why), "{}", ended.stderr);
        assert!(!ended.stderr.contains("at line"), "{}", ended.stderr);
    }
}

#[test]
fn a_captured_page_becomes_a_fixture() {
    let (site, desk) = newsroom();
    desk.run_crawl(&["office", "--capture"]).with_code(0);
    let url = site.server.url(&site::path(40));
    for wanted in [url.as_str(), "office:1"] {
        desk.run(&["replay", "data/captures", "--as-fixture", wanted])
            .with_code(0);
    }
    let checked = desk.run(&["check", "office"]).with_code(0);
    assert!(
        checked.stdout.contains("2 release pages"),
        "{}",
        checked.stdout
    );
    assert!(
        checked.stdout.contains("2 records, 0 differences"),
        "{}",
        checked.stdout
    );
    let kept = || {
        let names = fs::read_dir(desk.path().join("fixtures/office")).expect("a folder");
        let mut files: Vec<(PathBuf, Vec<u8>)> = names
            .map(|entry| entry.expect("a file").path())
            .map(|path| (path.clone(), fs::read(path).expect("a file")))
            .collect();
        files.sort();
        files
    };
    let before = kept();
    let pages = fs::read_to_string(desk.path().join("fixtures/office/pages.toml")).expect("pages");
    assert!(pages.contains("teaser = { \"title\" = \"Item "), "{pages}");
    for (wanted, file) in [(url.as_str(), "4.html"), ("office:1", "1.html")] {
        let again = desk
            .run(&["replay", "data/captures", "--as-fixture", wanted])
            .with_code(2);
        let told = format!("{file} is this release already");
        assert!(again.stderr.contains(&told), "{}", again.stderr);
    }
    assert!(kept() == before, "what is refused is not written");
    desk.run(&["check", "office"]).with_code(0);
    desk.run(&["replay", "data/captures", "--as-fixture", "office:99"])
        .with_code(2);
}

#[test]
fn what_stands_in_a_row_is_no_fixture_of_its_own() {
    let (site, desk) = (Site::start(), Desk::new());
    site.write_profile(&desk.selectors(), "office", "");
    further_sources(&site, &desk);
    desk.run_crawl(&["rows", "--capture"]).with_code(0);
    let url = site.server.url(&site::path(102));
    for wanted in [url.as_str(), "rows:101"] {
        let refused = desk
            .run(&["replay", "data/captures", "--as-fixture", wanted])
            .with_code(2);
        assert!(
            refused.stderr.contains("stands in a page of rows"),
            "{}",
            refused.stderr
        );
    }
    assert!(!desk.path().join("fixtures").exists());
}

#[test]
fn a_torn_capture_is_read_as_far_as_it_goes() {
    let (_site, desk) = newsroom();
    desk.run_crawl(&["office", "--capture"]).with_code(0);
    let path = &captures(&desk)[0];
    let bytes = fs::read(path).expect("a capture");
    fs::write(path, &bytes[..bytes.len() - 10]).expect("a torn capture");
    let replayed = desk.run(&["replay", "data/captures"]).with_code(0);
    assert!(
        replayed.stderr.contains("the file is cut off"),
        "{}",
        replayed.stderr
    );
    assert!(output(&desk).starts_with(&replayed.stdout));
}

#[test]
fn damage_to_a_capture_is_not_laid_at_the_profile_s_door() {
    let (site, desk) = newsroom();
    desk.run_crawl(&["office", "--capture"]).with_code(0);
    site.release(6);
    site.listing(&[6, 5, 4, 3, 2, 1].map(site::path));
    desk.run_crawl(&["office", "--capture"]).with_code(0);
    let against = ["replay", "data/captures", "--against", "data/releases"];
    desk.run(&against).with_code(0);
    let records = desk.records("office");
    let place = |id: &str| -> usize {
        let record = records.iter().find(|record| record["id"] == id);
        let capture = record.and_then(|record| record["capture"].as_str());
        let (_, at) = capture.and_then(|it| it.split_once('#')).expect("a place");
        at.parse().expect("a number")
    };
    let files = captures(&desk);
    let mut bytes = fs::read(&files[0]).expect("a capture");
    let mut places: Vec<usize> = [1, 2, 3].map(|n| place(&format!("office:{n}"))).to_vec();
    places.sort_unstable();
    bytes[places[1]..places[1] + 4].fill(0);
    fs::write(&files[0], &bytes).expect("a damaged capture");
    let name = files[0].file_name().and_then(|name| name.to_str());
    let name = name.expect("a name");

    let told = desk.run(&against).with_code(4);
    assert!(told.stdout.contains(" 0 lost,"), "{}", told.stdout);
    let message = format!("captures are damaged: {name}");
    assert!(told.stderr.contains(&message), "{}", told.stderr);

    // What stands before the damage is the profile's business.
    edit_profile(
        &desk,
        "release = [\"article h1\"]",
        "release = [\"article h6\"]",
    );
    let told = desk.run(&against).with_code(4);
    let is_lost = !told.stdout.contains(" 0 lost,") && told.stdout.contains(" lost, 0 new");
    assert!(is_lost, "{}", told.stdout);
    assert!(!told.stdout.contains(", 0 not captured"), "{}", told.stdout);
}

#[test]
fn a_capture_that_cannot_be_written_ends_the_run() {
    let (_site, desk) = newsroom();
    fs::create_dir_all(desk.data()).expect("a folder");
    fs::write(desk.data().join("captures"), "in the way").expect("a file");
    let ended = desk.run_crawl(&["office", "--capture"]).with_code(7);
    assert!(ended.stderr.contains("captures"), "{}", ended.stderr);
    assert_eq!(output_or_nothing(&desk), "");
}

#[test]
fn a_capture_that_is_lost_during_the_run_ends_it() {
    type Spoil = fn(&Path) -> std::io::Result<()>;
    let cases: [(&str, Spoil); 2] = [
        ("removed during the run", |path| fs::remove_file(path)),
        ("bytes and was left with", |path| fs::write(path, "")),
    ];
    for (told, spoil) in cases {
        let (site, desk) = newsroom();
        let folder = desk.data().join("captures");
        site.page(&site::path(2), move |_| {
            for capture in fs::read_dir(&folder).expect("captures") {
                spoil(&capture.expect("a capture").path()).expect("spoiled");
            }
            Reply::html(site::release(2))
        });
        let ended = desk.run_crawl(&["office", "--capture"]).with_code(7);
        assert!(ended.stderr.contains(told), "{}", ended.stderr);
        let records = output_or_nothing(&desk);
        assert!(
            !records.contains("office:2"),
            "what is not kept is not written"
        );
    }
}

fn output_or_nothing(desk: &Desk) -> String {
    fs::read_to_string(desk.releases("office")).unwrap_or_default()
}

#[test]
fn an_archive_gives_its_releases_whoever_wrote_it() {
    let (_site, desk) = newsroom();
    desk.run_crawl(&["office", "--capture"]).with_code(0);
    let capture = captures(&desk)[0].display().to_string();
    let ours = desk.run(&["extract", &capture]).with_code(0);
    let found = lines(&ours.stdout);
    let held = desk.records("office");
    assert_eq!(found.len(), held.len());
    for (found, held) in found.iter().zip(&held) {
        for key in [
            "id",
            "title",
            "body",
            "published_on",
            "listed_on",
            "provenance",
        ] {
            assert_eq!(found[key], held[key], "{key}");
        }
        let (_, place) = held["capture"]
            .as_str()
            .and_then(|capture| capture.split_once('#'))
            .expect("a place");
        assert_eq!(found["capture"], format!("{capture}#{place}"));
    }
    assert!(
        ours.stderr.contains("4 records, 1 page of a source"),
        "{}",
        ours.stderr
    );

    // Chunks and a coding, a resource, a revisit, a listing page, a picture, and a torn end.
    let mut chunked = Vec::new();
    for chunk in gzip(site::release(7).as_bytes()).chunks(100) {
        chunked.extend(format!("{:x}\r\n", chunk.len()).into_bytes());
        chunked.extend(chunk);
        chunked.extend(b"\r\n");
    }
    chunked.extend(b"0\r\n\r\n");
    let encoded = "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n";
    let records = [
        warc(
            "warcinfo",
            "",
            "application/warc-fields",
            b"software: another\r\n",
        ),
        warc(
            "request",
            "/releases/7",
            REQUEST,
            b"GET /releases/7 HTTP/1.1\r\n\r\n",
        ),
        warc(
            "response",
            "/releases/7",
            RESPONSE,
            &http("text/html", encoded, &chunked),
        ),
        warc(
            "resource",
            "/releases/8",
            "text/html",
            site::release(8).as_bytes(),
        ),
        warc(
            "revisit",
            "/releases/9",
            RESPONSE,
            b"HTTP/1.1 200 OK\r\n\r\n",
        ),
        warc(
            "response",
            "/news",
            RESPONSE,
            &http("text/html", "", b"<h1>News</h1>"),
        ),
        warc(
            "response",
            "/releases/x.png",
            RESPONSE,
            &http("image/png", "", b"\x89PNG"),
        ),
        warc(
            "response",
            "/releases/10",
            RESPONSE,
            b"HTTP/1.1 404 Not Found\r\n\r\n",
        ),
    ];
    let plain = records.concat();
    let members: Vec<u8> = records.iter().flat_map(|record| gzip(record)).collect();
    let torn = [members.as_slice(), &gzip(&records[2])[..40]].concat();
    edit_profile(&desk, &host_of(&desk), "press.example");
    for (file, bytes, code) in [
        ("other.warc", &plain, 0),
        ("other.warc.gz", &members, 0),
        ("one-member.warc.gz", &gzip(&plain), 0),
        ("without-a-name", &members, 0),
        ("torn.warc.gz", &torn, 4),
    ] {
        fs::write(desk.path().join(file), bytes).expect("an archive");
        let told = desk
            .run(&["extract", "--profile", "office", file])
            .with_code(code);
        let found = lines(&told.stdout);
        let ids: Vec<_> = found.iter().map(|record| &record["id"]).collect();
        assert_eq!(ids, ["office:7", "office:8"], "{file}: {}", told.stderr);
        let begins = format!("{file}#");
        let capture = found[0]["capture"].as_str().expect("a capture");
        assert!(capture.starts_with(&begins), "{capture}");
        assert_eq!(found[0]["fetched_at"], "2025-01-02T03:04:05Z");
        assert!(told.stderr.contains("1 revisit passed"), "{}", told.stderr);
        let cut = format!("cannot be read on from byte {}", members.len());
        assert_eq!(told.stderr.contains(&cut), code == 4, "{}", told.stderr);
    }
}

#[test]
fn a_capture_that_names_any_number_of_profiles_is_told_of_in_a_few_lines() {
    let (_site, desk) = newsroom();
    desk.run_crawl(&["office", "--capture"]).with_code(0);
    let folder = desk.data().join("captures");
    let capture = (fs::read_dir(folder).expect("captures").next())
        .expect("a capture")
        .expect("an entry");
    let bytes = fs::read(capture.path()).expect("a capture");
    let mut plain = Vec::new();
    std::io::Read::read_to_end(
        &mut flate2::read::MultiGzDecoder::new(&bytes[..]),
        &mut plain,
    )
    .expect("gzip");
    let plain = String::from_utf8(plain).expect("text");
    let renamed = |number: u32| {
        let name = format!("\"profile\":\"x{number:05}\"");
        plain.replace("\"profile\":\"office\"", &name)
    };
    for (number, lines) in [(3, 3), (50, 21)] {
        let many: String = (0..number).map(renamed).collect();
        fs::write(desk.path().join("many.warc"), many).expect("an archive");
        let ended = desk.run(&["extract", "many.warc"]).with_code(2);
        let told = ended.stderr.matches("left out").count();
        assert_eq!(told, lines, "{number} profiles: {}", ended.stderr);
        let rest = ended.stderr.contains("and 30 more profiles left out");
        assert_eq!(rest, number == 50, "{}", ended.stderr);
    }
}

const REQUEST: &str = "application/http;msgtype=request";
const RESPONSE: &str = "application/http; msgtype=response";

fn warc(kind: &str, path: &str, content_type: &str, block: &[u8]) -> Vec<u8> {
    let target = if path.is_empty() {
        String::new()
    } else {
        format!("WARC-Target-URI: http://press.example{path}\r\n")
    };
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Date: 2025-01-02T03:04:05Z\r\n{target}Content-Type: {content_type}\r\nContent-Length: {}\r\n\r\n",
        block.len()
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

fn http(content_type: &str, fields: &str, body: &[u8]) -> Vec<u8> {
    let head = format!("HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\n{fields}\r\n");
    [head.as_bytes(), body].concat()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    std::io::Write::write_all(&mut encoder, bytes).expect("memory");
    encoder.finish().expect("memory")
}

/// The host and port of the profile's source.
fn host_of(desk: &Desk) -> String {
    let profile = fs::read_to_string(desk.selectors().join("office.toml")).expect("a profile");
    let address = profile.split("url = \"http://").nth(1).expect("a source");
    address.split('/').next().expect("a host").to_owned()
}
