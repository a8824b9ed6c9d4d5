//! Where records go.

mod collected;
mod data_dir;
mod error;
mod jsonl;
mod stdout;

#[cfg(test)]
mod contract;

use std::future::Future;

use crate::frontier::Mark;
use crate::record::Record;

#[cfg(test)]
pub(crate) use contract::record as sample_record;

pub use collected::Collected;
pub use data_dir::{DataDir, DataDirError};
pub use error::SinkError;
pub use jsonl::{Cut, Found, Jsonl, Opened, Records};
pub use stdout::Stdout;

/// Something that keeps records.
///
/// All implementations pass the same contract test.
pub trait Sink: Send + Sync {
    /// Adds records, in order, and returns where every touched output now stands. When this
    /// returns `Ok`, the records are durable; when it fails, nothing of them counts, and it
    /// may be tried again.
    ///
    /// The records are kept even when nobody waits for the answer any more.
    fn append(
        &self,
        records: Vec<Record>,
    ) -> impl Future<Output = Result<Vec<Mark>, SinkError>> + Send;
}
