//! The Turkic languages.

use super::super::words::{Language, Part, locale};
use crate::record::DateRole;

pub(super) const TURKISH: Language = Language {
    code: "tr",
    locales: &[locale!(tr_TR)],
    months: ["", "", "", "", "", "", "", "", "", "", "", ""],
    weekdays: ["", "", "", "", "", "cmt", ""],
    parts: &[
        (Part::Year, "yılı"),
        (Part::At, "saat saati"),
        (Part::Morning, "öö ö_ö"),
        (Part::Afternoon, "ös ö_s"),
        (Part::To, "ila ile"),
        (Part::And, "ve"),
        (Part::Date, "tarih tarihi tarihinde"),
        (
            Part::Label(DateRole::Published),
            "yayınlanma yayımlanma yayınlandı yayımlandı yayın yayınlanma_tarihi \
             yayımlanma_tarihi eklenme eklenme_tarihi oluşturulma giriş giriş_tarihi",
        ),
        (
            Part::Label(DateRole::Modified),
            "güncellendi güncelleme güncellenme güncelleme_tarihi güncellenme_tarihi \
             son_güncelleme değiştirilme",
        ),
        (Part::Label(DateRole::Event), "etkinlik başvuru"),
    ],
    ..Language::BLANK
};

pub(super) const AZERBAIJANI: Language = Language {
    code: "az",
    locales: &[locale!(az_AZ)],
    months: ["", "", "", "", "", "iyn", "iyl", "", "", "", "", ""],
    weekdays: ["", "", "", "", "", "", ""],
    parts: &[
        (Part::OrdinalSuffix, "cü cu cı ci"),
        (Part::Year, "il ilin ilinin"),
        (Part::At, "saat"),
        (Part::And, "və"),
        (Part::Date, "tarix"),
        (
            Part::Label(DateRole::Published),
            "dərc_edilib dərc_olunub yayımlanıb nəşr dərc",
        ),
        (
            Part::Label(DateRole::Modified),
            "yenilənib yeniləndi yenilənmə",
        ),
    ],
    ..Language::BLANK
};

pub(super) const KAZAKH: Language = Language {
    code: "kk",
    locales: &[locale!(kk_KZ)],
    months: ["", "", "", "", "", "", "", "", "қыркүйек", "", "", ""],
    endings: "да де та те дың дің тың тің ның нің",
    parts: &[
        (Part::OrdinalSuffix, "ші шы"),
        (Part::Year, "ж жыл жылы жылғы жылдың"),
        (Part::DayUnit, "күні күн"),
        (Part::At, "сағат"),
        (Part::And, "және"),
        (Part::Date, "күні"),
        (
            Part::Label(DateRole::Published),
            "жарияланды жарияланған жариялау жариялануы жарық_көрді",
        ),
        (
            Part::Label(DateRole::Modified),
            "жаңартылды жаңартылған жаңарту өзгертілді",
        ),
    ],
    ..Language::BLANK
};

pub(super) const KYRGYZ: Language = Language {
    code: "ky",
    locales: &[locale!(ky_KG)],
    endings: "да де до дө та те ы и у ү",
    months: [
        "январы январда",
        "февралы",
        "марты мартта",
        "апрели",
        "майы майда",
        "июнь июну",
        "июлу",
        "августу",
        "сентябры",
        "октябры",
        "ноябры",
        "декабры",
    ],
    parts: &[
        (Part::OrdinalSuffix, "чу чү чы чи"),
        (Part::Year, "ж жыл жылы жылдын жылкы"),
        (Part::At, "саат"),
        (Part::And, "жана"),
        (Part::Label(DateRole::Published), "жарыяланган жарыяланды"),
        (Part::Label(DateRole::Modified), "жаңыланган жаңыланды"),
    ],
    ..Language::BLANK
};

/// In both scripts.
pub(super) const UZBEK: Language = Language {
    code: "uz",
    locales: &[locale!(uz_UZ), locale!(uz_UZ_cyrillic)],
    months: [
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "",
        "sentyabr сентябрь",
        "oktyabr октябрь",
        "ноябрь",
        "",
    ],
    endings: "da да ning нинг",
    parts: &[
        (Part::OrdinalSuffix, "чи nchi"),
        (Part::Year, "yil yilning yili йил йилнинг йили"),
        (Part::DayUnit, "kuni куни"),
        (Part::At, "soat соат"),
        (Part::And, "va ва"),
        (Part::Date, "sana сана"),
        (
            Part::Label(DateRole::Published),
            "chop_etilgan elon_qilingan eʼlon_qilingan nashr joylandi эълон_қилинган",
        ),
        (
            Part::Label(DateRole::Modified),
            "yangilangan yangilandi янгиланган янгиланди",
        ),
    ],
    ..Language::BLANK
};
