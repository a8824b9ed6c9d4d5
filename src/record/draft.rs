//! What extraction read from one page: every value with its evidence.
//!
//! A draft has gaps where the page has them. Whether a gap matters is decided by
//! [`normalize`](super::normalize).

use jiff::{Timestamp, civil};
use url::Url;

use super::schema::{
    Attachment, Contact, DateEntry, Image, Issue, Link, Precision, ReleaseType, Translation,
};
use crate::target::ProfileId;

/// A value and where it came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found<T> {
    /// The value.
    pub value: T,
    /// Where it came from.
    pub evidence: Evidence,
}

impl<T> Found<T> {
    /// The same evidence for a value made from this one.
    pub fn map<U>(self, make: impl FnOnce(T) -> U) -> Found<U> {
        Found {
            value: make(self.value),
            evidence: self.evidence,
        }
    }
}

/// Where a value came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The kind of place.
    pub origin: Origin,
    /// The rule as the profile writes it, or the generic reader's name for it.
    pub rule: String,
    /// What else is worth knowing (the layout that applied, the element …).
    pub detail: Option<String>,
}

/// The kind of place a value was read from; the words of `published_from`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Origin {
    /// A visible part of the release page, by a rule of the profile or of the page's shape.
    Field,
    /// The page's JSON-LD.
    JsonLd,
    /// A `<meta>`, `<link>` or `<title>` element, or an attribute of the document.
    Meta,
    /// The dateline that opens the body.
    Dateline,
    /// The listing row.
    Row,
    /// The feed entry.
    Feed,
    /// The sitemap entry.
    Sitemap,
    /// The page's address.
    Url,
}

impl Origin {
    /// The stable word.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Field => "field",
            Self::JsonLd => "jsonld",
            Self::Meta => "meta",
            Self::Dateline => "dateline",
            Self::Row => "row",
            Self::Feed => "feed",
            Self::Sitemap => "sitemap",
            Self::Url => "url",
        }
    }
}

/// A date text that was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadDate {
    /// The day; `None` when only month or year is stated.
    pub day: Option<civil::Date>,
    /// The moment; `Some` only when a time of day is stated.
    pub at: Option<Timestamp>,
    /// How exactly it is stated.
    pub precision: Precision,
    /// `+01:00`: as stated, or of the profile's time zone; `None` without a time of day.
    pub offset: Option<String>,
    /// The text (`datetime=…`, `content=…` when machine-readable).
    pub raw: String,
}

/// What extraction read from one page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The profile used.
    pub org: ProfileId,
    /// The profile's hash, `blake3:…`.
    pub profile_hash: String,
    /// The release's id, see [`release_key`](super::release_key).
    pub id: String,
    /// The canonical address.
    pub url: Option<Url>,
    /// The source page that announced it.
    pub listed_on: Option<Url>,
    /// When the page was fetched.
    pub fetched_at: Timestamp,
    /// The kind of release, with the publisher's word.
    pub kind: Option<Found<(ReleaseType, String)>>,
    /// BCP 47.
    pub language: Option<Found<String>>,
    /// The printed headline.
    pub title: Option<Found<String>>,
    /// The line under it.
    pub subtitle: Option<Found<String>>,
    /// The publisher's summary.
    pub summary: Option<Found<String>>,
    /// The blocks of the body, in reading order, the dateline in the first.
    pub body: Option<Found<Vec<String>>>,
    /// The blocks split off as boilerplate.
    pub boilerplate: Option<Found<Vec<String>>>,
    /// The date of publication.
    pub published: Option<Found<ReadDate>>,
    /// When the page says it was changed.
    pub modified: Option<Found<ReadDate>>,
    /// The embargo.
    pub embargo: Option<Found<ReadDate>>,
    /// The dateline, verbatim.
    pub dateline: Option<Found<String>>,
    /// Towns.
    pub places: Option<Found<Vec<String>>>,
    /// Places as printed.
    pub places_raw: Option<String>,
    /// The wire service.
    pub wire: Option<Found<String>>,
    /// Issuing units.
    pub sources: Option<Found<Vec<String>>>,
    /// People.
    pub authors: Option<Found<Vec<String>>>,
    /// The publisher's terms.
    pub topics: Option<Found<Vec<String>>>,
    /// The publisher's number.
    pub release_number: Option<Found<String>>,
    /// Whom to ask.
    pub contacts: Option<Found<Vec<Contact>>>,
    /// Documents and media.
    pub attachments: Option<Found<Vec<Attachment>>>,
    /// Pictures.
    pub images: Option<Found<Vec<Image>>>,
    /// Links in the body.
    pub links: Option<Found<Vec<Link>>>,
    /// Other languages.
    pub translations: Option<Found<Vec<Translation>>>,
    /// Every date seen, in the order of preference.
    pub dates: Vec<DateEntry>,
    /// What was noticed while reading.
    pub issues: Vec<Issue>,
    /// The profile's required record keys (`title`, `published_on`, `body` …).
    pub required: Vec<String>,
}
