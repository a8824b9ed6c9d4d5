//! Servers that want to be left alone, or say nonsense of it, beside a newsroom's good one:
//! what is said of one host holds for it alone.

use dateline::problem::Class;
use jiff::{SignedDuration, Timestamp};

use crate::support::faults::{Fault, newsroom, problem, record};
use crate::support::site::release;
use crate::support::{Asked, Reply};

pub(crate) fn rows() -> Vec<Fault> {
    let mut rows = pauses();
    rows.extend(robots());
    rows.extend(times());
    rows
}

/// A second host with release 7 and its listing, as far as `answer` lets it.
fn beside(
    name: &'static str,
    answer: impl Fn(&Asked) -> Option<Reply> + Send + Sync + 'static,
) -> Fault {
    newsroom(name)
        .source("kind = \"listing\"\nurl = \"http://{beside}/more\"\nrows = \"li.row\"")
        .beside(move |asked| {
            answer(asked).unwrap_or_else(|| match asked.path.as_str() {
                "/more" => Reply::html("<ul><li class=row><a href=/releases/7>A row</a></li></ul>"),
                "/releases/7" => Reply::html(release(7)),
                _ => Reply::status(404),
            })
        })
}

const LISTING: &str = "http://{beside}/more";

fn comes(fault: Fault) -> Fault {
    fault.gives(
        "http://{beside}/releases/7",
        record([("/title", "Bridge 7 opens")]),
    )
}

fn date(hours: i64) -> String {
    let at = Timestamp::now() + SignedDuration::from_hours(hours);
    at.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()
}

/// What is said with Retry-After, and what the listing gives that is answered with it.
fn pauses() -> Vec<Fault> {
    let said = |name, status, retry: String| {
        beside(name, move |asked| {
            (asked.path == "/more")
                .then(|| Reply::status(status).header("Retry-After", retry.clone()))
        })
    };
    let mut rows: Vec<Fault> = [
        ("a pause of hours, with 503", 503, "7200".to_owned()),
        ("a pause of hours, with 429", 429, "7200".to_owned()),
        ("a pause until a time, with 503", 503, date(2)),
        ("a pause until a time, with 429", 429, date(2)),
        ("a pause of a year", 503, date(24 * 366)),
        (
            "a pause beyond all numbers",
            503,
            "99999999999999999999999".to_owned(),
        ),
        (
            "a pause until the end of the calendar",
            503,
            "Fri, 31 Dec 9999 23:59:59 GMT".to_owned(),
        ),
        ("a pause with a redirect", 302, "7200".to_owned()),
    ]
    .into_iter()
    .map(|(name, status, retry)| {
        said(name, status, retry).gives(LISTING, problem(Class::RetryAfterTooLong))
    })
    .collect();
    rows.extend(
        [
            ("a pause of nothing", "0".to_owned()),
            ("a pause until the past", date(-2)),
            (
                "a pause until long ago",
                "Thu, 01 Jan 1970 00:00:00 GMT".to_owned(),
            ),
            ("a negative pause", "-120".to_owned()),
            ("a pause that is no number", "soon".to_owned()),
            ("a pause that is empty", String::new()),
            ("a pause with an escape", "\u{9b}2J7200".to_owned()),
            ("a pause with a unit", "2h".to_owned()),
            (
                "a pause on a day that is none",
                "Wed, 99 Feb 2030 25:61:00 GMT".to_owned(),
            ),
        ]
        .into_iter()
        .flat_map(|(name, retry)| {
            [
                said(name, 503, retry.clone()).gives(LISTING, problem(Class::Http5xx)),
                said(name, 429, retry).gives(LISTING, problem(Class::RateLimited)),
            ]
        }),
    );
    rows.push(
        said(
            "a pause longer than the operator waits",
            503,
            "20".to_owned(),
        )
        .gives(LISTING, problem(Class::RetryAfterTooLong))
        .with(&["--max-wait", "10s"]),
    );
    for (name, status) in [
        ("a pause that is waited for, with 503", 503),
        ("a pause that is waited for, with 429", 429),
    ] {
        let fault = beside(name, move |asked| {
            let is_first = asked.path == "/more" && asked.nth == 0;
            is_first.then(|| Reply::status(status).header("Retry-After", "1"))
        });
        rows.push(comes(fault).with(&["--retries", "1"]));
    }
    rows.push(
        beside("a page that asks for hours", |asked| {
            (asked.path == "/releases/7").then(|| Reply::status(503).header("Retry-After", "7200"))
        })
        .gives(
            "http://{beside}/releases/7",
            problem(Class::RetryAfterTooLong),
        ),
    );
    rows
}

/// A robots.txt that is not to be had, or is something else.
fn robots() -> Vec<Fault> {
    let robots = |name, answer: fn(&Asked) -> Reply| {
        beside(name, move |asked| {
            asked.path.starts_with("/robots").then(|| answer(asked))
        })
    };
    let unreachable = |name, answer: fn(&Asked) -> Reply| {
        robots(name, answer).gives(LISTING, problem(Class::RobotsUnreachable))
    };
    let denied = |name, answer: fn(&Asked) -> Reply| {
        robots(name, answer).gives(LISTING, problem(Class::RobotsDenied))
    };
    let open = |name, answer: fn(&Asked) -> Reply| comes(robots(name, answer));
    // More than five redirects are as good as no file (RFC 9309 §2.3.1.2).
    vec![
        unreachable("a robots.txt that fails", |_| Reply::status(500)),
        unreachable("a robots.txt that is away", |_| Reply::status(503)),
        unreachable("a robots.txt that is silent", |_| Reply::stall()),
        unreachable("a robots.txt that is reset", |_| Reply::reset()),
        unreachable("a robots.txt that is no HTTP", |_| {
            Reply::raw("SSH-2.0-OpenSSH_9.9\r\n\r\n")
        }),
        unreachable("a robots.txt that is damaged gzip", |_| {
            Reply::text("no gzip").header("Content-Encoding", "gzip")
        }),
        open("a robots.txt that leads in a circle", |asked| {
            match asked.path.as_str() {
                "/robots.txt" => Reply::redirect(302, "/robots2.txt"),
                _ => Reply::redirect(302, "/robots.txt"),
            }
        }),
        open("a robots.txt that leads on without end", |asked| {
            Reply::redirect(302, format!("{}x", asked.path))
        }),
        unreachable("a robots.txt that leads to a private address", |_| {
            Reply::redirect(302, "http://192.168.0.1/robots.txt")
        }),
        unreachable("a robots.txt that leads to a file", |_| {
            Reply::redirect(302, "file:///etc/passwd")
        }),
        unreachable("a robots.txt that has enough", |_| Reply::status(429)),
        robots("a robots.txt that asks for hours", |_| {
            Reply::status(503).header("Retry-After", "7200")
        })
        .gives(LISTING, problem(Class::RetryAfterTooLong)),
        open("no robots.txt", |_| Reply::status(404)),
        open("a robots.txt that is gone", |_| Reply::status(410)),
        open("a robots.txt that is forbidden", |_| Reply::status(403)),
        open("a robots.txt that is empty", |_| Reply::text("")),
        open("a robots.txt that is a web page", |_| {
            Reply::html("<!doctype html><title>Not found</title><h1>Not found</h1>")
        }),
        open("a robots.txt that is noise", |_| {
            Reply::text("\u{0}\u{1}\u{1b}[2J\u{fffd}: \u{202e}\n:::\n")
        }),
        open("a robots.txt that leads on", |asked| {
            match asked.path.as_str() {
                "/robots.txt" => Reply::redirect(301, "/robots-2.txt"),
                _ => Reply::text("user-agent: *\nallow: /"),
            }
        }),
        open("a robots.txt without end", |_| {
            Reply::text(format!(
                "user-agent: *\nallow: /\n{}",
                "# x\n".repeat(200_000)
            ))
        }),
        denied("a robots.txt without end that begins with no", |_| {
            Reply::text(format!(
                "user-agent: *\ndisallow: /\n{}",
                "# x\n".repeat(200_000)
            ))
        }),
        unreachable("a robots.txt that is cut in the middle", |_| {
            Reply::truncated("user-agent: *\ndisallow: /\n", 5_000)
        }),
        denied(
            "a robots.txt behind a mark, in capitals, with lone returns",
            |_| Reply::text("\u{feff}USER-AGENT: *\rDISALLOW: /\r"),
        ),
        denied("a robots.txt that is called HTML", |_| {
            Reply::html("user-agent: *\ndisallow: /")
        }),
        denied("a robots.txt with a pattern that explodes", |_| {
            Reply::text(format!(
                "user-agent: *\ndisallow: /{}\ndisallow: /more",
                "*a".repeat(10_000)
            ))
        }),
    ]
}

/// What robots.txt says of time.
fn times() -> Vec<Fault> {
    let says = |name, lines: String| {
        beside(name, move |asked| {
            (asked.path == "/robots.txt")
                .then(|| Reply::text(format!("user-agent: *\n{lines}\nallow: /")))
        })
    };
    // Three hours from now, for an hour: not now, however slow the test.
    let hour = |ahead: i64| {
        (Timestamp::now() + SignedDuration::from_hours(ahead))
            .strftime("%H%M")
            .to_string()
    };
    let closed = format!("{}-{}", hour(3), hour(4));
    let mut rows: Vec<Fault> = [
        ("a delay of six minutes", "crawl-delay: 360".to_owned()),
        ("a delay of a year", "crawl-delay: 31536000".to_owned()),
        (
            "the longest of two delays",
            "crawl-delay: 0\ncrawl-delay: 360".to_owned(),
        ),
        (
            "a rate of one in ten minutes",
            "request-rate: 1/10m".to_owned(),
        ),
        (
            "a rate in hours that are none",
            "request-rate: 1/10m 2560-9999".to_owned(),
        ),
        ("a rate of one in a day", "request-rate: 1/86400".to_owned()),
        ("hours that are not now", format!("visit-time: {closed}")),
    ]
    .into_iter()
    .map(|(name, lines)| says(name, lines).gives(LISTING, problem(Class::CrawlDelayTooLong)))
    .collect();
    rows.push(
        says(
            "a delay longer than the operator waits",
            "crawl-delay: 20".to_owned(),
        )
        .gives(LISTING, problem(Class::CrawlDelayTooLong))
        .with(&["--max-wait", "10s"]),
    );
    rows.extend(
        [
            ("a delay that is no number", "crawl-delay: slowly"),
            ("a negative delay", "crawl-delay: -360"),
            ("a delay that is not a number", "crawl-delay: nan"),
            ("a delay of infinity", "crawl-delay: inf"),
            ("a delay beyond all numbers", "crawl-delay: 1e300"),
            ("a delay that is empty", "crawl-delay:"),
            (
                "a delay for somebody else",
                "allow: /\nuser-agent: other\ncrawl-delay: 360\nuser-agent: *",
            ),
            ("a rate that is no rate", "request-rate: often"),
            ("a rate of none", "request-rate: 0/10m"),
            ("a rate in no time", "request-rate: 1/0"),
            ("a negative rate", "request-rate: -1/10m"),
            (
                "a rate beyond all numbers",
                "request-rate: 1/99999999999999999999999h",
            ),
            ("a rate in no unit", "request-rate: 1/10fortnights"),
            ("hours that are none", "visit-time: 2560-9999"),
            ("hours that are words", "visit-time: at night"),
            ("hours without an end", "visit-time: 0600-"),
        ]
        .into_iter()
        .map(|(name, lines)| comes(says(name, lines.to_owned()))),
    );
    rows
}
