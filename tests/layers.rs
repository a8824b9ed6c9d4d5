//! Lower layers never import higher ones: read from the `use` lines and paths of `src/`.

use std::fs;
use std::path::{Path, PathBuf};

/// The rows of ARCHITECTURE.md.
const LAYERS: &[(&str, u8)] = &[
    ("alert", 0),
    ("domain", 0),
    ("target", 0),
    ("page", 0),
    ("problem", 0),
    ("settings", 0),
    ("readers", 0),
    ("record", 0),
    ("wall", 0),
    ("profile", 1),
    ("fetch", 2),
    ("frontier", 2),
    ("sink", 2),
    ("extract", 2),
    ("discover", 3),
    ("fixture", 3),
    ("archive", 3),
    ("crawl", 4),
    ("report", 5),
    ("demo", 6),
    ("cli", 7),
];

fn layer(module: &str) -> Option<u8> {
    LAYERS
        .iter()
        .find(|(name, _)| *name == module)
        .map(|(_, row)| *row)
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("src is readable") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            files(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The modules that a line names as `crate::<module>`, also in `use crate::{a, b}`.
fn named(line: &str) -> Vec<String> {
    let code = line.split("//").next().unwrap_or_default();
    let mut modules = Vec::new();
    for (at, _) in code.match_indices("crate::") {
        let rest = &code[at + "crate::".len()..];
        if let Some(list) = rest.strip_prefix('{') {
            let names = list
                .split(',')
                .map(|name| name.trim().split("::").next().unwrap_or_default());
            modules.extend(names.map(|name| name.trim_end_matches(['}', ';']).to_owned()));
        } else {
            modules.push(
                rest.chars()
                    .take_while(|c| c.is_alphanumeric() || *c == '_')
                    .collect(),
            );
        }
    }
    modules
}

#[test]
fn lower_layers_never_import_higher_ones() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    files(&source, &mut found);
    assert!(found.len() > 40, "the walk sees the source");
    let mut wrong = Vec::new();
    for path in found {
        let relative = path.strip_prefix(&source).expect("below src");
        let first = relative
            .components()
            .next()
            .expect("a name")
            .as_os_str()
            .to_string_lossy()
            .into_owned();
        let module = first.trim_end_matches(".rs");
        if matches!(module, "lib" | "main") {
            continue;
        }
        let own =
            layer(module).unwrap_or_else(|| panic!("{module} has no row in the table of layers"));
        for (number, line) in fs::read_to_string(&path)
            .expect("readable")
            .lines()
            .enumerate()
        {
            for name in named(line) {
                if let Some(other) = layer(&name)
                    && other > own
                {
                    wrong.push(format!(
                        "{}:{}: {module} (row {own}) names {name} (row {other})",
                        relative.display(),
                        number + 1
                    ));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_host_name_of_a_real_organization_stands_in_the_source() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    files(&source, &mut found);
    let mut selectors = Vec::new();
    for entry in
        fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("selectors")).expect("selectors")
    {
        let path = entry.expect("an entry").path();
        if path.is_file() {
            selectors.push(fs::read_to_string(path).expect("a profile"));
        }
    }
    let hosts: Vec<String> = selectors
        .iter()
        .filter_map(|text| {
            text.split("canonical = \"")
                .nth(1)?
                .split('"')
                .next()
                .map(str::to_owned)
        })
        .filter(|host| !host.ends_with(".example"))
        .collect();
    assert!(!hosts.is_empty(), "at least one profile of a real site");
    for path in found {
        let text = fs::read_to_string(&path).expect("readable");
        let code: String = text
            .split("#[cfg(test)]")
            .next()
            .unwrap_or_default()
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect();
        for host in &hosts {
            assert!(
                !code.contains(host.as_str()),
                "{} names {host}",
                path.display()
            );
        }
    }
}
