//! Large pages take turns in memory.
//!
//! A page that was received lies on disk until its turn comes: its bytes, its text and its
//! document then take memory together, and a hundred newsrooms may each have one. All of that
//! happens on one thread: what an allocator keeps for later it keeps for each.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::page::{Body, IN_MEMORY};
use crate::readers::Readers;

/// Gives large pages their turn, in the order of their asking.
pub(super) struct Scales {
    turns: Arc<Semaphore>,
    readers: Readers,
}

/// The turn of a large page; over when dropped.
#[derive(Debug)]
pub struct Weight {
    _turn: OwnedSemaphorePermit,
    readers: Readers,
}

impl Default for Scales {
    fn default() -> Self {
        Self {
            turns: Arc::new(Semaphore::new(1)),
            readers: Readers::new(1),
        }
    }
}

impl Scales {
    /// Waits for the turn of a body; small ones need none.
    pub(super) async fn weigh(&self, body: &Body) -> Option<Weight> {
        if body.len() <= IN_MEMORY as u64 {
            return None;
        }
        // Never closed.
        let turn = Arc::clone(&self.turns).acquire_owned().await.ok()?;
        Some(Weight {
            _turn: turn,
            readers: self.readers.clone(),
        })
    }

    /// Who decodes a body that is not tiny.
    pub(super) fn readers(&self) -> &Readers {
        &self.readers
    }
}

impl Weight {
    /// Who reads the page.
    #[must_use]
    pub fn readers(&self) -> &Readers {
        &self.readers
    }
}
