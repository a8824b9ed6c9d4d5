//! Taking content codings off a body, piece by piece, with what comes out counted.
//!
//! Ten kilobytes of `Content-Encoding: gzip` can stand for ten megabytes, and `gzip, gzip`
//! for ten gigabytes. A piece is decoded only as far as there is room left, at every layer,
//! and a body that ends before its coding does is damaged, never a shorter page.

use std::io::{self, Write};
use std::mem;

use brotli_decompressor::DecompressorWriter;
use flate2::write::MultiGzDecoder;
use flate2::{Decompress, FlushDecompress, Status};
use reqwest::header::{CONTENT_ENCODING, HeaderMap, HeaderValue};
use zstd::stream::raw::{DParameter, Decoder as ZstdDecoder, Operation};

/// What is offered to servers.
pub(super) const ACCEPTED: &str = "gzip, br, zstd, deflate";

/// One coding over another is a mistake that servers make; more is none.
const MOST_LAYERS: usize = 2;

/// RFC 9659: a window of at most 8 MiB.
const ZSTD_WINDOW_LOG: u32 = 23;

/// What a decoder writes at once.
const PIECE: usize = 32 * 1024;

/// The codings of one body, the outermost first.
pub(super) struct Decoding {
    layers: Vec<Layer>,
    has_begun: bool,
}

/// Why a body cannot be decoded.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Trouble {
    /// More than there is room for; with what had room.
    TooLarge(Vec<u8>),
    /// No such coding, or cut off.
    Damaged(String),
}

/// A stored body that cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BodyError {
    /// More bytes than wanted.
    TooLarge,
    /// The coding is damaged.
    Damaged,
    /// A coding that we do not know, as stated.
    Unknown(String),
}

/// A stored body without the codings that its `Content-Encoding` states, at most `most` bytes.
///
/// # Errors
/// When it is larger, damaged, or in a coding that we do not know.
pub fn without_codings(stated: &str, body: &[u8], most: usize) -> Result<Vec<u8>, BodyError> {
    let error = |trouble| match trouble {
        Trouble::TooLarge(_) => BodyError::TooLarge,
        Trouble::Damaged(_) => BodyError::Damaged,
    };
    let unknown = || BodyError::Unknown(stated.to_owned());
    let mut headers = HeaderMap::new();
    let value = HeaderValue::from_str(stated).map_err(|_| unknown())?;
    headers.insert(CONTENT_ENCODING, value);
    let mut decoding = Decoding::of(&headers, most).map_err(BodyError::Unknown)?;
    let mut decoded = decoding.feed(body).map_err(error)?;
    decoded.extend(decoding.finish().map_err(error)?);
    if decoded.len() > most {
        return Err(BodyError::TooLarge);
    }
    Ok(decoded)
}

impl Decoding {
    /// The decoding that an answer needs, of at most this many bytes at every layer. Gives
    /// the codings as stated when one is not known.
    pub(super) fn of(headers: &HeaderMap, most: usize) -> Result<Self, String> {
        let stated: Vec<String> = headers
            .get_all(CONTENT_ENCODING)
            .iter()
            .map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned())
            .collect();
        let stated = stated.join(", ");
        let mut layers = Vec::new();
        // In the order they were applied (RFC 9110 §8.4).
        for name in stated.split(',').rev() {
            match name.trim().to_ascii_lowercase().as_str() {
                "" | "identity" => continue,
                "gzip" | "x-gzip" => layers.push(Layer::gzip(most)),
                "deflate" => layers.push(Layer::deflate(most)),
                "br" => layers.push(Layer::brotli(most)),
                "zstd" => layers.push(Layer::zstd(most).map_err(|_| stated.clone())?),
                _ => return Err(stated),
            }
            if layers.len() > MOST_LAYERS {
                return Err(stated);
            }
        }
        Ok(Self {
            layers,
            has_begun: false,
        })
    }

    /// Decodes the next piece.
    pub(super) fn feed(&mut self, piece: &[u8]) -> Result<Vec<u8>, Trouble> {
        self.has_begun |= !piece.is_empty();
        let mut piece = piece.to_vec();
        for layer in &mut self.layers {
            piece = layer.feed(&piece)?;
        }
        Ok(piece)
    }

    /// What is left when the body has ended. A body without a byte has no coding either.
    pub(super) fn finish(&mut self) -> Result<Vec<u8>, Trouble> {
        let mut rest = Vec::new();
        if self.has_begun {
            for layer in &mut self.layers {
                let mut piece = layer.feed(&rest)?;
                piece.append(&mut layer.finish()?);
                rest = piece;
            }
        }
        Ok(rest)
    }
}

/// One coding being taken off.
enum Layer {
    Gzip(Box<MultiGzDecoder<Room>>),
    Deflate(Inflate),
    Brotli(Box<DecompressorWriter<Room>>),
    Zstd(Unzstd),
}

impl Layer {
    fn gzip(most: usize) -> Self {
        Self::Gzip(Box::new(MultiGzDecoder::new(Room::new(most))))
    }

    fn deflate(most: usize) -> Self {
        Self::Deflate(Inflate {
            state: Deflated::Beginning(Vec::new()),
            room: Room::new(most),
        })
    }

    fn brotli(most: usize) -> Self {
        Self::Brotli(Box::new(DecompressorWriter::new(Room::new(most), PIECE)))
    }

    fn zstd(most: usize) -> io::Result<Self> {
        let mut decoder = ZstdDecoder::new()?;
        decoder.set_parameter(DParameter::WindowLogMax(ZSTD_WINDOW_LOG))?;
        Ok(Self::Zstd(Unzstd {
            decoder,
            is_complete: false,
            room: Room::new(most),
        }))
    }

    fn feed(&mut self, piece: &[u8]) -> Result<Vec<u8>, Trouble> {
        let fed = match self {
            Self::Gzip(decoder) => decoder.write_all(piece),
            Self::Deflate(decoder) => decoder.write(piece),
            Self::Brotli(decoder) => decoder.write_all(piece),
            Self::Zstd(decoder) => decoder.write(piece),
        };
        self.room().take(fed)
    }

    fn finish(&mut self) -> Result<Vec<u8>, Trouble> {
        let ended = match self {
            Self::Gzip(decoder) => decoder.try_finish(),
            Self::Deflate(decoder) => decoder.finish(),
            Self::Brotli(decoder) => decoder.close(),
            Self::Zstd(decoder) => decoder.finish(),
        };
        self.room().take(ended)
    }

    fn room(&mut self) -> &mut Room {
        match self {
            Self::Gzip(decoder) => decoder.get_mut(),
            Self::Deflate(decoder) => &mut decoder.room,
            Self::Brotli(decoder) => decoder.get_mut(),
            Self::Zstd(decoder) => &mut decoder.room,
        }
    }
}

/// Where a decoder writes, as long as there is room.
struct Room {
    written: Vec<u8>,
    left: usize,
    is_full: bool,
}

impl Room {
    fn new(most: usize) -> Self {
        Self {
            written: Vec::new(),
            left: most,
            is_full: false,
        }
    }

    fn take(&mut self, result: io::Result<()>) -> Result<Vec<u8>, Trouble> {
        let written = mem::take(&mut self.written);
        match result {
            _ if self.is_full => Err(Trouble::TooLarge(written)),
            Ok(()) => Ok(written),
            Err(error) => Err(Trouble::Damaged(error.to_string())),
        }
    }
}

impl Write for Room {
    fn write(&mut self, piece: &[u8]) -> io::Result<usize> {
        let fits = piece.len().min(self.left);
        self.written.extend_from_slice(&piece[..fits]);
        self.left -= fits;
        if fits < piece.len() {
            self.is_full = true;
            return Err(io::Error::other("larger than allowed"));
        }
        Ok(fits)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// `deflate` is the zlib format (RFC 9110 §8.4.1.2), but some servers send it bare.
struct Inflate {
    state: Deflated,
    room: Room,
}

enum Deflated {
    /// Up to the two bytes that tell the two forms apart.
    Beginning(Vec<u8>),
    Going(Decompress),
    /// What follows is nobody's.
    Ended,
}

impl Inflate {
    fn write(&mut self, piece: &[u8]) -> io::Result<()> {
        match &mut self.state {
            Deflated::Beginning(seen) => {
                seen.extend_from_slice(piece);
                if seen.len() < 2 {
                    return Ok(());
                }
                let seen = mem::take(seen);
                self.state = Deflated::Going(Decompress::new(is_zlib(seen[0], seen[1])));
                self.inflate(&seen)
            }
            Deflated::Going(_) => self.inflate(piece),
            Deflated::Ended => Ok(()),
        }
    }

    fn inflate(&mut self, mut piece: &[u8]) -> io::Result<()> {
        let Deflated::Going(decoder) = &mut self.state else {
            return Ok(());
        };
        let mut out = [0; PIECE];
        loop {
            let (read, written) = (decoder.total_in(), decoder.total_out());
            let status = decoder.decompress(piece, &mut out, FlushDecompress::None)?;
            let read = usize::try_from(decoder.total_in() - read).unwrap_or(piece.len());
            let written = usize::try_from(decoder.total_out() - written).unwrap_or(PIECE);
            piece = &piece[read..];
            self.room.write_all(&out[..written])?;
            if status == Status::StreamEnd {
                self.state = Deflated::Ended;
                return Ok(());
            }
            if read == 0 && written == 0 {
                return Ok(());
            }
        }
    }

    fn finish(&mut self) -> io::Result<()> {
        match self.state {
            Deflated::Ended => Ok(()),
            Deflated::Beginning(_) | Deflated::Going(_) => Err(cut_off()),
        }
    }
}

/// RFC 1950 §2.2.
fn is_zlib(first: u8, second: u8) -> bool {
    first & 0x0f == 8 && (u16::from(first) << 8 | u16::from(second)).is_multiple_of(31)
}

struct Unzstd {
    decoder: ZstdDecoder<'static>,
    is_complete: bool,
    room: Room,
}

impl Unzstd {
    fn write(&mut self, mut piece: &[u8]) -> io::Result<()> {
        let mut out = [0; PIECE];
        loop {
            let status = self.decoder.run_on_buffers(piece, &mut out)?;
            piece = &piece[status.bytes_read..];
            self.room.write_all(&out[..status.bytes_written])?;
            let was_full = status.bytes_written == PIECE;
            if status.bytes_read > 0 || status.bytes_written > 0 {
                self.is_complete = status.remaining == 0;
            }
            if piece.is_empty() && !was_full {
                return Ok(());
            }
        }
    }

    fn finish(&mut self) -> io::Result<()> {
        if self.is_complete {
            Ok(())
        } else {
            Err(cut_off())
        }
    }
}

fn cut_off() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "it ends in the middle")
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use flate2::Compression;
    use flate2::read::{DeflateEncoder, GzEncoder, ZlibEncoder};
    use proptest::prelude::*;
    use reqwest::header::HeaderValue;

    use super::*;

    const MOST: usize = 100_000;

    fn read(mut from: impl Read) -> Vec<u8> {
        let mut bytes = Vec::new();
        from.read_to_end(&mut bytes).unwrap();
        bytes
    }

    fn coded(coding: &str, plain: &[u8]) -> Vec<u8> {
        match coding {
            "gzip" | "x-gzip" => read(GzEncoder::new(plain, Compression::best())),
            "deflate" => read(ZlibEncoder::new(plain, Compression::best())),
            "bare deflate" => read(DeflateEncoder::new(plain, Compression::best())),
            "br" => read(brotli::CompressorReader::new(plain, 4096, 5, 22)),
            "zstd" => zstd::encode_all(plain, 3).unwrap(),
            other => panic!("{other}"),
        }
    }

    fn decoding(coding: &str) -> Result<Decoding, String> {
        let mut headers = HeaderMap::new();
        for field in coding.split('|') {
            headers.append(CONTENT_ENCODING, HeaderValue::from_str(field).unwrap());
        }
        Decoding::of(&headers, MOST)
    }

    /// Fed in pieces of this size.
    fn decode(coding: &str, body: &[u8], size: usize) -> Result<Vec<u8>, Trouble> {
        let mut decoding = decoding(coding).unwrap();
        let mut out = Vec::new();
        for piece in body.chunks(size) {
            out.extend(decoding.feed(piece)?);
        }
        out.extend(decoding.finish()?);
        Ok(out)
    }

    const FORMS: [(&str, &str); 5] = [
        ("gzip", "gzip"),
        ("deflate", "deflate"),
        ("deflate", "bare deflate"),
        ("br", "br"),
        ("zstd", "zstd"),
    ];

    fn text() -> Vec<u8> {
        (0..9_000u32).map(|n| (n * n % 251) as u8).collect()
    }

    #[test]
    fn takes_off_every_coding_however_it_comes() {
        let plain = text();
        for (coding, form) in FORMS {
            let body = coded(form, &plain);
            for size in [1, 7, body.len()] {
                assert_eq!(decode(coding, &body, size), Ok(plain.clone()), "{form}");
            }
        }
        for (coding, body) in [
            ("X-GZIP", coded("gzip", &plain)),
            ("identity, gzip,", coded("gzip", &plain)),
            ("gzip, br", coded("br", &coded("gzip", &plain))),
            ("gzip|br", coded("br", &coded("gzip", &plain))),
            (
                "gzip",
                [coded("gzip", &plain[..99]), coded("gzip", &plain[99..])].concat(),
            ),
            (
                "zstd",
                [coded("zstd", &plain[..99]), coded("zstd", &plain[99..])].concat(),
            ),
            ("", plain.clone()),
        ] {
            assert_eq!(decode(coding, &body, 64), Ok(plain.clone()), "{coding}");
        }
    }

    #[test]
    fn a_coding_that_is_cut_off_or_damaged_gives_nothing() {
        let plain = text();
        for (coding, form) in FORMS {
            let body = coded(form, &plain);
            for end in [1, 2, 5, body.len() / 2, body.len() - 1] {
                let cut = decode(coding, &body[..end], 64);
                assert!(
                    matches!(cut, Err(Trouble::Damaged(_))),
                    "{form} {end}: {cut:?}"
                );
            }
            let noise = decode(coding, b"<!doctype html><p>plain words", 64);
            assert!(
                matches!(noise, Err(Trouble::Damaged(_))),
                "{form}: {noise:?}"
            );
        }
        let mut wrong = coded("gzip", &plain);
        let at = wrong.len() - 6;
        wrong[at] ^= 1;
        assert!(matches!(
            decode("gzip", &wrong, 64),
            Err(Trouble::Damaged(_))
        ));
        let garbage = [coded("gzip", &plain), b"garbage".to_vec()].concat();
        assert!(matches!(
            decode("gzip", &garbage, 64),
            Err(Trouble::Damaged(_))
        ));
    }

    #[test]
    fn what_is_too_large_stops_at_the_bound() {
        let zeros = vec![0; 30_000_000];
        for (coding, form) in FORMS {
            let body = coded(form, &zeros);
            match decode(coding, &body, body.len()) {
                Err(Trouble::TooLarge(written)) => assert_eq!(written.len(), MOST, "{form}"),
                other => panic!("{form}: {other:?}"),
            }
        }
        let nested = coded("gzip", &coded("gzip", &zeros));
        let ended = decode("gzip, gzip", &nested, 64);
        assert!(matches!(ended, Err(Trouble::TooLarge(_))), "{ended:?}");
        // The window that this frame asks for is 2 GiB.
        let frame = [0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa8, 0x01, 0x00, 0x00];
        assert!(matches!(
            decode("zstd", &frame, 64),
            Err(Trouble::Damaged(_))
        ));
    }

    #[test]
    fn other_codings_are_named() {
        for coding in [
            "compress",
            "gzip, rot13",
            "gzip|dcb",
            "gzip, gzip, gzip",
            "aws-chunked",
        ] {
            let stated = decoding(coding).err();
            assert_eq!(stated, Some(coding.replace('|', ", ")));
        }
        assert!(decoding(" identity ").unwrap().layers.is_empty());
    }

    #[test]
    fn no_bytes_have_no_coding() {
        for (coding, _) in FORMS {
            assert_eq!(decode(coding, b"", 1), Ok(Vec::new()), "{coding}");
        }
    }

    proptest! {
        #[test]
        fn takes_any_bytes(body: Vec<u8>, which in 0..FORMS.len(), size in 1..40usize) {
            let _ = decode(FORMS[which].0, &body, size);
        }
    }
}
