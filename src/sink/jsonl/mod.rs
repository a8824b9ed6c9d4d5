//! Records in files, `releases/osce.jsonl`: one line a record, only ever added to.
//!
//! ```text
//! {"schema":"dateline.release/1","id":"osce:48333","org":"osce","revision":1, …}
//! ```
//!
//! An output is its own truth. A line is durable before the visit that gave it is settled,
//! so after any crash the file has what the state says, and perhaps more: whole lines that
//! were not settled yet, and at the very end a torn one. Only the torn one is ever removed,
//! and kept elsewhere.

mod found;
mod output;
mod records;

#[cfg(test)]
mod killed;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::panic;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::{Appended, Sink, SinkError};
use crate::frontier::{LastLine, Mark};
use crate::record::Record;
use crate::target::ProfileId;

pub use found::{Cut, Found, Opened};
use output::Output;
pub use records::Records;

/// The outputs of a run, a file for each organization.
#[derive(Debug)]
pub struct Jsonl {
    salvage: PathBuf,
    outputs: Arc<Mutex<Outputs>>,
}

type Outputs = BTreeMap<ProfileId, Output>;

impl Jsonl {
    /// Checks the outputs of these organizations against the marks, before anything is
    /// fetched. An unterminated last line is cut and kept in the folder `salvage`. Blocks.
    ///
    /// What was found decides how an organization goes on: [`Found::New`] and
    /// [`Found::AsCommitted`] take records at once, [`Found::Ahead`] and [`Found::NoState`]
    /// when their lines were read and [`go_on`](Self::go_on) was called.
    ///
    /// # Errors
    /// When the folder cannot be made or written. What is wrong with one output is told
    /// of that output.
    pub fn open(
        dir: &Path,
        salvage: &Path,
        orgs: &[ProfileId],
        marks: &[Mark],
    ) -> Result<(Self, Vec<Opened>), SinkError> {
        fs::create_dir_all(dir).map_err(|source| failed("make the directory", dir, source))?;
        tempfile::tempfile_in(dir).map_err(|source| failed("write in", dir, source))?;
        let mut outputs = Outputs::new();
        let mut opened = Vec::new();
        for org in orgs {
            if outputs.contains_key(org) {
                continue;
            }
            let path = dir.join(format!("{org}.jsonl"));
            let mark = marks.iter().find(|mark| mark.org == *org);
            let (output, found, cut) = found::open(org, path, mark, salvage);
            outputs.insert(org.clone(), output);
            opened.push(Opened {
                org: org.clone(),
                cut,
                found,
            });
        }
        let outputs = Arc::new(Mutex::new(outputs));
        let salvage = salvage.to_owned();
        Ok((Self { salvage, outputs }, opened))
    }

    /// Reads the whole lines beyond what was committed, to take them into the state. Blocks,
    /// as its iterator does.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn beyond(&self, org: &ProfileId) -> Result<Records, SinkError> {
        let outputs = self.outputs();
        let output = named(&outputs, org.as_str())?;
        Records::open(output.path(), org, output.mark())
    }

    /// Reads all lines, whatever was committed: to adopt a changed output, or to rebuild the
    /// state. Cuts an unterminated last line first. Blocks, as its iterator does.
    ///
    /// # Errors
    /// When the file cannot be read, or its torn end cannot be kept.
    pub fn all(&self, org: &ProfileId) -> Result<(Records, Option<Cut>), SinkError> {
        let outputs = self.outputs();
        let path = named(&outputs, org.as_str())?.path();
        let cut = found::cut_torn_line(path, org, &self.salvage)?;
        Ok((Records::open(path, org, found::nothing(org))?, cut))
    }

    /// Goes on from the end of the file, whose lines were read into the state: the mark is
    /// that of the [`Records`], read to their end. Blocks.
    ///
    /// # Errors
    /// When the file does not end at that mark.
    pub fn go_on(&self, mark: &Mark) -> Result<(), SinkError> {
        let mut outputs = self.outputs();
        let output = outputs
            .get_mut(&mark.org)
            .ok_or_else(|| not_opened(mark.org.as_str()))?;
        found::go_on(output, mark)
    }

    fn outputs(&self) -> MutexGuard<'_, Outputs> {
        lock(&self.outputs)
    }
}

impl Sink for Jsonl {
    async fn append(&self, records: Vec<Record>) -> Result<Appended, SinkError> {
        if records.is_empty() {
            return Ok(Appended::default());
        }
        let outputs = Arc::clone(&self.outputs);
        blocking(move || add(&mut lock(&outputs), records)).await
    }

    async fn read_again(
        &self,
        org: &ProfileId,
        line: &LastLine,
    ) -> Result<Option<Record>, SinkError> {
        let LastLine::At(at) = *line else {
            return Ok(None);
        };
        let (outputs, org) = (Arc::clone(&self.outputs), org.clone());
        blocking(move || {
            let outputs = lock(&outputs);
            let output = named(&outputs, org.as_str())?;
            if at >= output.mark().length {
                return Ok(None);
            }
            let start = Mark {
                length: at,
                ..found::nothing(&org)
            };
            Records::open(output.path(), &org, start)?
                .next()
                .transpose()
        })
        .await
    }
}

/// Writes to every file, then makes every file durable; on any failure takes all of it back,
/// so that the same records can be tried again without being there twice.
///
/// Each record is let go when its line is written: they may have megabytes.
fn add(outputs: &mut Outputs, records: Vec<Record>) -> Result<Appended, SinkError> {
    let mut lines = vec![LastLine::Nowhere; records.len()];
    let mut by_org = BTreeMap::<String, Vec<(usize, Record)>>::new();
    for (number, record) in records.into_iter().enumerate() {
        named(outputs, &record.org)?;
        let theirs = by_org.entry(record.org.clone()).or_default();
        theirs.push((number, record));
    }
    let mut parts: Vec<(&mut Output, Vec<(usize, Record)>)> = outputs
        .iter_mut()
        .filter_map(|(org, output)| Some((output, by_org.remove(org.as_str())?)))
        .collect();
    let mut additions = Vec::new();
    let mut durable = Ok(());
    for (output, records) in &mut parts {
        durable = output.addition().and_then(|mut addition| {
            let written = records.drain(..).try_for_each(|(number, record)| {
                lines[number] = LastLine::At(addition.end());
                output.write(&mut addition, &record)
            });
            additions.push(addition);
            written
        });
        if durable.is_err() {
            break;
        }
    }
    for ((output, _), addition) in parts.iter_mut().zip(&additions) {
        durable = durable.and_then(|()| output.sync(addition));
    }
    for ((output, _), addition) in parts.iter_mut().zip(additions) {
        match &durable {
            Ok(()) => output.advance(&addition),
            Err(_) => output.take_back(&addition),
        }
    }
    durable?;
    let marks = parts.iter().map(|(output, _)| output.mark()).collect();
    Ok(Appended { marks, lines })
}

/// A record as its line, LF included.
pub(super) fn line(record: &Record) -> Result<Vec<u8>, SinkError> {
    let mut line = serde_json::to_vec(record)
        .map_err(|error| failed("serialize", Path::new(&record.id), error.into()))?;
    line.push(b'\n');
    Ok(line)
}

/// Does what blocks where it may. A panic there goes on here.
pub(super) async fn blocking<T: Send + 'static, E: From<Interrupted> + Send + 'static>(
    work: impl FnOnce() -> Result<T, E> + Send + 'static,
) -> Result<T, E> {
    match tokio::task::spawn_blocking(work).await {
        Ok(result) => result,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => panic::resume_unwind(panic),
            Err(_) => Err(Interrupted.into()),
        },
    }
}

/// The program ended before the work began.
pub(super) struct Interrupted;

impl From<Interrupted> for io::Error {
    fn from(_: Interrupted) -> Self {
        io::Error::new(io::ErrorKind::Interrupted, "the program is ending")
    }
}

impl From<Interrupted> for SinkError {
    fn from(interrupted: Interrupted) -> Self {
        failed("write to", Path::new("the outputs"), interrupted.into())
    }
}

fn named<'a>(outputs: &'a Outputs, org: &str) -> Result<&'a Output, SinkError> {
    outputs.get(org).ok_or_else(|| not_opened(org))
}

fn not_opened(org: &str) -> SinkError {
    SinkError::NotOpened {
        org: org.to_owned(),
    }
}

/// After a panic the lengths are still those of what is durable.
fn lock(outputs: &Mutex<Outputs>) -> MutexGuard<'_, Outputs> {
    outputs.lock().unwrap_or_else(PoisonError::into_inner)
}

fn failed(doing: &'static str, path: &Path, source: io::Error) -> SinkError {
    SinkError::Io {
        doing,
        path: path.to_owned(),
        source,
    }
}
