//! A listing that fails: its source is left for this run, and the newsroom's other source
//! is not.

use dateline::problem::Class;

use crate::support::Reply;
use crate::support::faults::{At, Fault, SECRET, newsroom, problem, record};

pub(crate) fn rows() -> Vec<Fault> {
    let first = |name, class, answer: fn(&At<'_>) -> Reply| {
        newsroom(name)
            .source("kind = \"listing\"\nurl = \"http://{address}/more\"\nrows = \"li.row\"")
            .page("/more", answer)
            .gives("/more", problem(class))
    };
    let later = |name, class, answer: fn(&At<'_>) -> Reply| {
        newsroom(name)
            .source(
                "kind = \"listing\"\nurl = \"http://{address}/more?page={page}\"\nrows = \"li.row\"\n\
                 pages = { first = 1, step = 1 }",
            )
            .page("/more?page=1", |_| Reply::html(row(7)))
            .page("/more?page=2", answer)
            .page("/releases/7", |at| Reply::html(at.release()))
            .gives("/releases/7", record([("/title", "Bridge 0 opens")]))
            .gives("/more?page=2", problem(class))
    };
    let next = |name, to: fn(&At<'_>) -> String| {
        newsroom(name)
            .source(
                "kind = \"listing\"\nurl = \"http://{address}/more\"\nrows = \"li.row\"\n\
                 next = { css = \"a.next\", attr = \"href\" }",
            )
            .page("/more", move |at| {
                let next = format!("<a class=next href='{}'>Next</a>", to(at));
                Reply::html(row(7) + &next)
            })
            .page("/more2", |_| Reply::html(row(8)))
            .page("/releases/7", |at| Reply::html(at.release()))
            .page("/releases/8", |at| Reply::html(at.release()))
            .gives("/releases/7", record([("/title", "Bridge 0 opens")]))
    };
    vec![
        first("a listing that is gone", Class::NotFound, |_| {
            Reply::status(404)
        }),
        first("a listing that is gone for good", Class::Gone, |_| {
            Reply::status(410)
        }),
        first("a listing that fails", Class::Http5xx, |_| {
            Reply::status(500)
        }),
        first("a listing that is forbidden", Class::Auth, |_| {
            Reply::status(403)
        }),
        first("a listing that is silent", Class::Timeout, |_| {
            Reply::stall()
        }),
        first("a listing that is cut off", Class::Truncated, |_| {
            Reply::truncated(&row(7), 5000)
        }),
        first("a listing that is reset", Class::Reset, |_| Reply::reset()),
        first("a listing that is empty", Class::Empty, |_| Reply::html("")),
        first("a listing that is a picture", Class::NotHtml, |_| {
            Reply::status(200)
                .header("Content-Type", "image/png")
                .body("x")
        }),
        first("a listing that is damaged gzip", Class::Decode, |_| {
            Reply::html("no gzip").header("Content-Encoding", "gzip")
        }),
        first("a listing that is too large", Class::TooLarge, |_| {
            Reply::html(row(7).repeat(60_000))
        }),
        first("a listing with too many rows", Class::TooLarge, |_| {
            Reply::html(row(7).repeat(5_001))
        }),
        first("a listing nested without end", Class::TooDeep, |_| {
            Reply::html("<div>".repeat(100_000))
        }),
        first("a listing that leads elsewhere", Class::Offsite, |_| {
            Reply::redirect(302, "http://elsewhere.example/")
        }),
        first(
            "a listing that leads in a circle",
            Class::RedirectLoop,
            |_| Reply::redirect(302, "/more"),
        ),
        first(
            "a listing that leads to a private address",
            Class::Offsite,
            |_| Reply::redirect(302, "http://192.168.0.1/"),
        ),
        first(
            "a listing in a charset nobody reads",
            Class::Encoding,
            |_| {
                Reply::html(format!("{}~{{VPND~}}", row(7)))
                    .header_replaced("Content-Type", "text/html; charset=hz-gb-2312")
            },
        ),
        first(
            "a listing that is another protocol",
            Class::Protocol,
            |_| Reply::raw("220 ftp ready\r\n\r\n"),
        ),
        newsroom("a listing with a password in its base")
            .source("kind = \"listing\"\nurl = \"http://{address}/more\"\nrows = \"li.row\"")
            .page("/more", |at| {
                let base = format!("<base href='http://u:{SECRET}@{}/'>", at.address());
                Reply::html(base + &row(7))
            })
            .page("/releases/7", |at| Reply::html(at.release()))
            .gives("/releases/7", record([("/title", "Bridge 0 opens")])),
        next("a next page with a password", |at| {
            format!("http://u:{SECRET}@{}/more2", at.address())
        })
        .gives("/releases/8", record([("/title", "Bridge 0 opens")])),
        next("a next page on another host, with a password", |_| {
            format!("http://u:{SECRET}@elsewhere.example/more2")
        })
        .gives("/more", problem(Class::Offsite)),
        next("a next page longer than an address may be", |_| {
            format!("/more2?{}", "x".repeat(5000))
        })
        .gives("/more", problem(Class::UrlTooLong)),
        next("a next page that is a script", |_| "javascript:next()".to_owned()),
        next("a next page that is the first", |_| "/more".to_owned()),
        newsroom("a listing without rows that speaks in escapes")
            .source("kind = \"listing\"\nurl = \"http://{address}/more\"\nrows = \"li.row\"\nmin_rows = 1")
            .page("/more", |_| {
                let stray = "&#27;[2J\u{202e}\u{9b}2J";
                Reply::html(format!(
                    "<title>{stray}News</title><h1>{stray}News</h1><p>{stray}None today, and none tomorrow.</p>"
                ))
            })
            .gives("/more", problem(Class::Empty)),
        later("a second page that fails", Class::Http5xx, |_| {
            Reply::status(500)
        }),
        later("a second page that is silent", Class::Timeout, |_| {
            Reply::stall()
        }),
        later("a second page that is cut off", Class::Truncated, |_| {
            Reply::truncated(&row(8), 5000)
        }),
        later("a second page that is no page", Class::NotHtml, |_| {
            Reply::text("Maintenance")
        }),
        newsroom("a listing that fails once")
            .source("kind = \"listing\"\nurl = \"http://{address}/more\"\nrows = \"li.row\"")
            .page("/more", |at| match at.asked.nth {
                0 => Reply::status(503),
                1 => Reply::reset(),
                _ => Reply::html(row(7)),
            })
            .page("/releases/7", |at| Reply::html(at.release()))
            .gives("/releases/7", record([("/title", "Bridge 0 opens")]))
            .with(&["--retries", "2"]),
        newsroom("a listing that fails once more than it is asked again")
            .source("kind = \"listing\"\nurl = \"http://{address}/more\"\nrows = \"li.row\"")
            .page("/more", |at| match at.asked.nth {
                0..2 => Reply::status(503),
                _ => Reply::html(row(7)),
            })
            .gives("/more", problem(Class::Http5xx))
            .with(&["--retries", "1"]),
        newsroom("a redirect more than is followed")
            .source("kind = \"listing\"\nurl = \"http://{address}/more\"\nrows = \"li.row\"")
            .page("/more", |_| Reply::redirect(302, "/more2"))
            .page("/more2", |_| Reply::html(row(7)))
            .gives("/more", problem(Class::RedirectLoop))
            .with(&["--max-redirects", "0"]),
    ]
}

fn row(number: u32) -> String {
    format!("<li class=row><a href=\"/releases/{number}\">A row</a></li>")
}
