//! What an entry of a feed or sitemap says, in its own words.

use std::collections::BTreeMap;

use crate::discover::xml::{Space, Tag};
use crate::extract;

/// One entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::discover) struct Entry {
    /// Where the release is, by everything that may say so.
    pub(in crate::discover) links: Links,
    /// What relative links are relative to (`xml:base`).
    pub(in crate::discover) base: Option<String>,
    /// When the release was changed.
    pub(in crate::discover) modified: Option<String>,
    /// What it says of the release, by the names of `[source.row]`.
    pub(in crate::discover) fields: BTreeMap<String, Vec<String>>,
    /// How good the date of `fields` is: what says more exactly when it was published wins.
    rank: u8,
}

/// The addresses of an entry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::discover) struct Links {
    /// Where a counting redirect leads.
    original: Option<String>,
    link: Option<String>,
    /// A `guid` that says it is a link, or an id that looks like one.
    guid: Option<String>,
    about: Option<String>,
}

impl Links {
    /// The entry's address, as good as it says.
    pub(in crate::discover) fn best(&self) -> Option<&str> {
        [&self.original, &self.link, &self.guid, &self.about]
            .into_iter()
            .find_map(|link| link.as_deref())
    }
}

/// No release has so many topics or authors.
const MOST_VALUES: usize = 100;

/// No address is longer.
const LONGEST_LINK: usize = 16 * 1024;

impl Entry {
    /// An entry whose tag was read.
    pub(in crate::discover) fn begun(tag: &Tag) -> Self {
        Self {
            base: tag.attribute_in(Space::Xml, "base").map(str::to_owned),
            links: Links {
                about: tag.attribute_in(Space::Rdf, "about").and_then(web),
                ..Links::default()
            },
            ..Self::default()
        }
    }

    /// An entry that is only an address.
    pub(in crate::discover) fn at(link: &str) -> Self {
        Self {
            links: Links {
                link: given(link),
                ..Links::default()
            },
            ..Self::default()
        }
    }

    /// Takes its address, when it has none yet.
    pub(in crate::discover) fn locate(&mut self, link: &str) {
        keep_first(&mut self.links.link, given(link));
    }

    /// Takes its title, when it has none yet.
    pub(in crate::discover) fn titled(&mut self, text: &str) {
        self.put_first("title", title(text));
    }

    /// Takes one of its elements.
    pub(in crate::discover) fn take(&mut self, tag: &Tag, text: &str) {
        let text = text.trim();
        match (tag.name.space, tag.name.local.as_str()) {
            (Space::FeedBurner, _) => keep_first(&mut self.links.original, web(text)),
            (Space::Own | Space::Atom, "link") => self.take_link(tag, text),
            (Space::Own | Space::Atom, "guid") => {
                let is_link = tag
                    .attribute("ispermalink")
                    .is_none_or(|said| !said.eq_ignore_ascii_case("false"));
                keep_first(&mut self.links.guid, web(text).filter(|_| is_link));
            }
            (Space::Own | Space::Atom, "id") | (Space::DublinCore, "identifier") => {
                keep_first(&mut self.links.guid, web(text));
            }
            (_, "title") => self.put_first("title", title(text)),
            (_, "pubdate" | "published") => self.date(text, 4),
            (_, "issued") => self.date(text, 3),
            (Space::DublinCore, "date") => self.date(text, 2),
            (_, "created") => self.date(text, 1),
            (_, "updated" | "modified") => self.changed(text),
            (_, "description" | "summary") => self.put_first("summary", prose(text)),
            (_, "category") => {
                let term = tag.attribute("label").or(tag.attribute("term"));
                let term = if text.is_empty() {
                    term.unwrap_or("")
                } else {
                    text
                };
                self.put("topics", title(term));
            }
            (Space::DublinCore, "subject") => self.put("topics", title(text)),
            (_, "author" | "creator") => self.put("authors", person(text)),
            (Space::DublinCore, "language") => self.put_first("language", given(text)),
            (Space::DublinCore, "type") => self.put_first("type", title(text)),
            (_, "enclosure") => {
                let link = tag.attribute("url").or(tag.attribute("href"));
                self.put("attachments", link.and_then(given));
            }
            _ => {}
        }
    }

    fn take_link(&mut self, tag: &Tag, text: &str) {
        let Some(href) = tag.attribute("href") else {
            keep_first(&mut self.links.link, given(text));
            return;
        };
        let rel = tag.attribute("rel").unwrap_or("alternate");
        if rel.eq_ignore_ascii_case("alternate") {
            // An entry may have an alternate of every type; the page is HTML.
            let is_page = tag
                .attribute("type")
                .is_none_or(|kind| kind.contains("html"));
            if is_page {
                keep_first(&mut self.links.link, given(href));
            } else {
                keep_first(&mut self.links.about, web(href));
            }
        } else if rel.eq_ignore_ascii_case("enclosure") {
            self.put("attachments", given(href));
        }
    }

    /// Keeps the date that says best when the release was published.
    pub(in crate::discover) fn date(&mut self, text: &str, rank: u8) {
        let Some(text) = stamped(text).filter(|_| rank > self.rank) else {
            return;
        };
        self.rank = rank;
        self.fields.insert("date".to_owned(), vec![text]);
    }

    /// Keeps when the release was changed.
    pub(in crate::discover) fn changed(&mut self, text: &str) {
        let Some(text) = stamped(text) else { return };
        if self.modified.is_none() {
            self.fields.insert("modified_at".to_owned(), vec![text]);
            self.modified = given(text_of(&self.fields["modified_at"][0]));
        }
    }

    /// Keeps the first text of a field.
    pub(in crate::discover) fn put_first(&mut self, field: &str, text: Option<String>) {
        if !self.fields.contains_key(field) {
            self.put(field, text);
        }
    }

    /// Keeps a text of a field that may have several.
    pub(in crate::discover) fn put(&mut self, field: &str, text: Option<String>) {
        let Some(text) = text else { return };
        let texts = self.fields.entry(field.to_owned()).or_default();
        if texts.len() < MOST_VALUES && !texts.contains(&text) {
            texts.push(text);
        }
    }
}

fn keep_first(kept: &mut Option<String>, text: Option<String>) {
    if kept.is_none() {
        *kept = text;
    }
}

/// A text that says something.
pub(in crate::discover) fn given(text: &str) -> Option<String> {
    let text = text.trim();
    (!text.is_empty() && text.len() <= LONGEST_LINK).then(|| text.to_owned())
}

/// An address of the web: ids and guids can be anything.
pub(in crate::discover) fn web(text: &str) -> Option<String> {
    given(text).filter(|text| {
        ["http://", "https://"].iter().any(|scheme| {
            text.get(..scheme.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
        })
    })
}

/// A headline or term as plain text. Feeds escape it once more than they should, or not at
/// all, so that only what is surely markup is taken for it.
pub(in crate::discover) fn title(text: &str) -> Option<String> {
    extract::without_markup(text)
}

/// A summary as plain text: markup by custom.
pub(in crate::discover) fn prose(text: &str) -> Option<String> {
    extract::to_line(text)
}

/// `press@office.example (Ann Lee)` is Ann Lee; an address alone names nobody.
fn person(text: &str) -> Option<String> {
    let text = title(text)?;
    let Some((address, rest)) = text.split_once('(') else {
        return Some(text).filter(|text| !text.contains('@'));
    };
    if !address.contains('@') {
        return Some(text);
    }
    given(rest.trim_end_matches(')'))
}

/// A date as dateline prints dates that only machines read: no loader takes the column for
/// one of timestamps.
fn stamped(text: &str) -> Option<String> {
    let text = given(text)?;
    let is_iso = text.len() >= 8 && text.bytes().take(4).all(|byte| byte.is_ascii_digit());
    Some(if is_iso {
        format!("{STAMP}{text}")
    } else {
        text
    })
}

const STAMP: &str = "datetime=";

/// A date text without its mark.
pub(in crate::discover) fn text_of(stamped: &str) -> &str {
    stamped.strip_prefix(STAMP).unwrap_or(stamped)
}
