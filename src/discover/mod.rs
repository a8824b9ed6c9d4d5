//! Where releases are announced: listing pages to targets, and the way to the next page.
//!
//! ```text
//! <tr><td>14 March 2024</td><td><a href="/2024/03/clean-water/">Clean water …</a></td></tr>
//! ```
//! is the target `/2024/03/clean-water/` with the teaser `date = "14 March 2024"`.

mod announced;
mod feed;
mod json;
mod listing;
mod pagination;
mod period;
mod row;
mod scope;
mod sitemap;
mod xml;

pub use json::item;
pub use listing::{Listing, NextLink, Skipped, listing};
pub use pagination::{
    Course, Drift, Facts, Next, after_missing_page, first_page, is_past_the_end, next_page,
};
pub use period::is_due;
pub use row::row_day;
pub use sitemap::{Sitemap, sitemap};
