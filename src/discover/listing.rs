//! One listing page: its rows, what each says, and the link to the next page.

use std::collections::HashSet;

use ego_tree::NodeId;
use jiff::civil::Date;
use scraper::{ElementRef, Html};
use url::Url;

use super::feed::feed;
use super::json;
use super::row::{Fields, Judge, MAX_FIELD, MAX_TEXTS, Rows, follow};
use crate::extract::{
    Cancel, Expect, Unreadable, document, in_row, labels_of, on_page, wall_without_rows,
};
use crate::page::Page;
use crate::problem::Class;
use crate::profile::{Css, OutOfScope, Pages, Profile, Rules, Source, SourceKind};
use crate::target::Target;

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
    /// How many rows there are on all pages together, where the page says so.
    pub total: Option<u64>,
}

/// The link to the next page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum NextLink {
    /// There is none: this is the last page, or the profile does not go by links.
    #[default]
    None,
    /// There.
    To(Url),
    /// At the address with this in the place of `{cursor}`.
    After(String),
    /// There is one, and it cannot be followed: `offsite`, `bad_url` or `url_too_long`, and
    /// for a person, why.
    Unusable(Class, String),
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

/// Reads a page of one source, whatever it is written in.
///
/// # Errors
/// [`Unreadable`] for a page beyond the bounds, or none of the source's kind.
pub fn listing(
    page: &Page,
    profile: &Profile,
    source: &Source,
    max_url: usize,
    cancel: Cancel<'_>,
) -> Result<Listing, Unreadable> {
    match &source.kind {
        SourceKind::Listing { rows } => html(page, profile, source, rows, max_url, cancel),
        SourceKind::Feed => feed(page, profile, source, max_url, cancel),
        SourceKind::Json(json) => json::listing(page, profile, source, json, max_url, cancel),
        // Never asked: what may be as long as a sitemap is read in parts.
        SourceKind::Sitemap { matching: _ } => Ok(Listing::default()),
    }
}

fn html(
    page: &Page,
    profile: &Profile,
    source: &Source,
    css: &Css,
    max_url: usize,
    cancel: Cancel<'_>,
) -> Result<Listing, Unreadable> {
    let document = document::parse(&page.text, cancel)?;
    let base = base_address(page, &document);
    let reader = RowReader {
        source,
        labels: row_labels(source),
    };
    let judge = Judge {
        profile,
        source,
        page,
        base: base.as_ref(),
        max_url,
    };
    let mut rows = Rows::default();
    let mut bounds = Bounds::default();
    for row in document.select(&css.selector) {
        bounds.check(row)?;
        if cancel() {
            return Err(document::gave_up());
        }
        rows.take(judge.judge(reader.link(row), || reader.fields(row)));
    }
    if rows.count() == 0
        && let Some(sign) = wall_without_rows(&document, page, &profile.reading)
    {
        return Err(Unreadable {
            class: Class::Blocked,
            message: format!("the page is a wall, not a listing: {sign}"),
        });
    }
    let mut listing = rows.listing();
    let named = |rules: &Rules, expect| {
        let read = on_page(&rules.0, &document, expect)?;
        read.values.into_iter().next()
    };
    listing.next_link = match &source.pages {
        Pages::Single | Pages::Numbered { .. } | Pages::Named => NextLink::None,
        Pages::Next(rules) => named(rules, Expect::Url).map_or(NextLink::None, |link| {
            next_to(&link, base.as_ref(), profile, max_url)
        }),
        Pages::Cursor { rules, .. } => {
            named(rules, Expect::Text).map_or(NextLink::None, NextLink::After)
        }
    };
    Ok(listing)
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

struct RowReader<'a> {
    source: &'a Source,
    labels: Vec<String>,
}

impl RowReader<'_> {
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

    fn fields(&self, row: ElementRef<'_>) -> Fields {
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
}

/// Where a link to the next page leads.
pub(super) fn next_to(
    link: &str,
    base: Option<&Url>,
    profile: &Profile,
    max_url: usize,
) -> NextLink {
    match follow(link, base, max_url) {
        Ok(mut url) => {
            url.set_fragment(None);
            match profile.reaches(&url) {
                Ok(()) => NextLink::To(url),
                // A pager's last "next" is often `javascript:` or `#`.
                Err(OutOfScope::Scheme) => NextLink::None,
                Err(_) => {
                    NextLink::Unusable(Class::Offsite, format!("{url} is on none of [hosts]"))
                }
            }
        }
        Err((class, message)) => NextLink::Unusable(class, message),
    }
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
