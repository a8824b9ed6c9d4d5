//! The way from one page to the next: counted up in the address, or named by the page.

use url::Url;

use super::drift::{Drift, of_pages};
use super::facts::Facts;
use crate::discover::listing::NextLink;
use crate::discover::scope;
use crate::profile::{Pages, Profile, Source};
use crate::target::Step;

/// Where a page leads.
pub(super) enum Onward {
    Address(Url),
    Nowhere,
    /// There is a way, and it cannot be gone.
    Blocked(Drift),
    /// There is a way, and it leads out of the listing.
    Astray(String),
    /// There is a way, and it leads to where the walk began.
    Back(String),
}

pub(super) fn next_address(
    profile: &Profile,
    source: &Source,
    step: &Step,
    facts: &Facts,
) -> Onward {
    if step.page + 1 >= source.stop.max_pages {
        return Onward::Nowhere;
    }
    let blocked = |class, why: &str| {
        let message = format!(
            "page {} of {} leads to a next page that cannot be visited: {why}",
            step.page + 1,
            source.id
        );
        Onward::Blocked(Drift {
            class,
            ..of_pages(message)
        })
    };
    let named = match (&source.pages, &facts.next_link) {
        (Pages::Single, _) => return Onward::Nowhere,
        (Pages::Numbered { .. }, _) => source.address(step.page + 1, step.period),
        (Pages::Next(_) | Pages::Named | Pages::Cursor { .. }, NextLink::None) => {
            return Onward::Nowhere;
        }
        (Pages::Next(_) | Pages::Named | Pages::Cursor { .. }, NextLink::Unusable(class, why)) => {
            return blocked(*class, why);
        }
        (Pages::Next(_) | Pages::Named | Pages::Cursor { .. }, NextLink::To(url)) => {
            Some(url.clone())
        }
        (Pages::Next(_) | Pages::Named | Pages::Cursor { .. }, NextLink::After(cursor)) => {
            source.address_after(cursor, step.period)
        }
    };
    // A page that names itself as the next is the last.
    let Some(url) = named.filter(|url| facts.url.as_ref() != Some(url)) else {
        return Onward::Nowhere;
    };
    let is_linked = matches!(facts.next_link, NextLink::To(_));
    let first = source.address(0, step.period);
    if is_linked
        && step.page > 0
        && first.is_some_and(|first| profile.compared(&first) == profile.compared(&url))
    {
        return Onward::Back("its next page is the first again".to_owned());
    }
    // What a feed calls its next page is one.
    let is_named = matches!(source.pages, Pages::Named);
    if is_linked && !is_named && !scope::is_page_of(profile, source, facts.url.as_ref(), &url) {
        return Onward::Astray(format!(
            "its next page, {url}, does not look like one of this listing; say with `next_within` where it goes on, or ends"
        ));
    }
    Onward::Address(url)
}
