//! What a site is called, and a title without it.

use url::Url;

use crate::domain::registrable;
use crate::extract::clean;
use crate::extract::reading::Reading;

/// The names of the site that a page is on, as letters and digits alone.
pub(super) struct Site {
    names: Vec<String>,
}

/// What parts a title from the name of its site.
pub(super) const MARKS: &[&str] = &[
    " | ", " - ", " – ", " — ", " :: ", " · ", " « ", " » ", " • ", " ~ ", " / ", "｜", " : ",
];

/// In words.
const LONGEST_NAME: usize = 8;

impl Site {
    /// By what the page says of itself, by its profile and by its address.
    pub(super) fn of(reading: &Reading<'_>) -> Self {
        let head = &reading.gathered.head;
        let stated = [
            "og:site_name",
            "application-name",
            "apple-mobile-web-app-title",
            "twitter:site",
        ];
        let stated = stated.into_iter().filter_map(|name| head.first(name));
        // Some templates put the title there too.
        let stated = stated.filter(|name| name.split_whitespace().count() <= LONGEST_NAME);
        let stated = stated.map(str::to_owned);
        let publisher = reading.gathered.json_ld.first(&["publisher", "name"]);
        let profile = reading.profile.name.clone();
        let host = reading.page.url.as_ref().into_iter().flat_map(of_host);
        let names = stated.chain(publisher).chain([profile]).chain(host);
        Self {
            names: names
                .map(|name| letters(&name))
                .filter(|name| !name.is_empty())
                .collect(),
        }
    }

    /// Whether a text is the site's name and nothing else.
    pub(super) fn is_name(&self, text: &str) -> bool {
        let text = letters(text);
        text.is_empty() || self.names.contains(&text)
    }

    /// A title without the site's name at either end.
    pub(super) fn cut_from<'t>(&self, title: &'t str) -> &'t str {
        let shorter = |title: &&'t str| self.cut_once(title);
        let cut = std::iter::successors(Some(title), shorter);
        cut.take(MOST_CUTS + 1).last().unwrap_or(title)
    }

    fn cut_once<'t>(&self, title: &'t str) -> Option<&'t str> {
        for mark in MARKS {
            if let Some((before, after)) = title.rsplit_once(mark)
                && self.is_name(after)
                && !letters(before).is_empty()
            {
                return Some(before.trim_end());
            }
            if let Some((before, after)) = title.split_once(mark)
                && self.is_name(before)
                && !letters(after).is_empty()
            {
                return Some(after.trim_start());
            }
        }
        None
    }
}

/// A name stands at both ends at most, perhaps in two forms; a page that repeats it without end
/// would be read through for each.
const MOST_CUTS: usize = 8;

/// `www.bmas.example` may be called `BMAS` or `bmas.example`.
fn of_host(url: &Url) -> Vec<String> {
    let host = url.host_str().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host);
    let domain = registrable(host);
    let label = domain.split('.').next().unwrap_or_default();
    [host, domain, label].map(str::to_owned).to_vec()
}

fn letters(name: &str) -> String {
    let name = clean::folded(name);
    name.chars().filter(|c| c.is_alphanumeric()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drops_a_site_name_only_by_evidence() {
        let url = Url::parse("https://www.riverboard.example/1").unwrap();
        let stated = ["River Board", "| RB |"].map(letters);
        let names = stated.into_iter().chain(of_host(&url)).collect();
        let site = Site { names };
        for (title, expected) in [
            ("Bridge opens | River Board", "Bridge opens"),
            ("RIVER BOARD - Bridge opens - again", "Bridge opens - again"),
            ("RB – Bridge opens – riverboard", "Bridge opens"),
            ("Bridge opens | News", "Bridge opens | News"),
            ("River Board opens bridge", "River Board opens bridge"),
            ("River Board | RB", "River Board"),
        ] {
            assert_eq!(site.cut_from(title), expected);
        }
        for (text, expected) in [
            ("RB", true),
            ("Riverboard", true),
            ("", true),
            ("River", false),
        ] {
            assert_eq!(site.is_name(text), expected, "{text}");
        }
    }

    #[test]
    fn a_name_that_is_repeated_without_end_goes_a_few_times() {
        let names = vec![letters("RB")];
        let title = format!("{}Bridge opens", "RB | ".repeat(100_000));
        let cut = Site { names }.cut_from(&title).len();
        assert_eq!(title.len() - cut, MOST_CUTS * "RB | ".len());
    }
}
