//! What error pages say, in the languages of newsrooms: "Page not found" with status 200.
//!
//! Only whole headings count, and parts of titles beside the site's name: a release may be
//! headed "Lost page of the treaty not found".

use std::sync::LazyLock;

use regex::Regex;

/// Whether a heading, or a part of a title, says that there is nothing here.
pub(super) fn says_not_found(words: &str) -> bool {
    words.len() <= LONGEST && (ENGLISH.is_match(words) || OTHERS.is_match(words))
}

/// In bytes.
const LONGEST: usize = 160;

/// In English, where more than whole headings are known.
const LOOSE: &str = r"(?ix)^\W*(?:
            (?:error\s*)?\(?40[34]\)?\b(?:\s*[-–—:|.]?\s*(?:error|not\ found|page\ not\ found|file\ not\ found|forbidden|oops).*)?$
          | (?:sorry\W+|oops\W+)?(?:the|this|that|your)?\s*(?:requested\s+)?
            (?:page|document|file|item|content|article|url|resource|release)
            (?:\s+(?:you|that\ you)\s+(?:requested|are\ looking\ for|were\ looking\ for))?\s+
            (?:(?:was|were|is|could|can|has\ been|does|has)\s*(?:not|n['’]t)?|cannot|can['’]t|couldn['’]t|doesn['’]t|isn['’]t|not)\b
            .*?\b(?:found|exist|exists|available|removed|deleted|gone|moved)\W*$
          | not\ found\W*$
          | (?:http\ )?error\ 40[34]\b.*$
          | (?:sorry\W+)?we\ (?:could\ not|couldn['’]t|can['’]?not|can['’]t)\ find\ (?:that|the|this|your)\ (?:page|article|document).*$
        )";

/// Whole headings, each with the 404 that may stand before or after it.
const HEADINGS: &[&str] = &[
    // German.
    r"(?:die )?(?:von ihnen )?(?:angeforderte |gesuchte |gewünschte |aufgerufene )?(?:seite|inhalt|dokument) (?:(?:wurde |ist )?(?:leider )?nicht (?:mehr )?(?:gefunden|verfügbar|vorhanden)|konnte (?:leider )?nicht gefunden werden|existiert (?:leider )?nicht(?: mehr)?)",
    // French.
    r"(?:la |cette )?page (?:demandée |que vous (?:recherchez|cherchez|demandez|avez demandée) )?(?:(?:est )?(?:introuvable|inexistante)|non trouvée|n['’]existe (?:pas|plus)|n['’]a pas été trouvée|n['’]a pu être trouvée)",
    // Spanish, Portuguese, Italian, Catalan, Romanian.
    r"(?:la )?página (?:solicitada |que (?:busca|buscas|estás buscando) )?(?:no (?:encontrada|existe|disponible|se (?:ha encontrado|encuentra|encontró|pudo encontrar)|ha sido encontrada))",
    r"(?:a )?página (?:solicitada |que (?:procura|você procura) )?(?:não (?:encontrada|existe|foi encontrada))",
    r"(?:la )?pagina (?:richiesta |cercata )?(?:non (?:trovata|esiste|è (?:stata trovata|disponibile)))",
    r"(?:la )?pàgina no (?:trobada|existeix)",
    r"pagina (?:căutată |solicitată )?nu (?:există|a fost găsită|a putut fi găsită)",
    // Dutch and the Nordic languages.
    r"(?:de )?(?:opgevraagde |gevraagde )?pagina (?:is )?niet gevonden|(?:de )?pagina (?:bestaat niet(?: meer)?|kon niet worden gevonden)",
    r"(?:den )?(?:sökta )?sidan (?:kunde inte hittas|hittades inte|finns (?:inte|tyvärr inte)|saknas)",
    r"siden (?:blev ikke fundet|findes ikke|kunne ikke findes|ble ikke funnet|finnes ikke)|fant ikke siden|vi fandt ikke siden",
    r"sivua ei (?:löydy|löytynyt)|hakemaasi sivua ei löytynyt|síða fannst ekki|síðan fannst ekki",
    // Slavic and Baltic languages.
    r"nie znaleziono strony|strona nie (?:została (?:znaleziona|odnaleziona)|istnieje)|(?:požadovaná )?stránka (?:nenalezena|nebyla nalezena|neexistuje|sa nenašla|nenájdená|nebola nájdená)",
    r"stranica nije pronađena|stranica (?:ne postoji|nije nađena)|страница није пронађена|strani ni mogoče najti|stran ne obstaja|stran ni najdena",
    r"(?:запрашиваемая |запрошенная )?страница не (?:найдена|существует)|(?:запитувану )?сторінк[уа] не (?:знайдено|знайдена|існує)|старонка не знойдзена|страницата не е (?:намерена|пронајдена)|страницата не (?:съществува|постои)",
    r"puslapis nerastas|lapa (?:nav atrasta|netika atrasta)|lehte ei leitud|lehekülge ei leitud",
    // Others.
    r"(?:az |a )?(?:keresett |kért )?oldal nem (?:található|létezik)|faqja nuk u gjet|η σελίδα δεν (?:βρέθηκε|υπάρχει)|sayfa bulunamadı|aradığınız sayfa bulunamadı|səhifə tapılmadı|бет табылмады|გვერდი ვერ მოიძებნა|էջը չի գտնվել",
    r"(?:お探しの)?ページ[がは]見つかりません(?:でした)?|ページが存在しません|(?:您(?:访问|所訪問)的)?(?:页面|頁面|网页)(?:未找到|不存在|找不到)|找不到(?:该|該)?(?:页面|頁面|網頁|网页)|(?:요청하신 )?페이지를 찾을 수 없습니다",
    r"(?:الصفحة|هذه الصفحة) غير موجودة|لم يتم العثور على الصفحة|(?:ה)?(?:דף|עמוד) לא נמצא|صفحه (?:مورد نظر )?(?:یافت|پیدا) نشد|không tìm thấy trang|halaman tidak ditemukan",
];

static ENGLISH: LazyLock<Regex> = LazyLock::new(|| pattern(LOOSE));
static OTHERS: LazyLock<Regex> = LazyLock::new(|| {
    let code = r"(?:(?:error|fehler|erreur|ошибка|errore|erro|fout|fel|błąd|chyba)?\W*404\W*)";
    let headings = HEADINGS.join("|");
    let other = r"(?:fehler|erreur|errore|erro|error|fout|błąd|chyba|ошибка|помилка|hata|fel|feil|fejl)\W*404";
    // "Fehler" is a heading of error pages only beside its number.
    pattern(&format!(
        r"(?i)^\W*(?:(?:leider|sorry|entschuldigung|désolé|lo sentimos|oops|ups|hoppla)\W+)?(?:{code}?(?:{headings})\W*{code}?|{other})\W*$"
    ))
});

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a fixed pattern is well formed")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_notices_from_headlines() {
        for words in [
            "Page not found",
            "404",
            "404 - Not Found",
            "Sorry, we couldn't find that page",
            "Seite nicht gefunden",
            "Die angeforderte Seite wurde nicht gefunden.",
            "Fehler 404",
            "404 – Seite nicht gefunden",
            "Page introuvable",
            "La page demandée n’existe pas",
            "Página no encontrada",
            "Página não encontrada",
            "Pagina non trovata",
            "Pagina niet gevonden",
            "Sidan kunde inte hittas",
            "Nie znaleziono strony",
            "Страница не найдена",
            "Ошибка 404",
            "Сторінку не знайдено",
            "Stranica nije pronađena",
            "Az oldal nem található",
            "Η σελίδα δεν βρέθηκε",
            "Sayfa bulunamadı",
            "ページが見つかりません",
            "页面不存在",
            "페이지를 찾을 수 없습니다",
            "الصفحة غير موجودة",
        ] {
            assert!(says_not_found(words), "{words}");
        }
        for words in [
            "404 wells dug in Ghana",
            "Foundation not found guilty",
            "Lost treaty page found in archive",
            "Fehler",
            "Fehler im System der Grenzkontrolle",
            "Seite an Seite",
            "Eine Seite der Geschichte wurde nicht gefunden, sagt der Rat",
            "Page d'histoire",
            "Una página de la historia",
            "Strona internetowa została odnowiona",
            "Страница истории не найдена",
            "",
        ] {
            assert!(!says_not_found(words), "{words}");
        }
    }
}
