//! The entries of RSS and Atom, in all their versions, one after another.
//!
//! ```xml
//! <item>
//!   <title>Water talks end</title>
//!   <link>https://www.press.example/atu/48333</link>
//!   <pubDate>Fri, 23 Mar 2007 14:05:00 +0100</pubDate>
//!   <category>Water</category>
//! </item>
//! ```
//! RSS 0.9 to 2.0, RSS 1.0 (RDF) and Atom 0.3 and 1.0 differ in names, not in kind, so they
//! are read alike, and a feed that mixes them is no riddle. An entry counts once it is closed,
//! or once the next one begins: the last one of a feed that is cut off would have half an
//! address.

use std::io::BufRead;

use super::entry::Entry;
use crate::discover::xml::{Faults, Name, Reader, Space, Tag, Token};

/// The entries of a feed.
pub(in crate::discover) struct Entries<R> {
    reader: Reader<R>,
    /// The elements that are open, the innermost last.
    open: Vec<Name>,
    under_way: Option<UnderWay>,
    head: Head,
}

/// What a feed says of itself, complete once its entries were read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::discover) struct Head {
    /// The name of the root element.
    pub(in crate::discover) root: Option<String>,
    /// `xml:base` of the whole feed.
    pub(in crate::discover) base: Option<String>,
    /// The link to the page with older entries (RFC 5005).
    pub(in crate::discover) next: Option<String>,
    /// The root element was closed.
    pub(in crate::discover) is_whole: bool,
}

struct UnderWay {
    entry: Entry,
    /// How many elements were open around the entry, itself included.
    depth: usize,
    field: Option<Field>,
}

/// A field that is being read.
struct Field {
    name: Name,
    /// How many elements were open around the field, itself included.
    depth: usize,
    /// What else its tag says: `term`, `href`.
    tag: Tag,
    text: String,
    /// `name` inside of an Atom author.
    person: Option<String>,
}

/// The deepest nesting that is followed; what is deeper is read as if it were not nested.
const DEEPEST: usize = 200;

/// The most text of one field that is kept: longer ones are no title or summary.
const MOST_TEXT: usize = 16 * 1024;

impl<R: BufRead> Entries<R> {
    pub(in crate::discover) fn new(input: R) -> Self {
        Self {
            reader: Reader::new(input),
            open: Vec::new(),
            under_way: None,
            head: Head::default(),
        }
    }

    pub(in crate::discover) fn head(&self) -> &Head {
        &self.head
    }

    pub(in crate::discover) fn faults(&self) -> &Faults {
        self.reader.faults()
    }

    /// The next entry; `None` at the end.
    pub(in crate::discover) fn next(&mut self) -> Option<Entry> {
        while let Some(token) = self.reader.next() {
            let ended = match token {
                Token::Open(tag) => self.open(tag),
                Token::Close(name) => self.close(&name),
                Token::Text(text) => {
                    self.text(&text);
                    None
                }
            };
            if ended.is_some() {
                return ended;
            }
        }
        None
    }

    fn open(&mut self, tag: Tag) -> Option<Entry> {
        if self.head.root.is_none() {
            self.head.root = Some(tag.name.local.clone());
        }
        let mut ended = None;
        if is_entry(&tag.name) {
            // The one before was never closed.
            ended = self.end_entry();
            self.open.truncate(DEEPEST);
            self.open.push(tag.name.clone());
            self.under_way = Some(UnderWay {
                entry: Entry::begun(&tag),
                depth: self.open.len(),
                field: None,
            });
            return ended;
        }
        if let Some(under_way) = &mut self.under_way {
            if let Some(field) = &under_way.field
                && is_plain(&field.name)
                && is_field(&tag.name)
            {
                // `<title>Water talks end <link>`: the end of the title is missing.
                self.open.truncate(under_way.depth);
                under_way.end_field();
            }
            let is_child = self.open.len() == under_way.depth;
            match &mut under_way.field {
                None if is_child && is_field(&tag.name) => {
                    under_way.field = Some(Field {
                        name: tag.name.clone(),
                        depth: self.open.len() + 1,
                        tag: tag.clone(),
                        text: String::new(),
                        person: None,
                    });
                }
                None => {}
                Some(field) if is_person(&field.name) && tag.name.local == "name" => {
                    field.person.get_or_insert_default();
                }
                // Markup that was not escaped: a tag parts words.
                Some(field) => field.push(" "),
            }
        } else {
            self.head.read(&tag);
        }
        if self.open.len() < DEEPEST {
            self.open.push(tag.name);
        }
        ended.take()
    }

    /// Ends an element with all in it that was not closed. What was never opened is no end.
    fn close(&mut self, name: &Name) -> Option<Entry> {
        let at = self.open.iter().rposition(|open| open == name)?;
        self.open.truncate(at);
        if at == 0 {
            self.head.is_whole = true;
        }
        let under_way = self.under_way.as_mut()?;
        if let Some(field) = &mut under_way.field {
            if at < field.depth {
                under_way.end_field();
            } else if field.person.is_none() {
                field.push(" ");
            }
        }
        if at < under_way.depth {
            return self.end_entry();
        }
        None
    }

    fn text(&mut self, text: &str) {
        let field = self
            .under_way
            .as_mut()
            .and_then(|under_way| under_way.field.as_mut());
        let Some(field) = field else { return };
        let in_name = self.open.last().is_some_and(|name| name.local == "name");
        match &mut field.person {
            Some(person) if in_name => person.push_str(cut(text)),
            Some(_) | None => field.push(text),
        }
    }

    fn end_entry(&mut self) -> Option<Entry> {
        let mut under_way = self.under_way.take()?;
        self.open.truncate(under_way.depth - 1);
        under_way.end_field();
        Some(under_way.entry)
    }
}

impl Head {
    fn read(&mut self, tag: &Tag) {
        if let Some(base) = tag.attribute_in(Space::Xml, "base") {
            self.base.get_or_insert_with(|| base.to_owned());
        }
        let is_link =
            tag.name.local == "link" && matches!(tag.name.space, Space::Own | Space::Atom);
        if is_link
            && tag
                .attribute("rel")
                .is_some_and(|rel| rel.eq_ignore_ascii_case("next"))
            && let Some(href) = tag.attribute("href")
        {
            self.next.get_or_insert_with(|| href.to_owned());
        }
    }
}

impl UnderWay {
    fn end_field(&mut self) {
        if let Some(field) = self.field.take() {
            let text = field.person.as_deref().unwrap_or(&field.text);
            self.entry.take(&field.tag, text);
        }
    }
}

impl Field {
    fn push(&mut self, text: &str) {
        if self.text.len() < MOST_TEXT {
            self.text.push_str(cut(text));
        }
    }
}

fn cut(text: &str) -> &str {
    crate::extract::cut(text, MOST_TEXT)
}

fn is_entry(name: &Name) -> bool {
    matches!(name.space, Space::Own | Space::Atom)
        && matches!(name.local.as_str(), "item" | "entry")
}

/// An element of an entry that says something.
fn is_field(name: &Name) -> bool {
    match name.space {
        Space::Own | Space::Atom => matches!(
            name.local.as_str(),
            "title"
                | "link"
                | "guid"
                | "id"
                | "pubdate"
                | "published"
                | "issued"
                | "created"
                | "updated"
                | "modified"
                | "description"
                | "summary"
                | "content"
                | "category"
                | "author"
                | "enclosure"
        ),
        Space::DublinCore => matches!(
            name.local.as_str(),
            "title"
                | "date"
                | "creator"
                | "subject"
                | "language"
                | "type"
                | "description"
                | "identifier"
                | "issued"
                | "created"
                | "modified"
        ),
        Space::FeedBurner => name.local == "origlink",
        Space::News | Space::Rdf | Space::Xml | Space::Other => false,
    }
}

/// A field that holds no other field, so that one that begins inside ends it.
fn is_plain(name: &Name) -> bool {
    !matches!(
        name.local.as_str(),
        "description" | "summary" | "content" | "author"
    )
}

fn is_person(name: &Name) -> bool {
    name.local == "author"
}
