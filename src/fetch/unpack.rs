//! From the body of a feed or sitemap to a page: unpacked, decoded, and where it is long
//! kept in a file.
//!
//! `sitemap.xml.gz` is a gzip file whatever its type says, also where a server has packed it
//! a second time. A body that is cut off, or larger than all bounds, is taken as far as it
//! goes: what it names until then is as true as ever.

use std::io::{self, BufRead, BufReader, Read};

use blake3::Hasher;
use encoding_rs::Decoder;
use flate2::bufread::MultiGzDecoder;
use jiff::Timestamp;
use url::Url;

use super::accept::is_gzip;
use super::charset::{Chosen, chosen, decode};
use super::content::media_type;
use crate::page::{Body, CUT_BODY, IN_MEMORY, LARGE_BODY, Note, Page, Receiving, Validators};
use crate::target::PageKind;

/// The most bytes that a sitemap may have when unpacked (sitemaps.org).
pub(super) const MOST: usize = 50 * 1024 * 1024;

/// The most bytes that a packed feed may have when unpacked.
const MOST_OF_FEED: usize = 10 * 1024 * 1024;

/// What is held in memory of a sitemap; more goes to a file. A feed is held as a whole.
const HELD: usize = IN_MEMORY;

/// A packed file that a server packs once more.
const MOST_LAYERS: usize = 2;

/// How much is decoded at once.
const PIECE: usize = 64 * 1024;

/// What of a long text stays in memory, to see what it is.
const BEGINNING: usize = 64 * 1024;

/// The page that a body is.
///
/// # Errors
/// When the file for a long text cannot be read or written.
pub(super) fn page(
    kind: PageKind,
    body: &Body,
    is_cut: bool,
    url: Option<Url>,
    fetched_at: Timestamp,
    content_type: Option<&str>,
    validators: Validators,
) -> io::Result<Page> {
    let (most, held) = match kind {
        PageKind::Sitemap => (MOST, HELD),
        PageKind::Feed | PageKind::Json | PageKind::Listing | PageKind::Release => {
            (MOST_OF_FEED, usize::MAX)
        }
    };
    let mut notes = Vec::new();
    if is_cut {
        notes.push(large(most));
    }
    let mut hasher = Hasher::new();
    hasher.update_reader(body.reader())?;
    let bytes_hash = format!("blake3:{}", hasher.finalize().to_hex());
    let mut bytes = Unpacked {
        inner: unpacked(body, &mut notes),
        most,
        left: most,
        notes,
    };
    let mut start = Vec::new();
    bytes.by_ref().take(held as u64).read_to_end(&mut start)?;
    let mut next = [0];
    let is_long = start.len() == held && bytes.read(&mut next)? > 0;
    let mut page = Page {
        url,
        fetched_at,
        validators,
        media_type: media_type(content_type),
        text: String::new(),
        spool: None,
        notes: Vec::new(),
        bytes_hash,
        capture: None,
    };
    if is_long {
        // To the end of a tag or line, so that no character is cut in two.
        let whole = start.iter().rposition(|byte| matches!(byte, b'>' | b'\n'));
        let Chosen {
            encoding,
            mark,
            notes,
        } = chosen(
            &start[..whole.map_or(start.len(), |at| at + 1)],
            content_type,
        );
        page.notes = notes;
        let rest = next.as_slice().chain(&mut bytes);
        let mut text = start[mark..].chain(rest);
        let decoder = encoding.new_decoder_without_bom_handling();
        (page.text, page.spool) = spooled(&mut text, decoder)?;
    } else {
        let decoded = decode(&start, content_type);
        page.text = decoded.text;
        page.notes = decoded.notes;
    }
    page.notes.append(&mut bytes.notes);
    Ok(page)
}

/// The body without the gzip layers that it has.
fn unpacked(body: &Body, notes: &mut Vec<Note>) -> Box<dyn BufRead> {
    let mut bytes: Box<dyn BufRead> = Box::new(BufReader::with_capacity(PIECE, body.reader()));
    for _ in 0..MOST_LAYERS {
        match bytes.fill_buf() {
            Ok(start) if is_gzip(start) => {}
            Ok(_) => break,
            // What cannot be unpacked at all shows itself at the first read.
            Err(error) => {
                notes.push(damaged(&error));
                return Box::new(io::empty());
            }
        }
        let inner = MultiGzDecoder::new(bytes);
        bytes = Box::new(BufReader::with_capacity(PIECE, inner));
    }
    bytes
}

/// Unpacked bytes up to the bound. Damage and the bound are ends, and noted.
struct Unpacked<R> {
    inner: R,
    most: usize,
    left: usize,
    notes: Vec<Note>,
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            let more = self.inner.read(&mut [0]).is_ok_and(|count| count > 0);
            if more && self.notes.is_empty() {
                self.notes.push(large(self.most));
            }
            return Ok(0);
        }
        let room = into.len().min(self.left);
        match self.inner.read(&mut into[..room]) {
            Ok(count) => {
                self.left -= count;
                Ok(count)
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => Err(error),
            Err(error) => {
                self.left = 0;
                if self.notes.is_empty() {
                    self.notes.push(damaged(&error));
                }
                Ok(0)
            }
        }
    }
}

fn damaged(error: &io::Error) -> Note {
    Note {
        code: CUT_BODY,
        message: format!("the packed file is damaged ({error}): read as far as it goes"),
    }
}

fn large(most: usize) -> Note {
    Note {
        code: LARGE_BODY,
        message: format!("it has more than {most} bytes: what is beyond is not read"),
    }
}

/// Decodes a long text, which goes to a file; gives its beginning and the whole.
fn spooled(bytes: &mut dyn Read, mut decoder: Decoder) -> io::Result<(String, Option<Body>)> {
    let mut whole = Receiving::default();
    let mut beginning = String::new();
    let mut piece = vec![0; PIECE];
    loop {
        let count = match bytes.read(&mut piece) {
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        let room = decoder.max_utf8_buffer_length(count);
        let mut text = String::with_capacity(room.unwrap_or(4 * PIECE));
        let _ = decoder.decode_to_string(&piece[..count], &mut text, count == 0);
        whole.push(text.as_bytes())?;
        if beginning.len() < BEGINNING {
            beginning.push_str(&text);
        }
        if count == 0 {
            return Ok((beginning, Some(whole.finish())));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;

    use super::*;

    fn packed(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn read(body: &[u8]) -> Page {
        let mut receiving = Receiving::default();
        receiving.push(body).unwrap();
        page(
            PageKind::Sitemap,
            &receiving.finish(),
            false,
            None,
            Timestamp::UNIX_EPOCH,
            Some("application/xml"),
            Validators::default(),
        )
        .unwrap()
    }

    fn text(page: &Page) -> String {
        let mut text = String::new();
        page.reader().read_to_string(&mut text).unwrap();
        text
    }

    fn codes(page: &Page) -> Vec<&'static str> {
        page.notes.iter().map(|note| note.code).collect()
    }

    #[test]
    fn unpacks_what_is_packed_once_or_twice() {
        let xml = "<urlset><url><loc>é</loc></url></urlset>".as_bytes();
        let once = packed(xml);
        let twice = packed(&once);
        let members = [packed(&xml[..10]), packed(&xml[10..])].concat();
        for body in [xml, &once, &twice, &members] {
            let page = read(body);
            assert_eq!(text(&page).as_bytes(), xml);
            assert_eq!(codes(&page), [""; 0]);
            assert!(page.bytes_hash.starts_with("blake3:"));
        }
    }

    #[test]
    fn a_long_text_is_kept_in_a_file_and_reads_the_same() {
        let line = "<url><loc>https://press.example/é</loc></url>\n";
        let long = line.repeat(3 * HELD / line.len());
        let (latin, _, _) = encoding_rs::WINDOWS_1252.encode(&long);
        let declared = [b"<?xml version='1.0' encoding='iso-8859-1'?>", &*latin].concat();
        for (body, skipped) in [
            (long.clone().into_bytes(), 0),
            (packed(long.as_bytes()), 0),
            (declared, 43),
        ] {
            let page = read(&body);
            assert!(page.spool.is_some() && page.text.len() < 3 * BEGINNING);
            assert!(text(&page)[skipped..] == long);
            assert!(text(&page).starts_with(&page.text));
            assert_eq!(codes(&page), [""; 0]);
        }
    }

    #[test]
    fn what_is_cut_or_too_large_is_taken_as_far_as_it_goes() {
        let noise: Vec<u8> = (0..100_000_u32)
            .flat_map(|n| n.wrapping_mul(2_654_435_761).to_le_bytes())
            .collect();
        let xml: String = noise.iter().map(|byte| format!("<a>{byte}</a>")).collect();
        let whole = packed(xml.as_bytes());
        let page = read(&whole[..whole.len() / 2]);
        assert!(xml.starts_with(&text(&page)) && text(&page).len() > 1000);
        assert_eq!(codes(&page), [CUT_BODY]);
        let page = read(&[&whole[..], b"garbage"].concat());
        assert_eq!(text(&page), xml, "what comes after the last member is none");

        let bomb = packed(&packed(&vec![b' '; MOST + 1]));
        let page = read(&bomb);
        assert_eq!(text(&page).len(), MOST);
        assert_eq!(codes(&page), [LARGE_BODY]);
        assert_eq!(codes(&read(&packed(&vec![b' '; MOST]))), [""; 0]);
        assert_eq!(codes(&read(&[0x1f, 0x8b, 9, 9, 9])), [CUT_BODY]);
    }
}
