//! Figures of the scripts: `2024`, `٢٠٢٤`, `۲۰۲۴`, `२०२४`, `２０２４`, `二〇二四年`.

/// The value of a decimal digit of any script that newsrooms print.
pub(super) fn digit(c: char) -> Option<u32> {
    let zero = match c {
        '0'..='9' => '0',
        _ if c < '\u{660}' => return None,
        '\u{660}'..='\u{669}' => '\u{660}',
        '\u{6F0}'..='\u{6F9}' => '\u{6F0}',
        '\u{966}'..='\u{96F}' => '\u{966}',
        '\u{9E6}'..='\u{9EF}' => '\u{9E6}',
        '\u{E50}'..='\u{E59}' => '\u{E50}',
        '\u{FF10}'..='\u{FF19}' => '\u{FF10}',
        _ => return None,
    };
    Some(u32::from(c) - u32::from(zero))
}

/// Whether a text can state a date at all: it has a digit, or a year in Chinese numerals.
pub(super) fn has_figures(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
        || !text.is_ascii() && text.chars().any(|c| c == '年' || digit(c).is_some())
}

/// What a number in Chinese numerals must stand before, so that `一般` remains a word.
pub(super) fn is_unit(c: char) -> bool {
    matches!(
        c,
        '年' | '月'
            | '日'
            | '号'
            | '號'
            | '時'
            | '时'
            | '点'
            | '點'
            | '分'
            | '秒'
            | '년'
            | '월'
            | '일'
            | '시'
            | '분'
            | '초'
    )
}

/// A number in Chinese numerals that a unit follows: `二〇二四年` begins with 2024, `十四日`
/// with 14, and `元年` is the first year of an era. The second value counts its digits as
/// figures would have them, the third its bytes.
pub(super) fn in_chinese(text: &str) -> Option<(u32, usize, usize)> {
    let numeral = |c: char| "〇○零一二三四五六七八九十廿卅元".contains(c);
    let mut end = 0;
    let mut count = 0;
    let mut unit = None;
    for (at, c) in text.char_indices().take(MOST_NUMERALS + 1) {
        if !numeral(c) {
            unit = Some(c);
            break;
        }
        end = at + c.len_utf8();
        count += 1;
    }
    if count == 0 || !unit.is_some_and(is_unit) {
        return None;
    }
    let written = &text[..end];
    let value = match written {
        "元" if unit == Some('年') => 1,
        _ if written.contains('元') => return None,
        _ if written.contains(['十', '廿', '卅']) => in_tens(written)?,
        _ => written
            .chars()
            .try_fold(0_u32, |value, c| Some(value * 10 + one(c)?))?,
    };
    let digits = match value {
        0..=99 if count < 4 => value.to_string().len(),
        _ => count,
    };
    Some((value, digits, end))
}

/// 1 to 99: `十四`, `二十三`, `廿三`.
fn in_tens(written: &str) -> Option<u32> {
    let mut value = 0;
    let mut tens = false;
    for c in written.chars() {
        match c {
            '十' if !tens => value = value.max(1) * 10,
            '廿' if value == 0 => value = 20,
            '卅' if value == 0 => value = 30,
            _ => {
                if tens && value % 10 != 0 || !tens && value != 0 {
                    return None;
                }
                value += one(c)?;
                continue;
            }
        }
        tens = true;
    }
    (value < 100).then_some(value)
}

fn one(c: char) -> Option<u32> {
    let value = "〇一二三四五六七八九".chars().position(|known| known == c);
    match c {
        '○' | '零' => Some(0),
        _ => value.and_then(|value| u32::try_from(value).ok()),
    }
}

/// As many numerals at most make one number.
const MOST_NUMERALS: usize = 4;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_numerals_are_numbers_before_a_unit() {
        for (text, expected) in [
            ("二〇二四年三月", Some((2024, 4))),
            ("二○二四年", Some((2024, 4))),
            ("二零二四年", Some((2024, 4))),
            ("三月", Some((3, 1))),
            ("十月", Some((10, 2))),
            ("十二月", Some((12, 2))),
            ("十四日", Some((14, 2))),
            ("二十日", Some((20, 2))),
            ("三十一日", Some((31, 2))),
            ("廿三日", Some((23, 2))),
            ("元年", Some((1, 1))),
            ("元月", None),
            ("一般", None),
            ("三", None),
            ("十十日", None),
            ("二三十日", None),
            ("年", None),
        ] {
            let read = in_chinese(text).map(|(value, digits, _)| (value, digits));
            assert_eq!(read, expected, "{text}");
        }
    }

    #[test]
    fn digits_of_other_scripts_have_their_values() {
        for digits in [
            "0123456789",
            "٠١٢٣٤٥٦٧٨٩",
            "۰۱۲۳۴۵۶۷۸۹",
            "०१२३४५६७८९",
            "০১২৩৪৫৬৭৮৯",
            "๐๑๒๓๔๕๖๗๘๙",
            "０１２３４５６７８９",
        ] {
            let values: Vec<u32> = digits.chars().filter_map(digit).collect();
            assert_eq!(values, (0..10).collect::<Vec<_>>(), "{digits}");
        }
        assert_eq!(digit('²'), None);
    }
}
