//! What remains to be visited, and what is known of what was.
//!
//! The frontier is bookkeeping, not truth: the truth is the output, from which a lost
//! frontier is rebuilt.

use std::future::Future;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::fetch::HostMemory;
use crate::page::Validators;
use crate::target::{ProfileId, SourceId, Target};

/// The targets still to visit, with what is known of each.
///
/// All implementations pass the same contract test.
pub trait Frontier: Send + Sync {
    /// Starts a run: leases that a killed run left behind are free again.
    fn begin(&self, now: Timestamp) -> impl Future<Output = Result<(), FrontierError>> + Send;

    /// Adds targets; returns how many releases were not known before.
    ///
    /// A known release keeps its schedule and takes the newer teaser. A listing page is due
    /// again at once, with the given step.
    fn offer(
        &self,
        targets: Vec<Target>,
        now: Timestamp,
    ) -> impl Future<Output = Result<usize, FrontierError>> + Send;

    /// Takes the next target of a profile that is due: releases before listing pages, in the
    /// order offered. Targets of `closed` sources are left. `None` when nothing is due.
    fn lease(
        &self,
        profile: &ProfileId,
        closed: &[SourceId],
        now: Timestamp,
    ) -> impl Future<Output = Result<Option<Lease>, FrontierError>> + Send;

    /// Ends visits: all of the batch or nothing of it.
    fn settle(&self, batch: Batch) -> impl Future<Output = Result<(), FrontierError>> + Send;

    /// Which of these release keys of a profile are known, and which settled.
    fn standing(
        &self,
        profile: &ProfileId,
        keys: Vec<String>,
    ) -> impl Future<Output = Result<Vec<Standing>, FrontierError>> + Send;

    /// What the output's last line says of a release, by record id.
    fn held(
        &self,
        profile: &ProfileId,
        id: &str,
    ) -> impl Future<Output = Result<Option<Held>, FrontierError>> + Send;

    /// How far the walk of a source has come.
    fn walk(
        &self,
        profile: &ProfileId,
        source: &SourceId,
    ) -> impl Future<Output = Result<Walk, FrontierError>> + Send;

    /// The listing pages of a source that were offered and not settled: where a walk goes on.
    fn pending_pages(
        &self,
        profile: &ProfileId,
        source: &SourceId,
    ) -> impl Future<Output = Result<Vec<Target>, FrontierError>> + Send;

    /// Every host's memory.
    fn hosts(&self) -> impl Future<Output = Result<Vec<HostMemory>, FrontierError>> + Send;

    /// Where each output file stood when the last batch was settled.
    fn marks(&self) -> impl Future<Output = Result<Vec<Mark>, FrontierError>> + Send;

    /// Takes over what an output says: its releases are held and their pages settled.
    /// `replace` forgets what was held of that profile before.
    fn adopt(
        &self,
        profile: &ProfileId,
        releases: Vec<HeldPage>,
        mark: Mark,
        replace: bool,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), FrontierError>> + Send;

    /// The newest day of publication among the held releases of a profile.
    fn newest(&self, profile: &ProfileId) -> impl Future<Output = Result<Option<jiff::civil::Date>, FrontierError>> + Send;

    /// How many targets of a profile are waiting (due or not, never settled).
    fn waiting(
        &self,
        profile: &ProfileId,
    ) -> impl Future<Output = Result<u64, FrontierError>> + Send;
}

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
    /// The record that this page gave last (its id), when it gave one.
    pub gave: Option<String>,
}

/// How a visit ended, for the frontier.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Visited; again after `revisit` (`None`: only when offered again).
    Done {
        /// When to look again.
        revisit: Option<Duration>,
    },
    /// Not this time; again after this long. Counts as a failure.
    Later {
        /// The pause.
        after: Duration,
    },
    /// Put back as it was: due again at once (a refusal for the run, an interruption).
    Returned,
    /// Never again.
    Retired,
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
    /// The release as now held in the output (or as now read, when nothing was written).
    pub held: Option<Held>,
    /// Targets that the page announced.
    pub offers: Vec<Target>,
    /// The walk of its source, after this page.
    pub walk: Option<Walk>,
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

/// What is known of a release key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Never offered.
    New,
    /// Offered, not visited to the end.
    Offered,
    /// Visited.
    Settled,
}

/// The current view of a release, as far as deciding on a revision needs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// The record's id.
    pub id: String,
    /// Its last revision.
    pub revision: u32,
    /// See [`content_hash`](crate::record::content_hash).
    pub content_hash: String,
    /// The title, to tell two releases under one id apart.
    pub title: String,
    /// Which profile read it.
    pub profile_hash: String,
    /// Which version read it.
    pub tool: String,
    /// When the release was first recorded.
    pub first_seen_at: Timestamp,
    /// When this revision was first recorded.
    pub changed_at: Timestamp,
    /// The publisher's day, for the revisit schedule.
    pub published_on: Option<jiff::civil::Date>,
}

/// A release that the output holds, with the key of its page's target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldPage {
    /// The release.
    pub held: Held,
    /// Its page; `None` when the line names none.
    pub target: Option<Target>,
    /// When to look at it again.
    pub revisit: Duration,
}

/// Where an output file stands: its committed length and last line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The file's profile.
    pub org: ProfileId,
    /// Committed length in bytes.
    pub length: u64,
    /// blake3 (hex) of the last committed line, LF included; `None` for an empty file.
    pub last_line: Option<String>,
}

/// How far the walk of a source has come.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Walk {
    /// The end was reached once: from now on a walk may stop early.
    pub complete: bool,
    /// The most pages that any walk has seen.
    pub deepest: u32,
}

/// The frontier cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum FrontierError {
    /// The database refuses.
    #[error("cannot {doing} the crawl state{}", at(.path))]
    Database {
        /// What was tried.
        doing: &'static str,
        /// The file.
        path: Option<std::path::PathBuf>,
        /// Why.
        source: rusqlite::Error,
    },
    /// The file was written by a newer dateline.
    #[error("{} was written by a newer dateline (state format {found}, this one knows {known}): use that version, or another --data", .path.display())]
    Newer {
        /// The file.
        path: std::path::PathBuf,
        /// Its format.
        found: i64,
        /// The newest this version knows.
        known: i64,
    },
    /// A stored value is not what was written.
    #[error("the crawl state holds a damaged {what}: run with --rebuild-state")]
    Damaged {
        /// Which value.
        what: &'static str,
    },
    /// The state's thread has ended.
    #[error("the crawl state was closed")]
    Closed,
}

fn at(path: &Option<std::path::PathBuf>) -> String {
    path.as_ref()
        .map(|path| format!(" in {}", path.display()))
        .unwrap_or_default()
}
