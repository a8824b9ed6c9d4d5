//! What is known of releases that an audited source announces, in SQL.

use rusqlite::{Connection, OptionalExtension as _};

use super::desk::Failure;
use crate::frontier::Account;
use crate::problem::Class;
use crate::target::ProfileId;

/// A page's own row: visited in whatever way, with which problem, and whether what it gave is
/// gone.
type Page = (bool, Option<String>, Option<bool>);

pub(super) fn accounts(
    connection: &Connection,
    profile: &ProfileId,
    keys: &[String],
) -> Result<Vec<Account>, Failure> {
    let mut of_page = connection.prepare_cached(
        "SELECT t.settled OR t.failures > 0, t.problem, r.gone
         FROM targets t LEFT JOIN releases r ON r.profile = t.profile AND r.id = t.gave
         WHERE t.profile = ?1 AND t.key = ?2 AND t.kind = 'release'",
    )?;
    let mut of_release =
        connection.prepare_cached("SELECT gone FROM releases WHERE profile = ?1 AND id = ?2")?;
    let mut accounts = Vec::with_capacity(keys.len());
    for key in keys {
        let page: Option<Page> = of_page
            .query_row([profile.as_str(), key], |row| {
                Ok((row.get(0)?, row.get(1)?, row.get(2)?))
            })
            .optional()?;
        let gone = match page {
            Some((_, _, Some(gone))) => Some(gone),
            _ => of_release
                .query_row([profile.as_str(), key], |row| row.get(0))
                .optional()?,
        };
        accounts.push(match (gone, page) {
            (Some(true), _) => Account::Gone,
            (Some(false), _) => Account::Held,
            (None, None) => Account::Unknown,
            (None, Some((false, _, _))) => Account::Waiting,
            (None, Some((true, problem, _))) => {
                Account::LeftOut(problem.as_deref().and_then(class))
            }
        });
    }
    Ok(accounts)
}

/// `None` for a word of another version.
fn class(word: &str) -> Option<Class> {
    let mut known = Class::ALL.iter().copied();
    known.find(|class| class.as_str() == word)
}

pub(super) fn holds(connection: &Connection, profile: &ProfileId) -> Result<u64, Failure> {
    let count: i64 = connection
        .prepare_cached("SELECT count(*) FROM releases WHERE profile = ?1 AND NOT gone")?
        .query_row([profile.as_str()], |row| row.get(0))?;
    Ok(count.unsigned_abs())
}
