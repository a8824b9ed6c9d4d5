//! What is to be read: files, folders, archives, stdin, addresses, and lists of them.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use flate2::read::GzDecoder;
use jiff::Timestamp;
use serde::Deserialize;
use url::Url;

use super::{Args, From, Input, cannot};
use crate::archive;
use crate::cli::page::{is_address, web_address};
use crate::cli::{Exit, Failure};
use crate::fixture::Fixture;

#[derive(Deserialize)]
struct ManifestLine {
    path: PathBuf,
    url: Option<String>,
    at: Option<Timestamp>,
}

pub(super) fn inputs(args: &Args) -> Result<Vec<Input>, Failure> {
    let mut inputs = Vec::new();
    if args.url.is_some() && (args.inputs.len() > 1 || args.manifest.is_some()) {
        return Err(Failure::usage(
            "--url is the address of one page; for several write a --manifest with an address for each",
        ));
    }
    for name in &args.inputs {
        let one = |from| Input {
            name: name.clone(),
            from,
            url: args.url.clone(),
            at: args.at,
            content_type: None,
            teaser: None,
        };
        if name == "-" {
            inputs.push(one(From::Stdin));
        } else if is_address(name) {
            let url =
                Url::parse(name).map_err(|error| Failure::usage(format!("{name}: {error}")))?;
            inputs.push(one(From::Web(url)));
        } else if Path::new(name).is_dir() {
            folder(Path::new(name), args, &mut inputs)?;
        } else {
            let path = PathBuf::from(name);
            inputs.push(one(if is_warc(&path) {
                From::Warc(path)
            } else {
                From::File(path)
            }));
        }
    }
    if let Some(manifest) = &args.manifest {
        manifest_inputs(manifest, args, &mut inputs)?;
    }
    Ok(inputs)
}

/// A folder of saved pages: by its `pages.toml` where it has one, else every HTML file.
fn folder(path: &Path, args: &Args, inputs: &mut Vec<Input>) -> Result<(), Failure> {
    if path.join("pages.toml").exists() {
        let fixture = Fixture::open(path).map_err(|error| Failure::new(Exit::Usage, error))?;
        for (page, _) in fixture
            .pages
            .into_iter()
            .filter(|(page, _)| page.is_release())
        {
            let file = path.join(&page.file);
            inputs.push(Input {
                name: file.display().to_string(),
                teaser: page.teaser(),
                from: From::File(file),
                url: Some(page.url),
                at: args.at.or(Some(page.fetched_at)),
                content_type: page.content_type,
            });
        }
        return Ok(());
    }
    let entries = fs::read_dir(path).map_err(|error| cannot("read", path, error))?;
    let mut paths = Vec::new();
    for entry in entries {
        paths.push(entry.map_err(|error| cannot("read", path, error))?.path());
    }
    paths.sort();
    for path in paths {
        // Links are not followed into folders: they may lead back here.
        if path.is_dir() && !path.is_symlink() {
            folder(&path, args, inputs)?;
        } else if !path.is_file() {
            // A pipe would be waited for, for ever.
        } else if archive::is_warc(&path) {
            inputs.push(Input {
                name: path.display().to_string(),
                from: From::Warc(path),
                url: None,
                at: None,
                content_type: None,
                teaser: None,
            });
        } else if path.extension().is_some_and(|extension| {
            extension.eq_ignore_ascii_case("html") || extension.eq_ignore_ascii_case("htm")
        }) {
            inputs.push(Input {
                name: path.display().to_string(),
                from: From::File(path),
                url: None,
                at: args.at,
                content_type: None,
                teaser: None,
            });
        }
    }
    Ok(())
}

fn manifest_inputs(manifest: &Path, args: &Args, inputs: &mut Vec<Input>) -> Result<(), Failure> {
    let text = fs::read_to_string(manifest).map_err(|error| cannot("read", manifest, error))?;
    for (number, line) in text
        .lines()
        .enumerate()
        .filter(|(_, line)| !line.trim().is_empty())
    {
        let wrong = |error: String| {
            let place = format!("{} line {}", manifest.display(), number + 1);
            Failure::usage(format!("{place}: {error}"))
        };
        let line: ManifestLine =
            serde_json::from_str(line).map_err(|error| wrong(error.to_string()))?;
        // One odd address does not stop a folder of pages.
        let url = line.url.as_deref().map(web_address).transpose();
        let url = url.unwrap_or_else(|error| {
            tracing::warn!(
                "{} line {}: {error}; the page is read without an address",
                manifest.display(),
                number + 1
            );
            None
        });
        let file = manifest.parent().unwrap_or(Path::new("")).join(&line.path);
        inputs.push(Input {
            name: line.path.display().to_string(),
            from: From::File(file),
            url,
            at: line.at.or(args.at),
            content_type: None,
            teaser: None,
        });
    }
    Ok(())
}

/// Whether a file is a web archive: by its name, or by how it begins.
fn is_warc(path: &Path) -> bool {
    if archive::is_warc(path) {
        return true;
    }
    let Ok(mut file) = fs::File::open(path) else {
        return false;
    };
    let mut start = Vec::new();
    // What cannot be read is told of when it is to be read.
    let _ = (&mut file).take(1024).read_to_end(&mut start);
    let mut decoded = [0; 5];
    start.starts_with(b"WARC/")
        || (GzDecoder::new(start.as_slice())
            .read_exact(&mut decoded)
            .is_ok()
            && decoded == *b"WARC/")
}
