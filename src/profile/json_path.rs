//! Paths into JSON documents: `data.items`, `title["cdata!"]`, `tags[].name`.
//!
//! ```text
//! results            the member `results`
//! title.rendered     a member of a member
//! title["cdata!"]    a member whose name has other characters: in quotes, \" and \\ escaped
//! tags[0]  tags[-1]  the first and the last element
//! tags[].name        `name` of every element; `*` does the same for every member
//! .                  the value itself, as is the empty path
//! ```

use serde_json::Value;

/// A place in a JSON document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonPath {
    /// As written in the profile.
    pub printed: String,
    steps: Vec<JsonStep>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum JsonStep {
    /// The member of an object with this name.
    Member(String),
    /// The n-th element of a list, from 0; negative counts from the end.
    Nth(i64),
    /// Every element of a list, every member of an object, in the document's order.
    Each,
}

/// Why a text is no path: the offset of what is wrong, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NoPath {
    pub(crate) at: usize,
    pub(crate) why: &'static str,
}

/// The longest path.
const MOST_STEPS: usize = 32;

/// The most values that one path is followed to.
const MOST_VALUES: usize = 1_000;

impl JsonPath {
    pub(crate) fn parse(text: &str) -> Result<Self, NoPath> {
        let mut steps = Vec::new();
        let mut rest = if text == "." { "" } else { text };
        // A name comes first and after a dot; a bracket may come anywhere.
        let mut wants_name = !rest.starts_with('[');
        while !rest.is_empty() {
            let at = text.len() - rest.len();
            let wrong = |why| Err(NoPath { at, why });
            if steps.len() == MOST_STEPS {
                return wrong("the path has too many steps");
            }
            if let Some(inside) = rest.strip_prefix('[').filter(|_| !wants_name) {
                let Some((step, after)) = bracket(inside) else {
                    return wrong("write [0], [-1], [] or [\"a name\"]");
                };
                steps.push(step);
                rest = after;
            } else if wants_name {
                let end = rest.find(['.', '[', ']', '"']).unwrap_or(rest.len());
                let (name, after) = rest.split_at(end);
                if name.is_empty() || after.starts_with([']', '"']) {
                    return wrong("a name is missing, or should stand in quotes: [\"…\"]");
                }
                steps.push(match name {
                    "*" => JsonStep::Each,
                    _ => JsonStep::Member(name.to_owned()),
                });
                wants_name = false;
                rest = after;
            } else if let Some(after) = rest.strip_prefix('.') {
                wants_name = true;
                rest = after;
                if rest.is_empty() {
                    return wrong("the path ends in a dot");
                }
            } else {
                return wrong("write a dot or a bracket here");
            }
        }
        Ok(Self {
            printed: text.to_owned(),
            steps,
        })
    }

    /// The values at this path, in the document's order.
    pub(crate) fn values<'v>(&self, document: &'v Value) -> Vec<&'v Value> {
        let mut values = vec![document];
        for step in &self.steps {
            values = values
                .into_iter()
                .flat_map(|value| step.take(value))
                .take(MOST_VALUES)
                .collect();
        }
        values
    }

    /// The first value at this path.
    pub(crate) fn value<'v>(&self, document: &'v Value) -> Option<&'v Value> {
        self.values(document).into_iter().next()
    }
}

impl JsonStep {
    fn take<'v>(&self, value: &'v Value) -> Vec<&'v Value> {
        match (self, value) {
            (Self::Member(name), Value::Object(members)) => members.get(name).into_iter().collect(),
            (Self::Nth(nth), Value::Array(elements)) => {
                let at = match usize::try_from(nth.unsigned_abs()) {
                    Ok(from_end) if *nth < 0 => elements.len().checked_sub(from_end),
                    Ok(at) => Some(at),
                    Err(_) => None,
                };
                at.and_then(|at| elements.get(at)).into_iter().collect()
            }
            (Self::Each, Value::Array(elements)) => elements.iter().take(MOST_VALUES).collect(),
            (Self::Each, Value::Object(members)) => members.values().take(MOST_VALUES).collect(),
            (Self::Member(_) | Self::Nth(_) | Self::Each, _) => Vec::new(),
        }
    }
}

/// What stands in a bracket, and what comes after it.
fn bracket(inside: &str) -> Option<(JsonStep, &str)> {
    if let Some(quoted) = inside.strip_prefix('"') {
        let mut name = String::new();
        let mut chars = quoted.char_indices();
        loop {
            match chars.next()? {
                (_, '\\') => name.push(chars.next().map(|(_, c)| c)?),
                (end, '"') => {
                    let after = quoted[end + 1..].strip_prefix(']')?;
                    return Some((JsonStep::Member(name), after));
                }
                (_, c) => name.push(c),
            }
        }
    }
    let (number, after) = inside.split_once(']')?;
    let step = match number {
        "" | "*" => JsonStep::Each,
        _ => JsonStep::Nth(number.parse().ok()?),
    };
    Some((step, after))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn read(path: &str) -> Vec<String> {
        let document = json!({
            "results": [{"id": 1, "tags": ["a", "b"]}, {"id": 2, "tags": []}, {"id": 3}],
            "title": {"cdata!": "Water", "rendered": "talks", "a.b": 1, "a\"]b": 2},
            "matrix": [[1, 2], [3]],
            "": "no name",
            "*": "star",
        });
        let path = JsonPath::parse(path).expect("a path");
        let values = path.values(&document);
        values.into_iter().map(Value::to_string).collect()
    }

    #[test]
    fn leads_to_values_in_the_order_of_the_document() {
        #[rustfmt::skip]
        let cases: &[(&str, &[&str])] = &[
            ("title.rendered", &["\"talks\""]),
            ("title[\"cdata!\"]", &["\"Water\""]),
            ("title[\"a.b\"]", &["1"]),
            (r#"title["a\"]b"]"#, &["2"]),
            ("results[0].id", &["1"]),
            ("results[-1].id", &["3"]),
            ("results[3].id", &[]),
            ("results[-4].id", &[]),
            ("results[].id", &["1", "2", "3"]),
            ("results[*].id", &["1", "2", "3"]),
            ("results[].tags[]", &["\"a\"", "\"b\""]),
            ("title.*", &["\"Water\"", "\"talks\"", "1", "2"]),
            ("matrix[][]", &["1", "2", "3"]),
            ("matrix[0][1]", &["2"]),
            ("[\"\"]", &["\"no name\""]),
            ("[\"*\"]", &["\"star\""]),
            ("results.id", &[]),
            ("title[0]", &[]),
            ("none", &[]),
            ("title.rendered.more", &[]),
        ];
        for (path, expected) in cases {
            assert_eq!(read(path), *expected, "{path}");
        }
        assert_eq!(read(""), read("."));
        assert_eq!(read("").len(), 1);
    }

    #[test]
    fn says_where_a_path_is_wrong() {
        for (path, at) in [
            ("a..b", 2),
            (".a", 0),
            ("a.", 1),
            ("a[", 1),
            ("a[x]", 1),
            ("a[1", 1),
            ("a[\"b]", 1),
            ("a[\"b\"", 1),
            ("a]b", 0),
            ("a\"b", 0),
            ("a[0]b", 4),
            ("a.[0]", 2),
        ] {
            let error = JsonPath::parse(path).expect_err(path);
            assert_eq!(error.at, at, "{path}: {}", error.why);
        }
        assert!(JsonPath::parse(&"a.".repeat(40)).is_err());
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "[a-z.\\[\\]\"\\\\*0-9-]{0,20}") {
            if let Ok(path) = JsonPath::parse(&text) {
                path.values(&json!({"a": [{"b": 1}, [2]], "z": null}));
            }
        }
    }
}
