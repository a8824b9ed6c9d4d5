//! From a page's bytes to its text, never to mojibake.
//!
//! The order is the web's: byte order mark, `Content-Type` field, `<meta charset>`, and
//! detection. But a page that says `iso-8859-1` and is plainly UTF-8 is read as what it is,
//! and the contradiction is noted: `CafÃ©` in a record would be silently wrong.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, X_USER_DEFINED};

use super::content::media_type;
use super::prescan;
use super::quote::quoted;
use crate::page::Note;

/// The most that detection looks at.
const DETECTED: usize = 1024 * 1024;

/// A charset is believed when at most one in so many bytes beyond ASCII is broken under it.
const MOSTLY: usize = 20;

/// Bytes as text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text, without a byte order mark.
    pub text: String,
    /// The media type without parameters, in lower case, where one was stated.
    pub media_type: Option<String>,
    /// `charset.contradiction`, `charset.unknown`, `charset.damaged`, `charset.unreadable`.
    pub notes: Vec<Note>,
}

/// The encoding that bytes are to be read in.
pub(super) struct Chosen {
    pub(super) encoding: &'static Encoding,
    /// The length of the byte order mark.
    pub(super) mark: usize,
    pub(super) notes: Vec<Note>,
}

/// Chooses the encoding of a page by its bytes, or the first of them, and the `Content-Type`
/// that came with them.
pub(super) fn chosen(bytes: &[u8], content_type: Option<&str>) -> Chosen {
    let mut notes = Vec::new();
    let in_field = content_type.and_then(|field| {
        let label = prescan::charset_parameter(field)?;
        known(&label, "the Content-Type field", &mut notes)
    });
    let in_page = prescan::declared(bytes).and_then(|label| {
        let encoding = known(&label, "the page", &mut notes)?;
        // The declaration was readable as ASCII, so the page is not UTF-16 (WHATWG).
        let ascii = encoding != UTF_16LE && encoding != UTF_16BE;
        Some(match encoding {
            _ if !ascii => UTF_8,
            encoding if encoding == X_USER_DEFINED => WINDOWS_1252,
            encoding => encoding,
        })
    });
    if notes.iter().any(|note| note.code == "charset.unknown") && switches(bytes) {
        notes.push(Note {
            code: Note::UNREADABLE,
            message: "the text is written in that charset and cannot be read".to_owned(),
        });
    }
    let evidence = Evidence::of(bytes);
    let declared: Vec<&'static Encoding> = [in_field, in_page].into_iter().flatten().collect();
    let (encoding, mark) =
        Encoding::for_bom(bytes).unwrap_or_else(|| (choose(&evidence, &declared, bytes), 0));
    // Bytes that read alike under both make a wrong label harmless.
    let overruled = declared
        .iter()
        .find(|other| **other != encoding && !reads_alike(other, &evidence));
    if let Some(overruled) = overruled {
        notes.push(Note {
            code: "charset.contradiction",
            message: format!(
                "declared as {}, read as {}",
                overruled.name(),
                encoding.name()
            ),
        });
    }
    Chosen {
        encoding,
        mark,
        notes,
    }
}

/// Decodes a page by its bytes and the `Content-Type` that came with them.
#[must_use]
pub fn decode(bytes: &[u8], content_type: Option<&str>) -> Decoded {
    if let Some(text) = utf_32(bytes) {
        return Decoded {
            text,
            media_type: media_type(content_type),
            notes: Vec::new(),
        };
    }
    let Chosen {
        encoding,
        mark,
        mut notes,
    } = chosen(bytes, content_type);
    let (text, damaged) = encoding.decode_without_bom_handling(&bytes[mark..]);
    if damaged {
        notes.push(Note {
            code: "charset.damaged",
            message: format!("some bytes are no text in {}", encoding.name()),
        });
    }
    Decoded {
        text: text.into_owned(),
        media_type: media_type(content_type),
        notes,
    }
}

/// The encoding that a label names. Labels of encodings that browsers refuse are unknown.
fn known(label: &str, place: &str, notes: &mut Vec<Note>) -> Option<&'static Encoding> {
    let encoding = Encoding::for_label(label.as_bytes()).filter(|found| *found != REPLACEMENT);
    if encoding.is_none() {
        notes.push(Note {
            code: "charset.unknown",
            message: format!("{place} names the charset {}, which is none", quoted(label)),
        });
    }
    encoding
}

/// What the bytes themselves tell.
struct Evidence {
    ascii: bool,
    /// Bytes from 0x80.
    non_ascii: usize,
    /// Sequences of two to four bytes that are UTF-8.
    multibyte: usize,
    /// Places that are no UTF-8.
    invalid: usize,
    /// The byte order, when the bytes look like UTF-16.
    utf_16: Option<&'static Encoding>,
}

impl Evidence {
    fn of(bytes: &[u8]) -> Self {
        let mut multibyte = 0;
        let mut invalid = 0;
        for chunk in bytes.utf8_chunks() {
            // Every character of several bytes has one that starts it.
            multibyte += chunk.valid().bytes().filter(|byte| *byte >= 0xc0).count();
            invalid += usize::from(!chunk.invalid().is_empty());
        }
        Self {
            // ISO-2022-JP switches with escapes, in bytes that are all ASCII.
            ascii: multibyte == 0 && invalid == 0 && !bytes.contains(&0x1b),
            non_ascii: bytes.iter().filter(|byte| !byte.is_ascii()).count(),
            multibyte,
            invalid,
            utf_16: utf_16(bytes),
        }
    }

    fn is_utf_8(&self) -> bool {
        self.multibyte > 0 && self.invalid == 0
    }

    /// UTF-8 with a few broken places (a cut teaser): all else would break the whole page.
    fn is_mostly_utf_8(&self) -> bool {
        self.multibyte > self.invalid
    }
}

/// Markup in UTF-16 has a zero in every other byte.
fn utf_16(bytes: &[u8]) -> Option<&'static Encoding> {
    let start = &bytes[..bytes.len().min(256)];
    let pairs = start.len() / 2;
    let zeros = |odd: usize| {
        start
            .chunks_exact(2)
            .filter(|pair| pair[odd] == 0 && pair[1 - odd] != 0)
            .count()
    };
    let most = |count: usize| pairs >= 2 && count * 2 > pairs;
    if most(zeros(1)) {
        Some(UTF_16LE)
    } else if most(zeros(0)) {
        Some(UTF_16BE)
    } else {
        None
    }
}

/// The encoding of bytes without a byte order mark.
fn choose(evidence: &Evidence, declared: &[&'static Encoding], bytes: &[u8]) -> &'static Encoding {
    if let Some(encoding) = evidence.utf_16 {
        return encoding;
    }
    let is_utf_16 = |encoding: &Encoding| encoding == UTF_16LE || encoding == UTF_16BE;
    let mut candidates = declared.iter().copied().filter(|found| !is_utf_16(found));
    let Some(first) = candidates.clone().next() else {
        return detect(evidence, bytes);
    };
    if evidence.is_utf_8() && (first.is_single_byte() || candidates.any(|found| found == UTF_8)) {
        return UTF_8;
    }
    if first == UTF_8 && evidence.is_mostly_utf_8() {
        return UTF_8;
    }
    let (text, damaged) = first.decode_without_bom_handling(bytes);
    let broken = text.matches('\u{fffd}').count();
    if !damaged || broken * MOSTLY <= evidence.non_ascii {
        return first;
    }
    let is_clean = |encoding: &&'static Encoding| {
        encoding
            .decode_without_bom_handling_and_without_replacement(bytes)
            .is_some()
    };
    declared
        .iter()
        .copied()
        .filter(|found| !is_utf_16(found))
        .chain([UTF_8, detect(evidence, bytes)])
        .find(is_clean)
        .unwrap_or(first)
}

/// Whether ASCII bytes are switched to mean something else: ISO-2022-KR and -CN, HZ.
fn switches(bytes: &[u8]) -> bool {
    let has = |mark: &[u8]| bytes.windows(mark.len()).any(|window| window == mark);
    bytes.is_ascii() && (has(b"\x1b$") || (has(b"~{") && has(b"~}")))
}

/// UTF-32 has a byte order mark of its own, which begins like that of UTF-16. Browsers do
/// not know it; some export tools write it.
fn utf_32(bytes: &[u8]) -> Option<String> {
    let read: fn([u8; 4]) -> u32 = match bytes {
        [0xff, 0xfe, 0, 0, ..] => u32::from_le_bytes,
        [0, 0, 0xfe, 0xff, ..] => u32::from_be_bytes,
        _ => return None,
    };
    let characters = bytes[4..].chunks(4).map(|four| {
        let four = four.try_into().ok()?;
        char::from_u32(read(four))
    });
    Some(characters.map(|c| c.unwrap_or('\u{fffd}')).collect())
}

fn detect(evidence: &Evidence, bytes: &[u8]) -> &'static Encoding {
    if evidence.ascii || evidence.is_mostly_utf_8() {
        return UTF_8;
    }
    let seen = &bytes[..bytes.len().min(DETECTED)];
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(seen, seen.len() == bytes.len());
    detector.guess(None, Utf8Detection::Deny)
}

fn reads_alike(encoding: &'static Encoding, evidence: &Evidence) -> bool {
    evidence.ascii && encoding.is_ascii_compatible()
}

#[cfg(test)]
mod tests {
    use encoding_rs::{
        BIG5, EUC_JP, GBK, ISO_2022_JP, KOI8_R, SHIFT_JIS, WINDOWS_1251, WINDOWS_1253,
    };

    use super::*;

    const CAFE: &[u8] = "<p>Café – „Größe“ – naïve".as_bytes();
    const CAFE_TEXT: &str = "<p>Café – „Größe“ – naïve";

    fn codes(decoded: &Decoded) -> Vec<&'static str> {
        decoded.notes.iter().map(|note| note.code).collect()
    }

    #[test]
    fn reads_what_is_declared() {
        for (encoding, text) in [
            (UTF_8, CAFE_TEXT),
            (WINDOWS_1252, CAFE_TEXT),
            (WINDOWS_1251, "<p>Пресс-релиз о встрече министров</p>"),
            (KOI8_R, "<p>Пресс-релиз о встрече министров</p>"),
            (SHIFT_JIS, "<p>報道発表：東京で会合</p>"),
            (EUC_JP, "<p>報道発表：東京で会合</p>"),
            (ISO_2022_JP, "<p>報道発表：東京で会合</p>"),
            (GBK, "<p>新闻稿：部长会议</p>"),
            (BIG5, "<p>新聞稿：部長會議</p>"),
        ] {
            let (bytes, _, lossy) = encoding.encode(text);
            assert!(!lossy, "{}", encoding.name());
            let field = format!("text/html; charset=\"{}\"", encoding.name());
            let decoded = decode(&bytes, Some(&field));
            assert_eq!(decoded.text, text, "{}", encoding.name());
            assert_eq!(codes(&decoded), [""; 0], "{}", encoding.name());
            let page = format!("<meta charset='{}'>{text}", encoding.name());
            let (bytes, _, _) = encoding.encode(&page);
            let decoded = decode(&bytes, Some("text/html"));
            assert_eq!(decoded.text, page, "{}", encoding.name());
            assert_eq!(codes(&decoded), [""; 0], "{}", encoding.name());
        }
    }

    #[test]
    fn a_wrong_label_is_noted_and_overruled() {
        let (latin, _, _) = WINDOWS_1252.encode(CAFE_TEXT);
        let meta = |label: &str, bytes: &[u8]| {
            let mut page = format!("<meta charset={label}>").into_bytes();
            page.extend_from_slice(bytes);
            page
        };
        let utf_16: Vec<u8> = CAFE_TEXT
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        for (bytes, field, expected) in [
            (
                CAFE.to_vec(),
                Some("text/html; charset=iso-8859-1"),
                "charset.contradiction",
            ),
            (
                CAFE.to_vec(),
                Some("text/html; charset=utf-16"),
                "charset.contradiction",
            ),
            (
                meta("windows-1252", CAFE),
                Some("text/html; charset=utf-8"),
                "charset.contradiction",
            ),
            (
                meta("utf-8", CAFE),
                Some("text/html; charset=windows-1252"),
                "charset.contradiction",
            ),
            (
                meta("utf-8", CAFE),
                Some("text/html; charset=gbk"),
                "charset.contradiction",
            ),
            (
                latin.to_vec(),
                Some("text/html; charset=utf-8"),
                "charset.contradiction",
            ),
            (
                meta("windows-1252", &latin),
                Some("text/html; charset=utf-8"),
                "charset.contradiction",
            ),
            (
                utf_16,
                Some("text/html; charset=utf-8"),
                "charset.contradiction",
            ),
            (
                CAFE.to_vec(),
                Some("text/html; charset=martian"),
                "charset.unknown",
            ),
            (meta("martian", &latin), None, "charset.unknown"),
            (
                latin.to_vec(),
                Some("text/html; charset=iso-2022-kr"),
                "charset.unknown",
            ),
        ] {
            let decoded = decode(&bytes, field);
            assert!(
                decoded.text.ends_with(CAFE_TEXT),
                "{field:?}: {}",
                decoded.text
            );
            assert_eq!(codes(&decoded), [expected], "{field:?}");
        }
    }

    #[test]
    fn labels_that_do_not_matter_are_not_noted() {
        for (bytes, field) in [
            (
                &b"<meta charset=utf-8><p>plain"[..],
                Some("text/html; charset=iso-8859-1"),
            ),
            (b"<meta charset=utf-16><p>plain", None),
            (b"<p>plain", None),
            (b"", Some("text/html; charset=utf-8")),
            (CAFE, None),
            (b"<meta charset=utf-16><p>Caf\xc3\xa9", None),
        ] {
            assert_eq!(codes(&decode(bytes, field)), [""; 0], "{bytes:?}");
        }
    }

    #[test]
    fn a_byte_order_mark_wins() {
        let mut marked = b"\xef\xbb\xbf".to_vec();
        marked.extend_from_slice(CAFE);
        let decoded = decode(&marked, Some("text/html; charset=windows-1252"));
        assert_eq!(decoded.text, CAFE_TEXT);
        assert_eq!(codes(&decoded), ["charset.contradiction"]);
        let mut wide = b"\xff\xfe".to_vec();
        wide.extend(CAFE_TEXT.encode_utf16().flat_map(u16::to_le_bytes));
        assert_eq!(decode(&wide, None).text, CAFE_TEXT);
        for bytes_of in [u32::to_le_bytes, u32::to_be_bytes] {
            let marked = format!("\u{feff}{CAFE_TEXT}");
            let wide: Vec<u8> = marked.chars().flat_map(|c| bytes_of(c.into())).collect();
            let decoded = decode(&wide, Some("text/html; charset=utf-8"));
            assert_eq!(decoded.text, CAFE_TEXT);
            let cut = decode(&wide[..wide.len() - 1], None);
            assert!(cut.text.ends_with('\u{fffd}'));
        }
    }

    #[test]
    fn what_nobody_can_read_is_said_to_be_so() {
        for (label, bytes) in [
            ("iso-2022-kr", &b"<p>\x1b$)C\x0e0!3*\x0f"[..]),
            ("hz-gb-2312", b"<p>~{VPND~}"),
            ("iso-2022-cn", b"<p>\x1b$)A\x0eVPND\x0f"),
        ] {
            let decoded = decode(bytes, Some(&format!("text/html; charset={label}")));
            assert!(codes(&decoded).contains(&Note::UNREADABLE), "{label}");
            let plain = decode(b"<p>plain", Some(&format!("text/html; charset={label}")));
            assert!(!codes(&plain).contains(&Note::UNREADABLE), "{label}");
        }
    }

    #[test]
    fn a_broken_character_does_not_spoil_the_page() {
        let mut bytes = CAFE.to_vec();
        bytes.extend_from_slice(b" cut \xe2\x80");
        let decoded = decode(&bytes, Some("text/html; charset=utf-8"));
        assert!(decoded.text.starts_with(CAFE_TEXT));
        assert_eq!(codes(&decoded), ["charset.damaged"]);
        assert!(decode(&bytes, None).text.starts_with(CAFE_TEXT));
    }

    #[test]
    fn a_broken_byte_does_not_overrule_a_charset() {
        for (encoding, text, broken) in [
            (WINDOWS_1253, "Δελτίο τύπου για τη σύνοδο", &b"\xff"[..]),
            (GBK, "新闻稿：部长会议在首都举行，各方代表出席。", b"\xff"),
        ] {
            let (bytes, _, _) = encoding.encode(text);
            let bytes = [&bytes, broken].concat();
            let decoded = decode(
                &bytes,
                Some(&format!("text/html; charset={}", encoding.name())),
            );
            assert_eq!(decoded.text, format!("{text}\u{fffd}"));
            assert_eq!(codes(&decoded), ["charset.damaged"]);
        }
    }

    #[test]
    fn detects_what_nobody_declared() {
        let text = "Пресс-релиз: министры иностранных дел встретились в Москве";
        let (bytes, _, _) = WINDOWS_1251.encode(text);
        assert_eq!(decode(&bytes, Some("text/html")).text, text);
        let (bytes, _, _) = SHIFT_JIS.encode("報道発表：東京で会合が開かれました。");
        assert_eq!(
            decode(&bytes, None).text,
            "報道発表：東京で会合が開かれました。"
        );
    }

    #[test]
    fn takes_any_bytes() {
        let noise: Vec<u8> = (0..=255).rev().cycle().take(10_000).collect();
        for field in [
            None,
            Some("text/html; charset=utf-8"),
            Some("x; charset=gb18030"),
        ] {
            assert!(!decode(&noise, field).text.is_empty());
        }
    }
}
