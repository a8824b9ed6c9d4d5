//! One release under many addresses, pagers that lead nowhere, and pages that stand in for
//! others: the real binary against real loopback servers.

mod support;

use std::fs;

use serde_json::Value;
use support::Reply;
use support::binary::Desk;
use support::site::{self, Site};

/// A newsroom whose releases go by their addresses, with these lines under `[urls]`.
fn by_address(site: &Site, desk: &Desk, urls: &str, source: &str) {
    fs::create_dir_all(desk.selectors()).expect("a folder for profiles");
    let address = site.server.address();
    let source = if source.is_empty() {
        format!("url = \"http://{address}/news\"")
    } else {
        source.replace("{address}", &address.to_string())
    };
    let profile = format!(
        "format = 1\nid = \"office\"\nname = \"Test Office\"\nlanguages = [\"en\"]\ntimezone = \"UTC\"\n\
         [urls]\ninclude = ['(?i)^/releases/']\n{urls}\n\
         [page]\ncontent = \"article\"\n[fields]\ntitle = \"article h1\"\ndate = [{{ label = \"Date:\" }}]\n[body]\ncss = [\"div.text\"]\n\
         [quality]\ncanaries = 0\n[[source]]\nkind = \"listing\"\n{source}\nrows = \"li.row\"\nrow = {{ title = \"a\" }}\n"
    );
    fs::write(desk.selectors().join("office.toml"), profile).expect("a profile");
}

/// The listing, with a row for each path and title.
fn listing(site: &Site, rows: &[(&str, &str)]) {
    let rows: String = rows
        .iter()
        .map(|(path, title)| format!("<li class=row><a href=\"{path}\">{title}</a></li>"))
        .collect();
    let page = format!("<!doctype html><title>News</title><ul>{rows}</ul>");
    site.page("/news", move |_| Reply::html(page.clone()));
}

fn titles(desk: &Desk) -> Vec<String> {
    let mut titles: Vec<String> = desk
        .records("office")
        .iter()
        .map(|record| record["title"].as_str().expect("a title").to_owned())
        .collect();
    titles.sort_unstable();
    titles
}

fn classes(problems: &[Value]) -> Vec<&str> {
    let classes = problems.iter().map(|problem| problem["class"].as_str());
    classes.map(|class| class.expect("a class")).collect()
}

/// A good release that names its canonical address.
fn canonical(number: u32, address: &str) -> String {
    site::release(number).replace(
        "<title>",
        &format!("<link rel=canonical href=\"{address}\"><title>"),
    )
}

#[test]
fn one_release_under_many_addresses_is_one_release() {
    type Case = (
        &'static str,
        &'static str,
        &'static [&'static str],
        Option<&'static str>,
    );
    let cases: &[Case] = &[
        (
            "spellings",
            "",
            &[
                "/releases/1",
                "/releases/1/",
                "/releases//1",
                "/releases/1/index.html",
                "/releases/%31",
            ],
            None,
        ),
        (
            "visits",
            "",
            &[
                "/releases/1",
                "/releases/1?utm_source=x",
                "/releases/1;jsessionid=0F3C",
                "/releases/1?PHPSESSID=7",
                "/releases/1?_=1700000000000",
            ],
            None,
        ),
        (
            "letters",
            "ignore_case = true",
            &["/releases/one", "/Releases/One"],
            None,
        ),
        (
            "dropped by the profile",
            "drop = [\"ref\", \"nl_*\"]",
            &["/releases/1", "/releases/1?ref=home&nl_id=7"],
            None,
        ),
        (
            "by the publisher's number",
            "item_id = '/(\\d+)(?:/|$)'",
            &["/releases/a/1", "/releases/b/1"],
            None,
        ),
        (
            "a print view beside the page",
            "",
            &["/releases/1", "/releases/1/print", "/releases/1?print=1"],
            None,
        ),
        (
            "the page says so",
            "",
            &[
                "/releases/1?from=home",
                "/releases/1?from=mail",
                "/releases/x/1",
            ],
            Some("/releases/1"),
        ),
        (
            "it says the same",
            "",
            &["/releases/1", "/releases/again/1", "/releases/1?from=mail"],
            None,
        ),
    ];
    for (fact, urls, addresses, named) in cases {
        let (site, desk) = (Site::start(), Desk::new());
        by_address(&site, &desk, urls, "");
        site.release(2);
        let mut rows = vec![("/releases/2", "Bridge 2 opens")];
        for address in *addresses {
            rows.push((*address, "Bridge 1 opens"));
            let page = match named {
                Some(named) => canonical(1, named),
                None => site::release(1),
            };
            site.page(address, move |_| Reply::html(page.clone()));
        }
        listing(&site, &rows);
        let ended = desk.run_crawl(&["office"]).with_code(0);
        assert_eq!(
            titles(&desk),
            ["Bridge 1 opens", "Bridge 2 opens"],
            "{fact}: {}",
            ended.stderr
        );
        let (_, problems) = desk.last_run();
        assert_eq!(problems, [] as [Value; 0], "{fact}");
        let bytes = fs::read(desk.releases("office")).expect("output");
        let asked = site.server.asked().len();
        desk.run_crawl(&["office"]).with_code(0);
        assert_eq!(
            fs::read(desk.releases("office")).expect("output"),
            bytes,
            "{fact}"
        );
        assert_eq!(
            site.server.paths().split_off(asked),
            ["/news"],
            "{fact}: nothing is fetched again"
        );
    }
}

#[test]
fn an_address_that_leads_to_another_release_is_told_of_as_its_alias() {
    let (site, desk) = (Site::start(), Desk::new());
    by_address(&site, &desk, "", "");
    site.releases(1..=3);
    desk.run_crawl(&["office"]).with_code(0);
    assert_eq!(
        desk.last_run().0["newsrooms"]["office"]["aliases"]["met"],
        0
    );
    // One that was held, and one that is new.
    for moved in ["/releases/2", "/releases/9"] {
        site.page(moved, |_| Reply::redirect(301, "/releases/1"));
    }
    listing(
        &site,
        &[
            ("/releases/9", "Bridge 1 opens"),
            ("/releases/1", "Bridge 1 opens"),
        ],
    );
    let ended = desk.run_crawl(&["office", "--full", "-vv"]).with_code(0);
    assert_eq!(desk.records("office").len(), 3);
    let aliases = desk.last_run().0["newsrooms"]["office"]["aliases"].clone();
    assert_eq!(aliases["met"], 2, "{aliases}");
    let shown = desk.run(&["report"]).with_code(0).stdout;
    let told = "  2 addresses lead to releases that have another page:\n";
    assert!(shown.contains(told), "{shown}");
    for moved in ["/releases/2", "/releases/9"] {
        let url = site.server.url(moved);
        assert!(shown.contains(&format!("    {url} is office:")), "{shown}");
        let logged = (ended.stderr.lines())
            .any(|line| line.contains("another page of a release") && line.contains(&url));
        assert!(logged, "{}", ended.stderr);
    }
}

#[test]
fn two_releases_are_never_taken_for_one() {
    type Case = (&'static str, [(&'static str, String); 2]);
    let short = |number: u32, file: &str| {
        format!(
            "<title>Statement</title><article><h1>Statement</h1><p><b>Date:</b> 3 March 2024</p><div class=text><p>Read it <a href=/files/{file}>here</a>.</p></div><p>{number}</p></article>"
        )
    };
    let cases: Vec<Case> = vec![
        (
            "parameters that mean something",
            [
                ("/releases/show?id=1", site::release(1)),
                ("/releases/show?id=2", site::release(2)),
            ],
        ),
        (
            "a number that is called like a session",
            [
                ("/releases/show?sid=1", site::release(1)),
                ("/releases/show?sid=2", site::release(2)),
            ],
        ),
        (
            "letters that count",
            [
                ("/releases/a", site::release(1)),
                ("/releases/A", site::release(2)),
            ],
        ),
        (
            "a canonical link that a template repeats",
            [
                ("/releases/1", canonical(1, "/releases/1")),
                ("/releases/2", canonical(2, "/releases/1")),
            ],
        ),
        (
            "a short text with another file",
            [
                ("/releases/1", short(1, "a.pdf")),
                ("/releases/2", short(2, "b.pdf")),
            ],
        ),
        (
            "a release on printing",
            [
                ("/releases/1", site::release(1)),
                ("/releases/print", site::release(2)),
            ],
        ),
    ];
    for (fact, pages) in cases {
        let (site, desk) = (Site::start(), Desk::new());
        by_address(&site, &desk, "", "");
        listing(&site, &[(pages[0].0, "One"), (pages[1].0, "Other")]);
        for (path, page) in pages {
            site.page(path, move |_| Reply::html(page.clone()));
        }
        let ended = desk.run_crawl(&["office"]).with_code(0);
        assert_eq!(titles(&desk).len(), 2, "{fact}: {}", ended.stderr);
        let bytes = fs::read(desk.releases("office")).expect("output");
        desk.run_crawl(&["office"]).with_code(0);
        assert_eq!(
            fs::read(desk.releases("office")).expect("output"),
            bytes,
            "{fact}"
        );
    }
}

#[test]
fn a_number_on_two_pages_of_the_listing_keeps_the_second_out_and_says_so() {
    let (site, desk) = (Site::start(), Desk::new());
    by_address(
        &site,
        &desk,
        "item_id = '/(\\d+)$'",
        "url = \"http://{address}/news?page={page}\"\npages = { first = 0 }",
    );
    let page = |rows: &str| format!("<!doctype html><title>News</title><ul>{rows}</ul>");
    let first = page(
        "<li class=row><a href=/releases/2024/1>Bridge 1 opens</a></li><li class=row><a href=/releases/2>Bridge 2 opens</a></li>",
    );
    let second = page("<li class=row><a href=/releases/2023/1>Ferry is closed</a></li>");
    site.release(2);
    site.page("/news?page=0", move |_| Reply::html(first.clone()));
    site.page("/news?page=1", move |_| Reply::html(second.clone()));
    site.page("/releases/2024/1", |_| Reply::html(site::release(1)));
    site.page("/releases/2023/1", |_| {
        Reply::html(site::release(1).replace("Bridge 1 opens", "Ferry is closed"))
    });
    for _ in 0..2 {
        desk.run_crawl(&["office"]).with_code(0);
        assert_eq!(titles(&desk), ["Bridge 1 opens", "Bridge 2 opens"]);
        let (_, problems) = desk.last_run();
        assert_eq!(classes(&problems), ["trap"], "{problems:#?}");
        let problem = &problems[0];
        assert!(
            problem["message"]
                .as_str()
                .expect("text")
                .starts_with("id.conflict")
        );
        assert!(
            problem["url"]
                .as_str()
                .expect("an address")
                .ends_with("/releases/2023/1")
        );
    }
    assert_eq!(site.server.times("/releases/2023/1"), 0);
}

#[test]
fn pagers_that_lead_nowhere_are_left_and_told_once() {
    let numbered = "url = \"http://{address}/news?page={page}\"\npages = { first = 0 }";
    let linked = "url = \"http://{address}/news\"\nnext = \"a.next\"";
    let page = |numbers: &[u32], next: &str| {
        let rows: String = numbers
            .iter()
            .map(|n| format!("<li class=row><a href=/releases/{n}>Bridge {n} opens</a></li>"))
            .collect();
        let next = if next.is_empty() {
            String::new()
        } else {
            format!("<a class=next href=\"{next}\">Next</a>")
        };
        format!("<!doctype html><title>News</title><ul>{rows}</ul>{next}")
    };
    type Case<'a> = (
        &'a str,
        &'a str,
        Vec<(&'a str, String)>,
        u32,
        &'a [&'a str],
        usize,
        i32,
    );
    #[rustfmt::skip]
    let cases: Vec<Case<'_>> = vec![
        ("a pager that ignores the page", numbered, vec![("/news?page=0", page(&[1, 2], "")), ("/news?page=1", page(&[1, 2], ""))], 2, &["trap"], 2, 0),
        ("one that repeats its last page", numbered, vec![("/news?page=0", page(&[1, 2], "")), ("/news?page=1", page(&[3], "")), ("/news?page=2", page(&[3], ""))], 3, &[], 3, 0),
        ("rows that move on while one walks", numbered, vec![("/news?page=0", page(&[1, 2], "")), ("/news?page=1", page(&[2, 3], "")), ("/news?page=2", page(&[3, 4], ""))], 4, &[], 4, 0),
        ("a circle of two", linked, vec![("/news", page(&[1], "/news?page=2")), ("/news?page=2", page(&[2], "/news?page=3")), ("/news?page=3", page(&[1], "/news?page=4")), ("/news?page=4", page(&[2], "/news?page=5"))], 2, &["trap"], 4, 0),
        ("a link back to the first page", linked, vec![("/news", page(&[1], "/news?page=2")), ("/news?page=2", page(&[2], "/news"))], 2, &["trap"], 2, 0),
        ("a link into a calendar", linked, vec![("/news", page(&[1], "/news/page/2")), ("/news/page/2", page(&[2], "/calendar/2031/05"))], 2, &["trap"], 2, 4),
        ("a link into searches, on the first page", linked, vec![("/news", page(&[1], "/news/federal?page=413"))], 1, &["trap"], 1, 4),
    ];
    for (fact, source, pages, releases, told, walked, code) in cases {
        let (site, desk) = (Site::start(), Desk::new());
        by_address(&site, &desk, "", source);
        for number in 1..=releases {
            site.release(number);
        }
        for (path, page) in pages {
            site.page(path, move |_| Reply::html(page.clone()));
        }
        let ended = desk.run_crawl(&["office"]).with_code(code);
        assert_eq!(
            titles(&desk).len(),
            releases as usize,
            "{fact}: {}",
            ended.stderr
        );
        let (_, problems) = desk.last_run();
        assert_eq!(classes(&problems), told, "{fact}: {problems:#?}");
        let asked = site.server.paths();
        let listing = asked.iter().filter(|path| path.starts_with("/news"));
        let astray = asked
            .iter()
            .any(|path| path.contains("calendar") || path.contains("federal"));
        assert!(!astray, "{fact}: {asked:?}");
        let existing = listing
            .filter(|path| !(path.contains("page=3") && source == numbered))
            .count();
        assert!(existing <= walked + 2, "{fact}: {asked:?}");
    }
}

#[test]
fn one_page_at_the_addresses_of_many_releases_is_none_of_them() {
    let stand_in = "<title>Office</title><article><h1>We are moving house</h1><p><b>Date:</b> 3 March 2024</p><div class=text><p>Our pages are being put together anew. Please bear with us for some days, and write to us where something is urgent.</p></div></article>";
    for (fact, lands) in [("at their own addresses", false), ("at one", true)] {
        let (site, desk) = (Site::start(), Desk::new());
        by_address(&site, &desk, "", "");
        site.release(1);
        site.release(2);
        site.page("/releases/moving", move |_| Reply::html(stand_in));
        let mut rows = vec![("/releases/1", "Bridge 1 opens")];
        for path in [
            "/releases/11",
            "/releases/12",
            "/releases/13",
            "/releases/14",
        ] {
            site.page(path, move |_| {
                if lands {
                    Reply::redirect(302, "/releases/moving")
                } else {
                    Reply::html(stand_in)
                }
            });
            rows.push((path, "Ferry is closed"));
        }
        rows.push(("/releases/2", "Bridge 2 opens"));
        listing(&site, &rows);
        let ended = desk.run_crawl(&["office"]).with_code(0);
        assert_eq!(
            titles(&desk),
            ["Bridge 1 opens", "Bridge 2 opens"],
            "{fact}: {}",
            ended.stderr
        );
        let (_, problems) = desk.last_run();
        let class = if lands { "soft_404" } else { "blocked" };
        assert_eq!(classes(&problems), [class; 4], "{fact}: {problems:#?}");
    }
}

#[test]
fn a_listing_behind_a_wall_is_blocked_and_comes_back() {
    let (site, desk) = (Site::start(), Desk::new());
    by_address(&site, &desk, "", "");
    site.page("/news", |_| {
        Reply::html(
            "<title>Just a moment...</title><p>Checking your browser before accessing the site.",
        )
    });
    desk.run_crawl(&["office"]).with_code(5);
    let (_, problems) = desk.last_run();
    assert_eq!(classes(&problems), ["blocked"]);
    site.release(1);
    listing(&site, &[("/releases/1", "Bridge 1 opens")]);
    desk.run_crawl(&["office"]).with_code(0);
    assert_eq!(titles(&desk), ["Bridge 1 opens"]);
}
