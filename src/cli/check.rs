//! `dateline check`: every mistake in a profile with its line, and its fixtures.

use std::path::{Path, PathBuf};

use clap::Args as ClapArgs;

use super::output;
use super::profiles;
use super::settings::Common;
use super::{Exit, Failure};
use crate::fixture::Fixture;
use crate::profile::{Loaded, Severity};
use crate::report::{counted, visible};

const EXAMPLES: &str = "\
Examples:
  dateline check                     all profiles, with the fixtures in ./fixtures
  dateline check osce                one profile
  dateline check my/selectors/acme.toml
  dateline check acme --update       write expected.jsonl anew; review it with git diff";

/// Check profiles and replay their fixtures.
#[derive(Debug, ClapArgs)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Profiles by name or file, or a folder of them [default: all]
    #[arg(value_name = "PROFILE")]
    profiles: Vec<String>,
    /// Where the saved pages are: DIR/<profile>/pages.toml
    #[arg(long, value_name = "DIR", default_value = "fixtures")]
    fixtures: PathBuf,
    /// Write what the pages give to expected.jsonl, for review
    #[arg(long)]
    update: bool,
}

pub(super) fn run(args: &Args, common: &Common) -> Result<Exit, Failure> {
    let resolved = common.resolve()?;
    let library = profiles::library(&resolved)?;
    let mut exit = Exit::Done;
    for loaded in chosen(args, &library)? {
        exit = exit.or(check(args, &loaded)?);
    }
    Ok(exit)
}

fn chosen(args: &Args, library: &crate::profile::Library) -> Result<Vec<Loaded>, Failure> {
    let usage = |error| Failure::new(Exit::Usage, error);
    if args.profiles.is_empty() {
        return library
            .ids()
            .iter()
            .map(|id| library.load(id.as_str()).map_err(usage))
            .collect();
    }
    let mut loaded = Vec::new();
    for name in &args.profiles {
        let path = Path::new(name);
        if path.is_dir() {
            let folder = crate::profile::Library::open(Some(path)).map_err(usage)?;
            for id in folder.folder_ids() {
                loaded.push(folder.load(id.as_str()).map_err(usage)?);
            }
        } else if path
            .extension()
            .is_some_and(|extension| extension == "toml")
        {
            loaded.push(library.load_file(path).map_err(usage)?);
        } else {
            loaded.push(library.load(name).map_err(usage)?);
        }
    }
    Ok(loaded)
}

fn check(args: &Args, loaded: &Loaded) -> Result<Exit, Failure> {
    if !loaded.findings.is_empty() {
        output::say(&loaded.render());
    }
    let count = |severity| {
        loaded
            .findings
            .iter()
            .filter(|finding| finding.severity == severity)
            .count()
    };
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let warnings = counted(warnings, "warning", "warnings");
    let Some(profile) = &loaded.profile else {
        tell(&format!(
            "{}: {}, {warnings}",
            loaded.path.display(),
            counted(errors, "error", "errors")
        ))?;
        return Ok(Exit::Findings);
    };
    let folder = args.fixtures.join(profile.id.as_str());
    if !folder.join("pages.toml").exists() {
        tell(&format!(
            "{}: profile ok, {warnings}; no fixtures in {}",
            profile.id,
            folder.display()
        ))?;
        return Ok(Exit::Done);
    }
    let fixture = match Fixture::open(&folder) {
        Ok(fixture) => fixture,
        Err(error) => {
            let error = anyhow::Error::new(error);
            output::say(&format!("{}: {error:#}", profile.id));
            return Ok(Exit::Findings);
        }
    };
    let replay = fixture.replay(profile);
    if args.update {
        let path = fixture
            .write_expected(&replay)
            .map_err(|error| Failure::new(Exit::Unwritable, error))?;
        tell(&format!(
            "{}: wrote {} to {}; review them",
            profile.id,
            counted(replay.lines.len(), "record", "records"),
            path.display()
        ))?;
        // What is wrong with pages is not mended by writing down what they give.
        for difference in &replay.differences[..replay.beyond_records] {
            output::say(&format!("{}: {difference}", profile.id));
        }
        return Ok(if replay.beyond_records == 0 {
            Exit::Done
        } else {
            Exit::Findings
        });
    }
    for difference in &replay.differences {
        output::say(&format!("{}: {difference}", profile.id));
    }
    tell(&format!(
        "{}: profile ok, {warnings}; {} and {}, {}, {}",
        profile.id,
        counted(replay.releases, "release page", "release pages"),
        counted(replay.listings, "listing page", "listing pages"),
        counted(replay.lines.len(), "record", "records"),
        counted(replay.differences.len(), "difference", "differences")
    ))?;
    Ok(if replay.differences.is_empty() {
        Exit::Done
    } else {
        Exit::Findings
    })
}

fn tell(line: &str) -> Result<(), Failure> {
    output::data(&visible(line)).map_err(|error| {
        Failure::new(
            Exit::Unwritable,
            anyhow::Error::new(error).context("cannot write to stdout"),
        )
    })
}
