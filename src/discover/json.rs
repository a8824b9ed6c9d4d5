//! A list of releases as JSON: `{"total": 2, "results": [{"title": …, "link": …}, …]}`.
//!
//! The rows are a list, or the values of an object whose names are ids. A document that is
//! not whole is not believed at all: what a cut one holds may be half of a row.

mod document;

use jiff::Timestamp;
use serde_json::Value;

use super::listing::{Listing, NextLink, next_to};
use super::row::{Fields, Judge, MAX_FIELD, MAX_TEXTS, Row, Rows};
use crate::extract::date::read_stamp;
use crate::extract::{Cancel, DateReading, Expect, Unreadable, in_json, json_text, markup_in_json};
use crate::page::Page;
use crate::problem::Class;
use crate::profile::{AddressTemplate, JsonSource, Pages, Profile, ReleaseIn, Rules, Source};
use crate::record::text::without_passwords;
use crate::target::{Elsewhere, Teaser, Whole};

/// No interface gives so many at once, except one file for a whole archive.
const MAX_ROWS: usize = 50_000;

/// The longest text of a release that is kept with its row.
const MAX_BODY: usize = 1024 * 1024;

/// Reads a page of a JSON source.
///
/// # Errors
/// [`Unreadable`] for what is not a whole JSON document within the bounds.
pub(super) fn listing(
    page: &Page,
    profile: &Profile,
    source: &Source,
    json: &JsonSource,
    max_url: usize,
    cancel: Cancel<'_>,
) -> Result<Listing, Unreadable> {
    let document = document::parse(page, profile, cancel)?;
    let judge = Judge {
        profile,
        source,
        page,
        base: page.url.as_ref(),
        max_url,
    };
    let reader = RowReader {
        page,
        profile,
        source,
        json,
    };
    let mut rows = Rows::default();
    for (row, must_link) in rows_of(&document, json) {
        let link = reader.link(row);
        if link.is_none() && !must_link {
            continue;
        }
        if rows.count() == MAX_ROWS {
            return Err(Unreadable {
                class: Class::TooLarge,
                message: format!("more than {MAX_ROWS} rows in one document"),
            });
        }
        if cancel() {
            return Err(crate::extract::document::gave_up());
        }
        let judged = judge.judge(link, || reader.fields(row));
        rows.take(reader.with_release(judged, row));
    }
    let mut listing = rows.listing();
    listing.total = json
        .total
        .as_ref()
        .and_then(|path| json_text(path.value(&document)?)?.trim().parse().ok());
    listing.next_link = match &source.pages {
        Pages::Single | Pages::Numbered { .. } | Pages::Named => NextLink::None,
        Pages::Next(rules) => match first(rules, &document, Expect::Url) {
            Some(link) => next_to(&link, page.url.as_ref(), profile, max_url),
            None => NextLink::None,
        },
        Pages::Cursor { rules, .. } => {
            first(rules, &document, Expect::Text).map_or(NextLink::None, NextLink::After)
        }
    };
    Ok(listing)
}

/// The rows, and whether each must have a link. The values of an object are rows only if they
/// have one: `facets` stands among the releases.
fn rows_of<'v>(document: &'v Value, json: &JsonSource) -> impl Iterator<Item = (&'v Value, bool)> {
    let at = json.rows.values(document);
    // `results[]` names the rows one by one, `results` their list.
    at.into_iter().flat_map(|value| {
        let (rows, must_link): (Vec<&Value>, bool) = match value {
            Value::Array(rows) => (rows.iter().filter(|row| !row.is_null()).collect(), true),
            Value::Object(rows) => (rows.values().collect(), false),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
                (Vec::new(), false)
            }
        };
        rows.into_iter().map(move |row| (row, must_link))
    })
}

fn first(rules: &Rules, value: &Value, expect: Expect) -> Option<String> {
    in_json(&rules.0, value, expect).into_iter().next()
}

/// An address that is put together from what a row says.
fn filled(template: &AddressTemplate, row: &Value) -> Option<String> {
    template.fill(|rules| first(rules, row, Expect::Text))
}

struct RowReader<'a> {
    page: &'a Page,
    profile: &'a Profile,
    source: &'a Source,
    json: &'a JsonSource,
}

impl RowReader<'_> {
    /// The address by the profile's rule, else put together.
    fn link(&self, row: &Value) -> Option<String> {
        let rules = self.source.row.iter().find(|(field, _)| field == "url");
        rules
            .and_then(|(_, rules)| first(rules, row, Expect::Url))
            .or_else(|| filled(self.json.link.as_ref()?, row))
    }

    fn fields(&self, row: &Value) -> Fields {
        fields(&self.source.row, row)
    }

    /// A wanted row with where its release is, if that is not its page.
    fn with_release(&self, judged: Row, row: &Value) -> Row {
        let Row::Release(mut target, day) = judged else {
            return judged;
        };
        let elsewhere = match &self.json.release {
            ReleaseIn::Page => None,
            ReleaseIn::Row(body) => Some(Elsewhere::Row(Box::new(Whole {
                body: body_of(body, row),
                fetched_at: self.page.fetched_at,
                capture: self.page.capture.clone(),
            }))),
            ReleaseIn::Item(item) => filled(&item.url, row)
                .and_then(|url| url.parse().ok())
                .map(Elsewhere::Item),
        };
        if let Some(teaser) = &mut target.teaser {
            target.modified = teaser
                .first("modified_at")
                .and_then(|text| self.moment(text));
            teaser.elsewhere = elsewhere;
        }
        Row::Release(target, day)
    }

    /// The moment that a stamp states; a day is none.
    fn moment(&self, stamp: &str) -> Option<Timestamp> {
        let stamp = stamp.strip_prefix("content=").unwrap_or(stamp);
        let dates = &self.profile.reading.dates;
        let how = DateReading::new(dates, self.profile.timezone.as_ref());
        read_stamp(stamp, &how).ok()?.at
    }
}

fn fields(rules: &[(String, Rules)], row: &Value) -> Fields {
    rules
        .iter()
        .filter(|(field, _)| field != "url")
        .filter_map(|(field, rules)| {
            let expect = if is_date(field) {
                Expect::Date
            } else {
                Expect::Text
            };
            let mut values = in_json(&rules.0, row, expect);
            values.retain(|value| value.len() <= MAX_FIELD);
            values.truncate(MAX_TEXTS);
            (!values.is_empty()).then(|| (field.clone(), values))
        })
        .collect()
}

fn is_date(field: &str) -> bool {
    matches!(field, "date" | "modified_at" | "embargo_until")
}

/// The text of a release; one beyond the bounds is none. It is kept in the state, where no
/// password may stand.
fn body_of(rules: &Rules, value: &Value) -> String {
    markup_in_json(&rules.0, value)
        .filter(|body| body.len() <= MAX_BODY)
        .map(|body| without_passwords(&body))
        .unwrap_or_default()
}

/// Reads the document of one release; what it says comes before what the row said.
///
/// # Errors
/// [`Unreadable`] as for a listing.
pub fn item(
    page: &Page,
    profile: &Profile,
    item: &crate::profile::Item,
    teaser: Option<&Teaser>,
    cancel: Cancel<'_>,
) -> Result<Teaser, Unreadable> {
    let document = document::parse(page, profile, cancel)?;
    let mut teaser = teaser.cloned().unwrap_or_default();
    teaser.fields.extend(fields(&item.fields, &document));
    teaser.elsewhere = Some(Elsewhere::Row(Box::new(Whole {
        body: body_of(&item.body, &document),
        fetched_at: page.fetched_at,
        capture: page.capture.clone(),
    })));
    Ok(teaser)
}

#[cfg(test)]
mod tests;
