//! What only files can show: crashes, other hands, full disks.

use std::fs;
use std::path::{Path, PathBuf};
#[cfg(unix)]
use std::process::Command;

use tempfile::TempDir;

use super::output::Addition;
use super::{Cut, Found, Jsonl, Opened, Records, line};
use crate::frontier::Mark;
use crate::record::Record;
use crate::sink::contract::{org, record};
use crate::sink::{Sink, SinkError};

/// A data directory with one output.
pub(super) struct Place(TempDir);

impl Place {
    pub(super) fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub(super) fn path(&self) -> PathBuf {
        self.releases().join("press.jsonl")
    }

    fn releases(&self) -> PathBuf {
        self.0.path().join("releases")
    }

    fn salvage(&self) -> PathBuf {
        self.0.path().join("runs/20260115T080000Z")
    }

    pub(super) fn open(&self, mark: Option<&Mark>) -> (Jsonl, Opened) {
        let marks: Vec<Mark> = mark.into_iter().cloned().collect();
        let (sink, mut opened) =
            Jsonl::open(&self.releases(), &self.salvage(), &[org("press")], &marks).unwrap();
        (sink, opened.remove(0))
    }

    /// Writes releases 1 to `count` and ends the run.
    async fn filled(count: u32) -> (Self, Mark) {
        let place = Self::new();
        let (sink, opened) = place.open(None);
        assert!(matches!(opened.found, Found::New));
        let records = (1..=count).map(|number| record("press", number)).collect();
        let mark = append(&sink, records).await.unwrap().remove(0);
        (place, mark)
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        fs::read(self.path()).unwrap_or_default()
    }
}

pub(super) async fn append(sink: &Jsonl, records: Vec<Record>) -> Result<Vec<Mark>, SinkError> {
    Ok(sink.append(records).await?.marks)
}

fn lines(numbers: impl IntoIterator<Item = u32>) -> Vec<u8> {
    let lines = numbers
        .into_iter()
        .map(|number| line(&record("press", number)).unwrap());
    lines.collect::<Vec<_>>().concat()
}

/// Reads to the end and goes on from there, as a run does with what is ahead.
fn take_over(sink: &Jsonl, mut records: Records) -> Vec<Record> {
    let read: Vec<Record> = records.by_ref().map(|record| record.unwrap()).collect();
    sink.go_on(&records.mark()).unwrap();
    read
}

#[tokio::test]
async fn an_output_goes_on_as_committed() {
    let (place, mark) = Place::filled(2).await;
    let (sink, opened) = place.open(Some(&mark));
    assert!(matches!(opened.found, Found::AsCommitted), "{opened:?}");
    assert_eq!(opened.cut, None);
    append(&sink, vec![record("press", 3)]).await.unwrap();
    assert_eq!(place.bytes(), lines(1..=3));
    assert!(!place.salvage().exists(), "there was nothing to keep");
}

#[tokio::test]
async fn a_line_can_be_torn_and_lines_be_ahead_at_once() {
    let (place, mark) = Place::filled(1).await;
    let torn = b"{\"schema\":\"dateli";
    fs::write(place.path(), [&lines(1..=3)[..], torn].concat()).unwrap();
    let (sink, opened) = place.open(Some(&mark));
    let kept_at = place.salvage().join("press.cut");
    let bytes = torn.len() as u64;
    assert_eq!(
        opened.cut,
        Some(Cut {
            bytes,
            kept_at: kept_at.clone()
        })
    );
    assert_eq!(fs::read(kept_at).unwrap(), torn);
    let beyond = lines(2..=3).len() as u64;
    assert!(
        matches!(&opened.found, Found::Ahead { mark: at, bytes } if *at == mark && *bytes == beyond)
    );
    assert_eq!(place.bytes(), lines(1..=3));

    let early = append(&sink, vec![record("press", 4)]).await;
    assert!(
        matches!(early, Err(SinkError::Mismatch { .. })),
        "its lines come first"
    );
    let ahead = take_over(&sink, sink.beyond(&org("press")).unwrap());
    assert_eq!(ahead, [2, 3].map(|number| record("press", number)));
    append(&sink, vec![record("press", 4)]).await.unwrap();
    assert_eq!(place.bytes(), lines(1..=4));
}

#[tokio::test]
async fn an_output_without_state_is_read_and_never_cut() {
    let (place, _) = Place::filled(3).await;
    fs::write(place.path(), [&lines(1..=3)[..], b"{"].concat()).unwrap();
    let (sink, opened) = place.open(None);
    assert!(matches!(opened.found, Found::NoState { bytes } if bytes == lines(1..=3).len() as u64));
    assert_eq!(opened.cut.map(|cut| cut.bytes), Some(1));
    let (records, cut) = sink.all(&org("press")).unwrap();
    assert_eq!(cut, None);
    assert_eq!(take_over(&sink, records).len(), 3);
    append(&sink, vec![record("press", 4)]).await.unwrap();
    assert_eq!(place.bytes(), lines(1..=4));
}

#[tokio::test]
async fn an_output_that_differs_is_left_alone_until_adopted() {
    let changed_within = lines([7, 2, 3]);
    let changed_at_its_end = lines([1, 2, 7]);
    let torn_within = lines(1..=3)[..lines(1..=3).len() - 1].to_vec();
    let cases: [(&str, Option<Vec<u8>>, &str); 5] = [
        ("shorter", Some(lines(1..=2)), "were committed"),
        ("a byte shorter", Some(torn_within), "were committed"),
        ("missing", None, "it is missing, and "),
        ("changed", Some(changed_at_its_end), "was changed"),
        ("empty", Some(Vec::new()), "it has 0 bytes"),
    ];
    for (case, bytes, expected) in cases {
        let (place, mark) = Place::filled(3).await;
        match &bytes {
            Some(bytes) => fs::write(place.path(), bytes).unwrap(),
            None => fs::remove_file(place.path()).unwrap(),
        }
        let (sink, opened) = place.open(Some(&mark));
        let Found::Unusable(error) = &opened.found else {
            panic!("{case}: {opened:?}");
        };
        let text = error.to_string();
        assert!(
            text.contains(expected) && text.contains("--adopt"),
            "{case}: {text}"
        );
        assert_eq!(opened.cut, None, "{case}");
        assert_eq!(place.bytes(), bytes.clone().unwrap_or_default(), "{case}");
        let refused = append(&sink, vec![record("press", 9)]).await;
        assert!(matches!(refused, Err(SinkError::Mismatch { .. })), "{case}");

        let (records, cut) = sink.all(&org("press")).unwrap();
        let read = take_over(&sink, records);
        let torn = cut.map_or(0, |cut| cut.bytes);
        append(&sink, vec![record("press", 9)]).await.unwrap();
        let bytes = bytes.unwrap_or_default();
        let whole = &bytes[..bytes.len() - usize::try_from(torn).unwrap()];
        assert_eq!(place.bytes(), [whole, &lines([9])].concat(), "{case}");
        assert_eq!(
            read.len(),
            bytes.iter().filter(|&&byte| byte == b'\n').count()
        );
    }
    // Only the end is compared: reading all of a long output at each start would cost more
    // than it tells.
    let (place, mark) = Place::filled(3).await;
    fs::write(place.path(), changed_within).unwrap();
    assert!(matches!(
        place.open(Some(&mark)).1.found,
        Found::AsCommitted
    ));
}

#[tokio::test]
async fn a_whole_line_that_is_no_record_is_named_and_kept() {
    let other_schema = String::from_utf8(lines([4]))
        .unwrap()
        .replace("release/1", "release/2");
    let cases = [
        (
            "not json\n".to_owned(),
            "line 4 is not a dateline.release/1 record",
        ),
        ("\n".to_owned(), "line 4 is not"),
        ("{\"id\":1}\n".to_owned(), "at column"),
        ("{\"x\":1}\n".to_owned(), "unknown field `x` at column 4. "),
        (
            String::from_utf8(line(&record("other", 1)).unwrap()).unwrap(),
            "its org is `other`",
        ),
        (other_schema, "its schema is `dateline.release/2`"),
    ];
    for (bad, expected) in cases {
        let (place, mark) = Place::filled(2).await;
        let bytes = [&lines(1..=3)[..], bad.as_bytes(), &lines([5])].concat();
        fs::write(place.path(), &bytes).unwrap();
        let (sink, opened) = place.open(Some(&mark));
        assert!(matches!(opened.found, Found::Ahead { .. }));
        let all = sink.all(&org("press")).unwrap().0;
        for (mut records, whole) in [(sink.beyond(&org("press")).unwrap(), 1), (all, 3)] {
            assert_eq!(
                records.by_ref().take(whole).filter(Result::is_ok).count(),
                whole
            );
            let error = records.next().unwrap().unwrap_err();
            assert!(error.to_string().contains(expected), "{error}");
            assert!(matches!(error, SinkError::NotARecord { line: 4, .. }));
            assert!(records.next().is_none(), "nothing after it is trusted");
            assert!(
                sink.go_on(&records.mark()).is_err(),
                "not the end of the file"
            );
        }
        assert_eq!(place.bytes(), bytes);
    }
}

#[test]
fn a_torn_line_is_kept_beside_an_earlier_one() {
    let place = Place::new();
    let long = vec![b'x'; 40_000];
    fs::create_dir_all(place.releases()).unwrap();
    for name in ["press.cut", "press.cut.2", "press.cut.3"] {
        fs::write(place.path(), &long).unwrap();
        let (_, opened) = place.open(None);
        assert!(matches!(opened.found, Found::New));
        let cut = opened.cut.expect("it was torn");
        assert_eq!(
            (cut.bytes, &cut.kept_at),
            (40_000, &place.salvage().join(name))
        );
        assert_eq!(fs::read(cut.kept_at).unwrap(), long);
        assert_eq!(place.bytes(), b"");
    }
}

#[tokio::test]
async fn other_hands_are_noticed_during_a_run() {
    type Hand<'a> = &'a dyn Fn(&Path);
    let removed = |path: &Path| fs::remove_file(path).unwrap();
    let cut = |path: &Path| fs::write(path, lines([1])).unwrap();
    let grown = |path: &Path| fs::write(path, lines(1..=3)).unwrap();
    let replaced = |path: &Path| {
        let copy = path.with_extension("copy");
        fs::copy(path, &copy).unwrap();
        fs::rename(copy, path).unwrap();
    };
    let cases: [(Hand<'_>, &str); 4] = [
        (&removed, "it was removed during the run"),
        (&cut, "was left with"),
        (&grown, "was left with"),
        (&replaced, "it was replaced during the run"),
    ];
    for (hand, expected) in cases {
        let (place, mark) = Place::filled(2).await;
        let (sink, _) = place.open(Some(&mark));
        hand(&place.path());
        let before = place.bytes();
        let error = append(&sink, vec![record("press", 9)]).await.unwrap_err();
        assert!(matches!(error, SinkError::Mismatch { .. }), "{error:?}");
        assert!(error.to_string().contains(expected), "{error}");
        assert_eq!(place.bytes(), before);
    }

    let place = Place::new();
    let (sink, _) = place.open(None);
    fs::write(place.path(), "").unwrap();
    let error = append(&sink, vec![record("press", 9)]).await.unwrap_err();
    assert!(error.to_string().contains("made by another"), "{error}");
}

#[tokio::test]
async fn a_batch_that_fails_for_one_output_counts_for_none() {
    let place = Place::new();
    let orgs = [org("a"), org("press")];
    let (sink, _) = Jsonl::open(&place.releases(), &place.salvage(), &orgs, &[]).unwrap();
    let both = || vec![record("a", 1), record("press", 1)];
    fs::create_dir(place.path()).unwrap();
    append(&sink, both())
        .await
        .expect_err("there is a folder in its place");
    let theirs = place.releases().join("a.jsonl");
    assert_eq!(fs::read(&theirs).unwrap(), b"");
    fs::remove_dir(place.path()).unwrap();
    assert_eq!(append(&sink, both()).await.unwrap().len(), 2);
    assert_eq!(fs::read(&theirs).unwrap(), line(&record("a", 1)).unwrap());

    let unknown = append(&sink, vec![record("a", 2), record("unknown", 1)]).await;
    assert!(matches!(unknown, Err(SinkError::NotOpened { org }) if org == "unknown"));
    assert_eq!(fs::read(&theirs).unwrap(), line(&record("a", 1)).unwrap());
}

#[test]
fn what_cannot_be_written_is_found_before_anything_is_fetched() {
    let place = Place::new();
    fs::write(place.releases(), "a file in place of the folder").unwrap();
    let error = Jsonl::open(&place.releases(), &place.salvage(), &[org("press")], &[]);
    let text = error.expect_err("there is no folder").to_string();
    assert!(text.starts_with("cannot make the directory "), "{text}");

    let place = Place::new();
    fs::create_dir_all(place.path()).unwrap();
    let (_, opened) = place.open(None);
    assert!(
        matches!(opened.found, Found::Unusable(error) if error.to_string().contains("is not a file: move it away"))
    );
}

/// A device that is always full: nothing can be written, nor be taken back.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn an_output_in_doubt_gets_nothing_more() {
    let (place, mark) = Place::filled(1).await;
    let (sink, _) = place.open(Some(&mark));
    let full = fs::OpenOptions::new()
        .write(true)
        .open("/dev/full")
        .unwrap();
    {
        let mut outputs = sink.outputs();
        let output = outputs.get_mut(&org("press")).unwrap();
        let mut addition = Addition::to(full, mark.length);
        let error = output
            .write(&mut addition, &record("press", 2))
            .unwrap_err();
        assert!(matches!(
            error,
            SinkError::Io {
                doing: "write to",
                ..
            }
        ));
        output.take_back(&addition);
    }
    let error = append(&sink, vec![record("press", 2)]).await.unwrap_err();
    assert!(matches!(error, SinkError::Barred { .. }), "{error:?}");
    assert!(
        error.to_string().contains("could not be taken back"),
        "{error}"
    );
    assert_eq!(place.bytes(), lines([1]));
    let (sink, _) = place.open(Some(&mark));
    append(&sink, vec![record("press", 2)])
        .await
        .expect("opened again");
}

/// The disk fills up in the middle of a line. Tried in a process of its own, whose files may
/// not grow beyond some 30 to 60 KB.
#[cfg(unix)]
#[tokio::test]
async fn a_write_that_stops_halfway_is_taken_back() {
    const NAME: &str = "sink::jsonl::tests::a_write_that_stops_halfway_is_taken_back";
    const INSIDE: &str = "DATELINE_TEST_SMALL_FILES";
    if std::env::var_os(INSIDE).is_none() {
        let program = std::env::current_exe().unwrap();
        let output = Command::new("sh")
            .args([
                "-c",
                "trap '' XFSZ; ulimit -f 60; exec \"$0\" --exact \"$1\" --nocapture",
            ])
            .arg(program)
            .arg(NAME)
            .env(INSIDE, "1")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        assert!(
            output.status.success() && said.contains("1 passed"),
            "{output:?}"
        );
        return;
    }
    let (place, mark) = Place::filled(3).await;
    let (sink, _) = place.open(Some(&mark));
    let mut long = record("press", 4);
    long.body = Some("x".repeat(100_000));
    let error = append(&sink, vec![record("press", 5), long])
        .await
        .unwrap_err();
    assert!(
        matches!(
            error,
            SinkError::Io {
                doing: "write to",
                ..
            }
        ),
        "{error:?}"
    );
    assert_eq!(place.bytes(), lines(1..=3));
    append(&sink, vec![record("press", 5)])
        .await
        .expect("there is room for this");
    assert_eq!(place.bytes(), lines([1, 2, 3, 5]));
}
