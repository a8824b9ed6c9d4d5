//! From text to a parsed document, within bounds.
//!
//! Parsing is quadratic in places that ordinary pages never reach: 500 KB of nested `<div>`
//! take 19 s, and `<font><p>` five thousand times over takes 2 GB. So the parser is fed in
//! small pieces and everything that can grow is counted: nodes, depth, attributes, the
//! bytes of one tag, and the steps that the tree builder takes through its own stacks. A page
//! beyond the bounds is given up as a whole. Counts and not clocks, so that a page ends the
//! same way on every machine.
//!
//! A parsed document is not `Send` and costs ten times its text: it lives inside one function
//! of `discover` or `extract`.

use std::cell::{Cell, RefCell};
use std::hash::{DefaultHasher, Hash, Hasher as _};
use std::rc::Rc;

use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer,
};
use html5ever::tree_builder::TreeBuilder;
use html5ever::{Attribute, QualName, TokenizerResult};
use scraper::{Html, HtmlTreeSink};

use super::{Cancel, Unreadable};
use crate::problem::Class;

/// Elements, texts and comments of one document.
const MAX_NODES: usize = 250_000;
/// Elements inside each other.
const MAX_DEPTH: u32 = 4_000;
/// Attributes of one document.
const MAX_ATTRIBUTES: usize = 500_000;
/// Attributes of one tag: the tokenizer compares each with all before it.
const MAX_TAG_ATTRIBUTES: usize = 512;
/// Bytes of one tag. A picture written into its `src` can have millions.
const MAX_TAG_BYTES: usize = 4 * 1024 * 1024;
/// Steps through the tree builder's stacks, and the sum of all depths, which bounds what
/// walking from every element to the root can cost later on.
const MAX_STEPS: u64 = 24_000_000;
/// Different names of elements, attributes and classes: each is interned, in a table that
/// does not grow.
const MAX_NAMES: usize = 20_000;
/// Steps that one token counts for.
const TOKEN_STEPS: u64 = 12;
/// Steps that comparing one attribute of two formatting elements counts for.
const COMPARE_STEPS: u64 = 64;
/// The elements that are opened again after they were closed in the wrong order
/// (HTML §13.2.4.3): each new one is compared with all open ones.
const FORMATTING: &[&str] = &[
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
];
/// Bytes fed at a time.
const PIECE: usize = 1024;

/// Parses a page's text.
///
/// # Errors
/// `too_deep` or `too_large` beyond the bounds, `timeout` when `cancel` says so.
pub(crate) fn parse(text: &str, cancel: Cancel<'_>) -> Result<Html, Unreadable> {
    let meter = Rc::new(Meter::default());
    let sink = CountingSink {
        inner: HtmlTreeSink::new(Html::new_document()),
        places: RefCell::new(vec![Place::default()]),
        meter: Rc::clone(&meter),
    };
    let input = Rc::new(BufferQueue::default());
    let tokenizer = Tokenizer::new(
        Gate {
            tree: TreeBuilder::new(sink, Default::default()),
            input: Rc::clone(&input),
            meter: Rc::clone(&meter),
        },
        Default::default(),
    );
    let whole = StrTendril::from_slice(text.get(..u32::MAX as usize).unwrap_or(text));
    let mut tag = OpenTag::default();
    let mut fed = 0;
    for piece in pieces(text) {
        fed += piece.len();
        meter.fed.set(fed);
        let from = u32::try_from(fed - piece.len()).unwrap_or(u32::MAX);
        let length = u32::try_from(piece.len()).unwrap_or(u32::MAX);
        input.push_back(whole.subtendril(from, length));
        while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
        tag.watch(text, meter.emitted.get(), fed, &meter);
        if let Some(bound) = meter.exceeded.get() {
            return Err(bound.unreadable());
        }
        if cancel() {
            return Err(gave_up());
        }
    }
    tokenizer.end();
    let document = tokenizer.sink.tree.sink.finish();
    meter.check_depths(&document);
    match meter.exceeded.get() {
        Some(bound) => Err(bound.unreadable()),
        None => Ok(document),
    }
}

/// What a watchdog's "give up" becomes.
pub(crate) fn gave_up() -> Unreadable {
    Unreadable {
        class: Class::Timeout,
        message: "reading the page took too long and was given up".to_owned(),
    }
}

/// A bound that a page exceeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bound {
    Nodes,
    Depth,
    Attributes,
    TagAttributes,
    TagBytes,
    Names,
    Steps,
}

impl Bound {
    fn unreadable(self) -> Unreadable {
        let (class, message) = match self {
            Self::Nodes => (
                Class::TooLarge,
                format!("the page makes more than {MAX_NODES} nodes"),
            ),
            Self::Depth => (
                Class::TooDeep,
                format!("elements are nested deeper than {MAX_DEPTH}"),
            ),
            Self::Attributes => (
                Class::TooLarge,
                format!("the page has more than {MAX_ATTRIBUTES} attributes"),
            ),
            Self::TagAttributes => (
                Class::TooLarge,
                format!("a tag has more than {MAX_TAG_ATTRIBUTES} attributes"),
            ),
            Self::TagBytes => (
                Class::TooLarge,
                format!("a tag is longer than {MAX_TAG_BYTES} bytes"),
            ),
            Self::Names => (
                Class::TooLarge,
                format!(
                    "the page has more than {MAX_NAMES} names of elements, attributes and classes"
                ),
            ),
            Self::Steps => (
                Class::TooDeep,
                "so many elements are nested so deep that the page costs too much to read"
                    .to_owned(),
            ),
        };
        Unreadable { class, message }
    }
}

/// The counts of one parse.
#[derive(Debug, Default)]
struct Meter {
    attributes: Cell<usize>,
    steps: Cell<u64>,
    /// Attributes that later `<html>` and `<body>` tags add to the first.
    added: Cell<usize>,
    /// Bytes given to the tokenizer.
    fed: Cell<usize>,
    /// Bytes up to the end of the last token.
    emitted: Cell<usize>,
    names: RefCell<Names>,
    exceeded: Cell<Option<Bound>>,
}

impl Meter {
    fn exceed(&self, bound: Bound) {
        if self.exceeded.get().is_none() {
            self.exceeded.set(Some(bound));
        }
    }

    fn steps(&self, steps: u64) {
        self.steps.set(self.steps.get() + steps);
        if self.steps.get() > MAX_STEPS {
            self.exceed(Bound::Steps);
        }
    }

    fn tag(&self, tag: &Tag) {
        self.attributes.set(self.attributes.get() + tag.attrs.len());
        if self.attributes.get() > MAX_ATTRIBUTES {
            self.exceed(Bound::Attributes);
        }
        if tag.attrs.len() > MAX_TAG_ATTRIBUTES {
            self.exceed(Bound::TagAttributes);
        }
        if tag.kind == TagKind::EndTag {
            return;
        }
        let mut names = self.names.borrow_mut();
        names.note(&tag.name);
        for attribute in &tag.attrs {
            names.note(&attribute.name.local);
            if &*attribute.name.local == "class" {
                for class in attribute.value.split_ascii_whitespace() {
                    names.note(class);
                }
            }
        }
        if names.count > MAX_NAMES {
            self.exceed(Bound::Names);
        }
    }

    /// The depths kept while parsing go stale where the tree builder moves a subtree, so the
    /// finished tree is measured once more: what walks it later relies on the bounds.
    fn check_depths(&self, document: &Html) {
        let (mut depth, mut sum) = (0_u32, 0_u64);
        for edge in document.tree.root().traverse() {
            match edge {
                ego_tree::iter::Edge::Open(_) => {
                    depth += 1;
                    sum += u64::from(depth);
                    if depth > MAX_DEPTH {
                        self.exceed(Bound::Depth);
                        return;
                    }
                }
                ego_tree::iter::Edge::Close(_) => depth -= 1,
            }
        }
        if sum > MAX_STEPS {
            self.exceed(Bound::Steps);
        }
    }
}

/// About how many different names were met: a bit for each hash.
#[derive(Debug)]
struct Names {
    bits: Vec<u64>,
    count: usize,
}

impl Default for Names {
    fn default() -> Self {
        Self {
            bits: vec![0; 1 << 12],
            count: 0,
        }
    }
}

impl Names {
    fn note<T: Hash + ?Sized>(&mut self, name: &T) {
        let mut hasher = DefaultHasher::new();
        name.hash(&mut hasher);
        let place = hasher.finish() % (self.bits.len() as u64 * 64);
        let (word, bit) = ((place / 64) as usize, 1 << (place % 64));
        if self.bits[word] & bit == 0 {
            self.bits[word] |= bit;
            self.count += 1;
        }
    }
}

/// Stands between tokenizer and tree builder: notes how far the tokens reach, and lets
/// nothing more through once a bound is exceeded.
struct Gate {
    tree: TreeBuilder<Handle, CountingSink>,
    input: Rc<BufferQueue>,
    meter: Rc<Meter>,
}

impl Gate {
    /// The bytes before the next one that the tokenizer will look at.
    fn position(&self) -> usize {
        let Some(rest) = self.input.pop_front() else {
            return self.meter.fed.get();
        };
        let length = rest.len();
        self.input.push_front(rest);
        self.meter.fed.get().saturating_sub(length)
    }
}

impl TokenSink for Gate {
    type Handle = Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Handle> {
        self.meter.steps(TOKEN_STEPS);
        match &token {
            // Errors are told in the middle of a tag and in great numbers.
            Token::ParseError(_) => return TokenSinkResult::Continue,
            Token::TagToken(tag) => {
                self.meter.emitted.set(self.position());
                self.meter.tag(tag);
                self.meter.steps(self.tree.sink.formatting_steps(tag));
            }
            Token::CharacterTokens(_)
            | Token::NullCharacterToken
            | Token::CommentToken(_)
            | Token::DoctypeToken(_)
            | Token::EOFToken => self.meter.emitted.set(self.position()),
        }
        if self.meter.exceeded.get().is_some() && !matches!(token, Token::EOFToken) {
            return TokenSinkResult::Continue;
        }
        self.tree.process_token(token, line)
    }

    fn end(&self) {
        self.tree.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.tree
            .adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// A tag that has begun and not ended: the tokenizer gives no sign of it, so what it holds is
/// counted from the text.
#[derive(Debug, Default)]
struct OpenTag {
    /// Where it begins.
    start: Option<usize>,
    /// How far it was looked at.
    seen: usize,
    attributes: usize,
    state: InTag,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum InTag {
    #[default]
    Name,
    BeforeAttribute,
    AttributeName,
    BeforeValue,
    Quoted(u8),
    Unquoted,
    /// A comment, a doctype or plain text: no tag.
    No,
}

impl OpenTag {
    /// Looks at the bytes between the last token and what was fed.
    fn watch(&mut self, text: &str, emitted: usize, fed: usize, meter: &Meter) {
        // Most tags end within the piece that they begin in.
        if fed - emitted < PIECE / 2 {
            return;
        }
        let bytes = text.as_bytes();
        let start = match emitted.checked_sub(1) {
            // A `<` that turned out to be text can be the end of the token before it.
            Some(before) if bytes[before] == b'<' => before,
            _ => emitted,
        };
        if self.start != Some(start) {
            let tag = bytes.get(start) == Some(&b'<')
                && bytes
                    .get(start + 1)
                    .is_some_and(|b| b.is_ascii_alphabetic() || *b == b'/');
            *self = Self {
                start: Some(start),
                seen: (start + 2).min(fed),
                attributes: 0,
                state: if tag { InTag::Name } else { InTag::No },
            };
        }
        if self.state == InTag::No {
            return;
        }
        for &byte in &bytes[self.seen..fed] {
            self.step(byte);
        }
        self.seen = fed;
        if self.attributes > MAX_TAG_ATTRIBUTES {
            meter.exceed(Bound::TagAttributes);
        }
        if fed - start > MAX_TAG_BYTES {
            meter.exceed(Bound::TagBytes);
        }
    }

    /// The tokenizer's states inside a tag (HTML §13.2.5.32 and after), as far as they
    /// decide where an attribute begins.
    fn step(&mut self, byte: u8) {
        let blank = byte.is_ascii_whitespace() || byte == b'/';
        self.state = match self.state {
            InTag::Name if blank => InTag::BeforeAttribute,
            InTag::BeforeAttribute if !blank => {
                self.attributes += 1;
                InTag::AttributeName
            }
            InTag::AttributeName if blank => InTag::BeforeAttribute,
            InTag::AttributeName if byte == b'=' => InTag::BeforeValue,
            InTag::BeforeValue if byte == b'"' || byte == b'\'' => InTag::Quoted(byte),
            InTag::BeforeValue if !byte.is_ascii_whitespace() => InTag::Unquoted,
            InTag::Quoted(quote) if byte == quote => InTag::BeforeAttribute,
            InTag::Unquoted if byte.is_ascii_whitespace() => InTag::BeforeAttribute,
            state => state,
        };
    }
}

/// A node with its place in the table of depths.
#[derive(Debug, Clone, Copy)]
struct Handle {
    id: ego_tree::NodeId,
    slot: usize,
}

/// Where a node hangs.
#[derive(Debug, Default, Clone, Copy)]
struct Place {
    depth: u32,
    /// Formatting elements among itself and its ancestors.
    formatting: u32,
    is_formatting: bool,
}

/// scraper's sink, counting.
struct CountingSink {
    inner: HtmlTreeSink,
    /// By slot: slot 0 is the document.
    places: RefCell<Vec<Place>>,
    meter: Rc<Meter>,
}

impl CountingSink {
    fn handle(&self, id: ego_tree::NodeId, is_formatting: bool) -> Handle {
        self.count_nodes();
        let mut places = self.places.borrow_mut();
        places.push(Place {
            is_formatting,
            ..Place::default()
        });
        Handle {
            id,
            slot: places.len() - 1,
        }
    }

    fn count_nodes(&self) {
        if self.inner.0.borrow().tree.nodes().len() > MAX_NODES {
            self.meter.exceed(Bound::Nodes);
        }
    }

    fn place(&self, node: &Handle) -> Place {
        self.places
            .borrow()
            .get(node.slot)
            .copied()
            .unwrap_or_default()
    }

    /// Notes that something now hangs below a node at this place.
    fn placed(&self, child: &NodeOrText<Handle>, parent: Place) {
        let NodeOrText::AppendNode(node) = child else {
            // Text joins the text before it, or is one more node.
            self.count_nodes();
            return;
        };
        let depth = parent.depth + 1;
        self.meter.steps(u64::from(depth));
        if depth > MAX_DEPTH {
            self.meter.exceed(Bound::Depth);
        }
        if let Some(place) = self.places.borrow_mut().get_mut(node.slot) {
            place.depth = depth;
            place.formatting = parent.formatting + u32::from(place.is_formatting);
        }
    }

    /// What comparing a formatting element's attributes with those of all open ones can cost.
    fn formatting_steps(&self, tag: &Tag) -> u64 {
        if tag.kind == TagKind::EndTag || tag.attrs.is_empty() || !is_formatting(&tag.name) {
            return 0;
        }
        let open = self
            .places
            .borrow()
            .last()
            .map_or(0, |place| place.formatting);
        tag.attrs.len() as u64 * u64::from(open) * COMPARE_STEPS
    }
}

fn is_formatting(name: &str) -> bool {
    FORMATTING.contains(&name)
}

fn inner(child: NodeOrText<Handle>) -> NodeOrText<ego_tree::NodeId> {
    match child {
        NodeOrText::AppendNode(node) => NodeOrText::AppendNode(node.id),
        NodeOrText::AppendText(text) => NodeOrText::AppendText(text),
    }
}

impl TreeSink for CountingSink {
    type Handle = Handle;
    type Output = Html;
    type ElemName<'a> = std::cell::Ref<'a, QualName>;

    fn finish(self) -> Html {
        self.inner.finish()
    }

    fn parse_error(&self, _message: std::borrow::Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Handle {
            id: self.inner.get_document(),
            slot: 0,
        }
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> Self::ElemName<'a> {
        self.meter.steps(1);
        self.inner.elem_name(&target.id)
    }

    fn create_element(
        &self,
        name: QualName,
        attributes: Vec<Attribute>,
        flags: ElementFlags,
    ) -> Handle {
        let formatting = is_formatting(&name.local);
        self.handle(
            self.inner.create_element(name, attributes, flags),
            formatting,
        )
    }

    fn create_comment(&self, text: StrTendril) -> Handle {
        self.handle(self.inner.create_comment(text), false)
    }

    fn create_pi(&self, target: StrTendril, data: StrTendril) -> Handle {
        self.handle(self.inner.create_pi(target, data), false)
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.placed(&child, self.place(parent));
        self.inner.append(&parent.id, inner(child));
    }

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        let beside = self.place(sibling);
        let parent = Place {
            depth: beside.depth.saturating_sub(1),
            ..beside
        };
        self.placed(&child, parent);
        self.inner.append_before_sibling(&sibling.id, inner(child));
    }

    fn append_based_on_parent_node(
        &self,
        element: &Handle,
        previous: &Handle,
        child: NodeOrText<Handle>,
    ) {
        let (element_place, previous_place) = (self.place(element), self.place(previous));
        let deeper = if element_place.depth > previous_place.depth {
            element_place
        } else {
            previous_place
        };
        self.placed(&child, deeper);
        self.inner
            .append_based_on_parent_node(&element.id, &previous.id, inner(child));
    }

    fn append_doctype_to_document(&self, name: StrTendril, public: StrTendril, system: StrTendril) {
        self.inner.append_doctype_to_document(name, public, system);
    }

    fn get_template_contents(&self, target: &Handle) -> Handle {
        let contents = self.handle(self.inner.get_template_contents(&target.id), false);
        self.placed(&NodeOrText::AppendNode(contents), self.place(target));
        contents
    }

    fn same_node(&self, x: &Handle, y: &Handle) -> bool {
        self.meter.steps(1);
        x.id == y.id
    }

    fn set_quirks_mode(&self, mode: QuirksMode) {
        self.inner.set_quirks_mode(mode);
    }

    fn add_attrs_if_missing(&self, target: &Handle, attributes: Vec<Attribute>) {
        let added = self.meter.added.get() + attributes.len();
        self.meter.added.set(added);
        if added > MAX_TAG_ATTRIBUTES {
            self.meter.exceed(Bound::TagAttributes);
        }
        self.inner.add_attrs_if_missing(&target.id, attributes);
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.inner.remove_from_parent(&target.id);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        self.meter.steps(u64::from(self.place(new_parent).depth));
        self.inner.reparent_children(&node.id, &new_parent.id);
    }
}

/// The text in pieces of about [`PIECE`] bytes.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (piece, after) = rest.split_at(rest.ceil_char_boundary(PIECE));
        rest = after;
        Some(piece)
    })
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn class_of(text: &str) -> Option<Class> {
        parse(text, &|| false)
            .err()
            .map(|unreadable| unreadable.class)
    }

    #[test]
    fn gives_up_pages_that_would_cost_too_much() {
        let names = |count: usize| -> String { (0..count).map(|n| format!(" a{n}")).collect() };
        let cases: &[(&str, String, Class)] = &[
            ("nested div", "<div>".repeat(100_000), Class::TooDeep),
            (
                "font and p",
                (0..5_000)
                    .map(|n| format!("<font size={n:04}><p>"))
                    .collect(),
                Class::TooDeep,
            ),
            (
                "a million attributes",
                format!("<p{}>", names(1_000_000)),
                Class::TooLarge,
            ),
            (
                "attributes behind a quote",
                format!("<p x='<' {}", names(2_000)),
                Class::TooLarge,
            ),
            (
                "attributes after a stray <",
                format!("<<p {}", names(2_000)),
                Class::TooLarge,
            ),
            (
                "a tag without end",
                format!("<p x=\"{}", "y".repeat(5 << 20)),
                Class::TooLarge,
            ),
            (
                "attributes on many tags",
                format!("<p{}></p>", names(500)).repeat(1_100),
                Class::TooLarge,
            ),
            (
                "names that differ",
                (0..200)
                    .map(|n| format!("<p{}>", names(400).replace(" a", &format!(" a{n}x"))))
                    .collect(),
                Class::TooLarge,
            ),
            (
                "classes that differ",
                format!("<p class='{}'>", names(60_000)),
                Class::TooLarge,
            ),
            ("ampersands", "&amp;".repeat(1 << 21), Class::TooDeep),
            (
                "attributes on many bodies",
                (0..3_000).map(|n| format!("<body a{n}>")).collect(),
                Class::TooLarge,
            ),
            ("paragraphs", "<p>".repeat(260_000), Class::TooLarge),
            ("templates", "<template>".repeat(50_000), Class::TooDeep),
            (
                "svg",
                format!("<svg>{}", "<g>".repeat(50_000)),
                Class::TooDeep,
            ),
            ("tables", "<table><tr><td>".repeat(20_000), Class::TooDeep),
            (
                "siblings deep down",
                format!("{}{}", "<div>".repeat(3_900), "<br>".repeat(100_000)),
                Class::TooDeep,
            ),
            (
                "formatting with many attributes",
                (0..4_000)
                    .map(|n| format!("<b{} z{n}>", names(250)))
                    .collect(),
                Class::TooDeep,
            ),
        ];
        for (name, text, class) in cases {
            assert_eq!(class_of(text), Some(*class), "{name}");
        }
    }

    #[test]
    fn reads_what_is_odd_but_small() {
        let picture = format!("<img src='data:image/png;base64,{}'>", "A/".repeat(1 << 20));
        let cases: &[(&str, String)] = &[
            ("nothing", String::new()),
            ("nul", "a\0b<p\0>c".to_owned()),
            (
                "an open comment",
                format!("<!-- {}", "x y ".repeat(500_000)),
            ),
            (
                "plaintext",
                format!("<plaintext>{}", "<p a b c>".repeat(50_000)),
            ),
            (
                "a large script",
                format!(
                    "<script>{}</script>",
                    "if (a <b && c) d = e; ".repeat(100_000)
                ),
            ),
            ("a picture in its own address", picture),
            (
                "a long list of words in one attribute",
                format!("<p x=\"{}\">", "<p> a b ".repeat(50_000)),
            ),
            ("fonts that are alike", "<font><p>".repeat(5_000)),
            ("links in links", "<a href=x>".repeat(5_000)),
            ("bold that is closed", "<b>x</b>".repeat(20_000)),
            (
                "text in a table",
                format!("<table>{}", "x<tr>".repeat(20_000)),
            ),
            (
                "nesting that ends",
                format!("{}{}", "<div>".repeat(500), "</div>".repeat(500)).repeat(20),
            ),
            (
                "an umlaut at a piece's end",
                format!("{}ü<p>ü", "x".repeat(PIECE - 1)),
            ),
        ];
        for (name, text) in cases {
            assert_eq!(class_of(text), None, "{name}");
        }
    }

    #[test]
    fn gives_up_when_told_to() {
        let text = "<p>".repeat(10_000);
        let unreadable = parse(&text, &|| true).unwrap_err();
        assert_eq!(unreadable.class, Class::Timeout);
    }

    #[test]
    fn parses_as_in_one_piece() {
        let text = "<!doctype html><title>a</title><table>x<b><p>y</b>z".repeat(50);
        let ours = parse(&text, &|| false).unwrap();
        assert_eq!(ours.html(), Html::parse_document(&text).html());
    }
}
