//! What sitemaps of all kinds announce, whole and broken, as a list of facts.

use std::path::Path;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::page::Validators;

const PRESS: &str = r#"
id = "press"
name = "Press"
timezone = "Europe/Vienna"
[hosts]
canonical = "www.press.example"
aliases = ["press.example"]
[urls]
include = ['^/(?:atu|node)/\d+']
exclude = ['\?download$']
item_id = '/(\d+)$'
[[source]]
kind = "sitemap"
url = "https://www.press.example/sitemap.xml"
match = '^/sitemap[-.]'
stop = { max_pages = 3 }
"#;

fn profile() -> Profile {
    let loaded = crate::profile::parse(Path::new("press.toml"), PRESS, &|_| None);
    let drawn = loaded.render();
    loaded.profile.expect(&drawn)
}

fn page(text: &str) -> Page {
    Page {
        url: Some("https://www.press.example/sitemap.xml".parse().unwrap()),
        fetched_at: "2026-03-31T12:00:00Z".parse().unwrap(),
        validators: Validators::default(),
        media_type: Some("application/xml".to_owned()),
        text: text.to_owned(),
        spool: None,
        notes: Vec::new(),
        bytes_hash: String::new(),
        capture: None,
    }
}

fn try_read(text: &str, depth: u32) -> Result<(Sitemap, Vec<Target>), Unreadable> {
    let profile = profile();
    let mut targets = Vec::new();
    let step = Step {
        depth,
        ..Step::default()
    };
    let read = sitemap(
        &page(text),
        &profile,
        &profile.sources[0],
        &step,
        300,
        &|| false,
        &mut |part| {
            targets.extend(part);
            true
        },
    )?;
    Ok((read, targets))
}

fn read(text: &str) -> (Sitemap, Vec<Target>) {
    try_read(text, 0).expect("a sitemap")
}

/// The paths of what is announced.
fn paths(targets: &[Target]) -> Vec<&str> {
    targets.iter().map(|target| target.url.path()).collect()
}

fn classes(sitemap: &Sitemap) -> Vec<Class> {
    let failed = sitemap.failed.iter();
    failed.map(|skipped| skipped.class).collect()
}

fn url(n: u32) -> String {
    format!("<url><loc>https://www.press.example/atu/{n}</loc></url>")
}

#[test]
fn an_address_is_a_target_with_what_is_said_of_it() {
    let (sitemap, targets) = read(
        r#"<?xml version="1.0" encoding="UTF-8"?>
        <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
          xmlns:image="http://www.google.com/schemas/sitemap-image/1.1" xmlns:xhtml="http://www.w3.org/1999/xhtml">
        <url><loc> https://press.example/atu/1?utm_source=x </loc><lastmod>2024-03-14T10:00:00+01:00</lastmod>
          <changefreq>daily</changefreq><priority>0.5</priority>
          <xhtml:link rel="alternate" hreflang="de" href="https://www.press.example/atu/7"/>
          <image:image><image:loc>https://www.press.example/atu/8</image:loc><image:title>A picture</image:title></image:image>
          <news:news><news:publication><news:name>Press</news:name><news:language>en</news:language></news:publication>
            <news:publication_date>2024-03-14</news:publication_date><news:title>Fish &amp;amp; chips</news:title>
            <news:keywords>Water, Borders</news:keywords></news:news></url>
        <url><loc>https://www.press.example/about</loc><lastmod>2020-01-01</lastmod></url>
        <url><loc>https://www.press.example/atu/1?download</loc></url>
        <url><loc>https://elsewhere.example/atu/1</loc></url>
        </urlset>"#,
    );
    let [target] = targets.as_slice() else {
        panic!("{targets:?}");
    };
    assert_eq!(target.url.as_str(), "https://www.press.example/atu/1");
    assert_eq!(
        (target.key.as_str(), target.kind),
        ("press:1", PageKind::Release)
    );
    assert_eq!(
        target.modified,
        Some("2024-03-14T09:00:00Z".parse().unwrap())
    );
    let teaser = target.teaser.as_ref().unwrap();
    assert_eq!(teaser.kind, PageKind::Sitemap);
    assert_eq!(
        json!(teaser.fields),
        json!({
            "date": ["datetime=2024-03-14"],
            "language": ["en"],
            "title": ["Fish & chips"],
            "topics": ["Water", "Borders"],
        })
    );
    assert_eq!((sitemap.rows, sitemap.skipped, sitemap.linked), (4, 3, 1));
    assert_eq!(classes(&sitemap), []);
}

#[test]
fn an_index_announces_the_sitemaps_that_the_profile_wants() {
    let entry = |path: &str, more: &str| {
        format!("<sitemap><loc>https://www.press.example/{path}</loc>{more}</sitemap>")
    };
    let index = |entries: &[String]| format!("<sitemapindex>{}</sitemapindex>", entries.concat());
    let (sitemap, targets) = read(&index(&[
        entry("sitemap-1.xml", "<lastmod>2024-03-14</lastmod>"),
        entry(
            "sitemap.xml.gz?page=2",
            "<lastmod>2024-03-15T00:00:00Z</lastmod>",
        ),
        entry("video.xml", ""),
    ]));
    assert_eq!(paths(&targets), ["/sitemap-1.xml", "/sitemap.xml.gz"]);
    assert_eq!(
        (
            sitemap.rows,
            sitemap.sitemaps,
            sitemap.skipped,
            sitemap.undated
        ),
        (3, 2, 1, 0)
    );
    let first = &targets[0];
    assert_eq!(first.kind, PageKind::Sitemap);
    assert_eq!(first.key, first.url.as_str());
    // The end of that day in the newsroom's time zone.
    assert_eq!(
        first.modified,
        Some("2024-03-14T22:59:59Z".parse().unwrap())
    );
    assert_eq!(
        first.step.as_ref().map(|step| (step.page, step.depth)),
        Some((1, 1))
    );

    let many: Vec<String> = (0..5)
        .map(|n| entry(&format!("sitemap-{n}.xml"), ""))
        .collect();
    let (sitemap, targets) = read(&index(&many));
    assert_eq!(targets.len(), 3, "max_pages");
    assert_eq!(classes(&sitemap), [Class::Trap, Class::Trap]);
    assert_eq!(sitemap.undated, 3);

    let (sitemap, targets) = try_read(&index(&many[..1]), DEEPEST).unwrap();
    assert_eq!(
        (targets.len(), classes(&sitemap)),
        (0, vec![Class::SitemapDepth])
    );

    let elsewhere = "<sitemapindex><sitemap><loc>https://elsewhere.example/sitemap-1.xml</loc></sitemap></sitemapindex>";
    let (sitemap, targets) = read(elsewhere);
    assert_eq!(
        (targets.len(), classes(&sitemap)),
        (0, vec![Class::Offsite])
    );
}

#[test]
fn lines_and_feeds_pass_for_sitemaps() {
    let (sitemap, targets) = read(
        "\u{feff}https://www.press.example/atu/1\r\n\r\n  https://www.press.example/atu/2  \nnot an address\rhttps://www.press.example/atu/3",
    );
    assert_eq!(paths(&targets), ["/atu/1", "/atu/2", "/atu/3"]);
    assert_eq!((sitemap.rows, sitemap.skipped), (4, 1));
    let (_, targets) =
        read("<rss><channel><item><link>/atu/1</link><title>x</title></item></channel></rss>");
    assert_eq!(paths(&targets), ["/atu/1"]);
    assert_eq!(
        targets[0].teaser.as_ref().unwrap().first("title"),
        Some("x")
    );
}

#[test]
fn a_broken_sitemap_gives_every_address_that_is_whole() {
    let (one, two, three) = (url(1), url(2), url(3));
    let set = |inside: &str| format!("<urlset>{one}{inside}{three}</urlset>");
    let all = ["/atu/1", "/atu/2", "/atu/3"].as_slice();
    let none: &[Class] = &[];
    for (name, text, expected, damage) in [
        ("whole", set(&two), all, none),
        (
            "a bare &",
            set("<url><loc>https://www.press.example/atu/2?a=1&b=2</loc></url>"),
            all,
            none,
        ),
        (
            "words between",
            set(&format!("oops {two} &nope;")),
            all,
            none,
        ),
        (
            "a strange element",
            set(&format!("<x><y>{two}</y></x>")),
            all,
            none,
        ),
        (
            "no end of an entry",
            set(&two.replace("</url>", "")),
            all,
            none,
        ),
        (
            "no end of an address",
            set(&two.replace("</loc>", "")),
            all,
            none,
        ),
        (
            "an address twice",
            set(&two.replace("</loc>", "</loc><loc>/atu/9</loc>")),
            all,
            none,
        ),
        (
            "no end of a tag",
            set(&two.replace("</loc>", "</loc")),
            all,
            &[Class::Parse],
        ),
        (
            "an empty entry",
            set(&format!("{two}<url></url>")),
            all,
            &[Class::BadUrl],
        ),
        (
            "cut",
            set(&two).split_once("u/3</loc").unwrap().0.to_owned(),
            &all[..2],
            &[Class::Truncated],
        ),
        (
            "no root's end",
            set(&two).replace("</urlset>", ""),
            all,
            &[Class::Truncated],
        ),
        (
            "entities",
            format!("<!DOCTYPE u [<!ENTITY a \"b\">]>{}", set(&two)),
            all,
            &[Class::Parse],
        ),
        (
            "upper case",
            set(&two).replace("url", "URL").replace("loc", "Loc"),
            all,
            none,
        ),
        (
            "a prefix",
            set(&two).replace("<", "<sm:").replace("<sm:/", "</sm:"),
            all,
            none,
        ),
    ] {
        let (sitemap, targets) = read(&text);
        assert_eq!(paths(&targets), expected, "{name}: {text}");
        assert_eq!(classes(&sitemap), damage, "{name}");
    }
}

#[test]
fn what_was_cut_on_its_way_is_told_once() {
    let cut = |text: &str, code: &'static str| {
        let mut page = page(text);
        page.notes.push(crate::page::Note {
            code,
            message: "cut".to_owned(),
        });
        let profile = profile();
        let mut targets = Vec::new();
        let mut give = |part| {
            targets.extend::<Vec<Target>>(part);
            true
        };
        let step = Step::default();
        let source = &profile.sources[0];
        let read = sitemap(&page, &profile, source, &step, 300, &|| false, &mut give);
        let read = read.expect("a sitemap");
        let paths: Vec<String> = targets.iter().map(|it| it.url.path().to_owned()).collect();
        (paths, classes(&read))
    };
    for (code, class) in [
        (crate::page::CUT_BODY, Class::Truncated),
        (crate::page::LARGE_BODY, Class::TooLarge),
    ] {
        for text in [
            format!(
                "<urlset>{}<url><loc>https://www.press.example/atu/2",
                url(1)
            ),
            "https://www.press.example/atu/1\nhttps://www.press.example/atu/2".to_owned(),
        ] {
            assert_eq!(cut(&text, code), (vec!["/atu/1".to_owned()], vec![class]));
        }
    }
}

#[test]
fn what_is_no_sitemap_says_what_it_is() {
    for (text, says) in [
        (
            "<!DOCTYPE html><html><body>Not found</body></html>",
            "an HTML page",
        ),
        ("Not found", "no XML"),
        ("<opml/>", "<opml>"),
        ("", "no XML"),
        ("%PDF-1.7", "no XML"),
    ] {
        let unreadable = try_read(text, 0).expect_err("no sitemap");
        assert_eq!(unreadable.class, Class::NotXml, "{text}");
        assert!(unreadable.message.contains(says), "{}", unreadable.message);
    }
    assert_eq!(
        read("<urlset/>").0.rows,
        0,
        "a sitemap without addresses is one"
    );
}

#[test]
fn lastmods_are_believed_only_where_they_tell_pages_apart() {
    let set = |dates: &[&str]| {
        let entries: String = dates
            .iter()
            .enumerate()
            .map(|(n, date)| format!("<url><loc>/atu/{n}</loc><lastmod>{date}</lastmod></url>"))
            .collect();
        let (_, targets) = read(&format!("<urlset>{entries}</urlset>"));
        let said: Vec<Option<String>> = targets
            .iter()
            .map(|target| target.modified.map(|at| at.to_string()))
            .collect();
        said
    };
    let some = |texts: &[&str]| {
        texts
            .iter()
            .map(|text| Some((*text).to_owned()))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        set(&[
            "2024-03-14",
            "2024-03-14T10:00:00+01:00",
            "2024-03-14 10:00",
            "14 March 2024",
            "2024-03"
        ]),
        [
            some(&[
                "2024-03-14T22:59:59Z",
                "2024-03-14T09:00:00Z",
                "2024-03-14T09:00:00Z",
                "2024-03-14T22:59:59Z"
            ]),
            vec![None]
        ]
        .concat()
    );
    // Later than the page itself: that is not so.
    assert_eq!(
        set(&["2024-03-14", "2030-01-01"])[1],
        Some("2026-03-31T12:00:00Z".to_owned())
    );
    assert_eq!(set(&["2026-03-31"]), some(&["2026-03-31T12:00:00Z"]));
    for (name, dates) in [
        ("all the same", ["2024-03-14", "2024-03-14"]),
        (
            "all of now",
            ["2026-03-31T11:59:58Z", "2026-03-31T11:59:59Z"],
        ),
        ("nonsense", ["yesterday", "0000-00-00"]),
    ] {
        assert_eq!(set(&dates), [None, None], "{name}");
    }
}

#[test]
fn a_long_sitemap_is_handed_on_in_parts() {
    let many: String = (0..2_500).map(url).collect();
    let text = format!("<urlset>{many}</urlset>");
    let profile = profile();
    let mut parts = Vec::new();
    let mut give = |part: Vec<Target>| {
        parts.extend(Some(part.len()).filter(|count| *count > 0));
        true
    };
    let step = Step::default();
    let source = &profile.sources[0];
    sitemap(
        &page(&text),
        &profile,
        source,
        &step,
        300,
        &|| false,
        &mut give,
    )
    .unwrap();
    assert_eq!(parts, [1_000, 1_000, 500]);
    let stopped = sitemap(
        &page(&text),
        &profile,
        source,
        &step,
        300,
        &|| false,
        &mut |_| false,
    );
    assert_eq!(
        stopped.map_err(|unreadable| unreadable.class),
        Err(Class::Timeout)
    );
}

#[test]
fn failures_are_told_in_bounds() {
    let bad = "<url><loc>http://[</loc></url>".repeat(10_000);
    let (sitemap, _) = read(&format!("<urlset>{bad}</urlset>"));
    assert_eq!(sitemap.failed.len(), MOST_FAILED + 1);
    assert!(
        sitemap.failed[MOST_FAILED]
            .message
            .starts_with("9980 further")
    );
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        let _ = try_read(&text, 0);
    }

    #[test]
    fn a_broken_entry_costs_no_other(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "<loc>", "</loc>", "<lastmod>", "</lastmod>", "<image:image>", "&", "<", ">", "'",
                "<b", "</b", "text", "/atu/7", "</urlset>", "<sitemap>", "</sitemap>", "2024-01-01",
            ]),
            0..30,
        )
    ) {
        let inside: String = parts.concat();
        let text = format!("<urlset>{}<url>{inside}</url>{}</urlset>", url(1), url(2));
        let (_, targets) = read(&text);
        let found = paths(&targets);
        prop_assert!(found.contains(&"/atu/1") && found.contains(&"/atu/2"), "{}: {:?}", text, found);
    }
}
