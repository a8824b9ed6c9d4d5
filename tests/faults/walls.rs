//! Pages with a status of success that are none: walls, stand-ins, "not found". And pages
//! that only look like these, which must come out.

use dateline::problem::Class;

use crate::support::Reply;
use crate::support::faults::{At, Fault, page, problem, record};

pub(crate) fn rows() -> Vec<Fault> {
    [walls(), behind_errors(), stand_ins(), gone(), look_alikes()]
        .into_iter()
        .flatten()
        .collect()
}

/// The menu that is on every page of a site.
fn menu() -> String {
    let links: String = (0..130)
        .map(|number| format!("<li><a href=/topics/{number}>Countering terrorism</a></li>"))
        .collect();
    format!("<nav><ul>{links}</ul></nav>")
}

fn walled(name: &'static str, body: &'static str) -> Fault {
    page(name, problem(Class::Blocked), move |_| Reply::html(body))
}

fn walls() -> Vec<Fault> {
    vec![
        walled(
            "a challenge",
            "<!doctype html><title>Just a moment...</title><script>window._cf_chl_opt={}</script><noscript>Enable JavaScript and cookies to continue</noscript>",
        ),
        walled(
            "a challenge under the name of the site",
            "<title>office.example</title><h1>office.example</h1><p>Verifying you are human. This may take a few seconds.</p>",
        ),
        walled(
            "a refusal with a reference",
            "<title>Access Denied</title><h1>Access Denied</h1>You don't have permission to access \"/x\" on this server.<p>Reference #18.6f2d1402</p>",
        ),
        walled(
            "an incident",
            "<iframe id=main-iframe src=\"/_Incapsula_Resource?CWUDNSAI=9\">Request unsuccessful. Incapsula incident ID: 77-1</iframe>",
        ),
        walled(
            "a captcha in a frame",
            "<title>office.example</title><p id=cmsg>Please enable JS</p><script src=https://ct.captcha-delivery.com/c.js></script>",
        ),
        walled(
            "a button to press and hold",
            "<title>Access to this page has been denied</title><div id=px-captcha></div><p>Press and hold to confirm you are a human.</p>",
        ),
        walled(
            "a refused request",
            "<title>Request Rejected</title>The requested URL was rejected. Please consult with your administrator.<br>Your support ID is: 77",
        ),
        walled(
            "a wall of consent",
            "<title>Before you continue</title><h1>We value your privacy</h1><p>We and our partners store information on a device.</p><button>Accept all</button>",
        ),
        walled(
            "a refusal in German",
            "<title>Amt</title><article><h1>Zugriff verweigert</h1><div class=text><p>Sie sind nicht berechtigt.</p></div></article>",
        ),
        page(
            "a refusal inside the site's own page",
            problem(Class::Blocked),
            |_| {
                Reply::html(format!(
                    "<title>Access denied | Office</title>{}<article><h1>Access denied</h1><div class=text><p>You are not authorized to access this page.</p></div></article>",
                    menu()
                ))
            },
        ),
        walled(
            "an application that shows nothing by itself",
            "<title>Office</title><div id=root>You need to enable JavaScript to run this app.</div>",
        ),
    ]
}

fn behind_errors() -> Vec<Fault> {
    let answers =
        |status: u16, body: &'static str| move |_: &At<'_>| Reply::html(body).status_code(status);
    let challenge = "<title>Just a moment...</title><script>window._cf_chl_opt={}</script>";
    vec![
        page(
            "a challenge with 403",
            problem(Class::Blocked),
            answers(403, challenge),
        ),
        page(
            "a challenge with 503",
            problem(Class::Blocked),
            answers(503, challenge),
        ),
        page(
            "a challenge with 429",
            problem(Class::Blocked),
            answers(429, challenge),
        ),
        page(
            "a refusal by a guard with 403",
            problem(Class::Blocked),
            answers(
                403,
                "<title>Access Denied</title>Reference #18.6f <a href=https://errors.edgesuite.net/18.6f>x</a>",
            ),
        ),
        page(
            "a refusal by the server itself",
            problem(Class::Auth),
            answers(403, "<title>403 Forbidden</title><h1>Forbidden</h1>"),
        ),
        page(
            "a server that is away",
            problem(Class::Http5xx),
            answers(503, "<title>503 Service Temporarily Unavailable</title>"),
        ),
    ]
}

fn stand_ins() -> Vec<Fault> {
    let stand_in = |title: &'static str| {
        move |_: &At<'_>| {
            Reply::html(format!(
                "<title>{title}</title>{}<article><h1>{title}</h1><div class=text><p>Please come back later.</p></div></article>",
                menu()
            ))
        }
    };
    vec![
        page(
            "technical difficulties",
            problem(Class::Blocked),
            stand_in("Technical Difficulties"),
        ),
        page(
            "maintenance",
            problem(Class::Blocked),
            stand_in("Scheduled maintenance"),
        ),
        page(
            "maintenance in German",
            problem(Class::Blocked),
            stand_in("Wartungsarbeiten"),
        ),
        page(
            "maintenance in French",
            problem(Class::Blocked),
            stand_in("Site en maintenance"),
        ),
        page(
            "a service that is away",
            problem(Class::Blocked),
            stand_in("Service temporarily unavailable"),
        ),
    ]
}

fn gone() -> Vec<Fault> {
    let says = |title: &'static str| {
        move |_: &At<'_>| {
            Reply::html(format!(
                "<title>{title}</title>{}<article><h1>{title}</h1><div class=text><p>Go to the start page.</p></div></article>",
                menu()
            ))
        }
    };
    let soft = || problem(Class::Soft404);
    vec![
        page("not found in German", soft(), says("Seite nicht gefunden")),
        page(
            "not found in French",
            soft(),
            says("La page demandée n’existe pas"),
        ),
        page("not found in Spanish", soft(), says("Página no encontrada")),
        page("not found in Russian", soft(), says("Страница не найдена")),
        page(
            "not found in Japanese",
            soft(),
            says("お探しのページは見つかりませんでした"),
        ),
        page("not found in Arabic", soft(), says("الصفحة غير موجودة")),
        page("a dead release that leads to the listing", soft(), |_| {
            Reply::redirect(302, "/news")
        }),
        page(
            "a dead release that leads to the listing by a detour",
            soft(),
            |at| match at.below() {
                "" => Reply::redirect(301, format!("{}/moved", at.path())),
                _ => Reply::redirect(302, "/news"),
            },
        ),
    ]
}

/// A good release under another title, with this at its end.
fn titled(at: &At<'_>, title: &str, more: &str) -> Reply {
    let own = format!("Bridge {} opens", at.number);
    let page = at.release().replace(&own, title);
    Reply::html(page.replace("</div></article>", &format!("{more}</div></article>")))
}

fn look_alikes() -> Vec<Fault> {
    let text = "<p>Observers were turned back at the border for the third time in as many months, and the office asked for an explanation that has not come.</p>".repeat(12);
    let long = text.clone();
    vec![
        page(
            "a release titled like a wall",
            record([("/title", "Access Denied")]),
            move |at| titled(at, "Access Denied", &text),
        ),
        page(
            "a short release announced under the title of a wall",
            record([("/title", "Access denied")]),
            |at| titled(at, "Access denied", ""),
        )
        .row("<li class=row><a href=\"{path}\">Access denied</a></li>"),
        page(
            "a release on false captchas",
            record([("/title", "Office warns of false captchas")]),
            |at| {
                titled(
                    at,
                    "Office warns of false captchas",
                    "<p>The pages ask people to verify you are human, and then to paste a command. Nobody should follow them, the office said on Monday.</p>",
                )
            },
        ),
        page(
            "a release with a form behind a captcha",
            record([("/language", "en")]),
            |at| {
                let form = "<form class=h-captcha><input name=mail></form><script src=https://js.hcaptcha.example/1/api.js></script>";
                Reply::html(at.release().replace("<footer>", &format!("{form}<footer>")))
            },
        ),
        page(
            "a script of a guard in a good page",
            record([("/language", "en")]),
            |at| {
                let script = "<script src=/cdn-cgi/challenge-platform/scripts/jsd/main.js></script><script src=\"/_Incapsula_Resource?SWJIYLWA=7\"></script>";
                Reply::html(at.release().replace("</body>", &format!("{script}</body>")))
            },
        ),
        page(
            "a release on maintenance",
            record([("/title", "Scheduled maintenance of the lock begins")]),
            |at| titled(at, "Scheduled maintenance of the lock begins", ""),
        ),
        page(
            "a release on what was not found",
            record([("/title", "Lost page of the treaty not found")]),
            move |at| titled(at, "Lost page of the treaty not found", &long),
        ),
    ]
}
