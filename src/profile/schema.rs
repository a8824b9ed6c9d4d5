//! A profile key by key, from the top of the file.
//!
//! ```toml
//! format    = 1
//! id        = "osce"
//! name      = "Organization for Security and Co-operation in Europe"
//! languages = ["en"]
//! timezone  = "Europe/Vienna"
//! status    = "draft"
//! ```

use jiff::tz::{TimeZone, TimeZoneDatabase};
use url::Url;

use super::layout;
use super::reader::Reader;
use super::reading;
use super::revisit;
use super::section::Section;
use super::site;
use super::source;
use super::suggest;
use super::tree::Node;
use super::{Profile, Status};
use crate::target::ProfileId;

/// The profile grammar that this version reads.
const FORMAT: i64 = 1;

const KEYS: &[&str] = &[
    "format",
    "id",
    "name",
    "homepage",
    "languages",
    "timezone",
    "status",
    "extends",
    "strict",
    "hosts",
    "politeness",
    "revisit",
    "urls",
    "source",
    "page",
    "fields",
    "body",
    "dates",
    "quality",
    "layout",
];

/// Compiles a profile; `stem` is its file's name without `.toml`, `hash` names its bytes.
///
/// Every mistake is noted in `reader`; `None` when there was one.
pub(super) fn profile(
    reader: &mut Reader,
    root: &Node,
    stem: &str,
    hash: String,
) -> Option<Profile> {
    let top = Section::open(reader, root, "the profile", KEYS)?;
    let id = id(reader, &top, stem);
    let name = top
        .need(reader, "name", "name = \"…\", the organization's name")
        .and_then(|node| reader.words(node, "name").map(str::to_owned));
    let homepage = top.get("homepage").and_then(|node| {
        let text = reader.words(node, "homepage")?;
        address(reader, node, text)
    });
    let languages = top
        .get("languages")
        .map(|node| languages(reader, node))
        .unwrap_or_default();
    let timezone = top.get("timezone").and_then(|node| timezone(reader, node));
    let status = top
        .get("status")
        .and_then(|node| {
            let known = [("active", Status::Active), ("draft", Status::Draft)];
            reader.word(node, "status", &known)
        })
        .unwrap_or_default();
    let urls = site::urls(reader, &top);
    let sources = source::sources(reader, &top);
    let hosts = site::hosts(reader, &top, &sources);
    let politeness = site::politeness(reader, &top, timezone.as_ref());
    let revisit = revisit::revisit(reader, &top);
    let quality = site::quality(reader, &top);
    let reading = reading::reading(reader, &top);
    let layouts = layout::layouts(reader, &top, &reading);
    if !reader.is_sound() {
        return None;
    }
    Some(Profile {
        id: id?,
        hash,
        name: name?,
        homepage,
        languages,
        timezone,
        status,
        hosts,
        politeness,
        revisit,
        urls,
        sources,
        reading,
        layouts,
        quality,
    })
}

/// Looks at the `format` of one file, the profile's own or a base's.
pub(super) fn format(reader: &mut Reader, root: &Node) {
    let Some(node) = root.get("format") else {
        return;
    };
    if let Some(format) = reader.whole(node, "format")
        && format != FORMAT
    {
        let message = format!("format {format} is not known to this version of dateline");
        let help = format!("this version reads format = {FORMAT}");
        reader.error(&node.at, message, Some(&help));
    }
}

fn id(reader: &mut Reader, top: &Section<'_>, stem: &str) -> Option<ProfileId> {
    let node = top.need(reader, "id", &format!("id = \"{stem}\""))?;
    let text = reader.words(node, "id")?;
    let id = match profile_id(text) {
        Ok(id) => id,
        Err(message) => {
            reader.error(&node.at, message, None);
            return None;
        }
    };
    if text != stem {
        let message = format!("id `{text}` is not the file's name");
        let help = format!("write id = \"{stem}\" or name the file {text}.toml");
        reader.error(&node.at, message, Some(&help));
    }
    Some(id)
}

/// The id of a profile that has one: `-` stands for none.
pub(super) fn profile_id(text: &str) -> Result<ProfileId, String> {
    match ProfileId::try_from(text.to_owned()) {
        Ok(id) if id != ProfileId::none() => Ok(id),
        Ok(_) => Err("`-` is the id of pages without a profile".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

/// An absolute http or https address.
pub(super) fn address(reader: &mut Reader, node: &Node, text: &str) -> Option<Url> {
    let help = "write it whole: \"https://www.example.org/press\"";
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.host_str().is_some() => {
            Some(url)
        }
        Ok(url) => {
            let message = format!("`{}` is not an http or https address", url.scheme());
            reader.error(&node.at, message, Some(help));
            None
        }
        Err(error) => {
            let message = format!("`{text}` is not an address: {error}");
            reader.error(&node.at, message, Some(help));
            None
        }
    }
}

fn languages(reader: &mut Reader, node: &Node) -> Vec<String> {
    let mut languages = Vec::new();
    for item in reader.items(node, "languages") {
        let Some(text) = reader.words(item, "languages") else {
            continue;
        };
        if is_language(text) {
            languages.push(text.to_owned());
        } else {
            let message = format!("`{text}` is not a language tag");
            reader.error(&item.at, message, Some("write \"en\", \"de\", \"pt-BR\" …"));
        }
    }
    languages
}

/// The shape of BCP 47: `en`, `pt-BR`, `zh-Hant-TW`.
fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let primary = parts.next().unwrap_or_default();
    (2..=3).contains(&primary.len())
        && primary.bytes().all(|byte| byte.is_ascii_alphabetic())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

/// A zone by its IANA name, of the database inside the binary: the same on every machine.
fn timezone(reader: &mut Reader, node: &Node) -> Option<TimeZone> {
    let text = reader.words(node, "timezone")?;
    let zones = TimeZoneDatabase::bundled();
    if let Ok(zone) = zones.get(text) {
        return Some(zone);
    }
    let names: Vec<String> = zones.available().map(|name| name.to_string()).collect();
    let help = match suggest::nearest(text, names.iter().map(String::as_str)) {
        Some(name) => format!("did you mean `{name}`?"),
        None => "write an IANA name such as \"Europe/Vienna\" or \"UTC\"".to_owned(),
    };
    reader.error(&node.at, format!("unknown time zone `{text}`"), Some(&help));
    None
}
