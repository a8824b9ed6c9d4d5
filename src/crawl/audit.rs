//! Audits: what a source says exists, compared with what is held. Nothing of it is fetched.
//!
//! A sitemap names 4,100 releases; 4,000 are held, 60 gave no record, and 40 are not known at
//! all: the listing that is walked leaves something out, or the sitemap names too much.

use std::hash::{DefaultHasher, Hash, Hasher};

use jiff::{SignedDuration, Timestamp};

use super::{Event, newsroom};
use crate::frontier::{Account, Frontier, FrontierError};
use crate::profile::{Profile, Role, Source};
use crate::target::{SourceId, Target};

/// One release that an audited source announces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    /// A hash of its key: a release that two pages announce is one.
    pub key: u64,
    /// What is known of it.
    pub account: Account,
    /// Its address, where that is worth telling.
    pub url: Option<Box<str>>,
}

/// The audited sources of one newsroom's run: they are read last, when all that could be
/// fetched is held.
pub(super) struct Audits {
    closed: Vec<SourceId>,
    is_opened: bool,
}

impl Audits {
    pub(super) fn of(profile: &Profile) -> Self {
        let sources = profile.sources.iter().filter(|source| is_audit(source));
        Self {
            closed: sources.map(|source| source.id.clone()).collect(),
            is_opened: false,
        }
    }

    /// The sources that are left for now, with those that are left for the run.
    pub(super) fn closed(&self, others: &[SourceId]) -> Vec<SourceId> {
        others.iter().chain(&self.closed).cloned().collect()
    }

    /// Lets the audited sources be read that are due, and says which; none when they are open
    /// already, or there are none. `left` are the sources that are left for the run.
    pub(super) async fn open<'p, R: Frontier>(
        &mut self,
        frontier: &R,
        profile: &'p Profile,
        left: &[SourceId],
        now: Timestamp,
    ) -> Result<Opened<'p>, FrontierError> {
        let mut opened = Opened::default();
        if self.closed.is_empty() || self.is_opened {
            return Ok(opened);
        }
        self.is_opened = true;
        let mut due = Vec::new();
        for source in &profile.sources {
            let Role::Audit { every, .. } = source.role else {
                continue;
            };
            let walk = frontier.walk(&profile.id, &source.id).await?;
            let pause = SignedDuration::try_from(every).unwrap_or(SignedDuration::MAX);
            let is_due = walk
                .ended_at
                .is_none_or(|ended| now.duration_since(ended) >= pause);
            if is_due {
                due.push(source);
            } else {
                opened.put_off(profile, source, "not due yet: see `every`");
            }
        }
        if may_be_found(frontier, profile, left).await? {
            for source in due {
                let why = "put off: not all that the other sources announce was visited yet";
                opened.put_off(profile, source, why);
            }
            return Ok(opened);
        }
        self.closed
            .retain(|closed| !due.iter().any(|source| source.id == *closed));
        opened.due = due;
        Ok(opened)
    }
}

/// Which audits are made, and what is to be told of the others.
#[derive(Default)]
pub(super) struct Opened<'p> {
    pub(super) due: Vec<&'p Source>,
    pub(super) told: Vec<Event>,
}

impl Opened<'_> {
    fn put_off(&mut self, profile: &Profile, source: &Source, why: &str) {
        self.told.push(Event::WalkEnded {
            org: profile.id.clone(),
            source: source.id.clone(),
            why: why.to_owned(),
        });
    }
}

/// Whether what would be missing may still be found: a walk that has never been to its end, a
/// source that was left in this run, a release that nobody tried to visit. One that is visited
/// in vain, run after run, holds no audit up.
async fn may_be_found<R: Frontier>(
    frontier: &R,
    profile: &Profile,
    left: &[SourceId],
) -> Result<bool, FrontierError> {
    for source in &profile.sources {
        if is_audit(source) {
            continue;
        }
        let is_walked = |event: &Event| matches!(event, Event::Walked { complete: true, .. });
        let walked = newsroom::walked(frontier, profile, source).await?;
        if left.contains(&source.id) || !walked.iter().any(is_walked) {
            return Ok(true);
        }
    }
    Ok(frontier.untried(&profile.id).await? > 0)
}

/// Whether a source is only compared with what is held.
pub(super) fn is_audit(source: &Source) -> bool {
    match source.role {
        Role::Discover => false,
        Role::Audit { .. } => true,
    }
}

/// Takes the releases out of what a page of an audited source announces, and tells what is
/// known of them; further pages of the source stay.
pub(super) async fn compare<R: Frontier>(
    frontier: &R,
    profile: &Profile,
    source: &Source,
    total: Option<u64>,
    offers: Vec<Target>,
) -> Result<(Vec<Target>, Event), FrontierError> {
    let (pages, releases): (Vec<Target>, Vec<Target>) =
        offers.into_iter().partition(|offer| offer.kind.is_source());
    let keys = releases.iter().map(|target| target.key.clone()).collect();
    let accounts = frontier.accounts(&profile.id, keys).await?;
    let claims = releases.into_iter().zip(accounts);
    let claims = claims.map(|(target, account)| {
        let mut hasher = DefaultHasher::new();
        target.key.hash(&mut hasher);
        let is_missing = match account {
            Account::Unknown | Account::LeftOut(_) => true,
            Account::Waiting | Account::Held | Account::Gone => false,
        };
        Claim {
            key: hasher.finish(),
            account,
            url: is_missing.then(|| String::from(target.url).into_boxed_str()),
        }
    });
    let event = Event::Audited {
        org: profile.id.clone(),
        source: source.id.clone(),
        total,
        claims: claims.collect(),
    };
    Ok((pages, event))
}
