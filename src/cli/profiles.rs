//! Choosing profiles for a command, and telling what is wrong with them.

use std::collections::HashMap;
use std::sync::Arc;

use super::output;
use super::settings::Resolved;
use super::{Exit, Failure};
use crate::profile::{Library, Profile, Status};
use crate::report::counted;
use crate::target::ProfileId;

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

/// The profiles that captures name, each looked up once.
pub(super) struct Named {
    resolved: Resolved,
    /// Opened when the first is looked up.
    library: Option<Library>,
    /// `None` where there is no such profile, or it cannot be used.
    known: HashMap<ProfileId, Option<Arc<Profile>>>,
    left_out: usize,
    exit: Exit,
}

/// Profiles that cannot be used are told of one by one up to so many: a capture can name any
/// number.
const MOST_LEFT_OUT: usize = 20;

impl Named {
    pub(super) fn new(resolved: &Resolved) -> Self {
        Self {
            resolved: resolved.clone(),
            library: None,
            known: HashMap::new(),
            left_out: 0,
            exit: Exit::Done,
        }
    }

    /// A profile; what is wrong with one that cannot be used is told.
    pub(super) fn get(&mut self, id: &ProfileId) -> Option<Arc<Profile>> {
        if let Some(known) = self.known.get(id) {
            return known.clone();
        }
        let profile = match self.load(id) {
            Ok(profile) => Some(profile),
            Err(failure) => {
                self.left_out += 1;
                if self.left_out <= MOST_LEFT_OUT {
                    output::say(&format!("{id}: left out: {:#}", failure.error));
                }
                self.exit = self.exit.or(failure.exit);
                None
            }
        };
        self.known.insert(id.clone(), profile.clone());
        profile
    }

    fn load(&mut self, id: &ProfileId) -> Result<Arc<Profile>, Failure> {
        let library = match self.library.take() {
            Some(library) => library,
            None => library(&self.resolved)?,
        };
        one(self.library.insert(library), id.as_str())
    }

    /// Those that were looked up; `None` where one cannot be used.
    pub(super) fn known(&self) -> &HashMap<ProfileId, Option<Arc<Profile>>> {
        &self.known
    }

    /// Tells of what was left out without a word.
    pub(super) fn end(&self) -> Exit {
        let more = self.left_out.saturating_sub(MOST_LEFT_OUT);
        if more > 0 {
            let profiles = counted(more, "more profile", "more profiles");
            output::say(&format!("and {profiles} left out"));
        }
        self.exit
    }
}
