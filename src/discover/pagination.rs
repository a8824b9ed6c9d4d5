//! The walk through a listing: which page comes next, and when it is enough.
//!
//! A first walk goes to the end, over as many runs as its budget needs. Later walks of a
//! listing in order `newest` stop where everything was seen before. What looks like an end
//! but comes too early is drift: a site that changed, not one without releases.

mod course;
mod drift;
mod facts;
mod onward;
mod trap;

use jiff::{Timestamp, tz::TimeZone};
use url::Url;

pub use course::{Course, Next};
pub use drift::Drift;
pub use facts::Facts;

use self::course::{drifted, end, trapped};
use self::drift::{all_there, empty_period, not_a_first_page, of_pages};
use self::onward::{Onward, next_address};
use self::trap::{astray, back, cut_short, led_away, repeated};
use crate::alert::AlertKind;
use crate::frontier::Walk;
use crate::problem::Class;
use crate::profile::{Order, Pages, Profile, Source, SourceKind};
use crate::target::{Period, Step, Target};

/// The first page of a source, or of a period of it; `head` when a first walk further down is
/// not finished.
#[must_use]
pub fn first_page(
    profile: &Profile,
    source: &Source,
    period: Option<Period>,
    head: bool,
) -> Option<Target> {
    let url = source.address(0, period)?;
    let step = Step {
        head,
        period,
        ..Step::default()
    };
    Some(page_target(profile, source, url, step))
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
        && let Some(drift) = not_a_first_page(source, step, facts)
    {
        return drifted(0, drift);
    }
    let before = step.page.saturating_sub(step.empty_pages);
    if let Some(why) = led_away(profile, source, step, facts) {
        return repeated(source, before, step, walk, why);
    }
    if facts.rows == 0 {
        return match step.period {
            Some(period) if step.page == 0 => empty_period(source, period, walk),
            Some(_) | None => after_empty_page(profile, source, step, facts, walk),
        };
    }
    if step.previous_rows.as_deref() == Some(&facts.fingerprint) {
        let why = format!("page {} repeats the one before", step.page + 1);
        return repeated(source, before, step, walk, why);
    }
    if step.landmark.as_deref() == Some(&facts.fingerprint) {
        let why = format!("page {} repeats an earlier one", step.page + 1);
        let trap = format!("{}: {why}: its pager leads in a circle", source.id);
        return trapped(end(source, before, walk, why), trap);
    }
    let depth = step.page + 1;
    // The page before was empty, and this one is not: that was no end but a hole.
    let hole = (step.empty_pages > 0).then(|| Drift {
        kind: AlertKind::Pages,
        class: Class::Empty,
        message: format!(
            "page {} of {} has no rows, but page {depth} after it has",
            step.page, source.id
        ),
    });
    let seen_pages = if facts.all_settled {
        step.seen_pages + 1
    } else {
        0
    };
    let seen_rows = step.rows + facts.rows as u64;
    // A total below the rows of one page counts something else.
    if let Some(total) = facts.total.filter(|total| *total >= facts.rows as u64)
        && seen_rows >= total
        && hole.is_none()
    {
        let why = format!("all {total} rows were seen");
        return end(source, depth, walk, why);
    }
    let next = match why_enough(source, step, facts, walk, seen_pages, now) {
        Some(stop) => stop,
        None => match next_address(profile, source, step, facts) {
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
                    period: step.period,
                    rows: seen_rows,
                    depth: 0,
                },
            ))),
            Onward::Nowhere
                if step.page + 1 >= source.stop.max_pages
                    && !matches!(source.pages, Pages::Single) =>
            {
                return cut_short(source, depth);
            }
            Onward::Nowhere => {
                let why = "that was the last page".to_owned();
                return all_there(source, step, facts, depth)
                    .unwrap_or_else(|| end(source, depth, walk, why));
            }
            Onward::Blocked(drift) => return drifted(depth, drift),
            Onward::Astray(why) => return astray(source, depth, walk, why),
            Onward::Back(why) => return back(source, depth, walk, why),
        },
    };
    Course {
        next,
        depth,
        drift: hole,
        trap: None,
    }
}

/// Decides after a listing page that is not there (404 or 410): past the first page that is
/// how many sites end their pager, and how an archive answers for a year without releases.
/// A page that the one before names should be there.
#[must_use]
pub fn after_missing_page(source: &Source, step: &Step, walk: &Walk) -> Course {
    let depth = step.page.saturating_sub(step.empty_pages);
    if let Some(period) = step.period.filter(|_| step.page == 0) {
        return empty_period(source, period, walk);
    }
    if source.pages.is_chained() {
        let what = format!(
            "page {} of {}, to which the page before leads, is not there",
            step.page + 1,
            source.id
        );
        return drifted(depth, of_pages(what));
    }
    let why = format!("page {} is not there", step.page + 1);
    end(source, depth, walk, why)
}

/// Whether an answer means that a pager has no such page: interfaces refuse the number of a
/// page past their last instead of saying that it is not there.
#[must_use]
pub fn is_past_the_end(source: &Source, step: &Step, status: u16) -> bool {
    let is_numbered = matches!(source.pages, Pages::Numbered { .. });
    let is_json = matches!(source.kind, SourceKind::Json(_));
    is_json && is_numbered && step.page > 0 && matches!(status, 400 | 416 | 422)
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
    let onward = next_address(profile, source, step, facts);
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
                period: step.period,
                rows: step.rows,
                depth: 0,
            };
            Course {
                next: Next::Page(Box::new(page_target(profile, source, url, step))),
                depth,
                drift: None,
                trap: None,
            }
        }
        Onward::Address(_) | Onward::Nowhere => {
            let why = format!("page {} has no more rows", step.page + 1);
            all_there(source, step, facts, depth).unwrap_or_else(|| end(source, depth, walk, why))
        }
        Onward::Blocked(drift) => drifted(depth, drift),
        Onward::Astray(why) => astray(source, depth, walk, why),
        Onward::Back(why) => back(source, depth, walk, why),
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

/// Back-dated releases appear below newer ones: a walk looks `overlap_days` back. Rows
/// without a date leave this out of account.
fn overlap_covered(source: &Source, facts: &Facts, now: Timestamp) -> bool {
    let Some(newest) = facts.newest else {
        return true;
    };
    let today = now.to_zoned_datetime(TimeZone::UTC).date();
    let days = i64::from(source.stop.overlap_days);
    jiff::Span::new()
        .try_days(days)
        .ok()
        .and_then(|span| today.checked_sub(span).ok())
        .is_none_or(|since| newest < since)
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
