//! Whether a page that was read is news: a new release, an edited one, or the same.

use crate::frontier::Held;
use crate::record::{Change, Record, content_hash};

/// What a record is, beside what is held.
#[derive(Debug)]
pub(super) enum Verdict {
    /// Not held before.
    New(Box<Record>),
    /// Title, dates, body or attachments changed on the page.
    Content(Box<Record>),
    /// As held; the view names the latest reading, so that a later edit is known as one.
    Same(Box<Held>),
    /// Read differently, but by another profile or version: an edit of the page cannot be
    /// told from a better reading.
    Reread(Box<Record>),
    /// Another release already has this id.
    Conflict {
        /// Its title.
        title: String,
    },
}

/// Judges a record against what is held under its id, and completes it accordingly.
///
/// `gave` is the id that this page gave before: a page whose first record meets a held
/// release with another title is a second release under one id.
pub(super) fn judge(mut record: Record, held: Option<&Held>, gave: Option<&str>) -> Verdict {
    let Some(held) = held else {
        record.first_seen_at = record.fetched_at;
        record.changed_at = record.fetched_at;
        record.revision = 1;
        record.change = Change::New;
        return Verdict::New(Box::new(record));
    };
    if gave != Some(record.id.as_str()) && record.title != held.title {
        return Verdict::Conflict {
            title: held.title.clone(),
        };
    }
    if content_hash(&record) == held.content_hash {
        return Verdict::Same(Box::new(Held {
            profile_hash: record.profile_hash,
            tool: record.tool,
            ..held.clone()
        }));
    }
    record.first_seen_at = held.first_seen_at;
    if record.profile_hash == held.profile_hash && record.tool == held.tool {
        record.revision = held.revision + 1;
        record.changed_at = record.fetched_at;
        record.change = Change::Content;
        Verdict::Content(Box::new(record))
    } else {
        record.revision = held.revision;
        record.changed_at = held.changed_at;
        record.change = Change::Reread;
        Verdict::Reread(Box::new(record))
    }
}

/// The view of a record that later visits are judged against.
pub(crate) fn held(record: &Record) -> Held {
    Held {
        id: record.id.clone(),
        revision: record.revision,
        content_hash: content_hash(record),
        title: record.title.clone(),
        profile_hash: record.profile_hash.clone(),
        tool: record.tool.clone(),
        first_seen_at: record.first_seen_at,
        changed_at: record.changed_at,
        published_on: record.published_on,
    }
}
