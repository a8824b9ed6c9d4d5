//! The engine against a web that answers by a table.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use tokio::sync::Notify;

use super::*;
use crate::fetch::{Answer, FetchError, Fetched, Refusal, RefusalScope, Request, saved_page};
use crate::frontier::{Embedded, LastLine, Lease, Standing as Known};
use crate::problem::{Class, Problem};
use crate::readers::Readers;
use crate::record::Record;
use crate::sink::{Appended, Collected};
use crate::target::{PageKind, ProfileId};

const RELEASES: usize = 8;

/// How an address answers.
#[derive(Clone)]
enum Reply {
    Html(String),
    Gone,
    Fails(Class),
    Refused(Class, RefusalScope),
    Never,
}

/// A web by table, what was asked of it, and what happened.
#[derive(Default)]
struct World {
    replies: Mutex<HashMap<String, Reply>>,
    /// Every page that was answered: an archive.
    kept: Mutex<Vec<Page>>,
    asked: Mutex<Vec<String>>,
    events: Mutex<Vec<Event>>,
    changed: Notify,
}

impl World {
    fn put(&self, url: &str, reply: Reply) {
        self.replies.lock().unwrap().insert(url.to_owned(), reply);
    }

    /// A newsroom of two listing pages with four releases each.
    fn newsroom(&self, org: &str) {
        for page in 0..2 {
            let rows: String = (page * 4..page * 4 + 4)
                .map(|n| format!("<li class=row><a href=/r/{n}>Bridge {n} opens</a>"))
                .collect();
            let url = format!("https://{org}.example/news?page={page}");
            self.put(&url, Reply::Html(format!("<ul>{rows}</ul>")));
        }
        for n in 0..RELEASES {
            self.put(&format!("https://{org}.example/r/{n}"), release(n));
        }
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }

    /// Waits until what was asked or told is so.
    async fn until(&self, is_so: impl Fn(&[String], &[Event]) -> bool) {
        loop {
            let changed = self.changed.notified();
            if is_so(&self.asked.lock().unwrap(), &self.events.lock().unwrap()) {
                return;
            }
            changed.await;
        }
    }

    fn told<T>(&self, of: impl Fn(&Event) -> Option<T>) -> Vec<T> {
        self.events.lock().unwrap().iter().filter_map(of).collect()
    }

    fn problems(&self) -> Vec<(String, Class)> {
        self.told(|event| match event {
            Event::Failed(Problem { url, class, .. }) => Some((url.clone(), *class)),
            _ => None,
        })
    }

    fn closed(&self) -> Vec<Class> {
        self.told(|event| match event {
            Event::Closed { class, .. } => Some(*class),
            _ => None,
        })
    }

    fn goes_on(&self) -> Vec<Option<u32>> {
        self.told(|event| match event {
            Event::Walked { goes_on, .. } => Some(*goes_on),
            _ => None,
        })
    }
}

fn release(n: usize) -> Reply {
    Reply::Html(format!(
        "<html lang=en><title>Bridge {n} opens</title><main><h1>Bridge {n} opens</h1>\
         <p>VIENNA, 14 January 2026 – The bridge over the river is open to all who walk or ride.</p>\
         <p>It was closed for two years, and its arches were made new by the masons of the town.</p></main>"
    ))
}

struct FakeWeb(Arc<World>);

impl Fetch for FakeWeb {
    async fn fetch(&self, request: Request) -> Answer {
        let url = request.url.to_string();
        self.0.asked.lock().unwrap().push(url.clone());
        self.0.changed.notify_waiters();
        let reply = self.0.replies.lock().unwrap().get(&url).cloned();
        let outcome = match reply.unwrap_or(Reply::Gone) {
            Reply::Html(text) => {
                let mut kept = self.0.kept.lock().unwrap();
                let mut page = saved_page(
                    text.as_bytes(),
                    Some(request.url),
                    "2026-01-15T08:00:00Z".parse().unwrap(),
                    Some("text/html; charset=utf-8"),
                );
                page.capture = Some(kept.len().to_string());
                kept.push(page.clone());
                Ok(Fetched::Page(Box::new(page)))
            }
            Reply::Gone => Ok(Fetched::Gone { status: 404 }),
            Reply::Fails(class) => Err(FetchError {
                class,
                message: format!("{url} failed"),
            }),
            Reply::Refused(class, scope) => Ok(Fetched::Refused(Refusal {
                until: None,
                class,
                message: format!("{url} is not asked for"),
                scope,
            })),
            Reply::Never => std::future::pending().await,
        };
        Answer {
            outcome,
            exchanges: Vec::new(),
            weight: None,
        }
    }
}

/// Keeps records, fails from the first on, or never comes back.
enum Kept {
    All(Arc<Collected>),
    Nothing,
    Stuck(Arc<Notify>),
}

impl Sink for Kept {
    async fn append(&self, records: Vec<Record>) -> Result<Appended, SinkError> {
        match self {
            Self::All(kept) => kept.append(records).await,
            Self::Stuck(began) => {
                began.notify_one();
                std::future::pending().await
            }
            Self::Nothing => Err(SinkError::Io {
                doing: "write to",
                path: PathBuf::from("a full disk"),
                source: std::io::ErrorKind::StorageFull.into(),
            }),
        }
    }

    async fn read_again(
        &self,
        org: &ProfileId,
        line: &LastLine,
    ) -> Result<Option<Record>, SinkError> {
        match self {
            Self::All(kept) => kept.read_again(org, line).await,
            Self::Stuck(_) | Self::Nothing => Ok(None),
        }
    }
}

fn profile(org: &str) -> Arc<Profile> {
    profile_with(org, "")
}

/// The profile with further sections before its source.
fn profile_with(org: &str, more: &str) -> Arc<Profile> {
    // What is asked for is what a test says: no second look that it does not know of.
    let quality = if more.contains("quality") {
        ""
    } else {
        "quality = { canaries = 0 }\n"
    };
    let text = format!(
        "id = \"{org}\"\nname = \"Press\"\n{quality}[urls]\nitem_id = '^/r/(\\d+)$'\ninclude = ['^/r/']\n{more}\
         [[source]]\nurl = \"https://{org}.example/news?page={{page}}\"\npages = {{ first = 0 }}\n\
         order = \"newest\"\nrows = \"li.row\"\nrow = {{ title = \"a\" }}\n"
    );
    let loaded = crate::profile::parse(Path::new(&format!("{org}.toml")), &text, &|_| None);
    let drawn = loaded.render();
    Arc::new(loaded.profile.expect(&drawn))
}

/// One run of a data folder that outlives it.
struct Bench {
    world: Arc<World>,
    kept: Arc<Collected>,
    folder: tempfile::TempDir,
    stop: watch::Sender<bool>,
}

impl Bench {
    fn new() -> Self {
        Self {
            world: Arc::default(),
            kept: Arc::new(Collected::new()),
            folder: tempfile::tempdir().unwrap(),
            stop: watch::channel(false).0,
        }
    }

    fn frontier(&self) -> Embedded {
        Embedded::open(&self.folder.path().join("state.db")).unwrap()
    }

    /// Runs these newsrooms until the end.
    async fn run(&self, orgs: &[&str], sink: Kept) -> Result<Ending, CrawlError> {
        let profiles = orgs.iter().map(|org| profile(org)).collect();
        self.crawl(profiles, sink, None, false).await
    }

    async fn crawl(
        &self,
        profiles: Vec<Arc<Profile>>,
        sink: Kept,
        captures: Option<Captures>,
        full: bool,
    ) -> Result<Ending, CrawlError> {
        let world = Arc::clone(&self.world);
        let crawl = Crawl {
            fetch: FakeWeb(Arc::clone(&self.world)),
            frontier: self.frontier(),
            sink,
            readers: Readers::default(),
            captures,
            listener: Arc::new(move |event: &Event| {
                world.events.lock().unwrap().push(event.clone());
                world.changed.notify_waiters();
            }),
        };
        let plan = Plan {
            profiles,
            reread: false,
            max_url: 4096,
            limit: None,
            since: None,
            full,
            accept_changes: false,
            max_requests: None,
        };
        crawl.run(plan, self.stop.subscribe()).await
    }

    fn keep(&self) -> Kept {
        Kept::All(Arc::clone(&self.kept))
    }

    fn titles(&self) -> Vec<String> {
        let records = self.kept.records().into_iter();
        records.map(|record| record.title).collect()
    }

    /// What the next run finds to do for a newsroom.
    async fn due(&self, org: &str) -> Vec<Lease> {
        let frontier = self.frontier();
        let now = Timestamp::now();
        frontier.begin(now).await.unwrap();
        let mut due = Vec::new();
        while let Some(lease) = frontier.lease(&profile(org).id, &[], now).await.unwrap() {
            due.push(lease);
        }
        due
    }
}

/// What another profile finds on pages that were captured or not.
async fn reread_by_another(captured: bool) -> Vec<String> {
    let bench = Bench::new();
    bench.world.newsroom("press");
    bench.run(&["press"], bench.keep()).await.unwrap();
    let edited = Reply::Html(match release(1) {
        Reply::Html(text) => text.replace("two years", "three years"),
        _ => unreachable!("a page"),
    });
    bench.world.put("https://press.example/r/1", edited);
    let world = Arc::clone(&bench.world);
    let captures: Captures = Arc::new(move |pointer| {
        let kept = world.kept.lock().unwrap();
        kept.get(pointer.parse::<usize>().ok()?).cloned()
    });
    let better = Profile {
        hash: "blake3:better".to_owned(),
        ..(*profile_with("press", "[body]\nremove = [\"p:first-of-type\"]\n")).clone()
    };
    let captures = captured.then_some(captures);
    let better = vec![Arc::new(better)];
    bench
        .crawl(better, bench.keep(), captures, true)
        .await
        .unwrap();
    let records = bench.kept.records().split_off(RELEASES);
    let told = records
        .iter()
        .map(|record| format!("{} {:?} {}", record.id, record.change, record.revision));
    told.collect()
}

#[tokio::test]
async fn a_better_profile_is_told_from_an_edited_page_where_the_old_one_was_kept() {
    assert_eq!(reread_by_another(true).await, ["press:1 Content 2"]);
    assert_eq!(reread_by_another(false).await, [""; 0]);
}

fn due_urls(due: &[Lease]) -> Vec<&str> {
    due.iter().map(|lease| lease.target.url.as_str()).collect()
}

#[tokio::test]
async fn a_newsroom_is_crawled_to_its_end_once() {
    let bench = Bench::new();
    bench.world.newsroom("press");
    let ending = bench.run(&["press"], bench.keep()).await.unwrap();
    assert_eq!(ending, Ending::Done);
    let expected: Vec<String> = (0..RELEASES).map(|n| format!("Bridge {n} opens")).collect();
    assert_eq!(bench.titles(), expected, "{:?}", bench.world.problems());
    assert_eq!(bench.world.problems(), []);
    assert_eq!(bench.world.goes_on(), [None]);
    let asked = bench.world.asked().len();
    bench.run(&["press"], bench.keep()).await.unwrap();
    let again = bench.world.asked().split_off(asked);
    assert!(
        again.iter().all(|url| url.contains("/news?")),
        "only the listing is looked at again: {again:?}"
    );
    assert_eq!(bench.titles().len(), RELEASES);
}

#[tokio::test]
async fn an_interrupt_in_a_stalled_answer_ends_at_once_and_leaves_the_lease_free() {
    let bench = Bench::new();
    bench.world.newsroom("press");
    bench.world.put("https://press.example/r/2", Reply::Never);
    let interrupt = async {
        let stalled = |asked: &[String]| asked.iter().any(|url| url.ends_with("/r/2"));
        bench.world.until(|asked, _| stalled(asked)).await;
        bench.stop.send(true).unwrap();
    };
    let (ending, ()) = tokio::join!(bench.run(&["press"], bench.keep()), interrupt);
    assert_eq!(ending.unwrap(), Ending::Interrupted);
    assert_eq!(bench.titles(), ["Bridge 0 opens", "Bridge 1 opens"]);
    let due = bench.due("press").await;
    let urls = due_urls(&due);
    assert!(urls.contains(&"https://press.example/r/2"), "{urls:?}");
    assert!(!urls.contains(&"https://press.example/r/1"), "{urls:?}");
}

#[tokio::test]
async fn a_sink_that_fails_ends_the_run_and_settles_nothing() {
    let bench = Bench::new();
    bench.world.newsroom("press");
    // It must not be waited for.
    bench
        .world
        .put("https://slow.example/news?page=0", Reply::Never);
    let ended = bench.run(&["slow", "press"], Kept::Nothing).await;
    let error = ended.expect_err("nothing can be kept");
    assert!(matches!(error, CrawlError::Sink(_)), "{error}");
    assert!(error.to_string().contains("a full disk"), "{error}");
    let keys = vec!["press:0".to_owned(), "press:1".to_owned()];
    let frontier = bench.frontier();
    let stands = frontier.standing(&profile("press").id, keys).await.unwrap();
    assert_eq!(stands, [Known::Offered, Known::Offered]);
    let held = frontier.held(&profile("press").id, "press:0").await;
    assert_eq!(held.unwrap(), None);
    drop(frontier);
    // Nothing was told that did not come true.
    let visited = |event: &Event| matches!(event, Event::Visited { .. }).then_some(());
    assert_eq!(bench.world.told(visited), []);
    let due = bench.due("press").await;
    let releases = |lease: &&Lease| lease.target.kind == PageKind::Release;
    assert_eq!(due.iter().filter(releases).count(), 4);
}

#[tokio::test]
async fn a_newsroom_that_never_answers_delays_no_other() {
    let bench = Bench::new();
    bench.world.newsroom("press");
    bench
        .world
        .put("https://slow.example/news?page=0", Reply::Never);
    let interrupt = async {
        let is_done =
            |event: &Event| matches!(event, Event::Ended { org, .. } if org.as_str() == "press");
        bench
            .world
            .until(|_, events| events.iter().any(is_done))
            .await;
        bench.stop.send(true).unwrap();
    };
    let (ending, ()) = tokio::join!(bench.run(&["slow", "press"], bench.keep()), interrupt);
    assert_eq!(ending.unwrap(), Ending::Interrupted);
    assert_eq!(bench.titles().len(), RELEASES);
}

#[tokio::test]
async fn a_source_that_is_not_to_be_had_is_one_problem_and_asked_once() {
    use RefusalScope::{Address, Host, Source};
    for (reply, class) in [
        (
            Reply::Refused(Class::RobotsDenied, Address),
            Class::RobotsDenied,
        ),
        (
            Reply::Refused(Class::RobotsUnreachable, Host),
            Class::RobotsUnreachable,
        ),
        (Reply::Refused(Class::Budget, Source), Class::Budget),
        (Reply::Fails(Class::Http5xx), Class::Http5xx),
        (Reply::Html("<div>".repeat(100_000)), Class::TooDeep),
        (Reply::Gone, Class::NotFound),
    ] {
        let bench = Bench::new();
        let first = "https://press.example/news?page=0";
        bench.world.put(first, reply);
        let ending = bench.run(&["press"], bench.keep()).await.unwrap();
        assert_eq!(ending, Ending::Done);
        assert_eq!(bench.world.problems(), [(first.to_owned(), class)]);
        assert_eq!(bench.world.closed(), [class]);
        assert_eq!(bench.world.asked(), [first]);
        // The next run begins at the top again.
        bench.run(&["press"], bench.keep()).await.unwrap();
        assert_eq!(bench.world.asked(), [first, first], "{class}");
    }
}

#[tokio::test]
async fn a_page_further_down_that_fails_holds_up_only_the_walk() {
    let bench = Bench::new();
    bench.world.newsroom("press");
    let second = "https://press.example/news?page=1";
    bench.world.put(second, Reply::Fails(Class::Http5xx));
    bench.run(&["press"], bench.keep()).await.unwrap();
    assert_eq!(bench.titles().len(), 4);
    assert_eq!(
        bench.world.problems(),
        [(second.to_owned(), Class::Http5xx)]
    );
    assert_eq!(bench.world.closed(), [], "one page is not the source");
    assert_eq!(bench.world.goes_on(), [Some(2)]);
    // What is new above it is found, although the page is not due yet.
    bench.world.put(
        "https://press.example/news?page=0",
        Reply::Html("<li class=row><a href=/r/7>Bridge 7 opens</a>".to_owned()),
    );
    bench.run(&["press"], bench.keep()).await.unwrap();
    assert_eq!(bench.titles().last().unwrap(), "Bridge 7 opens");
}

#[tokio::test]
async fn a_walk_goes_on_where_its_budget_ended() {
    let bench = Bench::new();
    bench.world.newsroom("press");
    let second = "https://press.example/news?page=1";
    bench
        .world
        .put(second, Reply::Refused(Class::Budget, RefusalScope::Source));
    bench.run(&["press"], bench.keep()).await.unwrap();
    assert_eq!(bench.world.goes_on(), [Some(2)]);
    let due = bench.due("press").await;
    assert_eq!(due_urls(&due), [second]);
    assert_eq!(due[0].target.kind, PageKind::Listing);
    bench.world.newsroom("press");
    bench.run(&["press"], bench.keep()).await.unwrap();
    assert_eq!(bench.titles().len(), RELEASES);
    assert_eq!(bench.world.goes_on(), [Some(2), None]);
}

#[tokio::test]
async fn a_server_that_only_fails_is_left_alone() {
    let bench = Bench::new();
    bench.world.newsroom("press");
    let many: String = (0..40)
        .map(|n| format!("<li class=row><a href=/r/{n}>Bridge {n} opens</a>"))
        .collect();
    bench
        .world
        .put("https://press.example/news?page=0", Reply::Html(many));
    for n in 0..40 {
        let url = format!("https://press.example/r/{n}");
        // The first three are answered.
        if n > 2 {
            bench.world.put(&url, Reply::Fails(Class::Timeout));
        }
    }
    bench.run(&["press"], bench.keep()).await.unwrap();
    assert_eq!(bench.titles().len(), 3);
    assert_eq!(bench.world.closed(), [Class::Timeout]);
    assert_eq!(bench.world.asked().len(), 1 + 3 + 5);
    assert_eq!(bench.world.problems().len(), 5);
}

#[tokio::test]
async fn an_output_that_nobody_reads_holds_no_interrupted_run() {
    let bench = Bench::new();
    bench.world.newsroom("press");
    let began = Arc::new(Notify::new());
    let interrupt = async {
        began.notified().await;
        bench.stop.send(true).unwrap();
    };
    let stuck = Kept::Stuck(Arc::clone(&began));
    let (ending, ()) = tokio::join!(bench.run(&["press"], stuck), interrupt);
    assert_eq!(ending.unwrap(), Ending::Interrupted);
    let due = bench.due("press").await;
    assert!(due_urls(&due).contains(&"https://press.example/r/0"));
}
