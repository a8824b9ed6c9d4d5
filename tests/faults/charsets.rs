//! Encodings: declared, undeclared, contradicted, unknown. Text comes out as it was written,
//! with an issue where something did not fit, or not at all.

use dateline::problem::Class;
use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, Encoding, GB18030, IBM866, ISO_2022_JP, ISO_8859_2, KOI8_R, KOI8_U,
    MACINTOSH, SHIFT_JIS, UTF_8, WINDOWS_874, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252,
    WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, WINDOWS_1257, WINDOWS_1258,
};
use serde_json::{Value, json};

use crate::support::Reply;
use crate::support::faults::{At, Fault, Gives, page, problem, record};

pub(crate) fn rows() -> Vec<Fault> {
    let mut rows = Vec::new();
    for (name, encoding, title) in DECLARED {
        rows.push(page(name, reads(title, None), move |at| {
            let charset = encoding.name();
            sent(
                &format!("text/html; charset={charset}"),
                encoded(encoding, &titled(at, title)),
            )
        }));
    }
    rows.extend(by_its_page());
    rows.extend(wide());
    rows.extend(contradicted());
    rows.extend(hopeless());
    rows
}

const RUSSIAN: &str = "Министры обсудили мост через реку";
const FRENCH: &str = "Le pont fêté à Noël — œuvre d’été";
const JAPANESE: &str = "報道発表：新しい橋の開通式";

const DECLARED: [(&str, &Encoding, &str); 21] = [
    ("utf-8", UTF_8, "Мост – 橋 – جسر – žluťoučký"),
    ("windows-1250", WINDOWS_1250, "Žluťoučký kůň na mostě"),
    ("windows-1251", WINDOWS_1251, RUSSIAN),
    ("windows-1252", WINDOWS_1252, FRENCH),
    ("windows-1253", WINDOWS_1253, "Η νέα γέφυρα άνοιξε"),
    ("windows-1254", WINDOWS_1254, "Köprü açılışı: ışık ve gülüş"),
    ("windows-1255", WINDOWS_1255, "הגשר החדש נפתח"),
    ("windows-1256", WINDOWS_1256, "افتتاح الجسر الجديد"),
    (
        "windows-1257",
        WINDOWS_1257,
        "Tiltas per upę atidarytas šįryt",
    ),
    ("windows-1258", WINDOWS_1258, "Câu và sông â ê ô"),
    ("windows-874", WINDOWS_874, "สะพานใหม่เปิดแล้ว"),
    ("iso-8859-2", ISO_8859_2, "Žluťoučký kůň na mostě"),
    ("koi8-r", KOI8_R, RUSSIAN),
    ("koi8-u", KOI8_U, "Міністри обговорили міст і їхні шляхи"),
    ("ibm866", IBM866, RUSSIAN),
    ("macintosh", MACINTOSH, "Le pont fêté à Noël"),
    ("shift_jis", SHIFT_JIS, JAPANESE),
    ("euc-jp", EUC_JP, JAPANESE),
    ("iso-2022-jp", ISO_2022_JP, JAPANESE),
    ("gb18030", GB18030, "新桥通车仪式😀举行"),
    ("big5", BIG5, "新橋通車典禮舉行"),
];

fn by_its_page() -> Vec<Fault> {
    let meta = |at: &At<'_>, label: &str, title: &str| {
        titled(at, title).replace("<head>", &format!("<head><meta charset={label}>"))
    };
    vec![
        page(
            "euc-kr by its meta element",
            reads("새 다리 개통식", None),
            move |at| {
                sent(
                    "text/html",
                    encoded(EUC_KR, &meta(at, "euc-kr", "새 다리 개통식")),
                )
            },
        ),
        page(
            "koi8-r by an old meta element",
            reads(RUSSIAN, None),
            move |at| {
                let old = "<meta http-equiv=content-type content='text/html; charset=koi8-r'>";
                let page = titled(at, RUSSIAN).replace("<head>", &format!("<head>{old}"));
                sent("text/html", encoded(KOI8_R, &page))
            },
        ),
        page(
            "shift_jis by its XML declaration",
            reads(JAPANESE, None),
            move |at| {
                let page = format!(
                    "<?xml version='1.0' encoding='shift_jis'?>{}",
                    titled(at, JAPANESE)
                );
                sent("application/xhtml+xml", encoded(SHIFT_JIS, &page))
            },
        ),
        page(
            "windows-1251 that nobody declared",
            reads(RUSSIAN, None),
            move |at| {
                let text = "<p>Министры иностранных дел встретились и обсудили новый мост.</p>";
                let page = titled(at, RUSSIAN)
                    .replace("<div class=text>", &format!("<div class=text>{text}"));
                sent("text/html", encoded(WINDOWS_1251, &page))
            },
        ),
        page(
            "a charset in quotes and capitals",
            reads(FRENCH, None),
            move |at| {
                sent(
                    "TEXT/HTML; CharSet=\"Windows-1252\"",
                    encoded(WINDOWS_1252, &titled(at, FRENCH)),
                )
            },
        ),
        page("an empty charset", reads(FRENCH, None), move |at| {
            sent("text/html; charset=", encoded(UTF_8, &titled(at, FRENCH)))
        }),
    ]
}

/// Characters of two and four bytes.
fn wide() -> Vec<Fault> {
    const TITLE: &str = "Мост – 橋 😀";
    let mut rows = Vec::new();
    for (names, mark, little) in [
        (["utf-16le with a mark", "utf-32le with a mark"], true, true),
        (
            ["utf-16be with a mark", "utf-32be with a mark"],
            true,
            false,
        ),
        (["utf-16le without a mark", ""], false, true),
        (["utf-16be without a mark", ""], false, false),
    ] {
        let [utf_16, utf_32] = names;
        rows.push(page(utf_16, reads(TITLE, None), move |at| {
            let text = titled(at, TITLE);
            let text = if mark {
                format!("\u{feff}{text}")
            } else {
                text
            };
            let bytes = text.encode_utf16().flat_map(|unit| {
                if little {
                    unit.to_le_bytes()
                } else {
                    unit.to_be_bytes()
                }
            });
            sent("text/html", bytes.collect())
        }));
        if mark {
            rows.push(page(utf_32, reads(TITLE, None), move |at| {
                let text = format!("\u{feff}{}", titled(at, TITLE));
                let bytes = text.chars().map(u32::from);
                let bytes = bytes.flat_map(|c| {
                    if little {
                        c.to_le_bytes()
                    } else {
                        c.to_be_bytes()
                    }
                });
                sent("text/html", bytes.collect())
            }));
        }
    }
    rows
}

fn contradicted() -> Vec<Fault> {
    let wrong =
        |name, field: &'static str, meta: &'static str, encoding: &'static Encoding, code| {
            page(name, reads(FRENCH, Some(code)), move |at| {
                let page =
                    titled(at, FRENCH).replace("<head>", &format!("<head><meta charset='{meta}'>"));
                sent(field, encoded(encoding, &page))
            })
        };
    let contradiction = "charset.contradiction";
    vec![
        wrong(
            "utf-8 that the field calls Latin 1",
            "text/html; charset=iso-8859-1",
            "utf-8",
            UTF_8,
            contradiction,
        ),
        wrong(
            "utf-8 that its page calls windows-1252",
            "text/html; charset=utf-8",
            "windows-1252",
            UTF_8,
            contradiction,
        ),
        wrong(
            "utf-8 that both call windows-1252",
            "text/html; charset=windows-1252",
            "windows-1252",
            UTF_8,
            contradiction,
        ),
        wrong(
            "windows-1252 that both call utf-8",
            "text/html; charset=utf-8",
            "utf-8",
            WINDOWS_1252,
            contradiction,
        ),
        wrong(
            "windows-1252 that the field calls utf-8",
            "text/html; charset=utf-8",
            "windows-1252",
            WINDOWS_1252,
            contradiction,
        ),
        wrong(
            "utf-8 that the field calls utf-16",
            "text/html; charset=utf-16",
            "utf-8",
            UTF_8,
            contradiction,
        ),
        wrong(
            "a charset nobody knows",
            "text/html; charset=martian",
            "utf-8",
            UTF_8,
            "charset.unknown",
        ),
        wrong(
            "a charset with an escape in its name",
            "text/html; charset=\"u\\\"tf\"",
            "x\u{1b}[2Jy",
            UTF_8,
            "charset.unknown",
        ),
        page(
            "a mark that contradicts the field",
            reads(FRENCH, Some(contradiction)),
            |at| {
                let page = format!("\u{feff}{}", titled(at, FRENCH));
                sent("text/html; charset=windows-1252", page.into_bytes())
            },
        ),
        page(
            "one broken character",
            reads("Bridge \u{fffd} opens", Some("charset.damaged")),
            |at| {
                let page = titled(at, "Bridge \u{1} opens").into_bytes();
                let page = page
                    .into_iter()
                    .map(|byte| if byte == 1 { 0xff } else { byte });
                let mut bytes: Vec<u8> = page.collect();
                bytes.extend("<p>é é é é".bytes());
                sent("text/html; charset=utf-8", bytes)
            },
        ),
    ]
}

/// Text that is gibberish to everybody.
fn hopeless() -> Vec<Fault> {
    let unread = |name, field: &'static str, title: &'static [u8]| {
        page(name, problem(Class::Encoding), move |at| {
            let page = titled(at, "TITLE");
            let (before, after) = page.split_once("TITLE").expect("a title");
            sent(field, [before.as_bytes(), title, after.as_bytes()].concat())
        })
    };
    vec![
        unread(
            "iso-2022-kr",
            "text/html; charset=iso-2022-kr",
            b"\x1b$)C\x0e;u 4Y8.\x0f",
        ),
        unread(
            "iso-2022-cn",
            "text/html; charset=iso-2022-cn",
            b"\x1b$)A\x0eVPND\x0f",
        ),
        unread("hz-gb-2312", "text/html; charset=hz-gb-2312", b"~{VPND~}"),
        page(
            "a picture that says it is HTML",
            problem(Class::NotHtml),
            |_| {
                let noise: Vec<u8> = (0..20_000u32).map(|n| (n * 7919 % 251) as u8).collect();
                sent("text/html", [&b"\x89PNG\r\n\x1a\n"[..], &noise].concat())
            },
        ),
    ]
}

/// The title, and the issue with this code or none.
fn reads(title: &str, code: Option<&str>) -> Gives {
    let mut facts: Vec<(&'static str, Value)> = vec![("/title", json!(title))];
    match code {
        Some(code) => facts.push(("/issues/0/code", json!(code))),
        None => facts.push(("/issues", json!([]))),
    }
    record(facts)
}

/// The release with another title.
fn titled(at: &At<'_>, title: &str) -> String {
    at.release()
        .replace(&format!("Bridge {} opens", at.number), title)
}

fn encoded(encoding: &'static Encoding, text: &str) -> Vec<u8> {
    let (bytes, used, lossy) = encoding.encode(text);
    assert!(!lossy && used == encoding, "{}: {text}", encoding.name());
    bytes.into_owned()
}

fn sent(content_type: &str, body: Vec<u8>) -> Reply {
    Reply::status(200)
        .header("Content-Type", content_type)
        .body(body)
}
