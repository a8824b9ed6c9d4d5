//! When, and how often, a site's robots.txt lets us come: lines that RFC 9309 leaves to each.
//!
//! ```text
//! User-agent: *
//! Crawl-delay: 10
//! Request-rate: 1/5m 0600-0845
//! Visit-time: 2200-0600
//! ```
//!
//! Crawl-delay is in seconds; Request-rate is documents per time, perhaps in certain hours
//! only; hours are in UTC. They are read of the groups whose Allow and Disallow lines apply
//! to us.

use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::{Rule, robots};
use crate::profile::{Hours, Span};

/// The most lines of each kind that are believed.
const MOST: usize = 24;

/// What robots.txt says of time, for us.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Timing {
    crawl_delay: Option<Duration>,
    rates: Vec<(Duration, Option<Hours>)>,
    visits: Option<Hours>,
}

impl Timing {
    /// Reads the groups for `agent`: a product token or `*`.
    ///
    /// A line that says nothing is passed over; of several Crawl-delays the longest counts.
    pub(super) fn read(text: &str, agent: &str) -> Self {
        let mut timing = Self::default();
        let mut visits = Vec::new();
        let mut in_agents = false;
        let mut is_ours = false;
        for line in text.split(['\n', '\r', '\0']) {
            if let Some(named) = robots::agent_of(line) {
                is_ours = (in_agents && is_ours) || named.eq_ignore_ascii_case(agent);
                in_agents = true;
                continue;
            }
            let Some((key, value)) = directive(line) else {
                continue;
            };
            // As the lines that decide on addresses do, Crawl-delay ends a list of agents.
            in_agents &= !matches!(key, Key::Decides | Key::CrawlDelay);
            if !is_ours {
                continue;
            }
            match key {
                Key::Decides => {}
                Key::CrawlDelay => {
                    let delay = seconds(value);
                    timing.crawl_delay = timing.crawl_delay.max(delay);
                }
                Key::RequestRate if timing.rates.len() < MOST => timing.rates.extend(rate(value)),
                Key::VisitTime if visits.len() < MOST => visits.extend(Span::parse(value)),
                Key::RequestRate | Key::VisitTime => {}
            }
        }
        if !visits.is_empty() {
            timing.visits = Some(Hours::new(visits, TimeZone::UTC));
        }
        timing
    }

    /// The pause between requests that it asks for at all times.
    pub(super) fn crawl_delay(&self) -> Option<Duration> {
        self.crawl_delay
    }

    /// The longest pause that it asks for now, and by which line.
    pub(super) fn pause(&self, now: Timestamp) -> Option<(Duration, Rule)> {
        let rates = self.rates.iter().filter(|(_, hours)| {
            let closed = hours.as_ref().and_then(|hours| hours.closed_until(now));
            closed.is_none()
        });
        let rate = rates.map(|(pause, _)| (*pause, Rule::RequestRate));
        let delay = self.crawl_delay.map(|pause| (pause, Rule::CrawlDelay));
        rate.chain(delay).max_by_key(|(pause, _)| *pause)
    }

    /// When the site may be visited again; `None` when it may now.
    pub(super) fn closed_until(&self, now: Timestamp) -> Option<Timestamp> {
        self.visits.as_ref()?.closed_until(now)
    }

    /// The hours of its Visit-time lines.
    pub(super) fn visits(&self) -> Option<&Hours> {
        self.visits.as_ref()
    }
}

#[derive(Clone, Copy)]
enum Key {
    /// Allow and Disallow.
    Decides,
    CrawlDelay,
    RequestRate,
    VisitTime,
}

/// Every spelling that is understood; those of the first three are robotxt's.
const SPELLINGS: &[(&str, Key)] = &[
    ("allow", Key::Decides),
    ("alow", Key::Decides),
    ("allaw", Key::Decides),
    ("disallow", Key::Decides),
    ("dissallow", Key::Decides),
    ("dissalow", Key::Decides),
    ("disalow", Key::Decides),
    ("diasllow", Key::Decides),
    ("disallaw", Key::Decides),
    ("crawl-delay", Key::CrawlDelay),
    ("crawl delay", Key::CrawlDelay),
    ("crawldelay", Key::CrawlDelay),
    ("request-rate", Key::RequestRate),
    ("visit-time", Key::VisitTime),
];

/// A line's key and value, its comment left out.
fn directive(line: &str) -> Option<(Key, &str)> {
    let line = line.split('#').next().unwrap_or_default().trim();
    SPELLINGS.iter().find_map(|(spelling, key)| {
        let (start, rest) = line.split_at_checked(spelling.len())?;
        let value = rest.trim_start();
        let value = match value.strip_prefix(':') {
            Some(value) => value,
            None if value.len() < rest.len() => value,
            None => return None,
        };
        start
            .eq_ignore_ascii_case(spelling)
            .then(|| (*key, value.trim()))
    })
}

fn seconds(value: &str) -> Option<Duration> {
    Duration::try_from_secs_f64(value.parse().ok()?).ok()
}

/// `1/10s`, `2/5m 0600-0845`: how long each document takes, and in which hours.
fn rate(value: &str) -> Option<(Duration, Option<Hours>)> {
    let (rate, span) = match value.split_once([' ', '\t']) {
        Some((rate, span)) => (rate, Some(span)),
        None => (value, None),
    };
    let (documents, time) = rate.split_once('/')?;
    let documents: u32 = documents.parse().ok()?;
    let digits = time
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(time.len());
    let (number, unit) = time.split_at(digits);
    let number: u32 = number.parse().ok()?;
    let unit = match unit {
        "" | "s" | "S" => 1,
        "m" | "M" => 60,
        "h" | "H" => 3600,
        "d" | "D" => 24 * 3600,
        _ => return None,
    };
    let time = Duration::from_secs(u64::from(number) * unit);
    let pause = time.checked_div(documents)?;
    let hours = match span {
        // Hours that cannot be read restrict nothing: the rate holds all day.
        Some(span) => Span::parse(span).map(|span| Hours::new(vec![span], TimeZone::UTC)),
        None => None,
    };
    Some((pause, hours))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(time: &str) -> Timestamp {
        format!("2026-03-01T{time}:00Z").parse().unwrap()
    }

    /// The pause in milliseconds, at a time of the day.
    fn pause(text: &str, time: &str) -> Option<(u128, Rule)> {
        let timing = Timing::read(text, "dateline");
        let pause = timing.pause(at(time));
        pause.map(|(pause, rule)| (pause.as_millis(), rule))
    }

    #[test]
    fn reads_how_often_we_may_come() {
        use Rule::{CrawlDelay, RequestRate};
        for (lines, expected) in [
            ("crawl-delay: 10", Some((10_000, CrawlDelay))),
            ("Crawl-Delay: 0.5 # half", Some((500, CrawlDelay))),
            ("crawldelay 3", Some((3_000, CrawlDelay))),
            ("crawl-delay: 3\ncrawl-delay: 9", Some((9_000, CrawlDelay))),
            ("crawl-delay: soon", None),
            ("crawl-delay: -1", None),
            ("crawl-delay: nan", None),
            ("crawl-delay: 1e400", None),
            ("request-rate: 1/10s", Some((10_000, RequestRate))),
            ("Request-rate: 1/10", Some((10_000, RequestRate))),
            ("request-rate: 2/1m", Some((30_000, RequestRate))),
            ("request-rate: 1/1h", Some((3_600_000, RequestRate))),
            ("request-rate: 1/5m 0600-0845", Some((300_000, RequestRate))),
            ("request-rate: 1/5m 0900-1045", None),
            ("request-rate: 1/5m whenever", Some((300_000, RequestRate))),
            (
                "request-rate: 1/5s\ncrawl-delay: 2",
                Some((5_000, RequestRate)),
            ),
            (
                "request-rate: 1/5s\ncrawl-delay: 7",
                Some((7_000, CrawlDelay)),
            ),
            ("request-rate: 0/5s", None),
            ("request-rate: 1/5y", None),
            ("request-rate: 1/", None),
            ("request-rate: 99999999999/1s", None),
            ("request-rate: 1/9999999999d", None),
            ("request-rate: many", None),
            ("request-ratio: 1/5", None),
        ] {
            let text = format!("user-agent: dateline\n{lines}");
            assert_eq!(pause(&text, "07:00"), expected, "{lines:?}");
        }
    }

    #[test]
    fn reads_when_we_may_come() {
        for (lines, time, opens) in [
            ("visit-time: 0600-0845", "07:00", None),
            ("visit-time: 0600-0845", "05:00", Some("06:00")),
            ("visit-time: 06:00-08:45 # UTC", "05:00", Some("06:00")),
            ("visit-time: 2200-0600", "23:00", None),
            (
                "visit-time: 0600-0700\nvisit-time: 1200-1300",
                "12:30",
                None,
            ),
            (
                "visit-time: 0600-0700\nvisit-time: 1200-1300",
                "08:00",
                Some("12:00"),
            ),
            ("visit-time: at night", "12:00", None),
            ("visit-time: 0600-0600", "12:00", None),
        ] {
            let text = format!("user-agent: *\n{lines}");
            let timing = Timing::read(&text, "*");
            assert_eq!(timing.closed_until(at(time)), opens.map(at), "{lines:?}");
        }
    }

    #[test]
    fn takes_the_lines_of_our_groups_only() {
        let crawl_delay = |text: &str, agent: &str| {
            let delay = Timing::read(text, agent).crawl_delay();
            delay.map(|delay| delay.as_secs())
        };
        let two = "user-agent: dateline\ncrawl-delay: 3\n\nuser-agent: *\ncrawl-delay: 9";
        for (text, agent, expected) in [
            (two, "dateline", Some(3)),
            (two, "*", Some(9)),
            ("user-agent: other\ncrawl-delay: 3", "*", None),
            ("crawl-delay: 3", "*", None),
            (
                "user-agent: a\nuser-agent: dateline\ncrawl-delay: 3",
                "dateline",
                Some(3),
            ),
            (
                "user-agent: dateline\nuser-agent: a\ncrawl-delay: 3",
                "dateline",
                Some(3),
            ),
            (
                "user-agent: dateline\nallow: /\nuser-agent: a\ncrawl-delay: 3",
                "dateline",
                None,
            ),
            (
                "user-agent: dateline\nsitemap: /x\nuser-agent: a\ncrawl-delay: 3",
                "dateline",
                Some(3),
            ),
            (
                "user-agent: DateLine/2 (x)\ncrawl-delay: 3",
                "dateline",
                Some(3),
            ),
        ] {
            assert_eq!(crawl_delay(text, agent), expected, "{text:?}");
        }
    }

    #[test]
    fn takes_any_text_and_a_bounded_part_of_it() {
        let noise: String = (0..200_000_u32)
            .filter_map(|n| char::from_u32(n % 0x2600))
            .collect();
        assert_eq!(Timing::read(&noise, "*"), Timing::default());
        let many = "user-agent: *\n".to_owned()
            + &"request-rate: 1/2s\nvisit-time: 0000-0001\n".repeat(10_000);
        let timing = Timing::read(&many, "*");
        assert_eq!(timing.rates.len(), MOST);
    }
}
