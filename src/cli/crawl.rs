//! `dateline crawl`: fetch what is new or changed, and append it to the output.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::Args as ClapArgs;
use clap::builder::BoolishValueParser;
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use tokio::runtime::Runtime;
use tokio::sync::watch;
use url::Url;

use super::settings::Common;
use super::signals::{self, stopped};
use super::since::Since;
use super::{Exit, Failure, log, output, profiles, progress};
use crate::archive::{self, Capture};
use crate::crawl::{
    Crawl, CrawlError, Ending, Event, Existing, Listener, Plan, Standing, reconcile,
};
use crate::fetch::{HostMemory, Resolver, SetupError, Web};
use crate::frontier::{Batch, Embedded, Frontier};
use crate::problem::{Class, Problem};
use crate::profile::{Profile, Role};
use crate::readers::Readers;
use crate::report::{self, Recorder, RunReport, Verdict, counted};
use crate::settings::{Settings, parse_size};
use crate::sink::{DataDir, DataDirError, Stdout};

const EXAMPLES: &str = "\
Examples:
  dateline crawl --contact me@example.org         every active profile
  dateline crawl osce --draft --contact me@example.org --limit 20
  dateline crawl osce --draft --dry-run           what would be asked for, and how fast
  dateline crawl --output - | jq -r .title        records to stdout

A killed run goes on where it was; run the same command again. Schedule it with cron and look
at the exit code.";

/// Fetch what is new or changed and append it to the output.
#[derive(Debug, ClapArgs)]
#[command(after_help = EXAMPLES, after_long_help = format!("{EXAMPLES}\n\n{}", super::exit::TABLE))]
pub(super) struct Args {
    /// Profiles by name [default: every active one]
    #[arg(value_name = "PROFILE")]
    profiles: Vec<String>,
    /// Stop a newsroom after so many new or changed releases
    #[arg(long, value_name = "N")]
    limit: Option<u64>,
    /// Only what was published since a day (2026-03-31) or for a time (30d). What is older is left
    /// for other runs; a release whose row has no date is fetched and recorded, whatever its page
    /// says
    #[arg(long, value_name = "DATE", value_parser = Since::parse, conflicts_with = "full")]
    since: Option<Since>,
    /// Walk every source to its end and look at every release again, whenever it is due. With a
    /// budget this takes several runs: give --full again until all were seen
    #[arg(long)]
    full: bool,
    /// Write what most second looks find. Otherwise, when at least five and half of a newsroom's
    /// releases that are looked at again changed or vanished at once, it is taken for a change of
    /// the site: no line is written, and the exit code is 4
    #[arg(long)]
    accept_changes: bool,
    /// Say only what is wrong: no progress, and no line of a newsroom unless it makes the exit
    /// code another than 0
    #[arg(short, long)]
    quiet: bool,
    /// Say what would be done, without a request
    #[arg(long)]
    dry_run: bool,
    /// `-`: records to stdout (each at least once) instead of DATA/releases
    #[arg(long, value_name = "-", value_parser = ["-"], conflicts_with_all = ["adopt", "rebuild_state"])]
    output: Option<String>,
    /// Read pages again as they come due, and write lines for those that only read differently
    /// under a changed profile or version
    #[arg(long)]
    reread: bool,
    /// Keep every exchange in WARC files, DATA/captures/<run>-00001.warc.gz; records point there
    #[arg(long, env = "DATELINE_CAPTURE", value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true", value_parser = BoolishValueParser::new())]
    capture: Option<bool>,
    /// The size beyond which a capture is continued in another file [default: 1GiB]
    #[arg(long, value_name = "SIZE", env = "DATELINE_CAPTURE_SIZE", value_parser = parse_size, hide_short_help = true)]
    capture_size: Option<u64>,
    /// Go on from outputs that are not what was last committed; what they lack is not fetched again
    #[arg(long, conflicts_with = "rebuild_state")]
    adopt: bool,
    /// Forget the state and read all of the output again; what it lacks is fetched again
    #[arg(long)]
    rebuild_state: bool,
}

/// One run, whoever asked for it.
pub(super) struct Job {
    pub(super) profiles: Vec<Arc<Profile>>,
    pub(super) settings: Settings,
    pub(super) resolver: Resolver,
    pub(super) data: PathBuf,
    /// Only what is wrong is said.
    pub(super) quiet: bool,
    pub(super) output: Output,
    pub(super) capture: Captures,
    pub(super) aims: Aims,
    pub(super) existing: Existing,
}

/// What a run looks at and writes, beyond what is new and due.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Aims {
    reread: bool,
    limit: Option<u64>,
    since: Option<Date>,
    full: bool,
    accept_changes: bool,
}

/// Where records go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Output {
    Files,
    Stdout,
}

/// Whether what is fetched is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Captures {
    None,
    /// In files of this size.
    Files(u64),
}

pub(super) fn run(args: &Args, common: &Common) -> Result<Exit, Failure> {
    let resolved = common.resolve()?;
    let library = profiles::library(&resolved)?;
    let (profiles, exit) = profiles::to_crawl(&library, &args.profiles, resolved.draft)?;
    if args.dry_run {
        return dry_run(&profiles, &resolved.settings).map(|ended| exit.or(ended));
    }
    let job = Job {
        profiles,
        settings: resolved.settings,
        resolver: Resolver::System,
        data: resolved.data,
        quiet: args.quiet,
        output: if args.output.is_some() {
            Output::Stdout
        } else {
            Output::Files
        },
        capture: if args.capture.unwrap_or(resolved.capture) {
            let size = args.capture_size.or(resolved.capture_size);
            Captures::Files(size.unwrap_or(archive::FILE_SIZE))
        } else {
            Captures::None
        },
        aims: Aims {
            reread: args.reread,
            limit: args.limit,
            since: args.since.map(|since| since.day(Timestamp::now())),
            full: args.full,
            accept_changes: args.accept_changes,
        },
        existing: match (args.adopt, args.rebuild_state) {
            (_, true) => Existing::Rebuild,
            (true, false) => Existing::Adopt,
            (false, false) => Existing::Expect,
        },
    };
    block_on(perform(job))?.map(|(_, ended)| exit.or(ended))
}

/// Runs a command's work to its end: it is mostly waiting.
pub(super) fn block_on<T>(work: impl Future<Output = T>) -> Result<T, Failure> {
    let runtime = runtime()?;
    let done = runtime.block_on(work);
    // What hangs in a system call (a pipe that nobody reads, a disk that does not answer)
    // must not keep the program from ending.
    runtime.shutdown_timeout(Duration::from_secs(1));
    Ok(done)
}

/// The runtime of a command.
pub(super) fn runtime() -> Result<Runtime, Failure> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .worker_threads(2)
        .build()
        .map_err(|error| {
            Failure::new(
                Exit::Internal,
                anyhow::Error::new(error).context("cannot start the runtime"),
            )
        })
}

/// No way to the web can be had.
pub(super) fn no_web(error: SetupError) -> Failure {
    let exit = match &error {
        SetupError::Contact(_) | SetupError::Certificates { .. } => Exit::Usage,
        SetupError::Tls(_) | SetupError::Client(_) => Exit::Internal,
    };
    Failure::new(exit, error)
}

/// Crawls, reports, and says how it went.
pub(super) async fn perform(job: Job) -> Result<(RunReport, Exit), Failure> {
    let stop = signals::listen("Stopping: what was fetched is kept.");
    let began = Timestamp::now();
    tokio::select! {
        biased;
        () = stopped(stop.clone()) => return Err(interrupted_early()),
        refused = refuse_without_contact(&job) => refused?,
    }
    let data = DataDir::open(&job.data, began).map_err(data_dir_failure)?;
    let (frontier, memory) = open_state(&data, job.existing).await?;
    if job.output == Output::Stdout {
        refuse_kept_files(&frontier, &job).await?;
    }
    let recorder =
        Recorder::begin(&data.run(), data.run_id(), &job.profiles, began).map_err(|error| {
            unwritable(
                anyhow::Error::new(error)
                    .context(format!("cannot write in {}", data.run().display())),
            )
        })?;
    recorder.named(&job.settings.user_agent());
    for profile in &job.profiles {
        let history = frontier.history(&profile.id).await.map_err(unwritable)?;
        recorder.recall(&profile.id, history);
    }
    let web = Web::new(&job.settings, job.resolver, memory).map_err(no_web)?;

    let fetch = match job.capture {
        Captures::None => Capture::nothing(web),
        Captures::Files(size) => Capture::new(web, data.path(), data.run_id(), size),
    };

    let (folder, most) = (data.path().to_owned(), job.settings.max_body);
    let kept: crate::crawl::Captures =
        Arc::new(move |capture| archive::kept_page(&folder, capture, most));
    let listener = listener(&recorder, &job.profiles, job.quiet);
    let mut exit = Exit::Done;
    let (ending, profiles) = match job.output {
        Output::Stdout => {
            let plan = plan(&job.profiles, &job.settings, job.aims);
            let ending = engine(fetch, frontier, Stdout::new(), kept, listener, plan, &stop).await;
            (ending, job.profiles)
        }
        Output::Files => {
            let standings = tokio::select! {
                biased;
                () = stopped(stop.clone()) => None,
                standings = reconcile(&data, &frontier, &job.profiles, job.existing, began) => Some(standings),
            };
            match standings {
                None => (Ok(Ending::Interrupted), job.profiles),
                Some(standings) => {
                    let (sink, standings) = standings.map_err(unwritable)?;
                    let profiles = usable(job.profiles, standings, &recorder, &mut exit, began);
                    let plan = plan(&profiles, &job.settings, job.aims);
                    let ending = engine(fetch, frontier, sink, kept, listener, plan, &stop).await;
                    (ending, profiles)
                }
            }
        }
    };
    match ending {
        Ok(Ending::Done) => {}
        Ok(Ending::Interrupted) => exit = exit.or(Exit::Interrupted),
        Err(error) => {
            exit = exit.or(match &error {
                CrawlError::Task(_) => Exit::Internal,
                CrawlError::Sink(_) | CrawlError::Frontier(_) | CrawlError::Capture(_) => {
                    Exit::Unwritable
                }
            });
            output::say(&format!("error: {:#}", anyhow::Error::new(error)));
        }
    }
    if *stop.borrow() {
        exit = exit.or(Exit::Interrupted);
    }
    let report = recorder
        .end(&profiles, exit == Exit::Interrupted, Timestamp::now())
        .map_err(|error| {
            let doing = format!("cannot write the report in {}", data.run().display());
            unwritable(anyhow::Error::new(error).context(doing))
        })?;
    if let Err(failure) = remember(&data, &recorder).await {
        output::say(&format!("error: {:#}", failure.error));
        exit = exit.or(failure.exit);
    }
    let told = if job.quiet {
        report::faults(&report)
    } else {
        report::render(&report)
    };
    if !(job.quiet && told.is_empty()) {
        output::say(told.trim_end());
        output::say(&format!(
            "Report: {}",
            data.run().join("report.json").display()
        ));
    }
    Ok((report.clone(), exit.or(judged(report.verdict()))))
}

/// Writes down what the next run has to know of this one. The engine has closed the state.
async fn remember(data: &DataDir, recorder: &Recorder) -> Result<(), Failure> {
    let summaries = recorder.summaries();
    if summaries.is_empty() {
        return Ok(());
    }
    let frontier = Embedded::open(&data.state()).map_err(unwritable)?;
    for (org, summary) in summaries {
        frontier.remember(&org, summary).await.map_err(unwritable)?;
    }
    Ok(())
}

fn judged(verdict: Verdict) -> Exit {
    let mut exit = Exit::Done;
    if verdict.defect {
        exit = exit.or(Exit::Internal);
    }
    if verdict.unreachable {
        exit = exit.or(Exit::Unreachable);
    }
    if verdict.quality {
        exit = exit.or(Exit::Quality);
    }
    exit
}

/// Opens the state, a new one to rebuild; what politeness remembers of hosts outlives it.
async fn open_state(
    data: &DataDir,
    existing: Existing,
) -> Result<(Embedded, Vec<HostMemory>), Failure> {
    let state = data.state();
    if existing != Existing::Rebuild || !state.exists() {
        let frontier = Embedded::open(&state).map_err(unwritable)?;
        let memory = frontier.hosts().await.map_err(unwritable)?;
        return Ok((frontier, memory));
    }
    let memory = match Embedded::open(&state) {
        Ok(old) => old.hosts().await.unwrap_or_default(),
        // A damaged state is a reason to rebuild it.
        Err(_) => Vec::new(),
    };
    let kept = Embedded::set_aside(&state).map_err(|error| {
        unwritable(
            anyhow::Error::new(error).context(format!("cannot set {} aside", state.display())),
        )
    })?;
    if let Some(kept) = kept {
        output::say(&format!("The former state is kept in {}", kept.display()));
    }
    let frontier = Embedded::open(&state).map_err(unwritable)?;
    let hosts = Batch {
        hosts: memory.clone(),
        now: Timestamp::now(),
        ..Batch::default()
    };
    frontier.settle(hosts).await.map_err(unwritable)?;
    Ok((frontier, memory))
}

fn interrupted_early() -> Failure {
    Failure::new(
        Exit::Interrupted,
        anyhow::anyhow!("interrupted before anything was asked for"),
    )
}

/// A release that went to stdout counts as delivered; the files would lack it for ever.
async fn refuse_kept_files(frontier: &Embedded, job: &Job) -> Result<(), Failure> {
    let marks = frontier.marks().await.map_err(unwritable)?;
    let kept = |profile: &&Arc<Profile>| marks.iter().any(|mark| mark.org == profile.id);
    match job.profiles.iter().find(kept) {
        None => Ok(()),
        Some(profile) => Err(Failure::usage(format!(
            "the releases of {} are kept in {}/releases; what goes to stdout would be missing there. Name another folder with --data for --output -",
            profile.id,
            job.data.display()
        ))),
    }
}

fn plan(profiles: &[Arc<Profile>], settings: &Settings, aims: Aims) -> Plan {
    let Aims {
        reread,
        limit,
        since,
        full,
        accept_changes,
    } = aims;
    Plan {
        profiles: profiles.to_vec(),
        reread,
        max_url: settings.max_url,
        limit,
        since,
        full,
        accept_changes,
        max_requests: settings.max_requests,
    }
}

/// Who hears what happens: the report, the log, and whoever watches.
fn listener(recorder: &Arc<Recorder>, profiles: &[Arc<Profile>], quiet: bool) -> Listener {
    let report = recorder.listener();
    let log = log::listener();
    let progress = if quiet {
        Arc::new(|_: &Event| {})
    } else {
        progress::listener(profiles)
    };
    Arc::new(move |event| {
        report(event);
        log(event);
        progress(event);
    })
}

async fn engine<S: crate::sink::Sink + 'static>(
    fetch: Capture<Web>,
    frontier: Embedded,
    sink: S,
    kept: crate::crawl::Captures,
    listener: Listener,
    plan: Plan,
    stop: &watch::Receiver<bool>,
) -> Result<Ending, CrawlError> {
    Crawl {
        fetch,
        frontier,
        sink,
        listener,
        readers: Readers::default(),
        captures: Some(kept),
    }
    .run(plan, stop.clone())
    .await
}

/// A server's operator must be able to find out who is asking.
async fn refuse_without_contact(job: &Job) -> Result<(), Failure> {
    if job.settings.contact.is_some() {
        return Ok(());
    }
    let web = Web::new(&job.settings, job.resolver.clone(), Vec::new()).map_err(no_web)?;
    for profile in &job.profiles {
        for source in &profile.sources {
            if let Ok(url) = Url::parse(&source.url.replace("{page}", "1"))
                && web.needs_contact(&url).await
            {
                return Err(Failure::usage(format!(
                    "{} is a public site, and its operator must be able to reach you: name yourself with --contact (an e-mail or web address), DATELINE_CONTACT, or contact = \"…\" in dateline.toml",
                    url.host_str().unwrap_or_default()
                )));
            }
        }
    }
    Ok(())
}

/// The newsrooms whose output is what it should be; the others are told of and left.
fn usable(
    profiles: Vec<Arc<Profile>>,
    standings: Vec<Standing>,
    recorder: &Recorder,
    exit: &mut Exit,
    now: Timestamp,
) -> Vec<Arc<Profile>> {
    let mut usable = Vec::new();
    for (profile, standing) in profiles.into_iter().zip(standings) {
        for note in standing.notes {
            output::say(&format!("{}: {note}", profile.id));
        }
        match standing.refused {
            None => usable.push(profile),
            Some(message) => {
                // The summary tells of it.
                recorder.refused(Problem {
                    url: standing.path.display().to_string(),
                    org: profile.id.to_string(),
                    source: None,
                    class: Class::Truncated,
                    message,
                    attempts: 0,
                    at: now,
                });
                *exit = exit.or(Exit::Unwritable);
            }
        }
    }
    usable
}

fn dry_run(profiles: &[Arc<Profile>], settings: &Settings) -> Result<Exit, Failure> {
    let mut text = String::new();
    for profile in profiles {
        let delay = settings.delay.unwrap_or(profile.politeness.delay);
        let budget = match settings
            .max_requests
            .unwrap_or(profile.politeness.max_requests)
        {
            0 => "no limit of requests".to_owned(),
            limit => format!("at most {}", counted(limit, "request", "requests")),
        };
        let hours = match &profile.politeness.hours {
            Some(hours) => format!(", only at {hours}"),
            None => String::new(),
        };
        text.push_str(&format!(
            "{}: as {:?}, {:.1} s between requests (more if robots.txt asks), {budget} a source{hours}\n",
            profile.id,
            settings.user_agent(),
            delay.as_secs_f64()
        ));
        for source in &profile.sources {
            let today = Timestamp::now().to_zoned_datetime(TimeZone::UTC).date();
            let newest = source.periods_to(today).next();
            let first = source.address(0, newest);
            let first = first.map_or_else(|| source.url.clone(), String::from);
            let role = match source.role {
                Role::Discover => "",
                Role::Audit { .. } => ", only to compare",
            };
            text.push_str(&format!("  {} {first}{role}\n", source.kind.word()));
        }
    }
    output::data(text.trim_end())
        .map_err(|error| unwritable(anyhow::Error::new(error).context("cannot write to stdout")))?;
    Ok(Exit::Done)
}

pub(super) fn data_dir_failure(error: DataDirError) -> Failure {
    let exit = if matches!(error, DataDirError::InUse { .. }) {
        Exit::InUse
    } else {
        Exit::Unwritable
    };
    Failure::new(exit, error)
}

pub(super) fn unwritable(error: impl Into<anyhow::Error>) -> Failure {
    Failure::new(Exit::Unwritable, error)
}
