//! No text makes the readers of dates and datelines panic, and every range is in the text.
#![no_main]
use ::dateline::extract::{date, dateline as opening};
use ::dateline::profile::DateOrder;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let vienna = jiff::tz::TimeZone::get("Europe/Vienna").ok();
    let formats = ["%d %B %Y".to_owned(), "%d.%m.%y".to_owned(), "%s".to_owned()];
    let plain = date::DateReading::default();
    let stated = date::DateReading {
        formats: &formats,
        order: Some(DateOrder::Dmy),
        timezone: vienna.as_ref(),
        language: Some("de"),
    };
    for how in [plain, stated] {
        let _ = date::read(text, &how);
        let _ = date::read_stamp(text, &how);
        for found in date::scan(text, &how) {
            assert!(text.get(found.range).is_some());
        }
        let hint = Some(jiff::civil::date(2024, 2, 29));
        if let Some(found) = opening::split(text, &how, hint) {
            assert!(text.contains(&found.text));
            assert!(text.get(found.end..).is_some());
        }
        let _ = opening::header_line(text, &how);
    }
});
