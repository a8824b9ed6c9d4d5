//! Newsrooms in which things go wrong, and what must come out of them.
//!
//! A [`Fault`] is a row of a table: what a server does, and what a crawl must make of it.
//! Faults of single release pages share newsrooms; a fault of a source has a newsroom of its
//! own. Every newsroom also has good releases, which must come out exactly as they do when
//! nothing is wrong:
//!
//! ```ignore
//! page("a body that is cut off", problem(Class::Truncated), |at| {
//!     Reply::truncated(&at.release(), 100_000)
//! });
//! newsroom("a sitemap that is a web page")
//!     .source("kind = \"sitemap\"\nurl = \"http://{address}/sitemap.xml\"")
//!     .page("/sitemap.xml", |_| Reply::html("<h1>Sitemap</h1>"))
//!     .gives("/sitemap.xml", problem(Class::NotXml));
//! ```

mod hygiene;
mod room;
pub mod run;

use std::sync::Arc;

use dateline::problem::Class;
use serde_json::Value;

use super::site;
use super::{Asked, Reply, Server};

/// Stands wherever a fault hides a password; it may turn up nowhere.
pub const SECRET: &str = "hunter2-correct-horse";

/// What a faulty page is asked.
pub struct At<'a> {
    /// The request.
    pub asked: &'a Asked,
    /// The number of its release; 0 for pages of a newsroom's own.
    pub number: u32,
    /// `http://127.0.0.1:4711`.
    pub origin: &'a str,
}

impl At<'_> {
    /// `127.0.0.1:4711`.
    pub fn address(&self) -> &str {
        self.origin.trim_start_matches("http://")
    }

    /// The page of a good release with this number.
    pub fn release(&self) -> String {
        site::release(self.number)
    }

    /// The path of the release.
    pub fn path(&self) -> String {
        site::path(self.number)
    }

    /// What was asked for below the path of the release: `""`, `/next`, `?page=2`.
    pub fn below(&self) -> &str {
        self.asked.path.strip_prefix(&self.path()).unwrap_or("")
    }
}

type Script = Arc<dyn Fn(&At<'_>) -> Reply + Send + Sync>;

/// What must come out of an address.
#[derive(Debug, Clone)]
pub enum Gives {
    /// No record, and one problem of this class.
    Problem(Class),
    /// A record with these values, by JSON pointer, and no problem.
    Record(Vec<(&'static str, Value)>),
    /// Neither.
    Nothing,
}

/// No record, and one problem of this class.
pub fn problem(class: Class) -> Gives {
    Gives::Problem(class)
}

/// A record with these values, by JSON pointer, and no problem.
pub fn record<V: Into<Value>>(facts: impl IntoIterator<Item = (&'static str, V)>) -> Gives {
    Gives::Record(
        facts
            .into_iter()
            .map(|(pointer, value)| (pointer, value.into()))
            .collect(),
    )
}

/// One row of the table.
pub struct Fault {
    name: &'static str,
    place: Place,
    with: Vec<&'static str>,
}

enum Place {
    Page {
        /// The row that links to it, where it is not the usual one.
        row: Option<String>,
        script: Script,
        gives: Gives,
    },
    Newsroom(Own),
}

/// What a newsroom has beside its good releases.
#[derive(Default)]
struct Own {
    sources: Vec<String>,
    more: String,
    instead: Vec<(String, String)>,
    pages: Vec<(String, Script)>,
    gives: Vec<(String, Gives)>,
    none_come: bool,
    beside: Option<Server>,
}

/// A release page that does as the script says, below its path too.
pub fn page(
    name: &'static str,
    gives: Gives,
    script: impl Fn(&At<'_>) -> Reply + Send + Sync + 'static,
) -> Fault {
    Fault {
        name,
        place: Place::Page {
            row: None,
            script: Arc::new(script),
            gives,
        },
        with: Vec::new(),
    }
}

/// A newsroom with a faulty source beside the good listing, or whose own pages fail.
pub fn newsroom(name: &'static str) -> Fault {
    Fault {
        name,
        place: Place::Newsroom(Own::default()),
        with: Vec::new(),
    }
}

impl Fault {
    /// The address that the listing's row links to: `{path}`, `{address}` and `{number}` are
    /// filled in.
    pub fn linked(self, href: &str) -> Self {
        self.row(&format!("<li class=row><a href=\"{href}\">A row</a></li>"))
    }

    /// The listing's row for a page.
    pub fn row(mut self, html: &str) -> Self {
        match &mut self.place {
            Place::Page { row, .. } => *row = Some(html.to_owned()),
            Place::Newsroom(_) => panic!("{}: a newsroom has no row", self.name),
        }
        self
    }

    /// The keys of one more `[[source]]`, `{address}` filled in.
    pub fn source(mut self, keys: &str) -> Self {
        self.own().sources.push(keys.to_owned());
        self
    }

    /// More lines of the profile, before its sources.
    pub fn profile(mut self, lines: &str) -> Self {
        self.own().more.push_str(&format!("{lines}\n"));
        self
    }

    /// One text of the profile in place of another.
    pub fn instead(mut self, usual: &str, text: &str) -> Self {
        self.own().instead.push((usual.to_owned(), text.to_owned()));
        self
    }

    /// What a path of the newsroom answers: its source, a release, `/robots.txt`.
    pub fn page(
        mut self,
        path: &str,
        script: impl Fn(&At<'_>) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let page = (path.to_owned(), Arc::new(script) as Script);
        self.own().pages.push(page);
        self
    }

    /// What must come out of an address of the newsroom, given as its path.
    pub fn gives(mut self, path: &str, what: Gives) -> Self {
        self.own().gives.push((path.to_owned(), what));
        self
    }

    /// The fault keeps the good releases from coming too.
    pub fn none_come(mut self) -> Self {
        self.own().none_come = true;
        self
    }

    /// Another server of the newsroom, `{beside}` in its sources: what becomes of a host
    /// becomes of this one alone.
    pub fn beside(mut self, script: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        self.own().beside = Some(Server::start(script));
        self
    }

    /// Other settings than the usual.
    pub fn with(mut self, args: &[&'static str]) -> Self {
        self.with = args.to_vec();
        self
    }

    fn own(&mut self) -> &mut Own {
        match &mut self.place {
            Place::Newsroom(own) => own,
            Place::Page { .. } => panic!("{}: only for a newsroom", self.name),
        }
    }
}
