//! One request at a time per site, and a pause after each.
//!
//! The pause runs from the end of one exchange (its body read, or given up) to the start
//! of the next. A [`Turn`] is the right to ask a site now; while a [`Flight`] is in the
//! air nobody else has a turn, and its landing, however it comes about, starts the pause.

mod moment;
mod slowness;
mod state;

#[cfg(test)]
mod tests;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::OwnedMutexGuard;

use super::{HostMemory, Paced, Rule};
use moment::{Now, Pause};
use state::State;

pub(super) use slowness::Load;
pub(super) use state::{Asking, TooLong};

/// Every site that was asked, or is remembered from an earlier run.
pub(super) struct Hosts {
    known: Mutex<HashMap<String, Arc<Host>>>,
    /// A killed run may have asked hosts that nobody wrote down: none is asked before its
    /// delay has passed since then.
    rested_at: OnceLock<Now>,
}

/// A site's place in the queue and in time: a host, or all hosts of one site.
pub(super) struct Host {
    key: String,
    turn: Arc<tokio::sync::Mutex<()>>,
    state: Mutex<State>,
}

/// The right to ask a site now.
pub(super) struct Turn {
    host: Arc<Host>,
    held: OwnedMutexGuard<()>,
    rule: Rule,
    pause: Duration,
}

/// An exchange that is going on.
pub(super) struct Flight {
    host: Arc<Host>,
    departed: Now,
    landed: bool,
    // Dropped after the landing is noted, so the next turn sees it.
    _held: OwnedMutexGuard<()>,
}

/// How an exchange ended, as far as the next one on its site is concerned.
#[derive(Debug, Clone, Copy)]
pub(super) struct Landing {
    /// The pause that the answer asks for.
    pub(super) pause: Option<Duration>,
    /// What it says of the server's load.
    pub(super) load: Load,
}

impl Hosts {
    /// Takes over what earlier runs wrote down.
    pub(super) fn new(memory: &[HostMemory]) -> Self {
        let hosts = memory
            .iter()
            .filter(|memory| {
                memory.last_exchange.is_some() || memory.not_before.is_some() || memory.slowness > 0
            })
            .map(|memory| (memory.host.clone(), Arc::new(Host::remembered(memory))))
            .collect();
        Self {
            known: Mutex::new(hosts),
            rested_at: OnceLock::new(),
        }
    }

    /// Counts this moment as the end of an exchange with every host, known or not.
    pub(super) fn rest(&self) {
        let now = *self.rested_at.get_or_init(Now::read);
        for host in self.known().values() {
            host.state().rest_from(now);
        }
    }

    /// The host of this key.
    pub(super) fn host(&self, key: &str) -> Arc<Host> {
        let mut hosts = self.known();
        if let Some(host) = hosts.get(key) {
            return Arc::clone(host);
        }
        let mut state = State::default();
        if let Some(rested_at) = self.rested_at.get() {
            state.rest_from(*rested_at);
        }
        let host = Arc::new(Host::new(key, state));
        hosts.insert(key.to_owned(), Arc::clone(&host));
        host
    }

    /// What changed since last asked.
    pub(super) fn take_changed(&self) -> Vec<HostMemory> {
        self.known()
            .values()
            .filter_map(|host| host.take_changed())
            .collect()
    }

    fn known(&self) -> MutexGuard<'_, HashMap<String, Arc<Host>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Host {
    fn new(key: &str, state: State) -> Self {
        Self {
            key: key.to_owned(),
            turn: Arc::default(),
            state: Mutex::new(state),
        }
    }

    fn remembered(memory: &HostMemory) -> Self {
        Self::new(&memory.host, State::remembered(memory))
    }

    /// Waits in the queue, then for the pause; `Err` when the site is to be left alone for
    /// longer than `max_wait`.
    pub(super) async fn turn(
        self: &Arc<Self>,
        asking: Asking,
        max_wait: Duration,
    ) -> Result<Turn, TooLong> {
        self.state().note(asking);
        let held = Arc::clone(&self.turn).lock_owned().await;
        // Only the holder of the turn changes these, so they stay true while waiting.
        let wait = self.state().wait(asking, max_wait, Now::read())?;
        // Even an empty sleep lasts to the timer's next tick.
        if !wait.left.is_zero() {
            tokio::time::sleep(wait.left).await;
        }
        Ok(Turn {
            host: Arc::clone(self),
            held,
            rule: wait.rule,
            pause: wait.pause,
        })
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take_changed(&self) -> Option<HostMemory> {
        let mut state = self.state();
        if !std::mem::take(&mut state.changed) {
            return None;
        }
        Some(HostMemory {
            host: self.key.clone(),
            last_exchange: state.last_exchange.map(|moment| moment.wall),
            not_before: state.not_before.map(|pause| pause.until),
            slowness: state.slowness.level(),
            robots: None,
        })
    }
}

impl Turn {
    /// Starts the exchange, and tells how it was paced.
    pub(super) fn depart(self) -> (Flight, Paced) {
        let departed = Now::read();
        let last = self.host.state().last_exchange;
        let paced = Paced {
            host: self.host.key.clone(),
            started: departed.wall,
            gap: last.map(|last| departed.since(last)),
            rule: self.rule,
            pause: self.pause,
        };
        let flight = Flight {
            host: self.host,
            departed,
            landed: false,
            _held: self.held,
        };
        (flight, paced)
    }
}

impl Flight {
    /// Ends the exchange.
    pub(super) fn land(mut self, landing: Landing) -> Timestamp {
        self.note_end(landing)
    }

    fn note_end(&mut self, landing: Landing) -> Timestamp {
        self.landed = true;
        let now = Now::read();
        let mut state = self.host.state();
        state.slowness = state.slowness_at(now).after(landing.load);
        state.took = now.seen.saturating_duration_since(self.departed.seen);
        state.last_exchange = Some(now.into());
        state.not_before = landing.pause.and_then(|pause| Pause::from(now, pause));
        state.changed = true;
        now.wall
    }
}

impl Drop for Flight {
    /// An exchange that is dropped in the middle (Ctrl-C) has ended too.
    fn drop(&mut self) {
        if !self.landed {
            self.note_end(Landing {
                pause: None,
                load: Load::Unknown,
            });
        }
    }
}
