//! Running the real binary.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

/// A folder to run in, with `selectors/` and `data/`.
pub struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    pub fn new() -> Self {
        Self {
            folder: tempfile::tempdir().expect("a temporary folder"),
        }
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    pub fn selectors(&self) -> PathBuf {
        self.path().join("selectors")
    }

    pub fn data(&self) -> PathBuf {
        self.path().join("data")
    }

    pub fn releases(&self, org: &str) -> PathBuf {
        self.data().join("releases").join(format!("{org}.jsonl"))
    }

    /// The binary with these arguments, in this folder, with nothing from the environment.
    pub fn dateline(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_dateline"));
        command
            .current_dir(self.path())
            .args(args)
            .stdin(Stdio::null());
        for (name, _) in
            std::env::vars().filter(|(name, _)| name.starts_with("DATELINE_") || name == "RUST_LOG")
        {
            command.env_remove(name);
        }
        command
    }

    /// A crawl of loopback servers, without a delay and a budget where the arguments name none.
    pub fn crawl(&self, args: &[&str]) -> Command {
        let mut all = vec!["crawl", "--allow-address", "127.0.0.0/8"];
        for setting in [["--delay", "0"], ["--max-requests", "0"]] {
            if !args.contains(&setting[0]) {
                all.extend(setting);
            }
        }
        all.extend(args);
        self.dateline(&all)
    }

    pub fn run(&self, args: &[&str]) -> Ended {
        Ended::of(self.dateline(args).output().expect("the binary runs"))
    }

    pub fn run_crawl(&self, args: &[&str]) -> Ended {
        Ended::of(self.crawl(args).output().expect("the binary runs"))
    }

    pub fn start_crawl(&self, args: &[&str]) -> Child {
        self.crawl(args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts")
    }

    /// The records of an organization, every line a whole JSON object.
    pub fn records(&self, org: &str) -> Vec<Value> {
        lines(&std::fs::read_to_string(self.releases(org)).unwrap_or_default())
    }

    /// The report and problems of the newest run.
    pub fn last_run(&self) -> (Value, Vec<Value>) {
        let mut runs: Vec<PathBuf> = std::fs::read_dir(self.data().join("runs"))
            .expect("runs")
            .map(|entry| entry.expect("a run").path())
            .collect();
        runs.sort_by_key(|run| {
            (
                std::fs::metadata(run)
                    .and_then(|facts| facts.modified())
                    .expect("a time"),
                run.clone(),
            )
        });
        let run = runs.last().expect("at least one run");
        let report = std::fs::read_to_string(run.join("report.json")).expect("a report");
        let problems = std::fs::read_to_string(run.join("problems.jsonl")).expect("problems");
        (
            serde_json::from_str(&report).expect("a JSON report"),
            lines(&problems),
        )
    }
}

/// How the binary ended.
#[derive(Debug)]
pub struct Ended {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Ended {
    pub fn of(output: Output) -> Self {
        Self {
            code: output.status.code(),
            stdout: String::from_utf8(output.stdout).expect("UTF-8 on stdout"),
            stderr: String::from_utf8(output.stderr).expect("UTF-8 on stderr"),
        }
    }

    /// Panics with all that was said unless the exit code is this one.
    #[track_caller]
    pub fn with_code(self, code: i32) -> Self {
        assert_eq!(
            self.code,
            Some(code),
            "stdout:\n{}\nstderr:\n{}",
            self.stdout,
            self.stderr
        );
        self
    }
}

/// JSON Lines, every line complete.
pub fn lines(text: &str) -> Vec<Value> {
    assert!(
        text.is_empty() || text.ends_with('\n'),
        "the last line is torn: {:?}",
        text.lines().last()
    );
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}")))
        .collect()
}
