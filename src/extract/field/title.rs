//! The printed headline: `Harbour school opens with room for 400 pupils`.
//!
//! What readers see comes before what the head says:
//!
//! 1. the heading by the page's shape, unless it is the site's name, or a hidden or unrelated one
//!    while another heading of the page is what the head calls the page;
//! 2. the linked data's headline and 3. `<meta>` titles: the newsroom's own words, at times made
//!    for search engines or social networks;
//! 4. `<title>`; 5. the listing row.
//!
//! A site's name at either end (`… | Marlow Foundation`) goes only where the page or the profile
//! proves that it is one. A kicker inside the heading (`News`, `Opinion`) goes where the head has
//! the rest of it alone.

mod site;

use scraper::ElementRef;

use crate::extract::reading::{Reading, generic};
use crate::extract::rule::Expect;
use crate::extract::{clean, text};
use crate::record::akin::{are_akin, words};
use crate::record::{Found, Origin};
use site::Site;

/// Reads the title.
pub(crate) fn title(reading: &Reading<'_>) -> Option<Found<String>> {
    let site = Site::of(reading);
    by_rule(reading, &site)
        .or_else(|| printed(reading, &site))
        .or_else(|| in_head(reading, &site).into_iter().next())
        .or_else(|| reading.row("title"))
}

fn by_rule(reading: &Reading<'_>, site: &Site) -> Option<Found<String>> {
    let found = reading.rule("title", Expect::Text)?;
    let in_head = found.value.elements.is_empty();
    let title = Found {
        value: found.value.values.into_iter().next()?,
        evidence: found.evidence,
    };
    if in_head && title.evidence.origin == Origin::Meta {
        without_site(site, title)
    } else {
        Some(title)
    }
}

/// What the head and the linked data call the page, in the order of preference.
fn in_head(reading: &Reading<'_>, site: &Site) -> Vec<Found<String>> {
    let title = reading.gathered.head.title.as_deref();
    let metas = ["og:title", "twitter:title"].map(|name| reading.meta(name));
    let named = metas
        .into_iter()
        .chain([title.and_then(|title| reading.generic(Origin::Meta, "title", title))]);
    let headline = reading.json_ld(&["headline"]);
    headline
        .into_iter()
        .chain(named.flatten())
        .filter_map(|title| without_site(site, title))
        .collect()
}

fn without_site(site: &Site, title: Found<String>) -> Option<Found<String>> {
    let value = site.cut_from(&title.value).to_owned();
    // A page that bears only the site's name says nothing of the release.
    (!site.is_name(&value)).then(|| title.map(|_| value))
}

fn printed(reading: &Reading<'_>, site: &Site) -> Option<Found<String>> {
    if !reading.is_generic() {
        return None;
    }
    let called = in_head(reading, site);
    let heading = reading.heading();
    let words = heading.and_then(|heading| clean::some(&text::line(heading)));
    let words = words.filter(|words| !site.is_name(words));
    let is_called = |words: &str| called.iter().any(|title| are_akin(&title.value, words));
    match (heading, words) {
        (Some(heading), Some(words)) if is_called(&words) || !is_unseen(heading) => {
            let words = without_kicker(heading, words, &called);
            let rule = match heading.value().name() {
                "h2" | "h3" => "page shape: heading",
                _ => "page shape: h1",
            };
            Some(found(words, rule))
        }
        (_, words) => {
            let other = other_heading(reading, &called);
            let other = other.map(|words| found(words, "page shape: heading"));
            // Of what readers do not see the head knows better.
            let words = words.filter(|_| called.is_empty());
            other.or_else(|| Some(found(words?, "page shape: h1")))
        }
    }
}

fn found(value: String, rule: &str) -> Found<String> {
    Found {
        value,
        evidence: generic(Origin::Field, rule),
    }
}

/// A heading of any rank that is what the head calls the page.
fn other_heading(reading: &Reading<'_>, called: &[Found<String>]) -> Option<String> {
    let root = reading.document.root_element();
    let headings = root
        .descendent_elements()
        .filter(|element| matches!(element.value().name(), "h1" | "h2" | "h3"));
    let lines: Vec<String> = headings.take(MOST_HEADINGS).map(text::line).collect();
    called.iter().find_map(|title| {
        let called = words(&title.value);
        let is_it = |line: &&String| called.len() > 1 && words(line) == called;
        lines.iter().find(is_it).cloned()
    })
}

/// The most headings that are compared.
const MOST_HEADINGS: usize = 200;

/// A heading for screen readers, or one that is the site's picture.
fn is_unseen(heading: ElementRef<'_>) -> bool {
    let around = std::iter::once(heading).chain(heading.ancestors().filter_map(ElementRef::wrap));
    around.take(2).any(|element| {
        let value = element.value();
        let named = value.classes().chain(value.id());
        named
            .flat_map(|name| name.split(['-', '_']))
            .any(|word| UNSEEN.contains(&word.to_ascii_lowercase().as_str()))
    })
}

/// Words of class names for what is not seen, or for pictures.
const UNSEEN: &[&str] = &[
    "aural",
    "blind",
    "branding",
    "hidden",
    "invisible",
    "logo",
    "offscreen",
    "sr",
    "visuallyhidden",
];

/// The heading without a kicker that stands in it, and with the signs that its parts are joined
/// by elsewhere: `Committee` and `Two resign`, in two elements, are `Committee: Two resign`.
fn without_kicker(heading: ElementRef<'_>, printed: String, called: &[Found<String>]) -> String {
    let parts = parts(heading);
    let own = words(&printed);
    if parts.len() > 1
        && let Some(title) = called.iter().find(|title| words(&title.value) == own)
    {
        return title.value.clone();
    }
    let Some((kicker, rest)) = parts.split_first() else {
        return printed;
    };
    let kicker = kicker.trim_end_matches(['|', '/', '·', '•', ' ']);
    let rest = clean::line(&rest.join(" "));
    // `After the protests: Report denied` is one sentence.
    let is_kicker = words(kicker).len() <= LONGEST_KICKER && !kicker.ends_with(':');
    let is_known = called
        .iter()
        .any(|title| words(&title.value) == words(&rest));
    if is_kicker && is_known { rest } else { printed }
}

/// In words.
const LONGEST_KICKER: usize = 3;

/// The texts of a heading, as its elements part them.
fn parts(heading: ElementRef<'_>) -> Vec<String> {
    let texts = heading
        .descendants()
        .filter_map(|node| node.value().as_text());
    texts.filter_map(|text| clean::some(text)).collect()
}
