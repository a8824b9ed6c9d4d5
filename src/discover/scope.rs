//! Where a walk by links may go: the addresses of its own listing, and no others.
//!
//! The listing `/press` goes on at `/press?page=2`, `/press/page/2/`, `/press/2024`. A link
//! that leads to `/press/federal?page=413` (any word there is a search with pages of its own)
//! or to `/calendar/2031/05` begins a walk without an end, and is not followed.

use url::Url;

use crate::profile::{Profile, Source};

/// Whether `next` may be a further page of the source, seen from the page at `here`.
pub(super) fn is_page_of(
    profile: &Profile,
    source: &Source,
    here: Option<&Url>,
    next: &Url,
) -> bool {
    if let Some(within) = &source.next_within {
        let path = match next.query() {
            Some(query) => format!("{}?{query}", next.path()),
            None => next.path().to_owned(),
        };
        return within.is_match(&path);
    }
    let first = Url::parse(&source.url).ok();
    let next = profile.compared(next);
    // Where the listing answers is as good as where the profile says it is.
    let starts = first.iter().chain(here);
    let mut starts = starts.map(|start| profile.compared(start));
    starts.any(|start| {
        shape(start.path()) == shape(next.path()) || goes_on(start.path(), next.path())
    })
}

/// A path with a mark for every number: `/press/page/#`.
fn shape(path: &str) -> String {
    let mut shape = String::with_capacity(path.len());
    for char in path.chars() {
        if !char.is_ascii_digit() {
            shape.push(char.to_ascii_lowercase());
        } else if !shape.ends_with('#') {
            shape.push('#');
        }
    }
    shape
}

/// Whether what a path has more than the listing's is the number of a page or a year.
fn goes_on(listing: &str, next: &str) -> bool {
    let listing = listing.to_ascii_lowercase();
    let next = next.to_ascii_lowercase();
    let listing = numberless(without_extension(&listing));
    let Some(rest) = without_extension(&next).strip_prefix(listing) else {
        return false;
    };
    // `/press` is not the beginning of `/pressure`.
    let is_apart = listing.ends_with('/') || !rest.starts_with(|c: char| c.is_ascii_alphabetic());
    let mut words = rest.split(|c: char| !c.is_alphanumeric());
    is_apart && words.all(is_of_a_pager)
}

/// A listing's path without the number of the page that it shows itself.
fn numberless(path: &str) -> &str {
    let mut path = path;
    loop {
        let cut = path.trim_end_matches(|c: char| c.is_ascii_digit());
        let cut = cut.trim_end_matches(['/', '-', '_', '.', ',', '=']);
        let word = cut.rsplit(|c: char| !c.is_alphanumeric()).next();
        let word = word.unwrap_or_default();
        let cut = if word.is_empty() || !PAGER_WORDS.contains(&word) {
            cut
        } else {
            &cut[..cut.len() - word.len()]
        };
        if cut == path || cut.is_empty() {
            return path;
        }
        path = cut;
    }
}

fn is_of_a_pager(word: &str) -> bool {
    let number = word.trim_start_matches(|c: char| c.is_alphabetic());
    let name = &word[..word.len() - number.len()];
    number.bytes().all(|byte| byte.is_ascii_digit())
        && (name.is_empty() || PAGER_WORDS.contains(&name))
}

fn without_extension(path: &str) -> &str {
    EXTENSIONS
        .iter()
        .find_map(|extension| path.strip_suffix(extension))
        .unwrap_or(path)
}

const EXTENSIONS: &[&str] = &[
    ".html", ".htm", ".php", ".aspx", ".asp", ".jsp", ".shtml", ".json",
];

/// What pages of a pager are called in addresses.
const PAGER_WORDS: &[&str] = &[
    "archiv",
    "archive",
    "archives",
    "archivo",
    "date",
    "from",
    "index",
    "list",
    "month",
    "offset",
    "older",
    "p",
    "pag",
    "page",
    "paged",
    "pager",
    "pages",
    "pagina",
    "pagination",
    "paging",
    "pg",
    "seite",
    "sida",
    "side",
    "sivu",
    "skip",
    "start",
    "strana",
    "strona",
    "year",
];

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn allowed(listing: &str, here: &str, next: &str, more: &str) -> bool {
        let text = format!(
            "id = \"press\"\nname = \"Press\"\n[[source]]\nurl = \"https://a.example{listing}\"\nrows = \"li\"\nnext = \"a\"\n{more}"
        );
        let loaded = crate::profile::parse(Path::new("press.toml"), &text, &|_| None);
        let drawn = loaded.render();
        let profile = loaded.profile.expect(&drawn);
        let at = |path: &str| Url::parse("https://a.example").unwrap().join(path).unwrap();
        is_page_of(&profile, &profile.sources[0], Some(&at(here)), &at(next))
    }

    #[test]
    fn a_walk_stays_among_the_pages_of_its_listing() {
        for (listing, here, next, expected) in [
            // As pagers are written.
            ("/press", "/press", "/press?page=2", true),
            ("/press", "/press", "/press/?start=20&lang=en", true),
            ("/press/", "/press/", "/press/page/2/", true),
            ("/press/", "/press/page/2/", "/press/page/3/", true),
            ("/press", "/press", "/press/2", true),
            ("/press.html", "/press.html", "/press-2.html", true),
            ("/press/index.php", "/press/", "/press/index2.php", true),
            ("/press/p1", "/press/p1", "/press/p2", true),
            ("/press/page/1", "/press/page/1", "/press/page/2", true),
            ("/press", "/press", "/press/archive/2023", true),
            ("/press/2024/05", "/press/2024/05", "/press/2024/04", true),
            ("/", "/", "/page/2/", true),
            ("/Press", "/Press", "/press/Page/2", true),
            // The listing answers elsewhere than the profile says.
            ("/press", "/en/newsroom", "/en/newsroom?page=2", true),
            ("/press", "/en/newsroom", "/en/newsroom/page/2", true),
            // Elsewhere.
            ("/press", "/press", "/press/federal?page=413", false),
            ("/press", "/press", "/calendar/2031/05", false),
            ("/press", "/press", "/pressure/2", false),
            ("/press", "/press", "/press/5-international?page=1", false),
            ("/press", "/press", "/search?page=2", false),
            ("/press", "/press", "/", false),
            ("/", "/", "/tag/bridges/page/2", false),
            (
                "/press",
                "/press?page=3",
                "/press/releases/bridge-opens",
                false,
            ),
        ] {
            let found = allowed(listing, here, next, "");
            assert_eq!(found, expected, "{listing}: {here} to {next}");
        }
    }

    #[test]
    fn a_profile_can_say_where_else_it_goes_on() {
        let within = "next_within = '^/search\\?type=press'";
        for (next, expected) in [
            ("/search?type=press&page=2", true),
            ("/search?type=event&page=2", false),
            ("/press?page=2", false),
        ] {
            assert_eq!(
                allowed("/press", "/press", next, within),
                expected,
                "{next}"
            );
        }
    }
}
