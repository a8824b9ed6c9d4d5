//! What feeds of all kinds announce, whole and broken, as a list of facts.

use std::path::Path;

use proptest::prelude::*;
use serde_json::json;

use super::*;
use crate::page::Validators;
use crate::target::{PageKind, Target};

const PRESS: &str = r#"
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
kind = "feed"
url = "https://www.press.example/rss"
"#;

fn profile(text: &str) -> Profile {
    let loaded = crate::profile::parse(Path::new("press.toml"), text, &|_| None);
    let drawn = loaded.render();
    loaded.profile.expect(&drawn)
}

fn page(text: &str) -> Page {
    Page {
        url: Some("https://www.press.example/rss".parse().unwrap()),
        fetched_at: "2026-03-31T12:00:00Z".parse().unwrap(),
        validators: Validators::default(),
        media_type: Some("application/rss+xml".to_owned()),
        text: text.to_owned(),
        spool: None,
        notes: Vec::new(),
        bytes_hash: String::new(),
        capture: None,
    }
}

fn read(text: &str) -> Listing {
    let profile = profile(PRESS);
    feed(&page(text), &profile, &profile.sources[0], 300, &|| false).expect("a feed")
}

fn refused(text: &str) -> Unreadable {
    let profile = profile(PRESS);
    feed(&page(text), &profile, &profile.sources[0], 300, &|| false).expect_err("no feed")
}

/// The paths of what is announced.
fn paths(listing: &Listing) -> Vec<&str> {
    listing.releases.iter().map(|it| it.url.path()).collect()
}

fn classes(listing: &Listing) -> Vec<Class> {
    listing.failed.iter().map(|skipped| skipped.class).collect()
}

fn fields(target: &Target) -> serde_json::Value {
    json!(target.teaser.as_ref().expect("a teaser").fields)
}

#[test]
fn every_kind_of_feed_says_the_same() {
    let rss = r#"<?xml version="1.0" encoding="utf-8"?>
      <rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Press</title>
      <link>https://www.press.example/</link>
      <item><title>Water talks &amp;amp; more</title><link>https://www.press.example/atu/1?utm_source=rss</link>
        <pubDate>Tue, 05 Mar 2024 09:00:00 +0100</pubDate><description>&lt;p&gt;The talks &lt;b&gt;ended&lt;/b&gt;.&lt;/p&gt;</description>
        <category>Water</category><category><![CDATA[Borders]]></category><dc:creator>Ann Lee</dc:creator></item>
      </channel></rss>"#;
    let rdf = r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
      xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>Press</title></channel>
      <item rdf:about="https://www.press.example/atu/1"><title>Water talks &amp; more</title>
        <dc:date>2024-03-05T09:00:00+01:00</dc:date><description>The talks ended.</description>
        <dc:subject>Water</dc:subject><dc:subject>Borders</dc:subject><dc:creator>Ann Lee</dc:creator></item></rdf:RDF>"#;
    let atom = r#"<feed xmlns="http://www.w3.org/2005/Atom"><title>Press</title><link href="/"/>
      <entry xml:base="https://press.example/atu/"><title type="html">Water talks &amp;amp; more</title>
        <link rel="enclosure" href="/a.pdf"/><link type="application/json" href="/atu/1.json"/><link href="1" rel="alternate"/>
        <id>tag:press.example,2024:1</id><published>2024-03-05T09:00:00+01:00</published><updated>2024-03-06T10:00:00Z</updated>
        <summary type="html">&lt;p>The talks &lt;i>ended&lt;/i>.</summary><category term="w" label="Water"/><category term="Borders"/>
        <author><name>Ann Lee</name><email>a@press.example</email></author>
        <content type="xhtml"><div><title>not this</title> text</div></content></entry></feed>"#;
    let atom_03 = r#"<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title mode="escaped">Water talks &amp;amp; more</title>
        <link rel="alternate" type="text/html" href="http://www.press.example/atu/1"/>
        <issued>2024-03-05T09:00:00+01:00</issued><modified>2024-03-06T10:00:00Z</modified><created>2024-03-01T09:00:00Z</created>
        <summary>The talks ended.</summary><dc:subject>Water</dc:subject><dc:subject>Borders</dc:subject>
        <author><name>Ann Lee</name></author></entry></feed>"#;
    let rss_09 = r#"<rss version="0.91"><channel><item><title>Water talks &amp; more</title>
        <link>
          /atu/1
        </link><description>The talks ended.</description></item></channel></rss>"#;
    let json_feed = r#"{"version": "https://jsonfeed.org/version/1.1", "title": "Press", "items": [{"id": "1",
        "url": "https://www.press.example/atu/1", "title": "Water talks &amp; more", "summary": "<p>The talks ended.",
        "date_published": "2024-03-05T09:00:00+01:00", "date_modified": "2024-03-06T10:00:00Z",
        "tags": ["Water", "Borders"], "authors": [{"name": "Ann Lee"}], "attachments": [{"url": "/a.pdf"}]}]}"#;
    let changed = "2024-03-06T10:00:00Z";
    for (name, text, date, modified) in [
        ("rss", rss, Some("Tue, 05 Mar 2024 09:00:00 +0100"), None),
        ("rdf", rdf, Some("datetime=2024-03-05T09:00:00+01:00"), None),
        (
            "atom",
            atom,
            Some("datetime=2024-03-05T09:00:00+01:00"),
            Some(changed),
        ),
        (
            "atom 0.3",
            atom_03,
            Some("datetime=2024-03-05T09:00:00+01:00"),
            Some(changed),
        ),
        ("rss 0.91", rss_09, None, None),
        (
            "json",
            json_feed,
            Some("datetime=2024-03-05T09:00:00+01:00"),
            Some(changed),
        ),
    ] {
        let listing = read(text);
        let [target] = listing.releases.as_slice() else {
            panic!("{name}: {listing:?}");
        };
        assert_eq!(
            target.url.as_str(),
            "https://www.press.example/atu/1",
            "{name}"
        );
        assert_eq!(target.key, "press:1");
        let teaser = target.teaser.as_ref().unwrap();
        assert_eq!(teaser.kind, PageKind::Feed);
        assert_eq!(teaser.first("title"), Some("Water talks & more"), "{name}");
        assert_eq!(teaser.first("summary"), Some("The talks ended."), "{name}");
        assert_eq!(teaser.first("date"), date, "{name}");
        assert_eq!(
            target.modified,
            modified.map(|at| at.parse().unwrap()),
            "{name}"
        );
        if name != "rss 0.91" {
            assert_eq!(teaser.fields["topics"], ["Water", "Borders"], "{name}");
            assert_eq!(teaser.fields["authors"], ["Ann Lee"], "{name}");
            assert_eq!(
                listing.newest,
                Some(jiff::civil::date(2024, 3, 5)),
                "{name}"
            );
        }
        assert_eq!(classes(&listing), [], "{name}");
        assert_eq!(listing.rows, 1, "{name}");
    }
}

#[test]
fn a_broken_feed_gives_every_entry_that_is_whole() {
    let item = |n: u32| {
        format!("<item><title>T{n}</title><link>https://www.press.example/atu/{n}</link></item>")
    };
    let feed = |inside: &str| {
        format!("<rss version=\"2.0\"><channel><title>P</title>{inside}</channel></rss>")
    };
    let (one, two, three) = (item(1), item(2), item(3));
    let odd = |title: &str| {
        feed(&format!(
            "{one}<item><title>{title}</title><link>https://www.press.example/atu/2</link></item>{three}"
        ))
    };
    let all = ["/atu/1", "/atu/2", "/atu/3"].as_slice();
    let none: &[Class] = &[];
    for (name, text, expected, damage) in [
        ("a bare &", odd("Fish & chips"), all, none),
        (
            "an entity of HTML",
            odd("Fish&nbsp;chips &eacute;"),
            all,
            none,
        ),
        ("a bare <", odd("5 < 6"), all, none),
        ("control characters", odd("a\u{1}b\u{0}c"), all, none),
        ("an unbound prefix", odd("<foo:x>a</foo:x>"), all, none),
        ("markup that is not escaped", odd("a<br>b<i>c"), all, none),
        (
            "white space and a mark before it",
            format!("\u{feff}\n\n {}", odd("x")),
            all,
            none,
        ),
        (
            "a wrong prolog",
            format!("<?xml version=\"1.0\" encoding=\"UTF-8\">{}", odd("x")),
            all,
            none,
        ),
        (
            "two prologs",
            format!(
                "<?xml version=\"1.0\"?>\n<?xml version=\"1.0\"?>{}",
                odd("x")
            ),
            all,
            none,
        ),
        (
            "words before it",
            format!("Warning: foo() in bar.php\n{}", odd("x")),
            all,
            none,
        ),
        ("no root", format!("{one}{two}{three}"), all, none),
        (
            "a cut tail",
            odd("x").split_once("<title>T3").unwrap().0.to_owned(),
            &all[..2],
            &[Class::Truncated],
        ),
        (
            "cut in an address",
            odd("x").split_once("u/3</link").unwrap().0.to_owned(),
            &all[..2],
            &[Class::Truncated],
        ),
        (
            "an entry that is not closed",
            feed(&format!("{}{two}{three}", one.replace("</item>", ""))),
            all,
            none,
        ),
        (
            "a title that is not closed",
            odd("x").replace("x</title>", "x"),
            all,
            none,
        ),
        (
            "a tag that is not closed",
            odd("x").replace("x</title>", "x</title"),
            all,
            &[Class::Parse],
        ),
        (
            "a quote that is not closed",
            odd("<a href=\"x>y</a>"),
            all,
            &[Class::Parse],
        ),
        (
            "too many ends",
            feed(&format!("{one}</item></b>{two}</item>{three}")),
            all,
            none,
        ),
        (
            "entities",
            format!("<!DOCTYPE r [<!ENTITY a \"b\">]>{}", odd("&a;")),
            all,
            &[Class::Parse],
        ),
        (
            "another entry's end",
            feed(&format!("{one}</entry>{two}{three}")),
            all,
            none,
        ),
        (
            "an entry without a link",
            feed(&format!("{one}<item><title>x</title></item>{two}{three}")),
            all,
            &[Class::BadUrl],
        ),
    ] {
        let listing = read(&text);
        assert_eq!(paths(&listing), expected, "{name}: {text}");
        assert_eq!(classes(&listing), damage, "{name}");
    }
    let json = r#"{"items": [{"url": "/atu/1"}, {"url": "/atu/2"}, {"url": "/at"#;
    let listing = read(json);
    assert_eq!(paths(&listing), ["/atu/1", "/atu/2"]);
    assert_eq!(classes(&listing), [Class::Parse]);
}

#[test]
fn an_entry_says_where_its_release_is() {
    for (inside, expected) in [
        (
            "<link>https://www.press.example/atu/1</link><guid>https://www.press.example/atu/9</guid>",
            Some("/atu/1"),
        ),
        (
            "<guid>https://www.press.example/atu/2</guid>",
            Some("/atu/2"),
        ),
        (
            "<guid isPermaLink='true'>https://www.press.example/atu/2</guid>",
            Some("/atu/2"),
        ),
        (
            "<guid isPermaLink='false'>https://www.press.example/atu/2</guid>",
            None,
        ),
        ("<guid>atu/2</guid>", None),
        (
            "<link/><guid>https://www.press.example/atu/2</guid>",
            Some("/atu/2"),
        ),
        (
            "<link>http://feeds.example/~r/1</link><feedburner:origLink>https://www.press.example/atu/3</feedburner:origLink>",
            Some("/atu/3"),
        ),
        ("<link>atu/4</link>", Some("/atu/4")),
        (
            "<link><![CDATA[ https://press.example/atu/5 ]]></link>",
            Some("/atu/5"),
        ),
        (
            "<atom:link rel='self' href='/atu/8'/><link>/atu/6</link>",
            Some("/atu/6"),
        ),
        ("<atom:link href='/atu/7'/>", Some("/atu/7")),
        // Others, and what [urls] does not want.
        ("<link>https://elsewhere.example/atu/1</link>", None),
        ("<link>javascript:alert(1)</link>", None),
        ("<link>/atu/1?download</link>", None),
        ("<link>https://www.press.example/</link>", None),
    ] {
        let listing = read(&format!(
            "<rss><channel><item><title>x</title>{inside}</item></channel></rss>"
        ));
        assert_eq!(paths(&listing).first().copied(), expected, "{inside}");
    }
}

#[test]
fn reads_titles_authors_and_dates_as_plain_text() {
    let entry = |inside: &str| {
        let listing = read(&format!(
            "<rss><channel><item><link>/atu/1</link>{inside}</item></channel></rss>"
        ));
        fields(&listing.releases[0])
    };
    for (inside, expected) in [
        (
            "<title>&lt;b&gt;Fish&lt;/b&gt; &amp;#8211; chips</title>",
            json!({"title": ["Fish – chips"]}),
        ),
        (
            "<title> A\n  b </title><media:title>no</media:title>",
            json!({"title": ["A b"]}),
        ),
        (
            "<title><div>A <b>b</b></div></title>",
            json!({"title": ["A b"]}),
        ),
        ("<title/><dc:title>B</dc:title>", json!({"title": ["B"]})),
        (
            "<author>press@office.example (Ann Lee)</author>",
            json!({"authors": ["Ann Lee"]}),
        ),
        ("<author>press@office.example</author>", json!({})),
        (
            "<dc:type>Speech</dc:type><dc:language>en</dc:language>",
            json!({"type": ["Speech"], "language": ["en"]}),
        ),
        (
            "<enclosure url='/a.pdf' type='application/pdf'/>",
            json!({"attachments": ["/a.pdf"]}),
        ),
        (
            "<pubDate>5 March 2024</pubDate><dc:date>2024-03-06</dc:date>",
            json!({"date": ["5 March 2024"]}),
        ),
        (
            "<dc:date>2024-03-06</dc:date><pubDate>5 March 2024</pubDate>",
            json!({"date": ["5 March 2024"]}),
        ),
        (
            "<updated>2024-03-06</updated>",
            json!({"modified_at": ["datetime=2024-03-06"]}),
        ),
    ] {
        assert_eq!(entry(inside), expected, "{inside}");
    }
}

#[test]
fn follows_the_next_page_that_a_feed_names() {
    let next = |text: &str| read(text).next_link;
    let to = |url: &str| NextLink::To(url.parse().unwrap());
    for (text, expected) in [
        (
            "<feed><link rel='next' href='/rss?page=2'/></feed>",
            to("https://www.press.example/rss?page=2"),
        ),
        (
            "<rss xmlns:a='http://www.w3.org/2005/Atom'><channel><a:link rel='next' href='?page=2'/></channel></rss>",
            to("https://www.press.example/rss?page=2"),
        ),
        (
            "<feed xml:base='https://press.example/x/'><link rel='next' href='y'/></feed>",
            to("https://press.example/x/y"),
        ),
        (
            r#"{"items": [], "next_url": "/rss.json?2"}"#,
            to("https://www.press.example/rss.json?2"),
        ),
        (
            "<feed><link rel='self' href='/rss'/><entry><link rel='next' href='/x'/></entry></feed>",
            NextLink::None,
        ),
    ] {
        assert_eq!(next(text), expected, "{text}");
    }
    let elsewhere = next("<feed><link rel='next' href='https://elsewhere.example/'/></feed>");
    assert!(matches!(elsewhere, NextLink::Unusable(Class::Offsite, _)));
}

#[test]
fn what_is_no_feed_says_what_it_is() {
    for (text, class, says) in [
        (
            "<!DOCTYPE html><html><body><h1>Not found</h1></body></html>",
            Class::NotXml,
            "an HTML page",
        ),
        (
            "<urlset><url><loc>x</loc></url></urlset>",
            Class::NotXml,
            "a sitemap",
        ),
        ("Not found", Class::NotXml, "no XML"),
        ("<opml/>", Class::NotXml, "<opml>"),
        ("{\"error\": 1}", Class::Parse, "no JSON Feed"),
    ] {
        let unreadable = refused(text);
        assert_eq!(unreadable.class, class, "{text}");
        assert!(unreadable.message.contains(says), "{}", unreadable.message);
    }
    assert_eq!(
        read("<rss><channel/></rss>").rows,
        0,
        "a feed without entries is one"
    );
}

#[test]
fn a_feed_is_bounded() {
    let many = "<item><link>/atu/1</link></item>".repeat(MAX_ENTRIES + 1);
    let listing = read(&format!("<rss><channel>{many}</channel></rss>"));
    assert_eq!(listing.rows, MAX_ENTRIES);
    assert_eq!(classes(&listing), [Class::TooLarge]);
    let deep = "<b>".repeat(100_000);
    let listing = read(&format!(
        "<rss><channel><item>{deep}</item><item><link>/atu/1</link></item></channel></rss>"
    ));
    assert_eq!(paths(&listing), ["/atu/1"]);
    let tags = "<category>x</category>".repeat(10_000);
    read(&format!(
        "<rss><channel><item>{tags}<link>/atu/1</link></item></channel></rss>"
    ));
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in any::<String>()) {
        let profile = profile(PRESS);
        let _ = feed(&page(&text), &profile, &profile.sources[0], 300, &|| false);
    }

    /// Whatever one entry is made of, those around it come out.
    #[test]
    fn a_broken_entry_costs_no_other(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "<title>", "</title>", "<link>", "</link>", "<a b='c'>", "&", "<", ">", "'", "<b",
                "</b", "text", "/atu/7", "<guid>", "</guid>", "<author>", "<name>", "</channel>",
            ]),
            0..30,
        )
    ) {
        let inside: String = parts.concat();
        let item = |n: u32| format!("<item><link>/atu/{n}</link></item>");
        let text = format!("<rss><channel>{}<item>{inside}</item>{}</channel></rss>", item(1), item(2));
        let listing = read(&text);
        let found = paths(&listing);
        prop_assert!(found.contains(&"/atu/1") && found.contains(&"/atu/2"), "{}: {:?}", text, found);
    }
}
