//! Hosts that cannot be connected to, or not securely.

use dateline::problem::Class;

use crate::support::Reply;
use crate::support::faults::{Fault, newsroom, page, problem, record};
use crate::support::tls::{self, Speaks};

pub(crate) fn rows() -> Vec<Fault> {
    let source = |name, origin: &str, class| {
        let listing = format!("{origin}/more");
        newsroom(name)
            .source(&format!(
                "kind = \"listing\"\nurl = \"{listing}\"\nrows = \"li.row\""
            ))
            .gives(&listing, problem(class))
    };
    let secure = |speaks| format!("https://{}", tls::start(speaks));
    vec![
        source(
            "a certificate nobody vouches for",
            &secure(Speaks::SelfSigned),
            Class::Tls,
        ),
        source("noise in place of TLS", &secure(Speaks::Noise), Class::Tls),
        source(
            "silence in place of TLS",
            &secure(Speaks::Silence),
            Class::RobotsUnreachable,
        )
        .with(&["--timeout", "1h", "--connect-timeout", "1s"]),
        source("plain words in place of TLS", "https://{address}", Class::Tls),
        source("nobody listens", "http://127.0.0.1:1", Class::Connect),
        page("a link to where plain words are spoken", problem(Class::Tls), |_| {
            Reply::status(500)
        })
        .linked("https://{address}{path}"),
        page("a redirect to where nobody listens", problem(Class::Connect), |at| {
            Reply::redirect(302, format!("http://127.0.0.1:1{}", at.path()))
        }),
        page("a redirect to a certificate nobody vouches for", problem(Class::Tls), {
            let origin = secure(Speaks::SelfSigned);
            move |at| Reply::redirect(302, format!("{origin}{}", at.path()))
        }),
        newsroom("a connection that is closed after every answer")
            .source("kind = \"listing\"\nurl = \"http://{address}/more\"\nrows = \"li.row\"")
            .page("/more", |_| {
                Reply::raw(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<li class=row><a href=/releases/7>A</a>",
                )
            })
            .page("/releases/7", |at| {
                Reply::raw(format!(
                    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n\r\n{}",
                    at.release()
                ))
            })
            .gives("/releases/7", record([("/title", "Bridge 0 opens")])),
    ]
}
