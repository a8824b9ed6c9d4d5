//! A set of nodes, asked for each node of a page several times over.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};

use ego_tree::NodeId;

/// Nodes that are passed over with all that is in them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Omit(HashSet<NodeId, BuildHasherDefault<NodeHasher>>);

impl Omit {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    pub(crate) fn contains(&self, node: &NodeId) -> bool {
        !self.0.is_empty() && self.0.contains(node)
    }

    pub(crate) fn insert(&mut self, node: NodeId) {
        self.0.insert(node);
    }

    pub(crate) fn remove(&mut self, node: &NodeId) {
        self.0.remove(node);
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Extend<NodeId> for Omit {
    fn extend<N: IntoIterator<Item = NodeId>>(&mut self, nodes: N) {
        self.0.extend(nodes);
    }
}

impl FromIterator<NodeId> for Omit {
    fn from_iter<N: IntoIterator<Item = NodeId>>(nodes: N) -> Self {
        Self(nodes.into_iter().collect())
    }
}

impl<'a> IntoIterator for &'a Omit {
    type Item = NodeId;
    type IntoIter = std::iter::Copied<std::collections::hash_set::Iter<'a, NodeId>>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter().copied()
    }
}

/// Nodes are numbered as they are parsed: no page can choose numbers that collide, and one
/// multiplication spreads them.
#[derive(Debug, Default)]
pub(crate) struct NodeHasher(u64);

impl Hasher for NodeHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u64(u64::from(*byte));
        }
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0.rotate_left(5) ^ number).wrapping_mul(0x517c_c1b7_2722_0a95);
    }

    fn write_usize(&mut self, number: usize) {
        self.write_u64(u64::try_from(number).unwrap_or(u64::MAX));
    }
}

/// Something known of nodes.
pub(crate) type OfNodes<T> = std::collections::HashMap<NodeId, T, BuildHasherDefault<NodeHasher>>;
