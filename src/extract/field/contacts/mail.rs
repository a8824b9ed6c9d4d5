//! E-mail addresses as pages hide them from robots: `ann [at] press [dot] example`.

use std::sync::LazyLock;

use regex::Regex;
use scraper::ElementRef;

use crate::extract::attribute;

/// The address in a text that is printed as one, or written out for people, and where.
pub(super) fn in_text(text: &str) -> Option<(String, std::ops::Range<usize>)> {
    let plain = PLAIN.find(text);
    let written = WRITTEN.captures(text);
    let first_plain = plain.map_or(usize::MAX, |found| found.start());
    if let Some(found) = &written
        && found.get_match().start() < first_plain
    {
        let whole = found.get_match();
        let host = found.name("host").or_else(|| found.name("spoken"))?;
        let host = DOT.replace_all(host.as_str(), ".");
        let user = DOT.replace_all(&found["user"], ".");
        let address = format!("{user}@{host}").to_lowercase();
        return Some((address, whole.range()));
    }
    plain.map(|found| {
        let address = found.as_str().replace('＠', "@").to_lowercase();
        (address, found.range())
    })
}

/// Addresses and numbers that a link leads to.
pub(super) fn of_link(address: &str) -> (Vec<String>, Vec<String>) {
    let address = address.trim();
    let after = |scheme: &str| {
        let begins = address
            .get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme));
        begins.then(|| &address[scheme.len()..])
    };
    if let Some(rest) = after("mailto:") {
        let people = rest.split('?').next().unwrap_or(rest);
        let people = unescaped(people);
        let emails = people.split([',', ';']);
        let emails = emails.filter_map(|one| Some(in_text(one)?.0));
        return (emails.take(5).collect(), Vec::new());
    }
    if let Some(rest) = after("tel:") {
        let digits = rest.bytes().filter(u8::is_ascii_digit).count();
        let number = unescaped(rest.split([';', '?']).next().unwrap_or(rest));
        let number = number.trim_start_matches('/').trim();
        let is_number = digits >= 6 && number.len() <= 30;
        return (
            Vec::new(),
            is_number.then(|| number.to_owned()).into_iter().collect(),
        );
    }
    let hidden = address.split_once("/cdn-cgi/l/email-protection#");
    let email = hidden.and_then(|(_, hidden)| of_cloudflare(hidden));
    (email.into_iter().collect(), Vec::new())
}

/// What a well-known network hides: the first byte is added to all others.
pub(super) fn of_cloudflare(hidden: &str) -> Option<String> {
    let bytes: Vec<u8> = hidden
        .as_bytes()
        .chunks(2)
        .take(200)
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok())
        .collect::<Option<_>>()?;
    let (key, rest) = bytes.split_first()?;
    let text = String::from_utf8(rest.iter().map(|byte| byte ^ key).collect()).ok()?;
    let text = unescaped(text.split('?').next()?);
    let (address, range) = in_text(&text)?;
    (range.len() == text.len()).then_some(address)
}

/// Whether styles turn the text of an element round.
pub(super) fn is_reversed(element: ElementRef<'_>) -> bool {
    attribute::of(element.value(), "style").is_some_and(|style| {
        let style = style.to_ascii_lowercase().replace(' ', "");
        style.contains("bidi-override") && style.contains("direction:rtl")
    })
}

/// `ann%40press.example` as it is meant.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, others)) = rest.split_first() {
        let code = others
            .get(..2)
            .and_then(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok());
        match (first, code) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = &others[2..];
            }
            _ => {
                bytes.push(*first);
                rest = others;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

static PLAIN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b[a-z0-9][a-z0-9._%+'-]*[@＠][a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+",
    )
});

/// Signs and words that stand for `@` and for the dot.
static WRITTEN: LazyLock<Regex> = LazyLock::new(|| {
    let at = r"\s?[\[({<]\s?(?:at|ät|@|a|arroba|chiocciola|chez|собака)\s?[\])}>]\s?|\s?_at_\s?";
    let dot = r"\.|\s?[\[({<]\s?(?:dot|punkt|point|punto|ponto|\.)\s?[\])}>]\s?";
    let spoken_dot = r"\s(?:dot|DOT)\s";
    let name = "[a-z0-9](?:[a-z0-9-]*[a-z0-9])?";
    pattern(&format!(
        r"(?i)\b(?P<user>[a-z0-9](?:[a-z0-9._%+'-]|(?:\s?[\[({{]\s?(?:dot|punkt|point|punto|ponto)\s?[\])}}]\s?))*)(?:(?:{at})(?P<host>{name}(?:(?:{dot}|{spoken_dot}){name})+)|\s(?:at|AT)\s(?P<spoken>{name}(?:{spoken_dot}{name})+))"
    ))
});
static DOT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\s?[\[({<]\s?(?:dot|punkt|point|punto|ponto|\.)\s?[\])}>]\s?|\sdot\s")
});

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a fixed pattern is well formed")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_addresses_are_read() {
        for (text, address) in [
            ("ann@press.example", Some("ann@press.example")),
            (
                "Write to Ann.Lee@Press.Example.",
                Some("ann.lee@press.example"),
            ),
            ("ann [at] press.example", Some("ann@press.example")),
            ("ann[at]press[dot]example", Some("ann@press.example")),
            ("ann(at)press.example", Some("ann@press.example")),
            ("ann (at) press (dot) example", Some("ann@press.example")),
            ("ann {at} press.example", Some("ann@press.example")),
            ("ann [at] press [punkt] example", Some("ann@press.example")),
            (
                "ann[dot]lee[at]press[dot]example",
                Some("ann.lee@press.example"),
            ),
            ("ann at press dot example", Some("ann@press.example")),
            (
                "ann AT press DOT co DOT example",
                Some("ann@press.co.example"),
            ),
            ("ann＠press.example", Some("ann@press.example")),
            ("Look at rivers.", None),
            ("Meet (at) the bridge", None),
            ("the vote at noon", None),
            ("@press", None),
        ] {
            assert_eq!(
                in_text(text).map(|found| found.0).as_deref(),
                address,
                "{text}"
            );
        }
    }

    #[test]
    fn links_lead_to_addresses() {
        for (link, email, phone) in [
            (
                "mailto:Ann@press.example?subject=Hi",
                Some("ann@press.example"),
                None,
            ),
            (
                "MAILTO: ann%40press.example",
                Some("ann@press.example"),
                None,
            ),
            ("mailto:", None, None),
            ("tel:+44-20-7946-0112", None, Some("+44-20-7946-0112")),
            ("tel://+442079460112", None, Some("+442079460112")),
            ("tel:112", None, None),
            (
                "/cdn-cgi/l/email-protection#2a4b44446a5a584f59590400",
                None,
                None,
            ),
            ("https://press.example/ann@2x.png", None, None),
        ] {
            let (emails, phones) = of_link(link);
            assert_eq!(
                (
                    emails.first().map(String::as_str),
                    phones.first().map(String::as_str)
                ),
                (email, phone),
                "{link}"
            );
        }
        let hidden: String = "ann@press.example"
            .bytes()
            .fold("2a".to_owned(), |hex, byte| {
                format!("{hex}{:02x}", byte ^ 0x2a)
            });
        assert_eq!(of_cloudflare(&hidden).as_deref(), Some("ann@press.example"));
        for broken in ["", "2", "zz", "2a", "2a4b4444", "ключ"] {
            assert_eq!(of_cloudflare(broken), None, "{broken}");
        }
    }
}
