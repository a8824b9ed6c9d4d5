//! Rules: how one field is read from a page.
//!
//! ```toml
//! date = [{ label = "Date:" }, "span.date-display-single", { from = "dateline" }]
//! ```
//!
//! A rule has exactly one [`Locator`] and optional [`Refine`]ments. Several rules are an
//! order of preference: the first that yields a non-empty, type-valid value wins.

use regex::Regex;
use scraper::Selector;

use super::json_path::JsonPath;

/// Rules in order of preference.
#[derive(Debug, Clone, Default)]
pub struct Rules(pub Vec<Rule>);

impl Rules {
    /// No rule: only the generic readers apply.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// One way to find a value.
#[derive(Debug, Clone)]
pub struct Rule {
    /// Where to look.
    pub locator: Locator,
    /// What to make of what is there.
    pub refine: Refine,
    /// The rule in short, as provenance names it: `label "Date:"`, `css h1.title`.
    pub printed: String,
    /// The line of the profile's file, from 1.
    pub line: usize,
}

/// Where to look. A rule has exactly one.
#[derive(Debug, Clone)]
pub enum Locator {
    /// Elements that match a selector.
    Css(Css),
    /// The value beside a printed label, see `extract::label`.
    Label(String),
    /// A `<meta>` element by `name` or `property` (or `itemprop`, `http-equiv`), case folded.
    Meta(String),
    /// A path in the page's article-like JSON-LD node: `headline`, `author.name`.
    JsonLd(Vec<String>),
    /// A place in a row of a JSON source: `title.rendered`.
    Json(JsonPath),
    /// A pattern in the visible text of the content region.
    Text(Regex),
    /// Evidence that something else gathered.
    From(From),
    /// A fixed text.
    Const(String),
}

/// Evidence that something else than the page's markup gathered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum From {
    /// The dateline that opens the body.
    Dateline,
    /// A field of the listing row.
    Row(String),
    /// A field of the feed entry.
    Feed(String),
    /// A field of the sitemap's entry.
    Sitemap(String),
    /// The page's address (with `regex`).
    Url,
}

/// A selector with its text.
#[derive(Debug, Clone)]
pub struct Css {
    /// As written in the profile.
    pub printed: String,
    /// Compiled.
    pub selector: Selector,
}

/// What to make of what a locator found, applied in the order of the fields.
#[derive(Debug, Clone, Default)]
pub struct Refine {
    /// Look only inside the first element that matches (default: the content region for
    /// `label` and `text`, the whole page for the others).
    pub within: Option<Css>,
    /// Further labels that end the value of a `label`.
    pub stop_at: Vec<String>,
    /// The n-th match, from 0; negative counts from the end. Default: the first with a value.
    pub nth: Option<i64>,
    /// All matches, not only one.
    pub all: bool,
    /// This attribute instead of the text.
    pub attr: Option<String>,
    /// Which text of an element.
    pub text: TextMode,
    /// Group `v`, else group 1, else the whole match; no match is no value.
    pub regex: Option<Regex>,
    /// Cut the value at every occurrence.
    pub split: Option<String>,
    /// Changes in this order.
    pub transform: Vec<Transform>,
    /// Only these values are valid (compared case folded).
    pub any_of: Vec<String>,
    /// Printed word → value (compared case folded); words that are not named stay.
    pub map: Vec<(String, String)>,
}

/// Which text of an element.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum TextMode {
    /// All of it, as one line.
    #[default]
    All,
    /// Only its own text nodes, without those of child elements.
    Own,
    /// All of it, one line a block.
    Block,
}

/// A change of a text. The list is closed: a profile cannot run code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Transform {
    /// Cut white space at both ends.
    Trim,
    /// Lower case.
    Lower,
    /// Upper case.
    Upper,
    /// Title Case.
    Title,
    /// Only the digits.
    Digits,
    /// Runs of white space become one space.
    Collapse,
    /// `strip_prefix:TEXT`: cut this from the front.
    StripPrefix(String),
    /// `strip_suffix:TEXT`: cut this from the end.
    StripSuffix(String),
    /// `replace:OLD:NEW`: every OLD becomes NEW.
    Replace(String, String),
    /// `append:TEXT`: put this at the end.
    Append(String),
    /// HTML character references become characters.
    Unescape,
    /// Markup becomes text.
    HtmlToText,
    /// Percent-encoding is undone.
    UrlDecode,
}
