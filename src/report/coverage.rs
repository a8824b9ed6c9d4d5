//! How often each field was filled: the first thing that shows a rotten selector.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::record::Filled;

/// How often each record key was filled among some records.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// How many records.
    pub records: u64,
    /// By record key, only those that a page can fill.
    pub fields: BTreeMap<String, FieldCoverage>,
}

/// How often one field was filled.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldCoverage {
    /// In so many records.
    pub filled: u64,
}

impl Coverage {
    /// Counts one record.
    pub fn add(&mut self, filled: &Filled) {
        self.records += 1;
        for (field, filled) in filled {
            self.fields.entry((*field).to_owned()).or_default().filled += u64::from(*filled);
        }
    }

    /// By record key: in how many records.
    pub(super) fn filled(&self) -> BTreeMap<String, u64> {
        let fields = self.fields.iter();
        fields
            .map(|(field, coverage)| (field.clone(), coverage.filled))
            .collect()
    }

    /// The share of records that have a field; `None` without records, or for a key that no
    /// page fills.
    #[must_use]
    pub fn share(&self, field: &str) -> Option<f64> {
        let filled = self.fields.get(field)?.filled;
        #[expect(
            clippy::cast_precision_loss,
            reason = "a share of at most a few million records"
        )]
        let share = (self.records > 0).then(|| filled as f64 / self.records as f64);
        share
    }
}
