//! How much of a run second looks may take.
//!
//! An archive of 30,000 releases that is looked at twice a year makes 160 second looks due
//! every day, and after a week without a run a thousand. They come after all news, and take
//! at most half of what a source's budget allows, so that a backlog is worked off over days
//! and no server is asked as much as it may be on every single one.

use std::collections::HashMap;

use super::ending::Ended;
use super::event::Event;
use super::{Plan, Profile};
use crate::target::SourceId;

/// The requests of one newsroom's run that were second looks.
pub(super) struct SecondLooks {
    /// For each source; `None` for no limit.
    allowed: Option<u64>,
    spent: HashMap<SourceId, u64>,
}

impl SecondLooks {
    pub(super) fn new(plan: &Plan, profile: &Profile) -> Self {
        let budget = plan.max_requests.unwrap_or(profile.politeness.max_requests);
        // A run that is to look at everything may use all of its budget for that.
        let is_bounded = budget > 0 && !plan.full;
        Self {
            allowed: is_bounded.then(|| (budget / 2).max(1)),
            spent: HashMap::new(),
        }
    }

    /// Hears of a visit; gives the source when its second looks are over for this run. What
    /// else there was to do for it was done before.
    pub(super) fn hear(&mut self, ended: &Ended) -> Option<SourceId> {
        let lease = &ended.finished.settlement.lease;
        let allowed = self.allowed?;
        if lease.target.kind.is_source() || lease.visited_at.is_none() {
            return None;
        }
        let events = ended.finished.events.iter();
        let requests = events.filter(|event| matches!(event, Event::Exchanged { .. }));
        let spent = self.spent.entry(lease.target.source.clone()).or_default();
        *spent += requests.count() as u64;
        (*spent >= allowed).then(|| lease.target.source.clone())
    }
}
