//! The end of a visit to a sitemap: what it announces is offered while it is still read.
//!
//! A sitemap with 50,000 addresses is offered in parts, before its visit is settled. A kill
//! in between leaves releases that are known too early, and a sitemap that is read again.

use std::sync::Arc;

use jiff::Timestamp;
use tokio::sync::mpsc;

use super::audit::{self, is_audit};
use super::ending::{Ended, Visit, failed};
use super::reading::{Unread, read_sitemap};
use super::{Crawl, CrawlError, Event, Listener, Plan};
use crate::alert::{Alert, AlertKind};
use crate::discover::{Sitemap, Skipped};
use crate::fetch::Fetch;
use crate::frontier::{Frontier, FrontierError, Outcome, Shown};
use crate::page::{Page, Validators};
use crate::problem::Class;
use crate::profile::{Profile, Source};
use crate::sink::Sink;
use crate::target::Target;

/// A sitemap came.
pub(super) async fn read<F: Fetch, R: Frontier, S: Sink>(
    mut visit: Visit,
    page: Page,
    profile: &Arc<Profile>,
    source: &Source,
    plan: &Plan,
    crawl: &Crawl<F, R, S>,
) -> Result<Ended, CrawlError> {
    let validators = page.validators.clone();
    let offers = Offers {
        frontier: &crawl.frontier,
        at: visit.at,
        // What another profile left unread in a sitemap is to be read now.
        trusts_dates: visit.lease.read_by.as_deref() == Some(&profile.reader())
            && !is_audit(source),
        audit: is_audit(source).then_some((profile.as_ref(), source)),
        listener: &crawl.listener,
    };
    let (parts, given) = mpsc::channel(1);
    let reading = read_sitemap(&mut visit, page, profile, source, plan.max_url, parts);
    let (read, new) = tokio::join!(reading, offers.take(given));
    let (read, new) = (read?, new?);
    let Sitemap {
        rows,
        sitemaps,
        undated,
        skipped,
        linked,
        failed: failures,
    } = match read {
        Ok(sitemap) => sitemap,
        Err(Unread {
            unreadable,
            seen: _,
        }) => {
            return Ok(failed(visit, unreadable.class, unreadable.message));
        }
    };
    // "Not modified" must not hide what was damaged, nor what it never tells of.
    let is_complete = failures.is_empty() && undated == 0;
    for Skipped {
        url,
        class,
        message,
    } in failures
    {
        visit.problem_at(url, class, message);
    }
    let step = visit.lease.target.step.clone().unwrap_or_default();
    visit.tell(Event::Listed {
        org: profile.id.clone(),
        source: source.id.clone(),
        page: step.page,
        rows,
        new,
        skipped,
    });
    let drift = drift(source, step.depth, rows, sitemaps, linked);
    let is_sound = drift.is_none();
    if let Some((kind, message)) = drift {
        visit.problem(Class::Empty, message.clone());
        let alert = Alert {
            source: Some(source.id.clone()),
            ..Alert::new(kind, message)
        };
        visit.tell(Event::Drifted {
            org: profile.id.clone(),
            alert: Box::new(alert),
        });
    }
    let (validators, shown) = if is_complete && is_sound {
        let shown = Shown {
            rows,
            skipped,
            linked,
            ..Shown::default()
        };
        (validators, Some(shown))
    } else {
        (Validators::default(), None)
    };
    let pages = u32::try_from(sitemaps)
        .unwrap_or(u32::MAX)
        .saturating_add(1);
    let mut ended = end(visit, profile, source, pages, is_sound, crawl).await?;
    ended.finished.settlement.validators = Some(validators);
    ended.finished.settlement.shown = shown;
    Ok(ended)
}

/// The server says that a sitemap is as it was, and perhaps what to ask with next time.
pub(super) async fn unchanged<F: Fetch, R: Frontier, S: Sink>(
    visit: Visit,
    validators: Validators,
    profile: &Profile,
    source: &Source,
    crawl: &Crawl<F, R, S>,
) -> Result<Ended, CrawlError> {
    let validators = visit.lease.validators.clone().renewed(validators);
    let mut ended = passed(visit, profile, source, crawl).await?;
    ended.finished.settlement.validators = Some(validators);
    Ok(ended)
}

/// A sitemap is as it was, or is no longer there: the walk may be over with it.
pub(super) async fn passed<F: Fetch, R: Frontier, S: Sink>(
    visit: Visit,
    profile: &Profile,
    source: &Source,
    crawl: &Crawl<F, R, S>,
) -> Result<Ended, CrawlError> {
    end(visit, profile, source, 0, true, crawl).await
}

/// What the sitemap that the profile names must show before it is believed.
fn drift(
    source: &Source,
    depth: u32,
    rows: usize,
    sitemaps: usize,
    linked: usize,
) -> Option<(AlertKind, String)> {
    if depth > 0 {
        return None;
    }
    if rows < source.min_rows as usize {
        let message = format!(
            "{} has {rows} addresses, expected at least {}",
            source.id, source.min_rows
        );
        return Some((AlertKind::Rows, message));
    }
    (rows > 0 && sitemaps == 0 && linked == 0).then(|| {
        let message = format!(
            "none of the {rows} addresses in {} may be a release: the site's addresses changed; check [urls] and [hosts]",
            source.id
        );
        (AlertKind::Links, message)
    })
}

/// Settles the sitemap; the walk is over when no other one waits.
async fn end<F: Fetch, R: Frontier, S: Sink>(
    mut visit: Visit,
    profile: &Profile,
    source: &Source,
    pages: u32,
    is_sound: bool,
    crawl: &Crawl<F, R, S>,
) -> Result<Ended, CrawlError> {
    let mut walk = crawl.frontier.walk(&profile.id, &source.id).await?;
    let waiting = crawl
        .frontier
        .pending_pages(&profile.id, &source.id)
        .await?;
    let key = &visit.lease.target.key;
    if !waiting.iter().any(|page| page.key != *key) {
        walk.complete |= is_sound;
        walk.ended_at = Some(visit.at);
        visit.tell(Event::WalkEnded {
            org: profile.id.clone(),
            source: source.id.clone(),
            why: "no further sitemap waits".to_owned(),
        });
    }
    walk.deepest = walk.deepest.max(pages);
    let mut ended = visit.end(Outcome::Done { revisit: None });
    ended.finished.settlement.walk = Some(walk);
    ended.finished.settlement.read_by = Some(profile.reader());
    Ok(ended)
}

/// Takes what a sitemap announces, part by part.
struct Offers<'a, R> {
    frontier: &'a R,
    at: Timestamp,
    trusts_dates: bool,
    /// Releases are compared with what is held, and not offered.
    audit: Option<(&'a Profile, &'a Source)>,
    /// Hears of an audit part by part: a sitemap that is audited may name millions.
    listener: &'a Listener,
}

impl<R: Frontier> Offers<'_, R> {
    /// Gives how many releases were not known.
    async fn take(self, mut given: mpsc::Receiver<Vec<Target>>) -> Result<usize, FrontierError> {
        let mut new = 0;
        while let Some(mut part) = given.recv().await {
            if !self.trusts_dates {
                for target in part.iter_mut().filter(|target| target.kind.is_source()) {
                    target.modified = None;
                }
            }
            if let Some((profile, source)) = self.audit {
                let (pages, event) =
                    audit::compare(self.frontier, profile, source, None, part).await?;
                (self.listener)(&event);
                part = pages;
            }
            new += self.frontier.offer(part, self.at).await?;
        }
        Ok(new)
    }
}
