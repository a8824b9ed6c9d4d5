//! Records to standard output, one line each: `dateline crawl --output -`.
//!
//! Nothing tells whether a reader kept what it was given, so there are no marks and delivery
//! is at least once: after an interruption the same records may come again.

use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Appended, Sink, SinkError, jsonl};
use crate::frontier::LastLine;
use crate::record::Record;
use crate::target::ProfileId;

/// Writes records to standard output, or to any other stream.
#[derive(Debug)]
pub struct Stdout<W = io::Stdout> {
    stream: Arc<Mutex<W>>,
}

impl Stdout {
    /// Standard output.
    #[must_use]
    pub fn new() -> Self {
        Self::to(io::stdout())
    }
}

impl Default for Stdout {
    fn default() -> Self {
        Self::new()
    }
}

impl<W> Stdout<W> {
    /// Another stream.
    #[must_use]
    pub fn to(stream: W) -> Self {
        Self {
            stream: Arc::new(Mutex::new(stream)),
        }
    }
}

impl<W: Write + Send + 'static> Sink for Stdout<W> {
    async fn append(&self, records: Vec<Record>) -> Result<Appended, SinkError> {
        if records.is_empty() {
            return Ok(Appended::default());
        }
        let mut lines = Vec::new();
        let mut kept = Vec::new();
        for record in &records {
            let line = jsonl::line(record)?;
            kept.push(LastLine::Kept(
                String::from_utf8_lossy(line.trim_ascii_end()).into_owned(),
            ));
            lines.extend(line);
        }
        let stream = Arc::clone(&self.stream);
        let write = move || {
            let mut stream = stream.lock().unwrap_or_else(PoisonError::into_inner);
            stream.write_all(&lines)?;
            stream.flush()
        };
        jsonl::blocking(write)
            .await
            .map_err(|source| SinkError::Io {
                doing: "write to",
                path: PathBuf::from("standard output"),
                source,
            })?;
        Ok(Appended {
            marks: Vec::new(),
            lines: kept,
        })
    }

    /// A stream cannot be read again: the line was kept beside.
    async fn read_again(
        &self,
        org: &ProfileId,
        line: &LastLine,
    ) -> Result<Option<Record>, SinkError> {
        let LastLine::Kept(line) = line else {
            return Ok(None);
        };
        let record: Option<Record> = serde_json::from_str(line).ok();
        Ok(record.filter(|record| record.org == org.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::super::contract::record;
    use super::*;

    #[tokio::test]
    async fn a_closed_pipe_is_an_error() {
        let (reader, writer) = io::pipe().expect("a pipe");
        drop(reader);
        let sink = Stdout::to(writer);
        let error = sink.append(vec![record("press", 1)]).await;
        let text = error.expect_err("nobody reads").to_string();
        assert_eq!(text, "cannot write to standard output");
    }
}
