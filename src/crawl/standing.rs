//! Before anything is fetched: how each output stands to the state, and what follows.
//!
//! The output is its own truth. Lines that the state does not know are read into it; a file
//! that is not what was committed is left alone until the operator decides.

use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;

use super::{revision, schedule};
use crate::frontier::{Frontier, FrontierError, Held, HeldPage, LastLine, Mark};
use crate::profile::Profile;
use crate::record::Record;
use crate::sink::{Cut, DataDir, Found, Jsonl, Opened, Records, SinkError};
use crate::target::{PageKind, SourceId, Target};

/// Records read into the state at once: bounds memory, not the output.
const PART: usize = 500;

/// What to do with output that is already there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Existing {
    /// It must be what was last committed.
    Expect,
    /// Go on from what is there.
    Adopt,
    /// Read all of it into a new state.
    Rebuild,
}

/// How one organization's output stands.
#[derive(Debug)]
pub struct Standing {
    /// The file.
    pub path: PathBuf,
    /// What was done to make it usable, for a person.
    pub notes: Vec<String>,
    /// Why nothing may be fetched for it; `None` when it takes records.
    pub refused: Option<String>,
}

/// The outputs cannot be brought to a state from which to go on.
#[derive(Debug, thiserror::Error)]
pub enum StandingError {
    /// The output cannot be read or written.
    #[error(transparent)]
    Sink(#[from] SinkError),
    /// The state cannot be read or written.
    #[error(transparent)]
    Frontier(#[from] FrontierError),
}

/// Opens the outputs and reads into the state what it does not know; one [`Standing`] for
/// each profile, in their order.
///
/// # Errors
/// When no output can be opened at all, or the state cannot be written. What is wrong with
/// one output is said in its standing.
pub async fn reconcile<R: Frontier>(
    data: &DataDir,
    frontier: &R,
    profiles: &[Arc<Profile>],
    existing: Existing,
    now: Timestamp,
) -> Result<(Jsonl, Vec<Standing>), StandingError> {
    let orgs: Vec<_> = profiles.iter().map(|profile| profile.id.clone()).collect();
    let marks = frontier.marks().await?;
    let (sink, opened) = Jsonl::open(&data.releases(), &data.run(), &orgs, &marks)?;
    let mut standings = Vec::new();
    for (profile, opened) in profiles.iter().zip(opened) {
        let mut standing = Standing {
            path: data.releases().join(format!("{}.jsonl", profile.id)),
            notes: Vec::new(),
            refused: None,
        };
        let taken = take_over(
            &sink,
            frontier,
            profile,
            opened,
            existing,
            &mut standing,
            now,
        )
        .await;
        match taken {
            Ok(()) => {}
            Err(StandingError::Sink(error)) => standing.refused = Some(told(&error)),
            Err(error @ StandingError::Frontier(_)) => return Err(error),
        }
        standings.push(standing);
    }
    Ok((sink, standings))
}

async fn take_over<R: Frontier>(
    sink: &Jsonl,
    frontier: &R,
    profile: &Profile,
    opened: Opened,
    existing: Existing,
    standing: &mut Standing,
    now: Timestamp,
) -> Result<(), StandingError> {
    let Opened { org, cut, found } = opened;
    standing.notes.extend(cut.map(said));
    if matches!((&found, existing), (Found::New, Existing::Expect))
        && frontier.newest(&profile.id).await?.is_some()
    {
        standing.refused = Some(format!(
            "{} does not exist, but the state knows releases that were written elsewhere (with --output -?), and they would be missing in it. Name another folder with --data, or fetch all again with --rebuild-state",
            standing.path.display()
        ));
        return Ok(());
    }
    let all = match (found, existing) {
        (Found::New | Found::AsCommitted, Existing::Expect | Existing::Adopt) => return Ok(()),
        (Found::New, Existing::Rebuild) => return Ok(()),
        (Found::Ahead { .. }, Existing::Expect) => {
            let mut records = sink.beyond(&org)?;
            let lines = adopt(frontier, profile, &mut records, false, now).await?;
            sink.go_on(&records.mark())?;
            standing.notes.push(format!(
                "{lines} records of an earlier run were not settled; they are taken as they are"
            ));
            return Ok(());
        }
        (Found::Unusable(error), Existing::Expect) => return Err(error.into()),
        (Found::NoState { .. }, Existing::Expect) | (_, Existing::Rebuild) => true,
        (Found::Ahead { .. } | Found::NoState { .. } | Found::Unusable(_), Existing::Adopt) => {
            false
        }
    };
    let (mut records, cut) = sink.all(&org)?;
    standing.notes.extend(cut.map(said));
    let lines = adopt(frontier, profile, &mut records, all, now).await?;
    sink.go_on(&records.mark())?;
    standing.notes.push(format!(
        "{lines} records of the output were read into the state"
    ));
    Ok(())
}

/// Reads records into the state, in parts; returns how many.
async fn adopt<R: Frontier>(
    frontier: &R,
    profile: &Profile,
    records: &mut Records,
    replace: bool,
    now: Timestamp,
) -> Result<u64, StandingError> {
    let mut lines = 0;
    let mut first = true;
    loop {
        let mut part = Vec::new();
        while part.len() < PART
            && let Some(record) = records.next()
        {
            let page = held_page(&record?, LastLine::At(records.line_at()), profile, now);
            part.push(page);
        }
        if part.is_empty() && !first {
            return Ok(lines);
        }
        lines += part.len() as u64;
        let mark: Mark = records.mark();
        frontier
            .adopt(&profile.id, part, mark, replace && first, now)
            .await?;
        first = false;
    }
}

/// The page behind a line: its address as the frontier names it, to be looked at again when
/// a release of its age is.
fn held_page(record: &Record, line: LastLine, profile: &Profile, now: Timestamp) -> HeldPage {
    let source = profile
        .main_source()
        .map_or_else(|| SourceId::new(""), |source| source.id.clone());
    let target = record.url.as_ref().map(|url| {
        let url = profile.canonical(url);
        Target {
            key: profile.release_key(&url),
            url,
            kind: PageKind::Release,
            profile: profile.id.clone(),
            source,
            teaser: None,
            step: None,
            modified: None,
        }
    });
    HeldPage {
        held: Held {
            last_line: line,
            ..revision::held(record)
        },
        target,
        visited_at: record.fetched_at,
        revisit: schedule::of_held(&profile.revisit, record.published_on, record.state, now),
    }
}

fn said(cut: Cut) -> String {
    format!(
        "an unterminated last line of {} bytes was cut and is kept in {}",
        cut.bytes,
        cut.kept_at.display()
    )
}

/// An error with its causes, in one line.
fn told(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        text.push_str(&format!(": {error}"));
        cause = error.source();
    }
    text
}

#[cfg(test)]
mod tests;
