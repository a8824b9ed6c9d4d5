//! Choosing profiles for a command, and telling what is wrong with them.

use std::sync::Arc;

use super::output;
use super::settings::Resolved;
use super::{Exit, Failure};
use crate::profile::{Library, Profile, Status};

/// The profiles inside the program and in the selectors folder.
pub(super) fn library(resolved: &Resolved) -> Result<Library, Failure> {
    Library::open(resolved.selectors.as_deref()).map_err(|error| Failure::new(Exit::Usage, error))
}

/// Loads one profile, draft or not.
pub(super) fn one(library: &Library, name: &str) -> Result<Arc<Profile>, Failure> {
    let loaded = library
        .load(name)
        .map_err(|error| Failure::new(Exit::Usage, error))?;
    if loaded.profile.is_none() {
        output::say(&loaded.render());
    }
    loaded.profile.map(Arc::new).ok_or_else(|| Failure {
        exit: Exit::Findings,
        error: anyhow::anyhow!("profile {name} cannot be used as it is"),
    })
}

/// The profiles to crawl: those named, else every active one (and drafts with `--draft`).
///
/// A profile that was named must be usable. Among all, one with mistakes is told of and left:
/// it must not keep the others from their news.
pub(super) fn to_crawl(
    library: &Library,
    names: &[String],
    drafts: bool,
) -> Result<(Vec<Arc<Profile>>, Exit), Failure> {
    if !names.is_empty() {
        let mut profiles: Vec<Arc<Profile>> = Vec::new();
        for name in names {
            let profile = one(library, name)?;
            if profile.status == Status::Draft && !drafts {
                return Err(Failure::usage(format!(
                    "profile {name} is a draft: its rules are not confirmed on live pages. Crawl it all the same with --draft, or confirm it and set status = \"active\""
                )));
            }
            if !profiles.iter().any(|known| known.id == profile.id) {
                profiles.push(profile);
            }
        }
        return Ok((profiles, Exit::Done));
    }
    let mut profiles = Vec::new();
    let mut exit = Exit::Done;
    for id in library.ids() {
        match one(library, id.as_str()) {
            Ok(profile) if profile.status == Status::Active || drafts => profiles.push(profile),
            Ok(_) => {}
            Err(failure) if failure.exit == Exit::Findings => {
                output::say(&format!("{id}: left out: {:#}", failure.error));
                exit = exit.or(Exit::Findings);
            }
            Err(failure) => return Err(failure),
        }
    }
    if profiles.is_empty() && exit == Exit::Findings {
        return Err(Failure::new(
            exit,
            anyhow::anyhow!("no profile can be used as it is"),
        ));
    }
    if profiles.is_empty() {
        let known: Vec<String> = library.ids().iter().map(ToString::to_string).collect();
        return Err(Failure::usage(format!(
            "no profile is active: write one (selectors/<id>.toml), or add --draft and name one of {}",
            known.join(", ")
        )));
    }
    Ok((profiles, exit))
}
