//! Saved pages with what they must give: the tests of a profile.
//!
//! `fixtures/<id>/` holds pages as they were served, `pages.toml` with one entry a page
//! (where it came from and what a listing said of it), and `expected.jsonl` with the records
//! they give, one line a release, in the order of `pages.toml`.

mod add;

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind::NotFound;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use crate::discover::{self, NextLink};
use crate::extract;
use crate::fetch::saved_page;
use crate::problem::Class;
use crate::profile::{Profile, ReleaseIn, Source, SourceKind};
use crate::record::{Record, normalize};
use crate::target::{Elsewhere, PageKind, Teaser, Whole};

pub use add::{NewPage, add};

/// The record keys that differ from run to run and are not compared.
pub const VOLATILE: [&str; 6] = [
    "fetched_at",
    "first_seen_at",
    "changed_at",
    "capture",
    "profile_hash",
    "tool",
];

const PAGES: &str = "pages.toml";
const EXPECTED: &str = "expected.jsonl";

/// The folder's entry for one page.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SavedPage {
    /// The file's name in the folder.
    pub file: String,
    /// A release or a listing page.
    #[serde(default)]
    pub kind: Kind,
    /// Where the page came from.
    pub url: Url,
    /// When.
    pub fetched_at: Timestamp,
    /// The `Content-Type` it was served with.
    pub content_type: Option<String>,
    /// What a listing row said of it.
    #[serde(default)]
    pub teaser: BTreeMap<String, Words>,
    /// The class of the problem that it must give instead of a record.
    pub problem: Option<Class>,
    /// The releases that a listing page must announce, in order.
    #[serde(default)]
    pub lists: Vec<Url>,
    /// The next page that a listing must link to, where the profile goes by links.
    pub next: Option<Url>,
}

/// What kind of page an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A release page.
    #[default]
    Release,
    /// A page of a source. Where its rows hold the releases, it gives their records too.
    Listing,
    /// The document of a release in a JSON source; `url` is the release's own address.
    Item,
}

/// One text or several.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Words {
    /// One.
    One(String),
    /// Several.
    Several(Vec<String>),
}

impl Words {
    fn to_vec(&self) -> Vec<String> {
        match self {
            Self::One(text) => vec![text.clone()],
            Self::Several(texts) => texts.clone(),
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pages {
    #[serde(default)]
    page: Vec<SavedPage>,
}

/// The saved pages of one profile.
#[derive(Debug, Clone)]
pub struct Fixture {
    /// Where the folder is, for messages.
    pub path: PathBuf,
    /// Every page with its bytes.
    pub pages: Vec<(SavedPage, Vec<u8>)>,
    /// The records as they should be, one a line; empty where the file is missing.
    pub expected: String,
}

/// A folder of saved pages that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum FixtureError {
    /// A file cannot be read.
    #[error("cannot read {}", .path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// `pages.toml` is not what it should be.
    #[error("{} is not a list of saved pages", .path.display())]
    Pages {
        /// The file.
        path: PathBuf,
        /// Why.
        source: Box<toml::de::Error>,
    },
    /// A page's file name leads out of the folder.
    #[error("{}: `{file}` is not the name of a file in this folder", .path.display())]
    Name {
        /// The `pages.toml`.
        path: PathBuf,
        /// The name.
        file: String,
    },
    /// The pages do not give what they should already.
    #[error("{}: {differences} differences from what its pages should give; mend these first (dateline check)", .path.display())]
    Differs {
        /// The folder.
        path: PathBuf,
        /// How many.
        differences: usize,
    },
    /// A page to add is there already, or another one of the same release.
    #[error("{}: {file} is this release already", .path.display())]
    Held {
        /// The `pages.toml`.
        path: PathBuf,
        /// The page that is there.
        file: String,
    },
    /// A page that was added gives no record.
    #[error("{}: {message}; say in pages.toml which problem it must give", .path.display())]
    GivesNothing {
        /// The `expected.jsonl`.
        path: PathBuf,
        /// What it gives instead.
        message: String,
    },
    /// `expected.jsonl` cannot be written.
    #[error("cannot write {}", .path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl Fixture {
    /// Reads a folder of saved pages.
    ///
    /// # Errors
    /// When `pages.toml` or a page that it names cannot be read.
    pub fn open(path: &Path) -> Result<Self, FixtureError> {
        let read = |name: &str| {
            let path = path.join(name);
            std::fs::read(&path).map_err(|source| FixtureError::Read { path, source })
        };
        Self::from_files(path, read)
    }

    /// Reads saved pages through `read`, which answers a file name with its bytes.
    ///
    /// # Errors
    /// As [`open`](Self::open).
    pub fn from_files(
        path: &Path,
        read: impl Fn(&str) -> Result<Vec<u8>, FixtureError>,
    ) -> Result<Self, FixtureError> {
        let list = String::from_utf8_lossy(&read(PAGES)?).into_owned();
        let list: Pages = toml::from_str(&list).map_err(|source| FixtureError::Pages {
            path: path.join(PAGES),
            source: Box::new(source),
        })?;
        let mut pages = Vec::with_capacity(list.page.len());
        for page in list.page {
            if page.file.contains(['/', '\\']) || page.file.starts_with('.') {
                return Err(FixtureError::Name {
                    path: path.join(PAGES),
                    file: page.file,
                });
            }
            let bytes = read(&page.file)?;
            pages.push((page, bytes));
        }
        let expected = match read(EXPECTED) {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(FixtureError::Read { source, .. }) if source.kind() == NotFound => String::new(),
            Err(error) => return Err(error),
        };
        Ok(Self {
            path: path.to_owned(),
            pages,
            expected,
        })
    }

    /// Reads every page with a profile and compares what comes out with what should.
    #[must_use]
    pub fn replay(&self, profile: &Profile) -> Replay {
        let mut replay = Replay {
            releases: 0,
            listings: 0,
            lines: Vec::new(),
            differences: Vec::new(),
            beyond_records: 0,
        };
        for (saved, bytes) in &self.pages {
            match saved.kind {
                Kind::Release => replay.release(saved, bytes, profile),
                Kind::Listing => replay.listing(saved, bytes, profile),
                Kind::Item => replay.item(saved, bytes, profile),
            }
        }
        replay.beyond_records = replay.differences.len();
        let expected = self.expected.lines().filter(|line| !line.is_empty());
        replay.compare(&expected.collect::<Vec<_>>());
        replay
    }

    /// Writes `expected.jsonl` anew, for a person to review.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write_expected(&self, replay: &Replay) -> Result<PathBuf, FixtureError> {
        let path = self.path.join(EXPECTED);
        let text: String = replay
            .lines
            .iter()
            .map(|line| format!("{line}\n"))
            .collect();
        std::fs::write(&path, text).map_err(|source| FixtureError::Write {
            path: path.clone(),
            source,
        })?;
        Ok(path)
    }
}

/// What the saved pages of a profile gave.
#[derive(Debug, Clone)]
pub struct Replay {
    /// Release pages read.
    pub releases: usize,
    /// Listing pages read.
    pub listings: usize,
    /// The records, one line each, without the volatile keys.
    pub lines: Vec<String>,
    /// Where this is not what was expected; empty when all is well.
    pub differences: Vec<String>,
    /// Of these, how many are not about `expected.jsonl`, and so not mended by writing it.
    pub beyond_records: usize,
}

impl Replay {
    fn release(&mut self, saved: &SavedPage, bytes: &[u8], profile: &Profile) {
        let read = read_release(saved, bytes, profile);
        self.compare_release(saved, read);
    }

    fn item(&mut self, saved: &SavedPage, bytes: &[u8], profile: &Profile) {
        let read = read_item(saved, bytes, profile);
        self.compare_release(saved, read);
    }

    fn compare_release(&mut self, saved: &SavedPage, read: Result<Record, (Class, String)>) {
        self.releases += 1;
        match (read, saved.problem) {
            (Ok(record), None) => self.lines.push(line(&record)),
            (Ok(record), Some(class)) => {
                self.differences.push(format!(
                    "{}: gave the record {:?}, should give the problem {class}",
                    saved.file, record.title
                ));
            }
            (Err((class, message)), None) => {
                self.differences.push(format!(
                    "{}: gave the problem {class} ({message}), should give a record",
                    saved.file
                ));
            }
            (Err((class, _)), Some(wanted)) if class == wanted => {}
            (Err((class, message)), Some(wanted)) => {
                self.differences.push(format!(
                    "{}: gave the problem {class} ({message}), should give {wanted}",
                    saved.file
                ));
            }
        }
    }

    fn listing(&mut self, saved: &SavedPage, bytes: &[u8], profile: &Profile) {
        self.listings += 1;
        let Some(source) = source_of(saved, profile) else {
            return;
        };
        let page = page_of(saved, bytes);
        let listing = match discover::listing(&page, profile, source, usize::MAX, &|| false) {
            Ok(listing) => listing,
            Err(unreadable) => {
                self.differences
                    .push(format!("{}: {}", saved.file, unreadable.message));
                return;
            }
        };
        for target in &listing.releases {
            let teaser = target.teaser.as_ref();
            if let Some(teaser) = teaser
                && let Some(Elsewhere::Row(whole)) = &teaser.elsewhere
            {
                let read = read_whole(&target.url, whole, teaser, profile);
                self.compare_release(saved, read);
            }
        }
        let found: Vec<&Url> = listing.releases.iter().map(|target| &target.url).collect();
        for missing in saved.lists.iter().filter(|wanted| !found.contains(wanted)) {
            self.differences
                .push(format!("{}: should list {missing}", saved.file));
        }
        for extra in found.iter().filter(|found| !saved.lists.contains(found)) {
            self.differences
                .push(format!("{}: should not list {extra}", saved.file));
        }
        if found.len() == saved.lists.len()
            && found
                .iter()
                .zip(&saved.lists)
                .any(|(found, wanted)| *found != wanted)
        {
            self.differences.push(format!(
                "{}: lists the right releases in another order",
                saved.file
            ));
        }
        let named = match &listing.next_link {
            NextLink::None => "none".to_owned(),
            NextLink::To(url) => url.to_string(),
            NextLink::After(cursor) => source
                .address_after(cursor, None)
                .map_or_else(|| cursor.clone(), String::from),
            NextLink::Unusable(_, why) => format!("unusable ({why})"),
        };
        let wanted = saved.next.as_ref();
        let wanted = wanted.map_or_else(|| "none".to_owned(), Url::to_string);
        if named != wanted {
            self.differences.push(format!(
                "{}: next page is {named}, should be {wanted}",
                saved.file
            ));
        }
    }

    /// Compares by id, so that one record more or less is one difference.
    fn compare(&mut self, expected: &[&str]) {
        let found: Vec<(String, &str)> = self
            .lines
            .iter()
            .map(|line| (id_of(line), line.as_str()))
            .collect();
        let wanted: Vec<(String, &str)> =
            expected.iter().map(|line| (id_of(line), *line)).collect();
        let mut differences = Vec::new();
        let mut seen = BTreeSet::new();
        for (at, (id, wanted)) in wanted.iter().enumerate() {
            if !seen.insert(id) {
                differences.push(format!("{EXPECTED} line {}: {id} a second time", at + 1));
                continue;
            }
            match found.iter().find(|(other, _)| other == id) {
                None => differences.push(format!(
                    "{EXPECTED} line {}: no page gives the record {id}",
                    at + 1
                )),
                Some((_, line)) if line == wanted => {}
                Some((_, line)) => differences.extend(differing_keys(at + 1, line, wanted)),
            }
        }
        for (id, _) in found.iter().filter(|(id, _)| !seen.contains(id)) {
            differences.push(format!(
                "{EXPECTED} lacks the record {id}, which a page gives"
            ));
        }
        let in_order = found
            .iter()
            .map(|(id, _)| id)
            .eq(wanted.iter().map(|(id, _)| id));
        if differences.is_empty() && !in_order {
            differences.push(format!("{EXPECTED} has the right records in another order"));
        }
        self.differences.extend(differences);
    }
}

/// The source whose listing a saved page is: by its address, else the first.
fn source_of<'p>(saved: &SavedPage, profile: &'p Profile) -> Option<&'p Source> {
    profile
        .sources
        .iter()
        .find(|source| source.is_page(&saved.url))
        .or(profile.sources.first())
}

fn id_of(line: &str) -> String {
    let value: Option<Value> = serde_json::from_str(line).ok();
    value
        .as_ref()
        .and_then(|value| value.get("id")?.as_str())
        .unwrap_or("(no id)")
        .to_owned()
}

impl SavedPage {
    /// Whether it is a release page (or poses as one), not a listing.
    #[must_use]
    pub fn is_release(&self) -> bool {
        self.kind == Kind::Release
    }

    /// What a listing row said of it; `None` where nothing is known.
    #[must_use]
    pub fn teaser(&self) -> Option<Teaser> {
        (!self.teaser.is_empty()).then(|| Teaser {
            listed_on: None,
            kind: PageKind::Listing,
            capture: None,
            beside: Vec::new(),
            fields: self
                .teaser
                .iter()
                .map(|(field, words)| (field.clone(), words.to_vec()))
                .collect(),
            elsewhere: None,
        })
    }
}

/// Reads one saved release page to its record.
///
/// # Errors
/// The class and message of the problem that it gives instead.
pub fn read_release(
    saved: &SavedPage,
    bytes: &[u8],
    profile: &Profile,
) -> Result<Record, (Class, String)> {
    let page = page_of(saved, bytes);
    let draft = extract::extract(&page, profile, saved.teaser().as_ref(), &|| false)
        .map_err(|unreadable| (unreadable.class, unreadable.message))?;
    normalize(draft).map_err(|rejection| (rejection.class, rejection.message))
}

/// Reads the saved document of a release to its record.
fn read_item(
    saved: &SavedPage,
    bytes: &[u8],
    profile: &Profile,
) -> Result<Record, (Class, String)> {
    let rules = profile
        .sources
        .iter()
        .find_map(|source| match &source.kind {
            SourceKind::Json(json) => match &json.release {
                ReleaseIn::Item(item) => Some(item),
                ReleaseIn::Page | ReleaseIn::Row(_) => None,
            },
            _ => None,
        });
    let Some(rules) = rules else {
        let message = "no source of the profile has documents of its own for releases";
        return Err((Class::Parse, message.to_owned()));
    };
    let page = page_of(saved, bytes);
    let teaser = discover::item(&page, profile, rules, saved.teaser().as_ref(), &|| false)
        .map_err(|unreadable| (unreadable.class, unreadable.message))?;
    match &teaser.elsewhere {
        Some(Elsewhere::Row(whole)) => read_whole(&saved.url, whole, &teaser, profile),
        Some(Elsewhere::Item(_)) | None => Err((Class::Empty, "nothing to read".to_owned())),
    }
}

fn read_whole(
    url: &Url,
    whole: &Whole,
    teaser: &Teaser,
    profile: &Profile,
) -> Result<Record, (Class, String)> {
    let draft = extract::extract_whole(url, whole, teaser, profile, &|| false)
        .map_err(|unreadable| (unreadable.class, unreadable.message))?;
    normalize(draft).map_err(|rejection| (rejection.class, rejection.message))
}

fn page_of(saved: &SavedPage, bytes: &[u8]) -> crate::page::Page {
    saved_page(
        bytes,
        Some(saved.url.clone()),
        saved.fetched_at,
        saved.content_type.as_deref(),
    )
}

/// A record's line without the volatile keys.
fn line(record: &Record) -> String {
    let mut value = serde_json::to_value(record).expect("a record is always JSON");
    if let Value::Object(object) = &mut value {
        object.retain(|key, _| !VOLATILE.contains(&key.as_str()));
    }
    value.to_string()
}

fn differing_keys(at: usize, line: &str, wanted: &str) -> Vec<String> {
    let (Ok(Value::Object(found)), Ok(Value::Object(wanted))) = (
        serde_json::from_str(line),
        serde_json::from_str::<Value>(wanted),
    ) else {
        return vec![format!("{EXPECTED} line {at} is not a JSON object")];
    };
    let id = found.get("id").and_then(Value::as_str).unwrap_or("?");
    let mut differences: Vec<String> = found
        .iter()
        .filter(|(key, value)| wanted.get(*key) != Some(value))
        .map(|(key, value)| {
            let wanted = wanted
                .get(key)
                .map_or("no such key".to_owned(), Value::to_string);
            format!("{EXPECTED} line {at}, {id}: {key} is {value}, should be {wanted}")
        })
        .collect();
    differences.extend(
        wanted
            .keys()
            .filter(|key| !found.contains_key(*key))
            .map(|key| format!("{EXPECTED} line {at}, {id}: no key {key}")),
    );
    if differences.is_empty() {
        differences.push(format!(
            "{EXPECTED} line {at}, {id}: the same keys and values, written differently"
        ));
    }
    differences
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replayed(lines: &[&str], expected: &[&str]) -> Vec<String> {
        let mut replay = Replay {
            releases: 0,
            listings: 0,
            lines: lines.iter().map(|line| (*line).to_owned()).collect(),
            differences: Vec::new(),
            beyond_records: 0,
        };
        replay.compare(expected);
        replay.differences
    }

    #[test]
    fn records_are_compared_by_id_and_key() {
        let (a, b) = (r#"{"id":"p:1","title":"A"}"#, r#"{"id":"p:2","title":"B"}"#);
        let (edited, spaced) = (
            r#"{"id":"p:1","title":"Z"}"#,
            r#"{"id": "p:1","title":"A"}"#,
        );
        let longer = r#"{"id":"p:1","title":"A","ok":true}"#;
        for (fact, found, expected, differences) in [
            ("the same", &[a, b][..], &[a, b][..], &[][..]),
            ("nothing at all", &[], &[], &[]),
            (
                "a value",
                &[edited],
                &[a],
                &["title is \"Z\", should be \"A\""],
            ),
            (
                "a key too many",
                &[longer],
                &[a],
                &["ok is true, should be no such key"],
            ),
            ("a key too few", &[a], &[longer], &["p:1: no key ok"]),
            ("other spelling", &[a], &[spaced], &["written differently"]),
            (
                "one record less",
                &[b],
                &[a, b],
                &["line 1: no page gives the record p:1"],
            ),
            ("one more", &[a, b], &[b], &["lacks the record p:1"]),
            ("another order", &[b, a], &[a, b], &["in another order"]),
            (
                "a line twice",
                &[a],
                &[a, a],
                &["line 2: p:1 a second time"],
            ),
            (
                "no JSON",
                &[a],
                &["{"],
                &["no page gives the record (no id)", "lacks the record p:1"],
            ),
        ] {
            let told = replayed(found, expected);
            assert_eq!(told.len(), differences.len(), "{fact}: {told:?}");
            for (told, mark) in told.iter().zip(differences) {
                assert!(told.contains(mark), "{fact}: {mark} in {told}");
            }
        }
    }

    #[test]
    fn a_folder_that_cannot_be_used_says_why() {
        let page = |file: &str| {
            format!(
                "[[page]]\nfile = \"{file}\"\nurl = \"https://press.example/1\"\nfetched_at = \"2026-01-15T08:00:00Z\"\n"
            )
        };
        for (pages, said) in [
            (page("../secret"), "not the name of a file in this folder"),
            (page("a/b.html"), "not the name of a file"),
            (page(".hidden"), "not the name of a file"),
            (page("missing.html"), "cannot read"),
            ("[[pages]]".to_owned(), "not a list of saved pages"),
            (
                page("x.html").replace("fetched_at", "fetched"),
                "not a list of saved pages",
            ),
        ] {
            let folder = tempfile::tempdir().unwrap();
            std::fs::write(folder.path().join(PAGES), &pages).unwrap();
            let error = Fixture::open(folder.path()).unwrap_err().to_string();
            assert!(error.contains(said), "{said} in {error}");
        }
        assert!(Fixture::open(Path::new("nowhere")).is_err());
    }

    #[test]
    fn a_folder_without_expectations_expects_nothing() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(PAGES), "").unwrap();
        let fixture = Fixture::open(folder.path()).unwrap();
        assert_eq!((fixture.pages.len(), fixture.expected.as_str()), (0, ""));
    }
}
