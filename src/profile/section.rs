//! A table of a profile with its closed set of keys.
//!
//! Opening `[hosts]` names every key in it that has no meaning; what is then asked for by
//! key has one.

use super::reader::Reader;
use super::suggest;
use super::tree::{Entry, Node, Place, Value};

/// A table whose keys have been looked at.
pub(super) struct Section<'n> {
    /// As findings name it: `[hosts]`.
    pub(super) name: String,
    /// Where it begins.
    pub(super) at: Place,
    /// Its entries with a known key, in the order of the file.
    pub(super) entries: Vec<&'n Entry>,
    /// There was a key without meaning.
    pub(super) has_strangers: bool,
}

impl<'n> Section<'n> {
    /// Opens a table; a finding for each key that is not in `known`.
    pub(super) fn open(
        reader: &mut Reader,
        node: &'n Node,
        name: impl Into<String>,
        known: &[&str],
    ) -> Option<Self> {
        let section = Self::open_any(reader, node, name)?;
        let (entries, strange): (Vec<&Entry>, Vec<&Entry>) = section
            .entries
            .into_iter()
            .partition(|entry| known.contains(&entry.key.as_str()));
        let has_strangers = !strange.is_empty();
        for entry in strange {
            let message = format!("unknown key `{}` in {}", entry.key, section.name);
            let help = (!reader.is_full()).then(|| suggest::help(&entry.key, known));
            reader.error(&entry.at, message, help.as_deref());
        }
        Some(Self {
            name: section.name,
            at: section.at,
            entries,
            has_strangers,
        })
    }

    /// Opens a table whose keys are free, or looked at by the caller.
    pub(super) fn open_any(
        reader: &mut Reader,
        node: &'n Node,
        name: impl Into<String>,
    ) -> Option<Self> {
        let name = name.into();
        let Value::Table(entries) = &node.value else {
            let message = format!("{name} is {}; it should be a table", node.is_a());
            reader.error(&node.at, message, None);
            return None;
        };
        Some(Self {
            name,
            at: node.at.clone(),
            entries: entries.iter().collect(),
            has_strangers: false,
        })
    }

    pub(super) fn get(&self, key: &str) -> Option<&'n Node> {
        self.entry(key).map(|entry| &entry.node)
    }

    pub(super) fn entry(&self, key: &str) -> Option<&'n Entry> {
        self.entries.iter().find(|entry| entry.key == key).copied()
    }

    /// The value of a key that must be there.
    pub(super) fn need(&self, reader: &mut Reader, key: &str, example: &str) -> Option<&'n Node> {
        let node = self.get(key);
        if node.is_none() {
            let message = format!("{} has no `{key}`", self.name);
            reader.error(&self.at, message, Some(&format!("write {example}")));
        }
        node
    }

    /// A key with what findings call it: `[hosts] canonical`, or just `name` at the top.
    pub(super) fn what(&self, key: &str) -> String {
        if self.name.starts_with('[') {
            format!("{} {key}", self.name)
        } else {
            key.to_owned()
        }
    }
}
