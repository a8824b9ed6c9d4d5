//! One request at a time per host, and a pause after each.
//!
//! The pause runs from the end of one exchange (its body read, or given up) to the start
//! of the next. A [`Turn`] is the right to ask a host now; while a [`Flight`] is in the
//! air nobody else has a turn, and its landing, however it comes about, starts the pause.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use tokio::sync::OwnedMutexGuard;
use tokio::time::Instant;

use super::HostMemory;

/// Every host that was asked, or is remembered from an earlier run.
pub(super) struct Hosts {
    known: Mutex<HashMap<String, Arc<Host>>>,
    /// A killed run may have asked hosts that nobody wrote down: none is asked before its
    /// delay has passed since then.
    rested_at: OnceLock<Now>,
}

/// A host's place in the queue and in time.
pub(super) struct Host {
    key: String,
    turn: Arc<tokio::sync::Mutex<()>>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    last_exchange: Option<Moment>,
    not_before: Option<Pause>,
    crawl_delay: Duration,
    changed: bool,
}

/// A moment of this run, or one that an earlier run wrote down.
#[derive(Clone, Copy)]
struct Moment {
    wall: Timestamp,
    seen: Option<Instant>,
}

/// The present, on the clock on the wall and on the one that never jumps.
#[derive(Clone, Copy)]
struct Now {
    wall: Timestamp,
    seen: Instant,
}

impl From<Now> for Moment {
    fn from(now: Now) -> Self {
        Self {
            wall: now.wall,
            seen: Some(now.seen),
        }
    }
}

/// A pause that the host asked for.
#[derive(Clone, Copy)]
struct Pause {
    until: Timestamp,
    seen_until: Option<Instant>,
}

/// The host asks for a longer pause than we wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TooLong(pub(super) Duration);

/// The right to ask a host now.
pub(super) struct Turn {
    host: Arc<Host>,
    held: OwnedMutexGuard<()>,
}

/// An exchange that is going on.
pub(super) struct Flight {
    host: Arc<Host>,
    landed: bool,
    // Dropped after the landing is noted, so the next turn sees it.
    _held: OwnedMutexGuard<()>,
}

impl Hosts {
    /// Takes over what earlier runs wrote down.
    pub(super) fn new(memory: &[HostMemory]) -> Self {
        let hosts = memory
            .iter()
            .filter(|host| host.last_exchange.is_some() || host.not_before.is_some())
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
            host.state().last_exchange = Some(now.into());
        }
    }

    /// The host of this key.
    pub(super) fn host(&self, key: &str) -> Arc<Host> {
        let mut hosts = self.known();
        if let Some(host) = hosts.get(key) {
            return Arc::clone(host);
        }
        let state = State {
            last_exchange: self.rested_at.get().copied().map(Moment::from),
            ..State::default()
        };
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
        let state = State {
            last_exchange: memory.last_exchange.map(|wall| Moment { wall, seen: None }),
            not_before: memory.not_before.map(|until| Pause {
                until,
                seen_until: None,
            }),
            ..State::default()
        };
        Self::new(&memory.host, state)
    }

    /// Waits in the queue, then for the pause; `Err` when the host asks for more than
    /// `max_wait`. `delay` is what the asking newsroom keeps; the host's Crawl-delay counts
    /// when it is longer.
    pub(super) async fn turn(
        self: &Arc<Self>,
        delay: Duration,
        max_wait: Duration,
    ) -> Result<Turn, TooLong> {
        let held = Arc::clone(&self.turn).lock_owned().await;
        // Only the holder of the turn changes these, so they stay true while waiting.
        let wait = self.state().wait(delay, max_wait, Now::read())?;
        // Even an empty sleep lasts to the timer's next tick.
        if !wait.is_zero() {
            tokio::time::sleep(wait).await;
        }
        Ok(Turn {
            host: Arc::clone(self),
            held,
        })
    }

    /// Notes the Crawl-delay that the host's robots.txt asks for.
    pub(super) fn note_crawl_delay(&self, delay: Duration) {
        let mut state = self.state();
        state.crawl_delay = state.crawl_delay.max(delay);
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
            robots: None,
        })
    }
}

impl State {
    /// How long the next exchange must still wait.
    fn wait(&self, delay: Duration, max_wait: Duration, now: Now) -> Result<Duration, TooLong> {
        let asked = self.asked_pause(now);
        if asked > max_wait {
            return Err(TooLong(asked));
        }
        Ok(self.rest(delay, now).max(asked))
    }

    /// What is left of the delay. A clock that was set back makes it the whole delay, never
    /// more.
    fn rest(&self, delay: Duration, now: Now) -> Duration {
        let Some(last) = self.last_exchange else {
            return Duration::ZERO;
        };
        let since = match last.seen {
            Some(seen) => now.seen.saturating_duration_since(seen),
            None => Duration::try_from(now.wall.duration_since(last.wall)).unwrap_or_default(),
        };
        delay.max(self.crawl_delay).saturating_sub(since)
    }

    /// What is left of the pause that the host asked for. A clock that was set back makes it
    /// the pause that was asked for, never more.
    fn asked_pause(&self, now: Now) -> Duration {
        match self.not_before {
            None => Duration::ZERO,
            Some(Pause {
                seen_until: Some(until),
                ..
            }) => until.saturating_duration_since(now.seen),
            Some(Pause {
                until,
                seen_until: None,
            }) => {
                let from = self
                    .last_exchange
                    .map_or(now.wall, |last| last.wall.max(now.wall));
                Duration::try_from(until.duration_since(from)).unwrap_or_default()
            }
        }
    }
}

impl Now {
    fn read() -> Self {
        Self {
            wall: Timestamp::now(),
            seen: Instant::now(),
        }
    }
}

impl Turn {
    /// Starts the exchange.
    pub(super) fn depart(self) -> Flight {
        Flight {
            host: self.host,
            landed: false,
            _held: self.held,
        }
    }
}

impl Flight {
    /// Ends the exchange; the next waits `pause` more if the host asked for it.
    pub(super) fn land(mut self, pause: Option<Duration>) -> Timestamp {
        self.note_end(pause)
    }

    fn note_end(&mut self, pause: Option<Duration>) -> Timestamp {
        self.landed = true;
        let now = Now::read();
        let mut state = self.host.state();
        state.last_exchange = Some(now.into());
        state.not_before = pause.and_then(|pause| {
            Some(Pause {
                until: now.wall.checked_add(pause).ok()?,
                seen_until: Some(now.seen.checked_add(pause)?),
            })
        });
        state.changed = true;
        now.wall
    }
}

impl Drop for Flight {
    /// An exchange that is dropped in the middle (Ctrl-C) has ended too.
    fn drop(&mut self) {
        if !self.landed {
            self.note_end(None);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);
    const DELAY: Duration = Duration::from_secs(5);
    const MOST: Duration = Duration::from_secs(60);

    async fn fly(hosts: &Hosts) -> Flight {
        let turn = hosts.host("a.test").turn(Duration::ZERO, MOST).await;
        turn.ok().unwrap().depart()
    }

    /// The wait of the next turn, this long after the last exchange ended.
    fn wait(hosts: &Hosts, later: Duration) -> Result<Duration, TooLong> {
        let host = hosts.host("a.test");
        let state = host.state();
        let now = match state.last_exchange {
            Some(Moment {
                wall,
                seen: Some(seen),
            }) => Now { wall, seen },
            _ => Now::read(),
        };
        let now = Now {
            wall: now.wall + later,
            seen: now.seen + later,
        };
        state.wait(DELAY, MOST, now)
    }

    #[test]
    fn after_a_kill_no_host_is_asked_before_its_delay() {
        let remembered = HostMemory {
            host: "a.test".to_owned(),
            last_exchange: Some(Timestamp::UNIX_EPOCH),
            not_before: None,
            robots: None,
        };
        for hosts in [Hosts::new(&[]), Hosts::new(&[remembered])] {
            assert_eq!(wait(&hosts, Duration::ZERO), Ok(Duration::ZERO));
            hosts.rest();
            assert_eq!(wait(&hosts, Duration::ZERO), Ok(DELAY));
            let unknown = hosts.host("b.test");
            assert!(unknown.state().last_exchange.is_some());
        }
    }

    #[tokio::test]
    async fn the_pause_runs_from_the_end_of_an_exchange() {
        let hosts = Hosts::new(&[]);
        assert_eq!(wait(&hosts, Duration::ZERO), Ok(Duration::ZERO));
        let flight = fly(&hosts).await;
        assert_eq!(wait(&hosts, Duration::ZERO), Ok(Duration::ZERO));
        flight.land(None);
        assert_eq!(wait(&hosts, Duration::ZERO), Ok(DELAY));
        assert_eq!(wait(&hosts, DELAY), Ok(Duration::ZERO));
    }

    #[tokio::test]
    async fn nobody_else_has_a_turn_during_a_flight() {
        let hosts = Hosts::new(&[]);
        let flight = fly(&hosts).await;
        assert!(hosts.host("a.test").turn.try_lock().is_err());
        assert!(hosts.host("b.test").turn.try_lock().is_ok());
        flight.land(None);
        assert!(hosts.host("a.test").turn.try_lock().is_ok());
    }

    #[tokio::test]
    async fn a_dropped_exchange_has_ended_too() {
        let hosts = Hosts::new(&[]);
        drop(fly(&hosts).await);
        assert_eq!(hosts.take_changed().len(), 1);
        assert_eq!(hosts.take_changed().len(), 0);
        assert_eq!(wait(&hosts, Duration::ZERO), Ok(DELAY));
    }

    #[tokio::test]
    async fn a_turn_not_taken_is_no_exchange() {
        let hosts = Hosts::new(&[]);
        drop(hosts.host("a.test").turn(DELAY, MOST).await.ok().unwrap());
        assert_eq!(hosts.take_changed(), []);
        assert_eq!(wait(&hosts, Duration::ZERO), Ok(Duration::ZERO));
    }

    #[tokio::test]
    async fn a_crawl_delay_counts_when_it_is_longer() {
        let hosts = Hosts::new(&[]);
        fly(&hosts).await.land(None);
        for (crawl_delay, expected) in [(1, 5), (9, 9), (2, 9)] {
            let host = hosts.host("a.test");
            host.note_crawl_delay(SECOND * crawl_delay);
            assert_eq!(wait(&hosts, Duration::ZERO), Ok(SECOND * expected));
        }
    }

    #[tokio::test]
    async fn a_pause_asked_for_moves_the_next_turn() {
        let hosts = Hosts::new(&[]);
        fly(&hosts).await.land(Some(SECOND * 30));
        assert_eq!(wait(&hosts, SECOND), Ok(SECOND * 29));
        let hosts = Hosts::new(&[]);
        fly(&hosts).await.land(Some(MOST * 2));
        assert!(wait(&hosts, Duration::ZERO).is_err_and(|TooLong(left)| left > MOST));
        assert!(wait(&hosts, MOST * 2).is_ok());
    }

    #[test]
    fn what_an_earlier_run_did_still_counts() {
        let now = Now::read();
        let moment = |seconds: i64| now.wall + jiff::SignedDuration::from_secs(seconds);
        // Last exchange and "not before" in seconds from now; the wait that follows.
        for (last, not_before, expected) in [
            (-2, None, Some(3)),
            (-100, None, Some(0)),
            // The clock was set back: the whole delay, no more.
            (100_000, None, Some(5)),
            (-10, Some(20), Some(20)),
            (-10, Some(-5), Some(0)),
            // The clock was set back: the 20 seconds that were asked for.
            (100_000, Some(100_020), Some(20)),
            (-10, Some(500), None),
        ] {
            let hosts = Hosts::new(&[HostMemory {
                host: "a.test".to_owned(),
                last_exchange: Some(moment(last)),
                not_before: not_before.map(moment),
                robots: None,
            }]);
            let wait = hosts.host("a.test").state().wait(DELAY, MOST, now).ok();
            let expected = expected.map(Duration::from_secs);
            assert_eq!(wait, expected, "{last} {not_before:?}");
        }
    }
}
