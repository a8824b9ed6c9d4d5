//! A crawl that is killed again and again loses nothing and writes nothing twice.

mod support;

use std::collections::HashSet;
use std::fs;
use std::time::{Duration, Instant};

use serde_json::Value;
use support::binary::{Desk, Ended};
use support::newsroom::Newsroom;

const RELEASES: usize = 2_000;
const KILLS: usize = 20;

/// A small fixed generator: the same moments on every machine, as far as a clock can tell.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

/// The whole lines of an output, torn tail left out.
fn whole_lines(desk: &Desk) -> Vec<u8> {
    let mut bytes = fs::read(desk.releases("numbers")).unwrap_or_default();
    let end = bytes
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1);
    bytes.truncate(end);
    bytes
}

fn ids(records: &[Value]) -> HashSet<String> {
    records
        .iter()
        .map(|record| record["id"].as_str().expect("an id").to_owned())
        .collect()
}

#[test]
fn twenty_kills_lose_nothing_and_double_nothing() {
    let newsroom = Newsroom::start(RELEASES);
    let desk = Desk::new();
    newsroom.write_profile(&desk.selectors(), "numbers");
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut before = Vec::new();
    let mut killed = 0;
    while killed < KILLS {
        let mut crawl = desk.start_crawl(&["numbers"]);
        // Killed once this run has asked for so many pages, and then at any point of a visit.
        let pages = 2 + usize::try_from(random.below(130)).expect("small");
        newsroom.wait_for_requests(pages, || crawl.try_wait().expect("a child").is_some());
        let pause = Duration::from_micros(random.below(15_000));
        let moment = Instant::now();
        while moment.elapsed() < pause {
            std::hint::spin_loop();
        }
        crawl.kill().expect("killed");
        crawl.wait().expect("ended");
        killed += 1;
        let now = whole_lines(&desk);
        assert!(
            now.starts_with(&before),
            "kill {killed}: a whole line changed or vanished"
        );
        before = now;
    }
    assert!(before.len() > 1000, "the killed runs did get somewhere");
    Ended::of(desk.crawl(&["numbers"]).output().expect("runs")).with_code(0);
    let records = desk.records("numbers");
    assert_eq!(records.len(), RELEASES, "every release once");
    assert_eq!(ids(&records).len(), RELEASES, "no release twice");
    assert!(
        whole_lines(&desk).starts_with(&before),
        "no whole line changed"
    );
    let visits = newsroom.visits();
    let again: usize = visits.values().map(|visits| visits - 1).sum();
    assert!(
        again * 100 <= RELEASES * 2,
        "{again} of {RELEASES} release pages were fetched again"
    );

    // The state is only bookkeeping: without it, the output says what is there.
    for file in ["state.db", "state.db-wal", "state.db-shm"] {
        let _ = fs::remove_file(desk.data().join(file));
    }
    let asked_before = newsroom.visits().len();
    desk.run_crawl(&["numbers"]).with_code(0);
    assert_eq!(
        fs::read(desk.releases("numbers")).expect("output"),
        whole_lines(&desk)
    );
    assert_eq!(
        desk.records("numbers").len(),
        RELEASES,
        "nothing is written twice after the state is lost"
    );
    assert_eq!(
        newsroom.visits().values().sum::<usize>(),
        visits.values().sum::<usize>(),
        "no release page is fetched again"
    );
    assert_eq!(newsroom.visits().len(), asked_before);

    newsroom.publish(3);
    desk.run_crawl(&["numbers"]).with_code(0);
    assert_eq!(
        desk.records("numbers").len(),
        RELEASES + 3,
        "what is new is found"
    );
}
