//! How a walk goes on: to a page, or to an end that is one, or that only looks like one.

use super::drift::{Drift, of_pages};
use crate::frontier::Walk;
use crate::profile::{Pages, Source};
use crate::target::Target;

/// How a walk goes on after a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course {
    /// Where to.
    pub next: Next,
    /// Pages with rows from the first down to here: how deep the listing is known to be.
    pub depth: u32,
    /// What shows that the listing is not what it was.
    pub drift: Option<Drift>,
    /// What shows that the pager is a trap: it ends by no end of its own.
    pub trap: Option<String>,
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

/// The listing ends after so many pages with rows. That is an end only when the walk has
/// come as far as any before it. One page less is allowed for: releases do get withdrawn.
pub(super) fn end(source: &Source, depth: u32, walk: &Walk, why: String) -> Course {
    let goes_on = !matches!(source.pages, Pages::Single);
    if goes_on && depth + 1 < walk.deepest {
        return drifted(
            depth,
            of_pages(format!(
                "{} ends after {depth} pages ({why}); an earlier walk saw {}",
                source.id, walk.deepest
            )),
        );
    }
    Course {
        next: Next::Stop {
            complete: true,
            why,
        },
        depth,
        drift: None,
        trap: None,
    }
}

pub(super) fn drifted(depth: u32, drift: Drift) -> Course {
    Course {
        next: Next::Stop {
            complete: false,
            why: "the listing is not what it was".to_owned(),
        },
        depth,
        drift: Some(drift),
        trap: None,
    }
}

pub(super) fn trapped(course: Course, trap: String) -> Course {
    Course {
        trap: Some(trap),
        ..course
    }
}
