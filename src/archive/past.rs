//! The visits that captures tell of, in the order in which they were made.
//!
//! Captures are read twice. The first reading finds out which visits never came to count: a
//! run was killed between an answer and its settlement, and a later run made the visit again,
//! as if it had never been. The second gives the visits.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs::File;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::BufReader;
use std::path::{Path, PathBuf};

use jiff::{Timestamp, TimestampRound, Unit};

use super::capture::FOLDER;
use super::kept::source_page;
use super::pages::{Item, NoPage, Pages, Stored};
use super::pointer::Pointer;
use super::recorded::answer;
use super::visit::{VisitEnd, VisitFacts};
use crate::fetch::{Answer, BodyError, FetchError, Fetched};
use crate::page::Page;
use crate::problem::Class;
use crate::target::Target;

/// So much of what is wrong is named.
const MOST_NOTES: usize = 100;

/// A visit to a release, as a capture tells of it.
#[derive(Debug)]
pub struct PastVisit {
    /// The run that made it.
    pub run: String,
    /// What was visited and how it ended.
    pub facts: VisitFacts,
    /// It came to count.
    pub is_settled: bool,
    /// Where its page is kept, as a record says it.
    pub pointer: Option<String>,
    /// What the engine is answered; `None` where it asked for nothing.
    pub answer: Option<Answer>,
    /// The answer that ended it, as it is stored.
    pub stored: Option<Stored>,
}

impl PastVisit {
    /// The page that came, where one did.
    #[must_use]
    pub fn page(&self) -> Option<&Page> {
        match &self.answer.as_ref()?.outcome {
            Ok(Fetched::Page(page)) => Some(page),
            Ok(Fetched::NotModified { .. } | Fetched::Gone { .. } | Fetched::Refused(_))
            | Err(_) => None,
        }
    }
}

/// Captures, to be read as a sequence of visits.
pub struct Past {
    files: Vec<CaptureFile>,
    most_body: u64,
    /// Visits that never came to count, by their number.
    unsettled: HashSet<u64>,
    /// What could not be read, for a person.
    notes: Vec<String>,
    /// Some of it is more than the end that a kill tore.
    is_damaged: bool,
    /// The names of the files with such parts.
    damaged: BTreeSet<String>,
    next_file: usize,
    next_visit: u64,
    open: Option<(Pages<BufReader<File>>, usize)>,
}

/// A file with its place among the others.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct CaptureFile {
    moment: String,
    nth_run: u64,
    number: u64,
    path: PathBuf,
}

/// Captures cannot be read at all.
#[derive(Debug, thiserror::Error)]
#[error("cannot read {}", .path.display())]
pub struct PastError {
    /// The file or folder.
    pub path: PathBuf,
    /// Why.
    pub source: std::io::Error,
}

impl Past {
    /// Reads through these captures: files, or folders of them. Bodies larger than `most_body`
    /// are passed over.
    ///
    /// # Errors
    /// When a file cannot be opened. What is damaged is read as far as it goes.
    pub fn open(paths: &[PathBuf], most_body: u64) -> Result<Self, PastError> {
        let mut files = Vec::new();
        for path in paths {
            for path in capture_files(path)? {
                files.push(CaptureFile::of(path));
            }
        }
        files.sort();
        files.dedup();
        let mut past = Self {
            files,
            most_body,
            unsettled: HashSet::new(),
            notes: Vec::new(),
            is_damaged: false,
            damaged: BTreeSet::new(),
            next_file: 0,
            next_visit: 0,
            open: None,
        };
        past.find_unsettled()?;
        Ok(past)
    }

    /// Which parts of the captures cannot be read.
    #[must_use]
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Whether visits are missing that came to count, as far as can be told.
    #[must_use]
    pub fn is_damaged(&self) -> bool {
        self.is_damaged
    }

    /// The names of the files that cannot be read to their end.
    #[must_use]
    pub fn damaged(&self) -> &BTreeSet<String> {
        &self.damaged
    }

    /// The names of the files.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        let names = self.files.iter().map(|file| file.path.file_name());
        names.filter_map(|name| name?.to_str())
    }

    /// The page of a source that its rows point at, where these captures hold it.
    #[must_use]
    pub fn source_page(&self, capture: &str) -> Option<(Target, Page)> {
        let path = |name: &str| {
            let file = self.files.iter().find(|file| file.name() == name)?;
            Some(file.path.clone())
        };
        source_page(capture, path, self.most_body)
    }

    /// Begins from the start again.
    pub fn rewind(&mut self) {
        (self.next_file, self.next_visit, self.open) = (0, 0, None);
    }

    /// The next visit to a release.
    ///
    /// # Errors
    /// When a file cannot be opened any more.
    pub fn next_visit(&mut self) -> Result<Option<PastVisit>, PastError> {
        loop {
            let Some((facts, stored, file)) = self.next_facts()? else {
                return Ok(None);
            };
            let number = self.next_visit;
            self.next_visit += 1;
            if facts.target.kind.is_source() {
                continue;
            }
            let is_settled = !self.unsettled.contains(&number);
            let visit = self.visit(facts, stored, &self.files[file], is_settled);
            self.look_for_damage(&visit, file);
            return Ok(Some(visit));
        }
    }

    /// A visit that brought a page has it still, or a line of the crawl is missing.
    fn look_for_damage(&mut self, visit: &PastVisit, file: usize) {
        if let VisitEnd::Page { url: _ } = visit.facts.end
            && let Some(Err(error)) = visit.answer.as_ref().map(|answer| &answer.outcome)
        {
            let path = self.files[file].path.display();
            let url = &visit.facts.target.url;
            let note = format!("{path}: {url}: {}", error.message);
            self.is_damaged = true;
            self.note(note);
        }
    }

    /// Notes what is wrong, once.
    fn note(&mut self, note: String) {
        if self.notes.len() < MOST_NOTES && !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    fn visit(
        &self,
        facts: VisitFacts,
        stored: Option<Stored>,
        file: &CaptureFile,
        is_settled: bool,
    ) -> PastVisit {
        let pointer = stored.as_ref().map(|stored| {
            let pointer = Pointer {
                file: format!("{FOLDER}/{}", file.name()),
                place: stored.place,
            };
            pointer.to_string()
        });
        let most = usize::try_from(self.most_body).unwrap_or(usize::MAX);
        let again = match &facts.end {
            VisitEnd::Unfetched => None,
            VisitEnd::Page { url: _ } => {
                let page = match &stored {
                    Some(stored) => stored.page(Some(&facts), most),
                    None => Err(NoPage::Malformed),
                };
                let page = page.map(|page| {
                    Fetched::Page(Box::new(Page {
                        capture: pointer.clone(),
                        ..page
                    }))
                });
                Some((Some(200), page.map_err(|no_page| unread(&no_page))))
            }
            VisitEnd::Gone { status } => {
                Some((Some(*status), Ok(Fetched::Gone { status: *status })))
            }
            VisitEnd::NotModified | VisitEnd::Refused { .. } | VisitEnd::Failed { .. } => {
                facts.end.again().map(|outcome| (None, outcome))
            }
        };
        PastVisit {
            run: file.run(),
            is_settled,
            pointer,
            answer: again.map(|(status, outcome)| answer(&facts, status, outcome)),
            facts,
            stored,
        }
    }

    /// The facts of the next visit, of whatever kind, with the answer that ended it.
    fn next_facts(&mut self) -> Result<Option<(VisitFacts, Option<Stored>, usize)>, PastError> {
        loop {
            let Some((pages, file)) = &mut self.open else {
                let Some(file) = self.files.get(self.next_file) else {
                    return Ok(None);
                };
                let input = File::open(&file.path).map_err(|source| PastError {
                    path: file.path.clone(),
                    source,
                })?;
                let pages = Pages::new(BufReader::new(input), 0, self.most_body);
                self.open = Some((pages, self.next_file));
                self.next_file += 1;
                continue;
            };
            match pages.next_item() {
                Ok(Some(Item::Visit(facts, stored))) => {
                    return Ok(Some((*facts, stored, *file)));
                }
                Ok(Some(Item::Answer(_) | Item::Revisit | Item::File(_))) => {}
                Ok(None) => self.open = None,
                Err(damage) => {
                    let path = &self.files[*file].path;
                    self.damaged.insert(name_of(path));
                    let note = format!("{} {damage}", path.display());
                    self.is_damaged |= !damage.is_cut;
                    self.note(note);
                    self.open = None;
                }
            }
        }
    }

    /// A visit of a later run that does not know of one before it shows that the one before
    /// was not settled. Within one run nothing is lost.
    fn find_unsettled(&mut self) -> Result<(), PastError> {
        let mut last: HashMap<u64, Trace> = HashMap::new();
        while let Some((facts, _, file)) = self.next_facts()? {
            let number = self.next_visit;
            self.next_visit += 1;
            let trace = Trace {
                number,
                run: hash(&self.files[file].run()),
                ended: facts.ended,
                failures: facts.failures,
            };
            let key = hash(&(facts.target.profile.as_str(), &facts.target.key));
            if let Some(before) = last.insert(key, trace)
                && before.run != trace.run
                && before.is_unknown_to(&facts)
            {
                self.unsettled.insert(before.number);
            }
        }
        self.rewind();
        Ok(())
    }
}

/// What is remembered of a visit until the next one to the same target.
#[derive(Clone, Copy)]
struct Trace {
    number: u64,
    run: u64,
    ended: Timestamp,
    failures: u32,
}

impl Trace {
    fn is_unknown_to(&self, later: &VisitFacts) -> bool {
        let knows_a_visit = later
            .visited_at
            .is_some_and(|at| at >= as_exact_as(at, self.ended));
        !knows_a_visit && later.failures <= self.failures
    }
}

/// States keep moments to the millisecond, outputs to the second.
fn as_exact_as(other: Timestamp, at: Timestamp) -> Timestamp {
    let unit = if other.subsec_nanosecond() == 0 {
        Unit::Second
    } else {
        Unit::Millisecond
    };
    let round = TimestampRound::new()
        .smallest(unit)
        .mode(jiff::RoundMode::Floor);
    at.round(round).unwrap_or(at)
}

fn hash(value: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}

fn unread(no_page: &NoPage) -> FetchError {
    let (class, message) = match no_page {
        NoPage::Body(BodyError::TooLarge) => (
            Class::TooLarge,
            "the captured page is larger than --max-body",
        ),
        NoPage::Body(BodyError::Damaged | BodyError::Unknown(_)) => {
            (Class::Decode, "the captured page is damaged")
        }
        NoPage::Status(_) | NoPage::Malformed => {
            (Class::Protocol, "the capture does not hold the page")
        }
    };
    FetchError {
        class,
        message: message.to_owned(),
    }
}

impl CaptureFile {
    /// `20260115T080000Z-2-00001.warc.gz` is the first file of the second run of its second.
    fn of(path: PathBuf) -> Self {
        let name = name_of(&path);
        let stem = name.split(".warc").next().unwrap_or_default();
        let (run, number) = stem.rsplit_once('-').unwrap_or((stem, ""));
        let (moment, nth) = run.split_once('-').unwrap_or((run, "1"));
        Self {
            moment: moment.to_owned(),
            nth_run: nth.parse().unwrap_or(0),
            number: number.parse().unwrap_or(0),
            path,
        }
    }

    fn name(&self) -> String {
        name_of(&self.path)
    }

    fn run(&self) -> String {
        format!("{}-{}", self.moment, self.nth_run)
    }
}

fn name_of(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    name.to_string_lossy().into_owned()
}

/// Whether a file is named as WARC files are.
#[must_use]
pub fn is_warc(path: &Path) -> bool {
    let name = name_of(path).to_ascii_lowercase();
    name.ends_with(".warc") || name.ends_with(".warc.gz")
}

/// A file, or the WARC files of a folder.
fn capture_files(path: &Path) -> Result<Vec<PathBuf>, PastError> {
    let failed = |source| PastError {
        path: path.to_owned(),
        source,
    };
    let found = path.metadata().map_err(failed)?;
    if found.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    if !found.is_dir() {
        // A pipe is read once, and captures are read twice.
        return Err(failed(std::io::Error::other(
            "it is neither a file nor a folder",
        )));
    }
    let mut files = Vec::new();
    for entry in path.read_dir().map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if is_warc(&path) && path.is_file() {
            files.push(path);
        }
    }
    Ok(files)
}

#[cfg(test)]
mod tests;
