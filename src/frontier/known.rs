//! What is known of releases, outputs and walks.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::problem::Class;
use crate::record::State;
use crate::target::{ProfileId, Target};

/// What is known of a release key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Never offered.
    New,
    /// Offered, never visited.
    Offered,
    /// Visited at least once. A visit in vain counts: the target comes again by its own
    /// schedule, and a page that never gives a release must not keep a walk going to the end
    /// of the archive in every run.
    Settled,
}

/// What is known of a release that an audited source announces.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Account {
    /// Never offered.
    Unknown,
    /// Offered, and to be visited yet.
    Waiting,
    /// Visited, and it gave no record: with the problem of the last visit, if there was one.
    LeftOut(Option<Class>),
    /// Its page gave a record that is held.
    Held,
    /// Held, and said to be gone.
    Gone,
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
    /// See [`reading_hash`](crate::record::reading_hash).
    pub reading_hash: String,
    /// The page was read differently by another profile or version, and no line says so yet.
    pub owed: bool,
    /// The title, to tell two releases under one id apart.
    pub title: String,
    /// See [`text_hash`](crate::record::text_hash), to know it under another id; empty when
    /// that was not noted.
    pub text_hash: String,
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
    /// Whether the output's last line says that it is there.
    pub state: State,
    /// When its page was first found missing, if it was at the last visit.
    pub missing_since: Option<Timestamp>,
    /// Where its last line is to be had again.
    pub last_line: LastLine,
}

/// Where the last line of a release is to be had again: a line that says "gone" repeats it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum LastLine {
    /// Nowhere: it was never written.
    #[default]
    Nowhere,
    /// In the output, from this byte on.
    At(u64),
    /// Here, because the output is a stream that cannot be read again.
    Kept(String),
}

/// A release that the output holds, with the key of its page's target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldPage {
    /// The release.
    pub held: Held,
    /// Its page; `None` when the line names none.
    pub target: Option<Target>,
    /// When its page was fetched for that line.
    pub visited_at: Timestamp,
    /// When to look at it again; `None`: not by itself.
    pub revisit: Option<Duration>,
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

/// What a source page showed when it was last read, as far as its walk goes by it: a page
/// that is "not modified" shows it still.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    /// Rows, wanted or not.
    pub rows: usize,
    /// Of these, rows that the profile does not want.
    pub skipped: usize,
    /// Rows whose link may be a release.
    pub linked: usize,
    /// A hash of the rows' addresses.
    pub fingerprint: String,
    /// The newest day among the rows.
    pub newest: Option<jiff::civil::Date>,
    /// The link to the next page.
    pub next: Option<Url>,
    /// What names the next page, where that is no link.
    #[serde(default)]
    pub cursor: Option<String>,
    /// How many rows there are on all pages together.
    #[serde(default)]
    pub total: Option<u64>,
}

/// How far the walk of a source has come.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Walk {
    /// The end was reached once: from now on a walk may stop early.
    pub complete: bool,
    /// The most pages that any walk has seen.
    pub deepest: u32,
    /// When a walk last came to its end.
    pub ended_at: Option<Timestamp>,
}
