//! Canaries: releases of old that every run looks at again, to see whether the site changed.
//!
//! The page of a release of three years ago hardly ever changes. When it comes back without
//! its topics, the site was built anew, and the rules miss what they used to find; on a day
//! without news nothing else would tell.

use std::sync::Arc;

use super::ending::{Ended, Visit};
use super::reading::{Reading, Unread};
use super::{Crawl, CrawlError, Event, Plan, Sighting, release, schedule};
use crate::fetch::Fetch;
use crate::frontier::{Canary, Frontier, Held, Outcome};
use crate::problem::Class;
use crate::profile::Profile;
use crate::record::{Record, filled};
use crate::sink::Sink;

/// Runs in a row after which a canary with less than it had gives way to another: then either
/// somebody knows, or its publisher took something out of this one page.
const STRIKES: u32 = 7;

/// Fields without which a release is none, whoever reads it.
const ALWAYS: [&str; 3] = ["title", "body", "published_on"];

/// The server says that the page is as it was.
pub(super) fn unchanged(visit: &mut Visit) {
    if visit.lease.canary.is_some() {
        saw(visit, Sighting::Whole, Canary::Whole);
    }
}

/// The page is no longer there.
pub(super) fn gone(visit: &mut Visit) {
    if visit.lease.canary.is_some() {
        saw(visit, Sighting::Replaced, Canary::Dismissed);
    }
}

/// A page was read. When it is a canary's and has less than it had, its visit ends here:
/// nothing is written, so that a changed site is not taken for an edited release, and the page
/// is read again in full next run. With `--accept-changes` the page is right as it is, and
/// another release takes its place.
pub(super) async fn read<F: Fetch, R: Frontier, S: Sink>(
    mut visit: Visit,
    read: &Result<Reading, Unread>,
    profile: &Arc<Profile>,
    plan: &Plan,
    crawl: &Crawl<F, R, S>,
) -> Result<Looked, CrawlError> {
    let (Some(strikes), Some(id)) = (visit.lease.canary, visit.lease.gave.clone()) else {
        return Ok(Looked::On(Box::new(visit)));
    };
    let org = visit.lease.target.profile.clone();
    let Some(held) = crawl.frontier.held(&org, &id).await? else {
        return Ok(Looked::On(Box::new(visit)));
    };
    let (fields, seen) = match read {
        Ok(Reading::Translation) => return Ok(Looked::On(Box::new(visit))),
        Ok(Reading::Record(record)) => {
            let seen = visit.seen.take();
            let last = crawl.sink.read_again(&org, &held.last_line).await?;
            // Another release at the same address is another matter.
            let last = last.filter(|last| last.id == record.id);
            let before = match last {
                Some(last) if !is_by_the_same(&last, record) => {
                    let kept = release::read_as_it_was(&mut visit, &last, profile, crawl);
                    kept.await?.or(Some(last))
                }
                last => last,
            };
            let fields = before.map(|before| lost(&before, record, profile));
            (fields.unwrap_or_default(), seen)
        }
        Err(Unread { unreadable, seen }) => match unreadable.class {
            Class::MissingFields | Class::BadDate | Class::Empty => {
                visit.problem(unreadable.class, unreadable.message.clone());
                (profile.quality.required.clone(), Some(seen.clone()))
            }
            Class::Soft404 => {
                gone(&mut visit);
                return Ok(Looked::On(Box::new(visit)));
            }
            _ => return Ok(Looked::On(Box::new(visit))),
        },
    };
    if fields.is_empty() {
        saw(&mut visit, Sighting::Whole, Canary::Whole);
        return Ok(Looked::On(Box::new(visit)));
    }
    if plan.accept_changes {
        gone(&mut visit);
        return Ok(Looked::On(Box::new(visit)));
    }
    let found = if strikes + 1 < STRIKES {
        Canary::Less
    } else {
        Canary::Dismissed
    };
    let sighting = Sighting::Less {
        fields,
        seen: Box::new(seen.unwrap_or_default()),
    };
    saw(&mut visit, sighting, found);
    Ok(Looked::Enough(Box::new(as_before(visit, &held, profile))))
}

/// What a look at a canary leads to.
pub(super) enum Looked {
    /// The visit goes on like any other.
    On(Box<Visit>),
    /// It is over.
    Enough(Box<Ended>),
}

/// Ends the visit with nothing changed but the time of the next.
fn as_before(visit: Visit, held: &Held, profile: &Profile) -> Ended {
    let revisit = schedule::revisit(&profile.revisit, held.published_on, visit.at);
    visit.end(Outcome::Done { revisit })
}

fn saw(visit: &mut Visit, sighting: Sighting, found: Canary) {
    visit.canary = found;
    let event = Event::Canary {
        org: visit.lease.target.profile.clone(),
        url: visit.lease.target.url.clone(),
        sighting,
    };
    visit.tell(event);
}

/// The fields that the last line has and the page no longer gives.
///
/// What a row of a list said of the release does not count: it is not on the page. When the
/// line was read by another profile or version, and no capture of the page can be read again,
/// only what every release must have counts: a profile may mean to leave a field out.
fn lost(last: &Record, now: &Record, profile: &Profile) -> Vec<String> {
    let by_the_same = is_by_the_same(last, now);
    let is_wanted = |field: &str| {
        by_the_same
            || ALWAYS.contains(&field)
            || profile.quality.required.iter().any(|name| name == field)
    };
    let of_a_row = |field: &str| {
        let rules = last.provenance.iter();
        let mut rules = rules.filter(|rule| rule.field == field || field.starts_with(&rule.field));
        rules.any(|rule| {
            let rule = rule.rule.trim_start_matches("from ");
            rule.starts_with("row.") || rule.starts_with("feed.")
        })
    };
    let before = filled(last).into_iter().filter(|(_, is_filled)| *is_filled);
    let now = filled(now);
    let is_filled = |field: &str| now.iter().any(|(name, filled)| *name == field && *filled);
    before
        .map(|(field, _)| field)
        .filter(|field| !is_filled(field) && is_wanted(field) && !of_a_row(field))
        .map(str::to_owned)
        .collect()
}

fn is_by_the_same(last: &Record, now: &Record) -> bool {
    last.profile_hash == now.profile_hash && last.tool == now.tool
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Provenance;
    use crate::sink::sample_record;

    #[test]
    fn what_a_page_lost_is_told_field_by_field() {
        let profile = Profile::none();
        let last = Record {
            topics: vec!["Bridges".to_owned()],
            sources: vec!["Office".to_owned()],
            ..sample_record("press", 1)
        };
        let from_row = |field: &str| Record {
            provenance: vec![Provenance {
                field: field.to_owned(),
                rule: format!("from row.{field}"),
                detail: None,
            }],
            ..last.clone()
        };
        let bare = Record {
            topics: Vec::new(),
            sources: Vec::new(),
            ..last.clone()
        };
        let another = |record: &Record| Record {
            profile_hash: "blake3:09".to_owned(),
            ..record.clone()
        };
        let bodiless = Record {
            body: None,
            ..bare.clone()
        };
        let more = Record {
            wire: Some("A wire".to_owned()),
            ..last.clone()
        };
        #[rustfmt::skip]
        let cases: Vec<(&str, Record, Record, Vec<&str>)> = vec![
            ("nothing", last.clone(), last.clone(), vec![]),
            ("more than before is no loss", last.clone(), more, vec![]),
            ("two fields", last.clone(), bare.clone(), vec!["sources", "topics"]),
            ("what a row said is not on the page", from_row("topics"), bare.clone(), vec!["sources"]),
            ("a profile may leave a field out", last.clone(), another(&bare), vec![]),
            ("but not the body", last.clone(), another(&bodiless), vec!["body"]),
        ];
        for (fact, last, now, expected) in cases {
            assert_eq!(lost(&last, &now, &profile), expected, "{fact}");
        }
    }
}
