//! Parameters of an address that name the way a reader came or the visit, not the page.
//!
//! `/press?id=7&utm_source=mail&PHPSESSID=0f3c` is the page `/press?id=7`. Some names say
//! enough (`utm_source`); others are anything's (`sid=48333` may be the number of the story),
//! and only go when the value looks like a session and the rest still names a page. A
//! profile says more with `[urls] drop` and `keep`.

use super::{ParameterName, Urls};

/// Names that say enough, in lower case.
const TRACKING: &[&str] = &[
    "__hsfp",
    "__hssc",
    "__hstc",
    "__twitter_impression",
    "_branch_match_id",
    "_bta_c",
    "_bta_tid",
    "_ga",
    "_gac",
    "_gl",
    "_hsenc",
    "_hsmi",
    "_ke",
    "_openstat",
    "action_object_map",
    "action_ref_map",
    "action_type_map",
    "aspxautodetectcookiesupport",
    "at_campaign",
    "at_medium",
    "dclid",
    "elqaid",
    "elqat",
    "elqcampaignid",
    "elqtrack",
    "elqtrackid",
    "epik",
    "et_rid",
    "fb_action_ids",
    "fb_action_types",
    "fb_ref",
    "fb_source",
    "fbclid",
    "gad_campaignid",
    "gad_source",
    "gbraid",
    "gclid",
    "gclsrc",
    "guce_referrer",
    "guce_referrer_sig",
    "guccounter",
    "hsctatracking",
    "hss_channel",
    "igsh",
    "igshid",
    "jsessionid",
    "li_fat_id",
    "mc_cid",
    "mc_eid",
    "mkt_tok",
    "msclkid",
    "ncid",
    "oly_anon_id",
    "oly_enc_id",
    "oscsid",
    "phpsessid",
    "rb_clickid",
    "s_cid",
    "srsltid",
    "ttclid",
    "twclid",
    "vero_conv",
    "vero_id",
    "wbraid",
    "wickedid",
    "wt.mc_id",
    "wt.rss_ev",
    "wt.rss_f",
    "wt_mc",
    "xtor",
    "yclid",
    "ysclid",
    "zenid",
];
const TRACKING_PREFIXES: &[&str] = &[
    "aspsessionid",
    "hsa_",
    "matomo_",
    "mtm_",
    "piwik_",
    "pk_",
    "utm_",
];

/// Names of sessions that are also names of other things.
const SESSIONS: &[&str] = &[
    "cfid",
    "cftoken",
    "s",
    "sess",
    "sessid",
    "session",
    "session-id",
    "session_id",
    "sessionid",
    "sid",
];
/// Names of numbers that only keep an answer out of a cache.
const CACHE_BUSTERS: &[&str] = &[
    "_",
    "_dc",
    "cachebuster",
    "cache_buster",
    "cb",
    "nocache",
    "no_cache",
    "rand",
    "random",
    "rnd",
];

/// Sessions in the path, as `;jsessionid=0f3c` after a segment.
const PATH_SESSIONS: &[&str] = &["jsessionid", "phpsessid"];

/// What a parameter is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// It may name the page.
    Page,
    /// It names none.
    Visit,
    /// It looks like a visit's, but only what else the address says can tell.
    PerhapsVisit,
}

/// What a pair `name=value` of a query is for.
pub(super) fn purpose(pair: &str, urls: &Urls) -> Purpose {
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    let name = name.to_ascii_lowercase();
    let named = |names: &[ParameterName]| names.iter().any(|other| other.covers(&name));
    // Nothing that a profile names is dropped, whatever else is known of it.
    if named(&urls.keep) {
        return Purpose::Page;
    }
    if named(&urls.drop) || is_tracking(&name) {
        return Purpose::Visit;
    }
    let is_visit = (SESSIONS.contains(&name.as_str()) && is_session(&name, value))
        || (CACHE_BUSTERS.contains(&name.as_str()) && is_random(value));
    if is_visit {
        Purpose::PerhapsVisit
    } else {
        Purpose::Page
    }
}

fn is_tracking(name: &str) -> bool {
    TRACKING.contains(&name)
        || TRACKING_PREFIXES
            .iter()
            .any(|prefix| name.starts_with(prefix))
}

/// Long, of letters and digits alike: no number, word or date.
fn is_session(name: &str, value: &str) -> bool {
    let is_plain = value
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b',' | b'.'));
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let letters = value.bytes().filter(u8::is_ascii_alphabetic).count();
    let is_mixed = digits >= 4 && letters >= 4 && value.len() >= LEAST_SESSION;
    // ColdFusion counts its sessions, and says so with two names of its own.
    let is_counted = matches!(name, "cfid" | "cftoken") && digits == value.len() && digits >= 4;
    is_plain && (is_mixed || is_counted)
}

const LEAST_SESSION: usize = 20;

/// Milliseconds or seconds since 1970, or a fraction: `1700000000000`, `0.7312946`.
fn is_random(value: &str) -> bool {
    let are_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    match value.split_once('.') {
        Some(("0" | "", fraction)) => fraction.len() >= 6 && are_digits(fraction),
        Some(_) => false,
        None => matches!(value.len(), 10 | 13) && value.starts_with('1') && are_digits(value),
    }
}

/// A path without the sessions in it; `None` where it has none.
pub(super) fn without_sessions(path: &str) -> Option<String> {
    if !path.contains([';', '(']) {
        return None;
    }
    let segments = path.split('/').map(without_session);
    let kept: Vec<&str> = segments
        .filter(|segment| !is_session_segment(segment))
        .collect();
    let kept = kept.join("/");
    (kept != path && kept.starts_with('/')).then_some(kept)
}

/// `press.do;jsessionid=0f3c` is `press.do`.
fn without_session(segment: &str) -> &str {
    let Some((before, parameter)) = segment.split_once(';') else {
        return segment;
    };
    let name = parameter.split('=').next().unwrap_or_default();
    let is_session = PATH_SESSIONS.contains(&name.to_ascii_lowercase().as_str());
    if is_session && !parameter.contains(';') {
        before
    } else {
        segment
    }
}

/// `(S(lit3py55t21z5v55vlm25s55))`, as servers write it for readers without cookies.
fn is_session_segment(segment: &str) -> bool {
    let inner = segment
        .strip_prefix("(S(")
        .and_then(|rest| rest.strip_suffix("))"));
    inner.is_some_and(|id| {
        id.len() == 24
            && id
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_is_of_the_page_until_it_is_known_not_to_be() {
        use Purpose::{Page, PerhapsVisit, Visit};
        let urls = Urls {
            drop: vec![
                ParameterName::parse("ref").unwrap(),
                ParameterName::parse("nl_*").unwrap(),
            ],
            keep: vec![
                ParameterName::parse("UTM_Content").unwrap(),
                ParameterName::parse("rnd").unwrap(),
            ],
            ..Urls::default()
        };
        for (pair, expected) in [
            ("utm_source=mail", Visit),
            ("UTM_SOURCE=mail", Visit),
            ("gclid", Visit),
            ("WT.mc_id=press", Visit),
            ("ASPSESSIONIDQQBDTTAC=x", Visit),
            ("PHPSESSID=1f", Visit),
            ("xtor=RSS-1", Visit),
            // The profile's word.
            ("ref=home", Visit),
            ("REF", Visit),
            ("nl_id=7", Visit),
            ("utm_content=7", Page),
            ("rnd=1700000000000", Page),
            // Names of many things.
            ("sid=48333", Page),
            ("sid=", Page),
            ("sid=annual-report-of-the-council", Page),
            ("sid=9f86d081884c7d659a2feaa0c55ad015", PerhapsVisit),
            ("s=9f86d081884c7d659a2feaa0c55ad015", PerhapsVisit),
            ("s=bridge", Page),
            ("session=27", Page),
            ("session=2023-2024", Page),
            ("CFID=18374", PerhapsVisit),
            ("_=1700000000000", PerhapsVisit),
            ("_=17", Page),
            ("cb=0.7312946117", PerhapsVisit),
            ("random=1999", Page),
            ("nocache=20231114221320", Page),
            ("t=1700000000", Page),
            // Look-alikes.
            ("utmost=1", Page),
            ("source=b", Page),
            ("id=9f86d081884c7d659a2feaa0c55ad015", Page),
            ("from=2024-01-01", Page),
            ("print=1", Page),
            ("", Page),
        ] {
            assert_eq!(purpose(pair, &urls), expected, "{pair}");
        }
    }

    #[test]
    fn sessions_leave_the_path() {
        for (path, without) in [
            ("/press.do;jsessionid=0F3C.node1", Some("/press.do")),
            ("/a;JSESSIONID=1/b", Some("/a/b")),
            (
                "/(S(lit3py55t21z5v55vlm25s55))/news/7.aspx",
                Some("/news/7.aspx"),
            ),
            ("/(S(short))/news/7.aspx", None),
            ("/a;version=2", None),
            ("/a;jsessionid=1;version=2", None),
            ("/report(final)/7", None),
            ("/a", None),
            ("/", None),
        ] {
            assert_eq!(without_sessions(path).as_deref(), without, "{path}");
        }
    }
}
