//! Rereading: what a better profile reads in captured pages, written beside what was read
//! before.
//!
//! Only the capture that the last line of a release points at is read again: what the page
//! said later, or what it is today, is the crawl's business.

use std::sync::Arc;

use jiff::Timestamp;

use super::ending::Visit;
use super::reading::{Reading, read_release};
use super::revision::{self, Content, Verdict};
use super::{Crawl, CrawlError, commit};
use crate::archive::{PastVisit, Recorded};
use crate::fetch::Fetched;
use crate::frontier::{Frontier, Held, Lease, Outcome};
use crate::page::Page;
use crate::profile::Profile;
use crate::record::{Record, State, reading_hash};
use crate::sink::Sink;

/// What came of reading a captured page again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reread {
    /// A line was written.
    Written,
    /// It reads as it did.
    Same,
    /// The last line of its release was read from another page or row, or it gives no release now.
    Beside,
    /// It gives a release under an id that the output does not have.
    Unknown,
}

/// Reads the page or row of a past visit with today's profile, and writes a line where it reads
/// otherwise than the last line of its release.
///
/// # Errors
/// When the line cannot be written or the state cannot be read.
pub async fn reread<R: Frontier, S: Sink>(
    crawl: &Crawl<Recorded, R, S>,
    profile: &Arc<Profile>,
    past: PastVisit,
) -> Result<Reread, CrawlError> {
    let target = &past.facts.target;
    let page = match past.answer.map(|answer| answer.outcome) {
        Some(Ok(Fetched::Page(page))) => Some(*page),
        // Nothing was asked for: its row held it, and is kept with these facts.
        None => None,
        Some(
            Ok(Fetched::NotModified { .. } | Fetched::Gone { .. } | Fetched::Refused(_)) | Err(_),
        ) => return Ok(Reread::Beside),
    };
    let Some(lease) = crawl.frontier.take(&profile.id, &target.key).await? else {
        return Ok(Reread::Beside);
    };
    // Its row may say something else today; the page was read with these words.
    let lease = Lease {
        target: target.clone(),
        ..lease
    };
    let mut visit = Visit::begin(lease);
    let found = read(&mut visit, page, past.facts.ended, profile, crawl).await?;
    let mut ended = visit.end(Outcome::Returned);
    let (reread, record) = match found {
        Ok(record) => (Reread::Written, Some(record)),
        Err(other) => (other, None),
    };
    if let Some(record) = record {
        ended.finished.settlement.held = Some(revision::held(&record));
        ended.finished.records = vec![record];
    }
    commit::keep_one(crawl, ended.finished).await?;
    Ok(reread)
}

/// The line that is due, or why none is.
async fn read<R: Frontier, S: Sink>(
    visit: &mut Visit,
    page: Option<Page>,
    at: Timestamp,
    profile: &Arc<Profile>,
    crawl: &Crawl<Recorded, R, S>,
) -> Result<Result<Record, Reread>, CrawlError> {
    visit.at = at;
    let Some(source) = visit.source(profile).cloned() else {
        return Ok(Err(Reread::Beside));
    };
    let read = read_release(visit, page, profile, &source, &crawl.readers).await?;
    let record = match read {
        Ok(Reading::Record(record)) => *record,
        Ok(Reading::Translation) | Err(_) => return Ok(Err(Reread::Beside)),
    };
    let org = &profile.id;
    let Some(held) = crawl.frontier.held(org, &record.id).await? else {
        return Ok(Err(Reread::Unknown));
    };
    let last = crawl.sink.read_again(org, &held.last_line).await?;
    // Without a capture nobody knows what a line was read from.
    let is_of_this_page = |last: &Record| {
        last.state == State::Live && last.capture.is_some() && last.capture == record.capture
    };
    let Some(last) = last.filter(is_of_this_page) else {
        return Ok(Err(Reread::Beside));
    };
    if reading_hash(&record) == reading_hash(&last) {
        return Ok(Err(Reread::Same));
    }
    // The output decides, not what a later visit left in the state.
    let written = Held {
        owed: true,
        ..revision::held(&last)
    };
    let id = record.id.clone();
    Ok(
        match revision::judge(record, Some(&written), Some(&id), Content::Same) {
            Verdict::Reread(record) => Ok(*record),
            Verdict::New(_)
            | Verdict::Content(_)
            | Verdict::Same(_)
            | Verdict::Back(_)
            | Verdict::Conflict { .. } => Err(Reread::Same),
        },
    )
}
