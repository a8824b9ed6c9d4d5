//! The whole program in one screen: one target, from lease to what is to be kept.

use std::sync::Arc;

use super::ending::{Ended, Visit, failed, gone, refused, retired};
use super::reading::{Unread, read_listing, read_release};
use super::{Crawl, CrawlError, Plan, listing, release};
use crate::fetch::{Answer, Fetch, Fetched};
use crate::frontier::{Frontier, Lease};
use crate::profile::Profile;
use crate::sink::Sink;

pub(super) async fn visit<F: Fetch, R: Frontier, S: Sink>(
    crawl: &Crawl<F, R, S>,
    plan: &Plan,
    profile: &Arc<Profile>,
    lease: Lease,
) -> Result<Ended, CrawlError> {
    let mut visit = Visit::begin(lease);
    let Some(source) = visit.source(profile) else {
        return Ok(retired(visit, "its source is no longer in the profile"));
    };
    let is_source = visit.lease.target.kind.is_source();
    let request = visit.request(profile, if is_source { plan.full } else { plan.reread });
    let Answer {
        outcome,
        exchanges,
        weight: _weight,
    } = crawl.fetch.fetch(request).await;
    visit.exchanged(exchanges);
    let page = match outcome {
        Ok(Fetched::Page(page)) => page,
        Ok(Fetched::NotModified { validators }) if is_source => {
            return listing::unchanged(visit, validators, profile, source, crawl).await;
        }
        Ok(Fetched::NotModified { validators }) => {
            return release::unchanged(visit, validators, profile, crawl).await;
        }
        Ok(Fetched::Gone { status }) => return gone(visit, status, source, crawl).await,
        Ok(Fetched::Refused(refusal)) => return Ok(refused(visit, refusal, profile, source)),
        Err(error) => return Ok(failed(visit, error.class, error.message)),
    };
    let validators = page.validators.clone();
    if is_source {
        let read = read_listing(
            &mut visit,
            *page,
            profile,
            source,
            plan.max_url,
            &crawl.readers,
        )
        .await?;
        return match read {
            Ok(read) => listing::read(visit, read, validators, profile, source, crawl).await,
            Err(Unread {
                unreadable,
                seen: _,
            }) => Ok(failed(visit, unreadable.class, unreadable.message)),
        };
    }
    let answer = release::Answered::of(&page);
    if let Some(why) = answer.dead_end(profile, &visit.lease.target.url) {
        return Ok(release::unread(visit, why));
    }
    let read = read_release(&mut visit, *page, profile, &crawl.readers).await?;
    match read {
        Ok(read) => release::read(visit, read, answer, profile, plan, crawl).await,
        Err(unread) => Ok(release::unread(visit, unread)),
    }
}
