//! No document makes a JSON source panic: as a page of its list, as a release in a row, or as the
//! document of one release.
#![no_main]
use std::path::Path;
use std::sync::LazyLock;

use dateline::discover;
use dateline::profile::{Profile, ReleaseIn, SourceKind};
use dateline::target::Elsewhere;
use libfuzzer_sys::fuzz_target;

fn profile(name: &str, source: &str) -> Profile {
    let loaded = dateline::profile::parse(Path::new(name), source, &|_| None);
    loaded.profile.expect("a sound profile")
}

static PROFILES: LazyLock<[Profile; 3]> = LazyLock::new(|| {
    [
        profile("govuk.toml", include_str!("../../selectors/govuk.toml")),
        profile(
            "worldbank.toml",
            include_str!("../../selectors/worldbank.toml"),
        ),
        profile("nasa.toml", include_str!("../../selectors/nasa.toml")),
    ]
});

fuzz_target!(|bytes: &[u8]| {
    let at = jiff::Timestamp::UNIX_EPOCH;
    for profile in PROFILES.iter() {
        let source = &profile.sources[0];
        let url = source.address(0, None);
        let page = dateline::fetch::saved_page(bytes, url, at, Some("application/json"));
        if let Ok(listing) = discover::listing(&page, profile, source, 4096, &|| false) {
            for target in &listing.releases {
                if let Some(teaser) = &target.teaser
                    && let Some(Elsewhere::Row(whole)) = &teaser.elsewhere
                {
                    let url = &target.url;
                    let _ =
                        dateline::extract::extract_whole(url, whole, teaser, profile, &|| false);
                }
            }
        }
        if let SourceKind::Json(json) = &source.kind
            && let ReleaseIn::Item(item) = &json.release
        {
            let _ = discover::item(&page, profile, item, None, &|| false);
        }
    }
});
