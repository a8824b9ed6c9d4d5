//! Leases, settled visits, and what is asked of targets in between, in SQL.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, params};
use url::Url;

use super::canaries;
use super::desk::Failure;
use super::releases::{hold, note_host, note_mark};
use super::targets::{gave, offer, reschedule, scheduled, source_id, write_schedule};
use super::values::{self, TARGET};
use super::walks;
use crate::frontier::canary::Strikes;
use crate::frontier::lease::gave_here;
use crate::frontier::schedule::{Schedule, Turn, moment};
use crate::frontier::{Batch, Lease, Outcome, Settlement, Standing};
use crate::page::Validators;
use crate::problem::Class;
use crate::target::{ProfileId, SourceId, Target};

/// The first of a source's targets of one turn that is due: a single step into an index,
/// however many targets there are.
pub(super) const FIRST_DUE: &str = "SELECT id, due, offer FROM targets
     WHERE source = ?1 AND turn = ?2 AND leased IS NULL AND due <= ?3
     ORDER BY due, offer LIMIT 1";

pub(super) const PENDING_PAGES: &str = "FROM targets t JOIN sources s ON s.id = t.source
     WHERE s.profile = ?1 AND s.address = ?2 AND t.turn = 1 AND t.settled = 0
     ORDER BY t.offer";

pub(super) const WAITING: &str = "SELECT count(*) FROM targets WHERE profile = ?1 AND settled = 0";

pub(super) const UNTRIED: &str = "SELECT count(*) FROM targets
     WHERE profile = ?1 AND settled = 0 AND failures = 0 AND kind = 'release'";

/// Frees what a killed run was visiting.
pub(super) fn free(connection: &Connection, now: Timestamp) -> Result<usize, Failure> {
    let leased = connection
        .prepare_cached("SELECT id FROM targets WHERE leased IS NOT NULL")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<Vec<i64>>>()?;
    let mut freed = 0;
    for id in leased {
        reschedule(connection, id, |schedule| {
            freed += usize::from(schedule.is_leased());
            schedule.free(now);
        })?;
    }
    Ok(freed)
}

pub(super) fn lease(
    connection: &Connection,
    profile: &ProfileId,
    closed: &[SourceId],
    now: Timestamp,
) -> Result<Option<Lease>, Failure> {
    let sources = open_sources(connection, profile, closed)?;
    let now = values::moment(moment(now));
    let mut first_due = connection.prepare_cached(FIRST_DUE)?;
    for turn in Turn::ALL {
        let mut first: Option<(String, i64, i64)> = None;
        for source in &sources {
            let candidate = first_due
                .query_row(params![source, turn as i64, now], |row| {
                    Ok((row.get("due")?, row.get("offer")?, row.get("id")?))
                })
                .optional()?;
            first = match (first, candidate) {
                (Some(first), Some(candidate)) => Some(first.min(candidate)),
                (first, candidate) => first.or(candidate),
            };
        }
        if let Some((_, _, id)) = first {
            reschedule(connection, id, Schedule::lease)?;
            return leased(connection, id).map(Some);
        }
    }
    Ok(None)
}

pub(super) fn take(
    connection: &Connection,
    profile: &ProfileId,
    key: &str,
) -> Result<Option<Lease>, Failure> {
    let id = connection
        .prepare_cached(
            "SELECT id FROM targets WHERE profile = ?1 AND key = ?2 AND leased IS NULL",
        )?
        .query_row(params![profile.as_str(), key], |row| row.get(0))
        .optional()?;
    let Some(id) = id else { return Ok(None) };
    reschedule(connection, id, Schedule::lease)?;
    leased(connection, id).map(Some)
}

fn open_sources(
    connection: &Connection,
    profile: &ProfileId,
    closed: &[SourceId],
) -> Result<Vec<i64>, Failure> {
    let mut sources =
        connection.prepare_cached("SELECT id, address FROM sources WHERE profile = ?1")?;
    let mut rows = sources.query([profile.as_str()])?;
    let mut open = Vec::new();
    while let Some(row) = rows.next()? {
        let address: String = row.get("address")?;
        if !closed.iter().any(|source| source.as_str() == address) {
            open.push(row.get("id")?);
        }
    }
    Ok(open)
}

fn leased(connection: &Connection, id: i64) -> Result<Lease, Failure> {
    let query = format!(
        "SELECT t.etag, t.last_modified, t.failures, t.gave, t.gave_at, t.read_by, t.visited_at, t.shown, t.canary,
             {TARGET}
         FROM targets t JOIN sources s ON s.id = t.source WHERE t.id = ?1"
    );
    let mut query = connection.prepare_cached(&query)?;
    let mut rows = query.query([id])?;
    let row = rows.next()?.ok_or(Failure::Damaged("target"))?;
    let target = values::target(row)?;
    let gave_at: Option<String> = row.get("gave_at")?;
    let gave_at = gave_at
        .map(|at| Url::parse(&at).map_err(|_| Failure::Damaged("address")))
        .transpose()?;
    Ok(Lease {
        ticket: id,
        gave: gave_here(&target, row.get("gave")?, gave_at.as_ref()),
        target,
        validators: values::validators(row)?,
        failures: row.get("failures")?,
        read_by: row.get("read_by")?,
        visited_at: values::read_moment(row.get("visited_at")?)?,
        shown: values::read_json(row.get("shown")?, "page of a source")?,
        canary: row
            .get::<_, Option<i64>>("canary")?
            .and_then(|number| Strikes::read(number).counted()),
    })
}

pub(super) fn settle(connection: &Connection, batch: Batch) -> Result<(), Failure> {
    let Batch {
        settlements,
        marks,
        hosts,
        now,
    } = batch;
    for settlement in settlements {
        end(connection, settlement, now)?;
    }
    for mark in &marks {
        note_mark(connection, mark)?;
    }
    for host in &hosts {
        note_host(connection, host)?;
    }
    Ok(())
}

fn end(connection: &Connection, settlement: Settlement, now: Timestamp) -> Result<(), Failure> {
    let Settlement {
        lease,
        outcome,
        validators,
        read_by,
        shown,
        canary,
        problem,
        held,
        offers,
        walk,
    } = settlement;
    let schedule = scheduled(connection, lease.ticket)?;
    let Some(mut schedule) = schedule.filter(Schedule::is_leased) else {
        return Err(Failure::NotLeased(lease.target.key));
    };
    schedule.settle(outcome, now);
    write_schedule(connection, lease.ticket, &schedule)?;
    let Target {
        url,
        profile,
        source,
        step,
        ..
    } = lease.target;
    if let Some(Validators {
        etag,
        last_modified,
    }) = validators
    {
        // Validators belong to the address that gave them.
        connection
            .prepare_cached(
                "UPDATE targets SET etag = ?3, last_modified = ?4 WHERE id = ?1 AND url = ?2",
            )?
            .execute(params![lease.ticket, url.as_str(), etag, last_modified])?;
    }
    if let Some(read_by) = read_by {
        connection
            .prepare_cached("UPDATE targets SET read_by = ?2 WHERE id = ?1")?
            .execute(params![lease.ticket, read_by])?;
    }
    if outcome.is_noted() {
        connection
            .prepare_cached("UPDATE targets SET problem = ?2 WHERE id = ?1 AND problem IS NOT ?2")?
            .execute(params![lease.ticket, problem.map(Class::as_str)])?;
    }
    canaries::found(connection, lease.ticket, canary)?;
    if shown.is_some() {
        connection
            .prepare_cached("UPDATE targets SET shown = ?2 WHERE id = ?1")?
            .execute(params![lease.ticket, values::json(shown.as_ref())?])?;
    }
    if matches!(outcome, Outcome::Done { .. }) {
        connection
            .prepare_cached("UPDATE targets SET visited_at = ?2 WHERE id = ?1")?
            .execute(params![lease.ticket, now.to_string()])?;
    }
    if let Some(held) = held {
        hold(connection, &profile, &held)?;
        gave(connection, lease.ticket, &held.id, Some(&url))?;
    }
    if let Some(walk) = walk {
        let source = source_id(connection, &profile, &source)?;
        walks::keep(connection, source, step.and_then(|step| step.period), &walk)?;
    }
    offer(connection, &offers, now)?;
    Ok(())
}

pub(super) fn standing(
    connection: &Connection,
    profile: &ProfileId,
    keys: &[String],
) -> Result<Vec<Standing>, Failure> {
    let mut query = connection.prepare_cached(
        "SELECT settled OR failures > 0 FROM targets WHERE profile = ?1 AND key = ?2 AND kind = 'release'",
    )?;
    keys.iter()
        .map(|key| {
            let settled: Option<bool> = query
                .query_row([profile.as_str(), key], |row| row.get(0))
                .optional()?;
            Ok(match settled {
                None => Standing::New,
                Some(true) => Standing::Settled,
                Some(false) => Standing::Offered,
            })
        })
        .collect()
}

pub(super) fn pending_pages(
    connection: &Connection,
    profile: &ProfileId,
    source: &SourceId,
) -> Result<Vec<Target>, Failure> {
    let mut query = connection.prepare_cached(&format!("SELECT {TARGET} {PENDING_PAGES}"))?;
    let mut rows = query.query([profile.as_str(), source.as_str()])?;
    let mut pages = Vec::new();
    while let Some(row) = rows.next()? {
        pages.push(values::target(row)?);
    }
    Ok(pages)
}

pub(super) fn waiting(connection: &Connection, profile: &ProfileId) -> Result<u64, Failure> {
    let count: i64 = connection
        .prepare_cached(WAITING)?
        .query_row([profile.as_str()], |row| row.get(0))?;
    Ok(count.unsigned_abs())
}

pub(super) fn untried(connection: &Connection, profile: &ProfileId) -> Result<u64, Failure> {
    let count: i64 = connection
        .prepare_cached(UNTRIED)?
        .query_row([profile.as_str()], |row| row.get(0))?;
    Ok(count.unsigned_abs())
}
