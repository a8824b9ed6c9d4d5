//! The one walker that turns markup into text.
//!
//! `<p>VIENNA,&nbsp;23 March<br>2007</p><ul><li>one<li>two</ul>` is two blocks:
//! `VIENNA, 23 March⏎2007` and `one⏎two`. What a reader does not see (scripts, styles,
//! hidden elements, controls of forms) is no text. The walker goes from node to node and never
//! calls itself, so depth costs nothing.
//!
//! - `<br>` is a line break, two or more with nothing between are the end of a block.
//! - A list is one block with one line an item, the items of nested lists included.
//! - A table is one block with one line a row, cells parted by ` | `, unless it holds the
//!   page's layout: then its cells are as good as `<div>`s.

use std::collections::HashSet;

use ego_tree::{NodeId, NodeRef};
use scraper::{ElementRef, Node};

use super::clean;

/// A block of text: a paragraph, a heading, a list, a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Block {
    /// The lines, parted by `\n`.
    pub text: String,
    /// What kind of element it is.
    pub kind: Kind,
    /// Characters of it that are links.
    pub linked: usize,
    /// The element that the block's first text stands in.
    pub first: NodeId,
}

/// What kind of element a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Anything not named below.
    Paragraph,
    /// `<h1>` to `<h6>`.
    Heading,
    /// `<ul>`, `<ol>`, `<dl>` …
    List,
    /// A table of data.
    Table,
}

/// Nodes that are passed over with all that is in them.
pub(crate) type Omit = HashSet<NodeId>;

/// The text of an element (itself not asked whether it is hidden), block by block.
pub(crate) fn blocks(element: ElementRef<'_>, omit: &Omit) -> Vec<Block> {
    let mut writer = Writer::default();
    for event in events(*element, omit) {
        writer.take(event);
    }
    writer.finish()
}

/// All text of an element as one line.
pub(crate) fn line(element: ElementRef<'_>) -> String {
    line_up_to(element, usize::MAX)
}

/// As [`line`], but no more is read than about so many bytes: enough to see how it begins.
pub(crate) fn line_up_to(element: ElementRef<'_>, limit: usize) -> String {
    let mut text = String::new();
    for event in events(*element, &Omit::new()) {
        match event {
            Event::Text(words, _) => text.push_str(words),
            Event::Open(_, shown) | Event::Close(_, shown) => {
                if shown != Shown::Inline {
                    text.push(' ');
                }
            }
            Event::Break => text.push(' '),
        }
        if text.len() > limit {
            break;
        }
    }
    clean::line(&text)
}

/// All text of an element, one line a block, blocks not parted further.
pub(crate) fn lines(element: ElementRef<'_>) -> String {
    let lines: Vec<String> = blocks(element, &Omit::new())
        .into_iter()
        .map(|block| block.text)
        .collect();
    lines.join("\n")
}

/// Only the element's own text nodes.
pub(crate) fn own(element: ElementRef<'_>) -> String {
    let mut text = String::new();
    for child in element.children() {
        match child.value() {
            Node::Text(words) => text.push_str(words),
            _ => text.push(' '),
        }
    }
    clean::line(&text)
}

/// The text nodes of an element that a reader sees, in reading order.
pub(crate) fn nodes<'a>(element: ElementRef<'a>) -> Vec<(&'a str, NodeRef<'a, Node>)> {
    events(*element, &Omit::new())
        .filter_map(|event| match event {
            Event::Text(words, node) => Some((words, node)),
            Event::Break | Event::Open(..) | Event::Close(..) => None,
        })
        .collect()
}

/// Whether a node shows no text to a reader.
pub(crate) fn is_blank(node: NodeRef<'_, Node>) -> bool {
    match node.value() {
        Node::Text(words) => clean::seen(words).all(char::is_whitespace),
        Node::Element(_) => {
            if ElementRef::wrap(node).is_some_and(is_hidden) {
                return true;
            }
            !events(node, &Omit::new()).any(|event| match event {
                Event::Text(words, _) => !clean::seen(words).all(char::is_whitespace),
                _ => false,
            })
        }
        _ => true,
    }
}

/// Whether an element and all in it is never read.
pub(crate) fn is_hidden(element: ElementRef<'_>) -> bool {
    let value = element.value();
    if NEVER_TEXT.contains(&value.name()) {
        return true;
    }
    value.attrs.iter().any(|(name, text)| match &*name.local {
        "hidden" => !text.eq_ignore_ascii_case("until-found"),
        "aria-hidden" => text.trim().eq_ignore_ascii_case("true"),
        "style" => hides(text),
        _ => false,
    })
}

/// How an element stands in the flow of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shown {
    Inline,
    Link,
    Block,
    Heading,
    List,
    Item,
    Table,
    Row,
    Cell,
    Preformatted,
}

/// How an element of this name is shown.
pub(crate) fn shown(name: &str) -> Shown {
    match name {
        "a" => Shown::Link,
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Shown::Heading,
        "ul" | "ol" | "menu" | "dir" | "dl" => Shown::List,
        "li" | "dt" | "dd" => Shown::Item,
        "table" => Shown::Table,
        "tr" => Shown::Row,
        "td" | "th" => Shown::Cell,
        "pre" | "listing" | "xmp" | "plaintext" => Shown::Preformatted,
        "address" | "article" | "aside" | "blockquote" | "body" | "caption" | "center"
        | "details" | "dialog" | "div" | "fieldset" | "figcaption" | "figure" | "footer"
        | "form" | "header" | "hgroup" | "hr" | "html" | "legend" | "main" | "nav" | "optgroup"
        | "p" | "search" | "section" | "summary" | "tbody" | "tfoot" | "thead" => Shown::Block,
        _ => Shown::Inline,
    }
}

/// Elements whose content is not text of the page. `<noscript>` is what few readers see, and
/// often says the same again.
const NEVER_TEXT: &[&str] = &[
    "audio", "button", "canvas", "datalist", "dialog", "embed", "head", "iframe", "input", "math",
    "meter", "noembed", "noframes", "noscript", "object", "progress", "script", "select", "style",
    "svg", "template", "textarea", "title", "video",
];

fn hides(style: &str) -> bool {
    style.split(';').any(|declaration| {
        let Some((name, value)) = declaration.split_once(':') else {
            return false;
        };
        let (name, value) = (name.trim(), value.trim());
        let value = value.split('!').next().unwrap_or(value).trim();
        (name.eq_ignore_ascii_case("display") && value.eq_ignore_ascii_case("none"))
            || (name.eq_ignore_ascii_case("visibility") && value.eq_ignore_ascii_case("hidden"))
    })
}

/// A step of the walk.
enum Event<'a> {
    Text(&'a str, NodeRef<'a, Node>),
    Break,
    Open(ElementRef<'a>, Shown),
    Close(ElementRef<'a>, Shown),
}

/// Everything below a node, in reading order, without what is hidden or omitted.
fn events<'a, 'o>(root: NodeRef<'a, Node>, omit: &'o Omit) -> impl Iterator<Item = Event<'a>> {
    // The next node to enter, or the element to leave.
    enum At<'a> {
        Enter(NodeRef<'a, Node>),
        Leave(NodeRef<'a, Node>),
    }
    let end = root.id();
    let after = move |node: NodeRef<'a, Node>| -> Option<At<'a>> {
        match node.next_sibling() {
            Some(next) => Some(At::Enter(next)),
            None => node
                .parent()
                .filter(|parent| parent.id() != end)
                .map(At::Leave),
        }
    };
    let mut at = root.first_child().map(At::Enter);
    std::iter::from_fn(move || {
        loop {
            match at.take()? {
                At::Leave(node) => {
                    at = after(node);
                    if let Some(element) = ElementRef::wrap(node) {
                        return Some(Event::Close(element, shown(element.value().name())));
                    }
                }
                At::Enter(node) => {
                    if omit.contains(&node.id()) {
                        at = after(node);
                        continue;
                    }
                    if let Node::Text(words) = node.value() {
                        at = after(node);
                        return Some(Event::Text(words, node));
                    }
                    let Some(element) = ElementRef::wrap(node) else {
                        at = after(node);
                        continue;
                    };
                    if element.value().name() == "br" {
                        at = after(node);
                        return Some(Event::Break);
                    }
                    if is_hidden(element) {
                        at = after(node);
                        continue;
                    }
                    at = match node.first_child() {
                        Some(child) => Some(At::Enter(child)),
                        None => Some(At::Leave(node)),
                    };
                    return Some(Event::Open(element, shown(element.value().name())));
                }
            }
        }
    })
}

/// Puts events together to blocks.
#[derive(Default)]
struct Writer {
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
    fn take(&mut self, event: Event<'_>) {
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
        let blank = clean::seen(words).all(char::is_whitespace);
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

    fn finish(mut self) -> Vec<Block> {
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

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use scraper::{Html, Selector};

    use super::*;

    fn blocks_of(markup: &str) -> Vec<String> {
        let document = Html::parse_document(markup);
        blocks(document.root_element(), &Omit::new())
            .into_iter()
            .map(|block| block.text)
            .collect()
    }

    #[test]
    fn reads_markup_as_a_person_does() {
        let cases: &[(&str, &[&str])] = &[
            ("<p>a<p>b", &["a", "b"]),
            ("<p>one <b>two</b><i>three</i>", &["one twothree"]),
            ("a<br>b", &["a\nb"]),
            ("a<br><br>b<br> &nbsp;<br/>\n<br>c", &["a", "b", "c"]),
            ("<div>a<div>b</div>c</div>", &["a", "b", "c"]),
            (
                "<p>a<script>x</script><style>y</style><noscript>z</noscript><template>t</template>b",
                &["ab"],
            ),
            (
                "<p>a<span hidden>x</span><span aria-hidden=true>y</span><i style='color:red; DISPLAY : none'>z</i>",
                &["a"],
            ),
            (
                "<p>a<svg><title>x</title><text>y</text></svg><button>z</button>",
                &["a"],
            ),
            (
                "<ul><li>one</li><li><p>two</p><p>more</p></li>\n<li>three<ul><li>deep</li></ul></li></ul>",
                &["one\ntwo more\nthree\ndeep"],
            ),
            (
                "<dl><dt>Date:<dd>5 May<dt>Place:<dd>Oslo</dl>",
                &["Date:\n5 May\nPlace:\nOslo"],
            ),
            (
                "<table><tr><th>A<th>B<tr><td>1<td><p>2</p><tr><td><td>3</table>",
                &["A | B\n1 | 2\n| 3"],
            ),
            (
                "<table><caption>c</caption><tr><td>1<br>one<td>2</table>",
                &["c 1 one | 2"],
            ),
            ("<table><tr><td>a<br><br>b</table>", &["a", "b"]),
            (
                "<table><tr><td><p>a</p><p>b</p><td><table><tr><td>1<td>2</table></table>",
                &["a", "b", "1 | 2"],
            ),
            (
                "<table role=presentation><tr><td>a<td>b</table>",
                &["a", "b"],
            ),
            ("<pre>a\n  b\n\nc</pre>", &["a\nb", "c"]),
            ("<p>VIENNA,&nbsp;23&#8239;March</p>", &["VIENNA, 23 March"]),
            ("<p>co&shy;operation &#x202e;x&#x202c;", &["cooperation x"]),
            ("<h2>Head</h2>text<hr>more", &["Head", "text", "more"]),
            ("<p> </p><p>&nbsp;</p>", &[]),
        ];
        for (markup, expected) in cases {
            assert_eq!(blocks_of(markup), *expected, "{markup}");
        }
    }

    #[test]
    fn tells_what_a_block_is() {
        let document = Html::parse_document(
            "<h2>x</h2><p><a>yy</a>z<ul><li>u</ul><table><tr><td>t<td>t</table>",
        );
        let found: Vec<(Kind, usize)> = blocks(document.root_element(), &Omit::new())
            .into_iter()
            .map(|block| (block.kind, block.linked))
            .collect();
        assert_eq!(
            found,
            [
                (Kind::Heading, 0),
                (Kind::Paragraph, 2),
                (Kind::List, 0),
                (Kind::Table, 0)
            ]
        );
    }

    #[test]
    fn tells_own_text_from_all_text() {
        let document = Html::parse_document("<p>own <b>bold</b> rest<br>last</p>");
        let paragraph = document
            .select(&Selector::parse("p").unwrap())
            .next()
            .unwrap();
        assert_eq!(own(paragraph), "own rest last");
        assert_eq!(line(paragraph), "own bold rest last");
        assert_eq!(lines(paragraph), "own bold rest\nlast");
    }

    #[test]
    fn walks_deep_trees_without_recursion() {
        let text = format!("{}x", "<div>".repeat(3_000));
        assert_eq!(blocks_of(&text), ["x"]);
    }
}
