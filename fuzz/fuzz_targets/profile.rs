//! Any text is a profile or a list of findings, never a panic.
//!
//! `cargo +nightly fuzz run profile -- -max_len=8192 fuzz/corpus/profile selectors`

#![no_main]

use std::path::{Path, PathBuf};

use libfuzzer_sys::fuzz_target;

fuzz_target!(|source: &str| {
    // The text is its own base, too: laying a tree under another must hold for any tree.
    let base = |name: &str| Some((PathBuf::from(format!("base/{name}.toml")), source.to_owned()));
    let loaded = dateline::profile::parse(Path::new("fuzz.toml"), source, &base);
    let _ = loaded.render();
    if let Some(profile) = loaded.profile {
        for source in &profile.sources {
            if let Ok(url) = source.url.replace("{page}", "1").parse() {
                let canonical = profile.canonical(&url);
                assert_eq!(profile.canonical(&canonical), canonical);
                let _ = (profile.admits(&canonical), profile.is_listing(&canonical));
            }
        }
    }
});
