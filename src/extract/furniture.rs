//! What stands around a release on every page: menus, sharing boxes, cookie bars, related news.
//!
//! `<div class="sharedaddy sd-sharing">`, `<ul class="pager">`, `<nav>`: told by element, role
//! and the words of class names. A class name can mislead (`social-policy` is a subject), so
//! an element is never furniture when it holds most of the text or the headline.

use html5ever::local_name;
use scraper::{ElementRef, Node};

use super::attribute;
use super::class::PerClass;
use super::text::{self, OfNodes, Omit, Shown};

/// What is inside an element and no text of a release.
pub(crate) struct Furniture {
    /// The furniture, outermost elements only.
    pub around: Omit,
    /// What is the release's own and yet no text of it: pictures with the words beside them,
    /// lines of authors and dates, tags.
    pub apart: Omit,
}

/// The furniture inside an element, outermost elements only.
pub(crate) fn inside(element: ElementRef<'_>) -> Omit {
    with_apart(element).around
}

/// The furniture inside an element, and what stands apart from the text.
pub(crate) fn with_apart(element: ElementRef<'_>) -> Furniture {
    let measures = Measures::of(element);
    let all = measures.length(element.id());
    let many_articles = measures.articles >= SEVERAL;
    let (mut omit, mut apart) = (Omit::new(), Omit::new());
    let mut classes = PerClass::new();
    let mut node = element.first_child();
    // Goes on behind what is omitted, and never back into it.
    while let Some(here) = node {
        let is_furniture = ElementRef::wrap(here).is_some_and(|inner| {
            let length = measures.length(here.id());
            let headed = measures.around_headline.contains(&here.id());
            let called = Called::of(inner, &mut classes);
            if length <= LONGEST_CAPTION && stands_apart(inner, called) {
                apart.insert(here.id());
            }
            by_element(inner, headed)
                || (!headed && by_class(inner, called, length, all))
                || (!headed && many_articles && length <= LONGEST_CARD && is_card(inner))
                || (!headed && many_articles && length * 2 < all && is_nested(inner))
        });
        // Programs have comments of their own.
        let is_code = || {
            here.value()
                .as_element()
                .is_some_and(|element| matches!(element.name(), "pre" | "code"))
        };
        let below = if is_furniture {
            omit.insert(here.id());
            None
        } else if is_code() {
            None
        } else {
            here.first_child()
        };
        node = below.or_else(|| {
            let mut at = here;
            loop {
                if at.id() == element.id() {
                    return None;
                }
                if let Some(next) = at.next_sibling() {
                    return Some(next);
                }
                at = at.parent()?;
            }
        });
    }
    Furniture {
        around: omit,
        apart,
    }
}

/// Whether an element leads through the site: a headline in it is one for search engines.
pub(crate) fn is_way_through_site(element: ElementRef<'_>) -> bool {
    let value = element.value();
    let is_crumb = |name: &str| {
        let mut words = name.split(['-', '_']);
        words.any(|word| {
            word.eq_ignore_ascii_case("breadcrumb") || word.eq_ignore_ascii_case("breadcrumbs")
        })
    };
    match value.name() {
        "nav" => true,
        "html" | "body" | "main" | "article" => false,
        _ => is_named(value, is_crumb),
    }
}

/// So many articles on a page are not all its own.
const SEVERAL: usize = 3;
/// What a page says of another page is short.
const LONGEST_CARD: usize = 500;

/// An article within an article: a comment on it, or another one beside it (WHATWG HTML 4.3.2).
fn is_nested(element: ElementRef<'_>) -> bool {
    let is_article = |element: ElementRef<'_>| element.value().name() == "article";
    is_article(element)
        && element
            .ancestors()
            .filter_map(ElementRef::wrap)
            .any(is_article)
}

/// An article that says that it stands elsewhere: with a link for a heading.
fn is_card(element: ElementRef<'_>) -> bool {
    let headings = || {
        element
            .descendent_elements()
            .take(MOST_LOOKED_AT)
            .filter(|inner| text::shown(inner.value().name()) == Shown::Heading)
    };
    let is_link = |inner: ElementRef<'_>| inner.value().name() == "a";
    element.value().name() == "article"
        && headings().next().is_some_and(|heading| {
            (heading.descendent_elements().skip(1).take(MOST_LOOKED_AT)).any(is_link)
                || heading
                    .ancestors()
                    .take(4)
                    .filter_map(ElementRef::wrap)
                    .any(is_link)
        })
}

/// Told by what the element is: sure wherever it stands.
fn by_element(element: ElementRef<'_>, headed: bool) -> bool {
    let value = element.value();
    match value.name() {
        "nav" | "aside" | "form" | "figcaption" | "caption" => return true,
        "footer" => return !headed,
        _ => {}
    }
    attribute::named(value, &local_name!("role")).is_some_and(|role| {
        matches!(
            role,
            "alertdialog"
                | "navigation"
                | "complementary"
                | "search"
                | "dialog"
                | "contentinfo"
                | "alert"
        )
    })
}

/// What the class and id of an element call it.
#[derive(Debug, Clone, Copy, Default)]
struct Called {
    /// What stands apart from a text.
    apart: bool,
    /// A picture.
    picture: bool,
    /// Furniture, or what is hidden from sight.
    furniture: bool,
    /// What is never the text, however long it is.
    never_text: bool,
    teaser: bool,
}

impl Called {
    fn of<'a>(element: ElementRef<'a>, classes: &mut PerClass<'a, Self>) -> Self {
        let value = element.value();
        let class = attribute::named(value, &local_name!("class"))
            .map(|names| classes.of(names, Self::told_by));
        // Ids differ, so there is nothing to remember.
        let id = attribute::named(value, &local_name!("id")).map(Self::told_by);
        match (class, id) {
            (Some(class), Some(id)) => Self {
                apart: class.apart || id.apart,
                picture: class.picture || id.picture,
                furniture: class.furniture || id.furniture,
                never_text: class.never_text || id.never_text,
                teaser: class.teaser || id.teaser,
            },
            (one, other) => one.or(other).unwrap_or_default(),
        }
    }

    fn told_by(names: &str) -> Self {
        let mut called = Self::default();
        for name in names.split_ascii_whitespace() {
            for word in name.split(['-', '_']) {
                let is_one_of = |known: &[&str]| {
                    let mut known = known.iter();
                    known.any(|known| word.eq_ignore_ascii_case(known))
                };
                called.apart |= is_one_of(APART);
                called.picture |= is_one_of(PICTURES);
                called.teaser |= word.eq_ignore_ascii_case("teaser");
            }
            called.furniture |= UNSEEN.contains(&name) || is_furniture_name(name);
            called.never_text |= is_never_text(name);
        }
        called
    }
}

/// A picture with the words beside it: a `<figure>`, or what is called so and holds one.
fn stands_apart(element: ElementRef<'_>, called: Called) -> bool {
    let inside = || element.descendent_elements().take(MOST_LOOKED_AT);
    match element.value().name() {
        "figure" => inside().all(|inner| !matches!(inner.value().name(), "table" | "blockquote")),
        "div" | "span" | "p" | "section" | "li" | "ul" => {
            let holds_picture = || {
                inside().any(|inner| matches!(inner.value().name(), "img" | "picture" | "video"))
            };
            called.apart || (called.picture && holds_picture())
        }
        _ => false,
    }
}

/// More text than this is no caption.
const LONGEST_CAPTION: usize = 500;
/// Elements that are looked at to see whether there is a picture or a link.
const MOST_LOOKED_AT: usize = 60;
/// Words of class names of what stands apart.
const APART: &[&str] = &[
    "author",
    "authors",
    "authorbox",
    "bio",
    "byline",
    "caption",
    "captions",
    "copyright",
    "credit",
    "credits",
    "photocredit",
    "taglist",
    "tags",
    "timestamp",
];
/// Words of class names that stand apart where there is a picture inside.
const PICTURES: &[&str] = &[
    "figure",
    "gallery",
    "image",
    "img",
    "photo",
    "picture",
    "slideshow",
    "thumbnail",
    "video",
];

/// Words of class names and ids that only furniture has.
const WORDS: &[&str] = &[
    "ad",
    "addthis",
    "addtoany",
    "ads",
    "adsense",
    "adslot",
    "adunit",
    "advert",
    "advertisement",
    "affiliate",
    "breadcrumb",
    "breadcrumbs",
    "comment",
    "comments",
    "consent",
    "cookie",
    "cookies",
    "disqus",
    "donate",
    "gdpr",
    "invisible",
    "lightbox",
    "masthead",
    "menu",
    "modal",
    "mostread",
    "nav",
    "navbar",
    "navigation",
    "newsletter",
    "newsletters",
    "onetrust",
    "outbrain",
    "pager",
    "pagination",
    "popular",
    "popup",
    "prevnext",
    "promo",
    "promobox",
    "promos",
    "readmore",
    "recirc",
    "recommendation",
    "recommendations",
    "recommended",
    "related",
    "relatedarticles",
    "relatedcontent",
    "relatedlinks",
    "relatedposts",
    "relateds",
    "share",
    "sharebar",
    "sharedaddy",
    "sharing",
    "sidebar",
    "signup",
    "skip",
    "sociable",
    "social",
    "sponsor",
    "sponsored",
    "sponsors",
    "subscribe",
    "taboola",
    "teasers",
    "toc",
    "toolbar",
    "tooltip",
    "trending",
];
/// Class names that hide text from sight but leave it to screen readers.
const UNSEEN: &[&str] = &[
    "element-invisible",
    "screen-reader-text",
    "sr-only",
    "visually-hidden",
    "visuallyhidden",
];

fn by_class(element: ElementRef<'_>, called: Called, length: usize, all: usize) -> bool {
    if matches!(
        element.value().name(),
        "html" | "body" | "main" | "article" | "h1"
    ) {
        return false;
    }
    if length * 2 > all {
        // More is said of some releases, and of cookies, than in them.
        return all.saturating_sub(length) >= LEAST_COMMENTED && called.never_text;
    }
    // A teaser speaks of another page; without a link it is the release's own.
    called.furniture || (called.teaser && holds_link(element))
}

/// Text that is enough to be what the page is about.
const LEAST_COMMENTED: usize = 1_000;

/// What is never the text, however long it is: comments, and what is asked about cookies.
fn is_never_text(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.starts_with("onetrust")
        || name.contains("cookie-")
        || name.contains("cookieconsent")
        || matches!(
            name.as_str(),
            "comments"
                | "comment-list"
                | "commentlist"
                | "comments-area"
                | "comment-section"
                | "disqus_thread"
                | "kommentare"
        )
}

fn holds_link(element: ElementRef<'_>) -> bool {
    let within = |inner: ElementRef<'_>| inner.value().name() == "a";
    within(element)
        || element
            .descendent_elements()
            .take(MOST_LOOKED_AT)
            .any(within)
        || element
            .ancestors()
            .take(3)
            .filter_map(ElementRef::wrap)
            .any(within)
}

fn is_named(value: &scraper::node::Element, is: impl FnMut(&str) -> bool) -> bool {
    let names = ["class", "id"].map(|name| attribute::of(value, name));
    names
        .into_iter()
        .flatten()
        .flat_map(str::split_ascii_whitespace)
        .any(is)
}

/// Whether a word of a class name is one of furniture: `article__share`, `relatedLinks`; but not
/// where it says that there is none, or that the element stands beside it: `no-sidebar`.
fn is_furniture_name(name: &str) -> bool {
    let mut beside = false;
    let (mut start, bytes) = (0, name.as_bytes());
    for end in 0..=bytes.len() {
        let byte = bytes.get(end);
        let upper = end > start
            && byte.is_some_and(u8::is_ascii_uppercase)
            && bytes.get(end - 1).is_some_and(u8::is_ascii_lowercase);
        let parts = byte.is_none_or(|byte| matches!(byte, b'-' | b'_' | b':'));
        if !upper && !parts {
            continue;
        }
        let word = name.get(start..end).unwrap_or_default();
        start = if parts { end + 1 } else { end };
        if word.is_empty() {
            continue;
        }
        let known = word.len() <= LONGEST_WORD && is_word_of_furniture(word);
        let rest = name.get(start..).unwrap_or_default();
        if known && !beside && !AROUND_TEXT.iter().any(|other| begins(rest, other)) {
            return true;
        }
        beside = BESIDE.iter().any(|other| other.eq_ignore_ascii_case(word));
    }
    false
}

fn is_word_of_furniture(word: &str) -> bool {
    let mut folded = [0; LONGEST_WORD];
    let Some(folded) = folded.get_mut(..word.len()) else {
        return false;
    };
    folded.copy_from_slice(word.as_bytes());
    folded.make_ascii_lowercase();
    WORDS
        .binary_search_by(|known| known.as_bytes().cmp(folded))
        .is_ok()
}

/// Whether a name goes on with a word.
fn begins(name: &str, word: &str) -> bool {
    let start = name.get(..word.len());
    start.is_some_and(|start| start.eq_ignore_ascii_case(word))
}

/// Words behind one of furniture that turn it round: `sidebar-grid` has a text in one of its
/// columns, `social-media-embed` is what somebody said.
const AROUND_TEXT: &[&str] = &["embed", "grid", "layout", "media-embed"];

const LONGEST_WORD: usize = 16;
/// Words before one of furniture that turn it round.
const BESIDE: &[&str] = &["has", "hide", "no", "not", "with", "without", "is", "show"];

/// What is known of the elements below another before any is judged.
struct Measures {
    /// How many bytes of text each holds that are no links.
    lengths: OfNodes<usize>,
    /// Elements with a headline in them.
    around_headline: Omit,
    /// How many articles there are.
    articles: usize,
}

impl Measures {
    fn of(element: ElementRef<'_>) -> Self {
        let mut measures = Self {
            lengths: OfNodes::default(),
            around_headline: Omit::new(),
            articles: 0,
        };
        let mut open: Vec<(usize, bool)> = Vec::new();
        for edge in element.traverse() {
            match edge {
                ego_tree::iter::Edge::Open(node) => match node.value() {
                    Node::Text(words) => {
                        if let Some((length, _)) = open.last_mut() {
                            let words = words.as_bytes().trim_ascii().len();
                            *length += if words < PROSE { words / 8 } else { words };
                        }
                    }
                    Node::Element(inner) => {
                        measures.articles += usize::from(inner.name() == "article");
                        open.push((0, inner.name() == "h1"));
                    }
                    _ => {}
                },
                ego_tree::iter::Edge::Close(node) => {
                    let Some(inner) = ElementRef::wrap(node) else {
                        continue;
                    };
                    let (mut length, headline) = open.pop().unwrap_or_default();
                    if length > 0 && (inner.value().name() == "a" || text::is_hidden(inner)) {
                        length = 0;
                    }
                    if length > 0 {
                        measures.lengths.insert(node.id(), length);
                    }
                    if headline {
                        measures.around_headline.insert(node.id());
                    }
                    if let Some((outer, around)) = open.last_mut() {
                        *outer += length;
                        *around |= headline;
                    }
                }
            }
        }
        measures
    }

    fn length(&self, node: ego_tree::NodeId) -> usize {
        self.lengths.get(&node).copied().unwrap_or(0)
    }
}

/// A shorter piece of text counts for little.
const PROSE: usize = 80;

#[cfg(test)]
mod tests {
    use scraper::Html;

    use super::*;

    #[test]
    fn tells_furniture_from_text() {
        let long = "The text of the release goes on for a while and says what happened. ".repeat(5);
        let cases = [
            ("<nav>x</nav>", false),
            ("<aside>x</aside>", false),
            ("<div class='sharedaddy sd-sharing'>x</div>", false),
            ("<div class=osce-share>x</div>", false),
            ("<ul class=pager><li>x</ul>", false),
            ("<span class=element-invisible>x</span>", false),
            ("<div role=dialog>x</div>", false),
            ("<figure><figcaption>x</figcaption></figure>", false),
            ("<div class=page__relatedLinks>x</div>", false),
            ("<div class=card-teaser><a href=a>x</a></div>", false),
            (
                "<article><h3><a href=a>x</a></h3></article><article></article><article></article>",
                false,
            ),
            ("<div class=teaser-text>x</div>", true),
            ("<div class=no-sidebar>x</div>", true),
            ("<div class=sidebar-grid__content>x</div>", true),
            ("<div class=social-media-embed>x</div>", true),
            (
                "<article>y<article>x</article><article></article></article>",
                false,
            ),
            ("<pre><span class=comment>x</span></pre>", true),
            ("<article><h3><a href=a>x</a></h3></article>", true),
            ("<div class=shareholders>x</div>", true),
            ("<p class=lead>x</p>", true),
        ];
        for (markup, kept) in cases {
            let document = Html::parse_document(&format!("<main><p>{long}</p>{markup}</main>"));
            let root = document.root_element();
            let blocks = text::blocks(root, &inside(root));
            let seen = blocks.iter().any(|block| block.text == "x");
            assert_eq!(seen, kept, "{markup}");
        }
    }

    #[test]
    fn some_words_are_the_releases_own_and_yet_no_text_of_it() {
        let cases = [
            ("<figure><img src=a><p>x</p></figure>", true),
            ("<div class=wp-caption>x</div>", true),
            ("<p class=byline>x</p>", true),
            ("<div class=news-image><img src=a>x</div>", true),
            ("<div class=news-image>x</div>", false),
            ("<figure><table><tr><td>x<td>y</table></figure>", false),
        ];
        for (markup, apart) in cases {
            let document = Html::parse_document(&format!("<main>{markup}</main>"));
            let furniture = with_apart(document.root_element());
            assert!(furniture.around.is_empty(), "{markup}");
            assert_eq!(!furniture.apart.is_empty(), apart, "{markup}");
        }
    }

    #[test]
    fn comments_that_are_longer_than_the_text_are_furniture() {
        let said =
            "What a reader says of it goes on and on, and says very little of what was opened. ";
        let page = format!(
            "<main><p>{}</p><div id=comments><p>{}</p></div></main>",
            said.repeat(15),
            said.repeat(50)
        );
        let document = Html::parse_document(&page);
        assert!(!inside(document.root_element()).is_empty());
    }

    #[test]
    fn most_of_the_text_is_never_furniture() {
        let document =
            Html::parse_document("<div class=social-policy><p>The whole text.</p></div><p>x</p>");
        assert!(inside(document.root_element()).is_empty());
    }
}
