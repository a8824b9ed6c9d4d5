//! What later runs do: nothing twice, nothing for a redesign, and a line for every real change.

mod support;

use std::fs;
use std::sync::{Arc, Mutex};

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use serde_json::{Value, json};
use support::Reply;
use support::binary::{Desk, lines};
use support::site::{self, Site};

/// Makes every release due, as if its time had come.
fn all_due(desk: &Desk) {
    state(
        desk,
        "UPDATE targets SET due = '2020-01-01T00:00:00.000Z' WHERE kind = 'release'",
    );
}

/// Lets a day pass for what is missing.
fn a_day_later(desk: &Desk) {
    state(
        desk,
        "UPDATE releases SET missing_since = '2020-01-01T00:00:00Z' WHERE missing_since IS NOT NULL",
    );
    all_due(desk);
}

fn state(desk: &Desk, sql: &str) {
    let state = rusqlite::Connection::open(desk.data().join("state.db")).expect("the state");
    state.execute_batch(sql).expect("changed");
}

fn newsroom(numbers: std::ops::RangeInclusive<u32>) -> (Site, Desk) {
    let (site, desk) = (Site::start(), Desk::new());
    site.releases(numbers);
    site.write_profile(&desk.selectors(), "office", "");
    (site, desk)
}

/// What each line says of its release: `7 content 2 live`.
fn told(records: &[Value]) -> Vec<String> {
    records
        .iter()
        .map(|record| {
            let word = |key: &str| record[key].as_str().expect("a word").to_owned();
            let number = word("id");
            let number = number.rsplit(':').next().expect("a number");
            format!(
                "{number} {} {} {}",
                word("change"),
                record["revision"],
                word("state")
            )
        })
        .collect()
}

/// What a server with validators does.
fn validated(
    page: impl Fn() -> String,
    etag: &str,
    date: Option<&str>,
) -> impl Fn(&support::Asked) -> Reply {
    let (etag, date) = (etag.to_owned(), date.map(str::to_owned));
    move |asked| {
        let by_tag = !etag.is_empty() && asked.header("if-none-match") == Some(&etag);
        let by_date = date.is_some() && asked.header("if-modified-since") == date.as_deref();
        let mut reply = if by_tag || by_date {
            Reply::status(304)
        } else {
            Reply::html(page())
        };
        if !etag.is_empty() {
            reply = reply.header("ETag", etag.clone());
        }
        match &date {
            Some(date) => reply.header("Last-Modified", date.clone()),
            None => reply,
        }
    }
}

#[test]
fn a_day_without_news_is_answered_by_not_modified_alone() {
    let (site, desk) = newsroom(1..=3);
    let listing = "<li class=row><a href=/releases/1>1</a><li class=row><a href=/releases/2>2</a><li class=row><a href=/releases/3>3</a>";
    site.page(
        "/news",
        validated(move || format!("<ul>{listing}</ul>"), "\"list\"", None),
    );
    // A strong tag, a weak one, and a date alone.
    let date = "Sun, 06 Nov 1994 08:49:37 GMT";
    site.page(
        "/releases/1",
        validated(|| site::release(1), "\"one\"", Some(date)),
    );
    site.page(
        "/releases/2",
        validated(|| site::release(2), "W/\"two\"", None),
    );
    site.page(
        "/releases/3",
        validated(|| site::release(3), "", Some(date)),
    );
    desk.run_crawl(&["office"]).with_code(0);
    let bytes = fs::read(desk.releases("office")).expect("the output");
    let asked = site.server.asked().len();
    for _ in 0..2 {
        all_due(&desk);
        desk.run_crawl(&["office"]).with_code(0);
        assert_eq!(fs::read(desk.releases("office")).expect("output"), bytes);
        let (report, problems) = desk.last_run();
        assert_eq!(problems, [] as [Value; 0]);
        let newsroom = &report["newsrooms"]["office"];
        assert_eq!(newsroom["requests"], 4, "{newsroom}");
        assert_eq!(newsroom["not_modified"], 4, "{newsroom}");
    }
    let validators: Vec<(String, Option<String>, Option<String>)> = site.server.asked()
        [asked..asked + 4]
        .iter()
        .map(|asked| {
            let field = |name| asked.header(name).map(str::to_owned);
            (
                asked.path.clone(),
                field("if-none-match"),
                field("if-modified-since"),
            )
        })
        .collect();
    let (tag, date) = (|tag: &str| Some(tag.to_owned()), Some(date.to_owned()));
    assert_eq!(
        validators,
        [
            ("/news".to_owned(), tag("\"list\""), None),
            ("/releases/1".to_owned(), tag("\"one\""), date.clone()),
            ("/releases/2".to_owned(), tag("W/\"two\""), None),
            ("/releases/3".to_owned(), None, date),
        ]
    );
    // Another profile may see other rows on the same page.
    let path = desk.selectors().join("office.toml");
    let profile = fs::read_to_string(&path).expect("the profile");
    fs::write(&path, profile.replace("Test Office", "Test Bureau")).expect("written");
    desk.run_crawl(&["office"]).with_code(0);
    let last = site.server.asked().pop().expect("asked");
    assert_eq!(
        (last.path.as_str(), last.header("if-none-match")),
        ("/news", None)
    );
}

#[test]
fn a_listing_that_lost_its_rows_is_drift_every_day() {
    let (site, desk) = newsroom(1..=2);
    desk.run_crawl(&["office"]).with_code(0);
    site.page(
        "/news",
        validated(|| "<p>Nothing".to_owned(), "\"empty\"", None),
    );
    for _ in 0..2 {
        desk.run_crawl(&["office"]).with_code(4);
    }
}

/// A list of releases by row, five on a page, each page with a tag of its own.
struct Paper {
    site: Site,
    /// A release's number and its row's date.
    rows: Arc<Mutex<Vec<(u32, String)>>>,
}

const ROWS: usize = 5;

impl Paper {
    /// One release a day, the first `count` days back from today.
    fn start(count: u32, dated: bool) -> (Self, Desk) {
        let site = Site::start();
        let rows: Vec<(u32, String)> = (0..count)
            .map(|days| (1000 - days, if dated { day(days) } else { String::new() }))
            .collect();
        let rows = Arc::new(Mutex::new(rows));
        let current = Arc::clone(&rows);
        site.tree("/news", move |asked| {
            let page: usize = asked.path["/news?page=".len()..].parse().expect("a page");
            let rows = current.lock().expect("the rows");
            let shown: String = rows
                .iter()
                .skip(page * ROWS)
                .take(ROWS)
                .map(|(number, day)| {
                    format!("<li class=row><a href=/releases/{number}>Bridge</a> <i>{day}</i></li>")
                })
                .collect();
            let tag = format!(
                "\"{:x}\"",
                shown.bytes().fold(7_u64, |hash, byte| {
                    hash.wrapping_mul(31).wrapping_add(u64::from(byte))
                })
            );
            validated(move || format!("<p>News<ul>{shown}</ul>"), &tag, None)(asked)
        });
        let paper = Self { site, rows };
        for number in 1000 - count..=1000 {
            paper.site.release(number);
        }
        let desk = Desk::new();
        fs::create_dir_all(desk.selectors()).expect("a folder");
        paper.write_profile(&desk);
        (paper, desk)
    }

    fn write_profile(&self, desk: &Desk) {
        let address = self.site.server.address();
        let profile = format!(
            "format = 1\nid = \"paper\"\nname = \"Paper\"\nurls = {{ include = ['^/releases/'], item_id = '^/releases/(\\d+)' }}\n\
             fields = {{ title = \"article h1\", date = {{ from = \"row.date\" }} }}\nbody = {{ css = [\"div.text\"] }}\n\
             quality = {{ canaries = 0 }}\n\
             [[source]]\nurl = \"http://{address}/news?page={{page}}\"\npages = {{ first = 0 }}\norder = \"newest\"\n\
             stop = {{ seen_pages = 2, overlap_days = 30 }}\nrows = \"li.row\"\nrow = {{ title = \"a\", date = \"i\" }}\n"
        );
        fs::write(desk.selectors().join("paper.toml"), profile).expect("written");
    }

    /// A release appears below newer ones.
    fn insert(&self, at: usize, number: u32, day: String) {
        self.site.release(number);
        self.rows
            .lock()
            .expect("the rows")
            .insert(at, (number, day));
    }

    /// The pages of the list that were asked for since then, from 0.
    fn pages(&self, since: usize) -> Vec<usize> {
        let asked = self.site.server.asked().split_off(since);
        let pages = asked
            .iter()
            .filter_map(|asked| asked.path.strip_prefix("/news?page="));
        pages.map(|page| page.parse().expect("a page")).collect()
    }
}

fn day(days_ago: u32) -> String {
    let day = today() - i64::from(days_ago).days();
    day.strftime("%-d %B %Y").to_string()
}

fn today() -> Date {
    Timestamp::now().to_zoned_datetime(TimeZone::UTC).date()
}

#[test]
fn a_back_dated_release_is_found_in_the_window() {
    let (paper, desk) = Paper::start(60, true);
    desk.run_crawl(&["paper"]).with_code(0);
    assert_eq!(desk.records("paper").len(), 60);
    let asked = paper.site.server.asked().len();
    desk.run_crawl(&["paper"]).with_code(0);
    let window: Vec<usize> = (0..8).collect();
    // Rows of the last 30 days stand on pages 0 to 6; the page after has only older ones.
    assert_eq!(paper.pages(asked)[..7], window[..7]);
    let (report, _) = desk.last_run();
    let newsroom = &report["newsrooms"]["paper"];
    assert_eq!(newsroom["requests"], newsroom["not_modified"], "{newsroom}");

    paper.insert(13, 2000, day(20));
    desk.run_crawl(&["paper"]).with_code(0);
    let records = desk.records("paper");
    assert_eq!(told(&records)[60..], ["2000 new 1 live"]);
}

#[test]
fn without_dates_a_walk_goes_by_what_was_seen() {
    let (paper, desk) = Paper::start(40, false);
    desk.run_crawl(&["paper"]).with_code(0);
    let asked = paper.site.server.asked().len();
    paper.insert(7, 2000, String::new());
    desk.run_crawl(&["paper"]).with_code(0);
    assert_eq!(told(&desk.records("paper"))[40..], ["2000 new 1 live"]);
    assert_eq!(
        paper.pages(asked),
        [0, 1, 2, 3],
        "two pages after the last that was new"
    );
}

#[test]
fn since_leaves_what_is_older_for_other_runs() {
    let (paper, desk) = Paper::start(40, true);
    // Its row has no date, so its page is looked at.
    paper.insert(2, 2000, String::new());
    desk.run_crawl(&["paper", "--since", "7d"]).with_code(0);
    let newest = |count: u32| (0..count).map(|days| format!("{} new 1 live", 1000 - days));
    let mut expected: Vec<String> = newest(8).collect();
    expected.insert(2, "2000 new 1 live".to_owned());
    assert_eq!(told(&desk.records("paper")), expected);
    assert_eq!(paper.pages(0), [0, 1, 2]);
    let asked = paper.site.server.asked().len();
    desk.run_crawl(&["paper", "--since", &(today() - 7.days()).to_string()])
        .with_code(0);
    assert_eq!(
        desk.records("paper").len(),
        9,
        "the same again is nothing new"
    );
    assert!(paper.pages(asked).len() < 4);
    desk.run_crawl(&["paper"]).with_code(0);
    assert_eq!(desk.records("paper").len(), 41, "nothing was forgotten");
    let (report, _) = desk.last_run();
    let sources = report["newsrooms"]["paper"]["sources"]
        .as_object()
        .expect("sources");
    assert!(sources.values().all(|source| source["complete"] == true));
}

#[test]
fn a_full_look_goes_on_over_several_runs() {
    let (paper, desk) = Paper::start(20, true);
    desk.run_crawl(&["paper"]).with_code(0);
    state(
        &desk,
        "UPDATE targets SET due = NULL WHERE kind = 'release'",
    );
    let bytes = fs::read(desk.releases("paper")).expect("the output");
    let asked = paper.site.server.asked().len();
    let full = |budget: &str| desk.run_crawl(&["paper", "--full", "--max-requests", budget]);
    for _ in 0..4 {
        full("12");
    }
    let mut visited: Vec<String> = paper
        .site
        .server
        .asked()
        .split_off(asked)
        .into_iter()
        .map(|asked| asked.path)
        .filter(|path| path.starts_with("/releases/"))
        .collect();
    visited.sort();
    let all = visited.len();
    visited.dedup();
    assert_eq!((all, visited.len()), (20, 20), "each once");
    assert_eq!(fs::read(desk.releases("paper")).expect("output"), bytes);
    let pages = paper.pages(asked);
    assert!(
        (0..4).all(|page| pages.contains(&page)),
        "to the end: {pages:?}"
    );
}

#[test]
fn a_release_is_gone_after_a_day_and_may_come_back() {
    let (site, desk) = newsroom(1..=3);
    desk.run_crawl(&["office"]).with_code(0);
    let first = desk.records("office");
    site.page("/releases/2", |_| Reply::status(404));
    // However often it is asked for on the first day.
    for _ in 0..2 {
        all_due(&desk);
        desk.run_crawl(&["office"]).with_code(0);
        assert_eq!(desk.records("office").len(), 3);
        let (_, problems) = desk.last_run();
        assert_eq!(problems[0]["class"], "not_found");
    }
    // A bad day of the server is none of the two visits.
    for reply in [
        Reply::status(500),
        Reply::status(403),
        Reply::html("<title>Page not found</title><h1>Page not found</h1>"),
    ] {
        site.page("/releases/2", move |_| reply.clone());
        a_day_later(&desk);
        desk.run_crawl(&["office", "--retries", "0"]);
        assert_eq!(desk.records("office").len(), 3);
    }
    site.page("/releases/2", |_| Reply::status(410));
    a_day_later(&desk);
    let ended = desk.run_crawl(&["office"]).with_code(0);
    assert!(ended.stderr.contains("1 gone"), "{}", ended.stderr);
    let records = desk.records("office");
    assert_eq!(told(&records[3..]), ["2 state 1 gone"]);
    let mut expected = first[1].clone();
    for key in ["state", "change", "fetched_at"] {
        assert_ne!(records[3][key], expected[key], "{key}");
        expected[key] = records[3][key].clone();
    }
    assert_eq!(records[3], expected, "the last line again");

    a_day_later(&desk);
    desk.run_crawl(&["office"]).with_code(0);
    assert_eq!(desk.records("office").len(), 4, "once");
    // A state that is made anew from the output knows it, too.
    desk.run_crawl(&["office", "--rebuild-state"]).with_code(0);
    all_due(&desk);
    desk.run_crawl(&["office"]).with_code(0);
    assert_eq!(desk.records("office").len(), 4);

    site.release(2);
    all_due(&desk);
    desk.run_crawl(&["office"]).with_code(0);
    assert_eq!(told(&desk.records("office")[4..]), ["2 state 1 live"]);
}

#[test]
fn a_release_that_comes_back_edited_has_a_new_revision() {
    let (site, desk) = newsroom(1..=2);
    let run = |args: &[&str]| {
        let all = [&["office", "--output", "-"], args].concat();
        let ended = desk.run_crawl(&all).with_code(0);
        told(&lines(&ended.stdout))
    };
    assert_eq!(run(&[]).len(), 2);
    site.page("/releases/2", |_| Reply::status(404));
    all_due(&desk);
    assert_eq!(run(&[]), [""; 0]);
    a_day_later(&desk);
    assert_eq!(
        run(&[]),
        ["2 state 1 gone"],
        "also where lines go to a stream"
    );
    site.page("/releases/2", |_| {
        Reply::html(site::release(2).replace("four years", "five years"))
    });
    all_due(&desk);
    assert_eq!(run(&[]), ["2 content 2 live"]);
}

#[test]
fn a_former_address_is_not_the_release() {
    let (site, desk) = (Site::start(), Desk::new());
    let named = |canonical: &str| {
        site::release(1).replace(
            "</head>",
            &format!("<link rel=canonical href=\"{canonical}\"></head>"),
        )
    };
    let page = named("/releases/old");
    site.page("/releases/old", move |_| Reply::html(page.clone()));
    site.listing(&["/releases/old".to_owned()]);
    site.write_profile(&desk.selectors(), "office", "");
    let path = desk.selectors().join("office.toml");
    let profile = fs::read_to_string(&path).expect("the profile");
    fs::write(
        &path,
        profile.replace(", item_id = '^/releases/(\\d+)'", ""),
    )
    .expect("written");
    desk.run_crawl(&["office"]).with_code(0);
    // The site moves it, and still names the old address as the canonical one.
    let page = named("/releases/old");
    site.page("/releases/new", move |_| Reply::html(page.clone()));
    site.page("/releases/old", |_| Reply::status(404));
    site.listing(&["/releases/new".to_owned()]);
    desk.run_crawl(&["office"]).with_code(0);
    for _ in 0..3 {
        a_day_later(&desk);
        desk.run_crawl(&["office"]).with_code(0);
    }
    assert_eq!(desk.records("office").len(), 1);
}

#[test]
fn a_release_that_moves_and_is_edited_is_still_that_release() {
    for (numbered, is_listed) in [(true, true), (false, true), (false, false)] {
        let (site, desk) = newsroom(1..=3);
        if !numbered {
            let path = desk.selectors().join("office.toml");
            let profile = fs::read_to_string(&path).expect("the profile");
            let without = profile.replace(", item_id = '^/releases/(\\d+)'", "");
            fs::write(&path, without).expect("written");
        }
        desk.run_crawl(&["office"]).with_code(0);
        let id = desk.records("office")[1]["id"].clone();
        site.page("/releases/2", |_| {
            Reply::redirect(301, "/releases/2/bridge")
        });
        site.page("/releases/2/bridge", |_| Reply::html(site::release(2)));
        if is_listed {
            let rows = ["/releases/1", "/releases/2/bridge", "/releases/3"];
            site.listing(&rows.map(str::to_owned));
        }
        for _ in 0..2 {
            all_due(&desk);
            desk.run_crawl(&["office"]).with_code(0);
            assert_eq!(
                desk.records("office").len(),
                3,
                "moved: {numbered} {is_listed}"
            );
        }
        site.page("/releases/2/bridge", |_| {
            Reply::html(site::release(2).replace("four years", "five years"))
        });
        all_due(&desk);
        desk.run_crawl(&["office"]).with_code(0);
        let records = desk.records("office");
        assert_eq!(records.len(), 4, "edited: {numbered} {is_listed}");
        assert_eq!(records[3]["id"], id);
        assert_eq!(
            (&records[3]["change"], &records[3]["revision"]),
            (&json!("content"), &json!(2))
        );
        let url = records[3]["url"].as_str().expect("an address");
        assert!(url.ends_with("/releases/2/bridge"), "{url}");
    }
}

#[test]
fn a_release_that_is_gone_may_come_back_elsewhere() {
    for (numbered, expected) in [(true, "2 state 1 live"), (false, "new 1 live")] {
        let (site, desk) = newsroom(1..=3);
        let path = desk.selectors().join("office.toml");
        if !numbered {
            let profile = fs::read_to_string(&path).expect("the profile");
            let without = profile.replace(", item_id = '^/releases/(\\d+)'", "");
            fs::write(&path, without).expect("written");
        }
        desk.run_crawl(&["office"]).with_code(0);
        site.page("/releases/2", |_| Reply::status(404));
        for _ in 0..2 {
            a_day_later(&desk);
            desk.run_crawl(&["office"]).with_code(0);
        }
        site.page("/releases/2/bridge", |_| Reply::html(site::release(2)));
        site.listing(&["/releases/1", "/releases/2/bridge", "/releases/3"].map(str::to_owned));
        a_day_later(&desk);
        desk.run_crawl(&["office"]).with_code(0);
        let records = desk.records("office");
        let told = told(&records[3..]);
        assert!(told[0].ends_with("state 1 gone"), "{told:?}");
        assert!(told[1].ends_with(expected), "{told:?}");
        assert_eq!(told.len(), 2, "{told:?}");
        let url = records[4]["url"].as_str().expect("an address");
        assert!(url.ends_with("/releases/2/bridge"), "{url}");
    }
}

#[test]
fn releases_that_vanish_all_at_once_are_drift() {
    let (site, desk) = newsroom(1..=8);
    desk.run_crawl(&["office"]).with_code(0);
    for number in 1..=6 {
        site.page(&site::path(number), |_| Reply::status(404));
    }
    all_due(&desk);
    let ended = desk.run_crawl(&["office"]).with_code(4);
    assert!(ended.stderr.contains("6 of 8"), "{}", ended.stderr);
    for _ in 0..2 {
        a_day_later(&desk);
        let ended = desk.run_crawl(&["office"]).with_code(4);
        assert!(
            ended.stderr.contains("--accept-changes"),
            "{}",
            ended.stderr
        );
        assert_eq!(desk.records("office").len(), 8, "no line");
    }
    desk.run_crawl(&["office", "--accept-changes"]).with_code(0);
    let records = desk.records("office");
    assert_eq!(records.len(), 14, "they are due at once");
    assert!(records[8..].iter().all(|record| record["state"] == "gone"));
}

/// The same releases in the site's new clothes.
fn redesigned(number: u32) -> String {
    let day = number % 28 + 1;
    format!(
        "<!doctype html><html lang=en><head><title>Bridge {number} opens – Office</title></head><body class=new>\
         <header><ul><li><a href=/a>Topics</a><li><a href=/b>Press</a></ul></header>\
         <main><section class=hero><h1>Bridge {number}\n  opens</h1><dl><dt>Date:</dt><dd>{day} March 2024</dd></dl>\
         <figure><img src=/i/{number}.jpg alt=\"The bridge\"><figcaption>The bridge at dawn</figcaption></figure></section>\
         <section class=\"text wide\"><div>VIENNA, {day} March 2024 —\n The bridge with the number {number} was opened to the\npublic today, \
         after four years of work on both banks of&nbsp;the river.</div>\
         <div><span>It carries people on foot and on bicycles,</span> and replaces the ferry, which was old.</div></section></main>\
         <aside>Read on: <a href=/releases/9>Bridge 9 opens</a></aside></body></html>"
    )
}

fn both_templates(site: &Site, desk: &Desk) {
    let address = site.server.address();
    let profile = format!(
        "format = 1\nid = \"office\"\nname = \"Test Office\"\nlanguages = [\"en\"]\ntimezone = \"UTC\"\n\
         urls = {{ include = ['^/releases/'], item_id = '^/releases/(\\d+)' }}\n\
         fields = {{ title = [\"article h1\", \"main h1\"], date = [{{ label = \"Date:\" }}, {{ from = \"dateline\" }}] }}\n\
         body = {{ css = [\"div.text\", \"section.text\"] }}\n\
         [[source]]\nurl = \"http://{address}/news\"\nrows = \"li.row\"\nrow = {{ title = \"a\" }}\n"
    );
    fs::write(desk.selectors().join("office.toml"), profile).expect("written");
}

#[test]
fn a_redesigned_newsroom_has_no_new_revisions() {
    let (site, desk) = newsroom(1..=12);
    both_templates(&site, &desk);
    desk.run_crawl(&["office"]).with_code(0);
    let bytes = fs::read(desk.releases("office")).expect("the output");
    for number in 1..=12 {
        site.page(&site::path(number), move |_| {
            Reply::html(redesigned(number))
        });
    }
    all_due(&desk);
    desk.run_crawl(&["office"]).with_code(0);
    assert_eq!(
        fs::read(desk.releases("office")).expect("output"),
        bytes,
        "{:#?}",
        desk.records("office")
    );
    // A real correction in the new clothes is one.
    site.page(&site::path(5), |_| {
        Reply::html(redesigned(5).replace("four years", "five years"))
    });
    all_due(&desk);
    desk.run_crawl(&["office"]).with_code(0);
    assert_eq!(told(&desk.records("office")[12..]), ["5 content 2 live"]);
}

#[test]
fn pages_that_all_read_differently_are_held_back() {
    let (site, desk) = newsroom(1..=8);
    desk.run_crawl(&["office"]).with_code(0);
    let alter = |numbers: std::ops::RangeInclusive<u32>| {
        for number in numbers {
            site.page(&site::path(number), move |_| {
                Reply::html(
                    site::release(number)
                        .replace("<p>It carries", "<p>Share this page now</p><p>It carries"),
                )
            });
        }
    };
    // Four of eight may be corrections.
    alter(1..=4);
    all_due(&desk);
    desk.run_crawl(&["office"]).with_code(0);
    assert_eq!(desk.records("office").len(), 12);
    // Then the rest, and one of the first anew.
    alter(5..=8);
    site.page(&site::path(1), |_| {
        Reply::html(site::release(1).replace("ferry", "old ferry"))
    });
    for _ in 0..2 {
        all_due(&desk);
        let ended = desk.run_crawl(&["office"]).with_code(4);
        assert!(ended.stderr.contains("5 of 8"), "{}", ended.stderr);
        assert_eq!(desk.records("office").len(), 12, "no line");
    }
    desk.run_crawl(&["office", "--accept-changes"]).with_code(0);
    let records = desk.records("office");
    let mut lines = told(&records[12..]);
    lines.sort();
    assert_eq!(
        lines,
        [
            "1 content 3 live",
            "5 content 2 live",
            "6 content 2 live",
            "7 content 2 live",
            "8 content 2 live"
        ]
    );
}

#[test]
fn a_template_that_changes_all_of_old_is_no_edit_in_an_ordinary_run() {
    let (site, desk) = (Site::start(), Desk::new());
    site.releases(1..=8);
    site.write_profile(&desk.selectors(), "office", "quality = { canaries = 3 }");
    desk.run_crawl(&["office"]).with_code(0);
    desk.run_crawl(&["office"]).with_code(0);
    for number in 1..=8 {
        let page = site::release(number).replace(
            "</div>",
            "<p>Share this release with whoever may want to read it.</p></div>",
        );
        site.page(&site::path(number), move |_| Reply::html(page.clone()));
    }
    let ended = desk.run_crawl(&["office"]).with_code(4);
    assert!(ended.stderr.contains("3 of 3"), "{}", ended.stderr);
    assert_eq!(desk.records("office").len(), 8);
    // One of them alone may have been edited.
    site.releases(1..=8);
    let page = site::release(3).replace("four years", "five years");
    site.page(&site::path(3), move |_| Reply::html(page.clone()));
    all_due(&desk);
    desk.run_crawl(&["office"]).with_code(0);
    assert_eq!(told(&desk.records("office")[8..]), ["3 content 2 live"]);
}

#[test]
fn a_site_that_puts_its_name_for_titles_edits_nothing() {
    let (site, desk) = newsroom(1..=8);
    let rows: String = (1..=8)
        .map(|number| {
            format!("<li class=row><a href=/releases/{number}>Bridge {number} opens</a></li>")
        })
        .collect();
    site.page("/news", move |_| {
        Reply::html(format!("<title>News</title><ul>{rows}</ul>"))
    });
    desk.run_crawl(&["office"]).with_code(0);
    for number in 1..=8 {
        let page = site::release(number)
            .replace(
                &format!("<h1>Bridge {number} opens</h1>"),
                "<div>A bridge</div>",
            )
            .replace(
                &format!("<title>Bridge {number} opens</title>"),
                "<title>Test Office</title>",
            );
        site.page(&site::path(number), move |_| Reply::html(page.clone()));
    }
    all_due(&desk);
    desk.run_crawl(&["office"]);
    assert_eq!(desk.records("office").len(), 8);
}

#[test]
fn a_comment_in_the_profile_hides_no_edit() {
    let (site, desk) = newsroom(1..=8);
    desk.run_crawl(&["office"]).with_code(0);
    let path = desk.selectors().join("office.toml");
    let profile = fs::read_to_string(&path).expect("the profile");
    fs::write(&path, format!("# Seen in January.\n{profile}")).expect("written");
    site.page("/releases/2", |_| {
        Reply::html(site::release(2).replace("four years", "five years"))
    });
    all_due(&desk);
    desk.run_crawl(&["office"]).with_code(0);
    assert_eq!(told(&desk.records("office")[8..]), ["2 content 2 live"]);
}

#[test]
fn a_better_profile_is_told_from_an_edit_where_pages_were_captured() {
    for (captured, expected) in [(true, ["1 content 2 live"].as_slice()), (false, &[])] {
        let (site, desk) = newsroom(1..=3);
        let mut args = vec!["office"];
        args.extend(captured.then_some("--capture"));
        desk.run_crawl(&args).with_code(0);
        // The profile leaves out a paragraph that it took for text, and one page is edited.
        let path = desk.selectors().join("office.toml");
        let profile = fs::read_to_string(&path).expect("the profile");
        let better = profile.replace(
            "css = [\"div.text\"]",
            "css = [\"div.text\"], remove = [\"p:last-of-type\"]",
        );
        assert_ne!(profile, better);
        fs::write(&path, better).expect("written");
        site.page("/releases/1", |_| {
            Reply::html(site::release(1).replace("four years", "five years"))
        });
        all_due(&desk);
        desk.run_crawl(&["office"]).with_code(0);
        assert_eq!(told(&desk.records("office")[3..]), expected, "{captured}");
    }
}

#[test]
fn second_looks_leave_half_of_the_budget() {
    let (site, desk) = newsroom(1..=20);
    desk.run_crawl(&["office"]).with_code(0);
    all_due(&desk);
    let asked = site.server.asked().len();
    desk.run_crawl(&["office", "--max-requests", "10"])
        .with_code(0);
    let paths = site.server.paths().split_off(asked);
    assert_eq!(
        paths.len(),
        6,
        "the listing and five second looks: {paths:?}"
    );
}
