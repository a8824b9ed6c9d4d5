//! No bytes make the reading of a feed panic.
#![no_main]
use std::path::Path;
use std::sync::LazyLock;

use dateline::profile::Profile;
use libfuzzer_sys::fuzz_target;

static PRESS: LazyLock<Profile> = LazyLock::new(|| {
    let source = "id = \"press\"\nname = \"Press\"\n[[source]]\nkind = \"feed\"\nurl = \"https://www.press.example/rss\"\n";
    let loaded = dateline::profile::parse(Path::new("press.toml"), source, &|_| None);
    loaded.profile.expect("a sound profile")
});

fuzz_target!(|bytes: &[u8]| {
    let at = jiff::Timestamp::UNIX_EPOCH;
    let url = "https://www.press.example/rss".parse().ok();
    let page = dateline::fetch::saved_page(bytes, url, at, Some("application/xml"));
    let _ = dateline::discover::listing(&page, &PRESS, &PRESS.sources[0], 4096, &|| false);
});
