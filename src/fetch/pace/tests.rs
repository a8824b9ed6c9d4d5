//! What is waited for, and for how long.

use super::moment::Moment;
use super::state::Wait;
use super::*;

const SECOND: Duration = Duration::from_secs(1);
const DELAY: Duration = Duration::from_secs(5);
const MOST: Duration = Duration::from_secs(60);

fn asking(delay: Duration, crawl_delay: Option<Duration>) -> Asking {
    Asking {
        delay: (delay, Rule::Profile),
        crawl_delay,
        robots: crawl_delay.map(|delay| (delay, Rule::CrawlDelay)),
    }
}

async fn fly(hosts: &Hosts) -> Flight {
    let none = asking(Duration::ZERO, None);
    let turn = hosts.host("a.test").turn(none, MOST).await;
    turn.ok().unwrap().depart().0
}

fn landing(pause: Option<Duration>) -> Landing {
    Landing {
        pause,
        load: Load::Fine,
    }
}

/// The wait of the next turn, this long after the last exchange ended.
fn wait(hosts: &Hosts, later: Duration) -> Result<Duration, TooLong> {
    next(hosts, later).map(|wait| wait.left)
}

fn next(hosts: &Hosts, later: Duration) -> Result<Wait, TooLong> {
    let host = hosts.host("a.test");
    let mut state = host.state();
    // Tests take their time, servers answer at once.
    state.took = Duration::ZERO;
    let now = match state.last_exchange {
        Some(Moment {
            wall,
            seen: Some(seen),
        }) => Now { wall, seen },
        _ => Now::read(),
    };
    let now = Now {
        wall: now.wall + later,
        seen: now.seen + later,
    };
    state.wait(asking(DELAY, None), MOST, now)
}

#[test]
fn after_a_kill_no_host_is_asked_before_its_delay() {
    let remembered = HostMemory {
        host: "a.test".to_owned(),
        last_exchange: Some(Timestamp::UNIX_EPOCH),
        not_before: None,
        slowness: 0,
        robots: None,
    };
    for hosts in [Hosts::new(&[]), Hosts::new(&[remembered])] {
        assert_eq!(wait(&hosts, Duration::ZERO), Ok(Duration::ZERO));
        hosts.rest();
        assert_eq!(wait(&hosts, Duration::ZERO), Ok(DELAY));
        let unknown = hosts.host("b.test");
        assert!(unknown.state().last_exchange.is_some());
    }
}

#[tokio::test]
async fn the_pause_runs_from_the_end_of_an_exchange() {
    let hosts = Hosts::new(&[]);
    assert_eq!(wait(&hosts, Duration::ZERO), Ok(Duration::ZERO));
    let flight = fly(&hosts).await;
    assert_eq!(wait(&hosts, Duration::ZERO), Ok(Duration::ZERO));
    flight.land(landing(None));
    assert_eq!(wait(&hosts, Duration::ZERO), Ok(DELAY));
    assert_eq!(wait(&hosts, DELAY), Ok(Duration::ZERO));
}

#[tokio::test]
async fn nobody_else_has_a_turn_during_a_flight() {
    let hosts = Hosts::new(&[]);
    let flight = fly(&hosts).await;
    assert!(hosts.host("a.test").turn.try_lock().is_err());
    assert!(hosts.host("b.test").turn.try_lock().is_ok());
    flight.land(landing(None));
    assert!(hosts.host("a.test").turn.try_lock().is_ok());
}

#[tokio::test]
async fn a_dropped_exchange_has_ended_too() {
    let hosts = Hosts::new(&[]);
    drop(fly(&hosts).await);
    assert_eq!(hosts.take_changed().len(), 1);
    assert_eq!(hosts.take_changed().len(), 0);
    assert_eq!(wait(&hosts, Duration::ZERO), Ok(DELAY));
}

#[tokio::test]
async fn a_turn_not_taken_is_no_exchange() {
    let hosts = Hosts::new(&[]);
    let turn = hosts.host("a.test").turn(asking(DELAY, None), MOST).await;
    drop(turn.ok().unwrap());
    assert_eq!(hosts.take_changed(), []);
    assert_eq!(wait(&hosts, Duration::ZERO), Ok(Duration::ZERO));
}

#[tokio::test]
async fn the_longest_pause_that_anyone_wants_counts_for_all() {
    let hosts = Hosts::new(&[]);
    fly(&hosts).await.land(landing(None));
    for (delay, crawl_delay, expected, rule) in [
        (5, Some(1), 5, Rule::Profile),
        (5, Some(9), 9, Rule::CrawlDelay),
        // What one address said holds for the others of its site.
        (5, Some(2), 9, Rule::CrawlDelay),
        (5, None, 9, Rule::CrawlDelay),
        // So does the delay of another newsroom.
        (20, None, 20, Rule::Profile),
        (5, Some(9), 20, Rule::Profile),
    ] {
        let asking = asking(SECOND * delay, crawl_delay.map(|delay| SECOND * delay));
        let host = hosts.host("a.test");
        host.state().note(asking);
        let wait = next(&hosts, Duration::ZERO).unwrap();
        assert_eq!((wait.left, wait.rule), (SECOND * expected, rule));
    }
}

#[tokio::test]
async fn a_busy_server_is_asked_less_often_also_in_the_next_run() {
    let hosts = Hosts::new(&[]);
    for (load, expected) in [
        (Load::Busy, Some((10, Rule::SlowDown))),
        (Load::Fine, Some((10, Rule::SlowDown))),
        (Load::Busy, Some((20, Rule::SlowDown))),
        (Load::Busy, Some((40, Rule::SlowDown))),
        // 80 s are longer than we wait.
        (Load::Busy, None),
    ] {
        let host = hosts.host("a.test");
        let flight = Flight {
            departed: Now::read(),
            landed: false,
            _held: Arc::clone(&host.turn).lock_owned().await,
            host,
        };
        flight.land(Landing { pause: None, load });
        let found = next(&hosts, Duration::ZERO);
        let found = found.map(|wait| (wait.left.as_secs(), wait.rule));
        assert_eq!(found.ok(), expected);
    }
    let memory = hosts.take_changed();
    assert_eq!(memory[0].slowness, 4);
    let later = Hosts::new(&memory);
    let too_long = next(&later, Duration::ZERO).unwrap_err();
    assert_eq!(too_long.rule, Rule::SlowDown);
    assert_eq!(too_long.pause, SECOND * 80);
    // After that time there is less to wait, so no host is left for ever.
    let then = SECOND * 6 * 3600 + SECOND;
    assert!(too_long.left < then);
    assert_eq!(wait(&later, then), Ok(Duration::ZERO));
}

#[tokio::test]
async fn a_server_is_left_alone_for_as_long_as_it_took() {
    let hosts = Hosts::new(&[]);
    fly(&hosts).await.land(landing(None));
    let host = hosts.host("a.test");
    for (took, delay, expected) in [
        (2, 5, (5, Rule::Profile)),
        (12, 5, (12, Rule::SlowAnswer)),
        (300, 5, (30, Rule::SlowAnswer)),
        (300, 60, (60, Rule::Profile)),
        // The operator's own machine, without a pause.
        (12, 0, (0, Rule::Profile)),
    ] {
        let mut state = State::default();
        state.last_exchange = host.state().last_exchange;
        state.took = SECOND * took;
        let wait = state.wait(asking(SECOND * delay, None), MOST, Now::read());
        let wait = wait.unwrap();
        assert_eq!(
            (wait.pause.as_secs(), wait.rule),
            expected,
            "{took} {delay}"
        );
    }
}

#[tokio::test]
async fn a_pause_asked_for_moves_the_next_turn() {
    let hosts = Hosts::new(&[]);
    fly(&hosts).await.land(landing(Some(SECOND * 30)));
    assert_eq!(wait(&hosts, SECOND), Ok(SECOND * 29));
    let hosts = Hosts::new(&[]);
    fly(&hosts).await.land(landing(Some(MOST * 2)));
    assert!(wait(&hosts, Duration::ZERO).is_err_and(|too_long| too_long.left > MOST));
    assert!(wait(&hosts, MOST * 2).is_ok());
}

#[test]
fn what_an_earlier_run_did_still_counts() {
    let now = Now::read();
    let moment = |seconds: i64| now.wall + jiff::SignedDuration::from_secs(seconds);
    // Last exchange and "not before" in seconds from now; the wait that follows.
    for (last, not_before, expected) in [
        (-2, None, Some(3)),
        (-100, None, Some(0)),
        // The clock was set back: the whole delay, no more.
        (100_000, None, Some(5)),
        (-10, Some(20), Some(20)),
        (-10, Some(-5), Some(0)),
        // The clock was set back: the 20 seconds that were asked for.
        (100_000, Some(100_020), Some(20)),
        (-10, Some(500), None),
    ] {
        let hosts = Hosts::new(&[HostMemory {
            host: "a.test".to_owned(),
            last_exchange: Some(moment(last)),
            not_before: not_before.map(moment),
            slowness: 0,
            robots: None,
        }]);
        let host = hosts.host("a.test");
        let wait = host.state().wait(asking(DELAY, None), MOST, now);
        let wait = wait.ok().map(|wait| wait.left);
        let expected = expected.map(Duration::from_secs);
        assert_eq!(wait, expected, "{last} {not_before:?}");
    }
}
