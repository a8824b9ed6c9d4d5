//! A made-up newsroom of any size on loopback: pages are computed from their number.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::{Reply, Server};

/// Releases on one listing page.
pub const ROWS: usize = 50;

/// A newsroom with releases 1 to `size`, the newest (the largest number) first.
pub struct Newsroom {
    pub server: Server,
    size: Arc<Mutex<usize>>,
    withdrawn: Arc<Mutex<Vec<usize>>>,
    arrivals: Receiver<()>,
}

impl Newsroom {
    /// Serves a newsroom with `size` releases.
    pub fn start(size: usize) -> Self {
        let size = Arc::new(Mutex::new(size));
        let current = Arc::clone(&size);
        let withdrawn: Arc<Mutex<Vec<usize>>> = Arc::default();
        let missing = Arc::clone(&withdrawn);
        let (arrived, arrivals) = channel();
        let server = Server::start(move |request| {
            let _ = arrived.send(());
            let missing = missing.lock().unwrap_or_else(PoisonError::into_inner);
            if missing
                .iter()
                .any(|number| request.path == format!("/releases/{number}"))
            {
                return Reply::status(404);
            }
            drop(missing);
            let size = *current.lock().unwrap_or_else(PoisonError::into_inner);
            answer(&request.path, size)
        });
        Self {
            server,
            size,
            withdrawn,
            arrivals,
        }
    }

    /// Waits until so many further requests have arrived, or until `over` says that none will.
    pub fn wait_for_requests(&self, mut count: usize, mut over: impl FnMut() -> bool) {
        while self.arrivals.try_recv().is_ok() {}
        while count > 0 {
            match self.arrivals.recv_timeout(Duration::from_millis(100)) {
                Ok(()) => count -= 1,
                Err(_) if over() => return,
                Err(_) => {}
            }
        }
    }

    /// Answers 404 for these, though they are listed.
    pub fn withdraw(&self, numbers: impl IntoIterator<Item = usize>) {
        self.withdrawn
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend(numbers);
    }

    /// Publishes further releases.
    pub fn publish(&self, more: usize) {
        *self.size.lock().unwrap_or_else(PoisonError::into_inner) += more;
    }

    /// Writes its profile to `folder/<id>.toml`.
    pub fn write_profile(&self, folder: &Path, id: &str) {
        fs::create_dir_all(folder).expect("a folder for profiles");
        let address = self.server.address();
        let profile = format!(
            r##"format = 1
id = "{id}"
name = "Numbers Office"
timezone = "UTC"
quality = {{ canaries = 0 }}
[politeness]
delay = "1s"
[urls]
include = ['^/releases/\d+$']
item_id = '/(\d+)$'
[[source]]
kind = "listing"
url = "http://{address}/news?page={{page}}"
order = "newest"
pages = {{ first = 0, step = 1 }}
stop = {{ seen_pages = 2, overlap_days = 0 }}
rows = "li.row"
min_rows = 1
row = {{ title = "a", date = ".date" }}
[page]
release = ["article h1"]
content = "article"
[fields]
title = "article h1"
date = [{{ label = "Date:" }}, {{ from = "dateline" }}]
[body]
css = ["div.text"]
"##
        );
        fs::write(folder.join(format!("{id}.toml")), profile).expect("the profile is written");
    }

    /// How often each release page was asked for.
    pub fn visits(&self) -> HashMap<usize, usize> {
        let mut visits = HashMap::new();
        for request in self.server.asked() {
            if let Some(number) = request
                .path
                .strip_prefix("/releases/")
                .and_then(|number| number.parse().ok())
            {
                *visits.entry(number).or_default() += 1;
            }
        }
        visits
    }
}

fn answer(path: &str, size: usize) -> Reply {
    if path == "/robots.txt" {
        return Reply::text("User-agent: *\nAllow: /\n");
    }
    if let Some(page) = path
        .strip_prefix("/news?page=")
        .and_then(|page| page.parse().ok())
    {
        return Reply::html(listing(page, size));
    }
    match path
        .strip_prefix("/releases/")
        .and_then(|number| number.parse().ok())
    {
        Some(number) if (1..=size).contains(&number) => Reply::html(release(number)),
        _ => Reply::status(404),
    }
}

fn listing(page: usize, size: usize) -> String {
    let mut rows = String::new();
    let newest = size.saturating_sub(page * ROWS);
    for number in (1..=newest).rev().take(ROWS) {
        let _ = write!(
            rows,
            "<li class=row><a href=\"/releases/{number}\">{}</a> <span class=date>{}</span></li>",
            title(number),
            day(number)
        );
    }
    format!(
        "<!doctype html><title>News</title><body>{}<ul>{rows}</ul></body>",
        navigation()
    )
}

fn release(number: usize) -> String {
    let mut text = String::new();
    for paragraph in 1..=6 {
        let _ = write!(
            text,
            "<p>{}The office counted the number {number} in paragraph {paragraph}, and found that it follows {} and \
             comes before {}, as it did when it was last counted. Nobody at the office was surprised by this.</p>",
            if paragraph == 1 {
                format!("VIENNA, {} &ndash; ", day(number))
            } else {
                String::new()
            },
            number - 1,
            number + 1
        );
    }
    format!(
        "<!doctype html><html lang=en><head><title>{0} | Numbers Office</title></head><body>{1}<article><h1>{0}</h1>\
         <p><b>Date:</b> {2}<br></p><div class=text>{text}</div></article><footer>Last updated: 1 January 2001</footer></body></html>",
        title(number),
        navigation(),
        day(number)
    )
}

fn title(number: usize) -> String {
    format!("Number {number} counted again")
}

/// One day of 2001 to 2020 each, over and over.
fn day(number: usize) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    format!(
        "{} {} {}",
        number % 28 + 1,
        MONTHS[number / 28 % 12],
        2001 + number / 336 % 20
    )
}

fn navigation() -> String {
    let mut links = String::new();
    for section in 1..=40 {
        let _ = write!(
            links,
            "<li><a href=\"/sections/{section}\">Section {section} of the office</a></li>"
        );
    }
    format!("<nav><ul>{links}</ul></nav>")
}
