//! The only place that writes to the terminal: data to stdout, talk to stderr.

use std::io::{self, IsTerminal, Write};

use tracing_subscriber::EnvFilter;

use super::settings::{Common, LogFormat};

/// Says something to a person, on stderr.
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

/// Control characters from pages and servers must not reach a terminal.
pub(super) fn visible(text: &str) -> String {
    let steers = |c: char| {
        (c.is_control() && c != '\n' && c != '\t')
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if !text.contains(steers) {
        return text.to_owned();
    }
    text.chars()
        .map(|c| if steers(c) { '\u{fffd}' } else { c })
        .collect()
}

/// Whether a person watches stderr.
pub(super) fn is_watched() -> bool {
    io::stderr().is_terminal()
}

/// Sends log lines to stderr, as much as `-v` or `RUST_LOG` asks for.
pub(super) fn start_logging(common: &Common) {
    let level = match common.verbose {
        // What the parser thinks of a page is the page's affair.
        0 => "warn,html5ever=error",
        1 => "dateline=info,warn",
        2 => "dateline=debug,info",
        _ => "dateline=trace,debug",
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

#[cfg(test)]
mod tests {
    use super::visible;

    #[test]
    fn nothing_that_steers_a_terminal_gets_through() {
        assert_eq!(
            visible("a\u{1b}[31mred\u{7}\u{202e}x\r"),
            "a\u{fffd}[31mred\u{fffd}\u{fffd}x\u{fffd}"
        );
        assert_eq!(visible("žluť\n\tok"), "žluť\n\tok");
    }
}
