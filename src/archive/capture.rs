//! Capturing: every exchange that another way to answer requests makes is kept in WARC files.
//!
//! A visit is written whole: for each exchange its request and its response, then a record
//! that says what was visited and how that ended. Files are `captures/<run>-00001.warc.gz`,
//! one gzip member a record, a new file for each run and beyond a size; no file is ever
//! written by two runs, so what a kill tears is only ever the end of one.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use reqwest::StatusCode;
use url::Url;

use super::message;
use super::pointer::{Place, Pointer};
use super::visit::VisitFacts;
use super::warc::{NewRecord, RecordId, RecordType};
use crate::fetch::{
    Answer, Asking, CaptureError, Exchange, Fetch, Fetched, HostMemory, RawExchange, Request,
};

/// The folder of captures in a data directory, as records name it.
pub const FOLDER: &str = "captures";

/// A file beyond this size is followed by another.
pub const FILE_SIZE: u64 = 1024 * 1024 * 1024;

/// Keeps what `inner` is asked and answers.
pub struct Capture<F> {
    inner: F,
    /// `None` where nothing is kept.
    files: Option<Arc<Mutex<Files>>>,
}

impl<F> Capture<F> {
    /// Keeps exchanges in `data`/captures, in files named by the run. A file is begun with
    /// the first exchange.
    pub fn new(inner: F, data: &Path, run: &str, file_size: u64) -> Self {
        let files = Files {
            folder: data.join(FOLDER),
            run: run.to_owned(),
            file_size,
            number: 0,
            current: None,
            failed: None,
        };
        Self {
            inner,
            files: Some(Arc::new(Mutex::new(files))),
        }
    }

    /// Keeps nothing.
    pub fn nothing(inner: F) -> Self {
        Self { inner, files: None }
    }
}

impl<F: Fetch> Fetch for Capture<F> {
    async fn fetch(&self, mut request: Request) -> Answer {
        let Some(files) = self.files.clone() else {
            return self.inner.fetch(request).await;
        };
        let visit = request.visit.take();
        request.keep = true;
        let answer = self.inner.fetch(request).await;
        let kept = tokio::task::spawn_blocking(move || keep(&files, visit, answer));
        match kept.await {
            Ok(answer) => answer,
            // Only when the program is ending; nothing is settled any more.
            Err(_) => std::future::pending().await,
        }
    }

    fn rest(&self) {
        self.inner.rest();
    }

    async fn make_durable(&self) -> Result<(), CaptureError> {
        let Some(files) = self.files.clone() else {
            return Ok(());
        };
        let synced = tokio::task::spawn_blocking(move || lock(&files).sync());
        match synced.await {
            Ok(synced) => synced,
            Err(_) => std::future::pending().await,
        }
    }

    async fn unfetched(&self, visit: Asking, at: Timestamp) {
        let Some(files) = self.files.clone() else {
            return;
        };
        let facts = VisitFacts::unfetched(visit, at);
        let kept = tokio::task::spawn_blocking(move || {
            let mut members = Members::default();
            members.facts(&facts, None);
            lock(&files).write(&members);
        });
        // What could not be kept is told when it is to be durable.
        let _ = kept.await;
    }

    fn take_memory(&self) -> Vec<HostMemory> {
        self.inner.take_memory()
    }
}

fn lock(files: &Mutex<Files>) -> std::sync::MutexGuard<'_, Files> {
    // A panic between two writes leaves a torn end, which every reader stops before.
    files.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Writes a visit down, and gives the answer without what is kept now.
fn keep(files: &Mutex<Files>, visit: Option<Box<Asking>>, mut answer: Answer) -> Answer {
    let place = match members(visit, &mut answer) {
        Ok(members) if members.bytes.is_empty() => None,
        Ok(members) => lock(files).write(&members),
        Err(unread) => lock(files).fail("keep a body in", std::env::temp_dir(), &unread),
    };
    if let (Ok(Fetched::Page(page)), Some(pointer)) = (&mut answer.outcome, place) {
        page.capture = Some(pointer.to_string());
    }
    answer
}

/// The records of a visit, as they go into the file.
#[derive(Default)]
struct Members {
    bytes: Vec<u8>,
    /// Where the last response begins.
    last_response: Option<usize>,
}

/// Fails only where a large body that lies on disk cannot be read again.
fn members(visit: Option<Box<Asking>>, answer: &mut Answer) -> io::Result<Members> {
    let mut members = Members::default();
    let mut last = None;
    for exchange in &mut answer.exchanges {
        if let Some(raw) = exchange.raw.take() {
            last = members.exchange(exchange, &raw)?.or(last);
        }
    }
    let ended = answer.exchanges.last().map(|exchange| exchange.ended);
    if let (Some(visit), Some(ended)) = (visit, ended) {
        let facts = VisitFacts::new(*visit, ended, &answer.outcome);
        members.facts(&facts, last.as_ref());
    }
    Ok(members)
}

impl Members {
    /// Returns the name of the response, where there was one.
    fn exchange(&mut self, exchange: &Exchange, raw: &RawExchange) -> io::Result<Option<RecordId>> {
        let (request, response) = (RecordId::random(), RecordId::random());
        let record = NewRecord {
            kind: RecordType::Request,
            id: &request,
            date: exchange.ended,
            target: Some(&exchange.url),
            concurrent_to: raw.status.map(|_| &response),
            filename: None,
            content_type: "application/http;msgtype=request",
            block: &asked(&exchange.url, raw),
            payload: None,
            truncated: None,
        };
        self.bytes.extend(record.member());
        let Some(status) = raw.status else {
            return Ok(None);
        };
        let (block, payload) = answered(status, raw)?;
        self.last_response = Some(self.bytes.len());
        let record = NewRecord {
            kind: RecordType::Response,
            id: &response,
            date: exchange.ended,
            target: Some(&exchange.url),
            concurrent_to: Some(&request),
            filename: None,
            content_type: "application/http;msgtype=response",
            block: &block,
            payload: Some(payload),
            truncated: (!raw.complete).then_some("unspecified"),
        };
        self.bytes.extend(record.member());
        Ok(Some(response))
    }

    fn facts(&mut self, facts: &VisitFacts, response: Option<&RecordId>) {
        let record = NewRecord {
            kind: RecordType::Metadata,
            id: &RecordId::random(),
            date: facts.ended,
            target: Some(&facts.target.url),
            concurrent_to: response,
            filename: None,
            content_type: "application/json",
            block: &facts.block(),
            payload: None,
            truncated: None,
        };
        self.bytes.extend(record.member());
    }
}

fn asked(url: &Url, raw: &RawExchange) -> Vec<u8> {
    let host = &url[url::Position::BeforeHost..url::Position::AfterPort];
    let path = &url[url::Position::BeforePath..url::Position::AfterQuery];
    let host = std::iter::once(("host", host.as_bytes()));
    let fields = raw
        .request
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_slice()));
    message::block(&format!("GET {path} HTTP/1.1"), host.chain(fields), None).0
}

/// The version is not that of the connection: readers of WARC files know HTTP/1.1.
fn answered(status: u16, raw: &RawExchange) -> io::Result<(Vec<u8>, usize)> {
    let reason = StatusCode::from_u16(status)
        .ok()
        .and_then(|status| status.canonical_reason())
        .unwrap_or_default();
    let fields = raw
        .fields
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_slice()));
    let first_line = format!("HTTP/1.1 {status} {reason}");
    let body = raw.body.to_vec()?;
    Ok(message::block(&first_line, fields, Some(&body)))
}

/// The files of one run.
struct Files {
    folder: PathBuf,
    run: String,
    file_size: u64,
    /// Of the last file begun, from 1.
    number: u32,
    current: Option<Current>,
    /// Nothing is written after a failure, and the run ends.
    failed: Option<Failed>,
}

struct Current {
    file: File,
    name: String,
    length: u64,
}

/// What went wrong, to be told whenever somebody asks.
struct Failed {
    doing: &'static str,
    path: PathBuf,
    kind: io::ErrorKind,
    why: String,
}

impl Files {
    /// Appends the records of a visit, and says where its last response is.
    fn write(&mut self, members: &Members) -> Option<Pointer> {
        if self.failed.is_some() {
            return None;
        }
        let length = members.bytes.len() as u64;
        let is_full = |current: &Current| current.length + length > self.file_size;
        if self.current.as_ref().is_none_or(is_full) {
            self.sync().ok()?;
            self.begin()?;
        }
        let current = self.current.as_mut()?;
        if let Err(error) = current.file.write_all(&members.bytes) {
            // What is torn is not left in the way; where that fails too, readers stop before it.
            let _ = current.file.set_len(current.length);
            let path = self.folder.join(&current.name);
            return self.fail("write to", path, &error);
        }
        let began = current.length;
        current.length += length;
        let at = began + members.last_response? as u64;
        Some(Pointer {
            file: format!("{FOLDER}/{}", current.name),
            place: Place { at, within: 0 },
        })
    }

    /// Begins the next file with a record of what it is.
    fn begin(&mut self) -> Option<()> {
        self.number += 1;
        let name = format!("{}-{:05}.warc.gz", self.run, self.number);
        let path = self.folder.join(&name);
        if let Err(error) = fs::create_dir_all(&self.folder) {
            let folder = self.folder.clone();
            return self.fail("make the directory", folder, &error);
        }
        let info = about(&self.run, &name);
        let begun = OpenOptions::new()
            // Appending, so that what somebody cut off leaves no hole.
            .append(true)
            .create_new(true)
            .open(&path)
            .and_then(|mut file| {
                file.write_all(&info)?;
                sync_folder(&self.folder)?;
                Ok(file)
            });
        match begun {
            Ok(file) => {
                self.current = Some(Current {
                    file,
                    name,
                    length: info.len() as u64,
                });
                Some(())
            }
            Err(error) => self.fail("write to", path, &error),
        }
    }

    fn sync(&mut self) -> Result<(), CaptureError> {
        let synced = match &self.current {
            Some(current) if self.failed.is_none() => current.file.sync_data(),
            Some(_) | None => Ok(()),
        };
        if let (Err(error), Some(current)) = (&synced, &self.current) {
            let path = self.folder.join(&current.name);
            self.fail::<()>("sync", path, error);
        }
        self.look_after();
        match &self.failed {
            None => Ok(()),
            Some(failed) => Err(CaptureError {
                doing: failed.doing,
                path: failed.path.clone(),
                source: io::Error::new(failed.kind, failed.why.clone()),
            }),
        }
    }

    /// A file that is no longer where records say it is keeps nothing for them.
    fn look_after(&mut self) {
        let Some(current) = &self.current else {
            return;
        };
        let path = self.folder.join(&current.name);
        let lost = match fs::metadata(&path) {
            Ok(found) if found.len() == current.length => return,
            Ok(found) => io::Error::other(format!(
                "it has {} bytes and was left with {} during the run",
                found.len(),
                current.length
            )),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                io::Error::new(error.kind(), "it was removed during the run")
            }
            Err(error) => error,
        };
        self.fail::<()>("go on in", path, &lost);
    }

    fn fail<T>(&mut self, doing: &'static str, path: PathBuf, error: &io::Error) -> Option<T> {
        self.failed.get_or_insert_with(|| Failed {
            doing,
            path,
            kind: error.kind(),
            why: error.to_string(),
        });
        None
    }
}

/// Makes what was made in a folder survive a power cut, the folder itself included.
fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) {
        File::open(folder)?.sync_all()?;
        if let Some(above) = folder.parent() {
            File::open(above)?.sync_all()?;
        }
    }
    Ok(())
}

/// The first record of a file.
fn about(run: &str, name: &str) -> Vec<u8> {
    let block = format!(
        "software: dateline/{}\r\n\
         format: WARC File Format 1.1\r\n\
         conformsTo: https://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/\r\n\
         isPartOf: {run}\r\n\
         robots: obey\r\n\
         description: Bodies are kept decoded; fields about their coding and length on the wire are renamed X-Crawler-*. Cookies and credentials are left out.\r\n",
        env!("CARGO_PKG_VERSION")
    );
    let record = NewRecord {
        kind: RecordType::WarcInfo,
        id: &RecordId::random(),
        date: Timestamp::now(),
        target: None,
        concurrent_to: None,
        filename: Some(name),
        content_type: "application/warc-fields",
        block: block.as_bytes(),
        payload: None,
        truncated: None,
    };
    record.member()
}

#[cfg(test)]
mod tests;
