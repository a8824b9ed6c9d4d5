#![doc = include_str!("../ARCHITECTURE.md")]

pub mod alert;
pub mod archive;
pub mod cli;
pub mod crawl;
pub mod demo;
pub mod discover;
mod domain;
pub mod extract;
pub mod fetch;
pub mod fixture;
pub mod frontier;
pub mod page;
pub mod problem;
pub mod profile;
pub mod readers;
pub mod record;
pub mod report;
pub mod settings;
pub mod sink;
pub mod target;
pub mod wall;
