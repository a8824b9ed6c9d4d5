//! The format of the state file, and the steps from any older one to it.
//!
//! The file's `user_version` counts the steps that it has been through; 0 is an empty file.

use std::path::Path;

use rusqlite::{Connection, ErrorCode};

use crate::frontier::FrontierError;

/// Each step brings a file from the format of its index to the next; a step that was
/// released never changes.
const STEPS: &[&str] = &[
    include_str!("steps/1.sql"),
    include_str!("steps/2.sql"),
    include_str!("steps/3.sql"),
];

/// "dtln": marks the file as dateline's, for `file` and for the check below.
const APPLICATION_ID: i32 = 0x6474_6c6e;

/// Brings the file to the newest format.
pub(super) fn migrate(connection: &mut Connection, path: &Path) -> Result<(), FrontierError> {
    let known = i64::try_from(STEPS.len()).unwrap_or(i64::MAX);
    let found = format(connection).map_err(|error| unusable(error, "read", path))?;
    let Some(found) = found else {
        return Err(FrontierError::NotAState {
            path: path.to_owned(),
            cause: None,
        });
    };
    if found > known {
        return Err(FrontierError::Newer {
            path: path.to_owned(),
            found,
            known,
        });
    }
    for version in found..known {
        step(connection, version).map_err(|error| unusable(error, "bring up to date", path))?;
    }
    Ok(())
}

/// The file's format; `None` when it belongs to another program.
fn format(connection: &Connection) -> rusqlite::Result<Option<i64>> {
    let application: i32 = connection.query_row("PRAGMA application_id", [], |row| row.get(0))?;
    let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let tables: i64 =
        connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    let empty = tables == 0 && version == 0 && application == 0;
    Ok((empty || application == APPLICATION_ID && version >= 0).then_some(version))
}

fn step(connection: &mut Connection, version: i64) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    if let Some(step) = usize::try_from(version).ok().and_then(|at| STEPS.get(at)) {
        transaction.execute_batch(step)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", version + 1)?;
    transaction.commit()
}

/// Names the file, and tells damage from other failures.
pub(super) fn unusable(source: rusqlite::Error, doing: &'static str, path: &Path) -> FrontierError {
    match source.sqlite_error_code() {
        Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt) => FrontierError::NotAState {
            path: path.to_owned(),
            cause: Some(source),
        },
        _ => FrontierError::Database {
            doing,
            path: Some(path.to_owned()),
            cause: source,
        },
    }
}
