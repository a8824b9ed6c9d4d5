//! From a page to a draft: pure, bounded, with evidence for every value.

mod attribute;
mod body;
mod boilerplate;
mod check;
mod class;
mod clean;
pub mod date;
pub mod dateline;
pub(crate) mod document;
mod dom_path;
mod draft;
pub mod explain;
mod facts;
mod field;
mod furniture;
mod glimpse;
mod json_ld;
mod label;
mod layout;
mod markup;
mod meta;
mod notice;
mod reading;
mod rule;
mod shape;
mod text;
mod trace;
mod used;
mod whole;

pub(crate) use check::wall_without_rows;
pub(crate) use clean::cut;
pub(crate) use date::{DateReading, read as read_date, read_stamp};
pub(crate) use glimpse::glimpse;
pub(crate) use markup::{to_line, without_markup};
pub(crate) use rule::{Expect, in_json, in_row, json_text, labels_of, markup_in_json, on_page};
#[cfg(test)]
mod tests;

use crate::page::Page;
use crate::problem::Class;
use crate::profile::Profile;
use crate::record::Draft;
use crate::target::Teaser;
use reading::{Gathered, Reading};
pub use whole::extract_whole;

/// Asked now and then during long work; `true` means: give up. Only the engine's watchdog
/// answers anything else than `false`, so that replay is exact.
pub type Cancel<'a> = &'a (dyn Fn() -> bool + Sync);

/// A page that gives no draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// `too_deep`, `too_large`, `timeout`, `not_html`, `encoding`, `empty`, `soft_404`, `blocked`, or
    /// `missing_fields` for a page that is not a release.
    pub class: Class,
    /// A sentence for a person.
    pub message: String,
}

/// Reads a release page.
///
/// # Errors
/// [`Unreadable`] for a page beyond the bounds, or one that is not a release.
pub fn extract(
    page: &Page,
    profile: &Profile,
    teaser: Option<&Teaser>,
    cancel: Cancel<'_>,
) -> Result<Draft, Unreadable> {
    check::is_html(page)?;
    let document = document::parse(&page.text, cancel)?;
    let rules = layout::that_applies(profile, page, &document);
    let gathered = Gathered::read(&document, page, teaser);
    check::is_release(&document, page, &gathered, rules)?;
    if cancel() {
        return Err(document::gave_up());
    }
    draft::read(
        Reading::new(page, profile, rules, &document, &gathered),
        cancel,
    )
}

/// What a page calls itself in its head.
pub(crate) fn title_of(document: &scraper::Html) -> Option<String> {
    meta::Head::read(document).title
}

/// Whether a page is one that could hold a release: HTML that can be read.
#[must_use]
pub fn is_page(page: &Page) -> bool {
    check::is_html(page).is_ok()
}

/// The code of the issue that marks a page in a language that is not the newsroom's: a
/// translation, not a release of its own.
pub const OTHER_LANGUAGE: &str = "language.other";
