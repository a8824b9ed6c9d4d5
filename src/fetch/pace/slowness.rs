//! Slowing down for a server that is busy, and coming back to the usual pace by and by.
//!
//! A host that answers 429 after a pause of 5 s is asked again after 10 s, then after 20 s;
//! each ten good answers in a row halve the pause again, and so does each six hours of rest.

use std::time::Duration;

/// The pause grows to at most 64 times the usual one.
const SLOWEST: u8 = 6;

/// Failures alone, which may have other causes than load, make it at most 8 times as long.
const SLOWEST_BY_FAILURES: u8 = 3;

/// Failures in a row that count like one "too many requests".
const FAILURES: u8 = 3;

/// Good answers in a row that halve the pause.
const GOOD_ANSWERS: u8 = 10;

/// The rest that halves the pause: a run on the next day begins slowed down, but not a run
/// in the next week.
pub(super) const REST: Duration = Duration::from_secs(6 * 60 * 60);

/// What an exchange says of a server's load.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::fetch) enum Load {
    /// An answer as it should be.
    Fine,
    /// "Too many requests" (429), "not now" (503).
    Busy,
    /// No answer in time, or a failure of the server.
    Strained,
    /// Neither.
    Unknown,
}

/// How much slower than usual a host is asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Slowness {
    level: u8,
    good: u8,
    failures: u8,
}

impl Slowness {
    /// As an earlier run left it.
    pub(super) fn remembered(level: u8) -> Self {
        Self {
            level: level.min(SLOWEST),
            ..Self::default()
        }
    }

    /// How often the pause is doubled.
    pub(super) fn level(self) -> u8 {
        self.level
    }

    /// What the pause is multiplied by.
    pub(super) fn factor(self) -> u32 {
        1 << self.level
    }

    /// After one more exchange.
    pub(super) fn after(self, load: Load) -> Self {
        let Self {
            level,
            good,
            failures,
        } = self;
        match load {
            Load::Unknown => self,
            Load::Busy => Self::remembered(level + 1),
            Load::Strained if failures + 1 < FAILURES => Self {
                level,
                good: 0,
                failures: failures + 1,
            },
            Load::Strained => Self::remembered(level.max((level + 1).min(SLOWEST_BY_FAILURES))),
            Load::Fine if good + 1 < GOOD_ANSWERS => Self {
                level,
                good: good + 1,
                failures: 0,
            },
            Load::Fine => Self::remembered(level.saturating_sub(1)),
        }
    }

    /// After a rest.
    pub(super) fn rested(self, rest: Duration) -> Self {
        match u8::try_from(rest.as_secs() / REST.as_secs()) {
            Ok(0) => self,
            Ok(steps) => Self::remembered(self.level.saturating_sub(steps)),
            Err(_) => Self::default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The factor after exchanges: `b`usy, `s`trained, `f`ine, `-` unknown.
    fn factor(history: &str) -> u32 {
        let slowness = history.chars().fold(Slowness::default(), |slowness, c| {
            slowness.after(match c {
                'b' => Load::Busy,
                's' => Load::Strained,
                'f' => Load::Fine,
                _ => Load::Unknown,
            })
        });
        slowness.factor()
    }

    #[test]
    fn doubles_when_busy_and_comes_back_by_and_by() {
        let ten = "f".repeat(10);
        for (history, expected) in [
            (String::new(), 1),
            ("b".to_owned(), 2),
            ("bbb".to_owned(), 8),
            ("b".repeat(1000), 64),
            ("bb-".to_owned(), 4),
            (format!("bb{ten}"), 2),
            (format!("bb{ten}{ten}"), 1),
            (format!("bb{ten}{ten}{ten}"), 1),
            // Nine are not ten, and each "busy" begins the count anew.
            (format!("bb{}", "f".repeat(9)), 4),
            (format!("bb{}b{}", "f".repeat(9), "f".repeat(9)), 8),
            ("ss".to_owned(), 1),
            ("sss".to_owned(), 2),
            ("ssfs".to_owned(), 1),
            ("s".repeat(1000), 8),
            (format!("bbbb{}", "s".repeat(1000)), 16),
        ] {
            assert_eq!(factor(&history), expected, "{history}");
        }
    }

    #[test]
    fn rest_eases() {
        for (level, hours, expected) in [
            (6, 0, 6),
            (6, 5, 6),
            (6, 6, 5),
            (6, 24, 2),
            (6, 48, 0),
            (6, 1_000_000, 0),
            (200, 0, 6),
        ] {
            let rested = Slowness::remembered(level).rested(Duration::from_secs(hours * 3600));
            assert_eq!(rested.level(), expected, "{level} {hours}");
        }
    }
}
