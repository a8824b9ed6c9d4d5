//! Contacts in the linked data of a release:
//! `"contactPoint": {"@type": "ContactPoint", "contactType": "press", "email": …}`.

use serde_json::Value;

use super::{MOST, mail};
use crate::extract::field::placeholder;
use crate::extract::reading::{Reading, generic};
use crate::extract::{clean, markup};
use crate::record::{Contact, Found, Origin};

pub(super) fn by_linked_data(reading: &Reading<'_>) -> Option<Found<Vec<Contact>>> {
    if !reading.is_generic() {
        return None;
    }
    KEYS.iter().find_map(|key| {
        let points = reading.gathered.json_ld.members(key);
        let contacts: Vec<Contact> = points.into_iter().filter_map(contact).take(MOST).collect();
        (!contacts.is_empty()).then(|| Found {
            value: contacts,
            evidence: generic(Origin::JsonLd, &format!("jsonld {key}")),
        })
    })
}

const KEYS: &[&str] = &["contactPoint", "contactPoints"];

/// One point, if it says how somebody can be reached who speaks of the news.
fn contact(point: &Value) -> Option<Contact> {
    let text = |key: &str| {
        let text = clean::some(&markup::unescaped(point.get(key)?.as_str()?)?)?;
        (text.len() <= LONGEST && !placeholder::is_text(&text)).then_some(text)
    };
    let role = text("contactType");
    if role.as_deref().is_some_and(is_of_customers) {
        return None;
    }
    let email = text("email").and_then(|email| Some(mail::in_text(&email)?.0));
    let phone = text("telephone").map(|phone| match phone.strip_prefix("tel:") {
        Some(number) => number.to_owned(),
        None => phone,
    });
    let (name, raw) = (text("name"), None);
    (email.is_some() || phone.is_some()).then_some(Contact {
        name,
        role,
        email,
        phone,
        raw,
    })
}

/// The longest name, role, number or address, in bytes.
const LONGEST: usize = 300;

/// `customer service`, `sales`: nobody there speaks of a release.
fn is_of_customers(kind: &str) -> bool {
    let kind = clean::folded(kind);
    let mut words = kind.split(|c: char| !c.is_alphanumeric());
    words.any(|word| CUSTOMERS.contains(&word))
}

const CUSTOMERS: &[&str] = &[
    "baggage",
    "bill",
    "billing",
    "credit",
    "customer",
    "emergency",
    "package",
    "reservations",
    "roadside",
    "sales",
    "support",
    "technical",
];
