//! The README's first command: two newsrooms, crawled for real, without a network.

mod support;

use std::collections::HashSet;
use std::fs;

use support::binary::Desk;

#[test]
fn the_demo_crawls_two_newsrooms_and_a_second_run_changes_no_byte() {
    let desk = Desk::new();
    let first = desk.run(&["demo"]).with_code(0);
    let data = desk.path().join("dateline-demo");
    let shown: serde_json::Value =
        serde_json::from_str(&first.stdout).expect("one record on stdout");
    assert_eq!(shown["schema"], "dateline.release/1");
    let output = |org: &str| {
        fs::read_to_string(data.join("releases").join(format!("{org}.jsonl"))).expect("an output")
    };
    let before = [output("marlow"), output("tessaly")];
    for text in &before {
        let records = support::binary::lines(text);
        assert!(records.len() >= 12, "{}", records.len());
        let ids: HashSet<&str> = records
            .iter()
            .filter_map(|record| record["id"].as_str())
            .collect();
        assert_eq!(ids.len(), records.len());
        for record in &records {
            assert!(
                record["url"]
                    .as_str()
                    .is_some_and(|url| url.starts_with("http://press.")),
                "{}",
                record["url"]
            );
        }
    }
    let second = desk.run(&["demo"]).with_code(0);
    assert!(
        second.stderr.contains("marlow: nothing new")
            && second.stderr.contains("tessaly: nothing new"),
        "{}",
        second.stderr
    );
    assert_eq!(before, [output("marlow"), output("tessaly")]);
    let elsewhere = desk.run(&["demo", "--data", "other"]).with_code(0);
    assert!(
        desk.path().join("other/releases/marlow.jsonl").exists(),
        "{}",
        elsewhere.stderr
    );
}

#[test]
fn the_demo_gives_what_the_fixtures_expect() {
    let desk = Desk::new();
    desk.run(&["demo"]).with_code(0);
    for org in ["marlow", "tessaly"] {
        let given = fs::read_to_string(
            desk.path()
                .join("dateline-demo/releases")
                .join(format!("{org}.jsonl")),
        )
        .expect("output");
        let expected = fs::read_to_string(format!(
            "{}/fixtures/{org}/expected.jsonl",
            env!("CARGO_MANIFEST_DIR")
        ))
        .expect("expected");
        let facts = |text: &str| -> std::collections::BTreeSet<String> {
            support::binary::lines(text)
                .iter()
                .map(|record| {
                    ["id", "title", "published_on", "body"]
                        .map(|key| record[key].to_string())
                        .join("\n")
                })
                .collect()
        };
        assert_eq!(facts(&given), facts(&expected));
    }
}
