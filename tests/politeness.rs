//! How politely servers are asked, measured at the servers.
//!
//! No test has an upper bound of time: a machine under load is late, and late is polite.

mod support;

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use dateline::fetch::{Answer, Fetch, Fetched, Request, Resolver, Rule, Web};
use dateline::page::Validators;
use dateline::problem::Class;
use dateline::profile::Politeness;
use dateline::settings::Settings;
use dateline::target::{PageKind, ProfileId, SourceId};
use jiff::{SignedDuration, Timestamp};
use serde_json::Value;
use url::Url;

use support::binary::{Desk, Ended};
use support::site::{Site, path, release};
use support::{Asked, Reply, Server};

const DELAY: Duration = Duration::from_millis(60);

fn settings() -> Settings {
    Settings {
        delay: Some(DELAY),
        allow_address: vec!["127.0.0.0/8".parse().expect("a net")],
        ..Settings::default()
    }
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

fn no_robots(asked: &Asked, reply: Reply) -> Reply {
    match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        _ => reply,
    }
}

/// From the end of each answer to the arrival of the next request, whatever their hosts.
fn gaps(server: &Server) -> Vec<Duration> {
    let asked = server.asked();
    let pairs = asked.iter().zip(asked.iter().skip(1));
    pairs
        .map(|(one, next)| match one.ended {
            Some(ended) => next.arrived.saturating_duration_since(ended),
            None => Duration::ZERO,
        })
        .collect()
}

/// Rounding in clocks and timers is allowed for, being early is not.
fn is_kept(gap: Duration, delay: Duration) -> bool {
    gap >= delay.mul_f64(0.95)
}

/// A crawl with the pace of the profile.
fn crawl(desk: &Desk, more: &[&str]) -> Ended {
    let mut args = vec!["crawl", "--allow-address", "127.0.0.0/8"];
    args.extend(more);
    desk.run(&args)
}

fn classes(problems: &[Value]) -> Vec<&str> {
    problems
        .iter()
        .filter_map(|problem| problem["class"].as_str())
        .collect()
}

/// A span of hours that begins so many hours from now, in UTC.
fn span(from: i64, to: i64, form: &str) -> String {
    let at = |hours| {
        let moment = Timestamp::now() + SignedDuration::from_hours(hours);
        moment.strftime(form).to_string()
    };
    format!("{}-{}", at(from), at(to))
}

#[test]
fn every_request_of_a_crawl_keeps_the_pace_and_the_report_shows_it() {
    let site = Site::start();
    site.releases(1..=4);
    site.page(&path(2), |asked| match asked.nth {
        0 => Reply::status(500),
        _ => Reply::html(release(2)),
    });
    site.page(&path(3), |_| Reply::redirect(301, "/moved"));
    site.page("/moved", |_| Reply::html(release(3)));
    site.page("/robots.txt", |asked| match asked.nth {
        0 => Reply::reset(),
        1 => Reply::redirect(302, "/robots-2.txt"),
        _ => Reply::status(404),
    });
    site.page("/robots-2.txt", |_| {
        Reply::text("user-agent: *\ndisallow: /releases/4")
    });
    let desk = Desk::new();
    site.write_profile(
        &desk.selectors(),
        "office",
        "politeness = { delay = \"70ms\" }",
    );
    crawl(&desk, &[]).with_code(0);

    let delay = Duration::from_millis(70);
    let gaps = site.server.gaps();
    // robots.txt three times, the listing, 1, 2 twice, 3 and where it went.
    assert_eq!(gaps.len(), 8, "{:?}", site.server.paths());
    assert!(gaps.iter().all(|gap| is_kept(*gap, delay)), "{gaps:?}");
    let host = site.server.address().to_string();
    assert_eq!(site.server.most_at_once(&host), 1);
    assert_eq!(site.server.times(&path(4)), 0);

    let (report, _) = desk.last_run();
    let agent = report["politeness"]["user_agent"].as_str();
    assert!(agent.is_some_and(|agent| agent.starts_with("dateline/")));
    let kept = &report["politeness"]["sites"][&host];
    assert_eq!(kept["newsrooms"], serde_json::json!(["office"]));
    assert_eq!(kept["requests"], 9);
    assert_eq!(kept["robots_requests"], 2);
    assert_eq!(kept["answers"]["none"], 1);
    assert_eq!(kept["refusals"]["robots_denied"], 1);
    assert!(kept["smallest_gap_ms"].as_u64() >= Some(70), "{kept}");
    assert_eq!(kept["rules"]["profile"]["pause_ms"], 70, "{kept}");
    assert_eq!(report["newsrooms"]["office"]["politeness"]["requests"], 9);
}

#[test]
fn a_long_pause_asked_for_in_any_form_leaves_the_host_and_is_remembered() {
    let later = Timestamp::now() + SignedDuration::from_hours(2);
    let date = later.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    for (asked, status, field) in [
        ("/releases/2", 503, "7200".to_owned()),
        ("/releases/2", 429, date.clone()),
        ("/releases/2", 302, "7200".to_owned()),
        ("/news", 503, date),
        ("/robots.txt", 503, "7200".to_owned()),
        ("/robots.txt", 429, "7200".to_owned()),
    ] {
        let site = Site::start();
        site.releases(1..=5);
        let told = field.clone();
        site.page(asked, move |_| {
            Reply::redirect(status, "/elsewhere").header("Retry-After", told.clone())
        });
        let desk = Desk::new();
        site.write_profile(
            &desk.selectors(),
            "office",
            "politeness = { delay = \"10ms\" }",
        );
        crawl(&desk, &[]).with_code(5);
        let (_, problems) = desk.last_run();
        assert_eq!(
            classes(&problems),
            ["retry_after_too_long"],
            "{asked} {status}"
        );
        assert_eq!(site.server.times(asked), 1);
        let before = site.server.asked().len();
        assert_eq!(site.server.paths().last().map(String::as_str), Some(asked));

        // The next run, a process of its own, knows it.
        crawl(&desk, &[]).with_code(5);
        assert_eq!(
            site.server.asked().len(),
            before,
            "{asked} {status} {field}"
        );
        let (report, problems) = desk.last_run();
        assert_eq!(classes(&problems), ["retry_after_too_long"]);
        assert_eq!(report["newsrooms"]["office"]["requests"], 0);
    }
}

#[tokio::test]
async fn a_short_pause_is_waited_for_in_either_form() {
    let soon = Timestamp::now() + SignedDuration::from_secs(2);
    let date = soon.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    let until = std::time::Instant::now() + Duration::from_secs(1);
    let server = Server::start(move |asked| match (asked.path.as_str(), asked.nth) {
        ("/robots.txt", 0) => Reply::status(503).header("Retry-After", "1"),
        ("/dated", 0) => Reply::status(429).header("Retry-After", date.clone()),
        ("/moved", _) => Reply::redirect(302, "/there").header("Retry-After", "1"),
        _ => no_robots(asked, Reply::html("<p>x")),
    });
    let web = Web::new(&settings(), Resolver::System, Vec::new()).expect("a web");
    for path in ["/dated", "/moved"] {
        page(&web.fetch(request(&server.url(path))).await);
    }
    let asked = server.asked();
    assert_eq!(
        server.paths(),
        [
            "/robots.txt",
            "/robots.txt",
            "/dated",
            "/dated",
            "/moved",
            "/there"
        ]
    );
    let gaps = gaps(&server);
    let second = Duration::from_secs(1);
    assert!(is_kept(gaps[0], second), "{gaps:?}");
    // A date has no fractions of a second.
    assert!(asked[3].arrived >= until, "{gaps:?}");
    assert!(is_kept(gaps[4], second), "{gaps:?}");
}

fn page(answer: &Answer) {
    assert!(matches!(answer.outcome, Ok(Fetched::Page(_))), "{answer:?}");
}

#[tokio::test]
async fn a_busy_server_is_asked_less_often_and_then_as_often_again() {
    for status in [429, 503] {
        let server = Server::start(move |asked| match (asked.path.as_str(), asked.nth) {
            ("/1", 0 | 1) => Reply::status(status),
            _ => no_robots(asked, Reply::html("<p>x")),
        });
        let settings = Settings {
            retries: 0,
            delay: Some(Duration::from_millis(20)),
            ..settings()
        };
        let first = Web::new(&settings, Resolver::System, Vec::new()).expect("a web");
        let mut paced = Vec::new();
        for _ in 0..7 {
            let answer = first.fetch(request(&server.url("/1"))).await;
            paced.extend(answer.exchanges.into_iter().filter_map(|asked| asked.paced));
        }
        // The next run goes on as slowly.
        let memory = first.take_memory();
        assert!(memory.iter().any(|host| host.slowness == 2), "{memory:?}");
        let second = Web::new(&settings, Resolver::System, memory).expect("a web");
        for _ in 0..22 {
            let answer = second.fetch(request(&server.url("/1"))).await;
            paced.extend(answer.exchanges.into_iter().filter_map(|asked| asked.paced));
        }
        // robots.txt, two that are refused, five good ones; then ten, ten, and the rest.
        let times = [1, 1, 2, 4, 4, 4, 4, 4];
        let again = [4; 10].into_iter().chain([2; 10]).chain([1; 2]);
        let times: Vec<u32> = times.into_iter().chain(again).collect();
        let gaps = gaps(&server);
        assert_eq!(gaps.len() + 1, times.len());
        for (nth, (gap, times)) in gaps.iter().zip(&times[1..]).enumerate() {
            let delay = Duration::from_millis(20) * *times;
            assert!(is_kept(*gap, delay), "{nth}: {gaps:?}");
        }
        for (paced, times) in paced.iter().zip(&times) {
            if paced.rule != Rule::SlowAnswer {
                let slowed = paced.rule == Rule::SlowDown;
                assert_eq!(slowed, *times > 1, "{paced:?}");
            }
        }
    }
}

#[tokio::test]
async fn a_server_that_stays_busy_is_left_for_the_run() {
    let server = Server::start(|asked| no_robots(asked, Reply::status(429)));
    let settings = Settings {
        retries: 10,
        max_wait: Duration::from_millis(100),
        delay: Some(Duration::from_millis(20)),
        ..settings()
    };
    let web = Web::new(&settings, Resolver::System, Vec::new()).expect("a web");
    for path in ["/1", "/2"] {
        let answer = web.fetch(request(&server.url(path))).await;
        match answer.outcome {
            Ok(Fetched::Refused(refusal)) => {
                assert_eq!(refusal.class, Class::RetryAfterTooLong);
                assert!(refusal.message.contains("busy"), "{}", refusal.message);
                assert!(refusal.until.is_some());
            }
            other => panic!("not refused: {other:?}"),
        }
    }
    // After 20, 40 and 80 ms it would be 160 ms.
    assert_eq!(server.paths(), ["/robots.txt", "/1", "/1", "/1"]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn hosts_of_one_site_share_one_turn() {
    let server = Server::start(|asked| {
        no_robots(asked, Reply::html("<p>x").after(Duration::from_millis(10)))
    });
    let hosts = ["www.port.example", "media.port.example", "port.example"];
    let names = hosts.map(|name| (name.to_owned(), server.address()));
    let resolver = Resolver::Fixed(HashMap::from(names));
    let web = Arc::new(Web::new(&settings(), resolver, Vec::new()).expect("a web"));
    let mut tasks = tokio::task::JoinSet::new();
    for (number, host) in hosts.iter().cycle().take(6).enumerate() {
        let web = Arc::clone(&web);
        let request = request(&format!("http://{host}/{number}"));
        tasks.spawn(async move { web.fetch(request).await });
    }
    while let Some(answer) = tasks.join_next().await {
        page(&answer.expect("a task"));
    }
    // A robots.txt of each, and six pages.
    let gaps = gaps(&server);
    assert_eq!(gaps.len(), 8);
    assert!(gaps.iter().all(|gap| is_kept(*gap, DELAY)), "{gaps:?}");
    let memory = web.take_memory();
    assert!(
        memory.iter().any(|host| host.host == "port.example:80"),
        "{memory:?}"
    );
}

#[test]
fn two_newsrooms_on_one_host_take_turns_and_keep_each_its_own_pace() {
    let site = Site::start();
    site.releases(1..=3);
    let desk = Desk::new();
    site.write_profile(
        &desk.selectors(),
        "slow",
        "politeness = { delay = \"150ms\" }",
    );
    let slow = desk.selectors().join("slow.toml");
    let text = std::fs::read_to_string(&slow).expect("the profile");
    std::fs::write(
        &slow,
        text.replace("/news", "/slow/news")
            .replace("/releases/", "/slow/"),
    )
    .expect("the profile is written");
    let numbers = [11, 12, 13];
    let rows: String = numbers
        .iter()
        .map(|number| format!("<li class=row><a href=\"/slow/{number}\">Item</a></li>"))
        .collect();
    site.page("/slow/news", move |_| {
        Reply::html(format!("<title>News</title><ul>{rows}</ul>"))
    });
    for number in numbers {
        site.page(&format!("/slow/{number}"), move |_| {
            Reply::html(release(number))
        });
    }
    site.write_profile(
        &desk.selectors(),
        "fast",
        "politeness = { delay = \"50ms\" }",
    );
    crawl(&desk, &[]).with_code(0);
    assert_eq!(
        (desk.records("slow").len(), desk.records("fast").len()),
        (3, 3)
    );
    let host = site.server.address().to_string();
    assert_eq!(site.server.most_at_once(&host), 1);
    let paths = site.server.paths();
    for (gap, path) in gaps(&site.server).into_iter().zip(&paths[1..]) {
        let delay = if path.starts_with("/slow") { 150 } else { 50 };
        assert!(is_kept(gap, Duration::from_millis(delay)), "{path} {gap:?}");
    }
    let (report, _) = desk.last_run();
    let kept = &report["politeness"]["sites"][&host];
    assert_eq!(kept["newsrooms"], serde_json::json!(["fast", "slow"]));
    assert_eq!(kept["requests"], paths.len());
}

#[test]
fn one_host_that_wants_to_be_left_alone_stops_no_other_and_fails_no_page() {
    let site = Site::start();
    let media = Server::start(|asked| match asked.path.as_str() {
        "/robots.txt" => Reply::status(404),
        _ => Reply::status(503).header("Retry-After", "7200"),
    });
    let mut rows = vec![path(1)];
    rows.extend((10..14).map(|number| media.url(&path(number))));
    rows.push(path(2));
    site.release(1);
    site.release(2);
    site.listing(&rows);
    let desk = Desk::new();
    site.write_profile(
        &desk.selectors(),
        "office",
        "politeness = { delay = \"10ms\" }",
    );
    crawl(&desk, &[]).with_code(0);
    assert_eq!(desk.records("office").len(), 2);
    // Asked once, told once, and none of its pages has failed.
    assert_eq!(media.asked().len(), 2, "{:?}", media.paths());
    let (report, problems) = desk.last_run();
    assert_eq!(classes(&problems), ["retry_after_too_long"]);
    let office = &report["newsrooms"]["office"];
    assert_eq!(office["waiting"], 4);
    let left = &office["politeness"]["left"];
    assert_eq!(left.as_array().map(Vec::len), Some(1), "{left}");
    assert_eq!(left[0]["class"], "retry_after_too_long");
    let state = rusqlite::Connection::open(desk.data().join("state.db")).expect("a state");
    let failed: i64 = state
        .query_row(
            "SELECT count(*) FROM targets WHERE failures > 0",
            [],
            |row| row.get(0),
        )
        .expect("a count");
    assert_eq!(failed, 0);
    crawl(&desk, &[]).with_code(0);
    assert_eq!(media.asked().len(), 2);
}

#[test]
fn what_robots_txt_says_of_time_is_kept() {
    for (line, says) in [
        ("Crawl-delay: 301".to_owned(), "301 s"),
        ("Request-rate: 1/10m".to_owned(), "600 s"),
        (
            format!("Request-rate: 1/10m {}", span(-1, 2, "%H%M")),
            "600 s",
        ),
        (format!("Visit-time: {}", span(3, 4, "%H%M")), "Visit-time"),
    ] {
        let site = Site::start();
        site.releases(1..=3);
        let text = format!("user-agent: dateline\n{line}\nallow: /\nuser-agent: *\ndisallow: /");
        site.page("/robots.txt", move |_| Reply::text(text.clone()));
        let desk = Desk::new();
        site.write_profile(
            &desk.selectors(),
            "office",
            "politeness = { delay = \"10ms\" }",
        );
        crawl(&desk, &[]).with_code(5);
        assert_eq!(site.server.paths(), ["/robots.txt"], "{line}");
        let (report, problems) = desk.last_run();
        assert_eq!(classes(&problems), ["crawl_delay_too_long"], "{line}");
        let message = problems[0]["message"].as_str().unwrap_or_default();
        assert!(message.contains(says), "{message}");
        let host = site.server.address().to_string();
        let kept = &report["politeness"]["sites"][&host];
        assert_eq!(kept["refusals"]["crawl_delay_too_long"], 1);
    }
    let open = format!(
        "user-agent: *\nRequest-rate: 5/1s\nRequest-rate: 1/10m {}\nVisit-time: {}",
        span(3, 4, "%H%M"),
        span(-1, 3, "%H%M")
    );
    let site = Site::start();
    site.releases(1..=2);
    site.page("/robots.txt", move |_| Reply::text(open.clone()));
    let desk = Desk::new();
    site.write_profile(
        &desk.selectors(),
        "office",
        "politeness = { delay = \"10ms\" }",
    );
    crawl(&desk, &[]).with_code(0);
    assert_eq!(desk.records("office").len(), 2);
    let gaps = site.server.gaps();
    assert!(
        gaps.iter()
            .all(|gap| is_kept(*gap, Duration::from_millis(200))),
        "{gaps:?}"
    );
    let (report, _) = desk.last_run();
    let kept = &report["politeness"]["sites"][&site.server.address().to_string()];
    assert_eq!(kept["rules"]["request_rate"]["pause_ms"], 200, "{kept}");
}

#[test]
fn a_newsroom_is_asked_in_its_own_hours_only() {
    let form = "%H:%M";
    for (hours, is_asked) in [
        (format!("hours = \"{}\"", span(3, 4, form)), false),
        (
            format!(
                "hours = [\"{}\", \"{}\"]",
                span(3, 4, form),
                span(6, 7, form)
            ),
            false,
        ),
        (format!("hours = \"{}\"", span(-1, 3, form)), true),
        (
            format!(
                "hours = [\"{}\", \"{}\"]",
                span(3, 4, form),
                span(-1, 2, form)
            ),
            true,
        ),
    ] {
        let site = Site::start();
        site.releases(1..=2);
        let desk = Desk::new();
        let politeness = format!("politeness = {{ delay = \"10ms\", {hours} }}");
        site.write_profile(&desk.selectors(), "office", &politeness);
        // The operator's own decision is no failure.
        let ended = crawl(&desk, &[]).with_code(0);
        let (report, problems) = desk.last_run();
        assert_eq!(problems, [] as [Value; 0], "{hours}");
        let rests = &report["newsrooms"]["office"]["rests"];
        if is_asked {
            assert_eq!(desk.records("office").len(), 2);
            assert!(rests.is_null(), "{rests}");
        } else {
            assert_eq!(site.server.paths(), [""; 0]);
            let why = rests.as_str().unwrap_or_default();
            assert!(why.contains("hours") && why.contains("UTC"), "{why}");
            assert!(ended.stderr.contains(why), "{}", ended.stderr);
        }
    }
}
