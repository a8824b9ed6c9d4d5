//! What a person would see first on a page that is not what it was expected to be.
//!
//! `Just a moment… / Checking your browser` says more than "`article h1` matches nothing".

use super::document;
use super::furniture;
use super::meta::Head;
use super::text;
use super::{Cancel, check, clean};
use crate::alert::Glimpse;
use crate::page::Page;

/// Lines that are shown.
const LINES: usize = 5;
/// The longest line or title, in bytes.
const LONGEST: usize = 160;
/// What is looked at of one text, in bytes: it may have megabytes.
const LONGEST_TEXT: usize = 64 * 1024;

/// The title and the first visible lines of a page; of one that is no HTML or beyond the
/// bounds, the first lines of its text.
pub(crate) fn glimpse(page: &Page, cancel: Cancel<'_>) -> Glimpse {
    let document = check::is_html(page).and_then(|()| document::parse(&page.text, cancel));
    let Ok(document) = document else {
        let start = clean::cut(&page.text, LINES * LONGEST * 4);
        return Glimpse {
            title: None,
            lines: shortened(start.lines()),
        };
    };
    let root = document.root_element();
    let within = |omit: &text::Omit| {
        let blocks = text::first_blocks(root, omit, LINES, LONGEST_TEXT);
        shortened(blocks.iter().flat_map(|block| block.text.lines()))
    };
    let mut lines = within(&furniture::inside(root));
    if lines.is_empty() {
        lines = within(&text::Omit::new());
    }
    Glimpse {
        title: Head::read(&document).title.map(|title| short(&title)),
        lines,
    }
}

fn shortened<'l>(lines: impl Iterator<Item = &'l str>) -> Vec<String> {
    lines
        .map(short)
        .filter(|line| !line.is_empty())
        .take(LINES)
        .collect()
}

fn short(line: &str) -> String {
    let line = clean::line(clean::cut(line, LONGEST * 4));
    match clean::cut(&line, LONGEST) {
        cut if cut.len() < line.len() => format!("{cut}…"),
        _ => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Validators;

    fn seen(text: &str) -> Glimpse {
        let page = Page {
            url: None,
            fetched_at: jiff::Timestamp::UNIX_EPOCH,
            validators: Validators::default(),
            media_type: None,
            text: text.to_owned(),
            spool: None,
            notes: Vec::new(),
            bytes_hash: String::new(),
            capture: None,
        };
        glimpse(&page, &|| false)
    }

    #[test]
    fn shows_what_a_person_sees_first() {
        let long = format!("<p>{}", "long ".repeat(100));
        let nested = "<div>".repeat(10_000);
        #[rustfmt::skip]
        let cases: Vec<(&str, &str, Option<&str>, Vec<&str>)> = vec![
            ("title and lines", "<title> Our\nnews </title><nav><a>Home</a></nav><h1>News</h1><p>one<p>two", Some("Our news"), vec!["News", "one", "two"]),
            ("only navigation", "<nav><a>Home</a></nav>", None, vec!["Home"]),
            ("five lines", "<p>1<p>2<p>3<p>4<p>5<p>6", None, vec!["1", "2", "3", "4", "5"]),
            ("scripts are not seen", "<title>x</title><script>go()</script><p>y", Some("x"), vec!["y"]),
            ("no HTML", "{\"news\": []}\n\nmore", None, vec!["{\"news\": []}", "more"]),
            ("nothing", "", None, vec![]),
            ("beyond the bounds", &nested, None, vec![]),
        ];
        for (fact, text, title, lines) in cases {
            let seen = seen(text);
            assert_eq!(seen.title.as_deref(), title, "{fact}");
            if fact != "beyond the bounds" {
                assert_eq!(seen.lines, lines, "{fact}");
            }
            assert!(seen.lines.iter().all(|line| line.len() <= LONGEST + 3));
        }
        assert!(seen(&long).lines[0].ends_with('…'));
    }
}
