//! Addresses with places to fill: `…?page={page}`, `…/{year}/{month:02}/`, `…?after={cursor}`.
//!
//! | place | is filled with |
//! |---|---|
//! | `{page}` `{offset}` | the number of a page, or of its first row: `first`, `first + step`, … |
//! | `{cursor}` | what the page before names; the first page is asked for without it |
//! | `{year}` | `2024` |
//! | `{month}` `{month:02}` `{monthname}` | `3`, `03`, `march` |
//!
//! They stand in path or query: no place can make an address lead to another host.

use url::Url;

use super::address::path_and_query;
use super::{Pages, Periods, Source, SourceKind};
use crate::target::Period;

/// The places that a number fills.
pub(super) const NUMBERS: [&str; 2] = ["{page}", "{offset}"];
/// The place that a cursor fills.
pub(super) const CURSOR: &str = "{cursor}";
/// The place that a year fills.
pub(super) const YEAR: &str = "{year}";
/// The places that a month fills.
pub(super) const MONTHS: [&str; 3] = ["{month}", "{month:02}", "{monthname}"];

const MONTH_NAMES: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

impl Source {
    /// The address of a page: the so-many-th, from 0, of its walk through a period. Of pages
    /// that are not numbered only the first has an address of its own.
    #[must_use]
    pub fn address(&self, page: u32, period: Option<Period>) -> Option<Url> {
        let written = in_period(&self.url, period);
        let written = match &self.pages {
            Pages::Numbered { first, step } => {
                let number = step.checked_mul(i64::from(page))?.checked_add(*first)?;
                numbered(&written, number)
            }
            Pages::Cursor { first, .. } => match first {
                Some(first) => with_cursor(&written, first),
                None => without_cursor(&written),
            },
            Pages::Single | Pages::Next(_) | Pages::Named => written,
        };
        Url::parse(&written).ok()
    }

    /// The address of the page that a cursor names.
    #[must_use]
    pub fn address_after(&self, cursor: &str, period: Option<Period>) -> Option<Url> {
        Url::parse(&with_cursor(&in_period(&self.url, period), cursor)).ok()
    }

    /// The hosts that it leads to: its own, and those of the addresses that it puts together.
    pub(super) fn hosts(&self) -> Vec<String> {
        // A place never stands in the host.
        let own = Url::parse(&super::pages::sample(&self.url, 1)).ok();
        let own = own.and_then(|url| url.host_str().map(str::to_owned));
        let put_together = match &self.kind {
            SourceKind::Json(json) => json.hosts(),
            SourceKind::Listing { rows: _ }
            | SourceKind::Sitemap { matching: _ }
            | SourceKind::Feed => Vec::new(),
        };
        own.into_iter().chain(put_together).collect()
    }

    /// Whether an address is one of its pages.
    #[must_use]
    pub fn is_page(&self, url: &Url) -> bool {
        let listing = self.shape();
        listing.is_some_and(|listing| {
            listing.origin() == url.origin()
                && fits(&path_and_query(&listing), &path_and_query(url))
        }) || (self.pages.is_chained() && self.address(0, None).as_ref() == Some(url))
    }

    /// Its address with marks in the places to fill, for [`fits`].
    pub(super) fn shape(&self) -> Option<Url> {
        let mut written = self.url.replace(CURSOR, TEXT);
        for place in NUMBERS.iter().chain([&YEAR]).chain(&MONTHS) {
            let mark = if *place == "{monthname}" {
                TEXT
            } else {
                NUMBER
            };
            written = written.replace(place, mark);
        }
        Url::parse(&written).ok()
    }

    /// The periods that it is walked through, the newest first; none where it has none.
    pub fn periods_to(&self, today: jiff::civil::Date) -> impl Iterator<Item = Period> {
        let periods = self.periods.clone();
        let newest = periods.as_ref().map(|periods| Period {
            year: today.year(),
            month: periods.monthly.then(|| today.month()),
        });
        let oldest = periods.map_or(i16::MAX, |Periods { first, .. }| first);
        std::iter::successors(newest, |period| Some(period.before()))
            .take_while(move |period| period.year >= oldest)
            .take(MOST_PERIODS)
    }
}

impl Pages {
    /// Whether a page names the next.
    #[must_use]
    pub fn is_chained(&self) -> bool {
        match self {
            Self::Next(_) | Self::Named | Self::Cursor { .. } => true,
            Self::Single | Self::Numbered { .. } => false,
        }
    }
}

/// The grammar keeps years within a century and a half.
const MOST_PERIODS: usize = 2_000;

/// With the number of a page in its place.
pub(super) fn numbered(url: &str, number: i64) -> String {
    NUMBERS.iter().fold(url.to_owned(), |url, place| {
        url.replace(place, &number.to_string())
    })
}

fn in_period(url: &str, period: Option<Period>) -> String {
    let Some(Period { year, month }) = period else {
        return url.to_owned();
    };
    let url = url.replace(YEAR, &year.to_string());
    let Some(month) = month else {
        return url;
    };
    let name = usize::try_from(month - 1).ok();
    let name = name.and_then(|at| MONTH_NAMES.get(at)).unwrap_or(&"");
    url.replace("{month}", &month.to_string())
        .replace("{month:02}", &format!("{month:02}"))
        .replace("{monthname}", name)
}

fn with_cursor(url: &str, cursor: &str) -> String {
    url.replace(CURSOR, &encoded(cursor, false))
}

/// Without the parameter whose value a cursor would be.
fn without_cursor(url: &str) -> String {
    let (url, fragment) = match url.split_once('#') {
        Some((url, fragment)) => (url, Some(fragment)),
        None => (url, None),
    };
    let Some((path, query)) = url.split_once('?') else {
        return url.to_owned();
    };
    let kept: Vec<&str> = query
        .split('&')
        .filter(|pair| !pair.contains(CURSOR))
        .collect();
    let mut url = path.to_owned();
    if !kept.is_empty() {
        url.push('?');
        url.push_str(&kept.join("&"));
    }
    if let Some(fragment) = fragment {
        url.push('#');
        url.push_str(fragment);
    }
    url
}

/// A text as part of an address. In a path, slashes lead on; everywhere else, and every other
/// character that has a meaning in addresses, is text.
pub(crate) fn encoded(text: &str, in_path: bool) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                encoded.push(char::from(byte));
            }
            b'/' if in_path => encoded.push('/'),
            byte => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}

/// Stands for a number while an address is taken apart.
const NUMBER: &str = "number-in-a-template";
/// Stands for any text while an address is taken apart.
const TEXT: &str = "text-in-a-template";

/// Whether an address is a template with something in every marked place.
pub(super) fn fits(template: &str, address: &str) -> bool {
    let number = template.find(NUMBER);
    let text = template.find(TEXT);
    let (at, is_number) = match (number, text) {
        (None, None) => return template == address,
        (Some(number), Some(text)) if text < number => (text, false),
        (Some(number), _) => (number, true),
        (None, Some(text)) => (text, false),
    };
    let Some(rest) = address.strip_prefix(&template[..at]) else {
        return false;
    };
    if is_number {
        let digits = rest.trim_start_matches('-');
        let after = digits.trim_start_matches(|c: char| c.is_ascii_digit());
        return after.len() < digits.len() && fits(&template[at + NUMBER.len()..], after);
    }
    let end = rest.find(['/', '?', '&', '#']).unwrap_or(rest.len());
    end > 0 && fits(&template[at + TEXT.len()..], &rest[end..])
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::profile::Profile;

    fn profile(source: &str) -> Profile {
        let text = format!(
            "id = \"press\"\nname = \"Press\"\n[[source]]\nkind = \"json\"\nrows = \".\"\n{source}"
        );
        let loaded = crate::profile::parse(Path::new("press.toml"), &text, &|_| None);
        let drawn = loaded.render();
        loaded.profile.expect(&drawn)
    }

    const NUMBERED: &str =
        "url = 'https://a.example/n?o={offset}&x=1'\npages = { first = 10, step = 20 }\n";
    const NAMED: &str = "url = 'https://a.example/n?s=5&c={cursor}#top'\npages.cursor = 'next'\n";
    const STARRED: &str =
        "url = 'https://a.example/n?c={cursor}'\npages = { cursor = 'next', first = '*' }\n";
    const MONTHLY: &str = "url = 'https://a.example/{year}/{month:02}-{month}/{monthname}?p={page}'\npages.first = 1\nyears.first = 2024\n";
    const YEARLY: &str = "url = 'https://a.example/{year}/'\nyears.first = 2024\n";

    fn of(year: i16, month: Option<i8>) -> Option<Period> {
        Some(Period { year, month })
    }

    #[test]
    fn a_page_has_an_address() {
        #[rustfmt::skip]
        let cases = [
            (NUMBERED, 0, None, "https://a.example/n?o=10&x=1"),
            (NUMBERED, 3, None, "https://a.example/n?o=70&x=1"),
            (NAMED, 0, None, "https://a.example/n?s=5#top"),
            (STARRED, 0, None, "https://a.example/n?c=%2A"),
            (YEARLY, 0, of(2025, None), "https://a.example/2025/"),
            (MONTHLY, 1, of(2025, Some(3)), "https://a.example/2025/03-3/march?p=2"),
            (MONTHLY, 0, of(2025, Some(12)), "https://a.example/2025/12-12/december?p=1"),
        ];
        for (source, page, period, expected) in cases {
            let profile = profile(source);
            let address = profile.sources[0].address(page, period);
            assert_eq!(address.map(String::from).as_deref(), Some(expected));
        }
        let named = profile(NAMED);
        let after = named.sources[0].address_after("a/b=&c d", None);
        let after = after.map(String::from);
        assert_eq!(
            after.as_deref(),
            Some("https://a.example/n?s=5&c=a%2Fb%3D%26c%20d#top")
        );
    }

    #[test]
    fn knows_its_own_pages() {
        for (source, address, own) in [
            (NUMBERED, "https://a.example/n?o=30&x=1", true),
            (NUMBERED, "https://a.example/n?o=30&x=2", false),
            (NUMBERED, "https://a.example/n?o=&x=1", false),
            (NUMBERED, "https://b.example/n?o=30&x=1", false),
            (NAMED, "https://a.example/n?s=5#top", true),
            (NAMED, "https://a.example/n?s=5&c=a%2Fb", true),
            (NAMED, "https://a.example/n?s=5&c=", false),
            (MONTHLY, "https://a.example/2025/03-3/march?p=2", true),
            (MONTHLY, "https://a.example/2025/03-3/march/x?p=2", false),
            (YEARLY, "https://a.example/2025/", true),
            (YEARLY, "https://a.example/about/", false),
        ] {
            let url = Url::parse(address).unwrap();
            assert_eq!(profile(source).sources[0].is_page(&url), own, "{address}");
        }
    }

    #[test]
    fn periods_run_from_today_to_the_first() {
        let today = jiff::civil::date(2025, 2, 9);
        let named = |source: &str| -> Vec<String> {
            let periods = profile(source);
            let periods = periods.sources[0].periods_to(today);
            periods.map(|period| period.to_string()).collect()
        };
        assert_eq!(named(YEARLY), ["2025", "2024"]);
        let months = named(MONTHLY);
        assert_eq!(months.len(), 14);
        assert_eq!(months[..3], ["2025-02", "2025-01", "2024-12"]);
        assert_eq!(months[13], "2024-01");
        assert_eq!(named(NUMBERED), [] as [&str; 0]);
        assert_eq!(named(&YEARLY.replace("2024", "2026")), [] as [&str; 0]);
    }
}
