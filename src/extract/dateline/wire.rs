//! The wire that carried a release: `/PRNewswire/`, `(GLOBE NEWSWIRE)`, `(ots)`.
//!
//! All wires stand in one table, sorted by the forms in which they are printed. Names of a
//! few letters are too much like other words to count without brackets or slashes around
//! them; the names of [`Form::Bare`] do: `YEREVAN, MARCH 3, ARMENPRESS.`

use std::collections::HashMap;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization;

/// How a wire is set off from place, date and text. What a form allows, the next allows too.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Form {
    /// In brackets, slashes or between dashes: `(AA)`, `/TASS/`, `- Media OutReach -`.
    SetOff,
    /// Also with nothing but a comma, a full stop or a dash before and after it.
    Bare,
    /// Also glued to the place in scripts that part no words: `新华社北京`, `(서울=연합뉴스)`.
    Glued,
}

/// Whether this names a wire or news agency, alone or with its partner:
/// `PRNewswire-USNewswire`, `ots/PRNewswire`, `Newsfile Corp.`
pub(super) fn is_known(name: &str) -> bool {
    form(name).is_some()
}

/// Whether this very name is in the table of wires, and printed as a name is: `ТАСС`.
pub(super) fn is_listed_in_capitals(name: &str) -> bool {
    let capitals = !name.chars().any(char::is_lowercase);
    capitals && name.len() <= LONGEST && FORMS.contains_key(&folded(name))
}

/// The least set off form in which a wire is printed; `None` where this is no wire.
pub(super) fn form(name: &str) -> Option<Form> {
    if name.len() > LONGEST {
        return None;
    }
    let whole = folded(name);
    let first = folded(first_of_partners(name));
    [whole, first].iter().find_map(|name| {
        let bare = SUFFIXES
            .iter()
            .find_map(|suffix| name.strip_suffix(suffix))
            .filter(|bare| !bare.is_empty())
            .unwrap_or(name);
        let bare = PREFIXES
            .iter()
            .find_map(|prefix| bare.strip_prefix(prefix))
            .filter(|rest| FORMS.contains_key(*rest))
            .unwrap_or(bare);
        let kind = || {
            let named = KINDS.iter().any(|kind| bare.ends_with(kind));
            named.then_some(Form::SetOff)
        };
        let known = FORMS.get(name.as_str()).or_else(|| FORMS.get(bare));
        known.copied().or_else(kind)
    })
}

/// The longest known wire at the beginning of a text without spaces, as printed there:
/// `新华社` of `新华社北京`.
pub(super) fn glued_before(text: &str) -> Option<&str> {
    let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
    let mut longest = None;
    for end in ends.take(MOST_GLUED) {
        if form(&text[..end]) == Some(Form::Glued) {
            longest = Some(&text[..end]);
        }
    }
    longest
}

/// The longest known wire at the end of a text without spaces: `共同` of `ロンドン共同`.
pub(super) fn glued_after(text: &str) -> Option<&str> {
    let starts = text.char_indices().rev().map(|(at, _)| at);
    let mut longest = None;
    for start in starts.take(MOST_GLUED) {
        if form(&text[start..]) == Some(Form::Glued) {
            longest = Some(&text[start..]);
        }
    }
    longest
}

/// In characters.
const MOST_GLUED: usize = 8;

/// `dpa/tmn`, `KNA/iz`, `PRNewswire=YONHAP`, `PRNewswire via COMTEX`.
fn first_of_partners(name: &str) -> &str {
    let name = name.split(['-', '–', '/', '=', '＝']).next();
    let name = name.unwrap_or_default();
    name.split_once(" via ").map_or(name, |(first, _)| first)
}

/// Whether a name in brackets is that of a news service, though not a known one:
/// `(ILO News)`.
pub(super) fn is_like_one(name: &str) -> bool {
    let words: Vec<String> = name.split_whitespace().map(folded).collect();
    name.len() <= LONGEST
        && (1..=4).contains(&words.len())
        && words.iter().any(|word| {
            matches!(word.as_str(), "news" | "wire" | "press" | "agency")
                || word.ends_with("news")
                || word.ends_with("wire")
                || word.ends_with("press")
        })
}

/// In bytes; a longer text in brackets is an aside.
const LONGEST: usize = 64;

/// Letters and digits only, small and without accents.
fn folded(name: &str) -> String {
    name.nfd()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Legal forms and domains after a wire's name.
const SUFFIXES: &[&str] = &["com", "corp", "inc", "ltd", "group"];

/// Words before a wire's name: `via TheNewswire`, `Корр. БЕЛТА`, `The Associated Press`.
const PREFIXES: &[&str] = &["via", "the", "корр"];

/// What the names of distribution services end in.
const KINDS: &[&str] = &[
    "newswire",
    "prwire",
    "presswire",
    "businesswire",
    "newsaktuell",
    "pressrelease",
];

static FORMS: LazyLock<HashMap<String, Form>> = LazyLock::new(|| {
    let mut forms = HashMap::new();
    for (form, names) in WIRES {
        for name in names.split([',', '\n']) {
            forms.insert(folded(name), *form);
        }
    }
    forms.remove("");
    forms
});

/// Services and agencies by their forms, a comma between two.
const WIRES: &[(Form, &str)] = &[
    // Distribution services.
    (
        Form::SetOff,
        "\
247pressrelease, 3bl media, 3bl, access newswire, acn, actusnews, aetoswire, african media agency
apo, apo group, canada newswire, cision, cnw, cnw telbec, comtex, dgap, ein, einpresswire
enewspf, eqs, ikr, investorbrandnetwork, jcn newswire, korea bizwire, kyodo jbn, marketwatch, marketwire
marketwired, media outreach, menafn, news direct, newsfile, newsvoir, newsworthy.ai, openpr, ots
prlog, prleap, prweb, prwire, pressreleasejet, rapidwire, realwire, rns, sbwire, seaprwire
send2press, ssnewswire, telbec, usnewswire, webwire, zawya, zexprwire, business wire india
newmediawire, new media wire, vmt, apa ots, बिज़नेस वायर, ビジネスワイヤ, 뉴스와이어, بزنيس واير
ביזנס ווייר, бизнес вайр",
    ),
    (
        Form::Bare,
        "accesswire, businesswire, business wire, globenewswire, globe newswire, prnewswire, pr newswire
thenewswire, media outreach newswire, eqs newswire, jcn newswire",
    ),
    // Agencies by their letters.
    (
        Form::SetOff,
        "\
aa, aap, abi, abp, adn, adnkronos, aei, aftonbladet, afp, agi, aim, aip, akipress, akp, amna, ana mpa, andes
andina, ani, anka, anp, ansa, ap, apa, app, aps, ata, ats, atsh, avn, awp, bbc, belga, bernama
beta, bloomberg, bna, bns, bss, bta, cana, cna, cna sda, cnn, cns, cp, csp, ctk, dha, dire, dpa
dpa afx, dpp, efe, elta, ena, epa, epd, europa press, eurasianet, fena, fides, folhapress, gna
hina, ians, iha, inforpress, ina, ips, irin, irna, isna, italpress, itar tass, jiji, jiji press, jns, jta
kabar, keystone sda, kna, kpl, kuna, kyodo, kyodo news, lapresse, leta, lusa, map, mena, mia
mina, mna, montsame, mti, nampa, nan, new ziana, nna, notimex, nova, novinite, ntb, onl, ots, pa
pap, petra, pina, pk, pna, pnn, prensa latina, press association, pti, qna, radiocor, rhc, ria
ritzau, rna, rss, saba, sana, sda, shabait, sid, sita, sputnik, spa, sta, stt, tanjug, tap
tasr, tass, tassr, telam, thx, trend, tt, ttxvn, ukrinform, unb, uni, upi, usni, uza, vna, wafa
wam, xinhua, yonhap, 9colonne, ritzau ntb, csa, kcna, lsm, agerpres, azertac, armenpress
belta, ntb afp, presse association, sapa, united press international, canadian press
associated press, deutsche presse agentur, agence france presse, mehr, tasnim, fars
antara, angop, agencia brasil, agência brasil
estadão conteúdo, aci prensa, zenit, sir",
    ),
    // Agencies whose names nothing else bears.
    (
        Form::Bare,
        "\
afp, agerpres, akipress, akıpress, armenpress, azertac, azərtac, belta, bernama, bns, cnn indonesia
dfwatch, gna, ians, interfax, interfax ukraine, interfax.ru, irna, isna, kazinform, kcna
kompas.com, leta, liputan6.com, montsame, panarmenian.net, republika.co.id, reuters, ria novosti
spa, sputnik, tempo.co, ukrinform, unian, yonhap",
    ),
    // In Cyrillic and Greek.
    (
        Form::SetOff,
        "\
тасс, итар тасс, итар-тасс, рбк, бта, белта, кабар, ниат ховар, ховар, миа, танјуг, танюг, бета, фена, мина
рейтер, франс пресс, монцамэ, уна, срна, тренд, апа, ўза, oʻza
απε μπε, αμπε, απε, κυπε, ρόιτερς, рейтерс, туран",
    ),
    (
        Form::Bare,
        "\
азертадж, азертаc, азертаж, акипресс, арменпресс, интерфакс, интерфакс украина, казинформ
қазақпарат, риа новости, риа новини, спутник, укринформ, укрінформ, унн, униан, уніан",
    ),
    // In Arabic, Persian, Hebrew and Urdu.
    (
        Form::SetOff,
        "\
أ ف ب, ا ف ب, أ ش أ, ا ش ا, أ ب, د ب أ, د ب ا, رويترز, شينخوا, سبوتنيك, تاس, الأناضول, بترا, كونا
قنا, وام, واس, واع, بنا, وات, ومع, واج, وفا, سانا, سبأ, سونا, العمانية, وال, إينا, يونا, آكي
پانا, ایرنا, ایسنا, مهر, فارس, تسنیم, ایلنا, اے پی پی, اے پی, اے ایف پی, روئٹرز, רויטרס, סוכנויות",
    ),
    (
        Form::Bare,
        "ایرنا, ایسنا, واس, وام, وفا, سانا, كونا, قنا, بترا, שינחואה",
    ),
    // Of India and its neighbours, in Thai and Vietnamese.
    (
        Form::SetOff,
        "\
भाषा, आईएएनएस, एएनआई, वार्ता, एपी, एएफपी, रॉयटर्स, बासस, বাসস, ইউএনবি, ইউএনবী, রয়টার্স, এএফপি, รอยเตอร์
เอเอฟพี, ซินหัว, रासस",
    ),
    // In Chinese, Japanese and Korean.
    (
        Form::Glued,
        "\
新华社, 新華社, 新华网, 新華網, 新华, 中新社, 中新网, 中新網, 中国新闻社, 中央社, 中通社, 人民网, 人民網, 央视网, 国际在线
法新社, 路透社, 路透, 美联社, 美聯社, 德新社, 塔斯社, 俄新社, 共同社, 时事社, 時事社, 韩联社, 韓聯社, 安莎社, 埃菲社, 彭博社
本报, 本報, 本刊, 本网, 美通社, 美通社亚洲, 亚太日报, 俄罗斯卫星通讯社, 共同, 共同通信, 共同通信社, 時事, 時事通信, 時事通信社
ロイター, ブルームバーグ, 新華社通信, 聯合ニュース, 聯合, タス通信, afp時事, ロイター通信
연합뉴스, 뉴시스, 뉴스1, 연합, 뉴스핌, 이데일리, 뉴스와이어, 로이터, 신화통신, 프레시안, 머니투데이, 아시아경제
노컷뉴스, 조선중앙통신, 연합뉴스tv, 연합인포맥스, 프라임경제, 데일리안, 파이낸셜뉴스, 헤럴드경제, 한국경제, 더팩트, 스포츠서울",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wires_by_their_printed_names() {
        for name in [
            "PRNewswire",
            "PR Newswire",
            "PRNewswire-USNewswire",
            "PRNewswire-PRWeb",
            "BUSINESS WIRE",
            "Business Wire",
            "GLOBE NEWSWIRE",
            "CNW",
            "CNW Telbec",
            "CNW Group",
            "ots",
            "ots/PRNewswire",
            "EINPresswire.com",
            "EIN Presswire",
            "Newsworthy.ai",
            "Newsfile Corp.",
            "Reuters",
            "AP",
            "PRNewswire=YONHAP",
            "ACCESSWIRE",
            "Media OutReach Newswire",
            "24-7PressRelease",
            "3BL Media",
            "TASS",
            "ČTK",
            "İHA",
            "Корр. БЕЛТА",
            "НИАТ «Ховар»",
            "أ ش أ",
            "APA-OTS",
            "dpa/tmn",
            "PRNewswire via COMTEX",
            "ΑΠΕ-ΜΠΕ",
            "新华社",
        ] {
            assert!(is_known(name), "{name}");
        }
        for name in [
            "AB",
            "",
            "OSCE",
            "Switzerland",
            "March 3",
            "Corp.",
            "the company",
        ] {
            assert!(!is_known(name), "{name}");
            assert!(!is_like_one(name), "{name}");
        }
        assert!(is_like_one("ILO News") && !is_known("ILO News"));
    }

    #[test]
    fn what_each_form_needs_around_it() {
        for (name, expected) in [
            ("(AA)", Some(Form::SetOff)),
            ("ARMENPRESS", Some(Form::Bare)),
            ("INTERFAX.RU", Some(Form::Bare)),
            ("ロイター", Some(Form::Glued)),
            ("Parliament", None),
        ] {
            assert_eq!(form(name), expected, "{name}");
        }
        assert_eq!(glued_before("新华社北京"), Some("新华社"));
        assert_eq!(glued_after("ロンドン共同"), Some("共同"));
        assert_eq!(glued_before("北京新华社"), None);
    }
}
