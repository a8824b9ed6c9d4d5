//! One newsroom of a run: how it goes wrong, and whether what came out is what must.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use serde_json::Value;

use super::super::binary::Desk;
use super::super::site::{self, Site};
use super::super::{Asked, Reply, Server};
use super::{At, Fault, Gives, Own, Place, Script};

/// Faulty pages that share one newsroom.
const SHARED: usize = 6;

/// Fewer failures in a row than make a crawl leave a source.
const IN_A_ROW: usize = 3;

/// The first number of a faulty release; good ones count from 1.
const FIRST_FAULTY: u32 = 101;

/// Keys that differ from crawl to crawl, or with the profile.
const VOLATILE: [&str; 5] = [
    "fetched_at",
    "first_seen_at",
    "changed_at",
    "capture",
    "profile_hash",
];

/// One newsroom of a run.
pub(super) struct Room {
    org: String,
    site: Site,
    /// Good releases.
    good: Vec<u32>,
    rows: Vec<String>,
    sources: Vec<String>,
    more: String,
    instead: Vec<(String, String)>,
    pages: Vec<(String, u32, Script)>,
    /// What must come out of which address, and whose fault it is.
    gives: Vec<(&'static str, String, Gives)>,
    none_come: bool,
    beside: Option<Server>,
}

/// The newsrooms of a table: one for each that is its own, and shared ones for the pages.
pub(super) fn all(faults: Vec<Fault>) -> Vec<Room> {
    let mut rooms = Vec::new();
    let mut pages = Vec::new();
    for Fault { name, place, .. } in faults {
        match place {
            Place::Page { row, script, gives } => pages.push((name, row, script, gives)),
            Place::Newsroom(own) => rooms.push(Room::own(rooms.len(), name, own)),
        }
    }
    let shared = pages.len().div_ceil(SHARED);
    let mut dealt: Vec<Vec<_>> = (0..shared).map(|_| Vec::new()).collect();
    for (position, page) in pages.into_iter().enumerate() {
        dealt[position % shared].push(page);
    }
    for pages in dealt {
        let mut room = Room::empty(rooms.len());
        for (number, (name, row, script, gives)) in (FIRST_FAULTY..).zip(pages) {
            if room.pages.len().is_multiple_of(IN_A_ROW) {
                room.add_good();
            }
            let row = row.map_or_else(
                || usual_row(number),
                |row| room.filled(&row).replace("{number}", &number.to_string()),
            );
            room.rows.push(row.replace("{path}", &site::path(number)));
            room.pages.push((site::path(number), number, script));
            room.gives.push((name, site::path(number), gives));
        }
        room.add_good();
        rooms.push(room);
    }
    rooms
}

fn usual_row(number: u32) -> String {
    let path = site::path(number);
    format!("<li class=row><a href=\"{path}\">Item {path}</a></li>")
}

impl Room {
    fn empty(position: usize) -> Self {
        Self {
            org: format!("room-{position}"),
            site: Site::start(),
            good: Vec::new(),
            rows: Vec::new(),
            sources: Vec::new(),
            more: String::new(),
            instead: Vec::new(),
            pages: Vec::new(),
            gives: Vec::new(),
            none_come: false,
            beside: None,
        }
    }

    fn own(position: usize, name: &'static str, own: Own) -> Self {
        let Own {
            sources,
            more,
            instead,
            pages,
            gives,
            none_come,
            beside,
        } = own;
        let mut room = Self {
            sources,
            more,
            instead,
            pages: pages
                .into_iter()
                .map(|(path, script)| (path, 0, script))
                .collect(),
            gives: gives
                .into_iter()
                .map(|(path, gives)| (name, path, gives))
                .collect(),
            none_come,
            beside,
            ..Self::empty(position)
        };
        for _ in 0..3 {
            room.add_good();
        }
        room
    }

    fn add_good(&mut self) {
        let number = u32::try_from(self.good.len() + 1).expect("few releases");
        self.good.push(number);
        self.rows.push(usual_row(number));
    }

    fn filled(&self, text: &str) -> String {
        let address = self.site.server.address();
        let filled = text
            .replace("{address}", &address.to_string())
            .replace("{port}", &address.port().to_string());
        match &self.beside {
            Some(server) => filled.replace("{beside}", &server.address().to_string()),
            None => filled,
        }
    }

    /// The newsroom while nothing is wrong.
    pub(super) fn open(&self, selectors: &Path) {
        self.site.releases(self.good.iter().copied());
        self.write_profile(selectors, &[]);
    }

    fn write_profile(&self, selectors: &Path, sources: &[String]) {
        self.site.write_profile(selectors, &self.org, &self.more);
        let file = selectors.join(format!("{}.toml", self.org));
        let mut profile = fs::read_to_string(&file).expect("the profile");
        for (usual, text) in &self.instead {
            assert!(profile.contains(usual), "{usual} is in no profile");
            profile = profile.replace(usual, text);
        }
        for source in sources {
            profile.push_str(&format!("[[source]]\n{}\n", self.filled(source)));
        }
        fs::write(file, profile).expect("the profile is written");
    }

    /// The same newsroom once things go wrong.
    pub(super) fn go_wrong(&self, selectors: &Path) {
        let rows = self.rows.concat();
        self.site.page("/news", move |_| {
            Reply::html(format!("<!doctype html><title>News</title><ul>{rows}</ul>"))
        });
        let origin = self.site.server.url("");
        for (path, number, script) in &self.pages {
            let (script, number, origin) = (Arc::clone(script), *number, origin.clone());
            let answer = move |asked: &Asked| {
                script(&At {
                    asked,
                    number,
                    origin: &origin,
                })
            };
            if number == 0 {
                self.site.page(path, answer);
            } else {
                self.site.tree(path, answer);
            }
        }
        self.write_profile(selectors, &self.sources);
    }

    /// Requests that came here so far.
    pub(super) fn requests(&self) -> usize {
        self.site.server.asked().len()
    }

    /// Whoever is asked here, on whatever host, is asked for one thing at a time and left alone in
    /// between; what is said against it.
    pub(super) fn asked_too_often(&self, before: usize, least: Duration) -> Vec<String> {
        let mut complaints = Vec::new();
        let mut last: HashMap<String, Asked> = HashMap::new();
        for asked in self.site.server.asked().into_iter().skip(before) {
            let (host, path) = (asked.host.clone(), asked.path.clone());
            let at_once = self.site.server.most_at_once(&host);
            let Some(last) = last.insert(host.clone(), asked.clone()) else {
                continue;
            };
            let gap = last.ended.map_or(Duration::ZERO, |ended| {
                asked.arrived.saturating_duration_since(ended)
            });
            if (gap < least && !last.abandoned) || at_once > 1 {
                complaints.push(format!(
                    "{}: {host}{path} {gap:?} after {}, {at_once} at once",
                    self.org, last.path
                ));
            }
        }
        complaints
    }

    pub(super) fn judge(
        &self,
        clean: &Desk,
        faulty: &Desk,
        problems: &[Value],
        complaints: &mut Vec<String>,
    ) {
        let mut complain = |fault: &str, what: String| {
            complaints.push(format!("{fault} ({}): {what}", self.org));
        };
        let records = faulty.records(&self.org);
        let is_good = |record: &&Value| {
            let number = |number: &u32| record["id"] == format!("{}:{number}", self.org);
            self.good.iter().any(number)
        };
        let wanted = if self.none_come {
            Vec::new()
        } else {
            clean.records(&self.org).iter().map(steady).collect()
        };
        let found: Vec<Value> = records.iter().filter(is_good).map(steady).collect();
        if found != wanted {
            let name = self.gives.first().map_or("", |(name, ..)| *name);
            complain(
                name,
                format!("the other releases changed: {found:#?}\nwanted: {wanted:#?}"),
            );
        }
        let mut others: Vec<&Value> = records.iter().filter(|record| !is_good(record)).collect();
        let mut problems: Vec<&Value> = problems
            .iter()
            .filter(|problem| problem["org"] == *self.org)
            .collect();
        for (name, path, gives) in &self.gives {
            let path = &self.filled(path);
            let address = if path.starts_with("http") {
                path.clone()
            } else {
                self.site.server.url(path)
            };
            let number = path.trim_start_matches("/releases/");
            let id = format!("{}:{number}", self.org);
            let recorded = take(&mut others, |record| {
                record["id"] == id || record["url"] == address
            });
            let told = take(&mut problems, |problem| {
                let url = problem["url"].as_str().unwrap_or_default();
                url == path || url.replacen("https:", "http:", 1) == address
            });
            match gives {
                Gives::Problem(class) => {
                    let classes: Vec<_> = told.iter().map(|problem| &problem["class"]).collect();
                    if classes != [class.as_str()] {
                        complain(name, format!("{class} wanted, found {told:#?}"));
                    }
                    if !recorded.is_empty() {
                        complain(name, format!("recorded: {recorded:#?}"));
                    }
                }
                Gives::Record(facts) => {
                    if !told.is_empty() {
                        complain(name, format!("a record wanted, found {told:#?}"));
                    }
                    let [record] = recorded[..] else {
                        complain(name, format!("one record wanted: {recorded:#?}"));
                        continue;
                    };
                    for (pointer, value) in facts {
                        if record.pointer(pointer) != Some(value) {
                            complain(name, format!("{pointer}: {value} wanted, found {record:#}"));
                        }
                    }
                }
                Gives::Nothing => {
                    if !told.is_empty() || !recorded.is_empty() {
                        complain(name, format!("nothing wanted: {told:#?} {recorded:#?}"));
                    }
                }
            }
        }
        if !others.is_empty() || !problems.is_empty() {
            let names: Vec<&str> = self.gives.iter().map(|(name, ..)| *name).collect();
            complain(
                &names.join(" | "),
                format!("came out too: {others:#?} {problems:#?}"),
            );
        }
    }
}

/// Takes out what belongs to one fault.
fn take<'v>(values: &mut Vec<&'v Value>, belongs: impl Fn(&Value) -> bool) -> Vec<&'v Value> {
    let (taken, left) = values.iter().copied().partition(|value| belongs(value));
    *values = left;
    taken
}

fn steady(record: &Value) -> Value {
    let mut record = record.clone();
    let keys = record.as_object_mut().expect("an object");
    keys.retain(|key, _| !VOLATILE.contains(&key.as_str()));
    record
}
