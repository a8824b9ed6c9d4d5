//! The same release in other languages: `<link rel="alternate" hreflang="fr">`.

use super::language::tag;
use crate::extract::reading::{Reading, generic};
use crate::extract::rule::{Expect, Tried};
use crate::record::{Found, Origin, Translation};

/// Reads the translations: not the page itself, not the default for unknown languages.
pub(crate) fn translations(
    reading: &Reading<'_>,
    language: Option<&str>,
    own: Option<&url::Url>,
) -> Option<Found<Vec<Translation>>> {
    let ruled = reading.rules.field("translations").iter().find_map(|rule| {
        let Tried::Found(read) = reading.try_rule(rule, Expect::Url) else {
            return None;
        };
        let stated: Vec<(String, String)> = read
            .elements
            .iter()
            .filter_map(|element| {
                let value = element.value();
                let language = value.attr("hreflang").or_else(|| value.attr("lang"))?;
                Some((language.to_owned(), value.attr("href")?.to_owned()))
            })
            .collect();
        Some(Found {
            value: stated,
            evidence: reading.evidence_of(rule),
        })
    });
    let found = ruled.or_else(|| {
        reading.is_generic().then(|| Found {
            value: reading.gathered.head.alternates.clone(),
            evidence: generic(Origin::Meta, "link hreflang"),
        })
    })?;
    let mut translations: Vec<Translation> = Vec::new();
    for (stated, written) in &found.value {
        let (Some(tag), Some(url)) = (tag(stated), reading.link(written)) else {
            continue;
        };
        let other = language != Some(tag.as_str()) && own != Some(&url);
        let new = !translations.iter().any(|known| known.url == url);
        if other && new {
            translations.push(Translation { language: tag, url });
        }
    }
    (!translations.is_empty()).then_some(Found {
        value: translations,
        evidence: found.evidence,
    })
}
