//! Gathers the value of a label: what follows it, up to the first stop.

use ego_tree::NodeRef;
use scraper::{ElementRef, Node};

use super::{LONGEST, LONGEST_VALUE, Label, Labelled, position_of};
use crate::extract::clean;
use crate::extract::text::{self, Shown};

/// Gathers a value.
pub(super) struct Collector<'a, 's> {
    region: ElementRef<'a>,
    stops: &'s [Label],
    found: Labelled,
    /// The piece that inline text goes to.
    inline: String,
    /// An element stood in the value's place, without text.
    empty_place: bool,
    /// The first block of the value: what follows must be like it.
    like: Option<(String, Option<String>)>,
}

impl<'a, 's> Collector<'a, 's> {
    pub(super) fn new(region: ElementRef<'a>, stops: &'s [Label]) -> Self {
        Self {
            region,
            stops,
            found: Labelled::default(),
            inline: String::new(),
            empty_place: false,
            like: None,
        }
    }

    pub(super) fn collect(mut self, label: NodeRef<'a, Node>, rest: &str) -> Labelled {
        self.found.nodes.push(label.id());
        if !rest.is_empty() && !self.words(rest) {
            return self.finish();
        }
        let mut anchor = label;
        loop {
            for sibling in anchor.next_siblings() {
                if !self.sibling(anchor, sibling) {
                    return self.finish();
                }
            }
            let done = !self.inline.trim().is_empty()
                || !self.found.pieces.is_empty()
                || self.empty_place
                || anchor.prev_siblings().any(|before| !text::is_blank(before));
            let parent = anchor.parent().filter(|parent| {
                let holds_several = parent.value().as_element().is_some_and(|element| {
                    matches!(element.name(), "ul" | "ol" | "dl" | "table" | "tbody")
                });
                parent.id() != self.region.id() && !holds_several
            });
            match parent {
                Some(parent) if !done => anchor = parent,
                _ => return self.finish(),
            }
            self.found.nodes.push(anchor.id());
        }
    }

    /// Takes one sibling; `false` ends the value.
    fn sibling(&mut self, anchor: NodeRef<'a, Node>, sibling: NodeRef<'a, Node>) -> bool {
        if let Node::Text(words) = sibling.value() {
            let goes_on = self.words(words);
            self.found.nodes.push(sibling.id());
            return goes_on;
        }
        let Some(element) = ElementRef::wrap(sibling) else {
            return true;
        };
        let name = element.value().name();
        if name == "br" {
            return self.is_empty();
        }
        if text::is_hidden(element) {
            return true;
        }
        if matches!(name, "dt" | "th") {
            return false;
        }
        let beginning = text::line_up_to(element, LONGEST);
        if beginning.is_empty() {
            // An icon says nothing; anything else is where the value would be.
            self.empty_place |= !matches!(name, "i" | "img" | "wbr" | "a" | "hr");
            return true;
        }
        let folded = clean::folded(&beginning);
        let like_label = anchor
            .value()
            .as_element()
            .is_some_and(|label| label.name() == name)
            || matches!(name, "b" | "strong" | "label");
        if self.is_stop(&folded) || (like_label && folded.ends_with([':', '：'])) {
            return false;
        }
        if text::shown(name) == Shown::Inline || text::shown(name) == Shown::Link {
            self.found.nodes.push(sibling.id());
            return self.words(&text::line(element));
        }
        self.block(element)
    }

    /// Takes inline text; `false` if a label ends it.
    fn words(&mut self, words: &str) -> bool {
        let words = clean::cut(words, LONGEST_VALUE);
        // A colon outside of the label's element belongs to the label.
        let words = if self.inline.trim().is_empty() {
            words.trim_start().trim_start_matches([':', '：'])
        } else {
            words
        };
        let line = clean::line(words);
        let folded = clean::folded(&line);
        if self.is_stop(&folded) {
            return false;
        }
        match self.label_inside(&line) {
            Some(end) => {
                self.push_inline(&line[..end]);
                false
            }
            None => {
                self.push_inline(words);
                true
            }
        }
    }

    fn push_inline(&mut self, words: &str) {
        self.inline.push_str(words);
    }

    /// Takes a block; `false` when nothing further can belong to the value.
    fn block(&mut self, element: ElementRef<'a>) -> bool {
        if !self.inline.trim().is_empty() {
            return false;
        }
        let name = element.value().name();
        let kind = (
            name.to_owned(),
            element.value().attr("class").map(str::to_owned),
        );
        let in_sequence = matches!(name, "li" | "dd" | "td");
        match &self.like {
            Some(like) if like.0 != kind.0 || (!in_sequence && like.1 != kind.1) => return false,
            _ => {}
        }
        self.like = Some(kind);
        let blocks = text::blocks(element, &text::Omit::new());
        let lines: Vec<&str> = blocks.iter().flat_map(|block| block.text.lines()).collect();
        if name == "p" && lines.iter().map(|line| line.len()).sum::<usize>() > LONGEST_PARAGRAPH {
            return false;
        }
        self.found.nodes.push(element.id());
        for line in lines {
            if self.is_stop(&clean::folded(line)) {
                return false;
            }
            self.found.pieces.push(line.to_owned());
        }
        // One paragraph or heading is a value, two are text.
        !matches!(
            name,
            "p" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "table" | "section"
        )
    }

    fn is_stop(&self, folded: &str) -> bool {
        self.stops.iter().any(|stop| stop.begins(folded))
    }

    /// Where in a line a known label with its colon begins.
    fn label_inside(&self, line: &str) -> Option<usize> {
        self.stops
            .iter()
            .filter_map(|stop| position_of(line, stop).map(|(begin, _)| begin))
            .filter(|begin| *begin > 0)
            .min()
    }

    fn is_empty(&self) -> bool {
        self.inline.trim().is_empty() && self.found.pieces.is_empty()
    }

    fn finish(mut self) -> Labelled {
        let inline = clean::line(&self.inline);
        let inline = inline.trim_matches(|c: char| " |;,·•".contains(c) || c.is_whitespace());
        if !inline.is_empty() {
            self.found.pieces.insert(0, inline.to_owned());
        }
        self.found
    }
}

/// A paragraph longer than this after an empty label is the release, not a value.
const LONGEST_PARAGRAPH: usize = 300;
