//! Moments of this run, and of earlier ones.
//!
//! Within a run time is told by a clock that never jumps; from run to run only the clock on
//! the wall goes on, and it can be set back.

use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

/// A moment of this run, or one that an earlier run wrote down.
#[derive(Clone, Copy)]
pub(super) struct Moment {
    pub(super) wall: Timestamp,
    pub(super) seen: Option<Instant>,
}

/// The present, on the clock on the wall and on the one that never jumps.
#[derive(Clone, Copy)]
pub(super) struct Now {
    pub(super) wall: Timestamp,
    pub(super) seen: Instant,
}

/// A pause that the host asked for.
#[derive(Clone, Copy)]
pub(super) struct Pause {
    pub(super) until: Timestamp,
    pub(super) seen_until: Option<Instant>,
}

impl Now {
    pub(super) fn read() -> Self {
        Self {
            wall: Timestamp::now(),
            seen: Instant::now(),
        }
    }

    /// How long ago a moment was; nothing for one in the future (a clock that was set back).
    pub(super) fn since(self, moment: Moment) -> Duration {
        match moment.seen {
            Some(seen) => self.seen.saturating_duration_since(seen),
            None => Duration::try_from(self.wall.duration_since(moment.wall)).unwrap_or_default(),
        }
    }
}

impl From<Now> for Moment {
    fn from(now: Now) -> Self {
        Self {
            wall: now.wall,
            seen: Some(now.seen),
        }
    }
}

impl Pause {
    /// A pause that begins now; `None` when it goes beyond all time.
    pub(super) fn from(now: Now, pause: Duration) -> Option<Self> {
        Some(Self {
            until: now.wall.checked_add(pause).ok()?,
            seen_until: Some(now.seen.checked_add(pause)?),
        })
    }
}
