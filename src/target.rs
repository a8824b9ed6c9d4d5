//! An address worth visiting, and what is known of it before it is visited.
//!
//! A listing page says that `/press/48333` exists and that its row carries the date
//! "26 April 2015". Both travel together: the address as a [`Target`], the row's words as
//! its [`Teaser`], which is evidence when the release page itself leaves the date out.

use std::borrow::Borrow;
use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use url::Url;

/// The name of a profile: the stem of its file, `[a-z0-9][a-z0-9-]{0,62}`.
///
/// It is also the `org` of every record and part of file names, which is why nothing else
/// can be one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ProfileId(Arc<str>);

impl ProfileId {
    /// The id of records read without any profile; never crawled.
    #[must_use]
    pub fn none() -> Self {
        Self(Arc::from("-"))
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// A name that cannot be a profile's.
#[derive(Debug, thiserror::Error)]
#[error(
    "`{0}` is not a profile id: use a-z, 0-9 and -, at most 63 characters, starting with a letter or digit"
)]
pub struct BadProfileId(String);

impl TryFrom<String> for ProfileId {
    type Error = BadProfileId;

    fn try_from(text: String) -> Result<Self, BadProfileId> {
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
        let well_formed = text.len() <= 63
            && text.starts_with(plain)
            && text.chars().all(|c| plain(c) || c == '-');
        if well_formed || text == "-" {
            Ok(Self(Arc::from(text)))
        } else {
            Err(BadProfileId(text))
        }
    }
}

impl From<ProfileId> for String {
    fn from(id: ProfileId) -> Self {
        id.0.to_string()
    }
}

impl fmt::Display for ProfileId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Borrow<str> for ProfileId {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// Which source of a profile announced a target: its address as the profile writes it.
///
/// The address, not the position in the file, so that adding a source above another does
/// not move the walk of either.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct SourceId(pub Arc<str>);

impl SourceId {
    /// Names a source by its address template.
    #[must_use]
    pub fn new(address: &str) -> Self {
        Self(Arc::from(address))
    }

    /// The address template.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for SourceId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// What kind of page is expected at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PageKind {
    /// A page of a newsroom's list of releases.
    #[default]
    Listing,
    /// A sitemap, or an index of sitemaps (sitemaps.org).
    Sitemap,
    /// A feed: RSS, Atom or JSON Feed.
    Feed,
    /// A list of releases as JSON, as a site's own interface gives it.
    Json,
    /// A release.
    Release,
}

impl PageKind {
    /// Every kind with its stable word, as the state and captures spell it.
    pub const ALL: &[(Self, &str)] = &[
        (Self::Listing, "listing"),
        (Self::Sitemap, "sitemap"),
        (Self::Feed, "feed"),
        (Self::Json, "json"),
        (Self::Release, "release"),
    ];

    /// Whether a page of this kind announces releases, and so is a step of its source's walk.
    #[must_use]
    pub fn is_source(self) -> bool {
        match self {
            Self::Listing | Self::Sitemap | Self::Feed | Self::Json => true,
            Self::Release => false,
        }
    }
}

/// An address worth visiting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// Where to go: canonical for releases, as linked for listing pages.
    pub url: Url,
    /// What is expected there.
    pub kind: PageKind,
    /// Whose newsroom it belongs to.
    pub profile: ProfileId,
    /// The source that announced it.
    pub source: SourceId,
    /// What tells two targets of one profile apart: a release's id, a source page's address.
    pub key: String,
    /// What the announcing row said of it.
    pub teaser: Option<Teaser>,
    /// Where in the walk of its source a source page stands; `None` for releases.
    pub step: Option<Step>,
    /// When the announcing source says that the release was last changed: a sitemap's
    /// `lastmod`, a feed's `updated`.
    #[serde(default)]
    pub modified: Option<Timestamp>,
}

/// What a listing row or feed entry said of a release, in its own words.
///
/// Keys are the names under `[source.row]`: `title`, `date`, `type`, `topics` …
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Teaser {
    /// The page that the row stood on.
    pub listed_on: Option<Url>,
    /// What kind of page that is.
    #[serde(default)]
    pub kind: PageKind,
    /// Where that page is kept, as a record's `capture` says it: another profile may read
    /// another row there. `None` for a sitemap, whose words no profile chooses.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capture: Option<String>,
    /// The row's texts, white space collapsed; a field that the row lacks has no entry.
    pub fields: BTreeMap<String, Vec<String>>,
    /// What sources of other kinds said of the same release, each kind once and later than
    /// this: a newsroom may have a feed beside its listing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<Teaser>,
    /// Where the release is to be read, if not on the page at its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub elsewhere: Option<Elsewhere>,
}

/// Where a release is to be read, if not on the page at its address.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Elsewhere {
    /// The row held all of it.
    Row(Box<Whole>),
    /// A document for machines has it.
    Item(Url),
}

/// A release as a row of a JSON source holds it; the other fields are the teaser's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Whole {
    /// Its text, as markup; empty where the row has none.
    pub body: String,
    /// When the row was read.
    pub fetched_at: Timestamp,
    /// Where the row's page is kept.
    pub capture: Option<String>,
}

impl Teaser {
    /// The first text of a field, whatever kind of source said it.
    #[must_use]
    pub fn first(&self, field: &str) -> Option<&str> {
        self.saying(field)?
            .fields
            .get(field)?
            .first()
            .map(String::as_str)
    }

    /// The first that says something of a field.
    #[must_use]
    pub fn saying(&self, field: &str) -> Option<&Self> {
        self.all().find(|teaser| teaser.fields.contains_key(field))
    }

    /// Itself, then those beside it.
    pub fn all(&self) -> impl Iterator<Item = &Self> {
        std::iter::once(self).chain(&self.beside)
    }

    /// With what a newer announcement says: in the place of the one of its kind, or beside
    /// the others. Who spoke first keeps the first word, so that a release reads the same
    /// however many sources come to announce it.
    #[must_use]
    pub fn joined(mut self, newer: Self) -> Self {
        let of_kind = if self.kind == newer.kind {
            Some(&mut self)
        } else {
            let mut beside = self.beside.iter_mut();
            beside.find(|other| other.kind == newer.kind)
        };
        match of_kind {
            // A list that says the same as yesterday is no news.
            Some(before) if before.says_as(&newer) => {}
            Some(before) => {
                let beside = std::mem::take(&mut before.beside);
                *before = Self { beside, ..newer };
            }
            None => self.beside.push(newer),
        }
        self
    }

    /// Whether the same page says the same, whenever it was read.
    fn says_as(&self, other: &Self) -> bool {
        (&self.listed_on, &self.fields, &self.elsewhere)
            == (&other.listed_on, &other.fields, &other.elsewhere)
    }
}

/// A listing page's place in the walk of its source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    /// Pages before this one in the walk: 0 for the first page.
    pub page: u32,
    /// Consecutive pages up to here whose every row was settled already.
    pub seen_pages: u32,
    /// Consecutive pages up to here without any row.
    pub empty_pages: u32,
    /// A hash of the rows of the page before: the same rows again end the walk.
    pub previous_rows: Option<String>,
    /// A hash of the rows of an earlier page, moved ever farther down: a pager that leads in
    /// a circle comes by it again, however wide the circle is (Brent's algorithm).
    #[serde(default)]
    pub landmark: Option<String>,
    /// The part of an archive that is walked, where the source has one page or more for each.
    #[serde(default)]
    pub period: Option<Period>,
    /// Rows on the pages before this one.
    #[serde(default)]
    pub rows: u64,
    /// This walk only looks for news above a first walk that is not finished.
    pub head: bool,
    /// Sitemaps around this one.
    #[serde(default)]
    pub depth: u32,
}

/// A year of an archive, or a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Period {
    /// 1900 to 2100.
    pub year: i16,
    /// 1 to 12; `None` where the archive goes by years.
    pub month: Option<i8>,
}

impl Period {
    /// The period before.
    #[must_use]
    pub fn before(self) -> Self {
        match self.month {
            None => Self {
                year: self.year - 1,
                month: None,
            },
            Some(..=1) => Self {
                year: self.year - 1,
                month: Some(12),
            },
            Some(month) => Self {
                year: self.year,
                month: Some(month - 1),
            },
        }
    }

    /// Its last day; `None` for one that no calendar has.
    #[must_use]
    pub fn last_day(self) -> Option<Date> {
        let first = Date::new(self.year, self.month.unwrap_or(12), 1).ok()?;
        Some(first.last_of_month())
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.month {
            Some(month) => write!(f, "{}-{month:02}", self.year),
            None => write!(f, "{}", self.year),
        }
    }
}
