use std::io::Write as _;

use super::*;
use crate::archive::warc::{NewRecord, RecordId, RecordType};
use crate::fetch::Asking;
use crate::target::{PageKind, ProfileId, SourceId, Target};

fn at(second: &str) -> Timestamp {
    format!("2026-01-05T09:00:{second}Z").parse().unwrap()
}

/// A visit to `press:<number>` that ended with 404.
struct Made {
    number: u32,
    ended: &'static str,
    visited_at: Option<&'static str>,
    failures: u32,
}

fn member(made: &Made) -> Vec<u8> {
    let url: url::Url = format!("https://press.example/{}", made.number)
        .parse()
        .unwrap();
    let visit = Asking {
        target: Target {
            url: url.clone(),
            kind: PageKind::Release,
            profile: ProfileId::try_from("press".to_owned()).unwrap(),
            source: SourceId::new("https://press.example/news"),
            key: format!("press:{}", made.number),
            teaser: None,
            step: None,
            modified: None,
        },
        visited_at: made.visited_at.map(at),
        failures: made.failures,
        canary: None,
        trusts: false,
    };
    let facts = VisitFacts::new(visit, at(made.ended), &Ok(Fetched::Gone { status: 404 }));
    let record = NewRecord {
        kind: RecordType::Metadata,
        id: &RecordId::random(),
        date: facts.ended,
        target: Some(&url),
        concurrent_to: None,
        filename: None,
        content_type: "application/json",
        block: &facts.block(),
        payload: None,
        truncated: None,
    };
    record.member()
}

fn write(folder: &Path, name: &str, visits: &[Made]) {
    let bytes: Vec<u8> = visits.iter().flat_map(member).collect();
    let mut file = File::create(folder.join(name)).unwrap();
    file.write_all(&bytes).unwrap();
}

fn read(folder: &Path) -> Vec<(String, bool)> {
    let mut past = Past::open(&[folder.to_owned()], 1 << 20).unwrap();
    let mut found = Vec::new();
    while let Some(visit) = past.next_visit().unwrap() {
        let told = format!("{} {}", visit.run, visit.facts.target.key);
        found.push((told, visit.is_settled));
    }
    found
}

#[test]
fn files_are_read_in_the_order_of_their_runs() {
    let folder = tempfile::tempdir().unwrap();
    let names = [
        "20260105T090000Z-00001.warc.gz",
        "20260105T090000Z-00002.warc.gz",
        "20260105T090000Z-2-00001.warc.gz",
        "20260105T090000Z-10-00001.warc.gz",
        "20260106T090000Z-00001.warc.gz",
    ];
    for (number, name) in (1..=5).zip(names) {
        let made = Made {
            number,
            ended: "01",
            visited_at: None,
            failures: 0,
        };
        write(folder.path(), name, &[made]);
    }
    std::fs::write(folder.path().join("notes.txt"), "not a capture").unwrap();
    let found: Vec<String> = read(folder.path())
        .into_iter()
        .map(|(told, _)| told)
        .collect();
    let expected = [
        "20260105T090000Z-1 press:1",
        "20260105T090000Z-1 press:2",
        "20260105T090000Z-2 press:3",
        "20260105T090000Z-10 press:4",
        "20260106T090000Z-1 press:5",
    ];
    assert_eq!(found, expected);
}

#[test]
fn a_visit_that_a_later_run_does_not_know_of_was_not_settled() {
    let first = |failures| Made {
        number: 1,
        ended: "10.5007",
        visited_at: None,
        failures,
    };
    let later = |visited_at, failures| Made {
        number: 1,
        ended: "30",
        visited_at,
        failures,
    };
    let cases = [
        (
            "it was visited to the end",
            first(0),
            Some(later(Some("11.2"), 0)),
            true,
        ),
        (
            "as exact as the state has it",
            first(0),
            Some(later(Some("10.500"), 0)),
            true,
        ),
        (
            "as exact as the output has it",
            first(0),
            Some(later(Some("10"), 0)),
            true,
        ),
        (
            "it failed, and that counts",
            first(0),
            Some(later(None, 1)),
            true,
        ),
        ("nobody came by again", first(0), None, true),
        ("nobody knows of it", first(0), Some(later(None, 0)), false),
        (
            "one before it is known",
            first(0),
            Some(later(Some("09"), 0)),
            false,
        ),
        (
            "failures before it are known",
            first(3),
            Some(later(None, 3)),
            false,
        ),
    ];
    for (fact, first, later, settled) in cases {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "20260105T090000Z-00001.warc.gz", &[first]);
        if let Some(later) = later {
            write(folder.path(), "20260105T100000Z-00001.warc.gz", &[later]);
        }
        let found = read(folder.path());
        assert_eq!(found[0].1, settled, "{fact}");
        assert!(found.iter().skip(1).all(|(_, settled)| *settled), "{fact}");
    }
    // Within one run nothing is lost: what was put back is visited again.
    let folder = tempfile::tempdir().unwrap();
    let name = "20260105T090000Z-00001.warc.gz";
    write(folder.path(), name, &[first(0), later(None, 0)]);
    assert_eq!(
        read(folder.path())
            .iter()
            .filter(|(_, settled)| *settled)
            .count(),
        2
    );
}
