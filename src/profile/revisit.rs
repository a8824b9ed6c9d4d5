//! `[revisit]`: when releases are looked at again, by their age.
//!
//! ```toml
//! [revisit]
//! steps = [
//!     { age = "7d", every = "20h" },   # up to a week old: in every run of a daily schedule
//!     { age = "30d", every = "7d" },
//!     { age = "365d", every = "30d" },
//! ]
//! older = "180d"                       # or "never"
//! ```

use std::time::Duration;

use super::reader::Reader;
use super::section::Section;
use super::tree::Node;
use super::{Revisit, RevisitStep};
use crate::settings::parse_duration;

const HOUR: Duration = Duration::from_secs(3600);
const DAY: Duration = Duration::from_secs(24 * 3600);

/// A longer pause or age is a slip of the pen.
const LONGEST: Duration = Duration::from_secs(100 * 366 * 24 * 3600);

const NEVER: &str = "never";

pub(super) fn revisit(reader: &mut Reader, top: &Section<'_>) -> Revisit {
    let mut revisit = Revisit::default();
    let Some(section) = top
        .get("revisit")
        .and_then(|node| Section::open(reader, node, "[revisit]", &["steps", "older"]))
    else {
        return revisit;
    };
    if let Some(node) = section.get("steps") {
        revisit.steps = steps(reader, node);
    }
    if let Some(node) = section.get("older") {
        revisit.older = match reader.words(node, "[revisit] older") {
            Some(NEVER) => None,
            Some(_) => pause(reader, node, "[revisit] older"),
            None => None,
        };
    }
    revisit
}

fn steps(reader: &mut Reader, node: &Node) -> Vec<RevisitStep> {
    let mut steps: Vec<RevisitStep> = Vec::new();
    let kind = "a list: [{ age = \"7d\", every = \"20h\" }, …]";
    for item in reader.list(node, "[revisit] steps", kind).unwrap_or(&[]) {
        let Some(section) = Section::open(reader, item, "[revisit] steps", &["age", "every"])
        else {
            continue;
        };
        let days = section
            .need(reader, "age", "age = \"7d\", how old a release may be")
            .and_then(|node| days(reader, node));
        let every = section
            .need(
                reader,
                "every",
                "every = \"20h\", from one look to the next",
            )
            .and_then(|node| pause(reader, node, "every"));
        let (Some(days), Some(every)) = (days, every) else {
            continue;
        };
        if steps.last().is_some_and(|before| days <= before.days) {
            let message =
                "the steps of [revisit] are not in order: the youngest releases come first";
            reader.error(&item.at, message, None);
        }
        steps.push(RevisitStep { days, every });
    }
    steps
}

/// An age in whole days: dates of publication know no hours.
fn days(reader: &mut Reader, node: &Node) -> Option<u32> {
    let age = duration(reader, node, "age")?;
    let is_whole = age.as_secs().is_multiple_of(DAY.as_secs()) && age.subsec_nanos() == 0;
    if age < DAY || !is_whole {
        let help = "write whole days: \"7d\"";
        reader.error(&node.at, "age is not a number of days", Some(help));
        return None;
    }
    u32::try_from(age.as_secs() / DAY.as_secs()).ok()
}

pub(super) fn pause(reader: &mut Reader, node: &Node, what: &str) -> Option<Duration> {
    let pause = duration(reader, node, what)?;
    if pause < HOUR {
        let message = format!("{what} is less than an hour: no release is corrected that often");
        reader.error(&node.at, message, Some("write \"20h\" or more"));
        return None;
    }
    if pause == DAY {
        let message = format!(
            "{what} is just a day, and the next run of a daily schedule may come a minute early"
        );
        reader.warning(&node.at, message, Some("write \"20h\""));
    }
    Some(pause)
}

fn duration(reader: &mut Reader, node: &Node, what: &str) -> Option<Duration> {
    let text = reader.words(node, what)?;
    match parse_duration(text) {
        Ok(duration) if duration <= LONGEST => Some(duration),
        Ok(_) => {
            reader.error(&node.at, format!("{what} is more than a lifetime"), None);
            None
        }
        Err(_) => {
            let message = format!("`{text}` is not a time");
            reader.error(&node.at, message, Some("write \"20h\" or \"30d\""));
            None
        }
    }
}
