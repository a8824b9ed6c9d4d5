//! One WARC record: a head of named fields, and a block of bytes (ISO 28500, WARC 1.1).
//!
//! ```text
//! WARC/1.1
//! WARC-Type: response
//! WARC-Target-URI: https://press.example/1
//! WARC-Date: 2026-01-05T09:00:00.25Z
//! WARC-Record-ID: <urn:uuid:…>
//! Content-Type: application/http;msgtype=response
//! Content-Length: 4711
//!
//! HTTP/1.1 200 OK …
//! ```

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::Timestamp;
use url::Url;

use super::digest::digest;

/// What a record holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecordType {
    /// What the file is and who wrote it.
    WarcInfo,
    /// A request as it was sent.
    Request,
    /// An answer as it came.
    Response,
    /// A page without the answer that it came in.
    Resource,
    /// Facts about another record.
    Metadata,
    /// An answer whose page another record holds.
    Revisit,
    /// Something else (`conversion`, `continuation` …).
    Other,
}

impl RecordType {
    /// The word of the `WARC-Type` field.
    fn as_str(self) -> &'static str {
        match self {
            Self::WarcInfo => "warcinfo",
            Self::Request => "request",
            Self::Response => "response",
            Self::Resource => "resource",
            Self::Metadata => "metadata",
            Self::Revisit => "revisit",
            Self::Other => "other",
        }
    }

    fn of(word: &str) -> Self {
        [
            Self::WarcInfo,
            Self::Request,
            Self::Response,
            Self::Resource,
            Self::Metadata,
            Self::Revisit,
        ]
        .into_iter()
        .find(|kind| word.eq_ignore_ascii_case(kind.as_str()))
        .unwrap_or(Self::Other)
    }
}

/// The fields of a record that was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Head {
    /// In their order, names as written.
    pub(super) fields: Vec<(String, String)>,
}

impl Head {
    /// The first field of this name, whatever its case.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let mut fields = self.fields.iter();
        let (_, value) = fields.find(|(other, _)| other.eq_ignore_ascii_case(name))?;
        Some(value)
    }

    /// What the record holds.
    #[must_use]
    pub fn record_type(&self) -> RecordType {
        RecordType::of(self.get("WARC-Type").unwrap_or_default())
    }

    /// The address it is about. Some tools put it in angle brackets.
    #[must_use]
    pub fn target(&self) -> Option<Url> {
        let text = self.get("WARC-Target-URI")?.trim();
        let text = text.strip_prefix('<').unwrap_or(text);
        Url::parse(text.strip_suffix('>').unwrap_or(text)).ok()
    }

    /// When what it holds was received.
    #[must_use]
    pub fn date(&self) -> Option<Timestamp> {
        self.get("WARC-Date")?.trim().parse().ok()
    }
}

/// The name of a record: `<urn:uuid:…>`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RecordId(String);

impl RecordId {
    /// A new one: a random UUID (RFC 9562 §5.4).
    pub(super) fn random() -> Self {
        let bits = fastrand::u128(..);
        let bits = bits & !(0xf << 76) | 0x4 << 76;
        let bits = bits & !(0x3 << 62) | 0x2 << 62;
        let hex = format!("{bits:032x}");
        let (a, b, c, d, e) = (
            &hex[..8],
            &hex[8..12],
            &hex[12..16],
            &hex[16..20],
            &hex[20..],
        );
        Self(format!("<urn:uuid:{a}-{b}-{c}-{d}-{e}>"))
    }

    #[cfg(test)]
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

/// A record to write.
pub(super) struct NewRecord<'a> {
    pub(super) kind: RecordType,
    pub(super) id: &'a RecordId,
    pub(super) date: Timestamp,
    pub(super) target: Option<&'a Url>,
    /// The record of the same exchange that it belongs to.
    pub(super) concurrent_to: Option<&'a RecordId>,
    /// The file's own name, in the record that says what the file is.
    pub(super) filename: Option<&'a str>,
    pub(super) content_type: &'static str,
    pub(super) block: &'a [u8],
    /// Where in the block the payload begins; `None` for a block without one.
    pub(super) payload: Option<usize>,
    /// Why the block is not whole: `length`, `time`, `disconnect`, `unspecified`.
    pub(super) truncated: Option<&'static str>,
}

impl NewRecord<'_> {
    /// The record as one gzip member.
    pub(super) fn member(&self) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        // Writing to memory does not fail.
        let _ = encoder.write_all(&self.bytes());
        encoder.finish().unwrap_or_default()
    }

    fn bytes(&self) -> Vec<u8> {
        let mut bytes = self.head().into_bytes();
        bytes.extend_from_slice(self.block);
        bytes.extend_from_slice(b"\r\n\r\n");
        bytes
    }

    fn head(&self) -> String {
        let mut head = String::from("WARC/1.1\r\n");
        let mut field = |name: &str, value: &str| {
            // An address or a name never breaks a line: it would begin a field of its own.
            let plain: String = value.chars().filter(|c| !c.is_control()).collect();
            head.push_str(&format!("{name}: {plain}\r\n"));
        };
        field("WARC-Type", self.kind.as_str());
        if let Some(target) = self.target {
            field("WARC-Target-URI", target.as_str());
        }
        field("WARC-Date", &self.date.to_string());
        field("WARC-Record-ID", &self.id.0);
        if let Some(other) = self.concurrent_to {
            field("WARC-Concurrent-To", &other.0);
        }
        if let Some(filename) = self.filename {
            field("WARC-Filename", filename);
        }
        if let Some(why) = self.truncated {
            field("WARC-Truncated", why);
        }
        field("WARC-Block-Digest", &digest(self.block));
        if let Some(payload) = self.payload.and_then(|at| self.block.get(at..)) {
            field("WARC-Payload-Digest", &digest(payload));
        }
        field("Content-Type", self.content_type);
        field("Content-Length", &self.block.len().to_string());
        head.push_str("\r\n");
        head
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_is_written_as_the_standard_says() {
        let id = RecordId::random();
        let url = Url::parse("https://press.example/1").unwrap();
        let block = b"HTTP/1.1 200 OK\r\n\r\nabc";
        let record = NewRecord {
            kind: RecordType::Response,
            id: &id,
            date: "2026-01-05T09:00:00.25Z".parse().unwrap(),
            target: Some(&url),
            concurrent_to: None,
            filename: None,
            content_type: "application/http;msgtype=response",
            block,
            payload: Some(19),
            truncated: None,
        };
        let text = String::from_utf8(record.bytes()).unwrap();
        let expected = format!(
            "WARC/1.1\r\n\
             WARC-Type: response\r\n\
             WARC-Target-URI: https://press.example/1\r\n\
             WARC-Date: 2026-01-05T09:00:00.25Z\r\n\
             WARC-Record-ID: {}\r\n\
             WARC-Block-Digest: {}\r\n\
             WARC-Payload-Digest: sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5\r\n\
             Content-Type: application/http;msgtype=response\r\n\
             Content-Length: 22\r\n\
             \r\n\
             HTTP/1.1 200 OK\r\n\r\nabc\r\n\r\n",
            id.as_str(),
            digest(block),
        );
        assert_eq!(text, expected);
    }

    #[test]
    fn a_record_s_name_is_a_random_uuid() {
        let name = RecordId::random();
        let uuid = name.as_str();
        assert_eq!(uuid.len(), "<urn:uuid:>".len() + 36, "{uuid}");
        let digits = uuid.trim_start_matches("<urn:uuid:").trim_end_matches('>');
        assert_eq!(&digits[14..15], "4", "{digits}");
        assert!("89ab".contains(&digits[19..20]), "{digits}");
        assert_ne!(name, RecordId::random());
    }

    #[test]
    fn fields_are_found_as_other_tools_write_them() {
        let head = Head {
            fields: [
                ("warc-type", "RESPONSE"),
                ("WARC-Target-URI", "<http://a.test/1>"),
                ("WARC-Date", "2020-02-03T04:05:06Z"),
            ]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec(),
        };
        assert_eq!(head.record_type(), RecordType::Response);
        assert_eq!(head.target().unwrap().as_str(), "http://a.test/1");
        assert_eq!(head.date().unwrap().to_string(), "2020-02-03T04:05:06Z");
        assert_eq!(Head::default().record_type(), RecordType::Other);
    }
}
