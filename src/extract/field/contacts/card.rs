//! From lines to people: `Ann Lee, Press Officer` · `Tel.: 020 7946 0112` · `ann@press.example`.
//!
//! A line with an address or number belongs to the name before it; a name after an address begins
//! another contact. Where a person is named, the name is the person's: the organization stays in
//! the raw text.

use std::sync::LazyLock;

use regex::Regex;

use super::lines::Line;
use super::{mail, words};
use crate::extract::{boilerplate, clean};
use crate::record::Contact;

/// Contacts out of lines of which all are of contacts.
pub(super) fn all(lines: &[Line]) -> Vec<Contact> {
    read(lines)
}

/// Contacts out of the lines from a label on, and how many of the lines they stand in: they end
/// where something else begins.
pub(super) fn behind_label(lines: &[Line]) -> (Vec<Contact>, usize) {
    let Some((label, rest)) = lines.split_first() else {
        return (Vec::new(), 0);
    };
    let rank = label.heading.unwrap_or(u8::MAX);
    let mut end = 0;
    let mut last_address = None;
    for (index, line) in rest.iter().enumerate() {
        let has_address = has_address(line);
        let since = index - last_address.map_or(0, |at: usize| at + 1);
        let is_name = words::is_person(&line.text);
        let behind = rest.get(index + 1).map_or("", |next| next.text.as_str());
        let ends = STOP.is_match(&line.text)
            || boilerplate::is_headed_by(&line.text, behind)
            || (line.heading.is_some_and(|heading| heading <= rank)
                && (index > 0 || !is_name)
                && !(is_name && label.heading.is_none()))
            || (line.text.len() > LONGEST_LINE && !(has_address && index < 2))
            || since >= MOST_BETWEEN;
        if ends {
            break;
        }
        if has_address {
            last_address = Some(index);
            end = index + 1;
        }
    }
    (read(&lines[..=end]), end + 1)
}

/// A longer line is a sentence of something else.
const LONGEST_LINE: usize = 240;
/// So many lines without an address are no longer of a contact.
const MOST_BETWEEN: usize = 7;

/// What follows contacts.
static STOP: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^\W*(?:about\b|über (?:die|den|das|uns)\b|à propos|sobre\b|acerca de|informazioni su|notes? (?:to|for) (?:the )?editors?|downloads?$|share\b|teilen$|related\b|tags?:?$|follow (?:us|me)|folgen sie|folge uns|newsletter|subscribe|impressum$|datenschutz|privacy|cookies?\b|copyright|©|öffnungszeiten|anfahrt|zurück|back\b|weitere (?:news|meldungen|pressemitteilungen)|more news|latest news|source:|quelle:)",
    )
});

fn read(lines: &[Line]) -> Vec<Contact> {
    let mut contacts = Vec::new();
    let mut open = Open::default();
    let mut label_alone: Option<&str> = None;
    for line in lines {
        for part in per_address(line) {
            // `Fax:` and its number may stand in two elements.
            let text = match label_alone.take() {
                Some(label) => format!("{label} {}", part.text),
                None => part.text.clone(),
            };
            let said = parse(&text, &part);
            if said.is_empty() {
                if LABEL_ALONE.is_match(&line.text) {
                    label_alone = Some(&line.text);
                }
                continue;
            }
            if open.is_followed_by(&said) {
                contacts.extend(std::mem::take(&mut open).finish());
            }
            open.take(said, &line.text);
        }
    }
    contacts.extend(open.finish());
    contacts
}

/// A line with several printed addresses is one of several contacts.
fn per_address(line: &Line) -> Vec<Line> {
    let mut parts = Vec::new();
    let mut rest = line.text.as_str();
    while let Some((_, range)) = mail::in_text(rest) {
        let (one, others) = rest.split_at(range.end);
        parts.push(Line::of(one));
        rest = others;
    }
    match parts.last_mut() {
        None => return vec![line.clone()],
        Some(last) => last.text.push_str(rest),
    }
    parts
}

/// What one line says.
#[derive(Debug, Default, PartialEq, Eq)]
struct Said {
    person: Option<String>,
    office: Option<String>,
    role: Option<String>,
    email: Option<String>,
    phone: Option<String>,
}

impl Said {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

fn parse(text: &str, line: &Line) -> Said {
    let mut said = Said::default();
    let mut rest = words::without_label(text).to_owned();
    if let Some((address, range)) = mail::in_text(&rest) {
        said.email = Some(address);
        rest.replace_range(range, ",");
    }
    said.email = said.email.or_else(|| line.emails.first().cloned());
    for (number, range) in numbers(&rest).into_iter().rev() {
        said.phone = number.or(said.phone);
        rest.replace_range(range, ",");
    }
    said.phone = said.phone.or_else(|| line.phones.first().cloned());
    let mut offices: Vec<String> = Vec::new();
    for part in PARTS.split(&rest) {
        let part = part.trim();
        let (role, part) = match part.split_once([':', '：']) {
            Some((role, name)) if words::is_role(role) => (Some(role.trim()), name.trim()),
            _ => (None, part),
        };
        said.role = said.role.or_else(|| role.map(str::to_owned));
        let part = MARK.replace_all(part, "");
        let part = part.trim_matches(|c: char| ":.-–—()[]<>„“”\"* ".contains(c) && c != '.');
        let part = part.trim_start_matches('.').trim();
        let part = part
            .strip_suffix('.')
            .filter(|part| part.contains(' ') && !part.ends_with(" V") && !part.ends_with(".V"))
            .unwrap_or(part);
        if !says_something(part) {
            continue;
        }
        if words::is_person(part) {
            said.person.get_or_insert_with(|| part.to_owned());
        } else if words::is_role(part) && part.len() <= LONGEST_NAME {
            said.role.get_or_insert_with(|| part.to_owned());
        } else if let Some(person) = leading_person(part) {
            said.person.get_or_insert(person);
        } else if part.len() <= LONGEST_NAME && part.split_whitespace().count() <= MOST_WORDS {
            offices.push(part.to_owned());
        }
    }
    offices.truncate(3);
    said.office = (!offices.is_empty()).then(|| offices.join(", "));
    said
}

/// In bytes.
const LONGEST_NAME: usize = 80;
const MOST_WORDS: usize = 9;

/// Neither an address in a town nor one on the web, nor the words of a form.
fn says_something(part: &str) -> bool {
    let letters = part.chars().filter(|c| c.is_alphabetic()).count();
    letters > 1
        && !part.starts_with('@')
        && !part.chars().any(|c| c.is_ascii_digit())
        && !part.contains("://")
        && !part.to_ascii_lowercase().contains("www.")
        && !NO_NAME.is_match(part)
}

/// The name that a sentence begins with: `Anne Meer in der Leitstelle am Fluss unter`.
fn leading_person(sentence: &str) -> Option<String> {
    let words: Vec<&str> = sentence.split_whitespace().collect();
    if words.len() <= 4 {
        return None;
    }
    (2..=5).rev().find_map(|count| {
        let behind = words.get(count)?;
        let name = words[..count].join(" ");
        let ends = behind.starts_with(char::is_lowercase);
        (ends && words::is_person(&name)).then_some(name)
    })
}

/// A contact whose lines are still being read.
#[derive(Default)]
struct Open {
    person: Option<String>,
    offices: Vec<String>,
    role: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    raw: Vec<String>,
}

impl Open {
    fn is_followed_by(&self, said: &Said) -> bool {
        let complete = self.email.is_some() || self.phone.is_some();
        let named = said.person.is_some() || said.office.is_some();
        let second = |old: &Option<String>, new: &Option<String>| {
            old.is_some() && new.is_some() && old != new
        };
        let has_address = said.email.is_some() || said.phone.is_some();
        // Whose address cannot be read does not get that of the next.
        let is_another = second(&self.person, &said.person) && has_address;
        is_another
            || complete
                && (named
                    || second(&self.email, &said.email)
                    || (second(&self.phone, &said.phone) && said.email.is_some()))
    }

    fn take(&mut self, said: Said, line: &str) {
        self.person = self.person.take().or(said.person);
        self.offices.extend(said.office);
        self.role = self.role.take().or(said.role);
        self.email = self.email.take().or(said.email);
        self.phone = self.phone.take().or(said.phone);
        if !line.is_empty() && self.raw.last().is_none_or(|last| last != line) {
            self.raw.push(line.to_owned());
        }
    }

    fn finish(self) -> Option<Contact> {
        // A name alone may be any line.
        if self.email.is_none() && self.phone.is_none() {
            return None;
        }
        let office = || {
            (!self.offices.is_empty()).then(|| {
                self.offices
                    .iter()
                    .take(3)
                    .cloned()
                    .collect::<Vec<_>>()
                    .join(", ")
            })
        };
        Some(Contact {
            name: self.person.clone().or_else(office),
            role: self.role,
            email: self.email,
            phone: self.phone,
            raw: clean::some(&self.raw.join(" ")).map(|_| self.raw.join("\n")),
        })
    }
}

pub(super) fn has_address(line: &Line) -> bool {
    !line.emails.is_empty()
        || !line.phones.is_empty()
        || mail::in_text(&line.text).is_some()
        || numbers(&line.text)
            .iter()
            .any(|(number, _)| number.is_some())
}

/// The numbers of a line with where they stand; none for that of a fax.
fn numbers(text: &str) -> Vec<(Option<String>, std::ops::Range<usize>)> {
    NUMBER
        .find_iter(text)
        .filter_map(|found| {
            let number = found
                .as_str()
                .trim_end_matches(['.', '-', ' ', '(', '/', '–']);
            let opened = match number.strip_prefix('(') {
                Some(rest) if !rest.contains(')') => 1,
                _ => 0,
            };
            let number = &number[opened..];
            let digits = number.bytes().filter(u8::is_ascii_digit).count();
            let before = &text[..found.start()];
            if IS_FAX.is_match(before) {
                return Some((None, found.range()));
            }
            let labelled = IS_PHONE.is_match(before);
            let alone = before.trim().is_empty() && text[found.end()..].trim().is_empty();
            let dialled = number.starts_with(['+', '0', '(']) || IN_GROUPS.is_match(number);
            let is_number = (FEWEST_DIGITS..=MOST_DIGITS).contains(&digits)
                && !DATE.is_match(number)
                && (labelled
                    || (dialled && digits >= 7)
                    || (alone && digits >= 7 && !number.contains('.')));
            let start = found.start() + opened;
            is_number.then(|| (Some(clean::line(number)), start..start + number.len()))
        })
        .collect()
}

const FEWEST_DIGITS: usize = 5;
const MOST_DIGITS: usize = 18;

static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:\+\s?|\(\+?|\b)\d[\d\s().\-/\u{2010}-\u{2015}]{3,26}\d(?:,?\s?(?:ext|x|доб|DW)\.?\s?\d{1,5}\b)?",
    )
});
/// `212-555-0142`, as North America prints them.
static IN_GROUPS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^(?:1[-. ])?\(?\d{3}\)?[-. /\u{2010}-\u{2015}]+\d{3}[-. \u{2010}-\u{2015}]\d{4}")
});
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^(?:(?:19|20)\d\d\s?[-./–]\s?\d{1,2}\s?[-./–]\s?\d{1,2}|\d{1,2}\s?[-./]\s?\d{1,2}\s?[-./]\s?(?:19|20)\d\d|(?:19|20)\d\d\s?[-–/]\s?(?:19|20)?\d\d)$",
    )
});
static IS_FAX: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:^|[^\p{L}/])(?:(?:tele|télé)?fax|télécopie|факс|传真|傳真|ファックス|팩스|φαξ|f|فاكس)\s*(?:no\.?|nr\.?)?\W*$",
    )
});
static IS_PHONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:(?:^|[^\p{L}])(?:tel|tel[eé][fph]+on\p{L}*|t[eé]l|teleph|phone|ph|fon|mob|mobile?|mobiltelefon|mobiel|cell|cellulare|cel|handy|gsm|m[oó]vil|celular|portable|m|t|p|d|direct|tlf|tfn|puh|т|тел|телефон|моб|τηλ|tel\W{0,3}fax)|電話|电话|手机|携帯|전화|هاتف|טלפון|ext)\s*(?:no|nr|number)?[^\p{L}\p{N}]*$",
    )
});
/// Labels that stand alone, their value behind them.
static LABEL_ALONE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:(?:tele|télé)?fax|tel[eé]?(?:[fph]+on\p{L}*)?|phone|fon|mob(?:ile?)?|факс|тел|телефон|传真|電話|电话|f|t|m)\s*[.:：]*$",
    )
});
/// What stands before a number or an address.
static MARK: LazyLock<Regex> = LazyLock::new(|| {
    let labels = r"(?:tele|télé)?fax|tel[eé]?(?:[fph]+on[\p{L}]*)?|tél|teleph|phone|ph|fon|mob(?:il(?:e|telefon)?)?|cell(?:ulare)?|handy|gsm|m[oó]vil|celular|portable|tlf|tfn|puh|e-?mail|e-post|mail|courriel|correo|факс|тел|телефон|моб|почта|эл\. почта|電話|电话|邮箱|メール|전화|이메일|web(?:site)?|internet|name|title|position|role|funktion|fonction|cargo|ruolo|должность|twitter|linkedin";
    pattern(&format!(
        r"(?i)^(?:(?:{labels}|t|m|e|p|f|d|w)(?:\s?(?:number|nummer|address|adresse|account|no|nr))?\s*[.:：/]+\s*)+|^(?:{labels}|on|at|or|and|und|oder|et|y|e|via|per|by|an|im|an den|unter)$|^(?:{labels}) ?(?:number|nummer|address|adresse|account)$|^(?:on|at|or|and|und|oder|et|via|per|by)\s+(?:{labels})?\s*|\s+(?:at|on|or|via|by|per|unter|au|al|на|по|{labels})\s*[.:]*$"
    ))
});
/// Lines of contacts that name nobody.
static NO_NAME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:e-?mail(?: protected)?|email protected|(?:please )?(?:send|write|call)(?: us)?\b.*|click here|here|hier|more|mehr|kontaktformular|contact form|vcard|linkedin|twitter|facebook|instagram|xing|x|website|zur website|photo|foto|©.*|bild:.*|p\.?o\.? ?box.*|postfach.*|.*\b(?:straße|strasse|str|allee|platz|street|road|avenue|rue|via|calle|улица)\.?)$",
    )
});
static PARTS: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\s*(?:[,;|·•、，；\n]|\s/\s|\s[–—-]\s|[()（）])\s*"));

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a fixed pattern is well formed")
}
