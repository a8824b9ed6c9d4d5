//! Arabic, Hebrew and Maltese.

use super::super::calendars::Foreign;
use super::super::words::{Language, Part, locale};
use crate::record::DateRole;

/// With the months of the Nile, of the Levant and of the Maghreb.
pub(super) const ARABIC: Language = Language {
    code: "ar",
    locales: &[locale!(ar_EG), locale!(ar_LB), locale!(ar_MA)],
    months: [
        "جانفي كانون_ثاني",
        "فيفري",
        "",
        "أفريل نيسان",
        "ماي مايو",
        "جوان يونية",
        "جويلية يولية",
        "أوت اغسطس",
        "أيلول",
        "اكتوبر تشرين_أول",
        "تشرين_ثاني",
        "كانون_أول",
    ],
    weekdays: ["الإثنين", "", "الاربعاء", "", "", "", ""],
    foreign: &[(
        Foreign::Hijri,
        [
            "محرم المحرم",
            "صفر",
            "ربيع_الأول ربيع_أول",
            "ربيع_الآخر ربيع_الثاني ربيع_آخر",
            "جمادى_الأولى جمادى_الأول",
            "جمادى_الآخرة جمادى_الثانية جمادى_الآخر",
            "رجب",
            "شعبان",
            "رمضان",
            "شوال",
            "ذو_القعدة ذي_القعدة",
            "ذو_الحجة ذي_الحجة",
        ],
    )],
    parts: &[
        (Part::The, "يوم"),
        (Part::Of, "من عام سنة"),
        (Part::Year, "م ميلادية ميلادي ه هجري هجرية هـ"),
        (Part::At, "الساعة في على"),
        (Part::Time, "توقيت وقت"),
        (Part::Am, "ص صباحا صباحًا"),
        (Part::Pm, "م مساء مساءً ظهرا عصرا"),
        (Part::Noon, "ظهر"),
        (Part::Midnight, "منتصف_الليل"),
        (Part::To, "إلى حتى الى"),
        (Part::And, "و"),
        (Part::Date, "التاريخ تاريخ"),
        (
            Part::Label(DateRole::Published),
            "نشر النشر نشرت تاريخ_النشر صدر الإصدار نشر_في",
        ),
        (
            Part::Label(DateRole::Modified),
            "تحديث التحديث تحديث_في آخر_تحديث تاريخ_التحديث تعديل التعديل آخر_تعديل",
        ),
        (Part::Label(DateRole::Event), "موعد الموعد"),
    ],
    ..Language::BLANK
};

pub(super) const HEBREW: Language = Language {
    code: "he",
    locales: &[locale!(he_IL)],
    months: ["", "", "מרס", "", "", "", "", "", "", "", "", ""],
    prefix: "ב",
    weekdays: [
        "יום_שני",
        "יום_שלישי",
        "יום_רביעי",
        "יום_חמישי",
        "יום_שישי",
        "יום_שבת",
        "יום_ראשון",
    ],
    parts: &[
        (Part::OrdinalSuffix, "ה"),
        (Part::At, "בשעה שעה"),
        (Part::To, "עד"),
        (Part::And, "ו"),
        (Part::Date, "תאריך"),
        (
            Part::Label(DateRole::Published),
            "פורסם פורסמה פרסום תאריך_פרסום הפרסום",
        ),
        (
            Part::Label(DateRole::Modified),
            "עודכן עודכנה עדכון עדכון_אחרון תאריך_עדכון",
        ),
    ],
    ..Language::BLANK
};

pub(super) const MALTESE: Language = Language {
    code: "mt",
    locales: &[locale!(mt_MT)],
    weekdays: [
        "tnejn", "tlieta", "erbgħa", "ħamis", "ġimgħa", "sibt", "ħadd",
    ],
    parts: &[
        (Part::The, "il l"),
        (Part::Of, "ta t"),
        (Part::At, "fil"),
        (Part::And, "u"),
        (Part::Date, "data"),
        (
            Part::Label(DateRole::Published),
            "ippubblikat ippubblikata pubblikazzjoni",
        ),
        (
            Part::Label(DateRole::Modified),
            "aġġornat aġġornata aġġornament",
        ),
    ],
    ..Language::BLANK
};
