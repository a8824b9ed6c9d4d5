//! The bytes of an answer: in memory while they are few, else in a file without a name.
//!
//! A hundred hosts may send ten megabytes each at the same moment. What is being received, or
//! waits for its turn to be read, then lies on disk, and memory stays what it is.

use std::fs::File;
use std::io::{self, Read, Seek as _, SeekFrom, Write as _};
use std::sync::{Arc, Mutex, PoisonError};

/// Bodies up to this size stay in memory.
pub const IN_MEMORY: usize = 512 * 1024;

/// A whole body. Cloning shares it.
#[derive(Debug, Clone)]
pub struct Body(Arc<Kept>);

#[derive(Debug)]
enum Kept {
    Memory(Vec<u8>),
    /// The place in the file is shared, so one reads at a time.
    File {
        file: Mutex<File>,
        length: u64,
    },
}

/// A body while it is received.
#[derive(Debug, Default)]
pub struct Receiving {
    memory: Vec<u8>,
    file: Option<File>,
    length: u64,
}

impl Receiving {
    /// How many bytes there are so far.
    #[must_use]
    pub fn len(&self) -> u64 {
        self.length
    }

    /// Whether there is no byte yet.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Adds bytes. Blocks for as long as the system takes to copy them.
    ///
    /// # Errors
    /// When the temporary file cannot be made or written.
    pub fn push(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.length += bytes.len() as u64;
        if self.file.is_none() && self.memory.len() + bytes.len() > IN_MEMORY {
            let mut file = tempfile::tempfile()?;
            file.write_all(&self.memory)?;
            self.memory = Vec::new();
            self.file = Some(file);
        }
        match &mut self.file {
            Some(file) => file.write_all(bytes),
            None => {
                self.memory.extend_from_slice(bytes);
                Ok(())
            }
        }
    }

    /// All of it came.
    #[must_use]
    pub fn finish(self) -> Body {
        let Self {
            memory,
            file,
            length,
        } = self;
        Body(Arc::new(match file {
            Some(file) => Kept::File {
                file: Mutex::new(file),
                length,
            },
            None => Kept::Memory(memory),
        }))
    }
}

impl Default for Body {
    fn default() -> Self {
        Self::from(Vec::new())
    }
}

impl From<Vec<u8>> for Body {
    fn from(bytes: Vec<u8>) -> Self {
        Self(Arc::new(Kept::Memory(bytes)))
    }
}

impl Body {
    /// How many bytes it has.
    #[must_use]
    pub fn len(&self) -> u64 {
        match &*self.0 {
            Kept::Memory(bytes) => bytes.len() as u64,
            Kept::File { file: _, length } => *length,
        }
    }

    /// Whether it has none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bytes, where they are in memory.
    #[must_use]
    pub fn in_memory(&self) -> Option<&[u8]> {
        match &*self.0 {
            Kept::Memory(bytes) => Some(bytes),
            Kept::File { .. } => None,
        }
    }

    /// All bytes, in memory. Blocks where they are in a file.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn to_vec(&self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::with_capacity(usize::try_from(self.len()).unwrap_or(0));
        self.reader().read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    /// Reads from the start, piece by piece. Blocks where the bytes are in a file.
    #[must_use]
    pub fn reader(&self) -> BodyReader {
        BodyReader {
            body: self.clone(),
            at: 0,
        }
    }
}

/// Two bodies are the same when their bytes are; those in files, when they are one.
impl PartialEq for Body {
    fn eq(&self, other: &Self) -> bool {
        match (self.in_memory(), other.in_memory()) {
            (Some(one), Some(other)) => one == other,
            _ => Arc::ptr_eq(&self.0, &other.0),
        }
    }
}

impl Eq for Body {}

/// Reads a body from its start.
#[derive(Debug)]
pub struct BodyReader {
    body: Body,
    at: u64,
}

impl Read for BodyReader {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = match &*self.body.0 {
            Kept::Memory(bytes) => {
                let at = usize::try_from(self.at).unwrap_or(usize::MAX);
                bytes.get(at..).unwrap_or_default().read(into)?
            }
            Kept::File { file, length: _ } => {
                let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
                file.seek(SeekFrom::Start(self.at))?;
                file.read(into)?
            }
        };
        self.at += read as u64;
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_of_any_size_comes_back_as_it_was_received() {
        for pieces in [0, 1, 100, 2_000] {
            let piece: Vec<u8> = (0..=255).cycle().take(1_000).collect();
            let mut receiving = Receiving::default();
            for _ in 0..pieces {
                receiving.push(&piece).unwrap();
            }
            assert_eq!(receiving.len(), 1_000 * pieces);
            let body = receiving.finish();
            let all = piece.repeat(usize::try_from(pieces).unwrap());
            assert_eq!(body.len(), all.len() as u64);
            assert_eq!(body.in_memory().is_some(), all.len() <= IN_MEMORY);
            // Two readers at once do not disturb each other.
            let mut first = body.reader();
            let mut start = vec![0; all.len().min(1_500)];
            first.read_exact(&mut start).unwrap();
            assert_eq!(body.to_vec().unwrap(), all);
            let mut rest = Vec::new();
            first.read_to_end(&mut rest).unwrap();
            assert_eq!([start, rest].concat(), all);
        }
    }
}
