//! The log: the run's events as lines on stderr, as many as `-v` asks for.

use std::sync::Arc;

use tracing::{debug, info};

use crate::crawl::{Event, Listener, Sighting, Visited};

/// A listener that logs what is decided at `info` and every request at `debug`.
pub(super) fn listener() -> Listener {
    Arc::new(log)
}

fn log(event: &Event) {
    match event {
        Event::Began { org } => info!(%org, "newsroom begins"),
        Event::Exchanged {
            org,
            source: _,
            exchange,
        } => debug!(
            %org,
            url = %exchange.url,
            status = exchange.status,
            waited_ms = u64::try_from(exchange.waited.as_millis()).unwrap_or(u64::MAX),
            bytes = exchange.bytes,
            "request"
        ),
        Event::Listed {
            org,
            source,
            page,
            rows,
            new,
            skipped,
        } => info!(%org, %source, page = page + 1, rows, new, skipped, "listing page"),
        Event::WalkEnded { org, source, why } => info!(%org, %source, why, "walk ends"),
        Event::Visited { org, url, result } => {
            info!(%org, %url, result = word(result), "release page");
        }
        Event::Alias { org, url, id } => {
            debug!(%org, %url, id, "another page of a release that is held");
        }
        Event::Failed(problem) => info!(
            org = problem.org,
            url = problem.url,
            class = %problem.class,
            message = problem.message,
            "problem"
        ),
        Event::Drifted { org, alert } => {
            info!(%org, alert = alert.key(), message = alert.message, "drift");
        }
        Event::Audited {
            org,
            source,
            total,
            claims,
        } => info!(%org, %source, total, releases = claims.len(), "audit"),
        Event::Canary { org, url, sighting } => {
            let (seen, missing) = seen(sighting);
            info!(%org, %url, seen, missing, "canary");
        }
        Event::Defect { org, url } => info!(%org, %url, "defect"),
        Event::Closed {
            org,
            source,
            class,
            message,
        } => info!(%org, %source, %class, message, "source left for this run"),
        Event::HostLeft {
            host,
            until,
            problem,
        } => debug!(
            org = problem.org,
            host,
            %until,
            class = %problem.class,
            message = problem.message,
            "host left until later"
        ),
        Event::Rested {
            org,
            until: _,
            message,
        } => info!(%org, message, "newsroom rests"),
        Event::Walked {
            org,
            source,
            complete,
            deepest,
            goes_on,
        } => debug!(%org, %source, complete, deepest, goes_on, "walk so far"),
        Event::Ended {
            org,
            waiting,
            untried: _,
            newest: _,
            held: _,
            days: _,
            at: _,
        } => info!(%org, waiting, "newsroom ends"),
    }
}

/// What was found of a release of old, and the fields that it lacks.
fn seen(sighting: &Sighting) -> (&'static str, Option<String>) {
    match sighting {
        Sighting::Whole => ("whole", None),
        Sighting::Less { fields, seen: _ } => ("less than before", Some(fields.join(", "))),
        Sighting::Replaced => ("replaced", None),
    }
}

fn word(result: &Visited) -> &'static str {
    match result {
        Visited::New(_) => "new",
        Visited::Changed(_) => "changed",
        Visited::Unchanged => "unchanged",
        Visited::Gone => "gone",
        Visited::Back => "back",
        Visited::Reread { .. } => "read differently",
        Visited::Unread { .. } => "gave no record",
        Visited::Translation => "translation",
    }
}
