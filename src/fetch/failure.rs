//! What kind of failure a failed exchange was.
//!
//! reqwest wraps hyper's errors, which wrap TLS's and the system's. The class is decided by
//! the types found on the way down, not by their text.

use std::error::Error;
use std::io;

use super::quote::quoted;
use crate::problem::Class;

/// How far down the causes are followed.
const DEEPEST: usize = 16;

/// The class of a failed exchange, and its innermost cause in words.
pub(super) fn explain(error: &reqwest::Error, reading_body: bool) -> (Class, String) {
    let causes = causes(error);
    let class = class_of(error, &causes, reading_body);
    let innermost = causes.last().map_or_else(String::new, ToString::to_string);
    // A server's certificate or head can speak in these texts.
    let text = quoted(&innermost);
    (class, text.trim_matches(['“', '”']).to_owned())
}

fn class_of(
    error: &reqwest::Error,
    causes: &[&(dyn Error + 'static)],
    reading_body: bool,
) -> Class {
    let io_kinds: Vec<io::ErrorKind> = causes
        .iter()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .map(io::Error::kind)
        .collect();
    let io = |kinds: &[io::ErrorKind]| io_kinds.iter().any(|kind| kinds.contains(kind));
    let hyper: Vec<&hyper::Error> = causes
        .iter()
        .filter_map(|cause| cause.downcast_ref::<hyper::Error>())
        .collect();
    if error.is_timeout() || io(&[io::ErrorKind::TimedOut]) {
        Class::Timeout
    } else if causes.iter().any(|cause| cause.is::<rustls::Error>()) {
        Class::Tls
    } else if error.is_connect() {
        Class::Connect
    } else if hyper.iter().any(|error| error.is_parse()) {
        Class::Protocol
    } else if io(&[
        io::ErrorKind::ConnectionReset,
        io::ErrorKind::ConnectionAborted,
        io::ErrorKind::BrokenPipe,
    ]) {
        Class::Reset
    } else if reading_body {
        let cut = io(&[io::ErrorKind::UnexpectedEof])
            || hyper.iter().any(|error| error.is_incomplete_message());
        match (hyper.is_empty(), cut) {
            // Not the connection: what was in it.
            (true, _) => Class::Decode,
            (false, true) => Class::Truncated,
            // A chunk size that is no number.
            (false, false) if io(&[io::ErrorKind::InvalidInput, io::ErrorKind::InvalidData]) => {
                Class::Protocol
            }
            (false, false) => Class::Reset,
        }
    } else if error.is_builder() {
        Class::BadUrl
    } else {
        // Closed before the first byte of an answer.
        Class::Reset
    }
}

/// The error and what caused it, outermost first. An `io::Error` made of another error hides
/// that one from `source`, so it is asked for it.
fn causes(error: &reqwest::Error) -> Vec<&(dyn Error + 'static)> {
    std::iter::successors(Some(error as &(dyn Error + 'static)), |cause| inner(*cause))
        .take(DEEPEST)
        .collect()
}

fn inner<'a>(cause: &'a (dyn Error + 'static)) -> Option<&'a (dyn Error + 'static)> {
    match cause.downcast_ref::<io::Error>() {
        Some(io) => io.get_ref().map(|inner| inner as &'a (dyn Error + 'static)),
        None => cause.source(),
    }
}
