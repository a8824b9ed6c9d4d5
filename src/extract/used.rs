//! Which nodes of a page hold facts that are no text of the body: the headline, labels with
//! their values, the line with the date.

use std::collections::HashMap;

use ego_tree::NodeId;
use scraper::ElementRef;

use super::reading::Reading;
use super::rule::{Expect, Tried};
use super::text::{self, Omit};
use crate::profile::Locator;

/// Fields whose elements are facts about the release. The others (summary, attachments,
/// images) may be read from inside its text.
const FACTS: &[&str] = &[
    "title",
    "subtitle",
    "date",
    "modified_at",
    "modified",
    "embargo_until",
    "embargo",
    "type",
    "language",
    "places",
    "sources",
    "authors",
    "topics",
    "release_number",
    "contacts",
];
/// More text than this is no fact, but a rule that picks one out of a text.
const LONGEST_FACT: usize = 300;
/// A list of facts with more text than this holds something else too.
const LONGEST_LIST: usize = 2_000;

/// The nodes that a profile's rules for facts match.
pub(crate) fn nodes(reading: &Reading<'_>) -> Omit {
    let mut used = Omit::new();
    let mut labels = Vec::new();
    for (field, rules) in &reading.rules.fields {
        for rule in &rules.0 {
            if matches!(rule.locator, Locator::Label(_)) {
                let nodes = reading.label_nodes(rule);
                labels.extend(nodes.first().copied());
                used.extend(nodes);
                continue;
            }
            let is_fact = matches!(rule.locator, Locator::Css(_))
                && rule.refine.regex.is_none()
                && FACTS.contains(&field.as_str());
            if !is_fact {
                continue;
            }
            let Tried::Found(read) = reading.try_rule(rule, Expect::Text) else {
                continue;
            };
            let limit = match field.as_str() {
                "contacts" => LONGEST_LIST,
                _ => LONGEST_FACT,
            };
            for element in read.elements {
                let holds_content = element.id() == reading.content.id();
                if !holds_content && text::line_up_to(element, limit).len() <= limit {
                    used.insert(element.id());
                }
            }
        }
    }
    used.extend(lists_of(reading, &labels));
    used
}

/// Lists and tables that hold at least two labels: their other rows are facts as well.
fn lists_of(reading: &Reading<'_>, labels: &[NodeId]) -> Vec<NodeId> {
    let tree = reading.content.tree();
    let mut held: HashMap<NodeId, usize> = HashMap::new();
    for label in labels {
        let list = tree.get(*label).and_then(|node| {
            node.ancestors()
                .take_while(|ancestor| ancestor.id() != reading.content.id())
                .find(|ancestor| {
                    ancestor.value().as_element().is_some_and(|element| {
                        matches!(element.name(), "ul" | "ol" | "dl" | "table")
                    })
                })
        });
        if let Some(list) = list {
            *held.entry(list.id()).or_default() += 1;
        }
    }
    held.into_iter()
        .filter(|(_, count)| *count > 1)
        .filter_map(|(id, _)| ElementRef::wrap(tree.get(id)?))
        .filter(|list| text::line_up_to(*list, LONGEST_LIST).len() <= LONGEST_LIST)
        .map(|list| list.id())
        .collect()
}
