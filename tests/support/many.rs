//! Many newsrooms: good ones that say when they are asked, and hostile ones of every kind.

use std::fs;
use std::process::Child;
use std::sync::mpsc::{Receiver, Sender};
use std::time::Duration;

use super::Reply;
use super::site::{self, Site};

/// Releases of a good newsroom.
pub const RELEASES: u32 = 6;
/// What a good newsroom is asked for: robots.txt, the listing, and each release once.
pub const REQUESTS: usize = 2 + RELEASES as usize;

/// What a hostile newsroom does on its listing, its releases, or at its robots.txt.
pub type Hostility = fn(&Site);

/// Every way in which a newsroom can be hostile.
pub const HOSTILE: [(&str, Hostility); 20] = [
    ("robots-stalls", |site| {
        site.page("/robots.txt", |_| Reply::stall());
    }),
    ("robots-drips", |site| {
        site.page("/robots.txt", |_| drips());
    }),
    ("robots-fails", |site| {
        site.page("/robots.txt", |_| Reply::status(500));
    }),
    ("listing-stalls", |site| {
        site.page("/news", |_| Reply::stall())
    }),
    ("listing-drips", |site| site.page("/news", |_| drips())),
    ("listing-is-endless", |site| {
        site.page("/news", |_| Reply::html(" ".repeat(40 << 20)));
    }),
    ("listing-asks-for-a-day", |site| {
        site.page("/news", |_| {
            Reply::status(429).header("Retry-After", "86400")
        });
    }),
    ("listing-fails", |site| {
        site.page("/news", |_| Reply::status(503))
    }),
    ("listing-resets", |site| {
        site.page("/news", |_| Reply::reset())
    }),
    ("listing-is-no-http", |site| {
        site.page("/news", |_| Reply::raw("\u{1}\u{2}\u{3}".repeat(1000)));
    }),
    ("listing-has-endless-fields", |site| {
        site.page("/news", |_| {
            Reply::raw(format!(
                "HTTP/1.1 200 OK\r\n{}",
                "X-Field: x\r\n".repeat(100_000)
            ))
            .then_stall()
        });
    }),
    ("listing-nests", |site| {
        site.page("/news", |_| Reply::html("<div>".repeat(1_000_000)));
    }),
    ("listing-redirects-to-itself", |site| {
        site.page("/news", |_| Reply::redirect(302, "/news"));
    }),
    ("releases-stall", |site| releases(site, Reply::stall)),
    ("releases-drip", |site| releases(site, drips)),
    ("releases-are-bombs", |site| {
        releases(site, || {
            Reply::html("")
                .body(gzipped(&vec![b' '; 64 << 20]))
                .header("Content-Encoding", "gzip")
        });
    }),
    ("releases-are-large", |site| {
        releases(site, || {
            Reply::html(format!("<h1>A</h1>{}", "x".repeat(9 << 20)))
        });
    }),
    ("releases-have-many-nodes", |site| {
        releases(site, || Reply::html("<b>a</b>".repeat(1_000_000)));
    }),
    ("releases-are-formatted", |site| {
        releases(site, || {
            Reply::html(
                (0..50_000)
                    .map(|n| format!("<font color={n}><p>"))
                    .collect::<String>(),
            )
        });
    }),
    ("releases-reset", |site| releases(site, Reply::reset)),
];

/// A byte every now and then, for longer than anybody waits.
fn drips() -> Reply {
    Reply::drip(&" ".repeat(10_000), Duration::from_millis(500))
}

fn releases(site: &Site, reply: fn() -> Reply) {
    site.listing(&(1..=20).map(site::path).collect::<Vec<_>>());
    for number in 1..=20 {
        site.page(&site::path(number), move |_| reply());
    }
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    use std::io::Write as _;
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

/// A newsroom that says when it is asked.
pub fn good(asked: &Sender<()>) -> Site {
    let site = Site::start();
    let tell = |asked: &Sender<()>| {
        let asked = asked.clone();
        // The test may have seen enough.
        move || {
            let _ = asked.send(());
        }
    };
    let told = tell(asked);
    site.page("/robots.txt", move |_| {
        told();
        Reply::text("User-agent: *\nAllow: /\n")
    });
    let rows: String = (1..=RELEASES)
        .map(|number| {
            format!(
                "<li class=row><a href=\"{}\">Item</a></li>",
                site::path(number)
            )
        })
        .collect();
    let told = tell(asked);
    site.page("/news", move |_| {
        told();
        Reply::html(format!("<!doctype html><title>News</title><ul>{rows}</ul>"))
    });
    for number in 1..=RELEASES {
        let told = tell(asked);
        site.page(&site::path(number), move |_| {
            told();
            Reply::html(site::release(number))
        });
    }
    site
}

/// Waits for so many requests; says how much memory the crawl had taken at most.
pub fn wait_for(requests: usize, arrivals: &Receiver<()>, crawl: &mut Child) -> Option<u32> {
    let mut left = requests;
    while left > 0 {
        match arrivals.recv_timeout(Duration::from_millis(100)) {
            Ok(()) => left -= 1,
            Err(_) => {
                let ended = crawl.try_wait().expect("a child");
                assert!(
                    ended.is_none(),
                    "{left} requests were never made: {ended:?}"
                );
            }
        }
    }
    peak_memory(crawl.id())
}

/// The most memory that a process has had resident, in KiB; known on Linux.
pub fn peak_memory(process: u32) -> Option<u32> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
