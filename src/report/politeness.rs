//! How politely a run asked: what the owner of a site may want to see.
//!
//! ```json
//! "www.example.org": {
//!   "newsrooms": ["example"],
//!   "requests": 42, "robots_requests": 1, "not_modified": 30, "received": 90112, "bytes": 340112,
//!   "smallest_gap_ms": 10002, "waited_ms": 411000, "longest_wait_ms": 10004,
//!   "rules": { "crawl_delay": { "requests": 41, "pause_ms": 10000, "smallest_gap_ms": 10002 } },
//!   "refusals": { "robots_denied": 2 }, "left": []
//! }
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use url::Url;

use super::one_line;
use crate::fetch::{Exchange, Paced};
use crate::problem::{Class, Problem};
use crate::record::stamp;

/// Sites beyond so many are counted with their newsrooms only.
const MOST_SITES: usize = 10_000;

/// What a run did to servers.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Politeness {
    /// How it named itself.
    pub user_agent: String,
    /// By site (`example.org` with all its hosts), or site and port for addresses under
    /// `--allow-address`.
    pub sites: BTreeMap<String, Site>,
}

/// What a run did to one site.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Site {
    /// For which newsrooms.
    pub newsrooms: BTreeSet<String>,
    /// What was asked, and how.
    #[serde(flatten)]
    pub kept: Kept,
}

/// What was asked of one site, or for one newsroom, and how.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// Requests: pages, robots.txt, redirects and retries.
    pub requests: u64,
    /// Of these, for robots.txt.
    pub robots_requests: u64,
    /// Answers by status; `none` where there was none.
    pub answers: BTreeMap<String, u64>,
    /// Answers "not modified", which cost the server next to nothing.
    pub not_modified: u64,
    /// Of a hundred requests.
    pub not_modified_percent: u64,
    /// Bytes of bodies, as they came over the wire.
    pub received: u64,
    /// The same after decoding.
    pub bytes: u64,
    /// The shortest time from the end of one exchange to the beginning of the next on the
    /// same site, in milliseconds; null while there were not two.
    pub smallest_gap_ms: Option<u64>,
    /// Waited before requests, in milliseconds.
    pub waited_ms: u64,
    /// The longest of these waits.
    pub longest_wait_ms: u64,
    /// The rules that set the pace, by name: `profile`, `operator` (`--delay`), `crawl_delay`,
    /// `request_rate`, `visit_time`, `retry_after`, `slow_down` …
    pub rules: BTreeMap<String, Applied>,
    /// Addresses that were not asked for, by the reason.
    pub refusals: BTreeMap<Class, u64>,
    /// Hosts that were left alone.
    pub left: Vec<Left>,
}

/// How one rule was applied.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applied {
    /// Requests whose pace it set.
    pub requests: u64,
    /// The shortest pause that it asked for, in milliseconds.
    pub pause_ms: u64,
    /// The longest.
    pub longest_pause_ms: u64,
    /// The smallest gap that was kept under it; null where nothing was asked before.
    pub smallest_gap_ms: Option<u64>,
}

/// A host that was left alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Left {
    /// The host.
    pub host: String,
    /// Why.
    pub class: Class,
    /// The same for a person.
    pub because: String,
    /// Until when, where that is known.
    #[serde(with = "stamp::instant")]
    pub until: Option<Timestamp>,
}

impl Politeness {
    pub(super) fn exchanged(&mut self, org: &str, exchange: &Exchange) {
        if let Some(paced) = &exchange.paced
            && let Some(site) = self.site(&paced.host)
        {
            site.newsrooms.insert(org.to_owned());
            site.kept.exchanged(exchange);
        }
    }

    pub(super) fn refused(&mut self, problem: &Problem, left: Option<Left>) {
        if let Some(key) = self.key_of(&problem.url)
            && is_refusal(problem.class)
            && let Some(site) = self.site(&key)
        {
            site.newsrooms.insert(problem.org.clone());
            site.kept.refused(problem.class, left);
        }
    }

    /// The site of an address: one that was asked, else its host.
    fn key_of(&self, url: &str) -> Option<String> {
        let url = Url::parse(url).ok()?;
        let host = url.host_str()?.trim_end_matches('.');
        let port = url.port_or_known_default().unwrap_or_default();
        let is_under = |site: &str| {
            host.strip_suffix(site)
                .is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        };
        let known = self.sites.keys().find(|key| match key.rsplit_once(':') {
            Some((site, its_port)) if its_port == port.to_string() => is_under(site),
            _ => is_under(key),
        });
        Some(known.map_or_else(|| host.to_owned(), Clone::clone))
    }

    fn site(&mut self, key: &str) -> Option<&mut Site> {
        let has_room = self.sites.len() < MOST_SITES || self.sites.contains_key(key);
        has_room.then(|| self.sites.entry(one_line(key)).or_default())
    }
}

impl Kept {
    pub(super) fn exchanged(&mut self, exchange: &Exchange) {
        let answer = exchange
            .status
            .map_or_else(|| "none".to_owned(), |status| status.to_string());
        *self.answers.entry(answer).or_default() += 1;
        self.requests += 1;
        self.robots_requests += u64::from(exchange.url.path() == "/robots.txt");
        self.not_modified += u64::from(exchange.status == Some(304));
        self.not_modified_percent = self.not_modified * 100 / self.requests;
        self.received += exchange.received;
        self.bytes += exchange.bytes;
        let waited = millis(exchange.waited);
        self.waited_ms += waited;
        self.longest_wait_ms = self.longest_wait_ms.max(waited);
        if let Some(paced) = &exchange.paced {
            self.paced(paced);
        }
    }

    fn paced(&mut self, paced: &Paced) {
        let pause = millis(paced.pause);
        let gap = paced.gap.map(millis);
        let rule = self.rules.entry(paced.rule.to_string()).or_default();
        rule.pause_ms = match rule.requests {
            0 => pause,
            _ => rule.pause_ms.min(pause),
        };
        rule.requests += 1;
        rule.longest_pause_ms = rule.longest_pause_ms.max(pause);
        rule.smallest_gap_ms = smaller(rule.smallest_gap_ms, gap);
        self.smallest_gap_ms = smaller(self.smallest_gap_ms, gap);
    }

    pub(super) fn refused(&mut self, class: Class, left: Option<Left>) {
        if is_refusal(class) {
            *self.refusals.entry(class).or_default() += 1;
        }
        if let Some(left) = left
            && self.left.len() < MOST_SITES
        {
            self.left.push(left);
        }
    }
}

/// Whether a class is a decision of ours not to ask.
fn is_refusal(class: Class) -> bool {
    matches!(
        class,
        Class::RetryAfterTooLong
            | Class::CrawlDelayTooLong
            | Class::RobotsDenied
            | Class::RobotsUnreachable
            | Class::SsrfBlocked
            | Class::Budget
    )
}

fn smaller(one: Option<u64>, other: Option<u64>) -> Option<u64> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}

pub(super) fn millis(duration: Duration) -> u64 {
    u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fetch::Rule;

    fn exchange(url: &str, status: u16, gap: Option<u64>, rule: Rule, pause: u64) -> Exchange {
        Exchange {
            url: Url::parse(url).unwrap(),
            status: Some(status),
            waited: Duration::from_millis(gap.unwrap_or_default()),
            received: 40,
            bytes: 100,
            ended: Timestamp::UNIX_EPOCH,
            paced: Some(Paced {
                host: "port.example".to_owned(),
                started: Timestamp::UNIX_EPOCH,
                gap: gap.map(Duration::from_millis),
                rule,
                pause: Duration::from_millis(pause),
            }),
            raw: None,
        }
    }

    fn problem(url: &str, class: Class) -> Problem {
        Problem {
            url: url.to_owned(),
            org: "port".to_owned(),
            source: None,
            class,
            message: "why".to_owned(),
            attempts: 0,
            at: Timestamp::UNIX_EPOCH,
        }
    }

    #[test]
    fn tells_the_smallest_gap_and_the_rules_that_applied() {
        let mut politeness = Politeness::default();
        for (url, status, gap, rule, pause) in [
            (
                "https://port.example/robots.txt",
                200,
                None,
                Rule::Profile,
                1000,
            ),
            (
                "https://www.port.example/1",
                429,
                Some(1003),
                Rule::Profile,
                1000,
            ),
            (
                "https://port.example/2",
                304,
                Some(2001),
                Rule::SlowDown,
                2000,
            ),
            (
                "https://port.example/3",
                304,
                Some(4005),
                Rule::SlowDown,
                4000,
            ),
        ] {
            politeness.exchanged("port", &exchange(url, status, gap, rule, pause));
        }
        let site = &politeness.sites["port.example"];
        assert_eq!(site.newsrooms, BTreeSet::from(["port".to_owned()]));
        let Kept {
            requests,
            robots_requests,
            answers,
            not_modified,
            not_modified_percent,
            received,
            bytes,
            smallest_gap_ms,
            waited_ms,
            longest_wait_ms,
            rules,
            refusals,
            left,
        } = &site.kept;
        assert_eq!((*requests, *robots_requests), (4, 1));
        assert_eq!((*received, *bytes), (160, 400));
        assert_eq!((*not_modified, *not_modified_percent), (2, 50));
        assert_eq!((*waited_ms, *longest_wait_ms), (7009, 4005));
        assert_eq!(*smallest_gap_ms, Some(1003));
        assert_eq!(answers.len(), 3);
        let slowed = Applied {
            requests: 2,
            pause_ms: 2000,
            longest_pause_ms: 4000,
            smallest_gap_ms: Some(2001),
        };
        assert_eq!(rules["slow_down"], slowed);
        assert_eq!(rules["profile"].smallest_gap_ms, Some(1003));
        assert!(refusals.is_empty() && left.is_empty());
    }

    #[test]
    fn a_refusal_is_told_with_its_site() {
        let mut politeness = Politeness::default();
        politeness.exchanged(
            "port",
            &exchange("https://port.example/1", 200, None, Rule::Profile, 1000),
        );
        politeness.site("ferry.example:8000");
        for (url, class) in [
            ("https://port.example/no", Class::RobotsDenied),
            ("https://media.port.example/no", Class::RobotsDenied),
            ("https://airport.example/no", Class::RobotsDenied),
            ("http://www.ferry.example:8000/no", Class::RobotsDenied),
            ("http://ferry.example:9000/no", Class::RobotsDenied),
            // No decision of ours, and no address.
            ("https://port.example/broken", Class::Http5xx),
            ("saved.html", Class::RobotsDenied),
        ] {
            politeness.refused(&problem(url, class), None);
        }
        let refused = politeness.sites.iter().map(|(name, site)| {
            let count = site.kept.refusals.get(&Class::RobotsDenied);
            (name.as_str(), count.copied().unwrap_or_default())
        });
        assert_eq!(
            refused.collect::<Vec<_>>(),
            [
                ("airport.example", 1),
                ("ferry.example", 1),
                ("ferry.example:8000", 1),
                ("port.example", 2)
            ]
        );
    }
}
