//! The value beside a printed label: `Date:` `Place: VIENNA` `Source:` `OSCE Secretariat`.
//!
//! Newsrooms print facts as label and value in a dozen shapes: two list items, `<dt>` and
//! `<dd>`, two cells, two `<div>`s, bold and plain, or in one line. What they have in common:
//! the value is the rest of the element that begins with the label, else what follows it,
//! text included. While the label is all the text of its parent, the parent takes its place,
//! up to the region that is searched.
//!
//! ```html
//! <li>Date:</li> <li>Place:</li> <li>VIENNA</li>
//! ```
//!
//! Here the date is empty and the place is Vienna. **Empty is empty**: a value ends at
//! anything that begins with a known label, at a `<dt>` or `<th>`, and at an element like the
//! label's that ends in a colon; and where an element for the value stands there without
//! text, nothing further on is the value. So a label never swallows the next one.

mod collector;

use std::cell::OnceCell;

use ego_tree::{NodeId, NodeRef};
use scraper::{ElementRef, Node};

use super::clean;
use super::text::{self, Shown};
use collector::Collector;

/// A label in the form that is compared: case folded, no colon at its end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Label {
    folded: String,
    /// Written with a colon: then `Place` does not match `Place of birth`.
    colon: bool,
}

/// What stands beside a label.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Labelled {
    /// The value, one text for each element or line of it; none if the label is empty.
    pub pieces: Vec<String>,
    /// The nodes that label and value consist of.
    pub nodes: Vec<NodeId>,
}

/// How a text relates to a label.
enum Match {
    /// It is the label.
    Whole,
    /// It begins with the label; so many characters of the collapsed text are behind it.
    Begins(usize),
    /// It may be the first part of the label.
    Part,
}

/// The longest text that can be a label.
const LONGEST: usize = 200;
/// The longest text that can be a label and its value.
const LONGEST_VALUE: usize = 8 * 1024;
/// Labels of one name that are looked at.
const MOST: usize = 16;
impl Label {
    /// A label as a profile writes it.
    pub(crate) fn new(written: &str) -> Self {
        let folded = clean::folded(&clean::line(written));
        let bare = folded.trim_end_matches([':', '：', ' ']);
        Self {
            colon: bare.len() < folded.len(),
            folded: bare.to_owned(),
        }
    }

    /// Compares with a collapsed and folded text.
    fn matches(&self, text: &str) -> Option<Match> {
        if self.folded.is_empty() || text.is_empty() {
            return None;
        }
        if let Some(rest) = text.strip_prefix(self.folded.as_str()) {
            let after = rest.trim_start().strip_prefix([':', '：']);
            return match after {
                _ if rest.is_empty() => Some(Match::Whole),
                Some(after) if after.trim().is_empty() => Some(Match::Whole),
                Some(after) => Some(Match::Begins(after.trim_start().chars().count())),
                None if !self.colon && rest.starts_with(' ') => {
                    Some(Match::Begins(rest.trim_start().chars().count()))
                }
                None => None,
            };
        }
        self.folded.starts_with(text).then_some(Match::Part)
    }

    /// Whether a collapsed and folded text is the label or begins with it and a colon.
    fn begins(&self, text: &str) -> bool {
        match self.matches(text) {
            Some(Match::Whole) => true,
            Some(Match::Begins(_)) => text[self.folded.len()..]
                .trim_start()
                .starts_with([':', '：']),
            Some(Match::Part) | None => false,
        }
    }
}

/// The texts of a region in which labels are looked for.
pub(crate) struct Region<'a> {
    element: ElementRef<'a>,
    /// Text nodes with the folded beginning of their text, once somebody asks.
    texts: OnceCell<Vec<(String, NodeRef<'a, Node>)>>,
}

impl<'a> Region<'a> {
    /// Takes an element.
    pub(crate) fn new(element: ElementRef<'a>) -> Self {
        Self {
            element,
            texts: OnceCell::new(),
        }
    }

    fn texts(&self) -> &[(String, NodeRef<'a, Node>)] {
        self.texts.get_or_init(|| {
            text::nodes(self.element)
                .into_iter()
                .filter_map(|(words, node)| {
                    let folded = clean::folded(&clean::line(beginning(words, LONGEST)));
                    (!folded.is_empty()).then_some((folded, node))
                })
                .collect()
        })
    }

    /// Every place where the label stands, in order.
    pub(crate) fn find(&self, label: &Label, stops: &[Label]) -> Vec<Labelled> {
        self.texts()
            .iter()
            .filter_map(|(folded, node)| self.labelled(label, folded, *node, stops))
            .take(MOST)
            .collect()
    }

    fn labelled(
        &self,
        label: &Label,
        folded: &str,
        node: NodeRef<'a, Node>,
        stops: &[Label],
    ) -> Option<Labelled> {
        let (anchor, rest) = match label.matches(folded) {
            Some(Match::Whole) => {
                let has_colon = folded.ends_with([':', '：']);
                if !has_colon && !stands_alone(node) {
                    return None;
                }
                (node, String::new())
            }
            Some(Match::Begins(length)) => (node, tail(&whole(node), length, label)?),
            Some(Match::Part) => (self.parent_that_is(label, node)?, String::new()),
            // "Date: 5 May 2007 Place: Vienna" in one text.
            None => {
                if !stops.iter().any(|stop| stop.begins(folded)) {
                    return None;
                }
                (node, after_label_inside(&whole(node), label)?)
            }
        };
        if in_navigation(node, self.element) {
            return None;
        }
        Some(Collector::new(self.element, stops).collect(anchor, &rest))
    }

    /// The ancestor whose whole text is the label, when markup cuts it in parts.
    fn parent_that_is(&self, label: &Label, node: NodeRef<'a, Node>) -> Option<NodeRef<'a, Node>> {
        let mut at = node;
        for _ in 0..3 {
            at = at
                .parent()
                .filter(|parent| parent.id() != self.element.id())?;
            let element = ElementRef::wrap(at)?;
            let folded = clean::folded(&text::line_up_to(element, LONGEST));
            match label.matches(&folded) {
                Some(Match::Whole) => return Some(at),
                Some(Match::Part) => {}
                Some(Match::Begins(_)) | None => return None,
            }
        }
        None
    }
}

/// Byte range of a label with its colon inside a collapsed line, at the beginning of a word.
fn position_of(line: &str, label: &Label) -> Option<(usize, usize)> {
    let mut from = 0;
    // Case folding can change lengths, so the line itself is stepped through.
    for (colon, mark) in line.match_indices([':', '：']) {
        let before = line[from..colon].trim_end();
        let length = label.folded.chars().count();
        let begin = before.char_indices().rev().nth(length.checked_sub(1)?);
        if let Some((begin, _)) = begin
            && clean::folded(&before[begin..]) == label.folded
        {
            let starts_word = before[..begin]
                .chars()
                .next_back()
                .is_none_or(|c| !c.is_alphanumeric());
            if starts_word {
                return Some((from + begin, colon + mark.len()));
            }
        }
        from = colon + mark.len();
    }
    None
}

fn after_label_inside(words: &str, label: &Label) -> Option<String> {
    let line = clean::line(words);
    let (_, end) = position_of(&line, label)?;
    Some(line[end..].trim_start().to_owned())
}

/// The last so many characters of a text that begins with a label.
fn tail(words: &str, length: usize, label: &Label) -> Option<String> {
    let line = clean::line(words);
    let folded = clean::folded(&line);
    // The text may be longer than what was compared.
    let label_length = match label.matches(&folded)? {
        Match::Begins(rest) => folded.chars().count() - rest.max(length),
        Match::Whole | Match::Part => return None,
    };
    Some(line.chars().skip(label_length).collect())
}

/// The text of a node, as far as a label and its value can reach.
fn whole(node: NodeRef<'_, Node>) -> String {
    node.value()
        .as_text()
        .map(|words| clean::cut(words, LONGEST_VALUE).to_owned())
        .unwrap_or_default()
}

/// The first so many bytes.
fn beginning(words: &str, bytes: usize) -> &str {
    clean::cut(words.trim_start(), bytes)
}

/// Whether a label without a colon can be one: it is not a word in the middle of a sentence.
fn stands_alone(node: NodeRef<'_, Node>) -> bool {
    let mut at = node;
    loop {
        let before = at.prev_siblings().find(|before| !text::is_blank(*before));
        let after = at.next_siblings().find(|after| !text::is_blank(*after));
        let is_text = |node: NodeRef<'_, Node>| node.value().is_text();
        if after.is_some_and(|after| {
            after
                .value()
                .as_text()
                .is_some_and(|words| words.trim_start().starts_with([':', '：']))
        }) {
            return true;
        }
        if before.is_some_and(is_text) {
            return false;
        }
        let Some(parent) = at.parent() else {
            return true;
        };
        let Some(element) = parent.value().as_element() else {
            return true;
        };
        let name = element.name();
        if after.is_some_and(is_text) && matches!(name, "p" | "em" | "i" | "a" | "q" | "cite") {
            return false;
        }
        match text::shown(name) {
            Shown::Inline => at = parent,
            Shown::Link => return false,
            _ => return true,
        }
    }
}

fn in_navigation(node: NodeRef<'_, Node>, region: ElementRef<'_>) -> bool {
    node.ancestors()
        .take_while(|ancestor| ancestor.id() != region.id())
        .filter_map(|ancestor| ancestor.value().as_element())
        .any(|element| matches!(element.name(), "nav" | "form"))
}

#[cfg(test)]
mod tests {
    use scraper::{Html, Selector};

    use super::*;

    const LABELS: &[&str] = &["Date:", "Place:", "Source:", "Fields of work:"];

    fn read(markup: &str, label: &str) -> Option<String> {
        let document =
            Html::parse_document(&format!("<nav>Date: never</nav><main>{markup}</main>"));
        let main = Selector::parse("main").unwrap();
        let region = Region::new(document.select(&main).next().unwrap());
        let stops: Vec<Label> = LABELS.iter().map(|label| Label::new(label)).collect();
        region
            .find(&Label::new(label), &stops)
            .into_iter()
            .next()
            .map(|found| found.pieces.join("; "))
    }

    #[test]
    fn empty_is_empty_in_every_shape() {
        let shapes = [
            "<ul><li>Date:</li><li>Place:</li><li>OSLO</li><li>Source:</li><li>Board</li><li>Fields of work:</li><li>A, B</li></ul><p>x</p>",
            "<dl><dt>Date:</dt><dt>Place:</dt><dd>OSLO</dd><dt>Source:</dt><dd>Board</dd><dt>Fields of work:</dt><dd>A, B</dd></dl><p>x</p>",
            "<dl><dt>Date:</dt><dd></dd><dt>Place:</dt><dd>OSLO</dd><dt>Source:</dt><dd>Board</dd><dt>Fields of work:</dt><dd>A, B</dd></dl><p>x</p>",
            "<dl><dt>Date</dt><dd>&nbsp;</dd><dt>Place</dt><dd>OSLO</dd><dt>Source</dt><dd>Board</dd><dt>Fields of work</dt><dd>A, B</dd></dl><p>x</p>",
            "<div><div class=f><div class=l>Date:&nbsp;</div></div><div class=f><div class=l>Place:&nbsp;</div><div class=i><div>OSLO</div></div></div><div class=f><div class=l>Source:</div><div class=i><div>Board</div></div></div><div class=f><div class=l>Fields of work:</div><div class=i>A, B</div></div></div><p>x</p>",
            "<div class=f><div class=l>Date:</div><div class=i></div></div><div class=f><div class=l>Place:</div><div class=i>OSLO</div></div><div class=f><div class=l>Source:</div><div class=i>Board</div></div><div class=f><div class=l>Fields of work:</div><div class=i>A, B</div></div><div class=b><p>x</p></div>",
            "<table><tr><th>Date:</th><td></td></tr><tr><th>Place:</th><td>OSLO</td></tr><tr><th>Source:</th><td>Board</td></tr><tr><th>Fields of work:</th><td>A, B</td></tr></table><p>x</p>",
            "<table><tr><td>Date:<td><tr><td>Place:<td>OSLO<tr><td>Source:<td>Board<tr><td>Fields of work:<td>A, B</table><p>x</p>",
            "<p><b>Date:</b><br><b>Place:</b> OSLO<br><b>Source:</b> Board<br><b>Fields of work:</b> A, B</p><p>x</p>",
            "<p><b>Date:</b> <br><b>Place:</b> OSLO<br/><b>Source:</b> Board<br><b>Fields of work:</b> A, B<br><br>OSLO, 5 May 2020 - x</p>",
            "<p><b>Date</b>:<br><b>Place</b>: OSLO<br><b>Source</b>: Board<br><b>Fields of work</b>: A, B</p><p>x</p>",
            "<p><strong>Date: </strong></p><p><strong>Place: </strong>OSLO</p><p><strong>Source: </strong>Board</p><p><strong>Fields of work: </strong>A, B</p><p>x</p>",
            "<p>Date:<br>Place: OSLO<br>Source: Board<br>Fields of work: A, B</p><p>x</p>",
            "<p>Date: Place: OSLO Source: Board Fields of work: A, B</p><p>x</p>",
            "<p><span>Date:</span> <span></span> <span>Place:</span> <span>OSLO</span> <span>Source:</span> <span>Board</span> <span>Fields of work:</span> <span>A, B</span></p><p>x</p>",
            "<div><span class=l>Date:</span></div><div><span class=l>Place:</span> <span>OSLO</span></div><div><span class=l>Source:</span> <span>Board</span></div><div><span class=l>Fields of work:</span> <span>A, B</span></div><p>x</p>",
            "<div>Date: <em>Place:</em> OSLO <i></i><span>Source:</span> Board</div><div><b>Fields of <i>work</i></b>: A, B</div><p>x</p>",
            "<ul><li>DATE&nbsp;:</li><li>Place: OSLO</li><li><span>Source:</span> Board</li><li><div>Fields of work:</div><div>A, B</div></li></ul><p>x</p>",
        ];
        for shape in shapes {
            assert_eq!(read(shape, "Date:").as_deref(), Some(""), "{shape}");
            assert_eq!(read(shape, "Place:").as_deref(), Some("OSLO"), "{shape}");
            assert_eq!(read(shape, "Source:").as_deref(), Some("Board"), "{shape}");
            assert_eq!(
                read(shape, "Fields of work:").as_deref(),
                Some("A, B"),
                "{shape}"
            );
        }
    }

    #[test]
    fn reads_values_of_several_parts() {
        let cases = [
            ("<dl><dt>Source:<dd>A<dd>B<dt>Date:<dd>x</dl>", "A; B"),
            ("<ul><li>Source:<li>A<li>B<li>Date:</ul>", "A; B"),
            ("<dl><dt>Source:<dd>A<br>B</dl>", "A; B"),
            (
                "<div><div>Source:</div><div><div>A</div><div>B</div></div></div>",
                "A; B",
            ),
            ("<p>Source: <a>A</a>, <a>B</a></p>", "A, B"),
            (
                "<p><b>Source:</b> <a>A</a> and <i>B</i><br>C</p>",
                "A and B",
            ),
            ("<p>Source:<br>A<br>B</p>", "A"),
            ("<h3>Source:</h3><p>A</p><p>B</p>", "A"),
            ("<p>Source: A | Ref: 7 | Date: 8</p>", "A | Ref: 7"),
            ("<p>Date: 7 May 2020 | Source: A</p>", "A"),
            (
                "<p>Source: 10:30 in the morning</p>",
                "10:30 in the morning",
            ),
        ];
        for (markup, value) in cases {
            assert_eq!(read(markup, "Source:").as_deref(), Some(value), "{markup}");
        }
    }

    #[test]
    fn does_not_take_words_for_labels() {
        let cases = [
            "<p>The place is open</p>",
            "<p>Places of work: Oslo</p>",
            "<p>Place of birth</p>",
            "<p>in the <em>place</em> of</p>",
            "<p><em>Place</em> matters</p>",
            "<p><a href=x>Place</a></p>",
            "<nav>Place: menu</nav>",
            "<p hidden>Place: x</p>",
        ];
        for markup in cases {
            assert_eq!(read(markup, "Place:"), None, "{markup}");
        }
    }

    #[test]
    fn leaves_the_release_alone() {
        let long = "word ".repeat(80);
        assert_eq!(
            read(&format!("<p><b>Place:</b></p><p>{long}</p>"), "Place:").as_deref(),
            Some("")
        );
        assert_eq!(
            read(
                &format!("<ul><li>Place:</li></ul><p>short</p><p>{long}</p>"),
                "Place:"
            )
            .as_deref(),
            Some("")
        );
    }
}
