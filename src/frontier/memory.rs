//! A frontier that is forgotten when the program ends: for dry runs and tests.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;
use url::Url;

use super::canary::{Strikes, TRIED, places};
use super::lease::gave_here;
use super::schedule::{Schedule, Turn, announced_again, may_become, moment, said};
use super::{
    Account, Batch, Frontier, FrontierError, Held, HeldPage, Lease, Mark, Outcome, REMEMBERED,
    RunSummary, Settlement, Shown, Standing, Walk,
};
use crate::fetch::HostMemory;
use crate::page::Validators;
use crate::problem::Class;
use crate::record::State as Published;
use crate::target::{PageKind, Period, ProfileId, SourceId, Target};

/// Keeps everything in memory.
#[derive(Debug, Default)]
pub struct Memory {
    state: Mutex<State>,
}

impl Memory {
    /// An empty frontier.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panic elsewhere leaves values that are each whole; a lost run is worse.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Frontier for Memory {
    async fn begin(&self, now: Timestamp) -> Result<usize, FrontierError> {
        let mut state = self.state();
        let mut freed = 0;
        for ticket in 0..state.rows.len() {
            let schedule = &state.rows[ticket].schedule;
            freed += usize::from(schedule.is_leased());
            if schedule.leased.is_some() {
                state.change(ticket, |row| row.schedule.free(now));
            }
        }
        Ok(freed)
    }

    async fn offer(&self, targets: Vec<Target>, now: Timestamp) -> Result<usize, FrontierError> {
        Ok(self.state().offer(targets, now))
    }

    async fn lease(
        &self,
        profile: &ProfileId,
        closed: &[SourceId],
        now: Timestamp,
    ) -> Result<Option<Lease>, FrontierError> {
        Ok(self.state().lease(profile, closed, now))
    }

    async fn take(&self, profile: &ProfileId, key: &str) -> Result<Option<Lease>, FrontierError> {
        Ok(self.state().take(profile, key))
    }

    async fn settle(&self, batch: Batch) -> Result<(), FrontierError> {
        self.state().settle(batch)
    }

    async fn standing(
        &self,
        profile: &ProfileId,
        keys: Vec<String>,
    ) -> Result<Vec<Standing>, FrontierError> {
        let state = self.state();
        Ok(keys
            .into_iter()
            .map(|key| state.standing(profile, key))
            .collect())
    }

    async fn accounts(
        &self,
        profile: &ProfileId,
        keys: Vec<String>,
    ) -> Result<Vec<Account>, FrontierError> {
        let state = self.state();
        Ok(keys
            .into_iter()
            .map(|key| state.account(profile, key))
            .collect())
    }

    async fn holds(&self, profile: &ProfileId) -> Result<u64, FrontierError> {
        let state = self.state();
        let held = state
            .held
            .iter()
            .filter(|((org, _), held)| org == profile && held.state == Published::Live);
        Ok(held.count() as u64)
    }

    async fn held(&self, profile: &ProfileId, id: &str) -> Result<Option<Held>, FrontierError> {
        let key = (profile.clone(), id.to_owned());
        Ok(self.state().held.get(&key).cloned())
    }

    async fn has_other_page(&self, lease: &Lease, id: &str) -> Result<bool, FrontierError> {
        let state = self.state();
        let gives = |row: &Row| row.gave.as_deref() == Some(id) && row.schedule.due.is_some();
        Ok(state.rows.iter().any(|row| {
            row.target.profile == lease.target.profile
                && row.target.key != lease.target.key
                && gives(row)
        }))
    }

    async fn look_at_all(
        &self,
        profile: &ProfileId,
        now: Timestamp,
    ) -> Result<Timestamp, FrontierError> {
        Ok(self.state().look_at_all(profile, now))
    }

    async fn twin(
        &self,
        profile: &ProfileId,
        text_hash: &str,
    ) -> Result<Option<Held>, FrontierError> {
        let state = self.state();
        let twins = state
            .held
            .iter()
            .filter(|((org, _), held)| org == profile && held.text_hash == text_hash);
        let twins = twins.map(|(_, held)| held);
        Ok(twins
            .filter(|_| !text_hash.is_empty())
            .min_by_key(|held| (held.first_seen_at, &held.id))
            .cloned())
    }

    async fn walk(&self, profile: &ProfileId, source: &SourceId) -> Result<Walk, FrontierError> {
        let key = (profile.clone(), source.clone());
        Ok(self.state().walks.get(&key).cloned().unwrap_or_default())
    }

    async fn periods(
        &self,
        profile: &ProfileId,
        source: &SourceId,
    ) -> Result<Vec<(Period, Walk)>, FrontierError> {
        let key = (profile.clone(), source.clone());
        let periods = self.state().periods.get(&key).cloned();
        Ok(periods.unwrap_or_default().into_iter().collect())
    }

    async fn pending_pages(
        &self,
        profile: &ProfileId,
        source: &SourceId,
    ) -> Result<Vec<Target>, FrontierError> {
        let state = self.state();
        let mut pages: Vec<&Row> = state
            .rows
            .iter()
            .filter(|row| row.target.profile == *profile && row.target.source == *source)
            .filter(|row| row.schedule.turn() == Turn::Listing && !row.schedule.settled)
            .collect();
        pages.sort_by_key(|row| row.schedule.offer);
        Ok(pages.into_iter().map(|row| row.target.clone()).collect())
    }

    async fn hosts(&self) -> Result<Vec<HostMemory>, FrontierError> {
        Ok(self.state().hosts.values().cloned().collect())
    }

    async fn marks(&self) -> Result<Vec<Mark>, FrontierError> {
        Ok(self.state().marks.values().cloned().collect())
    }

    async fn adopt(
        &self,
        profile: &ProfileId,
        releases: Vec<HeldPage>,
        mark: Mark,
        replace: bool,
        now: Timestamp,
    ) -> Result<(), FrontierError> {
        let mut state = self.state();
        if replace {
            state.forget(profile, now);
        }
        for release in releases {
            state.adopt(profile, release, now);
        }
        state.marks.insert(mark.org.clone(), mark);
        Ok(())
    }

    async fn newest(
        &self,
        profile: &ProfileId,
    ) -> Result<Option<jiff::civil::Date>, FrontierError> {
        let state = self.state();
        let held = state.held.iter().filter(|((org, _), _)| org == profile);
        Ok(held.filter_map(|(_, held)| held.published_on).max())
    }

    async fn days(
        &self,
        profile: &ProfileId,
        most: usize,
    ) -> Result<Vec<jiff::civil::Date>, FrontierError> {
        let state = self.state();
        let held = state.held.iter().filter(|((org, _), _)| org == profile);
        let days: BTreeSet<_> = held.filter_map(|(_, held)| held.published_on).collect();
        Ok(days.into_iter().rev().take(most).collect())
    }

    async fn call_canaries(
        &self,
        profile: &ProfileId,
        most: usize,
        before: jiff::civil::Date,
    ) -> Result<usize, FrontierError> {
        Ok(self.state().call_canaries(profile, most, before))
    }

    async fn history(&self, profile: &ProfileId) -> Result<Vec<RunSummary>, FrontierError> {
        Ok(self
            .state()
            .history
            .get(profile)
            .cloned()
            .unwrap_or_default())
    }

    async fn remember(&self, profile: &ProfileId, run: RunSummary) -> Result<(), FrontierError> {
        let mut state = self.state();
        let runs = state.history.entry(profile.clone()).or_default();
        runs.retain(|known| known.run != run.run);
        runs.push(run);
        runs.sort_by(|one, other| (moment(other.at), &one.run).cmp(&(moment(one.at), &other.run)));
        runs.truncate(REMEMBERED);
        Ok(())
    }

    async fn waiting(&self, profile: &ProfileId) -> Result<u64, FrontierError> {
        let state = self.state();
        let waiting = state
            .rows
            .iter()
            .filter(|row| row.target.profile == *profile && !row.schedule.settled);
        Ok(waiting.count() as u64)
    }

    async fn untried(&self, profile: &ProfileId) -> Result<u64, FrontierError> {
        let state = self.state();
        let is_untried = |row: &&Row| {
            let Schedule {
                kind,
                settled,
                failures,
                ..
            } = &row.schedule;
            row.target.profile == *profile && !kind.is_source() && !settled && *failures == 0
        };
        Ok(state.rows.iter().filter(is_untried).count() as u64)
    }
}

#[derive(Debug, Default)]
struct State {
    /// A ticket is an index.
    rows: Vec<Row>,
    tickets: HashMap<(ProfileId, String), usize>,
    /// The targets with a due time that nobody visits, each source's in order.
    queues: BTreeMap<(ProfileId, SourceId), BTreeSet<Place>>,
    held: HashMap<(ProfileId, String), Held>,
    walks: HashMap<(ProfileId, SourceId), Walk>,
    periods: HashMap<(ProfileId, SourceId), BTreeMap<Period, Walk>>,
    hosts: BTreeMap<String, HostMemory>,
    marks: BTreeMap<ProfileId, Mark>,
    full_looks: HashMap<ProfileId, Timestamp>,
    history: BTreeMap<ProfileId, Vec<RunSummary>>,
    offers: i64,
}

/// Turn, due time and offer put targets in order; the ticket says whose place it is.
type Place = (Turn, Timestamp, i64, usize);

#[derive(Debug)]
struct Row {
    target: Target,
    schedule: Schedule,
    validators: Validators,
    gave: Option<String>,
    gave_at: Option<Url>,
    read_by: Option<String>,
    visited_at: Option<Timestamp>,
    shown: Option<Shown>,
    /// `None`: no canary. Dismissed ones have no strikes left to count.
    canary: Option<Strikes>,
    problem: Option<Class>,
}

impl Row {
    fn new(target: Target, schedule: Schedule) -> Self {
        Self {
            target,
            schedule,
            validators: Validators::default(),
            gave: None,
            gave_at: None,
            read_by: None,
            visited_at: None,
            shown: None,
            canary: None,
            problem: None,
        }
    }

    /// Where it queues, unless it is leased or never due.
    fn place(&self, ticket: usize) -> Option<Place> {
        let schedule = &self.schedule;
        let due = schedule.due.filter(|_| schedule.leased.is_none())?;
        Some((schedule.turn(), due, schedule.offer, ticket))
    }

    /// Takes what a newer offer says; validators belong to the address that gave them.
    fn offer_again(&mut self, newer: Target, offer: i64, now: Timestamp) {
        let said = said(&self.target, &newer, self.visited_at);
        let target = announced_again(&self.target, newer, &self.schedule);
        if self.target.url != target.url {
            self.validators = Validators::default();
        }
        self.schedule.kind = target.kind;
        self.schedule.offer_again(offer, said, now);
        self.target = target;
    }

    fn queue(&self) -> (ProfileId, SourceId) {
        (self.target.profile.clone(), self.target.source.clone())
    }
}

impl State {
    /// Changes a row and moves it to where it then queues.
    fn change(&mut self, ticket: usize, change: impl FnOnce(&mut Row)) {
        let row = &mut self.rows[ticket];
        if let Some(place) = row.place(ticket)
            && let Some(queue) = self.queues.get_mut(&row.queue())
        {
            queue.remove(&place);
        }
        change(row);
        self.enqueue(ticket);
    }

    fn enqueue(&mut self, ticket: usize) {
        let row = &self.rows[ticket];
        let queue = self.queues.entry(row.queue()).or_default();
        queue.extend(row.place(ticket));
    }

    fn add(&mut self, row: Row) {
        let ticket = self.rows.len();
        let key = (row.target.profile.clone(), row.target.key.clone());
        self.tickets.insert(key, ticket);
        self.rows.push(row);
        self.enqueue(ticket);
    }

    fn next_offer(&mut self) -> i64 {
        self.offers += 1;
        self.offers
    }

    fn offer(&mut self, targets: Vec<Target>, now: Timestamp) -> usize {
        let mut new_releases = 0;
        for target in targets {
            let offer = self.next_offer();
            let key = (target.profile.clone(), target.key.clone());
            match self.tickets.get(&key) {
                Some(&ticket) if may_become(self.rows[ticket].schedule.kind, target.kind) => {
                    self.change(ticket, |row| row.offer_again(target, offer, now));
                }
                Some(_) => {}
                None => {
                    new_releases += usize::from(target.kind == PageKind::Release);
                    let schedule = Schedule::offered(target.kind, offer, now);
                    self.add(Row::new(target, schedule));
                }
            }
        }
        new_releases
    }

    fn lease(&mut self, profile: &ProfileId, closed: &[SourceId], now: Timestamp) -> Option<Lease> {
        let now = moment(now);
        let queues = self
            .queues
            .iter()
            .filter(|((owner, source), _)| owner == profile && !closed.contains(source));
        let first = |turn| {
            let start = (turn, Timestamp::MIN, i64::MIN, 0);
            let end = (turn, now, i64::MAX, usize::MAX);
            queues
                .clone()
                .filter_map(|(_, queue)| queue.range(start..=end).next())
                .min()
        };
        let &(.., ticket) = Turn::ALL.into_iter().find_map(first)?;
        self.leave_for(ticket)
    }

    fn take(&mut self, profile: &ProfileId, key: &str) -> Option<Lease> {
        let key = (profile.clone(), key.to_owned());
        let &ticket = self.tickets.get(&key)?;
        if self.rows[ticket].schedule.leased.is_some() {
            return None;
        }
        self.leave_for(ticket)
    }

    /// Somebody goes there.
    fn leave_for(&mut self, ticket: usize) -> Option<Lease> {
        self.change(ticket, |row| row.schedule.lease());
        let row = &self.rows[ticket];
        Some(Lease {
            ticket: i64::try_from(ticket).ok()?,
            target: row.target.clone(),
            validators: row.validators.clone(),
            failures: row.schedule.failures,
            gave: gave_here(&row.target, row.gave.clone(), row.gave_at.as_ref()),
            read_by: row.read_by.clone(),
            visited_at: row.visited_at,
            shown: row.shown.clone(),
            canary: row.canary.and_then(Strikes::counted),
        })
    }

    fn settle(&mut self, batch: Batch) -> Result<(), FrontierError> {
        let Batch {
            settlements,
            marks,
            hosts,
            now,
        } = batch;
        let mut ended = HashSet::new();
        for Settlement { lease, .. } in &settlements {
            let leased = self.leased(lease).is_some() && ended.insert(lease.ticket);
            if !leased {
                return Err(FrontierError::NotLeased {
                    key: lease.target.key.clone(),
                });
            }
        }
        for settlement in settlements {
            self.end(settlement, now);
        }
        for mark in marks {
            self.marks.insert(mark.org.clone(), mark);
        }
        for host in hosts {
            self.hosts.insert(host.host.clone(), host);
        }
        Ok(())
    }

    fn leased(&self, lease: &Lease) -> Option<usize> {
        let ticket = usize::try_from(lease.ticket).ok()?;
        let row = self.rows.get(ticket)?;
        row.schedule.is_leased().then_some(ticket)
    }

    fn end(&mut self, settlement: Settlement, now: Timestamp) {
        let Settlement {
            lease,
            outcome,
            validators,
            read_by,
            shown,
            canary,
            problem,
            held,
            offers,
            walk,
        } = settlement;
        let Some(ticket) = self.leased(&lease) else {
            return;
        };
        self.change(ticket, |row| {
            row.schedule.settle(outcome, now);
            if let Some(validators) = validators
                && row.target.url == lease.target.url
            {
                row.validators = validators;
            }
            if read_by.is_some() {
                row.read_by = read_by;
            }
            if outcome.is_noted() {
                row.problem = problem;
            }
            row.canary = Strikes::after(row.canary, canary);
            if shown.is_some() {
                row.shown = shown;
            }
            if matches!(outcome, Outcome::Done { .. }) {
                row.visited_at = Some(now);
            }
            if let Some(held) = &held {
                row.gave = Some(held.id.clone());
                row.gave_at = Some(lease.target.url.clone());
            }
        });
        let Target {
            profile,
            source,
            step,
            ..
        } = lease.target;
        if let Some(held) = held {
            self.held.insert((profile.clone(), held.id.clone()), held);
        }
        if let Some(walk) = walk {
            match step.and_then(|step| step.period) {
                Some(period) => {
                    let walks = self.periods.entry((profile, source)).or_default();
                    walks.insert(period, walk);
                }
                None => {
                    self.walks.insert((profile, source), walk);
                }
            }
        }
        self.offer(offers, now);
    }

    fn look_at_all(&mut self, profile: &ProfileId, now: Timestamp) -> Timestamp {
        let is_release =
            |row: &Row| row.target.profile == *profile && row.schedule.kind == PageKind::Release;
        if let Some(&began) = self.full_looks.get(profile) {
            let is_waiting = |row: &Row| row.schedule.due.is_some_and(|due| due <= began);
            if self
                .rows
                .iter()
                .any(|row| is_release(row) && is_waiting(row))
            {
                return began;
            }
        }
        let began = moment(now);
        self.full_looks.insert(profile.clone(), began);
        for ticket in 0..self.rows.len() {
            let row = &self.rows[ticket];
            if is_release(row) && (row.schedule.due.is_some() || row.gave.is_some()) {
                self.change(ticket, |row| row.schedule.look_again(began));
            }
        }
        for ((owner, _), walk) in &mut self.walks {
            walk.complete &= owner != profile;
        }
        for ((owner, _), walks) in &mut self.periods {
            for walk in walks.values_mut() {
                walk.complete &= owner != profile;
            }
        }
        began
    }

    fn account(&self, profile: &ProfileId, key: String) -> Account {
        let found = |id: &str| {
            let held = self.held.get(&(profile.clone(), id.to_owned()))?;
            Some(match held.state {
                Published::Live => Account::Held,
                Published::Gone => Account::Gone,
            })
        };
        let ticket = self.tickets.get(&(profile.clone(), key.clone()));
        let row = ticket.map(|&ticket| &self.rows[ticket]);
        let row = row.filter(|row| row.schedule.kind == PageKind::Release);
        let gave = row.and_then(|row| row.gave.as_deref()).and_then(found);
        gave.or_else(|| found(&key)).unwrap_or(match row {
            None => Account::Unknown,
            Some(row) if row.schedule.settled || row.schedule.failures > 0 => {
                Account::LeftOut(row.problem)
            }
            Some(_) => Account::Waiting,
        })
    }

    fn standing(&self, profile: &ProfileId, key: String) -> Standing {
        let row = self
            .tickets
            .get(&(profile.clone(), key))
            .map(|&ticket| &self.rows[ticket].schedule)
            .filter(|schedule| schedule.kind == PageKind::Release);
        match row {
            None => Standing::New,
            Some(schedule) if schedule.settled || schedule.failures > 0 => Standing::Settled,
            Some(_) => Standing::Offered,
        }
    }

    fn call_canaries(
        &mut self,
        profile: &ProfileId,
        most: usize,
        before: jiff::civil::Date,
    ) -> usize {
        let mut kept = Vec::new();
        for ticket in 0..self.rows.len() {
            let row = &self.rows[ticket];
            let is_canary = row.canary.and_then(Strikes::counted).is_some();
            if row.target.profile != *profile || !is_canary {
                continue;
            }
            let gave = row.gave.clone().map(|id| (profile.clone(), id));
            let held = gave.and_then(|key| self.held.get(&key));
            if kept.len() < most && held.is_some_and(|held| held.state == Published::Live) {
                kept.push(ticket);
            } else {
                self.rows[ticket].canary = None;
            }
        }
        let mut old: Vec<(jiff::civil::Date, String)> = self
            .held
            .iter()
            .filter(|((owner, _), held)| owner == profile && held.state == Published::Live)
            .filter_map(|((_, id), held)| Some((held.published_on?, id.clone())))
            .filter(|(day, _)| *day < before)
            .collect();
        old.sort_unstable();
        let at = |ticket: &usize| {
            let gave = self.rows[*ticket].gave.as_ref();
            old.iter().position(|(_, id)| Some(id) == gave)
        };
        let taken: Vec<usize> = kept.iter().filter_map(at).collect();
        for start in places(most, old.len(), &taken) {
            if kept.len() >= most {
                break;
            }
            let near = old[start..].iter().take(TRIED);
            let chosen = near.filter_map(|(_, id)| {
                self.rows.iter().position(|row| {
                    row.target.profile == *profile
                        && row.gave.as_ref() == Some(id)
                        && row.schedule.turn() == Turn::SecondLook
                        && row.canary.is_none()
                })
            });
            if let Some(ticket) = { chosen }.next() {
                self.rows[ticket].canary = Some(Strikes::Counted(0));
                kept.push(ticket);
            }
        }
        for ticket in &kept {
            if !self.rows[*ticket].schedule.is_leased() {
                self.change(*ticket, |row| row.schedule.comes_first());
            }
        }
        kept.len()
    }

    fn forget(&mut self, profile: &ProfileId, now: Timestamp) {
        self.held.retain(|(owner, _), _| owner != profile);
        for ticket in 0..self.rows.len() {
            let row = &self.rows[ticket];
            if row.target.profile == *profile && row.gave.is_some() {
                self.change(ticket, |row| {
                    row.gave = None;
                    row.validators = Validators::default();
                    row.read_by = None;
                    row.schedule.forget(now);
                });
            }
        }
    }

    fn adopt(&mut self, profile: &ProfileId, release: HeldPage, now: Timestamp) {
        let HeldPage {
            held,
            target,
            visited_at,
            revisit,
        } = release;
        let id = held.id.clone();
        self.held.insert((profile.clone(), id.clone()), held);
        let Some(target) = target else { return };
        let key = (target.profile.clone(), target.key.clone());
        let ticket = match self.tickets.get(&key) {
            Some(&ticket) => ticket,
            None => {
                let offer = self.next_offer();
                let schedule = Schedule::adopted(target.kind, offer);
                self.add(Row::new(target, schedule));
                self.rows.len() - 1
            }
        };
        self.change(ticket, |row| {
            row.schedule.adopt(revisit, now);
            row.visited_at = Some(visited_at);
            row.validators = Validators::default();
            row.read_by = None;
            row.gave = Some(id);
            row.gave_at = None;
        });
    }
}
