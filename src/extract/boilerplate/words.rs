//! What newsrooms of many languages write above what stands behind the news.
//!
//! The words for contacts are those that contacts are read by; here stand the others: portraits
//! of who issues (`Über uns`), notes to editors, outlooks, and marks of the end.

use std::sync::LazyLock;

use regex::Regex;

use super::pattern;

/// Whether a line is a heading of what is for editors or for lawyers.
pub(super) fn is_note(line: &str) -> bool {
    NOTES.is_match(line)
}

static NOTES: LazyLock<Regex> = LazyLock::new(|| whole(NOTES_ALONE));

/// For editors, and what may come true or not.
const NOTES_ALONE: &[&str] = &[
    r"(?:hinweise?|anmerkung(?:en)?) (?:an|für) (?:die )?(?:redaktion(?:en)?|redakteure|journalisten)|(?:zukunftsgerichtete|vorausschauende) aussagen",
    r"notes? (?:aux|à l[’']attention des|à la|pour les|à l[’']intention des) (?:rédact(?:ions?|eurs?)|rédacteurs en chef|journalistes)|(?:déclarations|énoncés) (?:prospecti(?:ves|fs)|de nature prospective)",
    r"notas? (?:a|para) (?:los |as |os )?(?:editores|redactores|redações|jornalistas|periodistas)|declaraciones (?:prospectivas|a futuro)|declarações prospectivas",
    r"not[ae] (?:per (?:i |la )?|a(?:i|lla) )(?:redattori|redazion[ei]|giornalisti)|dichiarazioni previsionali",
    r"(?:noot|opmerking|informatie) voor (?:de )?redacties?|toekomstgerichte verklaringen",
    r"till redaktion(?:en|er)|til redaktion(?:en|er)|notat(?:er)? til redaktører|framåtblickande uttalanden|huomautu(?:s|kset) toimittajille",
    r"uwag[ai] dla redakcji|informacj[ae] dla redakcji|poznámk[ay] pro (?:redaktory|editory|novináře)|poznámk[ay] pre (?:redaktorov|editorov|novinárov)|napomen[ae] (?:za )?(?:urednike|urednicima)|notă pentru (?:editori|redactori)",
    r"примечани[ея] для (?:редактор(?:а|ов)|редакци[ий]|сми)|примітк[аи] для (?:редакторів|редакцій|змі)|бележк[аи] (?:за|към) редакторите|заявления прогнозного характера|σημείωση (?:προς|για) (?:τους )?συντάκτες",
    r"编者注|致编辑|編者註|前瞻性(?:陈述|声明|陳述|聲明)|編集者への注記|将来の?見通しに関する(?:記述|注意事項)|편집자 (?:주|참고)|ملاحظات? (?:ل|إلى )(?:لمحررين|المحررين)",
];

/// Whether a line ends a release: `### Ende ###`, `以上`.
pub(super) fn is_end(text: &str) -> bool {
    text.len() <= LONGEST_END && END.is_match(text)
}

/// In bytes.
const LONGEST_END: usize = 80;

static END: LazyLock<Regex> = LazyLock::new(|| {
    let signs = r"[\s\-–—*_=.•#(\[/<>【（)\]】）]";
    // What may also be a word of a text has signs around it.
    let words = "fine|fim|final|einde|slut|loppu|koniec|konec|kraj|vége|конец|кінець|край|τέλος|son|完|끝|انتهى";
    pattern(&format!(
        r"(?i)^{signs}*(?:ends?|end of (?:press |news |media )?release|fin|ende|-30-|###|以上)(?: der (?:presse)?(?:mitteilung|meldung)| du communiqué| del comunicado)?{signs}*$|^{signs}+(?:{words}){signs}+$"
    ))
});

/// What a portrait is called that names nobody: `Über uns`, `会社概要`.
pub(super) fn is_portrait(line: &str) -> bool {
    OURS.is_match(line)
}

static OURS: LazyLock<Regex> = LazyLock::new(|| whole(PORTRAITS));

const PORTRAITS: &[&str] = &[
    r"(?:wir )?über uns|zu(?:m unternehmen|r stiftung|m verein|m verband|r gesellschaft)|unternehmensprofil|firmenprofil|kurzprofil|firmenporträt|unternehmensporträt",
    r"à propos(?: de nous)?|a propos de nous|qui sommes[- ]nous|sobre (?:nosotros|nós|nosaltres)|qui[eé]nes somos|quem somos|qui som|acerca de nosotros|chi siamo|despre noi|cine suntem",
    r"over ons|wie (?:zijn wij|wij zijn)|om oss|om os|tietoa meistä|um okkur",
    r"o nas|o nás|o nama|rólunk|apie mus|par mums|meist|rreth nesh|о нас|про нас|за нас|о нама|пра нас|σχετικά με εμάς|ποιοι είμαστε|hakkımızda",
    r"关于我们|關於我們|(?:公司|企业|机构)(?:简介|介绍)|(?:公司|企業|機構)簡介|会社概要|企業概要|法人概要|私たちについて|当社について|弊社について|(?:회사|기업|기관) ?(?:소개|개요)",
    r"من نحن|نبذة عنا|אודותינו|درباره ما|về chúng tôi|tentang kami|เกี่ยวกับเรา|हमारे बारे में",
];

/// The words before the name that a portrait is of: `À propos de la Fondation Marlow`.
pub(super) static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)^[^\p{{L}}\p{{N}}]*(?:(?:{}|{})\s+|{})",
        CLEAR.join("|"),
        SHORT.join("|"),
        JOINED.join("|"),
    ))
});

/// Nothing else begins with them.
const CLEAR: &[&str] = &[
    "zu(?:m|r)? (?:unternehmen|stiftung|verein|verband|gesellschaft)",
    "profile? (?:de|du|of)|profil|profilo|perfil",
    r"[àa] propos d(?:e la|es|e|u)",
    r"acerca d(?:el|e)|informazioni su(?:ll[ao]?|l|i)?|σχετικά με",
    r"نبذة عن|حول|אודות|درباره|เกี่ยวกับ",
];
/// Sentences and headlines begin with them too.
const SHORT: &[&str] = &[
    "über|sobre|acerca|om|over|o|ob|tietoa|despre|pe|apie|rreth|kohta|về|tentang|о|об|про|за|пра",
];
/// No space parts them from what stands behind.
const JOINED: &[&str] = &[r"[àa] propos d(?:e l)?[’']|informazioni sull[’']|关于|關於"];

/// The words behind the name: `マーロウ財団について`, `Marlow Vakfı Hakkında`.
pub(super) static BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:について|の概要|概要|简介|簡介|\s?(?:에 대하여|에 대해|소개)|\s(?:hakkında|lyhyesti|kurz gefasst|auf einen blick|in breve|en bref|en breve|haqqında|туралы|жөнүндө|haqida|के बारे में))\s*[:：】」』\])）]*$",
    )
});

/// Articles between the words and the name.
pub(super) static ARTICLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:(?:die|den|das|der|la|le|les|los|las|el|il|lo|gli|i|de|het|a|o|as|os|του|την|τη|το)\s+|l[’'])",
    )
});

/// What issues releases is called so, in the cases that stand behind `about`.
pub(super) fn names_an_issuer(name: &str) -> bool {
    ISSUER.is_match(name) || ISSUER_IN_WORD.is_match(name)
}

static ISSUER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:^|[^\p{L}])(?:foundation|company|group|agency|ministry|\p{L}*stiftung|unternehmen|konzern|\p{L}*verein|\p{L}*verband|\p{L}*gesellschaft|genossenschaft|\p{L}*institut|\p{L}*universität|\p{L}*hochschule|\p{L}*gruppe|\p{L}*ministerium|behörde|\p{L}*agentur|\p{L}*amt|\p{L}*kammer|\p{L}*bank|stadtwerke|\p{L}*zentrum|\p{L}*museum|gmbh|mbh|ag|se|kg|kgaa|e\.v|fondation|entreprise|société|groupe|association|ministère|agence|université|fundación|empresa|compañía|grupo|asociación|ministerio|instituto|agencia|universidad|fundação|companhia|associação|ministério|agência|universidade|fondazione|azienda|società|gruppo|associazione|ministero|istituto|agenzia|università|s\.a|s\.p\.a|s\.r\.l|stichting|bedrijf|onderneming|vereniging|ministerie|universiteit|stiftelsen|företaget|bolaget|koncernen|föreningen|selskabet|selskapet|fonden|foreningen|myndigheten|säätiö|yhtiö|fundacji|spółce|firmie|grupie|stowarzyszeniu|uczelni|uniwersytecie|ministerstwie|agencji|společnosti|nadaci|skupině|univerzitě|firmě|spoločnosti|nadácii|skupine|kompaniji|tvrtki|poduzeću|fondaciji|zakladi|udruženju|fundați[ae]|compania|companie|grupul|фонде|компании|обществе|группе|банке|университете|институте|организации|корпорации|холдинге|агентстве|министерстве|предприятии|фонд|компанію|групу|організацію|агентство|университет|університет|фондацията|компанията|ίδρυμα|εταιρεία|όμιλο|vakf[ıi]|şirketi|perusahaan|yayasan|công ty|quỹ|شركة|الشركة|مؤسسة|المؤسسة|وزارة|مجموعة|חברת|קרן)(?:$|[^\p{L}])",
    )
});
static ISSUER_IN_WORD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        "株式会社|財団|社団|法人|協会|大学|機構|研究所|委員会|協議会|ホールディングス|基金会|基金會|公司|集团|集團|协会|協會|재단|주식회사|그룹|대학교|협회|공사",
    )
});

/// What a release is about and what issues none: `Über die Studie`.
pub(super) fn names_a_thing(name: &str) -> bool {
    THING.is_match(name)
}

static THING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:^|[^\p{L}])(?:\p{L}*(?:studie|untersuchung|umfrage|projekt|programm|preis|veranstaltung|ausstellung|bericht|kampagne|konferenz|messe|produkt|methode|autor(?:in)?|serie|wettbewerb|erhebung)|étude|enquête|projet|programme|prix|rapport|événement|exposition|produit|auteure?|concours|estudio|encuesta|proyecto|programa|premio|informe|evento|exposición|autora?|estudo|pesquisa|projeto|prémio|prêmio|relatório|studio|ricerca|progetto|programma|rapporto|mostra|autore|(?:het )?onderzoek|studien|projektet|programmet|undersøgelsen|undersökningen|rapporten|prisen|priset|badaniu|projekcie|programie|raporcie|konkursie|studii|projektu|programu|studiu|výzkumu|исследовании|проекте|программе|премии|докладе|конкурсе|дослідження|проєкт|проект|конкурс|study|project|survey|report|award|event|المشروع|الدراسة)(?:$|[^\p{L}])|研究$|调查$|調査$|项目$|新製品|製品$|產品$|产品$|サービス$|연구$|조사$",
    )
});

fn whole(alternatives: &[&str]) -> Regex {
    pattern(&format!(
        r"(?i)^[^\p{{L}}\p{{N}}]*(?:{})[^\p{{L}}\p{{N}}]*$",
        alternatives.join("|")
    ))
}
