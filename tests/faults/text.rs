//! What pages say: characters that steer terminals or reorder text, formulas, and other
//! things than pages. Where nothing stray may stand is checked for every row of every table.

use dateline::problem::Class;
use serde_json::json;

use crate::support::Reply;
use crate::support::faults::{At, Fault, page, problem, record};

pub(crate) fn rows() -> Vec<Fault> {
    [titles(), everywhere(), others()]
        .into_iter()
        .flatten()
        .collect()
}

/// A title as the page has it, and as the record must.
fn titles() -> Vec<Fault> {
    [
        ("zeros", "Bri\0dge ope\0ns", "Bridge opens"),
        (
            "an escape that clears the screen",
            "\u{1b}[2JBridge opens\u{1b}[31m",
            "[2JBridge opens[31m",
        ),
        (
            "an escape as a reference",
            "&#27;[2JBridge opens&#x1b;",
            "[2JBridge opens",
        ),
        (
            "an escape of one byte",
            "\u{9b}2JBridge opens",
            "2JBridge opens",
        ),
        (
            "a window's title",
            "\u{1b}]0;owned\u{7}Bridge opens",
            "]0;ownedBridge opens",
        ),
        ("a carriage return", "Bridge\ropens", "Bridge opens"),
        ("backspaces", "Bridge opens\u{8}\u{8}\u{8}", "Bridge opens"),
        (
            "text turned around",
            "\u{202e}snepo egdirB\u{202c}",
            "snepo egdirB",
        ),
        (
            "text set apart",
            "\u{2067}Bridge\u{2069} opens",
            "Bridge opens",
        ),
        (
            "text turned around by a reference",
            "&#x202e;Bridge opens",
            "Bridge opens",
        ),
        (
            "characters without width",
            "Bri\u{200b}d\u{2060}ge\u{feff} opens",
            "Bridge opens",
        ),
        (
            "tags that hide a text",
            "Bridge\u{e0068}\u{e0069} opens",
            "Bridge opens",
        ),
        ("soft hyphens", "Brid\u{ad}ge opens", "Bridge opens"),
        (
            "a joiner that Persian needs",
            "پل می\u{200c}شود",
            "پل می\u{200c}شود",
        ),
        (
            "a joiner that an emoji needs",
            "Bridge 👩\u{200d}🚒",
            "Bridge 👩\u{200d}🚒",
        ),
        (
            "lines in a title",
            "Bridge\n\n\topens\u{2028}today\u{2029}",
            "Bridge opens today",
        ),
        ("a formula", "=cmd|' /C calc'!A0", "=cmd|' /C calc'!A0"),
        ("a formula with a plus", "+1+1", "+1+1"),
        ("a formula with an at sign", "@SUM(1,1)", "@SUM(1,1)"),
        (
            "quotes and braces",
            "\"},{\"id\":\"x\\",
            "\"},{\"id\":\"x\\",
        ),
        (
            "markup as text",
            "&lt;script&gt;alert(1)&lt;/script&gt;",
            "<script>alert(1)</script>",
        ),
        (
            "markup inside",
            "<b>Bridge</b><script>x</script> opens",
            "Bridge opens",
        ),
        ("an accent of its own", "Cafe\u{301} opens", "Café opens"),
        (
            "half a surrogate",
            "Bridge &#xD800; opens",
            "Bridge \u{fffd} opens",
        ),
    ]
    .into_iter()
    .map(|(name, title, read)| {
        page(name, record([("/title", read)]), move |at| {
            Reply::html(titled(at, title))
        })
    })
    .collect()
}

/// The same characters in every part of a release.
fn everywhere() -> Vec<Fault> {
    let stray = "&#27;[2J\u{202e}\u{9b}&#7;";
    vec![
        page(
            "stray characters in every field",
            record([("/title", "[2JBridge")]),
            move |at| {
                Reply::html(format!(
                    "<!doctype html><html lang=en><head><title>{stray}x</title>\
                 <meta name=description content='{stray}summary'><meta name=author content='{stray}Office'>\
                 <meta property=article:tag content='{stray}topic'>\
                 <link rel=canonical href='{path}?{stray}'>\
                 <script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"headline\":\"\\u001b[2J\\u202eBridge\",\"keywords\":\"\\u001bx\"}}</script>\
                 </head><body><article><h1>{stray}Bridge</h1><p>Date:{stray} 3 March 2024</p>\
                 <div class=text><p>VIENNA{stray}, 3 March 2024 &ndash; {stray}The bridge was opened today by the office.</p>\
                 <p>More: <a href='/x.pdf?{stray}'>{stray}file</a> <a href='/x?{stray}'>{stray}link</a>\
                 <img src='/i.png?{stray}' alt='{stray}alt'></p>\
                 <p>Contact: {stray}Press Office, press{stray}@office.example, +43 1 234{stray}</p></div></article>",
                    path = at.path()
                ))
            },
        ),
        page(
            "stray characters in a date nobody can read",
            record([("/published_on", json!(null))]),
            move |at| {
                Reply::html(
                    at.release()
                        .replace("March 2024", &format!("Smarch{stray} 2024")),
                )
            },
        ),
        page(
            "not found, and an escape",
            problem(Class::Soft404),
            move |_| {
                Reply::html(format!(
                    "<title>Page not found | {stray}Office</title><h1>{stray}Office</h1>"
                ))
            },
        ),
    ]
}

/// Bodies that are no page, whatever their field says.
fn others() -> Vec<Fault> {
    let mut rows: Vec<Fault> = [
        (
            "a PDF that says it is HTML",
            "text/html",
            "%PDF-1.7\n1 0 obj",
        ),
        (
            "JSON that says it is HTML",
            "text/html",
            "{\"title\": \"Bridge opens\"}",
        ),
        (
            "plain text that says it is HTML",
            "text/html",
            "Bridge opens\n\nThe bridge.",
        ),
        (
            "a page that says it is plain text",
            "text/plain",
            "<h1>Bridge</h1>",
        ),
        (
            "a page that says it is a file",
            "application/octet-stream",
            "<h1>Bridge</h1>",
        ),
        ("a feed", "application/rss+xml", "<rss/>"),
        ("a type with an escape in it", "image/png\u{9b}2J", "x"),
    ]
    .into_iter()
    .map(|(name, stated, body)| {
        page(name, problem(Class::NotHtml), move |_| {
            Reply::status(200).header("Content-Type", stated).body(body)
        })
    })
    .collect();
    rows.extend([
        page(
            "a page without a type",
            record([("/language", "en")]),
            |at| Reply::status(200).body(at.release()),
        ),
        page(
            "a page with a type that is none",
            record([("/language", "en")]),
            |at| {
                Reply::status(200)
                    .header("Content-Type", "html")
                    .body(at.release())
            },
        ),
        page("XHTML", record([("/language", "en")]), |at| {
            Reply::status(200)
                .header("Content-Type", "application/xhtml+xml")
                .body(at.release())
        }),
        page("elements nested without end", problem(Class::TooDeep), {
            let nested = "<div>".repeat(100_000);
            move |_| Reply::html(nested.clone())
        }),
        page("elements without end", problem(Class::TooLarge), {
            let many = "<br>".repeat(300_000);
            move |at| Reply::html(at.release() + &many)
        }),
        page("white space only", problem(Class::Empty), |_| {
            Reply::html(" \n\t ")
        }),
        page("zeros only", problem(Class::Empty), |_| {
            Reply::html("\0\0\0\0")
        }),
        page(
            "a page cut in the middle of a tag",
            problem(Class::MissingFields),
            |at| {
                let page = at.release();
                Reply::html(&page[..page.find("<div class=text>").expect("a body") + 9])
            },
        ),
    ]);
    rows
}

fn titled(at: &At<'_>, title: &str) -> String {
    let usual = format!("<h1>Bridge {} opens</h1>", at.number);
    at.release().replace(&usual, &format!("<h1>{title}</h1>"))
}
