//! The digests of a WARC record: `sha1:` and base32, as every reader of WARC files checks them.
//!
//! They find damage, not forgery; SHA-1 is what the tools of the field agree on.

use sha1::{Digest, Sha1};

/// RFC 4648 §6.
const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// The digest of bytes as a WARC field states it.
pub(super) fn digest(bytes: &[u8]) -> String {
    format!("sha1:{}", base32(&Sha1::digest(bytes)))
}

/// Base32 without padding: the 20 bytes of a SHA-1 need none.
fn base32(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(5) * 8);
    for group in bytes.chunks(5) {
        let mut whole = [0; 8];
        whole[3..3 + group.len()].copy_from_slice(group);
        let bits = u64::from_be_bytes(whole);
        let digits = (group.len() * 8).div_ceil(5);
        for digit in 0..digits {
            let five = (bits >> (35 - 5 * digit)) & 31;
            text.push(char::from(ALPHABET[usize::try_from(five).unwrap_or(0)]));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digests_are_the_published_ones() {
        for (bytes, expected) in [
            ("", "sha1:3I42H3S6NNFQ2MSVX7XZKYAYSCX5QBYJ"),
            ("abc", "sha1:VGMT4NSHA2AWVOR6EVYXQUGCNSONBWE5"),
            (
                "The quick brown fox jumps over the lazy dog",
                "sha1:F7KODRT2FUUPZ3MET3Q3W5XHHENZH2YS",
            ),
        ] {
            assert_eq!(digest(bytes.as_bytes()), expected, "{bytes:?}");
        }
    }

    #[test]
    fn base32_is_that_of_rfc_4648() {
        for (bytes, expected) in [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ] {
            assert_eq!(base32(bytes.as_bytes()), expected, "{bytes:?}");
        }
    }
}
