//! The only place that writes to the terminal: data to stdout, talk to stderr.

use std::io::{self, IsTerminal, Write};

use tracing_subscriber::EnvFilter;

use super::settings::{Common, LogFormat};
use crate::report::visible;

/// Says something to a person, on stderr; nothing in it steers the terminal.
pub(super) fn say(text: &str) {
    let mut stderr = io::stderr().lock();
    // Nobody is left to tell when stderr is gone.
    let _ = writeln!(stderr, "{}", visible(text));
}

/// Writes data to stdout, as it is.
///
/// # Errors
/// When stdout is closed or full.
pub(super) fn data(text: &str) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(text.as_bytes())?;
    stdout.write_all(b"\n")?;
    stdout.flush()
}

/// Whether a person watches stderr.
pub(super) fn is_watched() -> bool {
    io::stderr().is_terminal()
}

/// Sends log lines to stderr, as much as `-v` or `RUST_LOG` asks for.
pub(super) fn start_logging(common: &Common) {
    let level = match common.verbose {
        // What the parser thinks of a page is the page's affair, and so are its passwords:
        // whoever parses or selects would repeat all of it.
        0 => "warn,html5ever=error",
        1 => "dateline=info,warn,html5ever=error",
        2 => "dateline=debug,info,html5ever=error",
        _ => "dateline=trace,reqwest=debug,hyper_util=debug,info,html5ever=error",
    };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new(level));
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(io::stderr)
        .with_ansi(is_watched());
    // A second start (in tests) keeps the first.
    let _ = match common.log_format {
        LogFormat::Text => log.without_time().with_target(false).try_init(),
        LogFormat::Json => log.json().try_init(),
    };
}
