//! Who may ask what, and when: the one place where permits are made.
//!
//! A request passes the guard, needs someone to answer for it, is allowed by robots.txt,
//! comes in the hours of its newsroom and of the site, is paid from its source's budget, and
//! waits for its site. What comes out is a
//! [`Permit`], good for one request to one address. Robots.txt itself, every redirect and
//! every retry pass here too.

use std::collections::HashMap;
use std::num::NonZeroU32;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use governor::clock::Clock;
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use jiff::Timestamp;
use tokio::time::Instant;
use url::Url;

use super::pace::{Asking, Flight, Hosts, TooLong, Turn};
use super::refusals::{self, denied_by_robots, no_contact};
use super::resolve::{Checked, Resolution};
use super::robots::Rules;
use super::{Denial, HostMemory, Paced, Request, RobotsTerms, Rule, Terms, site};
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
    /// The hours that were waited for.
    opened: Option<(Duration, Rule)>,
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

    /// Starts the exchange: the address, the time waited for it, the flight that ends it,
    /// and how it was paced.
    pub(super) fn depart(self) -> (Url, Duration, Flight, Paced) {
        let (flight, mut paced) = self.turn.depart();
        if let Some((pause, rule)) = self.opened {
            (paced.pause, paced.rule) = (pause, rule);
        }
        (self.url, self.waited, flight, paced)
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
        let asking = self.asking(url, errand, request, exempt)?;
        if let Errand::Page(rules) = errand
            && !rules.allow(url)
        {
            return Err(denied_by_robots(url, rules));
        }
        let asked_at = Instant::now();
        let mut opened = self.wait_for_hours(url, errand, request).await?;
        self.spend(request)?;
        let host = self.hosts.host(&site::key(url, exempt));
        let turn = loop {
            let turn = host
                .turn(asking, self.max_wait)
                .await
                .map_err(|too_long| self.pause_too_long(url, too_long))?;
            // The hours can end while waiting for the turn.
            match self.wait_for_hours(url, errand, request).await? {
                None => break turn,
                again => opened = again,
            }
        };
        if !exempt {
            self.pass_ceiling().await;
        }
        Ok(Permit {
            url: url.clone(),
            turn,
            waited: asked_at.elapsed(),
            opened,
            pace: Pace {
                delay: asking.delay.0,
                exempt,
            },
        })
    }

    /// What is asked of the pace by the newsroom and by robots.txt, now.
    fn asking(
        &self,
        url: &Url,
        errand: Errand<'_>,
        request: &Request,
        exempt: bool,
    ) -> Result<Asking, Denial> {
        let delay = self.delay_for(request, exempt);
        let Errand::Page(rules) = errand else {
            return Ok(Asking {
                delay,
                crawl_delay: None,
                robots: None,
            });
        };
        let robots = rules.timing().pause(Timestamp::now());
        if let Some((pause, rule)) = robots
            && pause > self.max_wait
        {
            return Err(refusals::comes_too_seldom(url, pause, rule, self.max_wait));
        }
        Ok(Asking {
            delay,
            crawl_delay: rules.timing().crawl_delay(),
            robots,
        })
    }

    /// Waits until the newsroom's own hours and the site's Visit-time allow a request; gives
    /// the pause and its rule where there was one.
    async fn wait_for_hours(
        &self,
        url: &Url,
        errand: Errand<'_>,
        request: &Request,
    ) -> Result<Option<(Duration, Rule)>, Denial> {
        let mut waited = None;
        loop {
            let now = Timestamp::now();
            let Some((until, rule)) = closed_until(errand, request, now) else {
                return Ok(waited);
            };
            let left = Duration::try_from(until.duration_since(now)).unwrap_or_default();
            if left > self.max_wait {
                return Err(match (rule, errand) {
                    (Rule::VisitTime, Errand::Page(rules)) => {
                        refusals::not_in_visit_time(url, rules, until)
                    }
                    (_, Errand::Page(_) | Errand::Robots) => refusals::out_of_hours(request, until),
                });
            }
            waited = Some((left, rule));
            // Never nothing: the clocks of the wall and of the timer differ by a little.
            tokio::time::sleep(left.max(Duration::from_millis(1))).await;
        }
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

    /// On what terms a request is made, by the rules that were read and whether there is a file.
    pub(super) async fn terms(
        &self,
        request: &Request,
        robots: Option<&(Arc<Rules>, bool)>,
    ) -> Terms {
        let url = &request.url;
        let checked = self.resolution.check(url).await;
        let own = matches!(checked, Ok(Checked { exempt: true }));
        let now = Timestamp::now();
        let delay = self.delay_for(request, own);
        let asked = robots.and_then(|(rules, _)| rules.timing().pause(now));
        let hours = request.politeness.hours.as_ref();
        let visits = robots.and_then(|(rules, _)| rules.timing().closed_until(now));
        let closed = hours.and_then(|hours| hours.closed_until(now));
        let closed = closed.map(|until| (until, Rule::Hours));
        Terms {
            own,
            robots: robots.map(|(rules, exists)| RobotsTerms {
                exists: *exists,
                allowed: rules.allow(url),
                line: rules.deciding_line(url),
                pause: asked,
                visits: rules.timing().visits().map(ToString::to_string),
            }),
            pause: asked.filter(|asked| asked.0 > delay.0).unwrap_or(delay),
            hours: hours.map(ToString::to_string),
            closed_until: closed.or(visits.map(|until| (until, Rule::VisitTime))),
        }
    }

    /// The delay that a newsroom keeps on a host, and who set it.
    pub(super) fn delay_for(&self, request: &Request, exempt: bool) -> (Duration, Rule) {
        let delay = match self.delay {
            Some(delay) => (delay, Rule::Operator),
            None => (request.politeness.delay, Rule::Profile),
        };
        if exempt || delay.0 >= MINIMUM_DELAY {
            delay
        } else {
            (MINIMUM_DELAY, Rule::Minimum)
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

    /// The refusal of a site that is to be left alone for longer than we wait.
    pub(super) fn pause_too_long(&self, url: &Url, too_long: TooLong) -> Denial {
        refusals::left_alone(url, too_long, self.max_wait)
    }

    /// Pays for one request; whoever is cancelled while waiting has paid nevertheless.
    fn spend(&self, request: &Request) -> Result<(), Denial> {
        let most = self.max_requests.unwrap_or(request.politeness.max_requests);
        let mut spent = self.spent.lock().unwrap_or_else(PoisonError::into_inner);
        let spent = spent
            .entry((request.profile.clone(), request.source.clone()))
            .or_default();
        if most != 0 && *spent >= most {
            return Err(refusals::budget_spent(request, most));
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
}

/// When the request may be made, by which rule; `None` when it may now.
fn closed_until(
    errand: Errand<'_>,
    request: &Request,
    now: Timestamp,
) -> Option<(Timestamp, Rule)> {
    let hours = request.politeness.hours.as_ref();
    let hours = hours.and_then(|hours| hours.closed_until(now));
    let visits = match errand {
        Errand::Page(rules) => rules.timing().closed_until(now),
        // It says when we may come: that is asked at any time.
        Errand::Robots => None,
    };
    let hours = hours.map(|until| (until, Rule::Hours));
    // The newsroom's own hours first: they are no fault of the site.
    hours.or(visits.map(|until| (until, Rule::VisitTime)))
}
