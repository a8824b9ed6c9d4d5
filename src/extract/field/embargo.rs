//! Until when a release must not be used: `EMBARGOED UNTIL 00:01 BST, WEDNESDAY 10 JULY 2024`.
//!
//! After the profile's rules, and only where they say nothing, comes a short line before the
//! text or at its beginning that opens with the words for it: no system states embargoes for
//! machines, and farther down the words speak of something else.

use std::sync::LazyLock;

use ego_tree::NodeId;
use regex::Regex;

use super::ledger::Seen;
use super::modified::dates_of_rules;
use super::opening;
use crate::extract::body::Body;

use crate::extract::clean;
use crate::extract::date::scan;
use crate::extract::reading::{Reading, generic};

use crate::record::{DateRole, Origin};

/// Everything that says so.
pub(crate) fn evidence(reading: &Reading<'_>, body: Option<&Body<'_>>) -> Vec<Seen> {
    let mut seen = dates_of_rules(reading, &["embargo_until", "embargo"], DateRole::Embargo);
    if reading.is_generic() && seen.is_empty() {
        seen.extend(printed(reading, body));
    }
    seen
}

/// A short line before or at the beginning of the text; the day may stand in the next line.
fn printed(reading: &Reading<'_>, body: Option<&Body<'_>>) -> Option<Seen> {
    let opening = body.map(|body| body.split.body.as_slice());
    let opening = opening.unwrap_or_default().iter().take(OPENING);
    let around = opening::lines(reading);
    let of_text = opening.flat_map(|block| block.text.lines().map(|line| (line, block.first)));
    let lines: Vec<(&str, NodeId)> = around
        .iter()
        .map(|line| (line.text.as_str(), line.stands_in))
        .chain(of_text)
        .collect();
    let read = |text: &str, stands_in: NodeId| {
        reading.stands_at(Some(stands_in));
        let evidence = generic(Origin::Field, "embargo line");
        Some(Seen::read(reading, text, DateRole::Embargo, evidence))
            .filter(|seen| seen.said.is_ok() && speaks_of_use(reading, text))
    };
    lines
        .iter()
        .enumerate()
        .find_map(|(at, (line, stands_in))| {
            if !is_embargo(line) {
                return None;
            }
            read(line, *stands_in).or_else(|| {
                let (next, _) = lines.get(at + 1)?;
                let are_short = line.len() <= LONGEST_NEXT && next.len() <= LONGEST_NEXT;
                read(&format!("{line} {next}"), *stands_in).filter(|_| are_short)
            })
        })
}

const OPENING: usize = 2;
/// In bytes.
const LONGEST: usize = 200;
/// The label and the day that stands behind it are short.
const LONGEST_NEXT: usize = 60;

/// Whether a line says until when a release must not be used.
fn is_embargo(line: &str) -> bool {
    line.len() <= LONGEST && EMBARGO.is_match(line)
}

/// Whether a line around the headline says until when a release must not be used, in one of its
/// parts: `Open until 5 May` does not.
pub(super) fn is_stated_in(reading: &Reading<'_>, line: &str) -> bool {
    let mut parts = line.split(['|', '·', '•', '–', '—']);
    parts.any(|part| is_embargo(part) && speaks_of_use(reading, part))
}

/// Whether a line with a day speaks of when a release may be used. `Embargo` alone opens news of
/// trade as well (`Embargo al petrolio russo dal 5 dicembre 2022`): beside it and the day stand
/// but words for the time and for use.
fn speaks_of_use(reading: &Reading<'_>, line: &str) -> bool {
    let Some(found) = BARE.find(line) else {
        return true;
    };
    let rest = &line[found.end()..];
    let day = scan(rest, &reading.dates).into_iter().next();
    let day = day.map_or(rest.len()..rest.len(), |scanned| scanned.range);
    let others = |text: &str| {
        let words = text.split(|c: char| !c.is_alphabetic());
        let words = words.filter(|word| word.chars().count() > LONGEST_SMALL);
        let words = words.map(clean::folded);
        words
            .filter(|word| !OF_USE.contains(&word.as_str()))
            .count()
    };
    others(&rest[..day.start]) == 0 && others(&rest[day.end..]) <= MOST_BEHIND
}

/// Prepositions, in characters.
const LONGEST_SMALL: usize = 3;
/// `Vienna time`, `heure de Paris`.
const MOST_BEHIND: usize = 2;

/// Words of a time, and of the use of a release.
const OF_USE: &[&str] = &[
    "after",
    "alle",
    "avant",
    "before",
    "broadcast",
    "clock",
    "date",
    "daylight",
    "ends",
    "fino",
    "from",
    "hasta",
    "heure",
    "heures",
    "hora",
    "horas",
    "hours",
    "hrs",
    "jusqu",
    "lifted",
    "lifts",
    "local",
    "midday",
    "midnight",
    "mittag",
    "mitternacht",
    "minuit",
    "noon",
    "press",
    "publication",
    "published",
    "release",
    "standard",
    "till",
    "time",
    "until",
    "zeit",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
    "lundi",
    "mardi",
    "mercredi",
    "jeudi",
    "vendredi",
    "samedi",
    "dimanche",
    "lunes",
    "martes",
    "miércoles",
    "jueves",
    "viernes",
    "sábado",
    "domingo",
];

/// The word that is also one of trade.
static BARE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^\W*(?:(?:press|media|news) release\W+)?(?:embargo(?:date|es)?|эмбарго|ембарго|εμπάργκο|ambargo)\b",
    )
    .expect("a fixed pattern is well formed")
});

static EMBARGO: LazyLock<Regex> = LazyLock::new(|| {
    // The word opens news of trade too: `Embargo on fish lifted`.
    let until = r"\s*(?:$|[:：,/(|–—-]|\d|\b(?:until|till?|to|for release|date|lifts?|ends?|bis|jusqu|au|à|hasta|al|até|fino|tot|tills?|do|do dnia|до|dnia|έως|μέχρι|ig|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b)";
    let words = r"(?:(?:strictly |held )?(?:under )?(?:press |media |news )?embargo(?:ed|date|es)?|embargad[oa]s?|embargoté|sous embargo|bajo embargo|sob embargo|sotto embargo|onder embargo|эмбарго|ембарго|εμπάργκο|ambargo|엠바고|(?:情報|報道|掲載)?解禁(?:日時)?)";
    let sentences = [
        r"not (?:for|to be) (?:press |media )?(?:release|released|publication|published|broadcast|use|used|distribution) (?:before|until|prior to)\b",
        r"(?:do not|don[’']t) (?:publish|release|use) (?:before|until)\b",
        r"hold for release (?:until|till)\b",
        r"sperrfrist(?:vermerk)?\b|gesperrt bis\b|nicht (?:zu )?(?:veröffentlichen|verwenden|zur veröffentlichung) vor\b|(?:frei|freigegeben)(?: zur veröffentlichung)? ab\b.{0,12}\d",
        r"(?:ne pas|à ne pas) (?:diffuser|publier) avant\b|(?:diffusion|publication) interdite avant\b",
        r"no (?:publicar|difundir) (?:antes d|hasta)|não (?:publicar|divulgar) antes d|(?:da )?non (?:pubblicare|diffondere) prima d",
        r"niet (?:publiceren|te publiceren|voor publicatie) v[oó]{2}r\b|sperrefrist\b|klausul(?:eret|erad)?\b|får (?:inte|ikke) (?:publiceras|offentliggøres|publiseres) (?:före|før)\b|julkaisu(?:vapaa|lupa)\b|nie publikować przed\b|nezveřejňovat před\b",
        r"не (?:для )?публик(?:ации|овать) (?:до|ранее)\b|не публікувати до\b",
        r"禁(?:止)?(?:发|發)(?:布|佈)?至",
    ]
    .join("|");
    Regex::new(&format!(
        r"(?i)^\W*(?:(?:press|media|news) release\W+)?(?:{words}{until}|{sentences})"
    ))
    .expect("a fixed pattern is well formed")
});

#[cfg(test)]
mod tests {

    use crate::extract::field::tests::draft;

    /// The embargo, the body and the title of a page with this line above its text.
    fn embargo_of(language: &str, line: &str) -> (Option<String>, String) {
        let text = format!(
            "<html lang={language}><body><main><p>{line}</p><h1>Night boats sail again</h1><p>The \
            first boats leave at eleven and carry no cars at all.</p><p>The second boats leave at \
            twelve, when the moon is up.</p></main>"
        );
        let draft = draft(text);
        let date = draft.embargo.and_then(|found| found.value.day);
        let body = draft.body.map(|found| found.value.join("¶"));
        (date.map(|day| day.to_string()), body.unwrap_or_default())
    }

    #[test]
    fn embargoes_are_read_as_newsrooms_print_them() {
        for (language, line, day) in [
            (
                "en",
                "EMBARGOED UNTIL 00:01 GMT, 5 May 2024",
                Some("2024-05-05"),
            ),
            (
                "en",
                "Strictly embargoed until 00:01 BST, Sunday 5 May 2024",
                Some("2024-05-05"),
            ),
            (
                "en",
                "EMBARGO: 5 May 2024, 10:00 a.m. EDT",
                Some("2024-05-05"),
            ),
            ("en", "EMBARGOED UNTIL<br>5 May 2024", Some("2024-05-05")),
            (
                "en",
                "Not for release before 5 May 2024",
                Some("2024-05-05"),
            ),
            (
                "en",
                "Under embargo until Sunday, May 5, 2024",
                Some("2024-05-05"),
            ),
            ("de", "Sperrfrist: 5. Mai 2024, 10 Uhr", Some("2024-05-05")),
            ("de", "Gesperrt bis 5. Mai 2024", Some("2024-05-05")),
            (
                "fr",
                "Embargo jusqu’au 5 mai 2024 à 10h00",
                Some("2024-05-05"),
            ),
            ("fr", "Sous embargo jusqu'au 5 mai 2024", Some("2024-05-05")),
            (
                "es",
                "Embargado hasta el 5 de mayo de 2024",
                Some("2024-05-05"),
            ),
            ("pt", "Embargo até 5 de maio de 2024", Some("2024-05-05")),
            ("it", "Embargo fino al 5 maggio 2024", Some("2024-05-05")),
            ("nl", "Onder embargo tot 5 mei 2024", Some("2024-05-05")),
            ("sv", "Embargo till 5 maj 2024", Some("2024-05-05")),
            ("pl", "Embargo do 5 maja 2024", Some("2024-05-05")),
            ("ru", "Эмбарго до 5 мая 2024 г.", Some("2024-05-05")),
            (
                "en",
                "EMBARGO: Sunday 5 May 2024, 10:00 Vienna time",
                Some("2024-05-05"),
            ),
            (
                "en",
                "Embargo until midnight on 5 May 2024",
                Some("2024-05-05"),
            ),
            (
                "en",
                "EMBARGO<br>00:01 GMT, Sunday 5 May 2024",
                Some("2024-05-05"),
            ),
            (
                "fr",
                "Embargo : 5 mai 2024, 10h00, heure de Paris",
                Some("2024-05-05"),
            ),
            (
                "es",
                "Embargo hasta el domingo 5 de mayo de 2024, 10:00 horas",
                Some("2024-05-05"),
            ),
            ("en", "FOR IMMEDIATE RELEASE", None),
            ("en", "For release on 5 May 2024", None),
            (
                "en",
                "Media advisory | Embargoed until 5 May 2024",
                Some("2024-05-05"),
            ),
            // Of something else.
            ("en", "Open until 5 May 2024", None),
            ("en", "Boats sail at night until 5 May 2024", None),
            // Of trade.
            ("en", "Embargo on fish of 5 May 2024", None),
            ("en", "Embargo on fish until 5 May 2024", None),
            (
                "en",
                "Embargo ends: boats may carry fish again from 5 May 2024",
                None,
            ),
            ("en", "Embargo: fishers protest on 5 May 2024", None),
            (
                "en",
                "Embargo, fish and the river: the talks of 5 May 2024",
                None,
            ),
            ("it", "Embargo al pesce del fiume dal 5 maggio 2024", None),
            ("fr", "Embargo à la pêche levé le 5 mai 2024", None),
            ("es", "Embargo al pescado desde el 5 de mayo de 2024", None),
            ("pl", "Embargo do ryb i łodzi od 5 maja 2024", None),
            ("ru", "Эмбарго до рыбы дошло 5 мая 2024 г.", None),
        ] {
            assert_eq!(embargo_of(language, line).0.as_deref(), day, "{line}");
        }
    }

    #[test]
    fn news_of_an_embargo_is_none() {
        for line in [
            "Embargo on fish of 5 May 2024 is lifted",
            "Embargoes hurt fishers",
            "Board frees boats from 5 May 2024",
            "For release on 5 May 2024",
        ] {
            assert!(!super::is_embargo(line), "{line}");
        }
    }

    #[test]
    fn what_may_be_used_at_once_has_neither_embargo_nor_a_line_of_text() {
        for (language, line) in [
            ("en", "FOR IMMEDIATE RELEASE"),
            ("de", "Zur sofortigen Veröffentlichung"),
            ("fr", "Pour diffusion immédiate"),
        ] {
            let (day, body) = embargo_of(language, line);
            assert_eq!(day, None, "{line}");
            assert!(body.starts_with("The first boats"), "{body}");
        }
    }
}
