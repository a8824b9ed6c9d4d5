//! What every sink does, as a list of facts, tried on each of them.

use std::collections::BTreeMap;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use jiff::Timestamp;

use super::{Collected, Jsonl, Sink, Spool, Stdout};
use crate::frontier::{LastLine, Mark};
use crate::record::{Change, Record, ReleaseType, SCHEMA, State};
use crate::target::ProfileId;

/// Tries each fact on every sink.
macro_rules! facts {
    ($($fact:ident)*) => {
        mod collected {
            $(#[tokio::test]
            async fn $fact() {
                let sink = super::Collected::new();
                let kept = || super::lines(&sink.records());
                super::$fact(&sink, kept).await;
            })*
        }
        mod jsonl {
            $(#[tokio::test]
            async fn $fact() {
                let folder = tempfile::tempdir().expect("a folder");
                let orgs = [super::org("press"), super::org("other")];
                let (sink, _) = super::Jsonl::open(folder.path(), folder.path(), &orgs, &[])
                    .expect("opens");
                super::$fact(&sink, || super::files(folder.path())).await;
            })*
        }
        mod spool {
            $(#[tokio::test]
            async fn $fact() {
                let sink = super::Spool::new().expect("a temporary file");
                super::$fact(&sink, || super::spooled(&sink)).await;
            })*
        }
        mod stdout {
            $(#[tokio::test]
            async fn $fact() {
                let stream = super::Shared::default();
                let sink = super::Stdout::to(stream.clone());
                super::$fact(&sink, || stream.text()).await;
            })*
        }
    };
}

facts! {
    nothing_is_nothing
    records_are_kept_in_their_order
    what_was_appended_is_there
    a_record_is_one_line_with_every_key_in_order
    marks_say_where_each_touched_output_stands
    what_was_appended_can_be_read_again
}

pub(super) fn org(name: &str) -> ProfileId {
    ProfileId::try_from(name.to_owned()).expect("a profile id")
}

/// A release whose text would break a line, were it not escaped.
pub(crate) fn record(org: &str, number: u32) -> Record {
    let at: Timestamp = "2026-01-15T08:00:00Z".parse().expect("a moment");
    let url = format!("https://{org}.example/{number}");
    Record {
        schema: SCHEMA.to_owned(),
        id: format!("{org}:{number}"),
        org: org.to_owned(),
        revision: 1,
        change: Change::New,
        state: State::Live,
        url: Some(url.parse().expect("an address")),
        listed_on: None,
        kind: ReleaseType::PressRelease,
        type_raw: None,
        language: Some("en".to_owned()),
        title: format!("Bridge {number} opens"),
        subtitle: None,
        summary: None,
        body: Some("VIENNA – “It is open.”\n\nA second block.\u{2028}\r".to_owned()),
        boilerplate: None,
        published_on: Some(jiff::civil::date(2026, 1, 14)),
        published_at: None,
        published_precision: None,
        published_offset: None,
        published_raw: None,
        published_from: None,
        modified_at: None,
        embargo_until: None,
        dateline: None,
        places: vec!["Vienna".to_owned()],
        places_raw: None,
        wire: None,
        sources: Vec::new(),
        authors: Vec::new(),
        topics: Vec::new(),
        release_number: None,
        contacts: Vec::new(),
        attachments: Vec::new(),
        images: Vec::new(),
        links: Vec::new(),
        translations: Vec::new(),
        dates: Vec::new(),
        provenance: Vec::new(),
        issues: Vec::new(),
        ok: true,
        text_hash: "blake3:00".to_owned(),
        capture: None,
        fetched_at: at,
        first_seen_at: at,
        changed_at: at,
        profile_hash: "blake3:01".to_owned(),
        tool: "dateline 0.1.0".to_owned(),
    }
}

fn lines(records: &[Record]) -> String {
    let lines = records.iter().map(|record| {
        let line = super::jsonl::line(record).expect("a line");
        String::from_utf8(line).expect("UTF-8")
    });
    lines.collect()
}

fn spooled(sink: &Spool) -> String {
    let mut text = Vec::new();
    let copied = sink.lines(|line| text.write_all(line));
    copied.expect("readable");
    String::from_utf8(text).expect("UTF-8")
}

/// All outputs, one after the other.
fn files(folder: &std::path::Path) -> String {
    let mut paths: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let texts = paths
        .iter()
        .map(|path| std::fs::read_to_string(path).unwrap());
    texts.collect()
}

/// A stream that can be looked at, but shows only what was flushed.
#[derive(Debug, Clone, Default)]
struct Shared(Arc<Mutex<(Vec<u8>, usize)>>);

impl Shared {
    fn text(&self) -> String {
        let shared = self.0.lock().unwrap();
        String::from_utf8(shared.0[..shared.1].to_vec()).unwrap()
    }
}

impl Write for Shared {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        let mut shared = self.0.lock().unwrap();
        shared.1 = shared.0.len();
        Ok(())
    }
}

/// The records of one organization, as kept.
fn of(org: &str, kept: &str) -> Vec<Record> {
    let records = kept.lines().map(|line| serde_json::from_str(line).unwrap());
    records
        .filter(|record: &Record| record.org == org)
        .collect()
}

async fn append(sink: &impl Sink, records: &[Record]) -> Vec<Mark> {
    sink.append(records.to_vec()).await.expect("kept").marks
}

async fn what_was_appended_can_be_read_again(sink: &impl Sink, _: impl Fn() -> String) {
    let batches = [
        vec![record("press", 1), record("other", 1), record("press", 2)],
        vec![record("press", 3), record("other", 2)],
    ];
    let mut kept = Vec::new();
    for batch in batches {
        let lines = sink.append(batch.clone()).await.expect("kept").lines;
        assert_eq!(lines.len(), batch.len());
        kept.extend(batch.into_iter().zip(lines));
    }
    for (record, line) in kept {
        let read = sink.read_again(&org(&record.org), &line).await.unwrap();
        assert_eq!(read, Some(record));
    }
    let nowhere = sink.read_again(&org("press"), &LastLine::Nowhere).await;
    assert_eq!(nowhere.unwrap(), None);
}

async fn nothing_is_nothing(sink: &impl Sink, kept: impl Fn() -> String) {
    assert_eq!(append(sink, &[]).await, []);
    assert_eq!(kept(), "");
}

async fn records_are_kept_in_their_order(sink: &impl Sink, kept: impl Fn() -> String) {
    let theirs = [record("other", 7), record("other", 3)];
    let ours = [5, 1, 9, 1, 2].map(|number| record("press", number));
    let [seven, three] = theirs.clone();
    let [five, one, nine, again, two] = ours.clone();
    append(sink, &[five, seven, one, nine]).await;
    append(sink, &[again]).await;
    append(sink, &[three, two]).await;
    assert_eq!(of("press", &kept()), ours);
    assert_eq!(of("other", &kept()), theirs);
}

async fn what_was_appended_is_there(sink: &impl Sink, kept: impl Fn() -> String) {
    for number in 1..=5 {
        append(sink, &[record("press", number)]).await;
        let newest = of("press", &kept()).pop();
        assert_eq!(newest, Some(record("press", number)));
    }
}

async fn a_record_is_one_line_with_every_key_in_order(sink: &impl Sink, kept: impl Fn() -> String) {
    const KEYS: &str = "schema id org revision change state url listed_on type type_raw language \
        title subtitle summary body boilerplate published_on published_at published_precision \
        published_offset published_raw published_from modified_at embargo_until dateline places \
        places_raw wire sources authors topics release_number contacts attachments images links \
        translations dates provenance issues ok text_hash capture fetched_at first_seen_at \
        changed_at profile_hash tool";
    append(sink, &[record("press", 1), record("press", 2)]).await;
    let kept = kept();
    assert!(kept.ends_with("}\n"));
    assert_eq!(kept.bytes().filter(|&byte| byte == b'\n').count(), 2);
    for line in kept.lines() {
        let keys: BTreeMap<String, serde_json::Value> = serde_json::from_str(line).unwrap();
        assert_eq!(keys.len(), KEYS.split_whitespace().count());
        let places = KEYS.split_whitespace().map(|key| {
            line.find(&format!("\"{key}\":"))
                .unwrap_or_else(|| panic!("{key} is missing"))
        });
        assert!(places.is_sorted(), "{line}");
    }
}

/// A sink without marks has nothing to say here.
async fn marks_say_where_each_touched_output_stands(sink: &impl Sink, kept: impl Fn() -> String) {
    let mut last = BTreeMap::new();
    let batches = [
        vec![record("press", 1), record("other", 1), record("press", 2)],
        vec![record("other", 2)],
        vec![record("press", 3)],
    ];
    for batch in batches {
        let marks = append(sink, &batch).await;
        let touched: Vec<&str> = marks.iter().map(|mark| mark.org.as_str()).collect();
        let mut orgs: Vec<&str> = batch.iter().map(|record| &*record.org).collect();
        orgs.sort_unstable();
        orgs.dedup();
        assert!(touched.is_empty() || touched == orgs, "{touched:?}");
        for mark in &marks {
            let lines = lines(&of(mark.org.as_str(), &kept()));
            assert_eq!(mark.length, lines.len() as u64);
            let last_line = lines.split_inclusive('\n').next_back().unwrap();
            let hash = blake3::hash(last_line.as_bytes()).to_hex().to_string();
            assert_eq!(mark.last_line, Some(hash));
            let before = last.insert(mark.org.clone(), mark.length);
            assert!(before < Some(mark.length));
        }
    }
}
