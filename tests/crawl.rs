//! The real binary against real loopback servers.

mod support;

use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use support::binary::{Desk, Ended, lines};
use support::newsroom::Newsroom;
use support::site::{self, Site};
use support::{Reply, Server, tls};

fn titles(records: &[Value]) -> Vec<&str> {
    records
        .iter()
        .map(|record| record["title"].as_str().expect("a title"))
        .collect()
}

fn problem_of<'a>(problems: &'a [Value], path: &str) -> &'a Value {
    problems
        .iter()
        .find(|problem| {
            problem["url"]
                .as_str()
                .is_some_and(|url| url.ends_with(path))
        })
        .unwrap_or_else(|| panic!("no problem for {path} among {problems:#?}"))
}

/// A desk with a newsroom of good releases.
fn newsroom(numbers: std::ops::RangeInclusive<u32>) -> (Site, Desk) {
    let (site, desk) = (Site::start(), Desk::new());
    site.releases(numbers);
    site.write_profile(&desk.selectors(), "office", "");
    (site, desk)
}

#[test]
fn a_first_crawl_records_every_release_and_a_second_changes_no_byte() {
    let newsroom = Newsroom::start(120);
    let desk = Desk::new();
    newsroom.write_profile(&desk.selectors(), "numbers");
    let first = desk.run_crawl(&["numbers"]).with_code(0);
    assert_eq!(first.stdout, "", "data goes to the output, talk to stderr");
    assert!(
        first
            .stderr
            .contains("numbers: 120 new (120 listed, 120 fetched, 0 unchanged)"),
        "{}",
        first.stderr
    );
    let records = desk.records("numbers");
    assert_eq!(records.len(), 120);
    let newest = records
        .iter()
        .find(|record| record["id"] == "numbers:120")
        .expect("release 120");
    assert_eq!(newest["title"], "Number 120 counted again");
    assert_eq!(newest["published_on"], "2001-05-09");
    assert_eq!(newest["published_from"], "field");
    assert_eq!(newest["places"], serde_json::json!(["Vienna"]));
    assert_eq!(newest["change"], "new");
    assert_eq!(newest["revision"], 1);
    assert_eq!(newest["capture"], Value::Null);
    assert_eq!(
        newsroom.server.paths()[0],
        "/robots.txt",
        "robots.txt before anything else"
    );
    assert_eq!(newsroom.server.times("/robots.txt"), 1);
    let agent = newsroom.server.asked()[0]
        .header("user-agent")
        .map(str::to_owned);
    assert!(agent.is_some_and(|agent| agent.starts_with("dateline/")));

    let bytes = fs::read(desk.releases("numbers")).expect("output");
    let asked = newsroom.server.asked().len();
    let second = desk.run_crawl(&["numbers"]).with_code(0);
    assert!(
        second.stderr.contains("numbers: nothing new"),
        "{}",
        second.stderr
    );
    assert_eq!(fs::read(desk.releases("numbers")).expect("output"), bytes);
    let paths: Vec<String> = newsroom.server.paths().split_off(asked);
    assert_eq!(
        paths,
        ["/news?page=0", "/news?page=1"],
        "two pages of what is known end the walk; robots.txt is remembered"
    );
}

#[test]
fn a_walk_ends_where_the_listing_ends() {
    let newsroom = Newsroom::start(100);
    let desk = Desk::new();
    newsroom.write_profile(&desk.selectors(), "numbers");
    desk.run_crawl(&["numbers"]).with_code(0);
    let pages: Vec<String> = newsroom
        .server
        .paths()
        .into_iter()
        .filter(|path| path.starts_with("/news"))
        .collect();
    assert_eq!(
        pages,
        [
            "/news?page=0",
            "/news?page=1",
            "/news?page=2",
            "/news?page=3"
        ],
        "one empty page, confirmed by the next"
    );
    let (report, problems) = desk.last_run();
    assert_eq!(problems, [] as [Value; 0]);
    let source = report["newsrooms"]["numbers"]["sources"]
        .as_object()
        .expect("sources")
        .values()
        .next()
        .expect("one")
        .clone();
    assert_eq!(source["stopped"], "page 4 has no more rows");
}

#[test]
fn every_fault_is_one_problem_and_the_rest_comes_out_exactly() {
    let (site, desk) = (Site::start(), Desk::new());
    let good = [1, 2, 3];
    let other = Server::start(|_| Reply::html("<h1>Elsewhere</h1>"));
    let elsewhere = format!("http://localhost:{}/", other.address().port());
    let nested = "<div>".repeat(100_000);
    let formatting: String = (0..5_000).map(|n| format!("<font color={n}><p>")).collect();
    type Case<'a> = (&'a str, Box<dyn Fn() -> Reply + Send + Sync>, &'a str);
    let cases: Vec<Case<'_>> = vec![
        ("gone-404", Box::new(|| Reply::status(404)), "not_found"),
        ("gone-410", Box::new(|| Reply::status(410)), "gone"),
        ("secret", Box::new(|| Reply::status(403)), "auth"),
        ("teapot", Box::new(|| Reply::status(418)), "http_4xx"),
        ("broken", Box::new(|| Reply::status(500)), "http_5xx"),
        ("empty", Box::new(|| Reply::html("")), "empty"),
        (
            "picture",
            Box::new(|| {
                Reply::status(200)
                    .header("Content-Type", "image/png")
                    .body("x")
            }),
            "not_html",
        ),
        (
            "no-release",
            Box::new(|| Reply::html("<title>Calendar</title><h2>Event</h2>")),
            "missing_fields",
        ),
        (
            "soft",
            Box::new(|| Reply::html("<title>Page not found</title><h1>Page not found</h1>")),
            "soft_404",
        ),
        (
            "huge",
            Box::new(|| Reply::html("x".repeat(3 << 20))),
            "too_large",
        ),
        ("stall", Box::new(Reply::stall), "timeout"),
        (
            "cut",
            Box::new(|| Reply::truncated("<h1>Half", 5000)),
            "truncated",
        ),
        ("reset", Box::new(Reply::reset), "reset"),
        (
            "loop",
            Box::new(|| Reply::redirect(302, "/releases/loop")),
            "redirect_loop",
        ),
        ("nowhere", Box::new(|| Reply::status(302)), "http_3xx"),
        (
            "file",
            Box::new(|| Reply::redirect(302, "file:///etc/passwd")),
            "redirect_blocked",
        ),
        (
            "offsite",
            Box::new(move || Reply::redirect(302, elsewhere.clone())),
            "offsite",
        ),
        (
            "gzip",
            Box::new(|| Reply::html("not gzip").header("Content-Encoding", "gzip")),
            "decode",
        ),
        (
            "nested",
            Box::new(move || Reply::html(nested.clone())),
            "too_deep",
        ),
        (
            "formatting",
            Box::new(move || Reply::html(formatting.clone())),
            "too_",
        ),
    ];
    let mut rows: Vec<String> = good.iter().map(|number| site::path(*number)).collect();
    let mut wanted = Vec::new();
    for (name, reply, class) in cases {
        let path = format!("/releases/{name}");
        site.page(&path, move |_| reply());
        rows.insert(rows.len() / 2, path.clone());
        wanted.push((path, class));
    }
    for number in good {
        site.release(number);
    }
    site.listing(&rows);
    site.write_profile(&desk.selectors(), "office", "");
    let ended = desk
        .run_crawl(&[
            "office",
            "--timeout",
            "1s",
            "--retries",
            "0",
            "--max-body",
            "2MiB",
        ])
        .with_code(0);
    let records = desk.records("office");
    let mut found = titles(&records);
    found.sort_unstable();
    assert_eq!(
        found,
        ["Bridge 1 opens", "Bridge 2 opens", "Bridge 3 opens"],
        "{}",
        ended.stderr
    );
    let (_, problems) = desk.last_run();
    for (path, class) in &wanted {
        let problem = problem_of(&problems, path);
        let given = problem["class"].as_str().expect("a class");
        assert!(
            given.starts_with(class),
            "{path}: {class} wanted, not {problem}"
        );
    }
    assert_eq!(
        problems.len(),
        wanted.len(),
        "one problem each: {problems:#?}"
    );
    assert_eq!(
        other.asked().len(),
        0,
        "nothing was asked of the other host"
    );
}

#[test]
fn a_failure_that_passes_is_tried_again() {
    let (site, desk) = newsroom(1..=2);
    site.page("/releases/1", |asked| {
        if asked.nth == 0 {
            Reply::status(503)
        } else {
            Reply::html(site::release(1))
        }
    });
    site.page("/releases/2", |asked| {
        if asked.nth == 0 {
            Reply::close()
        } else {
            Reply::html(site::release(2))
        }
    });
    desk.run_crawl(&["office"]).with_code(0);
    assert_eq!(desk.records("office").len(), 2);
    assert_eq!(site.server.times("/releases/1"), 2);
    assert_eq!(site.server.times("/releases/2"), 2);
}

#[test]
fn the_pace_holds_on_every_request() {
    let (site, desk) = newsroom(1..=4);
    site.page("/releases/1", |asked| {
        if asked.nth == 0 {
            Reply::status(503)
        } else {
            Reply::html(site::release(1))
        }
    });
    site.page("/releases/2", |_| Reply::redirect(301, "/releases/22"));
    site.page("/releases/22", |_| Reply::html(site::release(2)));
    let ended = desk
        .run(&[
            "crawl",
            "office",
            "--allow-address",
            "127.0.0.0/8",
            "--delay",
            "150ms",
        ])
        .with_code(0);
    assert_eq!(desk.records("office").len(), 4, "{}", ended.stderr);
    let gaps = site.server.gaps();
    assert_eq!(
        gaps.len(),
        7,
        "robots.txt, the listing, four releases, a retry and a redirect: {:?}",
        site.server.paths()
    );
    for (gap, path) in gaps.iter().zip(site.server.paths().iter().skip(1)) {
        assert!(
            *gap >= Duration::from_micros(142_500),
            "{gap:?} before {path}"
        );
    }
    assert_eq!(
        site.server.most_at_once(&site.server.address().to_string()),
        1
    );
}

#[test]
fn two_profiles_on_one_host_share_its_pace() {
    let (site, desk) = newsroom(1..=3);
    site.write_profile(&desk.selectors(), "bureau", "");
    desk.run(&[
        "crawl",
        "office",
        "bureau",
        "--allow-address",
        "127.0.0.0/8",
        "--delay",
        "100ms",
    ])
    .with_code(0);
    assert_eq!(desk.records("office").len(), 3);
    assert_eq!(desk.records("bureau").len(), 3);
    assert_eq!(
        site.server.most_at_once(&site.server.address().to_string()),
        1
    );
    assert!(
        site.server
            .gaps()
            .iter()
            .all(|gap| *gap >= Duration::from_millis(95)),
        "{:?}",
        site.server.gaps()
    );
}

#[test]
fn robots_txt_is_obeyed() {
    let (site, desk) = newsroom(1..=3);
    site.page("/robots.txt", |_| {
        Reply::text(
            "User-agent: Dateline/9.9\nDisallow: /releases/2\n\nUser-agent: *\nDisallow: /\n",
        )
    });
    desk.run_crawl(&["office"]).with_code(0);
    assert_eq!(desk.records("office").len(), 2);
    assert_eq!(site.server.times("/releases/2"), 0);
    let (_, problems) = desk.last_run();
    assert_eq!(
        problem_of(&problems, "/releases/2")["class"],
        "robots_denied"
    );
}

#[test]
fn an_unreachable_robots_txt_forbids_everything() {
    let (site, desk) = newsroom(1..=3);
    site.page("/robots.txt", |_| Reply::status(500));
    let ended = desk.run_crawl(&["office", "--retries", "0"]).with_code(5);
    assert!(
        site.server.paths().iter().all(|path| path == "/robots.txt"),
        "{:?}",
        site.server.paths()
    );
    assert!(
        ended.stderr.contains("robots_unreachable"),
        "{}",
        ended.stderr
    );
}

#[test]
fn a_budget_is_kept_and_the_walk_goes_on_next_run() {
    let newsroom = Newsroom::start(130);
    let desk = Desk::new();
    newsroom.write_profile(&desk.selectors(), "numbers");
    let limited = ["numbers", "--max-requests", "40"];
    let mut asked = 0;
    let mut held = 0;
    for run in 0..12 {
        desk.run_crawl(&limited).with_code(0);
        let now = newsroom.server.asked().len();
        assert!(now - asked <= 40, "run {run} made {} requests", now - asked);
        asked = now;
        let records = desk.records("numbers").len();
        if records < 130 {
            assert!(records > held, "run {run} got no further");
            let (_, problems) = desk.last_run();
            assert!(
                problems.iter().any(|problem| problem["class"] == "budget"),
                "{problems:?}"
            );
        }
        held = records;
    }
    assert_eq!(held, 130);
    assert!(
        newsroom.visits().values().all(|visits| *visits == 1),
        "no release is fetched twice"
    );
}

#[test]
fn an_edited_page_gives_one_revision() {
    let (site, desk) = newsroom(1..=2);
    desk.run_crawl(&["office"]).with_code(0);
    site.page("/releases/1", |_| {
        Reply::html(site::release(1).replace("which was old", "which was loved"))
    });
    // Without its state, a crawl knows from the output when to look again: not yet.
    desk.run_crawl(&["office"]).with_code(0);
    assert_eq!(
        desk.records("office").len(),
        2,
        "an old release is not looked at every day"
    );
}

#[cfg(unix)]
#[test]
fn a_terminated_run_ends_cleanly_and_goes_on_later() {
    let newsroom = Newsroom::start(400);
    let desk = Desk::new();
    newsroom.write_profile(&desk.selectors(), "numbers");
    let mut crawl = desk.start_crawl(&["numbers"]);
    newsroom.wait_for_requests(60, || crawl.try_wait().expect("a child").is_some());
    let killed = Command::new("kill")
        .args(["-TERM", &crawl.id().to_string()])
        .status()
        .expect("kill runs");
    assert!(killed.success());
    let ended = Ended::of(crawl.wait_with_output().expect("ends")).with_code(130);
    assert!(ended.stderr.contains("Interrupted"), "{}", ended.stderr);
    let (report, _) = desk.last_run();
    assert_eq!(report["interrupted"], true);
    let before = desk.records("numbers").len();
    assert!(before > 0 && before < 400);
    desk.run_crawl(&["numbers"]).with_code(0);
    assert_eq!(desk.records("numbers").len(), 400);
    assert!(
        newsroom
            .visits()
            .values()
            .map(|visits| visits - 1)
            .sum::<usize>()
            <= 1
    );
}

#[test]
fn a_second_run_on_the_same_data_is_refused_at_once() {
    let (site, desk) = newsroom(1..=1);
    site.page("/news", |_| Reply::stall());
    let mut first = desk.start_crawl(&["office"]);
    // The lock is taken before anything is asked.
    while site.server.asked().is_empty() {
        std::thread::yield_now();
        assert!(first.try_wait().expect("a child").is_none());
    }
    let second = desk.run_crawl(&["office"]).with_code(6);
    assert!(second.stderr.contains("in use"), "{}", second.stderr);
    first.kill().expect("killed");
    first.wait().expect("ended");
}

#[test]
fn output_that_cannot_be_written_ends_with_7_and_costs_nothing() {
    let (site, desk) = newsroom(1..=2);
    fs::write(desk.data(), "not a folder").expect("a file in the way");
    desk.run_crawl(&["office"]).with_code(7);
    fs::remove_file(desk.data()).expect("removed");

    fs::create_dir_all(desk.releases("office")).expect("a folder in the way");
    desk.run_crawl(&["office"]).with_code(7);
    assert_eq!(
        site.server.asked().len(),
        0,
        "nothing is fetched that cannot be kept"
    );
    fs::remove_dir(desk.releases("office")).expect("removed");
    desk.run_crawl(&["office"]).with_code(0);
    assert_eq!(desk.records("office").len(), 2);
}

/// `/proc` takes no new folder from anybody, which holds for root too.
#[cfg(target_os = "linux")]
#[test]
fn a_read_only_place_for_data_ends_with_7_before_anything_is_asked() {
    let (site, desk) = newsroom(1..=2);
    let ended = desk
        .run_crawl(&["office", "--data", "/proc/dateline"])
        .with_code(7);
    assert!(ended.stderr.contains("/proc/dateline"), "{}", ended.stderr);
    assert_eq!(site.server.asked().len(), 0);
}

#[test]
fn output_that_is_not_what_was_committed_is_never_touched() {
    let (site, desk) = newsroom(1..=3);
    desk.run_crawl(&["office"]).with_code(0);
    let whole = fs::read_to_string(desk.releases("office")).expect("output");
    let asked = site.server.asked().len();

    let shorter: String = whole
        .lines()
        .take(2)
        .map(|line| format!("{line}\n"))
        .collect();
    fs::write(desk.releases("office"), &shorter).expect("written");
    let ended = desk.run_crawl(&["office"]).with_code(7);
    assert!(
        ended.stderr.contains("--adopt") && ended.stderr.contains("--rebuild-state"),
        "{}",
        ended.stderr
    );
    assert_eq!(
        fs::read_to_string(desk.releases("office")).expect("output"),
        shorter
    );
    fs::remove_file(desk.releases("office")).expect("removed");
    desk.run_crawl(&["office"]).with_code(7);
    assert!(!desk.releases("office").exists());
    assert_eq!(
        site.server.asked().len(),
        asked,
        "nothing is fetched for it"
    );

    fs::write(desk.releases("office"), &shorter).expect("written");
    desk.run_crawl(&["office", "--rebuild-state"]).with_code(0);
    let records = desk.records("office");
    assert_eq!(
        records.len(),
        3,
        "the lost release is fetched again, the others are not"
    );
    assert!(
        fs::read_to_string(desk.releases("office"))
            .expect("output")
            .starts_with(&shorter)
    );
    assert_eq!(
        site.server
            .asked()
            .iter()
            .filter(|asked| asked.path.starts_with("/releases/"))
            .count(),
        4
    );

    let more = format!(
        "{}{}\n",
        fs::read_to_string(desk.releases("office")).expect("output"),
        "{\"torn\": "
    );
    fs::write(desk.releases("office"), more.trim_end()).expect("written");
    let ended = desk.run_crawl(&["office"]).with_code(0);
    assert!(
        ended.stderr.contains("unterminated"),
        "a torn line is cut, and it is said: {}",
        ended.stderr
    );
    assert_eq!(desk.records("office").len(), 3);
}

#[test]
fn three_mistakes_are_three_findings_in_one_run() {
    let desk = Desk::new();
    fs::create_dir_all(desk.selectors()).expect("a folder");
    let profile = "format = 1\nid = \"bad\"\nname = \"Bad\"\ntimezone = \"Europe/Vinna\"\nlanguagues = [\"en\"]\n[[source]]\nkind = \"listing\"\nurl = \"http://bad.example/\"\nrows = \"li..row\"\n";
    fs::write(desk.selectors().join("bad.toml"), profile).expect("written");
    let ended = desk.run(&["check", "bad"]).with_code(3);
    for mark in [
        "bad.toml:4:",
        "Europe/Vinna",
        "bad.toml:5:",
        "languagues",
        "languages",
        "bad.toml:9:",
        "li..row",
    ] {
        assert!(ended.stderr.contains(mark), "{mark} in {}", ended.stderr);
    }
    assert!(ended.stdout.contains("3 errors"), "{}", ended.stdout);
    desk.run_crawl(&["bad"]).with_code(3);
}

#[test]
fn wrong_usage_is_told_with_what_to_do() {
    let (_, desk) = newsroom(1..=1);
    site::Site::start().write_profile(&desk.selectors(), "sketch", "status = \"draft\"");
    let public = "format = 1\nid = \"public\"\nname = \"P\"\n[[source]]\nkind = \"listing\"\nurl = \"http://newsroom.invalid/\"\nrows = \"li.row\"\n";
    fs::write(desk.selectors().join("public.toml"), public).expect("written");
    let cases: [(&[&str], &str); 8] = [
        (&["crawl", "ofice"], "office"),
        (&["crawl", "sketch"], "--draft"),
        (&["crawl", "public"], "--contact"),
        (&["crawl", "public", "--contact", "nobody"], "--contact"),
        (&["crawl", "office", "--delay", "10ms"], "--allow-address"),
        (&["crawl", "office", "--delay", "soon"], "5s"),
        (&["crawl", "--selectors", "nowhere"], "nowhere"),
        (&["extract"], "INPUT"),
    ];
    for (args, mark) in cases {
        let ended = desk.run(args).with_code(2);
        assert!(ended.stderr.contains(mark), "{args:?}: {}", ended.stderr);
    }
    assert!(!desk.releases("public").exists());
}

#[test]
fn nothing_that_ships_is_crawled_without_being_named() {
    let ended = Desk::new()
        .run(&["crawl", "--contact", "me@example.org"])
        .with_code(2);
    for mark in [
        "no profile is active",
        "fed, govuk, marlow, nasa, osce, tessaly, worldbank",
    ] {
        assert!(ended.stderr.contains(mark), "{}", ended.stderr);
    }
}

#[test]
fn private_addresses_are_refused_unless_named() {
    let (site, desk) = newsroom(1..=1);
    let ended = desk
        .run(&["crawl", "office", "--contact", "me@example.org"])
        .with_code(5);
    assert!(ended.stderr.contains("ssrf_blocked"), "{}", ended.stderr);
    assert_eq!(site.server.asked().len(), 0);
}

#[test]
fn records_can_go_to_stdout() {
    let (_site, desk) = newsroom(1..=3);
    let ended = desk.run_crawl(&["office", "--output", "-"]).with_code(0);
    assert_eq!(lines(&ended.stdout).len(), 3);
    assert!(!desk.releases("office").exists());
    assert_eq!(
        desk.run_crawl(&["office", "--output", "-"])
            .with_code(0)
            .stdout,
        "",
        "they were delivered"
    );
}

#[test]
fn a_closed_pipe_ends_with_7() {
    let (_site, desk) = newsroom(1..=3);
    let mut crawl = desk
        .crawl(&["office", "--output", "-"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("starts");
    drop(crawl.stdout.take());
    Ended::of(crawl.wait_with_output().expect("ends")).with_code(7);
}

#[test]
fn a_dry_run_asks_nobody() {
    let (site, desk) = newsroom(1..=1);
    let ended = desk.run_crawl(&["office", "--dry-run"]).with_code(0);
    assert!(ended.stdout.contains("/news"), "{}", ended.stdout);
    assert_eq!(site.server.asked().len(), 0);
    assert!(!desk.data().exists());
}

#[test]
fn a_limit_ends_a_newsroom_early() {
    let (_site, desk) = newsroom(1..=5);
    desk.run_crawl(&["office", "--limit", "2"]).with_code(0);
    assert_eq!(desk.records("office").len(), 2);
    desk.run_crawl(&["office"]).with_code(0);
    assert_eq!(desk.records("office").len(), 5);
}

#[test]
fn a_listing_that_lost_its_rows_is_drift() {
    let (site, desk) = newsroom(1..=3);
    desk.run_crawl(&["office"]).with_code(0);
    site.page("/news", |_| {
        Reply::html(
            "<!doctype html><title>News</title><div class=card><a href=/releases/4>New</a></div>",
        )
    });
    let ended = desk.run_crawl(&["office"]).with_code(4);
    assert!(
        ended.stderr.contains("drift") && ended.stderr.contains("li.row"),
        "{}",
        ended.stderr
    );
    site.page("/news", |_| Reply::status(503));
    desk.run_crawl(&["office", "--retries", "0"]).with_code(5);
}

#[test]
fn two_titles_under_one_id_are_both_kept_out() {
    let (site, desk) = newsroom(1..=2);
    let rows = "<li class=row><a href=/releases/7/a>One title</a></li><li class=row><a href=/releases/7/b>Another title</a></li>\
                <li class=row><a href=/releases/1>Item</a></li>";
    site.page("/news", move |_| Reply::html(format!("<ul>{rows}</ul>")));
    desk.run_crawl(&["office"]).with_code(0);
    assert_eq!(titles(&desk.records("office")), ["Bridge 1 opens"]);
    let (_, problems) = desk.last_run();
    assert!(
        problems.iter().any(|problem| problem["message"]
            .as_str()
            .is_some_and(|message| message.starts_with("id.conflict"))),
        "{problems:?}"
    );
}

#[test]
fn a_page_in_another_language_is_not_a_release() {
    let (site, desk) = newsroom(1..=2);
    site.page("/releases/1", |_| {
        Reply::html(site::release(1).replace("lang=en", "lang=de"))
    });
    let ended = desk.run_crawl(&["office"]).with_code(0);
    assert_eq!(titles(&desk.records("office")), ["Bridge 2 opens"]);
    assert!(
        ended.stderr.contains("1 page in other languages"),
        "{}",
        ended.stderr
    );
}

#[test]
fn a_page_that_never_gives_a_release_does_not_keep_walks_going() {
    let newsroom = Newsroom::start(400);
    newsroom.withdraw([399, 340, 290, 240]);
    let desk = Desk::new();
    newsroom.write_profile(&desk.selectors(), "numbers");
    desk.run_crawl(&["numbers"]).with_code(0);
    assert_eq!(desk.records("numbers").len(), 396);
    let asked = newsroom.server.asked().len();
    desk.run_crawl(&["numbers"]).with_code(0);
    assert_eq!(
        newsroom.server.paths().split_off(asked),
        ["/news?page=0", "/news?page=1"]
    );
}

#[test]
fn one_link_to_a_dead_port_does_not_stop_a_newsroom() {
    let (site, desk) = newsroom(1..=3);
    // A port that nobody listens on: it was free a moment ago.
    let dead = std::net::TcpListener::bind("127.0.0.1:0")
        .and_then(|listener| listener.local_addr())
        .expect("a free port");
    let rows = format!(
        "<li class=row><a href=http://{dead}/releases/9>Elsewhere</a></li>\
         <li class=row><a href=/releases/1>Item</a></li><li class=row><a href=/releases/2>Item</a></li>"
    );
    site.page("/news", move |_| Reply::html(format!("<ul>{rows}</ul>")));
    desk.run_crawl(&["office", "--retries", "0"]).with_code(0);
    assert_eq!(desk.records("office").len(), 2);
    let (_, problems) = desk.last_run();
    assert_eq!(problem_of(&problems, "/releases/9")["class"], "connect");
}

#[test]
fn a_pause_that_a_server_asked_for_outlives_a_kill() {
    let (site, desk) = newsroom(1..=2);
    site.page("/news", |_| Reply::status(503).header("Retry-After", "100"));
    let mut first = desk.start_crawl(&["office"]);
    while site.server.times("/news") == 0 {
        std::thread::yield_now();
    }
    // The pause is written down while the visit still waits; only the file can tell.
    let waits = || {
        let state = rusqlite::Connection::open(desk.data().join("state.db"));
        state.is_ok_and(|state| {
            state
                .query_row(
                    "SELECT count(*) FROM hosts WHERE not_before IS NOT NULL",
                    [],
                    |row| row.get(0),
                )
                .is_ok_and(|hosts: i64| hosts == 1)
        })
    };
    while !waits() {
        std::thread::yield_now();
    }
    first.kill().expect("killed");
    first.wait().expect("ended");
    let asked = site.server.times("/news");
    let ended = desk.run_crawl(&["office", "--max-wait", "1s"]).with_code(5);
    assert!(
        ended.stderr.contains("retry_after_too_long"),
        "{}",
        ended.stderr
    );
    assert_eq!(site.server.times("/news"), asked);
}

#[test]
fn a_better_profile_is_owed_until_it_is_asked_for() {
    let (site, desk) = newsroom(1..=2);
    site.page("/releases/1", |_| {
        Reply::html(site::release(1).replace(
            "<div class=text>",
            "<p><b>Waters:</b> Bridges; Rivers<br></p><div class=text>",
        ))
    });
    desk.run_crawl(&["office"]).with_code(0);
    let now_due = || {
        let state = rusqlite::Connection::open(desk.data().join("state.db")).expect("the state");
        state
            .execute(
                "UPDATE targets SET due = '2020-01-01T00:00:00.000Z' WHERE kind = 'release'",
                [],
            )
            .expect("due");
    };
    let path = desk.selectors().join("office.toml");
    let profile = fs::read_to_string(&path).expect("the profile");
    fs::write(
        &path,
        profile.replace(
            "{ from = \"dateline\" }] }",
            "{ from = \"dateline\" }], topics = { label = \"Waters:\", split = \";\" } }",
        ),
    )
    .expect("written");
    now_due();
    let ended = desk.run_crawl(&["office"]).with_code(0);
    assert!(
        ended.stderr.contains("1 page reads differently"),
        "{}",
        ended.stderr
    );
    assert_eq!(desk.records("office").len(), 2, "not without being asked");
    now_due();
    desk.run_crawl(&["office", "--reread"]).with_code(0);
    let records = desk.records("office");
    assert_eq!(records.len(), 3);
    assert_eq!(records[2]["change"], "reread");
    assert_eq!(records[2]["revision"], 1);
    assert_eq!(
        records[2]["topics"],
        serde_json::json!(["Bridges", "Rivers"])
    );
    now_due();
    desk.run_crawl(&["office", "--reread"]).with_code(0);
    assert_eq!(desk.records("office").len(), 3, "once");
}

#[test]
fn the_log_says_what_it_promises() {
    let (_site, desk) = newsroom(1..=2);
    let ended = desk
        .run_crawl(&["office", "-vv", "--log-format", "json"])
        .with_code(0);
    let logged: Vec<Value> = ended
        .stderr
        .lines()
        .filter_map(|line| serde_json::from_str(line).ok())
        .collect();
    let about = |message: &str| {
        logged
            .iter()
            .filter(|line| line["fields"]["message"] == message)
            .count()
    };
    assert_eq!(
        (
            about("request"),
            about("release page"),
            about("listing page")
        ),
        (4, 2, 1),
        "{}",
        ended.stderr
    );
}

#[test]
fn a_newsroom_over_tls_is_never_left_for_plain_text() {
    let (plain, desk) = newsroom(1..=2);
    let plainly = plain.server.address();
    let secure = tls::serve(move |path| {
        let page = |body: &str| {
            format!(
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{body}",
                body.len()
            )
        };
        match path {
            "/news" => page(
                "<title>News</title><li class=row><a href=/releases/1>One</a></li><li class=row><a href=/releases/2>Two</a></li>",
            ),
            "/releases/1" => page(&site::release(1)),
            "/releases/2" => format!(
                "HTTP/1.1 302 Found\r\nLocation: http://{plainly}/releases/2\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
            ),
            _ => "HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                .to_owned(),
        }
    });
    let path = desk.selectors().join("office.toml");
    let profile = std::fs::read_to_string(&path).expect("the profile");
    let profile = profile.replace(&format!("http://{plainly}"), &format!("https://{secure}"));
    std::fs::write(&path, profile).expect("written");

    let ended = desk.run_crawl(&["office", "--retries", "0"]).with_code(5);
    assert!(ended.stderr.contains("tls"), "{}", ended.stderr);
    let file = desk.path().join("authority.pem");
    std::fs::write(&file, "no certificate").expect("written");
    let trusting = ["office", "--ca-file", "authority.pem"];
    let ended = desk.run_crawl(&trusting).with_code(2);
    assert!(ended.stderr.contains("authority.pem"), "{}", ended.stderr);
    std::fs::write(&file, tls::AUTHORITY).expect("written");
    desk.run_crawl(&trusting).with_code(0);
    let records = desk.records("office");
    assert_eq!(records.len(), 1);
    assert_eq!(records[0]["url"], format!("https://{secure}/releases/1"));
    let (_, problems) = desk.last_run();
    assert_eq!(problems.len(), 1, "{problems:?}");
    assert_eq!(problems[0]["class"], "redirect_blocked");
    assert_eq!(plain.server.connections(), 0);
}

#[test]
fn cookies_are_kept_for_a_run_and_no_longer() {
    let (site, desk) = newsroom(1..=2);
    let rows: Vec<String> = (1..=2).map(site::path).collect();
    let listing = rows
        .iter()
        .map(|path| format!("<li class=row><a href={path}>A</a></li>"));
    let listing: String = listing.collect();
    site.page("/news", move |_| {
        Reply::html(listing.clone()).header("Set-Cookie", "visit=7; Path=/; Max-Age=99999")
    });
    for _ in 0..2 {
        desk.run_crawl(&["office", "--full"]).with_code(0);
    }
    let sent: Vec<bool> = site
        .server
        .asked()
        .iter()
        .map(|asked| asked.header("cookie") == Some("visit=7"))
        .collect();
    // What robots.txt says is remembered, and not asked for again.
    let expected = [false, false, true, true, false, true, true];
    assert_eq!(sent, expected, "{:?}", site.server.paths());
}
