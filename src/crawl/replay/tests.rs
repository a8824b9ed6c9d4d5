use jiff::Timestamp;

use super::*;
use crate::archive::{VisitEnd, VisitFacts};
use crate::fetch::{Answer, Asking, Exchange, Fetched, saved_page};
use crate::page::Page;
use crate::record::Record;
use crate::sink::Collected;
use crate::target::{PageKind, SourceId};

const NEWS: &str = "https://press.example/news";

fn profile() -> Arc<Profile> {
    let text = format!(
        "format = 1\nid = \"press\"\nname = \"Press\"\nlanguages = [\"en\"]\ntimezone = \"UTC\"\n\
         urls = {{ include = ['^/releases/'], item_id = '^/releases/(\\d+)' }}\n\
         page = {{ release = [\"article h1\"], content = \"article\" }}\n\
         fields = {{ title = \"article h1\", date = \"article time\" }}\n\
         body = {{ css = [\"div.text\"] }}\n\
         [[source]]\nkind = \"listing\"\nurl = \"{NEWS}\"\nrows = \"li\"\n"
    );
    let loaded = crate::profile::parse(std::path::Path::new("press.toml"), &text, &|_| None);
    let drawn = loaded.render();
    Arc::new(loaded.profile.expect(&drawn))
}

/// What a visit met.
#[derive(Clone, Copy)]
enum Met {
    /// A page with this sentence in it.
    Page(&'static str),
    Missing,
    Same,
}

/// A visit to release 1.
fn visit(run: &str, day: i8, met: Met, is_settled: bool) -> PastVisit {
    let ended: Timestamp = format!("2026-01-{day:02}T09:00:00.123456789Z")
        .parse()
        .unwrap();
    let url: url::Url = "https://press.example/releases/1".parse().unwrap();
    let target = Target {
        url: url.clone(),
        kind: PageKind::Release,
        profile: ProfileId::try_from("press".to_owned()).unwrap(),
        source: SourceId::new(NEWS),
        key: "press:1".to_owned(),
        teaser: None,
        step: None,
        modified: None,
    };
    let asking = Asking {
        target,
        visited_at: None,
        failures: 0,
        canary: None,
        trusts: false,
    };
    let (end, status, outcome) = match met {
        Met::Page(text) => {
            let html = format!(
                "<html lang=en><article><h1>Bridge opens</h1><time>5 January 2026</time>\
                 <div class=text><p>The bridge was opened to the public today. {text}</p></div></article>"
            );
            let page = saved_page(html.as_bytes(), Some(url.clone()), ended, Some("text/html"));
            let page = Page {
                capture: Some(format!("captures/{run}-00001.warc.gz#{day}")),
                ..page
            };
            let end = VisitEnd::Page {
                url: Some(url.clone()),
            };
            (end, 200, Fetched::Page(Box::new(page)))
        }
        Met::Missing => (
            VisitEnd::Gone { status: 404 },
            404,
            Fetched::Gone { status: 404 },
        ),
        Met::Same => {
            let validators = crate::page::Validators::default();
            (
                VisitEnd::NotModified,
                304,
                Fetched::NotModified { validators },
            )
        }
    };
    PastVisit {
        run: run.to_owned(),
        facts: VisitFacts::with_end(asking, ended, end),
        is_settled,
        pointer: None,
        answer: Some(Answer {
            outcome: Ok(outcome),
            exchanges: vec![Exchange {
                url,
                status: Some(status),
                waited: std::time::Duration::ZERO,
                received: 0,
                bytes: 0,
                ended,
                paced: None,
                raw: None,
            }],
            weight: None,
        }),
        stored: None,
    }
}

async fn replayed(visits: Vec<PastVisit>) -> Vec<Record> {
    let profile = profile();
    let mut replay = Replay::new(Collected::new(), Arc::new(|_| {}), 4096);
    for visit in visits {
        replay.visit(&profile, visit).await.unwrap();
    }
    replay.end().await.unwrap().records()
}

/// `change state revision day`
fn told(records: &[Record]) -> Vec<String> {
    let told = records.iter().map(|record| {
        let Record {
            change,
            state,
            revision,
            fetched_at,
            ..
        } = record;
        let day = fetched_at.to_string()[8..10].to_owned();
        format!("{change:?} {state:?} {revision} {day}")
    });
    told.collect()
}

#[tokio::test]
async fn what_a_release_went_through_is_gone_through_again() {
    let one = "It is open all day.";
    let other = "It is open at night.";
    #[rustfmt::skip]
    let cases: Vec<(&str, Vec<PastVisit>, Vec<&str>)> = vec![
        ("new, looked at again, edited", vec![
            visit("a", 5, Met::Page(one), true),
            visit("b", 6, Met::Same, true),
            visit("c", 7, Met::Page(one), true),
            visit("d", 8, Met::Page(other), true),
        ], vec!["New Live 1 05", "Content Live 2 08"]),
        ("gone after two looks a day apart, and back", vec![
            visit("a", 5, Met::Page(one), true),
            visit("b", 6, Met::Missing, true),
            visit("c", 8, Met::Missing, true),
            visit("d", 9, Met::Page(one), true),
        ], vec!["New Live 1 05", "State Gone 1 08", "State Live 1 09"]),
        ("missing once", vec![
            visit("a", 5, Met::Page(one), true),
            visit("b", 6, Met::Missing, true),
            visit("c", 7, Met::Page(one), true),
            visit("d", 8, Met::Missing, true),
        ], vec!["New Live 1 05"]),
        ("a visit that never came to count", vec![
            visit("a", 5, Met::Page(one), false),
            visit("b", 6, Met::Page(one), true),
            visit("c", 7, Met::Page(other), false),
            visit("d", 8, Met::Page(other), true),
        ], vec!["New Live 1 06", "Content Live 2 08"]),
    ];
    for (fact, visits, expected) in cases {
        let records = replayed(visits).await;
        assert_eq!(told(&records), expected, "{fact}");
        let of_a_page = |record: &&Record| record.state == crate::record::State::Live;
        for record in records.iter().filter(of_a_page) {
            assert!(record.capture.is_some(), "{fact}");
        }
    }
}
