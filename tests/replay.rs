//! Captures: what a crawl keeps, and what is read from it again.

mod support;

use std::fs;
use std::path::PathBuf;

use support::Reply;
use support::binary::Desk;
use support::site::{self, Site};

/// A newsroom with three good releases, one that has moved and one that is missing.
fn newsroom() -> (Site, Desk) {
    let (site, desk) = (Site::start(), Desk::new());
    for number in 1..=3 {
        site.release(number);
    }
    let moved = site::path(40);
    site.page(&site::path(4), move |_| Reply::redirect(301, moved.clone()));
    site.page(&site::path(40), |_| Reply::html(site::release(4)));
    site.listing(&(1..=5).map(site::path).collect::<Vec<_>>());
    site.write_profile(&desk.selectors(), "office", "");
    (site, desk)
}

fn captures(desk: &Desk) -> Vec<PathBuf> {
    let entries = fs::read_dir(desk.data().join("captures"));
    let mut paths: Vec<PathBuf> = entries
        .into_iter()
        .flatten()
        .map(|entry| entry.expect("a capture").path())
        .collect();
    paths.sort();
    paths
}

#[test]
fn records_point_at_what_they_were_read_from() {
    let (_site, desk) = newsroom();
    desk.run_crawl(&["office", "--capture"]).with_code(0);
    let files = captures(&desk);
    assert_eq!(files.len(), 1, "{files:?}");
    let records = desk.records("office");
    assert_eq!(records.len(), 4);
    let bytes = fs::read(&files[0]).expect("a capture");
    for record in records {
        let capture = record["capture"].as_str().expect("a capture");
        let (file, at) = capture.split_once('#').expect("a place");
        assert_eq!(desk.data().join(file), files[0]);
        let member = &bytes[at.parse().expect("a number")..];
        let mut decoder = flate2::read::GzDecoder::new(member);
        let mut text = String::new();
        std::io::Read::read_to_string(&mut decoder, &mut text).expect("one member");
        let title = record["title"].as_str().expect("a title");
        assert!(
            text.starts_with("WARC/1.1\r\nWARC-Type: response\r\n"),
            "{text}"
        );
        assert!(text.contains(title), "{text}");
    }
}
