//! Links in the body of a release, in its order. There is but one source: the body as it was
//! read, from its first block up to where the boilerplate begins: above stands the way through
//! the site, and what the boilerplate links to is the same on every page.

use ego_tree::NodeId;
use scraper::ElementRef;

use super::attachments::is_omitted;
use crate::extract::body::Body;
use crate::extract::reading::{LONGEST_LINE, Reading, generic};
use crate::extract::{clean, text};
use crate::record::{Found, Link, Origin};

/// The most links of one release.
const MOST: usize = 500;

/// Reads the links of the body, up to where the boilerplate begins.
pub(crate) fn links(reading: &Reading<'_>, body: Option<&Body<'_>>) -> Option<Found<Vec<Link>>> {
    let body = body?;
    let end: Option<NodeId> = body.split.boilerplate.first().map(|block| block.first);
    let mut links: Vec<Link> = Vec::new();
    let nodes = || body.container.descendants();
    let start = body.split.body.first().map(|block| block.first);
    // A block may also have been put before those of the container.
    let start = start.filter(|start| reading.is_generic() && nodes().any(|at| at.id() == *start));
    let elements = nodes()
        .skip_while(|node| start.is_some_and(|start| node.id() != start))
        .take_while(|node| Some(node.id()) != end)
        .filter_map(ElementRef::wrap)
        .filter(|element| element.value().name() == "a");
    for element in elements {
        let Some(written) = element.value().attr("href") else {
            continue;
        };
        let is_left_out = is_omitted(element, &body.omit) || is_omitted(element, &body.apart);
        if written.trim_start().starts_with('#') || is_left_out {
            continue;
        }
        let Some(url) = reading.link(written) else {
            continue;
        };
        // What a link that nobody closed has in it stands in the body, and once is enough.
        let text = clean::some(&text::line(element)).filter(|text| text.len() <= LONGEST_LINE);
        if let Some(known) = links.iter_mut().find(|known| known.url == url) {
            known.text = known.text.take().or(text);
        } else if links.len() < MOST {
            links.push(Link { url, text });
        }
    }
    (!links.is_empty()).then(|| Found {
        value: links,
        evidence: generic(Origin::Field, "links in the body"),
    })
}
