//! "Has this changed?": the fields of conditional requests (RFC 9110 §13).

use reqwest::header::{
    ETAG, HeaderMap, HeaderName, HeaderValue, IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED,
};

use crate::page::Validators;

/// A validator longer than this is not kept: it would be sent back on every visit.
const LONGEST: usize = 1024;

/// The fields that ask a server to answer 304 if nothing changed.
pub(super) fn fields(validators: &Validators) -> HeaderMap {
    let mut fields = HeaderMap::new();
    let mut put = |name: HeaderName, value: &Option<String>| {
        // A stored value that is no field value any more is left out: the page comes anew.
        if let Some(Ok(value)) = value.as_deref().map(HeaderValue::from_str) {
            fields.insert(name, value);
        }
    };
    put(IF_NONE_MATCH, &validators.etag);
    put(IF_MODIFIED_SINCE, &validators.last_modified);
    fields
}

/// What an answer gives to ask with next time.
pub(super) fn validators(headers: &HeaderMap) -> Validators {
    let read = |name: HeaderName| {
        let value = headers.get(name)?.to_str().ok()?.trim();
        (!value.is_empty() && value.len() <= LONGEST).then(|| value.to_owned())
    };
    Validators {
        etag: read(ETAG),
        last_modified: read(LAST_MODIFIED),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_server_gave_is_sent_back_as_it_was() {
        let mut headers = HeaderMap::new();
        headers.insert(ETAG, HeaderValue::from_static("W/\"a b\""));
        headers.insert(
            LAST_MODIFIED,
            HeaderValue::from_static("Sun, 06 Nov 1994 08:49:37 GMT"),
        );
        let fields = fields(&validators(&headers));
        assert_eq!(fields.get(IF_NONE_MATCH).unwrap(), "W/\"a b\"");
        assert_eq!(
            fields.get(IF_MODIFIED_SINCE).unwrap(),
            "Sun, 06 Nov 1994 08:49:37 GMT"
        );
    }

    #[test]
    fn useless_validators_are_left_out() {
        let mut headers = HeaderMap::new();
        headers.insert(ETAG, HeaderValue::from_str(&"x".repeat(2000)).unwrap());
        headers.insert(LAST_MODIFIED, HeaderValue::from_bytes(b"\xff").unwrap());
        assert!(validators(&headers).is_empty());
        let stored = Validators {
            etag: Some("a\nb".to_owned()),
            last_modified: None,
        };
        assert!(fields(&stored).is_empty());
    }
}
