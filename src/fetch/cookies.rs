//! Cookies of one run: a host that sets one gets it back, and nobody else does.
//!
//! Some newsrooms answer the first request with `Set-Cookie` and a redirect to the same
//! page, for ever, to a client that does not send it back. So a run keeps them, in memory
//! only: they are written nowhere, told nowhere, and end with the run. Simpler and stricter
//! than RFC 6265: a `Domain` never widens who gets a cookie.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use reqwest::header::{HeaderMap, HeaderValue, SET_COOKIE};
use url::Url;

use super::retry::http_date;

/// The most cookies of one host, and the bytes of one.
const MOST: usize = 20;
const LONGEST: usize = 4096;

/// The most hosts; a run asks far fewer.
const MOST_HOSTS: usize = 10_000;

/// The longest field that is sent.
const LONGEST_FIELD: usize = 8192;

/// The cookies of every host that was asked in this run.
#[derive(Default)]
pub(super) struct Jar(Mutex<HashMap<String, Vec<Cookie>>>);

#[derive(Debug, Clone, PartialEq, Eq)]
struct Cookie {
    name: String,
    value: String,
    path: String,
    /// Only for https.
    secure: bool,
    /// `None`: the end of the run.
    expires: Option<Timestamp>,
}

impl Jar {
    /// Keeps what an answer sets.
    pub(super) fn keep(&self, url: &Url, headers: &HeaderMap, now: Timestamp) {
        let set = headers.get_all(SET_COOKIE).iter().take(MOST * 2);
        let set: Vec<Cookie> = set
            .filter_map(|field| read(field.to_str().ok()?, url, now))
            .collect();
        if set.is_empty() {
            return;
        }
        let mut hosts = self.hosts();
        let key = key(url);
        if hosts.len() >= MOST_HOSTS && !hosts.contains_key(&key) {
            return;
        }
        let kept = hosts.entry(key).or_default();
        for cookie in set {
            kept.retain(|old| (&old.name, &old.path) != (&cookie.name, &cookie.path));
            if cookie.expires.is_none_or(|end| end > now) {
                kept.push(cookie);
            }
        }
        let over = kept.len().saturating_sub(MOST);
        kept.drain(..over);
    }

    /// The field to send to an address, longer paths first (RFC 6265 §5.4).
    pub(super) fn field(&self, url: &Url, now: Timestamp) -> Option<HeaderValue> {
        let hosts = self.hosts();
        let mut sent: Vec<&Cookie> = hosts
            .get(&key(url))?
            .iter()
            .filter(|cookie| cookie.expires.is_none_or(|end| end > now))
            .filter(|cookie| !cookie.secure || url.scheme() == "https")
            .filter(|cookie| is_below(url.path(), &cookie.path))
            .collect();
        sent.sort_by_key(|cookie| std::cmp::Reverse(cookie.path.len()));
        let mut field = String::new();
        for Cookie { name, value, .. } in sent {
            if field.len() + name.len() + value.len() + 3 > LONGEST_FIELD {
                break;
            }
            if !field.is_empty() {
                field.push_str("; ");
            }
            field.push_str(&format!("{name}={value}"));
        }
        let mut field = HeaderValue::from_str(&field)
            .ok()
            .filter(|field| !field.is_empty())?;
        field.set_sensitive(true);
        Some(field)
    }

    fn hosts(&self) -> MutexGuard<'_, HashMap<String, Vec<Cookie>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whose cookies: the host, http and https alike; a port of its own is a server of its own.
fn key(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default().trim_end_matches('.');
    match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

/// One `Set-Cookie` (RFC 6265 §5.2), as far as it is for this host.
fn read(field: &str, url: &Url, now: Timestamp) -> Option<Cookie> {
    if field.len() > LONGEST || field.contains(|c: char| c.is_control() && c != '\t') {
        return None;
    }
    let mut parts = field.split(';').map(str::trim);
    let (name, value) = parts.next()?.split_once('=')?;
    let (name, value) = (name.trim(), value.trim());
    if name.is_empty() {
        return None;
    }
    let mut cookie = Cookie {
        name: name.to_owned(),
        value: value.to_owned(),
        path: folder(url.path()).to_owned(),
        secure: false,
        expires: None,
    };
    let mut has_age = false;
    for part in parts {
        let (key, value) = part.split_once('=').unwrap_or((part, ""));
        let value = value.trim();
        match key.trim().to_ascii_lowercase().as_str() {
            "path" if value.starts_with('/') => value.clone_into(&mut cookie.path),
            "secure" => cookie.secure = true,
            "domain" if !is_of(url, value) => return None,
            "max-age" => {
                let Ok(seconds) = value.parse::<i64>() else {
                    continue;
                };
                has_age = true;
                cookie.expires = ends_after(seconds, now);
            }
            "expires" if !has_age => cookie.expires = http_date(value),
            _ => {}
        }
    }
    (!cookie.secure || url.scheme() == "https").then_some(cookie)
}

fn ends_after(seconds: i64, now: Timestamp) -> Option<Timestamp> {
    // A run does not last for years.
    let seconds = seconds.clamp(0, 366 * 24 * 3600);
    now.checked_add(SignedDuration::from_secs(seconds)).ok()
}

/// Whether a `Domain` names this host or one above it; another's is refused.
fn is_of(url: &Url, domain: &str) -> bool {
    let domain = domain.trim_start_matches('.').to_ascii_lowercase();
    let host = url.host_str().unwrap_or_default();
    domain.is_empty()
        || host == domain
        || host
            .strip_suffix(&domain)
            .is_some_and(|rest| rest.ends_with('.'))
}

/// RFC 6265 §5.1.4: where a cookie without `Path` holds.
fn folder(path: &str) -> &str {
    match path.rfind('/') {
        None | Some(0) => "/",
        Some(end) => &path[..end],
    }
}

fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder)
        .is_some_and(|rest| rest.is_empty() || folder.ends_with('/') || rest.starts_with('/'))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn now() -> Timestamp {
        "2026-01-05T09:00:00Z".parse().unwrap()
    }

    fn jar(set: &[(&str, &str)]) -> Jar {
        let jar = Jar::default();
        for (url, field) in set {
            let mut headers = HeaderMap::new();
            headers.insert(SET_COOKIE, HeaderValue::from_str(field).unwrap());
            jar.keep(&Url::parse(url).unwrap(), &headers, now());
        }
        jar
    }

    fn sent(jar: &Jar, url: &str) -> String {
        let field = jar.field(&Url::parse(url).unwrap(), now());
        field.map_or_else(String::new, |field| field.to_str().unwrap().to_owned())
    }

    #[test]
    fn a_cookie_goes_back_to_its_host_only() {
        for (set, asked, expected) in [
            ("s=1", "http://a.test/press/2", "s=1"),
            ("s=1", "http://a.test/press", "s=1"),
            ("s=1", "http://a.test/pressed", ""),
            ("s=1", "http://a.test/", ""),
            ("s=1; path=/", "http://a.test/", "s=1"),
            ("s=1; path=/", "https://a.test/", "s=1"),
            ("s=1; Path=/", "http://a.test:8080/", ""),
            ("s=1; path=/", "http://www.a.test/", ""),
            ("s=1; path=/; domain=a.test", "http://www.a.test/", ""),
            ("s=1; path=/; Domain=.A.test", "http://a.test/", "s=1"),
            ("s=1; path=/; domain=test", "http://b.test/", ""),
            ("s=1; path=/; domain=b.test", "http://a.test/", ""),
            ("s=1; path=/; domain=b.test", "http://b.test/", ""),
            ("s=1; path=/; secure", "http://a.test/", ""),
            ("s=1; path=/; secure", "https://a.test/", ""),
            (
                "s=1; path=/; HttpOnly; SameSite=Lax",
                "http://a.test/",
                "s=1",
            ),
            ("s=1; path=/; max-age=60", "http://a.test/", "s=1"),
            ("s=1; path=/; max-age=0", "http://a.test/", ""),
            (
                "s=1; path=/; max-age=-99999999999999999999",
                "http://a.test/",
                "s=1",
            ),
            (
                "s=1; path=/; expires=Thu, 01 Jan 1970 00:00:00 GMT",
                "http://a.test/",
                "",
            ),
            (
                "s=1; path=/; max-age=9; expires=Thu, 01 Jan 1970 00:00:00 GMT",
                "http://a.test/",
                "s=1",
            ),
            ("s=1; path=/; expires=tomorrow", "http://a.test/", "s=1"),
            ("s=\"a b\"; path=/", "http://a.test/", "s=\"a b\""),
            ("s; path=/", "http://a.test/", ""),
            ("=1; path=/", "http://a.test/", ""),
            ("", "http://a.test/", ""),
        ] {
            let jar = jar(&[("http://a.test/press/1", set)]);
            assert_eq!(sent(&jar, asked), expected, "{set} {asked}");
        }
        let secure = jar(&[("https://a.test/", "s=1; secure")]);
        assert_eq!(sent(&secure, "https://a.test/"), "s=1");
        assert_eq!(sent(&secure, "http://a.test/"), "");
    }

    #[test]
    fn the_last_one_set_holds() {
        let jar = jar(&[
            ("http://a.test/", "s=1"),
            ("http://a.test/", "s=2"),
            ("http://a.test/", "t=3; path=/press"),
            ("http://a.test/", "u=4"),
            ("http://a.test/", "u=; max-age=0"),
        ]);
        assert_eq!(sent(&jar, "http://a.test/press"), "t=3; s=2");
    }

    #[test]
    fn a_jar_does_not_grow_without_end() {
        let long = format!("s={}", "x".repeat(5000));
        assert_eq!(
            sent(&jar(&[("http://a.test/", &long)]), "http://a.test/"),
            ""
        );
        let many: Vec<String> = (0..100)
            .map(|n| format!("s{n}={}", "x".repeat(1000)))
            .collect();
        let many: Vec<(&str, &str)> = many
            .iter()
            .map(|s| ("http://a.test/", s.as_str()))
            .collect();
        let jar = jar(&many);
        assert_eq!(jar.hosts()["a.test"].len(), MOST);
        assert!(sent(&jar, "http://a.test/").len() <= LONGEST_FIELD);
    }

    proptest! {
        #[test]
        fn takes_any_field(field in "[ -~]{0,80}", asked in "/[a-z/]{0,9}") {
            let url = Url::parse(&format!("http://a.test{asked}")).unwrap();
            if let Some(cookie) = read(&field, &url, now()) {
                prop_assert!(!cookie.name.contains([';', '=']));
                prop_assert!(!cookie.value.contains(';'));
            }
        }
    }
}
