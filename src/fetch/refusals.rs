//! What is said of a request that is not made: who decided, and what to do.

use std::time::Duration;

use jiff::Timestamp;
use url::Url;

use super::pace::TooLong;
use super::quote::{quoted, quoted_url};
use super::robots::Rules;
use super::{Denial, Refusal, RefusalScope, Request, Rule};
use crate::problem::Class;

/// How long the robots.txt that asks for a pause too long is believed.
const ROBOTS_KEPT: Duration = Duration::from_secs(24 * 60 * 60);

pub(super) fn no_contact(url: &Url) -> Denial {
    refused(
        Class::Blocked,
        RefusalScope::Host,
        None,
        format!(
            "{} was not asked for: a public site must be able to reach whoever runs this crawl; say --contact ADDRESS (an e-mail or web address)",
            quoted_url(url)
        ),
    )
}

pub(super) fn denied_by_robots(url: &Url, rules: &Rules) -> Denial {
    let line = rules
        .deciding_line(url)
        .map(|line| format!(": {}", quoted(&line)))
        .unwrap_or_default();
    refused(
        Class::RobotsDenied,
        RefusalScope::Address,
        None,
        format!("robots.txt does not allow {}{line}", quoted_url(url)),
    )
}

pub(super) fn budget_spent(request: &Request, most: u64) -> Denial {
    refused(
        Class::Budget,
        RefusalScope::Source,
        None,
        format!(
            "{most} requests were made for this source of {}: its walk goes on in the next run (max_requests in the profile, --max-requests)",
            request.profile
        ),
    )
}

/// A site that is to be left alone for longer than we wait.
pub(super) fn left_alone(url: &Url, too_long: TooLong, max_wait: Duration) -> Denial {
    let TooLong { rule, pause, left } = too_long;
    let (pause, most) = (pause.as_secs(), max_wait.as_secs());
    let host = url.host_str().unwrap_or_default();
    let message = if rule == Rule::SlowDown {
        format!(
            "{host} has said so often that it is busy that the next request would have to wait {pause} s, longer than --max-wait ({most} s); it is asked again in a later run"
        )
    } else {
        format!(
            "{host} asks to be left alone for {pause} s, longer than --max-wait ({most} s); it is asked again in a later run"
        )
    };
    refused(
        Class::RetryAfterTooLong,
        RefusalScope::Host,
        in_time(left),
        message,
    )
}

/// A site whose robots.txt asks for longer pauses than we wait.
pub(super) fn comes_too_seldom(url: &Url, pause: Duration, rule: Rule, most: Duration) -> Denial {
    refused(
        Class::CrawlDelayTooLong,
        RefusalScope::Host,
        in_time(ROBOTS_KEPT),
        format!(
            "robots.txt of {} asks for {} s between requests ({rule}), longer than --max-wait ({} s)",
            url.host_str().unwrap_or_default(),
            pause.as_secs(),
            most.as_secs()
        ),
    )
}

/// A site whose robots.txt wants visits at another time of the day.
pub(super) fn not_in_visit_time(url: &Url, rules: &Rules, until: Timestamp) -> Denial {
    let hours = match rules.timing().visits() {
        Some(hours) => format!(" ({hours})"),
        None => String::new(),
    };
    refused(
        Class::CrawlDelayTooLong,
        RefusalScope::Host,
        Some(until),
        format!(
            "robots.txt of {} wants no visits before {} (Visit-time{hours}); it is asked again in a later run",
            url.host_str().unwrap_or_default(),
            shown(until)
        ),
    )
}

/// The newsroom's own hours are over: the operator's decision, and nobody's fault.
pub(super) fn out_of_hours(request: &Request, until: Timestamp) -> Denial {
    let hours = match &request.politeness.hours {
        Some(hours) => format!(" ({hours})"),
        None => String::new(),
    };
    refused(
        Class::Budget,
        RefusalScope::Newsroom,
        Some(until),
        format!(
            "{} is asked only in its hours{hours}, again from {}",
            request.profile,
            shown(until)
        ),
    )
}

fn refused(class: Class, scope: RefusalScope, until: Option<Timestamp>, message: String) -> Denial {
    Denial::Refused(Refusal {
        class,
        message,
        scope,
        until,
    })
}

fn in_time(left: Duration) -> Option<Timestamp> {
    Timestamp::now().checked_add(left).ok()
}

fn shown(moment: Timestamp) -> String {
    moment.strftime("%Y-%m-%d %H:%M UTC").to_string()
}
