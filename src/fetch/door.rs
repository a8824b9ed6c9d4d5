//! Asking until there is an answer: admission, one exchange, and again if it can pass.

use std::time::Duration;

use reqwest::header::{HeaderMap, HeaderValue};
use url::Url;

use super::admission::{Admission, Errand, Pace};
use super::http::{Client, Reply, Wanted};
use super::pace::TooLong;
use super::{Denial, Exchange, FetchError, Request, Rule, retry};
use crate::settings::Settings;

/// The way out: every request of the program is made here.
pub(super) struct Door {
    pub(super) admission: Admission,
    client: Client,
    retries: u32,
    max_wait: Duration,
}

/// One request's way through redirects and retries, and what it took.
pub(super) struct Journey<'a> {
    pub(super) request: &'a Request,
    pub(super) exchanges: Vec<Exchange>,
}

impl<'a> Journey<'a> {
    pub(super) fn new(request: &'a Request) -> Self {
        Self {
            request,
            exchanges: Vec::new(),
        }
    }
}

impl Door {
    pub(super) fn new(settings: &Settings, admission: Admission, client: Client) -> Self {
        Self {
            admission,
            client,
            retries: settings.retries,
            max_wait: settings.max_wait,
        }
    }

    /// The cookies that would be sent to an address now.
    pub(super) fn cookies(&self, url: &Url) -> Option<HeaderValue> {
        self.client.cookies(url)
    }

    /// Asks for one address, again after failures that can pass. Every try has a permit of
    /// its own. An answer of any status is a reply.
    pub(super) async fn ask(
        &self,
        url: &Url,
        errand: Errand<'_>,
        fields: &HeaderMap,
        journey: &mut Journey<'_>,
    ) -> Result<Reply, Denial> {
        let mut backed_off = Duration::ZERO;
        let mut nth = 0;
        loop {
            let (pace, result) = self
                .ask_once(url, errand, fields, backed_off, journey)
                .await?;
            let again = match &result {
                Ok(reply) => {
                    if let Some(pause) = reply.pause()
                        && pause > self.max_wait
                    {
                        let too_long = TooLong {
                            rule: Rule::RetryAfter,
                            pause,
                            left: pause,
                        };
                        return Err(self.admission.pause_too_long(url, too_long));
                    }
                    // A wall does not pass, and nobody knocks on it.
                    reply.wall.is_none() && retry::status_can_pass(reply.status)
                }
                Err(error) => retry::can_pass(error.class),
            };
            if !again || nth == self.retries {
                return result.map_err(Denial::Failed);
            }
            backed_off = retry::backoff(nth, pace.delay, pace.exempt).min(self.max_wait);
            nth += 1;
            tokio::time::sleep(backed_off).await;
        }
    }

    /// One try; `Err` only for a refusal. A name that does not resolve is a failed try that
    /// took no exchange.
    async fn ask_once(
        &self,
        url: &Url,
        errand: Errand<'_>,
        fields: &HeaderMap,
        backed_off: Duration,
        journey: &mut Journey<'_>,
    ) -> Result<(Pace, Result<Reply, FetchError>), Denial> {
        let permit = match self.admission.admit(url, errand, journey.request).await {
            Ok(permit) => permit,
            Err(Denial::Failed(error)) => {
                let (delay, _) = self.admission.delay_for(journey.request, false);
                let pace = Pace {
                    delay,
                    exempt: false,
                };
                return Ok((pace, Err(error)));
            }
            Err(refused @ Denial::Refused(_)) => return Err(refused),
        };
        let pace = permit.pace();
        let wanted = match errand {
            Errand::Page(_) => Wanted::Page(journey.request.kind),
            Errand::Robots => Wanted::Robots,
        };
        let keep = journey.request.keep;
        let (mut exchange, result) = self.client.send(permit, wanted, fields.clone(), keep).await;
        exchange.waited += backed_off;
        journey.exchanges.push(exchange);
        Ok((pace, result))
    }
}
