//! What a newsroom says of the release itself: that it may be used at once, that it corrects
//! another.
//!
//! `FOR IMMEDIATE RELEASE` is neither an embargo nor text. A correction is put down as an issue
//! with its words, and a day on which it says that it was made as that of a change: the release was
//! `modified`. The day of the release that it corrects (`Correction to the release of 5 May`) is
//! neither, and stays in the words of the issue.

use std::sync::LazyLock;

use regex::Regex;

use super::ledger::{Seen, also_said};
use super::opening;
use crate::extract::body::Body;
use crate::extract::clean;
use crate::extract::reading::{Reading, generic};
use crate::record::{DateRole, Origin, Severity};

/// The lines that allow to use the release at once: they are no text of it.
pub(crate) fn immediate(reading: &Reading<'_>) -> Vec<String> {
    if !reading.is_generic() {
        return Vec::new();
    }
    let lines = opening::lines(reading);
    let lines = lines.iter().map(|line| &line.text);
    lines.filter(|line| is_immediate(line)).cloned().collect()
}

/// Whether a line is nothing but that a release may be used at once.
pub(super) fn is_immediate(line: &str) -> bool {
    line.len() <= LONGEST_NOTE && IMMEDIATE.is_match(line)
}

/// Puts down that a release is corrected, where it says so at its beginning or end. Gives the
/// days of the correction.
pub(crate) fn corrections(reading: &Reading<'_>, body: Option<&Body<'_>>) -> Vec<Seen> {
    if !reading.is_generic() {
        return Vec::new();
    }
    let around = opening::lines(reading);
    let split = body.map(|body| &body.split);
    let blocks = split.into_iter().flat_map(|split| {
        let opening = split.body.iter().take(OPENING);
        let rest = split.body.iter().skip(OPENING).rev().take(CLOSING);
        opening
            .chain(rest)
            .chain(split.boilerplate.iter().take(CLOSING))
    });
    let texts = blocks.map(|block| (block.text.as_str(), block.first));
    let around = around.iter();
    let mut notes = around
        .map(|line| (line.text.as_str(), line.stands_in))
        .chain(texts);
    let Some((note, stands_in)) = notes.find(|(text, _)| is_correction(text)) else {
        return Vec::new();
    };
    let note = clean::line(clean::cut(note, LONGEST_NOTE));
    reading.issue(
        "release.corrected",
        None,
        Severity::Info,
        format!("the release says that it was corrected: {note}"),
    );
    reading.stands_at(Some(stands_in));
    made_on(reading, &note)
}

/// The days on which a note says that the correction was made: `corrected on 6 May 2024`,
/// `Korrektur vom 6. Mai 2024`.
fn made_on(reading: &Reading<'_>, note: &str) -> Vec<Seen> {
    let evidence = generic(Origin::Field, "correction note");
    let roles = [DateRole::Modified, DateRole::Unknown];
    let days = also_said(reading, note, &roles, &evidence);
    let is_made = |seen: &Seen| {
        let before = note.split_once(&seen.raw).map_or("", |(before, _)| before);
        let words = before.split(|c: char| !c.is_alphabetic());
        let count = words.filter(|word| !word.is_empty()).count();
        seen.role == DateRole::Modified || (1..=MOST_BEFORE_DAY).contains(&count)
    };
    let made = days.into_iter().filter(|seen| seen.said.is_ok());
    made.filter(is_made)
        .map(|seen| Seen {
            role: DateRole::Modified,
            ..seen
        })
        .collect()
}

/// `Correction of` a day is of that day; more words speak of something else.
const MOST_BEFORE_DAY: usize = 2;

/// Blocks in which a correction is looked for.
const OPENING: usize = 4;
const CLOSING: usize = 4;
/// In bytes.
const LONGEST_NOTE: usize = 300;

fn is_correction(text: &str) -> bool {
    CORRECTION.is_match(clean::cut(text, LONGEST_NOTE))
}

static IMMEDIATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^\W*(?:for immediate (?:press )?(?:release|publication|use|distribution|dissemination)|(?:immediate release|release immediate(?:ly)?)|(?:zur |mit der bitte um )?sofortige[nr]? (?:veröffentlichung|verwendung|freigabe)|frei(?:gegeben)? (?:zur|ab) sofort(?:ige[nr] (?:veröffentlichung|verwendung))?|pour (?:diffusion|publication|parution) immédiate|(?:à|a) diffuser immédiatement|para (?:su )?(?:publicación|difusión|divulgación|distribución) inmediata|de publicación inmediata|para (?:publicação|divulgação|distribuição) imediata|per (?:la )?(?:pubblicazione|diffusione) immediata|(?:da )?(?:pubblicare|diffondere) (?:subito|immediatamente)|(?:voor )?(?:onmiddellijke|directe) (?:publicatie|verspreiding)|til umiddelbar (?:offentlig(?:gørelse|gjøring)|publisering)|för omedelbar (?:publicering|spridning)|(?:välittömästi|heti) (?:julkaistavissa|julkaistavaksi|vapaa)|do natychmiastowej publikacji|k okamžitému (?:zveřejnění|uveřejnění|zverejneniu)|azonnali? (?:közlésre|közölhető)|pentru (?:publicare|difuzare) imediată|для немедленно(?:й|го) (?:публикации|распространения|опубликования)|для негайно(?:ї|го) (?:публікації|поширення)|προς άμεση δημοσίευση|για άμεση δημοσίευση|hemen yayın(?:lanabilir|lanmak üzere)|即日(?:発表|解禁)|(?:即时|立即|即時)(?:发布|發佈|發布)|즉시 (?:배포|보도)(?: 가능)?|للنشر الفوري|לפרסום מיידי)\W*$",
    )
});
static CORRECTION: LazyLock<Regex> = LazyLock::new(|| {
    let words = r"corrections?|corrected|correcting and replacing|corrects and replaces|clarifications?|correction and clarification|errat(?:um|a)|berichtigung(?:en)?|korrektur(?:hinweis)?|richtigstellung|korrigierte (?:fassung|version|meldung)|rectificatifs?|rectification|version corrigée|correcci[oó]n|rectificación|fe de erratas|versión corregida|rettifica|errata corrige|correzione|correç[aã]o|retificação|correctie|rectificatie|rättelse|rettelse|korrigering|oikaisu|korjaus|sprostowanie|korekta|oprava|helyesbítés|corectură|erată|исправление|исправленная версия|поправка|уточнение|виправлення|уточнення|исправка|ispravka|ispravak|διόρθωση|düzeltme|訂正|お詫びと訂正|更正|勘误|정정";
    let sentence = r"(?:please note (?:that )?)?(?:this|the above|an earlier version of this) (?:press |news |media )?(?:release|statement|article|story|version|page|post)\b.{0,40}\b(?:(?:was|has been|is|were) (?:corrected|amended)|contained an error|misstated|incorrectly|updated to correct)|corrected (?:version|release|copy)|this (?:corrects|replaces|supersedes) (?:the|an?) (?:previous|earlier|release|version)|in einer früheren (?:version|fassung) (?:dieses|dieser)|diese (?:pressemitteilung|meldung) wurde (?:am .{1,30} )?(?:korrigiert|berichtigt)|une version antérieure de ce|una versión anterior de est[ea]|una versione precedente di quest";
    pattern(&format!(
        r"(?i)^[^\p{{L}}\p{{N}}]*(?:(?:{words})\s*(?:$|\n|[:：()\]】]|\s[–—-]\s|[–—-]{{1,2}}\s|\b(?:to|of|zu|vom|au|du|del|al) (?:the|an?|der|die|our|unserer|communiqué|comunicado|release|\d{{1,2}}\.?)\b|\s(?:on|am|le|el|il|em|op|den)\s(?:\p{{L}}+\s)?\d)|{sentence})"
    ))
});

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a fixed pattern is well formed")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_that_allow_immediate_use_are_known() {
        for line in [
            "FOR IMMEDIATE RELEASE",
            "For Immediate Release:",
            "*** FOR IMMEDIATE USE ***",
            "IMMEDIATE RELEASE",
            "Zur sofortigen Veröffentlichung",
            "Pour diffusion immédiate",
            "Para publicación inmediata",
            "Para divulgação imediata",
            "Per la pubblicazione immediata",
            "Voor onmiddellijke publicatie",
            "För omedelbar publicering",
            "Do natychmiastowej publikacji",
            "Для немедленной публикации",
            "即时发布",
            "للنشر الفوري",
        ] {
            assert!(is_immediate(line), "{line}");
        }
        for line in [
            "For immediate release: 5 May 2024",
            "The Board asks for the immediate release of all boats",
            "For release at noon",
            "Release",
            "",
        ] {
            assert!(!is_immediate(line), "{line}");
        }
    }

    #[test]
    fn notes_of_a_correction_are_told_from_news_of_corrections() {
        for text in [
            "CORRECTION: The bridge is 40 metres long, not 400.",
            "Correction -- River Board",
            "CORRECTED",
            "Corrected version",
            "Corrected on May 6, 2024",
            "Corrected on 6 May 2024",
            "(Corrected) ",
            "This release was corrected on 6 May 2024.",
            "This press release has been amended to give the right day.",
            "Correction to the release of 5 May",
            "CORRECTING and REPLACING: River Board opens bridge",
            "Clarification: no car was lost.",
            "Erratum",
            "Berichtigung: Die Brücke ist 40 Meter lang.",
            "Korrektur vom 6. Mai:\nDie Brücke",
            "Diese Pressemitteilung wurde am 6. Mai 2024 korrigiert.",
            "Rectificatif : le pont",
            "Fe de erratas",
            "Errata corrige",
            "Rättelse: bron",
            "Sprostowanie",
            "Исправление: мост",
            "訂正",
            "【訂正】橋について",
            "更正：",
        ] {
            assert!(is_correction(text), "{text}");
        }
        for text in [
            "Corrections officers vote on Tuesday",
            "The corrected figures are out",
            "Correction facilities open",
            "Korrekturen am Flusslauf beginnen im Mai",
            "Corrected for inflation, wages fell",
            "Corrected on both sides, the bridge is straight",
            "This release was issued on 6 May 2024.",
            "Oprava mostu skončila",
            "",
        ] {
            assert!(!is_correction(text), "{text}");
        }
    }
}
