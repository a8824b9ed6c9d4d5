//! What the pages of a newsroom's sources announced in this run, as far as one row bears on
//! another.
//!
//! Page 2 announces a release under the number of one on page 1, with another title: a
//! pattern of the profile takes two releases for one. The first may be in the output already;
//! the second is kept out and told. A print view is left where the plain page is announced.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::ending::Ended;
use crate::problem::Class;
use crate::profile::Profile;
use crate::record::akin::are_akin;
use crate::target::Target;

/// Releases of one run that are remembered; beyond these, rows are taken as they come.
const MOST: usize = 5_000;

/// Releases announced in this run.
#[derive(Default)]
pub(super) struct Announced {
    seen: HashMap<u64, Row>,
}

/// What an announcing row said.
struct Row {
    /// A hash of the address.
    url: u64,
    title: Option<Box<str>>,
}

/// Titles are compared this far, in bytes.
const MOST_OF_A_TITLE: usize = 200;

impl Announced {
    /// Takes out of a visit's offers what is announced already under another address.
    pub(super) fn sift(&mut self, ended: &mut Ended, profile: &Profile) {
        let offers = std::mem::take(&mut ended.finished.settlement.offers);
        let here: HashSet<u64> = offers.iter().map(|offer| hash(&offer.key)).collect();
        let mut kept = Vec::with_capacity(offers.len());
        for offer in offers {
            if offer.kind.is_source() {
                kept.push(offer);
                continue;
            }
            let is_known = |key: &String| {
                let key = hash(key);
                here.contains(&key) || self.seen.contains_key(&key)
            };
            if profile.print_view_of(&offer.url).iter().any(is_known) {
                tracing::debug!(url = %offer.url, "a print view of a release that is announced");
                continue;
            }
            if self.is_conflict(&offer, profile) {
                let message = format!(
                    "id.conflict: a row of this run has another address, another title and the same id {}; the first is kept, this one is not visited; check [urls] item_id",
                    offer.key
                );
                ended.problem_at(offer.url.to_string(), Class::Trap, message);
                continue;
            }
            kept.push(offer);
        }
        ended.finished.settlement.offers = kept;
    }

    /// Notes a row, unless its id was announced; `true` when it was, for another release.
    fn is_conflict(&mut self, offer: &Target, profile: &Profile) -> bool {
        let title = offer
            .teaser
            .as_ref()
            .and_then(|teaser| teaser.first("title"));
        let row = Row {
            url: hash(profile.compared(&offer.url).as_str()),
            title: title
                .filter(|title| title.len() <= MOST_OF_A_TITLE)
                .map(Box::from),
        };
        let key = hash(&offer.key);
        let Some(first) = self.seen.get(&key) else {
            if self.seen.len() < MOST {
                self.seen.insert(key, row);
            }
            return false;
        };
        let titles = first.title.as_deref().zip(row.title.as_deref());
        // With several languages, one number is that of a release in each.
        profile.languages.len() < 2
            && first.url != row.url
            && titles.is_some_and(|(first, other)| !are_akin(first, other))
    }
}

fn hash(value: &(impl Hash + ?Sized)) -> u64 {
    let mut hasher = DefaultHasher::new();
    value.hash(&mut hasher);
    hasher.finish()
}
