//! An element's attributes, for what asks every element of a page.
//!
//! [`scraper::node::Element::attr`] looks a name up among all interned ones first, each time;
//! elements have two or three attributes, and comparing them is much cheaper.

use scraper::node::Element;

/// The value of an attribute without a namespace.
pub(crate) fn of<'a>(element: &'a Element, name: &str) -> Option<&'a str> {
    let mut attributes = element.attrs.iter();
    attributes
        .find(|(known, _)| &*known.local == name && known.ns.is_empty())
        .map(|(_, value)| &**value)
}
