//! The door to the network, seen from the server's side.
//!
//! Every test starts a loopback server that does as it is told, asks it through the
//! library, and looks at what the server saw.

mod support;

use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use dateline::fetch::{
    Answer, Fetch, Fetched, HostMemory, OwnResolver, RefusalScope, Request, Resolver, RobotsCopy,
    Web,
};
use dateline::page::{Page, Validators};
use dateline::problem::Class;
use dateline::profile::Politeness;
use dateline::settings::Settings;
use dateline::target::{PageKind, ProfileId, SourceId};
use jiff::Timestamp;
use url::Url;

use support::{Asked, Reply, Server};

const DELAY: Duration = Duration::from_millis(60);

fn settings() -> Settings {
    Settings {
        delay: Some(DELAY),
        allow_address: vec!["127.0.0.0/8".parse().expect("a net")],
        ..Settings::default()
    }
}

fn web(settings: &Settings) -> Web {
    Web::new(settings, Resolver::System, Vec::new()).expect("a web")
}

fn request(url: &str) -> Request {
    Request {
        url: Url::parse(url).expect("an address"),
        profile: ProfileId::try_from("made-up".to_owned()).expect("an id"),
        source: SourceId::new("/press"),
        politeness: Politeness::default(),
        hosts: Vec::new(),
        validators: Validators::default(),
        kind: PageKind::Release,
        keep: false,
        visit: None,
    }
}

fn page(answer: Answer) -> Page {
    match answer.outcome {
        Ok(Fetched::Page(page)) => *page,
        other => panic!("no page: {other:?}"),
    }
}

/// The class of a refusal or failure.
fn class(answer: &Answer) -> Class {
    match &answer.outcome {
        Ok(Fetched::Refused(refusal)) => refusal.class,
        Err(error) => error.class,
        other => panic!("neither refused nor failed: {other:?}"),
    }
}

/// Rounding in clocks and timers is allowed for, being early is not.
fn assert_kept(server: &Server, delay: Duration, gaps: usize) {
    assert_eq!(server.gaps().len(), gaps, "{:?}", server.paths());
    for gap in server.gaps() {
        assert!(gap >= delay.mul_f64(0.95), "{:?}", server.gaps());
    }
}

fn no_robots(asked: &Asked, reply: Reply) -> Reply {
    match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        _ => reply,
    }
}

#[test]
fn the_test_server_writes_down_what_it_was_asked() -> std::io::Result<()> {
    let server = Server::start(|asked| match asked.nth {
        0 => Reply::html("first"),
        _ => Reply::truncated("sec", 10),
    });
    let mut stream = TcpStream::connect(server.address())?;
    let ask = b"GET /a?b HTTP/1.1\r\nHost: x\r\nUser-Agent: test\r\n\r\n";
    stream.write_all(ask)?;
    let mut first = Vec::new();
    while !first.ends_with(b"first") {
        let mut piece = [0; 1024];
        let count = stream.read(&mut piece)?;
        assert!(count > 0, "{first:?}");
        first.extend_from_slice(&piece[..count]);
    }
    stream.write_all(ask)?;
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest)?;
    assert!(rest.ends_with(b"sec"));
    assert_eq!(server.paths(), ["/a?b", "/a?b"]);
    assert_eq!(server.asked()[0].header("user-agent"), Some("test"));
    assert_eq!(server.most_at_once("x"), 1);
    assert_eq!(server.gaps().len(), 1);
    Ok(())
}

#[tokio::test]
async fn brings_a_page_with_the_facts_of_its_exchange() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        _ => Reply::status(200)
            .header("Content-Type", "text/html; charset=windows-1252")
            .header("ETag", "\"one\"")
            .header("Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT")
            .body(&b"<h1>Caf\xe9</h1>"[..]),
    });
    let web = web(&Settings {
        contact: Some("crawl@press.test".to_owned()),
        ..settings()
    });
    let answer = web.fetch(request(&server.url("/1#top"))).await;
    let statuses: Vec<_> = answer
        .exchanges
        .iter()
        .map(|e| (e.status, e.bytes))
        .collect();
    assert_eq!(statuses, [(Some(404), 0), (Some(200), 13)]);
    assert!(answer.exchanges[1].waited >= DELAY.mul_f64(0.95));
    let page = page(answer);
    assert_eq!(
        page.url.as_ref().map(Url::as_str),
        Some(server.url("/1").as_str())
    );
    assert_eq!(page.text, "<h1>Café</h1>");
    assert_eq!(page.media_type.as_deref(), Some("text/html"));
    assert_eq!(page.validators.etag.as_deref(), Some("\"one\""));
    assert_eq!(page.notes, []);
    for asked in server.asked() {
        let agent = asked.header("user-agent").unwrap_or_default();
        assert!(agent.starts_with("dateline/"), "{agent}");
        assert!(agent.ends_with(" (+crawl@press.test)"), "{agent}");
        assert_eq!(asked.header("referer"), None);
        assert_eq!(asked.header("cookie"), None);
    }
}

#[tokio::test]
async fn keeps_the_pace_through_robots_retries_and_redirects() {
    let server = Server::start(|asked| match (asked.path.as_str(), asked.nth) {
        ("/robots.txt", 0) => Reply::status(503),
        ("/robots.txt", _) => Reply::redirect(302, "/moved-robots.txt"),
        ("/moved-robots.txt", _) => Reply::text("user-agent: *\ndisallow: /no"),
        ("/1", _) => Reply::redirect(301, "/2"),
        ("/2", 0) => Reply::reset(),
        ("/2", 1) => Reply::truncated("<p>", 100),
        _ => Reply::html("<p>here").after(Duration::from_millis(20)),
    });
    let web = web(&settings());
    let answer = web.fetch(request(&server.url("/1"))).await;
    assert_eq!(answer.exchanges.len(), 7);
    let page = page(answer);
    assert_eq!(page.url.as_ref().map(Url::path), Some("/2"));
    assert_eq!(
        server.paths(),
        [
            "/robots.txt",
            "/robots.txt",
            "/moved-robots.txt",
            "/1",
            "/2",
            "/2",
            "/2"
        ]
    );
    assert_kept(&server, DELAY, 6);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn asks_a_host_one_thing_at_a_time_whoever_asks() {
    let server = Server::start(|asked| {
        no_robots(asked, Reply::html("<p>x").after(Duration::from_millis(10)))
    });
    let web = Arc::new(web(&settings()));
    let mut tasks = tokio::task::JoinSet::new();
    for number in 0..6 {
        let web = Arc::clone(&web);
        let mut request = request(&server.url(&format!("/{number}")));
        request.profile = ProfileId::try_from(format!("newsroom-{number}")).expect("an id");
        tasks.spawn(async move { web.fetch(request).await });
    }
    while let Some(answer) = tasks.join_next().await {
        page(answer.expect("a task"));
    }
    assert_eq!(server.times("/robots.txt"), 1);
    assert_eq!(server.most_at_once(&server.address().to_string()), 1);
    assert_kept(&server, DELAY, 6);
}

#[tokio::test]
async fn what_robots_txt_says_holds() {
    let old = "user-agent: *\ndisallow: /";
    for (status, text, path, expected) in [
        (200, "user-agent: *\ndisallow: /no", "/yes", None),
        (
            200,
            "user-agent: *\ndisallow: /no",
            "/no/1",
            Some(Class::RobotsDenied),
        ),
        (
            200,
            "user-agent: Dateline/9\ndisallow: /\nuser-agent: *\nallow: /",
            "/",
            Some(Class::RobotsDenied),
        ),
        (
            200,
            "user-agent: *\ncrawl-delay: 301",
            "/",
            Some(Class::CrawlDelayTooLong),
        ),
        (404, old, "/", None),
        (401, old, "/", None),
        (429, old, "/", Some(Class::RobotsUnreachable)),
        (500, old, "/", Some(Class::RobotsUnreachable)),
        (503, old, "/", Some(Class::RobotsUnreachable)),
    ] {
        let server = Server::start(move |asked| match asked.path.as_str() {
            "/robots.txt" => Reply::text(text).status_code(status),
            _ => Reply::html("<p>x"),
        });
        let web = web(&Settings {
            delay: Some(Duration::from_millis(5)),
            ..settings()
        });
        let answer = web.fetch(request(&server.url(path))).await;
        match expected {
            None => {
                page(answer);
            }
            Some(expected) => {
                assert_eq!(class(&answer), expected, "{status} {text}");
                assert_eq!(server.times(path), 0);
            }
        }
        // What is known is not asked again.
        let before = server.times("/robots.txt");
        web.fetch(request(&server.url("/other"))).await;
        assert_eq!(server.times("/robots.txt"), before);
    }
}

#[tokio::test]
async fn a_robots_txt_that_does_not_come_disallows_all() {
    let loops = |asked: &Asked| Reply::redirect(302, format!("/robots{}.txt", asked.path.len()));
    let web = web(&Settings {
        timeout: Duration::from_secs(1),
        retries: 0,
        ..settings()
    });
    for (reply, expected) in [
        (Reply::stall(), Some(Class::RobotsUnreachable)),
        (Reply::close(), Some(Class::RobotsUnreachable)),
        (
            Reply::raw("nonsense\r\n\r\n"),
            Some(Class::RobotsUnreachable),
        ),
        (
            Reply::redirect(302, "http://10.0.0.1/robots.txt"),
            Some(Class::RobotsUnreachable),
        ),
        (
            Reply::redirect(302, "ftp://a.test/"),
            Some(Class::RobotsUnreachable),
        ),
        // RFC 9309 §2.3.1.2: after five redirects it may be taken for not there.
        (Reply::redirect(302, "/robots.txt"), None),
    ] {
        let server = Server::start(move |asked| match asked.path.as_str() {
            "/robots.txt" => reply.clone(),
            "/page" => Reply::html("<p>x"),
            _ => loops(asked),
        });
        let answer = web.fetch(request(&server.url("/page"))).await;
        match expected {
            Some(expected) => {
                assert_eq!(class(&answer), expected);
                match answer.outcome {
                    Ok(Fetched::Refused(refusal)) => assert_eq!(refusal.scope, RefusalScope::Host),
                    other => panic!("not refused: {other:?}"),
                }
                assert_eq!(server.times("/page"), 0);
            }
            None => {
                page(answer);
                assert_eq!(server.times("/robots.txt"), 6);
            }
        }
    }
}

#[tokio::test]
async fn a_crawl_delay_is_kept() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/robots.txt" => Reply::text("user-agent: *\ncrawl-delay: 0.2"),
        _ => Reply::html("<p>x"),
    });
    let web = web(&settings());
    page(web.fetch(request(&server.url("/1"))).await);
    page(web.fetch(request(&server.url("/2"))).await);
    assert_kept(&server, Duration::from_millis(200), 2);
}

#[tokio::test]
async fn memory_carries_pace_and_robots_into_the_next_run() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/robots.txt" => Reply::text("user-agent: *\ndisallow: /no"),
        _ => Reply::html("<p>x"),
    });
    let settings = Settings {
        delay: Some(Duration::from_millis(300)),
        ..settings()
    };
    let first = web(&settings);
    page(first.fetch(request(&server.url("/1"))).await);
    let memory = first.take_memory();
    assert_eq!(memory.len(), 2, "{memory:?}");
    assert_eq!(first.take_memory(), []);
    assert_eq!(memory[0].host, server.address().to_string());
    assert_eq!(memory[1].host, format!("http://{}", server.address()));

    let second = Web::new(&settings, Resolver::System, memory).expect("a web");
    page(second.fetch(request(&server.url("/2"))).await);
    assert_eq!(
        class(&second.fetch(request(&server.url("/no"))).await),
        Class::RobotsDenied
    );
    assert_eq!(server.paths(), ["/robots.txt", "/1", "/2"]);
    assert_kept(&server, Duration::from_millis(300), 2);
}

#[tokio::test]
async fn a_copy_of_robots_txt_older_than_a_day_is_read_again() {
    let server = Server::start(|asked| no_robots(asked, Reply::html("<p>x")));
    for (age, asked_again) in [(23, 0), (25, 1), (-1, 1)] {
        let memory = HostMemory {
            host: format!("http://{}", server.address()),
            last_exchange: None,
            not_before: None,
            slowness: 0,
            robots: Some(RobotsCopy {
                fetched_at: Timestamp::now() - jiff::SignedDuration::from_hours(age),
                text: None,
            }),
        };
        let before = server.times("/robots.txt");
        let web = Web::new(&settings(), Resolver::System, vec![memory]).expect("a web");
        page(web.fetch(request(&server.url("/1"))).await);
        assert_eq!(
            server.times("/robots.txt") - before,
            asked_again,
            "{age} hours"
        );
    }
}

#[tokio::test]
async fn an_exchange_that_is_cancelled_still_starts_the_pause() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/stalled" => Reply::stall(),
        _ => no_robots(asked, Reply::html("<p>x")),
    });
    let settings = Settings {
        delay: Some(Duration::from_millis(200)),
        ..settings()
    };
    let web = web(&settings);
    page(web.fetch(request(&server.url("/1"))).await);
    let arrived = async {
        while server.times("/stalled") == 0 {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::select! {
        answer = web.fetch(request(&server.url("/stalled"))) => panic!("answered: {answer:?}"),
        () = arrived => {}
    }
    assert_eq!(web.take_memory().len(), 2);
    page(web.fetch(request(&server.url("/2"))).await);
    assert_kept(&server, Duration::from_millis(200), 3);
}

#[tokio::test]
async fn the_robots_txt_of_another_port_stops_its_own_addresses_only() {
    let server = Server::start(|asked| {
        no_robots(
            asked,
            match asked.path.as_str() {
                // Nobody listens on port 1.
                "/moved" => Reply::status(302).header("Location", "http://127.0.0.1:1/x"),
                _ => Reply::html("<h1>News</h1>"),
            },
        )
    });
    let web = web(&settings());
    match web.fetch(request(&server.url("/moved"))).await.outcome {
        Ok(Fetched::Refused(refusal)) => {
            assert_eq!(refusal.class, Class::Connect);
            assert_eq!(refusal.scope, RefusalScope::Address);
        }
        other => panic!("{other:?}"),
    }
    page(web.fetch(request(&server.url("/press"))).await);
}

#[tokio::test]
async fn the_guard_also_stands_at_redirects() {
    let other = Server::start(|_| Reply::html("secret"));
    let address = other.address();
    let server = Server::start(move |asked| match asked.path.as_str() {
        "/private" => Reply::redirect(302, "http://192.168.1.1/"),
        "/metadata" => Reply::redirect(302, "http://169.254.169.254/latest/meta-data/"),
        "/mapped" => Reply::redirect(302, "http://[::ffff:10.0.0.1]/"),
        "/named" => Reply::redirect(302, format!("http://inside.test:{}/", address.port())),
        "/offsite" => Reply::redirect(302, "http://elsewhere.test/"),
        "/scheme" => Reply::redirect(302, "file:///etc/passwd"),
        "/loop" => Reply::redirect(302, "/loop2"),
        "/loop2" => Reply::redirect(302, "/loop"),
        "/nowhere" => Reply::status(302),
        path if path.starts_with("/deep") => Reply::redirect(302, format!("{path}x")),
        _ => Reply::status(404),
    });
    let names = HashMap::from([
        ("news.test".to_owned(), server.address()),
        ("inside.test".to_owned(), address),
    ]);
    let settings = Settings {
        delay: Some(Duration::ZERO),
        allow_address: vec!["127.0.0.1/32".parse().expect("a net")],
        ..settings()
    };
    let web = Web::new(&settings, Resolver::Fixed(names), Vec::new()).expect("a web");
    for (path, expected) in [
        ("/private", Class::SsrfBlocked),
        ("/metadata", Class::SsrfBlocked),
        ("/mapped", Class::SsrfBlocked),
        ("/offsite", Class::Offsite),
        ("/scheme", Class::RedirectBlocked),
        ("/loop", Class::RedirectLoop),
        ("/deep", Class::RedirectLoop),
        ("/nowhere", Class::Http3xx),
    ] {
        let mut request = request(&format!("http://news.test{path}"));
        request.hosts = [
            "192.168.1.1",
            "169.254.169.254",
            "[::ffff:a00:1]",
            "inside.test",
        ]
        .map(str::to_owned)
        .to_vec();
        let answer = web.fetch(request).await;
        assert_eq!(class(&answer), expected, "{path}: {:?}", answer.outcome);
        if let Ok(Fetched::Refused(refusal)) = answer.outcome {
            assert_eq!(refusal.scope, RefusalScope::Address, "{path}");
        }
    }
    assert_eq!(server.times("/deep"), 1);
    assert_eq!(
        server
            .paths()
            .iter()
            .filter(|path| path.starts_with("/deep"))
            .count(),
        6
    );
    assert_eq!(other.paths(), [""; 0]);
}

#[tokio::test]
async fn only_what_was_named_is_asked_on_this_machine() {
    let server = Server::start(|_| Reply::html("secret"));
    let port = server.address().port();
    let names = HashMap::from([("inside.test".to_owned(), server.address())]);
    let settings = Settings {
        contact: Some("crawl@press.test".to_owned()),
        ..Settings::default()
    };
    let web = Web::new(&settings, Resolver::Fixed(names), Vec::new()).expect("a web");
    for host in [
        "127.0.0.1",
        "0x7f.1",
        "2130706433",
        "[::ffff:127.0.0.1]",
        "inside.test",
    ] {
        let answer = web.fetch(request(&format!("http://{host}:{port}/"))).await;
        assert_eq!(class(&answer), Class::SsrfBlocked, "{host}");
        assert!(answer.exchanges.is_empty());
    }
    assert_eq!(server.paths(), [""; 0]);
}

/// A name that is harmless while it is checked and leads inside afterwards.
#[tokio::test]
async fn a_name_that_changes_its_mind_leads_nowhere_else() {
    let inside = Server::start_at("127.0.0.2", |_| Reply::html("secret"));
    let server = Server::start(|asked| no_robots(asked, Reply::html("<p>x")));
    let (outside_at, inside_at) = (server.address(), inside.address());
    let settings = Settings {
        delay: Some(Duration::ZERO),
        contact: Some("crawl@press.test".to_owned()),
        allow_address: vec!["127.0.0.1/32".parse().expect("a net")],
        ..Settings::default()
    };
    // First outside, then inside.
    let lookups = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&lookups);
    let changing = OwnResolver::new(move |_| match counted.fetch_add(1, Ordering::Relaxed) {
        0 => vec![outside_at],
        _ => vec![inside_at],
    });
    let web = Web::new(&settings, Resolver::Own(changing), Vec::new()).expect("a web");
    for path in ["1", "2", "3"] {
        page(
            web.fetch(request(&format!("http://news.test/{path}")))
                .await,
        );
    }
    assert_eq!(
        lookups.load(Ordering::Relaxed),
        1,
        "what was checked is kept"
    );
    // Both at once: only what may be asked is connected to.
    let both = OwnResolver::new(move |_| vec![inside_at, outside_at]);
    let web = Web::new(&settings, Resolver::Own(both), Vec::new()).expect("a web");
    page(web.fetch(request("http://news.test/5")).await);
    // No such name.
    let none = OwnResolver::new(|_| Vec::new());
    let settings = Settings {
        retries: 0,
        ..settings
    };
    let web = Web::new(&settings, Resolver::Own(none), Vec::new()).expect("a web");
    let answer = web.fetch(request("http://news.test/6")).await;
    assert_eq!(class(&answer), Class::Connect);
    assert_eq!(inside.connections(), 0);
}

#[tokio::test]
async fn a_public_host_wants_to_know_who_is_asking() {
    let names = HashMap::from([
        (
            "public.test".to_owned(),
            "1.1.1.1:80".parse().expect("an address"),
        ),
        (
            "own.test".to_owned(),
            "127.0.0.1:80".parse().expect("an address"),
        ),
    ]);
    let web = Web::new(&settings(), Resolver::Fixed(names), Vec::new()).expect("a web");
    let url = |text: &str| Url::parse(text).expect("an address");
    assert!(web.needs_contact(&url("http://public.test/")).await);
    assert!(!web.needs_contact(&url("http://own.test/")).await);
    let answer = web.fetch(request("http://public.test/")).await;
    assert_eq!(class(&answer), Class::Blocked);
    match answer.outcome {
        Ok(Fetched::Refused(refusal)) => assert!(refusal.message.contains("--contact")),
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test]
async fn a_name_that_leads_nowhere_is_unreachable() {
    let fixed = Resolver::Fixed(HashMap::new());
    let web = Web::new(&settings(), fixed, Vec::new()).expect("a web");
    let answer = web.fetch(request("http://nowhere.test/")).await;
    assert_eq!(class(&answer), Class::Connect);
    assert!(answer.exchanges.is_empty());
}

#[tokio::test]
async fn a_budget_counts_everything() {
    let server = Server::start(|asked| match (asked.path.as_str(), asked.nth) {
        ("/robots.txt", _) => Reply::status(404),
        ("/1", _) => Reply::redirect(302, "/2"),
        ("/2", 0) => Reply::status(500),
        _ => Reply::html("<p>x"),
    });
    let web = web(&Settings {
        delay: Some(Duration::ZERO),
        ..settings()
    });
    let request = |path: &str, source: &str| {
        let mut request = request(&server.url(path));
        request.politeness.max_requests = 5;
        request.source = SourceId::new(source);
        request
    };
    // robots.txt, /1, /2, /2 again, /3.
    page(web.fetch(request("/1", "a")).await);
    page(web.fetch(request("/3", "a")).await);
    let answer = web.fetch(request("/4", "a")).await;
    assert_eq!(class(&answer), Class::Budget);
    match answer.outcome {
        Ok(Fetched::Refused(refusal)) => assert_eq!(refusal.scope, RefusalScope::Source),
        other => panic!("not refused: {other:?}"),
    }
    page(web.fetch(request("/4", "b")).await);
    assert_eq!(server.asked().len(), 6);
}

#[tokio::test]
async fn retry_after_moves_the_next_request() {
    let server = Server::start(|asked| match (asked.path.as_str(), asked.nth) {
        ("/busy", 0) => Reply::status(429).header("Retry-After", "1"),
        _ => no_robots(asked, Reply::html("<p>x")),
    });
    let web = web(&settings());
    page(web.fetch(request(&server.url("/busy"))).await);
    let gaps = server.gaps();
    assert!(gaps[1] >= Duration::from_millis(950), "{gaps:?}");
}

#[tokio::test]
async fn a_pause_that_is_too_long_ends_the_host_for_the_run() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/busy" => Reply::status(503).header("Retry-After", "3600"),
        _ => no_robots(asked, Reply::html("<p>x")),
    });
    let first = web(&settings());
    for path in ["/busy", "/other"] {
        let answer = first.fetch(request(&server.url(path))).await;
        assert_eq!(class(&answer), Class::RetryAfterTooLong);
    }
    // The next run, soon after, remembers.
    let second = Web::new(&settings(), Resolver::System, first.take_memory()).expect("a web");
    let answer = second.fetch(request(&server.url("/other"))).await;
    assert_eq!(class(&answer), Class::RetryAfterTooLong);
    assert_eq!(server.paths(), ["/robots.txt", "/busy"]);
}

#[tokio::test]
async fn every_ending_has_its_class() {
    let html = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n";
    let long = "x".repeat(2000);
    let fields = "X-Field: y\r\n".repeat(1000);
    let mut bomb = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..64 {
        bomb.write_all(&[b' '; 1024 * 1024]).expect("memory");
    }
    let bomb = bomb.finish().expect("memory");
    assert!(bomb.len() < 100_000);
    let coded = |coding: &str, body: &[u8]| {
        Reply::html("")
            .header("Content-Encoding", coding)
            .body(body)
    };
    let web = web(&Settings {
        delay: Some(Duration::ZERO),
        retries: 0,
        timeout: Duration::from_secs(1),
        max_body: 1000,
        ..settings()
    });
    for (name, reply, expected) in [
        ("401", Reply::status(401), Class::Auth),
        ("403", Reply::html("<p>no").status_code(403), Class::Auth),
        ("418", Reply::status(418), Class::Http4xx),
        ("429", Reply::status(429), Class::RateLimited),
        ("500", Reply::status(500), Class::Http5xx),
        ("204", Reply::status(204), Class::Empty),
        (
            "206",
            Reply::html("<p>x").status_code(206),
            Class::HttpOther,
        ),
        ("304 unasked", Reply::status(304), Class::Http3xx),
        ("300", Reply::status(300), Class::Http3xx),
        ("nothing", Reply::html(""), Class::Empty),
        (
            "pdf",
            Reply::html("%PDF").header_replaced("Content-Type", "application/pdf"),
            Class::NotHtml,
        ),
        (
            "untyped pdf",
            Reply::status(200).body(&b"%PDF-1.4"[..]),
            Class::NotHtml,
        ),
        ("large", Reply::html(long.clone()), Class::TooLarge),
        (
            "large, chunked",
            Reply::raw(format!(
                "{html}Transfer-Encoding: chunked\r\n\r\n7d0\r\n{long}\r\n0\r\n\r\n"
            )),
            Class::TooLarge,
        ),
        ("bomb", coded("gzip", &bomb), Class::TooLarge),
        (
            "damaged coding",
            coded("gzip", b"no gzip at all"),
            Class::Decode,
        ),
        ("cut coding", coded("gzip", &bomb[..20]), Class::Decode),
        (
            "unknown coding",
            coded("rot13", b"<c>k"),
            Class::UnsupportedEncoding,
        ),
        ("short", Reply::truncated("<p>x", 100), Class::Truncated),
        (
            "short, chunked",
            Reply::raw(format!(
                "{html}Transfer-Encoding: chunked\r\n\r\n20\r\n<p>x"
            )),
            Class::Truncated,
        ),
        (
            "bad chunks",
            Reply::raw(format!(
                "{html}Transfer-Encoding: chunked\r\n\r\nzz\r\n<p>x"
            )),
            Class::Protocol,
        ),
        ("closed", Reply::close(), Class::Reset),
        ("reset", Reply::reset(), Class::Reset),
        ("stalled", Reply::stall(), Class::Timeout),
        (
            "stalled body",
            Reply::truncated("<p>x", 100).then_stall(),
            Class::Timeout,
        ),
        (
            "dripping",
            Reply::drip(&long, Duration::from_millis(20)),
            Class::Timeout,
        ),
        (
            "no http",
            Reply::raw("SSH-2.0-OpenSSH_9.9\r\n\r\n"),
            Class::Protocol,
        ),
        (
            "many fields",
            Reply::raw(format!("{html}{fields}\r\n")),
            Class::Protocol,
        ),
    ] {
        let reply = Arc::new(reply);
        let server = Server::start(move |asked| no_robots(asked, reply.as_ref().clone()));
        let answer = web.fetch(request(&server.url("/1"))).await;
        assert_eq!(class(&answer), expected, "{name}: {:?}", answer.outcome);
        assert_eq!(answer.exchanges.len(), 2, "{name}");
        let Err(error) = &answer.outcome else {
            panic!("{name}: not a failure");
        };
        assert!(
            error.message.contains(&server.url("/1")),
            "{}",
            error.message
        );
    }
}

#[tokio::test]
async fn gone_is_no_failure() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/410" => Reply::html("<p>gone").status_code(410),
        _ => Reply::html("<p>not here").status_code(404),
    });
    let web = web(&settings());
    for status in [404, 410] {
        let answer = web.fetch(request(&server.url(&format!("/{status}")))).await;
        assert_eq!(answer.outcome, Ok(Fetched::Gone { status }));
    }
}

#[tokio::test]
async fn tells_no_connection_from_no_secure_connection() {
    let server = Server::start(|_| Reply::html("plain words"));
    for (origin, expected) in [
        // A port of the reserved range, where nothing listens.
        ("http://127.0.0.1:1".to_owned(), Class::Connect),
        (format!("https://{}", server.address()), Class::Tls),
    ] {
        let memory = HostMemory {
            host: origin.clone(),
            last_exchange: None,
            not_before: None,
            slowness: 0,
            robots: Some(RobotsCopy {
                fetched_at: Timestamp::now(),
                text: None,
            }),
        };
        let web = Web::new(&settings(), Resolver::System, vec![memory]).expect("a web");
        let answer = web.fetch(request(&format!("{origin}/1"))).await;
        assert_eq!(class(&answer), expected, "{:?}", answer.outcome);
        let tries = if expected == Class::Connect { 3 } else { 1 };
        let statuses: Vec<_> = answer.exchanges.iter().map(|e| e.status).collect();
        assert_eq!(statuses, vec![None; tries], "{origin}");
    }
}

#[tokio::test]
async fn asks_whether_a_page_changed_at_its_own_address_only() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/moved" => Reply::redirect(302, "/new"),
        "/same" if asked.header("if-none-match") == Some("\"one\"") => {
            Reply::status(304).header("ETag", "W/\"one\"")
        }
        _ => no_robots(asked, Reply::html("<p>x").header("ETag", "\"two\"")),
    });
    let web = web(&settings());
    let request = |path: &str| {
        let mut request = request(&server.url(path));
        request.validators.etag = Some("\"one\"".to_owned());
        request
    };
    let answer = web.fetch(request("/same")).await;
    let newer = Validators {
        etag: Some("W/\"one\"".to_owned()),
        last_modified: None,
    };
    assert_eq!(
        answer.outcome,
        Ok(Fetched::NotModified { validators: newer })
    );
    let moved = page(web.fetch(request("/moved")).await);
    assert!(moved.validators.is_empty());
    let asked = server.asked();
    let sent: Vec<_> = asked
        .iter()
        .map(|asked| asked.header("if-none-match"))
        .collect();
    assert_eq!(sent, [None, Some("\"one\""), Some("\"one\""), None]);
}

#[tokio::test]
async fn reads_every_content_coding() {
    let codings: &[(&str, &[u8])] = &[
        ("br", b"\x8b\x06\x80<h1>Coded</h1>\x03"),
        ("deflate", b"\x78\x9c\xb3\xc9\x30\xb4\x73\xce\x4f\x49\x4d\xb1\xd1\xcf\x30\xb4\x03\x00\x20\x14\x04\x35"),
        ("gzip", b"\x1f\x8b\x08\0\0\0\0\0\0\x03\xb3\xc9\x30\xb4\x73\xce\x4f\x49\x4d\xb1\xd1\xcf\x30\xb4\x03\0\xeb\xa7\x9d\xc4\x0e\0\0\0"),
        ("zstd", ZSTD),
        ("identity", b"<h1>Coded</h1>"),
    ];
    for (coding, body) in codings {
        let server = Server::start(|asked| {
            no_robots(
                asked,
                Reply::html("")
                    .header("Content-Encoding", *coding)
                    .body(*body),
            )
        });
        let page = page(web(&settings()).fetch(request(&server.url("/1"))).await);
        assert_eq!(page.text, "<h1>Coded</h1>", "{coding}");
        let offered = server.asked()[0]
            .header("accept-encoding")
            .map(str::to_owned);
        assert!(
            *coding == "identity" || offered.is_some_and(|offered| offered.contains(coding)),
            "{coding}"
        );
    }
}

const ZSTD: &[u8] = b"\x28\xb5\x2f\xfd\x04\x58\x71\x00\x00\x3c\x68\x31\x3e\x43\x6f\x64\x65\x64\x3c\x2f\x68\x31\x3e\xb0\xe7\xaa\x12";

#[tokio::test]
async fn two_names_on_one_port_are_two_hosts() {
    let server = Server::start(|asked| no_robots(asked, Reply::html("<p>x")));
    let names = HashMap::from([
        ("a.test".to_owned(), server.address()),
        ("b.test".to_owned(), server.address()),
    ]);
    let web = Web::new(&settings(), Resolver::Fixed(names), Vec::new()).expect("a web");
    for url in ["http://a.test/1", "http://b.test/1", "http://a.test/2"] {
        page(web.fetch(request(url)).await);
    }
    let hosts: Vec<String> = server.asked().into_iter().map(|asked| asked.host).collect();
    assert_eq!(hosts, ["a.test", "a.test", "b.test", "b.test", "a.test"]);
    assert_kept(&server, DELAY, 3);
    let memory: Vec<String> = web
        .take_memory()
        .into_iter()
        .map(|host| host.host)
        .collect();
    assert_eq!(
        memory,
        [
            "a.test:80",
            "b.test:80",
            "http://a.test:80",
            "http://b.test:80"
        ]
    );
}

#[tokio::test]
async fn addresses_that_are_none_are_not_asked() {
    let web = web(&settings());
    let long = format!("http://127.0.0.1/{}", "x".repeat(5000));
    for (url, expected) in [
        (long.as_str(), Class::UrlTooLong),
        ("ftp://127.0.0.1/", Class::BadUrl),
        ("mailto:a@b.test", Class::BadUrl),
    ] {
        let answer = web.fetch(request(url)).await;
        assert_eq!(class(&answer), expected, "{url}");
        assert!(answer.exchanges.is_empty());
    }
}
