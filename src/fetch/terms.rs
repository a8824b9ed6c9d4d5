//! On what terms an address is asked for: what `dateline explain` tells of robots.txt, pace and
//! hours. Nothing is asked for to find out; robots.txt is what was read of it before.

use std::time::Duration;

use jiff::Timestamp;

use super::Rule;

/// On what terms an address is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// The address is one of the operator's own, under `--allow-address`.
    pub own: bool,
    /// What robots.txt says; `None` where it was not read.
    pub robots: Option<RobotsTerms>,
    /// The pause after an exchange, and who asks for the longest.
    pub pause: (Duration, Rule),
    /// The newsroom's hours, as written in its profile.
    pub hours: Option<String>,
    /// When it may be asked again, and by whose hours; `None` when it may now.
    pub closed_until: Option<(Timestamp, Rule)>,
}

/// What a robots.txt says of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RobotsTerms {
    /// There is one.
    pub exists: bool,
    /// The address may be asked for.
    pub allowed: bool,
    /// The line that decides: `Disallow: /search`; `None` where no line is about the address.
    pub line: Option<String>,
    /// The pause that it asks for, and by which line.
    pub pause: Option<(Duration, Rule)>,
    /// Its hours of visit.
    pub visits: Option<String>,
}
