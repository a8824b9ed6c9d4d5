//! How a request was paced: what can be shown to the owner of a site.

use std::fmt;
use std::time::Duration;

use jiff::Timestamp;

/// How one exchange was paced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paced {
    /// What its pace is kept by: a site such as `example.org`, all of whose hosts share one
    /// turn; site and port for addresses under `--allow-address`.
    pub host: String,
    /// When it began.
    pub started: Timestamp,
    /// From the end of the last exchange with this site to the beginning of this one; `None`
    /// when none is known of.
    pub gap: Option<Duration>,
    /// The rule that asked for the longest pause.
    pub rule: Rule,
    /// That pause.
    pub pause: Duration,
}

/// What decides how long a site is left alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// `delay` of the profile.
    Profile,
    /// `--delay`.
    Operator,
    /// No public site is asked more often than this.
    Minimum,
    /// Crawl-delay in robots.txt.
    CrawlDelay,
    /// Request-rate in robots.txt.
    RequestRate,
    /// Visit-time in robots.txt.
    VisitTime,
    /// Retry-After in an answer.
    RetryAfter,
    /// The server said that it is busy, or failed: it is asked less often for a while.
    SlowDown,
    /// The server took longer for its last answer than the usual pause.
    SlowAnswer,
    /// `hours` of the profile.
    Hours,
}

impl Rule {
    /// The rule's word in reports.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Profile => "profile",
            Self::Operator => "operator",
            Self::Minimum => "minimum",
            Self::CrawlDelay => "crawl_delay",
            Self::RequestRate => "request_rate",
            Self::VisitTime => "visit_time",
            Self::RetryAfter => "retry_after",
            Self::SlowDown => "slow_down",
            Self::SlowAnswer => "slow_answer",
            Self::Hours => "hours",
        }
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
