//! The end of a visit to a listing page: what it offers, and how the walk goes on.

use super::audit::{self, is_audit};
use super::ending::{Ended, Visit};
use super::reading::ListingPage;
use super::{Crawl, CrawlError, Event, periods};
use crate::alert::{Alert, AlertKind, Evidence};
use crate::discover::{self, Course, Drift, Facts, Listing, Next, Skipped};
use crate::fetch::Fetch;
use crate::frontier::{Frontier, Outcome, Standing, Walk};
use crate::page::Validators;
use crate::problem::Class;
use crate::profile::{Profile, Source};
use crate::sink::Sink;
use crate::target::{PageKind, Step, Target};
use url::Url;

/// A listing page was read.
pub(super) async fn read<F: Fetch, R: Frontier, S: Sink>(
    mut visit: Visit,
    page: ListingPage,
    validators: Validators,
    profile: &Profile,
    source: &Source,
    crawl: &Crawl<F, R, S>,
) -> Result<Ended, CrawlError> {
    let Listing {
        releases,
        failed,
        rows,
        skipped,
        linked,
        fingerprint,
        newest,
        next_link,
        total,
    } = page.listing;
    let evidence = page.seen.map(|glimpse| Evidence {
        url: page.url.as_ref().map(Url::to_string),
        class: None,
        missing: vec![source.kind.rows_called()],
        glimpse,
    });
    let step = visit.lease.target.step.clone().unwrap_or_default();
    let walk = periods::walk_of(&crawl.frontier, profile, source, &step).await?;
    let keys = releases.iter().map(|target| target.key.clone()).collect();
    let standings = crawl.frontier.standing(&profile.id, keys).await?;
    let all_but = |stands: Standing| standings.iter().filter(|other| **other != stands).count();
    let is_sound = !failed.iter().any(|row| is_damage(row.class));
    for row in failed {
        let Skipped {
            url,
            class,
            message,
        } = row;
        visit.problem_at(url, class, message);
    }
    visit.tell(Event::Listed {
        org: profile.id.clone(),
        source: source.id.clone(),
        page: step.page,
        rows,
        // What an audit names is not taken.
        new: if is_audit(source) {
            0
        } else {
            standings.len() - all_but(Standing::New)
        },
        skipped,
    });
    let facts = Facts {
        url: page.url,
        rows,
        skipped,
        linked,
        fingerprint,
        all_settled: all_but(Standing::Settled) == 0,
        all_known: all_but(Standing::New) == standings.len(),
        newest,
        next_link,
        total,
    };
    let course = discover::next_page(profile, source, &step, &facts, &walk, visit.at);
    if let Some(message) = missed(profile, source, &standings, &walk, &course) {
        let alert = Alert {
            source: Some(source.id.clone()),
            ..Alert::new(AlertKind::Window, message)
        };
        visit.tell(Event::Drifted {
            org: profile.id.clone(),
            alert: Box::new(alert),
        });
    }
    // A page that is not what it was, or is damaged, must be seen again, not be told to be as
    // it was.
    let (validators, shown) = match course.drift {
        None if is_sound => (validators, facts.shown()),
        None | Some(_) => (Validators::default(), None),
    };
    let offers = if is_audit(source) {
        let compared = audit::compare(&crawl.frontier, profile, source, facts.total, releases);
        let (pages, told) = compared.await?;
        visit.tell(told);
        pages
    } else {
        releases
    };
    let mut ended = walked(visit, course, walk, &step, offers, evidence);
    ended.finished.settlement.validators = Some(validators);
    ended.finished.settlement.read_by = Some(profile.reader());
    ended.finished.settlement.shown = shown;
    Ok(ended)
}

/// What is wrong with a page as a whole: a row that cannot be visited is no such thing.
fn is_damage(class: Class) -> bool {
    matches!(class, Class::Truncated | Class::Parse | Class::TooLarge)
}

/// A feed shows the last few releases, not the archive. When nothing in it is known from its
/// last reading, there may have been more than it shows.
fn missed(
    profile: &Profile,
    source: &Source,
    standings: &[Standing],
    walk: &Walk,
    course: &Course,
) -> Option<String> {
    let is_alone = profile.sources.len() == 1 && source.kind.page_kind() == PageKind::Feed;
    let is_end = matches!(course.next, Next::Stop { .. });
    let all_new = standings.iter().all(|stands| *stands == Standing::New);
    (is_alone && is_end && walk.complete && all_new && !standings.is_empty()).then(|| {
        format!(
            "every entry of {} is new: releases older than they may have been missed; crawl more often, or name a listing or sitemap beside the feed",
            source.id
        )
    })
}

/// The server says that a page is as it was: it shows the same rows, and what they announced
/// is known. The walk goes on by what it showed.
pub(super) async fn unchanged<F: Fetch, R: Frontier, S: Sink>(
    mut visit: Visit,
    validators: Validators,
    profile: &Profile,
    source: &Source,
    crawl: &Crawl<F, R, S>,
) -> Result<Ended, CrawlError> {
    let step = visit.lease.target.step.clone().unwrap_or_default();
    let walk = periods::walk_of(&crawl.frontier, profile, source, &step).await?;
    let shown = visit.lease.shown.clone().unwrap_or_default();
    visit.tell(Event::Listed {
        org: profile.id.clone(),
        source: source.id.clone(),
        page: step.page,
        rows: shown.rows,
        new: 0,
        skipped: shown.skipped,
    });
    let validators = visit.lease.validators.clone().renewed(validators);
    let facts = Facts::as_before(visit.lease.target.url.clone(), shown.clone());
    let mut course = discover::next_page(profile, source, &step, &facts, &walk, visit.at);
    if let Next::Stop { why, .. } = &mut course.next {
        why.push_str(" (not modified)");
    }
    let mut ended = walked(visit, course, walk, &step, Vec::new(), None);
    ended.finished.settlement.validators = Some(validators);
    ended.finished.settlement.shown = Some(shown);
    Ok(ended)
}

/// A listing page past the first, or of a year without releases, is not there: how many sites
/// end their pager.
pub(super) async fn missing<F: Fetch, R: Frontier, S: Sink>(
    visit: Visit,
    step: &Step,
    profile: &Profile,
    source: &Source,
    crawl: &Crawl<F, R, S>,
) -> Result<Ended, CrawlError> {
    let walk = periods::walk_of(&crawl.frontier, profile, source, step).await?;
    let course = discover::after_missing_page(source, step, &walk);
    Ok(walked(visit, course, walk, step, Vec::new(), None))
}

fn walked(
    mut visit: Visit,
    course: Course,
    mut walk: Walk,
    step: &Step,
    mut offers: Vec<Target>,
    evidence: Option<Evidence>,
) -> Ended {
    let org = visit.lease.target.profile.clone();
    let source = visit.lease.target.source.clone();
    walk.deepest = walk.deepest.max(course.depth);
    if let Some(Drift {
        kind,
        class,
        message,
    }) = course.drift
    {
        // A trap is told once, as what it is.
        if course.trap.is_none() {
            visit.problem(class, message.clone());
        }
        let is_of_rows = matches!(kind, AlertKind::Rows | AlertKind::Links);
        let alert = Alert {
            source: Some(source.clone()),
            evidence: evidence.filter(|_| is_of_rows).into_iter().collect(),
            ..Alert::new(kind, message)
        };
        visit.tell(Event::Drifted {
            org: org.clone(),
            alert: Box::new(alert),
        });
    }
    match course.next {
        Next::Page(target) => offers.push(*target),
        Next::Stop { complete, why } => {
            if let Some(trap) = course.trap {
                visit.problem(Class::Trap, trap);
            }
            // A look at the news says nothing of the end.
            if complete && !step.head {
                walk.complete = true;
                walk.ended_at = Some(visit.at);
            }
            visit.tell(Event::WalkEnded { org, source, why });
        }
    }
    let mut ended = visit.end(Outcome::Done { revisit: None });
    ended.finished.settlement.offers = offers;
    ended.finished.settlement.walk = Some(walk);
    ended
}
