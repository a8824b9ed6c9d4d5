//! Which keys of a record are filled: what shows first that a selector no longer matches.

use super::Record;

/// Every key that a page can fill, and whether it did.
pub type Filled = [(&'static str, bool); 25];

/// Tells it of one record.
#[must_use]
pub fn filled(record: &Record) -> Filled {
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
