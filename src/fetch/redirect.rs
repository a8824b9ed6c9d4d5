//! Where a redirect leads, and whether we go there.

use url::Url;

use super::FetchError;
use super::quote::{quoted, quoted_url};
use super::web::web_address;
use crate::problem::Class;

/// Whether a status names another place to go.
pub(super) fn is_redirect(status: u16) -> bool {
    matches!(status, 301 | 302 | 303 | 307 | 308)
}

/// The address a redirect leads to, without credentials and fragment.
pub(super) fn target(from: &Url, location: Option<&str>) -> Result<Url, FetchError> {
    let error = |class, message| Err(FetchError { class, message });
    let here = quoted_url(from);
    let Some(location) = location.map(str::trim).filter(|text| !text.is_empty()) else {
        return error(
            Class::Http3xx,
            format!("{here} redirects without saying where"),
        );
    };
    let Ok(to) = from.join(location) else {
        return error(
            Class::RedirectBlocked,
            format!(
                "{here} redirects to {}, which is no address",
                quoted(location)
            ),
        );
    };
    match web_address(to) {
        Some(to) => Ok(to),
        None => error(
            Class::RedirectBlocked,
            format!(
                "{here} redirects to {}, which is not the web",
                quoted(location)
            ),
        ),
    }
}

/// Whether a page's redirect may be followed: to the newsroom's own hosts, not from https to
/// http, and not to where it was already.
pub(super) fn permit(
    from: &Url,
    to: &Url,
    hosts: &[String],
    visited: &[Url],
) -> Result<(), FetchError> {
    let error = |class, message| Err(FetchError { class, message });
    let (here, there) = (quoted_url(from), quoted_url(to));
    if from.scheme() == "https" && to.scheme() == "http" {
        return error(
            Class::RedirectBlocked,
            format!("{here} redirects from https to http: {there}"),
        );
    }
    let ours = |host: &str| hosts.iter().any(|name| same_host(name, host));
    if !to.host_str().is_some_and(ours) {
        return error(
            Class::Offsite,
            format!("{here} redirects off the newsroom's hosts: {there}"),
        );
    }
    if visited.contains(to) {
        return error(
            Class::RedirectLoop,
            format!("{here} redirects back to {there}"),
        );
    }
    Ok(())
}

fn same_host(a: &str, b: &str) -> bool {
    let plain = |host: &str| host.trim_end_matches('.').to_ascii_lowercase();
    plain(a) == plain(b)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn follows_within_the_newsroom_only() {
        let hosts = ["www.a.test".to_owned(), "A.test".to_owned()];
        for (from, location, ends) in [
            ("http://a.test/1", Some("/2"), Ok("http://a.test/2")),
            ("http://a.test/1", Some("2?x#y"), Ok("http://a.test/2?x")),
            (
                "http://a.test/1",
                Some("//www.a.test/2"),
                Ok("http://www.a.test/2"),
            ),
            (
                "http://a.test/1",
                Some("https://a.test/1"),
                Ok("https://a.test/1"),
            ),
            (
                "http://a.test/1",
                Some("http://u:p@a.test/2"),
                Ok("http://a.test/2"),
            ),
            (
                "http://a.test/1",
                Some(" /pr%C3%A9 "),
                Ok("http://a.test/pr%C3%A9"),
            ),
            (
                "https://a.test/1",
                Some("http://a.test/1"),
                Err(Class::RedirectBlocked),
            ),
            (
                "http://a.test/1",
                Some("http://b.test/"),
                Err(Class::Offsite),
            ),
            (
                "http://a.test/1",
                Some("http://evil-a.test/"),
                Err(Class::Offsite),
            ),
            (
                "http://a.test/1",
                Some("ftp://a.test/"),
                Err(Class::RedirectBlocked),
            ),
            (
                "http://a.test/1",
                Some("file:///etc/passwd"),
                Err(Class::RedirectBlocked),
            ),
            (
                "http://a.test/1",
                Some("javascript:0"),
                Err(Class::RedirectBlocked),
            ),
            (
                "http://a.test/1",
                Some("http://[::"),
                Err(Class::RedirectBlocked),
            ),
            ("http://a.test/1", Some("/0"), Err(Class::RedirectLoop)),
            ("http://a.test/1", Some(""), Err(Class::Http3xx)),
            ("http://a.test/1", None, Err(Class::Http3xx)),
        ] {
            let from = Url::parse(from).unwrap();
            let visited = [Url::parse("http://a.test/0").unwrap(), from.clone()];
            let found = target(&from, location).and_then(|to| {
                permit(&from, &to, &hosts, &visited)?;
                Ok(to)
            });
            let found = found.as_ref().map(Url::as_str).map_err(|error| error.class);
            assert_eq!(found, ends, "{location:?}");
        }
    }
}
