//! Pagers that lead nowhere: back, round in a circle, out of the listing, or on without end.

use super::course::{Course, Next, drifted, end, trapped};
use super::drift::of_pages;
use super::facts::Facts;
use crate::frontier::Walk;
use crate::profile::{Profile, Source};
use crate::target::Step;

/// A page further down that did not answer where it was asked for: many sites send whoever
/// asks for too high a number to the first page, or home.
pub(super) fn led_away(
    profile: &Profile,
    source: &Source,
    step: &Step,
    facts: &Facts,
) -> Option<String> {
    let here = profile.compared(facts.url.as_ref().filter(|_| step.page > 0)?);
    let first = profile.compared(&source.address(0, step.period)?);
    if here == first {
        return Some(format!("page {} leads back to the first", step.page + 1));
    }
    let is_home = here.path() == "/" && here.query().is_none() && first.path() != "/";
    is_home.then(|| format!("page {} leads to the start page", step.page + 1))
}

/// A page shows again what was shown: far down that is how many pagers end. When it is the
/// second page, the pager ignores which page it is asked for.
pub(super) fn repeated(
    source: &Source,
    depth: u32,
    step: &Step,
    walk: &Walk,
    why: String,
) -> Course {
    let trap = format!(
        "{}: {why}: its pager ignores which page is asked for, or there is only one page; check `url` and `pages`",
        source.id
    );
    let course = end(source, depth, walk, why);
    if step.page == 1 {
        trapped(course, trap)
    } else {
        course
    }
}

/// The link to the next page leads out of the listing. Where the profile says what is part of
/// it, and some of that was seen, this is its end. Else nobody knows: a walk that has never
/// been at the end must not take this for it.
pub(super) fn astray(source: &Source, depth: u32, walk: &Walk, why: String) -> Course {
    if source.next_within.is_some() && depth > 1 {
        return end(source, depth, walk, why);
    }
    let trap = format!("page {depth} of {}: {why}", source.id);
    let course = if walk.complete {
        end(source, depth, walk, why)
    } else {
        drifted(depth, of_pages(trap.clone()))
    };
    trapped(course, trap)
}

/// The link to the next page leads back.
pub(super) fn back(source: &Source, depth: u32, walk: &Walk, why: String) -> Course {
    let trap = format!("page {depth} of {}: {why}", source.id);
    trapped(end(source, depth, walk, why), trap)
}

/// The listing may go on, but the profile says not to. Who set the limit knows; who did not
/// has a pager without an end, or an archive that is not fetched, and must be told.
pub(super) fn cut_short(source: &Source, depth: u32) -> Course {
    let why = format!(
        "max_pages = {} is reached; what is below is not fetched",
        source.stop.max_pages
    );
    Course {
        next: Next::Stop {
            complete: true,
            why: why.clone(),
        },
        depth,
        drift: None,
        trap: Some(why),
    }
}
