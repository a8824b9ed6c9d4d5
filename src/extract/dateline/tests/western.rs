//! Datelines in German, Dutch and the Romance languages.

use super::check_pages;

#[test]
#[rustfmt::skip]
fn in_german() {
    check_pages(&[
        ("de", "Berlin, 12. Mai 2021 (ots)¦ - ¦Die Stiftung lädt ein.", "Berlin (Berlin) 2021-05-12 [ots]"),
        ("de", "Bad Hersfeld (ots)¦ - ¦Am Montag brannte ein Schuppen.", "Bad Hersfeld (Bad Hersfeld) [ots]"),
        ("de", "Garmisch-Partenkirchen (ots)¦ – ¦Die Bahn fährt.", "Garmisch-Partenkirchen (Garmisch-Partenkirchen) [ots]"),
        ("de", "Frankfurt/Main (ots)¦ - ¦Die Messe beginnt.", "Frankfurt/Main (Frankfurt/Main) [ots]"),
        ("de", "Halle (Saale) (dpa)¦ - ¦Der Zoo öffnet.", "Halle (Halle (Saale)) [dpa]"),
        ("de", "London (ots/PRNewswire)¦ - ¦Die Firma wächst.", "London (London) [ots/PRNewswire]"),
        ("de", "(ots)¦ - ¦Die Firma wächst.", "[ots]"),
        ("de", "Wien (OTS)¦ - ¦Die Kammer warnt.", "Wien (Wien) [OTS]"),
        ("de", "Wien (OTS/RK)¦ - ¦Die Stadt baut.", "Wien (Wien) [OTS/RK]"),
        ("de", "Wien (APA-OTS)¦ - ¦Die Stadt baut.", "Wien (Wien) [APA-OTS]"),
        ("de", "Graz/Wien (APA)¦ - ¦Die Stadt baut.", "Graz+Wien (Graz/Wien) [APA]"),
        ("de", "Berlin (dpa)¦ - ¦Der Rat tagt.", "Berlin (Berlin) [dpa]"),
        ("de", "Berlin/Hamburg (dpa/tmn)¦ – ¦Der Rat tagt.", "Berlin+Hamburg (Berlin/Hamburg) [dpa/tmn]"),
        ("de", "Berlin (dpa)¦\n¦Der Rat tagt.", "Berlin (Berlin) [dpa]"),
        ("de", "Wiesbaden (KNA/iz)¦. ¦Der Rat tagt.", "Wiesbaden (Wiesbaden) [KNA/iz]"),
        ("de", "Hannover (epd)¦. ¦Die Kirche öffnet.", "Hannover (Hannover) [epd]"),
        ("de", "Bern (sda)¦ - ¦Der Rat tagt.", "Bern (Bern) [sda]"),
        ("de", "Zürich (awp)¦ - ¦Die Aktie steigt.", "Zürich (Zürich) [awp]"),
        ("de", "Vaduz (ikr)¦ – ¦Die Regierung tagt.", "Vaduz (Vaduz) [ikr]"),
        ("de", "Frankfurt, 12. Mai (Reuters)¦ - ¦Der Kurs steigt.", "Frankfurt (Frankfurt) --05-12 [Reuters]"),
        ("de", "MÜNCHEN--(BUSINESS WIRE)¦--¦Die Muster AG wächst.", "München (MÜNCHEN) [BUSINESS WIRE]"),
        ("de", "MÜNCHEN, 3. März 2021 /PRNewswire/¦ -- ¦Die Muster AG wächst.", "München (MÜNCHEN) 2021-03-03 [PRNewswire]"),
        ("de", "Wolfsburg, 03.03.2021¦ – ¦Die Muster AG wächst.", "Wolfsburg (Wolfsburg) 2021-03-03"),
        ("de", "Hamburg, den 3. März 2021¦ – ¦Der Hafen wächst.", "Hamburg (Hamburg) 2021-03-03"),
        ("de", "Mainz, 3. März 2021¦. ¦Der Rat tagt.", "Mainz (Mainz) 2021-03-03"),
        ("de", "München / Berlin, 3. März 2021¦ – ¦Der Rat tagt.", "München+Berlin (München / Berlin) 2021-03-03"),
        ("de", "Leverkusen, 3. März 2021¦: ¦Der Rat tagt.", "Leverkusen (Leverkusen) 2021-03-03"),
        ("de", "London/Teheran¦ - ¦Die Behörden prüfen den Fall.", "London+Teheran (London/Teheran)"),
        ("de", "Riad¦. ¦Die Stadt feiert das Fest.", "Riad (Riad)"),
        ("de", "Hamburg¦. ¦Die Hansestadt und das Land bauen um.", "Hamburg (Hamburg)"),
        ("de", "Berlin¦. ¦Ein Zug steht seit dem Morgen still.", "Berlin (Berlin)"),
        ("de", "KÖLN, im März 2021¦ – ¦Der Dom wird saniert.", "Köln (KÖLN) März 2021"),
        ("de", "Sankt Augustin (3. März 2021)¦ – ¦Der Rat tagt.", "Sankt Augustin (Sankt Augustin) 2021-03-03"),
        ("de", "Lindau (B) (ots)¦ - ¦Die Firma wächst.", "Lindau (Lindau (B)) [ots]"),
        ("de", "Frankfurt a.M. (epd)¦. ¦Die Kirche öffnet.", "Frankfurt a.M. (Frankfurt a.M.) [epd]"),
        ("de", "Neustadt a. d. Weinstraße (ots)¦ - ¦Die Firma wächst.", "Neustadt a. d. Weinstraße (Neustadt a. d. Weinstraße) [ots]"),
        ("de", "Zürich und Genf, 3. März 2021¦ – ¦Die Bank wächst.", "Zürich+Genf (Zürich und Genf) 2021-03-03"),
        ("de", "Berlin, Deutschland, 3. März 2021 (GLOBE NEWSWIRE)¦ -- ¦Die Firma wächst.", "Berlin (Berlin, Deutschland) 2021-03-03 [GLOBE NEWSWIRE]"),
        ("de", "Düsseldorf (dpa/lnw)¦ - ¦Der Rat tagt.", "Düsseldorf (Düsseldorf) [dpa/lnw]"),
        ("de", "FRANKFURT (dpa-AFX)¦ - ¦Der Kurs steigt.", "Frankfurt (FRANKFURT) [dpa-AFX]"),
        ("de", "Bern/Zürich (Keystone-SDA)¦ - ¦Der Rat tagt.", "Bern+Zürich (Bern/Zürich) [Keystone-SDA]"),
        ("de", "Berlin (AFP)¦ ¦Der Rat tagt.", "Berlin (Berlin) [AFP]"),
        ("de", "Nürnberg – 3. März 2021¦: ¦Die Firma wächst.", "Nürnberg (Nürnberg) 2021-03-03"),
        ("de", "3. März 2021, Berlin¦. ¦Die Firma wächst.", "Berlin (Berlin) 2021-03-03"),
        ("de", "Wien, am 3. März 2021¦ – ¦Die Firma wächst.", "Wien (Wien) 2021-03-03"),
        ("de", "Essen, 03. März 2021 (ots)¦ - ¦Die Firma wächst.", "Essen (Essen) 2021-03-03 [ots]"),
    ]);
}

#[test]
#[rustfmt::skip]
fn in_dutch() {
    check_pages(&[
        ("nl", "DEN HAAG (ANP)¦ - ¦De kamer vergadert.", "Den Haag (DEN HAAG) [ANP]"),
        ("nl", "BRUSSEL (BELGA)¦ = ¦De raad vergadert.", "Brussel (BRUSSEL) [BELGA]"),
        ("nl", "Amsterdam, 3 maart 2021¦ – ¦De haven groeit.", "Amsterdam (Amsterdam) 2021-03-03"),
        ("nl", "UTRECHT, Nederland, 3 maart 2021 /PRNewswire/¦ -- ¦De bank groeit.", "Utrecht (UTRECHT, Nederland) 2021-03-03 [PRNewswire]"),
    ]);
}

#[test]
#[rustfmt::skip]
fn in_french() {
    check_pages(&[
        ("fr", "Paris, le 3 mars 2021¦ – ¦Le musée ouvre.", "Paris (Paris) 2021-03-03"),
        ("fr", "PARIS, 3 mars 2021 /PRNewswire/¦ -- ¦La société ouvre.", "Paris (PARIS) 2021-03-03 [PRNewswire]"),
        ("fr", "MONTRÉAL, le 3 mars 2021 /CNW Telbec/¦ - ¦La société ouvre.", "Montréal (MONTRÉAL) 2021-03-03 [CNW Telbec]"),
        ("fr", "QUÉBEC, le 3 mars 2021¦ - ¦Le port ouvre.", "Québec (QUÉBEC) 2021-03-03"),
        ("fr", "Paris (AFP)¦ – ¦Le musée ouvre.", "Paris (Paris) [AFP]"),
        ("fr", "Paris, 3 mars 2021 (AFP)¦ – ¦Le musée ouvre.", "Paris (Paris) 2021-03-03 [AFP]"),
        ("fr", "PARIS, 3 mars (Reuters)¦ - ¦Le musée ouvre.", "Paris (PARIS) --03-03 [Reuters]"),
        ("fr", "(AFP)¦ – ¦Le musée ouvre.", "[AFP]"),
        ("fr", "BRUXELLES (Belga)¦ - ¦Le conseil siège.", "Bruxelles (BRUXELLES) [Belga]"),
        ("fr", "Dakar, 3 mars (APS)¦ – ¦La pluie tombe.", "Dakar (Dakar) --03-03 [APS]"),
        ("fr", "Rabat, 3 mars 2021 (MAP)¦ - ¦Le port ouvre.", "Rabat (Rabat) 2021-03-03 [MAP]"),
        ("fr", "Genève (ats)¦ - ¦Le conseil siège.", "Genève (Genève) [ats]"),
        ("fr", "PARIS--(BUSINESS WIRE)¦--¦La société ouvre.", "Paris (PARIS) [BUSINESS WIRE]"),
        ("fr", "Paris et Bruxelles, le 3 mars 2021¦ – ¦La banque croît.", "Paris+Bruxelles (Paris et Bruxelles) 2021-03-03"),
        ("fr", "LYON (France), le 3 mars 2021¦ – ¦Le musée ouvre.", "Lyon (LYON (France)) 2021-03-03"),
        ("fr", "Abidjan, 3 mars 2021 (AIP)¦ - ¦Le musée ouvre.", "Abidjan (Abidjan) 2021-03-03 [AIP]"),
    ]);
}

#[test]
#[rustfmt::skip]
fn in_spanish() {
    check_pages(&[
        ("es", "Madrid, 3 mar (EFE)¦.- ¦El museo abre.", "Madrid (Madrid) --03-03 [EFE]"),
        ("es", "MADRID, 3 Mar. (EUROPA PRESS)¦ - ¦El museo abre.", "Madrid (MADRID) --03-03 [EUROPA PRESS]"),
        ("es", "Madrid, 3 de marzo de 2021¦.- ¦El museo abre.", "Madrid (Madrid) 2021-03-03"),
        ("es", "Ciudad de México, 3 mar (EFE)¦.- ¦El museo abre.", "Ciudad de México (Ciudad de México) --03-03 [EFE]"),
        ("es", "Buenos Aires, 3 de marzo de 2021 (Télam)¦.- ¦El museo abre.", "Buenos Aires (Buenos Aires) 2021-03-03 [Télam]"),
        ("es", "CIUDAD DE MÉXICO (AP)¦ — ¦El museo abre.", "Ciudad de México (CIUDAD DE MÉXICO) [AP]"),
        ("es", "La Habana, 3 mar (Prensa Latina)¦ ¦El museo abre.", "La Habana (La Habana) --03-03 [Prensa Latina]"),
        ("es", "CARACAS, 3 MAR (AVN)¦.- ¦El museo abre.", "Caracas (CARACAS) --03-03 [AVN]"),
        ("es", "BOGOTÁ, Colombia, 3 de marzo de 2021 /PRNewswire/¦ -- ¦La firma abre.", "Bogotá (BOGOTÁ, Colombia) 2021-03-03 [PRNewswire]"),
        ("es", "SANTIAGO DE CHILE, 3 mar (Xinhua)¦ -- ¦El museo abre.", "Santiago de Chile (SANTIAGO DE CHILE) --03-03 [Xinhua]"),
        ("es", "Guayaquil (Ecuador), 3 mar (EFE)¦.- ¦El museo abre.", "Guayaquil (Guayaquil (Ecuador)) --03-03 [EFE]"),
        ("es", "Quito, 03 mar 2021¦.- ¦El museo abre.", "Quito (Quito) 2021-03-03"),
        ("es", "Madrid, 3 mar¦.- ¦El museo abre.", "Madrid (Madrid) --03-03"),
    ]);
}

#[test]
#[rustfmt::skip]
fn in_portuguese() {
    check_pages(&[
        ("pt", "Lisboa, 03 mar 2021 (Lusa)¦ – ¦O museu abre.", "Lisboa (Lisboa) 2021-03-03 [Lusa]"),
        ("pt", "Lisboa, 03 mar (Lusa)¦ - ¦O museu abre.", "Lisboa (Lisboa) --03-03 [Lusa]"),
        ("pt", "SÃO PAULO (Reuters)¦ - ¦O museu abre.", "São Paulo (SÃO PAULO) [Reuters]"),
        ("pt", "SÃO PAULO, SP (FOLHAPRESS)¦ - ¦O museu abre.", "São Paulo (SÃO PAULO, SP) [FOLHAPRESS]"),
        ("pt", "Brasília, 3 de março de 2021¦ - ¦O museu abre.", "Brasília (Brasília) 2021-03-03"),
        ("pt", "Praia, 3 Mar (Inforpress)¦ – ¦O porto abre.", "Praia (Praia) --03-03 [Inforpress]"),
        ("pt", "LUANDA, 3 de março de 2021 (ANGOP)¦ - ¦O porto abre.", "Luanda (LUANDA) 2021-03-03 [ANGOP]"),
    ]);
}

#[test]
#[rustfmt::skip]
fn in_italian() {
    check_pages(&[
        ("it", "(ANSA) - ROMA, 03 MAR¦ - ¦Il museo apre.", "Roma (ROMA) --03-03 [ANSA]"),
        ("it", "Roma, 3 mar. (Adnkronos)¦ - ¦Il museo apre.", "Roma (Roma) --03-03 [Adnkronos]"),
        ("it", "Milano, 3 mar. (askanews)¦ - ¦Il museo apre.", "Milano (Milano) --03-03 [askanews]"),
        ("it", "ROMA (ITALPRESS)¦ - ¦Il museo apre.", "Roma (ROMA) [ITALPRESS]"),
        ("it", "Milano, 3 marzo 2021¦ – ¦Il museo apre.", "Milano (Milano) 2021-03-03"),
        ("it", "Torino, 3 mar. (LaPresse)¦ - ¦Il museo apre.", "Torino (Torino) --03-03 [LaPresse]"),
        ("it", "(DIRE) Roma, 3 mar¦. - ¦Il museo apre.", "Roma (Roma) --03-03 [DIRE]"),
    ]);
}
