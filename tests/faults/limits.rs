//! The operator's limits, each with its flag: what is just within comes, what is beyond does not.

use std::time::Duration;

use dateline::problem::Class;

use crate::support::Reply;
use crate::support::faults::{At, Fault, Gives, newsroom, page, problem, record};
use crate::support::site::release;

pub(crate) fn rows() -> Vec<Fault> {
    let mut rows = bodies();
    rows.extend(heads());
    rows.extend(times());
    rows.extend(counts());
    rows.extend(addresses());
    rows
}

fn good() -> Gives {
    record([("/language", "en")])
}

/// The release, filled up to so many bytes.
fn of_size(at: &At<'_>, bytes: usize) -> String {
    let page = at.release();
    let filling = format!("<!--{}-->", "x".repeat(bytes - page.len() - 7));
    page + &filling
}

/// `--max-body`, of the decoded body.
fn bodies() -> Vec<Fault> {
    const MOST: usize = 64 << 10;
    let with = |fault: Fault| fault.with(&["--max-body", "64KiB"]);
    vec![
        with(page("a body at the limit", good(), |at| {
            Reply::html(of_size(at, MOST))
        })),
        with(page(
            "a body over the limit",
            problem(Class::TooLarge),
            |at| Reply::html(of_size(at, MOST + 1)),
        )),
        with(page(
            "a body over the limit, without a length",
            problem(Class::TooLarge),
            |at| {
                let page = of_size(at, MOST + 1);
                Reply::raw(format!(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{page}"
                ))
            },
        )),
    ]
}

/// 300 KiB and 1,000 fields.
fn heads() -> Vec<Fault> {
    let fields = |name, gives, count: usize, bytes: usize| {
        page(name, gives, move |at| {
            let page = at.release();
            let own = format!(
                "Content-Type: text/html\r\nContent-Length: {}\r\n",
                page.len()
            );
            let field = "X: y\r\n".repeat(count - 2);
            let filling = if bytes > 0 {
                format!("Z: {}\r\n", "z".repeat(bytes))
            } else {
                String::new()
            };
            Reply::raw(format!(
                "HTTP/1.1 200 OK\r\n{own}{field}{filling}\r\n{page}"
            ))
        })
    };
    vec![
        fields("1,000 fields, all told", good(), 1_000, 0),
        fields("1,002 fields, all told", problem(Class::Protocol), 1_002, 0),
        fields("a field of 290 KiB", good(), 2, 290 << 10),
        fields("a field of 301 KiB", problem(Class::Protocol), 2, 301 << 10),
    ]
}

/// `--timeout`. That of connecting, which is longer here, is among the connections.
fn times() -> Vec<Fault> {
    let patient = |fault: Fault| fault.with(&["--timeout", "5s", "--connect-timeout", "1h"]);
    vec![
        patient(page(
            "silence beyond the time of an answer",
            problem(Class::Timeout),
            |_| Reply::stall(),
        )),
        patient(page(
            "an answer that drips beyond its time",
            problem(Class::Timeout),
            |at| Reply::drip(&at.release(), Duration::from_millis(100)),
        )),
    ]
}

/// `--retries`, `--max-redirects`, `--max-requests`.
fn counts() -> Vec<Fault> {
    let fails = |name, gives, times: usize| {
        page(name, gives, move |at| match at.asked.nth {
            nth if nth < times => Reply::status(503),
            _ => Reply::html(at.release()),
        })
    };
    let leads = |name, gives, times: usize| {
        page(name, gives, move |at| match at.below().len() {
            0 => Reply::redirect(302, format!("{}/x", at.path())),
            length if length <= times => {
                Reply::redirect(302, format!("{}{}x", at.path(), at.below()))
            }
            _ => Reply::html(at.release()),
        })
    };
    let budget = newsroom("more releases than a source may ask for")
        .source("kind = \"listing\"\nurl = \"http://{address}/more\"\nrows = \"li.row\"")
        .page("/more", |_| {
            let row = |n: u32| format!("<li class=row><a href=\"/releases/{n}\">A row</a></li>");
            Reply::html((10..30).map(row).collect::<String>())
        });
    let budget = (10..30).fold(budget, |fault, number| {
        let path = format!("/releases/{number}");
        let fault = fault.page(&path, move |_| Reply::html(release(number)));
        // Its listing is one of them.
        match number {
            10..15 => fault.gives(
                &path,
                record([("/title", format!("Bridge {number} opens"))]),
            ),
            _ => fault,
        }
    });
    vec![
        fails("an answer that is there at the last try", good(), 2).with(&["--retries", "2"]),
        fails(
            "an answer that is there a try too late",
            problem(Class::Http5xx),
            3,
        )
        .with(&["--retries", "2"]),
        leads("two redirects, and two are followed", good(), 2).with(&["--max-redirects", "2"]),
        leads(
            "three redirects, and two are followed",
            problem(Class::RedirectLoop),
            3,
        )
        .with(&["--max-redirects", "2"]),
        budget
            .gives("/releases/15", problem(Class::Budget))
            .with(&["--max-requests", "6"]),
    ]
}

/// `--max-url`.
fn addresses() -> Vec<Fault> {
    let leads = |name, gives, bytes: usize| {
        page(name, gives, move |at| match at.below() {
            "" => {
                let to = format!("{}{}/", at.origin, at.path());
                Reply::redirect(302, format!("{to}{}", "x".repeat(bytes - to.len())))
            }
            _ => Reply::html(at.release()),
        })
        .with(&["--max-url", "120"])
    };
    vec![
        leads("a redirect as long as an address may be", good(), 120),
        leads(
            "a redirect a byte longer than an address may be",
            problem(Class::UrlTooLong),
            121,
        ),
    ]
}
