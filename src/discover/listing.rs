//! One listing page: its rows, what each says, and the link to the next page.

use std::collections::{BTreeMap, HashMap, HashSet};

use ego_tree::NodeId;
use jiff::civil::Date;
use scraper::{ElementRef, Html};
use url::Url;

use crate::extract::{
    Cancel, DateReading, Expect, Unreadable, document, in_row, labels_of, on_page, read_date,
};
use crate::page::Page;
use crate::problem::Class;
use crate::profile::{OutOfScope, Pages, Profile, Rules, Source, SourceKind, WhenMissing};
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
    /// Rows whose link may be a release, whether `keep` wants them or not.
    pub linked: usize,
    /// A hash of the rows' addresses, wanted or not.
    pub fingerprint: String,
    /// The newest day among the rows.
    pub newest: Option<Date>,
    /// The link to the next page, where the profile goes by links.
    pub next_link: NextLink,
}

/// The link to the next page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum NextLink {
    /// There is none: this is the last page, or the profile does not go by links.
    #[default]
    None,
    /// There.
    To(Url),
    /// There is one, and it cannot be followed; for a person, why.
    Unusable(String),
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

/// No newsroom lists so many on one page.
const MAX_ROWS: usize = 5_000;

/// Rows hold other rows (a year's row its releases), but not deeper than this: what one row
/// says is read again for each row around it.
const MAX_NESTED_ROWS: usize = 8;

/// The longest text of a row's field that is believed: longer ones are no title or date, but
/// a selector that went astray.
const MAX_FIELD: usize = 4_000;

/// The most texts of one field of a row.
const MAX_TEXTS: usize = 100;

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
    let mut bounds = Bounds::default();
    let SourceKind::Listing { rows } = &source.kind;
    for row in document.select(&rows.selector) {
        bounds.check(row)?;
        if cancel() {
            return Err(document::gave_up());
        }
        listing.rows += 1;
        match reader.read(row) {
            Row::Release(target, day) => {
                linked.push_str(&target.key);
                days.extend(day);
                listing.linked += 1;
                listing.releases.push(*target);
            }
            Row::Unwanted { url, is_release } => {
                linked.push_str(&url);
                listing.linked += usize::from(is_release);
                listing.skipped += 1;
            }
            Row::Failed(skipped) => {
                linked.push_str(&skipped.url);
                listing.failed.push(skipped);
            }
        }
        linked.push('\n');
    }
    if listing.rows == 0 && is_wall(profile, &document) {
        return Err(Unreadable {
            class: Class::Blocked,
            message: "the listing is a page that blocks ([page] blocked)".to_owned(),
        });
    }
    listing.fingerprint = hash_of(linked.as_bytes());
    listing.newest = days.into_iter().max();
    keep_each_release_once(&mut listing);
    if let Pages::Next(rules) = &source.pages {
        listing.next_link = next_link(rules, &document, base.as_ref(), profile, max_url);
    }
    Ok(listing)
}

/// Whether a page without rows says "access denied" by the profile's marks. Only marks in
/// the title and elements: a listing's text may speak of anything.
fn is_wall(profile: &Profile, document: &Html) -> bool {
    let blocked = &profile.reading.blocked;
    let by_title = blocked.title.as_ref().is_some_and(|pattern| {
        document
            .root_element()
            .descendent_elements()
            .find(|element| element.value().name() == "title")
            .and_then(|title| title.first_child()?.value().as_text())
            .is_some_and(|title| pattern.is_match(title))
    });
    let mark = blocked.css.as_ref();
    by_title || mark.is_some_and(|css| document.select(&css.selector).next().is_some())
}

/// Keeps the work that a page's rows make in proportion to the page.
#[derive(Default)]
struct Bounds {
    rows: HashSet<NodeId>,
}

impl Bounds {
    fn check(&mut self, row: ElementRef<'_>) -> Result<(), Unreadable> {
        let around = row
            .ancestors()
            .filter(|node| self.rows.contains(&node.id()));
        if around.take(MAX_NESTED_ROWS + 1).count() > MAX_NESTED_ROWS {
            return Err(Unreadable {
                class: Class::TooDeep,
                message: format!("rows inside rows, more than {MAX_NESTED_ROWS} deep"),
            });
        }
        self.rows.insert(row.id());
        if self.rows.len() > MAX_ROWS {
            return Err(Unreadable {
                class: Class::TooLarge,
                message: format!("more than {MAX_ROWS} rows on one page"),
            });
        }
        Ok(())
    }
}

enum Row {
    Release(Box<Target>, Option<Date>),
    Unwanted { url: String, is_release: bool },
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
        let fields = self.fields(row);
        if !is_release || !self.keeps(&fields) {
            return Row::Unwanted {
                url: url.into(),
                is_release,
            };
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
            modified: None,
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
                let mut values = in_row(&rules.0, row, &self.labels, expect)?.values;
                values.retain(|value| value.len() <= MAX_FIELD);
                values.truncate(MAX_TEXTS);
                (!values.is_empty()).then(|| (field.clone(), values))
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
        if *url != target.url
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

fn next_link(
    rules: &Rules,
    document: &Html,
    base: Option<&Url>,
    profile: &Profile,
    max_url: usize,
) -> NextLink {
    let Some(href) =
        on_page(&rules.0, document, Expect::Url).and_then(|read| read.values.into_iter().next())
    else {
        return NextLink::None;
    };
    match follow(&href, base, max_url) {
        Ok(mut url) => {
            url.set_fragment(None);
            match profile.reaches(&url) {
                Ok(()) => NextLink::To(url),
                // A pager's last "next" is often `javascript:` or `#`.
                Err(OutOfScope::Scheme) => NextLink::None,
                Err(_) => NextLink::Unusable(format!("{url} is on none of [hosts]")),
            }
        }
        Err((_, message)) => NextLink::Unusable(message),
    }
}

/// The address that a link leads to.
fn follow(link: &str, base: Option<&Url>, max_url: usize) -> Result<Url, (Class, String)> {
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
    let url = joined.map_err(|error| (Class::BadUrl, format!("not an address: {error}")))?;
    bounded(url.as_str().len())?;
    Ok(url)
}

/// What relative links are relative to (WHATWG HTML, "document base URL").
fn base_address(page: &Page, document: &Html) -> Option<Url> {
    let written = document
        .root_element()
        .descendent_elements()
        .filter(|element| element.value().name() == "base")
        .find_map(|base| base.value().attr("href"))
        .and_then(|href| match &page.url {
            Some(url) => url.join(href.trim()).ok(),
            None => Url::parse(href.trim()).ok(),
        })
        .filter(|base| matches!(base.scheme(), "http" | "https"));
    written.or_else(|| page.url.clone())
}

fn row_labels(source: &Source) -> Vec<String> {
    labels_of(source.row.iter().map(|(_, rules)| rules))
}

#[cfg(test)]
mod tests;
