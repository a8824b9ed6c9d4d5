//! When to try again, and how long to wait first.

use std::time::Duration;

use jiff::Timestamp;
use jiff::fmt::rfc2822;
use jiff::tz::TimeZone;

use super::pace::Load;
use crate::problem::Class;

/// The first pause before a retry, where the pace is no longer.
const BASE: Duration = Duration::from_secs(2);

/// A pause that a server asks for is remembered for at most this long, so that a wrong
/// date does not silence a newsroom for years: the host is then asked once a day.
const LONGEST_PAUSE: Duration = Duration::from_secs(24 * 60 * 60);

/// Whether a failure without an answer can pass by itself.
pub(super) fn can_pass(class: Class) -> bool {
    matches!(
        class,
        Class::Connect | Class::Timeout | Class::Reset | Class::Truncated
    )
}

/// Whether an answer says "not now".
pub(super) fn status_can_pass(status: u16) -> bool {
    matches!(status, 408 | 429 | 500 | 502 | 503 | 504)
}

/// What an exchange says of its server's load: its status, or how it failed.
pub(super) fn load(status: Option<u16>, failed: Option<Class>) -> Load {
    match (status, failed) {
        (Some(429 | 503), _) => Load::Busy,
        (Some(408 | 500 | 502 | 504), _) => Load::Strained,
        (_, Some(class)) if can_pass(class) => Load::Strained,
        // Some say 403 to those who come too often, but most mean something else.
        (None | Some(401 | 403 | 407), _) => Load::Unknown,
        (Some(_), _) => Load::Fine,
    }
}

/// The pause before retry number `nth` (from 0): doubled each time, and a quarter more or
/// less by chance, so that many clients that failed together do not come back together.
///
/// Never below `delay`. `exempt` hosts (the operator's own machines) take the delay as the
/// base.
pub(super) fn backoff(nth: u32, delay: Duration, exempt: bool) -> Duration {
    let base = if exempt { delay } else { delay.max(BASE) };
    let doubled = base.saturating_mul(1 << nth.min(10));
    doubled.mul_f64(0.75 + fastrand::f64() / 2.0).max(delay)
}

/// The pause that a `Retry-After` field asks for: seconds or a date (RFC 9110 §10.2.3).
pub(super) fn retry_after(field: &str, now: Timestamp) -> Option<Duration> {
    let field = field.trim();
    if !field.is_empty() && field.bytes().all(|byte| byte.is_ascii_digit()) {
        let seconds = field.parse().unwrap_or(u64::MAX);
        return Some(Duration::from_secs(seconds).min(LONGEST_PAUSE));
    }
    let until = http_date(field)?;
    let pause = Duration::try_from(until.duration_since(now)).unwrap_or_default();
    Some(pause.min(LONGEST_PAUSE))
}

/// A date in one of the three forms of RFC 9110 §5.6.7.
pub(super) fn http_date(text: &str) -> Option<Timestamp> {
    let in_utc = |format| {
        let civil = jiff::civil::DateTime::strptime(format, text).ok()?;
        // "For ever" is often the last second of the year 9999, which is past the last moment.
        let last = (civil.year() == 9999).then_some(Timestamp::MAX);
        TimeZone::UTC.to_timestamp(civil).ok().or(last)
    };
    rfc2822::DateTimeParser::new()
        .relaxed_weekday(true)
        .parse_timestamp(text)
        .ok()
        .or_else(|| in_utc("%a, %d %b %Y %H:%M:%S GMT"))
        .or_else(|| in_utc("%A, %d-%b-%y %H:%M:%S GMT"))
        .or_else(|| in_utc("%a %b %e %H:%M:%S %Y"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_form_of_retry_after() {
        let now: Timestamp = "1994-11-06T08:49:07Z".parse().unwrap();
        for (field, seconds) in [
            ("120", Some(120)),
            (" 0 ", Some(0)),
            ("Sun, 06 Nov 1994 08:49:37 GMT", Some(30)),
            ("Sunday, 06-Nov-94 08:49:37 GMT", Some(30)),
            ("Sun Nov  6 08:49:37 1994", Some(30)),
            ("Sun, 06 Nov 1994 08:00:00 GMT", Some(0)),
            ("Wed, 06 Nov 2999 08:00:00 GMT", Some(86_400)),
            ("Fri, 31 Dec 9999 23:59:59 GMT", Some(86_400)),
            ("99999999999999999999999999", Some(86_400)),
            ("-5", None),
            ("1.5", None),
            ("soon", None),
            ("", None),
        ] {
            let pause = retry_after(field, now).map(|pause| pause.as_secs());
            assert_eq!(pause, seconds, "{field:?}");
        }
    }

    #[test]
    fn backs_off_longer_each_time_and_never_below_the_delay() {
        let millis = Duration::from_millis;
        for _ in 0..100 {
            for (nth, delay, exempt, least, most) in [
                (0, millis(1000), false, 1500, 2500),
                (1, millis(1000), false, 3000, 5000),
                (0, millis(10_000), false, 10_000, 12_500),
                (0, millis(50), true, 50, 63),
                (2, millis(50), true, 150, 250),
                (9, Duration::ZERO, true, 0, 0),
            ] {
                let pause = backoff(nth, delay, exempt);
                assert!(
                    (millis(least)..=millis(most)).contains(&pause),
                    "{nth} {delay:?}: {pause:?}"
                );
            }
        }
    }
}
