//! The zone beside a time of day: `+01:00`, `GMT+2`, `CET`, `ET`, `Eastern Time`,
//! `America/New_York`.

use std::sync::LazyLock;

use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone, TimeZoneDatabase};

use super::token::Tokens;
use super::words::Part;

/// A zone as printed.
#[derive(Debug, Clone)]
pub(in crate::extract) enum Zone {
    /// None is printed.
    NotStated,
    /// The clock of the place itself: the profile's zone, if it has one.
    Local,
    /// An offset from UTC.
    Offset(Offset),
    /// A zone by name; the date decides between its offsets.
    Region(&'static str),
    /// A zone by its full name in the time zone database.
    Named(Box<TimeZone>),
    /// Letters, in lower case, with what they usually mean in minutes east of UTC. Where the
    /// profile's own zone goes by these letters, they mean that.
    Letters(&'static str, Option<i32>),
    /// Something that is a zone, but not one that is known.
    Unknown,
}

impl Zone {
    /// The offset at a local time; `None` when it is not known.
    pub(super) fn offset(&self, local: DateTime, profile: Option<&TimeZone>) -> Option<Offset> {
        let in_zone = |zone: &TimeZone| {
            let moment = zone.to_timestamp(local).ok()?;
            Some(zone.to_offset(moment))
        };
        match self {
            Self::NotStated | Self::Local => in_zone(profile?),
            Self::Offset(offset) => Some(*offset),
            Self::Region(name) => in_zone(&known_zone(name)?),
            Self::Named(zone) => in_zone(zone),
            Self::Letters(letters, usual) => {
                let here = profile.filter(|zone| calls_itself(zone, letters, local));
                match here {
                    Some(zone) => in_zone(zone),
                    None => minutes_east((*usual)?),
                }
            }
            Self::Unknown => None,
        }
    }
}

/// A zone by name, from the database inside the program: the same on every machine.
pub(super) fn known_zone(name: &str) -> Option<TimeZone> {
    static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);
    ZONES.get(name).ok()
}

/// Whether a zone goes by these letters at a local time.
fn calls_itself(zone: &TimeZone, letters: &str, local: DateTime) -> bool {
    zone.to_timestamp(local).is_ok_and(|moment| {
        let info = zone.to_offset_info(moment);
        info.abbreviation().eq_ignore_ascii_case(letters)
    })
}

/// The zone that begins at a token, brackets included, and the index after it.
///
/// After a time to the second an offset may have any sign and form; otherwise `10:00-12:00`
/// is from one time to another.
pub(super) fn zone_at(tokens: &Tokens<'_>, at: usize, precise: bool) -> Option<(Zone, usize)> {
    if tokens.is_mark(at, '(') {
        let (zone, next) = bare_zone(tokens, at + 1, false)?;
        return tokens.is_mark(next, ')').then_some((zone, next + 1));
    }
    let (zone, next) = bare_zone(tokens, at, precise)?;
    // `+01:00[Europe/Vienna]` and `CET (UTC+1)` say the same twice.
    let twice = match tokens.mark(next) {
        Some('[') => named(tokens, next + 1).map(|(_, next)| next),
        Some('(') => bare_zone(tokens, next + 1, false).map(|(_, next)| next),
        _ => None,
    };
    match twice {
        Some(end) if matches!(tokens.mark(end), Some(']' | ')')) => Some((zone, end + 1)),
        _ => Some((zone, next)),
    }
}

fn bare_zone(tokens: &Tokens<'_>, at: usize, precise: bool) -> Option<(Zone, usize)> {
    if let Some((offset, next)) = offset(tokens, at, precise) {
        return Some((Zone::Offset(offset), next));
    }
    let word = tokens.word(at)?;
    if matches!(word, "Z" | "z") {
        return tokens
            .is_glued(at)
            .then_some((Zone::Offset(Offset::UTC), at + 1));
    }
    if tokens.meaning(at).is(Part::Local) && tokens.meaning(at + 1).is(Part::Time) {
        return Some((Zone::Local, at + 2));
    }
    named(tokens, at)
        .or_else(|| in_words(tokens, at))
        .or_else(|| abbreviated(tokens, at))
}

/// `+01:00`, `-0500`, `+1`.
fn offset(tokens: &Tokens<'_>, at: usize, precise: bool) -> Option<(Offset, usize)> {
    let sign = match tokens.mark(at)? {
        '+' => 1,
        '-' => -1,
        _ => return None,
    };
    let (value, digits) = tokens.number(at + 1).filter(|_| tokens.is_glued(at + 1))?;
    let colon = tokens.is_mark(at + 2, ':') && tokens.is_glued(at + 2) && tokens.is_glued(at + 3);
    let (hours, minutes, next) = match (digits, tokens.number(at + 3)) {
        (4, _) => (value / 100, value % 100, at + 2),
        (1..=2, Some((minutes, 2))) if colon => (value, minutes, at + 4),
        (1..=2, _) => (value, 0, at + 2),
        _ => return None,
    };
    if sign < 0 && digits != 4 && !precise {
        return None;
    }
    if hours > 14 || minutes > 59 {
        return None;
    }
    let minutes = i32::try_from(hours * 60 + minutes).ok()?;
    Some((minutes_east(sign * minutes)?, next))
}

fn minutes_east(minutes: i32) -> Option<Offset> {
    Offset::from_seconds(minutes * 60).ok()
}

/// `Europe/Vienna`, `America/Argentina/Buenos_Aires`.
fn named(tokens: &Tokens<'_>, at: usize) -> Option<(Zone, usize)> {
    let mut next = at + 1;
    tokens.word(at)?;
    while next < at + LONGEST_NAME
        && matches!(tokens.mark(next), Some('/' | '_' | '-'))
        && tokens.is_glued(next)
        && tokens.is_glued(next + 1)
        && tokens.word(next + 1).is_some()
    {
        next += 2;
    }
    let name = &tokens.text[tokens.range(at, next)];
    if !name.contains('/') || name.len() > 40 {
        return None;
    }
    let zone = known_zone(name)?;
    Some((Zone::Named(Box::new(zone)), next))
}

/// In tokens: three words of two parts each, with what joins them.
const LONGEST_NAME: usize = 11;

/// `Eastern Time`, `Central European Summer Time`.
fn in_words(tokens: &Tokens<'_>, at: usize) -> Option<(Zone, usize)> {
    IN_WORDS.iter().find_map(|(words, region)| {
        let mut next = at;
        for expected in *words {
            if !tokens.word(next)?.eq_ignore_ascii_case(expected) {
                return None;
            }
            next += 1;
        }
        let variant = tokens.word(next).is_some_and(|word| {
            ["standard", "daylight", "summer", "mean"]
                .iter()
                .any(|variant| word.eq_ignore_ascii_case(variant))
        });
        next += usize::from(variant);
        tokens
            .meaning(next)
            .is(Part::Time)
            .then_some((Zone::Region(region), next + 1))
    })
}

/// Zones by their names; whether summer time holds is left to the date.
const IN_WORDS: &[(&[&str], &str)] = &[
    (&["eastern", "european"], "Europe/Helsinki"),
    (&["central", "european"], "Europe/Brussels"),
    (&["western", "european"], "Europe/Lisbon"),
    (&["eastern"], "America/New_York"),
    (&["central"], "America/Chicago"),
    (&["mountain"], "America/Denver"),
    (&["pacific"], "America/Los_Angeles"),
    (&["atlantic"], "America/Halifax"),
    (&["alaska"], "America/Anchorage"),
    (&["british"], "Europe/London"),
    (&["london"], "Europe/London"),
    (&["uk"], "Europe/London"),
    (&["brussels"], "Europe/Brussels"),
    (&["paris"], "Europe/Paris"),
    (&["geneva"], "Europe/Zurich"),
    (&["vienna"], "Europe/Vienna"),
    (&["moscow"], "Europe/Moscow"),
    (&["greenwich"], "UTC"),
];

/// `CET`, `EST`, `E.S.T.`, `ET`, `GMT+2`.
fn abbreviated(tokens: &Tokens<'_>, at: usize) -> Option<(Zone, usize)> {
    let (letters, next) = tokens.letters(at)?;
    let printed = tokens.word(at)?;
    if printed.contains(char::is_lowercase) {
        return None;
    }
    if matches!(letters.as_str(), "utc" | "gmt") {
        let (offset, next) = offset(tokens, next, true).unwrap_or((Offset::UTC, next));
        return Some((Zone::Offset(offset), next));
    }
    let region = REGIONS
        .iter()
        .find(|(short, _)| *short == letters)
        .map(|(_, region)| Zone::Region(region));
    let found = region.or_else(|| {
        ABBREVIATIONS
            .iter()
            .find(|(short, _)| *short == letters)
            .map(|(short, usual)| Zone::Letters(short, *usual))
    });
    match found {
        Some(zone) => {
            // `CET/CEST` leaves it to the date, or to the reader.
            let other = tokens.is_mark(next, '/') && tokens.is_glued(next + 1);
            match (other, tokens.word(next + 1)) {
                (true, Some(word)) => match (letters.as_str(), word) {
                    ("cet", "CEST") => Some((Zone::Region("Europe/Brussels"), next + 2)),
                    _ => Some((Zone::Unknown, next + 2)),
                },
                _ => Some((zone, next)),
            }
        }
        None => {
            let shaped = (3..=4).contains(&letters.len()) && letters.ends_with('t');
            shaped.then_some((Zone::Unknown, next))
        }
    }
}

/// Letters that leave summer time to the date.
const REGIONS: &[(&str, &str)] = &[
    ("et", "America/New_York"),
    ("ct", "America/Chicago"),
    ("mt", "America/Denver"),
    ("pt", "America/Los_Angeles"),
];

/// Letters as newsrooms use them: what is printed holds, in the wrong season too.
const ABBREVIATIONS: &[(&str, Option<i32>)] = &[
    ("mez", Some(60)),
    ("mesz", Some(120)),
    ("oez", Some(120)),
    ("wez", Some(0)),
    ("hnec", Some(60)),
    ("haec", Some(120)),
    ("heec", Some(120)),
    ("seč", Some(60)),
    ("selč", Some(120)),
    ("мск", Some(180)),
    ("tsi", Some(180)),
    ("tsİ", Some(180)),
    ("brt", Some(-180)),
    ("art", Some(-180)),
    ("clt", Some(-240)),
    ("cot", Some(-300)),
    ("wita", Some(480)),
    ("wit", Some(540)),
    ("myt", Some(480)),
    ("ict", Some(420)),
    ("uzt", Some(300)),
    ("azt", Some(240)),
    ("hne", Some(-300)),
    ("hae", Some(-240)),
    ("wet", Some(0)),
    ("west", Some(60)),
    ("bst", Some(60)),
    ("cet", Some(60)),
    ("cest", Some(120)),
    ("eet", Some(120)),
    ("eest", Some(180)),
    ("msk", Some(180)),
    ("trt", Some(180)),
    ("sast", Some(120)),
    ("wat", Some(60)),
    ("cat", Some(120)),
    ("eat", Some(180)),
    ("gst", Some(240)),
    ("pkt", Some(300)),
    ("npt", Some(345)),
    ("wib", Some(420)),
    ("sgt", Some(480)),
    ("hkt", Some(480)),
    ("pht", Some(480)),
    ("awst", Some(480)),
    ("jst", Some(540)),
    ("kst", Some(540)),
    ("acst", Some(570)),
    ("acdt", Some(630)),
    ("aest", Some(600)),
    ("aedt", Some(660)),
    ("nzst", Some(720)),
    ("nzdt", Some(780)),
    ("nst", Some(-210)),
    ("ndt", Some(-150)),
    ("ast", Some(-240)),
    ("adt", Some(-180)),
    ("est", Some(-300)),
    ("edt", Some(-240)),
    ("cst", Some(-360)),
    ("cdt", Some(-300)),
    ("mst", Some(-420)),
    ("mdt", Some(-360)),
    ("pst", Some(-480)),
    ("pdt", Some(-420)),
    ("akst", Some(-540)),
    ("akdt", Some(-480)),
    ("hst", Some(-600)),
    // India, Ireland, Israel: only the profile can tell.
    ("ist", None),
];
