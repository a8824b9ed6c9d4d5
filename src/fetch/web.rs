//! The web as something that answers requests.
//!
//! A request for `http://example.org/press/1` may take an exchange for robots.txt, one that
//! redirects to `https://www.example.org/press/1`, one that fails, and one that brings the
//! page. Each has its own permit, and each is in the answer.

use std::io::Read as _;

use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue, REFRESH};
use url::Url;

use super::accept::{self, Stated};
use super::admission::{Admission, Errand};
use super::door::{Door, Journey};
use super::guard::Guard;
use super::http::{Client, Reply};
use super::quote::{quoted, quoted_url};
use super::resolve::{Resolution, Resolver};
use super::robots_store::RobotsStore;
use super::weight::Scales;
use super::{
    Answer, Denial, Fetch, FetchError, Fetched, HostMemory, Refusal, RefusalScope, Request,
    SetupError, Terms, Weight, conditional, content, redirect, refresh, unpack,
};
use crate::page::{Body, Page, Validators};
use crate::problem::Class;
use crate::readers::Readers;
use crate::settings::Settings;
use crate::target::PageKind;

/// Bodies above this size are decoded beside the executor, not on it.
const DECODED_INLINE: usize = 128 * 1024;

/// The real web, asked politely.
pub struct Web {
    door: Door,
    robots: RobotsStore,
    scales: Scales,
    max_redirects: u32,
    max_url: usize,
}

impl Web {
    /// A way to the web by the operator's settings, going on from what earlier runs
    /// remembered of hosts.
    ///
    /// # Errors
    /// When TLS cannot be set up, or the contact cannot stand in a header field.
    pub fn new(
        settings: &Settings,
        resolver: Resolver,
        memory: Vec<HostMemory>,
    ) -> Result<Self, SetupError> {
        let guard = Guard::new(&settings.allow_address);
        let resolution = Resolution::new(guard, resolver, settings.connect_timeout);
        let client = Client::new(settings, resolution.approved())?;
        let admission = Admission::new(settings, resolution, &memory);
        Ok(Self {
            door: Door::new(settings, admission, client),
            robots: RobotsStore::new(memory),
            scales: Scales::default(),
            max_redirects: settings.max_redirects,
            max_url: settings.max_url,
        })
    }

    /// Whether the URL would be refused because nobody says who is asking.
    pub async fn needs_contact(&self, url: &Url) -> bool {
        self.door.admission.needs_contact(url).await
    }

    /// On what terms a request is made. Its host may be looked up, and nothing is asked of it:
    /// robots.txt is what was read of it before.
    pub async fn terms(&self, request: &Request) -> Terms {
        self.door
            .admission
            .terms(request, self.robots.read_before(&request.url).as_ref())
            .await
    }

    /// Follows one request to its end.
    async fn travel(
        &self,
        request: &Request,
        journey: &mut Journey<'_>,
        weight: &mut Option<Weight>,
    ) -> Result<Fetched, Denial> {
        let mut hosts = request.hosts.clone();
        hosts.extend(request.url.host_str().map(str::to_owned));
        let mut url = self.well_formed(request.url.clone())?;
        let mut fields = conditional::fields(&request.validators);
        let mut trail = Vec::new();
        loop {
            let cookies = self.door.cookies(&url);
            let reply = self
                .ask(&url, &fields, journey)
                .await
                .map_err(|denial| for_request(denial, &url, request))?;
            let pause = reply.pause();
            let (location, page) = if redirect::is_redirect(reply.status) {
                (reply.location(), None)
            } else {
                let field = reply.field(REFRESH);
                // A sitemap is read piece by piece, however long it is.
                if request.kind != PageKind::Sitemap {
                    *weight = self.scales.weigh(&reply.body).await;
                }
                let fetched = ending(
                    &url,
                    reply,
                    request.kind,
                    !fields.is_empty(),
                    self.scales.readers(),
                )
                .await?;
                match leads_on(&fetched, field.as_deref(), request.kind) {
                    Some(location) => (Some(location), Some(fetched)),
                    None => return Ok(at_the_end_of(&trail, fetched)),
                }
            };
            let to = redirect::target(&url, location.as_deref())?;
            let to = self.well_formed(to)?;
            let here = url.clone();
            trail.push(Stop { url, cookies });
            // Where a cookie was set, the same address may answer something else now.
            let been: Vec<Url> = trail
                .iter()
                .filter(|stop| stop.cookies == self.door.cookies(&stop.url))
                .map(|stop| stop.url.clone())
                .collect();
            if let Some(fetched) = page
                && to == here
                && been.contains(&to)
            {
                // A page that only loads itself again.
                trail.pop();
                return Ok(at_the_end_of(&trail, fetched));
            }
            redirect::permit(&here, &to, &hosts, &been)?;
            if trail.len() > self.max_redirects as usize {
                return Err(Denial::Failed(FetchError {
                    class: Class::RedirectLoop,
                    message: format!(
                        "{} redirects more than {} times",
                        quoted_url(&request.url),
                        self.max_redirects
                    ),
                }));
            }
            // A large page that leads on is done with: no other waits while this one asks again.
            *weight = None;
            if let Some(pause) = pause
                && here.host() != to.host()
            {
                // RFC 9110 §10.2.3: it is the redirected request that is to wait, and the pace
                // of the other host knows nothing of it.
                tokio::time::sleep(pause).await;
            }
            url = to;
            // Validators are of the address they were given for.
            fields = HeaderMap::new();
        }
    }

    async fn ask(
        &self,
        url: &Url,
        fields: &HeaderMap,
        journey: &mut Journey<'_>,
    ) -> Result<Reply, Denial> {
        let rules = self.robots.rules(&self.door, url, journey).await?;
        self.door
            .ask(url, Errand::Page(&rules), fields, journey)
            .await
    }

    fn well_formed(&self, url: Url) -> Result<Url, FetchError> {
        let error = |class, message| Err(FetchError { class, message });
        if url.as_str().len() > self.max_url {
            return error(
                Class::UrlTooLong,
                format!(
                    "{} is longer than {} bytes (--max-url)",
                    quoted_url(&url),
                    self.max_url
                ),
            );
        }
        let shown = quoted_url(&url);
        match web_address(url) {
            Some(url) => Ok(url),
            None => error(
                Class::BadUrl,
                format!("{shown} is no http or https address"),
            ),
        }
    }
}

impl Fetch for Web {
    fn rest(&self) {
        self.door.admission.rest();
    }

    fn take_memory(&self) -> Vec<HostMemory> {
        let mut memory = self.door.admission.take_changed();
        memory.extend(self.robots.take_changed());
        memory.sort_by(|a, b| a.host.cmp(&b.host));
        memory
    }

    async fn fetch(&self, request: Request) -> Answer {
        let mut journey = Journey::new(&request);
        let mut weight = None;
        let outcome = match self.travel(&request, &mut journey, &mut weight).await {
            Ok(fetched) => Ok(fetched),
            Err(Denial::Refused(refusal)) => Ok(Fetched::Refused(refusal)),
            Err(Denial::Failed(error)) => Err(error),
        };
        Answer {
            outcome,
            exchanges: journey.exchanges,
            weight,
        }
    }
}

/// An address that led elsewhere, and the cookies it was asked with.
struct Stop {
    url: Url,
    cookies: Option<HeaderValue>,
}

/// Where an answer leads that is a page for nobody to read.
fn leads_on(fetched: &Fetched, field: Option<&str>, kind: PageKind) -> Option<String> {
    match (fetched, kind) {
        (Fetched::Page(page), PageKind::Listing | PageKind::Release) => {
            refresh::target(&page.text, field)
        }
        (Fetched::Page(_), PageKind::Sitemap | PageKind::Feed | PageKind::Json)
        | (Fetched::NotModified { .. } | Fetched::Gone { .. } | Fetched::Refused(_), _) => None,
    }
}

fn at_the_end_of(trail: &[Stop], mut fetched: Fetched) -> Fetched {
    if let Fetched::Page(page) = &mut fetched
        && !trail.is_empty()
    {
        // They are of another address than the one that will be asked again.
        page.validators = Validators::default();
    }
    fetched
}

/// An http or https address as it is asked for: without credentials and fragment.
pub(super) fn web_address(mut url: Url) -> Option<Url> {
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
        return None;
    }
    url.set_username("").ok()?;
    url.set_password(None).ok()?;
    url.set_fragment(None);
    Some(url)
}

/// A refusal that holds for the host of a redirect's target says nothing about the host
/// that was wanted; nor does the robots.txt of another port or scheme of the same host.
fn for_request(denial: Denial, url: &Url, request: &Request) -> Denial {
    let elsewhere = |refusal: &Refusal| match refusal.class {
        Class::RobotsUnreachable | Class::Connect | Class::Tls => {
            url.origin() != request.url.origin()
        }
        _ => url.host() != request.url.host(),
    };
    match denial {
        Denial::Refused(mut refusal)
            if refusal.scope == RefusalScope::Host && elsewhere(&refusal) =>
        {
            refusal.scope = RefusalScope::Address;
            Denial::Refused(refusal)
        }
        other => other,
    }
}

/// What an answer that is no redirect means.
async fn ending(
    url: &Url,
    reply: Reply,
    kind: PageKind,
    conditional: bool,
    readers: &Readers,
) -> Result<Fetched, FetchError> {
    if let Some(wall) = &reply.wall {
        return Err(FetchError {
            class: Class::Blocked,
            message: format!(
                "{} answers {} with {}",
                quoted_url(url),
                reply.status,
                quoted(wall)
            ),
        });
    }
    let class = match reply.status {
        200 | 203 => return page(url, reply, kind, readers).await.map(Fetched::Page),
        304 if conditional => {
            return Ok(Fetched::NotModified {
                validators: conditional::validators(&reply.headers),
            });
        }
        status @ (404 | 410) => return Ok(Fetched::Gone { status }),
        204 | 205 => Class::Empty,
        401 | 403 | 407 => Class::Auth,
        429 => Class::RateLimited,
        300..=399 => Class::Http3xx,
        400..=499 => Class::Http4xx,
        500..=599 => Class::Http5xx,
        _ => Class::HttpOther,
    };
    Err(FetchError {
        class,
        message: format!("{} answers {}", quoted_url(url), reply.status),
    })
}

/// Enough of a body to see what it is.
fn start(body: &Body) -> Vec<u8> {
    let mut start = Vec::new();
    // What cannot be read is told of when all of it is.
    let _ = body.reader().take(2048).read_to_end(&mut start);
    start
}

async fn page(
    url: &Url,
    reply: Reply,
    kind: PageKind,
    readers: &Readers,
) -> Result<Box<Page>, FetchError> {
    let error = |class, what: &str| {
        Err(FetchError {
            class,
            message: format!("{} {what}", quoted_url(url)),
        })
    };
    let content_type = reply.field(CONTENT_TYPE);
    if reply.body.is_empty() {
        return error(Class::Empty, "is an empty page");
    }
    match accept::stated(kind, content_type.as_deref()) {
        Stated::Expected => {}
        Stated::Unclear if accept::looks_like(kind, &start(&reply.body)) => {}
        Stated::Unclear | Stated::Other => {
            let what = format!("does not look like {}", accept::name(kind));
            return error(accept::class(kind), &what);
        }
    }
    let validators = conditional::validators(&reply.headers);
    let url = url.clone();
    let (body, at, is_cut) = (reply.body, reply.ended, reply.is_cut);
    let is_small = body
        .in_memory()
        .is_some_and(|bytes| bytes.len() <= DECODED_INLINE && !accept::is_gzip(bytes));
    let read = move || {
        let content_type = content_type.as_deref();
        match kind {
            PageKind::Sitemap | PageKind::Feed => {
                unpack::page(kind, &body, is_cut, Some(url), at, content_type, validators)
            }
            PageKind::Release | PageKind::Listing | PageKind::Json => body
                .to_vec()
                .map(|bytes| content::page(&bytes, Some(url), at, content_type, validators)),
        }
    };
    let read = if is_small {
        Ok(read())
    } else {
        readers.read(move |_| read()).await
    };
    match read {
        Ok(Ok(page)) => readable(page),
        Ok(Err(read)) => error(Class::TooLarge, &format!("cannot be read again: {read}")),
        // Only when the program is ending.
        Err(_) => Err(FetchError {
            class: Class::Encoding,
            message: "the page was not decoded: the program is ending".to_owned(),
        }),
    }
}

fn readable(page: Page) -> Result<Box<Page>, FetchError> {
    match page.unreadable() {
        None => Ok(Box::new(page)),
        Some(note) => Err(FetchError {
            class: Class::Encoding,
            message: note.message.clone(),
        }),
    }
}
