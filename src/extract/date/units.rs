//! Days whose parts have units: `2024年3月14日`, `令和6年3月14日`, `2024년 3월 14일(목)`,
//! `ngày 14 tháng 3 năm 2024`, `2024 оны 3-р сарын 14`, and those that begin with a year
//! that is called one: `2024 m. kovo 14 d.`, `2024. gada 14. marts`, `2024-yil 14-mart`.

use jiff::civil::Weekday;

use super::calendars::{ERAS, Era, JAPANESE, MINGUO, minguo};
use super::day::{Day, Form, after_suffix};
use super::edge::is_part;
use super::token::Tokens;
use super::words::Part;
use super::year::{plausible, whole, without_year};
use super::{Calendar, NoDate};

/// What a year is counted from.
enum Count {
    Common,
    Minguo,
    Era(&'static Era),
}

impl Form<'_, '_> {
    /// Year, month and day in figures, each with its unit; the year or the day may be left
    /// out.
    pub(super) fn by_units(&self, at: usize) -> Option<Day> {
        let tokens = self.tokens;
        if let Some(month) = self.month_and_unit(at) {
            let (month, next) = month;
            return self.rest_without_year(month, next);
        }
        let (count, year_at) = self.counted_from(at)?;
        let (year, digits) = tokens.number(year_at)?;
        let next = after_year_word(tokens, year_at + 1)?;
        let (month, mut next) = self.month_and_unit(next)?;
        let (year, converted) = match count {
            Count::Era(era) if digits <= 2 => (Ok(era.year(year)), Some(JAPANESE)),
            Count::Minguo => (minguo(year).ok_or(NoDate::Invalid), Some(MINGUO)),
            Count::Common if digits == 4 => (Ok(year), None),
            Count::Common if tokens.tongue.minguo && digits <= 3 && digits > 1 => {
                (minguo(year).ok_or(NoDate::Invalid), Some(MINGUO))
            }
            // `24年3月14日`: the year of some count.
            Count::Era(_) | Count::Common => (Err(NoDate::None), None),
        };
        let year = year.and_then(plausible);
        let mut said = year.and_then(|year| match month {
            1..=12 => Ok(Calendar::Month { year, month }),
            _ => Err(NoDate::Invalid),
        });
        // `2024年3月期`, `3월호`: a business year, an issue.
        let of_something = |word: &str| word.starts_with(['期', '号', '號', '호', '기']);
        if tokens.is_glued(next) && tokens.word(next).is_some_and(of_something) {
            return Some(self.day(Err(NoDate::None), next));
        }
        if let Some((day, after_day)) = self.day_and_unit(next) {
            said = whole(year, month, day);
            next = after_day;
        }
        if let (Count::Era(era), Ok(Calendar::Day(day))) = (&count, said)
            && !era.contains(day)
        {
            said = Err(NoDate::Invalid);
        }
        Some(Day {
            converted: converted.filter(|_| said.is_ok()),
            ..self.until_unit(said, next)
        })
    }

    /// `3月14日`
    fn rest_without_year(&self, month: i8, next: usize) -> Option<Day> {
        let tokens = self.tokens;
        let (day, next) = self.day_and_unit(next)?;
        let has_unit = tokens.meaning(next - 1).is(Part::DayUnit) || tokens.is_mark(next - 1, '.');
        has_unit.then(|| self.until_unit(Err(without_year(month, day)), next))
    }

    /// What a year that begins here is counted from, and where its figures are.
    fn counted_from(&self, at: usize) -> Option<(Count, usize)> {
        let tokens = self.tokens;
        let Some(word) = tokens.word(at) else {
            return Some((Count::Common, at));
        };
        if word.is_ascii() || tokens.number(at + 1).is_none() {
            return None;
        }
        if let Some(era) = ERAS.iter().find(|era| word.ends_with(era.name)) {
            return Some((Count::Era(era), at + 1));
        }
        let minguo = word.ends_with("民國") || word.ends_with("民国");
        minguo.then_some((Count::Minguo, at + 1))
    }

    /// `3月`, `3-р сарын`: the month, and the index after its unit.
    fn month_and_unit(&self, at: usize) -> Option<(i8, usize)> {
        let tokens = self.tokens;
        let month = tokens.small_number(at)?;
        let mut next = after_suffix(tokens, at + 1);
        if next == at + 1 && tokens.meaning(next).is(Part::OrdinalSuffix) {
            next += 1;
        }
        let unit = tokens.meaning(next).is(Part::MonthUnit);
        unit.then_some((i8::try_from(month).ok()?, next + 1))
    }

    /// `14日`, `14 d.`, `14-ний өдөр`, `14`.
    fn day_and_unit(&self, at: usize) -> Option<(u32, usize)> {
        let tokens = self.tokens;
        let day = tokens.small_number(at)?;
        let next = after_suffix(tokens, at + 1);
        if tokens.meaning(next).is(Part::DayUnit) {
            return Some((day, next + 1));
        }
        (!is_part(tokens, at)).then_some((day, next))
    }

    /// From one day or month to another, unless only one is stated: `14日（木）～16日`.
    fn until_unit(&self, said: Result<Calendar, NoDate>, after: usize) -> Day {
        let tokens = self.tokens;
        let (weekday, next) = match weekday_in_brackets(tokens, after) {
            Some((weekday, next)) => (Some(weekday), next),
            None => (None, after),
        };
        let joined = match tokens.mark(next) {
            Some('-' | ',' | '/' | '·' | '・') => Some(next + 1),
            None if tokens.meaning(next).is(Part::To) || tokens.meaning(next).is(Part::And) => {
                Some(next + 1)
            }
            _ => None,
        };
        let until = joined.and_then(|at| {
            tokens.small_number(at)?;
            let unit = tokens.meaning(at + 1);
            if unit.is(Part::MonthUnit) {
                return Some(self.day_and_unit(at + 2).map_or(at + 2, |(_, next)| next));
            }
            unit.is(Part::DayUnit).then_some(at + 2)
        });
        match until {
            Some(end) => self.day(Err(NoDate::Several), end),
            None => Day {
                weekday: self.weekday.or(weekday),
                ..self.day(said, next)
            },
        }
    }

    /// `14 tháng 3 năm 2024`, `14 tháng 3, 2024`, `tháng 3/2024`.
    pub(super) fn by_month_word(&self, at: usize) -> Option<Day> {
        let tokens = self.tokens;
        let day = tokens.small_number(at);
        let month_at = at + usize::from(day.is_some());
        if !tokens.meaning(month_at).is(Part::MonthBefore) {
            return None;
        }
        let month = i8::try_from(tokens.small_number(month_at + 1)?).ok()?;
        let mut next = month_at + 2;
        for _ in 0..2 {
            let skip = matches!(tokens.mark(next), Some(',' | '/' | '-' | '.'))
                || tokens.meaning(next).is(Part::Of);
            next += usize::from(skip);
        }
        match (tokens.number(next), day) {
            (Some((year, 4)), Some(day)) => {
                Some(self.day(whole(plausible(year), month, day), next + 1))
            }
            (Some((year, 4)), None) if (1..=12).contains(&month) => {
                let said = plausible(year).map(|year| Calendar::Month { year, month });
                Some(self.day(said, next + 1))
            }
            (_, Some(day)) => Some(self.day(Err(without_year(month, day)), month_at + 2)),
            (_, None) => None,
        }
    }

    /// A year that is called one, and then month and day in either order.
    pub(super) fn year_called_so(&self, at: usize) -> Option<Day> {
        let tokens = self.tokens;
        let (year, 4) = tokens.number(at)? else {
            return None;
        };
        let next = after_year_word(tokens, at + 1)?;
        let next = tokens.skip_mark(tokens.skip_mark(next, '.'), ',');
        if let Some(month) = tokens.meaning(next).month {
            let mut after = tokens.skip_mark(next + 1, '.');
            if tokens.meaning(after).is(Part::MonthUnit) {
                after = tokens.skip_mark(after + 1, '.');
            }
            let Some((day, end)) = self.day_and_unit(after) else {
                let said = plausible(year).map(|year| Calendar::Month { year, month });
                return Some(self.day(said, next + 1));
            };
            if let Some(until) = self.another_day(end) {
                return Some(self.day(Err(NoDate::Several), until));
            }
            let end = match tokens.meaning(end - 1).is(Part::DayUnit) {
                true => tokens.skip_mark(end, '.'),
                false => end,
            };
            return Some(self.day(whole(plausible(year), month, day), end));
        }
        let day = tokens.small_number(next)?;
        let mut after = after_suffix(tokens, next + 1);
        if matches!(tokens.mark(after), Some('.' | '-')) {
            after += 1;
        }
        if let Some(until) = self.another_day(after) {
            return Some(self.day(Err(NoDate::Several), until));
        }
        let month = tokens.meaning(after).month?;
        Some(self.day(whole(plausible(year), month, day), after + 1))
    }

    /// After `2024. március 14`: `–16.`
    pub(super) fn another_day(&self, at: usize) -> Option<usize> {
        let tokens = self.tokens;
        let at = match tokens.mark(at) {
            Some('.') if tokens.is_mark(at + 1, '-') => at + 1,
            _ => at,
        };
        let joined = tokens.is_mark(at, '-') || tokens.meaning(at).is(Part::To);
        let day = joined.then(|| tokens.small_number(at + 1)).flatten()?;
        let next = after_suffix(tokens, at + 2);
        ((1..=31).contains(&day) && !tokens.is_mark(next, ':')).then_some(next)
    }
}

/// Past what says that the number before it is a year: `年`, `m.`, `-жылдын`, `-cü il`.
fn after_year_word(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    let mut next = at;
    if matches!(tokens.mark(next), Some('-' | '.')) {
        next += 1;
    }
    if tokens.meaning(next).is(Part::OrdinalSuffix) && tokens.meaning(next + 1).is(Part::Year) {
        next += 1;
    }
    tokens.meaning(next).is(Part::Year).then_some(next + 1)
}

/// `(木)`, `（四）`, `(목)`: one letter that is a day of the week only in brackets.
pub(super) fn weekday_in_brackets(tokens: &Tokens<'_>, at: usize) -> Option<(Weekday, usize)> {
    let word = tokens.is_mark(at, '(').then(|| tokens.word(at + 1))??;
    if !tokens.is_mark(at + 2, ')') {
        return None;
    }
    let mut letters = word.chars();
    let (Some(letter), None) = (letters.next(), letters.next()) else {
        return None;
    };
    let found = ["月火水木金土日", "월화수목금토일", "一二三四五六日"]
        .iter()
        .find_map(|week| week.chars().position(|day| day == letter))?;
    let day = i8::try_from(found + 1).ok()?;
    Some((Weekday::from_monday_one_offset(day).ok()?, at + 3))
}
