//! A look at everything of a profile: which releases it has still to come to.

use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, params};

use super::desk::Failure;
use super::values;
use crate::frontier::schedule::moment;
use crate::target::ProfileId;

/// Begins one, or goes on with the last: as long as a release is due since it began.
pub(super) fn begin(
    connection: &Connection,
    profile: &ProfileId,
    now: Timestamp,
) -> Result<Timestamp, Failure> {
    let last: Option<String> = connection
        .query_row(
            "SELECT began FROM full_looks WHERE profile = ?1",
            [profile.as_str()],
            |row| row.get(0),
        )
        .optional()?;
    if let Some(began) = last
        && is_unfinished(connection, profile, &began)?
    {
        return values::required_moment(began);
    }
    let now = moment(now);
    let began = values::moment(now);
    connection.execute(
        "INSERT OR REPLACE INTO full_looks (profile, began) VALUES (?1, ?2)",
        [profile.as_str(), &began],
    )?;
    connection.execute(
        "UPDATE targets SET due = ?2
         WHERE profile = ?1 AND kind = 'release'
             AND (due > ?2 OR (due IS NULL AND gave IS NOT NULL))",
        [profile.as_str(), &began],
    )?;
    connection.execute(
        "UPDATE sources SET complete = 0 WHERE profile = ?1",
        [profile.as_str()],
    )?;
    connection.execute(
        "UPDATE periods SET complete = 0
         WHERE source IN (SELECT id FROM sources WHERE profile = ?1)",
        [profile.as_str()],
    )?;
    Ok(now)
}

fn is_unfinished(
    connection: &Connection,
    profile: &ProfileId,
    began: &str,
) -> Result<bool, Failure> {
    let waits = connection
        .query_row(
            "SELECT 1 FROM targets
             WHERE profile = ?1 AND kind = 'release' AND due <= ?2 LIMIT 1",
            params![profile.as_str(), began],
            |_| Ok(()),
        )
        .optional()?;
    Ok(waits.is_some())
}
