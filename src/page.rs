//! A page as it was answered: decoded text with the facts of its exchange.

mod body;

pub use body::{Body, BodyReader, IN_MEMORY, Receiving};

use std::io::{BufRead, BufReader};

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use url::Url;

/// A page's text, where it came from and when.
///
/// A page holds no parsed document: documents are built and dropped inside one function of
/// `discover` or `extract`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The address that answered, after redirects. `None` only for a saved page that was
    /// given no address.
    pub url: Option<Url>,
    /// When the answer was received: the `now` of everything read from it.
    pub fetched_at: Timestamp,
    /// What to send next time to be told "not modified".
    pub validators: Validators,
    /// The media type without parameters, lower case (`text/html`), where one was stated.
    pub media_type: Option<String>,
    /// The body as text; of a text that is too long for memory, the beginning.
    pub text: String,
    /// All of a text that is too long for memory; only sitemaps are.
    pub spool: Option<Body>,
    /// What was noticed while decoding; extraction puts these on the record.
    pub notes: Vec<Note>,
    /// `blake3:` and the hex of the body's bytes as received (after content codings).
    pub bytes_hash: String,
    /// Where the raw exchange is kept: the file of the capture and the place in it.
    pub capture: Option<String>,
}

/// How much of a long text is read at once.
const PIECE: usize = 64 * 1024;

impl Page {
    /// What keeps the text from being known: reading it would give gibberish.
    #[must_use]
    pub fn unreadable(&self) -> Option<&Note> {
        self.notes.iter().find(|note| note.code == Note::UNREADABLE)
    }

    /// Reads the text from its beginning.
    #[must_use]
    pub fn reader(&self) -> Box<dyn BufRead + '_> {
        match &self.spool {
            Some(spool) => Box::new(BufReader::with_capacity(PIECE, spool.reader())),
            None => Box::new(self.text.as_bytes()),
        }
    }
}

/// An observation on how a page was decoded: becomes an issue of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// A stable code such as `charset.contradiction`.
    pub code: &'static str,
    /// A sentence for a person.
    pub message: String,
}

impl Note {
    /// The code of [`Page::unreadable`].
    pub const UNREADABLE: &'static str = "charset.unreadable";
}

/// The code of the note that a packed body ends before its end.
pub const CUT_BODY: &str = "body.cut";

/// The code of the note that a body is larger than what is read of it.
pub const LARGE_BODY: &str = "body.large";

/// What a server gave to ask "has this changed?" with (RFC 9110 §8.8).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Validators {
    /// The `ETag` field as sent.
    pub etag: Option<String>,
    /// The `Last-Modified` field as sent.
    pub last_modified: Option<String>,
}

impl Validators {
    /// No validator: a conditional request cannot be made.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.etag.is_none() && self.last_modified.is_none()
    }

    /// These, with the newer ones of a "not modified" (RFC 9111 §4.3.4) in their place.
    #[must_use]
    pub fn renewed(self, newer: Self) -> Self {
        Self {
            etag: newer.etag.or(self.etag),
            last_modified: newer.last_modified.or(self.last_modified),
        }
    }
}
