//! Where records go.

mod collected;
mod data_dir;
mod error;
mod jsonl;
mod spool;
mod stdout;

#[cfg(test)]
mod contract;

use std::future::Future;

use crate::frontier::{LastLine, Mark};
use crate::record::Record;
use crate::target::ProfileId;

#[cfg(test)]
pub(crate) use contract::record as sample_record;

pub use collected::Collected;
pub use data_dir::{DataDir, DataDirError};
pub use error::SinkError;
pub use jsonl::{Cut, Found, Jsonl, Opened, Records};
pub use spool::Spool;
pub use stdout::Stdout;

/// Something that keeps records.
///
/// All implementations pass the same contract test.
pub trait Sink: Send + Sync {
    /// Adds records, in order, and says where they are. When this returns `Ok`, the records are
    /// durable; when it fails, nothing of them counts, and it may be tried again.
    ///
    /// The records are kept even when nobody waits for the answer any more.
    fn append(
        &self,
        records: Vec<Record>,
    ) -> impl Future<Output = Result<Appended, SinkError>> + Send;

    /// A record that was appended before, in this run or an earlier one; `None` when nobody
    /// knows any more.
    fn read_again(
        &self,
        org: &ProfileId,
        line: &LastLine,
    ) -> impl Future<Output = Result<Option<Record>, SinkError>> + Send;
}

/// What came of appending records.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Appended {
    /// Where every touched output now stands.
    pub marks: Vec<Mark>,
    /// Where each record's line is, in the order of the records.
    pub lines: Vec<LastLine>,
}
