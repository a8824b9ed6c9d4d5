//! `--since`: this run takes only what was published from a day on.
//!
//! Nothing is forgotten by it: what is older is left for runs without it, just as if the
//! budget had ended there. A first walk goes on where the rows became too old.

use jiff::civil::Date;

use super::CrawlError;
use super::commit::Finished;
use super::ending::{Ended, Visit};
use super::event::Event;
use crate::discover;
use crate::frontier::{Frontier, Lease, Outcome};
use crate::profile::{Order, Profile};
use crate::target::{Period, SourceId};

/// How far back one newsroom's run goes.
pub(super) struct Since {
    day: Option<Date>,
    /// The sources whose walk has come to older rows.
    passed: Vec<SourceId>,
}

impl Since {
    pub(super) fn new(day: Option<Date>) -> Self {
        Self {
            day,
            passed: Vec::new(),
        }
    }

    /// Whether a target is older than this run goes back. A release whose row has no date is
    /// not: only its page can tell.
    pub(super) async fn is_passed<R: Frontier>(
        &self,
        frontier: &R,
        profile: &Profile,
        lease: &Lease,
    ) -> Result<bool, CrawlError> {
        let Some(since) = self.day else {
            return Ok(false);
        };
        let target = &lease.target;
        if let Some(step) = &target.step {
            let is_over = |period: Period| period.last_day().is_some_and(|day| day < since);
            let is_below = step.page > 0 && self.passed.contains(&target.source);
            return Ok(is_below || step.period.is_some_and(is_over));
        }
        let held = match &lease.gave {
            Some(id) => frontier.held(&target.profile, id).await?,
            None => None,
        };
        let by_row = || discover::row_day(profile, target.teaser.as_ref()?);
        let day = match held {
            Some(held) => held.published_on,
            None => by_row(),
        };
        Ok(day.is_some_and(|day| day < since))
    }

    /// Hears what a page of a list showed.
    pub(super) fn hear(&mut self, profile: &Profile, ended: &Ended) {
        let source = &ended.finished.settlement.lease.target.source;
        let is_ordered = profile
            .source(source)
            .is_some_and(|source| source.order == Order::Newest);
        let shown = ended.finished.settlement.shown.as_ref();
        let newest = shown.and_then(|shown| shown.newest);
        if is_ordered
            && let (Some(since), Some(newest)) = (self.day, newest)
            && newest < since
            && !self.passed.contains(source)
        {
            self.passed.push(source.clone());
        }
    }

    /// The end of a visit that is left for a run that goes back further.
    pub(super) fn leave(lease: Lease) -> Finished {
        let mut visit = Visit::begin(lease);
        if visit.lease.target.kind.is_source() {
            visit.tell(Event::WalkEnded {
                org: visit.lease.target.profile.clone(),
                source: visit.lease.target.source.clone(),
                why: "what is below is older than --since; it is left for other runs".to_owned(),
            });
        }
        visit.end(Outcome::NextRun).finished
    }
}
