//! One page to read: a file, stdin or an address.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use jiff::Timestamp;
use tokio::runtime::Runtime;
use tokio::sync::watch;
use url::Url;

use super::signals::{self, stopped};
use super::{Exit, crawl};
use crate::fetch::{Exchange, Fetch, Fetched, Request, Resolver, Terms, Web, saved_page};
use crate::page::{Page, Validators};
use crate::problem::Class;
use crate::profile::Profile;
use crate::settings::Settings;
use crate::target::{PageKind, SourceId, Teaser};

/// One page to read.
pub(super) struct Input {
    /// As given; goes into `capture`.
    pub(super) name: String,
    pub(super) from: From,
    pub(super) url: Option<Url>,
    pub(super) at: Option<Timestamp>,
    pub(super) content_type: Option<String>,
    pub(super) teaser: Option<Teaser>,
}

pub(super) enum From {
    File(PathBuf),
    Warc(PathBuf),
    Stdin,
    Web(Url),
}

/// Parses the address that a page came from: it goes into the record, where readers follow it.
pub(super) fn web_address(text: &str) -> Result<Url, String> {
    let url = Url::parse(text).map_err(|error| error.to_string())?;
    match url.scheme() {
        "http" | "https" => Ok(url),
        scheme => Err(format!("`{scheme}` is no web address: http or https")),
    }
}

/// Whether an input is an address, not the name of a file.
pub(super) fn is_address(name: &str) -> bool {
    let begins = |scheme: &str| {
        let start = name.get(..scheme.len());
        start.is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    begins("http://") || begins("https://")
}

/// What may have been meant by the name of a file that is not there.
pub(super) fn meant(name: &str) -> Option<String> {
    if name.is_empty() {
        return Some("name a file, an address, or `-` for stdin".to_owned());
    }
    if name.contains("://") {
        return web_address(name).err();
    }
    let end = name.find(['/', '?', '#']).unwrap_or(name.len());
    let (host, port) = match name[..end].split_once(':') {
        Some((host, port)) => (host, Some(port)),
        None => (&name[..end], None),
    };
    let is_near = host == "localhost" || host.parse::<std::net::Ipv4Addr>().is_ok();
    let is_port = |port: &str| port.parse::<u16>().is_ok();
    if !(is_near || is_host(host)) || !port.is_none_or(is_port) {
        return None;
    }
    let scheme = if is_near { "http" } else { "https" };
    let url = Url::parse(&format!("{scheme}://{name}")).ok()?;
    Some(format!("did you mean {url} ?"))
}

/// `www.press.example`, unlike `page.html`.
fn is_host(name: &str) -> bool {
    let is_label = |label: &str| {
        let plain = |c: char| c.is_alphanumeric() || c == '-';
        !label.is_empty() && label.chars().all(plain)
    };
    let Some((_, last)) = name.rsplit_once('.') else {
        return false;
    };
    let is_file = ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(last));
    name.split('.').all(is_label) && last.chars().any(char::is_alphabetic) && !is_file
}

/// What names of files end with.
const ENDINGS: &[&str] = &[
    "gz", "htm", "html", "json", "jsonl", "md", "mht", "mhtml", "pdf", "php", "shtml", "toml",
    "txt", "warc", "xhtml", "xml", "zip",
];

/// Why an input cannot be opened, in one line.
pub(super) fn why_unopened(name: &str, error: &std::io::Error) -> String {
    let hint = meant(name).filter(|_| error.kind() == std::io::ErrorKind::NotFound);
    match hint {
        Some(hint) => format!("{error}; {hint}"),
        None => error.to_string(),
    }
}

/// Whether an input can be opened. A pipe is opened only once.
pub(super) fn try_open(path: &Path) -> std::io::Result<()> {
    if fs::metadata(path)?.is_file() {
        fs::File::open(path)?;
    }
    Ok(())
}

/// Reads inputs one after the other.
pub(super) struct Reader {
    pub(super) profile: Arc<Profile>,
    settings: Settings,
    /// One for all addresses: two pages of one host are asked for at its pace.
    web: Option<Online>,
}

/// The way to the web.
struct Online {
    runtime: Runtime,
    web: Web,
    /// True once the command is to stop.
    stop: watch::Receiver<bool>,
}

/// What came of an address.
pub(super) struct FromWeb {
    pub(super) page: Result<Page, Unread>,
    /// Every exchange it took, robots.txt and redirects included.
    pub(super) exchanges: Vec<Exchange>,
    pub(super) request: Request,
}

/// An input that gives no record.
pub(super) struct Unread {
    pub(super) class: Class,
    pub(super) message: String,
    pub(super) exit: Exit,
}

/// The page is there, and no record can be read from it.
pub(super) fn unlike(class: Class, message: String) -> Unread {
    Unread {
        class,
        message,
        exit: Exit::Quality,
    }
}

/// The page is not to be had from the web.
fn unreached(class: Class, message: String) -> Unread {
    Unread {
        class,
        message,
        exit: Exit::Unreachable,
    }
}

impl Reader {
    pub(super) fn new(profile: Arc<Profile>, settings: &Settings) -> Self {
        Self {
            profile,
            settings: settings.clone(),
            web: None,
        }
    }

    /// The page of an input.
    pub(super) fn page(&mut self, input: &Input) -> Result<Page, Unread> {
        let limit = self.settings.max_body;
        let unreadable =
            |error: std::io::Error| unlike(Class::Empty, format!("cannot read: {error}"));
        let (bytes, at) = match &input.from {
            From::File(path) => {
                let file = fs::File::open(path).map_err(unreadable)?;
                let modified = file.metadata().and_then(|facts| facts.modified()).ok();
                (
                    bounded(file, limit).map_err(unreadable)?,
                    modified.and_then(moment),
                )
            }
            From::Stdin => (
                bounded(std::io::stdin().lock(), limit).map_err(unreadable)?,
                None,
            ),
            From::Web(url) => return self.fetched(url)?.page,
            From::Warc(_) => (Vec::new(), None),
        };
        if bytes.len() as u64 > limit {
            let message = format!("more than {limit} bytes; --max-body allows more");
            return Err(unlike(Class::TooLarge, message));
        }
        let at = input.at.or(at).unwrap_or_else(Timestamp::now);
        Ok(saved_page(
            &bytes,
            input.url.clone(),
            at,
            input.content_type.as_deref(),
        ))
    }

    /// One page from the web, by the same admission as a crawl; `Err` where the web cannot be
    /// asked at all.
    pub(super) fn fetched(&mut self, url: &Url) -> Result<FromWeb, Unread> {
        let mut hosts = self.profile.hosts.allowed.clone();
        hosts.extend(url.host_str().map(str::to_owned));
        let request = Request {
            url: url.clone(),
            profile: self.profile.id.clone(),
            source: SourceId::new(url.as_str()),
            politeness: self.profile.politeness.clone(),
            hosts,
            validators: Validators::default(),
            kind: PageKind::Release,
            keep: false,
            visit: None,
        };
        let Online { runtime, web, stop } = self.web()?;
        let answer = runtime.block_on(async {
            tokio::select! {
                biased;
                () = stopped(stop.clone()) => None,
                answer = web.fetch(request.clone()) => Some(answer),
            }
        });
        let Some(answer) = answer else {
            // A name that is being looked up is not waited for.
            if let Some(online) = self.web.take() {
                online.runtime.shutdown_background();
            }
            return Err(interrupted());
        };
        let page = match answer.outcome {
            Ok(Fetched::Page(page)) => Ok(*page),
            Ok(Fetched::NotModified { .. }) => Err(unreached(
                Class::Http3xx,
                "the server says \"not modified\" to a request that did not ask".to_owned(),
            )),
            Ok(Fetched::Gone { status }) => {
                let class = if status == 410 {
                    Class::Gone
                } else {
                    Class::NotFound
                };
                Err(unreached(class, format!("the server answers {status}")))
            }
            Ok(Fetched::Refused(refusal)) => Err(unreached(refusal.class, refusal.message)),
            Err(error) => Err(unreached(error.class, error.message)),
        };
        Ok(FromWeb {
            page,
            exchanges: answer.exchanges,
            request,
        })
    }

    /// On what terms the page was asked for.
    pub(super) fn terms(&mut self, request: &Request) -> Result<Terms, Unread> {
        let Online { runtime, web, .. } = self.web()?;
        Ok(runtime.block_on(web.terms(request)))
    }

    /// Tells whether the command is to stop: it may while a page from a server is read. Without
    /// the web the system ends it at the first signal.
    pub(super) fn stop(&self) -> impl Fn() -> bool + Sync + use<> {
        let stop = self.web.as_ref().map(|web| web.stop.clone());
        move || stop.as_ref().is_some_and(|stop| *stop.borrow())
    }

    /// The way to the web, made when it is first needed.
    fn web(&mut self) -> Result<&Online, Unread> {
        let web = match self.web.take() {
            Some(web) => web,
            None => {
                let internal = |message: String| Unread {
                    class: Class::Connect,
                    message,
                    exit: Exit::Internal,
                };
                let runtime =
                    crawl::runtime().map_err(|failure| internal(format!("{:#}", failure.error)))?;
                let (stop, web) = {
                    let _entered = runtime.enter();
                    let web = Web::new(&self.settings, Resolver::System, Vec::new()).map_err(
                        |error| {
                            let failure = crawl::no_web(error);
                            Unread {
                                exit: failure.exit,
                                ..internal(format!("{:#}", failure.error))
                            }
                        },
                    )?;
                    (signals::listen("Stopping."), web)
                };
                Online { runtime, web, stop }
            }
        };
        Ok(self.web.insert(web))
    }
}

/// What comes of an input when the command was told to stop.
pub(super) fn interrupted() -> Unread {
    Unread {
        class: Class::Timeout,
        message: "interrupted".to_owned(),
        exit: Exit::Interrupted,
    }
}

/// Reads at most one byte more than the limit.
fn bounded(from: impl Read, limit: u64) -> std::io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(limit.saturating_add(1)).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn moment(time: SystemTime) -> Option<Timestamp> {
    Timestamp::try_from(time).ok()
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn an_address_without_its_scheme_is_told_from_the_name_of_a_file() {
        let cases = [
            (
                "www.press.example/news/1",
                Some("did you mean https://www.press.example/news/1 ?"),
            ),
            (
                "press.example",
                Some("did you mean https://press.example/ ?"),
            ),
            (
                "press.example:8080/a?b=c#d",
                Some("did you mean https://press.example:8080/a?b=c#d ?"),
            ),
            (
                "bücher.example/a",
                Some("did you mean https://xn--bcher-kva.example/a ?"),
            ),
            (
                "localhost:8080/a",
                Some("did you mean http://localhost:8080/a ?"),
            ),
            ("127.0.0.1/a", Some("did you mean http://127.0.0.1/a ?")),
            (
                "ftp://press.example/a",
                Some("`ftp` is no web address: http or https"),
            ),
            (
                "file:///a.html",
                Some("`file` is no web address: http or https"),
            ),
            ("", Some("name a file, an address, or `-` for stdin")),
            ("page.html", None),
            ("pages/www.press.example", None),
            ("../page.warc.gz", None),
            ("page", None),
            ("page.html#7", None),
            ("page.2", None),
            (".hidden", None),
            ("press.example:a/b", None),
            ("a b.example", None),
        ];
        for (name, said) in cases {
            assert_eq!(meant(name).as_deref(), said, "{name}");
        }
    }
}
