//! Every mistake that a profile can have, with what is said of it.

use std::path::Path;

use super::*;

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
    (
        "politeness.hours = '22-6'",
        "4:20 `22-6` is no span of hours | write \"22:00-06:00\", or a list of such spans",
    ),
    (
        "politeness.hours = ['22:00-06:00', '0600-0845']",
        "4:36 `0600-0845` is no span of hours | write \"22:00-06:00\", or a list of such spans",
    ),
    (
        "politeness.hours = '06:00-06:00'",
        "4:20 `06:00-06:00` is no span of hours | write \"22:00-06:00\", or a list of such spans",
    ),
    (
        "politeness.hours = []",
        "4:20 [politeness] hours has 0 spans | write \"22:00-06:00\", or a list of such spans",
    ),
    (
        "politeness.hours = 22",
        "4:20 [politeness] hours is a whole number; it should be a text | -",
    ),
    (
        "politeness.hour = '22:00-06:00'",
        "4:12 unknown key `hour` in [politeness] | did you mean `hours`?",
    ),
    // When to look again.
    (
        "[revisit]\nsteps = { age = '7d' }",
        "5:9 [revisit] steps is a table; it should be a list: [{ age = \"7d\", every = \"20h\" }, …] | -",
    ),
    (
        "revisit.steps = [{ age = '7d', every = '20h', evry = '' }]",
        "4:47 unknown key `evry` in [revisit] steps | did you mean `every`?",
    ),
    (
        "revisit.steps = [{ every = '20h' }]",
        "4:18 [revisit] steps has no `age` | write age = \"7d\", how old a release may be",
    ),
    (
        "revisit.steps = [{ age = '7d' }]",
        "4:18 [revisit] steps has no `every` | write every = \"20h\", from one look to the next",
    ),
    (
        "revisit.steps = [{ age = '12h', every = '20h' }]",
        "4:26 age is not a number of days | write whole days: \"7d\"",
    ),
    (
        "revisit.steps = [{ age = 'a week', every = '20h' }]",
        "4:26 `a week` is not a time | write \"20h\" or \"30d\"",
    ),
    (
        "revisit.steps = [{ age = '7d', every = '5m' }]",
        "4:40 every is less than an hour: no release is corrected that often | write \"20h\" or more",
    ),
    (
        "revisit.steps = [{ age = '9d', every = '20h' }, { age = '9d', every = '7d' }]",
        "4:49 the steps of [revisit] are not in order: the youngest releases come first | -",
    ),
    (
        "revisit.older = 'newer'",
        "4:17 `newer` is not a time | write \"20h\" or \"30d\"",
    ),
    (
        "revisit.older = '99999d'",
        "4:17 [revisit] older is more than a lifetime | -",
    ),
    (
        "revisit.older = 30",
        "4:17 [revisit] older is a whole number; it should be a text | -",
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
        "4:16 pattern is too large | repeat less, or write [a-z] for \\w and [0-9] for \\d",
    ),
    (
        "urls.item_id = '/\\d+$'",
        "4:16 item_id has no group to say which part is the id | write '/(\\d+)$'",
    ),
    (
        "urls.ignore_case = \"yes\"",
        "4:20 ignore_case is a text; it should be true or false | -",
    ),
    (
        "urls.drop = ['ref=home']",
        "4:14 `ref=home` is not the name of a parameter | write the name alone: \"ref\", or the beginning of names: \"nl_*\"",
    ),
    (
        "urls.drop = ['*']",
        "4:14 drop = [\"*\"] leaves no parameter to tell pages apart | name those that do: keep = [\"id\"]",
    ),
    (
        "urls = { drop = ['ref'], keep = ['Ref'] }",
        "4:18 the same parameter is in `drop` and in `keep` | -",
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
        "4:18 `json` reads the rows of a source of kind \"json\" | for linked data in the page write `jsonld`",
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
    (
        "quality.canaries = 21",
        "4:20 canaries must be from 0 to 20 | -",
    ),
    (
        "quality.alert_after = 0",
        "4:23 alert_after must be from 1 to 30 | -",
    ),
    (
        "quality.mute = ['silense']",
        "4:17 unknown alert `silense` | did you mean `silence`?",
    ),
    (
        "quality.mute = ['fill.topcs']",
        "4:17 `topcs` is not a key of the record | did you mean `topics`?",
    ),
    (
        "quality.mute = ['silence.title']",
        "4:17 alerts `silence` are not about one field | write \"silence\"",
    ),
    (
        "[quality]\nmute = ['rows']\nmute_until = 'soon'",
        "6:14 mute_until: `soon` is not a day | write 2012-05-31",
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
            "4:7 the url has `{offset}`, but pages are not numbered | write pages = { first = 1, step = 1 }",
        ),
        (
            "url = 'https://a.example/n?p={nth}'\nrows = 'li.a'",
            "4:7 `{nth}` has no meaning in a url | {page}, {offset}, {cursor}, {year} and {month} have; write %7B for a brace",
        ),
        (
            "url = 'https://a.example/{page}/{offset}'\nrows = 'li.a'\npages.first = 1",
            "4:7 `{page}` and `{offset}` are the same number | write one of them",
        ),
        (
            "url = 'https://a.example/?after={cursor}'\nrows = 'li.a'",
            "4:7 the url has `{cursor}`, but no page names one | write pages = { cursor = \"…\" }",
        ),
        (
            "url = 'https://a.example/'\nrows = 'li.a'\npages = { cursor = 'a.next' }",
            "4:7 pages are named by a cursor, but the url has no `{cursor}` | write {cursor} where it stands",
        ),
        (
            "url = 'https://a.example/{cursor}/'\nrows = 'li.a'\npages = { cursor = 'a.next' }",
            "4:7 `{cursor}` must be the whole value of a parameter | write ?after={cursor}",
        ),
        (
            "url = 'https://a.example/?a={cursor}'\nrows = 'li.a'\npages = { cursor = 'a.n', next = 'a.n' }",
            "6:11 the next page is linked by `next` or named by `cursor`, not both | -",
        ),
        (
            "url = 'https://a.example/?a={cursor}'\nrows = 'li.a'\npages = { cursor = 'a.n', step = 2 }",
            "6:27 `step` counts numbers; a cursor is none | -",
        ),
        (
            "url = 'https://a.example/{year}'\nrows = 'li.a'",
            "4:7 the url has `{year}`, but the source has no years | write years = { first = 2004 }",
        ),
        (
            "url = 'https://a.example/'\nrows = 'li.a'\nyears = { first = 2004 }",
            "4:7 the source has years, but the url has no `{year}` | write {year} where it stands",
        ),
        (
            "url = 'https://a.example/{month:02}'\nrows = 'li.a'",
            "4:7 the url has a month, but no `{year}` | write {year} where it stands, and years = { first = 2004 }",
        ),
        (
            "url = 'https://a.example/{year}'\nrows = 'li.a'\nyears = {}",
            "6:9 years has no `first` | write first = 2004, the year of the oldest release",
        ),
        (
            "url = 'https://a.example/{year}'\nrows = 'li.a'\nyears = { first = 204 }",
            "6:19 first must be from 1950 to 2100 | -",
        ),
        (
            "url = 'https://a{year}.example/'\nrows = 'li.a'\nyears = { first = 2004 }",
            "4:7 `{year}` must stand in the path or query of the url | -",
        ),
        (
            "url = 'https://a.example/'\nrows = 'li.a'\ntotal = 'n'",
            "6:1 `total` has no meaning for a source of kind \"listing\" | kind = \"json\" has it",
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
            "3:1 every [[source]] has role \"audit\": nothing would be fetched | name where releases are announced: a [[source]] without `role`",
        ),
        (
            "url = 'https://a.example/'\nrows = ['li.a', 'li.b']\n[[source]]\nrole = 'audit'\nurl = 'https://b.example/'\nrows = 'li.a'",
            "5:8 rows is a list; it should be a text | -",
        ),
        (
            "role = 'audits'\nurl = 'https://a.example/'\nrows = 'li.a'",
            "4:8 unknown role `audits` | did you mean `audit`?",
        ),
        (
            "every = '7d'\nurl = 'https://a.example/'\nrows = 'li.a'",
            "4:1 `every` is of an audit, and this source is none | write role = \"audit\"",
        ),
        (
            "role = 'audit'\ntolerance = 5\nurl = 'https://a.example/'\nrows = 'li.a'\n[[source]]\nurl = 'https://b.example/'\nrows = 'li.a'",
            "5:13 a share is a number from 0 to 1 | write 0.6 for 60 %",
        ),
        (
            "kind = 'feed'\nurl = 'https://a.example/'\nrows = 'li.a'",
            "6:1 `rows` has no meaning for a source of kind \"feed\" | its entries are read as they are; see [source.keep]",
        ),
        (
            "kind = 'feed'\nurl = 'https://a.example/'\nnext = 'a.next'",
            "6:1 `next` has no meaning for a source of kind \"feed\" | the next page that a feed names is followed",
        ),
        (
            "kind = 'sitemap'\nurl = 'https://a.example/'\norder = 'newest'",
            "6:1 `order` has no meaning for a source of kind \"sitemap\" | a sitemap is always read whole, and the sitemaps of an index with it",
        ),
        (
            "kind = 'sitemap'\nurl = 'https://a.example/'\nstop = { seen_pages = 3 }",
            "6:10 unknown key `seen_pages` in stop | known: max_pages",
        ),
        (
            "kind = 'sitemap'\nurl = 'https://a.example/'\nkeep = { type = { any_of = ['a'] } }",
            "6:10 [source.keep] `type` is not said by a sitemap | known: title, date, language, topics",
        ),
        (
            "kind = 'sitemap'\nurl = 'https://a.example/'\nmatch = '^press'",
            "6:9 pattern can't match: path and query begin with `/` | leave scheme and host out: '^/press/'",
        ),
        (
            "url = 'https://a.example/'\nrows = 'li.a'\nmatch = '^/a'",
            "6:1 `match` has no meaning for a source of kind \"listing\" | -",
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
fn names_mistakes_of_json_sources() {
    let top = "id = 'port'\nname = 'P'\n[[source]]\nkind = 'json'\nurl = 'https://a.example/api'\n";
    for (written, said) in [
        (
            "",
            "3:1 [[source]] has no `rows` | write rows = \"results\", the path of the list, or \".\" for the whole document",
        ),
        (
            "rows = 'a..b'",
            "6:11 `a..b` is not a path: a name is missing, or should stand in quotes: [\"…\"] | write \"data.items\", \"tags[].name\" or 'title[\"cdata!\"]'",
        ),
        (
            "rows = '.'\nrow.title = { css = 'h2' }",
            "7:15 `css` reads pages; this source is JSON | write json = \"title.rendered\"",
        ),
        (
            "rows = '.'\nrow.title = { json = 'a[x]' }",
            "7:24 `a[x]` is not a path: write [0], [-1], [] or [\"a name\"] | write \"data.items\", \"tags[].name\" or 'title[\"cdata!\"]'",
        ),
        (
            "rows = '.'\nrow.title = { json = 'a', attr = 'href' }",
            "7:27 `attr` is about elements; JSON has none | -",
        ),
        (
            "rows = '.'\nrow.title = { json = 'a', transform = 'replace:x' }",
            "7:39 unknown transform `replace:x` | ",
        ),
        (
            "rows = '.'\nlink = 'https://a.example/{slug}'",
            "7:8 [source.parts] does not say what `{slug}` is | write slug = \"…\", its path in the row, in [source.parts]",
        ),
        (
            "rows = '.'\nlink = 'https://a.example/'",
            "7:8 link is the same for every row | write {slug} where they differ",
        ),
        (
            "rows = '.'\nlink = 'https://a{s}.example/'\nparts.s = 's'",
            "7:8 the places of link must stand in its path or query | -",
        ),
        (
            "rows = '.'\nparts.slug = 's'",
            "7:7 no address has a place `{slug}` | write it in `link` or [source.item] url",
        ),
        (
            "rows = '.'\nrelease = 'row'",
            "3:1 release = \"row\", but [source.row] does not say where its `body` is | write body = \"content.rendered\"",
        ),
        (
            "rows = '.'\nrow.body = 'b'",
            "7:12 [source.row] has a `body`, but the release is read from its page | write release = \"row\"",
        ),
        (
            "rows = '.'\nrelease = 'api'",
            "7:11 unknown release `api` | known: page, row",
        ),
        (
            "rows = '.'\nitem = { body = 'b' }",
            "7:8 [source.item] has no `url` | write url = \"https://…/{path}\"",
        ),
        (
            "rows = '.'\nparts.p = 'p'\nitem = { url = 'https://a.example/c{p}', body = 'b', boddy = 'c' }",
            "8:54 unknown key `boddy` in [source.item] | did you mean `body`?",
        ),
        (
            "rows = '.'\nnext = { css = 'a.next' }",
            "7:10 `css` reads pages; this source is JSON | write json = \"title.rendered\"",
        ),
    ] {
        let loaded = read(&format!("{top}{written}\n"));
        let [found] = &told(&loaded)[..] else {
            panic!("{written}: {:?}", told(&loaded));
        };
        assert!(found.starts_with(said), "{written}: {found}");
    }
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
