//! From a page to what it says, beside the executor: a parsed document never meets it.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Instant;

use tokio::sync::mpsc;
use url::Url;

use super::CrawlError;
use super::elsewhere::{Place, place};
use super::ending::Visit;
use crate::alert::Glimpse;
use crate::discover;
use crate::extract::{self, Cancel, Unreadable};
use crate::page::Page;
use crate::problem::Class;
use crate::profile::{Profile, Source};
use crate::readers::{DEADLINE, NoAnswer, Readers};
use crate::record::{self, Draft, Record};
use crate::target::{Elsewhere, Target};

/// What a release page is.
pub(super) enum Reading {
    /// A release.
    Record(Box<Record>),
    /// A release in a language that is not the newsroom's.
    Translation,
}

/// A listing page that was read, with the address that answered.
pub(super) struct ListingPage {
    pub(super) url: Option<Url>,
    pub(super) listing: discover::Listing,
    /// What it shows, where its rows are not what a first page must have.
    pub(super) seen: Option<Glimpse>,
}

/// A page that gave nothing, and what it shows instead.
pub(super) struct Unread {
    pub(super) unreadable: Unreadable,
    pub(super) seen: Glimpse,
}

/// What is known only of its address.
impl From<Unreadable> for Unread {
    fn from(unreadable: Unreadable) -> Self {
        Self {
            unreadable,
            seen: Glimpse::default(),
        }
    }
}

pub(super) async fn read_release(
    visit: &mut Visit,
    page: Option<Page>,
    profile: &Arc<Profile>,
    source: &Source,
    readers: &Readers,
) -> Result<Result<Reading, Unread>, CrawlError> {
    let profile = Arc::clone(profile);
    let source = source.clone();
    let target = visit.lease.target.clone();
    let is_canary = visit.lease.canary.is_some();
    let read = readers.read(move |cancel| {
        let read = release(&target, &source, page.as_ref(), &profile, cancel);
        // Parsed a second time, but only a page that is worth a look.
        let seen = (page.as_ref())
            .filter(|_| is_canary || read.is_err())
            .map(|page| extract::glimpse(page, cancel));
        match read {
            Ok(reading) => Ok((reading, seen)),
            Err(unreadable) => Err(Unread {
                unreadable,
                seen: seen.unwrap_or_default(),
            }),
        }
    });
    let read = survived(visit, read.await)?;
    Ok(read.map(|(reading, seen)| {
        visit.seen = seen;
        reading
    }))
}

/// Reads a target as a visit would, from the page that a capture kept of it, or from its row;
/// `None` for a release in a language that is not the newsroom's.
///
/// # Errors
/// Why it gives no record.
pub fn read_captured(
    target: &Target,
    page: Option<&Page>,
    profile: &Profile,
) -> Result<Option<Record>, Unreadable> {
    let source = profile.source(&target.source).or(profile.sources.first());
    let Some(source) = source else {
        return Err(Unreadable {
            class: Class::Parse,
            message: "the profile has no source".to_owned(),
        });
    };
    match release(target, source, page, profile, &|| false)? {
        Reading::Record(record) => Ok(Some(*record)),
        Reading::Translation => Ok(None),
    }
}

fn release(
    target: &Target,
    source: &Source,
    page: Option<&Page>,
    profile: &Profile,
    cancel: Cancel<'_>,
) -> Result<Reading, Unreadable> {
    let (draft, capture) = draft(target, source, page, profile, cancel)?;
    let mut codes = draft.issues.iter().map(|issue| issue.code.as_str());
    if codes.any(|code| code == extract::OTHER_LANGUAGE) {
        return Ok(Reading::Translation);
    }
    match record::normalize(draft) {
        Ok(record) => Ok(Reading::Record(Box::new(Record { capture, ..record }))),
        Err(rejection) => Err(Unreadable {
            class: rejection.class,
            message: rejection.message,
        }),
    }
}

/// The draft of a release, and where what it was read from is kept; `page` is what was
/// fetched for it, if anything was.
fn draft(
    target: &Target,
    source: &Source,
    page: Option<&Page>,
    profile: &Profile,
    cancel: Cancel<'_>,
) -> Result<(Draft, Option<String>), Unreadable> {
    let teaser = target.teaser.as_ref();
    let told = match (place(target, source), page) {
        (Place::Item(_, item), Some(page)) => {
            Some(discover::item(page, profile, item, teaser, cancel)?)
        }
        (Place::Page | Place::Item(..) | Place::Row(..) | Place::Unseen, _) => None,
    };
    let teaser = told.as_ref().or(teaser);
    if let Some(teaser) = teaser
        && let Some(Elsewhere::Row(whole)) = &teaser.elsewhere
        && !matches!(place(target, source), Place::Page)
    {
        let draft = extract::extract_whole(&target.url, whole, teaser, profile, cancel)?;
        return Ok((draft, whole.capture.clone()));
    }
    let Some(page) = page else {
        return Err(Unreadable {
            class: Class::Empty,
            message: "there is nothing to read".to_owned(),
        });
    };
    let draft = extract::extract(page, profile, teaser, cancel)?;
    Ok((draft, page.capture.clone()))
}

pub(super) async fn read_listing(
    visit: &mut Visit,
    page: Page,
    profile: &Arc<Profile>,
    source: &Source,
    max_url: usize,
    readers: &Readers,
) -> Result<Result<ListingPage, Unread>, CrawlError> {
    let profile = Arc::clone(profile);
    let source = source.clone();
    let read = readers.read(move |cancel| {
        let listing = discover::listing(&page, &profile, &source, max_url, cancel);
        let is_as_expected = (listing.as_ref())
            .is_ok_and(|listing| listing.linked > 0 && listing.rows >= source.min_rows as usize);
        let seen = (!is_as_expected).then(|| extract::glimpse(&page, cancel));
        match listing {
            Ok(listing) => Ok(ListingPage {
                url: page.url,
                listing,
                seen,
            }),
            Err(unreadable) => Err(Unread {
                unreadable,
                seen: seen.unwrap_or_default(),
            }),
        }
    });
    survived(visit, read.await)
}

/// Reads a sitemap and hands on what it announces, part by part. It takes as long as the state
/// takes, and little memory: on a thread of its own, so that no other page waits for it.
pub(super) async fn read_sitemap(
    visit: &mut Visit,
    page: Page,
    profile: &Arc<Profile>,
    source: &Source,
    max_url: usize,
    parts: mpsc::Sender<Vec<Target>>,
) -> Result<Result<discover::Sitemap, Unread>, CrawlError> {
    let profile = Arc::clone(profile);
    let source = source.clone();
    let step = visit.lease.target.step.clone().unwrap_or_default();
    let own = Readers::new(1);
    let read = own.read(move |_| {
        // The watchdog counts from part to part: taking one is the state's time.
        let last = Mutex::new(Instant::now());
        let lock = || last.lock().unwrap_or_else(PoisonError::into_inner);
        let mut give = |part: Vec<Target>| {
            // Fails when nobody waits for it any more.
            let given = if part.is_empty() {
                !parts.is_closed()
            } else {
                parts.blocking_send(part).is_ok()
            };
            *lock() = Instant::now();
            given
        };
        let cancel = || lock().elapsed() > DEADLINE;
        discover::sitemap(&page, &profile, &source, &step, max_url, &cancel, &mut give).map_err(
            |unreadable| Unread {
                unreadable,
                seen: extract::glimpse(&page, &cancel),
            },
        )
    });
    survived(visit, read.await)
}

/// A page on which dateline itself fails costs that page, not the run: the run says so, and
/// everything else goes on.
fn survived<T>(
    visit: &mut Visit,
    read: Result<Result<T, Unread>, NoAnswer>,
) -> Result<Result<T, Unread>, CrawlError> {
    match read {
        Ok(read) => Ok(read),
        Err(NoAnswer::Panicked) => {
            visit.defect();
            Ok(Err(Unread {
                unreadable: Unreadable {
                    class: Class::Parse,
                    message: "reading this page failed unexpectedly: a defect of dateline, please report it with the page".to_owned(),
                },
                seen: Glimpse::default(),
            }))
        }
        Err(NoAnswer::Nobody) => Err(CrawlError::Task("no thread reads pages".to_owned())),
    }
}
