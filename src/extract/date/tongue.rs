//! The language of a page, as far as it decides how dates are read.

use super::languages::LANGUAGES;
use crate::profile::DateOrder;

/// A language tag, taken apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::extract) struct Tongue {
    /// Its place among the languages that are read.
    language: Option<u8>,
    /// The orders of numeric dates that are usual, the most usual first; empty where none is.
    orders: &'static [DateOrder],
    /// The year may be counted from the republic's founding: 113 is 2024.
    pub(super) minguo: bool,
}

impl Tongue {
    /// The language of a tag such as `de-AT`, `pt_BR`, `zh-Hant`.
    pub(super) fn of(tag: Option<&str>) -> Self {
        let Some(tag) = tag else {
            return Self::default();
        };
        let first = tag.split([',', ';']).next().unwrap_or_default().trim();
        let mut subtags = first.split(['-', '_', '.', '@']);
        let code = subtags.next().unwrap_or_default().to_ascii_lowercase();
        let code = match code.as_str() {
            "no" => "nb",
            "iw" => "he",
            "in" => "id",
            "mo" => "ro",
            "cnr" | "sh" => "sr",
            "fil" | "tl" => "en",
            "prs" => "fa",
            "gsw" | "nds" => "de",
            "cmn" | "yue" => "zh",
            code => code,
        };
        let mut region = String::new();
        let mut traditional = false;
        for subtag in subtags {
            traditional |= subtag.eq_ignore_ascii_case("hant");
            if subtag.len() == 2 && region.is_empty() {
                region = subtag.to_ascii_uppercase();
            }
        }
        let Some(language) = LANGUAGES.iter().position(|known| known.code == code) else {
            return Self::default();
        };
        Self {
            language: u8::try_from(language).ok(),
            orders: usual_orders(code, &region),
            minguo: code == "zh" && (region == "TW" || traditional && region.is_empty()),
        }
    }

    pub(super) fn language(self) -> Option<u8> {
        self.language
    }

    /// Whether it is the language of a code.
    pub(super) fn is(self, code: &str) -> bool {
        self.language
            .is_some_and(|at| LANGUAGES[usize::from(at)].code == code)
    }

    /// Whether it is known and not English.
    pub(super) fn is_foreign(self) -> bool {
        self.language.is_some_and(|at| at != 0)
    }

    /// The first usual order among those that a date's figures allow.
    pub(super) fn order_among(self, allowed: &[DateOrder]) -> Option<DateOrder> {
        self.orders
            .iter()
            .copied()
            .find(|order| allowed.contains(order))
    }
}

/// How a country orders figures; English without a country says nothing.
fn usual_orders(code: &str, region: &str) -> &'static [DateOrder] {
    match (code, region) {
        ("en", "US" | "PH") | ("es", "PA") => &[DateOrder::Mdy],
        ("en", "" | "CA" | "001") | ("es", "US" | "PR") => &[],
        ("zh" | "ja" | "ko", _) => &[DateOrder::Ymd],
        ("en", "ZA") | ("fr", "CA") | ("hu" | "lt" | "sv" | "mn" | "fa" | "eu", _) => {
            &[DateOrder::Ymd, DateOrder::Dmy]
        }
        _ => &[DateOrder::Dmy],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_say_how_figures_are_ordered() {
        let slashes = [DateOrder::Dmy, DateOrder::Mdy];
        for (tag, expected) in [
            ("de", Some(DateOrder::Dmy)),
            ("de-AT", Some(DateOrder::Dmy)),
            ("DE_at", Some(DateOrder::Dmy)),
            ("en-GB", Some(DateOrder::Dmy)),
            ("en_US", Some(DateOrder::Mdy)),
            ("en", None),
            ("en-CA", None),
            ("ja", None),
            ("hu", Some(DateOrder::Dmy)),
            ("no-NO", Some(DateOrder::Dmy)),
            ("xx", None),
            ("", None),
        ] {
            assert_eq!(
                Tongue::of(Some(tag)).order_among(&slashes),
                expected,
                "{tag}"
            );
        }
        assert!(Tongue::of(Some("zh-TW")).minguo);
        assert!(Tongue::of(Some("zh-Hant-TW")).minguo);
        assert!(!Tongue::of(Some("zh-CN")).minguo);
        assert!(Tongue::of(Some("sr-Latn-RS")).is("sr"));
    }
}
