//! From a page's text to a JSON document, whole and within bounds.

use serde_json::Value;

use crate::extract::{Cancel, Unreadable, document, title_of, wall_without_rows};
use crate::page::Page;
use crate::problem::Class;
use crate::profile::Profile;

/// Values in one document: in memory each takes ten times its text.
const MAX_VALUES: usize = 500_000;

/// Lists and objects inside each other; no interface nests so deep.
const MAX_DEPTH: usize = 100;

/// Parses a page.
///
/// # Errors
/// `blocked` for a wall in the place of the document, `truncated` for one that is cut,
/// `parse`, `empty`, `too_deep`, `too_large`.
pub(super) fn parse(
    page: &Page,
    profile: &Profile,
    cancel: Cancel<'_>,
) -> Result<Value, Unreadable> {
    let text = page.text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Err(unreadable(Class::Empty, "the document is empty".to_owned()));
    }
    if text.starts_with('<') {
        return Err(not_json(page, text, profile, cancel));
    }
    within_bounds(text)?;
    serde_json::from_str(text).map_err(|error| {
        if error.is_eof() {
            let message = format!("the document is cut off: {error}; none of it is believed");
            unreadable(Class::Truncated, message)
        } else {
            unreadable(Class::Parse, format!("not a JSON document: {error}"))
        }
    })
}

/// Counts what stands outside of texts: each comma and bracket is a value at most.
fn within_bounds(text: &str) -> Result<(), Unreadable> {
    let (mut values, mut depth) = (0usize, 0usize);
    let (mut in_text, mut escaped) = (false, false);
    for byte in text.bytes() {
        if in_text {
            match byte {
                _ if escaped => escaped = false,
                b'\\' => escaped = true,
                b'"' => in_text = false,
                _ => {}
            }
            continue;
        }
        match byte {
            b'"' => in_text = true,
            b'[' | b'{' => {
                values += 1;
                depth += 1;
                if depth > MAX_DEPTH {
                    let message = format!("nested more than {MAX_DEPTH} deep");
                    return Err(unreadable(Class::TooDeep, message));
                }
            }
            b']' | b'}' => depth = depth.saturating_sub(1),
            b',' => values += 1,
            _ => {}
        }
        if values > MAX_VALUES {
            let message = format!("more than {MAX_VALUES} values in one document");
            return Err(unreadable(Class::TooLarge, message));
        }
    }
    Ok(())
}

/// Markup in the place of the document: a wall, or a page of the site.
fn not_json(page: &Page, text: &str, profile: &Profile, cancel: Cancel<'_>) -> Unreadable {
    let document = match document::parse(text, cancel) {
        Ok(document) => document,
        Err(unreadable) => return unreadable,
    };
    if let Some(sign) = wall_without_rows(&document, page, &profile.reading) {
        let message = format!("a wall in the place of the document: {sign}");
        return unreadable(Class::Blocked, message);
    }
    let title = title_of(&document).unwrap_or_default();
    let message = format!("markup in the place of a JSON document, titled {title:?}");
    unreadable(Class::Parse, message)
}

fn unreadable(class: Class, message: String) -> Unreadable {
    Unreadable { class, message }
}
