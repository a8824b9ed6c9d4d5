//! Replay: the visits of captures are made again, by the engine that made them.
//!
//! An archive answers instead of the web, a frontier in memory knows what was visited, and
//! everything in between is what a crawl does. So the same captures under the same profiles
//! give the same lines, revisions, conflicts and "gone" included.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use super::decoys::Decoys;
use super::ending::{Ended, put_back};
use super::suspicion::Suspicion;
use super::{Crawl, CrawlError, Listener, Plan, commit, visit};
use crate::archive::{PastVisit, Recorded};
use crate::frontier::{Frontier, Lease, Memory};
use crate::profile::Profile;
use crate::readers::Readers;
use crate::sink::Sink;
use crate::target::{ProfileId, Target};

/// Makes past visits again, one after the other.
pub struct Replay<S> {
    crawl: Crawl<Recorded, Memory, S>,
    plan: Plan,
    run: Option<String>,
    newsrooms: BTreeMap<ProfileId, Newsroom>,
}

/// What one run remembers of a newsroom while it goes on.
struct Newsroom {
    decoys: Decoys,
    suspicion: Suspicion,
    /// Visits under way that never came to count, by their lease.
    unsettled: HashSet<i64>,
}

impl<S: Sink> Replay<S> {
    /// Begins with an empty state; records go to `sink`.
    pub fn new(sink: S, listener: Listener, max_url: usize) -> Self {
        Self {
            crawl: Crawl {
                fetch: Recorded::default(),
                frontier: Memory::new(),
                sink,
                captures: None,
                listener,
                readers: Readers::default(),
            },
            plan: Plan {
                profiles: Vec::new(),
                reread: false,
                max_url,
                limit: None,
                since: None,
                full: false,
                accept_changes: false,
                max_requests: None,
            },
            run: None,
            newsrooms: BTreeMap::new(),
        }
    }

    /// Makes a visit again, in the order of the captures.
    ///
    /// # Errors
    /// When records cannot be kept.
    pub async fn visit(
        &mut self,
        profile: &Arc<Profile>,
        past: PastVisit,
    ) -> Result<(), CrawlError> {
        let PastVisit {
            run,
            facts,
            is_settled,
            pointer: _,
            answer,
            stored: _,
        } = past;
        if self.run.as_ref() != Some(&run) {
            self.end_run().await?;
            self.crawl.frontier.begin(facts.ended).await?;
            self.run = Some(run);
        }
        let org = profile.id.clone();
        let newsroom = self.newsrooms.entry(org.clone());
        newsroom.or_insert_with(|| Newsroom {
            decoys: Decoys::default(),
            suspicion: Suspicion::new(facts.trusts),
            unsettled: HashSet::new(),
        });
        let offers = vec![facts.target.clone()];
        self.crawl.frontier.offer(offers, facts.ended).await?;
        let Some(lease) = self.take(&facts.target).await? else {
            return Ok(());
        };
        let lease = Lease {
            canary: facts.canary,
            ..lease
        };
        if !is_settled && let Some(newsroom) = self.newsrooms.get_mut(&org) {
            newsroom.unsettled.insert(lease.ticket);
        }
        self.crawl.fetch.answer_with(answer);
        let ended = visit::visit(&self.crawl, &self.plan, profile, lease, facts.ended).await?;
        let ready = match self.newsrooms.get_mut(&org) {
            Some(newsroom) => newsroom.decoys.hear(ended),
            None => vec![ended],
        };
        self.weigh(&org, ready).await
    }

    /// The captures are at their end: what was kept back is decided.
    ///
    /// # Errors
    /// When records cannot be kept.
    pub async fn end(mut self) -> Result<S, CrawlError> {
        self.end_run().await?;
        Ok(self.crawl.sink)
    }

    /// A target that is kept back was let go before it was visited again.
    async fn take(&mut self, target: &Target) -> Result<Option<Lease>, CrawlError> {
        let Target { profile, key, .. } = target;
        for step in [Self::release, Self::decide] {
            if let Some(lease) = self.crawl.frontier.take(profile, key).await? {
                return Ok(Some(lease));
            }
            let ready = step(self, profile);
            self.commit(profile, ready).await?;
        }
        Ok(self.crawl.frontier.take(profile, key).await?)
    }

    async fn end_run(&mut self) -> Result<(), CrawlError> {
        let orgs: Vec<ProfileId> = self.newsrooms.keys().cloned().collect();
        for org in orgs {
            let ready = self.release(&org);
            self.commit(&org, ready).await?;
            let ready = self.decide(&org);
            self.commit(&org, ready).await?;
        }
        self.newsrooms.clear();
        Ok(())
    }

    async fn weigh(&mut self, org: &ProfileId, ready: Vec<Ended>) -> Result<(), CrawlError> {
        let ready = self.weighed(org, ready);
        self.commit(org, ready).await
    }

    fn weighed(&mut self, org: &ProfileId, ready: Vec<Ended>) -> Vec<Ended> {
        match self.newsrooms.get_mut(org) {
            Some(newsroom) => {
                let ready = ready.into_iter();
                ready
                    .flat_map(|ended| newsroom.suspicion.weigh(ended))
                    .collect()
            }
            None => ready,
        }
    }

    /// Lets go what may have been decoys.
    fn release(&mut self, org: &ProfileId) -> Vec<Ended> {
        let released = match self.newsrooms.get_mut(org) {
            Some(newsroom) => newsroom.decoys.release(),
            None => Vec::new(),
        };
        self.weighed(org, released)
    }

    /// Decides what was held back to the end of the run.
    fn decide(&mut self, org: &ProfileId) -> Vec<Ended> {
        match self.newsrooms.get_mut(org) {
            Some(newsroom) => newsroom.suspicion.decide(),
            None => Vec::new(),
        }
    }

    async fn commit(&mut self, org: &ProfileId, ready: Vec<Ended>) -> Result<(), CrawlError> {
        for ended in ready {
            let ticket = ended.finished.settlement.lease.ticket;
            let newsroom = self.newsrooms.get_mut(org);
            let counts = !newsroom.is_some_and(|newsroom| newsroom.unsettled.remove(&ticket));
            let ended = if counts { ended } else { put_back(ended) };
            commit::keep_one(&self.crawl, ended.finished).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
