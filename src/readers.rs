//! A few threads that read pages, for all newsrooms together.
//!
//! A page at the parser's bounds takes tens of megabytes, and a hundred newsrooms may have one
//! at the same moment: few are read at once, first come, first served. It is always the same
//! threads, because what an allocator keeps for later it keeps for each thread.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

/// How long parsing and reading one page may take before the watchdog gives it up.
///
/// The bounds of the parser end a hostile page long before; this is for what nobody
/// thought of.
pub const DEADLINE: Duration = Duration::from_secs(20);

/// As many as this do not take more memory together than a run may.
const READERS: usize = 2;

type Job = Box<dyn FnOnce() + Send>;

/// Whoever reads pages. The threads end when nobody can give them one any more.
#[derive(Debug, Clone)]
pub struct Readers(Sender<Job>);

/// Why there is no answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NoAnswer {
    /// The work panicked: a defect of dateline.
    Panicked,
    /// No thread is there to do it.
    Nobody,
}

impl Default for Readers {
    fn default() -> Self {
        Self::new(READERS)
    }
}

impl Readers {
    /// So many threads.
    #[must_use]
    pub fn new(threads: usize) -> Self {
        let (jobs, waiting) = channel();
        let waiting = Arc::new(Mutex::new(waiting));
        for _ in 0..threads {
            let waiting = Arc::clone(&waiting);
            // Where a thread cannot be had, the other one reads; without both, whoever asks is
            // told.
            if let Err(error) = thread::Builder::new()
                .name("reader".to_owned())
                .spawn(move || read(&waiting))
            {
                tracing::warn!(%error, "a thread for reading pages cannot be started");
            }
        }
        Self(jobs)
    }

    /// Has work done, until the watchdog or the end of whoever waits: `work` asks now and then
    /// whether it is to give up.
    ///
    /// # Errors
    /// When the work panicked, or nobody can do it.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&(dyn Fn() -> bool + Sync)) -> T + Send + 'static,
    ) -> Result<T, NoAnswer> {
        let waited_for = Waiting(Arc::new(AtomicBool::new(true)));
        let is_waited_for = Arc::clone(&waited_for.0);
        let (answer, answered) = oneshot::channel();
        let job = move || {
            if !is_waited_for.load(Ordering::Relaxed) {
                return;
            }
            let deadline = Instant::now() + DEADLINE;
            let cancel = || !is_waited_for.load(Ordering::Relaxed) || Instant::now() > deadline;
            let done = catch_unwind(AssertUnwindSafe(|| work(&cancel)));
            let _ = answer.send(done.map_err(|_| NoAnswer::Panicked));
        };
        self.0.send(Box::new(job)).map_err(|_| NoAnswer::Nobody)?;
        answered.await.map_err(|_| NoAnswer::Nobody)?
    }
}

fn read(waiting: &Mutex<Receiver<Job>>) {
    loop {
        let job = waiting
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .recv();
        match job {
            Ok(job) => job(),
            Err(_) => return,
        }
    }
}

/// While it is held, somebody waits for the work. An interrupted run must not hang on a
/// page that nobody will look at.
struct Waiting(Arc<AtomicBool>);

impl Drop for Waiting {
    fn drop(&mut self) {
        self.0.store(false, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(flavor = "multi_thread", worker_threads = 1)]
    async fn work_that_nobody_waits_for_gives_up() {
        let (ended, end) = oneshot::channel();
        let (begun, begin) = oneshot::channel();
        let readers = Readers::default();
        let own = readers.clone();
        let work = tokio::spawn(async move {
            let work = own.read(move |cancel| {
                let _ = begun.send(());
                while !cancel() {
                    thread::yield_now();
                }
                let _ = ended.send(());
            });
            work.await
        });
        begin.await.unwrap();
        work.abort();
        end.await.unwrap();
        assert_eq!(readers.read(|_| 7).await, Ok(7));
    }

    #[tokio::test]
    async fn a_panic_is_told_apart_from_an_answer() {
        let readers = Readers::default();
        for _ in 0..2 * READERS {
            let panicked = readers
                .read(|_| -> u8 { panic!("a page that nobody thought of") })
                .await;
            assert_eq!(panicked, Err(NoAnswer::Panicked));
        }
        assert_eq!(readers.read(|_| 7).await, Ok(7), "and all go on reading");
    }
}
