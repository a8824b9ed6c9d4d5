//! How newsrooms announce whom to ask, and what roles and offices are called.

use std::sync::LazyLock;

use regex::Regex;

/// How sure a label is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    /// `Pressekontakt`: for journalists, wherever it stands.
    Press,
    /// `Kontakt`: anybody's, and of the release only in its own text.
    Plain,
}

/// What a line announces that stands in the text of a release.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Announced {
    /// A line of its own for journalists: `Pressekontakt`.
    ForPress,
    /// A line of its own for anybody: `Kontakt`. It heads other parts of a text too.
    ForAnybody,
    /// More words than the label: only what follows tells whether they announce somebody.
    InSentence,
}

/// What a line of a text announces, if it is of contacts.
pub(crate) fn announced_by(line: &str) -> Option<Announced> {
    if line.len() > LONGEST {
        return None;
    }
    let is_alone = |end: usize| {
        let mut behind = line[end..].chars();
        behind.all(|c| !c.is_alphanumeric())
    };
    if let Some(found) = PRESS.find(line) {
        return Some(match is_alone(found.end()) {
            true => Announced::ForPress,
            false => Announced::InSentence,
        });
    }
    if let Some(found) = ALONE.find(line) {
        return Some(match is_alone(found.end()) {
            true => Announced::ForAnybody,
            false => Announced::InSentence,
        });
    }
    SENTENCE.is_match(line).then_some(Announced::InSentence)
}

/// The label that a text begins with, if it is one: alone, before a colon, or a sentence that
/// announces somebody.
pub(super) fn label(text: &str) -> Option<Label> {
    if text.len() > LONGEST || !BEGINS.is_match(text) {
        return None;
    }
    let is_short = text.len() <= LONGEST_LABEL && !text.ends_with(['.', '!', '?', ';']);
    if let Some(found) = PRESS.find(text)
        && (is_short || text[found.end()..].trim_start().starts_with([':', '：']))
    {
        return Some(Label::Press);
    }
    if ALONE.is_match(text) || SENTENCE.is_match(text) {
        return Some(Label::Plain);
    }
    None
}

/// In bytes.
const LONGEST: usize = 400;
/// The longest label with what stands beside it: `Pressekontakt Stiftung Marlow`.
const LONGEST_LABEL: usize = 90;

/// For journalists.
const FOR_PRESS: &[&str] = &[
    // English.
    r"(?:press|media|news) ?(?:relations |office |team )?(?:contacts?|enquir(?:y|ies)|inquir(?:y|ies)|queries)(?: (?:details|information|persons?))?",
    r"contacts? for (?:the )?(?:press|media|journalists)|for (?:press|media) (?:enquiries|inquiries|queries)",
    // German, Dutch, the Nordic languages.
    r"presse[- ]?(?:kontakte?|anfragen|ansprechpartner(?:in(?:nen)?)?|stelle)|medien[- ]?(?:kontakte?|anfragen)|kontakte? (?:für )?(?:die )?(?:presse|medien)|ansprechpartner(?:in(?:nen)?)?(?: für (?:die )?(?:presse|medien|rückfragen)| presse)?|rückfragehinweis|(?:für |bei )?(?:presse|medien)?rückfragen(?: an| bitte an)?",
    r"(?:pers|media)contact(?:en)?|contact voor (?:de )?(?:pers|media)|persvoorlichting|woordvoerder|(?:presse|press|medie|media)kontakt(?:er)?|kontakt för (?:press|media)|mediayhteyshenkilöt?|lisätietoja(?: antaa| antavat)?|nánari upplýsingar",
    // Romance languages.
    r"contacts? (?:de )?(?:presse|médias?|media)|relations? (?:presse|médias)|service (?:de )?presse|contactos? (?:de |para |con )?(?:la )?(?:prensa|medios)|(?:oficina|gabinete|departamento) de prensa|contatt[oi] (?:per la )?(?:stampa|media)|ufficio stampa|contactos? (?:de |para )?(?:a )?(?:imprensa|mídia)|contatos? (?:para |de )?(?:a )?imprensa|assessoria de imprensa|informações à imprensa|contacte de premsa|persoan[ăe] de contact|contact (?:de )?presă|birou(?:l)? de presă",
    // Slavic, Baltic, Greek and others.
    r"kontakt (?:dla|pro|pre|za) (?:prasy|mediów|mediów|média|medija?|novinář[eů]|médiá)|biuro prasowe|tiskov(?:ý|é) (?:mluvčí|oddělení)|kontakt za (?:medije|novinare)|sajtókapcsolat|sajtó(?:kontakt|osztály)|pressikontakt|kontaktai (?:žiniasklaidai|spaudai)|kontaktinformācija (?:medijiem|presei)",
    r"пресс[- ]?служба|пресс[- ]?центр|контакты? для (?:прессы|сми|журналистов)|контактное лицо|контакти? для (?:преси|змі|медіа)|прес[- ]?служба|контактна особа|за контакт(?:и)? с медиите|контакт за (?:медије|медии|новинаре)|επικοινωνία τύπου|γραφείο τύπου|basın (?:[iİ]letişim|[iİ]rtibat|bürosu)|medya [iİ]letişim|მედია კონტაქტი",
    r"(?:本件に関する|報道関係者?(?:の)?|プレスリリースに関する)[^。:：]{0,20}(?:お問い?合わせ先?|連絡先)|(?:媒体|新闻|新聞)(?:联系人?|聯[絡繫]人?|咨询)|(?:언론|보도자료|미디어) ?(?:문의|담당자?)|للاستفسارات الإعلامية|جهة الاتصال الإعلامية|לפניות תקשורת|liên hệ báo chí|kontak media|hubungan media",
];

/// Anybody's.
const PLAIN: &[&str] = &[
    r"contacts?(?: us)?(?: information| details| data| persons?)?|for (?:more|further|additional) (?:information|details)|(?:more|further|additional) information|enquiries|inquiries",
    r"kontakte?|kontaktpersone?n?|kontaktdaten|weitere (?:informationen|auskünfte)|auskünfte?|meer informatie|nadere informatie|contactpersoon|flere? opplysninger|yderligere (?:information|oplysninger)|mer information|ytterligare information|yhteystiedot|yhteyshenkilö",
    r"pour (?:plus|tout) (?:d[’'](?:informations?|infos)|renseignements?|de renseignements)|renseignements|contactos?|(?:para )?m[aá]s informaci[oó]n|contatt[oi]|per (?:maggiori|ulteriori) informazioni|contatos?|(?:para )?mais informações|pentru (?:mai multe )?informații|date de contact",
    r"osoba (?:kontaktowa|do kontaktu)|więcej informacji|kontaktní osoba|více informací|kontaktná osoba|kontakt osoba|kapcsolat|további információ|контакты?|контакти|дополнительная информация|додаткова інформація|επικοινωνία|[iİ]letişim|daha fazla bilgi",
    r"お問い?合わせ先?|問い合わせ先|連絡先|联系(?:人|我们|方式)|聯[絡繫](?:人|方式)|문의(?:처)?|للمزيد من المعلومات|للاستفسار|ליצירת קשר|liên hệ|kontak",
];

/// How sentences that announce somebody begin and go on.
const SENTENCES: &[(&str, &str)] = &[
    (
        "for (?:more|further|additional|media|press) (?:information|enquiries|inquiries|details|queries)",
        r"\b",
    ),
    (
        "(?:für )?(?:weitere|nähere) (?:informationen|auskünfte)",
        r"\b.{0,40}\b(?:erteilt|erhalten|gibt|bei|unter|wenden)",
    ),
    ("(?:für|bei) (?:weitere |nähere )?(?:rück)?fragen", r"\b"),
    (
        "pour (?:plus|tout) ",
        r".{0,20}\b(?:informations?|renseignements?)\b",
    ),
    (r"para (?:más|mayor|mais) informaci?[oóç]\w*", ""),
    ("per (?:maggiori|ulteriori) informazioni", r"\b"),
    ("meer informatie", ""),
    ("за дополнительной информацией", ""),
    ("для получения (?:дополнительной|подробной) информации", ""),
];

static PRESS: LazyLock<Regex> = LazyLock::new(|| {
    // `Media contact` and `Media contact (English)`, not `Media contacted`.
    pattern(&format!(
        r"(?i)^[^\p{{L}}\p{{N}}]*(?:{})(?:$|[^\p{{L}}\p{{N}}])",
        FOR_PRESS.join("|")
    ))
});
static ALONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)^[^\p{{L}}\p{{N}}]*(?:{})\s*(?:$|[:：])",
        PLAIN.join("|")
    ))
});
static SENTENCE: LazyLock<Regex> = LazyLock::new(|| {
    let sentences = SENTENCES.iter();
    let sentences: Vec<String> = sentences
        .map(|(start, rest)| format!("{start}{rest}"))
        .collect();
    pattern(&format!(r"(?i)^\W*(?:{})", sentences.join("|")))
});
/// How all of them begin. Hardly any text of a page does, and one look at it tells.
static BEGINS: LazyLock<Regex> = LazyLock::new(|| {
    let labels = FOR_PRESS.iter().chain(PLAIN);
    let starts = SENTENCES.iter().map(|(start, _)| start);
    let starts: Vec<&str> = labels.chain(starts).copied().collect();
    pattern(&format!(r"(?i)^[^\p{{L}}\p{{N}}]*(?:{})", starts.join("|")))
});

/// What goes before the name in a line: the label itself, and what a sentence says with it.
pub(super) fn without_label(line: &str) -> &str {
    let line = SAID.find(line).map_or(line, |found| &line[found.end()..]);
    let end = PRESS
        .find(line)
        .filter(|found| {
            let behind = line[found.start()..found.end()].trim_end();
            behind.ends_with([':', '：'])
                || found.end() == line.len()
                || line[found.end()..].trim_start().starts_with([':', '：'])
        })
        .or_else(|| ALONE.find(line))
        .map_or(0, |found| found.end());
    line[end..].trim_start_matches([':', '：', ' '])
}

static SAID: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^\W*(?:for (?:more|further|additional|media|press) (?:information|enquiries|inquiries|details|queries)(?: (?:about|on|regarding) [^,:.]{1,60})?|(?:media|press|news) (?:contacts?|enquiries|inquiries)|contacts?(?: information| details)?)\b[,:]?\s*(?:please\s+)?(?:contact|call|write to|see|e-?mail)\b:?\s*(?:the\s+)?|^\W*(?:(?:für )?(?:weitere|nähere) (?:informationen|auskünfte) (?:erteilt|gibt|erhalten sie (?:bei|von|unter))|(?:für|bei) (?:weitere |nähere )?(?:rück)?fragen (?:steht|wenden sie sich (?:bitte )?an|kontaktieren sie (?:bitte )?)):?\s*(?:(?:ihnen |gerne? )*(?:der|die|das|den)\s+)?|^\W*(?:pour (?:plus|tout) [^,:]{1,30},? (?:veuillez )?(?:contacte[rz]|s’adresser à)|para (?:más|mayor|mais) [^,:]{1,20},? (?:contact[ea]\w*|comun[ií]quese con)(?: con| a)?|per (?:maggiori|ulteriori) informazioni,? (?:contattare|rivolgersi a)):?\s*(?:l[aeo’']\s*)?",
    )
});

/// Whether something says what somebody does.
pub(super) fn is_role(text: &str) -> bool {
    ROLE.is_match(text)
}

static ROLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:officers?|spokes(?:person|man|woman)|(?:vice[- ]?)?president|director|head of|manager|secretary|advis[eo]r|assistant|coordinator|co-ordinator|editor|attaché|chief|specialist|consultant|vp|ceo|cfo|coo|(?:presse|unternehmens|konzern|stellvertretende\w* )?sprecher(?:in)?|pressesprecher(?:in)?|pressereferent(?:in)?|referent(?:in)?|leiter(?:in)?|leitung|geschäftsführer(?:in)?|redakteur(?:in)?|porte-parole|attachée? de presse|directeur|directrice|responsable|chargée? de|chef(?:fe)? d[ue]|portavoz|directora|jef[ea] de|porta-voz|assessora?|coordenadora?|gerente|portavoce|addett[oa] stampa|direttore|direttrice|responsabile|rzecznik|rzeczniczka|mluvčí|hovor(?:ca|kyňa)|szóvivő|woordvoerder|persvoorlichter|pressechef|pressekonsulent|pressesjef|presschef|pressansvarig|kommunikationschef|viestintä\w*|tiedottaja|руководитель|начальник|директор|пресс-секретарь|прес-секретар|речник|sözcüsü|müdürü)\b|担当|部長|課長|广报|담당|과장|팀장",
    )
});

/// Whether a text can be somebody's name: two to five words with capitals, none of them of an
/// office.
pub(crate) fn is_person(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let is_title = |word: &str| word.ends_with('.') && word.len() <= 6;
    let plain = words.iter().filter(|word| !is_title(word)).count();
    let all_capitals = text.chars().all(|c| !c.is_lowercase());
    (2..=6).contains(&words.len())
        && (2..=5).contains(&plain)
        && !text
            .chars()
            .any(|c| c.is_ascii_digit() || "@/&+:".contains(c))
        && words.iter().all(|word| {
            PARTICLES.contains(word)
                || word
                    .chars()
                    .find(|c| c.is_alphabetic())
                    .is_some_and(char::is_uppercase)
        })
        && !(all_capitals && plain > 3)
        && !OFFICE.is_match(text)
        && !is_role(text)
}

/// Small words in names.
const PARTICLES: &[&str] = &[
    "al", "bin", "da", "dal", "de", "del", "della", "den", "der", "des", "di", "dos", "du", "e",
    "el", "ibn", "la", "le", "ten", "ter", "van", "von", "y", "zu", "zur",
];

static OFFICE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:contacts?|kontakte?|investor(?:s|en)?|account|number|phone|e-?mail|office|section|desk|department|division|unit|team|centre|center|press|media|communications?|relations|public|information|news|foundation|commission|committee|council|ministry|agency|authority|institute?|institut|university|universität|université|universidad|università|college|school|association|society|federation|union|bank|board|bureau|service|services|group|holdings?|partners?|consulting|international|global|hotline|support|stiftung|verein|verband|verbund|bund|hilfe|gesellschaft|ministerium|bundesamt|landesamt|amt|stadt|stadtverwaltung|landkreis|zentrum|pressestelle|presse|medien|redaktion|kommunikation|agentur|telefon|zentrale|servicezeiten|fondation|ministère|direction|agence|centre|mairie|fundación|ministerio|oficina|gabinete|dirección|agencia|prensa|ayuntamiento|fondazione|ministero|ufficio|stampa|comune|fundação|ministério|assessoria|imprensa|prefeitura|fundacja|ministerstwo|biuro|urząd|stichting|gemeente|kommune|kommun|gmbh|mbh|ag|se|kg|inc|llc|ltd|plc|corp|co|company|s\.?a|s\.?p\.?a|s\.?r\.?l|sas|bv|nv|ab|as|asa|oy|oyj|aps|e\.? ?v|пресс\S*|служба|министерство|центр|управление|отдел)\b",
    )
});

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a fixed pattern is well formed")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_of_contacts_are_known_in_many_languages() {
        for text in [
            "Media contact",
            "Media Contacts:",
            "MEDIA CONTACT(S)",
            "Press enquiries",
            "Press contact:",
            "Contact for media",
            "Pressekontakt",
            "Pressekontakte:",
            "Pressekontakt Stiftung Marlow",
            "Medienkontakt",
            "Ansprechpartner",
            "Ansprechpartnerin",
            "Ansprechpartner Presse bei Marlow SE",
            "Rückfragehinweis:",
            "Rückfragen an:",
            "Perscontact",
            "Presskontakt",
            "Lisätietoja",
            "Contact presse",
            "Contacts presse :",
            "Relations presse",
            "Contacto de prensa",
            "Contactos para la prensa:",
            "Contatti stampa",
            "Ufficio stampa",
            "Contatos para a imprensa",
            "Kontakt dla mediów",
            "Biuro prasowe",
            "Пресс-служба",
            "Контакты для СМИ:",
            "Контактное лицо:",
            "Прес-служба",
            "Basın İletişim",
            "本件に関するお問い合わせ先",
            "媒体联系人",
            "언론 문의",
        ] {
            assert_eq!(label(text), Some(Label::Press), "{text}");
        }
        for text in [
            "Contact",
            "Contacts:",
            "Contact: Ann Lee",
            "For more information please contact the Board",
            "Kontakt",
            "Kontakt:",
            "Weitere Informationen erteilt Anne Meer unter Tel. 0100 597",
            "Pour plus d’informations :",
            "Más información",
            "Per maggiori informazioni:",
            "Контакты",
            "お問い合わせ先",
            "联系人：王明",
            "문의",
            "İletişim",
        ] {
            assert_eq!(label(text), Some(Label::Plain), "{text}");
        }
        for text in [
            "Media contacted the Board on Tuesday, and it answered that the bridge had been open for days.",
            "Contact tracing begins in May",
            "Contact lenses",
            "Kontakte zu Schulen werden gepflegt.",
            "More information about rivers",
            "Pressefreiheit",
            "Presseclub der Stadt eröffnet.",
            "",
        ] {
            assert_eq!(label(text), None, "{text}");
        }
    }

    #[test]
    fn people_are_told_from_offices() {
        for (text, person) in [
            ("Ann Lee", true),
            ("Dr. Daniel Giese", true),
            ("Prof. Bjorn van der Meer", true),
            ("Анна Морева", true),
            ("María de la Cruz Ríos", true),
            ("Nordmeer SE", false),
            ("Press Office", false),
            ("Stiftung Marlow", false),
            ("Ferry", false),
            ("NORD", false),
            ("the bridge is open", false),
            ("Max-Meer-Institut für Flüsse", false),
            ("Press Officer", false),
        ] {
            assert_eq!(is_person(text), person, "{text}");
        }
    }
}
