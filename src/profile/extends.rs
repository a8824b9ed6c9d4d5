//! `extends = "drupal"`: what a family of sites has in common, written once.
//!
//! A base is a profile file in `base/` that may leave everything out. Its tables are laid
//! under the profile's: the profile's own keys win, lists and rules are replaced whole.

use std::collections::HashMap;
use std::path::PathBuf;

use super::reader::Reader;
use super::schema::{format, profile_id};
use super::tree::{Entry, Node, Value};

/// A base of a base of … a profile.
const DEEPEST: usize = 4;

/// Gives the path and text of a base by its name.
pub(super) type Bases<'b> = &'b dyn Fn(&str) -> Option<(PathBuf, String)>;

/// The profile's tree laid over those of its bases.
pub(super) fn resolve(reader: &mut Reader, root: Node, bases: Bases<'_>) -> Node {
    let mut merged = root.clone();
    let mut top = root;
    let mut names: Vec<String> = Vec::new();
    while let Some(base) = base_of(reader, &top, &mut names, bases) {
        if let (Value::Table(own), Value::Table(under)) = (&mut merged.value, &base.value) {
            // Who a profile is, it says itself.
            let under = under
                .iter()
                .filter(|entry| !matches!(entry.key.as_str(), "id" | "name" | "extends"));
            lay_under(own, under, false);
        }
        top = base;
    }
    merged
}

/// Reads the base that a tree extends, if it does.
fn base_of(
    reader: &mut Reader,
    tree: &Node,
    names: &mut Vec<String>,
    bases: Bases<'_>,
) -> Option<Node> {
    let node = tree.get("extends")?;
    let name = reader.words(node, "extends")?;
    if profile_id(name).is_err() {
        let message = format!("`{name}` is not the name of a base");
        reader.error(&node.at, message, Some("write extends = \"drupal\""));
        return None;
    }
    if names.iter().any(|other| other == name) {
        let message = format!("base `{name}` extends itself");
        reader.error(&node.at, message, None);
        return None;
    }
    if names.len() == DEEPEST {
        let message = format!("more than {DEEPEST} bases upon each other");
        reader.error(&node.at, message, None);
        return None;
    }
    let Some((path, text)) = bases(name) else {
        let message = format!("no base `{name}` can be read");
        let help = format!("bases are files in the folder base: base/{name}.toml");
        reader.error(&node.at, message, Some(&help));
        return None;
    };
    names.push(name.to_owned());
    parse_file(reader, path, text)
}

/// Reads one file into a tree, with a finding where it is not TOML.
pub(super) fn parse_file(reader: &mut Reader, path: PathBuf, text: String) -> Option<Node> {
    let parsed = Node::parse(reader.next_file(), &text);
    let file = reader.add_file(path, text);
    match parsed {
        Ok(root) => {
            format(reader, &root);
            Some(root)
        }
        Err(error) => {
            let at = super::tree::Place {
                file,
                span: error.span,
            };
            reader.error(&at, error.message, None);
            None
        }
    }
}

/// Adds what `own` does not have. `rules`: the values are rules, which are never mixed.
fn lay_under<'b>(own: &mut Vec<Entry>, under: impl Iterator<Item = &'b Entry>, rules: bool) {
    let known: HashMap<String, usize> = own
        .iter()
        .enumerate()
        .map(|(index, entry)| (entry.key.clone(), index))
        .collect();
    for entry in under {
        let Some(&index) = known.get(&entry.key) else {
            own.push(entry.clone());
            continue;
        };
        if let (Value::Table(own), Value::Table(under)) =
            (&mut own[index].node.value, &entry.node.value)
            && !rules
        {
            lay_under(own, under.iter(), entry.key == "fields");
        }
    }
}
