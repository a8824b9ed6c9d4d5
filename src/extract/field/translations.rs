//! The same release in other languages: `<link rel="alternate" hreflang="fr">`.
//!
//! After the profile's rules come these links alone: a language switch in the page's navigation
//! mostly leads to start pages. The page itself, its own language and the default for unknown
//! languages are left out.

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
    let by_rule = |rule| {
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
    };
    let linked = || {
        let alternates = &reading.gathered.head.alternates;
        (reading.is_generic() && !alternates.is_empty()).then(|| Found {
            value: alternates.clone(),
            evidence: generic(Origin::Meta, "link hreflang"),
        })
    };
    let found = reading.first(
        "translations",
        &[&|| reading.by_rules("translations", by_rule), &linked],
    )?;
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
    if translations.is_empty() {
        reading.considered("translations", &found, Some("leads to no other page"));
    }
    (!translations.is_empty()).then_some(Found {
        value: translations,
        evidence: found.evidence,
    })
}
