//! What systems put where nothing was written: `{{title}}`, `Untitled`, `1970-01-01`.
//!
//! A text that is one is no value. A date that is one stays in the ledger without a role, so
//! that it is neither the day of publication nor that of a change.

use std::sync::LazyLock;

use jiff::civil::{Date, date};
use regex::Regex;

use super::ledger::Seen;
use crate::extract::reading::Reading;
use crate::record::{DateRole, Origin, Severity};

/// Whether a text of the head or of linked data is what a template or a system leaves.
pub(crate) fn is_text(text: &str) -> bool {
    text.len() <= LONGEST && TEXT.is_match(text)
}

/// In bytes: a text about `lorem ipsum` is longer, or begins otherwise.
const LONGEST: usize = 400;

static TEXT: LazyLock<Regex> = LazyLock::new(|| {
    let words = r"untitled(?: (?:document|page|post|article|\d+))?|no title|default (?:title|page|description)|page title|title goes here|(?:insert|enter|your|add) (?:the |a )?(?:title|headline|description)(?: here)?|new (?:page|document|article)|sample (?:page|title)|test (?:page|title)|(?:unbenannt(?:es dokument)?|ohne titel|kein titel|neue seite|titel hier)|sans titre|(?:document |page )?sans nom|(?:sin|sem) título|senza titolo|naamloos|uden titel|utan titel|bez (?:názvu|tytułu)|без (?:названия|заголовка|назви)|无标题(?:文档)?|無標題|無題(?:ドキュメント)?|제목 없음|undefined|null|none|nan|n/a|object object|\[object object\]|title|headline|description|author|author name|your name|placeholder";
    let templates = r"\{\{.*\}\}|\{%.*%\}|<%.*%>|\$\{.*\}|\[\[.*\]\]|\{[a-z_.]+\}|%%?[a-z_.]+%%?|%[sd@]|%\d\$s|__\w+__|#[a-z_]+#|\[(?:title|headline|name|author|description|node:[a-z:_-]+|current-page:[a-z:_-]+|site:[a-z:_-]+)\]|<\?php.*";
    Regex::new(&format!(
        r"(?i)^\s*(?:{words}|{templates}|lorem ipsum\b.*)\s*$"
    ))
    .expect("a fixed pattern is well formed")
});

/// Takes the role from dates that machines state and that are nobody's: zero days, and the day
/// of the site itself.
pub(crate) fn without_dates(reading: &Reading<'_>, seen: &mut [Seen]) {
    let sites = reading.gathered.json_ld.dates_of_site();
    let by_rule = |seen: &Seen| {
        reading
            .rules
            .field("date")
            .iter()
            .any(|rule| rule.printed == seen.evidence.rule)
    };
    let is_stated = |seen: &Seen| {
        matches!(seen.evidence.origin, Origin::JsonLd | Origin::Meta) || seen.raw.contains('=')
    };
    for seen in seen.iter_mut().filter(|seen| is_stated(seen)) {
        let Some(day) = seen.day() else { continue };
        let raw = seen.raw.strip_prefix("content=").unwrap_or(&seen.raw);
        let is_site = seen.evidence.origin == Origin::JsonLd && sites.contains(&raw);
        if (is_nobodys(day) || is_site) && !by_rule(seen) {
            seen.role = DateRole::Unknown;
            reading.issue(
                "date.placeholder",
                Some("published_on"),
                Severity::Info,
                match is_site {
                    true => format!("{raw} is the day that the site states for itself"),
                    false => format!("{raw} is what systems state that have no date"),
                },
            );
        }
    }
}

/// The first days of calendars, and their neighbours by a time zone.
fn is_nobodys(day: Date) -> bool {
    const DAYS: &[Date] = &[
        date(1, 1, 1),
        date(1, 1, 2),
        date(1000, 1, 1),
        date(1753, 1, 1),
        date(1899, 12, 30),
        date(1899, 12, 31),
        date(1900, 1, 1),
        date(1901, 12, 13),
        date(1969, 12, 31),
        date(1970, 1, 1),
        date(2038, 1, 19),
        date(9999, 12, 31),
    ];
    DAYS.contains(&day) || day.year() <= 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::extract;
    use crate::fetch::saved_page;
    use crate::profile::Profile;
    use crate::record::Draft;

    #[test]
    fn texts_that_nobody_wrote_are_known() {
        for text in [
            "Untitled",
            "untitled document",
            "Default title",
            "{{title}}",
            "{{ page.title }}",
            "%s",
            "%title%",
            "${headline}",
            "[node:title]",
            "Lorem ipsum dolor sit amet, consectetur",
            "undefined",
            "null",
            "Unbenanntes Dokument",
            "Sans titre",
            "Sin título",
            "Без названия",
            "無題ドキュメント",
            "[object Object]",
        ] {
            assert!(is_text(text), "{text}");
        }
        for text in [
            "Untitled: an exhibition of rivers",
            "The untitled",
            "Null and void",
            "50% of boats",
            "{} is a set",
            "New page in the history of the Board",
            "Title IX turns fifty",
            "Why we write lorem ipsum",
            "Titles for boats",
            "Nan Goldin",
            "",
        ] {
            assert!(!is_text(text), "{text}");
        }
    }

    fn draft(head: &str) -> Draft {
        let text = format!(
            "<html lang=en><head>{head}</head><body><h1>Night boats sail again</h1><p>The first \
            boats leave at eleven and carry no cars at all.</p><p>The second boats leave at twelve, \
            when the moon is up.</p>"
        );
        let page = saved_page(
            text.as_bytes(),
            None,
            jiff::Timestamp::UNIX_EPOCH,
            Some("text/html; charset=utf-8"),
        );
        extract(&page, &Profile::none(), None, &|| false).expect("a draft")
    }

    #[test]
    fn days_that_are_nobodys_are_no_days_of_publication() {
        let data = |json: &str| format!("<script type=application/ld+json>{json}</script>");
        let meta = |day: &str| format!("<meta property=article:published_time content={day}>");
        for (head, day) in [
            (meta("2024-05-08T07:00:00Z"), Some("2024-05-08")),
            (meta("1970-01-01T00:00:00Z"), None),
            (meta("1969-12-31T19:00:00-05:00"), None),
            (meta("0001-01-01T00:00:00"), None),
            (meta("1900-01-01"), None),
            (
                format!(
                    "{}{}",
                    meta("1970-01-01"),
                    "<meta name=date content=2024-05-08>"
                ),
                Some("2024-05-08"),
            ),
            (
                data(r#"{"@type":"NewsArticle","datePublished":"1970-01-01T00:00:00Z"}"#),
                None,
            ),
            (
                data(
                    r#"[{"@type":"WebSite","datePublished":"2015-02-03"},{"@type":"WebPage","datePublished":"2015-02-03"}]"#,
                ),
                None,
            ),
            (
                data(
                    r#"[{"@type":"WebSite","datePublished":"2015-02-03"},{"@type":"NewsArticle","datePublished":"2024-05-08"}]"#,
                ),
                Some("2024-05-08"),
            ),
        ] {
            let draft = draft(&head);
            let found = draft.published.and_then(|found| found.value.day);
            assert_eq!(found.map(|day| day.to_string()).as_deref(), day, "{head}");
            // A zero second is no stamp at all.
            let remarked = draft
                .issues
                .iter()
                .any(|issue| issue.code == "date.placeholder");
            let is_read = head.contains("1900") || head.matches("2015").count() > 1;
            assert_eq!(remarked, is_read, "{head}");
        }
    }

    #[test]
    fn texts_that_are_nobodys_are_no_values() {
        let draft = draft(
            "<title>{{title}}</title><meta name=description content='Lorem ipsum dolor sit amet'>\
            <meta name=author content='{{author}}'><meta property=article:tag content='%s'>",
        );
        assert_eq!(
            draft.title.map(|found| found.value).as_deref(),
            Some("Night boats sail again")
        );
        assert_eq!(draft.summary, None);
        assert_eq!(draft.authors, None);
        assert_eq!(draft.topics, None);
    }
}
