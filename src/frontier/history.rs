//! What a newsroom's last runs were like, so that a run can tell what is unusual.
//!
//! Only the state knows it: when the state is rebuilt, what was learned from it is learned
//! anew.

use std::collections::BTreeMap;

use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

/// Runs that are remembered of each newsroom; older ones are forgotten.
pub const REMEMBERED: usize = 30;

/// One run with one newsroom, in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RunSummary {
    /// The run's name.
    pub run: String,
    /// When it ended.
    pub at: Timestamp,
    /// Rows seen on listing pages.
    #[serde(default)]
    pub listed: u64,
    /// Releases written for the first time.
    #[serde(default)]
    pub new: u64,
    /// The newest day of publication held.
    #[serde(default)]
    pub newest: Option<Date>,
    /// Records written of releases of the last months.
    #[serde(default)]
    pub records: u64,
    /// By record key: how many of these have it.
    #[serde(default)]
    pub filled: BTreeMap<String, u64>,
    /// By the key of an alert: in how many runs in a row it was raised, this one included.
    #[serde(default)]
    pub alerts: BTreeMap<String, u32>,
    /// By audited source: what its last audit found, where that was too much. It stands until
    /// an audit passes.
    #[serde(default)]
    pub failed_audits: BTreeMap<String, FailedAudit>,
}

/// An audit that found more missing than its source may have.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailedAudit {
    /// The run that made it.
    pub run: String,
    /// Releases that should be held and are not.
    pub missing: u64,
    /// Of so many that the source says exist.
    pub of: u64,
}
