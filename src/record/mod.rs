//! What dateline writes: one record a release, and the draft it is made from.
//!
//! A [`Draft`] is what extraction read, each value with its evidence. [`normalize`] turns
//! it into a [`Record`], or says what is missing. Nothing here reads a clock or a page.

mod draft;
mod filled;
mod identity;
mod normalize;
mod schema;
pub(crate) mod stamp;
pub(crate) mod text;

pub use draft::{Draft, Evidence, Found, Origin, ReadDate};
pub use filled::filled;
pub use identity::{content_hash, hash_of, reading_hash, release_key, text_hash};
pub use normalize::{Rejection, normalize};
pub use schema::{
    Attachment, Change, Contact, DateEntry, DateRole, Image, Issue, Link, Precision, Provenance,
    Record, ReleaseType, SCHEMA, Severity, State, Translation,
};
