//! What another reading of the same pages changes, field by field: the gate for a profile.
//!
//! ```text
//! osce: 120 releases read again: 117 as before, 3 otherwise, 0 lost, 0 new, 2 not captured
//!   topics vanishes in 3
//!     osce:48333: ["Conflict prevention"]
//! ```

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde_json::Value;

use super::{counted, one_line};
use crate::record::{Record, difference};

/// Samples that are shown of each kind of change, and the longest in characters.
const SAMPLES: usize = 3;
const LONGEST: usize = 160;

/// What changes, by organization.
#[derive(Debug, Default)]
pub struct Changes {
    orgs: BTreeMap<String, Changed>,
}

#[derive(Debug, Default)]
struct Changed {
    same: u64,
    otherwise: u64,
    not_captured: u64,
    lost: Tally,
    new: Tally,
    /// In the order of the record's keys.
    fields: BTreeMap<(usize, String), Field>,
}

#[derive(Debug, Default)]
struct Field {
    appears: Tally,
    vanishes: Tally,
    changes: Tally,
}

#[derive(Debug, Default)]
struct Tally {
    count: u64,
    samples: Vec<String>,
}

impl Tally {
    fn add(&mut self, sample: impl FnOnce() -> String) {
        self.count += 1;
        if self.samples.len() < SAMPLES {
            self.samples.push(sample());
        }
    }

    fn show(&self, what: &str, text: &mut String) {
        if self.count == 0 {
            return;
        }
        let _ = writeln!(text, "  {what} {}", self.count);
        for sample in &self.samples {
            let _ = writeln!(text, "    {sample}");
        }
    }
}

impl Changes {
    /// A release, as the output has it and as it is read now.
    pub fn compare(&mut self, old: &Record, new: &Record) {
        let differences = difference::differences(old, new);
        let changed = self.of(old);
        let is_same = differences.is_empty();
        let id = one_line(&old.id);
        for differs in differences {
            let (before, now) = (&differs.before, &differs.now);
            let key = (differs.nth, differs.key.clone());
            let field = changed.fields.entry(key).or_default();
            let shown = |value: &Value| clipped(&value.to_string());
            match (is_empty(before), is_empty(now)) {
                (true, _) => field.appears.add(|| format!("{id}: {}", shown(now))),
                (false, true) => field.vanishes.add(|| format!("{id}: {}", shown(before))),
                (false, false) => field.changes.add(|| {
                    let (before, now) = differs.shown(LONGEST);
                    one_line(&format!("{id}: {before} -> {now}"))
                }),
            }
        }
        if is_same {
            changed.same += 1;
        } else {
            changed.otherwise += 1;
        }
    }

    /// A release whose page was captured, and that nothing gives now.
    pub fn lost(&mut self, old: &Record) {
        self.of(old).lost.add(|| named(old));
    }

    /// A release that the captures give and the output does not have.
    pub fn found(&mut self, new: &Record) {
        self.of(new).new.add(|| named(new));
    }

    /// A release whose page is not in these captures: nothing is known of it.
    pub fn not_captured(&mut self, old: &Record) {
        self.of(old).not_captured += 1;
    }

    /// Whether a release was read again, or lost.
    #[must_use]
    pub fn has_compared(&self) -> bool {
        let mut orgs = self.orgs.values();
        orgs.any(|changed| changed.same + changed.otherwise + changed.lost.count > 0)
    }

    /// Whether a release is lost, or a field vanishes from one.
    #[must_use]
    pub fn has_loss(&self) -> bool {
        let vanishes = |((_, name), field): (&(usize, String), &Field)| {
            field.vanishes.count > 0 && !difference::is_evidence(name)
        };
        self.orgs
            .values()
            .any(|changed| changed.lost.count > 0 || changed.fields.iter().any(vanishes))
    }

    /// As text for a person.
    #[must_use]
    pub fn render(&self) -> String {
        let mut text = String::new();
        for (org, changed) in &self.orgs {
            let Changed {
                same,
                otherwise,
                not_captured,
                lost,
                new,
                fields,
            } = changed;
            let _ = writeln!(
                text,
                "{}: {} read again: {same} as before, {otherwise} otherwise, {} lost, {} new, {not_captured} not captured",
                one_line(org),
                counted(same + otherwise, "release", "releases"),
                lost.count,
                new.count
            );
            lost.show("releases lost:", &mut text);
            new.show("releases new:", &mut text);
            for ((_, name), field) in fields {
                field
                    .vanishes
                    .show(&format!("{name} vanishes in"), &mut text);
                field.appears.show(&format!("{name} appears in"), &mut text);
                field.changes.show(&format!("{name} changes in"), &mut text);
            }
        }
        if text.is_empty() {
            text.push_str("nothing to compare\n");
        }
        text
    }

    fn of(&mut self, record: &Record) -> &mut Changed {
        self.orgs.entry(record.org.clone()).or_default()
    }
}

fn is_empty(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}

fn named(record: &Record) -> String {
    clipped(&format!("{} {}", record.id, record.title))
}

/// Text that harms no terminal, of bounded length.
fn clipped(text: &str) -> String {
    difference::clipped(&one_line(text), LONGEST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sink::sample_record;

    fn told(change: impl FnOnce(&mut Record)) -> (String, bool) {
        let old = Record {
            topics: vec!["Bridges".to_owned()],
            ..sample_record("press", 1)
        };
        let mut new = old.clone();
        new.profile_hash = "blake3:99".to_owned();
        change(&mut new);
        let mut changes = Changes::default();
        changes.compare(&old, &new);
        (changes.render(), changes.has_loss())
    }

    #[test]
    fn every_change_is_told_by_field_and_only_loss_is_loss() {
        type Change = fn(&mut Record);
        let cases: [(Change, &str, bool); 7] = [
            (|_| {}, "1 as before, 0 otherwise", false),
            (
                |new| new.topics.clear(),
                "topics vanishes in 1\n    press:1: [\"Bridges\"]",
                true,
            ),
            (|new| new.body = None, "body vanishes in 1", true),
            (
                |new| new.topics.push("Rivers".to_owned()),
                "topics changes in 1\n    press:1: [\"Bridges\"] -> [\"Bridges\",\"Rivers\"]",
                false,
            ),
            (
                |new| new.authors.push("The office".to_owned()),
                "authors appears in 1\n    press:1: [\"The office\"]",
                false,
            ),
            (|new| new.ok = false, "ok changes in 1", false),
            (
                |new| new.title = "\u{1b}[31mred".to_owned(),
                "title changes in 1",
                false,
            ),
        ];
        for (change, expected, is_loss) in cases {
            let (text, loss) = told(change);
            assert!(text.contains(expected), "{text}");
            assert_eq!(loss, is_loss, "{text}");
            assert!(!text.contains('\u{1b}'), "{text}");
        }
    }

    #[test]
    fn releases_that_are_not_read_again_are_told() {
        let mut changes = Changes::default();
        assert_eq!(changes.render(), "nothing to compare\n");
        changes.not_captured(&sample_record("press", 1));
        changes.found(&sample_record("press", 2));
        assert!(!changes.has_loss() && !changes.has_compared());
        for number in 3..9 {
            changes.lost(&sample_record("press", number));
        }
        assert!(changes.has_loss() && changes.has_compared());
        let text = changes.render();
        assert!(
            text.contains(
                "0 releases read again: 0 as before, 0 otherwise, 6 lost, 1 new, 1 not captured"
            ),
            "{text}"
        );
        assert_eq!(text.lines().count(), 1 + 1 + SAMPLES + 1 + 1, "{text}");
    }

    #[test]
    fn long_texts_are_shown_from_where_they_differ() {
        let (text, _) = told(|new| {
            new.body = new
                .body
                .as_ref()
                .map(|body| format!("{}{body}", "x".repeat(5_000)));
        });
        assert!(
            text.lines().all(|line| line.chars().count() < 400),
            "{text}"
        );
    }
}
