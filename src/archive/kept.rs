//! A page that was captured, found again by the `capture` of its record.

use std::fs::File;
use std::io::{BufReader, Seek as _, SeekFrom};
use std::path::{Component, Path, PathBuf};

use super::pages::{Item, Pages};
use super::pointer::{Place, Pointer};
use super::visit::VisitFacts;
use crate::page::Page;
use crate::target::Target;

/// The page that a record was read from, exactly as when it was fetched; `None` when it is
/// not kept below `data`, or its body is larger than `most`. Blocks.
#[must_use]
pub fn kept_page(data: &Path, capture: &str, most: u64) -> Option<Page> {
    let Pointer { file, place } = capture.parse().ok()?;
    let file = Path::new(&file);
    // The output may have been written elsewhere: nothing outside of the folder is read.
    if !file
        .components()
        .all(|part| matches!(part, Component::Normal(_)))
    {
        return None;
    }
    let (_, page) = page_at(&data.join(file), place, most)?;
    Some(page)
}

/// The page of a source, found again by the `capture` of what its rows said, with what it was
/// visited as; `file_of` tells where a capture is, by its name. As for [`kept_page`].
#[must_use]
pub fn source_page(
    capture: &str,
    file_of: impl FnOnce(&str) -> Option<PathBuf>,
    most: u64,
) -> Option<(Target, Page)> {
    let Pointer { file, place } = capture.parse().ok()?;
    // Captures may have been moved, not renamed.
    let name = file.rsplit('/').next()?;
    let (facts, page) = page_at(&file_of(name)?, place, most)?;
    let capture = Some(capture.to_owned());
    Some((facts?.target, Page { capture, ..page }))
}

/// The page whose record begins at a place of a file, with the facts of its visit.
fn page_at(path: &Path, place: Place, most: u64) -> Option<(Option<VisitFacts>, Page)> {
    let mut input = File::open(path).ok()?;
    input.seek(SeekFrom::Start(place.at)).ok()?;
    let mut pages = Pages::new(BufReader::new(input), place.at, most);
    let most = usize::try_from(most).unwrap_or(usize::MAX);
    while let Some(item) = pages.next_item().ok()? {
        let (stored, visit) = match item {
            Item::Visit(facts, Some(stored)) => (stored, Some(facts)),
            Item::Answer(stored) => (stored, None),
            Item::Visit(_, None) | Item::Revisit | Item::File(_) => continue,
        };
        if stored.place == place {
            let page = stored.page(visit.as_deref(), most).ok()?;
            return Some((visit.map(|facts| *facts), page));
        }
        if stored.place > place {
            return None;
        }
    }
    None
}
