//! How a visit ends: what is settled and what is told of it, whatever kind of page it was.
//!
//! `/press/48333` answers 500: the visit ends with a problem, and the page is due again in
//! an hour. The listing itself answers 500: the whole source is left for this run.

use std::time::Duration;

use jiff::Timestamp;
use url::Url;

use super::commit::Finished;
use super::decoys::Unvouched;
use super::suspicion::Look;
use super::{
    Crawl, CrawlError, Event, Plan, Visited, listing, missing, release, schedule, sitemap,
};
use crate::alert::Glimpse;
use crate::discover;
use crate::extract::Unreadable;
use crate::fetch::{Asking, Exchange, Fetch, Refusal, RefusalScope, Request};
use crate::frontier::{Canary, Frontier, Lease, Outcome, Settlement};
use crate::page::Validators;
use crate::problem::{Class, Problem};
use crate::profile::{Profile, Source};
use crate::record::text::{line, told, without_credentials};
use crate::sink::Sink;
use crate::target::{PageKind, SourceId};

/// A visit under way: where, and what is to be told of it once it is settled.
pub(super) struct Visit {
    pub(super) lease: Lease,
    /// When the answer came.
    pub(super) at: Timestamp,
    /// What was found of it, where it is a canary.
    pub(super) canary: Canary,
    /// What its page shows, where it is a canary.
    pub(super) seen: Option<Glimpse>,
    events: Vec<Event>,
    attempts: u32,
}

/// A visit that is over.
pub(super) struct Ended {
    pub(super) finished: Finished,
    /// The source is left for this run.
    pub(super) closes: Option<SourceId>,
    /// The whole newsroom is left for this run.
    pub(super) rests: bool,
    /// Why the page gave nothing.
    pub(super) failed: Option<Class>,
    /// What speaks against writing what it gave at once.
    pub(super) unvouched: Option<Unvouched>,
    /// What a look at a held release found.
    pub(super) look: Option<Look>,
}

impl Visit {
    pub(super) fn begin(lease: Lease) -> Self {
        Self {
            lease,
            at: Timestamp::now(),
            canary: Canary::AsBefore,
            seen: None,
            events: Vec::new(),
            attempts: 0,
        }
    }

    /// The source that announced the target.
    pub(super) fn source<'p>(&self, profile: &'p Profile) -> Option<&'p Source> {
        let target = &self.lease.target;
        // A release outlives the source that announced it; a page of the source does not.
        let heir = profile.main_source().filter(|_| !target.kind.is_source());
        profile.source(&target.source).or(heir)
    }

    /// What to ask for; `anew` where an answer "not modified" would be of no use.
    pub(super) fn request(&self, profile: &Profile, anew: bool, plan: &Plan) -> Request {
        let target = &self.lease.target;
        // A source page that is "not modified" shows what it showed, as far as that is known:
        // to another profile or version it may show something else. A release page is read
        // anew only on request.
        let would_do = if target.kind.is_source() {
            let reader = profile.reader();
            self.lease.shown.is_some() && self.lease.read_by.as_ref() == Some(&reader)
        } else {
            true
        };
        Request {
            url: target.url.clone(),
            profile: profile.id.clone(),
            source: target.source.clone(),
            politeness: profile.politeness.clone(),
            hosts: profile.hosts.allowed.clone(),
            validators: if would_do && !anew {
                self.lease.validators.clone()
            } else {
                Validators::default()
            },
            kind: target.kind,
            keep: false,
            visit: Some(Box::new(self.asking(plan))),
        }
    }

    /// What a capture tells of this visit.
    pub(super) fn asking(&self, plan: &Plan) -> Asking {
        Asking {
            target: self.lease.target.clone(),
            visited_at: self.lease.visited_at,
            failures: self.lease.failures,
            canary: self.lease.canary,
            trusts: plan.accept_changes,
        }
    }

    /// As [`request`](Self::request), for the document that has the release.
    pub(super) fn request_item(
        &self,
        profile: &Profile,
        anew: bool,
        plan: &Plan,
        url: Url,
    ) -> Request {
        Request {
            url,
            kind: PageKind::Json,
            ..self.request(profile, anew, plan)
        }
    }

    pub(super) fn exchanged(&mut self, exchanges: Vec<Exchange>) {
        // The moment of the answer, not of its reading: a replay of it gives the same.
        self.at = exchanges
            .last()
            .map_or_else(Timestamp::now, |exchange| exchange.ended);
        self.attempts = u32::try_from(exchanges.len()).unwrap_or(u32::MAX);
        for exchange in exchanges {
            let event = Event::Exchanged {
                org: self.lease.target.profile.clone(),
                source: self.lease.target.source.clone(),
                exchange,
            };
            self.tell(event);
        }
    }

    pub(super) fn tell(&mut self, mut event: Event) {
        // What a page or server said may stand in these.
        match &mut event {
            Event::Closed { message: text, .. } | Event::WalkEnded { why: text, .. } => {
                *text = told(text);
            }
            Event::Drifted { alert, .. } => alert.message = told(&alert.message),
            _ => {}
        }
        self.events.push(event);
    }

    pub(super) fn problem(&mut self, class: Class, message: impl Into<String>) {
        let url = self.lease.target.url.to_string();
        self.problem_at(url, class, message);
    }

    /// A problem with an address that this page names.
    pub(super) fn problem_at(&mut self, url: String, class: Class, message: impl Into<String>) {
        let problem = self.problem_of(url, class, message);
        self.events.push(Event::Failed(problem));
    }

    fn problem_of(&self, url: String, class: Class, message: impl Into<String>) -> Problem {
        Problem {
            url: line(&without_credentials(&url)),
            org: self.lease.target.profile.to_string(),
            source: Some(self.lease.target.source.to_string()),
            class,
            message: told(&message.into()),
            attempts: self.attempts,
            at: self.at,
        }
    }

    /// What was wrong with the page itself.
    fn own_problem(&self) -> Option<Class> {
        let url = self.lease.target.url.as_str();
        self.events.iter().rev().find_map(|event| match event {
            Event::Failed(problem) if problem.url == url => Some(problem.class),
            _ => None,
        })
    }

    pub(super) fn visited(&mut self, result: Visited) {
        self.events.push(Event::Visited {
            org: self.lease.target.profile.clone(),
            url: self.lease.target.url.clone(),
            result,
        });
    }

    /// Its page is another page of a release that is held.
    pub(super) fn alias_of(&mut self, id: &str) {
        self.events.push(Event::Alias {
            org: self.lease.target.profile.clone(),
            url: self.lease.target.url.clone(),
            id: id.to_owned(),
        });
    }

    /// Dateline itself failed on this page.
    pub(super) fn defect(&mut self) {
        self.events.push(Event::Defect {
            org: self.lease.target.profile.clone(),
            url: self.lease.target.url.clone(),
        });
    }

    /// Tells that the source could not be asked or walked in this run.
    fn source_failed(&mut self, class: Class, message: String) {
        self.events.push(Event::Closed {
            org: self.lease.target.profile.clone(),
            source: self.lease.target.source.clone(),
            class,
            message,
        });
    }

    pub(super) fn end(self, outcome: Outcome) -> Ended {
        let problem = self.own_problem();
        Ended {
            finished: Finished {
                settlement: Settlement {
                    lease: self.lease,
                    outcome,
                    validators: None,
                    read_by: None,
                    shown: None,
                    held: None,
                    offers: Vec::new(),
                    walk: None,
                    canary: self.canary,
                    problem,
                },
                records: Vec::new(),
                events: self.events,
            },
            closes: None,
            rests: false,
            failed: None,
            unvouched: None,
            look: None,
        }
    }

    /// The visit as it was before its page was read.
    fn again(ended: Ended) -> Self {
        let Finished {
            settlement, events, ..
        } = ended.finished;
        let mut visit = Self::begin(settlement.lease);
        for event in events {
            if let Event::Exchanged { exchange, .. } = &event {
                visit.at = exchange.ended;
                visit.attempts += 1;
                visit.events.push(event);
            }
        }
        visit
    }

    pub(super) fn end_for_later(self) -> Ended {
        let after = schedule::retry(self.lease.failures);
        self.end(Outcome::Later { after })
    }
}

impl Ended {
    /// The id of the release that the page gave.
    pub(super) fn held_id(&self) -> Option<String> {
        let held = self.finished.settlement.held.as_ref();
        held.map(|held| held.id.clone())
    }

    /// A problem with an address that the page named, found after the visit.
    pub(super) fn problem_at(&mut self, url: String, class: Class, message: String) {
        let target = &self.finished.settlement.lease.target;
        let exchanges = self.finished.events.iter().filter_map(|event| match event {
            Event::Exchanged { exchange, .. } => Some(exchange.ended),
            _ => None,
        });
        let problem = Problem {
            url,
            org: target.profile.to_string(),
            source: Some(target.source.to_string()),
            class,
            message,
            attempts: u32::try_from(exchanges.clone().count()).unwrap_or(u32::MAX),
            at: exchanges.max().unwrap_or_else(Timestamp::now),
        };
        self.finished.events.push(Event::Failed(problem));
    }
}

/// What a page gave is not believed after all: it gave nothing.
pub(super) fn taken_back(ended: Ended, class: Class, message: String) -> Ended {
    release::unread(Visit::again(ended), Unreadable { class, message })
}

/// What a page gave is to be read again: as if nobody had been there.
pub(super) fn put_back(ended: Ended) -> Ended {
    Visit::again(ended).end(Outcome::Returned)
}

/// A target that nobody wants any more.
pub(super) fn retired(visit: Visit, why: &str) -> Ended {
    tracing::debug!(url = %visit.lease.target.url, why, "target retired");
    visit.end(Outcome::Retired)
}

/// 404 or 410.
pub(super) async fn gone<F: Fetch, R: Frontier, S: Sink>(
    mut visit: Visit,
    status: u16,
    profile: &Profile,
    source: &Source,
    crawl: &Crawl<F, R, S>,
) -> Result<Ended, CrawlError> {
    let class = if status == 410 {
        Class::Gone
    } else {
        Class::NotFound
    };
    match visit.lease.target.step.clone() {
        Some(step) if step.depth > 0 => {
            visit.problem(class, format!("the sitemap answers {status}"));
            sitemap::passed(visit, profile, source, crawl).await
        }
        Some(step) if step.page > 0 || step.period.is_some() => {
            listing::missing(visit, &step, profile, source, crawl).await
        }
        Some(_) => {
            let message = format!("the source itself answers {status}: its address changed");
            Ok(leave_source(
                visit,
                class,
                message,
                Outcome::Done { revisit: None },
            ))
        }
        None => missing::missing(visit, status, class, crawl).await,
    }
}

/// We did not ask.
///
/// What holds for a host holds for the whole source only where its listing is on that host:
/// one link to a port where nobody listens must not stop a newsroom.
pub(super) fn refused(visit: Visit, refusal: Refusal, profile: &Profile, source: &Source) -> Ended {
    let Refusal {
        class,
        message,
        scope,
        until,
    } = refusal;
    let is_elsewhere = visit.lease.target.step.is_none()
        && discover::first_page(profile, source, None, false)
            .is_some_and(|first| first.url.origin() != visit.lease.target.url.origin());
    match scope {
        RefusalScope::Newsroom => rests(visit, message, until),
        RefusalScope::Host if is_elsewhere => without_its_host(visit, class, message, until),
        RefusalScope::Source | RefusalScope::Host => {
            leave_source(visit, class, message, Outcome::Returned)
        }
        RefusalScope::Address => without_its_host(visit, class, message, until),
    }
}

/// A page whose host, or that of its redirect, cannot be asked now. When it is known until
/// when, the page waits so long: it is not the page that failed.
fn without_its_host(
    mut visit: Visit,
    class: Class,
    message: String,
    until: Option<Timestamp>,
) -> Ended {
    let Some(until) = until else {
        return failed(visit, class, message);
    };
    let after = Duration::try_from(until.duration_since(visit.at)).unwrap_or_default();
    let url = visit.lease.target.url.clone();
    let left = Event::HostLeft {
        host: url.host_str().unwrap_or_default().to_owned(),
        until,
        problem: visit.problem_of(url.to_string(), class, message),
    };
    visit.tell(left);
    visit.end(Outcome::Postponed { after })
}

/// The newsroom's own hours are over.
fn rests(mut visit: Visit, message: String, until: Option<Timestamp>) -> Ended {
    visit.tell(Event::Rested {
        org: visit.lease.target.profile.clone(),
        until,
        message,
    });
    Ended {
        rests: true,
        ..visit.end(Outcome::Returned)
    }
}

/// The page gave nothing.
///
/// Without its first page a source is not to be had in this run. A page further down keeps
/// only the walk waiting: news are found above it, and it is tried again later. When it
/// fails again, what is below it cannot be had either, and that is told.
pub(super) fn failed(mut visit: Visit, class: Class, message: String) -> Ended {
    let step = visit.lease.target.step.as_ref();
    let ended = match step.map(|step| (step.page, step.period)) {
        None => {
            visit.problem(class, message);
            visit.end_for_later()
        }
        Some((0, None)) => leave_source(visit, class, message, Outcome::Returned),
        Some((page, _)) => {
            let why = format!(
                "page {} cannot be read ({class}); the walk goes on there later",
                page + 1
            );
            visit.problem(class, message.clone());
            visit.tell(Event::WalkEnded {
                org: visit.lease.target.profile.clone(),
                source: visit.lease.target.source.clone(),
                why,
            });
            if visit.lease.failures > 0 {
                visit.source_failed(class, format!("page {}: {message}", page + 1));
            }
            visit.end_for_later()
        }
    };
    Ended {
        failed: Some(class),
        ..ended
    }
}

/// Leaves the whole source for this run.
fn leave_source(mut visit: Visit, class: Class, message: String, outcome: Outcome) -> Ended {
    let source = visit.lease.target.source.clone();
    visit.problem(class, message.clone());
    visit.source_failed(class, message);
    Ended {
        closes: Some(source),
        ..visit.end(outcome)
    }
}
