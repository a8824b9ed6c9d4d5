//! How well pages are read without a profile, against truths that people wrote down, and what
//! that costs.
//!
//! ```text
//! cargo bench --bench eval -- FOLDER                 the table
//! cargo bench --bench eval -- FOLDER --wrong date    also the pages whose date is wrong; as well
//!                                                    title, body, segments, authors, topics
//! cargo bench --bench eval -- FOLDER --cost          also what reading costs, beside parsing
//! ```
//! `FOLDER/truth.jsonl` has a line for each page: `id`, `url`, `html` (a path in the folder, gzip
//! or not), `dataset`, and what is true of the page, as far as somebody wrote it down: `title`
//! and `title_alt`, `date` and `date_alt`, `body`, `with` and `without` (parts that are, or are
//! not, in the body), `authors`, `topics`, `place`.
//!
//! The pages are read by `dateline extract --manifest`. For what it costs they are read in this
//! program, five times over, and the fastest round counts.

mod score;
mod truth;

use std::collections::HashMap;
use std::error::Error;
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use dateline::fetch::saved_page;
use dateline::page::Page;
use dateline::profile::Profile;
use dateline::record::Record;
use dateline::{extract, record};
use flate2::read::GzDecoder;
use jiff::Timestamp;

use score::Table;
use truth::Truth;

const ROUNDS: usize = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1).filter(|word| word != "--bench");
    let folder = PathBuf::from(arguments.next().ok_or("give the folder with truth.jsonl")?);
    let (mut wrong, mut with_cost) = (None, false);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--wrong" => wrong = arguments.next(),
            "--cost" => with_cost = true,
            other => return Err(format!("{other}: there are --wrong FIELD and --cost").into()),
        }
    }
    let truths = truth::read(&folder.join("truth.jsonl"))?;
    let unpacked = tempfile::tempdir()?;
    let paths = unpack(&truths, &folder, unpacked.path())?;
    let records = extracted(&truths, &paths, unpacked.path())?;
    let mut table = Table::default();
    for (truth, path) in truths.iter().zip(&paths) {
        let record = records.get(path.to_str().unwrap_or_default());
        let misses = table.take(truth, record);
        if let Some(field) = wrong.as_deref().filter(|field| misses.contains(field)) {
            table.show(truth, record, field);
        }
    }
    let mut out = io::stdout().lock();
    out.write_all(table.render().as_bytes())?;
    if with_cost {
        writeln!(out, "{}", cost(&truths, &paths)?)?;
    }
    Ok(())
}

/// The pages as files, in the order of the truths.
fn unpack(truths: &[Truth], from: &Path, to: &Path) -> io::Result<Vec<PathBuf>> {
    let unpack = |truth: &Truth| {
        let path = to.join(format!("{}.html", truth.id));
        let mut page = File::open(from.join(&truth.html))?;
        let mut file = File::create(&path)?;
        if truth.html.ends_with(".gz") {
            io::copy(&mut GzDecoder::new(page), &mut file)?;
        } else {
            io::copy(&mut page, &mut file)?;
        }
        Ok(path)
    };
    truths.iter().map(unpack).collect()
}

/// What the program reads in them, by path.
fn extracted(
    truths: &[Truth],
    paths: &[PathBuf],
    folder: &Path,
) -> Result<HashMap<String, Record>, Box<dyn Error>> {
    let manifest = folder.join("manifest.jsonl");
    let mut lines = BufWriter::new(File::create(&manifest)?);
    for (truth, path) in truths.iter().zip(paths) {
        let line = serde_json::json!({"path": path, "url": truth.url});
        writeln!(lines, "{line}")?;
    }
    lines.flush()?;
    let output = Command::new(env!("CARGO_BIN_EXE_dateline"))
        .arg("extract")
        .arg("--manifest")
        .arg(&manifest)
        .stderr(Stdio::null())
        .output()?;
    let mut records = HashMap::new();
    for line in output.stdout.split(|byte| *byte == b'\n') {
        if line.is_empty() {
            continue;
        }
        let record: Record = serde_json::from_slice(line)?;
        records.extend(record.capture.clone().map(|path| (path, record)));
    }
    Ok(records)
}

/// What reading to the record costs, beside parsing alone.
fn cost(truths: &[Truth], paths: &[PathBuf]) -> io::Result<String> {
    let mut pages = Vec::new();
    for (truth, path) in truths.iter().zip(paths) {
        let mut bytes = Vec::new();
        File::open(path)?.read_to_end(&mut bytes)?;
        let at = fs::metadata(path)?.modified().ok();
        let at = at.and_then(|at| Timestamp::try_from(at).ok());
        pages.push(saved_page(
            &bytes,
            truth.url.clone(),
            at.unwrap_or_default(),
            None,
        ));
    }
    let profile = Profile::none();
    // In turn, so that what else the machine does befalls both.
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let parsing = time(|| {
            for page in &pages {
                std::hint::black_box(scraper::Html::parse_document(&page.text));
            }
        });
        let reading = time(|| {
            for page in &pages {
                std::hint::black_box(read(page, &profile));
            }
        });
        rounds.push((parsing, reading));
    }
    let fastest =
        |of: fn(&(Duration, Duration)) -> Duration| rounds.iter().map(of).min().unwrap_or_default();
    let (parsing, reading) = (fastest(|round| round.0), fastest(|round| round.1));
    let each = |time: Duration| time.as_secs_f64() * 1000.0 / pages.len().max(1) as f64;
    Ok(format!(
        "{} pages: parsing alone {:.2} ms a page, reading to the record {:.2} ms, {:.2} times parsing",
        pages.len(),
        each(parsing),
        each(reading),
        reading.as_secs_f64() / parsing.as_secs_f64()
    ))
}

fn read(page: &Page, profile: &Profile) -> Option<Record> {
    let draft = extract::extract(page, profile, None, &|| false).ok()?;
    record::normalize(draft).ok()
}

fn time(work: impl FnOnce()) -> Duration {
    let began = Instant::now();
    work();
    began.elapsed()
}
