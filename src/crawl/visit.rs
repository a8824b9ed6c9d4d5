//! The whole program in one screen: one target, from lease to what is to be kept.

use std::sync::Arc;

use jiff::Timestamp;

use super::audit::is_audit;
use super::canary::{self, Looked};
use super::elsewhere::{Place, place};
use super::ending::{Ended, Visit, failed, gone, refused, retired};
use super::reading::{Unread, read_listing, read_release};
use super::{Crawl, CrawlError, Plan, listing, release, sitemap};
use crate::discover;
use crate::fetch::{Answer, Fetch, Fetched, Weight};
use crate::frontier::{Frontier, Lease};
use crate::page::Validators;
use crate::profile::{Profile, Source};
use crate::sink::Sink;
use crate::target::{PageKind, Step};

pub(super) async fn visit<F: Fetch, R: Frontier, S: Sink>(
    crawl: &Crawl<F, R, S>,
    plan: &Plan,
    profile: &Arc<Profile>,
    lease: Lease,
    began: Timestamp,
) -> Result<Ended, CrawlError> {
    let mut visit = Visit::begin(lease);
    let Some(source) = visit.source(profile) else {
        return Ok(retired(visit, "its source is no longer in the profile"));
    };
    let kind = visit.lease.target.kind;
    let is_source = kind.is_source();
    if is_source && kind != source.kind.page_kind() {
        return Ok(retired(visit, "its source is of another kind now"));
    }
    if kind == PageKind::Sitemap && visit.lease.visited_at.is_some_and(|at| at >= began) {
        // Named by another sitemap, or by itself, after it was read in this run.
        return sitemap::passed(visit, profile, source, crawl).await;
    }
    let anew = if is_source {
        // What is as it was may be known otherwise by now.
        plan.full || is_audit(source)
    } else {
        plan.reread
    };
    let request = match place(&visit.lease.target, source) {
        Place::Page => visit.request(profile, anew, plan),
        Place::Item(url, _) => visit.request_item(profile, anew, plan, url.clone()),
        Place::Row(whole) => {
            visit.at = whole.fetched_at;
            crawl.fetch.unfetched(visit.asking(plan), visit.at).await;
            let read = read_release(&mut visit, None, profile, source, &crawl.readers).await?;
            let answer = release::Answered::with(Validators::default());
            return match read {
                Ok(read) => release::read(visit, read, answer, profile, plan, crawl).await,
                Err(unread) => Ok(release::unread(visit, unread)),
            };
        }
        Place::Unseen => {
            return release::unchanged(visit, Validators::default(), profile, crawl).await;
        }
    };
    let Answer {
        outcome,
        exchanges,
        weight,
    } = crawl.fetch.fetch(request).await;
    let readers = weight.as_ref().map_or(&crawl.readers, Weight::readers);
    let status = exchanges.last().and_then(|exchange| exchange.status);
    visit.exchanged(exchanges);
    let page = match outcome {
        Ok(Fetched::Page(page)) => page,
        Ok(Fetched::NotModified { validators }) if kind == PageKind::Sitemap => {
            return sitemap::unchanged(visit, validators, profile, source, crawl).await;
        }
        Ok(Fetched::NotModified { validators }) if is_source => {
            return listing::unchanged(visit, validators, profile, source, crawl).await;
        }
        Ok(Fetched::NotModified { validators }) => {
            canary::unchanged(&mut visit);
            return release::unchanged(visit, validators, profile, crawl).await;
        }
        Ok(Fetched::Gone { status }) => {
            canary::gone(&mut visit);
            return gone(visit, status, profile, source, crawl).await;
        }
        Ok(Fetched::Refused(refusal)) => return Ok(refused(visit, refusal, profile, source)),
        Err(error) => {
            return match past_the_end(&visit, source, status) {
                Some(step) => listing::missing(visit, &step, profile, source, crawl).await,
                None => Ok(failed(visit, error.class, error.message)),
            };
        }
    };
    let validators = page.validators.clone();
    if kind == PageKind::Sitemap {
        return sitemap::read(visit, *page, profile, source, plan, crawl).await;
    }
    if is_source {
        let read = read_listing(&mut visit, *page, profile, source, plan.max_url, readers).await?;
        return match read {
            Ok(read) => listing::read(visit, read, validators, profile, source, crawl).await,
            Err(Unread {
                unreadable,
                seen: _,
            }) => Ok(failed(visit, unreadable.class, unreadable.message)),
        };
    }
    let answer = match place(&visit.lease.target, source) {
        Place::Item(..) => release::Answered::with(validators),
        Place::Page | Place::Row(_) | Place::Unseen => release::Answered::of(&page),
    };
    if let Some(why) = answer.dead_end(profile, &visit.lease.target.url) {
        return Ok(release::unread(visit, why));
    }
    let read = read_release(&mut visit, Some(*page), profile, source, readers).await?;
    let visit = match canary::read(visit, &read, profile, plan, crawl).await? {
        Looked::On(visit) => *visit,
        Looked::Enough(ended) => return Ok(*ended),
    };
    match read {
        Ok(read) => release::read(visit, read, answer, profile, plan, crawl).await,
        Err(unread) => Ok(release::unread(visit, unread)),
    }
}

/// The step of a page that a pager does not have.
fn past_the_end(visit: &Visit, source: &Source, status: Option<u16>) -> Option<Step> {
    let step = visit.lease.target.step.clone()?;
    discover::is_past_the_end(source, &step, status?).then_some(step)
}
