//! A release whose page is not there any more: missing, then gone, perhaps back one day.
//!
//! `/press/48333` answers 404 today: it is missing, which a server with a bad day also says
//! of pages that it has. It answers 404 again a day later: it is gone, and a line says so.
//! Only 404 and 410 of its own page count, not a refusal, a timeout or a page that says "not
//! found" with status 200.

use std::time::Duration;

use super::ending::{Ended, Visit};
use super::suspicion::Look;
use super::{Crawl, CrawlError, Visited, schedule};
use crate::fetch::Fetch;
use crate::frontier::{Frontier, Held, Outcome};
use crate::page::Validators;
use crate::problem::Class;
use crate::record::{Change, Record, State};
use crate::sink::Sink;

const DAY: Duration = Duration::from_secs(24 * 3600);

/// A page that gave a release, or might have, answers 404 or 410.
pub(super) async fn missing<F: Fetch, R: Frontier, S: Sink>(
    mut visit: Visit,
    status: u16,
    class: Class,
    crawl: &Crawl<F, R, S>,
) -> Result<Ended, CrawlError> {
    let org = visit.lease.target.profile.clone();
    let held = match &visit.lease.gave {
        Some(id) => crawl.frontier.held(&org, id).await?,
        None => None,
    };
    let Some(held) = held else {
        visit.problem(class, format!("the server answers {status}"));
        return Ok(visit.end_for_later());
    };
    if crawl
        .frontier
        .has_other_page(&visit.lease, &held.id)
        .await?
    {
        visit.alias_of(&held.id);
        visit.visited(Visited::Unchanged);
        return Ok(visit.end(Outcome::Retired));
    }
    match (held.state, held.missing_since) {
        (State::Gone, _) => {
            visit.visited(Visited::Unchanged);
            let revisit = Some(schedule::GONE);
            Ok(visit.end(Outcome::Done { revisit }))
        }
        (State::Live, Some(since)) if visit.at >= since + DAY => {
            gone(visit, status, class, held, crawl).await
        }
        (State::Live, since) => {
            visit.problem(
                class,
                format!("the server answers {status} where a release was; if it still does so a day later, the release is gone"),
            );
            let since = since.unwrap_or(visit.at);
            let wait = (since + DAY).duration_since(visit.at);
            let revisit = Some(Duration::try_from(wait).unwrap_or(DAY));
            let mut ended = visit.end(Outcome::Done { revisit });
            ended.look = Some(Look::Missing);
            ended.finished.settlement.held = Some(Held {
                missing_since: Some(since),
                ..held
            });
            Ok(ended)
        }
    }
}

/// It was missing a day ago and still is: its last line is repeated, and says so.
async fn gone<F: Fetch, R: Frontier, S: Sink>(
    mut visit: Visit,
    status: u16,
    class: Class,
    held: Held,
    crawl: &Crawl<F, R, S>,
) -> Result<Ended, CrawlError> {
    let org = visit.lease.target.profile.clone();
    let Some(last) = crawl.sink.read_again(&org, &held.last_line).await? else {
        visit.problem(
            class,
            format!("the server answers {status}; the release is gone, but its last line is not to be had again, so that no line can say so"),
        );
        return Ok(visit.end_for_later());
    };
    let record = Record {
        state: State::Gone,
        change: Change::State,
        fetched_at: visit.at,
        ..last
    };
    visit.visited(Visited::Gone);
    let revisit = Some(schedule::GONE);
    let mut ended = visit.end(Outcome::Done { revisit });
    ended.look = Some(Look::Missing);
    // When it comes back, it must come whole.
    ended.finished.settlement.validators = Some(Validators::default());
    ended.finished.settlement.held = Some(Held {
        state: State::Gone,
        missing_since: None,
        ..held
    });
    ended.finished.records = vec![record];
    Ok(ended)
}
