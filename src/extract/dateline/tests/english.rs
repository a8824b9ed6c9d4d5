//! Datelines in English: distribution services first, then agencies.

use super::check_pages;

#[test]
#[rustfmt::skip]
fn distribution_services() {
    check_pages(&[
        ("en", "AMSTERDAM, March 3, 2021 (GLOBE NEWSWIRE)¦ -- ¦Tulipa N.V. said.", "Amsterdam (AMSTERDAM) 2021-03-03 [GLOBE NEWSWIRE]"),
        ("en", "HELSINKI, Finland, March 3, 2021 (GLOBE NEWSWIRE)¦ – ¦Lumi Oyj said.", "Helsinki (HELSINKI, Finland) 2021-03-03 [GLOBE NEWSWIRE]"),
        ("en", "BOSTON, March 3, 2021 (GLOBE NEWSWIRE via COMTEX)¦ -- ¦Acorn said.", "Boston (BOSTON) 2021-03-03 [GLOBE NEWSWIRE via COMTEX]"),
        ("en", "LONDON--(BUSINESS WIRE)¦--¦Acorn plc today opened a plant.", "London (LONDON) [BUSINESS WIRE]"),
        ("en", "LAGOS, Nigeria--(BUSINESS WIRE)¦--¦Acorn said.", "Lagos (LAGOS, Nigeria) [BUSINESS WIRE]"),
        ("en", "DUBAI, United Arab Emirates--(BUSINESS WIRE/AETOSWire)¦--¦Acorn said.", "Dubai (DUBAI, United Arab Emirates) [BUSINESS WIRE/AETOSWire]"),
        ("en", "NEW YORK , March 3, 2021 /PRNewswire/¦ -- ¦Acorn Inc. said.", "New York (NEW YORK) 2021-03-03 [PRNewswire]"),
        ("en", "NEW YORK, March 3, 2021 /PRNewswire-FirstCall/¦ -- ¦Acorn said.", "New York (NEW YORK) 2021-03-03 [PRNewswire-FirstCall]"),
        ("en", "SINGAPORE, March 3, 2021 /PRNewswire-AsiaNet/¦ -- ¦Acorn said.", "Singapore (SINGAPORE) 2021-03-03 [PRNewswire-AsiaNet]"),
        ("en", "BEIJING, March 3, 2021 /Xinhua-AsiaNet/¦ -- ¦A forum opened.", "Beijing (BEIJING) 2021-03-03 [Xinhua-AsiaNet]"),
        ("en", "NEW YORK and LONDON, March 3, 2021 /PRNewswire/¦ -- ¦Acorn said.", "New York+London (NEW YORK and LONDON) 2021-03-03 [PRNewswire]"),
        ("en", "PITTSBURGH, March 3, 2021 /3BL Media/¦ - ¦Acorn said.", "Pittsburgh (PITTSBURGH) 2021-03-03 [3BL Media]"),
        ("en", "DAKAR, Senegal, March 3, 2021/APO Group/¦ -- ¦The ministry said.", "Dakar (DAKAR, Senegal) 2021-03-03 [APO Group]"),
        ("en", "NEW YORK, NY / ACCESSWIRE / March 3, 2021¦ / ¦Acorn said.", "New York (NEW YORK, NY) 2021-03-03 [ACCESSWIRE]"),
        ("en", "HAMBURG, GERMANY / ACCESS Newswire / March 3, 2025¦ / ¦Acorn said.", "Hamburg (HAMBURG, GERMANY) 2025-03-03 [ACCESS Newswire]"),
        ("en", "HONG KONG, March 3, 2021 - (ACN Newswire)¦ - ¦Acorn said.", "Hong Kong (HONG KONG) 2021-03-03 [ACN Newswire]"),
        ("en", "TOKYO, Mar 3, 2021 - (JCN Newswire)¦ - ¦Kashi Ltd said.", "Tokyo (TOKYO) 2021-03-03 [JCN Newswire]"),
        ("en", "SINGAPORE - Media OutReach - 3 March 2021¦ - ¦Acorn said.", "Singapore (SINGAPORE) 2021-03-03 [Media OutReach]"),
        ("en", "HONG KONG - EQS Newswire - 3 March 2021¦ - ¦Acorn said.", "Hong Kong (HONG KONG) 2021-03-03 [EQS Newswire]"),
        ("en", "Vancouver, British Columbia – TheNewswire – March 3, 2021¦ – ¦Acorn said.", "Vancouver (Vancouver, British Columbia) 2021-03-03 [TheNewswire]"),
        ("en", "VANCOUVER, BC--(Marketwire - March 3, 2012)¦ - ¦Acorn said.", "Vancouver (VANCOUVER, BC) 2012-03-03 [Marketwire]"),
        ("en", "Seattle, WA (PRWEB) March 03, 2021¦ -- ¦Acorn said.", "Seattle (Seattle, WA) 2021-03-03 [PRWEB]"),
        ("en", "New York, NY -- (SBWIRE) -- 03/14/2021¦ -- ¦Acorn said.", "New York (New York, NY) 2021-03-14 [SBWIRE]"),
        ("en", "LOS ANGELES, Calif., March 3, 2021 (SEND2PRESS NEWSWIRE)¦ -- ¦Acorn said.", "Los Angeles (LOS ANGELES, Calif.) 2021-03-03 [SEND2PRESS NEWSWIRE]"),
        ("en", "MIAMI, March 3, 2021 (Newswire.com)¦ - ¦Acorn said.", "Miami (MIAMI) 2021-03-03 [Newswire.com]"),
        ("en", "CALGARY, ALBERTA, Mar. 3, 2021 /CNW/¦ - ¦Acorn said.", "Calgary (CALGARY, ALBERTA) 2021-03-03 [CNW]"),
        ("en", "OTTAWA, ON, March 3, 2021 /CNW/¦ - ¦The agency said.", "Ottawa (OTTAWA, ON) 2021-03-03 [CNW]"),
        ("en", "OTTAWA, ON, March 3, 2021 /CNW/¦ --¦", "Ottawa (OTTAWA, ON) 2021-03-03 [CNW]"),
        ("en", "New Delhi [India], March 3 (ANI/NewsVoir)¦: ¦Acorn India opened a school.", "New Delhi (New Delhi [India]) --03-03 [ANI/NewsVoir]"),
    ]);
}

#[test]
#[rustfmt::skip]
fn agencies_of_europe_and_the_americas() {
    check_pages(&[
        ("en", "MOSCOW, March 3. /TASS/¦. ¦The lake froze.", "Moscow (MOSCOW) --03-03 [TASS]"),
        ("en", "MOSCOW. March 3 (Interfax)¦ - ¦The lake froze.", "Moscow (MOSCOW) --03-03 [Interfax]"),
        ("en", "KYIV. March 3, 2021 (Interfax-Ukraine)¦ – ¦The bridge opened.", "Kyiv (KYIV) 2021-03-03 [Interfax-Ukraine]"),
        ("en", "MOSCOW (Sputnik)¦ – ¦The lake froze.", "Moscow (MOSCOW) [Sputnik]"),
        ("en", "MINSK, 3 March (BelTA)¦ – ¦The plant opened.", "Minsk (MINSK) --03-03 [BelTA]"),
        ("en", "YEREVAN, MARCH 3, ARMENPRESS¦. ¦The museum opened.", "Yerevan (YEREVAN) --03-03 [ARMENPRESS]"),
        ("en", "Baku, March 3, AZERTAC¦\n¦The museum opened.", "Baku (Baku) --03-03 [AZERTAC]"),
        ("en", "Baku, March 3, AZERTAC¦¦", "Baku (Baku) --03-03 [AZERTAC]"),
        ("en", "BAKU, Azerbaijan, March 3¦. ¦The museum opened.", "Baku (BAKU, Azerbaijan) --03-03"),
        ("en", "BAKU, Azerbaijan, March 3 /Trend/¦. ¦The museum opened.", "Baku (BAKU, Azerbaijan) --03-03 [Trend]"),
        ("en", "ASTANA. KAZINFORM¦ – ¦The museum opened.", "Astana (ASTANA) [KAZINFORM]"),
        ("en", "VILNIUS, Mar 03, BNS¦ – ¦The port grew.", "Vilnius (VILNIUS) --03-03 [BNS]"),
        ("en", "Sofia, March 3 (BTA)¦ - ¦The rose fields bloom.", "Sofia (Sofia) --03-03 [BTA]"),
        ("en", "BUCHAREST, March 3 /Agerpres/¦ - ¦The river rose.", "Bucharest (BUCHAREST) --03-03 [Agerpres]"),
        ("en", "ZAGREB, March 3 (Hina)¦ - ¦The ferry sails.", "Zagreb (ZAGREB) --03-03 [Hina]"),
        ("en", "LJUBLJANA, 3 March (STA)¦ - ¦The cave is open.", "Ljubljana (LJUBLJANA) --03-03 [STA]"),
        ("en", "BELGRADE, March 3, 2021 (Tanjug)¦ - ¦The fair opened.", "Belgrade (BELGRADE) 2021-03-03 [Tanjug]"),
        ("en", "BUDAPEST, March 3 (MTI)¦ - ¦The bath is open.", "Budapest (BUDAPEST) --03-03 [MTI]"),
        ("en", "Warsaw, March 3 (PAP)¦ - ¦The tram runs.", "Warsaw (Warsaw) --03-03 [PAP]"),
        ("en", "Prague, March 3 (CTK)¦ - ¦The tram runs.", "Prague (Prague) --03-03 [CTK]"),
        ("en", "London, Jun 11 (efe-epa)¦.- ¦The tower is lit.", "London (London) --06-11 [efe-epa]"),
        ("en", "WASHINGTON, March 3 (UPI)¦ -- ¦The river rose.", "Washington (WASHINGTON) --03-03 [UPI]"),
        ("en", "LA CROSSE, Wis. (AP)¦ — ¦The barn burned.", "La Crosse (LA CROSSE, Wis.) [AP]"),
        ("en", "HANOI, Vietnam (AP)¦ — ¦The market opened.", "Hanoi (HANOI, Vietnam) [AP]"),
        ("en", "KATHMANDU, April 25 (Reuters)¦ - ¦Climbers set out.", "Kathmandu (KATHMANDU) --04-25 [Reuters]"),
        ("en", "BEIRUT/THE HAGUE, March 7 (Reuters)¦ - ¦A court ruled.", "Beirut+The Hague (BEIRUT/THE HAGUE) --03-07 [Reuters]"),
        ("en", "VATICAN CITY (CNS)¦ -- ¦The choir sang.", "Vatican City (VATICAN CITY) [CNS]"),
        ("en", "WASHINGTON (RNS)¦ — ¦The choir sang.", "Washington (WASHINGTON) [RNS]"),
        ("en", "(JTA)¦ — ¦The choir sang.", "[JTA]"),
        ("en", "(CNN)¦ — ¦The storm passed.", "[CNN]"),
        ("en", "TORONTO, March 3 (CP)¦ - ¦The rink opened.", "Toronto (TORONTO) --03-03 [CP]"),
        ("en", "SYDNEY (AAP)¦ — ¦The reef grew.", "Sydney (SYDNEY) [AAP]"),
        ("en", "UNITED NATIONS, March 3 (Xinhua)¦ -- ¦The hall was full.", "United Nations (UNITED NATIONS) --03-03 [Xinhua]"),
    ]);
}

#[test]
#[rustfmt::skip]
fn agencies_of_asia_and_africa() {
    check_pages(&[
        ("en", "SEOUL, March 3 (Yonhap)¦ -- ¦The ferry sailed.", "Seoul (SEOUL) --03-03 [Yonhap]"),
        ("en", "TOKYO, March 3 (Jiji Press)¦--¦The train ran.", "Tokyo (TOKYO) --03-03 [Jiji Press]"),
        ("en", "TOKYO, March 3 (Kyodo)¦ - ¦The train ran.", "Tokyo (TOKYO) --03-03 [Kyodo]"),
        ("en", "BEIJING, March 3 (Xinhua)¦ -- ¦The dam is full.", "Beijing (BEIJING) --03-03 [Xinhua]"),
        ("en", "Taipei, March 3 (CNA)¦ ¦The harbor is open.", "Taipei (Taipei) --03-03 [CNA]"),
        ("en", "Hanoi (VNA)¦ – ¦The market opened.", "Hanoi (Hanoi) [VNA]"),
        ("en", "Hà Nội (VNA)¦ – ¦The market opened.", "Hà Nội (Hà Nội) [VNA]"),
        ("en", "KUALA LUMPUR, March 3 (Bernama)¦ -- ¦The rain fell.", "Kuala Lumpur (KUALA LUMPUR) --03-03 [Bernama]"),
        ("en", "Jakarta (ANTARA)¦ - ¦The rain fell.", "Jakarta (Jakarta) [ANTARA]"),
        ("en", "MANILA, March 3 (PNA)¦ -- ¦The rain fell.", "Manila (MANILA) --03-03 [PNA]"),
        ("en", "New Delhi, Mar 3 (PTI)¦ ¦The court ruled.", "New Delhi (New Delhi) --03-03 [PTI]"),
        ("en", "New Delhi [India], March 3 (ANI)¦: ¦The court ruled.", "New Delhi (New Delhi [India]) --03-03 [ANI]"),
        ("en", "Mumbai (Maharashtra) [India], March 3 (ANI)¦: ¦The court ruled.", "Mumbai (Mumbai (Maharashtra) [India]) --03-03 [ANI]"),
        ("en", "NEW DELHI¦: ¦The court ruled on the canal.", "New Delhi (NEW DELHI)"),
        ("en", "ISLAMABAD, Mar 3 (APP)¦: ¦The bridge opened.", "Islamabad (ISLAMABAD) --03-03 [APP]"),
        ("en", "DHAKA, March 3, 2021 (BSS)¦ - ¦The bridge opened.", "Dhaka (DHAKA) 2021-03-03 [BSS]"),
        ("en", "TEHRAN, Mar. 03 (MNA)¦ – ¦The bridge opened.", "Tehran (TEHRAN) --03-03 [MNA]"),
        ("en", "Tehran, March 3, IRNA¦ – ¦The bridge opened.", "Tehran (Tehran) --03-03 [IRNA]"),
        ("en", "ANKARA (AA)¦ - ¦The bridge opened.", "Ankara (ANKARA) [AA]"),
        ("en", "DUBAI, 3rd March, 2021 (WAM)¦ -- ¦The tower is lit.", "Dubai (DUBAI) 2021-03-03 [WAM]"),
        ("en", "KUWAIT, March 3 (KUNA)¦ -- ¦The tower is lit.", "Kuwait (KUWAIT) --03-03 [KUNA]"),
        ("en", "Doha, March 03 (QNA)¦ - ¦The tower is lit.", "Doha (Doha) --03-03 [QNA]"),
        ("en", "Riyadh, March 03, 2021, SPA¦ -- ¦The tower is lit.", "Riyadh (Riyadh) 2021-03-03 [SPA]"),
        ("en", "Manama, Mar. 3 (BNA)¦: ¦The tower is lit.", "Manama (Manama) --03-03 [BNA]"),
        ("en", "Amman, March 3 (Petra)¦ –- ¦The tower is lit.", "Amman (Amman) --03-03 [Petra]"),
        ("en", "CAIRO, March 3 (MENA)¦ - ¦The canal is open.", "Cairo (CAIRO) --03-03 [MENA]"),
        ("en", "CAIRO - 3 March 2021¦: ¦The canal is open.", "Cairo (CAIRO) 2021-03-03"),
        ("en", "Damascus, (SANA)¦- ¦The market opened.", "Damascus (Damascus) [SANA]"),
        ("en", "HARARE, 3 March (New Ziana)¦ - ¦The rain fell.", "Harare (HARARE) --03-03 [New Ziana]"),
        ("en", "Abuja, March 3, 2021 (NAN)¦ ¦The rain fell.", "Abuja (Abuja) 2021-03-03 [NAN]"),
        ("en", "Accra, March 3, GNA¦ - ¦The rain fell.", "Accra (Accra) --03-03 [GNA]"),
        ("en", "WINDHOEK, March 3 (NAMPA)¦ - ¦The rain fell.", "Windhoek (WINDHOEK) --03-03 [NAMPA]"),
    ]);
}
