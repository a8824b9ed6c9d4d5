//! An output whose runs are killed at any byte, again and again.

use std::fs;

use proptest::prelude::*;

use super::tests::{Place, append};
use super::{Found, line};
use crate::frontier::Mark;
use crate::record::Record;
use crate::sink::contract::{org, record};

/// What happens to an output between two runs.
#[derive(Debug, Clone)]
struct Run {
    /// How many records each batch has.
    batches: Vec<usize>,
    /// The batches whose visits were settled when the run was killed, from the first, as a
    /// share of all.
    settled: prop::sample::Index,
    /// The byte beyond the settled ones at which the file ends.
    end: prop::sample::Index,
}

fn runs() -> impl Strategy<Value = Vec<Run>> {
    let run = (
        prop::collection::vec(1_usize..4, 0..4),
        any::<prop::sample::Index>(),
        any::<prop::sample::Index>(),
    );
    let run = run.prop_map(|(batches, settled, end)| Run {
        batches,
        settled,
        end,
    });
    prop::collection::vec(run, 1..5)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, failure_persistence: None, ..ProptestConfig::default() })]

    /// No whole line is ever lost, no torn one ever followed by another, and what is ahead of
    /// the state is just what the state lacks.
    #[test]
    fn an_output_survives_being_killed_at_any_byte(runs in runs()) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(survive(runs));
    }
}

async fn survive(runs: Vec<Run>) {
    let place = Place::new();
    let mut mark: Option<Mark> = None;
    let mut expected: Vec<u8> = Vec::new();
    let mut number = 0;
    for run in runs {
        let (sink, opened) = place.open(mark.as_ref());
        let whole = expected
            .iter()
            .rposition(|&byte| byte == b'\n')
            .map_or(0, |at| at + 1);
        let torn = expected.split_off(whole);
        assert_eq!(opened.cut.is_some(), !torn.is_empty());
        if let Some(cut) = opened.cut {
            assert_eq!(fs::read(cut.kept_at).unwrap(), torn);
        }
        assert_eq!(place.bytes(), expected);

        let committed = mark.as_ref().map_or(0, |mark| mark.length);
        let beyond = &expected[usize::try_from(committed).unwrap()..];
        let records = match opened.found {
            Found::New | Found::AsCommitted => None,
            Found::Ahead { .. } => Some(sink.beyond(&org("press")).unwrap()),
            Found::NoState { .. } => Some(sink.all(&org("press")).unwrap().0),
            Found::Unusable(error) => panic!("{error}"),
        };
        assert_eq!(records.is_some(), !beyond.is_empty());
        if let Some(mut records) = records {
            let mut read = Vec::new();
            for record in records.by_ref() {
                read.extend(line(&record.unwrap()).unwrap());
            }
            assert_eq!(read, beyond);
            sink.go_on(&records.mark()).unwrap();
            mark = Some(records.mark());
        }

        let mut marks = vec![mark.clone()];
        for count in run.batches {
            let batch: Vec<Record> = (0..count)
                .map(|_| {
                    number += 1;
                    record("press", number)
                })
                .collect();
            for record in &batch {
                expected.extend(line(record).unwrap());
            }
            marks.push(append(&sink, batch).await.unwrap().pop());
        }
        assert_eq!(place.bytes(), expected);
        mark = marks[run.settled.index(marks.len())].clone();
        let settled = usize::try_from(mark.as_ref().map_or(0, |mark| mark.length)).unwrap();
        let end = settled + run.end.index(expected.len() - settled + 1);
        expected.truncate(end);
        if place.path().exists() {
            fs::write(place.path(), &expected).unwrap();
        }
    }
}
