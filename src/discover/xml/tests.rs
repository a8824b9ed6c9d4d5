//! What broken markup says all the same.

use proptest::prelude::*;

use super::*;

/// A document in short: `<a b=c>`, `</a>`, `"text"`.
fn read(text: &str) -> (String, Faults) {
    let mut reader = Reader::new(text.as_bytes());
    let mut short = String::new();
    while let Some(token) = reader.next() {
        match token {
            Token::Open(Tag { name, attributes }) => {
                short.push('<');
                short.push_str(&printed(&name));
                for (name, value) in attributes {
                    short.push_str(&format!(" {}={value}", printed(&name)));
                }
                short.push('>');
            }
            Token::Close(name) => short.push_str(&format!("</{}>", printed(&name))),
            Token::Text(text) => short.push_str(&format!("{text:?}")),
        }
    }
    (short, reader.faults().clone())
}

fn printed(name: &Name) -> String {
    match name.space {
        Space::Own => name.local.clone(),
        space => format!("{space:?}:{}", name.local),
    }
}

#[test]
fn reads_what_is_there() {
    for (text, tokens) in [
        ("<a>b</a>", r#"<a>"b"</a>"#),
        (
            "<?xml version='1.0'?><!DOCTYPE a><!-- <b> --><a/>",
            "<a></a>",
        ),
        ("<a b='1' c = \"2 > 1\" d=3 e/>", "<a b=1 c=2 > 1 d=3></a>"),
        ("<a href='?x=1&amp;y=2&z=3'/>", "<a href=?x=1&y=2&z=3></a>"),
        (
            "<A><PubDate>x</pubDATE></A>",
            r#"<a><pubdate>"x"</pubdate></a>"#,
        ),
        // References.
        (
            "<a>&lt;b&gt; &amp;amp; &#233;&#xe9; &#0;</a>",
            "<a>\"<b> &amp; éé \\0\"</a>",
        ),
        (
            "<a>Fish & chips &nbsp;&copy=1 &; &</a>",
            r#"<a>"Fish & chips &nbsp;&copy=1 &; &"</a>"#,
        ),
        (
            "<a>&#xD800;&#99999999999;</a>",
            r#"<a>"&#xD800;&#99999999999;"</a>"#,
        ),
        // CDATA is text as it is.
        (
            "<a>1<![CDATA[<b>&amp;]]]]>2</a>",
            r#"<a>"1<b>&amp;]]2"</a>"#,
        ),
        // What begins no tag.
        ("<a>5 < 6 <7 <= 8</a>", r#"<a>"5 < 6 <7 <= 8"</a>"#),
        // A tag without its end swallows nothing.
        ("<a><b>x</b<c>y</c></a>", r#"<a><b>"x"</b><c>"y"</c></a>"#),
        ("<a t=\"x><b>y</b></a>", r#"<a t=x>><b>"y"</b></a>"#),
        // Vocabularies by their declarations, by custom, and by the root.
        (
            "<rss xmlns:z='http://purl.org/dc/elements/1.1/'><z:date>1</z:date></rss>",
            r#"<rss Other:z=http://purl.org/dc/elements/1.1/><DublinCore:date>"1"</DublinCore:date></rss>"#,
        ),
        (
            "<rss><dc:date/><media:title/></rss>",
            "<rss><DublinCore:date></DublinCore:date><Other:title></Other:title></rss>",
        ),
        (
            "<x:feed><x:entry/></x:feed>",
            "<feed><entry></entry></feed>",
        ),
        (
            "<rdf:RDF><item rdf:about='u'/></rdf:RDF>",
            "<Rdf:rdf><item Rdf:about=u></item></Rdf:rdf>",
        ),
    ] {
        assert_eq!(read(text).0, tokens, "{text}");
    }
}

#[test]
fn says_what_may_have_been_lost() {
    let cut = |text| read(text).1.is_cut;
    for text in [
        "<a><b",
        "<a><!-- x",
        "<a><![CDATA[x",
        "<a>b<",
        "<!DOCTYPE a [ <!ELEMENT",
    ] {
        assert!(cut(text), "{text}");
    }
    assert!(!cut("<a>b"), "what encloses it is known to who reads it");
    let (_, faults) = read("<a><b>x</b<c/></a>");
    assert_eq!(
        faults.damage.as_deref(),
        Some("a tag without its end at byte 9")
    );
    let bomb = "<!DOCTYPE z [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;\">]><z>&b;</z>";
    let (tokens, faults) = read(bomb);
    assert_eq!(tokens, r#"<z>"&b;"</z>"#, "never expanded");
    assert!(faults.declares_entities);
    assert_eq!(read("<a>Fish & chips</a>").1, Faults::default());
}

#[test]
fn one_text_or_tag_is_cut_to_a_bound() {
    let long = "x".repeat(3 * MOST_KEPT);
    for text in [
        format!("<a>{long}</a>"),
        format!("<a><![CDATA[{long}]]></a>"),
        format!("<a b='{long}'/>"),
        format!("<{long}/>"),
        format!("<a>{long}<!---->{long}<![CDATA[{long}]]>{long}</a>"),
    ] {
        let (tokens, _) = read(&text);
        assert!(tokens.len() < 2 * MOST_KEPT + 100, "{}", tokens.len());
    }
}

proptest! {
    #[test]
    fn takes_any_text(text in any::<String>()) {
        read(&text);
    }

    /// Broken in any place, whatever comes whole before is read.
    #[test]
    fn markup_of_all_sorts_is_read_to_its_end(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "<a>", "</a>", "<b c='d'>", "<", ">", "&", "&amp;", "\"", "'", "<![CDATA[", "]]>",
                "<!--", "-->", "<?", "?>", "<!DOCTYPE", "[", "]", "text", "/", "=", "\u{e9}",
            ]),
            0..60,
        )
    ) {
        let text: String = parts.concat();
        let (tokens, _) = read(&format!("<x>first</x>{text}"));
        prop_assert!(tokens.starts_with("<x>\"first\"</x>"));
    }
}
