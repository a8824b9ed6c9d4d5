//! An element's attributes, for what asks every element of a page.
//!
//! [`scraper::node::Element::attr`] looks a name up among all interned ones first, each time;
//! elements have two or three attributes, and comparing them is much cheaper.

use html5ever::LocalName;
use scraper::node::Element;

/// Whether one of a few words, in lower case, stands in an attribute's value, in whatever case.
pub(crate) fn holds(value: &str, words: &[&str]) -> bool {
    let bytes = value.as_bytes();
    words.iter().any(|word| {
        let word = word.as_bytes();
        let Some(first) = word.first() else {
            return false;
        };
        bytes.windows(word.len()).any(|part| {
            part.first().map(u8::to_ascii_lowercase) == Some(*first)
                && part.eq_ignore_ascii_case(word)
        })
    })
}

/// As [`of`], for what is asked of every element: names are compared as one number.
pub(crate) fn named<'a>(element: &'a Element, name: &LocalName) -> Option<&'a str> {
    let mut attributes = element.attrs.iter();
    attributes
        .find(|(known, _)| known.local == *name && known.ns.is_empty())
        .map(|(_, value)| &**value)
}

/// The value of an attribute without a namespace.
pub(crate) fn of<'a>(element: &'a Element, name: &str) -> Option<&'a str> {
    let mut attributes = element.attrs.iter();
    attributes
        .find(|(known, _)| &*known.local == name && known.ns.is_empty())
        .map(|(_, value)| &**value)
}
