//! How far walks have come, in SQL: one row a source, or one for each of its years or months.

use rusqlite::{Connection, Row, params};

use super::desk::Failure;
use super::values;
use crate::frontier::Walk;
use crate::target::{Period, ProfileId, SourceId};

pub(super) fn of_source(
    connection: &Connection,
    profile: &ProfileId,
    source: &SourceId,
) -> Result<Walk, Failure> {
    let mut query = connection.prepare_cached(
        "SELECT complete, deepest, ended_at FROM sources WHERE profile = ?1 AND address = ?2",
    )?;
    let mut rows = query.query([profile.as_str(), source.as_str()])?;
    rows.next()?.map_or_else(|| Ok(Walk::default()), walk)
}

pub(super) fn of_periods(
    connection: &Connection,
    profile: &ProfileId,
    source: &SourceId,
) -> Result<Vec<(Period, Walk)>, Failure> {
    let mut query = connection.prepare_cached(
        "SELECT p.year, p.month, p.complete, p.deepest, p.ended_at
         FROM periods p JOIN sources s ON s.id = p.source
         WHERE s.profile = ?1 AND s.address = ?2 ORDER BY p.year, p.month",
    )?;
    let mut rows = query.query([profile.as_str(), source.as_str()])?;
    let mut walks = Vec::new();
    while let Some(row) = rows.next()? {
        let month: i8 = row.get("month")?;
        let period = Period {
            year: row.get("year")?,
            month: (month > 0).then_some(month),
        };
        walks.push((period, walk(row)?));
    }
    Ok(walks)
}

/// Keeps how far the walk of a source, or of a period of it, has come.
pub(super) fn keep(
    connection: &Connection,
    source: i64,
    period: Option<Period>,
    walk: &Walk,
) -> Result<(), Failure> {
    let Walk {
        complete,
        deepest,
        ended_at,
    } = walk;
    let ended_at = ended_at.map(values::moment);
    match period {
        None => connection
            .prepare_cached(
                "UPDATE sources SET complete = ?2, deepest = ?3, ended_at = ?4 WHERE id = ?1",
            )?
            .execute(params![source, complete, deepest, ended_at])?,
        Some(Period { year, month }) => connection
            .prepare_cached(
                "INSERT OR REPLACE INTO periods (source, year, month, complete, deepest, ended_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                source,
                year,
                month.unwrap_or(0),
                complete,
                deepest,
                ended_at
            ])?,
    };
    Ok(())
}

fn walk(row: &Row<'_>) -> Result<Walk, Failure> {
    Ok(Walk {
        complete: row.get("complete")?,
        deepest: row.get("deepest")?,
        ended_at: values::read_moment(row.get("ended_at")?)?,
    })
}
