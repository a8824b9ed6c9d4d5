//! Which releases are a newsroom's canaries, and what is remembered of them.
//!
//! Every frontier keeps them in its own way, and chooses and counts them only as said here.

use super::Canary;

/// Releases that are tried, one after the other, where one cannot be a canary.
pub(super) const TRIED: usize = 20;

/// What is remembered of a canary.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Strikes {
    /// In so many runs in a row it was found with less than it had.
    Counted(u32),
    /// It was one, and is not to be chosen again.
    Dismissed,
}

impl Strikes {
    /// The runs in a row, of one that is a canary.
    pub(super) fn counted(self) -> Option<u32> {
        match self {
            Self::Counted(runs) => Some(runs),
            Self::Dismissed => None,
        }
    }

    /// After a visit.
    pub(super) fn after(before: Option<Self>, found: Canary) -> Option<Self> {
        let Some(Self::Counted(runs)) = before else {
            return before;
        };
        Some(match found {
            Canary::AsBefore => Self::Counted(runs),
            Canary::Whole => Self::Counted(0),
            Canary::Less => Self::Counted(runs.saturating_add(1)),
            Canary::Dismissed => Self::Dismissed,
        })
    }

    /// As a number, for a table.
    pub(super) fn number(self) -> i64 {
        match self {
            Self::Counted(runs) => i64::from(runs),
            Self::Dismissed => -1,
        }
    }

    /// From a table.
    pub(super) fn read(number: i64) -> Self {
        u32::try_from(number).map_or(Self::Dismissed, Self::Counted)
    }
}

/// Where in a list of releases in the order of time to look for canaries: the middles of so
/// many equal parts, but of those that have none. `taken` says where canaries are.
pub(super) fn places(most: usize, releases: usize, taken: &[usize]) -> impl Iterator<Item = usize> {
    let has_one = move |part| taken.iter().any(|at| at * most / releases == part);
    (0..most)
        .filter(move |part| releases > 0 && !has_one(*part))
        .map(move |part| (2 * part + 1) * releases / (2 * most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn canaries_are_spread_evenly() {
        for (most, releases, taken, expected) in [
            (3, 300, vec![], vec![50, 150, 250]),
            (3, 300, vec![0, 299], vec![150]),
            (3, 300, vec![100, 101], vec![50, 250]),
            (3, 2, vec![], vec![0, 1, 1]),
            (1, 1, vec![], vec![0]),
            (3, 0, vec![], vec![]),
            (0, 9, vec![], vec![]),
        ] {
            let places: Vec<usize> = places(most, releases, &taken).collect();
            assert_eq!(places, expected, "{most} of {releases}, {taken:?} taken");
        }
    }

    #[test]
    fn what_is_remembered_survives_a_table() {
        for strikes in [Strikes::Counted(0), Strikes::Counted(7), Strikes::Dismissed] {
            assert_eq!(Strikes::read(strikes.number()), strikes);
        }
    }
}
