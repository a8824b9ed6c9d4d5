//! Reading robots.txt once, and keeping it for at most a day.
//!
//! What a server's answer means is RFC 9309 §2.3.1: rules, "none here" (all is allowed), or
//! "cannot say" (nothing is allowed, for this run).

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use reqwest::header::HeaderMap;
use url::Url;

use super::admission::Errand;
use super::door::{Door, Journey};
use super::http::Reply;
use super::quote::quoted_url;
use super::robots::{self, Rules};
use super::{Denial, FetchError, HostMemory, Refusal, RefusalScope, RobotsCopy, redirect};
use crate::problem::Class;

/// RFC 9309 §2.4.
const KEPT: Duration = Duration::from_secs(24 * 60 * 60);

/// RFC 9309 §2.3.1.2.
const MOST_REDIRECTS: u32 = 5;

/// The robots.txt of every origin that was asked, or is remembered.
pub(super) struct RobotsStore(Mutex<HashMap<String, Arc<Origin>>>);

/// One origin's robots.txt.
#[derive(Default)]
struct Origin {
    /// Held while it is read, so that it is read once.
    reading: tokio::sync::Mutex<()>,
    standing: Mutex<Standing>,
}

#[derive(Default)]
struct Standing {
    copy: Option<RobotsCopy>,
    rules: Option<Arc<Rules>>,
    unreachable: Option<Refusal>,
    changed: bool,
}

/// What a robots.txt turned out to be.
enum Finding {
    Rules(String),
    NoRules,
    /// Nothing is known, and nothing is allowed.
    CannotSay(Class, String),
}

impl RobotsStore {
    /// Takes over the copies that earlier runs kept.
    pub(super) fn new(memory: Vec<HostMemory>) -> Self {
        let kept = memory.into_iter().filter_map(|memory| {
            let standing = Standing {
                copy: Some(memory.robots?),
                ..Standing::default()
            };
            let origin = Origin {
                standing: Mutex::new(standing),
                ..Origin::default()
            };
            Some((memory.host, Arc::new(origin)))
        });
        Self(Mutex::new(kept.collect()))
    }

    /// The rules that govern a URL, read now if no copy of the last day is at hand.
    pub(super) async fn rules(
        &self,
        door: &Door,
        url: &Url,
        journey: &mut Journey<'_>,
    ) -> Result<Arc<Rules>, Denial> {
        let origin = self.origin(&robots::origin(url));
        if let Some(known) = origin.known(url) {
            return known;
        }
        let _reading = origin.reading.lock().await;
        if let Some(known) = origin.known(url) {
            return known;
        }
        let text = match read(door, url, journey).await? {
            Finding::Rules(text) => Some(text),
            Finding::NoRules => None,
            Finding::CannotSay(class, why) => return Err(origin.note_unreachable(class, why)),
        };
        Ok(origin.keep(url, text))
    }

    /// The rules that govern a URL, as far as they were read, and whether there is a file.
    pub(super) fn read_before(&self, url: &Url) -> Option<(Arc<Rules>, bool)> {
        let origin = self.origin(&robots::origin(url));
        let rules = origin.known(url)?.ok()?;
        let exists = origin
            .standing()
            .copy
            .as_ref()
            .is_some_and(|copy| copy.text.is_some());
        Some((rules, exists))
    }

    /// The copies that changed since last asked.
    pub(super) fn take_changed(&self) -> Vec<HostMemory> {
        let origins = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let changed = origins.iter().filter_map(|(name, origin)| {
            let mut standing = origin.standing();
            std::mem::take(&mut standing.changed).then(|| HostMemory {
                host: name.clone(),
                last_exchange: None,
                not_before: None,
                slowness: 0,
                robots: standing.copy.clone(),
            })
        });
        changed.collect()
    }

    fn origin(&self, name: &str) -> Arc<Origin> {
        let mut origins = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(origins.entry(name.to_owned()).or_default())
    }
}

impl Origin {
    fn standing(&self) -> MutexGuard<'_, Standing> {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What is known without asking; `None` when it must be asked for.
    fn known(&self, url: &Url) -> Option<Result<Arc<Rules>, Denial>> {
        let mut standing = self.standing();
        if let Some(refusal) = &standing.unreachable {
            return Some(Err(Denial::Refused(refusal.clone())));
        }
        let copy = standing.copy.as_ref().filter(|copy| is_fresh(copy))?;
        if let Some(rules) = &standing.rules {
            return Some(Ok(Arc::clone(rules)));
        }
        let rules = Arc::new(Rules::new(url, copy.text.as_deref()));
        standing.rules = Some(Arc::clone(&rules));
        Some(Ok(rules))
    }

    fn keep(&self, url: &Url, text: Option<String>) -> Arc<Rules> {
        let rules = Arc::new(Rules::new(url, text.as_deref()));
        let mut standing = self.standing();
        standing.copy = Some(RobotsCopy {
            fetched_at: Timestamp::now(),
            text,
        });
        standing.rules = Some(Arc::clone(&rules));
        standing.changed = true;
        rules
    }

    /// Holds for this run: it is not written down.
    fn note_unreachable(&self, class: Class, why: String) -> Denial {
        let refusal = Refusal {
            class,
            message: format!(
                "{why}; without knowing what robots.txt allows, nothing more is asked of this host in this run"
            ),
            scope: RefusalScope::Host,
            until: None,
        };
        self.standing().unreachable = Some(refusal.clone());
        Denial::Refused(refusal)
    }
}

/// At most a day old, and not from the future (a clock that was set back).
fn is_fresh(copy: &RobotsCopy) -> bool {
    Duration::try_from(Timestamp::now().duration_since(copy.fetched_at))
        .is_ok_and(|age| age <= KEPT)
}

/// Asks for the robots.txt of a URL's origin, through redirects, also to other hosts.
async fn read(door: &Door, url: &Url, journey: &mut Journey<'_>) -> Result<Finding, Denial> {
    let Ok(first) = robotxt::robots_url(url) else {
        let why = format!("{} has no robots.txt", quoted_url(url));
        return Ok(Finding::CannotSay(Class::RobotsUnreachable, why));
    };
    let mut at = first.clone();
    for _ in 0..=MOST_REDIRECTS {
        let asked = door
            .ask(&at, Errand::Robots, &HeaderMap::new(), journey)
            .await;
        let reply = match asked {
            Ok(reply) => reply,
            Err(Denial::Failed(FetchError { class, message })) => {
                let class = match class {
                    // Whoever cannot be connected to has no robots.txt to blame.
                    Class::Connect | Class::Tls if at == first => class,
                    _ => Class::RobotsUnreachable,
                };
                return Ok(Finding::CannotSay(class, message));
            }
            // Not this host's doing.
            Err(Denial::Refused(refusal)) if at == first || refusal.class == Class::Budget => {
                return Err(Denial::Refused(refusal));
            }
            Err(Denial::Refused(refusal)) => {
                let why = format!("{} redirects: {}", quoted_url(&first), refusal.message);
                return Ok(Finding::CannotSay(Class::RobotsUnreachable, why));
            }
        };
        if !redirect::is_redirect(reply.status) {
            return Ok(meaning(&at, &reply));
        }
        match redirect::target(&at, reply.location().as_deref()) {
            Ok(to) => at = to,
            Err(error) => {
                return Ok(Finding::CannotSay(Class::RobotsUnreachable, error.message));
            }
        }
    }
    // RFC 9309 §2.3.1.2: after five hops it may be taken for not there.
    Ok(Finding::NoRules)
}

fn meaning(at: &Url, reply: &Reply) -> Finding {
    match reply.status {
        // No larger than what stays in memory.
        200..=299 => Finding::Rules(robots::text(reply.body.in_memory().unwrap_or_default())),
        // "Slow down" is not "there is none".
        429 => cannot_say(at, reply.status),
        400..=499 => Finding::NoRules,
        _ => cannot_say(at, reply.status),
    }
}

fn cannot_say(at: &Url, status: u16) -> Finding {
    let why = format!("{} answers {status}", quoted_url(at));
    Finding::CannotSay(Class::RobotsUnreachable, why)
}
