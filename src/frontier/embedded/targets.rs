//! Offers, leases and settled visits, in SQL.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, named_params, params};

use super::desk::Failure;
use super::releases::{hold, note_host, note_mark};
use super::values::{self, SCHEDULE, TARGET};
use crate::frontier::schedule::{Schedule, Turn, moment};
use crate::frontier::{Batch, Lease, Settlement, Standing, Walk};
use crate::page::Validators;
use crate::target::{PageKind, ProfileId, SourceId, Target};

/// The first of a source's targets of one turn that is due: a single step into an index,
/// however many targets there are.
pub(super) const FIRST_DUE: &str = "SELECT id, due, offer FROM targets
     WHERE source = ?1 AND turn = ?2 AND leased IS NULL AND due <= ?3
     ORDER BY due, offer LIMIT 1";

pub(super) const PENDING_PAGES: &str = "FROM targets t JOIN sources s ON s.id = t.source
     WHERE s.profile = ?1 AND s.address = ?2 AND t.turn = 1 AND t.settled = 0
     ORDER BY t.offer";

pub(super) const WAITING: &str = "SELECT count(*) FROM targets WHERE profile = ?1 AND settled = 0";

/// Frees what a killed run was visiting.
pub(super) fn free(connection: &Connection, now: Timestamp) -> Result<(), Failure> {
    let leased = connection
        .prepare_cached("SELECT id FROM targets WHERE leased IS NOT NULL")?
        .query_map([], |row| row.get(0))?
        .collect::<rusqlite::Result<Vec<i64>>>()?;
    for id in leased {
        reschedule(connection, id, |schedule| schedule.free(now))?;
    }
    Ok(())
}

pub(super) fn offer(
    connection: &Connection,
    targets: &[Target],
    now: Timestamp,
) -> Result<usize, Failure> {
    let mut new_releases = 0;
    for target in targets {
        let offer = next_offer(connection)?;
        match known(connection, target)? {
            Some((id, kind)) if kind == target.kind => {
                take_newer(connection, id, target)?;
                if kind != PageKind::Release {
                    reschedule(connection, id, |schedule| schedule.offer_again(offer, now))?;
                }
            }
            Some(_) => {}
            None => {
                new_releases += usize::from(target.kind == PageKind::Release);
                let schedule = Schedule::offered(target.kind, offer, now);
                insert(connection, target, &schedule)?;
            }
        }
    }
    Ok(new_releases)
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
        "SELECT t.etag, t.last_modified, t.failures, t.gave, {TARGET}
         FROM targets t JOIN sources s ON s.id = t.source WHERE t.id = ?1"
    );
    let mut query = connection.prepare_cached(&query)?;
    let mut rows = query.query([id])?;
    let row = rows.next()?.ok_or(Failure::Damaged("target"))?;
    Ok(Lease {
        ticket: id,
        target: values::target(row)?,
        validators: values::validators(row)?,
        failures: row.get("failures")?,
        gave: row.get("gave")?,
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
        held,
        offers,
        walk,
    } = settlement;
    let schedule = scheduled(connection, lease.ticket)?;
    let Some(mut schedule) = schedule.filter(|schedule| schedule.leased.is_some()) else {
        return Err(Failure::NotLeased(lease.target.key));
    };
    schedule.settle(outcome, now);
    write_schedule(connection, lease.ticket, &schedule)?;
    let Target {
        url,
        profile,
        source,
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
    if let Some(held) = held {
        hold(connection, &profile, &held)?;
        gave(connection, lease.ticket, &held.id)?;
    }
    if let Some(Walk { complete, deepest }) = walk {
        let source = source_id(connection, &profile, &source)?;
        connection
            .prepare_cached("UPDATE sources SET complete = ?2, deepest = ?3 WHERE id = ?1")?
            .execute(params![source, complete, deepest])?;
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
        "SELECT settled FROM targets WHERE profile = ?1 AND key = ?2 AND kind = 'release'",
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

pub(super) fn walk(
    connection: &Connection,
    profile: &ProfileId,
    source: &SourceId,
) -> Result<Walk, Failure> {
    let walk = connection
        .prepare_cached(
            "SELECT complete, deepest FROM sources WHERE profile = ?1 AND address = ?2",
        )?
        .query_row([profile.as_str(), source.as_str()], |row| {
            Ok(Walk {
                complete: row.get("complete")?,
                deepest: row.get("deepest")?,
            })
        })
        .optional()?;
    Ok(walk.unwrap_or_default())
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

/// The target's row and what was expected there.
pub(super) fn known(
    connection: &Connection,
    target: &Target,
) -> Result<Option<(i64, PageKind)>, Failure> {
    let found: Option<(i64, String)> = connection
        .prepare_cached("SELECT id, kind FROM targets WHERE profile = ?1 AND key = ?2")?
        .query_row([target.profile.as_str(), &target.key], |row| {
            Ok((row.get("id")?, row.get("kind")?))
        })
        .optional()?;
    found
        .map(|(id, kind)| Ok((id, values::read_kind(&kind)?)))
        .transpose()
}

/// Adds a target that is not known.
pub(super) fn insert(
    connection: &Connection,
    target: &Target,
    schedule: &Schedule,
) -> Result<i64, Failure> {
    let source = source_id(connection, &target.profile, &target.source)?;
    connection
        .prepare_cached(
            "INSERT INTO targets
                 (profile, key, kind, url, source, teaser, step, offer, due, settled, failures)
             VALUES (:profile, :key, :kind, :url, :source, :teaser, :step, :offer, :due,
                 :settled, :failures)",
        )?
        .execute(named_params! {
            ":profile": target.profile.as_str(),
            ":key": target.key,
            ":kind": values::kind(target.kind),
            ":url": target.url.as_str(),
            ":source": source,
            ":teaser": values::json(target.teaser.as_ref())?,
            ":step": values::json(target.step.as_ref())?,
            ":offer": schedule.offer,
            ":due": schedule.due.map(values::moment),
            ":settled": schedule.settled,
            ":failures": schedule.failures,
        })?;
    Ok(connection.last_insert_rowid())
}

/// Takes what a newer offer says. A list that says the same as yesterday writes nothing.
fn take_newer(connection: &Connection, id: i64, newer: &Target) -> Result<(), Failure> {
    let source = source_id(connection, &newer.profile, &newer.source)?;
    connection
        .prepare_cached(
            "UPDATE targets SET
                 etag = iif(url = :url, etag, NULL),
                 last_modified = iif(url = :url, last_modified, NULL),
                 url = :url, source = :source, step = :step,
                 teaser = coalesce(:teaser, teaser)
             WHERE id = :id AND (url <> :url OR source <> :source OR step IS NOT :step
                 OR (:teaser IS NOT NULL AND teaser IS NOT :teaser))",
        )?
        .execute(named_params! {
            ":id": id,
            ":url": newer.url.as_str(),
            ":source": source,
            ":step": values::json(newer.step.as_ref())?,
            ":teaser": values::json(newer.teaser.as_ref())?,
        })?;
    Ok(())
}

/// Notes which release a page gave.
pub(super) fn gave(connection: &Connection, id: i64, release: &str) -> Result<(), Failure> {
    connection
        .prepare_cached("UPDATE targets SET gave = ?2 WHERE id = ?1 AND gave IS NOT ?2")?
        .execute(params![id, release])?;
    Ok(())
}

pub(super) fn reschedule(
    connection: &Connection,
    id: i64,
    change: impl FnOnce(&mut Schedule),
) -> Result<(), Failure> {
    let mut schedule = scheduled(connection, id)?.ok_or(Failure::Damaged("target"))?;
    change(&mut schedule);
    write_schedule(connection, id, &schedule)
}

fn scheduled(connection: &Connection, id: i64) -> Result<Option<Schedule>, Failure> {
    let query = format!("SELECT {SCHEDULE} FROM targets WHERE id = ?1");
    let mut query = connection.prepare_cached(&query)?;
    let mut rows = query.query([id])?;
    rows.next()?.map(values::schedule).transpose()
}

fn write_schedule(connection: &Connection, id: i64, schedule: &Schedule) -> Result<(), Failure> {
    connection
        .prepare_cached(
            "UPDATE targets SET settled = :settled, due = :due, failures = :failures,
                 offer = :offer, leased = :leased
             WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": id,
            ":settled": schedule.settled,
            ":due": schedule.due.map(values::moment),
            ":failures": schedule.failures,
            ":offer": schedule.offer,
            ":leased": schedule.leased,
        })?;
    Ok(())
}

/// The row of a source, added when it is not there.
fn source_id(
    connection: &Connection,
    profile: &ProfileId,
    source: &SourceId,
) -> Result<i64, Failure> {
    let key = [profile.as_str(), source.as_str()];
    let found = connection
        .prepare_cached("SELECT id FROM sources WHERE profile = ?1 AND address = ?2")?
        .query_row(key, |row| row.get(0))
        .optional()?;
    if let Some(id) = found {
        return Ok(id);
    }
    connection
        .prepare_cached("INSERT INTO sources (profile, address) VALUES (?1, ?2)")?
        .execute(key)?;
    Ok(connection.last_insert_rowid())
}

pub(super) fn next_offer(connection: &Connection) -> Result<i64, Failure> {
    Ok(connection
        .prepare_cached("UPDATE offers SET last = last + 1 RETURNING last")?
        .query_row([], |row| row.get(0))?)
}
