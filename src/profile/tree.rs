//! A profile's TOML as a tree in which everything knows its place.
//!
//! `timezone = "Europe/Viena"` is a key at 5:1 and a text at 5:12. Reading stops at the
//! first mistake where types are derived; a tree is walked to its end, so that all mistakes
//! are found at once, and trees of two files can be laid over each other.

use std::ops::Range;

use toml::de::{DeTable, DeValue};
use toml_parser::lexer::TokenKind;

/// Where something stands: which file (an index, 0 is the profile itself) and which bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) file: usize,
    pub(super) span: Range<usize>,
}

/// A value and its place.
#[derive(Debug, Clone)]
pub(super) struct Node {
    pub(super) at: Place,
    pub(super) value: Value,
}

/// A value of TOML.
#[derive(Debug, Clone)]
pub(super) enum Value {
    Text(String),
    Integer(i64),
    Float(f64),
    Flag(bool),
    /// A date or time, as TOML prints it.
    Moment(String),
    List(Vec<Node>),
    /// In the order of the file.
    Table(Vec<Entry>),
}

impl Node {
    /// Appends the value in one form, whatever form the file has: keys sorted, no comments.
    pub(super) fn print(&self, text: &mut String) {
        match &self.value {
            Value::Text(value) => text.push_str(&format!("{value:?}")),
            Value::Integer(value) => text.push_str(&value.to_string()),
            Value::Float(value) => text.push_str(&format!("{value:?}")),
            Value::Flag(value) => text.push_str(&value.to_string()),
            Value::Moment(value) => text.push_str(value),
            Value::List(nodes) => {
                text.push('[');
                for node in nodes {
                    node.print(text);
                    text.push(',');
                }
                text.push(']');
            }
            Value::Table(entries) => {
                let mut entries: Vec<_> = entries.iter().collect();
                entries.sort_by_key(|entry| &entry.key);
                text.push('{');
                for Entry { key, node, .. } in entries {
                    text.push_str(&format!("{key:?}:"));
                    node.print(text);
                    text.push(',');
                }
                text.push('}');
            }
        }
    }
}

/// A key of a table with its value.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) key: String,
    pub(super) at: Place,
    pub(super) node: Node,
}

/// Text that is not TOML.
#[derive(Debug)]
pub(super) struct NotToml {
    pub(super) span: Range<usize>,
    pub(super) message: String,
}

/// Tables and lists within each other; a profile needs 5.
const DEEPEST: usize = 16;

impl Node {
    /// Reads a file; `file` is its index.
    pub(super) fn parse(file: usize, text: &str) -> Result<Self, NotToml> {
        if let Some(span) = too_deep(text) {
            let message = "tables or lists are nested too deep".to_owned();
            return Err(NotToml { span, message });
        }
        let table = DeTable::parse(text).map_err(|error| NotToml {
            span: error.span().unwrap_or(0..0),
            message: format!("not valid TOML: {}", error.message()),
        })?;
        Ok(Self {
            at: Place { file, span: 0..0 },
            value: Value::Table(entries(file, table.get_ref())),
        })
    }

    /// The value under a key, where this is a table that has it.
    pub(super) fn get(&self, key: &str) -> Option<&Self> {
        match &self.value {
            Value::Table(entries) => entries.iter().find(|e| e.key == key).map(|e| &e.node),
            _ => None,
        }
    }

    /// What this is, for a person: `a text`, `a list` …
    pub(super) fn is_a(&self) -> &'static str {
        match self.value {
            Value::Text(_) => "a text",
            Value::Integer(_) => "a whole number",
            Value::Float(_) => "a number",
            Value::Flag(_) => "true or false",
            Value::Moment(_) => "a date",
            Value::List(_) => "a list",
            Value::Table(_) => "a table",
        }
    }
}

fn entries(file: usize, table: &DeTable<'_>) -> Vec<Entry> {
    let mut entries: Vec<Entry> = table
        .iter()
        .map(|(key, value)| Entry {
            key: key.get_ref().to_string(),
            at: Place {
                file,
                span: key.span(),
            },
            node: node(file, value.span(), value.get_ref()),
        })
        .collect();
    entries.sort_by_key(|entry| entry.at.span.start);
    entries
}

fn node(file: usize, span: Range<usize>, value: &DeValue<'_>) -> Node {
    let value = match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        DeValue::Integer(number) => match i64::from_str_radix(number.as_str(), number.radix()) {
            Ok(whole) => Value::Integer(whole),
            // Beyond 64 bits it is nothing that a profile could count.
            Err(_) => Value::Float(f64::INFINITY),
        },
        DeValue::Float(number) => Value::Float(number.as_str().parse().unwrap_or(f64::NAN)),
        DeValue::Boolean(flag) => Value::Flag(*flag),
        DeValue::Datetime(moment) => Value::Moment(moment.to_string()),
        DeValue::Array(list) => Value::List(
            list.iter()
                .map(|item| node(file, item.span(), item.get_ref()))
                .collect(),
        ),
        DeValue::Table(table) => Value::Table(entries(file, table)),
    };
    Node {
        at: Place { file, span },
        value,
    }
}

/// The place where nesting passes [`DEEPEST`]. The TOML reader bounds dotted keys and
/// brackets each for itself; together they would build a tree too deep for a thread's stack.
fn too_deep(text: &str) -> Option<Range<usize>> {
    // Dots seen since the last `,` or line end, for every open bracket.
    let mut open: Vec<usize> = Vec::new();
    let mut dots = 0;
    let mut depth = 0;
    for token in toml_parser::Source::new(text).lex() {
        match token.kind() {
            TokenKind::Dot => {
                dots += 1;
                depth += 1;
            }
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => {
                open.push(dots);
                dots = 0;
                depth += 1;
            }
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => {
                if let Some(outer) = open.pop() {
                    depth -= dots + 1;
                    dots = outer;
                }
            }
            TokenKind::Comma | TokenKind::Newline => {
                depth -= dots;
                dots = 0;
            }
            TokenKind::Equals
            | TokenKind::Whitespace
            | TokenKind::Comment
            | TokenKind::LiteralString
            | TokenKind::BasicString
            | TokenKind::MlLiteralString
            | TokenKind::MlBasicString
            | TokenKind::Atom
            | TokenKind::Eof => {}
        }
        if depth > DEEPEST {
            return Some(token.span().start()..token.span().end());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_order_and_the_places_of_the_file() {
        let text = "\u{feff}zone = 1\r\n[b]\r\na.c = [{ x = 'é' }]\r\n";
        let root = Node::parse(0, text).expect("valid");
        let Value::Table(entries) = &root.value else {
            panic!("a file is a table");
        };
        let keys: Vec<(&str, &str)> = entries
            .iter()
            .map(|entry| (&*entry.key, &text[entry.at.span.clone()]))
            .collect();
        assert_eq!(keys, [("zone", "zone"), ("b", "b")]);
        let list = root.get("b").and_then(|b| b.get("a")?.get("c"));
        let list = list.expect("b.a.c");
        assert_eq!(&text[list.at.span.clone()], "[{ x = 'é' }]");
    }

    #[test]
    fn refuses_what_would_nest_too_deep() {
        let dotted = ["a"; 70].join(".");
        let inner = ["a"; 9].join(".");
        for text in [
            format!("{dotted} = 1"),
            format!("[{dotted}]"),
            "a = ".to_owned() + &"[".repeat(500_000),
            format!("a = {}", "{a = ".repeat(100_000)),
            format!("{inner} = {{ {inner} = {{ {inner} = 1 }} }}"),
        ] {
            let error = Node::parse(0, &text).expect_err("too deep");
            assert_eq!(error.message, "tables or lists are nested too deep");
        }
        // Long is not deep.
        let long = "a = [".to_owned() + &"[1.5, 2.5], ".repeat(10_000) + "]\n";
        assert!(Node::parse(0, &long).is_ok());
        let long = "[a.b.c]\nd.e.f = 1.5\n".to_owned() + &"[[x.y]]\n z.w = 1\n".repeat(1_000);
        assert!(Node::parse(0, &long).is_ok());
    }
}
