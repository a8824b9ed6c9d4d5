//! Where settings come from: the flag, then `DATELINE_…`, then `dateline.toml`, then the
//! default.

use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::builder::{BoolishValueParser, Resettable};
use clap::{Args, Command, ValueEnum};
use ipnet::IpNet;
use serde::Deserialize;

use super::Failure;
use crate::settings::{MINIMUM_DELAY, Settings, parse_duration, parse_size};

const FILE: &str = "dateline.toml";

/// Options that every command takes.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Options for every command")]
pub(super) struct Common {
    /// Where profiles are; those inside the program come after [default: selectors]
    #[arg(long, global = true, value_name = "DIR", env = "DATELINE_SELECTORS")]
    pub(super) selectors: Option<PathBuf>,
    /// Where output and state are kept [default: data]
    #[arg(long, global = true, value_name = "DIR", env = "DATELINE_DATA")]
    pub(super) data: Option<PathBuf>,
    /// Who operates the crawl: an e-mail or web address, sent with every request
    #[arg(long, global = true, value_name = "ADDRESS", env = "DATELINE_CONTACT")]
    contact: Option<String>,
    /// Pause between requests to one host, instead of the profile's (5s, 500ms)
    #[arg(long, global = true, value_name = "TIME", env = "DATELINE_DELAY", value_parser = parse_duration)]
    delay: Option<Duration>,
    /// Requests per source and run, robots.txt and retries included; 0 for no limit [default: the profile's, else 500]
    #[arg(long, global = true, value_name = "N", env = "DATELINE_MAX_REQUESTS")]
    max_requests: Option<u64>,
    /// Permit addresses that are refused otherwise: private, loopback (127.0.0.0/8)
    #[arg(long, global = true, value_name = "CIDR", env = "DATELINE_ALLOW_ADDRESS", value_delimiter = ',', value_parser = parse_network)]
    allow_address: Vec<IpNet>,
    /// Also use profiles with status = "draft"
    #[arg(long, global = true, env = "DATELINE_DRAFT", value_name = "BOOL", num_args = 0..=1, require_equals = true, default_missing_value = "true", value_parser = BoolishValueParser::new())]
    draft: Option<bool>,
    /// One whole request, with its body [default: 30s]
    #[arg(long, global = true, value_name = "TIME", env = "DATELINE_TIMEOUT", value_parser = parse_duration, hide_short_help = true)]
    timeout: Option<Duration>,
    /// Making a connection [default: 10s]
    #[arg(long, global = true, value_name = "TIME", env = "DATELINE_CONNECT_TIMEOUT", value_parser = parse_duration, hide_short_help = true)]
    connect_timeout: Option<Duration>,
    /// The largest page, decoded [default: 10MiB]
    #[arg(long, global = true, value_name = "SIZE", env = "DATELINE_MAX_BODY", value_parser = parse_size, hide_short_help = true)]
    max_body: Option<u64>,
    /// Further tries after a failure that can pass [default: 2]
    #[arg(
        long,
        global = true,
        value_name = "N",
        env = "DATELINE_RETRIES",
        hide_short_help = true
    )]
    retries: Option<u32>,
    /// Redirects followed for one request [default: 5]
    #[arg(
        long,
        global = true,
        value_name = "N",
        env = "DATELINE_MAX_REDIRECTS",
        hide_short_help = true
    )]
    max_redirects: Option<u32>,
    /// The longest pause that a server may ask for [default: 300s]
    #[arg(long, global = true, value_name = "TIME", env = "DATELINE_MAX_WAIT", value_parser = parse_duration, hide_short_help = true)]
    max_wait: Option<Duration>,
    /// Certificates to trust beside the public ones, in PEM: for hosts of your own
    #[arg(
        long,
        global = true,
        value_name = "FILE",
        env = "DATELINE_CA_FILE",
        hide_short_help = true
    )]
    ca_file: Option<PathBuf>,
    /// The longest address, in bytes [default: 4096]
    #[arg(
        long,
        global = true,
        value_name = "N",
        env = "DATELINE_MAX_URL",
        hide_short_help = true
    )]
    max_url: Option<usize>,
    /// Say more (-v: what is decided, -vv: every request)
    #[arg(short, long, global = true, action = clap::ArgAction::Count)]
    pub(super) verbose: u8,
    /// How log lines are written
    #[arg(
        long,
        global = true,
        value_name = "FORMAT",
        env = "DATELINE_LOG_FORMAT",
        default_value = "text",
        hide_short_help = true
    )]
    pub(super) log_format: LogFormat,
}

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

/// `dateline.toml`: the same names as the flags.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
struct File {
    selectors: Option<PathBuf>,
    data: Option<PathBuf>,
    contact: Option<String>,
    delay: Option<String>,
    max_requests: Option<u64>,
    allow_address: Vec<String>,
    draft: Option<bool>,
    capture: Option<bool>,
    capture_size: Option<String>,
    timeout: Option<String>,
    connect_timeout: Option<String>,
    max_body: Option<String>,
    retries: Option<u32>,
    max_redirects: Option<u32>,
    max_wait: Option<String>,
    max_url: Option<usize>,
    ca_file: Option<PathBuf>,
}

/// All settings of one command, from all places.
#[derive(Debug, Clone)]
pub(super) struct Resolved {
    /// `Some` where a folder was named; `None` for the default, which need not exist.
    pub(super) selectors: Option<PathBuf>,
    pub(super) data: PathBuf,
    pub(super) draft: bool,
    /// What `dateline.toml` says of capturing; the flag is the crawl's own.
    pub(super) capture: bool,
    pub(super) capture_size: Option<u64>,
    pub(super) settings: Settings,
}

impl Common {
    /// Reads `dateline.toml` where there is one, and puts the flags before it.
    pub(super) fn resolve(&self) -> Result<Resolved, Failure> {
        self.before(read_file(Path::new(FILE))?)
    }

    /// The flags (and variables) before the file.
    fn before(&self, file: File) -> Result<Resolved, Failure> {
        let usage = |message: String| Failure::usage(format!("{FILE}: {message}"));
        let time = |flag: Option<Duration>, text: &Option<String>| match (flag, text) {
            (Some(flag), _) => Ok(Some(flag)),
            (None, Some(text)) => parse_duration(text).map(Some).map_err(usage),
            (None, None) => Ok(None),
        };
        let allow_address = if self.allow_address.is_empty() {
            file.allow_address
                .iter()
                .map(|text| parse_network(text))
                .collect::<Result<_, _>>()
                .map_err(usage)?
        } else {
            self.allow_address.clone()
        };
        let size = |flag: Option<u64>, text: &Option<String>| match (flag, text) {
            (Some(flag), _) => Ok(Some(flag)),
            (None, Some(text)) => parse_size(text).map(Some).map_err(usage),
            (None, None) => Ok(None),
        };
        let default = Settings::default();
        let settings = Settings {
            contact: self.contact.clone().or(file.contact),
            delay: time(self.delay, &file.delay)?,
            allow_address,
            timeout: time(self.timeout, &file.timeout)?.unwrap_or(default.timeout),
            connect_timeout: time(self.connect_timeout, &file.connect_timeout)?
                .unwrap_or(default.connect_timeout),
            max_body: size(self.max_body, &file.max_body)?.unwrap_or(default.max_body),
            retries: self.retries.or(file.retries).unwrap_or(default.retries),
            max_redirects: self
                .max_redirects
                .or(file.max_redirects)
                .unwrap_or(default.max_redirects),
            max_wait: time(self.max_wait, &file.max_wait)?.unwrap_or(default.max_wait),
            max_requests: self.max_requests.or(file.max_requests),
            max_url: self.max_url.or(file.max_url).unwrap_or(default.max_url),
            ca_file: self.ca_file.clone().or(file.ca_file),
        };
        check(&settings)?;
        Ok(Resolved {
            selectors: self.selectors.clone().or(file.selectors),
            data: self
                .data
                .clone()
                .or(file.data)
                .unwrap_or_else(|| PathBuf::from("data")),
            draft: self.draft.or(file.draft).unwrap_or(false),
            capture: file.capture.unwrap_or(false),
            capture_size: size(None, &file.capture_size)?,
            settings,
        })
    }
}

/// A variable that is set to nothing is not set: this is how cron and CI files unset them.
pub(super) fn without_empty_variables(command: Command) -> Command {
    command.mut_args(|arg| {
        let is_empty = arg
            .get_env()
            .and_then(std::env::var_os)
            .is_some_and(|value| value.is_empty());
        if is_empty {
            arg.env(Resettable::Reset)
        } else {
            arg
        }
    })
}

fn read_file(path: &Path) -> Result<File, Failure> {
    match std::fs::read_to_string(path) {
        Ok(text) => toml::from_str(&text)
            .map_err(|error| Failure::usage(format!("{}: {error}", path.display()))),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(File::default()),
        Err(error) => Err(Failure::usage(format!(
            "cannot read {}: {error}",
            path.display()
        ))),
    }
}

fn check(settings: &Settings) -> Result<(), Failure> {
    if settings.delay.is_some_and(|delay| delay < MINIMUM_DELAY)
        && settings.allow_address.is_empty()
    {
        return Err(Failure::usage(
            "a delay below 1s is only for servers of your own: name their addresses with --allow-address (as in --allow-address 127.0.0.0/8)",
        ));
    }
    for (name, pause) in [
        ("timeout", settings.timeout),
        ("connect-timeout", settings.connect_timeout),
    ] {
        if pause.is_zero() {
            return Err(Failure::usage(format!(
                "{name} is 0: no request could be answered in time"
            )));
        }
    }
    if let Some(contact) = &settings.contact {
        let plain = contact
            .chars()
            .all(|c| c.is_ascii_graphic() && c != '(' && c != ')');
        if !plain || !(contact.contains('@') || contact.contains("://")) {
            return Err(Failure::usage(format!(
                "the contact {contact:?} (from --contact, DATELINE_CONTACT or {FILE}) is neither an e-mail address nor a web address (me@example.org, https://example.org/crawler)"
            )));
        }
    }
    Ok(())
}

/// `127.0.0.0/8`, `::1/128`, or one address.
fn parse_network(text: &str) -> Result<IpNet, String> {
    let text = text.trim();
    text.parse::<IpNet>()
        .or_else(|_| text.parse::<std::net::IpAddr>().map(IpNet::from))
        .map_err(|_| {
            format!("`{text}` is not an address or network (127.0.0.0/8, 10.1.2.3, ::1/128)")
        })
}
