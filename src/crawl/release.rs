//! The end of a visit to a release: what is written of it, and when it is looked at again.

use std::sync::Arc;
use std::time::Duration;

use url::Url;

use super::decoys::Unvouched;
use super::doubles::{self, Identity};
use super::elsewhere::{Place, place};
use super::ending::{Ended, Visit, failed};
use super::reading::{Reading, Unread, read_release};
use super::revision::{self, Content, Verdict};
use super::suspicion::{Edit, Look};
use super::{Crawl, CrawlError, Plan, Visited, Written, landing, schedule};
use crate::extract::Unreadable;
use crate::fetch::Fetch;
use crate::frontier::{Frontier, Held, Outcome};
use crate::page::{Page, Validators};
use crate::problem::Class;
use crate::profile::Profile;
use crate::record::akin::are_akin;
use crate::record::{self, Record, Severity};
use crate::sink::Sink;

/// How long a page in another language than the newsroom's is left alone.
const TRANSLATION_REVISIT: Duration = Duration::from_secs(180 * 24 * 3600);

/// How long another page of a release that is held is left alone: it may become a release of
/// its own.
const DOUBLE_REVISIT: Duration = Duration::from_secs(180 * 24 * 3600);

/// What is known of an answer beside its text.
pub(super) struct Answered {
    url: Option<Url>,
    validators: Validators,
}

impl Answered {
    /// Of a page that is about to be read.
    pub(super) fn of(page: &Page) -> Self {
        Self {
            url: page.url.clone(),
            validators: page.validators.clone(),
        }
    }

    /// Of something else than the release's own page, whose address tells nothing of it.
    pub(super) fn with(validators: Validators) -> Self {
        Self {
            url: None,
            validators,
        }
    }

    /// Why the release is not there, when its address led elsewhere.
    pub(super) fn dead_end(&self, profile: &Profile, asked: &Url) -> Option<Unreadable> {
        let message = landing::dead_end(profile, asked, self.url.as_ref()?)?;
        Some(Unreadable {
            class: Class::Soft404,
            message,
        })
    }
}

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
    let day = held.as_ref().and_then(|held| held.published_on);
    let revisit = schedule::revisit(&profile.revisit, day, visit.at);
    let mut ended = visit.end(Outcome::Done { revisit });
    ended.look = held.is_some().then_some(Look::Same);
    ended.finished.settlement.validators = Some(validators);
    ended.finished.settlement.held = held
        .filter(|held| held.missing_since.is_some())
        .map(|held| Held {
            missing_since: None,
            ..held
        });
    Ok(ended)
}

/// A release page came and gave no record.
pub(super) fn unread(mut visit: Visit, unread: impl Into<Unread>) -> Ended {
    let Unread { unreadable, seen } = unread.into();
    let Unreadable { class, message } = unreadable;
    let again = visit.lease.failures > 0;
    let seen = Box::new(seen);
    visit.visited(Visited::Unread { class, again, seen });
    failed(visit, class, message)
}

/// A release page was read.
pub(super) async fn read<F: Fetch, R: Frontier, S: Sink>(
    mut visit: Visit,
    read: Reading,
    answer: Answered,
    profile: &Arc<Profile>,
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
    let Answered { url, validators } = answer;
    let lease = &visit.lease;
    let (record, held, is_continued) =
        match doubles::identify(record, url.as_ref(), lease, profile, crawl).await? {
            Identity::Own {
                record,
                held,
                is_continued,
            } => (record, held, is_continued),
            Identity::Double(held) => return Ok(double(visit, *held, validators, profile)),
        };
    let unvouched = unvouched(&record, held.as_deref(), url, &visit, profile);
    if held.is_none()
        && unvouched.is_some()
        && let Some(twin) = doubles::stand_in(&record, &visit.lease, profile, crawl).await?
    {
        let message = format!(
            "it says what {twin} says, under a title that its row does not have: a stand-in for the release"
        );
        return Ok(unread(
            visit,
            Unreadable {
                class: Class::Blocked,
                message,
            },
        ));
    }
    let day = record.published_on;
    let faults = faults(&record);
    let gave = is_continued.then(|| record.id.clone());
    let (content, before) = match held.as_deref() {
        Some(held) => compare(&mut visit, &record, held, profile, crawl).await?,
        None => (Content::Same, None),
    };
    let verdict = revision::judge(*record, held.as_deref(), gave.as_deref(), content);
    let look = held.is_some().then_some(match &verdict {
        Verdict::Content(record) => {
            Look::Changed(before.map_or_else(Vec::new, |before| Edit::all(&before, record)))
        }
        Verdict::New(_)
        | Verdict::Same(_)
        | Verdict::Reread(_)
        | Verdict::Back(_)
        | Verdict::Conflict { .. } => Look::Same,
    });
    let (now_held, records) = match verdict {
        Verdict::New(record) => {
            visit.visited(Visited::New(Box::new(Written::from(&*record))));
            (revision::held(&record), vec![*record])
        }
        Verdict::Content(record) => {
            visit.visited(Visited::Changed(Box::new(Written::from(&*record))));
            (revision::held(&record), vec![*record])
        }
        Verdict::Reread(record) => {
            let written = plan.reread;
            visit.visited(Visited::Reread { written });
            let last_line = held.map(|held| held.last_line).unwrap_or_default();
            let held = Held {
                owed: !written,
                last_line,
                ..revision::held(&record)
            };
            (held, written.then_some(*record).into_iter().collect())
        }
        Verdict::Back(record) => {
            visit.visited(Visited::Back);
            (revision::held(&record), vec![*record])
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
    ended.look = look;
    ended.finished.settlement.validators = Some(validators);
    ended.finished.settlement.read_by = Some(profile.reader());
    ended.finished.settlement.held = Some(now_held);
    // What is not written cannot be written wrongly.
    ended.unvouched = unvouched.filter(|_| !records.is_empty());
    ended.finished.records = records;
    Ok(ended)
}

/// Another page of a release that is held: nothing is written, and it is left alone.
fn double(mut visit: Visit, held: Held, validators: Validators, profile: &Profile) -> Ended {
    visit.alias_of(&held.id);
    visit.visited(Visited::Unchanged);
    let mut ended = visit.end(Outcome::Done {
        revisit: Some(DOUBLE_REVISIT),
    });
    ended.finished.settlement.validators = Some(validators);
    ended.finished.settlement.read_by = Some(profile.reader());
    ended.finished.settlement.held = Some(held);
    ended
}

/// Whether it takes a second thought to write this: a new release under a title that was not
/// announced, or a held one whose title has nothing left of what it was.
fn unvouched(
    record: &Record,
    held: Option<&Held>,
    answered: Option<Url>,
    visit: &Visit,
    profile: &Profile,
) -> Option<Unvouched> {
    if held.is_some_and(|held| are_akin(&held.title, &record.title)) {
        return None;
    }
    let target = &visit.lease.target;
    let landed =
        answered.filter(|answered| profile.release_key(&profile.canonical(answered)) != target.key);
    Unvouched::of(record, target.teaser.as_ref(), landed)
}

/// Whether a release was edited since its last line.
///
/// What reads otherwise is compared with that line, so that a new template is told from a
/// correction. Where another profile or version wrote it, the page is read again as it was
/// then, if it was kept. Gives what it was compared with, where that is to be had.
async fn compare<F: Fetch, R: Frontier, S: Sink>(
    visit: &mut Visit,
    record: &Record,
    held: &Held,
    profile: &Arc<Profile>,
    crawl: &Crawl<F, R, S>,
) -> Result<(Content, Option<Record>), CrawlError> {
    let by_hash = revision::by_hash(record, held);
    if by_hash == Content::Same {
        return Ok((Content::Same, None));
    }
    let org = &visit.lease.target.profile;
    let Some(last) = crawl.sink.read_again(org, &held.last_line).await? else {
        return Ok((by_hash, None));
    };
    let wrote_it = last.profile_hash == record.profile_hash && last.tool == record.tool;
    let before = if wrote_it {
        Some(last)
    } else {
        match read_as_it_was(visit, &last, profile, crawl).await? {
            Some(before) => Some(before),
            // Since then the same was read by this profile and version.
            None => Some(last).filter(|_| by_hash == Content::Edited && !held.owed),
        }
    };
    let content = match &before {
        Some(before) if record::is_edited(before, record) => Content::Edited,
        Some(_) => Content::Same,
        None => by_hash,
    };
    Ok((content, before))
}

/// What a page said when its last line was written, as it is read now.
pub(super) async fn read_as_it_was<F: Fetch, R: Frontier, S: Sink>(
    visit: &mut Visit,
    last: &Record,
    profile: &Arc<Profile>,
    crawl: &Crawl<F, R, S>,
) -> Result<Option<Record>, CrawlError> {
    let (Some(captures), Some(pointer)) = (crawl.captures.clone(), last.capture.clone()) else {
        return Ok(None);
    };
    let Some(source) = visit.source(profile) else {
        return Ok(None);
    };
    if matches!(place(&visit.lease.target, source), Place::Row(_)) {
        // What was kept is a page of rows, and not of one release.
        return Ok(None);
    }
    let page = tokio::task::spawn_blocking(move || captures(&pointer)).await;
    let Some(page) = page.map_err(|error| CrawlError::Task(error.to_string()))? else {
        return Ok(None);
    };
    let read = read_release(visit, Some(page), profile, source, &crawl.readers).await?;
    Ok(match read {
        Ok(Reading::Record(record)) => Some(*record),
        Ok(Reading::Translation) | Err(_) => None,
    })
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
