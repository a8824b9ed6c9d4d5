//! One address a page: what a profile makes of the links it meets.
//!
//! `http://osce.org/atu/48333?utm_source=mail#top` is the page
//! `https://www.osce.org/atu/48333`, which is the release `osce:48333`.

use url::Url;

use super::Profile;
use super::template::fits;
use crate::record::release_key;

/// Query parameters that name the way a reader came or the visit, not the page.
const TRACKING: &[&str] = &[
    "dclid",
    "fbclid",
    "gclid",
    "gclsrc",
    "igshid",
    "jsessionid",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "msclkid",
    "oly_anon_id",
    "oly_enc_id",
    "phpsessid",
    "rb_clickid",
    "s_cid",
    "twclid",
    "vero_conv",
    "vero_id",
    "wickedid",
    "yclid",
    "_ga",
    "_gl",
    "_hsenc",
    "_hsmi",
];
const TRACKING_PREFIXES: &[&str] = &["utm_", "pk_", "mtm_", "hsa_", "matomo_"];

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

impl Profile {
    /// The canonical form of an address: no fragment, no credentials, no tracking
    /// parameters, an alias host rewritten, and on the profile's own hosts the scheme of
    /// its sources.
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
        drop_tracking(&mut canonical);
        canonical
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
        if !self.urls.include.is_empty()
            && !self
                .urls
                .include
                .iter()
                .any(|pattern| pattern.is_match(&path))
        {
            return Err(OutOfScope::NotIncluded);
        }
        if self
            .urls
            .exclude
            .iter()
            .any(|pattern| pattern.is_match(&path))
        {
            return Err(OutOfScope::Excluded);
        }
        Ok(())
    }

    /// The publisher's own id in a canonical address, where the profile says how to read it.
    #[must_use]
    pub fn item_id(&self, url: &Url) -> Option<String> {
        let path = path_and_query(url);
        let groups = self.urls.item_id.as_ref()?.captures(&path)?;
        // A group that took no part gives no id: the whole match would be another one.
        let id = groups.name("v").or_else(|| groups.get(1))?;
        Some(id.as_str().to_owned()).filter(|id| !id.is_empty())
    }

    /// The id of the release at a canonical address.
    #[must_use]
    pub fn release_key(&self, url: &Url) -> String {
        release_key(self.id.as_str(), self.item_id(url).as_deref(), url)
    }

    /// Whether an address is a root or one of the profile's listing pages: never a release,
    /// whatever a canonical link says.
    #[must_use]
    pub fn is_listing(&self, url: &Url) -> bool {
        // `/index.php?section=press` lists, `/index.php?id=77` is a release.
        let id_in_query = || self.item_id(url) != self.item_id(&without_query(url));
        let is_root = url.path() == "/" && !(url.query().is_some() && id_in_query());
        is_root
            || self.sources.iter().any(|source| {
                source.shape().is_some_and(|listing| {
                    listing.host_str() == url.host_str()
                        && (fits(&path_and_query(&listing), &path_and_query(url))
                            || (fits(bare(&listing), bare(url)) && !id_in_query()))
                })
            })
    }
}

fn bare(url: &Url) -> &str {
    url.path().trim_end_matches('/')
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

fn drop_tracking(url: &mut Url) {
    let Some(query) = url.query() else { return };
    let is_tracking = |pair: &str| {
        let name = pair.split('=').next().unwrap_or(pair).to_ascii_lowercase();
        TRACKING.contains(&name.as_str())
            || TRACKING_PREFIXES
                .iter()
                .any(|prefix| name.starts_with(prefix))
    };
    if !query.is_empty() && !query.split('&').any(is_tracking) {
        return;
    }
    // The rest stays to the letter: a server may read `a=%20` and `a=+` differently.
    let kept: Vec<&str> = query
        .split('&')
        .filter(|pair| !pair.is_empty() && !is_tracking(pair))
        .collect();
    let kept = kept.join("&");
    url.set_query(if kept.is_empty() { None } else { Some(&kept) });
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::profile::parse;

    const COUNCIL: &str = r#"
id = "council"
name = "Council"
[hosts]
canonical = "www.council.example"
aliases = ["council.example", "München.example", "Old.Council.example"]
[urls]
include = ['^/(?:[a-z-]+/)+\d+$']
exclude = ['\?download$', '^/press-releases/.+']
item_id = '/(\d+)$'
[[source]]
url = "https://www.council.example/press-releases?page={page}&rows=50"
rows = "li.item"
pages.first = 0
[[source]]
url = "http://archive.council.example/news/page/{page}/"
rows = "li.item"
pages.first = 1
"#;

    fn council() -> Profile {
        profile(COUNCIL)
    }

    fn profile(source: &str) -> Profile {
        let loaded = parse(Path::new("council.toml"), source, &|_| None);
        let drawn = loaded.render();
        loaded.profile.expect(&drawn)
    }

    fn url(text: &str) -> Url {
        Url::parse(text).expect(text)
    }

    #[test]
    fn gives_a_page_one_address() {
        let profile = council();
        for (met, canonical) in [
            // Hosts and schemes.
            (
                "http://council.example/atu/1",
                "https://www.council.example/atu/1",
            ),
            (
                "https://old.council.example/atu/1",
                "https://www.council.example/atu/1",
            ),
            (
                "HTTP://COUNCIL.EXAMPLE/atu/1",
                "https://www.council.example/atu/1",
            ),
            (
                "http://www.council.example:80/atu/1",
                "https://www.council.example/atu/1",
            ),
            (
                "http://xn--mnchen-3ya.example/atu/1",
                "https://www.council.example/atu/1",
            ),
            (
                "http://münchen.example/atu/1",
                "https://www.council.example/atu/1",
            ),
            (
                "https://archive.council.example/x",
                "http://archive.council.example/x",
            ),
            // A port is a place of its own.
            (
                "http://www.council.example:8080/a",
                "http://www.council.example:8080/a",
            ),
            (
                "http://council.example:8080/a",
                "http://www.council.example:8080/a",
            ),
            // Others are left alone.
            (
                "http://elsewhere.example/a?b=1",
                "http://elsewhere.example/a?b=1",
            ),
            (
                "mailto:press@council.example",
                "mailto:press@council.example",
            ),
            // What names no page.
            (
                "https://www.council.example/a#top",
                "https://www.council.example/a",
            ),
            (
                "https://www.council.example/a#",
                "https://www.council.example/a",
            ),
            (
                "https://me:pw@www.council.example/a",
                "https://www.council.example/a",
            ),
            (
                "https://me@www.council.example/a",
                "https://www.council.example/a",
            ),
            (
                "https://www.council.example/a?utm_source=mail&UTM_Medium=x",
                "https://www.council.example/a",
            ),
            (
                "https://www.council.example/a?id=7&fbclid=x&p=%20+",
                "https://www.council.example/a?id=7&p=%20+",
            ),
            (
                "https://www.council.example/a?gclid",
                "https://www.council.example/a",
            ),
            (
                "https://www.council.example/a?PHPSESSID=1f&id=7",
                "https://www.council.example/a?id=7",
            ),
            (
                "https://www.council.example/a?",
                "https://www.council.example/a",
            ),
            // What may.
            (
                "https://www.council.example/a?utmost=1&source=b",
                "https://www.council.example/a?utmost=1&source=b",
            ),
            (
                "https://www.council.example/A/",
                "https://www.council.example/A/",
            ),
            (
                "https://www.council.example/a?b=1&&c",
                "https://www.council.example/a?b=1&&c",
            ),
        ] {
            let found = profile.canonical(&url(met));
            assert_eq!(found.as_str(), url(canonical).as_str(), "{met}");
            assert_eq!(profile.canonical(&found), found, "{met}: once is enough");
        }
    }

    #[test]
    fn knows_releases_by_their_address() {
        let profile = council();
        let at = |path: &str| url(&format!("https://www.council.example{path}"));
        for (address, admitted) in [
            (at("/atu/48333"), Ok(())),
            (at("/press-releases/federal/1"), Err(OutOfScope::Excluded)),
            (at("/atu/48333?download"), Err(OutOfScope::NotIncluded)),
            (at("/"), Err(OutOfScope::NotIncluded)),
            (url("http://archive.council.example/atu/1"), Ok(())),
            (
                url("https://www.council.example.evil.example/atu/1"),
                Err(OutOfScope::Host),
            ),
            (
                url("https://elsewhere.example/atu/1"),
                Err(OutOfScope::Host),
            ),
            (
                url("ftp://www.council.example/atu/1"),
                Err(OutOfScope::Scheme),
            ),
            (url("javascript:alert(1)"), Err(OutOfScope::Scheme)),
            (url("mailto:press@council.example"), Err(OutOfScope::Scheme)),
        ] {
            assert_eq!(profile.admits(&address), admitted, "{address}");
        }
    }

    #[test]
    fn reads_the_publishers_id() {
        let at = |path: &str| url(&format!("https://www.council.example{path}"));
        let profile = council();
        assert_eq!(profile.release_key(&at("/atu/48333")), "council:48333");
        assert_eq!(profile.release_key(&at("/node/48333")), "council:48333");
        assert_eq!(profile.item_id(&at("/atu/about")), None);
        assert_eq!(
            profile.release_key(&at("/atu/about")).len(),
            "council:".len() + 16
        );
        for (pattern, path, id) in [
            (r"[?&]id=(\d+)", "/show?a=1&id=77&b=2", Some("77")),
            (r"^/(?:n|r)/(?P<v>[a-z]+)(-x)?$", "/r/abc-x", Some("abc")),
            (r"^/n/(\d+)?$", "/n/", None),
            (r"^/n/(\d*)$", "/n/", None),
        ] {
            let source = COUNCIL.replace(r"/(\d+)$", pattern);
            assert_eq!(
                super::tests::profile(&source).item_id(&at(path)).as_deref(),
                id,
                "{path}"
            );
        }
    }

    #[test]
    fn never_takes_a_listing_for_a_release() {
        let profile = council();
        for (address, listing) in [
            ("https://www.council.example/", true),
            ("https://www.council.example/?lang=en", true),
            ("https://www.council.example/press-releases", true),
            ("https://www.council.example/press-releases/", true),
            (
                "https://www.council.example/press-releases?page=7&rows=50",
                true,
            ),
            (
                "https://www.council.example/press-releases?secretariat=39",
                true,
            ),
            ("http://archive.council.example/news/page/12/", true),
            ("http://archive.council.example/news/page/12", true),
            ("http://archive.council.example/news/page/next/", false),
            ("https://www.council.example/news/page/12/", false),
            ("https://www.council.example/press-releases/1", false),
            ("https://www.council.example/atu/48333", false),
        ] {
            assert_eq!(profile.is_listing(&url(address)), listing, "{address}");
        }
        // One script for all pages.
        let source = COUNCIL
            .replace(
                "/press-releases?page={page}&rows=50",
                "/index.php?section=press&page={page}",
            )
            .replace(r"/(\d+)$", r"[?&]id=(\d+)");
        let profile = super::tests::profile(&source);
        for (address, listing) in [
            (
                "https://www.council.example/index.php?section=press&page=3",
                true,
            ),
            ("https://www.council.example/index.php?section=press", true),
            ("https://www.council.example/index.php?id=77", false),
            ("https://www.council.example/?id=77", false),
        ] {
            assert_eq!(profile.is_listing(&url(address)), listing, "{address}");
        }
    }
}
