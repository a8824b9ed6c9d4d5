//! The engine: leases targets, visits them, and settles what came of it.
//!
//! One task a newsroom, so that a slow one delays no other; within a newsroom one visit at a
//! time. All visits end in one committer, which makes records durable before it settles
//! their visits. `visit` is the whole program in one screen.

mod commit;
mod ending;
mod event;
mod newsroom;
mod revision;
mod schedule;
mod standing;
mod visit;

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::watch;
use tokio::task::JoinSet;

pub use event::{Event, Listener, Visited};
pub use standing::{Existing, Standing, StandingError, reconcile};

use crate::fetch::Fetch;
use crate::frontier::{Frontier, FrontierError};
use crate::profile::Profile;
use crate::sink::{Sink, SinkError};

/// How long parsing and reading one page may take before the watchdog gives it up.
///
/// The bounds of the parser end a hostile page long before; this is for what nobody
/// thought of.
const READING_DEADLINE: Duration = Duration::from_secs(20);

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
    /// A task of the engine panicked: a defect.
    #[error("a task of the crawl ended unexpectedly: {0}")]
    Task(String),
}

/// The parts that a run works with.
pub struct Crawl<F, R, S> {
    /// Answers requests.
    pub fetch: F,
    /// Knows what remains.
    pub frontier: R,
    /// Keeps records.
    pub sink: S,
    /// Hears what happens.
    pub listener: Listener,
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
        let mut failed = None;
        while let Some(joined) = newsrooms.join_next().await {
            let ended = joined
                .map_err(|panic| CrawlError::Task(panic.to_string()))
                .flatten();
            if let Err(error) = ended {
                failed.get_or_insert(error);
                newsrooms.abort_all();
            }
        }
        // The committer's own error is the cause; a newsroom only sees that it is gone.
        keeper
            .await
            .map_err(|panic| CrawlError::Task(panic.to_string()))
            .flatten()?;
        match failed {
            Some(error) => Err(error),
            None if *stop.borrow() => Ok(Ending::Interrupted),
            None => Ok(Ending::Done),
        }
    }
}
