//! German, Dutch and the languages of the North.

use super::super::words::{Language, Part, locale};
use crate::record::DateRole;

/// With the names of Austria. `Stand:` is no label: it may be the day of publication or of
/// the last change.
pub(super) const GERMAN: Language = Language {
    code: "de",
    locales: &[locale!(de_DE), locale!(de_AT)],
    months: [
        "jan jän jaenner",
        "feb febr feber",
        "mrz maerz",
        "apr",
        "",
        "jun",
        "jul",
        "aug",
        "sept",
        "okt",
        "nov",
        "dez",
    ],
    weekdays: ["", "", "", "", "", "sonnabend", ""],
    ordinals: &[("ersten", 1)],
    parts: &[
        (Part::The, "den der dem"),
        (Part::At, "um ab gegen"),
        (Part::On, "am vom"),
        (Part::Time, "uhrzeit zeit"),
        (Part::OClock, "uhr"),
        (Part::Noon, "mittags mittag"),
        (Part::Midnight, "mitternacht"),
        (Part::To, "bis"),
        (Part::And, "und"),
        (Part::Date, "datum"),
        (
            Part::Label(DateRole::Published),
            "erschienen erscheinungsdatum erscheinungstag veröffentlicht veröffentlichung \
             veröffentlichungsdatum publiziert publikationsdatum erstellt erstellungsdatum \
             ausgabedatum online_seit pressemitteilung_vom meldung_vom medienmitteilung_vom",
        ),
        (
            Part::Label(DateRole::Modified),
            "aktualisiert aktualisierung aktualisierungsdatum geändert änderung änderungsdatum \
             überarbeitet bearbeitet zuletzt",
        ),
        (Part::Label(DateRole::Embargo), "sperrfrist gesperrt"),
        (
            Part::Label(DateRole::Event),
            "anmeldeschluss anmeldefrist einsendeschluss bewerbungsschluss bewerbungsfrist termin \
             veranstaltung veranstaltungsdatum beginn einlass frist",
        ),
    ],
    ..Language::BLANK
};

pub(super) const LUXEMBOURGISH: Language = Language {
    code: "lb",
    locales: &[locale!(lb_LU)],
    months: ["", "", "", "", "", "", "", "", "", "", "", ""],
    parts: &[
        (Part::The, "de den"),
        (Part::OClock, "auer"),
        (Part::At, "um"),
        (Part::To, "bis"),
        (
            Part::Label(DateRole::Published),
            "publizéiert verëffentlecht",
        ),
        (Part::Label(DateRole::Modified), "aktualiséiert"),
    ],
    ..Language::BLANK
};

pub(super) const DUTCH: Language = Language {
    code: "nl",
    locales: &[locale!(nl_NL)],
    months: ["", "", "mrt mar", "", "", "", "", "", "sept", "", "", ""],
    ordinals: &[("eerste", 1)],
    parts: &[
        (Part::OrdinalSuffix, "e de ste"),
        (Part::At, "om vanaf"),
        (Part::On, "op"),
        (Part::OClock, "uur u"),
        (Part::Time, "tijd tijdstip"),
        (Part::Noon, "middag"),
        (Part::Midnight, "middernacht"),
        (Part::To, "tot t/m tem"),
        (Part::And, "en"),
        (Part::Date, "datum"),
        (
            Part::Label(DateRole::Published),
            "gepubliceerd publicatie publicatiedatum geplaatst verschenen verschijningsdatum \
             nieuwsbericht persbericht aangemaakt",
        ),
        (
            Part::Label(DateRole::Modified),
            "bijgewerkt gewijzigd geactualiseerd aangepast laatst_gewijzigd wijziging update",
        ),
        (Part::Label(DateRole::Embargo), "embargo"),
        (Part::Label(DateRole::Event), "evenement aanvang deadline"),
    ],
    ..Language::BLANK
};

pub(super) const DANISH: Language = Language {
    code: "da",
    locales: &[locale!(da_DK)],
    months: ["", "", "", "", "", "", "", "", "sept", "", "", ""],
    weekdays: ["", "", "", "", "", "", ""],
    parts: &[
        (Part::The, "den d"),
        (Part::At, "kl klokken"),
        (Part::To, "til"),
        (Part::And, "og"),
        (Part::Midnight, "midnat"),
        (Part::Date, "dato"),
        (
            Part::Label(DateRole::Published),
            "offentliggjort publiceret udgivet udgivelsesdato publiceringsdato udsendt oprettet",
        ),
        (
            Part::Label(DateRole::Modified),
            "opdateret ændret redigeret sidst_opdateret revideret",
        ),
        (
            Part::Label(DateRole::Event),
            "tilmeldingsfrist ansøgningsfrist",
        ),
    ],
    ..Language::BLANK
};

pub(super) const SWEDISH: Language = Language {
    code: "sv",
    locales: &[locale!(sv_SE)],
    months: ["", "febr", "", "", "", "", "", "", "sept", "", "", ""],
    parts: &[
        (Part::The, "den"),
        (Part::OrdinalSuffix, "a e"),
        (Part::At, "kl klockan"),
        (Part::To, "till"),
        (Part::And, "och"),
        (Part::Midnight, "midnatt"),
        (
            Part::Label(DateRole::Published),
            "publicerad publicerat publiceringsdatum publicerades utgiven",
        ),
        (
            Part::Label(DateRole::Modified),
            "uppdaterad uppdaterat uppdaterades ändrad senast_ändrad reviderad granskad",
        ),
        (Part::Label(DateRole::Event), "anmälan ansökan"),
    ],
    ..Language::BLANK
};

const NORWEGIAN_PARTS: &[(Part, &str)] = &[
    (Part::The, "den"),
    (Part::At, "kl klokka klokken"),
    (Part::To, "til"),
    (Part::And, "og"),
    (Part::Midnight, "midnatt"),
    (Part::Date, "dato"),
    (
        Part::Label(DateRole::Published),
        "publisert publiseringsdato utgitt lagt_ut",
    ),
    (
        Part::Label(DateRole::Modified),
        "oppdatert sist_oppdatert endret sist_endret",
    ),
    (Part::Label(DateRole::Event), "påmeldingsfrist søknadsfrist"),
];

pub(super) const BOKMAL: Language = Language {
    code: "nb",
    locales: &[locale!(nb_NO)],
    months: ["", "", "", "apr", "", "jun", "jul", "", "sept", "", "", ""],
    parts: NORWEGIAN_PARTS,
    ..Language::BLANK
};

pub(super) const NYNORSK: Language = Language {
    code: "nn",
    locales: &[locale!(nn_NO)],
    months: ["", "", "", "apr", "", "jun", "jul", "", "sept", "", "", ""],
    weekdays: ["", "", "", "", "", "", "søndag"],
    parts: NORWEGIAN_PARTS,
    ..Language::BLANK
};

pub(super) const ICELANDIC: Language = Language {
    code: "is",
    locales: &[locale!(is_IS)],
    months: ["", "febr", "", "", "", "", "", "ágú", "sept", "", "", ""],
    weekdays: [
        "mánudaginn mánudags",
        "þriðjudaginn",
        "miðvikudaginn",
        "fimmtudaginn",
        "föstudaginn",
        "laugardaginn",
        "sunnudaginn",
    ],
    parts: &[
        (Part::The, "hinn þann"),
        (Part::At, "kl klukkan"),
        (Part::Am, "fh f_h"),
        (Part::Pm, "eh e_h"),
        (Part::To, "til"),
        (Part::And, "og"),
        (
            Part::Label(DateRole::Published),
            "birt birtist útgefið útgáfudagur",
        ),
        (
            Part::Label(DateRole::Modified),
            "uppfært síðast_uppfært breytt",
        ),
    ],
    ..Language::BLANK
};
