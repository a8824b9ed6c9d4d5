//! The time of day beside a date: `14:05`, `10.05 a.m.`, `2 p.m.`, `14h05`, `noon`.

use jiff::civil::Time;

use super::token::Tokens;
use super::words::{Meaning, Part};
use super::zone::{self, Zone};
use crate::record::Precision;

/// A time of day as printed, with its zone.
#[derive(Debug, Clone)]
pub(in crate::extract) struct Clock {
    /// The time, or `None` where a time was printed that says nothing of when a release
    /// came out: midnight, or from one time to another.
    pub(in crate::extract) time: Option<Stated>,
    /// The zone beside it.
    pub(in crate::extract) zone: Zone,
    /// Whether the figures are a time at all; `25:61` is not.
    pub(in crate::extract) valid: bool,
    /// The index after it.
    pub(in crate::extract) next: usize,
}

/// A time and how exactly it is stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::extract) struct Stated {
    /// The time of day.
    pub(in crate::extract) time: Time,
    /// Hour, minute or second.
    pub(in crate::extract) precision: Precision,
}

/// The time of day after a date, past what may stand between them: `, at`, ` | `, `T`.
///
/// In a dateline a dash ends the date, so there `dashes` is false.
pub(in crate::extract) fn clock_after(
    tokens: &Tokens<'_>,
    at: usize,
    dashes: bool,
) -> Option<Clock> {
    let mut next = at;
    let mut announced = false;
    let mut after_word = false;
    while next < at + MOST_BETWEEN {
        let meaning = tokens.meaning(next);
        let skip = match tokens.mark(next) {
            Some('-') => dashes,
            Some(',' | '@') => {
                announced = true;
                true
            }
            Some('|' | '/' | '·' | '•' | ':' | ';' | '(' | '[') => true,
            // `kl. 14.05`, `14.03.2024. u 14:05`, `2024. 3. 14. 10:30`
            Some('.') => after_word || next == at && goes_on(tokens, next + 1),
            Some(_) => false,
            None if meaning.is(Part::At) || meaning.is(Part::Time) => {
                announced = true;
                true
            }
            None => matches!(tokens.word(next), Some("T" | "t")) && tokens.is_glued(next),
        };
        if !skip {
            break;
        }
        after_word = tokens.word(next).is_some();
        next += 1;
    }
    let clock = clock_at(tokens, next, announced)?;
    Some(until_another(tokens, clock))
}

/// Whether a time of day follows the full stop of an ordinal number rather than of a
/// sentence.
fn goes_on(tokens: &Tokens<'_>, at: usize) -> bool {
    let meaning = tokens.meaning(at);
    let lower = tokens
        .word(at)
        .is_some_and(|word| !word.starts_with(char::is_uppercase));
    let colon = tokens.small_number(at).is_some() && tokens.is_mark(at + 1, ':');
    colon
        || lower
            && (meaning.is(Part::At) || meaning.is(Part::Morning) || meaning.is(Part::Afternoon))
}

/// The time of day that begins at a token. A bare `10.05` or `1405` is one only where
/// something announced a time (`at 10.05`) or explains it (`1405 GMT`).
pub(in crate::extract) fn clock_at(
    tokens: &Tokens<'_>,
    at: usize,
    announced: bool,
) -> Option<Clock> {
    if let Some(clock) = named(tokens, at) {
        return Some(clock);
    }
    let before = half_before(tokens, at);
    let figures = figures(tokens, before.map_or(at, |(_, next)| next))?;
    let at = figures.at;
    let mut next = figures.next;
    let half = match before {
        Some((half, _)) => Some((half, next)),
        None => half_of_day(tokens, next),
    };
    next = half.map_or(next, |(_, after)| after);
    let after_hour = figures.form == Form::HourOnly && is_oclock(tokens, next, announced);
    let hours = tokens.meaning(next).is(Part::Hours) && half.is_none()
        || tokens.meaning(next).is(Part::OClock) && (figures.form != Form::HourOnly || after_hour);
    next += usize::from(hours);
    let zone = zone::zone_at(tokens, next, figures.precise);
    let sure = match figures.form {
        Form::Colons => true,
        Form::Letter => true,
        Form::Dotted => announced || half.is_some() || hours || zone.is_some(),
        Form::HourOnly => half.is_some() || after_hour,
        Form::Run => hours || (zone.is_some() && announced) || is_hours(tokens, at + 1),
    };
    if !sure {
        return None;
    }
    let (zone, after_zone) = zone.unwrap_or((Zone::NotStated, next));
    let stated = figures.stated(half.map(|(half, _)| half));
    Some(Clock {
        valid: stated.is_ok(),
        time: stated.unwrap_or_default(),
        zone,
        next: after_zone,
    })
}

/// Whether what stands here makes the number before it a time of day: `1400 hrs`,
/// `1400 GMT`.
pub(super) fn is_hours(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.meaning(at).is(Part::Hours)
        || matches!(tokens.word(at), Some("GMT" | "UTC")) && !tokens.is_glued(at)
}

/// More tokens than this between a date and its time part them.
const MOST_BETWEEN: usize = 4;

/// Whether what stands here makes the number before it an hour: `14 Uhr`, `14時`, `14h`.
fn is_oclock(tokens: &Tokens<'_>, at: usize, announced: bool) -> bool {
    if !tokens.meaning(at).is(Part::OClock) {
        return false;
    }
    // `3時間` and `3시간` are three hours long.
    let long = tokens.is_glued(at + 1)
        && tokens
            .word(at + 1)
            .is_some_and(|word| word.starts_with(['間', '间', '간']));
    let short = tokens
        .word(at)
        .is_some_and(|word| word.is_ascii() && word.len() == 1);
    !long && (!short || announced || tokens.is_glued(at))
}

/// The figures of a time.
struct Figures {
    /// Where they begin.
    at: usize,
    hour: u32,
    minute: u32,
    second: u32,
    precision: Precision,
    form: Form,
    /// Written as machines write it, to the second: an offset may follow directly.
    precise: bool,
    next: usize,
}

#[derive(Clone, Copy, PartialEq)]
enum Form {
    /// 14:05
    Colons,
    /// 14.05
    Dotted,
    /// 14h05
    Letter,
    /// 2
    HourOnly,
    /// 1405
    Run,
}

impl Figures {
    /// `Ok(None)` at exactly midnight: content systems print it where no time was given.
    fn stated(&self, half: Option<Half>) -> Result<Option<Stated>, ()> {
        let hour = match (half, self.hour) {
            (None, hour) => hour,
            (Some(Half::Morning), 12) => 0,
            (Some(Half::Afternoon), 12) => 12,
            (Some(Half::Morning), 0..=11) => self.hour,
            (Some(Half::Afternoon), 0..=11) => self.hour + 12,
            (Some(Half::Afternoon), 13..=23) => self.hour,
            (Some(_), _) => return Err(()),
        };
        if matches!((hour, self.minute, self.second), (0 | 24, 0, 0)) {
            return Ok(None);
        }
        // RFC 3339 §5.6: a leap second is the 60th; it has no place of its own here.
        let second = if self.second == 60 { 59 } else { self.second };
        let part = |value: u32| i8::try_from(value).map_err(|_| ());
        Time::new(part(hour)?, part(self.minute)?, part(second)?, 0)
            .map(|time| {
                Some(Stated {
                    time,
                    precision: self.precision,
                })
            })
            .map_err(|_| ())
    }
}

fn figures(tokens: &Tokens<'_>, at: usize) -> Option<Figures> {
    let (value, digits) = tokens.number(at)?;
    if tokens.is_glued(at) && is_in_number(tokens, at) {
        return None;
    }
    let plain = Figures {
        at,
        hour: value,
        minute: 0,
        second: 0,
        precision: Precision::Hour,
        form: Form::HourOnly,
        precise: false,
        next: at + 1,
    };
    if digits == 4 {
        return Some(Figures {
            hour: value / 100,
            minute: value % 100,
            precision: Precision::Minute,
            form: Form::Run,
            ..plain
        });
    }
    if digits > 2 {
        return None;
    }
    if let Some((minute, second, next)) = after_oclock(tokens, at + 1) {
        return Some(Figures {
            minute,
            second: second.unwrap_or_default(),
            precision: match second {
                Some(_) => Precision::Second,
                None => Precision::Minute,
            },
            form: Form::Letter,
            next,
            ..plain
        });
    }
    let two_digits = |at: usize| match tokens.number(at) {
        Some((value, 2)) if tokens.is_glued(at) && tokens.is_glued(at - 1) => Some(value),
        _ => None,
    };
    let form = match (tokens.mark(at + 1), tokens.word(at + 1)) {
        (Some(':'), _) => Form::Colons,
        (Some('.'), _) => Form::Dotted,
        _ => return Some(plain),
    };
    let Some(minute) = two_digits(at + 2) else {
        return Some(plain);
    };
    let minutes = Figures {
        minute,
        precision: Precision::Minute,
        form,
        precise: tokens.is_glued(at) && tokens.word(at - 1).is_some(),
        next: at + 3,
        ..plain
    };
    if form != Form::Colons || !tokens.is_mark(at + 3, ':') {
        return Some(minutes);
    }
    let Some(second) = two_digits(at + 4) else {
        return Some(minutes);
    };
    let fraction = matches!(tokens.mark(at + 5), Some('.' | ','))
        && tokens.is_glued(at + 6)
        && tokens.number(at + 6).is_some();
    Some(Figures {
        second,
        precision: Precision::Second,
        precise: true,
        next: at + 5 + if fraction { 2 } else { 0 },
        ..minutes
    })
}

/// Minute and perhaps second after a word that ends the hour: `h05`, ` Uhr 05`, `時5分10秒`,
/// ` ч. 05 мин.`
fn after_oclock(tokens: &Tokens<'_>, at: usize) -> Option<(u32, Option<u32>, usize)> {
    if !tokens.meaning(at).is(Part::OClock) {
        return None;
    }
    let minute_at = tokens.skip_mark(at + 1, '.');
    let (minute, digits) = tokens.number(minute_at)?;
    let unit = tokens.meaning(minute_at + 1).is(Part::Minutes);
    let alone = digits == 2
        && minute_at == at + 1
        && tokens.is_glued(at) == tokens.is_glued(minute_at)
        && !tokens.is_mark(minute_at + 1, ':');
    if digits > 2 || !(unit || alone) {
        return None;
    }
    let next = minute_at + 1 + usize::from(unit);
    let second = tokens
        .small_number(next)
        .filter(|_| unit && tokens.meaning(next + 1).is(Part::Seconds));
    Some((minute, second, next + if second.is_some() { 2 } else { 0 }))
}

/// Whether a number goes on from one before it: the `05` of `14:05`, but not the hour of
/// `2024-03-14:10` or `T10`.
fn is_in_number(tokens: &Tokens<'_>, at: usize) -> bool {
    at >= 2
        && matches!(tokens.mark(at - 1), Some('.' | ','))
        && tokens.is_glued(at - 1)
        && tokens.number(at - 2).is_some()
}

/// `noon`, `12 noon`, `midnight`. Midnight may end the day or begin it, so it says no time.
fn named(tokens: &Tokens<'_>, at: usize) -> Option<Clock> {
    let word_at = at + usize::from(matches!(tokens.number(at), Some((12, _))));
    let meaning = tokens.meaning(word_at);
    let time = if meaning.is(Part::Noon) {
        Some(Stated {
            time: jiff::civil::time(12, 0, 0, 0),
            precision: Precision::Hour,
        })
    } else if meaning.is(Part::Midnight) {
        None
    } else {
        return None;
    };
    let (zone, next) =
        zone::zone_at(tokens, word_at + 1, false).unwrap_or((Zone::NotStated, word_at + 1));
    Some(Clock {
        time,
        zone,
        valid: true,
        next,
    })
}

#[derive(Clone, Copy)]
enum Half {
    Morning,
    Afternoon,
}

/// `am`, `p.m.`, and the index after it.
fn half_of_day(tokens: &Tokens<'_>, at: usize) -> Option<(Half, usize)> {
    let word = tokens.word(at)?;
    if let Some(half) = half_by(tokens.meaning(at)) {
        // `π.μ.` is one word and a full stop.
        let next = at + 1;
        let dotted = word.contains('.') && tokens.is_glued(next);
        return Some((
            half,
            if dotted {
                tokens.skip_mark(next, '.')
            } else {
                next
            },
        ));
    }
    // Spanish parts them: `2:05 p. m.`
    let parted = tokens.is_mark(at + 1, '.')
        && !tokens.is_glued(at + 2)
        && matches!(tokens.word(at + 2), Some("m" | "M"));
    match word {
        "a" | "A" if parted => return Some((Half::Morning, tokens.skip_mark(at + 3, '.'))),
        "p" | "P" if parted => return Some((Half::Afternoon, tokens.skip_mark(at + 3, '.'))),
        _ => {}
    }
    let (letters, next) = tokens.letters(at)?;
    match letters.as_str() {
        "am" => Some((Half::Morning, next)),
        "pm" => Some((Half::Afternoon, next)),
        _ => None,
    }
}

fn half_by(meaning: Meaning) -> Option<Half> {
    if meaning.is(Part::Am) || meaning.is(Part::Morning) {
        Some(Half::Morning)
    } else if meaning.is(Part::Pm) || meaning.is(Part::Afternoon) {
        Some(Half::Afternoon)
    } else {
        None
    }
}

/// `午後` before the figures, and the index of those.
fn half_before(tokens: &Tokens<'_>, at: usize) -> Option<(Half, usize)> {
    let meaning = tokens.meaning(at);
    if !(meaning.is(Part::Morning) || meaning.is(Part::Afternoon)) {
        return None;
    }
    // Hungarian `de.` and `du.` are words of other languages.
    let word = tokens.word(at)?;
    if word.is_ascii() && !tokens.tongue.is("hu") {
        return None;
    }
    let next = tokens.skip_mark(at + 1, '.');
    tokens.small_number(next)?;
    Some((half_by(meaning)?, next))
}

/// From one time to another is when something happens, not when a release came out.
pub(super) fn until_another(tokens: &Tokens<'_>, clock: Clock) -> Clock {
    let joined = match tokens.mark(clock.next) {
        Some('-') => clock.next + 1,
        _ if tokens.meaning(clock.next).is(Part::To) => clock.next + 1,
        _ => return clock,
    };
    match clock_at(tokens, joined, false) {
        Some(end) if end.valid => Clock {
            time: None,
            zone: end.zone,
            valid: true,
            next: end.next,
        },
        _ => clock,
    }
}
