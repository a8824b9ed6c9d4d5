//! The printed headline: `Harbour school opens with room for 400 pupils`.
//!
//! What readers see comes before what the head says. A site's name at the end (`… | Marlow
//! Foundation`) goes only where the page or the profile proves that it is one.

use crate::extract::reading::{Reading, generic};
use crate::extract::rule::Expect;
use crate::extract::{clean, text};
use crate::record::{Found, Origin};

/// Reads the title.
pub(crate) fn title(reading: &Reading<'_>) -> Option<Found<String>> {
    by_rule(reading)
        .or_else(|| printed(reading))
        .or_else(|| reading.json_ld(&["headline"]))
        .or_else(|| from_head(reading, reading.meta("og:title")))
        .or_else(|| from_head(reading, reading.meta("twitter:title")))
        .or_else(|| {
            let title = reading.gathered.head.title.as_deref()?;
            from_head(reading, reading.generic(Origin::Meta, "title", title))
        })
        .or_else(|| reading.row("title"))
}

fn by_rule(reading: &Reading<'_>) -> Option<Found<String>> {
    let found = reading.rule("title", Expect::Text)?;
    let in_head = found.value.elements.is_empty();
    let title = Found {
        value: found.value.values.into_iter().next()?,
        evidence: found.evidence,
    };
    if in_head && title.evidence.origin == Origin::Meta {
        from_head(reading, Some(title))
    } else {
        Some(title)
    }
}

fn printed(reading: &Reading<'_>) -> Option<Found<String>> {
    if !reading.is_generic() {
        return None;
    }
    let words = clean::some(&text::line(reading.heading()?))?;
    let is_site = site_names(reading).any(|name| clean::alike(name, &words));
    (!is_site).then(|| Found {
        value: words,
        evidence: generic(Origin::Field, "page shape: h1"),
    })
}

fn from_head(reading: &Reading<'_>, title: Option<Found<String>>) -> Option<Found<String>> {
    let title = title?;
    let names: Vec<&str> = site_names(reading).collect();
    let value = without_site(&title.value, &names).to_owned();
    // A page that bears only the site's name says nothing of the release.
    let is_site = names.iter().any(|name| clean::alike(name, &value));
    (!is_site).then(|| title.map(|_| value))
}

fn site_names<'r>(reading: &'r Reading<'_>) -> impl Iterator<Item = &'r str> {
    let head = &reading.gathered.head;
    ["og:site_name", "application-name"]
        .into_iter()
        .filter_map(|name| head.first(name))
        .chain([reading.profile.name.as_str()])
        .filter(|name| !name.is_empty())
}

/// A title without the site's name at either end.
fn without_site<'t>(title: &'t str, names: &[&str]) -> &'t str {
    const MARKS: &[&str] = &[
        " | ", " - ", " – ", " — ", " :: ", " · ", " « ", " » ", " • ",
    ];
    for mark in MARKS {
        if let Some((before, after)) = title.rsplit_once(mark)
            && names.iter().any(|name| clean::alike(name, after))
        {
            return before.trim_end();
        }
        if let Some((before, after)) = title.split_once(mark)
            && names.iter().any(|name| clean::alike(name, before))
        {
            return after.trim_start();
        }
    }
    title
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drops_a_site_name_only_by_evidence() {
        let names = ["River Board"];
        let cases = [
            ("Bridge opens | River Board", "Bridge opens"),
            ("RIVER BOARD - Bridge opens - again", "Bridge opens - again"),
            ("Bridge opens | News", "Bridge opens | News"),
            ("River Board opens bridge", "River Board opens bridge"),
        ];
        for (title, expected) in cases {
            assert_eq!(without_site(title, &names), expected);
        }
    }
}
