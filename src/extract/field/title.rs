//! The printed headline: `Harbour school opens with room for 400 pupils`.
//!
//! After the profile's rules comes what readers see, before what the head says:
//!
//! 1. the heading by the page's shape, unless it is the site's name, or a hidden or unrelated one
//!    while another heading of the page is what the head calls the page. A heading of the first
//!    rank among the crumbs that lead through the site is for search engines: editors write
//!    another one above the text;
//! 2. the linked data's headline and 3. `<meta>` titles: the newsroom's own words, at times made
//!    for search engines or social networks;
//! 4. `<title>`: the same words, with those of the site and its section around them;
//! 5. the listing row: often cut off.
//!
//! `FOR IMMEDIATE RELEASE` or `Pressemitteilung` alone is said of the release, and no title of it:
//! the next evidence is asked, in the end the next heading below. Where there is none, a page that
//! calls itself `Press release` is called so; what may be used at once has no title.
//!
//! What is longer than any title is none: a heading that nobody closed has the page in it. That is
//! an issue (`field.too_long`), and the next evidence is asked.
//!
//! A site's name at either end (`… | Marlow Foundation`) goes only where the page or the profile
//! proves that it is one. A kicker inside the heading (`News`, `Opinion`) goes where the head has
//! the rest of it alone, or where its class calls it one and the head has not both together.
//! Where all of the head calls the page something else, that is an issue (`title.conflict`): the
//! heading may be another one, or the head that of a template.

mod site;

use scraper::ElementRef;

use super::attachments::is_omitted;
use super::release_number::names_a_release;
use super::remark::is_immediate;
use crate::extract::date::scan;
use crate::extract::furniture::is_way_through_site;
use crate::extract::reading::{LONGEST_LINE, Reading, generic};
use crate::extract::rule::Expect;
use crate::extract::{clean, text};
use crate::record::akin::{are_akin, words};
use crate::record::{Found, Origin, Severity};
use site::Site;

/// Reads the title.
pub(crate) fn title(reading: &Reading<'_>) -> Option<Found<String>> {
    let site = Site::of(reading);
    let title = reading.first(
        "title",
        &[
            &|| by_rule(reading, &site),
            &|| printed(reading, &site),
            &|| in_head(reading, &site).into_iter().next(),
            &|| reading.in_bounds("title", reading.row("title")?),
            &|| kind_alone(reading, &site),
        ],
    )?;
    remark_on_conflict(reading, &site, &title);
    Some(title)
}

/// A page whose head knows nothing of its headline may show another release, or none.
fn remark_on_conflict(reading: &Reading<'_>, site: &Site, title: &Found<String>) {
    let called = in_head(reading, site);
    let agrees = |called: &Found<String>| are_akin(&called.value, &title.value);
    if called.iter().any(agrees) {
        return;
    }
    // `Press`, `Latest news`: what the section is called.
    let is_title = |called: &&Found<String>| words(&called.value).len() >= FEWEST_WORDS;
    let Some(first) = called.iter().find(is_title) else {
        return;
    };
    reading.issue(
        "title.conflict",
        Some("title"),
        Severity::Info,
        format!(
            "`{}` ({}) was taken, but the head calls the page `{}` ({})",
            title.value, title.evidence.rule, first.value, first.evidence.rule
        ),
    );
}

/// A title of a release has as many.
const FEWEST_WORDS: usize = 3;

fn by_rule(reading: &Reading<'_>, site: &Site) -> Option<Found<String>> {
    let found = reading.rule("title", Expect::Text)?;
    let in_head = found.value.elements.is_empty();
    let title = Found {
        value: found.value.values.into_iter().next()?,
        evidence: found.evidence,
    };
    let title = reading.in_bounds("title", title)?;
    if in_head && title.evidence.origin == Origin::Meta {
        without_site(reading, site, title)
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
        .filter_map(|title| reading.in_bounds("title", title))
        .filter_map(|title| without_site(reading, site, title))
        .inspect(|title| reading.considered("title", title, None))
        .collect()
}

fn without_site(reading: &Reading<'_>, site: &Site, title: Found<String>) -> Option<Found<String>> {
    let value = without_kind(site.cut_from(&title.value)).to_owned();
    if site.is_name(&value) {
        // A page that bears only the site's name says nothing of the release.
        reading.considered("title", &title, Some("is the name of the site"));
        return None;
    }
    if is_remark(&value) {
        reading.considered("title", &title, Some(IS_REMARK));
        return None;
    }
    Some(title.map(|_| value))
}

/// A title without what kind of page it is the title of: `Bridge opens - Press releases`.
fn without_kind(title: &str) -> &str {
    let parted = site::MARKS.iter().find_map(|mark| {
        let (before, kind) = title.rsplit_once(mark)?;
        (names_a_release(kind) && words(before).len() >= FEWEST_WORDS).then_some(before.trim_end())
    });
    parted.unwrap_or(title)
}

/// Whether words are said of a release, and no title of it.
fn is_remark(words: &str) -> bool {
    is_immediate(words) || names_a_release(words)
}

const IS_REMARK: &str = "says what it is, and not of what";

/// What kind of release the page is, where nothing calls it anything else.
fn kind_alone(reading: &Reading<'_>, site: &Site) -> Option<Found<String>> {
    let heading = reading.heading().filter(|_| reading.is_generic());
    let words = heading.and_then(|heading| clean::some(&text::line(heading)));
    if let Some(words) = words.filter(|words| names_a_release(words)) {
        reading.stands_at(heading.map(|heading| heading.id()));
        return Some(found(words, "page shape: h1"));
    }
    let title = reading.gathered.head.title.as_deref()?;
    let kind = reading.generic(Origin::Meta, "title", site.cut_from(title))?;
    names_a_release(&kind.value).then_some(kind)
}

/// The next heading below one that is no title.
fn heading_below<'a>(
    reading: &Reading<'a>,
    site: &Site,
    above: ElementRef<'a>,
) -> Option<(ElementRef<'a>, String)> {
    let elements = reading.document.root_element().descendent_elements();
    let below = elements.skip_while(|element| element.id() != above.id());
    let headings = below
        .skip(1)
        .filter(|element| matches!(element.value().name(), "h1" | "h2" | "h3"));
    let own = headings.take(MOST_BELOW).filter(|heading| {
        !is_omitted(*heading, reading.furniture()) && !is_way_through_site(*heading)
    });
    let mut lines = own.map(|heading| (heading, text::line(heading)));
    lines.find(|(_, line)| {
        line.len() <= LONGEST_LINE
            && words(line).len() >= FEWEST_WORDS
            && !is_remark(line)
            && !site.is_name(line)
    })
}

/// A heading farther down is that of a part.
const MOST_BELOW: usize = 2;

fn printed(reading: &Reading<'_>, site: &Site) -> Option<Found<String>> {
    if !reading.is_generic() {
        return None;
    }
    let called = in_head(reading, site);
    let heading = reading.heading();
    let words = heading.and_then(|heading| clean::some(&text::line(heading)));
    reading.stands_at(heading.map(|heading| heading.id()));
    let words = words.and_then(|words| reading.in_bounds("title", found(words, "page shape: h1")));
    let words = words.map(|words| site.cut_from(&words.value).to_owned());
    let mut stands_above = false;
    let words = words.filter(|words| {
        let is_name = site.is_name(words);
        let is_remark = is_remark(words);
        if is_name || is_remark {
            let heading = found(words.clone(), "page shape: h1");
            let why = match is_remark {
                true => IS_REMARK,
                false => "is the name of the site",
            };
            reading.considered("title", &heading, Some(why));
        }
        stands_above = is_remark;
        !is_name && !is_remark
    });
    let is_called = |words: &str| called.iter().any(|title| are_akin(&title.value, words));
    match (heading, words) {
        (Some(heading), Some(words)) if is_called(&words) || !is_unseen(heading) => {
            let words = without_kicker(heading, words, &called);
            let words = without_date(reading, heading, words, &called);
            let rule = match heading.value().name() {
                "h2" | "h3" => "page shape: heading",
                _ => "page shape: h1",
            };
            Some(found(words, rule))
        }
        (_, words) => {
            if let Some(words) = &words {
                let heading = found(words.clone(), "page shape: h1");
                let hidden = "is hidden or a picture, and not what the head calls the page";
                let unusable = (!called.is_empty()).then_some(hidden);
                reading.considered("title", &heading, unusable);
            }
            let below = || {
                let above = heading.filter(|_| stands_above && called.is_empty())?;
                heading_below(reading, site, above)
            };
            let other = other_heading(reading, &called).or_else(below);
            let other = other.map(|(heading, words)| {
                reading.headline_is(heading);
                reading.stands_at(Some(heading.id()));
                found(words, "page shape: heading")
            });
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
fn other_heading<'a>(
    reading: &Reading<'a>,
    called: &[Found<String>],
) -> Option<(ElementRef<'a>, String)> {
    let root = reading.document.root_element();
    let headings = root
        .descendent_elements()
        .filter(|element| matches!(element.value().name(), "h1" | "h2" | "h3"));
    let is_crumb = |heading: &ElementRef<'_>| {
        let mut around = heading.ancestors().filter_map(ElementRef::wrap);
        is_way_through_site(*heading) || around.any(is_way_through_site)
    };
    let headings = headings.take(MOST_HEADINGS);
    let (crumbs, own): (Vec<_>, Vec<_>) = headings.partition(is_crumb);
    // The page's own before those that only lead to it.
    [own, crumbs].into_iter().find_map(|headings| {
        let mut lines = headings
            .into_iter()
            .map(|heading| (heading, text::line(heading)));
        let (heading, line) = lines.find(|(_, line)| {
            let line = words(line);
            called.iter().any(|called| {
                let called = words(&called.value);
                let kicker = line.len().saturating_sub(called.len());
                let ends = called.len() >= LEAST_ENDING && line.ends_with(&called);
                called.len() > 1 && (line == called || (ends && kicker <= LONGEST_KICKER))
            })
        })?;
        Some((heading, without_kicker(heading, line, called)))
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
    let Some((kicker, rest)) = parts.split_first() else {
        return printed;
    };
    let rest = clean::line(&rest.join(" "));
    let rest = rest.trim_start_matches(['|', '/', '·', '•', '-', '–', '—', ' ']);
    let is_called = |title: &[String]| {
        let mut called = called.iter();
        called.find(|called| words(&called.value) == title)
    };
    // `After the protests: Report denied` is one sentence.
    let kicker = kicker.trim_end_matches(['|', '/', '·', '•', ' ']);
    let is_short = words(kicker).len() <= LONGEST_KICKER && !kicker.ends_with(':');
    if rest.is_empty() {
        printed
    } else if is_short && is_called(&words(rest)).is_some() {
        rest.to_owned()
    } else if let Some(title) = is_called(&own) {
        title.value.clone()
    } else if is_called_kicker(heading, kicker) {
        rest.to_owned()
    } else {
        printed
    }
}

/// The heading without a date that stands in it, where the head has the rest of it alone.
fn without_date(
    reading: &Reading<'_>,
    heading: ElementRef<'_>,
    printed: String,
    called: &[Found<String>],
) -> String {
    let last = parts(heading).pop().unwrap_or_default();
    let Some(rest) = printed.strip_suffix(&last).map(str::trim_end) else {
        return printed;
    };
    let is_called = |rest: &str| {
        let rest = words(rest);
        !rest.is_empty() && called.iter().any(|title| words(&title.value) == rest)
    };
    let dates = scan(&last, &reading.dates);
    let is_date = || dates.iter().any(|scanned| scanned.range == (0..last.len()));
    match is_date() && is_called(rest) {
        true => rest.to_owned(),
        false => printed,
    }
}

/// Whether the first element in a heading is a kicker by its class.
fn is_called_kicker(heading: ElementRef<'_>, kicker: &str) -> bool {
    let first = heading.child_elements().next();
    first.is_some_and(|first| {
        let mut names = first
            .value()
            .classes()
            .flat_map(|name| name.split(['-', '_']));
        names.any(|word| KICKERS.contains(&word.to_ascii_lowercase().as_str()))
            && clean::alike(&text::line(first), kicker)
    })
}

/// Words of class names for a kicker.
const KICKERS: &[&str] = &[
    "dachzeile",
    "eyebrow",
    "kicker",
    "overline",
    "roofline",
    "topline",
];

/// A heading that only ends like a title of the head ends in so many words of it.
const LEAST_ENDING: usize = 4;

/// In words.
const LONGEST_KICKER: usize = 6;

/// The texts of a heading, as its elements part them.
fn parts(heading: ElementRef<'_>) -> Vec<String> {
    let texts = heading
        .descendants()
        .filter_map(|node| node.value().as_text());
    texts.filter_map(|text| clean::some(text)).collect()
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use crate::extract::extract;
    use crate::fetch::saved_page;
    use crate::profile::Profile;

    /// The title of a page with this head and these headings.
    fn title_of(head: &str, headings: &str) -> Option<String> {
        let text = format!(
            "<html lang=en><head>{head}</head><body>{headings}<p>The first boats leave at eleven \
            and carry no cars at all.</p><p>The second boats leave at twelve, when the moon is \
            up.</p>"
        );
        let page = saved_page(
            text.as_bytes(),
            None,
            Timestamp::UNIX_EPOCH,
            Some("text/html; charset=utf-8"),
        );
        let draft = extract(&page, &Profile::none(), None, &|| false).expect("a draft");
        draft.title.map(|found| found.value)
    }

    #[test]
    fn the_printed_headline_comes_first() {
        let og = "<meta property=og:title content='Night boats sail again at last'>\
            <meta property=og:site_name content='River Board'>";
        let data = |headline: &str| {
            format!(
                "<script type=application/ld+json>{{\"@type\":\"NewsArticle\",\"headline\":\"{headline}\"}}</script>"
            )
        };
        let seo = data("Ferries: Night boats are back");
        let both = data("Ferries at night: Night boats sail again at last");
        for (head, headings, expected) in [
            (og.to_owned(), "<h1>Night boats sail again</h1>", "Night boats sail again"),
            (og.to_owned(), "<h1>Night boats sail again | River Board</h1>", "Night boats sail again"),
            // A logo and the date are no part of it, and the site's name is none.
            (
                "<title>Night boats sail again | Boats</title>".to_owned(),
                "<header><h1 class=logo><a href=/>Boats</a></h1></header><h1>Night boats sail again</h1>",
                "Night boats sail again",
            ),
            (
                "<title>Night boats sail again - The Board</title>".to_owned(),
                "<h1>The Board</h1><h2>Night boats sail again</h2>",
                "Night boats sail again",
            ),
            (
                "<title>Night boats sail again</title>".to_owned(),
                "<h1>Night boats sail again <span>5 May 2024</span></h1>",
                "Night boats sail again",
            ),
            (
                "<title>Ferries at night on 5 May 2024</title>".to_owned(),
                "<h1>Ferries at night on <span>5 May 2024</span></h1>",
                "Ferries at night on 5 May 2024",
            ),
            (
                format!("{og}<title>Night boats sail again - Press releases - River Board</title>")
                    .replace("Night boats sail again at last", "River Board"),
                "",
                "Night boats sail again",
            ),
            (og.to_owned(), "<h1>River Board</h1>", "Night boats sail again at last"),
            // Among the crumbs stands what search engines are to see.
            (
                format!("{og}{seo}"),
                "<nav><h1>Ferries: Night boats are back</h1></nav><h2>Night boats sail again at last</h2>",
                "Night boats sail again at last",
            ),
            (
                format!("{og}{seo}"),
                "<ul class=page-breadcrumb><li><h1>Ferries: Night boats are back</h1></ul>
                <h2><span>Traffic on the river</span> <i> – </i> <span>Night boats sail again at last</span></h2>",
                "Night boats sail again at last",
            ),
            (seo.clone(), "<nav><h1>Ferries: Night boats are back</h1></nav>", "Ferries: Night boats are back"),
            // Kickers.
            (og.to_owned(), "<h1><b>Traffic</b> Night boats sail again at last</h1>", "Night boats sail again at last"),
            (data("Traffic: Night boats"), "<h1><b>Traffic</b> Night boats</h1>", "Traffic: Night boats"),
            (both, "<h1><b class=headline-kicker>Ferries at night</b> Night boats sail again at last</h1>", "Ferries at night: Night boats sail again at last"),
            (og.to_owned(), "<h1><b class=headline-kicker>Ferries</b> Boats for the night</h1>", "Boats for the night"),
            (og.to_owned(), "<h1><b>After the night:</b> Night boats sail again at last</h1>", "After the night: Night boats sail again at last"),
            (og.to_owned(), "<h1><b>Boats</b> sail again</h1>", "Boats sail again"),
        ] {
            assert_eq!(title_of(&head, headings).as_deref(), Some(expected), "{headings}");
        }
    }

    #[test]
    fn what_is_said_of_a_release_is_no_title_of_it() {
        let og = "<title>River Board</title><meta property=og:site_name content='River Board'>\
            <meta property=og:title content='Night boats sail again'>";
        let bare = "<title>River Board</title><meta property=og:site_name content='River Board'>";
        let own = "<title>Night boats sail again | River Board</title>\
            <meta property=og:site_name content='River Board'>";
        let same = "<title>Press release | River Board</title>\
            <meta property=og:site_name content='River Board'>";
        let title = Some("Night boats sail again");
        for (head, headings, expected) in [
            (og, "<h1>FOR IMMEDIATE RELEASE</h1>", title),
            (og, "<h1>*** For immediate release ***</h1>", title),
            (og, "<h1>Zur sofortigen Veröffentlichung</h1>", title),
            (og, "<h1>Pour diffusion immédiate</h1>", title),
            (og, "<h1>Para publicación inmediata</h1>", title),
            (og, "<h1>Для немедленной публикации</h1>", title),
            (og, "<h1>即时发布</h1>", title),
            (og, "<h1>Press release</h1>", title),
            (og, "<h1>Press Release No. 24/07</h1>", title),
            (og, "<h1>Pressemitteilung</h1>", title),
            (og, "<h1>Communiqué de presse</h1>", title),
            (own, "<h1>FOR IMMEDIATE RELEASE</h1>", title),
            (
                own,
                "<h1>Press release</h1><h2>Night boats sail again</h2>",
                title,
            ),
            (
                bare,
                "<h1>FOR IMMEDIATE RELEASE</h1><h2>Night boats sail again</h2>",
                title,
            ),
            (
                same,
                "<h1>Press release</h1><h2>Night boats sail again</h2>",
                title,
            ),
            (bare, "<h1>Press release</h1>", Some("Press release")),
            (same, "<h1>River Board</h1>", Some("Press release")),
            (bare, "<h1>FOR IMMEDIATE RELEASE</h1>", None),
            // These are titles.
            (
                bare,
                "<h1>Press release rules change</h1>",
                Some("Press release rules change"),
            ),
            (
                bare,
                "<h1>Board asks for immediate release of boats</h1>",
                Some("Board asks for immediate release of boats"),
            ),
            (
                bare,
                "<h1>Pressemitteilungen werden kürzer</h1>",
                Some("Pressemitteilungen werden kürzer"),
            ),
        ] {
            assert_eq!(
                title_of(head, headings).as_deref(),
                expected,
                "{head} {headings}"
            );
        }
    }
}
