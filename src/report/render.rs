//! The closing summary of a run, for a person.

use std::fmt::Write;

use super::summary::{Newsroom, RunReport};

/// The summary: one paragraph a newsroom, plain text without colour.
#[must_use]
pub fn render(report: &RunReport) -> String {
    let mut text = String::new();
    for (org, newsroom) in &report.newsrooms {
        paragraph(&mut text, org, newsroom);
    }
    if report.interrupted {
        text.push_str("Interrupted: what was fetched is kept; the next run goes on from here.\n");
    }
    text
}

fn paragraph(text: &mut String, org: &str, newsroom: &Newsroom) {
    let news = match (newsroom.new, newsroom.changed) {
        (0, 0) => "nothing new".to_owned(),
        (new, 0) => format!("{new} new"),
        (new, changed) => format!("{new} new, {changed} changed"),
    };
    // Writing to a String cannot fail.
    let _ = writeln!(
        text,
        "{org}: {news} ({} listed, {} fetched, {} unchanged)",
        newsroom.listed, newsroom.fetched, newsroom.unchanged
    );
    let _ = writeln!(
        text,
        "  {} requests, {} KiB, {:.1} minutes waited for politeness",
        newsroom.requests,
        newsroom.bytes / 1024,
        minutes(newsroom.waited_ms)
    );
    if newsroom.reread > 0 {
        let _ = writeln!(
            text,
            "  {} pages read differently under the changed profile or version; `--reread` writes them",
            newsroom.reread
        );
    }
    if newsroom.translations > 0 {
        let _ = writeln!(
            text,
            "  {} pages in other languages left out",
            newsroom.translations
        );
    }
    if !newsroom.problems.is_empty() {
        let classes: Vec<String> = newsroom
            .problems
            .iter()
            .map(|(class, count)| format!("{count} {class}"))
            .collect();
        let _ = writeln!(text, "  problems: {}", classes.join(", "));
    }
    for what in &newsroom.drift {
        let _ = writeln!(text, "  drift: {what}");
    }
    if let Some(silence) = newsroom.silence {
        let _ = writeln!(
            text,
            "  silence: the newest release is of {}, {} days ago; expected one within {} days",
            silence.newest, silence.days, silence.allowed
        );
    }
    for (source, report) in &newsroom.sources {
        if let Some(class) = report.closed {
            let _ = writeln!(
                text,
                "  left for this run ({class}): {source}, after page {}",
                report.reached
            );
        }
    }
    if newsroom.waiting > 0 {
        let _ = writeln!(text, "  {} pages wait for a later run", newsroom.waiting);
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "minutes, printed with one decimal"
)]
fn minutes(milliseconds: u64) -> f64 {
    milliseconds as f64 / 60_000.0
}
