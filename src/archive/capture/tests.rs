use std::io::BufReader;
use std::time::Duration;

use super::*;
use crate::archive::{Item, Pages, VisitEnd};
use crate::fetch::{FetchError, saved_page};
use crate::page::{Page, Validators};
use crate::problem::Class;
use crate::profile::Profile;
use crate::target::{PageKind, ProfileId, SourceId, Target, Teaser};

const PAGE: &[u8] = b"<h1>Bridge opened</h1>";

fn at() -> Timestamp {
    "2026-01-05T09:00:00.123456789Z".parse().unwrap()
}

fn url(path: &str) -> Url {
    Url::parse("https://press.example")
        .unwrap()
        .join(path)
        .unwrap()
}

fn target() -> Target {
    Target {
        url: url("/1"),
        kind: PageKind::Release,
        profile: ProfileId::try_from("press".to_owned()).unwrap(),
        source: SourceId::new("https://press.example/news"),
        key: "press:1".to_owned(),
        teaser: Some(Teaser {
            listed_on: Some(url("/news")),
            fields: [("date".to_owned(), vec!["5 January".to_owned()])].into(),
            ..Teaser::default()
        }),
        step: None,
        modified: None,
    }
}

fn request() -> Request {
    let profile = Profile::none();
    Request {
        url: url("/1"),
        profile: profile.id.clone(),
        source: target().source,
        politeness: profile.politeness,
        hosts: Vec::new(),
        validators: Validators::default(),
        kind: PageKind::Release,
        keep: false,
        visit: Some(Box::new(Asking {
            target: target(),
            visited_at: None,
            failures: 2,
            canary: None,
            trusts: false,
        })),
    }
}

fn exchange(path: &str, status: Option<u16>, body: &[u8]) -> Exchange {
    let field = |name: &str, value: &str| (name.to_owned(), value.as_bytes().to_vec());
    Exchange {
        url: url(path),
        status,
        waited: Duration::ZERO,
        received: body.len() as u64,
        paced: None,
        bytes: body.len() as u64,
        ended: at(),
        raw: Some(Box::new(RawExchange {
            request: vec![field("user-agent", "dateline"), field("cookie", "secret=1")],
            status,
            fields: vec![
                field("content-type", "text/html"),
                field("content-encoding", "gzip"),
                field("set-cookie", "secret=1"),
            ],
            body: body.to_vec().into(),
            complete: true,
        })),
    }
}

/// Answers every request alike.
struct Same(fn() -> (Result<Fetched, FetchError>, Vec<Exchange>));

impl Fetch for Same {
    async fn fetch(&self, request: Request) -> Answer {
        assert!(request.keep, "exchanges are wanted");
        let (outcome, exchanges) = self.0();
        Answer {
            outcome,
            exchanges,
            weight: None,
        }
    }
}

fn page() -> (Result<Fetched, FetchError>, Vec<Exchange>) {
    let page = saved_page(PAGE, Some(url("/one")), at(), Some("text/html"));
    let exchanges = vec![
        exchange("/1", Some(301), b""),
        exchange("/one", Some(200), PAGE),
    ];
    (Ok(Fetched::Page(Box::new(page))), exchanges)
}

fn unchanged() -> Fetched {
    Fetched::NotModified {
        validators: Validators::default(),
    }
}

fn names(data: &Path) -> Vec<String> {
    let entries = fs::read_dir(data.join(FOLDER)).into_iter().flatten();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn items(data: &Path, name: &str) -> Vec<Item> {
    let file = File::open(data.join(FOLDER).join(name)).unwrap();
    let mut pages = Pages::new(BufReader::new(file), 0, 1 << 20);
    std::iter::from_fn(|| pages.next_item().unwrap()).collect()
}

#[tokio::test]
async fn a_visit_is_kept_with_all_that_a_replay_needs() {
    let folder = tempfile::tempdir().unwrap();
    let capture = Capture::new(Same(page), folder.path(), "20260105T090000Z", FILE_SIZE);
    let answer = capture.fetch(request()).await;
    capture.make_durable().await.unwrap();
    let Ok(Fetched::Page(fetched)) = answer.outcome else {
        panic!("{answer:?}");
    };
    assert!(
        answer
            .exchanges
            .iter()
            .all(|exchange| exchange.raw.is_none())
    );
    let name = "20260105T090000Z-00001.warc.gz";
    let items = items(folder.path(), name);
    let [
        Item::File(file),
        Item::Answer(redirect),
        Item::Visit(facts, Some(stored)),
    ] = items.as_slice()
    else {
        panic!("{items:?}");
    };
    assert_eq!(file, name);
    assert_eq!(redirect.url(), Some(url("/1")));
    assert_eq!(facts.target, target());
    assert_eq!((facts.visited_at, facts.failures), (None, 2));
    assert_eq!(facts.ended, at());
    let pointer = format!("captures/{name}#{}", stored.place);
    assert_eq!(fetched.capture, Some(pointer));
    let again = stored.page(Some(facts), 1 << 20).unwrap();
    assert_eq!(
        Page {
            capture: None,
            ..*fetched
        },
        again
    );
}

#[tokio::test]
async fn cookies_are_not_kept() {
    let folder = tempfile::tempdir().unwrap();
    let capture = Capture::new(Same(page), folder.path(), "r", FILE_SIZE);
    capture.fetch(request()).await;
    let file = File::open(folder.path().join("captures/r-00001.warc.gz")).unwrap();
    let mut text = String::new();
    let mut decoder = flate2::read::MultiGzDecoder::new(file);
    io::Read::read_to_string(&mut decoder, &mut text).unwrap();
    assert!(text.contains("user-agent: dateline"), "{text}");
    assert!(!text.contains("secret"), "{text}");
}

#[tokio::test]
async fn how_a_visit_ended_is_kept_whatever_the_end() {
    type End = (Result<Fetched, FetchError>, Vec<Exchange>);
    let gone: fn() -> End = || {
        (
            Ok(Fetched::Gone { status: 410 }),
            vec![exchange("/1", Some(410), b"")],
        )
    };
    let same: fn() -> End = || (Ok(unchanged()), vec![exchange("/1", Some(304), b"")]);
    let failed: fn() -> End = || {
        let error = FetchError {
            class: Class::Reset,
            message: "the connection was closed".to_owned(),
        };
        (Err(error), vec![exchange("/1", None, b"")])
    };
    let silent: fn() -> End = || (Ok(unchanged()), Vec::new());
    let reset = VisitEnd::Failed {
        class: Class::Reset,
        message: "the connection was closed".to_owned(),
    };
    for (end, expected) in [
        (gone, Some((VisitEnd::Gone { status: 410 }, true))),
        (same, Some((VisitEnd::NotModified, true))),
        (failed, Some((reset, false))),
        // Without an exchange there was no visit.
        (silent, None),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let capture = Capture::new(Same(end), folder.path(), "r", FILE_SIZE);
        let answer = capture.fetch(request()).await;
        let Some((expected, answered)) = expected else {
            assert_eq!(names(folder.path()), Vec::<String>::new());
            continue;
        };
        let items = items(folder.path(), "r-00001.warc.gz");
        let [Item::File(_), Item::Visit(facts, stored)] = items.as_slice() else {
            panic!("{items:?}");
        };
        assert_eq!(facts.end, expected);
        assert_eq!(stored.is_some(), answered);
        assert_eq!(facts.end.again(), Some(answer.outcome));
    }
}

#[tokio::test]
async fn a_release_that_came_with_its_row_is_told_of() {
    let folder = tempfile::tempdir().unwrap();
    let capture = Capture::new(Same(page), folder.path(), "r", FILE_SIZE);
    let visit = request().visit.unwrap();
    capture.unfetched(*visit, at()).await;
    let items = items(folder.path(), "r-00001.warc.gz");
    let [Item::File(_), Item::Visit(facts, None)] = items.as_slice() else {
        panic!("{items:?}");
    };
    assert_eq!((&facts.end, facts.ended), (&VisitEnd::Unfetched, at()));
}

#[tokio::test]
async fn files_are_followed_by_others_and_never_written_by_two_runs() {
    let folder = tempfile::tempdir().unwrap();
    let capture = Capture::new(Same(page), folder.path(), "r", 1);
    for _ in 0..3 {
        capture.fetch(request()).await;
    }
    capture.make_durable().await.unwrap();
    let expected = ["r-00001.warc.gz", "r-00002.warc.gz", "r-00003.warc.gz"];
    assert_eq!(names(folder.path()), expected);
    let again = Capture::new(Same(page), folder.path(), "r", 1);
    again.fetch(request()).await;
    let error = again.make_durable().await.unwrap_err();
    assert!(error.to_string().contains("r-00001.warc.gz"), "{error}");
}

#[tokio::test]
async fn what_cannot_be_kept_is_told_and_not_pointed_at() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(FOLDER), "in the way").unwrap();
    let capture = Capture::new(Same(page), folder.path(), "r", FILE_SIZE);
    for _ in 0..2 {
        let answer = capture.fetch(request()).await;
        let Ok(Fetched::Page(page)) = answer.outcome else {
            panic!("{answer:?}");
        };
        assert_eq!(page.capture, None);
        let error = capture.make_durable().await.unwrap_err();
        assert!(error.to_string().contains("captures"), "{error}");
    }
}
