//! The run report: per newsroom what was listed, fetched, new, changed and wrong.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use serde::{Deserialize, Serialize};
use url::Url;

use super::alerts::{self, AlertState, Raised};
use super::audit::AuditReport;
use super::coverage::Coverage;
use super::heard::{self, Heard};
use super::one_line;
use super::politeness::{Kept, Left, Politeness, millis};
use crate::alert::{Alert, AlertKind, Evidence, Glimpse, MOST_EVIDENCE};
use crate::crawl::{Event, Sighting, Visited, Written};
use crate::frontier::{FailedAudit, RunSummary};
use crate::problem::{Class, Problem};
use crate::profile::{Profile, Role};
use crate::record::stamp;
use crate::record::text::without_credentials;

/// The share of a run's new records that may have errors before the run is of bad quality.
const ERROR_SHARE: f64 = 0.05;

/// What a run did.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct RunReport {
    /// The run's name: its folder under `runs/`.
    pub run: String,
    /// The version that ran.
    pub tool: String,
    /// When it began.
    #[serde(with = "stamp::moment")]
    pub began: Timestamp,
    /// When it ended; null while it runs.
    #[serde(with = "stamp::instant")]
    pub ended: Option<Timestamp>,
    /// It was stopped before all was visited.
    pub interrupted: bool,
    /// By profile id.
    pub newsrooms: BTreeMap<String, Newsroom>,
    /// How politely it asked, by site.
    #[serde(default)]
    pub politeness: Politeness,
}

/// What a run did with one newsroom.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Newsroom {
    /// News, no news, silence, or why that cannot be told.
    pub heard: Heard,
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
    /// Releases that are not there any more.
    pub gone: u64,
    /// Releases that were gone and are there again.
    pub back: u64,
    /// Pages that read differently under a changed profile or version, and no line says so.
    pub reread: u64,
    /// Those of which a line was written.
    #[serde(default)]
    pub rewritten: u64,
    /// Addresses whose page is another page of a release that is held.
    pub aliases: Aliases,
    /// Pages in a language that is not the newsroom's.
    pub translations: u64,
    /// Written records with an issue of severity `error`.
    pub with_errors: u64,
    /// Of these, releases written for the first time.
    pub new_with_errors: u64,
    /// Targets that wait for a later run.
    pub waiting: u64,
    /// Of these, releases that nobody has tried to visit yet.
    #[serde(skip)]
    pub(super) untried: u64,
    /// The newest day of publication held.
    pub newest: Option<Date>,
    /// Why nothing was fetched at all; null when it was crawled.
    pub refused: Option<String>,
    /// Pages that came and gave no record.
    pub unread: u64,
    /// Of these, pages seen for the first time in which the rules found no release.
    #[serde(skip)]
    pub(super) unlike_releases: u64,
    /// Some of these, with what they show.
    #[serde(skip)]
    pub(super) unlike: Vec<Evidence>,
    /// Pages on which dateline itself failed.
    pub defects: u64,
    /// Problems by class.
    pub problems: BTreeMap<Class, u64>,
    /// By source.
    pub sources: BTreeMap<String, SourceReport>,
    /// What is not as it was, or as the profile expects.
    pub alerts: Vec<Raised>,
    /// What the visits met, by key; becomes `alerts`.
    #[serde(skip)]
    pub(super) met: BTreeMap<String, Alert>,
    /// Releases of old that were looked at to see whether the site changed.
    pub canaries: CanaryReport,
    /// No new release for longer than the profile, or the newsroom's habit, expects.
    pub silence: Option<Silence>,
    /// Releases that are held and not gone.
    pub held: u64,
    /// When what is held was published, the newest first.
    #[serde(skip)]
    pub(super) days: Vec<Date>,
    /// How often each field was filled in the records written.
    pub coverage: Coverage,
    /// How politely its servers were asked.
    pub politeness: Kept,
    /// Why it was left before all was visited: its own hours were over.
    pub rests: Option<String>,
    /// The same in those of the last months.
    #[serde(skip)]
    pub(super) recent: Coverage,
}

/// Addresses that lead to a release that has another page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Aliases {
    /// How many.
    pub met: u64,
    /// Some of them, with the ids of their releases.
    pub samples: BTreeMap<String, String>,
}

/// Aliases that are named.
const MOST_ALIASES: usize = 5;

impl Aliases {
    fn met(&mut self, url: &Url, id: &str) {
        self.met += 1;
        if self.samples.len() < MOST_ALIASES {
            let url = without_credentials(url.as_str());
            self.samples.insert(one_line(&url), one_line(id));
        }
    }
}

/// What a run saw of a newsroom's canaries.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CanaryReport {
    /// With all that they had.
    pub whole: u64,
    /// With less.
    pub less: u64,
    /// No longer there: others take their place.
    pub replaced: u64,
    /// What those with less lack, and what they show.
    #[serde(skip)]
    pub(super) lost: Vec<Evidence>,
}

/// What a run did with one source.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
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
    /// What it says exists, beside what is held; null unless its role is `audit`.
    pub audit: Option<AuditReport>,
}

impl SourceReport {
    /// Whether nothing was asked of it. A source that is as it was has no pages.
    pub(super) fn is_unasked(&self) -> bool {
        self.pages == 0 && self.requests == 0
    }

    /// Whether it was left, and not for want of budget.
    pub(super) fn is_unreachable(&self) -> bool {
        self.closed.is_some_and(|class| class != Class::Budget)
    }
}

/// A newsroom that fell silent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Silence {
    /// The newest release held.
    pub newest: Date,
    /// Days since.
    pub days: i32,
    /// Days that are allowed.
    pub allowed: u32,
    /// By the newsroom's habit; else by the profile.
    #[serde(default)]
    pub learned: bool,
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
                .map(|source| {
                    let is_audit = matches!(source.role, Role::Audit { .. });
                    let report = SourceReport {
                        audit: is_audit.then(AuditReport::default),
                        ..SourceReport::default()
                    };
                    (source.id.to_string(), report)
                })
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
                let source = newsroom.source(source.as_str());
                source.pages += 1;
                source.reached = source.reached.max(page + 1);
                // What an audit reads is compared, and not news that was listed.
                if let Some(audit) = &mut source.audit {
                    audit.listed(*page, *skipped as u64);
                } else {
                    newsroom.listed += *rows as u64;
                    newsroom.skipped += *skipped as u64;
                    newsroom.discovered += *new as u64;
                }
            }
            Event::WalkEnded { org, source, why } => {
                self.newsroom(org.as_str()).source(source.as_str()).stopped = Some(one_line(why));
            }
            Event::Visited { org, url, result } => {
                let since = self.began;
                self.newsroom(org.as_str()).visited(url, result, since);
            }
            Event::Alias { org, url, id } => self.newsroom(org.as_str()).aliases.met(url, id),
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
            Event::Drifted { org, alert } => self.newsroom(org.as_str()).meet(alert),
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
            Event::Audited {
                org,
                source,
                total,
                claims,
            } => {
                let source = self.newsroom(org.as_str()).source(source.as_str());
                source.audit.get_or_insert_default().add(*total, claims);
            }
            Event::Canary { org, url, sighting } => {
                self.newsroom(org.as_str()).canaries.saw(url, sighting);
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
                untried,
                newest,
                held,
                days,
                at: _,
            } => {
                let newsroom = self.newsroom(org.as_str());
                newsroom.waiting = *waiting;
                newsroom.untried = *untried;
                newsroom.newest = *newest;
                newsroom.held = *held;
                newsroom.days.clone_from(days);
            }
        }
    }

    /// Ends the fold. `histories` has the runs before this one, by profile.
    pub(super) fn end(
        &mut self,
        profiles: &[Arc<Profile>],
        histories: &BTreeMap<String, Vec<RunSummary>>,
        interrupted: bool,
        now: Timestamp,
    ) {
        self.ended = Some(now);
        self.interrupted = interrupted;
        let too_many_errors = self.has_too_many_errors(profiles);
        let run = self.run.clone();
        for profile in profiles {
            let history = histories
                .get(profile.id.as_str())
                .map_or(&[][..], |runs| runs);
            let newsroom = self.newsroom(profile.id.as_str());
            if too_many_errors && is_too_many(newsroom.new_with_errors, newsroom.new) {
                newsroom.meet(&errors(newsroom));
            }
            newsroom.audit(&run, profile, history);
            newsroom.silence = heard::silence(profile, newsroom, now);
            newsroom.alerts = alerts::raised(profile, newsroom, history, now);
            newsroom.heard = Heard::of(newsroom);
        }
    }

    /// Whether the records of this run have too many errors, those of newsrooms that are muted
    /// left out.
    fn has_too_many_errors(&self, profiles: &[Arc<Profile>]) -> bool {
        let mut new = 0;
        let mut with_errors = 0;
        for profile in profiles {
            let mute = profile.quality.mute.iter();
            let is_muted = mute.clone().any(|muted| muted.kind == AlertKind::Errors);
            if let Some(newsroom) = self.newsrooms.get(profile.id.as_str())
                && !is_muted
            {
                new += newsroom.new;
                with_errors += newsroom.new_with_errors;
            }
        }
        is_too_many(with_errors, new)
    }

    /// What is to be remembered of this run, by profile; nothing of newsrooms that were not
    /// crawled.
    #[must_use]
    pub fn summaries(
        &self,
        histories: &BTreeMap<String, Vec<RunSummary>>,
    ) -> BTreeMap<String, RunSummary> {
        let crawled = self
            .newsrooms
            .iter()
            .filter(|(_, newsroom)| newsroom.refused.is_none() && newsroom.requests > 0);
        crawled
            .map(|(org, newsroom)| {
                let history = histories.get(org).map_or(&[][..], |runs| runs);
                let summary = RunSummary {
                    run: self.run.clone(),
                    at: self.ended.unwrap_or(self.began),
                    listed: newsroom.listed,
                    new: newsroom.new,
                    newest: newsroom.newest,
                    records: newsroom.recent.records,
                    filled: newsroom.recent.filled(),
                    alerts: alerts::rows(newsroom, history),
                    failed_audits: newsroom.failed_audits(),
                };
                (org.clone(), summary)
            })
            .collect()
    }

    /// What the run as a whole says.
    #[must_use]
    pub fn verdict(&self) -> Verdict {
        let mut alerts = self
            .newsrooms
            .values()
            .flat_map(|newsroom| &newsroom.alerts);
        Verdict {
            defect: self.newsrooms.values().any(|newsroom| newsroom.defects > 0),
            quality: alerts.any(|raised| raised.state == AlertState::Raised),
            unreachable: self
                .newsrooms
                .values()
                .flat_map(|newsroom| newsroom.sources.values())
                .any(SourceReport::is_unreachable),
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
    fn visited(&mut self, url: &Url, result: &Visited, began: Timestamp) {
        self.fetched += u64::from(!matches!(result, Visited::Unread { .. }));
        match result {
            Visited::New(written) => {
                self.new += 1;
                self.new_with_errors += u64::from(!written.ok);
                self.wrote(written, began);
            }
            Visited::Changed(written) => {
                self.changed += 1;
                self.wrote(written, began);
            }
            Visited::Unchanged => self.unchanged += 1,
            Visited::Gone => self.gone += 1,
            Visited::Back => self.back += 1,
            Visited::Reread { written: true } => self.rewritten += 1,
            Visited::Reread { written: false } => self.reread += 1,
            Visited::Translation => self.translations += 1,
            Visited::Unread { class, again, seen } => {
                self.unread += 1;
                let is_unlike =
                    matches!(class, Class::MissingFields | Class::BadDate | Class::Empty);
                if is_unlike && !again {
                    self.unlike_releases += 1;
                    self.unlike_release(url, *class, seen);
                }
            }
        }
    }

    fn unlike_release(&mut self, url: &Url, class: Class, seen: &Glimpse) {
        if self.unlike.len() < MOST_EVIDENCE {
            self.unlike.push(Evidence {
                url: Some(url.to_string()),
                class: Some(class),
                missing: Vec::new(),
                glimpse: seen.clone(),
            });
        }
    }

    fn wrote(&mut self, written: &Written, began: Timestamp) {
        self.with_errors += u64::from(!written.ok);
        self.coverage.add(&written.filled);
        let today = began.to_zoned_datetime(TimeZone::UTC).date();
        let is_recent = written
            .published_on
            .and_then(|day| day.until(today).ok())
            .is_none_or(|span| span.get_days() <= RECENT);
        if is_recent {
            self.recent.add(&written.filled);
        }
    }

    /// Takes an alert that visits met; of several with one key the first, with what the
    /// others show.
    fn meet(&mut self, alert: &Alert) {
        let known = self.met.entry(alert.key());
        known
            .and_modify(|known| {
                let free = MOST_EVIDENCE.saturating_sub(known.evidence.len());
                known
                    .evidence
                    .extend(alert.evidence.iter().take(free).cloned());
            })
            .or_insert_with(|| alert.clone());
    }

    /// Ends its audits. Of the runs before, the last knows what still stands.
    fn audit(&mut self, run: &str, profile: &Profile, history: &[RunSummary]) {
        let held = self.held;
        let before = history.first().map(|run| &run.failed_audits);
        let mut alerts = Vec::new();
        for source in &profile.sources {
            let Some(report) = self.sources.get_mut(source.id.as_str()) else {
                continue;
            };
            let is_over = report.stopped.is_some() && report.closed.is_none();
            let Some(audit) = &mut report.audit else {
                continue;
            };
            audit.complete = audit.is_done() && is_over && report.goes_on.is_none();
            let before = before.and_then(|failed| failed.get(source.id.as_str()));
            audit.end(run, source, held, before);
            alerts.extend(audit.alert(run, source));
        }
        for alert in alerts {
            self.meet(&alert);
        }
    }

    /// What stands of its audits, by source.
    fn failed_audits(&self) -> BTreeMap<String, FailedAudit> {
        let sources = self.sources.iter();
        sources
            .filter_map(|(id, source)| {
                let failed = source.audit.as_ref()?.failed.clone()?;
                Some((id.clone(), failed))
            })
            .collect()
    }

    /// Whether no source answered, and not for want of budget.
    pub(super) fn is_failing(&self) -> bool {
        let walked = || {
            self.sources
                .values()
                .filter(|source| source.audit.is_none())
        };
        let is_read = walked().any(|source| source.pages > 0);
        !is_read && walked().any(SourceReport::is_unreachable)
    }

    fn source(&mut self, id: &str) -> &mut SourceReport {
        self.sources.entry(id.to_owned()).or_default()
    }
}

impl CanaryReport {
    fn saw(&mut self, url: &Url, sighting: &Sighting) {
        match sighting {
            Sighting::Whole => self.whole += 1,
            Sighting::Replaced => self.replaced += 1,
            Sighting::Less { fields, seen } => {
                self.less += 1;
                self.lost.push(Evidence {
                    url: Some(url.to_string()),
                    class: None,
                    missing: fields.clone(),
                    glimpse: (**seen).clone(),
                });
            }
        }
    }
}

/// Releases published within so many days are of the present, for comparing run with run.
const RECENT: i32 = 180;

#[expect(
    clippy::cast_precision_loss,
    reason = "a share of at most a few million records"
)]
fn is_too_many(with_errors: u64, new: u64) -> bool {
    new > 0 && with_errors as f64 > ERROR_SHARE * new as f64
}

fn errors(newsroom: &Newsroom) -> Alert {
    let message = format!(
        "{} of {} new records have errors; see problems.jsonl",
        newsroom.new_with_errors, newsroom.new
    );
    Alert::new(AlertKind::Errors, message)
}
