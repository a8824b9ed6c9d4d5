//! How often each field was filled: the first thing that shows a rotten selector.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::record::Record;

/// How often each record key was filled among some records.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// How many records.
    pub records: u64,
    /// By record key, only those that a page can fill.
    pub fields: BTreeMap<&'static str, FieldCoverage>,
}

/// How often one field was filled.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct FieldCoverage {
    /// In so many records.
    pub filled: u64,
}

impl Coverage {
    /// Counts one record.
    pub fn add(&mut self, record: &Record) {
        self.records += 1;
        for (field, filled) in filled(record) {
            self.fields.entry(field).or_default().filled += u64::from(filled);
        }
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

fn filled(record: &Record) -> [(&'static str, bool); 25] {
    [
        ("type", record.type_raw.is_some()),
        ("language", record.language.is_some()),
        ("title", !record.title.is_empty()),
        ("subtitle", record.subtitle.is_some()),
        ("summary", record.summary.is_some()),
        ("body", record.body.is_some()),
        ("boilerplate", record.boilerplate.is_some()),
        ("published_on", record.published_on.is_some()),
        ("published_at", record.published_at.is_some()),
        ("modified_at", record.modified_at.is_some()),
        ("embargo_until", record.embargo_until.is_some()),
        ("dateline", record.dateline.is_some()),
        ("places", !record.places.is_empty()),
        ("places_raw", record.places_raw.is_some()),
        ("wire", record.wire.is_some()),
        ("sources", !record.sources.is_empty()),
        ("authors", !record.authors.is_empty()),
        ("topics", !record.topics.is_empty()),
        ("release_number", record.release_number.is_some()),
        ("contacts", !record.contacts.is_empty()),
        ("attachments", !record.attachments.is_empty()),
        ("images", !record.images.is_empty()),
        ("links", !record.links.is_empty()),
        ("translations", !record.translations.is_empty()),
        ("url", record.url.is_some()),
    ]
}
