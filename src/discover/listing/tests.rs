//! What rows of listings become, as a list of facts.

use std::path::Path;

use super::*;
use crate::page::Validators;
use crate::target::PageKind;

const TABLE: &str = r#"
id = "press"
name = "Press"
timezone = "Europe/Vienna"
[hosts]
canonical = "www.press.example"
aliases = ["press.example"]
[urls]
include = ['^/(?:atu|node)/\d+$']
item_id = '/(\d+)$'
[[source]]
url = "https://www.press.example/news?page={page}"
pages = { first = 0 }
rows = "li.row"
[source.row]
title = ".title"
date = ".day"
type = { label = "Content type:" }
topics = { label = "Topics:", split = "," }
[source.keep]
type = { any_of = ["Press release", "Statement"], when_missing = "keep" }
"#;

fn profile(text: &str) -> Profile {
    let loaded = crate::profile::parse(Path::new("press.toml"), text, &|_| None);
    let drawn = loaded.render();
    loaded.profile.expect(&drawn)
}

fn page(html: &str) -> Page {
    Page {
        url: Some(Url::parse("https://www.press.example/news?page=0").unwrap()),
        fetched_at: "2026-03-31T12:00:00Z".parse().unwrap(),
        validators: Validators::default(),
        media_type: Some("text/html".to_owned()),
        text: html.to_owned(),
        spool: None,
        notes: Vec::new(),
        bytes_hash: String::new(),
        capture: None,
    }
}

fn read(text: &str, html: &str) -> Listing {
    let profile = profile(text);
    listing(&page(html), &profile, &profile.sources[0], 300, &|| false).unwrap()
}

fn addresses(listing: &Listing) -> Vec<&str> {
    listing.releases.iter().map(|it| it.url.as_str()).collect()
}

#[test]
fn a_row_is_a_target_with_its_teaser() {
    let listing = read(
        TABLE,
        "<ul><li class=row><a class=title href='/atu/48333?utm_source=x#top'>Water\u{a0} talks\n end</a>\
         <span class=day>26 March 2026</span><p>Content type: Press release</p><p>Topics: Water, Borders</p></ul>",
    );
    let [target] = listing.releases.as_slice() else {
        panic!("{listing:?}");
    };
    assert_eq!(target.url.as_str(), "https://www.press.example/atu/48333");
    assert_eq!(target.key, "press:48333");
    assert_eq!(target.kind, PageKind::Release);
    assert_eq!(
        target.source.as_str(),
        "https://www.press.example/news?page={page}"
    );
    assert_eq!(target.step, None);
    let teaser = target.teaser.as_ref().unwrap();
    assert_eq!(
        teaser.listed_on.as_ref().unwrap().as_str(),
        "https://www.press.example/news?page=0"
    );
    assert_eq!(teaser.first("title"), Some("Water talks end"));
    assert_eq!(teaser.first("type"), Some("Press release"));
    assert_eq!(teaser.fields["topics"], ["Water", "Borders"]);
    assert_eq!(listing.newest, Some(jiff::civil::date(2026, 3, 26)));
    assert_eq!((listing.rows, listing.linked, listing.skipped), (1, 1, 0));
}

#[test]
fn links_become_addresses_or_are_told_of() {
    let long = format!("/atu/{}", "7".repeat(400));
    let long_joined = format!("/{}", "x".repeat(290));
    #[rustfmt::skip]
    let rows: &[(&str, Result<&str, &str>)] = &[
        // (the row's link, the release's address or what became of the row)
        ("/atu/1", Ok("https://www.press.example/atu/1")),
        ("atu/2", Ok("https://www.press.example/atu/2")),
        ("  /atu/3\n", Ok("https://www.press.example/atu/3")),
        ("//press.example/atu/4", Ok("https://www.press.example/atu/4")),
        ("http://press.example/atu/5", Ok("https://www.press.example/atu/5")),
        ("https://user:pw@www.press.example/atu/6", Ok("https://www.press.example/atu/6")),
        ("https://elsewhere.example/atu/7", Err("unwanted")),
        ("/about", Err("unwanted")),
        ("javascript:void(0)", Err("unwanted")),
        ("mailto:press@press.example", Err("unwanted")),
        ("tel:+43150000", Err("unwanted")),
        ("data:text/html,<p>x", Err("unwanted")),
        ("ftp://www.press.example/atu/8", Err("unwanted")),
        ("#", Err("unwanted")),
        ("", Err("unwanted")),
        ("?page=1", Err("unwanted")),
        ("http://[::1/atu/9", Err("bad_url")),
        ("https://:80/atu/10", Err("bad_url")),
        (&long, Err("url_too_long")),
        (&long_joined, Err("url_too_long")),
    ];
    for (link, expected) in rows {
        let html = format!("<ul><li class=row><a class=title href=\"{link}\">T</a></ul>");
        let listing = read(TABLE, &html);
        let became = match (&listing.releases[..], &listing.failed[..], listing.skipped) {
            ([release], [], 0) => Ok(release.url.as_str()),
            ([], [failed], 0) => Err(failed.class.as_str()),
            ([], [], 1) => Err("unwanted"),
            _ => panic!("{link}: {listing:?}"),
        };
        assert_eq!(became, *expected, "{link}");
        assert_eq!(listing.linked, usize::from(expected.is_ok()), "{link}");
        for failed in &listing.failed {
            assert!(failed.url.chars().count() <= 200, "{}", failed.url);
        }
    }
}

#[test]
fn a_row_without_a_link_is_told_of_at_the_listing() {
    let listing = read(TABLE, "<ul><li class=row><b class=title>No link</b></ul>");
    let [failed] = listing.failed.as_slice() else {
        panic!("{listing:?}");
    };
    assert_eq!(failed.class, Class::BadUrl);
    assert_eq!(failed.url, "https://www.press.example/news?page=0");
    assert_eq!((listing.rows, listing.linked), (1, 0));
}

#[test]
fn rows_are_kept_by_what_they_say() {
    let row = |kind: &str| {
        format!("<ul><li class=row><a class=title href=/atu/1>T</a><p>{kind}</p></ul>")
    };
    let drop = TABLE.replace("when_missing = \"keep\"", "when_missing = \"drop\"");
    for (profile, kind, kept) in [
        (TABLE, "Content type: Press release", true),
        (TABLE, "Content type: STATEMENT", true),
        (TABLE, "Content type: Event", false),
        (TABLE, "Content type: Press release archive", false),
        (TABLE, "Content type:", true),
        (TABLE, "", true),
        (&drop, "", false),
        (&drop, "Content type: Statement", true),
    ] {
        let listing = read(profile, &row(kind));
        assert_eq!(listing.releases.len(), usize::from(kept), "{kind}");
        assert_eq!(listing.skipped, usize::from(!kept), "{kind}");
        assert_eq!(listing.linked, 1, "an unwanted release is still one");
    }
}

#[test]
fn a_release_is_listed_once_and_a_conflict_not_at_all() {
    let rows = |rows: &[(&str, &str)]| {
        rows.iter()
            .map(|(href, title)| {
                format!("<li class=row><a href='{href}'></a><b class=title>{title}</b>")
            })
            .collect::<String>()
    };
    #[rustfmt::skip]
    /// A fact, its rows (address, title), the paths listed, and how many conflicts.
    type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a [&'a str], usize);
    let cases: &[Case<'_>] = &[
        (
            "the same row twice",
            &[("/atu/1", "A"), ("/atu/1", "A")],
            &["/atu/1"],
            0,
        ),
        (
            "one page, shown with two texts",
            &[("/atu/1", "A long title"), ("/atu/1#x", "A long …")],
            &["/atu/1"],
            0,
        ),
        (
            "two addresses, one title",
            &[("/atu/1", "A"), ("/node/1", "A")],
            &["/atu/1"],
            0,
        ),
        (
            "two addresses, one without a title",
            &[("/atu/1", "A"), ("/node/1", "")],
            &["/atu/1"],
            0,
        ),
        (
            "two addresses, two titles",
            &[("/atu/1", "A"), ("/node/1", "B"), ("/atu/2", "C")],
            &["/atu/2"],
            1,
        ),
        (
            "three of them",
            &[("/atu/1", "A"), ("/node/1", "B"), ("/node/1", "C")],
            &[],
            1,
        ),
        (
            "other ids",
            &[("/atu/1", "A"), ("/atu/2", "A")],
            &["/atu/1", "/atu/2"],
            0,
        ),
    ];
    for (fact, written, expected, conflicts) in cases {
        let listing = read(TABLE, &rows(written));
        let paths: Vec<&str> = listing.releases.iter().map(|it| it.url.path()).collect();
        assert_eq!(paths, *expected, "{fact}");
        assert_eq!(listing.failed.len(), *conflicts, "{fact}");
        for conflict in &listing.failed {
            assert_eq!(conflict.class, Class::Trap);
            assert!(conflict.message.starts_with("id.conflict"), "{conflict:?}");
        }
    }
}

#[test]
fn relative_links_follow_the_base() {
    for (head, expected) in [
        ("", "https://www.press.example/atu/1"),
        ("<base href='/old/'>", "https://www.press.example/old/atu/1"),
        (
            "<base target=_top><base href='/old/'>",
            "https://www.press.example/old/atu/1",
        ),
        (
            "<base href='/old/'><base href='/new/'>",
            "https://www.press.example/old/atu/1",
        ),
        (
            "<base href='javascript:x'>",
            "https://www.press.example/atu/1",
        ),
        ("<base href='data:x'>", "https://www.press.example/atu/1"),
        (
            "<base href='https://press.example/in/'>",
            "https://www.press.example/in/atu/1",
        ),
    ] {
        let html = format!("<head>{head}</head><li class=row><a href='atu/1'>T</a>");
        let any = TABLE.replace(r"include = ['^/(?:atu|node)/\d+$']", "");
        assert_eq!(addresses(&read(&any, &html)), [expected], "{head}");
    }
}

#[test]
fn the_link_of_a_row_is_the_rule_s_else_its_own_else_its_first() {
    let with_rule = TABLE.replace("[source.row]", "[source.row]\nurl = \"a.more\"");
    let rows_are_links = TABLE.replace("rows = \"li.row\"", "rows = \"a.row\"");
    for (profile, html, path) in [
        (
            with_rule.as_str(),
            "<li class=row><a href=/atu/1>T</a><a class=more href=/atu/2>More</a>",
            "/atu/2",
        ),
        (
            TABLE,
            "<li class=row><a name=x></a><a href=/atu/1>T</a><a href=/atu/2>M</a>",
            "/atu/1",
        ),
        (
            &rows_are_links,
            "<a class=row href=/atu/1><b class=title>T</b></a>",
            "/atu/1",
        ),
    ] {
        let listing = read(profile, html);
        assert_eq!(listing.releases[0].url.path(), path);
    }
}

#[test]
fn the_next_page_is_linked_or_not() {
    let linked = TABLE.replace(
        "?page={page}\"\npages = { first = 0 }",
        "\"\nnext = \"a.next\"",
    );
    let far = format!("/{}", "n".repeat(400));
    for (href, expected) in [
        (
            "/news?page=2#list",
            Ok(Some("https://www.press.example/news?page=2")),
        ),
        ("?page=2", Ok(Some("https://www.press.example/news?page=2"))),
        ("javascript:next()", Ok(None)),
        (
            "https://elsewhere.example/news",
            Err((Class::Offsite, "[hosts]")),
        ),
        ("http://[", Err((Class::BadUrl, "not an address"))),
        (far.as_str(), Err((Class::UrlTooLong, "--max-url"))),
    ] {
        let html =
            format!("<li class=row><a href=/atu/1>T</a></li><a class=next href='{href}'>›</a>");
        match (read(&linked, &html).next_link, expected) {
            (NextLink::None, Ok(None)) => {}
            (NextLink::To(url), Ok(Some(expected))) => assert_eq!(url.as_str(), expected),
            (NextLink::Unusable(class, why), Err((wanted, mark))) => {
                assert_eq!(class, wanted, "{why}");
                assert!(why.contains(mark), "{why}");
            }
            (other, _) => panic!("{href}: {other:?}"),
        }
    }
    let last = read(&linked, "<li class=row><a href=/atu/1>T</a></li>");
    assert_eq!(last.next_link, NextLink::None);
}

#[test]
fn the_fingerprint_is_of_the_rows_addresses_alone() {
    let of = |html: &str| read(TABLE, html).fingerprint;
    let one = of("<li class=row><a href=/atu/1>T</a><li class=row><a href=/about>U</a>");
    let worded = of(
        "<p>Seen 7 times<li class=row><a href=/atu/1>Title</a><li class=row><a href=/about>U</a>",
    );
    let other = of("<li class=row><a href=/atu/1>T</a><li class=row><a href=/contact>U</a>");
    let fewer = of("<li class=row><a href=/atu/1>T</a>");
    assert_eq!(one, worded);
    assert_ne!(one, other);
    assert_ne!(one, fewer);
}

#[test]
fn a_wall_is_not_a_listing_without_rows() {
    let walled = TABLE.replace(
        "[[source]]",
        "[page]\nblocked = { title = '(?i)just a moment', css = '#challenge' }\n[[source]]",
    );
    let profile = profile(&walled);
    for (html, blocked) in [
        ("<title>Just a moment…</title>", true),
        ("<title>News</title><div id=challenge>", true),
        ("<title>News</title>", false),
        (
            "<title>Just a moment</title><li class=row><a href=/atu/1>T</a>",
            false,
        ),
    ] {
        let read = listing(&page(html), &profile, &profile.sources[0], 300, &|| false);
        let class = read.err().map(|unreadable| unreadable.class);
        assert_eq!(class == Some(Class::Blocked), blocked, "{html}");
    }
}

#[test]
fn hostile_pages_are_given_up_not_worked_through() {
    let profile = profile(TABLE);
    let nested = "<ul><li class=row><a href=/atu/1>T</a>".repeat(MAX_NESTED_ROWS + 2);
    let grouped = "<ul><li class=row><a href=/atu/1>T</a>".repeat(MAX_NESTED_ROWS);
    let many = "<li class=row>x".repeat(MAX_ROWS + 1);
    for (html, cancel, class) in [
        (nested.as_str(), false, Some(Class::TooDeep)),
        (grouped.as_str(), false, None),
        (many.as_str(), false, Some(Class::TooLarge)),
        ("<li class=row>x", true, Some(Class::Timeout)),
    ] {
        let read = listing(&page(html), &profile, &profile.sources[0], 300, &|| cancel);
        assert_eq!(read.err().map(|unreadable| unreadable.class), class);
    }
}

#[test]
fn a_text_that_is_no_field_is_not_believed() {
    let html = format!(
        "<li class=row><a href=/atu/1></a><b class=title>{}</b><p>Topics: {}</p>",
        "x".repeat(MAX_FIELD + 1),
        "t,".repeat(500)
    );
    let listing = read(TABLE, &html);
    let teaser = listing.releases[0].teaser.as_ref().unwrap();
    assert_eq!(teaser.first("title"), None);
    assert!(teaser.fields["topics"].len() <= MAX_TEXTS);
}

#[test]
fn nothing_is_assumed_of_a_page_without_an_address() {
    let profile = profile(TABLE);
    let nameless = Page {
        url: None,
        ..page(
            "<li class=row><a href=/atu/1>T</a><li class=row><a href=https://www.press.example/atu/2>T</a><li class=row>x",
        )
    };
    let listing = listing(&nameless, &profile, &profile.sources[0], 300, &|| false).unwrap();
    assert_eq!(addresses(&listing), ["https://www.press.example/atu/2"]);
    assert_eq!(listing.failed.len(), 2);
}
