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
    // Opening a pipe would wait for whoever writes to it.
    let found = std::fs::metadata(path).map_err(unreadable)?;
    if !found.is_file() && !found.is_dir() {
        return Err(unreadable(io::Error::other("it is not a file")));
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    const PORT: &str = "id = \"port\"\nname = \"Port\"\nextends = \"drupal\"\n[[source]]\n\
                        url = \"https://port.example/\"\nrows = \"li.a\"\n";

    fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().expect("a folder");
        for (name, bytes) in files {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().expect("in a folder")).expect("created");
            fs::write(path, bytes).expect("written");
        }
        folder
    }

    fn messages(loaded: &Loaded) -> Vec<&str> {
        loaded.findings.iter().map(|f| &*f.message).collect()
    }

    #[test]
    fn lists_the_folders_profiles_without_bases() {
        let folder = folder(&[
            ("port.toml", PORT.as_bytes()),
            ("base/cms.toml", b""),
            ("notes.txt", b""),
            (".#port.toml", b""),
            ("Port Authority.toml", b""),
            ("-.toml", b""),
        ]);
        let library = Library::open(Some(folder.path())).expect("readable");
        assert!(library.ids().iter().any(|id| id.as_str() == "port"));
        assert!(library.ids().is_sorted());
        for other in ["cms", "base", "notes", "drupal", "-"] {
            assert!(
                library.ids().iter().all(|id| id.as_str() != other),
                "{other}"
            );
        }
        let misnamed: Vec<_> = (library.misnamed().iter())
            .filter_map(|path| path.file_name()?.to_str())
            .collect();
        assert_eq!(misnamed, ["-.toml", "Port Authority.toml"]);
    }

    #[test]
    fn takes_the_shipped_base_unless_the_folder_has_its_own() {
        let shipped = folder(&[("port.toml", PORT.as_bytes())]);
        let library = Library::open(Some(shipped.path())).expect("readable");
        let loaded = library.load("port").expect("there");
        assert_eq!(messages(&loaded), [] as [&str; 0]);
        assert_eq!(loaded.bases[0].0, Path::new("<shipped>/base/drupal.toml"));
        let profile = loaded.into_profile().expect("sound");
        assert!(
            profile
                .reading
                .body
                .css
                .iter()
                .any(|css| css.printed == "div.field--name-body")
        );

        let own = folder(&[
            ("port.toml", PORT.as_bytes()),
            ("base/drupal.toml", b"body.css = 'div.own'"),
        ]);
        let library = Library::open(Some(own.path())).expect("readable");
        let profile = library
            .load("port")
            .expect("there")
            .into_profile()
            .expect("sound");
        assert_eq!(profile.reading.body.css[0].printed, "div.own");
    }

    #[test]
    fn the_folder_wins_over_the_binary() {
        let mut library = Library {
            folder: None,
            files: BTreeMap::new(),
            misnamed: Vec::new(),
        };
        static FILE: include_dir::File<'static> = include_dir::File::new("port.toml", b"id = 1");
        library.add(FILE.path(), || Place::Shipped(&FILE));
        let loaded = library.load("port").expect("there");
        assert_eq!(loaded.path, Path::new("<shipped>/port.toml"));
        let folder = folder(&[("port.toml", PORT.as_bytes())]);
        library.add_folder(folder.path()).expect("readable");
        let loaded = library.load("port").expect("there");
        assert_eq!(loaded.path, folder.path().join("port.toml"));
        assert_eq!(library.ids().len(), 1);
    }

    #[test]
    fn every_shipped_profile_is_sound() {
        let empty = folder(&[]);
        let library = Library::open(Some(empty.path())).expect("readable");
        for id in library.ids() {
            let loaded = library.load(id.as_str()).expect("there");
            assert!(loaded.profile.is_some(), "{}", loaded.render());
        }
        assert_eq!(library.misnamed(), [] as [PathBuf; 0]);
    }

    #[test]
    fn an_unknown_profile_brings_the_nearest_to_mind() {
        let folder = folder(&[("harbour.toml", b"")]);
        let library = Library::open(Some(folder.path())).expect("readable");
        let error = library.load("harbor").expect_err("unknown");
        assert_eq!(
            error.to_string(),
            "there is no profile `harbor`; did you mean `harbour`?"
        );
        let error = library.load("zzz-zzz-zzz").expect_err("unknown");
        assert!(error.to_string().contains("; there are "), "{error}");
        assert!(error.to_string().contains("harbour"), "{error}");
        let error = library.load("../harbour").expect_err("unknown");
        assert!(matches!(error, ProfileError::Unknown { .. }));
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_is_not_waited_for() {
        let folder = folder(&[]);
        let endless = folder.path().join("endless.toml");
        std::os::unix::fs::symlink("/dev/zero", endless).expect("a link");
        let library = Library::open(Some(folder.path())).expect("readable");
        let error = library.load("endless").expect_err("no file");
        assert!(matches!(error, ProfileError::Read { .. }), "{error}");
    }

    #[test]
    fn only_a_folder_that_was_named_must_be_there() {
        let folder = folder(&[("file", b"")]);
        for name in ["missing", "file"] {
            let path = folder.path().join(name);
            let error = Library::open(Some(&path)).expect_err("no folder");
            assert!(
                error
                    .to_string()
                    .starts_with("cannot read the profiles in "),
                "{error}"
            );
        }
        assert!(Library::open(None).is_ok());
    }

    #[test]
    fn files_that_are_no_profiles_say_so() {
        let large = vec![b'#'; LARGEST as usize + 1];
        let folder = folder(&[
            ("large.toml", &large),
            ("folder.toml/x", b""),
            ("latin.toml", b"id = \"latin\"\nname = \"Caf\xE9\"\n"),
            ("empty.toml", b""),
        ]);
        let library = Library::open(Some(folder.path())).expect("readable");
        let error = library.load("large").expect_err("too large").to_string();
        assert!(
            error.ends_with("large.toml is larger than a profile may be (1024 KiB)"),
            "{error}"
        );
        let error = library.load("folder").expect_err("a folder");
        assert!(matches!(error, ProfileError::Read { .. }), "{error}");
        let latin = library.load("latin").expect("readable");
        assert_eq!(messages(&latin), ["the file is not UTF-8"]);
        let finding = &latin.findings[0];
        assert_eq!(
            (finding.line, finding.column, &*finding.offending),
            (2, 12, "\\xE9")
        );
        assert!(latin.render().contains("Caf\u{fffd}"));
        let empty = library.load("empty").expect("readable");
        assert_eq!(messages(&empty), ["the profile is empty"]);
    }
}
