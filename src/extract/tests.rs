//! Whole pages: what a release gives, in every rendering of the same facts.

use std::path::Path;

use jiff::civil::date;
use proptest::prelude::*;

use super::*;
use crate::page::{Note, Validators};
use crate::profile;
use crate::record::{DateRole, Precision, Record, ReleaseType, Severity, normalize};
use crate::target::PageKind;

/// A newsroom in the shape of an intergovernmental body's.
const BOARD: &str = r#"
format = 1
id = "board"
name = "River Board"
languages = ["en"]
timezone = "Europe/Vienna"
[hosts]
canonical = "www.board.example"
aliases = ["board.example"]
[urls]
include = ['^/(?:[a-z-]+/)+\d+$']
item_id = '/(\d+)$'
[[source]]
url = "https://www.board.example/press-releases?page={page}"
pages = { first = 0, step = 1 }
rows = "div.row"
[page]
release = ["div.content--header h1"]
blocked = { title = '(?i)one moment' }
content = "div.content--content"
[fields]
title   = ["div.content--header h1", { meta = "og:title" }]
date    = [{ label = "Date:" }, "span.date-display-single", { from = "row.date" }, { from = "dateline" }]
type    = [{ from = "row.type" }, { text = '(?m)^(Press release|Press statement)$', within = "div.content--content" }]
places  = [{ label = "Place:", split = "/" }, { from = "dateline" }]
sources = { label = "Source:", split = "," }
topics  = { label = "Fields of work:", split = "," }
[body]
css    = ["div.content--content div.pane-content"]
remove = [".pager"]
boilerplate = ['(?i)^for more information']
[dates]
formats = ["%d %B %Y"]
[quality]
required = ["title", "published_on", "body"]
"#;

fn board() -> Profile {
    profile(BOARD)
}

fn profile(source: &str) -> Profile {
    let loaded = profile::parse(Path::new("board.toml"), source, &|_| None);
    let findings = loaded.render();
    loaded
        .into_profile()
        .unwrap_or_else(|_| panic!("{findings}"))
}

fn page(text: &str) -> Page {
    Page {
        url: None,
        fetched_at: "2026-01-15T10:00:00Z".parse().expect("a time"),
        validators: Validators::default(),
        media_type: Some("text/html".to_owned()),
        text: text.to_owned(),
        spool: None,
        notes: Vec::new(),
        bytes_hash: crate::record::hash_of(text.as_bytes()),
        capture: None,
    }
}

fn draft(text: &str, profile: &Profile, teaser: Option<&Teaser>) -> Result<Draft, Unreadable> {
    extract(&page(text), profile, teaser, &|| false)
}

fn record(text: &str, profile: &Profile, teaser: Option<&Teaser>) -> Record {
    normalize(draft(text, profile, teaser).expect("a release")).expect("a record")
}

fn issues(record: &Record) -> Vec<&str> {
    record
        .issues
        .iter()
        .map(|issue| issue.code.as_str())
        .collect()
}

/// The words of the facts stand in the menu as well.
const MENU: &str = r#"<div class="menu"><ul><li>Source:</li><li><a href="/a">Elections</a></li>
<li><a href="/b">Board Secretariat</a></li><li><a href="/c">Fields of work</a></li>
<li><a href="/d">Water quality, Rule of law</a></li></ul></div>"#;

const BODY: &str = "<p>GRAZ, 5 May 2009 - Ferries on the upper river will run at night from June, the Board said.</p>
<p>The first boats leave at eleven and carry no cars.</p>
<p>\"A ferry that sleeps is a bridge that is missing,\" the harbour master said.</p>";

/// The same facts, with an empty date, in the shapes that newsrooms print.
const RENDERINGS: &[(&str, &str)] = &[
    (
        "list items",
        "<ul><li>Date:</li><li>Place:</li><li>GRAZ</li><li>Source:</li><li>Board Secretariat</li><li>Fields of work:</li><li>Ferries, Night traffic</li></ul>",
    ),
    (
        "dl without dd",
        "<dl><dt>Date:</dt><dt>Place:</dt><dd>GRAZ</dd><dt>Source:</dt><dd>Board Secretariat</dd><dt>Fields of work:</dt><dd>Ferries, Night traffic</dd></dl>",
    ),
    (
        "dl with an empty dd",
        "<dl><dt>Date:</dt><dd></dd><dt>Place:</dt><dd>GRAZ</dd><dt>Source:</dt><dd>Board Secretariat</dd><dt>Fields of work:</dt><dd>Ferries, Night traffic</dd></dl>",
    ),
    (
        "field divs",
        "<div class=field><div class=label>Date:&nbsp;</div><div class=items></div></div><div class=field><div class=label>Place:&nbsp;</div><div class=items><div>GRAZ</div></div></div><div class=field><div class=label>Source:&nbsp;</div><div class=items><div>Board Secretariat</div></div></div><div class=field><div class=label>Fields of work:&nbsp;</div><div class=items><div>Ferries</div><div>Night traffic</div></div></div>",
    ),
    (
        "table rows",
        "<table><tr><th>Date:</th><td></td></tr><tr><th>Place:</th><td>GRAZ</td></tr><tr><th>Source:</th><td>Board Secretariat</td></tr><tr><th>Fields of work:</th><td>Ferries, Night traffic</td></tr></table>",
    ),
    (
        "bold labels",
        "<p><b>Date:</b><br><b>Place:</b> GRAZ<br><b>Source:</b> Board Secretariat<br><b>Fields of work:</b> Ferries, Night traffic</p>",
    ),
    (
        "bold labels, colon outside",
        "<p><strong>Date</strong>: <br><strong>Place</strong>: GRAZ<br><strong>Source</strong>: Board Secretariat<br><strong>Fields of work</strong>: Ferries, Night traffic</p>",
    ),
    (
        "spans",
        "<div><span>Date:</span> <span>Place:</span> <span>GRAZ</span> <span>Source:</span> <span>Board Secretariat</span> <span>Fields of work:</span> <span>Ferries, Night traffic</span></div>",
    ),
    (
        "one text",
        "<p>Date:<br>Place: GRAZ<br>Source: Board Secretariat<br>Fields of work: Ferries, Night traffic</p>",
    ),
];

fn release(facts: &str, same_pane: bool) -> String {
    let parts = if same_pane {
        format!("<div class=pane-content>{facts}{BODY}</div>")
    } else {
        format!("<div class=pane-content>{facts}</div><div class=pane-content>{BODY}</div>")
    };
    format!(
        "<html lang=en><head><title>Ferries to run at night | River Board</title>
        <link rel=canonical href='https://board.example/secretariat/7021?utm_source=x'></head><body>{MENU}
        <div class='content--header'><h1>Ferries to run at night</h1></div>
        <div class='content--content'><div>Press release</div>{parts}
        <ul class=pager><li><a href=/n/1>previous item, 2 March 2006</a></li></ul></div>
        <footer>Last updated 3 January 2026</footer></body></html>"
    )
}

#[test]
fn reads_the_same_facts_in_every_rendering() {
    let board = board();
    for (name, facts) in RENDERINGS {
        for same_pane in [false, true] {
            let record = record(&release(facts, same_pane), &board, None);
            assert_eq!(record.title, "Ferries to run at night", "{name}");
            assert_eq!(record.published_on, Some(date(2009, 5, 5)), "{name}");
            assert_eq!(record.published_from.as_deref(), Some("dateline"), "{name}");
            assert_eq!(
                record.published_raw.as_deref(),
                Some("5 May 2009"),
                "{name}"
            );
            assert_eq!(record.places, ["Graz"], "{name}");
            assert_eq!(record.places_raw.as_deref(), Some("GRAZ"), "{name}");
            assert_eq!(record.sources, ["Board Secretariat"], "{name}");
            assert_eq!(record.topics, ["Ferries", "Night traffic"], "{name}");
            assert_eq!(record.kind, ReleaseType::PressRelease, "{name}");
            assert_eq!(record.type_raw.as_deref(), Some("Press release"), "{name}");
            assert_eq!(record.id, "board:7021", "{name}");
            assert_eq!(
                record.url.as_ref().map(url::Url::as_str),
                Some("https://www.board.example/secretariat/7021"),
                "{name}"
            );
            let body = record.body.as_deref().unwrap_or_default();
            assert_eq!(body.split("\n\n").count(), 3, "{name}: {body}");
            assert!(
                body.starts_with("GRAZ, 5 May 2009 - Ferries"),
                "{name}: {body}"
            );
            assert_eq!(
                record.dateline.as_deref(),
                Some("GRAZ, 5 May 2009"),
                "{name}"
            );
            assert_eq!(issues(&record), ["date.label_empty"], "{name}");
            assert!(record.ok);
        }
    }
}

#[test]
fn reads_the_same_facts_where_they_share_a_paragraph_with_the_text() {
    let facts = RENDERINGS[5].1.trim_end_matches("</p>");
    let text = format!(
        "{facts}<br><br>GRAZ, 5 May 2009 - Ferries will run.<br><br>They carry no cars.</p>"
    );
    let page = release("", true).replace(BODY, &text);
    let record = record(&page, &board(), None);
    assert_eq!(
        record.body.as_deref(),
        Some("GRAZ, 5 May 2009 - Ferries will run.\n\nThey carry no cars.")
    );
    assert_eq!(record.topics, ["Ferries", "Night traffic"]);
    assert_eq!(issues(&record), ["date.label_empty"]);
}

fn teaser(fields: &[(&str, &str)]) -> Teaser {
    Teaser {
        fields: fields
            .iter()
            .map(|(name, value)| ((*name).to_owned(), vec![(*value).to_owned()]))
            .collect(),
        ..Teaser::default()
    }
}

#[test]
fn says_which_kind_of_source_announced_a_date() {
    let page = release("", false).replace("GRAZ, 5 May 2009", "GRAZ");
    let by = |kind: PageKind, date: &str| Teaser {
        kind,
        ..teaser(&[("date", date)])
    };
    for (kind, from) in [
        (PageKind::Listing, "row"),
        (PageKind::Json, "row"),
        (PageKind::Feed, "feed"),
        (PageKind::Sitemap, "sitemap"),
    ] {
        let said = by(kind, "datetime=2009-05-06T09:30:00+02:00");
        let record = record(&page, &board(), Some(&said));
        assert_eq!(record.published_from.as_deref(), Some(from));
        assert_eq!(record.published_offset.as_deref(), Some("+02:00"), "{from}");
    }
    // The profile asks for the row, wherever it stands; what others say is in the ledger.
    let mut said = by(PageKind::Feed, "Wed, 6 May 2009 09:30:00 +0200");
    said.beside.push(by(PageKind::Listing, "7 May 2009"));
    let both = record(&page, &board(), Some(&said));
    assert_eq!(both.published_from.as_deref(), Some("row"));
    let origins: Vec<&str> = both.dates.iter().map(|date| date.origin.as_str()).collect();
    assert_eq!(origins, ["row", "feed"]);
    assert_eq!(issues(&both).last().copied(), Some("date.conflict"));
}

#[test]
fn weighs_the_dates_of_a_release() {
    let dated = |date: &str| {
        RENDERINGS[0]
            .1
            .replace("Date:</li>", &format!("Date:</li><li>{date}</li>"))
    };
    let no_year = |page: String| page.replace("GRAZ, 5 May 2009", "GRAZ, 5 May");
    let row = teaser(&[("date", "6 May 2009"), ("type", "Press statement")]);
    /// page, teaser, day, from, issues
    type Case<'a> = (
        String,
        Option<&'a Teaser>,
        Option<(i16, i8, i8)>,
        &'a str,
        &'a [&'a str],
    );
    let cases: &[Case<'_>] = &[
        (
            release(&dated("5 May 2009"), false),
            None,
            Some((2009, 5, 5)),
            "field",
            &[],
        ),
        (
            release(&dated("4 May 2009"), false),
            None,
            Some((2009, 5, 4)),
            "field",
            &["date.conflict"],
        ),
        (
            release(&dated("soon"), false),
            None,
            Some((2009, 5, 5)),
            "dateline",
            &["date.unreadable"],
        ),
        (
            release(&dated("31 April 2009"), false),
            None,
            Some((2009, 5, 5)),
            "dateline",
            &["date.unreadable"],
        ),
        (
            release(&dated("May 2009"), false),
            None,
            Some((2009, 5, 5)),
            "dateline",
            &[],
        ),
        (
            release(RENDERINGS[0].1, false),
            Some(&row),
            Some((2009, 5, 6)),
            "row",
            &["date.label_empty", "date.conflict"],
        ),
        (
            no_year(release("", false)),
            Some(&teaser(&[("date", "5 May 2009")])),
            Some((2009, 5, 5)),
            "row",
            &[],
        ),
        (
            release(&dated("5 May 2029"), false).replace("5 May 2009", "5 May 2029"),
            None,
            Some((2029, 5, 5)),
            "field",
            &["date.future"],
        ),
    ];
    for (page, teaser, day, from, expected) in cases {
        let record = record(page, &board(), *teaser);
        assert_eq!(record.published_on, day.map(|(y, m, d)| date(y, m, d)));
        assert_eq!(record.published_from.as_deref(), Some(*from));
        assert_eq!(issues(&record), *expected);
        assert_eq!(record.dates.iter().filter(|date| date.chosen).count(), 1);
    }
    let lost = no_year(release("", false));
    let rejection = normalize(draft(&lost, &board(), None).expect("a draft")).expect_err("no day");
    assert_eq!(rejection.class, Class::BadDate);
}

/// What stands where a date should be, on a page with the profile's labels and none else.
#[test]
fn what_is_no_date_of_publication_is_not_taken_for_one() {
    let text = "<p>The first boats leave at eleven and carry no cars at all.</p>
        <p>The second boats leave at twelve, when the moon is up.</p>";
    // facts, the first block of the body, the day of publication
    let cases = [
        ("<p>Date: updated 3 July 2009</p>", "", None),
        (
            "<p>Date: 12 June 2003 (updated 3 July 2009)</p>",
            "",
            Some(date(2003, 6, 12)),
        ),
        ("<p>Date: 12 June 2023 to 14 June 2023</p>", "", None),
        (
            "<div><span>Date:</span></div><div><span>Deadline for boats:</span> <span>4 April 2004</span></div>",
            "",
            None,
        ),
        (
            "<dl><dt>Date:</dt><dd></dd><dt>Event date:</dt><dd>4 April 2004</dd></dl>",
            "",
            None,
        ),
        (
            "<dl><dt>Date:</dt><dd></dd><dt>Date of the hearing:</dt><dd>4 April 2004</dd></dl>",
            "",
            None,
        ),
        (
            "<p><strong>Date:</strong></p>",
            "<p>On 4 April 2004 the Board met.</p>",
            None,
        ),
        (
            "<p>Date:</p><p>On 4 April 2004 the Board met.</p>",
            "",
            None,
        ),
        (
            "<p>Date: Sunday, 4 April 2004, at 10 a.m. local time.</p>",
            "",
            Some(date(2004, 4, 4)),
        ),
    ];
    for (facts, first, day) in cases {
        let page = format!(
            "<html lang=en><body><div class='content--header'><h1>Ferries</h1></div>
            <div class='content--content'>{facts}<div class='pane-content'>{first}{text}</div></div>"
        );
        let draft = draft(&page, &board(), None).expect("a draft");
        let found = draft.published.and_then(|found| found.value.day);
        assert_eq!(found, day, "{facts}");
    }
}

/// Dates that stand around the text of a page that no profile knows.
#[test]
fn dates_around_the_text_are_found_and_weighed() {
    let text = "<p>The first boats leave at eleven and carry no cars at all.</p>
        <p>The second boats leave at twelve, when the moon is up.</p>";
    let tweet = "<blockquote><p>No cars, please</p>Harbour (@harbour) 4 May 2024</blockquote>";
    let head = |published: &str| {
        format!("<meta property=article:published_time content='{published}T08:00:00Z'>")
    };
    let changed = "<script type=application/ld+json>{\"@type\":\"Article\",
        \"datePublished\":\"2012-05-10T14:29:05Z\",\"dateModified\":\"2024-05-09T11:16:53Z\"}</script>";
    // head, above the text, behind the text, the day of publication
    type Case<'a> = (&'a str, &'a str, &'a str, Option<(i16, i8, i8)>);
    let cases: &[Case<'_>] = &[
        // A year that is not printed is that of the head within half a year.
        (
            &head("2024-05-06"),
            "<p class=date>8 May</p>",
            "",
            Some((2024, 5, 8)),
        ),
        (
            &head("2024-01-06"),
            "<p class=date>30 December</p>",
            "",
            Some((2023, 12, 30)),
        ),
        (
            &head("2024-05-08"),
            "<p class=date>8 May</p>",
            "",
            Some((2024, 5, 8)),
        ),
        ("", "<p class=date>8 May</p>", "", None),
        // A name that nobody agreed on.
        (
            "<meta name='riverparse:recs:publish-time' content='2024-05-08T08:00:00Z'>",
            "",
            "",
            Some((2024, 5, 8)),
        ),
        (
            "<meta name=lastPublishedDate content='2024-05-08T08:00:00Z'>",
            "",
            "",
            None,
        ),
        // Called a date by its class.
        (
            "",
            "<p class=meta>By Ann Marlow <span class='post-date updated'>May 8, 2024</span></p>",
            "",
            Some((2024, 5, 8)),
        ),
        (
            "",
            "<div class=meta><a class=post-meta-time href=/2024/>08/08/2024</a><a href=/>by Ann</a></div>",
            "",
            Some((2024, 8, 8)),
        ),
        (
            "",
            "<p><span class=text_date>8 May 2024.</span> Boats are back, all of them.</p>",
            "",
            Some((2024, 5, 8)),
        ),
        (
            "",
            "",
            "<ul><li>boats<li>sea</ul><p>Next<p>Back<p>«<p>»<div class=submitted>Entered by <b>ann</b> at 8 May 2024 - 18:55</div>",
            Some((2024, 5, 8)),
        ),
        (
            "",
            "",
            "<p>Tags: <a href=/>boats</a></p><p><small>This entry was posted on Wednesday, May 8th, 2024 at 10:00 am and is filed under <a href=/>boats</a>.</small>",
            Some((2024, 5, 8)),
        ),
        (
            "",
            "<p>Updated <span class=date>8 May 2024</span></p>",
            "",
            None,
        ),
        (
            "",
            "<div class=event-date>8 May 2024 in the harbour of the city</div>",
            "",
            None,
        ),
        (
            "",
            "",
            "<i class=date>8 May 2024</i><i class=date>1 May 2024</i>",
            None,
        ),
        // The page's other figures say which comes first.
        (
            "",
            "<p class=date>03/04/2024</p>",
            "<p>Boats left on 23/03/2024 for the last time.</p>",
            Some((2024, 4, 3)),
        ),
        ("", "<p class=date>03/04/2024</p>", "", None),
        // Behind a link to comments, and not what a quotation is dated.
        (
            "",
            "<header><p><span class=comments-link-hide><time>8 May 2024</time></span></p></header>",
            tweet,
            Some((2024, 5, 8)),
        ),
        ("", "", tweet, None),
        // Today's, and those of other pages, are not repeated by anything.
        (
            &head("2024-05-08"),
            "<span class=weekday-date>10 May 2024</span><p>8 May 2024</p>",
            "",
            Some((2024, 5, 8)),
        ),
        (
            &head("2024-05-06"),
            "<p>8 May 2024</p>",
            "",
            Some((2024, 5, 8)),
        ),
        // The moment of the last change, told as if it were another.
        (
            changed,
            "<time datetime=2024-05-09T11:16:53Z>9 May 2024</time>",
            "",
            Some((2012, 5, 10)),
        ),
        (
            changed,
            "<time datetime=2024-05-08T11:16:53Z>8 May 2024</time>",
            "",
            Some((2024, 5, 8)),
        ),
    ];
    for (head, above, behind, day) in cases {
        let page = format!(
            "<html lang=en><head><title>Ferries sail again</title>{head}</head><body><main>
            <h1>Ferries sail again</h1>{above}<div>{text}{behind}</div></main>"
        );
        let draft = draft(&page, &Profile::none(), None).expect("a draft");
        let found = draft.published.and_then(|found| found.value.day);
        assert_eq!(
            found,
            day.map(|(y, m, d)| date(y, m, d)),
            "{above} {behind}"
        );
    }
}

/// Where agencies and wires print the dateline, on pages without a profile.
#[test]
fn a_dateline_may_stand_in_a_block_of_its_own() {
    let text = "The first boats leave at eleven and carry no cars at all, the Board said, and the
        second boats leave at twelve, when the moon is up.";
    let wire = "GRAZ, May 8, 2024 /PRNewswire/";
    for (opening, expected) in [
        (format!("<p>{wire} -- {text}</p>"), wire),
        (format!("<p>{wire} --</p><p>{text}</p>"), wire),
        (format!("<h3>{wire} --</h3><p>{text}</p>"), wire),
        (
            format!("<div class='dateline'>{wire} --</div><p>{text}</p>"),
            wire,
        ),
        (
            format!("<p><span>GRAZ</span>, <span>May 8, 2024</span> /PRNewswire/ -- {text}</p>"),
            wire,
        ),
        (
            format!("<h2>Boats at night</h2><p>{wire} -- {text}</p>"),
            wire,
        ),
        (
            format!("<ul><li>Boats at night</li><li>No cars</li></ul><p>{wire} -- {text}</p>"),
            wire,
        ),
        (format!("<p><b>Graz (ots)</b> - {text}</p>"), "Graz (ots)"),
        (format!("<p><b>Graz (ots)</b><br>{text}</p>"), "Graz (ots)"),
        (format!("<p>Graz (ots)</p><p>{text}</p>"), "Graz (ots)"),
        (
            format!("<p><b>Boats run at night.</b></p><p>Graz (ots) - {text}</p>"),
            "Graz (ots)",
        ),
        (
            format!("<p>Baku, May 8, AZERTAC</p><p>{text}</p>"),
            "Baku, May 8, AZERTAC",
        ),
        (
            format!("<div>(서울=연합뉴스) 홍길동 기자 = {text}<br><br>{text}</div>"),
            "(서울=연합뉴스) 홍길동 기자",
        ),
    ] {
        let page = format!(
            "<html lang=en><body><main><article><h1>Ferries to run at night</h1>{opening}
            <p>The timetable hangs at all landing places, and it is to stay the same for a year.</p>
            </article></main>"
        );
        let page = page_at(&page, "https://board.example/news/7");
        let draft = extract(&page, &Profile::none(), None, &|| false).expect("a release");
        let found = draft.dateline.map(|found| found.value);
        assert_eq!(found.as_deref(), Some(expected), "{opening}");
        let body = draft
            .body
            .map(|body| body.value.join(" "))
            .unwrap_or_default();
        assert!(
            body.contains(expected),
            "the dateline stays in the body: {body}"
        );
    }
    for byline in [
        "Jane Smith, 8 May 2024",
        "By Jane Smith (AP)",
        "Graz, 8 May 2024",
    ] {
        let page = format!(
            "<html lang=en><body><main><article><h1>Ferries to run at night</h1><p>{byline}</p>
            <p>{text}</p><p>{text}</p></article></main>"
        );
        let page = page_at(&page, "https://board.example/news/7");
        let draft = extract(&page, &Profile::none(), None, &|| false).expect("a release");
        assert_eq!(draft.dateline.map(|found| found.value), None, "{byline}");
    }
}

/// A dateline that the release quotes.
#[test]
fn a_quoted_dateline_is_not_that_of_the_release() {
    let text = "<p>The first boats leave at eleven and carry no cars at all.</p>
        <p>The second boats leave at twelve, when the moon is up.</p>";
    let line = "VIENNA, 23 March 2001 - The Board decided to buy boats.";
    for (opening, expected) in [
        (format!("<p>{line}</p>"), Some("VIENNA, 23 March 2001")),
        (
            format!("<p>EMBARGOED until 5 a.m.:</p><p>{line}</p>"),
            Some("VIENNA, 23 March 2001"),
        ),
        (
            format!("<p>For reference, this is our earlier release:</p><p>{line}</p>"),
            None,
        ),
        (
            format!("<p>The Chair looked back.</p><blockquote><p>{line}</p></blockquote>"),
            None,
        ),
        (
            format!("<blockquote><p>{line}</p>"),
            Some("VIENNA, 23 March 2001"),
        ),
    ] {
        let page = format!(
            "<html lang=en><body><div class='content--header'><h1>Ferries</h1></div>
            <div class='content--content'><div class='pane-content'>{opening}{text}</div></div>"
        );
        let draft = draft(&page, &board(), None).expect("a draft");
        let found = draft.dateline.map(|found| found.value);
        assert_eq!(found.as_deref(), expected, "{opening}");
    }
}

/// `<time datetime=…>` and what is printed in it.
#[test]
fn a_stamp_is_weighed_against_the_text_in_it() {
    let strict = BOARD.replace("date    = [", "date    = [\"time\", ");
    for (time, day, expected) in [
        (
            "datetime='2024-05-08'>8 May 2024",
            Some(date(2024, 5, 8)),
            vec![],
        ),
        (
            "datetime='2024-05-08'>9 May 2024",
            Some(date(2024, 5, 8)),
            vec!["date.conflict"],
        ),
        (
            "datetime='2024-05-08'>last week",
            Some(date(2024, 5, 8)),
            vec![],
        ),
        ("datetime='no'>9 May 2024", Some(date(2024, 5, 9)), vec![]),
        (
            "datetime='1970-01-01T00:00:00Z'>1 January 1970",
            None,
            vec!["date.unreadable", "date.missing"],
        ),
    ] {
        let page = format!(
            "<html lang=en><body><div class='content--header'><h1>Ferries</h1></div>
            <div class='content--content'><time {time}</time><div class='pane-content'>
            <p>The first boats leave at eleven and carry no cars at all.</p></div></div>"
        );
        let draft = draft(&page, &profile(&strict), None).expect("a draft");
        let found = draft.published.and_then(|found| found.value.day);
        assert_eq!(found, day, "{time}");
        let mut codes: Vec<&str> = draft
            .issues
            .iter()
            .map(|issue| issue.code.as_str())
            .collect();
        codes.retain(|code| code.starts_with("date."));
        assert_eq!(codes, expected, "{time}");
    }
}

#[test]
fn an_update_never_stands_in_for_publication() {
    let page = "<html lang=en><head><meta property='article:modified_time' content='2024-05-09T10:00:00Z'></head>
        <body><article><h1>Ferries</h1><p>Updated: 9 May 2024</p><p>The first boats leave at eleven and carry no cars at all.</p>
        <p>The second boats leave at twelve, when the moon is up.</p></article>";
    let record = record(page, &Profile::none(), None);
    assert_eq!(record.published_on, None);
    assert_eq!(
        record.modified_at.map(|at| at.to_string()).as_deref(),
        Some("2024-05-09T10:00:00Z")
    );
    assert_eq!(issues(&record), ["date.missing"]);
    assert!(
        record
            .dates
            .iter()
            .all(|date| date.role == DateRole::Modified && !date.chosen)
    );
}

#[test]
fn reads_a_page_without_a_profile() {
    let page = r#"<html lang="en-GB"><head><title>Ferries to run at night - River Board</title>
        <meta property="og:site_name" content="River Board">
        <script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2024-05-08T07:00:00+02:00",
          "author":[{"@type":"Person","name":"Ann O&#8217;Lee"},{"@type":"Organization","name":"Press Office"}]}</script></head>
        <body><nav><a href="/">Home</a></nav><main><div><a href="/">Home</a> &gt; <a href="/news">News</a></div>
        <p class="kicker">Media advisory</p><h1>Ferries to run at night</h1><p>8 May 2024</p>
        <div><p>GRAZ, 8 May 2024 - Ferries on the upper river will run at night from June.</p>
        <p>The timetable is <a href="files/table.pdf?utm_source=x">here</a>, with a map of all landing places.</p>
        <h3>About the River Board</h3><p>The Board looks after the river.</p>
        <p>Media contact: Bo Ray, bo@board.example</p></div>
        <div class="social-share"><a href="/s">Share</a></div></main><footer>12 January 2026</footer>"#;
    let mut page = page_at(page, "https://board.example/news/7");
    page.notes.push(Note {
        code: "charset.contradiction",
        message: "said twice".to_owned(),
    });
    let draft = extract(&page, &Profile::none(), None, &|| false).expect("a release");
    let record = normalize(draft).expect("a record");
    assert_eq!(record.title, "Ferries to run at night");
    assert_eq!(record.kind, ReleaseType::Advisory);
    assert_eq!(record.language.as_deref(), Some("en-GB"));
    assert_eq!(record.published_on, Some(date(2024, 5, 8)));
    assert_eq!(record.published_precision, Some(Precision::Day));
    assert_eq!(record.places, ["Graz"]);
    assert_eq!(record.authors, ["Ann O’Lee"]);
    assert_eq!(record.sources, ["Press Office"]);
    let links: Vec<_> = record
        .links
        .iter()
        .map(|link| link.text.as_deref())
        .collect();
    assert_eq!(links, [Some("here")], "not those above the text");
    assert_eq!(
        record
            .body
            .as_deref()
            .map(|body| body.split("\n\n").count()),
        Some(2)
    );
    assert!(
        record
            .boilerplate
            .as_deref()
            .is_some_and(|text| text.starts_with("About the River Board"))
    );
    assert_eq!(
        record.contacts[0].email.as_deref(),
        Some("bo@board.example")
    );
    assert_eq!(
        record.attachments[0].url.as_str(),
        "https://board.example/news/files/table.pdf"
    );
    assert_eq!(
        record.attachments[0].media_type.as_deref(),
        Some("application/pdf")
    );
    assert_eq!(record.links.len(), 1);
    assert_eq!(issues(&record), ["charset.contradiction"]);
    assert!(record.id.starts_with("-:"));
}

fn page_at(text: &str, url: &str) -> Page {
    Page {
        url: url::Url::parse(url).ok(),
        ..page(text)
    }
}

#[test]
fn strict_profiles_read_only_by_their_rules() {
    let strict = profile(
        &BOARD
            .replace(
                "format = 1",
                "format = 1
strict = true",
            )
            .replace("\"published_on\", ", ""),
    );
    let text = release("", false).replace(
        "<head>",
        "<head><meta name=description content='A summary.'>",
    );
    let record = record(&text, &strict, None);
    assert_eq!(record.summary, None);
    assert_eq!(record.title, "Ferries to run at night");
    assert_eq!(record.published_on, Some(date(2009, 5, 5)));
    let generic = board();
    let found = super::tests::record(&text, &generic, None);
    assert_eq!(found.summary.as_deref(), Some("A summary."));
}

#[test]
fn a_canonical_link_counts_only_for_a_release() {
    let cases = [
        (
            "https://www.board.example/secretariat/7021",
            "board:7021",
            false,
        ),
        ("/secretariat/7022#top", "board:7022", false),
        ("https://www.board.example/", "board:7", true),
        ("https://www.board.example/press-releases", "board:7", true),
        (
            "https://elsewhere.example/secretariat/7021",
            "board:7",
            true,
        ),
    ];
    for (link, id, ignored) in cases {
        let text =
            release("", false).replace("https://board.example/secretariat/7021?utm_source=x", link);
        let page = page_at(&text, "https://board.example/node/7");
        let draft = extract(&page, &board(), None, &|| false).expect("a release");
        assert_eq!(draft.id, id, "{link}");
        let codes: Vec<&str> = draft
            .issues
            .iter()
            .map(|issue| issue.code.as_str())
            .collect();
        assert_eq!(codes.contains(&"url.canonical_ignored"), ignored, "{link}");
    }
    let text = release("", false).replace("rel=canonical", "rel=x");
    let draft = draft(&text, &board(), None).expect("a release");
    assert_eq!(draft.url, None);
    assert_eq!(draft.id.len(), "board:".len() + 16);
}

#[test]
fn another_language_is_an_error() {
    let text = release("", false).replace("lang=en", "lang=sq");
    let record = record(&text, &board(), None);
    assert!(!record.ok);
    let issue = record
        .issues
        .iter()
        .find(|issue| issue.code == "language.other");
    assert_eq!(issue.map(|issue| issue.severity), Some(Severity::Error));
}

#[test]
fn a_layout_takes_the_place_of_the_rules() {
    let with_layout = format!(
        "{BOARD}\n[[layout]]\nwhen = 'font.head'\n[layout.page]\nrelease = ['font.head']\ncontent = 'td.main'\n\
         [layout.fields]\ntitle = 'font.head'\n[layout.body]\ncss = ['td.main']\n"
    );
    let text = "<table><tr><td class=main><font class=head>Ferries</font><br>Date: 5 May 2003<br><br>GRAZ, 5 May 2003 -- Ferries will run.<br><br>They carry no cars.</table>";
    let record = record(text, &profile(&with_layout), None);
    assert_eq!(record.title, "Ferries");
    assert_eq!(record.published_on, Some(date(2003, 5, 5)));
    assert_eq!(
        record
            .body
            .as_deref()
            .map(|body| body.split("\n\n").count()),
        Some(2)
    );
    assert!(record.provenance.iter().any(|found| {
        found.field == "title"
            && found
                .detail
                .as_deref()
                .is_some_and(|detail| detail.contains("font.head"))
    }));
}

#[test]
fn pages_that_are_no_release_say_why() {
    let text = release("", false);
    let cases = [
        (
            text.replace("content--header", "other"),
            Class::MissingFields,
        ),
        (
            text.replace("<title>", "<title>One moment "),
            Class::Blocked,
        ),
        (
            text.replace("Ferries to run at night", "Page not found"),
            Class::Soft404,
        ),
        (String::new(), Class::Empty),
        ("%PDF-1.4".to_owned(), Class::NotHtml),
        ("<div>".repeat(100_000), Class::TooDeep),
    ];
    for (text, class) in cases {
        assert_eq!(
            draft(&text, &board(), None)
                .map(|_| ())
                .map_err(|no| no.class),
            Err(class)
        );
    }
    let told = extract(&page(&text), &board(), None, &|| true);
    assert_eq!(told.map(|_| ()).map_err(|no| no.class), Err(Class::Timeout));
}

/// Pieces that meet in every order: labels, dates, containers, broken markup.
const SOUP: &[&str] = &[
    "<p>",
    "</p>",
    "<div class=pane-content>",
    "</div>",
    "<div class='content--content'>",
    "<h1>",
    "</h1>",
    "<div class='content--header'>",
    "<ul><li>",
    "</li>",
    "</ul>",
    "<dl><dt>",
    "<dd>",
    "</dl>",
    "<table><tr><th>",
    "<td>",
    "</table>",
    "<b>",
    "</b>",
    "<br>",
    "<span>",
    "</span>",
    "<time datetime='",
    "'>",
    "</time>",
    "<a href='/x.pdf'>",
    "</a>",
    "<img src=x>",
    "<figure>",
    "<nav>",
    "</nav>",
    "<script>",
    "</script>",
    "<!--",
    "-->",
    "<template>",
    "<svg>",
    "<meta name=date content='",
    "<title>",
    "</title>",
    "Date:",
    "Place:",
    "Date",
    ":",
    "GRAZ, 5 May 2009 - ",
    "5 May 2009",
    "2024-05-08T07:00:00Z",
    "31/12/2024",
    "About the Board",
    "ENDS",
    "Contact: a@b.example",
    "&nbsp;",
    "&amp;",
    "\u{0}",
    "\u{202e}",
    "ﷺ",
    "İ",
    "words that follow each other for a while, so that they count",
    "\n",
    "<font>",
    "<article>",
    "</article>",
    "<script type='application/ld+json'>{\"@type\":\"Article\",\"headline\":",
    "\"x\"}",
    "<base href='//",
    "<link rel=canonical href='",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn tag_soup_never_panics(pieces in prop::collection::vec(prop::sample::select(SOUP), 0..80)) {
        let text = pieces.concat();
        for profile in [Profile::none(), board()] {
            if let Ok(draft) = extract(&page_at(&text, "https://board.example/node/7"), &profile, None, &|| false)
                && let Ok(record) = normalize(draft)
            {
                prop_assert!(!record.title.is_empty());
                prop_assert!(record.body.as_deref() != Some(""));
                let line = serde_json::to_string(&record).expect("a line");
                let again: Record = serde_json::from_str(&line).expect("the same");
                prop_assert_eq!(serde_json::to_string(&again).expect("a line"), line);
            }
        }
    }

    #[test]
    fn any_text_never_panics(text in any::<String>()) {
        let _ = draft(&format!("<p>{text}"), &board(), None);
        let _ = draft(&format!("<h1>{text}</h1><p>Date: {text}"), &Profile::none(), None);
    }
}
