//! Releases that are not read from the page at their address: a JSON source has them.

use url::Url;

use crate::profile::{Item, ReleaseIn, Source, SourceKind};
use crate::target::{Elsewhere, Target, Whole};

/// Where the release of a target is read.
pub(super) enum Place<'a> {
    /// On the page at its address.
    Page,
    /// In a document of its own.
    Item(&'a Url, &'a Item),
    /// Its row held it.
    Row(&'a Whole),
    /// In a row that was not read yet: the state was made from the output. Its page is not
    /// asked for, because the profile says that the release is not there.
    Unseen,
}

/// Where the release of a target is read, by what its profile says today.
pub(super) fn place<'a>(target: &'a Target, source: &'a Source) -> Place<'a> {
    if target.kind.is_source() {
        return Place::Page;
    }
    let SourceKind::Json(json) = &source.kind else {
        return Place::Page;
    };
    let teaser = target.teaser.as_ref();
    let elsewhere = teaser.and_then(|teaser| teaser.elsewhere.as_ref());
    match (&json.release, elsewhere) {
        (ReleaseIn::Page, _) => Place::Page,
        (ReleaseIn::Row(_), Some(Elsewhere::Row(whole))) => Place::Row(whole),
        (ReleaseIn::Item(item), Some(Elsewhere::Item(url))) => Place::Item(url, item),
        (ReleaseIn::Row(_) | ReleaseIn::Item(_), _) => Place::Unseen,
    }
}
