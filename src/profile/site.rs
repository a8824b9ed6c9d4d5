//! What holds for the whole site: `[hosts]`, `[politeness]` and `[urls]`.

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
use super::{Hosts, Politeness, Source, Urls};
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
    let keys = &["include", "exclude", "item_id"];
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
    Urls {
        include: patterns("include").unwrap_or_default(),
        exclude: patterns("exclude").unwrap_or_default(),
        item_id: section
            .get("item_id")
            .and_then(|node| item_id(reader, node)),
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
