//! From a page to a draft: pure, bounded, with evidence for every value.

mod boilerplate;
mod contact;
pub mod date;
mod kind;

use crate::page::Page;
use crate::problem::Class;
use crate::profile::Profile;
use crate::record::Draft;
use crate::target::Teaser;

/// Asked now and then during long work; `true` means: give up. Only the engine's watchdog
/// answers anything else than `false`, so that replay is exact.
pub type Cancel<'a> = &'a (dyn Fn() -> bool + Sync);

/// A page that gives no draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    /// `too_deep`, `too_large`, `timeout`, `not_html`, `empty`, `soft_404`, `blocked`, or
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
    let _ = (page, profile, teaser, cancel);
    Err(Unreadable {
        class: Class::Empty,
        message: String::new(),
    })
}

/// The code of the issue that marks a page in a language that is not the newsroom's.
pub const OTHER_LANGUAGE: &str = "language.other";

pub(crate) mod document {
    use super::{Cancel, Unreadable};
    pub(crate) fn parse(text: &str, cancel: Cancel<'_>) -> Result<scraper::Html, Unreadable> {
        let _ = cancel;
        Ok(scraper::Html::parse_document(text))
    }
}
pub(crate) enum Expect {
    Text,
    Url,
    Date,
}
pub(crate) struct Read<'a> {
    pub values: Vec<String>,
    pub rule: &'a crate::profile::Rule,
    pub elements: Vec<scraper::ElementRef<'a>>,
}
pub(crate) fn in_row<'a>(
    _rules: &'a [crate::profile::Rule],
    _row: scraper::ElementRef<'a>,
    _labels: &[String],
    _expect: Expect,
) -> Option<Read<'a>> {
    None
}
pub(crate) fn labels_of<'a>(
    _rules: impl IntoIterator<Item = &'a crate::profile::Rule>,
) -> Vec<String> {
    Vec::new()
}
pub(crate) fn link_in_page(
    _rules: &[crate::profile::Rule],
    _document: &scraper::Html,
) -> Option<String> {
    None
}
#[allow(missing_docs)]
pub struct DateReading<'a> {
    pub formats: &'a [String],
    pub order: Option<crate::profile::DateOrder>,
    pub timezone: Option<&'a jiff::tz::TimeZone>,
}
pub(crate) fn read_date(
    _text: &str,
    _how: &DateReading<'_>,
) -> Result<crate::record::ReadDate, ()> {
    Err(())
}
