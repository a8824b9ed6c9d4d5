//! An explanation for people.

use std::time::Duration;

use jiff::civil;

use super::Told;
use crate::extract::explain::{BodyPlace, Considered, Date, Explanation, Field, OtherDate};
use crate::fetch::{Exchange, RobotsTerms, Terms};
use crate::record::{DateRole, Precision, Severity};
use crate::report::{counted, one_line};

/// How much is shown of a text, in characters.
const LONGEST: usize = 88;
/// Elements left out of the body that are told of one by one.
const MOST_LEFT_OUT: usize = 12;
/// Dates that were not weighed and are told of one by one.
const MOST_OTHER_DATES: usize = 20;
/// Fields without a value, so that their line fits a narrow terminal.
const KEYS_A_LINE: usize = 5;
/// The first column.
const KEY: usize = 14;

/// What is told of one page. Nothing in it steers the terminal, or adds a line of its own.
pub(super) fn told(told: &Told) -> String {
    let mut lines = Lines::default();
    lines.text(&told.input);
    if let Some((url, why)) = told.scope() {
        let said = why.map_or_else(
            || "a release, by the profile's [urls]".to_owned(),
            |why| format!("no release of this profile: {why}"),
        );
        lines.item("address", url.as_str());
        lines.more(&said);
    } else if let Some((Some(url), _)) = &told.page {
        lines.item("address", url.as_str());
    }
    if let Some((terms, exchanges)) = &told.web {
        web(&mut lines, terms, exchanges);
    }
    if let Some((class, message)) = &told.problem {
        lines.item("no record", &format!("{class}: {message}"));
    }
    let profile = told.profile.id.as_str();
    match &told.explanation {
        Some(explanation) => explained(&mut lines, profile, explanation),
        None => lines.item("profile", name_of(profile)),
    }
    lines.0
}

fn name_of(profile: &str) -> &str {
    match profile {
        "-" => "none: only what pages say to everybody",
        profile => profile,
    }
}

fn web(lines: &mut Lines, terms: &Terms, exchanges: &[Exchange]) {
    let Terms {
        own,
        robots,
        pause: (pause, by),
        hours,
        closed_until,
    } = terms;
    lines.item("robots.txt", &robots_line(robots.as_ref()));
    if let Some(RobotsTerms {
        pause: Some((pause, by)),
        ..
    }) = robots
    {
        lines.more(&format!("asks for a pause of {} ({by})", seconds(*pause)));
    }
    if let Some(visits) = robots.as_ref().and_then(|robots| robots.visits.as_ref()) {
        lines.more(&format!("wants visits {visits}"));
    }
    let kept = format!("{} between two requests ({by})", seconds(*pause));
    lines.item("pace", &kept);
    if *own {
        lines.more("one of the operator's own addresses (--allow-address)");
    }
    if let Some(hours) = hours {
        lines.item("hours", hours);
    }
    if let Some((until, by)) = closed_until {
        let until = until.strftime("%Y-%m-%d %H:%M UTC");
        lines.more(&format!("closed until {until} ({by})"));
    }
    for (nth, exchange) in exchanges.iter().enumerate() {
        let status = match exchange.status {
            Some(status) => status.to_string(),
            None => "no answer".to_owned(),
        };
        let told = format!("{status} {}", exchange.url);
        if nth == 0 {
            lines.item("asked", &told);
        } else {
            lines.more(&told);
        }
    }
}

fn robots_line(robots: Option<&RobotsTerms>) -> String {
    match robots {
        None => "was not read".to_owned(),
        Some(RobotsTerms { exists: false, .. }) => "there is none: all is allowed".to_owned(),
        Some(RobotsTerms { allowed, line, .. }) => {
            let verdict = if *allowed {
                "allows it"
            } else {
                "does not allow it"
            };
            match line {
                Some(line) => format!("{verdict}: {line}"),
                None => format!("{verdict}: no line is about it"),
            }
        }
    }
}

fn seconds(time: Duration) -> String {
    format!("{} s", time.as_secs_f64())
}

fn explained(lines: &mut Lines, profile: &str, explanation: &Explanation) {
    let mut read = name_of(profile).to_owned();
    if let Some(layout) = &explanation.layout {
        read.push_str(&format!(", layout {layout}"));
    }
    if explanation.strict {
        read.push_str(", strict: only its own rules are asked");
    }
    lines.item("profile", &read);
    match &explanation.language {
        Some(language) => lines.item("read as", &format!("{}: {}", language.tag, language.why)),
        None => lines.item(
            "read as",
            "no language is known: numeric dates stay ambiguous",
        ),
    }
    lines.item("content", &explanation.content.rule);
    lines.path(explanation.content.path.as_deref());
    let chosen = |field: &&Field| {
        let first = field.considered.first();
        first.is_some_and(|first| first.verdict.why().is_none())
    };
    lines.heading("Fields");
    for field in explanation.fields.iter().filter(chosen) {
        field_lines(lines, field);
    }
    let (tried, silent): (Vec<_>, Vec<_>) = (explanation.fields.iter())
        .filter(|field| !chosen(field))
        .partition(|field| !field.considered.is_empty());
    if !tried.is_empty() || !silent.is_empty() {
        lines.heading("Without a value");
    }
    for field in tried {
        field_lines(lines, field);
    }
    let silent: Vec<&str> = silent.iter().map(|field| field.key).collect();
    for (nth, keys) in silent.chunks(KEYS_A_LINE).enumerate() {
        let key = if nth == 0 { "nothing says" } else { "" };
        lines.item(key, &keys.join(", "));
    }
    if !explanation.dates.is_empty() {
        lines.heading("Dates, in the order of preference");
    }
    for date in &explanation.dates {
        date_lines(lines, date);
    }
    other_dates(lines, explanation);
    if let Some(body) = &explanation.body {
        body_lines(lines, body);
    }
    if !explanation.draft.issues.is_empty() {
        lines.heading("Issues");
    }
    for issue in &explanation.draft.issues {
        let severity = match issue.severity {
            Severity::Info => "info",
            Severity::Warning => "warning",
            Severity::Error => "error",
        };
        lines.item(severity, &issue.code);
        lines.more(&issue.message);
    }
}

fn field_lines(lines: &mut Lines, field: &Field) {
    let mut others = field.considered.iter().peekable();
    match others.next_if(|first| first.verdict.why().is_none()) {
        Some(chosen) => {
            lines.item(field.key, &shown(&chosen.text));
            lines.more(&source(chosen));
            lines.path(chosen.path.as_deref());
        }
        None => lines.item(field.key, "-"),
    }
    let chosen = field.considered.first();
    for other in others {
        let why = other.verdict.why().unwrap_or_default();
        lines.more(&format!("not {}: {why}", source(other)));
        let is_new = |said: fn(&Considered) -> Option<&str>| {
            chosen.is_none_or(|chosen| said(chosen) != said(other) || std::ptr::eq(chosen, other))
        };
        if !other.text.is_empty() && is_new(|considered| Some(&considered.text)) {
            lines.further(&shown(&other.text));
        }
        if is_new(|considered| considered.path.as_deref()) {
            lines.further_path(other.path.as_deref());
        }
    }
}

/// `css h1.title (field)`, `meta og:title (meta, layout old)`.
fn source(considered: &Considered) -> String {
    let origin = considered.origin.as_str();
    match &considered.detail {
        Some(detail) => format!("{} ({origin}, {detail})", considered.rule),
        None => format!("{} ({origin})", considered.rule),
    }
}

fn date_lines(lines: &mut Lines, date: &Date) {
    let value = value_of(date.value, date.precision.as_ref());
    let role = role_of(date.role);
    lines.item(&value, &format!("{role}: `{}`", shown(&date.raw)));
    let origin = date.origin.as_str();
    let source = match &date.detail {
        Some(detail) => format!("{} ({origin}, {detail})", date.rule),
        None => format!("{} ({origin})", date.rule),
    };
    match date.verdict.why() {
        None => lines.more(&format!("chosen, from {source}")),
        Some(why) => lines.more(&format!("not {source}: {why}")),
    }
    lines.path(date.path.as_deref());
}

fn value_of(value: Option<civil::Date>, precision: Option<&Precision>) -> String {
    match (value, precision) {
        (Some(day), _) => day.to_string(),
        (None, Some(_)) => "no day".to_owned(),
        (None, None) => "unreadable".to_owned(),
    }
}

fn role_of(role: DateRole) -> &'static str {
    match role {
        DateRole::Published => "published",
        DateRole::Modified => "modified",
        DateRole::Embargo => "embargo",
        DateRole::Event => "event",
        DateRole::Unknown => "unknown",
    }
}

/// The dates that were not weighed. What most of them mean nobody says.
fn other_dates(lines: &mut Lines, explanation: &Explanation) {
    let all = &explanation.other_dates;
    if all.is_empty() {
        return;
    }
    lines.heading("Other dates on the page, not weighed");
    for date in all.iter().take(MOST_OTHER_DATES) {
        let OtherDate {
            value,
            precision,
            role,
            raw,
            path,
            ..
        } = date;
        let raw = shown(raw);
        let told = match role {
            DateRole::Unknown => format!("`{raw}`"),
            role => format!("{}: `{raw}`", role_of(*role)),
        };
        lines.item(&value_of(*value, precision.as_ref()), &told);
        lines.more(&date.why());
        lines.path(path.as_deref());
    }
    let more = all.len().saturating_sub(MOST_OTHER_DATES) + explanation.other_dates_left_off;
    if more > 0 {
        lines.more(&format!("and {}", counted(more as u64, "other", "others")));
    }
}

fn body_lines(lines: &mut Lines, body: &BodyPlace) {
    lines.heading("Text");
    let path = body.path.as_deref().map(last_steps);
    lines.item("stands in", path.as_deref().unwrap_or("-"));
    let blocks = counted(body.blocks as u64, "block", "blocks");
    let boilerplate = match (body.boilerplate, &body.split_by) {
        (0, _) => "no boilerplate".to_owned(),
        (blocks, Some(by)) => format!("{blocks} of boilerplate ({by})"),
        (blocks, None) => format!("{blocks} of boilerplate"),
    };
    lines.item("has", &format!("{blocks}, {boilerplate}"));
    for (nth, left_out) in body.left_out.iter().take(MOST_LEFT_OUT).enumerate() {
        let told = format!("{}: {}", left_out.why, shown(&left_out.text));
        if nth == 0 {
            lines.item("left out", &told);
        } else {
            lines.more(&told);
        }
        lines.further_path(Some(&left_out.path));
    }
    let more = body.left_out.len().saturating_sub(MOST_LEFT_OUT);
    if more > 0 {
        lines.more(&format!("and {}", counted(more as u64, "other", "others")));
    }
}

/// A text in one line, shortened.
fn shown(text: &str) -> String {
    let line = one_line(text);
    match line.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", line[..at].trim_end()),
        None => line,
    }
}

/// The end of a path, where it is long: the steps that tell one element from another, and that a
/// profile would name. At least the last is shown.
fn last_steps(path: &str) -> String {
    let steps = path.rmatch_indices(STEP).map(|(at, _)| at);
    let from = steps.take_while(|at| path[*at..].chars().count() <= LONGEST);
    match from.last() {
        _ if path.chars().count() <= LONGEST => path.to_owned(),
        Some(at) => format!("…{}", &path[at..]),
        None => match path.rsplit_once(STEP) {
            Some((_, last)) => format!("…{STEP}{last}"),
            None => path.to_owned(),
        },
    }
}

/// Parts the steps of a path.
const STEP: &str = " > ";

/// Lines in two columns.
#[derive(Default)]
struct Lines(String);

impl Lines {
    /// Whatever a text holds, it is one line.
    fn text(&mut self, text: &str) {
        self.0.push_str(&one_line(text));
        self.0.push('\n');
    }

    fn heading(&mut self, text: &str) {
        self.0.push('\n');
        self.text(text);
    }

    fn item(&mut self, key: &str, text: &str) {
        let key = one_line(key);
        // A column is measured in characters.
        self.0.push_str(&format!("  {key:KEY$} "));
        self.text(text);
    }

    fn more(&mut self, text: &str) {
        self.indented(KEY + 3, text);
    }

    fn further(&mut self, text: &str) {
        self.indented(KEY + 7, text);
    }

    fn path(&mut self, path: Option<&str>) {
        if let Some(path) = path {
            self.more(&last_steps(path));
        }
    }

    fn further_path(&mut self, path: Option<&str>) {
        if let Some(path) = path {
            self.further(&last_steps(path));
        }
    }

    fn indented(&mut self, columns: usize, text: &str) {
        self.0.push_str(&" ".repeat(columns));
        self.text(text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_a_long_path_the_end_is_shown() {
        let row = |count: usize| vec!["div.panel"; count].join(STEP);
        let cases = [
            ("html".to_owned(), "html".to_owned()),
            (row(7), row(7)),
            (format!("html > {}", row(7)), format!("html > {}", row(7))),
            (format!("html > {}", row(8)), format!("… > {}", row(7))),
            ("d".repeat(LONGEST + 1), "d".repeat(LONGEST + 1)),
            (
                format!("p > {}", "d".repeat(LONGEST)),
                format!("… > {}", "d".repeat(LONGEST)),
            ),
        ];
        for (path, expected) in cases {
            assert_eq!(last_steps(&path), expected);
        }
    }
}
