//! `dateline demo`: the whole program on this machine, without a network.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use clap::Args as ClapArgs;
use ipnet::IpNet;

use super::crawl::{Aims, Captures, Job, Output, perform};
use super::output;
use super::settings::Common;
use super::{Exit, Failure, crawl};
use crate::crawl::Existing;
use crate::demo::{Demo, NEWSROOMS};
use crate::profile::{Library, Profile};
use crate::report::RunReport;
use crate::settings::Settings;

/// The demo's servers are this machine's own, so it need not wait as long as on the web.
const DELAY: Duration = Duration::from_millis(300);

/// Crawl two made-up newsrooms on this machine, end to end, without a network.
#[derive(Debug, ClapArgs)]
pub(super) struct Args {}

pub(super) fn run(_: &Args, common: &Common) -> Result<Exit, Failure> {
    let data = common
        .data
        .clone()
        .unwrap_or_else(|| PathBuf::from("dateline-demo"));
    crawl::block_on(demonstrate(&data))?
}

async fn demonstrate(data: &Path) -> Result<Exit, Failure> {
    let demo = Demo::start()
        .await
        .map_err(|error| Failure::new(Exit::Internal, error))?;
    let profiles = profiles()?;
    output::say(&format!(
        "Two made-up newsrooms are served on this machine, and crawled like real ones: robots.txt first, one request at a time, {} ms apart.",
        DELAY.as_millis()
    ));
    for (host, address) in demo.addresses() {
        output::say(&format!("  http://{host}/ is at {address}"));
    }
    let job = Job {
        profiles,
        settings: settings(&demo),
        resolver: demo.resolver(),
        data: data.to_owned(),
        quiet: false,
        output: Output::Files,
        capture: Captures::None,
        aims: Aims::default(),
        existing: Existing::Expect,
    };
    let (report, exit) = perform(job).await?;
    if exit == Exit::Done {
        show(data, &report)?;
    }
    Ok(exit)
}

/// The guard's exception names just the demo's own addresses.
fn settings(demo: &Demo) -> Settings {
    let mut allow_address: Vec<IpNet> = demo
        .addresses()
        .values()
        .map(|address| IpNet::from(address.ip()))
        .collect();
    allow_address.dedup();
    Settings {
        delay: Some(DELAY),
        allow_address,
        max_requests: Some(0),
        ..Settings::default()
    }
}

/// The embedded profiles, whatever lies in ./selectors: the demo's pages are theirs.
fn profiles() -> Result<Vec<Arc<Profile>>, Failure> {
    let library = Library::shipped();
    NEWSROOMS
        .iter()
        .map(|name| super::profiles::one(&library, name))
        .collect()
}

fn show(data: &Path, report: &RunReport) -> Result<(), Failure> {
    let file = data
        .join("releases")
        .join(format!("{}.jsonl", NEWSROOMS[1]));
    let unreadable = |error| {
        Failure::new(
            Exit::Unwritable,
            anyhow::Error::new(error).context(format!("cannot read {}", file.display())),
        )
    };
    let text = std::fs::read_to_string(&file).map_err(unreadable)?;
    // One that shows what a careful reader finds: dated by its dateline, where there is one.
    let dated = r#""published_from":"dateline""#;
    let shown = text.lines().rfind(|line| line.contains(dated));
    if let Some(line) = shown.or_else(|| text.lines().last()) {
        let record: serde_json::Value =
            serde_json::from_str(line).map_err(|error| Failure::new(Exit::Internal, error))?;
        output::say(&format!("\nA record of {}:", file.display()));
        output::data(&format!("{record:#}")).map_err(unreadable)?;
    }
    let is_new = report
        .newsrooms
        .values()
        .any(|newsroom| newsroom.new + newsroom.changed > 0);
    if !is_new {
        output::say(
            "\nNothing is new, and not a byte of the output changed: this is what most scheduled runs do.",
        );
    }
    output::say(&format!(
        "\nNext:\n  dateline demo                          again: nothing is new\n  duckdb -c \"SELECT published_on, places, title FROM '{0}/releases/*.jsonl' ORDER BY 1\"\n  python3 -c \"import pandas; print(pandas.read_json('{1}', lines=True, dtype=False)[['published_on','title']])\"\n  dateline check                         the profiles, and their saved pages as tests\n  dateline crawl --help                  a newsroom of your own",
        data.display(),
        file.display()
    ));
    Ok(())
}
