//! The run report: per newsroom what was listed, fetched, new, changed and wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::{Timestamp, civil::Date};
use serde::Serialize;

use super::coverage::Coverage;
use super::politeness::{Kept, Left, Politeness, millis};
use super::{drift, one_line};
use crate::crawl::{Event, Visited};
use crate::problem::{Class, Problem};
use crate::profile::Profile;
use crate::record::{Record, stamp};

/// The share of a run's new records that may have errors before the run is of bad quality.
const ERROR_SHARE: f64 = 0.05;

/// What a run did.
#[derive(Debug, Clone, Serialize)]
pub struct RunReport {
    /// The run's name: its folder under `runs/`.
    pub run: String,
    /// The version that ran.
    pub tool: String,
    /// When it began.
    #[serde(serialize_with = "stamp::moment::serialize")]
    pub began: Timestamp,
    /// When it ended; null while it runs.
    #[serde(serialize_with = "stamp::instant::serialize")]
    pub ended: Option<Timestamp>,
    /// It was stopped before all was visited.
    pub interrupted: bool,
    /// By profile id.
    pub newsrooms: BTreeMap<String, Newsroom>,
    /// How politely it asked, by site.
    pub politeness: Politeness,
}

/// What a run did with one newsroom.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Newsroom {
    /// Rows seen on listing pages.
    pub listed: u64,
    /// Rows that the profile does not want.
    pub skipped: u64,
    /// Releases never seen before.
    pub discovered: u64,
    /// Requests made: pages, robots.txt, redirects and retries.
    pub requests: u64,
    /// Bytes read, after decoding.
    pub bytes: u64,
    /// Answers "not modified".
    pub not_modified: u64,
    /// Milliseconds waited for politeness.
    pub waited_ms: u64,
    /// Release pages visited to the end.
    pub fetched: u64,
    /// Releases written for the first time.
    pub new: u64,
    /// Releases written again because their page changed.
    pub changed: u64,
    /// Releases as they were.
    pub unchanged: u64,
    /// Pages that read differently under a changed profile or version.
    pub reread: u64,
    /// Pages in a language that is not the newsroom's.
    pub translations: u64,
    /// Written records with an issue of severity `error`.
    pub with_errors: u64,
    /// Of these, releases written for the first time.
    pub new_with_errors: u64,
    /// Targets that wait for a later run.
    pub waiting: u64,
    /// The newest day of publication held.
    pub newest: Option<Date>,
    /// Why nothing was fetched at all; null when it was crawled.
    pub refused: Option<String>,
    /// Pages that came and gave no record.
    pub unread: u64,
    /// Of these, pages seen for the first time in which the rules found no release.
    #[serde(skip)]
    pub(super) unlike_releases: u64,
    /// Pages on which dateline itself failed.
    pub defects: u64,
    /// Problems by class.
    pub problems: BTreeMap<Class, u64>,
    /// By source.
    pub sources: BTreeMap<String, SourceReport>,
    /// What is not as the profile expects.
    pub drift: BTreeSet<String>,
    /// No new release for longer than the profile expects.
    pub silence: Option<Silence>,
    /// How often each field was filled in the records written.
    pub coverage: Coverage,
    /// How politely its servers were asked.
    pub politeness: Kept,
    /// Why it was left before all was visited: its own hours were over.
    pub rests: Option<String>,
}

/// What a run did with one source.
#[derive(Debug, Clone, Default, Serialize)]
pub struct SourceReport {
    /// Requests on its budget.
    pub requests: u64,
    /// Listing pages read.
    pub pages: u64,
    /// The deepest page reached, from 1.
    pub reached: u32,
    /// Why the walk stopped; null when it goes on next run.
    pub stopped: Option<String>,
    /// Why the source was left, or cannot be walked.
    pub closed: Option<Class>,
    /// The same for a person.
    pub closed_because: Option<String>,
    /// Some walk has reached the end.
    pub complete: bool,
    /// The most pages that any walk has seen.
    pub deepest: u32,
    /// The page, from 1, where the walk goes on next run; null when it is over.
    pub goes_on: Option<u32>,
}

/// A newsroom that fell silent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Silence {
    /// The newest release held.
    pub newest: Date,
    /// Days since.
    pub days: i32,
    /// Days that the profile allows.
    pub allowed: u32,
}

/// What the report as a whole says, for the exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// Drift, silence, or too many records with errors.
    pub quality: bool,
    /// A whole source was unreachable, blocked or refused.
    pub unreachable: bool,
    /// Dateline itself failed on a page.
    pub defect: bool,
}

impl RunReport {
    pub(super) fn begin(run: &str, profiles: &[Arc<Profile>], now: Timestamp) -> Self {
        let newsroom = |profile: &Arc<Profile>| {
            let sources = profile
                .sources
                .iter()
                .map(|source| (source.id.to_string(), SourceReport::default()))
                .collect();
            (
                profile.id.to_string(),
                Newsroom {
                    sources,
                    ..Newsroom::default()
                },
            )
        };
        Self {
            run: run.to_owned(),
            tool: concat!("dateline ", env!("CARGO_PKG_VERSION")).to_owned(),
            began: now,
            ended: None,
            interrupted: false,
            newsrooms: profiles.iter().map(newsroom).collect(),
            politeness: Politeness::default(),
        }
    }

    pub(super) fn fold(&mut self, event: &Event) {
        match event {
            Event::Began { org } => {
                self.newsroom(org.as_str());
            }
            Event::Exchanged {
                org,
                source,
                exchange,
            } => {
                self.politeness.exchanged(org.as_str(), exchange);
                let newsroom = self.newsroom(org.as_str());
                newsroom.politeness.exchanged(exchange);
                newsroom.requests += 1;
                newsroom.bytes += exchange.bytes;
                newsroom.waited_ms += millis(exchange.waited);
                newsroom.not_modified += u64::from(exchange.status == Some(304));
                newsroom.source(source.as_str()).requests += 1;
            }
            Event::Listed {
                org,
                source,
                page,
                rows,
                new,
                skipped,
            } => {
                let newsroom = self.newsroom(org.as_str());
                newsroom.listed += *rows as u64;
                newsroom.skipped += *skipped as u64;
                newsroom.discovered += *new as u64;
                let source = newsroom.source(source.as_str());
                source.pages += 1;
                source.reached = source.reached.max(page + 1);
            }
            Event::WalkEnded { org, source, why } => {
                self.newsroom(org.as_str()).source(source.as_str()).stopped = Some(one_line(why));
            }
            Event::Visited {
                org,
                url: _,
                result,
            } => self.newsroom(org.as_str()).visited(result),
            Event::Failed(problem) => self.failed(problem, None),
            Event::HostLeft {
                host,
                until,
                problem,
            } => {
                let left = Left {
                    host: one_line(host),
                    class: problem.class,
                    because: one_line(&problem.message),
                    until: Some(*until),
                };
                self.failed(problem, Some(left));
            }
            Event::Rested {
                org,
                until: _,
                message,
            } => self.newsroom(org.as_str()).rests = Some(one_line(message)),
            Event::Drifted { org, what } => {
                self.newsroom(org.as_str()).drift.insert(one_line(what));
            }
            Event::Closed {
                org,
                source,
                class,
                message,
            } => {
                let source = self.newsroom(org.as_str()).source(source.as_str());
                source.closed = Some(*class);
                source.closed_because = Some(one_line(message));
            }
            Event::Defect { org, url: _ } => self.newsroom(org.as_str()).defects += 1,
            Event::Walked {
                org,
                source,
                complete,
                deepest,
                goes_on,
            } => {
                let source = self.newsroom(org.as_str()).source(source.as_str());
                source.complete = *complete;
                source.deepest = *deepest;
                source.goes_on = *goes_on;
            }
            Event::Ended {
                org,
                waiting,
                newest,
                at: _,
            } => {
                let newsroom = self.newsroom(org.as_str());
                newsroom.waiting = *waiting;
                newsroom.newest = *newest;
            }
        }
    }

    pub(super) fn end(&mut self, profiles: &[Arc<Profile>], interrupted: bool, now: Timestamp) {
        self.ended = Some(now);
        self.interrupted = interrupted;
        for profile in profiles {
            let newsroom = self.newsroom(profile.id.as_str());
            newsroom
                .drift
                .extend(drift::fill(profile, &newsroom.coverage));
            newsroom.drift.extend(drift::unlike_releases(newsroom));
            newsroom.drift.extend(drift::all_translations(newsroom));
            newsroom.silence = drift::silence(profile, newsroom.newest, now);
        }
    }

    /// What the run as a whole says.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let written: u64 = self.newsrooms.values().map(|newsroom| newsroom.new).sum();
        let with_errors: u64 = self
            .newsrooms
            .values()
            .map(|newsroom| newsroom.new_with_errors)
            .sum();
        #[expect(
            clippy::cast_precision_loss,
            reason = "a share of at most a few million records"
        )]
        let too_many_errors = written > 0 && with_errors as f64 > ERROR_SHARE * written as f64;
        let left = |class: &Option<Class>| class.is_some_and(|class| class != Class::Budget);
        Verdict {
            defect: self.newsrooms.values().any(|newsroom| newsroom.defects > 0),
            quality: too_many_errors
                || self
                    .newsrooms
                    .values()
                    .any(|newsroom| !newsroom.drift.is_empty() || newsroom.silence.is_some()),
            unreachable: self
                .newsrooms
                .values()
                .flat_map(|newsroom| newsroom.sources.values())
                .any(|source| left(&source.closed)),
        }
    }

    pub(super) fn refused(&mut self, org: &str, why: &str) {
        self.newsroom(org).refused = Some(one_line(why));
    }

    fn failed(&mut self, problem: &Problem, left: Option<Left>) {
        self.politeness.refused(problem, left.clone());
        let newsroom = self.newsroom(&problem.org);
        newsroom.politeness.refused(problem.class, left);
        *newsroom.problems.entry(problem.class).or_default() += 1;
    }

    fn newsroom(&mut self, org: &str) -> &mut Newsroom {
        self.newsrooms.entry(org.to_owned()).or_default()
    }
}

impl Newsroom {
    fn visited(&mut self, result: &Visited) {
        self.fetched += u64::from(!matches!(result, Visited::Unread { .. }));
        match result {
            Visited::New(record) => {
                self.new += 1;
                self.new_with_errors += u64::from(!record.ok);
                self.wrote(record);
            }
            Visited::Changed(record) => {
                self.changed += 1;
                self.wrote(record);
            }
            Visited::Unchanged => self.unchanged += 1,
            Visited::Reread { written: _ } => self.reread += 1,
            Visited::Translation => self.translations += 1,
            Visited::Unread { class, again } => {
                self.unread += 1;
                let is_unlike =
                    matches!(class, Class::MissingFields | Class::BadDate | Class::Empty);
                self.unlike_releases += u64::from(is_unlike && !again);
            }
        }
    }

    fn wrote(&mut self, record: &Record) {
        self.with_errors += u64::from(!record.ok);
        self.coverage.add(record);
    }

    fn source(&mut self, id: &str) -> &mut SourceReport {
        self.sources.entry(id.to_owned()).or_default()
    }
}
