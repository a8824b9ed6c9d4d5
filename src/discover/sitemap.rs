//! A sitemap: the addresses of a site, or of further sitemaps.
//!
//! ```xml
//! <url>
//!   <loc>https://www.press.example/atu/48333</loc>
//!   <lastmod>2024-03-14T10:00:00+01:00</lastmod>
//!   <news:news><news:publication_date>2024-03-14</news:publication_date></news:news>
//! </url>
//! ```
//! A sitemap may have 50,000 addresses in 50 MB, so it is read piece by piece, and what it
//! announces is handed on in parts. Pictures, videos and translations in it are passed over.
//! What is served as one may also be a list of addresses, one a line, or a feed.

mod places;
mod survey;

use crate::extract::{Cancel, Unreadable, document};
use crate::page::Page;
use crate::problem::Class;
use crate::profile::{Profile, Source};
use crate::target::{PageKind, Step, Target};
use places::{Place, Places};
use survey::Survey;

use super::announced::Announcer;
use super::feed::Entry;
use super::listing::Skipped;
use super::row::Row;

/// What a sitemap announces, but for the targets themselves.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sitemap {
    /// Addresses in it, further sitemaps included.
    pub rows: usize,
    /// Of these, further sitemaps that are to be read.
    pub sitemaps: usize,
    /// Further sitemaps of which it does not say when they were last changed: it is no news
    /// of them when it did not change itself.
    pub undated: usize,
    /// Addresses that the profile does not want.
    pub skipped: usize,
    /// Addresses that may be a release, whether `keep` wants them or not.
    pub linked: usize,
    /// What was wanted but cannot be visited, and what was wrong with the sitemap.
    pub failed: Vec<Skipped>,
}

/// Addresses that are read between one part and the next.
const PART: usize = 1_000;

/// Sitemaps inside of sitemaps inside of sitemaps are met; deeper there is only a trap.
const DEEPEST: u32 = 3;

/// The most addresses told of as problems, one by one.
const MOST_FAILED: usize = 20;

/// Reads a sitemap and hands on what it announces, in parts of at most a thousand targets;
/// `give` says whether to go on. A part may be empty: then the reading has come a thousand
/// addresses further, and nothing was wanted.
///
/// # Errors
/// [`Unreadable`] for what is no sitemap, or what `cancel` or `give` gives up.
pub fn sitemap(
    page: &Page,
    profile: &Profile,
    source: &Source,
    step: &Step,
    max_url: usize,
    cancel: Cancel<'_>,
    give: &mut dyn FnMut(Vec<Target>) -> bool,
) -> Result<Sitemap, Unreadable> {
    let announcer = Announcer::new(page, profile, source, max_url);
    let survey = Survey::of(&mut Places::of(page)?, &announcer, &mut || {
        !cancel() && give(Vec::new())
    })?;
    let mut reading = Reading {
        announcer,
        profile,
        source,
        step,
        survey,
        found: Sitemap::default(),
        further: Vec::new(),
        part: Vec::new(),
    };
    let mut places = Places::of(page)?;
    while let Some(place) = places.next() {
        let base = places.base();
        match place {
            Place::Sitemap(entry) => reading.sitemap(&entry, base),
            Place::Release(entry) => reading.release(entry, base),
        }
        let is_full = reading.found.rows.is_multiple_of(PART);
        if cancel() || (is_full && !give(std::mem::take(&mut reading.part))) {
            return Err(document::gave_up());
        }
    }
    if !reading.part.is_empty() && !give(std::mem::take(&mut reading.part)) {
        return Err(document::gave_up());
    }
    places.is_sitemap(reading.found.rows)?;
    for (class, message) in places.damages(page) {
        reading.tell(class, message);
    }
    Ok(reading.end())
}

struct Reading<'a> {
    announcer: Announcer<'a>,
    profile: &'a Profile,
    source: &'a Source,
    step: &'a Step,
    survey: Survey,
    found: Sitemap,
    /// Failures beyond those that are told one by one, by their class.
    further: Vec<(Class, usize)>,
    part: Vec<Target>,
}

impl Reading<'_> {
    fn release(&mut self, mut entry: Entry, base: Option<&str>) {
        self.found.rows += 1;
        if !self.survey.dates_releases {
            entry.modified = None;
        }
        match self.announcer.row(entry, base) {
            Row::Release(target, _) => {
                self.found.linked += 1;
                self.part.push(*target);
            }
            Row::Unwanted { url: _, is_release } => {
                self.found.linked += usize::from(is_release);
                self.found.skipped += 1;
            }
            Row::Failed(skipped) => self.fail(skipped),
        }
    }

    fn sitemap(&mut self, entry: &Entry, base: Option<&str>) {
        self.found.rows += 1;
        let url = match self.announcer.link(entry, base) {
            Ok(mut url) => {
                url.set_fragment(None);
                url
            }
            Err(skipped) => return self.fail(skipped),
        };
        if !self.source.kind.wants_sitemap(&url) {
            self.found.skipped += 1;
            return;
        }
        if let Err((class, message)) = self.may_be_read(&url) {
            let url = url.into();
            return self.fail(Skipped {
                url,
                class,
                message,
            });
        }
        self.found.sitemaps += 1;
        let modified = entry
            .modified
            .as_deref()
            .filter(|_| self.survey.dates_sitemaps)
            .and_then(|text| self.announcer.modified(text));
        self.found.undated += usize::from(modified.is_none());
        let page = u32::try_from(self.found.sitemaps).unwrap_or(u32::MAX);
        self.part.push(Target {
            key: url.to_string(),
            url,
            kind: PageKind::Sitemap,
            profile: self.profile.id.clone(),
            source: self.source.id.clone(),
            teaser: None,
            step: Some(Step {
                page,
                depth: self.step.depth + 1,
                ..Step::default()
            }),
            modified,
        });
    }

    fn may_be_read(&self, url: &url::Url) -> Result<(), (Class, String)> {
        if self.profile.reaches(url).is_err() {
            let message = "a sitemap on none of [hosts] is not read".to_owned();
            return Err((Class::Offsite, message));
        }
        if self.step.depth >= DEEPEST {
            let message = format!("a sitemap inside of {DEEPEST} others is not read");
            return Err((Class::SitemapDepth, message));
        }
        let most = self.source.stop.max_pages;
        if self.found.sitemaps >= most as usize {
            let message = format!("more than {most} sitemaps (max_pages) are not read");
            return Err((Class::Trap, message));
        }
        Ok(())
    }

    /// Tells of the whole sitemap.
    fn tell(&mut self, class: Class, message: String) {
        self.found.failed.push(Skipped {
            url: self.announcer.page_address(),
            class,
            message,
        });
    }

    fn fail(&mut self, skipped: Skipped) {
        if self.found.failed.len() < MOST_FAILED {
            self.found.failed.push(skipped);
            return;
        }
        match self
            .further
            .iter_mut()
            .find(|(class, _)| *class == skipped.class)
        {
            Some((_, count)) => *count += 1,
            None => self.further.push((skipped.class, 1)),
        }
    }

    fn end(mut self) -> Sitemap {
        for (class, count) in std::mem::take(&mut self.further) {
            self.tell(
                class,
                format!("{count} further addresses in it are {class}"),
            );
        }
        self.found
    }
}

#[cfg(test)]
mod tests;
