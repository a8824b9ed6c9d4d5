//! What a capture says of a visit: why the page was asked for, and how the visit ended.
//!
//! A capture is whole in itself: the words of the listing row that announced a release are
//! kept beside its page, in a `metadata` record of JSON, so that it can be read again years
//! later without the listing.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::fetch::{Asking, FetchError, Fetched, Refusal, RefusalScope};
use crate::page::Validators;
use crate::problem::Class;
use crate::target::Target;

/// Visits were made between the beginning of 1990 and that of 2200, in seconds: what says
/// otherwise was not written by a crawl, and no sum of times leaves the calendar.
const EARLIEST: i64 = 631_152_000;
const LATEST: i64 = 7_258_118_400;

/// The form of these facts.
const FORMAT: &str = "dateline.visit/1";

/// One visit of a crawl.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitFacts {
    /// `dateline.visit/1`.
    format: String,
    /// What was wanted, and what was known of it.
    pub target: Target,
    /// When the last exchange ended.
    pub ended: Timestamp,
    /// When the target was last visited to the end, as the crawl knew before this visit. A
    /// visit that a kill kept from being settled is made again, and its successor does not
    /// know of it; this is how a replay tells.
    pub visited_at: Option<Timestamp>,
    /// Visits that failed since then, likewise.
    pub failures: u32,
    /// How often it had less than it had before, where it was looked at as a canary.
    #[serde(default)]
    pub canary: Option<u32>,
    /// The operator vouched for what the run found.
    #[serde(default)]
    pub trusts: bool,
    /// How it ended.
    #[serde(flatten)]
    pub end: VisitEnd,
}

/// How a visit ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "end", rename_all = "snake_case")]
pub enum VisitEnd {
    /// With a page: the last response before this record.
    Page {
        /// The address that answered.
        url: Option<Url>,
    },
    /// Without a request: the release came with the row that announced it.
    Unfetched,
    /// 304: the page was as it had been.
    NotModified,
    /// 404 or 410.
    Gone {
        /// Which.
        status: u16,
    },
    /// We did not ask.
    Refused {
        /// Why.
        class: Class,
        /// For a person.
        message: String,
    },
    /// Badly.
    Failed {
        /// How.
        class: Class,
        /// For a person.
        message: String,
    },
}

impl VisitFacts {
    /// The facts of a visit that ended so.
    pub(super) fn new(
        visit: Asking,
        ended: Timestamp,
        outcome: &Result<Fetched, FetchError>,
    ) -> Self {
        Self::with_end(visit, ended, VisitEnd::of(outcome))
    }

    /// The facts of a visit that asked for nothing.
    pub(super) fn unfetched(visit: Asking, at: Timestamp) -> Self {
        Self::with_end(visit, at, VisitEnd::Unfetched)
    }

    /// The facts of a visit with this end.
    #[must_use]
    pub fn with_end(visit: Asking, ended: Timestamp, end: VisitEnd) -> Self {
        let Asking {
            target,
            visited_at,
            failures,
            canary,
            trusts,
        } = visit;
        Self {
            format: FORMAT.to_owned(),
            target,
            ended,
            visited_at,
            failures,
            canary,
            trusts,
            end,
        }
    }

    /// Reads the block of a `metadata` record; `None` where it tells of something else.
    pub(super) fn read(block: &[u8]) -> Option<Self> {
        let facts: Self = serde_json::from_slice(block).ok()?;
        let is_of_our_time = |moment: Timestamp| (EARLIEST..LATEST).contains(&moment.as_second());
        let is_sane = is_of_our_time(facts.ended) && facts.visited_at.is_none_or(is_of_our_time);
        (facts.format == FORMAT && is_sane).then_some(facts)
    }

    pub(super) fn block(&self) -> Vec<u8> {
        serde_json::to_vec(self).unwrap_or_default()
    }
}

impl VisitEnd {
    fn of(outcome: &Result<Fetched, FetchError>) -> Self {
        match outcome {
            Ok(Fetched::Page(page)) => Self::Page {
                url: page.url.clone(),
            },
            Ok(Fetched::NotModified { validators: _ }) => VisitEnd::NotModified,
            Ok(Fetched::Gone { status }) => VisitEnd::Gone { status: *status },
            Ok(Fetched::Refused(Refusal {
                class,
                message,
                scope: _,
                until: _,
            })) => VisitEnd::Refused {
                class: *class,
                message: message.clone(),
            },
            Err(FetchError { class, message }) => VisitEnd::Failed {
                class: *class,
                message: message.clone(),
            },
        }
    }

    /// What the engine is told when the visit is made again; `None` where the page tells, or
    /// nothing was asked for.
    #[must_use]
    pub fn again(&self) -> Option<Result<Fetched, FetchError>> {
        match self {
            Self::Page { url: _ } | Self::Unfetched => None,
            Self::NotModified => Some(Ok(Fetched::NotModified {
                validators: Validators::default(),
            })),
            Self::Gone { status } => Some(Ok(Fetched::Gone { status: *status })),
            Self::Refused { class, message } => Some(Ok(Fetched::Refused(Refusal {
                class: *class,
                message: message.clone(),
                scope: RefusalScope::Address,
                until: None,
            }))),
            Self::Failed { class, message } => Some(Err(FetchError {
                class: *class,
                message: message.clone(),
            })),
        }
    }
}
