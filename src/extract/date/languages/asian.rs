//! Languages of Asia beyond the Turkic and Semitic ones.

use super::super::calendars::Foreign;
use super::super::words::{Language, Part, locale};
use crate::record::DateRole;

/// With the months of Iran and of Afghanistan.
pub(super) const PERSIAN: Language = Language {
    code: "fa",
    locales: &[locale!(fa_IR)],
    months: [
        "جنوری ژانویهٔ",
        "فبروری فوریهٔ",
        "مارچ",
        "اپریل آوریل",
        "می",
        "جون",
        "جولای ژوئیهٔ",
        "آگوست اگست",
        "سپتمبر",
        "اکتبر اکتوبر",
        "نومبر",
        "دسمبر",
    ],
    weekdays: [
        "دو_شنبه",
        "سه_شنبه",
        "چهار_شنبه",
        "پنج_شنبه",
        "آدینه",
        "",
        "یک_شنبه",
    ],
    foreign: &[(
        Foreign::Jalali,
        [
            "فروردین حمل",
            "اردیبهشت ثور",
            "خرداد جوزا",
            "تیر سرطان",
            "مرداد امرداد اسد",
            "شهریور سنبله",
            "مهر میزان",
            "آبان عقرب",
            "آذر قوس",
            "دی جدی",
            "بهمن دلو",
            "اسفند حوت",
        ],
    )],
    parts: &[
        (Part::OrdinalSuffix, "ام م"),
        (Part::The, "روز مورخ"),
        (Part::Of, "ماه"),
        (Part::Year, "سال ش شمسی"),
        (Part::At, "ساعت"),
        (Part::To, "تا الی"),
        (Part::And, "و"),
        (Part::Date, "تاریخ"),
        (
            Part::Label(DateRole::Published),
            "انتشار تاریخ_انتشار منتشر_شده زمان_انتشار",
        ),
        (
            Part::Label(DateRole::Modified),
            "به_روزرسانی بروزرسانی بهروزرسانی آخرین_بهروزرسانی ویرایش",
        ),
    ],
    ..Language::BLANK
};

pub(super) const TAJIK: Language = Language {
    code: "tg",
    locales: &[locale!(tg_TJ)],
    months: [
        "январи январ",
        "феврали феврал",
        "марти март",
        "апрели апрел",
        "майи май",
        "июни июн",
        "июли июл",
        "августи август",
        "сентябри сентябр",
        "октябри октябр",
        "ноябри ноябр",
        "декабри декабр",
    ],
    weekdays: [
        "душанбе",
        "сешанбе",
        "чоршанбе",
        "панҷшанбе",
        "ҷумъа",
        "шанбе",
        "якшанбе",
    ],
    parts: &[
        (Part::OrdinalSuffix, "уми юми ум"),
        (Part::Year, "соли сол с"),
        (Part::At, "соати соат"),
        (Part::And, "ва"),
        (Part::Date, "сана санаи"),
        (Part::Label(DateRole::Published), "нашр_шуд нашр интишор"),
        (Part::Label(DateRole::Modified), "навсозӣ нав_шуд"),
    ],
    ..Language::BLANK
};

pub(super) const MONGOLIAN: Language = Language {
    code: "mn",
    locales: &[locale!(mn_MN)],
    months: [
        "нэгдүгээр_сарын",
        "хоёрдугаар_сарын",
        "гуравдугаар_сарын",
        "дөрөвдүгээр_сарын",
        "тавдугаар_сарын",
        "зургадугаар_сарын зургаадугаар_сарын",
        "долдугаар_сарын долоодугаар_сарын",
        "наймдугаар_сарын",
        "есдүгээр_сарын",
        "аравдугаар_сарын",
        "арван_нэгдүгээр_сарын",
        "арван_хоёрдугаар_сарын",
    ],
    parts: &[
        (Part::OrdinalSuffix, "р ны ний нд дугаар дүгээр"),
        (Part::Year, "он оны онд"),
        (Part::MonthUnit, "сар сарын"),
        (Part::DayUnit, "өдөр өдрийн өдрөөс"),
        (Part::OClock, "цаг"),
        (Part::Minutes, "минут"),
        (Part::And, "ба"),
        (Part::Date, "огноо"),
        (Part::Label(DateRole::Published), "нийтэлсэн нийтлэгдсэн"),
        (Part::Label(DateRole::Modified), "шинэчилсэн шинэчлэгдсэн"),
    ],
    ..Language::BLANK
};

pub(super) const HINDI: Language = Language {
    code: "hi",
    locales: &[locale!(hi_IN)],
    months: [
        "जन",
        "फर फ़र",
        "",
        "",
        "",
        "",
        "जुल",
        "अग",
        "सितम्बर सित",
        "अक्तूबर अक्टूबर अक्टू",
        "नवम्बर नव",
        "दिसम्बर दिस",
    ],
    parts: &[
        (Part::The, "को"),
        (Part::Morning, "सुबह पूर्वाह्न"),
        (Part::Afternoon, "दोपहर शाम अपराह्न"),
        (Part::OClock, "बजे बजकर"),
        (Part::To, "से"),
        (Part::And, "और"),
        (Part::Date, "दिनांक तारीख तिथि"),
        (
            Part::Label(DateRole::Published),
            "प्रकाशित प्रकाशन प्रविष्टि पोस्ट_किया_गया प्रविष्टि_तिथि",
        ),
        (Part::Label(DateRole::Modified), "अपडेट अद्यतन संशोधित अपडेटेड"),
    ],
    ..Language::BLANK
};

pub(super) const BENGALI: Language = Language {
    code: "bn",
    locales: &[locale!(bn_BD)],
    months: [
        "জানুয়ারি",
        "ফেব্রুয়ারি ফেব্রু",
        "",
        "",
        "",
        "",
        "",
        "",
        "সেপ্টেম্বর",
        "",
        "",
        "",
    ],
    weekdays: ["", "", "", "", "বৃহস্পতিবার", "", ""],
    parts: &[
        (Part::OrdinalSuffix, "ই লা রা ঠা শে"),
        (Part::Morning, "সকাল পূর্বাহ্ণ"),
        (Part::Afternoon, "দুপুর বিকাল বিকেল সন্ধ্যা অপরাহ্ণ"),
        (Part::OClock, "টা টায় ঘটিকা"),
        (Part::And, "ও"),
        (Part::Date, "তারিখ"),
        (Part::Label(DateRole::Published), "প্রকাশিত প্রকাশ প্রকাশের"),
        (Part::Label(DateRole::Modified), "আপডেট হালনাগাদ"),
    ],
    ..Language::BLANK
};

pub(super) const CHINESE: Language = Language {
    code: "zh",
    weekdays: [
        "星期一 週一 周一 礼拜一 禮拜一",
        "星期二 週二 周二 礼拜二 禮拜二",
        "星期三 週三 周三 礼拜三 禮拜三",
        "星期四 週四 周四 礼拜四 禮拜四",
        "星期五 週五 周五 礼拜五 禮拜五",
        "星期六 週六 周六 礼拜六 禮拜六",
        "星期日 星期天 週日 周日 礼拜天 禮拜天",
    ],
    parts: &[
        (Part::Year, "年"),
        (Part::MonthUnit, "月 月份"),
        (Part::DayUnit, "日 号 號"),
        (Part::Morning, "上午 早上 凌晨 清晨 早晨"),
        (Part::Afternoon, "下午 晚上 傍晚"),
        (Part::OClock, "时 點 点 時"),
        (Part::Minutes, "分"),
        (Part::Seconds, "秒"),
        (Part::Time, "时间 時間"),
        (Part::To, "至 到"),
        (Part::And, "和 与 與 及"),
        (Part::Date, "日期"),
        (
            Part::Label(DateRole::Published),
            "发布时间 发布日期 發布時間 發布日期 發佈時間 發佈日期 发表时间 發表時間 发布 發布 發佈 发表 發表 \
             刊登日期 发布于 發布於 发表于 發表於 公布日期 出版日期 发稿时间 發稿時間 上传时间 建立日期 \
             創建時間 创建时间 日期 新聞日期 發文日期 公告日期 公開日期 张贴日期 發布日",
        ),
        (
            Part::Label(DateRole::Modified),
            "更新时间 更新日期 更新時間 更新于 更新於 更新 修改时间 修改日期 最后更新 最後更新 最近更新 \
             最后更新时间 最後更新時間 最後更新日期 修訂日期 修订日期 最后修改",
        ),
        (
            Part::Label(DateRole::Event),
            "截止日期 截止时间 活动时间 活動時間 会议时间 會議日期 举办时间",
        ),
    ],
    ..Language::BLANK
};

pub(super) const JAPANESE: Language = Language {
    code: "ja",
    weekdays: [
        "月曜日 月曜",
        "火曜日 火曜",
        "水曜日 水曜",
        "木曜日 木曜",
        "金曜日 金曜",
        "土曜日 土曜",
        "日曜日 日曜",
    ],
    parts: &[
        (Part::Year, "年"),
        (Part::MonthUnit, "月"),
        (Part::DayUnit, "日"),
        (Part::Morning, "午前"),
        (Part::Afternoon, "午後"),
        (Part::OClock, "時"),
        (Part::Minutes, "分"),
        (Part::Seconds, "秒"),
        (Part::Noon, "正午"),
        (Part::To, "から"),
        (Part::Date, "日付"),
        (
            Part::Label(DateRole::Published),
            "公開日 掲載日 発表日 発行日 投稿日 配信日 公開 掲載 発表 発行 投稿 配信 作成日 登録日 公開日時 \
             配信日時 掲載日時 公表日 初出",
        ),
        (
            Part::Label(DateRole::Modified),
            "更新日 最終更新日 最終更新 更新 更新日時 改訂 改訂日 修正日 最終更新日時",
        ),
        (
            Part::Label(DateRole::Event),
            "開催日 締切 締切日 開催日時 日時 開催",
        ),
    ],
    ..Language::BLANK
};

pub(super) const KOREAN: Language = Language {
    code: "ko",
    weekdays: [
        "월요일",
        "화요일",
        "수요일",
        "목요일",
        "금요일",
        "토요일",
        "일요일",
    ],
    parts: &[
        (Part::Year, "년"),
        (Part::MonthUnit, "월"),
        (Part::DayUnit, "일"),
        (Part::Morning, "오전"),
        (Part::Afternoon, "오후"),
        (Part::OClock, "시"),
        (Part::Minutes, "분"),
        (Part::Seconds, "초"),
        (Part::Noon, "정오"),
        (Part::Midnight, "자정"),
        (Part::To, "부터"),
        (Part::Date, "날짜 일자"),
        (
            Part::Label(DateRole::Published),
            "입력 등록 게재 발행 작성 승인 등록일 게재일 발행일 작성일 입력일 기사입력 배포일 배포 등록일자 \
             발표일 게시일 게시 보도일 보도일자 등록일시 최초입력",
        ),
        (
            Part::Label(DateRole::Modified),
            "수정 수정일 최종수정 최종수정일 업데이트 갱신 기사수정 수정일시",
        ),
        (Part::Label(DateRole::Embargo), "엠바고"),
        (
            Part::Label(DateRole::Event),
            "마감 마감일 기간 접수기간 일시",
        ),
    ],
    ..Language::BLANK
};

pub(super) const VIETNAMESE: Language = Language {
    code: "vi",
    locales: &[locale!(vi_VN)],
    months: [
        "tháng_giêng tháng_một",
        "tháng_hai",
        "tháng_ba",
        "tháng_tư",
        "tháng_năm",
        "tháng_sáu",
        "tháng_bảy",
        "tháng_tám",
        "tháng_chín",
        "tháng_mười",
        "tháng_mười_một",
        "tháng_mười_hai tháng_chạp",
    ],
    parts: &[
        (Part::The, "ngày"),
        (Part::MonthBefore, "tháng thg"),
        (Part::Of, "năm"),
        (Part::At, "lúc vào vào_lúc"),
        (Part::OClock, "giờ"),
        (Part::Minutes, "phút"),
        (Part::Am, "sáng"),
        (Part::Pm, "chiều tối trưa"),
        (Part::To, "đến"),
        (Part::And, "và"),
        (
            Part::Label(DateRole::Published),
            "đăng xuất_bản ngày_đăng đăng_lúc đăng_ngày ngày_xuất_bản công_bố",
        ),
        (
            Part::Label(DateRole::Modified),
            "cập_nhật cập_nhật_lúc cập_nhật_lần_cuối sửa_đổi",
        ),
        (Part::Label(DateRole::Event), "hạn hạn_chót thời_hạn"),
    ],
    ..Language::BLANK
};

pub(super) const THAI: Language = Language {
    code: "th",
    locales: &[locale!(th_TH)],
    weekdays: [
        "วันจันทร์ จันทร์ที่ วันจันทร์ที่",
        "วันอังคาร อังคารที่ วันอังคารที่",
        "วันพุธ พุธที่ วันพุธที่",
        "วันพฤหัสบดี พฤหัสบดีที่ วันพฤหัสบดีที่ วันพฤหัสที่",
        "วันศุกร์ ศุกร์ที่ วันศุกร์ที่",
        "วันเสาร์ เสาร์ที่ วันเสาร์ที่",
        "วันอาทิตย์ อาทิตย์ที่ วันอาทิตย์ที่",
    ],
    parts: &[
        (Part::The, "ที่ วันที่"),
        (Part::Of, "พ_ศ ค_ศ ปี พุทธศักราช เดือน"),
        (Part::At, "เวลา"),
        (Part::OClock, "น นาฬิกา"),
        (Part::To, "ถึง"),
        (Part::And, "และ"),
        (Part::Date, "วันที่"),
        (
            Part::Label(DateRole::Published),
            "เผยแพร่ วันที่เผยแพร่ เผยแพร่เมื่อ ประกาศ วันที่ประกาศ โพสต์เมื่อ ลงวันที่ เผยแพร่วันที่",
        ),
        (
            Part::Label(DateRole::Modified),
            "อัปเดต อัพเดท ปรับปรุง ปรับปรุงเมื่อ แก้ไข ปรับปรุงล่าสุด แก้ไขล่าสุด อัปเดตล่าสุด",
        ),
    ],
    ..Language::BLANK
};

pub(super) const INDONESIAN: Language = Language {
    code: "id",
    locales: &[locale!(id_ID)],
    months: [
        "",
        "peb pebruari",
        "",
        "",
        "",
        "",
        "",
        "ags agt agust",
        "sept",
        "",
        "nop nopember",
        "",
    ],
    weekdays: ["", "", "", "", "jum'at jumat", "", "ahad"],
    parts: &[
        (Part::The, "tanggal tgl"),
        (Part::At, "pukul jam"),
        (Part::To, "hingga sampai s/d"),
        (Part::And, "dan"),
        (Part::Date, "tanggal tgl"),
        (
            Part::Label(DateRole::Published),
            "diterbitkan dipublikasikan terbit diposting diunggah dipublikasi publikasi",
        ),
        (
            Part::Label(DateRole::Modified),
            "diperbarui diperbaharui pembaruan diubah terakhir_diperbarui dimutakhirkan",
        ),
    ],
    ..Language::BLANK
};

pub(super) const MALAY: Language = Language {
    code: "ms",
    locales: &[locale!(ms_MY)],
    months: ["", "", "", "", "", "", "", "", "sept", "", "", ""],
    parts: &[
        (Part::The, "pada"),
        (Part::At, "jam pukul"),
        (Part::Am, "pagi pg"),
        (Part::Pm, "petang ptg malam tengah_hari"),
        (Part::To, "hingga"),
        (Part::And, "dan"),
        (Part::Date, "tarikh"),
        (
            Part::Label(DateRole::Published),
            "diterbitkan disiarkan tarikh_siaran",
        ),
        (
            Part::Label(DateRole::Modified),
            "dikemas_kini dikemaskini kemaskini tarikh_kemas_kini",
        ),
    ],
    ..Language::BLANK
};
