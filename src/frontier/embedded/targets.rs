//! One target's row: adding it, what a newer offer says of it, its schedule.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, named_params, params};
use url::Url;

use super::desk::Failure;
use super::values::{self, SCHEDULE, TARGET};
use crate::frontier::schedule::{Schedule, announced_again, may_become, said};
use crate::target::{PageKind, ProfileId, SourceId, Target};

pub(super) fn offer(
    connection: &Connection,
    targets: &[Target],
    now: Timestamp,
) -> Result<usize, Failure> {
    let mut new_releases = 0;
    for target in targets {
        let offer = next_offer(connection)?;
        match known(connection, target)? {
            Some((id, kind)) if may_become(kind, target.kind) => {
                offer_again(connection, id, target, offer, now)?;
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

/// Asked only of pages that are missing.
pub(super) const OTHER_PAGE: &str = "SELECT 1 FROM targets
     WHERE profile = ?1 AND gave = ?2 AND id <> ?3 AND due IS NOT NULL LIMIT 1";

pub(super) fn has_other_page(
    connection: &Connection,
    profile: &ProfileId,
    id: i64,
    release: &str,
) -> Result<bool, Failure> {
    let found = connection
        .prepare_cached(OTHER_PAGE)?
        .query_row(params![profile.as_str(), release, id], |_| Ok(()))
        .optional()?;
    Ok(found.is_some())
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
                 (profile, key, kind, url, source, teaser, step, modified, offer, due, settled,
                  failures)
             VALUES (:profile, :key, :kind, :url, :source, :teaser, :step, :modified, :offer, :due,
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
            ":modified": target.modified.map(|at| at.to_string()),
            ":offer": schedule.offer,
            ":due": schedule.due.map(values::moment),
            ":settled": schedule.settled,
            ":failures": schedule.failures,
        })?;
    Ok(connection.last_insert_rowid())
}

/// Takes what a newer offer says. A list that says the same as yesterday writes nothing.
fn offer_again(
    connection: &Connection,
    id: i64,
    newer: &Target,
    offer: i64,
    now: Timestamp,
) -> Result<(), Failure> {
    let query = format!(
        "SELECT {TARGET}, t.visited_at, t.settled, t.due, t.failures, t.offer, t.leased
         FROM targets t JOIN sources s ON s.id = t.source WHERE t.id = ?1"
    );
    let mut query = connection.prepare_cached(&query)?;
    let mut rows = query.query([id])?;
    let row = rows.next()?.ok_or(Failure::Damaged("target"))?;
    let known = values::target(row)?;
    let visited_at = values::read_moment(row.get("visited_at")?)?;
    let before = values::schedule(row)?;
    drop(rows);
    let target = announced_again(&known, newer.clone(), &before);
    if target != known {
        replace(connection, id, &target)?;
    }
    let mut schedule = Schedule {
        kind: target.kind,
        ..before.clone()
    };
    schedule.offer_again(offer, said(&known, newer, visited_at), now);
    if schedule != before {
        write_schedule(connection, id, &schedule)?;
    }
    Ok(())
}

fn replace(connection: &Connection, id: i64, target: &Target) -> Result<(), Failure> {
    let source = source_id(connection, &target.profile, &target.source)?;
    connection
        .prepare_cached(
            "UPDATE targets SET
                 etag = iif(url = :url, etag, NULL),
                 last_modified = iif(url = :url, last_modified, NULL),
                 url = :url, source = :source, kind = :kind, step = :step, teaser = :teaser,
                 modified = :modified
             WHERE id = :id",
        )?
        .execute(named_params! {
            ":id": id,
            ":url": target.url.as_str(),
            ":source": source,
            ":kind": values::kind(target.kind),
            ":step": values::json(target.step.as_ref())?,
            ":teaser": values::json(target.teaser.as_ref())?,
            ":modified": target.modified.map(|at| at.to_string()),
        })?;
    Ok(())
}

/// Notes which release a page gave, and at which address, where that is known.
pub(super) fn gave(
    connection: &Connection,
    id: i64,
    release: &str,
    at: Option<&Url>,
) -> Result<(), Failure> {
    connection
        .prepare_cached(
            "UPDATE targets SET gave = ?2, gave_at = ?3
             WHERE id = ?1 AND (gave IS NOT ?2 OR gave_at IS NOT ?3)",
        )?
        .execute(params![id, release, at.map(Url::as_str)])?;
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

pub(super) fn scheduled(connection: &Connection, id: i64) -> Result<Option<Schedule>, Failure> {
    let query = format!("SELECT {SCHEDULE} FROM targets WHERE id = ?1");
    let mut query = connection.prepare_cached(&query)?;
    let mut rows = query.query([id])?;
    rows.next()?.map(values::schedule).transpose()
}

pub(super) fn write_schedule(
    connection: &Connection,
    id: i64,
    schedule: &Schedule,
) -> Result<(), Failure> {
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
pub(super) fn source_id(
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
