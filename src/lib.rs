//! dateline
pub mod extract;
pub mod fetch;
pub mod frontier;
pub mod page;
pub mod problem;
pub mod profile;
pub mod record;
pub mod settings;
pub mod sink;
pub mod target;
pub mod discover;
pub mod crawl;
pub mod report;
