//! What shows that a newsroom is not what it was, in words that stay the same for years.
//!
//! `fill.topics`: no release of this run has topics, and all of last month's had. A profile
//! can ask for patience (`[quality] alert_after`) or silence an alert by its word (`mute`).

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::problem::Class;
use crate::target::SourceId;

macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident => $word:literal,)*) => {
        /// What kind of change. The words are stable: the report, `mute` and the logs use them.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum AlertKind {
            $($(#[$doc])* #[serde(rename = $word)] $name,)*
        }

        impl AlertKind {
            /// Every kind, in the order of the documentation.
            pub const ALL: &[Self] = &[$(Self::$name),*];

            /// The stable word.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word,)* }
            }
        }
    };
}

kinds! {
    /// The first page of a source has fewer rows than `min_rows`.
    Rows => "rows",
    /// No row of a source leads to a release.
    Links => "links",
    /// The pages of a source do not follow each other as they did: a hole, an early end, a
    /// next page that cannot be visited.
    Pages => "pages",
    /// A feed shows nothing of what it showed before: what came between is missed.
    Window => "window",
    /// Most new pages gave no record.
    Required => "required",
    /// A field is filled less often than `[quality] fill` asks, or than it was before.
    Fill => "fill",
    /// All pages are in languages that the profile does not name.
    Language => "language",
    /// A release of old reads with less than it did: its page was built anew.
    Canary => "canary",
    /// Too many new records have errors.
    Errors => "errors",
    /// So many releases changed at once that the site, not its releases, must have changed.
    MassChange => "mass_change",
    /// So many releases went at once that the site, not its releases, must have changed.
    MassGone => "mass_gone",
    /// What a source says exists and what is held differ.
    Audit => "audit",
    /// No new release for longer than this newsroom ever takes.
    Silence => "silence",
}

impl AlertKind {
    /// Whether its alerts are each about one field, so that `mute` can name it.
    #[must_use]
    pub fn is_by_field(self) -> bool {
        match self {
            Self::Fill | Self::Canary => true,
            Self::Rows
            | Self::Links
            | Self::Pages
            | Self::Window
            | Self::Required
            | Self::Language
            | Self::Errors
            | Self::MassChange
            | Self::MassGone
            | Self::Audit
            | Self::Silence => false,
        }
    }
}

impl fmt::Display for AlertKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// One change that a run met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Alert {
    /// What kind.
    pub kind: AlertKind,
    /// The record key that it is about, where it is about one.
    pub field: Option<String>,
    /// The source that it is about, where it is about one.
    pub source: Option<SourceId>,
    /// What changed and where to look, for a person.
    pub message: String,
    /// What was there instead: at most [`MOST_EVIDENCE`] pages.
    #[serde(default)]
    pub evidence: Vec<Evidence>,
}

/// Pages that one alert shows.
pub const MOST_EVIDENCE: usize = 3;

impl Alert {
    /// An alert about the newsroom as a whole.
    #[must_use]
    pub fn new(kind: AlertKind, message: String) -> Self {
        Self {
            kind,
            field: None,
            source: None,
            message,
            evidence: Vec::new(),
        }
    }

    /// What it is known by from run to run: `fill.topics`, `rows https://…/news`.
    #[must_use]
    pub fn key(&self) -> String {
        let mut key = self.kind.to_string();
        for (before, name) in [
            (".", self.field.as_deref()),
            (" ", self.source.as_ref().map(SourceId::as_str)),
        ] {
            if let Some(name) = name {
                key.extend([before, name]);
            }
        }
        key
    }
}

/// What a person sees on a page that is not what it was expected to be.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// Its address.
    pub url: Option<String>,
    /// What is wrong with it: a class of problem.
    pub class: Option<Class>,
    /// What was looked for and not found: a selector, names of fields.
    #[serde(default)]
    pub missing: Vec<String>,
    /// What it shows.
    #[serde(flatten)]
    pub glimpse: Glimpse,
}

/// The title and the first lines of a page, bounded.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Glimpse {
    /// Its `<title>`.
    pub title: Option<String>,
    /// Its first visible lines, those of navigation left out.
    #[serde(default)]
    pub lines: Vec<String>,
}

/// Which alerts a profile keeps quiet: `fill.topics`, or `silence`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Muted {
    /// Of this kind.
    pub kind: AlertKind,
    /// Only about this field.
    pub field: Option<String>,
}

impl Muted {
    /// Whether it is this alert that is kept quiet.
    #[must_use]
    pub fn is(&self, alert: &Alert) -> bool {
        self.kind == alert.kind && (self.field.is_none() || self.field == alert.field)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_that_are_serialized() {
        for kind in AlertKind::ALL {
            let written = serde_json::to_string(kind).unwrap();
            assert_eq!(written, format!("\"{kind}\""));
        }
    }

    #[test]
    fn an_alert_is_known_by_kind_field_and_source() {
        let rows = Alert {
            source: Some(SourceId::new("https://press.example/news")),
            ..Alert::new(AlertKind::Rows, String::new())
        };
        let topics = Alert {
            field: Some("topics".to_owned()),
            ..Alert::new(AlertKind::Fill, String::new())
        };
        assert_eq!(rows.key(), "rows https://press.example/news");
        assert_eq!(topics.key(), "fill.topics");
        let muted = |kind, field: Option<&str>| Muted {
            kind,
            field: field.map(str::to_owned),
        };
        for (muted, alert, expected) in [
            (muted(AlertKind::Fill, None), &topics, true),
            (muted(AlertKind::Fill, Some("topics")), &topics, true),
            (muted(AlertKind::Fill, Some("title")), &topics, false),
            (muted(AlertKind::Rows, None), &topics, false),
            (muted(AlertKind::Rows, None), &rows, true),
        ] {
            assert_eq!(muted.is(alert), expected, "{muted:?} {alert:?}");
        }
    }
}
