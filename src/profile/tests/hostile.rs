//! Files that nobody means well with: bounded, and never a panic.

use proptest::prelude::*;

use super::*;

#[test]
fn bounds_what_a_hostile_file_may_cost() {
    let many = |line: &str, count: usize| format!("{LEAST}{}", line.repeat(count));
    let unknown: String = (0..60_000).map(|n| format!("titel{n} = 1\n")).collect();
    let loaded = read(&format!("{LEAST}[fields]\n{unknown}"));
    assert_eq!(loaded.findings.len(), 101);
    assert_eq!(loaded.findings[100].message, "and 59900 more findings");
    let selectors = format!("body.remove = [{}]\n", "'.a',".repeat(400)).repeat(1);
    assert!(read(&format!("{LEAST}{selectors}")).profile.is_some());
    let loaded = read(&format!(
        "{LEAST}body.remove = [{}]\n",
        "'.a',".repeat(100_000)
    ));
    assert_eq!(
        told(&loaded),
        ["4:15 [body] remove has more than 500 items | -"]
    );
    let layouts = many(
        "[[layout]]\nwhen = 'h1.a'\nbody.remove = ['.a', '.b', '.c', '.d']\n",
        450,
    );
    let loaded = read(&layouts);
    assert!(told(&loaded)[0].contains("more than 2000 selectors and patterns"));
    let long = "a".repeat(600);
    let loaded = read(&format!("{LEAST}body.css = '.{long}'\n"));
    assert_eq!(told(&loaded), ["4:12 selector of more than 500 bytes | -"]);
}

/// Pieces that profiles are made of, to be put together in ways that nobody writes.
const PIECES: &[&str] = &[
    "id",
    "name",
    "[[source]]",
    "[fields]",
    "[layout.fields]",
    "[[layout]]",
    "\n",
    "\r\n",
    " = ",
    "\"",
    "'",
    "'''",
    "{",
    "}",
    "[",
    "]",
    ",",
    ".",
    "title",
    "date",
    "css",
    "label",
    "regex",
    "text",
    "from",
    "row.date",
    "nth",
    "^",
    "$",
    "(",
    ")",
    "\\d",
    "{page}",
    "https://a.example/",
    "div > p:nth-child(",
    ":not(",
    ":has(",
    "é",
    "\u{feff}",
    "\0",
    "%d %B",
    "%",
    "2020-01-01",
    "1e999",
    "-0x1",
    "99999999999999999999",
    "true",
    "extends",
    "#",
];

proptest! {
    #[test]
    fn no_text_panics(text in any::<String>()) {
        let loaded = read(&text);
        let _ = loaded.render();
    }

    #[test]
    fn no_arrangement_of_pieces_panics(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)
    ) {
        let text = pieces.concat();
        let loaded = read_with(&text, &[("a", &text)]);
        let _ = loaded.render();
        prop_assert_eq!(loaded.profile.is_some(), !loaded.findings.iter().any(|f| f.severity == Severity::Error));
    }

    #[test]
    fn no_damage_to_a_profile_panics(
        cuts in prop::collection::vec((0..EXAMPLE.len(), 0..20_usize, prop::sample::select(PIECES)), 1..4)
    ) {
        let mut text: Vec<char> = EXAMPLE.chars().collect();
        for (at, length, piece) in cuts {
            let at = at.min(text.len());
            let end = (at + length).min(text.len());
            text.splice(at..end, piece.chars());
        }
        let text: String = text.into_iter().collect();
        let loaded = read(&text);
        for finding in &loaded.findings {
            prop_assert!(finding.line >= 1 && finding.column >= 1);
            prop_assert!(text.get(finding.span.clone()).is_some(), "{:?}", finding);
        }
        let _ = loaded.render();
    }

    #[test]
    fn no_selector_panics(text in r#"[a-c.#>:+~ \[\]()="'\\*|,0-9-]{0,30}"#) {
        let _ = read(&format!("{LEAST}body.css = '''{text}'''\n"));
    }
}
