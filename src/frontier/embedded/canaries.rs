//! A newsroom's canaries, in SQL.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::desk::Failure;
use super::targets::{reschedule, scheduled};
use crate::frontier::Canary;
use crate::frontier::canary::{Strikes, TRIED, places};
use crate::frontier::schedule::{Schedule, Turn};
use crate::target::ProfileId;

const OLD: &str = "FROM releases WHERE profile = ?1 AND published_on < ?2 AND NOT gone";

pub(super) fn call(
    connection: &Connection,
    profile: &ProfileId,
    most: usize,
    before: jiff::civil::Date,
) -> Result<usize, Failure> {
    let mut called = kept(connection, profile, most)?;
    if called.len() < most {
        choose(connection, profile, most, before, &mut called)?;
    }
    for &id in &called {
        let is_leased = scheduled(connection, id)?.is_some_and(|schedule| schedule.is_leased());
        if !is_leased {
            reschedule(connection, id, Schedule::comes_first)?;
        }
    }
    Ok(called.len())
}

/// The canaries of earlier runs, as far as they are still held and wanted.
fn kept(connection: &Connection, profile: &ProfileId, most: usize) -> Result<Vec<i64>, Failure> {
    let found: Vec<(i64, bool)> = connection
        .prepare_cached(
            "SELECT t.id, EXISTS (SELECT 1 FROM releases r
                 WHERE r.profile = t.profile AND r.id = t.gave AND NOT r.gone)
             FROM targets t WHERE t.profile = ?1 AND t.canary >= 0 ORDER BY t.id",
        )?
        .query_map([profile.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut kept = Vec::new();
    for (id, is_held) in found {
        if is_held && kept.len() < most {
            kept.push(id);
        } else {
            note(connection, id, None)?;
        }
    }
    Ok(kept)
}

fn choose(
    connection: &Connection,
    profile: &ProfileId,
    most: usize,
    before: jiff::civil::Date,
    called: &mut Vec<i64>,
) -> Result<(), Failure> {
    let before = before.to_string();
    let old: i64 = connection
        .prepare_cached(&format!("SELECT count(*) {OLD}"))?
        .query_row(params![profile.as_str(), before], |row| row.get(0))?;
    let mut taken = Vec::new();
    for id in &*called {
        // Of one that is not that old, the end.
        let at: i64 = connection
            .prepare_cached(&format!(
                "SELECT count(*) {OLD} AND (published_on, id) <
                     (SELECT r.published_on, r.id FROM releases r JOIN targets t
                      ON t.profile = r.profile AND t.gave = r.id WHERE t.id = ?3)"
            ))?
            .query_row(params![profile.as_str(), before, id], |row| row.get(0))?;
        taken.extend(usize::try_from(at));
    }
    let mut near = connection.prepare_cached(&format!(
        "SELECT id {OLD} ORDER BY published_on, id LIMIT ?3 OFFSET ?4"
    ))?;
    let mut page = connection.prepare_cached(
        "SELECT id FROM targets
         WHERE profile = ?1 AND gave = ?2 AND turn = ?3 AND canary IS NULL ORDER BY id LIMIT 1",
    )?;
    for start in places(most, usize::try_from(old).unwrap_or(0), &taken) {
        if called.len() >= most {
            break;
        }
        let tried = i64::try_from(TRIED).unwrap_or(i64::MAX);
        let start = i64::try_from(start).unwrap_or(i64::MAX);
        let ids: Vec<String> = near
            .query_map(params![profile.as_str(), before, tried, start], |row| {
                row.get(0)
            })?
            .collect::<rusqlite::Result<_>>()?;
        for release in ids {
            let found: Option<i64> = page
                .query_row(
                    params![profile.as_str(), release, Turn::SecondLook as i64],
                    |row| row.get(0),
                )
                .optional()?;
            if let Some(id) = found {
                note(connection, id, Some(Strikes::Counted(0)))?;
                called.push(id);
                break;
            }
        }
    }
    Ok(())
}

/// Counts what a visit found.
pub(super) fn found(connection: &Connection, id: i64, found: Canary) -> Result<(), Failure> {
    if found == Canary::AsBefore {
        return Ok(());
    }
    let before: Option<i64> = connection
        .prepare_cached("SELECT canary FROM targets WHERE id = ?1")?
        .query_row([id], |row| row.get(0))?;
    let before = before.map(Strikes::read);
    let after = Strikes::after(before, found);
    if before != after {
        note(connection, id, after)?;
    }
    Ok(())
}

fn note(connection: &Connection, id: i64, strikes: Option<Strikes>) -> Result<(), Failure> {
    connection
        .prepare_cached("UPDATE targets SET canary = ?2 WHERE id = ?1")?
        .execute(params![id, strikes.map(Strikes::number)])?;
    Ok(())
}
