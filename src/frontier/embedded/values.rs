//! How values stand in the tables: as text that people can read.

use jiff::{Timestamp, civil};
use rusqlite::Row;
use serde::{Serialize, de::DeserializeOwned};
use url::Url;

use super::desk::Failure;
use crate::frontier::schedule::Schedule;
use crate::frontier::{Held, LastLine, Mark};
use crate::page::Validators;
use crate::record::State;
use crate::target::{PageKind, ProfileId, SourceId, Target};

/// A moment that is compared: always 24 characters, so that text sorts by time.
pub(super) fn moment(at: Timestamp) -> String {
    at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

pub(super) fn kind(kind: PageKind) -> &'static str {
    let known = PageKind::ALL.iter().find(|(known, _)| *known == kind);
    known.map_or("", |(_, word)| word)
}

pub(super) fn read_kind(word: &str) -> Result<PageKind, Failure> {
    let known = PageKind::ALL.iter().find(|(_, known)| *known == word);
    known
        .map(|(kind, _)| *kind)
        .ok_or(Failure::Damaged("kind of target"))
}

pub(super) fn json<T: Serialize>(value: Option<&T>) -> Result<Option<String>, Failure> {
    value
        .map(serde_json::to_string)
        .transpose()
        .map_err(|_| Failure::Damaged("teaser or step"))
}

/// The columns that [`target`] reads, from `targets t JOIN sources s`.
pub(super) const TARGET: &str =
    "t.profile, t.key, t.kind, t.url, s.address, t.teaser, t.step, t.modified";

pub(super) fn target(row: &Row<'_>) -> Result<Target, Failure> {
    Ok(Target {
        profile: profile(row.get("profile")?)?,
        key: row.get("key")?,
        kind: read_kind(&row.get::<_, String>("kind")?)?,
        url: url(&row.get::<_, String>("url")?)?,
        source: SourceId::new(&row.get::<_, String>("address")?),
        teaser: read_json(row.get("teaser")?, "teaser")?,
        step: read_json(row.get("step")?, "step")?,
        modified: read_moment(row.get("modified")?)?,
    })
}

/// The columns that [`schedule`] reads.
pub(super) const SCHEDULE: &str = "kind, settled, due, failures, offer, leased";

pub(super) fn schedule(row: &Row<'_>) -> Result<Schedule, Failure> {
    Ok(Schedule {
        kind: read_kind(&row.get::<_, String>("kind")?)?,
        settled: row.get("settled")?,
        due: read_moment(row.get("due")?)?,
        failures: row.get("failures")?,
        offer: row.get("offer")?,
        leased: row.get("leased")?,
    })
}

pub(super) fn validators(row: &Row<'_>) -> Result<Validators, Failure> {
    Ok(Validators {
        etag: row.get("etag")?,
        last_modified: row.get("last_modified")?,
    })
}

pub(super) fn held(row: &Row<'_>) -> Result<Held, Failure> {
    let published_on: Option<String> = row.get("published_on")?;
    Ok(Held {
        id: row.get("id")?,
        revision: row.get("revision")?,
        content_hash: row.get("content_hash")?,
        reading_hash: row.get("reading_hash")?,
        owed: row.get("owed")?,
        title: row.get("title")?,
        text_hash: row.get("text_hash")?,
        profile_hash: row.get("profile_hash")?,
        tool: row.get("tool")?,
        first_seen_at: required_moment(row.get("first_seen_at")?)?,
        changed_at: required_moment(row.get("changed_at")?)?,
        published_on: published_on
            .map(|day| day.parse::<civil::Date>())
            .transpose()
            .map_err(|_| Failure::Damaged("day"))?,
        state: match row.get::<_, bool>("gone")? {
            true => State::Gone,
            false => State::Live,
        },
        missing_since: read_moment(row.get("missing_since")?)?,
        last_line: last_line(row)?,
    })
}

fn last_line(row: &Row<'_>) -> Result<LastLine, Failure> {
    let at: Option<i64> = row.get("line_at")?;
    let kept: Option<String> = row.get("line")?;
    Ok(match (at, kept) {
        (Some(at), _) => {
            LastLine::At(u64::try_from(at).map_err(|_| Failure::Damaged("place of a line"))?)
        }
        (None, Some(line)) => LastLine::Kept(line),
        (None, None) => LastLine::Nowhere,
    })
}

pub(super) fn mark(row: &Row<'_>) -> Result<Mark, Failure> {
    let length: i64 = row.get("length")?;
    Ok(Mark {
        org: profile(row.get("profile")?)?,
        length: u64::try_from(length).map_err(|_| Failure::Damaged("length of an output"))?,
        last_line: row.get("last_line")?,
    })
}

pub(super) fn read_moment(text: Option<String>) -> Result<Option<Timestamp>, Failure> {
    text.map(required_moment).transpose()
}

pub(super) fn required_moment(text: String) -> Result<Timestamp, Failure> {
    text.parse().map_err(|_| Failure::Damaged("moment"))
}

fn profile(text: String) -> Result<ProfileId, Failure> {
    ProfileId::try_from(text).map_err(|_| Failure::Damaged("profile"))
}

fn url(text: &str) -> Result<Url, Failure> {
    Url::parse(text).map_err(|_| Failure::Damaged("address"))
}

pub(super) fn read_json<T: DeserializeOwned>(
    text: Option<String>,
    what: &'static str,
) -> Result<Option<T>, Failure> {
    text.map(|text| serde_json::from_str(&text))
        .transpose()
        .map_err(|_| Failure::Damaged(what))
}
