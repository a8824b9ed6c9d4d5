//! How a page orders its numeric dates, by the dates that leave no choice.

use super::numeric;
use super::token::Tokens;
use crate::profile::DateOrder;

/// The order that a page's own unambiguous dates show: `23/03/2024` puts the day first.
/// `None` where no date shows one, or where dates show both.
#[must_use]
pub fn order_of<'t>(texts: impl IntoIterator<Item = &'t str>) -> Option<DateOrder> {
    let (mut day_first, mut month_first) = (false, false);
    for text in texts {
        if !looks_dated(text) {
            continue;
        }
        let tokens = Tokens::of(text);
        for at in 0..tokens.len() {
            let (Some(a), Some(b)) = (tokens.small_number(at), tokens.small_number(at + 2)) else {
                continue;
            };
            let is_date =
                || numeric::numeric(&tokens, at, None, None).is_some_and(|date| date.said.is_ok());
            match (a, b) {
                (13..=31, 1..=12) if is_date() => day_first = true,
                (1..=12, 13..=31) if is_date() => month_first = true,
                _ => {}
            }
        }
    }
    match (day_first, month_first) {
        (true, false) => Some(DateOrder::Dmy),
        (false, true) => Some(DateOrder::Mdy),
        _ => None,
    }
}

/// Whether figures stand in a text as in a date: one or two, a sign, one or two, the sign.
/// Cheap, for most texts of a page have none.
fn looks_dated(text: &str) -> bool {
    let bytes = text.as_bytes();
    let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    let sign = |at: usize| {
        bytes
            .get(at)
            .filter(|byte| matches!(byte, b'.' | b'/' | b'-'))
    };
    (1..bytes.len()).any(|at| {
        sign(at).is_some_and(|one| {
            digit(at - 1)
                && digit(at + 1)
                && (sign(at + 2) == Some(one) || (digit(at + 2) && sign(at + 3) == Some(one)))
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_that_leave_no_choice_show_the_order() {
        for (texts, expected) in [
            (&["03/04/2024", "23/03/2024"][..], Some(DateOrder::Dmy)),
            (&["posted 3/23/2024 in News"], Some(DateOrder::Mdy)),
            (&["23/03/2024", "03/23/2024"], None),
            (&["03/04/2024", "call 23/12"], None),
            (&["2024-03-23"], None),
            (&["at 23.3.2024."], Some(DateOrder::Dmy)),
            (&["1.", ".2", "é-1-1", "--", "version 1.23.4"], None),
            (&[], None),
        ] {
            assert_eq!(order_of(texts.iter().copied()), expected, "{texts:?}");
        }
    }
}
