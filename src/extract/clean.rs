//! Text as it is written to records: composed, collapsed, without what nobody sees.
//!
//! `"VIENNA,\u{a0}23\u{ad} March  2007"` becomes `VIENNA, 23 March 2007`.

pub(crate) use crate::record::text::line;
pub(super) use crate::record::text::seen;

/// As [`line`], but line breaks stay, and blocks stay apart by one empty line.
pub(crate) fn block(text: &str) -> String {
    let mut blocks: Vec<String> = Vec::new();
    let mut gap = true;
    for text in text.lines().map(line) {
        if text.is_empty() {
            gap = true;
            continue;
        }
        match blocks.last_mut() {
            Some(last) if !gap => {
                last.push('\n');
                last.push_str(&text);
            }
            _ => blocks.push(text),
        }
        gap = false;
    }
    blocks.join("\n\n")
}

/// `text` without surrounding white space, if anything is left.
pub(crate) fn some(text: &str) -> Option<String> {
    Some(line(text)).filter(|text| !text.is_empty())
}

/// The first so many bytes of a text, or a few less to end with a whole character.
pub(crate) fn cut(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Case folded for comparisons.
pub(crate) fn folded(text: &str) -> String {
    text.chars().flat_map(char::to_lowercase).collect()
}

/// Whether two texts are the same but for case and white space.
pub(crate) fn alike(one: &str, other: &str) -> bool {
    folded(&line(one)) == folded(&line(other))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_lines_and_blocks_apart() {
        assert_eq!(block("a \n b\n\n\u{a0}\n c\n"), "a\nb\n\nc");
        assert_eq!(block("\n\n"), "");
    }
}
