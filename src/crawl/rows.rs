//! What rows said of releases, read again from the pages that they stand on.
//!
//! A row gives a release its date, or all of it. Where a profile reads rows otherwise than
//! when they were captured, so does whoever reads the capture again.

use std::collections::VecDeque;

use crate::discover;
use crate::page::Page;
use crate::profile::{Profile, Source};
use crate::target::{ProfileId, Target};

/// So much text has the pages whose rows are kept until they are asked for again: releases of
/// one page are visited one after the other.
const MOST_KEPT: usize = 16 * 1024 * 1024;
/// And so many are kept.
const MOST_PAGES: usize = 100;

/// Reads rows again, each page once for the releases that follow one another.
pub struct Rows {
    max_url: usize,
    pages: VecDeque<RowsOfPage>,
}

/// The rows of a page, as a profile reads them.
struct RowsOfPage {
    org: ProfileId,
    capture: String,
    text: usize,
    /// `None` where the page is not to be had, or of a kind that the profile does not read.
    releases: Option<Vec<Target>>,
}

impl Rows {
    /// Rows whose links are longer than `max_url` bytes are none.
    #[must_use]
    pub fn new(max_url: usize) -> Self {
        Self {
            max_url,
            pages: VecDeque::new(),
        }
    }

    /// Puts what rows say today in the place of what they said; `page` finds the page of a
    /// source by its `capture`. The words of a page that is not to be had stay.
    ///
    /// Returns `false` when a page that announced the release has no row for it today.
    pub fn read_again(
        &mut self,
        target: &mut Target,
        profile: &Profile,
        page: impl Fn(&str) -> Option<(Target, Page)>,
    ) -> bool {
        // Under the profile of that day its key may have been another one.
        let today = profile.release_key(&profile.canonical(&target.url));
        let is_it = |row: &Target| row.key == target.key || row.key == today;
        let Some(teaser) = &mut target.teaser else {
            return true;
        };
        let mut beside = std::mem::take(&mut teaser.beside);
        let mut is_announced = true;
        for voice in std::iter::once(&mut *teaser).chain(&mut beside) {
            let capture = voice.capture.as_deref();
            let releases = capture.and_then(|capture| self.releases(capture, profile, &page));
            let Some(releases) = releases else {
                continue;
            };
            let row = releases.iter().find(|row| is_it(row));
            is_announced &= row.is_some();
            let says = row.and_then(|row| row.teaser.clone()).unwrap_or_default();
            (voice.fields, voice.elsewhere) = (says.fields, says.elsewhere);
        }
        teaser.beside = beside;
        is_announced
    }

    fn releases(
        &mut self,
        capture: &str,
        profile: &Profile,
        page: impl Fn(&str) -> Option<(Target, Page)>,
    ) -> Option<&[Target]> {
        let is_it = |rows: &RowsOfPage| rows.org == profile.id && rows.capture == capture;
        let index = match self.pages.iter().position(is_it) {
            Some(index) => index,
            None => {
                let rows = self.read(capture, profile, page(capture));
                self.pages.push_front(rows);
                self.forget();
                0
            }
        };
        self.pages.get(index)?.releases.as_deref()
    }

    fn read(&self, capture: &str, profile: &Profile, page: Option<(Target, Page)>) -> RowsOfPage {
        let text = page.as_ref().map_or(0, |(_, page)| page.text.len());
        let releases = page.and_then(|(target, page)| {
            let source = source(&target, profile)?;
            let listing = discover::listing(&page, profile, source, self.max_url, &|| false);
            Some(listing.map_or_else(|_| Vec::new(), |listing| listing.releases))
        });
        RowsOfPage {
            org: profile.id.clone(),
            capture: capture.to_owned(),
            text,
            releases,
        }
    }

    /// The page that was read last stays in any case.
    fn forget(&mut self) {
        let mut text = 0;
        let fitting = self.pages.iter().take(MOST_PAGES).take_while(|rows| {
            text += rows.text;
            text <= MOST_KEPT
        });
        let fitting = fitting.count().max(1);
        self.pages.truncate(fitting);
    }
}

/// The source that a page belongs to today: one whose address was edited is known by its kind
/// and by what its addresses look like.
fn source<'p>(page: &Target, profile: &'p Profile) -> Option<&'p Source> {
    let known = profile.source(&page.source);
    let akin = || {
        let mut sources = profile.sources.iter();
        sources.find(|source| source.is_page(&page.url))
    };
    known
        .or_else(akin)
        .filter(|source| source.kind.page_kind() == page.kind)
}
