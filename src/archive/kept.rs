//! A page that was captured, found again by the `capture` of its record.

use std::fs::File;
use std::io::{BufReader, Seek as _, SeekFrom};
use std::path::{Component, Path};

use super::pages::{Item, Pages};
use super::pointer::Pointer;
use crate::page::Page;

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
    let mut input = File::open(data.join(file)).ok()?;
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
            return stored.page(visit.as_deref(), most).ok();
        }
        if stored.place > place {
            return None;
        }
    }
    None
}
