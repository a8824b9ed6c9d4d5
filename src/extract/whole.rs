//! A release that is no page: the row of a JSON source holds all of it.
//!
//! The text becomes a page of its own and is read like any other; title, date and everything
//! else come from the row's fields, which `[fields]` rules of the kind `{ from = "row.date" }`
//! and the generic readers see. What a page may be instead of a release (a wall, an error) a row
//! is not.

use std::borrow::Cow;
use std::sync::LazyLock;

use regex::Regex;
use scraper::Selector;

use super::reading::{Gathered, Reading, generic};
use super::{Cancel, Unreadable, document, draft};
use crate::page::{Page, Validators};
use crate::profile::{Css, From, Locator, Profile, ReadingRules, Refine, Rule, Rules};
use crate::record::{Draft, Evidence, Found, Origin, hash_of};
use crate::target::{Teaser, Whole};

/// Reads a release from the row that holds it; `url` is its address.
///
/// # Errors
/// [`Unreadable`] as for a page.
pub fn extract_whole(
    url: &url::Url,
    whole: &Whole,
    teaser: &Teaser,
    profile: &Profile,
    cancel: Cancel<'_>,
) -> Result<Draft, Unreadable> {
    let page = page(url, whole);
    let document = document::parse(&page.text, cancel)?;
    let rules = rules(profile, teaser);
    let gathered = Gathered::read(&document, &page, Some(teaser));
    let reading = Reading::new(&page, profile, &rules, &document, &gathered);
    let mut draft = draft::read(reading, cancel)?;
    draft.body = draft.body.map(in_row);
    draft.boilerplate = draft.boilerplate.map(in_row);
    Ok(draft)
}

fn in_row<T>(found: Found<T>) -> Found<T> {
    let Found { value, evidence } = found;
    let Evidence {
        origin: _,
        rule: _,
        detail,
    } = evidence;
    let evidence = Evidence {
        detail,
        ..generic(Origin::Row, "row.body")
    };
    Found { value, evidence }
}

fn page(url: &url::Url, whole: &Whole) -> Page {
    let text = format!("<!doctype html><body>{}", as_markup(&whole.body));
    Page {
        url: Some(url.clone()),
        fetched_at: whole.fetched_at,
        validators: Validators::default(),
        media_type: None,
        bytes_hash: hash_of(whole.body.as_bytes()),
        text,
        spool: None,
        notes: Vec::new(),
        capture: whole.capture.clone(),
    }
}

/// A text without any tag becomes paragraphs: blank lines part them, where there are any.
fn as_markup(body: &str) -> Cow<'_, str> {
    if TAG.is_match(body) {
        return Cow::Borrowed(body);
    }
    let text = body.replace('<', "&lt;").replace("\r\n", "\n");
    let at = if text.contains("\n\n") { "\n\n" } else { "\n" };
    let paragraphs = text.split(at).map(|text| format!("<p>{text}</p>\n"));
    Cow::Owned(paragraphs.collect())
}

static TAG: LazyLock<Regex> =
    LazyLock::new(|| Regex::new("<[a-zA-Z!/]").expect("a fixed pattern is well formed"));

/// The profile's rules, where a row is all there is: what its page would show is not asked
/// for, and what the row says comes after the profile's own rules.
fn rules(profile: &Profile, teaser: &Teaser) -> ReadingRules {
    let mut rules = profile.reading.clone();
    rules.release = Vec::new();
    rules.content = vec![whole_page()];
    rules.body.css = vec![whole_page()];
    for field in teaser.fields.keys() {
        let said = Rule {
            locator: Locator::From(From::Row(field.clone())),
            refine: Refine {
                all: true,
                ..Refine::default()
            },
            printed: format!("row.{field}"),
            line: 0,
        };
        match rules.fields.iter_mut().find(|(name, _)| name == field) {
            Some((_, Rules(known))) => known.push(said),
            None => rules.fields.push((field.clone(), Rules(vec![said]))),
        }
    }
    rules
}

fn whole_page() -> Css {
    Css {
        printed: "body".to_owned(),
        selector: Selector::parse("body").expect("a fixed selector is well formed"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_text_becomes_paragraphs() {
        for (text, markup) in [
            ("<p>a</p>", "<p>a</p>"),
            ("a < b\n\nc\nd", "<p>a &lt; b</p>\n<p>c\nd</p>\n"),
            ("a\r\nb", "<p>a</p>\n<p>b</p>\n"),
            ("", "<p></p>\n"),
        ] {
            assert_eq!(as_markup(text), markup, "{text:?}");
        }
    }
}
