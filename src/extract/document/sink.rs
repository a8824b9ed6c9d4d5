//! scraper's tree sink with counts: where each node hangs, and how often the tree builder
//! looks.

use std::borrow::Cow;
use std::cell::{Ref, RefCell};
use std::rc::Rc;

use ego_tree::Tree;
use html5ever::interface::{ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult};
use html5ever::tree_builder::TreeBuilder;
use html5ever::{Attribute, LocalName, QualName, local_name};
use scraper::{Html, HtmlTreeSink, Node};

use super::PIECE;
use super::meter::{Bound, MAX_DEPTH, MAX_NODES, MAX_TAG_ATTRIBUTES, MAX_TAG_BYTES, Meter};
use super::{plain, raw};

/// Steps that one token counts for.
const TOKEN_STEPS: u64 = 12;
/// Steps that comparing one attribute of two formatting elements counts for.
const COMPARE_STEPS: u64 = 64;

/// Stands between tokenizer and tree builder: notes how far the tokens reach, and lets
/// nothing more through once a bound is exceeded.
pub(super) struct Gate<'t> {
    text: &'t str,
    tree: TreeBuilder<Handle, CountingSink>,
    input: Rc<BufferQueue>,
    meter: Rc<Meter>,
}

impl<'t> Gate<'t> {
    /// An empty document, with room for so many nodes, that waits for tokens out of `input`,
    /// through which the text goes.
    pub(super) fn new(
        text: &'t str,
        input: Rc<BufferQueue>,
        meter: Rc<Meter>,
        room: usize,
    ) -> Self {
        let sink = CountingSink {
            inner: HtmlTreeSink::new(empty(room)),
            places: RefCell::new(vec![Place::default()]),
            meter: Rc::clone(&meter),
        };
        Self {
            text,
            tree: TreeBuilder::new(sink, Default::default()),
            input,
            meter,
        }
    }

    /// The document.
    pub(super) fn finish(self) -> Html {
        self.tree.sink.finish()
    }

    /// The bytes before the next one that the tokenizer will look at.
    fn position(&self) -> usize {
        let rest = self.input.peek_front_chunk_mut();
        let left = rest.map_or(0, |rest| rest.len());
        self.meter.fed.get().saturating_sub(left)
    }

    /// Lets the tree builder have a token, unless a bound is exceeded.
    fn build(&self, token: Token, line: u64) -> TokenSinkResult<Handle> {
        self.meter.steps(TOKEN_STEPS);
        if let Token::TagToken(tag) = &token {
            self.meter.tag(tag);
            self.meter.steps(self.tree.sink.formatting_steps(tag));
        }
        if self.meter.exceeded.get().is_some() && !matches!(token, Token::EOFToken) {
            return TokenSinkResult::Continue;
        }
        self.tree.process_token(token, line)
    }

    /// Takes the text of a script or style sheet that has just been opened, so that the
    /// tokenizer goes on with its end tag.
    fn take_raw_text(&self, kind: RawKind, element: &str, line: u64) {
        self.take(|gate, start| {
            let Some((token, length)) = raw::token(&gate.text[start..], kind, element) else {
                return start;
            };
            // Characters are appended to the element, whatever it is.
            let _ = gate.build(token, line);
            start + length
        });
    }

    /// Takes what is plain behind a tag: as much as is fed at a time, and no more, so that
    /// between two pieces somebody can ask for an end.
    fn take_plain(&self, line: u64) {
        self.take(|gate, start| {
            let mut at = start;
            while at < start + PIECE
                && gate.meter.exceeded.get().is_none()
                && let Some((token, length)) = plain::token(&gate.text[at..])
            {
                at += length;
                gate.meter.emitted.set(at);
                if length > MAX_TAG_BYTES && matches!(token, Token::TagToken(_)) {
                    gate.meter.exceed(Bound::TagBytes);
                }
                // Scripts are not run, and no element is among these whose content is no markup.
                let _ = gate.build(token, line);
            }
            at
        });
    }

    /// Takes a part of the text that the tokenizer would come to next, which goes on behind it:
    /// `by` gets where it begins, and gives where it ends.
    fn take(&self, by: impl FnOnce(&Self, usize) -> usize) {
        let (start, fed) = (self.meter.emitted.get(), self.meter.fed.get());
        let mut waits = self.input.pop_front().unwrap_or_default();
        // Something that the tokenizer gave back comes before the text.
        if !self.input.is_empty() {
            self.input.push_front(waits);
            return;
        }
        let end = by(self, start);
        self.meter.emitted.set(end);
        match u32::try_from(end - start) {
            Ok(taken) if end < fed => {
                waits.pop_front(taken);
                self.input.push_front(waits);
            }
            _ => self.meter.fed.set(end),
        }
    }
}

impl TokenSink for Gate<'_> {
    type Handle = Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Handle> {
        let element = match &token {
            // Errors are told in the middle of a tag and in great numbers.
            Token::ParseError(_) => {
                self.meter.steps(TOKEN_STEPS);
                return TokenSinkResult::Continue;
            }
            Token::TagToken(tag) => Some(tag.name.clone()),
            _ => None,
        };
        self.meter.emitted.set(self.position());
        let result = self.build(token, line);
        match (&result, element) {
            (TokenSinkResult::RawData(kind), Some(element)) => {
                self.take_raw_text(*kind, &element, line);
            }
            (TokenSinkResult::Continue, Some(_)) => self.take_plain(line),
            _ => {}
        }
        result
    }

    fn end(&self) {
        self.tree.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.tree
            .adjusted_current_node_present_but_not_in_html_namespace()
    }
}

fn empty(room: usize) -> Html {
    Html {
        tree: Tree::with_capacity(Node::Document, room),
        ..Html::new_document()
    }
}

/// A node with its place in the table of depths.
#[derive(Debug, Clone, Copy)]
pub(super) struct Handle {
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
        self.meter.deepest.set(self.meter.deepest.get().max(depth));
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

/// The elements that are opened again after they were closed in the wrong order
/// (HTML §13.2.4.3): each new one is compared with all open ones.
fn is_formatting(name: &LocalName) -> bool {
    matches!(
        *name,
        local_name!("a")
            | local_name!("b")
            | local_name!("big")
            | local_name!("code")
            | local_name!("em")
            | local_name!("font")
            | local_name!("i")
            | local_name!("nobr")
            | local_name!("s")
            | local_name!("small")
            | local_name!("strike")
            | local_name!("strong")
            | local_name!("tt")
            | local_name!("u")
    )
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
    type ElemName<'a> = Ref<'a, QualName>;

    fn finish(self) -> Html {
        self.inner.finish()
    }

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Handle {
            id: self.inner.get_document(),
            slot: 0,
        }
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> Self::ElemName<'a> {
        self.meter.steps(1);
        // Looked up here so that it is compiled into the tree builder, which asks often.
        let name = Ref::filter_map(self.inner.0.borrow(), |html| {
            let element = html.tree.get(target.id)?.value().as_element()?;
            Some(&element.name)
        });
        name.unwrap_or_else(|_| self.inner.elem_name(&target.id))
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
        self.meter.moved.set(true);
        self.inner.remove_from_parent(&target.id);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        self.meter.moved.set(true);
        self.meter.steps(u64::from(self.place(new_parent).depth));
        self.inner.reparent_children(&node.id, &new_parent.id);
    }
}
