//! `dateline replay`: read captures again, with today's profiles.

use std::collections::{BTreeMap, HashSet};
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args as ClapArgs;

mod against;
mod as_fixture;
mod write;

use super::profiles::Named;
use super::settings::{Common, Resolved};
use super::{Exit, Failure, crawl, output, profiles};
use crate::archive::{Past, PastVisit, Pointer};
use crate::crawl::{CrawlError, Replay, Rows};
use crate::profile::Profile;
use crate::report::{counted, one_line};
use crate::sink::Spool;
use crate::target::{Elsewhere, ProfileId};

const EXAMPLES: &str = "\
Examples:
  dateline replay data/captures                             the lines that a crawl from nothing would write
  dateline replay data/captures --against data/releases     what today's profiles change, field by field
  dateline replay data/captures --write                     append lines \"reread\" where they read otherwise
  dateline replay data/captures --as-fixture osce:48333     a captured page as a test of its profile

Exit code 4: with --against, a field vanishes, or a release is lost or stands in no row any more;
captures that are damaged, but for an end that a kill tore.
Exit code 2: there is nothing to read again, or with --against nothing to compare.";

/// Read captures again, with today's profiles.
#[derive(Debug, ClapArgs)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// Captures (WARC files), or folders of them
    #[arg(value_name = "CAPTURE", required = true)]
    captures: Vec<PathBuf>,
    /// Only the visits of this profile
    #[arg(long, value_name = "ID")]
    profile: Option<String>,
    /// Compare with these outputs instead of printing lines
    #[arg(long, value_name = "DIR", conflicts_with_all = ["write", "as_fixture"])]
    against: Option<PathBuf>,
    /// Append what reads otherwise to DATA/releases, as lines with change "reread"
    #[arg(long, conflicts_with = "as_fixture")]
    write: bool,
    /// Save the page of this release, by address or id, as a fixture of its profile
    #[arg(long, value_name = "URL|ID")]
    as_fixture: Option<String>,
    /// Where fixtures are: DIR/<profile>/pages.toml
    #[arg(
        long,
        value_name = "DIR",
        default_value = "fixtures",
        requires = "as_fixture"
    )]
    fixtures: PathBuf,
}

pub(super) fn run(args: &Args, common: &Common) -> Result<Exit, Failure> {
    let resolved = common.resolve()?;
    if let Some(name) = &args.profile {
        // A wrong name is told before hours of reading.
        profiles::one(&profiles::library(&resolved)?, name)?;
    }
    if let Some(folder) = args.against.as_ref().filter(|folder| !folder.is_dir()) {
        return Err(Failure::usage(format!(
            "--against {}: there is no such folder",
            folder.display()
        )));
    }
    let past = Past::open(&args.captures, resolved.settings.max_body)
        .map_err(|error| Failure::new(Exit::Usage, error))?;
    if past.files().next().is_none() {
        let folders = args.captures.iter();
        let folders: Vec<_> = folders.map(|path| path.display().to_string()).collect();
        return Err(Failure::usage(format!(
            "no capture (.warc, .warc.gz) in {}; a crawl with --capture keeps them in DATA/captures",
            folders.join(", ")
        )));
    }
    let mut visits = Visits {
        past,
        only: args.profile.clone(),
        rows: Rows::new(resolved.settings.max_url),
        unannounced: HashSet::new(),
        named: Named::new(&resolved),
        left: 0,
        given: 0,
        rescued: HashSet::new(),
        told: 0,
    };
    if let Some(wanted) = &args.as_fixture {
        return as_fixture::run(wanted, &args.fixtures, &mut visits, &resolved);
    }
    if args.write {
        return crawl::block_on(write::run(&mut visits, &resolved))?;
    }
    let spool = crawl::block_on(replay(&mut visits, &resolved))??;
    let exit = visits.end();
    match &args.against {
        // Why there is nothing to compare was told.
        Some(_) if visits.given == 0 => Ok(exit),
        Some(folder) => against::run(folder, &spool, &visits).map(|ended| exit.or(ended)),
        None => print(&spool).map(|()| exit),
    }
}

/// Makes all visits again.
async fn replay(visits: &mut Visits, resolved: &Resolved) -> Result<Spool, Failure> {
    let spool = Spool::new().map_err(|error| {
        let error = anyhow::Error::new(error).context("cannot make a temporary file");
        Failure::new(Exit::Unwritable, error)
    })?;
    let listener = Arc::new(|_: &crate::crawl::Event| {});
    let mut replay = Replay::new(spool, listener, resolved.settings.max_url);
    while let Some((profile, visit)) = visits.next()? {
        replay.visit(&profile, visit).await.map_err(failure)?;
    }
    replay.end().await.map_err(failure)
}

fn failure(error: CrawlError) -> Failure {
    let exit = match &error {
        CrawlError::Task(_) => Exit::Internal,
        CrawlError::Sink(_) | CrawlError::Frontier(_) | CrawlError::Capture(_) => Exit::Unwritable,
    };
    Failure::new(exit, error)
}

fn print(spool: &Spool) -> Result<(), Failure> {
    let mut stdout = io::stdout().lock();
    let printed = spool
        .lines(|line| stdout.write_all(line))
        .and_then(|()| stdout.flush());
    printed.map_err(|error| {
        let error = anyhow::Error::new(error).context("cannot write to stdout");
        Failure::new(Exit::Unwritable, error)
    })
}

/// The visits of the captures, each with today's profile.
struct Visits {
    past: Past,
    only: Option<String>,
    rows: Rows,
    /// Releases that stand in no row today of a page that announced them.
    unannounced: HashSet<(ProfileId, String)>,
    named: Named,
    /// Visits whose profile is not to be had.
    left: u64,
    given: u64,
    /// What was read in spite of damage to its capture.
    rescued: HashSet<Pointer>,
    /// Notes on the captures that were told.
    told: usize,
}

impl Visits {
    fn next(&mut self) -> Result<Option<(Arc<Profile>, PastVisit)>, Failure> {
        loop {
            let visit = self.past.next_visit();
            for note in &self.past.notes()[self.told..] {
                output::say(&one_line(note));
            }
            self.told = self.past.notes().len();
            let visit = visit.map_err(|error| Failure::new(Exit::Usage, error))?;
            let Some(mut visit) = visit else {
                return Ok(None);
            };
            let id = visit.facts.target.profile.clone();
            if self.only.as_ref().is_some_and(|only| only != id.as_str()) {
                continue;
            }
            match self.named.get(&id) {
                Some(profile) => {
                    self.given += 1;
                    self.read_rows_again(&mut visit, &profile);
                    self.note_rescued(&visit);
                    return Ok(Some((profile, visit)));
                }
                None => self.left += 1,
            }
        }
    }

    fn read_rows_again(&mut self, visit: &mut PastVisit, profile: &Profile) {
        let past = &self.past;
        let page = |capture: &str| past.source_page(capture);
        let target = &mut visit.facts.target;
        if !self.rows.read_again(target, profile, page) {
            let release = (target.profile.clone(), target.key.clone());
            self.unannounced.insert(release);
        }
    }

    fn note_rescued(&mut self, visit: &PastVisit) {
        let teaser = visit.facts.target.teaser.as_ref();
        let row = match teaser.and_then(|teaser| teaser.elsewhere.as_ref()) {
            Some(Elsewhere::Row(whole)) => whole.capture.as_ref(),
            Some(Elsewhere::Item(_)) | None => None,
        };
        let page = visit.page().and(visit.pointer.as_ref());
        for pointer in page.into_iter().chain(row) {
            if let Some(pointer) = pointer_by_name(pointer)
                && self.past.damaged().contains(&pointer.file)
            {
                self.rescued.insert(pointer);
            }
        }
    }

    /// Begins from the start again.
    fn rewind(&mut self) {
        self.past.rewind();
        (self.left, self.given) = (0, 0);
        self.unannounced.clear();
    }

    /// Tells what was left out.
    fn end(&self) -> Exit {
        let exit = self.named.end();
        if self.left > 0 {
            let visits = counted(self.left, "visit was", "visits were");
            output::say(&format!("{visits} left out, for want of their profiles"));
        }
        let mut unannounced: BTreeMap<&str, u64> = BTreeMap::new();
        for (org, _) in &self.unannounced {
            *unannounced.entry(org.as_str()).or_default() += 1;
        }
        for (org, releases) in unannounced {
            let releases = counted(releases, "release stands", "releases stand");
            output::say(&format!(
                "{org}: {releases} in no row any more, by today's profile, of the pages that announced them"
            ));
        }
        if self.past.is_damaged() {
            output::say("some of the captures cannot be read: what they held is missing");
            return exit.or(Exit::Quality);
        }
        if self.given > 0 || self.left > 0 {
            return exit;
        }
        let of = match &self.only {
            Some(profile) => format!("of {profile} "),
            None => String::new(),
        };
        let files = self.past.files().count();
        output::say(&format!(
            "no visit of a crawl {of}is told of in the captures ({files} files); for pages that other tools saved, use dateline extract",
        ));
        exit.or(Exit::Usage)
    }
}

/// A record's pointer, by the mere name of its file: captures may have been moved.
fn pointer_by_name(pointer: &str) -> Option<Pointer> {
    let Pointer { file, place } = pointer.parse().ok()?;
    let file = file.rsplit('/').next().unwrap_or_default().to_owned();
    Some(Pointer { file, place })
}
