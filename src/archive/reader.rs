//! WARC files as a sequence of records, as far as they go.
//!
//! Files come from our own crawls and from other tools, compressed member by member, as one
//! stream or not at all, and a file whose writer was killed ends in the middle of a record.
//! Every record says where it begins; where a file cannot be read on, the error says that.

use std::io::{self, BufRead, BufReader, Read};

use flate2::bufread::GzDecoder;

use super::pointer::Place;
use super::warc::Head;

/// The most bytes in the head of a record, and the most fields.
const MOST_HEAD: u64 = 64 * 1024;
const MOST_FIELDS: usize = 1_000;

/// A compressed file may decode to this much, and beyond that to so many times what was read
/// of it: pages compress to a fifth or a tenth, a bomb to a thousandth.
const SOME_DECODED: u64 = 64 * 1024 * 1024;
const MOST_RATIO: u64 = 200;

/// One record, with its block where that is not too large to keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Where it begins.
    pub place: Place,
    /// Its fields.
    pub head: Head,
    /// Its bytes.
    pub block: Block,
}

/// The bytes of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Block {
    /// All of them.
    Whole(Vec<u8>),
    /// Passed over: more than the reader was asked to keep.
    TooLarge {
        /// How many there are.
        length: u64,
    },
}

/// A file cannot be read on from here.
#[derive(Debug, thiserror::Error)]
#[error("cannot be read on from byte {at}: {what}")]
pub struct Damage {
    /// Where the record begins that cannot be read.
    pub at: u64,
    /// What is wrong, for a person.
    pub what: String,
    /// The file ends there: a run was killed while it wrote a visit that never came to count.
    pub is_cut: bool,
}

/// Reads a WARC file from its beginning, or from the beginning of a record.
pub struct Reader<R> {
    state: State<R>,
    most_block: u64,
    /// Where the input began in its file.
    began: u64,
}

enum State<R> {
    /// Before the first byte, and between gzip members.
    Between(Counted<R>),
    /// In a gzip member that begins at this byte of the file.
    Inside(u64, Box<BufReader<Metered<R>>>),
    /// In a file that is not compressed.
    Plain(Counted<R>),
    Over,
}

impl<R: BufRead> Reader<R> {
    /// Reads records of a file from byte `began`, where `input` stands; blocks larger than
    /// `most_block` are passed over.
    pub fn new(input: R, began: u64, most_block: u64) -> Self {
        Self {
            state: State::Between(Counted { input, read: 0 }),
            most_block,
            began,
        }
    }

    /// The next record; `None` at the end of the file. After damage there is nothing more.
    ///
    /// # Errors
    /// When the rest of the file cannot be read.
    pub fn next_entry(&mut self) -> Result<Option<Entry>, Damage> {
        loop {
            match std::mem::replace(&mut self.state, State::Over) {
                State::Over => return Ok(None),
                State::Between(input) => self.state = self.begin(input)?,
                State::Inside(member, mut source) => {
                    let broken = |trouble: Trouble| damage(member, &trouble);
                    skip_blank(&mut *source).map_err(|error| broken(error.into()))?;
                    let within = source.get_ref().decoded - source.buffer().len() as u64;
                    let Some((head, block)) =
                        record(&mut *source, self.most_block).map_err(broken)?
                    else {
                        let input = source.into_inner().decoder.into_inner();
                        self.state = State::Between(input);
                        continue;
                    };
                    self.state = State::Inside(member, source);
                    let place = Place { at: member, within };
                    return Ok(Some(Entry { place, head, block }));
                }
                State::Plain(mut input) => {
                    let at = self.began + input.read;
                    skip_blank(&mut input).map_err(|error| damage(at, &error.into()))?;
                    let at = self.began + input.read;
                    let read = record(&mut input, self.most_block)
                        .map_err(|trouble| damage(at, &trouble))?;
                    let Some((head, block)) = read else {
                        return Ok(None);
                    };
                    self.state = State::Plain(input);
                    let place = Place { at, within: 0 };
                    return Ok(Some(Entry { place, head, block }));
                }
            }
        }
    }

    fn begin(&self, mut input: Counted<R>) -> Result<State<R>, Damage> {
        let before = input.read;
        let at = self.began + before;
        let start = input
            .fill_buf()
            .map_err(|error| damage(at, &Trouble::Read(error)))?;
        match *start {
            [] => Ok(State::Over),
            [0x1f, ..] => {
                let metered = Metered {
                    decoder: GzDecoder::new(input),
                    decoded: 0,
                };
                Ok(State::Inside(at, Box::new(BufReader::new(metered))))
            }
            [0x28, ..] => Err(damage(
                at,
                &Trouble::Is("compressed with zstd; decompress it first"),
            )),
            _ if before == 0 => Ok(State::Plain(input)),
            _ => Err(damage(
                at,
                &Trouble::Is("something else follows the last compressed record"),
            )),
        }
    }
}

/// Why a record cannot be read.
#[derive(Debug)]
enum Trouble {
    Read(io::Error),
    Is(&'static str),
}

impl From<io::Error> for Trouble {
    fn from(error: io::Error) -> Self {
        Self::Read(error)
    }
}

fn damage(at: u64, trouble: &Trouble) -> Damage {
    let is_cut = matches!(
        trouble,
        Trouble::Read(error) if error.kind() == io::ErrorKind::UnexpectedEof
    );
    let what = match trouble {
        Trouble::Read(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
            "the file is cut off here".to_owned()
        }
        Trouble::Read(error) => error.to_string(),
        Trouble::Is(what) => (*what).to_owned(),
    };
    Damage { at, what, is_cut }
}

/// The next record; `None` at the end.
fn record(source: &mut impl BufRead, most_block: u64) -> Result<Option<(Head, Block)>, Trouble> {
    let Some(head) = head(source)? else {
        return Ok(None);
    };
    let length = head.get("Content-Length").map(str::trim);
    let Some(length) = length.and_then(|length| length.parse::<u64>().ok()) else {
        return Err(Trouble::Is("a record does not state its length"));
    };
    let mut body = source.take(length);
    let (read, block) = if length > most_block {
        let read = io::copy(&mut body, &mut io::sink())?;
        (read, Block::TooLarge { length })
    } else {
        let mut bytes = Vec::new();
        let read = body.read_to_end(&mut bytes)?;
        (read as u64, Block::Whole(bytes))
    };
    if read < length {
        return Err(Trouble::Is("the file is cut off in this record"));
    }
    Ok(Some((head, block)))
}

/// The empty lines that end the record before.
fn skip_blank(source: &mut impl BufRead) -> io::Result<()> {
    loop {
        let ready = source.fill_buf()?;
        let blank = ready
            .iter()
            .take_while(|byte| matches!(byte, b'\r' | b'\n'))
            .count();
        let is_over = ready.is_empty() || blank < ready.len();
        source.consume(blank);
        if is_over {
            return Ok(());
        }
    }
}

fn head(source: &mut impl BufRead) -> Result<Option<Head>, Trouble> {
    let mut source = source.take(MOST_HEAD);
    let mut line = Vec::new();
    if source.read_until(b'\n', &mut line)? == 0 {
        return Ok(None);
    }
    if !line.starts_with(b"WARC/") {
        return Err(Trouble::Is("no WARC record begins here"));
    }
    let mut head = Head::default();
    loop {
        line.clear();
        source.read_until(b'\n', &mut line)?;
        if !line.ends_with(b"\n") {
            return Err(Trouble::Is(if source.limit() == 0 {
                "the head of a record is too large"
            } else {
                "the file is cut off in the head of this record"
            }));
        }
        let text = String::from_utf8_lossy(&line);
        let text = text.trim_end_matches(['\r', '\n']);
        if text.is_empty() {
            return Ok(Some(head));
        }
        if text.starts_with([' ', '\t']) {
            // A folded line goes on with the field before.
            if let Some((_, value)) = head.fields.last_mut() {
                value.push(' ');
                value.push_str(text.trim());
            }
            continue;
        }
        // A line that is no field says nothing.
        if let Some((name, value)) = text.split_once(':') {
            let field = (name.trim().to_owned(), value.trim().to_owned());
            head.fields.push(field);
        }
        if head.fields.len() > MOST_FIELDS {
            return Err(Trouble::Is("a record has too many fields"));
        }
    }
}

/// Counts what is taken from it.
struct Counted<R> {
    input: R,
    read: u64,
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer)?;
        self.read += read as u64;
        Ok(read)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.input.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.read += amount as u64;
        self.input.consume(amount);
    }
}

/// Decodes one gzip member, and gives a bomb up.
struct Metered<R> {
    decoder: GzDecoder<Counted<R>>,
    decoded: u64,
}

impl<R: BufRead> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.decoder.read(buffer)?;
        self.decoded += read as u64;
        let compressed = self.decoder.get_ref().read;
        if self.decoded > SOME_DECODED.saturating_add(compressed.saturating_mul(MOST_RATIO)) {
            return Err(io::Error::other("it decodes to far more than pages do"));
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests;
