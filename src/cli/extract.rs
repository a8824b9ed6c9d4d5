//! `dateline extract`: the records of saved pages and web archives, without any state.

use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use clap::Args as ClapArgs;
use jiff::Timestamp;
use tokio::runtime::Runtime;
use url::Url;

mod inputs;
mod warc;

use super::settings::Common;
use super::{Exit, Failure, crawl, output, profiles};
use crate::extract;
use crate::fetch::{Fetch, Fetched, Request, Resolver, Web, saved_page};
use crate::page::{Page, Validators};
use crate::problem::{Class, Problem};
use crate::profile::Profile;
use crate::record::{self, Record};
use crate::report::one_line;
use crate::settings::Settings;
use crate::target::{PageKind, SourceId, Teaser};

const EXAMPLES: &str = "\
Examples:
  dateline extract page.html                           whatever can be read without a profile
  dateline extract --profile marlow --url http://press.marlow.example/2024/03/clean-water/ page.html
  dateline extract --profile marlow fixtures/marlow    a folder; its pages.toml says where from
  curl -s URL | dateline extract --profile osce --url URL -
  dateline extract --profile osce crawl.warc.gz        the releases in a web archive, whoever wrote it
  dateline extract --manifest pages.jsonl              lines of {\"path\": …, \"url\": …}

What cannot be opened, or gives no record, is a problem, and the rest go on: exit code 4. When
nothing can be opened, it is 2.";

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
    #[arg(long, value_name = "URL")]
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

/// One page to read.
struct Input {
    /// As given; goes into `capture`.
    name: String,
    from: From,
    url: Option<Url>,
    at: Option<Timestamp>,
    content_type: Option<String>,
    teaser: Option<Teaser>,
}

enum From {
    File(PathBuf),
    Warc(PathBuf),
    Stdin,
    Web(Url),
}

pub(super) fn run(args: &Args, common: &Common) -> Result<Exit, Failure> {
    let resolved = common.resolve()?;
    let profile = match &args.profile {
        Some(name) => profiles::one(&profiles::library(&resolved)?, name)?,
        None => Arc::new(Profile::none()),
    };
    let mut told = Told::new(args)?;
    let mut reader = Reader {
        profile: Arc::clone(&profile),
        settings: resolved.settings.clone(),
        web: None,
    };
    let mut archives = warc::Archives::new(args, &resolved, &profile);
    let inputs = inputs::inputs(args)?;
    let mut unopened = 0;
    for input in &inputs {
        if let From::File(path) | From::Warc(path) = &input.from
            && let Err(error) = try_open(path)
        {
            unopened += 1;
            let unread = unlike(Class::Empty, format!("cannot read: {error}"));
            told.problem(&input.name, &profile, unread, 0)?;
            continue;
        }
        if let From::Warc(path) = &input.from {
            archives.read(path, &input.name, &mut told)?;
            continue;
        }
        match reader.read(input) {
            Ok(record) => told.record(&record)?,
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

/// Whether an input can be opened. A pipe is opened only once.
fn try_open(path: &Path) -> std::io::Result<()> {
    if fs::metadata(path)?.is_file() {
        fs::File::open(path)?;
    }
    Ok(())
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

/// Reads inputs one after the other.
struct Reader {
    profile: Arc<Profile>,
    settings: Settings,
    /// One for all addresses: two pages of one host are asked for at its pace.
    web: Option<(Runtime, Web)>,
}

/// An input that gives no record.
struct Unread {
    class: Class,
    message: String,
    exit: Exit,
}

/// The page is there, and no record can be read from it.
fn unlike(class: Class, message: String) -> Unread {
    Unread {
        class,
        message,
        exit: Exit::Quality,
    }
}

/// The page is not to be had from the web.
fn unreached(class: Class, message: String) -> Unread {
    Unread {
        class,
        message,
        exit: Exit::Unreachable,
    }
}

impl Reader {
    fn read(&mut self, input: &Input) -> Result<Record, Unread> {
        let page = self.page(input)?;
        let draft = extract::extract(&page, &self.profile, input.teaser.as_ref(), &|| false)
            .map_err(|unreadable| unlike(unreadable.class, unreadable.message))?;
        let mut record = record::normalize(draft)
            .map_err(|rejection| unlike(rejection.class, rejection.message))?;
        record.capture = Some(input.name.clone());
        Ok(record)
    }

    fn page(&mut self, input: &Input) -> Result<Page, Unread> {
        let limit = self.settings.max_body;
        let unreadable =
            |error: std::io::Error| unlike(Class::Empty, format!("cannot read: {error}"));
        let (bytes, at) = match &input.from {
            From::File(path) => {
                let file = fs::File::open(path).map_err(unreadable)?;
                let modified = file.metadata().and_then(|facts| facts.modified()).ok();
                (
                    bounded(file, limit).map_err(unreadable)?,
                    modified.and_then(moment),
                )
            }
            From::Stdin => (
                bounded(std::io::stdin().lock(), limit).map_err(unreadable)?,
                None,
            ),
            From::Web(url) => return self.fetched(url),
            From::Warc(_) => (Vec::new(), None),
        };
        if bytes.len() as u64 > limit {
            let message = format!("more than {limit} bytes; --max-body allows more");
            return Err(unlike(Class::TooLarge, message));
        }
        let at = input.at.or(at).unwrap_or_else(Timestamp::now);
        Ok(saved_page(
            &bytes,
            input.url.clone(),
            at,
            input.content_type.as_deref(),
        ))
    }

    /// One page from the web, by the same admission as a crawl.
    fn fetched(&mut self, url: &Url) -> Result<Page, Unread> {
        let mut hosts = self.profile.hosts.allowed.clone();
        hosts.extend(url.host_str().map(str::to_owned));
        let request = Request {
            url: url.clone(),
            profile: self.profile.id.clone(),
            source: SourceId::new(url.as_str()),
            politeness: self.profile.politeness.clone(),
            hosts,
            validators: Validators::default(),
            kind: PageKind::Release,
            keep: false,
            visit: None,
        };
        let (runtime, web) = self.web()?;
        match runtime.block_on(web.fetch(request)).outcome {
            Ok(Fetched::Page(page)) => Ok(*page),
            Ok(Fetched::NotModified { .. }) => Err(unreached(
                Class::Http3xx,
                "the server says \"not modified\" to a request that did not ask".to_owned(),
            )),
            Ok(Fetched::Gone { status }) => {
                let class = if status == 410 {
                    Class::Gone
                } else {
                    Class::NotFound
                };
                Err(unreached(class, format!("the server answers {status}")))
            }
            Ok(Fetched::Refused(refusal)) => Err(unreached(refusal.class, refusal.message)),
            Err(error) => Err(unreached(error.class, error.message)),
        }
    }

    /// The way to the web, made when it is first needed.
    fn web(&mut self) -> Result<&(Runtime, Web), Unread> {
        let web = match self.web.take() {
            Some(web) => web,
            None => {
                let internal = |message: String| Unread {
                    class: Class::Connect,
                    message,
                    exit: Exit::Internal,
                };
                let runtime =
                    crawl::runtime().map_err(|failure| internal(format!("{:#}", failure.error)))?;
                let web = {
                    let _entered = runtime.enter();
                    Web::new(&self.settings, Resolver::System, Vec::new()).map_err(|error| {
                        let failure = crawl::no_web(error);
                        Unread {
                            exit: failure.exit,
                            ..internal(format!("{:#}", failure.error))
                        }
                    })?
                };
                (runtime, web)
            }
        };
        Ok(self.web.insert(web))
    }
}

/// Reads at most one byte more than the limit.
fn bounded(from: impl Read, limit: u64) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn moment(time: SystemTime) -> Option<Timestamp> {
    Timestamp::try_from(time).ok()
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
