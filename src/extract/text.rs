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

mod omit;
mod passages;
mod walk;
mod writer;

use ego_tree::{NodeId, NodeRef};
use scraper::{ElementRef, Node};

use super::clean;
pub(crate) use omit::{OfNodes, Omit};
pub(crate) use passages::passages;
use walk::{Event, events, first_events};
pub(crate) use walk::{Shown, is_blank, is_hidden, shown};
use writer::Writer;

/// A block of text: a paragraph, a heading, a list, a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Block {
    /// The lines, parted by `\n`.
    pub text: String,
    /// What kind of element it is.
    pub kind: Kind,
    /// Characters of it that are links.
    pub linked: usize,
    /// The element that the block's first text stands in; of a paragraph above dates and names
    /// that are no text, the element behind them.
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

/// The text of an element (itself not asked whether it is hidden), block by block.
pub(crate) fn blocks(element: ElementRef<'_>, omit: &Omit) -> Vec<Block> {
    let mut writer = Writer::default();
    for event in events(*element, omit) {
        writer.take(event);
    }
    writer.finish()
}

/// The first so many [`blocks`] of an element, or one more. Of each text in it no more is read
/// than so many bytes: enough to see how it begins.
pub(crate) fn first_blocks(
    element: ElementRef<'_>,
    omit: &Omit,
    count: usize,
    bytes: usize,
) -> Vec<Block> {
    let mut writer = Writer::default();
    for event in events(*element, omit) {
        writer.take(match event {
            Event::Text(words, node) => Event::Text(clean::cut(words, bytes), node),
            Event::Break | Event::Open(..) | Event::Close(..) => event,
        });
        if writer.finished() >= count {
            break;
        }
    }
    writer.finish()
}

/// All text of an element as one line.
pub(crate) fn line(element: ElementRef<'_>) -> String {
    line_up_to(element, usize::MAX)
}

/// As [`line`], but no more is read than about so many bytes: enough to see how it begins.
pub(crate) fn line_up_to(element: ElementRef<'_>, limit: usize) -> String {
    line_of(events(*element, &Omit::new()), limit)
}

/// As [`line_up_to`], for one of many elements that may share a box: of a box without words no
/// more is walked than [`MOST_STEPS`], whatever stands behind them.
pub(crate) fn first_words(element: ElementRef<'_>, limit: usize) -> String {
    line_of(first_events(*element, &Omit::new(), MOST_STEPS), limit)
}

/// The steps through a box in which its first words are found. A line that people read is made
/// of a few elements, each of which takes three.
const MOST_STEPS: usize = 1_000;

fn line_of<'a>(events: impl Iterator<Item = Event<'a>>, limit: usize) -> String {
    let mut text = String::new();
    for event in events {
        match event {
            Event::Text(words, _) => push_up_to(&mut text, words, limit),
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

/// Adds words, of long ones no more than is needed to have more than the limit once composed.
fn push_up_to(text: &mut String, words: &str, limit: usize) {
    let most = limit.saturating_mul(2);
    if text.len().saturating_add(words.len()) <= most {
        text.push_str(words);
        return;
    }
    for c in clean::seen(words) {
        if text.len() > most {
            return;
        }
        if !c.is_whitespace() {
            text.push(c);
        } else if !text.ends_with(' ') {
            text.push(' ');
        }
    }
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

#[cfg(test)]
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
    fn of_a_long_text_only_the_beginning_is_read() {
        let words = "three little words ".repeat(1_000);
        let spaces = " \n".repeat(1_000);
        let page = format!("<p>{spaces}three{spaces}little{spaces}</p><p>{words}</p>");
        let document = Html::parse_document(&page);
        let paragraphs = Selector::parse("p").unwrap();
        let lines: Vec<String> = (document.select(&paragraphs))
            .map(|paragraph| line_up_to(paragraph, 50))
            .collect();
        assert_eq!(lines[0], "three little");
        assert!(words.starts_with(&lines[1]));
        assert!((51..=101).contains(&lines[1].len()), "{}", lines[1].len());
    }

    #[test]
    fn first_words_are_looked_for_in_so_many_steps() {
        let cases = [
            (0, "", "one two"),
            (300, "<i></i>", "one two"),
            (MOST_STEPS, "<i></i>", "one"),
            (MOST_STEPS, "<i hidden></i>", "one"),
            (MOST_STEPS, "<!---->", "one"),
        ];
        for (count, between, expected) in cases {
            let page = format!("<p>one {}two</p>", between.repeat(count));
            let document = Html::parse_document(&page);
            let paragraph = Selector::parse("p").unwrap();
            let paragraph = document.select(&paragraph).next().unwrap();
            assert_eq!(first_words(paragraph, 50), expected, "{count} {between}");
        }
    }

    #[test]
    fn walks_deep_trees_without_recursion() {
        let text = format!("{}x", "<div>".repeat(3_000));
        assert_eq!(blocks_of(&text), ["x"]);
    }
}
