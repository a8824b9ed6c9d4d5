//! The record, `dateline.release/1`: one JSON object a line, every key on every line, in
//! this order.
//!
//! Unknown is null, none found is `[]`, and there are no empty strings. Additions append
//! keys; anything else makes `/2`.

use jiff::{Timestamp, civil};
use serde::{Deserialize, Serialize};
use url::Url;

use super::stamp::{day, instant, moment};

/// The value of the `schema` key.
pub const SCHEMA: &str = "dateline.release/1";

/// One release, as read at one time.
///
/// (`id`, `fetched_at`, `change`) is unique within an output; the current view is the last
/// line of each id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// `dateline.release/1`.
    pub schema: String,
    /// `org:item_id`, else `org:` and 16 hex digits of the hash of the canonical address.
    pub id: String,
    /// The profile's id; `-` when no profile was used.
    pub org: String,
    /// 1, 2, …: one more only when title, dates, body or attachments changed on the page.
    pub revision: u32,
    /// Why this line was written.
    pub change: Change,
    /// Whether the release is still there.
    pub state: State,
    /// The canonical address; null only for a saved page that names none.
    pub url: Option<Url>,
    /// The source page that announced it.
    pub listed_on: Option<Url>,
    /// The kind of release.
    #[serde(rename = "type")]
    pub kind: ReleaseType,
    /// The publisher's word for the kind.
    pub type_raw: Option<String>,
    /// BCP 47.
    pub language: Option<String>,
    /// The printed headline.
    pub title: String,
    /// The line under the headline.
    pub subtitle: Option<String>,
    /// The publisher's own summary, never generated.
    pub summary: Option<String>,
    /// The text of the release, blocks separated by a blank line; the dateline stays in it.
    pub body: Option<String>,
    /// "About …" and notes to editors: split off, not thrown away.
    pub boilerplate: Option<String>,
    /// The publisher's local calendar day; null unless known to the day.
    #[serde(with = "day")]
    pub published_on: Option<civil::Date>,
    /// UTC, to the second; only when a time of day is really stated.
    #[serde(with = "instant")]
    pub published_at: Option<Timestamp>,
    /// How exactly the date is stated.
    pub published_precision: Option<Precision>,
    /// `+01:00`, as stated or from the profile's time zone.
    pub published_offset: Option<String>,
    /// The text that the date was read from.
    pub published_raw: Option<String>,
    /// Where that text stood.
    pub published_from: Option<String>,
    /// When the page says that it was changed; only where a time of day is stated.
    #[serde(with = "instant")]
    pub modified_at: Option<Timestamp>,
    /// Until when the release was embargoed; only where a time of day is stated.
    #[serde(with = "instant")]
    pub embargo_until: Option<Timestamp>,
    /// The dateline, verbatim.
    pub dateline: Option<String>,
    /// Towns.
    pub places: Vec<String>,
    /// The places as printed, with region or country.
    pub places_raw: Option<String>,
    /// The wire service that carried it.
    pub wire: Option<String>,
    /// Issuing units.
    pub sources: Vec<String>,
    /// People.
    pub authors: Vec<String>,
    /// The publisher's terms.
    pub topics: Vec<String>,
    /// The publisher's number of the release.
    pub release_number: Option<String>,
    /// Whom to ask.
    pub contacts: Vec<Contact>,
    /// Documents and media that the release links to.
    pub attachments: Vec<Attachment>,
    /// Pictures of the release.
    pub images: Vec<Image>,
    /// Links in the body.
    pub links: Vec<Link>,
    /// The same release in other languages.
    pub translations: Vec<Translation>,
    /// The ledger: every date seen for this release.
    pub dates: Vec<DateEntry>,
    /// Which rule gave which field.
    pub provenance: Vec<Provenance>,
    /// What a careful reader would remark on.
    pub issues: Vec<Issue>,
    /// No issue of severity `error`.
    pub ok: bool,
    /// `blake3:` and hex, over normalized title and body.
    pub text_hash: String,
    /// Where the raw page is kept.
    pub capture: Option<String>,
    /// When the page was fetched.
    #[serde(with = "moment")]
    pub fetched_at: Timestamp,
    /// When this release was first recorded.
    #[serde(with = "moment")]
    pub first_seen_at: Timestamp,
    /// When this revision was first recorded.
    #[serde(with = "moment")]
    pub changed_at: Timestamp,
    /// `blake3:` and hex of the profile that read the page.
    pub profile_hash: String,
    /// `dateline 0.1.0`.
    pub tool: String,
}

/// Why a line was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// A release not recorded before.
    New,
    /// Title, dates, body or attachments changed on the page.
    Content,
    /// The release disappeared or came back.
    State,
    /// The same page, read with another profile or version; written only on request.
    Reread,
}

/// Whether a release is still there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// It was there when last asked for.
    Live,
    /// 404 or 410 on two visits at least a day apart.
    Gone,
}

/// The kind of release, the same words for every organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReleaseType {
    /// A press release.
    PressRelease,
    /// A statement.
    Statement,
    /// A news item.
    News,
    /// A media advisory.
    Advisory,
    /// A speech.
    Speech,
    /// A report.
    Report,
    /// Anything else, or not said (then `type_raw` is null).
    Other,
}

impl ReleaseType {
    /// Every kind with its stable word.
    pub const ALL: &[(Self, &str)] = &[
        (Self::PressRelease, "press_release"),
        (Self::Statement, "statement"),
        (Self::News, "news"),
        (Self::Advisory, "advisory"),
        (Self::Speech, "speech"),
        (Self::Report, "report"),
        (Self::Other, "other"),
    ];
}

/// How exactly a date is stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// 2024
    Year,
    /// March 2024
    Month,
    /// 14 March 2024
    Day,
    /// 14 March 2024, 2 p.m.
    Hour,
    /// 14 March 2024, 14:05
    Minute,
    /// 2024-03-14T14:05:09
    Second,
}

/// Whom to ask. At least `raw` says what was printed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Contact {
    /// A person or office.
    pub name: Option<String>,
    /// What they do.
    pub role: Option<String>,
    /// Lower-case address.
    pub email: Option<String>,
    /// As printed.
    pub phone: Option<String>,
    /// The text this was read from.
    pub raw: Option<String>,
}

/// A document or media file that belongs to the release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attachment {
    /// Absolute address.
    pub url: Url,
    /// The link's text.
    pub title: Option<String>,
    /// The media type, where the page or the file name tells (`application/pdf`).
    pub media_type: Option<String>,
}

/// A picture of the release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Image {
    /// Absolute address.
    pub url: Url,
    /// The alternative text.
    pub alt: Option<String>,
    /// The caption.
    pub caption: Option<String>,
}

/// A link in the body.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// Absolute address.
    pub url: Url,
    /// The link's text.
    pub text: Option<String>,
}

/// The same release in another language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Translation {
    /// BCP 47.
    pub language: String,
    /// Absolute address.
    pub url: Url,
}

/// One date seen for a release.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateEntry {
    /// The day, when the text was understood and is known to the day.
    #[serde(with = "day")]
    pub value: Option<civil::Date>,
    /// The text.
    pub raw: String,
    /// What the date means.
    pub role: DateRole,
    /// Where it stood: the words of `published_from`.
    pub origin: String,
    /// How exactly it is stated; null when it was not understood.
    pub precision: Option<Precision>,
    /// Whether `published_on` is this one.
    pub chosen: bool,
}

/// What a date means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateRole {
    /// The release was issued then.
    Published,
    /// The page was changed then.
    Modified,
    /// Not to be used before then.
    Embargo,
    /// Something the release is about happens then.
    Event,
    /// The page does not say.
    Unknown,
}

/// Which rule gave a field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// The record's key.
    pub field: String,
    /// The rule as the profile writes it, or the generic reader's name for it.
    pub rule: String,
    /// What else is worth knowing, such as the element or the layout.
    pub detail: Option<String>,
}

/// What a careful reader would remark on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// A stable word such as `date.label_empty`.
    pub code: String,
    /// The record's key that it is about.
    pub field: Option<String>,
    /// How bad it is.
    pub severity: Severity,
    /// A sentence for a person.
    pub message: String,
}

/// How bad an issue is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing.
    Info,
    /// Worth looking at.
    Warning,
    /// The record is not `ok`.
    Error,
}
