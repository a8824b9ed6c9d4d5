//! Archives by years or months: which of them a run looks at.
//!
//! `https://www.example.org/news/{year}/` is a walk of its own for each year, the newest first,
//! so that one year that cannot be read holds up no other.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::Event;
use crate::alert::{Alert, AlertKind};
use crate::discover;
use crate::frontier::{Frontier, FrontierError, Walk};
use crate::profile::{Order, Profile, Source};
use crate::target::{Period, Step, Target};

/// How far the walk that a page belongs to has come.
pub(super) async fn walk_of<R: Frontier>(
    frontier: &R,
    profile: &Profile,
    source: &Source,
    step: &Step,
) -> Result<Walk, FrontierError> {
    let Some(period) = step.period else {
        return frontier.walk(&profile.id, &source.id).await;
    };
    let walks = frontier.periods(&profile.id, &source.id).await?;
    Ok(walk_through(&walks, period))
}

fn walk_through(walks: &[(Period, Walk)], period: Period) -> Walk {
    let known = walks.iter().find(|(other, _)| *other == period);
    known.map(|(_, walk)| walk.clone()).unwrap_or_default()
}

/// The first pages of the periods that are due; of those whose walk goes on further down only
/// where the news are at the top.
pub(super) async fn seeds<R: Frontier>(
    frontier: &R,
    profile: &Profile,
    source: &Source,
    now: Timestamp,
) -> Result<Vec<Target>, FrontierError> {
    let walks = frontier.periods(&profile.id, &source.id).await?;
    let unfinished = unfinished(frontier, profile, source).await?;
    let zone = profile.timezone.clone().unwrap_or(TimeZone::UTC);
    let today = now.to_zoned_datetime(zone).date();
    let first_page = |period: Period| {
        let walk = walk_through(&walks, period);
        let goes_on = unfinished.iter().any(|step| step.period == Some(period));
        match (goes_on, source.order) {
            (true, Order::Unknown) => None,
            (true, Order::Newest) => {
                discover::first_page(profile, source, Some(period), !walk.complete)
            }
            (false, _) if discover::is_due(source, period, &walk, now) => {
                discover::first_page(profile, source, Some(period), false)
            }
            (false, _) => None,
        }
    };
    Ok(source.periods_to(today).filter_map(first_page).collect())
}

async fn unfinished<R: Frontier>(
    frontier: &R,
    profile: &Profile,
    source: &Source,
) -> Result<Vec<Step>, FrontierError> {
    let pending = frontier.pending_pages(&profile.id, &source.id).await?;
    let steps = pending.into_iter().filter_map(|page| page.step);
    Ok(steps.filter(|step| step.page > 0 && !step.head).collect())
}

/// How far the walks have come, all together; and that not one of them ever had a row, which
/// no archive is like.
pub(super) async fn walked<R: Frontier>(
    frontier: &R,
    profile: &Profile,
    source: &Source,
) -> Result<Vec<Event>, FrontierError> {
    let walks = frontier.periods(&profile.id, &source.id).await?;
    let waiting = frontier.pending_pages(&profile.id, &source.id).await?;
    let goes_on = unfinished(frontier, profile, source).await?;
    let goes_on = goes_on.iter().map(|step| step.page + 1).min();
    let mut events = vec![Event::Walked {
        org: profile.id.clone(),
        source: source.id.clone(),
        complete: waiting.is_empty() && walks.iter().all(|(_, walk)| walk.complete),
        deepest: walks.iter().map(|(_, walk)| walk.deepest).sum(),
        goes_on: goes_on.or_else(|| (!waiting.is_empty()).then_some(1)),
    }];
    let is_empty = |(_, walk): &(Period, Walk)| walk.complete && walk.deepest == 0;
    if waiting.is_empty() && !walks.is_empty() && walks.iter().all(is_empty) {
        let message = format!(
            "none of the {} years or months of {} has {}: its address or markup changed",
            walks.len(),
            source.id,
            source.kind.rows_called()
        );
        let alert = Alert {
            source: Some(source.id.clone()),
            ..Alert::new(AlertKind::Rows, message)
        };
        events.push(Event::Drifted {
            org: profile.id.clone(),
            alert: Box::new(alert),
        });
    }
    Ok(events)
}
