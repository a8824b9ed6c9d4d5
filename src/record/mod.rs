//! What dateline writes: one record a release, and the draft it is made from.
//!
//! A [`Draft`] is what extraction read, each value with its evidence. [`normalize`] turns
//! it into a [`Record`], or says what is missing. Nothing here reads a clock or a page.

pub(crate) mod akin;
pub(crate) mod difference;
mod draft;
mod edit;
mod filled;
mod identity;
mod normalize;
mod schema;
pub(crate) mod stamp;
pub(crate) mod text;

pub use draft::{Draft, Evidence, Found, Origin, ReadDate};
pub use edit::{content_hash, is_edited};
pub use filled::{Filled, filled};
pub use identity::{hash_of, is_key_of_address, reading_hash, release_key, text_hash};
pub use normalize::{Rejection, normalize};
pub use schema::{
    Attachment, Change, Contact, DateEntry, DateRole, Image, Issue, Link, Precision, Provenance,
    Record, ReleaseType, SCHEMA, Severity, State, Translation,
};
