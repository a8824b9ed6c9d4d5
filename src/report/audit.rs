//! What an audited source says exists, beside what is held.

use std::collections::{BTreeMap, HashSet};

use serde::{Deserialize, Serialize};

use super::one_line;
use crate::alert::{Alert, AlertKind};
use crate::crawl::Claim;
use crate::frontier::{Account, FailedAudit};
use crate::profile::{Role, Source, SourceKind};

/// Addresses that are named of those that are missing.
const SAMPLES: usize = 20;
/// The longest address that is named, in bytes.
const LONGEST: usize = 300;
/// Releases beyond so many may be counted twice where a source names them twice.
const MOST_COMPARED: usize = 500_000;
/// A difference up to this share, or this number, is none: something is always in between.
const TOLERANCE: f64 = 0.05;
const FEW: u64 = 5;

/// An audit of one source.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AuditReport {
    /// The source was read to its end in this run.
    pub complete: bool,
    /// An earlier run read its first pages, and they are not counted here.
    pub continued: bool,
    /// Releases that it announces.
    pub announced: u64,
    /// Its rows that the profile does not want.
    pub unwanted: u64,
    /// Releases that it says there are, where it states a number.
    pub total: Option<u64>,
    /// Of those announced: held.
    pub held: u64,
    /// Held, and said to be gone.
    pub gone: u64,
    /// Known, and to be visited yet.
    pub waiting: u64,
    /// Visited without a record, by class of problem; `none` for those without one (pages in
    /// other languages, other pages of held releases).
    pub left_out: BTreeMap<String, u64>,
    /// Never announced by the sources that are walked.
    pub unknown: u64,
    /// Some of the addresses that are missing.
    pub samples: Vec<String>,
    /// Held releases that it does not announce; only of a sitemap that was read to its end.
    pub not_announced: Option<u64>,
    /// What the last audit that was read to its end found, of this run or an earlier one, where
    /// it was more than the source may have.
    pub failed: Option<FailedAudit>,
    #[serde(skip)]
    seen: HashSet<u64>,
    #[serde(skip)]
    first: Option<u32>,
}

impl AuditReport {
    /// Takes a page of the source, by its number from 0.
    pub(super) fn listed(&mut self, page: u32, unwanted: u64) {
        let first = self.first.map_or(page, |first| first.min(page));
        self.first = Some(first);
        self.continued = first > 0;
        self.unwanted += unwanted;
    }

    pub(super) fn add(&mut self, total: Option<u64>, claims: &[Claim]) {
        self.total = total.or(self.total);
        for claim in claims {
            let is_room = self.seen.len() < MOST_COMPARED;
            let is_known = if is_room {
                !self.seen.insert(claim.key)
            } else {
                self.seen.contains(&claim.key)
            };
            if !is_known {
                self.count(claim);
            }
        }
    }

    fn count(&mut self, claim: &Claim) {
        self.announced += 1;
        match claim.account {
            Account::Held => self.held += 1,
            Account::Gone => self.gone += 1,
            Account::Waiting => self.waiting += 1,
            Account::Unknown => self.unknown += 1,
            Account::LeftOut(class) => {
                let why = class.map_or("none", |class| class.as_str());
                *self.left_out.entry(why.to_owned()).or_default() += 1;
            }
        }
        // What has a class is explained; what is not known at all comes first.
        if let Some(url) = &claim.url
            && self.samples.len() < SAMPLES
            && claim.account != Account::LeftOut(None)
        {
            let mut end = url.len().min(LONGEST);
            while !url.is_char_boundary(end) {
                end -= 1;
            }
            self.samples.push(one_line(&url[..end]));
        }
    }

    /// Whether anything was compared.
    pub(super) fn is_done(&self) -> bool {
        self.announced > 0 || self.total.is_some()
    }

    /// What should be held and is not.
    fn missing(&self) -> u64 {
        let explained = self.left_out.get("none").copied().unwrap_or(0);
        let in_vain: u64 = self.left_out.values().sum();
        self.unknown + in_vain - explained
    }

    /// Ends the audit of a run. Where it was not made, or not to its end, what the last one
    /// found stands.
    ///
    /// `held_in_all` are the releases held.
    pub(super) fn end(
        &mut self,
        run: &str,
        source: &Source,
        held_in_all: u64,
        before: Option<&FailedAudit>,
    ) {
        let tolerance = tolerance(source);
        if !self.complete {
            let still = before.filter(|found| is_too_much(found.missing, found.of, tolerance));
            self.failed = still.cloned();
            return;
        }
        let is_sitemap = matches!(source.kind, SourceKind::Sitemap { .. });
        self.not_announced = is_sitemap.then(|| held_in_all.saturating_sub(self.held));
        let of_rows = (self.missing(), self.announced);
        // A number speaks of all rows, also of those that are on other pages; and of those that
        // the profile does not want: where there are any, it says nothing.
        let total = self.total.filter(|_| self.unwanted == 0);
        let of_total = total.map_or((0, 0), |total| {
            let accounted = held_in_all + self.waiting + self.left_out.values().sum::<u64>();
            (total.saturating_sub(accounted), total)
        });
        self.failed = [of_rows, of_total]
            .into_iter()
            .find(|(missing, of)| is_too_much(*missing, *of, tolerance))
            .map(|(missing, of)| FailedAudit {
                run: run.to_owned(),
                missing,
                of,
            });
    }

    /// An alert where the last audit found a difference that is more than the source may have.
    pub(super) fn alert(&self, run: &str, source: &Source) -> Option<Alert> {
        let FailedAudit {
            run: made_by,
            missing,
            of,
        } = self.failed.as_ref()?;
        let since = if made_by == run {
            "see `audit` in report.json".to_owned()
        } else {
            format!("found by the run {made_by}, and no audit has passed since")
        };
        let message = format!(
            "{missing} of {of} releases that {} says exist are not held; {since}",
            source.id
        );
        Some(Alert {
            source: Some(source.id.clone()),
            ..Alert::new(AlertKind::Audit, message)
        })
    }

    /// For a person.
    pub(super) fn told(&self) -> String {
        let mut parts = vec![format!(
            "{} announced, {} held",
            self.announced,
            self.held + self.gone
        )];
        if let Some(total) = self.total {
            parts.insert(0, format!("{total} said to exist"));
        }
        let left_out = self
            .left_out
            .iter()
            .map(|(why, count)| format!("{count} without a record ({why})"));
        parts.extend(left_out);
        for (count, what) in [
            (self.unwanted, "not wanted by the profile"),
            (self.waiting, "waiting"),
            (self.unknown, "not known"),
            (self.not_announced.unwrap_or(0), "held but not announced"),
        ] {
            if count > 0 {
                parts.push(format!("{count} {what}"));
            }
        }
        if self.continued {
            parts.push("its first pages were read by an earlier run".to_owned());
        }
        if !self.complete {
            parts.push("not read to its end in this run".to_owned());
        }
        parts.join(", ")
    }
}

fn tolerance(source: &Source) -> Option<f64> {
    match source.role {
        Role::Discover => None,
        Role::Audit { tolerance, .. } => tolerance,
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a share of at most a few million releases"
)]
fn is_too_much(missing: u64, of: u64, tolerance: Option<f64>) -> bool {
    let share = missing as f64 / of.max(1) as f64;
    match tolerance {
        Some(tolerance) => share > tolerance,
        None => missing > FEW && share > TOLERANCE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Class;

    #[test]
    fn a_few_are_always_in_between() {
        for (missing, of, tolerance, expected) in [
            (0, 0, None, false),
            (5, 5, None, false),
            (6, 6, None, true),
            (6, 120, None, false),
            (6, 119, None, true),
            (1, 10, Some(0.05), true),
            (0, 10, Some(0.0), false),
            (1, 1000, Some(0.0), true),
            (10, 10, Some(1.0), false),
        ] {
            let found = is_too_much(missing, of, tolerance);
            assert_eq!(found, expected, "{missing} of {of}, {tolerance:?}");
        }
    }

    #[test]
    fn each_release_counts_once_and_what_is_missing_is_named() {
        let claim = |key: u64, account: Account| Claim {
            key,
            account,
            url: (!matches!(account, Account::Held | Account::Gone | Account::Waiting))
                .then(|| format!("https://press.example/{key}").into_boxed_str()),
        };
        let mut audit = AuditReport::default();
        audit.add(None, &[claim(1, Account::Held), claim(2, Account::Unknown)]);
        audit.add(
            Some(9),
            &[
                claim(2, Account::Unknown),
                claim(3, Account::LeftOut(Some(Class::Soft404))),
                claim(4, Account::LeftOut(None)),
                claim(5, Account::Gone),
                claim(6, Account::Waiting),
            ],
        );
        audit.complete = true;
        assert_eq!(audit.missing(), 2);
        assert_eq!(
            audit.samples,
            ["https://press.example/2", "https://press.example/3"]
        );
        assert_eq!(
            audit.told(),
            "9 said to exist, 6 announced, 2 held, 1 without a record (none), 1 without a record (soft_404), 1 waiting, 1 not known"
        );
    }
}
