//! One address a page: what a profile makes of the links it meets.
//!
//! `http://osce.org/atu/48333?utm_source=mail#top` is the page
//! `https://www.osce.org/atu/48333`, which is the release `osce:48333`.

use url::Url;

use super::Profile;
use crate::record::release_key;

/// Query parameters that name the way a reader came, not the page.
const TRACKING: &[&str] = &[
    "dclid",
    "fbclid",
    "gclid",
    "gclsrc",
    "igshid",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "msclkid",
    "oly_anon_id",
    "oly_enc_id",
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
    /// parameters, an alias host rewritten, and the scheme of the profile's first source on
    /// the profile's own hosts.
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
        let own = url
            .host_str()
            .is_some_and(|host| self.hosts.allowed.iter().any(|own| own == host));
        if own
            && url.port().is_none()
            && let Some(seed) = self
                .sources
                .first()
                .and_then(|source| Url::parse(&source.url).ok())
            && seed.port().is_none()
            && matches!(url.scheme(), "http" | "https")
        {
            let _ = url.set_scheme(seed.scheme());
        }
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
        let id = groups
            .name("v")
            .or_else(|| groups.get(1))
            .or_else(|| groups.get(0))?;
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
        let path = url.path().trim_end_matches('/');
        path.is_empty()
            || self.sources.iter().any(|source| {
                let written = source.url.replace("{page}", "1");
                Url::parse(&written).is_ok_and(|listing| {
                    listing.host_str() == url.host_str()
                        && listing.path().trim_end_matches('/') == path
                })
            })
    }
}

fn path_and_query(url: &Url) -> String {
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
