//! A crawl of all newsrooms of a table, once while nothing is wrong and once with the faults.

use std::collections::BTreeMap;
use std::time::Duration;

use super::super::binary::Desk;
use super::room::{self, Room};
use super::{Fault, hygiene};

/// What is asked of a crawl where a row says nothing else. Good answers must never take so
/// long, on however busy a machine.
const USUAL: &[&str] = &[
    "--timeout",
    "10s",
    "--retries",
    "0",
    "--max-body",
    "2MiB",
    "--delay",
    "20ms",
];

/// The least that may lie between the end of an answer and the next request: rounding in clocks
/// is allowed for.
const GAP: Duration = Duration::from_millis(19);

/// Crawls all these faults, those with the same settings in one run, and says everything
/// that did not come out as it must.
pub fn check(faults: Vec<Fault>) {
    let mut groups: BTreeMap<Vec<&str>, Vec<Fault>> = BTreeMap::new();
    for fault in faults {
        groups.entry(fault.with.clone()).or_default().push(fault);
    }
    let complaints: Vec<String> = std::thread::scope(|scope| {
        let runs: Vec<_> = groups
            .into_iter()
            .map(|(with, faults)| scope.spawn(move || run(&with, faults)))
            .collect();
        runs.into_iter()
            .flat_map(|run| run.join().expect("a run"))
            .collect()
    });
    assert!(
        complaints.is_empty(),
        "{} faults came out wrong:\n\n{}",
        complaints.len(),
        complaints.join("\n\n")
    );
}

fn run(with: &[&str], faults: Vec<Fault>) -> Vec<String> {
    let rooms: Vec<Room> = room::all(faults);
    let (clean, faulty) = (Desk::new(), Desk::new());
    for room in &rooms {
        room.open(&clean.selectors());
    }
    // What a row says of a setting counts.
    let usual = USUAL
        .chunks(2)
        .filter(|setting| !with.contains(&setting[0]));
    let args: Vec<&str> = usual
        .flatten()
        .chain(with)
        .chain(&["-vvv"])
        .copied()
        .collect();
    clean.run_crawl(&args).with_code(0);
    for room in &rooms {
        room.go_wrong(&faulty.selectors());
    }
    // Another run, which knows nothing of this one, made the requests before.
    let before: Vec<usize> = rooms.iter().map(Room::requests).collect();
    let ended = faulty.run_crawl(&args);
    let mut complaints = Vec::new();
    if !matches!(ended.code, Some(0 | 4 | 5)) {
        complaints.push(format!("exit {:?}:\n{}", ended.code, ended.stderr));
        return complaints;
    }
    let (report, problems) = faulty.last_run();
    for (room, before) in rooms.iter().zip(before) {
        room.judge(&clean, &faulty, &problems, &mut complaints);
        complaints.extend(room.asked_too_often(before, GAP));
    }
    complaints.extend(hygiene::stray_characters(
        &faulty, &ended, &report, &problems,
    ));
    complaints.extend(hygiene::secrets(faulty.path(), &ended));
    complaints
}
