//! What profiles are refused for, and what is made of those that are not.

use std::path::PathBuf;
use std::time::Duration;

use super::*;
use crate::alert::AlertKind;

mod hostile;
mod mistakes;

/// The grammar by example; `SITEMAP` is a further source.
const EXAMPLE: &str = r##"
format    = 1
id        = "council"
name      = "Council for Something"
homepage  = "https://www.council.example/"
languages = ["en"]
timezone  = "Europe/Vienna"          # used only where a time of day has no offset
status    = "draft"                  # draft: rules not yet confirmed on live pages

[hosts]
canonical = "www.council.example"
aliases   = ["council.example"]
[politeness]
delay = "5s"
max_requests = 500
[urls]
include = ['^/(?:[a-z-]+/)+\d+$']
exclude = ['\?download$', '^/press-releases/.+']
item_id = '/(\d+)$'

[[source]]
kind  = "listing"
url   = "https://www.council.example/press-releases?page={page}&rows=50&solrsort=ds_date+desc"
order = "newest"
pages = { first = 0, step = 1 }
stop  = { seen_pages = 3, overlap_days = 30, max_pages = 700 }
rows  = "div.search-result-news"
min_rows = 5
  [source.row]
  url    = ".search-title a"
  title  = ".search-title"
  date   = ".publishing-date"
  type   = { label = "Content type:" }
  sources = { label = "Where we are:", split = "," }
  topics = { label = "What we do:", split = "," }
  [source.keep]
  type = { any_of = ["Press release", "Press statement"], when_missing = "keep" }

#SITEMAP

[page]
release = ["div.content--header h1"]
blocked = { title = '(?i)just a moment|access denied' }
content = "div.content--content"

[fields]
title   = ["div.content--header h1", { meta = "og:title" }]
date    = [{ label = "Date:" }, "span.date-display-single", { from = "row.date" }, { from = "dateline" }]
type    = [{ from = "row.type" }, { text = '(?m)^(Press release|Press statement)$', within = "div.content--content" }]
places  = [{ label = "Place:", split = "/" }, { from = "dateline" }]
sources = { label = "Source:", split = "," }
topics  = { label = "Fields of work:", split = "," }
[body]
css    = ["div.content--content div.pane-content"]
remove = [".pager", ".osce-download-links"]
boilerplate = ['(?i)^for more information', '(?i)^notes? to editors?']
[dates]
formats = ["%d %B %Y"]
[quality]
required  = ["title", "published_on", "body"]
fill      = { sources = 0.6 }
new_within_days = 7
canaries = 5
alert_after = 2
mute = ["silence", "fill.topics"]
mute_until = 2026-09-01

[[layout]]
when = "h1#page-title"
[layout.fields]
title = "h1#page-title"
"##;

const SITEMAP: &str = r#"
[[source]]
kind = "sitemap"
url  = "https://www.council.example/sitemap.xml"
role = "audit"
every = "7d"
tolerance = 0.02
"#;

/// Three lines that make a profile; what is tried comes below, from line 4 on.
const LEAST: &str = "id = \"port\"\nname = \"Port\"\nsource = [{ url = \"https://port.example/news\", rows = \"li.item\" }]\n";

fn read(source: &str) -> Loaded {
    read_with(source, &[])
}

fn read_with(source: &str, bases: &[(&str, &str)]) -> Loaded {
    let id = (source.lines())
        .find_map(|line| line.strip_prefix("id")?.split('"').nth(1))
        .unwrap_or("port");
    let path = PathBuf::from(format!("selectors/{id}.toml"));
    let bases = |name: &str| {
        let (_, text) = bases.iter().find(|(base, _)| *base == name)?;
        let path = PathBuf::from(format!("selectors/base/{name}.toml"));
        Some((path, (*text).to_owned()))
    };
    parse(&path, source, &bases)
}

fn profile(source: &str) -> Profile {
    let loaded = read(source);
    let drawn = loaded.render();
    loaded.profile.unwrap_or_else(|| panic!("{drawn}"))
}

/// `4:1 message | help`, one a finding.
fn told(loaded: &Loaded) -> Vec<String> {
    (loaded.findings.iter())
        .map(|f| {
            let help = f.help.as_deref().unwrap_or("-");
            format!("{}:{} {} | {help}", f.line, f.column, f.message)
        })
        .collect()
}

#[test]
fn takes_the_whole_grammar() {
    let loaded = read(EXAMPLE);
    assert_eq!(told(&loaded), [] as [&str; 0]);
    let profile = loaded.profile.expect("sound");
    assert_eq!(profile.id.as_str(), "council");
    assert_eq!(profile.status, Status::Draft);
    // Comments and the pace say nothing of how pages are read.
    let same = EXAMPLE.replace("delay", "# Slowly.\ndelay");
    for (changed, is_same) in [
        (format!("# A comment.\n{EXAMPLE}"), true),
        (same, true),
        (EXAMPLE.replace("Date:", "Day:"), false),
        (EXAMPLE.replace("\"draft\"", "\"active\""), true),
    ] {
        assert_ne!(changed, EXAMPLE);
        let other = read(&changed).profile.expect("sound");
        assert_eq!(other.hash == profile.hash, is_same, "{changed}");
    }
    let zone = profile.timezone.as_ref().and_then(|zone| zone.iana_name());
    assert_eq!(zone, Some("Europe/Vienna"));
    assert_eq!(
        profile.hosts.allowed,
        ["www.council.example", "council.example"]
    );
    assert_eq!(profile.politeness.delay, Duration::from_secs(5));
    let source = &profile.sources[0];
    assert_eq!(source.line, 21);
    assert_eq!(source.order, Order::Newest);
    assert!(matches!(
        source.pages,
        Pages::Numbered { first: 0, step: 1 }
    ));
    assert_eq!(source.stop.seen_pages, 3);
    assert_eq!(source.keep[0].any_of, ["Press release", "Press statement"]);
    let row: Vec<&str> = source.row.iter().map(|(name, _)| &**name).collect();
    assert_eq!(row, ["url", "title", "date", "type", "sources", "topics"]);
    let printed = |field: &str| -> Vec<String> {
        let rules = profile.reading.field(field).iter();
        rules
            .map(|rule| format!("{} {}", rule.line, rule.printed))
            .collect()
    };
    assert_eq!(
        printed("date"),
        [
            "48 label \"Date:\"",
            "48 css span.date-display-single",
            "48 from row.date",
            "48 from dateline"
        ]
    );
    assert_eq!(
        printed("type"),
        [
            "49 from row.type",
            "49 text /(?m)^(Press release|Press statement)$/"
        ]
    );
    assert_eq!(printed("sources"), ["51 label \"Source:\""]);
    let Quality {
        required,
        fill,
        new_within_days,
        canaries,
        alert_after,
        mute,
        mute_until,
    } = &profile.quality;
    assert_eq!(*required, ["title", "published_on", "body"]);
    assert_eq!(*fill, [("sources".to_owned(), 0.6)]);
    assert_eq!(*new_within_days, Some(7));
    assert_eq!((*canaries, *alert_after), (5, 2));
    let muted = |kind, field: Option<&str>| Muted {
        kind,
        field: field.map(str::to_owned),
    };
    let expected = [
        muted(AlertKind::Silence, None),
        muted(AlertKind::Fill, Some("topics")),
    ];
    assert_eq!(*mute, expected);
    assert_eq!(*mute_until, Some(jiff::civil::date(2026, 9, 1)));
}

#[test]
fn an_audit_is_compared_and_not_fetched() {
    let written = EXAMPLE.replace("#SITEMAP", SITEMAP);
    let loaded = read(&written);
    assert_eq!(told(&loaded), [""; 0]);
    let profile = loaded.profile.unwrap();
    let audit = Role::Audit {
        every: Duration::from_secs(7 * 24 * 3600),
        tolerance: Some(0.02),
    };
    assert_eq!(profile.sources[1].role, audit);
    assert_eq!(profile.sources[1].order, Order::Unknown);
    let main = profile.main_source().unwrap();
    assert_eq!(main.id, profile.sources[0].id);
}

#[test]
fn reports_every_mistake_of_a_file_at_once() {
    let source = EXAMPLE
        .replace("Europe/Vienna", "Europe/Viena")
        .replace("min_rows", "min-rows")
        .replace("\"div.content--content div.pane-content\"", "\"div..pane\"");
    let loaded = read(&source);
    assert!(loaded.profile.is_none());
    assert_eq!(
        told(&loaded),
        [
            "7:13 unknown time zone `Europe/Viena` | did you mean `Europe/Vienna`?",
            "28:1 unknown key `min-rows` in [[source]] | did you mean `min_rows`?",
            "54:15 selector stops parsing after `div`, at `..pane` | -",
        ]
    );
    let offending: Vec<&str> = (loaded.findings.iter()).map(|f| &*f.offending).collect();
    assert_eq!(offending, ["\"Europe/Viena\"", "min-rows", "..pane"]);
    assert!(loaded.render().contains("54 | css    = [\"div..pane\"]"));
    let error = loaded.into_profile().expect_err("not sound");
    assert_eq!(error.to_string(), "selectors/council.toml has 3 mistakes");
}

#[test]
fn the_least_profile_has_an_id_a_name_and_a_source() {
    let profile = profile(LEAST);
    assert_eq!(profile.politeness, Politeness::default());
    assert_eq!(profile.hosts.allowed, ["port.example"]);
    assert_eq!(profile.quality.required, ["title", "body"]);
    assert!(matches!(profile.sources[0].pages, Pages::Single));
    assert_eq!(profile.sources[0].min_rows, 1);
    assert!(profile.timezone.is_none());
}

#[test]
fn reads_when_to_look_again() {
    const HOUR: Duration = Duration::from_secs(3600);
    let step = |days, hours| RevisitStep {
        days,
        every: HOUR * hours,
    };
    let usual = Revisit::default();
    for (written, steps, older) in [
        ("", usual.steps.clone(), usual.older),
        ("revisit.older = 'never'", usual.steps.clone(), None),
        (
            "revisit.steps = [{ age = '2d', every = '6h' }, { age = '60d', every = '14d' }]",
            vec![step(2, 6), step(60, 14 * 24)],
            usual.older,
        ),
        (
            "revisit = { steps = [], older = '90d' }",
            Vec::new(),
            Some(HOUR * 90 * 24),
        ),
    ] {
        let revisit = profile(&format!("{LEAST}{written}\n")).revisit;
        assert_eq!(revisit, Revisit { steps, older }, "{written}");
    }
}

#[test]
fn warns_and_goes_on() {
    for (written, said) in [
        (
            "urls.include = '/press/'",
            "4:16 pattern has neither `^` nor `$`: it matches anywhere in path and query | write '^/press/' or '/press/$'",
        ),
        (
            "body.css = 'div > div:nth-child(3)'",
            "4:12 selector `div > div:nth-child(3)` counts positions only | it breaks with the next change of the page: name a class, id, attribute or telling element, or use a `label`",
        ),
        (
            "politeness.delay = '300ms'",
            "4:20 delay is below 1 s, which only hosts under --allow-address may be asked at | for a public host write \"1s\" or more",
        ),
        (
            "revisit.steps = [{ age = '7d', every = '24h' }]",
            "4:40 every is just a day, and the next run of a daily schedule may come a minute early | write \"20h\"",
        ),
    ] {
        let loaded = read(&format!("{LEAST}{written}\n"));
        assert_eq!(told(&loaded), [said]);
        assert_eq!(loaded.findings[0].severity, Severity::Warning);
        assert!(loaded.profile.is_some(), "{written}");
        assert!(loaded.into_profile().is_ok());
    }
    let source = LEAST.replace("rows =", "stop.seen_pages = 2, rows =");
    let loaded = read(&source);
    assert!(
        told(&loaded)[0].contains("`seen_pages` has no effect"),
        "{:?}",
        told(&loaded)
    );
    assert!(loaded.profile.is_some());
}

#[test]
fn line_ends_and_marks_of_other_systems_change_nothing() {
    let windows = format!("\u{feff}{}", LEAST.replace('\n', "\r\n"));
    let profile = profile(&windows);
    assert_eq!(profile.name, "Port");
    let loaded = read(&windows.replace("name", "nmae"));
    assert_eq!(
        told(&loaded)[1],
        "2:1 unknown key `nmae` in the profile | did you mean `name`?"
    );
    let loaded = read(&windows.replace("id =", "ig ="));
    assert!(
        told(&loaded)
            .iter()
            .any(|told| told.starts_with("1:1 unknown key `ig`"))
    );
}

#[test]
fn reads_rules_of_every_form() {
    let profile = profile(&format!(
        "{LEAST}{}",
        r##"
[fields]
title = { css = "h1", attr = "data-title", within = "main", nth = -1, regex = 'v(?P<v>.*)', transform = ["trim", "strip_prefix:News: "] }
date = { jsonld = "datePublished" }
language = { const = "en" }
authors = { meta = "author", split = ";", all = true }
type = { label = "Type", text = "own", stop_at = ["Place", "Date:"], map = { Nota = "press_release" }, any_of = ["Nota"] }
canonical = { from = "url" }
"##
    ));
    let printed: Vec<&str> = (profile.reading.fields.iter())
        .map(|(_, rules)| &*rules.0[0].printed)
        .collect();
    assert_eq!(
        printed,
        [
            "css h1",
            "jsonld datePublished",
            "const \"en\"",
            "meta author",
            "label \"Type\"",
            "from url"
        ]
    );
    let title = &profile.reading.field("title")[0].refine;
    assert_eq!(title.attr.as_deref(), Some("data-title"));
    assert_eq!(title.nth, Some(-1));
    assert_eq!(
        title.transform,
        [Transform::Trim, Transform::StripPrefix("News: ".to_owned())]
    );
    let kind = &profile.reading.field("type")[0].refine;
    assert_eq!(kind.text, TextMode::Own);
    assert_eq!(kind.stop_at, ["Place", "Date:"]);
    assert_eq!(kind.map, [("Nota".to_owned(), "press_release".to_owned())]);
}

#[test]
fn reads_delays_as_people_write_them() {
    for (written, milliseconds) in [
        ("5s", 5000),
        ("500ms", 500),
        ("2m", 120_000),
        ("1.5s", 1500),
        ("0s", 0),
    ] {
        let profile = profile(&format!("{LEAST}politeness.delay = '{written}'\n"));
        assert_eq!(
            profile.politeness.delay,
            Duration::from_millis(milliseconds),
            "{written}"
        );
    }
}

#[test]
fn the_next_page_may_be_named_in_either_place() {
    for written in [
        "next = 'li.next a'",
        "pages = { next = ['li.next a', 'a[rel=next]'] }",
    ] {
        let source = LEAST.replace("rows =", &format!("{written}, rows ="));
        let profile = profile(&source);
        let Pages::Next(rules) = &profile.sources[0].pages else {
            panic!("{written}: {:?}", profile.sources[0].pages);
        };
        assert_eq!(rules.0[0].printed, "css li.next a");
    }
}

#[test]
fn a_layout_overrides_what_it_names() {
    let source = format!(
        "{LEAST}{}",
        r#"
strict = true
[fields]
title = "h1.title"
date = "time.date"
[body]
css = "div.body"
remove = ".share"
[[layout]]
when = "h1#page-title"
[layout.fields]
title = "h1#page-title"
[[layout]]
since = 2001-01-01
until = "2009-12-31"
[layout.page]
content = "td.main"
[layout.body]
css = "td.text"
[layout.dates]
order = "DMY"
"#
    );
    let profile = profile(&source);
    let [first, second] = profile.layouts.as_slice() else {
        panic!("{:?}", profile.layouts);
    };
    let printed = |reading: &ReadingRules, field: &str| reading.field(field)[0].printed.clone();
    assert_eq!(
        first.reading.layout.as_deref(),
        Some("layout 1: when h1#page-title")
    );
    assert_eq!(printed(&first.reading, "title"), "css h1#page-title");
    assert_eq!(printed(&first.reading, "date"), "css time.date");
    assert_eq!(first.reading.body.css[0].printed, "div.body");
    assert!(first.reading.strict);
    assert_eq!(
        second.reading.layout.as_deref(),
        Some("layout 2: since 2001-01-01 until 2009-12-31")
    );
    assert_eq!(printed(&second.reading, "title"), "css h1.title");
    assert_eq!(second.reading.body.css[0].printed, "td.text");
    assert_eq!(second.reading.body.remove[0].printed, ".share");
    assert_eq!(second.reading.dates.order, Some(DateOrder::Dmy));
    assert_eq!(profile.reading.layout, None);
    assert_eq!(profile.reading.dates.order, None);
}

#[test]
fn a_base_gives_what_the_profile_does_not_say() {
    let grandparent =
        "timezone = 'Europe/Rome'\nlanguages = ['it']\n[body]\ncss = 'div.g'\nremove = '.r'\n";
    let parent = "id = 'cms'\nextends = 'older'\nlanguages = ['fr']\n[fields]\ntitle = { meta = 'og:title' }\ndate = '.when'\n[body]\ncss = ['div.p', 'div.q']\n";
    let source = format!(
        "{LEAST}extends = 'cms'\n[fields]\ntitle = {{ css = 'h1' }}\n[body]\nboilerplate = 'x'\n"
    );
    let loaded = read_with(&source, &[("cms", parent), ("older", grandparent)]);
    let profile = loaded.profile.clone().expect("sound");
    assert_eq!(profile.id.as_str(), "port");
    assert_eq!(profile.languages, ["fr"]);
    assert_eq!(
        profile
            .timezone
            .and_then(|zone| zone.iana_name().map(str::to_owned)),
        Some("Europe/Rome".to_owned())
    );
    assert_eq!(profile.reading.field("title")[0].printed, "css h1");
    assert_eq!(profile.reading.field("date")[0].printed, "css .when");
    let body: Vec<&str> = profile
        .reading
        .body
        .css
        .iter()
        .map(|css| &*css.printed)
        .collect();
    assert_eq!(body, ["div.p", "div.q"]);
    assert_eq!(profile.reading.body.remove.len(), 1);
    // The hash changes with what the bases say, too.
    let changed = grandparent.replace(".r", ".s");
    let other = read_with(&source, &[("cms", parent), ("older", &changed)]);
    assert_ne!(other.profile.expect("sound").hash, profile.hash);
}
