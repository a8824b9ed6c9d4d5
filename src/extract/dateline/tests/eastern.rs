//! Datelines from Prague to Ulaanbaatar, in Latin, Cyrillic, Greek and Georgian letters.

use super::check_pages;

#[test]
#[rustfmt::skip]
fn in_latin_letters() {
    check_pages(&[
        ("pl", "Warszawa, 03.03.2021 (PAP)¦ - ¦Muzeum otwiera.", "Warszawa (Warszawa) 2021-03-03 [PAP]"),
        ("pl", "Warszawa (PAP)¦ - ¦Muzeum otwiera.", "Warszawa (Warszawa) [PAP]"),
        ("pl", "Kraków, 3 marca 2021 r.¦ – ¦Muzeum otwiera.", "Kraków (Kraków) 2021-03-03"),
        ("pl", "Gdańsk, dnia 3 marca 2021 r.¦ – ¦Muzeum otwiera.", "Gdańsk (Gdańsk) 2021-03-03"),
        ("cs", "Praha 3. března (ČTK)¦ - ¦Muzeum otevírá.", "Praha (Praha) --03-03 [ČTK]"),
        ("cs", "Praha, 3. března 2021¦ – ¦Muzeum otevírá.", "Praha (Praha) 2021-03-03"),
        ("sk", "Bratislava 3. marca (TASR)¦ - ¦Múzeum otvára.", "Bratislava (Bratislava) --03-03 [TASR]"),
        ("sk", "BRATISLAVA 3. marca (SITA)¦ - ¦Múzeum otvára.", "Bratislava (BRATISLAVA) --03-03 [SITA]"),
        ("hu", "Budapest, 2021. március 3., szerda (MTI)¦ - ¦A múzeum megnyílik.", "Budapest (Budapest) 2021-03-03 [MTI]"),
        ("hu", "Budapest, 2021. március 3.¦ – ¦A múzeum megnyílik.", "Budapest (Budapest) 2021-03-03"),
        ("ro", "București, 3 mar /Agerpres/¦ - ¦Muzeul se deschide.", "București (București) --03-03 [Agerpres]"),
        ("ro", "CHIȘINĂU, 3 mar - Sputnik¦. ¦Muzeul se deschide.", "Chișinău (CHIȘINĂU) --03-03 [Sputnik]"),
        ("hr", "ZAGREB, 3. ožujka 2021. (Hina)¦ - ¦Muzej se otvara.", "Zagreb (ZAGREB) 2021-03-03 [Hina]"),
        ("sl", "Ljubljana, 3. marca (STA)¦ - ¦Muzej se odpira.", "Ljubljana (Ljubljana) --03-03 [STA]"),
        ("sr", "BEOGRAD, 3. marta 2021. (Beta)¦ - ¦Muzej se otvara.", "Beograd (BEOGRAD) 2021-03-03 [Beta]"),
        ("bs", "SARAJEVO, 3. marta (FENA)¦ - ¦Muzej se otvara.", "Sarajevo (SARAJEVO) --03-03 [FENA]"),
        ("sr", "PODGORICA, 3. mart (MINA)¦ – ¦Muzej se otvara.", "Podgorica (PODGORICA) --03-03 [MINA]"),
        ("sq", "TIRANË, 3 mars /ATSH/¦- ¦Muzeu hapet.", "Tiranë (TIRANË) --03-03 [ATSH]"),
        ("tr", "ANKARA (AA)¦ - ¦Müze açıldı.", "Ankara (ANKARA) [AA]"),
        ("tr", "İSTANBUL (DHA)¦ - ¦Müze açıldı.", "İstanbul (İSTANBUL) [DHA]"),
        ("tr", "BURSA (İHA)¦ - ¦Müze açıldı.", "Bursa (BURSA) [İHA]"),
        ("tr", "İstanbul, 3 Mart 2021¦ – ¦Müze açıldı.", "İstanbul (İstanbul) 2021-03-03"),
        ("az", "Bakı, 3 mart, AZƏRTAC¦\n¦Muzey açılıb.", "Bakı (Bakı) --03-03 [AZƏRTAC]"),
    ]);
}

#[test]
#[rustfmt::skip]
fn in_cyrillic_letters() {
    check_pages(&[
        ("ru", "МОСКВА, 3 марта. /ТАСС/¦. ¦Музей открылся.", "Москва (МОСКВА) --03-03 [ТАСС]"),
        ("ru", "МОСКВА, 3 марта 2021 г. /ТАСС/¦. ¦Музей открылся.", "Москва (МОСКВА) 2021-03-03 [ТАСС]"),
        ("ru", "МОСКВА, 3 мар — РИА Новости¦. ¦Музей открылся.", "Москва (МОСКВА) --03-03 [РИА Новости]"),
        ("ru", "Москва. 3 марта. INTERFAX.RU¦ - ¦Музей открылся.", "Москва (Москва) --03-03 [INTERFAX.RU]"),
        ("ru", "Москва. 3 марта. ИНТЕРФАКС¦ - ¦Музей открылся.", "Москва (Москва) --03-03 [ИНТЕРФАКС]"),
        ("ru", "ПЕТРОПАВЛОВСК. КАЗИНФОРМ¦ – ¦Музей открылся.", "Петропавловск (ПЕТРОПАВЛОВСК) [КАЗИНФОРМ]"),
        ("ru", "АСТАНА. 3 марта. КАЗИНФОРМ¦ - ¦Музей открылся.", "Астана (АСТАНА) --03-03 [КАЗИНФОРМ]"),
        ("ru", "3 марта, Минск /Корр. БЕЛТА/¦. ¦Музей открылся.", "Минск (Минск) --03-03 [Корр. БЕЛТА]"),
        ("ru", "БИШКЕК, 3 марта – АКИпресс¦. ¦Музей открылся.", "Бишкек (БИШКЕК) --03-03 [АКИпресс]"),
        ("ru", "Бишкек, 3 марта /Кабар/¦. ¦Музей открылся.", "Бишкек (Бишкек) --03-03 [Кабар]"),
        ("ru", "ДУШАНБЕ, 03.03.2021 /НИАТ «Ховар»/¦. ¦Музей открылся.", "Душанбе (ДУШАНБЕ) 2021-03-03 [НИАТ «Ховар»]"),
        ("ru", "Баку, 3 марта, АЗЕРТАДЖ¦\n¦Музей открылся.", "Баку (Баку) --03-03 [АЗЕРТАДЖ]"),
        ("ru", "ЕРЕВАН, 3 МАРТА, АРМЕНПРЕСС¦. ¦Музей открылся.", "Ереван (ЕРЕВАН) --03-03 [АРМЕНПРЕСС]"),
        ("ru", "ТАШКЕНТ, 3 мар — Sputnik¦. ¦Музей открылся.", "Ташкент (ТАШКЕНТ) --03-03 [Sputnik]"),
        ("ru", "ВЕНА, 3 марта 2021 года¦ – ¦Музей открылся.", "Вена (ВЕНА) 2021-03-03"),
        ("ru", "Москва, Россия, 3 марта 2021 г. /PRNewswire/¦ -- ¦Компания растёт.", "Москва (Москва, Россия) 2021-03-03 [PRNewswire]"),
        ("uk", "КИЇВ. 3 березня. УНН¦. ¦Музей відкрився.", "Київ (КИЇВ) --03-03 [УНН]"),
        ("uk", "Київ, 3 березня 2021 року¦ – ¦Музей відкрився.", "Київ (Київ) 2021-03-03"),
        ("bg", "София, 3 март (БТА)¦ - ¦Музеят отваря.", "София (София) --03-03 [БТА]"),
        ("bg", "София, 3 март /БТА/¦ - ¦Музеят отваря.", "София (София) --03-03 [БТА]"),
        ("mk", "Скопје, 3 март 2021 (МИА)¦ - ¦Музејот се отвора.", "Скопје (Скопје) 2021-03-03 [МИА]"),
        ("sr", "БЕОГРАД, 3. марта 2021. (Танјуг)¦ - ¦Музеј се отвара.", "Београд (БЕОГРАД) 2021-03-03 [Танјуг]"),
        ("kk", "АСТАНА. ҚазАқпарат¦ – ¦Мұражай ашылды.", "Астана (АСТАНА) [ҚазАқпарат]"),
        ("mn", "Улаанбаатар, 2021 оны 3-р сарын 3 /МОНЦАМЭ/¦. ¦Музей нээгдлээ.", "Улаанбаатар (Улаанбаатар) 2021-03-03 [МОНЦАМЭ]"),
    ]);
}

#[test]
#[rustfmt::skip]
fn in_greek_and_georgian() {
    check_pages(&[
        ("el", "Αθήνα, 3 Μαρτίου 2021¦ – ¦Το μουσείο ανοίγει.", "Αθήνα (Αθήνα) 2021-03-03"),
        ("el", "ΑΘΗΝΑ, 3 Μαρτίου 2021 (ΑΠΕ-ΜΠΕ)¦ – ¦Το μουσείο ανοίγει.", "Αθηνα (ΑΘΗΝΑ) 2021-03-03 [ΑΠΕ-ΜΠΕ]"),
        ("el", "Λευκωσία, 3 Μαρτίου (ΚΥΠΕ)¦ - ¦Το μουσείο ανοίγει.", "Λευκωσία (Λευκωσία) --03-03 [ΚΥΠΕ]"),
        ("ka", "თბილისი, 3 მარტი 2021¦ – ¦მუზეუმი გაიხსნა.", "თბილისი (თბილისი) 2021-03-03"),
    ]);
}
