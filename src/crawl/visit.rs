//! The whole program in one screen: one target, from lease to what is to be kept.

use std::sync::Arc;
use std::time::Instant;

use url::Url;

use super::commit::Finished;
use super::ending::End;
use super::{Crawl, CrawlError, Plan, READING_DEADLINE};
use crate::discover;
use crate::extract::{self, Unreadable};
use crate::fetch::{Answer, Fetch, Fetched};
use crate::frontier::{Frontier, Lease};
use crate::page::Page;
use crate::problem::Class;
use crate::profile::{Profile, Source};
use crate::record::{self, Record};
use crate::sink::Sink;
use crate::target::{PageKind, SourceId};

/// A visit that is over, and whether its source is over with it.
pub(super) struct Visit {
    pub(super) finished: Finished,
    pub(super) closes: Option<SourceId>,
}

pub(super) async fn visit<F: Fetch, R: Frontier, S: Sink>(
    crawl: &Crawl<F, R, S>,
    plan: &Plan,
    profile: &Arc<Profile>,
    lease: Lease,
) -> Result<Visit, CrawlError> {
    let mut ending = End::new(lease, profile);
    let Some(source) = ending.source(profile) else {
        return Ok(ending.retired("its source is no longer in the profile"));
    };
    let Answer { outcome, exchanges } = crawl.fetch.fetch(ending.request(profile)).await;
    ending.exchanged(exchanges);
    let page = match outcome {
        Ok(Fetched::Page(page)) => page,
        Ok(Fetched::NotModified) => return ending.unchanged(profile, crawl).await,
        Ok(Fetched::Gone { status }) => {
            return ending.missing(status, profile, &source, crawl).await;
        }
        Ok(Fetched::Refused(refusal)) => return Ok(ending.refused(refusal)),
        Err(error) => return Ok(ending.failed_to_fetch(error)),
    };
    let validators = page.validators.clone();
    match ending.lease.target.kind {
        PageKind::Listing => {
            let read = read_listing(*page, profile, &source, plan.max_url).await?;
            ending.listed(read, profile, &source, crawl).await
        }
        PageKind::Release => {
            let read = read_release(*page, profile, &ending.lease).await?;
            ending.read(read, validators, profile, plan, crawl).await
        }
    }
}

/// What reading a release page gave.
pub(super) enum Reading {
    Record(Box<Record>),
    Translation,
    Rejected(Class, String),
}

/// Parses and reads on a blocking thread: a parsed document never meets the executor.
async fn read_release(
    page: Page,
    profile: &Arc<Profile>,
    lease: &Lease,
) -> Result<Reading, CrawlError> {
    let profile = Arc::clone(profile);
    let teaser = lease.target.teaser.clone();
    blocking(move |cancel| {
        let draft = match extract::extract(&page, &profile, teaser.as_ref(), cancel) {
            Ok(draft) => draft,
            Err(Unreadable { class, message }) => return Reading::Rejected(class, message),
        };
        if draft
            .issues
            .iter()
            .any(|issue| issue.code == extract::OTHER_LANGUAGE)
        {
            return Reading::Translation;
        }
        match record::normalize(draft) {
            Ok(record) => Reading::Record(Box::new(record)),
            Err(rejection) => Reading::Rejected(rejection.class, rejection.message),
        }
    })
    .await
}

async fn read_listing(
    page: Page,
    profile: &Arc<Profile>,
    source: &Source,
    max_url: usize,
) -> Result<Result<(Option<Url>, discover::Listing), Unreadable>, CrawlError> {
    let profile = Arc::clone(profile);
    let source = source.clone();
    blocking(move |cancel| {
        discover::listing(&page, &profile, &source, max_url, cancel)
            .map(|listing| (page.url, listing))
    })
    .await
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce(extract::Cancel<'_>) -> T + Send + 'static,
) -> Result<T, CrawlError> {
    tokio::task::spawn_blocking(move || {
        let deadline = Instant::now() + READING_DEADLINE;
        work(&move || Instant::now() > deadline)
    })
    .await
    .map_err(|panic| CrawlError::Task(panic.to_string()))
}
