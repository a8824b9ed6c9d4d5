//! `dateline extract`: the records of saved pages and web archives, without any state.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args as ClapArgs;
use jiff::Timestamp;
use url::Url;

mod inputs;
mod warc;

use super::page::{
    From, Input, Reader, Unread, interrupted, try_open, unlike, web_address, why_unopened,
};
use super::settings::Common;
use super::{Exit, Failure, output, profiles};
use crate::extract;
use crate::problem::{Class, Problem};
use crate::profile::Profile;
use crate::record::{self, Record};
use crate::report::one_line;

const EXAMPLES: &str = "\
Examples:
  dateline extract page.html                           whatever can be read without a profile
  dateline extract --profile marlow --url http://press.marlow.example/2024/03/clean-water/ page.html
  dateline extract --profile marlow fixtures/marlow    a folder; its pages.toml says where from
  curl -s URL | dateline extract --profile osce --url URL -
  dateline extract --profile osce crawl.warc.gz        the releases in a web archive, whoever wrote it
  dateline extract --manifest pages.jsonl              lines of {\"path\": …, \"url\": …}

What cannot be opened, or gives no record, is a problem, and the rest go on: exit code 4. When
nothing can be opened, it is 2; when it is interrupted while it waits for a server, or reads what
came from one, 130.";

/// Print the records of saved pages, folders of them, stdin or one address.
#[derive(Debug, ClapArgs)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Saved pages, WARC files, folders (their .html, .htm, .warc and .warc.gz files), `-` for stdin, or an address
    #[arg(value_name = "INPUT", required_unless_present = "manifest")]
    inputs: Vec<String>,
    /// The profile to read with; none: that of a capture, else only what pages say to everybody
    #[arg(long, value_name = "ID")]
    profile: Option<String>,
    /// The address that the page came from
    #[arg(long, value_name = "URL", value_parser = web_address)]
    url: Option<Url>,
    /// When the page was fetched [default: the file's time]
    #[arg(long, value_name = "TIME")]
    at: Option<Timestamp>,
    /// Pages from a file of lines {"path", "url", "at"}; paths are relative to that file
    #[arg(long, value_name = "FILE")]
    manifest: Option<PathBuf>,
    /// Also write problems to this file, one JSON object a line
    #[arg(long, value_name = "FILE")]
    problems: Option<PathBuf>,
}

pub(super) fn run(args: &Args, common: &Common) -> Result<Exit, Failure> {
    let resolved = common.resolve()?;
    let profile = match &args.profile {
        Some(name) => profiles::one(&profiles::library(&resolved)?, name)?,
        None => Arc::new(Profile::none()),
    };
    let mut told = Told::new(args)?;
    let mut reader = Reader::new(Arc::clone(&profile), &resolved.settings);
    let mut archives = warc::Archives::new(args, &resolved, &profile);
    let inputs = inputs::inputs(args)?;
    let mut unopened = 0;
    for input in &inputs {
        if let From::File(path) | From::Warc(path) = &input.from
            && let Err(error) = try_open(path)
        {
            unopened += 1;
            let unread = unlike(
                Class::Empty,
                format!("cannot read: {}", why_unopened(&input.name, &error)),
            );
            told.problem(&input.name, &profile, unread, 0)?;
            continue;
        }
        if let From::Warc(path) = &input.from {
            archives.read(path, &input.name, &mut told)?;
            continue;
        }
        match record_of(&mut reader, input) {
            Ok(record) => told.record(&record)?,
            // The others would be as well.
            Err(Unread {
                exit: Exit::Interrupted,
                ..
            }) => return Ok(Exit::Interrupted),
            Err(unread) => {
                let attempts = u32::from(matches!(input.from, From::Web(_)));
                told.problem(&input.name, &profile, unread, attempts)?;
            }
        }
    }
    told.exit = told.exit.or(archives.end());
    if unopened > 0 && unopened == inputs.len() {
        return Err(Failure::usage("none of the inputs can be opened"));
    }
    Ok(told.exit)
}

/// What came of the inputs: records to stdout, problems to stderr and into a file.
struct Told {
    problems: Option<(PathBuf, fs::File)>,
    exit: Exit,
}

impl Told {
    fn new(args: &Args) -> Result<Self, Failure> {
        let problems = match &args.problems {
            Some(path) => {
                let file = fs::File::create(path).map_err(|error| cannot("write", path, error))?;
                Some((path.clone(), file))
            }
            None => None,
        };
        Ok(Self {
            problems,
            exit: Exit::Done,
        })
    }

    fn record(&mut self, record: &Record) -> Result<(), Failure> {
        let line =
            serde_json::to_string(record).map_err(|error| Failure::new(Exit::Internal, error))?;
        output::data(&line).map_err(|error| {
            Failure::new(
                Exit::Unwritable,
                anyhow::Error::new(error).context("cannot write to stdout"),
            )
        })?;
        if !record.ok {
            self.exit = self.exit.or(Exit::Quality);
        }
        Ok(())
    }

    fn problem(
        &mut self,
        name: &str,
        profile: &Profile,
        unread: Unread,
        attempts: u32,
    ) -> Result<(), Failure> {
        let Unread {
            class,
            message,
            exit,
        } = unread;
        output::say(&one_line(&format!("{name}: {class}: {message}")));
        self.exit = self.exit.or(exit);
        let Some((path, file)) = &mut self.problems else {
            return Ok(());
        };
        let problem = Problem {
            url: name.to_owned(),
            org: profile.id.to_string(),
            source: None,
            class,
            message,
            attempts,
            at: Timestamp::now(),
        };
        let line = serde_json::to_vec(&problem).map_err(std::io::Error::from);
        let written = line.and_then(|mut line| {
            line.push(b'\n');
            file.write_all(&line)
        });
        written.map_err(|error| cannot("write", path, error))
    }
}

/// The record of one input.
fn record_of(reader: &mut Reader, input: &Input) -> Result<Record, Unread> {
    let page = reader.page(input)?;
    let stop = reader.stop();
    let draft = extract::extract(&page, &reader.profile, input.teaser.as_ref(), &stop);
    if stop() {
        return Err(interrupted());
    }
    let draft = draft.map_err(|unreadable| unlike(unreadable.class, unreadable.message))?;
    let mut record =
        record::normalize(draft).map_err(|rejection| unlike(rejection.class, rejection.message))?;
    record.capture = Some(input.name.clone());
    Ok(record)
}

fn cannot(doing: &str, path: &Path, error: std::io::Error) -> Failure {
    let exit = if doing == "write" {
        Exit::Unwritable
    } else {
        Exit::Usage
    };
    Failure {
        exit,
        error: anyhow::Error::new(error).context(format!("cannot {doing} {}", path.display())),
    }
}
