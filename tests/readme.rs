//! The README tells the truth: its commands run, its profile is one, its tables are the
//! program's.

mod support;

use std::path::Path;
use std::process::Command;

use support::binary::Desk;

const README: &str = include_str!("../README.md");

/// The fenced blocks of one language.
fn blocks(language: &str) -> Vec<&'static str> {
    README
        .split("```")
        .skip(1)
        .step_by(2)
        .filter_map(|block| block.strip_prefix(language)?.strip_prefix('\n'))
        .collect()
}

/// Every command in a shell block runs where the reader stands: in a clone.
#[test]
fn the_commands_run() {
    let place = Desk::new();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["selectors", "fixtures"] {
        let copied = Command::new("cp")
            .arg("-r")
            .arg(root.join(folder))
            .arg(place.path())
            .status()
            .expect("cp runs");
        assert!(copied.success());
    }
    let mut ran = 0;
    for command in blocks("sh").iter().flat_map(|block| block.lines()) {
        let command = command.split('#').next().unwrap_or_default().trim();
        let arguments = command
            .strip_prefix("cargo run --release -- ")
            .or_else(|| command.strip_prefix("dateline "));
        match arguments {
            Some(arguments) => {
                let arguments: Vec<&str> = arguments.split_whitespace().collect();
                // A folder of saved pages holds traps: they are problems, and so exit code 4.
                let code = if arguments[0] == "extract" { 4 } else { 0 };
                place.run(&arguments).with_code(code);
                ran += 1;
            }
            None => assert_eq!(command, "cargo test", "a command that nothing runs"),
        }
    }
    assert_eq!(ran, 5);
}

/// The lines of the example are those of the program, in their order.
#[test]
fn the_explanation_is_a_real_one() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let page = root.join("fixtures/marlow/rural-clinics-2024.html");
    let page = page.to_str().expect("a path in UTF-8");
    let ended = Desk::new().run(&["explain", "--profile", "marlow", page]);
    let shown = ended.with_code(0).stdout;
    let example = blocks("text")
        .into_iter()
        .find(|block| block.contains("chosen, from"));
    let mut rest = shown.lines();
    for line in example
        .expect("the example")
        .lines()
        .filter(|line| *line != "…")
    {
        assert!(rest.any(|real| real == line), "{line} in {shown}");
    }
}

#[test]
fn the_profiles_are_some() {
    let profiles = blocks("toml");
    assert_eq!(profiles.len(), 3);
    for profile in profiles {
        let length = profile.lines().filter(|line| !line.is_empty()).count();
        assert!(length <= 15, "{profile}");
        let id = profile.split('"').nth(1).expect("an id");
        let path = format!("{id}.toml");
        let loaded = dateline::profile::parse(Path::new(&path), profile, &|_| None);
        assert!(loaded.findings.is_empty(), "{}", loaded.render());
        assert!(loaded.profile.is_some());
    }
}

#[test]
fn every_key_of_quality_is_shown() {
    let quality = blocks("toml")[2].split("[quality]").nth(1);
    let shown: Vec<&str> = (quality.expect("[quality]").lines())
        .filter_map(|line| line.split_once('='))
        .map(|(key, _)| key.trim())
        .collect();
    // What the profile grammar says it knows, when it is asked for something else.
    let asked = "id = \"a\"\nname = \"A\"\n[quality]\nzzz = 1\n";
    let loaded = dateline::profile::parse(Path::new("a.toml"), asked, &|_| None);
    let help = loaded.render();
    let known = help.lines().find_map(|line| line.split_once("known: "));
    let known: Vec<&str> = known.expect("the keys").1.split(", ").collect();
    assert_eq!(shown, known);
}

#[test]
fn the_exit_codes_are_those_of_the_help() {
    let help = Desk::new().run(&["--help"]).with_code(0).stdout;
    for row in README
        .lines()
        .filter(|line| line.starts_with("| ") && line.as_bytes()[2].is_ascii_digit())
    {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let line = help
            .lines()
            .find(|line| line.trim_start().starts_with(&format!("{} ", cells[0])));
        assert!(
            line.is_some_and(|line| line.ends_with(cells[1])),
            "{row} in {help}"
        );
    }
}

#[test]
fn the_record_has_as_many_keys_as_it_says() {
    let text = std::fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/tessaly/expected.jsonl"),
    )
    .expect("expected");
    let records = support::binary::lines(&text);
    let keys = records[0].as_object().expect("an object").len() + dateline::fixture::VOLATILE.len();
    assert!(README.contains(&format!("{keys} keys")), "{keys}");
    let shown: serde_json::Value = serde_json::from_str(blocks("json")[0]).expect("JSON");
    let real = records
        .iter()
        .find(|record| record["id"] == shown["id"])
        .expect("the record that is shown");
    for (key, value) in shown.as_object().expect("an object") {
        let elided = value.to_string().contains('…');
        assert!(
            elided || real[key] == *value,
            "{key}: {value} is shown, {} is given",
            real[key]
        );
    }
}
