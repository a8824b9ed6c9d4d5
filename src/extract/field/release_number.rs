//! The publisher's number of a release: `Press Release No. 24/07`, `Pressemitteilung Nr. 12/2024`,
//! `№ 45`, `IP/24/1234`.
//!
//! After the profile's rules only lines around the headline count that are nothing but the number
//! with the word for what it is. A day or a year is no number.

use std::sync::LazyLock;

use regex::Regex;

use super::opening;
use crate::extract::clean;
use crate::extract::reading::{Reading, generic};
use crate::record::{Found, Origin};

/// Reads the number.
pub(crate) fn release_number(reading: &Reading<'_>) -> Option<Found<String>> {
    reading.first(
        "release_number",
        &[&|| reading.line("release_number"), &|| printed(reading)],
    )
}

fn printed(reading: &Reading<'_>) -> Option<Found<String>> {
    if !reading.is_generic() {
        return None;
    }
    let lines = opening::lines(reading);
    let mut numbers = lines
        .iter()
        .filter_map(|line| Some((number_in(&line.text)?, line.stands_in)));
    let (value, stands_in) = numbers.next()?;
    reading.stands_at(Some(stands_in));
    Some(Found {
        value,
        evidence: generic(Origin::Field, "page shape: numbered line"),
    })
}

/// Whether a line says nothing but that it stands above a release: `Press release No. 24/07`,
/// `Pressemitteilung`.
pub(super) fn names_a_release(line: &str) -> bool {
    line.len() <= LONGEST && NAMED.is_match(line)
}

static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)^[^\p{{L}}\p{{N}}]*(?:{RELEASE}|新闻稿|新聞稿|プレスリリース|报道资料|보도자료|بيان صحفي|הודעה לעיתונות)s?(?:\W{{0,4}}(?:(?:{MARK})\s*)?{VALUE})?[^\p{{L}}\p{{N}}]*$"
    ))
});

/// The number in a line that is one of a number.
fn number_in(line: &str) -> Option<String> {
    if line.len() > LONGEST || !line.bytes().any(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let forms = [&*MARKED, &*BARE, &*ALONE];
    let number = forms
        .into_iter()
        .find_map(|form| form.captures(line)?.name("v"))?;
    let value = clean::some(number.as_str().trim_matches(['.', ':', ' ', '-', '/']))?;
    (!IS_DATE.is_match(&value)).then_some(value)
}

/// In bytes.
const LONGEST: usize = 140;

/// What newsrooms call a release.
const RELEASE: &str = r"(?:press|news|media)[ -]?(?:release|statement|notice|communiqu[eé]|information)|presse[- ]?(?:mitteilung|information|meldung|info|erklärung|aussendung)|medien[- ]?(?:mitteilung|information)|communiqu[eé](?: de presse)?|comunicado(?: de (?:prensa|imprensa))?|nota (?:de|à) (?:prensa|imprensa)|comunicat(?:o stampa|ul? de presă|ul?)|pers(?:bericht|mededeling)|press(?:e)?(?:meddelande|meddelelse|melding)|(?:lehdistö)?tiedote|pressiteade|preses relīze|pranešimas spaudai|komunikat(?: prasowy)?|informacja prasowa|tiskov[áé] (?:zpráva|správa)|tlačová správa|saopćenje|saopštenje|sporočilo za javnost|sajtóközlemény|пресс[- ]?релиз|прес[- ]?реліз|сообщение для (?:печати|сми)|съобщение|саопштење|δελτίο τύπου|basın (?:bülteni|açıklaması)|siaran pers|thông cáo báo chí";
/// Signs of a number.
const MARK: &str = r"no\.?|nr\.?|n[°º]\.?|№|#|num(?:ber|éro|ero|mer)?\.?|nº\.?|č\.|бр\.|sz\.|αρ\.";
/// Letters that some put before it, and groups of figures.
const VALUE: &str = r"(?:\p{Lu}{1,6}[ /.-]?)?\d{1,8}(?:\p{Lu}{2,4}\d{1,8})?(?:\s?[/.–-]\s?(?:\d{1,8}|\p{Lu}{1,4}))*";
/// What may stand behind it.
const END: &str =
    r"(?:\s*(?:$|[|,;:(·•–—]|\s-\s|\b(?:vom|of|du|del|di|van|от|від|z dne|from|dated|as of)\b))";

/// With a sign: `Press release No. 24/07`, `Nr. 12/2024`, `Ref.: RB 24/7`.
static MARKED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i:^\W*(?:(?:(?:{RELEASE})\W{{0,4}})?(?:{MARK})|(?:(?:{RELEASE}|release)\s+)?(?:ref(?:erence|erenz|\.)?|réf(?:érence|\.)?|referencia|referência|riferimento|release|doc(?:ument)?\.?)(?:\s?(?:{MARK}))?\s?[:#])\s*:?\s*)(?P<v>{VALUE}){END}"
    ))
});
/// Without one, where the number cannot be anything else: `Pressemitteilung 12/2024`,
/// `RELEASE 24-061`, `IP/24/1234`.
static BARE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i:^\W*(?:{RELEASE}|release)\W{{0,3}})(?P<v>\d{{1,4}}\s?/\s?(?:19|20)\d\d|\d{{2}}-\d{{3}}|\d{{4}}[/-]\d{{3}}|\p{{Lu}}{{1,5}}[/-]?\d{{2,4}}[/-]\d{{1,5}}|\d{{1,4}}){END}"
    ))
});
/// `IP/24/1234`, `PR 2024-12` and nothing else in the line.
static ALONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\W*(?P<v>(?:IP|MEMO|SPEECH|STATEMENT|QANDA|MEX|STAT|AC|PR|MR|NR|PM|MM|CP|SC|GA|SG/SM|Nr|PRESS)[ /-]\d{1,4}[/-]\d{1,5}(?:/\p{Lu}{2,3})?)\W*$",
    )
});
/// A year, a month of a year or a day.
static IS_DATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(?:19|20)\d\d|(?:19|20)\d\d\s?[-/.]\s?\d{1,2}\s?[-/.]\s?\d{1,2}|\d{1,2}\s?[-/.]\s?\d{1,2}\s?[-/.]\s?(?:\d{2}|(?:19|20)\d\d))$",
    )
});

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a fixed pattern is well formed")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_the_numbers_newsrooms_print() {
        for (line, number) in [
            ("Press Release No. 24/07", Some("24/07")),
            ("PRESS RELEASE NO: 2024-118", Some("2024-118")),
            ("Press release #45", Some("45")),
            ("News Release No. USGS-24-12", Some("USGS-24-12")),
            (
                "Pressemitteilung Nr. 12/2024 vom 5. Mai 2024",
                Some("12/2024"),
            ),
            ("Pressemitteilung 112/2024", Some("112/2024")),
            ("Presse-Information Nr. 045", Some("045")),
            ("Medienmitteilung Nr. 3", Some("3")),
            ("Communiqué de presse n° 2024-33", Some("2024-33")),
            ("Comunicado de prensa núm. x", None),
            ("Nota de prensa nº 17/2024", Some("17/2024")),
            ("Comunicato stampa n. x", None),
            ("Comunicato stampa n° 88", Some("88")),
            ("Persbericht nr. 6", Some("6")),
            ("Пресс-релиз № 45", Some("45")),
            ("№ 45-П от 3 марта 2024 г.", Some("45-П")),
            ("Δελτίο Τύπου αρ. 12", Some("12")),
            ("IP/24/1234", Some("IP/24/1234")),
            ("PR 2024-12", Some("PR 2024-12")),
            ("RELEASE 24-061", Some("24-061")),
            ("RELEASE: 24-061", Some("24-061")),
            ("Ref.: RB 24/7", Some("RB 24/7")),
            ("REF.: 20230929IPR06132", Some("20230929IPR06132")),
            ("No. 24/07", Some("24/07")),
            ("Press Release 2024", None),
            ("Press release 12/05/2024", None),
            ("Press Release 2024-05-12", None),
            ("Press release, 5 May 2024", None),
            ("No. 1 seed wins the cup", None),
            ("Nr. 5 lebt", None),
            ("Release date: 5 May 2024", None),
            ("Release: 5 May 2024", None),
            ("Statement 3", None),
            ("The bridge is open", None),
        ] {
            assert_eq!(number_in(line).as_deref(), number, "{line}");
        }
    }
}
