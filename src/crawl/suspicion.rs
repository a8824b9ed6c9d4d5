//! What looks like many edits at once is one change of the site, until somebody says
//! otherwise.
//!
//! Twelve releases are looked at again, and nine read differently: a template took a line of
//! its own into the text, and nine lines "content" would be nine lies. Lines of second looks
//! are therefore held back to the end of the newsroom's run. When they are most of what was
//! looked at, none is written, the run says so (exit code 4), and the visits are made again
//! next run, until the profile fits again or the operator writes `--accept-changes`.

use std::collections::{BTreeMap, HashSet};

use super::Event;
use super::ending::Ended;
use crate::alert::{Alert, AlertKind, Evidence, Glimpse, MOST_EVIDENCE};
use crate::frontier::{Canary, Outcome, Settlement};
use crate::record::{Record, difference};
use crate::target::ProfileId;

/// Fewer lines prove nothing: a newsroom may correct four releases of one day.
const FEWEST: usize = 5;

/// Nobody edits all releases of old on one day, when these are all that are looked at.
const FEWEST_CANARIES: usize = 2;

/// So many lines are held back at most; then it is decided, and goes on from there.
const MOST: usize = 200;

/// The same for their texts together, in bytes.
const MOST_TEXT: usize = 16 * 1024 * 1024;

/// What a look at a held release found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Look {
    /// It says what it said.
    Same,
    /// Title, dates, body or attachments are others.
    Changed(Vec<Edit>),
    /// It is not there.
    Missing,
}

/// A record key that reads otherwise than before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Edit {
    /// Its place among the record's keys.
    nth: usize,
    key: String,
    /// What it said and what it says, in short.
    shown: String,
}

/// What is shown of one value, in characters, and of so many keys of one release.
const LONGEST_SHOWN: usize = 80;
const MOST_SHOWN: usize = 3;

impl Edit {
    /// All edits of a release; keys that only tell where values come from are none.
    pub(super) fn all(before: &Record, now: &Record) -> Vec<Self> {
        let edits = difference::differences(before, now).into_iter();
        edits
            .filter(|edit| !difference::is_evidence(&edit.key))
            .map(|edit| {
                let (before, now) = edit.shown(LONGEST_SHOWN);
                Self {
                    nth: edit.nth,
                    shown: format!("{}: {before} -> {now}", edit.key),
                    key: edit.key,
                }
            })
            .collect()
    }
}

/// The second looks of one newsroom's run.
#[derive(Default)]
pub(super) struct Suspicion {
    /// The operator vouches for what is found.
    trusts: bool,
    looks: usize,
    canaries: usize,
    changed: Share,
    missing: Share,
    held_back: Vec<Ended>,
    /// Bytes of text in what is held back.
    text: usize,
}

/// The second looks that found something.
#[derive(Default)]
struct Share {
    found: usize,
    canaries: usize,
    /// It was once more than chance; nothing more of this is written in this run.
    is_suspect: bool,
    /// The first of them.
    evidence: Vec<Evidence>,
    /// How many of them have another value in each key, in the order of the record's keys.
    keys: BTreeMap<(usize, String), usize>,
}

impl Share {
    fn add(&mut self, ended: &Ended, edits: &[Edit]) {
        self.found += 1;
        for edit in edits {
            *self.keys.entry((edit.nth, edit.key.clone())).or_default() += 1;
        }
        self.canaries += usize::from(is_canary(ended));
        if self.evidence.len() < MOST_EVIDENCE {
            let title = ended.finished.records.first().map(|record| &record.title);
            let shown = edits.iter().take(MOST_SHOWN);
            self.evidence.push(Evidence {
                url: Some(ended.finished.settlement.lease.target.url.to_string()),
                class: None,
                missing: Vec::new(),
                glimpse: Glimpse {
                    title: title.cloned(),
                    lines: shown.map(|edit| edit.shown.clone()).collect(),
                },
            });
        }
    }

    /// In how many of them a key has another value: ` (title in 1, body in 9)`.
    fn keys(&self) -> String {
        let keys = self.keys.iter();
        let told: Vec<String> = keys
            .map(|((_, key), count)| format!("{key} in {count}"))
            .collect();
        if told.is_empty() {
            String::new()
        } else {
            format!(" ({})", told.join(", "))
        }
    }

    fn is_suspect_among(&mut self, looks: usize, canaries: usize) -> bool {
        let is_most = self.found >= FEWEST && self.found * 2 >= looks;
        let is_of_old = canaries >= FEWEST_CANARIES && self.canaries == canaries;
        self.is_suspect |= is_most || is_of_old;
        self.is_suspect
    }
}

impl Suspicion {
    pub(super) fn new(trusts: bool) -> Self {
        Self {
            trusts,
            ..Self::default()
        }
    }

    /// Takes a visit that is over; gives back what can be committed now.
    pub(super) fn weigh(&mut self, ended: Ended) -> Vec<Ended> {
        let Some(look) = &ended.look else {
            return vec![ended];
        };
        self.looks += 1;
        self.canaries += usize::from(is_canary(&ended));
        match look {
            Look::Same => {}
            Look::Changed(edits) => self.changed.add(&ended, edits),
            Look::Missing => self.missing.add(&ended, &[]),
        }
        if self.trusts || ended.finished.records.is_empty() {
            return vec![ended];
        }
        self.text += text(&ended);
        self.held_back.push(ended);
        if self.held_back.len() < MOST && self.text < MOST_TEXT {
            Vec::new()
        } else {
            self.decide()
        }
    }

    /// What becomes of the lines that were held back: all as they are, or none.
    pub(super) fn decide(&mut self) -> Vec<Ended> {
        let changed = self.changed.is_suspect_among(self.looks, self.canaries);
        let missing = self.missing.is_suspect_among(self.looks, self.canaries);
        self.text = 0;
        let decided = std::mem::take(&mut self.held_back).into_iter();
        // A second page of one release was judged as if the first had said nothing.
        let mut told = HashSet::new();
        decided
            .map(|ended| {
                let is_suspect = match ended.look {
                    Some(Look::Changed(_)) => changed,
                    Some(Look::Missing) => missing,
                    Some(Look::Same) | None => false,
                };
                if is_suspect || !told.insert(ended.held_id()) {
                    put_back(ended)
                } else {
                    ended
                }
            })
            .collect()
    }

    /// What is to be told of it at the end.
    pub(super) fn told(&mut self, org: &ProfileId) -> Vec<Event> {
        let (looks, canaries) = (self.looks, self.canaries);
        let mut told = Vec::new();
        let mut tell = |share: &mut Share, kind, what: &str, so: &str| {
            if !self.trusts && share.is_suspect_among(looks, canaries) {
                let found = share.found;
                let keys = share.keys();
                let message = format!(
                    "{found} of {looks} releases that were looked at again {what}{keys}{so}"
                );
                told.push(Event::Drifted {
                    org: org.clone(),
                    alert: Box::new(Alert {
                        evidence: std::mem::take(&mut share.evidence),
                        ..Alert::new(kind, message)
                    }),
                });
            }
        };
        tell(
            &mut self.changed,
            AlertKind::MassChange,
            "read differently",
            ": the pages changed, not the releases. No line was written of it; if they were edited after all, run with --accept-changes",
        );
        tell(
            &mut self.missing,
            AlertKind::MassGone,
            "are not there any more",
            ". No line says that they are gone; if they are, run with --accept-changes",
        );
        told
    }
}

fn text(ended: &Ended) -> usize {
    let records = ended.finished.records.iter();
    let texts = records.flat_map(|record| [&record.body, &record.boilerplate]);
    texts.map(|text| text.as_ref().map_or(0, String::len)).sum()
}

fn is_canary(ended: &Ended) -> bool {
    ended.finished.settlement.lease.canary.is_some()
}

/// The visit as if it had not been made, but for its requests.
fn put_back(ended: Ended) -> Ended {
    let mut finished = ended.finished;
    finished
        .events
        .retain(|event| matches!(event, Event::Exchanged { .. }));
    finished.records.clear();
    finished.settlement = Settlement {
        lease: finished.settlement.lease,
        outcome: Outcome::NextRun,
        validators: None,
        read_by: None,
        shown: None,
        held: None,
        offers: Vec::new(),
        walk: None,
        canary: Canary::AsBefore,
        problem: None,
    };
    Ended { finished, ..ended }
}
