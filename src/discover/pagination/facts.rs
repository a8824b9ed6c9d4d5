//! What a page of a listing showed, and what is remembered of it for the day on which it is
//! as it was.

use jiff::civil::Date;
use url::Url;

use crate::discover::listing::NextLink;
use crate::frontier::Shown;

/// What a listing page showed, as far as going on depends on it.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Its address.
    pub url: Option<Url>,
    /// Rows that the row selector matched, wanted or not.
    pub rows: usize,
    /// Of these, rows that the profile does not want.
    pub skipped: usize,
    /// Of these, rows whose link may be a release (`[urls]`, hosts), wanted or not.
    pub linked: usize,
    /// A hash of the rows' addresses.
    pub fingerprint: String,
    /// Every wanted row was visited before, if only in vain.
    pub all_settled: bool,
    /// Every wanted row was known before, if only by name.
    pub all_known: bool,
    /// The newest day among the rows; `None` when none has a readable date.
    pub newest: Option<Date>,
    /// The link to the next page, where the profile goes by links.
    pub next_link: NextLink,
    /// How many rows there are on all pages together, where the page says so.
    pub total: Option<u64>,
}

impl Facts {
    /// What to remember of the page, so that it need not be read again while it is as it was;
    /// `None` for a page that must be.
    #[must_use]
    pub fn shown(&self) -> Option<Shown> {
        let (next, cursor) = match &self.next_link {
            NextLink::None => (None, None),
            NextLink::To(url) => (Some(url.clone()), None),
            NextLink::After(cursor) => (None, Some(cursor.clone())),
            NextLink::Unusable(..) => return None,
        };
        Some(Shown {
            rows: self.rows,
            skipped: self.skipped,
            linked: self.linked,
            fingerprint: self.fingerprint.clone(),
            newest: self.newest,
            next,
            cursor,
            total: self.total,
        })
    }

    /// A page that is as it was. What it announced was offered then, and news are visited
    /// before any page of a list, so all of it was seen.
    #[must_use]
    pub fn as_before(url: Url, shown: Shown) -> Self {
        let Shown {
            rows,
            skipped,
            linked,
            fingerprint,
            newest,
            next,
            cursor,
            total,
        } = shown;
        let named = cursor.map_or(NextLink::None, NextLink::After);
        Self {
            url: Some(url),
            rows,
            skipped,
            linked,
            fingerprint,
            all_settled: true,
            all_known: true,
            newest,
            next_link: next.map_or(named, NextLink::To),
            total,
        }
    }
}
