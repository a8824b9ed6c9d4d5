//! JSON interfaces, archives by years and chains of pages, crawled by the real binary.

mod support;

use std::fmt::Write as _;
use std::fs;

use serde_json::{Value, json};
use support::binary::Desk;
use support::site;
use support::{Asked, Reply, Server};

/// Answers 404 for robots.txt and releases for `/releases/N`; the rest is the test's.
fn serve(script: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Server {
    Server::start(move |asked| {
        let number = asked.path.strip_prefix("/releases/");
        match number.and_then(|number| number.parse().ok()) {
            Some(number) => Reply::html(site::release(number)),
            None if asked.path == "/robots.txt" => Reply::status(404),
            None => script(asked),
        }
    })
}

fn json(body: impl ToString) -> Reply {
    Reply::status(200)
        .header("Content-Type", "application/json")
        .body(body.to_string())
}

fn rows(numbers: impl IntoIterator<Item = u32>) -> Vec<Value> {
    numbers
        .into_iter()
        .map(|number| json!({"id": number, "link": site::path(number), "title": format!("Bridge {number} opens")}))
        .collect()
}

/// A desk with the profile `office`, whose source is `source`; `{at}` in it is the server's
/// address.
fn desk(server: &Server, source: &str) -> Desk {
    let desk = Desk::new();
    let address = server.address().to_string();
    let source = source.replace("{at}", &address);
    let profile = format!(
        "id = \"office\"\nname = \"Test Office\"\nlanguages = [\"en\"]\ntimezone = \"UTC\"\n\
         urls = {{ include = ['^/releases/'], item_id = '^/releases/(\\d+)' }}\n\
         fields = {{ date = [{{ label = \"Date:\" }}, {{ from = \"row.date\" }}, {{ from = \"dateline\" }}] }}\n\
         [[source]]\n{source}"
    );
    fs::create_dir_all(desk.selectors()).expect("a folder for profiles");
    fs::write(desk.selectors().join("office.toml"), profile).expect("the profile is written");
    desk
}

fn listed(server: &Server) -> Vec<String> {
    let mut paths = server.paths();
    paths.retain(|path| path != "/robots.txt" && !path.starts_with("/releases/"));
    paths
}

fn numbers(desk: &Desk) -> Vec<u32> {
    let records = desk.records("office");
    let mut numbers: Vec<u32> = records
        .iter()
        .map(|record| record["id"].as_str().expect("an id"))
        .map(|id| id.trim_start_matches("office:").parse().expect("a number"))
        .collect();
    numbers.sort_unstable();
    numbers
}

/// The value of a parameter of a path.
fn parameter<'p>(path: &'p str, name: &str) -> Option<&'p str> {
    let (_, query) = path.split_once('?')?;
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs
        .into_iter()
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

#[test]
fn an_offset_counts_rows_and_the_total_ends_the_walk() {
    let server = serve(|asked| {
        let start: u32 =
            parameter(&asked.path, "start").map_or(0, |n| n.parse().expect("a number"));
        let results = rows((start + 1..=25).take(10));
        json(json!({"total": 25, "results": results}))
    });
    let desk = desk(
        &server,
        "kind = \"json\"\nurl = \"http://{at}/api?start={offset}\"\npages = { first = 0, step = 10 }\nrows = \"results\"\ntotal = \"total\"\nrow = { url = \"link\", title = \"title\" }\n",
    );
    let ended = desk.run_crawl(&["office"]).with_code(0);
    assert_eq!(
        numbers(&desk),
        (1..=25).collect::<Vec<_>>(),
        "{}",
        ended.stderr
    );
    let pages = ["/api?start=0", "/api?start=10", "/api?start=20"];
    assert_eq!(listed(&server), pages, "no page past the last row");
    let accept = server
        .asked()
        .into_iter()
        .find(|asked| asked.path == pages[0]);
    let accept = accept.and_then(|asked| asked.header("accept").map(str::to_owned));
    assert!(accept.is_some_and(|accept| accept.starts_with("application/json")));
    let bytes = fs::read(desk.releases("office")).expect("output");
    desk.run_crawl(&["office"]).with_code(0);
    assert_eq!(fs::read(desk.releases("office")).expect("output"), bytes);
}

#[test]
fn a_list_by_ids_with_a_byte_order_mark_and_a_wrong_type_is_read() {
    for media_type in [
        "text/plain; charset=iso-8859-1",
        "text/html",
        "text/javascript",
    ] {
        let server = serve(move |_| {
            let one = json!({"url": "/releases/1", "title": {"cdata!": "Brücke"}});
            let two = json!({"url": "/releases/2"});
            let body = json!({"documents": {"facets": {"year": {}}, "D1": one, "D2": two}});
            Reply::status(200)
                .header("Content-Type", media_type)
                .body(format!("\u{feff}{body}"))
        });
        let desk = desk(
            &server,
            "kind = \"json\"\nurl = \"http://{at}/api\"\nrows = \"documents\"\nrow = { url = \"url\", title = 'title[\"cdata!\"]' }\n",
        );
        let ended = desk.run_crawl(&["office"]).with_code(0);
        assert_eq!(numbers(&desk), [1, 2], "{media_type}: {}", ended.stderr);
    }
}

#[test]
fn a_walk_by_cursor_goes_on_in_the_next_run_where_its_budget_ended() {
    let server = serve(|asked| {
        let at = match parameter(&asked.path, "after") {
            None => 0,
            Some(cursor) => cursor
                .strip_prefix("c%2F")
                .and_then(|number| number.parse().ok())
                .expect("a cursor as it was given"),
        };
        let next = (at < 4).then(|| format!("c/{}", at + 1));
        json(json!({"meta": {"next": next}, "results": rows([2 * at + 1, 2 * at + 2])}))
    });
    let desk = desk(
        &server,
        "kind = \"json\"\nurl = \"http://{at}/api?size=2&after={cursor}\"\npages = { cursor = \"meta.next\" }\nrows = \"results\"\nrow = { url = \"link\" }\n",
    );
    // robots.txt, two pages of the list and four releases; of the third page nothing.
    desk.run_crawl(&["office", "--max-requests", "7"]);
    assert_eq!(numbers(&desk), (1..=4).collect::<Vec<_>>());
    desk.run_crawl(&["office"]).with_code(0);
    assert_eq!(numbers(&desk), (1..=10).collect::<Vec<_>>());
    let pages: Vec<_> = (1..5)
        .map(|n| format!("/api?size=2&after=c%2F{n}"))
        .collect();
    let expected: Vec<_> = std::iter::once("/api?size=2".to_owned())
        .chain(pages)
        .collect();
    assert_eq!(listed(&server), expected, "each page once, over two runs");
}

#[test]
fn chains_of_pages_that_lead_back_end() {
    // (what the page at N names, pages asked for at most)
    type Names = fn(u32) -> u32;
    let cases: [(&str, Names); 3] = [
        ("itself", |at| at),
        ("the first", |_| 0),
        ("in a circle", |at| (at + 1) % 3),
    ];
    for (name, names) in cases {
        let server = serve(move |asked| {
            let at = parameter(&asked.path, "p").map_or(0, |n| n.parse().expect("a number"));
            json(json!({"next": format!("?p={}", names(at)), "results": rows([at + 1])}))
        });
        let desk = desk(
            &server,
            "kind = \"json\"\nurl = \"http://{at}/api\"\nnext = \"next\"\nrows = \"results\"\nrow = { url = \"link\" }\n",
        );
        desk.run_crawl(&["office"]);
        assert!(listed(&server).len() <= 12, "{name}: {:?}", listed(&server));
        assert!(numbers(&desk).contains(&1), "{name}");
    }
}

#[test]
fn a_release_in_its_row_takes_no_request_of_its_own() {
    let body = "<p>VIENNA, 7 March 2024 &ndash; The bridge was opened today.</p><p>It carries people on foot.</p>";
    let server = serve(move |_| {
        json(json!([
            {"link": "/releases/7", "title": {"rendered": "Bridge &#8211; open"}, "date_gmt": "2024-03-07T09:30:00", "content": {"rendered": body}},
            {"link": "/releases/8", "title": {"rendered": "Plain"}, "date_gmt": "2024-03-08T09:30:00", "content": {"rendered": "One paragraph.\n\nAnother one."}},
            {"link": "/releases/9", "title": {"rendered": "Empty"}, "date_gmt": "2024-03-09T09:30:00", "content": {"rendered": ""}},
        ]))
    });
    let desk = desk(
        &server,
        "kind = \"json\"\nurl = \"http://{at}/wp-json/releases\"\nrows = \".\"\nrelease = \"row\"\n[source.row]\nurl = \"link\"\ntitle = { json = \"title.rendered\", transform = \"unescape\" }\ndate = { json = \"date_gmt\", transform = \"append:Z\" }\nbody = \"content.rendered\"\n",
    );
    let ended = desk.run_crawl(&["office"]).with_code(0);
    assert_eq!(server.paths(), ["/robots.txt", "/wp-json/releases"]);
    let records = desk.records("office");
    assert_eq!(records.len(), 2, "{}", ended.stderr);
    let of = |id: &str| {
        records
            .iter()
            .find(|record| record["id"] == id)
            .expect("a record")
    };
    let bridge = of("office:7");
    assert_eq!(bridge["title"], "Bridge – open");
    assert_eq!(bridge["url"], server.url("/releases/7"));
    assert_eq!(bridge["published_at"], "2024-03-07T09:30:00Z");
    assert_eq!(bridge["published_from"], "row");
    assert_eq!(bridge["dateline"], "VIENNA, 7 March 2024");
    assert_eq!(
        bridge["body"],
        "VIENNA, 7 March 2024 – The bridge was opened today.\n\nIt carries people on foot."
    );
    let provenance = bridge["provenance"].as_array().expect("a list");
    let of_body = provenance.iter().find(|entry| entry["field"] == "body");
    assert_eq!(of_body.expect("an entry")["rule"], "row.body");
    assert_eq!(of("office:8")["body"], "One paragraph.\n\nAnother one.");
    let (_, problems) = desk.last_run();
    assert_eq!(problems.len(), 1, "{problems:#?}");
    assert_eq!(problems[0]["class"], "missing_fields");
    let bytes = fs::read(desk.releases("office")).expect("output");
    desk.run_crawl(&["office"]).with_code(0);
    assert_eq!(fs::read(desk.releases("office")).expect("output"), bytes);
    assert!(
        server
            .paths()
            .iter()
            .all(|path| !path.starts_with("/releases/"))
    );
}

#[test]
fn a_release_may_have_a_document_of_its_own() {
    let server = serve(|asked| match asked.path.as_str() {
        "/api/search" => json(
            json!({"results": [{"link": "/releases/7", "t": "Short"}, {"link": "/releases/8", "t": "Gone"}]}),
        ),
        "/api/content/releases/7" => json(
            json!({"title": "Bridge 7 opens", "at": "2024-03-07T09:30:00Z",
            "details": {"body": "<p>The bridge was opened today.</p>"}}),
        ),
        _ => Reply::status(404),
    });
    let desk = desk(
        &server,
        "kind = \"json\"\nurl = \"http://{at}/api/search\"\nrows = \"results\"\nrow = { url = \"link\", title = \"t\" }\nparts = { path = \"link\" }\n[source.item]\nurl = \"http://{at}/api/content{path}\"\ntitle = \"title\"\ndate = \"at\"\nbody = \"details.body\"\n",
    );
    let ended = desk.run_crawl(&["office"]).with_code(0);
    let records = desk.records("office");
    assert_eq!(records.len(), 1, "{}", ended.stderr);
    assert_eq!(records[0]["title"], "Bridge 7 opens");
    assert_eq!(records[0]["url"], server.url("/releases/7"));
    assert_eq!(records[0]["published_on"], "2024-03-07");
    assert_eq!(records[0]["body"], "The bridge was opened today.");
    assert!(
        server
            .paths()
            .iter()
            .all(|path| !path.starts_with("/releases/"))
    );
    let (_, problems) = desk.last_run();
    assert_eq!(problems.len(), 1, "{problems:#?}");
    assert_eq!(problems[0]["class"], "not_found");
}

#[test]
fn an_answer_400_past_the_last_page_is_the_end() {
    for status in [400, 404, 416, 422] {
        let server = serve(move |asked| {
            let page: u32 =
                parameter(&asked.path, "page").map_or(1, |n| n.parse().expect("a number"));
            if page > 3 {
                return Reply::status(status)
                    .header("Content-Type", "application/json")
                    .body("{\"code\": \"rest_post_invalid_page_number\"}");
            }
            json(json!(rows([page])))
        });
        let desk = desk(
            &server,
            "kind = \"json\"\nurl = \"http://{at}/api?page={page}\"\npages = { first = 1 }\nrows = \".\"\nrow = { url = \"link\" }\n",
        );
        let ended = desk.run_crawl(&["office"]).with_code(0);
        assert_eq!(numbers(&desk), [1, 2, 3], "{status}: {}", ended.stderr);
        let (_, problems) = desk.last_run();
        assert_eq!(problems, [] as [Value; 0], "{status}");
    }
}

#[test]
fn what_is_no_whole_document_gives_nothing_and_is_told() {
    let whole = json!({"results": rows([1, 2])}).to_string();
    let cut = whole[..whole.len() - 20].to_owned();
    let page = "<!doctype html><title>News</title><p>Moved";
    let wall = "<!doctype html><title>Just a moment...</title>";
    let cases: Vec<(Reply, &str)> = vec![
        (json(&cut), "truncated"),
        (Reply::truncated(&cut, 5_000), "truncated"),
        (json("callback({})"), "parse"),
        (json(page), "parse"),
        (json(wall), "blocked"),
        (json("[".repeat(5_000)), "too_deep"),
        (
            Reply::status(200)
                .header("Content-Type", "image/png")
                .body("x"),
            "parse",
        ),
        (Reply::status(400), "http_4xx"),
        (Reply::status(500), "http_5xx"),
    ];
    for (reply, class) in cases {
        let shown = format!("{reply:?}").chars().take(200).collect::<String>();
        let after = whole.clone();
        let server = serve(move |asked| {
            if asked.nth == 0 {
                reply.clone()
            } else {
                json(&after)
            }
        });
        let desk = desk(
            &server,
            "kind = \"json\"\nurl = \"http://{at}/api\"\nrows = \"results\"\nrow = { url = \"link\" }\n",
        );
        let ended = desk.run_crawl(&["office", "--retries", "0"]).with_code(5);
        assert_eq!(desk.records("office").len(), 0, "{shown}");
        let (_, problems) = desk.last_run();
        assert_eq!(problems[0]["class"], class, "{shown}: {}", ended.stderr);
        desk.run_crawl(&["office"]).with_code(0);
        assert_eq!(numbers(&desk), [1, 2], "{shown}");
    }
}

#[test]
fn a_document_with_other_names_is_drift_and_no_silence() {
    let server = serve(|_| json(json!({"items": rows([1])})));
    let desk = desk(
        &server,
        "kind = \"json\"\nurl = \"http://{at}/api\"\nrows = \"results\"\nrow = { url = \"link\" }\n",
    );
    let ended = desk.run_crawl(&["office"]).with_code(4);
    assert!(ended.stderr.contains("results"), "{}", ended.stderr);
}

/// An archive by years: two releases in this year, three in the last, none the year before,
/// two in the first.
fn archive(asked: &Asked, this: i16) -> Reply {
    let year = asked
        .path
        .strip_prefix("/news/")
        .and_then(|rest| rest.get(..4));
    let year: i16 = year.and_then(|year| year.parse().ok()).unwrap_or_default();
    let numbers = match this - year {
        0 => 8..=9,
        1 => 4..=6,
        3 => 1..=2,
        _ => return Reply::status(404),
    };
    let mut page = String::from("<!doctype html><title>News</title><ul>");
    for number in numbers {
        write!(
            page,
            "<li class=row><a href=/releases/{number}>Bridge {number} opens</a></li>"
        )
        .expect("a text");
    }
    Reply::html(page)
}

#[test]
fn an_archive_by_years_is_walked_newest_first_and_its_past_only_once() {
    let this = jiff::Timestamp::now()
        .to_zoned_datetime(jiff::tz::TimeZone::UTC)
        .year();
    let server = serve(move |asked| archive(asked, this));
    let desk = desk(
        &server,
        &format!(
            "url = \"http://{{at}}/news/{{year}}/\"\nyears = {{ first = {} }}\nrows = \"li.row\"\nstop = {{ overlap_days = 0 }}\n",
            this - 3
        ),
    );
    let first = desk.run_crawl(&["office", "--max-requests", "5"]);
    let pages: Vec<String> = (0..4).map(|ago| format!("/news/{}/", this - ago)).collect();
    // robots.txt, this year, its two releases, the last year.
    assert_eq!(listed(&server), pages[..2], "{}", first.stderr);
    assert_eq!(numbers(&desk), [8, 9]);
    let second = desk.run_crawl(&["office"]).with_code(0);
    assert_eq!(numbers(&desk), [1, 2, 4, 5, 6, 8, 9], "{}", second.stderr);
    let (_, problems) = desk.last_run();
    assert_eq!(
        problems,
        [] as [Value; 0],
        "a year without releases is no news"
    );
    let before = listed(&server).len();
    desk.run_crawl(&["office"]).with_code(0);
    let third = listed(&server).split_off(before);
    assert_eq!(third, pages[..1], "what is past is past");
}

#[test]
fn an_archive_by_months_has_pages_of_its_own() {
    let now = jiff::Timestamp::now().to_zoned_datetime(jiff::tz::TimeZone::UTC);
    let (this, month) = (now.year(), now.month());
    let server = serve(move |asked| {
        let january = format!("/api/{this}/01?page=");
        let page = asked.path.strip_prefix(&january);
        match page.and_then(|page| page.parse::<u32>().ok()) {
            Some(page @ 1..=2) => json(json!({"results": rows([page])})),
            _ => json(json!({"results": []})),
        }
    });
    let desk = desk(
        &server,
        &format!(
            "kind = \"json\"\nurl = \"http://{{at}}/api/{{year}}/{{month:02}}?page={{page}}\"\npages = {{ first = 1 }}\nyears = {{ first = {this} }}\nrows = \"results\"\nrow = {{ url = \"link\" }}\n"
        ),
    );
    let ended = desk.run_crawl(&["office"]).with_code(0);
    assert_eq!(numbers(&desk), [1, 2], "{}", ended.stderr);
    let paths = listed(&server);
    let firsts = paths
        .iter()
        .filter(|path| path.ends_with("?page=1"))
        .count();
    assert_eq!(
        firsts,
        usize::try_from(month).expect("a month"),
        "{paths:?}"
    );
    assert!(
        paths.contains(&format!("/api/{this}/01?page=3")),
        "{paths:?}"
    );
}

#[test]
fn an_archive_without_any_row_is_drift() {
    let server = serve(|_| Reply::html("<!doctype html><title>News</title><p>Redesigned"));
    let desk = desk(
        &server,
        "url = \"http://{at}/news/{year}/\"\nyears = { first = 2024 }\nrows = \"li.row\"\n",
    );
    let ended = desk.run_crawl(&["office"]).with_code(4);
    assert!(ended.stderr.contains("li.row"), "{}", ended.stderr);
}
