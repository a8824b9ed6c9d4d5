//! The part of a host name that somebody registered: `council.example` of
//! `press.council.example` (public suffix list).

use psl::{List, Psl};

/// The registered part of a host name; all of a name that has none.
pub(crate) fn registrable(name: &str) -> &str {
    match List.domain(name.as_bytes()) {
        // It is the end of the name.
        Some(domain) => name
            .get(name.len() - domain.as_bytes().len()..)
            .unwrap_or(name),
        None => name,
    }
}
