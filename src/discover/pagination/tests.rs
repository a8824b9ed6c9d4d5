//! How walks go on and end, as a table of facts.

use std::path::Path;

use super::*;
use crate::discover::listing::NextLink;

/// A listing of numbered pages, newest first: three seen pages and 30 days.
const NUMBERED: &str = r#"
order = "newest"
url = "https://press.example/news?page={page}"
pages = { first = 0 }
stop = { seen_pages = 3, overlap_days = 30, max_pages = 50 }
rows = "li"
min_rows = 2
"#;
const UNORDERED: &str = r#"
url = "https://press.example/news?page={page}"
pages = { first = 10, step = 10 }
rows = "li"
min_rows = 0
"#;
const LINKED: &str = r#"
order = "newest"
url = "https://press.example/news"
next = "a.next"
rows = "li"
"#;
const WITHIN: &str = r#"
url = "https://press.example/news"
next = "a.next"
next_within = '^/news\?page='
rows = "li"
"#;
const SINGLE: &str = "url = \"https://press.example/news\"\nrows = \"li\"\n";

fn profile(source: &str) -> Profile {
    let text = format!("id = \"press\"\nname = \"Press\"\n[[source]]\n{source}");
    let loaded = crate::profile::parse(Path::new("press.toml"), &text, &|_| None);
    let drawn = loaded.render();
    loaded.profile.expect(&drawn)
}

fn now() -> Timestamp {
    "2026-03-31T12:00:00Z".parse().unwrap()
}

fn step(page: u32) -> Step {
    Step {
        page,
        previous_rows: Some(format!("rows of page {page}")),
        ..Step::default()
    }
}

/// A page of ten rows, nothing of it known.
fn rows() -> Facts {
    Facts {
        rows: 10,
        linked: 10,
        fingerprint: "rows".to_owned(),
        ..Facts::default()
    }
}

fn settled(newest: Option<&str>) -> Facts {
    Facts {
        all_settled: true,
        all_known: true,
        newest: newest.map(|day| day.parse().unwrap()),
        ..rows()
    }
}

fn empty() -> Facts {
    Facts {
        all_settled: true,
        all_known: true,
        fingerprint: "nothing".to_owned(),
        ..Facts::default()
    }
}

fn linking(to: &str) -> Facts {
    Facts {
        url: Some(Url::parse("https://press.example/news").unwrap()),
        next_link: NextLink::To(Url::parse(to).unwrap()),
        ..rows()
    }
}

fn walk(complete: bool, deepest: u32) -> Walk {
    Walk {
        complete,
        deepest,
        ended_at: None,
    }
}

/// A course in short: `page 3`, `end`, `stop`, with `drift` where there is one.
fn short(course: &Course) -> String {
    let next = match &course.next {
        Next::Page(target) => format!("page {}", target.step.as_ref().unwrap().page),
        Next::Stop { complete: true, .. } => "end".to_owned(),
        Next::Stop {
            complete: false, ..
        } => "stop".to_owned(),
    };
    let drift = course.drift.as_ref().map_or("", |_| ", drift");
    let trap = course.trap.as_ref().map_or("", |_| ", trap");
    format!("{next}{drift}{trap}")
}

fn go(source: &str, step: &Step, facts: &Facts, walk: &Walk) -> Course {
    let profile = profile(source);
    next_page(&profile, &profile.sources[0], step, facts, walk, now())
}

#[test]
fn a_walk_goes_on_or_ends() {
    let first = walk(false, 0);
    let later = walk(true, 12);
    let head = |page| Step {
        head: true,
        ..step(page)
    };
    let seen = |page, seen_pages| Step {
        seen_pages,
        ..step(page)
    };
    let after_empty = |page| Step {
        empty_pages: 1,
        ..step(page)
    };
    let after_landmark = |page, fingerprint: &str| Step {
        landmark: Some(fingerprint.to_owned()),
        ..step(page)
    };
    let answered = |path: &str| Facts {
        url: Some(Url::parse(&format!("https://press.example{path}")).unwrap()),
        ..rows()
    };
    let on_page = |path: &str, to: &str| Facts {
        next_link: linking(to).next_link,
        ..answered(path)
    };
    let after = |page, fingerprint: &str| Step {
        previous_rows: Some(fingerprint.to_owned()),
        ..step(page)
    };
    let old = settled(Some("2026-02-27"));
    let young = settled(Some("2026-03-02"));
    let undated = settled(None);
    let few = Facts {
        rows: 1,
        linked: 1,
        ..rows()
    };
    let astray = Facts {
        linked: 0,
        ..rows()
    };
    let dead_end = Facts {
        next_link: NextLink::Unusable(Class::Offsite, "elsewhere".to_owned()),
        ..rows()
    };
    let empty_with_link = Facts {
        next_link: linking("https://press.example/news/2").next_link,
        ..empty()
    };
    #[rustfmt::skip]
        let facts: &[(&str, &str, Step, &Facts, &Walk, &str)] = &[
            // A first walk goes to the end, whatever was seen.
            ("the first page leads to the second", NUMBERED, step(0), &rows(), &first, "page 1"),
            ("a first walk does not stop at what is settled", NUMBERED, seen(6, 9), &old, &first, "page 7"),
            ("nor when the order is not known", UNORDERED, seen(6, 9), &old, &later, "page 7"),
            // A later walk: both conditions.
            ("seen pages and old enough", NUMBERED, seen(4, 2), &old, &later, "end"),
            ("one seen page too few", NUMBERED, seen(4, 1), &old, &later, "page 5"),
            ("seen, but too young", NUMBERED, seen(4, 2), &young, &later, "page 5"),
            ("without dates the seen pages decide", NUMBERED, seen(4, 2), &undated, &later, "end"),
            ("a page with news is not seen", NUMBERED, seen(4, 9), &rows(), &later, "page 5"),
            // The end.
            ("an empty page is asked about", NUMBERED, step(12), &empty(), &later, "page 13"),
            ("a second one is the end", NUMBERED, after_empty(13), &empty(), &later, "end"),
            ("one page less than before is no drift", NUMBERED, after_empty(12), &empty(), &later, "end"),
            ("two pages less are", NUMBERED, after_empty(11), &empty(), &later, "stop, drift"),
            ("an empty page followed by rows is a hole", NUMBERED, after_empty(5), &rows(), &first, "page 6, drift"),
            ("the rows of the page before", NUMBERED, after(12, "rows"), &rows(), &later, "end"),
            ("the second page is the first again", NUMBERED, after(1, "rows"), &rows(), &first, "end, trap"),
            ("where there were many", NUMBERED, after(1, "rows"), &rows(), &later, "stop, drift, trap"),
            ("the third page is the second again", NUMBERED, after(2, "rows"), &rows(), &first, "end"),
            ("some rows again are news that pushed them down", NUMBERED, after(2, "others"), &rows(), &first, "page 3"),
            ("an earlier page again", NUMBERED, after_landmark(9, "rows"), &rows(), &first, "end, trap"),
            ("too high a number leads to the first page", NUMBERED, step(12), &answered("/news?page=0"), &later, "end"),
            ("every number does", NUMBERED, step(1), &answered("/news?page=0"), &first, "end, trap"),
            ("too high a number leads home", NUMBERED, step(12), &answered("/"), &later, "end"),
            ("too early", NUMBERED, step(3), &answered("/"), &later, "stop, drift"),
            ("the same far too early", NUMBERED, after(3, "rows"), &rows(), &later, "stop, drift"),
            ("max_pages", NUMBERED, step(49), &rows(), &first, "end, trap"),
            ("an empty last page by max_pages", NUMBERED, step(49), &empty(), &first, "end"),
            ("a single page", SINGLE, step(0), &rows(), &first, "end"),
            ("a single page that was once many", SINGLE, step(0), &rows(), &later, "end"),
            // First pages.
            ("fewer rows than min_rows", NUMBERED, step(0), &few, &first, "stop, drift"),
            ("no rows", NUMBERED, step(0), &empty(), &later, "stop, drift"),
            ("fewer further down are the tail", NUMBERED, step(11), &few, &later, "page 12"),
            ("min_rows = 0 allows none", UNORDERED, after_empty(1), &empty(), &first, "end"),
            ("but not where there were many", UNORDERED, after_empty(1), &empty(), &later, "stop, drift"),
            ("rows that lead nowhere", NUMBERED, step(0), &astray, &later, "stop, drift"),
            ("further down they are only unwanted", NUMBERED, step(1), &astray, &first, "page 2"),
            // Links.
            ("a link is followed", LINKED, step(0), &linking("https://press.example/news/2"), &first, "page 1"),
            ("a link to itself is none", LINKED, step(0), &linking("https://press.example/news"), &first, "end"),
            ("a link out of the listing makes one page of it", LINKED, step(0), &linking("https://press.example/calendar/2031/05"), &first, "stop, drift, trap"),
            ("nor is it the end where no walk has been", LINKED, step(12), &on_page("/news?page=12", "https://press.example/news/bridges?page=2"), &first, "stop, drift, trap"),
            ("it is where the profile says so", WITHIN, step(12), &on_page("/news?page=12", "https://press.example/news/bridges?page=2"), &first, "end"),
            ("and where one has", LINKED, step(12), &on_page("/news?page=12", "https://press.example/news/bridges?page=2"), &later, "end, trap"),
            ("a link back to the first page", LINKED, step(4), &on_page("/news?page=4", "https://press.example/news"), &first, "end, trap"),
            ("no link is the end", LINKED, step(12), &rows(), &later, "end"),
            ("no link far too early", LINKED, step(2), &rows(), &later, "stop, drift"),
            ("a link that cannot be followed is no end", LINKED, step(2), &dead_end, &first, "stop, drift"),
            ("an empty page without a link is the end", LINKED, step(3), &empty(), &first, "end"),
            ("an empty page with one is asked about", LINKED, step(3), &empty_with_link, &first, "page 4"),
            // A look at the news above an unfinished first walk.
            ("news lead on", NUMBERED, head(0), &rows(), &first, "page 1"),
            ("what is known ends it", NUMBERED, head(1), &settled(None), &first, "stop"),
        ];
    for (fact, source, step, facts, walk, expected) in facts {
        let course = go(source, step, facts, walk);
        assert_eq!(short(&course), *expected, "{fact}: {course:?}");
    }
}

#[test]
fn a_page_that_is_not_there_ends_the_listing_unless_too_early() {
    let profile = profile(NUMBERED);
    for (page, empty_pages, deepest, expected, depth) in [
        (4, 0, 0, "end", 4),
        (4, 0, 5, "end", 4),
        (4, 0, 6, "stop, drift", 4),
        (5, 1, 4, "end", 4),
        (1, 1, 0, "end", 0),
    ] {
        let step = Step {
            empty_pages,
            ..step(page)
        };
        let course = after_missing_page(&profile.sources[0], &step, &walk(true, deepest));
        assert_eq!(short(&course), expected, "page {page}, deepest {deepest}");
        assert_eq!(course.depth, depth);
    }
}

#[test]
fn depth_counts_pages_with_rows_of_their_own() {
    let first = walk(false, 0);
    let repeated = Step {
        previous_rows: Some("rows".to_owned()),
        ..step(7)
    };
    let confirmed = Step {
        empty_pages: 1,
        ..step(8)
    };
    for (step, facts, depth) in [
        (step(0), rows(), 1),
        (step(6), rows(), 7),
        (step(7), empty(), 7),
        (confirmed, empty(), 7),
        (repeated, rows(), 7),
    ] {
        assert_eq!(go(NUMBERED, &step, &facts, &first).depth, depth, "{step:?}");
    }
}

#[test]
fn pages_are_numbered_as_the_profile_says_and_keep_count() {
    for (source, page, address) in [
        (NUMBERED, 0, "https://press.example/news?page=1"),
        (NUMBERED, 7, "https://press.example/news?page=8"),
        (UNORDERED, 0, "https://press.example/news?page=20"),
        (UNORDERED, 7, "https://press.example/news?page=90"),
    ] {
        let course = go(source, &step(page), &rows(), &walk(false, 0));
        let Next::Page(target) = course.next else {
            panic!("{course:?}");
        };
        assert_eq!(target.url.as_str(), address);
        assert_eq!(target.key, address);
        let next = target.step.unwrap();
        assert_eq!(next.page, page + 1);
        assert_eq!(next.previous_rows.as_deref(), Some("rows"));
    }
}

#[test]
fn seen_pages_are_counted_in_a_row() {
    let later = walk(true, 12);
    for (before, facts, after) in [
        (0, settled(Some("2026-03-30")), 1),
        (4, settled(Some("2026-03-30")), 5),
        (4, rows(), 0),
        (4, empty(), 0),
    ] {
        let step = Step {
            seen_pages: before,
            ..step(2)
        };
        let Next::Page(target) = go(NUMBERED, &step, &facts, &later).next else {
            panic!("it goes on");
        };
        assert_eq!(target.step.unwrap().seen_pages, after);
    }
}

#[test]
fn a_circle_of_pages_is_left_however_wide_it_is() {
    let profile = profile(LINKED);
    let source = &profile.sources[0];
    for width in [2, 3, 5, 17, 100] {
        let mut step = Step::default();
        let mut pages = 0;
        loop {
            let facts = Facts {
                url: Url::parse(&format!("https://press.example/news/{}", step.page)).ok(),
                fingerprint: format!("rows {}", step.page % width),
                ..linking(&format!("https://press.example/news/{}", step.page + 1))
            };
            pages += 1;
            match next_page(&profile, source, &step, &facts, &walk(false, 0), now()).next {
                Next::Page(target) => step = target.step.unwrap(),
                Next::Stop { complete, why } => {
                    assert!(complete, "{why}");
                    break;
                }
            }
        }
        assert!(pages <= 4 * width, "{pages} pages of {width}");
    }
}

#[test]
fn a_look_at_the_news_takes_no_page_of_the_walk() {
    let profile = profile(NUMBERED);
    let first = first_page(&profile, &profile.sources[0], None, false).unwrap();
    let head = first_page(&profile, &profile.sources[0], None, true).unwrap();
    assert_eq!(first.url, head.url);
    assert_ne!(first.key, head.key);
    let step = head.step.unwrap();
    let Next::Page(second) = go(NUMBERED, &step, &rows(), &walk(false, 4)).next else {
        panic!("it goes on");
    };
    assert!(second.step.unwrap().head);
    assert!(second.key.starts_with("head "));
}

#[test]
fn drift_says_what_and_where() {
    let leads_off = NextLink::Unusable(Class::Offsite, "it is elsewhere".to_owned());
    for (source, facts, class, marks) in [
        (NUMBERED, empty(), Class::Empty, ["`li`", "at least 2"]),
        (
            NUMBERED,
            Facts {
                linked: 0,
                ..rows()
            },
            Class::Empty,
            ["none of the 10 rows", "[urls]"],
        ),
        (
            LINKED,
            Facts {
                next_link: leads_off,
                ..rows()
            },
            Class::Offsite,
            ["cannot be visited", "it is elsewhere"],
        ),
    ] {
        let drift = go(source, &step(0), &facts, &walk(true, 3)).drift.unwrap();
        assert_eq!(drift.class, class, "{drift:?}");
        let drift = drift.message;
        for mark in marks {
            assert!(drift.contains(mark), "{mark} in {drift}");
        }
        assert!(drift.contains("https://press.example/news"), "{drift}");
    }
}

const DOCUMENT: &str = r#"
kind = "json"
url = "https://press.example/api?page={page}"
pages = { first = 1 }
rows = "results"
total = "count"
"#;
const BY_CURSOR: &str = r#"
kind = "json"
url = "https://press.example/api?after={cursor}"
pages = { cursor = "next" }
rows = "results"
"#;
const BY_YEAR: &str = r#"
url = "https://press.example/{year}?page={page}"
pages = { first = 0 }
years = { first = 2020 }
rows = "li"
min_rows = 5
"#;

#[test]
fn a_total_ends_a_walk_and_tells_of_one_that_ends_before_it() {
    let first = walk(false, 0);
    let of = |total: u64, facts: Facts| Facts {
        total: Some(total),
        ..facts
    };
    let after = |page: u32, rows: u64, empty_pages: u32| Step {
        rows,
        empty_pages,
        ..step(page)
    };
    #[rustfmt::skip]
    let cases = [
        (after(0, 0, 0), of(25, rows()), "page 1"),
        (after(1, 10, 0), of(25, rows()), "page 2"),
        (after(2, 20, 0), of(25, rows()), "end"),
        (after(0, 0, 0), of(10, rows()), "end"),
        // It counts something else.
        (after(1, 10, 0), of(3, rows()), "page 2"),
        // The rows end too early, by more than a page.
        (after(3, 20, 1), of(25, empty()), "end"),
        (after(3, 20, 1), of(250, empty()), "stop, drift"),
    ];
    for (step, facts, expected) in cases {
        let course = go(DOCUMENT, &step, &facts, &first);
        assert_eq!(short(&course), expected, "{step:?} {:?}", facts.total);
    }
    let Next::Page(second) = go(DOCUMENT, &after(1, 10, 0), &rows(), &first).next else {
        panic!("it goes on");
    };
    assert_eq!(second.step.unwrap().rows, 20);
}

#[test]
fn a_cursor_names_the_next_page() {
    let first = walk(false, 0);
    let named = |cursor: &str| Facts {
        url: Some(Url::parse("https://press.example/api?after=a").unwrap()),
        next_link: NextLink::After(cursor.to_owned()),
        ..rows()
    };
    let Next::Page(next) = go(BY_CURSOR, &step(1), &named("b c"), &first).next else {
        panic!("it goes on");
    };
    assert_eq!(next.url.as_str(), "https://press.example/api?after=b%20c");
    assert_eq!(short(&go(BY_CURSOR, &step(1), &named("a"), &first)), "end");
    assert_eq!(short(&go(BY_CURSOR, &step(1), &rows(), &first)), "end");
    let profile = profile(BY_CURSOR);
    let missing = after_missing_page(&profile.sources[0], &step(2), &first);
    assert_eq!(short(&missing), "stop, drift", "it was named");
}

#[test]
fn a_refused_number_is_past_the_end_only_of_a_numbered_interface() {
    for (source, page, status, past) in [
        (DOCUMENT, 4, 400, true),
        (DOCUMENT, 4, 422, true),
        (DOCUMENT, 4, 403, false),
        (DOCUMENT, 4, 500, false),
        (DOCUMENT, 0, 400, false),
        (BY_CURSOR, 4, 400, false),
        (NUMBERED, 4, 400, false),
    ] {
        let profile = profile(source);
        let found = is_past_the_end(&profile.sources[0], &step(page), status);
        assert_eq!(found, past, "{source} {page} {status}");
    }
}

#[test]
fn a_year_without_rows_is_no_news_unless_it_had_some() {
    let year = |page| Step {
        period: Some(Period {
            year: 2024,
            month: None,
        }),
        page,
        ..Step::default()
    };
    let profile = profile(BY_YEAR);
    let source = &profile.sources[0];
    for (deepest, expected) in [(0, "end"), (3, "stop, drift")] {
        let known = walk(true, deepest);
        let missing = after_missing_page(source, &year(0), &known);
        assert_eq!(short(&missing), expected);
        assert_eq!(short(&go(BY_YEAR, &year(0), &empty(), &known)), expected);
    }
    // Fewer than `min_rows` are as many as a year may have.
    let few = Facts { rows: 1, ..rows() };
    let Next::Page(next) = go(BY_YEAR, &year(0), &few, &walk(false, 0)).next else {
        panic!("it goes on");
    };
    assert_eq!(next.url.as_str(), "https://press.example/2024?page=1");
    assert_eq!(next.step.unwrap().period, year(0).period);
}
