//! Tags that do not end: a million attributes in one tag never reach the tree builder.

use super::PIECE;
use super::meter::{Bound, MAX_TAG_ATTRIBUTES, MAX_TAG_BYTES, Meter};

/// A tag that has begun and not ended: the tokenizer gives no sign of it, so what it holds is
/// counted from the text.
#[derive(Debug, Default)]
pub(super) struct OpenTag {
    /// Where it begins.
    start: Option<usize>,
    /// How far it was looked at.
    seen: usize,
    attributes: usize,
    state: InTag,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum InTag {
    #[default]
    Name,
    BeforeAttribute,
    AttributeName,
    BeforeValue,
    Quoted(u8),
    Unquoted,
    /// A comment, a doctype or plain text: no tag.
    No,
}

impl OpenTag {
    /// Looks at the bytes between the last token and what was fed.
    pub(super) fn watch(&mut self, text: &str, emitted: usize, fed: usize, meter: &Meter) {
        // Most tags end within the piece that they begin in.
        if fed - emitted < PIECE / 2 {
            return;
        }
        let bytes = text.as_bytes();
        let start = match emitted.checked_sub(1) {
            // A `<` that turned out to be text can be the end of the token before it.
            Some(before) if bytes[before] == b'<' => before,
            _ => emitted,
        };
        if self.start != Some(start) {
            let tag = bytes.get(start) == Some(&b'<')
                && bytes
                    .get(start + 1)
                    .is_some_and(|b| b.is_ascii_alphabetic() || *b == b'/');
            *self = Self {
                start: Some(start),
                seen: (start + 2).min(fed),
                attributes: 0,
                state: if tag { InTag::Name } else { InTag::No },
            };
        }
        if self.state == InTag::No {
            return;
        }
        for &byte in &bytes[self.seen..fed] {
            self.step(byte);
        }
        self.seen = fed;
        if self.attributes > MAX_TAG_ATTRIBUTES {
            meter.exceed(Bound::TagAttributes);
        }
        if fed - start > MAX_TAG_BYTES {
            meter.exceed(Bound::TagBytes);
        }
    }

    /// The tokenizer's states inside a tag (HTML §13.2.5.32 and after), as far as they
    /// decide where an attribute begins.
    fn step(&mut self, byte: u8) {
        let blank = byte.is_ascii_whitespace() || byte == b'/';
        self.state = match self.state {
            InTag::Name if blank => InTag::BeforeAttribute,
            InTag::BeforeAttribute if !blank => {
                self.attributes += 1;
                InTag::AttributeName
            }
            InTag::AttributeName if blank => InTag::BeforeAttribute,
            InTag::AttributeName if byte == b'=' => InTag::BeforeValue,
            InTag::BeforeValue if byte == b'"' || byte == b'\'' => InTag::Quoted(byte),
            InTag::BeforeValue if !byte.is_ascii_whitespace() => InTag::Unquoted,
            InTag::Quoted(quote) if byte == quote => InTag::BeforeAttribute,
            InTag::Unquoted if byte.is_ascii_whitespace() => InTag::BeforeAttribute,
            state => state,
        };
    }
}
