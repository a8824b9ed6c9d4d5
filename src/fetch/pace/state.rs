//! What is known of a site in time, and how long it must be left alone by that.
//!
//! A newsroom's delay of 5 s, a Crawl-delay of 10 s and two answers "too many requests" make
//! a pause of 40 s; of a last exchange 15 s ago, 25 s are left.

use std::time::Duration;

use super::moment::{Moment, Now, Pause};
use super::slowness::{REST, Slowness};
use crate::fetch::{HostMemory, Rule};

/// A server is left alone for as long as its last answer took, but no longer than this.
const LONGEST_ANSWER: Duration = Duration::from_secs(30);

/// What is known of a site.
#[derive(Default)]
pub(super) struct State {
    pub(super) last_exchange: Option<Moment>,
    /// How long the last exchange took.
    pub(super) took: Duration,
    pub(super) not_before: Option<Pause>,
    pub(super) slowness: Slowness,
    pub(super) changed: bool,
    /// The longest delay of the newsrooms that ask this site.
    delay: Option<(Duration, Rule)>,
    /// The longest Crawl-delay of its origins.
    crawl_delay: Duration,
}

/// What a newsroom, and the robots.txt of the address, want kept.
#[derive(Debug, Clone, Copy)]
pub(in crate::fetch) struct Asking {
    /// The delay, and who set it.
    pub(in crate::fetch) delay: (Duration, Rule),
    /// Crawl-delay: it holds for whoever asks this site.
    pub(in crate::fetch) crawl_delay: Option<Duration>,
    /// What robots.txt asks for now.
    pub(in crate::fetch) robots: Option<(Duration, Rule)>,
}

/// What is still to be waited, and by which rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Wait {
    pub(super) left: Duration,
    pub(super) rule: Rule,
    /// The whole pause that the rule asks for.
    pub(super) pause: Duration,
}

/// A site is to be left alone for longer than we wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::fetch) struct TooLong {
    /// Retry-After, or the slowing down.
    pub(in crate::fetch) rule: Rule,
    /// The pause.
    pub(in crate::fetch) pause: Duration,
    /// How long until it makes sense to ask again.
    pub(in crate::fetch) left: Duration,
}

impl State {
    pub(super) fn remembered(memory: &HostMemory) -> Self {
        Self {
            last_exchange: memory.last_exchange.map(|wall| Moment { wall, seen: None }),
            not_before: memory.not_before.map(|until| Pause {
                until,
                seen_until: None,
            }),
            slowness: Slowness::remembered(memory.slowness),
            ..Self::default()
        }
    }

    /// Counts a moment as the end of an exchange.
    pub(super) fn rest_from(&mut self, now: Now) {
        self.slowness = self.slowness_at(now);
        self.last_exchange = Some(now.into());
    }

    /// Notes what holds for whoever asks this site.
    pub(super) fn note(&mut self, asking: Asking) {
        self.delay = longer(self.delay, Some(asking.delay));
        self.crawl_delay = self.crawl_delay.max(asking.crawl_delay.unwrap_or_default());
    }

    /// How long the next exchange must still wait.
    pub(super) fn wait(
        &self,
        asking: Asking,
        max_wait: Duration,
        now: Now,
    ) -> Result<Wait, TooLong> {
        let asked = self.asked_pause(now);
        if asked > max_wait {
            return Err(TooLong {
                rule: Rule::RetryAfter,
                pause: asked,
                left: asked,
            });
        }
        let (pause, rule) = self.pause(asking, now);
        if rule == Rule::SlowDown && pause > max_wait {
            return Err(TooLong {
                rule,
                pause,
                left: REST,
            });
        }
        let rest = self.rest(pause, now);
        Ok(if asked > rest {
            Wait {
                left: asked,
                rule: Rule::RetryAfter,
                pause: asked,
            }
        } else {
            Wait {
                left: rest,
                rule,
                pause,
            }
        })
    }

    /// How slowed down the site is by now.
    pub(super) fn slowness_at(&self, now: Now) -> Slowness {
        match self.last_exchange {
            Some(last) => self.slowness.rested(now.since(last)),
            None => self.slowness,
        }
    }

    /// The pause between two exchanges, and the rule that makes it that long.
    fn pause(&self, asking: Asking, now: Now) -> (Duration, Rule) {
        let crawl_delay = Some((self.crawl_delay, Rule::CrawlDelay));
        let robots = longer(crawl_delay, asking.robots);
        let (usual, rule) =
            longer(longer(self.delay, Some(asking.delay)), robots).unwrap_or(asking.delay);
        if usual.is_zero() {
            return (usual, rule);
        }
        let slowed = match self.slowness_at(now).factor() {
            1 => (usual, rule),
            factor => (usual.saturating_mul(factor), Rule::SlowDown),
        };
        let took = self.took.min(LONGEST_ANSWER);
        if took > slowed.0 {
            (took, Rule::SlowAnswer)
        } else {
            slowed
        }
    }

    /// What is left of a pause. A clock that was set back makes it the whole pause, never
    /// more.
    fn rest(&self, pause: Duration, now: Now) -> Duration {
        match self.last_exchange {
            Some(last) => pause.saturating_sub(now.since(last)),
            None => Duration::ZERO,
        }
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

/// The longer of two pauses; the first where they are alike.
fn longer(
    one: Option<(Duration, Rule)>,
    other: Option<(Duration, Rule)>,
) -> Option<(Duration, Rule)> {
    match (one, other) {
        (Some(one), Some(other)) if other.0 > one.0 => Some(other),
        (one, other) => one.or(other),
    }
}
