//! The walk through a listing: which page comes next, and when it is enough.
//!
//! A first walk goes to the end, over as many runs as its budget needs. Later walks of a
//! listing in order `newest` stop where everything was seen before. What looks like an end
//! but comes too early is drift: a site that changed, not one without releases.

use jiff::{Timestamp, civil::Date};
use url::Url;

use crate::frontier::Walk;
use crate::profile::{Order, Pages, Profile, Source};
use crate::target::{PageKind, Step, Target};

/// What a listing page showed, as far as going on depends on it.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Its address.
    pub url: Option<Url>,
    /// Rows that the row selector matched, wanted or not.
    pub rows: usize,
    /// A hash of the rows' addresses.
    pub fingerprint: String,
    /// Every wanted row was settled before.
    pub all_settled: bool,
    /// Every wanted row was known before, if only by name.
    pub all_known: bool,
    /// The newest day among the rows; `None` when none has a readable date.
    pub newest: Option<Date>,
    /// The link to the next page, where the profile goes by links.
    pub next_link: Option<Url>,
}

/// How the walk goes on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// This page.
    Page(Box<Target>),
    /// The walk is over; `complete` when it reached the listing's end.
    Stop {
        /// The end of the listing was reached.
        complete: bool,
        /// Why, for a person.
        why: String,
    },
    /// The listing is not what it was; the walk is over and the end was not reached.
    Drift(String),
}

/// The first page of a source; `head` when a first walk further down is not finished.
#[must_use]
pub fn first_page(profile: &Profile, source: &Source, head: bool) -> Option<Target> {
    let url = page_address(source, 0)?;
    Some(page_target(
        profile,
        source,
        url,
        Step {
            head,
            ..Step::default()
        },
    ))
}

/// Decides how the walk goes on after a page.
///
/// `walk` is the source's state before this page; `now` the time of the run.
#[must_use]
pub fn next_page(
    profile: &Profile,
    source: &Source,
    step: &Step,
    facts: &Facts,
    walk: &Walk,
    now: Timestamp,
) -> Next {
    if step.page == 0 && facts.rows < source.min_rows as usize {
        return Next::Drift(format!(
            "the first page of {} has {} rows by `{}`, expected at least {}: the markup changed, or the listing is empty",
            source.id, facts.rows, source.rows.printed, source.min_rows
        ));
    }
    if facts.rows > 0 && step.previous_rows.as_deref() == Some(&facts.fingerprint) {
        return too_early(step.page, walk).unwrap_or_else(|| Next::Stop {
            complete: true,
            why: "the page repeats the one before".to_owned(),
        });
    }
    let empty_pages = if facts.rows == 0 {
        step.empty_pages + 1
    } else {
        0
    };
    if empty_pages > 0 && (empty_pages > 1 || !matches!(source.pages, Pages::Numbered { .. })) {
        return end_of_empty_pages(step, empty_pages, walk);
    }
    if step.page + 1 >= source.stop.max_pages {
        return Next::Stop {
            complete: true,
            why: format!("max_pages = {} reached", source.stop.max_pages),
        };
    }
    // An empty page says nothing of what was seen.
    let seen_pages = if facts.rows > 0 && facts.all_settled {
        step.seen_pages + 1
    } else {
        0
    };
    if source.order == Order::Newest && facts.rows > 0 {
        if walk.complete
            && seen_pages >= source.stop.seen_pages
            && overlap_covered(source, facts, now)
        {
            return Next::Stop {
                complete: true,
                why: format!("{seen_pages} pages in a row held nothing new"),
            };
        }
        if step.head && facts.all_known {
            return Next::Stop {
                complete: false,
                why: "the news above the unfinished first walk are known".to_owned(),
            };
        }
    }
    let Some(url) = next_address(source, step, facts) else {
        return Next::Stop {
            complete: true,
            why: "the last page".to_owned(),
        };
    };
    let step = Step {
        page: step.page + 1,
        seen_pages,
        empty_pages,
        previous_rows: Some(facts.fingerprint.clone()),
        head: step.head,
    };
    Next::Page(Box::new(page_target(profile, source, url, step)))
}

/// Decides after a listing page that is not there (404 or 410): past the first page that is
/// how many sites end their pager.
#[must_use]
pub fn after_missing_page(step: &Step, walk: &Walk) -> Next {
    end_of_empty_pages(step, step.empty_pages + 1, walk)
}

fn end_of_empty_pages(step: &Step, empty_pages: u32, walk: &Walk) -> Next {
    let depth = (step.page + 1).saturating_sub(empty_pages);
    if depth == 0 {
        return Next::Drift("the listing has no rows at all".to_owned());
    }
    too_early(depth, walk).unwrap_or_else(|| Next::Stop {
        complete: true,
        why: "no more rows".to_owned(),
    })
}

/// An end is one only when the walk has come as far as any before it. One page less is
/// allowed for: releases do get withdrawn.
fn too_early(depth: u32, walk: &Walk) -> Option<Next> {
    (depth + 1 < walk.deepest).then(|| {
        Next::Drift(format!(
            "the listing ends after {depth} pages; an earlier walk saw {}",
            walk.deepest
        ))
    })
}

/// Back-dated releases appear below newer ones: a walk looks `overlap_days` back. Rows
/// without a date leave this out of account.
fn overlap_covered(source: &Source, facts: &Facts, now: Timestamp) -> bool {
    let Some(newest) = facts.newest else {
        return true;
    };
    let today = now.to_zoned_datetime(jiff::tz::TimeZone::UTC).date();
    let days = i64::from(source.stop.overlap_days);
    jiff::Span::new()
        .try_days(days)
        .ok()
        .and_then(|span| today.checked_sub(span).ok())
        .is_none_or(|since| newest < since)
}

fn next_address(source: &Source, step: &Step, facts: &Facts) -> Option<Url> {
    match &source.pages {
        Pages::Single => None,
        Pages::Numbered { .. } => page_address(source, step.page + 1),
        Pages::Next(_) => facts
            .next_link
            .clone()
            .filter(|next| facts.url.as_ref() != Some(next)),
    }
}

fn page_address(source: &Source, ordinal: u32) -> Option<Url> {
    let written = match source.pages {
        Pages::Numbered { first, step } => {
            let number = step.checked_mul(i64::from(ordinal))?.checked_add(first)?;
            source.url.replace("{page}", &number.to_string())
        }
        Pages::Single | Pages::Next(_) => source.url.clone(),
    };
    Url::parse(&written).ok()
}

fn page_target(profile: &Profile, source: &Source, url: Url, step: Step) -> Target {
    // A look at the news above an unfinished walk must not take that walk's place.
    let key = if step.head {
        format!("head {url}")
    } else {
        url.to_string()
    };
    Target {
        key,
        url,
        kind: PageKind::Listing,
        profile: profile.id.clone(),
        source: source.id.clone(),
        teaser: None,
        step: Some(step),
    }
}
