//! What happens in a run, as one stream of typed events.
//!
//! Progress, logs, the run report and drift are folds over this stream; nothing else looks
//! into the engine. Events of a visit are sent only after the visit is settled, so that a
//! count in a report is a fact in the output.

use std::sync::Arc;

use jiff::Timestamp;
use url::Url;

use super::audit::Claim;
use crate::alert::{Alert, Glimpse};
use crate::fetch::Exchange;
use crate::problem::{Class, Problem};
use crate::record::{Filled, Record, filled};
use crate::target::{ProfileId, SourceId};

/// Takes events. Called from several tasks; must not block.
pub type Listener = Arc<dyn Fn(&Event) + Send + Sync>;

/// One thing that happened.
#[derive(Debug, Clone)]
pub enum Event {
    /// The crawl of a newsroom begins.
    Began {
        /// Whose.
        org: ProfileId,
    },
    /// One exchange with a server.
    Exchanged {
        /// For whom.
        org: ProfileId,
        /// On whose budget.
        source: SourceId,
        /// What was asked and answered.
        exchange: Exchange,
    },
    /// A listing page was read.
    Listed {
        /// Whose.
        org: ProfileId,
        /// Of which source.
        source: SourceId,
        /// Which page of the walk, from 0.
        page: u32,
        /// Releases on it.
        rows: usize,
        /// Of these, never seen before.
        new: usize,
        /// Rows that the profile does not want.
        skipped: usize,
    },
    /// The walk of a source came to a stop.
    WalkEnded {
        /// Whose.
        org: ProfileId,
        /// Of which source.
        source: SourceId,
        /// Why, for a person.
        why: String,
    },
    /// A release page was visited and settled.
    Visited {
        /// Whose.
        org: ProfileId,
        /// Its address.
        url: Url,
        /// What came of it.
        result: Visited,
    },
    /// The page of an address is another page of a release that is held: one that it redirects
    /// to, names as its own, or repeats.
    Alias {
        /// Whose.
        org: ProfileId,
        /// The address.
        url: Url,
        /// The release.
        id: String,
    },
    /// An address was wanted and did not become a record, or only one with an error.
    Failed(Problem),
    /// The newsroom's pages are not what the profile expects.
    Drifted {
        /// Whose.
        org: ProfileId,
        /// What changed.
        alert: Box<Alert>,
    },
    /// A page of an audited source was read.
    Audited {
        /// Whose.
        org: ProfileId,
        /// Which.
        source: SourceId,
        /// How many releases it says there are in all, where it does.
        total: Option<u64>,
        /// What it announces, and what is known of it.
        claims: Vec<Claim>,
    },
    /// A canary was looked at: a release of old that shows whether the site changed.
    Canary {
        /// Whose.
        org: ProfileId,
        /// Its address.
        url: Url,
        /// What was seen.
        sighting: Sighting,
    },
    /// Dateline itself failed on a page: a defect, and the page one problem.
    Defect {
        /// Whose.
        org: ProfileId,
        /// The page.
        url: Url,
    },
    /// A whole source is left for this run, or cannot be walked past a page.
    Closed {
        /// Whose.
        org: ProfileId,
        /// Which.
        source: SourceId,
        /// Why.
        class: Class,
        /// For a person.
        message: String,
    },
    /// A host is left alone until later; its pages wait.
    HostLeft {
        /// The host.
        host: String,
        /// Until when.
        until: Timestamp,
        /// The address that was wanted, and why its host is left.
        problem: Problem,
    },
    /// The newsroom's own hours are over; the rest waits for a run within them.
    Rested {
        /// Whose.
        org: ProfileId,
        /// When they begin again.
        until: Option<Timestamp>,
        /// For a person.
        message: String,
    },
    /// How far the walk of a source has come, told as the newsroom's crawl ends.
    Walked {
        /// Whose.
        org: ProfileId,
        /// Of which source.
        source: SourceId,
        /// The end was reached once.
        complete: bool,
        /// The most pages that any walk has seen.
        deepest: u32,
        /// The page where the walk goes on next run, from 1; `None` when it is over.
        goes_on: Option<u32>,
    },
    /// The crawl of a newsroom ended.
    Ended {
        /// Whose.
        org: ProfileId,
        /// Targets that wait for a later run.
        waiting: u64,
        /// Of these, releases that nobody has tried to visit yet.
        untried: u64,
        /// The newest day of publication held.
        newest: Option<jiff::civil::Date>,
        /// Releases that are held and not gone.
        held: u64,
        /// The days on which what is held was published, the newest first.
        days: Vec<jiff::civil::Date>,
        /// When.
        at: Timestamp,
    },
}

/// What a look at a canary showed.
#[derive(Debug, Clone)]
pub enum Sighting {
    /// It has all that it had.
    Whole,
    /// It has less than its last line.
    Less {
        /// Record keys that it lacks.
        fields: Vec<String>,
        /// What the page shows.
        seen: Box<Glimpse>,
    },
    /// It is no longer there; another takes its place.
    Replaced,
}

/// What came of a visit to a release.
#[derive(Debug, Clone)]
pub enum Visited {
    /// A release that was not held before.
    New(Box<Written>),
    /// Title, dates, body or attachments changed on the page.
    Changed(Box<Written>),
    /// The page is as it was.
    Unchanged,
    /// Its page was missing a day ago and still is.
    Gone,
    /// It was gone and is there again, as it was.
    Back,
    /// The page reads differently under another profile or version.
    Reread {
        /// Whether a line was written (`--reread`).
        written: bool,
    },
    /// A page in a language that is not the newsroom's: a translation.
    Translation,
    /// A page that came and gave no record.
    Unread {
        /// Why not.
        class: Class,
        /// It gave none before either.
        again: bool,
        /// What the page shows instead.
        seen: Box<Glimpse>,
    },
}

/// What is told of a line that was written. Not all of it: a record can have megabytes, and
/// is let go as soon as it is kept.
#[derive(Debug, Clone)]
pub struct Written {
    /// It has no error.
    pub ok: bool,
    /// Its day of publication.
    pub published_on: Option<jiff::civil::Date>,
    /// Which keys have something.
    pub filled: Filled,
}

impl From<&Record> for Written {
    fn from(record: &Record) -> Self {
        Self {
            ok: record.ok,
            published_on: record.published_on,
            filled: filled(record),
        }
    }
}
