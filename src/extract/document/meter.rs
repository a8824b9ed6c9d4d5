//! What one parse may cost, in counts.

use std::cell::{Cell, RefCell};

use html5ever::local_name;
use html5ever::tokenizer::{Tag, TagKind};
use scraper::Html;

use crate::extract::Unreadable;
use crate::extract::class::hash;
use crate::problem::Class;

/// Bytes of one page.
pub(super) const MAX_BYTES: usize = 64 * 1024 * 1024;
/// Elements, texts and comments of one document.
pub(super) const MAX_NODES: usize = 250_000;
/// Elements inside each other.
pub(super) const MAX_DEPTH: u32 = 4_000;
/// Attributes of one document.
pub(super) const MAX_ATTRIBUTES: usize = 500_000;
/// Attributes of one tag: the tokenizer compares each with all before it.
pub(super) const MAX_TAG_ATTRIBUTES: usize = 512;
/// Bytes of one tag. A picture written into its `src` can have millions.
pub(super) const MAX_TAG_BYTES: usize = 4 * 1024 * 1024;
/// Steps through the tree builder's stacks, and the sum of all depths, which bounds what
/// walking from every element to the root can cost later on.
pub(super) const MAX_STEPS: u64 = 24_000_000;
/// Texts and comments stand one deeper than the elements that are measured, and the root is one.
const DEEPER: u32 = 2;
/// Different names of elements, attributes and classes: each is interned, in a table that
/// does not grow.
pub(super) const MAX_NAMES: usize = 20_000;

/// The counts of one parse.
#[derive(Debug, Default)]
pub(super) struct Meter {
    attributes: Cell<usize>,
    steps: Cell<u64>,
    /// Attributes that later `<html>` and `<body>` tags add to the first.
    pub(super) added: Cell<usize>,
    /// Bytes given to the tokenizer.
    pub(super) fed: Cell<usize>,
    /// Bytes up to the end of the last token.
    pub(super) emitted: Cell<usize>,
    names: RefCell<Names>,
    /// The depth of the deepest node.
    pub(super) deepest: Cell<u32>,
    /// A part of the tree was moved.
    pub(super) moved: Cell<bool>,
    pub(super) exceeded: Cell<Option<Bound>>,
}

impl Meter {
    pub(super) fn exceed(&self, bound: Bound) {
        if self.exceeded.get().is_none() {
            self.exceeded.set(Some(bound));
        }
    }

    pub(super) fn steps(&self, steps: u64) {
        self.steps.set(self.steps.get() + steps);
        if self.steps.get() > MAX_STEPS {
            self.exceed(Bound::Steps);
        }
    }

    pub(super) fn tag(&self, tag: &Tag) {
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
        names.note(tag.name.get_hash());
        for attribute in &tag.attrs {
            names.note(attribute.name.local.get_hash());
            if attribute.name.local == local_name!("class") {
                for class in attribute.value.split_ascii_whitespace() {
                    names.note(hash(class.as_bytes()));
                }
            }
        }
        if names.count > MAX_NAMES {
            self.exceed(Bound::Names);
        }
    }

    /// The depths kept while parsing go stale where the tree builder moves a subtree, so the
    /// finished tree is measured once more: what walks it later relies on the bounds.
    pub(super) fn check_depths(&self, document: &Html) {
        // What never moved stands where it was put.
        let nodes = document.tree.nodes().len() as u64;
        let at_most = nodes * u64::from(self.deepest.get() + DEEPER);
        if !self.moved.get() && at_most <= MAX_STEPS {
            return;
        }
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

/// An odd number with bits all over, that of the golden ratio.
const PRIME: u64 = 0x9e37_79b9_7f4a_7c15;

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
    fn note(&mut self, hash: u64) {
        // The upper half of a product is the one that every bit reaches.
        let place = (hash.wrapping_mul(PRIME) >> 32) % (self.bits.len() as u64 * 64);
        let (word, bit) = ((place / 64) as usize, 1 << (place % 64));
        if self.bits[word] & bit == 0 {
            self.bits[word] |= bit;
            self.count += 1;
        }
    }
}

/// A bound that a page exceeds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bound {
    Bytes,
    Nodes,
    Depth,
    Attributes,
    TagAttributes,
    TagBytes,
    Names,
    Steps,
}

impl Bound {
    pub(super) fn unreadable(self) -> Unreadable {
        let (class, message) = match self {
            Self::Bytes => (
                Class::TooLarge,
                format!("the page is longer than {MAX_BYTES} bytes"),
            ),
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
