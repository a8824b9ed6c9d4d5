//! The last runs with each newsroom, in SQL.

use rusqlite::{Connection, params};

use super::desk::Failure;
use super::values;
use crate::frontier::{REMEMBERED, RunSummary};
use crate::target::ProfileId;

pub(super) fn history(
    connection: &Connection,
    profile: &ProfileId,
) -> Result<Vec<RunSummary>, Failure> {
    let mut query = connection
        .prepare_cached("SELECT summary FROM history WHERE profile = ?1 ORDER BY at DESC, run")?;
    let mut rows = query.query([profile.as_str()])?;
    let mut runs = Vec::new();
    while let Some(row) = rows.next()? {
        let summary: String = row.get(0)?;
        // What another version wrote and this one cannot read is learned anew.
        runs.extend(serde_json::from_str::<RunSummary>(&summary));
    }
    Ok(runs)
}

pub(super) fn remember(
    connection: &Connection,
    profile: &ProfileId,
    run: &RunSummary,
) -> Result<(), Failure> {
    let summary = serde_json::to_string(run).map_err(|_| Failure::Damaged("summary of a run"))?;
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO history (profile, run, at, summary) VALUES (?1, ?2, ?3, ?4)",
        )?
        .execute(params![
            profile.as_str(),
            run.run,
            values::moment(run.at),
            summary
        ])?;
    let kept = i64::try_from(REMEMBERED).unwrap_or(i64::MAX);
    connection
        .prepare_cached(
            "DELETE FROM history WHERE profile = ?1 AND run NOT IN
                 (SELECT run FROM history WHERE profile = ?1 ORDER BY at DESC, run LIMIT ?2)",
        )?
        .execute(params![profile.as_str(), kept])?;
    Ok(())
}
