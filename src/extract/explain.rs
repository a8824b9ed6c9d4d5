//! Why a page reads as it does: for each field what gave it, what else was there, and why that
//! was not taken.
//!
//! The record is never made from an explanation: the page is read as always, and once more with
//! a trace, in which the sources that came too late are asked as well.

mod elsewhere;

use ego_tree::NodeId;
use jiff::civil;
use scraper::{ElementRef, Html, Selector};

use super::json_ld::JsonLd;
use super::reading::{Gathered, LanguageBy, Reading, generic, shape_of};
use super::trace::{BodyTrace, Noted, SeenDate, Shown, Trace};
use super::{Cancel, Unreadable, check, document, dom_path, draft, layout, text};
use crate::page::Page;
use crate::profile::{Profile, ReadingRules};
use crate::record::{DateRole, Draft, Evidence, Found, Origin, Precision};
use crate::target::Teaser;
pub use elsewhere::{OtherDate, Place};

/// Why a page reads as it does.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// What [`extract`](super::extract) gives, or would give were the page a release.
    pub draft: Draft,
    /// Why the page is not taken for a release.
    pub refused: Option<Unreadable>,
    /// The layout of the profile that applies.
    pub layout: Option<String>,
    /// Only the profile's own rules are asked.
    pub strict: bool,
    /// The region in which labels and generic readers look.
    pub content: Stands,
    /// The language in which the page is read: dates above all.
    pub language: Option<Language>,
    /// Where the text stands.
    pub body: Option<BodyPlace>,
    /// Every field of the record that is read from the page, in the record's order.
    pub fields: Vec<Field>,
    /// Every date that was weighed, in the order of preference.
    pub dates: Vec<Date>,
    /// The other dates that readers see on the page, in their order.
    pub other_dates: Vec<OtherDate>,
    /// So many more are not told of.
    pub other_dates_left_off: usize,
}

/// A place on the page, and what led to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stands {
    /// The rule as the profile writes it, or the generic reader's name.
    pub rule: String,
    /// `html > body > main`.
    pub path: Option<String>,
}

/// The language in which a page is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Language {
    /// As it is stated.
    pub tag: String,
    /// Who says so, and whether somebody says otherwise.
    pub why: String,
}

/// Where the text of the release stands, and what was left out of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BodyPlace {
    /// The element.
    pub path: Option<String>,
    /// Blocks of the body.
    pub blocks: usize,
    /// Blocks that were split off as boilerplate.
    pub boilerplate: usize,
    /// What the boilerplate begins with.
    pub split_by: Option<String>,
    /// Elements in it that are no text of the release, in their order.
    pub left_out: Vec<LeftOut>,
}

/// An element that is no text of the release.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// Where it stands.
    pub path: String,
    /// `another field`, `remove`, `caption` or `furniture`.
    pub why: &'static str,
    /// How its text begins.
    pub text: String,
}

/// One field of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The record's key.
    pub key: &'static str,
    /// What was asked: what was chosen first, then the others in their order.
    pub considered: Vec<Considered>,
}

/// A source that was asked for a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Considered {
    /// What became of it.
    pub verdict: Verdict,
    /// What it says, in one line.
    pub text: String,
    /// The kind of place.
    pub origin: Origin,
    /// The rule as the profile writes it, or the generic reader's name.
    pub rule: String,
    /// What else is worth knowing (the layout that applied, the element …).
    pub detail: Option<String>,
    /// Where it stands.
    pub path: Option<String>,
}

/// What became of a source or of a date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// The record has it.
    Chosen,
    /// It could have been taken, and another was better; why.
    Later(String),
    /// It could not be taken; why.
    Unusable(String),
}

impl Verdict {
    /// The stable word.
    #[must_use]
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Chosen => "chosen",
            Self::Later(_) => "later",
            Self::Unusable(_) => "unusable",
        }
    }

    /// Why it was not taken.
    #[must_use]
    pub fn why(&self) -> Option<&str> {
        match self {
            Self::Chosen => None,
            Self::Later(why) | Self::Unusable(why) => Some(why),
        }
    }
}

/// A date that was seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Date {
    /// What became of it as the date of publication.
    pub verdict: Verdict,
    /// The day, where it is known.
    pub value: Option<civil::Date>,
    /// How exactly it is stated.
    pub precision: Option<Precision>,
    /// What it means.
    pub role: DateRole,
    /// The text.
    pub raw: String,
    /// The kind of place.
    pub origin: Origin,
    /// The rule.
    pub rule: String,
    /// What else is worth knowing.
    pub detail: Option<String>,
    /// Where it stands.
    pub path: Option<String>,
}

/// Explains how a page is read. A page that is no release is explained as well: why it is none
/// is what its newsroom's profile is to be told.
///
/// # Errors
/// [`Unreadable`] for a page beyond the bounds, or one that is no HTML.
pub fn explain(
    page: &Page,
    profile: &Profile,
    teaser: Option<&Teaser>,
    cancel: Cancel<'_>,
) -> Result<Explanation, Unreadable> {
    check::is_html(page)?;
    let document = document::parse(&page.text, cancel)?;
    let rules = layout::that_applies(profile, page, &document);
    let gathered = Gathered::read(&document, page, teaser);
    let refused = check::is_release(&document, page, &gathered, rules).err();
    let reading = Reading::new(page, profile, rules, &document, &gathered);
    let draft = draft::read(reading, cancel)?;

    // The dateline is put into it once.
    let gathered = Gathered::read(&document, page, teaser);
    let reading = Reading::new(page, profile, rules, &document, &gathered).traced();
    let paths = Paths::of(&document, &gathered.json_ld);
    let content = Stands {
        rule: content_rule(rules, &document),
        path: paths.to(reading.content.id()),
    };
    let language = language(&reading);
    let how = reading.dates;
    let (_, trace) = draft::read_traced(reading, cancel)?;
    let (noted, dates, body) = trace.map(Trace::into_parts).unwrap_or_default();
    let mut all = fields(&draft, &noted, &paths);
    for field in &mut all {
        match field.key {
            "boilerplate" | "links" => {
                if let (Some(chosen), Some(body)) = (field.considered.first_mut(), &body) {
                    chosen.path = paths.to(body.container);
                }
            }
            "body" => body_by_shape(field, body.as_ref(), &gathered, &paths),
            "published_on" | "modified_at" | "embargo_until" => place_date(field, &dates, &paths),
            _ => {}
        }
    }
    let (other_dates, other_dates_left_off) =
        elsewhere::not_weighed(&document, &how, &dates, body.as_ref(), |node| {
            paths.to(node)
        });
    Ok(Explanation {
        refused,
        layout: rules.layout.clone(),
        strict: rules.strict,
        content,
        language,
        body: body.map(|body| place_of(body, rules, &paths)),
        fields: all,
        dates: weighed(&dates, &paths),
        other_dates,
        other_dates_left_off,
        draft,
    })
}

/// Says where the body stands, and where the page's shape alone would have looked for it.
fn body_by_shape(
    field: &mut Field,
    body: Option<&BodyTrace>,
    gathered: &Gathered<'_>,
    paths: &Paths<'_>,
) {
    let path = body.and_then(|body| paths.to(body.container));
    let is_ruled = match field.considered.first_mut() {
        Some(chosen) if chosen.verdict == Verdict::Chosen => {
            if chosen.origin == Origin::Field {
                chosen.path = path;
            }
            chosen.rule != "page shape"
        }
        Some(_) | None => true,
    };
    let shape = shape_of(paths.document, gathered);
    if let Some(element) = shape.body.filter(|_| is_ruled) {
        let evidence = generic(Origin::Field, "page shape");
        let text = text::line_up_to(element, LONGEST_SAMPLE);
        let is_same = body.is_some_and(|body| body.container == element.id());
        let (why, text) = match is_same {
            true => ("later in the order, and the same element", String::new()),
            false => ("later in the order", text),
        };
        let verdict = Verdict::Later(why.to_owned());
        let by_shape = considered_as(verdict, &text, &evidence, Some(element.id()), paths);
        field.considered.push(by_shape);
    }
}

/// Says where the date stands that was taken; the others are among the dates.
fn place_date(field: &mut Field, dates: &[SeenDate], paths: &Paths<'_>) {
    let Some(taken) = field.considered.first_mut() else {
        return;
    };
    let is_taken = |date: &&SeenDate| {
        let said = date.seen.said.as_ref().ok();
        date.seen.evidence.rule == taken.rule
            && date.seen.evidence.detail == taken.detail
            && said.is_some_and(|said| said.shown() == taken.text)
    };
    if let Some(date) = dates.iter().find(is_taken) {
        taken.path = paths.path(&date.seen.evidence, date.seen.at);
    }
}

fn content_rule(rules: &ReadingRules, document: &Html) -> String {
    let by_rule = (rules.content.iter())
        .find(|css| document.select(&css.selector).next().is_some())
        .map(|css| format!("css {}", css.printed));
    by_rule.unwrap_or_else(|| "page shape".to_owned())
}

fn language(reading: &Reading<'_>) -> Option<Language> {
    let (tag, by) = reading.language?;
    let why = match (by, &reading.gathered.language) {
        (LanguageBy::Page, _) => "the page states it".to_owned(),
        (LanguageBy::Profile, Some(stated)) => format!(
            "the profile's first; the page states `{stated}`, which is none of the profile's"
        ),
        (LanguageBy::Profile, None) => "the profile's first; the page states none".to_owned(),
    };
    Some(Language {
        tag: tag.to_owned(),
        why,
    })
}

/// Elements that are told of one by one.
const MOST_LEFT_OUT: usize = 200;
/// How much of a text is shown that was left out, in bytes.
const LONGEST_SAMPLE: usize = 80;

fn place_of(body: BodyTrace, rules: &ReadingRules, paths: &Paths<'_>) -> BodyPlace {
    let container = (paths.document.tree.get(body.container)).and_then(ElementRef::wrap);
    let removed = |element: ElementRef<'_>| {
        let mut remove = rules.body.remove.iter();
        remove.any(|css| css.selector.matches(&element))
    };
    let mut left_out = Vec::new();
    let mut waiting: Vec<ElementRef<'_>> = container.into_iter().collect();
    while let Some(element) = waiting.pop() {
        if !body.omit.contains(&element.id()) {
            // Last in, first out: the first child is to be next.
            let children: Vec<_> = element.child_elements().collect();
            waiting.extend(children.into_iter().rev());
            continue;
        }
        let text = text::line_up_to(element, LONGEST_SAMPLE);
        if text.is_empty() || left_out.len() >= MOST_LEFT_OUT {
            continue;
        }
        let why = match element.value().name() {
            _ if body.used.contains(&element.id()) => "another field",
            _ if removed(element) => "remove",
            "figcaption" | "caption" => "caption",
            _ => "furniture",
        };
        left_out.push(LeftOut {
            path: paths.to(element.id()).unwrap_or_default(),
            why,
            text,
        });
    }
    BodyPlace {
        path: paths.to(body.container),
        blocks: body.blocks,
        boilerplate: body.boilerplate,
        split_by: body.split_by,
        left_out,
    }
}

/// What was considered for each field that is read from the page.
fn fields(draft: &Draft, noted: &[Noted], paths: &Paths<'_>) -> Vec<Field> {
    let Draft {
        org: _,
        profile_hash: _,
        id: _,
        url,
        listed_on: _,
        fetched_at: _,
        kind,
        language,
        title,
        subtitle,
        summary,
        body,
        boilerplate,
        published,
        modified,
        embargo,
        dateline,
        places,
        places_raw: _,
        wire,
        sources,
        authors,
        topics,
        release_number,
        contacts,
        attachments,
        images,
        links,
        translations,
        dates: _,
        issues: _,
        required: _,
    } = draft;
    let field = |key, taken| of_field(key, taken, noted, paths);
    let address = url.as_ref().map(Shown::shown);
    let named = noted.iter().find(|noted| {
        noted.field == "url" && noted.unusable.is_none() && Some(&noted.text) == address.as_ref()
    });
    let address = named.map(|noted| Taken {
        evidence: noted.evidence.clone(),
        text: noted.text.clone(),
    });
    vec![
        field("url", address),
        field("type", taken(kind)),
        field("language", taken(language)),
        field("title", taken(title)),
        field("subtitle", taken(subtitle)),
        field("summary", taken(summary)),
        field("body", taken(body)),
        field("boilerplate", taken(boilerplate)),
        field("published_on", taken(published)),
        field("modified_at", taken(modified)),
        field("embargo_until", taken(embargo)),
        field("dateline", taken(dateline)),
        field("places", taken(places)),
        field("wire", taken(wire)),
        field("sources", taken(sources)),
        field("authors", taken(authors)),
        field("topics", taken(topics)),
        field("release_number", taken(release_number)),
        field("contacts", taken(contacts)),
        field("attachments", taken(attachments)),
        field("images", taken(images)),
        field("links", taken(links)),
        field("translations", taken(translations)),
    ]
}

/// What the record has.
struct Taken {
    evidence: Evidence,
    text: String,
}

fn taken<T: Shown>(found: &Option<Found<T>>) -> Option<Taken> {
    let found = found.as_ref()?;
    Some(Taken {
        evidence: found.evidence.clone(),
        text: found.value.shown(),
    })
}

fn of_field(key: &'static str, taken: Option<Taken>, noted: &[Noted], paths: &Paths<'_>) -> Field {
    let mut noted: Vec<&Noted> = noted.iter().filter(|noted| noted.field == key).collect();
    let mut considered = Vec::new();
    if let Some(Taken { evidence, text }) = &taken {
        let at = noted
            .iter()
            .position(|noted| noted.unusable.is_none() && noted.evidence == *evidence);
        let at = at.map(|at| noted.remove(at)).and_then(|noted| noted.at);
        considered.push(considered_as(Verdict::Chosen, text, evidence, at, paths));
    }
    considered.extend(noted.into_iter().map(|noted| {
        let verdict = match (&noted.unusable, &taken) {
            (Some(why), _) => Verdict::Unusable(why.clone()),
            (None, Some(taken)) if taken.text == noted.text => {
                Verdict::Later("later in the order, and says the same".to_owned())
            }
            (None, Some(_)) => Verdict::Later("later in the order".to_owned()),
            (None, None) => Verdict::Unusable("was not taken".to_owned()),
        };
        considered_as(verdict, &noted.text, &noted.evidence, noted.at, paths)
    }));
    Field { key, considered }
}

fn considered_as(
    verdict: Verdict,
    text: &str,
    evidence: &Evidence,
    at: Option<NodeId>,
    paths: &Paths<'_>,
) -> Considered {
    Considered {
        verdict,
        text: text.to_owned(),
        origin: evidence.origin,
        rule: evidence.rule.clone(),
        detail: evidence.detail.clone(),
        path: paths.path(evidence, at),
    }
}

/// Every date, with why it is not the date of publication.
fn weighed(dates: &[SeenDate], paths: &Paths<'_>) -> Vec<Date> {
    let place = dates.iter().position(|date| date.chosen);
    let chosen = place.map(|place| &dates[place].seen);
    let verdict = |nth: usize, date: &SeenDate| {
        let seen = &date.seen;
        if date.chosen {
            return Verdict::Chosen;
        }
        if let Some(why) = &date.passed_over {
            return Verdict::Unusable(why.clone());
        }
        match (&seen.said, seen.role) {
            (Err(reason), _) => Verdict::Unusable(format!("could not be read: {reason}")),
            (Ok(_), DateRole::Modified) => Verdict::Unusable("is that of an update".to_owned()),
            (Ok(_), DateRole::Embargo) => Verdict::Unusable("is that of an embargo".to_owned()),
            (Ok(_), DateRole::Event) => Verdict::Unusable("is that of an event".to_owned()),
            (Ok(_), DateRole::Unknown) => Verdict::Unusable("nothing says what it is".to_owned()),
            (Ok(_), DateRole::Published) => {
                let day = chosen.and_then(|chosen| chosen.day());
                Verdict::Later(match (seen.day(), day) {
                    (None, Some(_)) => "states no day, and a day was found".to_owned(),
                    // Of several days near the headline the one that is repeated comes first.
                    (Some(seen), Some(day)) if seen != day && place.is_some_and(|at| nth < at) => {
                        "is not repeated elsewhere, as another day is".to_owned()
                    }
                    (Some(seen), Some(day)) if seen != day => {
                        "later in the order, and another day".to_owned()
                    }
                    (Some(_) | None, _) => "later in the order".to_owned(),
                })
            }
        }
    };
    dates
        .iter()
        .enumerate()
        .map(|(nth, date)| Date {
            verdict: verdict(nth, date),
            value: date.seen.day(),
            precision: date.seen.said.as_ref().ok().map(|said| said.precision),
            role: date.seen.role,
            raw: date.seen.raw.clone(),
            origin: date.seen.evidence.origin,
            rule: date.seen.evidence.rule.clone(),
            detail: date.seen.evidence.detail.clone(),
            path: paths.path(&date.seen.evidence, date.seen.at),
        })
        .collect()
}

/// Where things stand on a page.
struct Paths<'a> {
    document: &'a Html,
    json_ld: &'a JsonLd,
    paths: dom_path::Paths<'a>,
}

impl<'a> Paths<'a> {
    fn of(document: &'a Html, json_ld: &'a JsonLd) -> Self {
        Self {
            document,
            json_ld,
            paths: dom_path::Paths::of(&document.tree),
        }
    }

    fn to(&self, node: NodeId) -> Option<String> {
        self.paths.to(node)
    }

    /// The path of a node, else that of the element of the head that the rule names.
    fn path(&self, evidence: &Evidence, at: Option<NodeId>) -> Option<String> {
        let at = at.or_else(|| match evidence.origin {
            Origin::Meta => self.in_head(&evidence.rule),
            Origin::JsonLd => self.script(&evidence.rule),
            Origin::Field
            | Origin::Dateline
            | Origin::Row
            | Origin::Feed
            | Origin::Sitemap
            | Origin::Url => None,
        })?;
        self.to(at)
    }

    /// The element of `meta og:title`, `title`, `html lang`, `link hreflang`.
    fn in_head(&self, rule: &str) -> Option<NodeId> {
        let root = self.document.root_element();
        let name = match rule {
            "html lang" => return Some(root.id()),
            "link canonical" => return self.first("link[rel~=canonical]"),
            "link hreflang" => return self.first("link[hreflang]"),
            "title" => return self.first("head > title"),
            rule => rule.strip_prefix("meta ")?.trim_matches('"'),
        };
        let named = |element: &ElementRef<'_>| {
            let value = element.value();
            value.name() == "meta"
                && ["property", "name", "itemprop", "http-equiv"]
                    .into_iter()
                    .filter_map(|attribute| value.attr(attribute))
                    .flat_map(str::split_ascii_whitespace)
                    .any(|word| word.eq_ignore_ascii_case(name))
        };
        root.descendent_elements()
            .find(named)
            .map(|found| found.id())
    }

    /// The script that holds what `jsonld author.name` leads to.
    fn script(&self, rule: &str) -> Option<NodeId> {
        let path = rule
            .strip_prefix("jsonld ")?
            .split_ascii_whitespace()
            .next()?;
        let path: Vec<&str> = path.split('.').collect();
        self.json_ld.script(&path)
    }

    fn first(&self, selector: &str) -> Option<NodeId> {
        let selector = Selector::parse(selector).ok()?;
        Some(self.document.select(&selector).next()?.id())
    }
}
