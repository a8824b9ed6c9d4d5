//! Who may ask what, and when: the one place where permits are made.
//!
//! A request passes the guard, needs someone to answer for it, is allowed by robots.txt,
//! is paid from its source's budget, and waits for its host. What comes out is a
//! [`Permit`], good for one request to one address. Robots.txt itself, every redirect and
//! every retry pass here too.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use governor::clock::Clock;
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use tokio::time::Instant;
use url::Url;

use super::pace::{Flight, Hosts, TooLong, Turn};
use super::quote::{quoted, quoted_url};
use super::resolve::{Checked, Resolution};
use super::robots::Rules;
use super::{Denial, HostMemory, Refusal, RefusalScope, Request};
use crate::problem::Class;
use crate::settings::{MINIMUM_DELAY, Settings};
use crate::target::{ProfileId, SourceId};

/// The most requests that start in a second, all public hosts together: each host has its
/// own pace, but many at once would still be felt by the operator's network and resolver.
const CEILING: NonZeroU32 = NonZeroU32::new(50).expect("50 is not 0");

/// Proof that one request to one address is allowed now. Only [`Admission::admit`] makes
/// one, and sending uses it up.
pub(super) struct Permit {
    url: Url,
    turn: Turn,
    waited: Duration,
    pace: Pace,
}

/// The pace that a permit was given at.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pace {
    /// What the newsroom keeps, before Crawl-delay and Retry-After.
    pub(super) delay: Duration,
    /// The host is the operator's own.
    pub(super) exempt: bool,
}

impl Permit {
    /// The pace of its host.
    pub(super) fn pace(&self) -> Pace {
        self.pace
    }

    /// Starts the exchange: the address, the time waited for it, and the flight that ends
    /// it.
    pub(super) fn depart(self) -> (Url, Duration, Flight) {
        (self.url, self.waited, self.turn.depart())
    }
}

/// What a request is for.
#[derive(Clone, Copy)]
pub(super) enum Errand<'a> {
    /// A page, under these rules.
    Page(&'a Rules),
    /// A robots.txt, which no robots.txt governs.
    Robots,
}

/// Decides on every request.
pub(super) struct Admission {
    resolution: Resolution,
    hosts: Hosts,
    spent: Mutex<HashMap<(ProfileId, SourceId), u64>>,
    ceiling: DefaultDirectRateLimiter,
    has_contact: bool,
    delay: Option<Duration>,
    max_wait: Duration,
    max_requests: Option<u64>,
}

impl Admission {
    /// Admission by the operator's settings, going on from what earlier runs wrote down.
    pub(super) fn new(settings: &Settings, resolution: Resolution, memory: &[HostMemory]) -> Self {
        Self {
            resolution,
            hosts: Hosts::new(memory),
            spent: Mutex::default(),
            ceiling: RateLimiter::direct(Quota::per_second(CEILING)),
            has_contact: settings
                .contact
                .as_deref()
                .is_some_and(|contact| !contact.trim().is_empty()),
            delay: settings.delay,
            max_wait: settings.max_wait,
            max_requests: settings.max_requests,
        }
    }

    /// Gives a permit for one request, after waiting for the host, or says why not.
    pub(super) async fn admit(
        &self,
        url: &Url,
        errand: Errand<'_>,
        request: &Request,
    ) -> Result<Permit, Denial> {
        let Checked { exempt } = self.resolution.check(url).await?;
        if !exempt && !self.has_contact {
            return Err(no_contact(url));
        }
        let host = self.hosts.host(&host_key(url, exempt));
        if let Errand::Page(rules) = errand {
            if let Some(delay) = rules.crawl_delay() {
                if delay > self.max_wait {
                    return Err(self.crawl_delay_too_long(url, delay));
                }
                host.note_crawl_delay(delay);
            }
            if !rules.allow(url) {
                return Err(denied_by_robots(url, rules));
            }
        }
        self.spend(request)?;
        let delay = self.delay_for(request, exempt);
        let asked_at = Instant::now();
        let turn = host
            .turn(delay, self.max_wait)
            .await
            .map_err(|TooLong(pause)| self.pause_too_long(url, pause))?;
        if !exempt {
            self.pass_ceiling().await;
        }
        Ok(Permit {
            url: url.clone(),
            turn,
            waited: asked_at.elapsed(),
            pace: Pace { delay, exempt },
        })
    }

    /// Whether asking this URL takes a contact that the settings lack.
    pub(super) async fn needs_contact(&self, url: &Url) -> bool {
        // What the guard refuses is not asked for at all, and the guard says why.
        !self.has_contact
            && !matches!(
                self.resolution.check(url).await,
                Ok(Checked { exempt: true }) | Err(Denial::Refused(_))
            )
    }

    /// The delay that a newsroom keeps on a host.
    pub(super) fn delay_for(&self, request: &Request, exempt: bool) -> Duration {
        let delay = self.delay.unwrap_or(request.politeness.delay);
        if exempt {
            delay
        } else {
            delay.max(MINIMUM_DELAY)
        }
    }

    /// Counts this moment as the end of an exchange with every host.
    pub(super) fn rest(&self) {
        self.hosts.rest();
    }

    /// Hosts whose memory changed since last asked.
    pub(super) fn take_changed(&self) -> Vec<HostMemory> {
        self.hosts.take_changed()
    }

    /// The refusal of a host that asks for a longer pause than we wait.
    pub(super) fn pause_too_long(&self, url: &Url, pause: Duration) -> Denial {
        refused(
            Class::RetryAfterTooLong,
            RefusalScope::Host,
            format!(
                "{} asks to be left alone for {} s, longer than --max-wait ({} s); it is asked again in a later run",
                url.host_str().unwrap_or_default(),
                pause.as_secs(),
                self.max_wait.as_secs()
            ),
        )
    }

    /// Pays for one request; whoever is cancelled while waiting has paid nevertheless.
    fn spend(&self, request: &Request) -> Result<(), Denial> {
        let most = self.max_requests.unwrap_or(request.politeness.max_requests);
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        let spent = spent
            .entry((request.profile.clone(), request.source.clone()))
            .or_default();
        if most != 0 && *spent >= most {
            return Err(refused(
                Class::Budget,
                RefusalScope::Source,
                format!(
                    "{most} requests were made for this source of {}: its walk goes on in the next run (max_requests in the profile, --max-requests)",
                    request.profile
                ),
            ));
        }
        *spent += 1;
        Ok(())
    }

    async fn pass_ceiling(&self) {
        // Not governor's own waiting: it does not know tokio's clock.
        while let Err(not_yet) = self.ceiling.check() {
            let now = governor::clock::DefaultClock::default().now();
            tokio::time::sleep(not_yet.wait_time_from(now)).await;
        }
    }

    fn crawl_delay_too_long(&self, url: &Url, delay: Duration) -> Denial {
        refused(
            Class::CrawlDelayTooLong,
            RefusalScope::Host,
            format!(
                "robots.txt of {} asks for {} s between requests, longer than --max-wait ({} s)",
                url.host_str().unwrap_or_default(),
                delay.as_secs(),
                self.max_wait.as_secs()
            ),
        )
    }
}

/// What the pace is kept by: the host, or host and port on the operator's own machines,
/// where every port is a server of its own.
fn host_key(url: &Url, exempt: bool) -> String {
    let host = url.host_str().unwrap_or_default().trim_end_matches('.');
    match url.port_or_known_default() {
        Some(port) if exempt => format!("{host}:{port}"),
        _ => host.to_owned(),
    }
}

fn no_contact(url: &Url) -> Denial {
    refused(
        Class::Blocked,
        RefusalScope::Host,
        format!(
            "{} was not asked for: a public site must be able to reach whoever runs this crawl; say --contact ADDRESS (an e-mail or web address)",
            quoted_url(url)
        ),
    )
}

fn denied_by_robots(url: &Url, rules: &Rules) -> Denial {
    let line = rules
        .deciding_line(url)
        .map(|line| format!(": {}", quoted(&line)))
        .unwrap_or_default();
    refused(
        Class::RobotsDenied,
        RefusalScope::Address,
        format!("robots.txt does not allow {}{line}", quoted_url(url)),
    )
}

fn refused(class: Class, scope: RefusalScope, message: String) -> Denial {
    Denial::Refused(Refusal {
        class,
        message,
        scope,
    })
}
