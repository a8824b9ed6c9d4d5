//! Values of a profile by type, with a finding for each that is not what it should be.
//!
//! A value that is wrong reads as `None` and the reading goes on: `min_rows = "five"` costs
//! one finding and hides no other.

use std::ops::RangeInclusive;

use super::reader::Reader;
use super::suggest;
use super::tree::{Node, Value};

/// Items of one list.
const MOST_ITEMS: usize = 500;

/// `what` names the value in findings: `name`, `[source.row] date` …
impl Reader {
    fn expected(&mut self, node: &Node, what: &str, kind: &str) {
        let message = format!("{what} is {}; it should be {kind}", node.is_a());
        self.error(&node.at, message, None);
    }

    /// A text that is not blank.
    pub(super) fn words<'n>(&mut self, node: &'n Node, what: &str) -> Option<&'n str> {
        let Value::Text(text) = &node.value else {
            self.expected(node, what, "a text");
            return None;
        };
        if text.trim().is_empty() {
            self.error(&node.at, format!("{what} is empty"), None);
            return None;
        }
        Some(text)
    }

    /// One of a closed list of words.
    pub(super) fn word<T: Copy>(
        &mut self,
        node: &Node,
        what: &str,
        known: &[(&str, T)],
    ) -> Option<T> {
        let text = self.words(node, what)?;
        let found = known.iter().find(|(word, _)| *word == text);
        if found.is_none() {
            let words: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
            let help = suggest::help(text, &words);
            self.error(&node.at, format!("unknown {what} `{text}`"), Some(&help));
        }
        found.map(|(_, value)| *value)
    }

    pub(super) fn flag(&mut self, node: &Node, what: &str) -> Option<bool> {
        let Value::Flag(flag) = node.value else {
            self.expected(node, what, "true or false");
            return None;
        };
        Some(flag)
    }

    pub(super) fn whole(&mut self, node: &Node, what: &str) -> Option<i64> {
        let Value::Integer(number) = node.value else {
            self.expected(node, what, "a whole number");
            return None;
        };
        Some(number)
    }

    /// A whole number within bounds.
    pub(super) fn count(
        &mut self,
        node: &Node,
        what: &str,
        allowed: RangeInclusive<u32>,
    ) -> Option<u32> {
        let number = self.whole(node, what)?;
        let count = u32::try_from(number)
            .ok()
            .filter(|count| allowed.contains(count));
        if count.is_none() {
            let message = match *allowed.end() {
                u32::MAX => format!("{what} must be at least {}", allowed.start()),
                most => format!("{what} must be from {} to {most}", allowed.start()),
            };
            self.error(&node.at, message, None);
        }
        count
    }

    /// The items of a list; a single value is a list of one.
    pub(super) fn items<'n>(&mut self, node: &'n Node, what: &str) -> &'n [Node] {
        let items = match &node.value {
            Value::List(items) => items.as_slice(),
            _ => std::slice::from_ref(node),
        };
        if items.len() > MOST_ITEMS {
            let message = format!("{what} has more than {MOST_ITEMS} items");
            self.error(&node.at, message, None);
            return &[];
        }
        items
    }

    /// The items of what must be a list.
    pub(super) fn list<'n>(
        &mut self,
        node: &'n Node,
        what: &str,
        kind: &str,
    ) -> Option<&'n [Node]> {
        if !matches!(node.value, Value::List(_)) {
            self.expected(node, what, kind);
            return None;
        }
        Some(self.items(node, what))
    }

    /// A text or a list of texts.
    pub(super) fn texts(&mut self, node: &Node, what: &str) -> Vec<String> {
        self.items(node, what)
            .iter()
            .filter_map(|item| self.words(item, what).map(str::to_owned))
            .collect()
    }
}
