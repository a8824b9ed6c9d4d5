//! One page of a feed: its entries, what each says, and the link to older ones.
//!
//! RSS 0.9 to 2.0, RSS 1.0, Atom 0.3 and 1.0 and JSON Feed. Which of them it is the text
//! tells, whatever it was served as; a broken one gives every entry that is whole.

mod entries;
mod entry;
mod json;

pub(super) use entries::Entries;
pub(super) use entry::{Entry, given};

use super::announced::Announcer;
use super::listing::{Listing, NextLink, Skipped, next_to};
use super::row::{Row, Rows};
use super::xml::Faults;
use crate::extract::{Cancel, Unreadable, document};
use crate::page::{CUT_BODY, LARGE_BODY, Page};
use crate::problem::Class;
use crate::profile::{Pages, Profile, Source};

/// No newsroom announces so many releases in one page of a feed.
const MAX_ENTRIES: usize = 5_000;

/// Reads a page of a feed.
///
/// # Errors
/// [`Unreadable`] for what is no feed, or what `cancel` gives up.
pub(super) fn feed(
    page: &Page,
    profile: &Profile,
    source: &Source,
    max_url: usize,
    cancel: Cancel<'_>,
) -> Result<Listing, Unreadable> {
    let announcer = Announcer::new(page, profile, source, max_url);
    let mut gathered = Gathered::default();
    let next = if json::is_json(&page.text) {
        let json::Feed {
            entries,
            next,
            damage,
        } = json::read(&page.text)?;
        for entry in entries {
            if cancel() {
                return Err(document::gave_up());
            }
            if !gathered.take(announcer.row(entry, None)) {
                break;
            }
        }
        let damage = damage.map(|damage| (Class::Parse, damage));
        gathered.damages.extend(damage);
        next
    } else {
        let mut entries = Entries::new(page.text.as_bytes());
        read_entries(page, &mut entries, &announcer, &mut gathered, cancel)?;
        let base = entries.head().base.clone();
        (entries.head().next.clone()).map(|next| joined(base.as_deref(), next))
    };
    let Gathered { rows, damages } = gathered;
    let mut listing = rows.listing();
    let damages = damages.into_iter().map(|(class, message)| Skipped {
        url: announcer.page_address(),
        class,
        message,
    });
    listing.failed.extend(damages);
    if matches!(source.pages, Pages::Named) {
        listing.next_link = next.map_or(NextLink::None, |next| {
            next_to(&next, page.url.as_ref(), profile, max_url)
        });
    }
    Ok(listing)
}

fn read_entries(
    page: &Page,
    entries: &mut Entries<&[u8]>,
    announcer: &Announcer<'_>,
    gathered: &mut Gathered,
    cancel: Cancel<'_>,
) -> Result<(), Unreadable> {
    while let Some(entry) = entries.next() {
        if cancel() {
            return Err(document::gave_up());
        }
        let base = entries.head().base.as_deref();
        if !gathered.take(announcer.row(entry, base)) {
            return Ok(());
        }
    }
    is_feed(entries.head().root.as_deref(), gathered.rows.count())?;
    let damages = damages(page, entries.faults(), entries.head().is_whole);
    gathered.damages.extend(damages);
    Ok(())
}

/// What is no feed: a page that says "not found" in HTML, a sitemap, a picture.
fn is_feed(root: Option<&str>, entries: usize) -> Result<(), Unreadable> {
    let what = match root {
        Some("rss" | "rdf" | "feed" | "channel") => return Ok(()),
        Some("html" | "head" | "body") => "an HTML page".to_owned(),
        Some("urlset" | "sitemapindex") => {
            "a sitemap: write kind = \"sitemap\" in the profile".to_owned()
        }
        Some(_) if entries > 0 => return Ok(()),
        Some(root) => format!(
            "a document whose root is <{}>",
            crate::extract::cut(root, 40)
        ),
        None => "no XML".to_owned(),
    };
    Err(Unreadable {
        class: Class::NotXml,
        message: format!("the answer is {what}, not a feed"),
    })
}

/// What was wrong with a page that was taken as far as it goes, one sentence a class.
pub(super) fn damages(page: &Page, faults: &Faults, is_whole: bool) -> Vec<(Class, String)> {
    let Faults {
        damage,
        is_cut,
        declares_entities,
    } = faults;
    let mut told = Vec::new();
    if let Some(cut) = cut(page) {
        told.push(cut);
    } else if *is_cut || !is_whole {
        let message = "it ends before its end: what was cut off is not known, all before it is";
        told.push((Class::Truncated, message.to_owned()));
    }
    if let Some(damage) = damage {
        let message = format!("it is no well-formed XML ({damage}): read as far as it can be");
        told.push((Class::Parse, message));
    } else if *declares_entities {
        let message = "it declares entities: they are not expanded";
        told.push((Class::Parse, message.to_owned()));
    }
    told
}

/// Why there is not all of a page's text.
pub(super) fn cut(page: &Page) -> Option<(Class, String)> {
    page.notes.iter().find_map(|note| {
        let class = match note.code {
            CUT_BODY => Class::Truncated,
            LARGE_BODY => Class::TooLarge,
            _ => return None,
        };
        Some((class, note.message.clone()))
    })
}

fn joined(base: Option<&str>, link: String) -> String {
    let absolute = base.and_then(|base| url::Url::parse(base).ok()?.join(&link).ok());
    absolute.map_or(link, String::from)
}

/// The entries so far, and what was wrong with the page.
#[derive(Default)]
struct Gathered {
    rows: Rows,
    damages: Vec<(Class, String)>,
}

impl Gathered {
    /// Takes an entry, unless there are too many.
    fn take(&mut self, row: Row) -> bool {
        if self.rows.count() == MAX_ENTRIES {
            let message = format!("more than {MAX_ENTRIES} entries: the others are not read");
            self.damages.push((Class::TooLarge, message));
            return false;
        }
        self.rows.take(row);
        true
    }
}

#[cfg(test)]
mod tests;
