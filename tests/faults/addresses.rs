//! Links and addresses: passwords, tricks with paths and ids, other hosts, lengths.

use dateline::problem::Class;
use serde_json::{Value, json};

use crate::support::Reply;
use crate::support::faults::{At, Fault, Gives, SECRET, newsroom, page, problem, record};

pub(crate) fn rows() -> Vec<Fault> {
    [rows_of_a_listing(), bad_rows(), passwords(), ids()]
        .into_iter()
        .flatten()
        .collect()
}

fn good() -> Gives {
    record([("/language", "en")])
}

fn release(at: &At<'_>) -> Reply {
    Reply::html(at.release())
}

/// Links that still lead to the release, or to nothing of the newsroom's.
fn rows_of_a_listing() -> Vec<Fault> {
    let mut rows: Vec<Fault> = [
        ("a link with a fragment", "{path}#top"),
        ("a link that is tracked", "{path}?utm_source=x&fbclid=y"),
        ("a link with backslashes", "\\releases\\{number}"),
        ("a link around a corner", "/x/../releases/./{number}"),
        (
            "a link around an encoded corner",
            "/x/%2e%2e/releases/{number}",
        ),
        ("a link with line ends in it", "/rel\neas\tes/{number}\r\n"),
        (
            "a link in another spelling of the host",
            "http://0x7f.1:{port}{path}",
        ),
        (
            "a link with the host in wide digits",
            "http://127。0。0。1:{port}{path}",
        ),
        ("a link without a scheme", "//{address}{path}"),
        ("a link in capitals", "HTTP://{address}{path}"),
    ]
    .into_iter()
    .map(|(name, href)| page(name, good(), release).linked(href))
    .collect();
    rows.push(
        page("a link with a password", good(), release)
            .linked(&format!("http://user:{SECRET}@{{address}}{{path}}")),
    );
    rows.extend(
        [
            ("a link to a script", "javascript:alert('{path}')"),
            ("a link to a mailbox", "mailto:press@office.example"),
            ("a link to data", "data:text/html,<h1>{path}</h1>"),
            ("a link to a file", "file:///releases/{number}"),
            ("a link to another host", "http://elsewhere.example{path}"),
            (
                "a link to a host in another script",
                "http://оffice.example{path}",
            ),
            ("a link to a private address", "http://10.0.0.1{path}"),
            (
                "a link to the cloud's secrets",
                "http://169.254.169.254{path}",
            ),
            (
                "a link to this machine by name",
                "http://localhost:{port}{path}",
            ),
            (
                "a link that leaves its folder",
                "{path}/../../../etc/passwd",
            ),
            ("a link to the listing", "/news"),
            ("a link to nowhere", "#"),
        ]
        .into_iter()
        .map(|(name, href)| page(name, Gives::Nothing, release).linked(href)),
    );
    rows
}

/// Rows that are wanted and cannot be visited.
fn bad_rows() -> Vec<Fault> {
    let long = format!("/releases/7?{}", "x".repeat(5000));
    let grows = format!("/releases/8?{}", "é".repeat(1500));
    let listing = |name, rows: String| {
        newsroom(name)
            .source("kind = \"listing\"\nurl = \"http://{address}/more\"\nrows = \"li.row\"")
            .page("/more", move |_| {
                let good = "<li class=row><a href=/releases/9>A row</a></li>";
                Reply::html(format!("<ul>{rows}{good}</ul>"))
            })
            .page("/releases/9", |at| Reply::html(at.release()))
            .gives("/releases/9", record([("/title", "Bridge 0 opens")]))
    };
    let row = |href: &str| format!("<li class=row><a href=\"{href}\">A row</a></li>");
    vec![
        listing(
            "a row without a link",
            "<li class=row>Bridge</li>".to_owned(),
        )
        .gives("/more", problem(Class::BadUrl)),
        listing("a link that is no address", row("http://[::"))
            .gives("http://[::", problem(Class::BadUrl)),
        listing(
            "a link that is no address, with a password",
            row(&format!("http://user:{SECRET}@bad host/")),
        )
        .gives("http://bad host/", problem(Class::BadUrl)),
        listing(
            "a link that is no address, with an escape",
            row("http://\u{1b}[2J\u{202e}/"),
        )
        .gives("http://[2J/", problem(Class::BadUrl)),
        listing("a link longer than an address may be", row(&long))
            .gives(&long[..200], problem(Class::UrlTooLong)),
        listing(
            "a link that grows past all bounds when it is encoded",
            row(&grows),
        )
        .gives(
            &grows.chars().take(200).collect::<String>(),
            problem(Class::UrlTooLong),
        ),
        newsroom("addresses longer than the operator allows")
            .source("kind = \"listing\"\nurl = \"http://{address}/more\"\nrows = \"li.row\"")
            .page("/more", move |_| {
                let row = |n: usize| format!("<li class=row><a href=\"/releases/{n}\">A</a></li>");
                Reply::html(row(7) + &row(700_000_000_000_000_000))
            })
            .page("/releases/7", |at| Reply::html(at.release()))
            .gives("/releases/7", record([("/title", "Bridge 0 opens")]))
            .gives("/releases/700000000000000000", problem(Class::UrlTooLong))
            .with(&["--max-url", "40"]),
        newsroom("a base that leads to a private address")
            .source("kind = \"listing\"\nurl = \"http://{address}/more\"\nrows = \"li.row\"")
            .page("/more", |at| {
                let own = format!(
                    "<li class=row><a href='{}/releases/9'>A</a></li>",
                    at.origin
                );
                let row = "<li class=row><a href='/releases/7'>A</a></li>";
                Reply::html(format!("<base href='http://10.0.0.1/'><ul>{row}{own}</ul>"))
            })
            .page("/releases/9", |at| Reply::html(at.release()))
            .gives("/releases/9", record([("/title", "Bridge 0 opens")])),
    ]
}

/// Passwords in every address that a release names.
fn passwords() -> Vec<Fault> {
    let facts: Vec<(&'static str, Value)> = vec![
        ("/attachments/0/url", json!("http://files.example/x.pdf")),
        ("/links/1/url", json!("https://links.example/x")),
        ("/images/0/url", json!("http://images.example/i.png")),
        ("/translations/0/url", json!("http://127.0.0.1/de/boats")),
    ];
    vec![page("passwords in every address", record(facts), |at| {
        let user = format!("user:{SECRET}@");
        let (address, path) = (at.address(), at.path());
        let head = format!(
            "<head><link rel=canonical href='http://{user}{address}{path}'>\
             <meta property=og:url content='http://{user}{address}{path}'>\
             <meta property=og:image content='http://{user}images.example/i.png'>\
             <link rel=alternate hreflang=de href='http://{user}127.0.0.1/de/boats'>\
             <base href='http://{user}{address}/'>\
             <script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"url\":\"http://{user}{address}{path}\"}}</script>"
        );
        let body = format!(
            "<p>See <a href='http://{user}files.example/x.pdf'>the file</a> and \
             <a href='https://{user}links.example/x'>the link</a>.\
             <img src='http://{user}images.example/i.png' width=600 height=400></p></div>"
        );
        Reply::html(
            at.release()
                .replace("<head>", &head)
                .replacen("</div>", &body, 1),
        )
    })]
}

/// Ids that would be paths.
fn ids() -> Vec<Fault> {
    [
        ("an id with a way up", "/releases/..%2F..%2Fetc%2Fpasswd"),
        ("an id with a zero", "/releases/7%00.html"),
        ("an id with slashes", "/releases/a/b//c"),
        ("an id with a colon", "/releases/C:%5Cnul"),
        ("an id with an escape", "/releases/%1B[2J"),
    ]
    .into_iter()
    .map(|(name, path)| (name, path.to_owned()))
    .chain([(
        "an id of 3,000 characters",
        format!("/releases/{}", "x".repeat(3000)),
    )])
    .map(|(name, path)| {
        let link = path.clone();
        newsroom(name)
            .instead("'^/releases/(\\d+)'", "'^/releases/(.+)$'")
            .source("kind = \"listing\"\nurl = \"http://{address}/more\"\nrows = \"li.row\"")
            .page("/more", move |_| {
                Reply::html(format!("<ul><li class=row><a href=\"{link}\">A</a></ul>"))
            })
            .page(&path, |at| Reply::html(at.release()))
            .gives(&path, record([("/title", "Bridge 0 opens")]))
    })
    .collect()
}
