//! Where visits end: records become durable, then their visits are settled.
//!
//! Visits that end close together share one batch: one sync a file, one transaction. A
//! kill between the two leaves whole lines beyond the settled length, which the next start
//! reads back; a kill before leaves nothing.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::{mpsc, oneshot};
use tokio::time::{Instant, timeout, timeout_at};

use super::{Crawl, CrawlError, Event};
use crate::fetch::Fetch;
use crate::frontier::{Batch, Frontier, Settlement};
use crate::record::Record;
use crate::sink::{Appended, Sink};

/// The longest that a finished visit waits for others to share its batch.
const BATCH_WINDOW: Duration = Duration::from_millis(50);

/// How long what hosts asked for stays in memory only: a visit that waits out a
/// `Retry-After` settles late, and a kill before then must not forget it.
const HOSTS_WINDOW: Duration = Duration::from_millis(100);

/// A visit that is over: what to keep, what to settle, what to tell.
#[derive(Debug)]
pub(super) struct Finished {
    pub(super) settlement: Settlement,
    pub(super) records: Vec<Record>,
    pub(super) events: Vec<Event>,
}

/// Hands finished visits to the keeper.
#[derive(Clone)]
pub(super) struct Committer {
    finished: mpsc::Sender<(Finished, oneshot::Sender<()>)>,
    in_flight: Arc<AtomicUsize>,
}

/// The keeper's end of the channel.
pub(super) struct Commits {
    finished: mpsc::Receiver<(Finished, oneshot::Sender<()>)>,
    in_flight: Arc<AtomicUsize>,
}

/// A visit under way; counted so that the keeper knows whom to wait for.
pub(super) struct InFlight(Arc<AtomicUsize>);

impl Drop for InFlight {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

/// A committer and its keeper's end.
pub(super) fn channel() -> (Committer, Commits) {
    let (sender, receiver) = mpsc::channel(64);
    let in_flight = Arc::new(AtomicUsize::new(0));
    (
        Committer {
            finished: sender,
            in_flight: Arc::clone(&in_flight),
        },
        Commits {
            finished: receiver,
            in_flight,
        },
    )
}

impl Committer {
    /// Counts a visit that begins.
    pub(super) fn begin(&self) -> InFlight {
        self.in_flight.fetch_add(1, Ordering::Relaxed);
        InFlight(Arc::clone(&self.in_flight))
    }

    /// Hands a visit over and waits until it is settled.
    ///
    /// Returns `false` when the keeper has failed; its own result says why.
    pub(super) async fn commit(&self, finished: Finished, visit: InFlight) -> bool {
        let (settled, wait) = oneshot::channel();
        // It is over: nobody shall wait for it, not even itself.
        drop(visit);
        let handed_over = self.finished.send((finished, settled)).await.is_ok();
        handed_over && wait.await.is_ok()
    }
}

/// Keeps and settles finished visits until the last committer is gone.
pub(super) async fn keep<F, R, S>(
    crawl: Arc<Crawl<F, R, S>>,
    mut commits: Commits,
) -> Result<(), CrawlError>
where
    F: Fetch,
    R: Frontier,
    S: Sink,
{
    loop {
        let first = match timeout(HOSTS_WINDOW, commits.finished.recv()).await {
            Ok(Some(first)) => first,
            Ok(None) => break,
            Err(_) => {
                keep_hosts(&crawl).await?;
                continue;
            }
        };
        let mut batch = vec![first];
        let deadline = Instant::now() + BATCH_WINDOW;
        while commits.in_flight.load(Ordering::Relaxed) > 0 {
            match timeout_at(deadline, commits.finished.recv()).await {
                Ok(Some(next)) => batch.push(next),
                Ok(None) | Err(_) => break,
            }
        }
        keep_batch(&crawl, batch).await?;
    }
    keep_hosts(&crawl).await
}

/// Writes down what politeness remembers of the last exchanges: it outlives the run.
async fn keep_hosts<F, R, S>(crawl: &Crawl<F, R, S>) -> Result<(), CrawlError>
where
    F: Fetch,
    R: Frontier,
    S: Sink,
{
    let hosts = crawl.fetch.take_memory();
    if !hosts.is_empty() {
        let now = Timestamp::now();
        let batch = Batch {
            hosts,
            now,
            ..Batch::default()
        };
        crawl.frontier.settle(batch).await?;
    }
    Ok(())
}

/// Keeps and settles one visit at once.
pub(super) async fn keep_one<F, R, S>(
    crawl: &Crawl<F, R, S>,
    finished: Finished,
) -> Result<(), CrawlError>
where
    F: Fetch,
    R: Frontier,
    S: Sink,
{
    let (settled, _) = oneshot::channel();
    keep_batch(crawl, vec![(finished, settled)]).await
}

async fn keep_batch<F, R, S>(
    crawl: &Crawl<F, R, S>,
    batch: Vec<(Finished, oneshot::Sender<()>)>,
) -> Result<(), CrawlError>
where
    F: Fetch,
    R: Frontier,
    S: Sink,
{
    let mut records = Vec::new();
    let mut settlements = Vec::new();
    let mut events = Vec::new();
    let mut waiting = Vec::new();
    let mut written = Vec::new();
    for (finished, settled) in batch {
        written.push(finished.records.len());
        records.extend(finished.records);
        settlements.push(finished.settlement);
        events.extend(finished.events);
        waiting.push(settled);
    }
    // What a record points at is durable before it is; and a visit counts only when what it
    // saw is kept.
    crawl.fetch.make_durable().await?;
    let Appended { marks, lines } = if records.is_empty() {
        Appended::default()
    } else {
        crawl.sink.append(records).await?
    };
    let mut lines = lines.into_iter();
    for (settlement, written) in settlements.iter_mut().zip(written) {
        let last = lines.by_ref().take(written).last();
        if let (Some(held), Some(last)) = (&mut settlement.held, last) {
            held.last_line = last;
        }
    }
    let hosts = crawl.fetch.take_memory();
    crawl
        .frontier
        .settle(Batch {
            settlements,
            marks,
            hosts,
            now: Timestamp::now(),
        })
        .await?;
    for event in &events {
        (crawl.listener)(event);
    }
    for settled in waiting {
        // A newsroom that was interrupted no longer waits; its visit is settled all the same.
        let _ = settled.send(());
    }
    Ok(())
}
