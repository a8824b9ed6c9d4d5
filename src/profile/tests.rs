//! What profiles are refused for, and what is made of those that are not.

use std::path::{Path, PathBuf};
use std::time::Duration;

use proptest::prelude::*;

use super::*;

/// The grammar by example; `SITEMAP` is the one part that this version cannot walk.
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
    assert_eq!(profile.hash, crate::record::hash_of(EXAMPLE.as_bytes()));
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
    assert_eq!(profile.quality.fill, [("sources".to_owned(), 0.6)]);
}

#[test]
fn says_of_what_comes_later_just_that() {
    let source = EXAMPLE.replace("#SITEMAP", SITEMAP);
    assert_eq!(
        told(&read(&source)),
        ["41:8 kind \"sitemap\" is not supported yet in this version; listing is | -"]
    );
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

/// What is written below [`LEAST`] and what is said of it.
const MISTAKES: &[(&str, &str)] = &[
    // Keys.
    (
        "nmae = 1",
        "4:1 unknown key `nmae` in the profile | did you mean `name`?",
    ),
    (
        "[hosts]\nstatus = 'draft'",
        "5:1 unknown key `status` in [hosts] | known: canonical, aliases",
    ),
    (
        "[fields]\ntitel = 'h1'",
        "5:1 unknown key `titel` in [fields] | did you mean `title`?",
    ),
    (
        "[fields]\npublished_on = 'h1'",
        "5:1 unknown key `published_on` in [fields] | the rule that feeds `published_on` is called `date`",
    ),
    (
        "[fields]\nbody = 'p'",
        "5:1 unknown key `body` in [fields] | `body` is read by [body]",
    ),
    (
        "fields.title.lable = 'T'",
        "4:14 unknown key `lable` in rule [fields] title | did you mean `label`?",
    ),
    (
        "[layout]\nwhen = 'h1'",
        "4:1 layout is a table; it should be a list of tables: write [[layout]] | -",
    ),
    // Types.
    (
        "strict = 'yes'",
        "4:10 strict is a text; it should be true or false | -",
    ),
    (
        "hosts = 'a'",
        "4:9 [hosts] is a text; it should be a table | -",
    ),
    (
        "homepage = ['https://a.example']",
        "4:12 homepage is a list; it should be a text | -",
    ),
    (
        "format = 2",
        "4:10 format 2 is not known to this version of dateline | this version reads format = 1",
    ),
    (
        "format = 99999999999999999999",
        "4:10 format is a number; it should be a whole number | -",
    ),
    (
        "status = 'Draft'",
        "4:10 unknown status `Draft` | did you mean `draft`?",
    ),
    (
        "languages = ['english!']",
        "4:14 `english!` is not a language tag | write \"en\", \"de\", \"pt-BR\" …",
    ),
    (
        "timezone = 'CEST'",
        "4:12 unknown time zone `CEST` | did you mean `CET`?",
    ),
    (
        "timezone = '+01:00'",
        "4:12 unknown time zone `+01:00` | write an IANA name such as \"Europe/Vienna\" or \"UTC\"",
    ),
    ("timezone = ' '", "4:12 timezone is empty | -"),
    (
        "homepage = 'www.port.example'",
        "4:12 `www.port.example` is not an address: relative URL without a base | write it whole: \"https://www.example.org/press\"",
    ),
    (
        "homepage = 'ftp://port.example'",
        "4:12 `ftp` is not an http or https address | write it whole: \"https://www.example.org/press\"",
    ),
    // Hosts and politeness.
    (
        "[hosts]\ncanonical = 'https://port.example'",
        "5:13 [hosts] canonical: `https://port.example` is not a host name | write only the name: \"www.example.org\"",
    ),
    (
        "[hosts]\naliases = ['a.example']",
        "5:11 [hosts] has aliases but no `canonical` to rewrite them to | write canonical = \"www.example.org\"",
    ),
    (
        "politeness.delay = 5",
        "4:20 delay has no unit | write \"5s\"",
    ),
    (
        "politeness.delay = 'soon'",
        "4:20 `soon` is not a delay | write \"5s\", \"500ms\" or \"2m\"",
    ),
    (
        "politeness.delay = '-5s'",
        "4:20 `-5s` is not a delay | write \"5s\", \"500ms\" or \"2m\"",
    ),
    (
        "politeness.delay = '30h'",
        "4:20 delay is more than a day | write \"5s\", \"500ms\" or \"2m\"",
    ),
    (
        "politeness.max_requests = -1",
        "4:27 max_requests must be at least 0 | -",
    ),
    // Patterns.
    (
        "urls.include = '^/(press'",
        "4:19 pattern: unclosed group | -",
    ),
    (
        "urls.include = '^press/'",
        "4:16 pattern can't match: path and query begin with `/` | leave scheme and host out: '^/press/'",
    ),
    (
        "urls.include = 'a^b'",
        "4:16 pattern can't match any text | -",
    ),
    (
        "urls.exclude = ['^/a', '(?!x)$']",
        "4:25 pattern: look-around, including look-ahead and look-behind, is not supported | patterns run in linear time and so have no look-around",
    ),
    (
        "urls.include = '^/(\\w{900}){900}'",
        "4:16 pattern is too large: repeat less | -",
    ),
    (
        "urls.item_id = '/\\d+$'",
        "4:16 item_id has no group to say which part is the id | write '/(\\d+)$'",
    ),
    (
        "page.blocked.title = '[z-a]'",
        "4:24 pattern: invalid character class range, the start must be <= the end | -",
    ),
    // Rules.
    (
        "fields.title = 3",
        "4:16 [fields] title is a whole number; it should be a rule | write a selector, a table such as { label = \"Date:\" }, or a list of them",
    ),
    (
        "fields.title = { css = 'h1', meta = 'og:title' }",
        "4:30 rule [fields] title has two locators, `css` and `meta` | one rule, one locator: for an order of preference write a list of rules",
    ),
    (
        "fields.title = { nth = 0 }",
        "4:16 rule [fields] title has no locator | name one of css, label, meta, jsonld, json, text, from, const",
    ),
    (
        "fields.title = { text = 'own' }",
        "4:25 text = \"own\" says which text, but the rule names no element | add css = \"…\"",
    ),
    (
        "fields.title = { css = 'h1', text = 'owm' }",
        "4:37 unknown text `owm` | did you mean `own`?",
    ),
    (
        "fields.title = { css = 'h1', transform = ['trim', 'lowr'] }",
        "4:51 unknown transform `lowr` | did you mean `lower`?",
    ),
    (
        "fields.title = { css = 'h1', transform = 'strip_prefix' }",
        "4:42 unknown transform `strip_prefix` | did you mean `strip_prefix:TEXT`?",
    ),
    (
        "fields.title = { css = 'h1', all = true, nth = 1 }",
        "4:16 `all` and `nth` contradict each other | -",
    ),
    (
        "fields.title = { css = 'h1', stop_at = 'Place:' }",
        "4:30 `stop_at` ends the value of a `label`; this rule has none | -",
    ),
    (
        "fields.title = { label = ':' }",
        "4:26 `:` is not a label | -",
    ),
    (
        "fields.title = { jsonld = 'author..name' }",
        "4:27 `author..name` is not a path | write \"author.name\"",
    ),
    (
        "fields.title = { json = 'title' }",
        "4:18 `json` reads JSON sources, which are not supported yet in this version | for data in the page write `jsonld`",
    ),
    (
        "fields.date = { from = 'row.dat' }",
        "4:29 unknown field `dat` of row | did you mean `date`?",
    ),
    (
        "fields.date = { from = 'body' }",
        "4:24 unknown [fields] date from `body` | write \"dateline\", \"row.date\", \"feed.date\" (or another field) or \"url\"",
    ),
    (
        "fields.type = { css = 'b', map = { Nota = 'press_relase' } }",
        "4:15 `press_relase` is not a type | did you mean `press_release`?",
    ),
    (
        "fields.type = { css = 'b', split = '' }",
        "4:36 split should be the text between two values | write split = \",\"",
    ),
    // Selectors.
    (
        "body.css = 'div.a >'",
        "4:19 selector stops parsing after `div.a`, at `>` | -",
    ),
    (
        "body.css = ['a', \"p:frist-child\"]",
        "4:20 selector stops parsing after `p`, at `:frist-child` | -",
    ),
    (
        "body.css = '//div'",
        "4:13 selector does not parse from its start: `//div` | this looks like XPath; rules are CSS selectors",
    ),
    (
        "body.css = 'h1::text'",
        "4:15 selector stops parsing after `h1`, at `::text` | the text is taken by default; write { css = \"…\", text = \"own\" } for own text",
    ),
    (
        "body.css = 'a[href'",
        "4:14 selector: `[` is never closed | -",
    ),
    (
        "body.css = { css = 'a' }",
        "4:12 [body] css is a table; it should be a text | -",
    ),
    // Dates.
    (
        "dates.formats = '%d %B'",
        "4:17 date format `%d %B` names no year and month | 23 March 2007 is \"%d %B %Y\"",
    ),
    (
        "dates.formats = ['%d %J %Y']",
        "4:18 date format `%d %J %Y`: found unrecognized specifier directive `J` | 23 March 2007 is \"%d %B %Y\"",
    ),
    (
        "dates.order = 'DYM'",
        "4:15 unknown order `DYM` | did you mean `DMY`?",
    ),
    // Quality.
    (
        "quality.required = ['date']",
        "4:21 `date` is not a key of the record | the rule `date` feeds `published_on`",
    ),
    (
        "quality.required = ['titel']",
        "4:21 `titel` is not a key of the record | did you mean `title`?",
    ),
    (
        "quality.fill = { body = 60 }",
        "4:25 a share is a number from 0 to 1 | write 0.6 for 60 %",
    ),
    (
        "quality.fill = { sorces = 0.5 }",
        "4:18 `sorces` is not a key of the record | did you mean `sources`?",
    ),
    (
        "quality.new_within_days = 0",
        "4:27 new_within_days must be from 1 to 36500 | -",
    ),
    // Layouts.
    (
        "[[layout]]\nfields.title = 'h1'",
        "4:1 [[layout]] does not say where it applies | write when = \"…\", a selector that is present on its pages",
    ),
    (
        "[[layout]]\nsince = 2020-01-01\nuntil = 2019-01-01",
        "4:1 [[layout]] ends (2019-01-01) before it begins (2020-01-01) | -",
    ),
    (
        "[[layout]]\nsince = 2020-01-01T10:00:00",
        "5:9 since: `2020-01-01T10:00:00` is not a day | write 2012-05-31",
    ),
    (
        "[[layout]]\nwhen = 'h1.a'\n[layout.feilds]",
        "6:9 unknown key `feilds` in [[layout]] | did you mean `fields`?",
    ),
    (
        "[[layout]]\nwhen = 'h1.a'\n[layout.fields]\ntilte = 'h1'",
        "7:1 unknown key `tilte` in [layout.fields] | did you mean `title`?",
    ),
    // Bases and TOML itself.
    (
        "extends = 'drupal'",
        "4:11 no base `drupal` can be read | bases are files in the folder base: base/drupal.toml",
    ),
    (
        "extends = '../../etc/passwd'",
        "4:11 `../../etc/passwd` is not the name of a base | write extends = \"drupal\"",
    ),
    ("name = 'Twice'", "4:1 not valid TOML: duplicate key | -"),
    (
        "a = [1,",
        "4:8 not valid TOML: unclosed array, expected `]` | -",
    ),
    (
        "status = draft",
        "4:10 not valid TOML: string values must be quoted, expected literal string | -",
    ),
];

#[test]
fn names_each_mistake_with_its_place_and_a_way_out() {
    let mut wrong = Vec::new();
    for (written, said) in MISTAKES {
        let loaded = read(&format!("{LEAST}{written}\n"));
        if told(&loaded) != [*said] {
            wrong.push((written, said, told(&loaded)));
        }
        assert!(loaded.profile.is_none(), "{written}");
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn names_mistakes_of_sources() {
    let top = "id = \"port\"\nname = \"Port\"\n[[source]]\n";
    for (written, said) in [
        (
            "rows = 'li.a'",
            "3:1 [[source]] has no `url` | write url = \"https://…\"",
        ),
        (
            "url = 'https://a.example/n'",
            "3:1 [[source]] has no `rows` | write rows = \"…\", the selector of one row",
        ),
        (
            "url = '/news'\nrows = 'li.a'",
            "4:7 `/news` is not an address: relative URL without a base | write it whole: \"https://www.example.org/press\"",
        ),
        (
            "url = 'https://a.example/n?p={page}'\nrows = 'li.a'",
            "4:7 the url has `{page}`, but pages are not numbered | write pages = { first = 1, step = 1 }",
        ),
        (
            "url = 'https://a.example/n'\nrows = 'li.a'\npages.first = 1",
            "4:7 pages are numbered, but the url has no `{page}` | write {page} where the number stands",
        ),
        (
            "url = 'https://a.example/n?p={offset}'\nrows = 'li.a'",
            "4:7 `{offset}` has no meaning in a url | {page} has; write %7B for a brace",
        ),
        (
            "url = 'https://a{page}.example/'\nrows = 'li.a'\npages.first = 1",
            "4:7 `{page}` must stand in the path or query of the url | -",
        ),
        (
            "url = 'https://me:pw@a.example/'\nrows = 'li.a'",
            "4:7 an address with a password is not kept in a profile | -",
        ),
        (
            "kind = 'lisitng'\nurl = 'https://a.example/'\nrows = 'li.a'",
            "4:8 unknown kind `lisitng` | did you mean `listing`?",
        ),
        (
            "role = 'audit'\nurl = 'https://a.example/'\nrows = 'li.a'",
            "4:8 role \"audit\" is not supported yet in this version; discover is | -",
        ),
        (
            "kind = 'feed'\nurl = 'https://a.example/'\nentries = 1",
            "4:8 kind \"feed\" is not supported yet in this version; listing is | -",
        ),
        (
            "url = 'https://a.example/'\nrows = 'li.a'\npages = {}",
            "6:9 pages says neither `first` nor `next` | write { first = 1 } for numbered pages or { next = \"a.next\" } for a link",
        ),
        (
            "url = 'https://a.example/'\nrows = 'li.a'\npages = { frist = 1 }",
            "6:11 unknown key `frist` in pages | did you mean `first`?",
        ),
        (
            "url = 'https://a.example/{page}'\nrows = 'li.a'\npages = { step = 1 }",
            "6:9 pages has no `first` | write first = 0 or first = 1, the number of the first page",
        ),
        (
            "url = 'https://a.example/{page}'\nrows = 'li.a'\npages = { first = 1, step = 0 }",
            "6:9 step is 0: every page would be the first | write step = 1",
        ),
        (
            "url = 'https://a.example/{page}'\nrows = 'li.a'\nnext = 'a.n'\npages = { first = 1 }",
            "7:9 pages are numbered or linked by `next`, not both | -",
        ),
        (
            "url = 'https://a.example/'\nrows = 'li.a'\nnext = 'a.n'\npages = { next = 'a.n' }",
            "7:11 `next` is given twice | -",
        ),
        (
            "url = 'https://a.example/'\nrows = 'li.a'\nnext = 'a..n'",
            "6:10 selector stops parsing after `a`, at `..n` | -",
        ),
        (
            "url = 'https://a.example/'\nrows = 'li.a'\nstop.seen_pages = 0\norder = 'newest'",
            "6:19 seen_pages must be at least 1 | -",
        ),
        (
            "url = 'https://a.example/'\nrows = 'li.a'\nrow.dat = '.d'",
            "6:5 unknown key `dat` in [source.row] | did you mean `date`?",
        ),
        (
            "url = 'https://a.example/'\nrows = 'li.a'\nrow.date = { from = 'dateline' }",
            "6:21 `dateline` is not known yet where a listing is read | -",
        ),
        (
            "url = 'https://a.example/'\nrows = 'li.a'\nkeep.type.any_of = ['News']",
            "6:6 [source.keep] `type` is not read by [source.row] | known: ",
        ),
        (
            "url = 'https://a.example/'\nrows = 'li.a'\nrow.type = 'b.t'\nkeep.type = { when_missing = 'drop' }",
            "7:13 [source.keep] type has no `any_of` | write any_of = [\"…\"], the values to keep",
        ),
        (
            "url = 'https://a.example/'\nrows = 'li.a'\n[[source]]\nurl = 'https://a.example/'\nrows = 'li.b'",
            "6:1 the source of line 3 has the same url | -",
        ),
    ] {
        let loaded = read(&format!("{top}{written}\n"));
        assert_eq!(told(&loaded), [said], "{written}");
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
fn needs_to_be_somebody() {
    for (source, said) in [
        ("", &["1:1 the profile is empty"][..]),
        ("\u{feff}# nothing\r\n", &["1:1 the profile is empty"]),
        (
            "strict = true",
            &[
                "1:1 the profile has no `id`",
                "1:1 the profile has no `name`",
                "1:1 the profile has no [[source]]",
            ],
        ),
        (
            &LEAST.replace("\"port\"", "\"Port\""),
            &[
                "1:6 `Port` is not a profile id: use a-z, 0-9 and -, at most 63 characters, starting with a letter or digit",
            ],
        ),
        (
            &LEAST.replace("\"port\"", "\"-\""),
            &["1:6 `-` is the id of pages without a profile"],
        ),
    ] {
        let loaded = read(source);
        let messages: Vec<String> = (loaded.findings.iter())
            .map(|f| format!("{}:{} {}", f.line, f.column, f.message))
            .collect();
        assert_eq!(messages, said, "{source}");
    }
    let loaded = parse(Path::new("selectors/harbour.toml"), LEAST, &|_| None);
    assert_eq!(
        told(&loaded),
        [
            "1:6 id `port` is not the file's name | write id = \"harbour\" or name the file port.toml"
        ]
    );
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
    // The hash changes with every file that was read.
    let changed = grandparent.replace(".r", ".s");
    let other = read_with(&source, &[("cms", parent), ("older", &changed)]);
    assert_ne!(other.profile.expect("sound").hash, profile.hash);
}

#[test]
fn mistakes_of_a_base_are_told_in_the_base() {
    let source = format!("{LEAST}extends = 'cms'\n");
    for (base, said) in [
        (
            "[fields]\ntitel = 'h1'\n",
            "2:1 unknown key `titel` in [fields] | did you mean `title`?",
        ),
        (
            "format = 7\n",
            "1:10 format 7 is not known to this version of dateline | this version reads format = 1",
        ),
        (
            "= 1\n",
            "1:1 not valid TOML: unquoted keys cannot be empty, expected letters, numbers, `-`, `_` | -",
        ),
        ("extends = 'cms'\n", "1:11 base `cms` extends itself | -"),
    ] {
        let loaded = read_with(&source, &[("cms", base)]);
        assert_eq!(told(&loaded), [said]);
        assert_eq!(
            loaded.findings[0].path,
            Path::new("selectors/base/cms.toml")
        );
        assert!(
            loaded
                .render()
                .contains(base.lines().last().unwrap_or_default())
        );
        assert!(loaded.profile.is_none());
    }
    let chain = ["a", "b", "c", "d", "e"];
    let texts: Vec<String> = chain[1..]
        .iter()
        .map(|next| format!("extends = '{next}'\n"))
        .collect();
    let bases: Vec<(&str, &str)> = chain
        .into_iter()
        .zip(texts.iter().map(String::as_str))
        .collect();
    let loaded = read_with(&format!("{LEAST}extends = 'a'\n"), &bases);
    assert_eq!(
        told(&loaded),
        ["1:11 more than 4 bases upon each other | -"]
    );
    assert_eq!(loaded.findings[0].path, Path::new("selectors/base/d.toml"));
}

#[test]
fn bounds_what_a_hostile_file_may_cost() {
    let many = |line: &str, count: usize| format!("{LEAST}{}", line.repeat(count));
    let unknown: String = (0..60_000).map(|n| format!("titel{n} = 1\n")).collect();
    let loaded = read(&format!("{LEAST}[fields]\n{unknown}"));
    assert_eq!(loaded.findings.len(), 101);
    assert_eq!(loaded.findings[100].message, "and 59900 more findings");
    let selectors = format!("body.remove = [{}]\n", "'.a',".repeat(400)).repeat(1);
    assert!(read(&format!("{LEAST}{selectors}")).profile.is_some());
    let loaded = read(&format!(
        "{LEAST}body.remove = [{}]\n",
        "'.a',".repeat(100_000)
    ));
    assert_eq!(
        told(&loaded),
        ["4:15 [body] remove has more than 500 items | -"]
    );
    let layouts = many(
        "[[layout]]\nwhen = 'h1.a'\nbody.remove = ['.a', '.b', '.c', '.d']\n",
        450,
    );
    let loaded = read(&layouts);
    assert!(told(&loaded)[0].contains("more than 2000 selectors and patterns"));
    let long = "a".repeat(600);
    let loaded = read(&format!("{LEAST}body.css = '.{long}'\n"));
    assert_eq!(told(&loaded), ["4:12 selector of more than 500 bytes | -"]);
}

/// Pieces that profiles are made of, to be put together in ways that nobody writes.
const PIECES: &[&str] = &[
    "id",
    "name",
    "[[source]]",
    "[fields]",
    "[layout.fields]",
    "[[layout]]",
    "\n",
    "\r\n",
    " = ",
    "\"",
    "'",
    "'''",
    "{",
    "}",
    "[",
    "]",
    ",",
    ".",
    "title",
    "date",
    "css",
    "label",
    "regex",
    "text",
    "from",
    "row.date",
    "nth",
    "^",
    "$",
    "(",
    ")",
    "\\d",
    "{page}",
    "https://a.example/",
    "div > p:nth-child(",
    ":not(",
    ":has(",
    "é",
    "\u{feff}",
    "\0",
    "%d %B",
    "%",
    "2020-01-01",
    "1e999",
    "-0x1",
    "99999999999999999999",
    "true",
    "extends",
    "#",
];

proptest! {
    #[test]
    fn no_text_panics(text in any::<String>()) {
        let loaded = read(&text);
        let _ = loaded.render();
    }

    #[test]
    fn no_arrangement_of_pieces_panics(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60)
    ) {
        let text = pieces.concat();
        let loaded = read_with(&text, &[("a", &text)]);
        let _ = loaded.render();
        prop_assert_eq!(loaded.profile.is_some(), !loaded.findings.iter().any(|f| f.severity == Severity::Error));
    }

    #[test]
    fn no_damage_to_a_profile_panics(
        cuts in prop::collection::vec((0..EXAMPLE.len(), 0..20_usize, prop::sample::select(PIECES)), 1..4)
    ) {
        let mut text: Vec<char> = EXAMPLE.chars().collect();
        for (at, length, piece) in cuts {
            let at = at.min(text.len());
            let end = (at + length).min(text.len());
            text.splice(at..end, piece.chars());
        }
        let text: String = text.into_iter().collect();
        let loaded = read(&text);
        for finding in &loaded.findings {
            prop_assert!(finding.line >= 1 && finding.column >= 1);
            prop_assert!(text.get(finding.span.clone()).is_some(), "{:?}", finding);
        }
        let _ = loaded.render();
    }

    #[test]
    fn no_selector_panics(text in r#"[a-c.#>:+~ \[\]()="'\\*|,0-9-]{0,30}"#) {
        let _ = read(&format!("{LEAST}body.css = '''{text}'''\n"));
    }
}
