//! Where records go.

use std::future::Future;
use std::io;
use std::path::PathBuf;

use crate::frontier::Mark;
use crate::record::Record;

/// Something that keeps records.
///
/// All implementations pass the same contract test.
pub trait Sink: Send + Sync {
    /// Adds records, in order, and returns where every touched output now stands. When this
    /// returns `Ok`, the records are durable; when it fails, nothing of them counts.
    fn append(
        &self,
        records: Vec<Record>,
    ) -> impl Future<Output = Result<Vec<Mark>, SinkError>> + Send;
}

/// Records cannot be kept.
#[derive(Debug, thiserror::Error)]
pub enum SinkError {
    /// The file cannot be opened, read, written or made durable.
    #[error("cannot {doing} {}", .path.display())]
    Io {
        /// What was tried: `open`, `write to`, `sync` …
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file is not what was last committed.
    #[error("{}: {what}; nothing was fetched for it. Go on from what is there with --adopt, or read all of it again with --rebuild-state", .path.display())]
    Mismatch {
        /// The file.
        path: PathBuf,
        /// In which way it differs.
        what: String,
    },
    /// A whole line of an output is not a record of this schema.
    #[error("{} line {line} is not a dateline.release/1 record: {message}", .path.display())]
    NotARecord {
        /// The file.
        path: PathBuf,
        /// From 1.
        line: u64,
        /// Why.
        message: String,
    },
}
