//! Which unit issued a release: `OSCE Mission to Skopje`.
//!
//! After the profile's rules come, in this order:
//!
//! 1. the row, where they are given per release;
//! 2. what the page prints behind a word for it: a short line around the headline
//!    (`Source: OSCE Mission to Skopje`, `From:` and the name in the next line), or one of its own
//!    at the end of the text (`SOURCE River Board`);
//! 3. the linked data: `sourceOrganization`, then the organizations among the authors;
//! 4. a line of its own beside the headline or at the end of the text that names a press office with
//!    whose it is: `Press office of the Ministry of Rivers`.
//!
//! The publisher is not asked, nor a `sourceOrganization` that is nobody else: it is the same on
//! every page. A photographer's or an agency's credit
//! (`Source: Getty Images`) is of a picture, and so is whatever ends as a sentence.

use std::sync::LazyLock;

use regex::Regex;

use super::authors::publishers;
use super::names::{by_json_ld, by_row, found, is_organization, list};
use super::{opening, placeholder};
use crate::extract::body::Body;
use crate::extract::clean;
use crate::extract::reading::Reading;
use crate::extract::text::Block;
use crate::record::{Found, Origin};

/// Reads the issuing units.
pub(crate) fn sources(
    reading: &Reading<'_>,
    body: Option<&Body<'_>>,
) -> Option<Found<Vec<String>>> {
    reading.first(
        "sources",
        &[
            &|| list(reading, "sources"),
            &|| by_row(reading, "sources"),
            &|| labelled(reading, body),
            &|| stated(reading),
            &|| by_json_ld(reading, "author", is_organization),
            &|| signed(reading, body),
        ],
    )
}

/// What stands behind a word for it.
fn labelled(reading: &Reading<'_>, body: Option<&Body<'_>>) -> Option<Found<Vec<String>>> {
    if !reading.is_generic() {
        return None;
    }
    let lines = opening::lines(reading);
    let next = lines.iter().skip(1).map(Some).chain([None]);
    let printed = lines.iter().zip(next).find_map(|(line, next)| {
        let rest = behind_label(&line.text)?;
        let unit = match rest.is_empty() {
            true => unit(&next?.text),
            false => unit(rest),
        };
        Some((unit?, line.stands_in))
    });
    let at_end = || {
        last(body).find_map(|block| {
            let unit = behind_label(&block.text).and_then(unit);
            Some((unit?, block.first))
        })
    };
    let (unit, stands_in) = printed.or_else(at_end)?;
    reading.stands_at(Some(stands_in));
    let units = unit.split([';', '；']).map(str::to_owned).collect();
    found(reading, Origin::Field, "page shape: source line", units)
}

/// Whom the linked data names as the source, unless that is who runs the site.
fn stated(reading: &Reading<'_>) -> Option<Found<Vec<String>>> {
    let publishers = publishers(reading);
    by_json_ld(reading, "sourceOrganization", |node| {
        let name = node["name"].as_str().unwrap_or_default();
        !publishers.iter().any(|known| clean::alike(known, name))
    })
}

/// A press office that names whose it is.
fn signed(reading: &Reading<'_>, body: Option<&Body<'_>>) -> Option<Found<Vec<String>>> {
    if !reading.is_generic() {
        return None;
    }
    let lines = opening::lines(reading).iter();
    let lines = lines.map(|line| (line.text.as_str(), line.stands_in));
    let ending = body.and_then(|body| body.split.body.last());
    let ending = ending.map(|block| (block.text.as_str(), block.first));
    let headline = reading.gathered.head.first("og:title");
    let (office, stands_in) = lines.chain(ending).find(|(line, _)| {
        is_office(line) && headline.is_none_or(|headline| !clean::alike(headline, line))
    })?;
    reading.stands_at(Some(stands_in));
    let office = vec![office.to_owned()];
    found(reading, Origin::Field, "page shape: press office", office)
}

/// The last blocks of the text, and the first behind it.
fn last<'b>(body: Option<&'b Body<'_>>) -> impl Iterator<Item = &'b Block> {
    let split = body.map(|body| &body.split).into_iter();
    split.flat_map(|split| {
        let boilerplate = split.boilerplate.iter().take(CLOSING);
        split.body.iter().rev().take(1).chain(boilerplate)
    })
}

const CLOSING: usize = 2;

/// What stands behind the word for the source that a line begins with; nothing, where the word is
/// all of it.
fn behind_label(line: &str) -> Option<&str> {
    if line.len() > LONGEST_LINE || line.contains('\n') {
        return None;
    }
    let found = LABEL.find(line).or_else(|| WIRE.find(line))?;
    Some(line[found.end()..].trim())
}

/// In bytes.
const LONGEST_LINE: usize = 200;
const LONGEST_NAME: usize = 120;
const MOST_WORDS: usize = 14;

/// A name that can be that of a unit.
fn unit(text: &str) -> Option<String> {
    let text = text.split(['|', '·', '•', '\t']).next().unwrap_or(text);
    let text = text.trim().trim_end_matches([',', ';']);
    // `(Marlow – River Board)`.
    let text = match text.strip_prefix('(').map(|text| text.strip_suffix(')')) {
        Some(Some(inner)) => inner,
        _ => text,
    };
    let first = text.chars().find(|c| c.is_alphanumeric())?;
    let is_name = text.len() <= LONGEST_NAME
        && text.split_whitespace().count() <= MOST_WORDS
        && text.chars().filter(|c| c.is_alphabetic()).count() >= 2
        && first.is_alphabetic()
        && !first.is_lowercase()
        // A day or a figure is no part of it.
        && text.chars().filter(char::is_ascii_digit).count() <= MOST_DIGITS
        && !text.ends_with(['.', '!', '?', ':', '…', '。'])
        && !["@", "://", "www.", "©", "(c)"].iter().any(|sign| text.contains(sign))
        && !IS_HOST.is_match(text)
        && !CREDIT.is_match(text)
        && !placeholder::is_text(text);
    is_name.then(|| text.to_owned())
}

const MOST_DIGITS: usize = 2;

/// Whether a line is nothing but a press office's name and whose it is.
fn is_office(line: &str) -> bool {
    line.len() <= LONGEST_NAME
        && line.split_whitespace().count() <= MOST_WORDS
        && !line.ends_with(['.', '!', '?', ':', ','])
        && !line.contains(|c: char| c.is_ascii_digit() || "@:\n".contains(c))
        && OFFICE.is_match(line)
}

/// Words for the source with a colon.
static LABEL: LazyLock<Regex> = LazyLock::new(|| {
    let words = [
        "source|sources|issued by|issuer|issuing (?:office|unit|body|department|authority|organi[sz]ation)|released by|published by|from|institution",
        "quelle|herausgeber(?:in)?|herausgegeben von|absender(?:in)?|émetteur|publié par|fuente|emitido por|publicado por|fonte|pubblicato da|bron|källa|utgivare|avsändare|kilde|udgiver|avsender|lähde|julkaisija",
        "źródło|zdroj|forrás|sursa|izvor|vir|allikas|avots|šaltinis|burimi|kaynak|mənbə|nguồn|sumber",
        "источник|джерело|крыніца|източник|извор|дереккөз|πηγή",
        "来源|來源|信息来源|发布单位|发布机构|發布單位|発信元|発表元|출처|المصدر|منبع|מקור",
    ]
    .join("|");
    pattern(&format!(r"(?i)^\W*(?:{words})\s*[:：]"))
});
/// As wires close a release.
static WIRE: LazyLock<Regex> = LazyLock::new(|| pattern(r"^SOURCE\s+\b"));
/// `marlow.example`, which names a site.
static IS_HOST: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+$"));
/// Whom pictures are credited to.
static CREDIT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:getty|istock|shutterstock|unsplash|pixabay|pexels|wikimedia|wikipedia|flickr|adobe stock|alamy|depositphotos|imago|instagram|facebook|twitter|youtube|telegram|google|screenshot|photo|foto|archive|archiv|data|afp|epa|reuters|dpa|picture[- ]alliance)\b",
    )
});
/// Press offices, and the small words before whose they are.
static OFFICE: LazyLock<Regex> = LazyLock::new(|| {
    let whose = [
        r"(?:the )?(?:press(?: and (?:public )?information)?|media(?: relations)?|public information|communications?|press and communications?) (?:office|service|department|section|unit|secretariat|centre|center) of (?-i:(?:(?:of|for|and|the|on|in|de|la|\p{Lu}\S*)(?:\s+|$))+)$",
        r"(?:presse(?:stelle|amt|referat|abteilung|büro)|presse- und informationsamt|medienstelle|kommunikationsabteilung) (?:der|des|von|vom) (?-i:\p{Lu})",
        r"service (?:de )?(?:presse|communication) (?:de la |de l[’']|du |des |de )\p{L}",
        r"(?:oficina|gabinete|departamento|servicio) de (?:prensa|comunicación) (?:del?|de la|de los) \p{L}",
        r"assessoria de (?:imprensa|comunicação) (?:d[aeo]s?) \p{L}",
        r"ufficio stampa (?:del(?:la|lo|l[’'])?|dei|degli|di) ?\p{L}",
        r"persdienst van (?:de |het )?\p{L}|biuro prasowe (?-i:\p{Lu})|tiskové oddělení \p{L}",
        r"(?:пресс[- ]?служба|пресс[- ]?центр|прес[- ]?служба|прес[- ]?центр) \p{L}",
    ]
    .join("|");
    pattern(&format!("^(?i:(?:{whose}))"))
});

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a fixed pattern is well formed")
}

#[cfg(test)]
mod tests {
    use crate::extract::field::tests::draft;

    /// The issuing units of a page with this in its head, around its headline and behind its text.
    fn sources_of(head: &str, lines: &str, behind: &str) -> Vec<String> {
        let text = format!(
            "<html lang=en><head><meta property=og:title content='Night boats sail again'>{head}\
            </head><body><main><h1>Night boats sail again</h1>{lines}<p>The first boats leave at \
            eleven and carry no cars at all, said the Board on Monday.</p><p>The second boats \
            leave at twelve, when the moon is up.</p>{behind}</main>"
        );
        let draft = draft(text);
        draft.sources.map(|found| found.value).unwrap_or_default()
    }

    #[test]
    fn printed_units_are_read() {
        for (lines, behind, unit) in [
            (
                "<p>Source: OSCE Mission to Skopje</p>",
                "",
                "OSCE Mission to Skopje",
            ),
            ("<p>Source: River Board | 5 May 2024</p>", "", "River Board"),
            (
                "<p>Issued by: Ministry of Rivers</p>",
                "",
                "Ministry of Rivers",
            ),
            (
                "<dl><dt>From:<dd>Ministry of Rivers</dl>",
                "",
                "Ministry of Rivers",
            ),
            (
                "<ul><li>Date: 5 May 2024<li>Source: Ministry of Rivers, Boats and Locks</ul>",
                "",
                "Ministry of Rivers, Boats and Locks",
            ),
            ("<p>Quelle: Landkreis Marlow</p>", "", "Landkreis Marlow"),
            ("<p>Źródło: Biuro Rzeki</p>", "", "Biuro Rzeki"),
            ("<p>Источник: Министерство рек</p>", "", "Министерство рек"),
            ("<p>来源：马洛基金会</p>", "", "马洛基金会"),
            ("", "<p>SOURCE River Board</p>", "River Board"),
            ("", "<p>Source: River Board</p>", "River Board"),
            (
                "<p>Press office of the Ministry of Rivers</p>",
                "",
                "Press office of the Ministry of Rivers",
            ),
            (
                "<p>Pressestelle der Stadt Marlow</p>",
                "",
                "Pressestelle der Stadt Marlow",
            ),
            (
                "<p>Ufficio stampa del Comune di Marlow</p>",
                "",
                "Ufficio stampa del Comune di Marlow",
            ),
            (
                "<p>Пресс-служба министерства рек</p>",
                "",
                "Пресс-служба министерства рек",
            ),
        ] {
            assert_eq!(sources_of("", lines, behind), [unit], "{lines} {behind}");
        }
    }

    #[test]
    fn what_only_looks_like_a_unit_is_none() {
        for (lines, behind) in [
            ("<p>Source: Getty Images</p>", ""),
            ("<p>Source: marlow.example</p>", ""),
            ("<p>Source: ann@marlow.example</p>", ""),
            ("<p>Source: the talks of Monday</p>", ""),
            ("<p>Source: It was said at the harbour.</p>", ""),
            ("<p>Source: Survey of 2024, table 17</p>", ""),
            ("<p>From: 5 May 2024</p>", ""),
            ("<p>Sources of rivers</p>", ""),
            ("<p>Source:</p><p>5 May 2024</p>", ""),
            ("<p>Press office</p>", ""),
            ("<p>Press office of the Board: call 0100 597</p>", ""),
            ("<p>Press service of boats is slow</p>", ""),
            ("", "<p>SOURCES SAY MORE</p>"),
        ] {
            let none: [&str; 0] = [];
            assert_eq!(sources_of("", lines, behind), none, "{lines} {behind}");
        }
    }

    #[test]
    fn linked_data_names_the_unit_where_nothing_is_printed() {
        let data = |more: &str| {
            format!(
                "<script type=application/ld+json>{{\"@type\":\"NewsArticle\",\"headline\":\"Night \
                boats sail again\",\"publisher\":{{\"@type\":\"Organization\",\"name\":\"Marlow \
                Web\"}}{more}}}</script>"
            )
        };
        let unit = ",\"sourceOrganization\":{\"@type\":\"GovernmentOrganization\",\"name\":\"River Board\"}";
        let author = ",\"author\":{\"@type\":\"Organization\",\"name\":\"Boats Desk\"}";
        let both = format!("{author}{unit}");
        let printed = "<p>Source: Ministry of Rivers</p>";
        let none: [&str; 0] = [];
        assert_eq!(sources_of(&data(""), "", ""), none);
        assert_eq!(sources_of(&data(unit), "", ""), ["River Board"]);
        assert_eq!(sources_of(&data(author), "", ""), ["Boats Desk"]);
        let own = ",\"sourceOrganization\":{\"name\":\"Marlow Web\"}";
        assert_eq!(sources_of(&data(own), "", ""), none);
        assert_eq!(sources_of(&data(&both), "", ""), ["River Board"]);
        assert_eq!(
            sources_of(&data(&both), printed, ""),
            ["Ministry of Rivers"]
        );
    }
}
