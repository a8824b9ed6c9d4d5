//! What only a file can show: it outlives its program, whatever ends that.

use std::path::Path;

use rusqlite::Connection;
use tokio::task::JoinSet;

use super::targets::OTHER_PAGE;
use super::visits::{FIRST_DUE, PENDING_PAGES, UNTRIED, WAITING};
use super::{Embedded, with_suffix};
use crate::frontier::contract::{at, batch, ends, listing, press, release};
use crate::frontier::{Frontier, FrontierError, Outcome, Standing};

fn open(path: &Path) -> Embedded {
    Embedded::open(path).expect("the state opens")
}

/// What is there: settled release 1, leased release 2, waiting release 3 and a listing page.
async fn fill(state: &Embedded) {
    let targets = vec![release(1), release(2), release(3), listing(0)];
    state.offer(targets, at(0)).await.expect("offered");
    let lease = state.lease(&press(), &[], at(0)).await.unwrap().unwrap();
    let done = ends(lease, Outcome::Done { revisit: None });
    state.settle(batch(vec![done], at(0))).await.unwrap();
    state.lease(&press(), &[], at(0)).await.unwrap().unwrap();
}

async fn check(state: &Embedded) {
    state.begin(at(10)).await.expect("began");
    let keys = [1, 2, 3].map(|number| release(number).key);
    assert_eq!(
        state.standing(&press(), keys.to_vec()).await.unwrap(),
        [Standing::Settled, Standing::Offered, Standing::Offered]
    );
    assert_eq!(state.waiting(&press()).await.unwrap(), 3);
    let mut order = Vec::new();
    while let Some(lease) = state.lease(&press(), &[], at(10)).await.unwrap() {
        order.push(lease.target);
    }
    assert_eq!(order, [release(3), release(2), listing(0)]);
}

#[tokio::test]
async fn goes_on_after_a_clean_end() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.db");
    let state = open(&path);
    fill(&state).await;
    drop(state);
    assert!(
        !with_suffix(&path, "-wal").exists(),
        "a clean end leaves one file"
    );
    check(&open(&path)).await;
}

#[tokio::test]
async fn goes_on_after_a_crash() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.db");
    let state = open(&path);
    fill(&state).await;
    // What a killed program leaves: the file as it was, and the log beside it.
    let left = folder.path().join("left.db");
    for part in ["", "-wal"] {
        std::fs::copy(with_suffix(&path, part), with_suffix(&left, part)).unwrap();
    }
    check(&open(&left)).await;
}

#[tokio::test]
async fn a_log_cut_anywhere_gives_some_earlier_state() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.db");
    let state = open(&path);
    for number in 0..40 {
        state.offer(vec![release(number)], at(0)).await.unwrap();
    }
    let log = std::fs::read(with_suffix(&path, "-wal")).unwrap();
    let left = folder.path().join("left.db");
    let mut counts = Vec::new();
    for cut in (0..log.len()).step_by(log.len() / 23) {
        std::fs::copy(&path, &left).unwrap();
        std::fs::write(with_suffix(&left, "-wal"), &log[..cut]).unwrap();
        let earlier = open(&left);
        counts.push(earlier.waiting(&press()).await.unwrap());
    }
    assert!(counts.is_sorted(), "{counts:?}");
    assert_eq!(counts.first(), Some(&0));
    assert!(counts.last() > Some(&20), "{counts:?}");
}

#[test]
fn an_empty_file_is_a_new_state() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.db");
    std::fs::write(&path, "").unwrap();
    drop(open(&path));
    drop(open(&path));
    let reader = Connection::open(&path).unwrap();
    let mut tables = reader
        .prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        .unwrap();
    let tables: Vec<String> = tables
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(|name| name.unwrap())
        .filter(|name: &String| !name.starts_with("sqlite_"))
        .collect();
    let names = [
        "full_looks",
        "history",
        "hosts",
        "offers",
        "outputs",
        "periods",
        "releases",
        "sources",
        "targets",
    ];
    assert_eq!(tables, names);
}

#[test]
fn refuses_what_it_cannot_use() {
    let newer = |path: &Path| {
        drop(open(path));
        let file = Connection::open(path).unwrap();
        file.pragma_update(None, "user_version", 99).unwrap();
    };
    let somebody_else_s = |path: &Path| {
        let file = Connection::open(path).unwrap();
        file.execute_batch("CREATE TABLE notes (text)").unwrap();
    };
    let no_database = |path: &Path| std::fs::write(path, "not a database ".repeat(99)).unwrap();
    let damaged = |path: &Path| {
        drop(open(path));
        let mut bytes = std::fs::read(path).unwrap();
        bytes[100..4096].fill(0xAA);
        std::fs::write(path, bytes).unwrap();
    };
    let a_folder = |path: &Path| std::fs::create_dir(path).unwrap();
    type Prepare<'a> = &'a dyn Fn(&Path);
    let cases: [(Prepare<'_>, &str); 5] = [
        (
            &newer,
            "written by a newer dateline (state format 99, this one knows 3)",
        ),
        (
            &somebody_else_s,
            "no crawl state of dateline: run with --rebuild-state",
        ),
        (&no_database, "--rebuild-state"),
        (&damaged, "--rebuild-state"),
        (&a_folder, "cannot open the crawl state in "),
    ];
    for (prepare, expected) in cases {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state.db");
        prepare(&path);
        let error = Embedded::open(&path).expect_err(expected);
        let text = error.to_string();
        assert!(text.contains(expected), "{text}");
        assert!(text.contains("state.db"), "{text}");
    }
}

#[tokio::test]
async fn a_state_set_aside_makes_room_for_a_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.db");
    assert_eq!(Embedded::set_aside(&path).unwrap(), None);
    for number in 1..=2 {
        std::fs::write(&path, "damaged").unwrap();
        let aside = Embedded::set_aside(&path).unwrap();
        assert_eq!(aside, Some(with_suffix(&path, &format!(".{number}"))));
    }
    fill(&open(&path)).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_job_that_fails_leaves_the_others_alone() {
    let folder = tempfile::tempdir().unwrap();
    let state = std::sync::Arc::new(open(&folder.path().join("state.db")));
    state.offer(vec![release(1_000)], at(0)).await.unwrap();
    let lease = state.lease(&press(), &[], at(0)).await.unwrap().unwrap();
    let stale = super::Lease {
        ticket: lease.ticket + 99_999,
        ..lease
    };
    let mut jobs = JoinSet::new();
    for number in 0..100 {
        let (state, stale) = (state.clone(), stale.clone());
        jobs.spawn(async move {
            if number % 3 > 0 {
                let offered = state.offer(vec![release(number)], at(0)).await;
                return matches!(offered, Ok(1));
            }
            let mut settlement = ends(stale, Outcome::Retired);
            settlement.offers = vec![release(number)];
            let refused = state.settle(batch(vec![settlement], at(0))).await;
            matches!(refused, Err(FrontierError::NotLeased { .. }))
        });
    }
    assert!(
        jobs.join_all()
            .await
            .into_iter()
            .all(|as_expected| as_expected)
    );
    assert_eq!(state.waiting(&press()).await.unwrap(), 67);
}

#[tokio::test]
async fn a_visit_is_settled_even_when_nobody_waits_for_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.db");
    let state = open(&path);
    {
        let mut offer = std::pin::pin!(state.offer(vec![release(1)], at(0)));
        let mut context = std::task::Context::from_waker(std::task::Waker::noop());
        // Asked for, and then given up.
        let _ = offer.as_mut().poll(&mut context);
    }
    drop(state);
    assert_eq!(open(&path).waiting(&press()).await.unwrap(), 1);
}

#[tokio::test]
async fn others_can_read_while_a_crawl_runs() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.db");
    let state = open(&path);
    fill(&state).await;
    let reader = Connection::open(&path).unwrap();
    let rows: Vec<String> = reader
        .prepare(
            "SELECT key || ' ' || settled || ' ' || due FROM targets
             WHERE kind = 'release' AND due IS NOT NULL ORDER BY id",
        )
        .unwrap()
        .query_map([], |row| row.get(0))
        .unwrap()
        .map(|row| row.unwrap())
        .collect();
    let expected = [2, 3].map(|number| format!("press:{number} 0 2026-01-15T08:00:00.000Z"));
    assert_eq!(rows, expected);
    state.offer(vec![release(4)], at(0)).await.expect("goes on");
}

/// Leasing and counting step into an index, however many targets there are.
#[test]
fn nothing_on_the_way_of_a_crawl_reads_all_targets() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.db");
    drop(open(&path));
    let reader = Connection::open(&path).unwrap();
    let pages = format!("SELECT t.id {PENDING_PAGES}");
    let cases = [
        (
            FIRST_DUE,
            "SEARCH targets USING INDEX targets_due (source=? AND turn=? AND due<?)",
        ),
        (&pages, "SEARCH t USING INDEX targets_pages (source=?)"),
        (
            WAITING,
            "SEARCH targets USING COVERING INDEX targets_waiting (profile=?)",
        ),
        (
            UNTRIED,
            "SEARCH targets USING INDEX targets_waiting (profile=?)",
        ),
        (
            OTHER_PAGE,
            "SEARCH targets USING INDEX targets_gave (profile=? AND gave=?)",
        ),
        (
            "SELECT id FROM targets WHERE leased IS NOT NULL",
            "SEARCH targets USING COVERING INDEX targets_leased (leased>?)",
        ),
        (
            "SELECT id, kind FROM targets WHERE profile = ?1 AND key = ?2",
            "SEARCH targets USING INDEX sqlite_autoindex_targets_1 (profile=? AND key=?)",
        ),
    ];
    for (query, expected) in cases {
        let mut explained = reader
            .prepare(&format!("EXPLAIN QUERY PLAN {query}"))
            .unwrap();
        let parameters = explained.parameter_count();
        let plan: Vec<String> = explained
            .query_map(rusqlite::params_from_iter(vec!["1"; parameters]), |row| {
                row.get("detail")
            })
            .unwrap()
            .map(|step| step.unwrap())
            .collect();
        assert!(
            plan.iter().any(|step| step == expected),
            "{query}: {plan:?}"
        );
        assert!(
            !plan.iter().any(|step| step.contains("TEMP B-TREE")),
            "{plan:?}"
        );
    }
}
