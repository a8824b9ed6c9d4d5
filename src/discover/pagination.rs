//! The walk through a listing: which page comes next, and when it is enough.
//!
//! A first walk goes to the end, over as many runs as its budget needs. Later walks of a
//! listing in order `newest` stop where everything was seen before. What looks like an end
//! but comes too early is drift: a site that changed, not one without releases.

use jiff::{Timestamp, civil::Date};
use url::Url;

use super::listing::NextLink;
use crate::frontier::{Shown, Walk};
use crate::profile::{Order, Pages, Profile, Source};
use crate::target::{Step, Target};

/// What a listing page showed, as far as going on depends on it.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Its address.
    pub url: Option<Url>,
    /// Rows that the row selector matched, wanted or not.
    pub rows: usize,
    /// Of these, rows that the profile does not want.
    pub skipped: usize,
    /// Of these, rows whose link may be a release (`[urls]`, hosts), wanted or not.
    pub linked: usize,
    /// A hash of the rows' addresses.
    pub fingerprint: String,
    /// Every wanted row was visited before, if only in vain.
    pub all_settled: bool,
    /// Every wanted row was known before, if only by name.
    pub all_known: bool,
    /// The newest day among the rows; `None` when none has a readable date.
    pub newest: Option<Date>,
    /// The link to the next page, where the profile goes by links.
    pub next_link: NextLink,
}

impl Facts {
    /// What to remember of the page, so that it need not be read again while it is as it was;
    /// `None` for a page that must be.
    #[must_use]
    pub fn shown(&self) -> Option<Shown> {
        let next = match &self.next_link {
            NextLink::None => None,
            NextLink::To(url) => Some(url.clone()),
            NextLink::Unusable(_) => return None,
        };
        Some(Shown {
            rows: self.rows,
            skipped: self.skipped,
            linked: self.linked,
            fingerprint: self.fingerprint.clone(),
            newest: self.newest,
            next,
        })
    }

    /// A page that is as it was. What it announced was offered then, and news are visited
    /// before any page of a list, so all of it was seen.
    #[must_use]
    pub fn as_before(url: Url, shown: Shown) -> Self {
        let Shown {
            rows,
            skipped,
            linked,
            fingerprint,
            newest,
            next,
        } = shown;
        Self {
            url: Some(url),
            rows,
            skipped,
            linked,
            fingerprint,
            all_settled: true,
            all_known: true,
            newest,
            next_link: next.map_or(NextLink::None, NextLink::To),
        }
    }
}

/// How a walk goes on after a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// Where to.
    pub next: Next,
    /// Pages with rows from the first down to here: how deep the listing is known to be.
    pub depth: u32,
    /// What shows that the listing is not what it was.
    pub drift: Option<String>,
    /// The walk ended by `max_pages`, not by the listing.
    pub is_cut_short: bool,
}

/// What comes after a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Next {
    /// This page.
    Page(Box<Target>),
    /// The walk is over.
    Stop {
        /// The end of the listing was reached, or all that a walk has to see.
        complete: bool,
        /// Why, for a person.
        why: String,
    },
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
) -> Course {
    if step.page == 0
        && let Some(drift) = not_a_first_page(source, facts)
    {
        return drifted(0, drift);
    }
    if facts.rows == 0 {
        return after_empty_page(profile, source, step, facts, walk);
    }
    if step.previous_rows.as_deref() == Some(&facts.fingerprint) {
        let why = format!("page {} repeats the one before", step.page + 1);
        return end(source, step.page - step.empty_pages, walk, why);
    }
    if step.landmark.as_deref() == Some(&facts.fingerprint) {
        let why = format!("page {} repeats an earlier one", step.page + 1);
        return end(source, step.page - step.empty_pages, walk, why);
    }
    let depth = step.page + 1;
    // The page before was empty, and this one is not: that was no end but a hole.
    let hole = (step.empty_pages > 0).then(|| {
        format!(
            "page {} of {} has no rows, but page {depth} after it has",
            step.page, source.id
        )
    });
    let seen_pages = if facts.all_settled {
        step.seen_pages + 1
    } else {
        0
    };
    let next = match why_enough(source, step, facts, walk, seen_pages, now) {
        Some(stop) => stop,
        None => match next_address(source, step, facts) {
            Onward::Address(url) => Next::Page(Box::new(page_target(
                profile,
                source,
                url,
                Step {
                    page: step.page + 1,
                    seen_pages,
                    empty_pages: 0,
                    previous_rows: Some(facts.fingerprint.clone()),
                    landmark: if depth.is_power_of_two() {
                        Some(facts.fingerprint.clone())
                    } else {
                        step.landmark.clone()
                    },
                    head: step.head,
                },
            ))),
            Onward::Nowhere
                if step.page + 1 >= source.stop.max_pages
                    && !matches!(source.pages, Pages::Single) =>
            {
                return cut_short(source, depth);
            }
            Onward::Nowhere => {
                return end(source, depth, walk, "that was the last page".to_owned());
            }
            Onward::Blocked(what) => return drifted(depth, what),
        },
    };
    Course {
        next,
        depth,
        drift: hole,
        is_cut_short: false,
    }
}

/// The listing may go on, but the profile says not to. Who set the limit knows; who did not
/// has a pager without an end, or an archive that is not fetched, and must be told.
fn cut_short(source: &Source, depth: u32) -> Course {
    Course {
        next: Next::Stop {
            complete: true,
            why: format!(
                "max_pages = {} is reached; what is below is not fetched",
                source.stop.max_pages
            ),
        },
        depth,
        drift: None,
        is_cut_short: true,
    }
}

/// Decides after a listing page that is not there (404 or 410): past the first page that is
/// how many sites end their pager.
#[must_use]
pub fn after_missing_page(source: &Source, step: &Step, walk: &Walk) -> Course {
    let depth = step.page.saturating_sub(step.empty_pages);
    let why = format!("page {} is not there", step.page + 1);
    end(source, depth, walk, why)
}

/// What a first page must show before its rows are believed: that a selector or the site's
/// addresses changed looks like "no news" otherwise.
fn not_a_first_page(source: &Source, facts: &Facts) -> Option<String> {
    if facts.rows < source.min_rows as usize {
        return Some(format!(
            "the first page of {} has {} rows by `{}`, expected at least {}: the markup changed, or the listing is empty",
            source.id,
            facts.rows,
            source.kind.rows_by(),
            source.min_rows
        ));
    }
    (facts.rows > 0 && facts.linked == 0).then(|| {
        format!(
            "none of the {} rows on the first page of {} links to a release: the site's links changed; check [source.row] url, [urls] and [hosts]",
            facts.rows, source.id
        )
    })
}

/// One page without rows may be an accident; it takes a second, or nowhere to go, for the end.
fn after_empty_page(
    profile: &Profile,
    source: &Source,
    step: &Step,
    facts: &Facts,
    walk: &Walk,
) -> Course {
    let depth = step.page.saturating_sub(step.empty_pages);
    let onward = next_address(source, step, facts);
    match onward {
        Onward::Address(url) if step.empty_pages == 0 => {
            let step = Step {
                page: step.page + 1,
                // An empty page says nothing of what was seen.
                seen_pages: 0,
                empty_pages: 1,
                previous_rows: step.previous_rows.clone(),
                landmark: step.landmark.clone(),
                head: step.head,
            };
            Course {
                next: Next::Page(Box::new(page_target(profile, source, url, step))),
                depth,
                drift: None,
                is_cut_short: false,
            }
        }
        Onward::Address(_) | Onward::Nowhere => {
            let why = format!("page {} has no more rows", step.page + 1);
            end(source, depth, walk, why)
        }
        Onward::Blocked(what) => drifted(depth, what),
    }
}

/// Whether a walk may stop here although the listing goes on.
fn why_enough(
    source: &Source,
    step: &Step,
    facts: &Facts,
    walk: &Walk,
    seen_pages: u32,
    now: Timestamp,
) -> Option<Next> {
    if source.order != Order::Newest {
        return None;
    }
    if walk.complete && seen_pages >= source.stop.seen_pages && overlap_covered(source, facts, now)
    {
        return Some(Next::Stop {
            complete: true,
            why: format!("{seen_pages} pages in a row held nothing new"),
        });
    }
    (step.head && facts.all_known).then(|| Next::Stop {
        complete: false,
        why: "the news above the unfinished first walk are known".to_owned(),
    })
}

/// The listing ends after so many pages with rows. That is an end only when the walk has
/// come as far as any before it. One page less is allowed for: releases do get withdrawn.
fn end(source: &Source, depth: u32, walk: &Walk, why: String) -> Course {
    let goes_on = !matches!(source.pages, Pages::Single);
    if goes_on && depth + 1 < walk.deepest {
        return drifted(
            depth,
            format!(
                "{} ends after {depth} pages ({why}); an earlier walk saw {}",
                source.id, walk.deepest
            ),
        );
    }
    Course {
        next: Next::Stop {
            complete: true,
            why,
        },
        depth,
        drift: None,
        is_cut_short: false,
    }
}

fn drifted(depth: u32, what: String) -> Course {
    Course {
        next: Next::Stop {
            complete: false,
            why: "the listing is not what it was".to_owned(),
        },
        depth,
        drift: Some(what),
        is_cut_short: false,
    }
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

enum Onward {
    Address(Url),
    Nowhere,
    /// There is a way, and it cannot be gone.
    Blocked(String),
}

fn next_address(source: &Source, step: &Step, facts: &Facts) -> Onward {
    if step.page + 1 >= source.stop.max_pages {
        return Onward::Nowhere;
    }
    match (&source.pages, &facts.next_link) {
        (Pages::Single, _) => Onward::Nowhere,
        (Pages::Numbered { .. }, _) => {
            page_address(source, step.page + 1).map_or(Onward::Nowhere, Onward::Address)
        }
        (Pages::Next(_), NextLink::To(url)) if facts.url.as_ref() != Some(url) => {
            Onward::Address(url.clone())
        }
        (Pages::Next(_), NextLink::To(_) | NextLink::None) => Onward::Nowhere,
        (Pages::Next(_), NextLink::Unusable(why)) => Onward::Blocked(format!(
            "page {} of {} links to a next page that cannot be visited: {why}",
            step.page + 1,
            source.id
        )),
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
        kind: source.kind.page_kind(),
        profile: profile.id.clone(),
        source: source.id.clone(),
        teaser: None,
        step: Some(step),
        modified: None,
    }
}

#[cfg(test)]
mod tests;
