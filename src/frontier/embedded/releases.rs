//! What the outputs hold, where they stand, and what hosts are remembered by, in SQL.

use jiff::Timestamp;
use rusqlite::{Connection, named_params, params};

use super::desk::Failure;
use super::{targets, values};
use crate::fetch::{HostMemory, RobotsCopy};
use crate::frontier::schedule::Schedule;
use crate::frontier::{Held, HeldPage, LastLine, Mark};
use crate::record::State;
use crate::target::ProfileId;

pub(super) fn hold(
    connection: &Connection,
    profile: &ProfileId,
    held: &Held,
) -> Result<(), Failure> {
    let (line_at, line) = match &held.last_line {
        LastLine::At(at) => {
            let at = i64::try_from(*at).map_err(|_| Failure::Damaged("place of a line"))?;
            (Some(at), None)
        }
        LastLine::Kept(line) => (None, Some(line)),
        LastLine::Nowhere => (None, None),
    };
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO releases
                 (profile, id, revision, content_hash, reading_hash, owed, title, profile_hash, tool,
                  first_seen_at, changed_at, published_on, gone, missing_since, line_at, line, text_hash)
             VALUES (:profile, :id, :revision, :content_hash, :reading_hash, :owed, :title, :profile_hash, :tool,
                 :first_seen_at, :changed_at, :published_on, :gone, :missing_since, :line_at, :line, :text_hash)",
        )?
        .execute(named_params! {
            ":profile": profile.as_str(),
            ":id": held.id,
            ":revision": held.revision,
            ":content_hash": held.content_hash,
            ":reading_hash": held.reading_hash,
            ":owed": held.owed,
            ":title": held.title,
            ":text_hash": held.text_hash,
            ":profile_hash": held.profile_hash,
            ":tool": held.tool,
            ":first_seen_at": held.first_seen_at.to_string(),
            ":changed_at": held.changed_at.to_string(),
            ":published_on": held.published_on.map(|day| day.to_string()),
            ":gone": held.state == State::Gone,
            ":missing_since": held.missing_since.map(|at| at.to_string()),
            ":line_at": line_at,
            ":line": line,
        })?;
    Ok(())
}

pub(super) fn held(
    connection: &Connection,
    profile: &ProfileId,
    id: &str,
) -> Result<Option<Held>, Failure> {
    let mut query =
        connection.prepare_cached("SELECT * FROM releases WHERE profile = ?1 AND id = ?2")?;
    let mut rows = query.query([profile.as_str(), id])?;
    rows.next()?.map(values::held).transpose()
}

pub(super) fn twin(
    connection: &Connection,
    profile: &ProfileId,
    text_hash: &str,
) -> Result<Option<Held>, Failure> {
    let mut query = connection.prepare_cached(
        "SELECT * FROM releases WHERE profile = ?1 AND text_hash = ?2 AND text_hash <> ''
         ORDER BY first_seen_at, id LIMIT 1",
    )?;
    let mut rows = query.query([profile.as_str(), text_hash])?;
    rows.next()?.map(values::held).transpose()
}

pub(super) fn newest(
    connection: &Connection,
    profile: &ProfileId,
) -> Result<Option<jiff::civil::Date>, Failure> {
    let newest: Option<String> = connection
        .prepare_cached("SELECT max(published_on) FROM releases WHERE profile = ?1")?
        .query_row([profile.as_str()], |row| row.get(0))?;
    let day = |text: String| {
        text.parse()
            .map_err(|_| Failure::Damaged("publication day"))
    };
    newest.map(day).transpose()
}

/// The index `releases_days` answers it without a look at the releases.
pub(super) const DAYS: &str = "SELECT DISTINCT published_on FROM releases
     WHERE profile = ?1 AND published_on IS NOT NULL ORDER BY published_on DESC LIMIT ?2";

pub(super) fn days(
    connection: &Connection,
    profile: &ProfileId,
    most: usize,
) -> Result<Vec<jiff::civil::Date>, Failure> {
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    let mut query = connection.prepare_cached(DAYS)?;
    let mut rows = query.query(params![profile.as_str(), most])?;
    let mut days = Vec::new();
    while let Some(row) = rows.next()? {
        let day: String = row.get(0)?;
        days.push(
            day.parse()
                .map_err(|_| Failure::Damaged("publication day"))?,
        );
    }
    Ok(days)
}

pub(super) fn adopt(
    connection: &Connection,
    profile: &ProfileId,
    releases: &[HeldPage],
    mark: &Mark,
    replace: bool,
    now: Timestamp,
) -> Result<(), Failure> {
    if replace {
        forget(connection, profile, now)?;
    }
    for release in releases {
        adopt_one(connection, profile, release, now)?;
    }
    note_mark(connection, mark)
}

fn adopt_one(
    connection: &Connection,
    profile: &ProfileId,
    release: &HeldPage,
    now: Timestamp,
) -> Result<(), Failure> {
    let HeldPage {
        held,
        target,
        visited_at,
        revisit,
    } = release;
    hold(connection, profile, held)?;
    let Some(target) = target else { return Ok(()) };
    let id = match targets::known(connection, target)? {
        Some((id, _)) => id,
        None => {
            let offer = targets::next_offer(connection)?;
            let schedule = Schedule::adopted(target.kind, offer);
            targets::insert(connection, target, &schedule)?
        }
    };
    targets::reschedule(connection, id, |schedule| schedule.adopt(*revisit, now))?;
    forget_validators(connection, id)?;
    connection
        .prepare_cached("UPDATE targets SET visited_at = ?2 WHERE id = ?1")?
        .execute(params![id, visited_at.to_string()])?;
    targets::gave(connection, id, &held.id, None)
}

/// Forgets what a profile's output held: what gave a release is to be visited again, without
/// asking "has this changed?", since what it would be compared with is gone.
fn forget(connection: &Connection, profile: &ProfileId, now: Timestamp) -> Result<(), Failure> {
    connection.execute(
        "DELETE FROM releases WHERE profile = ?1",
        [profile.as_str()],
    )?;
    let mut next = connection.prepare(
        "SELECT id FROM targets WHERE profile = ?1 AND gave IS NOT NULL AND id > ?2
         ORDER BY id LIMIT 1000",
    )?;
    let mut last = 0;
    // In parts: what is held may be long, memory may not.
    loop {
        let ids = next
            .query_map(params![profile.as_str(), last], |row| row.get(0))?
            .collect::<rusqlite::Result<Vec<i64>>>()?;
        for &id in &ids {
            targets::reschedule(connection, id, |schedule| schedule.forget(now))?;
            forget_validators(connection, id)?;
            connection
                .prepare_cached("UPDATE targets SET gave = NULL WHERE id = ?1")?
                .execute([id])?;
        }
        match ids.last() {
            Some(&id) => last = id,
            None => return Ok(()),
        }
    }
}

fn forget_validators(connection: &Connection, id: i64) -> Result<(), Failure> {
    connection
        .prepare_cached(
            "UPDATE targets SET etag = NULL, last_modified = NULL, read_by = NULL WHERE id = ?1",
        )?
        .execute([id])?;
    Ok(())
}

pub(super) fn note_mark(connection: &Connection, mark: &Mark) -> Result<(), Failure> {
    let length = i64::try_from(mark.length).map_err(|_| Failure::Damaged("length of an output"))?;
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO outputs (profile, length, last_line) VALUES (?1, ?2, ?3)",
        )?
        .execute(params![mark.org.as_str(), length, mark.last_line])?;
    Ok(())
}

pub(super) fn marks(connection: &Connection) -> Result<Vec<Mark>, Failure> {
    let mut query = connection.prepare_cached("SELECT * FROM outputs ORDER BY profile")?;
    let mut rows = query.query([])?;
    let mut marks = Vec::new();
    while let Some(row) = rows.next()? {
        marks.push(values::mark(row)?);
    }
    Ok(marks)
}

pub(super) fn note_host(connection: &Connection, memory: &HostMemory) -> Result<(), Failure> {
    let HostMemory {
        host,
        last_exchange,
        not_before,
        slowness,
        robots,
    } = memory;
    let text = robots.as_ref().and_then(|robots| robots.text.as_deref());
    let fetched_at = robots.as_ref().map(|robots| robots.fetched_at.to_string());
    connection
        .prepare_cached(
            "INSERT OR REPLACE INTO hosts
                 (host, last_exchange, not_before, slowness, robots_fetched_at, robots)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        )?
        .execute(params![
            host,
            last_exchange.map(|at| at.to_string()),
            not_before.map(|at| at.to_string()),
            slowness,
            fetched_at,
            text,
        ])?;
    Ok(())
}

pub(super) fn hosts(connection: &Connection) -> Result<Vec<HostMemory>, Failure> {
    let mut query = connection.prepare_cached("SELECT * FROM hosts ORDER BY host")?;
    let mut rows = query.query([])?;
    let mut hosts = Vec::new();
    while let Some(row) = rows.next()? {
        let robots = match values::read_moment(row.get("robots_fetched_at")?)? {
            None => None,
            Some(fetched_at) => Some(RobotsCopy {
                fetched_at,
                text: row.get("robots")?,
            }),
        };
        hosts.push(HostMemory {
            host: row.get("host")?,
            last_exchange: values::read_moment(row.get("last_exchange")?)?,
            not_before: values::read_moment(row.get("not_before")?)?,
            slowness: row.get("slowness")?,
            robots,
        });
    }
    Ok(hosts)
}
