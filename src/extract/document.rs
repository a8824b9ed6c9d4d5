//! From text to a parsed document, within bounds.
//!
//! Parsing is quadratic in places that ordinary pages never reach: 500 KB of nested `<div>`
//! take 19 s, and `<font><p>` five thousand times over takes 2 GB. So the parser is fed in
//! small pieces and everything that can grow is counted: nodes, depth, attributes, the
//! bytes of one tag, and the steps that the tree builder takes through its own stacks. A page
//! beyond the bounds is given up as a whole. Counts and not clocks, so that a page ends the
//! same way on every machine.
//!
//! What is plain is not left to the tokenizer, which asks of each character what it may be: the
//! gate behind it reads ahead ([`plain`], [`raw`]) as long as every character means itself. The
//! tree is the same as that of [`Html::parse_document`] and takes two thirds of its time.
//!
//! A parsed document is not `Send` and costs ten times its text: it lives inside one function
//! of `discover` or `extract`.

mod meter;
mod open_tag;
mod plain;
mod raw;
mod sink;

use std::rc::Rc;

use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tokenizer, TokenizerOpts};
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
    // The tokenizer would look for the mark at the beginning of each piece.
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let meter = Rc::new(Meter::default());
    let input = Rc::new(BufferQueue::default());
    let room = if text.len() > LARGE { MAX_ROOM } else { 0 };
    let gate = Gate::new(text, Rc::clone(&input), Rc::clone(&meter), room);
    let options = TokenizerOpts {
        discard_bom: false,
        ..TokenizerOpts::default()
    };
    let tokenizer = Tokenizer::new(gate, options);
    let mut tag = OpenTag::default();
    loop {
        // Further on than what was fed, where the gate took a text that was not.
        let piece = clean::cut(&text[meter.fed.get()..], PIECE);
        if piece.is_empty() {
            break;
        }
        meter.fed.set(meter.fed.get() + piece.len());
        input.push_back(StrTendril::from_slice(piece));
        while !matches!(tokenizer.feed(&input), TokenizerResult::Done) {}
        tag.watch(text, meter.emitted.get(), meter.fed.get(), &meter);
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
                "a tag with a late end",
                format!("<p><p x=\"{}\">", "y".repeat(5 << 20)),
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

    /// The tree, with everything in it, is that of scraper's own parser.
    fn assert_same(text: &str) {
        let ours = parse(text, &|| false).unwrap();
        let theirs = Html::parse_document(text);
        let parts = [ours.html(), theirs.html()];
        let same = parts[0]
            .bytes()
            .zip(parts[1].bytes())
            .take_while(|(a, b)| a == b);
        let from = parts[0].floor_char_boundary(same.count().saturating_sub(40));
        let end = text.ceil_char_boundary(text.len().saturating_sub(200));
        let shown = [&parts[0][from..], &parts[1][from..], &text[end..]];
        assert!(ours.tree == theirs.tree, "{shown:#?}");
        assert_eq!(ours.quirks_mode, theirs.quirks_mode, "{shown:#?}");
    }

    #[test]
    fn parses_as_in_one_piece() {
        let long = "a<b;\n".repeat(PIECE);
        let texts = [
            "<!doctype html><title>a</title><table>x<b><p>y</b>z".repeat(50),
            format!("<script>{long}</script>a<style>{long}</style>b").repeat(3),
            format!("<p>&notit;<script>1</script >2<STYLE>{long}</sTyle\n>&amp"),
            "<script>a<!--<script>b</script>c--></script>d<script>\r\n</script>e".repeat(99),
            format!("<svg><style><b>a</style></svg><table><script>{long}</script><tr>x"),
            format!("<style></style><script></script><script>{long}</script>"),
            format!("<noscript><p>a</noscript><select><script>{long}</script><style>{long}"),
            format!("<template><style>{long}</style></template><script src=x />a</script>"),
            "<style>é</style>".repeat(PIECE),
        ];
        for text in &texts {
            assert_same(text);
        }
    }

    #[test]
    fn only_a_first_byte_order_mark_is_left_out() {
        let rest = format!("<p>{}\u{feff}b", "a".repeat(PIECE - 3));
        let document = parse(&format!("\u{feff}{rest}"), &|| false).unwrap();
        let text: String = document.root_element().text().collect();
        assert_eq!(text, rest[3..]);
    }

    /// Pieces of markup, plain and not.
    const SOUP: &[&str] = &[
        "<p>",
        "</p>",
        "<P Class=a>",
        "<p class=\"a b\" id='x'>",
        "<p class=\"a&amp;b\">",
        "<p class=a class=b>",
        "<p class = a>",
        "<p hidden>",
        "<p hidden title>",
        "<p hidden\n= a>",
        "<p\ta='\r\n'>",
        "<p a='\0'>",
        "<a href=/x/>",
        "<a href=x?y=1&z=2>",
        "<a href=\"x>y\"b='1'>",
        "<br/>",
        "<br / >",
        "<br//>",
        "</br>",
        "</div x=1>",
        "</ div>",
        "</>",
        "<div",
        "<",
        ">",
        "\"",
        "'",
        "&",
        "&amp;",
        "&notit;",
        "&#x1f600",
        "a",
        "word word",
        "\n",
        "\r\n",
        "\r",
        "\0",
        " ",
        "é東",
        "<!-- a -->",
        "<!---->",
        "<!-->",
        "<!--->",
        "<!-- a -- b --!>",
        "<!--\r\0",
        "-->",
        "<!doctype html>",
        "<![CDATA[ x ]]>",
        "]]>",
        "<?php ?>",
        "<table>",
        "<tr>",
        "<td>",
        "</table>",
        "<caption>",
        "<select>",
        "<option>",
        "</select>",
        "<b>",
        "</b>",
        "<i x=1>",
        "<form>",
        "</form>",
        "<h1>",
        "</h2>",
        "<li>",
        "<ul>",
        "<body class=z>",
        "<html lang=de>",
        "<head>",
        "<meta charset=utf-8>",
        "<svg>",
        "</svg>",
        "<svg viewBox='0 0 1 1'/>",
        "<path d='M0'/>",
        "<foreignObject>",
        "<math>",
        "<mi>",
        "<title>",
        "</title>",
        "<textarea>\n",
        "</textarea>",
        "<pre>\n",
        "<script>",
        "<script type='a'>if (a<b) \"</p>\"",
        "</script>",
        "<style>a>b{}",
        "</style>",
        "</STYLE >",
        "</style\r>",
        "</script\r\n>",
        "</script/",
        "<noscript>",
        "</noscript>",
        "<iframe>",
        "</iframe>",
        "<xmp>",
        "</xmp>",
        "<template>",
        "</template>",
        "<frameset>",
        "<ü>",
        "<x-y:z>",
    ];

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(2_000))]
        #[test]
        fn parses_what_is_plain_and_what_is_not(
            parts in proptest::collection::vec(proptest::sample::select(SOUP), 0..40),
            gap in 0..2_usize,
        ) {
            // The gap puts ends of pieces into the middle of things.
            let text = parts.concat();
            assert_same(&format!("{}{text}", "x".repeat(gap * (PIECE - text.len() / 2))));
        }
    }
}
