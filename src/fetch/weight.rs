//! Large pages take turns in memory.
//!
//! A page that was received lies on disk until its turn comes: its bytes, its text and its
//! document then take memory together, and a hundred newsrooms may each have one.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::page::{Body, IN_MEMORY};

/// Gives large pages their turn, in the order of their asking.
pub(super) struct Scales(Arc<Semaphore>);

/// The turn of a large page; over when dropped.
#[derive(Debug)]
pub struct Weight {
    _turn: OwnedSemaphorePermit,
}

impl Default for Scales {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(1)))
    }
}

impl Scales {
    /// Waits for the turn of a body; small ones need none.
    pub(super) async fn weigh(&self, body: &Body) -> Option<Weight> {
        if body.len() <= IN_MEMORY as u64 {
            return None;
        }
        // Never closed.
        let turn = Arc::clone(&self.0).acquire_owned().await.ok()?;
        Some(Weight { _turn: turn })
    }
}
