//! Large pages take turns in memory.
//!
//! A page that was received lies on disk until there is room for it: its bytes, its text and
//! its document then take memory together, and a hundred newsrooms may each have one.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::page::{Body, IN_MEMORY};

/// Room for the bodies of large pages, in KiB: for one at the default `--max-body`, or for
/// several smaller ones.
const ROOM: u32 = 10 * 1024;

/// Gives large pages room, in the order of their asking.
pub(super) struct Scales(Arc<Semaphore>);

/// The room that a large page takes; given back when dropped.
#[derive(Debug)]
pub struct Weight {
    _room: OwnedSemaphorePermit,
}

impl Default for Scales {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(ROOM as usize)))
    }
}

impl Scales {
    /// Waits until there is room for a body; small ones take none.
    pub(super) async fn weigh(&self, body: &Body) -> Option<Weight> {
        if body.len() <= IN_MEMORY as u64 {
            return None;
        }
        let wanted = u32::try_from(body.len() / 1024).unwrap_or(ROOM).min(ROOM);
        // Never closed.
        let room = Arc::clone(&self.0).acquire_many_owned(wanted).await.ok()?;
        Some(Weight { _room: room })
    }
}
