//! Redirects by status, by cookie and by page: where they may lead, and where not.

use dateline::problem::Class;

use crate::support::Reply;
use crate::support::faults::{At, Fault, Gives, SECRET, newsroom, page, problem, record};
use crate::support::site;

pub(crate) fn rows() -> Vec<Fault> {
    [by_status(), by_cookie(), by_page()]
        .into_iter()
        .flatten()
        .collect()
}

/// Redirects to what `to` says for its address, and has the release everywhere below.
fn leads(
    name: &'static str,
    gives: Gives,
    to: impl Fn(&At<'_>) -> String + Send + Sync + 'static,
) -> Fault {
    page(name, gives, move |at| match at.below() {
        "" => Reply::redirect(302, to(at)),
        _ => Reply::html(at.release()),
    })
}

fn good() -> Gives {
    record([("/published_from", "field")])
}

fn by_status() -> Vec<Fault> {
    let mut rows = vec![
        page("a redirect to nowhere", problem(Class::Http3xx), |_| {
            Reply::status(302)
        }),
        leads(
            "a redirect to an empty place",
            problem(Class::Http3xx),
            |_| " ".to_owned(),
        ),
        leads("a redirect to itself", problem(Class::RedirectLoop), |at| {
            at.path()
        }),
        page(
            "redirects in a circle",
            problem(Class::RedirectLoop),
            |at| match at.below() {
                "/a" => Reply::redirect(301, format!("{}/b", at.path())),
                _ => Reply::redirect(301, format!("{}/a", at.path())),
            },
        ),
        page(
            "six redirects",
            problem(Class::RedirectLoop),
            |at| match at.below() {
                "/xxxxxx" => Reply::html(at.release()),
                _ => Reply::redirect(
                    302,
                    format!("{}/x{}", at.path(), at.below().trim_start_matches('/')),
                ),
            },
        ),
        page("five redirects", good(), |at| match at.below() {
            "/xxxxx" => Reply::html(at.release()),
            _ => Reply::redirect(
                302,
                format!("{}/x{}", at.path(), at.below().trim_start_matches('/')),
            ),
        }),
        leads(
            "a redirect to a file",
            problem(Class::RedirectBlocked),
            |_| "file:///etc/passwd".to_owned(),
        ),
        leads(
            "a redirect to a script",
            problem(Class::RedirectBlocked),
            |_| "javascript:alert(1)".to_owned(),
        ),
        leads(
            "a redirect to data",
            problem(Class::RedirectBlocked),
            |_| "data:text/html,<h1>x</h1>".to_owned(),
        ),
        leads(
            "a redirect to no address",
            problem(Class::RedirectBlocked),
            |_| "http://[::".to_owned(),
        ),
        leads(
            "a redirect to another site",
            problem(Class::Offsite),
            |_| "http://elsewhere.example/".to_owned(),
        ),
        leads(
            "a redirect to a look-alike in another script",
            problem(Class::Offsite),
            |_| "http://127.0.0.1.xn--elsewhere-0of.example/".to_owned(),
        ),
        leads(
            "a redirect to a private address",
            problem(Class::Offsite),
            |_| "http://192.168.1.1/".to_owned(),
        ),
        leads(
            "a redirect to the cloud's secrets",
            problem(Class::Offsite),
            |_| "http://169.254.169.254/latest/meta-data/".to_owned(),
        ),
        leads(
            "a redirect to another name of this machine",
            problem(Class::Offsite),
            |at| format!("{}/x", at.origin.replace("127.0.0.1", "localhost")),
        ),
        leads("a redirect with a password", good(), |at| {
            format!("http://user:{SECRET}@{}{}/x", at.address(), at.path())
        }),
        leads(
            "a redirect to no address, with a password",
            problem(Class::RedirectBlocked),
            |_| format!("http://user:{SECRET}@[::/"),
        ),
        leads(
            "a redirect longer than an address may be",
            problem(Class::UrlTooLong),
            |at| format!("{}/{}", at.path(), "x".repeat(5000)),
        ),
        leads(
            "a redirect that grows past all bounds when it is encoded",
            problem(Class::UrlTooLong),
            |at| format!("{}/{}", at.path(), "é".repeat(1000)),
        ),
        leads("a redirect relative to nothing", good(), |at| {
            format!("{}/x", at.number)
        }),
        leads("a redirect without a scheme", good(), |at| {
            format!("//{}{}/x", at.address(), at.path())
        }),
        leads("a redirect in another spelling of the host", good(), |at| {
            let address = at.address().replace("127.0.0.1", "0x7f.1");
            format!("http://{address}{}/x", at.path())
        }),
        leads("a redirect with a fragment", good(), |at| {
            format!("{}/x#top", at.path())
        }),
        leads("a redirect written in Latin 1", good(), |at| {
            format!("{}/caf\u{e9}", at.path())
        }),
        page("two places to go", good(), |at| match at.below() {
            "" => Reply::redirect(302, format!("{}/x", at.path()))
                .header("Location", "http://elsewhere.example/"),
            _ => Reply::html(at.release()),
        }),
        page("a redirect with a page of its own", good(), |at| {
            match at.below() {
                "" => Reply::redirect(302, format!("{}/x", at.path())).body("<h1>Moved</h1>"),
                _ => Reply::html(at.release()),
            }
        }),
        page(
            "a redirect with a body without end",
            good(),
            |at| match at.below() {
                "" => Reply::redirect(302, format!("{}/x", at.path())).body(vec![b'x'; 3 << 20]),
                _ => Reply::html(at.release()),
            },
        ),
        page(
            "a redirect to what is gone",
            problem(Class::NotFound),
            |at| match at.below() {
                "" => Reply::redirect(302, format!("{}/x", at.path())),
                _ => Reply::status(404),
            },
        ),
        page(
            "a redirect to a picture",
            problem(Class::NotHtml),
            |at| match at.below() {
                "" => Reply::redirect(302, format!("{}/x", at.path())),
                _ => Reply::status(200)
                    .header("Content-Type", "image/png")
                    .body("x"),
            },
        ),
    ];
    for (name, status) in [("301", 301), ("303", 303), ("307", 307), ("308", 308)] {
        rows.push(page(name, good(), move |at| match at.below() {
            "" => Reply::redirect(status, format!("{}/x", at.path())),
            _ => Reply::html(at.release()),
        }));
    }
    rows
}

fn by_cookie() -> Vec<Fault> {
    let sent = |at: &At<'_>, cookie: &str| {
        at.asked
            .header("cookie")
            .is_some_and(|field| field.split("; ").any(|sent| sent == cookie))
    };
    let set = |at: &At<'_>, to: String, cookie: &str| {
        Reply::redirect(302, to).header("Set-Cookie", format!("{cookie}; path={}", at.path()))
    };
    let secret = format!("session={SECRET}");
    vec![
        page("a wall that wants its cookie back", good(), {
            let secret = secret.clone();
            move |at| {
                if sent(at, &secret) {
                    Reply::html(at.release())
                } else {
                    set(at, at.path(), &secret)
                }
            }
        }),
        page(
            "a wall that checks its cookie elsewhere",
            good(),
            move |at| match (at.below(), sent(at, "seen=1")) {
                ("", true) => Reply::html(at.release()),
                ("", false) => set(at, format!("{}/check", at.path()), "seen=1"),
                (_, true) => Reply::redirect(302, at.path()),
                (_, false) => Reply::status(403),
            },
        ),
        page(
            "a wall that takes no cookie",
            problem(Class::RedirectLoop),
            move |at| set(at, at.path(), "seen=1"),
        ),
        page(
            "a new cookie with every redirect",
            problem(Class::RedirectLoop),
            move |at| set(at, at.path(), &format!("seen={}", at.asked.nth)),
        ),
        page("a cookie with a line end in it", good(), |at| {
            if at
                .asked
                .header("cookie")
                .is_some_and(|field| field.contains("forged"))
            {
                return Reply::status(500);
            }
            Reply::html(at.release()).header("Set-Cookie", "a=b\x0cforged: yes; path=/")
        }),
        newsroom("a cookie that another server gave")
            .source("kind = \"listing\"\nurl = \"http://{beside}/more\"\nrows = \"li.row\"")
            .page("/releases/1", |_| {
                Reply::html(site::release(1)).header("Set-Cookie", "alien=1; path=/")
            })
            .beside(|asked| match asked.path.as_str() {
                "/robots.txt" => Reply::status(404),
                _ if asked.header("cookie").is_some() => Reply::status(500),
                "/more" => Reply::html("<ul><li class=row><a href=/releases/7>A row</a></li></ul>"),
                _ => Reply::html(site::release(7)),
            })
            .gives(
                "http://{beside}/releases/7",
                record([("/title", "Bridge 7 opens")]),
            ),
        page("cookies without end", good(), |at| {
            let mut reply = Reply::html(at.release());
            for number in 0..500 {
                let value = "x".repeat(200);
                let cookie = format!("c{number}={value}; path={}", at.path());
                reply = reply.header("Set-Cookie", cookie);
            }
            reply
        }),
        page("a cookie for another host", good(), move |at| {
            match at.below() {
                "" => Reply::redirect(302, format!("{}/x", at.path()))
                    .header("Set-Cookie", "alien=1; path=/; domain=elsewhere.example"),
                _ if sent(at, "alien=1") => Reply::status(500),
                _ => Reply::html(at.release()),
            }
        }),
    ]
}

fn by_page() -> Vec<Fault> {
    let refresh = |name, gives, content: fn(&At<'_>) -> String| {
        page(name, gives, move |at| match at.below() {
            "" => Reply::html(format!(
                "<!doctype html><title>Moved</title><meta http-equiv=refresh content=\"{}\"><p>Moved.",
                content(at)
            )),
            _ => Reply::html(at.release()),
        })
    };
    vec![
        refresh("a page that leads on", good(), |at| {
            format!("0; url={}/x", at.path())
        }),
        refresh("a page that leads on in three seconds", good(), |at| {
            format!("3;URL='{}/x?a=1&amp;b=2'", at.path())
        }),
        refresh(
            "a page that leads on later",
            problem(Class::MissingFields),
            |at| format!("30; url={}/x", at.path()),
        ),
        refresh(
            "a page that leads to another site",
            problem(Class::Offsite),
            |_| "0; url=http://elsewhere.example/".to_owned(),
        ),
        refresh(
            "a page that leads to a private address",
            problem(Class::Offsite),
            |_| "0; url=http://10.0.0.1/".to_owned(),
        ),
        refresh(
            "a page that leads to a script",
            problem(Class::RedirectBlocked),
            |_| "0; url=javascript:alert(1)".to_owned(),
        ),
        refresh(
            "a page that leads to itself",
            problem(Class::MissingFields),
            |at| format!("0; url={}", at.path()),
        ),
        page(
            "pages that lead on in a circle",
            problem(Class::RedirectLoop),
            |at| {
                let to = if at.below() == "/a" { "/b" } else { "/a" };
                let path = at.path();
                Reply::html(format!(
                    "<meta http-equiv=refresh content='0; url={path}{to}'>"
                ))
            },
        ),
        page(
            "pages and redirects that lead on, six in all",
            problem(Class::RedirectLoop),
            |at| {
                let next = format!("{}/x{}", at.path(), at.below().trim_start_matches('/'));
                match at.below().len() {
                    0..3 => Reply::redirect(302, next),
                    3..7 => {
                        Reply::html(format!("<meta http-equiv=refresh content='0; url={next}'>"))
                    }
                    _ => Reply::html(at.release()),
                }
            },
        ),
        page("a field that leads on", good(), |at| match at.below() {
            "" => Reply::html("<p>Moved").header("Refresh", format!("0; url={}/x", at.path())),
            _ => Reply::html(at.release()),
        }),
        page("a release that also leads on", good(), |at| {
            let more =
                "<p>And then much more was said of the bridge and of the river.</p>".repeat(20);
            let lead = "<meta http-equiv=refresh content='0; url=http://elsewhere.example/'>";
            Reply::html(
                at.release()
                    .replace("</div>", &format!("{more}</div>{lead}")),
            )
        }),
        page("a release that loads itself again", good(), |at| {
            Reply::html(
                at.release()
                    .replace("<head>", "<head><meta http-equiv=refresh content=3>"),
            )
        }),
        page("a page that leads on without scripts", good(), |at| {
            let lead = "<noscript><meta http-equiv=refresh content='0; url=/nojs'></noscript>";
            Reply::html(at.release().replace("<head>", &format!("<head>{lead}")))
        }),
        page("a page that sets a cookie and loads itself", good(), |at| {
            if at
                .asked
                .header("cookie")
                .is_some_and(|field| field.contains("wall=1"))
            {
                return Reply::html(at.release());
            }
            let path = at.path();
            Reply::html(format!("<meta http-equiv=refresh content='0; url={path}'>"))
                .header("Set-Cookie", format!("wall=1; path={}", at.path()))
        }),
    ]
}
