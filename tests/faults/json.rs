//! JSON interfaces that are broken, lie, lead astray or are something else: a document that is
//! not whole is not believed at all, and the newsroom's listing goes on.

use std::io::Write as _;

use dateline::problem::Class;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::{Value, json};

use super::traps::with;
use crate::support::Reply;
use crate::support::faults::{At, Fault, Gives, SECRET, newsroom, problem, record};

pub(crate) fn rows() -> Vec<Fault> {
    let mut rows = documents();
    rows.extend(codings());
    rows.extend(answers());
    rows.extend(fields());
    rows.extend(links());
    rows.extend(pagers());
    rows.extend(embedded());
    rows.extend(items());
    rows
}

const KEYS: &str = "kind = \"json\"\nurl = \"http://{address}/api\"\nrows = \"results\"\nmin_rows = 0\n\
                    row = { url = \"link\", title = \"title\", date = \"day\" }";

/// The interface, with release 7 behind its rows.
fn interface(
    name: &'static str,
    answer: impl Fn(&At<'_>) -> Reply + Send + Sync + 'static,
) -> Fault {
    newsroom(name)
        .source(KEYS)
        .page("/api", answer)
        .page("/releases/7", |at| Reply::html(at.release()))
}

fn good() -> Gives {
    record([("/title", "Bridge 0 opens")])
}

fn served(body: impl Into<Vec<u8>>) -> Reply {
    Reply::status(200)
        .header("Content-Type", "application/json")
        .body(body)
}

const WHOLE: &str = r#"{"results": [{"link": "/releases/7", "title": "Bridge 0 opens"}]}"#;

/// A document with release 7 and what else is said of it.
fn releases(more: &str) -> String {
    format!(r#"{{"results": [{{"link": "/releases/7", {more}}}]}}"#)
}

/// What is served; the class of its problem, or release 7.
fn documents() -> Vec<Fault> {
    type Case = (&'static str, &'static str, Vec<u8>, Option<Class>);
    let json = "application/json";
    let cases: Vec<Case> = vec![
        ("JSON called HTML", "text/html", WHOLE.into(), None),
        ("JSON called a script", "text/javascript", WHOLE.into(), None),
        ("JSON called a picture", "image/png", WHOLE.into(), Some(Class::Parse)),
        ("JSON behind a mark", json, format!("\u{feff}{WHOLE}").into(), None),
        ("JSON behind two marks", json, format!("\u{feff}\u{feff}{WHOLE}").into(), None),
        ("JSON in UTF-16", json, utf_16(WHOLE, true), None),
        ("JSON in UTF-16 without a mark", json, utf_16(WHOLE, false), None),
        ("JSON in a charset nobody reads", "application/json; charset=hz-gb-2312", WHOLE.into(), None),
        ("JSON in another charset than it says", "application/json; charset=utf-16", releases("\"title\": \"é\"").into(), None),
        ("JSON with a name given twice", json, format!(r#"{{"results": [{{"link": "/releases/6"}}], "results": [{}"#, &WHOLE[13..]).into(), None),
        ("words in place of JSON", json, "The service is busy".into(), Some(Class::Parse)),
        ("words that are not called JSON", "text/plain", "The service is busy".into(), Some(Class::Parse)),
        ("an error page in place of JSON", "text/html", "<!doctype html><title>Error</title><h1>Something went wrong</h1>".into(), Some(Class::Parse)),
        ("an error page called JSON", json, "<!doctype html><title>Error</title><h1>Something went wrong</h1>".into(), Some(Class::Parse)),
        ("an error page called JSON, nested without end", json, "<div>".repeat(100_000).into(), Some(Class::TooDeep)),
        ("a challenge in place of JSON", json, "<title>Just a moment...</title><script>window._cf_chl_opt={}</script>".into(), Some(Class::Blocked)),
        ("XML in place of JSON", json, "<?xml version=\"1.0\"?><rss><channel><item><link>/releases/7</link></item></channel></rss>".into(), Some(Class::Parse)),
        ("nothing in place of JSON", json, Vec::new(), Some(Class::Empty)),
        ("white space in place of JSON", json, " \n\t ".into(), Some(Class::Empty)),
        ("JSON that is cut off", json, WHOLE[..WHOLE.len() - 2].into(), Some(Class::Truncated)),
        ("JSON that is cut in a text", json, WHOLE[..30].into(), Some(Class::Truncated)),
        ("JSON twice", json, WHOLE.repeat(2).into(), Some(Class::Parse)),
        ("JSON with words after it", json, format!("{WHOLE}<!-- 12 ms -->").into(), Some(Class::Parse)),
        ("JSON behind a warning", json, format!("Warning: x in y.php\n{WHOLE}").into(), Some(Class::Parse)),
        ("JSON in a call", json, format!("callback({WHOLE});").into(), Some(Class::Parse)),
        ("JSON with a comma too many", json, WHOLE.replace("}]", "},]").into(), Some(Class::Parse)),
        ("JSON with a remark", json, format!("/* v2 */ {WHOLE}").into(), Some(Class::Parse)),
        ("JSON in single quotes", json, WHOLE.replace('"', "'").into(), Some(Class::Parse)),
        ("JSON with a number that is none", json, releases("\"n\": NaN").into(), Some(Class::Parse)),
        ("JSON with zeros around it", json, format!("\0{WHOLE}\0").into(), Some(Class::Parse)),
        ("JSON with a zero in a text", json, releases("\"title\": \"Bri\0dge\"").into(), Some(Class::Parse)),
        ("JSON with zeros written out", json, releases(r#""title": "Bri\u0000dge \u001b[2J\u202e""#).into(), None),
        ("JSON with half a surrogate", json, releases(r#""title": "Bridge \ud83d""#).into(), Some(Class::Parse)),
        ("JSON nested too deep", json, releases(&format!("\"x\": {}{}", "[".repeat(200), "]".repeat(200))).into(), Some(Class::TooDeep)),
        ("JSON nested without end", json, "[".repeat(1_000_000).into(), Some(Class::TooDeep)),
        ("objects nested without end", json, "{\"a\":".repeat(300_000).into(), Some(Class::TooDeep)),
        ("brackets that are a text", json, releases(&format!("\"title\": \"{}\"", "[".repeat(2_000))).into(), None),
        ("JSON with too many values", json, releases(&format!("\"x\": [{}0]", "0,".repeat(600_000))).into(), Some(Class::TooLarge)),
        ("JSON with too many rows", json, format!("{{\"results\": [{}{{\"link\": \"/x\"}}]}}", "{\"link\": \"/x\"},".repeat(60_000)).into(), Some(Class::TooLarge)),
        ("JSON that is too large", json, releases(&format!("\"x\": \"{}\"", "x".repeat(3_000_000))).into(), Some(Class::TooLarge)),
        ("null", json, "null".into(), Some(Class::Empty)),
        ("a text", json, "\"no news\"".into(), Some(Class::Empty)),
        ("an error in place of rows", json, r#"{"error": "no such key"}"#.into(), Some(Class::Empty)),
        ("rows that are a text", json, r#"{"results": "/releases/7"}"#.into(), Some(Class::Empty)),
        ("rows that are a number", json, r#"{"results": 7}"#.into(), Some(Class::Empty)),
        ("rows that are null", json, r#"{"results": null}"#.into(), Some(Class::Empty)),
        ("rows one below where they were", json, format!(r#"{{"data": {WHOLE}}}"#).into(), Some(Class::Empty)),
    ];
    cases
        .into_iter()
        .map(|(name, served_as, body, class)| {
            let fault = newsroom(name)
                // No rows are the end of news, or a change.
                .source(&KEYS.replace("min_rows = 0", "min_rows = 1"))
                .page("/api", move |_| {
                    Reply::status(200)
                        .header("Content-Type", served_as)
                        .body(body.clone())
                })
                .page("/releases/7", |at| Reply::html(at.release()));
            match class {
                Some(class) => fault.gives("/api", problem(class)),
                None => fault.gives("/releases/7", good()),
            }
        })
        .collect()
}

fn codings() -> Vec<Fault> {
    let coded = |name, coding: &'static str, body: Vec<u8>| {
        interface(name, move |_| {
            served(body.clone()).header("Content-Encoding", coding)
        })
    };
    let cut = |mut body: Vec<u8>| {
        body.truncate(body.len() / 2);
        body
    };
    let bomb = format!("{{\"x\": \"{}\"}}", "x".repeat(5_000_000));
    vec![
        coded("packed JSON", "gzip", gzip(WHOLE)).gives("/releases/7", good()),
        coded("JSON in brotli", "br", brotli(WHOLE)).gives("/releases/7", good()),
        coded("packed JSON that is cut off", "gzip", cut(gzip(WHOLE)))
            .gives("/api", problem(Class::Decode)),
        coded("JSON in brotli that is cut off", "br", cut(brotli(WHOLE)))
            .gives("/api", problem(Class::Decode)),
        coded("JSON that only says it is packed", "gzip", WHOLE.into())
            .gives("/api", problem(Class::Decode)),
        coded("JSON in a coding nobody knows", "x-own", WHOLE.into())
            .gives("/api", problem(Class::UnsupportedEncoding)),
        coded("JSON that unpacks without end", "gzip", gzip(&bomb))
            .gives("/api", problem(Class::TooLarge)),
        coded(
            "JSON in brotli that unpacks without end",
            "br",
            brotli(&bomb),
        )
        .gives("/api", problem(Class::TooLarge)),
    ]
}

fn answers() -> Vec<Fault> {
    let fails = |name, class, answer: fn(&At<'_>) -> Reply| {
        interface(name, answer).gives("/api", problem(class))
    };
    vec![
        fails("an interface that is gone", Class::Gone, |_| {
            served(r#"{"error": 410}"#).status_code(410)
        }),
        fails("an interface that wants a key", Class::Auth, |_| {
            served(r#"{"error": "key"}"#).status_code(401)
        }),
        fails(
            "an interface that does not understand",
            Class::Http4xx,
            |_| served(r#"{"error": "rows"}"#).status_code(400),
        ),
        fails("an interface that fails", Class::Http5xx, |_| {
            served(WHOLE).status_code(500)
        }),
        fails("an interface that has enough", Class::RateLimited, |_| {
            served("{}").status_code(429)
        }),
        fails("an interface that is silent", Class::Timeout, |_| {
            Reply::stall()
        }),
        fails("an interface that resets", Class::Reset, |_| Reply::reset()),
        fails("an interface that breaks off", Class::Truncated, |_| {
            Reply::raw(format!(
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n\r\n{WHOLE}"
            ))
        }),
        fails("an interface that leads elsewhere", Class::Offsite, |_| {
            Reply::redirect(302, "http://elsewhere.example/api")
        }),
        fails(
            "an interface that leads in a circle",
            Class::RedirectLoop,
            |_| Reply::redirect(302, "/api"),
        ),
    ]
}

/// Fields of the wrong kind are no fields; the release is there.
fn fields() -> Vec<Fault> {
    [
        ("a title that is a number", r#""title": 7"#),
        ("a title that is an object", r#""title": {"rendered": "Bridge"}"#),
        ("a title that is a list", r#""title": ["Bridge", null, 7, {}]"#),
        ("a title that is true", r#""title": true"#),
        ("a title that is null", r#""title": null"#),
        ("a title that is markup", r#""title": "<script>alert(1)</script><b>Bridge</b>""#),
        ("a date that is a number", r#""day": 1710460800"#),
        ("a date that is negative", r#""day": -99999999999999"#),
        ("a date that is beyond all numbers", r#""day": 1e300"#),
        ("a date that is an object", r#""day": {"date": "2024-03-14"}"#),
        ("a date that is none", r#""day": "tomorrow""#),
        ("a date in no calendar", r#""day": "2024-13-45T99:99:99Z""#),
        ("names that are tricks", r#""__proto__": {"link": "/x"}, "constructor": 1, "": 2, "\u001b[2J": 3, "a\u0000b": 4"#),
    ]
    .into_iter()
    .map(|(name, more)| {
        interface(name, move |_| served(releases(more))).gives(
            "/releases/7",
            record([
                ("/title", json!("Bridge 0 opens")),
                ("/published_on", json!("2024-03-01")),
            ]),
        )
    })
    .collect()
}

/// The address of one row; release 7 is announced after it.
fn links() -> Vec<Fault> {
    let row =
        |link: &str| format!(r#"{{"results": [{{"link": {link}}}, {{"link": "/releases/7"}}]}}"#);
    let announced = |name, link: &str| {
        let document = row(link);
        interface(name, move |at| {
            served(document.replace("{address}", at.address()))
        })
        .gives("/releases/7", good())
    };
    let mut faults: Vec<Fault> = [
        ("a row's link that is null", "null"),
        ("a row's link that is empty", "\"\""),
        (
            "a row's link that is an object",
            r#"{"href": "/releases/8"}"#,
        ),
    ]
    .into_iter()
    .map(|(name, link)| announced(name, link).gives("/api", problem(Class::BadUrl)))
    .collect();
    faults.extend([
        announced("a row's link that is a script", "\"javascript:alert(1)\""),
        announced(
            "a row's link to another site",
            "\"http://elsewhere.example/releases/8\"",
        ),
        announced(
            "a row's link to a private address",
            "\"http://10.0.0.1/releases/8\"",
        ),
        announced("a row's link that is true", "true"),
        announced("a row's link to itself", "\"/api\""),
        announced("a row's link that is no address", "\"http://[::\"")
            .gives("http://[::", problem(Class::BadUrl)),
        announced(
            "a row's link that is too long",
            &format!("\"/releases/8?{}\"", "x".repeat(5_000)),
        )
        .gives(
            &format!("/releases/8?{}", "x".repeat(188)),
            problem(Class::UrlTooLong),
        ),
        announced(
            "a row's link with a password",
            &format!("\"http://u:{SECRET}@{{address}}/releases/7\""),
        ),
        interface("rows that are numbers and texts", |_| {
            served(r#"{"results": [7, {"link": "/releases/7"}]}"#)
        })
        .gives("/api", problem(Class::BadUrl))
        .gives("/releases/7", good()),
    ]);
    // Rows by name: the names are nobody's addresses.
    let long = "x".repeat(3_000);
    for (name, key) in [
        ("rows named like a path", "../../etc/passwd"),
        ("rows named like a property", "__proto__"),
        ("rows named with an escape", r"\u001b[2J\u202e"),
        ("rows named with a zero", r"a\u0000b"),
        ("rows named at length", &long),
        ("rows without a name", ""),
    ] {
        let document = format!(
            r#"{{"results": {{"{key}": {{"link": "/releases/7"}}, "facets": {{"year": [2024]}}, "total": 1}}}}"#
        );
        faults
            .push(interface(name, move |_| served(document.clone())).gives("/releases/7", good()));
    }
    faults
}

/// Rows and pages: what ends a walk, and what is no end.
fn pagers() -> Vec<Fault> {
    let walked = |name, keys: &str| {
        newsroom(name).source(&format!(
            "kind = \"json\"\nrows = \"results\"\ntotal = \"total\"\nrow = {{ url = \"link\" }}\n{keys}"
        ))
    };
    let numbered = |name| {
        walked(
            name,
            "url = \"http://{address}/api?page={page}\"\npages = { first = 1 }",
        )
    };
    let cursor = |name| {
        walked(
            name,
            "url = \"http://{address}/api?after={cursor}\"\npages = { cursor = \"next\" }",
        )
    };
    let next = |name| walked(name, "url = \"http://{address}/api\"\nnext = \"next\"");
    let page = |numbers: &[u32], more: &str| {
        let rows: Vec<Value> = numbers
            .iter()
            .map(|number| json!({"link": format!("/releases/{number}")}))
            .collect();
        let text = format!("{{{more} \"results\": {}}}", Value::from(rows));
        move |at: &At<'_>| served(text.replace("{address}", at.address()))
    };
    let mut faults = vec![
        with(numbered("an interface that ignores the page"), &[7, 8])
            .page("/api?page=1", page(&[7, 8], ""))
            .page("/api?page=2", page(&[7, 8], ""))
            .gives("/api?page=2", problem(Class::Trap)),
        with(numbered("a total that is too high"), &[7, 8])
            .page("/api?page=1", page(&[7], "\"total\": 31,"))
            .page("/api?page=2", page(&[8], "\"total\": 31,"))
            .page("/api?page=3", page(&[], "\"total\": 31,"))
            .page("/api?page=4", page(&[], "\"total\": 31,"))
            .gives("/api?page=4", problem(Class::Empty)),
        with(numbered("a total below the rows of one page"), &[7, 8, 9])
            .page("/api?page=1", page(&[7, 8], "\"total\": 1,"))
            .page("/api?page=2", page(&[9], "\"total\": 1,"))
            .page("/api?page=3", page(&[], "\"total\": 1,"))
            .page("/api?page=4", page(&[], "\"total\": 1,")),
        with(numbered("a page past the last that is refused"), &[7])
            .page("/api?page=1", page(&[7], ""))
            .page("/api?page=2", |_| {
                served(r#"{"code": "invalid_page"}"#).status_code(400)
            }),
        with(numbered("a second page that is an error page"), &[7])
            .page("/api?page=1", page(&[7], ""))
            .page("/api?page=2", |_| {
                Reply::html("<h1>Something went wrong</h1>")
            })
            .gives("/api?page=2", problem(Class::Parse)),
        with(numbered("a second page that is cut off"), &[7])
            .page("/api?page=1", page(&[7], ""))
            .page("/api?page=2", |_| served(&WHOLE[..40]))
            .gives("/api?page=2", problem(Class::Truncated)),
        with(cursor("a cursor that repeats"), &[7, 8])
            .page("/api", page(&[7], "\"next\": \"a\","))
            .page("/api?after=a", page(&[8], "\"next\": \"a\",")),
        with(cursor("cursors in a circle"), &[7, 8])
            .page("/api", page(&[7], "\"next\": \"a\","))
            .page("/api?after=a", page(&[8], "\"next\": \"b\","))
            .page("/api?after=b", page(&[7], "\"next\": \"a\","))
            .gives("/api?after=a", problem(Class::Trap)),
        with(cursor("a cursor that is an attack"), &[7, 8])
            .page(
                "/api",
                page(&[7], r#""next": "&page=9/../../x#\u001b[2J","#),
            )
            .page(
                "/api?after=%26page%3D9%2F..%2F..%2Fx%23%5B2J",
                page(&[8], ""),
            ),
        with(cursor("a cursor that is no text"), &[7])
            .page("/api", page(&[7], "\"next\": {\"after\": []},")),
        with(next("a next page that is itself"), &[7])
            .page("/api", page(&[7], "\"next\": \"/api\",")),
        with(next("a next page that is no text"), &[7]).page("/api", page(&[7], "\"next\": [{}],")),
        with(next("a next page on another site"), &[7])
            .page(
                "/api",
                page(&[7], "\"next\": \"http://elsewhere.example/api?page=2\","),
            )
            .gives("/api", problem(Class::Offsite)),
        with(next("a next page at a private address"), &[7])
            .page(
                "/api",
                page(&[7], "\"next\": \"http://192.168.0.1/api?page=2\","),
            )
            .gives("/api", problem(Class::Offsite)),
        with(next("a next page that is too long for JSON"), &[7])
            .page(
                "/api",
                page(&[7], &format!("\"next\": \"/api?{}\",", "x".repeat(5_000))),
            )
            .gives("/api", problem(Class::UrlTooLong)),
        with(next("a next page with a password in JSON"), &[7, 8])
            .page(
                "/api",
                page(
                    &[7],
                    &format!("\"next\": \"http://u:{SECRET}@{{address}}/api?page=2\","),
                ),
            )
            .page("/api?page=2", page(&[8], "")),
    ];
    for (name, total) in [
        ("a total that is a word", "\"many\""),
        ("a total that is negative", "-1"),
        ("a total that is beyond all numbers", "1e300"),
        ("a total that is a list", "[1]"),
        ("a total of nothing", "0"),
    ] {
        let more = format!("\"total\": {total},");
        faults.push(
            with(numbered(name), &[7, 8])
                .page("/api?page=1", page(&[7], &more))
                .page("/api?page=2", page(&[8], &more))
                .page("/api?page=3", page(&[], &more))
                .page("/api?page=4", page(&[], &more)),
        );
    }
    faults
}

/// Releases that are in the row itself: their text is a stranger's page.
fn embedded() -> Vec<Fault> {
    let text = "<p>The bridge was opened to the public today, after four years of work on both banks of the river.</p>";
    let embedded = |name, body: Value, gives: Gives| {
        let document = json!({"results": [{
            "link": "/releases/7", "title": "Bridge 0 opens", "day": "2024-03-01", "text": body,
        }]});
        newsroom(name)
            .source(
                "kind = \"json\"\nurl = \"http://{address}/api\"\nrows = \"results\"\nrelease = \"row\"\n\
                 row = { url = \"link\", title = \"title\", date = \"day\", body = \"text\" }",
            )
            .page("/api", move |_| served(document.to_string()))
            .gives("/releases/7", gives)
    };
    let said = "The bridge was opened to the public today, after four years of work on both banks of the river.";
    let as_said = || record([("/title", "Bridge 0 opens"), ("/body", said)]);
    vec![
        embedded("a release in its row", json!(text), as_said()),
        embedded(
            "a release with scripts in its row",
            json!(format!(
                "<script>x</script><style>y</style>{text}<iframe src=/x></iframe>"
            )),
            as_said(),
        ),
        embedded(
            "a release in its row that ends its document",
            json!(format!("</div></body></html>{text}<!--")),
            as_said(),
        ),
        embedded(
            "a release in its row with another title and date",
            json!(format!(
                "<title>Forged</title><meta property=og:title content=Forged><meta property=article:published_time content=1999-01-01>{text}"
            )),
            record([
                ("/title", json!("Bridge 0 opens")),
                ("/published_on", json!("2024-03-01")),
            ]),
        ),
        embedded(
            "a release in its row with a base",
            json!(format!(
                "<base href='http://elsewhere.example/'>{}",
                text.replace("</p>", " <a href='/x.pdf'>file</a></p>")
            )),
            record([("/title", "Bridge 0 opens")]),
        ),
        embedded(
            "a release in its row with escapes",
            json!(text.replace("today", "\u{1b}[2J\u{202e}today\u{0}\u{9b}")),
            record([("/title", "Bridge 0 opens")]),
        ),
        embedded(
            "a release in its row with passwords",
            json!(text.replace(
                "</p>",
                &format!(" <a href='http://u:{SECRET}@files.example/x.pdf'>file</a></p>")
            )),
            record([("/attachments/0/url", "http://files.example/x.pdf")]),
        ),
        embedded(
            "a release in its row with formulas",
            json!(
                "<p>=cmd|' /C calc'!A0 was said to the office, and no more than that was said on this day.</p>"
            ),
            record([("/title", "Bridge 0 opens")]),
        ),
        embedded(
            "a release in its row, nested without end",
            json!("<div>".repeat(100_000)),
            problem(Class::TooDeep),
        ),
        embedded(
            "a release in its row that is too long",
            json!("x".repeat(1_100_000)),
            problem(Class::MissingFields),
        ),
        embedded(
            "a release in its row without text",
            json!(""),
            problem(Class::MissingFields),
        ),
        embedded(
            "a release in its row whose text is a number",
            json!(7),
            problem(Class::MissingFields),
        ),
        embedded(
            "a release in its row whose text is an object",
            json!({"rendered": text}),
            problem(Class::MissingFields),
        ),
        embedded(
            "a release in its row whose text is null",
            json!(null),
            problem(Class::MissingFields),
        ),
    ]
}

/// Releases in documents of their own.
fn items() -> Vec<Fault> {
    let item = |name, gives: Gives, answer: fn(&At<'_>) -> Reply| {
        newsroom(name)
            .source(
                "kind = \"json\"\nurl = \"http://{address}/api\"\nrows = \"results\"\nmin_rows = 0\n\
                 row = { url = \"link\", date = \"day\" }\nparts = { path = \"link\" }\n\
                 item = { url = \"http://{address}/content{path}\", title = \"title\", body = \"text\" }",
            )
            .page("/api", |_| served(releases("\"day\": \"2024-03-01\"")))
            .page("/content/releases/7", answer)
            .gives("/releases/7", gives)
    };
    const ITEM: &str = r#"{"title": "Bridge 0 opens", "text": "<p>The bridge was opened to the public today, after four years of work.</p>"}"#;
    vec![
        item("a document of its own", good(), |_| served(ITEM)),
        item(
            "a document of its own that is not there",
            problem(Class::NotFound),
            |_| Reply::status(404),
        ),
        item(
            "a document of its own that fails",
            problem(Class::Http5xx),
            |_| Reply::status(500),
        ),
        item(
            "a document of its own that is cut off",
            problem(Class::Truncated),
            |_| served(&ITEM[..50]),
        ),
        item(
            "a document of its own that is a page",
            problem(Class::Parse),
            |at| Reply::html(at.release()),
        ),
        item(
            "a document of its own that is a list",
            problem(Class::MissingFields),
            |_| served("[]"),
        ),
        item(
            "a document of its own that is nested",
            problem(Class::TooDeep),
            |_| served("[".repeat(500)),
        ),
        item(
            "a document of its own that leads elsewhere",
            problem(Class::Offsite),
            |_| Reply::redirect(302, "http://elsewhere.example/"),
        ),
        item(
            "a document of its own with other kinds",
            problem(Class::MissingFields),
            |_| served(r#"{"title": {"a": 1}, "text": [[], 7]}"#),
        ),
        item(
            "a document of its own that is silent",
            problem(Class::Timeout),
            |_| Reply::stall(),
        ),
    ]
}

fn utf_16(text: &str, is_marked: bool) -> Vec<u8> {
    let mark: &[u8] = if is_marked { &[0xff, 0xfe] } else { &[] };
    let units = text.encode_utf16().flat_map(u16::to_le_bytes);
    mark.iter().copied().chain(units).collect()
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).expect("memory");
    encoder.finish().expect("memory")
}

fn brotli(text: &str) -> Vec<u8> {
    let mut packed = Vec::new();
    let mut encoder = brotli::CompressorWriter::new(&mut packed, 4096, 5, 20);
    encoder.write_all(text.as_bytes()).expect("memory");
    drop(encoder);
    packed
}
