//! A whole report for a person: the summary, and beneath it what was filled, heard and asked.

use std::fmt::Write as _;

use jiff::Timestamp;

use super::politeness::Site;
use super::summary::{Aliases, Newsroom, RunReport, SourceReport};
use super::{counted, render, visible};

/// Everything in a report, as plain text.
#[must_use]
pub fn details(report: &RunReport) -> String {
    let mut text = String::new();
    let ended = match report.ended {
        Some(ended) => whole(ended),
        None => "not ended".to_owned(),
    };
    line(
        &mut text,
        &format!(
            "Run {} of {}, {} to {ended}",
            report.run,
            report.tool,
            whole(report.began)
        ),
    );
    text.push('\n');
    text.push_str(&render(report));
    for (org, newsroom) in &report.newsrooms {
        text.push('\n');
        self::newsroom(&mut text, org, newsroom);
    }
    if !report.politeness.sites.is_empty() {
        text.push('\n');
        line(
            &mut text,
            &format!("Asked as {:?}:", report.politeness.user_agent),
        );
        for (name, site) in &report.politeness.sites {
            self::site(&mut text, name, site);
        }
    }
    text
}

fn newsroom(text: &mut String, org: &str, newsroom: &Newsroom) {
    line(text, &format!("{org}: {}", newsroom.heard.as_str()));
    let newest = newsroom
        .newest
        .map_or_else(|| "none dated".to_owned(), |day| day.to_string());
    line(
        text,
        &format!(
            "  holds {}, the newest of {newest}",
            counted(newsroom.held, "release", "releases")
        ),
    );
    let canaries = &newsroom.canaries;
    if canaries.whole + canaries.less + canaries.replaced > 0 {
        line(
            text,
            &format!(
                "  releases of old looked at: {} as they were, {} with less, {} replaced",
                canaries.whole, canaries.less, canaries.replaced
            ),
        );
    }
    let Aliases { met, samples } = &newsroom.aliases;
    if *met > 0 {
        let addresses = counted(*met, "address leads", "addresses lead");
        let what = format!("  {addresses} to releases that have another page:");
        line(text, &what);
        for (url, id) in samples {
            line(text, &format!("    {url} is {id}"));
        }
    }
    for (id, source) in &newsroom.sources {
        self::source(text, id, source);
    }
    if newsroom.coverage.records > 0 {
        line(
            text,
            &format!(
                "  filled in {}:",
                counted(newsroom.coverage.records, "record", "records")
            ),
        );
        for field in newsroom.coverage.fields.keys() {
            let share = newsroom.coverage.share(field).unwrap_or(0.0);
            line(text, &format!("    {field:<18} {:>4.0} %", share * 100.0));
        }
    }
}

fn source(text: &mut String, id: &str, source: &SourceReport) {
    let role = match source.audit {
        Some(_) => "audited ",
        None => "",
    };
    let stopped = source.stopped.as_deref().unwrap_or("goes on");
    line(
        text,
        &format!(
            "  {role}{id}: {} with {}; {stopped}",
            counted(source.pages, "page", "pages"),
            counted(source.requests, "request", "requests")
        ),
    );
    let samples = source.audit.iter().flat_map(|audit| &audit.samples);
    for url in samples {
        line(text, &format!("    not held: {url}"));
    }
}

fn site(text: &mut String, name: &str, site: &Site) {
    let kept = &site.kept;
    let gap = kept
        .smallest_gap_ms
        .map(|gap| format!(", at least {gap} ms between two"));
    line(
        text,
        &format!(
            "  {name}: {} ({} for robots.txt){}, {} % not modified, {} KiB received",
            counted(kept.requests, "request", "requests"),
            kept.robots_requests,
            gap.unwrap_or_default(),
            kept.not_modified_percent,
            kept.received / 1024
        ),
    );
    for (rule, applied) in &kept.rules {
        line(
            text,
            &format!(
                "    {rule}: {}, pauses of {} to {} ms",
                counted(applied.requests, "request", "requests"),
                applied.pause_ms,
                applied.longest_pause_ms
            ),
        );
    }
    for (class, count) in &kept.refusals {
        line(text, &format!("    not asked for: {count} {class}"));
    }
}

/// A moment as the report writes it: whole seconds.
fn whole(moment: Timestamp) -> String {
    moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// One line, its indentation and columns kept, and nothing in it that steers a terminal.
fn line(text: &mut String, what: &str) {
    let what = visible(&what.replace(['\n', '\r', '\t'], " "));
    let _ = writeln!(text, "{}", what.trim_end());
}
