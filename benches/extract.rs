//! What reading a page costs, against the bound: parsing it alone, in the same run.
//!
//! ```text
//! cargo bench --bench extract                 the saved pages in fixtures/
//! cargo bench --bench extract -- FOLDER       every .html file below a folder, no profile
//! ```
//! Both figures are the fastest of five rounds over all pages, on one thread.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use dateline::fetch::saved_page;
use dateline::page::Page;
use dateline::profile::{Library, Profile};
use dateline::{extract, record};
use jiff::Timestamp;

const ROUNDS: usize = 5;

fn main() -> io::Result<()> {
    let folder = std::env::args()
        .skip(1)
        .find(|argument| !argument.starts_with("--"))
        .map(PathBuf::from);
    let pages = match &folder {
        Some(folder) => pages_below(folder)?
            .into_iter()
            .map(|page| (Profile::none(), page))
            .collect(),
        None => fixtures()?,
    };
    let bytes: usize = pages.iter().map(|(_, page)| page.text.len()).sum();
    let parsing = fastest(|| {
        for (_, page) in &pages {
            std::hint::black_box(scraper::Html::parse_document(&page.text));
        }
    });
    let mut records = 0;
    let reading = fastest(|| {
        records = pages
            .iter()
            .filter(|(profile, page)| reads(page, profile))
            .count();
    });
    let each = |time: Duration| time.as_secs_f64() * 1000.0 / pages.len().max(1) as f64;
    writeln!(
        io::stdout(),
        "{} pages, {} KiB, {records} records\nparsing alone: {:.2} ms a page\nreading to the record: {:.2} ms a page, {:.2} times parsing",
        pages.len(),
        bytes / 1024,
        each(parsing),
        each(reading),
        reading.as_secs_f64() / parsing.as_secs_f64()
    )
}

fn reads(page: &Page, profile: &Profile) -> bool {
    extract::extract(page, profile, None, &|| false)
        .is_ok_and(|draft| record::normalize(draft).is_ok())
}

fn fastest(mut work: impl FnMut()) -> Duration {
    let round = |_| {
        let began = Instant::now();
        work();
        began.elapsed()
    };
    (0..ROUNDS).map(round).min().unwrap_or_default()
}

fn fixtures() -> io::Result<Vec<(Profile, Page)>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let library = Library::open(Some(&root.join("selectors"))).map_err(io::Error::other)?;
    let mut pages = Vec::new();
    for id in library.folder_ids() {
        let profile = library
            .load(id.as_str())
            .and_then(|loaded| loaded.into_profile())
            .map_err(io::Error::other)?;
        let folder = root.join("fixtures").join(id.as_str());
        if folder.is_dir() {
            pages.extend(
                pages_below(&folder)?
                    .into_iter()
                    .map(|page| (profile.clone(), page)),
            );
        }
    }
    Ok(pages)
}

fn pages_below(folder: &Path) -> io::Result<Vec<Page>> {
    let mut pages = Vec::new();
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<_, _>>()?;
    paths.sort();
    for path in paths {
        if path.is_dir() {
            pages.extend(pages_below(&path)?);
        } else if path
            .extension()
            .is_some_and(|extension| extension == "html")
        {
            pages.push(saved_page(
                &fs::read(&path)?,
                None,
                Timestamp::UNIX_EPOCH,
                None,
            ));
        }
    }
    Ok(pages)
}
