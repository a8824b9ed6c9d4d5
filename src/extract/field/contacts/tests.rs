use super::*;
use crate::extract::field::tests::draft;

/// name, role, e-mail, phone
type Facts<'a> = (
    Option<&'a str>,
    Option<&'a str>,
    Option<&'a str>,
    Option<&'a str>,
);

fn facts(contacts: &[Contact]) -> Vec<Facts<'_>> {
    contacts
        .iter()
        .map(|c| {
            (
                c.name.as_deref(),
                c.role.as_deref(),
                c.email.as_deref(),
                c.phone.as_deref(),
            )
        })
        .collect()
}

#[test]
fn reads_contacts_as_newsrooms_print_them() {
    #[rustfmt::skip]
    let cases: &[(&[&str], &[Facts<'_>])] = &[
        (
            &["Media contact", "Press Office, Marlow Foundation", "Email: Press@marlow.example", "Phone: +44 20 7946 0112"],
            &[(Some("Press Office, Marlow Foundation"), None, Some("press@marlow.example"), Some("+44 20 7946 0112"))],
        ),
        (
            &["For more information please contact the Office in Oslo, oslo@press.example, +47 22 55 01 99"],
            &[(Some("Office in Oslo"), None, Some("oslo@press.example"), Some("+47 22 55 01 99"))],
        ),
        (
            &["For further information, please contact the Press Section, tel. +43 1 000 01 80."],
            &[(Some("Press Section"), None, None, Some("+43 1 000 01 80"))],
        ),
        (
            &["Ann Lee, Press Officer", "Tel.: 020 7946 0112", "ann@press.example", "Bo Ray", "Spokesperson", "bo@press.example"],
            &[
                (Some("Ann Lee"), Some("Press Officer"), Some("ann@press.example"), Some("020 7946 0112")),
                (Some("Bo Ray"), Some("Spokesperson"), Some("bo@press.example"), None),
            ],
        ),
        (&["Fisheries Office", "fish [at] press.example"], &[(Some("Fisheries Office"), None, Some("fish@press.example"), None)]),
        (
            &["Name: Ann Lee", "Title: Press Officer", "Email: ann@press.example", "Bo Ray <bo@press.example>"],
            &[
                (Some("Ann Lee"), Some("Press Officer"), Some("ann@press.example"), None),
                (Some("Bo Ray"), None, Some("bo@press.example"), None),
            ],
        ),
        // An address that cannot be read is not the next one's.
        (
            &["Di Ell: [email protected]", "Ed Fox, ed@press.example"],
            &[(Some("Ed Fox"), None, Some("ed@press.example"), None)],
        ),
        (&["All about rivers"], &[]),
        // An office and a person in it.
        (
            &["Stiftung Flussland e. V.", "Dr. Daniel Meer", "Uferstraße 3", "20459 Hamburg", "040 000709-40", "presse(at)flussland.example", "www.flussland.example"],
            &[(Some("Dr. Daniel Meer"), None, Some("presse@flussland.example"), Some("040 000709-40"))],
        ),
        (
            &["Nordmeer SE", "Felix Strand", "Tel: +49 (0)40-00030-1000", "Fax: +49 40 00030 1001", "E-Mail: fstrand@nordmeer.example"],
            &[(Some("Felix Strand"), None, Some("fstrand@nordmeer.example"), Some("+49 (0)40-00030-1000"))],
        ),
        // Several in a list, one a line.
        (
            &["Arbeiter-Bund: poe@bund.example, Tel. 030 / 0005 786 -122", "Wasser-Gesellschaft: presse@wasser.example, Tel. 05723 / 900-440"],
            &[
                (Some("Arbeiter-Bund"), None, Some("poe@bund.example"), Some("030 / 0005 786 -122")),
                (Some("Wasser-Gesellschaft"), None, Some("presse@wasser.example"), Some("05723 / 900-440")),
            ],
        ),
        (
            &["Ann Lee: ann@press.example; Bo Ray: bo@press.example"],
            &[(Some("Ann Lee"), None, Some("ann@press.example"), None), (Some("Bo Ray"), None, Some("bo@press.example"), None)],
        ),
        (
            &["Weitere Informationen erteilt Anne Meer in der Leitstelle am Fluss unter Tel. 02382 00743 (meera@stadt.example)."],
            &[(Some("Anne Meer"), None, Some("meera@stadt.example"), Some("02382 00743"))],
        ),
        (&["Leiterin: Marta Schmied", "Telefon: 089 1000-290", "Fax: 089 1000-359"], &[(Some("Marta Schmied"), Some("Leiterin"), None, Some("089 1000-290"))]),
        (&["Contact presse : Élise Rivière, Directrice de la communication", "01 99 00 12 34 – elise@presse.example"],
            &[(Some("Élise Rivière"), Some("Directrice de la communication"), Some("elise@presse.example"), Some("01 99 00 12 34"))]),
        (&["Ufficio stampa", "Marco Fiume", "Cell. 333 000 1234", "marco chiocciola non vale"], &[(Some("Marco Fiume"), None, None, Some("333 000 1234"))]),
        (&["Пресс-служба", "Анна Речная, пресс-секретарь", "тел.: +7 (495) 000-12-34", "e-mail: press@reka.example"],
            &[(Some("Анна Речная"), Some("пресс-секретарь"), Some("press@reka.example"), Some("+7 (495) 000-12-34"))]),
        (&["お問い合わせ先", "広報部 川田", "電話：03-0000-1234", "メール：kouhou@kawa.example"], &[(Some("広報部 川田"), None, Some("kouhou@kawa.example"), Some("03-0000-1234"))]),
        (&["联系人：王河", "电话：010-00001234", "邮箱：wang@he.example"], &[(Some("王河"), None, Some("wang@he.example"), Some("010-00001234"))]),
        // A label and its number in two elements; a fax is no phone.
        (&["Ann Lee", "Fax:", "+44 20 7946 0199", "Tel:", "+44 20 7946 0112"], &[(Some("Ann Lee"), None, None, Some("+44 20 7946 0112"))]),
        (&["T 0221 0002 1411 F 0221 0002 3990"], &[(None, None, None, Some("0221 0002 1411"))]),
        (&["Tel./Fax: 0221 0002 1411"], &[(None, None, None, Some("0221 0002 1411"))]),
        (&["Ann Lee, 212-555-0142"], &[(Some("Ann Lee"), None, None, Some("212-555-0142"))]),
        // Days and post codes are no numbers.
        (&["Ann Lee", "2024-05-12", "12.05.2024", "06844 Flussau", "2019-2024"], &[]),
    ];
    for (lines, expected) in cases {
        let lines: Vec<Line> = lines.iter().map(|line| Line::of(line)).collect();
        assert_eq!(facts(&card::all(&lines)), *expected, "{lines:?}");
    }
}

/// The contacts of a page with this markup behind the text.
fn contacts_of(markup: &str) -> Option<Vec<Contact>> {
    contacts_with("", markup)
}

/// The same, with more in its head.
fn contacts_with(head: &str, markup: &str) -> Option<Vec<Contact>> {
    let text = format!(
        "<html lang=en><head>{head}</head><body><nav><a href=/contact>Media contact</a> press@nav.example</nav>\
        <main><h1>Night boats sail again</h1><p>The first boats leave at eleven and carry no cars \
        at all, said the Board.</p><p>The second boats leave at twelve, when the moon is up, and \
        they go as far as the lake.</p>{markup}</main><footer><p>Contact</p><p>Tel. 020 7946 \
        0100</p><p>Media contact</p><p>web@board.example</p></footer>"
    );
    let draft = draft(text);
    draft.contacts.map(|found| found.value)
}

#[test]
fn contacts_are_found_behind_labels_and_in_boxes() {
    let hidden: String = "bo@press.example"
        .bytes()
        .fold("2a".to_owned(), |hex, byte| {
            format!("{hex}{:02x}", byte ^ 0x2a)
        });
    let ann: Facts<'_> = (Some("Ann Lee"), None, Some("ann@press.example"), None);
    let bo: Facts<'_> = (
        Some("Bo Ray"),
        Some("Press Officer"),
        Some("bo@press.example"),
        None,
    );
    #[rustfmt::skip]
    let cases: Vec<(String, Vec<Facts<'_>>)> = vec![
        ("<h3>Media contact</h3><p>Ann Lee<br>ann@press.example</p>".into(), vec![ann]),
        ("<p><b>Press contact:</b> Ann Lee, <a href='mailto:ann@press.example'>e-mail</a></p>".into(), vec![ann]),
        ("<aside><h4>Ansprechpartnerin</h4><div>Ann Lee</div><a href='mailto:ann%40press.example?subject=x'>Nachricht</a></aside>".into(), vec![ann]),
        (format!("<aside><h3>Press contacts</h3><h4>Ann Lee</h4><p>ann@press.example</p><h4>Bo Ray</h4><p>Press Officer</p><a href=/cdn-cgi/l/email-protection class=__cf_email__ data-cfemail={hidden}>[email&#160;protected]</a><h3>Downloads</h3><p>Old Office, old@press.example</p></aside>"), vec![ann, bo]),
        ("<div class=press-contact><span>Ann Lee</span><span>ann[at]press[dot]example</span></div>".into(), vec![ann]),
        ("<div class='vcard'><b class=fn>Ann Lee</b> <i style='unicode-bidi: bidi-override; direction: rtl'>elpmaxe.sserp@nna</i></div>".into(), vec![ann]),
        ("<div itemscope itemtype='https://schema.org/ContactPoint'><p itemprop=name>Ann Lee</p><p itemprop=email>ann@press.example</p></div>".into(), vec![ann]),
        ("<p>Kontakt:</p><p>Ann Lee</p><p>a&#110;n&#64;press.example</p><p>Über das Amt</p><p>Amt, amt@press.example</p>".into(), vec![ann]),
        // A menu, a sentence, a form are none.
        ("<p>Media contact was lost, said Ann Lee.</p>".into(), vec![]),
        ("<p><a href=/press>Media contact</a></p>".into(), vec![]),
        ("<form><label>Contact</label><p>ann@press.example</p></form>".into(), vec![]),
        ("<p>Media contact</p><p>The Board has met every week since the spring.</p>".into(), vec![]),
    ];
    for (markup, expected) in cases {
        let found = contacts_of(&markup).unwrap_or_default();
        assert_eq!(facts(&found), expected, "{markup}");
    }
}

#[test]
fn the_linked_data_of_the_release_names_contacts_and_that_of_its_publisher_none() {
    let with = |key: &str, point: &str, markup: &str| {
        let head = format!(
            "<script type=application/ld+json>{{\"@type\":\"NewsArticle\",\"headline\":\"Night \
            boats sail again\",\"{key}\":{point}}}</script>"
        );
        contacts_with(&head, markup).unwrap_or_default()
    };
    let point = |kind: &str| {
        format!(
            "{{\"@type\":\"ContactPoint\",\"name\":\"Ann Lee\",\"contactType\":\"{kind}\",\
            \"email\":\"mailto:Ann@press.example\",\"telephone\":\"+44 20 7946 0112\"}}"
        )
    };
    let ann: Facts<'_> = (
        Some("Ann Lee"),
        Some("Press"),
        Some("ann@press.example"),
        Some("+44 20 7946 0112"),
    );
    let press = point("Press");
    assert_eq!(facts(&with("contactPoint", &press, "")), [ann]);
    let both = format!("[{},{press}]", point("customer service"));
    assert_eq!(facts(&with("contactPoint", &both, "")), [ann]);
    // What is printed comes first.
    let printed = "<p>Press contact:</p><p>Bo Ray, bo@press.example</p>";
    let bo = [(Some("Bo Ray"), None, Some("bo@press.example"), None)];
    assert_eq!(facts(&with("contactPoint", &press, printed)), bo);
    // A switchboard, customers, nobody's address.
    let publisher = format!("{{\"@type\":\"Organization\",\"contactPoint\":{press}}}");
    let nobody = "{\"@type\":\"ContactPoint\",\"name\":\"Ann Lee\"}";
    for (key, point) in [
        ("publisher", publisher.as_str()),
        ("contactPoint", &point("sales")),
        ("contactPoint", nobody),
    ] {
        assert_eq!(facts(&with(key, point, "")), [], "{key}: {point}");
    }
}
