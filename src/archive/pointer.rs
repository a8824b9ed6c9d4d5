//! Where a captured page is kept: `captures/20260115T080000Z-00001.warc.gz#4711`.

use std::fmt;
use std::str::FromStr;

/// The beginning of a record in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Place {
    /// The byte of the file where it begins, or where the gzip member begins that holds it.
    pub at: u64,
    /// How far into the decoded member: not 0 only in files that hold several records in one.
    pub within: u64,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.within {
            0 => write!(f, "{}", self.at),
            within => write!(f, "{}+{within}", self.at),
        }
    }
}

/// A file and a place in it: what the `capture` of a record says.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Pointer {
    /// The file, as written.
    pub file: String,
    /// Where in it.
    pub place: Place,
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}#{}", self.file, self.place)
    }
}

/// A text that points nowhere.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not a place in a capture (captures/run-00001.warc.gz#1234)")]
pub struct BadPointer(String);

impl FromStr for Pointer {
    type Err = BadPointer;

    fn from_str(text: &str) -> Result<Self, BadPointer> {
        let bad = || BadPointer(text.to_owned());
        let (file, place) = text.rsplit_once('#').ok_or_else(bad)?;
        let (at, within) = place.split_once('+').unwrap_or((place, "0"));
        let number = |digits: &str| {
            let plain = digits.bytes().all(|byte| byte.is_ascii_digit());
            digits.parse().ok().filter(|_| plain).ok_or_else(bad)
        };
        let place = Place {
            at: number(at)?,
            within: number(within)?,
        };
        if file.is_empty() {
            return Err(bad());
        }
        Ok(Self {
            file: file.to_owned(),
            place,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pointer_is_read_as_it_is_written() {
        for text in [
            "captures/r-00001.warc.gz#0",
            "a#b.warc#42",
            "x.warc.gz#0+17",
        ] {
            let pointer: Pointer = text.parse().unwrap();
            assert_eq!(pointer.to_string(), text);
        }
        for text in [
            "",
            "x.warc.gz",
            "#1",
            "x#",
            "x#-1",
            "x#1+",
            "x#+1",
            "x#1+2+3",
            "page.html#top",
        ] {
            assert!(text.parse::<Pointer>().is_err(), "{text}");
        }
    }
}
