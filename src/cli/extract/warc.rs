//! The releases in a WARC file, whoever wrote it.
//!
//! Our own captures say which page was visited as a release, for which newsroom, and what its
//! row said of it. Of the files of other tools every page is looked at whose address the
//! profile takes for a release; without a profile, every page that gives one.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;
use std::sync::Arc;

use jiff::Timestamp;

use super::{Args, Exit, Failure, Told, Unread, cannot, unlike};
use crate::archive::{
    Item, NoPage, Pages, Place, Pointer, Stored, VisitEnd, VisitFacts, is_warc, source_page,
};
use crate::cli::output;
use crate::cli::profiles::Named;
use crate::cli::settings::Resolved;
use crate::crawl::{Rows, read_captured};
use crate::extract::{self, Unreadable};
use crate::fetch::BodyError;
use crate::page::Page;
use crate::problem::Class;
use crate::profile::Profile;
use crate::record::{self, Record};
use crate::report::counted;
use crate::target::ProfileId;

/// Reads archives one after the other.
pub(super) struct Archives<'a> {
    resolved: &'a Resolved,
    /// Named on the command line.
    chosen: Option<Arc<Profile>>,
    /// When pages were fetched, whatever the archive says.
    at: Option<Timestamp>,
    most: usize,
    named: Named,
    rows: Rows,
}

/// What was found in one file.
#[derive(Default)]
struct Found {
    records: u64,
    sources: u64,
    other: u64,
    revisits: u64,
}

impl<'a> Archives<'a> {
    pub(super) fn new(args: &Args, resolved: &'a Resolved, profile: &Arc<Profile>) -> Self {
        Self {
            resolved,
            chosen: args.profile.as_ref().map(|_| Arc::clone(profile)),
            at: args.at,
            most: usize::try_from(resolved.settings.max_body).unwrap_or(usize::MAX),
            named: Named::new(resolved),
            rows: Rows::new(resolved.settings.max_url),
        }
    }

    pub(super) fn read(&mut self, path: &Path, name: &str, told: &mut Told) -> Result<(), Failure> {
        let file = File::open(path).map_err(|error| cannot("read", path, error))?;
        let mut pages = Pages::new(BufReader::new(file), 0, self.resolved.settings.max_body);
        let mut found = Found::default();
        loop {
            match pages.next_item() {
                Ok(Some(Item::Visit(facts, stored))) => {
                    let is_at = (path, name);
                    self.visit(*facts, stored.as_ref(), is_at, &mut found, told)?;
                }
                Ok(Some(Item::Answer(stored))) => self.answer(&stored, name, &mut found, told)?,
                Ok(Some(Item::Revisit)) => found.revisits += 1,
                Ok(Some(Item::File(_))) => {}
                Ok(None) => break,
                Err(damage) => {
                    let unread = unlike(Class::Truncated, damage.to_string());
                    told.problem(name, &self.fallback(), unread, 0)?;
                    break;
                }
            }
        }
        let Found {
            records,
            sources,
            other,
            revisits,
        } = found;
        output::say(&format!(
            "{name}: {}, {}, {}, {} passed over",
            counted(records, "record", "records"),
            counted(sources, "page of a source", "pages of sources"),
            counted(other, "other answer", "other answers"),
            counted(revisits, "revisit", "revisits")
        ));
        Ok(())
    }

    /// A visit of a crawl: its page is a release, or should be one.
    fn visit(
        &mut self,
        mut facts: VisitFacts,
        stored: Option<&Stored>,
        (path, name): (&Path, &str),
        found: &mut Found,
        told: &mut Told,
    ) -> Result<(), Failure> {
        if facts.target.kind.is_source() {
            found.sources += 1;
            return Ok(());
        }
        let page = match (&facts.end, stored) {
            (VisitEnd::Unfetched, _) => None,
            (VisitEnd::Page { .. }, Some(stored)) => Some(stored),
            (VisitEnd::Page { .. }, None)
            | (
                VisitEnd::NotModified
                | VisitEnd::Gone { .. }
                | VisitEnd::Refused { .. }
                | VisitEnd::Failed { .. },
                _,
            ) => {
                found.other += 1;
                return Ok(());
            }
        };
        let Some(profile) = self.profile(&facts.target.profile) else {
            found.other += 1;
            return Ok(());
        };
        // The page of its row is in this file, or in one beside it.
        let beside = |name: &str| {
            let beside = path.with_file_name(name);
            (is_warc(&beside) && beside.is_file()).then_some(beside)
        };
        let most = self.resolved.settings.max_body;
        let row_page = |capture: &str| source_page(capture, beside, most);
        let target = &mut facts.target;
        self.rows.read_again(target, &profile, row_page);
        let capture = pointer(name, page.map(|stored| stored.place));
        let page = page.map(|stored| stored.page(Some(&facts), self.most));
        let read = match page.transpose() {
            Ok(page) => {
                let page = page.map(|page| self.dated(page));
                read_captured(&facts.target, page.as_ref(), &profile)
            }
            Err(no_page) => Err(unreadable(&no_page)),
        };
        match read {
            Ok(Some(record)) => give(record, capture, found, told),
            Ok(None) => {
                found.other += 1;
                Ok(())
            }
            Err(unreadable) => told.problem(&capture, &profile, unread(unreadable), 0),
        }
    }

    /// An answer in the file of another tool, or one on the way to a page.
    fn answer(
        &self,
        stored: &Stored,
        name: &str,
        found: &mut Found,
        told: &mut Told,
    ) -> Result<(), Failure> {
        let profile = self.fallback();
        let is_release = match (&self.chosen, stored.url()) {
            (Some(profile), Some(url)) => profile.admits(&profile.canonical(&url)).is_ok(),
            (Some(_), None) => false,
            (None, _) => true,
        };
        let page = match stored.page(None, self.most) {
            Ok(page) if is_release && extract::is_page(&page) => self.dated(page),
            Ok(_) | Err(_) => {
                found.other += 1;
                return Ok(());
            }
        };
        let capture = pointer(name, Some(stored.place));
        match read_alone(&page, &profile) {
            Ok(record) => give(record, capture, found, told),
            Err(unreadable) if self.chosen.is_some() => {
                told.problem(&capture, &profile, unread(unreadable), 0)
            }
            // Nobody said that it is a release.
            Err(_) => {
                found.other += 1;
                Ok(())
            }
        }
    }

    fn dated(&self, page: Page) -> Page {
        Page {
            fetched_at: self.at.unwrap_or(page.fetched_at),
            ..page
        }
    }

    fn fallback(&self) -> Arc<Profile> {
        let chosen = self.chosen.clone();
        chosen.unwrap_or_else(|| Arc::new(Profile::none()))
    }

    /// The profile on the command line, else the one that the capture names.
    fn profile(&mut self, id: &ProfileId) -> Option<Arc<Profile>> {
        match &self.chosen {
            Some(chosen) => Some(Arc::clone(chosen)),
            None => self.named.get(id),
        }
    }

    /// Tells of what was left out without a word.
    pub(super) fn end(&self) -> Exit {
        self.named.end()
    }
}

fn give(
    record: Record,
    capture: String,
    found: &mut Found,
    told: &mut Told,
) -> Result<(), Failure> {
    found.records += 1;
    told.record(&Record {
        capture: Some(capture),
        ..record
    })
}

fn read_alone(page: &Page, profile: &Profile) -> Result<Record, Unreadable> {
    let draft = extract::extract(page, profile, None, &|| false)?;
    record::normalize(draft).map_err(|rejection| Unreadable {
        class: rejection.class,
        message: rejection.message,
    })
}

/// `crawl.warc.gz#4711`; the file alone for what is no answer.
fn pointer(name: &str, place: Option<Place>) -> String {
    match place {
        Some(place) => Pointer {
            file: name.to_owned(),
            place,
        }
        .to_string(),
        None => name.to_owned(),
    }
}

fn unread(unreadable: Unreadable) -> Unread {
    Unread {
        class: unreadable.class,
        message: unreadable.message,
        exit: Exit::Quality,
    }
}

fn unreadable(no_page: &NoPage) -> Unreadable {
    let (class, message) = match no_page {
        NoPage::Body(BodyError::TooLarge) => (Class::TooLarge, "larger than --max-body"),
        NoPage::Body(BodyError::Damaged | BodyError::Unknown(_)) => {
            (Class::Decode, "its coding is damaged or not known")
        }
        NoPage::Status(_) | NoPage::Malformed => (Class::Protocol, "the archive holds no page"),
    };
    Unreadable {
        class,
        message: message.to_owned(),
    }
}
