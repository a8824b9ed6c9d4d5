//! Every way in which a server or a page goes wrong, as one table: what the server does,
//! what must come out, and under which class. The other releases of each newsroom must come
//! out exactly as they do when nothing is wrong.

mod support;

mod faults {
    pub(crate) mod addresses;
    pub(crate) mod announcements;
    pub(crate) mod answers;
    pub(crate) mod charsets;
    pub(crate) mod codings;
    pub(crate) mod connections;
    pub(crate) mod exchange;
    pub(crate) mod json;
    pub(crate) mod limits;
    pub(crate) mod listings;
    pub(crate) mod politeness;
    pub(crate) mod redirects;
    pub(crate) mod text;
    pub(crate) mod traps;
    pub(crate) mod walls;
}

use support::binary::Desk;
use support::faults::run::check;
use support::site::Site;
use support::{Reply, Server};

#[test]
fn every_fault_has_its_class_and_the_rest_comes_out_exactly() {
    let tables = [
        faults::addresses::rows(),
        faults::announcements::rows(),
        faults::answers::rows(),
        faults::charsets::rows(),
        faults::codings::rows(),
        faults::connections::rows(),
        faults::exchange::rows(),
        faults::json::rows(),
        faults::limits::rows(),
        faults::walls::rows(),
        faults::listings::rows(),
        faults::politeness::rows(),
        faults::redirects::rows(),
        faults::text::rows(),
        faults::traps::rows(),
    ];
    let rows: Vec<_> = tables.into_iter().flatten().collect();
    assert!(rows.len() >= 650, "only {} rows", rows.len());
    check(rows);
}

/// Addresses that the guard refuses are named in every way that a page or server can, and
/// nobody ever connects to them.
#[test]
fn no_refused_address_is_connected_to() {
    let secret = Server::start_at("127.0.0.2", |_| Reply::html("<h1>Secret</h1>"));
    let refused = secret.url("");
    let (site, desk) = (Site::start(), Desk::new());
    let linked = |path: &str| format!("<li class=row><a href=\"{path}\">A row</a></li>");
    let rows = [
        format!("{refused}/releases/7"),
        "/releases/8".to_owned(),
        "/releases/9".to_owned(),
        "/releases/1".to_owned(),
    ];
    let rows: String = rows.iter().map(|path| linked(path)).collect();
    let to = refused.clone();
    site.page("/news", move |_| {
        Reply::html(format!(
            "<ul>{rows}</ul><a class=next href='{to}/news'>Next</a>"
        ))
    });
    let to = format!("{refused}/releases/8");
    site.page("/releases/8", move |_| Reply::redirect(302, to.clone()));
    let to = format!("{refused}/releases/9");
    site.page("/releases/9", move |_| {
        Reply::html(format!("<meta http-equiv=refresh content='0; url={to}'>"))
    });
    site.release(1);
    let to = refused.clone();
    site.page("/based", move |_| {
        let row = "<li class=row><a href=/releases/6>A row</a></li>";
        Reply::html(format!("<base href='{to}/'><ul>{row}</ul>"))
    });
    let to = refused.clone();
    site.page("/sitemap.xml", move |_| {
        xml(format!(
            "<sitemapindex xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>\
             <sitemap><loc>{to}/sitemap.xml</loc></sitemap></sitemapindex>"
        ))
    });
    let to = refused.clone();
    site.page("/urls.xml", move |_| {
        xml(format!(
            "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>\
             <url><loc>{to}/releases/5</loc></url></urlset>"
        ))
    });
    let to = refused.clone();
    site.page("/feed.xml", move |_| {
        xml(format!(
            "<rss version='2.0'><channel><title>News</title>\
             <item><title>A row</title><link>{to}/releases/4</link></item></channel></rss>"
        ))
    });
    let to = refused.clone();
    site.page("/api", move |_| {
        Reply::status(200)
            .header("Content-Type", "application/json")
            .body(format!(
                "{{\"results\": [{{\"link\": \"{to}/releases/3\"}}], \"next\": \"{to}/api\"}}"
            ))
    });
    let robots = Site::start();
    let to = format!("{refused}/robots.txt");
    robots.page("/robots.txt", move |_| Reply::redirect(302, to.clone()));
    for (id, site) in [("office", &site), ("bureau", &robots)] {
        site.write_profile(&desk.selectors(), id, "");
    }
    let file = desk.selectors().join("office.toml");
    let mut profile = std::fs::read_to_string(&file).expect("the profile");
    profile.push_str("next = { css = \"a.next\", attr = \"href\" }\n");
    // The refused host is one of the newsroom's own.
    for url in [format!("{refused}/news"), site.server.url("/based")] {
        profile.push_str(&format!(
            "[[source]]\nkind = \"listing\"\nurl = \"{url}\"\nrows = \"li.row\"\n"
        ));
    }
    for (kind, path) in [
        ("sitemap", "/sitemap.xml"),
        ("sitemap", "/urls.xml"),
        ("feed", "/feed.xml"),
    ] {
        let url = site.server.url(path);
        profile.push_str(&format!("[[source]]\nkind = \"{kind}\"\nurl = \"{url}\"\n"));
    }
    let url = site.server.url("/api");
    profile.push_str(&format!(
        "[[source]]\nkind = \"json\"\nurl = \"{url}\"\nrows = \"results\"\n\
         row = {{ url = \"link\" }}\nnext = \"next\"\n"
    ));
    std::fs::write(file, profile).expect("the profile is written");
    let ended = desk
        .run(&[
            "crawl",
            "--allow-address",
            "127.0.0.1/32",
            "--contact",
            "crawl@office.example",
            "--delay",
            "0",
        ])
        .with_code(5);
    let records = desk.records("office");
    assert_eq!(records.len(), 1, "{}", ended.stderr);
    let (_, problems) = desk.last_run();
    let mut wanted = vec![
        format!("{refused}/api"),
        format!("{refused}/news"),
        format!("{refused}/releases/3"),
        format!("{refused}/releases/4"),
        format!("{refused}/releases/5"),
        format!("{refused}/releases/6"),
        format!("{refused}/releases/7"),
        site.server.url("/releases/8"),
        site.server.url("/releases/9"),
    ];
    wanted.retain(|url| {
        let is_told = |problem: &serde_json::Value| {
            problem["url"] == **url && problem["class"] == "ssrf_blocked"
        };
        !problems.iter().any(is_told)
    });
    assert_eq!(wanted, [""; 0], "{problems:#?}");
    assert!(
        problems
            .iter()
            .any(|problem| problem["org"] == "bureau" && problem["class"] == "robots_unreachable"),
        "{problems:#?}"
    );
    assert_eq!(robots.server.paths(), ["/robots.txt"]);
    assert_eq!(secret.connections(), 0, "{:?}", secret.paths());
}

fn xml(body: String) -> Reply {
    Reply::status(200)
        .header("Content-Type", "application/xml")
        .body(body)
}
