//! Where rules look, and what one rule finds there.

use ego_tree::NodeId;
use scraper::ElementRef;

use super::refine::{group, refined};
use super::{Expect, Facts, Read};
use crate::extract::label::{Label, Region};
use crate::extract::{clean, text};
use crate::profile::{Locator, Refine, Rule, TextMode};

/// Where rules look.
pub(crate) struct Ground<'a, 'f> {
    /// Selectors look here.
    whole: ElementRef<'a>,
    /// Labels and patterns look here.
    region: Region<'a>,
    region_element: ElementRef<'a>,
    /// Selectors may match `whole` itself.
    pub(super) itself: bool,
    /// The labels that end each other's values.
    labels: Vec<Label>,
    facts: Option<&'f dyn Facts>,
}

/// What became of one rule.
#[derive(Debug)]
pub(crate) enum Tried<'a> {
    /// It has values.
    Found(Read<'a>),
    /// Its label is there and has no value.
    EmptyLabel,
    /// Nothing.
    Nothing,
}

/// A value before it is refined.
pub(super) struct Raw<'a> {
    /// More than one for the parts of a label's value.
    pub(super) texts: Vec<String>,
    /// `datetime` or `content`, where the text is such an attribute.
    pub(super) attribute: Option<&'static str>,
    pub(super) element: Option<ElementRef<'a>>,
    pub(super) nodes: Vec<NodeId>,
}

impl<'a, 'f> Ground<'a, 'f> {
    /// The ground of a page: selectors look in `whole`, labels and patterns in `region`.
    pub(crate) fn new(
        whole: ElementRef<'a>,
        region: ElementRef<'a>,
        labels: &[String],
        facts: Option<&'f dyn Facts>,
    ) -> Self {
        Self {
            whole,
            region: Region::new(region),
            region_element: region,
            itself: false,
            labels: labels.iter().map(|label| Label::new(label)).collect(),
            facts,
        }
    }

    /// Tries one rule.
    pub(crate) fn try_rule(&self, rule: &'a Rule, expect: Expect) -> Tried<'a> {
        let refine = &rule.refine;
        let within = match &refine.within {
            None => None,
            Some(css) => match self.whole.select(&css.selector).next() {
                Some(element) => Some(element),
                None => return Tried::Nothing,
            },
        };
        let mut empty_label = false;
        let raws = match &rule.locator {
            Locator::Css(css) => self
                .select(&css.selector, within)
                .into_iter()
                .filter_map(|element| raw_of(element, refine, expect))
                .collect(),
            Locator::Label(label) => {
                let found = self.labelled(label, refine, within);
                empty_label = found.first().is_some_and(|raw| raw.texts.is_empty());
                // The first place where the label stands decides, unless the rule asks for another.
                if empty_label && !refine.all && refine.nth.is_none() {
                    return Tried::EmptyLabel;
                }
                found
            }
            Locator::Meta(name) => self.texts(|facts| facts.meta(name), Some("content")),
            Locator::JsonLd(path) => self.texts(|facts| facts.json_ld(path), Some("content")),
            // Only rows of JSON sources have them.
            Locator::Json(_) => Vec::new(),
            Locator::From(from) => self.texts(|facts| facts.gathered(from), None),
            Locator::Const(value) => vec![Raw::text(value.clone(), None)],
            Locator::Text(pattern) => {
                let words = text::lines(within.unwrap_or(self.region_element));
                pattern
                    .captures_iter(&words)
                    .take(MOST_MATCHES)
                    .filter_map(|groups| group(&groups))
                    .map(|found| Raw::text(found, None))
                    .collect()
            }
        };
        match choose(raws, rule, expect) {
            Some(read) => Tried::Found(read),
            None if empty_label => Tried::EmptyLabel,
            None => Tried::Nothing,
        }
    }

    /// The nodes that the first place of a rule's label consists of; the label comes first.
    pub(crate) fn label_nodes(&self, rule: &Rule) -> Vec<NodeId> {
        let Locator::Label(label) = &rule.locator else {
            return Vec::new();
        };
        let within = rule
            .refine
            .within
            .as_ref()
            .and_then(|css| self.whole.select(&css.selector).next());
        self.labelled(label, &rule.refine, within)
            .into_iter()
            .next()
            .map(|raw| raw.nodes)
            .unwrap_or_default()
    }

    fn select(
        &self,
        selector: &scraper::Selector,
        within: Option<ElementRef<'a>>,
    ) -> Vec<ElementRef<'a>> {
        let scope = within.unwrap_or(self.whole);
        let itself = (self.itself || within.is_some()) && selector.matches(&scope);
        let mut found: Vec<ElementRef<'a>> = if itself { vec![scope] } else { Vec::new() };
        found.extend(scope.select(selector).take(MOST_MATCHES));
        found
    }

    fn labelled(
        &self,
        label: &str,
        refine: &Refine,
        within: Option<ElementRef<'a>>,
    ) -> Vec<Raw<'a>> {
        let mut stops = self.labels.clone();
        stops.extend(refine.stop_at.iter().map(|stop| Label::new(stop)));
        let label = Label::new(label);
        let found = match within {
            Some(element) => Region::new(element).find(&label, &stops),
            None => self.region.find(&label, &stops),
        };
        found
            .into_iter()
            .map(|labelled| Raw {
                texts: labelled.pieces,
                attribute: None,
                element: None,
                nodes: labelled.nodes,
            })
            .collect()
    }

    fn texts(
        &self,
        ask: impl FnOnce(&dyn Facts) -> Vec<String>,
        attribute: Option<&'static str>,
    ) -> Vec<Raw<'a>> {
        self.facts
            .map(ask)
            .unwrap_or_default()
            .into_iter()
            .map(|text| Raw::text(text, attribute))
            .collect()
    }
}

/// Matches of one rule that are looked at.
const MOST_MATCHES: usize = 1_000;

impl Raw<'_> {
    fn text(text: String, attribute: Option<&'static str>) -> Self {
        Self {
            texts: vec![text],
            attribute,
            element: None,
            nodes: Vec::new(),
        }
    }
}

/// The value of an element.
fn raw_of<'a>(element: ElementRef<'a>, refine: &Refine, expect: Expect) -> Option<Raw<'a>> {
    let value = element.value();
    let has = |name: &str| value.attr(name).filter(|text| !text.trim().is_empty());
    let (words, attribute) = if let Some(name) = &refine.attr {
        let machine = ["datetime", "content"]
            .into_iter()
            .find(|known| known == name);
        (has(name)?.to_owned(), machine)
    } else {
        match (value.name(), expect) {
            ("meta", _) => (has("content")?.to_owned(), Some("content")),
            ("time", Expect::Date) if has("datetime").is_some() => {
                (has("datetime")?.to_owned(), Some("datetime"))
            }
            ("a" | "area" | "link", Expect::Url) => (has("href")?.to_owned(), None),
            ("img" | "source" | "iframe" | "video" | "audio" | "embed", Expect::Url) => {
                (has("src")?.to_owned(), None)
            }
            (_, Expect::Url) => {
                // A heading around the link means the link.
                let link = element.descendent_elements().find(|inner| {
                    inner.value().name() == "a" && inner.value().attr("href").is_some()
                })?;
                (link.value().attr("href")?.to_owned(), None)
            }
            (_, Expect::Text | Expect::Date) => match refine.text {
                TextMode::All => (text::line(element), None),
                TextMode::Own => (text::own(element), None),
                TextMode::Block => (text::lines(element), None),
            },
        }
    };
    Some(Raw {
        texts: vec![words],
        attribute,
        element: Some(element),
        nodes: Vec::new(),
    })
}

/// Refines what was found and takes what the rule asks for: all of it, the n-th, or the
/// first that has a value.
fn choose<'a>(mut raws: Vec<Raw<'a>>, rule: &'a Rule, expect: Expect) -> Option<Read<'a>> {
    let refine = &rule.refine;
    if let Some(nth) = refine.nth {
        let index = if nth < 0 {
            raws.len()
                .checked_sub(usize::try_from(nth.unsigned_abs()).ok()?)?
        } else {
            usize::try_from(nth).ok()?
        };
        if index >= raws.len() {
            return None;
        }
        raws = vec![raws.swap_remove(index)];
    }
    let mut read = Read {
        values: Vec::new(),
        printed: Vec::new(),
        whole: String::new(),
        elements: Vec::new(),
        nodes: Vec::new(),
    };
    for raw in raws {
        let values = refined(&raw, refine, expect);
        if values.is_empty() {
            continue;
        }
        if read.whole.is_empty() {
            read.whole = clean::line(&raw.texts.join(" "));
        }
        for (value, printed) in values {
            if !read.values.contains(&value) {
                read.values.push(value);
                read.printed.push(printed);
            }
        }
        read.elements.extend(raw.element);
        read.nodes.extend(raw.nodes);
        if !refine.all || read.values.len() >= MOST_MATCHES {
            break;
        }
    }
    (!read.values.is_empty()).then_some(read)
}
