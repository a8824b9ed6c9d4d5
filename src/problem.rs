//! What went wrong with an address, in words that stay the same for years.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

macro_rules! classes {
    ($($(#[$doc:meta])* $name:ident => $word:literal,)*) => {
        /// The class of a problem. The words are stable: logs, `problems.jsonl` and the
        /// report all use them.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Class {
            $($(#[$doc])* #[serde(rename = $word)] $name,)*
        }

        impl Class {
            /// Every class, in the order of the documentation.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The stable word.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }
        }
    };
}

classes! {
    /// A 4xx answer that has no class of its own.
    Http4xx => "http_4xx",
    /// A 5xx answer, retries included.
    Http5xx => "http_5xx",
    /// A 3xx answer that names no place to go.
    Http3xx => "http_3xx",
    /// Any other status.
    HttpOther => "http_other",
    /// 404.
    NotFound => "not_found",
    /// 410.
    Gone => "gone",
    /// 401, 403 or 407.
    Auth => "auth",
    /// 429.
    RateLimited => "rate_limited",
    /// The server asks for a longer pause than `--max-wait`.
    RetryAfterTooLong => "retry_after_too_long",
    /// robots.txt disallows the address.
    RobotsDenied => "robots_denied",
    /// robots.txt could not be read, so everything is disallowed (RFC 9309 §2.3.1.4).
    RobotsUnreachable => "robots_unreachable",
    /// Crawl-delay is longer than `--max-wait`.
    CrawlDelayTooLong => "crawl_delay_too_long",
    /// A deadline passed: connecting, answering, or reading the page.
    Timeout => "timeout",
    /// No connection could be made, or the name does not resolve.
    Connect => "connect",
    /// The connection was closed in the middle.
    Reset => "reset",
    /// TLS failed.
    Tls => "tls",
    /// The answer is not HTTP, or its head exceeds the bounds.
    Protocol => "protocol",
    /// The body is shorter than announced.
    Truncated => "truncated",
    /// A content coding is damaged.
    Decode => "decode",
    /// A content coding that is not supported.
    UnsupportedEncoding => "unsupported_encoding",
    /// More bytes, nodes or attributes than the bounds allow.
    TooLarge => "too_large",
    /// Nested deeper than the bounds allow.
    TooDeep => "too_deep",
    /// Something else than HTML.
    NotHtml => "not_html",
    /// Something else than XML.
    NotXml => "not_xml",
    /// The text cannot be decoded.
    Encoding => "encoding",
    /// The document cannot be parsed.
    Parse => "parse",
    /// A page that says "not found" with status 200.
    Soft404 => "soft_404",
    /// A bot wall or "access denied" page.
    Blocked => "blocked",
    /// Nothing where something should be.
    Empty => "empty",
    /// A required field was not found.
    MissingFields => "missing_fields",
    /// A date text was there, but no date can be read from it.
    BadDate => "bad_date",
    /// An address that cannot be one.
    BadUrl => "bad_url",
    /// An address longer than `--max-url`.
    UrlTooLong => "url_too_long",
    /// An address or redirect that leads off the profile's hosts.
    Offsite => "offsite",
    /// Redirects that come back or do not end.
    RedirectLoop => "redirect_loop",
    /// A redirect to a scheme or place that is not followed.
    RedirectBlocked => "redirect_blocked",
    /// An address that is private, loopback or otherwise not for crawling.
    SsrfBlocked => "ssrf_blocked",
    /// A pager or address space that does not end, or two releases under one id.
    Trap => "trap",
    /// Sitemaps nested too deep.
    SitemapDepth => "sitemap_depth",
    /// The budget of a source is used up; the walk goes on next run.
    Budget => "budget",
}

impl fmt::Display for Class {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One line of `problems.jsonl`: an address that was wanted and did not become a record, or
/// only one with an error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// The address (or, for saved pages, the input's path).
    pub url: String,
    /// The profile.
    pub org: String,
    /// The source that announced the address.
    pub source: Option<String>,
    /// What kind of problem.
    pub class: Class,
    /// What happened and what to do, for a person.
    pub message: String,
    /// Requests that were made.
    pub attempts: u32,
    /// When.
    #[serde(with = "crate::record::stamp::moment")]
    pub at: Timestamp,
}
