//! What hostile newsrooms cost the others: a crawl of good newsrooms, without and with them.
//!
//! ```text
//! cargo bench --bench many -- 80
//! ```
//! The number of good newsrooms is 80 unless given; twenty hostile ones join in the second run.
//! Peak memory is the crawl's own (`VmHWM`), not the servers'; it is known on Linux.

#[path = "../tests/support/mod.rs"]
mod support;

use std::io::{self, Write};
use std::process::Stdio;
use std::sync::mpsc::channel;
use std::time::Instant;

use support::binary::Desk;
use support::many::{HOSTILE, REQUESTS, good, wait_for};
use support::site::Site;

fn main() -> io::Result<()> {
    let count = std::env::args()
        .skip(1)
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(80);
    let mut out = io::stdout().lock();
    for with_hostile in [false, true] {
        let desk = Desk::new();
        let (asked, arrivals) = channel();
        let newsrooms: Vec<Site> = (0..count)
            .map(|number| {
                let site = good(&asked);
                site.write_profile(&desk.selectors(), &format!("good-{number}"), "");
                site
            })
            .collect();
        let hostile: Vec<Site> = HOSTILE
            .iter()
            .filter(|_| with_hostile)
            .map(|(name, make)| {
                let site = Site::start();
                make(&site);
                site.write_profile(&desk.selectors(), name, "");
                site
            })
            .collect();
        let began = Instant::now();
        let mut crawl = desk
            .crawl(&["--timeout", "1h", "--retries", "1", "--max-wait", "1s"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let peak = wait_for(count * REQUESTS, &arrivals, &mut crawl);
        let seconds = began.elapsed().as_secs_f64();
        let peak = peak.map_or_else(
            || "unknown".to_owned(),
            |kib| format!("{:.1} MiB", f64::from(kib) / 1024.0),
        );
        let busy = newsrooms.iter().map(busy).fold(0.0, f64::max);
        writeln!(
            out,
            "{count} good and {} hostile newsrooms: the good ones were read in {seconds:.1} s, the slowest of them in {busy:.1} s of its own, peak memory {peak}",
            hostile.len()
        )?;
        drop(hostile);
        crawl.wait()?;
    }
    Ok(())
}

/// Seconds from a newsroom's first request to its last.
fn busy(site: &Site) -> f64 {
    let asked = site.server.asked();
    match (asked.first(), asked.last()) {
        (Some(first), Some(last)) => (last.arrived - first.arrived).as_secs_f64(),
        _ => 0.0,
    }
}
