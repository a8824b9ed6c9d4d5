//! From text to a parsed document, within bounds.
//!
//! Parsing is quadratic in places that ordinary pages never reach: 500 KB of nested `<div>`
//! take 19 s, and `<font><p>` five thousand times over takes 2 GB. So the parser is fed in
//! small pieces and everything that can grow is counted: nodes, depth, attributes, the
//! bytes of one tag, and the steps that the tree builder takes through its own stacks. A page
//! beyond the bounds is given up as a whole. Counts and not clocks, so that a page ends the
//! same way on every machine.
//!
//! A parsed document is not `Send` and costs ten times its text: it lives inside one function
//! of `discover` or `extract`.

mod meter;
mod open_tag;
mod sink;

use std::rc::Rc;

use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tokenizer};
use scraper::Html;

use super::{Cancel, Unreadable, clean};
use crate::problem::Class;
use meter::{Bound, MAX_BYTES, MAX_NODES, Meter};
use open_tag::OpenTag;
use sink::Gate;

/// The nodes of a longer text get their room at once.
///
/// A list that grows leaves the smaller ones behind it, in pieces that an allocator keeps for
/// later: after some large pages as much again as the largest took. Room that is not used
/// takes no memory, and so much in one piece goes back to the system at once.
const LARGE: usize = 512 * 1024;
/// More nodes than a document may have, and more than 32 MiB of them: as much as glibc's
/// allocator ever keeps.
const MAX_ROOM: usize = MAX_NODES + 20_000;

/// Bytes fed at a time.
const PIECE: usize = 4096;

/// Parses a page's text.
///
/// # Errors
/// `too_deep` or `too_large` beyond the bounds, `timeout` when `cancel` says so.
pub(crate) fn parse(text: &str, cancel: Cancel<'_>) -> Result<Html, Unreadable> {
    if text.len() > MAX_BYTES {
        return Err(Bound::Bytes.unreadable());
    }
    let meter = Rc::new(Meter::default());
    let input = Rc::new(BufferQueue::default());
    let room = if text.len() > LARGE { MAX_ROOM } else { 0 };
    let gate = Gate::new(Rc::clone(&input), Rc::clone(&meter), room);
    let tokenizer = Tokenizer::new(gate, Default::default());
    let mut tag = OpenTag::default();
    let mut fed = 0;
    for piece in pieces(text) {
        fed += piece.len();
        meter.fed.set(fed);
        input.push_back(StrTendril::from_slice(piece));
        while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
        tag.watch(text, meter.emitted.get(), fed, &meter);
        if let Some(bound) = meter.exceeded.get() {
            return Err(bound.unreadable());
        }
        if cancel() {
            return Err(gave_up());
        }
    }
    tokenizer.end();
    let document = tokenizer.sink.finish();
    meter.check_depths(&document);
    match meter.exceeded.get() {
        Some(bound) => Err(bound.unreadable()),
        None => Ok(document),
    }
}

/// What a watchdog's "give up" becomes.
pub(crate) fn gave_up() -> Unreadable {
    Unreadable {
        class: Class::Timeout,
        message: "reading the page took too long and was given up".to_owned(),
    }
}

/// The text in pieces of about [`PIECE`] bytes.
fn pieces(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (piece, after) = rest.split_at(clean::cut(rest, PIECE).len());
        rest = after;
        Some(piece)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn class_of(text: &str) -> Option<Class> {
        parse(text, &|| false)
            .err()
            .map(|unreadable| unreadable.class)
    }

    #[test]
    fn gives_up_pages_that_would_cost_too_much() {
        let names = |count: usize| -> String { (0..count).map(|n| format!(" a{n}")).collect() };
        let cases: &[(&str, String, Class)] = &[
            ("nested div", "<div>".repeat(100_000), Class::TooDeep),
            (
                "font and p",
                (0..5_000)
                    .map(|n| format!("<font size={n:04}><p>"))
                    .collect(),
                Class::TooDeep,
            ),
            (
                "a million attributes",
                format!("<p{}>", names(1_000_000)),
                Class::TooLarge,
            ),
            (
                "attributes behind a quote",
                format!("<p x='<' {}", names(2_000)),
                Class::TooLarge,
            ),
            (
                "attributes after a stray <",
                format!("<<p {}", names(2_000)),
                Class::TooLarge,
            ),
            (
                "a tag without end",
                format!("<p x=\"{}", "y".repeat(5 << 20)),
                Class::TooLarge,
            ),
            (
                "attributes on many tags",
                format!("<p{}></p>", names(500)).repeat(1_100),
                Class::TooLarge,
            ),
            (
                "names that differ",
                (0..200)
                    .map(|n| format!("<p{}>", names(400).replace(" a", &format!(" a{n}x"))))
                    .collect(),
                Class::TooLarge,
            ),
            (
                "classes that differ",
                format!("<p class='{}'>", names(60_000)),
                Class::TooLarge,
            ),
            (
                "attributes on many bodies",
                (0..3_000).map(|n| format!("<body a{n}>")).collect(),
                Class::TooLarge,
            ),
            ("paragraphs", "<p>".repeat(260_000), Class::TooLarge),
            ("templates", "<template>".repeat(50_000), Class::TooDeep),
            (
                "svg",
                format!("<svg>{}", "<g>".repeat(50_000)),
                Class::TooDeep,
            ),
            ("tables", "<table><tr><td>".repeat(20_000), Class::TooDeep),
            (
                "siblings deep down",
                format!("{}{}", "<div>".repeat(3_900), "<br>".repeat(100_000)),
                Class::TooDeep,
            ),
            (
                "formatting with many attributes",
                (0..4_000)
                    .map(|n| format!("<b{} z{n}>", names(250)))
                    .collect(),
                Class::TooDeep,
            ),
        ];
        for (name, text, class) in cases {
            assert_eq!(class_of(text), Some(*class), "{name}");
        }
    }

    #[test]
    fn reads_what_is_odd_but_small() {
        let picture = format!("<img src='data:image/png;base64,{}'>", "A/".repeat(1 << 20));
        let cases: &[(&str, String)] = &[
            ("nothing", String::new()),
            ("nul", "a\0b<p\0>c".to_owned()),
            (
                "an open comment",
                format!("<!-- {}", "x y ".repeat(500_000)),
            ),
            (
                "plaintext",
                format!("<plaintext>{}", "<p a b c>".repeat(50_000)),
            ),
            (
                "a large script",
                format!(
                    "<script>{}</script>",
                    "if (a <b && c) d = e; ".repeat(100_000)
                ),
            ),
            ("a picture in its own address", picture),
            (
                "a long list of words in one attribute",
                format!("<p x=\"{}\">", "<p> a b ".repeat(50_000)),
            ),
            ("fonts that are alike", "<font><p>".repeat(5_000)),
            ("links in links", "<a href=x>".repeat(5_000)),
            ("bold that is closed", "<b>x</b>".repeat(20_000)),
            (
                "text in a table",
                format!("<table>{}", "x<tr>".repeat(20_000)),
            ),
            (
                "nesting that ends",
                format!("{}{}", "<div>".repeat(500), "</div>".repeat(500)).repeat(20),
            ),
            (
                "an umlaut at a piece's end",
                format!("{}ü<p>ü", "x".repeat(PIECE - 1)),
            ),
        ];
        for (name, text) in cases {
            assert_eq!(class_of(text), None, "{name}");
        }
    }

    #[test]
    fn gives_up_when_told_to() {
        let text = "<p>".repeat(10_000);
        let unreadable = parse(&text, &|| true).unwrap_err();
        assert_eq!(unreadable.class, Class::Timeout);
    }

    #[test]
    fn parses_as_in_one_piece() {
        let text = "<!doctype html><title>a</title><table>x<b><p>y</b>z".repeat(50);
        let ours = parse(&text, &|| false).unwrap();
        assert_eq!(ours.html(), Html::parse_document(&text).html());
    }
}
