//! The address of a release and what makes it the same release as another page.
//!
//! After the profile's rule (`canonical`) come, in this order: `<link rel=canonical>`, which is
//! made for this; `og:url`, made for sharing; the address that was asked for, which may carry
//! what only a visit needs.
//!
//! A canonical link counts only if its host is the profile's, `[urls]` admits it, and it is
//! neither a root nor a listing: many sites point every page's canonical link at their start
//! page after a move. One that does not count is an issue (`url.canonical_ignored`).

use url::Url;

use super::language;
use crate::extract::reading::{Reading, generic};
use crate::record::{Found, Origin, Severity, hash_of};

/// The canonical address; `None` for a saved page that names none.
pub(crate) fn url(reading: &Reading<'_>) -> Option<Url> {
    let own = reading
        .page
        .url
        .as_ref()
        .map(|url| reading.profile.canonical(url));
    let head = &reading.gathered.head;
    let link = |written: &str, evidence| {
        Some(Found {
            value: reading.link(written)?,
            evidence,
        })
    };
    let by_rule = || {
        let found = reading.text("canonical")?;
        link(&found.value, found.evidence)
    };
    let by_link = || {
        link(
            head.canonical.as_deref()?,
            generic(Origin::Meta, "link canonical"),
        )
    };
    let by_meta = || link(head.first("og:url")?, generic(Origin::Meta, "meta og:url"));
    let named = reading.first("url", &[&by_rule, &by_link, &by_meta]);
    if let Some(own) = &own {
        let fetched = Found {
            value: own.clone(),
            evidence: generic(Origin::Url, "address"),
        };
        reading.considered("url", &fetched, None);
    }
    let Some(found) = named else { return own };
    let named = &found.value;
    if own.as_ref() == Some(named) || counts(reading, named, own.as_ref()) {
        return Some(found.value);
    }
    reading.considered("url", &found, Some("is not that of a release here"));
    reading.issue(
        "url.canonical_ignored",
        Some("url"),
        Severity::Info,
        format!("the page names {named} as its address, which is not that of a release here"),
    );
    own
}

fn counts(reading: &Reading<'_>, named: &Url, own: Option<&Url>) -> bool {
    let profile = reading.profile;
    if profile.is_listing(named) || named.path() == "/" {
        return false;
    }
    if profile.hosts.allowed.is_empty() {
        // No profile: the page may speak for its own host only.
        let same_host = |own: &Url| bare_host(own) == bare_host(named);
        return own.is_none_or(same_host);
    }
    profile.admits(named).is_ok()
}

fn bare_host(url: &Url) -> Option<&str> {
    let host = url.host_str()?;
    Some(host.strip_prefix("www.").unwrap_or(host))
}

/// The release's id.
pub(crate) fn id(reading: &Reading<'_>, url: Option<&Url>, language: Option<&str>) -> String {
    let profile = reading.profile;
    let Some(url) = url else {
        let hash = match reading.page.bytes_hash.strip_prefix("blake3:") {
            Some(hash) if hash.len() >= 16 => hash.to_owned(),
            _ => hash_of(reading.page.text.as_bytes())["blake3:".len()..].to_owned(),
        };
        return format!("{}:{}", profile.id, hash.get(..16).unwrap_or(&hash));
    };
    let key = profile.release_key(url);
    // One number for all languages: each of them is a release of its own.
    let several = profile.languages.len() > 1 && profile.item_id(url).is_some();
    match language {
        Some(tag) if several && language::expected(&profile.languages, tag) => {
            format!("{key}:{tag}")
        }
        _ => key,
    }
}
