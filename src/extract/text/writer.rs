//! Puts the steps of a walk together to blocks and lines.

use ego_tree::NodeId;
use scraper::{ElementRef, Node};

use super::walk::{Event, Shown};
use super::{Block, Kind};
use crate::extract::clean;

/// Puts events together to blocks.
#[derive(Default)]
pub(super) struct Writer {
    blocks: Vec<Block>,
    /// The finished lines of the current block.
    lines: Vec<String>,
    /// The current line.
    line: String,
    /// The finished cells of the current row.
    cells: Vec<String>,
    /// Line breaks since the last text.
    breaks: u32,
    first: Option<NodeId>,
    kind: Option<Kind>,
    linked: usize,
    links: u32,
    preformatted: u32,
    /// The lists and tables that are open, from the outside: only the outermost makes a block.
    open: Vec<Shown>,
    /// Tables that hold the layout are open but count for nothing.
    layout: Vec<NodeId>,
}

impl Writer {
    pub(super) fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Text(words, node) => {
                let parent = node.parent().map_or(node.id(), |parent| parent.id());
                self.text(words, parent);
            }
            Event::Break => self.line_break(),
            Event::Open(element, shown) => self.open(element, shown),
            Event::Close(element, shown) => self.close(element, shown),
        }
    }

    fn text(&mut self, words: &str, parent: NodeId) {
        if self.preformatted > 0 && self.open.is_empty() {
            let mut rest = words;
            while let Some((line, after)) = rest.split_once('\n') {
                self.words(line, parent);
                self.line_break();
                rest = after;
            }
            self.words(rest, parent);
        } else {
            self.words(words, parent);
        }
    }

    fn words(&mut self, words: &str, parent: NodeId) {
        let blank = clean::is_blank(words);
        if !blank {
            self.breaks = 0;
            self.first.get_or_insert(parent);
            if self.links > 0 {
                self.linked += words.trim().len();
            }
        }
        self.line.push_str(words);
    }

    fn line_break(&mut self) {
        if self.in_table() {
            self.line.push(' ');
            return;
        }
        self.end_line();
        self.breaks += 1;
        if self.breaks > 1 && self.open.is_empty() {
            self.end_block();
        }
    }

    fn open(&mut self, element: ElementRef<'_>, shown: Shown) {
        if shown == Shown::Table && is_layout(element) {
            self.layout.push(element.id());
            self.boundary();
            return;
        }
        match shown {
            Shown::Inline => {}
            Shown::Link => self.links += 1,
            Shown::List | Shown::Table => {
                self.boundary();
                if self.open.is_empty() {
                    self.kind = Some(if shown == Shown::Table {
                        Kind::Table
                    } else {
                        Kind::List
                    });
                }
                self.open.push(shown);
            }
            Shown::Heading => {
                self.boundary();
                if self.open.is_empty() {
                    self.kind = Some(Kind::Heading);
                }
            }
            Shown::Preformatted => {
                self.boundary();
                self.preformatted += 1;
            }
            Shown::Item | Shown::Row if !self.open.is_empty() && !self.in_table() => {
                self.end_line();
            }
            Shown::Block | Shown::Item | Shown::Row | Shown::Cell => self.boundary(),
        }
    }

    fn close(&mut self, element: ElementRef<'_>, shown: Shown) {
        if shown == Shown::Table && self.layout.last() == Some(&element.id()) {
            self.layout.pop();
            self.boundary();
            return;
        }
        match shown {
            Shown::Inline => {}
            Shown::Link => self.links = self.links.saturating_sub(1),
            Shown::List | Shown::Table => {
                self.open.pop();
                if self.open.is_empty() {
                    self.end_line();
                    self.end_block();
                } else {
                    self.boundary();
                }
            }
            Shown::Preformatted => {
                self.preformatted = self.preformatted.saturating_sub(1);
                self.boundary();
            }
            Shown::Cell if self.open.last() == Some(&Shown::Table) && self.tables() == 1 => {
                self.cells
                    .push(clean::line(&std::mem::take(&mut self.line)));
            }
            Shown::Row if self.open.last() == Some(&Shown::Table) && self.tables() == 1 => {
                self.end_row();
            }
            Shown::Item | Shown::Row if !self.open.is_empty() && !self.in_table() => {
                self.end_line();
            }
            Shown::Block | Shown::Heading | Shown::Item | Shown::Row | Shown::Cell => {
                self.boundary();
            }
        }
    }

    fn tables(&self) -> usize {
        self.open
            .iter()
            .filter(|shown| **shown == Shown::Table)
            .count()
    }

    fn in_table(&self) -> bool {
        self.open.contains(&Shown::Table)
    }

    /// Between two elements that stand apart: the end of a block, except that lists and
    /// tables stay one.
    fn boundary(&mut self) {
        if self.in_table() {
            self.line.push(' ');
        } else if self.open.is_empty() {
            self.end_line();
            self.end_block();
        } else {
            self.line.push(' ');
        }
    }

    fn end_line(&mut self) {
        let line = clean::line(&std::mem::take(&mut self.line));
        if !line.is_empty() {
            self.lines.push(line);
        }
    }

    fn end_row(&mut self) {
        // Text between rows and cells is rare, and belongs to the row.
        let loose = clean::line(&std::mem::take(&mut self.line));
        let mut cells = std::mem::take(&mut self.cells);
        if !loose.is_empty() {
            cells.push(loose);
        }
        while cells.last().is_some_and(String::is_empty) {
            cells.pop();
        }
        let row = clean::line(&cells.join(" | "));
        if !row.is_empty() {
            self.lines.push(row);
        }
    }

    fn end_block(&mut self) {
        let lines = std::mem::take(&mut self.lines);
        let kind = self.kind.take().unwrap_or(Kind::Paragraph);
        let linked = std::mem::take(&mut self.linked);
        let first = self.first.take();
        self.breaks = 0;
        if let (Some(first), false) = (first, lines.is_empty()) {
            self.blocks.push(Block {
                text: lines.join("\n"),
                kind,
                linked,
                first,
            });
        }
    }

    /// How many blocks are finished.
    pub(super) fn finished(&self) -> usize {
        self.blocks.len()
    }

    pub(super) fn finish(mut self) -> Vec<Block> {
        self.end_row();
        self.end_line();
        self.end_block();
        self.blocks
    }
}

/// Whether a table holds the page's layout instead of data: it says so, it holds another
/// table or sections, a cell with several paragraphs or a long text, or never two cells in a
/// row.
fn is_layout(table: ElementRef<'_>) -> bool {
    let role = table.value().attr("role").unwrap_or_default();
    if matches!(role, "presentation" | "none") {
        return true;
    }
    let (mut paragraphs, mut length) = (0, 0);
    let (mut cells, mut most_cells) = (0, 0);
    for node in table.descendants().skip(1) {
        match node.value() {
            Node::Text(words) => length += words.trim().len(),
            Node::Element(element) => match element.name() {
                "table" | "article" | "section" | "form" | "h1" | "h2" | "h3" => return true,
                "tr" => cells = 0,
                "td" | "th" => {
                    (paragraphs, length) = (0, 0);
                    cells += 1;
                    most_cells = most_cells.max(cells);
                }
                "p" => paragraphs += 1,
                _ => {}
            },
            _ => {}
        }
        if paragraphs > 1 || length > LONGEST_CELL {
            return true;
        }
    }
    most_cells < 2
}

/// A cell of data is shorter.
const LONGEST_CELL: usize = 600;
