//! Where profiles are found: a folder of the operator's, then those inside the binary.
//!
//! `selectors/osce.toml` in the folder takes the place of the shipped `osce`; bases for
//! families of sites stand in `selectors/base/` and are no newsrooms themselves.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use super::finding::Finding;
use super::load::{Loaded, parse};
use super::schema::profile_id;
use super::suggest;
use crate::profile::Severity;
use crate::target::ProfileId;

static SHIPPED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/selectors");

/// The folder that is looked into when none is named.
const DEFAULT_FOLDER: &str = "selectors";
/// Where bases stand in it.
const BASES: &str = "base";
/// The largest profile, in bytes.
const LARGEST: u64 = 1024 * 1024;

/// Why a profile cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// The folder of profiles that was named cannot be read.
    #[error("cannot read the profiles in {}", .path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file cannot be read.
    #[error("cannot read {}", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file is no profile by its size.
    #[error("{} is larger than a profile may be ({} KiB)", .path.display(), LARGEST / 1024)]
    TooLarge {
        /// The file.
        path: PathBuf,
    },
    /// There is no such profile.
    #[error("there is no profile `{id}`{}", or_else(.nearest.as_deref(), .known))]
    Unknown {
        /// What was asked for.
        id: String,
        /// What was probably meant.
        nearest: Option<String>,
        /// All that there are.
        known: Vec<ProfileId>,
    },
    /// Every mistake in the file, not only the first.
    #[error("{} has {}", .path.display(), mistakes(.findings))]
    Invalid {
        /// The file.
        path: PathBuf,
        /// Its findings, warnings included.
        findings: Vec<Finding>,
    },
}

fn or_else(nearest: Option<&str>, known: &[ProfileId]) -> String {
    match nearest {
        Some(nearest) => format!("; did you mean `{nearest}`?"),
        None if known.is_empty() => String::new(),
        None => {
            let known: Vec<&str> = known.iter().map(ProfileId::as_str).collect();
            format!("; there are {}", known.join(", "))
        }
    }
}

fn mistakes(findings: &[Finding]) -> String {
    let count = (findings.iter())
        .filter(|finding| finding.severity == Severity::Error)
        .count();
    match count {
        1 => "1 mistake".to_owned(),
        count => format!("{count} mistakes"),
    }
}

/// All profiles within reach.
#[derive(Debug, Clone)]
pub struct Library {
    folder: Option<PathBuf>,
    files: BTreeMap<ProfileId, Place>,
    misnamed: Vec<PathBuf>,
}

#[derive(Debug, Clone)]
enum Place {
    Folder(PathBuf),
    Shipped(&'static include_dir::File<'static>),
}

impl Library {
    /// Looks which profiles there are: in `folder` (`None`: in `selectors`, if there is such a
    /// folder), then inside the binary.
    ///
    /// # Errors
    /// [`ProfileError::Folder`] when a folder was named that cannot be read.
    pub fn open(folder: Option<&Path>) -> Result<Self, ProfileError> {
        let mut library = Self::shipped();
        let path = folder.unwrap_or(Path::new(DEFAULT_FOLDER));
        match library.add_folder(path) {
            Ok(()) => library.folder = Some(path.to_owned()),
            Err(error) if folder.is_none() && error.kind() == io::ErrorKind::NotFound => {}
            Err(source) => {
                let path = path.to_owned();
                return Err(ProfileError::Folder { path, source });
            }
        }
        library.misnamed.sort();
        Ok(library)
    }

    /// Only the profiles inside the binary.
    #[must_use]
    pub fn shipped() -> Self {
        let mut library = Self {
            folder: None,
            files: BTreeMap::new(),
            misnamed: Vec::new(),
        };
        for file in SHIPPED.files() {
            library.add(file.path(), || Place::Shipped(file));
        }
        library
    }

    /// The ids of the folder's own profiles, sorted.
    #[must_use]
    pub fn folder_ids(&self) -> Vec<ProfileId> {
        let own = |(id, place): (&ProfileId, &Place)| {
            matches!(place, Place::Folder(_)).then(|| id.clone())
        };
        self.files.iter().filter_map(own).collect()
    }

    /// Every profile's id, sorted; bases are none.
    #[must_use]
    pub fn ids(&self) -> Vec<ProfileId> {
        self.files.keys().cloned().collect()
    }

    /// Files that end in `.toml` but whose name cannot be an id: never loaded.
    #[must_use]
    pub fn misnamed(&self) -> &[PathBuf] {
        &self.misnamed
    }

    /// Reads a profile. Mistakes in it are findings, not errors.
    ///
    /// # Errors
    /// When there is no such profile, or its file cannot be read.
    pub fn load(&self, id: &str) -> Result<Loaded, ProfileError> {
        let Some(place) = self.files.get(id) else {
            let known = self.ids();
            return Err(ProfileError::Unknown {
                id: id.to_owned(),
                nearest: suggest::nearest(id, known.iter().map(ProfileId::as_str))
                    .map(str::to_owned),
                known,
            });
        };
        let (path, bytes) = match place {
            Place::Folder(path) => (path.clone(), read(path)?),
            Place::Shipped(file) => (shipped_path(file.path()), file.contents().to_vec()),
        };
        Ok(match text(&path, bytes) {
            Ok(source) => parse(&path, &source, &|base| self.base(base)),
            Err(unreadable) => *unreadable,
        })
    }

    /// Reads a profile from a file anywhere. Mistakes in it are findings, not errors.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn load_file(&self, path: &Path) -> Result<Loaded, ProfileError> {
        let bytes = read(path)?;
        Ok(match text(path, bytes) {
            Ok(source) => parse(path, &source, &|base| self.base(base)),
            Err(unreadable) => *unreadable,
        })
    }

    fn add_folder(&mut self, folder: &Path) -> io::Result<()> {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            self.add(&path, || Place::Folder(path.clone()));
        }
        Ok(())
    }

    /// Adds a file if it is named as a profile; what is added last wins.
    fn add(&mut self, path: &Path, place: impl FnOnce() -> Place) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        // Editors leave `.#osce.toml` beside what they edit.
        let Some(stem) = name
            .strip_suffix(".toml")
            .filter(|_| !name.starts_with('.'))
        else {
            return;
        };
        match profile_id(stem) {
            Ok(id) => {
                self.files.insert(id, place());
            }
            Err(_) => self.misnamed.push(path.to_owned()),
        }
    }

    /// A base by name, which has the form of an id: of the folder, else the shipped one.
    fn base(&self, name: &str) -> Option<(PathBuf, String)> {
        let relative = Path::new(BASES).join(format!("{name}.toml"));
        let own = self.folder.as_ref().map(|folder| folder.join(&relative));
        let (path, bytes) = match own.filter(|path| path.exists()) {
            Some(path) => {
                let bytes = read(&path).ok()?;
                (path, bytes)
            }
            None => {
                let file = SHIPPED.get_file(&relative)?;
                (shipped_path(&relative), file.contents().to_vec())
            }
        };
        // Bytes that are no text are found again by the TOML reader, with their line.
        Some((path, String::from_utf8_lossy(&bytes).into_owned()))
    }
}

/// What a profile inside the binary is called in findings.
fn shipped_path(relative: &Path) -> PathBuf {
    Path::new("<shipped>").join(relative)
}

fn read(path: &Path) -> Result<Vec<u8>, ProfileError> {
    let unreadable = |source| ProfileError::Read {
        path: path.to_owned(),
        source,
    };
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(LARGEST + 1).read_to_end(&mut bytes))
        .map_err(unreadable)?;
    if bytes.len() as u64 > LARGEST {
        let path = path.to_owned();
        return Err(ProfileError::TooLarge { path });
    }
    Ok(bytes)
}

/// The file's text, or the one finding that it is not UTF-8.
fn text(path: &Path, bytes: Vec<u8>) -> Result<String, Box<Loaded>> {
    String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let bytes = error.into_bytes();
        let source = String::from_utf8_lossy(&bytes).into_owned();
        let before = source.get(..valid).unwrap_or_default();
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        let finding = Finding {
            severity: Severity::Error,
            path: path.to_owned(),
            line: before.matches('\n').count() + 1,
            column: before[line_start..].chars().count() + 1,
            offending: format!("\\x{:02X}", bytes[valid]),
            message: "the file is not UTF-8".to_owned(),
            help: Some("save it as UTF-8".to_owned()),
            span: valid..valid + char::REPLACEMENT_CHARACTER.len_utf8(),
        };
        Box::new(Loaded::unreadable(path.to_owned(), source, finding))
    })
}
