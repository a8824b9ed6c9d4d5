//! What the operator decides: limits, pace and who is asking.
//!
//! Plain values with the documented defaults. Where they come from (flag, then
//! `DATELINE_…`, then `dateline.toml`) is the command line's business.

use std::path::PathBuf;
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
    /// A PEM file of certificates that are trusted beside the public ones.
    pub ca_file: Option<PathBuf>,
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
            ca_file: None,
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

/// A time as people write it: `5s`, `500ms`, `2m`, `1h`; a bare `0` is none.
///
/// # Errors
/// A sentence that names the forms.
pub fn parse_duration(text: &str) -> Result<Duration, String> {
    let text = text.trim();
    let digits = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let bad = || format!("`{text}` is not a time: write 5s, 500ms, 2m or 1h");
    let number: u64 = number.parse().map_err(|_| bad())?;
    let seconds = |factor: u64| {
        number
            .checked_mul(factor)
            .map(Duration::from_secs)
            .ok_or_else(bad)
    };
    match unit.trim() {
        "ms" => Ok(Duration::from_millis(number)),
        "s" => seconds(1),
        "m" => seconds(60),
        "h" => seconds(3600),
        "d" => seconds(24 * 3600),
        "" if number == 0 => Ok(Duration::ZERO),
        _ => Err(bad()),
    }
}

/// A size as people write it: `10MiB`, `500KiB`, `2000000`.
///
/// # Errors
/// A sentence that names the forms.
pub fn parse_size(text: &str) -> Result<u64, String> {
    let text = text.trim();
    let digits = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let bad = || format!("`{text}` is not a size: write 10MiB, 500KiB or a number of bytes");
    let number: u64 = number.parse().map_err(|_| bad())?;
    let factor = match unit.trim() {
        "" | "B" => 1,
        "KiB" | "K" => 1024,
        "MiB" | "M" => 1024 * 1024,
        "GiB" | "G" => 1024 * 1024 * 1024,
        _ => return Err(bad()),
    };
    number.checked_mul(factor).ok_or_else(bad)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_sizes_are_read_as_people_write_them() {
        let times = [
            ("5s", 5_000),
            ("500ms", 500),
            ("2m", 120_000),
            ("1h", 3_600_000),
            ("0", 0),
            (" 0s ", 0),
        ];
        for (text, milliseconds) in times {
            assert_eq!(
                parse_duration(text),
                Ok(Duration::from_millis(milliseconds)),
                "{text}"
            );
        }
        let sizes = [
            ("10MiB", 10 << 20),
            ("500KiB", 500 << 10),
            ("42", 42),
            ("1 GiB", 1 << 30),
        ];
        for (text, bytes) in sizes {
            assert_eq!(parse_size(text), Ok(bytes), "{text}");
        }
        for text in [
            "",
            "5",
            "s",
            "-1s",
            "5 parsecs",
            "99999999999999999999s",
            "18446744073709551615h",
        ] {
            assert!(parse_duration(text).is_err(), "{text}");
        }
        for text in ["", "MiB", "-1", "10 MB/s", "18446744073709551615GiB"] {
            assert!(parse_size(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_user_agent_names_the_operator() {
        let named = Settings {
            contact: Some("me@example.org".to_owned()),
            ..Settings::default()
        };
        assert!(named.user_agent().ends_with(" (+me@example.org)"));
        assert!(!Settings::default().user_agent().contains('('));
    }
}
