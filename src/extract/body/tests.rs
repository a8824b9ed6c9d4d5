//! Pages without a profile, in the shapes that newsrooms give them, and the text in them.

use crate::extract::extract;
use crate::page::{Page, Validators};
use crate::profile::Profile;
use crate::record::Draft;

fn read(markup: &str) -> Draft {
    let text = format!("<!doctype html><title>Bridge opens | River Board</title><body>{markup}");
    let page = Page {
        url: None,
        fetched_at: jiff::Timestamp::UNIX_EPOCH,
        validators: Validators::default(),
        media_type: Some("text/html".to_owned()),
        bytes_hash: crate::record::hash_of(text.as_bytes()),
        text,
        spool: None,
        notes: Vec::new(),
        capture: None,
    };
    extract(&page, &Profile::none(), None, &|| false).expect("a page that can be read")
}

/// The blocks of the body by their first words.
fn body_of(markup: &str) -> Vec<String> {
    let first_words = |text: &String| {
        let words: Vec<&str> = text.split_whitespace().take(2).collect();
        words.join(" ")
    };
    let body = read(markup).body.map(|found| found.value);
    body.unwrap_or_default().iter().map(first_words).collect()
}

/// Paragraphs of the made-up release.
const P1: &str = "<p>One child opened the bridge at the mill this morning, and another child \
    cut the ribbon while the whole town looked on and sang.</p>";
const P2: &str = "<p>Two years went by before the piles stood, because the river rose three \
    times in the first of them and carried the first piles to the sea.</p>";
const P3: &str = "<p>Three carts can pass on it side by side, which the old bridge never \
    allowed, and a dog besides, said the board in its letter to the town.</p>";

#[test]
fn reads_the_release_and_nothing_else() {
    let link =
        "<a href=x>Mill burns down in the night and nobody knows who was the first there</a>";
    #[rustfmt::skip]
    let cases: Vec<(&str, String, &[&str])> = vec![
        ("one box", format!("<div><h1>Bridge opens</h1></div><div>{P1}{P2}{P3}</div>"),
            &["One child", "Two years", "Three carts"]),
        ("boxes with advertisements between", format!("<main><h1>Bridge opens</h1><section>{P1}</section>
            <div><p>Advertisement</p></div><section>{P2}</section><div>{link}</div><section>{P3}</section></main>"),
            &["One child", "Two years", "Three carts"]),
        ("a box for each paragraph", format!("<div class=text><h1>Bridge opens</h1><div class=row><div class=cell>{P1}</div></div>
            <div class=row><div class=cell>{P2}</div></div><div class=row><div class=cell>{P3}</div></div></div>"),
            &["One child", "Two years", "Three carts"]),
        ("a lede beside the headline", format!("<div><header><h1>Bridge opens</h1><p>Four mayors came to see how the bridge at the mill was opened.</p>
            <p>3 May 2024</p></header><div class=article-body>{P1}{P2}{P3}</div></div>"),
            &["Four mayors", "One child", "Two years", "Three carts"]),
        ("facts beside the headline", format!("<div><header><h1>Bridge opens</h1><ul><li>Four mayors came to see it, and sang with the town</li>
            <li>Nobody fell into the river</li></ul></header><div class=article-body>{P1}{P2}{P3}</div></div>"),
            &["Four mayors", "One child", "Two years", "Three carts"]),
        ("names and dates before the text", format!("<article><h1>Bridge opens</h1><p>By Ann Reed</p><p>Published 3 May 2024, 10:00</p>{P1}{P2}{P3}</article>"),
            &["One child", "Two years", "Three carts"]),
        ("a link to other news between", format!("<article><h1>Bridge opens</h1>{P1}<p>{link}</p>{P2}<p>Read more: Mill burns down</p>{P3}</article>"),
            &["One child", "Two years", "Three carts"]),
        ("a paragraph with links", format!("<article><h1>Bridge opens</h1>{P1}{P2}<p>Five days later the <a href=a>school</a> and the
            <a href=b>ferry</a> shall follow, if the <a href=c>weather</a> stays as it is.</p></article>"),
            &["One child", "Two years", "Five days"]),
        ("related news behind", format!("<article><h1>Bridge opens</h1><div class=t>{P1}{P2}{P3}</div><h3>More from the board</h3>
            <div class=c><h4>{link}</h4><p>Six hens and a goat were saved from the flames by two passing ferrymen.</p></div></article>"),
            &["One child", "Two years", "Three carts"]),
        ("labelled tags behind", format!("<article><h1>Bridge opens</h1>{P1}{P2}<p>Tags: bridges and mills, rivers, everything about boats</p></article>"),
            &["One child", "Two years"]),
        ("tags behind", format!("<article><h1>Bridge opens</h1>{P1}{P2}<p>Bridges</p><p>Mills</p><p>Rivers</p></article>"),
            &["One child", "Two years"]),
        ("a list and a heading inside", format!("<article><h1>Bridge opens</h1>{P1}<h2>Seven facts</h2><ul><li>It is long.</li><li>It is wide.</li></ul>{P2}</article>"),
            &["One child", "Seven facts", "It is", "Two years"]),
        ("a list of links inside", format!("<article><h1>Bridge opens</h1>{P1}<ul><li>{link}</li><li>{link}</li></ul>{P2}</article>"),
            &["One child", "Two years"]),
        ("captions", format!("<article><h1>Bridge opens</h1><div class=photo><img src=a><p>Eight ribbons on the bridge.</p></div>{P1}{P2}</article>"),
            &["One child", "Two years"]),
        ("a teaser class that is a lede", format!("<article><h1>Bridge opens</h1><div class=teaser-text><p>Nine towns sent a letter to the town.</p></div>{P1}{P2}</article>"),
            &["Nine towns", "One child", "Two years"]),
        ("the same paragraph twice", format!("<article><h1>Bridge opens</h1><div class=wide>{P1}</div><div class=narrow>{P1}</div>{P2}{P3}</article>"),
            &["One child", "Two years", "Three carts"]),
        ("other articles below", format!("<main><article><h1>Bridge opens</h1>{P1}{P2}</article><article><h2>Mill burns</h2>{P3}{P3}{P3}</article></main>"),
            &["One child", "Two years"]),
        ("long comments", format!("<main><h1>Bridge opens</h1><div itemprop=articleBody>{P1}{P2}{P3}{P1}</div><ul><li>{P3}{P3}</li><li>{P1}{P3}</li></ul></main>"),
            &["One child", "Two years", "Three carts"]),
        ("sent in parts", format!("<div id=root></div><div hidden id='S:1'><h1>Bridge opens</h1>{P1}{P2}</div><div hidden><p>Ten words that nobody sees, and a few more.</p></div>"),
            &["One child", "Two years"]),
        ("text at a side of a grid", format!("<main><h1>Bridge opens</h1><div class=sidebar-grid__content>{P1}{P2}{P3}</div></main>"),
            &["One child", "Two years", "Three carts"]),
        ("the publisher's own notices", format!("<article><h1>Bridge opens</h1>{P1}{P2}<p>© 2024 River Board. All rights reserved.</p></article>"),
            &["One child", "Two years"]),
        ("the foot of the page", format!("<div><h1>Bridge opens</h1><div>{P1}{P2}</div></div><div><p>The River Board looks after the rivers of the north since 1911.</p></div>"),
            &["One child", "Two years"]),
    ];
    for (fact, markup, expected) in cases {
        assert_eq!(body_of(&markup), expected, "{fact}");
    }
}

#[test]
fn a_part_with_a_heading_of_boilerplate_may_be_most_of_a_page() {
    let acts: String = (1..20)
        .map(|act| format!("<p>Act {act}:{}", &P2[3..]))
        .collect();
    let about = format!("<h2>About the Show</h2>{acts}");
    let draft = read(&format!(
        "<article><h1>Bridge opens</h1><p>Doors open at eight.</p>{about}{P1}</article>"
    ));
    assert!(draft.boilerplate.is_none());
}

#[test]
fn linked_data_says_what_the_page_does_not_show() {
    let said = "The bridge at the mill is open. It is wide and long and made of oak. ".repeat(10);
    let page = |shown: &str| {
        format!(
            "<script type='application/ld+json'>{{\"@type\": \"NewsArticle\", \"headline\": \"Bridge opens\",
             \"articleBody\": \"{said}\\n\\nSecond part.\"}}</script><h1>Bridge opens</h1>{shown}"
        )
    };
    let rule = |draft: &Draft| draft.body.as_ref().map(|body| body.evidence.rule.clone());
    let draft = read(&page("<p>Please wait while we load this page for you.</p>"));
    assert_eq!(rule(&draft).as_deref(), Some("jsonld articleBody"));
    assert_eq!(draft.body.map_or(0, |body| body.value.len()), 2);
    let draft = read(&page(&format!("<div>{P1}{P2}{P3}</div>")));
    assert_eq!(rule(&draft).as_deref(), Some("page shape"));
}

#[test]
fn dates_between_lede_and_text_stay_dates_of_the_release() {
    let draft = read(&format!(
        "<article><h1>Bridge opens</h1><p>Four mayors came to see how the bridge at the mill was opened.</p>
         <p>3 May 2024</p>{P1}{P2}</article>"
    ));
    let day = draft.published.and_then(|found| found.value.day);
    assert_eq!(
        day.map(|day| day.to_string()).as_deref(),
        Some("2024-05-03")
    );
}

#[test]
fn reads_large_pages_without_walking_them_over_and_over() {
    let row = "<div class=related><a href=x>y</a></div><p>Short.</p><h3>z</h3>";
    let cases = [
        format!("{}{P1}{P2}", row.repeat(20_000)),
        format!(
            "{}{P1}{P2}",
            "<div class='sidebar image'><p>x</p>".repeat(400)
        ),
        format!("<ul>{}</ul>{P1}{P2}", "<li><a href=x>y</a>".repeat(50_000)),
    ];
    for markup in cases {
        assert!(read(&markup).body.is_some());
    }
}

#[test]
fn what_stands_behind_the_news_is_split_off_in_many_languages() {
    for (portrait, label) in [
        ("About the River Board", "Press contact"),
        ("Über das Flussamt", "Pressekontakt"),
        ("À propos de l’Agence du fleuve", "Contact presse"),
        ("Sobre la Agencia del Río", "Contacto de prensa"),
        ("Sobre a Agência do Rio", "Contatos para a imprensa"),
        ("Informazioni su Agenzia del Fiume", "Contatti stampa"),
        ("Over de Stichting Rivier", "Perscontact"),
        ("Om Stiftelsen Floden", "Presskontakt"),
        ("O spółce", "Kontakt dla mediów"),
        ("O společnosti", "Kontakt pro média"),
        ("О компании", "Контакты для прессы"),
        ("Про компанію", "Контакти для преси"),
        ("Σχετικά με την Εταιρεία Ποταμού", "Επικοινωνία τύπου"),
        ("Nehir Vakfı Hakkında", "Basın İletişim"),
        ("关于河流基金会", "媒体联系"),
        ("关于我们", "媒体联系人"),
        ("河川財団について", "報道関係者お問い合わせ先"),
        ("강 재단 소개", "언론 문의"),
        ("نبذة عن مؤسسة النهر", "للاستفسارات الإعلامية"),
    ] {
        let behind = "<p>The Board keeps the river clean, and has done so for a hundred years.</p>";
        let card = format!("<h3>{label}</h3><p>Ann Lee<br>Tel. +44 20 7946 0112</p>");
        let markup =
            format!("<main><h1>Bridge opens</h1>{P1}{P2}{P3}<h3>{portrait}</h3>{behind}{card}");
        let draft = read(&markup);
        let body = draft.body.expect("a body").value;
        let boilerplate = draft.boilerplate.map(|found| found.value);
        let boilerplate = boilerplate.unwrap_or_default();
        assert_eq!(body.len(), 3, "{portrait}: {body:?}");
        assert_eq!(boilerplate.first().map(String::as_str), Some(portrait));
        assert!(
            boilerplate.iter().any(|block| block == label),
            "{label}: {boilerplate:?}"
        );
        assert!(
            boilerplate.iter().any(|block| block.contains("Ann Lee")),
            "{boilerplate:?}"
        );
        let contacts = draft.contacts.map(|found| found.value).unwrap_or_default();
        let names: Vec<_> = contacts
            .iter()
            .map(|contact| contact.name.as_deref())
            .collect();
        assert_eq!(names, [Some("Ann Lee")], "{label}");
    }
}

#[test]
fn a_number_behind_the_news_stays_whatever_it_is_called() {
    for line in [
        "电话：010-62345678",
        "電話 03-5555-0112",
        "전화: 02-555-0112",
        "Тел.: 495 555-01-12",
        "Puh. 020 555 0112",
    ] {
        let markup =
            format!("<main><h1>Bridge opens</h1>{P1}{P2}{P3}<h3>媒体联系</h3><p>{line}</p>");
        let boilerplate = read(&markup).boilerplate.map(|found| found.value);
        let boilerplate = boilerplate.unwrap_or_default();
        assert_eq!(boilerplate, ["媒体联系", line], "{line}");
    }
}
