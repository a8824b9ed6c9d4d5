//! From an entry of a feed or sitemap to the release that it announces.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use url::Url;

use super::feed::Entry;
use super::listing::Skipped;
use super::row::{Judge, MAX_FIELD, Row, follow};
use crate::extract::{DateReading, read_stamp};
use crate::page::Page;
use crate::profile::{Profile, Source};

/// Reads the entries of one page.
pub(super) struct Announcer<'a> {
    page: &'a Page,
    profile: &'a Profile,
    source: &'a Source,
    max_url: usize,
    how: DateReading<'a>,
}

impl<'a> Announcer<'a> {
    pub(super) fn new(
        page: &'a Page,
        profile: &'a Profile,
        source: &'a Source,
        max_url: usize,
    ) -> Self {
        let dates = &profile.reading.dates;
        Self {
            page,
            profile,
            source,
            max_url,
            how: DateReading::new(dates, profile.timezone.as_ref()),
        }
    }

    /// The address of the page, for problems that are not of one entry.
    pub(super) fn page_address(&self) -> String {
        let url = self.page.url.as_ref();
        url.map(Url::to_string).unwrap_or_default()
    }

    /// When the page was read.
    pub(super) fn read_at(&self) -> Timestamp {
        self.page.fetched_at
    }

    /// The release that an entry announces; `base` is what the page says its links start from.
    pub(super) fn row(&self, entry: Entry, base: Option<&str>) -> Row {
        let base = self.base(&entry, base);
        let judge = Judge {
            profile: self.profile,
            source: self.source,
            page: self.page,
            base: base.as_ref(),
            max_url: self.max_url,
        };
        let link = entry.links.best().map(str::to_owned);
        let Entry {
            modified,
            mut fields,
            ..
        } = entry;
        let row = judge.judge(link, || {
            fields.retain(|_, texts| {
                texts.retain(|text| text.len() <= MAX_FIELD);
                !texts.is_empty()
            });
            fields
        });
        match row {
            Row::Release(mut target, day) => {
                target.modified = modified.and_then(|text| self.modified(&text));
                Row::Release(target, day)
            }
            other @ (Row::Unwanted { .. } | Row::Failed(_)) => other,
        }
    }

    /// The address that an entry names, as it is.
    pub(super) fn link(&self, entry: &Entry, base: Option<&str>) -> Result<Url, Skipped> {
        let base = self.base(entry, base);
        let link = entry.links.best().unwrap_or_default();
        follow(link, base.as_ref(), self.max_url).map_err(|(class, message)| Skipped {
            url: link.chars().take(200).collect(),
            class,
            message: format!("an entry's link: {message}"),
        })
    }

    fn base(&self, entry: &Entry, base: Option<&str>) -> Option<Url> {
        let stated = [base, entry.base.as_deref()].into_iter().flatten();
        stated.fold(self.page.url.clone(), |from, base| match &from {
            Some(url) => url.join(base).ok().or(from),
            None => Url::parse(base).ok(),
        })
    }

    /// When something was changed. Of a day without a time it is the end, since a change in
    /// its afternoon must not be missed; but it was before the page was read.
    pub(super) fn modified(&self, text: &str) -> Option<Timestamp> {
        let stated = match text.parse::<Timestamp>() {
            Ok(at) => at,
            Err(_) => {
                let read = read_stamp(text, &self.how).ok()?;
                match read.at {
                    Some(at) => at,
                    None => {
                        let zone = self.how.timezone.cloned().unwrap_or(TimeZone::UTC);
                        let end = read.day?.at(23, 59, 59, 0);
                        zone.to_timestamp(end).ok()?
                    }
                }
            }
        };
        Some(stated.min(self.page.fetched_at))
    }
}
