//! The answers in a WARC file, each with what the capture says of its visit.
//!
//! Our own captures tell after an answer what was visited; the files of other tools only
//! hold answers. Whatever else is in a file (requests, revisits, facts in other words) is
//! passed over.

use std::io::BufRead;

use jiff::Timestamp;
use url::Url;

use super::message::Message;
use super::pointer::Place;
use super::reader::{Block, Damage, Entry, Reader};
use super::visit::{VisitEnd, VisitFacts};
use super::warc::{Head, RecordType};
use crate::fetch::{BodyError, saved_page};
use crate::page::Page;

/// The most bytes of a head that stands before a body in its record.
const HEAD_ROOM: u64 = 512 * 1024;

/// What a file holds, item by item.
pub struct Pages<R> {
    reader: Reader<R>,
    /// The last answer, until it is known whether a visit's facts follow.
    held: Option<Stored>,
    ready: Option<Item>,
}

/// One thing in a file.
#[derive(Debug)]
pub enum Item {
    /// A visit of a crawl, with the answer that ended it, where there was one.
    Visit(Box<VisitFacts>, Option<Stored>),
    /// An answer that belongs to no visit, or did not end it: a redirect, robots.txt.
    Answer(Stored),
    /// A record that says: the same as another one.
    Revisit,
    /// The name that the file was given when it was written.
    File(String),
}

/// An answer as it is stored.
#[derive(Debug)]
pub struct Stored {
    /// Where its record begins.
    pub place: Place,
    head: Head,
    block: Block,
}

/// A stored answer that is no page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NoPage {
    /// Another status than 200.
    Status(u16),
    /// Its body cannot be read.
    Body(BodyError),
    /// The block is no answer, or its record does not say when it was received.
    Malformed,
}

impl<R: BufRead> Pages<R> {
    /// Reads a file from byte `began`, where `input` stands; larger bodies than `most_body`
    /// are passed over.
    pub fn new(input: R, began: u64, most_body: u64) -> Self {
        Self {
            reader: Reader::new(input, began, most_body.saturating_add(HEAD_ROOM)),
            held: None,
            ready: None,
        }
    }

    /// The next item; `None` at the end.
    ///
    /// # Errors
    /// Where the file cannot be read on; then an answer before it was already given.
    pub fn next_item(&mut self) -> Result<Option<Item>, Damage> {
        if let Some(ready) = self.ready.take() {
            return Ok(Some(ready));
        }
        loop {
            let Some(Entry { place, head, block }) = self.reader.next_entry()? else {
                return Ok(self.held.take().map(Item::Answer));
            };
            match head.record_type() {
                RecordType::Response | RecordType::Resource => {
                    let stored = Stored { place, head, block };
                    if let Some(before) = self.held.replace(stored) {
                        return Ok(Some(Item::Answer(before)));
                    }
                }
                RecordType::Metadata => {
                    if let Some(facts) = facts(&block) {
                        let before = self.held.take();
                        let (own, other) =
                            before.map_or((None, None), |stored| stored.claimed_by(&head));
                        let visit = Item::Visit(Box::new(facts), own);
                        return Ok(Some(match other {
                            None => visit,
                            Some(other) => {
                                self.ready = Some(visit);
                                Item::Answer(other)
                            }
                        }));
                    }
                }
                RecordType::Revisit => return Ok(Some(Item::Revisit)),
                RecordType::WarcInfo => {
                    if let Some(name) = head.get("WARC-Filename") {
                        return Ok(Some(Item::File(name.to_owned())));
                    }
                }
                RecordType::Request | RecordType::Other => {}
            }
        }
    }
}

fn facts(block: &Block) -> Option<VisitFacts> {
    match block {
        Block::Whole(bytes) => VisitFacts::read(bytes),
        Block::TooLarge { length: _ } => None,
    }
}

impl Stored {
    /// As the first of the pair when the facts are of this answer.
    fn claimed_by(self, facts: &Head) -> (Option<Self>, Option<Self>) {
        let named = facts.get("WARC-Concurrent-To");
        if named.is_some() && named == self.head.get("WARC-Record-ID") {
            (Some(self), None)
        } else {
            (None, Some(self))
        }
    }

    /// The address that answered.
    #[must_use]
    pub fn url(&self) -> Option<Url> {
        self.head.target()
    }

    /// When it was received.
    #[must_use]
    pub fn date(&self) -> Option<Timestamp> {
        self.head.date()
    }

    /// The body with its stated media type.
    ///
    /// # Errors
    /// What the answer is instead of a page.
    pub fn body(&self, most: usize) -> Result<(Vec<u8>, Option<String>), NoPage> {
        let block = match &self.block {
            Block::Whole(block) => block,
            Block::TooLarge { length: _ } => return Err(NoPage::Body(BodyError::TooLarge)),
        };
        if self.head.record_type() == RecordType::Resource {
            let stated = self.head.get("Content-Type").map(str::to_owned);
            return Ok((block.clone(), stated));
        }
        let message = Message::read(block).ok_or(NoPage::Malformed)?;
        if !matches!(message.status, 200 | 203) {
            return Err(NoPage::Status(message.status));
        }
        let body = message.payload(most).map_err(NoPage::Body)?;
        Ok((body, message.field("Content-Type").map(str::to_owned)))
    }

    /// The page, read exactly as when it was fetched.
    ///
    /// # Errors
    /// What it is instead.
    pub fn page(&self, visit: Option<&VisitFacts>, most: usize) -> Result<Page, NoPage> {
        let (body, content_type) = self.body(most)?;
        let at = visit.map(|visit| visit.ended).or_else(|| self.date());
        let at = at.ok_or(NoPage::Malformed)?;
        let url = match visit.map(|visit| &visit.end) {
            Some(VisitEnd::Page { url }) => url.clone(),
            Some(_) | None => self.url(),
        };
        Ok(saved_page(&body, url, at, content_type.as_deref()))
    }
}
