//! The languages whose dates are read.
//!
//! Names of months and days come from the locales of the C library; the tables add what
//! newsrooms print besides.

mod asian;
mod baltic;
mod english;
mod germanic;
mod hellenic;
mod romance;
mod semitic;
mod slavic;
mod turkic;
mod uralic;

use super::words::Language;

/// All of them; English first.
pub(super) const LANGUAGES: &[&Language] = &[
    &english::ENGLISH,
    &germanic::GERMAN,
    &germanic::LUXEMBOURGISH,
    &germanic::DUTCH,
    &germanic::DANISH,
    &germanic::SWEDISH,
    &germanic::BOKMAL,
    &germanic::NYNORSK,
    &germanic::ICELANDIC,
    &romance::FRENCH,
    &romance::ITALIAN,
    &romance::SPANISH,
    &romance::PORTUGUESE,
    &romance::ROMANIAN,
    &romance::CATALAN,
    &romance::GALICIAN,
    &slavic::RUSSIAN,
    &slavic::UKRAINIAN,
    &slavic::BELARUSIAN,
    &slavic::BULGARIAN,
    &slavic::MACEDONIAN,
    &slavic::SERBIAN,
    &slavic::BOSNIAN,
    &slavic::CROATIAN,
    &slavic::SLOVENE,
    &slavic::CZECH,
    &slavic::SLOVAK,
    &slavic::POLISH,
    &baltic::LITHUANIAN,
    &baltic::LATVIAN,
    &uralic::FINNISH,
    &uralic::ESTONIAN,
    &uralic::HUNGARIAN,
    &hellenic::GREEK,
    &hellenic::ALBANIAN,
    &hellenic::ARMENIAN,
    &hellenic::GEORGIAN,
    &hellenic::IRISH,
    &hellenic::WELSH,
    &hellenic::BASQUE,
    &semitic::MALTESE,
    &semitic::ARABIC,
    &semitic::HEBREW,
    &asian::PERSIAN,
    &turkic::TURKISH,
    &turkic::AZERBAIJANI,
    &turkic::KAZAKH,
    &turkic::KYRGYZ,
    &turkic::UZBEK,
    &asian::TAJIK,
    &asian::MONGOLIAN,
    &asian::HINDI,
    &asian::BENGALI,
    &asian::CHINESE,
    &asian::JAPANESE,
    &asian::KOREAN,
    &asian::VIETNAMESE,
    &asian::THAI,
    &asian::INDONESIAN,
    &asian::MALAY,
];
