//! The dates that newsrooms of the north of Europe print.

use super::check_pages;

#[test]
fn scandinavian_dates() {
    check_pages(&[
        ("da", "14. marts 2024", "2024-03-14"),
        ("da", "torsdag den 14. marts 2024", "2024-03-14"),
        ("da", "d. 14. marts 2024", "2024-03-14"),
        ("da", "14. maj 2024 kl. 14.05", "2024-05-14 minute"),
        ("da", "14-03-2024", "2024-03-14"),
        ("da", "03-04-2024 kl. 14:05", "2024-04-03 minute"),
        ("da", "Offentliggjort 14. marts 2024", "2024-03-14"),
        (
            "da",
            "Opdateret 15. marts 2024. Publiceret 14. marts 2024",
            "2024-03-14",
        ),
        ("sv", "14 mars 2024", "2024-03-14"),
        ("sv", "torsdag 14 mars 2024", "2024-03-14"),
        ("sv", "den 14 mars 2024 klockan 14.05", "2024-03-14 minute"),
        ("sv", "2024-03-14 kl. 14:05", "2024-03-14 minute"),
        (
            "sv",
            "14 maj 2024 14:05 CEST",
            "2024-05-14 14:05:00+02:00 minute",
        ),
        ("sv", "Publicerad 14 mars 2024", "2024-03-14"),
        (
            "sv",
            "Senast uppdaterad 15 mars 2024, publicerad 14 mars 2024",
            "2024-03-14",
        ),
        ("sv", "1 augusti 2024", "2024-08-01"),
        ("nb", "14. mars 2024", "2024-03-14"),
        ("no", "torsdag 14. mars 2024 kl. 14:05", "2024-03-14 minute"),
        ("nb-NO", "Publisert: 14.03.2024", "2024-03-14"),
        (
            "nb",
            "Sist oppdatert 15.03.2024 Publisert 14.03.2024",
            "2024-03-14",
        ),
        ("nb", "14. des. 2024", "2024-12-14"),
        ("nn", "torsdag 14. mars 2024", "2024-03-14"),
        ("nn", "laurdag 16. mars 2024", "2024-03-16"),
        ("is", "14. mars 2024", "2024-03-14"),
        ("is", "fimmtudagur 14. mars 2024", "2024-03-14"),
        ("is", "14. ágúst 2024 kl. 14:05", "2024-08-14 minute"),
        ("is", "Birt 14. júní 2024", "2024-06-14"),
    ]);
}

#[test]
fn baltic_and_finnic_dates() {
    check_pages(&[
        ("fi", "14. maaliskuuta 2024", "2024-03-14"),
        ("fi", "torstai 14. maaliskuuta 2024", "2024-03-14"),
        ("fi", "14.3.2024", "2024-03-14"),
        ("fi", "3.4.2024", "2024-04-03"),
        ("fi", "14.3.2024 klo 14.05", "2024-03-14 minute"),
        ("fi", "14.3.2024 14.05", "2024-03-14"),
        (
            "fi",
            "Julkaistu 14.3.2024 klo 14:05, päivitetty 15.3.2024",
            "2024-03-14 minute",
        ),
        ("fi", "to 14.3.2024", "2024-03-14"),
        ("fi", "maaliskuu 2024", "2024-03"),
        ("fi", "Julkaisupäivä: 1. tammikuuta 2024", "2024-01-01"),
        ("fi", "14.–16.3.2024", "several"),
        ("et", "14. märts 2024", "2024-03-14"),
        ("et", "neljapäev, 14. märts 2024", "2024-03-14"),
        ("et", "14. märtsil 2024 kell 14.05", "2024-03-14 minute"),
        ("et", "14.03.2024", "2024-03-14"),
        ("et", "Avaldatud: 14. veebruar 2024", "2024-02-14"),
        ("lv", "2024. gada 14. marts", "2024-03-14"),
        ("lv", "2024. gada 14. martā", "2024-03-14"),
        ("lv", "14. marts, 2024", "2024-03-14"),
        ("lv", "14.03.2024. 14:05", "2024-03-14 minute"),
        (
            "lv",
            "ceturtdiena, 2024. gada 14. marts, plkst. 14.05",
            "2024-03-14 minute",
        ),
        ("lv", "Publicēts: 03.04.2024.", "2024-04-03"),
        ("lt", "2024 m. kovo 14 d.", "2024-03-14"),
        ("lt", "2024 m. kovo 14 d., ketvirtadienis", "2024-03-14"),
        ("lt", "2024 m. kovo 14 d. 14:05", "2024-03-14 minute"),
        ("lt", "2024 kovo 14", "2024-03-14"),
        ("lt", "2024-03-14 14:05", "2024-03-14 minute"),
        ("lt", "Paskelbta: 2024 m. rugsėjo 5 d.", "2024-09-05"),
        ("lt", "2024 m. kovo mėn. 14 d.", "2024-03-14"),
        ("lt", "2024 m. kovo 14–16 d.", "several"),
        ("lt", "2024 m. kovas", "2024-03"),
    ]);
}

#[test]
fn hungarian_dates() {
    check_pages(&[
        ("hu", "2024. március 14.", "2024-03-14"),
        ("hu", "2024. március 14., csütörtök", "2024-03-14"),
        ("hu", "2024. márc. 14.", "2024-03-14"),
        ("hu", "2024.03.14.", "2024-03-14"),
        ("hu", "2024. 03. 14. 14:05", "2024-03-14 minute"),
        ("hu", "2024. március 14. 14:05", "2024-03-14 minute"),
        ("hu", "2024. március 14-én", "2024-03-14"),
        ("hu", "Közzétéve: 2024. április 3.", "2024-04-03"),
        ("hu", "2024. március 14. du. 2:05", "2024-03-14 minute"),
        ("hu", "2024. március", "2024-03"),
        ("hu", "2024. március 14–16.", "several"),
        ("", "2024. szeptember 5.", "2024-09-05"),
    ]);
}
