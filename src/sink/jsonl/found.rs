//! What a run finds when it opens an output, compared with what the state says of it.
//!
//! The state says "8,210 bytes, the last line hashes to …". A file that has just this is as
//! committed; whole lines after it are ahead; a torn line at the end is cut; anything else is
//! not the file that was committed, and nothing of it is touched.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use super::failed;
use super::output::{Barred, Output};
use crate::frontier::Mark;
use crate::sink::SinkError;
use crate::target::ProfileId;

/// What was found of one organization's output.
#[derive(Debug)]
pub struct Opened {
    /// Whose output.
    pub org: ProfileId,
    /// The torn line at its end, which is no longer there.
    pub cut: Option<Cut>,
    /// What else.
    pub found: Found,
}

/// A torn line that was removed from the end of an output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cut {
    /// How much was removed.
    pub bytes: u64,
    /// Where it is kept.
    pub kept_at: PathBuf,
}

/// How an output stands to the state.
#[derive(Debug)]
pub enum Found {
    /// Nothing was ever written.
    New,
    /// It ends where the last settled visit left it.
    AsCommitted,
    /// Whole lines follow the committed ones: read them with [`beyond`](super::Jsonl::beyond),
    /// then [`go_on`](super::Jsonl::go_on).
    Ahead {
        /// Where the committed lines end.
        mark: Mark,
        /// How much follows.
        bytes: u64,
    },
    /// Lines, and no state: read them with [`all`](super::Jsonl::all), then
    /// [`go_on`](super::Jsonl::go_on).
    NoState {
        /// How much there is.
        bytes: u64,
    },
    /// It is not what was committed ([`SinkError::Mismatch`]) or cannot be used. Nothing may
    /// be fetched for this organization, unless the operator says to adopt or to rebuild:
    /// then as with [`NoState`](Self::NoState).
    Unusable(SinkError),
}

/// Compares an output with its mark.
pub(super) fn open(
    org: &ProfileId,
    path: PathBuf,
    mark: Option<&Mark>,
    salvage: &Path,
) -> (Output, Found, Option<Cut>) {
    let committed = mark.cloned().unwrap_or_else(|| nothing(org));
    let mut output = Output::new(path.clone(), committed.clone(), None);
    let mut cut = None;
    let found = match compare(&path, &committed, salvage, &mut cut) {
        Err(error) => Found::Unusable(error),
        Ok(None) => {
            output.ready(committed, None);
            Found::New
        }
        Ok(Some((file, 0))) => {
            output.ready(committed, Some(&file));
            mark.map_or(Found::New, |_| Found::AsCommitted)
        }
        Ok(Some((_, bytes))) => match mark {
            Some(mark) => Found::Ahead {
                mark: mark.clone(),
                bytes,
            },
            None => Found::NoState { bytes },
        },
    };
    let barred = match &found {
        Found::New | Found::AsCommitted => return (output, found, cut),
        Found::Ahead { .. } | Found::NoState { .. } => "its lines were not read into the state",
        Found::Unusable(_) => "it was not as committed when the run began",
    };
    let output = Output::new(path, output.mark(), Some(Barred::Mismatch(barred)));
    (output, found, cut)
}

/// The file and how many bytes of whole lines follow the committed ones; `None` when there is
/// no file and need not be one.
fn compare(
    path: &Path,
    committed: &Mark,
    salvage: &Path,
    cut: &mut Option<Cut>,
) -> Result<Option<(File, u64)>, SinkError> {
    let expected = committed.length;
    let Some((mut file, length)) = existing(path)? else {
        return match expected {
            0 => Ok(None),
            _ => Err(mismatch(
                path,
                format!("it is missing, and {expected} bytes were committed"),
            )),
        };
    };
    if length < expected {
        let what = format!("it has {length} bytes, and {expected} were committed");
        return Err(mismatch(path, what));
    }
    let last_line = hash_of_line(&mut file, expected).map_err(read_failed(path))?;
    if last_line != committed.last_line {
        let what = format!("its last committed line, which ends at byte {expected}, was changed");
        return Err(mismatch(path, what));
    }
    *cut = cut_torn(&mut file, length, path, &committed.org, salvage)?;
    let whole = length - cut.as_ref().map_or(0, |cut| cut.bytes);
    Ok(Some((file, whole - expected)))
}

/// Cuts the torn line at the end of a file, when there is one.
pub(super) fn cut_torn_line(
    path: &Path,
    org: &ProfileId,
    salvage: &Path,
) -> Result<Option<Cut>, SinkError> {
    match existing(path)? {
        None => Ok(None),
        Some((mut file, length)) => cut_torn(&mut file, length, path, org, salvage),
    }
}

/// Makes an output take records from its end on, which must be at the mark.
pub(super) fn go_on(output: &mut Output, mark: &Mark) -> Result<(), SinkError> {
    let path = output.path().to_owned();
    let found = existing(&path)?;
    let length = found.as_ref().map_or(0, |(_, length)| *length);
    let mut file = found.map(|(file, _)| file);
    let last_line = match &mut file {
        Some(file) => hash_of_line(file, length).map_err(read_failed(&path))?,
        None => None,
    };
    if length != mark.length || last_line != mark.last_line {
        let what = format!(
            "its lines were read up to byte {}, not {length}",
            mark.length
        );
        return Err(mismatch(&path, what));
    }
    // A killed run may have written these lines without making them durable.
    if let Some(file) = &file {
        file.sync_all()
            .map_err(|error| failed("sync", &path, error))?;
    }
    output.ready(mark.clone(), file.as_ref());
    Ok(())
}

/// The mark of an empty output.
pub(super) fn nothing(org: &ProfileId) -> Mark {
    Mark {
        org: org.clone(),
        length: 0,
        last_line: None,
    }
}

/// Opens what is there, for writing too: an output that cannot be written shall be found out
/// before anything is fetched for it.
fn existing(path: &Path) -> Result<Option<(File, u64)>, SinkError> {
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Ok(found) if !found.is_file() => {
            return Err(SinkError::NotAFile {
                path: path.to_owned(),
            });
        }
        _ => {}
    }
    let file = OpenOptions::new()
        .read(true)
        .append(true)
        .open(path)
        .map_err(|error| failed("open", path, error))?;
    let length = file.metadata().map_err(read_failed(path))?.len();
    Ok(Some((file, length)))
}

fn cut_torn(
    file: &mut File,
    length: u64,
    path: &Path,
    org: &ProfileId,
    salvage: &Path,
) -> Result<Option<Cut>, SinkError> {
    let whole = end_of_lines(file, length).map_err(read_failed(path))?;
    if whole == length {
        return Ok(None);
    }
    let kept_at = keep(file, whole, org, salvage)
        .map_err(|error| failed("keep the torn line of the output in", salvage, error))?;
    file.set_len(whole)
        .and_then(|()| file.sync_all())
        .map_err(|error| failed("cut the torn line of", path, error))?;
    Ok(Some(Cut {
        bytes: length - whole,
        kept_at,
    }))
}

/// Copies the end of a file to `osce.cut`, or `osce.cut.2` when that is taken.
fn keep(file: &mut File, from: u64, org: &ProfileId, salvage: &Path) -> io::Result<PathBuf> {
    fs::create_dir_all(salvage)?;
    let mut kept_at = salvage.join(format!("{org}.cut"));
    let mut number: u64 = 1;
    let mut kept = loop {
        match OpenOptions::new()
            .write(true)
            .create_new(true)
            .open(&kept_at)
        {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                number += 1;
                kept_at = salvage.join(format!("{org}.cut.{number}"));
            }
            opened => break opened?,
        }
    };
    file.seek(SeekFrom::Start(from))?;
    io::copy(file, &mut kept)?;
    kept.sync_all()?;
    Ok(kept_at)
}

/// blake3 of the line that ends at `end`, LF included; `None` at the start of the file.
fn hash_of_line(file: &mut File, end: u64) -> io::Result<Option<String>> {
    if end == 0 {
        return Ok(None);
    }
    let start = end_of_lines(file, end - 1)?;
    file.seek(SeekFrom::Start(start))?;
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(file.take(end - start))?;
    Ok(Some(hasher.finalize().to_hex().to_string()))
}

/// Where the last whole line before `end` ends; 0 when there is none.
fn end_of_lines(file: &mut File, mut end: u64) -> io::Result<u64> {
    let mut block = [0; 16 * 1024];
    while end > 0 {
        let start = end.saturating_sub(block.len() as u64);
        let part = &mut block[..usize::try_from(end - start).unwrap_or(usize::MAX)];
        file.seek(SeekFrom::Start(start))?;
        file.read_exact(part)?;
        if let Some(at) = part.iter().rposition(|&byte| byte == b'\n') {
            return Ok(start + at as u64 + 1);
        }
        end = start;
    }
    Ok(0)
}

fn mismatch(path: &Path, what: String) -> SinkError {
    SinkError::Mismatch {
        path: path.to_owned(),
        what,
    }
}

fn read_failed(path: &Path) -> impl FnOnce(io::Error) -> SinkError {
    move |error| failed("read", path, error)
}
