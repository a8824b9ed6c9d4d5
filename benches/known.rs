//! What it costs to know many addresses: peak memory of a run over a newsroom whose releases
//! were all settled long ago, for ten thousand and for a million of them.
//!
//! ```text
//! cargo bench --bench known -- 10000 1000000
//! ```
//! Peak memory is the crawl's own (`VmHWM`); it is known on Linux.

#[path = "../tests/support/mod.rs"]
mod support;

use std::fs;
use std::io::{self, Write};
use std::process::Stdio;
use std::time::Duration;

use dateline::frontier::{Embedded, Frontier};
use dateline::target::{PageKind, ProfileId, SourceId, Target};
use jiff::Timestamp;
use support::binary::Desk;
use support::many::peak_memory;
use support::newsroom::Newsroom;

const PART: usize = 5_000;
/// Published since the last run.
const NEW: usize = 100;

fn main() -> io::Result<()> {
    let mut counts: Vec<usize> = std::env::args()
        .skip(1)
        .filter_map(|argument| argument.parse().ok())
        .collect();
    if counts.is_empty() {
        counts = vec![10_000, 1_000_000];
    }
    let mut out = io::stdout().lock();
    for count in counts {
        let newsroom = Newsroom::start(count);
        let desk = Desk::new();
        newsroom.write_profile(&desk.selectors(), "numbers");
        know(&desk, &newsroom, count);
        newsroom.publish(NEW);
        let mut crawl = desk
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
            std::thread::sleep(Duration::from_millis(5));
        };
        let peak = peak.map_or_else(
            || "unknown".to_owned(),
            |kib| format!("{:.1} MiB", f64::from(kib) / 1024.0),
        );
        let state = fs::metadata(desk.data().join("state.db"))?.len() >> 20;
        writeln!(
            out,
            "{count} known addresses: {} new records of {NEW}, peak memory {peak}, state of {state} MiB, {status}",
            desk.records("numbers").len()
        )?;
    }
    Ok(())
}

/// Makes a state that knows every release, all settled and none due.
fn know(desk: &Desk, newsroom: &Newsroom, count: usize) {
    let data = desk.data();
    fs::create_dir_all(&data).expect("a folder");
    let path = data.join("state.db");
    let address = newsroom.server.address();
    let profile = ProfileId::try_from("numbers".to_owned()).expect("an id");
    let source = SourceId::new(&format!("http://{address}/news?page={{page}}"));
    let release = |number: usize| Target {
        url: format!("http://{address}/releases/{number}")
            .parse()
            .expect("an address"),
        kind: PageKind::Release,
        profile: profile.clone(),
        source: source.clone(),
        key: format!("numbers:{number}"),
        teaser: None,
        step: None,
        modified: None,
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    let state = Embedded::open(&path).expect("a state");
    let numbers: Vec<usize> = (1..=count).collect();
    for part in numbers.chunks(PART) {
        let targets = part.iter().map(|number| release(*number)).collect();
        runtime
            .block_on(state.offer(targets, Timestamp::now()))
            .expect("offered");
    }
    drop(state);
    let state = rusqlite::Connection::open(&path).expect("the state");
    state
        .execute_batch(
            "UPDATE targets SET settled = 1, due = '2999-01-01T00:00:00.000Z';
             UPDATE sources SET complete = 1, deepest = 1;",
        )
        .expect("settled");
}
