//! The engine: leases targets, visits them, and settles what came of it.
//!
//! One task a newsroom, so that a slow one delays no other; within a newsroom one visit at a
//! time. All visits end in one committer, which makes records durable before it settles
//! their visits. `visit` is the whole program in one screen.

mod announced;
mod audit;
mod canary;
mod commit;
mod decoys;
mod doubles;
mod elsewhere;
mod ending;
mod event;
mod landing;
mod listing;
mod missing;
mod newsroom;
mod periods;
mod reading;
mod release;
mod replay;
mod reread;
mod revision;
mod rows;
mod schedule;
mod second_looks;
mod since;
mod sitemap;
mod standing;
mod suspicion;
mod visit;

#[cfg(test)]
mod tests;

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::watch;
use tokio::task::{JoinError, JoinSet};

pub use audit::Claim;
pub use event::{Event, Listener, Sighting, Visited, Written};
pub use reading::read_captured;
pub use replay::Replay;
pub use reread::{Reread, reread};
pub use rows::Rows;
pub use standing::{Existing, Standing, StandingError, reconcile};

use crate::fetch::{CaptureError, Fetch};
use crate::frontier::{Frontier, FrontierError};
use crate::page::Page;
use crate::profile::Profile;
use crate::readers::Readers;
use crate::sink::{Sink, SinkError};

/// How long a run that is asked to stop waits for what it has to be kept. A reader that
/// stopped reading or a disk that does not answer must not hold it for ever: what is not
/// settled by then is made or delivered again next run.
const GRACE: Duration = Duration::from_secs(5);

/// What one run is to do.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The newsrooms.
    pub profiles: Vec<Arc<Profile>>,
    /// Write lines for pages that read differently under a changed profile or version.
    pub reread: bool,
    /// The longest address to visit, in bytes.
    pub max_url: usize,
    /// New or changed releases after which a newsroom is left for this run.
    pub limit: Option<u64>,
    /// Only what was published on or after this day.
    pub since: Option<jiff::civil::Date>,
    /// Walk every source to its end, and look at every release again.
    pub full: bool,
    /// Write what was found even if it is suspiciously much at once.
    pub accept_changes: bool,
    /// Requests per source, where the operator decides; 0 for no limit.
    pub max_requests: Option<u64>,
}

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Nothing that is due remains.
    Done,
    /// Stopped on request; what was not settled goes on next run.
    Interrupted,
}

/// A run that cannot go on: what was settled is safe, the rest goes on next run.
#[derive(Debug, thiserror::Error)]
pub enum CrawlError {
    /// The records cannot be kept.
    #[error(transparent)]
    Sink(#[from] SinkError),
    /// The state cannot be read or written.
    #[error(transparent)]
    Frontier(#[from] FrontierError),
    /// The captures cannot be written.
    #[error(transparent)]
    Capture(#[from] CaptureError),
    /// A task of the engine panicked: a defect.
    #[error("a task of the crawl ended unexpectedly: {0}")]
    Task(String),
}

/// Gives a page as it was captured, by the `capture` of its record.
pub type Captures = Arc<dyn Fn(&str) -> Option<Page> + Send + Sync>;

/// The parts that a run works with.
pub struct Crawl<F, R, S> {
    /// Answers requests.
    pub fetch: F,
    /// Knows what remains.
    pub frontier: R,
    /// Keeps records.
    pub sink: S,
    /// Finds captured pages again, by the `capture` of their record; blocks.
    pub captures: Option<Captures>,
    /// Hears what happens.
    pub listener: Listener,
    /// Limits how many pages are read at once.
    pub readers: Readers,
}

impl<F, R, S> Crawl<F, R, S>
where
    F: Fetch + 'static,
    R: Frontier + 'static,
    S: Sink + 'static,
{
    /// Crawls until nothing is due, or until `stop` becomes true.
    ///
    /// # Errors
    /// When records or state cannot be kept; one bad page or newsroom is never an error.
    pub async fn run(self, plan: Plan, stop: watch::Receiver<bool>) -> Result<Ending, CrawlError> {
        let began = Timestamp::now();
        if self.frontier.begin(began).await? > 0 {
            self.fetch.rest();
        }
        let crawl = Arc::new(self);
        let plan = Arc::new(plan);
        let (committer, commits) = commit::channel();
        let keeper = tokio::spawn(commit::keep(Arc::clone(&crawl), commits));
        let mut newsrooms = JoinSet::new();
        for profile in &plan.profiles {
            newsrooms.spawn(newsroom::crawl(
                Arc::clone(&crawl),
                Arc::clone(&plan),
                Arc::clone(profile),
                committer.clone(),
                stop.clone(),
                began,
            ));
        }
        drop(committer);
        let ended = tokio::select! {
            biased;
            ended = join(newsrooms, keeper) => ended,
            () = out_of_patience(stop.clone()) => Ok(()),
        };
        ended.map(|()| {
            if *stop.borrow() {
                Ending::Interrupted
            } else {
                Ending::Done
            }
        })
    }
}

/// Waits for the newsrooms, then for the keeper; when one of them fails, the others end too.
async fn join(
    mut newsrooms: JoinSet<Result<(), CrawlError>>,
    keeper: tokio::task::JoinHandle<Result<(), CrawlError>>,
) -> Result<(), CrawlError> {
    let mut keeper = AbortOnDrop(keeper);
    let mut kept = None;
    let mut failed = None;
    loop {
        tokio::select! {
            joined = newsrooms.join_next() => {
                let Some(joined) = joined else { break };
                if let Err(error) = ended(joined) {
                    failed.get_or_insert(error);
                    newsrooms.abort_all();
                }
            }
            joined = &mut keeper.0, if kept.is_none() => {
                let result = ended(joined);
                if result.is_err() {
                    // A newsroom that waits for a page would notice minutes later.
                    newsrooms.abort_all();
                }
                kept = Some(result);
            }
        }
    }
    let kept = match kept {
        Some(kept) => kept,
        None => ended((&mut keeper.0).await),
    };
    // The keeper's own error is the cause; a newsroom only sees that it is gone.
    kept.and(failed.map_or(Ok(()), Err))
}

fn ended(joined: Result<Result<(), CrawlError>, JoinError>) -> Result<(), CrawlError> {
    match joined {
        Ok(ended) => ended,
        Err(error) if error.is_cancelled() => Ok(()),
        Err(panic) => Err(CrawlError::Task(panic.to_string())),
    }
}

struct AbortOnDrop(tokio::task::JoinHandle<Result<(), CrawlError>>);

impl Drop for AbortOnDrop {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// Resolves when the run is to stop; never when nobody can ask for it any more.
async fn stopped(stop: &mut watch::Receiver<bool>) {
    if stop.wait_for(|stop| *stop).await.is_err() {
        std::future::pending::<()>().await;
    }
}

async fn out_of_patience(mut stop: watch::Receiver<bool>) {
    stopped(&mut stop).await;
    tokio::time::sleep(GRACE).await;
}
