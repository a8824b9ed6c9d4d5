//! No bytes make reading a WARC file panic, and what is given is bounded.
#![no_main]
use dateline::archive::{Item, Pages};
use libfuzzer_sys::fuzz_target;

const MOST: usize = 1 << 16;

fuzz_target!(|bytes: &[u8]| {
    let mut pages = Pages::new(bytes, 0, MOST as u64);
    while let Ok(Some(item)) = pages.next_item() {
        let (facts, stored) = match item {
            Item::Visit(facts, Some(stored)) => (Some(facts), stored),
            Item::Answer(stored) => (None, stored),
            Item::Visit(_, None) | Item::Revisit | Item::File(_) => continue,
        };
        assert!(stored.place.at <= bytes.len() as u64);
        if let Ok((body, _)) = stored.body(MOST) {
            // A resource is kept whole, with room for what would be a head.
            assert!(body.len() <= MOST + (1 << 19));
        }
        let _ = stored.page(facts.as_deref(), MOST);
    }
});
