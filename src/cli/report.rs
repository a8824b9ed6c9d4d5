//! `dateline report`: what a run did, from the report that it left.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;

use super::settings::Common;
use super::{Exit, Failure, output};
use crate::report::{RunReport, details, visible};

const EXAMPLES: &str = "\
Examples:
  dateline report                                 the last run
  dateline report 20260115T080000Z                another one
  dateline report --json | jq .newsrooms          for scripts

The exit code tells whether there was a report to show, not how the run went.";

/// Show what a run did: releases, fields, drift, silence, audits, politeness.
#[derive(Debug, ClapArgs)]
#[command(after_help = EXAMPLES, after_long_help = format!("{EXAMPLES}\n\n{}", super::exit::TABLE))]
pub(super) struct Args {
    /// The run, as its folder in DATA/runs is called [default: the last]
    #[arg(value_name = "RUN")]
    run: Option<String>,
    /// The report as it was written, in JSON
    #[arg(long)]
    json: bool,
}

/// No report is that long; a file that is, is none.
const LONGEST: u64 = 1 << 30;

pub(super) fn run(args: &Args, common: &Common) -> Result<Exit, Failure> {
    let runs = common.resolve()?.data.join("runs");
    let path = match &args.run {
        Some(name) => named(&runs, name)?,
        None => last(&runs)?,
    };
    let text = read(&path).map_err(|error| unreadable(&path, error))?;
    let report: RunReport =
        serde_json::from_str(&text).map_err(|error| unreadable(&path, error.into()))?;
    let shown = if args.json {
        visible(text.trim_end())
    } else {
        details(&report).trim_end().to_owned()
    };
    output::data(&shown).map_err(|error| {
        let error = anyhow::Error::new(error).context("cannot write to stdout");
        Failure::new(Exit::Unwritable, error)
    })?;
    Ok(Exit::Done)
}

fn read(path: &Path) -> anyhow::Result<String> {
    let file = fs::metadata(path)?;
    anyhow::ensure!(file.is_file(), "it is no file");
    anyhow::ensure!(file.len() <= LONGEST, "it is too long");
    Ok(fs::read_to_string(path)?)
}

/// The report of a run by its name, which is never a way out of the folder.
fn named(runs: &Path, name: &str) -> Result<PathBuf, Failure> {
    let is_plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
    let path = runs.join(name).join("report.json");
    if !is_plain || name.is_empty() || !runs.join(name).is_dir() {
        return Err(Failure::usage(format!(
            "there is no run {name:?} in {}",
            runs.display()
        )));
    }
    if !path.exists() {
        return Err(Failure::usage(format!(
            "the run {name} left no report: it was killed, or goes on still; see {}",
            runs.join(name).join("problems.jsonl").display()
        )));
    }
    Ok(path)
}

/// The report of the last run that left one.
fn last(runs: &Path) -> Result<PathBuf, Failure> {
    let found = match fs::read_dir(runs) {
        Ok(found) => found,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(none_yet(runs)),
        Err(error) => return Err(unreadable(runs, error.into())),
    };
    let mut names: Vec<String> = found
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| runs.join(name).join("report.json").is_file())
        .collect();
    names.sort_by_key(|name| order(name));
    match names.last() {
        Some(name) => Ok(runs.join(name).join("report.json")),
        None => Err(none_yet(runs)),
    }
}

/// `20260115T080000Z-10` is the tenth run of that second, after `-9`.
fn order(name: &str) -> (String, u64) {
    let (moment, number) = name.split_once('-').unwrap_or((name, "1"));
    (moment.to_owned(), number.parse().unwrap_or(0))
}

fn none_yet(runs: &Path) -> Failure {
    Failure::usage(format!(
        "there is no report in {} yet: a crawl leaves one; or name its folder with --data",
        runs.display()
    ))
}

fn unreadable(path: &Path, error: anyhow::Error) -> Failure {
    let doing = format!("cannot read {}", path.display());
    Failure::new(Exit::Usage, error.context(doing))
}

#[cfg(test)]
mod tests {
    use super::order;

    #[test]
    fn runs_are_in_the_order_of_time() {
        let mut names = [
            "20260115T080000Z-10",
            "20260116T080000Z",
            "20260115T080000Z",
            "20260115T080000Z-9",
        ];
        names.sort_by_key(|name| order(name));
        assert_eq!(
            names,
            [
                "20260115T080000Z",
                "20260115T080000Z-9",
                "20260115T080000Z-10",
                "20260116T080000Z",
            ]
        );
    }
}
