//! `dateline extract` on files, folders, manifests and stdin.

mod support;

use std::fs;
use std::io::Write;
use std::process::Stdio;

use support::binary::{Desk, Ended, lines};
use support::site;
use support::{Reply, Server};

const URL: &str = "http://press.example/releases/5";

fn desk() -> Desk {
    let desk = Desk::new();
    fs::write(desk.path().join("page.html"), site::release(5)).expect("a page");
    desk
}

#[test]
fn a_saved_page_gives_its_record_without_a_profile() {
    let ended = desk()
        .run(&[
            "extract",
            "page.html",
            "--url",
            URL,
            "--at",
            "2026-01-15T08:00:00Z",
        ])
        .with_code(0);
    let record = lines(&ended.stdout).remove(0);
    assert_eq!(record["org"], "-");
    assert_eq!(record["title"], "Bridge 5 opens");
    assert_eq!(record["published_on"], "2024-03-06");
    assert_eq!(record["places"], serde_json::json!(["Vienna"]));
    assert_eq!(record["url"], URL);
    assert_eq!(record["fetched_at"], "2026-01-15T08:00:00Z");
    assert_eq!(record["capture"], "page.html");
    let keys: Vec<&String> = record.as_object().expect("an object").keys().collect();
    assert_eq!(keys.first().map(|key| key.as_str()), Some("schema"));
    assert_eq!(keys.last().map(|key| key.as_str()), Some("tool"));
}

#[test]
fn one_bad_input_does_not_stop_the_rest() {
    let desk = desk();
    fs::write(desk.path().join("empty.html"), "").expect("written");
    fs::write(desk.path().join("deep.html"), "<div>".repeat(100_000)).expect("written");
    fs::write(
        desk.path().join("bytes.html"),
        [0xff, 0x00, 0xfe, 0x80, 0x3c],
    )
    .expect("written");
    let args = [
        "extract",
        "missing.html",
        "empty.html",
        "deep.html",
        "bytes.html",
        "page.html",
        "--problems",
        "problems.jsonl",
    ];
    let ended = desk.run(&args).with_code(4);
    assert_eq!(lines(&ended.stdout).len(), 1);
    let problems =
        lines(&fs::read_to_string(desk.path().join("problems.jsonl")).expect("problems"));
    let classes: Vec<(&str, &str)> = problems
        .iter()
        .map(|problem| {
            (
                problem["url"].as_str().expect("url"),
                problem["class"].as_str().expect("class"),
            )
        })
        .collect();
    assert_eq!(classes[0].0, "missing.html");
    assert_eq!(classes[1], ("empty.html", "empty"));
    assert_eq!(classes[2], ("deep.html", "too_deep"));
    assert_eq!(classes.len(), 4, "{classes:?}");
}

#[test]
fn inputs_of_which_none_can_be_opened_are_wrong_usage() {
    let desk = desk();
    #[rustfmt::skip]
    let cases: &[(&[&str], i32, usize)] = &[
        // inputs, exit code, records
        (&["nosuch.html"], 2, 0),
        (&["nosuch.warc.gz"], 2, 0),
        (&["nosuch.html", "nosuch.warc.gz"], 2, 0),
        (&["nosuch.html", "page.html"], 4, 1),
        (&["nosuch.warc.gz", "page.html"], 4, 1),
        (&["page.html"], 0, 1),
        (&["page.html", "--url", "ftp://press.example/1"], 2, 0),
    ];
    for (inputs, code, records) in cases {
        let ended = desk.run(&[&["extract"], *inputs].concat()).with_code(*code);
        assert_eq!(lines(&ended.stdout).len(), *records, "{inputs:?}");
        for missing in inputs.iter().filter(|name| name.starts_with("nosuch")) {
            let told = format!("{missing}: empty: cannot read");
            assert!(ended.stderr.contains(&told), "{inputs:?}: {}", ended.stderr);
        }
    }
}

#[test]
fn pages_come_from_stdin_folders_and_manifests() {
    let desk = desk();
    let mut child = desk
        .dateline(&["extract", "-", "--url", URL])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("starts");
    child
        .stdin
        .take()
        .expect("stdin")
        .write_all(site::release(5).as_bytes())
        .expect("written");
    let ended = Ended::of(child.wait_with_output().expect("ends")).with_code(0);
    assert_eq!(lines(&ended.stdout).remove(0)["title"], "Bridge 5 opens");

    let folder = desk.path().join("saved/deeper");
    fs::create_dir_all(&folder).expect("a folder");
    for number in [3, 1, 2] {
        fs::write(folder.join(format!("{number}.html")), site::release(number)).expect("a page");
    }
    fs::write(folder.join("notes.txt"), "no page").expect("a file");
    let ended = desk.run(&["extract", "saved"]).with_code(0);
    let titles: Vec<String> = lines(&ended.stdout)
        .iter()
        .map(|record| record["title"].to_string())
        .collect();
    assert_eq!(
        titles,
        [
            "\"Bridge 1 opens\"",
            "\"Bridge 2 opens\"",
            "\"Bridge 3 opens\""
        ]
    );

    let manifest = "{\"path\":\"deeper/2.html\",\"url\":\"http://press.example/releases/2\"}\n{\"path\":\"deeper/1.html\",\"url\":\"http://press.example/releases/1\"}\n";
    fs::write(desk.path().join("saved/pages.jsonl"), manifest).expect("a manifest");
    let ended = desk
        .run(&["extract", "--manifest", "saved/pages.jsonl"])
        .with_code(0);
    let captures: Vec<String> = lines(&ended.stdout)
        .iter()
        .map(|record| record["capture"].to_string())
        .collect();
    assert_eq!(
        captures,
        ["\"deeper/2.html\"", "\"deeper/1.html\""],
        "in the order of the inputs, named as given"
    );
}

#[test]
fn a_line_of_a_manifest_names_a_web_address_or_none() {
    let desk = desk();
    let manifest = r#"{"path":"page.html","url":"javascript:alert(1)"}"#;
    fs::write(desk.path().join("pages.jsonl"), manifest).expect("a manifest");
    let ended = desk
        .run(&["extract", "--manifest", "pages.jsonl"])
        .with_code(0);
    let said = "pages.jsonl line 1: `javascript` is no web address";
    assert!(ended.stderr.contains(said), "{}", ended.stderr);
    assert!(ended.stdout.contains("\"url\":null"), "{}", ended.stdout);
}

#[test]
fn an_address_is_fetched_by_the_same_rules_as_a_crawl() {
    let server = Server::start(|asked| match asked.path.as_str() {
        "/robots.txt" => Reply::text("User-agent: *\nDisallow: /secret\n"),
        _ => Reply::html(site::release(5)),
    });
    let desk = desk();
    desk.run(&[
        "extract",
        &server.url("/releases/5"),
        "--contact",
        "me@example.org",
    ])
    .with_code(5);
    assert_eq!(
        server.asked().len(),
        0,
        "a private address is refused unless named"
    );
    let ended = desk
        .run(&[
            "extract",
            &server.url("/releases/5"),
            "--allow-address",
            "127.0.0.0/8",
        ])
        .with_code(0);
    assert_eq!(
        lines(&ended.stdout).remove(0)["url"],
        server.url("/releases/5")
    );
    assert_eq!(server.paths()[0], "/robots.txt");
    desk.run(&[
        "extract",
        &server.url("/secret"),
        "--allow-address",
        "127.0.0.0/8",
    ])
    .with_code(5);
    assert_eq!(server.times("/secret"), 0);
}

#[test]
fn nothing_from_a_page_steers_the_terminal() {
    let desk = desk();
    fs::write(
        desk.path().join("evil.html"),
        "<title>\u{1b}[2J404 not found\u{7}</title><h1>\u{1b}]0;pwned\u{7}</h1>",
    )
    .expect("written");
    let ended = desk.run(&["extract", "evil.html", "page.html"]);
    assert!(
        !ended.stderr.contains('\u{1b}') && !ended.stdout.contains('\u{1b}'),
        "{:?} {:?}",
        ended.stderr,
        ended.stdout
    );
}
