//! `dateline explain`: why one page reads as it does.

mod json;
mod text;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args as ClapArgs;
use jiff::Timestamp;
use url::Url;

use super::page::{
    From, FromWeb, Input, Reader, Unread, is_address, try_open, unlike, web_address, why_unopened,
};
use super::settings::{Common, Resolved};
use super::{Exit, Failure, output, profiles};
use crate::archive::{Pointer, is_warc, source_page};
use crate::extract::Cancel;
use crate::extract::explain::{Explanation, explain};
use crate::fetch::{Exchange, Terms};
use crate::page::Page;
use crate::problem::Class;
use crate::profile::Profile;
use crate::record::{self, Record};
use crate::target::Teaser;

const EXAMPLES: &str = "\
Examples:
  dateline explain --profile marlow fixtures/marlow/flood-appeal-2024.html
  dateline explain page.html                       only what pages say to everybody
  dateline explain --profile osce --contact me@example.org URL
                                                   also what robots.txt says, and the pace
  dateline explain data/captures/x.warc.gz#4711    a page as a crawl captured it, with its row
  dateline explain --json page.html | jq .dates

An address is asked for once, by the same rules as in a crawl. Exit code 4 when the page gives no
record, or one with an error; 5 when it is not to be had; 2 when a file cannot be opened;
130 when it is interrupted while it waits for a server or reads what came from one.

Long texts are cut off at their end, and long paths at their beginning; --json has them whole.

--json writes one object, dateline.explain/1, every key always there:
  input, profile, url, fetched_at, scope {admitted, why}
  web       null for a file; else robots {exists, allowed, line, pause_ms, pause_by, visits},
            own_address, pause_ms, pause_by, hours, closed_until, closed_by,
            exchanges [{url, status, waited_ms, pause_by}]
  problem   {class, message}: why there is no record
  layout, strict, content {rule, path}, language {tag, why}
  body      {path, blocks, boilerplate, split_by, left_out [{path, why, text}]}
  fields    [{field, considered [{verdict, why, text, origin, rule, detail, path}]}]
  dates     [{verdict, why, value, precision, role, raw, origin, rule, detail, path}]
  other_dates  [{place, why, repeats, value, precision, role, raw, path}]: readers see them, and
            they were not weighed; place is text, caption, field, card, furniture or page;
            other_dates_left_off is how many more there are
  issues    as in the record
  record    what `dateline extract` gives
verdict is chosen, later (it could have been taken) or unusable.";

/// Show why a page reads as it does: which rule gave what, what lost and why, every date.
#[derive(Debug, ClapArgs)]
#[command(after_help = EXAMPLES)]
pub(super) struct Args {
    /// A saved page, `-` for stdin, an address, or a page of a capture (x.warc.gz#4711)
    #[arg(value_name = "URL|FILE")]
    input: String,
    /// The profile to read with; none: that of a capture, else only what pages say to everybody
    #[arg(long, value_name = "ID")]
    profile: Option<String>,
    /// The address that the page came from
    #[arg(long, value_name = "URL", value_parser = web_address)]
    url: Option<Url>,
    /// When the page was fetched [default: the file's time]
    #[arg(long, value_name = "TIME")]
    at: Option<Timestamp>,
    /// One JSON object, for machines
    #[arg(long)]
    json: bool,
}

/// All that is told of one page.
struct Told {
    input: String,
    profile: Arc<Profile>,
    /// Where the page is from, and when.
    page: Option<(Option<Url>, Timestamp)>,
    /// Of an address: on what terms it was asked for, and every exchange.
    web: Option<(Terms, Vec<Exchange>)>,
    explanation: Option<Explanation>,
    record: Option<Record>,
    /// Why there is no record.
    problem: Option<(Class, String)>,
    exit: Exit,
}

pub(super) fn run(args: &Args, common: &Common) -> Result<Exit, Failure> {
    let resolved = common.resolve()?;
    let profile = match &args.profile {
        Some(name) => Some(profiles::one(&profiles::library(&resolved)?, name)?),
        None => None,
    };
    let told = match captured(args)? {
        Some(pointer) => of_capture(args, &pointer, profile, &resolved)?,
        None => of_input(args, profile, &resolved)?,
    };
    let text = if args.json {
        json::told(&told).to_string()
    } else {
        text::told(&told)
    };
    output::data(text.trim_end()).map_err(|error| {
        let error = anyhow::Error::new(error).context("cannot write to stdout");
        Failure::new(Exit::Unwritable, error)
    })?;
    Ok(told.exit)
}

/// The place in a capture that the input names, if it names one.
fn captured(args: &Args) -> Result<Option<Pointer>, Failure> {
    let name = args.input.as_str();
    if name == "-" || is_address(name) || Path::new(name).is_file() && !is_warc(Path::new(name)) {
        return Ok(None);
    }
    if Path::new(name).is_dir() {
        let message = format!("{name} is a folder: name one of its pages");
        return Err(Failure::usage(message));
    }
    if is_warc(Path::new(name)) && Path::new(name).exists() {
        let message = format!(
            "{name} holds many pages: name one as {name}#4711 (`capture` of its record, or what `dateline extract` gives)"
        );
        return Err(Failure::usage(message));
    }
    let pointer = name.parse::<Pointer>().ok();
    Ok(pointer.filter(|pointer| is_warc(Path::new(&pointer.file))))
}

/// A file, stdin or an address.
fn of_input(
    args: &Args,
    profile: Option<Arc<Profile>>,
    resolved: &Resolved,
) -> Result<Told, Failure> {
    let name = args.input.as_str();
    let from = if name == "-" {
        From::Stdin
    } else if is_address(name) {
        From::Web(Url::parse(name).map_err(|error| Failure::usage(format!("{name}: {error}")))?)
    } else {
        let path = PathBuf::from(name);
        try_open(&path).map_err(|error| {
            let name = if name.is_empty() { "``" } else { name };
            Failure::usage(format!(
                "cannot read {name}: {}",
                why_unopened(&args.input, &error)
            ))
        })?;
        From::File(path)
    };
    let profile = profile.unwrap_or_else(|| Arc::new(Profile::none()));
    let mut reader = Reader::new(Arc::clone(&profile), &resolved.settings);
    let mut web = None;
    let page = match &from {
        From::Web(url) => reader.fetched(url).and_then(|fetched| {
            let FromWeb {
                page,
                exchanges,
                request,
            } = fetched;
            web = Some((reader.terms(&request)?, exchanges));
            page
        }),
        From::File(_) | From::Warc(_) | From::Stdin => {
            let input = Input {
                name: name.to_owned(),
                from,
                url: args.url.clone(),
                at: args.at,
                content_type: None,
                teaser: None,
            };
            reader.page(&input)
        }
    };
    let stop = reader.stop();
    let told = Told::of(name, profile, page, None, &stop);
    if stop() || told.exit == Exit::Interrupted {
        let error = anyhow::anyhow!("{name}: interrupted");
        return Err(Failure::new(Exit::Interrupted, error));
    }
    Ok(Told { web, ..told })
}

/// A page as a crawl captured it, with what its row said of it.
fn of_capture(
    args: &Args,
    pointer: &Pointer,
    profile: Option<Arc<Profile>>,
    resolved: &Resolved,
) -> Result<Told, Failure> {
    let name = args.input.as_str();
    let path = PathBuf::from(&pointer.file);
    try_open(&path).map_err(|error| {
        let error = anyhow::Error::new(error).context(format!("cannot read {}", pointer.file));
        Failure::new(Exit::Usage, error)
    })?;
    let found = source_page(name, |_| Some(path), resolved.settings.max_body);
    let Some((target, mut page)) = found else {
        let message = format!("{name}: no page that a crawl visited begins there");
        return Err(Failure::usage(message));
    };
    let profile = match profile {
        Some(profile) => profile,
        None => profiles::one(&profiles::library(resolved)?, target.profile.as_str())?,
    };
    page.fetched_at = args.at.unwrap_or(page.fetched_at);
    page.url = args.url.clone().or(page.url);
    let teaser = target.teaser.as_ref();
    Ok(Told::of(name, profile, Ok(page), teaser, &|| false))
}

impl Told {
    fn of(
        input: &str,
        profile: Arc<Profile>,
        page: Result<Page, Unread>,
        teaser: Option<&Teaser>,
        cancel: Cancel<'_>,
    ) -> Self {
        let mut told = Self {
            input: input.to_owned(),
            profile,
            page: None,
            web: None,
            explanation: None,
            record: None,
            problem: None,
            exit: Exit::Done,
        };
        let explained = page.and_then(|page| {
            told.page = Some((page.url.clone(), page.fetched_at));
            explain(&page, &told.profile, teaser, cancel)
                .map_err(|unreadable| unlike(unreadable.class, unreadable.message))
        });
        match explained {
            Ok(explanation) => told.explained(explanation),
            Err(Unread {
                class,
                message,
                exit,
            }) => {
                told.problem = Some((class, message));
                told.exit = exit;
            }
        }
        told
    }

    fn explained(&mut self, explanation: Explanation) {
        let problem = match (
            &explanation.refused,
            record::normalize(explanation.draft.clone()),
        ) {
            (Some(refused), _) => Some((refused.class, refused.message.clone())),
            (None, Err(rejection)) => Some((rejection.class, rejection.message)),
            (None, Ok(mut record)) => {
                record.capture = Some(self.input.clone());
                self.record = Some(record);
                None
            }
        };
        let is_good = self.record.as_ref().is_some_and(|record| record.ok);
        self.exit = if is_good { Exit::Done } else { Exit::Quality };
        self.problem = problem;
        self.explanation = Some(explanation);
    }

    /// The page's address in its canonical form, and whether the profile takes it for that of a
    /// release; `None` without a profile.
    fn scope(&self) -> Option<(Url, Option<String>)> {
        let url = match &self.page {
            Some((url, _)) => url.clone()?,
            None => Url::parse(&self.input).ok()?,
        };
        if self.profile.hosts.allowed.is_empty() {
            return None;
        }
        let url = self.profile.canonical(&url);
        let why = self.profile.admits(&url).err().map(|why| why.to_string());
        Some((url, why))
    }
}
