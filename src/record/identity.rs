//! What makes two pages the same release, and two readings of it the same.

use url::Url;

use super::schema::Record;

/// The release's id: `org:item_id` where the publisher numbers its items, else `org:` and
/// 16 hex digits of the hash of the canonical address.
///
/// ```
/// let url = url::Url::parse("https://press.example/atu/48333").unwrap();
/// assert_eq!(dateline::record::release_key("osce", Some("48333"), &url), "osce:48333");
/// assert_eq!(dateline::record::release_key("osce", None, &url).len(), "osce:".len() + 16);
/// ```
#[must_use]
pub fn release_key(org: &str, item_id: Option<&str>, canonical: &Url) -> String {
    match item_id {
        Some(item) => format!("{org}:{item}"),
        None => format!(
            "{org}:{}",
            &blake3::hash(canonical.as_str().as_bytes()).to_hex()[..16]
        ),
    }
}

/// Whether an id or key was made of an address: the publisher gave the release no number.
///
/// ```
/// let url = url::Url::parse("https://press.example/bridge-opens").unwrap();
/// let by_address = dateline::record::release_key("osce", None, &url);
/// assert!(dateline::record::is_key_of_address(&by_address));
/// assert!(!dateline::record::is_key_of_address("osce:48333"));
/// ```
#[must_use]
pub fn is_key_of_address(key: &str) -> bool {
    let own = key.split_once(':').map_or(key, |(_, own)| own);
    own.len() == 16
        && own
            .bytes()
            .all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte))
}

/// `blake3:` and the hex of some bytes.
#[must_use]
pub fn hash_of(bytes: &[u8]) -> String {
    format!("blake3:{}", blake3::hash(bytes).to_hex())
}

/// The hash over normalized title and body: the same text under two ids has one hash.
#[must_use]
pub fn text_hash(title: &str, body: Option<&str>) -> String {
    hash_of(format!("{title}\n\n{}", body.unwrap_or_default()).as_bytes())
}

/// The record keys that say when, why and how a line was written, not what the page says.
const CIRCUMSTANCES: [&str; 12] = [
    "revision",
    "change",
    "state",
    "listed_on",
    "dates",
    "provenance",
    "issues",
    "capture",
    "fetched_at",
    "first_seen_at",
    "changed_at",
    "profile_hash",
];

/// A hash over all that was read off the page: what a better profile changes.
///
/// Computed from the record alone, like [`content_hash`](super::content_hash).
#[must_use]
pub fn reading_hash(record: &Record) -> String {
    let mut value = serde_json::to_value(record).unwrap_or_default();
    if let Some(keys) = value.as_object_mut() {
        keys.retain(|key, _| key != "tool" && !CIRCUMSTANCES.contains(&key.as_str()));
    }
    hash_of(value.to_string().as_bytes())
}
