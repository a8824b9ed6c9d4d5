//! Sitemaps and feeds that are broken, packed wrongly, endless or something else: what is
//! whole in them is announced, what is not is named, and the newsroom's listing goes on.

use std::io::Write as _;

use dateline::problem::Class;
use flate2::Compression;
use flate2::write::GzEncoder;

use crate::support::Reply;
use crate::support::faults::{At, Fault, newsroom, problem, record};

pub(crate) fn rows() -> Vec<Fault> {
    let mut rows = Vec::new();
    rows.extend(feeds());
    rows.extend(sitemaps());
    rows.extend(indexes());
    rows
}

/// Feeds: by name, what they are served as, the class of their problem, whether release 7 in
/// them comes out.
fn feeds() -> Vec<Fault> {
    type Case = (
        &'static str,
        &'static str,
        fn() -> Vec<u8>,
        Option<Class>,
        bool,
    );
    let cases: Vec<Case> = vec![
        (
            "a feed with a bare &",
            "application/rss+xml",
            || rss("<title>Fish & chips</title>"),
            None,
            true,
        ),
        (
            "a feed with an entity of HTML",
            "application/rss+xml",
            || rss("<title>Fish&nbsp;chips</title>"),
            None,
            true,
        ),
        (
            "a feed with a bare <",
            "application/rss+xml",
            || rss("<title>5 < 6</title>"),
            None,
            true,
        ),
        (
            "a feed with control characters",
            "application/rss+xml",
            || rss("<title>a\u{1}\u{0}b</title>"),
            None,
            true,
        ),
        (
            "a feed with an unbound prefix",
            "application/rss+xml",
            || rss("<x:y>z</x:y>"),
            None,
            true,
        ),
        ("a feed called HTML", "text/html", || rss(""), None, true),
        (
            "a feed called anything",
            "application/octet-stream",
            || rss(""),
            None,
            true,
        ),
        (
            "a feed after a warning",
            "text/html",
            || [b"Warning: x in y.php\n".as_slice(), &rss("")].concat(),
            None,
            true,
        ),
        (
            "a packed feed",
            "application/rss+xml",
            || packed(&rss("")),
            None,
            true,
        ),
        (
            "a feed in UTF-16",
            "application/rss+xml",
            || utf_16(&rss("")),
            None,
            true,
        ),
        (
            "a feed in another charset than it says",
            "text/xml; charset=utf-16",
            || rss("<title>é</title>"),
            None,
            true,
        ),
        (
            "a feed that is cut off",
            "application/rss+xml",
            || cut(rss(""), 20),
            Some(Class::Truncated),
            true,
        ),
        (
            "a feed with a broken tag",
            "application/rss+xml",
            || rss("<title>x</title"),
            Some(Class::Parse),
            true,
        ),
        (
            "a feed that declares entities",
            "application/rss+xml",
            || laughs(&rss("<title>&lol9;</title>")),
            Some(Class::Parse),
            true,
        ),
        (
            "a feed that loads a file",
            "application/rss+xml",
            || {
                let entity = "<!DOCTYPE r [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>";
                [entity.as_bytes(), &rss("<title>&x;</title>")].concat()
            },
            Some(Class::Parse),
            true,
        ),
        (
            "a feed nested without end",
            "application/rss+xml",
            || rss(&"<b>".repeat(100_000)),
            None,
            true,
        ),
        (
            "a feed with too many entries",
            "application/rss+xml",
            || {
                let more = "<item><link>/about</link></item>".repeat(5_000);
                String::from_utf8_lossy(&rss(""))
                    .replace("</channel>", &format!("{more}</channel>"))
                    .into_bytes()
            },
            Some(Class::TooLarge),
            true,
        ),
        (
            "a feed that is a web page",
            "text/html",
            || b"<!doctype html><h1>Not found</h1>".to_vec(),
            Some(Class::NotXml),
            false,
        ),
        (
            "a feed that is a web page called XML",
            "text/xml",
            || b"<!doctype html><html><h1>Not found</h1></html>".to_vec(),
            Some(Class::NotXml),
            false,
        ),
        (
            "a feed that is a picture",
            "image/png",
            || b"x".to_vec(),
            Some(Class::NotXml),
            false,
        ),
        (
            "a feed that is a sitemap",
            "text/xml",
            || urlset("7"),
            Some(Class::NotXml),
            false,
        ),
        (
            "a feed that is broken JSON",
            "application/feed+json",
            || b"{\"items\": [{\"url\": \"/releases/7\"}, {\"url\": \"/rel".to_vec(),
            Some(Class::Parse),
            true,
        ),
        (
            "a feed that is other JSON",
            "application/json",
            || b"{\"error\": \"no\"}".to_vec(),
            Some(Class::Parse),
            false,
        ),
        (
            "a feed that is empty",
            "text/xml",
            Vec::new,
            Some(Class::Empty),
            false,
        ),
        (
            "a feed that unpacks without end",
            "application/rss+xml",
            || bomb(b"<rss><channel><item><link>/releases/7</link></item>"),
            Some(Class::TooLarge),
            true,
        ),
    ];
    cases
        .into_iter()
        .map(|(name, served_as, body, class, comes)| {
            source(name, "feed", "/rss", served_as, body, class, comes)
        })
        .collect()
}

/// Sitemaps, in the same way.
fn sitemaps() -> Vec<Fault> {
    type Case = (
        &'static str,
        &'static str,
        fn() -> Vec<u8>,
        Option<Class>,
        bool,
    );
    let cases: Vec<Case> = vec![
        (
            "a sitemap with a bare &",
            "text/xml",
            || urlset("7?a=1&b=2"),
            None,
            true,
        ),
        (
            "a sitemap with words between",
            "text/xml",
            || [b"oops ".as_slice(), &urlset("7")].concat(),
            None,
            true,
        ),
        (
            "a sitemap called HTML",
            "text/html",
            || urlset("7"),
            None,
            true,
        ),
        (
            "a sitemap packed once",
            "application/xml",
            || packed(&urlset("7")),
            None,
            true,
        ),
        (
            "a sitemap packed twice",
            "application/x-gzip",
            || packed(&packed(&urlset("7"))),
            None,
            true,
        ),
        (
            "a sitemap of lines",
            "text/plain",
            || b"{origin}/releases/7\r\n\r\nnot an address\r\n".to_vec(),
            None,
            true,
        ),
        (
            "a sitemap that is a feed",
            "text/xml",
            || rss(""),
            None,
            true,
        ),
        (
            "a sitemap that is cut off",
            "text/xml",
            || cut(urlset("7"), 9),
            Some(Class::Truncated),
            true,
        ),
        (
            "a packed sitemap that is cut off",
            "application/gzip",
            || {
                let noise: String = (0..20_000_u32)
                    .map(|n| format!("<!-- {} -->", n.wrapping_mul(2_654_435_761)))
                    .collect();
                let body = [
                    &urlset("7")[..urlset("7").len() - 9],
                    noise.as_bytes(),
                    b"</urlset>",
                ]
                .concat();
                let whole = packed(&body);
                cut(whole.clone(), whole.len() / 2)
            },
            Some(Class::Truncated),
            true,
        ),
        (
            "a sitemap with a broken tag",
            "text/xml",
            || {
                String::from_utf8_lossy(&urlset("7"))
                    .replace("</loc>", "</loc")
                    .into_bytes()
            },
            Some(Class::Parse),
            true,
        ),
        (
            "a sitemap that declares entities",
            "text/xml",
            || laughs(&urlset("7")),
            Some(Class::Parse),
            true,
        ),
        (
            "a sitemap that unpacks without end",
            "application/gzip",
            || bomb(b"<urlset><url><loc>/releases/7</loc></url>"),
            Some(Class::TooLarge),
            true,
        ),
        (
            "a sitemap whose address is broken",
            "text/xml",
            || {
                String::from_utf8_lossy(&urlset("7"))
                    .replace("</urlset>", "<url><loc>http://[</loc></url></urlset>")
                    .into_bytes()
            },
            Some(Class::BadUrl),
            true,
        ),
        (
            "a sitemap that is a web page",
            "text/html",
            || b"<html><h1>Not found</h1></html>".to_vec(),
            Some(Class::NotXml),
            false,
        ),
        (
            "a sitemap that is words",
            "application/xml",
            || b"Not found".to_vec(),
            Some(Class::NotXml),
            false,
        ),
        (
            "a sitemap that is a document",
            "application/pdf",
            || b"%PDF-1.7".to_vec(),
            Some(Class::NotXml),
            false,
        ),
        (
            "a sitemap that is no gzip after all",
            "application/gzip",
            || b"\x1f\x8bnothing".to_vec(),
            Some(Class::NotXml),
            false,
        ),
    ];
    cases
        .into_iter()
        .map(|(name, served_as, body, class, comes)| {
            source(
                name,
                "sitemap",
                "/sitemap.xml",
                served_as,
                body,
                class,
                comes,
            )
        })
        .collect()
}

/// Indexes that lead astray.
fn indexes() -> Vec<Fault> {
    let index = |name: &'static str, entries: fn(&str) -> String| {
        newsroom(name)
            .source("kind = \"sitemap\"\nurl = \"http://{address}/sitemap.xml\"\nstop = { max_pages = 3 }")
            .page("/sitemap.xml", move |at| xml(entries(at.origin)))
            .page("/releases/7", |at| Reply::html(at.release()))
    };
    let leads_to =
        |path: &str| format!("<sitemapindex><sitemap><loc>{path}</loc></sitemap></sitemapindex>");
    vec![
        index("sitemaps in sitemaps without end", |origin| {
            format!("<sitemapindex><sitemap><loc>{origin}/1.xml</loc></sitemap></sitemapindex>")
        })
        .page("/1.xml", move |at| xml(leads_to(&format!("{}/2.xml", at.origin))))
        .page("/2.xml", move |at| xml(leads_to(&format!("{}/3.xml", at.origin))))
        .page("/3.xml", move |at| xml(leads_to(&format!("{}/4.xml", at.origin))))
        .page("/4.xml", |_| panic!("nobody asks so deep"))
        .gives("/4.xml", problem(Class::SitemapDepth)),
        index("more sitemaps than are read", |origin| {
            let entries: String = (1..=4)
                .map(|n| format!("<sitemap><loc>{origin}/{n}.xml</loc></sitemap>"))
                .collect();
            format!("<sitemapindex>{entries}</sitemapindex>")
        })
        .page("/1.xml", |at| xml(filled(urlset("7"), at)))
        .page("/2.xml", |_| xml("<urlset></urlset>"))
        .page("/3.xml", |_| xml("<urlset></urlset>"))
        .gives("/4.xml", problem(Class::Trap))
        .gives("/releases/7", record([("/title", "Bridge 0 opens")])),
        index("a sitemap that leads to itself", |origin| {
            format!(
                "<sitemapindex><sitemap><loc>{origin}/sitemap.xml</loc></sitemap><url><loc>{origin}/releases/7</loc></url></sitemapindex>"
            )
        })
        .gives("/releases/7", record([("/title", "Bridge 0 opens")])),
        index("an index whose sitemap is gone", |origin| {
            format!("<sitemapindex><sitemap><loc>{origin}/1.xml</loc></sitemap></sitemapindex>")
        })
        .page("/1.xml", |_| Reply::status(410))
        .gives("/1.xml", problem(Class::Gone)),
        index("an index whose sitemap fails", |origin| {
            format!("<sitemapindex><sitemap><loc>{origin}/1.xml</loc></sitemap></sitemapindex>")
        })
        .page("/1.xml", |_| Reply::status(500))
        .gives("/1.xml", problem(Class::Http5xx)),
        index("an index whose sitemap is a web page", |origin| {
            format!("<sitemapindex><sitemap><loc>{origin}/1.xml</loc></sitemap></sitemapindex>")
        })
        .page("/1.xml", |_| Reply::html("<h1>Not found</h1>"))
        .gives("/1.xml", problem(Class::NotXml)),
    ]
}

/// A newsroom with one such source; `comes` says whether release 7 in it comes out.
fn source(
    name: &'static str,
    kind: &'static str,
    path: &'static str,
    served_as: &'static str,
    body: fn() -> Vec<u8>,
    class: Option<Class>,
    comes: bool,
) -> Fault {
    let mut fault = newsroom(name)
        .source(&format!(
            "kind = \"{kind}\"\nurl = \"http://{{address}}{path}\"\nmin_rows = 0"
        ))
        .page(path, move |at| {
            Reply::status(200)
                .header("Content-Type", served_as)
                .body(filled(body(), at))
        })
        .page("/releases/7", |at| Reply::html(at.release()))
        .page("/releases/7?a=1&b=2", |at| Reply::html(at.release()));
    if let Some(class) = class {
        let address = match class {
            Class::BadUrl => "http://[",
            _ => path,
        };
        fault = fault.gives(address, problem(class));
    }
    if comes {
        fault = fault.gives("/releases/7", record([("/title", "Bridge 0 opens")]));
    }
    fault
}

fn xml(text: impl Into<Vec<u8>>) -> Reply {
    Reply::status(200)
        .header("Content-Type", "application/xml")
        .body(text)
}

/// A feed with release 7, then an entry that says this.
fn rss(inside: &str) -> Vec<u8> {
    format!(
        "<?xml version=\"1.0\"?><rss version=\"2.0\"><channel><title>Office</title>\
         <item><title>Bridge</title><link>/releases/7</link></item><item><link>/about</link>{inside}</item></channel></rss>"
    )
    .into_bytes()
}

/// A sitemap with this release.
fn urlset(release: &str) -> Vec<u8> {
    format!("<urlset><url><loc>/releases/{release}</loc></url></urlset>").into_bytes()
}

/// `{origin}` is the newsroom's address.
fn filled(body: Vec<u8>, at: &At<'_>) -> Vec<u8> {
    match String::from_utf8(body) {
        Ok(text) => text.replace("{origin}", at.origin).into_bytes(),
        Err(bytes) => bytes.into_bytes(),
    }
}

fn cut(mut body: Vec<u8>, bytes: usize) -> Vec<u8> {
    body.truncate(body.len() - bytes);
    body
}

fn packed(body: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(body).expect("memory");
    encoder.finish().expect("memory")
}

fn utf_16(body: &[u8]) -> Vec<u8> {
    let text = String::from_utf8_lossy(body);
    let units = text.encode_utf16().flat_map(u16::to_le_bytes);
    [0xff, 0xfe].into_iter().chain(units).collect()
}

/// Ten entities, each ten times the one before.
fn laughs(body: &[u8]) -> Vec<u8> {
    let mut entities = String::from("<!ENTITY lol0 \"lol\">");
    for n in 1..10 {
        let before = format!("&lol{};", n - 1).repeat(10);
        entities.push_str(&format!("<!ENTITY lol{n} \"{before}\">"));
    }
    [format!("<!DOCTYPE x [{entities}]>").as_bytes(), body].concat()
}

/// Some kilobytes that become sixty megabytes.
fn bomb(start: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(start).expect("memory");
    let piece = vec![b' '; 1 << 20];
    for _ in 0..60 {
        encoder.write_all(&piece).expect("memory");
    }
    encoder.finish().expect("memory")
}
