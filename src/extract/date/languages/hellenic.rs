//! Languages of Europe that are each a branch of their own: Greek, Albanian, Armenian,
//! Georgian, the Celtic ones, Basque.

use super::super::words::{Language, Part, locale};
use crate::record::DateRole;

pub(super) const GREEK: Language = Language {
    code: "el",
    locales: &[locale!(el_GR)],
    months: [
        "Γενάρη",
        "Φλεβάρη Φεβρ",
        "Μάρτη",
        "Απρίλη",
        "Μάη",
        "Ιούνη",
        "Ιούλη",
        "Αύγουστο",
        "Σεπτ",
        "Οκτώβρη",
        "Νοέμβρη Νοεμ",
        "Δεκέμβρη",
    ],
    parts: &[
        (Part::OrdinalSuffix, "η ης ή"),
        (Part::The, "την στις τις"),
        (Part::At, "στις ώρα"),
        (Part::Am, "πμ π_μ"),
        (Part::Pm, "μμ μ_μ"),
        (Part::Noon, "μεσημέρι"),
        (Part::Midnight, "μεσάνυχτα"),
        (Part::To, "έως ως μέχρι"),
        (Part::And, "και"),
        (Part::Date, "ημερομηνία ημ_νία"),
        (
            Part::Label(DateRole::Published),
            "δημοσίευση δημοσίευσης δημοσιεύτηκε δημοσιεύθηκε ανάρτηση αναρτήθηκε δημοσιευμένο",
        ),
        (
            Part::Label(DateRole::Modified),
            "ενημέρωση ενημέρωσης ενημερώθηκε ανανεώθηκε τροποποίηση τροποποιήθηκε \
             τελευταία_ενημέρωση",
        ),
        (Part::Label(DateRole::Event), "προθεσμία"),
    ],
    ..Language::BLANK
};

pub(super) const ALBANIAN: Language = Language {
    code: "sq",
    locales: &[locale!(sq_AL)],
    months: ["", "", "", "", "", "", "", "", "", "", "", ""],
    weekdays: [
        "hënë",
        "martë",
        "mërkurë",
        "enjte",
        "premte",
        "shtunë",
        "diel",
    ],
    endings: "it",
    parts: &[
        (Part::The, "më datë"),
        (Part::At, "ora në orën"),
        (Part::Am, "pd p_d"),
        (Part::Pm, "md m_d"),
        (Part::To, "deri"),
        (Part::And, "dhe"),
        (Part::Date, "data"),
        (Part::Label(DateRole::Published), "publikuar botuar postuar"),
        (Part::Label(DateRole::Modified), "përditësuar ndryshuar"),
    ],
    ..Language::BLANK
};

pub(super) const ARMENIAN: Language = Language {
    code: "hy",
    locales: &[locale!(hy_AM)],
    months: [
        "հուն", "փետ", "", "", "", "", "", "", "սեպտ", "հոկտ", "նոյ", "",
    ],
    parts: &[
        (Part::OrdinalSuffix, "ին ը ի"),
        (Part::Year, "թ թվական թվականի թվականին"),
        (Part::At, "ժամը ժամ"),
        (Part::To, "մինչև"),
        (Part::And, "և եւ"),
        (
            Part::Label(DateRole::Published),
            "հրապարակվել հրապարակված հրապարակման",
        ),
        (Part::Label(DateRole::Modified), "թարմացվել թարմացված"),
    ],
    ..Language::BLANK
};

pub(super) const GEORGIAN: Language = Language {
    code: "ka",
    locales: &[locale!(ka_GE)],
    months: [
        "იანვარს",
        "თებერვალს",
        "მარტს",
        "აპრილს",
        "მაისს",
        "ივნისს",
        "ივლისს",
        "აგვისტოს",
        "სექტემბერს სექტ",
        "ოქტომბერს",
        "ნოემბერს",
        "დეკემბერს",
    ],
    parts: &[
        (Part::OrdinalSuffix, "ე ს"),
        (Part::Year, "წელი წლის წ"),
        (Part::OClock, "საათი საათზე სთ"),
        (Part::To, "მდე"),
        (Part::And, "და"),
        (Part::Date, "თარიღი"),
        (
            Part::Label(DateRole::Published),
            "გამოქვეყნდა გამოქვეყნებულია გამოქვეყნების",
        ),
        (
            Part::Label(DateRole::Modified),
            "განახლდა განახლებულია განახლების",
        ),
    ],
    ..Language::BLANK
};

pub(super) const IRISH: Language = Language {
    code: "ga",
    locales: &[locale!(ga_IE)],
    months: [
        "Eanair",
        "",
        "Mhárta",
        "Aibreáin",
        "Bhealtaine",
        "Mheithimh Meithimh",
        "Iúil",
        "Lúnasa",
        "",
        "",
        "Samhna Shamhain",
        "Nollag Nollaig",
    ],
    weekdays: [
        "Luan",
        "Máirt",
        "Céadaoin",
        "Déardaoin",
        "Aoine",
        "Satharn",
        "Domhnach",
    ],
    parts: &[
        (Part::OrdinalSuffix, "ú"),
        (Part::Of, "de"),
        (Part::At, "ag"),
        (Part::To, "go"),
        (Part::And, "agus"),
        (Part::Date, "dáta"),
        (
            Part::Label(DateRole::Published),
            "foilsithe foilsíodh arna_fhoilsiú",
        ),
        (
            Part::Label(DateRole::Modified),
            "nuashonraithe nuashonraíodh arna_nuashonrú",
        ),
    ],
    ..Language::BLANK
};

pub(super) const WELSH: Language = Language {
    code: "cy",
    locales: &[locale!(cy_GB)],
    months: [
        "", "", "Fawrth", "", "Fai", "Fehefin", "", "", "Fedi", "", "Dachwedd", "Ragfyr",
    ],
    weekdays: [
        "Dydd_Llun",
        "Dydd_Mawrth",
        "Dydd_Mercher",
        "Dydd_Iau",
        "Dydd_Gwener",
        "Dydd_Sadwrn",
        "Dydd_Sul",
    ],
    parts: &[
        (Part::OrdinalSuffix, "af ail ydd fed eg ain"),
        (Part::At, "am"),
        (Part::And, "a"),
        (Part::Date, "dyddiad"),
        (Part::Label(DateRole::Published), "cyhoeddwyd cyhoeddi"),
        (Part::Label(DateRole::Modified), "diweddarwyd diweddaru"),
    ],
    ..Language::BLANK
};

pub(super) const BASQUE: Language = Language {
    code: "eu",
    locales: &[locale!(eu_ES)],
    months: [
        "urtarrilaren urtarrilak",
        "otsailaren otsailak",
        "martxoaren martxoak",
        "apirilaren apirilak",
        "maiatzaren maiatzak",
        "ekainaren ekainak",
        "uztailaren uztailak",
        "abuztuaren abuztuak",
        "irailaren irailak",
        "urriaren urriak",
        "azaroaren azaroak",
        "abenduaren abenduak",
    ],
    parts: &[
        (Part::OrdinalSuffix, "a an ean tik ko"),
        (Part::Year, "ko eko"),
        (Part::OClock, "h"),
        (Part::And, "eta"),
        (Part::Date, "data"),
        (
            Part::Label(DateRole::Published),
            "argitaratua argitalpen argitaratze argitaratu",
        ),
        (
            Part::Label(DateRole::Modified),
            "eguneratua eguneratze eguneratu azken_eguneraketa",
        ),
    ],
    ..Language::BLANK
};
