//! Finnish, Estonian and Hungarian.

use super::super::words::{Language, Part, locale};
use crate::record::DateRole;

pub(super) const FINNISH: Language = Language {
    code: "fi",
    locales: &[locale!(fi_FI)],
    endings: "ta n ssa",
    weekdays: [
        "maanantaina",
        "tiistaina",
        "keskiviikkona",
        "torstaina",
        "perjantaina",
        "lauantaina",
        "sunnuntaina",
    ],
    parts: &[
        (Part::DayUnit, "päivänä päivä pnä"),
        (Part::At, "klo kello"),
        (Part::To, "asti saakka"),
        (Part::And, "ja"),
        (Part::Date, "päivämäärä pvm päiväys"),
        (
            Part::Label(DateRole::Published),
            "julkaistu julkaisupäivä julkaisuaika julkaistiin luotu tiedote",
        ),
        (
            Part::Label(DateRole::Modified),
            "päivitetty muokattu muutettu viimeksi_päivitetty päivitys",
        ),
        (Part::Label(DateRole::Embargo), "julkaisuvapaa"),
        (Part::Label(DateRole::Event), "määräaika"),
    ],
    ..Language::BLANK
};

pub(super) const ESTONIAN: Language = Language {
    code: "et",
    locales: &[locale!(et_EE)],
    months: ["", "", "", "", "", "", "", "", "", "", "", ""],
    endings: "l il is i st ist ni ini",
    weekdays: [
        "esmaspäeval",
        "teisipäeval",
        "kolmapäeval",
        "neljapäeval",
        "reedel",
        "laupäeval",
        "pühapäeval",
    ],
    parts: &[
        (Part::Year, "a aasta aastal"),
        (Part::At, "kell kl"),
        (Part::To, "kuni"),
        (Part::And, "ja"),
        (Part::Date, "kuupäev"),
        (
            Part::Label(DateRole::Published),
            "avaldatud avaldatakse avaldamise postitatud lisatud avaldamiskuupäev",
        ),
        (
            Part::Label(DateRole::Modified),
            "uuendatud muudetud viimati_muudetud viimati_uuendatud täiendatud",
        ),
        (Part::Label(DateRole::Event), "tähtaeg"),
    ],
    ..Language::BLANK
};

pub(super) const HUNGARIAN: Language = Language {
    code: "hu",
    locales: &[locale!(hu_HU)],
    months: ["", "feb", "", "", "", "", "", "", "szep", "", "", ""],
    endings: "i ban ben",
    parts: &[
        (
            Part::OrdinalSuffix,
            "a e i án én jén ján ától étől ig ai ei jei jai",
        ),
        (Part::Year, "évi év"),
        (Part::At, "kor"),
        (Part::Time, "időpont"),
        (Part::Morning, "de délelőtt"),
        (Part::Afternoon, "du délután"),
        (Part::OClock, "óra órakor"),
        (Part::Noon, "dél délben"),
        (Part::Midnight, "éjfél"),
        (Part::To, "től"),
        (Part::And, "és"),
        (Part::Date, "dátum"),
        (
            Part::Label(DateRole::Published),
            "megjelent megjelenés közzétéve közzététel publikálva létrehozva feltöltve kiadva",
        ),
        (
            Part::Label(DateRole::Modified),
            "frissítve frissítés módosítva módosítás utolsó_frissítés utolsó_módosítás",
        ),
        (Part::Label(DateRole::Event), "határidő időpontja"),
    ],
    ..Language::BLANK
};
