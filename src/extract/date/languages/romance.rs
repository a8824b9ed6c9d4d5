//! The languages of Latin descent.

use super::super::words::{Language, Part, locale};
use crate::record::DateRole;

pub(super) const FRENCH: Language = Language {
    code: "fr",
    locales: &[locale!(fr_FR)],
    months: [
        "jan",
        "fév fev févr",
        "mar",
        "avr",
        "",
        "",
        "jul juil",
        "aoû",
        "sep",
        "",
        "",
        "dec",
    ],
    ordinals: &[("premier", 1)],
    parts: &[
        (Part::OrdinalSuffix, "er ère re e ème eme"),
        (Part::The, "le ce"),
        (Part::Of, "de du"),
        (Part::At, "à dès vers"),
        (Part::OClock, "h heure heures"),
        (Part::Minutes, "min mn"),
        (Part::Noon, "midi"),
        (Part::Midnight, "minuit"),
        (Part::To, "au à jusqu'au"),
        (Part::And, "et"),
        (Part::Date, "date"),
        (
            Part::Label(DateRole::Published),
            "publié publiée publication paru parue parution mis_en_ligne mise_en_ligne posté créé \
             diffusé communiqué_du date_de_création",
        ),
        (
            Part::Label(DateRole::Modified),
            "mis_à_jour mise_à_jour modifié modifiée modification actualisé actualisée révisé maj",
        ),
        (Part::Label(DateRole::Embargo), "embargo sous_embargo"),
        (
            Part::Label(DateRole::Event),
            "limite échéance clôture inscription événement rendez_vous",
        ),
    ],
    ..Language::BLANK
};

pub(super) const ITALIAN: Language = Language {
    code: "it",
    locales: &[locale!(it_IT)],
    months: [
        "genn", "febbr.", "", "", "magg", "", "", "", "sett", "", "", "",
    ],
    weekdays: [
        "lunedi",
        "martedi",
        "mercoledi",
        "giovedi",
        "venerdi",
        "",
        "",
    ],
    ordinals: &[("primo", 1)],
    parts: &[
        (Part::OrdinalSuffix, "º o"),
        (Part::The, "il lì li addì"),
        (Part::Of, "di del dell'"),
        (Part::At, "alle ore h"),
        (Part::OClock, "ore"),
        (Part::Noon, "mezzogiorno"),
        (Part::Midnight, "mezzanotte"),
        (Part::To, "al all' fino_al"),
        (Part::And, "e ed"),
        (Part::Date, "data"),
        (
            Part::Label(DateRole::Published),
            "pubblicato pubblicata pubblicazione data_pubblicazione data_di_pubblicazione inserito \
             uscita diffuso emesso comunicato_del",
        ),
        (
            Part::Label(DateRole::Modified),
            "aggiornato aggiornata aggiornamento modificato modifica ultima_modifica \
             ultimo_aggiornamento",
        ),
        (
            Part::Label(DateRole::Event),
            "scadenza evento inizio termine",
        ),
    ],
    ..Language::BLANK
};

pub(super) const SPANISH: Language = Language {
    code: "es",
    locales: &[locale!(es_ES)],
    months: [
        "",
        "febr",
        "",
        "",
        "",
        "",
        "",
        "",
        "setiembre sept set",
        "",
        "",
        "",
    ],
    weekdays: ["", "", "mier", "", "", "", ""],
    ordinals: &[("primero", 1)],
    parts: &[
        (Part::OrdinalSuffix, "º o er ero"),
        (Part::The, "el día"),
        (Part::Of, "de del de_l"),
        (Part::Year, "año"),
        (Part::At, "a_las a_la las"),
        (Part::Hours, "hs hrs horas hora"),
        (Part::OClock, "h horas"),
        (Part::Noon, "mediodía"),
        (Part::Midnight, "medianoche"),
        (Part::To, "al hasta hasta_el a"),
        (Part::And, "y"),
        (Part::Date, "fecha"),
        (
            Part::Label(DateRole::Published),
            "publicado publicada publicación publicacion creado creada emisión difundido",
        ),
        (
            Part::Label(DateRole::Modified),
            "actualizado actualizada actualización modificado modificada modificación \
             última_actualización última_modificación",
        ),
        (
            Part::Label(DateRole::Event),
            "límite plazo evento vencimiento inicio convocatoria",
        ),
    ],
    ..Language::BLANK
};

pub(super) const PORTUGUESE: Language = Language {
    code: "pt",
    locales: &[locale!(pt_PT)],
    months: ["", "fever.", "", "", "", "", "", "", "", "", "", ""],
    weekdays: [
        "segunda-feira 2ª-feira",
        "terça-feira",
        "quarta-feira",
        "quinta-feira",
        "sexta-feira",
        "",
        "",
    ],
    ordinals: &[("primeiro", 1)],
    parts: &[
        (Part::OrdinalSuffix, "º o"),
        (Part::The, "o dia em"),
        (Part::Of, "de do"),
        (Part::At, "às as pelas à"),
        (Part::OClock, "h hora horas"),
        (Part::Minutes, "min m"),
        (Part::Noon, "meio-dia"),
        (Part::Midnight, "meia-noite"),
        (Part::To, "a ao até até_ao"),
        (Part::And, "e"),
        (Part::Date, "data"),
        (
            Part::Label(DateRole::Published),
            "publicado publicada publicação postado data_de_publicação criado divulgado",
        ),
        (
            Part::Label(DateRole::Modified),
            "atualizado atualizada atualização actualizado modificado modificação \
             última_atualização última_modificação alterado editado",
        ),
        (Part::Label(DateRole::Event), "prazo evento limite"),
    ],
    ..Language::BLANK
};

pub(super) const ROMANIAN: Language = Language {
    code: "ro",
    locales: &[locale!(ro_RO)],
    months: [
        "", "febr", "mart", "", "", "", "", "aug", "sept", "octomb.", "noi", "",
    ],
    weekdays: ["", "marţi", "", "", "", "", "duminica"],
    ordinals: &[("întâi", 1)],
    parts: &[
        (Part::The, "în data_de pe"),
        (Part::Year, "anul anului"),
        (Part::At, "ora la orele la_ora"),
        (Part::Noon, "amiază"),
        (Part::Midnight, "miezul_nopții"),
        (Part::To, "la până"),
        (Part::And, "și si"),
        (Part::Date, "data"),
        (
            Part::Label(DateRole::Published),
            "publicat publicată publicării data_publicării postat emis",
        ),
        (
            Part::Label(DateRole::Modified),
            "actualizat actualizată actualizare modificat ultima_actualizare ultima_modificare",
        ),
        (Part::Label(DateRole::Event), "termen limită eveniment"),
    ],
    ..Language::BLANK
};

pub(super) const CATALAN: Language = Language {
    code: "ca",
    locales: &[locale!(ca_ES)],
    months: [
        "", "feb", "", "abr", "", "", "", "ago", "setembre", "", "", "",
    ],
    parts: &[
        (Part::OrdinalSuffix, "r n è"),
        (Part::The, "el dia"),
        (Part::Of, "de d del d'"),
        (Part::At, "a_les a_la les"),
        (Part::OClock, "h hores"),
        (Part::Noon, "migdia"),
        (Part::Midnight, "mitjanit"),
        (Part::To, "al fins"),
        (Part::And, "i"),
        (Part::Date, "data"),
        (
            Part::Label(DateRole::Published),
            "publicat publicada publicació creat",
        ),
        (
            Part::Label(DateRole::Modified),
            "actualitzat actualitzada actualització modificat modificació darrera_actualització",
        ),
        (Part::Label(DateRole::Event), "termini límit"),
    ],
    ..Language::BLANK
};

pub(super) const GALICIAN: Language = Language {
    code: "gl",
    locales: &[locale!(gl_ES)],
    weekdays: ["", "", "", "", "", "", ""],
    parts: &[
        (Part::The, "o día"),
        (Part::Of, "de do"),
        (Part::At, "ás"),
        (Part::OClock, "h horas"),
        (Part::To, "ao ata"),
        (Part::And, "e"),
        (Part::Date, "data"),
        (Part::Label(DateRole::Published), "publicado publicación"),
        (
            Part::Label(DateRole::Modified),
            "actualizado modificado actualización",
        ),
    ],
    ..Language::BLANK
};
