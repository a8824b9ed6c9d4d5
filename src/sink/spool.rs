//! Records in a file without a name: what captures give, before anybody decides about it.
//!
//! Nothing of it outlives the program, so nothing is synced; lines can be read again, and the
//! last line of each release is known, however many there are.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::{Appended, Sink, SinkError, jsonl};
use crate::frontier::LastLine;
use crate::record::Record;
use crate::target::ProfileId;

/// Keeps records until the program ends.
#[derive(Debug)]
pub struct Spool {
    kept: Mutex<Kept>,
}

#[derive(Debug)]
struct Kept {
    file: File,
    length: u64,
    /// Where the last line of each release begins, by organization and id.
    last: BTreeMap<(String, String), u64>,
}

impl Spool {
    /// An empty one.
    ///
    /// # Errors
    /// When there is no room for temporary files.
    pub fn new() -> io::Result<Self> {
        Ok(Self {
            kept: Mutex::new(Kept {
                file: tempfile::tempfile()?,
                length: 0,
                last: BTreeMap::new(),
            }),
        })
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The releases that lines were kept of, by organization and id.
    #[must_use]
    pub fn releases(&self) -> Vec<(String, String)> {
        self.kept().last.keys().cloned().collect()
    }

    /// The last record of a release.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn last(&self, org: &str, id: &str) -> io::Result<Option<Record>> {
        let key = (org.to_owned(), id.to_owned());
        let mut kept = self.kept();
        match kept.last.get(&key).copied() {
            Some(at) => kept.record(at).map(Some),
            None => Ok(None),
        }
    }

    /// Gives every line, LF included, in the order kept.
    ///
    /// # Errors
    /// When the file cannot be read, or `give` fails.
    pub fn lines(&self, mut give: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<()> {
        let mut kept = self.kept();
        kept.file.seek(SeekFrom::Start(0))?;
        let mut reader = BufReader::new(&kept.file);
        let mut line = Vec::new();
        while reader.read_until(b'\n', &mut line)? > 0 {
            give(&line)?;
            line.clear();
        }
        Ok(())
    }
}

impl Kept {
    fn record(&mut self, at: u64) -> io::Result<Record> {
        self.file.seek(SeekFrom::Start(at))?;
        let mut line = Vec::new();
        BufReader::new(&self.file).read_until(b'\n', &mut line)?;
        serde_json::from_slice(&line).map_err(io::Error::other)
    }

    fn append(&mut self, record: &Record, line: &[u8]) -> io::Result<LastLine> {
        self.file.seek(SeekFrom::Start(self.length))?;
        self.file.write_all(line)?;
        let at = self.length;
        self.length += line.len() as u64;
        let key = (record.org.clone(), record.id.clone());
        self.last.insert(key, at);
        Ok(LastLine::At(at))
    }
}

impl Sink for Spool {
    async fn append(&self, records: Vec<Record>) -> Result<Appended, SinkError> {
        let mut appended = Appended::default();
        let lines: Vec<Vec<u8>> = records.iter().map(jsonl::line).collect::<Result<_, _>>()?;
        let mut kept = self.kept();
        for (record, line) in records.iter().zip(&lines) {
            let line = kept.append(record, line).map_err(failed)?;
            appended.lines.push(line);
        }
        Ok(appended)
    }

    async fn read_again(
        &self,
        org: &ProfileId,
        line: &LastLine,
    ) -> Result<Option<Record>, SinkError> {
        match line {
            LastLine::At(at) => {
                let record = self.kept().record(*at).map_err(failed)?;
                Ok(Some(record).filter(|record| record.org == org.as_str()))
            }
            LastLine::Nowhere | LastLine::Kept(_) => Ok(None),
        }
    }
}

fn failed(source: io::Error) -> SinkError {
    SinkError::Io {
        doing: "keep records in",
        path: PathBuf::from("a temporary file"),
        source,
    }
}
