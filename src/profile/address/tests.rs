//! What addresses are made of and taken for, as tables of facts.

use std::path::Path;

use proptest::prelude::*;

use super::*;
use crate::profile::parse;

const COUNCIL: &str = r#"
id = "council"
name = "Council"
[hosts]
canonical = "www.council.example"
aliases = ["council.example", "München.example", "Old.Council.example"]
[urls]
include = ['^/(?:[a-z-]+/)+\d+$']
exclude = ['\?download$', '^/press-releases/.+']
item_id = '/(\d+)$'
[[source]]
url = "https://www.council.example/press-releases?page={page}&rows=50"
rows = "li.item"
pages.first = 0
[[source]]
url = "http://archive.council.example/news/page/{page}/"
rows = "li.item"
pages.first = 1
"#;

fn council() -> Profile {
    profile(COUNCIL)
}

fn profile(source: &str) -> Profile {
    let loaded = parse(Path::new("council.toml"), source, &|_| None);
    let drawn = loaded.render();
    loaded.profile.expect(&drawn)
}

fn url(text: &str) -> Url {
    Url::parse(text).expect(text)
}

#[test]
fn gives_a_page_one_address() {
    let profile = council();
    for (met, canonical) in [
        // Hosts and schemes.
        (
            "http://council.example/atu/1",
            "https://www.council.example/atu/1",
        ),
        (
            "https://old.council.example/atu/1",
            "https://www.council.example/atu/1",
        ),
        (
            "HTTP://COUNCIL.EXAMPLE/atu/1",
            "https://www.council.example/atu/1",
        ),
        (
            "http://www.council.example:80/atu/1",
            "https://www.council.example/atu/1",
        ),
        (
            "http://xn--mnchen-3ya.example/atu/1",
            "https://www.council.example/atu/1",
        ),
        (
            "http://münchen.example/atu/1",
            "https://www.council.example/atu/1",
        ),
        (
            "https://archive.council.example/x",
            "http://archive.council.example/x",
        ),
        // A port is a place of its own.
        (
            "http://www.council.example:8080/a",
            "http://www.council.example:8080/a",
        ),
        (
            "http://council.example:8080/a",
            "http://www.council.example:8080/a",
        ),
        // Others are left alone.
        (
            "http://elsewhere.example/a?b=1",
            "http://elsewhere.example/a?b=1",
        ),
        (
            "mailto:press@council.example",
            "mailto:press@council.example",
        ),
        // What names no page.
        (
            "https://www.council.example/a#top",
            "https://www.council.example/a",
        ),
        (
            "https://www.council.example/a#",
            "https://www.council.example/a",
        ),
        (
            "https://me:pw@www.council.example/a",
            "https://www.council.example/a",
        ),
        (
            "https://me@www.council.example/a",
            "https://www.council.example/a",
        ),
        (
            "https://www.council.example/a?utm_source=mail&UTM_Medium=x",
            "https://www.council.example/a",
        ),
        (
            "https://www.council.example/a?id=7&fbclid=x&p=%20+",
            "https://www.council.example/a?id=7&p=%20+",
        ),
        (
            "https://www.council.example/a?gclid",
            "https://www.council.example/a",
        ),
        (
            "https://www.council.example/a?PHPSESSID=1f&id=7",
            "https://www.council.example/a?id=7",
        ),
        (
            "https://www.council.example/a?",
            "https://www.council.example/a",
        ),
        (
            "https://www.council.example/atu/7;jsessionid=0F3C",
            "https://www.council.example/atu/7",
        ),
        (
            "https://www.council.example/(S(lit3py55t21z5v55vlm25s55))/atu/7",
            "https://www.council.example/atu/7",
        ),
        (
            "https://www.council.example/atu/7?sid=9f86d081884c7d659a2feaa0c55ad015",
            "https://www.council.example/atu/7?sid=9f86d081884c7d659a2feaa0c55ad015",
        ),
        (
            "https://www.council.example/show?id=7&sid=9f86d081884c7d659a2feaa0c55ad015",
            "https://www.council.example/show?id=7",
        ),
        (
            "https://www.council.example/show?id=7&_=1700000000000",
            "https://www.council.example/show?id=7",
        ),
        (
            "https://www.council.example/%7Eoffice/caf%c3%a9?utm_id=1",
            "https://www.council.example/~office/caf%C3%A9",
        ),
        (
            "https://www.council.example/x/../atu/./7",
            "https://www.council.example/atu/7",
        ),
        // What may.
        (
            "https://www.council.example/show?sid=9f86d081884c7d659a2feaa0c55ad015",
            "https://www.council.example/show?sid=9f86d081884c7d659a2feaa0c55ad015",
        ),
        (
            "https://www.council.example/show?sid=48333",
            "https://www.council.example/show?sid=48333",
        ),
        (
            "https://www.council.example/atu/7?print=1",
            "https://www.council.example/atu/7?print=1",
        ),
        (
            "https://www.council.example/a?utmost=1&source=b",
            "https://www.council.example/a?utmost=1&source=b",
        ),
        (
            "https://www.council.example/A/",
            "https://www.council.example/A/",
        ),
        (
            "https://www.council.example/a?b=1&&c",
            "https://www.council.example/a?b=1&&c",
        ),
    ] {
        let found = profile.canonical(&url(met));
        assert_eq!(found.as_str(), url(canonical).as_str(), "{met}");
        assert_eq!(profile.canonical(&found), found, "{met}: once is enough");
    }
}

#[test]
fn knows_releases_by_their_address() {
    let profile = council();
    let at = |path: &str| url(&format!("https://www.council.example{path}"));
    for (address, admitted) in [
        (at("/atu/48333"), Ok(())),
        (at("/press-releases/federal/1"), Err(OutOfScope::Excluded)),
        (at("/atu/48333?download"), Err(OutOfScope::NotIncluded)),
        (at("/"), Err(OutOfScope::NotIncluded)),
        (url("http://archive.council.example/atu/1"), Ok(())),
        (
            url("https://www.council.example.evil.example/atu/1"),
            Err(OutOfScope::Host),
        ),
        (
            url("https://elsewhere.example/atu/1"),
            Err(OutOfScope::Host),
        ),
        (
            url("ftp://www.council.example/atu/1"),
            Err(OutOfScope::Scheme),
        ),
        (url("javascript:alert(1)"), Err(OutOfScope::Scheme)),
        (url("mailto:press@council.example"), Err(OutOfScope::Scheme)),
    ] {
        assert_eq!(profile.admits(&address), admitted, "{address}");
    }
}

#[test]
fn reads_the_publishers_id() {
    let at = |path: &str| url(&format!("https://www.council.example{path}"));
    let profile = council();
    assert_eq!(profile.release_key(&at("/atu/48333")), "council:48333");
    assert_eq!(profile.release_key(&at("/node/48333")), "council:48333");
    assert_eq!(profile.item_id(&at("/atu/about")), None);
    assert_eq!(
        profile.release_key(&at("/atu/about")).len(),
        "council:".len() + 16
    );
    for (pattern, path, id) in [
        (r"[?&]id=(\d+)", "/show?a=1&id=77&b=2", Some("77")),
        (r"^/(?:n|r)/(?P<v>[a-z]+)(-x)?$", "/r/abc-x", Some("abc")),
        (r"^/n/(\d+)?$", "/n/", None),
        (r"^/n/(\d*)$", "/n/", None),
    ] {
        let source = COUNCIL.replace(r"/(\d+)$", pattern);
        assert_eq!(
            super::tests::profile(&source).item_id(&at(path)).as_deref(),
            id,
            "{path}"
        );
    }
}

#[test]
fn never_takes_a_listing_for_a_release() {
    let profile = council();
    for (address, listing) in [
        ("https://www.council.example/", true),
        ("https://www.council.example/?lang=en", true),
        ("https://www.council.example/press-releases", true),
        ("https://www.council.example/press-releases/", true),
        (
            "https://www.council.example/press-releases?page=7&rows=50",
            true,
        ),
        (
            "https://www.council.example/press-releases?secretariat=39",
            true,
        ),
        ("http://archive.council.example/news/page/12/", true),
        ("http://archive.council.example/news/page/12", true),
        ("http://archive.council.example/news/page/next/", false),
        ("https://www.council.example/news/page/12/", false),
        ("https://www.council.example/press-releases/1", false),
        ("https://www.council.example/atu/48333", false),
    ] {
        assert_eq!(profile.is_listing(&url(address)), listing, "{address}");
    }
    // One script for all pages.
    let source = COUNCIL
        .replace(
            "/press-releases?page={page}&rows=50",
            "/index.php?section=press&page={page}",
        )
        .replace(r"/(\d+)$", r"[?&]id=(\d+)");
    let profile = super::tests::profile(&source);
    for (address, listing) in [
        (
            "https://www.council.example/index.php?section=press&page=3",
            true,
        ),
        ("https://www.council.example/index.php?section=press", true),
        ("https://www.council.example/index.php?id=77", false),
        ("https://www.council.example/?id=77", false),
    ] {
        assert_eq!(profile.is_listing(&url(address)), listing, "{address}");
    }
}

#[test]
fn a_release_has_one_id_however_its_address_is_spelled() {
    let loose = "id = \"council\"\nname = \"Loose\"\n[[source]]\nurl = \"https://loose.example/press\"\nrows = \"li\"\n";
    let by_address = profile(loose);
    let folded = profile(&format!("{loose}[urls]\nignore_case = true\n"));
    let numbered = profile(&format!("{loose}[urls]\nitem_id = '/(\\w+)$'\n"));
    let named = profile(&format!(
        "{loose}[urls]\ndrop = [\"ref\", \"nl_*\"]\nkeep = [\"utm_content\"]\n"
    ));
    let key = |profile: &Profile, path: &str| {
        let met = url(&format!("https://loose.example{path}"));
        profile.release_key(&profile.canonical(&met))
    };
    for (profile, one, other, same) in [
        (&by_address, "/press/7", "/press/7/", true),
        (&by_address, "/press/7", "/press//7/index.html", true),
        (&by_address, "/press?b=2&a=1", "/press/?a=1&b=2", true),
        (&by_address, "/press/caf%c3%a9", "/press/caf%C3%A9", true),
        (&by_address, "/press/7", "/Press/7", false),
        (&by_address, "/press/7", "/press/7?print=1", false),
        (&by_address, "/press?id=7", "/press?id=8", false),
        (&by_address, "/press/7", "/press/7?ref=home", false),
        (&folded, "/press/7", "/Press/7", true),
        (&folded, "/press?ID=a7", "/press?id=A7", true),
        (&folded, "/press/7", "/press/8", false),
        (&numbered, "/node/48333", "/atu/48333/", true),
        (&numbered, "/node/48333", "/node/48334", false),
        (&named, "/press/7", "/press/7?ref=home&nl_id=3", true),
        (&named, "/press/7", "/press/7?utm_content=1", false),
    ] {
        assert_eq!(
            key(profile, one) == key(profile, other),
            same,
            "{one} and {other}"
        );
    }
}

#[test]
fn the_case_of_letters_counts_in_no_pattern_where_the_site_ignores_it() {
    let text = COUNCIL.replace("[urls]", "[urls]\nignore_case = true");
    let profile = profile(&text);
    let at = |path: &str| url(&format!("https://www.council.example{path}"));
    assert_eq!(profile.admits(&at("/ATU/48333")), Ok(()));
    assert_eq!(
        profile.admits(&at("/ATU/48333?Download")),
        Err(OutOfScope::NotIncluded)
    );
    assert!(profile.is_listing(&at("/Press-Releases/")));
    assert_eq!(
        council().admits(&at("/ATU/48333")),
        Err(OutOfScope::NotIncluded)
    );
}

#[test]
fn a_print_view_is_known_by_the_release_that_it_may_be_of() {
    let profile = council();
    let key = |path: &str| profile.release_key(&url(&format!("https://www.council.example{path}")));
    for (address, of) in [
        ("/atu/48333/print", vec!["/atu/48333"]),
        ("/print/48333", vec![]),
        // The publisher's id is the same already.
        ("/print/atu/48333", vec![]),
        ("/press-releases/print", vec![]),
        ("/atu/48333", vec![]),
    ] {
        let of: Vec<String> = of.into_iter().map(key).collect();
        let address = url(&format!("https://www.council.example{address}"));
        assert_eq!(profile.print_view_of(&address), of, "{address}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// One address is enough, stays on its host, and never panics.
    #[test]
    fn an_address_becomes_canonical_once_and_for_all(
        host in "(www\\.|archive\\.|old\\.)?(council|elsewhere)\\.example",
        path in "(/|%[0-9a-fA-F]{2}|\\.|;jsessionid=[A-F0-9]{0,6}|\\(S\\([a-z0-9]{24}\\)\\)|%|[a-zA-Z0-9~\\-é]){0,24}",
        query in "((utm_a|id|sid|_|print|PHPSESSID|)=?(9f86d081884c7d659a2feaa0c55ad015|1700000000000|7|%7[eE]|)&?){0,5}",
    ) {
        for profile in [council(), Profile::none()] {
            let Ok(met) = Url::parse(&format!("https://{host}/{path}?{query}#x")) else {
                continue;
            };
            let canonical = profile.canonical(&met);
            prop_assert_eq!(&profile.canonical(&canonical), &canonical);
            let own = met.host_str() == canonical.host_str();
            let alias = met.host_str().is_some_and(|host| profile.hosts.aliases.iter().any(|alias| alias == host));
            prop_assert!(own || alias, "{} {}", met, canonical);
            prop_assert_eq!(canonical.port(), met.port());
            let longer = canonical.path().len() > met.path().len();
            prop_assert!(!longer, "{} {}", met, canonical);
            let compared = profile.compared(&canonical);
            prop_assert_eq!(&profile.compared(&compared), &compared);
            prop_assert_eq!(compared.origin(), canonical.origin());
            prop_assert_eq!(Url::parse(canonical.as_str()).ok(), Some(canonical.clone()));
            let _ = (profile.print_view_of(&canonical), profile.release_key(&canonical));
        }
    }
}
