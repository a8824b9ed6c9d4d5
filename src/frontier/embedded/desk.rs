//! The one thread that holds the database, and the queue in front of it.
//!
//! Ten workers settle at once: ten jobs wait, one transaction does them all, and ten answers
//! follow its commit. A job that fails undoes itself and leaves the others' work alone.

use std::iter;
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread::{self, JoinHandle};

use rusqlite::{Connection, ffi};
use tokio::sync::oneshot;

use super::migrations::unusable;
use crate::frontier::FrontierError;

/// The most jobs in one transaction, so that none waits long for its answer.
const GROUP: usize = 256;

/// The way to the thread. Dropping it ends the thread, when the jobs are done and the file is
/// closed.
#[derive(Debug)]
pub(super) struct Desk {
    jobs: Option<mpsc::Sender<Job>>,
    thread: Option<JoinHandle<()>>,
    path: PathBuf,
}

/// Why a job failed.
#[derive(Debug)]
pub(super) enum Failure {
    Sql(rusqlite::Error),
    Damaged(&'static str),
    NotLeased(String),
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sql(error)
    }
}

struct Job {
    writes: bool,
    work: Work,
}

/// Does the work, unless no transaction could be had, and keeps the answer back.
type Work = Box<dyn FnOnce(Result<&Connection, &rusqlite::Error>) -> Answer + Send>;

/// Gives the answer, once it is known whether the transaction was committed.
type Answer = Box<dyn FnOnce(Result<(), &rusqlite::Error>)>;

impl Desk {
    pub(super) fn open(connection: Connection, path: &Path) -> Result<Self, FrontierError> {
        let (jobs, queue) = mpsc::channel();
        let thread = thread::Builder::new()
            .name("dateline-state".to_owned())
            .spawn(move || serve(connection, &queue))
            .map_err(|_| FrontierError::Closed)?;
        Ok(Self {
            jobs: Some(jobs),
            thread: Some(thread),
            path: path.to_owned(),
        })
    }

    /// Reads; sees what was written before it.
    pub(super) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, FrontierError> {
        self.ask(false, "read", work).await
    }

    /// Writes; answered when the change is committed. It happens even when nobody waits for
    /// the answer any more.
    pub(super) async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, FrontierError> {
        let undoable = |connection: &Connection| all_or_nothing(connection, work);
        self.ask(true, "write", undoable).await
    }

    async fn ask<T: Send + 'static>(
        &self,
        writes: bool,
        doing: &'static str,
        work: impl FnOnce(&Connection) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, FrontierError> {
        let (reply, answer) = oneshot::channel();
        let work: Work = Box::new(move |connection| {
            let result = match connection {
                Ok(connection) => work(connection),
                Err(error) => Err(Failure::Sql(again(error))),
            };
            Box::new(move |committed| {
                let result = match (result, committed) {
                    (Ok(_), Err(error)) => Err(Failure::Sql(again(error))),
                    (result, _) => result,
                };
                // Nobody waits for it any more: a run that was interrupted.
                let _ = reply.send(result);
            })
        });
        let jobs = self.jobs.as_ref().ok_or(FrontierError::Closed)?;
        jobs.send(Job { writes, work })
            .map_err(|_| FrontierError::Closed)?;
        match answer.await {
            Err(_) => Err(FrontierError::Closed),
            Ok(Ok(value)) => Ok(value),
            Ok(Err(Failure::Sql(error))) => Err(unusable(error, doing, &self.path)),
            Ok(Err(Failure::Damaged(what))) => Err(FrontierError::Damaged { what }),
            Ok(Err(Failure::NotLeased(key))) => Err(FrontierError::NotLeased { key }),
        }
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            // It panicked: whoever waited was told so by a missing answer.
            let _ = thread.join();
        }
    }
}

fn serve(connection: Connection, queue: &mpsc::Receiver<Job>) {
    while let Ok(first) = queue.recv() {
        let group = iter::once(first).chain(queue.try_iter()).take(GROUP);
        do_together(&connection, group);
    }
    // What this leaves in the log is replayed when the file is next opened.
    let _ = connection.execute_batch("PRAGMA optimize; PRAGMA wal_checkpoint(TRUNCATE);");
}

fn do_together(connection: &Connection, group: impl Iterator<Item = Job>) {
    let mut answers = Vec::new();
    let mut began = Ok(false);
    for Job { writes, work } in group {
        if writes && matches!(began, Ok(false)) {
            began = connection.execute_batch("BEGIN IMMEDIATE").map(|()| true);
        }
        answers.push(match &began {
            Err(error) if writes => work(Err(error)),
            _ => work(Ok(connection)),
        });
        // A full disk makes SQLite drop the whole transaction, the earlier jobs with it.
        if matches!(began, Ok(true)) && connection.is_autocommit() {
            began = Err(aborted());
            break;
        }
    }
    let committed = match began {
        Ok(false) => Ok(()),
        Err(error) => Err(error),
        Ok(true) => connection.execute_batch("COMMIT").inspect_err(|_| {
            // When this fails too, there was nothing left to undo.
            let _ = connection.execute_batch("ROLLBACK");
        }),
    };
    for answer in answers {
        answer(committed.as_ref().copied());
    }
}

/// Undoes a job that fails halfway, and only that job.
fn all_or_nothing<T>(
    connection: &Connection,
    work: impl FnOnce(&Connection) -> Result<T, Failure>,
) -> Result<T, Failure> {
    connection.execute_batch("SAVEPOINT job")?;
    let result = work(connection);
    if result.is_err() {
        // Fails only when the transaction is gone altogether, which `do_together` sees.
        let _ = connection.execute_batch("ROLLBACK TO job");
    }
    let _ = connection.execute_batch("RELEASE job");
    result
}

fn aborted() -> rusqlite::Error {
    let error = ffi::Error::new(ffi::SQLITE_ABORT_ROLLBACK);
    rusqlite::Error::SqliteFailure(error, None)
}

/// The same error for another who waited for the same transaction.
fn again(error: &rusqlite::Error) -> rusqlite::Error {
    match error {
        rusqlite::Error::SqliteFailure(code, message) => {
            rusqlite::Error::SqliteFailure(*code, message.clone())
        }
        other => rusqlite::Error::SqliteFailure(
            ffi::Error::new(ffi::SQLITE_ERROR),
            Some(other.to_string()),
        ),
    }
}
