//! What every frontier does, as a list of facts, tried on each of them.

use std::time::Duration;

use jiff::Timestamp;
use url::Url;

use super::{
    Account, Batch, Canary, Embedded, FailedAudit, Frontier, FrontierError, Held, HeldPage,
    LastLine, Lease, Mark, Memory, Outcome, REMEMBERED, RunSummary, Settlement, Standing, Walk,
};
use crate::fetch::{HostMemory, RobotsCopy};
use crate::page::Validators;
use crate::problem::Class;
use crate::record::State;
use crate::target::{PageKind, Period, ProfileId, SourceId, Step, Target, Teaser};

mod again;

use again::*;

/// Tries each fact on every frontier.
macro_rules! facts {
    ($($fact:ident)*) => {
        mod memory {
            $(#[tokio::test]
            async fn $fact() {
                super::$fact(super::Memory::new()).await;
            })*
        }
        mod embedded {
            $(#[tokio::test]
            async fn $fact() {
                let folder = tempfile::tempdir().expect("a folder");
                let path = folder.path().join("state.db");
                super::$fact(super::Embedded::open(&path).expect("a new state")).await;
            })*
        }
    };
}

facts! {
    an_empty_frontier_knows_nothing
    a_target_comes_back_as_it_was_offered
    offers_count_releases_never_seen
    a_known_release_takes_the_newer_teaser_and_keeps_its_schedule
    an_offer_without_a_teaser_keeps_the_old_one
    what_another_kind_of_source_says_is_put_beside
    a_source_page_that_did_not_change_is_not_due
    a_listing_that_became_a_feed_is_asked_for
    the_same_key_in_two_profiles_is_two_targets
    validators_belong_to_the_address_that_gave_them
    a_lease_says_who_read_the_page_and_when
    what_a_source_says_of_changes_comes_along
    a_listing_page_offered_again_is_due_again
    a_listing_page_offered_during_its_visit_stays_due
    news_then_listing_pages_then_second_looks
    what_is_offered_first_comes_first
    nothing_is_leased_twice
    a_target_is_taken_by_its_key_due_or_not
    leases_are_each_profile_s_own
    targets_of_closed_sources_are_left
    beginning_frees_leases_and_puts_them_last
    nothing_comes_before_it_is_due
    failures_are_counted_until_a_visit_succeeds
    what_is_returned_is_due_at_once
    what_is_retired_never_comes_again
    a_retired_listing_page_comes_again_when_offered
    no_revisit_means_not_by_itself
    standings_follow_the_order_of_keys
    a_settled_release_is_held
    a_release_is_found_by_what_it_says
    what_a_page_gave_it_gave_at_its_address
    a_batch_is_settled_as_a_whole_or_not_at_all
    a_page_can_announce_itself
    walks_are_kept_by_source
    walks_are_kept_by_period
    pending_pages_are_offered_and_not_settled
    marks_and_hosts_are_replaced_by_newer_ones
    an_adopted_release_is_held_and_settled
    adopting_anew_forgets_what_was_held
    adopting_in_parts_keeps_the_earlier_parts
    days_of_publication_are_each_told_once
    an_audit_tells_held_from_visited_in_vain
    canaries_stay_the_same_until_they_are_gone_or_dismissed
    the_last_runs_are_remembered
    waiting_counts_what_was_never_settled
    a_pause_longer_than_the_calendar_is_endless
    a_release_that_was_changed_after_the_last_visit_is_due_at_once
    an_adopted_release_was_visited_when_its_line_was_written
    what_is_left_for_the_next_run_comes_in_it_as_it_was
    what_a_source_page_showed_comes_along
    a_look_at_all_goes_on_until_every_release_was_visited
    another_page_of_a_release_is_known
}

const DAY: Duration = Duration::from_secs(86_400);
const LISTING: &str = "https://press.example/list?page={page}";

pub(super) fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(1_768_464_000 + seconds).expect("a moment in 2026")
}

pub(super) fn press() -> ProfileId {
    ProfileId::try_from("press".to_owned()).expect("a profile id")
}

pub(super) fn source() -> SourceId {
    SourceId::new(LISTING)
}

pub(super) fn release(number: u32) -> Target {
    Target {
        url: url(&format!("https://press.example/{number}")),
        kind: PageKind::Release,
        profile: press(),
        source: source(),
        key: format!("press:{number}"),
        teaser: None,
        step: None,
        modified: None,
    }
}

pub(super) fn listing(page: u32) -> Target {
    let url = url(&format!("https://press.example/list?page={page}"));
    Target {
        key: url.to_string(),
        url,
        kind: PageKind::Listing,
        step: Some(Step {
            page,
            ..Step::default()
        }),
        ..release(0)
    }
}

fn url(text: &str) -> Url {
    Url::parse(text).expect("an address")
}

fn from_source(address: &str, target: Target) -> Target {
    Target {
        source: SourceId::new(address),
        ..target
    }
}

fn with_teaser(date: &str, target: Target) -> Target {
    let mut teaser = Teaser {
        listed_on: Some(url("https://press.example/list?page=0")),
        ..Teaser::default()
    };
    teaser
        .fields
        .insert("date".to_owned(), vec![date.to_owned()]);
    Target {
        teaser: Some(teaser),
        ..target
    }
}

fn held(id: &str) -> Held {
    Held {
        id: id.to_owned(),
        revision: 2,
        content_hash: "blake3:00".to_owned(),
        reading_hash: "blake3:02".to_owned(),
        owed: true,
        title: "A bridge “opens”".to_owned(),
        text_hash: format!("blake3:{id}"),
        profile_hash: "blake3:01".to_owned(),
        tool: "dateline 0.1.0".to_owned(),
        first_seen_at: at(-10),
        changed_at: "2026-01-15T08:00:00.123456789Z".parse().expect("a moment"),
        published_on: Some(jiff::civil::date(2026, 1, 14)),
        state: State::Gone,
        missing_since: Some(at(-5)),
        last_line: LastLine::At(7),
    }
}

fn mark(length: u64) -> Mark {
    Mark {
        org: press(),
        length,
        last_line: (length > 0).then(|| format!("hash of the line that ends at {length}")),
    }
}

fn done(lease: Lease) -> Settlement {
    ends(
        lease,
        Outcome::Done {
            revisit: Some(7 * DAY),
        },
    )
}

pub(super) fn ends(lease: Lease, outcome: Outcome) -> Settlement {
    Settlement {
        lease,
        outcome,
        validators: None,
        read_by: None,
        shown: None,
        held: None,
        offers: Vec::new(),
        walk: None,
        canary: Canary::AsBefore,
        problem: None,
    }
}

pub(super) fn batch(settlements: Vec<Settlement>, now: Timestamp) -> Batch {
    Batch {
        settlements,
        now,
        ..Batch::default()
    }
}

async fn offer(frontier: &impl Frontier, targets: Vec<Target>, now: Timestamp) -> usize {
    frontier.offer(targets, now).await.expect("offered")
}

async fn lease(frontier: &impl Frontier, now: Timestamp) -> Option<Lease> {
    frontier.lease(&press(), &[], now).await.expect("leased")
}

async fn next(frontier: &impl Frontier, now: Timestamp) -> Lease {
    lease(frontier, now).await.expect("something is due")
}

async fn settle(frontier: &impl Frontier, settlement: Settlement, now: Timestamp) {
    let batch = batch(vec![settlement], now);
    frontier.settle(batch).await.expect("settled");
}

/// Leases until nothing is due.
async fn all_due(frontier: &impl Frontier, now: Timestamp) -> Vec<String> {
    let mut keys = Vec::new();
    while let Some(lease) = lease(frontier, now).await {
        keys.push(lease.target.key);
    }
    keys
}

async fn standing(frontier: &impl Frontier, number: u32) -> Standing {
    let keys = vec![release(number).key];
    let standings = frontier.standing(&press(), keys).await.expect("read");
    standings[0]
}

async fn an_empty_frontier_knows_nothing(frontier: impl Frontier) {
    assert_eq!(frontier.begin(at(0)).await.expect("began"), 0);
    assert_eq!(lease(&frontier, at(0)).await, None);
    assert_eq!(standing(&frontier, 1).await, Standing::New);
    assert_eq!(frontier.held(&press(), "press:1").await.unwrap(), None);
    assert_eq!(
        frontier.walk(&press(), &source()).await.unwrap(),
        Walk::default()
    );
    let pages = frontier.pending_pages(&press(), &source()).await.unwrap();
    assert!(pages.is_empty());
    assert!(frontier.hosts().await.unwrap().is_empty());
    assert!(frontier.marks().await.unwrap().is_empty());
    assert_eq!(frontier.waiting(&press()).await.unwrap(), 0);
    assert_eq!(offer(&frontier, Vec::new(), at(0)).await, 0);
    frontier
        .settle(Batch::default())
        .await
        .expect("nothing to settle");
}

async fn a_target_comes_back_as_it_was_offered(frontier: impl Frontier) {
    let mut page = listing(3);
    page.step = Some(Step {
        page: 3,
        seen_pages: 1,
        empty_pages: 2,
        previous_rows: Some("blake3:02".to_owned()),
        landmark: Some("blake3:01".to_owned()),
        period: Some(Period {
            year: 2024,
            month: Some(2),
        }),
        rows: 150,
        head: true,
        depth: 2,
    });
    let targets = vec![with_teaser("26 April 2015", release(1)), page];
    offer(&frontier, targets.clone(), at(0)).await;
    for target in targets {
        let lease = next(&frontier, at(0)).await;
        assert_eq!(lease.target, target);
        assert_eq!(lease.validators, Validators::default());
        assert_eq!((lease.failures, lease.gave), (0, None));
    }
}

async fn offers_count_releases_never_seen(frontier: impl Frontier) {
    let first = vec![release(1), listing(0), release(2), release(1)];
    assert_eq!(offer(&frontier, first, at(0)).await, 2);
    assert_eq!(
        offer(&frontier, vec![release(2), release(3)], at(1)).await,
        1
    );
    assert_eq!(all_due(&frontier, at(1)).await.len(), 4);
}

async fn a_known_release_takes_the_newer_teaser_and_keeps_its_schedule(frontier: impl Frontier) {
    offer(
        &frontier,
        vec![with_teaser("2007", release(1)), release(2)],
        at(0),
    )
    .await;
    let newer = from_source(
        "https://press.example/news",
        with_teaser("2008", release(1)),
    );
    offer(&frontier, vec![newer.clone()], at(5)).await;
    let lease = next(&frontier, at(5)).await;
    assert_eq!(lease.target, newer);
    settle(&frontier, done(lease), at(5)).await;

    offer(&frontier, vec![release(1)], at(6)).await;
    assert_eq!(standing(&frontier, 1).await, Standing::Settled);
    assert_eq!(all_due(&frontier, at(6)).await, ["press:2"]);
}

async fn an_offer_without_a_teaser_keeps_the_old_one(frontier: impl Frontier) {
    let told = with_teaser("2007", release(1));
    offer(&frontier, vec![told.clone()], at(0)).await;
    offer(&frontier, vec![release(1)], at(1)).await;
    assert_eq!(next(&frontier, at(1)).await.target, told);
}

async fn what_another_kind_of_source_says_is_put_beside(frontier: impl Frontier) {
    let by_feed = |date: &str| {
        let mut target = from_source("https://press.example/rss", with_teaser(date, release(1)));
        target.url = url("https://press.example/1?by=feed");
        target.teaser.as_mut().expect("a teaser").kind = PageKind::Feed;
        target
    };
    let listed = with_teaser("2007", release(1));
    offer(&frontier, vec![listed.clone()], at(0)).await;
    offer(&frontier, vec![by_feed("2008")], at(1)).await;
    offer(&frontier, vec![by_feed("2009")], at(2)).await;
    let visit = next(&frontier, at(2)).await;
    let known = &visit.target;
    assert_eq!((&known.url, &known.source), (&listed.url, &listed.source));
    let teaser = known.teaser.as_ref().expect("a teaser");
    assert_eq!(teaser.first("date"), Some("2007"));
    assert_eq!(teaser.beside, Vec::from_iter(by_feed("2009").teaser));
    // Where its listing leads, there is nothing: then the feed may know better.
    let failed = Settlement {
        outcome: Outcome::Later {
            after: Duration::ZERO,
        },
        ..done(visit)
    };
    settle(&frontier, failed, at(3)).await;
    offer(&frontier, vec![by_feed("2009")], at(4)).await;
    let visit = next(&frontier, at(4)).await;
    assert_eq!(visit.target.url, by_feed("2009").url);
    assert_eq!(visit.target.source, by_feed("2009").source);
}

async fn a_source_page_that_did_not_change_is_not_due(frontier: impl Frontier) {
    let sitemap = |modified: Option<i64>| Target {
        kind: PageKind::Sitemap,
        modified: modified.map(at),
        ..listing(1)
    };
    offer(&frontier, vec![sitemap(Some(0))], at(5)).await;
    let visit = next(&frontier, at(5)).await;
    settle(&frontier, done(visit), at(6)).await;
    for (modified, is_due) in [
        (Some(0), false),
        (Some(6), false),
        (Some(7), true),
        (None, true),
    ] {
        offer(&frontier, vec![sitemap(modified)], at(10)).await;
        let visit = lease(&frontier, at(10)).await;
        assert_eq!(visit.is_some(), is_due, "{modified:?}");
        if let Some(visit) = visit {
            settle(&frontier, done(visit), at(6)).await;
        }
    }
}

async fn a_listing_that_became_a_feed_is_asked_for(frontier: impl Frontier) {
    offer(&frontier, vec![listing(1)], at(0)).await;
    let visit = next(&frontier, at(0)).await;
    settle(&frontier, done(visit), at(0)).await;
    let feed = Target {
        kind: PageKind::Feed,
        ..listing(1)
    };
    offer(&frontier, vec![feed.clone()], at(1)).await;
    assert_eq!(next(&frontier, at(1)).await.target, feed);
    // But no release becomes a page of a source.
    offer(&frontier, vec![release(1)], at(2)).await;
    let page = Target {
        kind: PageKind::Listing,
        ..release(1)
    };
    offer(&frontier, vec![page], at(2)).await;
    assert_eq!(next(&frontier, at(2)).await.target, release(1));
}

async fn the_same_key_in_two_profiles_is_two_targets(frontier: impl Frontier) {
    let other = ProfileId::try_from("other".to_owned()).unwrap();
    let theirs = Target {
        profile: other.clone(),
        ..release(1)
    };
    assert_eq!(
        offer(&frontier, vec![release(1), theirs.clone()], at(0)).await,
        2
    );
    let lease = frontier.lease(&other, &[], at(0)).await.unwrap().unwrap();
    assert_eq!(lease.target, theirs);
    assert_eq!(next(&frontier, at(0)).await.target, release(1));
}

async fn validators_belong_to_the_address_that_gave_them(frontier: impl Frontier) {
    let validators = Validators {
        etag: Some("\"a\"".to_owned()),
        last_modified: Some("Thu, 15 Jan 2026 08:00:00 GMT".to_owned()),
    };
    let revisit = Outcome::Done { revisit: Some(DAY) };
    offer(&frontier, vec![release(1)], at(0)).await;
    let mut visit = ends(next(&frontier, at(0)).await, revisit);
    visit.validators = Some(validators.clone());
    settle(&frontier, visit, at(0)).await;

    let second = next(&frontier, at(86_400)).await;
    assert_eq!(second.validators, validators);
    settle(&frontier, ends(second, revisit), at(86_400)).await;
    let third = next(&frontier, at(2 * 86_400)).await;
    assert_eq!(third.validators, validators, "no new ones keep the old");

    let moved = Target {
        url: url("https://press.example/node/1"),
        ..release(1)
    };
    offer(&frontier, vec![moved.clone()], at(2 * 86_400)).await;
    let mut visit = ends(third, revisit);
    visit.validators = Some(validators);
    settle(&frontier, visit, at(2 * 86_400)).await;
    let fourth = next(&frontier, at(3 * 86_400)).await;
    assert_eq!(
        (fourth.target, fourth.validators),
        (moved, Validators::default())
    );
}

async fn a_listing_page_offered_again_is_due_again(frontier: impl Frontier) {
    offer(&frontier, vec![listing(0)], at(0)).await;
    let visit = ends(
        next(&frontier, at(0)).await,
        Outcome::Done { revisit: None },
    );
    settle(&frontier, visit, at(0)).await;
    assert_eq!(lease(&frontier, at(9)).await, None);

    let mut again = listing(0);
    again.step = Some(Step {
        seen_pages: 4,
        ..Step::default()
    });
    assert_eq!(offer(&frontier, vec![again.clone()], at(9)).await, 0);
    assert_eq!(next(&frontier, at(9)).await.target, again);
}

async fn a_listing_page_offered_during_its_visit_stays_due(frontier: impl Frontier) {
    for outcome in [Outcome::Done { revisit: None }, Outcome::Retired] {
        offer(&frontier, vec![listing(0)], at(0)).await;
        let lease = next(&frontier, at(0)).await;
        offer(&frontier, vec![listing(0)], at(1)).await;
        assert_eq!(all_due(&frontier, at(1)).await, [""; 0]);
        settle(&frontier, ends(lease, outcome), at(1)).await;
        let again = next(&frontier, at(1)).await;
        settle(
            &frontier,
            ends(again, Outcome::Done { revisit: None }),
            at(1),
        )
        .await;
        assert_eq!(all_due(&frontier, at(1)).await, [""; 0]);
    }
}

async fn news_then_listing_pages_then_second_looks(frontier: impl Frontier) {
    offer(&frontier, vec![release(1)], at(0)).await;
    settle(&frontier, done(next(&frontier, at(0)).await), at(0)).await;
    let a_month_later = at(30 * 86_400);
    offer(&frontier, vec![listing(0), release(2)], a_month_later).await;
    let order = all_due(&frontier, a_month_later).await;
    let listing_key = listing(0).key;
    assert_eq!(order, ["press:2", &listing_key, "press:1"]);
}

async fn what_is_offered_first_comes_first(frontier: impl Frontier) {
    let elsewhere = from_source("https://press.example/archive", release(8));
    offer(&frontier, vec![release(9), elsewhere, release(7)], at(0)).await;
    offer(&frontier, vec![listing(2), listing(1)], at(0)).await;
    // Offered again: listing pages queue up anew, releases do not.
    offer(&frontier, vec![listing(2), release(9)], at(0)).await;
    let order = all_due(&frontier, at(0)).await;
    let pages = [listing(1).key, listing(2).key];
    assert_eq!(
        order,
        ["press:9", "press:8", "press:7", &pages[0], &pages[1]]
    );
}

async fn nothing_is_leased_twice(frontier: impl Frontier) {
    offer(&frontier, vec![release(1), release(2)], at(0)).await;
    let (one, two) = (next(&frontier, at(0)).await, next(&frontier, at(0)).await);
    assert_ne!(one.ticket, two.ticket);
    assert_eq!(lease(&frontier, at(9_999)).await, None);

    settle(&frontier, done(one.clone()), at(0)).await;
    let twice = frontier.settle(batch(vec![done(one)], at(0))).await;
    assert!(matches!(twice, Err(FrontierError::NotLeased { key }) if key == "press:1"));
}

async fn leases_are_each_profile_s_own(frontier: impl Frontier) {
    offer(&frontier, vec![release(1)], at(0)).await;
    let other = ProfileId::try_from("other".to_owned()).unwrap();
    assert_eq!(frontier.lease(&other, &[], at(0)).await.unwrap(), None);
}

async fn a_target_is_taken_by_its_key_due_or_not(frontier: impl Frontier) {
    offer(&frontier, vec![release(1), release(2)], at(0)).await;
    let taken = frontier.take(&press(), "press:2").await.unwrap().unwrap();
    assert_eq!(taken.target, release(2));
    assert_eq!(frontier.take(&press(), "press:2").await.unwrap(), None);
    assert_eq!(frontier.take(&press(), "press:3").await.unwrap(), None);
    settle(&frontier, done(taken), at(0)).await;
    let again = frontier.take(&press(), "press:2").await.unwrap();
    assert_eq!(again.unwrap().target, release(2));
}

async fn targets_of_closed_sources_are_left(frontier: impl Frontier) {
    let archive = SourceId::new("https://press.example/archive");
    let old = from_source(archive.as_str(), release(1));
    offer(&frontier, vec![old, release(2), listing(0)], at(0)).await;
    let open = frontier
        .lease(&press(), std::slice::from_ref(&archive), at(0))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(open.target, release(2));
    let all_closed = [source(), archive];
    assert_eq!(
        frontier.lease(&press(), &all_closed, at(0)).await.unwrap(),
        None
    );
    assert_eq!(
        all_due(&frontier, at(0)).await,
        ["press:1", &listing(0).key]
    );
}

async fn beginning_frees_leases_and_puts_them_last(frontier: impl Frontier) {
    offer(
        &frontier,
        vec![release(1), release(2), release(3), listing(0)],
        at(0),
    )
    .await;
    let killed = next(&frontier, at(0)).await;
    let before = next(&frontier, at(0)).await;
    settle(&frontier, done(before), at(0)).await;
    assert_eq!(frontier.begin(at(60)).await.expect("began"), 1);
    assert_eq!(
        all_due(&frontier, at(60)).await,
        ["press:3", "press:1", &listing(0).key]
    );
    let stale = frontier.settle(batch(vec![done(killed)], at(60))).await;
    assert!(stale.is_ok(), "it is leased again, by whomever");
}

async fn nothing_comes_before_it_is_due(frontier: impl Frontier) {
    offer(&frontier, vec![release(1)], at(0)).await;
    assert_eq!(lease(&frontier, at(-1)).await, None);
    let visit = next(&frontier, at(0)).await;
    let later = Outcome::Later {
        after: Duration::from_millis(90_500),
    };
    settle(&frontier, ends(visit, later), at(0)).await;
    assert_eq!(lease(&frontier, at(90)).await, None);
    let visit = next(&frontier, at(91)).await;
    settle(
        &frontier,
        ends(visit, Outcome::Done { revisit: Some(DAY) }),
        at(100),
    )
    .await;
    assert_eq!(lease(&frontier, at(86_499)).await, None);
    assert!(lease(&frontier, at(86_500)).await.is_some());
}

async fn failures_are_counted_until_a_visit_succeeds(frontier: impl Frontier) {
    offer(&frontier, vec![release(1), release(2)], at(0)).await;
    let later = Outcome::Later {
        after: Duration::ZERO,
    };
    for failures in 0..3 {
        let lease = next(&frontier, at(0)).await;
        assert_eq!((&lease.target, lease.failures), (&release(1), failures));
        settle(&frontier, ends(lease, later), at(0)).await;
        assert_eq!(standing(&frontier, 1).await, Standing::Settled);
        assert_eq!(standing(&frontier, 2).await, Standing::Offered);
    }
    let lease = next(&frontier, at(0)).await;
    settle(
        &frontier,
        ends(
            lease,
            Outcome::Done {
                revisit: Some(Duration::ZERO),
            },
        ),
        at(0),
    )
    .await;
    assert_eq!(next(&frontier, at(0)).await.target, release(2));
    let second_look = next(&frontier, at(0)).await;
    assert_eq!((second_look.target, second_look.failures), (release(1), 0));
}

async fn what_is_returned_is_due_at_once(frontier: impl Frontier) {
    offer(&frontier, vec![release(1), release(2)], at(0)).await;
    let lease = next(&frontier, at(0)).await;
    settle(&frontier, ends(lease, Outcome::Returned), at(50)).await;
    let again = next(&frontier, at(50)).await;
    assert_eq!((again.target, again.failures), (release(1), 0));
    assert_eq!(standing(&frontier, 1).await, Standing::Offered);
}

async fn what_is_retired_never_comes_again(frontier: impl Frontier) {
    offer(&frontier, vec![release(1)], at(0)).await;
    let lease = next(&frontier, at(0)).await;
    settle(&frontier, ends(lease, Outcome::Retired), at(0)).await;
    assert_eq!(offer(&frontier, vec![release(1)], at(1)).await, 0);
    assert_eq!(all_due(&frontier, at(1_000_000_000)).await, [""; 0]);
    assert_eq!(standing(&frontier, 1).await, Standing::Settled);
    assert_eq!(frontier.waiting(&press()).await.unwrap(), 0);
}

async fn a_retired_listing_page_comes_again_when_offered(frontier: impl Frontier) {
    offer(&frontier, vec![listing(0)], at(0)).await;
    let lease = next(&frontier, at(0)).await;
    settle(&frontier, ends(lease, Outcome::Retired), at(0)).await;
    let pages = frontier.pending_pages(&press(), &source()).await.unwrap();
    assert_eq!(pages, []);
    offer(&frontier, vec![listing(0)], at(1)).await;
    assert_eq!(all_due(&frontier, at(1)).await, [listing(0).key]);
}

async fn no_revisit_means_not_by_itself(frontier: impl Frontier) {
    offer(&frontier, vec![release(1)], at(0)).await;
    let lease = next(&frontier, at(0)).await;
    settle(
        &frontier,
        ends(lease, Outcome::Done { revisit: None }),
        at(0),
    )
    .await;
    offer(&frontier, vec![release(1)], at(1)).await;
    assert_eq!(all_due(&frontier, at(1_000_000_000)).await, [""; 0]);
}

async fn standings_follow_the_order_of_keys(frontier: impl Frontier) {
    offer(&frontier, vec![release(1), release(2), listing(0)], at(0)).await;
    let settled = next(&frontier, at(0)).await;
    settle(&frontier, done(settled), at(0)).await;
    next(&frontier, at(0)).await;
    let keys = [release(3), release(2), release(1), listing(0)].map(|target| target.key);
    let standings = frontier.standing(&press(), keys.to_vec()).await.unwrap();
    assert_eq!(
        standings,
        [
            Standing::New,
            Standing::Offered,
            Standing::Settled,
            Standing::New
        ]
    );
}

async fn a_settled_release_is_held(frontier: impl Frontier) {
    offer(&frontier, vec![release(1)], at(0)).await;
    let revisit = Outcome::Done { revisit: Some(DAY) };
    let mut visit = ends(next(&frontier, at(0)).await, revisit);
    visit.held = Some(held("press:one"));
    settle(&frontier, visit, at(0)).await;
    assert_eq!(
        frontier.held(&press(), "press:one").await.unwrap(),
        Some(held("press:one"))
    );
    assert_eq!(frontier.held(&press(), "press:1").await.unwrap(), None);
    let other = ProfileId::try_from("other".to_owned()).unwrap();
    assert_eq!(frontier.held(&other, "press:one").await.unwrap(), None);
    let day = held("press:one").published_on;
    assert!(day.is_some());
    assert_eq!(frontier.newest(&press()).await.unwrap(), day);
    assert_eq!(frontier.newest(&other).await.unwrap(), None);

    let lease = next(&frontier, at(86_400)).await;
    assert_eq!(lease.gave.as_deref(), Some("press:one"));
    let changed = Held {
        revision: 3,
        published_on: None,
        ..held("press:one")
    };
    let mut visit = ends(lease, revisit);
    visit.held = Some(changed.clone());
    settle(&frontier, visit, at(86_400)).await;
    assert_eq!(
        frontier.held(&press(), "press:one").await.unwrap(),
        Some(changed)
    );
}

async fn a_release_is_found_by_what_it_says(frontier: impl Frontier) {
    offer(&frontier, vec![release(1), release(2), release(3)], at(0)).await;
    for (id, text_hash, first_seen) in [
        ("press:1", "blake3:aa", 5),
        ("press:2", "blake3:aa", 3),
        ("press:3", "", 1),
    ] {
        let lease = next(&frontier, at(0)).await;
        let held = Held {
            text_hash: text_hash.to_owned(),
            first_seen_at: at(first_seen),
            ..held(id)
        };
        let settlement = Settlement {
            held: Some(held),
            ..done(lease)
        };
        settle(&frontier, settlement, at(0)).await;
    }
    for (text_hash, id) in [
        ("blake3:aa", Some("press:2")),
        ("blake3:bb", None),
        ("", None),
    ] {
        let twin = frontier.twin(&press(), text_hash).await.expect("a read");
        assert_eq!(twin.map(|twin| twin.id).as_deref(), id, "{text_hash:?}");
    }
    let elsewhere = ProfileId::try_from("other".to_owned()).expect("an id");
    let twin = frontier
        .twin(&elsewhere, "blake3:aa")
        .await
        .expect("a read");
    assert_eq!(twin, None, "another newsroom's");
}

async fn what_a_page_gave_it_gave_at_its_address(frontier: impl Frontier) {
    let target = release(1);
    offer(&frontier, vec![target.clone()], at(0)).await;
    let lease = next(&frontier, at(0)).await;
    let settlement = Settlement {
        held: Some(held("press:1")),
        outcome: Outcome::Done {
            revisit: Some(Duration::ZERO),
        },
        ..done(lease)
    };
    settle(&frontier, settlement, at(0)).await;
    let lease = next(&frontier, at(1)).await;
    assert_eq!(lease.gave.as_deref(), Some("press:1"));
    let moved = Target {
        url: target.url.join("/elsewhere/1").expect("an address"),
        ..target
    };
    offer(&frontier, vec![moved], at(1)).await;
    let settlement = Settlement {
        outcome: Outcome::Returned,
        ..done(lease)
    };
    settle(&frontier, settlement, at(1)).await;
    let lease = next(&frontier, at(2)).await;
    assert_eq!(lease.gave, None, "another page under the same key");
}

async fn a_batch_is_settled_as_a_whole_or_not_at_all(frontier: impl Frontier) {
    offer(&frontier, vec![release(1), release(2)], at(0)).await;
    let (one, two) = (next(&frontier, at(0)).await, next(&frontier, at(0)).await);
    let mut good = done(one.clone());
    good.held = Some(held("press:1"));
    good.offers = vec![release(5)];
    good.walk = Some(Walk {
        complete: true,
        deepest: 1,
        ended_at: None,
    });
    let never_leased = Lease {
        ticket: two.ticket + 1_000,
        ..two.clone()
    };
    let doubtful = [
        vec![good.clone(), done(never_leased)],
        vec![good.clone(), done(two.clone()), done(one)],
    ];
    for settlements in doubtful {
        let refused = Batch {
            marks: vec![mark(10)],
            hosts: vec![host("press.example", None)],
            ..batch(settlements, at(0))
        };
        let error = frontier
            .settle(refused)
            .await
            .expect_err("not all are leased");
        assert!(
            matches!(error, FrontierError::NotLeased { .. }),
            "{error:?}"
        );
        assert_eq!(standing(&frontier, 1).await, Standing::Offered);
        assert_eq!(standing(&frontier, 5).await, Standing::New);
        assert_eq!(frontier.held(&press(), "press:1").await.unwrap(), None);
        assert_eq!(frontier.marks().await.unwrap(), []);
        assert_eq!(frontier.hosts().await.unwrap(), []);
        assert_eq!(
            frontier.walk(&press(), &source()).await.unwrap(),
            Walk::default()
        );
    }
    let both = batch(vec![good, done(two)], at(0));
    frontier.settle(both).await.expect("both are leased still");
    assert_eq!(all_due(&frontier, at(0)).await, ["press:5"]);
}

async fn a_page_can_announce_itself(frontier: impl Frontier) {
    offer(&frontier, vec![listing(0)], at(0)).await;
    let mut visit = ends(
        next(&frontier, at(0)).await,
        Outcome::Done { revisit: None },
    );
    visit.offers = vec![release(1), listing(1), listing(0)];
    settle(&frontier, visit, at(0)).await;
    assert_eq!(
        all_due(&frontier, at(0)).await,
        ["press:1", &listing(1).key, &listing(0).key]
    );
}

async fn walks_are_kept_by_source(frontier: impl Frontier) {
    let archive = from_source("https://press.example/archive", listing(5));
    offer(&frontier, vec![listing(0), archive.clone()], at(0)).await;
    let come_far = Walk {
        complete: true,
        deepest: 40,
        ended_at: Some(at(7)),
    };
    let mut visit = done(next(&frontier, at(0)).await);
    visit.walk = Some(come_far.clone());
    settle(&frontier, visit, at(0)).await;
    assert_eq!(frontier.walk(&press(), &source()).await.unwrap(), come_far);
    assert_eq!(
        frontier.walk(&press(), &archive.source).await.unwrap(),
        Walk::default()
    );
}

async fn walks_are_kept_by_period(frontier: impl Frontier) {
    let month = |year, month| Period { year, month };
    let all = [
        month(2024, None),
        month(2023, Some(12)),
        month(2023, Some(1)),
    ];
    for (number, period) in (0..).zip(all) {
        let mut page = listing(number);
        page.step = Some(Step {
            period: Some(period),
            ..Step::default()
        });
        offer(&frontier, vec![page], at(0)).await;
        let mut visit = done(next(&frontier, at(0)).await);
        visit.walk = Some(Walk {
            complete: true,
            deepest: number,
            ended_at: Some(at(5)),
        });
        settle(&frontier, visit, at(0)).await;
    }
    let found = frontier.periods(&press(), &source()).await.unwrap();
    let found: Vec<_> = found
        .into_iter()
        .map(|(period, walk)| (period, walk.deepest, walk.ended_at))
        .collect();
    let ended = Some(at(5));
    assert_eq!(
        found,
        [(all[2], 2, ended), (all[1], 1, ended), (all[0], 0, ended)]
    );
    assert_eq!(
        frontier.walk(&press(), &source()).await.unwrap(),
        Walk::default()
    );
    let other = SourceId::new("https://press.example/archive");
    assert_eq!(frontier.periods(&press(), &other).await.unwrap(), []);
    frontier.look_at_all(&press(), at(9)).await.unwrap();
    let found = frontier.periods(&press(), &source()).await.unwrap();
    assert!(found.iter().all(|(_, walk)| !walk.complete), "{found:?}");
}

async fn pending_pages_are_offered_and_not_settled(frontier: impl Frontier) {
    let archive = from_source("https://press.example/archive", listing(9));
    let all = vec![listing(0), listing(1), listing(2), release(1), archive];
    offer(&frontier, all, at(0)).await;
    settle(&frontier, done(next(&frontier, at(0)).await), at(0)).await;
    let mut visit = done(next(&frontier, at(0)).await);
    visit.outcome = Outcome::Done { revisit: None };
    settle(&frontier, visit, at(0)).await;
    let killed = next(&frontier, at(0)).await;
    assert_eq!(killed.target, listing(1));
    for begun in [false, true] {
        if begun {
            frontier.begin(at(5)).await.expect("began");
        }
        let pages = frontier.pending_pages(&press(), &source()).await.unwrap();
        assert_eq!(pages, [listing(1), listing(2)]);
    }
}

fn host(name: &str, robots: Option<Option<&str>>) -> HostMemory {
    HostMemory {
        host: name.to_owned(),
        last_exchange: Some(at(1)),
        not_before: robots.is_some().then(|| at(2)),
        slowness: u8::from(robots.is_some()) * 3,
        robots: robots.map(|text| RobotsCopy {
            fetched_at: at(3),
            text: text.map(str::to_owned),
        }),
    }
}

async fn marks_and_hosts_are_replaced_by_newer_ones(frontier: impl Frontier) {
    let first = Batch {
        marks: vec![mark(0)],
        hosts: vec![host("b.example", None), host("a.example", Some(None))],
        ..Batch::default()
    };
    frontier.settle(first).await.expect("settled");
    assert_eq!(frontier.marks().await.unwrap(), [mark(0)]);
    let other = Mark {
        org: ProfileId::try_from("other".to_owned()).unwrap(),
        ..mark(7)
    };
    let second = Batch {
        marks: vec![mark(10), mark(20), other.clone()],
        hosts: vec![host("b.example", Some(Some("User-agent: *\n")))],
        ..Batch::default()
    };
    frontier.settle(second).await.expect("settled");
    assert_eq!(frontier.marks().await.unwrap(), [other, mark(20)]);
    assert_eq!(
        frontier.hosts().await.unwrap(),
        [
            host("a.example", Some(None)),
            host("b.example", Some(Some("User-agent: *\n")))
        ]
    );
}

fn held_page(number: u32) -> HeldPage {
    HeldPage {
        held: held(&format!("press:{number}")),
        target: Some(release(number)),
        visited_at: at(-5),
        revisit: Some(DAY),
    }
}

async fn an_adopted_release_is_held_and_settled(frontier: impl Frontier) {
    let offered = with_teaser("2007", release(1));
    offer(&frontier, vec![offered.clone(), release(3)], at(0)).await;
    let without_page = HeldPage {
        target: None,
        ..held_page(4)
    };
    let adopted = vec![held_page(1), held_page(2), without_page];
    frontier
        .adopt(&press(), adopted, mark(30), false, at(10))
        .await
        .expect("adopted");
    assert_eq!(frontier.marks().await.unwrap(), [mark(30)]);
    for number in [1, 2, 4] {
        let id = format!("press:{number}");
        assert_eq!(frontier.held(&press(), &id).await.unwrap(), Some(held(&id)));
    }
    assert_eq!(standing(&frontier, 2).await, Standing::Settled);
    assert_eq!(standing(&frontier, 4).await, Standing::New);
    assert_eq!(frontier.waiting(&press()).await.unwrap(), 1);
    assert_eq!(offer(&frontier, vec![release(2)], at(10)).await, 0);
    assert_eq!(all_due(&frontier, at(10)).await, ["press:3"]);

    let second_look = next(&frontier, at(10 + 86_400)).await;
    assert_eq!(second_look.target, offered, "what was known of it is kept");
    assert_eq!(second_look.gave.as_deref(), Some("press:1"));
    assert_eq!(all_due(&frontier, at(10 + 86_400)).await, ["press:2"]);
}

async fn adopting_anew_forgets_what_was_held(frontier: impl Frontier) {
    let other = ProfileId::try_from("other".to_owned()).unwrap();
    let theirs = Mark {
        org: other.clone(),
        ..mark(5)
    };
    let their_page = HeldPage {
        target: Some(Target {
            profile: other.clone(),
            ..release(9)
        }),
        ..held_page(9)
    };
    frontier
        .adopt(&other, vec![their_page], theirs.clone(), true, at(0))
        .await
        .expect("adopted");
    offer(&frontier, (1..=4).map(release).collect(), at(0)).await;
    for number in 1..=3 {
        let mut visit = done(next(&frontier, at(0)).await);
        visit.validators = Some(Validators {
            etag: Some("\"a\"".to_owned()),
            last_modified: None,
        });
        visit.held = (number < 3).then(|| held(&format!("press:{number}")));
        settle(&frontier, visit, at(0)).await;
    }
    frontier
        .adopt(&press(), vec![held_page(2)], mark(10), true, at(60))
        .await
        .expect("adopted");
    assert_eq!(frontier.held(&press(), "press:1").await.unwrap(), None);
    assert!(frontier.held(&press(), "press:2").await.unwrap().is_some());
    assert!(frontier.held(&other, "press:9").await.unwrap().is_some());
    assert_eq!(frontier.marks().await.unwrap(), [theirs, mark(10)]);

    let waiting = next(&frontier, at(60)).await;
    assert_eq!(waiting.target, release(4), "it waits since it was offered");
    let lost = next(&frontier, at(60)).await;
    assert_eq!((lost.target, lost.gave), (release(1), None));
    assert_eq!(lost.validators, Validators::default());
    assert_eq!(lease(&frontier, at(60)).await, None);
    let second_look = next(&frontier, at(60 + 86_400)).await;
    assert_eq!(second_look.target, release(2));
    assert_eq!(second_look.validators, Validators::default());
}

async fn adopting_in_parts_keeps_the_earlier_parts(frontier: impl Frontier) {
    let newer = HeldPage {
        held: Held {
            revision: 3,
            ..held("press:1")
        },
        ..held_page(1)
    };
    let parts = [vec![held_page(1), held_page(2)], vec![newer.clone()]];
    for (at_part, part) in parts.into_iter().enumerate() {
        let mark = mark(10 * (at_part as u64 + 1));
        frontier
            .adopt(&press(), part, mark, at_part == 0, at(0))
            .await
            .expect("adopted");
    }
    assert_eq!(frontier.marks().await.unwrap(), [mark(20)]);
    assert_eq!(
        frontier.held(&press(), "press:1").await.unwrap(),
        Some(newer.held)
    );
    assert!(frontier.held(&press(), "press:2").await.unwrap().is_some());
}

async fn a_lease_says_who_read_the_page_and_when(frontier: impl Frontier) {
    offer(&frontier, vec![release(1)], at(0)).await;
    let first = next(&frontier, at(0)).await;
    assert_eq!((&first.read_by, first.visited_at), (&None, None));
    let read = Settlement {
        read_by: Some("blake3:01 0.1.0".to_owned()),
        ..ends(first, Outcome::Done { revisit: Some(DAY) })
    };
    settle(&frontier, read, at(5)).await;
    let second = next(&frontier, at(100_000)).await;
    assert_eq!(second.read_by.as_deref(), Some("blake3:01 0.1.0"));
    assert_eq!(second.visited_at, Some(at(5)));
    let failed = ends(second, Outcome::Later { after: DAY });
    settle(&frontier, failed, at(100_001)).await;
    let third = next(&frontier, at(200_000)).await;
    assert_eq!(third.read_by.as_deref(), Some("blake3:01 0.1.0"));
    assert_eq!(third.visited_at, Some(at(5)), "a failure is no visit");
}

async fn what_a_source_says_of_changes_comes_along(frontier: impl Frontier) {
    let changed = |at| Target {
        modified: at,
        ..release(1)
    };
    offer(&frontier, vec![changed(Some(at(-9)))], at(0)).await;
    offer(&frontier, vec![changed(Some(at(-3)))], at(0)).await;
    offer(&frontier, vec![changed(None)], at(0)).await;
    let lease = next(&frontier, at(0)).await;
    assert_eq!(lease.target.modified, Some(at(-3)));
}

async fn days_of_publication_are_each_told_once<R: Frontier>(frontier: R) {
    let page = |id: &str, day: Option<i8>| HeldPage {
        held: Held {
            published_on: day.map(|day| jiff::civil::date(2026, 1, day)),
            ..held(id)
        },
        target: None,
        revisit: Some(DAY),
        visited_at: at(0),
    };
    let pages = vec![
        page("press:1", Some(3)),
        page("press:2", Some(14)),
        page("press:3", Some(3)),
        page("press:4", None),
        page("press:5", Some(9)),
    ];
    let mark = Mark {
        org: press(),
        length: 1,
        last_line: None,
    };
    let days = |days: &[i8]| -> Vec<_> {
        let days = days.iter();
        days.map(|day| jiff::civil::date(2026, 1, *day)).collect()
    };
    assert_eq!(frontier.days(&press(), 9).await.unwrap(), days(&[]));
    let adopted = frontier.adopt(&press(), pages, mark, false, at(0)).await;
    adopted.unwrap();
    for (most, expected) in [(9, days(&[14, 9, 3])), (2, days(&[14, 9])), (0, days(&[]))] {
        assert_eq!(frontier.days(&press(), most).await.unwrap(), expected);
    }
    let other = ProfileId::try_from("other".to_owned()).unwrap();
    assert_eq!(frontier.days(&other, 9).await.unwrap(), days(&[]));
}

async fn an_audit_tells_held_from_visited_in_vain<R: Frontier>(frontier: R) {
    offer(&frontier, (1..=7).map(release).collect(), at(0)).await;
    let ended = |lease: Lease| {
        let later = Outcome::Later { after: DAY };
        let done = Outcome::Done { revisit: Some(DAY) };
        let (outcome, problem, state) = match lease.target.key.as_str() {
            "press:1" => (done, None, Some(State::Live)),
            "press:2" => (done, None, Some(State::Gone)),
            "press:3" => (later, Some(Class::Soft404), None),
            "press:4" => (done, None, None),
            "press:5" => (Outcome::Retired, Some(Class::Trap), None),
            // Held under another id, and last with an error.
            "press:6" => (done, Some(Class::BadDate), Some(State::Live)),
            _ => (Outcome::NextRun, Some(Class::Timeout), None),
        };
        let id = match lease.target.key.as_str() {
            "press:6" => "press:other".to_owned(),
            key => key.to_owned(),
        };
        Settlement {
            held: state.map(|state| Held { state, ..held(&id) }),
            problem,
            ..ends(lease, outcome)
        }
    };
    while let Some(lease) = lease(&frontier, at(1)).await {
        settle(&frontier, ended(lease), at(2)).await;
    }
    let keys = ["1", "2", "3", "4", "5", "6", "7", "8", "other"];
    let keys = keys
        .iter()
        .map(|number| format!("press:{number}"))
        .collect();
    let accounts = frontier.accounts(&press(), keys).await.unwrap();
    let expected = [
        Account::Held,
        Account::Gone,
        Account::LeftOut(Some(Class::Soft404)),
        Account::LeftOut(None),
        Account::LeftOut(Some(Class::Trap)),
        Account::Held,
        Account::Waiting,
        Account::Unknown,
        Account::Held,
    ];
    assert_eq!(accounts, expected);
    assert_eq!(frontier.holds(&press()).await.unwrap(), 2);
    // What once failed and then did not has no problem any more.
    let lease = frontier.lease(&press(), &[], at(3 * 86_400)).await.unwrap();
    let lease = lease.unwrap();
    let key = lease.target.key.clone();
    settle(&frontier, done(lease), at(3 * 86_400)).await;
    let account = frontier
        .accounts(&press(), vec![key.clone()])
        .await
        .unwrap();
    assert!(
        matches!(account[..], [Account::Held | Account::LeftOut(None)]),
        "{key}: {account:?}"
    );
}

async fn canaries_stay_the_same_until_they_are_gone_or_dismissed<R: Frontier>(frontier: R) {
    const MAY: jiff::civil::Date = jiff::civil::date(2025, 5, 1);
    let page = |number: u32, gone: bool| HeldPage {
        held: Held {
            published_on: Some(jiff::civil::date(2025, 1, i8::try_from(number).unwrap())),
            state: if gone { State::Gone } else { State::Live },
            ..held(&format!("press:{number}"))
        },
        target: Some(release(number)),
        visited_at: at(0),
        revisit: Some(DAY),
    };
    let mark = Mark {
        org: press(),
        length: 1,
        last_line: None,
    };
    let adopt = async |pages: Vec<HeldPage>| {
        let (org, mark) = (press(), mark.clone());
        frontier
            .adopt(&org, pages, mark, false, at(0))
            .await
            .unwrap();
    };
    // Whose turn it is, with the runs in a row of which it is said; each visit ends as said.
    let visit = async |expected: u32, runs: Option<u32>, canary: Canary| {
        let lease = frontier.lease(&press(), &[], at(10)).await.unwrap();
        let lease = lease.unwrap_or_else(|| panic!("{expected} is due"));
        assert_eq!(lease.target.key, format!("press:{expected}"));
        assert_eq!(lease.canary, runs, "{expected}");
        let settlement = Settlement {
            canary,
            ..done(lease)
        };
        settle(&frontier, settlement, at(10)).await;
    };
    let call = async |most| frontier.call_canaries(&press(), most, MAY).await.unwrap();
    assert_eq!(call(3).await, 0);
    adopt((1..=9).map(|number| page(number, number == 5)).collect()).await;
    let early = jiff::civil::date(2024, 5, 1);
    assert_eq!(frontier.call_canaries(&press(), 3, early).await.unwrap(), 0);
    assert_eq!(frontier.lease(&press(), &[], at(10)).await.unwrap(), None);
    // The middles of three thirds of 1 2 3 4 6 7 8 9.
    assert_eq!(call(3).await, 3);
    visit(2, Some(0), Canary::Whole).await;
    visit(6, Some(0), Canary::Less).await;
    visit(8, Some(0), Canary::AsBefore).await;
    assert_eq!(frontier.lease(&press(), &[], at(10)).await.unwrap(), None);
    assert_eq!(call(3).await, 3);
    visit(2, Some(0), Canary::Less).await;
    visit(6, Some(1), Canary::Dismissed).await;
    visit(8, Some(0), Canary::Less).await;
    // One was dismissed and another is gone by now: two others come.
    adopt(vec![page(8, true)]).await;
    assert_eq!(call(3).await, 3);
    visit(2, Some(1), Canary::Whole).await;
    visit(4, Some(0), Canary::Whole).await;
    visit(7, Some(0), Canary::Whole).await;
    assert_eq!(call(1).await, 1);
    visit(2, Some(0), Canary::Whole).await;
    assert_eq!(call(0).await, 0);
    assert_eq!(frontier.lease(&press(), &[], at(10)).await.unwrap(), None);
}

async fn the_last_runs_are_remembered<R: Frontier>(frontier: R) {
    let failed = || FailedAudit {
        run: "run 1".to_owned(),
        missing: 10,
        of: 30,
    };
    let run = |number: i64| RunSummary {
        run: format!("run {number}"),
        at: at(number),
        listed: 20,
        new: 3,
        newest: Some(jiff::civil::date(2026, 1, 14)),
        records: 4,
        filled: [("title".to_owned(), 4), ("topics".to_owned(), 1)].into(),
        alerts: [("fill.topics".to_owned(), 2)].into(),
        failed_audits: [("https://press.example/sitemap.xml".to_owned(), failed())].into(),
    };
    assert_eq!(frontier.history(&press()).await.unwrap(), []);
    // Not in the order of time.
    for number in [2, 1, 3] {
        frontier.remember(&press(), run(number)).await.unwrap();
    }
    let expected = [run(3), run(2), run(1)];
    assert_eq!(frontier.history(&press()).await.unwrap(), expected);
    let again = RunSummary { new: 9, ..run(2) };
    frontier.remember(&press(), again.clone()).await.unwrap();
    let expected = [run(3), again, run(1)];
    assert_eq!(frontier.history(&press()).await.unwrap(), expected);
    for number in 4..=i64::try_from(REMEMBERED).unwrap() + 3 {
        frontier.remember(&press(), run(number)).await.unwrap();
    }
    let remembered = frontier.history(&press()).await.unwrap();
    assert_eq!(remembered.len(), REMEMBERED);
    assert_eq!(remembered.last(), Some(&run(4)));
    let other = ProfileId::try_from("other".to_owned()).unwrap();
    assert_eq!(frontier.history(&other).await.unwrap(), []);
}

async fn waiting_counts_what_was_never_settled(frontier: impl Frontier) {
    offer(
        &frontier,
        vec![release(1), release(2), release(3), listing(0)],
        at(0),
    )
    .await;
    assert_eq!(frontier.waiting(&press()).await.unwrap(), 4);
    let later = Outcome::Later { after: DAY };
    settle(&frontier, ends(next(&frontier, at(0)).await, later), at(0)).await;
    settle(&frontier, done(next(&frontier, at(0)).await), at(0)).await;
    next(&frontier, at(0)).await;
    assert_eq!(frontier.waiting(&press()).await.unwrap(), 3);
    assert_eq!(
        frontier.untried(&press()).await.unwrap(),
        1,
        "the one that is being visited"
    );
    let other = ProfileId::try_from("other".to_owned()).unwrap();
    assert_eq!(frontier.waiting(&other).await.unwrap(), 0);
    assert_eq!(frontier.untried(&other).await.unwrap(), 0);
}

async fn a_pause_longer_than_the_calendar_is_endless(frontier: impl Frontier) {
    offer(&frontier, vec![release(1)], at(0)).await;
    let forever = Outcome::Later {
        after: Duration::MAX,
    };
    settle(
        &frontier,
        ends(next(&frontier, at(0)).await, forever),
        at(0),
    )
    .await;
    assert_eq!(all_due(&frontier, at(1_000_000_000)).await, [""; 0]);
}
