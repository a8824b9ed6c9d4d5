//! Profiles: what is particular to one newsroom, as data.
//!
//! A profile is a TOML file in `selectors/`; its grammar is closed and typed, and every
//! mistake in it is a [`Finding`] with line and column. What is loaded here is compiled:
//! selectors and patterns, not strings.

mod address;
mod address_template;
mod css;
mod extends;
mod finding;
mod hours;
mod json_path;
mod json_source;
mod layout;
mod library;
mod load;
mod names;
mod pages;
mod parameters;
mod pattern;
mod print_view;
mod quality;
mod reader;
mod reading;
mod refine;
mod revisit;
mod rule;
mod rules;
mod schema;
mod section;
mod site;
mod source;
mod spelling;
mod suggest;
mod template;
mod tree;
mod values;

#[cfg(test)]
mod tests;

use std::time::Duration;

use jiff::tz::TimeZone;
use regex::Regex;
use url::Url;

pub use address::OutOfScope;
pub use address_template::AddressTemplate;
pub use finding::{Finding, Severity};
pub use hours::{Hours, Span};
pub use json_path::JsonPath;
pub use json_source::{Item, JsonSource, ReleaseIn};
pub use library::{Library, ProfileError};
pub use load::{Loaded, parse};
pub use rule::{Css, From, Locator, Refine, Rule, Rules, TextMode, Transform};

use crate::alert::Muted;
use crate::target::{PageKind, ProfileId, SourceId};

/// One newsroom, ready to use.
#[derive(Debug, Clone)]
pub struct Profile {
    /// The file's stem; the `org` of every record.
    pub id: ProfileId,
    /// `blake3:` and hex over what the file and the bases it extends say of reading pages: not
    /// their comments, nor when and how fast to ask.
    pub hash: String,
    /// The organization's name.
    pub name: String,
    /// Its home page.
    pub homepage: Option<Url>,
    /// BCP 47 languages of releases; a page in another one is a translation. Empty: any.
    pub languages: Vec<String>,
    /// Used only where a time of day has no offset, or is in UTC.
    pub timezone: Option<TimeZone>,
    /// Whether the rules were confirmed on live pages.
    pub status: Status,
    /// Host names.
    pub hosts: Hosts,
    /// Pace and budget.
    pub politeness: Politeness,
    /// When releases are looked at again.
    pub revisit: Revisit,
    /// Which addresses are releases.
    pub urls: Urls,
    /// Where releases are announced.
    pub sources: Vec<Source>,
    /// The rules for release pages.
    pub reading: ReadingRules,
    /// Variants of the markup, in order; the first whose `when` applies overrides `reading`.
    pub layouts: Vec<Layout>,
    /// What a release must have.
    pub quality: Quality,
}

/// Whether a profile's rules were confirmed on live pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Status {
    /// Confirmed.
    #[default]
    Active,
    /// Not yet: `crawl` wants `--draft`.
    Draft,
}

/// The host names of a newsroom.
#[derive(Debug, Clone, Default)]
pub struct Hosts {
    /// The name that addresses are rewritten to; `None` leaves hosts as they are.
    pub canonical: Option<String>,
    /// Other names of the same pages.
    pub aliases: Vec<String>,
    /// Every host that the crawl may visit: canonical, aliases, and the sources' hosts.
    pub allowed: Vec<String>,
}

/// Pace and budget, before `--delay` and robots.txt have their say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Politeness {
    /// From the end of one exchange to the start of the next; default 1 s.
    pub delay: Duration,
    /// Requests per source and run, robots.txt and retries included; 0 = no limit.
    pub max_requests: u64,
    /// Only in these hours is anything asked for this newsroom; `None`: at any time.
    pub hours: Option<Hours>,
}

impl Default for Politeness {
    fn default() -> Self {
        Self {
            delay: Duration::from_secs(1),
            max_requests: 500,
            hours: None,
        }
    }
}

/// When releases are looked at again: publishers correct in the first days, rarely later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revisit {
    /// By age, the youngest first.
    pub steps: Vec<RevisitStep>,
    /// Releases older than all of them; `None`: not by themselves.
    pub older: Option<Duration>,
}

/// How often releases up to an age are looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RevisitStep {
    /// Published at most so many days ago.
    pub days: u32,
    /// From one look to the next.
    pub every: Duration,
}

impl Default for Revisit {
    fn default() -> Self {
        const HOURS: u64 = 3600;
        let step = |days, hours| RevisitStep {
            days,
            every: Duration::from_secs(hours * HOURS),
        };
        Self {
            // Less than a day: what was visited at five past nine yesterday is due at nine
            // today.
            steps: vec![step(7, 20), step(30, 7 * 24), step(365, 30 * 24)],
            older: Some(Duration::from_secs(180 * 24 * HOURS)),
        }
    }
}

/// Which addresses are releases. Patterns are searched in path and query of the canonical
/// address.
#[derive(Debug, Clone, Default)]
pub struct Urls {
    /// One must match (empty: all do).
    pub include: Vec<Regex>,
    /// None may match.
    pub exclude: Vec<Regex>,
    /// Group 1 (or `v`) is the publisher's own id.
    pub item_id: Option<Regex>,
    /// The site answers `/Press/7` and `/press/7` alike.
    pub ignore_case: bool,
    /// Parameters that do not name the page, beside those that are known not to.
    pub drop: Vec<ParameterName>,
    /// Parameters that do, whatever they are called.
    pub keep: Vec<ParameterName>,
}

/// The name of a parameter, or with `*` at the end the beginning of names; in lower case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParameterName {
    /// This name.
    Full(String),
    /// All names that begin so; the empty one: all.
    Beginning(String),
}

/// A place where releases are announced: a listing.
#[derive(Debug, Clone)]
pub struct Source {
    /// The address as written.
    pub id: SourceId,
    /// The address, with `{page}` where pages are numbered.
    pub url: String,
    /// The order of its rows.
    pub order: Order,
    /// How to get to its next page.
    pub pages: Pages,
    /// Which addresses a link to the next page may lead to, searched in path and query;
    /// `None`: those that look like pages of this listing.
    pub next_within: Option<Regex>,
    /// The years or months of its archive, each walked on its own.
    pub periods: Option<Periods>,
    /// When a walk may stop before the end.
    pub stop: Stop,
    /// What is found there, and how its rows are told apart.
    pub kind: SourceKind,
    /// Whether what it announces is fetched, or only compared with what is held.
    pub role: Role,
    /// Fewer rows on the first page are drift.
    pub min_rows: u32,
    /// What a row says. `url` may be empty: then the row's own link, else its first.
    pub row: Vec<(String, Rules)>,
    /// Which rows are wanted.
    pub keep: Vec<Keep>,
    /// The line of the `[[source]]` in the profile's file.
    pub line: usize,
}

/// What kind of document a source is.
#[derive(Debug, Clone)]
pub enum SourceKind {
    /// An HTML page with a row for each release.
    Listing {
        /// The element of one row.
        rows: Css,
    },
    /// A sitemap, or an index of sitemaps.
    Sitemap {
        /// Of the sitemaps in an index only those are read whose path and query match.
        matching: Option<Regex>,
    },
    /// RSS, Atom or JSON Feed.
    Feed,
    /// A list as a site's own interface gives it.
    Json(Box<JsonSource>),
}

impl SourceKind {
    /// The kind of its pages.
    #[must_use]
    pub fn page_kind(&self) -> PageKind {
        match self {
            Self::Listing { rows: _ } => PageKind::Listing,
            Self::Sitemap { matching: _ } => PageKind::Sitemap,
            Self::Feed => PageKind::Feed,
            Self::Json(_) => PageKind::Json,
        }
    }

    /// As a profile names it.
    #[must_use]
    pub fn word(&self) -> &'static str {
        match self {
            Self::Listing { rows: _ } => "listing",
            Self::Sitemap { matching: _ } => "sitemap",
            Self::Feed => "feed",
            Self::Json(_) => "json",
        }
    }

    /// What its rows are, for a person: `rows by "li.item"`, `entries`.
    #[must_use]
    pub fn rows_called(&self) -> String {
        match self {
            Self::Listing { rows } => format!("rows by `{}`", rows.printed),
            Self::Sitemap { matching: _ } => "addresses".to_owned(),
            Self::Feed => "entries".to_owned(),
            Self::Json(json) => format!("rows by `{}`", json.rows.printed),
        }
    }

    /// Whether a sitemap of an index is to be read.
    #[must_use]
    pub fn wants_sitemap(&self, url: &Url) -> bool {
        match self {
            Self::Sitemap { matching } => matching
                .as_ref()
                .is_none_or(|pattern| pattern.is_match(&address::path_and_query(url))),
            Self::Listing { rows: _ } | Self::Feed | Self::Json(_) => false,
        }
    }
}

/// What a source is for.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub enum Role {
    /// What it announces is fetched.
    #[default]
    Discover,
    /// What it announces is compared with what is held.
    Audit {
        /// From the end of one comparison to the next.
        every: Duration,
        /// The share that may be missing; `None`: a twentieth, or five.
        tolerance: Option<f64>,
    },
}

/// The order of a listing's rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Order {
    /// Newest first: a walk may stop early.
    Newest,
    /// Not known: a walk always goes to the end.
    #[default]
    Unknown,
}

/// The years or months of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Periods {
    /// The first year.
    pub first: i16,
    /// `{month}` stands in the address, not only `{year}`.
    pub monthly: bool,
}

/// How a listing goes on.
#[derive(Debug, Clone)]
pub enum Pages {
    /// One page only.
    Single,
    /// `{page}` in the address is `first`, `first + step`, …
    Numbered {
        /// The number of the first page.
        first: i64,
        /// From one page to the next.
        step: i64,
    },
    /// The link to the next page.
    Next(Rules),
    /// The page that a feed itself names as its next (RFC 5005 §3).
    Named,
    /// `{cursor}` in the address is what the page before names.
    Cursor {
        /// Where a page names the next one's.
        rules: Rules,
        /// That of the first page; `None`: the first page is asked for without any.
        first: Option<String>,
    },
}

/// When a walk of a listing in order `newest` may stop before the end; both must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stop {
    /// So many pages in a row had only settled rows.
    pub seen_pages: u32,
    /// The page's rows are older than this many days before the run (rows without a date
    /// leave this out of account).
    pub overlap_days: u32,
    /// Never more pages than this.
    pub max_pages: u32,
}

impl Default for Stop {
    fn default() -> Self {
        Self {
            seen_pages: 2,
            overlap_days: 30,
            max_pages: 1000,
        }
    }
}

/// A condition on a row.
#[derive(Debug, Clone)]
pub struct Keep {
    /// The row's field.
    pub field: String,
    /// Its value must be one of these (compared case folded).
    pub any_of: Vec<String>,
    /// What to do with a row that lacks the field.
    pub when_missing: WhenMissing,
}

/// What to do with a row that lacks a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum WhenMissing {
    /// Visit it all the same.
    #[default]
    Keep,
    /// Leave it.
    Drop,
}

/// How release pages are read: `[page]`, `[fields]`, `[body]` and `[dates]`.
#[derive(Debug, Clone, Default)]
pub struct ReadingRules {
    /// One must match, or the page is not a release. Empty: not checked.
    pub release: Vec<Css>,
    /// Marks of a page that is a wall, not a release.
    pub blocked: Blocked,
    /// Where labels and generic readers look; empty: found by the page's shape.
    pub content: Vec<Css>,
    /// Only the profile's own rules, no generic readers.
    pub strict: bool,
    /// Rules by name: `title`, `date`, `type`, `places`, `sources`, `topics` …
    pub fields: Vec<(String, Rules)>,
    /// The body.
    pub body: BodyRules,
    /// How dates are printed.
    pub dates: DateRules,
    /// The layout that was applied, for provenance.
    pub layout: Option<String>,
}

impl ReadingRules {
    /// The rules of one field; empty when the profile has none.
    #[must_use]
    pub fn field(&self, name: &str) -> &[Rule] {
        self.fields
            .iter()
            .find(|(field, _)| field == name)
            .map_or(&[], |(_, rules)| &rules.0)
    }
}

/// Marks of a page that is a wall, not a release.
#[derive(Debug, Clone, Default)]
pub struct Blocked {
    /// In the page's `<title>`.
    pub title: Option<Regex>,
    /// In the visible text.
    pub text: Option<Regex>,
    /// An element.
    pub css: Option<Css>,
}

/// Where the text of a release stands.
#[derive(Debug, Clone, Default)]
pub struct BodyRules {
    /// Containers, in order of preference; empty: found by the page's shape.
    pub css: Vec<Css>,
    /// Elements inside that are not text of the release.
    pub remove: Vec<Css>,
    /// A block that matches begins the boilerplate.
    pub boilerplate: Vec<Regex>,
}

/// How a newsroom prints dates.
#[derive(Debug, Clone, Default)]
pub struct DateRules {
    /// `strptime` formats, tried first.
    pub formats: Vec<String>,
    /// The order of numeric dates.
    pub order: Option<DateOrder>,
}

/// The order of a numeric date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateOrder {
    /// 31/12/2024
    Dmy,
    /// 12/31/2024
    Mdy,
    /// 2024/12/31
    Ymd,
}

/// A variant of a site's markup: the complete rules that apply where it is recognized.
#[derive(Debug, Clone)]
pub struct Layout {
    /// An element that is present.
    pub when: Option<Css>,
    /// Fetched on or after this day.
    pub since: Option<jiff::civil::Date>,
    /// Fetched on or before this day.
    pub until: Option<jiff::civil::Date>,
    /// The profile's rules with this layout's in their place.
    pub reading: ReadingRules,
}

/// What a release must have and how much of a run may lack it.
#[derive(Debug, Clone)]
pub struct Quality {
    /// Record keys without which there is no record; default title and body.
    pub required: Vec<String>,
    /// Record key → smallest share of a run's releases that must have it.
    pub fill: Vec<(String, f64)>,
    /// No new release within so many days is silence; `None`: learned from what is held.
    pub new_within_days: Option<u32>,
    /// Releases of old that every run reads again, to see whether their pages changed.
    pub canaries: u32,
    /// An alert counts only after so many runs in a row that met it.
    pub alert_after: u32,
    /// Alerts that are told of and do not count.
    pub mute: Vec<Muted>,
    /// The last day on which `mute` holds; `None`: for good.
    pub mute_until: Option<jiff::civil::Date>,
}

impl Default for Quality {
    fn default() -> Self {
        Self {
            required: vec!["title".to_owned(), "body".to_owned()],
            fill: Vec::new(),
            new_within_days: None,
            canaries: 3,
            alert_after: 1,
            mute: Vec::new(),
            mute_until: None,
        }
    }
}

impl Profile {
    /// The profile of pages that have none: only the generic readers.
    #[must_use]
    pub fn none() -> Self {
        Self {
            id: ProfileId::none(),
            hash: crate::record::hash_of(b""),
            name: String::new(),
            homepage: None,
            languages: Vec::new(),
            timezone: None,
            status: Status::Active,
            hosts: Hosts::default(),
            politeness: Politeness::default(),
            revisit: Revisit::default(),
            urls: Urls::default(),
            sources: Vec::new(),
            reading: ReadingRules::default(),
            layouts: Vec::new(),
            quality: Quality::default(),
        }
    }

    /// What names the reader of a page, so that a page read by another is read again: the
    /// profile's hash and this version.
    #[must_use]
    pub fn reader(&self) -> String {
        format!("{} {}", self.hash, env!("CARGO_PKG_VERSION"))
    }

    /// The first source whose releases are fetched: it stands for those whose own source is
    /// not known any more.
    #[must_use]
    pub fn main_source(&self) -> Option<&Source> {
        let mut sources = self.sources.iter();
        sources.find(|source| matches!(source.role, Role::Discover))
    }

    /// The source with this id.
    #[must_use]
    pub fn source(&self, id: &SourceId) -> Option<&Source> {
        self.sources.iter().find(|source| source.id == *id)
    }
}
