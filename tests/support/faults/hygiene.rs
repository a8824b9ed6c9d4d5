//! What must turn up nowhere, whatever a page says: characters that steer a terminal or
//! reorder text, and passwords.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::super::binary::{Desk, Ended, lines};
use super::SECRET;

/// Characters that steer a terminal or reorder text, in anything that a person may print.
pub(super) fn stray_characters(
    desk: &Desk,
    ended: &Ended,
    report: &Value,
    problems: &[Value],
) -> Vec<String> {
    let mut complaints = Vec::new();
    let mut look = |place: &str, text: &str, breaks: bool| {
        if let Some(c) = text.chars().find(|c| steers(*c) && !(breaks && *c == '\n')) {
            complaints.push(format!("{place} has {c:?}: {text:?}"));
        }
    };
    look("stderr", &ended.stderr, true);
    look("stdout", &ended.stdout, true);
    strings(report, &mut |text| look("the report", text, true));
    for problem in problems {
        strings(problem, &mut |text| look("a problem", text, false));
    }
    let releases = fs::read_dir(desk.data().join("releases")).expect("releases");
    for file in releases {
        let text = fs::read_to_string(file.expect("a file").path()).expect("UTF-8");
        for record in lines(&text) {
            strings(&record, &mut |text| look("a record", text, true));
        }
    }
    complaints
}

fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

fn strings(value: &Value, look: &mut impl FnMut(&str)) {
    match value {
        Value::String(text) => look(text),
        Value::Array(items) => items.iter().for_each(|item| strings(item, look)),
        Value::Object(keys) => keys.values().for_each(|item| strings(item, look)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Files and talk in which a password stands.
pub(super) fn secrets(folder: &Path, ended: &Ended) -> Vec<String> {
    let mut complaints = Vec::new();
    let lines = ended.stderr.lines().chain(ended.stdout.lines());
    for line in lines.filter(|line| line.contains(SECRET)) {
        complaints.push(format!("a password is told: {line}"));
    }
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let bytes = fs::read(&path).expect("a file");
            if let Some(at) = bytes
                .windows(SECRET.len())
                .position(|window| window == SECRET.as_bytes())
            {
                let around = &bytes[at.saturating_sub(200)..bytes.len().min(at + 100)];
                complaints.push(format!(
                    "a password is in {}: {:?}",
                    path.display(),
                    String::from_utf8_lossy(around)
                ));
            }
        }
    }
    complaints
}
