//! One newsroom's crawl: seeds, then visits, until nothing is due.

use std::sync::Arc;

use jiff::Timestamp;
use tokio::sync::watch;

use super::commit::Committer;
use super::visit::{self, Visit};
use super::{Crawl, CrawlError, Event, Plan};
use crate::discover;
use crate::fetch::Fetch;
use crate::frontier::{Frontier, FrontierError};
use crate::profile::{Order, Profile};
use crate::sink::Sink;
use crate::target::SourceId;

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
    seed(&crawl.frontier, &profile, began).await?;
    let mut closed: Vec<SourceId> = Vec::new();
    let mut written = 0;
    while !*stop.borrow() && plan.limit.is_none_or(|limit| written < limit) {
        let Some(lease) = crawl
            .frontier
            .lease(&profile.id, &closed, Timestamp::now())
            .await?
        else {
            break;
        };
        let in_flight = committer.begin();
        let visited = tokio::select! {
            biased;
            () = stopped(&mut stop) => break,
            visited = visit::visit(&crawl, &plan, &profile, lease) => visited?,
        };
        let Visit { finished, closes } = visited;
        written += finished.records.len() as u64;
        closed.extend(closes);
        if !committer.commit(finished, in_flight).await {
            // The keeper's own result says why; this newsroom only ends.
            return Ok(());
        }
    }
    let waiting = crawl.frontier.waiting(&profile.id).await?;
    let newest = crawl.frontier.newest(&profile.id).await?;
    (crawl.listener)(&Event::Ended {
        org: profile.id.clone(),
        waiting,
        newest,
        at: Timestamp::now(),
    });
    Ok(())
}

/// Offers the first page of every source, unless an unfinished walk has pages to go on with.
///
/// A listing in order `newest` is also looked at from the top while its first walk is
/// unfinished: what is new today must not wait until an archive of years is read.
async fn seed<R: Frontier>(
    frontier: &R,
    profile: &Profile,
    now: Timestamp,
) -> Result<(), FrontierError> {
    for source in &profile.sources {
        let walk = frontier.walk(&profile.id, &source.id).await?;
        let unfinished = frontier
            .pending_pages(&profile.id, &source.id)
            .await?
            .iter()
            .any(|page| {
                page.step
                    .as_ref()
                    .is_some_and(|step| step.page > 0 && !step.head)
            });
        let first = match (walk.complete, unfinished, source.order) {
            (false, true, Order::Unknown) => None,
            (false, true, Order::Newest) => discover::first_page(profile, source, true),
            (true, ..) | (false, false, _) => discover::first_page(profile, source, false),
        };
        frontier.offer(first.into_iter().collect(), now).await?;
    }
    Ok(())
}

/// Resolves when the run is to stop; never when nobody can ask for it any more.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    if stop.wait_for(|stop| *stop).await.is_err() {
        std::future::pending::<()>().await;
    }
}
