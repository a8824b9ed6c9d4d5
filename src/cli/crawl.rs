//! `dateline crawl`: fetch what is new or changed, and append it to the output.

use std::path::PathBuf;
use std::sync::Arc;

use clap::Args as ClapArgs;
use jiff::Timestamp;
use tokio::runtime::Runtime;
use tokio::sync::watch;
use url::Url;

use super::settings::Common;
use super::{Exit, Failure, output, profiles, progress};
use crate::crawl::{Crawl, CrawlError, Ending, Existing, Listener, Plan, Standing, reconcile};
use crate::fetch::{Resolver, Web};
use crate::frontier::{Embedded, Frontier};
use crate::problem::{Class, Problem};
use crate::profile::{Pages, Profile};
use crate::report::{self, Recorder, RunReport};
use crate::settings::Settings;
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
    /// Say what would be done, without a request
    #[arg(long)]
    dry_run: bool,
    /// `-`: records to stdout (each at least once) instead of DATA/releases
    #[arg(long, value_name = "-", value_parser = ["-"])]
    output: Option<String>,
    /// Write lines for pages that only read differently under a changed profile or version
    #[arg(long)]
    reread: bool,
    /// Go on from outputs that are not what was last committed
    #[arg(long, conflicts_with = "rebuild_state")]
    adopt: bool,
    /// Forget the state and read all of the output again
    #[arg(long)]
    rebuild_state: bool,
}

/// One run, whoever asked for it.
pub(super) struct Job {
    pub(super) profiles: Vec<Arc<Profile>>,
    pub(super) settings: Settings,
    pub(super) resolver: Resolver,
    pub(super) data: PathBuf,
    pub(super) output: Output,
    pub(super) reread: bool,
    pub(super) limit: Option<u64>,
    pub(super) existing: Existing,
}

/// Where records go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Output {
    Files,
    Stdout,
}

pub(super) fn run(args: &Args, common: &Common) -> Result<Exit, Failure> {
    let resolved = common.resolve()?;
    let library = profiles::library(&resolved)?;
    let profiles = profiles::to_crawl(&library, &args.profiles, resolved.draft)?;
    if args.dry_run {
        return dry_run(&profiles, &resolved.settings);
    }
    let job = Job {
        profiles,
        settings: resolved.settings,
        resolver: Resolver::System,
        data: resolved.data,
        output: if args.output.is_some() {
            Output::Stdout
        } else {
            Output::Files
        },
        reread: args.reread,
        limit: args.limit,
        existing: match (args.adopt, args.rebuild_state) {
            (_, true) => Existing::Rebuild,
            (true, false) => Existing::Adopt,
            (false, false) => Existing::Expect,
        },
    };
    runtime()?.block_on(perform(job)).map(|(_, exit)| exit)
}

/// The runtime of a command: the engine is mostly waiting.
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

/// Crawls, reports, and says how it went.
pub(super) async fn perform(job: Job) -> Result<(RunReport, Exit), Failure> {
    let began = Timestamp::now();
    let data = DataDir::open(&job.data, began).map_err(data_dir_failure)?;
    let state = data.state();
    if job.existing == Existing::Rebuild {
        Embedded::set_aside(&state).map_err(|error| {
            unwritable(
                anyhow::Error::new(error).context(format!("cannot set {} aside", state.display())),
            )
        })?;
    }
    let frontier = Embedded::open(&state).map_err(unwritable)?;
    let recorder =
        Recorder::begin(&data.run(), data.run_id(), &job.profiles, began).map_err(|error| {
            unwritable(
                anyhow::Error::new(error)
                    .context(format!("cannot write in {}", data.run().display())),
            )
        })?;
    let mut exit = Exit::Done;

    let memory = frontier.hosts().await.map_err(unwritable)?;
    let web = Web::new(&job.settings, job.resolver, memory)
        .map_err(|error| Failure::new(Exit::Internal, error))?;
    refuse_without_contact(&job.profiles, &web).await?;

    let (ending, profiles) = match job.output {
        Output::Stdout => {
            let plan = plan(&job.profiles, &job.settings, job.reread, job.limit);
            (
                engine(web, frontier, Stdout::new(), &recorder, plan).await,
                job.profiles,
            )
        }
        Output::Files => {
            let (sink, standings) = reconcile(&data, &frontier, &job.profiles, job.existing, began)
                .await
                .map_err(unwritable)?;
            let profiles = usable(job.profiles, standings, &recorder, &mut exit, began);
            let plan = plan(&profiles, &job.settings, job.reread, job.limit);
            (engine(web, frontier, sink, &recorder, plan).await, profiles)
        }
    };
    let interrupted = matches!(ending, Ok(Ending::Interrupted));
    let report = recorder
        .end(&profiles, interrupted, Timestamp::now())
        .map_err(unwritable)?;
    output::say(report::render(&report).trim_end());
    output::say(&format!(
        "Report: {}",
        data.run().join("report.json").display()
    ));
    match ending {
        Ok(Ending::Done) => {}
        Ok(Ending::Interrupted) => exit = exit.or(Exit::Interrupted),
        Err(error @ CrawlError::Task(_)) => return Err(Failure::new(Exit::Internal, error)),
        Err(error) => return Err(unwritable(error)),
    }
    let verdict = report.verdict();
    if verdict.unreachable {
        exit = exit.or(Exit::Unreachable);
    }
    if verdict.quality {
        exit = exit.or(Exit::Quality);
    }
    Ok((report, exit))
}

fn plan(profiles: &[Arc<Profile>], settings: &Settings, reread: bool, limit: Option<u64>) -> Plan {
    Plan {
        profiles: profiles.to_vec(),
        reread,
        max_url: settings.max_url,
        limit,
    }
}

async fn engine<S: crate::sink::Sink + 'static>(
    web: Web,
    frontier: Embedded,
    sink: S,
    recorder: &Arc<Recorder>,
    plan: Plan,
) -> Result<Ending, CrawlError> {
    let report = recorder.listener();
    let progress = progress::listener(&plan.profiles);
    let listener: Listener = Arc::new(move |event| {
        report(event);
        progress(event);
    });
    let (stop, stopped) = watch::channel(false);
    let signals = tokio::spawn(stop_on_signals(stop));
    let ending = Crawl {
        fetch: web,
        frontier,
        sink,
        listener,
    }
    .run(plan, stopped)
    .await;
    signals.abort();
    ending
}

/// The first signal ends the run cleanly; a second one at once.
async fn stop_on_signals(stop: watch::Sender<bool>) {
    interrupted().await;
    output::say("Stopping: what was fetched is kept. Once more to stop at once.");
    // Nobody listens any more when the run has just ended.
    let _ = stop.send(true);
    interrupted().await;
    std::process::exit(130);
}

#[cfg(unix)]
async fn interrupted() {
    use tokio::signal::unix::{SignalKind, signal};
    let (Ok(mut interrupt), Ok(mut terminate)) = (
        signal(SignalKind::interrupt()),
        signal(SignalKind::terminate()),
    ) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = interrupt.recv() => {}
        _ = terminate.recv() => {}
    }
}

#[cfg(not(unix))]
async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
}

/// A server's operator must be able to find out who is asking.
async fn refuse_without_contact(profiles: &[Arc<Profile>], web: &Web) -> Result<(), Failure> {
    for profile in profiles {
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
                output::say(&format!("{}: {message}", profile.id));
                recorder.problem(Problem {
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
            0 => "no limit".to_owned(),
            limit => format!("at most {limit}"),
        };
        text.push_str(&format!(
            "{}: as {:?}, {:.1} s between requests (more if robots.txt asks), {budget} requests a source\n",
            profile.id,
            settings.user_agent(),
            delay.as_secs_f64()
        ));
        for source in &profile.sources {
            let first = match source.pages {
                Pages::Numbered { first, .. } => source.url.replace("{page}", &first.to_string()),
                Pages::Single | Pages::Next(_) => source.url.clone(),
            };
            text.push_str(&format!("  listing {first}\n"));
        }
    }
    output::data(text.trim_end())
        .map_err(|error| unwritable(anyhow::Error::new(error).context("cannot write to stdout")))?;
    Ok(Exit::Done)
}

fn data_dir_failure(error: DataDirError) -> Failure {
    let exit = if matches!(error, DataDirError::InUse { .. }) {
        Exit::InUse
    } else {
        Exit::Unwritable
    };
    Failure::new(exit, error)
}

fn unwritable(error: impl Into<anyhow::Error>) -> Failure {
    Failure::new(Exit::Unwritable, error)
}
