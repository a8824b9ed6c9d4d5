//! A crawl of three newsrooms that is killed again and again loses nothing and writes nothing
//! twice, and what its records point at is there.

mod support;

use std::collections::{HashMap, HashSet};
use std::fs::{self, File};
use std::io::{BufReader, Read as _, Seek as _, SeekFrom};
use std::time::{Duration, Instant};

use serde_json::Value;
use support::binary::{Desk, Ended};
use support::newsroom::Newsroom;

/// Five thousand pages together.
const NEWSROOMS: [(&str, usize); 3] = [("counts", 2_400), ("numbers", 1_600), ("sums", 1_000)];
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
fn whole_lines(desk: &Desk, org: &str) -> Vec<u8> {
    let mut bytes = fs::read(desk.releases(org)).unwrap_or_default();
    let end = bytes
        .iter()
        .rposition(|byte| *byte == b'\n')
        .map_or(0, |at| at + 1);
    bytes.truncate(end);
    bytes
}

fn records(lines: &[u8]) -> Vec<Value> {
    let lines = lines.split(|byte| *byte == b'\n');
    lines
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line).expect("a whole line is a record"))
        .collect()
}

fn pointers(records: &[Value]) -> Vec<String> {
    let pointers = records.iter().map(|record| record["capture"].as_str());
    pointers
        .map(|pointer| pointer.expect("a capture").to_owned())
        .collect()
}

fn ids(records: &[Value]) -> HashSet<&str> {
    records
        .iter()
        .map(|record| record["id"].as_str().expect("an id"))
        .collect()
}

/// The exchange that a record points at is whole, and of its page.
fn assert_captured(desk: &Desk, record: &Value) {
    let pointer = record["capture"].as_str().expect("a capture");
    let (file, at) = pointer.rsplit_once('#').expect("a place in a file");
    let mut file = File::open(desk.data().join(file)).expect("the capture is there");
    let at = at.parse().expect("a number");
    file.seek(SeekFrom::Start(at)).expect("a place");
    let mut kept = String::new();
    flate2::read::GzDecoder::new(file)
        .read_to_string(&mut kept)
        .unwrap_or_else(|error| panic!("{pointer}: {error}"));
    let url = record["url"].as_str().expect("an address");
    assert!(kept.starts_with("WARC/1.1\r\n"), "{pointer}: {kept}");
    assert!(
        kept.contains(&format!("WARC-Target-URI: {url}\r\n")),
        "{pointer} is not of {url}: {kept}"
    );
    let title = record["title"].as_str().expect("a title");
    assert!(kept.contains(title), "{pointer} lacks {title:?}");
}

/// From its start on, each capture is whole as far as records point into it: members of gzip,
/// one a record of WARC. What a kill tore comes after.
fn assert_readable(desk: &Desk, pointers: &[String]) {
    let mut furthest: HashMap<&str, u64> = HashMap::new();
    for pointer in pointers {
        let (file, at) = pointer.rsplit_once('#').expect("a place in a file");
        let at = at.parse().expect("a number");
        let far = furthest.entry(file).or_insert(at);
        *far = (*far).max(at);
    }
    for (name, furthest) in furthest {
        let file = File::open(desk.data().join(name)).expect("the capture is there");
        let mut file = BufReader::new(file);
        loop {
            let at = file.stream_position().expect("a place");
            let mut kept = Vec::new();
            let mut member = flate2::bufread::GzDecoder::new(&mut file);
            let read = member.read_to_end(&mut kept);
            read.unwrap_or_else(|error| panic!("{name} at {at}, up to {furthest}: {error}"));
            assert!(kept.starts_with(b"WARC/1.1\r\n"), "{name} at {at}");
            if at >= furthest {
                break;
            }
        }
    }
}

/// What the captures say, read again with nothing else.
fn replayed(desk: &Desk) -> String {
    // What a kill tore is told, and is no loss.
    let ended = desk.run(&["replay", "data/captures"]);
    assert!(matches!(ended.code, Some(0 | 4)), "{}", ended.stderr);
    ended.stdout
}

#[test]
fn twenty_kills_lose_nothing_and_double_nothing() {
    let desk = Desk::new();
    let newsrooms = NEWSROOMS.map(|(org, size)| {
        let newsroom = Newsroom::start(size);
        newsroom.write_profile(&desk.selectors(), org);
        (org, size, newsroom)
    });
    let crawl = || desk.start_crawl(&["--capture"]);
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut before: [Vec<u8>; 3] = Default::default();
    for kill in 1..=KILLS {
        let mut running = crawl();
        // Killed once this run has asked one newsroom for so many pages, at any point of a visit.
        let watched = &newsrooms[kill % newsrooms.len()].2;
        let pages = 2 + usize::try_from(random.below(110)).expect("small");
        watched.wait_for_requests(pages, || running.try_wait().expect("a child").is_some());
        let pause = Duration::from_micros(random.below(15_000));
        let moment = Instant::now();
        while moment.elapsed() < pause {
            std::hint::spin_loop();
        }
        running.kill().expect("killed");
        running.wait().expect("ended");
        for ((org, ..), before) in newsrooms.iter().zip(&mut before) {
            let now = whole_lines(&desk, org);
            assert!(
                now.starts_with(before),
                "kill {kill}: a whole line of {org} changed or vanished"
            );
            let new = records(&now[before.len()..]);
            for record in &new {
                assert_captured(&desk, record);
            }
            assert_readable(&desk, &pointers(&new));
            *before = now;
        }
    }
    assert!(
        before.iter().all(|lines| lines.len() > 1000),
        "the killed runs did get somewhere"
    );
    Ended::of(crawl().wait_with_output().expect("runs")).with_code(0);
    let replayed = replayed(&desk);
    let mut visits = Vec::new();
    for ((org, size, newsroom), before) in newsrooms.iter().zip(&before) {
        let lines = whole_lines(&desk, org);
        assert!(lines.starts_with(before), "{org}: no whole line changed");
        let records = records(&lines);
        assert_eq!(records.len(), *size, "{org}: every release once");
        assert_eq!(ids(&records).len(), *size, "{org}: no release twice");
        for record in &records {
            assert_captured(&desk, record);
        }
        let again: usize = newsroom.visits().values().map(|visits| visits - 1).sum();
        assert!(
            again * 100 <= size * 2,
            "{again} of {size} release pages of {org} were fetched again"
        );
        visits.push(newsroom.visits());
        assert_readable(&desk, &pointers(&records));
        let own = format!(r#""org":"{org}""#);
        let again = replayed.split_inclusive('\n');
        let again: String = again.filter(|line| line.contains(&own)).collect();
        assert!(
            again.as_bytes() == lines,
            "{org}: the captures give other lines: {} of {}",
            again.lines().count(),
            records.len()
        );
    }

    // The state is only bookkeeping: without it, the output says what is there.
    for file in ["state.db", "state.db-wal", "state.db-shm"] {
        let _ = fs::remove_file(desk.data().join(file));
    }
    let lines = newsrooms
        .each_ref()
        .map(|(org, ..)| whole_lines(&desk, org));
    desk.run_crawl(&[]).with_code(0);
    for (((org, _, newsroom), lines), visits) in newsrooms.iter().zip(&lines).zip(&visits) {
        assert_eq!(
            fs::read(desk.releases(org)).expect("output"),
            *lines,
            "{org}: nothing is written twice after the state is lost"
        );
        assert_eq!(
            newsroom.visits(),
            *visits,
            "{org}: no release page is fetched again"
        );
    }

    for (_, _, newsroom) in &newsrooms {
        newsroom.publish(3);
    }
    desk.run_crawl(&[]).with_code(0);
    for (org, size, _) in &newsrooms {
        assert_eq!(
            desk.records(org).len(),
            size + 3,
            "{org}: what is new is found"
        );
    }
}
