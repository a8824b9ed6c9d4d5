//! What is printed in a language is read back under it.

use jiff::civil;
use proptest::prelude::*;

use super::super::languages::LANGUAGES;
use super::super::token::steps;
use super::super::words::Language;
use super::*;

/// How languages print a date: `{d}` day, `{m}` and `{mm}` month in figures, `{month}` and
/// `{mon}` its name in full and short, `{day}` the day of the week, `{y}` the year.
const FORMS: &[(&str, &[&str])] = &[
    (
        "lt",
        &["{y} m. {month} {d} d.", "{y} {month} {d}", "{y}-{mm}-{dd}"],
    ),
    ("lv", &["{y}. gada {d}. {month}", "{d}.{m}.{y}."]),
    (
        "hu",
        &[
            "{y}. {month} {d}.",
            "{y}. {mon}. {d}., {day}",
            "{y}. {mm}. {dd}.",
        ],
    ),
    ("eu", &["{y}ko {month}ren {d}a", "{y}/{mm}/{dd}"]),
    ("mn", &["{y} оны {m}-р сарын {d}", "{y}.{mm}.{dd}"]),
    (
        "zh",
        &[
            "{y}年{m}月{d}日",
            "{y}年{mm}月{dd}日 {day}",
            "{y}-{mm}-{dd}",
        ],
    ),
    (
        "ja",
        &["{y}年{m}月{d}日", "{y}年{m}月{d}日({day})", "{y}/{mm}/{dd}"],
    ),
    (
        "ko",
        &[
            "{y}년 {m}월 {d}일",
            "{y}년 {m}월 {d}일 {day}",
            "{y}. {m}. {d}.",
        ],
    ),
    (
        "vi",
        &["ngày {d} tháng {m} năm {y}", "{day}, {dd}/{mm}/{y}"],
    ),
    (
        "kk",
        &[
            "{y} жылғы {d} {month}",
            "{d} {month} {y}",
            "{day}, {d} {month} {y}",
        ],
    ),
    (
        "fi",
        &[
            "{d}. {month}ta {y}",
            "{day} {d}. {month}ta {y}",
            "{d}.{m}.{y}",
        ],
    ),
    (
        "ca",
        &[
            "{d} {month} de {y}",
            "{day}, {d} {month} del {y}",
            "{d} {mon}. {y}",
        ],
    ),
    (
        "es",
        &[
            "{d} de {month} de {y}",
            "{day}, {d} de {month} de {y}",
            "{d} {mon}. {y}",
        ],
    ),
    (
        "pt",
        &[
            "{d} de {month} de {y}",
            "{day}, {d} de {month} de {y}",
            "{d} {mon} {y}",
        ],
    ),
    (
        "gl",
        &[
            "{d} de {month} de {y}",
            "{day}, {d} de {month} de {y}",
            "{d} {mon} {y}",
        ],
    ),
    ("mt", &["{d} ta' {month} {y}", "{day}, {d} ta’ {month} {y}"]),
    (
        "he",
        &[
            "{d} ב{month} {y}",
            "{d} {month} {y}",
            "יום {day}, {d} ב{month} {y}",
        ],
    ),
    (
        "en",
        &["{d} {month} {y}", "{month} {d}, {y}", "{mon}. {d}, {y}"],
    ),
];

/// The forms of every language that has none of its own.
const USUAL: &[&str] = &[
    "{d} {month} {y}",
    "{d}. {month} {y}",
    "{day}, {d} {month} {y}",
    "{d} {mon} {y}",
    "{d} {mon}. {y}",
    "{dd}.{mm}.{y}",
    "{dd}/{mm}/{y} 14:05",
];

fn forms(language: &Language) -> &'static [&'static str] {
    let own = FORMS.iter().find(|(code, _)| *code == language.code);
    own.map_or(USUAL, |(_, forms)| forms)
}

/// The date in a form of a language, with the names of one of its locales.
fn print(date: civil::Date, language: &Language, locale: usize, form: &str) -> String {
    let locale = language.locales.get(locale % language.locales.len().max(1));
    let month = usize::from(date.month().unsigned_abs()) - 1;
    let weekday = usize::from(date.weekday().to_sunday_zero_offset().unsigned_abs());
    let from_monday = usize::from(date.weekday().to_monday_zero_offset().unsigned_abs());
    let first = |names: &'static str| names.split(' ').next().unwrap_or_default();
    let (full, short, day) = match locale {
        Some(locale) => (
            locale.months[month],
            locale.short_months[month],
            locale.days[weekday],
        ),
        None => {
            let names = language.months[month];
            let short = names.split(' ').next_back().unwrap_or_default();
            (first(names), short, first(language.weekdays[from_monday]))
        }
    };
    // Names that are not abbreviated have no full stop.
    let form = if full == short {
        form.replace("{mon}.", "{mon}")
    } else {
        form.to_owned()
    };
    form.replace("{dd}", &format!("{:02}", date.day()))
        .replace("{mm}", &format!("{:02}", date.month()))
        .replace("{d}", &date.day().to_string())
        .replace("{m}", &date.month().to_string())
        .replace("{month}", full.trim())
        .replace("{mon}", short.trim().trim_end_matches(['.', '॰']))
        .replace("{day}", day.trim())
        .replace("{y}", &date.year().to_string())
}

fn days() -> impl Strategy<Value = civil::Date> {
    (1950i16..=2090, 1i8..=12, 1i8..=31).prop_filter_map("a day", |(year, month, day)| {
        civil::Date::new(year, month, day).ok()
    })
}

/// Words and marks of dates in all scripts.
const PIECES: &[&str] = &[
    "3",
    "14",
    "2024",
    "113",
    "1445",
    "1402",
    "٢٠٢٤",
    "۱۴۰۲",
    "๑๔",
    "２０",
    "年",
    "月",
    "日",
    "令和",
    "民國",
    "二〇二四年",
    "十四日",
    "년",
    "월",
    "일",
    "오후",
    "시",
    "분",
    "(",
    "木",
    ")",
    "März",
    "listopada",
    "de",
    "d'",
    "ta'",
    "tháng",
    "năm",
    "ngày",
    "رمضان",
    "اسفند",
    "آذار/مارس",
    "مارس",
    "كانون",
    "الثاني",
    "م",
    "มี.ค.",
    "พ.ศ.",
    "น.",
    "г.",
    "года",
    "Uhr",
    "h",
    "ч.",
    "мин",
    "ko",
    "gada",
    "m.",
    "d.",
    "-",
    "–",
    ".",
    ",",
    "/",
    ":",
    "'",
    " ",
    "до",
    "bis",
    "to",
    "Dé",
    "Luain",
    "p.",
    "m.",
    "μ.μ.",
    "de.",
    "du.",
    "1er",
    "2-ра",
];

/// In looks at tokens.
const SLACK: usize = 400;

proptest! {
    // One case goes through all languages.
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn every_language_in_its_usual_forms(date in days(), locale in 0usize..3) {
        for language in LANGUAGES {
            for form in forms(language) {
                let printed = print(date, language, locale, form);
                let how = DateReading::default().in_language(Some(language.code));
                let read = understand(&printed, &how).map(|read| (read.date.day, read.weekday_conflict));
                prop_assert_eq!(read, Ok((Some(date), false)), "{} {}", language.code, printed);
            }
        }
    }

    #[test]
    fn a_full_name_is_never_another_day_on_a_page_that_states_the_wrong_language(
        date in days(),
        stated in prop::sample::select(&["en", "de", "pl", "hr", "zh-CN", "ar", "tr", ""][..]),
    ) {
        for language in LANGUAGES {
            for form in forms(language).iter().filter(|form| form.contains("{month}")) {
                let printed = print(date, language, 0, form);
                let how = DateReading::default().in_language(Some(stated));
                // What Croatia and Poland call differently may be told wrongly by a wrong tag.
                let fits = match understand(&printed, &how) {
                    Ok(read) => read.date.day == Some(date) || ["pl", "hr"].contains(&stated),
                    Err(NoDate::Ambiguous { a, b }) => a == date || b == date,
                    Err(_) => true,
                };
                prop_assert!(fits, "{} on a page in {}: {}", language.code, stated, printed);
            }
        }
    }

    #[test]
    fn twice_the_text_takes_twice_the_looks(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 1..12),
        glue in any::<bool>(),
    ) {
        let text = pieces.join(if glue { "" } else { " " }) + if glue { "" } else { " " };
        let how = DateReading::default().in_language(Some("de"));
        let looks = |times: usize| {
            let text = text.repeat(times);
            steps::of(|| drop(scan(&text, &how)))
        };
        let (once, twice) = (looks(100), looks(200));
        // At the ends of a text a few looks go into the void.
        prop_assert!(twice <= 2 * once + SLACK, "{} for {}, {} for twice {:?}", once, 100, twice, text);
    }

    #[test]
    fn no_text_of_the_worlds_words_panics(
        pieces in prop::collection::vec(
prop::sample::select(PIECES),
            0..40,
        ),
        glue in any::<bool>(),
        tag in prop::sample::select(&["", "en", "de", "hu", "th", "zh-TW", "fa", "ar"][..]),
    ) {
        let text = pieces.join(if glue { "" } else { " " });
        let how = DateReading::default().in_language(Some(tag));
        for found in scan(&text, &how) {
            prop_assert!(text.get(found.range).is_some());
        }
        let _ = understand(&text, &how);
        let _ = order_of([text.as_str()]);
    }
}
