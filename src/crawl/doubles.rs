//! One release under several addresses.
//!
//! `/press/bridge?from=home` says that it is `/press/bridge`, and so does a print view; a page
//! without such a word says the same, under the same title and day, as another that is held.
//! Both are doubles: nothing is written of them, and they are left alone for long.

use url::Url;

use super::{Crawl, CrawlError};
use crate::fetch::Fetch;
use crate::frontier::{Frontier, Held, Lease, Standing};
use crate::profile::Profile;
use crate::record::{Issue, Record, Severity, State, content_hash, is_key_of_address};
use crate::sink::Sink;

/// What a record is of.
pub(super) enum Identity {
    /// The release that this page is the page of, beside what is held under its id.
    Own {
        record: Box<Record>,
        held: Option<Box<Held>>,
        /// The record that is held was read from this page, or says the same.
        is_continued: bool,
    },
    /// A release that has another page.
    Double(Box<Held>),
}

/// Finds out what a record is of. `answered` is the address that answered.
pub(super) async fn identify<F: Fetch, R: Frontier, S: Sink>(
    mut record: Box<Record>,
    answered: Option<&Url>,
    lease: &Lease,
    profile: &Profile,
    crawl: &Crawl<F, R, S>,
) -> Result<Identity, CrawlError> {
    let mut held = crawl.frontier.held(&profile.id, &record.id).await?;
    let mut is_continued = lease.gave.as_deref() == Some(record.id.as_str());
    if let Some(other) = &held
        && !is_continued
        && other.title != record.title
    {
        if says_the_same(&record, other, profile, crawl).await? {
            // Its title was edited.
            is_continued = true;
        } else if go_by_own_address(&mut record, answered, profile) {
            held = crawl.frontier.held(&profile.id, &record.id).await?;
            is_continued = lease.gave.as_deref() == Some(record.id.as_str());
        }
    }
    if held.is_none()
        && let Some(former) = former(&record, lease, profile, crawl).await?
    {
        record.id.clone_from(&former.id);
        return Ok(Identity::Own {
            record,
            held: Some(Box::new(former)),
            is_continued: true,
        });
    }
    let Some(held) = held else {
        let twin = crawl.frontier.twin(&profile.id, &record.text_hash).await?;
        return Ok(match twin.filter(|twin| is_double(&record, twin)) {
            Some(twin) => Identity::Double(Box::new(twin)),
            None => Identity::Own {
                record,
                held: None,
                is_continued,
            },
        });
    };
    // What is gone has no other page: this one brings it back.
    if held.state == State::Live
        && (is_continued || held.title == record.title)
        && has_another_page(&record, lease, profile, crawl).await?
    {
        return Ok(Identity::Double(Box::new(held)));
    }
    Ok(Identity::Own {
        record,
        held: Some(Box::new(held)),
        is_continued,
    })
}

/// The release that this page gave at its last visit, where it lives at another address by now.
///
/// Without a number of the publisher's a release is known by its address. One that moves is
/// still the same, also where it was edited on the way, and keeps the id that it was given.
async fn former<F: Fetch, R: Frontier, S: Sink>(
    record: &Record,
    lease: &Lease,
    profile: &Profile,
    crawl: &Crawl<F, R, S>,
) -> Result<Option<Held>, CrawlError> {
    let Some(gave) = &lease.gave else {
        return Ok(None);
    };
    if !is_key_of_address(gave) || !is_key_of_address(&record.id) {
        return Ok(None);
    }
    let former = crawl.frontier.held(&profile.id, gave).await?;
    let Some(former) = former.filter(|former| former.state == State::Live) else {
        return Ok(None);
    };
    let is_alike = former.title == record.title && former.published_on == record.published_on;
    let is_same = is_alike || says_the_same(record, &former, profile, crawl).await?;
    Ok(is_same.then_some(former))
}

/// Whether a release that nobody named as this one is this one all the same.
///
/// Two numbers of the publisher are two releases, whatever they say. A short text may stand
/// on two that differ only in what they attach.
pub(super) fn is_double(record: &Record, twin: &Held) -> bool {
    let is_unnumbered = is_key_of_address(&record.id) || is_key_of_address(&twin.id);
    let is_telling = record.body.as_ref().map_or(0, String::len) >= LEAST_TELLING
        || content_hash(record) == twin.content_hash;
    is_unnumbered
        && is_telling
        && twin.state == State::Live
        && twin.id != record.id
        && twin.title == record.title
        && twin.published_on == record.published_on
}

const LEAST_TELLING: usize = 200;

/// The release that already says the text of a new record, where its row announced something
/// else: one page stands in for both. `None` where the row announced nothing.
pub(super) async fn stand_in<F: Fetch, R: Frontier, S: Sink>(
    record: &Record,
    lease: &Lease,
    profile: &Profile,
    crawl: &Crawl<F, R, S>,
) -> Result<Option<String>, CrawlError> {
    let teaser = lease.target.teaser.as_ref();
    let is_announced = teaser.is_some_and(|teaser| teaser.first("title").is_some());
    if !is_announced || !record.attachments.is_empty() {
        return Ok(None);
    }
    let twin = crawl.frontier.twin(&profile.id, &record.text_hash).await?;
    Ok(twin.map(|twin| twin.id).filter(|id| *id != record.id))
}

/// Whether the release has a page of its own that is known, and this is another.
async fn has_another_page<F: Fetch, R: Frontier, S: Sink>(
    record: &Record,
    lease: &Lease,
    profile: &Profile,
    crawl: &Crawl<F, R, S>,
) -> Result<bool, CrawlError> {
    let Some(url) = &record.url else {
        return Ok(false);
    };
    let key = profile.release_key(&profile.canonical(url));
    if key == lease.target.key {
        return Ok(false);
    }
    let known = crawl.frontier.standing(&profile.id, vec![key]).await?;
    let is_known = known.first().is_some_and(|known| *known != Standing::New);
    // Held before this page gave it: another page did.
    Ok(is_known || lease.gave.is_none())
}

/// Whether the last line of a release has the text of this record, under another title.
async fn says_the_same<F: Fetch, R: Frontier, S: Sink>(
    record: &Record,
    held: &Held,
    profile: &Profile,
    crawl: &Crawl<F, R, S>,
) -> Result<bool, CrawlError> {
    let last = crawl.sink.read_again(&profile.id, &held.last_line).await?;
    let Some(last) = last else { return Ok(false) };
    Ok(match (&last.body, &record.body) {
        (Some(before), Some(now)) => have_most_in_common(before, now),
        (None, _) | (_, None) => false,
    })
}

/// Whether most paragraphs of one text stand in the other. Short ones ("For more
/// information:") stand in every text.
fn have_most_in_common(one: &str, other: &str) -> bool {
    let paragraphs = |text: &str| -> Vec<String> {
        let paragraphs = text
            .split("\n\n")
            .filter(|part| part.len() >= LEAST_PARAGRAPH);
        paragraphs.map(str::to_owned).collect()
    };
    let (one, other) = (paragraphs(one), paragraphs(other));
    let common = one.iter().filter(|part| other.contains(part)).count();
    common > 0 && common * 2 > one.len().max(other.len())
}

const LEAST_PARAGRAPH: usize = 60;

/// A page whose canonical link leads to a release with another title and text is that of a
/// release of its own: templates repeat the link of one page on all. `false` when its own
/// address says no more.
fn go_by_own_address(record: &mut Record, answered: Option<&Url>, profile: &Profile) -> bool {
    let (Some(named), Some(answered)) = (&record.url, answered) else {
        return false;
    };
    let own = profile.canonical(answered);
    let (named_key, own_key) = (
        profile.release_key(&profile.canonical(named)),
        profile.release_key(&own),
    );
    let language = record.id.strip_prefix(&named_key).map(str::to_owned);
    let Some(language) = language.filter(|_| named_key != own_key) else {
        return false;
    };
    record.issues.push(Issue {
        code: "url.canonical_ignored".to_owned(),
        field: Some("url".to_owned()),
        severity: Severity::Info,
        message: format!("the page names {named} as its address, which is another release's"),
    });
    record.id = own_key + &language;
    record.url = Some(own);
    true
}

#[cfg(test)]
mod tests {
    use super::super::revision;
    use super::*;
    use crate::sink::sample_record;

    #[test]
    fn the_same_text_is_a_double_unless_the_publisher_numbers_both() {
        let long = "The bridge was opened to the public today. ".repeat(6);
        let by_address = |record: Record| Record {
            id: "press:0123456789abcdef".to_owned(),
            ..record
        };
        let with_body = |record: Record, body: &str| Record {
            body: Some(body.to_owned()),
            ..record
        };
        let numbered = || with_body(sample_record("press", 1), &long);
        let other_number = || with_body(sample_record("press", 2), &long);
        let attached = Record {
            attachments: vec![crate::record::Attachment {
                url: Url::parse("https://press.example/a.pdf").unwrap(),
                title: None,
                media_type: None,
            }],
            ..sample_record("press", 1)
        };
        let titled = |record: Record, title: &str| Record {
            title: title.to_owned(),
            ..record
        };
        for (fact, record, twin, expected) in [
            (
                "one by its address",
                by_address(numbered()),
                numbered(),
                true,
            ),
            (
                "one by its number",
                numbered(),
                by_address(numbered()),
                true,
            ),
            ("itself", numbered(), numbered(), false),
            (
                "two numbers",
                titled(other_number(), "Same"),
                titled(numbered(), "Same"),
                false,
            ),
            (
                "another title",
                titled(by_address(numbered()), "Other"),
                numbered(),
                false,
            ),
            (
                "another day",
                Record {
                    published_on: None,
                    ..by_address(numbered())
                },
                numbered(),
                false,
            ),
            (
                "a short text with the same attachments",
                by_address(sample_record("press", 1)),
                sample_record("press", 1),
                true,
            ),
            (
                "with others",
                by_address(attached),
                sample_record("press", 1),
                false,
            ),
        ] {
            assert_eq!(
                is_double(&record, &revision::held(&twin)),
                expected,
                "{fact}"
            );
        }
    }

    #[test]
    fn an_edited_text_is_told_from_another() {
        let paragraph = |n: u32| {
            format!("Paragraph {n} of the release, long enough to be told apart from others.")
        };
        let text = |numbers: &[u32]| {
            let parts: Vec<String> = numbers.iter().map(|n| paragraph(*n)).collect();
            parts.join("\n\n")
        };
        for (one, other, expected) in [
            (text(&[1, 2, 3]), text(&[1, 2, 3]), true),
            (text(&[1, 2, 3]), text(&[1, 2, 4]), true),
            (text(&[1, 2, 3]), text(&[1, 4, 5]), false),
            (text(&[1]), text(&[2]), false),
            ("Contact:".to_owned(), "Contact:".to_owned(), false),
            (String::new(), String::new(), false),
        ] {
            assert_eq!(
                have_most_in_common(&one, &other),
                expected,
                "{one:?} {other:?}"
            );
        }
    }
}
