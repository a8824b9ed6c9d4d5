//! The command line: one file a command, thin over the library.
//!
//! Results go to stdout, talk to stderr, and the exit code tells the story.

mod check;
mod crawl;
mod demo;
mod exit;
mod explain;
mod extract;
mod log;
mod output;
mod page;
mod profiles;
mod progress;
mod replay;
mod report;
mod settings;
mod signals;
mod since;

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use exit::Exit;
use settings::Common;

const EXAMPLES: &str = "\
Examples:
  dateline demo                                   two made-up newsrooms, crawled on this machine
  dateline check selectors/                       are the profiles right, do their fixtures pass?
  dateline extract --profile osce page.html       the record of a saved page
  dateline explain --profile osce page.html       which rule gave what, and what lost
  dateline crawl osce --draft --contact me@example.org
  dateline crawl                                  every active profile; run it from cron";

/// Turns organizations' newsrooms into clean, dated, deduplicated JSON Lines.
#[derive(Debug, Parser)]
#[command(name = "dateline", version, about, after_help = EXAMPLES, after_long_help = format!("{EXAMPLES}\n\n{}", exit::TABLE))]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    common: Common,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Crawl two made-up newsrooms on this machine, end to end, without a network
    Demo(demo::Args),
    /// Fetch what is new or changed and append it to the output
    Crawl(crawl::Args),
    /// Print the records of saved pages, folders of them, stdin or one address
    Extract(extract::Args),
    /// Show why a page reads as it does: each field's rule and place, what lost, every date
    Explain(explain::Args),
    /// Read captures again, with today's profiles
    Replay(replay::Args),
    /// Show what a run did: releases, fields, drift, silence, audits, politeness
    Report(report::Args),
    /// Check profiles: every mistake with its line, and their fixtures
    Check(check::Args),
}

/// Runs the command that the arguments name; the whole program.
#[must_use]
pub fn main() -> ExitCode {
    let parsed = settings::without_empty_variables(Cli::command())
        .try_get_matches()
        .and_then(|matches| Cli::from_arg_matches(&matches));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => {
            // A closed pipe while printing help is nobody's error.
            let _ = error.print();
            return if error.use_stderr() {
                Exit::Usage.into()
            } else {
                Exit::Done.into()
            };
        }
    };
    output::start_logging(&cli.common);
    let ended = std::panic::catch_unwind(|| match &cli.command {
        Command::Demo(args) => demo::run(args, &cli.common),
        Command::Crawl(args) => crawl::run(args, &cli.common),
        Command::Extract(args) => extract::run(args, &cli.common),
        Command::Explain(args) => explain::run(args, &cli.common),
        Command::Replay(args) => replay::run(args, &cli.common),
        Command::Report(args) => report::run(args, &cli.common),
        Command::Check(args) => check::run(args, &cli.common),
    });
    match ended {
        Ok(Ok(exit)) => exit.into(),
        // The panic has told of itself.
        Err(_) => Exit::Internal.into(),
        Ok(Err(failure)) => {
            output::say(&format!("error: {:#}", failure.error));
            failure.exit.into()
        }
    }
}

/// Why a command stopped, and with which exit code.
#[derive(Debug)]
struct Failure {
    exit: Exit,
    error: anyhow::Error,
}

impl Failure {
    fn new(exit: Exit, error: impl Into<anyhow::Error>) -> Self {
        Self {
            exit,
            error: error.into(),
        }
    }

    fn usage(message: impl std::fmt::Display) -> Self {
        Self {
            exit: Exit::Usage,
            error: anyhow::anyhow!("{message}"),
        }
    }
}
