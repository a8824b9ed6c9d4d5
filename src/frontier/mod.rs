//! What remains to be visited, and what is known of what was.
//!
//! The frontier is bookkeeping, not truth: the truth is the output, from which a lost
//! frontier is rebuilt.

mod canary;
mod embedded;
mod error;
mod history;
mod known;
mod lease;
mod memory;
mod schedule;

#[cfg(test)]
mod contract;

use std::future::Future;

use jiff::Timestamp;

use crate::fetch::HostMemory;
use crate::target::{Period, ProfileId, SourceId, Target};

pub use embedded::Embedded;
pub use error::FrontierError;
pub use history::{FailedAudit, REMEMBERED, RunSummary};
pub use known::{Account, Held, HeldPage, LastLine, Mark, Shown, Standing, Walk};
pub use lease::{Batch, Canary, Lease, Outcome, Settlement};
pub use memory::Memory;

/// The targets still to visit, with what is known of each.
///
/// All implementations pass the same contract test.
pub trait Frontier: Send + Sync {
    /// Starts a run: what was left for it is there again, and leases that a killed run left
    /// behind are free. Returns how many leases there were: more than none means that a run
    /// ended in the middle of visits.
    fn begin(&self, now: Timestamp) -> impl Future<Output = Result<usize, FrontierError>> + Send;

    /// Adds targets; returns how many releases were not known before.
    ///
    /// A known release keeps its schedule, unless its source says that it was changed after
    /// the last visit, and has not said so before: then it is due at once. It takes the newer
    /// teaser of its source, and beside it what sources of other kinds say; the address of
    /// another kind of source only while its own fails. A source page is due again at once,
    /// with the given step, even when it is being visited or was retired; but not when it is
    /// said to be as it was when it was last visited.
    fn offer(
        &self,
        targets: Vec<Target>,
        now: Timestamp,
    ) -> impl Future<Output = Result<usize, FrontierError>> + Send;

    /// Takes the next target of a profile that is due. Releases never visited come first,
    /// then source pages, then releases to look at again, so that a backlog of second looks
    /// never keeps the news waiting. Among those, what became due first comes first, and of
    /// what became due together what was offered first. Targets of `closed` sources are left.
    /// `None` when nothing is due.
    ///
    /// A target stays leased until it is settled or the next run begins.
    fn lease(
        &self,
        profile: &ProfileId,
        closed: &[SourceId],
        now: Timestamp,
    ) -> impl Future<Output = Result<Option<Lease>, FrontierError>> + Send;

    /// Takes one target of a profile, due or not: its visit is made again from a capture. `None`
    /// when it is not known, or leased.
    fn take(
        &self,
        profile: &ProfileId,
        key: &str,
    ) -> impl Future<Output = Result<Option<Lease>, FrontierError>> + Send;

    /// Ends visits: all of the batch or nothing of it. A visit that was not leased, or was
    /// settled before, refuses its batch.
    fn settle(&self, batch: Batch) -> impl Future<Output = Result<(), FrontierError>> + Send;

    /// Which of these release keys of a profile are known, and which settled; in their order.
    fn standing(
        &self,
        profile: &ProfileId,
        keys: Vec<String>,
    ) -> impl Future<Output = Result<Vec<Standing>, FrontierError>> + Send;

    /// What is known of releases that a source announces, by their keys and in their order.
    fn accounts(
        &self,
        profile: &ProfileId,
        keys: Vec<String>,
    ) -> impl Future<Output = Result<Vec<Account>, FrontierError>> + Send;

    /// How many releases of a profile are held and not gone.
    fn holds(&self, profile: &ProfileId)
    -> impl Future<Output = Result<u64, FrontierError>> + Send;

    /// What the output's last line says of a release, by record id.
    fn held(
        &self,
        profile: &ProfileId,
        id: &str,
    ) -> impl Future<Output = Result<Option<Held>, FrontierError>> + Send;

    /// Whether another page than the leased one gives this release, by record id, and is
    /// still visited.
    fn has_other_page(
        &self,
        lease: &Lease,
        id: &str,
    ) -> impl Future<Output = Result<bool, FrontierError>> + Send;

    /// Begins a look at all of a profile, or goes on with one that is not finished: every
    /// release that was not visited since it began is due, and every walk goes to its end
    /// again. Returns when it began.
    fn look_at_all(
        &self,
        profile: &ProfileId,
        now: Timestamp,
    ) -> impl Future<Output = Result<Timestamp, FrontierError>> + Send;

    /// The release of a profile whose last line has this text: the first recorded of several.
    fn twin(
        &self,
        profile: &ProfileId,
        text_hash: &str,
    ) -> impl Future<Output = Result<Option<Held>, FrontierError>> + Send;

    /// How far the walk of a source has come.
    fn walk(
        &self,
        profile: &ProfileId,
        source: &SourceId,
    ) -> impl Future<Output = Result<Walk, FrontierError>> + Send;

    /// How far the walks of a source through its years or months have come, by period. What a
    /// settlement says of the walk of a page in a period is kept here.
    fn periods(
        &self,
        profile: &ProfileId,
        source: &SourceId,
    ) -> impl Future<Output = Result<Vec<(Period, Walk)>, FrontierError>> + Send;

    /// The source pages of a source that were offered and not settled: where a walk goes on.
    fn pending_pages(
        &self,
        profile: &ProfileId,
        source: &SourceId,
    ) -> impl Future<Output = Result<Vec<Target>, FrontierError>> + Send;

    /// Every host's memory, by name.
    fn hosts(&self) -> impl Future<Output = Result<Vec<HostMemory>, FrontierError>> + Send;

    /// Where each output file stood when the last batch was settled, by organization.
    fn marks(&self) -> impl Future<Output = Result<Vec<Mark>, FrontierError>> + Send;

    /// Takes over what an output says: its releases are held and their pages settled, to be
    /// looked at again after their `revisit`.
    ///
    /// `replace` forgets first what was held of that profile: pages that gave a release are
    /// then due at once unless the output still names them. A long output is taken over in
    /// parts, each with the mark of its own end, the first with `replace`.
    fn adopt(
        &self,
        profile: &ProfileId,
        releases: Vec<HeldPage>,
        mark: Mark,
        replace: bool,
        now: Timestamp,
    ) -> impl Future<Output = Result<(), FrontierError>> + Send;

    /// The newest day of publication among the held releases of a profile.
    fn newest(
        &self,
        profile: &ProfileId,
    ) -> impl Future<Output = Result<Option<jiff::civil::Date>, FrontierError>> + Send;

    /// The days on which the held releases of a profile were published, each once, the newest
    /// first, at most so many. Releases that are gone count: they were published.
    fn days(
        &self,
        profile: &ProfileId,
        most: usize,
    ) -> impl Future<Output = Result<Vec<jiff::civil::Date>, FrontierError>> + Send;

    /// Makes a newsroom's canaries due before all other second looks, and returns how many
    /// there are.
    ///
    /// They are held releases, published before a day and still there, and stay the same from
    /// run to run. Where there are fewer than `most`, others are chosen, spread over the days
    /// of publication, so that each layout of the site is likely among them.
    fn call_canaries(
        &self,
        profile: &ProfileId,
        most: usize,
        before: jiff::civil::Date,
    ) -> impl Future<Output = Result<usize, FrontierError>> + Send;

    /// The last runs with a newsroom, the newest first, at most [`REMEMBERED`].
    fn history(
        &self,
        profile: &ProfileId,
    ) -> impl Future<Output = Result<Vec<RunSummary>, FrontierError>> + Send;

    /// Adds a run to a newsroom's history, and forgets those beyond [`REMEMBERED`]. The same
    /// run again takes the place of what was said of it.
    fn remember(
        &self,
        profile: &ProfileId,
        run: RunSummary,
    ) -> impl Future<Output = Result<(), FrontierError>> + Send;

    /// How many targets of a profile are waiting: due or not, never settled.
    fn waiting(
        &self,
        profile: &ProfileId,
    ) -> impl Future<Output = Result<u64, FrontierError>> + Send;

    /// How many releases of a profile nobody has tried to visit yet. One that was visited in
    /// vain waits, too, but perhaps for ever.
    fn untried(
        &self,
        profile: &ProfileId,
    ) -> impl Future<Output = Result<u64, FrontierError>> + Send;
}
