//! Print views: a second address at which a release stands without its surroundings.
//!
//! `/node/5/print` is likely `/node/5` on paper, and `/press/print` a release on the history
//! of printing. So this only says which address the plain page would have; that there is
//! such a page is for others to know: it was announced too, or the print view names it as
//! canonical.

use url::Url;

/// Parameters of print views: name and values, in lower case.
const PARAMETERS: &[(&str, &[&str])] = &[
    ("action", &["print"]),
    ("display", &["print"]),
    ("format", &["print", "printable", "printer-friendly"]),
    ("layout", &["print"]),
    ("media", &["print"]),
    ("mode", &["print"]),
    ("output", &["print", "printer"]),
    ("print", YES),
    ("printable", YES),
    ("printer", YES),
    ("printerfriendly", YES),
    ("printversion", YES),
    ("style", &["print"]),
    ("template", &["print"]),
    ("tmpl", &["component", "print"]),
    ("type", &["98"]),
    ("version", &["print"]),
    ("view", &["print", "printable", "printview"]),
];
const YES: &[&str] = &["", "1", "on", "true", "y", "yes"];

/// Segments at the end or beginning of a path.
const SEGMENTS: &[&str] = &[
    "print",
    "print.html",
    "printable",
    "printer-friendly",
    "printview",
];
/// Ends of the last segment, before its extension.
const SUFFIXES: &[&str] = &["-print", "_print", ".print"];

/// The addresses that the plain page of a print view may have; none for an address that does
/// not look like a print view.
pub(super) fn plain_addresses(url: &Url) -> Vec<Url> {
    let by_query = without_parameter(url);
    let by_path = plain_paths(url.path()).into_iter().map(|path| {
        let mut plain = url.clone();
        plain.set_path(&path);
        plain
    });
    by_query.into_iter().chain(by_path).collect()
}

fn without_parameter(url: &Url) -> Option<Url> {
    let query = url.query()?;
    let is_mark = |pair: &str| {
        let pair = pair.to_ascii_lowercase();
        let (name, value) = pair.split_once('=').unwrap_or((&pair, ""));
        PARAMETERS
            .iter()
            .any(|(mark, values)| *mark == name && values.contains(&value))
    };
    let pairs = || query.split('&').filter(|pair| !pair.is_empty());
    if !pairs().any(is_mark) {
        return None;
    }
    let kept: Vec<&str> = pairs().filter(|pair| !is_mark(pair)).collect();
    let kept = kept.join("&");
    let mut plain = url.clone();
    plain.set_query(Some(&*kept).filter(|query| !query.is_empty()));
    Some(plain)
}

fn plain_paths(path: &str) -> Vec<String> {
    let segments: Vec<&str> = path
        .split('/')
        .filter(|segment| !segment.is_empty())
        .collect();
    let is_mark = |segment: &str| SEGMENTS.contains(&segment.to_ascii_lowercase().as_str());
    let joined = |segments: &[&str]| format!("/{}", segments.join("/"));
    let mut plain = Vec::new();
    let [first, .., last] = segments[..] else {
        return plain;
    };
    if is_mark(last) {
        plain.push(joined(&segments[..segments.len() - 1]));
    }
    if is_mark(first) {
        let rest = &segments[1..];
        plain.push(joined(rest));
        if let [number] = rest
            && number.bytes().all(|byte| byte.is_ascii_digit())
        {
            plain.push(format!("/node/{number}"));
        }
    }
    let (stem, extension) = last.rsplit_once('.').unwrap_or((last, ""));
    let lower = stem.to_ascii_lowercase();
    if let Some(mark) = SUFFIXES.iter().find(|mark| lower.ends_with(*mark))
        && stem.len() > mark.len()
    {
        let mut name = stem[..stem.len() - mark.len()].to_owned();
        if !extension.is_empty() {
            name.push('.');
            name.push_str(extension);
        }
        let before = &segments[..segments.len() - 1];
        plain.push(joined(&[before, &[name.as_str()]].concat()));
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_the_plain_page_of_what_looks_like_a_print_view() {
        for (address, plain) in [
            ("/press/7?print=1", vec!["/press/7"]),
            ("/press/7?print", vec!["/press/7"]),
            ("/press?id=7&Print=Yes", vec!["/press?id=7"]),
            ("/press/7?view=print&lang=en", vec!["/press/7?lang=en"]),
            ("/press/7?tmpl=component&print=1", vec!["/press/7"]),
            ("/node/5/print", vec!["/node/5"]),
            ("/node/5/print/", vec!["/node/5"]),
            ("/print/5", vec!["/5", "/node/5"]),
            ("/print/press/7", vec!["/press/7"]),
            ("/press/7_print.html", vec!["/press/7.html"]),
            ("/press/7-print", vec!["/press/7"]),
            // Not a mark, or nothing left without it.
            ("/press/7?print=2024", vec![]),
            ("/press/7?view=full", vec![]),
            ("/press/7?blueprint=1", vec![]),
            ("/press/blueprint", vec![]),
            ("/press/fingerprint.html", vec![]),
            ("/print", vec![]),
            ("/", vec![]),
            ("/press/_print.html", vec![]),
        ] {
            let url = Url::parse(&format!("https://a.example{address}")).unwrap();
            let found: Vec<String> = plain_addresses(&url)
                .iter()
                .map(|url| url.as_str()["https://a.example".len()..].to_owned())
                .collect();
            assert_eq!(found, plain, "{address}");
        }
    }
}
