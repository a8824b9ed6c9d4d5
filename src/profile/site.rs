//! What holds for the whole site: `[hosts]`, `[politeness]` and `[urls]`.
//!
//! ```toml
//! [urls]
//! include = ['^/(?:[a-z-]+/)+\d+$']   # searched in path and query of the canonical address
//! item_id = '/(\d+)$'                # the publisher's own number
//! ignore_case = true                 # /Press/7 is /press/7
//! drop = ["ref", "nl_*"]             # parameters that do not name the page …
//! keep = ["sid"]                     # … and that do, though they look like a session
//! ```

use std::time::Duration;

use jiff::SignedDuration;
use jiff::tz::TimeZone;
use regex::Regex;
use url::Url;

use super::hours::hours;
use super::pattern::url_pattern;
use super::reader::Reader;
use super::section::Section;
use super::tree::{Node, Value};
use super::{Hosts, ParameterName, Politeness, Source, Urls};
use crate::settings::MINIMUM_DELAY;

/// A longer delay is a slip of the pen.
const LONGEST_DELAY: Duration = Duration::from_secs(24 * 60 * 60);

/// `[hosts]`; the hosts of the sources are allowed without being named.
pub(super) fn hosts(reader: &mut Reader, top: &Section<'_>, sources: &[Source]) -> Hosts {
    let mut hosts = Hosts::default();
    if let Some(node) = top.get("hosts")
        && let Some(section) = Section::open(reader, node, "[hosts]", &["canonical", "aliases"])
    {
        hosts.canonical = section
            .get("canonical")
            .and_then(|node| host(reader, node, "[hosts] canonical"));
        if let Some(node) = section.get("aliases") {
            hosts.aliases = reader
                .items(node, "[hosts] aliases")
                .iter()
                .filter_map(|item| host(reader, item, "[hosts] aliases"))
                .collect();
            if section.get("canonical").is_none() {
                let message = "[hosts] has aliases but no `canonical` to rewrite them to";
                reader.error(
                    &node.at,
                    message,
                    Some("write canonical = \"www.example.org\""),
                );
            }
        }
    }
    let of_sources = sources.iter().flat_map(Source::hosts);
    for host in (hosts.canonical.iter().chain(&hosts.aliases).cloned()).chain(of_sources) {
        if !hosts.allowed.contains(&host) {
            hosts.allowed.push(host);
        }
    }
    hosts
}

/// A host name, as addresses spell it: lower case, punycode.
fn host(reader: &mut Reader, node: &Node, what: &str) -> Option<String> {
    let text = reader.words(node, what)?;
    let plain = !text.contains(['/', ':', '@', '?', '#', '\\', ' ', '\t', '\n', '\r']);
    let host = Url::parse(&format!("https://{text}/"))
        .ok()
        .filter(|_| plain)
        .and_then(|url| url.host_str().map(str::to_owned));
    if host.is_none() {
        let message = format!("{what}: `{text}` is not a host name");
        let help = "write only the name: \"www.example.org\"";
        reader.error(&node.at, message, Some(help));
    }
    host
}

/// `[politeness]`.
pub(super) fn politeness(
    reader: &mut Reader,
    top: &Section<'_>,
    zone: Option<&TimeZone>,
) -> Politeness {
    let mut politeness = Politeness::default();
    let keys = &["delay", "max_requests", "hours"];
    let Some(section) = top
        .get("politeness")
        .and_then(|node| Section::open(reader, node, "[politeness]", keys))
    else {
        return politeness;
    };
    if let Some(delay) = section.get("delay").and_then(|node| delay(reader, node)) {
        politeness.delay = delay;
    }
    if let Some(node) = section.get("max_requests")
        && let Some(count) = reader.count(node, "max_requests", 0..=u32::MAX)
    {
        politeness.max_requests = u64::from(count);
    }
    politeness.hours = section
        .get("hours")
        .and_then(|node| hours(reader, node, zone));
    politeness
}

fn delay(reader: &mut Reader, node: &Node) -> Option<Duration> {
    let help = "write \"5s\", \"500ms\" or \"2m\"";
    if let Value::Integer(number) = node.value {
        let message = "delay has no unit";
        reader.error(&node.at, message, Some(&format!("write \"{number}s\"")));
        return None;
    }
    let text = reader.words(node, "delay")?;
    let delay = text
        .parse::<SignedDuration>()
        .ok()
        .and_then(|delay| Duration::try_from(delay).ok());
    let Some(delay) = delay else {
        reader.error(&node.at, format!("`{text}` is not a delay"), Some(help));
        return None;
    };
    if delay > LONGEST_DELAY {
        reader.error(&node.at, "delay is more than a day", Some(help));
        return None;
    }
    if delay < MINIMUM_DELAY {
        let message = "delay is below 1 s, which only hosts under --allow-address may be asked at";
        reader.warning(
            &node.at,
            message,
            Some("for a public host write \"1s\" or more"),
        );
    }
    Some(delay)
}

/// `[urls]`.
pub(super) fn urls(reader: &mut Reader, top: &Section<'_>) -> Urls {
    let keys = &[
        "include",
        "exclude",
        "item_id",
        "ignore_case",
        "drop",
        "keep",
    ];
    let Some(section) = top
        .get("urls")
        .and_then(|node| Section::open(reader, node, "[urls]", keys))
    else {
        return Urls::default();
    };
    let mut patterns = |key: &str| {
        let what = format!("[urls] {key}");
        let node = section.get(key)?;
        let patterns = reader.items(node, &what).iter();
        let patterns = patterns.filter_map(|item| url_pattern(reader, item, &what));
        Some(patterns.collect::<Vec<_>>())
    };
    let include = patterns("include").unwrap_or_default();
    let exclude = patterns("exclude").unwrap_or_default();
    let ignore_case = section
        .get("ignore_case")
        .and_then(|node| reader.flag(node, "ignore_case"));
    let (drop, keep) = parameters(reader, &section);
    Urls {
        include,
        exclude,
        item_id: section
            .get("item_id")
            .and_then(|node| item_id(reader, node)),
        ignore_case: ignore_case.unwrap_or_default(),
        drop,
        keep,
    }
}

/// `drop = ["ref", "nl_*"]` and `keep = ["sid"]`; `keep` goes before `drop`.
fn parameters(
    reader: &mut Reader,
    section: &Section<'_>,
) -> (Vec<ParameterName>, Vec<ParameterName>) {
    let keep = parameter_names(reader, section, "keep");
    let drop = parameter_names(reader, section, "drop");
    for (name, node) in &drop {
        let all = matches!(name, ParameterName::Beginning(beginning) if beginning.is_empty());
        if all && keep.is_empty() {
            let message = "drop = [\"*\"] leaves no parameter to tell pages apart";
            let help = "name those that do: keep = [\"id\"]";
            reader.error(&node.at, message, Some(help));
        }
        if keep.iter().any(|(other, _)| other == name) {
            let message = "the same parameter is in `drop` and in `keep`";
            reader.error(&node.at, message, None);
        }
    }
    let names =
        |list: Vec<(ParameterName, &Node)>| list.into_iter().map(|(name, _)| name).collect();
    (names(drop), names(keep))
}

fn parameter_names<'a>(
    reader: &mut Reader,
    section: &Section<'a>,
    key: &str,
) -> Vec<(ParameterName, &'a Node)> {
    let what = format!("[urls] {key}");
    let Some(node) = section.get(key) else {
        return Vec::new();
    };
    let mut names = Vec::new();
    for item in reader.items(node, &what) {
        let Some(text) = reader.words(item, &what) else {
            continue;
        };
        match ParameterName::parse(text) {
            Some(name) => names.push((name, item)),
            None => {
                let message = format!("`{text}` is not the name of a parameter");
                let help = "write the name alone: \"ref\", or the beginning of names: \"nl_*\"";
                reader.error(&item.at, message, Some(help));
            }
        }
    }
    names
}

impl ParameterName {
    /// Reads a name as a profile writes it.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (name, is_beginning) = match text.strip_suffix('*') {
            Some(beginning) => (beginning, true),
            None => (text, false),
        };
        let odd = |c: char| c.is_whitespace() || c.is_control() || "=&?#*/".contains(c);
        if name.contains(odd) || (name.is_empty() && !is_beginning) {
            return None;
        }
        let name = name.to_ascii_lowercase();
        Some(if is_beginning {
            Self::Beginning(name)
        } else {
            Self::Full(name)
        })
    }

    /// Whether it speaks of a parameter; `name` in lower case.
    pub(super) fn covers(&self, name: &str) -> bool {
        match self {
            Self::Full(own) => own == name,
            Self::Beginning(beginning) => name.starts_with(beginning.as_str()),
        }
    }
}

/// Without a group the whole match is the id: `/48333`, which is hardly meant.
fn item_id(reader: &mut Reader, node: &Node) -> Option<Regex> {
    let pattern = url_pattern(reader, node, "[urls] item_id")?;
    if pattern.captures_len() < 2 {
        let message = "item_id has no group to say which part is the id";
        reader.error(&node.at, message, Some("write '/(\\d+)$'"));
        return None;
    }
    Some(pattern)
}
