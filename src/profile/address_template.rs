//! An address that is put together from what a row says: `https://www.example.org/news/{slug}`.

use url::Url;

use super::reader::Reader;
use super::rule::Rules;
use super::schema::address;
use super::template::encoded;
use super::tree::{Node, Place};

/// An address with named places.
#[derive(Debug, Clone)]
pub struct AddressTemplate {
    /// As written.
    pub printed: String,
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone)]
enum Piece {
    Text(String),
    /// What the rules find, as part of a path or of a query.
    Part {
        rules: Rules,
        in_path: bool,
    },
}

impl AddressTemplate {
    pub(super) fn read(
        reader: &mut Reader,
        node: &Node,
        what: &str,
        parts: &[(String, Place, Rules)],
    ) -> Option<Self> {
        let text = reader.words(node, what)?.trim();
        let mut pieces = Vec::new();
        let mut plain = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else {
                reader.error(&node.at, format!("{what} has `{{` without `}}`"), None);
                return None;
            };
            let Some((_, _, rules)) = parts.iter().find(|(part, ..)| part == name) else {
                let message = format!("[source.parts] does not say what `{{{name}}}` is");
                let help = format!("write {name} = \"…\", its path in the row, in [source.parts]");
                reader.error(&node.at, message, Some(&help));
                return None;
            };
            plain.push_str(before);
            pieces.push(Piece::Text(before.to_owned()));
            pieces.push(Piece::Part {
                rules: rules.clone(),
                in_path: !plain.contains(['?', '#']),
            });
            plain.push('1');
            rest = after;
        }
        plain.push_str(rest);
        pieces.push(Piece::Text(rest.to_owned()));
        if pieces.len() < 2 {
            let message = format!("{what} is the same for every row");
            reader.error(&node.at, message, Some("write {slug} where they differ"));
            return None;
        }
        let whole = address(reader, node, &plain)?;
        let other = Url::parse(&text.replace(['{', '}'], "")).ok();
        let same_host =
            |other: Url| (other.host_str(), other.port()) == (whole.host_str(), whole.port());
        if !whole.username().is_empty() || !other.is_some_and(same_host) {
            let message = format!("the places of {what} must stand in its path or query");
            reader.error(&node.at, message, None);
            return None;
        }
        Some(Self {
            printed: text.to_owned(),
            pieces,
        })
    }

    /// The host that it leads to, whatever stands in its places.
    pub(super) fn host(&self) -> Option<String> {
        let url = Url::parse(&self.printed.replace(['{', '}'], "")).ok()?;
        url.host_str().map(str::to_owned)
    }

    /// The address with what `value` gives in each place; `None` where it gives nothing, or
    /// something that would lead out of the path.
    pub(crate) fn fill(&self, value: impl Fn(&Rules) -> Option<String>) -> Option<String> {
        let mut address = String::new();
        for piece in &self.pieces {
            match piece {
                Piece::Text(text) => address.push_str(text),
                Piece::Part { rules, in_path } => {
                    let text = value(rules)?;
                    let leads_out = |part: &str| matches!(part, "." | "..");
                    if *in_path && text.split('/').any(leads_out) {
                        return None;
                    }
                    address.push_str(&encoded(&text, *in_path));
                }
            }
        }
        Some(address)
    }
}
