//! The end of a visit to a release: what is written of it, and when it is looked at again.

use std::time::Duration;

use super::ending::{Ended, Visit, failed};
use super::reading::Reading;
use super::revision::{self, Verdict};
use super::{Crawl, CrawlError, Plan, Visited, schedule};
use crate::extract::Unreadable;
use crate::fetch::Fetch;
use crate::frontier::{Frontier, Held, Outcome};
use crate::page::Validators;
use crate::problem::Class;
use crate::profile::Profile;
use crate::record::{Record, Severity};
use crate::sink::Sink;

/// How long a page in another language than the newsroom's is left alone.
const TRANSLATION_REVISIT: Duration = Duration::from_secs(180 * 24 * 3600);

/// The server says that the page is as it was.
pub(super) async fn unchanged<F: Fetch, R: Frontier, S: Sink>(
    mut visit: Visit,
    validators: Validators,
    profile: &Profile,
    crawl: &Crawl<F, R, S>,
) -> Result<Ended, CrawlError> {
    visit.visited(Visited::Unchanged);
    let validators = visit.lease.validators.clone().renewed(validators);
    let held = match &visit.lease.gave {
        Some(id) => {
            let org = &visit.lease.target.profile;
            crawl.frontier.held(org, id).await?
        }
        None => None,
    };
    let day = held.and_then(|held| held.published_on);
    let revisit = schedule::revisit(&profile.revisit, day, visit.at);
    let mut ended = visit.end(Outcome::Done { revisit });
    ended.finished.settlement.validators = Some(validators);
    Ok(ended)
}

/// A release page came and gave no record.
pub(super) fn unread(mut visit: Visit, unreadable: Unreadable) -> Ended {
    let Unreadable { class, message } = unreadable;
    let again = visit.lease.failures > 0;
    visit.visited(Visited::Unread { class, again });
    failed(visit, class, message)
}

/// A release page was read.
pub(super) async fn read<F: Fetch, R: Frontier, S: Sink>(
    mut visit: Visit,
    read: Reading,
    validators: Validators,
    profile: &Profile,
    plan: &Plan,
    crawl: &Crawl<F, R, S>,
) -> Result<Ended, CrawlError> {
    let record = match read {
        Reading::Record(record) => record,
        Reading::Translation => {
            visit.visited(Visited::Translation);
            return Ok(visit.end(Outcome::Done {
                revisit: Some(TRANSLATION_REVISIT),
            }));
        }
    };
    let day = record.published_on;
    let faults = faults(&record);
    let org = visit.lease.target.profile.clone();
    let held = crawl.frontier.held(&org, &record.id).await?;
    let gave = visit.lease.gave.as_deref();
    let (now_held, records) = match revision::judge(*record, held.as_ref(), gave) {
        Verdict::New(record) => {
            visit.visited(Visited::New(record.clone()));
            (revision::held(&record), vec![*record])
        }
        Verdict::Content(record) => {
            visit.visited(Visited::Changed(record.clone()));
            (revision::held(&record), vec![*record])
        }
        Verdict::Reread(record) => {
            let written = plan.reread;
            visit.visited(Visited::Reread { written });
            let held = Held {
                owed: !written,
                ..revision::held(&record)
            };
            (held, written.then_some(*record).into_iter().collect())
        }
        Verdict::Same(held) => {
            visit.visited(Visited::Unchanged);
            (*held, Vec::new())
        }
        Verdict::Conflict { title } => {
            visit.problem(
                Class::Trap,
                format!("id.conflict: another release, titled {title:?}, already has this id; check [urls] item_id"),
            );
            return Ok(visit.end_for_later());
        }
    };
    if let Some((class, message)) = faults {
        visit.problem(class, message);
    }
    let revisit = schedule::revisit(&profile.revisit, day, visit.at);
    let mut ended = visit.end(Outcome::Done { revisit });
    ended.finished.settlement.validators = Some(validators);
    ended.finished.settlement.read_by = Some(profile.reader());
    ended.finished.settlement.held = Some(now_held);
    ended.finished.records = records;
    Ok(ended)
}

/// The errors of a record as one problem.
fn faults(record: &Record) -> Option<(Class, String)> {
    let errors: Vec<_> = record
        .issues
        .iter()
        .filter(|issue| issue.severity == Severity::Error)
        .collect();
    let class = if errors.first()?.code.starts_with("date.") {
        Class::BadDate
    } else {
        Class::MissingFields
    };
    let told: Vec<String> = errors
        .iter()
        .map(|issue| format!("{}: {}", issue.code, issue.message))
        .collect();
    let message = format!("recorded with errors: {}", told.join("; "));
    Some((class, message))
}
