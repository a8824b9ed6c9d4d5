//! Whether a field is filled less often than it was in a newsroom's last runs.
//!
//! Counts, not shares, so that a small run proves little: all of the last twenty releases had
//! topics and none of today's five has: that is no chance. Two of three without topics is.

use std::collections::BTreeMap;

use crate::frontier::RunSummary;

/// Records of before without which nothing is learned.
const FEWEST_BEFORE: u64 = 20;
/// Records of now without which nothing is said.
const FEWEST_NOW: u64 = 5;
/// A field that was filled less often is one that releases may lack.
const USUAL: f64 = 0.8;
/// How sure the share of before must be (95 %), and that of now (99.9 %): standard deviations.
const SURE_BEFORE: f64 = 1.96;
const SURE_NOW: f64 = 3.29;

/// So many records have the field, of so many.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Filled {
    pub(super) filled: u64,
    pub(super) records: u64,
}

impl Filled {
    fn of(run: &RunSummary, field: &str) -> Self {
        Self {
            filled: run.filled.get(field).copied().unwrap_or(0),
            records: run.records,
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            filled: self.filled + other.filled,
            records: self.records + other.records,
        }
    }

    pub(super) fn share(self) -> f64 {
        ratio(self.filled, self.records)
    }

    /// The bounds of the share that these records speak of (Wilson's score interval).
    fn bounds(self, sure: f64) -> (f64, f64) {
        let records = ratio(self.records, 1);
        let square = sure * sure;
        let share = self.share();
        let middle = share + square / (2.0 * records);
        let around =
            sure * (share * (1.0 - share) / records + square / (4.0 * records * records)).sqrt();
        let whole = 1.0 + square / records;
        ((middle - around) / whole, (middle + around) / whole)
    }
}

/// Now and before, where now is no chance: less than half as often, and sure to be less.
pub(super) fn is_less(now: Filled, before: Filled) -> bool {
    if now.records < FEWEST_NOW || before.records < FEWEST_BEFORE || before.share() < USUAL {
        return false;
    }
    let (least_before, _) = before.bounds(SURE_BEFORE);
    let (_, most_now) = now.bounds(SURE_NOW);
    now.share() <= before.share() / 2.0 && most_now < least_before
}

/// The fields that are filled less often than before, with now and before; none when this run
/// wrote nothing. A run with few records is looked at together with those before it.
///
/// `history` has the newest run first. Runs that raised the alert `fill` for a field do not
/// count as what is usual for it, until they are all that is remembered.
pub(super) fn less_than_before(
    records: u64,
    filled: &BTreeMap<String, u64>,
    history: &[RunSummary],
) -> Vec<(String, Filled, Filled)> {
    if records == 0 {
        return Vec::new();
    }
    let mut less = Vec::new();
    for (field, filled) in filled {
        let mut now = Filled {
            filled: *filled,
            records,
        };
        let alert = format!("fill.{field}");
        let mut before = Filled::default();
        for run in history {
            let of_run = Filled::of(run, field);
            if now.records < FEWEST_NOW {
                now = now.and(of_run);
            } else if !run.alerts.contains_key(&alert) {
                before = before.and(of_run);
            }
        }
        if is_less(now, before) {
            less.push((field.clone(), now, before));
        }
    }
    less
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a share of at most a few million records"
)]
fn ratio(part: u64, whole: u64) -> f64 {
    part as f64 / whole.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(filled: u64, records: u64) -> Filled {
        Filled { filled, records }
    }

    #[test]
    fn chance_is_told_apart_from_change() {
        #[rustfmt::skip]
        let cases = [
            // now, before, is it less?
            ((0, 5), (20, 20), true),
            ((0, 5), (19, 20), true),
            ((0, 5), (18, 20), true),
            ((0, 5), (16, 20), false),
            ((0, 4), (20, 20), false),
            ((0, 5), (19, 19), false),
            ((1, 5), (20, 20), true),
            ((1, 5), (18, 20), false),
            ((2, 5), (20, 20), false),
            ((2, 5), (300, 300), true),
            ((3, 5), (300, 300), false),
            ((0, 5), (80, 100), true),
            ((4, 10), (98, 100), true),
            ((6, 10), (98, 100), false),
            ((50, 100), (100, 100), true),
            ((51, 100), (100, 100), false),
            // More often than before is no alarm.
            ((5, 5), (0, 20), false),
            ((100, 100), (50, 100), false),
            // What was rare may be absent.
            ((0, 100), (30, 100), false),
            ((0, 0), (0, 0), false),
        ];
        for (now, before, expected) in cases {
            let (now, before) = (filled(now.0, now.1), filled(before.0, before.1));
            assert_eq!(is_less(now, before), expected, "{now:?} {before:?}");
        }
    }

    fn run(with_topics: u64, records: u64, raised: bool) -> RunSummary {
        let alerts = raised.then(|| ("fill.topics".to_owned(), 1));
        RunSummary {
            run: String::new(),
            at: jiff::Timestamp::UNIX_EPOCH,
            listed: 0,
            new: records,
            newest: None,
            records,
            filled: BTreeMap::from([("topics".to_owned(), with_topics)]),
            alerts: alerts.into_iter().collect(),
            failed_audits: BTreeMap::new(),
        }
    }

    #[test]
    fn a_run_is_compared_with_those_before_it() {
        let good = |records| run(records, records, false);
        type Case<'a> = (&'a str, (u64, u64), Vec<RunSummary>, bool);
        #[rustfmt::skip]
        let cases: Vec<Case<'_>> = vec![
            ("no history", (0, 10), vec![], false),
            ("none of many", (0, 10), vec![good(40)], true),
            ("all of them", (10, 10), vec![good(40)], false),
            ("many small runs are a history", (0, 5), vec![good(1); 20], true),
            ("too short a history", (0, 5), vec![good(1); 19], false),
            ("one record proves nothing", (0, 1), vec![good(1); 29], false),
            ("the fifth in a row does", (0, 1), [vec![run(0, 1, false); 4], vec![good(1); 25]].concat(), true),
            ("runs that were alarming are no habit", (0, 10), [vec![run(0, 50, true)], vec![good(40)]].concat(), true),
            ("until nothing else is remembered", (0, 10), vec![run(0, 50, true); 30], false),
            ("a run that wrote nothing says nothing", (0, 0), [vec![run(0, 5, false)], vec![good(40)]].concat(), false),
        ];
        for (fact, (with_topics, records), history, expected) in cases {
            let now = BTreeMap::from([("topics".to_owned(), with_topics)]);
            let less = less_than_before(records, &now, &history);
            assert_eq!(!less.is_empty(), expected, "{fact}: {less:?}");
        }
    }
}
