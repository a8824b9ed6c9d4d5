//! How a visit ends: what is settled, written and told.

use std::time::Duration;

use jiff::Timestamp;
use url::Url;

use super::commit::Finished;
use super::revision::{self, Verdict};
use super::visit::{Reading, Visit};
use super::{Crawl, CrawlError, Event, Plan, Visited, schedule};
use crate::discover::{self, Facts, Next, Skipped};
use crate::extract::Unreadable;
use crate::fetch::{Exchange, Fetch, FetchError, Refusal, RefusalScope, Request};
use crate::frontier::{Frontier, Lease, Outcome, Settlement, Standing, Walk};
use crate::page::Validators;
use crate::problem::{Class, Problem};
use crate::profile::{Profile, Source};
use crate::record::Severity;
use crate::sink::Sink;
use crate::target::{PageKind, ProfileId, Step, Target};

/// How long a page in another language than the newsroom's is left alone.
const TRANSLATION_REVISIT: Duration = Duration::from_secs(180 * 24 * 3600);

/// The end of a visit, as it takes shape.
pub(super) struct End {
    pub(super) lease: Lease,
    org: ProfileId,
    events: Vec<Event>,
    attempts: u32,
    at: Timestamp,
}

impl End {
    pub(super) fn new(lease: Lease, profile: &Profile) -> Self {
        Self {
            lease,
            org: profile.id.clone(),
            events: Vec::new(),
            attempts: 0,
            at: Timestamp::now(),
        }
    }

    pub(super) fn source(&self, profile: &Profile) -> Option<Source> {
        profile
            .source(&self.lease.target.source)
            .or_else(|| {
                // A release outlives the source that announced it; a listing page does not.
                (self.lease.target.kind == PageKind::Release)
                    .then(|| profile.sources.first())
                    .flatten()
            })
            .cloned()
    }

    pub(super) fn request(&self, profile: &Profile) -> Request {
        let target = &self.lease.target;
        Request {
            url: target.url.clone(),
            profile: profile.id.clone(),
            source: target.source.clone(),
            politeness: profile.politeness.clone(),
            hosts: profile.hosts.allowed.clone(),
            // A listing that is "not modified" would leave its walk without rows to go by.
            validators: match target.kind {
                PageKind::Release => self.lease.validators.clone(),
                PageKind::Listing => Validators::default(),
            },
        }
    }

    pub(super) fn exchanged(&mut self, exchanges: Vec<Exchange>) {
        self.at = Timestamp::now();
        self.attempts = u32::try_from(exchanges.len()).unwrap_or(u32::MAX);
        let source = self.lease.target.source.clone();
        let org = self.org.clone();
        self.events
            .extend(exchanges.into_iter().map(|exchange| Event::Exchanged {
                org: org.clone(),
                source: source.clone(),
                exchange,
            }));
    }

    fn settle(self, outcome: Outcome) -> Visit {
        Visit {
            finished: Finished {
                settlement: Settlement {
                    lease: self.lease,
                    outcome,
                    validators: None,
                    held: None,
                    offers: Vec::new(),
                    walk: None,
                },
                records: Vec::new(),
                events: self.events,
            },
            closes: None,
        }
    }

    fn problem(&mut self, class: Class, message: impl Into<String>) {
        let url = self.lease.target.url.to_string();
        self.problem_at(url, class, message);
    }

    fn problem_at(&mut self, url: String, class: Class, message: impl Into<String>) {
        self.events.push(Event::Failed(Problem {
            url,
            org: self.org.to_string(),
            source: Some(self.lease.target.source.to_string()),
            class,
            message: message.into(),
            attempts: self.attempts,
            at: self.at,
        }));
    }

    fn visited(&mut self, result: Visited) {
        self.events.push(Event::Visited {
            org: self.org.clone(),
            url: self.lease.target.url.clone(),
            result,
        });
    }

    pub(super) fn retired(self, why: &str) -> Visit {
        tracing::debug!(url = %self.lease.target.url, why, "target retired");
        self.settle(Outcome::Retired)
    }

    fn later(self) -> Visit {
        let after = schedule::retry(self.lease.failures);
        self.settle(Outcome::Later { after })
    }

    pub(super) async fn unchanged<F: Fetch, R: Frontier, S: Sink>(
        mut self,
        profile: &Profile,
        crawl: &Crawl<F, R, S>,
    ) -> Result<Visit, CrawlError> {
        self.visited(Visited::Unchanged);
        let held = match &self.lease.gave {
            Some(id) => crawl.frontier.held(&profile.id, id).await?,
            None => None,
        };
        let revisit = Some(schedule::revisit(
            held.and_then(|held| held.published_on),
            self.at,
        ));
        Ok(self.settle(Outcome::Done { revisit }))
    }

    /// 404 or 410: how many sites end their pager; for a release, a problem.
    pub(super) async fn missing<F: Fetch, R: Frontier, S: Sink>(
        mut self,
        status: u16,
        profile: &Profile,
        source: &Source,
        crawl: &Crawl<F, R, S>,
    ) -> Result<Visit, CrawlError> {
        let class = if status == 410 {
            Class::Gone
        } else {
            Class::NotFound
        };
        match self.lease.target.step.clone() {
            Some(step) if step.page > 0 => {
                let walk = crawl.frontier.walk(&profile.id, &source.id).await?;
                let next = discover::after_missing_page(&step, &walk);
                Ok(self.walked(next, walk, &step, Vec::new()))
            }
            Some(_) => {
                let message = format!("the listing itself answers {status}: its address changed");
                Ok(self.close(class, message, Outcome::Done { revisit: None }))
            }
            None => {
                self.problem(class, format!("the server answers {status}"));
                Ok(self.later())
            }
        }
    }

    /// Leaves the whole source for this run.
    fn close(mut self, class: Class, message: String, outcome: Outcome) -> Visit {
        let source = self.lease.target.source.clone();
        self.problem(class, message.clone());
        self.events.push(Event::Closed {
            org: self.org.clone(),
            source: source.clone(),
            class,
            message,
        });
        Visit {
            closes: Some(source),
            ..self.settle(outcome)
        }
    }

    pub(super) fn refused(mut self, refusal: Refusal) -> Visit {
        match (refusal.scope, self.lease.target.kind) {
            (RefusalScope::Source | RefusalScope::Host, _) => {
                self.close(refusal.class, refusal.message, Outcome::Returned)
            }
            (RefusalScope::Address, PageKind::Listing) => self.close(
                refusal.class,
                refusal.message,
                Outcome::Done { revisit: None },
            ),
            (RefusalScope::Address, PageKind::Release) => {
                self.problem(refusal.class, refusal.message);
                self.later()
            }
        }
    }

    /// A listing page that fails ends its walk for this run and stays where the walk goes on.
    pub(super) fn failed_to_fetch(mut self, error: FetchError) -> Visit {
        match self.lease.target.kind {
            PageKind::Listing => self.close(error.class, error.message, Outcome::Returned),
            PageKind::Release => {
                self.problem(error.class, error.message);
                self.later()
            }
        }
    }

    pub(super) async fn listed<F: Fetch, R: Frontier, S: Sink>(
        mut self,
        read: Result<(Option<Url>, discover::Listing), Unreadable>,
        profile: &Profile,
        source: &Source,
        crawl: &Crawl<F, R, S>,
    ) -> Result<Visit, CrawlError> {
        let (url, listing) = match read {
            Ok(read) => read,
            Err(Unreadable { class, message }) => {
                return Ok(self.close(class, message, Outcome::Returned));
            }
        };
        let step = self.lease.target.step.clone().unwrap_or_default();
        let walk = crawl.frontier.walk(&profile.id, &source.id).await?;
        let keys = listing
            .releases
            .iter()
            .map(|target| target.key.clone())
            .collect();
        let standings = crawl.frontier.standing(&profile.id, keys).await?;
        for Skipped {
            url,
            class,
            message,
        } in listing.failed
        {
            self.problem_at(url, class, message);
        }
        self.events.push(Event::Listed {
            org: self.org.clone(),
            source: source.id.clone(),
            page: step.page,
            rows: listing.rows,
            new: standings
                .iter()
                .filter(|standing| **standing == Standing::New)
                .count(),
            skipped: listing.skipped,
        });
        let facts = Facts {
            url,
            rows: listing.rows,
            fingerprint: listing.fingerprint,
            all_settled: standings
                .iter()
                .all(|standing| *standing == Standing::Settled),
            all_known: standings.iter().all(|standing| *standing != Standing::New),
            newest: listing.newest,
            next_link: listing.next_link,
        };
        let next = discover::next_page(profile, source, &step, &facts, &walk, self.at);
        Ok(self.walked(next, walk, &step, listing.releases))
    }

    fn walked(mut self, next: Next, walk: Walk, step: &Step, mut offers: Vec<Target>) -> Visit {
        let org = self.org.clone();
        let source = self.lease.target.source.clone();
        let mut walk = walk;
        if !offers.is_empty() {
            walk.deepest = walk.deepest.max(step.page + 1);
        }
        match next {
            Next::Page(target) => offers.push(*target),
            Next::Stop { complete, why } => {
                walk.complete |= complete && !step.head;
                self.events.push(Event::WalkEnded { org, source, why });
            }
            Next::Drift(what) => {
                self.problem(Class::Empty, what.clone());
                self.events.push(Event::Drifted { org, what });
            }
        }
        let mut visit = self.settle(Outcome::Done { revisit: None });
        visit.finished.settlement.offers = offers;
        visit.finished.settlement.walk = Some(walk);
        visit
    }

    pub(super) async fn read<F: Fetch, R: Frontier, S: Sink>(
        mut self,
        read: Reading,
        validators: Validators,
        profile: &Profile,
        plan: &Plan,
        crawl: &Crawl<F, R, S>,
    ) -> Result<Visit, CrawlError> {
        let record = match read {
            Reading::Record(record) => record,
            Reading::Translation => {
                self.visited(Visited::Translation);
                return Ok(self.settle(Outcome::Done {
                    revisit: Some(TRANSLATION_REVISIT),
                }));
            }
            Reading::Rejected(class, message) => {
                self.problem(class, message);
                return Ok(self.later());
            }
        };
        let day = record.published_on;
        let held = crawl.frontier.held(&profile.id, &record.id).await?;
        for issue in record
            .issues
            .iter()
            .filter(|issue| issue.severity == Severity::Error)
        {
            let class = if issue.code.starts_with("date.") {
                Class::BadDate
            } else {
                Class::MissingFields
            };
            self.problem(
                class,
                format!("recorded with an error: {}: {}", issue.code, issue.message),
            );
        }
        let (now_held, records) = match revision::judge(
            *record,
            held.as_ref(),
            self.lease.gave.as_deref(),
        ) {
            Verdict::New(record) => {
                self.visited(Visited::New(record.clone()));
                (revision::held(&record), vec![*record])
            }
            Verdict::Content(record) => {
                self.visited(Visited::Changed(record.clone()));
                (revision::held(&record), vec![*record])
            }
            Verdict::Reread(record) => {
                self.visited(Visited::Reread {
                    written: plan.reread,
                });
                let held = revision::held(&record);
                (
                    held,
                    if plan.reread {
                        vec![*record]
                    } else {
                        Vec::new()
                    },
                )
            }
            Verdict::Same(held) => {
                self.visited(Visited::Unchanged);
                (*held, Vec::new())
            }
            Verdict::Conflict { title } => {
                self.problem(Class::Trap, format!("id.conflict: another release, titled {title:?}, already has this id; check [urls] item_id"));
                return Ok(self.later());
            }
        };
        let revisit = Some(schedule::revisit(day, self.at));
        let mut visit = self.settle(Outcome::Done { revisit });
        visit.finished.settlement.validators = Some(validators);
        visit.finished.settlement.held = Some(now_held);
        visit.finished.records = records;
        Ok(visit)
    }
}
