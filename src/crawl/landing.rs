//! Where a release's address led, when it led elsewhere.
//!
//! `/press/48333` redirects to `/press`, to `/`, or to `/404.html`: the release is not there
//! any more, whatever the status says.

use url::Url;

use crate::profile::Profile;

/// Why the address that answered is none of a release; `None` when it may be one.
pub(super) fn dead_end(profile: &Profile, asked: &Url, answered: &Url) -> Option<String> {
    let (asked, answered) = (profile.canonical(asked), profile.canonical(answered));
    if profile.release_key(&asked) == profile.release_key(&answered) {
        return None;
    }
    if profile.is_listing(&answered) || is_home(profile, &answered) {
        return Some(format!(
            "it redirects to {answered}, the start page or a listing: the release is not there"
        ));
    }
    (is_error_page(&answered) && last_segment(&asked) != last_segment(&answered))
        .then(|| format!("it redirects to {answered}, an error page: the release is not there"))
}

fn is_home(profile: &Profile, url: &Url) -> bool {
    let home = profile
        .homepage
        .as_ref()
        .map(|home| profile.canonical(home));
    home.is_some_and(|home| profile.compared(&home) == profile.compared(url))
}

/// By a segment of the path that is nothing else: `/errors/404`, `/page-not-found.aspx`.
fn is_error_page(url: &Url) -> bool {
    let Some(last) = last_segment(url) else {
        return false;
    };
    let name = last
        .split('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    ERROR_PAGES.contains(&name.replace('_', "-").as_str())
}

fn last_segment(url: &Url) -> Option<&str> {
    url.path().rsplit('/').find(|segment| !segment.is_empty())
}

const ERROR_PAGES: &[&str] = &[
    "403",
    "404",
    "404-error",
    "404-page",
    "410",
    "error",
    "error-404",
    "error404",
    "errorpage",
    "file-not-found",
    "filenotfound",
    "not-found",
    "notfound",
    "page-not-found",
    "pagenotfound",
];

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn dead_releases_are_known_by_where_they_lead() {
        let text = "id = \"press\"\nname = \"Press\"\nhomepage = \"https://a.example/en/home\"\n[urls]\nitem_id = '/(\\d+)$'\n[[source]]\nurl = \"https://a.example/press?page={page}\"\npages.first = 0\nrows = \"li\"\n";
        let loaded = crate::profile::parse(Path::new("press.toml"), text, &|_| None);
        let drawn = loaded.render();
        let profile = loaded.profile.expect(&drawn);
        let at = |path: &str| Url::parse("https://a.example").unwrap().join(path).unwrap();
        for (asked, answered, is_dead) in [
            ("/atu/7", "/", true),
            ("/atu/7", "/?from=dead", true),
            ("/atu/7", "/en/home/", true),
            ("/atu/7", "/press", true),
            ("/atu/7", "/press?page=0", true),
            ("/atu/7", "/404.html", true),
            ("/atu/7", "/errors/Not_Found.aspx", true),
            // One of its other addresses.
            ("/atu/7", "/node/7", false),
            ("/atu/7", "/atu/7/", false),
            ("/atu/7", "/atu/7?utm_source=x", false),
            ("/node/404", "/atu/404", false),
            ("/bridge/403", "/press/releases/403", false),
            ("/atu/404", "/atu/404/", false),
            ("/atu/7", "/human-error-report", false),
        ] {
            let found = dead_end(&profile, &at(asked), &at(answered));
            assert_eq!(found.is_some(), is_dead, "{asked} to {answered}: {found:?}");
        }
    }
}
