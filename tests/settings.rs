//! Settings: the flag, then the variable, then `dateline.toml`, then the default.

mod support;

use std::fs;

use support::binary::{Desk, Ended};
use support::site::Site;

const PROFILE: &str = "format = 1\nid = \"press\"\nname = \"Press\"\nstatus = \"draft\"\n\
    [politeness]\ndelay = \"4s\"\n\
    [[source]]\nkind = \"listing\"\nurl = \"http://press.example/\"\nrows = \"li\"\n";

/// The file, variables, flags, and what is said.
type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a [&'a str], &'a str);

/// What a dry run of a draft profile says, with this file, these variables and flags.
fn dry_run(file: &str, variables: &[(&str, &str)], flags: &[&str]) -> Ended {
    let desk = Desk::new();
    fs::create_dir_all(desk.selectors()).expect("a folder");
    fs::write(desk.selectors().join("press.toml"), PROFILE).expect("written");
    fs::write(desk.path().join("dateline.toml"), file).expect("written");
    let mut args = vec!["crawl", "press", "--dry-run"];
    args.extend(flags);
    let mut command = desk.dateline(&args);
    command.envs(variables.iter().copied());
    Ended::of(command.output().expect("the binary runs"))
}

#[test]
fn the_flag_comes_before_the_variable_before_the_file() {
    const FILE: &str =
        "draft = true\ndelay = \"7s\"\nmax-requests = 70\ncontact = \"file@press.example\"\n";
    #[rustfmt::skip]
    let cases: &[Case<'_>] = &[
        ("draft = true", &[], &[], "4.0 s between"),
        ("draft = true", &[], &[], "at most 500"),
        (FILE, &[], &[], "7.0 s between"),
        (FILE, &[], &[], "at most 70"),
        (FILE, &[], &[], "+file@press.example"),
        (FILE, &[("DATELINE_DELAY", "8s")], &[], "8.0 s between"),
        (FILE, &[("DATELINE_DELAY", "8s")], &["--delay", "9s"], "9.0 s between"),
        (FILE, &[("DATELINE_MAX_REQUESTS", "0")], &[], "no limit"),
        (FILE, &[("DATELINE_MAX_REQUESTS", "80")], &["--max-requests", "90"], "at most 90"),
        (FILE, &[("DATELINE_CONTACT", "env@press.example")], &[], "+env@press.example"),
        (FILE, &[], &["--contact", "flag@press.example"], "+flag@press.example"),
        // A variable that is set to nothing is not set.
        (FILE, &[("DATELINE_DELAY", "")], &[], "7.0 s between"),
        (FILE, &[("DATELINE_CONTACT", "")], &[], "+file@press.example"),
        (FILE, &[("DATELINE_DRAFT", "")], &[], "listing http://press.example/"),
        // Drafts.
        ("", &[], &["--draft"], "listing http://press.example/"),
        ("", &[], &["--draft=true"], "listing http://press.example/"),
        ("", &[("DATELINE_DRAFT", "1")], &[], "listing http://press.example/"),
        ("", &[("DATELINE_DRAFT", "yes")], &[], "listing http://press.example/"),
        ("draft = false", &[("DATELINE_DRAFT", "true")], &[], "listing http://press.example/"),
    ];
    for (file, variables, flags, said) in cases {
        let ended = dry_run(file, variables, flags).with_code(0);
        assert!(
            ended.stdout.contains(said),
            "{file:?} {variables:?} {flags:?}: {said} in {}",
            ended.stdout
        );
    }
}

#[test]
fn what_cannot_be_meant_is_told_with_its_place() {
    #[rustfmt::skip]
    let cases: &[Case<'_>] = &[
        ("draft = true\ndelays = \"7s\"", &[], &[], "delays"),
        ("draft = true\nmax_requests = 7", &[], &[], "max-requests"),
        ("draft = \"yes\"", &[], &[], "dateline.toml"),
        ("draft = true\ndelay = \"soon\"", &[], &[], "dateline.toml: `soon`"),
        ("draft = true\nallow-address = [\"all\"]", &[], &[], "dateline.toml: `all`"),
        ("draft = true\ndelay = ", &[], &[], "dateline.toml"),
        ("draft = true\ncontact = \"me\"", &[], &[], "dateline.toml"),
        ("draft = true\ncapture-size = \"much\"", &[], &[], "dateline.toml: `much`"),
        ("draft = true\ntimeout = \"0s\"", &[], &[], "timeout is 0"),
        ("draft = true", &[("DATELINE_DELAY", "soon")], &[], "5s"),
        ("draft = true", &[("DATELINE_CONTACT", "a b@c")], &[], "DATELINE_CONTACT"),
        ("draft = true", &[("DATELINE_DELAY", "10ms")], &[], "--allow-address"),
        // The flag and the variable can take back what the file allows.
        ("draft = true", &[], &["--draft=false"], "--draft"),
        ("draft = true", &[("DATELINE_DRAFT", "false")], &[], "--draft"),
        ("", &[("DATELINE_DRAFT", "perhaps")], &[], "perhaps"),
    ];
    for (file, variables, flags, said) in cases {
        let ended = dry_run(file, variables, flags).with_code(2);
        assert!(
            ended.stderr.contains(said),
            "{file:?} {variables:?} {flags:?}: {said} in {}",
            ended.stderr
        );
    }
}

#[test]
fn a_profile_name_after_a_bare_draft_is_a_name() {
    let desk = Desk::new();
    fs::create_dir_all(desk.selectors()).expect("a folder");
    fs::write(desk.selectors().join("press.toml"), PROFILE).expect("written");
    let ended = desk.run(&["crawl", "--dry-run", "--draft", "press"]);
    assert!(ended.with_code(0).stdout.contains("press:"));
}

#[test]
fn the_file_says_how_large_a_capture_is() {
    let (site, desk) = (Site::start(), Desk::new());
    site.releases(1..=3);
    site.write_profile(&desk.selectors(), "office", "");
    fs::write(
        desk.path().join("dateline.toml"),
        "capture = true\ncapture-size = \"1KiB\"\n",
    )
    .expect("written");
    let captures = || {
        let folder = desk.data().join("captures");
        fs::read_dir(folder).map_or(0, Iterator::count)
    };
    desk.run_crawl(&["office", "--capture-size", "1GiB"])
        .with_code(0);
    assert_eq!(captures(), 1, "the flag comes first");
    desk.run_crawl(&["office", "--full"]).with_code(0);
    assert!(captures() > 2, "{} files", captures());
}
