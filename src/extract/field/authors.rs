//! Who wrote a release: `By Ann Marlow and Juan de la Cruz`.
//!
//! After the profile's rules and the row come, in this order:
//!
//! 1. the linked data: each author by itself, and told from organizations;
//! 2. what the page marks as its author for machines (microdata, `rel=author`): printed, but often
//!    beside the authors of related pages, and so only near the headline;
//! 3. `<meta>` elements: at times the name of an account, or of the site;
//! 4. a byline that is printed and not marked ([`byline`]): no page prints one for fun, but the
//!    words and classes that tell it are weaker than what is made for machines.
//!
//! An office that signs is no author but a source, and so is the publisher; an agency that a text
//! was taken from is one.

mod byline;

use std::sync::LazyLock;

use regex::Regex;
use scraper::{ElementRef, Selector};
use serde_json::Value;

use super::attachments::is_omitted;
use super::names::{by_row, found, kinds, list};
use super::placeholder;
use crate::extract::body::Body;
use crate::extract::reading::Reading;
use crate::extract::{attribute, clean, markup, text};
use crate::record::{Found, Origin};

/// Reads the authors.
pub(crate) fn authors(
    reading: &Reading<'_>,
    body: Option<&Body<'_>>,
) -> Option<Found<Vec<String>>> {
    reading.first(
        "authors",
        &[
            &|| list(reading, "authors"),
            &|| by_row(reading, "authors"),
            &|| by_linked_data(reading),
            &|| by_marks(reading),
            &|| by_meta(reading),
            &|| by_line(reading, body),
        ],
    )
}

fn by_linked_data(reading: &Reading<'_>) -> Option<Found<Vec<String>>> {
    let publishers = publishers(reading);
    let members = reading.gathered.json_ld.members("author");
    let names = members.into_iter().flat_map(|author| {
        let is_organization = kinds(author).any(|kind| kind.ends_with("Organization"));
        let names = match author.get("name").unwrap_or(author) {
            Value::String(name) => vec![name.clone()],
            Value::Array(names) => names.iter().filter_map(text_of).collect(),
            _ => Vec::new(),
        };
        // `Ann O&#8217;Bell`: what parts names would part a reference.
        let names = names.iter().filter_map(|name| markup::unescaped(name));
        let names = names.flat_map(|name| people(&name));
        names
            .filter(|name| {
                let is_publisher = publishers.iter().any(|known| clean::alike(known, name));
                let may_sign = !is_organization || !names_an_office(name);
                !is_publisher && may_sign
            })
            .collect::<Vec<_>>()
    });
    found(reading, Origin::JsonLd, "jsonld author", names.collect())
}

fn text_of(value: &Value) -> Option<String> {
    value.as_str().map(str::to_owned)
}

/// Names of the site and its publisher.
pub(super) fn publishers(reading: &Reading<'_>) -> Vec<String> {
    let gathered = reading.gathered;
    let names = gathered.json_ld.texts(&["publisher", "name"]);
    let site = gathered.head.first("og:site_name").map(str::to_owned);
    names.into_iter().chain(site).collect()
}

/// What the content region marks as the author's name, before the body's end.
fn by_marks(reading: &Reading<'_>) -> Option<Found<Vec<String>>> {
    let omit = reading.furniture();
    let publishers = publishers(reading);
    let elements = reading.content.descendent_elements();
    let marked = elements
        .filter(|element| may_be(*element) && MARKED.matches(element))
        .take(MOST_MARKED);
    let marked: Vec<_> = marked
        .filter(|element| !is_omitted(*element, omit))
        .collect();
    reading.stands_at(marked.first().map(|element| element.id()));
    let names = marked
        .into_iter()
        .flat_map(|element| people(&name_in(element)));
    let names = names.filter(|name| !publishers.iter().any(|known| clean::alike(known, name)));
    found(
        reading,
        Origin::Field,
        "page shape: author",
        names.filter(|name| !names_an_office(name)).collect(),
    )
}

/// Whether an element can be one of [`MARKED`]: asked of each, so cheap.
fn may_be(element: ElementRef<'_>) -> bool {
    element
        .value()
        .attrs
        .iter()
        .any(|(name, value)| match &*name.local {
            "class" => attribute::holds(value, &["author", "byline", "by-line"]),
            "itemprop" | "rel" | "property" => true,
            _ => false,
        })
}

/// Of an item with more about a person only the name.
fn name_in(element: ElementRef<'_>) -> String {
    let name = element.select(&NAME).next().unwrap_or(element);
    text::line_up_to(name, LONGEST_LINE)
}

const MOST_MARKED: usize = 50;
const LONGEST_LINE: usize = 200;

static MARKED: LazyLock<Selector> = LazyLock::new(|| {
    Selector::parse(
        "[itemprop~=author], [rel~=author], [property~='schema:author'], [property~=author], .p-author, .byline, \
         .by-line, .author-name, .authors-name, .article-author, .entry-author",
    )
    .expect("a fixed selector is well formed")
});

static NAME: LazyLock<Selector> = LazyLock::new(|| {
    Selector::parse("[itemprop~=name], [property~=name], [rel~=author], .p-name, .author-name")
        .expect("a fixed selector is well formed")
});

/// Names under which `<meta>` elements state who wrote a page.
const METAS: &[&str] = &[
    "author",
    "article:author",
    "article:author_name",
    "og:article:author",
    "parsely-author",
    "sailthru.author",
    "citation_author",
    "dc.creator",
    "dcterms.creator",
    "byl",
];

/// Whether the label on a card is that of whoever wrote.
fn says_author(label: &str) -> bool {
    let label = clean::folded(label);
    [
        "written by",
        "author",
        "verfasst von",
        "geschrieben von",
        "autor",
        "écrit par",
        "escrito por",
        "scritto da",
        "geschreven door",
        "skrevet af",
        "skrevet av",
        "skriven av",
        "kirjoittanut",
        "napisane przez",
        "napsal",
        "автор",
        "написано автором",
        "yazan",
        "執筆者",
        "作者",
    ]
    .contains(&label.as_str())
}

fn by_meta(reading: &Reading<'_>) -> Option<Found<Vec<String>>> {
    let publishers = publishers(reading);
    let head = &reading.gathered.head;
    // Blogs state it for cards, as what stands beside a word for it.
    let on_card = head.first("twitter:label1").is_some_and(says_author);
    let names = METAS.iter().chain(on_card.then_some(&"twitter:data1"));
    names.copied().find_map(|name| {
        let stated = head.all(name).iter();
        let names = stated.flat_map(|stated| people(stated)).filter(|name| {
            let is_publisher = publishers.iter().any(|known| clean::alike(known, name));
            !is_publisher && !names_an_office(name)
        });
        found(
            reading,
            Origin::Meta,
            &format!("meta {name}"),
            names.collect(),
        )
    })
}

/// What the page prints.
fn by_line(reading: &Reading<'_>, body: Option<&Body<'_>>) -> Option<Found<Vec<String>>> {
    if !reading.is_generic() {
        return None;
    }
    let (names, at) = byline::printed(reading, body).or_else(|| byline::called(reading, body))?;
    let publishers = publishers(reading);
    let names = names.into_iter();
    let names = names.filter(|name| !publishers.iter().any(|known| clean::alike(known, name)));
    reading.stands_at(Some(at));
    found(
        reading,
        Origin::Field,
        "page shape: byline",
        names.collect(),
    )
}

/// The people that a line names: `By Ann Marlow and Juan de la Cruz, Reuters` names three.
fn people(line: &str) -> Vec<String> {
    // An address is split by its own signs.
    if line.contains("://") {
        return Vec::new();
    }
    let line = clean::line(line);
    let line = BY.replace(&line, "");
    let parts = JOINT.split(&line).map(str::trim);
    parts
        .map(|name| name.trim_matches(|c: char| ":.-–—|·•()[]@, ".contains(c) && c != '.'))
        .map(|name| name.trim_start_matches(['.', ':']).to_owned())
        .filter(|name| is_name(name))
        .collect()
}

static BY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^(?:written by|posted by|published by|by|von|vom|par|por|di|door|av|af|autor(?:in|en|es)?|auteurs?|author|authors|text|texto|testo|foto)(?::\s*|\s+)",
    )
    .expect("a fixed pattern is well formed")
});

static JOINT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"\s*[,;/|&•·、，／]\s*|\s+(?:and|und|et|og|och|y|e|en|en|ja|и|та|with|mit|avec|con)\s+",
    )
    .expect("a fixed pattern is well formed")
});

/// Whether something can be anybody's name: an account, an address or a sentence is none.
fn is_name(name: &str) -> bool {
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let words = name.split_whitespace().count();
    let no_name = ["@", "://", "www.", "?", "!", "http"];
    letters >= 2
        && words <= 6
        && name.len() <= 80
        && !no_name.iter().any(|sign| name.contains(sign))
        && !is_host(name)
        && !name.bytes().any(|byte| byte.is_ascii_digit())
        && !ACCOUNTS.contains(&clean::folded(name).as_str())
        && !placeholder::is_text(name)
}

/// `marlow.example` names a site.
fn is_host(name: &str) -> bool {
    let end = name.rsplit_once('.').map(|(_, end)| end);
    !name.contains(' ')
        && end
            .is_some_and(|end| end.len() >= 2 && end.bytes().all(|byte| byte.is_ascii_lowercase()))
}

/// Names of accounts.
const ACCOUNTS: &[&str] = &[
    "admin",
    "administrator",
    "author",
    "cms",
    "demo",
    "developer",
    "editor",
    "guest",
    "redaction",
    "redaktion",
    "root",
    "siteadmin",
    "staff",
    "super user",
    "superuser",
    "sysadmin",
    "system",
    "test",
    "user",
    "webadmin",
    "webmaster",
    "wordpress",
    "wpadmin",
];

/// Whether a name is that of an office, and not of a person or an agency.
fn names_an_office(name: &str) -> bool {
    name.split_whitespace().any(|word| {
        let word = clean::folded(word.trim_matches(|c: char| !c.is_alphanumeric()));
        OFFICES.contains(&word.as_str())
    })
}

/// Words in the names of offices and accounts.
const OFFICES: &[&str] = &[
    "admin",
    "administrator",
    "agency",
    "board",
    "commission",
    "communications",
    "council",
    "department",
    "desk",
    "editor",
    "editorial",
    "editors",
    "foundation",
    "media",
    "ministry",
    "news",
    "newsroom",
    "office",
    "press",
    "secretariat",
    "service",
    "staff",
    "team",
    "web",
    "webmaster",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_people_from_offices() {
        for (name, office) in [
            ("Ann Marlow", false),
            ("María José de la Cruz", false),
            ("Press Office", true),
            ("Marlow Foundation", true),
            ("dpa", false),
        ] {
            assert_eq!(names_an_office(name), office, "{name}");
        }
    }

    #[test]
    fn a_line_names_each_of_several_people() {
        for (line, names) in [
            ("Ann Marlow", &["Ann Marlow"][..]),
            (
                "By Ann Marlow and Juan de la Cruz",
                &["Ann Marlow", "Juan de la Cruz"],
            ),
            (
                "Von Jörg Meer und Ida See, dpa",
                &["Jörg Meer", "Ida See", "dpa"],
            ),
            (
                "Ann Marlow, M. B. Stone Jr.",
                &["Ann Marlow", "M. B. Stone Jr."],
            ),
            ("admin", &[]),
            ("ann@marlow.example", &[]),
            ("https://marlow.example/ann", &[]),
            ("Vondra Young", &["Vondra Young"]),
        ] {
            assert_eq!(people(line), names, "{line}");
        }
    }
}
