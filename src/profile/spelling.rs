//! The spellings of one address.
//!
//! `/Press//%7eoffice/index.html?b=2&a=1` and `/Press/~office?a=1&b=2` ask for one page.
//! What RFC 3986 §6.2.2 calls equivalent is written one way before an address is visited;
//! what every server we know treats alike is only *compared* one way, and visited as it was
//! linked: a server may well redirect the one to the other.

use url::Url;

/// Documents that a folder answers with.
const DEFAULT_DOCUMENTS: &[&str] = &[
    "default.asp",
    "default.aspx",
    "default.htm",
    "default.html",
    "index.asp",
    "index.aspx",
    "index.cfm",
    "index.htm",
    "index.html",
    "index.jsp",
    "index.php",
    "index.shtml",
    "index.xhtml",
];

/// Writes percent-encodings one way: upper case, and none where the character needs none.
pub(super) fn respell_escapes(url: &mut Url) {
    if url.cannot_be_a_base() {
        return;
    }
    if let Some(path) = respelled(url.path()) {
        url.set_path(&path);
    }
    if let Some(query) = url.query().and_then(respelled) {
        url.set_query(Some(&query));
    }
}

/// `None` where nothing changes, or may.
fn respelled(text: &str) -> Option<String> {
    let mut written = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('%') {
        written.push_str(&rest[..at]);
        rest = &rest[at..];
        let byte = rest
            .get(1..3)
            .filter(|hex| hex.bytes().all(|digit| digit.is_ascii_hexdigit()))
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        // A stray `%` could become an escape with what follows (`%0%61`): such a text stays.
        let byte = byte?;
        // RFC 3986 §2.3. A segment of one or two dots is gone already, however it was written.
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            written.push(char::from(byte));
        } else {
            written.push_str(&format!("%{byte:02X}"));
        }
        rest = &rest[3..];
    }
    written.push_str(rest);
    (written != text).then_some(written)
}

/// The form in which addresses are compared: without double slashes, the default document
/// and the slash at the end, parameters in the order of their names.
pub(super) fn compared(url: &Url, ignore_case: bool) -> Url {
    let mut compared = url.clone();
    if url.cannot_be_a_base() {
        return compared;
    }
    let fold = |text: String| {
        if ignore_case {
            text.to_ascii_lowercase()
        } else {
            text
        }
    };
    compared.set_path(&fold(plain_path(url.path())));
    if let Some(query) = url.query() {
        let mut pairs: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty()).collect();
        // Parameters of one name keep their order, which may mean something.
        pairs.sort_by_key(|pair| pair.split('=').next().unwrap_or_default());
        let query = fold(pairs.join("&"));
        compared.set_query(
            Some(&query)
                .filter(|query| !query.is_empty())
                .map(|query| &**query),
        );
    }
    compared
}

fn plain_path(path: &str) -> String {
    let mut segments: Vec<&str> = path
        .split('/')
        .filter(|segment| !segment.is_empty())
        .collect();
    let is_default = |last: &&str| {
        let last = last.to_ascii_lowercase();
        DEFAULT_DOCUMENTS.contains(&last.as_str())
    };
    if !path.ends_with('/') && segments.last().is_some_and(is_default) {
        segments.pop();
    }
    format!("/{}", segments.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_written_one_way() {
        for (met, written) in [
            ("/caf%c3%a9", "/caf%C3%A9"),
            ("/%7Eoffice/%41%2d1", "/~office/A-1"),
            ("/a%2fb", "/a%2Fb"),
            ("/a%2eb", "/a.b"),
            ("/a/%2e%2E/b/.%2e/c", "/c"),
            ("/a/%2e%2e%2e/b", "/a/.../b"),
            ("/100%", "/100%"),
            ("/100%25", "/100%25"),
            ("/%zz%7", "/%zz%7"),
            ("/%0%61", "/%0%61"),
            ("/%2541", "/%2541"),
            ("/a?q=%7e%2b+%26", "/a?q=~%2B+%26"),
            ("/a?q=caf%e9", "/a?q=caf%E9"),
            ("/a/../b/./c", "/b/c"),
            ("/plain", "/plain"),
        ] {
            let mut url = Url::parse("https://a.example").unwrap().join(met).unwrap();
            respell_escapes(&mut url);
            assert_eq!(url.as_str(), format!("https://a.example{written}"), "{met}");
        }
    }

    #[test]
    fn spellings_of_one_address_compare_alike_and_others_do_not() {
        let form = |path: &str, ignore_case| {
            let url = Url::parse(&format!("https://a.example{path}")).unwrap();
            compared(&url, ignore_case).to_string()
        };
        for (one, other) in [
            ("/press/7", "/press/7/"),
            ("/press/7", "//press//7"),
            ("/press/7", "/press/7/index.html"),
            ("/press/7", "/press/7/Default.aspx"),
            ("/", "/index.php"),
            ("/?id=7", "/index.php?id=7"),
            ("/a?b=2&a=1", "/a?a=1&b=2"),
            ("/a?a=1&&b=2", "/a?a=1&b=2"),
            ("/a?a=2&b=1&a=1", "/a?a=2&a=1&b=1"),
            ("/a?", "/a"),
        ] {
            assert_eq!(form(one, false), form(other, false), "{one} {other}");
        }
        for (one, other) in [
            ("/press/7", "/press/8"),
            ("/press/7", "/Press/7"),
            ("/press/7", "/press/7.html"),
            ("/press/7", "/press/7/index.html/"),
            ("/press/7", "/press/7/index.xml"),
            ("/index.php/press/7", "/press/7"),
            ("/a?a=1&a=2", "/a?a=2&a=1"),
            ("/a?a=1", "/a?a=1&b"),
            ("/a?id=7", "/a?id=07"),
            ("/a%2Fb", "/a/b"),
        ] {
            assert_ne!(form(one, false), form(other, false), "{one} {other}");
        }
        assert_eq!(form("/Press/A?ID=7", true), form("/press/a?id=7", true));
        assert_ne!(form("/Press/A", true), form("/press/b", true));
    }
}
