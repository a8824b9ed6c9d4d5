//! Newsrooms that announce their releases by feeds and sitemaps: the real binary against
//! real loopback servers.

mod support;

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::time::Duration;

use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use support::Reply;
use support::binary::{Desk, Ended};
use support::site::{Site, path};

/// A newsroom with good releases and whatever sources a test gives it.
struct Office {
    site: Site,
    desk: Desk,
}

impl Office {
    fn new(releases: impl IntoIterator<Item = u32>) -> Self {
        let (site, desk) = (Site::start(), Desk::new());
        site.releases(releases);
        Self { site, desk }
    }

    /// The profile with these sources; `URL` in them is the site's address.
    fn profile(&self, sources: &str) {
        fs::create_dir_all(self.desk.selectors()).expect("a folder for profiles");
        let address = format!("http://{}", self.site.server.address());
        let profile = format!(
            "format = 1\nid = \"office\"\nname = \"Test Office\"\nlanguages = [\"en\"]\ntimezone = \"UTC\"\n\
             urls = {{ include = ['^/releases/'], item_id = '^/releases/(\\d+)' }}\n\
             page = {{ release = [\"article h1\"], content = \"article\" }}\n\
             fields = {{ title = \"article h1\", date = [{{ from = \"feed.date\" }}, {{ label = \"Date:\" }}] }}\n\
             body = {{ css = [\"div.text\"] }}\nquality = {{ canaries = 0 }}\n{}",
            sources.replace("URL", &address)
        );
        fs::write(self.desk.selectors().join("office.toml"), profile).expect("the profile");
    }

    fn serve(&self, path: &str, content_type: &'static str, body: impl Into<Vec<u8>>) {
        let body = body.into();
        self.site.page(path, move |_| {
            Reply::status(200)
                .header("Content-Type", content_type)
                .body(body.clone())
        });
    }

    /// Serves a body that is "not modified" for who has it.
    fn serve_tagged(&self, path: &str, tag: &'static str, body: impl Into<Vec<u8>>) {
        let body = body.into();
        self.site.page(path, move |asked| {
            if asked.header("if-none-match") == Some(tag) {
                return Reply::status(304).header("ETag", tag);
            }
            Reply::status(200)
                .header("Content-Type", "application/xml")
                .header("ETag", tag)
                .body(body.clone())
        });
    }

    /// The address of a release.
    fn release(&self, number: u32) -> String {
        self.site.server.url(&path(number)).to_string()
    }

    fn ids(&self) -> Vec<String> {
        let records = self.desk.records("office");
        let mut ids: Vec<String> = records
            .iter()
            .map(|record| record["id"].as_str().expect("an id").to_owned())
            .collect();
        ids.sort();
        ids
    }

    /// What was asked for since so many requests.
    fn since(&self, count: usize) -> Vec<String> {
        let mut paths = self.site.server.paths().split_off(count);
        paths.sort();
        paths
    }

    fn classes(&self) -> Vec<String> {
        let (_, problems) = self.desk.last_run();
        let class = |problem: &Value| problem["class"].as_str().expect("a class").to_owned();
        problems.iter().map(class).collect()
    }

    fn source(&self) -> Value {
        let (report, _) = self.desk.last_run();
        let sources = report["newsrooms"]["office"]["sources"].as_object();
        sources
            .and_then(|sources| sources.values().next())
            .cloned()
            .expect("a source in the report")
    }
}

const FEED: &str = "[[source]]\nkind = \"feed\"\nurl = \"URL/rss\"\n";
const SITEMAP: &str = "[[source]]\nkind = \"sitemap\"\nurl = \"URL/sitemap.xml\"\n";
const LISTING: &str =
    "[[source]]\nurl = \"URL/news\"\nrows = \"li.row\"\nrow = { title = \"a\" }\n";

fn item(link: &str, date: &str) -> String {
    format!(
        "<item><title>Bridge &amp;amp; river</title><link>{link}</link><pubDate>{date}</pubDate></item>"
    )
}

fn rss(items: &[String]) -> String {
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Office</title>{}</channel></rss>",
        items.concat()
    )
}

fn urlset(entries: &[String]) -> String {
    format!(
        "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">{}</urlset>",
        entries.concat()
    )
}

fn url(link: &str, lastmod: &str) -> String {
    format!("<url><loc>{link}</loc><lastmod>{lastmod}</lastmod></url>")
}

fn index(entries: &[(String, &str)]) -> String {
    let entries: String = entries
        .iter()
        .map(|(link, lastmod)| {
            format!("<sitemap><loc>{link}</loc><lastmod>{lastmod}</lastmod></sitemap>")
        })
        .collect();
    format!("<sitemapindex>{entries}</sitemapindex>")
}

fn packed(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).expect("memory");
    encoder.finish().expect("memory")
}

#[test]
fn a_newsroom_announced_by_a_feed_alone() {
    let office = Office::new(1..=4);
    office.profile(FEED);
    let items: Vec<String> = (1..=3)
        .map(|n| {
            item(
                &office.release(n),
                &format!("Tue, 0{n} Feb 2024 09:30:00 +0100"),
            )
        })
        .collect();
    office.serve("/rss", "text/html", rss(&items));
    office.desk.run_crawl(&["office"]).with_code(0);
    assert_eq!(office.ids(), ["office:1", "office:2", "office:3"]);
    let record = &office.desk.records("office")[0];
    assert_eq!(record["title"], "Bridge 1 opens", "as printed on the page");
    assert_eq!(record["published_from"], "feed");
    assert_eq!(record["published_at"], "2024-02-01T08:30:00Z");
    assert_eq!(record["published_offset"], "+01:00");
    assert!(
        record["listed_on"]
            .as_str()
            .is_some_and(|url| url.ends_with("/rss"))
    );
    assert_eq!(office.classes(), [""; 0]);
    let accepted: Vec<String> = (office.site.server.asked().iter())
        .filter(|asked| asked.path == "/rss")
        .filter_map(|asked| asked.header("accept").map(str::to_owned))
        .collect();
    assert!(accepted[0].contains("application/rss+xml"), "{accepted:?}");

    // The next day, nothing that was known is in it.
    let bytes = fs::read(office.desk.releases("office")).expect("output");
    office.serve(
        "/rss",
        "application/rss+xml",
        rss(&[item(&office.release(4), "Fri, 08 Mar 2024 09:30:00 GMT")]),
    );
    let run = office.desk.run_crawl(&["office"]).with_code(4);
    assert!(
        run.stderr.contains("may have been missed"),
        "{}",
        run.stderr
    );
    assert_eq!(office.ids().len(), 4);
    assert!(
        fs::read(office.desk.releases("office"))
            .expect("output")
            .starts_with(&bytes)
    );
}

#[test]
fn a_feed_that_did_not_change_is_not_sent_again() {
    let office = Office::new(1..=2);
    office.profile(FEED);
    let items = [1, 2].map(|n| item(&office.release(n), "Tue, 06 Feb 2024 09:30:00 GMT"));
    office.serve_tagged("/rss", "\"one\"", rss(&items));
    office.desk.run_crawl(&["office"]).with_code(0);
    let bytes = fs::read(office.desk.releases("office")).expect("output");
    let count = office.site.server.asked().len();
    office.desk.run_crawl(&["office"]).with_code(0);
    assert_eq!(office.since(count), ["/rss"]);
    assert_eq!(
        fs::read(office.desk.releases("office")).expect("output"),
        bytes
    );
    assert_eq!(
        office.source()["stopped"],
        "that was the last page (not modified)"
    );
}

/// RFC 9110 §15.4.5: what an answer "not modified" says of the page holds from then on.
#[test]
fn validators_that_come_with_not_modified_are_sent_next_time() {
    for (source, path) in [(FEED, "/rss"), (SITEMAP, "/sitemap.xml")] {
        let office = Office::new(1..=1);
        office.profile(source);
        let body = if path == "/rss" {
            rss(&[item(&office.release(1), "Tue, 06 Feb 2024 09:30:00 GMT")])
        } else {
            urlset(&[url(&office.release(1), "2024-01-01")])
        };
        office.site.page(path, move |asked| {
            let (status, tag) = match asked.header("if-none-match") {
                None => (200, "\"one\""),
                Some("\"one\"") => (304, "\"two\""),
                Some(_) => (304, "\"three\""),
            };
            let reply = Reply::status(status)
                .header("Content-Type", "application/xml")
                .header("ETag", tag);
            match status {
                200 => reply.body(body.clone()),
                _ => reply,
            }
        });
        for _ in 0..4 {
            office.desk.run_crawl(&["office"]).with_code(0);
        }
        let asked = office.site.server.asked();
        let asked = asked.iter().filter(|asked| asked.path == path);
        let tags: Vec<_> = asked.map(|asked| asked.header("if-none-match")).collect();
        let expected = [None, Some("\"one\""), Some("\"two\""), Some("\"three\"")];
        assert_eq!(tags, expected, "{path}");
    }
}

#[test]
fn a_feed_is_followed_through_its_pages() {
    let office = Office::new(1..=6);
    let atom = |numbers: [u32; 2], next: &str| {
        let mut feed = String::from("<feed xmlns=\"http://www.w3.org/2005/Atom\">");
        if !next.is_empty() {
            let _ = write!(feed, "<link rel='next' href='{next}'/>");
        }
        for n in numbers {
            let _ = write!(
                feed,
                "<entry><link href='/releases/{n}'/><published>2024-02-0{n}T09:00:00Z</published></entry>"
            );
        }
        feed + "</feed>"
    };
    office.profile(FEED);
    office.serve("/rss", "application/atom+xml", atom([6, 5], "/rss?page=2"));
    office.serve(
        "/rss?page=2",
        "application/atom+xml",
        atom([4, 3], "/rss?page=3"),
    );
    office.serve("/rss?page=3", "application/atom+xml", atom([2, 1], ""));
    office.desk.run_crawl(&["office"]).with_code(0);
    assert_eq!(office.ids().len(), 6);

    let paged = Office::new(1..=4);
    paged.profile(
        "[[source]]\nkind = \"feed\"\nurl = \"URL/feed?paged={page}\"\npages = { first = 1 }\n",
    );
    paged.serve("/feed?paged=1", "text/xml", atom([4, 3], "/nowhere"));
    paged.serve("/feed?paged=2", "text/xml", atom([2, 1], "/nowhere"));
    paged.desk.run_crawl(&["office"]).with_code(0);
    assert_eq!(paged.ids().len(), 4);
    assert_eq!(paged.site.server.times("/nowhere"), 0);
}

#[test]
fn a_newsroom_announced_by_a_packed_index_of_sitemaps() {
    let office = Office::new(1..=4);
    office.profile(&format!("{SITEMAP}match = '^/maps/'\n"));
    let at = |path: &str| office.site.server.url(path).to_string();
    let top = index(&[
        (at("/maps/a.xml.gz"), "2024-01-01"),
        (at("/maps/b.xml"), "2024-01-02"),
        (at("/videos.xml"), "2024-01-03"),
        (at("/maps/gone.xml"), "2024-01-04"),
        (at("/maps/a.xml.gz"), "2024-01-01"),
        (
            "http://elsewhere.example/maps/c.xml".to_owned(),
            "2024-01-05",
        ),
    ]);
    office.serve("/sitemap.xml", "text/html", packed(&top));
    let first = urlset(&[
        url(&office.release(1), "2024-01-01"),
        url(&office.release(2), "2024-01-02"),
    ]);
    office.serve(
        "/maps/a.xml.gz",
        "application/xml",
        packed(&String::from_utf8_lossy(first.as_bytes())),
    );
    // It names itself and the index.
    let second = format!(
        "<urlset>{}{}</urlset>{}",
        url(&office.release(3), "2024-01-03"),
        url(&at("/about"), "2024-01-04"),
        index(&[
            (at("/maps/b.xml"), "2026-01-01"),
            (at("/sitemap.xml"), "2026-01-02")
        ])
    );
    office.serve("/maps/b.xml", "text/plain", second);
    office.desk.run_crawl(&["office"]).with_code(0);
    assert_eq!(office.ids(), ["office:1", "office:2", "office:3"]);
    assert_eq!(office.classes(), ["offsite", "not_found"]);
    for path in [
        "/sitemap.xml",
        "/maps/a.xml.gz",
        "/maps/b.xml",
        "/maps/gone.xml",
    ] {
        assert_eq!(office.site.server.times(path), 1, "{path}");
    }
    assert_eq!(office.site.server.times("/videos.xml"), 0);
    let records = office.desk.records("office");
    let first = records.iter().find(|record| record["id"] == "office:1");
    let record = first.expect("release 1");
    assert!(
        record["listed_on"]
            .as_str()
            .is_some_and(|url| url.ends_with("/maps/a.xml.gz"))
    );
}

#[test]
fn only_what_changed_is_asked_for_again() {
    let office = Office::new(1..=4);
    office.profile(SITEMAP);
    let at = |path: &str| office.site.server.url(path).to_string();
    let serve = |of_two: &str, changed: &str, releases: &[u32]| {
        office.serve(
            "/sitemap.xml",
            "application/xml",
            index(&[
                (at("/maps/one.xml"), "2024-01-01"),
                (at("/maps/two.xml"), of_two),
            ]),
        );
        office.serve_tagged(
            "/maps/one.xml",
            "\"one\"",
            urlset(&[url(&office.release(1), "2024-01-01")]),
        );
        let entries: Vec<String> = releases
            .iter()
            .map(|n| url(&office.release(*n), "2024-01-02"))
            .collect();
        let entries = [entries, vec![url(&office.release(2), changed)]].concat();
        office.serve("/maps/two.xml", "application/xml", urlset(&entries));
    };
    serve("2024-01-02", "2024-01-01", &[3]);
    office.desk.run_crawl(&["office"]).with_code(0);
    assert_eq!(office.ids(), ["office:1", "office:2", "office:3"]);

    let count = office.site.server.asked().len();
    office.desk.run_crawl(&["office"]).with_code(0);
    assert_eq!(office.since(count), ["/sitemap.xml"], "no sitemap changed");

    // Another release, and one that is said to have been changed after it was visited.
    let count = office.site.server.asked().len();
    serve("2099-01-01", "2099-01-01", &[3, 4]);
    office.desk.run_crawl(&["office"]).with_code(0);
    assert_eq!(
        office.since(count),
        [
            "/maps/two.xml",
            "/releases/2",
            "/releases/4",
            "/sitemap.xml"
        ]
    );
    assert_eq!(office.ids().len(), 4);
}

#[test]
fn several_sources_give_one_record_a_release() {
    let office = Office::new(1..=3);
    office.profile(&format!("{LISTING}{FEED}{SITEMAP}"));
    let items: Vec<String> = (1..=3)
        .map(|n| {
            item(
                &format!("{}?utm_source=rss", office.release(n)),
                "Tue, 06 Feb 2024 09:30:00 GMT",
            )
        })
        .collect();
    office.serve("/rss", "application/rss+xml", rss(&items));
    let urls: Vec<String> = (1..=3)
        .map(|n| url(&office.release(n), "2024-02-06"))
        .collect();
    office.serve("/sitemap.xml", "application/xml", urlset(&urls));
    office.desk.run_crawl(&["office"]).with_code(0);
    assert_eq!(office.ids(), ["office:1", "office:2", "office:3"]);
    let bytes = fs::read(office.desk.releases("office")).expect("output");
    for n in 1..=3 {
        assert_eq!(office.site.server.times(&path(n)), 1);
        // The listing came first, and what it said is not overruled by those after it.
        let record = &office.desk.records("office")[n as usize - 1];
        assert!(
            record["listed_on"]
                .as_str()
                .is_some_and(|url| url.ends_with("/news"))
        );
    }
    office.desk.run_crawl(&["office"]).with_code(0);
    assert_eq!(
        fs::read(office.desk.releases("office")).expect("output"),
        bytes
    );
}

#[test]
fn broken_sources_lose_nothing_that_is_whole() {
    for (name, source, content_type, body, expected, classes) in [
        (
            "a bare &",
            FEED,
            "text/xml",
            "<rss><channel>1<item><title>Fish & chips</title><link>2</link></item>3</channel></rss>",
            3,
            vec![],
        ),
        (
            "a cut feed",
            FEED,
            "text/xml",
            "<rss><channel>1 2<item><link>3",
            2,
            vec!["truncated"],
        ),
        (
            "HTML for a feed",
            FEED,
            "text/html",
            "<!doctype html><h1>Not found</h1>",
            0,
            vec!["not_xml"],
        ),
        (
            "HTML called XML",
            FEED,
            "text/xml",
            "<!doctype html><html><h1>Not found</h1></html>",
            0,
            vec!["not_xml"],
        ),
        ("a picture", FEED, "image/png", "x", 0, vec!["not_xml"]),
        (
            "a cut sitemap",
            SITEMAP,
            "text/xml",
            "<urlset>1 2<url><loc>3",
            2,
            vec!["truncated"],
        ),
        (
            "entities",
            SITEMAP,
            "text/xml",
            "<!DOCTYPE x [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><urlset>1<url><loc>&b;</loc></url>3</urlset>",
            2,
            vec!["parse"],
        ),
        (
            "words between",
            SITEMAP,
            "text/xml",
            "<urlset>1 oops <b 2 &3 3</urlset>",
            3,
            vec!["parse"],
        ),
        (
            "HTML for a sitemap",
            SITEMAP,
            "text/html",
            "<html><h1>Not found</h1></html>",
            0,
            vec!["not_xml"],
        ),
    ] {
        let office = Office::new(1..=3);
        office.profile(source);
        let mut text = body.to_owned();
        for n in 1..=3 {
            let link = office.release(n);
            let whole = if source == FEED {
                format!("<item><link>{link}</link></item>")
            } else {
                format!("<url><loc>{link}</loc></url>")
            };
            text = text
                .replace(&format!("<link>{n}"), &format!("<link>{link}"))
                .replace(&format!("<loc>{n}"), &format!("<loc>{link}"))
                .replace(&format!("&{n}"), "&x")
                .replace(&format!("<channel>{n}"), &format!("<channel>{whole}"))
                .replace(&format!("<urlset>{n}"), &format!("<urlset>{whole}"))
                .replace(&format!(" {n}"), &whole)
                .replace(&format!("</item>{n}"), &format!("</item>{whole}"))
                .replace(&format!("</url>{n}"), &format!("</url>{whole}"));
        }
        let path = if source == FEED {
            "/rss"
        } else {
            "/sitemap.xml"
        };
        office.serve(path, content_type, text.clone());
        let code = if expected == 0 { 5 } else { 0 };
        office.desk.run_crawl(&["office"]).with_code(code);
        assert_eq!(office.ids().len(), expected, "{name}: {text}");
        assert_eq!(office.classes(), classes, "{name}");
    }
}

#[test]
fn a_sitemap_of_fifty_thousand_addresses_takes_no_more_memory_than_a_short_one() {
    let peak = |addresses: usize| {
        let office = Office::new(1..=2);
        office.profile(SITEMAP);
        let other = "x".repeat(400);
        let mut text = String::from("<urlset>");
        for n in 0..addresses {
            let _ = write!(
                text,
                "<url><loc>http://www.office.example/about/{n}/{other}</loc></url>"
            );
        }
        for n in 1..=2 {
            text.push_str(&url(&office.release(n), "2024-01-01"));
        }
        text.push_str("</urlset>");
        office.serve("/sitemap.xml", "application/xml", text);
        let mut crawl = office.desk.start_crawl(&["office"]);
        // Its output is small; the last reading before its end is close enough to its peak.
        let mut peak = 0;
        while crawl.try_wait().expect("the crawl is there").is_none() {
            peak = peak.max(high_water(crawl.id()).unwrap_or(0));
            std::thread::sleep(Duration::from_millis(5));
        }
        let ended = Ended::of(crawl.wait_with_output().expect("the crawl ends")).with_code(0);
        assert_eq!(office.ids(), ["office:1", "office:2"], "{}", ended.stderr);
        let (report, _) = office.desk.last_run();
        assert_eq!(report["newsrooms"]["office"]["listed"], addresses + 2);
        peak
    };
    let (short, long) = (peak(10), peak(50_000));
    if short > 0 {
        assert!(
            long < short + 16 * 1024,
            "{long} KiB instead of {short} KiB"
        );
    }
}

/// The most memory that a process has had so far, in KiB, where the system says so.
fn high_water(process: u32) -> Option<u64> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}
