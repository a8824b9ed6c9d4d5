//! What a site's robots.txt lets us read (RFC 9309).
//!
//! ```text
//! User-agent: *
//! Crawl-delay: 10
//! Disallow: /search
//! ```
//!
//! Matching is robotxt's; this file prepares what it is given. The group that applies is
//! the one for `dateline`, else the one for `*`. What the lines of that group say of time is
//! read in `timing`.

use robotxt::Robots;
use url::Url;

use super::timing::Timing;

/// What robots.txt calls us: the product token of the User-Agent.
const PRODUCT: &str = "dateline";

/// The most of a robots.txt that is read (RFC 9309 §2.5).
pub(super) const MOST: usize = 500 * 1024;

/// The rules of one origin (scheme, host and port).
#[derive(Debug, Clone)]
pub(super) struct Rules {
    origin: String,
    robots: Robots,
    timing: Timing,
}

impl Rules {
    /// Reads the rules for us; `None` means there is no robots.txt: everything is allowed.
    pub(super) fn new(url: &Url, text: Option<&str>) -> Self {
        let robots = match text {
            Some(text) => Robots::parse(plain_agents(text).as_bytes(), PRODUCT),
            None => Robots::allow_all(),
        };
        let timing = Timing::read(text.unwrap_or_default(), robots.user_agent());
        Self {
            origin: origin(url),
            robots,
            timing,
        }
    }

    /// Whether these rules are of the URL's origin and allow it.
    pub(super) fn allow(&self, url: &Url) -> bool {
        self.origin == origin(url) && self.robots.is_url_allowed(url)
    }

    /// The line that decides about the URL, for a person.
    pub(super) fn deciding_line(&self, url: &Url) -> Option<String> {
        let path = &url[url::Position::BeforePath..url::Position::AfterQuery];
        let rule = self.robots.matching_rule(path)?;
        let word = if rule.is_allow() { "Allow" } else { "Disallow" };
        Some(format!("{word}: {}", rule.pattern()))
    }

    /// When, and how often, we may come.
    pub(super) fn timing(&self) -> &Timing {
        &self.timing
    }
}

/// `https://www.example.org:443`: what one robots.txt governs.
pub(super) fn origin(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default().trim_end_matches('.');
    let port = url.port_or_known_default().unwrap_or_default();
    format!("{}://{host}:{port}", url.scheme())
}

/// The bytes of a robots.txt as text that keeps its meaning: at most [`MOST`] of them,
/// whole lines, a byte order mark left out, bytes that are no UTF-8 percent-encoded (they
/// are compared with percent-encoded addresses).
pub(super) fn text(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let whole = match bytes.get(..MOST) {
        // A line that was cut could say something else than it was meant to.
        Some(most) if bytes.len() > MOST => {
            let end = most.iter().rposition(|byte| matches!(byte, b'\n' | b'\r'));
            &most[..end.unwrap_or(0)]
        }
        _ => bytes,
    };
    let mut text = String::with_capacity(whole.len());
    for chunk in whole.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            text.push_str(&format!("%{byte:02X}"));
        }
    }
    text
}

/// Cuts what follows the product token in user-agent lines: `Bot/2.1` is `Bot`, and
/// `* (everyone)` is `*`. RFC 9309 §2.2.1 wants the bare token; many files say more.
fn plain_agents(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for line in text.split_inclusive(['\n', '\r', '\0']) {
        match agent_of(line) {
            Some(token) => {
                plain.push_str("user-agent: ");
                plain.push_str(token);
                plain.push('\n');
            }
            None => plain.push_str(line),
        }
    }
    plain
}

/// The product token of a user-agent line; `None` for other lines.
pub(super) fn agent_of(line: &str) -> Option<&str> {
    let line = line.trim();
    let value = ["user-agent", "user agent", "useragent"]
        .iter()
        .find_map(|key| {
            let (start, rest) = line.split_at_checked(key.len())?;
            start.eq_ignore_ascii_case(key).then_some(rest)
        })?;
    let trimmed = value.trim_start();
    let value = match trimmed.strip_prefix(':') {
        Some(value) => value.trim_start(),
        None if trimmed.len() < value.len() => trimmed,
        None => return None,
    };
    let in_token = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let end = match value.strip_prefix('*') {
        // `*bot` is not everyone.
        Some(rest) if !rest.starts_with(in_token) => 1,
        Some(_) => 0,
        None => value.find(|c| !in_token(c)).unwrap_or(value.len()),
    };
    Some(&value[..end])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rules(text: &str) -> Rules {
        Rules::new(&Url::parse("https://a.test/").unwrap(), Some(text))
    }

    fn allows(robots: &str, path: &str) -> bool {
        let url = Url::parse("https://a.test/").unwrap().join(path).unwrap();
        rules(robots).allow(&url)
    }

    #[test]
    fn decides_as_rfc_9309_says() {
        let ours = "user-agent: dateline\ndisallow: /ours\n\nuser-agent: *\ndisallow: /all\n";
        let versions =
            "User-agent: Dateline/2.1 (+x)\nDisallow: /v\n\nUser-agent: * all\nDisallow: /";
        for (robots, path, allowed) in [
            ("", "/a", true),
            ("user-agent: *\ndisallow:", "/a", true),
            ("user-agent: *\ndisallow: /", "/a", false),
            ("user-agent: *\ndisallow: /", "/robots.txt", true),
            (ours, "/ours", false),
            (ours, "/all", true),
            (versions, "/v", false),
            (versions, "/a", true),
            ("User-agent: * (everyone)\nDisallow: /a", "/a", false),
            ("User-agent: *bot\nDisallow: /a", "/a", true),
            ("User-agent: datelines\nDisallow: /", "/a", true),
            (
                "user-agent: other\nuser-agent: dateline\ndisallow: /",
                "/a",
                false,
            ),
            ("useragent dateline\ndisallow: /", "/a", false),
            ("user-agent: *\ndisallow: /a\nallow: /a/b", "/a/b/c", true),
            ("user-agent: *\ndisallow: /*.pdf$", "/x.pdf", false),
            ("user-agent: *\ndisallow: /*.pdf$", "/x.pdf?y", true),
            ("user-agent: *\ndisallow: /caf%C3%A9", "/café", false),
            ("user-agent: *\rdisallow: /a", "/a", false),
            ("disallow: /", "/a", true),
            ("<html><body>Not found</body></html>", "/a", true),
        ] {
            assert_eq!(allows(robots, path), allowed, "{robots:?} {path}");
        }
    }

    #[test]
    fn rules_hold_for_their_own_origin_only() {
        let rules = rules("");
        for (url, allowed) in [
            ("https://a.test/x", true),
            ("https://a.test:443/x", true),
            ("https://a.test./x", true),
            ("http://a.test/x", false),
            ("https://a.test:8443/x", false),
            ("https://b.test/x", false),
        ] {
            assert_eq!(rules.allow(&Url::parse(url).unwrap()), allowed, "{url}");
        }
    }

    #[test]
    fn the_times_are_those_of_the_group_that_decides() {
        for (robots, seconds) in [
            (
                "user-agent: dateline/1\ncrawl-delay: 3\nuser-agent: *\ncrawl-delay: 9",
                Some(3),
            ),
            ("user-agent: * (all)\ncrawl-delay: 9", Some(9)),
            ("user-agent: other\ncrawl-delay: 3", None),
        ] {
            let found = rules(robots).timing().crawl_delay();
            assert_eq!(found.map(|delay| delay.as_secs()), seconds, "{robots:?}");
        }
    }

    #[test]
    fn takes_any_bytes() {
        let marked = text(b"\xef\xbb\xbfuser-agent: *\ndisallow: /a");
        assert!(!allows(&marked, "/a"));
        let latin = text(b"user-agent: *\ndisallow: /caf\xe9");
        assert!(!allows(&latin, "/caf%E9"));
        let noise: Vec<u8> = (0..=255).cycle().take(2 * MOST).collect();
        let text = text(&noise);
        rules(&text);
    }

    #[test]
    fn reads_no_further_than_the_bound_and_no_half_line() {
        let mut file = "user-agent: *\n".to_owned();
        while file.len() < MOST - 4 {
            file.push_str("#\n");
        }
        file.push_str("disallow: /cut-here\ndisallow: /never\n");
        let text = text(file.as_bytes());
        assert!(text.len() <= MOST);
        assert!(text.ends_with('#'), "{:?}", &text[text.len() - 20..]);
    }
}
