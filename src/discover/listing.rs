//! One listing page: its rows, what each says, and the link to the next page.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;
use scraper::{ElementRef, Html};
use url::Url;

use crate::extract::{
    Cancel, DateReading, Expect, Unreadable, document, in_row, labels_of, on_page, read_date,
};
use crate::page::Page;
use crate::problem::Class;
use crate::profile::{Pages, Profile, Rules, Source, WhenMissing};
use crate::record::hash_of;
use crate::target::{PageKind, Target, Teaser};

/// What a listing page announces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listing {
    /// The wanted releases, in the page's order, each once.
    pub releases: Vec<Target>,
    /// Rows that were wanted but cannot be visited.
    pub failed: Vec<Skipped>,
    /// Rows that the row selector matched.
    pub rows: usize,
    /// Rows that the profile does not want (`keep`, `[urls]`, other hosts).
    pub skipped: usize,
    /// A hash of the rows' addresses, wanted or not.
    pub fingerprint: String,
    /// The newest day among the rows.
    pub newest: Option<Date>,
    /// The link to the next page, where the profile goes by links.
    pub next_link: Option<Url>,
}

/// A row that was wanted but cannot be visited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// The address as linked, or the listing's own when the row has none.
    pub url: String,
    /// `bad_url`, `url_too_long`, or `trap` for two releases under one id.
    pub class: Class,
    /// A sentence for a person.
    pub message: String,
}

/// Reads a listing page of one source.
///
/// # Errors
/// [`Unreadable`] for a page beyond the bounds.
pub fn listing(
    page: &Page,
    profile: &Profile,
    source: &Source,
    max_url: usize,
    cancel: Cancel<'_>,
) -> Result<Listing, Unreadable> {
    let document = document::parse(&page.text, cancel)?;
    let base = base_address(page, &document);
    let reader = RowReader {
        profile,
        source,
        page,
        base: base.as_ref(),
        max_url,
        labels: row_labels(source),
    };
    let mut listing = Listing::default();
    let mut linked = String::new();
    let mut days = Vec::new();
    for row in document.select(&source.rows.selector) {
        listing.rows += 1;
        match reader.read(row) {
            Row::Release(target, day) => {
                linked.push_str(&target.key);
                days.extend(day);
                listing.releases.push(*target);
            }
            Row::Unwanted(address) => {
                linked.push_str(&address);
                listing.skipped += 1;
            }
            Row::Failed(skipped) => {
                linked.push_str(&skipped.url);
                listing.failed.push(skipped);
            }
        }
        linked.push('\n');
    }
    listing.fingerprint = hash_of(linked.as_bytes());
    listing.newest = days.into_iter().max();
    keep_each_release_once(&mut listing);
    if let Pages::Next(rules) = &source.pages {
        listing.next_link = next_link(rules, &document, base.as_ref(), profile);
    }
    Ok(listing)
}

enum Row {
    Release(Box<Target>, Option<Date>),
    Unwanted(String),
    Failed(Skipped),
}

struct RowReader<'a> {
    profile: &'a Profile,
    source: &'a Source,
    page: &'a Page,
    base: Option<&'a Url>,
    max_url: usize,
    labels: Vec<String>,
}

impl RowReader<'_> {
    fn read(&self, row: ElementRef<'_>) -> Row {
        let Some(link) = self.link(row) else {
            let url = self
                .page
                .url
                .as_ref()
                .map(Url::to_string)
                .unwrap_or_default();
            return Row::Failed(Skipped {
                url,
                class: Class::BadUrl,
                message: "a row without a link".to_owned(),
            });
        };
        let failed = |class, message: &str| {
            Row::Failed(Skipped {
                url: link.chars().take(200).collect(),
                class,
                message: message.to_owned(),
            })
        };
        if link.len() > self.max_url {
            return failed(
                Class::UrlTooLong,
                &format!(
                    "a link of {} bytes; --max-url is {}",
                    link.len(),
                    self.max_url
                ),
            );
        }
        let address = match self.base {
            Some(base) => base.join(link.trim()),
            None => Url::parse(link.trim()),
        };
        let Ok(address) = address else {
            return failed(Class::BadUrl, "the row's link is not an address");
        };
        let url = self.profile.canonical(&address);
        let fields = self.fields(row);
        if self.profile.admits(&url).is_err() || !self.keeps(&fields) {
            return Row::Unwanted(url.to_string());
        }
        let day = self.day(&fields);
        let target = Target {
            key: self.profile.release_key(&url),
            url,
            kind: PageKind::Release,
            profile: self.profile.id.clone(),
            source: self.source.id.clone(),
            teaser: Some(Teaser {
                listed_on: self.page.url.clone(),
                fields,
            }),
            step: None,
        };
        Row::Release(Box::new(target), day)
    }

    /// The address by the profile's rule, else the row's own link, else its first.
    fn link(&self, row: ElementRef<'_>) -> Option<String> {
        if let Some((_, rules)) = self.source.row.iter().find(|(field, _)| field == "url") {
            return in_row(&rules.0, row, &self.labels, Expect::Url)?
                .values
                .into_iter()
                .next();
        }
        row.value()
            .attr("href")
            .or_else(|| {
                row.descendent_elements().find_map(|element| {
                    element
                        .value()
                        .attr("href")
                        .filter(|_| element.value().name() == "a")
                })
            })
            .map(str::to_owned)
    }

    fn fields(&self, row: ElementRef<'_>) -> BTreeMap<String, Vec<String>> {
        self.source
            .row
            .iter()
            .filter(|(field, _)| field != "url")
            .filter_map(|(field, rules)| {
                let expect = if field == "date" {
                    Expect::Date
                } else {
                    Expect::Text
                };
                let read = in_row(&rules.0, row, &self.labels, expect)?;
                Some((field.clone(), read.values))
            })
            .collect()
    }

    fn keeps(&self, fields: &BTreeMap<String, Vec<String>>) -> bool {
        self.source.keep.iter().all(|keep| {
            match fields.get(&keep.field).and_then(|values| values.first()) {
                Some(value) => keep
                    .any_of
                    .iter()
                    .any(|wanted| wanted.to_lowercase() == value.to_lowercase()),
                None => keep.when_missing == WhenMissing::Keep,
            }
        })
    }

    fn day(&self, fields: &BTreeMap<String, Vec<String>>) -> Option<Date> {
        let dates = &self.profile.reading.dates;
        let how = DateReading {
            formats: &dates.formats,
            order: dates.order,
            timezone: self.profile.timezone.as_ref(),
        };
        read_date(fields.get("date")?.first()?, &how).ok()?.day
    }
}

/// Two rows for one release are one target; two rows with different titles under one id
/// are a conflict, and neither is visited.
fn keep_each_release_once(listing: &mut Listing) {
    let mut titles: HashMap<String, Option<String>> = HashMap::new();
    let mut conflicts = Vec::new();
    listing.releases.retain(|target| {
        let title = target
            .teaser
            .as_ref()
            .and_then(|teaser| teaser.first("title"))
            .map(str::to_owned);
        match titles.get(&target.key) {
            None => {
                titles.insert(target.key.clone(), title);
                true
            }
            Some(first) => {
                if first.is_some() && title.is_some() && *first != title {
                    conflicts.push(target.clone());
                }
                false
            }
        }
    });
    for conflict in conflicts {
        listing.releases.retain(|target| target.key != conflict.key);
        listing.failed.push(Skipped {
            url: conflict.url.to_string(),
            class: Class::Trap,
            message: format!(
                "id.conflict: two rows with different titles share the id {}; check [urls] item_id",
                conflict.key
            ),
        });
    }
}

fn next_link(rules: &Rules, document: &Html, base: Option<&Url>, profile: &Profile) -> Option<Url> {
    let href = on_page(&rules.0, document, Expect::Url)?
        .values
        .into_iter()
        .next()?;
    let mut url = match base {
        Some(base) => base.join(href.trim()).ok()?,
        None => Url::parse(href.trim()).ok()?,
    };
    url.set_fragment(None);
    profile.reaches(&url).is_ok().then_some(url)
}

/// What relative links are relative to (WHATWG HTML, "document base URL").
fn base_address(page: &Page, document: &Html) -> Option<Url> {
    let written = document
        .root_element()
        .descendent_elements()
        .find(|element| element.value().name() == "base")
        .and_then(|base| base.value().attr("href"));
    match (&page.url, written) {
        (Some(url), Some(href)) => Some(url.join(href).unwrap_or_else(|_| url.clone())),
        (Some(url), None) => Some(url.clone()),
        (None, Some(href)) => Url::parse(href).ok(),
        (None, None) => None,
    }
}

fn row_labels(source: &Source) -> Vec<String> {
    labels_of(source.row.iter().map(|(_, rules)| rules))
}
