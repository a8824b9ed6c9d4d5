//! The fields of a release: one file a field, each a function from a reading to a value with
//! its evidence.
//!
//! Every field asks the profile's rules first, in their order: who wrote them knows the site.
//! Generic evidence comes after them, in the one order that the head of the field's file gives
//! with its reasons, unless the profile is `strict`. The first that has a value is taken whole:
//! values are never mixed from several. What contradicts it is an issue. A field that the page
//! does not state stays a gap.

#[cfg(test)]
mod tests;

pub(super) mod attachments;
pub(super) mod authors;
pub(super) mod contacts;
pub(super) mod embargo;
pub(super) mod identity;
pub(super) mod images;
pub(super) mod kind;
pub(super) mod language;
pub(super) mod ledger;
pub(super) mod links;
pub(super) mod modified;
pub(super) mod names;
pub(super) mod opening;
pub(super) mod placeholder;
pub(super) mod places;
pub(super) mod published;
pub(super) mod release_number;
pub(super) mod remark;
pub(super) mod sources;
pub(super) mod subtitle;
pub(super) mod summary;
pub(super) mod title;
pub(super) mod topics;
pub(super) mod translations;
