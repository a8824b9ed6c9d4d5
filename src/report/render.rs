//! The closing summary of a run, for a person.

use std::fmt::Arguments;

use super::alerts::{AlertState, Raised};
use super::heard::Heard;
use super::summary::{Newsroom, RunReport, SourceReport};
use super::{counted, one_line};
use crate::alert::{AlertKind, Evidence};

/// The summary: one paragraph a newsroom, plain text without colour.
#[must_use]
pub fn render(report: &RunReport) -> String {
    let mut text = String::new();
    for (org, newsroom) in &report.newsrooms {
        paragraph(&mut text, org, newsroom);
    }
    interrupted(&mut text, report);
    text
}

/// Only what makes the exit code another than 0; nothing of a run in which all is well.
#[must_use]
pub fn faults(report: &RunReport) -> String {
    let mut text = String::new();
    for (org, newsroom) in &report.newsrooms {
        if let Some(why) = &newsroom.refused {
            line(&mut text, format_args!("{org}: not crawled: {why}"));
            continue;
        }
        let mut found = String::new();
        for raised in &newsroom.alerts {
            if raised.state == AlertState::Raised {
                alert(&mut found, raised);
            }
        }
        for (source, report) in &newsroom.sources {
            if report.is_unreachable() {
                closed(&mut found, source, report);
            }
        }
        if newsroom.defects > 0 {
            let pages = counted(newsroom.defects, "page", "pages");
            let what = format_args!("  dateline itself failed on {pages}");
            line(&mut found, what);
        }
        if !found.is_empty() {
            line(&mut text, format_args!("{org}:"));
            text.push_str(&found);
        }
    }
    interrupted(&mut text, report);
    text
}

fn interrupted(text: &mut String, report: &RunReport) {
    if report.interrupted {
        text.push_str("Interrupted: what was fetched is kept; the next run goes on from here.\n");
    }
}

fn paragraph(text: &mut String, org: &str, newsroom: &Newsroom) {
    if let Some(why) = &newsroom.refused {
        line(text, format_args!("{org}: not crawled: {why}"));
        return;
    }
    let mut news = match (newsroom.new, newsroom.changed) {
        (0, 0) => "nothing new".to_owned(),
        (new, 0) => format!("{new} new"),
        (new, changed) => format!("{new} new, {changed} changed"),
    };
    for (count, what) in [(newsroom.gone, "gone"), (newsroom.back, "back again")] {
        if count > 0 {
            news.push_str(&format!(", {count} {what}"));
        }
    }
    line(
        text,
        format_args!(
            "{org}: {news} ({} listed, {} fetched, {} unchanged)",
            newsroom.listed, newsroom.fetched, newsroom.unchanged
        ),
    );
    line(
        text,
        format_args!(
            "  {}, {} KiB, {:.1} minutes waited for politeness",
            counted(newsroom.requests, "request", "requests"),
            newsroom.bytes / 1024,
            minutes(newsroom.waited_ms)
        ),
    );
    pace(text, newsroom);
    #[rustfmt::skip]
    let beside = [
        (newsroom.rewritten, "line", "lines", "written of pages that read differently under the changed profile or version"),
        (newsroom.reread, "page reads", "pages read", "differently under the changed profile or version; only `--reread` writes such lines"),
        (newsroom.translations, "page", "pages", "in other languages left out"),
    ];
    for (count, one, more, what) in beside {
        if count > 0 {
            line(text, format_args!("  {} {what}", counted(count, one, more)));
        }
    }
    if !newsroom.problems.is_empty() {
        let classes: Vec<String> = newsroom
            .problems
            .iter()
            .map(|(class, count)| format!("{count} {class}"))
            .collect();
        line(text, format_args!("  problems: {}", classes.join(", ")));
    }
    match newsroom.heard {
        Heard::News | Heard::Silence | Heard::Nothing => {}
        heard @ (Heard::NoNews | Heard::Drift | Heard::Failing) => {
            line(text, format_args!("  {}", heard.as_str()));
        }
    }
    for raised in &newsroom.alerts {
        alert(text, raised);
    }
    for (source, report) in &newsroom.sources {
        walk(text, source, report);
    }
    if newsroom.waiting > 0 {
        line(
            text,
            format_args!(
                "  {} for a later run",
                counted(newsroom.waiting, "page waits", "pages wait")
            ),
        );
    }
}

/// How the newsroom's servers were asked, as far as it is worth a line.
fn pace(text: &mut String, newsroom: &Newsroom) {
    let kept = &newsroom.politeness;
    if let Some(gap) = kept.smallest_gap_ms {
        let rules: Vec<&str> = kept.rules.keys().map(String::as_str).collect();
        line(
            text,
            format_args!(
                "  at least {:.1} s between two requests to a site ({}); {} % not modified",
                seconds(gap),
                rules.join(", "),
                kept.not_modified_percent
            ),
        );
    }
    for left in &kept.left {
        line(
            text,
            format_args!("  {}: {}: {}", left.host, left.class, left.because),
        );
    }
    if let Some(why) = &newsroom.rests {
        line(text, format_args!("  rests: {why}"));
    }
}

/// What changed, and whether that counts.
fn alert(text: &mut String, raised: &Raised) {
    let Raised { alert, runs, state } = raised;
    let kind = if alert.kind == AlertKind::Silence {
        "silence"
    } else {
        "drift"
    };
    let counts = match state {
        AlertState::Raised if *runs > 1 => format!(" ({runs} runs in a row)"),
        AlertState::Raised => String::new(),
        AlertState::Waiting => format!(" (run {runs}; does not count yet: alert_after)"),
        AlertState::Muted => format!(" (muted: {})", alert.key()),
    };
    line(text, format_args!("  {kind}: {}{counts}", alert.message));
    for page in &alert.evidence {
        evidence(text, page);
    }
}

/// What a page shows where something else was expected.
fn evidence(text: &mut String, evidence: &Evidence) {
    let Evidence {
        url,
        class: _,
        missing,
        glimpse,
    } = evidence;
    let url = url.as_deref().unwrap_or("a page");
    let missing = match missing.join(", ") {
        missing if missing.is_empty() => missing,
        missing => format!(", without {missing}"),
    };
    let title = glimpse.title.as_deref().unwrap_or("(no title)");
    let lines = glimpse.lines.join(" / ");
    line(
        text,
        format_args!("    {url}{missing}, shows \"{title}\": {lines}"),
    );
}

/// Why a source was left, and how far its walk has come.
fn walk(text: &mut String, source: &str, report: &SourceReport) {
    closed(text, source, report);
    if let Some(audit) = report.audit.as_ref().filter(|audit| audit.is_done()) {
        line(text, format_args!("  audit of {source}: {}", audit.told()));
    }
    if let Some(page) = report.goes_on {
        let walk = if report.complete {
            "the walk"
        } else {
            "the first walk"
        };
        line(
            text,
            format_args!(
                "  {source}: {walk} has read {} and goes on at page {page} next run",
                counted(report.deepest, "page", "pages")
            ),
        );
    }
}

fn closed(text: &mut String, source: &str, report: &SourceReport) {
    if let Some(class) = report.closed {
        let because = report.closed_because.as_deref().unwrap_or("left");
        line(text, format_args!("  {source}: {class}: {because}"));
    }
}

fn line(text: &mut String, what: Arguments<'_>) {
    text.push_str(&one_line_kept(&what.to_string()));
    text.push('\n');
}

/// One line, its indentation kept.
fn one_line_kept(what: &str) -> String {
    let indent = what.len() - what.trim_start_matches(' ').len();
    format!("{}{}", &what[..indent], one_line(&what[indent..]))
}

#[expect(
    clippy::cast_precision_loss,
    reason = "minutes, printed with one decimal"
)]
fn minutes(milliseconds: u64) -> f64 {
    milliseconds as f64 / 60_000.0
}

#[expect(
    clippy::cast_precision_loss,
    reason = "seconds, printed with one decimal"
)]
fn seconds(milliseconds: u64) -> f64 {
    milliseconds as f64 / 1000.0
}
