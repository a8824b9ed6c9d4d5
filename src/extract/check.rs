//! Is this a release at all? Error pages, bot walls, listings and other pages are told apart
//! before anything is read from them.

use std::sync::LazyLock;

use ego_tree::iter::Edge;
use regex::Regex;
use scraper::{Html, Node, Selector};

use super::meta::Head;
use super::notice::says_not_found;
use super::reading::Gathered;
use super::{Unreadable, clean, text};
use crate::page::Page;
use crate::problem::Class;
use crate::profile::{Blocked, ReadingRules};
use crate::wall;

/// Whether the text is HTML.
///
/// # Errors
/// `empty`, `not_html` for another media type or text without markup, or `encoding` for text
/// in a charset that nobody reads.
pub(crate) fn is_html(page: &Page) -> Result<(), Unreadable> {
    if let Some(note) = page.unreadable() {
        return Err(unreadable(Class::Encoding, note.message.clone()));
    }
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
    page: &Page,
    gathered: &Gathered<'_>,
    rules: &ReadingRules,
) -> Result<(), Unreadable> {
    let head = &gathered.head;
    let title = head.title.as_deref().unwrap_or_default();
    if let Some(sign) = marked(document, title, rules) {
        return Err(blocked(&sign));
    }
    let heading = heading(document);
    // Its row announced it under this very title, whatever the title says.
    let is_announced = gathered
        .teaser
        .and_then(|teaser| teaser.first("title"))
        .is_some_and(|announced| {
            let mut names = PARTS.split(title).chain(heading.as_deref()).chain([title]);
            names.any(|name| clean::alike(name, announced))
        });
    if !is_announced {
        // Guards and error pages do not say when they were published.
        let is_dated = head.first("article:published_time").is_some()
            || gathered.json_ld.first(&["datePublished"]).is_some();
        if !is_dated && let Some(sign) = wall(document, page, title, heading.as_deref()) {
            return Err(blocked(&sign));
        }
        // Beside the site's name: `Page not found | River Board`.
        let parts = PARTS.split(title).chain(heading.as_deref()).chain([title]);
        if let Some(words) = parts.into_iter().find(|words| says_not_found(words)) {
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

/// What shows that a page which should list releases is a wall; for a page without rows only.
pub(crate) fn wall_without_rows(
    document: &Html,
    page: &Page,
    rules: &ReadingRules,
) -> Option<String> {
    let head = Head::read(document);
    let title = head.title.as_deref().unwrap_or_default();
    // A listing's text may speak of anything.
    let by_profile = Blocked {
        text: None,
        ..rules.blocked.clone()
    };
    let rules = ReadingRules {
        blocked: by_profile,
        ..ReadingRules::default()
    };
    marked(document, title, &rules)
        .or_else(|| wall(document, page, title, heading(document).as_deref()))
}

/// What the profile's own marks find.
fn marked(document: &Html, title: &str, rules: &ReadingRules) -> Option<String> {
    let marks = &rules.blocked;
    if marks
        .title
        .as_ref()
        .is_some_and(|mark| mark.is_match(title))
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

/// What gives a wall away that no profile knows: a sign of one on a page that says little
/// else. A release may be titled "Access denied", speak of captchas, and stand on a page with
/// scripts of a guard; it then has a text of its own.
fn wall(document: &Html, page: &Page, title: &str, heading: Option<&str>) -> Option<String> {
    let says = own_text(document, MOST_OF_A_WALL);
    if says.len() > MOST_OF_A_WALL {
        return None;
    }
    let mut names = PARTS.split(title).chain([title]).chain(heading);
    if let Some(name) = names.find(|name| wall::is_title(name)) {
        return Some(format!("its title is `{name}`"));
    }
    if says.len() <= MOST_OF_A_CHALLENGE
        && let Some(sentence) = wall::sentence(&says)
    {
        return Some(format!(
            "it says little more than `{}`",
            clean::line(sentence)
        ));
    }
    wall::guard_of(&page.text).map(|guard| format!("it is a page of {guard}"))
}

/// Pages of guards that explain themselves have up to 1,000 bytes outside their links.
const MOST_OF_A_WALL: usize = 1_500;
/// Those without a telling title are shorter. A note to the press of this length that has one
/// of their sentences in it is hard to think of.
const MOST_OF_A_CHALLENGE: usize = 400;

/// The text of a page outside links and outside what surrounds every page of a site; about as
/// much as `enough` bytes of it.
fn own_text(document: &Html, enough: usize) -> String {
    let mut text = String::new();
    let mut inside = 0_usize;
    for edge in document.root_element().traverse() {
        let (node, step) = match edge {
            Edge::Open(node) => (node, 1_isize),
            Edge::Close(node) => (node, -1),
        };
        match node.value() {
            Node::Element(element) if SURROUNDINGS.contains(&element.name()) => {
                inside = inside.saturating_add_signed(step);
            }
            Node::Text(words) if inside == 0 && step > 0 => {
                for word in words.split_whitespace() {
                    text.push_str(word);
                    text.push(' ');
                }
            }
            _ => {}
        }
        if text.len() > enough {
            break;
        }
    }
    text
}

const SURROUNDINGS: &[&str] = &[
    "a", "aside", "footer", "header", "nav", "option", "script", "style", "template", "title",
];

fn heading(document: &Html) -> Option<String> {
    let first = |selector: &Selector| {
        document
            .select(selector)
            .map(text::line)
            .find(|words| !words.is_empty())
    };
    first(&HEADING).or_else(|| first(&SECOND_HEADING))
}

fn blocked(sign: &str) -> Unreadable {
    unreadable(
        Class::Blocked,
        format!("the page is a wall, not a release: {sign}"),
    )
}

fn unreadable(class: Class, message: String) -> Unreadable {
    Unreadable { class, message }
}

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
fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a fixed pattern is well formed")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::target::Teaser;

    fn class(markup: &str) -> Option<Class> {
        class_of_row(markup, None)
    }

    /// The class of a page whose row has this title.
    fn class_of_row(markup: &str, announced: Option<&str>) -> Option<Class> {
        let teaser = announced.map(|title| Teaser {
            fields: [("title".to_owned(), vec![title.to_owned()])].into(),
            ..Teaser::default()
        });
        let document = Html::parse_document(markup);
        let page = page(markup, None);
        let gathered = Gathered::read(&document, &page, teaser.as_ref());
        is_release(&document, &page, &gathered, &ReadingRules::default())
            .err()
            .map(|unreadable| unreadable.class)
    }

    fn page(text: &str, media_type: Option<&str>) -> Page {
        let at = jiff::Timestamp::UNIX_EPOCH;
        Page {
            media_type: media_type.map(str::to_owned),
            ..crate::fetch::saved_page(text.as_bytes(), None, at, Some("text/html; charset=utf-8"))
        }
    }

    fn article(title: &str, text: &str) -> String {
        format!(
            "<title>{title} | Board</title><nav><a href=/>Home</a></nav><article><h1>{title}</h1><p>{text}</p></article>"
        )
    }

    #[test]
    fn a_release_that_speaks_of_walls_is_none() {
        let long = "The Board said that the border was closed to observers again. ".repeat(30);
        let short = "The Board warns of pages that ask people to verify you are human and then \
            tell them to paste a command. Nobody should follow such an instruction, the Board said. "
            .repeat(3);
        let captcha = "<script src=https://js.hcaptcha.example/1/api.js></script><form class=h-captcha></form>";
        let dated = "<meta property=article:published_time content=2024-05-08>";
        for (fact, markup, row) in [
            (
                "a title of a wall over a text",
                article("Access denied", &long),
                None,
            ),
            (
                "over a short one, announced so",
                article("Access Denied", "A report."),
                Some("Access denied"),
            ),
            (
                "over a short one that is dated",
                article("Blocked", "A note.") + dated,
                None,
            ),
            (
                "a sentence of a wall in a note",
                article("Fake captchas", &short),
                None,
            ),
            (
                "a form with a captcha",
                article("Bridge opens", "Today.") + captcha,
                None,
            ),
            (
                "a script of a guard in a long page",
                article("Bridge opens", &long) + "<script>_cf_chl_opt</script>",
                None,
            ),
            (
                "maintenance of something",
                article("Scheduled maintenance of the lock", "From May."),
                None,
            ),
            (
                "not found, announced so",
                article("Page not found", "A novel by the Board."),
                Some("Page not found"),
            ),
        ] {
            assert_eq!(class_of_row(&markup, row), None, "{fact}");
        }
    }

    #[test]
    fn walls_are_named_whatever_surrounds_them() {
        let menu = format!(
            "<nav>{}</nav>",
            "<a href=/x>Countering terrorism</a> ".repeat(130)
        );
        for markup in [
            "<title>Just a moment...</title><noscript>Enable JavaScript and cookies to continue</noscript>".to_owned(),
            "<title>www.a.example</title><p>Verifying you are human. This may take a few seconds.".to_owned(),
            "<title>a.example</title><script src=https://ct.captcha-delivery.com/c.js></script><p>x".to_owned(),
            "<title>Access Denied</title><h1>Access Denied</h1>You don't have permission to access \"/x\" on this server.<p>Reference #18.6f".to_owned(),
            format!("<title>Board</title>{menu}<h1>Access denied</h1><p>You are not authorized to access this page."),
            format!("<title>Technical Difficulties | Board</title>{menu}<p>We apologize for the inconvenience."),
            "<title>Board</title><h1>Zugriff verweigert</h1>".to_owned(),
            "<title>Board</title><p>You need to enable JavaScript to run this app.".to_owned(),
        ] {
            assert_eq!(class(&markup), Some(Class::Blocked), "{markup}");
        }
        let page = page("<title>Just a moment...</title>", None);
        let document = Html::parse_document(&page.text);
        assert!(wall_without_rows(&document, &page, &ReadingRules::default()).is_some());
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
            let page = page(text, kind);
            assert_eq!(
                is_html(&page).err().map(|unreadable| unreadable.class),
                expected,
                "{text}"
            );
        }
    }
}
