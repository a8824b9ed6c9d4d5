//! When a target's turn comes.
//!
//! A release offered at nine is due at nine. Its visit fails: due again in ten minutes. Its
//! visit succeeds: settled, due for a second look in a week. Every frontier keeps these
//! values in its own way and changes them only here.

use std::time::Duration;

use jiff::Timestamp;

use super::Outcome;
use crate::target::{PageKind, Target};

/// What decides when a target is visited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Schedule {
    /// What is expected there.
    pub(super) kind: PageKind,
    /// Visited to the end, or given up for good.
    pub(super) settled: bool,
    /// Not before this moment; `None`: not by itself.
    pub(super) due: Option<Timestamp>,
    /// Visits that failed since the last that did not.
    pub(super) failures: u32,
    /// Its place in the order of all offers.
    pub(super) offer: i64,
    /// The offer that is being visited now; `None` when nobody is on the way, [`NEXT_RUN`]
    /// when nobody shall go there in this run.
    pub(super) leased: Option<i64>,
}

/// In the place of a lease: left for the next run. No offer has this number.
pub(super) const NEXT_RUN: i64 = 0;

/// Which targets come first among those that are due.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Turn {
    /// A release that was never visited to the end.
    News,
    /// A page of a list.
    Listing,
    /// A release that is looked at again.
    SecondLook,
}

impl Turn {
    /// In their order.
    pub(super) const ALL: [Self; 3] = [Self::News, Self::Listing, Self::SecondLook];
}

impl Schedule {
    /// A target offered for the first time.
    pub(super) fn offered(kind: PageKind, offer: i64, now: Timestamp) -> Self {
        Self {
            kind,
            settled: false,
            due: Some(moment(now)),
            failures: 0,
            offer,
            leased: None,
        }
    }

    /// A target that an output names and the state did not know.
    pub(super) fn adopted(kind: PageKind, offer: i64) -> Self {
        Self {
            kind,
            settled: true,
            due: None,
            failures: 0,
            offer,
            leased: None,
        }
    }

    pub(super) fn turn(&self) -> Turn {
        match (self.kind.is_source(), self.settled) {
            (false, false) => Turn::News,
            (true, _) => Turn::Listing,
            (false, true) => Turn::SecondLook,
        }
    }

    /// A known target is offered again: news for a source page, unless it is said to be as it
    /// was; for a release only when it is said to be changed.
    pub(super) fn offer_again(&mut self, offer: i64, said: Said, now: Timestamp) {
        match (self.kind.is_source(), said) {
            (false, Said::Changed) => self.changed(now),
            (false, Said::Nothing | Said::Unchanged) => {}
            (true, Said::Unchanged) if self.settled => {}
            (true, Said::Nothing | Said::Unchanged | Said::Changed) => {
                self.settled = false;
                self.due = Some(moment(now));
                self.offer = offer;
            }
        }
    }

    /// Its source says that it was changed after the last visit.
    pub(super) fn changed(&mut self, now: Timestamp) {
        if self.settled {
            self.look_again(moment(now));
        }
    }

    /// Due at this moment, if not before.
    pub(super) fn look_again(&mut self, at: Timestamp) {
        self.due = Some(self.due.map_or(at, |due| due.min(at)));
    }

    /// Due before all others of its turn.
    pub(super) fn comes_first(&mut self) {
        self.due = Some(Timestamp::UNIX_EPOCH);
    }

    /// Somebody is on the way there.
    pub(super) fn is_leased(&self) -> bool {
        self.leased.is_some_and(|offer| offer != NEXT_RUN)
    }

    /// Somebody goes there.
    pub(super) fn lease(&mut self) {
        self.leased = Some(self.offer);
    }

    /// A new run begins. Where the run that went there was killed, the target queues up behind
    /// the others, so that a page that kills its reader does so last.
    pub(super) fn free(&mut self, now: Timestamp) {
        if self.is_leased() {
            self.due = Some(moment(now));
        }
        self.leased = None;
    }

    /// The visit ended. A listing page that was offered again meanwhile stays due.
    pub(super) fn settle(&mut self, outcome: Outcome, now: Timestamp) {
        let offered_meanwhile = self.leased != Some(self.offer);
        self.leased = None;
        match outcome {
            Outcome::Done { revisit } => {
                self.failures = 0;
                if !offered_meanwhile {
                    self.settled = true;
                    self.due = revisit.map(|pause| after(now, pause));
                }
            }
            Outcome::Later { after: pause } => {
                self.failures = self.failures.saturating_add(1);
                self.due = Some(after(now, pause));
            }
            Outcome::Postponed { after: pause } => self.due = Some(after(now, pause)),
            Outcome::Returned => {}
            Outcome::NextRun => self.leased = Some(NEXT_RUN),
            Outcome::Retired => {
                self.failures = 0;
                if !offered_meanwhile {
                    self.settled = true;
                    self.due = None;
                }
            }
        }
    }

    /// The output holds what this page gave.
    pub(super) fn adopt(&mut self, revisit: Option<Duration>, now: Timestamp) {
        self.settled = true;
        self.due = revisit.map(|pause| after(now, pause));
        self.failures = 0;
        self.leased = None;
    }

    /// What this page gave is no longer in the output.
    pub(super) fn forget(&mut self, now: Timestamp) {
        self.settled = false;
        self.due = Some(moment(now));
        self.failures = 0;
        self.leased = None;
    }
}

/// What an offer says of changes since our last visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// Nothing, or nothing that it had not said before.
    Nothing,
    /// It was last changed before.
    Unchanged,
    /// It was changed after.
    Changed,
}

/// What a newer offer says of a known target.
pub(super) fn said(known: &Target, newer: &Target, visited_at: Option<Timestamp>) -> Said {
    let (Some(modified), Some(visited_at)) = (newer.modified, visited_at) else {
        return Said::Nothing;
    };
    if modified <= visited_at {
        Said::Unchanged
    } else if known.modified.is_none_or(|before| modified > before) {
        Said::Changed
    } else {
        Said::Nothing
    }
}

/// What a known target becomes when it is announced again.
///
/// A newsroom may announce a release in its listing, its feed and its sitemap, each a little
/// differently, every day. So the kind of source that announced it first keeps it, with its
/// address, until the visits there fail; what the others say of it is put beside. Who speaks
/// first after the release was read comes too late: it would read otherwise, and its page is
/// as it was.
pub(super) fn announced_again(known: &Target, newer: Target, before: &Schedule) -> Target {
    if known.kind.is_source() {
        return newer;
    }
    let kind = |target: &Target| target.teaser.as_ref().map(|teaser| teaser.kind);
    let speaks_for_it =
        newer.source == known.source || kind(known).is_none_or(|said| kind(&newer) == Some(said));
    let (url, source) = if speaks_for_it || before.failures > 0 {
        (newer.url, newer.source)
    } else {
        (known.url.clone(), known.source.clone())
    };
    Target {
        url,
        source,
        teaser: match (known.teaser.clone(), newer.teaser) {
            (Some(known), Some(newer)) => {
                let is_new_voice = known.all().all(|said| said.kind != newer.kind);
                Some(if before.settled && is_new_voice {
                    known
                } else {
                    known.joined(newer)
                })
            }
            (known, newer) => newer.or(known),
        },
        modified: known.modified.max(newer.modified),
        ..known.clone()
    }
}

/// Whether what is expected at a known target may be announced as this: a listing may have
/// become a feed, but no release.
pub(super) fn may_become(known: PageKind, newer: PageKind) -> bool {
    known == newer || (known.is_source() && newer.is_source())
}

/// A moment as schedules keep it: to the millisecond.
pub(super) fn moment(at: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(at.as_millisecond()).unwrap_or(at)
}

/// A pause too long for the calendar ends with the calendar.
fn after(now: Timestamp, pause: Duration) -> Timestamp {
    moment(now.checked_add(pause).unwrap_or(Timestamp::MAX))
}
