//! The closed lists of names that a profile may use.

/// Names under `[fields]`, and of what a listing row or feed entry says.
pub(super) const FIELDS: &[&str] = &[
    "title",
    "subtitle",
    "summary",
    "date",
    "modified",
    "embargo",
    "type",
    "language",
    "places",
    "sources",
    "authors",
    "topics",
    "release_number",
    "contacts",
    "attachments",
    "images",
    "wire",
    "dateline",
    "translations",
    "canonical",
];

/// Names under `[source.row]`.
pub(super) const ROW_FIELDS: &[&str] = &[
    "url",
    "title",
    "subtitle",
    "summary",
    "date",
    "modified",
    "embargo",
    "type",
    "language",
    "places",
    "sources",
    "authors",
    "topics",
    "release_number",
    "contacts",
    "attachments",
    "images",
    "wire",
    "dateline",
];

/// The keys of a record, as `[quality]` names them.
pub(super) const RECORD_KEYS: &[&str] = &[
    "schema",
    "id",
    "org",
    "revision",
    "change",
    "state",
    "url",
    "listed_on",
    "type",
    "type_raw",
    "language",
    "title",
    "subtitle",
    "summary",
    "body",
    "boilerplate",
    "published_on",
    "published_at",
    "published_precision",
    "published_offset",
    "published_raw",
    "published_from",
    "modified_at",
    "embargo_until",
    "dateline",
    "places",
    "places_raw",
    "wire",
    "sources",
    "authors",
    "topics",
    "release_number",
    "contacts",
    "attachments",
    "images",
    "links",
    "translations",
    "dates",
    "provenance",
    "issues",
    "ok",
    "text_hash",
    "capture",
    "fetched_at",
    "first_seen_at",
    "changed_at",
    "profile_hash",
    "tool",
];

/// The field that feeds a record key of another name, or the record key that a field feeds.
pub(super) fn counterpart(name: &str) -> Option<&'static str> {
    Some(match name {
        "date" => "published_on",
        "modified" => "modified_at",
        "embargo" => "embargo_until",
        "modified_at" => "modified",
        "embargo_until" => "embargo",
        "type_raw" => "type",
        "places_raw" => "places",
        _ if name.starts_with("published") => "date",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Record;

    #[test]
    fn the_record_keys_are_those_of_the_record() {
        // A record refuses unknown keys and names the one that it lacks, in its own order.
        for key in RECORD_KEYS {
            let line = format!("{{\"{key}\": [[]]}}");
            let error = serde_json::from_str::<Record>(&line).expect_err("not a record");
            assert!(!error.to_string().contains("unknown field"), "{error}");
        }
        let error = serde_json::from_str::<Record>("{\"no such key\": 1}").expect_err("unknown");
        let listed = error.to_string().matches('`').count() / 2 - 1;
        assert_eq!(listed, RECORD_KEYS.len(), "{error}");
    }
}
