//! What looks like a date in some language and is none, or says less than it seems to.

use super::check_pages;

#[test]
fn words_that_are_months_elsewhere() {
    check_pages(&[
        ("en", "we set 5 out 2024 goals", "none"),
        ("en", "Top 5 Mars rovers", "none"),
        ("en", "5 mars a day", "none"),
        ("en", "iPad 5 Pro 2024", "none"),
        ("en", "5 pro 2024", "none"),
        ("en", "10 out 2024", "none"),
        ("en", "5 set 2024", "none"),
        ("en", "3 Gen 2024", "none"),
        ("en", "So 14 people may do 5", "none"),
        ("en", "Mi 5 and Mi 10", "none"),
        ("en", "We sat at 14.05", "none"),
        ("en", "ten of 2024", "none"),
        ("en", "the 3 Mac 2024 models", "none"),
        ("en", "On 3 Min 2024", "none"),
        ("de", "Wir machten 5 im Mai", "none"),
        ("de", "Wo 14 Kinder sind", "none"),
        ("de", "so 14 Tage", "none"),
        ("de", "mit 3 Stand 2024", "none"),
        ("fr", "5 mars à 3 euros", "--03-05"),
        ("it", "5 set di posate", "none"),
        ("pt", "5 out of 10", "none"),
        ("es", "5 dic tionario", "none"),
        ("pl", "5 lis na polu", "none"),
        ("ru", "5 марок", "none"),
    ]);
}

#[test]
fn one_word_with_two_months() {
    check_pages(&[
        ("", "14 listopada 2024", "2024-10-14 or 2024-11-14"),
        ("en", "14. listopada 2024.", "2024-10-14 or 2024-11-14"),
        ("pl", "14 listopada 2024", "2024-11-14"),
        ("hr", "14. listopada 2024.", "2024-10-14"),
        ("uk", "14 листопада 2024", "2024-11-14"),
        // The day of the week decides: 14 November 2024 was a Thursday.
        ("", "czwartek, 14 listopada 2024", "2024-11-14"),
        ("", "listopada 2024", "none"),
    ]);
}

#[test]
fn figures_without_an_order() {
    check_pages(&[
        ("", "03/04/2024", "2024-04-03 or 2024-03-04"),
        ("en", "03/04/2024", "2024-04-03 or 2024-03-04"),
        ("en-CA", "03/04/2024", "2024-04-03 or 2024-03-04"),
        ("ja", "03/04/2024", "2024-04-03 or 2024-03-04"),
        ("zh", "03/04/2024", "2024-04-03 or 2024-03-04"),
        ("en-US", "03/04/2024", "2024-03-04"),
        ("en-GB", "03/04/2024", "2024-04-03"),
        ("en-AU", "03/04/24", "2024-04-03"),
        ("en-US", "23/04/2024", "2024-04-23"),
        ("en-US", "Wednesday, 03/04/2024", "2024-04-03"),
        ("de", "Version 4.9.12", "none"),
        ("de", "10.11.12.13", "none"),
        ("de", "Tel. 030/2024-0", "none"),
        ("ru", "5.000.000", "none"),
        ("ar", "1445/09/14", "invalid"),
    ]);
}

#[test]
fn from_one_day_to_another() {
    check_pages(&[
        ("de", "14. bis 16. März 2024", "several"),
        ("de", "14.-16. März 2024", "several"),
        ("de", "14./15. März 2024", "several"),
        ("de", "vom 14. März bis 16. April 2024", "several"),
        ("de", "14.–16.03.2024", "several"),
        ("de", "14.03. – 16.03.2024", "several"),
        ("de", "14.03.2024 bis 16.03.2024", "several"),
        ("de", "14. und 15. März 2024", "several"),
        ("fr", "du 14 au 16 mars 2024", "several"),
        ("fr", "14 et 15 mars 2024", "several"),
        ("fr", "14 mars au 16 avril 2024", "several"),
        ("it", "dal 14 al 16 marzo 2024", "several"),
        ("es", "14 y 15 de marzo de 2024", "several"),
        ("pt", "14 a 16 de março de 2024", "several"),
        ("pl", "14-16 marca 2024", "several"),
        ("nl", "14 t/m 16 maart 2024", "several"),
        ("nl", "14 tot 16 maart 2024", "several"),
        ("da", "14.-16. marts 2024", "several"),
        ("hr", "14. i 15. ožujka 2024.", "several"),
        ("el", "14 έως 16 Μαρτίου 2024", "several"),
        ("tr", "14-16 Mart 2024", "several"),
        ("ar", "14 إلى 16 مارس 2024", "several"),
        ("vi", "14 đến 16 tháng 3 năm 2024", "several"),
    ]);
}

#[test]
fn no_time_where_none_is_stated() {
    check_pages(&[
        ("de", "14. März 2024, 14 Teilnehmer", "2024-03-14"),
        ("de", "14. März 2024, 5 Min. Lesezeit", "2024-03-14"),
        ("de", "14. März 2024, 0:00 Uhr", "2024-03-14"),
        ("de", "14. März 2024, 10 bis 12 Uhr", "2024-03-14"),
        ("fr", "14 mars 2024, 3 h de débat", "2024-03-14 hour"),
        ("ja", "2024年3月14日 3時間", "2024-03-14"),
        ("ko", "2024년 3월 14일 3시간", "2024-03-14"),
        ("zh", "2024年3月14日 00:00", "2024-03-14"),
        ("de", "14. März 2024, 25:61 Uhr", "invalid"),
    ]);
}

#[test]
fn half_of_a_date() {
    check_pages(&[
        ("de", "heute, 14:05 Uhr", "none"),
        ("de", "Gestern", "none"),
        ("de", "vor 3 Tagen", "none"),
        ("fr", "il y a 3 jours", "none"),
        ("es", "hace 5 horas", "none"),
        ("ru", "5 минут назад", "none"),
        ("zh", "3天前", "none"),
        ("ja", "3日前", "none"),
        ("ja", "第3回", "none"),
        ("ko", "3일 전", "none"),
        ("zh", "三分之一", "none"),
        ("ja", "24年3月14日", "none"),
        ("de", "31. April 2024", "invalid"),
        ("es", "30 de febrero de 2024", "invalid"),
        ("zh", "2024年13月1日", "invalid"),
        ("ko", "2024년 2월 30일", "invalid"),
        ("ru", "31 июня 2024", "invalid"),
        ("ar", "مارس", "none"),
    ]);
}
