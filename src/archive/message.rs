//! The block of a `request` or `response` record: an HTTP message as it stood on the wire.
//!
//! What dateline keeps is the decoded body. Its length and codings on the wire are told in
//! fields of their own (`X-Crawler-Content-Encoding` …), so that what the message says is
//! true of what it holds. Other tools keep bodies as they came, in chunks and compressed;
//! [`Message::payload`] undoes both.

use crate::fetch::{BodyError, without_codings};

/// The most bytes in the head of a message, and the most fields.
const MOST_HEAD: usize = 512 * 1024;
const MOST_FIELDS: usize = 2_000;

/// Never kept: what would let a reader of the capture pass for the crawler.
const SECRET: [&str; 5] = [
    "authorization",
    "cookie",
    "proxy-authorization",
    "set-cookie",
    "set-cookie2",
];

/// About the body on the wire, not about the decoded one that is kept.
const OF_THE_WIRE: [&str; 3] = ["content-encoding", "content-length", "transfer-encoding"];

/// A message as it is kept, with the place where its body begins.
pub(super) fn block<'a>(
    first_line: &str,
    fields: impl IntoIterator<Item = (&'a str, &'a [u8])>,
    body: Option<&[u8]>,
) -> (Vec<u8>, usize) {
    let mut block = Vec::new();
    let mut line = |parts: &[&[u8]]| {
        for part in parts {
            block.extend(part.iter().filter(|byte| !matches!(byte, b'\r' | b'\n')));
        }
        block.extend_from_slice(b"\r\n");
    };
    line(&[first_line.as_bytes()]);
    for (name, value) in fields {
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        if SECRET.iter().any(|secret| is(secret)) {
            continue;
        }
        let renamed: &[u8] = if OF_THE_WIRE.iter().any(|field| is(field)) {
            b"X-Crawler-"
        } else {
            b""
        };
        line(&[renamed, name.as_bytes(), b": ", value]);
    }
    if let Some(body) = body {
        line(&[b"Content-Length: ", body.len().to_string().as_bytes()]);
    }
    line(&[]);
    let payload = block.len();
    block.extend_from_slice(body.unwrap_or_default());
    (block, payload)
}

/// An answer as it was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message<'a> {
    /// 200, 404 …
    pub status: u16,
    fields: Vec<(String, String)>,
    /// The body as it was kept.
    body: &'a [u8],
}

impl<'a> Message<'a> {
    /// Reads an answer; `None` where the block is none.
    #[must_use]
    pub fn read(block: &'a [u8]) -> Option<Self> {
        let mut rest = block;
        let mut line = || {
            let end = rest
                .iter()
                .take(MOST_HEAD)
                .position(|byte| *byte == b'\n')?;
            let (line, after) = rest.split_at(end + 1);
            rest = after;
            let line = line.strip_suffix(b"\n").unwrap_or(line);
            Some(String::from_utf8_lossy(line.strip_suffix(b"\r").unwrap_or(line)).into_owned())
        };
        let status = line()?;
        let status = status
            .strip_prefix("HTTP/")?
            .split_ascii_whitespace()
            .nth(1)?
            .parse()
            .ok()?;
        let mut fields: Vec<(String, String)> = Vec::new();
        // Some tools keep an answer without the empty line that ends its head.
        while let Some(text) = line().filter(|text| !text.is_empty()) {
            if text.starts_with([' ', '\t']) {
                if let Some((_, value)) = fields.last_mut() {
                    value.push(' ');
                    value.push_str(text.trim());
                }
            } else if let Some((name, value)) = text.split_once(':')
                && fields.len() < MOST_FIELDS
            {
                fields.push((name.trim().to_owned(), value.trim().to_owned()));
            }
        }
        Some(Self {
            status,
            fields,
            body: rest,
        })
    }

    /// The first field of this name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&str> {
        let mut fields = self.fields.iter();
        let (_, value) = fields.find(|(other, _)| other.eq_ignore_ascii_case(name))?;
        Some(value)
    }

    /// The body without its codings, at most `most` bytes.
    ///
    /// # Errors
    /// When it is larger, damaged, or in a coding that we do not know.
    pub fn payload(&self, most: usize) -> Result<Vec<u8>, BodyError> {
        let is_chunked = self
            .field("Transfer-Encoding")
            .is_some_and(|codings| codings.to_ascii_lowercase().contains("chunked"));
        let dechunked = if is_chunked {
            // Some tools undo the chunks and keep the field.
            without_chunks(self.body)
        } else {
            None
        };
        let body = dechunked.as_deref().unwrap_or(self.body);
        let codings = self.field("Content-Encoding").unwrap_or_default();
        match without_codings(codings, body, most) {
            // Some tools undo the coding and keep the field.
            Err(BodyError::Damaged) if is_text(body) && body.len() <= most => Ok(body.to_vec()),
            read => read,
        }
    }
}

/// Undoes `Transfer-Encoding: chunked`; `None` where the body is not in chunks. A body that
/// ends early is given as far as it goes.
fn without_chunks(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let end = rest.iter().take(1024).position(|byte| *byte == b'\n');
        let Some(end) = end else {
            return (!body.is_empty()).then_some(body);
        };
        let size = std::str::from_utf8(&rest[..end]).ok()?;
        let size = size.split(';').next().unwrap_or_default().trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        rest = &rest[end + 1..];
        if size == 0 {
            return Some(body);
        }
        let chunk = &rest[..size.min(rest.len())];
        body.extend_from_slice(chunk);
        rest = &rest[chunk.len()..];
        rest = rest.strip_prefix(b"\r").unwrap_or(rest);
        rest = rest.strip_prefix(b"\n").unwrap_or(rest);
    }
}

/// Whether a body is plainly not compressed.
fn is_text(body: &[u8]) -> bool {
    let start = &body[..body.len().min(512)];
    let start = start.trim_ascii_start();
    start.starts_with(b"<") || start.starts_with(b"{") || start.starts_with(b"[")
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    const MOST: usize = 1000;

    #[test]
    fn what_is_kept_tells_the_truth_of_the_decoded_body_and_no_secrets() {
        let fields: [(&str, &[u8]); 7] = [
            ("content-type", b"text/html"),
            ("Content-Encoding", b"gzip"),
            ("transfer-encoding", b"chunked"),
            ("content-length", b"7"),
            ("Set-Cookie", b"session=secret"),
            ("x-odd", b"caf\xe9\r\nSet-Cookie: no"),
            ("cookie", b"session=secret"),
        ];
        let (block, payload) = super::block("HTTP/1.1 200 OK", fields, Some(b"<p>Hello"));
        assert_eq!(&block[payload..], b"<p>Hello");
        assert_eq!(
            &block[..payload],
            b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\nX-Crawler-Content-Encoding: gzip\r\nX-Crawler-transfer-encoding: chunked\r\nX-Crawler-content-length: 7\r\nx-odd: caf\xe9Set-Cookie: no\r\nContent-Length: 8\r\n\r\n"
        );
        let message = Message::read(&block).unwrap();
        assert_eq!(message.status, 200);
        assert_eq!(message.field("Content-Type"), Some("text/html"));
        assert_eq!(message.payload(MOST).unwrap(), b"<p>Hello");
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn zlib(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn bare(bytes: &[u8]) -> Vec<u8> {
        let mut encoder =
            flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn zstandard(bytes: &[u8]) -> Vec<u8> {
        zstd::stream::encode_all(bytes, 1).unwrap()
    }

    /// `<p>Hello` by the reference encoder of brotli.
    const BROTLI: &[u8] = b"\x8b\x03\x80<p>Hello\x03";

    #[test]
    fn bodies_of_other_tools_are_read_whatever_their_codings() {
        let page = b"<p>Hello".to_vec();
        let chunked = b"3\r\n<p>\r\n5;x=y\r\nHello\r\n0\r\n\r\n".to_vec();
        let mut zipped_in_chunks = format!("{:x}\r\n", gzip(&page).len()).into_bytes();
        zipped_in_chunks.extend(gzip(&page));
        zipped_in_chunks.extend(b"\r\n0\r\n\r\n");
        type Case<'a> = (&'a str, Vec<u8>, Result<Vec<u8>, BodyError>);
        let cases: Vec<Case<'_>> = vec![
            ("", page.clone(), Ok(page.clone())),
            (
                "Transfer-Encoding: chunked\r\n",
                chunked.clone(),
                Ok(page.clone()),
            ),
            (
                "Transfer-Encoding: chunked\r\n",
                chunked[..chunked.len() - 10].to_vec(),
                Ok(b"<p>He".to_vec()),
            ),
            (
                "Transfer-Encoding: chunked\r\n",
                page.clone(),
                Ok(page.clone()),
            ),
            ("Content-Encoding: gzip\r\n", gzip(&page), Ok(page.clone())),
            ("content-encoding:GZIP\r\n", gzip(&page), Ok(page.clone())),
            ("Content-Encoding: gzip\r\n", page.clone(), Ok(page.clone())),
            (
                "Content-Encoding: gzip\r\n",
                gzip(&page)[..12].to_vec(),
                Err(BodyError::Damaged),
            ),
            (
                "Content-Encoding: gzip\r\n",
                gzip(&vec![b'a'; MOST + 1]),
                Err(BodyError::TooLarge),
            ),
            (
                "Content-Encoding: deflate\r\n",
                zlib(&page),
                Ok(page.clone()),
            ),
            (
                "Content-Encoding: deflate\r\n",
                bare(&page),
                Ok(page.clone()),
            ),
            (
                "Content-Encoding: br\r\n",
                BROTLI.to_vec(),
                Ok(page.clone()),
            ),
            ("Content-Encoding: br\r\n", page.clone(), Ok(page.clone())),
            (
                "Content-Encoding: zstd\r\n",
                zstandard(&page),
                Ok(page.clone()),
            ),
            (
                "Content-Encoding: zstd, gzip\r\n",
                gzip(&zstandard(&page)),
                Ok(page.clone()),
            ),
            (
                "Content-Encoding: identity\r\n",
                page.clone(),
                Ok(page.clone()),
            ),
            (
                "Content-Encoding: rot13\r\n",
                page.clone(),
                Err(BodyError::Unknown("rot13".to_owned())),
            ),
            (
                "Content-Encoding: gzip, gzip, gzip, gzip, gzip\r\n",
                page.clone(),
                Err(BodyError::Unknown(
                    "gzip, gzip, gzip, gzip, gzip".to_owned(),
                )),
            ),
            (
                "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n",
                zipped_in_chunks,
                Ok(page),
            ),
            ("", vec![b'a'; MOST + 1], Err(BodyError::TooLarge)),
        ];
        for (fields, body, expected) in cases {
            let mut block = format!("HTTP/1.1 200 OK\r\n{fields}\r\n").into_bytes();
            block.extend(body);
            let message = Message::read(&block).unwrap();
            assert_eq!(message.payload(MOST), expected, "{fields:?}");
        }
    }

    #[test]
    fn an_answer_is_told_from_other_blocks() {
        for (block, status) in [
            (&b"HTTP/1.1 404 Not Found\r\n\r\n"[..], Some(404)),
            (
                b"HTTP/2 200\r\ncontent-type: text/html\r\n\r\n<p>",
                Some(200),
            ),
            (b"HTTP/1.0 304\nA: b\n folded\n\n", Some(304)),
            (b"HTTP/1.1 200 OK\r\nA: b", Some(200)),
            (b"HTTP/1.1 OK\r\n\r\n", None),
            (b"HTTP/1.1", None),
            (b"<!doctype html>\n<p>", None),
            (b"", None),
        ] {
            let read = Message::read(block).map(|message| message.status);
            assert_eq!(read, status, "{:?}", String::from_utf8_lossy(block));
        }
    }
}
