//! Tags: names with what they belong to, and attributes.

use super::resolved;

/// A tag that opens an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::discover) struct Tag {
    pub(in crate::discover) name: Name,
    pub(in crate::discover) attributes: Vec<(Name, String)>,
}

impl Tag {
    /// The value of an attribute without a prefix.
    pub(in crate::discover) fn attribute(&self, local: &str) -> Option<&str> {
        self.attribute_in(Space::Own, local)
    }

    /// The value of an attribute.
    pub(in crate::discover) fn attribute_in(&self, space: Space, local: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(name, _)| name.space == space && name.local == local)
            .map(|(_, value)| value.trim())
            .filter(|value| !value.is_empty())
    }
}

/// A name, with its vocabulary in the place of its prefix.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::discover) struct Name {
    pub(in crate::discover) space: Space,
    /// In lower case: `pubdate` is met as often as `pubDate`.
    pub(in crate::discover) local: String,
}

/// The vocabularies that say something of a release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::discover) enum Space {
    /// The document's own: without a prefix, or with that of its root element.
    Own,
    Atom,
    DublinCore,
    /// Sitemaps of Google News.
    News,
    FeedBurner,
    Rdf,
    /// `xml:base`.
    Xml,
    /// Any other: pictures, videos, translations, podcasts …
    Other,
}

/// Vocabularies by their names on the web, and the prefix that is theirs by custom: a prefix
/// that nobody declared means what it means everywhere else.
const KNOWN: &[(&str, &str, Space)] = &[
    ("atom", "www.w3.org/2005/atom", Space::Atom),
    ("a10", "purl.org/atom/ns#", Space::Atom),
    ("dc", "purl.org/dc/elements/1.1/", Space::DublinCore),
    ("dcterms", "purl.org/dc/terms/", Space::DublinCore),
    ("news", "google.com/schemas/sitemap-news/", Space::News),
    (
        "feedburner",
        "rssnamespace.org/feedburner/ext/",
        Space::FeedBurner,
    ),
    ("rdf", "www.w3.org/1999/02/22-rdf-syntax-ns#", Space::Rdf),
    ("xml", "www.w3.org/xml/1998/namespace", Space::Xml),
];

/// What the prefixes of a document mean.
#[derive(Default)]
pub(super) struct Spaces {
    declared: Vec<(String, Space)>,
    /// The prefix of the root element.
    root: Option<String>,
    has_root: bool,
}

/// No document has so many vocabularies.
const MOST_DECLARED: usize = 64;

impl Spaces {
    /// Takes the declarations of a tag. They hold from here on: that of an inner element
    /// would end with it, but no prefix is used for two things in one document.
    pub(super) fn learn(&mut self, attributes: &[(String, String)]) {
        for (key, address) in attributes {
            let Some(prefix) = key.strip_prefix("xmlns:") else {
                continue;
            };
            let address = address.to_ascii_lowercase();
            let space = KNOWN
                .iter()
                .find(|(_, part, _)| address.contains(part))
                .map_or(Space::Other, |(_, _, space)| *space);
            self.declared.retain(|(known, _)| known != prefix);
            if self.declared.len() < MOST_DECLARED {
                self.declared.push((prefix.to_owned(), space));
            }
        }
    }

    /// The name of an element or an attribute.
    pub(super) fn name(&mut self, written: &str, is_element: bool) -> Name {
        let (prefix, local) = match written.split_once(':') {
            Some((prefix, local)) => (Some(prefix), local),
            None => (None, written),
        };
        if is_element && !self.has_root {
            self.has_root = true;
            // `<rdf:RDF>` holds elements of another vocabulary.
            self.root = prefix
                .filter(|_| !local.eq_ignore_ascii_case("rdf"))
                .map(str::to_owned);
        }
        let space = match prefix {
            None => Space::Own,
            Some(prefix) if is_element && self.root.as_deref() == Some(prefix) => Space::Own,
            Some(prefix) => self.space(prefix),
        };
        Name {
            space,
            local: local.to_ascii_lowercase(),
        }
    }

    fn space(&self, prefix: &str) -> Space {
        let declared = self.declared.iter().find(|(known, _)| known == prefix);
        match declared {
            Some((_, space)) => *space,
            None => KNOWN
                .iter()
                .find(|(known, _, _)| known.eq_ignore_ascii_case(prefix))
                .map_or(Space::Other, |(_, _, space)| *space),
        }
    }
}

/// No tag that says something has so many.
const MOST_ATTRIBUTES: usize = 64;

/// The attributes of a tag, with or without quotes around their values.
pub(super) fn attributes(mut rest: &str) -> Vec<(String, String)> {
    let mut attributes = Vec::new();
    while attributes.len() < MOST_ATTRIBUTES {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        let end = rest
            .find(|c: char| c.is_whitespace() || c == '=')
            .unwrap_or(rest.len());
        if rest.is_empty() {
            break;
        }
        let (name, after) = rest.split_at(end);
        let Some(value) = after.trim_start().strip_prefix('=') else {
            // An attribute without a value says nothing.
            rest = after;
            continue;
        };
        let value = value.trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
        let (value, after) = match quote {
            Some(quote) => value[1..].split_once(quote).unwrap_or((&value[1..], "")),
            None => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
        };
        attributes.push((name.to_owned(), resolved(value).into_owned()));
        rest = after;
    }
    attributes
}
