//! What is known of one page while it is read.
//!
//! A [`Reading`] holds the parsed page with everything that more than one field needs: the
//! rules that apply, the content region, the head, the linked data, the teaser, the labels.
//! Fields ask it for their rules' values and for generic evidence, and put down what they
//! noticed as issues.

use std::cell::{Cell, OnceCell, RefCell};

use ego_tree::NodeId;
use scraper::{ElementRef, Html};
use url::Url;

use super::date::{DateReading, order_of};
use super::dateline::Dateline;
use super::field::language::tag;
use super::field::opening::Line;
use super::field::placeholder;
use super::json_ld::{About, JsonLd};
use super::meta::Head;
use super::rule::{self, Expect, Facts, Ground, Read, Tried};
use super::shape::{self, Shape};
use super::text::{self, Block, Omit};
use super::trace::{Noted, Shown, Trace};
use super::{clean, furniture};
use crate::page::Page;
use crate::profile::{From, Profile, ReadingRules, Rule};
use crate::record::{Evidence, Found, Issue, Origin, Severity};
use crate::target::{PageKind, Teaser};

/// Evidence of one page that is no markup in its body.
pub(crate) struct Gathered<'a> {
    /// The head.
    pub head: Head,
    /// The linked data.
    pub json_ld: JsonLd,
    /// What the listing row said.
    pub teaser: Option<&'a Teaser>,
    /// The page's address.
    pub url: Option<&'a Url>,
    /// The language that the page states, as written.
    pub language: Option<String>,
    /// The dateline, once the body is read.
    pub dateline: OnceCell<Option<Dateline>>,
}

impl<'a> Gathered<'a> {
    /// Reads head and linked data.
    pub(crate) fn read(document: &Html, page: &'a Page, teaser: Option<&'a Teaser>) -> Self {
        let head = Head::read(document);
        let json_ld = JsonLd::read(document, &about(document, page, teaser, &head));
        let language = [
            head.language.as_deref(),
            head.first("content-language"),
            head.first("og:locale"),
        ]
        .into_iter()
        .flatten()
        .find(|written| tag(written).is_some())
        .map(str::to_owned)
        .or_else(|| json_ld.first(&["inLanguage"]));
        Self {
            language,
            head,
            json_ld,
            teaser,
            url: page.url.as_ref(),
            dateline: OnceCell::new(),
        }
    }

    /// The dateline, as far as the body was read.
    pub(crate) fn dateline(&self) -> Option<&Dateline> {
        self.dateline.get()?.as_ref()
    }

    /// What the sources of a kind said of the release.
    fn said(&self, origin: Origin, field: &str) -> Vec<String> {
        self.teaser
            .into_iter()
            .flat_map(Teaser::all)
            .filter(|teaser| announced_in(teaser.kind) == origin)
            .find_map(|teaser| teaser.fields.get(field))
            .cloned()
            .unwrap_or_default()
    }
}

/// Where a source of a kind says what it says of a release.
pub(crate) fn announced_in(kind: PageKind) -> Origin {
    match kind {
        PageKind::Listing | PageKind::Json | PageKind::Release => Origin::Row,
        PageKind::Feed => Origin::Feed,
        PageKind::Sitemap => Origin::Sitemap,
    }
}

/// What tells the linked data of this page from that of others that it mentions.
fn about(document: &Html, page: &Page, teaser: Option<&Teaser>, head: &Head) -> About {
    let base = head.base_url(page.url.as_ref());
    let named = [head.canonical.as_deref(), head.first("og:url")];
    let named = named.into_iter().flatten();
    let urls = named
        .filter_map(|written| match &base {
            Some(base) => base.join(written).ok(),
            None => Url::parse(written).ok(),
        })
        .chain(page.url.clone())
        .collect();
    let headlines = document
        .root_element()
        .descendent_elements()
        .filter(|element| element.value().name() == "h1")
        .take(HEADLINES)
        .map(text::line);
    let titles = head.title.iter().map(String::as_str);
    let titles = titles
        .chain(head.first("og:title"))
        .chain(teaser.and_then(|teaser| teaser.first("title")))
        .map(str::to_owned)
        .chain(headlines)
        .collect();
    About { urls, titles }
}

/// The most headlines that a page is known by.
const HEADLINES: usize = 4;

impl Facts for Gathered<'_> {
    fn meta(&self, name: &str) -> Vec<String> {
        self.head.all(name).to_vec()
    }

    fn json_ld(&self, path: &[String]) -> Vec<String> {
        let path: Vec<&str> = path.iter().map(String::as_str).collect();
        self.json_ld.texts(&path)
    }

    fn gathered(&self, from: &From) -> Vec<String> {
        match from {
            From::Dateline => self
                .dateline()
                .map(|dateline| vec![dateline.text.clone()])
                .unwrap_or_default(),
            From::Row(field) => self.said(Origin::Row, field),
            From::Feed(field) => self.said(Origin::Feed, field),
            From::Sitemap(field) => self.said(Origin::Sitemap, field),
            From::Url => self
                .url
                .map(|url| vec![url.to_string()])
                .unwrap_or_default(),
        }
    }
}

/// One page being read.
pub(crate) struct Reading<'a> {
    /// The page.
    pub page: &'a Page,
    /// Its newsroom.
    pub profile: &'a Profile,
    /// The rules that apply to this page.
    pub rules: &'a ReadingRules,
    /// The parsed page.
    pub document: &'a Html,
    /// Head, linked data, teaser, dateline.
    pub gathered: &'a Gathered<'a>,
    /// The region of the release: labels and generic readers look here.
    pub content: ElementRef<'a>,
    /// Where relative links start from.
    pub base: Option<Url>,
    /// The language in which dates are read, and who says so.
    pub language: Option<(&'a str, LanguageBy)>,
    /// How dates are printed.
    pub dates: DateReading<'a>,
    ground: Ground<'a, 'a>,
    /// No rule tells what the content region is.
    is_content_by_shape: bool,
    shape: OnceCell<Shape<'a>>,
    furniture: OnceCell<Omit>,
    blocks: OnceCell<Vec<Block>>,
    headline: OnceCell<Option<ElementRef<'a>>>,
    /// The short lines around the headline, once a field asks for them.
    pub opening: OnceCell<Vec<Line>>,
    issues: RefCell<Vec<Issue>>,
    /// The node that the value read last stands in.
    standing: Cell<Option<NodeId>>,
    /// The node that the dateline stands in.
    pub dateline_at: Cell<Option<NodeId>>,
    trace: Option<Trace>,
    /// What is asked now is asked for the trace alone.
    comes_too_late: Cell<bool>,
}

impl<'a> Reading<'a> {
    /// Takes a page whose rules are chosen.
    pub(crate) fn new(
        page: &'a Page,
        profile: &'a Profile,
        rules: &'a ReadingRules,
        document: &'a Html,
        gathered: &'a Gathered<'a>,
    ) -> Self {
        let root = document.root_element();
        let by_rule = rules
            .content
            .iter()
            .find_map(|css| document.select(&css.selector).next());
        let shape = OnceCell::new();
        let content =
            by_rule.unwrap_or_else(|| shape.get_or_init(|| shape_of(document, gathered)).content);
        let language = language(profile, gathered);
        let labels = rule::labels_of(rules.fields.iter().map(|(_, rules)| rules));
        Self {
            page,
            profile,
            rules,
            document,
            gathered,
            content,
            base: gathered.head.base_url(page.url.as_ref()),
            dates: DateReading::new(&rules.dates, profile.timezone.as_ref())
                .on_page(|| order_of(shown_texts(document)))
                .in_language(language.map(|(tag, _)| tag)),
            language,
            ground: Ground::new(root, content, &labels, Some(gathered)),
            is_content_by_shape: by_rule.is_none(),
            shape,
            furniture: OnceCell::new(),
            blocks: OnceCell::new(),
            headline: OnceCell::new(),
            opening: OnceCell::new(),
            issues: RefCell::default(),
            standing: Cell::new(None),
            dateline_at: Cell::new(None),
            trace: None,
            comes_too_late: Cell::new(false),
        }
    }

    /// The same, and what is considered is put down.
    pub(crate) fn traced(mut self) -> Self {
        self.trace = Some(Trace::default());
        self
    }

    /// Where what is considered is put down, if anybody wants to know.
    pub(crate) fn trace(&self) -> Option<&Trace> {
        self.trace.as_ref()
    }

    /// Whether generic readers may be asked.
    pub(crate) fn is_generic(&self) -> bool {
        !self.rules.strict
    }

    /// Tries one rule.
    pub(crate) fn try_rule(&self, rule: &'a Rule, expect: Expect) -> Tried<'a> {
        let tried = self.ground.try_rule(rule, expect);
        self.stands_at(match &tried {
            Tried::Found(read) => {
                let element = read.elements.first().map(|element| element.id());
                element.or_else(|| read.nodes.first().copied())
            }
            Tried::EmptyLabel | Tried::Nothing => None,
        });
        tried
    }

    /// The first value that the rules of a field yield.
    pub(crate) fn rule(&self, field: &str, expect: Expect) -> Option<Found<Read<'a>>> {
        self.by_rules(field, |rule| {
            let Tried::Found(read) = self.try_rule(rule, expect) else {
                return None;
            };
            let evidence = self.evidence_of(rule);
            Some(Found {
                value: read,
                evidence,
            })
        })
    }

    /// The first value that is read by the rules of a field. A trace has the others as well.
    pub(crate) fn by_rules<T: Shown>(
        &self,
        field: &str,
        read: impl Fn(&'a Rule) -> Option<Found<T>>,
    ) -> Option<Found<T>> {
        let rules = self.rules.field(field);
        if self.trace.is_none() {
            return rules.iter().find_map(read);
        }
        let mut first: Option<(Found<T>, Option<NodeId>)> = None;
        for rule in rules {
            self.stands_at(None);
            match (read(rule), &first) {
                (Some(found), None) => first = Some((found, self.standing())),
                (Some(found), Some(_)) => self.considered(field, &found, None),
                (None, _) => self.yields_nothing(field, rule),
            }
        }
        let (found, at) = first?;
        self.stands_at(at);
        Some(found)
    }

    /// The first of a field's sources that has a value: they are in the order of preference. A
    /// trace has the others as well.
    pub(crate) fn first<T: Shown>(
        &self,
        field: &str,
        sources: &[&dyn Fn() -> Option<Found<T>>],
    ) -> Option<Found<T>> {
        if self.trace.is_none() {
            return sources.iter().find_map(|source| source());
        }
        let mut first = None;
        for source in sources {
            self.stands_at(None);
            let known = self.issues.borrow().len();
            self.comes_too_late.set(first.is_some());
            let found = source();
            if first.is_some() {
                // Without a trace it would not have been asked.
                self.issues.borrow_mut().truncate(known);
            }
            if let Some(found) = &found {
                self.considered(field, found, None);
            }
            first = first.or(found);
        }
        self.comes_too_late.set(false);
        first
    }

    /// Puts down for the trace what a source says of a field, and why it cannot be taken.
    pub(crate) fn considered<T: Shown>(
        &self,
        field: &str,
        found: &Found<T>,
        unusable: Option<&str>,
    ) {
        if let Some(trace) = &self.trace {
            trace.note(Noted {
                field: field.to_owned(),
                evidence: found.evidence.clone(),
                at: self.standing_of(found.evidence.origin),
                text: found.value.shown(),
                unusable: unusable.map(str::to_owned),
            });
        }
    }

    /// A value of a field that is one line, unless it is longer than any: a heading that nobody
    /// closed has the whole page in it.
    pub(crate) fn in_bounds(&self, field: &str, found: Found<String>) -> Option<Found<String>> {
        self.up_to(LONGEST_LINE, field, found)
    }

    /// A value of a field, unless it has more bytes than so many.
    pub(crate) fn up_to(
        &self,
        longest: usize,
        field: &str,
        found: Found<String>,
    ) -> Option<Found<String>> {
        if found.value.len() <= longest {
            return Some(found);
        }
        self.considered(field, &found, Some("is longer than any"));
        self.issue(
            "field.too_long",
            Some(field),
            Severity::Warning,
            format!(
                "{} was left out: it has more than {longest} bytes",
                found.evidence.rule
            ),
        );
        None
    }

    /// Puts down for the trace that a rule has no value for a field.
    pub(crate) fn yields_nothing(&self, field: &str, rule: &'a Rule) {
        let Some(trace) = &self.trace else { return };
        let (why, text) = match self.try_rule(rule, Expect::Text) {
            Tried::Nothing => ("the rule matches nothing", String::new()),
            Tried::EmptyLabel => ("the label is there without a value", String::new()),
            Tried::Found(read) => ("what it matches is no value of this field", read.shown()),
        };
        trace.note(Noted {
            field: field.to_owned(),
            evidence: self.evidence_of(rule),
            at: self.standing(),
            text,
            unusable: Some(why.to_owned()),
        });
    }

    /// Puts down for the trace that no element with text is where a rule looks.
    pub(crate) fn holds_nothing(&self, field: &str, rule: &str) {
        if let Some(trace) = &self.trace {
            trace.note(Noted {
                field: field.to_owned(),
                evidence: Evidence {
                    detail: self.layout(),
                    ..generic(Origin::Field, rule)
                },
                at: None,
                text: String::new(),
                unusable: Some("the rule matches nothing that holds text".to_owned()),
            });
        }
    }

    /// Remembers where the value that is read now stands.
    pub(crate) fn stands_at(&self, node: Option<NodeId>) {
        self.standing.set(node);
    }

    /// Where the value that was read last stands.
    pub(crate) fn standing(&self) -> Option<NodeId> {
        self.standing.get()
    }

    /// The same, for a value from such a place.
    pub(crate) fn standing_of(&self, origin: Origin) -> Option<NodeId> {
        match origin {
            Origin::Field => self.standing(),
            Origin::Dateline => self.dateline_at.get(),
            // No element of the page's body.
            Origin::JsonLd
            | Origin::Meta
            | Origin::Row
            | Origin::Feed
            | Origin::Sitemap
            | Origin::Url => None,
        }
    }

    /// As [`text`](Self::text), for a field that is one line.
    pub(crate) fn line(&self, field: &str) -> Option<Found<String>> {
        self.in_bounds(field, self.text(field)?)
    }

    /// As [`rule`](Self::rule), the first text only.
    pub(crate) fn text(&self, field: &str) -> Option<Found<String>> {
        let found = self.rule(field, Expect::Text)?;
        let evidence = found.evidence;
        let value = found.value.values.into_iter().next()?;
        Some(Found { value, evidence })
    }

    /// Where a rule's values come from.
    pub(crate) fn evidence_of(&self, rule: &Rule) -> Evidence {
        Evidence {
            origin: rule::origin_of(rule),
            rule: rule.printed.clone(),
            detail: self.layout(),
        }
    }

    /// The layout that applies, as provenance names it.
    pub(crate) fn layout(&self) -> Option<String> {
        let layout = self.rules.layout.as_ref()?;
        Some(format!("layout {layout}"))
    }

    /// The nodes that the label of a rule and its value consist of; the label comes first.
    pub(crate) fn label_nodes(&self, rule: &Rule) -> Vec<NodeId> {
        self.ground.label_nodes(rule)
    }

    /// The printed headline by the page's shape.
    pub(crate) fn heading(&self) -> Option<ElementRef<'a>> {
        self.shape().heading
    }

    /// The furniture inside the content region.
    pub(crate) fn furniture(&self) -> &Omit {
        match self.shape_of_content() {
            Some(shape) => &shape.furniture.around,
            None => self
                .furniture
                .get_or_init(|| furniture::inside(self.content)),
        }
    }

    /// The page's shape, where it and no rule tells what the content region is.
    pub(crate) fn shape_of_content(&self) -> Option<&Shape<'a>> {
        self.is_content_by_shape.then(|| self.shape())
    }

    /// The blocks of the content region without its furniture.
    pub(crate) fn blocks(&self) -> &[Block] {
        self.blocks
            .get_or_init(|| text::blocks(self.content, self.furniture()))
    }

    /// Whether a block is a quotation, or in one: what it says is somebody else's.
    pub(crate) fn is_quotation(&self, block: &Block) -> bool {
        let Some(first) = self.document.tree.get(block.first) else {
            return false;
        };
        std::iter::once(first)
            .chain(first.ancestors())
            .take_while(|node| node.id() != self.content.id())
            .filter_map(|node| node.value().as_element())
            .any(|element| matches!(element.name(), "blockquote" | "q"))
    }

    /// The element of the headline.
    pub(crate) fn headline(&self) -> Option<ElementRef<'a>> {
        *self.headline.get_or_init(|| {
            self.rule("title", Expect::Text)
                .and_then(|found| found.value.elements.first().copied())
                .or_else(|| self.heading().filter(|_| self.is_generic()))
        })
    }

    /// Takes a heading for the headline that the page's shape alone does not show: the title is
    /// read first, and what is read after it stands around or below the headline.
    pub(crate) fn headline_is(&self, heading: ElementRef<'a>) {
        if !self.comes_too_late.get() {
            let _ = self.headline.set(Some(heading));
        }
    }

    /// The headline's surroundings, where a kicker stands.
    pub(crate) fn kicker_region(&self) -> ElementRef<'a> {
        let Some(headline) = self.headline() else {
            return self.content;
        };
        headline
            .ancestors()
            .take(2)
            .filter_map(ElementRef::wrap)
            .take_while(|element| !matches!(element.value().name(), "body" | "html"))
            .last()
            .unwrap_or(headline)
    }

    fn shape(&self) -> &Shape<'a> {
        self.shape
            .get_or_init(|| shape_of(self.document, self.gathered))
    }

    /// A text of a `<meta>` element, unless the profile allows no generic evidence.
    pub(crate) fn meta(&self, name: &str) -> Option<Found<String>> {
        let text = self.gathered.head.first(name)?;
        self.generic(Origin::Meta, &format!("meta {name}"), text)
    }

    /// A text of the linked data.
    pub(crate) fn json_ld(&self, path: &[&str]) -> Option<Found<String>> {
        let text = self.gathered.json_ld.first(path)?;
        self.generic(Origin::JsonLd, &format!("jsonld {}", path.join(".")), &text)
    }

    /// A text of the listing row, or of another source that announced the release.
    pub(crate) fn row(&self, field: &str) -> Option<Found<String>> {
        self.announced(self.gathered.teaser?.saying(field)?, field)
    }

    /// A text of what one source announced.
    pub(crate) fn announced(&self, teaser: &Teaser, field: &str) -> Option<Found<String>> {
        let text = teaser.fields.get(field)?.first()?;
        let origin = announced_in(teaser.kind);
        self.generic(origin, &format!("{}.{field}", origin.as_str()), text)
    }

    /// A value that a generic reader found, if generic readers are allowed.
    pub(crate) fn generic(&self, origin: Origin, rule: &str, text: &str) -> Option<Found<String>> {
        let value = clean::some(text).filter(|_| self.is_generic())?;
        if placeholder::is_text(&value) {
            return None;
        }
        Some(Found {
            value,
            evidence: generic(origin, rule),
        })
    }

    /// An absolute address for a link as written; the profile decides its canonical form.
    pub(crate) fn link(&self, written: &str) -> Option<Url> {
        let written = written.trim();
        let url = match &self.base {
            Some(base) => base.join(written).ok()?,
            None => Url::parse(written).ok()?,
        };
        let kept = matches!(url.scheme(), "http" | "https") && url.as_str().len() <= LONGEST_URL;
        kept.then(|| self.profile.canonical(&url))
    }

    /// Puts down an issue; the same one only once.
    pub(crate) fn issue(
        &self,
        code: &str,
        field: Option<&str>,
        severity: Severity,
        message: String,
    ) {
        let issue = Issue {
            code: code.to_owned(),
            field: field.map(str::to_owned),
            severity,
            message,
        };
        let mut issues = self.issues.borrow_mut();
        if !issues.contains(&issue) {
            issues.push(issue);
        }
    }

    /// The issues, and the trace of a traced reading.
    pub(crate) fn into_parts(self) -> (Vec<Issue>, Option<Trace>) {
        (self.issues.into_inner(), self.trace)
    }
}

/// The texts of a page that no script or style holds, hidden ones among them.
fn shown_texts(document: &Html) -> impl Iterator<Item = &str> {
    document.tree.nodes().filter_map(|node| {
        let text = node.value().as_text()?;
        let holder = node.parent()?.value().as_element()?;
        (!matches!(holder.name(), "script" | "style" | "template" | "noscript")).then_some(&**text)
    })
}

/// The parts of a page by its shape and by what its head calls it.
pub(crate) fn shape_of<'a>(document: &'a Html, gathered: &Gathered<'_>) -> Shape<'a> {
    let head = &gathered.head;
    let headline = gathered.json_ld.first(&["headline"]);
    let titles: Vec<&str> = (head.title.as_deref().into_iter())
        .chain(
            ["og:title", "twitter:title"]
                .into_iter()
                .filter_map(|name| head.first(name)),
        )
        .chain(headline.as_deref())
        .collect();
    shape::of(document, &titles)
}

/// The longest value of a field that is one line, in bytes: the longest titles that people gave
/// to releases have a third of it.
pub(crate) const LONGEST_LINE: usize = 2_000;

/// The longest address that is written to a record.
const LONGEST_URL: usize = 4096;

/// Who says in which language a page is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LanguageBy {
    /// The page states it.
    Page,
    /// The newsroom's first language: the page states none, or one that is not the newsroom's.
    Profile,
}

/// The language of the release: what the page states, if the newsroom has such releases;
/// else the newsroom's first language.
fn language<'a>(profile: &'a Profile, gathered: &'a Gathered<'_>) -> Option<(&'a str, LanguageBy)> {
    let stated = gathered.language.as_deref();
    let primary = |tag: &str| {
        let first = tag.trim().split(['-', '_']).next().unwrap_or_default();
        first.to_ascii_lowercase()
    };
    let stated = stated.filter(|stated| {
        let known = &profile.languages;
        known.is_empty() || known.iter().any(|known| primary(known) == primary(stated))
    });
    let first = profile.languages.first().map(String::as_str);
    stated
        .map(|stated| (stated, LanguageBy::Page))
        .or_else(|| first.map(|first| (first, LanguageBy::Profile)))
}

/// Evidence of a generic reader.
pub(crate) fn generic(origin: Origin, rule: &str) -> Evidence {
    Evidence {
        origin,
        rule: rule.to_owned(),
        detail: None,
    }
}
