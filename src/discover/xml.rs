//! The markup of feeds and sitemaps, as far as it can be read.
//!
//! ```text
//! <loc>https://www.press.example/a?b=1&c=2</loc>   a bare `&`: no XML
//! <title>Fish &nbsp; chips</title>                 an entity that only HTML has
//! <title>5 < 6</title>                             a `<` that begins no tag
//! ```
//! A conforming parser gives such a document up, and every release in it with it. This reader
//! never fails and never looks back: it takes what is there, says once what was damaged, and
//! keeps of one text or tag no more than a bound, however long the document is. Entities that
//! a document declares are never expanded, and nothing is ever loaded.

mod tag;

use std::borrow::Cow;
use std::io::BufRead;

pub(super) use tag::{Name, Space, Tag};
use tag::{Spaces, attributes};

/// The most bytes of one text or tag that are kept; what is longer is cut.
const MOST_KEPT: usize = 64 * 1024;

/// A piece of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token {
    /// `<item rdf:about="…">`
    Open(Tag),
    /// `</item>`; also what ends an empty element.
    Close(Name),
    /// Text with its references resolved, and what stands in CDATA sections.
    Text(String),
}

/// What was wrong with a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Faults {
    /// The first damage that may have cost something, and where.
    pub(super) damage: Option<String>,
    /// The document ends inside of a tag, a comment or a CDATA section.
    pub(super) is_cut: bool,
    /// It declares entities.
    pub(super) declares_entities: bool,
}

/// Reads a document token by token.
pub(super) struct Reader<R> {
    input: R,
    /// Bytes that were read.
    at: u64,
    spaces: Spaces,
    /// What comes next, because the text before it came first.
    held: Vec<Token>,
    faults: Faults,
}

impl<R: BufRead> Reader<R> {
    pub(super) fn new(input: R) -> Self {
        Self {
            input,
            at: 0,
            spaces: Spaces::default(),
            held: Vec::new(),
            faults: Faults::default(),
        }
    }

    pub(super) fn faults(&self) -> &Faults {
        &self.faults
    }

    /// The next token; `None` at the end.
    pub(super) fn next(&mut self) -> Option<Token> {
        if let Some(token) = self.held.pop() {
            return Some(token);
        }
        let mut text = Text::default();
        loop {
            let Some(_) = self.until(|byte| byte == b'<', text.raw()) else {
                return text.token();
            };
            self.skip(1);
            let found = match self.peek() {
                Some(b'/') => self.close(),
                Some(b'!') => self.declaration(&mut text),
                Some(b'?') => {
                    // Up to the first `>`: `<?xml version="1.0">` is met in the wild.
                    self.until(|byte| byte == b'>', &mut Vec::new());
                    self.skip(1);
                    None
                }
                Some(byte) if is_name_start(byte) => self.open(),
                Some(_) => {
                    text.raw().push(b'<');
                    None
                }
                None => {
                    self.faults.is_cut = true;
                    None
                }
            };
            let Some(found) = found else { continue };
            return match text.token() {
                None => Some(found),
                Some(text) => {
                    self.held.push(found);
                    Some(text)
                }
            };
        }
    }

    /// `item rdf:about="…">`, the `<` being read.
    fn open(&mut self) -> Option<Token> {
        let raw = self.tag()?;
        let text = String::from_utf8_lossy(&raw);
        let (text, is_empty) = match text.strip_suffix('/') {
            Some(text) => (text, true),
            None => (text.as_ref(), false),
        };
        let end = text
            .find(|c: char| c.is_whitespace() || c == '/')
            .unwrap_or(text.len());
        let (name, rest) = text.split_at(end);
        let written = attributes(rest);
        self.spaces.learn(&written);
        let name = self.spaces.name(name, true);
        let attributes = written
            .into_iter()
            .map(|(key, value)| (self.spaces.name(&key, false), value))
            .collect();
        if is_empty {
            self.held.push(Token::Close(name.clone()));
        }
        Some(Token::Open(Tag { name, attributes }))
    }

    /// `/item>`.
    fn close(&mut self) -> Option<Token> {
        self.skip(1);
        let raw = self.tag()?;
        let text = String::from_utf8_lossy(&raw);
        Some(Token::Close(self.spaces.name(text.trim(), true)))
    }

    /// What stands between `<` and `>`. A `<` in it means that the `>` is missing: what comes
    /// after is not swallowed. `None` where the document ends.
    fn tag(&mut self) -> Option<Vec<u8>> {
        let began = self.at;
        let mut raw = Vec::new();
        let mut quote = None;
        let stop = self.until(
            |byte| match (quote, byte) {
                (_, b'<') | (None, b'>') => true,
                (None, b'"' | b'\'') => {
                    quote = Some(byte);
                    false
                }
                (Some(open), _) => {
                    if open == byte {
                        quote = None;
                    }
                    false
                }
                (None, _) => false,
            },
            &mut raw,
        );
        match stop {
            Some(b'>') => self.skip(1),
            Some(_) => self.damaged(began, "a tag without its end"),
            None => {
                self.faults.is_cut = true;
                return None;
            }
        }
        Some(raw)
    }

    /// `!--`, `![CDATA[`, `!DOCTYPE`, the `<` being read.
    fn declaration(&mut self, text: &mut Text) -> Option<Token> {
        self.skip(1);
        if self.goes_on_with(b"--") {
            if !self.through(b"-->", &mut Vec::new()) {
                self.faults.is_cut = true;
            }
        } else if self.goes_on_with(b"[CDATA[") {
            let mut plain = Vec::new();
            if !self.through(b"]]>", &mut plain) {
                self.faults.is_cut = true;
                // What is cut off may be half a word or half an address.
                plain.clear();
            }
            text.plain(&plain);
        } else {
            self.doctype();
        }
        None
    }

    /// A document type: skipped with all that it declares.
    fn doctype(&mut self) {
        let mut subset = Vec::new();
        let stop = self.until(|byte| matches!(byte, b'>' | b'['), &mut Vec::new());
        if stop == Some(b'[') {
            if !self.through(b"]", &mut subset) {
                self.faults.is_cut = true;
            }
            self.until(|byte| byte == b'>', &mut Vec::new());
        }
        self.skip(1);
        let is_entity = |window: &[u8]| window.eq_ignore_ascii_case(b"<!ENTITY");
        if subset.windows(8).any(is_entity) {
            self.faults.declares_entities = true;
        }
    }

    /// Whether this comes next; if so, it is read.
    fn goes_on_with(&mut self, expected: &[u8]) -> bool {
        for (index, byte) in expected.iter().enumerate() {
            if self
                .peek()
                .is_none_or(|next| !next.eq_ignore_ascii_case(byte))
            {
                // `<!-` and `<![CD` begin nothing: what was read of them is lost with them.
                if index > 0 {
                    self.damaged(self.at, "a `<!` that begins nothing");
                }
                return false;
            }
            self.skip(1);
        }
        true
    }

    /// Reads up to and including `end`, without which nothing more comes.
    fn through(&mut self, end: &[u8], into: &mut Vec<u8>) -> bool {
        let mut seen = 0;
        let found = self.until(
            |byte| {
                // `]]]>` ends a CDATA section too: the first two may be of the text.
                seen = match () {
                    () if byte == end[seen] => seen + 1,
                    () if seen > 0 && byte == end[seen - 1] && end[0] == byte => seen,
                    () => usize::from(byte == end[0]),
                };
                seen == end.len()
            },
            into,
        );
        self.skip(1);
        // Whatever was cut for length is not the end's.
        if into.len() < MOST_KEPT {
            into.truncate(into.len().saturating_sub(end.len() - 1));
        }
        found.is_some()
    }

    /// Reads up to a byte, which it gives and leaves; keeps no more than a bound.
    fn until(&mut self, mut stop: impl FnMut(u8) -> bool, into: &mut Vec<u8>) -> Option<u8> {
        loop {
            // A body that cannot be read further ends here.
            let Ok(bytes) = self.input.fill_buf() else {
                self.faults.is_cut = true;
                return None;
            };
            if bytes.is_empty() {
                return None;
            }
            let end = bytes.iter().position(|byte| stop(*byte));
            let taken = end.unwrap_or(bytes.len());
            let room = MOST_KEPT.saturating_sub(into.len());
            into.extend_from_slice(&bytes[..taken.min(room)]);
            let found = end.map(|end| bytes[end]);
            self.skip(taken);
            if found.is_some() {
                return found;
            }
        }
    }

    fn peek(&mut self) -> Option<u8> {
        self.input.fill_buf().ok()?.first().copied()
    }

    fn skip(&mut self, count: usize) {
        let there = self.input.fill_buf().map_or(0, <[u8]>::len);
        let count = count.min(there);
        self.input.consume(count);
        self.at += count as u64;
    }

    fn damaged(&mut self, at: u64, what: &str) {
        self.faults
            .damage
            .get_or_insert_with(|| format!("{what} at byte {at}"));
    }
}

fn is_name_start(byte: u8) -> bool {
    byte.is_ascii_alphabetic() || matches!(byte, b'_' | b':') || !byte.is_ascii()
}

/// A text under way: what has references that are still to be resolved, and what has none.
#[derive(Default)]
struct Text {
    done: String,
    raw: Vec<u8>,
}

impl Text {
    fn raw(&mut self) -> &mut Vec<u8> {
        &mut self.raw
    }

    fn plain(&mut self, bytes: &[u8]) {
        self.settle();
        let room = MOST_KEPT.saturating_sub(self.done.len());
        self.done
            .push_str(&String::from_utf8_lossy(&bytes[..bytes.len().min(room)]));
    }

    fn settle(&mut self) {
        let raw = std::mem::take(&mut self.raw);
        if self.done.len() < MOST_KEPT {
            self.done
                .push_str(&resolved(&String::from_utf8_lossy(&raw)));
        }
    }

    fn token(&mut self) -> Option<Token> {
        self.settle();
        let text = std::mem::take(&mut self.done);
        (!text.is_empty()).then_some(Token::Text(text))
    }
}

/// A text whose references are characters: the five that XML has, and numbers. Others stay
/// as they are; those of HTML are resolved where a text may be HTML.
pub(super) fn resolved(text: &str) -> Cow<'_, str> {
    if !text.contains('&') {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        match reference(after) {
            Some((character, length)) => {
                out.push(character);
                rest = &after[length..];
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The character that a reference means, and the length of the reference after its `&`.
fn reference(after: &str) -> Option<(char, usize)> {
    /// `#x10FFFF`, with some zeros to spare.
    const LONGEST: usize = 16;
    let end = after.bytes().take(LONGEST).position(|byte| byte == b';')?;
    let character = match &after[..end] {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        name => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)?
        }
    };
    Some((character, end + 1))
}

#[cfg(test)]
mod tests;
