//! A small newsroom for one test: releases that do what the test says, among others that
//! must come out exactly.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use super::{Asked, Reply, Server};

/// The pages of a newsroom by path; anything else is 404.
pub struct Site {
    pub server: Server,
    pages: Arc<Mutex<Pages>>,
}

#[derive(Default)]
struct Pages {
    exact: BTreeMap<String, Scripted>,
    /// Paths with all that is below them.
    trees: BTreeMap<String, Scripted>,
}

impl Pages {
    fn script(&self, path: &str) -> Option<Scripted> {
        let below = |tree: &str| {
            path.strip_prefix(tree)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?', '#']))
        };
        self.exact
            .get(path)
            .or_else(|| {
                self.trees
                    .iter()
                    .find(|(tree, _)| below(tree))
                    .map(|(_, s)| s)
            })
            .cloned()
    }
}

type Scripted = Arc<dyn Fn(&Asked) -> Reply + Send + Sync>;

impl Site {
    /// A newsroom with an empty listing at `/news` and a robots.txt that allows all.
    pub fn start() -> Self {
        let pages: Arc<Mutex<Pages>> = Arc::default();
        let current = Arc::clone(&pages);
        let server = Server::start(move |asked| {
            let script = current
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .script(&asked.path);
            script.map_or_else(|| Reply::status(404), |script| script(asked))
        });
        let site = Self { server, pages };
        site.page("/robots.txt", |_| Reply::text("User-agent: *\nAllow: /\n"));
        site
    }

    /// What a path answers.
    pub fn page(&self, path: &str, script: impl Fn(&Asked) -> Reply + Send + Sync + 'static) {
        self.pages
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .exact
            .insert(path.to_owned(), Arc::new(script));
    }

    /// What a path and everything below it answers.
    pub fn tree(&self, path: &str, script: impl Fn(&Asked) -> Reply + Send + Sync + 'static) {
        self.pages
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .trees
            .insert(path.to_owned(), Arc::new(script));
    }

    /// A good release at `/releases/<number>`.
    pub fn release(&self, number: u32) {
        self.page(&path(number), move |_| Reply::html(release(number)));
    }

    /// The listing at `/news`, with a row for each of these paths.
    pub fn listing(&self, paths: &[String]) {
        let rows: String = paths
            .iter()
            .map(|path| format!("<li class=row><a href=\"{path}\">Item {path}</a></li>"))
            .collect();
        let page = format!("<!doctype html><title>News</title><ul>{rows}</ul>");
        self.page("/news", move |_| Reply::html(page.clone()));
    }

    /// Good releases with these numbers, and the listing of them.
    pub fn releases(&self, numbers: impl IntoIterator<Item = u32>) {
        let numbers: Vec<u32> = numbers.into_iter().collect();
        for number in &numbers {
            self.release(*number);
        }
        self.listing(&numbers.into_iter().map(path).collect::<Vec<_>>());
    }

    /// The profile, with further lines at its end (`[politeness]` …).
    pub fn write_profile(&self, folder: &Path, id: &str, more: &str) {
        fs::create_dir_all(folder).expect("a folder for profiles");
        let address = self.server.address();
        // What is asked for is what a test says: no second look that it does not know of.
        let quality = if more.contains("quality") {
            ""
        } else {
            "quality = { canaries = 0 }"
        };
        let profile = format!(
            "format = 1\nid = \"{id}\"\nname = \"Test Office\"\nlanguages = [\"en\"]\ntimezone = \"UTC\"\n\
             urls = {{ include = ['^/releases/'], item_id = '^/releases/(\\d+)' }}\n\
             page = {{ release = [\"article h1\"], content = \"article\" }}\n\
             fields = {{ title = \"article h1\", date = [{{ label = \"Date:\" }}, {{ from = \"dateline\" }}] }}\n\
             body = {{ css = [\"div.text\"] }}\n\
             {quality}\n{more}\n\
             [[source]]\nkind = \"listing\"\nurl = \"http://{address}/news\"\nrows = \"li.row\"\nrow = {{ title = \"a\" }}\n"
        );
        fs::write(folder.join(format!("{id}.toml")), profile).expect("the profile is written");
    }
}

/// The path of a release.
pub fn path(number: u32) -> String {
    format!("/releases/{number}")
}

/// A good release page.
pub fn release(number: u32) -> String {
    format!(
        "<!doctype html><html lang=en><head><title>Bridge {number} opens</title></head><body><nav><a href=/>Home</a></nav>\
         <article><h1>Bridge {number} opens</h1><p><b>Date:</b> {} March 2024<br></p>\
         <div class=text><p>VIENNA, {} March 2024 &ndash; The bridge with the number {number} was opened to the public today, \
         after four years of work on both banks of the river.</p>\
         <p>It carries people on foot and on bicycles, and replaces the ferry, which was old.</p></div></article>\
         <footer>Last updated: 1 January 2001</footer></body></html>",
        number % 28 + 1,
        number % 28 + 1
    )
}
