//! What a run did, told three ways: `report.json`, `problems.jsonl`, and a summary that a
//! person understands.
//!
//! All of it is a fold over the run's events.

mod alerts;
mod audit;
mod cadence;
mod changes;
mod coverage;
mod details;
mod drift;
mod heard;
mod plain;
mod politeness;
mod render;
mod summary;
mod unusual;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, HashSet};
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;

pub use alerts::{AlertState, Raised};
pub use audit::AuditReport;
pub use changes::Changes;
pub use coverage::{Coverage, FieldCoverage};
pub use details::details;
pub use heard::Heard;
pub(crate) use plain::counted;
pub use plain::{one_line, visible};
pub use politeness::{Applied, Kept, Left, Politeness, Site};
pub use render::{faults, render};
pub use summary::{Aliases, CanaryReport, Newsroom, RunReport, Silence, SourceReport, Verdict};

use crate::crawl::{Event, Listener};
use crate::frontier::RunSummary;
use crate::problem::Problem;
use crate::profile::Profile;
use crate::target::ProfileId;

/// Follows a run: folds its events and writes its problems as they come.
pub struct Recorder {
    state: Mutex<State>,
    problems: PathBuf,
}

struct State {
    report: RunReport,
    histories: BTreeMap<String, Vec<RunSummary>>,
    problems: BufWriter<File>,
    failure: Option<io::Error>,
    /// Hosts that were said to be left alone, by newsroom: once is enough.
    left: HashSet<(String, String)>,
}

impl Recorder {
    /// Begins a report in the run's folder.
    ///
    /// # Errors
    /// When `problems.jsonl` cannot be created.
    pub fn begin(
        folder: &Path,
        run: &str,
        profiles: &[Arc<Profile>],
        now: Timestamp,
    ) -> io::Result<Arc<Self>> {
        let problems = folder.join("problems.jsonl");
        let file = File::create(&problems)?;
        let state = State {
            report: RunReport::begin(run, profiles, now),
            histories: BTreeMap::new(),
            problems: BufWriter::new(file),
            failure: None,
            left: HashSet::new(),
        };
        Ok(Arc::new(Self {
            state: Mutex::new(state),
            problems,
        }))
    }

    /// Takes the runs before this one with a newsroom, the newest first: what is unusual is
    /// told by them.
    pub fn recall(&self, org: &ProfileId, history: Vec<RunSummary>) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.histories.insert(org.to_string(), history);
    }

    /// What the next run is to know of this one, by profile; when the report has ended.
    #[must_use]
    pub fn summaries(&self) -> Vec<(ProfileId, RunSummary)> {
        let state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let summaries = state.report.summaries(&state.histories).into_iter();
        summaries
            .filter_map(|(org, summary)| Some((ProfileId::try_from(org).ok()?, summary)))
            .collect()
    }

    /// The listener that feeds this report.
    #[must_use]
    pub fn listener(self: &Arc<Self>) -> Listener {
        let recorder = Arc::clone(self);
        Arc::new(move |event| recorder.hear(event))
    }

    /// Notes how the run named itself to servers.
    pub fn named(&self, user_agent: &str) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.report.politeness.user_agent = user_agent.to_owned();
    }

    fn hear(&self, event: &Event) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if let Event::HostLeft { host, problem, .. } = event
            && !state.left.insert((problem.org.clone(), host.clone()))
        {
            return;
        }
        state.report.fold(event);
        if let Event::Failed(problem) | Event::HostLeft { problem, .. } = event {
            let problem = Problem {
                url: visible(&problem.url),
                message: one_line(&problem.message),
                ..problem.clone()
            };
            if let Err(error) = write_line(&mut state.problems, &problem) {
                state.failure.get_or_insert(error);
            }
        }
    }

    /// Notes why a newsroom cannot be crawled at all (an output that differs from the state).
    pub fn refused(&self, problem: Problem) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.report.refused(&problem.org, &problem.message);
        drop(state);
        self.hear(&Event::Failed(problem));
    }

    /// Ends the report and writes `report.json` beside the problems.
    ///
    /// # Errors
    /// When either file cannot be written.
    pub fn end(
        &self,
        profiles: &[Arc<Profile>],
        interrupted: bool,
        now: Timestamp,
    ) -> io::Result<RunReport> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let State {
            report, histories, ..
        } = &mut *state;
        report.end(profiles, histories, interrupted, now);
        let mut text = serde_json::to_vec_pretty(&state.report)?;
        text.push(b'\n');
        std::fs::write(self.problems.with_file_name("report.json"), text)?;
        match state.failure.take() {
            Some(error) => Err(error),
            None => Ok(state.report.clone()),
        }
    }
}

/// A problem is on disk as soon as it is known: a killed run must not hide it.
fn write_line(file: &mut BufWriter<File>, problem: &Problem) -> io::Result<()> {
    serde_json::to_writer(&mut *file, problem)?;
    file.write_all(b"\n")?;
    file.flush()
}
