//! Towns and regions that datelines name: enough to tell `WASHINGTON – ` from `NATO – `.
//!
//! A place alone, without a date or a wire, makes a dateline only if it is known to be
//! one. Everything else about a dateline is told by its form, so this list need not be
//! complete: it holds capitals, seats of international organizations, and the towns that
//! news agencies let stand without their country.

use std::collections::HashSet;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::abroad;

/// Whether this is a town that datelines name alone. Case and accents do not matter.
pub(super) fn is_town(name: &str) -> bool {
    static TOWNS_BY_NAME: LazyLock<HashSet<String>> =
        LazyLock::new(|| names_in(&[TOWNS, abroad::TOWNS, abroad::TOWNS_IN_OTHER_SCRIPTS]));
    TOWNS_BY_NAME.contains(&folded(name))
}

/// Whether this is a country, state or province, by name or as abbreviated after a town:
/// `Kyrgyzstan`, `Ohio`, `AZ`, `Calif.`, `N.Y.`
pub(super) fn is_region(name: &str) -> bool {
    static REGIONS_BY_NAME: LazyLock<HashSet<String>> =
        LazyLock::new(|| names_in(&[REGIONS, abroad::REGIONS]));
    is_short_region(name) || REGIONS_BY_NAME.contains(&folded(name))
}

/// Whether this is the abbreviation of a state or province: `AZ`, `Calif.`, `N.Y.`
pub(super) fn is_short_region(name: &str) -> bool {
    static POSTAL_CODES: LazyLock<HashSet<&str>> = LazyLock::new(|| set(POSTAL));
    static SHORT_NAMES: LazyLock<HashSet<&str>> = LazyLock::new(|| set(SHORT));
    let name = name.trim();
    let dotted = name.len() >= 4
        && name.ends_with('.')
        && name.split_terminator('.').all(|letter| {
            letter.len() == 1 && letter.starts_with(|c: char| c.is_ascii_uppercase())
        });
    dotted
        || (name.len() == 2 && POSTAL_CODES.contains(name))
        || name
            .strip_suffix('.')
            .is_some_and(|short| SHORT_NAMES.contains(folded(short).as_str()))
}

/// A table of names, a comma between two.
pub(super) fn set(names: &'static str) -> HashSet<&'static str> {
    names.lines().flat_map(|line| line.split(", ")).collect()
}

/// Tables of names, in the spelling that is looked up.
fn names_in(tables: &[&'static str]) -> HashSet<String> {
    tables
        .iter()
        .flat_map(|table| set(table))
        .map(folded)
        .collect()
}

fn folded(name: &str) -> String {
    let plain = name.nfd().filter(|&c| !is_combining_mark(c));
    let mut folded = String::with_capacity(name.len());
    for c in plain.flat_map(char::to_lowercase) {
        folded.push(match c {
            '\u{2019}' => '\'',
            '\u{2010}'..='\u{2013}' => '-',
            c if c.is_whitespace() => ' ',
            c => c,
        });
    }
    folded
}

const TOWNS: &str = "\
aarhus, abidjan, abu dhabi, abuja, accra, addis ababa, aden, adelaide, alexandria, algiers
almaty, amman, amsterdam, andorra la vella, ankara, anchorage, antalya, antananarivo, antwerp
apia, arusha, ashgabat, ashgabad, asmara, astana, asuncion, athens, atlanta, auckland, austin
avarua, baghdad, baku, bali, baltimore, bamako, bandar seri begawan, bangalore, bengaluru
bangkok, bangui, banjul, barcelona, basel, basra, basseterre, beijing, beirut, belfast, belgrade
belmopan, berlin, bern, berne, bilbao, birmingham, bishkek, bissau, bogota, bologna, bonn
bordeaux, boston, brasilia, bratislava, brazzaville, bridgetown, brisbane, bristol, bruges
brussels, bucharest, budapest, buenos aires, bujumbura, busan, cairo, calgary, canberra
cape town, caracas, cardiff, casablanca, castries, charlotte, chennai, chicago, chisinau
cincinnati, cleveland, cologne, colombo, conakry, copenhagen, cordoba, cracow, krakow, dakar
dallas, damascus, dar es salaam, davos, delhi, denver, detroit, dhaka, dili, djibouti, dodoma
doha, donetsk, douala, dresden, dubai, dublin, dubrovnik, durban, dushanbe, dusseldorf
edinburgh, edmonton, eindhoven, entebbe, erbil, ergneti, essen, frankfurt, freetown
funafuti, gaborone, gaza, gdansk, geneva, genoa, georgetown, ghent, gibraltar, gitega, glasgow
goma, gothenburg, graz, guangzhou, guatemala city, gwangju, gyumri, the hague, hague, haifa
halifax, hamburg, hanoi, hanover, harare, havana, helsinki, heraklion, hiroshima
ho chi minh city, hobart, hollywood, hong kong, honiara, honolulu, houston, hyderabad
indianapolis, innsbruck, islamabad, istanbul, izmir, jakarta, jeddah, jerusalem, johannesburg
juba, kabul, kaliningrad, kampala, kandahar, karachi, kathmandu, kazan, kharkiv, kherson
khartoum, kiev, kigali, kingston, kinshasa, kolkata, kuala lumpur, kuwait city, kuwait, kyiv
kyoto, la paz, lagos, lahore, las vegas, lausanne, leeds, leipzig, libreville, lilongwe, lima
limassol, linz, lisbon, liverpool, ljubljana, lome, london, los angeles, luanda, lucerne
lusaka, luxembourg, lviv, lyon, maastricht, madrid, majuro, malabo, malaga, male, malmo
managua, manama, manchester, manila, maputo, mariupol, marrakech, marrakesh, marseille, maseru
mbabane, lobamba, mecca, medellin, melbourne, memphis, mexico city, miami, milan, milwaukee
minneapolis, minsk, mitrovica, mogadishu, monaco, monrovia, monterrey, montevideo, montreal
moroni, moscow, mostar, mosul, mumbai, munich, muscat, nagasaki, nairobi, nantes, naples
nashville, nassau, ndjamena, n'djamena, new delhi, new orleans, new york, new york city, ngerulmud
niamey, nice, nicosia, nouakchott, nouméa, novi sad, nuku'alofa, nur-sultan, nuremberg, nuuk
odesa, odessa, ohrid, oklahoma city, osaka, osh, oslo, ottawa, ouagadougou, palermo, palikir
panama city, paramaribo, paris, perth, philadelphia, phnom penh, phoenix, pittsburgh, plovdiv
podgorica, poltava, port louis, port moresby, port of spain, port vila, port-au-prince
porto, porto-novo, poznan, prague, praia, pretoria, pristina, prishtina, pyongyang, qabala
quebec city, quito, rabat, ramallah, rangoon, reykjavik, riga, rio de janeiro, riyadh, rome
roseau, rotterdam, saint petersburg, st. petersburg, st petersburg, salt lake city, salvador
salzburg, samarkand, san antonio, san diego, san francisco, san jose, san juan, san marino
san salvador, sanaa, sana'a, santiago, santo domingo, sao paulo, sao tome, sarajevo, seattle
seoul, seville, shanghai, sharm el sheikh, sharm el-sheikh, shenzhen, singapore, skopje, sochi
sofia, split, sri jayawardenepura kotte, st. george's, st. john's, st. louis, st louis
stockholm, strasbourg, stuttgart, sucre, suva, sydney, taipei, tallinn, tarawa, tashkent
tbilisi, tegucigalpa, tehran, tel aviv, thessaloniki, thimphu, tirana, tokyo, toronto, toulouse
trieste, tripoli, tskhinvali, tunis, turin, ulaanbaatar, ulan bator, utrecht, vaduz, valencia
valletta, vancouver, vatican city, venice, victoria, vienna, vientiane, vilnius, warsaw
washington, washington dc, washington d.c., wellington, windhoek, winnipeg, wroclaw, yalta
yamoussoukro, yangon, yaounde, yaren, yekaterinburg, yeravan, yerevan, zagreb, zaporizhzhia
zhytomyr, zurich";

const REGIONS: &str = "\
afghanistan, albania, algeria, andorra, angola, antigua and barbuda, argentina, armenia
australia, austria, azerbaijan, bahamas, the bahamas, bahrain, bangladesh, barbados, belarus
belgium, belize, benin, bermuda, bhutan, bolivia, bosnia and herzegovina, bosnia, botswana
brazil, brunei, bulgaria, burkina faso, burma, burundi, cambodia, cameroon, canada, cabo verde
cape verde, cayman islands, central african republic, chad, chile, china, colombia, comoros
congo, costa rica, cote d'ivoire, croatia, cuba, cyprus, czechia, czech republic, denmark
dominica, dominican republic, dr congo, drc, democratic republic of the congo, ecuador, egypt
el salvador, equatorial guinea, eritrea, estonia, eswatini, ethiopia, faroe islands, fiji
finland, france, french polynesia, gabon, gambia, the gambia, georgia, germany, ghana, greece
greenland, grenada, guatemala, guernsey, guinea, guinea-bissau, guyana, haiti, holy see
honduras, hungary, iceland, india, indonesia, iran, iraq, ireland, isle of man, israel, italy
ivory coast, jamaica, japan, jersey, jordan, kazakhstan, kenya, kiribati, korea, kosovo
kyrgyzstan, kyrgyz republic, laos, lao pdr, latvia, lebanon, lesotho, liberia, libya
liechtenstein, lithuania, madagascar, malawi, malaysia, maldives, mali, malta, marshall islands
mauritania, mauritius, mexico, micronesia, moldova, mongolia, montenegro, morocco, mozambique
myanmar, namibia, nauru, nepal, netherlands, the netherlands, new caledonia, new zealand
nicaragua, niger, nigeria, north korea, north macedonia, macedonia, northern ireland, norway
oman, pakistan, palau, palestine, panama, papua new guinea, paraguay, peru, philippines
the philippines, poland, portugal, puerto rico, qatar, republic of korea, romania, russia
russian federation, rwanda, samoa, saudi arabia, scotland, senegal, serbia, seychelles
sierra leone, slovakia, slovenia, solomon islands, somalia, south africa, south korea
south sudan, spain, sri lanka, sudan, suriname, sweden, switzerland, syria, taiwan, tajikistan
tanzania, thailand, timor-leste, togo, tonga, trinidad and tobago, tunisia, turkey, turkiye
turkmenistan, tuvalu, uae, uganda, uk, ukraine, united arab emirates, united kingdom
united states, united states of america, us, usa, uruguay, uzbekistan, vanuatu, vatican
venezuela, viet nam, vietnam, wales, west bank, yemen, zambia, zimbabwe, england, crimea
abkhazia, south ossetia, transnistria, bavaria, saxony, catalonia, sicily, hawaii, hong kong
alabama, alaska, arizona, arkansas, california, colorado, connecticut, delaware, florida, idaho
illinois, indiana, iowa, kansas, kentucky, louisiana, maine, maryland, massachusetts, michigan
minnesota, mississippi, missouri, montana, nebraska, nevada, new hampshire, new jersey
new mexico, north carolina, north dakota, ohio, oklahoma, oregon, pennsylvania, rhode island
south carolina, south dakota, tennessee, texas, utah, vermont, virginia, west virginia
wisconsin, wyoming, district of columbia, alberta, british columbia, manitoba, new brunswick
newfoundland, newfoundland and labrador, nova scotia, nunavut, ontario, prince edward island
quebec, saskatchewan, yukon, new south wales, queensland, tasmania, western australia
south australia, northern territory";

/// Postal codes of states and provinces, in capitals.
const POSTAL: &str = "\
AL, AK, AZ, AR, CA, CO, CT, DC, DE, FL, GA, HI, ID, IL, IN, IA, KS, KY, LA, ME, MD, MA, MI, MN
MS, MO, MT, NE, NV, NH, NJ, NM, NY, NC, ND, OH, OK, OR, PA, PR, RI, SC, SD, TN, TX, UT, VT, VA
WA, WV, WI, WY, AB, BC, MB, NB, NL, NS, ON, PE, QC, SK, YT";

/// States and provinces as agencies shorten them, before the full stop.
const SHORT: &str = "\
ala, ariz, ark, calif, colo, conn, del, fla, ga, ill, ind, kan, ky, la, md, mass, mich, minn
miss, mo, mont, neb, nev, okla, ore, pa, tenn, tex, vt, va, wash, wis, wyo, ont, que, alta, sask
man";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn towns_and_regions_in_any_case() {
        for town in [
            "VIENNA",
            "Zürich",
            "SÃO PAULO",
            "N\u{2019}DJAMENA",
            "THE HAGUE",
        ] {
            assert!(is_town(town), "{town}");
        }
        for region in [
            "Kyrgyzstan",
            "OHIO",
            "AZ",
            "N.Y.",
            "D.C.",
            "Calif.",
            "TÜRKIYE",
        ] {
            assert!(is_region(region), "{region}");
        }
        for other in ["NATO", "UPDATE", "az", "No.", "A.", "Smith", "NEW YORK"] {
            assert!(!is_region(other), "{other}");
        }
        assert!(!is_town("NATO") && !is_town("COVID"));
    }
}
