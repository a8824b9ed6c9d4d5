//! When what opens a block is a dateline: how much evidence each kind of opening needs.

use super::opening::{Dated, Opening};
use super::place::Places;
use super::separator::{End, Separator, begins_sentence, is_headline};
use crate::extract::date::{Calendar, DateReading, NoDate, Tokens, day_at};

impl Opening {
    /// Whether the elements and the separator together are evidence enough.
    pub(super) fn suffices(
        &self,
        tokens: &Tokens<'_>,
        at: usize,
        separator: &Separator,
        how: &DateReading<'_>,
    ) -> bool {
        let body = separator.next;
        let sentence = begins_sentence(tokens, body);
        let at_end = body >= tokens.len();
        let wire_ends = separator.is_dash() || separator.kind == End::Slash;
        match (&self.places, &self.date, self.sure_wire) {
            (Some(_), Some(_), true) => sentence || wire_ends || at_end,
            (Some(_), None, true) | (None, Some(_), true) => {
                wire_ends || (separator.kind == End::FullStop && sentence)
            }
            (None, None, true) => separator.is_dash() && separator.spaced_after && !at_end,
            (Some(places), Some(date), false) => {
                self.place_and_date_suffice(tokens, (at, separator), places, date, how)
            }
            (Some(places), None, false) => {
                let known = if places.leads_in_capitals() {
                    places.has_known_town() || places.has_region()
                } else {
                    places.has_short_region() || self.wire.is_some()
                };
                known
                    && separator.is_spaced_dash()
                    && begins_sentence(tokens, body)
                    && !at_end
                    && !is_headline(tokens, body)
                    && Places::at(tokens, body)
                        .is_none_or(|next| !next.has_known_town() || next.next != body + 1)
            }
            (None, Some(date), false) => {
                date.is_day() && separator.is_spaced_dash() && sentence && !at_end
            }
            (None, None, false) => false,
        }
    }

    fn place_and_date_suffice(
        &self,
        tokens: &Tokens<'_>,
        (at, separator): (usize, &Separator),
        places: &Places,
        date: &Dated,
        how: &DateReading<'_>,
    ) -> bool {
        let sentence = begins_sentence(tokens, separator.next);
        let capitals = places.leads_in_capitals();
        let parted = capitals
            || places.comma
            || places.has_known_town()
            || self.wire.is_some()
            || !is_directly_before(tokens, places, date);
        match separator.kind {
            End::Dash | End::Pipe => {
                // A second day after the dash: from one to the other something happens.
                let range = day_at(tokens, separator.next, how.order)
                    .is_some_and(|day| !matches!(day.said, Err(NoDate::MissingYear { .. })));
                parted && !range && !separator.is_in_a_word
            }
            End::FullStop => {
                (date.is_stated() || capitals)
                    && parted
                    && (sentence || separator.next >= tokens.len())
            }
            End::Colon => date.is_stated() && parted && sentence,
            End::NewLine => date.is_day() && parted,
            End::Nothing => {
                let comma = at > 0 && capitals && places.comma;
                comma && date.is_day() && sentence && separator.next < tokens.len()
            }
            End::Slash => false,
        }
    }
}

impl Dated {
    /// A day with its year, as printed.
    fn is_day(&self) -> bool {
        self.said
            .as_ref()
            .is_ok_and(|said| matches!(said.calendar, Calendar::Day(_)))
    }

    /// A day or month with its year.
    fn is_stated(&self) -> bool {
        self.said.is_ok()
    }
}

/// Whether the date follows the places with nothing between them: `Vienna 3 March 2025`.
fn is_directly_before(tokens: &Tokens<'_>, places: &Places, date: &Dated) -> bool {
    let after = tokens.text[places.range.end..].trim_start();
    after.starts_with(&date.raw)
}
