//! `replay --against`: what today's profiles change in outputs, field by field.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use super::{Visits, pointer_by_name};
use crate::archive::Pointer;
use crate::cli::{Exit, Failure, output};
use crate::record::Record;
use crate::report::{Changes, counted};
use crate::sink::Spool;
use crate::target::ProfileId;

/// The longest line that is read.
const MOST: u64 = 64 * 1024 * 1024;

pub(super) fn run(folder: &Path, spool: &Spool, visits: &Visits) -> Result<Exit, Failure> {
    let cannot = |error| cannot_read(folder, error);
    let captured: HashSet<&str> = visits.past.files().collect();
    let mut changes = Changes::default();
    let mut known = HashSet::new();
    let orgs = newsrooms(folder, visits).map_err(cannot)?;
    let mut unreadable = 0_u64;
    for org in &orgs {
        let path = folder.join(format!("{org}.jsonl"));
        if !path.exists() {
            output::say(&format!("{org}: there is no {}", path.display()));
            continue;
        }
        let cannot_view = |error| cannot_read(&path, error);
        let mut view = View::open(&path).map_err(cannot_view)?;
        for place in view.last_lines().map_err(cannot_view)? {
            let old = view.record(place).map_err(cannot_view)?;
            known.insert((old.org.clone(), old.id.clone()));
            let pointer = old.capture.as_deref().and_then(pointer_by_name);
            if pointer.as_ref().is_some_and(|at| is_damaged(at, visits)) {
                // What the profile makes of it is not known.
                unreadable += 1;
                changes.not_captured(&old);
                continue;
            }
            match spool.last(&old.org, &old.id).map_err(cannot)? {
                Some(new) => changes.compare(&old, &new),
                None if pointer.is_some_and(|at| captured.contains(at.file.as_str())) => {
                    changes.lost(&old);
                }
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
    if unreadable > 0 {
        let files: Vec<_> = visits.past.damaged().iter().map(String::as_str).collect();
        output::say(&format!(
            "{} cannot be read again, for captures are damaged: {}",
            counted(unreadable, "release", "releases"),
            files.join(", ")
        ));
        return Ok(Exit::Quality);
    }
    if !changes.has_compared() {
        return Err(Failure::usage(format!(
            "nothing was compared: no release that {} holds of {} is in these captures",
            folder.display(),
            orgs.join(", ")
        )));
    }
    // A profile that finds a release no longer has lost it, though its page be captured.
    Ok(if changes.has_loss() || !visits.unannounced.is_empty() {
        Exit::Quality
    } else {
        Exit::Done
    })
}

fn cannot_read(path: &Path, error: io::Error) -> Failure {
    let error = anyhow::Error::new(error).context(format!("cannot read {}", path.display()));
    Failure::new(Exit::Usage, error)
}

/// Whose outputs are compared. Where captures are damaged nobody knows whose visits they held:
/// then all that the folder has are.
fn newsrooms(folder: &Path, visits: &Visits) -> io::Result<Vec<String>> {
    let known = visits.named.known().iter();
    let known = known.filter(|(_, profile)| profile.is_some());
    let mut orgs: BTreeSet<String> = known.map(|(org, _)| org.as_str().to_owned()).collect();
    if visits.past.damaged().is_empty() {
        return Ok(orgs.into_iter().collect());
    }
    for entry in folder.read_dir()? {
        let name = entry?.file_name();
        let org = name.to_str().and_then(|name| name.strip_suffix(".jsonl"));
        let Some(org) = org.and_then(|org| ProfileId::try_from(org.to_owned()).ok()) else {
            continue;
        };
        let is_wanted = visits.only.as_ref().is_none_or(|only| only == org.as_str());
        if is_wanted && !visits.named.known().contains_key(&org) {
            orgs.insert(org.as_str().to_owned());
        }
    }
    Ok(orgs.into_iter().collect())
}

/// Whether a place is in a damaged capture, and was not read all the same.
fn is_damaged(at: &Pointer, visits: &Visits) -> bool {
    visits.past.damaged().contains(&at.file) && !visits.rescued.contains(at)
}

/// An output, by the last line of each release.
struct View {
    file: BufReader<File>,
}

impl View {
    fn open(path: &Path) -> io::Result<Self> {
        Ok(Self {
            file: BufReader::new(File::open(path)?),
        })
    }

    /// The last line of each release, in the order of their first lines.
    fn last_lines(&mut self) -> io::Result<Vec<Line>> {
        let mut last = LastLines::default();
        let mut place = Line { number: 1, at: 0 };
        let mut line = Vec::new();
        loop {
            line.clear();
            let read = (&mut self.file).take(MOST).read_until(b'\n', &mut line)? as u64;
            if read == 0 {
                return Ok(last.lines);
            }
            // A torn last line is no line yet.
            if line.ends_with(b"\n") {
                let record: Named = place.parse(&line)?;
                last.note(record.id, place);
            }
            place = Line {
                number: place.number + 1,
                at: place.at + read,
            };
        }
    }

    fn record(&mut self, place: Line) -> io::Result<Record> {
        self.file.seek(SeekFrom::Start(place.at))?;
        let mut line = Vec::new();
        (&mut self.file).take(MOST).read_until(b'\n', &mut line)?;
        place.parse(&line)
    }
}

/// Where a line is.
#[derive(Debug, Clone, Copy)]
struct Line {
    /// From 1.
    number: u64,
    /// Its first byte.
    at: u64,
}

impl Line {
    fn parse<T: serde::de::DeserializeOwned>(self, line: &[u8]) -> io::Result<T> {
        serde_json::from_slice(line).map_err(|error| {
            // It is one line, and not the first of the file.
            let error = error
                .to_string()
                .replace(" at line 1 column ", " at column ");
            let number = self.number;
            io::Error::other(format!("line {number} is no record: {error}"))
        })
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
    lines: Vec<Line>,
}

impl LastLines {
    fn note(&mut self, id: String, line: Line) {
        let next = self.lines.len();
        let index = *self.by_id.entry(id).or_insert(next);
        match self.lines.get_mut(index) {
            Some(last) => *last = line,
            None => self.lines.push(line),
        }
    }
}
