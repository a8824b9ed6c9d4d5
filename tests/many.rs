//! A hundred newsrooms in one run, twenty of them hostile: nobody else waits for those.

mod support;

use std::process::Stdio;
use std::sync::mpsc::channel;
use std::time::Instant;

use support::Server;
use support::binary::{Desk, Ended};
use support::many::{HOSTILE, RELEASES, REQUESTS, good, peak_memory, wait_for};
use support::site::Site;

const GOOD: usize = 80;

#[test]
fn no_newsroom_waits_for_a_hostile_one() {
    let desk = Desk::new();
    let (asked, arrivals) = channel();
    let good: Vec<Site> = (0..GOOD)
        .map(|number| {
            let site = good(&asked);
            site.write_profile(&desk.selectors(), &format!("good-{number}"), "");
            site
        })
        .collect();
    let hostile: Vec<(&str, Site)> = HOSTILE
        .iter()
        .map(|(name, make)| {
            let site = Site::start();
            make(&site);
            site.write_profile(&desk.selectors(), name, "");
            (*name, site)
        })
        .collect();
    // A hostile host may hold a request for as long as it likes: nobody else's waits for it.
    let mut crawl = desk
        .crawl(&["--timeout", "1h", "--retries", "1", "--max-wait", "1s"])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .expect("starts");
    let mut peak = wait_for(GOOD * REQUESTS, &arrivals, &mut crawl);
    let all_asked = Instant::now();
    // These were asked for early, and are still being answered.
    for name in [
        "robots-stalls",
        "listing-stalls",
        "listing-drips",
        "releases-drip",
    ] {
        let (_, site) = hostile
            .iter()
            .find(|(known, _)| *known == name)
            .expect("named");
        let asked = site.server.asked();
        let last = asked.last().expect("it was asked");
        assert!(
            last.arrived < all_asked && last.ended.is_none(),
            "{name} is not being waited for"
        );
    }
    drop(hostile);
    while crawl.try_wait().expect("a child").is_none() {
        peak = peak_memory(crawl.id()).max(peak);
        std::thread::yield_now();
    }
    // Sources were unreachable.
    let ended = Ended::of(crawl.wait_with_output().expect("ends")).with_code(5);
    for (number, site) in good.iter().enumerate() {
        let org = format!("good-{number}");
        assert_eq!(
            desk.records(&org).len(),
            RELEASES as usize,
            "{org}: {}",
            ended.stderr
        );
        assert_eq!(site.server.asked().len(), REQUESTS, "{org}");
        assert_eq!(site.server.most_at_once(&host(&site.server)), 1, "{org}");
        assert!(
            ended.stderr.contains(&format!("{org}: {RELEASES} new")),
            "{org}"
        );
    }
    if let Some(peak) = peak {
        assert!(peak < 150 * 1024, "{peak} KiB at most");
    }
}

fn host(server: &Server) -> String {
    server.address().to_string()
}
