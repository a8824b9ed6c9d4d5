//! From the text of a profile to the profile, or to everything that is wrong with it.

use std::path::{Path, PathBuf};

use super::Profile;
use super::extends::{Bases, parse_file, resolve};
use super::finding::{Finding, Severity};
use super::library::ProfileError;
use super::reader::{Reader, SourceFile, start_of};
use super::schema::profile;
use super::tree::{Node, Value};
use crate::record::hash_of;

/// A profile file that was read.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The profile; `None` when a finding is an error.
    pub profile: Option<Profile>,
    /// Everything that is wrong or risky, in the order of the text; those in bases last.
    pub findings: Vec<Finding>,
    /// The text of the file.
    pub source: String,
    /// The file.
    pub path: PathBuf,
    /// Path and text of the bases that it extends.
    pub bases: Vec<(PathBuf, String)>,
}

impl Loaded {
    /// The profile, or all that forbids using it.
    ///
    /// # Errors
    /// [`ProfileError::Invalid`] with the findings, warnings included.
    pub fn into_profile(self) -> Result<Profile, ProfileError> {
        let (path, findings) = (self.path, self.findings);
        self.profile.ok_or(ProfileError::Invalid { path, findings })
    }

    /// Every finding with its line, one after the other; empty when there are none.
    #[must_use]
    pub fn render(&self) -> String {
        let drawn: Vec<String> = self
            .findings
            .iter()
            .map(|finding| {
                let base = self.bases.iter().find(|(path, _)| *path == finding.path);
                finding.render(base.map_or(&self.source, |(_, text)| text))
            })
            .collect();
        drawn.join("\n\n")
    }

    /// A file that is not even text.
    pub(super) fn unreadable(path: PathBuf, source: String, finding: Finding) -> Self {
        Self {
            profile: None,
            findings: vec![finding],
            source,
            path,
            bases: Vec::new(),
        }
    }
}

/// Reads a profile from its text. `bases` gives the files that `extends` may name.
///
/// ```
/// use std::path::Path;
///
/// let source = r#"
/// id   = "port"
/// name = "Port Authority"
/// timezone = "Europe/Viena"
/// [[source]]
/// url  = "https://port.example/news"
/// rows = "li..item"
/// "#;
/// let loaded = dateline::profile::parse(Path::new("selectors/port.toml"), source, &|_| None);
/// let lines: Vec<usize> = loaded.findings.iter().map(|finding| finding.line).collect();
/// assert_eq!(lines, [4, 7]);
/// assert_eq!(loaded.findings[0].help.as_deref(), Some("did you mean `Europe/Vienna`?"));
/// ```
#[must_use]
pub fn parse(path: &Path, source: &str, bases: Bases<'_>) -> Loaded {
    let mut reader = Reader::new();
    let compiled = compile(&mut reader, path, source, bases);
    let (mut files, findings) = reader.finish();
    if !files.is_empty() {
        files.remove(0);
    }
    let fails = findings.iter().any(|f| f.severity == Severity::Error);
    Loaded {
        profile: compiled.filter(|_| !fails),
        findings,
        source: source.to_owned(),
        path: path.to_owned(),
        bases: (files.into_iter())
            .map(|SourceFile { path, text }| (path, text))
            .collect(),
    }
}

/// What a profile, with its bases, says of how to read a page. Comments, the order of keys, and
/// when and how fast to ask say nothing of it.
fn meaning(root: &Node) -> String {
    const OTHERS: [&str; 4] = ["politeness", "revisit", "status", "extends"];
    let mut text = String::new();
    match &root.value {
        Value::Table(entries) => {
            let mut entries: Vec<_> = entries.iter().collect();
            entries.retain(|entry| !OTHERS.contains(&entry.key.as_str()));
            entries.sort_by_key(|entry| &entry.key);
            for entry in entries {
                text.push_str(&format!("{:?} = ", entry.key));
                entry.node.print(&mut text);
                text.push('\n');
            }
        }
        _ => root.print(&mut text),
    }
    text
}

fn compile(reader: &mut Reader, path: &Path, source: &str, bases: Bases<'_>) -> Option<Profile> {
    let root = parse_file(reader, path.to_owned(), source.to_owned())?;
    if matches!(&root.value, Value::Table(entries) if entries.is_empty()) {
        let help = "a profile has at least an id, a name and one [[source]] with url and rows";
        reader.error(&start_of(0), "the profile is empty", Some(help));
        return None;
    }
    let root = resolve(reader, root, bases);
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let hash = hash_of(meaning(&root).as_bytes());
    profile(reader, &root, &stem, hash)
}
