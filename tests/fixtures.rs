//! Every profile that has saved pages is replayed; nothing is registered.

use std::path::Path;

use dateline::fixture::Fixture;
use dateline::profile::Library;

#[test]
fn every_profile_gives_the_records_that_its_fixtures_expect() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let library = Library::open(Some(&root.join("selectors"))).expect("the profiles");
    assert!(library.misnamed().is_empty(), "{:?}", library.misnamed());
    let mut wrong = Vec::new();
    let mut replayed = Vec::new();
    for id in library.folder_ids() {
        let loaded = library.load(id.as_str()).expect("readable");
        assert!(loaded.findings.is_empty(), "{}", loaded.render());
        let profile = loaded.profile.expect("no finding, so a profile");
        let folder = root.join("fixtures").join(id.as_str());
        if !folder.is_dir() {
            continue;
        }
        let replay = Fixture::open(&folder)
            .expect("the saved pages")
            .replay(&profile);
        wrong.extend(
            replay
                .differences
                .iter()
                .map(|difference| format!("{id}: {difference}")),
        );
        replayed.push((id.to_string(), replay.lines.len()));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let records = |id: &str| {
        replayed
            .iter()
            .find(|(profile, _)| profile == id)
            .map_or(0, |(_, records)| *records)
    };
    assert!(
        records("osce") >= 8 && records("marlow") >= 12 && records("tessaly") >= 12,
        "{replayed:?}"
    );
}

#[test]
fn every_folder_of_saved_pages_belongs_to_a_profile_and_holds_nothing_else() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for entry in std::fs::read_dir(root.join("fixtures")).expect("fixtures") {
        let folder = entry.expect("an entry").path();
        let name = folder
            .file_name()
            .expect("a name")
            .to_string_lossy()
            .into_owned();
        if !folder.is_dir() {
            continue;
        }
        assert!(
            root.join("selectors").join(format!("{name}.toml")).exists(),
            "no profile for fixtures/{name}"
        );
        let fixture = Fixture::open(&folder).expect("the saved pages");
        for file in std::fs::read_dir(&folder).expect("a folder") {
            let file = file
                .expect("a file")
                .file_name()
                .to_string_lossy()
                .into_owned();
            let known = matches!(file.as_str(), "pages.toml" | "expected.jsonl")
                || fixture.pages.iter().any(|(page, _)| page.file == file);
            assert!(known, "fixtures/{name}/{file} is not named in pages.toml");
        }
    }
}
