//! What was considered for each field, put down only while somebody asks for an explanation.
//!
//! A reading without a trace stops at the first source that has a value. One with a trace asks
//! the others too, so that `dateline explain` can show what they would have said and why it was
//! not taken. A trace never decides anything.

use std::cell::RefCell;

use ego_tree::NodeId;
use url::Url;

use super::body::Body;
use super::field::ledger::Seen;
use super::rule::Read;
use super::text::Omit;
use crate::record::{
    Attachment, Contact, Evidence, Image, Link, ReadDate, ReleaseType, Translation,
};

/// What one reading put down.
#[derive(Debug, Default)]
pub(crate) struct Trace {
    noted: RefCell<Vec<Noted>>,
    dates: RefCell<Vec<SeenDate>>,
    body: RefCell<Option<BodyTrace>>,
}

/// A source that was asked for a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Noted {
    /// The record key, or the field as rules name it.
    pub field: String,
    /// Which source.
    pub evidence: Evidence,
    /// Where it stands.
    pub at: Option<NodeId>,
    /// What it says.
    pub text: String,
    /// Why it could not be taken; `None` where it could.
    pub unusable: Option<String>,
}

/// A date that was seen, in the order of preference.
#[derive(Debug, Clone)]
pub(crate) struct SeenDate {
    /// The date.
    pub seen: Seen,
    /// It is the date of publication.
    pub chosen: bool,
    /// Why it did not come into question at all.
    pub passed_over: Option<String>,
}

/// Where the body was found.
#[derive(Debug, Clone)]
pub(crate) struct BodyTrace {
    /// The element.
    pub container: NodeId,
    /// Nodes in it that are no text of the release.
    pub omit: Omit,
    /// Those of them that belong to other fields.
    pub used: Omit,
    /// Blocks of the body.
    pub blocks: usize,
    /// Blocks of the boilerplate.
    pub boilerplate: usize,
    /// What the boilerplate begins with.
    pub split_by: Option<String>,
}

/// The most that is put down for one page.
const MOST: usize = 1_000;

impl Trace {
    /// Puts down a source, the same one only once; what turns out to be unusable is so.
    pub(crate) fn note(&self, noted: Noted) {
        let mut all = self.noted.borrow_mut();
        let known = all.iter().position(|known| {
            (&known.field, &known.evidence, &known.text)
                == (&noted.field, &noted.evidence, &noted.text)
        });
        if let Some(known) = known {
            let known = &mut all[known];
            known.unusable = known.unusable.take().or(noted.unusable);
            known.at = known.at.or(noted.at);
        } else if all.len() < MOST {
            all.push(noted);
        }
    }

    /// Puts down the dates that were weighed.
    pub(crate) fn dates(&self, seen: &[Seen], chosen: Option<&Seen>) {
        let weighed = seen.iter().map(|seen| SeenDate {
            seen: seen.clone(),
            chosen: chosen.is_some_and(|chosen| std::ptr::eq(chosen, seen)),
            passed_over: None,
        });
        // What was passed over came earlier, and is of less weight.
        self.dates.borrow_mut().splice(0..0, weighed);
    }

    /// Puts down a date that does not come into question.
    pub(crate) fn passed_over(&self, seen: Seen, why: &str) {
        let mut dates = self.dates.borrow_mut();
        if dates.len() < MOST {
            dates.push(SeenDate {
                seen,
                chosen: false,
                passed_over: Some(why.to_owned()),
            });
        }
    }

    /// Puts down where the body was found.
    pub(crate) fn body(&self, body: Option<&Body<'_>>, used: &Omit) {
        *self.body.borrow_mut() = body.map(|body| BodyTrace {
            container: body.container.id(),
            omit: body.omit.clone(),
            used: used.clone(),
            blocks: body.split.body.len(),
            boilerplate: body.split.boilerplate.len(),
            split_by: body.split.by.clone(),
        });
    }

    /// All that was put down.
    pub(crate) fn into_parts(self) -> (Vec<Noted>, Vec<SeenDate>, Option<BodyTrace>) {
        (
            self.noted.into_inner(),
            self.dates.into_inner(),
            self.body.into_inner(),
        )
    }
}

/// A value that can be shown in a line.
pub(crate) trait Shown {
    /// The line.
    fn shown(&self) -> String;
}

impl Shown for String {
    fn shown(&self) -> String {
        self.clone()
    }
}

impl Shown for Read<'_> {
    fn shown(&self) -> String {
        self.values.shown()
    }
}

impl Shown for ReadDate {
    fn shown(&self) -> String {
        match self.day {
            Some(day) => format!("{day} from `{}`", self.raw),
            None => format!("`{}`", self.raw),
        }
    }
}

impl Shown for (ReleaseType, String) {
    fn shown(&self) -> String {
        let (kind, word) = self;
        let named = ReleaseType::ALL.iter().find(|(known, _)| known == kind);
        format!("{} ({word})", named.map_or("other", |(_, name)| name))
    }
}

impl Shown for Url {
    fn shown(&self) -> String {
        self.to_string()
    }
}

/// A language and the address of a translation, as written.
impl Shown for (String, String) {
    fn shown(&self) -> String {
        format!("{} {}", self.0, self.1)
    }
}

impl<T: Shown> Shown for Vec<T> {
    fn shown(&self) -> String {
        let lines: Vec<String> = self.iter().map(Shown::shown).collect();
        lines.join("; ")
    }
}

impl Shown for Contact {
    fn shown(&self) -> String {
        let Self {
            name,
            role,
            email,
            phone,
            raw: _,
        } = self;
        let parts: Vec<&str> = [name, role, email, phone]
            .into_iter()
            .filter_map(Option::as_deref)
            .collect();
        parts.join(", ")
    }
}

impl Shown for Attachment {
    fn shown(&self) -> String {
        self.url.to_string()
    }
}

impl Shown for Image {
    fn shown(&self) -> String {
        self.url.to_string()
    }
}

impl Shown for Link {
    fn shown(&self) -> String {
        self.url.to_string()
    }
}

impl Shown for Translation {
    fn shown(&self) -> String {
        format!("{} {}", self.language, self.url)
    }
}
