//! The wire that carried a release: `/PRNewswire/`, `(GLOBE NEWSWIRE)`, `(ots)`.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::gazetteer::set;

/// Whether this names a wire or news agency, alone or with its partner:
/// `PRNewswire-USNewswire`, `ots/PRNewswire`, `Newsfile Corp.`
pub(super) fn is_known(name: &str) -> bool {
    if name.len() > LONGEST {
        return false;
    }
    static KNOWN: LazyLock<HashSet<&str>> = LazyLock::new(|| set(NAMES));
    let names = &*KNOWN;
    let whole = letters(name);
    let first = letters(name.split(['-', '–', '/', '=']).next().unwrap_or_default());
    [whole, first].iter().any(|name| {
        let bare = ["com", "corp", "inc", "ltd", "group"]
            .iter()
            .find_map(|suffix| name.strip_suffix(suffix))
            .filter(|bare| !bare.is_empty())
            .unwrap_or(name);
        names.contains(bare)
            || names.contains(name.as_str())
            || KINDS.iter().any(|kind| bare.ends_with(kind))
    })
}

/// Whether a name in brackets is that of a news service, though not a known one:
/// `(ILO News)`.
pub(super) fn is_like_one(name: &str) -> bool {
    let words: Vec<String> = name.split_whitespace().map(letters).collect();
    name.len() <= LONGEST
        && (1..=4).contains(&words.len())
        && words.iter().any(|word| {
            matches!(word.as_str(), "news" | "wire" | "press" | "agency")
                || word.ends_with("news")
                || word.ends_with("wire")
                || word.ends_with("press")
        })
}

/// In bytes; a longer text in brackets is an aside.
const LONGEST: usize = 48;

fn letters(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// What the names of distribution services end in.
const KINDS: &[&str] = &[
    "newswire",
    "prwire",
    "presswire",
    "businesswire",
    "newsaktuell",
    "pressrelease",
];

/// Services and agencies, letters and digits only.
const NAMES: &str = "\
247pressrelease, 3blmedia, 3bl, aap, accesswire, actusnews, afp, agi, ani, ansa, ap, apa
associatedpress, azertac, belga, bloomberg, bns, bta, businesswireindia, canadanewswire, cision
cna, cnw, cnwtelbec, cp, ctk, dpa, dpaafx, ein, efe, einpresswire, gna, ians, interfax
investorbrandnetwork, irna, jcnnewswire, kuna, kyodo, kyodojbn, lusa, marketwatch, marketwire
marketwired, mediaoutreach, menafn, mti, nan, newmediawire, newsdirect, newsfile, newsvoir
newsworthyai, nna, ntb, openpr, ots, pa, pap, petra, pna, pnn, pressassociation
pressreleasejet, prlog, prnewswire, prweb, pti, rapidwire, realwire, reuters, rns, sana
send2press, sita, spa, sputnik, ssnewswire, stt, tanjug, tass, tassr, telbec, tt, ukrinform
uni, unb, upi, usnewswire, vna, wam, webwire, xinhua, yonhap, zexprwire";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wires_by_their_printed_names() {
        for name in [
            "PRNewswire",
            "PR Newswire",
            "PRNewswire-USNewswire",
            "PRNewswire-PRWeb",
            "BUSINESS WIRE",
            "Business Wire",
            "GLOBE NEWSWIRE",
            "CNW",
            "CNW Telbec",
            "CNW Group",
            "ots",
            "ots/PRNewswire",
            "EINPresswire.com",
            "EIN Presswire",
            "Newsworthy.ai",
            "Newsfile Corp.",
            "Reuters",
            "AP",
            "PRNewswire=YONHAP",
            "ACCESSWIRE",
            "Media OutReach Newswire",
            "24-7PressRelease",
            "3BL Media",
            "TASS",
        ] {
            assert!(is_known(name), "{name}");
        }
        for name in [
            "AB",
            "",
            "OSCE",
            "Switzerland",
            "March 3",
            "Corp.",
            "the company",
        ] {
            assert!(!is_known(name), "{name}");
            assert!(!is_like_one(name), "{name}");
        }
        assert!(is_like_one("ILO News") && !is_known("ILO News"));
    }
}
