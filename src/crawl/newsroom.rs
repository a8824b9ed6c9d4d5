//! One newsroom's crawl: seeds, then visits, until nothing is due.

use std::sync::Arc;

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use tokio::sync::watch;

use super::announced::Announced;
use super::audit::{Audits, Opened, is_audit};
use super::commit::Committer;
use super::decoys::Decoys;
use super::ending::Ended;
use super::second_looks::SecondLooks;
use super::since::Since;
use super::suspicion::Suspicion;
use super::{Crawl, CrawlError, Event, Plan, periods, stopped, visit};
use crate::discover;
use crate::fetch::Fetch;
use crate::frontier::{Frontier, FrontierError};
use crate::problem::Class;
use crate::profile::{Order, Profile, Source};
use crate::sink::Sink;
use crate::target::{PageKind, SourceId};

/// Failures in a row after which a source is left for this run: its server is down, or does
/// not want us.
const PATIENCE: u32 = 5;

/// Days of publication from which it is learned how often a newsroom publishes: of one that
/// does so daily more than a year, so that its holidays are among them.
const DAYS: usize = 400;

/// Publishers correct in the first days, rarely after a month.
const OLD_ENOUGH: SignedDuration = SignedDuration::from_hours(30 * 24);

pub(super) async fn crawl<F, R, S>(
    crawl: Arc<Crawl<F, R, S>>,
    plan: Arc<Plan>,
    profile: Arc<Profile>,
    committer: Committer,
    mut stop: watch::Receiver<bool>,
    began: Timestamp,
) -> Result<(), CrawlError>
where
    F: Fetch,
    R: Frontier,
    S: Sink,
{
    (crawl.listener)(&Event::Began {
        org: profile.id.clone(),
    });
    if plan.full {
        crawl.frontier.look_at_all(&profile.id, began).await?;
    }
    seed(&crawl.frontier, &profile, began).await?;
    call_canaries(&crawl.frontier, &profile, began).await?;
    let mut closed: Vec<SourceId> = Vec::new();
    let mut audits = Audits::of(&profile);
    let mut silence = Silence::default();
    let mut announced = Announced::default();
    let mut decoys = Decoys::default();
    let mut since = Since::new(plan.since);
    let mut second_looks = SecondLooks::new(&plan, &profile);
    let mut suspicion = Suspicion::new(plan.accept_changes);
    let mut written = 0;
    let (mut is_resting, mut is_over) = (false, false);
    while !is_over {
        let wants_more = plan
            .limit
            .is_none_or(|limit| written + decoys.records() < limit);
        let lease = if wants_more && !is_resting && !*stop.borrow() {
            let now = Timestamp::now();
            let closed = audits.closed(&closed);
            crawl.frontier.lease(&profile.id, &closed, now).await?
        } else {
            is_over = true;
            None
        };
        let lease = match lease {
            Some(lease) if since.is_passed(&crawl.frontier, &profile, &lease).await? => {
                let left = Since::leave(lease);
                if !committer.commit(left, committer.begin()).await {
                    return Ok(());
                }
                continue;
            }
            lease => lease,
        };
        let in_flight = committer.begin();
        let visited = match lease {
            Some(lease) => tokio::select! {
                biased;
                () = stopped(&mut stop) => None,
                visited = visit::visit(&crawl, &plan, &profile, lease, began) => Some(visited?),
            },
            None => None,
        };
        drop(in_flight);
        let ready = match visited {
            Some(mut ended) => {
                announced.sift(&mut ended, &profile);
                decoys.hear(ended)
            }
            // What was put back is due again.
            None => {
                let released = decoys.release();
                // All that can be fetched is held: now it can be compared.
                if released.is_empty() && !is_over {
                    let opened = audits.open(&crawl.frontier, &profile, &closed, began);
                    let Opened { due, told } = opened.await?;
                    for event in told {
                        (crawl.listener)(&event);
                    }
                    is_over = due.is_empty();
                    seed_each(&crawl.frontier, &profile, &due, began).await?;
                }
                released
            }
        };
        for mut ended in ready {
            silence.hear(&mut ended);
            since.hear(&profile, &ended);
            closed.extend(ended.closes.take());
            closed.extend(second_looks.hear(&ended));
            written += ended.finished.records.len() as u64;
            is_resting |= ended.rests;
            if !commit(&committer, suspicion.weigh(ended)).await {
                return Ok(());
            }
        }
    }
    if !commit(&committer, suspicion.decide()).await {
        return Ok(());
    }
    for event in suspicion.told(&profile.id) {
        (crawl.listener)(&event);
    }
    for source in &profile.sources {
        for event in walked(&crawl.frontier, &profile, source).await? {
            (crawl.listener)(&event);
        }
    }
    let waiting = crawl.frontier.waiting(&profile.id).await?;
    let untried = crawl.frontier.untried(&profile.id).await?;
    let newest = crawl.frontier.newest(&profile.id).await?;
    let held = crawl.frontier.holds(&profile.id).await?;
    let days = crawl.frontier.days(&profile.id, DAYS).await?;
    (crawl.listener)(&Event::Ended {
        org: profile.id.clone(),
        waiting,
        untried,
        newest,
        held,
        days,
        at: Timestamp::now(),
    });
    Ok(())
}

/// Returns `false` when the keeper has failed: its own result says why, and the newsroom only
/// ends.
async fn commit(committer: &Committer, visits: Vec<Ended>) -> bool {
    for ended in visits {
        if !committer.commit(ended.finished, committer.begin()).await {
            return false;
        }
    }
    true
}

/// Offers the first page of every source, unless its order is not known and an unfinished
/// walk has pages to go on with.
///
/// A listing in order `newest` is also looked at from the top while a walk further down is
/// unfinished: what is new today must not wait until an archive of years is read.
async fn seed<R: Frontier>(
    frontier: &R,
    profile: &Profile,
    now: Timestamp,
) -> Result<(), FrontierError> {
    let sources = profile.sources.iter();
    let walked: Vec<&Source> = sources.filter(|source| !is_audit(source)).collect();
    seed_each(frontier, profile, &walked, now).await
}

async fn seed_each<R: Frontier>(
    frontier: &R,
    profile: &Profile,
    sources: &[&Source],
    now: Timestamp,
) -> Result<(), FrontierError> {
    for source in sources {
        if source.periods.is_some() {
            let seeds = periods::seeds(frontier, profile, source, now).await?;
            frontier.offer(seeds, now).await?;
            continue;
        }
        let walk = frontier.walk(&profile.id, &source.id).await?;
        let is_unfinished = goes_on(frontier, profile, source).await?.is_some();
        // An index is read first in any case: it says which sitemaps are new.
        let is_sitemap = source.kind.page_kind() == PageKind::Sitemap;
        let first = match (is_unfinished && !is_sitemap, source.order) {
            (true, Order::Unknown) => None,
            (true, Order::Newest) => discover::first_page(profile, source, None, !walk.complete),
            (false, _) => discover::first_page(profile, source, None, false),
        };
        frontier.offer(first.into_iter().collect(), now).await?;
    }
    Ok(())
}

/// Makes the newsroom's canaries due: old enough that nobody edits them any more.
async fn call_canaries<R: Frontier>(
    frontier: &R,
    profile: &Profile,
    now: Timestamp,
) -> Result<(), FrontierError> {
    let today = now.to_zoned_datetime(TimeZone::UTC).date();
    let before = today.saturating_sub(OLD_ENOUGH);
    let most = profile.quality.canaries as usize;
    frontier.call_canaries(&profile.id, most, before).await?;
    Ok(())
}

/// The page, from 0, where an unfinished walk of a source goes on.
async fn goes_on<R: Frontier>(
    frontier: &R,
    profile: &Profile,
    source: &Source,
) -> Result<Option<u32>, FrontierError> {
    let pending = frontier.pending_pages(&profile.id, &source.id).await?;
    let steps = pending.into_iter().filter_map(|page| page.step);
    Ok(steps
        .filter(|step| step.page > 0 && !step.head)
        .map(|step| step.page)
        .min())
}

/// How far the walk of a source has come.
pub(super) async fn walked<R: Frontier>(
    frontier: &R,
    profile: &Profile,
    source: &Source,
) -> Result<Vec<Event>, FrontierError> {
    if source.periods.is_some() {
        return periods::walked(frontier, profile, source).await;
    }
    let walk = frontier.walk(&profile.id, &source.id).await?;
    Ok(vec![Event::Walked {
        org: profile.id.clone(),
        source: source.id.clone(),
        complete: walk.complete,
        deepest: walk.deepest,
        goes_on: goes_on(frontier, profile, source)
            .await?
            .map(|page| page + 1),
    }])
}

/// Counts failures in a row that look like a server that is down or sends us away. A crawl
/// that goes on would only knock, page after page, for hours.
#[derive(Default)]
struct Silence {
    failures: u32,
}

impl Silence {
    fn hear(&mut self, ended: &mut Ended) {
        let Some(class) = ended.failed.filter(|class| is_silence(*class)) else {
            // An answer, or a refusal of our own, which says nothing of the server.
            self.failures = 0;
            return;
        };
        self.failures += 1;
        if self.failures < PATIENCE || ended.closes.is_some() {
            return;
        }
        let target = &ended.finished.settlement.lease.target;
        ended.finished.events.push(Event::Closed {
            org: target.profile.clone(),
            source: target.source.clone(),
            class,
            message: format!("{PATIENCE} pages in a row gave nothing but {class}"),
        });
        ended.closes = Some(target.source.clone());
    }
}

fn is_silence(class: Class) -> bool {
    matches!(
        class,
        Class::Http5xx
            | Class::Auth
            | Class::RateLimited
            | Class::Timeout
            | Class::Connect
            | Class::Reset
            | Class::Tls
            | Class::Blocked
    )
}
