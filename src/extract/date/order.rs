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
            (&[], None),
        ] {
            assert_eq!(order_of(texts.iter().copied()), expected, "{texts:?}");
        }
    }
}
