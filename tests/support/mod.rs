//! A small web server on loopback that does as it is told and remembers everything.
//!
//! It speaks raw TCP, so it can also do what no web framework lets one do: stall, drip,
//! reset, promise more than it sends. It runs on a thread of its own, so tests of the
//! library and tests of the binary use it alike:
//!
//! ```ignore
//! let server = Server::start(|asked: &Asked| match asked.path.as_str() {
//!     "/robots.txt" => Reply::status(404),
//!     "/busy" if asked.nth == 0 => Reply::status(503).header("Retry-After", "1"),
//!     "/slow" => Reply::stall(),
//!     _ => Reply::html("<h1>News</h1>"),
//! });
//! let url = server.url("/press");
//! // … crawl …
//! assert!(server.gaps().iter().all(|gap| *gap >= delay));
//! ```
#![allow(dead_code, unreachable_pub, reason = "each test file uses its part")]

pub mod binary;
pub mod faults;
pub mod many;
pub mod newsroom;
pub mod site;
pub mod tls;

use std::collections::HashMap;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinSet;

/// A request as it arrived.
#[derive(Debug, Clone)]
pub struct Asked {
    /// `GET` …
    pub method: String,
    /// Path and query.
    pub path: String,
    /// The `Host` field.
    pub host: String,
    /// Field names in lower case, in the order sent.
    pub headers: Vec<(String, String)>,
    /// How often this path (on this host) was asked for before.
    pub nth: usize,
    /// When its head was complete.
    pub arrived: Instant,
    /// When the last byte of the answer was handed to the network; `None` while the answer
    /// is going on.
    pub ended: Option<Instant>,
    /// The client gave up: the server noticed some time later.
    pub abandoned: bool,
}

impl Asked {
    /// A header field's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers
            .iter()
            .find(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value.as_str())
    }
}

/// What the server does about a request.
#[derive(Debug, Clone)]
pub struct Reply(Vec<Act>);

#[derive(Debug, Clone)]
enum Act {
    /// Status, extra fields, body; `Content-Length` is added when no field says otherwise.
    Answer {
        status: u16,
        headers: Vec<(String, String)>,
        body: Vec<u8>,
    },
    /// These bytes, whatever they are.
    Send(Vec<u8>),
    /// A pause.
    Pause(Duration),
    /// Nothing more, and the connection stays open until the client gives up.
    Stall,
    /// The connection is closed.
    Close,
    /// The connection is reset.
    Reset,
}

impl Reply {
    /// 200 with an HTML page.
    pub fn html(body: impl Into<String>) -> Self {
        Self::status(200)
            .header("Content-Type", "text/html; charset=utf-8")
            .body(body.into().into_bytes())
    }

    /// 200 with plain text: robots.txt.
    pub fn text(body: impl Into<String>) -> Self {
        Self::status(200)
            .header("Content-Type", "text/plain; charset=utf-8")
            .body(body.into().into_bytes())
    }

    /// A status without a body.
    pub fn status(status: u16) -> Self {
        Self(vec![Act::Answer {
            status,
            headers: Vec::new(),
            body: Vec::new(),
        }])
    }

    /// A redirect.
    pub fn redirect(status: u16, location: impl Into<String>) -> Self {
        Self::status(status).header("Location", location)
    }

    /// Bytes as they are: a whole answer, or something that is none.
    pub fn raw(bytes: impl Into<Vec<u8>>) -> Self {
        Self(vec![Act::Send(bytes.into()), Act::Close])
    }

    /// Bytes as they are, after which the connection stays open for the next request.
    pub fn open(bytes: impl Into<Vec<u8>>) -> Self {
        Self(vec![Act::Send(bytes.into())])
    }

    /// Bytes as they are, one by one with a pause after each.
    pub fn dripping(bytes: impl Into<Vec<u8>>, pause: Duration) -> Self {
        let drop = |byte| [Act::Send(vec![byte]), Act::Pause(pause)];
        Self(bytes.into().into_iter().flat_map(drop).collect())
    }

    /// Never answers.
    pub fn stall() -> Self {
        Self(vec![Act::Stall])
    }

    /// Closes without an answer.
    pub fn close() -> Self {
        Self(vec![Act::Close])
    }

    /// Resets the connection without an answer.
    pub fn reset() -> Self {
        Self(vec![Act::Reset])
    }

    /// Promises `promised` bytes of HTML, sends `body` and closes.
    pub fn truncated(body: &str, promised: usize) -> Self {
        Self::raw(format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {promised}\r\n\r\n{body}"
        ))
    }

    /// An HTML page, byte by byte with a pause after each.
    pub fn drip(body: &str, pause: Duration) -> Self {
        let head = format!(
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        let mut acts = vec![Act::Send(head.into_bytes())];
        for byte in body.bytes() {
            acts.push(Act::Send(vec![byte]));
            acts.push(Act::Pause(pause));
        }
        Self(acts)
    }

    /// Waits before all this.
    #[must_use]
    pub fn after(mut self, pause: Duration) -> Self {
        self.0.insert(0, Act::Pause(pause));
        self
    }

    /// Stalls after all this (a body that is never complete).
    #[must_use]
    pub fn then_stall(mut self) -> Self {
        self.0.retain(|act| !matches!(act, Act::Close));
        self.0.push(Act::Stall);
        self
    }

    /// Resets the connection after all this.
    #[must_use]
    pub fn then_reset(mut self) -> Self {
        self.0.retain(|act| !matches!(act, Act::Close));
        self.0.push(Act::Reset);
        self
    }

    /// Adds a header field.
    #[must_use]
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        for act in &mut self.0 {
            if let Act::Answer { headers, .. } = act {
                headers.push((name.to_owned(), value.into()));
                break;
            }
        }
        self
    }

    /// Takes away the header fields of this name and adds this one.
    #[must_use]
    pub fn header_replaced(mut self, name: &str, value: impl Into<String>) -> Self {
        for act in &mut self.0 {
            if let Act::Answer { headers, .. } = act {
                headers.retain(|(key, _)| !key.eq_ignore_ascii_case(name));
            }
        }
        self.header(name, value)
    }

    /// Sets the status.
    #[must_use]
    pub fn status_code(mut self, code: u16) -> Self {
        for act in &mut self.0 {
            if let Act::Answer { status, .. } = act {
                *status = code;
                break;
            }
        }
        self
    }

    /// Sets the body.
    #[must_use]
    pub fn body(mut self, bytes: impl Into<Vec<u8>>) -> Self {
        for act in &mut self.0 {
            if let Act::Answer { body, .. } = act {
                *body = bytes.into();
                break;
            }
        }
        self
    }
}

/// The server; dropping it ends it, whatever it was doing.
pub struct Server {
    address: SocketAddr,
    log: Arc<Mutex<Log>>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Log {
    asked: Vec<Asked>,
    open: HashMap<String, usize>,
    most: HashMap<String, usize>,
    times: HashMap<(String, String), usize>,
    connections: usize,
}

type Script = dyn Fn(&Asked) -> Reply + Send + Sync;

impl Server {
    /// Starts on 127.0.0.1 with a port of the system's choice.
    pub fn start(script: impl Fn(&Asked) -> Reply + Send + Sync + 'static) -> Self {
        Self::start_at("127.0.0.1", script)
    }

    /// Starts on another address of this machine.
    pub fn start_at(
        address: &str,
        script: impl Fn(&Asked) -> Reply + Send + Sync + 'static,
    ) -> Self {
        let listener = std::net::TcpListener::bind((address, 0)).expect("a loopback port");
        listener.set_nonblocking(true).expect("a socket option");
        let address = listener.local_addr().expect("a bound address");
        let log = Arc::new(Mutex::new(Log::default()));
        let (stop, stopped) = oneshot::channel();
        let thread = std::thread::spawn({
            let log = Arc::clone(&log);
            let script: Arc<Script> = Arc::new(script);
            move || {
                let runtime = tokio::runtime::Builder::new_current_thread()
                    .enable_all()
                    .build()
                    .expect("a runtime");
                runtime.block_on(async move {
                    let listener = TcpListener::from_std(listener).expect("a listener");
                    tokio::select! {
                        () = accept(listener, script, log) => {}
                        _ = stopped => {}
                    }
                });
            }
        });
        Self {
            address,
            log,
            stop: Some(stop),
            thread: Some(thread),
        }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address of a path as text, host given as a number.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// All requests so far, in the order of arrival.
    pub fn asked(&self) -> Vec<Asked> {
        locked(&self.log).asked.clone()
    }

    /// How many connections were made, whether anything was asked on them or not.
    pub fn connections(&self) -> usize {
        locked(&self.log).connections
    }

    /// The paths of all requests so far, in the order of arrival.
    pub fn paths(&self) -> Vec<String> {
        locked(&self.log)
            .asked
            .iter()
            .map(|asked| asked.path.clone())
            .collect()
    }

    /// How often a path was asked for.
    pub fn times(&self, path: &str) -> usize {
        self.paths().iter().filter(|asked| *asked == path).count()
    }

    /// The most requests that were being answered at once, of those with this `Host` field.
    pub fn most_at_once(&self, host: &str) -> usize {
        locked(&self.log).most.get(host).copied().unwrap_or(0)
    }

    /// From the end of each answer to the arrival of the next request, on the same host.
    /// An answer that had not ended by then is a gap of zero.
    pub fn gaps(&self) -> Vec<Duration> {
        let mut last: HashMap<String, Option<Instant>> = HashMap::new();
        let mut gaps = Vec::new();
        for asked in self.asked() {
            if let Some(ended) = last.insert(asked.host.clone(), asked.ended) {
                gaps.push(ended.map_or(Duration::ZERO, |ended| {
                    asked.arrived.saturating_duration_since(ended)
                }));
            }
        }
        gaps
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

async fn accept(listener: TcpListener, script: Arc<Script>, log: Arc<Mutex<Log>>) {
    // Dropping the set when the server ends aborts what is still going on.
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            Ok((stream, _)) = listener.accept() => {
                locked(&log).connections += 1;
                connections.spawn(serve(stream, Arc::clone(&script), Arc::clone(&log)));
            }
            Some(_) = connections.join_next() => {}
        }
    }
}

async fn serve(mut stream: TcpStream, script: Arc<Script>, log: Arc<Mutex<Log>>) {
    let _ = stream.set_nodelay(true);
    let mut unread = Vec::new();
    while let Some(head) = read_head(&mut stream, &mut unread).await {
        let visit = Visit::begin(&head, &log);
        let Reply(acts) = script(&visit.asked);
        let stays_open = perform(&mut stream, acts, &visit).await;
        drop(visit);
        if !stays_open {
            return;
        }
    }
}

/// A request that is being answered. Its end is the moment before its last byte leaves: the
/// client can have it from then on, whenever this thread gets to go on. One whose answer has no
/// last byte (also when the server ends in the middle) ends when it is dropped.
struct Visit {
    asked: Asked,
    position: usize,
    log: Arc<Mutex<Log>>,
}

impl Visit {
    fn begin(head: &str, log: &Arc<Mutex<Log>>) -> Self {
        let mut lines = head.split("\r\n");
        let mut first = lines.next().unwrap_or_default().split(' ');
        let method = first.next().unwrap_or_default().to_owned();
        let path = first.next().unwrap_or_default().to_owned();
        let headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        let host = headers
            .iter()
            .find(|(name, _)| name == "host")
            .map(|(_, value)| value.clone())
            .unwrap_or_default();
        let mut book = locked(log);
        let times = book.times.entry((host.clone(), path.clone())).or_default();
        let nth = *times;
        *times += 1;
        let open = book.open.entry(host.clone()).or_default();
        *open += 1;
        let now_open = *open;
        let most = book.most.entry(host.clone()).or_default();
        *most = (*most).max(now_open);
        let asked = Asked {
            method,
            path,
            host,
            headers,
            nth,
            arrived: Instant::now(),
            ended: None,
            abandoned: false,
        };
        book.asked.push(asked.clone());
        Self {
            asked,
            position: book.asked.len() - 1,
            log: Arc::clone(log),
        }
    }

    /// Writes down the end, once.
    fn end(&self, abandoned: bool) {
        let mut book = locked(&self.log);
        let asked = &mut book.asked[self.position];
        if asked.ended.is_some() {
            return;
        }
        (asked.ended, asked.abandoned) = (Some(Instant::now()), abandoned);
        if let Some(open) = book.open.get_mut(&self.asked.host) {
            *open -= 1;
        }
    }
}

impl Drop for Visit {
    fn drop(&mut self) {
        self.end(true);
    }
}

/// Reads up to the empty line; `None` at the end of the connection. A client that speaks TLS
/// is told off in plain text, as real servers do.
async fn read_head(stream: &mut TcpStream, unread: &mut Vec<u8>) -> Option<String> {
    loop {
        if let Some(end) = unread.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&unread[..end]).into_owned();
            unread.drain(..end + 4);
            return Some(head);
        }
        if unread.first() == Some(&0x16) {
            let _ = stream.write_all(b"HTTP/1.1 400 Told\r\n\r\n").await;
            return None;
        }
        let mut piece = [0; 4096];
        match stream.read(&mut piece).await {
            Ok(count) if count > 0 && unread.len() < 64 * 1024 => {
                unread.extend_from_slice(&piece[..count]);
            }
            Ok(_) | Err(_) => return None,
        }
    }
}

/// Does as told; `true` when the connection can serve another request.
async fn perform(stream: &mut TcpStream, acts: Vec<Act>, visit: &Visit) -> bool {
    let last = acts.len().saturating_sub(1);
    for (number, act) in acts.into_iter().enumerate() {
        let ends = (number == last).then_some(visit);
        let done = match act {
            Act::Answer {
                status,
                headers,
                body,
            } => {
                let answer = answer(status, &headers, &body, &visit.asked.method);
                send(stream, &answer, ends).await
            }
            Act::Send(bytes) => send(stream, &bytes, ends).await,
            Act::Pause(pause) => {
                // A client that hangs up ends the pause.
                tokio::select! {
                    () = tokio::time::sleep(pause) => Ok(()),
                    () = hung_up(stream) => return false,
                }
            }
            Act::Stall => {
                hung_up(stream).await;
                return false;
            }
            Act::Close => {
                visit.end(false);
                return false;
            }
            Act::Reset => {
                visit.end(false);
                let _ = stream.set_zero_linger();
                return false;
            }
        };
        if done.is_err() {
            return false;
        }
    }
    stream.flush().await.is_ok()
}

/// Sends all of it; `ends` is the visit whose end its last byte is.
async fn send(stream: &mut TcpStream, bytes: &[u8], ends: Option<&Visit>) -> io::Result<()> {
    let Some((visit, (last, before))) = ends.zip(bytes.split_last()) else {
        return stream.write_all(bytes).await;
    };
    stream.write_all(before).await?;
    visit.end(false);
    stream.write_all(&[*last]).await
}

fn answer(status: u16, headers: &[(String, String)], body: &[u8], method: &str) -> Vec<u8> {
    let mut head = format!("HTTP/1.1 {status} Told\r\n");
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    let framed = headers.iter().any(|(name, _)| {
        name.eq_ignore_ascii_case("content-length")
            || name.eq_ignore_ascii_case("transfer-encoding")
    });
    let bodiless = status == 304 || status == 204;
    if !framed && !bodiless {
        head.push_str(&format!("Content-Length: {}\r\n", body.len()));
    }
    head.push_str("\r\n");
    let mut bytes = head.into_bytes();
    if method != "HEAD" && !bodiless {
        bytes.extend_from_slice(body);
    }
    bytes
}

async fn hung_up(stream: &mut TcpStream) {
    let mut piece = [0; 256];
    while matches!(stream.read(&mut piece).await, Ok(count) if count > 0) {}
}

fn locked(log: &Mutex<Log>) -> MutexGuard<'_, Log> {
    log.lock().unwrap_or_else(PoisonError::into_inner)
}
