//! A visit, from its lease to its settlement.
//!
//! `osce:48333` is leased to one worker, its page is fetched and read, the record is made
//! durable, and then the visit is settled: "done, look again in a week".

use std::time::Duration;

use jiff::Timestamp;
use url::Url;

use super::{Held, Mark, Shown, Walk};
use crate::fetch::HostMemory;
use crate::page::Validators;
use crate::problem::Class;
use crate::record::is_key_of_address;
use crate::target::Target;

/// A target that one worker visits now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lease {
    /// The frontier's own name for the target.
    pub ticket: i64,
    /// What to visit.
    pub target: Target,
    /// What its last answer gave to ask "has this changed?" with.
    pub validators: Validators,
    /// Visits that failed since the last that did not.
    pub failures: u32,
    /// The record that this page gave last (its id), when it gave one; `None` when the page
    /// had another address then, so that two pages under one key are not taken for one that
    /// was edited.
    pub gave: Option<String>,
    /// Which profile and version last read it, see [`Settlement::read_by`].
    pub read_by: Option<String>,
    /// When it was last visited to the end.
    pub visited_at: Option<Timestamp>,
    /// What a source page showed then.
    pub shown: Option<Shown>,
    /// It is one of its newsroom's canaries: in how many runs in a row it was found with less
    /// than it had.
    pub canary: Option<u32>,
}

/// What a page gave, when it gave that at the address that it has now. `gave_at` is `None`
/// when nobody noted the address.
pub(super) fn gave_here(
    target: &Target,
    gave: Option<String>,
    gave_at: Option<&Url>,
) -> Option<String> {
    // Addresses under a key that is made of one are spellings of it.
    let is_here = gave_at.is_none_or(|at| *at == target.url) || is_key_of_address(&target.key);
    gave.filter(|_| is_here)
}

/// How a visit ended, for the frontier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Visited; again after `revisit`. `None`: a listing page only when offered again, a
    /// release not by itself.
    Done {
        /// When to look again.
        revisit: Option<Duration>,
    },
    /// Not this time; again after this long. Counts as a failure.
    Later {
        /// The pause.
        after: Duration,
    },
    /// Not yet, by no fault of its own (its host is to be left alone); again after this long.
    Postponed {
        /// The pause.
        after: Duration,
    },
    /// Put back as it was: due again at once (a refusal for the run, an interruption).
    Returned,
    /// Put back as it was, but for later runs: this one does not want it.
    NextRun,
    /// Never again; a listing page only when offered again.
    Retired,
}

impl Outcome {
    /// Whether the visit was made; else it is as if it had not been.
    pub(super) fn is_noted(self) -> bool {
        match self {
            Self::Done { .. } | Self::Later { .. } | Self::Retired => true,
            Self::Postponed { .. } | Self::Returned | Self::NextRun => false,
        }
    }
}

/// One visit's end, with all that it changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settlement {
    /// The visit.
    pub lease: Lease,
    /// How it ended.
    pub outcome: Outcome,
    /// To ask "has this changed?" with next time; `None` keeps the old ones.
    pub validators: Option<Validators>,
    /// Which profile and version read the page: a page that another reader saw must not be
    /// taken for unchanged. `None` keeps what was noted before.
    pub read_by: Option<String>,
    /// What a source page shows; `None` keeps what was noted before.
    pub shown: Option<Shown>,
    /// The release as now held in the output (or as now read, when nothing was written).
    pub held: Option<Held>,
    /// Targets that the page announced.
    pub offers: Vec<Target>,
    /// The walk of its source, after this page.
    pub walk: Option<Walk>,
    /// What was found of a canary.
    pub canary: Canary,
    /// Why the visit gave no record, where it did not: noted with what ends it, not with what
    /// puts it back.
    pub problem: Option<Class>,
}

/// What a visit found of a canary: a release of old that is looked at in every run, to see
/// whether its page changed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Canary {
    /// Nothing (it could not be had), or the target is none.
    #[default]
    AsBefore,
    /// It has all that it had.
    Whole,
    /// It has less than it had.
    Less,
    /// It is one no more, for good: another takes its place.
    Dismissed,
}

/// Visits that end together, in one transaction.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Batch {
    /// The visits.
    pub settlements: Vec<Settlement>,
    /// Where the output files stand, durable already.
    pub marks: Vec<Mark>,
    /// Hosts whose memory changed.
    pub hosts: Vec<HostMemory>,
    /// When.
    pub now: Timestamp,
}
