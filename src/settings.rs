//! What the operator decides: limits, pace and who is asking.
//!
//! Plain values with the documented defaults. Where they come from (flag, then
//! `DATELINE_…`, then `dateline.toml`) is the command line's business.

use std::time::Duration;

use ipnet::IpNet;

/// The delay below which only addresses under `--allow-address` may be asked.
pub const MINIMUM_DELAY: Duration = Duration::from_secs(1);

/// How requests are made, for every newsroom alike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// Who operates the crawl: an e-mail or web address, sent in the User-Agent.
    pub contact: Option<String>,
    /// A delay that replaces a smaller or larger one of the profile.
    pub delay: Option<Duration>,
    /// Addresses that the guard would refuse but the operator names.
    pub allow_address: Vec<IpNet>,
    /// One whole exchange: connecting, answering and the body.
    pub timeout: Duration,
    /// Connecting, TLS included.
    pub connect_timeout: Duration,
    /// The most bytes a body may decode to.
    pub max_body: u64,
    /// Further tries after a failure that can pass.
    pub retries: u32,
    /// Redirects followed for one request.
    pub max_redirects: u32,
    /// The longest pause a server may ask for before its host is left for the next run.
    pub max_wait: Duration,
    /// Requests per source and run, robots.txt and retries included; `None` where the
    /// profile decides, 0 for no limit.
    pub max_requests: Option<u64>,
    /// The longest address.
    pub max_url: usize,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            contact: None,
            delay: None,
            allow_address: Vec::new(),
            timeout: Duration::from_secs(30),
            connect_timeout: Duration::from_secs(10),
            max_body: 10 * 1024 * 1024,
            retries: 2,
            max_redirects: 5,
            max_wait: Duration::from_secs(300),
            max_requests: None,
            max_url: 4096,
        }
    }
}

impl Settings {
    /// How dateline names itself to servers and in records: `dateline/0.1.0 (+contact)`.
    #[must_use]
    pub fn user_agent(&self) -> String {
        let product = concat!("dateline/", env!("CARGO_PKG_VERSION"));
        match &self.contact {
            Some(contact) => format!("{product} (+{contact})"),
            None => product.to_owned(),
        }
    }
}
