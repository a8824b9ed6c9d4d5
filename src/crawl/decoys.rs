//! Decoys: one page that answers at the addresses of many releases.
//!
//! `/press/1`, `/press/2` and `/press/3` all say "Our site is being renewed", with status 200.
//! Read one by one, each would be a release. So a page that nothing vouches for is kept back
//! until the next one of its kind says something else; when several say the same, none is
//! written, and further ones are known.

use std::collections::HashSet;

use url::Url;

use super::doubles::is_double;
use super::ending::{Ended, put_back, taken_back};
use crate::frontier::Held;
use crate::problem::Class;
use crate::record::akin::are_akin;
use crate::record::{Record, hash_of};
use crate::target::Teaser;

/// So many addresses in a row with the same page are no accident; two may be one release.
const ENOUGH: usize = 3;
/// Decoys of one run that are remembered.
const MOST_KNOWN: usize = 100;

/// A page that nothing vouches for, and that is worth a second thought: its row announced
/// another title, or none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unvouched {
    /// A hash of what the page says and attaches.
    page: String,
    /// Where the page answered, when that is not where it was asked for.
    landed: Option<Url>,
}

impl Unvouched {
    /// `None` for a record that its row vouches for: they bear the same title, or nearly.
    pub(super) fn of(
        record: &Record,
        teaser: Option<&Teaser>,
        landed: Option<Url>,
    ) -> Option<Self> {
        let announced = teaser.and_then(|teaser| teaser.first("title"));
        let is_vouched = announced.is_some_and(|announced| are_akin(announced, &record.title));
        (!is_vouched).then(|| Self {
            page: fingerprint(record),
            landed,
        })
    }
}

/// The pages of one newsroom that are kept back in this run.
#[derive(Default)]
pub(super) struct Decoys {
    kept_back: Vec<(Unvouched, Ended)>,
    known: HashSet<String>,
}

impl Decoys {
    /// Takes a visit that ended; gives those that can be committed now.
    pub(super) fn hear(&mut self, mut ended: Ended) -> Vec<Ended> {
        let unvouched = ended.unvouched.take();
        if self.bears_on(&ended, unvouched.as_ref()) {
            // It was judged as if what is kept back had never been seen.
            let mut released = self.release();
            released.push(put_back(ended));
            return released;
        }
        let Some(unvouched) = unvouched else {
            return vec![ended];
        };
        if self.known.contains(&unvouched.page) {
            return vec![decoy(&unvouched, ended)];
        }
        let is_another = self
            .kept_back
            .last()
            .is_some_and(|(other, _)| other.page != unvouched.page);
        let mut released = if is_another {
            self.release()
        } else {
            Vec::new()
        };
        self.kept_back.push((unvouched, ended));
        if self.kept_back.len() >= ENOUGH {
            let decoys = std::mem::take(&mut self.kept_back);
            if self.known.len() < MOST_KNOWN {
                let hashes = decoys.iter().map(|(unvouched, _)| unvouched.page.clone());
                self.known.extend(hashes);
            }
            let decoys = decoys.into_iter();
            released.extend(decoys.map(|(unvouched, ended)| decoy(&unvouched, ended)));
        }
        released
    }

    /// Whether what is kept back decides what this is: it has the same id, or says the same.
    fn bears_on(&self, ended: &Ended, unvouched: Option<&Unvouched>) -> bool {
        let Some(record) = ended.finished.records.first() else {
            return false;
        };
        self.kept_back.iter().any(|(other, kept)| {
            let held = kept.finished.settlement.held.as_ref();
            unvouched.is_none_or(|own| own.page != other.page)
                && held.is_some_and(|held| is_second(record, held))
        })
    }

    /// Lets go what is kept back: there are too few of them to be decoys. What may be a second
    /// page of the release before it is put back, to be visited when that is held.
    pub(super) fn release(&mut self) -> Vec<Ended> {
        let mut released: Vec<Ended> = Vec::new();
        for (_, ended) in std::mem::take(&mut self.kept_back) {
            let first = released.first();
            let held = first.and_then(|first| first.finished.settlement.held.as_ref());
            let record = ended.finished.records.first();
            let is_second = match (record, held) {
                (Some(record), Some(held)) => is_second(record, held),
                (None, _) | (_, None) => false,
            };
            released.push(if is_second { put_back(ended) } else { ended });
        }
        released
    }

    /// Records that are kept back.
    pub(super) fn records(&self) -> u64 {
        let records = self.kept_back.iter();
        records
            .map(|(_, ended)| ended.finished.records.len() as u64)
            .sum()
    }
}

/// Whether a record may be of the release that is held.
fn is_second(record: &Record, held: &Held) -> bool {
    record.id == held.id || is_double(record, held)
}

fn fingerprint(record: &Record) -> String {
    let files = record.attachments.iter().map(|file| file.url.as_str());
    let parts: Vec<&str> = [record.text_hash.as_str()]
        .into_iter()
        .chain(files)
        .collect();
    hash_of(parts.join("\n").as_bytes())
}

fn decoy(unvouched: &Unvouched, ended: Ended) -> Ended {
    let (class, message) = match &unvouched.landed {
        Some(landed) => (
            Class::Soft404,
            format!("it leads to {landed}, where the addresses of other releases lead too"),
        ),
        None => (
            Class::Blocked,
            "the same page answers at the addresses of several releases: a stand-in for them"
                .to_owned(),
        ),
    };
    taken_back(ended, class, message)
}
