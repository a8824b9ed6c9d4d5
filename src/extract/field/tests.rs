//! The written orders of evidence, on pages without a profile.

use jiff::civil::{Date, date};

use crate::extract::explain::explain;
use crate::extract::extract;
use crate::page::{Page, Validators};
use crate::profile::Profile;
use crate::record::{DateRole, Draft, Severity, hash_of};

const BODY: &str = "<p>The bridge across the river was opened to the public this week, after four \
    years of work on both of its banks, said the board of the town.</p>\
    <p>It carries people on foot and on bicycles, and replaces the ferry, which was old.</p>";

fn saved(text: String) -> Page {
    Page {
        url: None,
        fetched_at: "2026-01-15T10:00:00Z".parse().expect("a time"),
        validators: Validators::default(),
        media_type: Some("text/html".to_owned()),
        bytes_hash: hash_of(text.as_bytes()),
        text,
        spool: None,
        notes: Vec::new(),
        capture: None,
    }
}

/// What is read in a page without a profile.
pub(super) fn draft(text: String) -> Draft {
    extract(&saved(text), &Profile::none(), None, &|| false).expect("a release")
}

/// A page in a language, with more in its head and lines between headline and text.
fn page(language: &str, head: &str, lines: &str) -> Draft {
    draft(format!(
        "<!doctype html><html lang={language}><head><title>Bridge opens</title>{head}</head><body>\
         <main><article><h1>Bridge opens</h1>{lines}<div>{BODY}</div></article></main></body></html>"
    ))
}

fn days(draft: &Draft) -> (Option<Date>, Option<Date>) {
    let published = draft.published.as_ref().and_then(|found| found.value.day);
    let modified = draft.modified.as_ref().and_then(|found| found.value.day);
    (published, modified)
}

fn codes(draft: &Draft) -> Vec<&str> {
    (draft.issues.iter())
        .map(|issue| issue.code.as_str())
        .collect()
}

#[test]
fn what_is_longer_than_any_value_is_none() {
    let long = "Bridge opens again ".repeat(1_200);
    let long_link = "the timetable ".repeat(200);
    let linked = |key: &str| {
        format!("<script type=application/ld+json>{{\"@type\": \"NewsArticle\", {key}}}</script>")
    };
    let head = linked(&format!(
        "\"headline\": \"{long}\", \"alternativeHeadline\": \"{long}\", \"description\": \"{long}\", \
         \"author\": {{\"@type\": \"Organization\", \"name\": \"{long}\"}}, \"contactPoint\": \
         {{\"name\": \"{long}\", \"telephone\": \"+44 20 7946 0123\"}}"
    )) + &format!("<meta property=og:title content='{long}'>");
    let lines = format!(
        "<figure><img src=/a.jpg alt='{long}'><figcaption>{long}</figcaption></figure>\
         <a href=/a.pdf>{long}</a>"
    );
    let with_address = |text: String| Page {
        url: Some("https://press.river.example/1".parse().expect("an address")),
        ..saved(text)
    };
    let page = |title: &str, heading: &str| {
        let page = with_address(format!(
            "<!doctype html><html lang=en><head><title>{title}</title>{head}</head><body>\
             <main><article><h1>{heading}</h1>{lines}<div>{BODY}<p>{long} \
             <a href=/b>{long_link}</a></p></div></article></main></body></html>"
        ));
        extract(&page, &Profile::none(), None, &|| false).expect("a release")
    };
    let draft = page("Bridge opens today", &long);
    let title = draft.title.as_ref().map(|found| found.value.as_str());
    assert_eq!(title, Some("Bridge opens today"));
    let refused: Vec<&str> = (draft.issues.iter())
        .filter(|issue| issue.code == "field.too_long" && issue.severity == Severity::Warning)
        .filter_map(|issue| issue.field.as_deref())
        .collect();
    assert_eq!(refused, ["title", "title", "title", "subtitle", "summary"]);
    assert!(draft.subtitle.is_none() && draft.summary.is_none() && draft.sources.is_none());
    let contacts = draft.contacts.expect("contacts").value;
    assert_eq!(contacts.len(), 1);
    assert_eq!(contacts[0].name, None);
    let images = draft.images.expect("pictures").value;
    assert_eq!((images.len(), &images[0].alt), (1, &None));
    assert_eq!(images[0].caption, None);
    let files = draft.attachments.expect("attachments").value;
    assert_eq!((files.len(), &files[0].title), (1, &None));
    let links = draft.links.expect("links").value;
    assert!(links.iter().all(|link| link.text.is_none()), "{links:?}");

    let draft = page(&long, &long);
    assert!(draft.title.is_none(), "{:?}", draft.title);
    let draft = page(&long, "Bridge opens today");
    let title = draft.title.as_ref().map(|found| found.value.as_str());
    assert_eq!(title, Some("Bridge opens today"));
}

const ISSUED: Date = date(2024, 5, 6);
const CHANGED: Date = date(2024, 5, 9);

#[test]
fn of_a_date_on_every_word_only_the_first_are_read() {
    for (words, day) in [(10, Some(ISSUED)), (5_000, None)] {
        let words = "<time>word</time> ".repeat(words);
        let dated = "<time itemprop=datePublished datetime=2024-05-06>yesterday</time>";
        let draft = page("en", "", &format!("<div>{words}{dated}</div>"));
        assert_eq!(days(&draft).0, day);
    }
}

/// Language, the line of the day of publication, the line of a change.
#[rustfmt::skip]
const LABELS: &[(&str, &str, &str)] = &[
    ("en", "Published: 6 May 2024", "Last updated: 9 May 2024"),
    ("en", "Posted on May 6, 2024", "Updated on May 9, 2024"),
    ("en", "Date of issue: 6 May 2024", "Last modified 9 May 2024"),
    ("de", "Erschienen am 6. Mai 2024", "Letzte Änderung: 9. Mai 2024"),
    ("de", "Veröffentlicht am 6. Mai 2024", "Zuletzt aktualisiert am 9. Mai 2024"),
    ("fr", "Publié le 6 mai 2024", "Mis à jour le 9 mai 2024"),
    ("fr", "Date de publication : 6 mai 2024", "Dernière modification : 9 mai 2024"),
    ("es", "Publicado el 6 de mayo de 2024", "Última actualización: 9 de mayo de 2024"),
    ("es", "Fecha de publicación: 6 de mayo de 2024", "Actualizado el 9 de mayo de 2024"),
    ("pt", "Publicado em 6 de maio de 2024", "Atualizado em 9 de maio de 2024"),
    ("it", "Pubblicato il 6 maggio 2024", "Ultimo aggiornamento: 9 maggio 2024"),
    ("nl", "Gepubliceerd op 6 mei 2024", "Laatst gewijzigd op 9 mei 2024"),
    ("sv", "Publicerad 6 maj 2024", "Senast uppdaterad 9 maj 2024"),
    ("da", "Offentliggjort 6. maj 2024", "Opdateret 9. maj 2024"),
    ("nb", "Publisert 6. mai 2024", "Sist oppdatert 9. mai 2024"),
    ("fi", "Julkaistu 6. toukokuuta 2024", "Päivitetty 9. toukokuuta 2024"),
    ("et", "Avaldatud 6. mai 2024", "Viimati uuendatud 9. mai 2024"),
    ("pl", "Opublikowano 6 maja 2024", "Ostatnia aktualizacja: 9 maja 2024"),
    ("cs", "Publikováno 6. května 2024", "Aktualizováno 9. května 2024"),
    ("sk", "Zverejnené 6. mája 2024", "Aktualizované 9. mája 2024"),
    ("ru", "Дата публикации: 6 мая 2024", "Обновлено 9 мая 2024"),
    ("ru", "Опубликовано 6 мая 2024", "Дата изменения: 9 мая 2024"),
    ("uk", "Опубліковано 6 травня 2024", "Оновлено 9 травня 2024"),
    ("bg", "Публикувано на 6 май 2024", "Последна актуализация: 9 май 2024"),
    ("sr", "Објављено 6. маја 2024", "Ажурирано 9. маја 2024"),
    ("hr", "Objavljeno 6. svibnja 2024.", "Ažurirano 9. svibnja 2024."),
    ("el", "Δημοσιεύθηκε 6 Μαΐου 2024", "Τελευταία ενημέρωση: 9 Μαΐου 2024"),
    ("tr", "Yayınlanma tarihi: 6 Mayıs 2024", "Güncelleme: 9 Mayıs 2024"),
    ("hu", "Közzétéve: 2024. május 6.", "Frissítve: 2024. május 9."),
    ("ro", "Publicat la 6 mai 2024", "Actualizat la 9 mai 2024"),
    ("zh", "发布时间：2024年5月6日", "更新时间：2024年5月9日"),
    ("ja", "公開日：2024年5月6日", "更新日：2024年5月9日"),
    ("ko", "등록일: 2024년 5월 6일", "수정일: 2024년 5월 9일"),
    ("id", "Diterbitkan 6 Mei 2024", "Diperbarui 9 Mei 2024"),
    ("vi", "Ngày đăng: 6 tháng 5 năm 2024", "Cập nhật: 9 tháng 5 năm 2024"),
    ("ar", "تاريخ النشر: 6 مايو 2024", "آخر تحديث: 9 مايو 2024"),
];

#[test]
fn a_label_says_what_a_date_means() {
    let mut wrong = Vec::new();
    for (language, published, modified) in LABELS {
        // The change stands first: order on the page is no evidence.
        for lines in [
            format!("<p>{modified}</p><p>{published}</p>"),
            format!("<p>{modified} | {published}</p>"),
        ] {
            let found = days(&page(language, "", &lines));
            if found != (Some(ISSUED), Some(CHANGED)) {
                wrong.push(format!("{lines}: {found:?}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Language, the label of the day of publication, that of a change, and the days.
#[rustfmt::skip]
const LABELS_ALONE: &[(&str, &str, &str, [&str; 2])] = &[
    ("en", "Published", "Last updated", ["6 May 2024", "9 May 2024"]),
    ("en", "Date", "Last modified:", ["6 May 2024", "9 May 2024"]),
    ("de", "Erscheinungsdatum", "Letzte Änderung", ["6. Mai 2024", "9. Mai 2024"]),
    ("fr", "Date de publication", "Dernière mise à jour", ["06/05/2024", "09/05/2024"]),
    ("es", "Fecha de publicación", "Última actualización", ["6 de mayo de 2024", "9 de mayo de 2024"]),
    ("ru", "Дата публикации", "Дата изменения", ["6 мая 2024", "9 мая 2024"]),
    ("hu", "Megjelent", "Frissítve", ["2024. május 6.", "2024. május 9."]),
    ("hr", "Objavljeno", "Ažurirano", ["6. svibnja 2024.", "9. svibnja 2024."]),
    ("zh", "发布时间", "更新时间", ["2024年5月6日", "2024年5月9日"]),
];

#[test]
fn a_label_of_its_own_says_what_the_date_below_it_means() {
    let forms: &[fn(&str, &str) -> String] = &[
        |label, day| format!("<p>{label}</p><p>{day}</p>"),
        |label, day| format!("<dl><dt>{label}</dt><dd>{day}</dd></dl>"),
        |label, day| format!("<dl><dt>{label}</dt><dd><time>{day}</time></dd></dl>"),
        |label, day| format!("<div><div>{label}</div><div class=date>{day}</div></div>"),
        |label, day| format!("<table><tr><th>{label}</th><td>{day}</td></tr></table>"),
        |label, day| format!("<p>{label} {day}</p>"),
    ];
    let mut wrong = Vec::new();
    for (language, published, modified, [issued, changed]) in LABELS_ALONE {
        for form in forms {
            let change = form(modified, changed);
            let both = format!("{change}{}", form(published, issued));
            for (lines, expected) in [
                (change, (None, Some(CHANGED))),
                (both, (Some(ISSUED), Some(CHANGED))),
            ] {
                // Without a box of its own around the text.
                let found = draft(format!(
                    "<html lang={language}><title>Bridge opens</title><article>\
                     <h1>Bridge opens</h1>{lines}{BODY}</article>"
                ));
                let body = found
                    .body
                    .as_ref()
                    .map_or("", |body| body.value[0].as_str());
                if days(&found) != expected || !body.starts_with("The bridge across") {
                    wrong.push(format!("{lines}: {:?} {body}", days(&found)));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_heading_about_a_change_is_no_label() {
    let lines = "<h2>Rules updated</h2><p>6 May 2024</p>";
    assert_eq!(days(&page("en", "", lines)).0, Some(ISSUED));
}

#[test]
fn facts_before_the_text_are_none_of_it() {
    let facts = "<dl><dt>Date</dt><dd>6 May 2024</dd><dt>Type</dt><dd>Press release</dd></dl>";
    let defined = "<dl><dt>Bridge</dt><dd>It crosses the river at its widest.</dd></dl>";
    for (list, first) in [
        (facts, "The bridge across"),
        (defined, "Bridge\nIt crosses the river"),
    ] {
        let found = draft(format!(
            "<html lang=en><title>Bridge opens</title><article><h1>Bridge opens</h1>{list}{BODY}"
        ));
        let body = found.body.expect("a body").value;
        assert!(body[0].starts_with(first), "{body:?}");
    }
}

#[test]
fn a_line_that_names_the_release_bears_its_date() {
    for (language, line) in [
        ("de", "Pressemitteilung Nr. 45 vom 6. Mai 2024"),
        ("en", "Press Release No. 45/2024 of 6 May 2024"),
        ("fr", "Communiqué de presse du 6 mai 2024"),
        ("it", "Comunicato stampa n. 45 del 6 maggio 2024"),
        ("uk", "Прес-реліз № 45 від 6 травня 2024"),
    ] {
        let found = days(&page(language, "", &format!("<p>{line}</p>")));
        assert_eq!(found.0, Some(ISSUED), "{line}");
    }
}

#[test]
fn a_line_of_place_and_date_names_the_place() {
    for (line, place, raw) in [
        ("Brussels, 6 May 2024", Some("Brussels"), Some("Brussels")),
        ("VIENNA 6 May 2024", Some("Vienna"), Some("VIENNA")),
        (
            "Geneva, Switzerland, 6 May 2024",
            Some("Geneva"),
            Some("Geneva, Switzerland"),
        ),
        // A person, or anything.
        ("Ann Marlow, 6 May 2024", None, None),
        ("Acorn, 6 May 2024", None, None),
    ] {
        let found = page("en", "", &format!("<p>{line}</p>"));
        assert_eq!(days(&found).0, Some(ISSUED), "{line}");
        let towns = found.places.map(|found| found.value);
        let town = towns.as_ref().map(|towns| towns[0].as_str());
        assert_eq!((town, found.places_raw.as_deref()), (place, raw), "{line}");
    }
}

#[test]
fn until_when_a_release_is_held_back_is_no_day_of_publication() {
    for line in [
        "Not for publication before 6 May 2024",
        "Not for release before 00.01 hours GMT on Monday 6 May 2024",
        "EMBARGOED: not for release until 6 May 2024",
    ] {
        let found = page("en", "", &format!("<p>{line}</p>"));
        assert_eq!(days(&found).0, None, "{line}");
        let embargo = found.embargo.and_then(|found| found.value.day);
        assert_eq!(embargo, Some(ISSUED), "{line}");
    }
}

#[test]
fn a_sentence_ends_in_the_mark_of_its_script() {
    for (language, lead) in [
        (
            "ur",
            "اسلام آباد، 6 مئی 2024 – کمپنی نے کارخانے کا اعلان کیا۔",
        ),
        ("hi", "नई दिल्ली, 6 मई 2024 – कंपनी ने घोषणा की।"),
    ] {
        let found = draft(format!(
            "<html lang={language}><title>Bridge opens</title><article><h1>Bridge opens</h1>\
             <p>{lead}</p>{BODY}"
        ));
        let body = found.body.expect("a body").value;
        assert_eq!(body[0], lead);
    }
}

#[test]
fn a_change_never_stands_in_for_publication() {
    let mut wrong = Vec::new();
    for (language, _, modified) in LABELS {
        let found = days(&page(language, "", &format!("<p>{modified}</p>")));
        if found != (None, Some(CHANGED)) {
            wrong.push(format!("{modified}: {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    #[rustfmt::skip]
    let stated = [
        ("<meta property=article:modified_time content=2024-05-09T08:00:00Z>", ""),
        ("<meta property=og:updated_time content=2024-05-09>", ""),
        ("<meta http-equiv=last-modified content='Thu, 09 May 2024 08:00:00 GMT'>", ""),
        ("<meta name=dcterms.modified content=2024-05-09>", ""),
        ("<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"dateModified\":\"2024-05-09\"}</script>", ""),
        ("", "<time itemprop=dateModified datetime=2024-05-09>9 May 2024</time>"),
        ("", "<time itemprop=dateModified datetime=2024-05-09>9 May</time>"),
        ("", "<span itemprop=dateModified>9 May 2024</span>"),
        ("", "<span property=schema:dateModified content=2024-05-09>9 May</span>"),
        ("", "<time class=updated datetime=2024-05-09>9 May 2024</time>"),
        ("", "<p>Updated <time datetime=2024-05-09>9 May 2024</time></p>"),
    ];
    for (head, lines) in stated {
        let draft = page("en", head, lines);
        assert_eq!(days(&draft), (None, Some(CHANGED)), "{head}{lines}");
        assert_eq!(codes(&draft), ["date.missing"], "{head}{lines}");
        let roles: Vec<DateRole> = draft.dates.iter().map(|entry| entry.role).collect();
        assert!(
            roles.iter().all(|role| *role == DateRole::Modified),
            "{roles:?}"
        );
    }
    // What hAtom calls every date.
    for class in ["entry-date published updated", "post_date updated"] {
        let time = format!("<time class='{class}' datetime=2024-05-06>6 May 2024</time>");
        assert_eq!(days(&page("en", "", &time)).0, Some(ISSUED), "{class}");
    }
}

/// The issues of a code, with their severity and what they say.
fn issues<'d>(draft: &'d Draft, code: &str) -> Vec<(Severity, &'d str)> {
    let issues = draft.issues.iter().filter(|issue| issue.code == code);
    issues
        .map(|issue| (issue.severity, issue.message.as_str()))
        .collect()
}

#[test]
fn days_that_differ_are_an_issue_and_the_first_in_order_is_taken() {
    let head = "<meta property=article:published_time content=2024-05-04>";
    let draft = page(
        "en",
        head,
        "<p>Posted on 6 May 2024, updated 9 May 2024</p>",
    );
    assert_eq!(days(&draft), (Some(ISSUED), Some(CHANGED)));
    assert_eq!(codes(&draft), ["date.conflict"]);
    // A month is no contradiction, nor is the same day elsewhere.
    let head = "<meta property=article:published_time content=2024-05-06>\
        <meta name=date content='May 2024'>";
    assert!(codes(&page("en", head, "<p>Posted on 6 May 2024</p>")).is_empty());
}

#[test]
fn a_day_of_another_calendar_is_converted_and_said_so() {
    for (language, line, calendar) in [
        ("th", "เผยแพร่ 6 พฤษภาคม 2567", "buddhist"),
        ("zh-TW", "發布日期：民國113年5月6日", "minguo"),
        ("ja", "令和6年5月6日", "japanese era"),
        ("fa", "۱۷ اردیبهشت ۱۴۰۳", "jalali"),
    ] {
        let draft = page(language, "", &format!("<p>{line}</p>"));
        assert_eq!(days(&draft).0, Some(ISSUED), "{line}");
        let issues = issues(&draft, "date.calendar_converted");
        let [(Severity::Info, message)] = issues.as_slice() else {
            panic!("{line}: {issues:?}");
        };
        assert!(message.contains(calendar), "{message}");
    }
    let plain = page("en", "", "<p>6 May 2024</p>");
    assert!(issues(&plain, "date.calendar_converted").is_empty());
}

#[test]
fn titles_that_name_something_else_are_an_issue() {
    let cases = [
        ("<meta property=og:title content='Bridge opens | Board'>", 0),
        (
            "<meta property=og:title content='The bridge is open at last'>",
            0,
        ),
        (
            "<meta property=og:title content='Harvest festival begins'>",
            1,
        ),
        // One of them agrees.
        (
            "<meta property=og:title content='Harvest festival begins'>\
             <meta name=twitter:title content='Bridge opens'>",
            0,
        ),
    ];
    for (head, expected) in cases {
        let draft = draft(format!(
            "<!doctype html><html lang=en><head>{head}</head><body><main><article>\
             <h1>Bridge opens</h1><div>{BODY}</div></article></main></body></html>"
        ));
        let title = draft.title.as_ref().map(|found| found.value.as_str());
        assert_eq!(title, Some("Bridge opens"), "{head}");
        let issues = issues(&draft, "title.conflict");
        assert_eq!(issues.len(), expected, "{head}: {issues:?}");
        let is_mild = issues
            .iter()
            .all(|(severity, _)| *severity == Severity::Info);
        assert!(is_mild);
    }
}

#[test]
fn languages_that_differ_are_an_issue() {
    let draft = page("no", "<meta property=og:locale content=nb_NO>", "");
    assert!(issues(&draft, "language.conflict").is_empty());
    for (language, head, expected) in [
        ("en", "<meta property=og:locale content=en_GB>", 0),
        ("en", "<meta property=og:locale content=de_DE>", 1),
        ("en", "<meta http-equiv=content-language content='de'>", 1),
        ("en", "<meta property=og:locale content=none>", 0),
    ] {
        let draft = page(language, head, "");
        let found = draft.language.as_ref().map(|found| found.value.as_str());
        assert_eq!(found, Some("en"), "{head}");
        assert_eq!(
            issues(&draft, "language.conflict").len(),
            expected,
            "{head}"
        );
    }
}

#[test]
fn what_is_no_language_is_passed_over() {
    let head = "<meta property=og:locale content=de_DE>";
    for (stated, head, expected) in [
        ("'{{locale}}'", head, Some("de-DE")),
        ("''", head, Some("de-DE")),
        ("'deutsch'", head, Some("de-DE")),
        ("'{{locale}}'", "", None),
    ] {
        let draft = page(stated, head, "<p>8. Mai 2024</p>");
        let found = draft.language.as_ref().map(|found| found.value.as_str());
        assert_eq!(found, expected, "{stated}");
    }
}

#[test]
fn a_byline_is_read_as_it_is_printed() {
    for (head, lines, expected) in [
        (
            "",
            "<p class=story-meta__authors>Ann Marlow</p>",
            &["Ann Marlow"][..],
        ),
        (
            "",
            "<address>By <a href=/ann>Ann Marlow</a></address>",
            &["Ann Marlow"],
        ),
        (
            "",
            "<div>Von Ann Marlow und Ida See</div>",
            &["Ann Marlow", "Ida See"],
        ),
        (
            "",
            "<p class=authors><i class=author>Ann Marlow</i> <i class=author>Ida See</i></p>",
            &["Ann Marlow", "Ida See"],
        ),
        (
            "",
            "<p><a href='/people/author/ann'>Ann Marlow</a> in <a href=/boats>Boats</a></p>",
            &["Ann Marlow"],
        ),
        (
            "",
            "<p class=author>Written by <a href=/ann>Ann Marlow</a> in <a href=/b>Boats</a></p>",
            &["Ann Marlow"],
        ),
        ("", "<p class=author-box>About us</p>", &[]),
        ("", "<nav><p class=author>Ann Marlow</p></nav>", &[]),
        ("", "<div>By the River Board</div>", &[]),
        (
            "<meta name=twitter:label1 content='Written by'><meta name=twitter:data1 content='Ann Marlow'>",
            "",
            &["Ann Marlow"],
        ),
        (
            "<meta name=twitter:label1 content='Est. reading time'><meta name=twitter:data1 content='Two minutes'>",
            "",
            &[],
        ),
        (
            "<meta name=author content=marlow.example>",
            "<p class=writer>Ann Marlow</p>",
            &["Ann Marlow"],
        ),
        // What is made for machines is surer.
        (
            "<meta name=author content='Ida See'>",
            "<p class=writer>Ann Marlow</p>",
            &["Ida See"],
        ),
    ] {
        let draft = page("en", head, lines);
        let found = draft.authors.map(|found| found.value).unwrap_or_default();
        assert_eq!(found, expected, "{head}{lines}");
    }
}

#[test]
fn topics_are_read_as_they_are_printed() {
    let links = "<a href=/t/1>Rivers</a> <a href=/t/2>Bridges</a>";
    for (lines, expected) in [
        (
            "<p>Topics: Rivers, Bridges</p>".to_owned(),
            &["Rivers", "Bridges"][..],
        ),
        (
            format!("<p>Themen</p><p>{links}</p>"),
            &["Rivers", "Bridges"],
        ),
        (
            "<p>Topics</p><ul><li><a href=/t/1>Rivers</a><li><a href=/t/2>Bridges</a></ul>"
                .to_owned(),
            &["Rivers", "Bridges"],
        ),
        (
            format!("<div class=post-tags>{links}</div>"),
            &["Rivers", "Bridges"],
        ),
        (
            format!("<div class=tags>A sentence with {links} and much more beside them.</div>"),
            &[],
        ),
        ("<p>Topics of the day: rivers</p>".to_owned(), &[]),
    ] {
        let draft = page("en", "", &lines);
        let found = draft.topics.map(|found| found.value).unwrap_or_default();
        assert_eq!(found, expected, "{lines}");
    }
}

/// A trace shows what is read and never changes it: sources that come too late are asked too.
#[test]
fn an_explanation_reads_as_extraction_does() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/osce");
    let mut read = 0;
    for entry in std::fs::read_dir(folder).expect("fixtures") {
        let path = entry.expect("an entry").path();
        if path.extension().is_none_or(|extension| extension != "html") {
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("a page");
        let page = saved(text);
        let profile = Profile::none();
        let explained = explain(&page, &profile, None, &|| false).expect("HTML");
        match extract(&page, &profile, None, &|| false) {
            Ok(draft) => assert_eq!(explained.draft, draft, "{}", path.display()),
            Err(unreadable) => assert_eq!(explained.refused, Some(unreadable)),
        }
        read += 1;
    }
    assert!(read > 5, "{read}");
}

#[test]
fn the_day_of_a_correction_is_that_of_a_change() {
    for (language, note, day) in [
        ("en", "Corrected on 9 May 2024", Some(CHANGED)),
        (
            "en",
            "This release was corrected on 9 May 2024.",
            Some(CHANGED),
        ),
        (
            "en",
            "Correction (9 May 2024): the bridge is 40 metres long.",
            Some(CHANGED),
        ),
        (
            "de",
            "Korrektur vom 9. Mai 2024: Die Brücke ist 40 Meter lang.",
            Some(CHANGED),
        ),
        (
            "fr",
            "Rectificatif du 9 mai 2024 : le pont fait 40 mètres.",
            Some(CHANGED),
        ),
        // The day of what is corrected, and one of which the news speaks.
        ("en", "Correction to the release of 9 May 2024", None),
        (
            "en",
            "Correction: the bridge opens for all on 9 May 2024.",
            None,
        ),
        ("en", "Correction: the bridge is 40 metres long.", None),
    ] {
        let draft = page(
            language,
            "",
            &format!("<p>Published 6 May 2024</p><p>{note}</p>"),
        );
        assert!(codes(&draft).contains(&"release.corrected"), "{note}");
        let known = draft
            .dates
            .iter()
            .any(|entry| entry.role == DateRole::Modified && entry.value == Some(CHANGED));
        assert_eq!(known, day.is_some(), "{note}: {:?}", draft.dates);
        assert_eq!(days(&draft), (Some(ISSUED), day), "{note}");
    }
}
