//! From a host's name to the addresses that may be connected to.
//!
//! `press.example.org` is looked up once, the guard judges what comes back, and what it
//! approved is kept. The connection then reads that very list: the name is never looked up
//! a second time, so the address that was checked is the address that is connected to.

use std::collections::HashMap;
use std::fmt;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use reqwest::dns::{Addrs, Name, Resolve, Resolving};
use tokio::time::Instant;
use url::{Host, Url};

use super::guard::Guard;
use super::quote::quoted_url;
use super::{Denial, Refusal, RefusalScope, failed};
use crate::problem::Class;

/// How long a name's addresses are believed.
const KEPT: Duration = Duration::from_secs(60);

/// Where names are looked up.
#[derive(Debug, Clone)]
pub enum Resolver {
    /// The system's resolver.
    System,
    /// These names and no others; for a site that runs on this machine under its own name.
    /// The address's port serves URLs that name none.
    Fixed(HashMap<String, SocketAddr>),
    /// A way of looking up that is asked each time anew.
    Own(OwnResolver),
}

/// Looks up a name: its addresses, none when there is no such name. A port of 0 leaves the
/// URL's own.
#[derive(Clone)]
pub struct OwnResolver(Arc<Lookup>);

type Lookup = dyn Fn(&str) -> Vec<SocketAddr> + Send + Sync;

impl OwnResolver {
    /// Looks names up by this function.
    #[must_use]
    pub fn new(look_up: impl Fn(&str) -> Vec<SocketAddr> + Send + Sync + 'static) -> Self {
        Self(Arc::new(look_up))
    }
}

impl fmt::Debug for OwnResolver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OwnResolver")
    }
}

/// A host that may be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Checked {
    /// Every one of its addresses is under `--allow-address`.
    pub(super) exempt: bool,
}

/// Looks names up, asks the guard, and keeps what it approved.
pub(super) struct Resolution {
    guard: Guard,
    resolver: Resolver,
    timeout: Duration,
    approved: Arc<Approved>,
}

/// What the guard approved, by host name: all that a connection may use.
#[derive(Default)]
pub(super) struct Approved(Mutex<HashMap<String, Approval>>);

#[derive(Clone)]
struct Approval {
    addresses: Vec<SocketAddr>,
    exempt: bool,
    at: Instant,
}

impl Resolution {
    pub(super) fn new(guard: Guard, resolver: Resolver, timeout: Duration) -> Self {
        Self {
            guard,
            resolver,
            timeout,
            approved: Arc::default(),
        }
    }

    /// The list that connections read.
    pub(super) fn approved(&self) -> Arc<Approved> {
        Arc::clone(&self.approved)
    }

    /// Whether the URL's host may be connected to.
    pub(super) async fn check(&self, url: &Url) -> Result<Checked, Denial> {
        let name = match url.host() {
            Some(Host::Ipv4(address)) => return self.check_literal(url, IpAddr::V4(address)),
            Some(Host::Ipv6(address)) => return self.check_literal(url, IpAddr::V6(address)),
            Some(Host::Domain(name)) => name,
            None => {
                return Err(failed(
                    Class::BadUrl,
                    format!("{} names no host", quoted_url(url)),
                ));
            }
        };
        if let Some(known) = self.approved.get(name)
            && known.at.elapsed() < KEPT
        {
            return Ok(Checked {
                exempt: known.exempt,
            });
        }
        let found = self.look_up(url, name).await?;
        let exempt = found
            .iter()
            .all(|address| self.guard.is_allowed(address.ip()));
        let (addresses, objections) = self.judge(found);
        if addresses.is_empty() {
            return Err(refused(url, &objections));
        }
        self.approved.put(
            name,
            Approval {
                addresses,
                exempt,
                at: Instant::now(),
            },
        );
        Ok(Checked { exempt })
    }

    /// An address in place of a name never reaches a resolver. The URL parser has read all
    /// its spellings (`0x7f.1`, `2130706433`) already.
    fn check_literal(&self, url: &Url, address: IpAddr) -> Result<Checked, Denial> {
        match self.guard.objection(address) {
            Some(what) => Err(refused(url, &[format!("{address} is {what}")])),
            None => Ok(Checked {
                exempt: self.guard.is_allowed(address),
            }),
        }
    }

    /// Never empty when `Ok`.
    async fn look_up(&self, url: &Url, name: &str) -> Result<Vec<SocketAddr>, Denial> {
        let unknown = |why: String| {
            let url = quoted_url(url);
            failed(
                Class::Connect,
                format!("{url} has a name that does not resolve: {why}"),
            )
        };
        match &self.resolver {
            Resolver::Fixed(names) => match names.get(name.trim_end_matches('.')) {
                Some(address) => Ok(vec![*address]),
                // Not a failure that can pass: nobody else is asked.
                None => Err(Denial::Refused(Refusal {
                    class: Class::Connect,
                    message: format!(
                        "{} has a name that is not among those given",
                        quoted_url(url)
                    ),
                    scope: RefusalScope::Host,
                    until: None,
                })),
            },
            Resolver::Own(OwnResolver(look_up)) => match look_up(name.trim_end_matches('.')) {
                found if found.is_empty() => Err(unknown("it has no address".to_owned())),
                found => Ok(found),
            },
            Resolver::System => {
                // Port 0: the URL's own, or its scheme's.
                let lookup = tokio::net::lookup_host((name, 0));
                let found: Vec<SocketAddr> = tokio::time::timeout(self.timeout, lookup)
                    .await
                    .map_err(|_| unknown(format!("no answer within {:?}", self.timeout)))?
                    .map_err(|error| unknown(error.to_string()))?
                    .collect();
                if found.is_empty() {
                    return Err(unknown("it has no address".to_owned()));
                }
                Ok(found)
            }
        }
    }

    /// Splits addresses into those that may be asked and what speaks against the others.
    fn judge(&self, found: Vec<SocketAddr>) -> (Vec<SocketAddr>, Vec<String>) {
        let mut approved = Vec::new();
        let mut objections = Vec::new();
        for address in found {
            match self.guard.objection(address.ip()) {
                None => approved.push(address),
                Some(what) => objections.push(format!("{} is {what}", address.ip())),
            }
        }
        (approved, objections)
    }
}

fn refused(url: &Url, objections: &[String]) -> Denial {
    Denial::Refused(Refusal {
        class: Class::SsrfBlocked,
        message: format!(
            "{} was not asked for: {}; name its network with --allow-address if this is intended",
            quoted_url(url),
            objections.join(", ")
        ),
        scope: RefusalScope::Host,
        until: None,
    })
}

impl Approved {
    fn get(&self, name: &str) -> Option<Approval> {
        let names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        names.get(name).cloned()
    }

    fn put(&self, name: &str, approval: Approval) {
        let mut names = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        names.insert(name.to_owned(), approval);
    }
}

/// The resolver that connections see.
pub(super) struct ApprovedOnly(pub(super) Arc<Approved>);

impl Resolve for ApprovedOnly {
    fn resolve(&self, name: Name) -> Resolving {
        let approval = self.0.get(name.as_str());
        Box::pin(async move {
            match approval {
                Some(known) => Ok(Box::new(known.addresses.into_iter()) as Addrs),
                None => Err("this name was not approved".into()),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn class_of(text: &str, allowed: &[&str]) -> Result<bool, Class> {
        let nets: Vec<_> = allowed.iter().map(|net| net.parse().unwrap()).collect();
        let names = HashMap::from([
            ("inside.test".to_owned(), "127.0.0.1:8000".parse().unwrap()),
            ("outside.test".to_owned(), "1.1.1.1:0".parse().unwrap()),
        ]);
        let resolution = Resolution::new(
            Guard::new(&nets),
            Resolver::Fixed(names),
            Duration::from_secs(1),
        );
        match resolution.check(&Url::parse(text).unwrap()).await {
            Ok(checked) => Ok(checked.exempt),
            Err(Denial::Refused(refusal)) => Err(refusal.class),
            Err(Denial::Failed(error)) => Err(error.class),
        }
    }

    #[tokio::test]
    async fn checks_every_spelling_of_a_host() {
        for text in [
            "http://127.0.0.1/",
            "http://127.1/",
            "http://0x7f.1/",
            "http://0177.0.0.1/",
            "http://2130706433/",
            "http://127.0.0.1./",
            "http://①②⑦.0.0.1/",
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://[::ffff:7f00:1]/",
            "http://[fe80::1]/",
            "http://169.254.169.254/latest/meta-data",
            "http://inside.test/",
            "http://inside.test./",
            "http://INSIDE.test/",
        ] {
            assert_eq!(class_of(text, &[]).await, Err(Class::SsrfBlocked), "{text}");
        }
    }

    #[tokio::test]
    async fn exempt_is_who_was_named() {
        for (text, expected) in [
            ("http://inside.test/", Ok(true)),
            ("http://inside.test./", Ok(true)),
            ("http://127.0.0.1/", Ok(true)),
            ("http://[::ffff:127.0.0.1]/", Ok(true)),
            ("http://outside.test/", Ok(false)),
            ("http://1.1.1.1/", Ok(false)),
            ("http://10.0.0.1/", Err(Class::SsrfBlocked)),
            ("http://nowhere.test/", Err(Class::Connect)),
        ] {
            assert_eq!(class_of(text, &["127.0.0.0/8"]).await, expected, "{text}");
        }
    }

    #[tokio::test]
    async fn a_name_is_checked_again_after_a_while() {
        let lookups = std::sync::atomic::AtomicUsize::new(0);
        let changing = OwnResolver::new(move |_| {
            let nth = lookups.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            let address = ["1.1.1.1:0", "10.0.0.1:0"][nth.min(1)];
            vec![address.parse().unwrap()]
        });
        let resolution = Resolution::new(
            Guard::new(&[]),
            Resolver::Own(changing),
            Duration::from_secs(1),
        );
        let url = Url::parse("http://news.test/").unwrap();
        for _ in 0..3 {
            assert!(resolution.check(&url).await.is_ok());
        }
        let approved = resolution.approved();
        let mut approval = approved.get("news.test").unwrap();
        approval.at = approval.at.checked_sub(KEPT).unwrap();
        approved.put("news.test", approval);
        let checked = resolution.check(&url).await;
        assert!(matches!(checked, Err(Denial::Refused(_))), "{checked:?}");
    }
}
