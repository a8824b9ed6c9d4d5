//! The data directory: `releases/`, `runs/20260115T080000Z/` and `state.db`, for one run at a
//! time.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

/// A data directory that this process has for itself, with the folder of its run.
#[derive(Debug)]
pub struct DataDir {
    root: PathBuf,
    run_id: String,
    /// Unlocked when closed, however the process ends.
    _lock: File,
}

/// A data directory cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DataDirError {
    /// Another process has it.
    #[error("{} is in use by another run: wait for it to end, or use another --data", .path.display())]
    InUse {
        /// The directory.
        path: PathBuf,
    },
    /// It is a file.
    #[error("{} is not a directory: use another --data", .path.display())]
    NotADirectory {
        /// The path.
        path: PathBuf,
    },
    /// It cannot be made or written.
    #[error("cannot {doing} {}", .path.display())]
    Io {
        /// What was tried.
        doing: &'static str,
        /// On which path.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl DataDir {
    /// Makes the directory where it is missing, takes its lock and starts a run, named by the
    /// moment. Blocks, but never waits for another run.
    ///
    /// # Errors
    /// When another run has it, or it cannot be written.
    pub fn open(path: &Path, now: Timestamp) -> Result<Self, DataDirError> {
        if fs::metadata(path).is_ok_and(|found| !found.is_dir()) {
            return Err(DataDirError::NotADirectory {
                path: path.to_owned(),
            });
        }
        make(path)?;
        let lock = lock(path)?;
        let runs = path.join("runs");
        make(&path.join("releases"))?;
        make(&runs)?;
        sync(path)?;
        Ok(Self {
            root: path.to_owned(),
            run_id: start_run(&runs, now)?,
            _lock: lock,
        })
    }

    /// Where the outputs are.
    #[must_use]
    pub fn releases(&self) -> PathBuf {
        self.root.join("releases")
    }

    /// The file of the embedded frontier.
    #[must_use]
    pub fn state(&self) -> PathBuf {
        self.root.join("state.db")
    }

    /// The folder of this run: its report, its problems, and what it had to cut.
    #[must_use]
    pub fn run(&self) -> PathBuf {
        self.root.join("runs").join(&self.run_id)
    }

    /// The name of this run: `20260115T080000Z`.
    #[must_use]
    pub fn run_id(&self) -> &str {
        &self.run_id
    }

    /// The directory itself.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.root
    }
}

fn make(path: &Path) -> Result<(), DataDirError> {
    fs::create_dir_all(path).map_err(|source| match source.kind() {
        io::ErrorKind::AlreadyExists | io::ErrorKind::NotADirectory => {
            DataDirError::NotADirectory {
                path: path.to_owned(),
            }
        }
        _ => failed("make the directory", path, source),
    })
}

fn lock(root: &Path) -> Result<File, DataDirError> {
    let path = root.join(".lock");
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(|source| failed("write", &path, source))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(DataDirError::InUse {
            path: root.to_owned(),
        }),
        Err(TryLockError::Error(source)) => Err(failed("lock", &path, source)),
    }
}

/// Makes what was made in a directory survive a power cut.
fn sync(directory: &Path) -> Result<(), DataDirError> {
    if cfg!(unix) {
        File::open(directory)
            .and_then(|directory| directory.sync_all())
            .map_err(|source| failed("sync", directory, source))?;
    }
    Ok(())
}

/// Two runs may start in one second: the later one is then `…-2`.
fn start_run(runs: &Path, now: Timestamp) -> Result<String, DataDirError> {
    let moment = now.strftime("%Y%m%dT%H%M%SZ").to_string();
    let mut run_id = moment.clone();
    let mut number: u64 = 1;
    loop {
        let folder = runs.join(&run_id);
        match fs::create_dir(&folder) {
            Ok(()) => return Ok(run_id),
            Err(source) if source.kind() == io::ErrorKind::AlreadyExists => {
                number += 1;
                run_id = format!("{moment}-{number}");
            }
            Err(source) => return Err(failed("make the directory", &folder, source)),
        }
    }
}

fn failed(doing: &'static str, path: &Path, source: io::Error) -> DataDirError {
    DataDirError::Io {
        doing,
        path: path.to_owned(),
        source,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn now() -> Timestamp {
        "2026-01-15T08:00:00.9Z".parse().unwrap()
    }

    #[test]
    fn makes_what_is_missing() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("deep/data");
        let data = DataDir::open(&root, now()).unwrap();
        assert_eq!(data.run_id(), "20260115T080000Z");
        assert!(data.run().is_dir());
        assert!(data.releases().is_dir());
        assert_eq!(data.state(), root.join("state.db"));
        assert_eq!(data.path(), root);
    }

    #[test]
    fn is_one_run_s_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let first = DataDir::open(folder.path(), now()).unwrap();
        let second = DataDir::open(folder.path(), now()).unwrap_err();
        assert!(matches!(second, DataDirError::InUse { .. }), "{second:?}");
        assert!(second.to_string().contains("in use by another run"));
        drop(first);
        for expected in ["20260115T080000Z-2", "20260115T080000Z-3"] {
            let data = DataDir::open(folder.path(), now()).unwrap();
            assert_eq!(data.run_id(), expected);
        }
    }

    #[test]
    fn refuses_what_is_in_the_way() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        let blocked = folder.path().join("blocked");
        fs::create_dir_all(blocked.join(".lock")).unwrap();
        let half = folder.path().join("half");
        fs::create_dir(&half).unwrap();
        fs::write(half.join("releases"), "").unwrap();
        let cases = [
            (file.clone(), "file is not a directory"),
            (file.join("below"), "below is not a directory"),
            (blocked, "cannot write "),
            (half, "releases is not a directory"),
        ];
        for (path, expected) in cases {
            let error = DataDir::open(&path, now()).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        }
    }
}
