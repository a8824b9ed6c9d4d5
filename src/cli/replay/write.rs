//! `replay --write`: lines "reread" in the outputs, for captured pages that read otherwise.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::Timestamp;

use super::{Visits, failure};
use crate::archive::Recorded;
use crate::cli::crawl::{data_dir_failure, unwritable};
use crate::cli::settings::Resolved;
use crate::cli::{Exit, Failure, output};
use crate::crawl::{Crawl, Existing, Reread, reconcile, reread};
use crate::frontier::{Embedded, Frontier as _};
use crate::profile::Profile;
use crate::readers::Readers;
use crate::report::counted;
use crate::sink::DataDir;
use crate::target::ProfileId;

/// What came of one newsroom's pages.
#[derive(Default)]
struct Tally {
    written: u64,
    same: u64,
    beside: u64,
    unknown: u64,
}

pub(super) async fn run(visits: &mut Visits, resolved: &Resolved) -> Result<Exit, Failure> {
    let began = Timestamp::now();
    let data = DataDir::open(&resolved.data, began).map_err(data_dir_failure)?;
    let frontier = Embedded::open(&data.state()).map_err(unwritable)?;
    // What a killed run was visiting is free again.
    frontier.begin(began).await.map_err(unwritable)?;
    let profiles = newsrooms(visits)?;
    let reconciled = reconcile(&data, &frontier, &profiles, Existing::Expect, began).await;
    let (sink, standings) = reconciled.map_err(unwritable)?;
    let mut exit = Exit::Done;
    let mut usable: Vec<ProfileId> = Vec::new();
    for (profile, standing) in profiles.iter().zip(standings) {
        for note in standing.notes {
            output::say(&format!("{}: {note}", profile.id));
        }
        match standing.refused {
            None => usable.push(profile.id.clone()),
            Some(message) => {
                output::say(&format!("{}: {message}", profile.id));
                exit = exit.or(Exit::Unwritable);
            }
        }
    }
    let crawl = Crawl {
        fetch: Recorded::default(),
        frontier,
        sink,
        captures: None,
        listener: Arc::new(|_| {}),
        readers: Readers::default(),
    };
    let mut tallies: BTreeMap<ProfileId, Tally> = BTreeMap::new();
    while let Some((profile, visit)) = visits.next()? {
        if !usable.contains(&profile.id) {
            continue;
        }
        let tally = tallies.entry(profile.id.clone()).or_default();
        match reread(&crawl, &profile, visit).await.map_err(failure)? {
            Reread::Written => tally.written += 1,
            Reread::Same => tally.same += 1,
            Reread::Beside => tally.beside += 1,
            Reread::Unknown => tally.unknown += 1,
        }
    }
    for (org, tally) in tallies {
        let Tally {
            written,
            same,
            beside,
            unknown,
        } = tally;
        output::say(&format!(
            "{org}: {} written, {same} read as before, {beside} are not what a last line was read from, {unknown} give an id that the output does not have",
            counted(written, "line", "lines")
        ));
    }
    // Nothing was fetched: there is no run to report, unless something had to be cut.
    let _ = std::fs::remove_dir(data.run());
    Ok(exit.or(visits.end()))
}

/// The profiles of all visits.
fn newsrooms(visits: &mut Visits) -> Result<Vec<Arc<Profile>>, Failure> {
    let mut profiles: BTreeMap<ProfileId, Arc<Profile>> = BTreeMap::new();
    while let Some((profile, _)) = visits.next()? {
        profiles.insert(profile.id.clone(), profile);
    }
    visits.rewind();
    Ok(profiles.into_values().collect())
}
