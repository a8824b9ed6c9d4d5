//! Exit codes: the run's result in one number, for cron and scripts.

use std::process::ExitCode;

/// How a command ended. Of several, the first in this order counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Exit {
    /// 130: interrupted, cleanly.
    Interrupted,
    /// 1: a defect of dateline.
    Internal,
    /// 7: output or state cannot be written.
    Unwritable,
    /// 6: the data directory is in use by another run.
    InUse,
    /// 2: wrong usage.
    Usage,
    /// 3: findings in profiles or fixtures.
    Findings,
    /// 5: a whole source was unreachable, blocked or refused.
    Unreachable,
    /// 4: drift, silence, a failed audit, or too many records with errors.
    Quality,
    /// 0: done, also when nothing is new.
    Done,
}

impl Exit {
    fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Internal => 1,
            Self::Usage => 2,
            Self::Findings => 3,
            Self::Quality => 4,
            Self::Unreachable => 5,
            Self::InUse => 6,
            Self::Unwritable => 7,
            Self::Interrupted => 130,
        }
    }

    /// The one of two that counts.
    pub(super) fn or(self, other: Self) -> Self {
        self.min(other)
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit.code())
    }
}

/// The table that `--help` shows.
pub(super) const TABLE: &str = "\
Exit codes:
  0    done, also when nothing is new
  1    internal error: a defect of dateline
  2    wrong usage
  3    findings in profiles or fixtures
  4    quality: drift, silence, a failed audit, or more than 5 % of the new records with errors
  5    a whole source was unreachable, blocked or refused
  6    the data directory is in use by another run
  7    output or state cannot be written, or differs from what was committed
  130  interrupted; what was fetched is kept
Of several, the first of 130, 1, 7, 6, 2, 3, 5, 4, 0.";

#[cfg(test)]
mod tests {
    use super::Exit;

    #[test]
    fn the_first_in_the_documented_order_counts() {
        let order = [
            Exit::Interrupted,
            Exit::Internal,
            Exit::Unwritable,
            Exit::InUse,
            Exit::Usage,
            Exit::Findings,
            Exit::Unreachable,
            Exit::Quality,
            Exit::Done,
        ];
        let codes: Vec<u8> = order.iter().map(|exit| exit.code()).collect();
        assert_eq!(codes, [130, 1, 7, 6, 2, 3, 5, 4, 0]);
        for pair in order.windows(2) {
            assert_eq!(pair[0].or(pair[1]), pair[0]);
            assert_eq!(pair[1].or(pair[0]), pair[0]);
        }
    }
}
