//! Why records cannot be kept.

use std::io;
use std::path::PathBuf;

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
    #[error("{}: {what}; nothing is added to it. To fetch again what is missing in it, use --rebuild-state; to go on without that, --adopt", .path.display())]
    Mismatch {
        /// The file.
        path: PathBuf,
        /// In which way it differs.
        what: String,
    },
    /// There is something else than a file in its place.
    #[error("{} is not a file: move it away, or use another --data", .path.display())]
    NotAFile {
        /// The path.
        path: PathBuf,
    },
    /// A whole line of an output is not a record of this schema.
    #[error("{} line {line} is not a dateline.release/1 record: {message}. Nothing is added to the file until the line is repaired or removed", .path.display())]
    NotARecord {
        /// The file.
        path: PathBuf,
        /// From 1.
        line: u64,
        /// Why.
        message: String,
    },
    /// Something went wrong with an output before, and what it holds is not certain.
    #[error("{}: nothing more is added to it in this run: {what}", .path.display())]
    Barred {
        /// The file.
        path: PathBuf,
        /// What went wrong.
        what: String,
    },
    /// A record came for an organization whose output was not opened.
    #[error("no output was opened for the organization `{org}`")]
    NotOpened {
        /// The record's `org`.
        org: String,
    },
}
