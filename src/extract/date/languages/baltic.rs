//! Lithuanian and Latvian.

use super::super::words::{Language, Part, locale};
use crate::record::DateRole;

pub(super) const LITHUANIAN: Language = Language {
    code: "lt",
    locales: &[locale!(lt_LT)],
    months: [
        "saus", "vas", "", "bal", "", "", "liep", "", "", "", "", "gruodž.",
    ],
    parts: &[
        (Part::Year, "m metų metai metais"),
        (Part::MonthUnit, "mėn mėnesio"),
        (Part::DayUnit, "d diena dieną dienos"),
        (Part::OClock, "val"),
        (Part::Minutes, "min"),
        (Part::To, "iki"),
        (Part::And, "ir"),
        (Part::Date, "data"),
        (
            Part::Label(DateRole::Published),
            "paskelbta publikuota paskelbimo publikavimo skelbta įkelta",
        ),
        (
            Part::Label(DateRole::Modified),
            "atnaujinta atnaujinimo pakeista keista redaguota",
        ),
        (Part::Label(DateRole::Event), "terminas"),
    ],
    ..Language::BLANK
};

pub(super) const LATVIAN: Language = Language {
    code: "lv",
    locales: &[locale!(lv_LV)],
    months: [
        "janvārī janvāra janv",
        "februārī februāra febr",
        "martā marta",
        "aprīlī aprīļa",
        "maijā maija",
        "jūnijā jūnija",
        "jūlijā jūlija",
        "augustā augusta",
        "septembrī septembra sept",
        "oktobrī oktobra",
        "novembrī novembra",
        "decembrī decembra",
    ],
    parts: &[
        (Part::Year, "g gada gads gadā"),
        (Part::At, "plkst pulksten no"),
        (Part::To, "līdz"),
        (Part::And, "un"),
        (Part::Date, "datums"),
        (
            Part::Label(DateRole::Published),
            "publicēts publicēta publicēšanas ievietots izveidots",
        ),
        (
            Part::Label(DateRole::Modified),
            "atjaunots atjaunināts atjaunota labots pēdējās_izmaiņas",
        ),
        (Part::Label(DateRole::Event), "termiņš"),
    ],
    ..Language::BLANK
};
