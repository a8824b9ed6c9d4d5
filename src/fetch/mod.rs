//! The only door to the network.
//!
//! [`Web`] answers a [`Request`] politely: admission gives a permit for one request (guard,
//! contact, robots.txt, budget, pace), the client uses it up, and redirects, retries and
//! robots.txt itself go the same way. [`saved_page`] reads a file as if it had been fetched.

mod accept;
mod admission;
mod charset;
mod coding;
mod conditional;
mod content;
mod cookies;
mod door;
mod failure;
mod guard;
mod http;
mod pace;
mod paced;
mod prescan;
mod quote;
mod redirect;
mod refresh;
mod refusals;
mod resolve;
mod retry;
mod robots;
mod robots_store;
mod site;
mod terms;
mod timing;
mod unpack;
mod web;
mod weight;

use std::future::Future;
use std::path::PathBuf;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use url::Url;

use crate::page::{Body, Page, Validators};
use crate::problem::Class;
use crate::profile::Politeness;
use crate::target::{PageKind, ProfileId, SourceId, Target};

pub use charset::{Decoded, decode};
pub use coding::{BodyError, without_codings};
pub use content::saved_page;
pub use paced::{Paced, Rule};
pub use resolve::{OwnResolver, Resolver};
pub use terms::{RobotsTerms, Terms};
pub use web::Web;
pub use weight::Weight;

/// What is wanted, by whom, on whose budget.
#[derive(Debug, Clone)]
pub struct Request {
    /// The address.
    pub url: Url,
    /// The newsroom.
    pub profile: ProfileId,
    /// The source whose budget pays.
    pub source: SourceId,
    /// The newsroom's pace and budget.
    pub politeness: Politeness,
    /// Hosts that redirects may lead to (the profile's); others are `offsite`.
    pub hosts: Vec<String>,
    /// Ask only whether it changed (RFC 9110 §13).
    pub validators: Validators,
    /// What is expected there: it decides which media types are taken.
    pub kind: PageKind,
    /// The raw exchanges are wanted, see [`Exchange::raw`].
    pub keep: bool,
    /// The visit that asks, for those who keep the answer; `None` for a question beside the
    /// crawl.
    pub visit: Option<Box<Asking>>,
}

/// A visit that makes a request, as far as a capture of it must tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asking {
    /// What is visited, with what its announcement said of it.
    pub target: Target,
    /// When it was last visited to the end.
    pub visited_at: Option<Timestamp>,
    /// Visits that failed since.
    pub failures: u32,
    /// How often it had less than it had before, where it is looked at as a canary.
    pub canary: Option<u32>,
    /// The operator vouches for what this run finds, however much of it has changed.
    pub trusts: bool,
}

/// A request's good endings; a refusal is our own decision.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fetched {
    /// The page.
    Page(Box<Page>),
    /// 304: as it was.
    NotModified {
        /// What the answer gives to ask with next time; a field that it lacks is as before.
        validators: Validators,
    },
    /// 404 or 410.
    Gone {
        /// 404 or 410.
        status: u16,
    },
    /// Not asked for.
    Refused(Refusal),
}

/// Why an address was not asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// `robots_denied`, `ssrf_blocked`, `budget` …
    pub class: Class,
    /// What decided and what to do.
    pub message: String,
    /// It holds for the whole host (robots.txt unreachable, a pause too long …) or the
    /// source's whole run (budget), not only for this address.
    pub scope: RefusalScope,
    /// When it makes sense to ask again; `None` when that is not known.
    pub until: Option<Timestamp>,
}

/// What a refusal holds for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalScope {
    /// This address.
    Address,
    /// Everything on this host, for this run.
    Host,
    /// Everything of this source, for this run.
    Source,
    /// Everything of this newsroom: its own hours are over.
    Newsroom,
}

/// A request that ended badly.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct FetchError {
    /// What kind of failure.
    pub class: Class,
    /// What happened, on which address, for a person.
    pub message: String,
}

/// One exchange with a server: a page, robots.txt, a redirect or a retry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exchange {
    /// The address asked for, without credentials.
    pub url: Url,
    /// The answer's status; `None` when there was none.
    pub status: Option<u16>,
    /// Waited for politeness before it.
    pub waited: Duration,
    /// Bytes of the body as it came over the wire.
    pub received: u64,
    /// Bytes of the decoded body that were read.
    pub bytes: u64,
    /// When it ended.
    pub ended: Timestamp,
    /// How it was paced; `None` where no server was asked (an archive).
    pub paced: Option<Paced>,
    /// The exchange as it was, where the request asked to keep it.
    pub raw: Option<Box<RawExchange>>,
}

/// One exchange as it was, to be captured. Credentials and cookies are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RawExchange {
    /// The request's fields, in the order sent, without `Cookie` and `Authorization`.
    pub request: Vec<(String, Vec<u8>)>,
    /// The answer's status; `None` when there was none.
    pub status: Option<u16>,
    /// The answer's fields in their order, without `Set-Cookie`.
    pub fields: Vec<(String, Vec<u8>)>,
    /// The body as far as it was read, content codings undone.
    pub body: Body,
    /// All of the body is there.
    pub complete: bool,
}

/// What was fetched cannot be kept.
#[derive(Debug, thiserror::Error)]
#[error("cannot {doing} {}", .path.display())]
pub struct CaptureError {
    /// What was tried.
    pub doing: &'static str,
    /// On which file.
    pub path: PathBuf,
    /// Why.
    pub source: std::io::Error,
}

/// How a request ended, and every exchange that it took.
#[derive(Debug)]
pub struct Answer {
    /// How it ended.
    pub outcome: Result<Fetched, FetchError>,
    /// In order, robots.txt, redirects and retries included; empty when refused at once.
    pub exchanges: Vec<Exchange>,
    /// The room that a large page takes, while anybody holds it.
    pub weight: Option<Weight>,
}

/// Something that can answer a request: the web, an archive, a folder.
pub trait Fetch: Send + Sync {
    /// Answers one request. Never fails otherwise than in its [`Answer`].
    fn fetch(&self, request: Request) -> impl Future<Output = Answer> + Send;

    /// Says that an earlier run ended in the middle of exchanges: for every host, this moment
    /// counts as the end of one, so that no pause is cut short by a kill.
    fn rest(&self) {}

    /// Makes durable what was kept of the answers so far: a record that points at an exchange
    /// must not outlive it.
    ///
    /// # Errors
    /// When it cannot be written.
    fn make_durable(&self) -> impl Future<Output = Result<(), CaptureError>> + Send {
        std::future::ready(Ok(()))
    }

    /// Hears of a visit that asked for nothing: its release came with the row that announced
    /// it, at the moment given.
    fn unfetched(&self, _visit: Asking, _at: Timestamp) -> impl Future<Output = ()> + Send {
        std::future::ready(())
    }

    /// The hosts whose memory changed since this was last asked, to be kept for later runs.
    fn take_memory(&self) -> Vec<HostMemory> {
        Vec::new()
    }
}

/// What is remembered of a host from one run to the next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostMemory {
    /// A site such as `example.org`, all of whose hosts share one turn, or site:port for
    /// addresses under `--allow-address`. For a robots.txt, which holds for one scheme, host
    /// and port, that origin: `https://www.example.org:443`.
    pub host: String,
    /// The end of the last exchange; the delay counts from here.
    pub last_exchange: Option<Timestamp>,
    /// Not before this moment, because the host asked so (Retry-After).
    pub not_before: Option<Timestamp>,
    /// How often its pause is doubled, because it was busy.
    pub slowness: u8,
    /// robots.txt as last read.
    pub robots: Option<RobotsCopy>,
}

/// A robots.txt that is kept for at most 24 hours (RFC 9309 §2.4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RobotsCopy {
    /// When it was fetched.
    pub fetched_at: Timestamp,
    /// Its bytes as text, at most 500 KiB; `None` when the host has none (4xx): all allowed.
    pub text: Option<String>,
}

/// The web cannot be asked at all.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    /// The User-Agent field that the contact makes is none.
    #[error("the contact cannot be sent in a header field: {0:?}")]
    Contact(String),
    /// No usable TLS versions.
    #[error("cannot set up TLS")]
    Tls(#[source] rustls::Error),
    /// The file of further certificates cannot be used.
    #[error("cannot use the certificates in {}: {why}", .path.display())]
    Certificates {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// The HTTP client cannot be built.
    #[error("cannot set up the HTTP client")]
    Client(#[source] reqwest::Error),
}

/// Why a request gave nothing: our decision, or a failure.
#[derive(Debug)]
enum Denial {
    Refused(Refusal),
    Failed(FetchError),
}

impl From<FetchError> for Denial {
    fn from(error: FetchError) -> Self {
        Self::Failed(error)
    }
}

fn failed(class: Class, message: String) -> Denial {
    Denial::Failed(FetchError { class, message })
}
