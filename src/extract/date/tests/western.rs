//! The dates that newsrooms of the west and the south of Europe print, and of the Americas.

use super::check_pages;

#[test]
fn german_dates() {
    check_pages(&[
        ("de", "14. März 2024", "2024-03-14"),
        ("de", "Donnerstag, 14. März 2024", "2024-03-14"),
        ("de", "Donnerstag, den 14. März 2024", "2024-03-14"),
        ("de", "Do., 14. Mär. 2024", "2024-03-14"),
        ("de", "Do, 14. Mrz 2024", "2024-03-14"),
        ("de-AT", "3. Jänner 2024", "2024-01-03"),
        ("de-AT", "Wien, am 3. Feber 2024", "2024-02-03"),
        ("de", "1. Sept. 2024", "2024-09-01"),
        ("de", "14.03.2024", "2024-03-14"),
        ("de", "03.04.2024", "2024-04-03"),
        ("de", "03.04.24", "2024-04-03"),
        ("de", "Mi 03.04.24", "2024-04-03"),
        ("de", "14.03.2024, 14:05 Uhr", "2024-03-14 minute"),
        ("de", "14. März 2024, 14.05 Uhr", "2024-03-14 minute"),
        ("de", "14. März 2024 um 14 Uhr", "2024-03-14 hour"),
        ("de", "14. März 2024, 14 Uhr 05", "2024-03-14 minute"),
        (
            "de",
            "14. März 2024, 14:05 Uhr MEZ",
            "2024-03-14 14:05:00+01:00 minute",
        ),
        (
            "de",
            "14. Juli 2024, 14:05 MESZ",
            "2024-07-14 14:05:00+02:00 minute",
        ),
        ("de", "Erschienen am 14. März 2024", "2024-03-14"),
        (
            "de",
            "Veröffentlicht: 14.03.2024 | Aktualisiert: 15.03.2024",
            "2024-03-14",
        ),
        (
            "de",
            "Stand: 15.03.2024 Erschienen am 14.03.2024",
            "2024-03-14",
        ),
        (
            "de",
            "Letzte Änderung: 15. März 2024 – Veröffentlicht am 14. März 2024",
            "2024-03-14",
        ),
        ("de", "Pressemitteilung vom 14. März 2024", "2024-03-14"),
        (
            "de",
            "Sperrfrist: 14. März 2024, 10:30 Uhr",
            "2024-03-14 minute",
        ),
        ("de", "März 2024", "2024-03"),
        ("de", "14. März", "--03-14"),
        (
            "de",
            "Donnerstag, 14. März 2024 – 14.05 Uhr",
            "2024-03-14 minute",
        ),
        ("de", "Berlin, den 14. März 2024", "2024-03-14"),
        ("de", "14.3.2024 | 14:05 | Max Muster", "2024-03-14 minute"),
        ("de", "Freitag, 14. März 2024", "2024-03-14 (weekday)"),
        ("", "14. März 2024", "2024-03-14"),
        ("en-US", "14. Oktober 2024", "2024-10-14"),
        ("en", "Dienstag, 1. Oktober 2024", "2024-10-01"),
        ("lb", "14. Mäerz 2024", "2024-03-14"),
        ("lb", "Donneschdeg, de 14. Mäerz 2024", "2024-03-14"),
    ]);
}

#[test]
fn dutch_dates() {
    check_pages(&[
        ("nl", "14 maart 2024", "2024-03-14"),
        ("nl", "donderdag 14 maart 2024", "2024-03-14"),
        ("nl", "do 14 mrt 2024", "2024-03-14"),
        ("nl", "14 mrt. 2024", "2024-03-14"),
        ("nl", "14-03-2024", "2024-03-14"),
        ("nl", "03-04-2024", "2024-04-03"),
        ("nl", "14 maart 2024 om 14.05 uur", "2024-03-14 minute"),
        ("nl-BE", "14 maart 2024 - 14u05", "2024-03-14 minute"),
        ("nl", "Gepubliceerd op: 14 maart 2024", "2024-03-14"),
        (
            "nl",
            "Laatst gewijzigd 15 maart 2024. Publicatiedatum: 14 maart 2024",
            "2024-03-14",
        ),
        ("nl", "1 augustus 2024", "2024-08-01"),
    ]);
}

#[test]
fn french_dates() {
    check_pages(&[
        ("fr", "14 mars 2024", "2024-03-14"),
        ("fr", "jeudi 14 mars 2024", "2024-03-14"),
        ("fr", "Jeudi 14 Mars 2024", "2024-03-14"),
        ("fr", "le 14 mars 2024", "2024-03-14"),
        ("fr", "1er février 2024", "2024-02-01"),
        ("fr", "1er févr. 2024", "2024-02-01"),
        ("fr", "1er FÉVRIER 2024", "2024-02-01"),
        ("fr", "1ER FEVRIER 2024", "2024-02-01"),
        ("fr", "15 août 2024", "2024-08-15"),
        ("fr", "15 aout 2024", "2024-08-15"),
        ("fr", "Lun. 16 déc. 2024", "2024-12-16"),
        ("fr", "14/03/2024", "2024-03-14"),
        ("fr-FR", "03/04/2024", "2024-04-03"),
        ("fr", "03/04/24", "2024-04-03"),
        ("fr-CA", "2024-04-03", "2024-04-03"),
        ("fr", "14 mars 2024 à 14h05", "2024-03-14 minute"),
        ("fr", "14 mars 2024 à 14 h 05", "2024-03-14 minute"),
        ("fr", "14 mars 2024 - 14:05", "2024-03-14 minute"),
        ("fr-CA", "le 14 mars 2024 à 14 h", "2024-03-14 hour"),
        (
            "fr-CA",
            "14 mars 2024, 14 h 05 HNE",
            "2024-03-14 14:05:00-05:00 minute",
        ),
        ("fr", "Publié le 14 mars 2024 à 9h00", "2024-03-14 minute"),
        (
            "fr",
            "Mis à jour le 15 mars 2024 | Publié le 14 mars 2024",
            "2024-03-14",
        ),
        (
            "fr",
            "Mise en ligne : 14 mars 2024. Modifié le 20 mars 2024",
            "2024-03-14",
        ),
        ("fr", "Date de publication : 14/03/2024", "2024-03-14"),
        ("fr", "Communiqué du 14 mars 2024", "2024-03-14"),
        ("fr", "mars 2024", "2024-03"),
        ("fr", "14 mars", "--03-14"),
        ("fr", "14/3/24", "2024-03-14"),
        ("fr", "Paris, le 14 mars 2024", "2024-03-14"),
        ("fr", "le jeudi 14 mars 2024, à 14:05", "2024-03-14 minute"),
        ("en", "14 février 2024", "2024-02-14"),
    ]);
}

#[test]
fn italian_dates() {
    check_pages(&[
        ("it", "14 marzo 2024", "2024-03-14"),
        ("it", "giovedì 14 marzo 2024", "2024-03-14"),
        ("it", "Giovedi' 14 Marzo 2024", "2024-03-14"),
        ("it", "1º settembre 2024", "2024-09-01"),
        ("it", "1° settembre 2024", "2024-09-01"),
        ("it", "5 set 2024", "2024-09-05"),
        ("it", "5 gen 2024", "2024-01-05"),
        ("it", "mar 5 mar 2024", "2024-03-05"),
        ("it", "03/04/2024", "2024-04-03"),
        ("it", "14 marzo 2024, ore 14:05", "2024-03-14 minute"),
        ("it", "14 marzo 2024 alle ore 14.05", "2024-03-14 minute"),
        ("it", "Pubblicato il 14 marzo 2024", "2024-03-14"),
        (
            "it",
            "Aggiornato il 15 marzo 2024, pubblicato il 14 marzo 2024",
            "2024-03-14",
        ),
        ("it", "Data: 14 marzo 2024", "2024-03-14"),
        ("it", "Roma, lì 14 marzo 2024", "2024-03-14"),
        ("it", "14 marzo del 2024", "2024-03-14"),
    ]);
}

#[test]
fn spanish_dates() {
    check_pages(&[
        ("es", "14 de marzo de 2024", "2024-03-14"),
        ("es", "14 de marzo del 2024", "2024-03-14"),
        ("es", "14 marzo 2024", "2024-03-14"),
        ("es", "jueves, 14 de marzo de 2024", "2024-03-14"),
        ("es", "Jueves 14 de Marzo, 2024", "2024-03-14"),
        ("es-MX", "marzo 14, 2024", "2024-03-14"),
        ("es", "14 mar. 2024", "2024-03-14"),
        ("es", "5 sept. 2024", "2024-09-05"),
        ("es", "5 de setiembre de 2024", "2024-09-05"),
        ("es", "1º de mayo de 2024", "2024-05-01"),
        ("es", "03/04/2024", "2024-04-03"),
        ("es", "14/03/2024 - 14:05h", "2024-03-14 minute"),
        (
            "es",
            "14 de marzo de 2024 a las 14:05 horas",
            "2024-03-14 minute",
        ),
        ("es", "14 de marzo de 2024, 2:05 p. m.", "2024-03-14 minute"),
        ("es", "14 de marzo de 2024 2:05 a.m.", "2024-03-14 minute"),
        (
            "es-AR",
            "14 de marzo de 2024, 14.05 hs",
            "2024-03-14 minute",
        ),
        ("es", "Publicado el 14 de marzo de 2024", "2024-03-14"),
        (
            "es",
            "Actualizado: 15 de marzo de 2024. Publicado: 14 de marzo de 2024",
            "2024-03-14",
        ),
        ("es", "Fecha de publicación: 14/03/2024", "2024-03-14"),
        (
            "es",
            "Última actualización 15/03/2024 Fecha: 14/03/2024",
            "2024-03-14",
        ),
        ("es", "14 de marzo del año 2024", "2024-03-14"),
        ("es", "del 14 al 16 de marzo de 2024", "several"),
    ]);
}

#[test]
fn portuguese_dates() {
    check_pages(&[
        ("pt", "14 de março de 2024", "2024-03-14"),
        ("pt-BR", "quinta-feira, 14 de março de 2024", "2024-03-14"),
        ("pt-BR", "14 mar 2024", "2024-03-14"),
        ("pt-BR", "5 set. 2024", "2024-09-05"),
        ("pt-BR", "5 de out. de 2024", "2024-10-05"),
        ("pt-BR", "1º de maio de 2024", "2024-05-01"),
        ("pt-BR", "14/03/2024 14h05", "2024-03-14 minute"),
        ("pt-BR", "14/03/2024 às 14:05", "2024-03-14 minute"),
        ("pt", "03/04/2024", "2024-04-03"),
        (
            "pt-BR",
            "Publicado em 14/03/2024 - Atualizado em 15/03/2024",
            "2024-03-14",
        ),
        (
            "pt",
            "Publicado em: 14 de Março de 2024, às 14h05",
            "2024-03-14 minute",
        ),
        ("pt", "14 de Dezembro de 2024", "2024-12-14"),
        (
            "pt-BR",
            "14 de março de 2024, 14:05 BRT",
            "2024-03-14 14:05:00-03:00 minute",
        ),
    ]);
}

#[test]
fn romanian_dates() {
    check_pages(&[
        ("ro", "14 martie 2024", "2024-03-14"),
        ("ro", "joi, 14 martie 2024", "2024-03-14"),
        ("ro", "Marţi, 12 martie 2024", "2024-03-12"),
        ("ro", "14 mart. 2024", "2024-03-14"),
        ("ro", "14.03.2024", "2024-03-14"),
        ("ro", "03.04.2024", "2024-04-03"),
        ("ro", "14 martie 2024, ora 14:05", "2024-03-14 minute"),
        (
            "ro",
            "Publicat: 14 martie 2024. Actualizat: 15 martie 2024",
            "2024-03-14",
        ),
        ("ro", "Data publicării: 14 iunie 2024", "2024-06-14"),
    ]);
}

#[test]
fn dates_of_iberia_and_the_celts() {
    check_pages(&[
        ("ca", "14 de març de 2024", "2024-03-14"),
        ("ca", "14 d'abril de 2024", "2024-04-14"),
        ("ca", "14 d’octubre del 2024", "2024-10-14"),
        ("ca", "dijous, 14 de març de 2024", "2024-03-14"),
        (
            "ca",
            "Publicat el 14/03/2024 a les 14:05 h",
            "2024-03-14 minute",
        ),
        ("ca", "5 set. 2024", "2024-09-05"),
        ("gl", "14 de marzo de 2024", "2024-03-14"),
        ("gl", "xoves, 14 de xuño de 2024", "2024-06-14 (weekday)"),
        ("gl", "14 de xullo de 2024 ás 14:05", "2024-07-14 minute"),
        ("eu", "2024ko martxoaren 14a", "2024-03-14"),
        ("eu", "2024ko martxoak 14", "2024-03-14"),
        ("eu", "2024/03/14", "2024-03-14"),
        ("eu", "2024ko urriaren 5ean", "2024-10-05"),
        ("ga", "14 Márta 2024", "2024-03-14"),
        ("ga", "Déardaoin, 14 Márta 2024", "2024-03-14"),
        ("ga", "Dé Luain, 18 Márta 2024", "2024-03-18"),
        ("ga", "14ú Meán Fómhair 2024", "2024-09-14"),
        ("ga", "Foilsithe: 14 Deireadh Fómhair 2024", "2024-10-14"),
        ("cy", "14 Mawrth 2024", "2024-03-14"),
        ("cy", "Cyhoeddwyd 14 Rhagfyr 2024", "2024-12-14"),
        ("mt", "14 ta' Marzu 2024", "2024-03-14"),
        ("mt", "14 ta’ Ġunju 2024", "2024-06-14"),
        ("mt", "14 t’Awwissu 2024", "2024-08-14"),
        ("mt", "L-Erbgħa, 14 t'Awwissu 2024", "2024-08-14"),
        ("mt", "Il-Ħamis, 14 ta' Marzu, 2024", "2024-03-14"),
    ]);
}
