//! One output file while a run adds to it.
//!
//! The file is opened anew for every addition: a file that was meanwhile replaced, cut or
//! deleted is noticed, and many newsrooms need no open files.

use std::fs::{File, Metadata, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use blake3::{Hash, Hasher};

use super::failed;
use crate::frontier::Mark;
use crate::record::Record;
use crate::sink::SinkError;

/// What is written at once: most records.
const PIECE: usize = 64 * 1024;

/// What an output file should be.
#[derive(Debug)]
pub(super) struct Output {
    path: PathBuf,
    /// Where it ends; `length` 0 when there is no file.
    mark: Mark,
    /// Which file it is; `None` when there is none yet.
    identity: Option<Identity>,
    /// Its entry in the folder survives a power cut.
    listed: bool,
    /// Why nothing may be added.
    barred: Option<Barred>,
}

/// Why nothing may be added to an output.
#[derive(Debug)]
pub(super) enum Barred {
    /// It is not what was committed, or its lines were not read into the state.
    Mismatch(&'static str),
    /// A failure left it in doubt.
    Doubtful(&'static str),
}

impl Output {
    pub(super) fn new(path: PathBuf, mark: Mark, barred: Option<Barred>) -> Self {
        Self {
            path,
            mark,
            identity: None,
            listed: false,
            barred,
        }
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Where it stands.
    pub(super) fn mark(&self) -> Mark {
        self.mark.clone()
    }

    /// Takes records from here on.
    pub(super) fn ready(&mut self, mark: Mark, file: Option<&File>) {
        self.mark = mark;
        self.identity = file.and_then(identity);
        self.barred = None;
    }

    /// Opens the file to add to it, when it is as it was left.
    pub(super) fn addition(&self) -> Result<Addition, SinkError> {
        match &self.barred {
            Some(Barred::Mismatch(what)) => return Err(self.mismatch((*what).to_owned())),
            Some(Barred::Doubtful(what)) => {
                return Err(SinkError::Barred {
                    path: self.path.clone(),
                    what: (*what).to_owned(),
                });
            }
            None => {}
        }
        let is_new = self.identity.is_none();
        let opened = OpenOptions::new()
            .append(true)
            .create_new(is_new)
            .open(&self.path);
        let file = match opened {
            Ok(file) => file,
            Err(error) if error.kind() == io::ErrorKind::NotFound && !is_new => {
                return Err(self.mismatch("it was removed during the run".to_owned()));
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                return Err(self.mismatch("it was made by another during the run".to_owned()));
            }
            Err(error) => return Err(failed("open", &self.path, error)),
        };
        let found = file
            .metadata()
            .map_err(|error| failed("look at", &self.path, error))?;
        if !is_new && self.identity != Some(Identity::of(&found)) {
            return Err(self.mismatch("it was replaced during the run".to_owned()));
        }
        let (found, left) = (found.len(), self.mark.length);
        if found != left {
            let what = format!("it has {found} bytes and was left with {left} during the run");
            return Err(self.mismatch(what));
        }
        Ok(Addition {
            file,
            end: left,
            last_line: None,
        })
    }

    /// Writes a record as a line, piece by piece: a line can have megabytes.
    pub(super) fn write(&self, addition: &mut Addition, record: &Record) -> Result<(), SinkError> {
        let line = Line {
            file: &addition.file,
            length: 0,
            hasher: Hasher::new(),
        };
        let mut pieces = BufWriter::with_capacity(PIECE, line);
        let written = serde_json::to_writer(&mut pieces, record)
            .map_err(io::Error::from)
            .and_then(|()| pieces.write_all(b"\n"))
            .and_then(|()| pieces.flush());
        // What could not be written is not tried again.
        let (line, _) = pieces.into_parts();
        let (length, hash) = (line.length, line.hasher.finalize());
        written.map_err(|error| failed("write to", &self.path, error))?;
        addition.end += length;
        addition.last_line = Some(hash);
        Ok(())
    }

    /// Makes what was written survive a power cut.
    pub(super) fn sync(&mut self, addition: &Addition) -> Result<(), SinkError> {
        let synced = addition
            .file
            .sync_data()
            .and_then(|()| match self.path.parent() {
                Some(folder) if !self.listed => sync_folder(folder),
                _ => Ok(()),
            });
        match synced {
            Ok(()) => self.listed = true,
            // After a failed sync nobody knows what the disk has, not even a second sync.
            Err(_) => self.barred = Some(Barred::Doubtful("it could not be made durable")),
        }
        synced.map_err(|error| failed("sync", &self.path, error))
    }

    /// What was written counts.
    pub(super) fn advance(&mut self, addition: &Addition) {
        self.mark.length = addition.end;
        if let Some(hash) = addition.last_line {
            self.mark.last_line = Some(hash.to_hex().to_string());
        }
        self.identity = identity(&addition.file);
    }

    /// What was written does not count. When it stays nevertheless, nothing may follow it: the
    /// next run reads whole lines into the state and cuts a torn one.
    pub(super) fn take_back(&mut self, addition: &Addition) {
        let file = &addition.file;
        self.identity = identity(file);
        let taken_back = file
            .set_len(self.mark.length)
            .and_then(|()| file.sync_data());
        if taken_back.is_err() {
            let what = "a write failed and could not be taken back";
            self.barred = Some(Barred::Doubtful(what));
        }
    }

    fn mismatch(&self, what: String) -> SinkError {
        SinkError::Mismatch {
            path: self.path.clone(),
            what,
        }
    }
}

/// What is being added to a file.
#[derive(Debug)]
pub(super) struct Addition {
    file: File,
    /// Where the next line begins.
    end: u64,
    last_line: Option<Hash>,
}

impl Addition {
    #[cfg(test)]
    pub(super) fn to(file: File, end: u64) -> Self {
        Self {
            file,
            end,
            last_line: None,
        }
    }

    /// Where the next line begins.
    pub(super) fn end(&self) -> u64 {
        self.end
    }
}

/// A line while it is written.
struct Line<'a> {
    file: &'a File,
    length: u64,
    hasher: Hasher,
}

impl Write for Line<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.file.write(bytes)?;
        self.length += count as u64;
        self.hasher.update(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// Which file it is, whatever its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Identity {
    device: u64,
    inode: u64,
}

impl Identity {
    #[cfg(unix)]
    fn of(file: &Metadata) -> Self {
        use std::os::unix::fs::MetadataExt as _;
        Self {
            device: file.dev(),
            inode: file.ino(),
        }
    }

    /// Without such numbers only a file's length tells.
    #[cfg(not(unix))]
    fn of(_: &Metadata) -> Self {
        Self {
            device: 0,
            inode: 0,
        }
    }
}

fn identity(file: &File) -> Option<Identity> {
    file.metadata().ok().as_ref().map(Identity::of)
}

#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Elsewhere a folder cannot be synced, and need not be.
#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
