//! No page makes reading panic, as a release or as a listing, explained or not, with or without a
//! profile.
#![no_main]
use std::path::Path;
use std::sync::LazyLock;

use dateline::profile::Profile;
use libfuzzer_sys::fuzz_target;

static MARLOW: LazyLock<Profile> = LazyLock::new(|| {
    let source = include_str!("../../selectors/marlow.toml");
    let loaded = dateline::profile::parse(Path::new("marlow.toml"), source, &|_| None);
    loaded.profile.expect("a sound profile")
});

fuzz_target!(|bytes: &[u8]| {
    let at = jiff::Timestamp::UNIX_EPOCH;
    let url = "http://press.marlow.example/2024/03/fuzz/".parse().ok();
    let page = dateline::fetch::saved_page(bytes, url, at, Some("text/html; charset=utf-8"));
    for profile in [&Profile::none(), &*MARLOW] {
        let _ = dateline::extract::explain::explain(&page, profile, None, &|| false);
        if let Ok(draft) = dateline::extract::extract(&page, profile, None, &|| false) {
            let _ = dateline::record::normalize(draft);
        }
    }
    let _ = dateline::discover::listing(&page, &MARLOW, &MARLOW.sources[0], 4096, &|| false);
});
