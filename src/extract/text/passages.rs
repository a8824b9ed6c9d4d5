//! Text as it runs on until something other than a word ends it, with the element of each word.

use ego_tree::NodeId;
use scraper::ElementRef;

use super::Omit;
use super::walk::{Event, Shown, events};
use crate::extract::clean;

/// Words that follow each other without a break: a paragraph, a line of it, a cell.
#[derive(Debug, Default)]
pub(crate) struct Passage {
    /// The words, white space collapsed.
    pub text: String,
    /// Where the text of an element begins, in bytes.
    pieces: Vec<(usize, NodeId)>,
}

impl Passage {
    /// The element that the word at a byte stands in.
    pub(crate) fn element_at(&self, byte: usize) -> Option<NodeId> {
        let behind = self.pieces.partition_point(|(start, _)| *start <= byte);
        Some(self.pieces.get(behind.checked_sub(1)?)?.1)
    }

    fn push(&mut self, words: &str, element: NodeId) {
        self.pieces.push((self.text.len(), element));
        for c in clean::seen(words) {
            if !c.is_whitespace() {
                self.text.push(c);
            } else if !self.text.ends_with(' ') {
                self.text.push(' ');
            }
        }
    }
}

/// Every passage of an element, in reading order, and every element in it that is opened
/// between them.
pub(crate) fn passages(
    element: ElementRef<'_>,
    mut passage: impl FnMut(&Passage),
    mut opened: impl FnMut(ElementRef<'_>),
) {
    let mut current = Passage::default();
    let mut end = |current: &mut Passage| {
        if !current.text.trim().is_empty() {
            passage(current);
        }
        current.text.clear();
        current.pieces.clear();
    };
    for event in events(*element, &Omit::new()) {
        match event {
            Event::Text(words, node) => {
                let parent = node.parent().map_or(node.id(), |parent| parent.id());
                current.push(words, parent);
            }
            Event::Open(element, shown) => {
                if !matches!(shown, Shown::Inline | Shown::Link) {
                    end(&mut current);
                }
                opened(element);
            }
            Event::Close(_, shown) => {
                if !matches!(shown, Shown::Inline | Shown::Link) {
                    end(&mut current);
                }
            }
            Event::Break => end(&mut current),
        }
    }
    end(&mut current);
}

#[cfg(test)]
mod tests {
    use scraper::Html;

    use super::*;

    #[test]
    fn each_word_is_found_in_its_element() {
        let page = "<p>On <b>3\n March</b>&nbsp;2024<br>x</p><table><tr><td>1<td><i>2</i></table>";
        let document = Html::parse_document(page);
        let tree = &document.tree;
        let name = |node| ElementRef::wrap(tree.get(node)?).map(|element| element.value().name());
        let mut seen = Vec::new();
        passages(
            document.root_element(),
            |passage| {
                let words = passage.text.split_inclusive(' ');
                let mut at = 0;
                for word in words {
                    let element = passage.element_at(at).and_then(name).unwrap_or_default();
                    seen.push(format!("{} {element}", word.trim()));
                    at += word.len();
                }
                seen.push(String::new());
            },
            |_| {},
        );
        let words = [
            "On p", "3 b", "March b", "2024 p", "", "x p", "", "1 td", "", "2 i", "",
        ];
        // A space between two elements is of the one before or behind: never of a third.
        assert_eq!(seen, words);
    }
}
