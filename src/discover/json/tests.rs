//! What documents of JSON interfaces become, as a list of facts.

use std::path::Path;

use proptest::prelude::*;
use url::Url;

use super::*;
use crate::discover::listing;
use crate::page::Validators;
use crate::target::PageKind;

const HEAD: &str = r#"
id = "press"
name = "Press"
timezone = "Europe/Vienna"
hosts = { canonical = "www.press.example", aliases = ["press.example"] }
urls = { include = ['^/news/'], item_id = '(\d+)$' }
page = { blocked = { title = '(?i)checking your browser' } }
[[source]]
kind = "json"
url = "https://api.press.example/v2/news?os={offset}"
pages = { first = 0, step = 10 }
"#;

fn profile(source: &str) -> Profile {
    let text = format!("{HEAD}{source}");
    let loaded = crate::profile::parse(Path::new("press.toml"), &text, &|_| None);
    let drawn = loaded.render();
    loaded.profile.expect(&drawn)
}

fn page(text: &str) -> Page {
    Page {
        url: Some(Url::parse("https://api.press.example/v2/news?os=0").unwrap()),
        fetched_at: "2026-03-31T12:00:00Z".parse().unwrap(),
        validators: Validators::default(),
        media_type: Some("application/json".to_owned()),
        text: text.to_owned(),
        spool: None,
        notes: Vec::new(),
        bytes_hash: String::new(),
        capture: Some("captures/1.warc.gz#7".to_owned()),
    }
}

fn read(source: &str, text: &str) -> Result<Listing, Unreadable> {
    let profile = profile(source);
    listing(&page(text), &profile, &profile.sources[0], 300, &|| false)
}

fn addresses(listing: &Listing) -> Vec<&str> {
    listing.releases.iter().map(|it| it.url.as_str()).collect()
}

const PLAIN: &str = "rows = \"results\"\ntotal = \"count\"\nrow = { url = \"link\", title = \"title\", date = \"day\", topics = \"tags[].name\", modified_at = \"changed\" }\n";

#[test]
fn a_row_is_a_target_with_its_teaser() {
    let listing = read(
        PLAIN,
        r#"{"count": 31, "results": [{"link": "https://press.example/news/7?utm_source=api", "title": " Water\n talks ",
            "day": "2026-03-26T23:30:00Z", "changed": "2026-03-27T08:00:00Z",
            "tags": [{"name": "Water"}, {"name": "Borders"}], "more": null}]}"#,
    )
    .unwrap();
    let [target] = listing.releases.as_slice() else {
        panic!("{listing:?}");
    };
    assert_eq!(target.url.as_str(), "https://www.press.example/news/7");
    assert_eq!(target.key, "press:7");
    assert_eq!(target.kind, PageKind::Release);
    let modified = target.modified.map(|at| at.to_string());
    assert_eq!(modified.as_deref(), Some("2026-03-27T08:00:00Z"));
    let teaser = target.teaser.as_ref().unwrap();
    assert_eq!(teaser.first("title"), Some("Water talks"));
    assert_eq!(teaser.first("date"), Some("content=2026-03-26T23:30:00Z"));
    assert_eq!(teaser.fields["topics"], ["Water", "Borders"]);
    assert_eq!(teaser.elsewhere, None);
    assert_eq!(listing.total, Some(31));
    let day = jiff::civil::date(2026, 3, 27);
    assert_eq!(listing.newest, Some(day), "in the newsroom's zone");
}

#[test]
fn rows_are_a_list_or_the_values_of_an_object() {
    let one = r#"{"link": "/news/1"}"#;
    #[rustfmt::skip]
    let cases: Vec<(&str, String, usize, usize)> = vec![
        // (path of the rows, document, releases, rows that failed)
        ("results", format!(r#"{{"results": [{one}, {{"link": "/news/2"}}]}}"#), 2, 0),
        ("data.items", format!(r#"{{"data": {{"items": [{one}]}}}}"#), 1, 0),
        (".", format!("[{one}]"), 1, 0),
        ("", format!("[{one}]"), 1, 0),
        ("[].row", format!(r#"[{{"row": [{one}]}}, {{"row": [{{"link": "/news/2"}}]}}]"#), 2, 0),
        // The values of an object; what has no link is no row.
        ("documents", format!(r#"{{"documents": {{"D7": {one}, "facets": {{"year": [2026]}}, "D3": {{"link": "/news/3"}}}}}}"#), 2, 0),
        ("documents", r#"{"documents": {"facets": {}, "n": 3, "s": "text", "l": []}}"#.to_owned(), 0, 0),
        // In a list each is a row, but for null.
        ("results", format!(r#"{{"results": [{one}, {{"title": "no link"}}, null]}}"#), 1, 1),
        ("results", r#"{"results": ["text", 7]}"#.to_owned(), 0, 2),
        ("results", r#"{"results": []}"#.to_owned(), 0, 0),
        ("results", r#"{"results": null}"#.to_owned(), 0, 0),
        ("results", r#"{"error": "no such page"}"#.to_owned(), 0, 0),
        // The same release twice, the later of two members of one name.
        ("results", format!(r#"{{"results": [{one}, {one}]}}"#), 1, 0),
        ("results", format!(r#"{{"results": [{{"link": "/news/9"}}], "results": [{one}]}}"#), 1, 0),
    ];
    for (rows, text, releases, failed) in cases {
        let listing = read(
            &format!("rows = \"{rows}\"\nrow = {{ url = \"link\" }}\n"),
            &text,
        )
        .unwrap_or_else(|unreadable| panic!("{text}: {unreadable:?}"));
        assert_eq!(listing.releases.len(), releases, "{text}");
        assert_eq!(listing.failed.len(), failed, "{text}");
    }
}

#[test]
fn a_list_of_addresses_is_a_list_of_rows() {
    let found = read(
        "rows = \".\"\nrow = { url = \".\" }\n",
        r#"["https://www.press.example/news/1", "/news/2"]"#,
    );
    assert_eq!(
        addresses(&found.unwrap()),
        [
            "https://www.press.example/news/1",
            "https://api.press.example/news/2"
        ]
    );
}

#[test]
fn addresses_are_put_together() {
    let link = |link: &str| {
        format!(
            "rows = \".\"\nlink = \"{link}\"\nparts = {{ slug = {{ json = \"s\", transform = [\"lower\", \"replace:/:_\"] }}, path = \"p\" }}\n"
        )
    };
    let by_slug = link("https://www.press.example/news/detail/{slug}");
    let by_path = link("https://www.press.example/news{path}");
    let by_query = link("https://www.press.example/news/?of={path}&in={slug}");
    #[rustfmt::skip]
    let cases = [
        (&by_slug, r#"{"s": "IP/26/1799"}"#, Some("/news/detail/ip_26_1799")),
        (&by_slug, r#"{"s": 1799}"#, Some("/news/detail/1799")),
        (&by_slug, r#"{"s": "ä b?c#d%"}"#, Some("/news/detail/%C3%A4%20b%3Fc%23d%25")),
        (&by_slug, r#"{"s": ".."}"#, None),
        (&by_slug, r#"{"s": null}"#, None),
        (&by_path, r#"{"p": "/2026/water"}"#, Some("/news/2026/water")),
        (&by_path, r#"{"p": "/a/../../admin"}"#, None),
        (&by_path, r#"{"p": "//elsewhere.example/x"}"#, Some("/news//elsewhere.example/x")),
        (&by_query, r#"{"p": "/a/b", "s": "c&d=e"}"#, Some("/news/?of=%2Fa%2Fb&in=c%26d%3De")),
    ];
    for (source, row, path) in cases {
        let listing = read(source, &format!("[{row}]")).unwrap();
        let expected = path.map(|path| format!("https://www.press.example{path}"));
        assert_eq!(
            addresses(&listing),
            expected.as_deref().into_iter().collect::<Vec<_>>(),
            "{row}"
        );
        assert_eq!(listing.failed.is_empty(), path.is_some(), "{row}");
    }
}

#[test]
fn a_release_may_be_in_its_row_or_in_a_document_of_its_own() {
    let in_row = "rows = \".\"\nrelease = \"row\"\nrow = { url = \"l\", title = \"t\", body = \"b.rendered\" }\n";
    let text = r#"[{"l": "https://www.press.example/news/1", "t": "One", "b": {"rendered": "<p>a\nb</p>"}}]"#;
    let listing = read(in_row, text).unwrap();
    let teaser = listing.releases[0].teaser.clone().unwrap();
    assert_eq!(teaser.first("body"), None, "no field of the row");
    assert_eq!(
        teaser.elsewhere,
        Some(Elsewhere::Row(Box::new(Whole {
            body: "<p>a\nb</p>".to_owned(),
            fetched_at: "2026-03-31T12:00:00Z".parse().unwrap(),
            capture: Some("captures/1.warc.gz#7".to_owned()),
        })))
    );

    let of_item = "rows = \".\"\nrow = { url = \"l\", title = \"t\" }\nparts = { path = \"l\" }\n[source.item]\nurl = \"https://api.press.example/content{path}\"\ntitle = \"title\"\nbody = \"details.body\"\n";
    let listing = read(of_item, r#"[{"l": "/news/1", "t": "Short"}]"#).unwrap();
    let teaser = listing.releases[0].teaser.clone().unwrap();
    let url = Url::parse("https://api.press.example/content/news/1").unwrap();
    assert_eq!(teaser.elsewhere, Some(Elsewhere::Item(url)));

    let profile = profile(of_item);
    let crate::profile::SourceKind::Json(json) = &profile.sources[0].kind else {
        panic!("a JSON source");
    };
    let ReleaseIn::Item(rules) = &json.release else {
        panic!("a document of its own");
    };
    let document = page(r#"{"title": "Long title", "details": {"body": "<p>Text</p>"}}"#);
    let told = item(&document, &profile, rules, Some(&teaser), &|| false).unwrap();
    assert_eq!(told.first("title"), Some("Long title"));
    let Some(Elsewhere::Row(whole)) = told.elsewhere else {
        panic!("all of it");
    };
    assert_eq!(whole.body, "<p>Text</p>");
}

#[test]
fn the_text_of_a_release_is_a_text_and_holds_no_password() {
    let in_row = "rows = \".\"\nrelease = \"row\"\nrow = { url = \"l\", body = \"b\" }\n";
    for (text, body) in [
        (r#""<p>a</p>""#, "<p>a</p>"),
        (
            r#""<a href='http://user:word@files.example/x'>x</a> at http://user:word@b.example""#,
            "<a href='http://files.example/x'>x</a> at http://b.example",
        ),
        ("7", ""),
        ("true", ""),
        ("null", ""),
        (r#"{"rendered": "a"}"#, ""),
        (r#"[7, "a"]"#, "a"),
    ] {
        let listing = read(in_row, &format!(r#"[{{"l": "/news/1", "b": {text}}}]"#)).unwrap();
        let teaser = listing.releases[0].teaser.clone().unwrap();
        let Some(Elsewhere::Row(whole)) = teaser.elsewhere else {
            panic!("in its row: {text}");
        };
        assert_eq!(whole.body, body, "{text}");
    }
}

#[test]
fn the_next_page_is_linked_or_named() {
    let source = |pages: &str, url: &str| {
        let text = HEAD
            .replace("pages = { first = 0, step = 10 }", pages)
            .replace("?os={offset}", url);
        format!("{text}rows = \"results\"\nrow = {{ url = \"link\" }}\n")
    };
    let read = |source: &str, text: &str| {
        let loaded = crate::profile::parse(Path::new("press.toml"), source, &|_| None);
        let drawn = loaded.render();
        let profile = loaded.profile.expect(&drawn);
        let read = listing(&page(text), &profile, &profile.sources[0], 300, &|| false);
        read.unwrap().next_link
    };
    let linked = source("next = \"links.next\"", "");
    let named = source("pages = { cursor = \"meta.next\" }", "?after={cursor}");
    let to = |url: &str| NextLink::To(Url::parse(url).unwrap());
    #[rustfmt::skip]
    let cases = [
        (&linked, r#"{"links": {"next": "?os=10"}}"#, to("https://api.press.example/v2/news?os=10")),
        (&linked, r#"{"links": {"next": "https://www.press.example/v2/2#x"}}"#, to("https://www.press.example/v2/2")),
        (&linked, r#"{"links": {"next": null}}"#, NextLink::None),
        (&linked, r#"{"links": {"next": ""}}"#, NextLink::None),
        (&linked, r#"{}"#, NextLink::None),
        (&linked, r#"{"links": {"next": "https://elsewhere.example/2"}}"#, NextLink::Unusable(Class::Offsite, "https://elsewhere.example/2 is on none of [hosts]".to_owned())),
        (&named, r#"{"meta": {"next": "b2Zm+c2V0/A=="}}"#, NextLink::After("b2Zm+c2V0/A==".to_owned())),
        (&named, r#"{"meta": {"next": 42}}"#, NextLink::After("42".to_owned())),
        (&named, r#"{"meta": {"next": null}}"#, NextLink::None),
    ];
    for (source, text, expected) in cases {
        assert_eq!(read(source, text), expected, "{text}");
    }
}

#[test]
fn what_is_no_whole_document_is_not_believed() {
    let deep = format!("{}{}", "[".repeat(101), "]".repeat(101));
    let wide = format!("[{}0]", "0,".repeat(500_000));
    let rows = format!("{{\"results\": [{}0]}}", "0,".repeat(50_000));
    let texts = format!("[\"{}\"]", ",".repeat(600_000));
    #[rustfmt::skip]
    let cases: &[(&str, Option<Class>)] = &[
        ("", Some(Class::Empty)),
        ("\u{feff} \n", Some(Class::Empty)),
        (r#"{"results": [{"link": "/news/1"}, {"li"#, Some(Class::Truncated)),
        (r#"{"results": [{"link": "/news/1"}"#, Some(Class::Truncated)),
        (r#"{"results": [{"link": "/news/1"},]}"#, Some(Class::Parse)),
        (r#"{"results": []} trailing"#, Some(Class::Parse)),
        (r#"callback({"results": []});"#, Some(Class::Parse)),
        ("{'results': []}", Some(Class::Parse)),
        ("<!doctype html><title>News</title><p>Sorry", Some(Class::Parse)),
        ("<html><title>Just a moment...</title>", Some(Class::Blocked)),
        ("<html><title>Checking your browser</title>", Some(Class::Blocked)),
        ("<?xml version=\"1.0\"?><rss/>", Some(Class::Parse)),
        (&deep, Some(Class::TooDeep)),
        (&wide, Some(Class::TooLarge)),
        (&rows, Some(Class::TooLarge)),
        (&texts, None),
        ("\u{feff}{\"results\": []}\r\n", None),
        ("null", None),
    ];
    for (text, class) in cases {
        let read = read(PLAIN, text).err().map(|unreadable| unreadable.class);
        assert_eq!(read, *class, "{}", &text[..text.len().min(60)]);
    }
}

#[test]
fn fields_beyond_all_bounds_are_left_out() {
    let text = format!(
        r#"[{{"l": "https://www.press.example/news/1", "t": "{}", "b": "{}"}}]"#,
        "t".repeat(5_000),
        "b".repeat(2 * 1024 * 1024)
    );
    let source =
        "rows = \".\"\nrelease = \"row\"\nrow = { url = \"l\", title = \"t\", body = \"b\" }\n";
    let listing = read(source, &text).unwrap();
    let teaser = listing.releases[0].teaser.as_ref().unwrap();
    assert_eq!(teaser.first("title"), None);
    let Some(Elsewhere::Row(whole)) = &teaser.elsewhere else {
        panic!("it is in its row");
    };
    assert_eq!(whole.body, "");
}

proptest! {
    #[test]
    fn no_document_makes_it_panic(text in "[{}\\[\\]\",:a-z0-9 \\\\/\u{e4}-]{0,80}") {
        let _ = read(PLAIN, &text);
    }

    #[test]
    fn no_cut_of_a_document_is_believed(cut in 1usize..150) {
        let text = r#"{"count": 2, "results": [{"link": "/news/1", "title": "Wörter"}, {"link": "/news/2", "title": "b", "day": "2026-03-31"}]}"#;
        let at = (0..=cut).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        if at > 0 && at < text.len() {
            let class = read(PLAIN, &text[..at]).err().map(|unreadable| unreadable.class);
            prop_assert_eq!(class, Some(Class::Truncated));
        }
    }
}
