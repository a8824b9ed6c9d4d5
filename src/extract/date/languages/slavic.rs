//! The Slavic languages, in both scripts.

use super::super::words::{Language, Part, locale};
use crate::record::DateRole;

pub(super) const RUSSIAN: Language = Language {
    code: "ru",
    locales: &[locale!(ru_RU)],
    months: ["", "февр", "", "", "", "", "", "", "сент", "", "нояб", ""],
    parts: &[
        (Part::OrdinalSuffix, "го ого е ое"),
        (Part::Year, "г года год гг"),
        (Part::At, "в около"),
        (Part::On, "от"),
        (Part::Time, "время"),
        (Part::OClock, "ч час часа часов"),
        (Part::Minutes, "мин минут минуты минута м"),
        (Part::Noon, "полдень"),
        (Part::Midnight, "полночь"),
        (Part::To, "по до"),
        (Part::And, "и"),
        (Part::Local, "местного местное местному"),
        (Part::Date, "дата"),
        (
            Part::Label(DateRole::Published),
            "опубликовано опубликован опубликована публикации публикация публикован размещено \
             размещения выпущено создано добавлено создания",
        ),
        (
            Part::Label(DateRole::Modified),
            "обновлено обновлён обновлена обновления обновление изменено изменения изменение \
             отредактировано редакция последнее_обновление",
        ),
        (Part::Label(DateRole::Embargo), "эмбарго"),
        (
            Part::Label(DateRole::Event),
            "проведения мероприятия окончания начала срок рождения",
        ),
    ],
    ..Language::BLANK
};

pub(super) const UKRAINIAN: Language = Language {
    code: "uk",
    locales: &[locale!(uk_UA)],
    months: [
        "",
        "",
        "берез.",
        "квіт",
        "трав",
        "черв",
        "лип",
        "серп",
        "верес.",
        "жовт",
        "листоп. лист",
        "груд",
    ],
    weekdays: ["", "", "", "", "п’ятниця п’ятницю пятниця", "", ""],
    parts: &[
        (Part::OrdinalSuffix, "го ого е"),
        (Part::Year, "р рік року"),
        (Part::At, "о об в"),
        (Part::On, "від"),
        (Part::Time, "час"),
        (Part::OClock, "год година годині"),
        (Part::Minutes, "хв хвилин"),
        (Part::Noon, "опівдні"),
        (Part::Midnight, "опівночі"),
        (Part::To, "по до"),
        (Part::And, "і та й"),
        (Part::Date, "дата"),
        (
            Part::Label(DateRole::Published),
            "опубліковано опублікована публікації публікація оприлюднено оприлюднення розміщено \
             створено",
        ),
        (
            Part::Label(DateRole::Modified),
            "оновлено оновлення змінено зміни редагування відредаговано",
        ),
        (Part::Label(DateRole::Embargo), "ембарго"),
        (Part::Label(DateRole::Event), "проведення заходу термін"),
    ],
    ..Language::BLANK
};

pub(super) const BELARUSIAN: Language = Language {
    code: "be",
    locales: &[locale!(be_BY)],
    months: [
        "студз.",
        "",
        "",
        "",
        "траўня травень",
        "чэрв",
        "",
        "",
        "",
        "кастр.",
        "",
        "",
    ],
    parts: &[
        (Part::OrdinalSuffix, "га ага"),
        (Part::Year, "г года год годзе"),
        (Part::At, "у а ў"),
        (Part::OClock, "гадз гадзін"),
        (Part::To, "па да"),
        (Part::And, "і"),
        (Part::Date, "дата"),
        (
            Part::Label(DateRole::Published),
            "апублікавана апублікаваны публікацыі публікацыя",
        ),
        (
            Part::Label(DateRole::Modified),
            "абноўлена абнаўлення зменена",
        ),
    ],
    ..Language::BLANK
};

pub(super) const BULGARIAN: Language = Language {
    code: "bg",
    locales: &[locale!(bg_BG)],
    months: ["ян", "фебр", "", "", "", "", "", "", "септ", "", "ноем", ""],
    parts: &[
        (Part::OrdinalSuffix, "ви ри ти ми ма ра и ва"),
        (Part::Year, "г год година"),
        (Part::At, "в във от"),
        (Part::OClock, "ч часа час"),
        (Part::Noon, "обяд"),
        (Part::Midnight, "полунощ"),
        (Part::To, "до"),
        (Part::And, "и"),
        (Part::Date, "дата"),
        (
            Part::Label(DateRole::Published),
            "публикувано публикувана публикуван публикуване публикация публикувано_на",
        ),
        (
            Part::Label(DateRole::Modified),
            "обновено обновена актуализирано актуализация променено последна_промяна редактирано",
        ),
        (Part::Label(DateRole::Event), "срок"),
    ],
    ..Language::BLANK
};

pub(super) const MACEDONIAN: Language = Language {
    code: "mk",
    locales: &[locale!(mk_MK)],
    months: ["", "", "", "", "", "", "", "", "септ", "", "ноем", ""],
    parts: &[
        (Part::OrdinalSuffix, "ти ви ри ми"),
        (Part::Year, "г год година"),
        (Part::At, "во"),
        (Part::OClock, "ч часот часа"),
        (Part::To, "до"),
        (Part::And, "и"),
        (Part::Date, "датум"),
        (
            Part::Label(DateRole::Published),
            "објавено објавена објава објавување",
        ),
        (Part::Label(DateRole::Modified), "ажурирано изменето"),
    ],
    ..Language::BLANK
};

/// In both scripts.
pub(super) const SERBIAN: Language = Language {
    code: "sr",
    locales: &[locale!(sr_RS), locale!(sr_RS_latin)],
    months: [
        "јануара januara siječanj siječnja",
        "фебруара februara",
        "марта marta",
        "априла aprila",
        "маја maja",
        "јуни јуна juni juna",
        "јули јула juli jula",
        "августа avgusta",
        "септембра septembra септ sept",
        "октобра oktobra",
        "новембра novembra",
        "децембра decembra",
    ],
    weekdays: [
        "понедјељак ponedjeljak",
        "",
        "сриједа srijeda среду sredu",
        "",
        "",
        "суботу subotu",
        "недјеља nedjelja",
    ],
    parts: &[
        (Part::Year, "г год године година g god godine godina"),
        (Part::At, "у u"),
        (Part::OClock, "ч часова час h časova sati сати"),
        (Part::Noon, "подне podne"),
        (Part::Midnight, "поноћ ponoć"),
        (Part::To, "до do"),
        (Part::And, "и i"),
        (Part::Date, "датум datum"),
        (
            Part::Label(DateRole::Published),
            "објављено објављена објава objavljeno objavljena objavljen objava",
        ),
        (
            Part::Label(DateRole::Modified),
            "ажурирано измењено ažurirano izmenjeno izmijenjeno poslednja_izmena",
        ),
        (Part::Label(DateRole::Event), "рок rok"),
    ],
    ..Language::BLANK
};

pub(super) const BOSNIAN: Language = Language {
    code: "bs",
    locales: &[locale!(bs_BA)],
    months: [
        "januara",
        "februara",
        "marta",
        "aprila",
        "maja",
        "juna jun",
        "jula jul",
        "augusta avgust avgusta",
        "septembra sept",
        "oktobra",
        "novembra",
        "decembra",
    ],
    parts: &[
        (Part::Year, "g god godine"),
        (Part::At, "u"),
        (Part::OClock, "h sati sata"),
        (Part::To, "do"),
        (Part::And, "i"),
        (Part::Date, "datum"),
        (
            Part::Label(DateRole::Published),
            "objavljeno objavljen objava",
        ),
        (Part::Label(DateRole::Modified), "ažurirano izmijenjeno"),
    ],
    ..Language::BLANK
};

pub(super) const CROATIAN: Language = Language {
    code: "hr",
    locales: &[locale!(hr_HR)],
    months: [
        "siječ.",
        "",
        "",
        "trav",
        "svib",
        "",
        "",
        "",
        "",
        "",
        "studenog stud",
        "pros",
    ],
    parts: &[
        (Part::Year, "g god godine godina"),
        (Part::At, "u"),
        (Part::OClock, "h sati sata"),
        (Part::Noon, "podne"),
        (Part::Midnight, "ponoć"),
        (Part::To, "do"),
        (Part::And, "i"),
        (Part::Date, "datum"),
        (
            Part::Label(DateRole::Published),
            "objavljeno objavljen objava datum_objave objave kreirano",
        ),
        (
            Part::Label(DateRole::Modified),
            "ažurirano izmijenjeno promijenjeno posljednja_izmjena zadnja_izmjena",
        ),
        (Part::Label(DateRole::Event), "rok"),
    ],
    ..Language::BLANK
};

pub(super) const SLOVENE: Language = Language {
    code: "sl",
    locales: &[locale!(sl_SI)],
    months: [
        "januarja januarju",
        "februarja",
        "marca",
        "aprila",
        "maja",
        "junija",
        "julija",
        "avgusta",
        "septembra sept",
        "oktobra",
        "novembra",
        "decembra",
    ],
    parts: &[
        (Part::The, "dne"),
        (Part::Year, "leta l"),
        (Part::At, "ob"),
        (Part::OClock, "uri h ura"),
        (Part::To, "do"),
        (Part::And, "ter"),
        (Part::Date, "datum"),
        (
            Part::Label(DateRole::Published),
            "objavljeno objavljen objava objave datum_objave",
        ),
        (
            Part::Label(DateRole::Modified),
            "posodobljeno spremenjeno zadnja_sprememba posodobitev",
        ),
        (Part::Label(DateRole::Event), "rok"),
    ],
    ..Language::BLANK
};

pub(super) const CZECH: Language = Language {
    code: "cs",
    locales: &[locale!(cs_CZ)],
    months: ["", "", "", "", "", "čvn", "čvc", "", "", "", "", ""],
    parts: &[
        (Part::The, "dne"),
        (Part::Year, "roku rok r"),
        (Part::At, "v ve od"),
        (Part::OClock, "hod hodin h"),
        (Part::Noon, "poledne"),
        (Part::Midnight, "půlnoc"),
        (Part::To, "do až"),
        (Part::And, "a"),
        (Part::Date, "datum"),
        (
            Part::Label(DateRole::Published),
            "publikováno vydáno zveřejněno zveřejnění vystaveno vytvořeno publikace vloženo",
        ),
        (
            Part::Label(DateRole::Modified),
            "aktualizováno aktualizace změněno upraveno poslední_aktualizace poslední_změna změna",
        ),
        (Part::Label(DateRole::Event), "uzávěrka termín konání"),
    ],
    ..Language::BLANK
};

pub(super) const SLOVAK: Language = Language {
    code: "sk",
    locales: &[locale!(sk_SK)],
    months: [
        "januára",
        "februára",
        "marca",
        "apríla",
        "mája",
        "júna",
        "júla",
        "augusta",
        "septembra sept",
        "októbra",
        "novembra",
        "decembra",
    ],
    parts: &[
        (Part::The, "dňa"),
        (Part::Year, "roku rok r"),
        (Part::At, "o v"),
        (Part::OClock, "hod hodín h"),
        (Part::To, "do až"),
        (Part::And, "a"),
        (Part::Date, "dátum"),
        (
            Part::Label(DateRole::Published),
            "publikované zverejnené uverejnené vydané zverejnenia vytvorené pridané",
        ),
        (
            Part::Label(DateRole::Modified),
            "aktualizované aktualizácia aktualizácie zmenené upravené posledná_aktualizácia",
        ),
        (Part::Label(DateRole::Event), "termín uzávierka"),
    ],
    ..Language::BLANK
};

pub(super) const POLISH: Language = Language {
    code: "pl",
    locales: &[locale!(pl_PL)],
    months: [
        "stycz.", "", "", "kwiec.", "", "czerw.", "lip", "sierp.", "wrzes.", "", "list", "grud",
    ],
    weekdays: ["", "", "", "", "", "", ""],
    parts: &[
        (Part::OrdinalSuffix, "go ego"),
        (Part::The, "dnia dn"),
        (Part::Year, "r rok roku"),
        (Part::At, "o od"),
        (Part::Time, "godzina godz godzinie godziny"),
        (Part::OClock, "h"),
        (Part::Noon, "południe"),
        (Part::Midnight, "północ"),
        (Part::To, "do"),
        (Part::And, "i"),
        (Part::Date, "data"),
        (
            Part::Label(DateRole::Published),
            "opublikowano opublikowany opublikowana publikacji publikacja data_publikacji dodano \
             data_dodania utworzono data_utworzenia zamieszczono",
        ),
        (
            Part::Label(DateRole::Modified),
            "zaktualizowano aktualizacja aktualizacji data_aktualizacji zmodyfikowano modyfikacji \
             data_modyfikacji ostatnia_aktualizacja zmieniono",
        ),
        (Part::Label(DateRole::Embargo), "embargo"),
        (Part::Label(DateRole::Event), "termin wydarzenia"),
    ],
    ..Language::BLANK
};
