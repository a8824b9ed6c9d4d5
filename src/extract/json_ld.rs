//! Linked data in a page: `<script type="application/ld+json">`.
//!
//! ```json
//! {"@graph": [{"@type": "Organization", "@id": "#org", "name": "Marlow Foundation"},
//!             {"@type": "NewsArticle", "headline": "Harbour school opens",
//!              "datePublished": "2024-05-08T07:00:00+00:00", "author": {"@id": "#org"}}]}
//! ```
//!
//! Of all nodes the one that is most like an article speaks for the release. Pages carry the
//! linked data of other articles too (related news, the latest ones): a node with a headline of
//! its own that is none of the page's does not speak for it where its address is another one,
//! or where another node does.

mod lenient;

use std::collections::HashSet;

use ego_tree::NodeId;
use scraper::{Html, Node};
use serde_json::Value;
use url::Url;

use super::shape::LONGEST_TITLE;
use super::{attribute, clean, markup};

/// The types that can be a release, the most fitting first.
const ARTICLE_TYPES: &[&str] = &[
    "PressRelease",
    "NewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "BackgroundNewsArticle",
    "Article",
    "Report",
    "BlogPosting",
    "SocialMediaPosting",
    "LiveBlogPosting",
    "TechArticle",
    "ScholarlyArticle",
    "CreativeWork",
    "WebPage",
    "ItemPage",
];
/// The most nodes that are looked at.
const MAX_NODES: usize = 500;

/// What is known of a page before its linked data is read: what tells its own from another's.
#[derive(Debug, Default)]
pub(crate) struct About {
    /// Its addresses: fetched, canonical.
    pub urls: Vec<Url>,
    /// What it calls itself: `<title>`, `og:title`, headlines.
    pub titles: Vec<String>,
}

/// Whether a node is of this page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Whose {
    /// Its address or its headline is the page's.
    Ours,
    /// It does not say.
    Unsaid,
    /// Its headline is none of the page's, and it names no address to compare.
    Doubtful,
    /// Neither its headline nor its address is the page's.
    Other,
}

/// The linked data of one page.
#[derive(Debug, Default)]
pub(crate) struct JsonLd {
    nodes: Vec<Value>,
    /// The element that holds each node.
    scripts: Vec<NodeId>,
    /// The nodes that are like an article, most fitting first.
    articles: Vec<usize>,
}

impl JsonLd {
    /// Reads all of it; what is not JSON is passed over.
    pub(crate) fn read(document: &Html, about: &About) -> Self {
        let (mut nodes, mut scripts) = (Vec::new(), Vec::new());
        for node in document.tree.root().descendants() {
            let Node::Element(element) = node.value() else {
                continue;
            };
            let linked_data = element.name() == "script"
                && attribute::of(element, "type").is_some_and(|kind| {
                    let kind = kind.split(';').next().unwrap_or(kind).trim();
                    kind.eq_ignore_ascii_case("application/ld+json")
                });
            if !linked_data {
                continue;
            }
            let text: String = node
                .children()
                .filter_map(|child| child.value().as_text().map(|text| &**text))
                .collect();
            if let Some(value) = lenient::parse(&text) {
                flatten(value, &mut nodes);
                scripts.resize(nodes.len(), node.id());
            }
        }
        let titles: Vec<String> = (about.titles.iter())
            .map(|title| words(clean::cut(title, LONGEST_TITLE)))
            .collect();
        let mut articles: Vec<(Whose, usize, usize)> = nodes
            .iter()
            .enumerate()
            .filter_map(|(index, node)| {
                Some((whose(node, &about.urls, &titles), rank(node)?, index))
            })
            .collect();
        let known = articles.iter().any(|(whose, ..)| *whose == Whose::Ours);
        articles.retain(|(whose, ..)| match whose {
            Whose::Ours | Whose::Unsaid => true,
            Whose::Doubtful => !known,
            Whose::Other => false,
        });
        // What type a node has says more of it than whether it says whose it is.
        articles.sort_unstable_by_key(|&(whose, rank, index)| (rank, whose, index));
        Self {
            articles: articles.into_iter().map(|(.., index)| index).collect(),
            nodes,
            scripts,
        }
    }

    /// The element that holds what a path leads to.
    pub(crate) fn script(&self, path: &[&str]) -> Option<NodeId> {
        let says = |article: &&usize| !self.texts_of(&self.nodes[**article], path).is_empty();
        let named = |article: &&usize| {
            let key = path.first();
            key.is_some_and(|key| self.nodes[**article].get(*key).is_some())
        };
        let article = (self.articles.iter().find(says)).or(self.articles.iter().find(named))?;
        self.scripts.get(*article).copied()
    }

    /// The texts at a path in the article: `headline`, `author.name`. Lists give all their
    /// members, a node gives its name.
    pub(crate) fn texts(&self, path: &[&str]) -> Vec<String> {
        let first = self.articles.iter().map(|&index| &self.nodes[index]);
        for article in first {
            let found = self.texts_of(article, path);
            if !found.is_empty() {
                return found;
            }
        }
        Vec::new()
    }

    /// The first text at a path.
    pub(crate) fn first(&self, path: &[&str]) -> Option<String> {
        self.texts(path).into_iter().next()
    }

    /// The nodes at a key of the article, references followed.
    pub(crate) fn members(&self, key: &str) -> Vec<&Value> {
        let Some(value) = self
            .articles
            .iter()
            .find_map(|&index| self.nodes[index].get(key))
        else {
            return Vec::new();
        };
        let members = match value {
            Value::Array(members) => members.as_slice(),
            value => std::slice::from_ref(value),
        };
        // A node that is referred to again and again is one member.
        let mut known = HashSet::new();
        (members.iter().map(|member| self.resolve(member)))
            .filter(|member| known.insert(std::ptr::from_ref(*member)))
            .take(MAX_NODES)
            .collect()
    }

    /// The days that the nodes of the site and of who runs it state for themselves.
    pub(crate) fn dates_of_site(&self) -> Vec<&str> {
        let sites = self.nodes.iter().filter(|node| {
            let kind = &node["@type"];
            let kinds = kind.as_str().into_iter();
            let kinds = kinds.chain(
                kind.as_array()
                    .into_iter()
                    .flatten()
                    .filter_map(Value::as_str),
            );
            let mut kinds = kinds.map(|kind| kind.rsplit(['/', '#', ':']).next().unwrap_or(kind));
            kinds.any(|kind| kind == "WebSite" || kind.ends_with("Organization"))
        });
        let keys = [
            "datePublished",
            "dateCreated",
            "foundingDate",
            "dateModified",
        ];
        sites
            .flat_map(|site| keys.iter().filter_map(|key| site[*key].as_str()))
            .collect()
    }

    fn texts_of(&self, node: &Value, path: &[&str]) -> Vec<String> {
        let mut found = Vec::new();
        self.collect(node, path, 0, &mut found, &mut HashSet::new());
        found
    }

    /// `followed` are the nodes that references led to, and how much of the path was left there:
    /// what is referred to again and again is said once.
    fn collect<'v>(
        &'v self,
        value: &'v Value,
        path: &[&str],
        hops: u32,
        found: &mut Vec<String>,
        followed: &mut HashSet<(*const Value, usize)>,
    ) {
        // References can go in a circle.
        if hops > 8 || found.len() >= MAX_NODES {
            return;
        }
        let node = self.resolve(value);
        let is_reference = !std::ptr::eq(node, value);
        if is_reference && !followed.insert((std::ptr::from_ref(node), path.len())) {
            return;
        }
        match (value, path) {
            (Value::Array(members), _) => {
                for member in members {
                    self.collect(member, path, hops + 1, found, followed);
                }
            }
            (Value::Object(_), [key, rest @ ..]) => {
                if let Some(value) = node.get(*key) {
                    self.collect(value, rest, hops + 1, found, followed);
                }
            }
            (Value::Object(_), []) => {
                if let Some(text) = ["name", "@value", "url"]
                    .iter()
                    .find_map(|key| node.get(*key)?.as_str())
                {
                    found.extend(markup::unescaped(text));
                }
            }
            (Value::String(text), []) => found.extend(markup::unescaped(text)),
            (Value::Number(number), []) => found.push(number.to_string()),
            (Value::String(_) | Value::Number(_), _) | (Value::Null | Value::Bool(_), _) => {}
        }
    }

    /// The node that `{"@id": "…"}` refers to, else the value itself.
    fn resolve<'v>(&'v self, value: &'v Value) -> &'v Value {
        let Some(reference) = value.as_object().filter(|object| object.len() == 1) else {
            return value;
        };
        let Some(id) = reference.get("@id").and_then(Value::as_str) else {
            return value;
        };
        self.nodes
            .iter()
            .find(|node| {
                node.get("@id").and_then(Value::as_str) == Some(id)
                    && node.as_object().is_some_and(|object| object.len() > 1)
            })
            .unwrap_or(value)
    }
}

fn flatten(value: Value, nodes: &mut Vec<Value>) {
    // With how many nodes it is the main entity of.
    let mut waiting = vec![(value, 0)];
    while let Some((value, around)) = waiting.pop() {
        if nodes.len() >= MAX_NODES {
            return;
        }
        match value {
            Value::Array(members) => {
                waiting.extend(members.into_iter().rev().map(|member| (member, around)));
            }
            Value::Object(mut object) => {
                if let Some(graph) = object.remove("@graph") {
                    waiting.push((graph, around));
                }
                if around < MOST_AROUND
                    && let Some(main @ Value::Object(_)) = object.get("mainEntity")
                {
                    waiting.push((main.clone(), around + 1));
                }
                nodes.push(Value::Object(object));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

/// A node within so many others is kept once more with each of them.
const MOST_AROUND: usize = 3;

/// Whose a node is, by its headline first: addresses of one page differ in many small ways.
fn whose(node: &Value, urls: &[Url], titles: &[String]) -> Whose {
    let headlines: Vec<String> = ["headline", "alternativeHeadline", "name"]
        .into_iter()
        .filter_map(|key| Some(words(&markup::unescaped(node.get(key)?.as_str()?)?)))
        .filter(|headline| !headline.is_empty())
        .collect();
    let same = |one: &str, other: &str| {
        // `Bridge opens` and `Bridge opens | River Board`; but a word or two prove nothing.
        one == other
            || (one.len().min(other.len()) >= SHORTEST_HEADLINE
                && (one.contains(other) || other.contains(one)))
    };
    let is_headline = |headline: &String| titles.iter().any(|title| same(title, headline));
    if headlines.iter().any(is_headline) {
        return Whose::Ours;
    }
    let addresses: Vec<Url> = ["url", "mainEntityOfPage", "@id"]
        .into_iter()
        .filter_map(|key| {
            let value = node.get(key)?;
            let text = value.as_str().or_else(|| value.get("@id")?.as_str())?;
            Url::parse(text).ok()
        })
        .collect();
    let is_address = |address: &Url| urls.iter().any(|url| place(url) == place(address));
    if addresses.iter().any(is_address) {
        return Whose::Ours;
    }
    if headlines.is_empty() || titles.is_empty() {
        return Whose::Unsaid;
    }
    if addresses.is_empty() || urls.is_empty() {
        return Whose::Doubtful;
    }
    Whose::Other
}

/// Below this many bytes a headline inside another is chance.
const SHORTEST_HEADLINE: usize = 12;

/// An address without what differs between names of one page.
fn place(url: &Url) -> (&str, &str, Option<&str>) {
    let host = url.host_str().unwrap_or_default();
    (
        host.strip_prefix("www.").unwrap_or(host),
        url.path().trim_end_matches('/'),
        url.query(),
    )
}

/// A headline's letters and digits, case folded: quotes and dashes differ between a page and
/// its head.
fn words(text: &str) -> String {
    let folded = clean::folded(&clean::line(text));
    let words: Vec<&str> = folded
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    words.join(" ")
}

fn rank(node: &Value) -> Option<usize> {
    let kinds = match node.get("@type")? {
        Value::String(kind) => vec![kind.as_str()],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => return None,
    };
    kinds
        .into_iter()
        .filter_map(|kind| {
            let kind = kind.rsplit(['/', '#', ':']).next().unwrap_or(kind);
            ARTICLE_TYPES.iter().position(|known| *known == kind)
        })
        .min()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> JsonLd {
        read_of(json, &About::default())
    }

    fn read_of(json: &str, about: &About) -> JsonLd {
        let page = format!("<script type='application/ld+json'>{json}</script>");
        JsonLd::read(&Html::parse_document(&page), about)
    }

    #[test]
    fn another_article_does_not_speak_for_this_one() {
        let about = About {
            urls: vec![Url::parse("https://www.a.example/1/").expect("an address")],
            titles: vec!["“Bridge” opens in spring | River Board".to_owned()],
        };
        let other = r#"{"@type":"NewsArticle","headline":"Quite another story","url":"https://a.example/9","datePublished":"2001-01-01"}"#;
        let doubtful = r#"{"@type":"NewsArticle","headline":"Quite another story","datePublished":"2002-02-02"}"#;
        let own = r#"{"@type":"NewsArticle","headline":"\"Bridge\" opens in spring","datePublished":"2003-03-03"}"#;
        let own_dateless = r#"{"@type":"NewsArticle","headline":"Bridge opens in spring"}"#;
        let retitled = r#"{"@type":"NewsArticle","headline":"New crossing for all","mainEntityOfPage":{"@id":"http://a.example/1"},"datePublished":"2004-04-04"}"#;
        let plain = r#"{"@type":"WebPage","datePublished":"2005-05-05"}"#;
        for (nodes, date) in [
            (vec![other], None),
            (vec![doubtful], Some("2002-02-02")),
            (vec![doubtful, own], Some("2003-03-03")),
            (vec![other, doubtful, own_dateless], None),
            (vec![other, retitled], Some("2004-04-04")),
            (vec![other, plain], Some("2005-05-05")),
        ] {
            let linked = read_of(&format!("[{}]", nodes.join(",")), &about);
            assert_eq!(
                linked.first(&["datePublished"]).as_deref(),
                date,
                "{nodes:?}"
            );
        }
    }

    #[test]
    fn a_title_without_end_is_not_searched_for_every_headline() {
        let far = format!("{}Bridge opens in spring", "Dams and mills. ".repeat(200));
        let node = r#"{"@type":"NewsArticle","headline":"Bridge opens in spring","url":"https://a.example/9"}"#;
        for (title, is_ours) in [(far.as_str(), false), (&far[far.len() - 60..], true)] {
            let about = About {
                urls: vec![Url::parse("https://www.a.example/1/").expect("an address")],
                titles: vec![title.to_owned()],
            };
            let linked = read_of(node, &about);
            assert_eq!(linked.first(&["headline"]).is_some(), is_ours, "{title}");
        }
    }

    #[test]
    fn finds_the_article_among_other_nodes() {
        let linked = read(
            r##"{"@context":"https://schema.org","@graph":[
            {"@type":"WebPage","datePublished":"2001-01-01","name":"page"},
            {"@type":["Thing","https://schema.org/NewsArticle"],"headline":"A &amp; B",
             "datePublished":"2024-05-08","author":[{"@id":"#x"},{"@type":"Person","name":"Ann"}],
             "keywords":["k","l"],"wordCount":7},
            {"@type":"Organization","@id":"#x","name":"Org"}]}"##,
        );
        assert_eq!(linked.first(&["headline"]).as_deref(), Some("A & B"));
        assert_eq!(
            linked.first(&["datePublished"]).as_deref(),
            Some("2024-05-08")
        );
        assert_eq!(linked.texts(&["author"]), ["Org", "Ann"]);
        assert_eq!(linked.texts(&["author", "name"]), ["Org", "Ann"]);
        assert_eq!(linked.texts(&["keywords"]), ["k", "l"]);
        assert_eq!(linked.texts(&["wordCount"]), ["7"]);
        assert_eq!(linked.texts(&["name"]), ["page"]);
        assert!(linked.texts(&["publisher"]).is_empty());
    }

    #[test]
    fn what_is_said_over_and_over_is_kept_once() {
        let references = vec![r##"{"@id":"#x"}"##; 1_000].join(",");
        let linked = read(&format!(
            r##"{{"@graph":[{{"@type":"Article","headline":"h","author":[{references},{{"name":"Ann"}},{{"name":"Ann"}}]}},
            {{"@id":"#x","name":"Ida"}}]}}"##
        ));
        assert_eq!(linked.members("author").len(), 3);
        for path in [&["author"][..], &["author", "name"]] {
            assert_eq!(linked.texts(path), ["Ida", "Ann", "Ann"], "{path:?}");
        }
        let (open, close) = (
            r#"{"@type":"Article","mainEntity":"#.repeat(60),
            "}".repeat(60),
        );
        let linked = read(&format!(r#"{open}{{"headline":"h"}}{close}"#));
        assert_eq!(linked.nodes.len(), 1 + MOST_AROUND);
    }

    #[test]
    fn reads_json_that_is_not_quite_json() {
        for json in [
            "<!-- {\"@type\":\"Article\",\"headline\":\"h\"} -->",
            "//<![CDATA[\n{\"@type\":\"Article\",\"headline\":\"h\"};\n//]]>",
            "[{\"@type\":\"Article\",\n\"headline\":\"h\",\"x\":\"a\nb\"}]",
        ] {
            assert_eq!(
                read(json).first(&["headline"]).as_deref(),
                Some("h"),
                "{json}"
            );
        }
    }

    #[test]
    fn is_not_led_in_circles() {
        let linked = read(
            r##"[{"@type":"Article","@id":"#a","author":{"@id":"#b"}},{"@id":"#b","x":{"@id":"#b"}}]"##,
        );
        assert!(
            linked
                .texts(&["author", "x", "x", "x", "x", "x", "x", "x", "x", "x"])
                .is_empty()
        );
        assert!(read(&"[".repeat(100_000)).texts(&["headline"]).is_empty());
    }
}
