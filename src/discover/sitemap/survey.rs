//! Whether what a sitemap says of changes can be believed.
//!
//! Many systems write the moment of the request, or that of their last deployment, beside
//! every address. That says nothing of the pages, and to believe it would mean to visit all
//! of them again every day.

use jiff::{SignedDuration, Timestamp};

use super::PART;
use super::places::{Place, Places};
use crate::discover::announced::Announcer;
use crate::extract::{Unreadable, document};

/// What the whole of a sitemap tells of its `lastmod`s.
pub(super) struct Survey {
    /// Those of releases say when each was changed.
    pub(super) dates_releases: bool,
    /// Those of further sitemaps say when each was changed.
    pub(super) dates_sitemaps: bool,
}

impl Survey {
    /// Reads a sitemap for its `lastmod`s alone; `goes_on` is asked now and then.
    pub(super) fn of(
        places: &mut Places<'_>,
        announcer: &Announcer<'_>,
        goes_on: &mut dyn FnMut() -> bool,
    ) -> Result<Self, Unreadable> {
        let mut releases = Stated::default();
        let mut sitemaps = Stated::default();
        let mut count = 0_usize;
        while let Some(place) = places.next() {
            count += 1;
            if count.is_multiple_of(PART) && !goes_on() {
                return Err(document::gave_up());
            }
            let (stated, entry) = match place {
                Place::Release(entry) => (&mut releases, entry),
                Place::Sitemap(entry) => (&mut sitemaps, entry),
            };
            if let Some(text) = entry.modified {
                stated.hear(text, announcer);
            }
        }
        Ok(Self {
            dates_releases: releases.says_something(),
            dates_sitemaps: sitemaps.says_something(),
        })
    }
}

/// Moments so close to the reading of the page are that of its making.
const NOW: SignedDuration = SignedDuration::from_hours(1);

#[derive(Default)]
struct Stated {
    count: usize,
    first: Option<String>,
    differ: bool,
    /// One of them is older than the page.
    has_old: bool,
}

impl Stated {
    fn hear(&mut self, text: String, announcer: &Announcer<'_>) {
        self.count += 1;
        let read_at = announcer.read_at();
        let is_old = |at: Timestamp| at.duration_until(read_at) > NOW;
        if !self.has_old {
            self.has_old = announcer.modified(&text).is_some_and(is_old);
        }
        match &self.first {
            None => self.first = Some(text),
            Some(first) => self.differ |= *first != text,
        }
    }

    /// One alone says what it says.
    fn says_something(&self) -> bool {
        self.count == 1 || (self.differ && self.has_old)
    }
}
