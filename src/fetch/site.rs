//! Which hosts share one turn: those of one site.
//!
//! `www.example.org` and `media.example.org` are most often one machine, or one team that
//! answers for both: they are asked one at a time. What can be registered under a public
//! suffix (`example.org`, `example.co.uk`) is a site of its own.

use url::{Host, Url};

use crate::domain::registrable;

/// What the pace is kept by: the site, or a bare address. On the operator's own machines
/// (`exempt`) every port is a server of its own.
pub(super) fn key(url: &Url, exempt: bool) -> String {
    let site = match url.host() {
        Some(Host::Domain(name)) => registrable(name.trim_end_matches('.')).to_owned(),
        Some(Host::Ipv4(_) | Host::Ipv6(_)) | None => url.host_str().unwrap_or_default().to_owned(),
    };
    match url.port_or_known_default() {
        Some(port) if exempt => format!("{site}:{port}"),
        _ => site,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_of_one_site_share_a_key() {
        for (url, public, own) in [
            ("https://example.org/", "example.org", "example.org:443"),
            ("http://www.example.org./x", "example.org", "example.org:80"),
            (
                "https://A.B.Example.org:8443/",
                "example.org",
                "example.org:8443",
            ),
            (
                "https://press.council.example/",
                "council.example",
                "council.example:443",
            ),
            ("https://www.port.co.uk/", "port.co.uk", "port.co.uk:443"),
            (
                "https://port.github.io/",
                "port.github.io",
                "port.github.io:443",
            ),
            ("https://co.uk/", "co.uk", "co.uk:443"),
            ("http://localhost:8000/", "localhost", "localhost:8000"),
            ("http://inside/", "inside", "inside:80"),
            ("http://10.0.0.1:81/", "10.0.0.1", "10.0.0.1:81"),
            ("http://[2001:db8::1]/", "[2001:db8::1]", "[2001:db8::1]:80"),
            (
                "https://www.förde.example/",
                "xn--frde-5qa.example",
                "xn--frde-5qa.example:443",
            ),
        ] {
            let url = Url::parse(url).unwrap();
            assert_eq!(key(&url, false), public, "{url}");
            assert_eq!(key(&url, true), own, "{url}");
        }
    }
}
