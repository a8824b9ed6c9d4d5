//! Markup in which every character means itself, which is most of a page: taken a token at a time.
//!
//! The tokenizer goes through tags character by character, for any of them may be one of the many
//! that HTML has rules for: references, characters that are replaced, attributes that stand there
//! twice. Reading what has none of these is the larger half of its work. Here it is read by
//! searching; what is not plain is left to the tokenizer, from its first character.

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{Tag, TagKind, Token};
use html5ever::{Attribute, LocalName, QualName, local_name, ns};
use memchr::memmem;

use super::meter::MAX_TAG_ATTRIBUTES;

/// The token that a text begins with, and its length in bytes, as the tokenizer's data state
/// (HTML §13.2.5.1) gives it to the byte. `None` where it has to be asked.
pub(super) fn token(text: &str) -> Option<(Token, usize)> {
    match text.as_bytes() {
        [b'<', b'!', ..] => comment(text),
        [b'<', b'/', ..] => end_tag(text),
        [b'<', ..] => start_tag(text),
        _ => words(text),
    }
}

/// Text as the tree has it: with one character for the end of a line, whatever it was. `None`
/// where a character in it is replaced.
pub(super) fn characters(text: &str) -> Option<StrTendril> {
    let bytes = text.as_bytes();
    if memchr::memchr(b'\0', bytes).is_some() {
        return None;
    }
    Some(match memchr::memchr(b'\r', bytes) {
        Some(_) => StrTendril::from(text.replace("\r\n", "\n").replace('\r', "\n")),
        None => StrTendril::from_slice(text),
    })
}

/// Text up to the next tag.
fn words(text: &str) -> Option<(Token, usize)> {
    let end = memchr::memchr2(b'<', b'&', text.as_bytes())?;
    let ends_in_tag = text.as_bytes()[end] == b'<';
    let words = ends_in_tag.then(|| characters(&text[..end])).flatten()?;
    Some((Token::CharacterTokens(words), end))
}

/// `<!-- words -->`.
fn comment(text: &str) -> Option<(Token, usize)> {
    const OPENS: &str = "<!--";
    let inside = text.strip_prefix(OPENS)?;
    let length = memmem::find(inside.as_bytes(), b"--")?;
    let (words, rest) = inside.split_at(length);
    if !rest.starts_with("-->") || words.starts_with(['>', '-']) {
        return None;
    }
    let end = OPENS.len() + length + "-->".len();
    Some((Token::CommentToken(characters(words)?), end))
}

/// `</name>`.
fn end_tag(text: &str) -> Option<(Token, usize)> {
    let mut at = Scanner { text, at: 2 };
    let name = at.element()?;
    at.skip(b'>')?;
    Some((tag(TagKind::EndTag, name, false, Vec::new()), at.at))
}

/// `<name attribute="value" …>`.
fn start_tag(text: &str) -> Option<(Token, usize)> {
    let mut at = Scanner { text, at: 1 };
    let name = at.element()?;
    if changes_tokenizer(&name) {
        return None;
    }
    let mut attributes: Vec<Attribute> = Vec::new();
    loop {
        let parted = at.blanks();
        match at.peek()? {
            b'>' => {
                at.at += 1;
                return Some((tag(TagKind::StartTag, name, false, attributes), at.at));
            }
            b'/' => {
                at.at += 1;
                at.skip(b'>')?;
                return Some((tag(TagKind::StartTag, name, true, attributes), at.at));
            }
            _ if parted => {
                let attribute = at.attribute()?;
                let is_known = attributes.iter().any(|known| known.name == attribute.name);
                if is_known || attributes.len() == MAX_TAG_ATTRIBUTES {
                    return None;
                }
                attributes.push(attribute);
            }
            _ => return None,
        }
    }
}

fn tag(kind: TagKind, name: LocalName, self_closing: bool, attrs: Vec<Attribute>) -> Token {
    Token::TagToken(Tag {
        kind,
        name,
        self_closing,
        attrs,
        had_duplicate_attributes: false,
    })
}

/// Elements whose content is no markup, so that the tokenizer must know of them.
fn changes_tokenizer(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("title")
            | local_name!("textarea")
            | local_name!("style")
            | local_name!("xmp")
            | local_name!("iframe")
            | local_name!("noembed")
            | local_name!("noframes")
            | local_name!("script")
            | local_name!("noscript")
            | local_name!("plaintext")
    )
}

/// A place in a text.
struct Scanner<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Scanner<'t> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.at += 1)
    }

    /// Goes on as long as bytes are of a kind, and gives them: all of them ASCII.
    fn run(&mut self, is: impl Fn(u8) -> bool) -> &'t str {
        let rest = &self.text.as_bytes()[self.at..];
        let length = rest.iter().position(|byte| !is(*byte));
        let start = self.at;
        self.at += length.unwrap_or(rest.len());
        &self.text[start..self.at]
    }

    /// Skips white space, and tells whether there was any.
    fn blanks(&mut self) -> bool {
        !self
            .run(|byte| matches!(byte, b' ' | b'\n' | b'\t' | b'\x0c'))
            .is_empty()
    }

    /// The name of an element, of letters and figures.
    fn element(&mut self) -> Option<LocalName> {
        if !self.peek()?.is_ascii_alphabetic() {
            return None;
        }
        let name = self.run(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        Some(lower(name))
    }

    /// `name`, `name=value`, `name="value"`.
    fn attribute(&mut self) -> Option<Attribute> {
        let name =
            self.run(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b':'));
        if name.is_empty() {
            return None;
        }
        let value = match self.peek()? {
            b'=' => {
                self.at += 1;
                self.value()?
            }
            // Blanks may be followed by the sign and the value.
            b'>' | b'/' => "",
            byte if byte.is_ascii_whitespace() => {
                let before = self.at;
                self.blanks();
                if self.peek()? == b'=' {
                    return None;
                }
                self.at = before;
                ""
            }
            _ => return None,
        };
        Some(Attribute {
            name: QualName::new(None, ns!(), lower(name)),
            value: StrTendril::from_slice(value),
        })
    }

    fn value(&mut self) -> Option<&'t str> {
        let quote = self.peek()?;
        if !matches!(quote, b'"' | b'\'') {
            let plain = |byte: u8| byte.is_ascii_graphic() && !b"\"'<>=`&".contains(&byte);
            let value = self.run(plain);
            let ends = matches!(self.peek()?, b'>' | b' ' | b'\n' | b'\t' | b'\x0c');
            return (ends && !value.is_empty()).then_some(value);
        }
        let start = self.at + 1;
        let rest = self.text.as_bytes().get(start..)?;
        let length = memchr::memchr3(quote, b'&', b'\r', rest)?;
        let is_plain = rest[length] == quote && memchr::memchr(b'\0', &rest[..length]).is_none();
        self.at = start + length + 1;
        is_plain.then(|| &self.text[start..start + length])
    }
}

fn lower(name: &str) -> LocalName {
    match name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        true => LocalName::from(name.to_ascii_lowercase()),
        false => LocalName::from(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_what_is_plain() {
        let cases: &[(&str, Option<usize>)] = &[
            ("a b\n<", Some(4)),
            ("a", None),
            ("a&amp;<", None),
            ("a\r\n<", Some(3)),
            ("a\0<", None),
            ("<p>x", Some(3)),
            ("<p", None),
            ("<P CLASS=a>", Some(11)),
            ("<a href='x?y' b = c>", None),
            ("<a href=\"x?y=z\" hidden data-x='<p>'>", Some(36)),
            ("<a href=x?y=z>", None),
            ("<a href=/x/>", Some(12)),
            ("<a href=\"x&amp;y\">", None),
            ("<a b=1 b=2>", None),
            ("<a b=\"1\"c=2>", None),
            ("<br/>", Some(5)),
            ("<br / >", None),
            ("<a b=>", None),
            ("</p>", Some(4)),
            ("</p >", None),
            ("</>", None),
            ("<!-- a -->", Some(10)),
            ("<!---->", Some(7)),
            ("<!-- a -- b -->", None),
            ("<!-- a --!>", None),
            ("<!-->", None),
            ("<!--->", None),
            ("<!---->", Some(7)),
            ("<!-- a", None),
            ("<!doctype html>", None),
            ("<script>", None),
            ("<title>", None),
            ("<titles>", Some(8)),
            ("<ü>", None),
            ("<a ü=1>", None),
        ];
        for (text, length) in cases {
            let taken = token(text).map(|(_, length)| length);
            assert_eq!(taken, *length, "{text}");
        }
    }
}
