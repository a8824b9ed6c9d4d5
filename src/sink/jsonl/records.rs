//! The records of an output, read line by line.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use super::failed;
use super::found::nothing;
use crate::frontier::Mark;
use crate::record::{Record, SCHEMA};
use crate::sink::SinkError;
use crate::target::ProfileId;

/// The longest line that is read, in bytes: far beyond what a page of any allowed size gives.
const LONGEST_LINE: u64 = 256 * 1024 * 1024;

/// Reads whole lines as records, from some mark on, in memory for one line. Ends after the
/// first line that is not a record.
#[derive(Debug)]
pub struct Records {
    path: PathBuf,
    /// `None`: no file, or no more of it.
    file: Option<BufReader<File>>,
    /// Where the reading began.
    start: Mark,
    /// Where it has come.
    at: u64,
    /// Lines since the start.
    lines: u64,
    /// The last whole line, with its LF.
    line: Vec<u8>,
}

impl Records {
    /// Reads all of a file; a missing one has no records.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub fn of(path: &Path, org: &ProfileId) -> Result<Self, SinkError> {
        Self::open(path, org, nothing(org))
    }

    pub(super) fn open(path: &Path, org: &ProfileId, start: Mark) -> Result<Self, SinkError> {
        debug_assert_eq!(*org, start.org);
        let file = match File::open(path) {
            Ok(mut file) => {
                file.seek(SeekFrom::Start(start.length))
                    .map_err(|error| failed("read", path, error))?;
                Some(BufReader::with_capacity(64 * 1024, file))
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(failed("open", path, error)),
        };
        Ok(Self {
            path: path.to_owned(),
            file,
            at: start.length,
            start,
            lines: 0,
            line: Vec::new(),
        })
    }

    /// Where the last line that was read ends: at the end of the output, once all were.
    #[must_use]
    pub fn mark(&self) -> Mark {
        if self.lines == 0 {
            return self.start.clone();
        }
        Mark {
            org: self.start.org.clone(),
            length: self.at,
            last_line: Some(blake3::hash(&self.line).to_hex().to_string()),
        }
    }

    /// Where in the file the last line that was read begins, in bytes.
    #[must_use]
    pub fn line_at(&self) -> u64 {
        self.at - self.line.len() as u64
    }

    /// Reads one more whole line; an unterminated one does not count.
    fn next_line(&mut self) -> Result<Option<Vec<u8>>, SinkError> {
        let Some(file) = &mut self.file else {
            return Ok(None);
        };
        let mut line = Vec::new();
        file.take(LONGEST_LINE)
            .read_until(b'\n', &mut line)
            .map_err(|error| failed("read", &self.path, error))?;
        if line.ends_with(b"\n") {
            Ok(Some(line))
        } else if line.len() as u64 == LONGEST_LINE {
            Err(self.not_a_record(format!("it is longer than {LONGEST_LINE} bytes")))
        } else {
            Ok(None)
        }
    }

    fn record(&self, line: &[u8]) -> Result<Record, SinkError> {
        let record: Record = serde_json::from_slice(line)
            .map_err(|error| self.not_a_record(short(&error.to_string())))?;
        let org = self.start.org.as_str();
        if record.schema != SCHEMA {
            Err(self.not_a_record(format!("its schema is `{}`", record.schema)))
        } else if record.org != org {
            Err(self.not_a_record(format!("its org is `{}`, not `{org}`", record.org)))
        } else {
            Ok(record)
        }
    }

    /// Says of the line after the last that it is none.
    fn not_a_record(&self, message: String) -> SinkError {
        match newlines(&self.path, self.start.length) {
            Ok(before) => SinkError::NotARecord {
                path: self.path.clone(),
                line: before + self.lines + 1,
                message,
            },
            Err(error) => failed("read", &self.path, error),
        }
    }
}

/// What is wrong with a line, without the list of all keys.
fn short(message: &str) -> String {
    let message = message.replace("line 1 column", "column");
    match (
        message.find(", expected one of"),
        message.rfind(" at column"),
    ) {
        (Some(list), Some(place)) if list < place => {
            format!("{}{}", &message[..list], &message[place..])
        }
        _ => message,
    }
}

impl Iterator for Records {
    type Item = Result<Record, SinkError>;

    fn next(&mut self) -> Option<Self::Item> {
        let read = self.next_line().and_then(|line| match line {
            None => Ok(None),
            Some(line) => {
                let record = self.record(&line)?;
                self.at += line.len() as u64;
                self.lines += 1;
                self.line = line;
                Ok(Some(record))
            }
        });
        if !matches!(read, Ok(Some(_))) {
            self.file = None;
        }
        read.transpose()
    }
}

/// How many lines there are before a place in a file; asked only to name a bad one.
fn newlines(path: &Path, end: u64) -> io::Result<u64> {
    if end == 0 {
        return Ok(0);
    }
    let mut before = BufReader::new(File::open(path)?.take(end));
    let mut count = 0;
    loop {
        let block = before.fill_buf()?;
        if block.is_empty() {
            return Ok(count);
        }
        count += block.iter().filter(|&&byte| byte == b'\n').count() as u64;
        let read = block.len();
        before.consume(read);
    }
}
