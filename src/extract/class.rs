//! What the words of class attributes say, asked once for each list that differs.
//!
//! A page has thousands of elements and some hundred lists of class names, and more than one
//! reader asks each element what it is called.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// What is known of lists of class names.
pub(crate) struct PerClass<'a, T>(HashMap<&'a str, T, BuildHasherDefault<NameHasher>>);

impl<'a, T: Copy> PerClass<'a, T> {
    pub(crate) fn new() -> Self {
        Self(HashMap::default())
    }

    /// What a list says, told by `tell` unless it was asked before.
    pub(crate) fn of(&mut self, names: &'a str, tell: impl FnOnce(&'a str) -> T) -> T {
        if let Some(known) = self.0.get(names) {
            return *known;
        }
        let told = tell(names);
        if self.0.len() < MOST {
            self.0.insert(names, told);
        }
        told
    }
}

/// The most lists that are kept. A page could choose names that collide; so few do no harm.
const MOST: usize = 512;

/// Odd numbers with bits all over, those of FNV-1a and of the golden ratio.
const START: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x9e37_79b9_7f4a_7c15;

/// A hash of a short name, eight bytes at a time. A page may have names that collide, as with
/// every hash without a secret.
pub(crate) fn hash(name: &[u8]) -> u64 {
    let (eights, rest) = name.as_chunks();
    let mix = |hash: u64, part: u64| (hash.rotate_left(23) ^ part).wrapping_mul(PRIME);
    let whole = eights
        .iter()
        .fold(START, |hash, eight| mix(hash, u64::from_le_bytes(*eight)));
    let last = rest
        .iter()
        .fold(0, |part, byte| (part << 8) | u64::from(*byte));
    mix(whole, last)
}

/// [`hash`], for a table.
#[derive(Default)]
struct NameHasher(u64);

impl Hasher for NameHasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = self.0.rotate_left(7) ^ hash(bytes);
    }

    fn write_u8(&mut self, byte: u8) {
        self.0 ^= u64::from(byte);
    }

    fn finish(&self) -> u64 {
        // The upper half is the one that every bit reached.
        self.0.rotate_right(32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_list_is_asked_once_and_too_many_are_asked_again() {
        let lists: Vec<String> = (0..MOST + 10).map(|n| format!("box box--{n}")).collect();
        let mut lengths = PerClass::new();
        let mut asked = 0;
        for list in lists.iter().chain(&lists) {
            let length = lengths.of(list, |names| {
                asked += 1;
                names.len()
            });
            assert_eq!(length, list.len());
        }
        assert_eq!(asked, MOST + 20);
    }
}
