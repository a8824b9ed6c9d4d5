//! The same release in other languages: `<link rel="alternate" hreflang="fr">`.
//!
//! After the profile's rules come these links, then those in the page that say which language they
//! lead to (`<a hreflang="fr">`, `Français`): beside the text, or elsewhere with an address that
//! ends as the page's does. A link that leads to a start page or to a section is a
//! switch of the whole site: many templates put it on every page. The page itself, its own
//! language and the default for unknown languages are left out.

use html5ever::local_name;
use scraper::ElementRef;
use url::Url;

use super::attachments::{is_omitted, media_type};
use super::language::tag;
use crate::extract::reading::{Reading, generic};
use crate::extract::rule::{Expect, Tried};
use crate::extract::{attribute, clean, text};
use crate::record::{Found, Origin, Translation};

/// Reads the translations: not the page itself, not the default for unknown languages.
pub(crate) fn translations(
    reading: &Reading<'_>,
    language: Option<&str>,
    own: Option<&Url>,
) -> Option<Found<Vec<Translation>>> {
    let by_rule = |rule| {
        let Tried::Found(read) = reading.try_rule(rule, Expect::Url) else {
            return None;
        };
        let stated: Vec<(String, String)> = read
            .elements
            .iter()
            .filter_map(|element| {
                let value = element.value();
                let language = value.attr("hreflang").or_else(|| value.attr("lang"))?;
                Some((language.to_owned(), value.attr("href")?.to_owned()))
            })
            .collect();
        Some(Found {
            value: stated,
            evidence: reading.evidence_of(rule),
        })
    };
    let linked = || {
        let alternates = &reading.gathered.head.alternates;
        (reading.is_generic() && !alternates.is_empty()).then(|| Found {
            value: alternates.clone(),
            evidence: generic(Origin::Meta, "link hreflang"),
        })
    };
    let printed = || {
        let stated = in_page(reading, own);
        (!stated.is_empty()).then(|| Found {
            value: stated,
            evidence: generic(Origin::Field, "page shape: links by language"),
        })
    };
    let found = reading.first(
        "translations",
        &[
            &|| reading.by_rules("translations", by_rule),
            &linked,
            &printed,
        ],
    )?;
    let by_rule = !matches!(
        found.evidence.rule.as_str(),
        "link hreflang" | "page shape: links by language"
    );
    let mut translations: Vec<Translation> = Vec::new();
    for (stated, written) in &found.value {
        let (Some(tag), Some(url)) = (tag(stated), reading.link(written)) else {
            continue;
        };
        let same_language = language.is_some_and(|language| is_same(language, &tag));
        let other = !same_language && own.is_none_or(|own| place(own) != place(&url));
        let other = other && (by_rule || !own.is_some_and(|own| leads_to_section(own, &url)));
        let new = !translations.iter().any(|known| known.url == url);
        if other && new {
            translations.push(Translation { language: tag, url });
        }
    }
    if translations.is_empty() {
        reading.considered("translations", &found, Some("leads to no other page"));
    }
    (!translations.is_empty()).then_some(Found {
        value: translations,
        evidence: found.evidence,
    })
}

/// Whether two tags are of one language as it is written: `en-US` and `en-IN`, not `zh-Hans` and
/// `zh-Hant`, nor `pt-BR` and `pt-PT`, which are translated.
fn is_same(one: &str, other: &str) -> bool {
    let parts = |tag: &str| {
        let mut parts = tag.split('-').map(str::to_ascii_lowercase);
        (parts.next().unwrap_or_default(), parts.next())
    };
    let ((first, rest), (second, others)) = (parts(one), parts(other));
    let is_written_apart = matches!(first.as_str(), "zh" | "pt" | "sr" | "uz" | "az");
    first == second && (!is_written_apart || rest == others)
}

/// An address without what differs between names of one page.
fn place(url: &Url) -> (&str, &str, Option<&str>) {
    let host = url.host_str().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host);
    (host, url.path().trim_end_matches('/'), url.query())
}

/// Whether an address is that of a start page or of a section that the page is in.
fn leads_to_section(own: &Url, other: &Url) -> bool {
    let parts = |url: &Url| -> Vec<String> {
        let parts = url.path().split('/').filter(|part| {
            let is_start = [
                "",
                "home",
                "homepage",
                "start",
                "startseite",
                "accueil",
                "index",
                "index.html",
                "index.php",
            ];
            let names_language = part.len() <= 5 && tag(part).is_some() && is_language(part);
            !is_start.contains(part) && !names_language
        });
        parts.map(str::to_owned).collect()
    };
    let (own_parts, other_parts) = (parts(own), parts(other));
    if own_parts.is_empty() || other.query() != own.query() && other.query().is_some() {
        return false;
    }
    other_parts.len() < own_parts.len() && own_parts.starts_with(&other_parts)
}

/// Whether a part of an address names a language: `en`, `pt-br`, `jp`.
fn is_language(part: &str) -> bool {
    let first = part.split(['-', '_']).next().unwrap_or(part);
    first.len() == 2
}

/// Links of the page that say which language they lead to.
fn in_page(reading: &Reading<'_>, own: Option<&Url>) -> Vec<(String, String)> {
    let mut stated = Vec::new();
    if !reading.is_generic() {
        return stated;
    }
    let Some(own) = own else { return stated };
    let nodes = reading.document.tree.root().descendants();
    for link in nodes.filter_map(ElementRef::wrap) {
        let value = link.value();
        if value.name() != "a" {
            continue;
        }
        let Some(address) = attribute::named(value, &local_name!("href")) else {
            continue;
        };
        let marked = attribute::named(value, &local_name!("hreflang")).map(str::to_owned);
        let is_marked = marked.is_some();
        let Some(language) = marked.or_else(|| named(link)) else {
            continue;
        };
        let Some(url) = reading.link(address) else {
            continue;
        };
        // A switch beside the text is the release's; one in the page's navigation only where its
        // address says so.
        let beside = || {
            let inside = link
                .ancestors()
                .any(|node| node.id() == reading.content.id());
            inside && is_akin(own, &url) && !is_omitted(link, reading.furniture())
        };
        let is_page = tag(&language).is_some_and(|tag| tag != "und")
            && media_type(&url).is_none()
            && ((is_marked && shares_name(own, &url)) || beside());
        if is_page && stated.len() < MOST {
            stated.push((language, address.to_owned()));
        }
    }
    stated
}

/// The most links.
const MOST: usize = 100;

/// Whether two addresses end in the same name, or in one with the same number.
fn shares_name(own: &Url, other: &Url) -> bool {
    let last = |url: &Url| {
        let mut parts = url.path().split('/').filter(|part| !part.is_empty());
        parts.next_back().map(str::to_owned).unwrap_or_default()
    };
    let (own, other) = (last(own), last(other));
    let number = |name: &str| {
        let mut numbers = name.split(|c: char| !c.is_ascii_digit());
        numbers.find(|number| number.len() >= 4).map(str::to_owned)
    };
    own.len() >= 4 && (own == other || (number(&own).is_some() && number(&own) == number(&other)))
}

/// Whether an address is that of a page like this one on the same site.
fn is_akin(own: &Url, other: &Url) -> bool {
    let site = |url: &Url| {
        let host = url.host_str().unwrap_or_default();
        let mut parts = host.rsplit('.');
        (
            parts.next().map(str::to_owned),
            parts.next().map(str::to_owned),
        )
    };
    let depth = |url: &Url| {
        url.path()
            .split('/')
            .filter(|part| !part.is_empty())
            .count()
    };
    let mut parts = other.path().split('/');
    if parts.any(|part| matches!(part, "category" | "categories" | "tag" | "tags" | "topic")) {
        return false;
    }
    let depths = (depth(own), depth(other));
    site(own) == site(other) && depths.0.abs_diff(depths.1) <= 1 && depths.1 >= 2
}

/// The language that a link's words name, in that language.
fn named(link: ElementRef<'_>) -> Option<String> {
    let words = text::line_up_to(link, LONGEST_NAME);
    if words.is_empty() || words.len() > LONGEST_NAME {
        return None;
    }
    let words = clean::folded(words.trim_matches(|c: char| !c.is_alphanumeric()));
    let known = NAMES.iter().find(|(name, _)| *name == words);
    known.map(|(_, tag)| (*tag).to_owned())
}

/// In bytes.
const LONGEST_NAME: usize = 40;

/// Languages as they call themselves, case folded.
const NAMES: &[(&str, &str)] = &[
    ("english", "en"),
    ("english version", "en"),
    ("in english", "en"),
    ("read in english", "en"),
    ("deutsch", "de"),
    ("auf deutsch", "de"),
    ("français", "fr"),
    ("francais", "fr"),
    ("en français", "fr"),
    ("version française", "fr"),
    ("español", "es"),
    ("espanol", "es"),
    ("castellano", "es"),
    ("en español", "es"),
    ("português", "pt"),
    ("portuguese", "pt"),
    ("italiano", "it"),
    ("nederlands", "nl"),
    ("català", "ca"),
    ("galego", "gl"),
    ("euskara", "eu"),
    ("svenska", "sv"),
    ("dansk", "da"),
    ("norsk", "no"),
    ("bokmål", "nb"),
    ("nynorsk", "nn"),
    ("suomi", "fi"),
    ("suomeksi", "fi"),
    ("på svenska", "sv"),
    ("íslenska", "is"),
    ("eesti", "et"),
    ("latviešu", "lv"),
    ("latviski", "lv"),
    ("lietuvių", "lt"),
    ("polski", "pl"),
    ("čeština", "cs"),
    ("česky", "cs"),
    ("slovenčina", "sk"),
    ("slovensky", "sk"),
    ("slovenščina", "sl"),
    ("hrvatski", "hr"),
    ("bosanski", "bs"),
    ("srpski", "sr-Latn"),
    ("српски", "sr"),
    ("македонски", "mk"),
    ("shqip", "sq"),
    ("magyar", "hu"),
    ("română", "ro"),
    ("български", "bg"),
    ("ελληνικά", "el"),
    ("türkçe", "tr"),
    ("русский", "ru"),
    ("на русском", "ru"),
    ("по-русски", "ru"),
    ("українська", "uk"),
    ("українською", "uk"),
    ("беларуская", "be"),
    ("қазақша", "kk"),
    ("қазақ тілі", "kk"),
    ("кыргызча", "ky"),
    ("тоҷикӣ", "tg"),
    ("o‘zbekcha", "uz"),
    ("o'zbekcha", "uz"),
    ("azərbaycan", "az"),
    ("azərbaycanca", "az"),
    ("ქართული", "ka"),
    ("հայերեն", "hy"),
    ("монгол", "mn"),
    ("العربية", "ar"),
    ("عربي", "ar"),
    ("فارسی", "fa"),
    ("اردو", "ur"),
    ("עברית", "he"),
    ("हिन्दी", "hi"),
    ("हिंदी", "hi"),
    ("বাংলা", "bn"),
    ("中文", "zh"),
    ("简体中文", "zh-Hans"),
    ("繁體中文", "zh-Hant"),
    ("日本語", "ja"),
    ("한국어", "ko"),
    ("ไทย", "th"),
    ("tiếng việt", "vi"),
    ("bahasa indonesia", "id"),
    ("bahasa melayu", "ms"),
];

#[cfg(test)]
mod tests {
    use crate::extract::extract;
    use crate::fetch::saved_page;
    use crate::profile::Profile;

    /// Language and path.
    type Pair<'a> = (&'a str, &'a str);

    /// The translations of a page with this head, and these links above or beside its text.
    fn translations_of(head: &str, markup: &str) -> Vec<(String, String)> {
        let (nav, beside) = match markup.starts_with("<nav>") {
            true => (markup, ""),
            false => ("", markup),
        };
        let text = format!(
            "<html lang=en><head>{head}</head><body>{nav}<main><h1>Night boats sail again</h1>\
            <p>The first boats leave at eleven and carry no cars at all, said the Board.</p><p>The \
            second boats leave at twelve, when the moon is up.</p>{beside}</main>"
        );
        let page = saved_page(
            text.as_bytes(),
            "https://www.board.example/en/news/2024/boats".parse().ok(),
            jiff::Timestamp::UNIX_EPOCH,
            Some("text/html; charset=utf-8"),
        );
        let draft = extract(&page, &Profile::none(), None, &|| false).expect("a draft");
        let found = draft.translations.map(|found| found.value);
        let pairs = found.unwrap_or_default().into_iter().map(|found| {
            let url = found.url.as_str().replace("https://www.board.example", "");
            (found.language, url)
        });
        pairs.collect()
    }

    #[test]
    fn the_same_release_in_other_languages_is_told_from_other_pages() {
        let link = |language: &str, path: &str| {
            format!("<link rel=alternate hreflang={language} href={path}>")
        };
        let fr = ("fr", "/fr/actualites/2024/bateaux");
        #[rustfmt::skip]
        let cases: Vec<(String, &str, Option<Pair<'_>>)> = vec![
            (link("fr", fr.1), "", Some(fr)),
            (link("x-default", "/news/2024/boats"), "", None),
            (link("en", "/en/news/2024/boats/"), "", None),
            (link("en-GB", "/gb/news/2024/boats"), "", None),
            (link("fr", "/fr"), "", None),
            (link("fr", "/fr/home"), "", None),
            (link("fr", "/fr/news/"), "", None),
            (link("zh-hans", "/zh/news/2024/boats"), "", Some(("zh-Hans", "/zh/news/2024/boats"))),
            (String::new(), "<nav><a hreflang=fr href=/fr/news/2024/boats>FR</a></nav>", Some(("fr", "/fr/news/2024/boats"))),
            (String::new(), "<nav><a href=/fr/actualites/2024/bateaux>Français</a></nav>", None),
            (String::new(), "<nav><a hreflang=fr href=/fr/plan/du/site>Français</a></nav>", None),
            (String::new(), "<a hreflang=und href=/en/news/2024/ships>Ships</a>", None),
            (String::new(), "<ul><li><a href=/fr/actualites/2024/bateaux>Français</a><li><a href=/en/news/2024/boats>English</a></ul>", Some(fr)),
            (String::new(), "<a href=/fr/>Français</a>", None),
            (String::new(), "<a href=https://shop.example/fr/actualites/2024>Français</a>", None),
            (String::new(), "<a href=/en/courses/2024/french>Learn French</a>", None),
            (link("fr", fr.1), "<a href=/de/meldungen/2024/boote>Deutsch</a>", Some(fr)),
        ];
        for (head, markup, expected) in cases {
            let found = translations_of(&head, markup);
            let found: Vec<_> = found
                .iter()
                .map(|(tag, url)| (tag.as_str(), url.as_str()))
                .collect();
            assert_eq!(
                found,
                expected.into_iter().collect::<Vec<_>>(),
                "{head}{markup}"
            );
        }
    }
}
