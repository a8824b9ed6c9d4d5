//! What can go wrong with the crawl state.

use std::path::PathBuf;

/// The frontier cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum FrontierError {
    /// The database refuses.
    #[error("cannot {doing} the crawl state{}: {cause}", at(.path))]
    Database {
        /// What was tried.
        doing: &'static str,
        /// The file.
        path: Option<PathBuf>,
        /// Why. Its own source would say the same once more.
        cause: rusqlite::Error,
    },
    /// The file was written by a newer dateline.
    #[error("{} was written by a newer dateline (state format {found}, this one knows {known}): use that version, or another --data", .path.display())]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: i64,
        /// The newest this version knows.
        known: i64,
    },
    /// The file is no database, a damaged one, or somebody else's.
    #[error("{} is damaged or no crawl state of dateline: run with --rebuild-state to set it aside and read the output again{}", .path.display(), because(.cause))]
    NotAState {
        /// The file.
        path: PathBuf,
        /// What the database says; `None` when it belongs to another program.
        cause: Option<rusqlite::Error>,
    },
    /// A visit was settled that nobody was sent on.
    #[error("the visit of {key} cannot be settled: it was not leased")]
    NotLeased {
        /// The target's key.
        key: String,
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

fn at(path: &Option<PathBuf>) -> String {
    path.as_ref()
        .map(|path| format!(" in {}", path.display()))
        .unwrap_or_default()
}

fn because(cause: &Option<rusqlite::Error>) -> String {
    cause
        .as_ref()
        .map(|cause| format!(": {cause}"))
        .unwrap_or_default()
}
