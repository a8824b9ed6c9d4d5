//! How outputs stand to the state, as a list of facts.

use std::fs;
use std::path::Path;

use super::*;
use crate::frontier::{Batch, Canary, Embedded, Outcome, Settlement};
use crate::page::Validators;
use crate::sink::{Sink, sample_record};

/// A data folder with one newsroom, from run to run.
struct Place {
    folder: tempfile::TempDir,
    profile: Arc<Profile>,
}

/// What one run found.
struct Stood {
    standing: Standing,
    /// The sink takes another record.
    takes: bool,
    /// Which of the releases 1 to 9 are held after.
    held: Vec<u32>,
}

impl Place {
    fn new() -> Self {
        let text = "id = \"press\"\nname = \"Press\"\n[urls]\nitem_id = '/(\\d+)$'\n\
                    [[source]]\nurl = \"https://press.example/news\"\nrows = \"li\"\n";
        let loaded = crate::profile::parse(Path::new("press.toml"), text, &|_| None);
        let drawn = loaded.render();
        Self {
            folder: tempfile::tempdir().unwrap(),
            profile: Arc::new(loaded.profile.expect(&drawn)),
        }
    }

    fn now() -> Timestamp {
        "2026-03-31T12:00:00Z".parse().unwrap()
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("releases/press.jsonl")
    }

    fn state(&self) -> PathBuf {
        self.folder.path().join("state.db")
    }

    fn text(&self) -> String {
        fs::read_to_string(self.file()).unwrap_or_default()
    }

    /// A run that keeps these releases, and settles them when `settles`.
    async fn write(&self, numbers: std::ops::RangeInclusive<u32>, settles: bool) {
        let data = DataDir::open(self.folder.path(), Self::now()).unwrap();
        let frontier = Embedded::open(&self.state()).unwrap();
        let profiles = [Arc::clone(&self.profile)];
        let (sink, _) = reconcile(&data, &frontier, &profiles, Existing::Expect, Self::now())
            .await
            .unwrap();
        for number in numbers {
            let record = sample_record("press", number);
            let marks = sink.append(vec![record.clone()]).await.unwrap().marks;
            if settles {
                let page = held_page(&record, LastLine::Nowhere, &self.profile, Self::now());
                frontier
                    .offer(page.target.into_iter().collect(), Self::now())
                    .await
                    .unwrap();
                let lease = frontier.lease(&self.profile.id, &[], Self::now()).await;
                let settlement = Settlement {
                    lease: lease.unwrap().unwrap(),
                    outcome: Outcome::Done { revisit: None },
                    validators: Some(Validators::default()),
                    read_by: None,
                    shown: None,
                    held: Some(page.held),
                    offers: Vec::new(),
                    walk: None,
                    canary: Canary::AsBefore,
                    problem: None,
                };
                let batch = Batch {
                    settlements: vec![settlement],
                    marks,
                    hosts: Vec::new(),
                    now: Self::now(),
                };
                frontier.settle(batch).await.unwrap();
            }
        }
    }

    async fn stand(&self, existing: Existing) -> Stood {
        if existing == Existing::Rebuild {
            Embedded::set_aside(&self.state()).unwrap();
        }
        let data = DataDir::open(self.folder.path(), Self::now()).unwrap();
        let frontier = Embedded::open(&self.state()).unwrap();
        let profiles = [Arc::clone(&self.profile)];
        let (sink, standings) = reconcile(&data, &frontier, &profiles, existing, Self::now())
            .await
            .unwrap();
        let [standing] = <[Standing; 1]>::try_from(standings).unwrap();
        let mut held = Vec::new();
        for number in 1..=9 {
            let id = format!("press:{number}");
            if frontier
                .held(&self.profile.id, &id)
                .await
                .unwrap()
                .is_some()
            {
                held.push(number);
            }
        }
        // A visit that a line settles is not made again.
        let due = frontier.lease(&self.profile.id, &[], Self::now()).await;
        assert_eq!(due.unwrap(), None, "nothing held is due");
        let before = self.text();
        let takes = sink.append(vec![sample_record("press", 77)]).await.is_ok();
        if takes {
            assert!(self.text().starts_with(&before), "no whole line changes");
        } else {
            assert_eq!(self.text(), before, "nothing is added");
        }
        Stood {
            standing,
            takes,
            held,
        }
    }
}

#[track_caller]
fn usable(stood: &Stood, held: &[u32], note: Option<&str>) {
    assert_eq!(stood.standing.refused, None);
    assert!(stood.takes);
    assert_eq!(stood.held, held);
    match note {
        None => assert_eq!(stood.standing.notes, [] as [String; 0]),
        Some(mark) => assert!(
            stood.standing.notes.iter().any(|note| note.contains(mark)),
            "{mark} in {:?}",
            stood.standing.notes
        ),
    }
}

#[track_caller]
fn refused(stood: &Stood, mark: &str) {
    let why = stood.standing.refused.as_deref().expect("refused");
    assert!(why.contains(mark), "{mark} in {why}");
    assert!(!stood.takes);
}

#[tokio::test]
async fn a_new_output_is_used() {
    for existing in [Existing::Expect, Existing::Adopt, Existing::Rebuild] {
        usable(&Place::new().stand(existing).await, &[], None);
    }
}

#[tokio::test]
async fn an_output_as_committed_is_gone_on_with() {
    for existing in [Existing::Expect, Existing::Adopt] {
        let place = Place::new();
        place.write(1..=3, true).await;
        usable(&place.stand(existing).await, &[1, 2, 3], None);
    }
}

#[tokio::test]
async fn lines_that_were_not_settled_count_as_settled() {
    let place = Place::new();
    place.write(1..=2, true).await;
    place.write(3..=5, false).await;
    let stood = place.stand(Existing::Expect).await;
    usable(
        &stood,
        &[1, 2, 3, 4, 5],
        Some("3 records of an earlier run"),
    );
}

#[tokio::test]
async fn a_lost_state_is_read_from_the_output() {
    let place = Place::new();
    place.write(1..=4, true).await;
    fs::remove_file(place.state()).unwrap();
    let stood = place.stand(Existing::Expect).await;
    usable(&stood, &[1, 2, 3, 4], Some("4 records of the output"));
}

#[tokio::test]
async fn a_torn_line_is_cut_and_kept() {
    let place = Place::new();
    place.write(1..=2, true).await;
    let whole = place.text();
    fs::write(place.file(), format!("{whole}{{\"schema\":\"date")).unwrap();
    let stood = place.stand(Existing::Expect).await;
    usable(&stood, &[1, 2], Some("unterminated last line of 15 bytes"));
    assert!(place.text().starts_with(&whole));
    assert_eq!(
        place.text().lines().count(),
        3,
        "with the one that followed"
    );
}

#[tokio::test]
async fn a_file_that_differs_is_left_until_the_operator_decides() {
    type Harm = fn(&Path, &str);
    let harms: [(&str, Harm, &[u32]); 3] = [
        (
            "shorter",
            |path, text| {
                let first = text.lines().next().unwrap();
                fs::write(path, format!("{first}\n")).unwrap();
            },
            &[1],
        ),
        ("missing", |path, _| fs::remove_file(path).unwrap(), &[]),
        (
            "its last line is another",
            |path, text| fs::write(path, text.replace("Bridge 3", "Brücke 3")).unwrap(),
            &[1, 2, 3],
        ),
    ];
    for (what, harm, left) in harms {
        for existing in [Existing::Adopt, Existing::Rebuild] {
            let place = Place::new();
            place.write(1..=3, true).await;
            harm(&place.file(), &place.text());
            let stood = place.stand(Existing::Expect).await;
            refused(&stood, "--adopt");
            // And again: nothing heals by itself.
            refused(&place.stand(Existing::Expect).await, "press.jsonl");
            let stood = place.stand(existing).await;
            assert!(stood.takes, "{what}, {existing:?}: {:?}", stood.standing);
            for number in left {
                assert!(stood.held.contains(number), "{what}, {existing:?}");
            }
            if existing == Existing::Rebuild {
                assert_eq!(stood.held, left, "{what}");
            }
        }
    }
}

#[tokio::test]
async fn a_line_that_is_no_record_bars_the_output() {
    let place = Place::new();
    place.write(1..=1, true).await;
    fs::remove_file(place.state()).unwrap();
    fs::write(place.file(), format!("{}not a record\n", place.text())).unwrap();
    refused(&place.stand(Existing::Expect).await, "line 2");
}

#[tokio::test]
async fn what_was_delivered_elsewhere_is_not_left_out_of_a_new_file() {
    let place = Place::new();
    let frontier = Embedded::open(&place.state()).unwrap();
    let page = held_page(
        &sample_record("press", 1),
        LastLine::Nowhere,
        &place.profile,
        Place::now(),
    );
    let offers = page.target.into_iter().collect();
    frontier.offer(offers, Place::now()).await.unwrap();
    let lease = frontier.lease(&place.profile.id, &[], Place::now()).await;
    let settlement = Settlement {
        lease: lease.unwrap().unwrap(),
        outcome: Outcome::Done { revisit: None },
        validators: None,
        read_by: None,
        shown: None,
        held: Some(page.held),
        offers: Vec::new(),
        walk: None,
        canary: Canary::AsBefore,
        problem: None,
    };
    let batch = Batch {
        settlements: vec![settlement],
        now: Place::now(),
        ..Batch::default()
    };
    frontier.settle(batch).await.unwrap();
    drop(frontier);
    let data = DataDir::open(place.folder.path(), Place::now()).unwrap();
    let frontier = Embedded::open(&place.state()).unwrap();
    let profiles = [Arc::clone(&place.profile)];
    let reconciled = reconcile(&data, &frontier, &profiles, Existing::Expect, Place::now());
    let (_, standings) = reconciled.await.unwrap();
    let why = standings[0].refused.as_deref().expect("refused");
    assert!(why.contains("--output -"), "{why}");
}
