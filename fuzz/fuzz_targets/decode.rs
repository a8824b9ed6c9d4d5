//! No bytes and no header make decoding panic, and text comes out.
#![no_main]
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (&[u8], Option<&str>)| {
    let (bytes, content_type) = input;
    let decoded = dateline::fetch::decode(bytes, content_type);
    assert!(decoded.text.len() <= bytes.len().saturating_mul(4) + 16);
});
