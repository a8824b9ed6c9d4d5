//! Rules at work: from a profile's `{ css = ".day", attr = "title", regex = "…" }` to values.
//!
//! Rules are tried in order; the first that yields a value wins, and the caller says what a
//! valid value is. The same rules read releases, rows of listings and the link to the next
//! page; what differs is the [`Ground`] they stand on.

mod ground;
mod json;
mod refine;

use ego_tree::NodeId;
use scraper::{ElementRef, Html};

use crate::profile::{From, Locator, Rule, Rules};
use crate::record::Origin;
use ground::Raw;
pub(crate) use ground::{Ground, Tried};
pub(crate) use json::{in_json, markup_in_json, text as json_text};

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
            | Locator::Json(_)
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
        Locator::Json(_) => Origin::Row,
        Locator::Meta(_) => Origin::Meta,
        Locator::JsonLd(_) => Origin::JsonLd,
        Locator::From(From::Dateline) => Origin::Dateline,
        Locator::From(From::Row(_)) => Origin::Row,
        Locator::From(From::Feed(_)) => Origin::Feed,
        Locator::From(From::Sitemap(_)) => Origin::Sitemap,
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

#[cfg(test)]
mod tests {
    use regex::Regex;
    use scraper::Selector;

    use super::*;
    use crate::profile::{Css, Refine};

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
}
