//! Datelines in the languages of the North and the Baltic.

use super::check_pages;

#[test]
#[rustfmt::skip]
fn in_northern_languages() {
    check_pages(&[
        ("sv", "Stockholm, den 3 mars 2021¦ – ¦Museet öppnar.", "Stockholm (Stockholm) 2021-03-03"),
        ("sv", "STOCKHOLM, 3 mars 2021 /PRNewswire/¦ -- ¦Bolaget växer.", "Stockholm (STOCKHOLM) 2021-03-03 [PRNewswire]"),
        ("sv", "Göteborg (TT)¦ - ¦Museet öppnar.", "Göteborg (Göteborg) [TT]"),
        ("nb", "OSLO (NTB)¦: ¦Museet åpner.", "Oslo (OSLO) [NTB]"),
        ("nb", "Oslo (NTB-AFP)¦: ¦Museet åpner.", "Oslo (Oslo) [NTB-AFP]"),
        ("nb", "Oslo, 3. mars 2021¦: ¦Selskapet vokser.", "Oslo (Oslo) 2021-03-03"),
        ("da", "København, 3. marts 2021¦ – ¦Museet åbner.", "København (København) 2021-03-03"),
        ("da", "København (Ritzau)¦ - ¦Museet åbner.", "København (København) [Ritzau]"),
        ("fi", "Helsinki, 3.3.2021¦ – ¦Museo avautuu.", "Helsinki (Helsinki) 2021-03-03"),
        ("fi", "HELSINKI (STT)¦ – ¦Museo avautuu.", "Helsinki (HELSINKI) [STT]"),
        ("is", "Reykjavík, 3. mars 2021¦ – ¦Safnið opnar.", "Reykjavík (Reykjavík) 2021-03-03"),
        ("et", "TALLINN, 3. märts, BNS¦ - ¦Muuseum avatakse.", "Tallinn (TALLINN) --03-03 [BNS]"),
        ("lv", "RĪGA, 3. marts, LETA¦. ¦Muzejs tiek atvērts.", "Rīga (RĪGA) --03-03 [LETA]"),
        ("lt", "Vilnius, kovo 3 d. (ELTA)¦. ¦Muziejus atidaromas.", "Vilnius (Vilnius) --03-03 [ELTA]"),
        ("lt", "VILNIUS, kovo 3 d., BNS¦ - ¦Muziejus atidaromas.", "Vilnius (VILNIUS) --03-03 [BNS]"),
    ]);
}
