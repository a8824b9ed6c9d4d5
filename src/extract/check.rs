//! Is this a release at all? Error pages, bot walls, listings and other pages are told apart
//! before anything is read from them.

use std::sync::LazyLock;

use regex::Regex;
use scraper::{Html, Selector};

use super::meta::Head;
use super::{Unreadable, clean, text};
use crate::page::Page;
use crate::problem::Class;
use crate::profile::ReadingRules;

/// Whether the text is HTML.
///
/// # Errors
/// `empty`, or `not_html` for another media type or text without markup.
pub(crate) fn is_html(page: &Page) -> Result<(), Unreadable> {
    let start = page
        .text
        .trim_start_matches(['\u{feff}', '\0'])
        .trim_start();
    if start.is_empty() {
        return Err(unreadable(Class::Empty, "the page is empty".to_owned()));
    }
    let kind = page.media_type.as_deref().unwrap_or("text/html");
    let may_be = matches!(
        kind,
        "text/html" | "application/xhtml+xml" | "application/xml" | "text/xml" | "text/plain"
    );
    let head = clean::cut(start, SNIFFED);
    if !may_be {
        return Err(unreadable(
            Class::NotHtml,
            format!("the page is {kind}, not HTML"),
        ));
    }
    if OTHER.is_match(head) || !TAG.is_match(head) {
        return Err(unreadable(
            Class::NotHtml,
            "the text is not HTML".to_owned(),
        ));
    }
    if is_binary(head) {
        return Err(unreadable(
            Class::NotHtml,
            "the page is binary data (compressed, or an image?), not HTML".to_owned(),
        ));
    }
    Ok(())
}

/// Whether one character in fifty is an ASCII control character that no text has: what is
/// compressed has more, and a tag by chance; a page has one or two by mistake.
fn is_binary(text: &str) -> bool {
    let (mut all, mut odd) = (0, 0);
    for char in text.chars() {
        all += 1;
        odd += usize::from(char < ' ' && !char.is_whitespace());
    }
    odd > 2 && odd * 50 > all
}

/// How much of a text is looked at.
const SNIFFED: usize = 16 * 1024;

/// Whether the parsed page is a release, as far as profile and common sense can tell.
///
/// # Errors
/// `blocked`, `soft_404`, `missing_fields` or `empty`.
pub(crate) fn is_release(
    document: &Html,
    head: &Head,
    rules: &ReadingRules,
) -> Result<(), Unreadable> {
    let title = head.title.as_deref().unwrap_or_default();
    if let Some(sign) = wall(document, title, rules) {
        return Err(unreadable(
            Class::Blocked,
            format!("the page is a wall, not a release: {sign}"),
        ));
    }
    let first = |selector: &Selector| {
        document
            .select(selector)
            .map(text::line)
            .find(|words| !words.is_empty())
    };
    let heading = first(&HEADING).or_else(|| first(&SECOND_HEADING));
    // Beside the site's name: `Page not found | River Board`.
    let parts = PARTS.split(title).chain(heading.as_deref());
    for words in parts.chain([title]) {
        if words.len() <= LONGEST_NOTICE && GONE.is_match(words) {
            return Err(unreadable(
                Class::Soft404,
                format!("the page says `{words}` with a status of success"),
            ));
        }
    }
    if !rules.release.is_empty()
        && !rules
            .release
            .iter()
            .any(|css| document.select(&css.selector).next().is_some())
    {
        let wanted: Vec<&str> = rules
            .release
            .iter()
            .map(|css| css.printed.as_str())
            .collect();
        return Err(unreadable(
            Class::MissingFields,
            format!(
                "not a release page: none of `{}` matches",
                wanted.join("`, `")
            ),
        ));
    }
    if text::is_blank(*document.root_element()) {
        return Err(unreadable(
            Class::Empty,
            "the page shows no text".to_owned(),
        ));
    }
    Ok(())
}

/// What gives a bot wall away.
pub(crate) fn wall(document: &Html, title: &str, rules: &ReadingRules) -> Option<String> {
    let marks = &rules.blocked;
    if marks
        .title
        .as_ref()
        .is_some_and(|mark| mark.is_match(title))
        || WALL.is_match(title)
    {
        return Some(format!("its title is `{title}`"));
    }
    if let Some(css) = &marks.css
        && document.select(&css.selector).next().is_some()
    {
        return Some(format!("`{}` is there", css.printed));
    }
    if let Some(mark) = &marks.text {
        let words = text::lines(document.root_element());
        let found = mark.find(&words)?;
        return Some(format!("it says `{}`", clean::line(found.as_str())));
    }
    None
}

fn unreadable(class: Class, message: String) -> Unreadable {
    Unreadable { class, message }
}

const LONGEST_NOTICE: usize = 80;

static HEADING: LazyLock<Selector> =
    LazyLock::new(|| Selector::parse("h1").expect("a fixed selector is well formed"));
static SECOND_HEADING: LazyLock<Selector> =
    LazyLock::new(|| Selector::parse("h2").expect("a fixed selector is well formed"));
static PARTS: LazyLock<Regex> = LazyLock::new(|| pattern(r"\s+(?:[-–—|·:]|::|»|«)\s+"));
static TAG: LazyLock<Regex> = LazyLock::new(|| pattern(r"<[a-zA-Z!?/]"));
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:%PDF-|\{|PK\x03\x04|(?:<\?xml[^>]*\?>\s*)?(?:<!--(?s:.)*?-->\s*)*<(?:rss|feed|urlset|sitemapindex|rdf:RDF)\b)",
    )
});
static GONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix)^\W*(?:
            (?:error\s*)?\(?40[34]\)?\b(?:\s*[-–—:|.]?\s*(?:error|not\ found|page\ not\ found|file\ not\ found|forbidden|oops).*)?$
          | (?:sorry\W+|oops\W+)?(?:the|this|that|your)?\s*(?:requested\s+)?
            (?:page|document|file|item|content|article|url|resource|release)
            (?:\s+(?:you|that\ you)\s+(?:requested|are\ looking\ for|were\ looking\ for))?\s+
            (?:(?:was|were|is|could|can|has\ been|does|has)\s*(?:not|n['’]t)?|cannot|can['’]t|couldn['’]t|doesn['’]t|isn['’]t|not)\b
            .*?\b(?:found|exist|exists|available|removed|deleted|gone|moved)\W*$
          | not\ found\W*$
          | (?:http\ )?error\ 40[34]\b.*$
        )",
    )
});
static WALL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^\W*(?:just a moment\W*|attention required!.*|access denied|access to this page has been denied.*|are you (?:a )?(?:human|robot)\W*|pardon our interruption\W*|security check(?:point)?|please verify you are (?:a )?human\W*|request rejected|one more step\W*|ddos-guard|checking your browser.*|403 forbidden|too many requests|bot verification|human verification)$",
    )
});

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a fixed pattern is well formed")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class(markup: &str) -> Option<Class> {
        let document = Html::parse_document(markup);
        let head = Head::read(&document);
        is_release(&document, &head, &ReadingRules::default())
            .err()
            .map(|unreadable| unreadable.class)
    }

    #[test]
    fn tells_error_pages_from_releases() {
        let gone = [
            "<title>Page not found | River Board</title><p>x",
            "<title>River Board</title><h1>404</h1>",
            "<title>x</title><h1>Sorry, the page you requested could not be found.</h1>",
            "<h1>Document not found</h1>",
            "<title>RB - Document not found</title><h2>x</h2>",
            "<title>RB</title><h2>Page not found</h2>",
            "<h1>404 - Not Found</h1>",
            "<h1>This page does not exist</h1>",
            "<h1>This content is no longer available</h1>",
            "<h1>Error 404: no such page</h1>",
        ];
        for markup in gone {
            assert_eq!(class(markup), Some(Class::Soft404), "{markup}");
        }
        let blocked = [
            "<title>Just a moment...</title><p>x",
            "<title>Access Denied</title><p>x",
        ];
        for markup in blocked {
            assert_eq!(class(markup), Some(Class::Blocked), "{markup}");
        }
        let releases = [
            "<title>Foundation not found guilty</title><h1>Foundation not found guilty</h1>",
            "<title>404 wells dug in Ghana</title><h1>404 wells dug in Ghana</h1>",
            "<h1>Lost treaty page found in archive</h1>",
            "<h1>Board moves to new page of history</h1>",
            "<title>Security check at borders eased</title><p>x",
        ];
        for markup in releases {
            assert_eq!(class(markup), None, "{markup}");
        }
        assert_eq!(
            class("<title>x</title><script>y</script>"),
            Some(Class::Empty)
        );
    }

    #[test]
    fn tells_html_from_other_text() {
        let cases = [
            ("", None, Some(Class::Empty)),
            (" \n", None, Some(Class::Empty)),
            ("%PDF-1.7 <a>", None, Some(Class::NotHtml)),
            ("{\"a\": \"<p>\"}", None, Some(Class::NotHtml)),
            ("plain words", None, Some(Class::NotHtml)),
            (
                "<?xml version='1.0'?>\n<rss><p>",
                None,
                Some(Class::NotHtml),
            ),
            ("<p>x", Some("application/pdf"), Some(Class::NotHtml)),
            (
                "<?xml version='1.0'?><html><p>x",
                Some("application/xhtml+xml"),
                None,
            ),
            ("words <b>x</b>", Some("text/plain"), None),
            ("\u{1f}\u{8b}\u{8}\0<a\0\u{1}", None, Some(Class::NotHtml)),
            ("<p>a few\0 strays\u{1}", None, None),
            ("\u{feff}<!doctype html><p>x", Some("text/html"), None),
        ];
        for (text, kind, expected) in cases {
            let page = Page {
                url: None,
                fetched_at: jiff::Timestamp::UNIX_EPOCH,
                validators: crate::page::Validators::default(),
                media_type: kind.map(str::to_owned),
                text: text.to_owned(),
                notes: Vec::new(),
                bytes_hash: String::new(),
                capture: None,
            };
            assert_eq!(
                is_html(&page).err().map(|unreadable| unreadable.class),
                expected,
                "{text}"
            );
        }
    }
}
