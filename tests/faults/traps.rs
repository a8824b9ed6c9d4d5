//! Pagers and links that never end, and one release at many addresses: what is there comes
//! out once, and the rest is left and told.

use dateline::problem::Class;

use crate::support::Reply;
use crate::support::faults::{Fault, newsroom, problem, record};
use crate::support::site::release;

pub(crate) fn rows() -> Vec<Fault> {
    let mut rows = pagers();
    rows.extend(spaces());
    rows.extend(doubles());
    rows.extend([decoys(), aliases()]);
    rows
}

fn row(path: &str) -> String {
    format!("<li class=row><a href=\"{path}\">A row</a></li>")
}

/// A page of a listing with these releases and a link onward.
fn page(numbers: &[u32], next: &str) -> String {
    let rows: String = numbers
        .iter()
        .map(|n| row(&format!("/releases/{n}")))
        .collect();
    let next = if next.is_empty() {
        String::new()
    } else {
        format!("<a class=next href=\"{next}\">Next</a>")
    };
    format!("<!doctype html><title>News</title><ul>{rows}</ul>{next}")
}

/// These releases are there, and come.
pub(super) fn with(fault: Fault, numbers: &[u32]) -> Fault {
    numbers.iter().fold(fault, |fault, &number| {
        let path = format!("/releases/{number}");
        fault
            .page(&path, move |_| Reply::html(release(number)))
            .gives(
                &path,
                record([("/title", format!("Bridge {number} opens"))]),
            )
    })
}

fn pages(fault: Fault, pages: &[(&str, String)]) -> Fault {
    pages.iter().fold(fault, |fault, (path, page)| {
        let page = page.clone();
        fault.page(path, move |_| Reply::html(page.clone()))
    })
}

fn source(name: &'static str, keys: &str) -> Fault {
    newsroom(name).source(&format!("kind = \"listing\"\nrows = \"li.row\"\n{keys}"))
}

fn pagers() -> Vec<Fault> {
    let numbered = "url = \"http://{address}/more?page={page}\"\npages = { first = 0 }";
    let offset = "url = \"http://{address}/more?from={offset}\"\npages = { first = 0, step = 2 }";
    let linked = "url = \"http://{address}/more\"\nnext = \"a.next\"";
    type Case<'a> = (
        &'static str,
        &'a str,
        Vec<(&'a str, String)>,
        &'a [u32],
        Option<&'a str>,
    );
    #[rustfmt::skip]
    let cases: Vec<Case<'_>> = vec![
        // Name, source, pages, releases that come, where the trap is told.
        ("a pager that ignores the page", numbered, vec![("/more?page=0", page(&[7, 8], "")), ("/more?page=1", page(&[7, 8], ""))], &[7, 8], Some("/more?page=1")),
        ("a pager that ignores the offset", offset, vec![("/more?from=0", page(&[7, 8], "")), ("/more?from=2", page(&[7, 8], ""))], &[7, 8], Some("/more?from=2")),
        ("a pager that repeats its last page", numbered, vec![("/more?page=0", page(&[7], "")), ("/more?page=1", page(&[8], "")), ("/more?page=2", page(&[8], ""))], &[7, 8], None),
        ("a pager that begins again", numbered, vec![("/more?page=0", page(&[7], "")), ("/more?page=1", page(&[8], "")), ("/more?page=2", page(&[7], "")), ("/more?page=3", page(&[8], ""))], &[7, 8], Some("/more?page=3")),
        ("a next page that is this one", linked, vec![("/more", page(&[7], "/more"))], &[7], None),
        ("a next page that is this one, with a fragment", linked, vec![("/more", page(&[7], "#next"))], &[7], None),
        ("a next page that is the first again", linked, vec![("/more", page(&[7], "/more?page=2")), ("/more?page=2", page(&[8], "/more"))], &[7, 8], Some("/more?page=2")),
        ("next pages in a circle of two", linked, vec![("/more", page(&[7], "/more?page=2")), ("/more?page=2", page(&[8], "/more?page=3")), ("/more?page=3", page(&[7], "/more?page=4")), ("/more?page=4", page(&[8], "/more?page=5"))], &[7, 8], Some("/more?page=4")),
        ("a next page that only has another session", linked, vec![("/more", page(&[7], "/more?PHPSESSID=1")), ("/more?PHPSESSID=1", page(&[7], "/more?PHPSESSID=2"))], &[7], Some("/more?PHPSESSID=1")),
        ("a next page in a calendar", linked, vec![("/more", page(&[7], "/more?page=2")), ("/more?page=2", page(&[8], "/calendar/2031/05"))], &[7, 8], Some("/more?page=2")),
        ("a next page in a search for a word", linked, vec![("/more", page(&[7], "/more?page=2")), ("/more?page=2", page(&[8], "/more/federal?page=413"))], &[7, 8], Some("/more?page=2")),
    ];
    let mut rows: Vec<Fault> = cases
        .into_iter()
        .map(|(name, keys, answers, numbers, trap)| {
            let fault = with(pages(source(name, keys), &answers), numbers);
            match trap {
                Some(path) => fault.gives(path, problem(Class::Trap)),
                None => fault,
            }
        })
        .collect();
    // Every page is another, without end.
    let endless = |name, stop: &str, told: &str| {
        let keys = format!("{numbered}\nstop = {{ max_pages = {stop} }}");
        let last: u32 = stop.parse().expect("a number");
        let numbers: Vec<u32> = (0..last).map(|n| 10 + n).collect();
        let answers: Vec<(String, String)> = (0..=last)
            .map(|n| (format!("/more?page={n}"), page(&[10 + n], "")))
            .collect();
        let answers: Vec<(&str, String)> = answers
            .iter()
            .map(|(path, page)| (path.as_str(), page.clone()))
            .collect();
        with(pages(source(name, &keys), &answers), &numbers).gives(told, problem(Class::Trap))
    };
    rows.push(endless("a pager without end", "4", "/more?page=3"));
    rows
}

/// Links that are not of the newsroom's releases: nobody follows them.
fn spaces() -> Vec<Fault> {
    let linked = |name, rows: String| {
        let good = row("/releases/7");
        with(
            source(name, "url = \"http://{address}/more\"").page("/more", move |_| {
                Reply::html(format!("<ul>{rows}{good}</ul>"))
            }),
            &[7],
        )
    };
    vec![
        linked(
            "links into a calendar",
            (0..600)
                .map(|n| row(&format!("/calendar/{}/{:02}", 2000 + n / 12, n % 12 + 1)))
                .collect(),
        ),
        linked(
            "links into a path of words without end",
            (1..300)
                .map(|n| row(&format!("/topics{}", "/peace".repeat(n % 40 + 1))))
                .collect(),
        ),
        linked(
            "links into searches",
            (0..300)
                .map(|n| row(&format!("/search?q=bridge&sort={n}")))
                .collect(),
        ),
    ]
}

/// One release at many addresses, seen through by what the profile says of addresses.
fn doubles() -> Vec<Fault> {
    // The good releases go by their numbers, these by their addresses.
    let keyed = "item_id = '^/releases/(\\d+)'";
    let by_address = |name, urls: &str, paths: &[&str], names: bool| {
        let rows = paths
            .iter()
            .map(|path| row(path).replace("A row", "Bridge 7 opens"));
        let rows: String = rows.collect();
        let fault = source(
            name,
            "url = \"http://{address}/more\"\nrow = { title = \"a\" }",
        )
        .instead(keyed, &format!("{keyed}{urls}"))
        .page("/more", move |_| Reply::html(format!("<ul>{rows}</ul>")));
        let body = if names {
            release(7).replace(
                "<title>",
                "<link rel=canonical href=\"/releases/seven\"><title>",
            )
        } else {
            release(7)
        };
        paths
            .iter()
            .fold(fault, |fault, path| {
                let body = body.clone();
                fault.page(path, move |_| Reply::html(body.clone()))
            })
            .gives("/releases/seven", record([("/title", "Bridge 7 opens")]))
    };
    vec![
        by_address(
            "a release with session ids",
            "",
            &[
                "/releases/seven",
                "/releases/seven;jsessionid=0F3C",
                "/releases/seven?PHPSESSID=7",
                "/releases/seven?sid=0123456789abcdef0123456789abcdef",
            ],
            false,
        ),
        by_address(
            "a release that is tracked",
            "",
            &[
                "/releases/seven",
                "/releases/seven?utm_source=x&utm_medium=y",
                "/releases/seven?fbclid=1",
                "/releases/seven?_=1700000000000",
            ],
            false,
        ),
        by_address(
            "a release with a slash at its end",
            "",
            &["/releases/seven", "/releases/seven/", "/releases//seven"],
            false,
        ),
        by_address(
            "a release with an index",
            "",
            &["/releases/seven", "/releases/seven/index.html"],
            false,
        ),
        by_address(
            "a release in other letters",
            ", ignore_case = true",
            &["/releases/seven", "/releases/Seven", "/releases/SEVEN"],
            false,
        ),
        by_address(
            "a release with print views",
            "",
            &[
                "/releases/seven",
                "/releases/seven/print",
                "/releases/seven?print=1",
            ],
            false,
        ),
        by_address(
            "a release with parameters that the profile drops",
            ", drop = [\"ref\", \"nl_*\"]",
            &["/releases/seven", "/releases/seven?ref=home&nl_id=7"],
            false,
        ),
        by_address(
            "a release whose pages name one address",
            "",
            &[
                "/releases/seven",
                "/releases/seven?from=home",
                "/releases/x/seven",
            ],
            true,
        ),
        by_address(
            "a release at addresses of one page",
            "",
            &["/releases/seven", "/releases/again/seven"],
            false,
        ),
    ]
}

/// One page at the addresses of many releases is none of them.
fn decoys() -> Fault {
    let numbers = 7..=10;
    let rows: String = numbers
        .clone()
        .map(|n| row(&format!("/releases/{n}")))
        .collect();
    let fault = source(
        "a page at the addresses of many releases",
        "url = \"http://{address}/more\"",
    )
    .page("/more", move |_| Reply::html(format!("<ul>{rows}</ul>")));
    numbers.fold(fault, |fault, number| {
        let path = format!("/releases/{number}");
        fault
            .page(&path, |_| Reply::html(release(7)))
            .gives(&path, problem(Class::Blocked))
    })
}

/// The same pages under another name of the host.
fn aliases() -> Fault {
    source(
        "a release under another name of the host",
        "url = \"http://{address}/more\"",
    )
    .profile("hosts = { canonical = \"127.0.0.1\", aliases = [\"localhost\"] }")
    .page("/more", |at| {
        let other = at.origin.replace("127.0.0.1", "localhost");
        let rows = row("/releases/7") + &row(&format!("{other}/releases/7"));
        Reply::html(format!("<ul>{rows}</ul>"))
    })
    .page("/releases/7", |_| Reply::html(release(7)))
    .gives("/releases/7", record([("/title", "Bridge 7 opens")]))
}
