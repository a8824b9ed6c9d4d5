//! What shows that a listing is not what it was: a selector that matches nothing any more
//! looks like "no news" otherwise.

use super::course::{Course, drifted, end};
use super::facts::Facts;
use crate::alert::AlertKind;
use crate::frontier::Walk;
use crate::problem::Class;
use crate::profile::{Pages, Role, Source};
use crate::target::{Period, Step};

/// What shows that a listing is not what it was.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    /// `rows`, `links` or `pages`.
    pub kind: AlertKind,
    /// What kind of problem it is: `empty`, unless a link to a next page has its own.
    pub class: Class,
    /// What changed, for a person.
    pub message: String,
}

/// What a first page must show before its rows are believed: that a selector or the site's
/// addresses changed looks like "no news" otherwise.
pub(super) fn not_a_first_page(source: &Source, step: &Step, facts: &Facts) -> Option<Drift> {
    // The first days of a year have no releases yet, and some years never had any.
    if step.period.is_none() && facts.rows < source.min_rows as usize {
        let message = format!(
            "the first page of {} has {} {}, expected at least {}: the markup changed, or the listing is empty",
            source.id,
            facts.rows,
            source.kind.rows_called(),
            source.min_rows
        );
        return Some(Drift {
            kind: AlertKind::Rows,
            class: Class::Empty,
            message,
        });
    }
    (facts.rows > 0 && facts.linked == 0).then(|| Drift {
        kind: AlertKind::Links,
        class: Class::Empty,
        message: format!(
            "none of the {} rows on the first page of {} links to a release: the site's links changed; check [source.row] url, [urls] and [hosts]",
            facts.rows, source.id
        ),
    })
}

/// A year or month without rows is no news, unless there were some before.
pub(super) fn empty_period(source: &Source, period: Period, walk: &Walk) -> Course {
    if walk.deepest > 0 {
        let what = format!(
            "{} has no rows for {period}, and had some before",
            source.id
        );
        let drift = Drift {
            kind: AlertKind::Rows,
            class: Class::Empty,
            message: what,
        };
        return drifted(0, drift);
    }
    end(source, 0, walk, format!("{period} has no rows"))
}

/// A listing that ends with fewer rows than it says there are has not ended. Rows move while
/// they are walked through: one page less is allowed for. Of an audit without further pages
/// only the number is wanted.
pub(super) fn all_there(source: &Source, step: &Step, facts: &Facts, depth: u32) -> Option<Course> {
    let is_number =
        matches!(source.role, Role::Audit { .. }) && matches!(source.pages, Pages::Single);
    let total = facts.total.filter(|_| !is_number)?;
    let seen = step.rows + facts.rows as u64;
    let one_page = seen / u64::from(depth.max(1));
    (seen + one_page < total).then(|| {
        let what = format!(
            "{} ends after {seen} rows and says that there are {total}",
            source.id
        );
        drifted(depth, of_pages(what))
    })
}

pub(super) fn of_pages(message: String) -> Drift {
    Drift {
        kind: AlertKind::Pages,
        class: Class::Empty,
        message,
    }
}
