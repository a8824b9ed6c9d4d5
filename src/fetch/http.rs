//! One exchange: one request goes out, one answer comes back, bounded in every way.
//!
//! The client does nothing by itself: it follows no redirect, tries nothing twice, uses no
//! proxy, sends no referer, and connects only to what the guard approved. A host's cookies go
//! back to it, within the run, and are seen nowhere else.
//! Sending uses up a [`Permit`], so there is no other way to ask.

use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::{
    ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, COOKIE,
    HeaderMap, HeaderName, HeaderValue, LOCATION, PROXY_AUTHORIZATION, RETRY_AFTER, SET_COOKIE,
    TRANSFER_ENCODING, USER_AGENT,
};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use tokio::sync::Semaphore;
use url::Url;

use super::accept::Stated;
use super::admission::Permit;
use super::coding::{self, Decoding, Trouble};
use super::cookies::Jar;
use super::pace::Landing;
use super::quote::{quoted, quoted_url};
use super::resolve::{Approved, ApprovedOnly};
use super::retry::retry_after;
use super::{
    Exchange, FetchError, RawExchange, SetupError, accept, failure, redirect, retry, robots, unpack,
};
use crate::page::{Body, Receiving};
use crate::problem::Class;
use crate::settings::Settings;
use crate::target::PageKind;
use crate::wall;

/// Kept shorter than what servers keep connections open, so that a request does not meet a
/// connection that is being closed.
const IDLE: Duration = Duration::from_secs(4);

/// The body of an answer that is no page is read this far, so that its connection can be
/// used again; then it is given up.
const DRAINED_BYTES: usize = 64 * 1024;
const DRAINED_TIME: Duration = Duration::from_secs(1);

/// The most exchanges at once, all hosts together: each has a connection open. A host has one
/// at a time, so it takes more slow hosts than this to keep the others waiting.
const MOST_AT_ONCE: usize = 256;

/// What is decoded at once, in bytes as received: they can become a thousand times as many.
const FED_AT_ONCE: usize = 1024;

/// The most fields an answer may have, and their bytes.
const MOST_FIELDS: usize = 1000;
const MOST_FIELD_BYTES: u32 = 300 * 1024;

/// Sends permitted requests.
pub(super) struct Client {
    inner: reqwest::Client,
    slots: Semaphore,
    jar: Jar,
    /// What every request says.
    says: HeaderMap,
    timeout: Duration,
    max_body: u64,
}

/// What is read of an answer's body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// A page of this kind, whole.
    Page(PageKind),
    /// A robots.txt, as far as it is read.
    Robots,
}

/// An answer, whatever its status.
#[derive(Debug)]
pub(super) struct Reply {
    pub(super) status: u16,
    pub(super) headers: HeaderMap,
    /// Empty for answers that are no page.
    pub(super) body: Body,
    /// It has more bytes than were taken; only a sitemap is then read all the same.
    pub(super) is_cut: bool,
    /// When it was complete.
    pub(super) ended: Timestamp,
    /// The wall that an answer with an error status is, by its body.
    pub(super) wall: Option<String>,
}

impl Reply {
    /// A field as text; bytes that are no UTF-8 are replaced.
    pub(super) fn field(&self, name: HeaderName) -> Option<String> {
        field(&self.headers, name)
    }

    /// Where a redirect leads.
    pub(super) fn location(&self) -> Option<String> {
        self.field(LOCATION)
    }

    /// The pause that a busy server asks for.
    pub(super) fn pause(&self) -> Option<Duration> {
        pause(self.status, &self.headers)
    }
}

/// What is known of an exchange while it goes on.
#[derive(Default)]
struct Progress {
    status: Option<u16>,
    received: u64,
    bytes: u64,
    pause: Option<Duration>,
    wall: Option<String>,
    /// The answer's fields, where they are to be kept.
    fields: Vec<(String, Vec<u8>)>,
    /// The body has more bytes than were taken.
    is_cut: bool,
}

impl Client {
    /// A client that identifies the operator and connects only to approved addresses.
    pub(super) fn new(settings: &Settings, approved: Arc<Approved>) -> Result<Self, SetupError> {
        let mut headers = HeaderMap::new();
        headers.insert(ACCEPT_ENCODING, HeaderValue::from_static(coding::ACCEPTED));
        let agent = settings.user_agent();
        let agent = HeaderValue::from_str(&agent).map_err(|_| SetupError::Contact(agent))?;
        headers.insert(USER_AGENT, agent);
        let inner = reqwest::Client::builder()
            .default_headers(headers.clone())
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .no_proxy()
            .dns_resolver(ApprovedOnly(approved))
            .connect_timeout(settings.connect_timeout)
            .pool_idle_timeout(IDLE)
            .pool_max_idle_per_host(1)
            .http1_max_headers(MOST_FIELDS)
            .http2_max_header_list_size(MOST_FIELD_BYTES)
            .http1_ignore_invalid_headers_in_responses(true)
            .tls_backend_preconfigured(tls(settings.ca_file.as_deref())?)
            .build()
            .map_err(SetupError::Client)?;
        Ok(Self {
            inner,
            slots: Semaphore::new(MOST_AT_ONCE),
            jar: Jar::default(),
            says: headers,
            timeout: settings.timeout,
            max_body: settings.max_body,
        })
    }

    /// The cookies that would be sent to an address now.
    pub(super) fn cookies(&self, url: &Url) -> Option<HeaderValue> {
        self.jar.field(url, Timestamp::now())
    }

    /// Makes the permitted request. The exchange ends, and the host's pause begins, when
    /// this returns or is dropped.
    pub(super) async fn send(
        &self,
        permit: Permit,
        wanted: Wanted,
        fields: HeaderMap,
        keep: bool,
    ) -> (Exchange, Result<Reply, FetchError>) {
        // Never closed.
        let _slot = self.slots.acquire().await.ok();
        let (url, waited, flight, paced) = permit.depart();
        let mut progress = Progress::default();
        let said = keep.then(|| self.said(&fields));
        let exchange = self.exchange(&url, wanted, fields, keep, &mut progress);
        let result = match tokio::time::timeout(self.timeout, exchange).await {
            Ok(result) => result,
            Err(_) => Err(FetchError {
                class: Class::Timeout,
                message: format!(
                    "{} was not answered in full within {:?}",
                    quoted_url(&url),
                    self.timeout
                ),
            }),
        };
        let ended = flight.land(Landing {
            pause: progress.pause,
            load: retry::load(
                progress.status,
                result.as_ref().err().map(|error| error.class),
            ),
        });
        let raw = said.map(|request| {
            let body = match &result {
                Ok((_, _, body)) => body.clone(),
                Err(_) => Body::default(),
            };
            let is_read = progress.received == 0 || !body.is_empty();
            Box::new(RawExchange {
                request,
                status: progress.status,
                fields: progress.fields,
                // An answer that is no page is not read: then only its emptiness is whole.
                complete: result.is_ok() && is_read && body.len() == progress.bytes,
                body,
            })
        });
        let exchange = Exchange {
            url,
            status: progress.status,
            waited,
            received: progress.received,
            bytes: progress.bytes,
            ended,
            paced: Some(paced),
            raw,
        };
        let result = result.map(|(status, headers, body)| Reply {
            status,
            headers,
            body,
            is_cut: progress.is_cut,
            ended,
            wall: progress.wall,
        });
        (exchange, result)
    }

    /// The fields that a request goes out with; the client adds `Host` and what the
    /// connection needs.
    fn said(&self, fields: &HeaderMap) -> Vec<(String, Vec<u8>)> {
        let mut said = self.says.clone();
        for (name, value) in fields {
            said.insert(name, value.clone());
        }
        kept(&said)
    }

    async fn exchange(
        &self,
        url: &Url,
        wanted: Wanted,
        mut fields: HeaderMap,
        keep: bool,
        progress: &mut Progress,
    ) -> Result<(u16, HeaderMap, Body), FetchError> {
        if let Some(cookies) = self.cookies(url) {
            fields.insert(COOKIE, cookies);
        }
        let preferred = match wanted {
            Wanted::Page(kind) => accept::preferred(kind),
            Wanted::Robots => "text/plain, */*;q=0.1",
        };
        let request = self
            .inner
            .get(url.clone())
            .header(ACCEPT, HeaderValue::from_static(preferred))
            .headers(fields);
        let mut response = request
            .send()
            .await
            .map_err(|error| failed(url, &error, false))?;
        let status = response.status().as_u16();
        progress.status = Some(status);
        let mut headers = response.headers().clone();
        progress.pause = pause(status, &headers);
        self.jar.keep(url, &headers, Timestamp::now());
        headers.remove(SET_COOKIE);
        if keep {
            progress.fields = kept(&headers);
        }
        if bytes_of(&headers) > MOST_FIELD_BYTES as usize {
            return Err(FetchError {
                class: Class::Protocol,
                message: format!(
                    "{} has more than {MOST_FIELD_BYTES} bytes of header fields",
                    quoted_url(url)
                ),
            });
        }
        let body = if is_wanted(status, wanted, &headers, url)? {
            let most = match wanted {
                Wanted::Page(PageKind::Sitemap) => unpack::MOST,
                Wanted::Page(_) => usize::try_from(self.max_body).unwrap_or(usize::MAX),
                // One byte more tells that there was more.
                Wanted::Robots => robots::MOST + 1,
            };
            read(&mut response, &headers, url, wanted, most, progress).await?
        } else {
            drain(&mut response, &headers, progress).await;
            Body::default()
        };
        // From here on they describe the body as it is given.
        for field in [CONTENT_ENCODING, TRANSFER_ENCODING, CONTENT_LENGTH] {
            headers.remove(field);
        }
        Ok((status, headers, body))
    }
}

fn bytes_of(headers: &HeaderMap) -> usize {
    let field = |(name, value): (&HeaderName, &HeaderValue)| name.as_str().len() + value.len();
    headers.iter().map(field).sum()
}

/// Fields as they are kept: without what would let others pass for us.
fn kept(headers: &HeaderMap) -> Vec<(String, Vec<u8>)> {
    let secret = [AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION, SET_COOKIE];
    let plain = headers.iter().filter(|(name, _)| !secret.contains(name));
    plain
        .map(|(name, value)| (name.to_string(), value.as_bytes().to_vec()))
        .collect()
}

/// Whether the body is read. What is plainly something else is given up before its first byte.
fn is_wanted(
    status: u16,
    wanted: Wanted,
    headers: &HeaderMap,
    url: &Url,
) -> Result<bool, FetchError> {
    let good = match wanted {
        Wanted::Page(_) => matches!(status, 200 | 203),
        Wanted::Robots => (200..300).contains(&status),
    };
    if !good {
        return Ok(false);
    }
    let error = |class, message| Err(FetchError { class, message });
    if let Some(coding) = field(headers, TRANSFER_ENCODING)
        && !["chunked", "identity", ""].contains(&coding.trim().to_ascii_lowercase().as_str())
    {
        // Never asked for, and nothing would take it off.
        return error(
            Class::UnsupportedEncoding,
            format!(
                "{} came in the transfer coding {}",
                quoted_url(url),
                quoted(&coding)
            ),
        );
    }
    if let Wanted::Page(kind) = wanted
        && let Some(stated) = field(headers, CONTENT_TYPE)
        && accept::stated(kind, Some(&stated)) == Stated::Other
    {
        return error(
            accept::class(kind),
            format!(
                "{} is {}, not {}",
                quoted_url(url),
                quoted(&stated),
                accept::name(kind)
            ),
        );
    }
    Ok(true)
}

/// Reads the body and takes off its codings, counting bytes before and after: a small
/// download can decode to gigabytes, and a large one to nothing.
async fn read(
    response: &mut reqwest::Response,
    headers: &HeaderMap,
    url: &Url,
    wanted: Wanted,
    most: usize,
    progress: &mut Progress,
) -> Result<Body, FetchError> {
    let mut decoding = Decoding::of(headers, most).map_err(|stated| FetchError {
        class: Class::UnsupportedEncoding,
        message: format!(
            "{} came in the content coding {}",
            quoted_url(url),
            quoted(&stated)
        ),
    })?;
    let mut received = 0;
    let mut body = Receiving::default();
    let unkept = |error: std::io::Error| FetchError {
        class: Class::TooLarge,
        message: format!(
            "{} is large, and there is no room to keep it while it is read: {error}",
            quoted_url(url)
        ),
    };
    loop {
        let chunk = response
            .chunk()
            .await
            .map_err(|error| failed(url, &error, true))?;
        let is_last = chunk.is_none();
        let chunk = chunk.unwrap_or_default();
        received += chunk.len();
        progress.received += chunk.len() as u64;
        let pieces = chunk.chunks(FED_AT_ONCE).map(Some);
        for piece in pieces.chain(is_last.then_some(None)) {
            let piece = match piece {
                Some(piece) => decoding.feed(piece),
                None => decoding.finish(),
            };
            let (piece, is_cut) = match piece {
                Ok(piece) => (piece, received > most),
                Err(Trouble::TooLarge(piece)) => (piece, true),
                Err(Trouble::Damaged(why)) => {
                    return Err(FetchError {
                        class: Class::Decode,
                        message: format!(
                            "{} came in a damaged content coding: {why}",
                            quoted_url(url)
                        ),
                    });
                }
            };
            progress.bytes += piece.len() as u64;
            let left = most - usize::try_from(body.len()).unwrap_or(most);
            let room = left.min(piece.len());
            body.push(&piece[..room]).map_err(unkept)?;
            if is_cut || room < piece.len() {
                return match wanted {
                    Wanted::Robots => Ok(body.finish()),
                    Wanted::Page(PageKind::Sitemap) => {
                        // What it names until here is as true as ever.
                        progress.is_cut = true;
                        Ok(body.finish())
                    }
                    Wanted::Page(_) => Err(FetchError {
                        class: Class::TooLarge,
                        message: format!("{} is larger than {most} bytes", quoted_url(url)),
                    }),
                };
            }
        }
        if is_last {
            return consistent(headers, received)
                .then(|| body.finish())
                .ok_or_else(|| FetchError {
                    class: Class::Protocol,
                    message: format!(
                        "{} came in chunks of {received} bytes and promised another length",
                        quoted_url(url)
                    ),
                });
        }
    }
}

/// A length beside chunks counts for nothing, but one of the two is wrong when they differ
/// (RFC 9112 §6.3).
fn consistent(headers: &HeaderMap, received: usize) -> bool {
    if !headers.contains_key(TRANSFER_ENCODING) {
        return true;
    }
    let lengths = headers.get_all(CONTENT_LENGTH).iter();
    let mut lengths = lengths.map(|length| length.to_str().ok()?.trim().parse().ok());
    lengths.all(|length| length == Some(received))
}

/// Reads the rest of an answer that says all in its head, or nearly all: a guard in front of
/// a site gives itself away in its page. What goes wrong here changes nothing.
async fn drain(response: &mut reqwest::Response, headers: &HeaderMap, progress: &mut Progress) {
    let is_page = field(headers, CONTENT_TYPE)
        .is_none_or(|stated| accept::stated(PageKind::Release, Some(&stated)) == Stated::Expected);
    let may_be_wall = is_page && progress.status.is_some_and(is_of_guards);
    let mut decoding = Decoding::of(headers, DRAINED_BYTES)
        .ok()
        .filter(|_| may_be_wall);
    let mut page = Vec::new();
    let reading = async {
        let mut drained = 0;
        while let Ok(Some(chunk)) = response.chunk().await {
            progress.received += chunk.len() as u64;
            progress.bytes += chunk.len() as u64;
            drained += chunk.len();
            for piece in chunk.chunks(FED_AT_ONCE) {
                let decoded = decoding.as_mut().map(|decoding| decoding.feed(piece));
                match decoded {
                    Some(Ok(mut decoded)) if page.len() <= DRAINED_BYTES => {
                        page.append(&mut decoded);
                    }
                    Some(Ok(_) | Err(_)) => decoding = None,
                    None => {}
                }
            }
            if drained > DRAINED_BYTES {
                break;
            }
        }
    };
    let _ = tokio::time::timeout(DRAINED_TIME, reading).await;
    progress.wall = wall::behind_error(&String::from_utf8_lossy(&page));
}

/// The statuses with which guards turn requests away.
fn is_of_guards(status: u16) -> bool {
    matches!(status, 401 | 403 | 405 | 406 | 429 | 503)
}

fn failed(url: &Url, error: &reqwest::Error, reading_body: bool) -> FetchError {
    let (class, why) = failure::explain(error, reading_body);
    let doing = match class {
        Class::Connect => "could not be connected to",
        Class::Tls => "could not be connected to securely",
        Class::Timeout => "did not answer in time",
        Class::Truncated => "was cut off",
        Class::Decode => "came in a damaged content coding",
        _ => "was not answered properly",
    };
    FetchError {
        class,
        message: format!("{} {doing}: {why}", quoted_url(url)),
    }
}

/// Retry-After counts where RFC 9110 §10.2.3 and RFC 6585 §4 give it a meaning for us: before
/// the next request, or before one that is redirected.
fn pause(status: u16, headers: &HeaderMap) -> Option<Duration> {
    if !matches!(status, 429 | 503) && !redirect::is_redirect(status) {
        return None;
    }
    retry_after(&field(headers, RETRY_AFTER)?, Timestamp::now())
}

fn field(headers: &HeaderMap, name: HeaderName) -> Option<String> {
    let value = headers.get(name)?;
    Some(String::from_utf8_lossy(value.as_bytes()).into_owned())
}

/// TLS with the roots that are compiled in: no system store is needed. The operator may name
/// further ones.
fn tls(further: Option<&Path>) -> Result<ClientConfig, SetupError> {
    let mut roots = RootCertStore {
        roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
    };
    if let Some(path) = further {
        trust(&mut roots, path).map_err(|why| SetupError::Certificates {
            path: path.to_owned(),
            why,
        })?;
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let mut config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(SetupError::Tls)?
        .with_root_certificates(roots)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(config)
}

fn trust(roots: &mut RootCertStore, path: &Path) -> Result<(), String> {
    let mut count = 0;
    let found = CertificateDer::pem_file_iter(path).map_err(|error| error.to_string())?;
    for certificate in found {
        let certificate = certificate.map_err(|error| error.to_string())?;
        roots.add(certificate).map_err(|error| error.to_string())?;
        count += 1;
    }
    if count == 0 {
        return Err("it has no certificate in PEM (-----BEGIN CERTIFICATE-----)".to_owned());
    }
    Ok(())
}
