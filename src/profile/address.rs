//! One address a page: what a profile makes of the links it meets.
//!
//! `http://osce.org/atu/48333?utm_source=mail#top` is the page
//! `https://www.osce.org/atu/48333`, which is the release `osce:48333`.

use std::fmt;

use regex::Regex;
use url::Url;

use super::Profile;
use super::parameters::{self, Purpose};
use super::print_view::plain_addresses;
use super::spelling;
use super::template::fits;
use crate::record::release_key;

/// Why an address is not visited.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OutOfScope {
    /// Neither http nor https.
    Scheme,
    /// Not one of the profile's hosts.
    Host,
    /// No `[urls] include` pattern matches.
    NotIncluded,
    /// An `[urls] exclude` pattern matches.
    Excluded,
}

impl fmt::Display for OutOfScope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Scheme => "it is neither http nor https",
            Self::Host => "its host is none of the profile's",
            Self::NotIncluded => "no pattern of [urls] include matches it",
            Self::Excluded => "a pattern of [urls] exclude matches it",
        })
    }
}

impl Profile {
    /// The canonical form of an address: no fragment, no credentials, no parameters of
    /// tracking or sessions, escapes written one way, an alias host rewritten, and on the
    /// profile's own hosts the scheme of its sources.
    #[must_use]
    pub fn canonical(&self, url: &Url) -> Url {
        let mut canonical = url.clone();
        canonical.set_fragment(None);
        if !canonical.username().is_empty() || canonical.password().is_some() {
            // Cannot fail: only addresses with a host carry credentials.
            let _ = canonical.set_username("");
            let _ = canonical.set_password(None);
        }
        self.settle_host(&mut canonical);
        // What one of the two changes can be something to the other. Neither makes an address
        // longer, so this ends.
        loop {
            let before = canonical.clone();
            spelling::respell_escapes(&mut canonical);
            self.drop_visits(&mut canonical);
            if canonical == before {
                return canonical;
            }
        }
    }

    /// Drops what names the visit, in path and query.
    fn drop_visits(&self, url: &mut Url) {
        if let Some(path) = parameters::without_sessions(url.path()) {
            let mut without = url.clone();
            without.set_path(&path);
            if self.names_the_same(url, &without) {
                *url = without;
            }
        }
        let Some(query) = url.query().map(str::to_owned) else {
            return;
        };
        let purposes: Vec<(&str, Purpose)> = query
            .split('&')
            .map(|pair| (pair, parameters::purpose(pair, &self.urls)))
            .collect();
        let with_only = |purposes: &[(&str, Purpose)], kept: &[Purpose]| {
            let kept: Vec<&str> = purposes
                .iter()
                .filter(|(pair, purpose)| !pair.is_empty() && kept.contains(purpose))
                .map(|(pair, _)| *pair)
                .collect();
            // The rest stays to the letter: a server may read `a=%20` and `a=+` differently.
            let kept = kept.join("&");
            let mut url = url.clone();
            url.set_query(Some(&*kept).filter(|query| !query.is_empty()));
            url
        };
        let has = |purpose| purposes.iter().any(|(_, other)| *other == purpose);
        let certain = if has(Purpose::Visit) || query.is_empty() {
            with_only(&purposes, &[Purpose::Page, Purpose::PerhapsVisit])
        } else {
            url.clone()
        };
        let bold = with_only(&purposes, &[Purpose::Page]);
        if has(Purpose::PerhapsVisit) && self.still_names_a_page(&certain, &bold) {
            *url = bold;
        } else if self.names_the_same(url, &certain) {
            *url = certain;
        }
    }

    /// Whether what is left of an address gives the publisher's id that the whole gave.
    fn names_the_same(&self, whole: &Url, rest: &Url) -> bool {
        let id = self.item_id(whole);
        id.is_none() || id == self.item_id(rest)
    }

    /// Whether what looks like a session can go: without it the address must still name one
    /// page among many, not the list of them.
    fn still_names_a_page(&self, whole: &Url, rest: &Url) -> bool {
        let in_query = |query: &str| query.bytes().any(|byte| byte.is_ascii_digit());
        let in_path = rest.path().rsplit('/').find(|segment| !segment.is_empty());
        let is_item = |segment: &str| {
            segment.bytes().any(|byte| byte.is_ascii_digit()) || segment.matches('-').count() > 1
        };
        (rest.query().is_some_and(in_query) || in_path.is_some_and(is_item))
            && self.names_the_same(whole, rest)
            && self.admits(whole) == self.admits(rest)
            && !self.is_listing(rest)
    }

    fn settle_host(&self, url: &mut Url) {
        let Some(host) = url.host_str().map(str::to_owned) else {
            return;
        };
        if let Some(main) = &self.hosts.canonical
            && self.hosts.aliases.contains(&host)
        {
            let _ = url.set_host(Some(main));
        }
        if url.port().is_none()
            && self.reaches(url).is_ok()
            && let Some(scheme) = self.scheme_of(url)
        {
            let _ = url.set_scheme(&scheme);
        }
    }

    /// The scheme of the source on this host, else of the first source: a newsroom whose
    /// listing is on https links to its releases with http here and there.
    fn scheme_of(&self, url: &Url) -> Option<String> {
        let seeds = || self.sources.iter().filter_map(|s| Url::parse(&s.url).ok());
        let seed = seeds()
            .find(|seed| seed.host_str() == url.host_str())
            .or_else(|| seeds().next())?;
        seed.port().is_none().then(|| seed.scheme().to_owned())
    }

    /// Whether a canonical address is on one of the profile's hosts, over http or https.
    ///
    /// # Errors
    /// [`OutOfScope::Scheme`] or [`OutOfScope::Host`].
    pub fn reaches(&self, url: &Url) -> Result<(), OutOfScope> {
        if !matches!(url.scheme(), "http" | "https") {
            return Err(OutOfScope::Scheme);
        }
        let known = url
            .host_str()
            .is_some_and(|host| self.hosts.allowed.iter().any(|own| own == host));
        if known { Ok(()) } else { Err(OutOfScope::Host) }
    }

    /// Whether a canonical address is a release of this newsroom.
    ///
    /// # Errors
    /// Why not.
    pub fn admits(&self, url: &Url) -> Result<(), OutOfScope> {
        self.reaches(url)?;
        let path = path_and_query(url);
        let lower = self.urls.ignore_case.then(|| path.to_ascii_lowercase());
        let matches = |pattern: &Regex| {
            pattern.is_match(&path) || lower.as_ref().is_some_and(|path| pattern.is_match(path))
        };
        if !self.urls.include.is_empty() && !self.urls.include.iter().any(matches) {
            return Err(OutOfScope::NotIncluded);
        }
        if self.urls.exclude.iter().any(matches) {
            return Err(OutOfScope::Excluded);
        }
        Ok(())
    }

    /// The publisher's own id in a canonical address, where the profile says how to read it.
    #[must_use]
    pub fn item_id(&self, url: &Url) -> Option<String> {
        let pattern = self.urls.item_id.as_ref()?;
        let read = |path: &str| {
            let groups = pattern.captures(path)?;
            // A group that took no part gives no id: the whole match would be another one.
            let id = groups.name("v").or_else(|| groups.get(1))?;
            Some(id.as_str().to_owned()).filter(|id| !id.is_empty())
        };
        let compared = || path_and_query(&self.compared(url));
        if self.urls.ignore_case {
            return read(&compared()).or_else(|| read(&path_and_query(url)));
        }
        // `/node/48333/` is `/node/48333`.
        read(&path_and_query(url)).or_else(|| read(&compared()))
    }

    /// The id of the release at a canonical address: by the publisher's own id, else by the
    /// address, however it is spelled.
    #[must_use]
    pub fn release_key(&self, url: &Url) -> String {
        release_key(
            self.id.as_str(),
            self.item_id(url).as_deref(),
            &self.compared(url),
        )
    }

    /// The form of a canonical address in which it is compared with others: trailing slash,
    /// default document, double slashes and the order of parameters do not count, nor the
    /// case of letters where the site ignores it.
    #[must_use]
    pub fn compared(&self, url: &Url) -> Url {
        spelling::compared(url, self.urls.ignore_case)
    }

    /// The releases of which this address may be a print view, by their ids.
    #[must_use]
    pub fn print_view_of(&self, url: &Url) -> Vec<String> {
        let own = self.release_key(url);
        let keys = plain_addresses(url)
            .into_iter()
            .map(|plain| self.canonical(&plain))
            .filter(|plain| self.admits(plain).is_ok() && !self.is_listing(plain))
            .map(|plain| self.release_key(&plain));
        keys.filter(|key| *key != own).collect()
    }

    /// Whether an address is a root or one of the profile's listing pages: never a release,
    /// whatever a canonical link says.
    #[must_use]
    pub fn is_listing(&self, url: &Url) -> bool {
        // `/index.php?section=press` lists, `/index.php?id=77` is a release.
        let id_in_query = || self.item_id(url) != self.item_id(&without_query(url));
        let compared = self.compared(url);
        let is_root = compared.path() == "/" && !(url.query().is_some() && id_in_query());
        is_root
            || self.sources.iter().any(|source| {
                source.shape().is_some_and(|listing| {
                    let listing_compared = self.compared(&listing);
                    listing.host_str() == url.host_str()
                        && (fits(&path_and_query(&listing), &path_and_query(url))
                            || fits(
                                &path_and_query(&listing_compared),
                                &path_and_query(&compared),
                            )
                            || (fits(listing_compared.path(), compared.path()) && !id_in_query()))
                })
            })
    }
}

fn without_query(url: &Url) -> Url {
    let mut url = url.clone();
    url.set_query(None);
    url
}

/// What patterns are searched in.
pub(super) fn path_and_query(url: &Url) -> String {
    match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    }
}

#[cfg(test)]
mod tests;
