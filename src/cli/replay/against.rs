//! `replay --against`: what today's profiles change in outputs, field by field.

use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use super::Visits;
use crate::archive::Pointer;
use crate::cli::{Exit, Failure, output};
use crate::record::Record;
use crate::report::Changes;
use crate::sink::Spool;

/// The longest line that is read.
const MOST: u64 = 64 * 1024 * 1024;

pub(super) fn run(folder: &Path, spool: &Spool, visits: &Visits) -> Result<Exit, Failure> {
    let cannot = |error: std::io::Error| {
        let error = anyhow::Error::new(error).context(format!("cannot read {}", folder.display()));
        Failure::new(Exit::Usage, error)
    };
    let captured: HashSet<&str> = visits.past.files().collect();
    let mut changes = Changes::default();
    let mut known = HashSet::new();
    let orgs = visits.profiles.iter();
    let orgs = orgs.filter_map(|(org, profile)| profile.as_ref().map(|_| org));
    let mut orgs: Vec<_> = orgs.collect();
    orgs.sort();
    for org in &orgs {
        let path = folder.join(format!("{org}.jsonl"));
        if !path.exists() {
            output::say(&format!("{org}: there is no {}", path.display()));
            continue;
        }
        let mut view = View::open(&path).map_err(cannot)?;
        for at in view.last_lines().map_err(cannot)? {
            let old = view.record(at).map_err(cannot)?;
            known.insert((old.org.clone(), old.id.clone()));
            match spool.last(&old.org, &old.id).map_err(cannot)? {
                Some(new) => changes.compare(&old, &new),
                None if is_among(&captured, &old) => changes.lost(&old),
                None => changes.not_captured(&old),
            }
        }
    }
    for (org, id) in spool.releases() {
        if !known.contains(&(org.clone(), id.clone()))
            && let Some(new) = spool.last(&org, &id).map_err(cannot)?
        {
            changes.found(&new);
        }
    }
    output::data(changes.render().trim_end()).map_err(|error| {
        let error = anyhow::Error::new(error).context("cannot write to stdout");
        Failure::new(Exit::Unwritable, error)
    })?;
    if !changes.has_compared() {
        let orgs: Vec<&str> = orgs.iter().map(|org| org.as_str()).collect();
        return Err(Failure::usage(format!(
            "nothing was compared: no release that {} holds of {} is in these captures",
            folder.display(),
            orgs.join(", ")
        )));
    }
    Ok(if changes.has_loss() {
        Exit::Quality
    } else {
        Exit::Done
    })
}

/// Whether a record was read from one of these captures.
fn is_among(captured: &HashSet<&str>, record: &Record) -> bool {
    let pointer = record.capture.as_ref();
    let pointer = pointer.and_then(|pointer| pointer.parse::<Pointer>().ok());
    pointer.is_some_and(|pointer| {
        let name = pointer.file.rsplit('/').next().unwrap_or_default();
        captured.contains(name)
    })
}

/// An output, by the last line of each release.
struct View {
    file: BufReader<File>,
}

impl View {
    fn open(path: &Path) -> std::io::Result<Self> {
        Ok(Self {
            file: BufReader::new(File::open(path)?),
        })
    }

    /// Where the last line of each release begins, in the order of their first lines.
    fn last_lines(&mut self) -> std::io::Result<Vec<u64>> {
        let mut last = LastLines::default();
        let mut at = 0;
        let mut line = Vec::new();
        loop {
            line.clear();
            let read = (&mut self.file).take(MOST).read_until(b'\n', &mut line)? as u64;
            if read == 0 {
                return Ok(last.places);
            }
            // A torn last line is no line yet.
            if line.ends_with(b"\n") {
                let record: Named = serde_json::from_slice(&line).map_err(std::io::Error::other)?;
                last.note(record.id, at);
            }
            at += read;
        }
    }

    fn record(&mut self, at: u64) -> std::io::Result<Record> {
        self.file.seek(SeekFrom::Start(at))?;
        let mut line = Vec::new();
        (&mut self.file).take(MOST).read_until(b'\n', &mut line)?;
        serde_json::from_slice(&line).map_err(std::io::Error::other)
    }
}

#[derive(serde::Deserialize)]
struct Named {
    id: String,
}

/// The last line of each release, in the order in which releases first came.
#[derive(Default)]
struct LastLines {
    by_id: HashMap<String, usize>,
    places: Vec<u64>,
}

impl LastLines {
    fn note(&mut self, id: String, at: u64) {
        let next = self.places.len();
        let index = *self.by_id.entry(id).or_insert(next);
        match self.places.get_mut(index) {
            Some(place) => *place = at,
            None => self.places.push(at),
        }
    }
}
