//! Which rules apply to a page: the profile's, or those of a layout that is recognized.

use jiff::tz::TimeZone;
use scraper::Html;

use crate::page::Page;
use crate::profile::{Layout, Profile, ReadingRules};

/// The first layout whose conditions all hold, else the profile's own rules.
pub(crate) fn that_applies<'p>(
    profile: &'p Profile,
    page: &Page,
    document: &Html,
) -> &'p ReadingRules {
    let zone = profile.timezone.clone().unwrap_or(TimeZone::UTC);
    let day = page.fetched_at.to_zoned_datetime(zone).date();
    let applies = |layout: &&Layout| {
        layout.when.is_some() | layout.since.is_some() | layout.until.is_some()
            && layout.since.is_none_or(|since| since <= day)
            && layout.until.is_none_or(|until| day <= until)
            && layout
                .when
                .as_ref()
                .is_none_or(|css| document.select(&css.selector).next().is_some())
    };
    profile
        .layouts
        .iter()
        .find(applies)
        .map_or(&profile.reading, |layout| &layout.reading)
}
