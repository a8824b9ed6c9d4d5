//! A newsroom's web server: saved pages at their addresses, robots.txt and validators.

use std::collections::HashMap;
use std::convert::Infallible;
use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{CONTENT_TYPE, ETAG, HeaderValue, IF_NONE_MATCH};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use url::Position;

use crate::fixture::Fixture;

const ROBOTS: &str = "User-agent: *\nDisallow: /search\nDisallow: /wp-admin/\n";

/// A server on a free loopback port; stops when dropped.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    serving: JoinHandle<()>,
}

struct Site {
    pages: HashMap<String, SitePage>,
}

struct SitePage {
    body: Bytes,
    content_type: HeaderValue,
    etag: HeaderValue,
}

impl Server {
    /// Serves the saved pages at the paths of their addresses.
    ///
    /// # Errors
    /// When no loopback port can be had.
    pub async fn start(fixture: Fixture) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let site = Arc::new(Site::of(fixture));
        let serving = tokio::spawn(async move {
            loop {
                // A connection that breaks while it is accepted is the client's affair.
                let Ok((connection, _)) = listener.accept().await else {
                    tokio::task::yield_now().await;
                    continue;
                };
                let site = Arc::clone(&site);
                tokio::spawn(async move {
                    let answer = service_fn(move |request| {
                        let site = Arc::clone(&site);
                        async move { Ok::<_, Infallible>(site.answer(&request)) }
                    });
                    let _ = http1::Builder::new()
                        .serve_connection(TokioIo::new(connection), answer)
                        .await;
                });
            }
        });
        Ok(Self { address, serving })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.serving.abort();
    }
}

impl Site {
    fn of(fixture: Fixture) -> Self {
        let mut pages = HashMap::new();
        for (page, bytes) in fixture.pages {
            let content_type = page.content_type.as_deref().unwrap_or("text/html");
            pages.insert(
                page.url[Position::BeforePath..Position::AfterQuery].to_owned(),
                SitePage::new(bytes, content_type),
            );
        }
        pages.insert(
            "/robots.txt".to_owned(),
            SitePage::new(ROBOTS.into(), "text/plain; charset=utf-8"),
        );
        Self { pages }
    }

    fn answer(&self, request: &Request<Incoming>) -> Response<Full<Bytes>> {
        let asked = request.uri();
        let place = asked
            .path_and_query()
            .map_or(asked.path(), |it| it.as_str());
        let Some(page) = self.pages.get(place) else {
            return status(
                StatusCode::NOT_FOUND,
                Bytes::from_static(b"<title>Not found</title><p>There is no such page here."),
            );
        };
        let known = request.headers().get(IF_NONE_MATCH) == Some(&page.etag);
        let mut response = if known {
            status(StatusCode::NOT_MODIFIED, Bytes::new())
        } else {
            status(StatusCode::OK, page.body.clone())
        };
        response.headers_mut().insert(ETAG, page.etag.clone());
        if !known {
            response
                .headers_mut()
                .insert(CONTENT_TYPE, page.content_type.clone());
        }
        response
    }
}

impl SitePage {
    fn new(bytes: Vec<u8>, content_type: &str) -> Self {
        let etag = format!("\"{}\"", &blake3::hash(&bytes).to_hex()[..16]);
        let header = |text: &str| {
            HeaderValue::from_str(text).unwrap_or(HeaderValue::from_static("text/html"))
        };
        Self {
            content_type: header(content_type),
            etag: header(&etag),
            body: Bytes::from(bytes),
        }
    }
}

fn status(code: StatusCode, body: Bytes) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(body));
    *response.status_mut() = code;
    response
}
