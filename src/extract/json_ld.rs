//! Linked data in a page: `<script type="application/ld+json">`.
//!
//! ```json
//! {"@graph": [{"@type": "Organization", "@id": "#org", "name": "Marlow Foundation"},
//!             {"@type": "NewsArticle", "headline": "Harbour school opens",
//!              "datePublished": "2024-05-08T07:00:00+00:00", "author": {"@id": "#org"}}]}
//! ```
//!
//! Of all nodes the one that is most like an article speaks for the release.

use scraper::{Html, Node};
use serde_json::Value;

use super::markup;

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

/// The linked data of one page.
#[derive(Debug, Default)]
pub(crate) struct JsonLd {
    nodes: Vec<Value>,
    /// The nodes that are like an article, most fitting first.
    articles: Vec<usize>,
}

impl JsonLd {
    /// Reads all of it; what is not JSON is passed over.
    pub(crate) fn read(document: &Html) -> Self {
        let mut nodes = Vec::new();
        for node in document.tree.root().descendants() {
            let Node::Element(element) = node.value() else {
                continue;
            };
            let linked_data = element.name() == "script"
                && element.attr("type").is_some_and(|kind| {
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
            if let Some(value) = lenient(&text) {
                flatten(value, &mut nodes);
            }
        }
        let mut articles: Vec<(usize, usize)> = nodes
            .iter()
            .enumerate()
            .filter_map(|(index, node)| Some((rank(node)?, index)))
            .collect();
        articles.sort_unstable();
        Self {
            articles: articles.into_iter().map(|(_, index)| index).collect(),
            nodes,
        }
    }

    /// The texts at a path in the article: `headline`, `author.name`. Lists give all their
    /// members, a node gives its name.
    pub(crate) fn texts(&self, path: &[&str]) -> Vec<String> {
        let first = self.articles.iter().map(|&index| &self.nodes[index]);
        for article in first {
            let mut found = Vec::new();
            self.collect(article, path, 0, &mut found);
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
        match value {
            Value::Array(members) => members.iter().map(|member| self.resolve(member)).collect(),
            value => vec![self.resolve(value)],
        }
    }

    fn collect(&self, value: &Value, path: &[&str], hops: u32, found: &mut Vec<String>) {
        // References can go in a circle.
        if hops > 8 || found.len() >= MAX_NODES {
            return;
        }
        match (value, path) {
            (Value::Array(members), _) => {
                for member in members {
                    self.collect(member, path, hops + 1, found);
                }
            }
            (Value::Object(_), [key, rest @ ..]) => {
                if let Some(value) = self.resolve(value).get(*key) {
                    self.collect(value, rest, hops + 1, found);
                }
            }
            (Value::Object(_), []) => {
                let node = self.resolve(value);
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

/// JSON as sites write it: in comments, with a semicolon behind it, with line breaks in
/// strings.
fn lenient(text: &str) -> Option<Value> {
    let text = text
        .trim()
        .trim_start_matches("<!--")
        .trim_start_matches("//<![CDATA[")
        .trim_start_matches("<![CDATA[")
        .trim_end_matches("-->")
        .trim_end_matches("//]]>")
        .trim_end_matches("]]>")
        .trim()
        .trim_end_matches(';');
    serde_json::from_str(text).ok().or_else(|| {
        let without_controls: String = text
            .chars()
            .map(|c| if c.is_control() { ' ' } else { c })
            .collect();
        serde_json::from_str(&without_controls).ok()
    })
}

fn flatten(value: Value, nodes: &mut Vec<Value>) {
    let mut waiting = vec![value];
    while let Some(value) = waiting.pop() {
        if nodes.len() >= MAX_NODES {
            return;
        }
        match value {
            Value::Array(members) => waiting.extend(members.into_iter().rev()),
            Value::Object(mut object) => {
                if let Some(graph) = object.remove("@graph") {
                    waiting.push(graph);
                }
                if let Some(main @ Value::Object(_)) = object.get("mainEntity") {
                    waiting.push(main.clone());
                }
                nodes.push(Value::Object(object));
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
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
        JsonLd::read(&Html::parse_document(&format!(
            "<script type='application/ld+json'>{json}</script>"
        )))
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
