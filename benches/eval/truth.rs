//! What people wrote down of a page.

use std::fs;
use std::io;
use std::path::Path;

use serde::Deserialize;
use url::Url;

/// One page with its truths; what nobody wrote down is not counted.
#[derive(Debug, Deserialize)]
pub(super) struct Truth {
    pub(super) id: String,
    pub(super) url: Option<Url>,
    /// The page's file, in the folder.
    pub(super) html: String,
    #[serde(default)]
    pub(super) dataset: String,
    pub(super) title: Option<String>,
    #[serde(default)]
    pub(super) title_alt: Vec<String>,
    pub(super) date: Option<String>,
    #[serde(default)]
    pub(super) date_alt: Vec<String>,
    pub(super) body: Option<String>,
    /// Parts of the body, and parts of the page that are not of the body.
    pub(super) with: Option<Vec<String>>,
    #[serde(default)]
    pub(super) without: Vec<String>,
    pub(super) authors: Option<Vec<String>>,
    pub(super) topics: Option<Vec<String>>,
    pub(super) place: Option<String>,
}

pub(super) fn read(path: &Path) -> io::Result<Vec<Truth>> {
    let text = fs::read_to_string(path)?;
    let lines = text.lines().filter(|line| !line.trim().is_empty());
    lines
        .map(|line| serde_json::from_str(line).map_err(io::Error::other))
        .collect()
}
