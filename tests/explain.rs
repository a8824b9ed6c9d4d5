//! `dateline explain` on files, stdin, captures and addresses.

mod support;

use std::fs;
use std::io::Write;
use std::process::Stdio;
use std::time::Duration;

use serde_json::Value;
use support::Reply;
use support::binary::{Desk, Ended, lines};
use support::site::{self, Site};

const URL: &str = "http://press.example/releases/5";

/// A page with something to say twice of nearly everything.
const PAGE: &str = "<!doctype html><html lang=en-GB><head><title>Ferry returns | River Board</title>\
    <meta property=og:title content='Ferry comes back'><meta property=og:site_name content='River Board'>\
    <meta property=article:modified_time content=2024-03-09T10:00:00Z>\
    <meta name=author content='Ann Marlow'>\
    <script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Ferry returns\",\
    \"datePublished\":\"2024-03-07T09:00:00Z\",\"author\":{\"@type\":\"Person\",\"name\":\"Ida See\"}}</script>\
    </head><body><nav><a href=/>Home</a></nav><main><article>\
    <h1 class=title>Ferry returns</h1><p class=day>Posted on 6 March 2024, updated 8 March 2024</p>\
    <div class=text><p>OSLO, 6 March 2024 &ndash; The ferry across the river runs again from today on, \
    four years after it was stopped, said the board.</p><figure><img src=/ferry.jpg><figcaption>The ferry at the quay</figcaption></figure>\
    <p>It carries people on foot and on bicycles, at all hours of the day, for nothing.</p></div>\
    </article></main></body></html>";

const PROFILE: &str = "format = 1\nid = \"river\"\nname = \"River Board\"\nlanguages = [\"en\"]\n\
    hosts = { canonical = \"press.example\" }\nurls = { include = ['^/releases/'] }\n\
    page = { content = \"article\" }\n\
    fields = { title = [\"h2.old\", \"h1.title\"], date = [{ label = \"Date:\" }, \"p.day\"], \
    topics = { label = \"Topics:\" } }\n\
    body = { css = [\"div.gone\", \"div.text\"] }\n\
    [[source]]\nkind = \"listing\"\nurl = \"http://press.example/news\"\nrows = \"li\"\n";

fn desk() -> Desk {
    let desk = Desk::new();
    fs::write(desk.path().join("page.html"), PAGE).expect("a page");
    fs::create_dir_all(desk.selectors()).expect("a folder");
    fs::write(desk.selectors().join("river.toml"), PROFILE).expect("a profile");
    desk
}

fn json(desk: &Desk, args: &[&str], code: i32) -> Value {
    let args = [&["explain", "--json"], args].concat();
    lines(&desk.run(&args).with_code(code).stdout).remove(0)
}

/// What was considered for a field: verdict, rule, text, path, why.
fn considered<'v>(told: &'v Value, field: &str) -> Vec<[&'v str; 5]> {
    let fields = told["fields"].as_array().expect("fields");
    let field = fields.iter().find(|known| known["field"] == field);
    let considered = field.expect("the field")["considered"].as_array();
    let word = |value: &'v Value| value.as_str().unwrap_or_default();
    (considered.expect("a list").iter())
        .map(|one| ["verdict", "rule", "text", "path", "why"].map(|key| word(&one[key])))
        .collect()
}

#[test]
fn each_field_says_what_gave_it_and_what_lost() {
    let told = json(
        &desk(),
        &["--profile", "river", "--url", URL, "page.html"],
        0,
    );
    assert_eq!(told["schema"], "dateline.explain/1");
    assert_eq!(told["scope"]["admitted"], true);
    assert_eq!(told["web"], Value::Null);
    assert_eq!(told["content"]["rule"], "css article");
    assert_eq!(told["language"]["tag"], "en-GB");
    let h1 = "html > body > main > article > h1.title";
    let nothing = "the rule matches nothing";
    let no_text = "the rule matches nothing that holds text";
    let later = "later in the order";
    let same = "later in the order, and says the same";
    #[rustfmt::skip]
    let cases: &[(&str, &[[&str; 5]])] = &[
        ("title", &[
            ["chosen", "css h1.title", "Ferry returns", h1, ""],
            ["unusable", "css h2.old", "", "", nothing],
            ["later", "jsonld headline", "Ferry returns", "html > head > script", same],
            ["later", "meta og:title", "Ferry comes back", "html > head > meta:nth-of-type(1)", later],
            ["later", "title", "Ferry returns", "html > head > title", same],
            ["later", "page shape: h1", "Ferry returns", h1, same],
        ]),
        ("authors", &[
            ["chosen", "jsonld author", "Ida See", "html > head > script", ""],
            ["later", "meta author", "Ann Marlow", "html > head > meta:nth-of-type(4)", later],
        ]),
        ("topics", &[["unusable", "label \"Topics:\"", "", "", nothing]]),
        ("places", &[["chosen", "dateline", "Oslo", "html > body > main > article > div.text > p:nth-of-type(1)", ""]]),
        ("wire", &[]),
    ];
    for (field, expected) in cases {
        assert_eq!(considered(&told, field), *expected, "{field}");
    }
    let body = considered(&told, "body");
    let text = "html > body > main > article > div.text";
    assert_eq!(
        (body[0][0], body[0][1], body[0][3]),
        ("chosen", "css div.text", text)
    );
    assert!(
        body.iter()
            .any(|one| (one[1], one[4]) == ("css div.gone", no_text)),
        "{body:?}"
    );
    assert_eq!(told["body"]["path"], text);
    let caption = &told["body"]["left_out"][0];
    assert_eq!(
        (&caption["why"], &caption["text"]),
        (&"caption".into(), &"The ferry at the quay".into())
    );
}

#[test]
fn every_date_says_what_became_of_it() {
    let told = json(
        &desk(),
        &["--profile", "river", "--url", URL, "page.html"],
        0,
    );
    let dates = told["dates"].as_array().expect("dates");
    let dates: Vec<[&str; 5]> = (dates.iter())
        .map(|date| {
            ["verdict", "value", "role", "rule", "why"].map(|key| date[key].as_str().unwrap_or(""))
        })
        .collect();
    let path = told["dates"][0]["path"].as_str();
    assert_eq!(path, Some("html > body > main > article > p.day"));
    #[rustfmt::skip]
    let expected = [
        ["chosen", "2024-03-06", "published", "css p.day", ""],
        ["unusable", "2024-03-08", "modified", "css p.day", "is that of an update"],
        ["later", "2024-03-06", "published", "dateline", "later in the order"],
        ["later", "2024-03-07", "published", "jsonld datePublished", "later in the order, and another day"],
        ["unusable", "2024-03-09", "modified", "meta article:modified_time", "is that of an update"],
    ];
    for one in expected {
        assert!(dates.contains(&one), "{one:?} in {dates:#?}");
    }
}

/// The dates that were not weighed: place, value, role, raw, why, path.
fn other_dates(told: &Value) -> Vec<[&str; 6]> {
    let dates = told["other_dates"].as_array().expect("dates");
    (dates.iter())
        .map(|date| {
            ["place", "value", "role", "raw", "why", "path"]
                .map(|key| date[key].as_str().unwrap_or(""))
        })
        .collect()
}

#[test]
fn dates_that_were_not_weighed_say_where_they_stand() {
    let desk = desk();
    let page = PAGE
        .replace(
            "<p>It carries people",
            "<p>It was stopped on <b>12 May 2020</b>, and by 6 March 2024 nobody knew why. On 3 May \
             it stops for a day. It carries people",
        )
        .replace("at the quay<", "at the quay, 1 March 2024<")
        .replace(
            "</main>",
            "<div class=more><div><a href=/4>The bridge is painted red</a> \
             <time datetime=2024-02-05>two weeks ago</time></div><div><a href=/3>The quay is clean again</a> \
             <span>1 February 2024</span></div></div></main>\
             <footer><p>Last modified: 7 March 2024</p></footer>",
        );
    fs::write(desk.path().join("page.html"), page).expect("a page");
    let text = "html > body > main > article > div.text";
    let inside = |path: &str| format!("{text} > {path}");
    let more = "html > body > main > div.more";
    let card = |path: &str| format!("{more} > {path}");
    let (bold, paragraph) = (inside("p:nth-of-type(2) > b"), inside("p:nth-of-type(2)"));
    let caption = inside("figure > figcaption");
    let (time, span) = (
        card("div:nth-of-type(1) > time"),
        card("div:nth-of-type(2) > span"),
    );
    let in_text = "in the text of the release";
    #[rustfmt::skip]
    let expected = [
        ["caption", "2024-03-01", "unknown", "1 March 2024", "in a caption", &caption],
        ["text", "2020-05-12", "unknown", "12 May 2020", in_text, &bold],
        ["text", "2024-03-06", "unknown", "6 March 2024", "in the text of the release; repeats a date weighed above", &paragraph],
        ["text", "", "unknown", "3 May", "in the text of the release; could not be read: no year is stated", &paragraph],
        ["card", "2024-02-05", "unknown", "datetime=2024-02-05", "in a card of another release", &time],
        ["card", "2024-02-01", "unknown", "1 February 2024", "in a card of another release", &span],
        ["furniture", "2024-03-07", "modified", "7 March 2024", "in the page's furniture; repeats a date weighed above", "html > body > footer > p"],
    ];
    let args = ["--profile", "river", "--url", URL, "page.html"];
    let told = json(&desk, &args, 0);
    assert_eq!(other_dates(&told), expected);
    assert_eq!(told["other_dates_left_off"], 0);
    let shown = desk.run(&["explain", "page.html"]).with_code(0).stdout;
    let lines = format!(
        "\nOther dates on the page, not weighed\n  2024-03-01     `1 March 2024`\n                 \
         in a caption\n                 {caption}\n"
    );
    assert!(shown.contains(&lines), "{shown}");
}

#[test]
fn a_date_that_gave_a_value_is_not_among_the_others() {
    let desk = Desk::new();
    let of = |said: &str| {
        format!(
            "<html lang=de><title>Brücke gesperrt</title><main><h1>Brücke gesperrt</h1><p>Die Brücke ist für alle \
             gesperrt, die zu Fuß kommen, und für alle anderen auch, sagt die Stadt am Fluss.</p></main>{said}"
        )
    };
    // The dates that were weighed, and the others.
    #[rustfmt::skip]
    let cases: &[(&str, &[&str], &[&str])] = &[
        ("", &[], &[]),
        ("<footer><time datetime=2021-05-12>12. Mai 2021</time></footer>", &["12. Mai 2021"], &[]),
        ("<footer>Stand: 12. Mai 2021</footer>", &["12. Mai 2021"], &[]),
        ("<footer>Stand: 12. Mai 2021</footer><p>Am 3. Mai 2021 stand, es stehe seit 12. Mai 2021 fest, was alle wissen.</p>",
            &["12. Mai 2021"], &["3. Mai 2021", "12. Mai 2021"]),
    ];
    for (said, weighed, others) in cases {
        fs::write(desk.path().join("page.html"), of(said)).expect("a page");
        let told = lines(&desk.run(&["explain", "--json", "page.html"]).stdout).remove(0);
        let dates = told["dates"].as_array().expect("dates");
        let raw = dates.iter().filter_map(|date| date["raw"].as_str());
        assert_eq!(raw.collect::<Vec<_>>(), *weighed, "{said}");
        let raw = other_dates(&told).into_iter().map(|date| date[3]);
        assert_eq!(raw.collect::<Vec<_>>(), *others, "{said}");
    }
}

#[test]
fn of_many_dates_some_are_told_and_the_others_counted() {
    let desk = Desk::new();
    let day = |nth: usize| format!("<p>On {} May 2020 it stood still.</p>", nth % 28 + 1);
    let days: String = (0..1_500).map(day).collect();
    let page = PAGE.replace("</article>", &format!("</article><div>{days}</div>"));
    fs::write(desk.path().join("page.html"), page).expect("a page");
    let ended = desk.run(&["explain", "--json", "page.html"]);
    let told = lines(&ended.stdout).remove(0);
    let shown = other_dates(&told).len();
    let left_off = told["other_dates_left_off"].as_u64().expect("a number");
    assert_eq!((shown, left_off), (200, 1_300));
    let text = desk.run(&["explain", "page.html"]).stdout;
    assert!(
        text.contains("\n                 and 1480 others\n"),
        "{text}"
    );
}

#[test]
fn linked_data_says_in_which_script_it_stands() {
    let desk = Desk::new();
    let page = PAGE.replace(
        "</head>",
        "<script type='application/ld+json'>{\"@type\":\"NewsArticle\",\"headline\":\"Ferry returns\",\
         \"keywords\":\"ferries\"}</script></head>",
    );
    fs::write(desk.path().join("page.html"), page).expect("a page");
    let told = json(&desk, &["page.html"], 0);
    for (field, nth) in [("authors", 1), ("topics", 2)] {
        let path = format!("html > head > script:nth-of-type({nth})");
        let sources = considered(&told, field);
        assert_eq!(
            (sources[0][0], sources[0][3]),
            ("chosen", path.as_str()),
            "{field}"
        );
    }
}

#[test]
fn the_record_is_that_of_extract() {
    let desk = desk();
    fs::write(desk.path().join("other.html"), site::release(5)).expect("a page");
    let at = ["--at", "2026-01-15T08:00:00Z"];
    for (page, profile) in [
        ("page.html", Some("river")),
        ("page.html", None),
        ("other.html", None),
    ] {
        let mut args = vec!["--url", URL, page];
        args.extend(at);
        args.extend(profile.into_iter().flat_map(|id| ["--profile", id]));
        let told = json(&desk, &args, 0);
        let extracted = desk
            .run(&[&["extract"], args.as_slice()].concat())
            .with_code(0);
        let record = lines(&extracted.stdout).remove(0);
        assert_eq!(told["record"], record, "{page} {profile:?}");
        assert_eq!(told["issues"], record["issues"]);
        // Whatever the record says the rule of, was chosen.
        for provenance in record["provenance"].as_array().expect("provenance") {
            let field = provenance["field"].as_str().expect("a field");
            let chosen = considered(&told, field)[0];
            assert_eq!(
                (chosen[0], chosen[1]),
                ("chosen", provenance["rule"].as_str().expect("a rule")),
                "{field}"
            );
        }
    }
}

#[test]
fn people_read_it_without_a_profile_too() {
    let ended = desk().run(&["explain", "page.html"]).with_code(0);
    for line in [
        "  profile        none: only what pages say to everybody",
        "  title          Ferry returns",
        "                 html > body > main > article > h1.title",
        "                 not meta og:title (meta): later in the order",
        "                     Ferry comes back",
        "  2024-03-08     modified: `8 March 2024`",
    ] {
        assert!(
            ended.stdout.lines().any(|shown| shown == line),
            "{line}\n{}",
            ended.stdout
        );
    }
    assert_eq!(ended.stderr, "");
}

#[test]
fn nothing_on_a_page_steers_the_terminal_or_adds_a_line() {
    let desk = desk();
    let page = PAGE
        .replace("Ferry returns", "Ferry \u{1b}[2Jreturns\u{202e} \u{9b}x")
        .replace("class=title", "class=title id='\u{1b}[31m'");
    let name = "steers\u{1b}[2J\n.html";
    fs::write(desk.path().join(name), page).expect("a page");
    for args in [
        &["explain", name][..],
        &["explain", "--profile", "river", name],
    ] {
        let shown = desk.run(args).with_code(0).stdout;
        let steers = |c: &char| c.is_control() && *c != '\n' || *c == '\u{202e}';
        assert_eq!(shown.chars().find(steers), None, "{shown}");
        assert!(shown.starts_with("steers\u{fffd}[2J .html\n"), "{shown}");
        assert!(shown.contains("[2Jreturns"), "{shown}");
    }
}

#[test]
fn the_fields_that_have_no_value_fit_a_narrow_terminal() {
    let desk = desk();
    let shown = desk.run(&["explain", "page.html"]).with_code(0).stdout;
    let list = shown.lines().skip_while(|line| *line != "Without a value");
    let list: Vec<&str> = list.skip(1).take_while(|line| !line.is_empty()).collect();
    assert!(list.len() > 1, "{list:#?}");
    for line in list {
        assert!(line.len() <= 80, "{line}");
    }
}

#[test]
fn a_page_that_gives_no_record_is_explained_as_well() {
    let desk = desk();
    let profile = PROFILE.replace("page = {", "page = { release = [\"h1.absent\"],");
    fs::write(
        desk.selectors().join("strictly.toml"),
        profile.replace("river", "strictly"),
    )
    .expect("a profile");
    let told = json(&desk, &["--profile", "strictly", "page.html"], 4);
    assert_eq!(told["problem"]["class"], "missing_fields");
    assert_eq!(told["record"], Value::Null);
    assert_eq!(considered(&told, "title")[0][2], "Ferry returns");
}

#[test]
fn what_cannot_be_read_says_so_by_its_exit_code() {
    let desk = desk();
    fs::write(desk.path().join("empty.html"), "").expect("a page");
    fs::write(desk.path().join("deep.html"), "<div>".repeat(100_000)).expect("a page");
    #[rustfmt::skip]
    let cases: &[(&[&str], i32, &str)] = &[
        (&["nosuch.html"], 2, "cannot read nosuch.html"),
        (&["www.press.example/a"], 2, "; did you mean https://www.press.example/a ?"),
        (&["ftp://press.example/a"], 2, "`ftp` is no web address"),
        (&["HTTPS://"], 2, "empty host"),
        (&[""], 2, "name a file, an address, or `-` for stdin"),
        (&["selectors"], 2, "is a folder"),
        (&["nosuch.warc.gz#7"], 2, "cannot read nosuch.warc.gz"),
        (&["--profile", "nobody", "page.html"], 2, "nobody"),
        (&["--url", "javascript:alert(1)", "page.html"], 2, "`javascript` is no web address"),
        (&["empty.html"], 4, "no record      empty: "),
        (&["deep.html"], 4, "no record      too_deep: "),
        (&["-"], 4, "no record      empty: "),
    ];
    for (args, code, said) in cases {
        let ended = desk.run(&[&["explain"], *args].concat()).with_code(*code);
        let all = ended.stdout + &ended.stderr;
        assert!(all.contains(said), "{args:?}: {all}");
    }
    let mut child = desk
        .dateline(&["explain", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("starts");
    let mut stdin = child.stdin.take().expect("stdin");
    stdin.write_all(PAGE.as_bytes()).expect("written");
    drop(stdin);
    let output = child.wait_with_output().expect("ends");
    assert!(output.status.success());
    assert!(String::from_utf8_lossy(&output.stdout).contains("Ferry returns"));
}

#[test]
fn an_address_is_asked_for_as_in_a_crawl() {
    let desk = Desk::new();
    let site = Site::start();
    site.release(5);
    site.page("/robots.txt", |_| {
        Reply::text("User-agent: *\nDisallow: /secret\nAllow: /releases/\nCrawl-delay: 0.1\n")
    });
    site.page("/secret", |_| Reply::html(site::release(6)));
    let (good, secret) = (site.server.url("/releases/5"), site.server.url("/secret"));
    let own = ["--allow-address", "127.0.0.0/8", "--delay", "0"];

    let told = json(&desk, &[&own[..], &[good.as_str()]].concat(), 0);
    assert_eq!(told["record"]["title"], "Bridge 5 opens");
    let robots = &told["web"]["robots"];
    assert_eq!(
        (&robots["exists"], &robots["allowed"]),
        (&true.into(), &true.into())
    );
    assert_eq!(robots["line"], "Allow: /releases/");
    assert_eq!(told["web"]["own_address"], true);
    assert_eq!(
        (&told["web"]["pause_ms"], &told["web"]["pause_by"]),
        (&100.into(), &"crawl_delay".into())
    );
    let asked = told["web"]["exchanges"].as_array().expect("exchanges");
    let asked: Vec<&str> = asked.iter().filter_map(|one| one["url"].as_str()).collect();
    assert_eq!(
        asked,
        [site.server.url("/robots.txt").as_str(), good.as_str()]
    );

    let told = json(&desk, &[&own[..], &[secret.as_str()]].concat(), 5);
    assert_eq!(told["problem"]["class"], "robots_denied");
    assert_eq!(told["web"]["robots"]["line"], "Disallow: /secret");
    assert_eq!(told["record"], Value::Null);
    assert!(
        site.server
            .asked()
            .iter()
            .all(|asked| asked.path != "/secret")
    );
    let shown = desk
        .run(&[&["explain"], &own[..], &[secret.as_str()]].concat())
        .with_code(5);
    assert!(
        shown
            .stdout
            .contains("robots.txt     does not allow it: Disallow: /secret"),
        "{}",
        shown.stdout
    );

    let before = site.server.asked().len();
    let told = json(&desk, &[good.as_str()], 5);
    assert_eq!(told["problem"]["class"], "ssrf_blocked");
    assert_eq!(told["web"]["robots"], Value::Null);
    assert_eq!(
        site.server.asked().len(),
        before,
        "nothing is asked of a private address"
    );
}

#[cfg(unix)]
#[test]
fn a_file_that_may_not_be_read_says_so() {
    use std::os::unix::fs::PermissionsExt;
    let desk = desk();
    let page = desk.path().join("page.html");
    fs::set_permissions(&page, fs::Permissions::from_mode(0o000)).expect("set");
    // Some may read everything.
    if fs::File::open(&page).is_ok() {
        return;
    }
    let ended = desk.run(&["explain", "page.html"]).with_code(2);
    let said = "error: cannot read page.html: Permission denied";
    assert!(ended.stderr.starts_with(said), "{}", ended.stderr);
}

/// The server has the request, and never answers it.
#[cfg(unix)]
#[test]
fn an_interruption_ends_the_wait_for_a_server() {
    let desk = Desk::new();
    let site = Site::start();
    let (asked, arrivals) = std::sync::mpsc::channel();
    let asked = std::sync::Mutex::new(asked);
    site.page("/releases/5", move |_| {
        let asked = asked.lock().expect("nobody panicked");
        let _ = asked.send(());
        Reply::stall()
    });
    let url = site.server.url("/releases/5");
    for (command, signal) in [("explain", "-INT"), ("extract", "-TERM")] {
        let args = [command, "--allow-address", "127.0.0.0/8", url.as_str()];
        let mut child = desk
            .dateline(&args)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("starts");
        while arrivals.recv_timeout(Duration::from_millis(100)).is_err() {
            assert!(child.try_wait().expect("a child").is_none(), "it ended");
        }
        let sent = std::process::Command::new("kill")
            .args([signal, &child.id().to_string()])
            .status()
            .expect("kill runs");
        assert!(sent.success());
        let ended = Ended::of(child.wait_with_output().expect("ends")).with_code(130);
        assert!(ended.stderr.contains("Stopping."), "{}", ended.stderr);
        assert_eq!(ended.stdout, "");
    }
}

#[test]
fn a_captured_page_is_explained_with_its_row() {
    let desk = Desk::new();
    let site = Site::start();
    site.releases([5]);
    site.write_profile(&desk.selectors(), "bridges", "");
    desk.run_crawl(&["bridges", "--capture"]).with_code(0);
    let record = desk.records("bridges").remove(0);
    let capture = record["capture"].as_str().expect("a capture");
    let capture = format!("data/{capture}");
    let told = json(&desk, &[capture.as_str()], 0);
    assert_eq!(told["profile"], "bridges");
    assert_eq!(told["record"]["title"], record["title"]);
    let rows: Vec<_> = considered(&told, "title")
        .into_iter()
        .filter(|one| one[1] == "row.title")
        .collect();
    assert_eq!(rows.len(), 1, "the row has a title, and came too late");
}
