//! What a page says of itself in its head: `<meta>`, `<title>`, `<link>`, `<base>`, `lang`.
//!
//! `<meta property="article:published_time" content="2024-05-08T07:00:00Z">` is found under
//! `article:published_time`, whatever the attribute is called and however it is cased.

use std::collections::BTreeMap;

use scraper::{Html, Node};
use serde_json::Value;
use url::Url;

use super::reading::LONGEST_LINE;
use super::{attribute, clean, markup};

/// The head of one page.
#[derive(Debug, Default)]
pub(crate) struct Head {
    metas: BTreeMap<String, Vec<String>>,
    /// The text of the first `<title>` outside pictures; of a longer one the beginning.
    pub title: Option<String>,
    /// `<html lang>`.
    pub language: Option<String>,
    /// The first `<link rel=canonical>`.
    pub canonical: Option<String>,
    /// The first `<base href>`.
    pub base: Option<String>,
    /// `<link rel=alternate hreflang=…>`: language and address.
    pub alternates: Vec<(String, String)>,
}

/// The names a `<meta>` element can give its content, in the order they are tried.
const NAMES: &[&str] = &["property", "name", "itemprop", "http-equiv"];
/// The element that states several things as JSON.
const PARSELY_PAGE: &str = "parsely-page";
/// What it states, and the elements that state the same.
const PARSELY: &[(&str, &str)] = &[
    ("author", "parsely-author"),
    ("authors", "parsely-author"),
    ("pub_date", "parsely-pub-date"),
    ("tags", "parsely-tags"),
];
/// The most names that one element is believed to have: its content is kept under each.
const MOST_NAMES: usize = 8;
/// So much of a title, in bytes, shows that it is longer than any.
const MOST_OF_TITLE: usize = 2 * LONGEST_LINE;
/// The most translations that are believed.
const MAX_ALTERNATES: usize = 200;

impl Head {
    /// Reads the head. Its elements count wherever they stand: much markup puts some in the
    /// body.
    pub(crate) fn read(document: &Html) -> Self {
        let mut head = Self::default();
        for node in document.tree.root().descendants() {
            let Node::Element(element) = node.value() else {
                continue;
            };
            match element.name() {
                "meta" => head.meta(element),
                "link" => head.link(element),
                "title" if head.title.is_none() => {
                    let outside = node
                        .parent()
                        .and_then(|parent| parent.value().as_element())
                        .is_none_or(|parent| parent.name() != "svg");
                    let text: String = node
                        .children()
                        .filter_map(|child| child.value().as_text().map(|text| &**text))
                        .collect();
                    if outside {
                        head.title = clean::some(clean::cut(&text, MOST_OF_TITLE));
                    }
                }
                "html" if head.language.is_none() => {
                    head.language = element
                        .attr("lang")
                        .or_else(|| element.attr("xml:lang"))
                        .and_then(clean::some);
                }
                "base" if head.base.is_none() => {
                    head.base = attribute::of(element, "href").and_then(clean::some);
                }
                _ => {}
            }
        }
        head
    }

    fn meta(&mut self, element: &scraper::node::Element) {
        // `value` is wrong, and read by whoever wrote it.
        let content = attribute::of(element, "content").or_else(|| attribute::of(element, "value"));
        let Some(content) = content.and_then(markup::unescaped) else {
            return;
        };
        for attribute in NAMES {
            let named = attribute::of(element, attribute).unwrap_or_default().trim();
            // RDFa and microdata give several names to one content.
            let (one, several) = match *attribute {
                "property" | "itemprop" => (None, Some(named.split_ascii_whitespace())),
                _ => (Some(named), None),
            };
            let names = one.into_iter().chain(several.into_iter().flatten());
            for name in names.filter(|name| !name.is_empty()).take(MOST_NAMES) {
                if name.eq_ignore_ascii_case(PARSELY_PAGE) {
                    self.parsely_page(&content);
                }
                let contents = self.metas.entry(name.to_ascii_lowercase()).or_default();
                contents.push(content.clone());
            }
        }
    }

    /// What Parse.ly's older `<meta name="parsely-page">` states as JSON, under the names of its
    /// newer elements.
    fn parsely_page(&mut self, stated: &str) {
        let Ok(Value::Object(page)) = serde_json::from_str(stated) else {
            return;
        };
        for (key, name) in PARSELY {
            let values = match page.get(*key) {
                Some(Value::Array(values)) => values.as_slice(),
                Some(value) => std::slice::from_ref(value),
                None => continue,
            };
            let values = values.iter().filter_map(Value::as_str).take(MOST_NAMES);
            let values: Vec<String> = values.filter_map(clean::some).collect();
            if !values.is_empty() {
                self.metas
                    .entry((*name).to_owned())
                    .or_default()
                    .extend(values);
            }
        }
    }

    fn link(&mut self, element: &scraper::node::Element) {
        let Some(address) = attribute::of(element, "href").and_then(clean::some) else {
            return;
        };
        let mut relations = element
            .attr("rel")
            .unwrap_or_default()
            .split_ascii_whitespace();
        if relations.any(|rel| rel.eq_ignore_ascii_case("canonical")) {
            self.canonical.get_or_insert(address);
        } else if let (Some(language), true) = (
            attribute::of(element, "hreflang").and_then(clean::some),
            element
                .attr("rel")
                .is_some_and(|rel| rel.to_ascii_lowercase().contains("alternate")),
        ) && self.alternates.len() < MAX_ALTERNATES
            && !is_of_data(element)
        {
            self.alternates.push((language, address));
        }
    }

    /// The contents of all `<meta>` elements with this name.
    pub(crate) fn all(&self, name: &str) -> &[String] {
        self.metas
            .get(&name.to_ascii_lowercase())
            .map_or(&[], Vec::as_slice)
    }

    /// The names of all `<meta>` elements, in lower case and alphabetical order.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.metas.keys().map(String::as_str)
    }

    /// The content of the first `<meta>` element with this name.
    pub(crate) fn first(&self, name: &str) -> Option<&str> {
        self.all(name).first().map(String::as_str)
    }

    /// The address that relative links start from.
    pub(crate) fn base_url(&self, page: Option<&Url>) -> Option<Url> {
        match (&self.base, page) {
            (Some(base), Some(page)) => page.join(base).ok().or_else(|| Some(page.clone())),
            (Some(base), None) => Url::parse(base).ok(),
            (None, page) => page.cloned(),
        }
    }
}

/// Whether a link leads to a feed or to data: those are no pages, in any language.
fn is_of_data(link: &scraper::node::Element) -> bool {
    let kind = attribute::of(link, "type").unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim();
    let page = ["", "text/html", "application/xhtml+xml"];
    !page.iter().any(|page| kind.eq_ignore_ascii_case(page))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_head_wherever_it_stands() {
        let head = Head::read(&Html::parse_document(
            r#"<html lang="en-GB"><title>T &amp; U</title><base href="/b/">
            <meta PROPERTY="OG:Title" content="a &amp;amp; b"><meta name="date" content=" 2024 ">
            <link rel="Canonical" href=/x><link rel=alternate hreflang=fr href=/fr/x>
            <link rel=alternate type="application/rss+xml" href=/feed>
            <link rel=alternate type="application/rss+xml" hreflang=de href=/de/feed><p>
            <meta itemprop=datePublished content=2024-05-08><svg><title>no</title></svg>"#,
        ));
        assert_eq!(head.title.as_deref(), Some("T & U"));
        assert_eq!(head.language.as_deref(), Some("en-GB"));
        assert_eq!(head.first("og:title"), Some("a & b"));
        assert_eq!(head.first("DATE"), Some("2024"));
        assert_eq!(head.first("datepublished"), Some("2024-05-08"));
        assert_eq!(head.canonical.as_deref(), Some("/x"));
        assert_eq!(head.alternates, [("fr".to_owned(), "/fr/x".to_owned())]);
        let page = Url::parse("https://press.example/a/b").ok();
        assert_eq!(
            head.base_url(page.as_ref()).map(String::from).as_deref(),
            Some("https://press.example/b/")
        );
    }

    #[test]
    fn what_stands_in_one_element_as_json_is_found_by_name() {
        let head = Head::read(&Html::parse_document(
            r#"<meta name="parsely-page" content='{"title": "T", "author": "Ann Lee",
            "pub_date": "2024-05-08T10:00:00Z", "tags": ["rivers", 7, "boats"], "section": {}}'>
            <meta name="parsely-page" content="{"><meta name="parsely-page" content="[1]">"#,
        ));
        assert_eq!(head.all("parsely-author"), ["Ann Lee"]);
        assert_eq!(head.all("parsely-pub-date"), ["2024-05-08T10:00:00Z"]);
        assert_eq!(head.all("parsely-tags"), ["rivers", "boats"]);
    }

    #[test]
    fn a_head_without_end_is_kept_in_part() {
        let names: Vec<String> = (0..1_000).map(|nth| format!("a{nth}")).collect();
        let head = Head::read(&Html::parse_document(&format!(
            r#"<title>{}</title><meta property="{}" content=b>"#,
            "word ".repeat(1_000),
            names.join(" ")
        )));
        assert_eq!(head.names().count(), MOST_NAMES);
        assert!(head.title.is_some_and(|title| title.len() <= MOST_OF_TITLE));
    }
}
