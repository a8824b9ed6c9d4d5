//! Towns and countries as other languages call them, for datelines that are not in English.
//!
//! As little complete as the English list, and for the same reason: seats of governments and
//! the towns that agencies let stand alone. Names that are also words of the language
//! (`Essen`, `Halle`, `Nice`) are left out.

/// Towns in Latin letters.
pub(super) const TOWNS: &str = "\
aachen, amman, ankara, asunción, athen, augsburg, bakı, bandung, basel, belgrad, belo horizonte, beograd, bern
bielefeld, bochum, bogotá, bordeaux, brasília, braunschweig, bregenz, bremen, brno, brussel
brüssel, bruxelles, bruxelas, bruselas, bucarest, bucareste, bucurești, budapest, bukarest
bursa, caracas, chemnitz, chișinău, ciudad de méxico, cluj-napoca, coimbra, cotonou
da nang, đà nẵng, darmstadt, den haag, den bosch, diyarbakır, dortmund, douala, dresden
dublín, duisburg, düsseldorf, edinburgh, edinburg, eisenstadt, erfurt, firenze, florence
florenz, frankfurt, frankfurt am main, frankfurt a.m., frankfurt/main, freiburg, gaziantep
gdańsk, genf, genova, genève, gent, ginevra, ginebra, göteborg, göttingen, groningen
guayaquil, hà nội, hannover, havanna, heidelberg, helsingfors, helsinki, hồ chí minh
innsbruck, iași, istanbul, izmir, jakarta, jena, jyväskylä, kairo, kapstadt, karlsruhe, kassel
katowice, kaunas, kiel, kiew, klagenfurt, københavn, koblenz, köln, konya, kopenhagen, košice
kraków, la habana, la haye, la valette, la paz, l'aia, lausanne, leipzig, liège, lille, linz
lisboa, lisbonne, lissabon, lissabon, londen, londra, londres, łódź, lübeck, lublin, luzern
lyon, madrid, magdeburg, mailand, mainz, makassar, mannheim, maribor, marsiglia, mailand, medan
mexiko-stadt, milano, mosca, moscou, moscú, moskau, moskva, moskwa, montréal, mülheim, münchen
münster, napoli, neapel, neu-delhi, niamey, nikosia, nowy jork, nürnberg, nueva york
oldenburg, osijek, oslo, ostrava, ottawa, ouagadougou, oulu, padova, palembang, parigi, parijs
parís, peking, pékin, pequim, pereira, petrópolis, plzeň, podgorica, porto alegre, poznań, potsdam, prag
praga, praha, prishtinë, priština, quito, recife, regensburg, rheinfelden, riad, rīga, rijeka, rijswijk
roma, rom, rostock, rotterdam, rzeszów, saarbrücken, salzburg, san josé, sankt gallen, st. gallen
sankt petersburg, são paulo, santa cruz de la sierra, schwerin, sevilla, sofia, stettin, stockholm
straßburg, strasbourg, stuttgart, surabaya, szczecin, szeged, debrecen, pécs, tallinn, tampere, tartu
teheran, téhéran, teherán, timișoara, tirana, tiranë, tokio, torino, toshkent, trabzon, triest
trondheim, turku, tunisi, turin, ulm, uppsala, utrecht, vaduz, varsavia, varsovia, varsovie
varşova, veneza, venezia, venedig, viedeň, vídeň, viena, vienne, viyana, vilnius, warschau
warszawa, washington, wien, wiesbaden, wrocław, wolfsburg, wuppertal, yogyakarta, zagabria
zagreb, zürich, petra, brasov, brașov, ciudad de panamá, santo domingo, managua, tegucigalpa
kuala lumpur, putrajaya, georgetown, kuching, kota kinabalu, lucknow, patna, pune, ahmedabad
jaipur, srinagar, guwahati, bhopal, indianapolis, tucson, sacramento, tallahassee, lansing
des moines, new haven, newark, albuquerque, fort worth, buffalo, united nations, capitol hill
downing street, pekin, ramallah, nablus, erbil, astana, shymkent, karaganda, dakar, ouagadougou";

/// Towns in other scripts.
pub(super) const TOWNS_IN_OTHER_SCRIPTS: &str = "\
алматы, актау, архангельск, астана, ашхабад, баку, бакы, белград, београд, берлин, берлін, бишкек
братислава, брест, брюссель, будапешт, варна, варшава, вашингтон, ватикан, вена, вильнюс
виена, владивосток, волгоград, воронеж, гаага, гомель, грозный, донецк, душанбе, екатеринбург, ереван
женева, иркутск, казань, калининград, киев, київ, кишинев, кишинёв, краснодар, красноярск
крим, лондон, луганск, львів, львов, мадрид, махачкала, минск, мінск, могилев, москва, мурманск
нальчик, нижний новгород, ниш, новосибирск, нови сад, нур-султан, нью-йорк, одесса, одеса, омск
осло, охрид, ош, париж, пекин, пермь, петропавловск, пловдив, подгорица, прага, приштина, рига, рим
ростов-на-дону, самара, самарканд, санкт-петербург, сараево, сарајево, севастополь, симферополь
скопие, скопје, сочи, софия, ставрополь, стокгольм, стамбул, таллин, талін, ташкент, тегеран
тирана, тошкент, токио, тула, тюмень, улан-батор, улаанбаатар, уфа, хабаровск, харків, харьков
хельсинки, херсон, челябинск, шымкент, якутск, ялта, ярославль
αθήνα, αθηνα, θεσσαλονίκη, βρυξέλλες, λευκωσία, κωνσταντινούπολη, λονδίνο, παρίσι, βερολίνο, πάτρα
ηράκλειο, ουάσινγκτον, μόσχα, στρασβούργο, γενεύη, λεμεσός, ρώμη
երևան, ստեփանակերտ, გორი, თბილისი, ქუთაისი, ბათუმი
القاهرة, الإسكندرية, الرياض, جدة, مكة المكرمة, المدينة المنورة, أبوظبي, أبو ظبي, دبي, الشارقة
الدوحة, الكويت, المنامة, مسقط, عمان, عمّان, دمشق, حلب, بيروت, بغداد, البصرة, أربيل, القدس, القدس المحتلة
رام الله, غزة, نابلس, الخليل, صنعاء, عدن, الخرطوم, طرابلس, بنغازي, تونس, الجزائر, الرباط
الدار البيضاء, نواكشوط, مقديشو, جيبوتي, واشنطن, نيويورك, لندن, باريس, برلين, جنيف, فيينا, بروكسل
موسكو, أنقرة, إسطنبول, اسطنبول, طهران, بكين, طوكيو, نيودلهي, روما, مدريد
تهران, مشهد, اصفهان, شیراز, تبریز, کابل, هرات, قم, اهواز, رشت, کرمان, یزد, لندن, پاریس, وین, نیویورک, ژنو
اسلام آباد, کراچی, لاہور, پشاور, کوئٹہ, نئی دہلی, راولپنڈی
ירושלים, תל אביב, תל-אביב, חיפה, באר שבע, רמאללה, וושינגטון, לונדון, ניו יורק, פריז, ברלין
नई दिल्ली, नयी दिल्ली, मुंबई, कोलकाता, चेन्नई, लखनऊ, पटना, जयपुर, भोपाल, काठमांडू, काठमाडौँ, काठमाडौं
वाशिंगटन, लंदन, ঢাকা, চট্টগ্রাম, কলকাতা, নয়াদিল্লি
กรุงเทพฯ, กรุงเทพมหานคร, กรุงเทพ, เชียงใหม่, ภูเก็ต, ขอนแก่น
北京, 上海, 天津, 重庆, 重慶, 广州, 廣州, 深圳, 香港, 澳门, 澳門, 台北, 臺北, 高雄, 台中, 台南, 桃園, 新竹, 基隆, 嘉義, 屏東, 花蓮, 台東, 宜蘭, 南投, 彰化
雲林, 苗栗, 新北, 澎湖, 金門, 南京, 武汉, 成都, 西安, 杭州
东京, 東京, 大阪, 京都, 名古屋, 福岡, 札幌, 仙台, 広島, 那覇, 首尔, 首爾, 平壤, 華盛頓, 华盛顿, 纽约, 紐約, 联合国, 聯合國
伦敦, 倫敦, 巴黎, 柏林, 日内瓦, 布鲁塞尔, 莫斯科, 维也纳, 新德里, 曼谷, 新加坡, 吉隆坡, 雅加达, 悉尼, 堪培拉
ワシントン, ニューヨーク, ロンドン, パリ, ベルリン, ジュネーブ, ブリュッセル, モスクワ, ソウル, カイロ, シンガポール
バンコク, シドニー, ローマ, テヘラン, エルサレム, ウィーン, マニラ, 台湾, ニューデリー
서울, 부산, 대구, 인천, 광주, 대전, 울산, 세종, 제주, 수원, 춘천, 전주, 청주, 창원, 평양, 도쿄, 베이징, 상하이, 워싱턴
뉴욕, 런던, 파리, 베를린, 제네바, 브뤼셀, 모스크바, 싱가포르, 홍콩";

/// Countries and states in other languages.
pub(super) const REGIONS: &str = "\
deutschland, österreich, schweiz, frankreich, italien, spanien, niederlande, belgien, polen, ungarn
tschechien, türkei, liechtenstein, bayern, sachsen, nordrhein-westfalen, hessen, niedersachsen
baden-württemberg, brandenburg, thüringen, rheinland-pfalz, saarland, schleswig-holstein
sachsen-anhalt, mecklenburg-vorpommern, tirol, steiermark, kärnten, vorarlberg
allemagne, autriche, suisse, belgique, italie, espagne, pays-bas, maroc, algérie, tunisie, sénégal
cameroun, côte d'ivoire, québec, états-unis, royaume-uni, españa, méxico, perú, argentina, brasil
brasile, colombia, estados unidos, alemania, francia, italia, germania, svizzera, spagna, portugal
sverige, norge, danmark, suomi, finland, nederland, belgië, polska, česko, slovensko, magyarország
românia, türkiye, hrvatska, srbija, slovenija, azərbaycan, indonesia, việt nam, uae, u.a.e, u.s, u.k
maharashtra, karnataka, tamil nadu, gujarat, rajasthan, uttar pradesh, madhya pradesh, kerala
telangana, andhra pradesh, haryana, punjab, bihar, odisha, assam, jharkhand, chhattisgarh, goa
west bengal, himachal pradesh, uttarakhand, jammu and kashmir, manipur, tripura, meghalaya
fla, sp, rj, mg, rs, pr, df, hong kong sar
россия, украина, україна, беларусь, казахстан, германия, сша, великобритания, армения, азербайджан
грузия, молдова, кыргызстан, узбекистан, таджикистан, болгария, българия, србија, македонија
ελλάδα, ελλαδα, κύπρος, κυπρος
مصر, السعودية, المملكة العربية السعودية, الإمارات, الإمارات العربية المتحدة, الأردن, لبنان, سوريا, العراق, المغرب
تونس, قطر, البحرين, عُمان, اليمن, السودان, ليبيا, فلسطين, ایران, پاکستان, ישראל, ארצות הברית
भारत, नेपाल, বাংলাদেশ, 中国, 中國, 日本, 韩国, 韓国, 美国, 美國, 英国, 德国, 法国, 한국, 대한민국, 미국, 일본, 중국";
