//! What comes again, and when.

use super::*;
use crate::frontier::Shown;

const OUTCOME: Outcome = Outcome::Done {
    revisit: Some(DAY.saturating_mul(30)),
};

pub(super) async fn a_release_that_was_changed_after_the_last_visit_is_due_at_once(
    frontier: impl Frontier,
) {
    let changed = |moment| Target {
        modified: Some(at(moment)),
        ..release(1)
    };
    offer(&frontier, vec![changed(50)], at(0)).await;
    let visit = next(&frontier, at(100)).await;
    settle(&frontier, ends(visit, OUTCOME), at(100)).await;
    for (said, is_due) in [
        (50, false),  // as before
        (90, false),  // before the visit
        (150, true),  // after it
        (150, false), // as before
        (140, false), // an older state of the source
        (160, true),
    ] {
        let now = at(1_000 + said);
        offer(&frontier, vec![changed(said)], now).await;
        let due = lease(&frontier, now).await;
        assert_eq!(due.is_some(), is_due, "{said}");
        if let Some(visit) = due {
            assert_eq!(visit.target.modified, Some(at(said)));
            // It failed: what was said is acted on once, and the visit has its own schedule.
            let later = Outcome::Later { after: DAY };
            settle(&frontier, ends(visit, later), now).await;
        }
    }
}

pub(super) async fn an_adopted_release_was_visited_when_its_line_was_written(
    frontier: impl Frontier,
) {
    let adopted = vec![held_page(1), held_page(2)];
    frontier
        .adopt(&press(), adopted, mark(30), false, at(10))
        .await
        .expect("adopted");
    let changed = |number, moment| Target {
        modified: Some(at(moment)),
        ..release(number)
    };
    offer(&frontier, vec![changed(1, -6), changed(2, -4)], at(11)).await;
    assert_eq!(all_due(&frontier, at(11)).await, ["press:2"]);
}

pub(super) async fn what_is_left_for_the_next_run_comes_in_it_as_it_was(frontier: impl Frontier) {
    offer(&frontier, vec![release(1), listing(0)], at(0)).await;
    let visit = next(&frontier, at(0)).await;
    settle(&frontier, ends(visit.clone(), Outcome::NextRun), at(1)).await;
    let again = batch(vec![ends(visit, Outcome::Retired)], at(1));
    assert!(frontier.settle(again).await.is_err(), "nobody visits it");
    assert_eq!(standing(&frontier, 1).await, Standing::Offered);
    let page = next(&frontier, at(1)).await;
    settle(&frontier, ends(page, Outcome::NextRun), at(1)).await;
    // Another list announces it, too: still not in this run.
    offer(&frontier, vec![release(1), listing(0)], at(2)).await;
    assert_eq!(lease(&frontier, at(2)).await, None);
    assert_eq!(frontier.waiting(&press()).await.unwrap(), 2);
    assert_eq!(frontier.begin(at(3)).await.unwrap(), 0, "no run was killed");
    let due = all_due(&frontier, at(3)).await;
    assert_eq!(due, [release(1).key, listing(0).key]);
}

pub(super) async fn what_a_source_page_showed_comes_along(frontier: impl Frontier) {
    offer(&frontier, vec![listing(0)], at(0)).await;
    let visit = next(&frontier, at(0)).await;
    assert_eq!(visit.shown, None);
    let shown = Shown {
        rows: 20,
        newest: Some(jiff::civil::date(2026, 1, 14)),
        next: Some(url("https://press.example/list?page=1")),
        ..Shown::default()
    };
    let read = Settlement {
        shown: Some(shown.clone()),
        ..ends(visit, Outcome::Done { revisit: None })
    };
    settle(&frontier, read, at(0)).await;
    offer(&frontier, vec![listing(0)], at(1)).await;
    let visit = next(&frontier, at(1)).await;
    assert_eq!(visit.shown.as_ref(), Some(&shown));
    settle(&frontier, ends(visit, Outcome::Returned), at(1)).await;
    assert_eq!(next(&frontier, at(1)).await.shown, Some(shown));
}

pub(super) async fn a_look_at_all_goes_on_until_every_release_was_visited(frontier: impl Frontier) {
    offer(&frontier, (1..=4).map(release).collect(), at(0)).await;
    let never = Outcome::Done { revisit: None };
    for (number, outcome) in [(1, OUTCOME), (2, never), (3, Outcome::Retired)] {
        let mut visit = ends(next(&frontier, at(0)).await, outcome);
        visit.held = (number < 3).then(|| held(&format!("press:{number}")));
        visit.walk = Some(Walk {
            complete: true,
            deepest: 7,
            ended_at: None,
        });
        settle(&frontier, visit, at(0)).await;
    }
    let failed = Outcome::Later { after: DAY };
    settle(&frontier, ends(next(&frontier, at(0)).await, failed), at(0)).await;
    assert_eq!(lease(&frontier, at(9)).await, None);

    let other = ProfileId::try_from("other".to_owned()).unwrap();
    frontier.look_at_all(&other, at(10)).await.unwrap();
    assert_eq!(lease(&frontier, at(10)).await, None, "another newsroom");
    assert_eq!(
        frontier.look_at_all(&press(), at(10)).await.unwrap(),
        at(10)
    );
    let walk = frontier.walk(&press(), &source()).await.unwrap();
    assert_eq!((walk.complete, walk.deepest), (false, 7));
    let visit = next(&frontier, at(10)).await;
    assert_eq!(visit.target, release(4), "what failed, before second looks");
    settle(&frontier, ends(visit, failed), at(11)).await;
    let visit = next(&frontier, at(11)).await;
    assert_eq!(visit.target, release(1));
    settle(&frontier, ends(visit, OUTCOME), at(12)).await;

    // One is left, so the look goes on instead of beginning again.
    assert_eq!(
        frontier.look_at_all(&press(), at(20)).await.unwrap(),
        at(10)
    );
    let visit = next(&frontier, at(20)).await;
    assert_eq!(visit.target, release(2));
    assert_eq!(lease(&frontier, at(20)).await, None);
    settle(&frontier, ends(visit, never), at(21)).await;
    assert_eq!(
        frontier.look_at_all(&press(), at(30)).await.unwrap(),
        at(30)
    );
    let due = all_due(&frontier, at(30)).await;
    assert_eq!(due, ["press:4", "press:1", "press:2"]);
}

pub(super) async fn another_page_of_a_release_is_known(frontier: impl Frontier) {
    offer(&frontier, (1..=3).map(release).collect(), at(0)).await;
    let never = Outcome::Done { revisit: None };
    let mut visits = Vec::new();
    for (id, outcome) in [
        ("press:1", OUTCOME),
        ("press:1", never),
        ("press:3", OUTCOME),
    ] {
        let visit = next(&frontier, at(0)).await;
        let mut ended = ends(visit.clone(), outcome);
        ended.held = Some(held(id));
        settle(&frontier, ended, at(0)).await;
        visits.push(visit);
    }
    for (number, id, expected) in [
        (1, "press:1", false), // the other one is not visited any more
        (2, "press:1", true),
        (3, "press:1", true),
        (3, "press:3", false),
        (1, "press:2", false),
    ] {
        let found = frontier.has_other_page(&visits[number - 1], id).await;
        assert_eq!(found.unwrap(), expected, "{number} {id}");
    }
}
