//! Whom to ask: an office or person, an e-mail address, a telephone number.
//!
//! ```text
//! Press Office, Marlow Foundation
//! press [at] marlow.example, +44 20 7946 0112
//! ```

use std::sync::LazyLock;

use regex::Regex;

use crate::record::Contact;

static EMAIL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)[a-z0-9][a-z0-9._%+'-]{0,63}@[a-z0-9-]+(?:\.[a-z0-9-]+)+"));

/// `press [at] marlow (dot) example`: what people write to hide an address from machines.
static HIDDEN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)([a-z0-9][a-z0-9._%+-]{0,63})\s*[\[({<]\s*(?:at|@)\s*[\])}>]\s*([a-z0-9-]+(?:\s*(?:\.|[\[({<]\s*dot\s*[\])}>])\s*[a-z0-9-]+)+)",
    )
});
static DOT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)\s*(?:\.|[\[({<]\s*dot\s*[\])}>])\s*"));

static PHONE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:\+|\b00)?\(?\d[\d\s()./–-]{5,24}\d"));

/// Words before a value that are not a name.
static LABELS: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?xi) ^ (?: for \s+ (?:more|further|additional) \s+ information | (?:please\s+)? contact(?:s|\s+details)? | (?:press|media) \s+ contacts?
          | (?:press|media) \s+ (?:enquiries|inquiries|queries) | e-?mail | tel(?:ephone)? | phone | mobile | fax | t | e | m | or )
          (?: \s+ (?:details|us|the) )? \s* [:.,]? \s* $",
    )
});

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a fixed pattern")
}

/// The contacts in a text, one for each e-mail address or, without any, one for the first
/// telephone number. A text with neither names nobody to ask.
pub(crate) fn read(text: &str) -> Vec<Contact> {
    let text = HIDDEN.replace_all(text, |found: &regex::Captures<'_>| {
        format!("{}@{}", &found[1], DOT.replace_all(&found[2], "."))
    });
    let mails: Vec<(usize, usize)> = EMAIL
        .find_iter(&text)
        .take(20)
        .map(|found| (found.start(), found.end()))
        .collect();
    if mails.is_empty() {
        let Some(phone) = phone(&text) else {
            return Vec::new();
        };
        let before = text.split(&phone).next().unwrap_or_default();
        return vec![Contact {
            name: name(before),
            role: None,
            email: None,
            phone: Some(phone),
            raw: Some(one_line(&text)),
        }];
    }
    let mut contacts = Vec::new();
    let mut from = 0;
    for (at, (start, end)) in mails.iter().enumerate() {
        // What stands between one address and the next belongs half to each: a telephone
        // number on the same line still to the first.
        let next = mails.get(at + 1).map_or(text.len(), |(start, _)| *start);
        let rest = &text[*end..next];
        let own = if at + 1 == mails.len() {
            rest.len()
        } else {
            rest.find('\n').unwrap_or(0)
        };
        let part = &text[from..*end + own];
        contacts.push(Contact {
            name: name(&text[from..*start]),
            role: None,
            email: Some(text[*start..*end].trim_end_matches('.').to_lowercase()),
            phone: phone(part),
            raw: Some(one_line(part)).filter(|raw| !raw.is_empty()),
        });
        from = *end + own;
    }
    contacts
}

fn phone(text: &str) -> Option<String> {
    PHONE
        .find_iter(text)
        .map(|found| {
            found
                .as_str()
                .trim_matches(['.', '-', '–', '/', ' ', '\n'])
                .to_owned()
        })
        .find(|number| {
            let digits = number.chars().filter(char::is_ascii_digit).count();
            // A year, a date or a span of years is no number to call.
            (7..=15).contains(&digits) && !number.contains('\n') && !is_date(number)
        })
}

fn is_date(number: &str) -> bool {
    let parts: Vec<&str> = number.split(['.', '/', '-', '–']).map(str::trim).collect();
    let plain = parts
        .iter()
        .all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit()));
    plain
        && parts.len() >= 2
        && parts.iter().all(|part| part.len() <= 4)
        && parts.iter().any(|part| part.len() == 4)
        && parts.len() <= 3
}

/// The words before an address or number, less labels: the last line that says something.
fn name(before: &str) -> Option<String> {
    let pieces = before
        .lines()
        .flat_map(|line| line.split(" | "))
        .map(|line| {
            let line = PHONE.replace_all(line, " ");
            // `Contact: Press Office, e-mail` names the Press Office.
            let line = line
                .split_once(':')
                .filter(|(label, _)| LABELS.is_match(label))
                .map_or(line.to_string(), |(_, rest)| rest.to_owned());
            let mut words = one_line(&line);
            loop {
                let trimmed = words
                    .trim_matches([',', ';', ':', '(', ')', '–', '-', '|', ' '])
                    .to_owned();
                let cut = trimmed
                    .rsplit_once([',', ' '])
                    .filter(|(_, tail)| LABELS.is_match(tail.trim()))
                    .map(|(head, _)| head.to_owned());
                words = match cut {
                    Some(head) => head,
                    None => return trimmed,
                };
            }
        });
    pieces
        .filter(|line| !line.is_empty() && !LABELS.is_match(line))
        .filter(|line| line.chars().count() <= 120 && line.chars().any(char::is_alphabetic))
        .last()
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_office_its_address_and_its_number_are_read() {
        let texts = [
            (
                "Press Office, Marlow Foundation\npress@marlow.example, +44 20 7946 0112",
                Some("Press Office, Marlow Foundation"),
                Some("press@marlow.example"),
                Some("+44 20 7946 0112"),
            ),
            (
                "Media contact: Press Office\nTel: +43 1 514 36 0\nE-mail: Press@Office.Example",
                Some("Press Office"),
                Some("press@office.example"),
                Some("+43 1 514 36 0"),
            ),
            (
                "press [at] river (dot) example",
                None,
                Some("press@river.example"),
                None,
            ),
            (
                "For further information: Secretariat, fish [at] tessaly.example",
                Some("Secretariat"),
                Some("fish@tessaly.example"),
                None,
            ),
            (
                "Press desk: (202) 555-0123",
                Some("Press desk"),
                None,
                Some("(202) 555-0123"),
            ),
        ];
        for (text, name, email, phone) in texts {
            let contacts = read(text);
            assert_eq!(contacts.len(), 1, "{text}");
            assert_eq!(contacts[0].name.as_deref(), name, "{text}");
            assert_eq!(contacts[0].email.as_deref(), email, "{text}");
            assert_eq!(contacts[0].phone.as_deref(), phone, "{text}");
            assert!(contacts[0].raw.is_some());
        }
    }

    #[test]
    fn two_addresses_are_two_contacts() {
        let contacts =
            read("Press Office: press@a.example\nWater team: water@a.example, +44 20 7946 0113");
        let facts: Vec<_> = contacts
            .iter()
            .map(|contact| {
                (
                    contact.name.as_deref(),
                    contact.email.as_deref(),
                    contact.phone.as_deref(),
                )
            })
            .collect();
        assert_eq!(
            facts,
            [
                (Some("Press Office"), Some("press@a.example"), None),
                (
                    Some("Water team"),
                    Some("water@a.example"),
                    Some("+44 20 7946 0113")
                ),
            ]
        );
    }

    #[test]
    fn a_text_that_names_nobody_gives_nobody() {
        for text in [
            "",
            "The bridge opened on 3.11.2025 and cost 1 200 euros.",
            "2020-2025",
            "On 12/03/2024 at noon",
        ] {
            assert_eq!(read(text), [], "{text}");
        }
    }
}
