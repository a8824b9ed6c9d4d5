//! What a crawl costs: pages a second and peak memory, against a newsroom on loopback.
//!
//! ```text
//! cargo bench --bench crawl -- 20000
//! ```
//! The number of pages is 2,000 unless given. Peak memory is the crawl's own (`VmHWM`), not
//! the server's; it is known on Linux.

#[path = "../tests/support/mod.rs"]
mod support;

use std::fs;
use std::io::{self, Write};
use std::process::Stdio;
use std::time::{Duration, Instant};

use support::binary::Desk;
use support::newsroom::Newsroom;

fn main() -> io::Result<()> {
    let pages = std::env::args()
        .skip(1)
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(2_000);
    let newsroom = Newsroom::start(pages);
    let place = Desk::new();
    newsroom.write_profile(&place.selectors(), "numbers");
    let mut out = io::stdout().lock();
    for run in ["first crawl", "second crawl, nothing new"] {
        let asked = newsroom.server.asked().len();
        let began = Instant::now();
        let mut crawl = place
            .crawl(&["numbers"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let mut peak = None;
        let status = loop {
            peak = peak_memory(crawl.id()).or(peak);
            if let Some(status) = crawl.try_wait()? {
                break status;
            }
            std::thread::sleep(Duration::from_millis(20));
        };
        let seconds = began.elapsed().as_secs_f64();
        let requests = newsroom.server.asked().len() - asked;
        let peak = peak.map_or_else(
            || "unknown".to_owned(),
            |kib| format!("{:.1} MiB", f64::from(kib) / 1024.0),
        );
        writeln!(
            out,
            "{run}: {requests} requests in {seconds:.1} s ({:.0} a second), peak memory {peak}, {status}",
            requests as f64 / seconds
        )?;
    }
    let records = place.records("numbers").len();
    writeln!(out, "{records} records for {pages} releases")
}

/// The most memory that a process has had resident, in KiB.
fn peak_memory(process: u32) -> Option<u32> {
    let status = fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.split_whitespace().next()?.parse().ok()
}
