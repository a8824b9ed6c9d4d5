//! The walk through a listing: which page comes next, and when it is enough.
//!
//! A first walk goes to the end, over as many runs as its budget needs. Later walks of a
//! listing in order `newest` stop where everything was seen before. What looks like an end
//! but comes too early is drift: a site that changed, not one without releases.

use jiff::{Timestamp, civil::Date, tz::TimeZone};
use url::Url;

use super::listing::NextLink;
use super::scope;
use crate::alert::AlertKind;
use crate::frontier::{Shown, Walk};
use crate::problem::Class;
use crate::profile::{Order, Pages, Profile, Role, Source, SourceKind};
use crate::target::{Period, Step, Target};

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
    /// How many rows there are on all pages together, where the page says so.
    pub total: Option<u64>,
}

impl Facts {
    /// What to remember of the page, so that it need not be read again while it is as it was;
    /// `None` for a page that must be.
    #[must_use]
    pub fn shown(&self) -> Option<Shown> {
        let (next, cursor) = match &self.next_link {
            NextLink::None => (None, None),
            NextLink::To(url) => (Some(url.clone()), None),
            NextLink::After(cursor) => (None, Some(cursor.clone())),
            NextLink::Unusable(..) => return None,
        };
        Some(Shown {
            rows: self.rows,
            skipped: self.skipped,
            linked: self.linked,
            fingerprint: self.fingerprint.clone(),
            newest: self.newest,
            next,
            cursor,
            total: self.total,
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
            cursor,
            total,
        } = shown;
        let named = cursor.map_or(NextLink::None, NextLink::After);
        Self {
            url: Some(url),
            rows,
            skipped,
            linked,
            fingerprint,
            all_settled: true,
            all_known: true,
            newest,
            next_link: next.map_or(named, NextLink::To),
            total,
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
    pub drift: Option<Drift>,
    /// What shows that the pager is a trap: it ends by no end of its own.
    pub trap: Option<String>,
}

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

/// A page further down that did not answer where it was asked for: many sites send whoever
/// asks for too high a number to the first page, or home.
fn led_away(profile: &Profile, source: &Source, step: &Step, facts: &Facts) -> Option<String> {
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
fn repeated(source: &Source, depth: u32, step: &Step, walk: &Walk, why: String) -> Course {
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
fn astray(source: &Source, depth: u32, walk: &Walk, why: String) -> Course {
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
fn back(source: &Source, depth: u32, walk: &Walk, why: String) -> Course {
    let trap = format!("page {depth} of {}: {why}", source.id);
    trapped(end(source, depth, walk, why), trap)
}

fn trapped(course: Course, trap: String) -> Course {
    Course {
        trap: Some(trap),
        ..course
    }
}

/// The listing may go on, but the profile says not to. Who set the limit knows; who did not
/// has a pager without an end, or an archive that is not fetched, and must be told.
fn cut_short(source: &Source, depth: u32) -> Course {
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

/// What a first page must show before its rows are believed: that a selector or the site's
/// addresses changed looks like "no news" otherwise.
fn not_a_first_page(source: &Source, step: &Step, facts: &Facts) -> Option<Drift> {
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
fn empty_period(source: &Source, period: Period, walk: &Walk) -> Course {
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
fn all_there(source: &Source, step: &Step, facts: &Facts, depth: u32) -> Option<Course> {
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

/// The listing ends after so many pages with rows. That is an end only when the walk has
/// come as far as any before it. One page less is allowed for: releases do get withdrawn.
fn end(source: &Source, depth: u32, walk: &Walk, why: String) -> Course {
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

fn of_pages(message: String) -> Drift {
    Drift {
        kind: AlertKind::Pages,
        class: Class::Empty,
        message,
    }
}

fn drifted(depth: u32, drift: Drift) -> Course {
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

enum Onward {
    Address(Url),
    Nowhere,
    /// There is a way, and it cannot be gone.
    Blocked(Drift),
    /// There is a way, and it leads out of the listing.
    Astray(String),
    /// There is a way, and it leads to where the walk began.
    Back(String),
}

fn next_address(profile: &Profile, source: &Source, step: &Step, facts: &Facts) -> Onward {
    if step.page + 1 >= source.stop.max_pages {
        return Onward::Nowhere;
    }
    let blocked = |class, why: &str| {
        let message = format!(
            "page {} of {} leads to a next page that cannot be visited: {why}",
            step.page + 1,
            source.id
        );
        Onward::Blocked(Drift {
            class,
            ..of_pages(message)
        })
    };
    let named = match (&source.pages, &facts.next_link) {
        (Pages::Single, _) => return Onward::Nowhere,
        (Pages::Numbered { .. }, _) => source.address(step.page + 1, step.period),
        (Pages::Next(_) | Pages::Named | Pages::Cursor { .. }, NextLink::None) => {
            return Onward::Nowhere;
        }
        (Pages::Next(_) | Pages::Named | Pages::Cursor { .. }, NextLink::Unusable(class, why)) => {
            return blocked(*class, why);
        }
        (Pages::Next(_) | Pages::Named | Pages::Cursor { .. }, NextLink::To(url)) => {
            Some(url.clone())
        }
        (Pages::Next(_) | Pages::Named | Pages::Cursor { .. }, NextLink::After(cursor)) => {
            source.address_after(cursor, step.period)
        }
    };
    // A page that names itself as the next is the last.
    let Some(url) = named.filter(|url| facts.url.as_ref() != Some(url)) else {
        return Onward::Nowhere;
    };
    let is_linked = matches!(facts.next_link, NextLink::To(_));
    let first = source.address(0, step.period);
    if is_linked
        && step.page > 0
        && first.is_some_and(|first| profile.compared(&first) == profile.compared(&url))
    {
        return Onward::Back("its next page is the first again".to_owned());
    }
    // What a feed calls its next page is one.
    let is_named = matches!(source.pages, Pages::Named);
    if is_linked && !is_named && !scope::is_page_of(profile, source, facts.url.as_ref(), &url) {
        return Onward::Astray(format!(
            "its next page, {url}, does not look like one of this listing; say with `next_within` where it goes on, or ends"
        ));
    }
    Onward::Address(url)
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
