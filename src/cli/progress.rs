//! Progress on a terminal: one line a newsroom.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use indicatif::{MultiProgress, ProgressBar, ProgressStyle};

use super::output;
use crate::crawl::{Event, Listener, Visited};
use crate::profile::Profile;

#[derive(Default)]
struct Line {
    bar: Option<ProgressBar>,
    listed: usize,
    new: u64,
    visited: u64,
    problems: u64,
}

/// A listener that draws progress where a person watches, and does nothing elsewhere.
pub(super) fn listener(profiles: &[Arc<Profile>]) -> Listener {
    if !output::is_watched() {
        return Arc::new(|_| {});
    }
    let screen = MultiProgress::new();
    let style = ProgressStyle::with_template("{spinner} {prefix}: {msg}")
        .unwrap_or_else(|_| ProgressStyle::default_spinner());
    let lines: HashMap<String, Line> = profiles
        .iter()
        .map(|profile| {
            let bar = screen.add(
                ProgressBar::new_spinner()
                    .with_style(style.clone())
                    .with_prefix(profile.id.to_string()),
            );
            (
                profile.id.to_string(),
                Line {
                    bar: Some(bar),
                    ..Line::default()
                },
            )
        })
        .collect();
    let lines = Mutex::new(lines);
    Arc::new(move |event| {
        let mut lines = lines.lock().unwrap_or_else(PoisonError::into_inner);
        draw(&mut lines, event);
    })
}

fn draw(lines: &mut HashMap<String, Line>, event: &Event) {
    let org = match event {
        Event::Began { org }
        | Event::Exchanged { org, .. }
        | Event::Listed { org, .. }
        | Event::WalkEnded { org, .. }
        | Event::Visited { org, .. }
        | Event::Alias { org, .. }
        | Event::Drifted { org, .. }
        | Event::Closed { org, .. }
        | Event::Audited { org, .. }
        | Event::Canary { org, .. }
        | Event::Defect { org, .. }
        | Event::Walked { org, .. }
        | Event::Ended { org, .. } => org.as_str(),
        Event::Rested { org, .. } => org.as_str(),
        Event::Failed(problem) | Event::HostLeft { problem, .. } => problem.org.as_str(),
    };
    let Some(line) = lines.get_mut(org) else {
        return;
    };
    match event {
        Event::Listed { rows, .. } => line.listed += rows,
        Event::Visited { result, .. } => {
            line.visited += u64::from(!matches!(result, Visited::Unread { .. }));
            line.new += u64::from(matches!(result, Visited::New(_) | Visited::Changed(_)));
        }
        Event::Failed(_) => line.problems += 1,
        Event::Began { .. }
        | Event::Exchanged { .. }
        | Event::WalkEnded { .. }
        | Event::Alias { .. }
        | Event::Drifted { .. }
        | Event::Closed { .. }
        | Event::Audited { .. }
        | Event::Canary { .. }
        | Event::Defect { .. }
        | Event::HostLeft { .. }
        | Event::Rested { .. }
        | Event::Walked { .. }
        | Event::Ended { .. } => {}
    }
    let Some(bar) = &line.bar else { return };
    bar.set_message(format!(
        "{} listed, {} visited, {} new or changed, {} problems",
        line.listed, line.visited, line.new, line.problems
    ));
    bar.tick();
    if matches!(event, Event::Ended { .. }) {
        bar.finish_and_clear();
    }
}
