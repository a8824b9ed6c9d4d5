//! `replay --as-fixture`: a captured page becomes a test of its profile.

use std::path::Path;
use std::sync::Arc;

use super::Visits;
use crate::archive::{PastVisit, VisitEnd};
use crate::cli::settings::Resolved;
use crate::cli::{Exit, Failure, output};
use crate::crawl::read_captured;
use crate::fixture::{self, FixtureError, NewPage};
use crate::profile::Profile;
use crate::report::visible;

pub(super) fn run(
    wanted: &str,
    fixtures: &Path,
    visits: &mut Visits,
    resolved: &Resolved,
) -> Result<Exit, Failure> {
    let found = match find(visits, |visit, _| names(visit, wanted))? {
        Some(found) => Some(found),
        // An id that the page gives, not its address.
        None => {
            visits.rewind();
            find(visits, |visit, profile| gives(visit, profile, wanted))?
        }
    };
    let exit = visits.end();
    let Some((profile, visit)) = found else {
        return Err(Failure::usage(format!(
            "these captures have no page of a release with the address or id {wanted}"
        )));
    };
    if visit.page().is_none() {
        return Err(Failure::usage(format!(
            "{wanted} stands in a page of rows, and has no page of its own that could be a fixture; save the page of rows as one, with kind = \"listing\" in pages.toml"
        )));
    }
    let most = usize::try_from(resolved.settings.max_body).unwrap_or(usize::MAX);
    let body = visit
        .stored
        .as_ref()
        .and_then(|stored| stored.body(most).ok());
    let Some((body, content_type)) = body else {
        return Err(Failure::usage(format!(
            "the page of {wanted} cannot be read"
        )));
    };
    let page = NewPage {
        url: visit.page().and_then(|page| page.url.clone()),
        target: &visit.facts.target,
        fetched_at: visit.facts.ended,
        content_type,
        body,
    };
    let folder = fixtures.join(profile.id.as_str());
    let added = fixture::add(&folder, &profile, page).map_err(|error| match error {
        FixtureError::Write { .. } => Failure::new(Exit::Unwritable, error),
        FixtureError::Held { .. } => Failure::new(Exit::Usage, error),
        other => Failure::new(Exit::Findings, other),
    })?;
    let line = format!("{}: added {added}; review it with git diff", profile.id);
    output::data(&visible(&line)).map_err(|error| {
        let error = anyhow::Error::new(error).context("cannot write to stdout");
        Failure::new(Exit::Unwritable, error)
    })?;
    Ok(exit)
}

/// The last visit that had something to read, a page or a row, and is the wanted one.
fn find(
    visits: &mut Visits,
    is_wanted: impl Fn(&PastVisit, &Profile) -> bool,
) -> Result<Option<(Arc<Profile>, PastVisit)>, Failure> {
    let mut found = None;
    while let Some((profile, visit)) = visits.next()? {
        let had_something = visit.page().is_some() || visit.facts.end == VisitEnd::Unfetched;
        if had_something && is_wanted(&visit, &profile) {
            found = Some((profile, visit));
        }
    }
    Ok(found)
}

fn names(visit: &PastVisit, wanted: &str) -> bool {
    let target = &visit.facts.target;
    let answered = visit.page().and_then(|page| page.url.as_ref());
    target.url.as_str() == wanted
        || target.key == wanted
        || answered.is_some_and(|url| url.as_str() == wanted)
}

fn gives(visit: &PastVisit, profile: &Profile, wanted: &str) -> bool {
    let record = read_captured(&visit.facts.target, visit.page(), profile);
    record.is_ok_and(|record| record.is_some_and(|record| record.id == wanted))
}
