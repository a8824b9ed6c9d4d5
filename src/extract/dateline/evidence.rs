//! When what opens a block is a dateline: how much evidence each kind of opening needs.

use super::opening::{Dated, Opening};
use super::place::Places;
use super::separator::{End, Separator, begins_sentence, is_headline, runs_on};
use super::title_like::is_title;
use crate::extract::date::{Calendar, DateReading, NoDate, Tokens, day_at, scan};

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
            (Some(_), Some(_), true) => {
                let whole = self.bare_wire && separator.parts_sentences();
                wire_ends || whole || (!self.ended && (sentence || at_end))
            }
            (Some(places), None, true) => {
                !places.may_be_prose()
                    && (wire_ends
                        || self.place_and_wire_suffice(separator, places, sentence, at_end))
            }
            (None, Some(_), true) => {
                wire_ends || (!self.ended && separator.kind == End::FullStop && sentence)
            }
            (None, None, true) => separator.is_dash() && separator.spaced_after && !at_end,
            (Some(places), Some(date), false) => {
                self.place_and_date_suffice(tokens, (at, separator), places, date, how)
            }
            (Some(places), None, false) => {
                begins_sentence(tokens, body)
                    && !at_end
                    && !opens_with_days_of_event(tokens, body, how)
                    && !is_headline(tokens, body)
                    && self.place_suffices(tokens, places, separator, how)
            }
            (None, Some(date), false) => {
                date.is_day() && separator.is_spaced_dash() && sentence && !at_end
            }
            (None, None, false) => false,
        }
    }

    /// `ANKARA (AA): `, `Wiesbaden (KNA/iz). `, and with nothing between: `Taipei (CNA) The`.
    fn place_and_wire_suffice(
        &self,
        separator: &Separator,
        places: &Places,
        sentence: bool,
        at_end: bool,
    ) -> bool {
        let known = places.has_known_town();
        !self.ended
            && match separator.kind {
                End::FullStop => sentence,
                End::Colon | End::NewLine => sentence && (known || places.leads_in_capitals()),
                End::Nothing => known && (sentence || at_end),
                End::Dash | End::Pipe | End::Slash => true,
            }
    }

    /// A place without date and wire: by its form and what stands after it.
    fn place_suffices(
        &self,
        tokens: &Tokens<'_>,
        places: &Places,
        separator: &Separator,
        how: &DateReading<'_>,
    ) -> bool {
        let body = separator.next;
        let capitals = places.leads_in_capitals();
        match separator.kind {
            End::Dash | End::Pipe => {
                let known = if capitals {
                    places.has_known_town() || places.has_region()
                } else {
                    places.has_short_region()
                        || places.are_joined_towns(tokens)
                        || self.wire.is_some()
                };
                known
                    && separator.is_spaced_dash()
                    && Places::at(tokens, body)
                        .is_none_or(|next| !next.has_known_town() || next.next != body + 1)
            }
            // `NEW DELHI: The ministry said`, as papers of South Asia print it.
            End::Colon => {
                let known = places.are_known() && !places.is_also_a_word();
                capitals && known && runs_on(tokens, body) && !is_title(tokens, body)
            }
            // `Riad. Die Minister trafen sich`, as regional papers in German print it.
            End::FullStop => {
                let german = how.language.is_some_and(|tag| tag.starts_with("de"));
                let word = tokens.number(body).is_none();
                let known = places.leads_with_known();
                german && word && known && runs_on(tokens, body) && !is_title(tokens, body)
            }
            End::Slash | End::NewLine | End::Nothing => false,
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
        if date.is_of_event() {
            return false;
        }
        let sentence = begins_sentence(tokens, separator.next);
        let capitals = places.leads_in_capitals();
        if places.may_be_prose() && !(places.comma && date.is_day() && separator.is_dash()) {
            return false;
        }
        let parted = capitals
            || places.comma
            || places.has_known_town()
            || self.wire.is_some()
            || !is_directly_before(tokens, places, date);
        // `Jane Smith, 3 March 2025.` and nothing more is a byline.
        let may_be_a_name = !capitals && !places.has_known_town() && !places.has_region();
        match separator.kind {
            End::Dash | End::Pipe => {
                // A second day after the dash: from one to the other something happens.
                let range = day_at(tokens, separator.next, how.order).is_some_and(|day| {
                    !matches!(day.said, Err(NoDate::MissingYear { .. }))
                        || Separator::at(tokens, day.next).is_spaced_dash()
                });
                parted && !range && !separator.is_in_a_word
            }
            End::FullStop => {
                (date.is_stated() || capitals)
                    && parted
                    && (sentence || separator.next >= tokens.len())
                    && (separator.next < tokens.len() || !may_be_a_name)
            }
            End::Colon => date.is_stated() && parted && sentence,
            End::NewLine => date.is_day() && parted,
            End::Nothing => {
                let comma = at > 0 && capitals && places.comma;
                // `(Vienna, 3 March 2021) The fair is open.`
                let bracketed = self.closed_at == Some(at) && !may_be_a_name && runs_on(tokens, at);
                (comma || bracketed) && date.is_day() && sentence && separator.next < tokens.len()
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

    /// From one day to another, or several: when something happens.
    fn is_of_event(&self) -> bool {
        matches!(self.said, Err(NoDate::Several))
    }

    /// A day or month with its year.
    fn is_stated(&self) -> bool {
        self.said.is_ok()
    }
}

/// `3–5 March 2021 – The`: days of an event, set off from the text after them.
fn opens_with_days_of_event(tokens: &Tokens<'_>, at: usize, how: &DateReading<'_>) -> bool {
    let Some(token) = tokens.get(at) else {
        return false;
    };
    let text = &tokens.text[token.start..];
    scan(text, how).first().is_some_and(|first| {
        let after = text[first.range.end..].trim_start();
        first.range.start == 0
            && matches!(first.date, Err(NoDate::Several))
            && after.starts_with(['-', '–', '—', ':', '|', '.'])
    })
}

/// Whether the date follows the places with nothing between them (`Vienna 3 March 2025`), or as
/// a label is followed by its value: `Registration: 3 March 2025`.
fn is_directly_before(tokens: &Tokens<'_>, places: &Places, date: &Dated) -> bool {
    let after = tokens.text[places.range.end..].trim_start();
    let after = after.strip_prefix(':').map_or(after, str::trim_start);
    after.starts_with(&date.raw)
}
