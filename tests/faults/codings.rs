//! Content codings: cut, damaged, mislabelled, nested, and bombs.

use std::io::{Read, Write};

use dateline::problem::Class;
use flate2::Compression;
use flate2::write::{DeflateEncoder, GzEncoder, ZlibEncoder};

use crate::support::Reply;
use crate::support::faults::{Fault, page, problem, record};

pub(crate) fn rows() -> Vec<Fault> {
    let mut rows = Vec::new();
    for (names, coding, form) in FORMS {
        let [whole, cut, damaged, mislabelled, bomb] = names;
        rows.push(page(whole, record([("/language", "en")]), move |at| {
            sent(coding, coded(form, at.release().as_bytes()))
        }));
        rows.push(page(cut, problem(Class::Decode), move |at| {
            let body = coded(form, at.release().as_bytes());
            sent(coding, body[..body.len() / 2].to_vec())
        }));
        rows.push(page(damaged, problem(Class::Decode), move |at| {
            let mut body = coded(form, at.release().as_bytes());
            for byte in body.iter_mut().skip(20).take(60) {
                *byte = !*byte;
            }
            sent(coding, body)
        }));
        rows.push(page(mislabelled, problem(Class::Decode), move |at| {
            sent(coding, at.release().into_bytes())
        }));
        let large = coded(form, &vec![b' '; 5 << 20]);
        rows.push(page(bomb, problem(Class::TooLarge), move |_| {
            sent(coding, large.clone())
        }));
    }
    rows.extend([
        page("a wrong checksum", problem(Class::Decode), |at| {
            let mut body = coded("gzip", at.release().as_bytes());
            let end = body.len() - 5;
            body[end] ^= 1;
            sent("gzip", body)
        }),
        page("the last byte of gzip is missing", problem(Class::Decode), |at| {
            let mut body = coded("gzip", at.release().as_bytes());
            body.pop();
            sent("gzip", body)
        }),
        page("gzip in two members", record([("/language", "en")]), |at| {
            let release = at.release();
            let (one, two) = release.as_bytes().split_at(99);
            sent("gzip", [coded("gzip", one), coded("gzip", two)].concat())
        }),
        page("gzip under its old name, in capitals", record([("/language", "en")]), |at| {
            sent("X-GZip", coded("gzip", at.release().as_bytes()))
        }),
        page("deflate without its frame", record([("/language", "en")]), |at| {
            sent("deflate", coded("bare deflate", at.release().as_bytes()))
        }),
        page("one coding over another", record([("/language", "en")]), |at| {
            sent("gzip, br", coded("br", &coded("gzip", at.release().as_bytes())))
        }),
        page("two codings in two fields", record([("/language", "en")]), |at| {
            let body = coded("zstd", &coded("gzip", at.release().as_bytes()));
            sent("gzip", body).header("Content-Encoding", "zstd")
        }),
        page("codings piled up", problem(Class::UnsupportedEncoding), |at| {
            let mut body = at.release().into_bytes();
            for _ in 0..5 {
                body = coded("gzip", &body);
            }
            sent("gzip, gzip, gzip, gzip, gzip", body)
        }),
        page("a bomb in a bomb", problem(Class::TooLarge), {
            let bomb = coded("gzip", &coded("gzip", &vec![0; 8 << 20]));
            move |_| sent("gzip, gzip", bomb.clone())
        }),
        page("a bomb that decodes to nothing", problem(Class::TooLarge), |_| {
            // Empty blocks, one after another.
            let mut nothing = b"\x1f\x8b\x08\0\0\0\0\0\0\x03".to_vec();
            nothing.extend(b"\0\0\0\xff\xff".repeat(450_000));
            sent("gzip", nothing)
        }),
        page("a zstd window of gigabytes", problem(Class::Decode), |_| {
            sent("zstd", vec![0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xa8, 0x01, 0x00, 0x00])
        }),
        page("a coding nobody knows", problem(Class::UnsupportedEncoding), |_| {
            sent("rot13", b"<c>k".to_vec())
        }),
        page("a coding that is no field value", record([("/language", "en")]), |at| {
            sent("gz\x1bip", at.release().into_bytes())
        }),
        page("a coding of nothing", problem(Class::Empty), |_| sent("br", Vec::new())),
        page("gzip that says it is none", problem(Class::NotHtml), |at| {
            sent("identity", coded("gzip", at.release().as_bytes()))
        }),
        page("chunks that are cut inside a coding", problem(Class::Truncated), |at| {
            let body = coded("gzip", at.release().as_bytes());
            let half = &body[..body.len() / 2];
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n{:x}\r\n",
                body.len()
            );
            Reply::raw([head.as_bytes(), half].concat())
        }),
    ]);
    rows
}

const FORMS: [([&str; 5], &str, &str); 4] = [
    (
        [
            "gzip",
            "gzip that is cut off",
            "damaged gzip",
            "HTML labelled gzip",
            "a gzip bomb",
        ],
        "gzip",
        "gzip",
    ),
    (
        [
            "deflate",
            "deflate that is cut off",
            "damaged deflate",
            "HTML labelled deflate",
            "a deflate bomb",
        ],
        "deflate",
        "deflate",
    ),
    (
        [
            "brotli",
            "brotli that is cut off",
            "damaged brotli",
            "HTML labelled brotli",
            "a brotli bomb",
        ],
        "br",
        "br",
    ),
    (
        [
            "zstd",
            "zstd that is cut off",
            "damaged zstd",
            "HTML labelled zstd",
            "a zstd bomb",
        ],
        "zstd",
        "zstd",
    ),
];

fn sent(coding: &str, body: Vec<u8>) -> Reply {
    Reply::html("")
        .header("Content-Encoding", coding)
        .body(body)
}

fn coded(form: &str, plain: &[u8]) -> Vec<u8> {
    let best = Compression::best();
    let written: std::io::Result<Vec<u8>> = match form {
        "gzip" => {
            let mut encoder = GzEncoder::new(Vec::new(), best);
            encoder.write_all(plain).and_then(|()| encoder.finish())
        }
        "deflate" => {
            let mut encoder = ZlibEncoder::new(Vec::new(), best);
            encoder.write_all(plain).and_then(|()| encoder.finish())
        }
        "bare deflate" => {
            let mut encoder = DeflateEncoder::new(Vec::new(), best);
            encoder.write_all(plain).and_then(|()| encoder.finish())
        }
        "br" => {
            let mut body = Vec::new();
            brotli::CompressorReader::new(plain, 4096, 5, 22)
                .read_to_end(&mut body)
                .map(|_| body)
        }
        "zstd" => zstd::encode_all(plain, 3),
        other => panic!("no coding {other}"),
    };
    written.expect("memory")
}
