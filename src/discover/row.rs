//! A row of a listing, whatever it is written in, becomes a target, is left, or fails.
//!
//! `<li><a href="/atu/48333">…` and `{"link": "/atu/48333", …}` are the same to a walk: an
//! address, and what the row says of it.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use url::Url;

use super::listing::{Listing, Skipped};
use crate::extract::{DateReading, read_date, read_stamp};
use crate::page::Page;
use crate::problem::Class;
use crate::profile::{Profile, Source, WhenMissing};
use crate::record::{hash_of, is_key_of_address};
use crate::target::{PageKind, Target, Teaser};

/// The longest text of a row's field that is believed: longer ones are no title or date, but
/// a rule that went astray.
pub(super) const MAX_FIELD: usize = 4_000;

/// The most texts of one field of a row.
pub(super) const MAX_TEXTS: usize = 100;

/// What a row says of its release, by field.
pub(super) type Fields = BTreeMap<String, Vec<String>>;

/// What became of a row.
pub(super) enum Row {
    Release(Box<Target>, Option<Date>),
    Unwanted { url: String, is_release: bool },
    Failed(Skipped),
}

/// What rows are judged by: the profile, and the page that they stand on.
pub(super) struct Judge<'a> {
    pub(super) profile: &'a Profile,
    pub(super) source: &'a Source,
    pub(super) page: &'a Page,
    /// What relative links are relative to.
    pub(super) base: Option<&'a Url>,
    pub(super) max_url: usize,
}

impl Judge<'_> {
    /// Judges a row by its link, as written, and its fields, which are only read where the
    /// link leads to a release.
    pub(super) fn judge(&self, link: Option<String>, fields: impl FnOnce() -> Fields) -> Row {
        let Some(link) = link else {
            let url = self.page.url.as_ref();
            return Row::Failed(Skipped {
                url: url.map(Url::to_string).unwrap_or_default(),
                class: Class::BadUrl,
                message: "a row without a link".to_owned(),
            });
        };
        let address = match follow(&link, self.base, self.max_url) {
            Ok(address) => address,
            Err((class, message)) => {
                return Row::Failed(Skipped {
                    url: link.chars().take(200).collect(),
                    class,
                    message: format!("a row's link: {message}"),
                });
            }
        };
        let url = self.profile.canonical(&address);
        // `href="#"` leads back to the listing itself.
        let is_release = self.profile.admits(&url).is_ok() && !self.profile.is_listing(&url);
        let fields = fields();
        if !is_release || !self.keeps(&fields) {
            return Row::Unwanted {
                url: url.into(),
                is_release,
            };
        }
        let day = self.day(&fields);
        let kind = self.source.kind.page_kind();
        let capture = self.page.capture.clone();
        let target = Target {
            key: self.profile.release_key(&url),
            url,
            kind: PageKind::Release,
            profile: self.profile.id.clone(),
            source: self.source.id.clone(),
            teaser: Some(Teaser {
                listed_on: self.page.url.clone(),
                kind,
                capture: capture.filter(|_| kind != PageKind::Sitemap),
                fields,
                beside: Vec::new(),
                elsewhere: None,
            }),
            step: None,
            modified: None,
        };
        Row::Release(Box::new(target), day)
    }

    fn keeps(&self, fields: &Fields) -> bool {
        self.source
            .keep
            .iter()
            .all(|keep| match fields.get(&keep.field) {
                Some(values) => values.iter().any(|value| {
                    let is_value = |wanted: &String| wanted.to_lowercase() == value.to_lowercase();
                    keep.any_of.iter().any(is_value)
                }),
                None => keep.when_missing == WhenMissing::Keep,
            })
    }

    fn day(&self, fields: &Fields) -> Option<Date> {
        day(self.profile, fields.get("date")?.first()?)
    }
}

/// The day that a row gives its release, where it has a date that is understood.
#[must_use]
pub fn row_day(profile: &Profile, teaser: &Teaser) -> Option<Date> {
    day(profile, teaser.first("date")?)
}

fn day(profile: &Profile, text: &str) -> Option<Date> {
    let dates = &profile.reading.dates;
    let language = profile.languages.first().map(String::as_str);
    let how = DateReading::new(dates, profile.timezone.as_ref()).in_language(language);
    let stamp = ["datetime=", "content="]
        .iter()
        .find_map(|attribute| text.strip_prefix(attribute));
    let read = match stamp {
        Some(stamp) => read_stamp(stamp, &how),
        None => read_date(text, &how),
    };
    read.ok()?.day
}

/// The rows of one page, as they are judged one by one.
#[derive(Default)]
pub(super) struct Rows {
    listing: Listing,
    linked: String,
    days: Vec<Date>,
}

impl Rows {
    /// How many there are so far.
    pub(super) fn count(&self) -> usize {
        self.listing.rows
    }

    /// Takes one more.
    pub(super) fn take(&mut self, row: Row) {
        self.listing.rows += 1;
        match row {
            Row::Release(target, day) => {
                self.linked.push_str(&target.key);
                self.days.extend(day);
                self.listing.linked += 1;
                self.listing.releases.push(*target);
            }
            Row::Unwanted { url, is_release } => {
                self.linked.push_str(&url);
                self.listing.linked += usize::from(is_release);
                self.listing.skipped += 1;
            }
            Row::Failed(skipped) => {
                self.linked.push_str(&skipped.url);
                self.listing.failed.push(skipped);
            }
        }
        self.linked.push('\n');
    }

    /// The listing that they make, each release once.
    pub(super) fn listing(self) -> Listing {
        let mut listing = self.listing;
        listing.fingerprint = hash_of(self.linked.as_bytes());
        listing.newest = self.days.into_iter().max();
        keep_each_release_once(&mut listing);
        listing
    }
}

/// Two rows for one page are one target. Two pages under one id, with different titles, are a
/// conflict, and neither is visited.
fn keep_each_release_once(listing: &mut Listing) {
    let mut first: HashMap<String, (Url, Option<String>)> = HashMap::new();
    let mut conflicts = HashMap::new();
    listing.releases.retain(|target| {
        let title = target.teaser.as_ref().and_then(|row| row.first("title"));
        let Some((url, known)) = first.get_mut(&target.key) else {
            let facts = (target.url.clone(), title.map(str::to_owned));
            first.insert(target.key.clone(), facts);
            return true;
        };
        // An address in two spellings is one page, whatever its rows are called.
        if *url != target.url
            && !is_key_of_address(&target.key)
            && let (Some(known), Some(title)) = (known, title)
            && known != title
        {
            conflicts.insert(target.key.clone(), (url.clone(), target.url.clone()));
        }
        false
    });
    listing.releases.retain(|target| {
        let Some((one, other)) = conflicts.get(&target.key) else {
            return true;
        };
        listing.failed.push(Skipped {
            url: other.to_string(),
            class: Class::Trap,
            message: format!(
                "id.conflict: this row and the one of {one} have different titles and the same id {}, so neither is visited; check [urls] item_id",
                target.key
            ),
        });
        false
    });
}

/// The address that a link leads to, without the password that it may hold.
pub(super) fn follow(
    link: &str,
    base: Option<&Url>,
    max_url: usize,
) -> Result<Url, (Class, String)> {
    let bounded = |length: usize| {
        if length <= max_url {
            return Ok(());
        }
        let message = format!("an address of {length} bytes; --max-url is {max_url}");
        Err((Class::UrlTooLong, message))
    };
    bounded(link.len())?;
    let joined = match base {
        Some(base) => base.join(link.trim()),
        None => Url::parse(link.trim()),
    };
    let mut url = joined.map_err(|error| (Class::BadUrl, format!("not an address: {error}")))?;
    // Only addresses without a host refuse this, and those have none.
    let _ = url.set_username("");
    let _ = url.set_password(None);
    bounded(url.as_str().len())?;
    Ok(url)
}
