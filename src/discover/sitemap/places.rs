//! The places that a sitemap names, one after another, in whatever form it is written.

use std::io::BufRead;

use crate::discover::feed::{Entries, Entry, cut, damages, given};
use crate::discover::xml::{Name, Reader, Space, Token};
use crate::extract::Unreadable;
use crate::page::Page;
use crate::problem::Class;

/// A place that a sitemap names.
pub(super) enum Place {
    /// `<url>`, a line, an entry of a feed.
    Release(Entry),
    /// `<sitemap>` of an index.
    Sitemap(Entry),
}

/// The places of one sitemap.
pub(super) enum Places<'a> {
    /// `<urlset>` or `<sitemapindex>`.
    Xml(Box<Document<'a>>),
    /// RSS or Atom.
    Feed(Box<Entries<Text<'a>>>),
    /// One address a line.
    Lines {
        text: Text<'a>,
        /// Its end is not all of it: the last line may be half an address.
        is_cut: bool,
    },
}

type Text<'a> = Box<dyn BufRead + 'a>;

impl<'a> Places<'a> {
    /// The places that a page names, from its beginning.
    pub(super) fn of(page: &'a Page) -> Result<Self, Unreadable> {
        Ok(match root(&page.text) {
            Some(root) if is_feed(&root) => Self::Feed(Box::new(Entries::new(page.reader()))),
            None if is_address(first_line(&page.text)) => Self::Lines {
                text: page.reader(),
                is_cut: cut(page).is_some(),
            },
            Some(_) | None => Self::Xml(Box::new(Document::new(page.reader()))),
        })
    }

    /// The next place; `None` at the end.
    pub(super) fn next(&mut self) -> Option<Place> {
        match self {
            Self::Xml(document) => document.next(),
            Self::Feed(entries) => entries.next().map(Place::Release),
            Self::Lines { text, is_cut } => {
                next_line(text, *is_cut).map(|line| Place::Release(Entry::at(&line)))
            }
        }
    }

    /// What its links are relative to.
    pub(super) fn base(&self) -> Option<&str> {
        match self {
            Self::Feed(entries) => entries.head().base.as_deref(),
            Self::Xml(_) | Self::Lines { .. } => None,
        }
    }

    /// What was wrong with it, once it was read.
    pub(super) fn damages(&self, page: &Page) -> Vec<(Class, String)> {
        match self {
            Self::Xml(document) => damages(page, document.reader.faults(), document.is_whole),
            Self::Feed(entries) => damages(page, entries.faults(), entries.head().is_whole),
            Self::Lines { .. } => cut(page).into_iter().collect(),
        }
    }

    /// What is no sitemap, once it was read: a page that says "not found" in HTML, words.
    pub(super) fn is_sitemap(&self, places: usize) -> Result<(), Unreadable> {
        let root = match self {
            Self::Feed(_) | Self::Lines { .. } => return Ok(()),
            Self::Xml(document) => document.root.as_deref(),
        };
        let what = match root {
            Some("urlset" | "sitemapindex") => return Ok(()),
            Some("html" | "head" | "body") => "an HTML page".to_owned(),
            Some(_) if places > 0 => return Ok(()),
            Some(root) => format!(
                "a document whose root is <{}>",
                crate::extract::cut(root, 40)
            ),
            None => "no XML".to_owned(),
        };
        Err(Unreadable {
            class: Class::NotXml,
            message: format!("the answer is {what}, not a sitemap"),
        })
    }
}

/// `<urlset>` or `<sitemapindex>`, or what is left of it.
pub(super) struct Document<'a> {
    reader: Reader<Text<'a>>,
    root: Option<String>,
    is_whole: bool,
    under_way: Option<UnderWay>,
}

struct UnderWay {
    is_sitemap: bool,
    entry: Entry,
    field: Option<(Name, String)>,
}

/// The most text of one element that is kept.
const MOST_TEXT: usize = 16 * 1024;

impl<'a> Document<'a> {
    fn new(text: Text<'a>) -> Self {
        Self {
            reader: Reader::new(text),
            root: None,
            is_whole: false,
            under_way: None,
        }
    }

    fn next(&mut self) -> Option<Place> {
        while let Some(token) = self.reader.next() {
            let ended = match token {
                Token::Open(tag) => self.open(tag.name),
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

    fn open(&mut self, name: Name) -> Option<Place> {
        self.root.get_or_insert_with(|| name.local.clone());
        if let Some(is_sitemap) = place(&name) {
            // The one before was never closed.
            let ended = self.end();
            self.under_way = Some(UnderWay {
                is_sitemap,
                entry: Entry::default(),
                field: None,
            });
            return ended;
        }
        if let Some(under_way) = &mut self.under_way {
            under_way.end_field();
            if is_field(&name) {
                under_way.field = Some((name, String::new()));
            }
        }
        None
    }

    fn close(&mut self, name: &Name) -> Option<Place> {
        if self.root.as_deref() == Some(&name.local) {
            self.is_whole = true;
            return self.end();
        }
        if place(name).is_some() {
            return self.end();
        }
        self.under_way.as_mut()?.end_field();
        None
    }

    fn text(&mut self, text: &str) {
        let under_way = self.under_way.as_mut();
        if let Some((_, kept)) = under_way.and_then(|under_way| under_way.field.as_mut())
            && kept.len() < MOST_TEXT
        {
            kept.push_str(crate::extract::cut(text, MOST_TEXT));
        }
    }

    fn end(&mut self) -> Option<Place> {
        let mut under_way = self.under_way.take()?;
        under_way.end_field();
        Some(if under_way.is_sitemap {
            Place::Sitemap(under_way.entry)
        } else {
            Place::Release(under_way.entry)
        })
    }
}

impl UnderWay {
    fn end_field(&mut self) {
        let Some((name, text)) = self.field.take() else {
            return;
        };
        match (name.space, name.local.as_str()) {
            (Space::Own, "loc") => self.entry.locate(&text),
            (Space::Own, "lastmod") if self.entry.modified.is_none() => {
                self.entry.modified = given(&text);
            }
            (Space::News, "publication_date") => self.entry.date(&text, 1),
            (Space::News, "title") => self.entry.titled(&text),
            (Space::News, "language") => self.entry.put_first("language", given(&text)),
            (Space::News, "keywords") => {
                for word in text.split(',') {
                    self.entry.put("topics", given(word));
                }
            }
            _ => {}
        }
    }
}

/// Whether an element is a place, and if so whether a further sitemap.
fn place(name: &Name) -> Option<bool> {
    match (name.space, name.local.as_str()) {
        (Space::Own, "url") => Some(false),
        (Space::Own, "sitemap") => Some(true),
        _ => None,
    }
}

fn is_field(name: &Name) -> bool {
    match name.space {
        Space::Own => matches!(name.local.as_str(), "loc" | "lastmod"),
        Space::News => matches!(
            name.local.as_str(),
            "publication_date" | "title" | "language" | "keywords"
        ),
        Space::Atom
        | Space::DublinCore
        | Space::FeedBurner
        | Space::Rdf
        | Space::Xml
        | Space::Other => false,
    }
}

/// The first element of a text.
fn root(text: &str) -> Option<String> {
    let mut reader = Reader::new(text.as_bytes());
    std::iter::from_fn(|| reader.next()).find_map(|token| match token {
        Token::Open(tag) => Some(tag.name.local),
        Token::Close(_) | Token::Text(_) => None,
    })
}

fn is_feed(root: &str) -> bool {
    matches!(root, "rss" | "rdf" | "feed" | "channel")
}

fn first_line(text: &str) -> &str {
    text.lines()
        .map(|line| line.trim().trim_start_matches('\u{feff}'))
        .find(|line| !line.is_empty())
        .unwrap_or_default()
}

fn is_address(line: &str) -> bool {
    !line.contains(char::is_whitespace) && url::Url::parse(line).is_ok_and(|url| url.has_host())
}

/// The next line that is not empty; a line that is too long to be an address is none.
fn next_line(text: &mut Text<'_>, is_cut: bool) -> Option<String> {
    loop {
        let mut line = Vec::new();
        let mut is_end = true;
        // Not `read_until`: a line may be as long as the body.
        while let Ok(bytes) = text.fill_buf() {
            if bytes.is_empty() {
                break;
            }
            let end = bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r'));
            let taken = end.unwrap_or(bytes.len());
            let room = MOST_TEXT.saturating_sub(line.len());
            line.extend_from_slice(&bytes[..taken.min(room)]);
            text.consume(taken + usize::from(end.is_some()));
            if end.is_some() {
                is_end = false;
                break;
            }
        }
        if is_end && is_cut {
            return None;
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim().trim_start_matches('\u{feff}');
        if !line.is_empty() && line.len() < MOST_TEXT {
            return Some(line.to_owned());
        }
        if is_end {
            return None;
        }
    }
}
