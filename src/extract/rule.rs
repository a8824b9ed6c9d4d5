//! Rules at work: from a profile's `{ css = ".day", attr = "title", regex = "…" }` to values.
//!
//! Rules are tried in order; the first that yields a value wins, and the caller says what a
//! valid value is. The same rules read releases, rows of listings and the link to the next
//! page; what differs is the [`Ground`] they stand on.

use ego_tree::NodeId;
use scraper::{ElementRef, Html};

use super::label::{Label, Region};
use super::{clean, markup, text};
use crate::profile::{From, Locator, Refine, Rule, Rules, TextMode, Transform};
use crate::record::Origin;

/// What a value is to be: decides which part of an element is its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Expect {
    /// The text; `content` of a `<meta>`.
    Text,
    /// `href` of a link, `src` of a picture.
    Url,
    /// `datetime` of a `<time>`, printed as `datetime=…`.
    Date,
}

/// What rules yielded.
#[derive(Debug)]
pub(crate) struct Read<'a> {
    /// The values, white space collapsed, never empty.
    pub values: Vec<String>,
    /// The values before `map`: the publisher's words.
    pub printed: Vec<String>,
    /// The text of the first value before it was split.
    pub whole: String,
    /// The rule that won.
    pub rule: &'a Rule,
    /// The elements that the values were read from; none for evidence that is no element.
    pub elements: Vec<ElementRef<'a>>,
    /// The nodes that a label and its value consist of.
    pub nodes: Vec<NodeId>,
}

/// Evidence that a rule can ask for and that no markup holds.
pub(crate) trait Facts {
    /// The contents of `<meta>` elements.
    fn meta(&self, name: &str) -> Vec<String>;
    /// The texts at a path of the linked data.
    fn json_ld(&self, path: &[String]) -> Vec<String>;
    /// What was gathered elsewhere.
    fn gathered(&self, from: &From) -> Vec<String>;
}

/// Where rules look.
pub(crate) struct Ground<'a, 'f> {
    /// Selectors look here.
    whole: ElementRef<'a>,
    /// Labels and patterns look here.
    region: Region<'a>,
    region_element: ElementRef<'a>,
    /// Selectors may match `whole` itself.
    itself: bool,
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

/// Reads one row of a listing. Selectors may match the row itself.
pub(crate) fn in_row<'a>(
    rules: &'a [Rule],
    row: ElementRef<'a>,
    labels: &[String],
    expect: Expect,
) -> Option<Read<'a>> {
    let mut ground = Ground::new(row, row, labels, None);
    ground.itself = true;
    first(rules, &ground, expect)
}

/// Reads a whole document, as for the link to the next page.
pub(crate) fn on_page<'a>(
    rules: &'a [Rule],
    document: &'a Html,
    expect: Expect,
) -> Option<Read<'a>> {
    let root = document.root_element();
    first(rules, &Ground::new(root, root, &[], None), expect)
}

/// The labels that rules name: each ends the values of the others.
pub(crate) fn labels_of<'r>(rules: impl IntoIterator<Item = &'r Rules>) -> Vec<String> {
    let mut labels: Vec<String> = rules
        .into_iter()
        .flat_map(|rules| &rules.0)
        .filter_map(|rule| match &rule.locator {
            Locator::Label(label) => Some(label.clone()),
            Locator::Css(_)
            | Locator::Meta(_)
            | Locator::JsonLd(_)
            | Locator::Text(_)
            | Locator::From(_)
            | Locator::Const(_) => None,
        })
        .collect();
    labels.sort();
    labels.dedup();
    labels
}

/// The kind of place that a rule reads from.
pub(crate) fn origin_of(rule: &Rule) -> Origin {
    match &rule.locator {
        Locator::Css(_) | Locator::Label(_) | Locator::Text(_) | Locator::Const(_) => Origin::Field,
        Locator::Meta(_) => Origin::Meta,
        Locator::JsonLd(_) => Origin::JsonLd,
        Locator::From(From::Dateline) => Origin::Dateline,
        Locator::From(From::Row(_)) => Origin::Row,
        Locator::From(From::Feed(_)) => Origin::Feed,
        Locator::From(From::Url) => Origin::Url,
    }
}

fn first<'a>(rules: &'a [Rule], ground: &Ground<'a, '_>, expect: Expect) -> Option<Read<'a>> {
    rules
        .iter()
        .find_map(|rule| match ground.try_rule(rule, expect) {
            Tried::Found(read) => Some(read),
            Tried::EmptyLabel | Tried::Nothing => None,
        })
}

/// A value before it is refined.
struct Raw<'a> {
    /// More than one for the parts of a label's value.
    texts: Vec<String>,
    /// `datetime` or `content`, where the text is such an attribute.
    attribute: Option<&'static str>,
    element: Option<ElementRef<'a>>,
    nodes: Vec<NodeId>,
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
            Locator::JsonLd(path) => self.texts(|facts| facts.json_ld(path), None),
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
        rule,
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

fn refined(raw: &Raw<'_>, refine: &Refine, expect: Expect) -> Vec<(String, String)> {
    let Refine {
        within: _,
        stop_at: _,
        nth: _,
        all,
        attr: _,
        text,
        regex,
        split,
        transform,
        any_of,
        map,
    } = refine;
    let several = *all || split.is_some();
    let texts = if several || raw.texts.len() < 2 {
        raw.texts.clone()
    } else {
        vec![raw.texts.join(" ")]
    };
    let tidy = |value: &str| match text {
        TextMode::Block => clean::block(value),
        TextMode::All | TextMode::Own => clean::line(value),
    };
    texts
        .iter()
        .filter_map(|text| match regex {
            Some(pattern) => group(&pattern.captures(text)?),
            None => Some(text.clone()),
        })
        .flat_map(|text| match split {
            Some(at) if !at.is_empty() => text.split(at.as_str()).map(str::to_owned).collect(),
            _ => vec![text],
        })
        .map(|text| tidy(&transform.iter().fold(text, transformed)))
        .filter(|value| !value.is_empty())
        .filter(|value| any_of.is_empty() || any_of.iter().any(|valid| clean::alike(valid, value)))
        .map(|printed| {
            let value = map
                .iter()
                .find(|(word, _)| clean::alike(word, &printed))
                .map_or_else(|| printed.clone(), |(_, meaning)| meaning.clone());
            match (raw.attribute, expect) {
                (Some(attribute), Expect::Date) => (format!("{attribute}={value}"), printed),
                _ => (value, printed),
            }
        })
        .collect()
}

/// Group `v`, else group 1, else the whole match.
fn group(groups: &regex::Captures<'_>) -> Option<String> {
    groups
        .name("v")
        .or_else(|| groups.get(1))
        .or_else(|| groups.get(0))
        .map(|found| found.as_str().to_owned())
}

fn transformed(text: String, transform: &Transform) -> String {
    match transform {
        Transform::Trim => text.trim().to_owned(),
        Transform::Lower => text.to_lowercase(),
        Transform::Upper => text.to_uppercase(),
        Transform::Title => title_case(&text),
        Transform::Digits => text.chars().filter(char::is_ascii_digit).collect(),
        Transform::Collapse => clean::line(&text),
        Transform::StripPrefix(prefix) => text
            .trim_start()
            .strip_prefix(prefix.as_str())
            .map_or_else(|| text.clone(), str::to_owned),
        Transform::StripSuffix(suffix) => text
            .trim_end()
            .strip_suffix(suffix.as_str())
            .map_or_else(|| text.clone(), str::to_owned),
        Transform::Unescape => markup::unescaped(&text).unwrap_or_default(),
        Transform::HtmlToText => markup::to_text(&text),
        Transform::UrlDecode => url_decoded(&text),
    }
}

fn title_case(text: &str) -> String {
    let mut in_word = false;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if in_word {
            out.extend(c.to_lowercase());
        } else {
            out.extend(c.to_uppercase());
        }
        in_word = c.is_alphanumeric() || (in_word && matches!(c, '\'' | '’'));
    }
    out
}

fn url_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let coded = match after {
            [high, low, ..] if *first == b'%' => std::str::from_utf8(&[*high, *low])
                .ok()
                .and_then(|hex| u8::from_str_radix(hex, 16).ok()),
            _ => None,
        };
        bytes.push(coded.unwrap_or(*first));
        rest = if coded.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use regex::Regex;
    use scraper::Selector;

    use super::*;
    use crate::profile::Css;

    fn css(selector: &str) -> Locator {
        Locator::Css(Css {
            printed: selector.to_owned(),
            selector: Selector::parse(selector).unwrap(),
        })
    }

    fn rule(locator: Locator, refine: Refine) -> Rule {
        Rule {
            locator,
            refine,
            printed: "rule".to_owned(),
            line: 1,
        }
    }

    fn read(markup: &str, rules: &[Rule], expect: Expect) -> Vec<String> {
        let document = Html::parse_document(markup);
        let row = Selector::parse("#row").unwrap();
        let row = document.select(&row).next().unwrap();
        let labels = ["Type:".to_owned(), "Where:".to_owned()];
        in_row(rules, row, &labels, expect)
            .map(|read| read.values)
            .unwrap_or_default()
    }

    const ROW: &str = r#"<div class=out>no</div><div id=row class=row title=T><h2><a href="/x?a=1">The  title</a></h2>
        <time datetime="2024-05-08T07:00:00Z">8 May</time> <time datetime="">9 May</time>
        <b>Type:</b> Press release<br><b>Where:</b> A, B, A <i class=k>one</i><i class=k>two</i>
        own<span>not own</span><meta itemprop=m content=C></div>"#;

    #[test]
    fn reads_rows_by_every_locator_and_refiner() {
        let refine = Refine::default;
        let pattern = |text: &str| Regex::new(text).unwrap();
        let cases: Vec<(&str, Rule, Expect, &[&str])> = vec![
            (
                "text",
                rule(css("h2"), refine()),
                Expect::Text,
                &["The title"],
            ),
            (
                "link",
                rule(css("h2 a"), refine()),
                Expect::Url,
                &["/x?a=1"],
            ),
            (
                "link in a heading",
                rule(css("h2"), refine()),
                Expect::Url,
                &["/x?a=1"],
            ),
            (
                "row itself",
                rule(
                    css(".row"),
                    Refine {
                        attr: Some("title".into()),
                        ..refine()
                    },
                ),
                Expect::Text,
                &["T"],
            ),
            (
                "nothing outside",
                rule(css(".out"), refine()),
                Expect::Text,
                &[],
            ),
            (
                "time",
                rule(css("time"), refine()),
                Expect::Date,
                &["datetime=2024-05-08T07:00:00Z"],
            ),
            (
                "time without stamp",
                rule(
                    css("time"),
                    Refine {
                        nth: Some(1),
                        ..refine()
                    },
                ),
                Expect::Date,
                &["9 May"],
            ),
            (
                "time as text",
                rule(css("time"), refine()),
                Expect::Text,
                &["8 May"],
            ),
            (
                "last",
                rule(
                    css("i.k"),
                    Refine {
                        nth: Some(-1),
                        ..refine()
                    },
                ),
                Expect::Text,
                &["two"],
            ),
            (
                "beyond",
                rule(
                    css("i.k"),
                    Refine {
                        nth: Some(-3),
                        ..refine()
                    },
                ),
                Expect::Text,
                &[],
            ),
            (
                "all",
                rule(
                    css("i.k"),
                    Refine {
                        all: true,
                        ..refine()
                    },
                ),
                Expect::Text,
                &["one", "two"],
            ),
            ("meta", rule(css("meta"), refine()), Expect::Text, &["C"]),
            (
                "label",
                rule(Locator::Label("Type:".into()), refine()),
                Expect::Text,
                &["Press release"],
            ),
            (
                "split",
                rule(
                    Locator::Label("Where:".into()),
                    Refine {
                        split: Some(",".into()),
                        ..refine()
                    },
                ),
                Expect::Text,
                &["A", "B", "A onetwo ownnot own"],
            ),
            (
                "pattern",
                rule(Locator::Text(pattern("(?m)Type: (?P<v>\\w+)")), refine()),
                Expect::Text,
                &["Press"],
            ),
            (
                "group",
                rule(
                    css("h2"),
                    Refine {
                        regex: Some(pattern("The (t)")),
                        ..refine()
                    },
                ),
                Expect::Text,
                &["t"],
            ),
            (
                "no match",
                rule(
                    css("h2"),
                    Refine {
                        regex: Some(pattern("zzz")),
                        ..refine()
                    },
                ),
                Expect::Text,
                &[],
            ),
            (
                "within",
                rule(
                    css("a"),
                    Refine {
                        within: Some(Css {
                            printed: "h2".into(),
                            selector: Selector::parse("h2").unwrap(),
                        }),
                        ..refine()
                    },
                ),
                Expect::Text,
                &["The title"],
            ),
            (
                "map",
                rule(
                    css("h2"),
                    Refine {
                        map: vec![("THE TITLE".into(), "x".into())],
                        ..refine()
                    },
                ),
                Expect::Text,
                &["x"],
            ),
            (
                "any of",
                rule(
                    css("i.k"),
                    Refine {
                        any_of: vec!["Two".into()],
                        ..refine()
                    },
                ),
                Expect::Text,
                &["two"],
            ),
            (
                "const",
                rule(Locator::Const("c".into()), refine()),
                Expect::Text,
                &["c"],
            ),
        ];
        for (name, rule, expect, expected) in cases {
            assert_eq!(read(ROW, &[rule], expect), expected, "{name}");
        }
    }

    #[test]
    fn takes_the_first_rule_with_a_value() {
        let rules = [
            rule(css(".none"), Refine::default()),
            rule(css("h2"), Refine::default()),
            rule(css("time"), Refine::default()),
        ];
        assert_eq!(read(ROW, &rules, Expect::Text), ["The title"]);
    }

    #[test]
    fn transforms() {
        let cases = [
            (Transform::Lower, " ÄB", "äb"),
            (
                Transform::Title,
                "THE nato's HEAD-quarters",
                "The Nato's Head-Quarters",
            ),
            (Transform::Digits, "No. 7/2002", "72002"),
            (Transform::StripPrefix("By ".into()), "By Ann", "Ann"),
            (Transform::StripSuffix(" | X".into()), "a | X", "a"),
            (Transform::Unescape, "a &amp; b", "a & b"),
            (Transform::HtmlToText, "<p>a<br>b", "a b"),
            (Transform::UrlDecode, "a%20b%C3%BC%zz%", "a bü%zz%"),
        ];
        for (transform, from, to) in cases {
            assert_eq!(clean::line(&transformed(from.to_owned(), &transform)), to);
        }
    }
}
