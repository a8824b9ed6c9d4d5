//! Whether a page that was read is news: a new release, an edited one, or the same.

use crate::frontier::{Held, LastLine};
use crate::record::{Change, Record, State, content_hash, reading_hash};

/// What a record is, beside what is held.
#[derive(Debug)]
pub(super) enum Verdict {
    /// Not held before.
    New(Box<Record>),
    /// Title, dates, body or attachments changed on the page.
    Content(Box<Record>),
    /// As held; the view names the latest reading, so that a later edit is known as one.
    Same(Box<Held>),
    /// Read differently, but by another profile or version, now or before: an edit of the page
    /// cannot be told from a better reading.
    Reread(Box<Record>),
    /// It was gone and is there again.
    Back(Box<Record>),
    /// Another release already has this id.
    Conflict {
        /// Its title.
        title: String,
    },
}

/// What became of title, dates, body and attachments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Content {
    /// As they were.
    Same,
    /// Others: the page was edited.
    Edited,
    /// They read differently, by another profile or version than before.
    ReadOtherwise,
}

/// What hashes alone tell of the content.
pub(super) fn by_hash(record: &Record, held: &Held) -> Content {
    // An older state did not keep what could be compared.
    if held.content_hash.is_empty() || content_hash(record) == held.content_hash {
        Content::Same
    } else if is_by_the_same(record, held) {
        Content::Edited
    } else {
        Content::ReadOtherwise
    }
}

/// Whether the record was read as what is held was read last.
pub(super) fn is_by_the_same(record: &Record, held: &Held) -> bool {
    record.profile_hash == held.profile_hash && record.tool == held.tool
}

/// Judges a record against what is held under its id, and completes it accordingly.
///
/// `gave` is the id that this page gave before: a page whose first record meets a held
/// release with another title is a second release under one id.
pub(super) fn judge(
    mut record: Record,
    held: Option<&Held>,
    gave: Option<&str>,
    content: Content,
) -> Verdict {
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
    record.first_seen_at = held.first_seen_at;
    if content == Content::Edited {
        record.revision = held.revision + 1;
        record.changed_at = record.fetched_at;
        record.change = Change::Content;
        return Verdict::Content(Box::new(record));
    }
    record.revision = held.revision;
    record.changed_at = held.changed_at;
    if held.state == State::Gone {
        record.change = Change::State;
        return Verdict::Back(Box::new(record));
    }
    let reads_differently =
        !is_by_the_same(&record, held) && reading_hash(&record) != held.reading_hash;
    match content {
        Content::Same if !reads_differently && !held.owed => Verdict::Same(Box::new(Held {
            // Printed otherwise, perhaps: that is what later visits will find.
            content_hash: content_hash(&record),
            profile_hash: record.profile_hash,
            tool: record.tool,
            missing_since: None,
            ..held.clone()
        })),
        Content::Same | Content::Edited | Content::ReadOtherwise => {
            record.change = Change::Reread;
            Verdict::Reread(Box::new(record))
        }
    }
}

/// The view of a record that later visits are judged against.
pub(crate) fn held(record: &Record) -> Held {
    Held {
        id: record.id.clone(),
        revision: record.revision,
        content_hash: content_hash(record),
        reading_hash: reading_hash(record),
        owed: false,
        title: record.title.clone(),
        text_hash: record.text_hash.clone(),
        profile_hash: record.profile_hash.clone(),
        tool: record.tool.clone(),
        first_seen_at: record.first_seen_at,
        changed_at: record.changed_at,
        published_on: record.published_on,
        state: record.state,
        missing_since: None,
        last_line: LastLine::Nowhere,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sink::sample_record;

    fn later(record: Record) -> Record {
        Record {
            fetched_at: "2026-02-01T08:00:00Z".parse().unwrap(),
            ..record
        }
    }

    fn edited(record: Record) -> Record {
        Record {
            body: Some("It is closed again.".to_owned()),
            ..record
        }
    }

    fn by_another(record: Record) -> Record {
        Record {
            profile_hash: "blake3:02".to_owned(),
            ..record
        }
    }

    fn topical(record: Record) -> Record {
        Record {
            topics: vec!["Bridges".to_owned()],
            ..record
        }
    }

    fn titled(record: Record) -> Record {
        Record {
            title: "Another release".to_owned(),
            ..record
        }
    }

    /// The page gave this record's id before.
    const GAVE: Option<&str> = Some("press:1");

    #[test]
    fn a_record_is_judged_by_what_is_held() {
        let first = sample_record("press", 1);
        let held = Held {
            revision: 3,
            ..held(&first)
        };
        let owed = Held {
            owed: true,
            ..held.clone()
        };
        let gone = Held {
            state: State::Gone,
            ..held.clone()
        };
        let unknown = Held {
            content_hash: String::new(),
            ..held.clone()
        };
        let again = || later(first.clone());
        type Case<'a> = (&'a str, Record, Option<&'a Held>, Option<&'a str>, &'a str);
        #[rustfmt::skip]
        let cases: Vec<Case<'_>> = vec![
            ("never seen", again(), None, None, "new 1"),
            ("a page that gave another id before", again(), None, Some("press:9"), "new 1"),
            ("the same page", again(), Some(&held), GAVE, "same"),
            ("the same release at another address", again(), Some(&held), None, "same"),
            ("an edited page", edited(again()), Some(&held), GAVE, "content 4"),
            ("an edited title", titled(again()), Some(&held), GAVE, "content 4"),
            ("an edited body at another address", edited(again()), Some(&held), None, "content 4"),
            ("the same by another profile", by_another(again()), Some(&held), GAVE, "same"),
            ("another reading of other fields", topical(by_another(again())), Some(&held), GAVE, "reread 3"),
            ("other fields by the same profile", topical(again()), Some(&held), GAVE, "same"),
            ("a reading that no line tells of", again(), Some(&owed), GAVE, "reread 3"),
            ("an edit after it", edited(again()), Some(&owed), GAVE, "content 4"),
            ("another reading", by_another(edited(again())), Some(&held), GAVE, "reread 3"),
            ("another version", Record { tool: "dateline 9".to_owned(), ..edited(again()) }, Some(&held), GAVE, "reread 3"),
            ("another page with another title", titled(again()), Some(&held), None, "conflict"),
            ("also when that page gave something else", titled(again()), Some(&held), Some("press:9"), "conflict"),
            ("gone, and there again", again(), Some(&gone), GAVE, "back 3"),
            ("gone, and there again edited", edited(again()), Some(&gone), GAVE, "content 4"),
            ("gone, and read otherwise", by_another(edited(again())), Some(&gone), GAVE, "back 3"),
            ("of an older state", edited(again()), Some(&unknown), GAVE, "same"),
            ("whoever read it", by_another(titled(again())), Some(&held), None, "conflict"),
        ];
        for (fact, record, held, gave, expected) in cases {
            let content = held.map_or(Content::Same, |held| by_hash(&record, held));
            let verdict = judge(record, held, gave, content);
            let short = match &verdict {
                Verdict::New(record) => format!("new {}", record.revision),
                Verdict::Content(record) => format!("content {}", record.revision),
                Verdict::Reread(record) => format!("reread {}", record.revision),
                Verdict::Same(_) => "same".to_owned(),
                Verdict::Back(record) => format!("back {}", record.revision),
                Verdict::Conflict { .. } => "conflict".to_owned(),
            };
            assert_eq!(short, expected, "{fact}: {verdict:?}");
        }
    }

    #[test]
    fn a_line_says_when_it_was_first_seen_and_changed() {
        let first = sample_record("press", 1);
        let held = held(&first);
        let now = later(first.clone()).fetched_at;
        for (record, held, change, first_seen, changed) in [
            (later(first.clone()), None, Change::New, now, now),
            (
                edited(later(first.clone())),
                Some(&held),
                Change::Content,
                first.first_seen_at,
                now,
            ),
            (
                by_another(edited(later(first.clone()))),
                Some(&held),
                Change::Reread,
                first.first_seen_at,
                first.changed_at,
            ),
        ] {
            let content = held.map_or(Content::Same, |held| by_hash(&record, held));
            let (Verdict::New(line) | Verdict::Content(line) | Verdict::Reread(line)) =
                judge(record, held, GAVE, content)
            else {
                panic!("a line is due for {change:?}");
            };
            assert_eq!(line.change, change);
            assert_eq!(line.first_seen_at, first_seen, "{change:?}");
            assert_eq!(line.changed_at, changed, "{change:?}");
        }
    }

    #[test]
    fn after_the_same_reading_by_another_profile_an_edit_is_known_as_one() {
        let first = sample_record("press", 1);
        let same = by_another(later(first.clone()));
        let same = judge(same, Some(&held(&first)), GAVE, Content::Same);
        let Verdict::Same(held) = same else {
            panic!("{same:?}");
        };
        let edited = by_another(edited(later(first)));
        let content = by_hash(&edited, &held);
        let verdict = judge(edited, Some(&held), GAVE, content);
        assert!(matches!(verdict, Verdict::Content(_)), "{verdict:?}");
    }
}
