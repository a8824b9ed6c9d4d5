//! The frontier in one SQLite file, `state.db`.
//!
//! ```sql
//! -- what waits, by newsroom
//! SELECT profile, count(*) FROM targets WHERE NOT settled GROUP BY profile;
//! ```
//!
//! One thread owns the connection and does what waits in one transaction, so a crawl of many
//! newsrooms pays for few commits. The file can be read by others while a crawl runs. A power
//! cut may take the last commits but leaves the file whole; the output then tells what they
//! said.

mod accounts;
mod canaries;
mod desk;
mod full_look;
mod history;
mod migrations;
mod releases;
mod targets;
mod values;
mod visits;
mod walks;

#[cfg(test)]
mod tests;

use std::ffi::OsString;
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::Timestamp;
use rusqlite::Connection;

use super::{
    Account, Batch, Frontier, FrontierError, Held, HeldPage, Lease, Mark, RunSummary, Standing,
    Walk,
};
use crate::fetch::HostMemory;
use crate::target::{Period, ProfileId, SourceId, Target};
use desk::Desk;

/// Keeps everything in an SQLite file.
#[derive(Debug)]
pub struct Embedded {
    desk: Desk,
}

impl Embedded {
    /// Opens the file, or makes it, and brings it to this version's format. Blocks.
    ///
    /// # Errors
    /// When the file is damaged, somebody else's, a newer version's, or cannot be written.
    pub fn open(path: &Path) -> Result<Self, FrontierError> {
        let mut connection = Connection::open(path)
            .and_then(|connection| settings(&connection).map(|()| connection))
            .map_err(|error| migrations::unusable(error, "open", path))?;
        migrations::migrate(&mut connection, path)?;
        Ok(Self {
            desk: Desk::open(connection, path)?,
        })
    }

    /// Sets a state file aside, with its log, so that a new one can be made: `state.db`
    /// becomes `state.db.1`. Returns where it is now, or `None` when there was none.
    ///
    /// # Errors
    /// When it cannot be renamed.
    pub fn set_aside(path: &Path) -> io::Result<Option<PathBuf>> {
        if !path.try_exists()? {
            return Ok(None);
        }
        let aside = (1..)
            .map(|number: u64| with_suffix(path, &format!(".{number}")))
            .find(|aside| !aside.exists())
            .ok_or(io::ErrorKind::AlreadyExists)?;
        // The log first: a state without its log is older, a log without its state is lost.
        for part in ["-wal", "-shm", ""] {
            match std::fs::rename(with_suffix(path, part), with_suffix(&aside, part)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                _ => {}
            }
        }
        Ok(Some(aside))
    }
}

/// Applies to this connection only, except for the log, which stays with the file.
fn settings(connection: &Connection) -> rusqlite::Result<()> {
    connection.busy_timeout(Duration::from_secs(10))?;
    // Answers with the mode that it got: some file systems cannot share memory.
    connection.query_row("PRAGMA journal_mode = WAL", [], |_| Ok(()))?;
    connection.execute_batch(
        "PRAGMA synchronous = NORMAL;
         PRAGMA foreign_keys = ON;
         PRAGMA cache_size = -8192;",
    )?;
    connection.query_row("PRAGMA journal_size_limit = 67108864", [], |_| Ok(()))?;
    connection.set_prepared_statement_cache_capacity(64);
    Ok(())
}

fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path);
    name.push(suffix);
    PathBuf::from(name)
}

impl Frontier for Embedded {
    async fn begin(&self, now: Timestamp) -> Result<usize, FrontierError> {
        self.desk.write(move |db| visits::free(db, now)).await
    }

    async fn offer(&self, targets: Vec<Target>, now: Timestamp) -> Result<usize, FrontierError> {
        self.desk
            .write(move |db| targets::offer(db, &targets, now))
            .await
    }

    async fn lease(
        &self,
        profile: &ProfileId,
        closed: &[SourceId],
        now: Timestamp,
    ) -> Result<Option<Lease>, FrontierError> {
        let (profile, closed) = (profile.clone(), closed.to_vec());
        self.desk
            .write(move |db| visits::lease(db, &profile, &closed, now))
            .await
    }

    async fn take(&self, profile: &ProfileId, key: &str) -> Result<Option<Lease>, FrontierError> {
        let (profile, key) = (profile.clone(), key.to_owned());
        self.desk
            .write(move |db| visits::take(db, &profile, &key))
            .await
    }

    async fn settle(&self, batch: Batch) -> Result<(), FrontierError> {
        self.desk.write(move |db| visits::settle(db, batch)).await
    }

    async fn standing(
        &self,
        profile: &ProfileId,
        keys: Vec<String>,
    ) -> Result<Vec<Standing>, FrontierError> {
        let profile = profile.clone();
        self.desk
            .read(move |db| visits::standing(db, &profile, &keys))
            .await
    }

    async fn accounts(
        &self,
        profile: &ProfileId,
        keys: Vec<String>,
    ) -> Result<Vec<Account>, FrontierError> {
        let profile = profile.clone();
        self.desk
            .read(move |db| accounts::accounts(db, &profile, &keys))
            .await
    }

    async fn holds(&self, profile: &ProfileId) -> Result<u64, FrontierError> {
        let profile = profile.clone();
        self.desk
            .read(move |db| accounts::holds(db, &profile))
            .await
    }

    async fn held(&self, profile: &ProfileId, id: &str) -> Result<Option<Held>, FrontierError> {
        let (profile, id) = (profile.clone(), id.to_owned());
        self.desk
            .read(move |db| releases::held(db, &profile, &id))
            .await
    }

    async fn has_other_page(&self, lease: &Lease, id: &str) -> Result<bool, FrontierError> {
        let (profile, ticket, id) = (lease.target.profile.clone(), lease.ticket, id.to_owned());
        self.desk
            .read(move |db| targets::has_other_page(db, &profile, ticket, &id))
            .await
    }

    async fn look_at_all(
        &self,
        profile: &ProfileId,
        now: Timestamp,
    ) -> Result<Timestamp, FrontierError> {
        let profile = profile.clone();
        self.desk
            .write(move |db| full_look::begin(db, &profile, now))
            .await
    }

    async fn twin(
        &self,
        profile: &ProfileId,
        text_hash: &str,
    ) -> Result<Option<Held>, FrontierError> {
        let (profile, text_hash) = (profile.clone(), text_hash.to_owned());
        self.desk
            .read(move |db| releases::twin(db, &profile, &text_hash))
            .await
    }

    async fn walk(&self, profile: &ProfileId, source: &SourceId) -> Result<Walk, FrontierError> {
        let (profile, source) = (profile.clone(), source.clone());
        self.desk
            .read(move |db| walks::of_source(db, &profile, &source))
            .await
    }

    async fn periods(
        &self,
        profile: &ProfileId,
        source: &SourceId,
    ) -> Result<Vec<(Period, Walk)>, FrontierError> {
        let (profile, source) = (profile.clone(), source.clone());
        self.desk
            .read(move |db| walks::of_periods(db, &profile, &source))
            .await
    }

    async fn pending_pages(
        &self,
        profile: &ProfileId,
        source: &SourceId,
    ) -> Result<Vec<Target>, FrontierError> {
        let (profile, source) = (profile.clone(), source.clone());
        self.desk
            .read(move |db| visits::pending_pages(db, &profile, &source))
            .await
    }

    async fn hosts(&self) -> Result<Vec<HostMemory>, FrontierError> {
        self.desk.read(releases::hosts).await
    }

    async fn marks(&self) -> Result<Vec<Mark>, FrontierError> {
        self.desk.read(releases::marks).await
    }

    async fn adopt(
        &self,
        profile: &ProfileId,
        releases: Vec<HeldPage>,
        mark: Mark,
        replace: bool,
        now: Timestamp,
    ) -> Result<(), FrontierError> {
        let profile = profile.clone();
        self.desk
            .write(move |db| releases::adopt(db, &profile, &releases, &mark, replace, now))
            .await
    }

    async fn newest(
        &self,
        profile: &ProfileId,
    ) -> Result<Option<jiff::civil::Date>, FrontierError> {
        let profile = profile.clone();
        self.desk
            .read(move |db| releases::newest(db, &profile))
            .await
    }

    async fn days(
        &self,
        profile: &ProfileId,
        most: usize,
    ) -> Result<Vec<jiff::civil::Date>, FrontierError> {
        let profile = profile.clone();
        self.desk
            .read(move |db| releases::days(db, &profile, most))
            .await
    }

    async fn call_canaries(
        &self,
        profile: &ProfileId,
        most: usize,
        before: jiff::civil::Date,
    ) -> Result<usize, FrontierError> {
        let profile = profile.clone();
        self.desk
            .write(move |db| canaries::call(db, &profile, most, before))
            .await
    }

    async fn history(&self, profile: &ProfileId) -> Result<Vec<RunSummary>, FrontierError> {
        let profile = profile.clone();
        self.desk
            .read(move |db| history::history(db, &profile))
            .await
    }

    async fn remember(&self, profile: &ProfileId, run: RunSummary) -> Result<(), FrontierError> {
        let profile = profile.clone();
        self.desk
            .write(move |db| history::remember(db, &profile, &run))
            .await
    }

    async fn waiting(&self, profile: &ProfileId) -> Result<u64, FrontierError> {
        let profile = profile.clone();
        self.desk
            .read(move |db| visits::waiting(db, &profile))
            .await
    }

    async fn untried(&self, profile: &ProfileId) -> Result<u64, FrontierError> {
        let profile = profile.clone();
        self.desk
            .read(move |db| visits::untried(db, &profile))
            .await
    }
}
