//! Two made-up newsrooms on loopback, to be crawled end to end without a network.
//!
//! Their pages are the fixtures of their profiles, served at their own addresses
//! (`http://press.<name>.example/`). A resolver of the demo's own leads these names to free
//! loopback ports, so addresses and records never change.

mod server;

use std::collections::HashMap;
use std::net::SocketAddr;
use std::path::Path;

use include_dir::{Dir, include_dir};

pub use server::Server;

use crate::fetch::Resolver;
use crate::fixture::{Fixture, FixtureError};

/// The profiles of the demo's newsrooms.
pub const NEWSROOMS: [&str; 2] = ["marlow", "tessaly"];

static MARLOW: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/fixtures/marlow");
static TESSALY: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/fixtures/tessaly");

/// The servers of the demo, one a newsroom, until it is dropped.
#[derive(Debug)]
pub struct Demo {
    servers: Vec<(String, Server)>,
}

/// The demo's newsrooms cannot be served.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The embedded pages are damaged: a defect of the build.
    #[error(transparent)]
    Pages(#[from] FixtureError),
    /// No loopback port can be had.
    #[error("cannot listen on 127.0.0.1")]
    Listen(#[from] std::io::Error),
}

impl Demo {
    /// Starts serving.
    ///
    /// # Errors
    /// When no loopback port can be had.
    pub async fn start() -> Result<Self, DemoError> {
        let mut servers = Vec::new();
        for (name, folder) in NEWSROOMS.iter().zip([&MARLOW, &TESSALY]) {
            let fixture = embedded(name, folder)?;
            let host = fixture
                .pages
                .iter()
                .find_map(|(page, _)| page.url.host_str())
                .unwrap_or_default()
                .to_owned();
            servers.push((host, Server::start(fixture).await?));
        }
        Ok(Self { servers })
    }

    /// The address that each host name leads to.
    #[must_use]
    pub fn addresses(&self) -> HashMap<String, SocketAddr> {
        self.servers
            .iter()
            .map(|(host, server)| (host.clone(), server.address()))
            .collect()
    }

    /// A resolver that knows only the demo's names.
    #[must_use]
    pub fn resolver(&self) -> Resolver {
        Resolver::Fixed(self.addresses())
    }
}

fn embedded(name: &str, folder: &Dir<'_>) -> Result<Fixture, FixtureError> {
    let path = Path::new("fixtures").join(name);
    Fixture::from_files(&path, |file| {
        folder
            .get_file(file)
            .map(|file| file.contents().to_vec())
            .ok_or_else(|| FixtureError::Read {
                path: path.join(file),
                source: std::io::ErrorKind::NotFound.into(),
            })
    })
}
