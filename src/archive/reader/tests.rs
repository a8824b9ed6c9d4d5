use std::io::Write;

use super::*;
use crate::archive::warc::RecordType;

const MOST: u64 = 1_000;

fn record_of(kind: &str, block: &str) -> Vec<u8> {
    format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: http://a.test/\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
        block.len()
    )
    .into_bytes()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Every record as `type@place:block`, and why reading ended early.
fn read(bytes: &[u8]) -> (Vec<String>, Option<String>) {
    let mut reader = Reader::new(bytes, 0, MOST);
    let mut found = Vec::new();
    loop {
        match reader.next_entry() {
            Ok(None) => return (found, None),
            Err(damage) => return (found, Some(damage.to_string())),
            Ok(Some(Entry { place, head, block })) => {
                let kind = head.get("WARC-Type").unwrap_or("?");
                let block = match block {
                    Block::Whole(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
                    Block::TooLarge { length } => format!("({length} bytes)"),
                };
                found.push(format!("{kind}@{place}:{block}"));
            }
        }
    }
}

#[test]
fn files_are_read_compressed_or_not_and_say_where_each_record_begins() {
    let (first, second) = (record_of("warcinfo", "one"), record_of("response", "two"));
    let both = [first.clone(), second.clone()].concat();
    let members = [gzip(&first), gzip(&second)].concat();
    let (plain_at, member_at) = (first.len(), gzip(&first).len());
    let lenient = "WARC/1.0\nwarc-type: response\n folded\nno field\nContent-Length: 2\n\nab";
    #[rustfmt::skip]
    let cases: Vec<(&str, Vec<u8>, Vec<String>)> = vec![
        ("plain", both.clone(), vec!["warcinfo@0:one".into(), format!("response@{plain_at}:two")]),
        ("a member a record", members, vec!["warcinfo@0:one".into(), format!("response@{member_at}:two")]),
        ("all in one member", gzip(&both), vec!["warcinfo@0:one".into(), format!("response@0+{plain_at}:two")]),
        ("empty", Vec::new(), vec![]),
        ("an empty member", gzip(b""), vec![]),
        ("line feeds, folded lines, no end", lenient.into(), vec!["response folded@0:ab".into()]),
        ("a large block", record_of("response", &"x".repeat(1_001)), vec!["response@0:(1001 bytes)".into()]),
    ];
    for (fact, bytes, expected) in cases {
        assert_eq!(read(&bytes), (expected, None), "{fact}");
    }
}

#[test]
fn damaged_files_are_read_as_far_as_they_go() {
    let whole = record_of("response", "a page");
    let member = gzip(&whole);
    let good = "response@0:a page".to_owned();
    let (plain_at, member_at) = (whole.len(), member.len());
    let after = |tail: &[u8]| [member.as_slice(), tail].concat();
    let after_plain = |tail: &[u8]| [whole.as_slice(), tail].concat();
    let mut flipped = member.clone();
    let middle = flipped.len() - 6;
    flipped[middle] ^= 0xff;
    #[rustfmt::skip]
    let cases: Vec<(&str, Vec<u8>, u64, &str)> = vec![
        ("cut in the header of a member", after(&member[..5]), member_at as u64, "cut off"),
        ("cut in a member", after(&member[..member_at - 12]), member_at as u64, "cut off"),
        ("cut in the trailer", after(&member[..member_at - 3]), member_at as u64, "cut off"),
        ("a wrong checksum", after(&flipped), member_at as u64, "corrupt"),
        ("zeros after the last member", after(&[0; 20]), member_at as u64, "something else"),
        ("text after the last member", after(b"WARC/1.0"), member_at as u64, "something else"),
        ("a member of something else", after(&gzip(b"hello")), member_at as u64, "no WARC record"),
        ("cut in a block", after_plain(&whole[..plain_at - 6]), plain_at as u64, "cut off"),
        ("cut in a head", after_plain(&whole[..20]), plain_at as u64, "cut off"),
        ("no length", after_plain(b"WARC/1.0\r\nA: b\r\n\r\n"), plain_at as u64, "length"),
        ("a negative length", after_plain(b"WARC/1.0\r\nContent-Length: -1\r\n\r\n"), plain_at as u64, "length"),
        ("a length beyond all", after_plain(b"WARC/1.0\r\nContent-Length: 18446744073709551615\r\n\r\nx"), plain_at as u64, "cut off"),
        ("an endless head", after_plain(format!("WARC/1.0\r\n{}", "a: b\r\n".repeat(20_000)).as_bytes()), plain_at as u64, "too"),
        ("an endless line", after_plain(format!("WARC/1.0\r\na: {}", "b".repeat(100_000)).as_bytes()), plain_at as u64, "too large"),
        ("HTML", after_plain(b"<html>"), plain_at as u64, "no WARC record"),
    ];
    for (fact, bytes, at, why) in cases {
        let (found, damage) = read(&bytes);
        let damage = damage.unwrap_or_default();
        let found: Vec<String> = found.into_iter().take(1).collect();
        assert_eq!(found, [good.as_str()], "{fact}: {damage}");
        assert!(damage.contains(why), "{fact}: {damage}");
        assert!(damage.contains(&format!("byte {at}:")), "{fact}: {damage}");
    }
}

#[test]
fn a_bomb_is_given_up() {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    let head = "WARC/1.0\r\nContent-Length: 8000000000\r\n\r\n";
    encoder.write_all(head.as_bytes()).unwrap();
    let zeros = vec![0; 1 << 20];
    for _ in 0..100 {
        encoder.write_all(&zeros).unwrap();
    }
    let (found, damage) = read(&encoder.finish().unwrap());
    assert_eq!(found, Vec::<String>::new());
    assert!(damage.unwrap().contains("far more than pages do"));
}

#[test]
fn what_is_read_after_damage_is_nothing() {
    let mut reader = Reader::new(&b"<html>"[..], 0, MOST);
    assert!(reader.next_entry().is_err());
    assert_eq!(reader.next_entry().unwrap(), None);
    assert_eq!(Head::default().record_type(), RecordType::Other);
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_reading_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
        let _ = read(&bytes);
        let _ = read(&[b"WARC/1.1\r\n".as_slice(), &bytes].concat());
        let _ = read(&[b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03".as_slice(), &bytes].concat());
        let _ = read(&gzip(&bytes));
        if let Some(message) = crate::archive::Message::read(&bytes) {
            let _ = message.payload(1_000);
        }
    }

    #[test]
    fn every_cut_of_a_file_gives_a_prefix_of_its_records(cut in 0_usize..400) {
        let members: Vec<u8> = ["one", "two", "three"]
            .iter()
            .flat_map(|block| gzip(&record_of("response", block)))
            .collect();
        let (whole, _) = read(&members);
        let cut = cut.min(members.len());
        let (found, damage) = read(&members[..cut]);
        proptest::prop_assert!(whole.starts_with(&found));
        proptest::prop_assert!(damage.is_some() || found.len() == whole.len() || cut == 0
            || members[..cut].ends_with(&gzip(&record_of("response", ["one", "two", "three"][found.len() - 1]))[..]));
    }
}
